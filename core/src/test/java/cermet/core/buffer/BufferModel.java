// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// What every kind of buffer does after any steps; the models are a `ByteBuffer` and a `String`.
abstract class BufferModel {
  /// A buffer of zeros.
  abstract Buffer buffer(int capacity) throws IOException;

  private static byte[] bytes(Buffer buffer) {
    byte[] bytes = new byte[(int) buffer.capacity()];
    buffer.getBytes(0, bytes, 0, bytes.length);
    return bytes;
  }

  @Property(tries = 200)
  void behavesLikeAByteBuffer(@ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int capacity)
      throws IOException {
    Random random = new Random(seed);
    Buffer buffer = buffer(capacity);
    ByteBuffer little = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = little.duplicate();
    for (int step = 0; step < 200; step++) {
      int index = random.nextInt(-9, capacity + 9);
      long bits = random.nextLong();
      int kind = random.nextInt(34);
      RuntimeException expected = null;
      try {
        step(kind, little, big, index, bits);
      } catch (IndexOutOfBoundsException outside) {
        expected = outside;
      }
      if (expected == null) {
        step(kind, buffer, little, big, index, bits);
      } else {
        assertThrows(
            IndexOutOfBoundsException.class, () -> step(kind, buffer, little, big, index, bits));
      }
      assertArrayEquals(little.array(), bytes(buffer));
    }
  }

  private static void step(int kind, ByteBuffer little, ByteBuffer big, int index, long bits) {
    switch (kind) {
      case 0, 26 -> little.put(index, (byte) bits);
      case 1, 27 -> little.putShort(index, (short) bits);
      case 2 -> big.putShort(index, (short) bits);
      case 3 -> little.putChar(index, (char) bits);
      case 4 -> big.putChar(index, (char) bits);
      case 5, 28 -> little.putInt(index, (int) bits);
      case 6 -> big.putInt(index, (int) bits);
      case 7, 29 -> little.putLong(index, bits);
      case 8 -> big.putLong(index, bits);
      case 9 -> little.putFloat(index, (float) bits);
      case 10 -> big.putFloat(index, (float) bits);
      case 11 -> little.putDouble(index, Double.longBitsToDouble(bits));
      case 12 -> big.putDouble(index, Double.longBitsToDouble(bits));
      case 13, 14, 30 -> little.get(index);
      case 15, 16, 17, 18, 31 -> little.getShort(index);
      case 19, 20, 21, 22, 32 -> little.getInt(index);
      default -> little.getLong(index);
    }
  }

  private static void step(
      int kind, Buffer buffer, ByteBuffer little, ByteBuffer big, int index, long bits) {
    switch (kind) {
      case 0 -> buffer.putByte(index, (byte) bits);
      case 1 -> buffer.putShort(index, (short) bits);
      case 2 -> buffer.putShortBE(index, (short) bits);
      case 3 -> buffer.putChar(index, (char) bits);
      case 4 -> buffer.putCharBE(index, (char) bits);
      case 5 -> buffer.putInt(index, (int) bits);
      case 6 -> buffer.putIntBE(index, (int) bits);
      case 7 -> buffer.putLong(index, bits);
      case 8 -> buffer.putLongBE(index, bits);
      case 9 -> buffer.putFloat(index, (float) bits);
      case 10 -> buffer.putFloatBE(index, (float) bits);
      case 11 -> buffer.putDouble(index, Double.longBitsToDouble(bits));
      case 12 -> buffer.putDoubleBE(index, Double.longBitsToDouble(bits));
      case 26 -> buffer.putByte((long) index, (byte) bits);
      case 27 -> buffer.putShort((long) index, (short) bits);
      case 28 -> buffer.putInt((long) index, (int) bits);
      case 29 -> buffer.putLong((long) index, bits);
      case 30 -> assertEquals(buffer.getByte((long) index), little.get(index));
      case 31 -> assertEquals(buffer.getShort((long) index), little.getShort(index));
      case 32 -> assertEquals(buffer.getInt((long) index), little.getInt(index));
      case 33 -> assertEquals(buffer.getLong((long) index), little.getLong(index));
      case 13, 14 -> assertEquals(buffer.getByte(index), little.get(index));
      case 15 -> assertEquals(buffer.getShort(index), little.getShort(index));
      case 16 -> assertEquals(buffer.getShortBE(index), big.getShort(index));
      case 17 -> assertEquals(buffer.getChar(index), little.getChar(index));
      case 18 -> assertEquals(buffer.getCharBE(index), big.getChar(index));
      case 19 -> assertEquals(buffer.getInt(index), little.getInt(index));
      case 20 -> assertEquals(buffer.getIntBE(index), big.getInt(index));
      case 21 -> assertEquals(buffer.getFloat(index), little.getFloat(index));
      case 22 -> assertEquals(buffer.getFloatBE(index), big.getFloat(index));
      case 23 -> assertEquals(buffer.getLong(index), little.getLong(index));
      case 24 -> assertEquals(buffer.getDouble(index), little.getDouble(index));
      default -> assertEquals(buffer.getDoubleBE(index), big.getDouble(index));
    }
  }

