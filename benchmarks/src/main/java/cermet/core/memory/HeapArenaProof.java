// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static cermet.core.memory.ArenaPeers.BLOCKS;
import static cermet.core.memory.ArenaPeers.BYTES;
import static cermet.core.memory.ArenaPeers.LAST;
import static cermet.core.memory.ArenaPeers.LONG;
import static cermet.core.memory.ArenaPeers.MEMORY;
import static cermet.core.memory.ArenaPeers.SMALL;

import cermet.core.text.Slice;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.MemorySegment;
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
/// | `batchNotZeroed` | | the peer's memory is zeroed and given back to its heap, ours neither |
/// | `batchFreedAtOnce` | memory used again, not zeroed | the peer frees each block alone, in any order |
/// | `scope` | four blocks, then back to where it was, whatever lives before it | ours also notices what was freed; the peer's segments never leave the method, so that they are no objects |
/// | `scopeHeld` | the same, and the blocks are held in an array | ours also notices what was freed |
/// | `scopeAlone` | four blocks | the peer's scope is its whole memory: nothing older can live there, and it cannot go back |
/// | `scopeNotZeroed` | four blocks | as `batchNotZeroed` |
public class HeapArenaProof {
  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends ArenaPeers.Input {
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
      write(BLOCKS);
      long sum = read(BLOCKS);
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

    private void write(int blocks) {
      for (int i = 0; i < blocks; i++) {
        long handle = arena.allocateHandle(BYTES, Long.BYTES);
        arena.setLong(handle, 0, value + i);
        arena.setLong(handle, LAST, value);
        handles[i] = handle;
      }
    }

    private long read(int blocks) {
      long sum = 0;
      for (int i = 0; i < blocks; i++) {
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
    public long scopeHeld() {
      long mark = arena.mark();
      write(SMALL);
      long sum = read(SMALL);
      arena.rewind(mark);
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long scopeAlone() {
      return scope();
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

  /// The equal-terms peer of a batch.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Slicing extends ArenaPeers.Slices {
    @Override
    MemorySegment memory() {
      return MemorySegment.ofArray(new long[MEMORY / Long.BYTES]);
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public long batchSlices() {
      return batch();
    }
  }

  /// The equal-terms peer of a scope.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class ByHand extends ArenaPeers.Positions {
    @Override
    MemorySegment memory() {
      return MemorySegment.ofArray(new long[MEMORY / Long.BYTES]);
    }
  }

  /// Arrays left to the garbage collector.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Arrays extends ArenaPeers.NewArrays {
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

  /// Netty's arenas with its defaults: a thread that is not Netty's has no cache.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyPooled extends ArenaPeers.Netty {
    /// The one that Netty shares.
    public NettyPooled() {
      super(PooledByteBufAllocator.DEFAULT);
    }

    @Override
    ByteBuf buffer() {
      return allocator.heapBuffer(BYTES, BYTES);
    }
  }

  /// Netty's arenas with a cache for each thread.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyCached extends ArenaPeers.Netty {
    /// On a thread of Netty's the objects, too, would be recycled.
    public NettyCached() {
      super(ArenaPeers.cached());
    }

    @Override
    ByteBuf buffer() {
      return allocator.heapBuffer(BYTES, BYTES);
    }
  }

  /// Netty's allocator that adapts to what it sees.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyAdaptive extends ArenaPeers.Netty {
    /// With Netty's defaults.
    public NettyAdaptive() {
      super(new AdaptiveByteBufAllocator());
    }

    @Override
    ByteBuf buffer() {
      return allocator.heapBuffer(BYTES, BYTES);
    }
  }
}
