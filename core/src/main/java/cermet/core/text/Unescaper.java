// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.util.Arrays;
import java.util.Objects;

/// Escaped text read as what it stands for, where it lies if nothing is escaped.
///
/// - **Use** on fields of JSON, CSV and URLs, of which few hold an escape.
/// - **Avoid** to keep a result after the next call: `copy` it; and on whole documents: it takes
///   what stands between the quotes.
/// - **Cost** `tryUnescape`, `unescape` eight bytes a step up to the first escape, then O(bytes);
///   of a form a byte a step.
/// - **Allocation** none once its scratch array has grown to the longest text with an escape.
/// - **Threads** one thread.
/// - **Errors** a bad escape: its index from `tryUnescape`, else `IllegalArgumentException` with
///   index and bytes, and the result is empty; a range outside the array:
///   `IndexOutOfBoundsException`.
/// - **Source** RFC 8259, 7; RFC 4180, 2; RFC 3986, 2.1; WHATWG URL, 5.1 for forms.
/// - **Copies with** `Slice`, `Digits`, `Characters`.
public final class Unescaper {
  /*
   *   given     a \n b " c         scratch   a LF b . . .
   *             ^from      ^to               ^0     ^to
   *
   * No escape is shorter than what it stands for: the scratch array needs no more room than the
   * given range, and a range that lies in the scratch array itself, a former result, is read before
   * it is written over.
   */

  private static final byte[] NONE = {};
  private static final byte[] HEX = hex();
  private static final int LONGEST = 12; // two escapes that make one character

  private final Kind kind;
  private final byte mark;
  private byte[] bytes = NONE;
  private int from;
  private int to;
  private boolean changed;
  private byte[] scratch = NONE;

  private Unescaper(Kind kind, byte mark) {
    this.kind = kind;
    this.mark = mark;
  }

  /// For what stands between the quotes of a JSON string: backslashes, and `\\u` as UTF-8, both
  /// halves of a surrogate pair as one character.
  ///
  /// @return a new unescaper
  public static Unescaper json() {
    return new Unescaper(Kind.JSON, (byte) '\\');
  }

  /// For what stands between the quotes of a CSV field: doubled quotes.
  ///
  /// @param quote the quote
  /// @return a new unescaper
  public static Unescaper csv(byte quote) {
    return new Unescaper(Kind.CSV, quote);
  }

  /// For parts of a URL: a percent sign and two hexadecimal digits stand for a byte.
  ///
  /// @return a new unescaper
  public static Unescaper percent() {
    return new Unescaper(Kind.PERCENT, (byte) '%');
  }

  /// For names and values of a form, as in the query of a URL: like [#percent()], and a plus sign
  /// stands for a space.
  ///
  /// @return a new unescaper
  public static Unescaper form() {
    return new Unescaper(Kind.FORM, (byte) '%');
  }

