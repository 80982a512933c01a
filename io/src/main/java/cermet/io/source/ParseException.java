// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import java.io.IOException;
import java.util.Objects;

/// Where and how an input breaks the rules of its format.
///
/// The message has it all: `players.csv: line 3, column 7, byte 42: expected a comma, found 'x,12'
/// after '"ab"'`.
public final class ParseException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int EXCERPT = 16; // bytes on either side; arbitrary

  /// What the source calls itself.
  private final String source;

  /// The bytes before the place.
  private final long offset;

  /// The line, the first is 1.
  private final long line;

  /// The byte within the line, the first is 1.
  private final long column;

  /// What should stand there.
  private final String expected;

  private ParseException(
      String source, long offset, long line, long column, String expected, String found) {
    super(
        source
            + (": line " + line + ", column " + column + ", byte " + offset)
            + (": expected " + expected + ", found " + found));
    this.source = source;
    this.offset = offset;
    this.line = line;
    this.column = column;
    this.expected = expected;
  }

  /// Says what is wrong at a place of a source's window.
  ///
  /// @param source the source
  /// @param index the place in its window, at most `to()`, where the input ends
  /// @param line the line of that place, the first is 1
  /// @param column the byte within that line, the first is 1
  /// @param expected what should stand there, as the end of a sentence: "a comma"
  /// @return the exception, to be thrown
  public static ParseException at(
      ByteSource source, int index, long line, long column, String expected) {
    Objects.requireNonNull(expected, "expected");
    String found = index == source.to() ? "the end" : "'" + excerpt(source, index) + "'";
    int from = Math.max(0, index - EXCERPT);
    String before = from == index ? "" : " after '" + printable(source.window(), from, index) + "'";
    return new ParseException(
        source.name(), source.offset() + index, line, column, expected, found + before);
  }

  /// Says what is longer, deeper or more than a limit allows.
  ///
  /// @param source the source
  /// @param index the place in its window where that begins
  /// @param line the line of that place, the first is 1
  /// @param column the byte within that line, the first is 1
  /// @param expected the limit, as the end of a sentence: "at most 64 bytes for a line"
  /// @return the exception, to be thrown
  public static ParseException beyond(
      ByteSource source, int index, long line, long column, String expected) {
    Objects.requireNonNull(expected, "expected");
    String found = "more from '" + excerpt(source, index) + "'";
    return new ParseException(
        source.name(), source.offset() + index, line, column, expected, found);
  }

  /// Returns what the source calls itself.
  ///
  /// @return the path of a file, else the kind of input
  public String source() {
    return source;
  }

  /// Returns where in the input it is.
  ///
  /// @return the bytes before it
  public long offset() {
    return offset;
  }

  /// Returns the line.
  ///
  /// @return the first is 1
  public long line() {
    return line;
  }

  /// Returns the byte within its line.
  ///
  /// @return the first is 1
  public long column() {
    return column;
  }

  /// Returns what should stand there.
  ///
  /// @return the end of a sentence
  public String expected() {
    return expected;
  }

  private static String excerpt(ByteSource source, int index) {
    Objects.checkFromToIndex(0, index, source.to());
    return printable(source.window(), index, index + Math.min(EXCERPT, source.to() - index));
  }

  private static String printable(byte[] bytes, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      int value = bytes[i] & 0xFF;
      switch (value) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (value >= ' ' && value <= '~') {
            text.append((char) value);
          } else {
            text.append(String.format("\\x%02X", value));
          }
        }
      }
    }
    return text.toString();
  }
}
