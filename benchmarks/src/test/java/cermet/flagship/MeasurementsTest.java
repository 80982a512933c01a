// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementsTest {
  @TempDir Path folder;

  @Test
  void writesAsManyRowsAsItIsAskedFor() throws IOException {
    for (int rows : new int[] {0, 1, 1000, 100_000}) {
      assertEquals(0, run("" + rows, "" + file()).code());
      try (var lines = Files.lines(file())) {
        assertEquals(rows, lines.count());
      }
    }
  }

  @Test
  void writesRowsThatStationsTakes() throws IOException {
    for (String names : new String[] {"413", "10000"}) {
      assertEquals(0, run("200000", "" + file(), "--names", names).code());
      var result = StationsTest.run(file().toString());
      assertEquals(new StationsTest.Result(0, PlainStations.solve(file()), ""), result);
      assertEquals(Integer.parseInt(names), result.out().split(", ").length);
    }
  }

  @Test
  void writesTheSameForTheSameSeedOnly() throws IOException {
    run("1000", "" + file(), "--seed", "1");
    byte[] one = Files.readAllBytes(file());
    run("1000", "" + file(), "--seed", "1");
    assertArrayEquals(one, Files.readAllBytes(file()));
    run("1000", "" + file(), "--seed", "2");
    assertFalse(Arrays.equals(one, Files.readAllBytes(file())));
  }

  @Test
  void inventsDifferentNamesOfTheLengthsOfCities() {
    for (int count : new int[] {413, 10_000}) {
      Set<String> names = new HashSet<>(Arrays.asList(Measurements.names(count)));
      assertEquals(count, names.size());
      var lengths =
          names.stream().collect(Collectors.summarizingInt(n -> n.getBytes(UTF_8).length));
      assertEquals(3, lengths.getMin());
      assertTrue(lengths.getMax() <= (count == 413 ? 26 : 100), lengths.toString());
      assertTrue(lengths.getMax() >= (count == 413 ? 24 : 95), lengths.toString());
      assertTrue(names.stream().anyMatch(name -> name.length() < name.getBytes(UTF_8).length));
    }
  }

  @Test
  void refusesBadArgumentsAndLeavesNoFile() throws IOException {
    String file = file().toString();
    String[][] all = {
      {},
      {"10"},
      {"-1", file},
      {"x", file},
      {"10", file, "--names", "414"},
      {"10", file, "--names", "0"},
      {"10", file, "--seed", "x"},
      {"10", file, "--seed"},
      {"10", file, "more"},
      {"10", folder.resolve("no/such/folder").toString()}
    };
    for (String[] args : all) {
      var result = run(args);
      assertEquals(2, result.code(), String.join(" ", args));
      assertEquals("", result.out());
      assertTrue(result.err().startsWith("Measurements: "), result.err());
    }
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  private Path file() {
    return folder.resolve("made");
  }

  static StationsTest.Result run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Measurements.run(
            args, new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8));
    return new StationsTest.Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
