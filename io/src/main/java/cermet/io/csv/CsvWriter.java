// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import cermet.io.source.ByteSink;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// CSV appended to a sink, field by field, with quotes where they are needed.
///
/// - **Use** to write records of numbers and texts without a string for each.
/// - **Avoid** for UTF-16, and for delimiters of more than one byte.
/// - **Cost** `append`, `appendFixed`, `end` O(bytes), eight at a time where nothing needs quotes.
/// - **Allocation** none after construction, the sink's aside; a comment, and a text longer than a
///   third of the window, is encoded to an array first.
/// - **Threads** one thread.
/// - **Errors** unpaired surrogate, or a text that needs quotes in a format without:
///   `IllegalArgumentException`; a record with more or fewer fields than the first, or with none:
///   `IllegalStateException`; nothing is appended then. What the sink throws.
/// - **Source** RFC 4180; which texts are quoted, FastCSV's documentation.
/// - **Copies with** `ByteSink`, `CsvFormat`, `Decimals`, `Digits`, `Characters`, `Slice`, `Tens`,
///   `Utf8`, `Utf8Encoding`.
public final class CsvWriter implements AutoCloseable {
  /*
   * window:  | appended | , | t e x t | room
   *                     at    start   end
   *
   * A text is encoded where it goes if it needs no quotes. If it does, it is moved from its last
   * byte on to where it ends with them, and each escape is put in on the way. Until the sink is
   * told to advance, nothing is appended.
   *
   * Quotes are needed around a delimiter, a quote, a line end; around a first field that begins as a
   * comment or, in the first record, with a byte order mark; around the only field of a record if it
   * is empty, which would else be an empty line.
   */

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOWS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long LINE_FEEDS = '\n' * ONES;
  private static final long RETURNS = '\r' * ONES;
  private static final int LONGEST_NUMBER = 32; // as ByteSink's
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int MARKS = 3; // a delimiter and two quotes

