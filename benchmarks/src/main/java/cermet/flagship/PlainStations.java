// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.summarizingLong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/// What [Stations] does, as plain Java says it: lines, `split`, a `HashMap`.
final class PlainStations {
  private PlainStations() {}

  public static void main(String[] args) throws IOException {
    System.out.writeBytes(solve(Path.of(args[0])).getBytes(UTF_8));
    System.out.flush();
  }

  static String solve(Path file) throws IOException {
    Map<String, LongSummaryStatistics> stations;
    try (var reader = Files.newBufferedReader(file)) {
      stations =
          reader
              .lines()
              .map(line -> line.split(";"))
              .collect(
                  groupingBy(
                      fields -> fields[0],
                      HashMap::new,
                      mapping(fields -> fields[1], summarizingLong(PlainStations::tenths))));
    }
    return new TreeMap<>(stations)
        .entrySet().stream()
            .map(station -> station.getKey() + "=" + print(station.getValue()))
            .collect(joining(", ", "{", "}\n"));
  }

  private static long tenths(String value) {
    return Math.round(10 * Double.parseDouble(value));
  }

  private static String print(LongSummaryStatistics tenths) {
    return "%s/%s/%s"
        .formatted(
            tenths.getMin() / 10.0, Math.round(tenths.getAverage()) / 10.0, tenths.getMax() / 10.0);
  }
}
