// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class StripedCounterAllocation {
  @Test
  void noVerbAllocatesOnceTheThreadHasItsCell() {
    for (int doublings = 0; doublings < 4; doublings++) {
      var counter = new StripedCounter(8, 0);
      for (int i = 0; i < doublings; i++) {
        counter.grow(counter.stripes());
      }
      counter.claim(Thread.currentThread());
      assertEquals(0, bytes(counter));
    }
  }

  @Test
  void noVerbAllocatesWhileAnotherThreadHasThePlace() throws InterruptedException {
    var counter = new StripedCounter(1, 0);
    var claimed = new CountDownLatch(1);
    var measured = new CountDownLatch(1);
    var other =
        new Thread(() -> {
          counter.claim(Thread.currentThread());
          claimed.countDown();
          try {
            measured.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    other.setDaemon(true);
    other.start();
    claimed.await();
    assertEquals(0, bytes(counter));
    measured.countDown();
    other.join();
    assertEquals(0, counter.cells()[0].get()); // all additions went to the stripe
  }

  private static long bytes(StripedCounter counter) {
    return AllocationMeter.bytes(() -> {
      for (int i = 0; i < 1000; i++) {
        counter.add(i);
        counter.increment();
        counter.decrement();
        counter.sum();
        counter.sumThenReset();
      }
    });
  }
}
