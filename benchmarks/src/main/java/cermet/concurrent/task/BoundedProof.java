// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Gatherers;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The sum of what a function makes of each element, 32 calls at once: 2,000 that sleep for 1 ms, 3
/// % of them for 100 ms; a failure among calls that sleep for a second; 10,000 that do next to
/// nothing.
public class BoundedProof {
  private static final int WIDTH = 32;
  private static final int SLEEPERS = 2000;
  private static final int SLOW = SLEEPERS * 3 / 100;
  private static final long SLEEP = 1; // milliseconds, like all below
  private static final long SLOW_SLEEP = 100;
  private static final long SIBLING_SLEEP = 1000;
  private static final int SHORT = 10_000;

  /// The elements of the failing case: the last of the first 32 fails.
  private static final List<Long> SIBLINGS = LongStream.rangeClosed(1 - WIDTH, 0).boxed().toList();

  private BoundedProof() {}

  /// What is mapped.
  @State(org.openjdk.jmh.annotations.Scope.Thread)
  public abstract static class Elements {
    List<Long> naps = List.of();
    List<Long> numbers = List.of();

    /// Deals the slow ones among the others.
    @Setup(Level.Trial)
    public void deal() {
      var random = new Random(Seed.fresh());
      var dealt = new ArrayList<Long>(Collections.nCopies(SLEEPERS - SLOW, SLEEP));
      dealt.addAll(Collections.nCopies(SLOW, SLOW_SLEEP));
      Collections.shuffle(dealt, random);
      naps = List.copyOf(dealt);
      numbers = random.longs(SHORT).boxed().toList();
    }
  }

  private static Long nap(Long millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  private static Long sleepOrFail(Long element) throws InterruptedException {
    if (element == 0) {
      throw new IllegalStateException("the failure that is waited for");
    }
    Thread.sleep(SIBLING_SLEEP);
    return element;
  }

  private static Long mix(Long element) {
    long mixed = (element ^ (element >>> 32)) * 0x9E3779B97F4A7C15L; // the golden ratio
    return mixed ^ (mixed >>> 29);
  }

  /// A function that may be interrupted.
  @FunctionalInterface
  private interface Blocking {
    Long apply(Long element) throws InterruptedException;
  }

  /// For peers whose functions may not throw.
  private static Long quietly(Blocking function, Long element) {
    try {
      return function.apply(element);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  /// Ours.
  public static class Cermet extends Elements {
    private static long sum(Bounded.Results<Long> results) {
      try (results) {
        long sum = 0;
        while (results.hasNext()) {
          sum += results.next();
        }
        return sum;
      }
    }

    /// Sleeps, 3 % of them long ones, as they come.
    @Benchmark
    @Case(kind = Kind.LONG, headline = "Jdk")
    public long slow() {
      return sum(Bounded.mapUnordered(naps, WIDTH, BoundedProof::nap));
    }

    /// Sleeps, 3 % of them long ones, in order.
    @Benchmark
    @Case(kind = Kind.LONG)
    public long slowOrdered() {
      return sum(Bounded.mapOrdered(naps, WIDTH, BoundedProof::nap));
    }

    /// Sleeps, 3 % of them long ones, without results.
    @Benchmark
    @Case(kind = Kind.LONG)
    public void slowEach() throws ExecutionException, InterruptedException {
      Bounded.forEach(naps, WIDTH, BoundedProof::nap);
    }

    /// Until a failure has surfaced and the others have ended.
    @Benchmark
    @Case(kind = Kind.LONG)
    public String failure() {
      try {
        return String.valueOf(
            sum(Bounded.mapUnordered(SIBLINGS, WIDTH, BoundedProof::sleepOrFail)));
      } catch (CompletionException e) {
        return String.valueOf(e.getCause());
      }
    }

    /// Next to nothing, in order: what an element costs.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public long shortOrdered() {
      return sum(Bounded.mapOrdered(numbers, WIDTH, BoundedProof::mix));
    }

    /// Next to nothing, as they come: what an element costs.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public long shortUnordered() {
      return sum(Bounded.mapUnordered(numbers, WIDTH, BoundedProof::mix));
    }
  }

  /// The JDK's gatherer, which is always in order and starts a thread for each element.
  @Peer("jdk")
  public static class Jdk extends Elements {
    private static long sum(List<Long> elements, Blocking function) {
      return elements.stream()
          .gather(Gatherers.mapConcurrent(WIDTH, element -> quietly(function, element)))
          .mapToLong(Long::longValue)
          .sum();
    }

    /// Sleeps, 3 % of them long ones.
    @Benchmark
    public long slow() {
      return sum(naps, BoundedProof::nap);
    }

    /// Sleeps, 3 % of them long ones, in order.
    @Benchmark
    public long slowOrdered() {
      return sum(naps, BoundedProof::nap);
    }

    /// Until a failure has surfaced and the others have ended.
    @Benchmark
    public String failure() {
      try {
        return String.valueOf(sum(SIBLINGS, BoundedProof::sleepOrFail));
      } catch (IllegalStateException e) {
        return e.toString();
      }
    }

    /// Next to nothing, in order: what an element costs.
    @Benchmark
    public long shortOrdered() {
      return sum(numbers, BoundedProof::mix);
    }

    /// Next to nothing: what an element costs.
    @Benchmark
    public long shortUnordered() {
      return sum(numbers, BoundedProof::mix);
    }
  }

  /// The same promise made by hand: a semaphore before a completion service on the JDK's executor
  /// of virtual threads; results as they come, none taken before all are submitted.
  @Peer("jdk")
  public static class ByHand extends Elements {
    private static long sum(List<Long> elements, Blocking function)
        throws ExecutionException, InterruptedException {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        try {
          var permits = new Semaphore(WIDTH);
          var service = new ExecutorCompletionService<Long>(executor);
          for (Long element : elements) {
            permits.acquire();
            service.submit(() -> {
              try {
                return function.apply(element);
              } finally {
                permits.release();
              }
            });
          }
          long sum = 0;
          for (int i = 0; i < elements.size(); i++) {
            sum += service.take().get();
          }
          return sum;
        } catch (ExecutionException | InterruptedException e) {
          executor.shutdownNow();
          throw e;
        }
      }
    }

    /// Sleeps, 3 % of them long ones, as they come.
    @Benchmark
    public long slow() throws ExecutionException, InterruptedException {
      return sum(naps, BoundedProof::nap);
    }

    /// Sleeps, 3 % of them long ones.
    @Benchmark
    public void slowEach() throws ExecutionException, InterruptedException {
      sum(naps, BoundedProof::nap);
    }

    /// Until a failure has surfaced and the others have ended.
    @Benchmark
    public String failure() throws InterruptedException {
      try {
        return String.valueOf(sum(SIBLINGS, BoundedProof::sleepOrFail));
      } catch (ExecutionException e) {
        return String.valueOf(e.getCause());
      }
    }

    /// Next to nothing, as they come: what an element costs.
    @Benchmark
    public long shortUnordered() throws ExecutionException, InterruptedException {
      return sum(numbers, BoundedProof::mix);
    }
  }
}
