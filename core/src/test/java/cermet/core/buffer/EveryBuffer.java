// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What every kind of buffer does; the model is a `ByteBuffer` of the same order.
abstract class EveryBuffer {
  static final int CAPACITY = 64;

  private static final long[] OUTSIDE = {
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

  /// One of each kind with the same content.
  private List<Buffer> kinds(byte[] content) throws IOException {
    Buffer direct = NativeBuffer.allocate(content.length, Arena.ofAuto());
    direct.putBytes(0, content, 0, content.length);
    Path file = Files.createTempFile(folder, "kind", "");
    Files.write(file, content);
    return List.of(HeapBuffer.wrap(content.clone()), direct, MappedBuffer.open(file));
  }

  static byte[] bytes(Buffer buffer) {
    byte[] bytes = new byte[(int) buffer.capacity()];
    buffer.getBytes(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] random(int length) {
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

  @Test
  void keepsEveryPrimitiveInBothOrders() throws IOException {
    Buffer buffer = buffer(CAPACITY);
    byte[] model = new byte[CAPACITY];
    ByteBuffer little = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.wrap(model);
    Random random = new Random(1);
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i <= CAPACITY - Long.BYTES; i++) {
        long bits = random.nextLong();
        buffer.putLong(i, bits);
        assertArrayEquals(little.putLong(i, bits).array(), bytes(buffer));
        buffer.putLongBE(i, bits);
        assertArrayEquals(big.putLong(i, bits).array(), bytes(buffer));
        buffer.putInt(i, (int) bits);
        assertArrayEquals(little.putInt(i, (int) bits).array(), bytes(buffer));
        buffer.putIntBE(i, (int) bits);
        assertArrayEquals(big.putInt(i, (int) bits).array(), bytes(buffer));
        buffer.putShort(i, (short) bits);
        assertArrayEquals(little.putShort(i, (short) bits).array(), bytes(buffer));
        buffer.putShortBE(i, (short) bits);
        assertArrayEquals(big.putShort(i, (short) bits).array(), bytes(buffer));
        buffer.putChar(i, (char) ~bits);
        assertArrayEquals(little.putChar(i, (char) ~bits).array(), bytes(buffer));
        buffer.putCharBE(i, (char) ~bits);
        assertArrayEquals(big.putChar(i, (char) ~bits).array(), bytes(buffer));
        buffer.putByte(i, (byte) ~bits);
        assertArrayEquals(little.put(i, (byte) ~bits).array(), bytes(buffer));
        float single = Float.intBitsToFloat((int) (bits >> 32));
        buffer.putFloat(i, single);
        assertArrayEquals(little.putFloat(i, single).array(), bytes(buffer));
        buffer.putFloatBE(i, single);
        assertArrayEquals(big.putFloat(i, single).array(), bytes(buffer));
        double wide = Double.longBitsToDouble(bits);
        buffer.putDouble(i, wide);
        assertArrayEquals(little.putDouble(i, wide).array(), bytes(buffer));
        buffer.putDoubleBE(i, wide);
        assertArrayEquals(big.putDouble(i, wide).array(), bytes(buffer));
      }
      for (int i = 0; i <= CAPACITY - Long.BYTES; i++) {
        assertEquals(little.get(i), buffer.getByte(i));
        assertEquals(little.getShort(i), buffer.getShort(i));
        assertEquals(big.getShort(i), buffer.getShortBE(i));
        assertEquals(little.getChar(i), buffer.getChar(i));
        assertEquals(big.getChar(i), buffer.getCharBE(i));
        assertEquals(little.getInt(i), buffer.getInt(i));
        assertEquals(big.getInt(i), buffer.getIntBE(i));
        assertEquals(little.getLong(i), buffer.getLong(i));
        assertEquals(big.getLong(i), buffer.getLongBE(i));
        assertEquals(little.getFloat(i), buffer.getFloat(i));
        assertEquals(big.getFloat(i), buffer.getFloatBE(i));
        assertEquals(little.getDouble(i), buffer.getDouble(i));
        assertEquals(big.getDouble(i), buffer.getDoubleBE(i));
      }
    }
  }

  @Test
  void keepsThePayloadOfNans() throws IOException {
    Buffer buffer = buffer(8);
    buffer.putDouble(0, Double.longBitsToDouble(0x7FF8_1234_5678_9ABCL));
    assertEquals(0x7FF8_1234_5678_9ABCL, buffer.getLong(0));
    buffer.putFloat(0, Float.intBitsToFloat(0x7FC1_2345));
    assertEquals(0x7FC1_2345, buffer.getInt(0));
  }

  private static List<Use> uses(int size) {
    return switch (size) {
      case 1 ->
          List.of(
              (b, i) -> b.getByte(i),
              (b, i) -> b.putByte(i, (byte) 1),
              (b, i) -> b.getVarLong(i),
              (b, i) -> b.putVarLong(i, 1));
      case 2 ->
          List.of(
              (b, i) -> b.getShort(i),
              (b, i) -> b.getShortBE(i),
              (b, i) -> b.getChar(i),
              (b, i) -> b.getCharBE(i),
              (b, i) -> b.putShort(i, (short) -1),
              (b, i) -> b.putShortBE(i, (short) -1),
              (b, i) -> b.putChar(i, 'x'),
              (b, i) -> b.putCharBE(i, 'x'));
      case 4 ->
          List.of(
              (b, i) -> b.getInt(i),
              (b, i) -> b.getIntBE(i),
              (b, i) -> b.getFloat(i),
              (b, i) -> b.getFloatBE(i),
              (b, i) -> b.putInt(i, -1),
              (b, i) -> b.putIntBE(i, -1),
              (b, i) -> b.putFloat(i, 1),
              (b, i) -> b.putFloatBE(i, 1));
      default ->
          List.of(
              (b, i) -> b.getLong(i),
              (b, i) -> b.getLongBE(i),
              (b, i) -> b.getDouble(i),
              (b, i) -> b.getDoubleBE(i),
              (b, i) -> b.putLong(i, -1),
              (b, i) -> b.putLongBE(i, -1),
              (b, i) -> b.putDouble(i, 1),
              (b, i) -> b.putDoubleBE(i, 1));
    };
  }

  @Test
  void refusesEveryAccessOutside() throws IOException {
    for (int capacity : new int[] {0, 1, 3, 7, CAPACITY}) {
      byte[] content = random(capacity);
      Buffer buffer = buffer(content);
      for (int size = 1; size <= 8; size *= 2) {
        for (Use use : uses(size)) {
          for (long index : OUTSIDE) {
            assertOutside(index, size, capacity, () -> use.on(buffer, index));
          }
          for (long index = Math.max(0, capacity - size + 1); index <= capacity; index++) {
            long beyond = index;
            assertOutside(beyond, size, capacity, () -> use.on(buffer, beyond));
          }
        }
      }
      assertArrayEquals(content, bytes(buffer));
    }
  }

  @Test
  void refusesEveryRangeOutside() throws IOException {
    byte[] content = random(CAPACITY);
    Buffer buffer = buffer(content);
    byte[] array = new byte[2 * CAPACITY];
    ByteBuffer heap = ByteBuffer.allocate(2 * CAPACITY);
    MemorySegment memory = MemorySegment.ofArray(array);
    Buffer other = buffer(2 * CAPACITY);
    for (int length : new int[] {1, 5, CAPACITY, CAPACITY + 1}) {
      List<Use> uses =
          List.of(
              (b, i) -> b.getBytes(i, array, 0, length),
              (b, i) -> b.putBytes(i, array, 0, length),
              (b, i) -> b.getBytes(i, heap, 0, length),
              (b, i) -> b.putBytes(i, heap, 0, length),
              (b, i) -> b.getBytes(i, memory, 0, length),
              (b, i) -> b.putBytes(i, memory, 0, length),
              (b, i) -> b.putBytes(i, other, 0, length),
              (b, i) -> other.putBytes(0, b, i, length),
              (b, i) -> b.fill(i, length, (byte) 1),
              (b, i) -> b.indexOf(i, length, (byte) 1),
              (b, i) -> b.mismatch(i, other, 0, length),
              (b, i) -> other.mismatch(0, b, i, length),
              (b, i) -> b.slice(i, length),
              (b, i) -> b.asByteBuffer(i, length),
              (b, i) -> b.getUtf8(i, length),
              (b, i) -> b.getAscii(i, length));
      for (Use use : uses) {
        for (long index : OUTSIDE) {
          assertOutside(index, length, CAPACITY, () -> use.on(buffer, index));
        }
        assertOutside(
            CAPACITY - length + 1, length, CAPACITY, () -> use.on(buffer, CAPACITY - length + 1));
      }
    }
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertOutside(3, length, CAPACITY, () -> buffer.fill(3, length, (byte) 1));
      assertOutside(3, length, CAPACITY, () -> buffer.slice(3, length));
      assertOutside(3, length, CAPACITY, () -> buffer.indexOf(3, length, (byte) 1));
      assertOutside(3, length, CAPACITY, () -> buffer.mismatch(3, other, 0, length));
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(3, memory, 0, length));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(0, array, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(0, array, 0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(0, array, 128, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.getBytes(0, array, 127, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(0, heap, 127, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.getBytes(0, heap, -1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(0, memory, 127, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.getBytes(0, memory, 127, 2));
    assertArrayEquals(content, bytes(buffer));
    assertArrayEquals(new byte[2 * CAPACITY], array);
    assertArrayEquals(new byte[2 * CAPACITY], heap.array());
    assertArrayEquals(new byte[2 * CAPACITY], bytes(other));
  }

  @Test
  void copiesFromAndToEverything() throws IOException {
    byte[] content = random(100);
    for (int length : new int[] {0, 1, 7, 8, 9, 31, 64}) {
      byte[] model = random(90);
      System.arraycopy(content, 3, model, 5, length);
      byte[] taken = new byte[100];
      System.arraycopy(model, 5, taken, 11, length);

      byte[] array = new byte[100];
      Buffer buffer = buffer(random(90));
      buffer.putBytes(5, content, 3, length);
      assertArrayEquals(model, bytes(buffer));
      buffer.getBytes(5, array, 11, length);
      assertArrayEquals(taken, array);

      for (Buffer kind : kinds(content)) {
        buffer = buffer(random(90));
        buffer.putBytes(5, kind, 3, length);
        assertArrayEquals(model, bytes(buffer));
        buffer = buffer(random(90));
        buffer.putBytes(5, kind.segment(), 3, length);
        assertArrayEquals(model, bytes(buffer));
        buffer = buffer(random(90));
        ByteBuffer source = kind.asByteBuffer(0, 100);
        source.position(50);
        buffer.putBytes(5, source, 3, length);
        assertArrayEquals(model, bytes(buffer));
        assertEquals(50, source.position());

        kind.fill(0, 100, (byte) 0);
        kind.putBytes(11, buffer, 5, length);
        assertArrayEquals(taken, bytes(kind));
        kind.fill(0, 100, (byte) 0);
        buffer.getBytes(5, kind.segment(), 11, length);
        assertArrayEquals(taken, bytes(kind));
        kind.fill(0, 100, (byte) 0);
        buffer.getBytes(5, source, 11, length);
        assertArrayEquals(taken, bytes(kind));
        assertEquals(50, source.position());
      }
    }
  }

  @Test
  void copiesWithinItselfAsThroughAThirdPlace() throws IOException {
    for (int from : new int[] {0, 3, 8, 20}) {
      for (int to : new int[] {0, 1, 5, 11, 24}) {
        byte[] model = random(CAPACITY);
        Buffer buffer = buffer(model);
        System.arraycopy(model, from, model, to, 40);
        buffer.putBytes(to, buffer, from, 40);
        assertArrayEquals(model, bytes(buffer));
      }
    }
  }

  @Test
  void fills() throws IOException {
    byte[] model = random(CAPACITY);
    Buffer buffer = buffer(model);
    buffer.fill(7, 0, (byte) 9);
    assertArrayEquals(model, bytes(buffer));
    buffer.fill(7, 33, (byte) -9);
    Arrays.fill(model, 7, 40, (byte) -9);
    assertArrayEquals(model, bytes(buffer));
    buffer.fill(CAPACITY, 0, (byte) 1);
    assertArrayEquals(model, bytes(buffer));
  }

  @Test
  void findsTheFirstDifference() throws IOException {
    byte[] content = random(CAPACITY);
    Buffer buffer = buffer(content);
    byte[] shifted = new byte[CAPACITY + 3];
    System.arraycopy(content, 0, shifted, 3, CAPACITY);
    for (Buffer other : kinds(shifted)) {
      assertEquals(-1, buffer.mismatch(0, other, 3, CAPACITY));
      assertEquals(-1, buffer.mismatch(5, other, 8, 0));
      for (int at = 2; at < 50; at++) {
        other.putByte(3 + at, (byte) ~content[at]);
        assertEquals(at - 2, buffer.mismatch(2, other, 5, 48));
        assertEquals(at - 2, other.mismatch(5, buffer, 2, 48));
        assertEquals(-1, buffer.mismatch(2, other, 5, at - 2));
        other.putByte(3 + at, content[at]);
      }
    }
  }

  @Test
  void findsEveryByteValueAtEveryPlace() throws IOException {
    for (int length : new int[] {1, 7, 8, 9, 16, 29}) {
      Buffer buffer = buffer(length + 6);
      for (int value = 0; value < 256; value++) {
        for (int at = 0; at < length; at++) {
          buffer.fill(0, length + 6, (byte) (value ^ 1)); // the neighbour that borrows mistake
          buffer.putByte(3 + at, (byte) value);
          buffer.putByte(1, (byte) value);
          buffer.putByte(3 + length, (byte) value);
          assertEquals(3 + at, buffer.indexOf(3, length, (byte) value));
          assertEquals(-1, buffer.indexOf(3, at, (byte) value));
          assertEquals(-1, buffer.indexOf(4 + at, length - at - 1, (byte) value));
        }
      }
    }
  }

  @Test
  void viewsShareTheMemory() throws IOException {
    byte[] content = random(CAPACITY);
    Buffer buffer = buffer(content);
    Buffer part = buffer.slice(9, 20);
    assertEquals(20, part.capacity());
    assertEquals(content[9], part.getByte(0));
    assertArrayEquals(Arrays.copyOfRange(content, 9, 29), bytes(part));
    part.putInt(16, 0x01020304);
    assertEquals(0x01020304, buffer.getInt(25));
    assertOutside(17, 4, 20, () -> part.getInt(17));
    assertOutside(-1, 1, 20, () -> part.getByte(-1));
    Buffer inner = part.slice(4, 8);
    inner.putLong(0, -2);
    assertEquals(-2, buffer.getLong(13));
    assertEquals(3, inner.indexOf(1, 7, (byte) -1) + 2);
    assertOutside(1, 8, 8, () -> inner.getLong(1));
    assertEquals(0, buffer.slice(CAPACITY, 0).capacity());

    MemorySegment memory = part.segment();
    assertEquals(20, memory.byteSize());
    memory.fill((byte) 7);
    assertEquals(7, buffer.getByte(9));
    assertEquals(7, buffer.getByte(28));
    assertEquals(content[8], buffer.getByte(8));
    assertEquals(content[29], buffer.getByte(29));

    ByteBuffer view = buffer.asByteBuffer(2, 10);
    assertEquals(10, view.capacity());
    assertEquals(ByteOrder.LITTLE_ENDIAN, view.order());
    view.putLong(1, 0x1122334455667788L);
    assertEquals(0x1122334455667788L, buffer.getLong(3));
  }

  @Test
  void wrapsItsOwnViews() throws IOException {
    byte[] content = random(CAPACITY);
    Buffer buffer = buffer(content);
    Buffer part = Buffer.wrap(buffer.segment().asSlice(5, 11));
    assertEquals(buffer.getClass(), part.getClass());
    assertArrayEquals(Arrays.copyOfRange(content, 5, 16), bytes(part));
    Buffer view = Buffer.wrap(buffer.asByteBuffer(3, 30).position(2).limit(13));
    assertEquals(buffer.getClass(), view.getClass());
    assertArrayEquals(Arrays.copyOfRange(content, 5, 16), bytes(view));
    view.putByte(1, (byte) 99);
    assertEquals(99, part.getByte(1));
    assertEquals(99, buffer.getByte(6));
    assertOutside(11, 1, 11, () -> view.getByte(11));
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
            assertThrows(IllegalArgumentException.class, () -> buffer.getZigZagInt(index));
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
  void aVarintThatDoesNotFitWritesNothing() throws IOException {
    for (long value : new long[] {300, 1L << 31, -1}) {
      int size = Buffer.varSize(value);
      byte[] content = random(16);
      Buffer buffer = buffer(content);
      for (int index = 16 - size + 1; index <= 16; index++) {
        long beyond = index;
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putVarLong(beyond, value));
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> buffer.putZigZagLong(beyond, value >>> 1 ^ -(value & 1)));
      }
      for (long index : OUTSIDE) {
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putVarLong(index, value));
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
      assertThrows(IllegalArgumentException.class, () -> buffer.putPrefixedUtf8(0, "ab" + text));
    }
    assertArrayEquals(content, bytes(buffer));
    for (String text : new String[] {"x", "a longer text"}) {
      int length = text.length();
      for (long index : OUTSIDE) {
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putAscii(index, text));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putUtf8(index, text));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putPrefixedAscii(index, text));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putPrefixedUtf8(index, text));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getPrefixedUtf8(index));
        if (index != CAPACITY) {
          assertThrows(IndexOutOfBoundsException.class, () -> buffer.putAscii(index, ""));
        }
      }
      for (int index = -4; index < 0; index++) {
        long before = index;
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putPrefixedAscii(before, text));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putPrefixedUtf8(before, ""));
      }
      long beyond = (long) CAPACITY - length + 1;
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.putAscii(beyond, text));
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.putUtf8(beyond, text));
      assertThrows(
          IndexOutOfBoundsException.class, () -> buffer.putPrefixedAscii(beyond - 4, text));
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.putPrefixedUtf8(beyond - 4, text));
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
