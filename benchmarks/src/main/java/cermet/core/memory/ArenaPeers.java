// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import cermet.proof.Seed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What the proofs of the arenas share: batches of 256 blocks of 32 bytes and scopes of four, on
/// whatever memory the side that extends it brings.
public final class ArenaPeers {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  static final int BLOCKS = 256;
  static final int SMALL = 4;
  static final int BYTES = 32;
  static final int LAST = BYTES - Long.BYTES;
  static final int MEMORY = 64 << 10;

  private ArenaPeers() {}

  /// Netty's arenas with a cache for each thread, which by default only Netty's own threads have.
  static PooledByteBufAllocator cached() {
    return new PooledByteBufAllocator(
        PooledByteBufAllocator.defaultPreferDirect(),
        PooledByteBufAllocator.defaultNumHeapArena(),
        PooledByteBufAllocator.defaultNumDirectArena(),
        PooledByteBufAllocator.defaultPageSize(),
        PooledByteBufAllocator.defaultMaxOrder(),
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        true);
  }

  /// What all sides share.
  @State(Scope.Thread)
  public abstract static class Input {
    long value;

    /// A value that no earlier fork has seen.
    @Setup(Level.Trial)
    public void draw() {
      value = Seed.fresh();
    }
  }

  /// A slicing allocator, made anew over memory that is used again: it frees all or nothing.
  @State(Scope.Thread)
  public abstract static class Slices extends Input {
    private final MemorySegment[] segments = new MemorySegment[BLOCKS];
    private MemorySegment memory;

    abstract MemorySegment memory();

    /// On the thread that measures.
    @Setup(Level.Trial)
    public void open() {
      memory = memory();
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batch() {
      SegmentAllocator allocator = SegmentAllocator.slicingAllocator(memory);
      return held(allocator, segments, value);
    }

    @Benchmark
    public long scopeAlone() {
      return four(SegmentAllocator.slicingAllocator(memory), value);
    }
  }

  /// A bump by hand: slices off memory that is used again, and a position to go back to.
  @State(Scope.Thread)
  public abstract static class Positions extends Input implements SegmentAllocator {
    private final MemorySegment[] segments = new MemorySegment[SMALL];
    private MemorySegment memory;
    private long next;

    abstract MemorySegment memory();

    /// On the thread that measures.
    @Setup(Level.Trial)
    public void open() {
      memory = memory();
    }

    @Override
    public MemorySegment allocate(long size, long align) {
      long start = next + align - 1 & -align;
      next = start + size;
      return memory.asSlice(start, size);
    }

    @Benchmark
    public long scope() {
      long mark = next;
      long sum = four(this, value);
      next = mark;
      return sum;
    }

    @Benchmark
    public long scopeHeld() {
      long mark = next;
      long sum = held(this, segments, value);
      next = mark;
      return sum;
    }
  }

  /// Arrays left to the garbage collector.
  @State(Scope.Thread)
  public abstract static class NewArrays extends Input {
    private final byte[][] arrays = new byte[BLOCKS][];

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batchNotZeroed() {
      for (int i = 0; i < BLOCKS; i++) {
        var array = new byte[BYTES];
        LONG.set(array, 0, value + i);
        LONG.set(array, LAST, value);
        arrays[i] = array;
      }
      long sum = 0;
      for (int i = 0; i < BLOCKS; i++) {
        sum += (long) LONG.get(arrays[i], LAST);
      }
      return sum;
    }
  }

  /// What both Netty allocators do.
  @State(Scope.Thread)
  public abstract static class Netty extends Input {
    final ByteBufAllocator allocator;
    private final ByteBuf[] buffers = new ByteBuf[BLOCKS];

    Netty(ByteBufAllocator allocator) {
      this.allocator = allocator;
    }

    abstract ByteBuf buffer();

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batchFreedAtOnce() {
      for (int i = 0; i < BLOCKS; i++) {
        ByteBuf buffer = buffer();
        buffer.setLongLE(0, value + i);
        buffer.setLongLE(LAST, value);
        buffers[i] = buffer;
      }
      long sum = 0;
      for (int i = 0; i < BLOCKS; i++) {
        sum += buffers[i].getLongLE(LAST);
      }
      for (int i = 0; i < BLOCKS; i++) {
        buffers[i].release();
      }
      return sum;
    }
  }

  /// Blocks that live until all are written.
  static long held(SegmentAllocator allocator, MemorySegment[] segments, long value) {
    for (int i = 0; i < segments.length; i++) {
      MemorySegment segment = allocator.allocate(BYTES, Long.BYTES);
      segment.set(ValueLayout.JAVA_LONG, 0, value + i);
      segment.set(ValueLayout.JAVA_LONG, LAST, value);
      segments[i] = segment;
    }
    long sum = 0;
    for (MemorySegment segment : segments) {
      sum += segment.get(ValueLayout.JAVA_LONG, LAST);
    }
    return sum;
  }

  /// Blocks that nobody keeps, so that escape analysis may remove the segments.
  static long four(SegmentAllocator allocator, long value) {
    long sum = 0;
    for (int i = 0; i < SMALL; i++) {
      MemorySegment segment = allocator.allocate(BYTES, Long.BYTES);
      segment.set(ValueLayout.JAVA_LONG, 0, value + i);
      segment.set(ValueLayout.JAVA_LONG, LAST, value);
      sum += segment.get(ValueLayout.JAVA_LONG, LAST);
    }
    return sum;
  }
}
