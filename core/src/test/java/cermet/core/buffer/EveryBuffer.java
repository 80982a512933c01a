// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What every kind of buffer does; the model is a `ByteBuffer` of the same order.
abstract class EveryBuffer extends EveryEncoding {
  /// One of each kind with the same content.
  private List<Buffer> kinds(byte[] content) throws IOException {
    Buffer direct = NativeBuffer.allocate(content.length, Arena.ofAuto());
    direct.putBytes(0, content, 0, content.length);
    Path file = Files.createTempFile(folder, "kind", "");
    Files.write(file, content);
    return List.of(HeapBuffer.wrap(content.clone()), direct, MappedBuffer.open(file));
  }

  /// What the JDK says of a range of something else.
  static void assertRange(long from, long length, long capacity, Executable use) {
    assertMessage(
        IndexOutOfBoundsException.class,
        "Range [%d, %<d + %d) out of bounds for length %d".formatted(from, length, capacity),
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
        assertEquals(little.get(i), buffer.getByte((long) i));
        assertEquals(little.getShort(i), buffer.getShort((long) i));
        assertEquals(little.getInt(i), buffer.getInt((long) i));
        assertEquals(little.getLong(i), buffer.getLong((long) i));
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

  private static List<Use> usesByInt(int size) {
    return switch (size) {
      case 1 -> List.of((b, i) -> b.getByte((int) i), (b, i) -> b.putByte((int) i, (byte) 1));
      case 2 -> List.of((b, i) -> b.getShort((int) i), (b, i) -> b.putShort((int) i, (short) 1));
      case 4 -> List.of((b, i) -> b.getInt((int) i), (b, i) -> b.putInt((int) i, 1));
      default -> List.of((b, i) -> b.getLong((int) i), (b, i) -> b.putLong((int) i, 1));
    };
  }

  @Test
  void refusesEveryIntOutside() throws IOException {
    for (int capacity : new int[] {0, 1, 3, 7, CAPACITY}) {
      byte[] content = random(capacity);
      Buffer buffer = buffer(content);
      for (int size = 1; size <= 8; size *= 2) {
        for (Use use : usesByInt(size)) {
          for (int index :
              new int[] {-1, -8, -CAPACITY, CAPACITY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertOutside(index, size, capacity, () -> use.on(buffer, index));
          }
          for (int index = Math.max(0, capacity - size + 1); index <= capacity; index++) {
            int beyond = index;
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
      assertRange(0, length, 128, () -> buffer.putBytes(3, memory, 0, length));
      assertOutside(3, length, CAPACITY, () -> buffer.getBytes(3, memory, 0, length));
      assertOutside(0, length, 128, () -> buffer.putBytes(3, other, 0, length));
    }
    assertOutside(0, -1, CAPACITY, () -> buffer.getBytes(0, array, 0, -1));
    assertOutside(0, -1, CAPACITY, () -> buffer.getBytes(0, heap, 0, -1));
    int[][] ranges = {{-1, 1}, {128, 1}, {127, 2}, {0, 129}, {Integer.MAX_VALUE, 2}};
    for (int[] range : ranges) {
      int at = range[0];
      int length = range[1];
      assertRange(at, length, 128, () -> buffer.putBytes(0, array, at, length));
      assertRange(at, length, 128, () -> buffer.putBytes(0, heap, at, length));
      assertRange(at, length, 128, () -> buffer.putBytes(0, memory, at, length));
      assertOutside(at, length, 128, () -> buffer.putBytes(0, other, at, length));
      if (length <= CAPACITY) {
        assertRange(at, length, 128, () -> buffer.getBytes(0, array, at, length));
        assertRange(at, length, 128, () -> buffer.getBytes(0, heap, at, length));
        assertRange(at, length, 128, () -> buffer.getBytes(0, memory, at, length));
        assertOutside(at, length, 128, () -> buffer.mismatch(0, other, at, length));
      }
    }
    assertRange(0, -1, 128, () -> buffer.putBytes(0, array, 0, -1));
    assertRange(0, -1, 128, () -> buffer.putBytes(0, heap, 0, -1));
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
}
