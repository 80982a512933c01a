// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpscQueueTest {
  /// Around the places where an int or a long index wraps.
  private static final long[] STARTS = {
    0, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 3, -3
  };

  @Test
  void handsObjectsToAnotherThread() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    var lines = new SpscQueue<String>(1024);
    SpscQueue.WaitStrategy spin =
        idle -> {
          Thread.onSpinWait();
          return idle + 1;
        };
    var printer = new Thread(() -> lines.drain(printed::add, spin, () -> printed.size() < 3));
    printer.start();
    for (String line : List.of("one", "two", "three")) {
      while (!lines.offer(line)) { // full: the other thread is behind
        Thread.onSpinWait();
      }
    }
    // @end
    printer.join(10_000);
    assertFalse(printer.isAlive());
    assertEquals(List.of("one", "two", "three"), printed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 100, 1000, 1024, 5000})
  void holdsExactlyItsCapacity(int capacity) {
    for (long start : STARTS) {
      var queue = new SpscQueue<Integer>(capacity, start);
      assertEquals(capacity, queue.capacity());
      for (int lap = 0; lap < 3; lap++) {
        for (int i = 0; i < capacity; i++) {
          assertEquals(i, queue.size());
          assertTrue(queue.offer(i));
        }
        assertFalse(queue.offer(-1));
        assertFalse(queue.relaxedOffer(-1));
        assertEquals(capacity, queue.size());
        for (int i = 0; i < capacity; i++) {
          assertEquals(i, queue.peek());
          assertEquals(i, queue.relaxedPeek());
          assertEquals(i, i % 2 == 0 ? queue.poll() : queue.relaxedPoll());
        }
        assertNull(queue.peek());
        assertNull(queue.poll());
        assertTrue(queue.isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 100})
  void takesOneForEachThatLeavesWhenFull(int capacity) {
    for (long start : STARTS) {
      var queue = new SpscQueue<Integer>(capacity, start);
      assertEquals(capacity, queue.fill(() -> 0));
      for (int i = 0; i < 3 * capacity; i++) {
        assertFalse(queue.offer(1));
        assertNotNull(queue.poll());
        assertTrue(queue.offer(1));
      }
      assertEquals(capacity, queue.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  void refusesCapacity(int capacity) {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> new SpscQueue<Object>(capacity));
    assertTrue(String.valueOf(thrown.getMessage()).contains("capacity: " + capacity));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    var queue = new SpscQueue<String>(4);
    queue.offer("a");
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(NullPointerException.class, () -> queue.relaxedOffer(null));
    assertThrows(NullPointerException.class, () -> queue.asQueue().add(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null, 1));
    assertThrows(NullPointerException.class, () -> queue.drain(null, i -> i, () -> true));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, null, () -> true));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.fill(null));
    assertThrows(NullPointerException.class, () -> queue.fill(null, 1));
    assertThrows(NullPointerException.class, () -> queue.fill(null, i -> i, () -> true));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> "b", null, () -> true));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> "b", i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.offerAll(null, 0, 0));
    assertThrows(NullPointerException.class, () -> queue.pollInto(null, 0, 0));
    var hole = new String[] {"b", null, "c"};
    var thrown = assertThrows(NullPointerException.class, () -> queue.offerAll(hole, 0, 3));
    assertEquals("elements[1]", thrown.getMessage());
    assertEquals(List.of("a"), List.copyOf(queue.asQueue()));
  }

  @Test
  void refusesRangesAndLimitsAndStaysAsItWas() {
    var queue = new SpscQueue<String>(4);
    queue.offer("a");
    var array = new String[] {"x", "y"};
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, 1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, 0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.pollInto(array, 2, 1));
    assertThrows(
        IndexOutOfBoundsException.class, () -> queue.pollInto(array, 1, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> queue.drain(e -> {}, -1));
    assertThrows(IllegalArgumentException.class, () -> queue.fill(() -> "b", -1));
    assertArrayEquals(new String[] {"x", "y"}, array);
    assertEquals(List.of("a"), List.copyOf(queue.asQueue()));
  }

  @Test
  void movesArraysInAndOut() {
    for (long start : STARTS) {
      var queue = new SpscQueue<Integer>(100, start);
      Integer[] in = IntStream.range(0, 80).boxed().toArray(Integer[]::new);
      Integer[] out = new Integer[80];
      assertEquals(80, queue.offerAll(in, 0, 80));
      assertEquals(20, queue.offerAll(in, 30, 50));
      assertEquals(0, queue.offerAll(in, 0, 1));
      assertEquals(0, queue.offerAll(in, 80, 0));
      assertEquals(70, queue.pollInto(out, 10, 70));
      assertNull(out[9]);
      assertArrayEquals(Arrays.copyOf(in, 70), Arrays.copyOfRange(out, 10, 80));
      assertEquals(30, queue.pollInto(out, 0, 80));
      assertEquals(70, out[0]);
      assertEquals(30, out[10]);
      assertEquals(49, out[29]);
      assertEquals(0, queue.pollInto(out, 0, 80));
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void keepsTheElementThatAnArrayRefuses() {
    var queue = new SpscQueue<Object>(4);
    queue.offer("a");
    queue.offer(1);
    queue.offer("b");
    Object[] strings = new String[3];
    assertThrows(ArrayStoreException.class, () -> queue.pollInto(strings, 0, 3));
    assertEquals("a", strings[0]);
    assertEquals(List.of(1, "b"), List.copyOf(queue.asQueue()));
  }

  @Test
  void drainsUpToTheLimit() {
    var queue = new SpscQueue<Integer>(8);
    for (int i = 0; i < 8; i++) {
      queue.offer(i);
    }
    List<Integer> drained = new ArrayList<>();
    assertEquals(0, queue.drain(drained::add, 0));
    assertEquals(3, queue.drain(drained::add, 3));
    assertEquals(List.of(0, 1, 2), drained);
    assertEquals(5, queue.drain(drained::add));
    assertEquals(0, queue.drain(drained::add));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), drained);
  }

  @Test
  void drainEndsAlthoughItsConsumerOffersAgain() {
    var queue = new SpscQueue<Integer>(8);
    queue.offer(1);
    assertEquals(8, queue.drain(queue::offer));
    assertEquals(1, queue.size());
  }

  @Test
  void drainLosesOnlyTheElementWhoseConsumerThrew() {
    var queue = new SpscQueue<Integer>(4);
    queue.fill(new Counter());
    List<Integer> seen = new ArrayList<>();
    Consumer<Integer> failing =
        i -> {
          seen.add(i);
          if (i == 1) {
            throw new IllegalStateException("1");
          }
        };
    assertThrows(IllegalStateException.class, () -> queue.drain(failing));
    assertEquals(List.of(0, 1), seen);
    assertEquals(2, queue.size());
    assertThrows(
        IllegalStateException.class,
        () -> queue.drain(i -> failing.accept(i - 1), i -> i, () -> true));
    assertEquals(3, queue.poll());
    assertTrue(queue.isEmpty());
  }

  @Test
  void aConsumerMayPollWhileItDrains() {
    var queue = new SpscQueue<Integer>(6);
    queue.fill(new Counter());
    List<Integer> seen = new ArrayList<>();
    queue.drain(i -> {
      seen.add(i);
      Integer next = queue.poll();
      if (next != null) {
        seen.add(next);
      }
    });
    assertEquals(List.of(0, 1, 2, 3, 4, 5), seen);
    assertTrue(queue.isEmpty());
  }

  @Test
  void fillsUpToTheLimitAndAsksNoMoreThanFits() {
    var queue = new SpscQueue<Integer>(5);
    var counter = new Counter();
    assertEquals(0, queue.fill(counter, 0));
    assertEquals(2, queue.fill(counter, 2));
    assertEquals(3, queue.fill(counter, 100));
    assertEquals(0, queue.fill(counter));
    assertEquals(5, counter.next);
    assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(queue.asQueue()));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void fillKeepsWhatItAddedBeforeItsSupplierFailed() {
    var queue = new SpscQueue<Integer>(8);
    var counter = new Counter();
    Supplier<Integer> ends = () -> counter.next < 3 ? counter.get() : null;
    assertThrows(NullPointerException.class, () -> queue.fill(ends));
    assertThrows(NullPointerException.class, () -> queue.fill(ends, i -> i, () -> true));
    Supplier<Integer> throwing =
        () -> {
          throw new IllegalStateException();
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(throwing));
    assertEquals(List.of(0, 1, 2), List.copyOf(queue.asQueue()));
    assertEquals(5, queue.fill(counter));
  }

  @Test
  void fillDetectsASupplierThatOffers() {
    var queue = new SpscQueue<Integer>(2);
    Supplier<Integer> reentrant =
        () -> {
          queue.fill(() -> 1);
          return 2;
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(reentrant));
    assertEquals(List.of(1, 1), List.copyOf(queue.asQueue()));
  }

  @Test
  void waitsWithTheCounterThatTheStrategyReturned() {
    var queue = new SpscQueue<Integer>(2);
    List<Integer> idle = new ArrayList<>();
    SpscQueue.WaitStrategy wait =
        i -> {
          idle.add(i);
          return i + 10;
        };
    var counter = new Counter();
    queue.fill(counter, wait, () -> idle.size() < 2);
    assertEquals(List.of(0, 10), idle);
    assertEquals(2, queue.size());
    idle.clear();
    List<Integer> seen = new ArrayList<>();
    queue.drain(seen::add, wait, () -> idle.size() < 3);
    assertEquals(List.of(0, 10, 20), idle);
    assertEquals(List.of(0, 1), seen);
    queue.drain(seen::add, wait, () -> false);
    queue.fill(counter, wait, () -> false);
    assertEquals(3, idle.size());
    assertEquals(2, counter.next);
  }

  @Test
  void clearsAndGoesOn() {
    for (int capacity : new int[] {1, 3, 64}) {
      var queue = new SpscQueue<Integer>(capacity);
      queue.clear();
      queue.fill(() -> 1);
      queue.clear();
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.poll());
    }
  }

  @Test
  void keepsNoReferenceToWhatHasLeft() {
    var queue = new SpscQueue<Object>(3);
    queue.fill(Object::new);
    queue.poll();
    queue.drain(e -> {}, 1);
    queue.pollInto(new Object[1], 0, 1);
    for (Object slot : queue.slots) {
      assertNull(slot);
    }
  }

  @Test
  void viewRemovesFromTheMiddleAndTheProducerSeesTheRoom() {
    for (long start : STARTS) {
      var queue = new SpscQueue<Integer>(5, start);
      Queue<Integer> view = queue.asQueue();
      queue.fill(new Counter());
      assertTrue(view.remove(Integer.valueOf(2)));
      assertFalse(view.remove(Integer.valueOf(2)));
      assertTrue(view.remove(Integer.valueOf(0)));
      assertTrue(queue.offer(5));
      assertTrue(queue.offer(6));
      assertFalse(queue.offer(7));
      assertTrue(view.removeIf(i -> i % 2 == 0));
      assertEquals(List.of(1, 3, 5), List.copyOf(view));
      assertEquals(1, queue.poll());
      assertEquals(3, view.poll());
      assertEquals("[5]", view.toString());
      view.clear();
      assertTrue(view.isEmpty());
    }
  }

  @Test
  void iteratorsSurvivePolls() {
    for (long start : STARTS) {
      var queue = new SpscQueue<Integer>(64, start);
      queue.fill(new Counter());
      var iterator = queue.asQueue().iterator();
      assertThrows(IllegalStateException.class, iterator::remove);
      assertEquals(0, iterator.next());
      queue.poll();
      iterator.remove(); // has left already
      assertThrows(IllegalStateException.class, iterator::remove);
      assertEquals(63, queue.size());
      queue.poll();
      queue.poll();
      assertEquals(3, iterator.next());
      queue.clear();
      assertFalse(iterator.hasNext());
      assertThrows(NoSuchElementException.class, iterator::next);
      queue.offer(64);
      assertEquals(64, iterator.next());
    }
  }

  @Test
  void iteratorsEndWhenFull() {
    for (int capacity : new int[] {64, 100, 128}) {
      var queue = new SpscQueue<Integer>(capacity);
      queue.fill(new Counter());
      assertEquals(capacity, new ArrayList<>(queue.asQueue()).size());
    }
  }

  @Test
  void viewsAreOfTheSameQueue() {
    var queue = new SpscQueue<Integer>(2);
    var view = queue.asQueue();
    assertTrue(view.offer(1));
    assertTrue(view.add(2));
    assertFalse(view.offer(3));
    assertThrows(IllegalStateException.class, () -> view.add(3));
    assertEquals(1, view.element());
    assertEquals(1, view.peek());
    assertSame(queue.poll(), 1);
    assertEquals(1, view.size());
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnOfferEnds() throws Exception {
    for (int capacity : new int[] {1, 2, 100}) {
      var queue = new SpscQueue<Integer>(capacity);
      spin(
          20,
          () -> {
            for (int i = 0; i < 2 * capacity; i++) {
              while (!queue.offer(i)) {}
            }
          },
          () -> {
            for (int i = 0; i < 2 * capacity; ) {
              if (queue.poll() != null) {
                i++;
              }
            }
          });
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollEnds() throws Exception {
    var queue = new SpscQueue<Integer>(2);
    spin(20, () -> awaitPoll(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPeekEnds() throws Exception {
    var queue = new SpscQueue<Integer>(64);
    spin(20, () -> awaitPeek(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnDrainEnds() throws Exception {
    var queue = new SpscQueue<Integer>(2);
    Consumer<Integer> ignore = i -> {};
    spin(20, () -> awaitDrain(queue, ignore), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollIntoEnds() throws Exception {
    var queue = new SpscQueue<Integer>(2);
    var into = new Integer[1];
    spin(
        20,
        () -> {
          while (queue.pollInto(into, 0, 1) == 0) {}
        },
        () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnFillAndOfferAllEnds() throws Exception {
    var queue = new SpscQueue<Integer>(1);
    Supplier<Integer> one = () -> 1;
    var array = new Integer[] {1};
    queue.offer(0);
    spin(
        20,
        () -> {
          while (queue.fill(one) == 0) {}
          while (queue.offerAll(array, 0, 1) == 0) {}
        },
        () -> {
          awaitPoll(queue);
          awaitPoll(queue);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnSizeAndIsEmptyEnds() throws Exception {
    var queue = new SpscQueue<Integer>(8);
    spin(
        20,
        () -> {
          while (queue.isEmpty()) {}
          while (queue.size() < 2) {}
          queue.clear();
        },
        () -> {
          queue.offer(1);
          queue.offer(2);
        });
    queue.offer(1);
    queue.offer(1);
    spin(
        1,
        () -> {
          while (queue.size() > 1) {}
          while (!queue.isEmpty()) {}
        },
        () -> {
          queue.poll();
          queue.poll();
        });
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // three threads spin: on two cores one must make room
  void keepsOrderAndLosesNothingBetweenTwoThreads() throws Exception {
    int count = 200_000;
    for (int capacity : new int[] {1, 3, 64, 1000}) {
      var queue = new SpscQueue<Integer>(capacity, Long.MAX_VALUE - count / 2);
      var done = new AtomicBoolean();
      var wrong = new AtomicInteger();
      var watcher =
          new Thread(() -> {
            while (!done.get()) {
              int size = queue.size();
              if (size < 0 || size > capacity) {
                wrong.incrementAndGet();
              }
              Thread.yield();
            }
          });
      var producer =
          new Thread(() -> {
            for (int i = 0; i < count; ) {
              if (queue.offer(i)) {
                i++;
              } else {
                Thread.yield();
              }
            }
          });
      watcher.start();
      producer.start();
      for (int i = 0; i < count; ) {
        Integer element = queue.poll();
        if (element == null) {
          Thread.yield();
        } else {
          assertEquals(i++, element);
        }
      }
      assertNull(queue.poll());
      done.set(true);
      producer.join();
      watcher.join();
      assertEquals(0, wrong.get());
    }
  }

  private static void awaitPoll(SpscQueue<Integer> queue) {
    while (queue.poll() == null) {}
  }

  private static void awaitPeek(SpscQueue<Integer> queue) {
    while (queue.peek() == null) {}
    queue.poll();
  }

  private static void awaitDrain(SpscQueue<Integer> queue, Consumer<Integer> consumer) {
    while (queue.drain(consumer) == 0) {}
  }

  /// Lets the first action spin long enough to be compiled before the second one comes.
  private static void spin(int rounds, Runnable spinner, Runnable mover) throws Exception {
    for (int i = 0; i < rounds; i++) {
      var failure = new @Nullable Throwable[1];
      var thread = new Thread(spinner);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
      thread.start();
      Thread.sleep(i < 3 ? 100 : 5);
      mover.run();
      thread.join(15_000);
      assertFalse(thread.isAlive(), "still spinning");
      assertNull(failure[0]);
    }
  }

  private static final class Counter implements Supplier<Integer> {
    int next;

    @Override
    public Integer get() {
      return next++;
    }
  }
}
