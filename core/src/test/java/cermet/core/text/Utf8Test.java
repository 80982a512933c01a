// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The model is the JDK's `CharsetDecoder`: strict for the place of an error, replacing for the
/// text.
class Utf8Test {
  private static final CharsetDecoder STRICT = StandardCharsets.UTF_8.newDecoder();
  private static final CharsetDecoder REPLACING =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private final char[] chars = new char[400];

  /// Every kind of error: stray and missing continuation bytes, overlong forms, surrogates, beyond
  /// U+10FFFF, bytes that UTF-8 never has.
  private static final int[][] MALFORMED = {
    {0x80},
    {0xBF},
    {0xC0},
    {0xC1},
    {0xC0, 0x80},
    {0xC1, 0xBF},
    {0xC2},
    {0xDF},
    {0xC2, 0x41},
    {0xC2, 0xC2, 0x80},
    {0xE0},
    {0xE0, 0x80, 0x80},
    {0xE0, 0x9F, 0xBF},
    {0xE0, 0xA0},
    {0xE0, 0xA0, 0x41},
    {0xE1, 0x80},
    {0xE1, 0x41, 0x80},
    {0xED, 0xA0, 0x80},
    {0xED, 0xBF, 0xBF},
    {0xED, 0xA0},
    {0xED, 0xA0, 0x41},
    {0xEF, 0xBF},
    {0xEF, 0xBF, 0xC0},
    {0xF0},
    {0xF0, 0x80, 0x80, 0x80},
    {0xF0, 0x8F, 0xBF, 0xBF},
    {0xF0, 0x90},
    {0xF0, 0x90, 0x80},
    {0xF0, 0x90, 0x80, 0x41},
    {0xF1, 0x80, 0x41, 0x80},
    {0xF4, 0x90, 0x80, 0x80},
    {0xF4, 0xBF, 0xBF, 0xBF},
    {0xF4, 0x8F, 0xBF},
    {0xF5, 0x80, 0x80, 0x80},
    {0xF7, 0xBF, 0xBF, 0xBF},
    {0xF8, 0x88, 0x80, 0x80, 0x80},
    {0xFB, 0xBF, 0xBF, 0xBF, 0xBF},
    {0xFC, 0x84, 0x80, 0x80, 0x80, 0x80},
    {0xFE},
    {0xFF},
    {0xF0, 0x9F, 0x98, 0x80, 0x80},
    {0xE6, 0x9D, 0xB1, 0x80},
    {0xC3, 0xBC, 0xBC},
  };

  /// What stands around the error: characters of each length, which blocks break off anywhere.
  private static final String[] AROUND = {"a", "ü", "東", "😀", "a東ü😀"};

  @Test
  void findsEveryErrorAtEveryOffset() throws CharacterCodingException {
    for (String around : AROUND) {
      byte[] good = around.repeat(110 / around.length()).getBytes(StandardCharsets.UTF_8);
      for (int[] malformed : MALFORMED) {
        for (int offset = 0; offset <= 80; offset++) {
          for (int rest : new int[] {0, 1, 2, 40}) {
            byte[] bytes = new byte[offset + malformed.length + rest];
            System.arraycopy(good, 0, bytes, 0, offset); // may end inside a character
            for (int i = 0; i < malformed.length; i++) {
              bytes[offset + i] = (byte) malformed[i];
            }
            Arrays.fill(bytes, offset + malformed.length, bytes.length, (byte) 'z');
            check(bytes, 0, bytes.length);
          }
        }
      }
    }
  }

  @Test
  void judgesEveryStartOfFourBytesAsTheJdkDoes() throws CharacterCodingException {
    int[] follow = {0x41, 0x80, 0xBF, 0xC2, 0xF0};
    byte[] bytes = new byte[4];
    for (int lead = 0x7F; lead < 256; lead++) {
      bytes[0] = (byte) lead;
      check(bytes, 0, 1);
      for (int second = 0; second < 256; second++) {
        bytes[1] = (byte) second;
        check(bytes, 0, 2);
        for (int third : follow) {
          bytes[2] = (byte) third;
          check(bytes, 0, 3);
          for (int fourth : follow) {
            bytes[3] = (byte) fourth;
            check(bytes, 0, 4);
          }
        }
      }
    }
  }

