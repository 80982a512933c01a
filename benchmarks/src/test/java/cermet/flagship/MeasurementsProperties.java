// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MeasurementsProperties {
  private static final Pattern VALUE = Pattern.compile("-?\\d{1,2}\\.\\d");

  @Property(tries = 60)
  void everyRowIsANameAndAValue(
      @ForAll @IntRange(max = 3000) int rows, @ForAll boolean many, @ForAll long seed)
      throws IOException {
    Path file = Files.createTempFile("measurements", ".txt");
    try {
      String names = many ? "10000" : "413";
      var result =
          MeasurementsTest.run("" + rows, "" + file, "--names", names, "--seed", "" + seed);
      assertEquals(new StationsTest.Result(0, "", ""), result);
      Set<String> known = Set.of(Measurements.names(Integer.parseInt(names)));
      var lines = Files.readAllLines(file);
      assertEquals(rows, lines.size());
      for (String line : lines) {
        int semicolon = line.indexOf(';');
        assertTrue(known.contains(line.substring(0, semicolon)), line);
        assertTrue(VALUE.matcher(line.substring(semicolon + 1)).matches(), line);
      }
    } finally {
      Files.delete(file);
    }
  }
}
