// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether virtual threads that wait leave their carriers to others.
final class Carriers {
  private Carriers() {}

  /// Lets more virtual threads wait than there are carriers, then asks one more to run.
  static void stayFree(WaitStrategy wait, boolean interrupted) throws InterruptedException {
    var done = new AtomicBoolean();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 2 * Runtime.getRuntime().availableProcessors() + 2; i > 0; i--) {
      var waiter =
          Thread.ofVirtual()
              .unstarted(() -> {
                if (interrupted) {
                  Thread.currentThread().interrupt();
                }
                int idle = 0;
                while (!done.get()) {
                  idle = wait.idle(idle);
                }
              });
      waiter.start();
      waiters.add(waiter);
    }
    Thread.sleep(50); // for them to take the carriers, if they do
    var ran = new CountDownLatch(1);
    Thread.ofVirtual().start(ran::countDown);
    boolean free = ran.await(15, TimeUnit.SECONDS);
    done.set(true);
    wait.wake();
    for (Thread waiter : waiters) {
      waiter.join(15_000);
      assertFalse(waiter.isAlive(), "still waiting");
    }
    assertTrue(free, "no carrier was left");
  }

  /// Whether a bare loop of waits sees a flag that another thread sets, without a wake.
  static void endAfter(WaitStrategy wait, Thread.Builder builder) throws InterruptedException {
    var done = new AtomicBoolean();
    var waiter =
        builder.unstarted(() -> {
          int idle = 0;
          while (!done.get()) {
            idle = wait.idle(idle);
          }
        });
    waiter.start();
    Thread.sleep(30); // long enough to be compiled: the loop must look at the flag each time
    done.set(true);
    waiter.join(15_000);
    assertFalse(waiter.isAlive(), "still waiting");
  }
}
