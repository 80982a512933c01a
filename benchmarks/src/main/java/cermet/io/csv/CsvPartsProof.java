// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.concurrent.task.Chunks;
import cermet.io.source.ByteSource;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A CSV file of 16 MiB, one of [CsvInput] with its records again and again, split into parts, or
/// read by all processors; an operation is the whole file.
///
/// `split` is ours looking at each bound, and a plain walk through all quotes; ours reads the
/// header and the first record too. `sumRecords` splits and reads by all processors on our side,
/// and reads by one on the other.
public class CsvPartsProof {
  private static final int BYTES = 16 << 20;
  private static final int PARTS = 16;
  private static final byte LF = '\n';

  /// The file.
  @State(Scope.Thread)
  public abstract static class Repeated extends CsvInput {
    Path path = Path.of("");
    long partBytes;

    @Setup(Level.Trial)
    public void write() throws IOException {
      int header = 0; // of no file has it a quoted line end
      while (bytes[header++] != LF) {}
      boolean ended = bytes[bytes.length - 1] == LF;
      path =
          Files.createTempFile(
              Path.of(System.getProperty("cermet.proof.dir", System.getProperty("java.io.tmpdir"))),
              "records",
              ".csv");
      try (var out = new BufferedOutputStream(Files.newOutputStream(path))) {
        out.write(bytes, 0, header);
        for (int size = header; size < BYTES; size += bytes.length - header) {
          out.write(bytes, header, bytes.length - header);
          if (!ended) {
            out.write(LF);
          }
        }
      }
      partBytes = Files.size(path) / PARTS;
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(path);
    }

    /// What each record is read for: its fields that are not empty, and a column.
    final long sum(CsvReader csv) throws IOException {
      long sum = 0;
      CsvRow row = csv.row();
      while (csv.next()) {
        int count = row.count();
        for (int i = 0; i < count; i++) {
          sum += row.isEmpty(i) ? 0 : 1;
        }
        sum += row.longAt(column);
      }
      return sum;
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Repeated {
    private final Chunks chunks = new Chunks(Runtime.getRuntime().availableProcessors());

    @Benchmark
    @Case(kind = Kind.LONG)
    public long split() throws IOException {
      return parts().count();
    }

    @Benchmark
    @Case(
        kind = Kind.THREADS,
        headline = "One",
        params = {"file=nfl"})
    public long sumRecords() throws IOException {
      CsvParts parts = parts();
      Chunks.RangeBody<Sum, IOException> body = Sum::add;
      return chunks.fold(0, parts.count(), 1, () -> new Sum(parts), body, Sum::plus).value;
    }

    private CsvParts parts() throws IOException {
      return CsvParts.of(path, partBytes, WINDOW, CsvFormat.RFC_4180);
    }

    private final class Sum {
      private final CsvParts parts;
      private long value;

      Sum(CsvParts parts) {
        this.parts = parts;
      }

      void add(long from, long to) throws IOException {
        for (long part = from; part < to; part++) {
          try (var csv = parts.open((int) part)) {
            value += sum(csv);
          }
        }
      }

      Sum plus(Sum other) {
        value += other.value;
        return this;
      }
    }
  }

  /// One reader of ours, from start to end.
  @Peer("none")
  @State(Scope.Thread)
  public static class One extends Repeated {
    @Benchmark
    public long sumRecords() throws IOException {
      try (var csv = new CsvReader(ByteSource.file(path, WINDOW), CsvFormat.RFC_4180)) {
        csv.next(); // the header
        return sum(csv);
      }
    }
  }

  /// The plain way to split: follow the quotes through the whole file.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Plain extends Repeated {
    @Benchmark
    public long split() throws IOException {
      long parts = 0;
      long at = 0;
      boolean quoted = false;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path), WINDOW)) {
        long bound = partBytes;
        for (int value = in.read(); value >= 0; value = in.read()) {
          at++;
          quoted ^= value == '"';
          if (value == LF && !quoted && at >= bound) {
            parts++;
            bound = at + partBytes;
          }
        }
        return at > bound - partBytes ? parts + 1 : parts;
      }
    }
  }
}
