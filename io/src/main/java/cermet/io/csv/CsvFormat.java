// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import java.util.Objects;

/// Which dialect of CSV is read or written: RFC 4180, and what may be changed about it.
///
/// The marks are ASCII, different from each other, and no letters, digits, signs, points or line
/// ends, so that numbers never need quotes.
///
/// @param delimiter what stands between fields
/// @param quote what stands around fields that hold a delimiter, a quote or a line end, or [#NONE]
/// @param escape what stands before a quote within quotes: the quote itself, or another mark, which
///   then makes any byte behind it content
/// @param comment what begins a line that is no record, or [#NONE]
/// @param comments whether a reader hands out comments, instead of passing over them
/// @param lenient whether a reader takes what breaks the rules of quotes, and names of columns that
///   are not unique: a quote within an unquoted field is content, so is everything behind a closing
///   quote, a field whose quote is never closed ends with the input, and bytes that are not UTF-8
///   become U+FFFD
/// @param ragged whether records may have different numbers of fields
/// @param emptyLines whether an empty line is a record with one empty field, instead of none
/// @param header whether the first record has the names of the columns
/// @param columnLimit how many fields a record may have
/// @param lineEnd what a writer puts behind a record; a reader takes all three
/// @param quoteAll whether a writer puts quotes around every text
public record CsvFormat(
    byte delimiter,
    byte quote,
    byte escape,
    byte comment,
    boolean comments,
    boolean lenient,
    boolean ragged,
    boolean emptyLines,
    boolean header,
    int columnLimit,
    LineEnd lineEnd,
    boolean quoteAll) {
  /// No such mark.
  public static final byte NONE = -1;

  /// Commas, doubled quotes, no comments, no header; strict; empty lines are passed over.
  public static final CsvFormat RFC_4180 =
      new CsvFormat(
          (byte) ',',
          (byte) '"',
          (byte) '"',
          NONE,
          false,
          false,
          false,
          false,
          false,
          1 << 14, // far above what people make, far below what hurts; FastCSV has the same
          LineEnd.CR_LF,
          false);

  /// What ends a record.
  public enum LineEnd {
    /// A line feed.
    LF("\n"),
    /// A carriage return and a line feed.
    CR_LF("\r\n"),
    /// A carriage return.
    CR("\r");

    private final String text;

    LineEnd(String text) {
      this.text = text;
    }

    /// The bytes, as ASCII.
    ///
    /// @return one or two
    public String text() {
      return text;
    }
  }

  /// Checks the marks and the limit.
  public CsvFormat {
    Objects.requireNonNull(lineEnd, "lineEnd");
    check("delimiter", delimiter);
    if (quote == NONE) {
      escape = NONE;
    } else {
      check("quote", quote);
      check("escape", escape);
      different("quote", quote, "delimiter", delimiter);
      different("escape", escape, "delimiter", delimiter);
    }
    if (comment != NONE) {
      check("comment", comment);
      different("comment", comment, "delimiter", delimiter);
      different("comment", comment, "quote", quote);
      different("comment", comment, "escape", escape);
    }
    if (columnLimit < 1) {
      throw new IllegalArgumentException("columnLimit: " + columnLimit);
    }
  }

  /// Returns this format with another delimiter.
  ///
  /// @param delimiter what stands between fields
  /// @return a new format
  public CsvFormat withDelimiter(char delimiter) {
    return with(mark("delimiter", delimiter), quote, escape, comment, comments);
  }

  /// Returns this format with another quote, which is doubled where it is content unless there is
  /// another escape.
  ///
  /// @param quote what stands around fields
  /// @return a new format
  public CsvFormat withQuote(char quote) {
    byte mark = mark("quote", quote);
    byte kept = escape == NONE || escape == this.quote ? mark : escape;
    return with(delimiter, mark, kept, comment, comments);
  }

  /// Returns this format without quotes, and without an escape: they are content.
  ///
  /// @return a new format
  public CsvFormat withoutQuote() {
    return with(delimiter, NONE, NONE, comment, comments);
  }

  /// Returns this format with another way to have quotes within quotes.
  ///
  /// @param escape the quote, which is doubled, or another mark
  /// @return a new format
  public CsvFormat withEscape(char escape) {
    if (quote == NONE) {
      throw new IllegalArgumentException("escape: '" + escape + "', in a format without quotes");
    }
    return with(delimiter, quote, mark("escape", escape), comment, comments);
  }

  /// Returns this format with lines that a reader passes over.
  ///
  /// @param comment what they begin with
  /// @return a new format
  public CsvFormat withComment(char comment) {
    return with(delimiter, quote, escape, mark("comment", comment), false);
  }

  /// Returns this format with lines that a reader hands out as rows that say that they are
  /// comments; those before a header are passed over.
  ///
  /// @param comment what they begin with
  /// @return a new format
  public CsvFormat withCommentsRead(char comment) {
    return with(delimiter, quote, escape, mark("comment", comment), true);
  }

  /// Returns this format taking what breaks the rules: stray quotes, ragged records.
  ///
  /// @return a new format
  public CsvFormat withLenience() {
    return with(true, true, emptyLines, header, columnLimit);
  }

  /// Returns this format with records of different numbers of fields, or without.
  ///
  /// @param ragged whether there may be such
  /// @return a new format
  public CsvFormat withRagged(boolean ragged) {
    return with(lenient, ragged, emptyLines, header, columnLimit);
  }

  /// Returns this format with empty lines as records of one empty field.
  ///
  /// @return a new format
  public CsvFormat withEmptyLines() {
    return with(lenient, ragged, true, header, columnLimit);
  }

  /// Returns this format with the names of the columns in the first record.
  ///
  /// @return a new format
  public CsvFormat withHeader() {
    return with(lenient, ragged, emptyLines, true, columnLimit);
  }

  /// Returns this format with another limit of columns.
  ///
  /// @param columnLimit how many fields a record may have
  /// @return a new format
  public CsvFormat withColumnLimit(int columnLimit) {
    return with(lenient, ragged, emptyLines, header, columnLimit);
  }

  /// Returns this format with another line end.
  ///
  /// @param lineEnd what a writer puts behind a record
  /// @return a new format
  public CsvFormat withLineEnd(LineEnd lineEnd) {
    return written(lineEnd, quoteAll);
  }

  /// Returns this format with quotes around every text.
  ///
  /// @return a new format
  public CsvFormat withQuoteAll() {
    if (quote == NONE) {
      throw new IllegalArgumentException("quoteAll, in a format without quotes");
    }
    return written(lineEnd, true);
  }

  private CsvFormat with(
      byte newDelimiter, byte newQuote, byte newEscape, byte newComment, boolean newComments) {
    return new CsvFormat(
        newDelimiter,
        newQuote,
        newEscape,
        newComment,
        newComments,
        lenient,
        ragged,
        emptyLines,
        header,
        columnLimit,
        lineEnd,
        quoteAll);
  }

  private CsvFormat with(
      boolean newLenient, boolean newRagged, boolean lines, boolean newHeader, int newLimit) {
    return new CsvFormat(
        delimiter,
        quote,
        escape,
        comment,
        comments,
        newLenient,
        newRagged,
        lines,
        newHeader,
        newLimit,
        lineEnd,
        quoteAll);
  }

  private CsvFormat written(LineEnd newLineEnd, boolean newQuoteAll) {
    return new CsvFormat(
        delimiter,
        quote,
        escape,
        comment,
        comments,
        lenient,
        ragged,
        emptyLines,
        header,
        columnLimit,
        newLineEnd,
        newQuoteAll);
  }

  private static byte mark(String name, char mark) {
    if (mark > 0x7F) {
      throw new IllegalArgumentException(name + ": '" + mark + "', not ASCII");
    }
    return (byte) mark;
  }

  private static void check(String name, byte mark) {
    if (mark < 0
        || mark == '\r'
        || mark == '\n'
        || Character.isLetterOrDigit(mark)
        || mark == '+'
        || mark == '-'
        || mark == '.') {
      throw new IllegalArgumentException(
          name + ": " + mark + ", not ASCII, or a letter, digit, sign, point or line end");
    }
  }

  private static void different(String name, byte mark, String other, byte otherMark) {
    if (mark == otherMark) {
      throw new IllegalArgumentException(name + ": " + mark + ", the " + other);
    }
  }
}
