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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Doubles of 16 or 17 digits, from any bits and between 0 and 1, floats; and what files hold:
/// prices with two decimals, temperatures with one, coordinates of 15 to 17 digits, whole numbers.
public class DecimalsProof {
  private static final int NUMBERS = 512;

  /// Texts one after the other, as a buffer holds them.
  static final class Column {
    final byte[] bytes;
    final int[] starts = new int[NUMBERS + 1];

    Column(Supplier<String> next) {
      var texts = new StringBuilder();
      for (int i = 0; i < NUMBERS; i++) {
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
      doubles = new double[NUMBERS];
      units = new double[NUMBERS];
      prices = new double[NUMBERS];
      floats = new float[NUMBERS];
      for (int i = 0; i < NUMBERS; i++) {
        doubles[i] = finite(random);
        units[i] = random.nextDouble();
        prices[i] = random.nextInt(-1_000_000, 1_000_000) / 100.0;
        floats[i] = (float) random.nextDouble(-1e6, 1e6);
      }
      int[] at = new int[4];
      doubleTexts = new Column(() -> Double.toString(doubles[at[0]++]));
      unitTexts = new Column(() -> Double.toString(units[at[1]++]));
      priceTexts = new Column(() -> BigDecimal.valueOf(prices[at[2]++]).setScale(2).toString());
      tenthTexts = new Column(() -> BigDecimal.valueOf(random.nextInt(-999, 1000), 1).toString());
      coordinateTexts = new Column(() -> coordinate(random));
      wholeTexts = new Column(() -> Long.toString(random.nextLong() >> random.nextInt(64)));
      floatTexts = new Column(() -> Float.toString(floats[at[3]++]));
      into = new byte[NUMBERS * 26];
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
    @Case(headline = "FastDoubleParser")
    @OperationsPerInvocation(NUMBERS)
    public double parseDouble() {
      return sum(doubleTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseUnit() {
      return sum(unitTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parsePrice() {
      return sum(priceTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseTenths() {
      return sum(tenthTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseCoordinate() {
      return sum(coordinateTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseWhole() {
      return sum(wholeTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public float parseFloat() {
      float sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum +=
            Decimals.parseFloat(floatTexts.bytes, floatTexts.starts[i], floatTexts.starts[i + 1]);
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(NUMBERS)
    public int printDouble() {
      int at = 0;
      for (double value : doubles) {
        at = Decimals.printDouble(value, into, at);
      }
      return at;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(NUMBERS)
    public int printUnit() {
      int at = 0;
      for (double value : units) {
        at = Decimals.printDouble(value, into, at);
      }
      return at;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(NUMBERS)
    public int printFloat() {
      int at = 0;
      for (float value : floats) {
        at = Decimals.printFloat(value, into, at);
      }
      return at;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(NUMBERS)
    public int printPrice() {
      int at = 0;
      for (double value : prices) {
        at = Decimals.printFixed(value, 2, into, at);
      }
      return at;
    }

    private static double sum(Column column) {
      double sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Decimals.parseDouble(column.bytes, column.starts[i], column.starts[i + 1]);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("ch.randelshofer:fastdoubleparser")
  public static class FastDoubleParser extends Input {
    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseDouble() {
      return sum(doubleTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseUnit() {
      return sum(unitTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parsePrice() {
      return sum(priceTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseTenths() {
      return sum(tenthTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseCoordinate() {
      return sum(coordinateTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseWhole() {
      return sum(wholeTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public float parseFloat() {
      float sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        int from = floatTexts.starts[i];
        sum += JavaFloatParser.parseFloat(floatTexts.bytes, from, floatTexts.starts[i + 1] - from);
      }
      return sum;
    }

    private static double sum(Column column) {
      double sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
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
    @OperationsPerInvocation(NUMBERS)
    public double parseDouble() {
      return sum(doubleTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseUnit() {
      return sum(unitTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parsePrice() {
      return sum(priceTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseTenths() {
      return sum(tenthTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseCoordinate() {
      return sum(coordinateTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public double parseWhole() {
      return sum(wholeTexts);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public float parseFloat() {
      float sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
        sum += Float.parseFloat(floatTexts.text(i));
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printDouble() {
      int at = 0;
      for (double value : doubles) {
        at = print(Double.toString(value), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printUnit() {
      int at = 0;
      for (double value : units) {
        at = print(Double.toString(value), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printFloat() {
      int at = 0;
      for (float value : floats) {
        at = print(Float.toString(value), at);
      }
      return at;
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printPrice() {
      int at = 0;
      for (double value : prices) {
        at = print(new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString(), at);
      }
      return at;
    }

    private static double sum(Column column) {
      double sum = 0;
      for (int i = 0; i < NUMBERS; i++) {
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
    private final StringBuilder builder = new StringBuilder(NUMBERS * 26);

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printDouble() {
      builder.setLength(0);
      for (double value : doubles) {
        builder.append(value);
      }
      return builder.length();
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printUnit() {
      builder.setLength(0);
      for (double value : units) {
        builder.append(value);
      }
      return builder.length();
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int printFloat() {
      builder.setLength(0);
      for (float value : floats) {
        builder.append(value);
      }
      return builder.length();
    }
  }
}
