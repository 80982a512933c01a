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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Numbers whose bit lengths are spread evenly, so that digit counts vary as in real columns.
public class DigitsProof {
  private static final int NUMBERS = 512;

  /// The numbers and their texts, one after the other.
  @State(Scope.Thread)
  public abstract static class Input {
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
      longs = new long[NUMBERS];
      ints = new int[NUMBERS];
      tenths = new int[NUMBERS];
      longStarts = new int[NUMBERS + 1];
      intStarts = new int[NUMBERS + 1];
      tenthStarts = new int[NUMBERS + 1];
      var longTexts = new StringBuilder();
      var intTexts = new StringBuilder();
      var tenthTexts = new StringBuilder();
      for (int i = 0; i < NUMBERS; i++) {
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
      into = new byte[NUMBERS * 24];
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    void prepare() {}
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    @Benchmark
    @Case(headline = "Agrona")
    @OperationsPerInvocation(NUMBERS)
    public long parseLong() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Digits.parseLong(longText, longStarts[i], longStarts[i + 1]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public long parseInt() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Digits.parseInt(intText, intStarts[i], intStarts[i + 1]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printLong() {
      int at = 0;
      for (long value : longs) {
        at = Digits.print(value, into, at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printInt() {
      int at = 0;
      for (int value : ints) {
        at = Digits.print(value, into, at);
      }
      return at;
    }

    /// Agrona reads no decimals: there the whole part is parsed and the last digit added by hand.
    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(NUMBERS)
    public long parseTenths() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Digits.parseFixed(tenthText, tenthStarts[i], tenthStarts[i + 1], 1);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public long parseLong() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Long.parseLong(text(longText, longStarts, i));
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public long parseInt() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Integer.parseInt(text(intText, intStarts, i));
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printLong() {
      int at = 0;
      for (long value : longs) {
        at = print(Long.toString(value), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printInt() {
      int at = 0;
      for (int value : ints) {
        at = print(Integer.toString(value), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public long parseTenths() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
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
    @OperationsPerInvocation(NUMBERS)
    public long parseLong() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += longBuffer.parseLongAscii(longStarts[i], longStarts[i + 1] - longStarts[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public long parseInt() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += intBuffer.parseIntAscii(intStarts[i], intStarts[i + 1] - intStarts[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printLong() {
      int at = 0;
      for (long value : longs) {
        at += intoBuffer.putLongAscii(at, value);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printInt() {
      int at = 0;
      for (int value : ints) {
        at += intoBuffer.putIntAscii(at, value);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public long parseTenths() {
      long sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
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
