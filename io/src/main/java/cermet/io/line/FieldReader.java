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
import java.util.Arrays;
import java.util.Objects;

/// The fields of the lines of a source, a line at a time, as ranges of its window.
///
/// - **Use** for tab-separated values, logs and exports whose fields are never quoted.
/// - **Avoid** when a quote may keep a delimiter or a line break: take `CsvReader`; for lines whose
///   fields are not all wanted: take `LineReader` and `Cursor`.
/// - **Cost** `next` O(length); up to 2 KiB are searched ahead, 64 bytes and five fields a step;
///   the window moves once per refill; 10 KiB beside it and 4 bytes for each field of the longest
///   line.
/// - **Allocation** none once the places of the most fields fit, apart from the source's; `slice`
///   makes a view, `text` a string.
/// - **Threads** one thread.
/// - **Errors** a line that does not fit in the window with its end, a field that is no number or
///   no UTF-8: `ParseException`; a field that is not there: `IndexOutOfBoundsException`; closed:
///   `IllegalStateException`.
/// - **Source** Lamport 1975 on several bytes a word; Warren, Hacker's Delight, 6-1.
/// - **Copies with** `ByteSource`, `Decimals`, `Digits`, `Characters`, `Marks`, `ParseException`,
///   `Slice`, `Tens`, `Utf8`, `Utf8Encoding`.
public final class FieldReader implements AutoCloseable {
  /*
   * window:  | read lines | field | ; | field | LF | field | ; | cut | not searched | padding |
   *                      from      ends[first]   position         searched      limit
   *                                     ends[first + count - 1]
   *
   * A stretch of the window is searched at once, by blocks of 64 bytes: `ends` has the places of
   * all delimiters and line feeds in a row. Which of them are line feeds, `next` looks up in the
   * window: the branch is predicted when lines have equally many fields, and a second search costs
   * more. The first ten ends of a block are put down without asking how many there are, and what is
   * too much is overwritten: how many cannot be predicted. FieldReaderProof.fieldsRaw. Blocks reach
   * past `limit`, into the padding; ends there are taken back.
   *
   * A line that the stretch cuts keeps the ends found so far, which go to the front of `ends`; a
   * refill moves them with the line, which then stays at the front of the window. The search goes
   * on where it was: a line that arrives a byte at a time costs its length. LF and CR LF end a
   * line; the last one may lack its end.
   */

  private static final long LINE_FEEDS = Marks.pattern((byte) '\n');
  private static final int AT_ONCE = 5;
  private static final int SLACK = 2 * AT_ONCE + 16; // what is overwritten, and 16 arbitrary fields

