// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Deques of 64 and 4,096 objects that stay as long as they are.
public class ObjectDequeProof {
  private static final int OPERATIONS = 1024;

  /// What is put in, random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many elements stay in the deque.
    @Param({"64", "4096"})
    public int size;

    final Integer[] values =
        new SplittableRandom(Seed.fresh()).ints(OPERATIONS).boxed().toArray(Integer[]::new);

    /// Fills the deque.
    @Setup(Level.Trial)
    public void fill() {
      for (int i = 0; i < size; i++) {
        add(values[i & OPERATIONS - 1]);
      }
    }

    abstract void add(Integer value);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final ObjectDeque<Integer> deque = new ObjectDeque<>();

    @Override
    void add(Integer value) {
      deque.addLast(value);
    }

    /// In at the end, out at the front.
    ///
    /// @return the sum of what left
    @Benchmark
    @Case(
        headline = "Jdk",
        params = {"size=64"})
    @OperationsPerInvocation(OPERATIONS)
    public long queue() {
      long sum = 0;
      for (Integer value : values) {
        deque.addLast(value);
        sum += deque.removeFirst();
      }
      return sum;
    }

    /// In and out at the end.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stack() {
      long sum = 0;
      for (Integer value : values) {
        deque.addLast(value);
        deque.addLast(value);
        sum += deque.removeLast();
        sum += deque.removeLast();
      }
      return sum;
    }

    /// All elements, the first one first.
    ///
    /// @return their sum
    @Benchmark
    public long iterate() {
      long sum = 0;
      for (Integer value : deque) {
        sum += value;
      }
      return sum;
    }
  }

  /// fastutil's ObjectArrayFIFOQueue, which has both ends and no iterator.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final it.unimi.dsi.fastutil.objects.ObjectArrayFIFOQueue<Integer> deque =
        new it.unimi.dsi.fastutil.objects.ObjectArrayFIFOQueue<>();

    @Override
    void add(Integer value) {
      deque.enqueue(value);
    }

    /// In at the end, out at the front.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long queue() {
      long sum = 0;
      for (Integer value : values) {
        deque.enqueue(value);
        sum += deque.dequeue();
      }
      return sum;
    }

    /// In and out at the end.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stack() {
      long sum = 0;
      for (Integer value : values) {
        deque.enqueue(value);
        deque.enqueue(value);
        sum += deque.dequeueLast();
        sum += deque.dequeueLast();
      }
      return sum;
    }
  }

  /// HPPC's ObjectArrayDeque.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    private final com.carrotsearch.hppc.ObjectArrayDeque<Integer> deque =
        new com.carrotsearch.hppc.ObjectArrayDeque<>();

    @Override
    void add(Integer value) {
      deque.addLast(value);
    }

    /// In at the end, out at the front.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long queue() {
      long sum = 0;
      for (Integer value : values) {
        deque.addLast(value);
        sum += deque.removeFirst();
      }
      return sum;
    }

    /// In and out at the end.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stack() {
      long sum = 0;
      for (Integer value : values) {
        deque.addLast(value);
        deque.addLast(value);
        sum += deque.removeLast();
        sum += deque.removeLast();
      }
      return sum;
    }

    /// All elements, the first one first.
    ///
    /// @return their sum
    @Benchmark
    public long iterate() {
      long sum = 0;
      for (var cursor : deque) {
        sum += cursor.value;
      }
      return sum;
    }
  }

  /// The JDK's ArrayDeque.
  @Peer("jdk")
  public static class Jdk extends Input {
    private final ArrayDeque<Integer> deque = new ArrayDeque<>();

    @Override
    void add(Integer value) {
      deque.addLast(value);
    }

    /// In at the end, out at the front.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long queue() {
      long sum = 0;
      for (Integer value : values) {
        deque.addLast(value);
        sum += deque.removeFirst();
      }
      return sum;
    }

    /// In and out at the end.
    ///
    /// @return the sum of what left
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stack() {
      long sum = 0;
      for (Integer value : values) {
        deque.addLast(value);
        deque.addLast(value);
        sum += deque.removeLast();
        sum += deque.removeLast();
      }
      return sum;
    }

    /// All elements, the first one first.
    ///
    /// @return their sum
    @Benchmark
    public long iterate() {
      long sum = 0;
      for (Integer value : deque) {
        sum += value;
      }
      return sum;
    }
  }
}
