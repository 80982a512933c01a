// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class ScopeProperties {
  /// What a task does; `YIELD` moves the others about.
  enum Plan {
    RETURN,
    YIELD,
    RETURN_LATE,
    FAIL,
    SLEEP
  }

  @Property(tries = 500)
  void endsWithAllResultsOrWithWhatFailed(
      @ForAll @Size(max = 12) List<Plan> plans, @ForAll boolean virtual) throws Exception {
    List<Thread> threads = new ArrayList<>();
    ThreadFactory factory =
        virtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().daemon().factory();
    ThreadFactory noted =
        work -> {
          Thread thread = factory.newThread(work);
          threads.add(thread);
          return thread;
        };
    // Only a failure ends a sleep.
    boolean fails = plans.contains(Plan.FAIL);
    List<Scope.Task<Integer>> tasks = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    ExecutionException thrown = null;
    try (var scope = Scope.open(noted)) {
      for (int i = 0; i < plans.size(); i++) {
        var failure = new IOException("of " + i);
        failures.add(failure);
        tasks.add(scope.fork(work(plans.get(i), i, failure, fails)));
      }
      try {
        scope.join();
      } catch (ExecutionException e) {
        thrown = e;
      }
      for (Thread thread : threads) {
        assertFalse(thread.isAlive());
      }
    }
    assertEquals(fails, thrown != null);
    List<@Nullable Throwable> told = new ArrayList<>();
    if (thrown != null) {
      told.add(thrown.getCause());
      told.addAll(Arrays.asList(thrown.getSuppressed()));
    }
    int failed = 0;
    for (int i = 0; i < plans.size(); i++) {
      Scope.Task<Integer> task = tasks.get(i);
      switch (task.state()) {
        case SUCCESS -> {
          assertFalse(plans.get(i) == Plan.FAIL);
          assertEquals(i, task.get());
          assertNull(task.failure());
        }
        case FAILED -> {
          assertSame(Plan.FAIL, plans.get(i));
          assertSame(failures.get(i), task.failure());
          assertTrue(told.contains(failures.get(i)));
          failed++;
        }
        case CANCELLED -> assertTrue(fails);
        case RUNNING -> throw new AssertionError("after the join: " + i);
      }
    }
    assertEquals(told.size(), failed);
  }

  private static Callable<Integer> work(Plan plan, int number, Exception failure, boolean fails) {
    return () -> {
      switch (plan) {
        case FAIL -> throw failure;
        case YIELD -> Thread.sleep(0);
        case RETURN_LATE -> Thread.sleep(1);
        case SLEEP -> Thread.sleep(fails ? 60_000 : 1);
        case RETURN -> {}
      }
      return number;
    };
  }
}
