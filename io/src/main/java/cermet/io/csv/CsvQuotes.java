// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Part of [CsvWriter]: texts put into the window, with quotes where they are needed.
final class CsvQuotes {
  /*
   * A text without chars above U+00FF is copied into the window by the JDK, which holds it in bytes,
   * and looked at there eight bytes at a time. Of a text below eight chars a word is made first and
   * stored whole, since bytes that were stored one by one cannot be loaded as a word before these
   * stores are done. A text beyond ASCII is encoded where it goes.
   *
   * A text that needs quotes is moved from its last byte on to where it ends with them, and each
   * escape is put in on the way.
   *
   * Quotes are needed around a delimiter, a quote, a line end; around a first field that begins as a
   * comment or, in the first record, with a byte order mark.
   */

  /// What a field takes besides three bytes a char: a delimiter, and a word for a short text.
  static final int AROUND = 1 + Long.BYTES;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOWS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long LINE_FEEDS = '\n' * ONES;
  private static final long RETURNS = '\r' * ONES;
  private static final long LETTERS = 'x' * ONES; // no marks
  private static final long ABOVE_CONTROLS = 0x70 * ONES; // lifts bytes from 0x10 on to 0x80

  /// How many bytes of a bad text its error shows; arbitrary.
  private static final int EXCERPT = 64;

  // What stands for no end.
  private static final int STORED = -1;
  private static final int NOT_STORED = -2;

  private final byte[] window;
  private final long delimiters;
  private final long quotes;
  private final byte delimiter;
  private final byte quote;
  private final byte quotable; // the quote or, if there is none, the delimiter
  private final byte escape;
  private final byte comment;
  private final boolean always;
  private final String name; // of the sink

  CsvQuotes(byte[] window, CsvFormat format, String name) {
    this.window = window;
    this.delimiter = format.delimiter();
    this.quote = format.quote();
    this.quotable = quote == CsvFormat.NONE ? delimiter : quote;
    this.escape = format.escape();
    this.comment = format.comment();
    this.delimiters = delimiter * ONES;
    this.quotes = quotable * ONES;
    this.always = format.quoteAll() && quote != CsvFormat.NONE;
    this.name = name;
  }

  /// Writes a text, for which there is room, and returns where it ends.
  ///
  /// @param fields how many fields of the record come before it
  /// @param records how many records come before it
  int write(String text, int start, int fields, long records) {
    int end = plain(text, text.length(), start);
    if (end < 0 || always || (fields == 0 && end != start && window[start] == comment)) {
      return special(text, end != NOT_STORED, start, fields, records);
    }
    return end;
  }

  /// Stores a text of ASCII and returns where it ends if it needs no quotes for sure, else STORED;
  /// of a text that has other chars NOT_STORED, or STORED if it has them in one byte each.
  @SuppressWarnings("deprecation") // drops the high bytes of chars: there are none
  private int plain(String text, int length, int start) {
    if (length < Long.BYTES) {
      if (length == 0) {
        return start;
      }
      long word = brief(text, length);
      WORD.set(window, start, word);
      return (unmarked(word | LETTERS << (length << 3)) | LOWS) == -1 ? start + length : STORED;
    }
    if (!isLatin(text, length)) {
      return NOT_STORED;
    }
    text.getBytes(0, length, window, start);
    int last = length - Long.BYTES; // these eight bytes may overlap those before
    long unmarked = -1;
    for (int i = 0; ; i = Math.min(i + Long.BYTES, last)) {
      unmarked &= unmarked((long) WORD.get(window, start + i));
      if (i == last) {
        return (unmarked | LOWS) == -1 ? start + length : STORED;
      }
    }
  }

