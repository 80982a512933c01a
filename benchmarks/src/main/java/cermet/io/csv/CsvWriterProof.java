// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.io.source.ByteSink;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Records of two texts, the second of which needs quotes once in eight times, and two numbers,
/// written to a stream that takes everything; an operation is a record. `texts` are records of the
/// texts alone, for which nobody has to print a number.
public class CsvWriterProof {
  static final int RECORDS = 1000;
  static final int WINDOW = 64 << 10; // each side's buffer

  /// What all sides write.
  @State(Scope.Thread)
  public abstract static class Table {
    final String[] names = new String[RECORDS];
    final String[] texts = new String[RECORDS];
    final long[] longs = new long[RECORDS];
    final int[] ints = new int[RECORDS];

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      for (int i = 0; i < RECORDS; i++) {
        names[i] = letters(random, random.nextInt(4, 16), false);
        texts[i] = letters(random, random.nextInt(10, 60), random.nextInt(8) == 0);
        longs[i] = random.nextLong() >>> random.nextInt(1, 64);
        ints[i] = random.nextInt(1000);
      }
    }

    private static String letters(SplittableRandom random, int length, boolean special) {
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) random.nextInt('a', 'z' + 1));
      }
      if (special) {
        text.setCharAt(length / 2, random.nextBoolean() ? ',' : '"');
      }
      return text.toString();
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Table {
    private final CsvWriter csv =
        new CsvWriter(ByteSink.of(OutputStream.nullOutputStream(), WINDOW));

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Case(kind = Kind.ALLOCATING, headline = "FastCsv")
    public long records() throws IOException {
      for (int i = 0; i < RECORDS; i++) {
        csv.append(names[i]).append(texts[i]).append(longs[i]).append(ints[i]).end();
      }
      return csv.records();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Case(kind = Kind.ALLOCATING)
    public long texts() throws IOException {
      for (int i = 0; i < RECORDS; i++) {
        csv.append(names[i]).append(texts[i]).end();
      }
      return csv.records();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      csv.close();
    }
  }

  /// FastCSV's writer.
  @Peer("de.siegmar:fastcsv")
  @State(Scope.Thread)
  public static class FastCsv extends FastCsvSides.Writer {}

  /// BufferedWriter, with quotes by a loop over the chars.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends Table {
    private final Writer out =
        new BufferedWriter(new OutputStreamWriter(OutputStream.nullOutputStream(), UTF_8), WINDOW);
    private long written;

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long records() throws IOException {
      for (int i = 0; i < RECORDS; i++) {
        text(names[i]);
        out.write(',');
        text(texts[i]);
        out.write(',');
        out.write(Long.toString(longs[i]));
        out.write(',');
        out.write(Integer.toString(ints[i]));
        out.write("\r\n");
        written++;
      }
      return written;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long texts() throws IOException {
      for (int i = 0; i < RECORDS; i++) {
        text(names[i]);
        out.write(',');
        text(texts[i]);
        out.write("\r\n");
        written++;
      }
      return written;
    }

    private void text(String text) throws IOException {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == ',' || c == '"' || c == '\n' || c == '\r') {
          out.write('"');
          out.write(text.replace("\"", "\"\""));
          out.write('"');
          return;
        }
      }
      out.write(text);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      out.close();
    }
  }
}
