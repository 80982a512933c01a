// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Part of {@link CsvReader}: the fields of its current record, valid until the next.
///
/// Fields are what stands between their quotes, with nothing escaped any more. Columns count from
/// 0; one that the record does not have is an `IndexOutOfBoundsException`.
public final class CsvRow {
  /*
   * window:   a a , " b " " b " , c LF
   *   bounds ^    ^             ^   ^         bounds[0] = start - 1, of a comment start
   *               raw: from bounds[i] + 1 to bounds[i + 1]
   *
   * Of a tidy record all quotes stand first and last in their fields, and what is within is known
   * from the raw range. In others, where quotes are doubled, escaped or astray, a field is made plain
   * when it is first asked for, where it lies: it only gets shorter, the room behind it is filled
   * with quotes, and its place is kept in froms and tos. tos[i] < 0: not yet. Of a field whose
   * bytes moved by that, places in the input are not known any more but its first byte's and, for
   * errors behind it, in lines[i] that of the first byte of its last line, 0 if that begins before
   * it. lines[i] < 0: no byte moved.
   */

  /// Makes an object of a record.
  ///
  /// @param <T> the type of the object
  @FunctionalInterface
  public interface Mapper<T> {
    /// Makes an object of a record.
    ///
    /// @param row the record, valid during the call
    /// @return the object
    /// @throws IOException as the row throws it
    T map(CsvRow row) throws IOException;
  }

  /// Takes a record.
  @FunctionalInterface
  public interface Visitor {
    /// Takes a record.
    ///
    /// @param row the record, valid during the call
    /// @throws IOException as the row throws it
    void visit(CsvRow row) throws IOException;
  }

  private static final char REPLACEMENT = '\uFFFD';
  private static final int NEVER = 256; // no byte
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  int[] bounds = new int[16];
  int count;
  boolean ascii; // for sure
  int start; // of the record, or of its comment mark
  boolean comment;
  boolean tidy = true;
  long line; // of the record's first byte
  private final byte[] bytes;
  private final int quote;
  private final int escape;
  private final boolean lenient;
  private int[] froms = {};
  private int[] tos = {};
  private int[] lines = {};
  private final ByteSource source;

  CsvRow(ByteSource source, CsvFormat format) {
    this.source = source;
    this.bytes = source.window();
    this.quote = format.quote() == CsvFormat.NONE ? NEVER : format.quote();
    this.escape = format.escape();
    this.lenient = format.lenient();
    this.start = source.from();
  }

  /// How many fields the record has.
  ///
  /// @return the number; 0 before the first record and after the last
  public int count() {
    return count;
  }

  /// The array that the fields lie in, the same one for the life of the reader.
  ///
  /// @return the window of the source
  public byte[] bytes() {
    return bytes;
  }

  /// The index in `bytes()` of a field's first byte.
  ///
  /// @param column the field
  /// @return the index
  public int from(int column) {
    check(column);
    if (!tidy) {
      return froms[settled(column)];
    }
    int at = bounds[column] + 1;
    return bytes[at] == quote ? at + 1 : at;
  }

  /// The index in `bytes()` behind a field's last byte.
  ///
  /// @param column the field
  /// @return the index
  public int to(int column) {
    check(column);
    if (!tidy) {
      return tos[settled(column)];
    }
    int to = bounds[column + 1];
    return bytes[bounds[column] + 1] == quote ? to - 1 : to;
  }

  /// The number of bytes of a field.
  ///
  /// @param column the field
  /// @return the number
  public int length(int column) {
    check(column);
    if (!tidy) {
      return tos[settled(column)] - froms[column];
    }
    int at = bounds[column] + 1;
    int length = bounds[column + 1] - at;
    return bytes[at] == quote ? length - 2 : length;
  }

