// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Any bytes and any chars, against the JDK's coders, strict and replacing; `JAZZER_FUZZ=1` looks
/// for new ones.
class Utf8Fuzz {
  /// Around the input lie bytes that would go on with it, if they were read.
  private static final int MARGIN = 5;

  private static final byte FOLLOWING = (byte) 0xA0;

  @FuzzTest(maxDuration = "10m")
  void decodesAsTheJdkDoes(byte[] input) {
    byte[] bytes = new byte[input.length + 2 * MARGIN];
    Arrays.fill(bytes, FOLLOWING);
    System.arraycopy(input, 0, bytes, MARGIN, input.length);
    int to = MARGIN + input.length;
    ByteBuffer in = ByteBuffer.wrap(bytes, MARGIN, input.length);
    CharBuffer out = CharBuffer.allocate(input.length);
    boolean good = !StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError();
    String before = out.flip().toString();
    int end = 2 + before.length();
    char[] chars = new char[2 + input.length];

    assertEquals(good ? -1 : in.position(), Utf8.indexOfMalformed(bytes, MARGIN, to));
    assertEquals(good ? end : ~in.position(), Utf8.tryDecode(bytes, MARGIN, to, chars, 2));
    assertEquals(before, new String(chars, 2, before.length()));
    char[] tight = new char[before.length()];
    assertEquals(good ? tight.length : ~in.position(), Utf8.tryDecode(bytes, MARGIN, to, tight, 0));
    assertEquals(before, new String(tight));
    if (good) {
      assertEquals(before.length(), Utf8.utf16Length(bytes, MARGIN, to));
      assertEquals(
          before.codePointCount(0, before.length()), Utf8.codePointCount(bytes, MARGIN, to));
      assertEquals(before, Utf8.toString(bytes, MARGIN, to));
    } else {
      String place = "malformed UTF-8 at " + in.position() + ": ";
      var error =
          assertThrows(
              IllegalArgumentException.class, () -> Utf8.decode(bytes, MARGIN, to, chars, 0));
      assertEquals(place, String.valueOf(error.getMessage()).substring(0, place.length()));
    }

    String replaced = new String(input, StandardCharsets.UTF_8);
    char[] exact = new char[replaced.length()];
    assertEquals(exact.length, Utf8.decodeReplacing(bytes, MARGIN, to, exact, 0));
    assertEquals(replaced, new String(exact));
    if (exact.length > 0) {
      char[] few = new char[exact.length - 1];
      assertThrows(
          IndexOutOfBoundsException.class, () -> Utf8.decodeReplacing(bytes, MARGIN, to, few, 0));
      assertArrayEquals(new char[few.length], few);
    }

    int ascii = 0;
    while (ascii < input.length && input[ascii] >= 0) {
      ascii++;
    }
    assertEquals(
        ascii == input.length ? -1 : MARGIN + ascii, Utf8.indexOfNonAscii(bytes, MARGIN, to));
  }

  @FuzzTest(maxDuration = "10m")
  void encodesAsTheJdkDoes(byte[] input) {
    char[] chars = new char[input.length / 2];
    ByteBuffer.wrap(input).asCharBuffer().get(chars);
    String text = new String(chars);
    CharBuffer in = CharBuffer.wrap(chars);
    ByteBuffer out = ByteBuffer.allocate(3 * chars.length);
    boolean good = !StandardCharsets.UTF_8.newEncoder().encode(in, out, true).isError();
    byte[] before = Arrays.copyOf(out.array(), out.position());
    int expected = good ? before.length : ~in.position();

    byte[] bytes = new byte[3 * chars.length];
    assertEquals(expected, Utf8.tryEncode(text, bytes, 0));
    assertArrayEquals(before, Arrays.copyOf(bytes, before.length));
    Arrays.fill(bytes, (byte) 0);
    assertEquals(expected, Utf8.tryEncode(chars, 0, chars.length, bytes, 0));
    assertArrayEquals(before, Arrays.copyOf(bytes, before.length));

    byte[] replaced = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(replaced.length, Utf8.encodedLength(text));
    byte[] exact = new byte[replaced.length];
    assertEquals(exact.length, Utf8.encodeReplacing(text, exact, 0));
    assertArrayEquals(replaced, exact);
    Arrays.fill(exact, (byte) 0);
    assertEquals(expected, Utf8.tryEncode(chars, 0, chars.length, exact, 0));
    assertArrayEquals(before, Arrays.copyOf(exact, before.length));
    if (exact.length > 0) {
      byte[] few = new byte[exact.length - 1];
      assertThrows(IndexOutOfBoundsException.class, () -> Utf8.tryEncode(text, few, 0));
      assertArrayEquals(new byte[few.length], few);
    }
    if (!good) {
      var error = assertThrows(IllegalArgumentException.class, () -> Utf8.encode(text, bytes, 0));
      String place = "unpaired surrogate at " + in.position() + ": ";
      assertEquals(place, String.valueOf(error.getMessage()).substring(0, place.length()));
    }
  }
}
