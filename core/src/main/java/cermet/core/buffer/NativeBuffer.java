// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/// A buffer on native memory, whose life its arena decides.
///
/// - **Use** for ordered access by several threads, for I/O without a copy, or beyond 2 GiB.
/// - **Avoid** where a `byte[]` will do: `HeapBuffer` is faster, and more so the more fields one
///   method reads.
/// - **Cost** `getByte`, `getInt`, `getLong`, `putByte`, `putInt`, `putLong`, `getLongAcquire`,
///   `putLongRelease`, `compareAndSetLong`, `getAndAddLong` O(1), checked.
/// - **Allocation** none to read, write or copy; a slice, a view, `fill` and copies from or to a
///   `ByteBuffer` up to four small objects; strings what they are made of.
/// - **Threads** those that the arena lets in: `putLongRelease` happens-before the `getLongAcquire`
///   that reads its value, and so for ints; plain access for one thread at a time.
/// - **Errors** outside: `IndexOutOfBoundsException` with index, length and capacity; ordered
///   access at an odd address, or a write to read-only memory: `IllegalArgumentException`; arena
///   closed: `IllegalStateException`; a thread that it does not let in: `WrongThreadException`.
/// - **Source** unspecified; Warren, Hacker's Delight, 6-1 for finding a byte in a word.
/// - **Copies with** `Buffer`, `Encodings`, `HeapBuffer`, `MappedBuffer`, `Mapping`.
public final class NativeBuffer implements Buffer {
  /*
   * Only ever native memory that no file backs: the compiler learns the class of the segment from
   * what each access of this file has seen, and drops what it would have to do for other classes.
   * What stands between the two rules is the same text here and in MappedBuffer, for that reason;
   * a test compares them. NativeBufferProof.polluted shows what one text for both would cost.
   * The handles are not exact, as HeapBuffer says.
   *
   * An index of type long goes to the segment: the compiler knows its check in loops over long
   * indices (NativeBufferProof.sumBytesByLong). An int goes to a ByteBuffer of the first 2 GiB, whose
   * check is one of ints: fewer sign extensions, and fewer values to keep alive
   * (NativeBufferProof.randomGet, randomPut). Writes to it go through handles, which have the byte
   * order fixed, where ByteBuffer asks for it once a JVM has seen both. What it refuses is asked of
   * the segment, whose answer counts: a long may begin below 2 GiB and end above.
   */

  static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
  static final VarHandle SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  static final VarHandle NEAR_SHORT =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle NEAR_INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle NEAR_LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle ORDERED_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  static final VarHandle ORDERED_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private static final long MAX_NEAR = Integer.MAX_VALUE - 8; // the largest ByteBuffer of memory

  static final long ONES = 0x0101_0101_0101_0101L;
  static final long HIGHS = 0x8080_8080_8080_8080L;

  private final MemorySegment memory;
  private final ByteBuffer near;

  private NativeBuffer(MemorySegment memory) {
    this.memory = memory;
    near = near(memory);
  }

