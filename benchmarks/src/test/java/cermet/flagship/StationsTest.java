// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StationsTest {
  @TempDir Path folder;

  /// What a run left behind.
  record Result(int code, String out, String err) {}

  @ParameterizedTest
  @CsvSource({"1,128", "2,128", "3,128", "1,262144", "2,262144", "3,262144"})
  void printsWhatTheSamplesExpect(String threads, String window) throws IOException {
    Path samples = samples();
    int count = 0;
    try (Stream<Path> files = Files.list(samples)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".txt")).toList()) {
        Path expected = Path.of(file.toString().replaceFirst("txt$", "out"));
        Result result = run(file.toString(), "--threads", threads, "--window", window);
        assertEquals(new Result(0, Files.readString(expected), ""), result, file.toString());
        assertEquals(Files.readString(expected), PlainStations.solve(file));
        count++;
      }
    }
    assertEquals(8, count);
  }

  @Test
  void equalsThePlainSolutionOnGeneratedFiles() throws IOException {
    Path file = folder.resolve("generated");
    for (int seed = 0; seed < 20; seed++) {
      String rows = Integer.toString(1 + 97 * seed * seed);
      String names = seed % 2 == 0 ? "413" : "10000";
      String[] args = {rows, file.toString(), "--names", names, "--seed", "" + seed};
      assertEquals(0, Measurements.run(args, System.out, System.err));
      String expected = PlainStations.solve(file);
      for (int threads = 1; threads <= 3; threads++) {
        String window = Integer.toString(128 + 41 * seed * threads);
        Result result = run(file.toString(), "--threads", "" + threads, "--window", window);
        assertEquals(new Result(0, expected, ""), result, rows + " rows, seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 15, 16, 262_144, 262_145, 1_000_003})
  void theFloorAddsUpAllWholeWords(int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] = bytes[i] == '\n' ? 0 : bytes[i]; // one part
    }
    long sum = 0;
    var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    while (words.hasRemaining()) {
      sum += words.get();
    }
    Path file = Files.write(folder.resolve("bytes"), bytes);
    var out = new ByteArrayOutputStream();
    assertEquals(0, Floor.run(new String[] {file.toString()}, new PrintStream(out), System.err));
    assertEquals(sum, Long.parseLong(out.toString(UTF_8).strip()));
  }

  @Test
  void theFloorNamesAFileThatIsNotThere() {
    var err = new ByteArrayOutputStream();
    Path file = folder.resolve("none");
    assertEquals(2, Floor.run(new String[] {file.toString()}, System.out, new PrintStream(err)));
    assertTrue(err.toString(UTF_8).contains(file + ": no such file"), err.toString(UTF_8));
  }

  @Test
  void printsAnEmptyFileAsNoStations() throws IOException {
    assertEquals(new Result(0, "{}\n", ""), solve(""));
  }

  @Test
  void roundsTheMeanTowardPositive() throws IOException {
    assertEquals("{a=0.0/0.1/0.1}\n", solve("a;0.0\na;0.1\n").out);
    assertEquals("{a=-0.1/0.0/0.0}\n", solve("a;0.0\na;-0.1\n").out);
    assertEquals("{a=-0.1/0.0/0.0}\n", solve("a;-0.0\na;-0.1\na;0.0\n").out);
    assertEquals("{a=-99.9/-99.8/-99.8}\n", solve("a;-99.9\na;-99.8\n").out);
  }

  @Test
  void takesALastLineThatDoesNotEnd() throws IOException {
    assertEquals("{a=1.0/1.5/2.0, b=-3.0/-3.0/-3.0}\n", solve("a;1.0\nb;-3.0\na;2.0").out);
  }

  @Test
  void saysEveryTwoSecondsHowMuchIsDone() {
    var bytes = new ByteArrayOutputStream();
    var err = new PrintStream(bytes, true, UTF_8);
    long[] now = {Long.MAX_VALUE - 1_000_000_000}; // as nanoTime may, it wraps on the way
    var progress = new Progress("Stations", 3_000, err, () -> now[0]);
    progress.add(500);
    now[0] += 1_999_999_999;
    progress.add(500);
    assertEquals("", bytes.toString(UTF_8));
    now[0] += 1;
    progress.add(1_000);
    progress.add(500);
    assertEquals("Stations: 67 %\n", bytes.toString(UTF_8));
    now[0] += 5_000_000_000L;
    progress.add(500);
    assertEquals("Stations: 67 %\nStations: 100 %\n", bytes.toString(UTF_8));
  }

  @Test
  void refusesLinesThatEndAsOnOtherSystems() throws IOException {
    Result result = solve("a;1.0\nb;-3.0\r\na;2.0\r\n");
    assertEquals(2, result.code);
    assertEquals("", result.out);
    assertTrue(result.err.endsWith(", line 2 at byte 6: the line ends with CR LF\n"), result.err);
  }

  @Test
  void sortsAsStringsDo() throws IOException {
    String astral = new String(Character.toChars(0x1F41D));
    String text = "\uFF5E;1.0\n" + astral + ";2.0\nz;3.0\n";
    assertEquals(
        "{z=3.0/3.0/3.0, " + astral + "=2.0/2.0/2.0, \uFF5E=1.0/1.0/1.0}\n", solve(text).out);
  }

  @Test
  void takesTheLongestNameInTheSmallestWindow() throws IOException {
    String name = "é".repeat(50);
    String text = (name + ";-99.9\n").repeat(20);
    String expected = "{" + name + "=-99.9/-99.9/-99.9}\n";
    assertEquals(new Result(0, expected, ""), solve(text, "--window", "128"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ";",
        ";1.0",
        "a;",
        "a;1",
        "a;1.",
        "a;.1",
        "a;1.00",
        "a;100.0",
        "a;-100.0",
        "a;001.0",
        "a;+1.0",
        "a;--1.0",
        "a;-.1",
        "a;1,0",
        "a; 1.0",
        "a;1.0 ",
        "a;1.x",
        "a;x.1",
        "a;-",
        "a;1.0;",
        "a;1.0;b",
        "a;b;1.0",
        "\r",
        "a;1.0\r",
        "a;1.0\r\r"
      })
  void namesTheFirstBadLine(String bad) throws IOException {
    String before = "Oslo;-1.5\n".repeat(200);
    for (String after : new String[] {"Rome;12.3\n".repeat(200), "bad\n".repeat(200)}) {
      for (String threads : new String[] {"1", "3"}) {
        Path file = write(before + bad + "\n" + after);
        Result result = run(file.toString(), "--threads", threads, "--window", "128");
        assertEquals(2, result.code);
        assertEquals("", result.out);
        String place = "Stations: " + file + ", line 201 at byte 2000: ";
        assertTrue(result.err.startsWith(place), result.err);
        assertEquals(1, result.err.lines().count());
      }
    }
  }

  @Test
  void refusesNamesThatAreTooLongOrNotUtf8() throws IOException {
    Result result = solve("ok;1.0\n" + "x".repeat(101) + ";1.0\n");
    assertTrue(result.err.endsWith(", line 2 at byte 7: the name is longer than 100 bytes\n"));
    assertEquals(2, result.code);
    Path file = folder.resolve("latin");
    Files.write(file, "Zürich;1.0\n".getBytes(ISO_8859_1));
    result = run(file.toString());
    assertTrue(result.err.endsWith(", line 1 at byte 0: the name is not UTF-8\n"), result.err);
    assertEquals(2, result.code);
  }

  @Test
  void refusesALineThatIsLongerThanTheWindow() throws IOException {
    for (String threads : new String[] {"1", "2"}) {
      String text = "ok;1.0\n".repeat(100) + "x".repeat(2000) + ";1.0\nok;1.0\n";
      Result result = solve(text, "--window", "128", "--threads", threads);
      assertEquals(2, result.code);
      assertEquals("", result.out);
      assertTrue(
          result.err.contains("line 101, column 1, byte 700: expected at most 128 bytes"),
          result.err);
    }
  }

  @Test
  void takesTenThousandNamesAndNoMore() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("name ").append(i).append(";1.0\n");
    }
    assertEquals(0, solve(text + "name 7;1.0\n", "--threads", "2").code);
    int length = text.length();
    for (String window : new String[] {"128", "262144"}) {
      Result result = solve(text + "other;1.0\n", "--threads", "3", "--window", window);
      assertEquals(2, result.code);
      String end = ", line 10001 at byte " + length + ": more than 10,000 names\n";
      assertTrue(result.err.endsWith(end), result.err);
    }
  }

  @Test
  void refusesFilesThatItCannotRead() throws IOException {
    Path missing = folder.resolve("missing");
    assertEquals(new Result(2, "", "Stations: " + missing + ": no such file\n"), run("" + missing));
    Result result = run(folder.toString());
    assertEquals(2, result.code);
    assertEquals("", result.out);
    assertTrue(result.err.contains(folder.toString()), result.err);
  }

  @Test
  void refusesBadArguments() throws IOException {
    String file = write("a;1.0\n").toString();
    String[][] all = {
      {},
      {file, file},
      {file, "--threads"},
      {file, "--threads", "0"},
      {file, "--threads", "-1"},
      {file, "--threads", "x"},
      {file, "--threads", "99999999999999999999"},
      {file, "--threads", "65"},
      {file, "--window", "127"},
      {file, "--window", "16777217"},
      {file, "--window", "1", "--window", "256"},
      {file, "--colour", "1"},
      {"--threads", "1"},
      {"a\0b"}
    };
    for (String[] args : all) {
      Result result = run(args);
      assertEquals(2, result.code, String.join(" ", args));
      assertEquals("", result.out);
      assertTrue(result.err.contains("usage: Stations FILE"), result.err);
    }
  }

  @Test
  void explainsItself() {
    Result result = run("--help");
    assertEquals(0, result.code);
    assertTrue(result.out.startsWith("usage: "));
    assertEquals("", result.err);
  }

  @Test
  void failsWhenItsOutputCannotBeWritten() throws IOException {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    var err = new ByteArrayOutputStream();
    String[] args = {write("a;1.0\n").toString()};
    assertEquals(2, Stations.run(args, new PrintStream(full), new PrintStream(err, true, UTF_8)));
    assertFalse(err.toString(UTF_8).isEmpty());
  }

  private Result solve(String text, String... options) throws IOException {
    String[] args =
        Stream.concat(Stream.of(write(text) + ""), Stream.of(options)).toArray(String[]::new);
    return run(args);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("input"), text);
  }

  static Result run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Stations.run(args, new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8));
    return new Result(
        code, out.toString(UTF_8), err.toString(UTF_8).replace(System.lineSeparator(), "\n"));
  }

  private static Path samples() {
    String data = System.getProperty("cermet.data", "");
    Path samples =
        data.isEmpty()
            ? Path.of(System.getProperty("cermet.root", ".."))
                .resolve("../shared/data/1brc/samples")
            : Path.of(data, "1brc", "samples");
    if (data.isEmpty()) {
      assumeTrue(Files.isDirectory(samples), "no samples in " + samples.toAbsolutePath());
    }
    return samples;
  }
}
