// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A place in a range of bytes that walks from field to field, reused for one range after another.
///
/// - **Use** to take text apart without garbage: headers, lines, columns, small protocols.
/// - **Avoid** to keep what was taken after the next call: `slice` or a copy; and for quoted CSV or
///   JSON, whose delimiters may be content.
/// - **Cost** `nextField`, `nextLine`, `nextValue`, `skipPast`, `contentEqualsIgnoreCase` eight
///   bytes a step; `takeWhile`, `skipWhile`, `contentEquals` O(bytes); `nextInt`, `nextLong`,
///   `asInt`, `asLong` O(digits); `peek`, `next`, `skipIf`, `expect` O(1).
/// - **Allocation** none after construction; `slice` makes a view.
/// - **Threads** one thread.
/// - **Errors** not what was expected: `IllegalArgumentException` with place and byte; no number:
///   `NumberFormatException`; beyond the end: `IndexOutOfBoundsException`; the cursor stays.
/// - **Source** unspecified; named after `java.util.Scanner` and Agrona's `wrap`.
/// - **Copies with** `Slice`, `Digits`, `Characters`.
public final class Cursor {
  /*
   *   bytes   . . H o s t :   e x a m p l e . . .
   *               ^from   ^to ^position       ^end
   *
   * [from, to) is what was taken last, [position, end) what is ahead; all are places in bytes().
   * start <= from <= to <= end and start <= position <= end.
   *
   * Fields are what lies between delimiters: n delimiters make n + 1 fields. A field begins at the
   * start of the range and behind each delimiter, even where nothing is left: `open` remembers that
   * for the end of the range. Whatever else moves the position to the end leaves it.
   *
   * A search for a value looks for an LF and the delimiter at their distance, the length of the name
   * and one, at once: lines that cannot be the one are not even counted. What the two bytes promise
   * is compared then. CursorProof.findHeader.
   *
   * A call that throws or returns false has changed nothing.
   */

  private static final byte[] NONE = {};
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private byte[] bytes = NONE;
  private int position;
  private int end;
  private int from;
  private int to;
  private boolean open;
  private int start;

  /// Creates a cursor over nothing; see [#wrap(byte[], int, int)].
  public Cursor() {}

  /// Goes to the start of a range; the bytes are not copied.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return this
  @SuppressWarnings("ReferenceEquality") // the array, not its content
  public Cursor wrap(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (this.bytes != bytes) { // the barrier of a store costs more where the cursor is old
      this.bytes = bytes;
    }
    this.start = from;
    this.end = to;
    this.position = from;
    this.from = from;
    this.to = from;
    this.open = true;
    return this;
  }

  /// Goes to the start of a slice; the bytes are not copied.
  ///
  /// @param slice the slice
  /// @return this
  public Cursor wrap(Slice slice) {
    return wrap(slice.bytes(), slice.from(), slice.to());
  }

  /// Takes the field up to the next delimiter, or to the end, and goes behind the delimiter.
  ///
  /// @param delimiter the byte that ends a field
  /// @return false if the last field was taken; a range without bytes has one, as with
  ///   `String.split`
  public boolean nextField(byte delimiter) {
    int first = position;
    if (first == end && !open) {
      return false;
    }
    int at = Slice.indexOf(bytes, first, end, delimiter);
    open = at >= 0;
    from = first;
    to = open ? at : end;
    position = open ? at + 1 : end;
    return true;
  }

  /// Takes the line up to the next LF or CR LF, or to the end, and goes behind that.
  ///
  /// @return false if nothing is ahead: behind the last LF there is no line
  public boolean nextLine() {
    int first = position;
    if (first == end) {
      return false;
    }
    takeLine(first, Slice.indexOf(bytes, first, end, LF));
    return true;
  }

  /// Takes what follows a name and a delimiter in the first line ahead that begins with them, up to
  /// the end of that line, and goes behind it.
  ///
  /// @param name the name, compared but for the case of ASCII letters
  /// @param delimiter the byte that follows it at once
  /// @return false if there is no such line ahead
  public boolean nextValue(Slice name, byte delimiter) {
    byte[] bytes = this.bytes;
    int end = this.end;
    int length = name.length();
    int line = position;
    while (end - line > length) {
      if (bytes[line + length] == delimiter
          && Slice.equalsIgnoreCase(bytes, line, line + length, name)) {
        int after = Slice.indexOfNear(bytes, line, end, LF);
        if (after < 0 || after - line > length) {
          takeLine(line + length + 1, after);
          return true;
        }
      }
      int at = Slice.indexOfPair(bytes, line, end, LF, delimiter, length + 1);
      if (at < 0) {
        break;
      }
      line = at + 1;
    }
    return false;
  }

  /// Takes a number in decimal digits, perhaps with a sign, up to the first other byte.
  ///
  /// @return the number
  public int nextInt() {
    int after = numberEnd();
    int value = Digits.parseInt(bytes, position, after);
    takeTo(after);
    return value;
  }