  private final byte[] bytes;
  private int[] ends;
  private int first;
  private int count;
  private int from;
  private int position;
  private int limit;
  private long line;
  private int searched;
  private int put; // how many ends there are
  private final long delimiters;
  private final Marks marks;
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
    this.delimiters = Marks.pattern(delimiter);
    this.position = source.from();
    this.limit = source.to();
    this.from = position;
    this.searched = position;
    int most = Math.min(Marks.MOST, source.capacity());
    this.marks = new Marks(most);
    this.ends = new int[Marks.blocks(most) * Marks.BLOCK + SLACK];
  }

  /// Goes to the next line and finds its fields.
  ///
  /// @return false if there is none
  /// @throws IOException as the source throws it, or if the line is longer than its window; no line
  ///   is lost, and the call may be tried again
  public boolean next() throws IOException {
    int[] ends = this.ends;
    int put = this.put;
    for (int last = first + count; last < put; last++) {
      if (bytes[ends[last]] == '\n') {
        accept(last);
        return true;
      }
    }
    return nextAfterSearch();
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
    return field == 0 ? from : ends[first + field - 1] + 1;
  }

  /// The index in `bytes()` behind a field's last byte.
  ///
  /// @param field which, the first is 0
  /// @return the index
  public int to(int field) {
    return ends[first + Objects.checkIndex(field, count)];
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
    forget();
    source.close();
  }

  @Override
  public String toString() {
    return source.name() + ", line " + line + " at byte " + offset();
  }

  private void accept(int last) {
    int start = position;
    int end = ends[last];
    if (end > start && bytes[end - 1] == '\r') {
      ends[last] = end - 1;
    }
    first += count;
    count = last + 1 - first;
    from = start;
    position = end + 1;
    line++;
  }

  private boolean nextAfterSearch() throws IOException {
    from = position;
    int cut = first + count;
    put -= cut;
    System.arraycopy(ends, cut, ends, 0, put);
    first = 0;
    count = 0;
    for (; ; ) {
      while (searched < limit) {
        int last = put; // those before are no line feeds
        search();
        while (last < put && bytes[ends[last]] != '\n') {
          last++;
        }
        if (last < put) {
          accept(last);
          return true;
        }
      }
      int seen = limit - position;
      if (seen == source.capacity()) {
        throw ParseException.beyond(
            source, position, line + 1, 1, "at most " + seen + " bytes for a line and its end");
      }
      if (!refill(seen)) {
        if (seen == 0) {
          return false;
        }
        ends[put++] = limit;
        count = put;
        position = limit;
        line++;
        return true;
      }
    }
  }

  /// Finds the ends of fields and of lines in the next stretch of the window.
  private void search() {
    int start = searched;
    int size = Math.min(Marks.MOST, limit - start);
    int blocks = Marks.blocks(size);
    int next = put;
    int needed = next + blocks * Marks.BLOCK + SLACK;
    if (needed > ends.length) {
      ends = Arrays.copyOf(ends, Math.max(needed, 2 * next));
    }
    marks.find(bytes, start, blocks, delimiters, LINE_FEEDS);
    int[] ends = this.ends;
    for (int block = 0; block < blocks; block++) {
      int at = start + block * Marks.BLOCK;
      long bits = marks.block(block);
      int end = next + Long.bitCount(bits);
      bits = put(ends, next, at, bits);
      next += AT_ONCE;
      do {
        bits = put(ends, next, at, bits);
        next += AT_ONCE;
      } while (bits != 0);
      next = end;
    }
    searched = start + size;
    while (next > put && ends[next - 1] >= searched) {
      next--;
    }
    put = next;
  }

  /// Puts down the places of the lowest five bits and returns the others.
  private static long put(int[] ends, int next, int at, long bits) {
    ends[next] = at + Long.numberOfTrailingZeros(bits);
    bits &= bits - 1;
    ends[next + 1] = at + Long.numberOfTrailingZeros(bits);
    bits &= bits - 1;
    ends[next + 2] = at + Long.numberOfTrailingZeros(bits);
    bits &= bits - 1;
    ends[next + 3] = at + Long.numberOfTrailingZeros(bits);
    bits &= bits - 1;
    ends[next + 4] = at + Long.numberOfTrailingZeros(bits);
    return bits & bits - 1;
  }

  private boolean refill(int seen) throws IOException {
    long at = source.offset() + position;
    int before = position;
    boolean kept = false;
    try {
      boolean refilled = source.refill(position);
      kept = true;
      return refilled;
    } finally { // a failed refill may have moved the window or not
      position = (int) (at - source.offset());
      limit = source.to();
      from = position;
      searched = position + seen;
      if (kept) {
        move(before - position);
      } else {
        forget();
      }
    }
  }

  private void move(int down) {
    for (int i = 0; down != 0 && i < put; i++) {
      ends[i] -= down;
    }
  }

  /// Leaves no line and nothing found; the search begins anew where the next line does.
  private void forget() {
    first = 0;
    count = 0;
    put = 0;
    searched = position;
  }

  private ParseException malformed(int field, String expected, IllegalArgumentException cause) {
    int at = from(field);
    var thrown = ParseException.at(source, at, line, at - from + 1L, expected);
    thrown.initCause(cause);
    return thrown;
  }
}
