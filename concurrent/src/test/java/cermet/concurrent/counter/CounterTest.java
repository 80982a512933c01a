// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CounterTest {
  @Test
  void countsOnTwoThreads() throws InterruptedException {
    // @start region="example"
    var requests = new Counter();
    Runnable worker =
        () -> {
          try (var count = requests.handle()) { // once a thread, kept while it works
            for (int i = 0; i < 1_000_000; i++) {
              count.increment();
            }
          }
        };
    // @end
    var threads = List.of(new Thread(worker), new Thread(worker));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2_000_000, requests.sum());
    assertEquals(0, requests.handles());
  }

  @Test
  void sumsWhatHandlesAdd() {
    var counter = new Counter();
    assertEquals(0, counter.sum());
    var handle = counter.handle();
    var other = counter.handle(); // a thread may have several
    assertEquals(0, counter.sum());
    handle.add(5);
    other.increment();
    other.increment();
    other.decrement();
    handle.add(-7);
    assertEquals(-2, handle.get());
    assertEquals(1, other.get());
    assertEquals(-1, counter.sum());
    assertEquals("-1", counter.toString());
    assertEquals("-2", handle.toString());
    handle.close();
    assertEquals(-1, counter.sum());
    other.add(10);
    assertEquals(9, counter.sum());
    other.close();
    assertEquals(9, counter.sum());
    assertEquals(0, counter.handles());
    assertEquals(-2, handle.get());
  }

  @Test
  void sumsWrap() {
    var counter = new Counter(Long.MAX_VALUE - 1);
    var handle = counter.handle();
    handle.increment();
    assertEquals(Long.MAX_VALUE, counter.sum());
    handle.increment();
    assertEquals(Long.MIN_VALUE, counter.sum());
    handle.close();
    assertEquals(Long.MIN_VALUE, counter.sum());
    handle = counter.handle();
    handle.add(Long.MIN_VALUE);
    assertEquals(0, counter.sum());
    handle.add(Long.MAX_VALUE);
    handle.add(Long.MAX_VALUE);
    assertEquals(-2, counter.sum());
  }

  @Test
  void aClosedHandleRefusesAndChangesNothing() {
    var counter = new Counter();
    var handle = counter.handle();
    handle.add(3);
    handle.close();
    handle.close();
    var thrown = assertThrows(IllegalStateException.class, () -> handle.add(1));
    assertTrue(String.valueOf(thrown.getMessage()).contains("closed"));
    assertThrows(IllegalStateException.class, handle::increment);
    assertThrows(IllegalStateException.class, handle::decrement);
    assertEquals(3, handle.get());
    assertEquals(3, counter.sum());
  }

  @Test
  void aCountMayBeAnyNumber() {
    // Also the one that a closed handle holds in place of its count.
    long mark = Counter.Handle.CLOSED;
    for (long count : new long[] {mark, mark - 1, mark + 1, 0, Long.MIN_VALUE, Long.MAX_VALUE}) {
      var counter = new Counter(5);
      var handle = counter.handle();
      handle.add(mark);
      assertEquals(mark, handle.get());
      handle.add(count - mark);
      assertEquals(count, handle.get());
      assertEquals(count + 5, counter.sum());
      handle.close();
      assertEquals(count, handle.get());
      assertEquals(count + 5, counter.sum());
      assertThrows(IllegalStateException.class, () -> handle.add(-count));
      assertEquals(count, handle.get());
      assertEquals(count + 5, counter.sum());
    }
  }

  @Test
  void closingMovesOnlyItsOwnValue() {
    var counter = new Counter();
    List<Counter.Handle> handles = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      handles.add(counter.handle());
      handles.getLast().add(1L << i);
    }
    for (int i : new int[] {9, 0, 4, 5, 1, 8, 2, 7, 3, 6}) {
      handles.get(i).close();
      assertEquals(1023, counter.sum());
    }
    assertEquals(0, counter.handles());
  }

  @Test
  void assertsThatOnlyTheOwnerAdds() throws InterruptedException {
    var counter = new Counter();
    var handle = counter.handle();
    var caught = new AtomicInteger();
    Crowd.alone(() -> {
      assertThrows(AssertionError.class, () -> handle.add(1)); // tests run with -ea
      assertThrows(AssertionError.class, handle::increment);
      var thrown = assertThrows(IllegalStateException.class, handle::close);
      assertTrue(String.valueOf(thrown.getMessage()).contains("Thread"));
      assertEquals(0, handle.get());
      caught.incrementAndGet();
    });
    assertEquals(1, caught.get());
    assertEquals(0, counter.sum());
    handle.increment(); // is still open
    assertEquals(1, counter.sum());
  }

  @Test
  void aDeadThreadStaysCounted() throws InterruptedException {
    var counter = new Counter();
    List<Counter.Handle> left = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Crowd.alone(() -> {
        var handle = counter.handle();
        handle.add(7);
        left.add(handle);
      });
      assertEquals(7L * (i + 1), counter.sum());
      assertEquals(1, counter.handles()); // the one before has been folded in
    }
    var mine = counter.handle();
    assertEquals(1, counter.handles());
    assertEquals(35, counter.sum());
    left.forEach(Counter.Handle::close); // anybody may, and it counts for nothing
    left.forEach(Counter.Handle::close);
    assertEquals(35, counter.sum());
    mine.close();
    assertEquals(35, counter.sum());
  }

  @Test
  void anybodyClosesTheHandleOfADeadThread() throws InterruptedException {
    var counter = new Counter();
    List<Counter.Handle> left = new ArrayList<>();
    Crowd.alone(() -> {
      left.add(counter.handle());
      left.getFirst().add(4);
    });
    assertEquals(1, counter.handles());
    left.getFirst().close();
    assertEquals(0, counter.handles());
    assertEquals(4, counter.sum());
  }

  @Test
  void aThreadThatThrowsStaysCounted() throws InterruptedException {
    var counter = new Counter();
    var thread =
        new Thread(() -> {
          var handle = counter.handle();
          handle.add(11);
          throw new IllegalStateException("on purpose");
        });
    thread.setUncaughtExceptionHandler((t, e) -> {});
    thread.start();
    thread.join();
    assertEquals(11, counter.sum());
    counter.handle().close();
    assertEquals(0, counter.handles());
    assertEquals(11, counter.sum());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingWhileHandlesComeAndGo() throws InterruptedException {
    int threads = 6;
    int rounds = 300;
    var counter = new Counter();
    var done = new AtomicBoolean();
    var wrong = new AtomicInteger();
    var reader =
        new Thread(() -> {
          long before = 0;
          while (!done.get()) {
            long sum = counter.sum();
            if (sum < before) { // only increments: what one reader sees never falls
              wrong.incrementAndGet();
            }
            before = sum;
            Thread.onSpinWait();
          }
        });
    reader.start();
    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < rounds; i++) {
            var handle = counter.handle();
            for (int j = 0; j < 100; j++) {
              handle.increment();
            }
            if ((i + number) % 7 != 0) {
              handle.close();
            }
          }
        });
    done.set(true);
    reader.join();
    assertEquals(0, wrong.get());
    assertEquals(100L * threads * rounds, counter.sum());
    counter.handle().close();
    assertEquals(0, counter.handles());
    assertEquals(100L * threads * rounds, counter.sum());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // to come back on another carrier
  void countsOnVirtualThreads() throws InterruptedException {
    var counter = new Counter();
    Crowd.run(
        Thread.ofVirtual(),
        500,
        number -> {
          var handle = counter.handle();
          handle.add(number);
          Thread.yield(); // the owner is the virtual thread, whatever carries it
          handle.add(1);
          if (number % 2 == 0) {
            handle.close();
          }
        });
    assertEquals(500 * 499 / 2 + 500, counter.sum());
    counter.handle().close();
    assertEquals(0, counter.handles());
    assertEquals(500 * 499 / 2 + 500, counter.sum());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readersSeeWhatIsAdded() throws InterruptedException {
    // Bare spin loops: each read must reach memory, or the compiler makes the loop endless.
    var counter = new Counter();
    var handle = counter.handle();
    for (int i = 1; i < 8; i += 2) {
      long next = i;
      Crowd.spin(1, () -> awaitSum(counter, next), handle::increment);
      Crowd.spin(1, () -> awaitGet(handle, next + 1), handle::increment);
    }
    for (int i = 0; i < 3; i++) {
      var empty = new Counter(); // no handle yet: nothing but the snapshot is read
      Crowd.spin(1, () -> awaitSum(empty, 1), () -> empty.handle().increment());
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aWriterThatNeverPausesIsSeen() throws InterruptedException {
    var counter = new Counter();
    var stop = new AtomicBoolean();
    var started = new CountDownLatch(1);
    var writer =
        new Thread(() -> {
          var handle = counter.handle();
          started.countDown();
          while (!stop.get()) {
            handle.increment(); // the store must not wait for the end of the loop
          }
        });
    writer.setDaemon(true);
    writer.start();
    started.await();
    awaitSum(counter, 10_000_000);
    stop.set(true);
    writer.join();
    assertTrue(counter.sum() >= 10_000_000);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void additionsAreSeenWhileTheLoopThatMakesThemRuns() throws InterruptedException {
    var counter = new Counter();
    List<Counter.Handle> mine = new ArrayList<>();
    Crowd.whileItRuns(
        rounds -> {
          if (mine.isEmpty()) {
            mine.add(counter.handle()); // of the thread that runs the loop
          }
          burst(mine.getFirst(), rounds);
        },
        counter::sum);
  }

  private static void burst(Counter.Handle handle, int rounds) {
    for (int i = 0; i < rounds; i++) {
      handle.increment();
    }
  }

  private static void awaitSum(Counter counter, long sum) {
    while (counter.sum() < sum) {}
  }

  private static void awaitGet(Counter.Handle handle, long value) {
    while (handle.get() < value) {}
  }
}