  /// Takes a number in decimal digits, perhaps with a sign, up to the first other byte.
  ///
  /// @return the number
  public long nextLong() {
    int after = numberEnd();
    long value = Digits.parseLong(bytes, position, after);
    takeTo(after);
    return value;
  }

  /// Takes all bytes up to the first that is not of a set.
  ///
  /// @param set the set
  /// @return how many
  public int takeWhile(ByteSet set) {
    takeTo(whileIn(set));
    return to - from;
  }

  /// Takes so many bytes.
  ///
  /// @param count how many, not more than are ahead
  public void take(int count) {
    Objects.checkFromIndexSize(position, count, end);
    takeTo(position + count);
  }

  /// Takes all that is ahead.
  public void takeRest() {
    takeTo(end);
  }

  /// Goes behind all bytes up to the first that is not of a set.
  ///
  /// @param set the set
  /// @return how many
  public int skipWhile(ByteSet set) {
    int before = position;
    position = whileIn(set);
    return position - before;
  }

  /// Goes behind so many bytes.
  ///
  /// @param count how many, not more than are ahead
  public void skip(int count) {
    Objects.checkFromIndexSize(position, count, end);
    position += count;
  }

  /// Goes behind the next byte if it is the wanted one.
  ///
  /// @param wanted the byte
  /// @return whether it is
  public boolean skipIf(byte wanted) {
    if (position == end || bytes[position] != wanted) {
      return false;
    }
    position++;
    return true;
  }

  /// Goes behind the next bytes if they are the wanted ones.
  ///
  /// @param wanted the bytes
  /// @return whether they are
  public boolean skipIf(Slice wanted) {
    int length = wanted.length();
    if (length > end - position || !matches(position, position + length, wanted)) {
      return false;
    }
    position += length;
    return true;
  }

  /// Goes behind the next byte, which must be the wanted one.
  ///
  /// @param wanted the byte
  public void expect(byte wanted) {
    if (!skipIf(wanted)) {
      throw unexpected(quoted(wanted));
    }
  }

  /// Goes behind the next bytes, which must be the wanted ones.
  ///
  /// @param wanted the bytes
  public void expect(Slice wanted) {
    if (!skipIf(wanted)) {
      throw unexpected("\"" + wanted + "\"");
    }
  }

  /// Goes behind the next such byte.
  ///
  /// @param wanted the byte
  /// @return false if there is none ahead
  public boolean skipPast(byte wanted) {
    int at = Slice.indexOf(bytes, position, end, wanted);
    if (at < 0) {
      return false;
    }
    position = at + 1;
    return true;
  }

  /// Goes behind the next place where these bytes are.
  ///
  /// @param wanted the bytes
  /// @return false if there is none ahead
  public boolean skipPast(Slice wanted) {
    int at = Slice.indexOf(bytes, position, end, wanted);
    if (at < 0) {
      return false;
    }
    position = at + wanted.length();
    return true;
  }

  /// Returns the next byte without taking it, or -1.
  ///
  /// @return 0 to 255; -1 at the end
  public int peek() {
    return position == end ? -1 : bytes[position] & 0xFF;
  }

  /// Returns the next byte and goes behind it, or returns -1.
  ///
  /// @return 0 to 255; -1 at the end
  public int next() {
    return position == end ? -1 : bytes[position++] & 0xFF;
  }

  /// Says whether bytes are ahead.
  ///
  /// @return whether the end is not reached
  public boolean hasRemaining() {
    return position < end;
  }

  /// Returns how many bytes are ahead.
  ///
  /// @return the number
  public int remaining() {
    return end - position;
  }

  /// Returns the place of the next byte in [#bytes()].
  ///
  /// @return the place
  public int position() {
    return position;
  }

  /// Goes to a place of the range, to read again from there; a field begins at it.
  ///
  /// @param position a place in [#bytes()], from the start of the range to its end
  public void position(int position) {
    if (position < start || position > end) {
      throw new IndexOutOfBoundsException(
          "position: " + position + ", not " + start + " to " + end);
    }
    this.position = position;
    this.open = true;
  }

  /// Returns the array that is walked over, not a copy.
  ///
  /// @return the array
  public byte[] bytes() {
    return bytes;
  }

  /// Returns the place in [#bytes()] of the first byte taken last.
  ///
  /// @return the place
  public int from() {
    return from;
  }

  /// Returns the place in [#bytes()] after the last byte taken last.
  ///
  /// @return the place
  public int to() {
    return to;
  }

  /// Returns how many bytes were taken last.
  ///
  /// @return the number
  public int length() {
    return to - from;
  }

  /// Leaves bytes from 0 to the space away from both ends of what was taken last.
  ///
  /// @return this
  public Cursor trim() {
    byte[] bytes = this.bytes;
    int first = from;
    int after = to;
    while (after - first > 0 && (bytes[first] & 0xFF) <= ' ') {
      first++;
    }
    while (after - first > 0 && (bytes[after - 1] & 0xFF) <= ' ') {
      after--;
    }
    from = first;
    to = after;
    return this;
  }

