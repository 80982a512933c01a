// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A run of bytes on the heap, outside it or in a file, read and written at any index.
///
/// - **Use** as a parameter of code that is not hot, or that finds out the kind once: a `switch`
///   over the three classes around the loop.
/// - **Avoid** in the loop itself once all three kinds go through it: name the class.
/// - **Cost** `getVarLong`, `putVarLong`, `getZigZagLong`, `putZigZagLong` O(1), as all else but
///   the bulk methods.
/// - **Allocation** none, but for strings, views, slices, the growth of a heap buffer, `mismatch`
///   of two kinds and, on native or mapped memory, `fill` and copies of a `ByteBuffer`.
/// - **Threads** as the class says; ordered access is for native and mapped memory.
/// - **Errors** outside: `IndexOutOfBoundsException` with index, length and capacity; ordered
///   access to the heap: `UnsupportedOperationException`; at an odd address:
///   `IllegalArgumentException`; malformed varint or text: `IllegalArgumentException` with its
///   place; nothing is written then.
/// - **Source** LEB128 as in DWARF 5, 7.6; zig-zag as in Protocol Buffers, Encoding.
/// - **Copies with** `Encodings`, `HeapBuffer`, `NativeBuffer`, `MappedBuffer`, `Mapping`.
public sealed interface Buffer extends Encodings permits HeapBuffer, NativeBuffer, MappedBuffer {
  /*
   * The classes write what touches memory: byte, short, int and long, ordered access and the bulk
   * methods. What is made of these alone stands here. Each class is final, so that a caller that
   * names it gets these methods compiled for it, whatever else they have been called on.
   *
   * Every index and length is checked. A write that does not fit writes nothing: those of several
   * parts begin with the last byte.
   */

  /// Wraps an array, which is not copied.
  ///
  /// @param bytes the array
  /// @return a buffer of that length
  static HeapBuffer wrap(byte[] bytes) {
    return HeapBuffer.wrap(bytes);
  }

