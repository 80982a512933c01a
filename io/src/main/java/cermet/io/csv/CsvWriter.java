// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import cermet.io.source.ByteSink;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/// CSV appended to a sink, field by field, with quotes where they are needed.
///
/// - **Use** to write records of numbers and texts without a string for each.
/// - **Avoid** for UTF-16, and for delimiters of more than one byte.
/// - **Cost** `append`, `appendFixed`, `end` O(bytes), eight at a time in ASCII.
/// - **Allocation** none after construction, the sink's aside; a char or `BigDecimal` is made a
///   text; a comment, and a text that with three bytes a char and nine more is longer than the
///   window, is encoded to an array first.
/// - **Threads** one thread.
/// - **Errors** unpaired surrogate, or a text that needs quotes in a format without:
///   `IllegalArgumentException`; a record with more or fewer fields than the first, or with none:
///   `IllegalStateException`; nothing is appended then. What the sink throws: of what fits in its
///   window nothing is appended then, and behind the half of a longer field or comment all further
///   calls are refused.
/// - **Source** RFC 4180; which texts are quoted, FastCSV's documentation.
/// - **Copies with** `ByteSink`, `CsvFormat`, `CsvQuotes`, `Decimals`, `Digits`, `Characters`,
///   `Slice`, `Tens`, `Utf8`, `Utf8Encoding`.
public final class CsvWriter implements AutoCloseable {
  /*
   * window:  | appended | , | t e x t | room
   *                     at    start   end
   *
   * A field is written where it goes, by CsvQuotes if it may need quotes. Until the sink is told to
   * advance, nothing is appended.
   *
   * The only field of a record has quotes if it is empty, which would else be an empty line.
   *
   * What is longer than the window goes through it in pieces. Until the last one is there, `fields`
   * and `columns` are BROKEN: both, so that a call finds it where it looks for a record's end.
   */

  private static final int BROKEN = -1;

  private static final int LONGEST_NUMBER = 32; // as ByteSink's
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int MARKS = 3; // a delimiter and two quotes
  private static final int MOST_LINE_END = 2;
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final ByteSink sink;
  private final byte[] window;
  private final CsvQuotes quotes;
  private int fields; // in the current record
  private int columns; // how many fields a record may have
  private boolean blank; // the last field has no bytes
  private long records;
  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final byte comment;
  private final byte lineEnd; // its first byte
  private final boolean longLineEnd; // a line feed follows
  private final int longest; // chars of a text that is encoded in the window
  private final CsvFormat format;

  /// Writes as RFC 4180 has it.
  ///
  /// @param sink the sink, closed with the writer
  public CsvWriter(ByteSink sink) {
    this(sink, CsvFormat.RFC_4180);
  }

  /// Writes a dialect; if it has a header, the first record is that.
  ///
  /// @param sink the sink, closed with the writer
  /// @param format the dialect
  public CsvWriter(ByteSink sink, CsvFormat format) {
    this.sink = Objects.requireNonNull(sink, "sink");
    this.format = Objects.requireNonNull(format, "format");
    this.window = sink.window();
    this.columns = format.columnLimit();
    this.delimiter = format.delimiter();
    this.quote = format.quote();
    this.escape = format.escape();
    this.comment = format.comment();
    this.lineEnd = (byte) format.lineEnd().text().charAt(0);
    this.longLineEnd = format.lineEnd().text().length() > 1;
    this.quotes = new CsvQuotes(window, format, sink.name());
    this.longest = (window.length - CsvQuotes.AROUND) / 3;
  }

