// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/// Bytes of text put together in an array that grows and is kept for the next text.
///
/// - **Use** to write lines, records and messages that leave as bytes.
/// - **Avoid** when the result must be a `String`: take `StringBuilder`.
/// - **Cost** `append`, `appendFixed`, `appendHex`, `appendJson`, `appendQuoted` O(bytes),
///   amortised; `clear`, `truncate`, `slice` O(1); the array doubles.
/// - **Allocation** none once it has grown; `slice` makes a view.
/// - **Threads** one thread.
/// - **Errors** unpaired surrogate: `IllegalArgumentException`; beyond the limit:
///   `IllegalStateException`; outside a range: `IndexOutOfBoundsException`; out of memory:
///   `OutOfMemoryError`; the text stays as it was.
/// - **Source** unspecified; RFC 8259, 7 for escapes and RFC 4180, 2 for quotes.
/// - **Copies with** `Utf8Encoding`, `Slice`, `Digits`, `Characters`.
public final class TextBuilder {
  /*
   *   bytes   t e x t . . . .
   *                   ^length  ^bytes.length <= limit
   *
   * Room is made before anything is written, and the length moves last: what throws leaves bytes
   * behind the length, which are nothing, and the text as it was.
   */

  private static final int MAX_LIMIT = Integer.MAX_VALUE - 8; // what a JVM gives an array
  private static final int FIRST_CAPACITY = 64; // arbitrary
  private static final int LONGEST_NUMBER = 22; // minus, 19 digits, zero and point
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /// For each byte the letter of its escape in JSON, `u` for those without one, 0 for the others.
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes;
  private int length;
  private final int limit;

  /// Creates an empty text.
  public TextBuilder() {
    this(FIRST_CAPACITY);
  }

  /// Creates an empty text with room.
  ///
  /// @param capacity the bytes that it holds without growing
  public TextBuilder(int capacity) {
    this(capacity, MAX_LIMIT);
  }

  /// Creates an empty text with room that never holds more than so many bytes.
  ///
  /// @param capacity the bytes that it holds without growing
  /// @param limit the most bytes, at least the capacity
  public TextBuilder(int capacity, int limit) {
    if (capacity < 0 || limit < capacity) {
      throw new IllegalArgumentException("capacity: " + capacity + ", limit: " + limit);
    }
    this.bytes = new byte[capacity];
    this.limit = Math.min(limit, MAX_LIMIT);
  }

  /// Appends a byte.
  ///
  /// @param value the byte
  /// @return this
  public TextBuilder append(byte value) {
    int at = length;
    if (at == bytes.length) {
      grow(1);
    }
    bytes[at] = value;
    length = at + 1;
    return this;
  }

  /// Appends a char as UTF-8.
  ///
  /// @param value the char, no surrogate
  /// @return this
  public TextBuilder append(char value) {
    if (value < 0x80) {
      return append((byte) value);
    }
    if (Character.isSurrogate(value)) {
      throw new IllegalArgumentException(
          "unpaired surrogate: U+" + Integer.toHexString(value).toUpperCase(Locale.ROOT));
    }
    reserve(value < 0x800 ? 2 : 3);
    length = Utf8Encoding.encode(value, bytes, length);
    return this;
  }

