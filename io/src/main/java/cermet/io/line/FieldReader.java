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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The fields of the lines of a source, a line at a time, as ranges of its window.
///
/// - **Use** for tab-separated values, logs and exports whose fields are never quoted.
/// - **Avoid** when a quote may keep a delimiter or a line break: take `CsvReader`; for lines whose
///   fields are not all wanted: take `LineReader` and `Cursor`.
/// - **Cost** `next`, `skipLine` O(length); up to 2 KiB are searched ahead, 64 bytes and five
///   fields a step; the window moves once per refill; 10 KiB beside it and 4 bytes for each field
///   of the longest line.
/// - **Allocation** none once the places of the most fields fit, apart from the source's; `slice`
///   makes a view, `text` a string.
/// - **Threads** one thread.
/// - **Errors** a line that does not fit in the window with its end: `ParseException`, and again
///   until `skipLine`; a field that is no number or no UTF-8: `ParseException` at the first byte
///   that is at fault; a field that is not there: `IndexOutOfBoundsException`; closed:
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

  /// Goes behind the next line end, whatever stands before it: past a line that does not fit too.
  ///
  /// @return false if nothing is left
  /// @throws IOException as the source throws it; called again it goes on
  public boolean skipLine() throws IOException {
    boolean any = false;
    for (; ; ) {
      for (int last = first + count; last < put; last++) {
        if (bytes[ends[last]] == '\n') {
          first = last + 1;
          count = 0;
          position = ends[last] + 1;
          from = position;
          line++;
          return true;
        }
      }
      first = 0;
      count = 0;
      put = 0;
      any |= position < limit;
      if (searched < limit) {
        search();
        continue;
      }
      // One byte is kept: where a read fails, it says to the next call that there was a line.
      int kept = any && source.capacity() > 1 ? 1 : 0;
      position = limit - kept;
      if (!refill(kept)) {
        position = limit;
        from = limit;
        line += any ? 1 : 0;
        return any;
      }
    }
  }

  /// The number of fields of the line.
  ///
  /// @return one more than there are delimiters; 0 before the first `next()`, after the end and
  ///   after a skip
  public int count() {
    return count;
  }

  /// Says whether the line ended with CR LF; the CR is no part of its last field.
  ///
  /// @return whether it did; false if there is no line, or the last one lacks its end
  public boolean endsWithCrLf() {
    return count != 0 && position - ends[first + count - 1] == 2; // bytes behind the last field
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

  /// Says whether a field has no bytes.
  ///
  /// @param field which, the first is 0
  /// @return whether its length is 0
  public boolean isEmpty(int field) {
    return length(field) == 0;
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
    int start = from(field);
    int end = to(field);
    checkFlaw(Utf8.indexOfMalformed(bytes, start, end), field, "UTF-8");
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /// A field as a number.
  ///
  /// @param field which, the first is 0
  /// @return the number
  /// @throws ParseException if it is none, or too large
  public int intAt(int field) throws ParseException {
    int start = from(field);
    int end = to(field);
    int value = Digits.parseInt(bytes, start, end, Integer.MIN_VALUE);
    if (value == Integer.MIN_VALUE) {
      checkFlaw(Digits.intFlaw(bytes, start, end), field, "an int");
    }
    return value;
  }

  /// A field as a number.
  ///
  /// @param field which, the first is 0
  /// @return the number
  /// @throws ParseException if it is none, or too large
  public long longAt(int field) throws ParseException {
    int start = from(field);
    int end = to(field);
    long value = Digits.parseLong(bytes, start, end, Long.MIN_VALUE);
    if (value == Long.MIN_VALUE) {
      checkFlaw(Digits.longFlaw(bytes, start, end), field, "a long");
    }
    return value;
  }

  /// A field as a number.
  ///
  /// @param field which, the first is 0
  /// @return the double next to it
  /// @throws ParseException if it is none
  public double doubleAt(int field) throws ParseException {
    int start = from(field);
    int end = to(field);
    double value = Decimals.parseDouble(bytes, start, end, Double.NaN);
    if (Double.isNaN(value)) {
      checkFlaw(Decimals.flaw(bytes, start, end), field, "a double");
    }
    return value;
  }

  /// Gives each line that is left to a visitor; one that throws has had its line.
  ///
  /// @param visitor takes the lines
  /// @throws IOException as the source or the visitor throws it, or a [ParseException]
  public void forEach(Visitor visitor) throws IOException {
    Objects.requireNonNull(visitor, "visitor");
    while (next()) {
      visitor.visit(this);
    }
  }

  /// Makes a list of the lines that are left.
  ///
  /// @param <T> the type of its elements
  /// @param mapper makes an element of a line
  /// @return a new list
  /// @throws IOException as the source or the mapper throws it, or a [ParseException]
  public <T> List<T> toList(Mapper<T> mapper) throws IOException {
    Objects.requireNonNull(mapper, "mapper");
    List<T> list = new ArrayList<>();
    while (next()) {
      list.add(mapper.map(this));
    }
    return list;
  }

  /// Makes a sequential stream of the lines that are left, read as it is asked for them; an
  /// `IOException` comes out of it in an `UncheckedIOException`.
  ///
  /// @param <T> the type of its elements
  /// @param mapper makes an element of a line
  /// @return a stream that does not close the reader
  public <T> Stream<T> stream(Mapper<T> mapper) {
    Objects.requireNonNull(mapper, "mapper");
    var lines =
        new AbstractSpliterator<T>(Long.MAX_VALUE, Spliterator.ORDERED) {
          @Override
          public boolean tryAdvance(Consumer<? super T> action) {
            T element;
            try {
              if (!next()) {
                return false;
              }
              element = mapper.map(FieldReader.this);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            action.accept(element);
            return true;
          }
        };
    return StreamSupport.stream(lines, false);
  }

  /// The number of the line, counted from 1.
  ///
  /// @return the number; 0 before the first `next()`, that of the last line after the end or a skip
  public long line() {
    return line;
  }

  /// The offset in the input of the line's first byte.
  ///
  /// @return the offset as the source counts it; after a skip that of the next line
  public long offset() {
    return source.offset() + from;
  }

  /// Makes the exception for a field that is not what the caller expects.
  ///
  /// @param field which, the first is 0
  /// @param expected what it should be, as the end of a sentence: "a date"
  /// @return the exception, to be thrown
  public ParseException malformed(int field, String expected) {
    return at(from(field), field, expected);
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

  private void checkFlaw(int flaw, int field, String expected) throws ParseException {
    if (flaw >= 0) {
      throw at(flaw, field, expected);
    }
  }

  /// The exception for a place in a field.
  private ParseException at(int index, int field, String expected) {
    return ParseException.at(
        source, index, line, index - from + 1L, expected + " in field " + field);
  }

  /// Makes an object of a line.
  ///
  /// @param <T> the type of the object
  @FunctionalInterface
  public interface Mapper<T> {
    /// Makes an object of a line.
    ///
    /// @param line the reader at the line, which is valid during the call
    /// @return the object
    /// @throws IOException as the reader throws it
    T map(FieldReader line) throws IOException;
  }

  /// Takes a line.
  @FunctionalInterface
  public interface Visitor {
    /// Takes a line.
    ///
    /// @param line the reader at the line, which is valid during the call
    /// @throws IOException as the reader throws it
    void visit(FieldReader line) throws IOException;
  }
}
