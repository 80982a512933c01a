// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The sum of a mix of each of 10 million indices, on all processors.
public class ChunksProof {
  private static final long COUNT = 10_000_000;
  private static final long CHUNK = 100_000; // 100 chunks: enough to even out two cores; arbitrary

  private ChunksProof() {}

  /// The seed of the mix.
  @State(Scope.Thread)
  public abstract static class Seeded {
    long seed;

    /// Draws a seed.
    @Setup(Level.Trial)
    public void draw() {
      seed = Seed.fresh();
    }
  }

  /// How many threads a scaling case takes.
  @State(Scope.Thread)
  public static class Threads {
    /// The threads.
    @Param({"1", "2", "4", "8", "16"})
    public int threads;
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L; // the golden ratio
    return mixed ^ mixed >>> 29;
  }

  private static long sum(long seed, long from, long to) {
    long sum = 0;
    for (long i = from; i < to; i++) {
      sum += mix(seed ^ i);
    }
    return sum;
  }

  /// Ours, with the threads started for each call.
  public static class Cermet extends Seeded {
    private final Chunks pooled =
        new Chunks(Runtime.getRuntime().availableProcessors(), ForkJoinPool.commonPool());
    private Chunks chunks = new Chunks(Runtime.getRuntime().availableProcessors());

    private static final class Sum {
      long value;

      Sum plus(Sum other) {
        value += other.value;
        return this;
      }
    }

    /// Sums.
    @Benchmark
    @Case(kind = Kind.THREADS, headline = "Jdk")
    public long sum() {
      return fold();
    }

    /// Sums, on so many threads.
    @Benchmark
    @Case(kind = Kind.SCALING)
    public long scaling(Threads in) {
      if (chunks.threads() != in.threads) {
        chunks = new Chunks(in.threads);
      }
      return fold();
    }

    /// Sums, on the JDK's common pool.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public long pooled() {
      return fold(pooled);
    }

    private long fold() {
      return fold(chunks);
    }

    private long fold(Chunks chunks) {
      long seed = this.seed;
      return chunks.fold(
              0,
              COUNT,
              CHUNK,
              Sum::new,
              (state, from, to) -> state.value += ChunksProof.sum(seed, from, to),
              Sum::plus)
          .value;
    }
  }

  /// A parallel stream on the JDK's common pool, whose threads live on.
  @Peer("jdk")
  public static class Jdk extends Seeded {
    private ForkJoinPool pool = new ForkJoinPool(1);

    /// Sums.
    @Benchmark
    public long sum() {
      return fold();
    }

    /// Sums.
    @Benchmark
    public long pooled() {
      return fold();
    }

    /// Sums, on a pool of so many threads.
    @Benchmark
    public long scaling(Threads in) {
      if (pool.getParallelism() != in.threads) {
        pool.shutdown();
        pool = new ForkJoinPool(in.threads);
      }
      return pool.invoke(ForkJoinTask.adapt(this::fold));
    }

    private long fold() {
      long seed = this.seed;
      return LongStream.range(0, COUNT).parallel().map(i -> mix(seed ^ i)).sum();
    }
  }

  /// The same loop on one thread.
  @Peer("none")
  public static class Loop extends Seeded {
    /// Sums.
    @Benchmark
    public long sum() {
      return ChunksProof.sum(seed, 0, COUNT);
    }
  }
}