  /// Appends a number as `Integer.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  public TextBuilder append(int value) {
    return append((long) value);
  }

  /// Appends a number as `Long.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  public TextBuilder append(long value) {
    if (bytes.length - length < LONGEST_NUMBER) {
      reserve(Digits.length(value));
    }
    length = Digits.print(value, bytes, length);
    return this;
  }

  /// Appends a text as UTF-8.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  public TextBuilder append(String text) {
    if (text.length() > (bytes.length - length) / 3) {
      reserve(Utf8Encoding.length(text));
    }
    length = Utf8Encoding.encode(text, bytes, length);
    return this;
  }

  /// Appends the bytes of a slice.
  ///
  /// @param slice the slice; may lie in this text
  /// @return this
  public TextBuilder append(Slice slice) {
    return append(slice.bytes(), slice.from(), slice.to());
  }

  /// Appends bytes.
  ///
  /// @param from the array; may be that of this text
  /// @param start the first index
  /// @param end the index after the last
  /// @return this
  public TextBuilder append(byte[] from, int start, int end) {
    Objects.checkFromToIndex(start, end, from.length);
    reserve(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  /// Appends a decimal, as [Digits#printFixed(long, int, byte[], int)] prints it.
  ///
  /// @param value the number times ten to the power of the scale
  /// @param scale how many digits follow the point, 0 to 18; 0: no point is printed
  /// @return this
  public TextBuilder appendFixed(long value, int scale) {
    if (bytes.length - length < LONGEST_NUMBER && scale > 0 && scale < LONGEST_NUMBER) {
      int sign = value < 0 ? 1 : 0;
      int digits = Digits.length(value) - sign;
      reserve(sign + Math.max(1, digits - (long) scale) + 1 + scale);
    } else if (bytes.length - length < LONGEST_NUMBER) {
      reserve(Digits.length(value));
    }
    length = Digits.printFixed(value, scale, bytes, length);
    return this;
  }

  /// Appends a number as `Long.toHexString` prints it, without leading zeros.
  ///
  /// @param value the number, unsigned
  /// @return this
  public TextBuilder appendHex(long value) {
    return appendHex(value, Math.max(1, (67 - Long.numberOfLeadingZeros(value)) >>> 2));
  }

  /// Appends the lowest digits of a number in hexadecimal.
  ///
  /// @param value the number, unsigned
  /// @param digits how many, 0 to 16
  /// @return this
  public TextBuilder appendHex(long value, int digits) {
    if (digits < 0 || digits > 16) {
      throw new IllegalArgumentException("digits: " + digits + ", not 0 to 16");
    }
    reserve(digits);
    int end = length + digits;
    for (int i = end - 1; i >= length; i--) {
      bytes[i] = HEX[(int) value & 15];
      value >>>= 4;
    }
    length = end;
    return this;
  }

  /// Appends text as what stands between the quotes of a JSON string: quotes, backslashes and bytes
  /// below the space are escaped, all others are taken as they are.
  ///
  /// @param slice the text; may lie in this text
  /// @return this
  public TextBuilder appendJson(Slice slice) {
    byte[] from = slice.bytes();
    int end = slice.to();
    long more = 0;
    for (int i = slice.from(); i < end; i++) {
      int escape = ESCAPES[from[i] & 0xFF];
      more += escape == 0 ? 0 : escape == 'u' ? 5 : 1;
    }
    if (more == 0) {
      return append(slice);
    }
    reserve(slice.length() + more);
    byte[] bytes = this.bytes;
    int at = length;
    for (int i = slice.from(); i < end; i++) {
      byte value = from[i];
      byte escape = ESCAPES[value & 0xFF];
      if (escape == 0) {
        bytes[at++] = value;
      } else {
        bytes[at++] = '\\';
        bytes[at++] = escape;
        if (escape == 'u') {
          bytes[at++] = '0';
          bytes[at++] = '0';
          bytes[at++] = HEX[value >> 4];
          bytes[at++] = HEX[value & 15];
        }
      }
    }
    length = at;
    return this;
  }

  /// Appends text between quotes that are doubled where the text has them, as CSV has it.
  ///
  /// @param slice the text; may lie in this text
  /// @param quote the quote
  /// @return this
  public TextBuilder appendQuoted(Slice slice, byte quote) {
    byte[] from = slice.bytes();
    int end = slice.to();
    int quotes = 2;
    for (int i = slice.from(); i < end; i++) {
      quotes += from[i] == quote ? 1 : 0;
    }
    reserve((long) slice.length() + quotes);
    byte[] bytes = this.bytes;
    int at = length;
    bytes[at++] = quote;
    for (int i = slice.from(); i < end; i++) {
      byte value = from[i];
      bytes[at++] = value;
      if (value == quote) {
        bytes[at++] = quote;
      }
    }
    bytes[at++] = quote;
    length = at;
    return this;
  }

  /// Makes room, so that so many bytes more are appended without growing.
  ///
  /// @param more how many
  public void reserve(long more) {
    if (more < 0) {
      throw new IllegalArgumentException("more: " + more);
    }
    if (more > bytes.length - length) {
      grow(more);
    }
  }

  /// Returns how many bytes there are.
  ///
  /// @return the number
  public int length() {
    return length;
  }

  /// Says whether there are no bytes.
  ///
  /// @return whether the length is 0
  public boolean isEmpty() {
    return length == 0;
  }

  /// Returns how many bytes there is room for without growing.
  ///
  /// @return the number, those that are there included
  public int capacity() {
    return bytes.length;
  }

  /// Takes bytes from the end away, or, after something wrote to [#bytes()] there, adds them.
  ///
  /// @param length the new length, 0 to the capacity
  public void length(int length) {
    Objects.checkFromToIndex(0, length, bytes.length);
    this.length = length;
  }

  /// Takes away what comes after so many bytes.
  ///
  /// @param length the new length, not more than the present one
  public void truncate(int length) {
    Objects.checkFromToIndex(0, length, this.length);
    this.length = length;
  }

  /// Takes all bytes away; the room stays.
  public void clear() {
    length = 0;
  }

  /// Returns the array that holds the text, not a copy; another one once the text has grown.
  ///
  /// @return the array
  public byte[] bytes() {
    return bytes;
  }

  /// Returns a view of the text, valid until the text changes.
  ///
  /// @return a new slice
  public Slice slice() {
    return new Slice(bytes, 0, length);
  }

  /// Writes the text; it stays here.
  ///
  /// @param out where to
  /// @throws IOException if the stream throws it
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /// Returns a copy of the text.
  ///
  /// @return the bytes
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /// Returns the bytes read as UTF-8 text; malformed ones become U+FFFD.
  @Override
  public String toString() {
    return slice().toString();
  }

  /// Makes room for more bytes; an array that cannot be had leaves everything as it was.
  private void grow(long more) {
    long needed = length + more;
    if (needed > limit || needed < 0) {
      throw new IllegalStateException(
          "length: " + length + ", more: " + more + ", limit: " + limit);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(limit, 2L * bytes.length)));
  }

  private static byte[] escapes() {
    var escapes = new byte[256];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
