// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// A buffer on a range of a `byte[]`, of fixed capacity or growing as it is written.
///
/// - **Use** first of the three: the fastest, also for messages of many fields in one method.
/// - **Avoid** for ordered access by several threads, for I/O without a copy, and beyond 2 GiB.
/// - **Cost** `getByte`, `getInt`, `getLong`, `putByte`, `putInt`, `putLong` O(1), checked; a write
///   past the end of a growing buffer at least doubles it.
/// - **Allocation** none to read, write, copy or fill; growth a new array; a slice 32 bytes;
///   strings, segments and `mismatch` with another kind what they are made of.
/// - **Threads** one thread at a time, handed on by safe publication; no ordered access.
/// - **Errors** outside: `IndexOutOfBoundsException` with index, length and capacity, or the limit
///   of growth; ordered access: `UnsupportedOperationException`; out of memory in growth:
///   unchanged.
/// - **Source** unspecified; Warren, Hacker's Delight, 6-1 for finding a byte in a word.
/// - **Copies with** `Buffer`, `Encodings`, `NativeBuffer`, `MappedBuffer`, `Mapping`.
public final class HeapBuffer implements Buffer {
  /*
   *   bytes   . . . . a b c d e f . . .
   *                   ^base       ^base + capacity
   *
   * base + capacity <= bytes.length. A growing buffer has base 0, capacity = bytes.length, and
   * capacity < limit until it has grown that far; any other has capacity = limit.
   *
   * Where the buffer is the whole array, an index is a place, and the check of the array is the
   * only one (HeapBufferProof.randomGet); a part checks its own range first. What these checks
   * throw is replaced where it is caught, which costs nothing where nothing is thrown. All are
   * checks that the compiler knows and moves out of loops (HeapBufferProof.sumBytes). The accesses
   * are short and call little: the more of them fit into one method (HeapBufferProof.decode160).
   * The handles are not exact for the same reason: each call's types are the handle's own, and to
   * have that checked takes a part of what a method can hold.
   */

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  /// Arbitrary: a small message.
  private static final int MIN_GROWN = 64;

  private byte[] bytes;
  private int capacity;
  private final int base;
  private final int limit;
  private final boolean whole;
  private final boolean fixed;

  private HeapBuffer(byte[] bytes, int base, int capacity, int limit) {
    this.bytes = bytes;
    this.base = base;
    this.capacity = capacity;
    this.limit = limit;
    whole = base == 0 && capacity == bytes.length;
    fixed = whole && capacity == limit;
  }

  /// Creates a buffer of zeros.
  ///
  /// @param capacity the number of bytes
  /// @return the buffer
  public static HeapBuffer allocate(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    return wrap(new byte[capacity]);
  }

  /// Creates a buffer that grows when it is written past its end.
  ///
  /// @param capacity the number of bytes to begin with
  /// @param limit the largest capacity
  /// @return the buffer
  public static HeapBuffer growing(int capacity, int limit) {
    if (capacity < 0 || capacity > limit) {
      throw new IllegalArgumentException("capacity: " + capacity + ", limit: " + limit);
    }
    return new HeapBuffer(new byte[capacity], 0, capacity, limit);
  }

  /// Wraps an array, which is not copied.
  ///
  /// @param bytes the array
  /// @return a buffer of that length
  public static HeapBuffer wrap(byte[] bytes) {
    return new HeapBuffer(bytes, 0, bytes.length, bytes.length);
  }

  /// Wraps a range of an array, which is not copied.
  ///
  /// @param bytes the array
  /// @param from the first place
  /// @param to the place after the last
  /// @return a buffer of that range
  public static HeapBuffer wrap(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    return new HeapBuffer(bytes, from, to - from, to - from);
  }

  /// Wraps a segment of a `byte[]`, as that array.
  ///
  /// @param memory a segment that can be written
  /// @return a buffer of that range
  public static HeapBuffer wrap(MemorySegment memory) {
    if (memory.heapBase().orElse(null) instanceof byte[] bytes) {
      int from = (int) memory.address(); // of a heap segment: where it begins in the array
      return wrap(bytes, from, from + (int) memory.byteSize());
    }
    throw new IllegalArgumentException("not a segment of a byte[] that can be written: " + memory);
  }

