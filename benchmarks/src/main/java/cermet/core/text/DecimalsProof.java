// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Doubles of 16 or 17 digits, from any bits and between 0 and 1, floats; and what files hold:
/// prices with two decimals, temperatures with one, coordinates of 15 to 17 digits, whole numbers.
/// A processor learns the order of 512 by heart, so that branches on it cost nothing; of 16,384, as
/// a file has them, it does not.
public class DecimalsProof {
  /// How many an invocation takes: the next ones of all.
  private static final int TAKEN = 512;

  /// Texts one after the other, as a buffer holds them.
  static final class Column {
    final byte[] bytes;
    final int[] starts;

    Column(int numbers, Supplier<String> next) {
      starts = new int[numbers + 1];
      var texts = new StringBuilder();
      for (int i = 0; i < numbers; i++) {
        starts[i + 1] = texts.append(next.get()).length();
      }
      bytes = texts.toString().getBytes(StandardCharsets.US_ASCII);
    }

    String text(int i) {
      return new String(bytes, starts[i], starts[i + 1] - starts[i], StandardCharsets.ISO_8859_1);
    }
  }

  /// The numbers and their texts.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"512", "16384"})
    int numbers;

    int next;
    double[] doubles;
    double[] units;
    double[] prices;
    float[] floats;
    Column doubleTexts;
    Column unitTexts;
    Column priceTexts;
    Column tenthTexts;
    Column coordinateTexts;
    Column wholeTexts;
    Column floatTexts;
    byte[] into;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      doubles = new double[numbers];
      units = new double[numbers];
      prices = new double[numbers];
      floats = new float[numbers];
      for (int i = 0; i < numbers; i++) {
        doubles[i] = finite(random);
        units[i] = random.nextDouble();
        prices[i] = random.nextInt(-1_000_000, 1_000_000) / 100.0;
        floats[i] = (float) random.nextDouble(-1e6, 1e6);
      }
      int[] at = new int[4];
      doubleTexts = new Column(numbers, () -> Double.toString(doubles[at[0]++]));
      unitTexts = new Column(numbers, () -> Double.toString(units[at[1]++]));
      priceTexts =
          new Column(numbers, () -> BigDecimal.valueOf(prices[at[2]++]).setScale(2).toString());
      tenthTexts =
          new Column(numbers, () -> BigDecimal.valueOf(random.nextInt(-999, 1000), 1).toString());
      coordinateTexts = new Column(numbers, () -> coordinate(random));
      wholeTexts =
          new Column(numbers, () -> Long.toString(random.nextLong() >> random.nextInt(64)));
      floatTexts = new Column(numbers, () -> Float.toString(floats[at[3]++]));
      into = new byte[TAKEN * 26];
    }

    /// Where this invocation begins.
    int start() {
      int start = next;
      next = start + TAKEN == numbers ? 0 : start + TAKEN;
      return start;
    }

    /// A longitude or latitude with 13 to 15 decimals, as maps in JSON have them.
    private static String coordinate(SplittableRandom random) {
      double degrees =
          random.nextBoolean() ? random.nextDouble(-141, -52) : random.nextDouble(41, 84);
      int decimals = random.nextInt(13, 16);
      return new BigDecimal(degrees).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static double finite(SplittableRandom random) {
      double value;
      do {
        value = Double.longBitsToDouble(random.nextLong());
      } while (!Double.isFinite(value));
      return value;
    }
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    @Benchmark
    @Case(headline = "FastDoubleParser", params = "numbers=512")
    @OperationsPerInvocation(TAKEN)
    public double parseDouble() {
      return sum(doubleTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseUnit() {
      return sum(unitTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parsePrice() {
      return sum(priceTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseTenths() {
      return sum(tenthTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseCoordinate() {
      return sum(coordinateTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseWhole() {
      return sum(wholeTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public float parseFloat() {
      float sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum +=
            Decimals.parseFloat(floatTexts.bytes, floatTexts.starts[i], floatTexts.starts[i + 1]);
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(TAKEN)
    public int printDouble() {
      int at = 0;
      double[] values = doubles;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = Decimals.printDouble(values[i], into, at);
      }
      return at;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(TAKEN)
    public int printUnit() {
      int at = 0;
      double[] values = units;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = Decimals.printDouble(values[i], into, at);
      }
      return at;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(TAKEN)
    public int printFloat() {
      int at = 0;
      float[] values = floats;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = Decimals.printFloat(values[i], into, at);
      }
      return at;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(TAKEN)
    public int printPrice() {
      int at = 0;
      double[] values = prices;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = Decimals.printFixed(values[i], 2, into, at);
      }
      return at;
    }

    private double sum(Column column) {
      double sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Decimals.parseDouble(column.bytes, column.starts[i], column.starts[i + 1]);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("ch.randelshofer:fastdoubleparser")
  public static class FastDoubleParser extends Input {
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseDouble() {
      return sum(doubleTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseUnit() {
      return sum(unitTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parsePrice() {
      return sum(priceTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseTenths() {
      return sum(tenthTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseCoordinate() {
      return sum(coordinateTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseWhole() {
      return sum(wholeTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public float parseFloat() {
      float sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        int from = floatTexts.starts[i];
        sum += JavaFloatParser.parseFloat(floatTexts.bytes, from, floatTexts.starts[i + 1] - from);
      }
      return sum;
    }

    private double sum(Column column) {
      double sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        int from = column.starts[i];
        sum += JavaDoubleParser.parseDouble(column.bytes, from, column.starts[i + 1] - from);
      }
      return sum;
    }
  }

  /// What a program without a library does: strings.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseDouble() {
      return sum(doubleTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseUnit() {
      return sum(unitTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parsePrice() {
      return sum(priceTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseTenths() {
      return sum(tenthTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseCoordinate() {
      return sum(coordinateTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public double parseWhole() {
      return sum(wholeTexts);
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public float parseFloat() {
      float sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Float.parseFloat(floatTexts.text(i));
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printDouble() {
      int at = 0;
      double[] values = doubles;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = print(Double.toString(values[i]), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printUnit() {
      int at = 0;
      double[] values = units;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = print(Double.toString(values[i]), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printFloat() {
      int at = 0;
      float[] values = floats;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at = print(Float.toString(values[i]), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printPrice() {
      int at = 0;
      double[] values = prices;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        at =
            print(
                new BigDecimal(values[i]).setScale(2, RoundingMode.HALF_EVEN).toPlainString(), at);
      }
      return at;
    }

    private double sum(Column column) {
      double sum = 0;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        sum += Double.parseDouble(column.text(i));
      }
      return sum;
    }

    private int print(String text, int at) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(bytes, 0, into, at, bytes.length);
      return at + bytes.length;
    }
  }

  /// One builder for all numbers; its characters are not yet bytes.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class JdkStringBuilder extends Input {
    private final StringBuilder builder = new StringBuilder(TAKEN * 26);

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printDouble() {
      builder.setLength(0);
      double[] values = doubles;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        builder.append(values[i]);
      }
      return builder.length();
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printUnit() {
      builder.setLength(0);
      double[] values = units;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        builder.append(values[i]);
      }
      return builder.length();
    }

    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public int printFloat() {
      builder.setLength(0);
      float[] values = floats;
      for (int i = start(), stop = i + TAKEN; i < stop; i++) {
        builder.append(values[i]);
      }
      return builder.length();
    }
  }
}
