// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private static final String USAGE =
      """
      usage: Main amdahl --part 0..1 --speedup FACTOR [--low FACTOR --high FACTOR]
             Main proofs ROOT [proofs=PICK] [depth=DEPTH] [accept=true]
             Main guard ROOT [only=PICK] [ratio=false] [minutes=N]
             Main calibrate ROOT kind=KIND [intervals=N]
             Main growth ROOT [sizes=N,N] [minutes=N] [accept=true]
             Main laps ROUNDS [JVM OPTION,]...CLASS[,ARGUMENT]... ...
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) throws Exception {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    return Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private void assertSays(String expected, String line) throws Exception {
    assertEquals(0, run(line), err.toString(UTF_8));
    assertEquals(expected + System.lineSeparator(), out.toString(UTF_8));
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void saysWhatAPartDoesForTheWhole() throws Exception {
    assertSays(
        "If a part that takes 5 % of the time becomes 10 times as fast, the whole becomes 1.0471"
            + " times as fast; no speed-up of the part makes it more than 1.0526.",
        "amdahl --part 0.05 --speedup 10");
  }

  @Test
  void printsTheRangeOfAnInterval() throws Exception {
    assertSays(
        "If a part that takes 75 % of the time becomes 3 (2 to 5) times as fast, the whole becomes"
            + " 2 (1.6 to 2.5) times as fast; no speed-up of the part makes it more than 4.",
        "amdahl --speedup 3 --high 5 --part 0.75 --low 2");
  }

  @Test
  void printsLossesAndWholesAndSmallGains() throws Exception {
    assertSays(
        "If a part that takes 25 % of the time becomes 0.5 times as fast, the whole becomes 0.8"
            + " times as fast; no speed-up of the part makes it more than 1.333.",
        "amdahl --part .25 --speedup 0.5");
    out.reset();
    assertSays(
        "If a part that takes 100 % of the time becomes 12345.6 times as fast, the whole becomes"
            + " 12345.6 times as fast; there is no limit.",
        "amdahl --part 1 --speedup 12345.6");
    out.reset();
    assertSays(
        "If a part that takes 0.0001 % of the time becomes 2 times as fast, the whole becomes"
            + " 1.0000005 times as fast; no speed-up of the part makes it more than 1.000001.",
        "amdahl --part 1e-6 --speedup 2");
  }

  @Test
  void printsPointsInEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertSays(
          "If a part that takes 2.5 % of the time becomes 1.5 times as fast, the whole becomes"
              + " 1.0084 times as fast; no speed-up of the part makes it more than 1.0256.",
          "amdahl --part 0.025 --speedup 1.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no command",
        "amdal --part 0.5|unknown command amdal",
        "amdahl|--part is missing",
        "amdahl --part 0.5|--speedup is missing",
        "amdahl --part 0.5 --speedup|--speedup needs a value",
        "amdahl --part 0.5 --faster 2|unknown option --faster",
        "amdahl 0.5|unknown option 0.5",
        "amdahl --part 0.5 --part 0.6 --speedup 2|--part stands twice",
        "amdahl --part half --speedup 2|--part half is not a number",
        "amdahl --part 0,5 --speedup 2|--part 0,5 is not a number",
        "amdahl --part 1.5 --speedup 2|--part 1.5 is not from 0 to 1",
        "amdahl --part -0.1 --speedup 2|--part -0.1 is not from 0 to 1",
        "amdahl --part NaN --speedup 2|--part NaN is not from 0 to 1",
        "amdahl --part 0.5 --speedup 0|--speedup 0 is not positive and finite",
        "amdahl --part 0.5 --speedup -2|--speedup -2 is not positive and finite",
        "amdahl --part 0.5 --speedup 1e999|--speedup 1e999 is not positive and finite",
        "amdahl --part 0.5 --speedup 2 --low 1|--high is missing",
        "amdahl --part 0.5 --speedup 2 --high 3|--low is missing",
        "amdahl --part 0.5 --speedup 2 --low x --high 3|--low x is not a number",
        "amdahl --part 0.5 --speedup 2 --low 3 --high 4|--speedup 2 is not from --low 3 to --high"
            + " 4",
        "amdahl --part 0.5 --speedup 2 --low 1 --high 1.5"
            + "|--speedup 2 is not from --low 1 to --high 1.5",
        "proofs|proofs needs ROOT",
        "proofs . full|proofs: full is not key=value",
        "proofs . =full|proofs: =full is not key=value",
        "guard|guard needs ROOT",
        "calibrate|calibrate needs ROOT",
        "growth|growth needs ROOT",
        "growth . all|growth: all is not key=value",
        "growth . sizes=100,few|sizes: few, not a number",
        "growth . sizes=0|sizes: 0, not from 1 to 50000000",
        "growth . sizes=50000001|sizes: 50000001, not from 1 to 50000000",
        "growth . minutes=0|minutes: 0, not from 1 to 1440",
        "growth . sizes=100 accept=true|sizes: 100, but results have all sizes",
        "calibrate . kind=QUICK|kind: QUICK, not one of [SHORT, MEMORY, ALLOCATING, THREADS,"
            + " SCALING, BURST, LONG, PROGRAM]",
        "calibrate . intervals=3|kind: nothing given, not one of [SHORT, MEMORY, ALLOCATING,"
            + " THREADS, SCALING, BURST, LONG, PROGRAM]",
        "calibrate . kind=short intervals=many|intervals: many, not a number",
        "calibrate . kind=short intervals=0|intervals: 0, at least 1",
      })
  void tellsWhatIsWrong(String line, String message) throws Exception {
    assertEquals(2, run(line));
    assertEquals("", out.toString(UTF_8));
    assertEquals(
        "cermet: " + message + "\n" + USAGE,
        err.toString(UTF_8).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void helpIsNoError() throws Exception {
    assertEquals(0, run("amdahl --help"));
    assertTrue(out.toString(UTF_8).replace(System.lineSeparator(), "\n").equals(USAGE));
    assertEquals("", err.toString(UTF_8));
  }
}
