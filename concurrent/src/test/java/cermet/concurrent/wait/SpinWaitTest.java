// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.queue.SpscQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpinWaitTest {
  @Test
  void waitsInADutyCycle() throws InterruptedException {
    var queue = new SpscQueue<String>(8);
    List<String> seen = new ArrayList<>();
    // @start region="example"
    WaitStrategy wait = new SpinWait();
    var worker =
        new Thread(() -> {
          int idle = 0;
          while (seen.size() < 3) {
            int workCount = queue.drain(seen::add, 10);
            idle = wait.idle(idle, workCount); // 0 again after work
          }
        });
    // @end
    worker.start();
    for (String element : List.of("one", "two", "three")) {
      assertTrue(queue.offer(element));
      Thread.sleep(1);
    }
    worker.join(10_000);
    assertFalse(worker.isAlive());
    assertEquals(List.of("one", "two", "three"), seen);
  }

  @Test
  void isAStrategyOfTheQueues() {
    var queue = new SpscQueue<String>(8);
    queue.offer("a");
    List<String> seen = new ArrayList<>();
    int[] asked = {0};
    queue.drain(seen::add, new SpinWait()::idle, () -> asked[0]++ < 600);
    assertEquals(List.of("a"), seen);
    assertEquals(601, asked[0]);
  }

  @Test
  void countsWaitsUntilThereIsWork() {
    var wait = new SpinWait();
    assertEquals(1, wait.idle(0));
    assertEquals(7, wait.idle(6, 0));
    assertEquals(7, wait.idle(6, -1));
    assertEquals(7, wait.idleNanos(6, 1_000));
    assertEquals(0, wait.idle(6, 1));
    assertEquals(0, wait.idle(Integer.MIN_VALUE, Integer.MAX_VALUE));
    wait.wake();
  }

  @Test
  void goesOnBeyondTheLargestCounter() {
    var wait = new SpinWait();
    int idle = wait.idle(Integer.MAX_VALUE);
    assertEquals(Integer.MIN_VALUE, idle);
    assertEquals(Integer.MIN_VALUE + 1, wait.idle(idle));
    assertEquals(0, wait.idle(-1));
  }

  @Test
  void leavesAnInterruptAlone() {
    var wait = new SpinWait();
    Thread.currentThread().interrupt();
    int idle = 0;
    for (int i = 0; i < 1000; i++) {
      idle = wait.idle(idle);
    }
    assertTrue(Thread.interrupted());
    assertEquals(1000, idle);
  }

  @Test
  void spinningVirtualThreadsLeaveCarriersToOthers() throws InterruptedException {
    Carriers.stayFree(new SpinWait(), false);
    Carriers.stayFree(new SpinWait(), true);
  }

  @Test
  void aBareLoopEnds() throws InterruptedException {
    Carriers.endAfter(new SpinWait(), Thread.ofPlatform());
    Carriers.endAfter(new SpinWait(), Thread.ofVirtual());
  }
}
