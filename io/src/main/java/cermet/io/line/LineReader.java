// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The lines of a source, one at a time, as ranges of its window.
///
/// - **Use** to read text by lines without copying or decoding it.
/// - **Avoid** when lines must outlive the next call and be strings anyway; take `BufferedReader`.
/// - **Cost** `next`, `skipLine` O(length); up to 2 KiB are searched ahead, 64 bytes a step;
///   `indexOf` O(length), eight bytes a step; the window moves once per refill; 10 KiB beside it.
/// - **Allocation** none after construction, apart from the source's; `slice` makes a view, `text`
///   a string.
/// - **Threads** one thread.
/// - **Errors** a line that does not fit in the window with its end: `ParseException` with line and
///   offset, after all lines before it, and again until `skipLine`; asked for as text, one that is
///   not UTF-8: `ParseException`; closed: `IllegalStateException`.
/// - **Source** Mycroft 1987, the zero byte of a word; Warren, Hacker's Delight, 6-1.
/// - **Copies with** `ByteSource`, `Marks`, `ParseException`, `Slice`, `Digits`, `Characters`,
///   `Utf8`, `Utf8Encoding`.
public final class LineReader implements AutoCloseable {
  /*
   * window:  | read lines | current line | LF | line | LF | cut line | not searched | padding |
   *                      from           to  position  ends[taken]  searched       limit
   *
   * LF and CR LF end a line; a CR elsewhere is content; the last line may lack its end. No byte is
   * decoded or judged but by `text`: NUL, invalid UTF-8 and a byte order mark are content.
   *
   * Where a line ends cannot be predicted; a search that stops at each end pays for that with every
   * line. So a stretch is searched at once, by blocks of 64 bytes, and the ends are put down: the
   * first two of a block without asking whether there are any. LineReaderProof.linesRaw. Blocks
   * reach past `limit`, into the padding; ends there are taken back.
   *
   * When all ends are taken and all of the window is searched, it is refilled from `position` on,
   * and the search goes on behind what it has seen. A line is found in the window whole or not at
   * all, so no state but the position is carried. A line must fit with its end, present or not:
   * then every kind of source, however it chops its bytes, accepts the same inputs.
   *
   * The search for a byte within a line goes by words. Of a word's hits only the lowest is exact:
   * the borrow of x - 0x0101.. can mark an 0x01 above it.
   */

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LINE_FEEDS = Marks.pattern((byte) '\n');
  private static final int AT_ONCE = 2; // lines of 60 bytes: 4 take longer by a twentieth

  private final byte[] bytes;
  private final int[] ends;
  private int taken;
  private int found;
  private int position;
  private int limit;
  private int from;
  private int to;
  private long line;
  private int searched;
  private final Marks marks;
  private final ByteSource source;

  /// Reads the unread bytes of a source.
  ///
  /// @param source the source, closed with the reader
  public LineReader(ByteSource source) {
    this.source = Objects.requireNonNull(source, "source");
    this.bytes = source.window();
    this.position = source.from();
    this.limit = source.to();
    this.from = position;
    this.to = position;
    this.searched = position;
    int most = Math.min(Marks.MOST, source.capacity());
    this.marks = new Marks(most);
    this.ends = new int[Marks.blocks(most) * Marks.BLOCK + AT_ONCE];
  }

  /// Goes to the next line.
  ///
  /// @return false if there is none
  /// @throws IOException as the source throws it, or if the line is longer than its window; no line
  ///   is lost, and the call may be tried again
  public boolean next() throws IOException {
    int next = taken;
    if (next == found) {
      return nextAfterSearch();
    }
    taken = next + 1;
    accept(ends[next]);
    return true;
  }

