// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/// What the owner, the tasks and who cancels may see of one scope: every outcome that is not listed
/// is forbidden.
public class ScopeStress {
  private ScopeStress() {}

  /// A thread that only notes what is done to it, so that the race is about the list alone.
  private static final class Noted extends Thread {
    volatile int started;
    volatile int interrupted;

    @Override
    public void start() {
      started = 1;
    }

    @Override
    public void interrupt() {
      interrupted = 1;
    }
  }

  /// No started task is missed: who cancels finds it in the list, or who starts it finds the
  /// reason.
  @JCStressTest
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "cancelled before: not started")
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "started, and interrupted by either")
  @State
  public static class ForkAgainstCancel {
    private final Noted thread = new Noted();
    private final Scope scope = Scope.open(work -> thread);
    private Scope.Task<Integer> task = new Scope.Fork<>(scope, () -> 0);

    @Actor
    public void fork() {
      task = scope.start(() -> 1);
    }

    @Actor
    public void cancel() {
      scope.cancel("reason");
    }

    @Arbiter
    public void see(III_Result r) {
      r.r1 = thread.started;
      r.r2 = thread.started == 1 ? thread.interrupted : 0;
      r.r3 = task.state() == Future.State.CANCELLED ? 1 : 0;
    }
  }

  /// A task that starts the next one does not lose its own starter's, nor the other way round.
  @JCStressTest
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "both, each once")
  @State
  public static class ForkTwice {
    private final Scope scope = Scope.open(work -> new Noted());
    private Scope.@Nullable Fork<Integer> first;
    private Scope.@Nullable Fork<Integer> second;

    @Actor
    public void owner() {
      first = scope.start(() -> 1);
    }

    @Actor
    public void task() {
      second = scope.start(() -> 2);
    }

    @Arbiter
    public void see(II_Result r) {
      for (Scope.Fork<?> fork = scope.head; fork != null; fork = fork.next) {
        r.r1++;
        r.r2 += fork == first ? 2 : fork == second ? -1 : 0;
      }
    }
  }

  /// One reason wins, and both sides agree which.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second")
  @State
  public static class CancelTwice {
    private final Scope scope = Scope.open();

    @Actor
    public void one(II_Result r) {
      r.r1 = scope.cancel("one") ? 1 : 0;
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = scope.cancel("other") ? 1 : 0;
    }
  }

  /// A state that is seen before the join comes after the plain writes of the task.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "still running: the writes may be seen or not")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "still running: the writes may be seen or not")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "ended, and the writes are seen")
  @State
  public static class StateThenResult {
    private int written;
    private final Scope.Fork<Integer> task = new Scope.Fork<>(Scope.open(), () -> written = 7);

    @Actor
    public void run() {
      task.run();
    }

    @Actor
    public void watch(II_Result r) {
      r.r1 = task.state() == Future.State.SUCCESS ? 1 : 0;
      r.r2 = written;
    }
  }

  /// What the owner wrote before the fork, by plain stores, the task sees; what the task wrote, the
  /// owner sees after the join; two scopes at once keep apart.
  @JCStressTest
  @Outcome(id = "12, 24", expect = ACCEPTABLE, desc = "each its own, and whole")
  @State
  public static class ForkThenJoin {
    @Actor
    public void one(II_Result r) {
      r.r1 = sum(2);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = sum(4);
    }

    private static int sum(int factor) {
      int[] in = new int[4];
      int[] out = new int[4];
      try (var scope = Scope.open()) {
        for (int i = 0; i < in.length; i++) {
          int number = i;
          in[i] = i * factor;
          Runnable work = () -> out[number] = in[number];
          scope.fork(work);
        }
        scope.join();
      } catch (ExecutionException | InterruptedException e) {
        throw new AssertionError(e);
      }
      return out[0] + out[1] + out[2] + out[3];
    }
  }

  /// A failure ends a sleep that is being started meanwhile.
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both were cancelled")
  @State
  public static class FailureAgainstFork {
    @Actor
    public void one(II_Result r) {
      r.r1 = sleeperCancelled();
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = sleeperCancelled();
    }

    private static int sleeperCancelled() {
      try (var scope = Scope.open()) {
        Callable<Integer> fails =
            () -> {
              throw new IOException();
            };
        scope.fork(fails);
        Callable<Integer> sleeps =
            () -> {
              Thread.sleep(10_000);
              return 1;
            };
        var sleeper = scope.fork(sleeps);
        try {
          scope.join();
        } catch (ExecutionException e) {
          return sleeper.state() == Future.State.CANCELLED ? 1 : 0;
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return -1;
      }
    }
  }
}