  /// Says whether a text has no char above U+00FF. Of a text that the JDK holds in bytes the
  /// compiler knows that, and nothing is left of the loop.
  private static boolean isLatin(String text, int length) {
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  /// The high bits of the bytes of a word that are neither marks nor beyond ASCII, nor among the 16
  /// characters that the line ends are of; of bytes beyond ASCII a byte behind may also lack its
  /// bit.
  private long unmarked(long word) {
    return ((word ^ delimiters) + LOWS)
        & ((word ^ quotes) + LOWS)
        & (word + ABOVE_CONTROLS)
        & ~word;
  }

  /// All of a text of 1 to 7 chars as a word, the first one lowest; -1 if one is above U+00FF.
  private static long brief(String text, int length) {
    if (length >= Integer.BYTES) { // chars in the middle may be taken twice
      long first = four(text, 0);
      long last = four(text, length - Integer.BYTES);
      return (first | last) < 0 ? -1 : first | last << ((length - Integer.BYTES) << 3);
    }
    int half = length >> 1; // one char may be taken thrice
    int first = text.charAt(0);
    int middle = text.charAt(half);
    int last = text.charAt(length - 1);
    if (first > 0xFF || middle > 0xFF || last > 0xFF) {
      return -1;
    }
    return first | middle << (half << 3) | last << ((length - 1) << 3);
  }

  private static long four(String text, int i) {
    int first = text.charAt(i);
    int second = text.charAt(i + 1);
    int third = text.charAt(i + 2);
    int fourth = text.charAt(i + 3);
    if (first > 0xFF || second > 0xFF || third > 0xFF || fourth > 0xFF) {
      return -1;
    }
    return first | second << 8 | third << 16 | (long) fourth << 24;
  }

  /// Writes a text into the window, with quotes if it needs any, and returns where it ends.
  private int special(String text, boolean stored, int start, int fields, long records) {
    int end = start + text.length();
    if (!stored || Utf8.indexOfNonAscii(window, start, end) >= 0) {
      end = Utf8.encode(text, window, start);
    }
    return isNeeded(window, start, end, fields, records) ? quoteInPlace(start, end) : end;
  }

  /// Says whether bytes need quotes; fails if they do and there are none.
  boolean isNeeded(byte[] bytes, int from, int to, int fields, long records) {
    boolean astray = fields == 0 && from < to && startsAstray(bytes, from, to, records);
    if (always || astray) {
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
  private boolean startsAstray(byte[] bytes, int from, int to, long records) {
    return (bytes[from] == comment && comment != CsvFormat.NONE)
        || (records == 0
            && to - from >= 3
            && (bytes[from] & 0xFF) == 0xEF
            && (bytes[from + 1] & 0xFF) == 0xBB
            && (bytes[from + 2] & 0xFF) == 0xBF);
  }

  private boolean checkQuote(byte[] bytes, int from, int to) {
    if (quote == CsvFormat.NONE) {
      int shown = Math.min(to - from, EXCERPT);
      throw new IllegalArgumentException(
          name
              + ": needs quotes, and there are none: "
              + new Slice(bytes, from, from + shown)
              + (shown < to - from ? "... of " + (to - from) + " bytes" : ""));
    }
    return true;
  }

  /// How many bytes of a range need an escape.
  int escapes(byte[] bytes, int from, int to) {
    int escapes = 0;
    for (int i = from; i < to; i++) {
      escapes += bytes[i] == quote || bytes[i] == escape ? 1 : 0;
    }
    return escapes;
  }

  /// Puts quotes around a text that lies in the window, and escapes into it, and returns where it
  /// ends: the room for three bytes a char is enough, since what is escaped has one.
  private int quoteInPlace(int start, int end) {
    int escapes = escapes(window, start, end);
    int to = end + escapes + 2;
    if (escapes == 0) {
      System.arraycopy(window, start, window, start + 1, end - start);
    } else {
      for (int into = to - 1; into > start + 1; ) {
        byte value = window[--end];
        window[--into] = value;
        if (value == quote || value == escape) {
          window[--into] = escape;
        }
      }
    }
    window[start] = quote;
    window[to - 1] = quote;
    return to;
  }

  /// Writes bytes with quotes into the window, and returns where they end.
  int quote(byte[] bytes, int from, int to, int at) {
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
}
