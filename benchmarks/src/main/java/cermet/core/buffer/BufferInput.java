// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import cermet.proof.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What all sides of the proofs of buffers read and write, and the memory they wrap.
@State(Scope.Thread)
public abstract class BufferInput {
  static final int BYTES = 64 << 10;
  static final int READS = 512;
  static final int LOOP = 4096;
  static final int LONGS = LOOP / Long.BYTES;

  final int[] indices = new int[READS];
  byte[] bytes;
  long value;

  @Setup(Level.Trial)
  public void fill() {
    var random = new SplittableRandom(Seed.fresh());
    bytes = new byte[BYTES];
    random.nextBytes(bytes);
    for (int i = 0; i < READS; i++) {
      indices[i] = random.nextInt(BYTES / Long.BYTES) * Long.BYTES;
    }
    value = random.nextLong();
    prepare();
  }

  /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
  abstract void prepare();

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  static MappedByteBuffer file(byte[] bytes) {
    try {
      Path file = Files.createTempFile("cermet", ".buffer");
      try (var channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length);
        mapped.put(0, bytes);
        return mapped;
      } finally {
        Files.delete(file); // stays until it is unmapped
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
