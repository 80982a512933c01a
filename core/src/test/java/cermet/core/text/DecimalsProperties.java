// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DecimalsProperties {
  /// What is read, as one expression; the JDK says what it means.
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(?:NaN|Infinity|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)");

  /// What a number can begin with.
  private static final Pattern BEGINNING =
      Pattern.compile(
          "[-+]?(?:|N|Na|NaN|I|In|Inf|Infi|Infin|Infini|Infinit|Infinity|\\."
              + "|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]*)?)");

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(30);
    Arbitrary<Integer> exponents = Arbitraries.integers().between(-400, 400);
    return Arbitraries.oneOf(
        Arbitraries.longs().map(bits -> Double.toString(Double.longBitsToDouble(bits))),
        Arbitraries.integers().map(bits -> Float.toString(Float.intBitsToFloat(bits))),
        Arbitraries.doubles().map(value -> new BigDecimal(value).toString()),
        digits.flatMap(whole -> digits.map(fraction -> whole + "." + fraction)),
        digits.flatMap(
            whole -> exponents.map(exponent -> "-" + whole + "." + whole + "e" + exponent)),
        Arbitraries.longs().flatMap(w -> exponents.map(q -> w + "E" + q)));
  }

  @Provide
  Arbitrary<String> almostNumbers() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789").withChars("+-.eE ").ofMaxLength(12),
        Arbitraries.strings().withChars("0123456789").withChars("+-.eE/:f\u00e9").ofMaxLength(30),
        Arbitraries.of("NaN", "-Infinity", "1.5e-10", "12345678.12345678")
            .flatMap(text ->
                Arbitraries.integers()
                    .between(0, text.length())
                    .flatMap(at ->
                        Arbitraries.chars()
                            .range(' ', '\u00ff')
                            .map(c -> text.substring(0, at) + c + text.substring(at)))));
  }

  @Property
  void parsesWhatTheJdkParses(
      @ForAll("numbers") String text, @ForAll @IntRange(max = 40) int at, @ForAll byte fill) {
    check(text, at, fill);
  }

  @Property
  void judgesAnyText(
      @ForAll("almostNumbers") String text, @ForAll @IntRange(max = 40) int at, @ForAll byte fill) {
    check(text, at, fill);
  }

  @Property
  void printsDoublesAsTheJdkDoes(
      @ForAll long bits, @ForAll @IntRange(max = 20) int at, @ForAll byte fill) {
    double value = Double.longBitsToDouble(bits);
    byte[] into = new byte[at + 30];
    Arrays.fill(into, fill);
    byte[] expected = with(Double.toString(value), into, at);
    assertEquals(at + Double.toString(value).length(), Decimals.printDouble(value, into, at));
    assertEquals(latin(expected), latin(into));
  }

  @Property
  void printsFloatsAsTheJdkDoes(
      @ForAll int bits, @ForAll @IntRange(max = 20) int at, @ForAll byte fill) {
    float value = Float.intBitsToFloat(bits);
    byte[] into = new byte[at + 20];
    Arrays.fill(into, fill);
    byte[] expected = with(Float.toString(value), into, at);
    assertEquals(at + Float.toString(value).length(), Decimals.printFloat(value, into, at));
    assertEquals(latin(expected), latin(into));
  }

  @Property
  void printsFixedAsBigDecimalDoes(
      @ForAll double value,
      @ForAll @IntRange(max = 18) int decimals,
      @ForAll @IntRange(max = 20) int at,
      @ForAll byte fill) {
    byte[] into = new byte[at + 350];
    Arrays.fill(into, fill);
    String text = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    byte[] expected = with(text, into, at);
    assertEquals(at + text.length(), Decimals.printFixed(value, decimals, into, at));
    assertEquals(latin(expected), latin(into));
  }

  private static void check(String text, int at, byte fill) {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[at + content.length + at];
    Arrays.fill(bytes, fill);
    System.arraycopy(content, 0, bytes, at, content.length);
    int to = at + content.length;
    String latin = latin(content);
    if (NUMBER.matcher(latin).matches()) {
      double expected = Double.parseDouble(latin);
      float narrow = Float.parseFloat(latin);
      assertEquals(-1, Decimals.flaw(bytes, at, to));
      same(expected, Decimals.parseDouble(bytes, at, to));
      same(expected, Decimals.parseDouble(bytes, at, to, fill));
      same(narrow, Decimals.parseFloat(bytes, at, to));
      same(narrow, Decimals.parseFloat(bytes, at, to, fill));
      return;
    }
    assertEquals(at + flaw(latin), Decimals.flaw(bytes, at, to));
    assertThrows(NumberFormatException.class, () -> Decimals.parseDouble(bytes, at, to));
    assertThrows(NumberFormatException.class, () -> Decimals.parseFloat(bytes, at, to));
    assertEquals(fill, Decimals.parseDouble(bytes, at, to, fill));
    assertEquals(fill, Decimals.parseFloat(bytes, at, to, fill));
  }

  /// The shortest prefix that begins no number, less one, or the length.
  private static int flaw(String text) {
    for (int length = 1; length <= text.length(); length++) {
      if (!BEGINNING.matcher(text.substring(0, length)).matches()) {
        return length - 1;
      }
    }
    return text.length();
  }

  private static void same(double expected, double value) {
    assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(value));
  }

  private static byte[] with(String text, byte[] bytes, int at) {
    byte[] expected = bytes.clone();
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, expected, at, text.length());
    return expected;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