  /// Goes behind the next line end, whatever stands before it: past a line that does not fit too.
  ///
  /// @return false if nothing is left
  /// @throws IOException as the source throws it; called again it goes on
  public boolean skipLine() throws IOException {
    boolean any = false;
    while (taken == found) {
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
        clear();
        line += any ? 1 : 0;
        return any;
      }
    }
    position = ends[taken++] + 1;
    clear();
    line++;
    return true;
  }

  /// The array that holds the current line, the same one for the life of the reader.
  ///
  /// @return the window of the source
  public byte[] bytes() {
    return bytes;
  }

  /// The index in `bytes()` of the line's first byte.
  ///
  /// @return the index
  public int from() {
    return from;
  }

  /// The index in `bytes()` behind the line's last byte; its end, LF or CR LF, is not part of it.
  ///
  /// @return the index
  public int to() {
    return to;
  }

  /// The number of bytes of the line.
  ///
  /// @return the length
  public int length() {
    return to - from;
  }

  /// A view of the line, valid until the next `next()`.
  ///
  /// @return a new slice
  public Slice slice() {
    return new Slice(bytes, from, to);
  }

  /// The line as text.
  ///
  /// @return a new string
  /// @throws ParseException if it is not well-formed UTF-8
  public String text() throws ParseException {
    int flaw = Utf8.indexOfMalformed(bytes, from, to);
    if (flaw >= 0) {
      throw ParseException.at(source, flaw, line, flaw - from + 1L, "UTF-8");
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /// The first place of a byte in the line.
  ///
  /// @param value the byte
  /// @return its index in `bytes()`, or -1
  public int indexOf(byte value) {
    return find(bytes, from, to, (value & 0xFF) * LOW_BITS);
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
              element = mapper.map(LineReader.this);
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

  /// Closes the source.
  ///
  /// @throws IOException as the source throws it
  @Override
  public void close() throws IOException {
    position = limit;
    searched = limit;
    taken = found;
    clear();
    source.close();
  }

  @Override
  public String toString() {
    return source.name() + ", line " + line + " at byte " + offset();
  }

  private void accept(int end) {
    int start = position;
    from = start;
    to = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    position = end + 1;
    line++;
  }

  private boolean nextAfterSearch() throws IOException {
    for (; ; ) {
      while (searched < limit) {
        search();
        if (found > 0) {
          taken = 1;
          accept(ends[0]);
          return true;
        }
      }
      int seen = limit - position;
      clear();
      if (seen == source.capacity()) {
        throw ParseException.beyond(
            source, position, line + 1, 1, "at most " + seen + " bytes for a line and its end");
      }
      if (!refill(seen)) {
        if (seen == 0) {
          return false;
        }
        from = position;
        to = limit;
        position = limit;
        line++;
        return true;
      }
    }
  }

  /// Finds the ends of lines in the next stretch of the window.
  private void search() {
    int start = searched;
    int size = Math.min(Marks.MOST, limit - start);
    int blocks = Marks.blocks(size);
    Marks marks = this.marks;
    marks.find(bytes, start, blocks, LINE_FEEDS);
    int[] ends = this.ends;
    int count = 0;
    for (int block = 0; block < blocks; block++) {
      int at = start + block * Marks.BLOCK;
      int next = count;
      long bits = marks.block(block);
      count += Long.bitCount(bits);
      do {
        ends[next] = at + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        ends[next + 1] = at + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        next += AT_ONCE;
      } while (bits != 0);
    }
    searched = start + size;
    while (count > 0 && ends[count - 1] >= searched) {
      count--;
    }
    found = count;
    taken = 0;
  }

  private boolean refill(int seen) throws IOException {
    long at = source.offset() + position;
    try {
      return source.refill(position);
    } finally { // a failed refill may have moved the window or not
      position = (int) (at - source.offset());
      limit = source.to();
      searched = position + seen;
      clear();
    }
  }

  private void clear() {
    from = position;
    to = position;
  }

  private static int find(byte[] bytes, int from, int to, long pattern) {
    for (int i = from; i < to; i += Long.BYTES) {
      long difference = (long) WORD.get(bytes, i) ^ pattern;
      long hits = difference - LOW_BITS & ~difference & HIGH_BITS;
      if (hits != 0) {
        int hit = i + (Long.numberOfTrailingZeros(hits) >>> 3);
        return hit < to ? hit : -1;
      }
    }
    return -1;
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
    T map(LineReader line) throws IOException;
  }

  /// Takes a line.
  @FunctionalInterface
  public interface Visitor {
    /// Takes a line.
    ///
    /// @param line the reader at the line, which is valid during the call
    /// @throws IOException as the reader throws it
    void visit(LineReader line) throws IOException;
  }
}
