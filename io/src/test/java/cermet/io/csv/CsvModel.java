// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What a text means, by a reader as plain as can be: the whole text at once, a char for each byte,
/// by descent into records and fields.
final class CsvModel {
  record Row(long line, long offset, boolean comment, List<String> fields) {}

  private static final int NONE = -1;
  private static final int SHORT = 4096; // chars: looking for each place costs the square of it

  final List<Row> rows = new ArrayList<>();
  int flaw = NONE; // where the first error is
  private final String text;
  private final CsvFormat format;
  private final int window;
  private int at;
  private int start; // of the record
  private long line = 1;
  private int columns = NONE;
  private List<Integer> ends = List.of();

  /// An error that ends the reading, at an index.
  private static final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;
    private final int index;

    Flaw(int index) {
      super("at " + index, null, false, false); // thrown too often for a trace
      this.index = index;
    }
  }

  private CsvModel(byte[] bytes, CsvFormat format, int window) {
    this.text = latin(bytes, 0, bytes.length);
    this.format = format;
    this.window = window;
  }

  static CsvModel read(byte[] bytes, CsvFormat format, int window) {
    var model = new CsvModel(bytes, format, window);
    try {
      model.at = model.text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
      while (model.at < bytes.length) {
        model.record();
      }
    } catch (Flaw flaw) {
      model.flaw = flaw.index;
    }
    return model;
  }

  /// Reads a source and says where it differs.
  void check(ByteSource source, Supplier<String> what) throws IOException {
    check(source, text.length() <= SHORT, what);
  }

  /// Looks for the line and column of each field only if wanted.
  void check(ByteSource source, boolean places, Supplier<String> what) throws IOException {
    try (var csv = new CsvReader(source, format)) {
      CsvRow row = csv.row();
      long records = 0;
      for (Row expected : rows) {
        boolean more = csv.next();
        assertTrue(more, what);
        records += expected.comment ? 0 : 1;
        assertEquals(expected.fields.size(), row.count(), what);
        for (int i = row.count() - 1; i >= 0; i--) { // backwards: no field needs the one before it
          assertEquals(expected.fields.get(i).isEmpty(), row.isEmpty(i), what);
          String field = latin(row.bytes(), row.from(i), row.to(i));
          assertEquals(expected.fields.get(i), field, what);
          assertEquals(field.isEmpty(), row.isEmpty(i), what);
        }
        assertEquals(expected.line, row.line(), what);
        assertEquals(expected.offset, row.offset(), what);
        assertEquals(expected.comment, row.isComment(), what);
        assertEquals(records, csv.records(), what);
        for (int i = 0; places && i < row.count(); i++) {
          checkPlace(row.malformed(i, "nothing"), what);
        }
      }
      if (flaw >= 0) {
        var first = assertThrows(ParseException.class, csv::next, what);
        assertEquals(flaw, first.offset(), () -> what.get() + ": " + first);
        checkPlace(first, what);
        var second = assertThrows(ParseException.class, csv::next, what);
        assertEquals(flaw, second.offset(), what);
        assertEquals(first.line(), second.line(), what);
        assertEquals(first.column(), second.column(), what);
        assertEquals(first.expected(), second.expected(), what);
        assertEquals(0, row.count());
      } else {
        assertFalse(csv.next(), what);
        assertFalse(csv.next(), what);
      }
      assertEquals(records, csv.records(), what);
    } catch (RuntimeException e) {
      throw new AssertionError(what.get(), e);
    }
  }

  /// Compares an error's line and column with those of its byte.
  private void checkPlace(ParseException thrown, Supplier<String> what) {
    int index = (int) thrown.offset();
    int from = text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
    long expected = 1;
    for (int i = from; i < index; i++) {
      if (breaks(i)) {
        expected++;
        from = i + 1;
      }
    }
    if (format.escape() == format.quote()) { // else CR, escape, LF become one line end
      assertEquals(expected, thrown.line(), () -> what.get() + ": " + thrown);
    }
    assertEquals(index - from + 1, thrown.column(), () -> what.get() + ": " + thrown);
  }

  private void record() throws Flaw {
    for (int i = start; i < at; i++) {
      line += breaks(i) ? 1 : 0;
    }
    start = at;
    ends = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    boolean comment = is(at, format.comment());
    if (comment) {
      at++;
      fields.add(upTo(false));
    } else {
      fields.add(field());
      while (is(at, format.delimiter())) {
        at++;
        fields.add(field());
      }
    }
    int end = at;
    if (at < text.length()) {
      boolean two = text.charAt(at) == '\r' && is(at + 1, (byte) '\n');
      seen(text.charAt(at) == '\r' ? at + 1 : at); // the line feed, or what is none
      at += two ? 2 : 1;
    } else {
      seen(end);
    }
    boolean empty = end == start && !format.emptyLines();
    if (empty || (comment && !format.comments())) {
      return;
    }
    if (!comment && !format.ragged()) {
      columns = columns == NONE ? fields.size() : columns;
      if (fields.size() != columns) {
        throw new Flaw(fields.size() < columns ? end : ends.get(columns - 1));
      }
    }
    rows.add(new Row(line, start, comment, fields));
  }

  private String field() throws Flaw {
    var field = new StringBuilder();
    if (is(at, format.quote())) {
      at++;
      quoted(field);
      if (at < text.length() && !ends(at)) {
        seen(at);
        flawIfStrict();
        field.append(upTo(true));
      }
    } else {
      int from = at;
      field.append(upTo(true));
      int quote = field.indexOf(String.valueOf((char) format.quote()));
      if (quote >= 0 && format.quote() != CsvFormat.NONE) {
        int behind = at;
        at = from + quote;
        seen(at);
        flawIfStrict();
        at = behind;
      }
    }
    ends.add(at);
    if (ends.size() > format.columnLimit()) {
      seen(at);
      throw new Flaw(at);
    }
    return field.toString();
  }

  private void quoted(StringBuilder field) throws Flaw {
    for (; at < text.length(); at++) {
      if (format.escape() != format.quote() && is(at, format.escape()) && at + 1 < text.length()) {
        at++;
      } else if (is(at, format.quote())) {
        boolean doubled = format.escape() == format.quote() && is(at + 1, format.quote());
        at++;
        if (!doubled) {
          return;
        }
      }
      field.append(text.charAt(at));
    }
    seen(at);
    flawIfStrict();
  }

  /// What comes before the next line end or, if wanted, delimiter.
  private String upTo(boolean delimiters) {
    int from = at;
    while (at < text.length() && !(delimiters ? ends(at) : isBreak(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private void flawIfStrict() throws Flaw {
    if (!format.lenient()) {
      throw new Flaw(at);
    }
  }

  /// The record cannot be known before the reader has seen this byte, or that the input ends there.
  private void seen(int index) throws Flaw {
    if (index - start >= window) {
      throw new Flaw(start);
    }
  }

  private boolean is(int index, byte mark) {
    return mark != CsvFormat.NONE && index < text.length() && text.charAt(index) == (char) mark;
  }

  private boolean ends(int index) {
    return isBreak(index) || is(index, format.delimiter());
  }

  private boolean isBreak(int index) {
    return is(index, (byte) '\n') || is(index, (byte) '\r');
  }

  /// Whether a line ends with this char.
  private boolean breaks(int index) {
    return is(index, (byte) '\n') || (is(index, (byte) '\r') && !is(index + 1, (byte) '\n'));
  }

  static String latin(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Gives so many bytes at a time.
  static ByteSource pieces(byte[] bytes, int most, int window) {
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int index, int length) {
            return super.read(into, index, Math.min(length, most));
          }
        };
    return ByteSource.of(in, window);
  }
}
