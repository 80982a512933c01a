// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The records of CSV, one at a time, with their fields as ranges of the source's window.
///
/// - **Use** to read CSV in UTF-8 or another superset of ASCII, as numbers, bytes or strings.
/// - **Avoid** for UTF-16, and for delimiters of more than one byte.
/// - **Cost** `next` O(bytes), 64 a step, then a step a field; eight times that, a byte a step,
///   where quotes are astray or escaped otherwise than by doubling, and for comments.
/// - **Allocation** none after construction, the source's, the header, the first record with quotes
///   within quotes and more columns than ever before aside; `slice`, `text` and `decimalAt` make
///   their results.
/// - **Threads** one thread.
/// - **Errors** input that breaks the format's rules, a record that does not fit in the window with
///   its end, a field that is not what is asked for: `ParseException`, and again when asked again;
///   closed: `IllegalStateException`; no such column: `IndexOutOfBoundsException`, by name
///   `IllegalArgumentException`.
/// - **Source** RFC 4180; Langdale and Lemire, Parsing Gigabytes of JSON per Second, 2019, quotes
///   by the parity of a bitmap; what is lenient, FastCSV's documentation.
/// - **Copies with** `ByteSource`, `CsvBlocks`, `CsvFormat`, `CsvRow`, `Decimals`, `Digits`,
///   `Characters`, `ParseException`, `Slice`, `Tens`.
public final class CsvReader implements AutoCloseable {
  /*
   * window:  | records read | record that is looked for        | unread       | padding |
   *                         position     block of 64                          limit
   *
   * A record is found by CsvBlocks: each of its bounds is the lowest bit that is left in a bitmap,
   * and its end the first that is no delimiter. Records that the bitmaps cannot tell are taken byte
   * by byte: those near stray quotes or with another escape, comments, a last one without an end.
   * Only that way has states, only there errors are found, and either way leaves nothing behind but
   * the bounds.
   *
   * A record that is cut off makes the window be refilled from its start. If that does not at least
   * double what there is of it, the bytes come in small pieces, and it is taken byte by byte, each
   * of them looked at once: a record costs its length, however it arrives.
   *
   * `position` moves only when a record is accepted. So what fails may be tried again, and no state
   * but the position and the counts outlives the window. A record must fit with its end, of which
   * a carriage return shows only by the byte behind it: then all sources accept the same inputs.
   */

  private static final int NEVER = 256; // no byte

  // Where in a record a byte stands.
  private static final int START = 0; // of a field
  private static final int PLAIN = 1;
  private static final int QUOTED = 2;
  private static final int ESCAPED = 3; // behind an escape that is no quote
  private static final int CLOSED = 4; // behind a quote that closes, or is the first of two
  private static final int TAIL = 5; // behind a closing quote, and no end
  private static final int COMMENT = 6;
  private static final int RETURN = 7; // behind a carriage return that ends the record
  private static final int END = 8; // at what ends a field

  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF"; // U+FEFF, a char a byte

  private static final int NOT_STARTED = 0;
  private static final int NO_HEADER_YET = 1;
  private static final int STARTED = 2;

  private final byte[] bytes;
  private final CsvBlocks blocks;
  private final CsvRow row;
  private int position;
  private int limit;
  private final int delimiter;
  private final int quote;
  private final int escape;
  private final int comment;
  private final int columnLimit;
  private int columns = -1; // of each record, if they must be the same
  private long lines; // before `position`
  private long records;
  private int stage = NOT_STARTED;
  private @Nullable ParseException badHeader;
  private boolean within; // a line that a failed read kept from being skipped
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final CsvFormat format;
  private final ByteSource source;

  /// Reads the unread bytes of a source as RFC 4180 has it, without a header.
  ///
  /// @param source the source, closed with the reader
  public CsvReader(ByteSource source) {
    this(source, CsvFormat.RFC_4180);
  }

  /// Reads the unread bytes of a source; a byte order mark at their start is passed over.
  ///
  /// @param source the source, closed with the reader
  /// @param format the dialect
  public CsvReader(ByteSource source, CsvFormat format) {
    this.source = Objects.requireNonNull(source, "source");
    this.format = Objects.requireNonNull(format, "format");
    this.bytes = source.window();
    this.row = new CsvRow(source, format);
    this.position = source.from();
    this.limit = source.to();
    this.delimiter = format.delimiter();
    this.quote = format.quote() == CsvFormat.NONE ? NEVER : format.quote();
    this.escape = format.escape();
    this.comment = format.comment() == CsvFormat.NONE ? NEVER : format.comment();
    this.columnLimit = format.columnLimit();
    this.blocks = new CsvBlocks(bytes, format);
    blocks.begin(position);
  }

