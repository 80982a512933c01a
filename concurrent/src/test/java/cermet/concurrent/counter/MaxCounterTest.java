// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MaxCounterTest {
  private static final long[] EDGES = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -1L << 32,
    -1,
    0,
    1,
    1L << 31,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE
  };

  @Test
  void keepsTheSlowestCall() {
    long[] durations = {30, 70, 20};
    // @start region="example"
    var slowest = MaxCounter.largest(0);
    for (long nanos : durations) { // by as many threads as you like
      slowest.propose(nanos);
    }
    long worst = slowest.getThenReset(); // once a second, say
    // @end
    assertEquals(70, worst);
    assertEquals(0, slowest.get());
  }

  @Test
  void keepsTheLargest() {
    for (long initial : EDGES) {
      for (long number : EDGES) {
        var counter = MaxCounter.largest(initial);
        assertEquals(initial, counter.get());
        assertEquals(number > initial, counter.propose(number));
        assertFalse(counter.propose(number));
        assertFalse(counter.propose(initial));
        assertEquals(Math.max(initial, number), counter.get());
        assertEquals(Long.toString(Math.max(initial, number)), counter.toString());
        assertEquals(Math.max(initial, number), counter.getThenReset());
        assertEquals(initial, counter.get());
        assertEquals(number > initial, counter.propose(number));
      }
    }
  }

  @Test
  void keepsTheSmallest() {
    for (long initial : EDGES) {
      for (long number : EDGES) {
        var counter = MaxCounter.smallest(initial);
        assertEquals(initial, counter.get());
        assertEquals(number < initial, counter.propose(number));
        assertFalse(counter.propose(number));
        assertFalse(counter.propose(initial));
        assertEquals(Math.min(initial, number), counter.get());
        assertEquals(Long.toString(Math.min(initial, number)), counter.toString());
        assertEquals(Math.min(initial, number), counter.getThenReset());
        assertEquals(initial, counter.get());
        assertEquals(number < initial, counter.propose(number));
      }
    }
  }

  @Test
  void comparesWithoutOverflow() {
    var largest = MaxCounter.largest(Long.MAX_VALUE - 1);
    assertFalse(largest.propose(Long.MIN_VALUE)); // the difference is negative
    assertTrue(largest.propose(Long.MAX_VALUE));
    var smallest = MaxCounter.smallest(Long.MIN_VALUE + 1);
    assertFalse(smallest.propose(Long.MAX_VALUE));
    assertTrue(smallest.propose(Long.MIN_VALUE));
  }

  @Test
  void keepsTheExtremesOfManyThreads() throws InterruptedException {
    int threads = 6;
    int each = 20_000;
    for (int round = 0; round < 5; round++) {
      var largest = MaxCounter.largest(Long.MIN_VALUE);
      var smallest = MaxCounter.smallest(Long.MAX_VALUE);
      var raised = new AtomicInteger();
      Crowd.run(
          threads,
          number -> {
            int mine = 0;
            for (int i = 0; i < each; i++) {
              long value = (long) i * threads + number; // each number once, nearly all new extremes
              mine += largest.propose(value) ? 1 : 0;
              smallest.propose(-value);
            }
            raised.addAndGet(mine);
          });
      assertEquals((long) threads * each - 1, largest.get());
      assertEquals(1 - (long) threads * each, smallest.get());
      assertTrue(raised.get() >= each, "one thread's numbers rise, the last ones at least");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void eachProposalCountsBeforeOrAfterAReset() throws InterruptedException {
    int rounds = 20_000;
    var counter = MaxCounter.largest(0);
    var taken = new AtomicLongArray(2);
    Crowd.run(
        5,
        number -> {
          if (number == 0) {
            for (int i = 1; i <= rounds; i++) {
              counter.propose(i); // rises: the last reset or the rest shows the last number
            }
            taken.set(1, 1);
          } else {
            while (taken.get(1) == 0) {
              long value = counter.getThenReset();
              taken.accumulateAndGet(0, value, Math::max);
            }
          }
        });
    assertEquals(rounds, Math.max(taken.get(0), counter.get()));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatOneReaderSeesNeverFalls() throws InterruptedException {
    int each = 100_000;
    var counter = MaxCounter.largest(-1);
    var wrong = new AtomicInteger();
    Crowd.run(
        5,
        number -> {
          if (number == 0) {
            long before = -1;
            while (before < each - 1) {
              long now = counter.get();
              if (now < before) {
                wrong.incrementAndGet();
              }
              before = now;
            }
          } else {
            for (int i = 0; i < each; i++) {
              counter.propose(i);
            }
          }
        });
    assertEquals(0, wrong.get());
  }

  // Bare spin loops: each read must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinsEnd() throws InterruptedException {
    var counter = MaxCounter.largest(0);
    for (int i = 1; i <= 4; i++) {
      long next = i;
      Crowd.spin(1, () -> awaitMore(counter, next), () -> counter.propose(next));
    }
    for (int i = 0; i < 4; i++) {
      counter.propose(10);
      Crowd.spin(1, () -> awaitRoom(counter), counter::getThenReset);
    }
  }

  private static void awaitMore(MaxCounter counter, long next) {
    while (counter.get() < next) {}
  }

  private static void awaitRoom(MaxCounter counter) {
    while (!counter.propose(5)) {}
  }
}
