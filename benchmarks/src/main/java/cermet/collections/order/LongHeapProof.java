// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Heaps that stay as large as they are: each step takes the smallest and puts in a later one.
public class LongHeapProof {
  private static final int OPERATIONS = 1024;

  /// How much later, random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many elements stay in the heap.
    @Param({"16", "1000", "100000"})
    public int size;

    long[] steps = {};

    /// Draws the steps and fills the heap.
    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      int latest = 4 * size; // so that an int lasts for a fork: the smallest rises by 2 a step
      steps = random.longs(OPERATIONS, 0, latest).toArray();
      for (int i = 0; i < size; i++) {
        add(random.nextInt(latest));
      }
    }

    abstract void add(long value);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final LongHeap heap = new LongHeap();

    @Override
    void add(long value) {
      heap.add(value);
    }

    /// The smallest out, a later one in: a timer that is set again.
    ///
    /// @return the sum of what left
    @Benchmark
    @Case(
        headline = "Fastutil",
        params = {"size=1000"})
    @OperationsPerInvocation(OPERATIONS)
    public long removeAndAdd() {
      long sum = 0;
      for (long step : steps) {
        long first = heap.removeFirst();
        heap.add(first + step);
        sum += first;
      }
      return sum;
    }

    /// The same in one call where there is one.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long replace() {
      long sum = 0;
      for (long step : steps) {
        sum += heap.replaceFirst(heap.getFirst() + step);
      }
      return sum;
    }
  }

  /// fastutil's LongHeapPriorityQueue.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue heap =
        new it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue();

    @Override
    void add(long value) {
      heap.enqueue(value);
    }

    /// The smallest out, a later one in: a timer that is set again.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long removeAndAdd() {
      long sum = 0;
      for (long step : steps) {
        long first = heap.dequeueLong();
        heap.enqueue(first + step);
        sum += first;
      }
      return sum;
    }

    /// The same in one call where there is one.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long replace() {
      return removeAndAdd();
    }
  }

  /// The JDK's PriorityQueue, with a box for each element.
  @Peer("jdk")
  public static class Jdk extends Input {
    private final PriorityQueue<Long> heap = new PriorityQueue<>();

    @Override
    void add(long value) {
      heap.add(value);
    }

    /// The smallest out, a later one in: a timer that is set again.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long removeAndAdd() {
      long sum = 0;
      for (long step : steps) {
        long first = heap.remove();
        heap.add(first + step);
        sum += first;
      }
      return sum;
    }

    /// The same in one call where there is one.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long replace() {
      return removeAndAdd();
    }
  }
}
