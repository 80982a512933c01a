// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import cermet.core.text.Slice;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import io.netty.buffer.AdaptiveByteBufAllocator;
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
import org.openjdk.jmh.annotations.TearDown;

/// Batches of 256 blocks of 32 bytes of the heap, two writes and one read each, then all freed; and
/// scopes of four such blocks. All blocks of a batch live until its end.
///
/// | method | on both sides | unlike |
/// |---|---|---|
/// | `batch` | memory used again, not zeroed, every access checked against its block | ours also notices what was freed |
/// | `batchSlices` | the same, named by an object | nothing |
/// | `batchNotZeroed` | | the peer's memory is zeroed and left to the collector, ours neither |
/// | `batchFreedAtOnce` | memory used again, not zeroed | the peer frees each block alone, in any order |
/// | `scope`, `scopeNotZeroed` | as `batch` and `batchNotZeroed`, four blocks | |
public class HeapArenaProof {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  static final int BLOCKS = 256;
  static final int SMALL = 4;
  static final int BYTES = 32;
  static final int LAST = BYTES - Long.BYTES;
  static final int MEMORY = 64 << 10;

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

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Input {
    private final long[] handles = new long[BLOCKS];
    private final Slice[] slices = new Slice[BLOCKS];
    private HeapArena arena;

    /// On the thread that measures: an arena belongs to its thread.
    @Setup(Level.Trial)
    public void open() {
      arena = new HeapArena(MEMORY);
    }

    /// Gives the memory back.
    @TearDown(Level.Trial)
    public void close() {
      arena.close();
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    @Case(kind = Kind.ALLOCATING, headline = "Slicing")
    public long batch() {
      write();
      long sum = read();
      arena.reset();
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    @Case(kind = Kind.ALLOCATING)
    public long batchNotZeroed() {
      return batch();
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    @Case(kind = Kind.ALLOCATING)
    public long batchFreedAtOnce() {
      return batch();
    }

    private void write() {
      for (int i = 0; i < BLOCKS; i++) {
        long handle = arena.allocateHandle(BYTES, Long.BYTES);
        arena.setLong(handle, 0, value + i);
        arena.setLong(handle, LAST, value);
        handles[i] = handle;
      }
    }

    private long read() {
      long sum = 0;
      for (int i = 0; i < BLOCKS; i++) {
        sum += arena.getLong(handles[i], LAST);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    @Case(kind = Kind.ALLOCATING)
    public long batchSlices() {
      for (int i = 0; i < BLOCKS; i++) {
        Slice slice = arena.allocate(BYTES, Long.BYTES);
        LONG.set(slice.bytes(), slice.from(), value + i);
        LONG.set(slice.bytes(), slice.from() + LAST, value);
        slices[i] = slice;
      }
      long sum = 0;
      for (Slice slice : slices) {
        sum += (long) LONG.get(slice.bytes(), slice.from() + LAST);
      }
      arena.reset();
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long scope() {
      long mark = arena.mark();
      long sum = four();
      arena.rewind(mark);
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long scopeNotZeroed() {
      return scope();
    }

    private long four() {
      long sum = 0;
      for (int i = 0; i < SMALL; i++) {
        long handle = arena.allocateHandle(BYTES, Long.BYTES);
        arena.setLong(handle, 0, value + i);
        arena.setLong(handle, LAST, value);
        sum += arena.getLong(handle, LAST);
      }
      return sum;
    }
  }

  /// The equal-terms peer: a slicing allocator, made anew over memory that is used again.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Slicing extends Input {
    private final MemorySegment[] segments = new MemorySegment[BLOCKS];
    private MemorySegment memory;

    /// On the thread that measures.
    @Setup(Level.Trial)
    public void open() {
      memory = MemorySegment.ofArray(new long[MEMORY / Long.BYTES]);
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batch() {
      fill(SegmentAllocator.slicingAllocator(memory), segments, value);
      return sum(segments);
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batchSlices() {
      return batch();
    }

    @Benchmark
    public long scope() {
      return four(SegmentAllocator.slicingAllocator(memory), value);
    }
  }

  /// Arrays left to the garbage collector.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Arrays extends Input {
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

    @Benchmark
    public long scopeNotZeroed() {
      long sum = 0;
      for (int i = 0; i < SMALL; i++) {
        var array = new byte[BYTES];
        LONG.set(array, 0, value + i);
        LONG.set(array, LAST, value);
        sum += (long) LONG.get(array, LAST);
      }
      return sum;
    }
  }

  /// What both Netty allocators do.
  @State(Scope.Thread)
  public abstract static class Netty extends Input {
    private final ByteBuf[] buffers = new ByteBuf[BLOCKS];
    private final ByteBufAllocator allocator;

    Netty(ByteBufAllocator allocator) {
      this.allocator = allocator;
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batchFreedAtOnce() {
      for (int i = 0; i < BLOCKS; i++) {
        ByteBuf buffer = allocator.heapBuffer(BYTES, BYTES);
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

  /// Netty's arenas with thread caches.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyPooled extends Netty {
    /// With Netty's defaults.
    public NettyPooled() {
      super(PooledByteBufAllocator.DEFAULT);
    }
  }

  /// Netty's allocator that adapts to what it sees.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyAdaptive extends Netty {
    /// With Netty's defaults.
    public NettyAdaptive() {
      super(new AdaptiveByteBufAllocator());
    }
  }

  static void fill(SegmentAllocator allocator, MemorySegment[] segments, long value) {
    for (int i = 0; i < BLOCKS; i++) {
      MemorySegment segment = allocator.allocate(BYTES, Long.BYTES);
      segment.set(ValueLayout.JAVA_LONG, 0, value + i);
      segment.set(ValueLayout.JAVA_LONG, LAST, value);
      segments[i] = segment;
    }
  }

  static long sum(MemorySegment[] segments) {
    long sum = 0;
    for (MemorySegment segment : segments) {
      sum += segment.get(ValueLayout.JAVA_LONG, LAST);
    }
    return sum;
  }

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
