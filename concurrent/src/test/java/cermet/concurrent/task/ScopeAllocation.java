// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away: what a fork asks for on the owner's thread
/// besides the thread itself.
class ScopeAllocation {
  private static final int TASKS = 10;
  private static final int RUNS = 3; // of AllocationMeter.bytes

  /// A header, seven references and padding, whatever the layout of objects.
  private static final int ONE_OBJECT = 72;

  /// A thread that was made beforehand.
  private static final class Ready extends Thread {
    private @Nullable Runnable work;

    @Override
    public void run() {
      Runnable set = work;
      if (set != null) {
        set.run();
      }
    }
  }

  private static ArrayDeque<Ready> threads() {
    var threads = new ArrayDeque<Ready>(RUNS * TASKS + 1);
    for (int i = 0; i < RUNS * TASKS; i++) {
      threads.add(new Ready());
    }
    return threads;
  }

  @Test
  void aForkIsOneObject() throws Exception {
    long bare = bareStarts();
    var threads = threads();
    var scope =
        Scope.open(work -> {
          Ready thread = Objects.requireNonNull(threads.poll());
          thread.work = work;
          return thread;
        });
    Callable<String> work = () -> "result";
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < TASKS; i++) {
            scope.fork(work);
          }
        });
    scope.join();
    scope.close();
    assertEquals(0, (bytes - bare) % TASKS);
    long each = (bytes - bare) / TASKS;
    assertTrue(0 < each && each <= ONE_OBJECT, () -> each + " bytes a fork");
  }

  private static long bareStarts() throws InterruptedException {
    var threads = threads();
    var started = new ArrayDeque<Ready>(RUNS * TASKS + 1);
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < TASKS; i++) {
            Ready thread = Objects.requireNonNull(threads.poll());
            thread.start();
            started.add(thread);
          }
        });
    for (Ready thread : started) {
      thread.join();
    }
    return bytes;
  }
}
