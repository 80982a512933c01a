// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import cermet.proof.Burst;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ArrayBlockingQueue;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// Messages through a ring of 64 KiB for many producers: by one thread, which shows the work of the
/// calls, and in bursts at a fixed rate from one thread to another, which adds what the cores tell
/// each other.
public class MpscByteRingProof {
  private MpscByteRingProof() {}

  /// Ours.
  public static class Cermet extends RingSides {
    private MpscByteRing<?> ring;
    private ByteRing.Handler<Object> handler;

    @Override
    void open(boolean onHeap) {
      int granule = Math.max(64, length); // as its factory advises: a message fits into one
      if (onHeap) {
        ring = MpscByteRing.allocate(CAPACITY, granule);
        handler = (typeId, memory, offset, length) -> see((byte[]) memory, offset, length);
      } else {
        ring = MpscByteRing.allocate(CAPACITY, granule, Arena.ofAuto());
        handler = (typeId, memory, offset, length) -> see((MemorySegment) memory, offset, length);
      }
    }

    private void see(MemorySegment memory, long offset, int length) {
      see(
          memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset),
          memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + length - Long.BYTES));
    }

    @Override
    public boolean put(Object element) {
      return ring.write(1, (byte[]) element, 0, length);
    }

    @Override
    int read(int limit) {
      return ring.read(handler, limit);
    }

    /// One message in and out by one thread.
    @Benchmark
    @Case(
        headline = "Agrona",
        params = {"length=32", "memory=heap"})
    public long pair() {
      return pairOfOne();
    }

    /// As pair, but its first and last eight bytes are written where the message lies.
    @Benchmark
    public long claim() {
      int offset = ring.tryClaim(1, length);
      if (ring.memory() instanceof byte[] bytes) {
        LONG.set(bytes, offset, sum());
        LONG.set(bytes, offset + length - Long.BYTES, 1L);
      } else {
        var memory = (MemorySegment) ring.memory();
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, sum());
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, (long) offset + length - Long.BYTES, 1L);
      }
      ring.commit(offset);
      readOne();
      return sum();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int burst() {
      return moveBursts();
    }
  }

  /// Agrona, which needs a package of the JDK opened.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  public static class Agrona extends RingSides {
    private final MessageHandler handler = this::receive;
    private ManyToOneRingBuffer ring;

    @Override
    void open(boolean onHeap) {
      int size = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;
      ring =
          new ManyToOneRingBuffer(
              onHeap
                  ? new UnsafeBuffer(new byte[size])
                  : new UnsafeBuffer(BufferUtil.allocateDirectAligned(size, 128)));
    }

    private void receive(int typeId, MutableDirectBuffer buffer, int offset, int length) {
      see(buffer.getLong(offset), buffer.getLong(offset + length - Long.BYTES));
    }

    @Override
    Object message(byte[] bytes) {
      return new UnsafeBuffer(bytes);
    }

    @Override
    public boolean put(Object element) {
      return ring.write(1, (UnsafeBuffer) element, 0, length);
    }

    @Override
    int read(int limit) {
      return ring.read(handler, limit);
    }

    /// One message in and out by one thread.
    @Benchmark
    public long pair() {
      return pairOfOne();
    }

    /// As pair, but its first and last eight bytes are written where the message lies.
    @Benchmark
    public long claim() {
      int offset = ring.tryClaim(1, length);
      ring.buffer().putLong(offset, sum());
      ring.buffer().putLong(offset + length - Long.BYTES, 1L);
      ring.commit(offset);
      readOne();
      return sum();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// What the JDK has: copies on the heap, whatever `memory` says, through a queue with a lock.
  @Peer("jdk")
  public static class Jdk extends RingSides {
    private final ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(1024);

    @Override
    void open(boolean onHeap) {}

    @Override
    public boolean put(Object element) {
      return queue.offer(((byte[]) element).clone());
    }

    @Override
    int read(int limit) {
      for (int i = 0; i < limit; i++) {
        byte[] message = queue.poll();
        if (message == null) {
          return i;
        }
        see(message, 0, message.length);
      }
      return limit;
    }

    /// One message in and out by one thread.
    @Benchmark
    public long pair() {
      return pairOfOne();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }
}