  /// Says whether a field has no bytes.
  ///
  /// @param column the field
  /// @return whether its length is 0
  public boolean isEmpty(int column) {
    check(column);
    int at = bounds[column] + 1;
    int to = bounds[column + 1];
    if (bytes[at] == quote) { // or what stands behind the last field; of three bytes one is content
      return at == to || (to - at <= 2 && bytes[to - 1] == quote && !comment);
    }
    return at == to; // no call, so that a loop over the fields need not load all of this again
  }

  /// Says whether a field stood in quotes, which is how some tell an empty text from none.
  ///
  /// @param column the field
  /// @return whether it did
  public boolean isQuoted(int column) {
    check(column);
    int at = bounds[column] + 1;
    return at < bounds[column + 1] && bytes[at] == quote && !comment;
  }

  /// Says whether this is no record but a comment, whose one field is what follows its mark.
  ///
  /// @return whether it is
  public boolean isComment() {
    return comment && count != 0;
  }

  /// A view of a field, valid until the next record.
  ///
  /// @param column the field
  /// @return a new slice
  public Slice slice(int column) {
    return new Slice(bytes, from(column), to(column));
  }

  /// The text of a field.
  ///
  /// @param column the field
  /// @return a new string
  /// @throws ParseException if it is not UTF-8, and the format not lenient
  @SuppressWarnings("deprecation") // makes chars of single bytes: that is ASCII
  public String text(int column) throws ParseException {
    check(column);
    int from;
    int to;
    if (tidy) { // CsvReaderProof.decoded: once for both
      from = bounds[column] + 1;
      to = bounds[column + 1];
      if (bytes[from] == quote) {
        from++;
        to--;
      }
    } else {
      from = froms[settled(column)];
      to = tos[column];
    }
    if (ascii) {
      return new String(bytes, 0, from, to - from);
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (!lenient && text.indexOf(REPLACEMENT) >= 0) {
      checkReplacements(text, column);
    }
    return text;
  }

  /// Says whether a field has the bytes of a slice.
  ///
  /// @param column the field
  /// @param other the slice
  /// @return whether it has
  public boolean contentEquals(int column, Slice other) {
    return Arrays.equals(bytes, from(column), to(column), other.bytes(), other.from(), other.to());
  }

  /// The int that a field is the text of; see [Digits#parseInt(byte\[\], int, int)].
  ///
  /// @param column the field
  /// @return the number
  /// @throws ParseException if it is no int
  public int intAt(int column) throws ParseException {
    int from = from(column);
    int to = to(column);
    int value = Digits.parseInt(bytes, from, to, Integer.MIN_VALUE);
    if (value == Integer.MIN_VALUE) {
      checkFlaw(Digits.intFlaw(bytes, from, to), column, "an int");
    }
    return value;
  }

  /// The int that a field is the text of, or what the caller names if the field is empty.
  ///
  /// @param column the field
  /// @param ifEmpty what to return for an empty field
  /// @return the number
  /// @throws ParseException if it is neither empty nor an int
  public int intAt(int column, int ifEmpty) throws ParseException {
    return isEmpty(column) ? ifEmpty : intAt(column);
  }

  /// The long that a field is the text of; see [Digits#parseLong(byte\[\], int, int)].
  ///
  /// @param column the field
  /// @return the number
  /// @throws ParseException if it is no long
  public long longAt(int column) throws ParseException {
    int from = from(column);
    int to = to(column);
    long value = Digits.parseLong(bytes, from, to, Long.MIN_VALUE);
    if (value == Long.MIN_VALUE) {
      checkFlaw(Digits.longFlaw(bytes, from, to), column, "a long");
    }
    return value;
  }

  /// The long that a field is the text of, or what the caller names if the field is empty.
  ///
  /// @param column the field
  /// @param ifEmpty what to return for an empty field
  /// @return the number
  /// @throws ParseException if it is neither empty nor a long
  public long longAt(int column, long ifEmpty) throws ParseException {
    return isEmpty(column) ? ifEmpty : longAt(column);
  }

  /// The decimal that a field is the text of, as a whole number of units; see
  /// [Digits#parseScaled(byte\[\], int, int, int)].
  ///
  /// @param column the field
  /// @param scale how many digits may follow the point, 0 to 18
  /// @return the number times ten to the power of the scale
  /// @throws ParseException if it is no such decimal
  public long scaledAt(int column, int scale) throws ParseException {
    int from = from(column);
    int to = to(column);
    long value = Digits.parseScaled(bytes, from, to, scale, Long.MIN_VALUE);
    if (value == Long.MIN_VALUE) {
      int flaw = Digits.scaledFlaw(bytes, from, to, scale);
      checkFlaw(flaw, column, "a decimal with at most " + scale + " digits behind its point");
    }
    return value;
  }

  /// The double that a field is the text of; see [Decimals#parseDouble(byte\[\], int, int)].
  ///
  /// @param column the field
  /// @return the nearest double
  /// @throws ParseException if it is no number
  public double doubleAt(int column) throws ParseException {
    int from = from(column);
    int to = to(column);
    double value = Decimals.parseDouble(bytes, from, to, Double.NaN);
    if (Double.isNaN(value)) {
      checkFlaw(Decimals.flaw(bytes, from, to), column, "a number");
    }
    return value;
  }

  /// The double that a field is the text of, or what the caller names if the field is empty.
  ///
  /// @param column the field
  /// @param ifEmpty what to return for an empty field
  /// @return the nearest double
  /// @throws ParseException if it is neither empty nor a number
  public double doubleAt(int column, double ifEmpty) throws ParseException {
    return isEmpty(column) ? ifEmpty : doubleAt(column);
  }

  /// The number that a field is the text of, exactly.
  ///
  /// @param column the field
  /// @return the number; its exponent may be as large as its text has it
  /// @throws ParseException if it is no number, not finite, or its exponent beyond a `BigDecimal`'s
  public BigDecimal decimalAt(int column) throws ParseException {
    int from = from(column);
    int to = to(column);
    checkFlaw(Decimals.flaw(bytes, from, to), column, "a decimal");
    try {
      return new BigDecimal(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) { // NaN, an infinity, or the exponent
      ParseException malformed = malformed(column, "a finite decimal");
      malformed.addSuppressed(e);
      throw malformed;
    }
  }

  /// The truth value that a field is the text of, `true` or `false` as `CsvWriter` writes them.
  ///
  /// @param column the field
  /// @return the truth value
  /// @throws ParseException if it is neither
  public boolean booleanAt(int column) throws ParseException {
    int from = from(column);
    int to = to(column);
    boolean value = from < to && bytes[from] == 't';
    byte[] text = value ? TRUE : FALSE;
    int flaw = Arrays.mismatch(bytes, from, to, text, 0, text.length);
    checkFlaw(flaw < 0 ? flaw : from + flaw, column, "true or false");
    return value;
  }

  /// The number of the line in which the record begins, counted from 1; line ends within quotes
  /// count too.
  ///
  /// @return the number; 0 before the first record
  public long line() {
    return line;
  }

  /// The offset in the input of the record's first byte.
  ///
  /// @return the offset as the source counts it
  public long offset() {
    return source.offset() + start;
  }

  /// Makes the exception for a field that is not what the caller expects.
  ///
  /// @param column the field
  /// @param expected what it should be, as the end of a sentence: "a date"
  /// @return the exception, to be thrown
  public ParseException malformed(int column, String expected) {
    check(column);
    return at(bounds[column] + 1, expected + " in column " + column);
  }

  @Override
  public String toString() {
    var text = new StringBuilder(source.name()).append(", line ").append(line).append(": [");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ").append(slice(i));
    }
    return text.append(']').toString();
  }

  /// Moves the bounds of a record that is not complete.
  void move(int last, int moved) {
    for (int i = 0; i <= last; i++) {
      bounds[i] -= moved;
    }
  }

  /// Makes room for another bound.
  int[] grow() {
    bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    return bounds;
  }

  /// Forgets what was made plain in the record before.
  void untidy() {
    tidy = false;
    if (tos.length < count) {
      lines = new int[bounds.length];
      froms = new int[bounds.length];
      tos = new int[bounds.length];
    }
    Arrays.fill(tos, 0, count, -1);
  }

  /// The exception for a place in the record, whose lines are counted up to there.
  ParseException at(int index, String expected) {
    return ParseException.at(
        source, index, line + breaks(start, index), index - lineStart(index) + 1L, expected);
  }

  /// How many lines end in a range; CR LF at its end counts, a CR there too.
  int breaks(int from, int to) {
    int breaks = 0;
    for (int i = from; i < to; i++) {
      breaks +=
          bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < to && bytes[i + 1] == '\n')) ? 1 : 0;
    }
    return breaks;
  }

  private int lineStart(int index) {
    int at = index;
    while (at > start && bytes[at - 1] != '\n' && bytes[at - 1] != '\r') {
      at--;
    }
    for (int i = 0; !tidy && i < count && bounds[i + 1] <= index; i++) {
      at = tos[i] < 0 ? at : Math.max(at, lines[i]); // its own line ends may have moved
    }
    return at;
  }

  private void check(int column) {
    if (column < 0 || column >= count) {
      throw new IndexOutOfBoundsException(
          source.name() + ", line " + line + ": column: " + column + ", count: " + count);
    }
  }

  private int settled(int column) {
    if (tos[column] < 0) {
      settle(column);
    }
    return column;
  }

  /// Makes a field plain, where it lies.
  private void settle(int column) {
    int at = bounds[column] + 1;
    int to = bounds[column + 1];
    froms[column] = at;
    tos[column] = to;
    lines[column] = -1;
    if (!isQuoted(column)) {
      return;
    }
    int end = ++at;
    froms[column] = at;
    boolean open = true;
    while (at < to) {
      byte value = bytes[at++];
      if (open && value == escape && at < to && (escape != quote || bytes[at] == quote)) {
        keepLine(column);
        value = bytes[at++];
      } else if (open && value == quote) {
        open = false;
        if (at < to) {
          keepLine(column);
        }
        continue;
      }
      bytes[end++] = value;
    }
    tos[column] = end;
    Arrays.fill(bytes, end, to, (byte) quote);
  }

  /// Keeps where the last line in a field begins, before the first of its bytes moves.
  private void keepLine(int column) {
    if (lines[column] >= 0) {
      return;
    }
    int from = bounds[column] + 1;
    int at = bounds[column + 1];
    while (at > from && bytes[at - 1] != '\n' && bytes[at - 1] != '\r') {
      at--;
    }
    lines[column] = at > from ? at : 0;
  }

  private void checkFlaw(int flaw, int column, String expected) throws ParseException {
    if (flaw >= 0) {
      throw flawed(flaw, column, expected);
    }
  }

  /// The exception for a place in a field, or for the whole field if its bytes moved.
  private ParseException flawed(int index, int column, String expected) {
    boolean moved = !tidy && lines[column] >= 0;
    return moved ? malformed(column, expected) : at(index, expected + " in column " + column);
  }

  /// Throws if one of the text's U+FFFD is not in the field, but stands for malformed bytes.
  private void checkReplacements(String text, int column) throws ParseException {
    int from = from(column);
    byte[] good = text.getBytes(StandardCharsets.UTF_8);
    int at = Arrays.mismatch(bytes, from, to(column), good, 0, good.length);
    if (at >= 0) { // within the three bytes of a U+FFFD
      while ((good[at] & 0xC0) == 0x80) {
        at--;
      }
      throw flawed(from + at, column, "UTF-8");
    }
  }
}
