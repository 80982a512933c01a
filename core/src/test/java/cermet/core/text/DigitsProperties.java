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
      return;
    }
    assertEquals(expected, Digits.parseLong(bytes, at, at + content.length));
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
      return;
    }
    assertEquals(expected, Digits.parseInt(bytes, at, at + content.length));
  }

  private static void checkFixed(String text, int scale, int at, byte fill) {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = around(content, at, fill);
    String latin = latin(content);
    if (latin.matches("[-+]?[0-9]+\\.[0-9]{" + scale + "}")) {
      var value = new BigDecimal(latin).unscaledValue();
      if (value.bitLength() < 64) {
        assertEquals(
            value.longValueExact(), Digits.parseFixed(bytes, at, at + content.length, scale));
        return;
      }
    }
    assertThrows(
        NumberFormatException.class,
        () -> Digits.parseFixed(bytes, at, at + content.length, scale));
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