  /// Returns the int that what was taken last is the text of.
  ///
  /// @return the number
  public int asInt() {
    return Digits.parseInt(bytes, from, to);
  }

  /// Returns the long that what was taken last is the text of.
  ///
  /// @return the number
  public long asLong() {
    return Digits.parseLong(bytes, from, to);
  }

  /// Returns a view of what was taken last.
  ///
  /// @return a new slice
  public Slice slice() {
    return new Slice(bytes, from, to);
  }

  /// Says whether what was taken last has a slice's bytes.
  ///
  /// @param other the slice
  /// @return whether it has
  public boolean contentEquals(Slice other) {
    return matches(from, to, other);
  }

  /// Says whether what was taken last has a slice's bytes but for the case of ASCII letters.
  ///
  /// @param other the slice
  /// @return whether it has
  public boolean contentEqualsIgnoreCase(Slice other) {
    return Slice.equalsIgnoreCase(bytes, from, to, other);
  }

  /// Returns what was taken last read as UTF-8 text; malformed bytes become U+FFFD.
  @Override
  public String toString() {
    return slice().toString();
  }

  /// Takes the rest of a line, whose LF is at an index, or below 0 if it has none.
  private void takeLine(int first, int at) {
    from = first;
    to = at < 0 ? end : at > first && bytes[at - 1] == CR ? at - 1 : at;
    position = at < 0 ? end : at + 1;
    open = false;
  }

  private void takeTo(int after) {
    from = position;
    to = after;
    position = after;
  }

  private int numberEnd() {
    int at = position;
    if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private int whileIn(ByteSet set) {
    boolean[] members = set.members;
    byte[] bytes = this.bytes;
    int end = this.end;
    int at = position;
    while (at < end && members[bytes[at] & 0xFF]) {
      at++;
    }
    return at;
  }

  private boolean matches(int from, int to, Slice other) {
    return Arrays.equals(bytes, from, to, other.bytes(), other.from(), other.to());
  }

  private IllegalArgumentException unexpected(String wanted) {
    String found = position == end ? "the end" : quoted(bytes[position]);
    return new IllegalArgumentException(
        "expected " + wanted + " at " + position + ", found " + found);
  }

  private static String quoted(byte value) {
    return value >= ' ' && value <= '~'
        ? "'" + (char) value + "'"
        : "0x" + HexFormat.of().toHexDigits(value);
  }

  /// A set of byte values.
  public static final class ByteSet {
    /// The space and the tab.
    public static final ByteSet BLANKS = of(" \t");

    /// The digits 0 to 9.
    public static final ByteSet DIGITS = range('0', '9');

    /// What may stand in the name of a header or a method, RFC 9110, 5.6.2.
    public static final ByteSet TOKEN =
        of("!#$%&'*+-.^_`|~").or(DIGITS).or(range('a', 'z')).or(range('A', 'Z'));

    private final boolean[] members;

    private ByteSet(boolean[] members) {
      this.members = members;
    }

    /// Returns the set of a text's characters.
    ///
    /// @param characters the characters, U+0000 to U+00FF, each standing for one byte
    /// @return the set
    public static ByteSet of(String characters) {
      var members = new boolean[256];
      for (int i = 0; i < characters.length(); i++) {
        members[checkValue(characters.charAt(i))] = true;
      }
      return new ByteSet(members);
    }

    /// Returns the set of all values from one to another.
    ///
    /// @param first the least value, 0 to 255
    /// @param last the greatest value, 0 to 255
    /// @return the set; empty if the last is less than the first
    public static ByteSet range(int first, int last) {
      var members = new boolean[256];
      checkValue(last);
      for (int value = checkValue(first); value <= last; value++) {
        members[value] = true;
      }
      return new ByteSet(members);
    }

    /// Returns the set of what is in this set or in another.
    ///
    /// @param other the other
    /// @return a new set
    public ByteSet or(ByteSet other) {
      var union = members.clone();
      for (int value = 0; value < union.length; value++) {
        union[value] |= other.members[value];
      }
      return new ByteSet(union);
    }

    /// Returns the set of what is not in this set.
    ///
    /// @return a new set
    public ByteSet not() {
      var others = new boolean[256];
      for (int value = 0; value < others.length; value++) {
        others[value] = !members[value];
      }
      return new ByteSet(others);
    }

    /// Says whether a byte is in this set.
    ///
    /// @param value the byte
    /// @return whether it is
    public boolean contains(byte value) {
      return members[value & 0xFF];
    }

    private static int checkValue(int value) {
      if (value < 0 || value > 0xFF) {
        throw new IllegalArgumentException("byte value: " + value + ", not 0 to 255");
      }
      return value;
    }
  }
}
