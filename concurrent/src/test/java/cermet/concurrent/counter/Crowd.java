// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Threads that start together and must end within a time. */
final class Crowd {
  private static final int PATIENCE_MILLIS = 30_000;

  private Crowd() {}

  /** Runs the body on so many threads at once; each gets its number. */
  static void run(int threads, IntConsumer body) throws InterruptedException {
    run(Thread.ofPlatform().daemon(), threads, body);
  }

  static void run(Thread.Builder builder, int threads, IntConsumer body)
      throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var start = new CountDownLatch(1);
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      crowd.add(
          builder.start(() -> {
            try {
              start.await();
              body.accept(number);
            } catch (Throwable e) {
              failure.set(e);
            }
          }));
    }
    start.countDown();
    for (Thread thread : crowd) {
      thread.join(PATIENCE_MILLIS);
      assertFalse(thread.isAlive(), "still running");
    }
    check(failure.get());
  }

  /** Runs the body on a thread of its own, and returns when that has ended. */
  static void alone(Runnable body) throws InterruptedException {
    run(1, i -> body.run());
  }

  /** Lets the first action spin long enough to be compiled before the second one comes. */
  static void spin(int rounds, Runnable spinner, Runnable mover) throws InterruptedException {
    for (int i = 0; i < rounds; i++) {
      var failure = new AtomicReference<@Nullable Throwable>();
      var thread = new Thread(spinner);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      Thread.sleep(i < 3 ? 100 : 5);
      mover.run();
      thread.join(PATIENCE_MILLIS);
      assertFalse(thread.isAlive(), "still spinning");
      check(failure.get());
    }
  }

  /**
   * Lets a compiled loop of so many additions of 1 run, until its sum was once seen in between: not
   * before the first one, and not after the last.
   */
  static void whileItRuns(IntConsumer burst, LongSupplier sum) throws InterruptedException {
    int rounds = 1 << 26;
    int most = 200;
    var between = new AtomicBoolean();
    run(
        1,
        number -> {
          for (int i = 0; i < 40_000; i++) {
            burst.accept(64); // long enough to be compiled
          }
          for (int i = 0; i < most && !between.get(); i++) {
            long start = sum.getAsLong();
            var watcher =
                Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                      long seen = start;
                      while (seen == start) {
                        seen = sum.getAsLong();
                      }
                      between.compareAndSet(false, seen < start + rounds);
                    });
            burst.accept(rounds);
            assertEquals(start + rounds, sum.getAsLong());
            join(watcher);
          }
        });
    assertTrue(between.get(), "never seen while the loop ran");
  }

  private static void join(Thread thread) {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertFalse(thread.isAlive(), "still running");
  }

  private static void check(@Nullable Throwable failure) {
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }
}