  /// Reads a range; the result is that range if nothing in it is escaped.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return -1, or the index in `bytes` of the first bad escape
  public int tryUnescape(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int at = next(bytes, from, to);
    if (at < 0) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
      this.changed = false;
      return -1;
    }
    return rewrite(bytes, from, at, to);
  }

  /// Reads a range that must have no bad escape; the result is that range if nothing in it is
  /// escaped.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return this
  public Unescaper unescape(byte[] bytes, int from, int to) {
    int index = tryUnescape(bytes, from, to);
    if (index >= 0) {
      throw malformed(bytes, index, to);
    }
    return this;
  }

  /// Reads a slice that must have no bad escape.
  ///
  /// @param slice the slice
  /// @return the very slice if nothing in it is escaped, else a view of the scratch array
  public Slice unescape(Slice slice) {
    unescape(slice.bytes(), slice.from(), slice.to());
    return changed ? slice() : slice;
  }

  /// Returns the array that the result lies in: the given one, or the scratch array.
  ///
  /// @return the array
  public byte[] bytes() {
    return bytes;
  }

  /// Returns the place of the result's first byte in [#bytes()].
  ///
  /// @return the place
  public int from() {
    return from;
  }

  /// Returns the place after the result's last byte in [#bytes()].
  ///
  /// @return the place
  public int to() {
    return to;
  }

  /// Returns the number of bytes of the result.
  ///
  /// @return the number
  public int length() {
    return to - from;
  }

  /// Returns a view of the result, valid until the next call, and as long as the given bytes are.
  ///
  /// @return a new slice
  public Slice slice() {
    return new Slice(bytes, from, to);
  }

  /// Returns the result read as UTF-8 text; malformed bytes become U+FFFD.
  @Override
  public String toString() {
    return slice().toString();
  }

  /// The index of the next escape, or -1.
  private int next(byte[] bytes, int from, int to) {
    if (kind != Kind.FORM) {
      return Slice.indexOf(bytes, from, to, mark);
    }
    for (int at = from; at < to; at++) {
      if (bytes[at] == '+' || bytes[at] == '%') {
        return at;
      }
    }
    return -1;
  }

  private int rewrite(byte[] bytes, int from, int at, int to) {
    if (scratch.length < to - from) {
      scratch =
          new byte[Math.max(to - from, (int) Math.min(Integer.MAX_VALUE - 8, 2L * scratch.length))];
    }
    byte[] into = scratch;
    this.bytes = into;
    this.from = 0;
    this.to = 0;
    this.changed = true;
    int end = 0;
    int start = from;
    do {
      System.arraycopy(bytes, start, into, end, at - start);
      end += at - start;
      int step =
          switch (kind) {
            case JSON -> backslash(bytes, at, to, into, end);
            case CSV -> doubled(bytes, at, to, into, end);
            case PERCENT, FORM -> percent(bytes, at, to, into, end);
          };
      if (step == 0) {
        return at;
      }
      start = at + (step >> 4);
      end += step & 15;
      at = next(bytes, start, to);
    } while (at >= 0);
    System.arraycopy(bytes, start, into, end, to - start);
    this.to = end + to - start;
    return -1;
  }

  // What follows writes what an escape stands for, and returns how many bytes it takes, shifted by
  // four, and how many it wrote; 0 if it is bad.

  private static int doubled(byte[] bytes, int at, int to, byte[] into, int end) {
    if (to - at < 2 || bytes[at + 1] != bytes[at]) {
      return 0;
    }
    into[end] = bytes[at];
    return 2 << 4 | 1;
  }

  private static int percent(byte[] bytes, int at, int to, byte[] into, int end) {
    if (bytes[at] == '+') {
      into[end] = ' ';
      return 1 << 4 | 1;
    }
    int value = digits(bytes, at + 1, at + 3, to);
    if (value < 0) {
      return 0;
    }
    into[end] = (byte) value;
    return 3 << 4 | 1;
  }

  private static int backslash(byte[] bytes, int at, int to, byte[] into, int end) {
    if (to - at < 2) {
      return 0;
    }
    byte letter = bytes[at + 1];
    if (letter == 'u') {
      return unicode(bytes, at, to, into, end);
    }
    int value =
        switch (letter) {
          case '"', '\\', '/' -> letter;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> -1;
        };
    if (value < 0) {
      return 0;
    }
    into[end] = (byte) value;
    return 2 << 4 | 1;
  }

  private static int unicode(byte[] bytes, int at, int to, byte[] into, int end) {
    int point = digits(bytes, at + 2, at + 6, to);
    if (point < 0) {
      return 0;
    }
    if (point < 0x80) {
      into[end] = (byte) point;
      return 6 << 4 | 1;
    }
    if (point < 0x800) {
      into[end] = (byte) (0xC0 | point >> 6);
      into[end + 1] = (byte) (0x80 | (point & 0x3F));
      return 6 << 4 | 2;
    }
    if (!Character.isSurrogate((char) point)) {
      into[end] = (byte) (0xE0 | point >> 12);
      into[end + 1] = (byte) (0x80 | (point >> 6 & 0x3F));
      into[end + 2] = (byte) (0x80 | (point & 0x3F));
      return 6 << 4 | 3;
    }
    int low = digits(bytes, at + 8, at + 12, to);
    if (low < 0
        || bytes[at + 6] != '\\'
        || bytes[at + 7] != 'u'
        || !Character.isSurrogatePair((char) point, (char) low)) {
      return 0;
    }
    point = Character.toCodePoint((char) point, (char) low);
    into[end] = (byte) (0xF0 | point >> 18);
    into[end + 1] = (byte) (0x80 | (point >> 12 & 0x3F));
    into[end + 2] = (byte) (0x80 | (point >> 6 & 0x3F));
    into[end + 3] = (byte) (0x80 | (point & 0x3F));
    return 12 << 4 | 4;
  }

  /// The number in hexadecimal digits, negative if there is none.
  private static int digits(byte[] bytes, int at, int end, int to) {
    if (end > to || end < 0) {
      return -1;
    }
    int value = 0;
    for (; at < end; at++) {
      value = value << 4 | HEX[bytes[at] & 0xFF]; // -1 sets all bits, for good
    }
    return value;
  }

  private IllegalArgumentException malformed(byte[] bytes, int index, int to) {
    Slice shown = new Slice(bytes, index, Math.min(to, index + LONGEST));
    return new IllegalArgumentException("bad escape at " + index + ": \"" + shown + "\"");
  }

  private static byte[] hex() {
    var hex = new byte[256];
    Arrays.fill(hex, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      hex[Character.toUpperCase(Character.forDigit(digit, 16))] = (byte) digit;
      hex[Character.forDigit(digit, 16)] = (byte) digit;
    }
    return hex;
  }

  private enum Kind {
    JSON,
    CSV,
    PERCENT,
    FORM
  }
}