  @Test
  void judgesBlocksOfAnyBytesAsTheJdkDoes() throws CharacterCodingException {
    int[] likely = {'a', 0x80, 0x9F, 0xA0, 0xBF, 0xC3, 0xE0, 0xE6, 0xED, 0xF0, 0xF1, 0xF4};
    var random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = "😀".repeat(30).getBytes(StandardCharsets.UTF_8);
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        int at = random.nextInt(bytes.length);
        bytes[at] = (byte) likely[random.nextInt(likely.length)];
        if (at + 1 < bytes.length) {
          bytes[at + 1] = (byte) likely[random.nextInt(likely.length)];
        }
      }
      int from = random.nextInt(bytes.length);
      check(bytes, from, random.nextInt(from, bytes.length) + 1);
    }
  }

  @Test
  void acceptsEveryCodePoint() throws CharacterCodingException {
    var text = new StringBuilder();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        text.appendCodePoint(point);
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(-1, Utf8.indexOfMalformed(bytes, 0, bytes.length));
    assertEquals(text.length(), Utf8.utf16Length(bytes, 0, bytes.length));
    assertEquals(0x110000 - 0x800, Utf8.codePointCount(bytes, 0, bytes.length));
    assertEquals(text.toString(), Utf8.toString(bytes, 0, bytes.length));
    char[] decoded = new char[text.length()];
    assertEquals(decoded.length, Utf8.decode(bytes, 0, bytes.length, decoded, 0));
    assertEquals(text.toString(), new String(decoded));
    assertEquals(bytes.length, Utf8.encodedLength(text.toString()));
    assertEquals(bytes.length, Utf8Encoding.length(decoded, 0, decoded.length));
    byte[] encoded = new byte[bytes.length];
    assertEquals(encoded.length, Utf8.encode(text.toString(), encoded, 0));
    assertArrayEquals(bytes, encoded);
    Arrays.fill(encoded, (byte) 0);
    assertEquals(encoded.length, Utf8.tryEncode(decoded, 0, decoded.length, encoded, 0));
    assertArrayEquals(bytes, encoded);
  }

  @Test
  void whatLiesOutsideOfTheRangeDoesNotCount() throws CharacterCodingException {
    byte[] bytes = new byte[120];
    for (int length = 0; length <= 70; length++) {
      for (int from = 1; from <= 9; from++) {
        Arrays.fill(bytes, (byte) 0x80); // an error wherever it is looked at
        Arrays.fill(bytes, from, from + length, (byte) 'a');
        check(bytes, from, from + length);
        Arrays.fill(bytes, (byte) 'a');
        bytes[from - 1] = (byte) 0xC3; // would take what follows
        if (length > 0) {
          bytes[from] = (byte) 0xA4;
        }
        bytes[from + length] = (byte) 0xA4; // would complete what precedes
        if (length > 1) {
          bytes[from + length - 1] = (byte) 0xC3;
        }
        check(bytes, from, from + length);
      }
    }
  }

  @Test
  void findsTheFirstByteThatIsNotAscii() {
    for (int length = 0; length <= 80; length++) {
      byte[] bytes = new byte[length + 6];
      Arrays.fill(bytes, (byte) 0xFF);
      Arrays.fill(bytes, 3, length + 3, (byte) 0x7F);
      assertEquals(-1, Utf8.indexOfNonAscii(bytes, 3, length + 3));
      for (int at = 3; at < length + 3; at++) {
        bytes[at] = (byte) 0x80;
        assertEquals(at, Utf8.indexOfNonAscii(bytes, 3, length + 3));
        bytes[at] = 0;
      }
    }
  }

  @Test
  void findsWhatIsNotAsciiHoweverFarAway() {
    for (int length : new int[] {64, 127, 128, 191, 192, 193, 320, 577, 1100, 8900}) {
      byte[] bytes = new byte[length + 6];
      int to = length + 3;
      Arrays.fill(bytes, (byte) 0xFF); // an error where it is looked at
      Arrays.fill(bytes, 3, to, (byte) 0x7F);
      assertEquals(-1, Utf8.indexOfNonAscii(bytes, 3, to));
      assertEquals(-1, Utf8.indexOfMalformed(bytes, 3, to));
      for (int at = 3; at < to - 1; at++) {
        bytes[at] = (byte) 0x80;
        assertEquals(at, Utf8.indexOfNonAscii(bytes, 3, to));
        assertEquals(at, Utf8.indexOfMalformed(bytes, 3, to));
        bytes[at] = (byte) 0xC3;
        assertEquals(at, Utf8.indexOfMalformed(bytes, 3, to));
        bytes[at + 1] = (byte) 0xA9;
        assertEquals(at, Utf8.indexOfNonAscii(bytes, 3, to));
        assertEquals(-1, Utf8.indexOfMalformed(bytes, 3, to));
        bytes[at] = 0x7F;
        bytes[at + 1] = 0x7F;
      }
    }
  }

  @Test
  void errorsNameIndexAndBytes() {
    byte[] bytes = {'a', 'b', (byte) 0xE2, (byte) 0x82, 'c', 'd', 'e'};
    assertEquals(2, Utf8.indexOfMalformed(bytes, 1, 7));
    assertEquals(~2, Utf8.tryDecode(bytes, 1, 7, chars, 0));
    String message = "malformed UTF-8 at 2: e2 82 63 64";
    assertMessage(message, () -> Utf8.check(bytes, 1, 7));
    assertMessage(message, () -> Utf8.decode(bytes, 1, 7, chars, 0));
    assertMessage(message, () -> Utf8.toString(bytes, 1, 7));
    assertMessage("malformed UTF-8 at 2: e2 82", () -> Utf8.check(bytes, 0, 4));
    Utf8.check(bytes, 0, 2);
    byte[] into = new byte[20];
    assertEquals(~3, Utf8.tryEncode("abc\uD83D", into, 0));
    assertEquals(~2, Utf8.tryEncode("..\uDE00..".toCharArray(), 1, 4, into, 0));
    assertMessage("unpaired surrogate at 3: U+D83D", () -> Utf8.encode("abc\uD83Dd", into, 0));
    assertMessage("unpaired surrogate at 0: U+DE00", () -> Utf8.encode("\uDE00\uD83D", into, 0));
  }

  @Test
  void whatComesBeforeAnErrorIsWritten() {
    byte[] bytes = {'a', (byte) 0xC3, (byte) 0xA4, (byte) 0xFF, 'b'};
    char[] into = "------".toCharArray();
    assertEquals(~3, Utf8.tryDecode(bytes, 0, 5, into, 1));
    assertEquals("-aä---", new String(into));
    char[] tight = "---".toCharArray();
    assertEquals(~3, Utf8.tryDecode(bytes, 0, 5, tight, 1));
    assertEquals("-aä", new String(tight));
  }

  @Test
  void writesNothingWithoutRoom() {
    String text = "aä東😀"; // 5 chars, 10 bytes
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] few = "...........".toCharArray();
    for (int at : new int[] {-1, 7, 11, 12, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> Utf8.decode(bytes, 0, 10, few, at));
      assertThrows(
          IndexOutOfBoundsException.class, () -> Utf8.decodeReplacing(bytes, 0, 10, few, at));
    }
    byte[] damaged = bytes.clone();
    damaged[9] = 'z'; // a, ä, 東, one replacement, z
    assertThrows(
        IndexOutOfBoundsException.class, () -> Utf8.decodeReplacing(damaged, 0, 10, few, 7));
    assertThrows(IndexOutOfBoundsException.class, () -> Utf8.tryDecode(damaged, 0, 10, few, 9));
    assertEquals("...........", new String(few));
    assertEquals(11, Utf8.decode(bytes, 0, 10, few, 6));
    assertEquals("......" + text, new String(few));
    assertEquals(11, Utf8.decodeReplacing(damaged, 0, 10, few, 6));
    assertEquals("......aä東\uFFFDz", new String(few));
    byte[] into = new byte[12];
    char[] chars = text.toCharArray();
    for (int at : new int[] {-1, 3, 12, 13, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> Utf8.encode(text, into, at));
      assertThrows(IndexOutOfBoundsException.class, () -> Utf8.encodeReplacing(text, into, at));
      assertThrows(IndexOutOfBoundsException.class, () -> Utf8.tryEncode(chars, 0, 5, into, at));
    }
    assertArrayEquals(new byte[12], into);
    assertEquals(12, Utf8.encode(text, into, 2));
    assertEquals(12, Utf8.tryEncode(chars, 0, 5, into, 2));
    assertArrayEquals(bytes, Arrays.copyOfRange(into, 2, 12));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutside() {
    byte[] bytes = new byte[5];
    assertThrows(NullPointerException.class, () -> Utf8.indexOfMalformed(null, 0, 0));
    assertThrows(NullPointerException.class, () -> Utf8.tryDecode(null, 0, 0, chars, 0));
    assertThrows(NullPointerException.class, () -> Utf8.tryDecode(bytes, 0, 0, null, 0));
    assertThrows(NullPointerException.class, () -> Utf8.encode(null, bytes, 0));
    assertThrows(NullPointerException.class, () -> Utf8.encode("", null, 0));
    assertThrows(NullPointerException.class, () -> Utf8.encodedLength(null));
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 6}, {6, 6}, {3, -1}}) {
      int from = range[0];
      int to = range[1];
      Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
      assertThrows(outside, () -> Utf8.indexOfMalformed(bytes, from, to));
      assertThrows(outside, () -> Utf8.indexOfNonAscii(bytes, from, to));
      assertThrows(outside, () -> Utf8.check(bytes, from, to));
      assertThrows(outside, () -> Utf8.codePointCount(bytes, from, to));
      assertThrows(outside, () -> Utf8.utf16Length(bytes, from, to));
      assertThrows(outside, () -> Utf8.tryDecode(bytes, from, to, chars, 0));
      assertThrows(outside, () -> Utf8.decodeReplacing(bytes, from, to, chars, 0));
      assertThrows(outside, () -> Utf8Encoding.length(new char[5], from, to));
      assertThrows(outside, () -> Utf8.tryEncode(new char[5], from, to, new byte[20], 0));
    }
  }

  @Test
  void countsOfBadBytesStayWithinTheRange() {
    byte[] bytes = new byte[32];
    for (int value : new int[] {0x80, 0xBF, 0xC0, 0xF0, 0xFF}) {
      Arrays.fill(bytes, (byte) value);
      int points = Utf8.codePointCount(bytes, 0, 32);
      assertTrue(points == 0 || points == 32, "" + points);
      int chars = Utf8.utf16Length(bytes, 0, 32);
      assertTrue(chars >= 0 && chars <= 64, "" + chars);
    }
  }

  /// Compares all that reads a range with the JDK.
  private void check(byte[] bytes, int from, int to) throws CharacterCodingException {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CharBuffer out = CharBuffer.allocate(to - from);
    STRICT.reset();
    boolean good = !STRICT.decode(in, out, true).isError();
    int index = good ? -1 : in.position();
    String before = out.flip().toString();
    String replaced = REPLACING.decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    String message = Arrays.toString(Arrays.copyOfRange(bytes, from, to));
    if (index != Utf8.indexOfMalformed(bytes, from, to)) {
      assertEquals(index, Utf8.indexOfMalformed(bytes, from, to), message);
    }
    int end = Utf8.tryDecode(bytes, from, to, chars, 1);
    if (end != (good ? 1 + before.length() : ~index)
        || !before.equals(new String(chars, 1, before.length()))) {
      assertEquals(good ? 1 + before.length() : ~index, end, message);
      assertEquals(before, new String(chars, 1, before.length()), message);
    }
    end = Utf8.decodeReplacing(bytes, from, to, chars, 1);
    if (!replaced.equals(new String(chars, 1, end - 1))) {
      assertEquals(replaced, new String(chars, 1, end - 1), message);
    }
    char[] tight = new char[replaced.length()];
    assertEquals(tight.length, Utf8.decodeReplacing(bytes, from, to, tight, 0));
    if (good) {
      assertEquals(before.length(), Utf8.utf16Length(bytes, from, to));
      assertEquals(before.codePointCount(0, before.length()), Utf8.codePointCount(bytes, from, to));
    }
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
