// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;

class DigitsProperties {
  /// Numbers of every digit count, near the limits too.
  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.longs().map(v -> String.valueOf(v >> (int) (v & 63))),
        Arbitraries.longs().map(v -> v + "0"),
        Arbitraries.integers().between(0, 30).map(i -> "9223372036854775" + (800 + i)),
        Arbitraries.integers().between(0, 30).map(i -> "-9223372036854775" + (800 + i)),
        Arbitraries.strings().numeric().ofMaxLength(40));
  }

  @Provide
  Arbitrary<String> almostNumbers() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789").withChars("+-. /:x\u00e9").ofMaxLength(24),
        Arbitraries.strings().withChars("0123456789").ofMaxLength(22).map(text -> "-" + text),
        Arbitraries.strings().withChars("0123456789").ofMaxLength(22).map(text -> text + ".5"),
        Arbitraries.strings().ofMaxLength(24));
  }

  @Property
  void parsesWhatTheJdkPrints(
      @ForAll("numbers") String text, @ForAll @IntRange(max = 20) int at, @ForAll byte fill) {
    checkLong(text, at, fill);
    checkInt(text, at, fill);
  }

  @Property
  void judgesAnyTextAsTheJdkDoes(
      @ForAll("almostNumbers") String text, @ForAll @IntRange(max = 20) int at, @ForAll byte fill) {
    checkLong(text, at, fill);
    checkInt(text, at, fill);
  }

  @Property
  void judgesAnyDecimal(
      @ForAll("almostNumbers") String text,
      @ForAll @IntRange(min = 1, max = 18) int scale,
      @ForAll @IntRange(max = 20) int at,
      @ForAll byte fill) {
    checkFixed(text, scale, at, fill);
    String mended = text.replaceAll("[^0-9-]", "");
    int point = Math.max(mended.length() - scale, 0);
    checkFixed(mended.substring(0, point) + "." + mended.substring(point), scale, at, fill);
  }

  @Property
  void printsAsTheJdkDoes(
      @ForAll long any,
      @ForAll @IntRange(max = 63) int shift,
      @ForAll @IntRange(max = 20) int at,
      @ForAll byte fill) {
    long value = any >> shift;
    byte[] into = new byte[at + 30];
    Arrays.fill(into, fill);
    byte[] expected = into.clone();
    byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, expected, at, text.length);
    assertEquals(at + text.length, Digits.print(value, into, at));
    assertEquals(text.length, Digits.length(value));
    assertEquals(latin(expected), latin(into));
    if (value == (int) value) {
      Arrays.fill(into, fill);
      assertEquals(at + text.length, Digits.print((int) value, into, at));
      assertEquals(latin(expected), latin(into));
    }
  }

  @Property
  void printsDecimalsAsBigDecimalDoes(
      @ForAll long any,
      @ForAll @IntRange(max = 63) int shift,
      @ForAll @IntRange(max = 18) int scale,
      @ForAll @IntRange(max = 20) int at,
      @ForAll @ByteRange(min = 0) byte fill) {
    long value = any >> shift;
    byte[] into = new byte[at + 30];
    Arrays.fill(into, fill);
    byte[] expected = into.clone();
    String text = BigDecimal.valueOf(value, scale).toPlainString();
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, expected, at, text.length());
    int end = Digits.printFixed(value, scale, into, at);
    assertEquals(at + text.length(), end);
    assertEquals(latin(expected), latin(into));
    assertEquals(value, Digits.parseFixed(into, at, end, scale));
  }

  private static void checkLong(String text, int at, byte fill) {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = around(content, at, fill);
    String latin = latin(content);
    Long expected;
    try {
      expected = Long.parseLong(latin);
    } catch (NumberFormatException e) {
      assertThrows(
          NumberFormatException.class, () -> Digits.parseLong(bytes, at, at + content.length));
      assertEquals(fill, Digits.parseLong(bytes, at, at + content.length, fill));
      assertEquals(at + flaw(latin, 0, 0), Digits.longFlaw(bytes, at, at + content.length));
      return;
    }
    assertEquals(expected, Digits.parseLong(bytes, at, at + content.length));
    assertEquals(expected, Digits.parseLong(bytes, at, at + content.length, fill));
    assertEquals(-1, Digits.longFlaw(bytes, at, at + content.length));
  }

  private static void checkInt(String text, int at, byte fill) {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = around(content, at, fill);
    Integer expected;
    try {
      expected = Integer.parseInt(latin(content));
    } catch (NumberFormatException e) {
      assertThrows(
          NumberFormatException.class, () -> Digits.parseInt(bytes, at, at + content.length));
      assertEquals(fill, Digits.parseInt(bytes, at, at + content.length, fill));
      return;
    }
    assertEquals(expected, Digits.parseInt(bytes, at, at + content.length));
    assertEquals(expected, Digits.parseInt(bytes, at, at + content.length, fill));
    assertEquals(-1, Digits.intFlaw(bytes, at, at + content.length));
  }

  private static void checkFixed(String text, int scale, int at, byte fill) {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = around(content, at, fill);
    int to = at + content.length;
    String latin = latin(content);
    int fixed = flaw(latin, scale, scale);
    assertEquals(fixed < 0 ? -1 : at + fixed, Digits.fixedFlaw(bytes, at, to, scale));
    if (fixed < 0) {
      long expected = new BigDecimal(latin).unscaledValue().longValueExact();
      assertEquals(expected, Digits.parseFixed(bytes, at, to, scale));
      assertEquals(expected, Digits.parseFixed(bytes, at, to, scale, fill));
    } else {
      assertThrows(NumberFormatException.class, () -> Digits.parseFixed(bytes, at, to, scale));
      assertEquals(fill, Digits.parseFixed(bytes, at, to, scale, fill));
    }
    int scaled = flaw(latin, 0, scale);
    assertEquals(scaled < 0 ? -1 : at + scaled, Digits.scaledFlaw(bytes, at, to, scale));
    if (scaled < 0) {
      long expected = new BigDecimal(latin).movePointRight(scale).longValueExact();
      assertEquals(expected, Digits.parseScaled(bytes, at, to, scale));
      assertEquals(expected, Digits.parseScaled(bytes, at, to, scale, fill));
    } else {
      assertThrows(NumberFormatException.class, () -> Digits.parseScaled(bytes, at, to, scale));
      assertEquals(fill, Digits.parseScaled(bytes, at, to, scale, fill));
    }
  }

  /// The shortest prefix that begins no decimal of such a scale that a long holds, less one; the
  /// length if the text only begins one, -1 if it is one.
  private static int flaw(String text, int least, int most) {
    for (int length = 1; length <= text.length(); length++) {
      String prefix = text.substring(0, length);
      String digits = "[0-9]+" + (most == 0 ? "" : "(\\.[0-9]{0," + most + "})?");
      if (!prefix.matches("[-+]?(" + digits + ")?")) {
        return length - 1;
      }
      if (prefix.matches("[-+]?" + digits)
          && new BigDecimal(prefix).movePointRight(most).toBigInteger().bitLength() >= 64) {
        return length - 1;
      }
    }
    String fraction = most == 0 ? "" : "(\\.[0-9]{" + Math.max(least, 1) + "," + most + "})";
    return text.matches("[-+]?[0-9]+" + fraction + (least == 0 && most != 0 ? "?" : ""))
        ? -1
        : text.length();
  }

  /// The content with something before and after it, or tight when the place is 0.
  private static byte[] around(byte[] content, int at, byte fill) {
    byte[] bytes = new byte[at + content.length + at];
    Arrays.fill(bytes, fill);
    System.arraycopy(content, 0, bytes, at, content.length);
    return bytes;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
