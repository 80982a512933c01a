// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DecimalsTest {
  /// `-Dcermet.decimals=100000000` for the long run; it takes minutes.
  private static final int SAMPLE = Integer.getInteger("cermet.decimals", 1_000_000);

  @Test
  void doublesGoBothWaysAsInTheJdk() {
    var random = new SplittableRandom();
    byte[] into = new byte[40];
    for (int i = 0; i < SAMPLE; i++) {
      double value = any(random, i);
      String expected = Double.toString(value);
      int end = Decimals.printDouble(value, into, 5);
      assertEquals(expected, text(into, 5, end));
      double back = Decimals.parseDouble(into, 5, end);
      assertEquals(Double.doubleToLongBits(value), Double.doubleToLongBits(back), expected);
    }
  }

  @Test
  void floatsGoBothWaysAsInTheJdk() {
    var random = new SplittableRandom();
    byte[] into = new byte[40];
    for (int i = 0; i < SAMPLE; i++) {
      float value =
          i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) any(random, i >> 1);
      String expected = Float.toString(value);
      int end = Decimals.printFloat(value, into, 5);
      assertEquals(expected, text(into, 5, end));
      float back = Decimals.parseFloat(into, 5, end);
      assertEquals(Float.floatToIntBits(value), Float.floatToIntBits(back), expected);
    }
  }

  /// Any bits, fractions, cents, whole numbers: what real columns hold, and everything else.
  private static double any(SplittableRandom random, int i) {
    return switch (i & 3) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextDouble(-1000, 1000);
      case 2 -> random.nextInt() / 100.0;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  /// Every power of two of both types, with its neighbours: where the spacing changes, and every
  /// exponent that the tables and logarithms are asked for.
  @Test
  void everyBinaryExponentGoesBothWays() {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      for (double value :
          new double[] {Math.nextDown(power), power, Math.nextUp(power), power * 1.5}) {
        checkDouble(value);
        checkDouble(-value);
        checkFloat((float) value);
      }
    }
    for (int c = 0; c < 5000; c++) {
      checkDouble(Double.MIN_VALUE * c);
      checkFloat(Float.MIN_VALUE * c);
    }
    checkDouble(Double.MAX_VALUE);
    checkFloat(Float.MAX_VALUE);
  }

  @Test
  void everyPowerOfTenGoesBothWays() {
    for (int power = -330; power <= 310; power++) {
      for (String digits :
          new String[] {"1", "9", "2", "123", "9999999999999999", "4503599627370497.5"}) {
        checkText(digits + "e" + power);
        checkText("-" + digits + "E+00" + Math.abs(power));
      }
      double value = Double.parseDouble("1e" + power);
      checkDouble(value);
      checkDouble(Math.nextUp(value));
      checkDouble(Math.nextDown(value));
      checkFloat((float) value);
    }
  }

  /// Numbers halfway between two doubles, or floats, and a hair beside: computed exactly, and every
  /// digit of them decides.
  @Test
  void halfwayCasesGoToTheEvenNeighbour() {
    var random = new SplittableRandom();
    for (int i = 0; i < 2000; i++) {
      double low =
          switch (i % 4) {
            case 0 -> Math.abs(any(random, 0)) % Double.MAX_VALUE;
            case 1 -> Double.MIN_VALUE * random.nextInt(1000);
            case 2 -> random.nextLong(1L << 53, 1L << 62); // ties of few digits
            default -> random.nextInt(1 << 20) / 1024.0 + 1;
          };
      if (Double.isNaN(low) || low == Double.MAX_VALUE) {
        continue;
      }
      var middle = new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
      checkBeside(middle);
      float small = Math.abs((float) low);
      if (small < Float.MAX_VALUE) {
        middle =
            new BigDecimal(small).add(new BigDecimal(Math.nextUp(small))).divide(BigDecimal.TWO);
        checkBeside(middle);
      }
    }
    // Where the largest numbers end and infinity begins, and the least end and zero begins.
    checkBeside(
        new BigDecimal(Double.MAX_VALUE).add(new BigDecimal(Math.ulp(Double.MAX_VALUE) / 2)));
    checkBeside(new BigDecimal(Float.MAX_VALUE).add(new BigDecimal(Math.ulp(Float.MAX_VALUE) / 2)));
    checkBeside(new BigDecimal(Double.MIN_VALUE).divide(BigDecimal.TWO));
    checkBeside(new BigDecimal(Float.MIN_VALUE).divide(BigDecimal.TWO));
    checkBeside(
        new BigDecimal(Double.MIN_NORMAL)
            .subtract(new BigDecimal(Double.MIN_VALUE).divide(BigDecimal.TWO)));
  }

  private static void checkBeside(BigDecimal middle) {
    BigDecimal hair = middle.ulp().movePointLeft(3);
    for (BigDecimal value : new BigDecimal[] {middle, middle.add(hair), middle.subtract(hair)}) {
      checkText(value.toString());
      checkText(value.toPlainString());
      checkText("-000" + value.toPlainString() + (value.scale() > 0 ? "000" : ".000"));
      for (int digits = 16; digits < 25; digits++) {
        checkText(value.round(new MathContext(digits)).toString());
      }
    }
  }

  @Test
  void readsWhatTheJdkReads() {
    for (String text :
        new String[] {
          "0",
          "-0",
          "+0",
          "0.0",
          "-0.0",
          "0e5",
          "-0e-400",
          ".5",
          "5.",
          "-.5",
          "+5.",
          "1e0",
          "1E5",
          "1e+5",
          "1e-5",
          "007",
          "0.000",
          "00000000000000000000000000000000000001",
          "1e400",
          "-1e400",
          "1e-400",
          "1e99999999999999999999",
          "1e-99999999999999999999",
          "0e99999999999999999999",
          "NaN",
          "+NaN",
          "-NaN",
          "Infinity",
          "+Infinity",
          "-Infinity",
          "9007199254740993",
          "9007199254740992.5",
          "12345678",
          "123456789",
          "1234567890123456",
          "12345678901234567",
          "1.2345678901234567890",
          "0.1234567812345678",
          "2.2250738585072011e-308",
          "2.2250738585072012e-308",
          "1.7976931348623157e308",
          "1.7976931348623159e308",
          "4.9e-324",
          "2.4703282292062327e-324",
          "2.4703282292062328e-324",
          "3.4028235e38",
          "3.4028236e38",
          "1.4e-45",
          "7.0064923216240854e-46",
          "7.0064923216240853e-46",
          "16777217",
          "16777217.00000000000000000000000001",
          "0.3",
          "1e23",
          "8.5e22",
          "1e22",
          "123456789012345678901234567890e-20",
          "00.0000000000000000000001e22"
        }) {
      checkText(text);
    }
    checkText("1".repeat(400));
    checkText("0." + "0".repeat(400) + "1e401");
    checkText("1" + "0".repeat(400) + "e-400");
    checkText("9".repeat(308) + "." + "9".repeat(800));
    checkText("0".repeat(1000) + "." + "0".repeat(1000));
  }

  /// Around every text, other digits, and room of every kind behind it.
  static void checkText(String text) {
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    long wide = Double.doubleToLongBits(Double.parseDouble(text));
    int narrow = Float.floatToIntBits(Float.parseFloat(text));
    for (int around : new int[] {0, 3, 9, 30}) {
      byte[] bytes = new byte[content.length + 2 * around];
      Arrays.fill(bytes, (byte) '7');
      System.arraycopy(content, 0, bytes, around, content.length);
      int to = around + content.length;
      assertEquals(wide, Double.doubleToLongBits(Decimals.parseDouble(bytes, around, to)), text);
      assertEquals(narrow, Float.floatToIntBits(Decimals.parseFloat(bytes, around, to)), text);
      assertEquals(-1, Decimals.flaw(bytes, around, to), text);
    }
    assertEquals(wide, Double.doubleToLongBits(Decimals.parseDouble(Slice.of(content))));
    assertEquals(narrow, Float.floatToIntBits(Decimals.parseFloat(Slice.of(content))));
  }

  /// Texts, and the offset at which each stops being a number.
  private record Flaw(String text, int offset) {}

  @Test
  void namesATextThatIsNoNumber() {
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("", 0),
          new Flaw("-", 1),
          new Flaw("+", 1),
          new Flaw(".", 1),
          new Flaw("-.", 2),
          new Flaw("--1", 1),
          new Flaw("+-1", 1),
          new Flaw(" 1", 0),
          new Flaw("1 ", 1),
          new Flaw("1..2", 2),
          new Flaw("1.2.3", 3),
          new Flaw("1,2", 1),
          new Flaw("e5", 0),
          new Flaw(".e5", 1),
          new Flaw(".e5000000", 1),
          new Flaw("-.E+00000001", 2),
          new Flaw("1e", 2),
          new Flaw("1e+", 3),
          new Flaw("1e-", 3),
          new Flaw("1ex", 2),
          new Flaw("1e+-5", 3),
          new Flaw("1e5.0", 3),
          new Flaw("1e5e5", 3),
          new Flaw("1.5f", 3),
          new Flaw("1.5d", 3),
          new Flaw("0x1p3", 1),
          new Flaw("1_0", 1),
          new Flaw("12345678a", 8),
          new Flaw("1.12345678x", 10),
          new Flaw("1.1234567812345678:", 18),
          new Flaw("N", 1),
          new Flaw("Na", 2),
          new Flaw("nan", 0),
          new Flaw("NaNs", 3),
          new Flaw("-Inf", 4),
          new Flaw("Infinite", 7),
          new Flaw("Infinity1", 8),
          new Flaw("1NaN", 1),
          new Flaw(".NaN", 1),
          new Flaw("inf", 0),
          new Flaw("/", 0),
          new Flaw(":", 0),
          new Flaw("1e:", 2)
        }) {
      String message = "not a number at offset " + flaw.offset + ": \"" + flaw.text + "\"";
      int to = 2 + flaw.text.length();
      for (int behind : new int[] {2, 40}) {
        byte[] bytes = ("12" + flaw.text + "3".repeat(behind)).getBytes(StandardCharsets.US_ASCII);
        assertMessage(message, () -> Decimals.parseDouble(bytes, 2, to));
        assertMessage(message, () -> Decimals.parseFloat(bytes, 2, to));
        assertEquals(2 + flaw.offset, Decimals.flaw(bytes, 2, to), flaw.text);
        assertEquals(-7.5, Decimals.parseDouble(bytes, 2, to, -7.5), flaw.text);
        assertEquals(-7.5f, Decimals.parseFloat(bytes, 2, to, -7.5f), flaw.text);
      }
      assertMessage(message, () -> Decimals.parseDouble(Slice.of(flaw.text)));
      assertMessage(message, () -> Decimals.parseFloat(Slice.of(flaw.text)));
    }
    assertMessage(
        "not a number at offset 1: \"1\\x00\\xc3\\xa9\"",
        () -> Decimals.parseDouble(Slice.of("1\0é")));
    assertMessage(
        "not a number at offset 400: \"" + "1".repeat(64) + "\"... of 401 bytes",
        () -> Decimals.parseDouble(Slice.of("1".repeat(400) + "x")));
  }

  @Test
  void printsWithSoManyDecimals() {
    assertEquals("12.34", fixed(12.34, 2));
    assertEquals("12", fixed(12.34, 0));
    assertEquals("0.00", fixed(-0.001, 2));
    assertEquals("-0.01", fixed(-0.009, 2));
    assertEquals("0", fixed(-0.0, 0));
    assertEquals("0.12", fixed(0.125, 2));
    assertEquals("0.38", fixed(0.375, 2));
    assertEquals("2", fixed(2.5, 0));
    assertEquals("4", fixed(3.5, 0));
    assertEquals("1.00", fixed(0.995000001, 2));
    assertEquals("10.00", fixed(9.9999, 2));
    assertEquals("NaN", fixed(Double.NaN, 2));
    assertEquals("Infinity", fixed(Double.POSITIVE_INFINITY, 2));
    assertEquals("-Infinity", fixed(Double.NEGATIVE_INFINITY, 0));
    for (double value :
        new double[] {
          Double.MAX_VALUE, -0x1p63, 0x1p63, Math.nextDown(0x1p63), 0x1p62, Double.MIN_VALUE
        }) {
      for (int decimals = 0; decimals <= 18; decimals++) {
        checkFixed(value, decimals);
      }
    }
    var random = new SplittableRandom();
    for (int i = 0; i < 100_000; i++) {
      double value = any(random, i);
      if (Double.isFinite(value)) {
        checkFixed(value, i % 19);
        checkFixed(random.nextLong(-1L << 40, 1L << 40) / 1024.0, i % 12); // ties
        checkFixed(Math.scalb((double) random.nextInt(1 << 20), -random.nextInt(90)), i % 19);
      }
    }
  }

  private static void checkFixed(double value, int decimals) {
    String expected =
        new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    assertEquals(expected, fixed(value, decimals), value + " " + decimals);
  }

  @Test
  void writesNothingWithoutRoom() {
    byte[] into = "untouched".getBytes(StandardCharsets.US_ASCII);
    byte[] before = into.clone();
    for (double value :
        new double[] {
          0,
          -0.0,
          1,
          -12.5,
          1e-3,
          0.0012,
          1234567,
          1e7,
          -1.25e-300,
          -1.2345678901234568e-300,
          1.234567890123456e21,
          Math.PI,
          1e22,
          Double.NaN,
          Double.NEGATIVE_INFINITY
        }) {
      int length = Double.toString(value).length();
      for (int at : new int[] {-1, 10 - length, 9, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> Decimals.printDouble(value, into, at));
      }
      float small = (float) value;
      for (int room = 0; room < length; room++) {
        byte[] tight = new byte[3 + room];
        assertThrows(IndexOutOfBoundsException.class, () -> Decimals.printDouble(value, tight, 3));
        if (room < Float.toString(small).length()) {
          assertThrows(IndexOutOfBoundsException.class, () -> Decimals.printFloat(small, tight, 3));
        }
        assertArrayEquals(new byte[3 + room], tight);
      }
      int floatAt = 10 - Float.toString(small).length();
      assertThrows(
          IndexOutOfBoundsException.class, () -> Decimals.printFloat(small, into, floatAt));
      int fixedAt = 10 - fixed(value, 3).length();
      assertThrows(
          IndexOutOfBoundsException.class, () -> Decimals.printFixed(value, 3, into, fixedAt));
    }
    assertArrayEquals(before, into);
  }

  /// Not one byte beside the text is touched, whatever its length and place.
  @Test
  void writesNothingBesideTheText() {
    var random = new SplittableRandom();
    for (int i = 0; i < 20_000; i++) {
      double value =
          i % 2 == 0
              ? any(random, i >> 1)
              : Math.scalb((double) random.nextInt(), -random.nextInt(40));
      checkDouble(value);
      checkFloat((float) value);
    }
  }

  @Test
  void constantsHoldTheLongest() {
    byte[] into = new byte[40];
    assertEquals(Decimals.MOST_DOUBLE, Decimals.printDouble(-1.2345678901234568E-300, into, 0));
    int longest = 0;
    for (int power = 10; power <= 37; power++) {
      float value = Float.parseFloat("-1e-" + power);
      for (int i = 0; i < 100; i++, value = Math.nextDown(value)) {
        longest = Math.max(longest, Decimals.printFloat(value, into, 0));
      }
    }
    assertEquals(Decimals.MOST_FLOAT, longest);
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutsideAndCounts() {
    byte[] bytes = "123.5".getBytes(StandardCharsets.US_ASCII);
    for (Executable call :
        new Executable[] {
          () -> Decimals.parseDouble(null, 0, 1),
          () -> Decimals.parseFloat(null, 0, 1),
          () -> Decimals.parseDouble(null),
          () -> Decimals.parseFloat(null),
          () -> Decimals.flaw(null, 0, 1),
          () -> Decimals.printDouble(1.5, null, 0),
          () -> Decimals.printFloat(1.5f, null, 0),
          () -> Decimals.printFixed(1.5, 2, null, 0)
        }) {
      assertThrows(NullPointerException.class, call);
    }
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 6}, {6, 6}, {3, -1}}) {
      int from = range[0];
      int to = range[1];
      for (Executable call :
          new Executable[] {
            () -> Decimals.parseDouble(bytes, from, to),
            () -> Decimals.parseDouble(bytes, from, to, 1),
            () -> Decimals.parseFloat(bytes, from, to),
            () -> Decimals.parseFloat(bytes, from, to, 1),
            () -> Decimals.flaw(bytes, from, to)
          }) {
        assertThrows(IndexOutOfBoundsException.class, call);
      }
    }
    for (int decimals : new int[] {-1, 19, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var error =
          assertThrows(
              IllegalArgumentException.class, () -> Decimals.printFixed(1.5, decimals, bytes, 0));
      assertEquals("decimals: " + decimals + ", not 0 to 18", error.getMessage());
    }
    assertFalse(Decimals.flaw(bytes, 0, 5) >= 0);
  }

  /// The table against exact powers: all 128 bits of each, and what the sums of the last bit need.
  @Test
  void everyPowerOfTheTableIsExactlyCutOff() {
    for (int q = Tens.LEAST; q <= Tens.MOST; q++) {
      BigInteger expected;
      if (q >= 0) {
        BigInteger power = BigInteger.TEN.pow(q);
        expected = power.shiftLeft(200).shiftRight(200 + power.bitLength() - 128);
      } else {
        BigInteger power = BigInteger.TEN.pow(-q);
        int bits = power.bitLength() + 127;
        expected = BigInteger.ONE.shiftLeft(bits).divide(power);
        assertEquals(128, expected.bitLength());
      }
      BigInteger high = new BigInteger(Long.toUnsignedString(Tens.high(q)));
      BigInteger low = new BigInteger(Long.toUnsignedString(Tens.low(q)));
      assertEquals(expected, high.shiftLeft(64).add(low), "10^" + q);
      assertTrue(Tens.low(q) != -1, "one more must not carry");
    }
  }

  @Test
  void logarithmsAreExact() {
    for (int q = Tens.LEAST; q <= Tens.MOST; q++) {
      int exact =
          q >= 0
              ? BigInteger.TEN.pow(q).bitLength() - 1
              : -BigInteger.TEN.pow(-q).bitLength(); // no power of ten is one of two
      assertEquals(exact, Tens.log2Pow10(q));
    }
    for (int q = -1074; q <= 971; q++) {
      assertEquals(log10(BigDecimal.valueOf(2).pow(Math.abs(q)), q < 0), Tens.log10Pow2(q, false));
      BigDecimal power =
          q < 0
              ? BigDecimal.ONE.divide(BigDecimal.valueOf(2).pow(-q))
              : BigDecimal.valueOf(2).pow(q);
      assertEquals(log10(power.multiply(new BigDecimal("0.75")), false), Tens.log10Pow2(q, true));
    }
  }

  private static int log10(BigDecimal value, boolean inverse) {
    BigDecimal exact = inverse ? BigDecimal.ONE.divide(value) : value;
    return exact.precision() - exact.scale() - 1;
  }

  static void checkDouble(double value) {
    String expected = Double.toString(value);
    for (int at : new int[] {0, 3, 11}) {
      byte[] into = new byte[2 * at + expected.length()];
      Arrays.fill(into, (byte) '7');
      int end = Decimals.printDouble(value, into, at);
      assertEquals("7".repeat(at) + expected + "7".repeat(at), text(into, 0, into.length));
      assertEquals(at + expected.length(), end);
      double back = Decimals.parseDouble(into, at, end);
      assertEquals(Double.doubleToLongBits(value), Double.doubleToLongBits(back), expected);
    }
  }

  static void checkFloat(float value) {
    String expected = Float.toString(value);
    for (int at : new int[] {0, 3, 11}) {
      byte[] into = new byte[2 * at + expected.length()];
      Arrays.fill(into, (byte) '7');
      int end = Decimals.printFloat(value, into, at);
      assertEquals("7".repeat(at) + expected + "7".repeat(at), text(into, 0, into.length));
      assertEquals(at + expected.length(), end);
      float back = Decimals.parseFloat(into, at, end);
      assertEquals(Float.floatToIntBits(value), Float.floatToIntBits(back), expected);
    }
  }

  private static void assertMessage(String message, Executable parse) {
    assertEquals(message, assertThrows(NumberFormatException.class, parse).getMessage());
  }

  private static String fixed(double value, int decimals) {
    byte[] into = new byte[400];
    return text(into, 0, Decimals.printFixed(value, decimals, into, 0));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
