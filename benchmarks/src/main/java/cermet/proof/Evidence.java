// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What `results/<Primitive>.json` holds: the proof of one primitive.
record Evidence(
    String primitive,
    String version,
    String commit,
    boolean dirty,
    String date,
    String sources,
    Machine machine,
    double floor,
    List<Row> cases) {

  /// Where it ran.
  record Machine(String cpu, int cores, String os, String jdk, String gc, String flags) {}

  /// One case against one peer; null is what was not measured.
  record Row(
      @JsonProperty("case") String name,
      String depth,
      String peer,
      String peerVersion,
      double ratio,
      double low,
      double high,
      int pairs,
      double nanos,
      double p50,
      double p95,
      double peerNanos,
      Double bytes,
      Double peerBytes,
      Double instructions,
      Double peerInstructions,
      String verdict,
      String date,
      String commit) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static Evidence read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Evidence.class);
  }

  void write(Path file) throws IOException {
    var lines = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writer(printer).writeValueAsString(this) + "\n");
  }

  /// This proof with the older one's rows for whatever did not run now.
  Evidence over(Evidence older) {
    var rows = new ArrayList<Row>(cases);
    for (Row row : older.cases) {
      if (cases.stream().noneMatch(r -> r.name.equals(row.name) && r.peer.equals(row.peer))) {
        rows.add(row);
      }
    }
    rows.sort(Comparator.comparing(Row::name).thenComparing(Row::peer));
    return new Evidence(
        primitive, version, commit, dirty, date, sources, machine, floor, List.copyOf(rows));
  }
}
