// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// The fields of the lines of a source, a line at a time, as ranges of its window.
///
/// - **Use** for tab-separated values, logs and exports whose fields are never quoted.
/// - **Avoid** when a quote may keep a delimiter or a line break: take `CsvReader`; for lines whose
///   fields are not all wanted: take `LineReader` and `Cursor`.
/// - **Cost** `next` O(length), eight bytes a step, and a step a field; the window moves once per
///   refill; 4 bytes for each field of the longest line.
/// - **Allocation** none once the places of the most fields fit, apart from the source's; `slice`
///   makes a view, `text` a string.
/// - **Threads** one thread.
/// - **Errors** a line that does not fit in the window with its end, a field that is no number or
///   no UTF-8: `ParseException`; a field that is not there: `IndexOutOfBoundsException`; closed:
///   `IllegalStateException`.
/// - **Source** Lamport 1975 on several bytes a word; Warren, Hacker's Delight, 6-1.
/// - **Copies with** `ByteSource`, `Decimals`, `Digits`, `Characters`, `ParseException`, `Slice`,
///   `Tens`, `Utf8`, `Utf8Encoding`.
public final class FieldReader implements AutoCloseable {
  /*
   * window:  | read lines | field | ; | field | ; | field | LF | unread        | padding |
   *                      from     ends[0]     ends[1]     ends[2]           limit
   *                                                           position
   *
   * One search finds delimiters and ends of lines, eight bytes at a time; every hit of a word counts,
   * so the test for a byte is the exact one, without a borrow between bytes. It reads past `limit`,
   * into the padding, and takes a hit there for none.
   *
   * `ends` counts from the line's first byte. So a refill, which moves the line to the front of the
   * window, leaves them right, and the search goes on where it was: a line that arrives a byte at a
   * time costs its length. LF and CR LF end a line; the last one may lack its end.
   */

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long LOW_SEVEN = 0x7F7F7F7F7F7F7F7FL;
  private static final long LINE_FEEDS = '\n' * LOW_BITS;
  private static final int FIRST_FIELDS = 16; // arbitrary

  private final byte[] bytes;
  private final long delimiters;
  private int[] ends = new int[FIRST_FIELDS];
  private int count;
  private int from;
  private int position;
  private int limit;
  private long line;
  private final ByteSource source;

  /// Reads the unread bytes of a source.
  ///
  /// @param source the source, closed with the reader
  /// @param delimiter what stands between two fields, no CR or LF
  public FieldReader(ByteSource source, byte delimiter) {
    this.source = Objects.requireNonNull(source, "source");
    if (delimiter == '\n' || delimiter == '\r') {
      throw new IllegalArgumentException("delimiter: " + delimiter + ", the end of a line");
    }
    this.bytes = source.window();
    this.delimiters = (delimiter & 0xFF) * LOW_BITS;
    this.position = source.from();
    this.limit = source.to();
    this.from = position;
  }

  /// Goes to the next line and finds its fields.
  ///
  /// @return false if there is none
  /// @throws IOException as the source throws it, or if the line is longer than its window; no line
  ///   is lost, and the call may be tried again
  public boolean next() throws IOException {
    from = position;
    count = 0;
    int end = find(from);
    if (end < 0) {
      return nextAfterRefill();
    }
    accept(end);
    return true;
  }

  /// The number of fields of the line.
  ///
  /// @return one more than there are delimiters; 0 before the first `next()` and after the end
  public int count() {
    return count;
  }

  /// The array that holds the current line, the same one for the life of the reader.
  ///
  /// @return the window of the source
  public byte[] bytes() {
    return bytes;
  }

  /// The index in `bytes()` of a field's first byte.
  ///
  /// @param field which, the first is 0
  /// @return the index
  public int from(int field) {
    Objects.checkIndex(field, count);
    return field == 0 ? from : from + ends[field - 1] + 1;
  }

  /// The index in `bytes()` behind a field's last byte.
  ///
  /// @param field which, the first is 0
  /// @return the index
  public int to(int field) {
    return from + ends[Objects.checkIndex(field, count)];
  }

  /// The number of bytes of a field.
  ///
  /// @param field which, the first is 0
  /// @return the length
  public int length(int field) {
    return to(field) - from(field);
  }

  /// A view of a field, valid until the next `next()`.
  ///
  /// @param field which, the first is 0
  /// @return a new slice
  public Slice slice(int field) {
    return new Slice(bytes, from(field), to(field));
  }