  /// Reads a part behind what another reader has begun with: its header, if there is one, is known.
  CsvReader(ByteSource source, CsvReader first) {
    this(source, first.format);
    this.stage = STARTED;
    this.columns = first.columns;
    this.names.addAll(first.names);
    this.places.putAll(first.places);
  }

  /// Where the first record begins, behind a byte order mark and a header, if none was read yet.
  long begin() throws IOException {
    start();
    return source.offset() + position;
  }

  /// Goes to the next record; comments, if they are asked for, count as such.
  ///
  /// @return false if there is none
  /// @throws IOException as the source throws it, or a [ParseException]; no record is lost, and the
  ///   call may be tried again
  public boolean next() throws IOException {
    if (stage != STARTED) {
      start();
    }
    return advance();
  }

  /// Goes behind the next line end, whatever stands before it: past a record that cannot be read,
  /// and, before the first record is asked for, past a line that stands before the header or a
  /// header that cannot be read.
  ///
  /// @return false if nothing is left
  /// @throws IOException as the source throws it; called again it goes on
  public boolean skipLine() throws IOException {
    if (stage == NOT_STARTED) {
      skipMark();
      stage = NO_HEADER_YET;
    }
    row.count = 0;
    if (badHeader != null) { // read already: what comes is the header
      badHeader = null;
      columns = -1;
      names.clear();
      places.clear();
      return true;
    }
    boolean any = within;
    within = false;
    try {
      while (position < limit || refill()) {
        any = true;
        byte value = bytes[position];
        if (value == '\r' && position + 1 == limit && source.capacity() > 1 && more()) {
          continue; // with what follows the carriage return
        }
        position += value == '\r' && position + 1 < limit && bytes[position + 1] == '\n' ? 2 : 1;
        if (value == '\r' || value == '\n') {
          break;
        }
      }
    } catch (IOException e) {
      within = any;
      throw e;
    } finally {
      row.start = position;
      blocks.forget();
      blocks.begin(position);
    }
    lines += any ? 1 : 0;
    return any;
  }

  /// The current record, the same object for the life of the reader.
  ///
  /// @return the row
  public CsvRow row() {
    return row;
  }

  /// The place of a column; reads the header if that was not done yet.
  ///
  /// @param name its name in the header; of several with one name the first is meant
  /// @return the column, from 0
  /// @throws IOException as the source throws it, or a [ParseException]
  public int column(String name) throws IOException {
    start();
    Integer place = places.get(Objects.requireNonNull(name, "name"));
    if (place == null) {
      throw new IllegalArgumentException(source.name() + ": column: " + name + ", of " + names);
    }
    return place;
  }

  /// The names of the columns; reads the header if that was not done yet.
  ///
  /// @return the names, none if the format has no header or the input is empty
  /// @throws IOException as the source throws it, or a [ParseException]
  public List<String> columns() throws IOException {
    start();
    return Collections.unmodifiableList(names);
  }

  /// Gives each record that is left to a visitor; one that throws has had its record.
  ///
  /// @param visitor takes the records
  /// @throws IOException as the source or the visitor throws it, or a [ParseException]
  public void forEach(CsvRow.Visitor visitor) throws IOException {
    Objects.requireNonNull(visitor, "visitor");
    while (next()) {
      visitor.visit(row);
    }
  }

  /// Makes a list of the records that are left.
  ///
  /// @param <T> the type of its elements
  /// @param mapper makes an element of a record
  /// @return a new list
  /// @throws IOException as the source or the mapper throws it, or a [ParseException]
  public <T> List<T> toList(CsvRow.Mapper<T> mapper) throws IOException {
    Objects.requireNonNull(mapper, "mapper");
    List<T> list = new ArrayList<>();
    while (next()) {
      list.add(mapper.map(row));
    }
    return list;
  }