  @Override
  public byte getByte(long index) {
    try {
      return bytes[whole && index == (int) index ? (int) index : place(index, Byte.BYTES)];
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Byte.BYTES, capacity);
    }
  }

  @Override
  public byte getByte(int index) {
    try {
      return bytes[whole ? index : place(index, Byte.BYTES)];
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Byte.BYTES, capacity);
    }
  }

  @Override
  public void putByte(long index, byte value) {
    try {
      int at = fixed && index == (int) index ? (int) index : room(index, Byte.BYTES);
      bytes[at] = value;
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Byte.BYTES);
    }
  }

  @Override
  public void putByte(int index, byte value) {
    try {
      int at = fixed ? index : room(index, Byte.BYTES);
      bytes[at] = value;
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Byte.BYTES);
    }
  }

  @Override
  public short getShort(long index) {
    try {
      return (short)
          SHORT.get(bytes, whole && index == (int) index ? (int) index : place(index, Short.BYTES));
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Short.BYTES, capacity);
    }
  }

  @Override
  public short getShort(int index) {
    try {
      return (short) SHORT.get(bytes, whole ? index : place(index, Short.BYTES));
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Short.BYTES, capacity);
    }
  }

  @Override
  public void putShort(long index, short value) {
    try {
      int at = fixed && index == (int) index ? (int) index : room(index, Short.BYTES);
      SHORT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Short.BYTES);
    }
  }

  @Override
  public void putShort(int index, short value) {
    try {
      int at = fixed ? index : room(index, Short.BYTES);
      SHORT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Short.BYTES);
    }
  }

  @Override
  public int getInt(long index) {
    try {
      return (int)
          INT.get(bytes, whole && index == (int) index ? (int) index : place(index, Integer.BYTES));
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Integer.BYTES, capacity);
    }
  }

  @Override
  public int getInt(int index) {
    try {
      return (int) INT.get(bytes, whole ? index : place(index, Integer.BYTES));
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Integer.BYTES, capacity);
    }
  }

  @Override
  public void putInt(long index, int value) {
    try {
      int at = fixed && index == (int) index ? (int) index : room(index, Integer.BYTES);
      INT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Integer.BYTES);
    }
  }

  @Override
  public void putInt(int index, int value) {
    try {
      int at = fixed ? index : room(index, Integer.BYTES);
      INT.set(bytes, at, value);
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Integer.BYTES);
    }
  }

  @Override
  public long getLong(long index) {
    try {
      return (long)
          LONG.get(bytes, whole && index == (int) index ? (int) index : place(index, Long.BYTES));
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Long.BYTES, capacity);
    }
  }

  @Override
  public long getLong(int index) {
    try {
      return (long) LONG.get(bytes, whole ? index : place(index, Long.BYTES));
    } catch (IndexOutOfBoundsException _) {
      throw outside(index, Long.BYTES, capacity);
    }
  }

  @Override
  public void putLong(long index, long value) {
    try {
      int at = fixed && index == (int) index ? (int) index : room(index, Long.BYTES);
      LONG.set(bytes, at, value);
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Long.BYTES);
    }
  }

  @Override
  public void putLong(int index, long value) {
    try {
      int at = fixed ? index : room(index, Long.BYTES);
      LONG.set(bytes, at, value);
    } catch (IndexOutOfBoundsException _) {
      throw refused(index, Long.BYTES);
    }
  }

  @Override
  public long capacity() {
    return capacity;
  }

  /// The largest capacity it may grow to.
  ///
  /// @return the capacity, if the buffer does not grow
  public long limit() {
    return limit;
  }

  @Override
  public void getBytes(long index, byte[] into, int at, int length) {
    checkRange(index, length, capacity);
    Objects.checkFromIndexSize(at, length, into.length);
    System.arraycopy(bytes, base + (int) index, into, at, length);
  }

  @Override
  public void getBytes(long index, ByteBuffer into, int at, int length) {
    checkRange(index, length, capacity);
    into.put(at, bytes, base + (int) index, length);
  }

  @Override
  public void getBytes(long index, MemorySegment into, long at, long length) {
    checkRange(index, length, capacity);
    Objects.checkFromIndexSize(at, length, into.byteSize());
    int from = base + (int) index;
    MemorySegment.copy(bytes, from, into, ValueLayout.JAVA_BYTE, at, (int) length);
  }

  @Override
  public void putBytes(long index, byte[] source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    int at = space(index, length);
    System.arraycopy(source, from, bytes, at, length);
  }

  @Override
  public void putBytes(long index, ByteBuffer source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.limit());
    byte[] before = bytes;
    int at = space(index, length);
    try {
      source.get(from, bytes, at, length);
    } catch (Throwable refused) {
      shrink(before);
      throw refused;
    }
  }

  @Override
  public void putBytes(long index, MemorySegment source, long from, long length) {
    Objects.checkFromIndexSize(from, length, source.byteSize());
    byte[] before = bytes;
    int at = space(index, length);
    try {
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, bytes, at, (int) length);
    } catch (Throwable refused) {
      shrink(before);
      throw refused;
    }
  }

  @Override
  public void putBytes(long index, Buffer source, long from, long length) {
    checkRange(from, length, source.capacity());
    byte[] before = bytes;
    int at = space(index, length);
    try {
      source.getBytes(from, bytes, at, (int) length);
    } catch (Throwable refused) {
      shrink(before);
      throw refused;
    }
  }

  @Override
  public void fill(long index, long length, byte value) {
    int at = space(index, length);
    Arrays.fill(bytes, at, at + (int) length, value);
  }

  @Override
  public long mismatch(long index, Buffer other, long at, long length) {
    checkRange(index, length, capacity);
    checkRange(at, length, other.capacity());
    if (!(other instanceof HeapBuffer that)) {
      return other.mismatch(at, this, index, length);
    }
    int here = base + (int) index;
    int there = that.base + (int) at;
    int size = (int) length;
    return Arrays.mismatch(bytes, here, here + size, that.bytes, there, there + size);
  }

  @Override
  public long indexOf(long index, long length, byte value) {
    checkRange(index, length, capacity);
    byte[] bytes = this.bytes;
    int at = base + (int) index;
    int end = at + (int) length;
    long pattern = (value & 0xFFL) * ONES;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      long different = (long) LONG.get(bytes, at) ^ pattern;
      long zeros = (different - ONES) & ~different & HIGHS; // right up to the first hit
      if (zeros != 0) {
        return (long) at - base + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; at < end; at++) {
      if (bytes[at] == value) {
        return (long) at - base;
      }
    }
    return -1;
  }

  /// A view of a part, which keeps the array of now when this buffer grows.
  @Override
  public HeapBuffer slice(long index, long length) {
    checkRange(index, length, capacity);
    return new HeapBuffer(bytes, base + (int) index, (int) length, (int) length);
  }

  /// A view of all bytes, which keeps the array of now when this buffer grows.
  @Override
  public MemorySegment segment() {
    return MemorySegment.ofArray(bytes).asSlice(base, capacity);
  }

  /// A view of a part, which keeps the array of now when this buffer grows.
  @Override
  public ByteBuffer asByteBuffer(long index, int length) {
    checkRange(index, length, capacity);
    return ByteBuffer.wrap(bytes, base + (int) index, length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The array that this buffer lies in, not a copy; another one after growth.
  ///
  /// @return the array
  public byte[] bytes() {
    return bytes;
  }

  /// The place of index 0 in [#bytes()].
  ///
  /// @return the place
  public int base() {
    return base;
  }

  @Override
  public String toString() {
    return "HeapBuffer[capacity=" + capacity + ", limit=" + limit + "]";
  }

  private int place(long index, int size) {
    return base + (int) Objects.checkIndex(index, capacity - size + 1L);
  }

  private int room(long index, int size) {
    if (capacity < limit && index > capacity - size) {
      grow(index, size);
    }
    return whole && index == (int) index ? (int) index : place(index, size);
  }

  private int space(long index, long length) {
    if (capacity < limit && length >= 0 && index > capacity - length) {
      grow(index, length);
    }
    checkRange(index, length, capacity);
    return base + (int) index;
  }

  private void grow(long index, long length) {
    if (index < 0 || index > limit - length) {
      throw refused(index, length);
    }
    long doubled = Math.min(Math.max(MIN_GROWN, 2L * capacity), Integer.MAX_VALUE - 8);
    int grown = (int) Math.min(Math.max(index + length, doubled), limit);
    bytes = Arrays.copyOf(bytes, grown); // out of memory: nothing has changed
    capacity = grown;
  }

  /* Undoes a growth for a source that is closed, or another thread's. */
  private void shrink(byte[] before) {
    if (bytes.length > before.length) {
      bytes = before;
      capacity = before.length;
    }
  }

  private IndexOutOfBoundsException refused(long index, long length) {
    return capacity < limit && index >= 0
        ? new IndexOutOfBoundsException(
            "index: " + index + ", length: " + length + ", limit: " + limit)
        : outside(index, length, capacity);
  }

  /* For all three classes. */
  static void checkRange(long index, long length, long capacity) {
    if (index < 0 || length < 0 || index > capacity - length) {
      throw outside(index, length, capacity);
    }
  }

  /* For writes that begin with their last byte: that is in range, is the first? */
  static void checkStart(long index, long length, long capacity) {
    if (index < 0 || index > Long.MAX_VALUE - length) {
      throw outside(index, length, capacity);
    }
  }

  static IndexOutOfBoundsException outside(long index, long length, long capacity) {
    return new IndexOutOfBoundsException(
        "index: " + index + ", length: " + length + ", capacity: " + capacity);
  }

  /* Why an ordered access to a segment was refused. */
  static RuntimeException refused(
      MemorySegment memory, long index, int size, RuntimeException refused) {
    if (refused instanceof IndexOutOfBoundsException) {
      return outside(index, size, memory.byteSize());
    }
    long address = memory.address() + index;
    return (address & size - 1) == 0
        ? refused // to be written, but read-only
        : new IllegalArgumentException(
            "index: "
                + index
                + ", address: 0x"
                + Long.toHexString(address)
                + ", not a multiple of "
                + size);
  }
}
