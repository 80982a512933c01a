// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import cermet.proof.Seed;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Code that has seen every kind of memory, one form for each side of the proofs of buffers.
@State(Scope.Thread)
public class SeenMemory {
  private static final int BYTES = BufferInput.BYTES;

  long sink;

  @Setup(Level.Trial)
  public void seeAll() throws IOException {
    byte[] bytes = new byte[BYTES];
    int[] indices =
        new SplittableRandom(Seed.fresh())
            .ints(BufferInput.READS, 0, BYTES / 8)
            .map(i -> i * 8)
            .toArray();
    MemorySegment[] kinds = {
      MemorySegment.ofArray(bytes),
      MemorySegment.ofBuffer(BufferInput.direct(bytes)),
      MemorySegment.ofBuffer(BufferInput.file(bytes)),
      MemorySegment.ofArray(new long[BYTES / Long.BYTES])
    };
    for (int round = 0; round < 400; round++) {
      for (int kind = 0; kind < kinds.length; kind++) {
        sink += segment(kinds[kind], indices);
        if (kind < 3) {
          sink += ours(Buffer.wrap(kinds[kind]), indices);
          ByteBuffer buffer = kinds[kind].asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
          sink += jdk(buffer, indices) + agrona(new UnsafeBuffer(buffer), indices);
        }
      }
    }
  }

  long ours(Buffer buffer, int[] indices) {
    if (buffer instanceof HeapBuffer heap) {
      return sum(heap, indices);
    }
    return buffer instanceof NativeBuffer direct
        ? sum(direct, indices)
        : sum((MappedBuffer) buffer, indices);
  }

  private static long sum(HeapBuffer buffer, int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum += buffer.getLong(index);
    }
    return sum;
  }

  private static long sum(NativeBuffer buffer, int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum += buffer.getLong(index);
    }
    return sum;
  }

  private static long sum(MappedBuffer buffer, int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum += buffer.getLong(index);
    }
    return sum;
  }

  long agrona(UnsafeBuffer buffer, int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum += buffer.getLong(index);
    }
    return sum;
  }

  long jdk(ByteBuffer buffer, int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum += buffer.getLong(index);
    }
    return sum;
  }

  long segment(MemorySegment buffer, int[] indices) {
    long sum = 0;
    for (int index : indices) {
      sum += buffer.get(BufferPeers.LONG, index);
    }
    return sum;
  }
}
