// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LapsTest {
  @TempDir Path folder;

  /// What a run left behind.
  record Result(int code, String out, String err) {}

  @Test
  void runsEveryProgramByTurns() throws Exception {
    Path file = Files.writeString(folder.resolve("rows"), "a;1.0\n".repeat(100));
    Result result =
        run("1", "cermet.flagship.Stations," + file, "-Xint,cermet.flagship.Floor," + file);
    assertEquals(0, result.code, result.err);
    List<String> lines = result.out.lines().toList();
    assertEquals(3, lines.size(), result.out);
    assertEquals("median s\tleast\tmost\tpeak MiB\tprogram", lines.get(0));
    String figures = "\\d+\\.\\d{3}\t\\d+\\.\\d{3}\t\\d+\\.\\d{3}\t(\\d+\\.\\d|NaN)\t";
    assertTrue(lines.get(1).matches(figures + "cermet.flagship.Stations,.*"), result.out);
    assertTrue(lines.get(2).matches(figures + "-Xint,cermet.flagship.Floor,.*"), result.out);
  }

  @Test
  void tellsMedianLeastAndMost() {
    var three = List.of(new Laps.Lap(3, 1), new Laps.Lap(1, 5), new Laps.Lap(2, 2));
    assertEquals("2.000\t1.000\t3.000\t5.0", Laps.line(three));
    var two = List.of(new Laps.Lap(3, Double.NaN), new Laps.Lap(1, Double.NaN));
    assertEquals("2.000\t1.000\t3.000\tNaN", Laps.line(two));
  }

  @Test
  void stopsAtAProgramThatFails() {
    String program = "cermet.flagship.Floor," + folder.resolve("none");
    var failed = assertThrows(IOException.class, () -> run("1", program));
    assertEquals(program + " ended with 2", failed.getMessage());
  }

  @Test
  void refusesWhatItDoesNotUnderstand() throws Exception {
    assertTrue(run("1").err.contains("laps needs ROUNDS and a PROGRAM"));
    assertTrue(run("0", "x").err.contains("ROUNDS 0 is not 1 to 1000"));
    assertTrue(run("many", "x").err.contains("ROUNDS many is not 1 to 1000"));
  }

  private static Result run(String... words) throws Exception {
    var args = new ArrayList<>(List.of("laps"));
    args.addAll(List.of(words));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = Main.run(args.toArray(String[]::new), new PrintStream(out), new PrintStream(err));
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
