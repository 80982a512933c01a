// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Part of {@link Buffer}: numbers and text of variable length, made of its accesses.
sealed interface Encodings permits Buffer {
  /*
   * Nothing here touches memory but through the methods of Buffer that come first. They are checked
   * where they are written; what does not fit writes nothing, since each write of several parts
   * begins with its last byte.
   */

  long capacity();

  byte getByte(long index);

  void putByte(long index, byte value);

  int getInt(long index);

  void putInt(long index, int value);

  long getLong(long index);

  void getBytes(long index, byte[] into, int at, int length);

  void putBytes(long index, byte[] source, int from, int length);

  void fill(long index, long length, byte value);

  /// Reads an unsigned LEB128; it took `varSize` of the value, since longer forms are refused.
  ///
  /// @param index its first byte
  /// @return the value
  default long getVarLong(long index) {
    byte first = getByte(index);
    return first >= 0 ? first : longerVar(index);
  }

  /// Reads an unsigned LEB128 of at most 32 bits.
  ///
  /// @param index its first byte
  /// @return the value
  default int getVarInt(long index) {
    long value = getVarLong(index);
    if (value >>> 32 != 0) {
      throw malformed(index, "more than 32 bits", index + Buffer.varSize(value) - 1);
    }
    return (int) value;
  }

  /// Reads a LEB128 in zig-zag form: 0, -1, 1, -2.
  ///
  /// @param index its first byte
  /// @return the value
  default long getZigZagLong(long index) {
    long value = getVarLong(index);
    return value >>> 1 ^ -(value & 1);
  }

  /// Reads a LEB128 of at most 32 bits in zig-zag form.
  ///
  /// @param index its first byte
  /// @return the value
  default int getZigZagInt(long index) {
    int value = getVarInt(index);
    return value >>> 1 ^ -(value & 1);
  }

  /// Writes an unsigned LEB128.
  ///
  /// @param index its first byte
  /// @param value an unsigned value
  /// @return the bytes it took, as `varSize` says
  default int putVarLong(long index, long value) {
    if (value >>> 7 == 0) {
      putByte(index, (byte) value);
      return 1;
    }
    return putLongerVar(index, value);
  }

  /// Writes an unsigned LEB128 of at most 5 bytes.
  ///
  /// @param index its first byte
  /// @param value an unsigned value
  /// @return the bytes it took
  default int putVarInt(long index, int value) {
    return putVarLong(index, Integer.toUnsignedLong(value));
  }

  /// Writes a LEB128 in zig-zag form.
  ///
  /// @param index its first byte
  /// @param value the value
  /// @return the bytes it took, as `zigZagSize` says
  default int putZigZagLong(long index, long value) {
    return putVarLong(index, value << 1 ^ value >> 63);
  }

  /// Writes a LEB128 of at most 5 bytes in zig-zag form.
  ///
  /// @param index its first byte
  /// @param value the value
  /// @return the bytes it took
  default int putZigZagInt(long index, int value) {
    return putVarInt(index, value << 1 ^ value >> 31);
  }