  /// Makes a sequential stream of the records that are left, read as it is asked for them; an
  /// `IOException` comes out of it in an `UncheckedIOException`.
  ///
  /// @param <T> the type of its elements
  /// @param mapper makes an element of a record
  /// @return a stream that does not close the reader
  public <T> Stream<T> stream(CsvRow.Mapper<T> mapper) {
    Objects.requireNonNull(mapper, "mapper");
    var rows =
        new AbstractSpliterator<T>(Long.MAX_VALUE, Spliterator.ORDERED) {
          @Override
          public boolean tryAdvance(Consumer<? super T> action) {
            T element;
            try {
              if (!next()) {
                return false;
              }
              element = mapper.map(row);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            action.accept(element);
            return true;
          }
        };
    return StreamSupport.stream(rows, false);
  }

  /// How many records were read, comments and the header not counted.
  ///
  /// @return the number of the current record, from 1
  public long records() {
    return records;
  }

  /// Closes the source.
  ///
  /// @throws IOException as the source throws it
  @Override
  public void close() throws IOException {
    position = limit;
    row.start = position;
    row.count = 0;
    badHeader = null; // what is wrong now is that the source is closed
    blocks.begin(position);
    source.close();
  }

  @Override
  public String toString() {
    return source.name()
        + ", record "
        + records
        + ", line "
        + row.line
        + " at byte "
        + row.offset();
  }

  /// Goes to the next record or, if they are asked for, comment.
  private boolean advance() throws IOException {
    row.count = 0;
    for (; ; ) {
      boolean orderly = position >= blocks.astrayTo && bytes[position] != comment;
      int outcome = orderly ? findByBlocks() : CsvBlocks.ASTRAY;
      if (outcome == CsvBlocks.CUT && doubles()) {
        continue;
      }
      if (outcome != CsvBlocks.FOUND && !findByBytes()) {
        return false;
      }
      if (row.count != 0) { // else an empty line, or a comment
        return true;
      }
    }
  }

  private int findByBlocks() throws IOException {
    int[] bounds = row.bounds;
    int count = 0;
    CsvBlocks blocks = this.blocks;
    int marks = blocks.seen;
    long hits = blocks.hits;
    bounds[0] = position - 1;
    for (; ; ) {
      while (hits == 0) {
        int outcome = blocks.next(position, limit);
        if (outcome != CsvBlocks.FOUND) {
          return outcome;
        }
        hits = blocks.hits;
        marks |= blocks.seen;
      }
      int at = blocks.base + Long.numberOfTrailingZeros(hits);
      hits &= hits - 1;
      if (++count == bounds.length) {
        if (count > columnLimit) {
          return CsvBlocks.ASTRAY;
        }
        bounds = row.grow();
      }
      bounds[count] = at;
      if (bytes[at] != delimiter) {
        return findEnd(at, count, marks, hits);
      }
    }
  }

  private int findEnd(int at, int count, int marks, long hits) throws IOException {
    int end = at + 1;
    if (bytes[at] == '\r') {
      if (end == limit) {
        return CsvBlocks.CUT;
      }
      if (bytes[end] == '\n') {
        end++;
        hits &= hits - 1; // of the line feed; in the next block it is seen from the position
      }
    }
    if (count > columnLimit) {
      return CsvBlocks.ASTRAY;
    }
    blocks.hits = hits;
    row.ascii = blocks.isAscii(position);
    accept(at, end, count, marks);
    return CsvBlocks.FOUND;
  }

  private boolean findByBytes() throws IOException {
    int at = position;
    int count = 0;
    int state = START;
    row.bounds[0] = at - 1;
    for (; ; at++) {
      if (at == limit) {
        int moved = position;
        boolean more = more();
        moved -= position;
        at -= moved;
        row.move(count, moved);
        if (!more) {
          return finish(at, count, state);
        }
      }
      byte value = bytes[at];
      if (state == RETURN) {
        take(at - 1, value == '\n' ? at + 1 : at, count);
        return true;
      }
      state = step(state, value, at);
      if (state == END) {
        count = end(at, count);
        if (value == '\n') {
          take(at, at + 1, count);
          return true;
        }
        state = value == '\r' ? RETURN : START;
      }
    }
  }

  /// The state behind a byte.
  private int step(int state, byte value, int at) throws ParseException {
    boolean breaks = value == '\n' || value == '\r';
    switch (state) {
      case QUOTED -> {
        if (value == escape && escape != quote) {
          return ESCAPED;
        }
        return value == quote ? CLOSED : QUOTED;
      }
      case ESCAPED -> {
        return QUOTED;
      }
      case COMMENT -> {
        return breaks ? END : COMMENT;
      }
      default -> {}
    }
    if (breaks || value == delimiter) {
      return END;
    }
    if (state == START && value == comment && at == position) {
      return COMMENT;
    }
    if (state == START && value == quote) {
      return QUOTED;
    }
    if (state == CLOSED && value == quote && escape == quote) {
      return QUOTED;
    }
    if (!format.lenient() && state == CLOSED) {
      throw error(at, "a delimiter or a line end behind the closing quote");
    }
    if (!format.lenient() && value == quote) {
      throw error(at, "no quote in a field that does not begin with one");
    }
    return state == CLOSED || state == TAIL ? TAIL : PLAIN;
  }

  /// Ends the last record, if there is one, with the input.
  private boolean finish(int at, int count, int state) throws IOException {
    if (at == position) {
      return false;
    }
    if (state == RETURN) {
      take(at - 1, at, count);
      return true;
    }
    if ((state == QUOTED || state == ESCAPED) && !format.lenient()) {
      throw error(at, "a quote that closes the last field of the record in line " + (lines + 1));
    }
    take(at, at, end(at, count));
    return true;
  }

  /// Ends a field.
  private int end(int at, int count) throws ParseException {
    int more = count + 1;
    if (more > columnLimit) {
      throw error(at, "at most " + columnLimit + " fields in record " + (records + 1));
    }
    if (more == row.bounds.length) {
      row.grow();
    }
    row.bounds[more] = at;
    return more;
  }

  /// Takes a record that was found by bytes.
  private void take(int at, int end, int count) throws IOException {
    if (bytes[position] == comment) {
      row.bounds[0] = position; // so that the field begins behind the mark
    }
    row.ascii = false;
    accept(at, end, count, CsvBlocks.DOUBLED | CsvBlocks.INNER);
    blocks.begin(position);
  }

  /// Takes a record that ends before `at`; the next begins at `end`.
  private void accept(int at, int end, int count, int marks) throws IOException {
    boolean remark = bytes[position] == comment;
    boolean empty = at == position && !format.emptyLines();
    if (count != columns && !remark && !empty) {
      checkColumns(at, count);
    }
    row.line = lines + 1;
    row.start = position;
    lines += 1 + ((marks & CsvBlocks.INNER) == 0 ? 0 : row.breaks(position, at));
    position = end;
    if (empty || (remark && !format.comments())) {
      return;
    }
    records += remark ? 0 : 1;
    row.comment = remark;
    row.count = count;
    row.tidy = true;
    if ((marks & CsvBlocks.DOUBLED) != 0) {
      row.untidy();
    }
  }

  private void checkColumns(int at, int count) throws ParseException {
    if (format.ragged()) {
      return;
    }
    if (columns >= 0) {
      String found = ": record " + (records + 1) + " has " + count + " fields, not " + columns;
      throw count < columns
          ? error(at, "a delimiter" + found)
          : error(row.bounds[columns], "the end of the record" + found);
    }
    columns = count;
  }

  /// Refills the window and says whether what there is of the record has doubled.
  private boolean doubles() throws IOException {
    int had = limit - position;
    return had < source.capacity() && refill() && limit - position - had >= had;
  }

  /// Adds bytes to a record that is cut off.
  private boolean more() throws IOException {
    int capacity = source.capacity();
    if (limit - position == capacity) {
      throw error(
          position, "record " + (records + 1) + " to end in the window of " + capacity + " bytes");
    }
    return refill();
  }

  private boolean refill() throws IOException {
    long at = source.offset() + position;
    try {
      return source.refill(position);
    } finally { // a failed refill may have moved the window or not
      position = (int) (at - source.offset());
      limit = source.to();
      row.start = position;
      blocks.forget();
      blocks.begin(position);
    }
  }

  private void start() throws IOException {
    if (stage == NOT_STARTED) {
      skipMark();
      stage = NO_HEADER_YET;
    }
    if (stage == NO_HEADER_YET) {
      if (format.header()) {
        readHeader();
      }
      stage = STARTED;
    }
  }

  private void skipMark() throws IOException {
    for (int i = 0; i < BYTE_ORDER_MARK.length(); i++) {
      while (limit - position == i) {
        if (i == source.capacity() || !refill()) {
          return;
        }
      }
      if ((bytes[position + i] & 0xFF) != BYTE_ORDER_MARK.charAt(i)) {
        return;
      }
    }
    position += BYTE_ORDER_MARK.length();
    blocks.begin(position);
  }

  private void readHeader() throws IOException {
    if (badHeader != null) {
      throw badHeader;
    }
    boolean found = advance();
    while (found && row.comment) {
      found = advance();
    }
    try {
      for (int i = 0; i < row.count; i++) {
        name(i, row.text(i));
      }
    } catch (ParseException e) {
      badHeader = e; // its bytes may have been changed where they lie
      throw e;
    } finally {
      row.count = 0;
      records = 0;
    }
  }

  private void name(int column, String name) throws ParseException {
    if (places.putIfAbsent(name, column) != null && !format.lenient()) {
      throw row.malformed(column, "a name that no other column has");
    }
    names.add(name);
  }

  private ParseException error(int index, String expected) {
    blocks.begin(position); // its ends are looked for again
    row.start = position;
    row.line = lines + 1;
    return row.at(index, expected);
  }
}
