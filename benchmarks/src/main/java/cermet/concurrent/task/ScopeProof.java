// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Tasks on virtual threads, started and waited for by one call: many that do next to nothing, two
/// as in a request handler, and a failure among tasks that would sleep for a second.
public class ScopeProof {
  private static final int MANY = 1000;
  private static final int SLEEPERS = 15;
  private static final long SLEEP = 1000; // milliseconds

  private ScopeProof() {}

  /// What the tasks compute from.
  @State(org.openjdk.jmh.annotations.Scope.Thread)
  public abstract static class Seeded {
    long seed;

    /// Draws a seed.
    @Setup(Level.Trial)
    public void draw() {
      seed = Seed.fresh();
    }

    List<Callable<Long>> tasks(int count) {
      var tasks = new ArrayList<Callable<Long>>(count);
      for (int i = 0; i < count; i++) {
        long number = seed + i;
        tasks.add(() -> mix(number));
      }
      return tasks;
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L; // the golden ratio
    return mixed ^ (mixed >>> 29);
  }

  private static long sleep() throws InterruptedException {
    Thread.sleep(SLEEP);
    return 1;
  }

  private static long fail() {
    throw new IllegalStateException("the failure that is waited for");
  }

  /// Ours.
  public static class Cermet extends Seeded {
    /// A thousand results.
    @Benchmark
    @Case(kind = Kind.THREADS, headline = "Jdk")
    public long many() throws ExecutionException, InterruptedException {
      return sum(MANY);
    }

    /// Two results.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public long two() throws ExecutionException, InterruptedException {
      return sum(2);
    }

    private long sum(int count) throws ExecutionException, InterruptedException {
      try (var scope = Scope.open()) {
        var handles = new ArrayList<Scope.Task<Long>>(count);
        for (Callable<Long> task : tasks(count)) {
          handles.add(scope.fork(task));
        }
        scope.join();
        long sum = 0;
        for (Scope.Task<Long> handle : handles) {
          sum += handle.get();
        }
        return sum;
      }
    }

    /// Until a failure has surfaced and the sleepers have ended.
    @Benchmark
    @Case(kind = Kind.LONG)
    public String failure() throws InterruptedException {
      try (var scope = Scope.open()) {
        for (int i = 0; i < SLEEPERS; i++) {
          scope.fork(ScopeProof::sleep);
        }
        scope.fork(ScopeProof::fail);
        scope.join();
        throw new AssertionError("no failure");
      } catch (ExecutionException e) {
        return String.valueOf(e.getCause());
      }
    }
  }

  /// `invokeAll` on the JDK's executor of virtual threads: a failure cancels nobody.
  @Peer("jdk")
  public static class Jdk extends Seeded {
    /// A thousand results.
    @Benchmark
    public long many() throws ExecutionException, InterruptedException {
      return sum(MANY);
    }

    /// Two results.
    @Benchmark
    public long two() throws ExecutionException, InterruptedException {
      return sum(2);
    }

    private long sum(int count) throws ExecutionException, InterruptedException {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        long sum = 0;
        for (Future<Long> future : executor.invokeAll(tasks(count))) {
          sum += future.get();
        }
        return sum;
      }
    }

    /// Until a failure has surfaced and the sleepers have ended.
    @Benchmark
    public String failure() throws InterruptedException {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var tasks = new ArrayList<Callable<Long>>();
        for (int i = 0; i < SLEEPERS; i++) {
          tasks.add(ScopeProof::sleep);
        }
        tasks.add(ScopeProof::fail);
        for (Future<Long> future : executor.invokeAll(tasks)) {
          future.get();
        }
        throw new AssertionError("no failure");
      } catch (ExecutionException e) {
        return String.valueOf(e.getCause());
      }
    }
  }

  /// The same promise made by hand: a completion service that is shut down on the first failure.
  @Peer("jdk")
  public static class ByHand extends Seeded {
    /// A thousand results.
    @Benchmark
    public long many() throws ExecutionException, InterruptedException {
      return sum(MANY);
    }

    /// Two results.
    @Benchmark
    public long two() throws ExecutionException, InterruptedException {
      return sum(2);
    }

    private long sum(int count) throws ExecutionException, InterruptedException {
      return run(tasks(count));
    }

    /// Until a failure has surfaced and the sleepers have ended.
    @Benchmark
    public String failure() throws InterruptedException {
      var tasks = new ArrayList<Callable<Long>>();
      for (int i = 0; i < SLEEPERS; i++) {
        tasks.add(ScopeProof::sleep);
      }
      tasks.add(ScopeProof::fail);
      try {
        run(tasks);
        throw new AssertionError("no failure");
      } catch (ExecutionException e) {
        return String.valueOf(e.getCause());
      }
    }

    private static long run(List<Callable<Long>> tasks)
        throws ExecutionException, InterruptedException {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        try {
          var service = new ExecutorCompletionService<Long>(executor);
          for (Callable<Long> task : tasks) {
            service.submit(task);
          }
          long sum = 0;
          for (int i = 0; i < tasks.size(); i++) {
            sum += service.take().get();
          }
          return sum;
        } catch (ExecutionException | InterruptedException e) {
          executor.shutdownNow();
          throw e;
        }
      }
    }
  }
}
