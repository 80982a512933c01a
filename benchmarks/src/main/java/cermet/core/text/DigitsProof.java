// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Numbers whose bit lengths are spread evenly, so that digit counts vary as in real columns. A
/// processor learns the order of 512 by heart, so that branches on it cost nothing; of 16,384, as a
/// file has them, it does not.
public class DigitsProof {
  /// How many an invocation takes: the next ones of all.
  private static final int TAKEN = 512;

  /// The numbers and their texts, one after the other.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"512", "16384"})
    int numbers;

    int next;
    long[] longs;
    int[] ints;
    int[] tenths;
    byte[] longText;
    byte[] intText;
    byte[] tenthText;
    int[] longStarts;
    int[] intStarts;
    int[] tenthStarts;
    byte[] into;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      longs = new long[numbers];
      ints = new int[numbers];
      tenths = new int[numbers];
      longStarts = new int[numbers + 1];
      intStarts = new int[numbers + 1];
      tenthStarts = new int[numbers + 1];
      var longTexts = new StringBuilder();
      var intTexts = new StringBuilder();
      var tenthTexts = new StringBuilder();
      for (int i = 0; i < numbers; i++) {
        longs[i] = random.nextLong() >> random.nextInt(64);
        ints[i] = random.nextInt() >> random.nextInt(32);
        tenths[i] = random.nextInt(-999, 1000);
        longStarts[i + 1] = longTexts.append(longs[i]).length();
        intStarts[i + 1] = intTexts.append(ints[i]).length();
        tenthStarts[i + 1] = tenthTexts.append(BigDecimal.valueOf(tenths[i], 1)).length();
      }
      longText = longTexts.toString().getBytes(StandardCharsets.US_ASCII);
      intText = intTexts.toString().getBytes(StandardCharsets.US_ASCII);
      tenthText = tenthTexts.toString().getBytes(StandardCharsets.US_ASCII);
      into = new byte[TAKEN * 24];
      prepare();
    }

    /// Where this invocation begins.
    int start() {
      int start = next;
      next = start + TAKEN == numbers ? 0 : start + TAKEN;
      return start;
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    void prepare() {}
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    @Benchmark
    @Case(headline = "Agrona", params = "numbers=512")
    @OperationsPerInvocation(TAKEN)
    public long parseLong() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Digits.parseLong(longText, longStarts[i], longStarts[i + 1]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseInt() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Digits.parseInt(intText, intStarts[i], intStarts[i + 1]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printLong() {
      int at = 0;
      long[] values = longs;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = Digits.print(values[i], into, at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printInt() {
      int at = 0;
      int[] values = ints;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = Digits.print(values[i], into, at);
      }
      return at;
    }

    /// Agrona reads no decimals: there the whole part is parsed and the last digit added by hand.
    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(TAKEN)
    public long parseTenths() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Digits.parseFixed(tenthText, tenthStarts[i], tenthStarts[i + 1], 1);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseLong() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Long.parseLong(text(longText, longStarts, i));
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseInt() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Integer.parseInt(text(intText, intStarts, i));
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printLong() {
      int at = 0;
      long[] values = longs;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = print(Long.toString(values[i]), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printInt() {
      int at = 0;
      int[] values = ints;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = print(Integer.toString(values[i]), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseTenths() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Math.round(Double.parseDouble(text(tenthText, tenthStarts, i)) * 10);
      }
      return sum;
    }

    private static String text(byte[] bytes, int[] starts, int i) {
      return new String(bytes, starts[i], starts[i + 1] - starts[i], StandardCharsets.ISO_8859_1);
    }

    private int print(String text, int at) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(bytes, 0, into, at, bytes.length);
      return at + bytes.length;
    }
  }

  @State(Scope.Thread)
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = {"--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"})
  public static class Agrona extends Input {
    private UnsafeBuffer longBuffer;
    private UnsafeBuffer intBuffer;
    private UnsafeBuffer tenthBuffer;
    private UnsafeBuffer intoBuffer;

    @Override
    void prepare() {
      longBuffer = new UnsafeBuffer(longText);
      intBuffer = new UnsafeBuffer(intText);
      tenthBuffer = new UnsafeBuffer(tenthText);
      intoBuffer = new UnsafeBuffer(into);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseLong() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += longBuffer.parseLongAscii(longStarts[i], longStarts[i + 1] - longStarts[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseInt() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += intBuffer.parseIntAscii(intStarts[i], intStarts[i + 1] - intStarts[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printLong() {
      int at = 0;
      long[] values = longs;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at += intoBuffer.putLongAscii(at, values[i]);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printInt() {
      int at = 0;
      int[] values = ints;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at += intoBuffer.putIntAscii(at, values[i]);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public long parseTenths() {
      long sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        int start = tenthStarts[i];
        int end = tenthStarts[i + 1];
        boolean negative = tenthBuffer.getByte(start) == '-';
        int from = negative ? start + 1 : start;
        int whole = tenthBuffer.parseNaturalIntAscii(from, end - 2 - from);
        int value = whole * 10 + tenthBuffer.getByte(end - 1) - '0';
        sum += negative ? -value : value;
      }
      return sum;
    }
  }
}
