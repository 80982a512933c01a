// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A file of lines of 8 MiB, split at line ends, from opening to closing it; an operation is the
/// whole file.
public class WindowsProof {
  private static final int BYTES = 8 << 20;
  private static final int WINDOW = 64 << 10; // each side's buffer

  /// Lines of 60 bytes on average.
  @State(Scope.Thread)
  public abstract static class Lines {
    /// About how many parts there are.
    @Param({"16", "1024"})
    public int parts;

    Path file = Path.of("");
    long partBytes;

    @Setup(Level.Trial)
    public void write() throws IOException {
      var random = new SplittableRandom(Seed.fresh());
      byte[] bytes = new byte[BYTES];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) (random.nextInt(60) == 0 ? '\n' : random.nextInt(' ', 127));
      }
      file =
          Files.createTempFile(
              Path.of(System.getProperty("cermet.proof.dir", System.getProperty("java.io.tmpdir"))),
              "lines",
              ".txt");
      Files.write(file, bytes);
      partBytes = bytes.length / parts;
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(file);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Lines {
    @Benchmark
    @Case(kind = Kind.LONG)
    public long split() throws IOException {
      long sum = 0;
      try (var windows = Windows.of(file, partBytes)) {
        for (int part = 0; part < windows.count(); part++) {
          sum += windows.to(part) ^ part;
        }
      }
      return sum;
    }

    @Benchmark
    @Case(
        kind = Kind.LONG,
        headline = "Plain",
        params = {"parts=16"})
    public long splitAndRead() throws IOException {
      long sum = 0;
      try (var windows = Windows.of(file, partBytes)) {
        for (int part = 0; part < windows.count(); part++) {
          try (var source = windows.open(part, WINDOW)) {
            while (source.refill(source.to())) {
              sum += source.window()[source.to() - 1] + source.to();
            }
          }
        }
      }
      return sum;
    }
  }

  /// The plain solution: seek, read bytes until a line ends; each part opens the file anew.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Plain extends Lines {
    @Benchmark
    public long split() throws IOException {
      long sum = 0;
      int part = 0;
      try (var in = new RandomAccessFile(file.toFile(), "r")) {
        for (long bound = 0, size = in.length(); bound < size; ) {
          bound = end(in, bound, size);
          sum += bound ^ part++;
        }
      }
      return sum;
    }

    @Benchmark
    public long splitAndRead() throws IOException {
      long sum = 0;
      try (var in = new RandomAccessFile(file.toFile(), "r")) {
        for (long bound = 0, size = in.length(); bound < size; ) {
          long end = end(in, bound, size);
          sum += read(bound, end);
          bound = end;
        }
      }
      return sum;
    }

    private long end(RandomAccessFile in, long from, long size) throws IOException {
      if (partBytes >= size - from) {
        return size;
      }
      in.seek(from + partBytes - 1);
      for (int value = in.read(); value >= 0 && value != '\n'; ) {
        value = in.read();
      }
      return in.getFilePointer();
    }

    private long read(long from, long to) throws IOException {
      long sum = 0;
      byte[] bytes = new byte[WINDOW];
      try (var in = new RandomAccessFile(file.toFile(), "r")) {
        in.seek(from);
        for (long left = to - from; left > 0; ) {
          int count = in.read(bytes, 0, (int) Math.min(left, WINDOW));
          sum += bytes[count - 1] + count;
          left -= count;
        }
      }
      return sum;
    }
  }
}
