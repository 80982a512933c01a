// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The models are `CharsetDecoder`, `CharsetEncoder` and `String`.
class Utf8Properties {
  /// Runs of one script after the other, long enough for several blocks.
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> run =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(50),
            Arbitraries.strings().withCharRange('\u0080', '\u07ff').ofMaxLength(20),
            Arbitraries.strings().withCharRange('\u0800', '\ud7ff').ofMaxLength(20),
            Arbitraries.integers()
                .between(0x10000, 0x10FFFF)
                .map(Character::toString)
                .list()
                .ofMaxSize(12)
                .map(points -> String.join("", points)));
    return run.list().ofMaxSize(6).map(runs -> String.join("", runs));
  }

  /// With surrogates that have lost their partner.
  @Provide
  Arbitrary<String> anyChars() {
    Arbitrary<String> surrogates =
        Arbitraries.of("\ud83d", "\ude00", "\udbff", "\udc00", "😀", "\ud83d\ud83d");
    return Combinators.combine(texts(), surrogates.list().ofMaxSize(3), texts())
        .as((before, lost, after) -> before + String.join("", lost) + after);
  }

  @Property
  void goodTextComesBack(@ForAll("texts") String text, @ForAll @IntRange(max = 9) int at) {
    byte[] model = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[at + model.length];
    assertEquals(bytes.length, Utf8.encode(text, bytes, at));
    assertArrayEquals(model, Arrays.copyOfRange(bytes, at, bytes.length));
    assertEquals(model.length, Utf8.encodedLength(text));
    assertEquals(-1, Utf8.indexOfMalformed(bytes, at, bytes.length));
    assertEquals(text, Utf8.toString(bytes, at, bytes.length));
    assertEquals(text.length(), Utf8.utf16Length(bytes, at, bytes.length));
    assertEquals(
        text.codePointCount(0, text.length()), Utf8.codePointCount(bytes, at, bytes.length));
    char[] chars = new char[at + text.length()];
    assertEquals(chars.length, Utf8.decode(bytes, at, bytes.length, chars, at));
    assertEquals(text, new String(chars, at, text.length()));
  }

  @Property
  void damageIsFoundWhereTheJdkFindsIt(
      @ForAll("texts") String text,
      @ForAll List<Byte> damage,
      @ForAll @IntRange(max = 200) int place,
      @ForAll @IntRange(max = 9) int from) {
    byte[] bytes = ("?".repeat(from) + text).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < damage.size() && from + place + i < bytes.length; i++) {
      bytes[from + place + i] = damage.get(i);
    }
    int to = bytes.length;
    var in = ByteBuffer.wrap(bytes, from, to - from);
    var out = CharBuffer.allocate(to - from);
    boolean good = !StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError();
    assertEquals(good ? -1 : in.position(), Utf8.indexOfMalformed(bytes, from, to));
    char[] chars = new char[to - from];
    assertEquals(good ? out.position() : ~in.position(), Utf8.tryDecode(bytes, from, to, chars, 0));
    String before = out.flip().toString();
    assertEquals(before, new String(chars, 0, before.length()));
    String replaced = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    int end = Utf8.decodeReplacing(bytes, from, to, chars, 0);
    assertEquals(replaced, new String(chars, 0, end));
  }

  @Property
  void surrogatesAreJudgedAsTheJdkDoes(@ForAll("anyChars") String text) {
    CharsetEncoder strict = StandardCharsets.UTF_8.newEncoder();
    var in = CharBuffer.wrap(text);
    var out = ByteBuffer.allocate(3 * text.length());
    boolean good = !strict.encode(in, out, true).isError();
    int expected = good ? out.position() : ~in.position();
    byte[] bytes = new byte[3 * text.length()];
    assertEquals(expected, Utf8.tryEncode(text, bytes, 0));
    assertArrayEquals(
        Arrays.copyOf(out.array(), out.position()), Arrays.copyOf(bytes, out.position()));
    char[] chars = ("." + text + ".").toCharArray();
    byte[] fromChars = new byte[3 * text.length()];
    assertEquals(
        good ? expected : expected - 1, Utf8.tryEncode(chars, 1, chars.length - 1, fromChars, 0));
    assertArrayEquals(bytes, fromChars);
    byte[] replaced = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(replaced.length, Utf8.encodedLength(text));
    assertEquals(replaced.length, Utf8Encoding.length(chars, 1, chars.length - 1));
    byte[] tight = new byte[replaced.length];
    assertEquals(tight.length, Utf8.encodeReplacing(text, tight, 0));
    assertArrayEquals(replaced, tight);
  }
}
