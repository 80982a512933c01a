// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StripedCounterTest {
  @Test
  void countsOnVirtualThreads() {
    // @start region="example"
    var bytes = new StripedCounter();
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        tasks.execute(() -> bytes.add(512));
      }
    }
    long interval = bytes.sumThenReset();
    // @end
    assertEquals(512_000, interval);
    assertEquals(0, bytes.sum());
  }

  @Test
  void sumsWhatIsAdded() {
    var counter = new StripedCounter();
    assertEquals(0, counter.sum());
    assertEquals("0", counter.toString());
    counter.add(5);
    counter.increment();
    counter.decrement();
    counter.decrement();
    counter.add(-10);
    counter.add(0);
    assertEquals(-6, counter.sum());
    assertEquals("-6", counter.toString());
    assertEquals(-6, counter.sumThenReset());
    assertEquals(0, counter.sumThenReset());
    counter.increment();
    assertEquals(1, counter.sum());
  }

  @Test
  void sumsWrap() {
    for (int doublings = 0; doublings < 8; doublings++) {
      var counter = new StripedCounter(8, Long.MAX_VALUE);
      grow(counter, doublings / 2);
      if (doublings % 2 == 1) {
        counter.claim(Thread.currentThread());
      }
      counter.increment();
      assertEquals(Long.MIN_VALUE, counter.sum());
      counter.add(Long.MIN_VALUE);
      assertEquals(0, counter.sum());
      counter.add(Long.MAX_VALUE);
      counter.add(Long.MAX_VALUE);
      assertEquals(-2, counter.sumThenReset());
      assertEquals(0, counter.sum());
      counter.add(Long.MAX_VALUE);
      assertEquals(Long.MAX_VALUE, counter.sumThenReset());
      assertEquals(0, counter.sumThenReset());
    }
  }

  private static void grow(StripedCounter counter, int doublings) {
    for (int i = 0; i < doublings; i++) {
      counter.grow(counter.stripes());
    }
  }

  @Test
  void growingMovesNothingAndEndsAtTheLimit() throws InterruptedException {
    var counter = new StripedCounter(8, 1000);
    long total = 1000;
    for (int stripes : new int[] {1, 2, 4, 8, 8, 8}) {
      assertEquals(stripes, count(counter));
      for (int i = 0; i < 20; i++) {
        Crowd.alone(() -> counter.add(3));
        total += 3;
      }
      assertEquals(total, counter.sum());
      counter.grow(counter.stripes());
      assertEquals(total, counter.sum());
    }
    assertEquals(total, counter.sumThenReset());
    assertEquals(0, counter.sum());
    assertEquals(8, count(counter));
  }

  @Test
  void aThreadWithAnOldArrayGrowsNothingMore() {
    var counter = new StripedCounter(8, 0);
    long[] first = counter.stripes();
    counter.grow(first);
    assertEquals(2, count(counter));
    counter.grow(first);
    assertEquals(2, count(counter));
  }

  @Test
  void whatIsAddedToAnOldArrayIsCounted() {
    var counter = new StripedCounter(8, 5);
    long[] first = counter.stripes();
    counter.grow(first);
    first[StripedCounter.STRIDE] += 7; // as a thread does that had read the field before
    counter.increment();
    assertEquals(13, counter.sum());
    assertEquals(13, counter.sumThenReset());
    assertEquals(0, counter.sum());
  }

  @Test
  void oneThreadTakesOneCellAndGrowsNothing() {
    var counter = new StripedCounter();
    for (int i = 0; i < 1_000_000; i++) {
      counter.increment();
    }
    counter.add(Long.MAX_VALUE);
    counter.add(-5);
    assertEquals(1, count(counter));
    assertEquals(2, counter.cells().length); // its own, and what ended threads have left
    assertEquals(1, owners(counter));
    // By two samples it was known to add often; the rest needed no atomic instruction.
    assertEquals(2 * StripedCounter.SAMPLE, counter.stripes()[StripedCounter.STRIDE]);
    assertEquals(Long.MIN_VALUE + 999_994, counter.sum());
  }

  @Test
  void threadsThatAddOnceTakeNoCell() throws InterruptedException {
    var counter = new StripedCounter(8, 0);
    for (int i = 0; i < 300; i++) {
      Crowd.run(Thread.ofVirtual(), 1, number -> counter.add(512));
    }
    assertEquals(0, owners(counter));
    assertEquals(300 * 512, counter.sum());
  }

  @Test
  void anEndedThreadStaysCountedAndIsLetGo() throws InterruptedException {
    var counter = new StripedCounter(8, 5);
    for (Thread.Builder builder : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
      long before = counter.sum();
      Crowd.run(
          builder,
          1,
          number -> {
            counter.claim(Thread.currentThread());
            counter.add(1000);
            counter.decrement();
          });
      assertEquals(before + 999, counter.sum()); // and lets it go
      assertEquals(0, owners(counter));
      assertEquals(before + 999, counter.sum());
    }
    assertEquals(2 * 999 + 5, counter.sumThenReset());
    assertEquals(0, counter.sum());
  }

  @Test
  void whoComesLaterTakesThePlaceOfAnEndedThread() throws InterruptedException {
    var counter = new StripedCounter(1, 0);
    for (int i = 0; i < 20; i++) {
      Crowd.alone(() -> claimAndAdd(counter));
      assertEquals(2, counter.cells().length);
      assertEquals(1, owners(counter));
    }
    assertEquals(20, counter.sumThenReset());
    assertEquals(0, owners(counter));
    Crowd.alone(() -> claimAndAdd(counter));
    assertEquals(1, counter.sumThenReset());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void livingThreadsHaveEachACellWhileThereAreEnough() throws InterruptedException {
    for (int limit : new int[] {1, 2, 64}) {
      int threads = 5;
      var counter = new StripedCounter(limit, 0);
      var claimed = new CountDownLatch(threads);
      var seen = new AtomicInteger();
      Crowd.run(
          threads,
          number -> {
            claimAndAdd(counter);
            counter.claim(Thread.currentThread()); // again: nothing
            counter.increment();
            claimed.countDown();
            await(claimed);
            if (number == 0) {
              seen.set(owners(counter)); // ended ones too, until somebody sums
            }
          });
      assertTrue(counter.cells().length <= limit + 1);
      assertEquals(2L * threads, counter.sum());
      assertTrue(limit == 64 ? seen.get() == threads : seen.get() <= limit, seen::toString);
      assertTrue(seen.get() >= 1, seen::toString);
    }
  }

  private static void claimAndAdd(StripedCounter counter) {
    counter.claim(Thread.currentThread());
    counter.increment();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int owners(StripedCounter counter) {
    int owners = 0;
    for (StripedCounter.Cell cell : counter.cells()) {
      owners += cell.owner != null ? 1 : 0;
    }
    return owners;
  }

  @Test
  void threadsWithIdsInARowFallApart() throws InterruptedException {
    var counter = new StripedCounter(16, 0);
    grow(counter, 4);
    int threads = 8;
    Crowd.run(threads, number -> counter.increment()); // ids in a row: made by one thread
    long[] stripes = counter.stripes();
    assertEquals(17 * StripedCounter.STRIDE, stripes.length);
    assertTrue(Arrays.stream(stripes, 0, StripedCounter.STRIDE).allMatch(value -> value == 0));
    int used = 0;
    for (int i = StripedCounter.STRIDE; i < stripes.length; i += StripedCounter.STRIDE) {
      used += stripes[i] != 0 ? 1 : 0;
    }
    assertTrue(used >= threads - 2, "stripes used: " + used);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingBetweenManyThreads() throws InterruptedException {
    for (int limit : new int[] {1, 2, 64}) {
      int threads = 6;
      int rounds = 50_000;
      var counter = new StripedCounter(limit, Long.MAX_VALUE - 1000);
      Crowd.run(
          threads,
          number -> {
            for (int i = 0; i < rounds; i++) {
              counter.increment();
              counter.add(number);
              if (i % 1000 == 0) {
                counter.grow(counter.stripes());
              }
            }
          });
      assertEquals(
          Long.MAX_VALUE - 1000 + rounds * (threads + threads * (threads - 1L) / 2), counter.sum());
      assertEquals(limit, count(counter));
    }
  }

  private static int count(StripedCounter counter) {
    return counter.stripes().length / StripedCounter.STRIDE - 1;
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void resetsLoseNothing() throws InterruptedException {
    int threads = 5;
    int rounds = 100_000;
    var counter = new StripedCounter();
    var taken = new AtomicLong();
    var done = new AtomicInteger();
    Crowd.run(
        threads + 2,
        number -> {
          if (number < threads) {
            for (int i = 0; i < rounds; i++) {
              counter.increment();
            }
            done.incrementAndGet();
          } else { // two that take
            while (done.get() < threads) {
              taken.addAndGet(counter.sumThenReset());
            }
          }
        });
    assertEquals((long) threads * rounds, taken.get() + counter.sumThenReset());
    assertEquals(0, counter.sum());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void sumsOfOneReaderNeverFall() throws InterruptedException {
    var counter = new StripedCounter();
    var done = new AtomicBoolean();
    var wrong = new AtomicInteger();
    var reader =
        new Thread(() -> {
          long before = 0;
          while (!done.get()) {
            long sum = counter.sum();
            if (sum < before) {
              wrong.incrementAndGet();
            }
            before = sum;
          }
        });
    reader.start();
    Crowd.run(
        4,
        number -> {
          for (int i = 0; i < 100_000; i++) {
            counter.increment();
            if (i % 30_000 == 29_999) {
              counter.grow(counter.stripes());
            }
          }
        });
    done.set(true);
    reader.join();
    assertEquals(0, wrong.get());
    assertEquals(400_000, counter.sum());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSumBesideResetsIsNeverBelowZero() throws InterruptedException {
    var counter = new StripedCounter();
    var done = new AtomicBoolean();
    var wrong = new AtomicInteger();
    var taken = new AtomicLong();
    Crowd.run(
        5,
        number -> {
          if (number == 0) {
            for (int i = 0; i < 50_000; i++) {
              counter.increment();
              taken.addAndGet(counter.sumThenReset());
            }
            done.set(true);
          } else {
            while (!done.get()) {
              wrong.addAndGet(counter.sum() < 0 ? 1 : 0);
            }
          }
        });
    assertEquals(0, wrong.get());
    assertEquals(50_000, taken.get() + counter.sum());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void additionsAreSeenWhileTheLoopThatMakesThemRuns() throws InterruptedException {
    var counter = new StripedCounter();
    Crowd.whileItRuns(rounds -> burst(counter, rounds), counter::sum);
  }

  private static void burst(StripedCounter counter, int rounds) {
    for (int i = 0; i < rounds; i++) {
      counter.increment(); // the store must not wait for the end of the loop
    }
  }

  // Bare spin loops: each read must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinsEnd() throws InterruptedException {
    var counter = new StripedCounter();
    for (int i = 1; i <= 4; i++) {
      long next = i;
      Crowd.spin(1, () -> awaitSum(counter, next), counter::increment);
    }
    counter.sumThenReset();
    Crowd.spin(5, () -> awaitTaken(counter), counter::increment);
  }

  private static void awaitSum(StripedCounter counter, long sum) {
    while (counter.sum() < sum) {}
  }

  private static void awaitTaken(StripedCounter counter) {
    while (counter.sumThenReset() == 0) {}
  }
}
