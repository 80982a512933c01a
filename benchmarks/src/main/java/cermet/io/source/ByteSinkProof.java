// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Rows of a name, two whole numbers and a decimal, written to a stream that only counts; an
/// operation is one row.
///
/// `numbers` are the rows without their names, `doubles` rows of two doubles; what they are written
/// through stays open, so that only what a row takes counts.
public class ByteSinkProof {
  private static final int ROWS = 1000;
  private static final int WINDOW = 64 << 10; // each side's buffer

  /// The rows.
  @State(Scope.Thread)
  public abstract static class Rows {
    final String[] names = new String[ROWS];
    final int[] ids = new int[ROWS];
    final long[] times = new long[ROWS];
    final int[] tenths = new int[ROWS];
    final double[] prices = new double[ROWS];
    final double[] shares = new double[ROWS];
    final Counting out = new Counting();

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      for (int i = 0; i < ROWS; i++) {
        var name = new StringBuilder();
        for (int length = random.nextInt(4, 20); length > 0; length--) {
          name.append((char) random.nextInt('a', 'z' + 1));
        }
        names[i] = name.toString();
        ids[i] = random.nextInt() >> random.nextInt(32);
        times[i] = random.nextLong(1L << 50);
        tenths[i] = random.nextInt(-999, 1000);
        prices[i] = random.nextInt(1_000_000) / 100.0;
        shares[i] = random.nextDouble();
      }
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Rows {
    private final ByteSink open = ByteSink.of(out, WINDOW);

    @Benchmark
    @OperationsPerInvocation(ROWS)
    @Case(kind = Kind.SHORT, headline = "Writer")
    public long rows() throws IOException {
      var sink = ByteSink.of(out, WINDOW);
      for (int i = 0; i < ROWS; i++) {
        sink.append(names[i]).append((byte) ';').append(ids[i]).append((byte) ';');
        sink.append(times[i]).append((byte) ';').appendFixed(tenths[i], 1).append((byte) '\n');
      }
      sink.close();
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    @Case(kind = Kind.ALLOCATING)
    public long numbers() throws IOException {
      for (int i = 0; i < ROWS; i++) {
        open.append(ids[i]).append((byte) ';').append(times[i]).append((byte) ';');
        open.appendFixed(tenths[i], 1).append((byte) '\n');
      }
      open.flush();
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    @Case(kind = Kind.ALLOCATING)
    public long doubles() throws IOException {
      for (int i = 0; i < ROWS; i++) {
        open.append(prices[i]).append((byte) ';').append(shares[i]).append((byte) '\n');
      }
      open.flush();
      return out.count;
    }
  }

  /// A buffered writer that encodes, and the numbers as strings.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Writer extends Rows {
    private final BufferedWriter open =
        new BufferedWriter(new OutputStreamWriter(out, US_ASCII), WINDOW);

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long rows() throws IOException {
      var writer = new BufferedWriter(new OutputStreamWriter(out, US_ASCII), WINDOW);
      for (int i = 0; i < ROWS; i++) {
        writer.write(names[i]);
        writer.write(';');
        writer.write(Integer.toString(ids[i]));
        writer.write(';');
        writer.write(Long.toString(times[i]));
        writer.write(';');
        writer.write(fixed(tenths[i]));
        writer.write('\n');
      }
      writer.close();
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long numbers() throws IOException {
      for (int i = 0; i < ROWS; i++) {
        open.write(Integer.toString(ids[i]));
        open.write(';');
        open.write(Long.toString(times[i]));
        open.write(';');
        open.write(fixed(tenths[i]));
        open.write('\n');
      }
      open.flush();
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long doubles() throws IOException {
      for (int i = 0; i < ROWS; i++) {
        open.write(Double.toString(prices[i]));
        open.write(';');
        open.write(Double.toString(shares[i]));
        open.write('\n');
      }
      open.flush();
      return out.count;
    }
  }

  /// One string builder for all rows, encoded at the end.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Builder extends Rows {
    private final StringBuilder open = new StringBuilder(WINDOW);

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long rows() throws IOException {
      var text = new StringBuilder(WINDOW);
      for (int i = 0; i < ROWS; i++) {
        text.append(names[i]).append(';').append(ids[i]).append(';').append(times[i]).append(';');
        fixed(tenths[i], text).append('\n');
      }
      out.write(text.toString().getBytes(US_ASCII));
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long numbers() throws IOException {
      open.setLength(0);
      for (int i = 0; i < ROWS; i++) {
        open.append(ids[i]).append(';').append(times[i]).append(';');
        fixed(tenths[i], open).append('\n');
      }
      out.write(open.toString().getBytes(US_ASCII));
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long doubles() throws IOException {
      open.setLength(0);
      for (int i = 0; i < ROWS; i++) {
        open.append(prices[i]).append(';').append(shares[i]).append('\n');
      }
      out.write(open.toString().getBytes(US_ASCII));
      return out.count;
    }

    private static StringBuilder fixed(int tenths, StringBuilder text) {
      if (tenths < 0) {
        text.append('-');
      }
      int magnitude = Math.abs(tenths);
      return text.append(magnitude / 10).append('.').append(magnitude % 10);
    }
  }

  /// Formatted printing.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Printf extends Rows {
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long rows() {
      var print = new PrintStream(out, false, US_ASCII);
      for (int i = 0; i < ROWS; i++) {
        print.printf("%s;%d;%d;%.1f%n", names[i], ids[i], times[i], tenths[i] / 10.0);
      }
      print.close();
      return out.count;
    }
  }

  private static String fixed(int tenths) {
    int magnitude = Math.abs(tenths);
    return (tenths < 0 ? "-" : "") + magnitude / 10 + '.' + magnitude % 10;
  }

  /// Takes bytes and only counts them.
  static final class Counting extends OutputStream {
    long count;

    @Override
    public void write(int value) {
      count++;
    }

    @Override
    public void write(byte[] from, int at, int length) {
      count += length;
    }
  }
}
