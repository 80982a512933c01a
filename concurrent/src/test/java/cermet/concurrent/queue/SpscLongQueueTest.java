// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpscLongQueueTest {
  /// Around the places where an int or a long index wraps, and at each offset in a block.
  private static final long[] STARTS = {
    0, 4, 7, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 9, Long.MAX_VALUE - 3, -3
  };

  private static final long NONE = Long.MIN_VALUE;

  @Test
  void handsNumbersToAnotherThread() throws InterruptedException {
    long[] sum = new long[1];
    // @start region="example"
    var prices = new SpscLongQueue(1024);
    var adder =
        new Thread(() -> {
          long[] batch = new long[64];
          for (int left = 3; left > 0; ) {
            int taken = prices.pollInto(batch, 0, batch.length);
            for (int i = 0; i < taken; i++) {
              sum[0] += batch[i];
            }
            left -= taken;
            Thread.onSpinWait();
          }
        });
    adder.start();
    for (long price : new long[] {1999, -1, Long.MIN_VALUE}) { // any value is legal
      while (!prices.offer(price)) { // full: the other thread is behind
        Thread.onSpinWait();
      }
    }
    // @end
    adder.join(10_000);
    assertFalse(adder.isAlive());
    assertEquals(1998 + Long.MIN_VALUE, sum[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 8, 13, 14, 15, 49, 50, 51, 56, 57, 64, 100, 1000, 1024, 5000})
  void holdsExactlyItsCapacity(int capacity) {
    for (long start : STARTS) {
      var queue = new SpscLongQueue(capacity, start);
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
          assertEquals(i, queue.peek(NONE));
          assertEquals(i, queue.relaxedPeek(NONE));
          assertEquals(i, i % 2 == 0 ? queue.poll(NONE) : queue.relaxedPoll(NONE));
        }
        assertEquals(NONE, queue.peek(NONE));
        assertEquals(NONE, queue.poll(NONE));
        assertTrue(queue.isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100})
  void takesOneForEachThatLeavesWhenFull(int capacity) {
    for (long start : STARTS) {
      var queue = new SpscLongQueue(capacity, start);
      assertEquals(capacity, queue.fill(new Counter()));
      for (int i = 0; i < 3 * capacity; i++) {
        assertFalse(queue.offer(-1));
        assertEquals(i, queue.poll(NONE));
        assertTrue(queue.offer(capacity + i));
      }
      assertEquals(capacity, queue.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 29) + 1, 1 << 30, Integer.MAX_VALUE})
  void refusesCapacity(int capacity) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new SpscLongQueue(capacity));
    assertEquals("capacity: " + capacity + ", not 1 to 536870912", thrown.getMessage());
  }

  @Test
  void takesAnyValueAndTellsItFromNone() {
    var queue = new SpscLongQueue(8);
    long[] values = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE};
    List<Long> seen = new ArrayList<>();
    assertFalse(queue.poll(seen::add));
    for (long value : values) {
      assertTrue(queue.offer(value));
      assertEquals(value, queue.peek(value)); // absent is what the caller likes
      assertEquals(1, queue.size());
      assertTrue(queue.poll(seen::add));
      assertFalse(queue.poll(seen::add));
      assertEquals(value, queue.poll(value));
    }
    assertEquals(Arrays.stream(values).boxed().toList(), seen);
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    var queue = new SpscLongQueue(4);
    queue.offer(1);
    assertThrows(NullPointerException.class, () -> queue.asQueue().add(null));
    assertThrows(NullPointerException.class, () -> queue.poll(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null, 1));
    assertThrows(NullPointerException.class, () -> queue.drain(null, i -> i, () -> true));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, null, () -> true));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.fill(null));
    assertThrows(NullPointerException.class, () -> queue.fill(null, 1));
    assertThrows(NullPointerException.class, () -> queue.fill(null, i -> i, () -> true));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> 2, null, () -> true));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> 2, i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.offerAll(null, 0, 0));
    assertThrows(NullPointerException.class, () -> queue.pollInto(null, 0, 0));
    assertEquals(List.of(1L), List.copyOf(queue.asQueue()));
  }

  @Test
  void refusesRangesAndLimitsAndStaysAsItWas() {
    var queue = new SpscLongQueue(4);
    queue.offer(1);
    long[] array = {8, 9};
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, 1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, 0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.pollInto(array, 2, 1));
    assertThrows(
        IndexOutOfBoundsException.class, () -> queue.pollInto(array, 1, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> queue.drain(e -> {}, -1));
    var thrown = assertThrows(IllegalArgumentException.class, () -> queue.fill(() -> 2, -7));
    assertEquals("limit: -7", thrown.getMessage());
    assertArrayEquals(new long[] {8, 9}, array);
    assertEquals(List.of(1L), List.copyOf(queue.asQueue()));
  }

  @Test
  void movesArraysInAndOut() {
    for (long start : STARTS) {
      var queue = new SpscLongQueue(100, start);
      long[] in = LongStream.range(0, 80).toArray();
      long[] out = new long[80];
      assertEquals(80, queue.offerAll(in, 0, 80));
      assertEquals(20, queue.offerAll(in, 30, 50));
      assertEquals(0, queue.offerAll(in, 0, 1));
      assertEquals(0, queue.offerAll(in, 80, 0));
      assertEquals(100, queue.size());
      assertEquals(70, queue.pollInto(out, 10, 70));
      assertEquals(0, out[9]);
      assertArrayEquals(Arrays.copyOf(in, 70), Arrays.copyOfRange(out, 10, 80));
      assertEquals(0, queue.pollInto(out, 80, 0));
      assertEquals(30, queue.pollInto(out, 0, 80));
      assertEquals(70, out[0]);
      assertEquals(30, out[10]);
      assertEquals(49, out[29]);
      assertEquals(0, queue.pollInto(out, 0, 80));
      assertTrue(queue.isEmpty());
    }
  }

  /// All lengths at all offsets of a block, and around the end of the storage.
  @Test
  void movesArraysOfEachLength() {
    for (int count = 0; count <= 40; count++) {
      for (int start = 0; start < 64; start++) {
        var queue = new SpscLongQueue(33, start);
        long[] in = LongStream.rangeClosed(1, count).toArray();
        long[] out = new long[count + 2];
        int moved = Math.min(count, 33);
        assertEquals(moved, queue.offerAll(in, 0, count));
        assertEquals(moved, queue.size());
        assertEquals(moved, queue.pollInto(out, 1, count));
        assertEquals(0, queue.size());
        long[] expected = new long[count + 2];
        System.arraycopy(in, 0, expected, 1, moved);
        assertArrayEquals(expected, out);
      }
    }
  }

  @Test
  void offersBelowTheThreshold() {
    for (long start : STARTS) {
      var queue = new SpscLongQueue(20, start);
      assertFalse(queue.offerIfBelowThreshold(-1, 0));
      assertFalse(queue.offerIfBelowThreshold(-1, Integer.MIN_VALUE));
      for (int i = 0; i < 10; i++) {
        assertTrue(queue.offerIfBelowThreshold(i, 10));
      }
      assertFalse(queue.offerIfBelowThreshold(-1, 10));
      assertFalse(queue.offerIfBelowThreshold(-1, 5));
      assertTrue(queue.offerIfBelowThreshold(10, 11));
      assertEquals(0, queue.poll(NONE));
      assertEquals(1, queue.poll(NONE));
      assertTrue(queue.offerIfBelowThreshold(11, 10));
      assertFalse(queue.offerIfBelowThreshold(-1, 10));
      for (int i = 12; i < 22; i++) {
        assertTrue(queue.offerIfBelowThreshold(i, Integer.MAX_VALUE));
      }
      assertFalse(queue.offerIfBelowThreshold(-1, Integer.MAX_VALUE));
      assertEquals(LongStream.range(2, 22).boxed().toList(), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void drainsUpToTheLimit() {
    var queue = new SpscLongQueue(8);
    queue.fill(new Counter());
    List<Long> drained = new ArrayList<>();
    assertEquals(0, queue.drain(drained::add, 0));
    assertEquals(3, queue.drain(drained::add, 3));
    assertEquals(List.of(0L, 1L, 2L), drained);
    assertEquals(5, queue.drain(drained::add));
    assertEquals(0, queue.drain(drained::add));
    assertEquals(LongStream.range(0, 8).boxed().toList(), drained);
  }

  @Test
  void drainEndsAlthoughItsConsumerOffersAgain() {
    var queue = new SpscLongQueue(8);
    queue.offer(1);
    assertEquals(8, queue.drain(queue::offer));
    assertEquals(1, queue.size());
  }

  @Test
  void losesOnlyTheElementWhoseConsumerThrew() {
    var queue = new SpscLongQueue(4);
    queue.fill(new Counter());
    List<Long> seen = new ArrayList<>();
    LongConsumer failing =
        i -> {
          seen.add(i);
          if (i == 1) {
            throw new IllegalStateException("1");
          }
        };
    assertThrows(IllegalStateException.class, () -> queue.drain(failing));
    assertEquals(List.of(0L, 1L), seen);
    assertEquals(2, queue.size());
    assertThrows(
        IllegalStateException.class,
        () -> queue.drain(i -> failing.accept(i - 1), i -> i, () -> true));
    assertThrows(IllegalStateException.class, () -> queue.poll(i -> failing.accept(i - 2)));
    assertTrue(queue.isEmpty());
  }

  @Test
  void aConsumerMayPollWhileItDrains() {
    var queue = new SpscLongQueue(6);
    queue.fill(new Counter());
    List<Long> seen = new ArrayList<>();
    queue.drain(i -> {
      seen.add(i);
      queue.poll(seen::add);
    });
    assertEquals(LongStream.range(0, 6).boxed().toList(), seen);
    assertTrue(queue.isEmpty());
  }

  @Test
  void fillsUpToTheLimitAndAsksNoMoreThanFits() {
    var queue = new SpscLongQueue(5);
    var counter = new Counter();
    assertEquals(0, queue.fill(counter, 0));
    assertEquals(2, queue.fill(counter, 2));
    assertEquals(3, queue.fill(counter, 100));
    assertEquals(0, queue.fill(counter));
    assertEquals(5, counter.next);
    assertEquals(LongStream.range(0, 5).boxed().toList(), List.copyOf(queue.asQueue()));
  }

  @Test
  void fillKeepsWhatItAddedBeforeItsSupplierThrew() {
    var queue = new SpscLongQueue(8);
    var counter = new Counter();
    LongSupplier ends =
        () -> {
          if (counter.next == 3) {
            throw new IllegalStateException("3");
          }
          return counter.getAsLong();
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(ends));
    assertThrows(IllegalStateException.class, () -> queue.fill(ends, i -> i, () -> true));
    assertEquals(List.of(0L, 1L, 2L), List.copyOf(queue.asQueue()));
    assertEquals(5, queue.fill(counter));
  }

  @Test
  void fillDetectsASupplierThatOffers() {
    var queue = new SpscLongQueue(2);
    LongSupplier reentrant =
        () -> {
          queue.fill(() -> 1);
          return 2;
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(reentrant));
    assertEquals(List.of(1L, 1L), List.copyOf(queue.asQueue()));
  }

  @Test
  void waitsWithTheCounterThatTheStrategyReturned() {
    var queue = new SpscLongQueue(2);
    List<Integer> idle = new ArrayList<>();
    IntUnaryOperator wait =
        i -> {
          idle.add(i);
          return i + 10;
        };
    var counter = new Counter();
    queue.fill(counter, wait, () -> idle.size() < 2);
    assertEquals(List.of(0, 10), idle);
    assertEquals(2, queue.size());
    idle.clear();
    List<Long> seen = new ArrayList<>();
    queue.drain(seen::add, wait, () -> idle.size() < 3);
    assertEquals(List.of(0, 10, 20), idle);
    assertEquals(List.of(0L, 1L), seen);
    queue.drain(seen::add, wait, () -> false);
    queue.fill(counter, wait, () -> false);
    assertEquals(3, idle.size());
    assertEquals(2, counter.next);
  }

  @Test
  void clearsAndGoesOn() {
    for (int capacity : new int[] {1, 3, 64}) {
      var queue = new SpscLongQueue(capacity);
      queue.clear();
      queue.fill(() -> 1);
      queue.clear();
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.poll(NONE));
    }
  }

  @Test
  void removesFromTheMiddleOfTheView() {
    for (long start : STARTS) {
      var queue = new SpscLongQueue(12, start);
      Queue<Long> view = queue.asQueue();
      queue.fill(new Counter());
      assertTrue(view.remove(9L));
      assertFalse(view.remove(9L));
      assertTrue(view.remove(0L));
      assertTrue(queue.offer(12));
      assertTrue(queue.offer(13));
      assertFalse(queue.offer(14));
      assertTrue(view.removeIf(i -> i % 2 == 0));
      assertEquals(List.of(1L, 3L, 5L, 7L, 11L, 13L), List.copyOf(view));
      assertEquals(1, queue.poll(NONE));
      assertEquals(3L, view.poll());
      assertEquals("[5, 7, 11, 13]", view.toString());
      view.clear();
      assertTrue(view.isEmpty());
    }
  }

  @Test
  void iteratorsSurvivePolls() {
    for (long start : STARTS) {
      var queue = new SpscLongQueue(64, start);
      queue.fill(new Counter());
      var iterator = queue.asQueue().iterator();
      assertThrows(IllegalStateException.class, iterator::remove);
      assertEquals(0, iterator.next());
      queue.poll(NONE);
      iterator.remove(); // has left already
      assertThrows(IllegalStateException.class, iterator::remove);
      assertEquals(63, queue.size());
      assertTrue(iterator.hasNext());
      queue.poll(NONE);
      assertEquals(1, iterator.next()); // as promised by hasNext
      queue.poll(NONE);
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
    for (int capacity : new int[] {50, 51, 64, 100, 128}) {
      var queue = new SpscLongQueue(capacity);
      queue.fill(new Counter());
      assertEquals(capacity, new ArrayList<>(queue.asQueue()).size());
    }
  }

  @Test
  void viewsAreOfTheSameQueue() {
    var queue = new SpscLongQueue(2);
    var view = queue.asQueue();
    assertNull(view.peek());
    assertNull(view.poll());
    assertTrue(view.offer(0L));
    assertTrue(view.add(2L));
    assertFalse(view.offer(3L));
    assertThrows(IllegalStateException.class, () -> view.add(3L));
    assertEquals(0L, view.element());
    assertEquals(0L, view.peek());
    assertEquals(0, queue.poll(NONE));
    assertNotNull(view.poll());
    assertEquals(0, view.size());
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnOfferEnds() throws Exception {
    for (int capacity : new int[] {1, 2, 100}) {
      var queue = new SpscLongQueue(capacity);
      spin(
          20,
          () -> {
            for (int i = 0; i < 2 * capacity; i++) {
              while (!queue.offer(i)) {}
            }
          },
          () -> {
            for (int i = 0; i < 2 * capacity; ) {
              if (queue.poll(NONE) != NONE) {
                i++;
              }
            }
          });
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollEnds() throws Exception {
    var queue = new SpscLongQueue(2);
    spin(20, () -> awaitPoll(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPeekEnds() throws Exception {
    var queue = new SpscLongQueue(64);
    spin(20, () -> awaitPeek(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnDrainAndPollToAConsumerEnds() throws Exception {
    var queue = new SpscLongQueue(2);
    LongConsumer ignore = i -> {};
    spin(10, () -> awaitDrain(queue, ignore), () -> queue.offer(1));
    spin(10, () -> awaitConsumer(queue, ignore), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollIntoEnds() throws Exception {
    var queue = new SpscLongQueue(2);
    long[] into = new long[1];
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
    var queue = new SpscLongQueue(1);
    LongSupplier one = () -> 1;
    long[] array = {1};
    queue.offer(0);
    spin(
        20,
        () -> {
          while (queue.fill(one) == 0) {}
          while (queue.offerAll(array, 0, 1) == 0) {}
          while (!queue.offerIfBelowThreshold(1, 1)) {}
        },
        () -> {
          awaitPoll(queue);
          awaitPoll(queue);
          awaitPoll(queue);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnSizeAndIsEmptyEnds() throws Exception {
    var queue = new SpscLongQueue(8);
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
          queue.poll(NONE);
          queue.poll(NONE);
        });
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // three threads spin: on two cores one must make room
  void keepsOrderAndLosesNothingBetweenTwoThreads() throws Exception {
    int count = 200_000;
    for (int capacity : new int[] {1, 3, 64, 1000}) {
      var queue = new SpscLongQueue(capacity, Long.MAX_VALUE - count / 2);
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
            long[] array = new long[20];
            for (int i = 0; i < count; ) {
              int before = i;
              if (i % 3 == 0) {
                for (int j = 0; j < array.length; j++) {
                  array[j] = (long) i + j;
                }
                i += queue.offerAll(array, 0, Math.min(array.length, count - i));
              } else if (queue.offer(i)) {
                i++;
              }
              if (i == before) {
                Thread.yield();
              }
            }
          });
      watcher.start();
      producer.start();
      long[] into = new long[30];
      for (int i = 0; i < count; ) {
        int taken = queue.pollInto(into, 0, i % into.length);
        for (int j = 0; j < taken; j++) {
          assertEquals(i++, into[j]);
        }
        long element = queue.poll(NONE);
        if (element == NONE) {
          Thread.yield();
        } else {
          assertEquals(i++, element);
        }
      }
      assertEquals(NONE, queue.poll(NONE));
      done.set(true);
      producer.join();
      watcher.join();
      assertEquals(0, wrong.get());
    }
  }

  private static void awaitPoll(SpscLongQueue queue) {
    while (queue.poll(NONE) == NONE) {}
  }

  private static void awaitPeek(SpscLongQueue queue) {
    while (queue.peek(NONE) == NONE) {}
    queue.poll(NONE);
  }

  private static void awaitDrain(SpscLongQueue queue, LongConsumer consumer) {
    while (queue.drain(consumer) == 0) {}
  }

  private static void awaitConsumer(SpscLongQueue queue, LongConsumer consumer) {
    while (!queue.poll(consumer)) {}
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

  private static final class Counter implements LongSupplier {
    long next;

    @Override
    public long getAsLong() {
      return next++;
    }
  }
}