  /// Wraps what lies between position and limit; nothing is copied.
  ///
  /// @param buffer a heap buffer with an array, a direct or a mapped one
  /// @return a buffer of the class for that memory
  static Buffer wrap(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      int from = buffer.arrayOffset() + buffer.position();
      return HeapBuffer.wrap(buffer.array(), from, from + buffer.remaining());
    }
    return wrap(MemorySegment.ofBuffer(buffer));
  }

  /// Wraps a segment; nothing is copied.
  ///
  /// @param memory a segment of a `byte[]`, of native or of mapped memory
  /// @return a buffer of the class for that memory
  static Buffer wrap(MemorySegment memory) {
    if (!memory.isNative()) {
      return HeapBuffer.wrap(memory);
    }
    return memory.isMapped() ? MappedBuffer.wrap(memory) : NativeBuffer.wrap(memory);
  }

  /// The number of bytes.
  ///
  /// @return the index after the last
  @Override
  long capacity();

  /// Reads a byte.
  ///
  /// @param index its place
  /// @return the value
  @Override
  byte getByte(long index);

  /// As `getByte(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its place
  /// @return the value
  byte getByte(int index);

  /// Writes a byte.
  ///
  /// @param index its place
  /// @param value the value
  @Override
  void putByte(long index, byte value);

  /// As `putByte(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its place
  /// @param value the value
  void putByte(int index, byte value);

  /// Reads a little-endian short.
  ///
  /// @param index its first byte
  /// @return the value
  short getShort(long index);

  /// As `getShort(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its first byte
  /// @return the value
  short getShort(int index);

  /// Writes a little-endian short.
  ///
  /// @param index its first byte
  /// @param value the value
  void putShort(long index, short value);

  /// As `putShort(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its first byte
  /// @param value the value
  void putShort(int index, short value);

  /// Reads a big-endian short.
  ///
  /// @param index its first byte
  /// @return the value
  default short getShortBE(long index) {
    return Short.reverseBytes(getShort(index));
  }

  /// Writes a big-endian short.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putShortBE(long index, short value) {
    putShort(index, Short.reverseBytes(value));
  }

  /// Reads a little-endian char.
  ///
  /// @param index its first byte
  /// @return the value
  default char getChar(long index) {
    return (char) getShort(index);
  }

  /// Writes a little-endian char.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putChar(long index, char value) {
    putShort(index, (short) value);
  }

  /// Reads a big-endian char.
  ///
  /// @param index its first byte
  /// @return the value
  default char getCharBE(long index) {
    return (char) getShortBE(index);
  }

  /// Writes a big-endian char.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putCharBE(long index, char value) {
    putShortBE(index, (short) value);
  }

  /// Reads a little-endian int.
  ///
  /// @param index its first byte
  /// @return the value
  @Override
  int getInt(long index);

  /// As `getInt(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its first byte
  /// @return the value
  int getInt(int index);

  /// Writes a little-endian int.
  ///
  /// @param index its first byte
  /// @param value the value
  @Override
  void putInt(long index, int value);

  /// As `putInt(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its first byte
  /// @param value the value
  void putInt(int index, int value);

  /// Reads a big-endian int.
  ///
  /// @param index its first byte
  /// @return the value
  default int getIntBE(long index) {
    return Integer.reverseBytes(getInt(index));
  }

  /// Writes a big-endian int.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putIntBE(long index, int value) {
    putInt(index, Integer.reverseBytes(value));
  }

  /// Reads a little-endian long.
  ///
  /// @param index its first byte
  /// @return the value
  @Override
  long getLong(long index);

  /// As `getLong(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its first byte
  /// @return the value
  long getLong(int index);

  /// Writes a little-endian long.
  ///
  /// @param index its first byte
  /// @param value the value
  void putLong(long index, long value);

  /// As `putLong(long)`; at random in native memory an index of type int takes less.
  ///
  /// @param index its first byte
  /// @param value the value
  void putLong(int index, long value);

  /// Reads a big-endian long.
  ///
  /// @param index its first byte
  /// @return the value
  default long getLongBE(long index) {
    return Long.reverseBytes(getLong(index));
  }

  /// Writes a big-endian long.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putLongBE(long index, long value) {
    putLong(index, Long.reverseBytes(value));
  }

  /// Reads a little-endian float.
  ///
  /// @param index its first byte
  /// @return the value
  default float getFloat(long index) {
    return Float.intBitsToFloat(getInt(index));
  }

  /// Writes a little-endian float.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putFloat(long index, float value) {
    putInt(index, Float.floatToRawIntBits(value));
  }

  /// Reads a big-endian float.
  ///
  /// @param index its first byte
  /// @return the value
  default float getFloatBE(long index) {
    return Float.intBitsToFloat(getIntBE(index));
  }

  /// Writes a big-endian float.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putFloatBE(long index, float value) {
    putIntBE(index, Float.floatToRawIntBits(value));
  }

  /// Reads a little-endian double.
  ///
  /// @param index its first byte
  /// @return the value
  default double getDouble(long index) {
    return Double.longBitsToDouble(getLong(index));
  }

  /// Writes a little-endian double.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putDouble(long index, double value) {
    putLong(index, Double.doubleToRawLongBits(value));
  }

  /// Reads a big-endian double.
  ///
  /// @param index its first byte
  /// @return the value
  default double getDoubleBE(long index) {
    return Double.longBitsToDouble(getLongBE(index));
  }

  /// Writes a big-endian double.
  ///
  /// @param index its first byte
  /// @param value the value
  default void putDoubleBE(long index, double value) {
    putLongBE(index, Double.doubleToRawLongBits(value));
  }

  /// Reads an int whole, in no order with other places.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @return the value
  default int getIntOpaque(long index) {
    throw unsupported("getIntOpaque");
  }

  /// Reads an int before all that follows.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @return the value
  default int getIntAcquire(long index) {
    throw unsupported("getIntAcquire");
  }

  /// Reads an int in the one order of all volatile accesses.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @return the value
  default int getIntVolatile(long index) {
    throw unsupported("getIntVolatile");
  }

  /// Writes an int whole, in no order with other places.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  default void putIntOpaque(long index, int value) {
    throw unsupported("putIntOpaque");
  }

  /// Writes an int after all that went before.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  default void putIntRelease(long index, int value) {
    throw unsupported("putIntRelease");
  }

  /// Writes an int in the one order of all volatile accesses.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  default void putIntVolatile(long index, int value) {
    throw unsupported("putIntVolatile");
  }

  /// Writes an int if another is there, as one volatile access.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param expected what must be there
  /// @param value the value
  /// @return whether it was
  default boolean compareAndSetInt(long index, int expected, int value) {
    throw unsupported("compareAndSetInt");
  }

  /// Exchanges an int, as one volatile access.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  /// @return what was there
  default int getAndSetInt(long index, int value) {
    throw unsupported("getAndSetInt");
  }

  /// Adds to an int, as one volatile access.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param delta what to add
  /// @return what was there
  default int getAndAddInt(long index, int delta) {
    throw unsupported("getAndAddInt");
  }

  /// Reads a long whole, in no order with other places.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @return the value
  default long getLongOpaque(long index) {
    throw unsupported("getLongOpaque");
  }

  /// Reads a long before all that follows.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @return the value
  default long getLongAcquire(long index) {
    throw unsupported("getLongAcquire");
  }

  /// Reads a long in the one order of all volatile accesses.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @return the value
  default long getLongVolatile(long index) {
    throw unsupported("getLongVolatile");
  }

  /// Writes a long whole, in no order with other places.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  default void putLongOpaque(long index, long value) {
    throw unsupported("putLongOpaque");
  }

  /// Writes a long after all that went before.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  default void putLongRelease(long index, long value) {
    throw unsupported("putLongRelease");
  }

  /// Writes a long in the one order of all volatile accesses.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  default void putLongVolatile(long index, long value) {
    throw unsupported("putLongVolatile");
  }

  /// Writes a long if another is there, as one volatile access.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param expected what must be there
  /// @param value the value
  /// @return whether it was
  default boolean compareAndSetLong(long index, long expected, long value) {
    throw unsupported("compareAndSetLong");
  }

  /// Exchanges a long, as one volatile access.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param value the value
  /// @return what was there
  default long getAndSetLong(long index, long value) {
    throw unsupported("getAndSetLong");
  }

  /// Adds to a long, as one volatile access.
  ///
  /// @param index its first byte, at an address that its size divides
  /// @param delta what to add
  /// @return what was there
  default long getAndAddLong(long index, long delta) {
    throw unsupported("getAndAddLong");
  }

  /// Copies bytes out.
  ///
  /// @param index the first byte here
  /// @param into the array to fill
  /// @param at the first place to fill
  /// @param length the number of bytes
  @Override
  void getBytes(long index, byte[] into, int at, int length);

  /// Copies bytes out; position and limit of the target stay. One that is read-only throws
  /// `ReadOnlyBufferException`.
  ///
  /// @param index the first byte here
  /// @param into the buffer to fill
  /// @param at the first place to fill
  /// @param length the number of bytes
  void getBytes(long index, ByteBuffer into, int at, int length);

  /// Copies bytes out.
  ///
  /// @param index the first byte here
  /// @param into the segment to fill
  /// @param at the first place to fill
  /// @param length the number of bytes
  void getBytes(long index, MemorySegment into, long at, long length);

  /// Copies bytes in.
  ///
  /// @param index the first byte here
  /// @param source the array to read
  /// @param from the first place to read
  /// @param length the number of bytes
  @Override
  void putBytes(long index, byte[] source, int from, int length);

  /// Copies bytes in; position and limit of the source stay.
  ///
  /// @param index the first byte here
  /// @param source the buffer to read
  /// @param from the first place to read
  /// @param length the number of bytes
  void putBytes(long index, ByteBuffer source, int from, int length);

  /// Copies bytes in.
  ///
  /// @param index the first byte here
  /// @param source the segment to read
  /// @param from the first place to read
  /// @param length the number of bytes
  void putBytes(long index, MemorySegment source, long from, long length);

  /// Copies bytes in, as if through a third place where the two overlap.
  ///
  /// @param index the first byte here
  /// @param source the buffer to read
  /// @param from the first place to read
  /// @param length the number of bytes
  void putBytes(long index, Buffer source, long from, long length);

  /// Sets bytes to one value.
  ///
  /// @param index the first byte
  /// @param length the number of bytes
  /// @param value the value
  @Override
  void fill(long index, long length, byte value);

  /// Finds the first difference between two ranges.
  ///
  /// @param index the first byte here
  /// @param other the other buffer
  /// @param at the first byte there
  /// @param length the number of bytes
  /// @return how far from their start they differ, or -1
  long mismatch(long index, Buffer other, long at, long length);

  /// Finds a byte.
  ///
  /// @param index where to begin
  /// @param length the number of bytes to look at
  /// @param value the byte
  /// @return its index in this buffer, or -1
  long indexOf(long index, long length, byte value);

  /// A view of a part, whose indices begin at 0.
  ///
  /// @param index its first byte
  /// @param length its capacity, for good
  /// @return the part
  Buffer slice(long index, long length);

  /// A view of all bytes.
  ///
  /// @return a segment on the same memory
  MemorySegment segment();

  /// A view of a part, in little-endian order.
  ///
  /// @param index its first byte
  /// @param length its capacity
  /// @return a buffer on the same memory
  ByteBuffer asByteBuffer(long index, int length);

  /// The bytes that `putVarLong` takes.
  ///
  /// @param value an unsigned value
  /// @return from 1 to 10
  static int varSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /// The bytes that `putVarInt` takes.
  ///
  /// @param value an unsigned value
  /// @return from 1 to 5
  static int varSize(int value) {
    return varSize(Integer.toUnsignedLong(value));
  }

  /// The bytes that `putZigZagLong` and `putZigZagInt` take.
  ///
  /// @param value a signed value
  /// @return from 1 to 10
  static int zigZagSize(long value) {
    return varSize(value << 1 ^ value >> 63);
  }

  private static UnsupportedOperationException unsupported(String method) {
    return new UnsupportedOperationException(
        method + ": a byte[] has no atomic access of this width; take NativeBuffer");
  }
}
