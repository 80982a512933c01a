// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What every kind of buffer does with numbers and text of variable length.
abstract class EveryEncoding {
  static final int CAPACITY = 64;

  static final long[] OUTSIDE = {
    -1,
    -8,
    CAPACITY,
    CAPACITY + 1,
    Integer.MAX_VALUE - 3,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE + 1L,
    1L << 32,
    -1L << 32,
    (1L << 32) + 8,
    Long.MAX_VALUE - 7,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  @TempDir Path folder = Path.of("");

  interface Use {
    void on(Buffer buffer, long index);
  }

  /// A buffer of zeros.
  abstract Buffer buffer(int capacity) throws IOException;

  final Buffer buffer(byte[] content) throws IOException {
    Buffer buffer = buffer(content.length);
    buffer.putBytes(0, content, 0, content.length);
    return buffer;
  }

  static byte[] bytes(Buffer buffer) {
    byte[] bytes = new byte[(int) buffer.capacity()];
    buffer.getBytes(0, bytes, 0, bytes.length);
    return bytes;
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static void assertMessage(Class<? extends Throwable> type, String message, Executable use) {
    assertEquals(message, assertThrows(type, use).getMessage());
  }

  static void assertOutside(long index, long length, long capacity, Executable use) {
    assertMessage(
        IndexOutOfBoundsException.class,
        "index: " + index + ", length: " + length + ", capacity: " + capacity,
        use);
  }

  /// A write byte by byte begins with its last, and that one is named where the first has a place.
  private static void assertLastOutside(long index, int length, Executable use) {
    if (index < 0 || index > Long.MAX_VALUE - length) {
      assertOutside(index, length, CAPACITY, use);
    } else {
      assertOutside(index + length - 1, 1, CAPACITY, use);
    }
  }

  @Test
  void varintsTakeAsFewBytesAsTheyCan() throws IOException {
    Buffer buffer = buffer(24);
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {(1L << bits) - 1, 1L << bits, (1L << bits) + 1, -1L << bits}) {
        int size = Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
        for (int index : new int[] {0, 5, 24 - size}) { // the last: too near the end for a word
          buffer.fill(0, 24, (byte) -1);
          assertEquals(size, buffer.putVarLong(index, value));
          assertEquals(size, Buffer.varSize(value));
          assertEquals(value, buffer.getVarLong(index));
          assertEquals(
              24 - size, Arrays.stream(ints(buffer, index, size)).filter(b -> b == -1).count());
          long signed = value >>> 1 ^ -(value & 1);
          assertEquals(signed, buffer.getZigZagLong(index));
          buffer.fill(0, 24, (byte) -1);
          assertEquals(size, buffer.putZigZagLong(index, signed));
          assertEquals(size, Buffer.zigZagSize(signed));
          assertEquals(value, buffer.getVarLong(index));
          if (value >>> 32 == 0) {
            assertEquals(size, buffer.putVarInt(index, (int) value));
            assertEquals((int) value, buffer.getVarInt(index));
            assertEquals(signed, buffer.getZigZagInt(index));
            assertEquals(size, buffer.putZigZagInt(index, (int) signed));
            assertEquals(value, buffer.getVarLong(index));
          } else {
            assertMessage(
                IllegalArgumentException.class,
                "varint at %d: more than 32 bits, at %d".formatted(index, index + size - 1),
                () -> buffer.getVarInt(index));
            assertMessage(
                IllegalArgumentException.class,
                "varint at %d: more than 32 bits, at %d".formatted(index, index + size - 1),
                () -> buffer.getZigZagInt(index));
          }
        }
      }
    }
  }

