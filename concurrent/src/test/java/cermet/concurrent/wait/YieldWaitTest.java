// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.queue.SpscQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class YieldWaitTest {
  @Test
  void isAStrategyOfTheQueues() {
    var queue = new SpscQueue<String>(8);
    queue.offer("a");
    List<String> seen = new ArrayList<>();
    int[] asked = {0};
    queue.drain(seen::add, new YieldWait()::idle, () -> asked[0]++ < 20);
    assertEquals(List.of("a"), seen);
    assertEquals(21, asked[0]);
  }

  @Test
  void countsWaitsUntilThereIsWork() {
    var wait = new YieldWait();
    assertEquals(1, wait.idle(0));
    assertEquals(7, wait.idle(6, 0));
    assertEquals(7, wait.idleNanos(6, 1_000));
    assertEquals(0, wait.idle(6, 1));
    assertEquals(Integer.MIN_VALUE, wait.idle(Integer.MAX_VALUE));
    wait.wake();
  }

  @Test
  void leavesAnInterruptAlone() {
    var wait = new YieldWait();
    Thread.currentThread().interrupt();
    assertEquals(1, wait.idle(0));
    assertTrue(Thread.interrupted());
  }

  @Test
  void yieldingVirtualThreadsLeaveCarriersToOthers() throws InterruptedException {
    Carriers.stayFree(new YieldWait(), false);
    Carriers.stayFree(new YieldWait(), true);
  }

  @Test
  void aBareLoopEnds() throws InterruptedException {
    Carriers.endAfter(new YieldWait(), Thread.ofPlatform());
    Carriers.endAfter(new YieldWait(), Thread.ofVirtual());
  }
}
