// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.Pinned;
import cermet.concurrent.queue.SpscQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParkWaitTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void sleepsUntilThereIsWork() throws InterruptedException {
    List<String> printed = Collections.synchronizedList(new ArrayList<>());
    // @start region="example"
    var lines = new SpscQueue<String>(1024);
    var wait = new ParkWait(10_000_000_000L); // looks every 10 seconds even if nobody wakes it
    var printer = new Thread(() -> lines.drain(printed::add, wait::idle, () -> printed.size() < 2));
    printer.start();
    for (String line : List.of("one", "two")) {
      lines.offer(line);
      wait.wake();
    }
    // @end
    printer.join(9_000);
    assertFalse(printer.isAlive());
    assertEquals(List.of("one", "two"), printed);
  }

  @Test
  void refusesTimesBelowOne() {
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
      var thrown = assertThrows(IllegalArgumentException.class, () -> new ParkWait(nanos));
      assertEquals("maxNanos: " + nanos, thrown.getMessage());
    }
    new ParkWait(Long.MAX_VALUE).wake();
  }

  @Test
  void theFirstWaitReturnsAKeyAtOnceAndTheNextOneParks() {
    var wait = new ParkWait(20_000_000);
    int key = wait.idle(0);
    assertNotEquals(0, key);
    assertFalse(wait.isWoken(key));
    long before = System.nanoTime();
    assertEquals(0, wait.idle(key));
    assertTrue(System.nanoTime() - before >= 20_000_000);
    assertEquals(0, wait.idle(key, 1));
  }

  @Test
  void aDeadlineEndsAParkBeforeItsLongestTime() {
    var wait = new ParkWait(Long.MAX_VALUE);
    int key = wait.idleNanos(0, 1);
    assertNotEquals(0, key);
    long before = System.nanoTime();
    assertEquals(0, wait.idleNanos(key, 20_000_000));
    assertTrue(System.nanoTime() - before >= 20_000_000);
    for (long over : new long[] {0, -1, Long.MIN_VALUE}) {
      assertEquals(0, wait.idleNanos(wait.idle(0), over));
    }
    var shorter = new ParkWait(1_000_000);
    assertEquals(0, shorter.idleNanos(shorter.idle(0), Long.MAX_VALUE));
  }

  @Test
  void aWakeBetweenIsNotLost() {
    for (int epoch : new int[] {1, -3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var wait = new ParkWait(50 * SECOND, epoch);
      for (int i = 0; i < 5; i++) {
        int key = wait.idle(0);
        assertNotEquals(0, key);
        wait.wake();
        assertTrue(wait.isWoken(key));
        assertEquals(0, wait.idle(key));
      }
    }
  }

  @Test
  void aWakeBeforeIsNotRemembered() {
    var wait = new ParkWait(1_000_000);
    wait.wake();
    int key = wait.idle(0);
    assertFalse(wait.isWoken(key));
    assertEquals(0, wait.idle(key));
    assertFalse(wait.isWoken(key));
  }

  @Test
  void anOldOrForeignCounterDoesNotPark() {
    var wait = new ParkWait(50 * SECOND);
    int old = wait.idle(0);
    wait.wake();
    wait.idle(0);
    assertEquals(0, wait.idle(old));
    assertEquals(0, wait.idle(-2));
    assertEquals(0, wait.idle(2));
  }

  @Test
  void wakesAllThatWait() throws InterruptedException {
    var wait = new ParkWait(50 * SECOND);
    var done = new AtomicBoolean();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      waiters.add(
          builder.start(() -> {
            int idle = 0;
            while (!done.get()) {
              idle = wait.idle(idle);
            }
          }));
    }
    Thread.sleep(30); // for most of them to park
    done.set(true);
    wait.wake();
    for (Thread waiter : waiters) {
      waiter.join(15_000);
      assertFalse(waiter.isAlive());
    }
  }

  @Test
  void anInterruptedThreadDoesNotPark() {
    var wait = new ParkWait(30 * SECOND);
    Thread.currentThread().interrupt();
    long before = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertEquals(0, wait.idle(wait.idle(0)));
    }
    assertTrue(System.nanoTime() - before < 20 * SECOND);
    assertTrue(Thread.interrupted());
  }

  @Test
  void anInterruptEndsAPark() throws InterruptedException {
    for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      var wait = new ParkWait(50 * SECOND);
      boolean[] kept = new boolean[1];
      Thread parked =
          builder.start(() -> {
            int idle = 0;
            while (!Thread.currentThread().isInterrupted()) {
              idle = wait.idle(idle);
            }
            kept[0] = Thread.interrupted();
          });
      Thread.sleep(30);
      parked.interrupt();
      parked.join(15_000);
      assertTrue(kept[0]);
    }
  }

  @Test
  void losesNoWakeAmongManyThreads() throws InterruptedException {
    int rounds = 2_000;
    var wait = new ParkWait(50 * SECOND); // one lost wake, and the test times out
    var tickets = new AtomicInteger();
    var taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread.Builder builder = i < 2 ? Thread.ofPlatform() : Thread.ofVirtual();
      threads.add(
          builder.start(() -> {
            int idle = 0;
            while (taken.get() < 4 * rounds) {
              int ticket = tickets.get();
              if (ticket > 0 && tickets.compareAndSet(ticket, ticket - 1)) {
                if (taken.incrementAndGet() == 4 * rounds) {
                  wait.wake(); // the others are done too
                }
                idle = 0;
              } else {
                idle = wait.idle(idle);
              }
            }
          }));
      threads.add(
          builder.start(() -> {
            for (int round = 0; round < rounds; round++) {
              tickets.incrementAndGet();
              wait.wake();
              if (round % 16 == 0) {
                Thread.onSpinWait();
              }
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join(40_000);
      assertFalse(thread.isAlive(), "a wake was lost");
    }
    assertEquals(4 * rounds, taken.get());
    assertEquals(0, tickets.get());
  }

  /// In a class initialiser, where a virtual thread keeps its carrier.
  @Test
  void aPinnedThreadWaitsAndIsWoken() throws InterruptedException {
    var wait = new ParkWait(50 * SECOND);
    var done = new AtomicBoolean();
    Pinned.Body waits =
        () -> {
          int idle = 0;
          while (!done.get()) {
            idle = wait.idle(idle);
          }
        };
    Thread waiter = Thread.startVirtualThread(() -> Pinned.run(waits));
    Thread.sleep(30); // for it to park
    done.set(true);
    wait.wake();
    waiter.join(15_000);
    assertFalse(waiter.isAlive(), "still waiting");
  }

  @Test
  void parkedVirtualThreadsLeaveCarriersToOthers() throws InterruptedException {
    Carriers.stayFree(new ParkWait(50 * SECOND), false);
    Carriers.stayFree(new ParkWait(50 * SECOND), true);
  }

  @Test
  void aBareLoopEnds() throws InterruptedException {
    Carriers.endAfter(new ParkWait(1_000_000), Thread.ofPlatform());
    Carriers.endAfter(new ParkWait(1_000_000), Thread.ofVirtual());
  }
}