  /// Reads ASCII.
  ///
  /// @param index the first byte
  /// @param length the number of bytes
  /// @return the text
  default String getAscii(long index, int length) {
    byte[] bytes = copy(index, length);
    String text = new String(bytes, StandardCharsets.US_ASCII); // tests as vectors do
    int bad = text.indexOf('\uFFFD'); // put for what is not ASCII, a char a byte
    if (bad >= 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "not ASCII at %d: 0x%02X", index + bad, bytes[bad]));
    }
    return text;
  }

  /// Writes ASCII.
  ///
  /// @param index the first byte
  /// @param text the text
  /// @return the bytes it took
  default int putAscii(long index, CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) >= 0x80) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "not ASCII at %d of the text: U+%04X", i, (int) text.charAt(i)));
      }
    }
    if (length == 0) {
      fill(index, 0, (byte) 0); // checks the index
    }
    HeapBuffer.checkStart(index, length, capacity());
    for (int i = length - 1; i >= 0; i--) {
      putByte(index + i, (byte) text.charAt(i));
    }
    return length;
  }

  /// Reads well-formed UTF-8.
  ///
  /// @param index the first byte
  /// @param length the number of bytes
  /// @return the text
  default String getUtf8(long index, int length) {
    byte[] bytes = copy(index, length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) { // written so, or put for what is malformed
      var decoder = StandardCharsets.UTF_8.newDecoder(); // which reports
      ByteBuffer input = ByteBuffer.wrap(bytes);
      if (decoder.decode(input, CharBuffer.allocate(length), true).isError()) {
        throw new IllegalArgumentException("malformed UTF-8 at " + (index + input.position()));
      }
    }
    return text;
  }

  /// Writes UTF-8.
  ///
  /// @param index the first byte
  /// @param text a text whose surrogates are paired
  /// @return the bytes it took
  default int putUtf8(long index, String text) {
    byte[] bytes = utf8(text);
    putBytes(index, bytes, 0, bytes.length);
    return bytes.length;
  }

  /// Reads ASCII that follows its length, a little-endian int.
  ///
  /// @param index the length's first byte
  /// @return the text
  default String getPrefixedAscii(long index) {
    return getAscii(index + Integer.BYTES, prefix(index));
  }

  /// Writes the length, a little-endian int, and ASCII.
  ///
  /// @param index the length's first byte
  /// @param text the text
  /// @return the bytes that both took
  default int putPrefixedAscii(long index, CharSequence text) {
    HeapBuffer.checkStart(index, Integer.BYTES + (long) text.length(), capacity());
    int length = putAscii(index + Integer.BYTES, text);
    putInt(index, length);
    return Integer.BYTES + length;
  }

  /// Reads well-formed UTF-8 that follows its length in bytes, a little-endian int.
  ///
  /// @param index the length's first byte
  /// @return the text
  default String getPrefixedUtf8(long index) {
    return getUtf8(index + Integer.BYTES, prefix(index));
  }

  /// Writes the length in bytes, a little-endian int, and UTF-8.
  ///
  /// @param index the length's first byte
  /// @param text a text whose surrogates are paired
  /// @return the bytes that both took
  default int putPrefixedUtf8(long index, String text) {
    byte[] bytes = utf8(text);
    HeapBuffer.checkStart(index, Integer.BYTES + (long) bytes.length, capacity());
    putBytes(index + Integer.BYTES, bytes, 0, bytes.length);
    putInt(index, bytes.length);
    return Integer.BYTES + bytes.length;
  }

  /* Of two bytes or more: at once where eight can be read and the last is among them. */
  private long longerVar(long index) {
    if (index > capacity() - Long.BYTES) {
      return varByBytes(index);
    }
    long word = getLong(index);
    long ends = ~word & 0x8080_8080_8080_8080L;
    if (ends == 0) {
      return varByBytes(index);
    }
    long taken = ends ^ ends - 1; // up to the first end
    long value = word & taken & 0x7F7F_7F7F_7F7F_7F7FL;
    if (value <= taken >>> 8) {
      throw malformed(index, "overlong, a last byte of 0", index + varSpan(ends) - 1);
    }
    value = (value & 0x007F_007F_007F_007FL) | ((value & 0x7F00_7F00_7F00_7F00L) >>> 1);
    value = (value & 0x0000_3FFF_0000_3FFFL) | ((value & 0x3FFF_0000_3FFF_0000L) >>> 2);
    return (value & 0x0FFF_FFFFL) | ((value & 0x0FFF_FFFF_0000_0000L) >>> 4);
  }

  private static int varSpan(long ends) {
    return (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
  }

  private long varByBytes(long index) {
    long capacity = capacity();
    long value = 0;
    int shift = 0;
    for (long at = index; at < capacity; at++, shift += 7) {
      byte next = getByte(at);
      if (shift == 63 && (next & 0xFE) != 0) {
        throw malformed(index, "more than 64 bits", at);
      }
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        if (next == 0 && shift > 0) {
          throw malformed(index, "overlong, a last byte of 0", at);
        }
        return value;
      }
    }
    throw malformed(index, "truncated, capacity: " + capacity, capacity);
  }

  private int putLongerVar(long index, long value) {
    int size = Buffer.varSize(value);
    HeapBuffer.checkStart(index, size, capacity());
    int last = size - 1;
    putByte(index + last, (byte) (value >>> (7 * last)));
    for (int i = last - 1; i >= 0; i--) {
      putByte(index + i, (byte) (value >>> (7 * i) | 0x80));
    }
    return size;
  }

  private byte[] copy(long index, int length) {
    HeapBuffer.checkRange(index, length, capacity()); // before an array of that length is made
    byte[] bytes = new byte[length];
    getBytes(index, bytes, 0, length);
    return bytes;
  }

  private int prefix(long index) {
    int length = getInt(index);
    if (length < 0 || length > capacity() - Integer.BYTES - index) {
      throw new IllegalArgumentException(
          "text length: " + length + ", at index: " + index + ", capacity: " + capacity());
    }
    return length;
  }

  private static byte[] utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("unpaired surrogate at " + i + " of the text");
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException malformed(long index, String fault, long at) {
    return new IllegalArgumentException("varint at " + index + ": " + fault + ", at " + at);
  }
}
