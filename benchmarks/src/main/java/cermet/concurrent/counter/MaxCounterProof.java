// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// Random numbers proposed to a maximum, by one thread and by two at once: after the first round
/// none of them is a new one.
public class MaxCounterProof {
  private static final int COUNT = 1024;

  private MaxCounterProof() {}

  /// One thread's numbers.
  @State(Scope.Thread)
  public static class Numbers {
    private final long[] numbers = new long[COUNT];
    private int next;

    /// Draws them.
    @Setup(Level.Trial)
    public void draw() {
      for (int i = 0; i < COUNT; i++) {
        numbers[i] = Seed.fresh();
      }
    }

    long next() {
      return numbers[next++ & (COUNT - 1)];
    }
  }

  /// Ours.
  @State(Scope.Benchmark)
  public static class Cermet {
    private final MaxCounter largest = MaxCounter.largest(Long.MIN_VALUE);

    /// By one thread.
    @Benchmark
    @Case(headline = "Jdk")
    public void propose(Numbers numbers) {
      largest.propose(numbers.next());
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    @Case(kind = Kind.THREADS)
    public void proposeTwoThreads(Numbers numbers) {
      largest.propose(numbers.next());
    }
  }

  /// The JDK's, which may have a cell a thread.
  @State(Scope.Benchmark)
  @Peer("jdk")
  public static class Jdk {
    private final LongAccumulator largest = new LongAccumulator(Math::max, Long.MIN_VALUE);

    /// By one thread.
    @Benchmark
    public void propose(Numbers numbers) {
      largest.accumulate(numbers.next());
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void proposeTwoThreads(Numbers numbers) {
      largest.accumulate(numbers.next());
    }
  }

  /// One cell that each proposal writes.
  @State(Scope.Benchmark)
  @Peer("jdk")
  public static class JdkAtomic {
    private final AtomicLong largest = new AtomicLong(Long.MIN_VALUE);

    /// By one thread.
    @Benchmark
    public void propose(Numbers numbers) {
      largest.accumulateAndGet(numbers.next(), Math::max);
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void proposeTwoThreads(Numbers numbers) {
      largest.accumulateAndGet(numbers.next(), Math::max);
    }
  }
}
