// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.task.Bounded;
import cermet.concurrent.task.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Owners whose tasks fail, time out, are interrupted and left alone; no task may be under way when
/// the call that waits for it has ended.
final class ScopeDrills {
  private static final int OWNERS = 3; // arbitrary
  private static final int TASKS = 20; // of a scope; arbitrary
  private static final int ELEMENTS = 200; // of a source; arbitrary
  private static final int NAP = 100_000; // nanoseconds of a task; arbitrary

  private ScopeDrills() {}

  /// How a task is made to fail.
  private static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private enum Plan {
    WELL,
    FAIL,
    TIME_OUT,
    LEAVE
  }

  /// What the tasks of one scope or source have come to.
  private static final class Work {
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicIntegerArray calls;

    private Work(int size) {
      calls = new AtomicIntegerArray(size);
    }

    private int run(int number, boolean fails, long nanos) throws InterruptedException {
      active.incrementAndGet();
      try {
        calls.incrementAndGet(number);
        if (nanos > NAP) {
          Thread.sleep(Duration.ofNanos(nanos));
        } else if (nanos > 0) {
          LockSupport.parkNanos(nanos);
        }
        if (fails) {
          throw new Planned();
        }
        return number;
      } finally {
        active.decrementAndGet();
      }
    }

    private void mustRest() {
      if (active.get() != 0) {
        throw new AssertionError(active + " tasks are under way after the join");
      }
    }

    private int calls() {
      return IntStream.range(0, calls.length()).map(calls::get).sum();
    }

    private boolean anyTwice() {
      return IntStream.range(0, calls.length()).anyMatch(i -> calls.get(i) > 1);
    }
  }

  static void scope(Round round) throws InterruptedException {
    for (int i = round.between(1, OWNERS); i > 0; i--) {
      round.start(
          "owner",
          role -> {
            while (!role.isOver()) {
              scopeOnce(role, round.tally());
              role.pace();
            }
          });
    }
    round.play();
  }

  private static void scopeOnce(Round.Role role, Tally tally) {
    int count = 1 + role.below(TASKS);
    Plan plan = Plan.values()[role.below(Plan.values().length)];
    int bad = role.below(count);
    var work = new Work(count);
    List<Scope.Task<Integer>> tasks = new ArrayList<>();
    Scope scope =
        role.chance(4) ? Scope.open(Thread.ofPlatform().daemon().factory()) : Scope.open();
    String outcome = "well";
    try (scope) {
      for (int i = 0; i < count; i++) {
        int number = i;
        long nanos = plan == Plan.TIME_OUT && i == bad ? Long.MAX_VALUE : nap(role);
        tasks.add(scope.fork(() -> work.run(number, plan == Plan.FAIL && number == bad, nanos)));
      }
      if (plan == Plan.TIME_OUT) {
        scope.join(Duration.ofNanos(role.below(4 * NAP)));
      } else if (plan != Plan.LEAVE) {
        scope.join();
      }
      if (plan != Plan.LEAVE) {
        work.mustRest();
      }
    } catch (ExecutionException e) {
      outcome = e.getCause() instanceof Planned ? "failed" : "failed otherwise: " + e;
    } catch (TimeoutException e) {
      outcome = "late";
    } catch (InterruptedException e) {
      outcome = "interrupted";
    } catch (IllegalStateException e) {
      outcome = "left";
    }
    work.mustRest();
    role.did(count);
    if (!outcome.equals("well")) {
      role.fault();
    }
    String expected =
        switch (plan) {
          case WELL -> "well";
          case FAIL -> "failed";
          case TIME_OUT -> "late";
          case LEAVE -> "left";
        };
    if (!outcome.equals(expected) && !outcome.equals("interrupted")) {
      throw new AssertionError(outcome + ", not " + expected);
    }
    if (work.anyTwice()) {
      throw new AssertionError("a task ran twice");
    }
    if (outcome.equals("well")) {
      for (int i = 0; i < count; i++) {
        if (tasks.get(i).get() != i) {
          throw new AssertionError("the result of another task");
        }
      }
      blame(tally, count - work.calls());
    }
  }

