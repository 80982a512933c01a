// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What FastCSV does in the proofs of CSV: its callbacks, which are its fastest way, its records,
/// and its writer.
public final class FastCsvSides {
  private FastCsvSides() {}

  /// Fields as chars in the buffer of the reader, handed out one by one.
  @State(Scope.Thread)
  public abstract static class Callback extends CsvInput {
    @Benchmark
    public long raw() throws IOException {
      return read(new Raw(column));
    }

    @Benchmark
    public long decoded() throws IOException {
      return read(new Texts(column));
    }

    private long read(Sum handler) throws IOException {
      try (var csv =
          de.siegmar.fastcsv.reader.CsvReader.builder()
              .maxBufferSize(WINDOW)
              .build(handler, new ByteArrayInputStream(bytes))) {
        for (Object none : csv) {
          throw new AssertionError("a record: " + none); // the handler keeps them
        }
      }
      return handler.sum;
    }
  }

  /// One object a record, one string a field.
  @State(Scope.Thread)
  public abstract static class Records extends CsvInput {
    @Benchmark
    public long decoded() throws IOException {
      long sum = 0;
      try (var csv =
          de.siegmar.fastcsv.reader.CsvReader.builder()
              .maxBufferSize(WINDOW)
              .ofCsvRecord(new ByteArrayInputStream(bytes))) {
        boolean header = true;
        for (CsvRecord each : csv) {
          if (!header) {
            for (int i = 0; i < each.getFieldCount(); i++) {
              sum += each.getField(i).length();
            }
            sum += Long.parseLong(each.getField(column));
          }
          header = false;
        }
      }
      return sum;
    }
  }

  /// The writer, which takes strings.
  @State(Scope.Thread)
  public abstract static class Writer extends CsvWriterProof.Table {
    private final de.siegmar.fastcsv.writer.CsvWriter csv =
        de.siegmar.fastcsv.writer.CsvWriter.builder()
            .bufferSize(CsvWriterProof.WINDOW)
            .build(new OutputStreamWriter(OutputStream.nullOutputStream(), UTF_8));
    private long written;

    @Benchmark
    @OperationsPerInvocation(CsvWriterProof.RECORDS)
    public long records() {
      for (int i = 0; i < CsvWriterProof.RECORDS; i++) {
        csv.writeRecord(names[i], texts[i], Long.toString(longs[i]), Integer.toString(ints[i]));
        written++;
      }
      return written;
    }

    @Benchmark
    @OperationsPerInvocation(CsvWriterProof.RECORDS)
    public long texts() {
      for (int i = 0; i < CsvWriterProof.RECORDS; i++) {
        csv.writeRecord(names[i], texts[i]);
        written++;
      }
      return written;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      csv.close();
    }
  }

  private abstract static class Sum extends AbstractBaseCsvCallbackHandler<Object> {
    final int column;
    long sum;
    private boolean header = true;

    Sum(int column) {
      this.column = column;
    }

    @Override
    protected final void handleField(
        int index, char[] chars, int from, int length, boolean quoted) {
      if (!header) {
        add(index, chars, from, length);
      }
    }

    abstract void add(int index, char[] chars, int from, int length);

    @Override
    protected final @Nullable Object buildRecord() {
      header = false;
      return null; // goes on with the next record
    }
  }

  private static final class Raw extends Sum {
    Raw(int column) {
      super(column);
    }

    @Override
    void add(int index, char[] chars, int from, int length) {
      sum += length == 0 ? 0 : 1;
      if (index == column) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
          value = value * 10 + chars[i] - '0';
        }
        sum += value;
      }
    }
  }

  private static final class Texts extends Sum {
    Texts(int column) {
      super(column);
    }

    @Override
    void add(int index, char[] chars, int from, int length) {
      String text = new String(chars, from, length);
      sum += text.length();
      sum += index == column ? Long.parseLong(text) : 0;
    }
  }
}
