// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NativeBufferTest extends EveryBuffer {
  @Override
  NativeBuffer buffer(int capacity) {
    return NativeBuffer.allocate(capacity, Arena.ofAuto());
  }

  @Test
  void showsItsUse() {
    // @start region="example"
    try (Arena arena = Arena.ofShared()) {
      NativeBuffer buffer = NativeBuffer.allocate(64, arena);
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                buffer.putInt(8, 42);
                buffer.putLongRelease(0, 1); // publishes what was written before
              });
      while (buffer.getLongAcquire(0) == 0) {
        Thread.onSpinWait();
      }
      assertEquals(42, buffer.getInt(8));
      assertEquals(1, buffer.getAndAddLong(0, 1));
      assertNotNull(writer);
    }
    // @end
  }

  @Test
  void isAlignedAndOfItsArena() {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 1; i < 20; i++) {
        assertEquals(0, NativeBuffer.allocate(i, arena).segment().address() % 8);
      }
      assertEquals(0, NativeBuffer.allocate(0, arena).capacity());
      assertMessage(
          IllegalArgumentException.class, "capacity: -1", () -> NativeBuffer.allocate(-1, arena));
      assertEquals("NativeBuffer[capacity=9]", NativeBuffer.allocate(9, arena).toString());
    }
  }

  @Test
  void holdsNothingButNativeMemory() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[8]);
    try (var channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      for (MemorySegment memory :
          new MemorySegment[] {
            MemorySegment.ofArray(new byte[8]),
            MemorySegment.ofArray(new long[8]),
            channel.map(FileChannel.MapMode.READ_ONLY, 0, 8, arena)
          }) {
        assertMessage(
            IllegalArgumentException.class,
            "not native memory, take Buffer.wrap: " + memory,
            () -> NativeBuffer.wrap(memory));
      }
      assertInstanceOf(NativeBuffer.class, Buffer.wrap(arena.allocate(4)));
    }
    assertInstanceOf(NativeBuffer.class, Buffer.wrap(ByteBuffer.allocateDirect(4)));
  }

  @Test
  void ordersIntsAndLongs() {
    keepsOrdered(buffer(CAPACITY));
  }

  static void keepsOrdered(Buffer buffer) {
    for (int i = 0; i <= CAPACITY - 8; i += 8) {
      buffer.putLongOpaque(i, 0x0102030405060708L);
      assertEquals(8, buffer.getByte(i));
      assertEquals(0x0102030405060708L, buffer.getLongOpaque(i));
      buffer.putLongRelease(i, i + 1L);
      assertEquals(i + 1L, buffer.getLongAcquire(i));
      buffer.putLongVolatile(i, i - 1L);
      assertEquals(i - 1L, buffer.getLongVolatile(i));
      assertEquals(i - 1L, buffer.getLong(i));
      assertEquals(false, buffer.compareAndSetLong(i, i, 9));
      assertEquals(i - 1L, buffer.getLong(i));
      assertEquals(true, buffer.compareAndSetLong(i, i - 1L, 1L << 40));
      assertEquals(1L << 40, buffer.getAndSetLong(i, Long.MAX_VALUE));
      assertEquals(Long.MAX_VALUE, buffer.getAndAddLong(i, 1));
      assertEquals(Long.MIN_VALUE, buffer.getLong(i));
    }
    for (int i = 0; i <= CAPACITY - 4; i += 4) {
      buffer.putIntOpaque(i, 0x01020304);
      assertEquals(4, buffer.getByte(i));
      assertEquals(0x01020304, buffer.getIntOpaque(i));
      buffer.putIntRelease(i, i + 1);
      assertEquals(i + 1, buffer.getIntAcquire(i));
      buffer.putIntVolatile(i, i - 1);
      assertEquals(i - 1, buffer.getIntVolatile(i));
      assertEquals(false, buffer.compareAndSetInt(i, i, 9));
      assertEquals(true, buffer.compareAndSetInt(i, i - 1, 1 << 20));
      assertEquals(1 << 20, buffer.getAndSetInt(i, Integer.MAX_VALUE));
      assertEquals(Integer.MAX_VALUE, buffer.getAndAddInt(i, 1));
      assertEquals(Integer.MIN_VALUE, buffer.getInt(i));
    }
  }

  @Test
  void refusesOrderedAccessOutsideOrAtOddAddresses() {
    refusesOrdered(buffer(CAPACITY), CAPACITY);
    refusesOrdered(buffer(CAPACITY + 8).slice(4, CAPACITY), CAPACITY);
  }

  private static final Use[] INTS = {
    (b, i) -> b.getIntOpaque(i),
    (b, i) -> b.getIntAcquire(i),
    (b, i) -> b.getIntVolatile(i),
    (b, i) -> b.putIntOpaque(i, -1),
    (b, i) -> b.putIntRelease(i, -1),
    (b, i) -> b.putIntVolatile(i, -1),
    (b, i) -> b.compareAndSetInt(i, 0, -1),
    (b, i) -> b.getAndSetInt(i, -1),
    (b, i) -> b.getAndAddInt(i, -1)
  };

  private static final Use[] LONGS = {
    (b, i) -> b.getLongOpaque(i),
    (b, i) -> b.getLongAcquire(i),
    (b, i) -> b.getLongVolatile(i),
    (b, i) -> b.putLongOpaque(i, -1),
    (b, i) -> b.putLongRelease(i, -1),
    (b, i) -> b.putLongVolatile(i, -1),
    (b, i) -> b.compareAndSetLong(i, 0, -1),
    (b, i) -> b.getAndSetLong(i, -1),
    (b, i) -> b.getAndAddLong(i, -1)
  };

  static void refusesOrdered(Buffer buffer, long capacity) {
    long start = buffer.segment().address();
    for (int size : new int[] {4, 8}) {
      for (Use use : size == 4 ? INTS : LONGS) {
        for (long i = 0; i <= capacity - size; i++) {
          long index = i;
          if ((start + i) % size != 0) {
            assertMessage(
                IllegalArgumentException.class,
                "index: %d, address: 0x%x, not a multiple of %d".formatted(i, start + i, size),
                () -> use.on(buffer, index));
          }
        }
        long first = -start & size - 1;
        for (long index :
            new long[] {
              first - size,
              (capacity - first) / size * size + first,
              (1L << 32) + first,
              (1L << 62) + first,
              (-1L << 40) + first
            }) {
          assertOutside(index, size, capacity, () -> use.on(buffer, index));
        }
      }
    }
    assertArrayEquals(new byte[(int) capacity], bytes(buffer));
  }

  /// One of each way to touch the memory at an index.
  static final Use[] READS = {
    (b, i) -> b.getByte(i),
    (b, i) -> b.getShort(i),
    (b, i) -> b.getInt(i),
    (b, i) -> b.getLong(i),
    (b, i) -> b.getByte((int) i),
    (b, i) -> b.getShort((int) i),
    (b, i) -> b.getInt((int) i),
    (b, i) -> b.getLong((int) i),
    (b, i) -> b.getIntAcquire(i),
    (b, i) -> b.getLongOpaque(i),
    (b, i) -> b.getLongVolatile(i),
    (b, i) -> b.getVarLong(i),
    (b, i) -> b.getAscii(i, 4),
    (b, i) -> b.getUtf8(i, 4),
    (b, i) -> b.getBytes(i, new byte[4], 0, 4),
    (b, i) -> b.getBytes(i, ByteBuffer.allocate(4), 0, 4),
    (b, i) -> b.getBytes(i, MemorySegment.ofArray(new byte[4]), 0, 4),
    (b, i) -> b.slice(i, 4).getInt(0),
    (b, i) -> b.asByteBuffer(i, 4).getInt(0),
    (b, i) -> b.indexOf(i, 8, (byte) 1),
    (b, i) -> b.indexOf(i, 1, (byte) 1),
    (b, i) -> b.mismatch(i, HeapBuffer.allocate(4), 0, 4),
    (b, i) -> HeapBuffer.allocate(4).mismatch(0, b, i, 4),
    (b, i) -> HeapBuffer.allocate(4).putBytes(0, b, i, 4)
  };

  static final Use[] WRITES = {
    (b, i) -> b.putByte(i, (byte) 1),
    (b, i) -> b.putShort(i, (short) 1),
    (b, i) -> b.putInt(i, 1),
    (b, i) -> b.putLong(i, 1),
    (b, i) -> b.putByte((int) i, (byte) 1),
    (b, i) -> b.putShort((int) i, (short) 1),
    (b, i) -> b.putInt((int) i, 1),
    (b, i) -> b.putLong((int) i, 1),
    (b, i) -> b.putIntRelease(i, 1),
    (b, i) -> b.putLongOpaque(i, 1),
    (b, i) -> b.putLongVolatile(i, 1),
    (b, i) -> b.compareAndSetInt(i, 0, 1),
    (b, i) -> b.compareAndSetLong(i, 0, 1),
    (b, i) -> b.getAndSetInt(i, 1),
    (b, i) -> b.getAndAddLong(i, 1),
    (b, i) -> b.putVarLong(i, 1),
    (b, i) -> b.putVarLong(i, 1000),
    (b, i) -> b.putAscii(i, "ab"),
    (b, i) -> b.putUtf8(i, "ab"),
    (b, i) -> b.putPrefixedUtf8(i, "ab"),
    (b, i) -> b.putBytes(i, new byte[4], 0, 4),
    (b, i) -> b.putBytes(i, ByteBuffer.allocate(4), 0, 4),
    (b, i) -> b.putBytes(i, MemorySegment.ofArray(new byte[4]), 0, 4),
    (b, i) -> b.putBytes(i, HeapBuffer.allocate(4), 0, 4),
    (b, i) -> b.fill(i, 4, (byte) 1)
  };

  static void refusesWrites(Buffer buffer) {
    for (Use write : WRITES) {
      assertMessage(
          IllegalArgumentException.class,
          "Attempt to write a read-only segment",
          () -> write.on(buffer, 0));
    }
  }

  static void refusesAll(Class<? extends Throwable> type, String message, Buffer buffer) {
    for (Use[] uses : new Use[][] {READS, WRITES}) {
      for (Use use : uses) {
        assertMessage(type, message, () -> use.on(buffer, 0));
      }
    }
  }

  static void refusesOtherThreads(Buffer buffer) throws InterruptedException {
    var seen = new AtomicReference<Throwable>();
    Thread thread =
        new Thread(() ->
            refusesAll(
                WrongThreadException.class, "Attempted access outside owning thread", buffer));
    thread.setUncaughtExceptionHandler((_, thrown) -> seen.set(thrown));
    thread.start();
    thread.join();
    assertNull(seen.get());
  }

  @Test
  void readOnlyMemoryIsRead() {
    MemorySegment memory = Arena.ofAuto().allocate(16, 8);
    memory.set(ValueLayout.JAVA_BYTE, 3, (byte) 5);
    NativeBuffer buffer = NativeBuffer.wrap(memory.asReadOnly());
    for (Use read : READS) {
      read.on(buffer, 0);
    }
    refusesWrites(buffer);
    assertEquals(5, buffer.getByte(3));
    assertEquals(5L << 24, buffer.getLongAcquire(0));
  }

  @Test
  void isRefusedAfterTheCloseAndToOtherThreads() throws Exception {
    NativeBuffer buffer;
    try (Arena arena = Arena.ofConfined()) {
      buffer = NativeBuffer.allocate(16, arena);
      refusesOtherThreads(buffer);
      assertArrayEquals(new byte[16], bytes(buffer));
    }
    refusesAll(IllegalStateException.class, "Already closed", buffer);
    assertOutside(16, 8, 16, () -> buffer.getLong(16));
  }
}