  @Property(tries = 200)
  void bulkMethodsBehaveLikeThoseOfByteBuffers(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int capacity) throws IOException {
    Random random = new Random(seed);
    Buffer buffer = buffer(capacity);
    ByteBuffer model = ByteBuffer.allocate(capacity);
    byte[] other = new byte[120];
    for (int step = 0; step < 50; step++) {
      random.nextBytes(other);
      int index = random.nextInt(-3, capacity + 3);
      int length = random.nextInt(capacity + 2);
      int at = random.nextInt(120 - length + 1);
      if (index < 0 || index + length > capacity) {
        assertThrows(
            IndexOutOfBoundsException.class, () -> buffer.putBytes(index, other, at, length));
        assertThrows(
            IndexOutOfBoundsException.class, () -> buffer.getBytes(index, other, at, length));
        continue;
      }
      switch (random.nextInt(4)) {
        case 0 -> {
          buffer.putBytes(index, other, at, length);
          model.put(index, other, at, length);
        }
        case 1 -> {
          byte value = (byte) random.nextInt(3);
          buffer.fill(index, length, value);
          Arrays.fill(model.array(), index, index + length, value);
        }
        case 2 -> {
          int from = random.nextInt(capacity - length + 1);
          buffer.putBytes(index, buffer, from, length);
          model.put(index, model.duplicate(), from, length);
        }
        default -> {
          byte[] copy = other.clone();
          buffer.getBytes(index, copy, at, length);
          model.get(index, other, at, length);
          assertArrayEquals(other, copy);
          int same = ByteBuffer.wrap(other, at, length).mismatch(model.slice(index, length));
          assertEquals(same, buffer.mismatch(index, HeapBuffer.wrap(copy), at, length));
          if (length > 0) {
            int place = random.nextInt(length);
            copy[at + place]++;
            assertEquals(place, buffer.mismatch(index, HeapBuffer.wrap(copy), at, length));
          }
        }
      }
      assertArrayEquals(model.array(), bytes(buffer));
      byte wanted = (byte) random.nextInt(3);
      int found = 0;
      while (found < length && model.get(index + found) != wanted) {
        found++;
      }
      assertEquals(found == length ? -1 : index + found, buffer.indexOf(index, length, wanted));
    }
  }

  @Property
  void varintsComeBack(@ForAll @Size(max = 20) long[] values) throws IOException {
    int size = Arrays.stream(values).mapToInt(Buffer::varSize).sum();
    Buffer buffer = buffer(size);
    long index = 0;
    for (long value : values) {
      index += buffer.putVarLong(index, value);
    }
    assertEquals(size, index);
    index = 0;
    for (long value : values) {
      assertEquals(value, buffer.getVarLong(index));
      index += Buffer.varSize(value);
    }
  }

  @Property
  void anyBytesAreAVarintOrRefused(@ForAll @Size(max = 16) byte[] content) throws IOException {
    Buffer buffer = buffer(content.length);
    buffer.putBytes(0, content, 0, content.length);
    for (int index = 0; index < content.length; index++) {
      int start = index;
      int end = index;
      while (end < content.length && content[end] < 0) {
        end++;
      }
      int size = end - index + 1;
      boolean valid =
          end < content.length
              && (size == 1 || content[end] != 0)
              && (size < 10 || (size == 10 && content[end] == 1));
      if (valid) {
        var model = BigInteger.ZERO;
        for (int i = end; i >= index; i--) {
          model = model.shiftLeft(7).or(BigInteger.valueOf(content[i] & 0x7F));
        }
        assertEquals(model.longValue(), buffer.getVarLong(index));
        assertEquals(size, Buffer.varSize(model.longValue()));
      } else {
        assertThrows(IllegalArgumentException.class, () -> buffer.getVarLong(start));
      }
    }
  }

  @Property
  void textComesBack(@ForAll String text) throws IOException {
    byte[] utf8 = text.getBytes(UTF_8);
    Buffer buffer = buffer(utf8.length + 4);
    if (!text.equals(new String(utf8, UTF_8))) {
      assertThrows(IllegalArgumentException.class, () -> buffer.putPrefixedUtf8(0, text));
      return;
    }
    assertEquals(utf8.length + 4, buffer.putPrefixedUtf8(0, text));
    assertEquals(text, buffer.getPrefixedUtf8(0));
    assertEquals(text, buffer.getUtf8(4, utf8.length));
  }
}