  /// Appends a field with a text, as UTF-8.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(String text) throws IOException {
    int length = text.length();
    if (length > longest) {
      byte[] bytes = encoded(text);
      return append(bytes, 0, bytes.length);
    }
    checkField();
    int start = start(sink.reserve(3 * length + CsvQuotes.AROUND));
    int end = quotes.write(text, start, fields, records);
    return advance(end, end == start);
  }

  /// Appends a field with a char, as a text of that char.
  ///
  /// @param value the char, no surrogate
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(char value) throws IOException {
    return append(String.valueOf(value));
  }

  /// Appends a field with the bytes of a slice.
  ///
  /// @param slice the slice, not of the sink's window
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(Slice slice) throws IOException {
    return append(slice.bytes(), slice.from(), slice.to());
  }

  /// Appends a field with bytes.
  ///
  /// @param bytes the array, not the sink's window
  /// @param from the first index
  /// @param to the index after the last
  /// @return this
  /// @throws IOException as the sink throws it; of a field that is longer than the window the first
  ///   bytes may be appended then, and nothing more will be
  public CsvWriter append(byte[] bytes, int from, int to) throws IOException {
    Objects.checkFromToIndex(from, to, bytes.length);
    checkField();
    boolean quoted = quotes.isNeeded(bytes, from, to, fields, records);
    long length = (long) to - from + (quoted ? quotes.escapes(bytes, from, to) : 0) + MARKS;
    if (length > window.length) {
      return appendPieces(bytes, from, to, quoted);
    }
    int start = start(sink.reserve((int) length));
    if (quoted) {
      return advance(quotes.quote(bytes, from, to, start), false);
    }
    System.arraycopy(bytes, from, window, start, to - from);
    return advance(start + to - from, to == from);
  }

  /// Appends a field with a number as `Integer.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(int value) throws IOException {
    checkField();
    int start = start(sink.reserve(LONGEST_NUMBER + 1));
    return advance(Digits.print(value, window, start), false);
  }

  /// Appends a field with a number as `Long.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(long value) throws IOException {
    checkField();
    int start = start(sink.reserve(LONGEST_NUMBER + 1));
    return advance(Digits.print(value, window, start), false);
  }

  /// Appends a field with a number as `Double.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(double value) throws IOException {
    checkField();
    int start = start(sink.reserve(LONGEST_NUMBER + 1));
    return advance(Decimals.printDouble(value, window, start), false);
  }

  /// Appends a field with a number as `Float.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(float value) throws IOException {
    checkField();
    int start = start(sink.reserve(LONGEST_NUMBER + 1));
    return advance(Decimals.printFloat(value, window, start), false);
  }

  /// Appends a field with a decimal, as [Digits#printFixed(long, int, byte\[\], int)] prints it.
  ///
  /// @param value the number times ten to the power of the scale
  /// @param scale how many digits follow the point, 0 to 18; 0: no point is printed
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter appendFixed(long value, int scale) throws IOException {
    checkField();
    int start = start(sink.reserve(LONGEST_NUMBER + 1));
    return advance(Digits.printFixed(value, scale, window, start), false);
  }

  /// Appends a field with a number as `BigDecimal.toString` has it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it; of a number that is longer than the window the
  ///   first bytes may be appended then, and nothing more will be
  public CsvWriter append(BigDecimal value) throws IOException {
    return appendBare(value.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /// Appends a field with `true` or `false`, which no format puts in quotes.
  ///
  /// @param value the truth value
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(boolean value) throws IOException {
    return appendBare(value ? TRUE : FALSE);
  }

  /// Appends a field without bytes and without quotes, but for those of a record's only field.
  ///
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter appendEmpty() throws IOException {
    checkField();
    return advance(start(sink.reserve(1)), true);
  }

  /// Ends the record.
  ///
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter end() throws IOException {
    boolean usual = fields == columns && fields > 1;
    int at = usual ? sink.reserve(MOST_LINE_END) : endRare();
    sink.advance(endLine(at));
    fields = 0;
    records++;
    return this;
  }

  /// Appends a record of texts, or those that are left of the current one, if all can be appended.
  ///
  /// @param texts its fields
  /// @return this
  /// @throws IOException as the sink throws it; of a record that is longer than the window the
  ///   first fields may be appended then
  public CsvWriter record(String... texts) throws IOException {
    long room = CsvQuotes.AROUND + MARKS + MOST_LINE_END;
    for (String text : texts) {
      room += 3L * text.length() + MARKS;
    }
    checkEnd((long) fields + texts.length, texts.length == 1 && texts[0].isEmpty());
    if (room > window.length || texts.length == 0) {
      return recordInPieces(texts);
    }
    int from = sink.reserve((int) room);
    int count = fields;
    int end = from;
    for (String text : texts) {
      window[end] = delimiter;
      end = quotes.write(text, count == 0 ? end : end + 1, count, records);
      count++;
    }
    if (count == 1 && end == from && !format.emptyLines()) {
      window[end++] = quote;
      window[end++] = quote;
    }
    sink.advance(endLine(end));
    columns = format.ragged() ? columns : count;
    fields = 0;
    records++;
    return this;
  }

  /// Appends a comment, each of its lines behind a mark of its own.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  /// @throws IOException as the sink throws it; the lines before may be appended then, and of one
  ///   that is longer than the window the first bytes
  public CsvWriter comment(String text) throws IOException {
    checkWhole();
    if (comment == CsvFormat.NONE || fields != 0) {
      throw new IllegalStateException(
          sink.name() + (fields == 0 ? ": no comments in this format" : ": within a record"));
    }
    byte[] bytes = encoded(text);
    for (int from = 0, at = 0; ; at++) {
      if (at == bytes.length || bytes[at] == '\n' || bytes[at] == '\r') {
        appendComment(bytes, from, at);
        if (at == bytes.length) {
          return this;
        }
        at += bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n' ? 1 : 0;
        from = at + 1;
      }
    }
  }

  /// How many records were ended, the header among them.
  ///
  /// @return the number
  public long records() {
    return records;
  }

  /// Gives all bytes to the output.
  ///
  /// @throws IOException if that failed; what the output does not have may be flushed again
  public void flush() throws IOException {
    sink.flush();
  }

  /// Closes the sink; closing again does nothing.
  ///
  /// @throws IOException as the sink throws it
  /// @throws IllegalStateException if a record was not ended; the sink is closed all the same
  @Override
  public void close() throws IOException {
    int open = fields;
    fields = Math.min(fields, 0);
    sink.close();
    if (open > 0) {
      throw new IllegalStateException(
          sink.name() + ": closed after " + open + " fields of record " + (records + 1));
    }
  }

  @Override
  public String toString() {
    return sink.name() + ", " + records + " records and " + Math.max(fields, 0) + " fields";
  }

  /// Appends a field with bytes that never need quotes, one or more.
  private CsvWriter appendBare(byte[] bytes) throws IOException {
    checkField();
    int length = bytes.length;
    if (length >= window.length) { // with its delimiter
      return appendPieces(bytes, 0, length, false);
    }
    int start = start(sink.reserve(length + 1));
    System.arraycopy(bytes, 0, window, start, length);
    return advance(start + length, false);
  }

  /// Where a field begins: behind a delimiter, if it is not the first.
  private int start(int at) {
    window[at] = delimiter; // the first field is written over it
    return fields == 0 ? at : at + 1;
  }

  private CsvWriter advance(int end, boolean nothing) {
    sink.advance(end);
    fields++;
    blank = nothing;
    return this;
  }

  private void checkField() {
    if (fields == columns) {
      checkWhole();
      throw new IllegalStateException(
          sink.name() + ": record " + (records + 1) + " has more than " + columns + " fields");
    }
  }

  /// Fails behind a write that failed in the middle.
  private void checkWhole() {
    if (fields == BROKEN) {
      throw new IllegalStateException(sink.name() + ": a write failed within a field or comment");
    }
  }

  /// Fails if a record of so many fields cannot be ended.
  private void checkEnd(long count, boolean nothing) {
    checkWhole();
    boolean more = count > columns;
    if (count == 0 || more || (count != columns && records > 0 && !format.ragged())) {
      String few = count == 0 ? "no fields" : count + " fields, not " + columns;
      String has = more ? "more than " + columns + " fields" : few;
      throw new IllegalStateException(sink.name() + ": record " + (records + 1) + " has " + has);
    }
    if (count == 1 && nothing && quote == CsvFormat.NONE && !format.emptyLines()) {
      throw new IllegalStateException(
          sink.name() + ": record " + (records + 1) + " would be an empty line without quotes");
    }
  }

  /// Fails if a text cannot be appended.
  private void checkText(String text, boolean first) {
    char start = text.isEmpty() ? 'x' : text.charAt(0);
    boolean suspect = first && (start == comment || start == BYTE_ORDER_MARK);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      suspect |= c == delimiter || c == '\n' || c == '\r';
      if (Character.isSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
          String hex = HexFormat.of().withUpperCase().toHexDigits(c);
          throw new IllegalArgumentException("unpaired surrogate at " + (i - 1) + ": U+" + hex);
        }
      }
    }
    if (suspect && quote == CsvFormat.NONE) {
      byte[] bytes = encoded(text);
      quotes.isNeeded(bytes, 0, bytes.length, first ? 0 : 1, records);
    }
  }

  /// Checks that a record can be ended, and makes room for its end.
  private int endRare() throws IOException {
    checkEnd(fields, blank);
    int at = sink.reserve(MARKS + MOST_LINE_END);
    if (fields == 1 && blank && !format.emptyLines()) {
      window[at++] = quote;
      window[at++] = quote;
    }
    columns = format.ragged() ? columns : fields;
    return at;
  }

  private CsvWriter recordInPieces(String... texts) throws IOException {
    for (int i = 0; i < texts.length; i++) {
      checkText(texts[i], fields + i == 0);
    }
    for (String text : texts) {
      append(text);
    }
    return end();
  }

  private static byte[] encoded(String text) {
    byte[] bytes = new byte[Math.toIntExact(Utf8.encodedLength(text))];
    Utf8.encode(text, bytes, 0); // fails unless it fills them
    return bytes;
  }

  /// Appends a line of a comment, and nothing of it if it fits in the window and the sink throws:
  /// behind a mark alone the next record would be one.
  private void appendComment(byte[] bytes, int from, int to) throws IOException {
    String end = format.lineEnd().text();
    long length = 1L + to - from + end.length();
    if (length > window.length) {
      int most = columns;
      sink.append(comment);
      fields = columns = BROKEN;
      sink.append(bytes, from, to).append(end);
      fields = 0;
      columns = most;
      return;
    }
    int at = sink.reserve((int) length);
    window[at] = comment;
    System.arraycopy(bytes, from, window, at + 1, to - from);
    sink.advance(endLine(at + 1 + to - from));
  }

  /// Writes a line end into the window, and returns where it ends.
  private int endLine(int at) {
    window[at++] = lineEnd;
    if (longLineEnd) {
      window[at++] = '\n';
    }
    return at;
  }

  /// Appends a field that is longer than the window.
  private CsvWriter appendPieces(byte[] bytes, int from, int to, boolean quoted)
      throws IOException {
    int count = fields;
    int most = columns;
    if (count != 0) {
      sink.append(delimiter);
    }
    fields = columns = BROKEN;
    if (quoted) {
      appendQuoted(bytes, from, to);
    } else {
      sink.append(bytes, from, to);
    }
    fields = count + 1;
    columns = most;
    blank = false;
    return this;
  }

  private void appendQuoted(byte[] bytes, int from, int to) throws IOException {
    sink.append(quote);
    for (int i = from; i < to; i++) {
      if (bytes[i] == quote || bytes[i] == escape) {
        sink.append(bytes, from, i).append(escape);
        from = i;
      }
    }
    sink.append(bytes, from, to).append(quote);
  }
}
