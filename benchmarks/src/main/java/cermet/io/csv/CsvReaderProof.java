// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.io.source.ByteSource;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// All the records of a file through a stream, every field touched and one column summed; an
/// operation is the file.
///
/// `raw` cases need only the lengths of the other fields, and each side takes them the cheapest way
/// that it has. `decoded` cases make a string of every field on every side.
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
            sum += row.length(i);
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

  /// BufferedReader and a loop over chars that makes a string of each field: the cheapest way
  /// without a library.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends CsvInput {
    private final StringBuilder field = new StringBuilder();
    private final List<String> fields = new ArrayList<>();

    @Benchmark
    public long raw() throws IOException {
      return decoded();
    }

    @Benchmark
    public long decoded() throws IOException {
      long sum = 0;
      var in = new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8);
      try (var reader = new BufferedReader(in, WINDOW)) {
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
