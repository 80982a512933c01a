// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.queue.SpscQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackoffWaitTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void isAStrategyOfTheQueues() {
    var queue = new SpscQueue<String>(8);
    queue.offer("a");
    List<String> seen = new ArrayList<>();
    int[] asked = {0};
    queue.drain(seen::add, new BackoffWait()::idle, () -> asked[0]++ < 25);
    assertEquals(List.of("a"), seen);
    assertEquals(26, asked[0]);
  }

  @Test
  void spinsThenYieldsThenParksForTimesThatDouble() {
    var wait = new BackoffWait(2, 3, 1_000, 5_000);
    List<Long> nanos = new ArrayList<>();
    List<Integer> counters = new ArrayList<>();
    int idle = 0;
    for (int i = 0; i < 11; i++) {
      nanos.add(wait.nanos(idle));
      idle = wait.idle(idle);
      counters.add(idle);
    }
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L), nanos);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8), counters);
    assertEquals(0, wait.idle(idle, 1));
    assertEquals(0, wait.nanos(0));
    wait.wake();
  }

  @Test
  void mayDoOnlyOneOfThem() {
    var parks = new BackoffWait(0, 0, 7, 7);
    assertEquals(7, parks.nanos(0));
    assertEquals(0, parks.idle(0));
    var spins = new BackoffWait(1 << 20, 1 << 20, 1, Long.MAX_VALUE);
    assertEquals(0, spins.nanos((1 << 21) - 1));
    assertEquals(1, spins.nanos(1 << 21));
    assertEquals(1L << 62, spins.nanos((1 << 21) + 62));
    assertEquals(Long.MAX_VALUE, spins.nanos((1 << 21) + 63));
    assertEquals(Long.MAX_VALUE, spins.nanos(Integer.MAX_VALUE));
  }

  @Test
  void parksForAsLongAsItSays() {
    var wait = new BackoffWait(0, 0, 20_000_000, 20_000_000);
    long total = 0;
    int idle = 0;
    for (int i = 0; i < 5; i++) { // a park may end early by chance, five will not
      long before = System.nanoTime();
      idle = wait.idle(idle);
      total += System.nanoTime() - before;
    }
    assertTrue(total >= 20_000_000, () -> "parked too shortly");
  }

  @Test
  void aDeadlineEndsAParkBeforeItsTime() {
    var wait = new BackoffWait(1, 0, 50 * SECOND, 50 * SECOND);
    long before = System.nanoTime();
    assertEquals(1, wait.idleNanos(0, 1_000_000)); // spins
    for (long limit : new long[] {1_000_000, 1, 0, -1, Long.MIN_VALUE}) {
      assertEquals(1, wait.idleNanos(1, limit));
    }
    assertTrue(System.nanoTime() - before < 20 * SECOND);
    var doubles = new BackoffWait(0, 0, 1_000, 5_000);
    assertEquals(1, doubles.idleNanos(0, 1));
    assertEquals(2, doubles.idleNanos(1, Long.MAX_VALUE));
  }

  @Test
  void refusesNumbersOutOfRange() {
    refuses("spins: -1", -1, 0, 1, 1);
    refuses("spins: 1048577", (1 << 20) + 1, 0, 1, 1);
    refuses("yields: -1", 0, -1, 1, 1);
    refuses("yields: " + Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 1, 1);
    refuses("parks of 0 to 1", 0, 0, 0, 1);
    refuses("parks of 2 to 1", 0, 0, 2, 1);
    refuses("parks of -5 to -1", 0, 0, -5, -1);
  }

  private static void refuses(String message, int spins, int yields, long min, long max) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> new BackoffWait(spins, yields, min, max));
    assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown::toString);
  }

  @Test
  void anInterruptedThreadDoesNotPark() {
    var wait = new BackoffWait(0, 0, 30 * SECOND, 30 * SECOND);
    Thread.currentThread().interrupt();
    long before = System.nanoTime();
    int idle = 0;
    for (int i = 0; i < 100; i++) {
      idle = wait.idle(idle);
    }
    assertTrue(System.nanoTime() - before < 20 * SECOND);
    assertTrue(Thread.interrupted());
  }

  @Test
  void anInterruptEndsAPark() throws InterruptedException {
    var wait = new BackoffWait(0, 0, 50 * SECOND, 50 * SECOND);
    boolean[] kept = new boolean[1];
    var parked =
        new Thread(() -> {
          int idle = 0;
          while (!Thread.currentThread().isInterrupted()) {
            idle = wait.idle(idle);
          }
          kept[0] = Thread.interrupted();
        });
    parked.start();
    Thread.sleep(30);
    parked.interrupt();
    parked.join(15_000);
    assertTrue(kept[0]);
  }

  @Test
  void waitingVirtualThreadsLeaveCarriersToOthers() throws InterruptedException {
    Carriers.stayFree(new BackoffWait(), false);
    Carriers.stayFree(new BackoffWait(), true);
    Carriers.stayFree(new BackoffWait(1 << 20, 0, 1, 1), false); // spins all the time
    Carriers.stayFree(new BackoffWait(0, 0, SECOND, SECOND), false); // parks all the time
    Carriers.stayFree(new BackoffWait(0, 0, SECOND, SECOND), true);
  }

  @Test
  void aBareLoopEnds() throws InterruptedException {
    Carriers.endAfter(new BackoffWait(), Thread.ofPlatform());
    Carriers.endAfter(new BackoffWait(), Thread.ofVirtual());
  }
}