  private final ByteSink sink;
  private final byte[] window;
  private int fields; // in the current record
  private int columns; // how many fields a record may have
  private boolean blank; // the last field has no bytes
  private long records;
  private final byte delimiter;
  private final byte quote;
  private final byte quotable; // the quote or, if there is none, the delimiter
  private final byte escape;
  private final byte comment;
  private final boolean quoteAll;
  private final long delimiters;
  private final long quotes;
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
    this.quotable = quote == CsvFormat.NONE ? delimiter : quote;
    this.escape = format.escape();
    this.comment = format.comment();
    this.quoteAll = format.quoteAll() && quote != CsvFormat.NONE;
    this.delimiters = delimiter * ONES;
    this.quotes = quotable * ONES;
    this.longest = (window.length - MARKS) / 3;
  }

  /// Appends a field with a text, as UTF-8.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(String text) throws IOException {
    int length = text.length();
    if (length > longest) {
      return appendLong(text);
    }
    checkField();
    int at = sink.reserve(3 * length + MARKS);
    int start = fields == 0 ? at : at + 1;
    int end = Utf8.encode(text, window, start);
    if (needsQuotes(window, start, end, fields == 0)) {
      return advance(at, quoteInPlace(start, end), false);
    }
    return advance(at, end, end == start);
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
  ///   bytes may be appended then
  public CsvWriter append(byte[] bytes, int from, int to) throws IOException {
    Objects.checkFromToIndex(from, to, bytes.length);
    checkField();
    boolean quoted = needsQuotes(bytes, from, to, fields == 0);
    long length = (long) to - from + (quoted ? escapes(bytes, from, to) : 0) + MARKS;
    if (length > window.length) {
      return appendPieces(bytes, from, to, quoted);
    }
    int at = sink.reserve((int) length);
    int start = fields == 0 ? at : at + 1;
    if (quoted) {
      return advance(at, quote(bytes, from, to, start), false);
    }
    System.arraycopy(bytes, from, window, start, to - from);
    return advance(at, start + to - from, to == from);
  }

  /// Appends a field with a number as `Integer.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(int value) throws IOException {
    checkField();
    int at = sink.reserve(LONGEST_NUMBER + 1);
    return advance(at, Digits.print(value, window, fields == 0 ? at : at + 1), false);
  }

  /// Appends a field with a number as `Long.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(long value) throws IOException {
    checkField();
    int at = sink.reserve(LONGEST_NUMBER + 1);
    return advance(at, Digits.print(value, window, fields == 0 ? at : at + 1), false);
  }

  /// Appends a field with a number as `Double.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter append(double value) throws IOException {
    checkField();
    int at = sink.reserve(LONGEST_NUMBER + 1);
    return advance(at, Decimals.printDouble(value, window, fields == 0 ? at : at + 1), false);
  }

  /// Appends a field with a decimal, as [Digits#printFixed(long, int, byte\[\], int)] prints it.
  ///
  /// @param value the number times ten to the power of the scale
  /// @param scale how many digits follow the point, 0 to 18; 0: no point is printed
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter appendFixed(long value, int scale) throws IOException {
    checkField();
    int at = sink.reserve(LONGEST_NUMBER + 1);
    int start = fields == 0 ? at : at + 1;
    return advance(at, Digits.printFixed(value, scale, window, start), false);
  }

  /// Appends a field without bytes and without quotes.
  ///
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter appendEmpty() throws IOException {
    checkField();
    int at = sink.reserve(1);
    return advance(at, fields == 0 ? at : at + 1, true);
  }

  /// Ends the record.
  ///
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter end() throws IOException {
    checkEnd(fields, blank);
    int at = sink.reserve(MARKS + 1);
    if (fields == 1 && blank && !format.emptyLines()) {
      window[at++] = quote;
      window[at++] = quote;
    }
    sink.advance(endLine(at));
    columns = format.ragged() ? columns : fields;
    fields = 0;
    records++;
    return this;
  }

  /// Appends a record of texts, or those that are left of the current one, if all can be appended.
  ///
  /// @param texts its fields
  /// @return this
  /// @throws IOException as the sink throws it
  public CsvWriter record(String... texts) throws IOException {
    checkEnd((long) fields + texts.length, texts.length == 1 && texts[0].isEmpty());
    for (int i = 0; i < texts.length; i++) {
      checkText(texts[i], fields + i == 0);
    }
    for (String text : texts) {
      append(text);
    }
    return end();
  }

  /// Appends a comment, each of its lines behind a mark of its own.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  /// @throws IOException as the sink throws it; the lines before may be appended then, and of one
  ///   that is longer than the window the first bytes
  public CsvWriter comment(String text) throws IOException {
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

  /// Closes the sink; a record that was not ended stays as it is.
  ///
  /// @throws IOException as the sink throws it
  @Override
  public void close() throws IOException {
    sink.close();
  }

  @Override
  public String toString() {
    return sink.name() + ", " + records + " records and " + fields + " fields";
  }

  private CsvWriter advance(int at, int end, boolean nothing) {
    if (fields != 0) {
      window[at] = delimiter;
    }
    sink.advance(end);
    fields++;
    blank = nothing;
    return this;
  }

  private void checkField() {
    if (fields == columns) {
      throw new IllegalStateException(
          sink.name() + ": record " + (records + 1) + " has more than " + columns + " fields");
    }
  }

  /// Fails if a record of so many fields cannot be ended.
  private void checkEnd(long count, boolean nothing) {
    boolean more = count > columns;
    if (count == 0 || more || (count != columns && records > 0 && !format.ragged())) {
      String has = more ? " has more than " + columns : " has " + count;
      throw new IllegalStateException(
          sink.name()
              + (": record " + (records + 1) + has + " fields")
              + (more ? "" : ", not " + columns));
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
          throw new IllegalArgumentException("unpaired surrogate at " + (i - 1));
        }
      }
    }
    if (suspect && quote == CsvFormat.NONE) {
      byte[] bytes = encoded(text);
      needsQuotes(bytes, 0, bytes.length, first);
    }
  }

  private boolean needsQuotes(byte[] bytes, int from, int to, boolean first) {
    if (quoteAll || (first && from < to && startsAstray(bytes, from, to))) {
      return checkQuote(bytes, from, to);
    }
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      long word = (long) WORD.get(bytes, at);
      long lows = word & LOWS;
      long others =
          ((lows ^ delimiters) + LOWS)
              & ((lows ^ quotes) + LOWS)
              & ((lows ^ LINE_FEEDS) + LOWS)
              & ((lows ^ RETURNS) + LOWS);
      if (((others | word) | LOWS) != -1) {
        return checkQuote(bytes, from, to);
      }
    }
    for (; at < to; at++) {
      byte value = bytes[at];
      if (value == delimiter || value == quotable || value == '\n' || value == '\r') {
        return checkQuote(bytes, from, to);
      }
    }
    return false;
  }

  /// Says whether the first field of a record begins with what is passed over there.
  private boolean startsAstray(byte[] bytes, int from, int to) {
    return (bytes[from] == comment && comment != CsvFormat.NONE)
        || (records == 0
            && to - from >= 3
            && (bytes[from] & 0xFF) == 0xEF
            && (bytes[from + 1] & 0xFF) == 0xBB
            && (bytes[from + 2] & 0xFF) == 0xBF);
  }

  private boolean checkQuote(byte[] bytes, int from, int to) {
    if (quote == CsvFormat.NONE) {
      throw new IllegalArgumentException(
          sink.name() + ": needs quotes, and there are none: " + new Slice(bytes, from, to));
    }
    return true;
  }

  /// How many bytes of a range need an escape.
  private int escapes(byte[] bytes, int from, int to) {
    int escapes = 0;
    for (int i = from; i < to; i++) {
      escapes += bytes[i] == quote || bytes[i] == escape ? 1 : 0;
    }
    return escapes;
  }

  /// Puts quotes around a text that lies in the window, and escapes into it, and returns where it
  /// ends: the room for three bytes a char is enough, since what is escaped has one.
  private int quoteInPlace(int start, int end) {
    int to = end + escapes(window, start, end) + 2;
    int into = to;
    window[--into] = quote;
    while (into > start + 1) {
      byte value = window[--end];
      window[--into] = value;
      if (value == quote || value == escape) {
        window[--into] = escape;
      }
    }
    window[start] = quote;
    return to;
  }

  /// Writes bytes with quotes into the window, and returns where they end.
  private int quote(byte[] bytes, int from, int to, int at) {
    window[at++] = quote;
    for (int i = from; i < to; i++) {
      byte value = bytes[i];
      if (value == quote || value == escape) {
        window[at++] = escape;
      }
      window[at++] = value;
    }
    window[at++] = quote;
    return at;
  }

  private CsvWriter appendLong(String text) throws IOException {
    byte[] bytes = encoded(text);
    return append(bytes, 0, bytes.length);
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
      sink.append(comment).append(bytes, from, to).append(end);
      return;
    }
    int at = sink.reserve((int) length);
    window[at] = comment;
    System.arraycopy(bytes, from, window, at + 1, to - from);
    sink.advance(endLine(at + 1 + to - from));
  }

  /// Writes a line end into the window, and returns where it ends.
  private int endLine(int at) {
    if (format.lineEnd() != CsvFormat.LineEnd.LF) {
      window[at++] = '\r';
    }
    if (format.lineEnd() != CsvFormat.LineEnd.CR) {
      window[at++] = '\n';
    }
    return at;
  }

  /// Appends a field that is longer than the window.
  private CsvWriter appendPieces(byte[] bytes, int from, int to, boolean quoted)
      throws IOException {
    if (fields != 0) {
      sink.append(delimiter);
    }
    fields++;
    blank = false;
    if (!quoted) {
      sink.append(bytes, from, to);
      return this;
    }
    sink.append(quote);
    for (int i = from; i < to; i++) {
      if (bytes[i] == quote || bytes[i] == escape) {
        sink.append(bytes, from, i).append(escape);
        from = i;
      }
    }
    sink.append(bytes, from, to).append(quote);
    return this;
  }
}
