// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// Any bytes as varints, on the heap and outside; `JAZZER_FUZZ=1` looks for new ones.
class HeapBufferFuzz {
  private static final int LONGEST = 10;

  @FuzzTest(maxDuration = "10m")
  void readsVarintsAsItsModel(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      NativeBuffer outside = NativeBuffer.allocate(bytes.length, arena);
      outside.putBytes(0, bytes, 0, bytes.length);
      byte[] around = new byte[bytes.length + 3]; // ends of 0, if they were read
      System.arraycopy(bytes, 0, around, 2, bytes.length);
      for (int index = 0; index <= bytes.length; index++) {
        check(HeapBuffer.wrap(bytes.clone()), bytes, index);
        check(HeapBuffer.wrap(around, 2, 2 + bytes.length), bytes, index);
        check(outside, bytes, index);
      }
    }
  }

  private static void check(Buffer buffer, byte[] bytes, int index) {
    int length = bytes.length;
    if (index == length) {
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.getVarLong(index));
      return;
    }
    int end = index;
    while (end < length && end - index < LONGEST && bytes[end] < 0) {
      end++;
    }
    if (end - index == LONGEST) {
      refused(buffer, bytes, index, "more than 64 bits, at " + (end - 1));
    } else if (end == length) {
      String truncated = "truncated, capacity: " + length + ", at " + length;
      refused(buffer, bytes, index, truncated);
    } else {
      checkEnded(buffer, bytes, index, end);
    }
  }

  /// The byte at `end` is the last.
  private static void checkEnded(Buffer buffer, byte[] bytes, int index, int end) {
    BigInteger value = BigInteger.ZERO;
    for (int at = end; at >= index; at--) {
      value = value.shiftLeft(7).or(BigInteger.valueOf(bytes[at] & 0x7F));
    }
    if (value.bitLength() > Long.SIZE) {
      refused(buffer, bytes, index, "more than 64 bits, at " + end);
    } else if (end > index && bytes[end] == 0) {
      refused(buffer, bytes, index, "overlong, a last byte of 0, at " + end);
    } else {
      long expected = value.longValue();
      int size = end + 1 - index;
      assertEquals(expected, buffer.getVarLong(index));
      assertEquals(zigZag(value).longValueExact(), buffer.getZigZagLong(index));
      assertEquals(size, Buffer.varSize(expected));
      byte[] written = new byte[size];
      assertEquals(size, HeapBuffer.wrap(written).putVarLong(0, expected));
      assertArrayEquals(Arrays.copyOfRange(bytes, index, end + 1), written);
      if (value.bitLength() > Integer.SIZE) {
        String message = "varint at " + index + ": more than 32 bits, at " + end;
        refused(() -> buffer.getVarInt(index), message);
        refused(() -> buffer.getZigZagInt(index), message);
      } else {
        assertEquals((int) expected, buffer.getVarInt(index));
        assertEquals(zigZag(value).intValueExact(), buffer.getZigZagInt(index));
      }
    }
  }

  /// 0, 1, 2, 3 are 0, -1, 1, -2.
  private static BigInteger zigZag(BigInteger value) {
    BigInteger half = value.shiftRight(1);
    return value.testBit(0) ? half.not() : half;
  }

  private static void refused(Buffer buffer, byte[] bytes, int index, String fault) {
    String message = "varint at " + index + ": " + fault;
    refused(() -> buffer.getVarLong(index), message);
    refused(() -> buffer.getVarInt(index), message);
    refused(() -> buffer.getZigZagLong(index), message);
    refused(() -> buffer.getZigZagInt(index), message);
    byte[] now = new byte[bytes.length];
    buffer.getBytes(0, now, 0, now.length);
    assertArrayEquals(bytes, now);
  }

  private static void refused(LongSupplier read, String message) {
    var error = assertThrows(IllegalArgumentException.class, read::getAsLong);
    assertEquals(message, error.getMessage());
  }
}
