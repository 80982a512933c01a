// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A heap buffer is taken, used and given back by one thread: 64 bytes of it are written and one is
/// read, or all are written. Sampled leak tracking is on where a side has it.
///
/// | method | on both sides | unlike |
/// |---|---|---|
/// | `touch`, `fill` | a pooled buffer with what its last user left | ours is the pool's own thread |
/// | `touchThreadCache` | the same from a thread cache | nothing |
/// | `touchZeroed` | all of it is 0 before the first write | `new` zeroes by itself |
/// | `touchNotZeroed`, `fillNotZeroed` | | the peer zeroes, ours does not |
public class BufferPoolProof {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  static final int TOUCHED = 64;

  /// What all sides share.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"1024", "16384", "262144"})
    public int size;

    long value;

    /// A value that no earlier fork has seen.
    @Setup(Level.Trial)
    public void draw() {
      value = Seed.fresh();
    }

    final long touch(byte[] bytes, int from) {
      for (int i = 0; i < TOUCHED; i += Long.BYTES) {
        LONG.set(bytes, from + i, value);
      }
      return (long) LONG.get(bytes, from + ((int) value & TOUCHED - Long.BYTES));
    }

    final long fill(byte[] bytes, int from) {
      Arrays.fill(bytes, from, from + size, (byte) value);
      return bytes[from + ((int) value & size - 1)];
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Input {
    private static final AllocationSite SITE = new AllocationSite("proof");
    private static final int WARM = 16_000_000; // 15,000 samples: what they run is compiled then

    private BufferPool own;
    private BufferPool shared;

    /// A sample comes once in 1,024 leases: interpreted, it would weigh on each for ten millions.
    @Setup(Level.Trial)
    public void warmUp() {
      for (int i = 0; i < WARM; i++) {
        SITE.close(SITE.open());
      }
    }

    /// One on the thread that measures, one elsewhere.
    @Setup(Level.Trial)
    public void open() throws InterruptedException {
      own = new BufferPool(64 << 20);
      var builder = new Thread(() -> shared = new BufferPool(64 << 20));
      builder.start();
      builder.join();
    }

    @Benchmark
    @Case(
        kind = Kind.ALLOCATING,
        headline = "NettyPooled",
        params = {"size=1024"})
    public long touch() {
      try (Lease lease = own.lease(size, SITE)) {
        return touch(lease.bytes(), 0);
      }
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long touchThreadCache() {
      try (Lease lease = shared.lease(size, SITE)) {
        return touch(lease.bytes(), 0);
      }
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long touchZeroed() {
      try (Lease lease = own.leaseZeroed(size, SITE)) {
        return touch(lease.bytes(), 0);
      }
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long touchNotZeroed() {
      return touch();
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long fill() {
      try (Lease lease = own.lease(size, SITE)) {
        return fill(lease.bytes(), 0);
      }
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long fillNotZeroed() {
      return fill();
    }
  }

  /// Arrays left to the garbage collector.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class New extends Input {
    @Benchmark
    public long touchZeroed() {
      return touch(new byte[size], 0);
    }

    @Benchmark
    public long touchNotZeroed() {
      return touch(new byte[size], 0);
    }

    @Benchmark
    public long fillNotZeroed() {
      return fill(new byte[size], 0);
    }
  }

  /// What both Netty allocators do.
  @State(Scope.Thread)
  public abstract static class Netty extends Input {
    private final ByteBufAllocator allocator;

    Netty(ByteBufAllocator allocator) {
      this.allocator = allocator;
    }

    @Benchmark
    public long touch() {
      ByteBuf buffer = allocator.heapBuffer(size, size);
      try {
        return touch(buffer.array(), buffer.arrayOffset());
      } finally {
        buffer.release();
      }
    }

    @Benchmark
    public long touchThreadCache() {
      return touch();
    }

    @Benchmark
    public long touchZeroed() {
      ByteBuf buffer = allocator.heapBuffer(size, size);
      try {
        byte[] bytes = buffer.array();
        int from = buffer.arrayOffset();
        Arrays.fill(bytes, from, from + size, (byte) 0);
        return touch(bytes, from);
      } finally {
        buffer.release();
      }
    }

    @Benchmark
    public long fill() {
      ByteBuf buffer = allocator.heapBuffer(size, size);
      try {
        return fill(buffer.array(), buffer.arrayOffset());
      } finally {
        buffer.release();
      }
    }
  }

  /// Netty's arenas with its defaults: a thread that is not Netty's has no cache.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyPooled extends Netty {
    /// The one that Netty shares.
    public NettyPooled() {
      super(PooledByteBufAllocator.DEFAULT);
    }
  }

  /// Netty's arenas with a cache for each thread.
  @Peer("io.netty:netty-buffer")
  @State(Scope.Thread)
  public static class NettyCached extends Netty {
    /// On a thread of Netty's the objects, too, would be recycled.
    public NettyCached() {
      super(ArenaPeers.cached());
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
}
