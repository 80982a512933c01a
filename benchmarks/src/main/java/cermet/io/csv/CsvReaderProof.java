// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.io.source.ByteSource;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// All the records of a file through a stream, every field touched and one column summed; an
/// operation is the file.
///
/// `raw` cases only tell the other fields that are empty from those that are not, which is the same
/// in bytes and in chars, and each side does it the cheapest way that it has: only ours and
/// FastCSV's callbacks need no string for that. `decoded` cases make a string of every field on
/// every side.
public class CsvReaderProof {
  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends CsvInput {
    @Benchmark
    @Case(
        kind = Kind.LONG,
        headline = "FastCsv",
        params = {"file=nfl"})
    public long raw() throws IOException {
      long sum = 0;
      try (var csv = reader()) {
        CsvRow row = csv.row();
        csv.next(); // the header
        while (csv.next()) {
          int count = row.count();
          for (int i = 0; i < count; i++) {
            sum += row.isEmpty(i) ? 0 : 1;
          }
          sum += row.longAt(column);
        }
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.LONG)
    public long decoded() throws IOException {
      long sum = 0;
      try (var csv = reader()) {
        CsvRow row = csv.row();
        csv.next(); // the header
        while (csv.next()) {
          int count = row.count();
          for (int i = 0; i < count; i++) {
            String text = row.text(i);
            sum += text.length();
            sum += i == column ? Long.parseLong(text) : 0;
          }
        }
      }
      return sum;
    }

    private CsvReader reader() {
      return new CsvReader(ByteSource.of(new ByteArrayInputStream(bytes), WINDOW));
    }
  }

  /// FastCSV's callbacks, its fastest way.
  @Peer("de.siegmar:fastcsv")
  @State(Scope.Thread)
  public static class FastCsv extends FastCsvSides.Callback {}

  /// FastCSV's records.
  @Peer("de.siegmar:fastcsv")
  @State(Scope.Thread)
  public static class FastCsvRecords extends FastCsvSides.Records {}

  /// univocity's parser in the thread that asks, kept from file to file. It neither trims nor
  /// passes over comments, as nobody here does, and its empty fields are texts.
  @Peer("com.univocity:univocity-parsers")
  @State(Scope.Thread)
  public static class Univocity extends CsvInput {
    private final CsvParser csv = new CsvParser(settings());

    private static CsvParserSettings settings() {
      var settings = new CsvParserSettings();
      settings.setReadInputOnSeparateThread(false);
      settings.setInputBufferSize(WINDOW);
      settings.setIgnoreLeadingWhitespaces(false);
      settings.setIgnoreTrailingWhitespaces(false);
      settings.setNormalizeLineEndingsWithinQuotes(false);
      settings.setCommentProcessingEnabled(false);
      settings.setNullValue("");
      settings.setEmptyValue("");
      return settings;
    }

    @Benchmark
    public long raw() {
      long sum = 0;
      csv.beginParsing(new ByteArrayInputStream(bytes), UTF_8);
      csv.parseNext(); // the header
      for (String[] row = csv.parseNext(); row != null; row = csv.parseNext()) {
        for (String text : row) {
          sum += text.isEmpty() ? 0 : 1;
        }
        sum += Long.parseLong(row[column]);
      }
      return sum;
    }

    @Benchmark
    public long decoded() {
      long sum = 0;
      csv.beginParsing(new ByteArrayInputStream(bytes), UTF_8);
      csv.parseNext(); // the header
      for (String[] row = csv.parseNext(); row != null; row = csv.parseNext()) {
        for (String text : row) {
          sum += text.length();
        }
        sum += Long.parseLong(row[column]);
      }
      return sum;
    }
  }

  /// Jackson's streaming parser, which without a schema gives each record as an array.
  @Peer("com.fasterxml.jackson.dataformat:jackson-dataformat-csv")
  @State(Scope.Thread)
  public static class Jackson extends CsvInput {
    private final CsvFactory factory = new CsvFactory();

    @Benchmark
    public long raw() throws IOException {
      long sum = 0;
      try (JsonParser csv = open()) {
        for (var token = csv.nextToken(); token != null; token = csv.nextToken()) {
          int index = 0;
          while (csv.nextToken() == JsonToken.VALUE_STRING) {
            sum += csv.getTextLength() == 0 ? 0 : 1;
            sum += index++ == column ? Long.parseLong(csv.getText()) : 0;
          }
        }
      }
      return sum;
    }

    @Benchmark
    public long decoded() throws IOException {
      long sum = 0;
      try (JsonParser csv = open()) {
        for (var token = csv.nextToken(); token != null; token = csv.nextToken()) {
          int index = 0;
          while (csv.nextToken() == JsonToken.VALUE_STRING) {
            String text = csv.getText();
            sum += text.length();
            sum += index++ == column ? Long.parseLong(text) : 0;
          }
        }
      }
      return sum;
    }

    /// Opens the file and passes over its header.
    private JsonParser open() throws IOException {
      JsonParser csv = factory.createParser(new ByteArrayInputStream(bytes));
      csv.nextToken();
      csv.skipChildren();
      return csv;
    }
  }

  /// commons-csv's records.
  @Peer("org.apache.commons:commons-csv")
  @State(Scope.Thread)
  public static class CommonsCsv extends CsvInput {
    @Benchmark
    public long raw() throws IOException {
      long sum = 0;
      try (var csv = CSVFormat.DEFAULT.parse(reader())) {
        var records = csv.iterator();
        records.next(); // the header
        while (records.hasNext()) {
          CSVRecord each = records.next();
          for (int i = 0; i < each.size(); i++) {
            sum += each.get(i).isEmpty() ? 0 : 1;
          }
          sum += Long.parseLong(each.get(column));
        }
      }
      return sum;
    }

    @Benchmark
    public long decoded() throws IOException {
      long sum = 0;
      try (var csv = CSVFormat.DEFAULT.parse(reader())) {
        var records = csv.iterator();
        records.next(); // the header
        while (records.hasNext()) {
          CSVRecord each = records.next();
          for (int i = 0; i < each.size(); i++) {
            sum += each.get(i).length();
          }
          sum += Long.parseLong(each.get(column));
        }
      }
      return sum;
    }

    private Reader reader() {
      return new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8);
    }
  }