  /// A field as text.
  ///
  /// @param field which, the first is 0
  /// @return a new string
  /// @throws ParseException if it is not well-formed UTF-8
  public String text(int field) throws ParseException {
    try {
      return Utf8.toString(bytes, from(field), to(field));
    } catch (IllegalArgumentException e) {
      throw malformed(field, "UTF-8", e);
    }
  }

  /// A field as a number.
  ///
  /// @param field which, the first is 0
  /// @return the number
  /// @throws ParseException if it is none, or too large
  public int intAt(int field) throws ParseException {
    try {
      return Digits.parseInt(bytes, from(field), to(field));
    } catch (NumberFormatException e) {
      throw malformed(field, "an int", e);
    }
  }

  /// A field as a number.
  ///
  /// @param field which, the first is 0
  /// @return the number
  /// @throws ParseException if it is none, or too large
  public long longAt(int field) throws ParseException {
    try {
      return Digits.parseLong(bytes, from(field), to(field));
    } catch (NumberFormatException e) {
      throw malformed(field, "a long", e);
    }
  }

  /// A field as a number.
  ///
  /// @param field which, the first is 0
  /// @return the double next to it
  /// @throws ParseException if it is none
  public double doubleAt(int field) throws ParseException {
    try {
      return Decimals.parseDouble(bytes, from(field), to(field));
    } catch (NumberFormatException e) {
      throw malformed(field, "a double", e);
    }
  }

  /// The number of the line, counted from 1.
  ///
  /// @return the number; 0 before the first `next()`, that of the last line after the end
  public long line() {
    return line;
  }

  /// The offset in the input of the line's first byte.
  ///
  /// @return the offset as the source counts it
  public long offset() {
    return source.offset() + from;
  }

  /// Closes the source.
  ///
  /// @throws IOException as the source throws it
  @Override
  public void close() throws IOException {
    position = limit;
    from = limit;
    count = 0;
    source.close();
  }

  @Override
  public String toString() {
    return source.name() + ", line " + line + " at byte " + offset();
  }

  /// Finds the end of the line from an index on and puts down the fields before it.
  private int find(int start) {
    byte[] bytes = this.bytes;
    int limit = this.limit;
    long delimiters = this.delimiters;
    for (int i = start; i < limit; i += Long.BYTES) {
      long word = (long) WORD.get(bytes, i);
      for (long hits = zeros(word ^ delimiters) | zeros(word ^ LINE_FEEDS);
          hits != 0;
          hits &= hits - 1) {
        int hit = i + (Long.numberOfTrailingZeros(hits) >>> 3);
        if (hit >= limit) {
          return -1;
        }
        if (bytes[hit] == '\n') {
          return hit;
        }
        put(hit - from);
      }
    }
    return -1;
  }

  /// Sets the highest bit of each byte that is zero, and no other.
  private static long zeros(long word) {
    return ~((word & LOW_SEVEN) + LOW_SEVEN | word | LOW_SEVEN);
  }

  private void put(int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count); // at most the window's length, which is below 2^31
    }
    ends[count++] = end;
  }

  private void accept(int end) {
    int last = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    put(last - from);
    position = end + 1;
    line++;
  }

  private boolean nextAfterRefill() throws IOException {
    for (; ; ) {
      int seen = limit - position;
      if (seen == source.capacity()) {
        count = 0;
        throw ParseException.beyond(
            source, position, line + 1, 1, "at most " + seen + " bytes for a line and its end");
      }
      if (!refill()) {
        if (seen == 0) {
          return false;
        }
        put(seen);
        position = limit;
        line++;
        return true;
      }
      int end = find(position + seen);
      if (end >= 0) {
        accept(end);
        return true;
      }
    }
  }

  private boolean refill() throws IOException {
    long at = source.offset() + position;
    int found = count;
    count = 0; // if the refill fails there is no line
    try {
      boolean refilled = source.refill(position);
      count = found;
      return refilled;
    } finally { // a failed refill may have moved the window or not
      position = (int) (at - source.offset());
      limit = source.to();
      from = position;
    }
  }

  private ParseException malformed(int field, String expected, IllegalArgumentException cause) {
    int at = from(field);
    var thrown = ParseException.at(source, at, line, at - from + 1L, expected);
    thrown.initCause(cause);
    return thrown;
  }
}
