// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongChunksProof.java by tools/Derive.java; edit that file.

package cermet.concurrent.task;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A million numbers below a million: those in the lower half kept, all summed, mapped or sorted,
/// on all processors, by threads of the JDK's common pool.
public class DoubleChunksProof {
  private static final int COUNT = 1_000_000;
  private static final int HALF = COUNT / 2;

  private DoubleChunksProof() {}

  /// The numbers.
  @State(Scope.Thread)
  public abstract static class Numbers {
    final double[] numbers = new double[COUNT];
    final double[] target = new double[COUNT];

    /// Draws them.
    @Setup(Level.Trial)
    public void draw() {
      var random = new Random(Seed.fresh());
      for (int i = 0; i < COUNT; i++) {
        numbers[i] = random.nextInt(COUNT);
      }
    }
  }

  /// Ours.
  public static class Cermet extends Numbers {
    private final DoubleChunks chunks =
        new DoubleChunks(
            new Chunks(Runtime.getRuntime().availableProcessors(), ForkJoinPool.commonPool()));

    /// Keeps half of them.
    @Benchmark
    @Case(kind = Kind.THREADS, headline = "Jdk")
    public double[] filter() {
      return chunks.filter(numbers, 0, COUNT, number -> number < HALF);
    }

    /// Sums them.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public double sum() {
      return chunks.fold(numbers, 0, COUNT, 0, (one, other) -> one + other);
    }

    /// Maps them into another array.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public double[] map() {
      chunks.map(numbers, 0, COUNT, target, 0, number -> number * number + 1);
      return target;
    }

    /// Sorts a copy.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public double[] sort() {
      System.arraycopy(numbers, 0, target, 0, COUNT);
      chunks.sort(target, 0, COUNT);
      return target;
    }
  }

  /// Parallel streams, `parallelSetAll` and `parallelSort`.
  @Peer("jdk")
  public static class Jdk extends Numbers {
    /// Keeps half of them.
    @Benchmark
    public double[] filter() {
      return Arrays.stream(numbers).parallel().filter(number -> number < HALF).toArray();
    }

    /// Sums them.
    @Benchmark
    public double sum() {
      return Arrays.stream(numbers).parallel().reduce(0, (one, other) -> one + other);
    }

    /// Maps them into another array.
    @Benchmark
    public double[] map() {
      Arrays.parallelSetAll(target, i -> numbers[i] * numbers[i] + 1);
      return target;
    }

    /// Sorts a copy.
    @Benchmark
    public double[] sort() {
      System.arraycopy(numbers, 0, target, 0, COUNT);
      Arrays.parallelSort(target);
      return target;
    }
  }

  /// The same on one thread, by loops and the JDK's sort.
  @Peer("none")
  public static class Alone extends Numbers {
    /// Keeps half of them.
    @Benchmark
    public double[] filter() {
      double[] kept = new double[COUNT];
      int count = 0;
      for (double number : numbers) {
        kept[count] = number;
        count += number < HALF ? 1 : 0;
      }
      return Arrays.copyOf(kept, count);
    }

    /// Sums them.
    @Benchmark
    public double sum() {
      double sum = 0;
      for (double number : numbers) {
        sum += number;
      }
      return sum;
    }

    /// Maps them into another array.
    @Benchmark
    public double[] map() {
      for (int i = 0; i < COUNT; i++) {
        target[i] = numbers[i] * numbers[i] + 1;
      }
      return target;
    }

    /// Sorts a copy.
    @Benchmark
    public double[] sort() {
      System.arraycopy(numbers, 0, target, 0, COUNT);
      Arrays.sort(target);
      return target;
    }
  }
}
