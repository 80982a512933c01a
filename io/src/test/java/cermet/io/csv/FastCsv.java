// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.core.text.Utf8;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What FastCSV and ours make of a text, by settings that ask for the same, and why they may
/// differ.
final class FastCsv {
  /// A record or a comment.
  record Row(long line, boolean comment, List<String> fields) {}

  /// The records up to the end or to the first flaw.
  record Reading(List<Row> rows, @Nullable Exception flaw) {}

  /// Dialects that both have; FastCSV escapes quotes by doubling them only.
  static final CsvFormat[] DIALECTS = {
    CsvFormat.RFC_4180,
    CsvFormat.RFC_4180.withEmptyLines(),
    CsvFormat.RFC_4180.withComment('#'),
    CsvFormat.RFC_4180.withCommentsRead('#').withEmptyLines(),
    CsvFormat.RFC_4180.withDelimiter(';').withQuote('\''),
    CsvFormat.RFC_4180.withDelimiter('\t').withoutQuote(),
    CsvFormat.RFC_4180.withColumnLimit(3),
    CsvFormat.RFC_4180.withDelimiter('\0').withCommentsRead('#'),
  };

  private static final char NEVER = '\uD800'; // no text that was decoded has it alone
  private static final char REPLACEMENT = '\uFFFD';
  private static final int BUFFER = 1 << 14; // chars: a text, and room for a read of 8192

  private FastCsv() {}