  /* The bytes outside of what was written. */
  private static int[] ints(Buffer buffer, int index, int size) {
    byte[] bytes = bytes(buffer);
    int[] rest = new int[bytes.length - size];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = bytes[i < index ? i : i + size];
    }
    return rest;
  }

  @Test
  void varintsAreThePublishedExamples() throws IOException {
    Buffer buffer = buffer(16); // DWARF 5, 7.6, table of unsigned examples; Protocol Buffers: 150
    long[] values = {2, 127, 128, 129, 12857, 150, 624485};
    String[] encoded = {"02", "7f", "8001", "8101", "b964", "9601", "e58e26"};
    for (int i = 0; i < values.length; i++) {
      buffer.fill(0, 16, (byte) 0);
      int size = buffer.putVarLong(1, values[i]);
      byte[] expected = HexFormat.of().parseHex(encoded[i]);
      assertEquals(expected.length, size);
      assertArrayEquals(expected, bytes(buffer.slice(1, size)));
    }
    long[] signed = {0, -1, 1, -2, 2147483647, -2147483648};
    long[] folded = {0, 1, 2, 3, 4294967294L, 4294967295L};
    for (int i = 0; i < signed.length; i++) {
      assertEquals(buffer.putZigZagLong(0, signed[i]), Buffer.varSize(folded[i]));
      assertEquals(folded[i], buffer.getVarLong(0));
    }
  }

  @Test
  void varintsThatAreTruncatedOverlongOrTooLongAreRefused() throws IOException {
    for (int size = 1; size <= 10; size++) {
      for (int after : new int[] {0, 3, 12}) {
        Buffer buffer = buffer(2 + size + after);
        buffer.fill(2, size, (byte) 0x80);
        int end = 2 + size - 1;
        if (size > 1) {
          buffer.putByte(end, (byte) 0);
          assertMessage(
              IllegalArgumentException.class,
              "varint at 2: overlong, a last byte of 0, at " + end,
              () -> buffer.getVarLong(2));
        }
        buffer.putByte(end, (byte) 1);
        if (size < 10) {
          assertEquals(1L << (7 * (size - 1)), buffer.getVarLong(2));
        } else {
          assertEquals(1L << 63, buffer.getVarLong(2));
          for (int last : new int[] {2, 3, 0x7F, 0x80, 0x81, 0xFF}) {
            buffer.putByte(end, (byte) last);
            assertMessage(
                IllegalArgumentException.class,
                "varint at 2: more than 64 bits, at 11",
                () -> buffer.getVarLong(2));
          }
        }
      }
      Buffer cut = buffer(2 + size);
      cut.fill(2, size, (byte) 0x81);
      if (size < 10) {
        assertMessage(
            IllegalArgumentException.class,
            "varint at 2: truncated, capacity: " + (2 + size) + ", at " + (2 + size),
            () -> cut.getVarLong(2));
      }
    }
  }

  @Test
  void theSizeOfAnIntIsThatOfItsUnsignedVarint() throws IOException {
    for (int value : new int[] {0, 1, 127, 128, 1 << 28, Integer.MAX_VALUE, 1 << 31, -300, -1}) {
      Buffer buffer = buffer(random(CAPACITY));
      assertEquals(buffer.putVarInt(0, value), Buffer.varSize(value));
      assertEquals(value, buffer.getVarInt(0));
    }
  }

  @Test
  void aVarintThatDoesNotFitWritesNothing() throws IOException {
    for (long value : new long[] {300, 1L << 31, -1}) {
      int size = Buffer.varSize(value);
      byte[] content = random(CAPACITY);
      Buffer buffer = buffer(content);
      for (int index = CAPACITY - size + 1; index <= CAPACITY; index++) {
        long beyond = index;
        assertLastOutside(beyond, size, () -> buffer.putVarLong(beyond, value));
        long signed = value >>> 1 ^ -(value & 1);
        assertLastOutside(beyond, size, () -> buffer.putZigZagLong(beyond, signed));
      }
      for (long index : OUTSIDE) {
        assertLastOutside(index, size, () -> buffer.putVarLong(index, value));
        assertOutside(index, 1, CAPACITY, () -> buffer.getVarLong(index));
      }
      assertArrayEquals(content, bytes(buffer));
    }
  }

  @Test
  void keepsText() throws IOException {
    for (String text : new String[] {"", "plain", "Zürich", "東京", "😀!", "\0", "a\uFFFDb"}) {
      byte[] utf8 = text.getBytes(UTF_8);
      Buffer buffer = buffer(CAPACITY);
      assertEquals(utf8.length, buffer.putUtf8(3, text));
      assertArrayEquals(utf8, bytes(buffer.slice(3, utf8.length)));
      assertEquals(text, buffer.getUtf8(3, utf8.length));
      assertEquals(4 + utf8.length, buffer.putPrefixedUtf8(5, text));
      assertEquals(utf8.length, buffer.getInt(5));
      assertEquals(text, buffer.getPrefixedUtf8(5));
      assertEquals(text, buffer.getUtf8(9, utf8.length));
    }
    Buffer buffer = buffer(CAPACITY);
    assertEquals(5, buffer.putAscii(59, "plain"));
    assertEquals("plain", buffer.getAscii(59, 5));
    assertEquals(9, buffer.putPrefixedAscii(1, CharBuffer.wrap("right")));
    assertEquals("right", buffer.getPrefixedAscii(1));
    assertEquals("right", buffer.getPrefixedUtf8(1));
    assertEquals(0, buffer.putAscii(CAPACITY, ""));
    assertEquals("", buffer.getAscii(CAPACITY, 0));
  }

  @Test
  void refusesTextThatIsNotWhatItShouldBe() throws IOException {
    byte[] content = random(CAPACITY);
    Buffer buffer = buffer(content);
    assertMessage(
        IllegalArgumentException.class,
        "not ASCII at 2 of the text: U+00E9",
        () -> buffer.putAscii(0, "caé"));
    assertMessage(
        IllegalArgumentException.class,
        "not ASCII at 0 of the text: U+0080",
        () -> buffer.putPrefixedAscii(0, "\u0080"));
    for (String text :
        new String[] {"\ud800", "\udc00", "\ud800x", "\udc00\ud800", "\ud800\ud800"}) {
      assertMessage(
          IllegalArgumentException.class,
          "unpaired surrogate at 2 of the text",
          () -> buffer.putUtf8(0, "ab" + text));
      assertMessage(
          IllegalArgumentException.class,
          "unpaired surrogate at 2 of the text",
          () -> buffer.putPrefixedUtf8(0, "ab" + text));
    }
    assertArrayEquals(content, bytes(buffer));
    for (String text : new String[] {"x", "a longer text"}) {
      int length = text.length();
      for (long index : OUTSIDE) {
        assertLastOutside(index, length, () -> buffer.putAscii(index, text));
        assertOutside(index, length, CAPACITY, () -> buffer.putUtf8(index, text));
        assertOutside(index, 4, CAPACITY, () -> buffer.getPrefixedAscii(index));
        assertOutside(index, 4, CAPACITY, () -> buffer.getPrefixedUtf8(index));
        if (index < 0 || index > Long.MAX_VALUE - 4 - length) {
          assertOutside(index, 4 + length, CAPACITY, () -> buffer.putPrefixedAscii(index, text));
          assertOutside(index, 4 + length, CAPACITY, () -> buffer.putPrefixedUtf8(index, text));
        } else {
          assertLastOutside(index + 4, length, () -> buffer.putPrefixedAscii(index, text));
          assertOutside(index + 4, length, CAPACITY, () -> buffer.putPrefixedUtf8(index, text));
        }
        if (index != CAPACITY) {
          assertOutside(index, 0, CAPACITY, () -> buffer.putAscii(index, ""));
        }
      }
      for (int index = -4; index < 0; index++) {
        long before = index;
        assertOutside(before, 4 + length, CAPACITY, () -> buffer.putPrefixedAscii(before, text));
        assertOutside(before, 4, CAPACITY, () -> buffer.putPrefixedUtf8(before, ""));
      }
      long beyond = (long) CAPACITY - length + 1;
      assertLastOutside(beyond, length, () -> buffer.putAscii(beyond, text));
      assertOutside(beyond, length, CAPACITY, () -> buffer.putUtf8(beyond, text));
      assertLastOutside(beyond, length, () -> buffer.putPrefixedAscii(beyond - 4, text));
      assertOutside(beyond, length, CAPACITY, () -> buffer.putPrefixedUtf8(beyond - 4, text));
    }
    assertArrayEquals(content, bytes(buffer));
  }

  @Test
  void refusesMalformedText() throws IOException {
    Buffer buffer = buffer(CAPACITY);
    buffer.putAscii(10, "0123456789");
    buffer.putByte(14, (byte) 0xC3);
    assertMessage(
        IllegalArgumentException.class, "not ASCII at 14: 0xC3", () -> buffer.getAscii(10, 10));
    assertEquals("0123", buffer.getAscii(10, 4));
    for (int length : new int[] {-1, CAPACITY - 24 + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      buffer.putInt(20, length);
      String message = "text length: " + length + ", at index: 20, capacity: " + CAPACITY;
      assertMessage(IllegalArgumentException.class, message, () -> buffer.getPrefixedAscii(20));
      assertMessage(IllegalArgumentException.class, message, () -> buffer.getPrefixedUtf8(20));
    }
    buffer.putInt(20, CAPACITY - 24);
    assertEquals(CAPACITY - 24, buffer.getPrefixedAscii(20).length());
  }

  @Test
  void refusesWhatTheDecoderOfTheJdkRefusesAtTheSamePlace() throws IOException {
    Random random = new Random(3);
    byte[] some = "a\uFFFDéz東\ud83d\ude00\0".getBytes(UTF_8);
    int refused = 0;
    Buffer buffer = buffer(some.length);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = some.clone();
      for (int i = random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int from = random.nextInt(bytes.length);
      int length = random.nextInt(bytes.length - from + 1);
      buffer.putBytes(0, bytes, 0, bytes.length);
      ByteBuffer input = ByteBuffer.wrap(bytes, from, length);
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        assertEquals(text, buffer.getUtf8(from, length));
      } catch (CharacterCodingException malformed) {
        refused++;
        assertMessage(
            IllegalArgumentException.class,
            "malformed UTF-8 at " + input.position(),
            () -> buffer.getUtf8(from, length));
      }
    }
    assertTrue(refused > 1_000, "refused: " + refused);
  }
}
