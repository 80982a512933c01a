// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DigitsTest {
  @Test
  void parsesAndPrintsAroundEveryPowerOfTen() {
    long power = 1;
    for (int digits = 1; digits <= 19; digits++, power *= 10) {
      for (long step = -2; step <= 2; step++) {
        checkBothWays(power + step);
        checkBothWays(-power + step);
      }
    }
    for (int bit = 0; bit < 64; bit++) {
      for (long step = -1; step <= 1; step++) {
        checkBothWays((1L << bit) + step);
        checkBothWays(-(1L << bit) + step);
      }
    }
  }

  @Test
  void parsesAndPrintsEveryShortNumber() {
    for (int value = -11_000; value <= 11_000; value++) {
      checkBothWays(value);
    }
  }

  /// The divisions by multiplication are exact for all that they are asked: every half of eight
  /// digits.
  @Test
  void printsEveryGroupOfFourDigits() {
    byte[] into = new byte[20];
    for (int group = 0; group < 10_000; group++) {
      long value = 7_000_000_000_000_000_000L + group * 10_000L + (9_999 - group);
      assertEquals(19, Digits.print(value, into, 0));
      assertEquals(Long.toString(value), text(into, 0, 19));
      assertEquals(value, Digits.parseLong(into, 0, 19));
    }
  }

  private static void checkBothWays(long value) {
    String expected = Long.toString(value);
    assertEquals(expected.length(), Digits.length(value), expected);
    for (int at : new int[] {0, 3, 9}) {
      byte[] into = new byte[at + expected.length() + at];
      Arrays.fill(into, (byte) '7');
      int end = Digits.print(value, into, at);
      assertEquals(at + expected.length(), end);
      assertEquals(expected, text(into, at, end));
      assertEquals("7".repeat(at), text(into, 0, at));
      assertEquals("7".repeat(at), text(into, end, into.length));
      assertEquals(value, Digits.parseLong(into, at, end));
      if (value == (int) value) {
        assertEquals((int) value, Digits.parseInt(into, at, end));
        byte[] again = new byte[into.length];
        Arrays.fill(again, (byte) '7');
        assertEquals(end, Digits.print((int) value, again, at));
        assertArrayEquals(into, again);
      } else {
        assertThrows(NumberFormatException.class, () -> Digits.parseInt(into, at, end));
      }
    }
  }

  @Test
  void acceptsSignsAndLeadingZerosAsTheJdkDoes() {
    for (String text :
        new String[] {
          "0",
          "-0",
          "+0",
          "+5",
          "-5",
          "007",
          "-007",
          "0000000000000000",
          "00000000000000000",
          "-0000000000000000000000000000000000009",
          "000000000000009223372036854775807",
          "-000000000000009223372036854775808",
          "+9223372036854775807"
        }) {
      assertEquals(Long.parseLong(text), parseLong(text), text);
    }
    for (String text :
        new String[] {
          "-0",
          "+5",
          "+2147483647",
          "-0000000001",
          "0002147483647",
          "-00000000000000000000000002147483648",
          "+00000000000000000000000002147483647"
        }) {
      assertEquals(Integer.parseInt(text), parseInt(text), text);
    }
  }

  /// A text and the offset at which it stops being what is asked for.
  private record Flaw(String text, int offset) {}

  @Test
  void namesATextThatIsNoNumber() {
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("", 0),
          new Flaw("-", 1),
          new Flaw("+", 1),
          new Flaw("--1", 1),
          new Flaw("+-1", 1),
          new Flaw("1-", 1),
          new Flaw("1+", 1),
          new Flaw(" 1", 0),
          new Flaw("1 ", 1),
          new Flaw("0x1", 1),
          new Flaw("1.", 1),
          new Flaw("1e3", 1),
          new Flaw("1_0", 1),
          new Flaw("12345678a", 8),
          new Flaw("a1234567", 0),
          new Flaw("x1234567890123456789", 0),
          new Flaw("/", 0),
          new Flaw(":", 0),
          new Flaw("1/", 1),
          new Flaw("1:", 1),
          new Flaw("-/", 1),
          new Flaw("-:", 1)
        }) {
      String text = flaw.text;
      String message = "not a whole number at offset " + flaw.offset + ": \"" + text + "\"";
      assertMessage(message, () -> parseLong(text));
      assertMessage(message, () -> parseInt(text));
      assertFlaw(flaw, text, 0);
    }
    assertMessage(
        "not a whole number at offset 16: \"1234567890123456x\"",
        () -> parseLong("1234567890123456x"));
    assertMessage("not a whole number at offset 1: \"1\\x00\\xc3\\xa9\"", () -> parseLong("1\0é"));
  }

  @Test
  void namesANumberThatIsTooLarge() {
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("9223372036854775808", 18),
          new Flaw("-9223372036854775809", 19),
          new Flaw("9223372036854775810", 18),
          new Flaw("10000000000000000000", 19),
          new Flaw("18446744073709551616", 19),
          new Flaw("-18446744073709551616", 20),
          new Flaw("99999999999999999999", 18),
          new Flaw("92233720368547758070", 19),
          new Flaw("12345678901234567890x", 19)
        }) {
      String text = flaw.text;
      assertMessage(
          "beyond the range of long at offset " + flaw.offset + ": \"" + text + "\"",
          () -> parseLong(text));
      assertFlaw(flaw, text, 0);
    }
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("2147483648", 9),
          new Flaw("-2147483649", 10),
          new Flaw("4294967296", 9),
          new Flaw("-4294967296", 10),
          new Flaw("1234567890123456x", 10)
        }) {
      String text = flaw.text;
      assertMessage(
          "beyond the range of int at offset " + flaw.offset + ": \"" + text + "\"",
          () -> parseInt(text));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertEquals(flaw.offset, Digits.intFlaw(bytes, 0, bytes.length));
      assertEquals(7, Digits.parseInt(bytes, 0, bytes.length, 7));
    }
    String long400 = "9".repeat(400);
    String shown = ": \"" + "9".repeat(64) + "\"... of 400 bytes";
    assertMessage("beyond the range of long at offset 18" + shown, () -> parseLong(long400));
    assertMessage("beyond the range of int at offset 9" + shown, () -> parseInt(long400));
    assertEquals(1, parseLong("0".repeat(400) + "1"));
    assertEquals(Long.MIN_VALUE, parseLong("-" + "0".repeat(400) + "9223372036854775808"));
  }

  private static void assertFlaw(Flaw flaw, String text, int scale) {
    byte[] bytes = ("12" + text + "34").getBytes(StandardCharsets.UTF_8);
    int to = bytes.length - 2;
    assertEquals(2 + flaw.offset, Digits.fixedFlaw(bytes, 2, to, scale), text);
    assertEquals(-7, Digits.parseFixed(bytes, 2, to, scale, -7), text);
    if (scale == 0) {
      assertEquals(2 + flaw.offset, Digits.longFlaw(bytes, 2, to), text);
      assertEquals(-7, Digits.parseLong(bytes, 2, to, -7), text);
      assertEquals(-7, Digits.parseInt(bytes, 2, to, -7), text);
    }
  }

  /// The number that stands for no number inside is a number all the same.
  @Test
  void parsesEveryLongThatCouldStandForNone() {
    for (long value : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, -1}) {
      String text = Long.toString(value);
      assertEquals(value, parseLong(text));
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertEquals(value, Digits.parseLong(bytes, 0, bytes.length, 0));
      assertEquals(-1, Digits.longFlaw(bytes, 0, bytes.length));
      for (int scale = 0; scale <= 18; scale++) {
        String decimal = BigDecimal.valueOf(value, scale).toPlainString();
        assertEquals(value, parseFixed(decimal, scale));
        assertEquals(value, parseScaled(decimal, scale));
      }
    }
  }

  @Test
  void parsesDecimalsOfAtMostAScale() {
    assertEquals(1234, parseScaled("12.34", 2));
    assertEquals(1230, parseScaled("12.3", 2));
    assertEquals(1200, parseScaled("12", 2));
    assertEquals(-1200, parseScaled("-12", 2));
    assertEquals(5, parseScaled("+0.05", 2));
    assertEquals(12, parseScaled("12", 0));
    assertEquals(Long.MAX_VALUE, parseScaled("9.223372036854775807", 18));
    assertEquals(-9_000_000_000_000_000_000L, parseScaled("-9", 18));
    assertEquals(1, parseScaled("0".repeat(400) + ".01", 2));
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("", 0),
          new Flaw("-", 1),
          new Flaw(".", 0),
          new Flaw(".5", 0),
          new Flaw("5.", 2),
          new Flaw("-.5", 1),
          new Flaw("1.234", 4),
          new Flaw("1.230", 4),
          new Flaw("1.2.3", 3),
          new Flaw("1..2", 2),
          new Flaw("12e2", 2),
          new Flaw("1.2 ", 3),
          new Flaw("1,234.5", 1)
        }) {
      assertMessage(
          "not a decimal of at most scale 2 at offset " + flaw.offset + ": \"" + flaw.text + "\"",
          () -> parseScaled(flaw.text, 2));
    }
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("92233720368547758.08", 19),
          new Flaw("92233720368547758.1", 18),
          new Flaw("92233720368547759", 16),
          new Flaw("9223372036854775807", 17),
          new Flaw("-92233720368547758.09", 20)
        }) {
      assertMessage(
          "beyond the range of long at scale 2 at offset "
              + flaw.offset
              + ": \""
              + flaw.text
              + "\"",
          () -> parseScaled(flaw.text, 2));
      byte[] bytes = flaw.text.getBytes(StandardCharsets.US_ASCII);
      assertEquals(flaw.offset, Digits.scaledFlaw(bytes, 0, bytes.length, 2));
      assertEquals(3, Digits.parseScaled(bytes, 0, bytes.length, 2, 3));
    }
    assertEquals(Long.MIN_VALUE, parseScaled("-92233720368547758.08", 2));
  }

  /// Every byte value at every place of every length: only digits pass, and a sign in front.
  @Test
  void refusesEveryOtherByteAtEveryPlace() {
    for (int length = 1; length <= 19; length++) {
      for (int at = 0; at < length; at++) {
        byte[] bytes = new byte[length];
        for (int value = 0; value < 256; value++) {
          Arrays.fill(bytes, (byte) '1');
          bytes[at] = (byte) value;
          boolean digit = value >= '0' && value <= '9';
          boolean sign = at == 0 && length > 1 && (value == '-' || value == '+');
          if (digit || sign) {
            long expected = Long.parseLong(text(bytes, 0, length));
            assertEquals(expected, Digits.parseLong(bytes, 0, length));
            int narrow = expected == (int) expected ? (int) expected : -5;
            assertEquals(narrow, Digits.parseInt(bytes, 0, length, -5));
          } else {
            assertThrows(
                NumberFormatException.class, () -> Digits.parseLong(bytes, 0, bytes.length));
            assertEquals(-5, Digits.parseInt(bytes, 0, length, -5));
          }
        }
      }
    }
  }

  @Test
  void parsesFixedDecimals() {
    assertEquals(-123, parseFixed("-12.3", 1));
    assertEquals(0, parseFixed("0.0", 1));
    assertEquals(0, parseFixed("-0.0", 1));
    assertEquals(5, parseFixed("+0.5", 1));
    assertEquals(-999, parseFixed("-99.9", 1));
    assertEquals(1_234_567, parseFixed("1.234567", 6));
    assertEquals(1234, parseFixed("0012.34", 2));
    assertEquals(12_345_678_901L, parseFixed("123456789.01", 2));
    assertEquals(42, parseFixed("42", 0));
    assertEquals(Long.MAX_VALUE, parseFixed("9.223372036854775807", 18));
    assertEquals(Long.MIN_VALUE, parseFixed("-9.223372036854775808", 18));
    assertEquals(Long.MIN_VALUE, parseFixed("-922337203685477580.8", 1));
    assertEquals(Long.MIN_VALUE, parseFixed("-9223372036854775808", 0));
  }

  /// All values of the One Billion Row Challenge.
  @Test
  void parsesAndPrintsEveryTenthUpToAHundred() {
    for (int value = -9_999; value <= 9_999; value++) {
      String text = BigDecimal.valueOf(value, 1).toPlainString();
      assertEquals(value, parseFixed(text, 1));
      byte[] into = new byte[20];
      assertEquals(text, text(into, 5, Digits.printFixed(value, 1, into, 5)));
      byte[] between = ("9.9;" + text + "\n-9").getBytes(StandardCharsets.US_ASCII);
      assertEquals(value, Digits.parseFixed(between, 4, 4 + text.length(), 1));
    }
  }

  @Test
  void refusesOtherScalesThanAsked() {
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("", 0),
          new Flaw(".", 0),
          new Flaw("-", 1),
          new Flaw("-.", 1),
          new Flaw(".5", 0),
          new Flaw("-.5", 1),
          new Flaw("+.5", 1),
          new Flaw("5.", 2),
          new Flaw("1", 1),
          new Flaw("12", 2),
          new Flaw("123", 3),
          new Flaw("1.23", 3),
          new Flaw("12.34", 4),
          new Flaw("1.2.3", 3),
          new Flaw("1..3", 2),
          new Flaw("--1.2", 1),
          new Flaw("-+1.2", 1),
          new Flaw(" 1.2", 0),
          new Flaw("1.2 ", 3),
          new Flaw("1,2", 1),
          new Flaw("1.x", 2),
          new Flaw("x.1", 0),
          new Flaw("1.-", 2),
          new Flaw("a1234.5", 0),
          new Flaw("123456789.x", 10),
          new Flaw("12345x789.1", 5),
          new Flaw("-.123456789", 1)
        }) {
      String text = flaw.text;
      assertMessage(
          "not a decimal of scale 1 at offset " + flaw.offset + ": \"" + text + "\"",
          () -> parseFixed(text, 1));
      assertFlaw(flaw, text, 1);
    }
    assertMessage("not a whole number at offset 1: \"1.2\"", () -> parseFixed("1.2", 0));
    for (Flaw flaw :
        new Flaw[] {
          new Flaw("922337203685477580.8", 19),
          new Flaw("-922337203685477580.9", 20),
          new Flaw("9999999999999999999.9", 17),
          new Flaw("1000000000000000000.0", 18)
        }) {
      assertMessage(
          "beyond the range of long at scale 1 at offset "
              + flaw.offset
              + ": \""
              + flaw.text
              + "\"",
          () -> parseFixed(flaw.text, 1));
    }
  }

  @Test
  void refusesEveryOtherByteInADecimal() {
    for (int length = 3; length <= 12; length++) {
      for (int scale = 1; scale <= length - 2; scale++) {
        for (int at = 0; at < length; at++) {
          for (int value = 0; value < 256; value++) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) '1');
            bytes[length - 1 - scale] = '.';
            bytes[at] = (byte) value;
            String text = text(bytes, 0, length);
            int wanted = scale;
            if (text.matches("[-+]?[0-9]+\\.[0-9]{" + scale + "}")) {
              assertEquals(
                  new BigDecimal(text).unscaledValue().longValueExact(),
                  Digits.parseFixed(bytes, 0, length, scale));
            } else {
              assertThrows(
                  NumberFormatException.class,
                  () -> Digits.parseFixed(bytes, 0, bytes.length, wanted));
            }
          }
        }
      }
    }
  }

  @Test
  void printsFixedDecimals() {
    assertEquals("-0.5", printFixed(-5, 1));
    assertEquals("0.0", printFixed(0, 1));
    assertEquals("0.05", printFixed(5, 2));
    assertEquals("-12.3", printFixed(-123, 1));
    assertEquals("100.00", printFixed(10_000, 2));
    assertEquals("7", printFixed(7, 0));
    for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1, 1L << 40}) {
      for (int scale = 0; scale <= 18; scale++) {
        String text = BigDecimal.valueOf(value, scale).toPlainString();
        assertEquals(text, printFixed(value, scale));
        assertEquals(value, parseFixed(text, scale));
      }
    }
  }

  @Test
  void writesNothingWithoutRoom() {
    byte[] into = "untouched".getBytes(StandardCharsets.US_ASCII);
    byte[] before = into.clone();
    for (long value :
        new long[] {
          Long.MIN_VALUE,
          -1,
          12,
          -123,
          12_345,
          123_456_789,
          1_234_567_890_123L,
          -12_345_678_901_234_567L
        }) {
      int length = Long.toString(value).length();
      for (int at : new int[] {-1, 10 - length, 9, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.print(value, into, at));
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.printFixed(value, 1, into, at));
        if (value == (int) value) {
          assertThrows(IndexOutOfBoundsException.class, () -> Digits.print((int) value, into, at));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.printFixed(value, 0, into, at));
      }
      for (int room = 0; room < length; room++) {
        byte[] tight = new byte[3 + room];
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.print(value, tight, 3));
        if (value == (int) value) {
          assertThrows(IndexOutOfBoundsException.class, () -> Digits.print((int) value, tight, 3));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.printFixed(value, 1, tight, 3));
        assertArrayEquals(new byte[3 + room], tight);
      }
    }
    assertArrayEquals(before, into);
    assertEquals(9, Digits.printFixed(-1234567, 2, into, 0));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutsideAndScales() {
    assertThrows(NullPointerException.class, () -> Digits.parseInt(null, 0, 1));
    assertThrows(NullPointerException.class, () -> Digits.parseLong(null, 0, 1));
    assertThrows(NullPointerException.class, () -> Digits.parseFixed(null, 0, 1, 1));
    assertThrows(NullPointerException.class, () -> Digits.print(1, null, 0));
    assertThrows(NullPointerException.class, () -> Digits.print(1L, null, 0));
    assertThrows(NullPointerException.class, () -> Digits.printFixed(1, 1, null, 0));
    byte[] bytes = "1234567890.5".getBytes(StandardCharsets.US_ASCII);
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 13}, {4, 13}, {13, 13}, {3, -1}}) {
      int from = range[0];
      int to = range[1];
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseInt(bytes, from, to));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseLong(bytes, from, to));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseFixed(bytes, from, to, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseScaled(bytes, from, to, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseLong(bytes, from, to, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.longFlaw(bytes, from, to));
    }
    byte[] before = bytes.clone();
    for (int scale : new int[] {-1, 19, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var parse =
          assertThrows(
              IllegalArgumentException.class, () -> Digits.parseFixed(bytes, 0, 12, scale));
      assertFalse(parse instanceof NumberFormatException);
      assertTrue(parse.toString().contains("scale: " + scale), parse.toString());
      for (Executable other :
          new Executable[] {
            () -> Digits.parseFixed(bytes, 0, 0, scale),
            () -> Digits.parseScaled(bytes, 0, 12, scale),
            () -> Digits.fixedFlaw(bytes, 0, 12, scale),
            () -> Digits.scaledFlaw(bytes, 0, 12, scale)
          }) {
        assertTrue(
            assertThrows(IllegalArgumentException.class, other)
                .getMessage()
                .contains("scale: " + scale));
      }
      var print =
          assertThrows(IllegalArgumentException.class, () -> Digits.printFixed(1, scale, bytes, 0));
      assertTrue(print.toString().contains("scale: " + scale), print.toString());
    }
    assertArrayEquals(before, bytes);
  }

  private static void assertMessage(String message, Runnable parse) {
    assertEquals(message, assertThrows(NumberFormatException.class, parse::run).getMessage());
  }

  private static int parseInt(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Digits.parseInt(bytes, 0, bytes.length);
  }

  private static long parseLong(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Digits.parseLong(bytes, 0, bytes.length);
  }

  private static long parseFixed(String text, int scale) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Digits.parseFixed(bytes, 0, bytes.length, scale);
  }

  private static long parseScaled(String text, int scale) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Digits.parseScaled(bytes, 0, bytes.length, scale);
  }

  private static String printFixed(long value, int scale) {
    byte[] into = new byte[22];
    return text(into, 0, Digits.printFixed(value, scale, into, 0));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