  private static long nap(Round.Role role) {
    return role.chance(2) ? 0 : role.below(NAP);
  }

  /// Owners are several threads.
  private static void blame(Tally tally, int lost) {
    if (lost != 0) {
      tally.fail("owner", new AssertionError(lost + " elements lost"));
    }
  }

  static void bounded(Round round) throws InterruptedException {
    for (int i = round.between(1, OWNERS); i > 0; i--) {
      round.start(
          "owner",
          role -> {
            while (!role.isOver()) {
              if (role.chance(3)) {
                forEachOnce(role, round.tally());
              } else {
                mapOnce(role, round.tally());
              }
              role.pace();
            }
          });
    }
    round.play();
  }

  private static void forEachOnce(Round.Role role, Tally tally) {
    int count = role.below(ELEMENTS);
    boolean fails = count > 0 && role.chance(3);
    int bad = fails ? role.below(count) : -1;
    int nap = 1 + role.below(NAP);
    var work = new Work(count);
    String outcome = "well";
    List<Integer> source = IntStream.range(0, count).boxed().toList();
    try {
      Bounded.forEach(
          source,
          1 + role.below(32),
          number -> work.run(number, number == bad, number % 7 == 0 ? nap : 0));
    } catch (ExecutionException e) {
      outcome = e.getCause() instanceof Planned ? "failed" : "failed otherwise: " + e;
    } catch (InterruptedException e) {
      outcome = "interrupted";
    }
    settle(work, outcome, fails, count, count, role, tally);
  }

  private static void mapOnce(Round.Role role, Tally tally) {
    int count = role.below(ELEMENTS);
    boolean fails = count > 0 && role.chance(3);
    int bad = fails ? role.below(count) : -1;
    int nap = 1 + role.below(NAP);
    boolean ignored = Thread.interrupted(); // it would be kept from one call to the next
    boolean ordered = role.chance(2);
    int enough = role.chance(4) ? role.below(ELEMENTS) : Integer.MAX_VALUE; // then it closes
    var work = new Work(count);
    var seen = new BitSet();
    int taken = 0;
    String outcome = "well";
    List<Integer> source = IntStream.range(0, count).boxed().toList();
    Bounded.Mapping<Integer, Integer> function =
        number -> work.run(number, number == bad, number % 7 == 0 ? nap : 0);
    int width = 1 + role.below(32);
    try (var results =
        ordered
            ? Bounded.mapOrdered(source, width, function)
            : Bounded.mapUnordered(source, width, function)) {
      while (taken < enough && results.hasNext()) {
        int result = results.next();
        if (seen.get(result) || (ordered && result != taken)) {
          throw new AssertionError(result + " as number " + taken);
        }
        seen.set(result);
        taken++;
      }
      if (taken == enough) {
        outcome = "left";
      }
    } catch (CompletionException e) {
      outcome = e.getCause() instanceof Planned ? "failed" : "failed otherwise: " + e;
    } catch (CancellationException e) {
      outcome = "interrupted";
    }
    settle(work, outcome, fails, count, taken, role, tally);
  }

  private static void settle(
      Work work,
      String outcome,
      boolean fails,
      int count,
      int taken,
      Round.Role role,
      Tally tally) {
    work.mustRest();
    role.did(work.calls());
    if (!outcome.equals("well")) {
      role.fault();
    }
    if (work.anyTwice()) {
      throw new AssertionError("an element was mapped twice");
    }
    boolean cut = outcome.equals("interrupted") || outcome.equals("left");
    if (!cut && !outcome.equals(fails ? "failed" : "well")) {
      throw new AssertionError(outcome + " with " + (fails ? "a" : "no") + " failure");
    }
    if (outcome.equals("well")) {
      blame(tally, count - work.calls());
      blame(tally, count - taken);
    }
  }
}
