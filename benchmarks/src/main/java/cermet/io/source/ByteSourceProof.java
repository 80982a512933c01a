// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
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

/// The sum of all the longs of a file of 8 MiB, from opening to closing it; an operation is the
/// whole file.
public class ByteSourceProof {
  private static final int BYTES = 8 << 20;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
          .withInvokeExactBehavior();

  /// A file of random bytes in the cache of the operating system.
  @State(Scope.Thread)
  public abstract static class Input {
    /// The size of the window, and of the peers' buffers where they have one.
    @Param({"8192", "262144"})
    public int window;

    Path file = Path.of("");

    @Setup(Level.Trial)
    public void write() throws IOException {
      byte[] bytes = new byte[BYTES];
      new SplittableRandom(Seed.fresh()).nextBytes(bytes);
      file =
          Files.createTempFile(
              Path.of(System.getProperty("cermet.proof.dir", System.getProperty("java.io.tmpdir"))),
              "longs",
              ".bin");
      Files.write(file, bytes);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(file);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Input {
    @Benchmark
    @Case(
        kind = Kind.LONG,
        headline = "Stream",
        params = {"window=262144"})
    public long sum() throws IOException {
      long sum = 0;
      try (var source = ByteSource.file(file, window)) {
        byte[] bytes = source.window();
        int at = 0;
        while (source.refill(at)) {
          int to = source.to();
          for (at = 0; at <= to - Long.BYTES; at += Long.BYTES) {
            sum += (long) LONG.get(bytes, at);
          }
        }
      }
      return sum;
    }
  }

  /// A file stream that fills an array again and again; it keeps nothing between two fills.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Stream extends Input {
    @Benchmark
    public long sum() throws IOException {
      long sum = 0;
      byte[] bytes = new byte[window];
      try (var in = new FileInputStream(file.toFile())) {
        for (int to = in.readNBytes(bytes, 0, window);
            to > 0;
            to = in.readNBytes(bytes, 0, window)) {
          for (int at = 0; at <= to - Long.BYTES; at += Long.BYTES) {
            sum += (long) LONG.get(bytes, at);
          }
        }
      }
      return sum;
    }
  }

  /// The plain solution: a data stream over a buffered stream.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Data extends Input {
    @Benchmark
    public long sum() throws IOException {
      long sum = 0;
      try (var in =
          new DataInputStream(
              new BufferedInputStream(new FileInputStream(file.toFile()), window))) {
        for (int i = 0; i < BYTES / Long.BYTES; i++) {
          sum += in.readLong();
        }
      }
      return sum;
    }
  }

  /// A direct buffer filled from a channel: no copy behind the scenes.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Direct extends Input {
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    @Setup(Level.Trial)
    public void allocate() {
      buffer = ByteBuffer.allocateDirect(window);
    }

    @Benchmark
    public long sum() throws IOException {
      long sum = 0;
      try (var channel = FileChannel.open(file)) {
        ByteBuffer buffer = this.buffer.clear();
        while (channel.read(buffer) >= 0) {
          buffer.flip();
          int at = 0;
          for (; at <= buffer.limit() - Long.BYTES; at += Long.BYTES) {
            sum += buffer.getLong(at);
          }
          buffer.position(at).compact();
        }
      }
      return sum;
    }
  }

  /// The file mapped to memory; unmapped whenever the collector finds the time.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Mapped extends Input {
    @Benchmark
    public long sum() throws IOException {
      long sum = 0;
      try (var channel = FileChannel.open(file)) {
        ByteBuffer buffer = channel.map(MapMode.READ_ONLY, 0, channel.size());
        for (int at = 0; at <= buffer.limit() - Long.BYTES; at += Long.BYTES) {
          sum += buffer.getLong(at);
        }
      }
      return sum;
    }
  }
}
