// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static cermet.core.buffer.NativeBuffer.BYTE;
import static cermet.core.buffer.NativeBuffer.HIGHS;
import static cermet.core.buffer.NativeBuffer.INT;
import static cermet.core.buffer.NativeBuffer.LONG;
import static cermet.core.buffer.NativeBuffer.NEAR_INT;
import static cermet.core.buffer.NativeBuffer.NEAR_LONG;
import static cermet.core.buffer.NativeBuffer.NEAR_SHORT;
import static cermet.core.buffer.NativeBuffer.ONES;
import static cermet.core.buffer.NativeBuffer.ORDERED_INT;
import static cermet.core.buffer.NativeBuffer.ORDERED_LONG;
import static cermet.core.buffer.NativeBuffer.SHORT;
import static cermet.core.buffer.NativeBuffer.near;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A buffer on a file mapped into memory, of any size, that can grow with its file.
///
/// - **Use** for random access to large files, and for memory shared between processes.
/// - **Avoid** to read a file once from start to end, or one that others may truncate meanwhile.
/// - **Cost** `getByte`, `getInt`, `getLong`, `putByte`, `putInt`, `putLong`, `getLongAcquire`,
///   `putLongRelease`, `compareAndSetLong`, `getAndAddLong` O(1), checked, once a page is in
///   memory; `grow`, `remap` and `close` stop the threads for a moment.
/// - **Allocation** none to read, write or copy; a slice, a view, `fill` and copies from or to a
///   `ByteBuffer` up to four small objects; strings what they are made of.
/// - **Threads** any number: `putLongRelease` happens-before the `getLongAcquire` that reads its
///   value, and so for ints; plain access, `grow`, `remap` and `close` for one thread at a time.
/// - **Errors** outside: `IndexOutOfBoundsException` with index, length and capacity; ordered
///   access at an odd address, or a write to a read-only file: `IllegalArgumentException`; closed,
///   a slice of before `grow` or `remap`, or these and `close` amid another thread's I/O there:
///   `IllegalStateException`; file shorter than what is or was mapped: `IOException` that names it;
///   interrupted in `grow` or `remap`: `ClosedByInterruptException`, and it cannot be mapped again;
///   truncated or disk full while mapped: `InternalError`; never closed: the mapping stays.
/// - **Source** unspecified; Warren, Hacker's Delight, 6-1 for finding a byte in a word.
/// - **Copies with** `Buffer`, `Encodings`, `HeapBuffer`, `NativeBuffer`, `Mapping`.
public final class MappedBuffer implements Buffer, AutoCloseable {
  /*
   * To grow is to map the file again, then to change the fields, so that what fails has changed
   * nothing here. A view has no file: it cannot grow, and dies with the mapping it was taken from.
   *
   * Only ever mapped memory, for the reason that NativeBuffer gives. The handles are those of
   * NativeBuffer: what the compiler has seen it notes where they are called, and not with them.
   */

  private MemorySegment memory;
  private ByteBuffer near;
  private @Nullable Mapping mapping;

  private MappedBuffer(MemorySegment memory) {
    this.memory = memory;
    near = near(memory);
  }

  private MappedBuffer(Mapping mapping) {
    memory = mapping.memory;
    near = mapping.near;
    this.mapping = mapping;
  }

  /// Creates a file of zeros and maps it.
  ///
  /// @param file a file that is not there yet
  /// @param capacity its size
  /// @return the buffer
  /// @throws IOException if it exists or cannot be created
  public static MappedBuffer create(Path file, long capacity) throws IOException {
    return new MappedBuffer(Mapping.create(file, capacity));
  }

  /// Maps all of a file, to read and write.
  ///
  /// @param file the file
  /// @return the buffer, as large as the file is now
  /// @throws IOException if it is not there or cannot be opened
  public static MappedBuffer open(Path file) throws IOException {
    return open(file, 0);
  }

  /// Maps all of a file that has a least size, to read and write.
  ///
  /// @param file the file
  /// @param least the bytes that must be there
  /// @return the buffer, as large as the file is now
  /// @throws IOException if it is not there, shorter or cannot be opened
  public static MappedBuffer open(Path file, long least) throws IOException {
    return new MappedBuffer(Mapping.open(file, least, MapMode.READ_WRITE));
  }

  /// Maps all of a file that has a least size, to read.
  ///
  /// @param file the file
  /// @param least the bytes that must be there
  /// @return the buffer, as large as the file is now
  /// @throws IOException if it is not there, shorter or cannot be opened
  public static MappedBuffer openReadOnly(Path file, long least) throws IOException {
    return new MappedBuffer(Mapping.open(file, least, MapMode.READ_ONLY));
  }

  /// Wraps mapped memory as a view; nothing is copied.
  ///
  /// @param memory a segment that a file backs
  /// @return a buffer of its size, which cannot grow
  public static MappedBuffer wrap(MemorySegment memory) {
    if (!memory.isMapped()) {
      throw new IllegalArgumentException("not mapped memory, take Buffer.wrap: " + memory);
    }
    return new MappedBuffer(memory);
  }

  /// Extends the file by zeros and maps it anew; slices and views of before throw from then on.
  ///
  /// @param capacity the new capacity, not below the old
  /// @throws IOException if the file was found shorter than the old, or cannot grow: whatever is
  ///   thrown, nothing changed here, and of the file at most its length
  public void grow(long capacity) throws IOException {
    use(mapping().grown(capacity));
  }

  /// Maps the file as long as it is now; slices and views of before throw from then on.
  ///
  /// @throws IOException if it was found shorter than it was; nothing changed
  public void remap() throws IOException {
    use(mapping().remapped());
  }

  /// Waits until all that was written is on the disk.
  public void force() {
    memory.force();
  }

  /// Waits until what was written to a range is on the disk.
  ///
  /// @param index its first byte
  /// @param length the number of bytes
  public void force(long index, long length) {
    HeapBuffer.checkRange(index, length, capacity());
    memory.asSlice(index, length).force();
  }

  /// Unmaps and closes the file; slices and views throw from then on; of a view it does nothing.
  ///
  /// @throws IOException if the file cannot be closed
  @Override
  public void close() throws IOException {
    Mapping open = mapping;
    if (open != null && open.isOpen()) {
      open.close();
    }
  }

  @Override
  public MappedBuffer slice(long index, long length) {
    HeapBuffer.checkRange(index, length, capacity());
    return new MappedBuffer(memory.asSlice(index, length));
  }

  @Override
  public String toString() {
    Mapping open = mapping;
    String of = open == null ? "" : ", file=" + open.file;
    return "MappedBuffer[capacity=" + capacity() + of + "]";
  }

  private void use(Mapping anew) {
    mapping = anew;
    memory = anew.memory;
    near = anew.near;
  }

  private Mapping mapping() {
    Mapping open = mapping;
    if (open == null) {
      throw new UnsupportedOperationException("a view has no file of its own: " + this);
    }
    if (!open.isOpen()) {
      throw new IllegalStateException("closed: " + open.file);
    }
    return open;
  }

  // The same text as in NativeBuffer: from here.

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
