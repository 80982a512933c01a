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
  }

  @Test
  void namesATextThatIsNoNumber() {
    for (String text :
        new String[] {
          "",
          "-",
          "+",
          "--1",
          "+-1",
          "1-",
          "1+",
          " 1",
          "1 ",
          "0x1",
          "1.",
          "1e3",
          "1_0",
          "12345678a",
          "a1234567",
          "1234567890123456x",
          "x1234567890123456789",
          "/",
          ":",
          "1/",
          "1:",
          "-/",
          "-:"
        }) {
      assertMessage("not a whole number: \"" + text + "\"", () -> parseLong(text));
      assertMessage("not a whole number: \"" + text + "\"", () -> parseInt(text));
    }
    assertMessage("not a whole number: \"1\\x00\\xc3\\xa9\"", () -> parseLong("1\0é"));
  }

  @Test
  void namesANumberThatIsTooLarge() {
    for (String text :
        new String[] {
          "9223372036854775808",
          "-9223372036854775809",
          "9223372036854775810",
          "10000000000000000000",
          "18446744073709551616",
          "-18446744073709551616",
          "99999999999999999999",
          "92233720368547758070"
        }) {
      assertMessage("beyond the range of long: \"" + text + "\"", () -> parseLong(text));
    }
    for (String text : new String[] {"2147483648", "-2147483649", "4294967296", "-4294967296"}) {
      assertMessage("beyond the range of int: \"" + text + "\"", () -> parseInt(text));
    }
    String long400 = "9".repeat(400);
    String shown = "\"" + "9".repeat(64) + "\"... of 400 bytes";
    assertMessage("beyond the range of long: " + shown, () -> parseLong(long400));
    assertMessage("beyond the range of int: " + shown, () -> parseInt(long400));
    assertEquals(1, parseLong("0".repeat(400) + "1"));
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
            assertEquals(
                Long.parseLong(text(bytes, 0, length)), Digits.parseLong(bytes, 0, length));
          } else {
            assertThrows(
                NumberFormatException.class, () -> Digits.parseLong(bytes, 0, bytes.length));
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
    for (String text :
        new String[] {
          "",
          ".",
          "-",
          "-.",
          ".5",
          "-.5",
          "+.5",
          "5.",
          "1",
          "12",
          "123",
          "1.23",
          "12.34",
          "1.2.3",
          "1..3",
          "--1.2",
          "-+1.2",
          " 1.2",
          "1.2 ",
          "1,2",
          "1.x",
          "x.1",
          "1.-",
          "a1234.5",
          "123456789.x",
          "12345x789.1",
          "-.123456789"
        }) {
      assertMessage("not a decimal of scale 1: \"" + text + "\"", () -> parseFixed(text, 1));
    }
    assertMessage("not a whole number: \"1.2\"", () -> parseFixed("1.2", 0));
    for (String text :
        new String[] {
          "922337203685477580.8",
          "-922337203685477580.9",
          "9999999999999999999.9",
          "1000000000000000000.0"
        }) {
      assertMessage(
          "beyond the range of long at scale 1: \"" + text + "\"", () -> parseFixed(text, 1));
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
    for (long value : new long[] {Long.MIN_VALUE, -1, 12, 1_234_567_890_123L}) {
      int length = Long.toString(value).length();
      for (int at : new int[] {-1, 10 - length, 9, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.print(value, into, at));
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.printFixed(value, 1, into, at));
        assertThrows(IndexOutOfBoundsException.class, () -> Digits.printFixed(value, 0, into, at));
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
    assertThrows(NullPointerException.class, () -> Digits.printFixed(1, 1, null, 0));
    byte[] bytes = "1234567890.5".getBytes(StandardCharsets.US_ASCII);
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 13}, {13, 13}, {3, -1}}) {
      int from = range[0];
      int to = range[1];
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseInt(bytes, from, to));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseLong(bytes, from, to));
      assertThrows(IndexOutOfBoundsException.class, () -> Digits.parseFixed(bytes, from, to, 1));
    }
    byte[] before = bytes.clone();
    for (int scale : new int[] {-1, 19, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var parse =
          assertThrows(
              IllegalArgumentException.class, () -> Digits.parseFixed(bytes, 0, 12, scale));
      assertFalse(parse instanceof NumberFormatException);
      assertTrue(parse.toString().contains("scale: " + scale), parse.toString());
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

  private static String printFixed(long value, int scale) {
    byte[] into = new byte[22];
    return text(into, 0, Digits.printFixed(value, scale, into, 0));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