  /// BufferedReader and a loop over chars that makes a string of each field: the cheapest way
  /// without a library.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends CsvInput {
    private final StringBuilder field = new StringBuilder();
    private final List<String> fields = new ArrayList<>();

    @Benchmark
    public long raw() throws IOException {
      long sum = 0;
      try (var reader = open()) {
        next(reader); // the header
        while (next(reader)) {
          for (String text : fields) {
            sum += text.isEmpty() ? 0 : 1;
          }
          sum += Long.parseLong(fields.get(column));
        }
      }
      return sum;
    }

    @Benchmark
    public long decoded() throws IOException {
      long sum = 0;
      try (var reader = open()) {
        next(reader); // the header
        while (next(reader)) {
          for (String text : fields) {
            sum += text.length();
          }
          sum += Long.parseLong(fields.get(column));
        }
      }
      return sum;
    }

    private Reader open() {
      var in = new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8);
      return new BufferedReader(in, WINDOW);
    }

    /// Reads a record.
    private boolean next(Reader reader) throws IOException {
      fields.clear();
      boolean quoted = false;
      boolean closed = false; // the char before is a quote that closes, or the first of two
      boolean any = false;
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        any = true;
        if (c == '"') {
          if (closed) {
            field.append('"');
          }
          closed = quoted;
          quoted = !quoted;
          continue;
        }
        closed = false;
        if (quoted || (c != ',' && c != '\n' && c != '\r')) {
          field.append((char) c);
        } else if (c != '\r') {
          end();
          if (c == '\n') {
            return true;
          }
        }
      }
      if (any) {
        end();
      }
      return any;
    }

    private void end() {
      fields.add(field.toString());
      field.setLength(0);
    }
  }
}
