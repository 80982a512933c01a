// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.io.source.ByteSource;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import it.unimi.dsi.fastutil.io.FastBufferedInputStream;
import it.unimi.dsi.fastutil.io.FastBufferedInputStream.LineTerminator;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// All the lines of a text; an operation is one line.
///
/// `Raw` cases need only the lengths, and each side takes them the cheapest way that it has:
/// BufferedReader must decode each line to a string for that, the others need not. `Decoded` cases
/// end in a string on every side.
public class LineReaderProof {
  private static final int LINES = 1 << 17;
  private static final int WINDOW = 64 << 10; // each side's buffer

  /// A text in ASCII, for which every decoder has its fastest path, in memory and in a file.
  @State(Scope.Thread)
  public abstract static class Text {
    /// The mean length of a line: a row of measurements, a line of prose or of a log.
    @Param({"12", "60"})
    public int length;

    byte[] bytes = {};
    Path file = Path.of("");

    @Setup(Level.Trial)
    public void write() throws IOException {
      var random = new SplittableRandom(Seed.fresh());
      byte[] text = new byte[LINES * 2 * length];
      int at = 0;
      for (int line = 0; line < LINES; line++) {
        int end = at + random.nextInt(length / 2, length + length / 2);
        while (at < end) {
          text[at++] = (byte) random.nextInt(' ', 127);
        }
        text[at++] = '\n';
      }
      bytes = Arrays.copyOf(text, at);
      file =
          Files.createTempFile(
              Path.of(System.getProperty("cermet.proof.dir", System.getProperty("java.io.tmpdir"))),
              "lines",
              ".txt");
      Files.write(file, bytes);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(file);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Text {
    @Benchmark
    @OperationsPerInvocation(LINES)
    @Case(
        kind = Kind.LONG,
        headline = "Jdk",
        params = {"length=60"})
    public long linesRaw() throws IOException {
      return raw(ByteSource.of(bytes, WINDOW));
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    @Case(kind = Kind.LONG)
    public long linesDecoded() throws IOException {
      long sum = 0;
      try (var lines = new LineReader(ByteSource.of(bytes, WINDOW))) {
        while (lines.next()) {
          sum += lines.slice().toString().length();
        }
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    @Case(kind = Kind.LONG)
    public long linesOfFileRaw() throws IOException {
      return raw(ByteSource.file(file, WINDOW));
    }

    private static long raw(ByteSource source) throws IOException {
      long sum = 0;
      try (var lines = new LineReader(source)) {
        while (lines.next()) {
          sum += lines.length();
        }
      }
      return sum;
    }
  }

  /// BufferedReader, decoding UTF-8.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends Text {
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesRaw() throws IOException {
      return decoded(new ByteArrayInputStream(bytes));
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesDecoded() throws IOException {
      return decoded(new ByteArrayInputStream(bytes));
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesOfFileRaw() throws IOException {
      return decoded(Files.newInputStream(file));
    }

    private static long decoded(InputStream in) throws IOException {
      long sum = 0;
      try (var reader = new BufferedReader(new InputStreamReader(in, UTF_8), WINDOW)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          sum += line.length();
        }
      }
      return sum;
    }
  }

  /// fastutil's buffered stream, which copies each line to an array of the caller's.
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil extends Text {
    private static final EnumSet<LineTerminator> ENDS =
        EnumSet.of(LineTerminator.LF, LineTerminator.CR_LF);

    private final byte[] line = new byte[1 << 10];

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesRaw() throws IOException {
      return raw(new ByteArrayInputStream(bytes));
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesDecoded() throws IOException {
      long sum = 0;
      try (var in = new FastBufferedInputStream(new ByteArrayInputStream(bytes), WINDOW)) {
        for (int length = in.readLine(line, ENDS); length >= 0; length = in.readLine(line, ENDS)) {
          sum += new String(line, 0, length, UTF_8).length();
        }
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesOfFileRaw() throws IOException {
      return raw(Files.newInputStream(file));
    }

    private long raw(InputStream input) throws IOException {
      long sum = 0;
      try (var in = new FastBufferedInputStream(input, WINDOW)) {
        for (int length = in.readLine(line, ENDS); length >= 0; length = in.readLine(line, ENDS)) {
          sum += length;
        }
      }
      return sum;
    }
  }
}
