// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HeapBufferTest extends EveryBuffer {
  @Override
  HeapBuffer buffer(int capacity) {
    return HeapBuffer.allocate(capacity);
  }

  /// A part of an array checks in another way.
  @Nested
  class Part extends EveryBuffer {
    @Override
    HeapBuffer buffer(int capacity) {
      byte[] around = new byte[capacity + 9];
      return HeapBuffer.wrap(around, 5, 5 + capacity);
    }
  }

  @Test
  void showsItsUse() {
    // @start region="example"
    HeapBuffer message = HeapBuffer.growing(64, 1 << 20);
    message.putInt(0, 7); // little-endian
    message.putLongBE(4, System.nanoTime());
    int end = 12 + message.putPrefixedUtf8(12, "a text of any length");
    end += message.putVarLong(end, 300);

    HeapBuffer received = HeapBuffer.wrap(message.bytes(), 0, end);
    assertEquals(7, received.getInt(0));
    assertEquals("a text of any length", received.getPrefixedUtf8(12));
    assertEquals(300, received.getVarLong(end - Buffer.varSize(300)));
    // @end
  }

  @Test
  void wrapsWithoutCopying() {
    byte[] bytes = new byte[10];
    HeapBuffer buffer = HeapBuffer.wrap(bytes, 3, 8);
    buffer.putByte(0, (byte) 1);
    buffer.putByte(4, (byte) 2);
    assertArrayEquals(new byte[] {0, 0, 0, 1, 0, 0, 0, 2, 0, 0}, bytes);
    assertSame(bytes, buffer.bytes());
    assertEquals(3, buffer.base());
    assertEquals(5, buffer.capacity());
    assertEquals(5, buffer.limit());
    assertSame(bytes, HeapBuffer.wrap(buffer.segment()).bytes());
    assertEquals(3, HeapBuffer.wrap(buffer.segment()).base());
    assertEquals(3, ((HeapBuffer) Buffer.wrap(ByteBuffer.wrap(bytes, 3, 5).slice())).base());
    assertSame(bytes, Buffer.wrap(bytes).bytes());
    assertEquals("HeapBuffer[capacity=5, limit=5]", buffer.toString());
    assertEquals(16, HeapBuffer.allocate(16).capacity());
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesWhatIsNoArrayOfBytesOrCannotBeWritten() {
    for (MemorySegment memory :
        new MemorySegment[] {
          MemorySegment.ofArray(new long[2]),
          MemorySegment.ofArray(new byte[2]).asReadOnly(),
          Arena.ofAuto().allocate(8)
        }) {
      refusesToWrap(memory, () -> HeapBuffer.wrap(memory));
    }
    ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
    refusesToWrap(MemorySegment.ofBuffer(readOnly), () -> Buffer.wrap(readOnly));
    MemorySegment ints = MemorySegment.ofArray(new int[2]);
    refusesToWrap(ints, () -> Buffer.wrap(ints));
    assertMessage(IllegalArgumentException.class, "capacity: -1", () -> HeapBuffer.allocate(-1));
    assertMessage(
        IllegalArgumentException.class, "capacity: 5, limit: 4", () -> HeapBuffer.growing(5, 4));
    assertMessage(
        IllegalArgumentException.class, "capacity: -1, limit: 4", () -> HeapBuffer.growing(-1, 4));
    for (int[] range : new int[][] {{1, 4}, {2, 1}, {-1, 2}, {0, -1}, {4, 4}}) {
      assertMessage(
          IndexOutOfBoundsException.class,
          "Range [%d, %d) out of bounds for length 3".formatted(range[0], range[1]),
          () -> HeapBuffer.wrap(new byte[3], range[0], range[1]));
    }
    assertThrows(NullPointerException.class, () -> HeapBuffer.wrap((byte[]) null));
  }

  private static void refusesToWrap(MemorySegment memory, Executable wrap) {
    assertMessage(
        IllegalArgumentException.class,
        "not a segment of a byte[] that can be written: " + memory,
        wrap);
  }

  @Test
  void refusesOrderedAccess() {
    Map<String, Use> uses = new LinkedHashMap<>();
    uses.put("getIntOpaque", (b, i) -> b.getIntOpaque(i));
    uses.put("getIntAcquire", (b, i) -> b.getIntAcquire(i));
    uses.put("getIntVolatile", (b, i) -> b.getIntVolatile(i));
    uses.put("putIntOpaque", (b, i) -> b.putIntOpaque(i, 1));
    uses.put("putIntRelease", (b, i) -> b.putIntRelease(i, 1));
    uses.put("putIntVolatile", (b, i) -> b.putIntVolatile(i, 1));
    uses.put("compareAndSetInt", (b, i) -> b.compareAndSetInt(i, 0, 1));
    uses.put("getAndSetInt", (b, i) -> b.getAndSetInt(i, 1));
    uses.put("getAndAddInt", (b, i) -> b.getAndAddInt(i, 1));
    uses.put("getLongOpaque", (b, i) -> b.getLongOpaque(i));
    uses.put("getLongAcquire", (b, i) -> b.getLongAcquire(i));
    uses.put("getLongVolatile", (b, i) -> b.getLongVolatile(i));
    uses.put("putLongOpaque", (b, i) -> b.putLongOpaque(i, 1));
    uses.put("putLongRelease", (b, i) -> b.putLongRelease(i, 1));
    uses.put("putLongVolatile", (b, i) -> b.putLongVolatile(i, 1));
    uses.put("compareAndSetLong", (b, i) -> b.compareAndSetLong(i, 0, 1));
    uses.put("getAndSetLong", (b, i) -> b.getAndSetLong(i, 1));
    uses.put("getAndAddLong", (b, i) -> b.getAndAddLong(i, 1));
    HeapBuffer buffer = HeapBuffer.allocate(16);
    uses.forEach((name, use) ->
        assertMessage(
            UnsupportedOperationException.class,
            name + ": a byte[] has no atomic access of this width; take NativeBuffer",
            () -> use.on(buffer, 0)));
    assertArrayEquals(new byte[16], buffer.bytes());
  }

  @Test
  void growsWithEveryWriteAndKeepsWhatItHolds() {
    HeapBuffer fixed = HeapBuffer.allocate(1 << 12);
    HeapBuffer growing = HeapBuffer.growing(0, 1 << 12);
    byte[] some = {1, 2, 3, 4, 5};
    int end = 0;
    for (int round = 0; round < 40; round++) {
      for (Buffer buffer : new Buffer[] {fixed, growing}) {
        long at = end;
        buffer.putByte(at, (byte) round);
        buffer.putShort(at + 1, (short) -round);
        buffer.putInt(at + 3, round);
        buffer.putLong(at + 7, -round);
        buffer.putBytes(at + 15, some, 1, 4);
        buffer.putBytes(at + 19, ByteBuffer.wrap(some), 0, 5);
        buffer.putBytes(at + 24, MemorySegment.ofArray(some), 2, 3);
        buffer.putBytes(at + 27, buffer, at, 8);
        buffer.fill(at + 35, 4, (byte) round);
        at += 39;
        at += buffer.putVarLong(at, 1L << round);
        at += buffer.putPrefixedUtf8(at, "é" + round);
        at += buffer.putPrefixedAscii(at, "e" + round);
        buffer.putDoubleBE(at, round);
        end = buffer == growing ? (int) at + 8 : end;
      }
    }
    assertTrue(growing.capacity() >= end && growing.capacity() < 2L * end, growing.toString());
    assertEquals(-1, fixed.mismatch(0, growing, 0, end));
    assertOutside(
        growing.capacity(), 1, growing.capacity(), () -> growing.getByte(growing.capacity()));
  }

  @Test
  void growsWithEveryWriteByAnInt() {
    for (int index : new int[] {4, 64, 70, 1000}) {
      HeapBuffer bytes = HeapBuffer.growing(4, 2000);
      bytes.putByte(index, (byte) -5);
      assertEquals(-5, bytes.getByte(index));
      HeapBuffer shorts = HeapBuffer.growing(4, 2000);
      shorts.putShort(index, (short) 0x0102);
      assertEquals(0x0102, shorts.getShort(index));
      HeapBuffer ints = HeapBuffer.growing(4, 2000);
      ints.putInt(index, 0x01020304);
      assertEquals(0x01020304, ints.getInt(index));
      HeapBuffer longs = HeapBuffer.growing(4, 2000);
      longs.putLong(index, 0x0102030405060708L);
      assertEquals(0x0102030405060708L, longs.getLong(index));
      assertEquals(0, longs.getInt(index - 4));
    }
    HeapBuffer small = HeapBuffer.growing(4, 10);
    assertOutside(-1, 1, 4, () -> small.putByte(-1, (byte) 1));
    assertOutside(Integer.MIN_VALUE, 4, 4, () -> small.putInt(Integer.MIN_VALUE, 1));
    for (int index : new int[] {3, 100, Integer.MAX_VALUE}) {
      assertMessage(
          IndexOutOfBoundsException.class,
          "index: " + index + ", length: 8, limit: 10",
          () -> small.putLong(index, 1));
    }
    assertEquals(4, small.capacity());
  }

  @Test
  void aPartIsReadAndWrittenByInts() {
    byte[] array = new byte[30];
    HeapBuffer part = HeapBuffer.wrap(array, 7, 20);
    part.putByte(0, (byte) 1);
    part.putShort(1, (short) 0x0302);
    part.putInt(3, 0x07060504);
    part.putLong(5, 0x0D0C0B0A09080706L);
    for (int i = 0; i < 13; i++) {
      assertEquals(i + 1, array[7 + i]);
      assertEquals(i + 1, part.getByte(i));
    }
    assertEquals(0x0302, part.getShort(1));
    assertEquals(0x07060504, part.getInt(3));
    assertEquals(0x0D0C0B0A09080706L, part.getLong(5));
    assertOutside(-7, 1, 13, () -> part.getByte(-7));
    assertOutside(13, 1, 13, () -> part.putByte(13, (byte) 1));
    assertOutside(6, 8, 13, () -> part.putLong(6, 1));
  }

  @Test
  void growsToItsLimitAndNotBeyond() {
    HeapBuffer buffer = HeapBuffer.growing(3, 100);
    byte[] first = buffer.bytes();
    buffer.putByte(2, (byte) 5);
    assertSame(first, buffer.bytes());
    for (long index : new long[] {-1, -100, Long.MIN_VALUE}) {
      assertOutside(index, 8, 3, () -> buffer.putLong(index, -1));
      assertOutside(index, 100, 3, () -> buffer.fill(index, 100, (byte) 1));
    }
    for (long index : new long[] {93, 100, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE}) {
      assertMessage(
          IndexOutOfBoundsException.class,
          "index: " + index + ", length: 8, limit: 100",
          () -> buffer.putLong(index, -1));
      assertMessage(
          IndexOutOfBoundsException.class,
          "index: " + index + ", length: 8, limit: 100",
          () -> buffer.putBytes(index, new byte[9], 1, 8));
    }
    assertRange(2, 8, 9, () -> buffer.putBytes(90, new byte[9], 2, 8));
    assertRange(2, 8, 9, () -> buffer.putBytes(90, ByteBuffer.allocate(9), 2, 8));
    MemorySegment nine = MemorySegment.ofArray(new byte[9]);
    assertRange(2, 8, 9, () -> buffer.putBytes(90, nine, 2, 8));
    assertOutside(0, 4, 3, () -> buffer.putBytes(90, buffer, 0, 4));
    assertSame(first, buffer.bytes(), "grown by what was refused");
    assertOutside(3, 1, 3, () -> buffer.getByte(3));
    buffer.putLong(92, -2);
    assertEquals(100, buffer.capacity());
    assertEquals(5, buffer.getByte(2));
    assertEquals(-2, buffer.getLong(92));
    assertOutside(93, 8, 100, () -> buffer.putLong(93, 0));
  }

  @Test
  void aSourceThatRefusesMakesNothingGrow() {
    HeapBuffer buffer = HeapBuffer.growing(4, 1000);
    byte[] first = buffer.bytes();
    Arena arena = Arena.ofConfined();
    NativeBuffer source = NativeBuffer.allocate(16, arena);
    ByteBuffer view = source.asByteBuffer(0, 16);
    arena.close();
    for (long index : new long[] {0, 2, 4, 5, 900}) {
      Executable[] writes = {
        () -> buffer.putBytes(index, source, 0, 16),
        () -> buffer.putBytes(index, source.segment(), 0, 16),
        () -> buffer.putBytes(index, view, 0, 16)
      };
      for (Executable write : writes) {
        assertMessage(IllegalStateException.class, "Already closed", write);
        assertEquals(4, buffer.capacity());
        assertSame(first, buffer.bytes());
      }
    }
    HeapBuffer part = HeapBuffer.wrap(new byte[40], 3, 30);
    assertMessage(
        IllegalStateException.class, "Already closed", () -> part.putBytes(2, source, 0, 16));
    assertEquals(27, part.capacity());
    assertEquals(3, part.base());
    buffer.putBytes(1, new byte[] {7, 8, 9, 10}, 0, 4);
    assertEquals(10, buffer.getByte(4));
  }

  @Test
  void viewsKeepTheArrayOfBeforeTheGrowth() {
    HeapBuffer buffer = HeapBuffer.growing(8, 1000);
    HeapBuffer part = buffer.slice(2, 4);
    buffer.putByte(2, (byte) 1);
    assertEquals(1, part.getByte(0));
    buffer.putByte(500, (byte) 2);
    assertNotSame(part.bytes(), buffer.bytes());
    buffer.putByte(2, (byte) 3);
    assertEquals(1, part.getByte(0));
    assertOutside(4, 1, 4, () -> part.putByte(4, (byte) 1));
  }

  @Test
  void losesNothingWhenMemoryRunsOut() {
    HeapBuffer buffer = HeapBuffer.growing(16, Integer.MAX_VALUE);
    byte[] content = new byte[16];
    Arrays.fill(content, (byte) 6);
    buffer.putBytes(0, content, 0, 16);
    // No array is as long as this, whatever the heap.
    assertThrows(OutOfMemoryError.class, () -> buffer.putByte(Integer.MAX_VALUE - 1, (byte) 1));
    assertThrows(OutOfMemoryError.class, () -> buffer.putInt(Integer.MAX_VALUE - 4, 1));
    assertThrows(OutOfMemoryError.class, () -> buffer.fill(8, Integer.MAX_VALUE - 8, (byte) 1));
    assertThrows(
        OutOfMemoryError.class, () -> buffer.putBytes(Integer.MAX_VALUE - 16, content, 0, 16));
    assertThrows(OutOfMemoryError.class, () -> buffer.putPrefixedUtf8(Integer.MAX_VALUE - 5, "x"));
    assertArrayEquals(content, bytes(buffer));
    buffer.putByte(16, (byte) 7);
    assertEquals(7, buffer.getByte(16));
    assertEquals(6, buffer.getByte(15));
  }
}