  static Reading ours(byte[] text, CsvFormat format) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (var csv = new CsvReader(ByteSource.of(text, text.length + 1), format)) {
      CsvRow row = csv.row();
      while (csv.next()) {
        rows.add(new Row(row.line(), row.isComment(), CsvReaderTest.texts(row)));
      }
      return new Reading(rows, null);
    } catch (ParseException e) {
      return new Reading(rows, e);
    }
  }

  @SuppressWarnings("removal") // the setting is deprecated, and nothing takes its place
  static Reading theirs(byte[] text, CsvFormat format) throws IOException {
    FieldMismatchStrategy counts =
        format.ragged() ? FieldMismatchStrategy.IGNORE : FieldMismatchStrategy.STRICT;
    boolean comments = format.comment() != CsvFormat.NONE;
    CommentStrategy shown = format.comments() ? CommentStrategy.READ : CommentStrategy.SKIP;
    var builder =
        de.siegmar.fastcsv.reader.CsvReader.builder()
            .fieldSeparator((char) format.delimiter())
            .quoteCharacter(format.quote() == CsvFormat.NONE ? NEVER : (char) format.quote())
            .commentStrategy(comments ? shown : CommentStrategy.NONE)
            .skipEmptyLines(!format.emptyLines())
            .extraFieldStrategy(counts)
            .missingFieldStrategy(counts)
            .allowExtraCharsAfterClosingQuote(format.lenient())
            .allowUnclosedQuote(format.lenient())
            .detectBomHeader(true)
            .maxBufferSize(BUFFER);
    if (comments) {
      builder = builder.commentCharacter((char) format.comment());
    }
    var handler = CsvRecordHandler.of(limits -> limits.maxFields(format.columnLimit()));
    List<Row> rows = new ArrayList<>();
    try (var csv = builder.build(handler, new ByteArrayInputStream(text))) {
      for (CsvRecord each : csv) {
        rows.add(new Row(each.getStartingLineNumber(), each.isComment(), each.getFields()));
      }
      return new Reading(rows, null);
    } catch (CsvParseException e) {
      return new Reading(rows, e);
    }
  }

  /// Why the two readings differ: "" if they do not, "?" for no reason that is known.
  static String difference(byte[] text, CsvFormat format, Reading ours, Reading theirs)
      throws IOException {
    int same = 0;
    int shorter = Math.min(ours.rows.size(), theirs.rows.size());
    while (same < shorter && ours.rows.get(same).equals(theirs.rows.get(same))) {
      same++;
    }
    boolean end = same == ours.rows.size() && same == theirs.rows.size();
    if (end && (ours.flaw == null) == (theirs.flaw == null)) {
      return "";
    }
    if (wide(text)) {
      return "mark of UTF-16 or UTF-32";
    }
    if (format.lenient()) {
      boolean both = same < shorter;
      return both && alike(text, "" + ours.rows.get(same), "" + theirs.rows.get(same))
          ? "malformed UTF-8 around a quote"
          : lenient(text, format, ours, theirs, same);
    }
    return ours.flaw instanceof ParseException flaw && same == ours.rows.size()
        ? refused(text, format, ours, theirs, flaw)
        : "?";
  }

  /// Whether records are the same or, where the text is not UTF-8, differ only beyond ASCII.
  private static boolean alike(byte[] text, String ours, String theirs) {
    String beyond = Utf8.indexOfMalformed(text, 0, text.length) < 0 ? "$^" : "[^\\x00-\\x7F]";
    return ours.replaceAll(beyond, "").equals(theirs.replaceAll(beyond, ""));
  }

  /// Why ours refuses a record that FastCSV takes.
  private static String refused(
      byte[] text, CsvFormat format, Reading ours, Reading theirs, ParseException flaw) {
    int same = ours.rows.size();
    List<String> fields = same < theirs.rows.size() ? theirs.rows.get(same).fields : List.of();
    int at = (int) flaw.offset();
    String expected = flaw.expected();
    if (expected.startsWith("no quote in a field")) {
      String quote = String.valueOf((char) format.quote());
      boolean content = fields.stream().anyMatch(field -> field.contains(quote));
      return text[at] == format.quote() && content ? "quote in an unquoted field" : "?";
    }
    if (expected.startsWith("UTF-8 in column")) {
      boolean replaced = fields.stream().anyMatch(field -> field.indexOf(REPLACEMENT) >= 0);
      boolean malformed = Utf8.indexOfMalformed(text, 0, text.length) >= 0;
      return replaced && malformed ? "malformed UTF-8" : "?";
    }
    if (format.emptyLines() && expected.contains(" fields, not ")) {
      boolean here = fields.equals(List.of("")) && beginsLine(text, at);
      boolean first = expected.endsWith(" fields, not 1") && firstIsEmpty(ours);
      return here || first ? "empty line as a record of one field" : "?";
    }
    return "?";
  }

  /// Why lenient ours reads a record otherwise.
  private static String lenient(
      byte[] text, CsvFormat format, Reading ours, Reading theirs, int record) throws IOException {
    boolean start = true; // of a field
    boolean open = false; // within quotes
    boolean closed = false; // behind a quote that closes, or is the first of two
    boolean tail = false; // behind that, and no end
    for (int at = offset(text, format, record); at < text.length; at++) {
      byte value = text[at];
      if (value == format.quote()) {
        if (tail) {
          return "quote behind what stands behind a closing one";
        }
        boolean opens = start || closed;
        closed = open;
        open = !open && opens;
        start = false;
      } else if (!open) {
        if (value == '\n' || value == '\r') {
          return "?";
        }
        start = value == format.delimiter();
        tail = !start && (tail || closed);
        closed = false;
      }
    }
    boolean both = record < Math.min(ours.rows.size(), theirs.rows.size());
    if (!open || text[text.length - 1] != format.quote() || !both) {
      return "?";
    }
    String quote = String.valueOf((char) format.quote());
    String unquoted = ours.rows.get(record).toString().replace(quote, "");
    String other = theirs.rows.get(record).toString().replace(quote, "");
    return alike(text, unquoted, other) ? "quote doubled at the end" : "?";
  }

  /// Where a record of ours begins, or would without its flaw.
  private static int offset(byte[] text, CsvFormat format, int record) throws IOException {
    CsvFormat wide = format.withColumnLimit(text.length + 1);
    try (var csv = new CsvReader(ByteSource.of(text, text.length + 1), wide)) {
      for (int i = 0; i <= record; i++) {
        csv.next();
      }
      return (int) csv.row().offset();
    }
  }

  private static boolean beginsLine(byte[] text, int at) {
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
  }

  private static boolean firstIsEmpty(Reading reading) {
    for (Row row : reading.rows) {
      if (!row.comment) {
        return row.fields.equals(List.of(""));
      }
    }
    return false;
  }

  /// Whether FastCSV takes the text for UTF-16 or UTF-32, by how it begins.
  private static boolean wide(byte[] text) {
    if (text.length < 2) {
      return false;
    }
    int two = ((text[0] & 0xFF) << 8) | (text[1] & 0xFF);
    boolean four = two == 0 && text.length > 3 && text[2] == (byte) 0xFE && text[3] == (byte) 0xFF;
    return two == 0xFEFF || two == 0xFFFE || four;
  }
}