  /// Allocates zeros, aligned to 8 bytes.
  ///
  /// @param capacity the number of bytes
  /// @param arena the arena that they live in
  /// @return the buffer
  public static NativeBuffer allocate(long capacity, Arena arena) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    return wrap(arena.allocate(capacity, Long.BYTES));
  }

  /// Wraps native memory; nothing is copied.
  ///
  /// @param memory a segment that is neither on the heap nor mapped
  /// @return a buffer of its size
  public static NativeBuffer wrap(MemorySegment memory) {
    if (!memory.isNative() || memory.isMapped()) {
      throw new IllegalArgumentException("not native memory, take Buffer.wrap: " + memory);
    }
    return new NativeBuffer(memory);
  }

  @Override
  public NativeBuffer slice(long index, long length) {
    HeapBuffer.checkRange(index, length, capacity());
    return new NativeBuffer(memory.asSlice(index, length));
  }

  @Override
  public String toString() {
    return "NativeBuffer[capacity=" + capacity() + "]";
  }

  /* What an index of type int reaches, but for the last bytes below 2 GiB. */
  static ByteBuffer near(MemorySegment memory) {
    boolean whole = memory.byteSize() <= MAX_NEAR;
    MemorySegment near = whole ? memory : memory.asSlice(0, MAX_NEAR);
    return near.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  // The same text as in MappedBuffer: from here.

  @Override
  public byte getByte(long index) {
    try {
      return (byte) BYTE.get(memory, index);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Byte.BYTES, capacity());
    }
  }

  @Override
  public byte getByte(int index) {
    try {
      return near.get(index);
    } catch (IndexOutOfBoundsException _) {
      return getByte((long) index);
    }
  }

  @Override
  public void putByte(long index, byte value) {
    try {
      BYTE.set(memory, index, value);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Byte.BYTES, capacity());
    }
  }

  @Override
  public void putByte(int index, byte value) {
    try {
      near.put(index, value);
    } catch (IndexOutOfBoundsException | ReadOnlyBufferException _) {
      putByte((long) index, value);
    }
  }

  @Override
  public short getShort(long index) {
    try {
      return (short) SHORT.get(memory, index);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Short.BYTES, capacity());
    }
  }

  @Override
  public short getShort(int index) {
    try {
      return near.getShort(index);
    } catch (IndexOutOfBoundsException _) {
      return getShort((long) index);
    }
  }

  @Override
  public void putShort(long index, short value) {
    try {
      SHORT.set(memory, index, value);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Short.BYTES, capacity());
    }
  }

  @Override
  public void putShort(int index, short value) {
    try {
      NEAR_SHORT.set(near, index, value);
    } catch (IndexOutOfBoundsException | ReadOnlyBufferException _) {
      putShort((long) index, value);
    }
  }

  @Override
  public int getInt(long index) {
    try {
      return (int) INT.get(memory, index);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Integer.BYTES, capacity());
    }
  }

  @Override
  public int getInt(int index) {
    try {
      return near.getInt(index);
    } catch (IndexOutOfBoundsException _) {
      return getInt((long) index);
    }
  }

  @Override
  public void putInt(long index, int value) {
    try {
      INT.set(memory, index, value);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Integer.BYTES, capacity());
    }
  }

  @Override
  public void putInt(int index, int value) {
    try {
      NEAR_INT.set(near, index, value);
    } catch (IndexOutOfBoundsException | ReadOnlyBufferException _) {
      putInt((long) index, value);
    }
  }

  @Override
  public long getLong(long index) {
    try {
      return (long) LONG.get(memory, index);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Long.BYTES, capacity());
    }
  }

  @Override
  public long getLong(int index) {
    try {
      return near.getLong(index);
    } catch (IndexOutOfBoundsException _) {
      return getLong((long) index);
    }
  }

  @Override
  public void putLong(long index, long value) {
    try {
      LONG.set(memory, index, value);
    } catch (IndexOutOfBoundsException _) {
      throw HeapBuffer.outside(index, Long.BYTES, capacity());
    }
  }

  @Override
  public void putLong(int index, long value) {
    try {
      NEAR_LONG.set(near, index, value);
    } catch (IndexOutOfBoundsException | ReadOnlyBufferException _) {
      putLong((long) index, value);
    }
  }

  @Override
  public int getIntOpaque(long index) {
    try {
      return (int) ORDERED_INT.getOpaque(memory, index);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public int getIntAcquire(long index) {
    try {
      return (int) ORDERED_INT.getAcquire(memory, index);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public int getIntVolatile(long index) {
    try {
      return (int) ORDERED_INT.getVolatile(memory, index);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public void putIntOpaque(long index, int value) {
    try {
      ORDERED_INT.setOpaque(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public void putIntRelease(long index, int value) {
    try {
      ORDERED_INT.setRelease(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public void putIntVolatile(long index, int value) {
    try {
      ORDERED_INT.setVolatile(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public boolean compareAndSetInt(long index, int expected, int value) {
    try {
      return (boolean) ORDERED_INT.compareAndSet(memory, index, expected, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public int getAndSetInt(long index, int value) {
    try {
      return (int) ORDERED_INT.getAndSet(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public int getAndAddInt(long index, int delta) {
    try {
      return (int) ORDERED_INT.getAndAdd(memory, index, delta);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Integer.BYTES, refused);
    }
  }

  @Override
  public long getLongOpaque(long index) {
    try {
      return (long) ORDERED_LONG.getOpaque(memory, index);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public long getLongAcquire(long index) {
    try {
      return (long) ORDERED_LONG.getAcquire(memory, index);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public long getLongVolatile(long index) {
    try {
      return (long) ORDERED_LONG.getVolatile(memory, index);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public void putLongOpaque(long index, long value) {
    try {
      ORDERED_LONG.setOpaque(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public void putLongRelease(long index, long value) {
    try {
      ORDERED_LONG.setRelease(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public void putLongVolatile(long index, long value) {
    try {
      ORDERED_LONG.setVolatile(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public boolean compareAndSetLong(long index, long expected, long value) {
    try {
      return (boolean) ORDERED_LONG.compareAndSet(memory, index, expected, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public long getAndSetLong(long index, long value) {
    try {
      return (long) ORDERED_LONG.getAndSet(memory, index, value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public long getAndAddLong(long index, long delta) {
    try {
      return (long) ORDERED_LONG.getAndAdd(memory, index, delta);
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      throw HeapBuffer.refused(memory, index, Long.BYTES, refused);
    }
  }

  @Override
  public long capacity() {
    return memory.byteSize();
  }

  @Override
  public void getBytes(long index, byte[] into, int at, int length) {
    HeapBuffer.checkRange(index, length, capacity());
    Objects.checkFromIndexSize(at, length, into.length);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, index, into, at, length);
  }

  @Override
  public void getBytes(long index, ByteBuffer into, int at, int length) {
    into.put(at, asByteBuffer(index, length), 0, length);
  }

  @Override
  public void getBytes(long index, MemorySegment into, long at, long length) {
    HeapBuffer.checkRange(index, length, capacity());
    Objects.checkFromIndexSize(at, length, into.byteSize());
    MemorySegment.copy(memory, index, into, at, length);
  }

  @Override
  public void putBytes(long index, byte[] source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    HeapBuffer.checkRange(index, length, capacity());
    MemorySegment.copy(source, from, memory, ValueLayout.JAVA_BYTE, index, length);
  }

  @Override
  public void putBytes(long index, ByteBuffer source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.limit());
    try {
      asByteBuffer(index, length).put(0, source, from, length);
    } catch (ReadOnlyBufferException refused) {
      throw new IllegalArgumentException("Attempt to write a read-only segment", refused);
    }
  }

  @Override
  public void putBytes(long index, MemorySegment source, long from, long length) {
    Objects.checkFromIndexSize(from, length, source.byteSize());
    HeapBuffer.checkRange(index, length, capacity());
    MemorySegment.copy(source, from, memory, index, length);
  }

  @Override
  public void putBytes(long index, Buffer source, long from, long length) {
    HeapBuffer.checkRange(from, length, source.capacity());
    HeapBuffer.checkRange(index, length, capacity());
    source.getBytes(from, memory, index, length);
  }

  @Override
  public void fill(long index, long length, byte value) {
    HeapBuffer.checkRange(index, length, capacity());
    memory.asSlice(index, length).fill(value);
  }

  @Override
  public long mismatch(long index, Buffer other, long at, long length) {
    HeapBuffer.checkRange(index, length, capacity());
    HeapBuffer.checkRange(at, length, other.capacity());
    return MemorySegment.mismatch(memory, index, index + length, other.segment(), at, at + length);
  }

  @Override
  public long indexOf(long index, long length, byte value) {
    HeapBuffer.checkRange(index, length, capacity());
    MemorySegment memory = this.memory;
    long at = index;
    long end = index + length;
    long pattern = (value & 0xFFL) * ONES;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      long different = (long) LONG.get(memory, at) ^ pattern;
      long zeros = (different - ONES) & ~different & HIGHS; // right up to the first hit
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; at < end; at++) {
      if ((byte) BYTE.get(memory, at) == value) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public MemorySegment segment() {
    return memory;
  }

  @Override
  public ByteBuffer asByteBuffer(long index, int length) {
    HeapBuffer.checkRange(index, length, capacity());
    return memory.asSlice(index, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
