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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpmcLongQueueTest {
  /// Around the places where an int or a long index wraps.
  private static final long[] STARTS = {
    0, 3, Integer.MAX_VALUE - 3L, (1L << 32) - 3, (1L << 61) - 3, Long.MAX_VALUE - 3, -3
  };

  private static final long NONE = Long.MIN_VALUE;
  private static final List<Long> BEHIND_STOPPED = List.of(8L, 9L, 10L); // iterators pass over it

  @Test
  void handsNumbersBetweenThreads() throws InterruptedException {
    var sum = new AtomicInteger();
    // @start region="example"
    var orders = new MpmcLongQueue(1024);
    Runnable worker =
        () -> {
          long order = -1; // none
          while (order != 0) { // 0 ends a worker
            order = orders.poll(-1);
            if (order == -1) {
              Thread.onSpinWait(); // empty
            } else {
              sum.addAndGet((int) order);
            }
          }
        };
    var workers = List.of(new Thread(worker), new Thread(worker));
    workers.forEach(Thread::start);
    for (long order : new long[] {12, 30, 0, 0}) {
      while (!orders.offer(order)) { // full: the workers are behind
        Thread.onSpinWait();
      }
    }
    // @end
    for (Thread thread : workers) {
      thread.join(10_000);
      assertFalse(thread.isAlive());
    }
    assertEquals(42, sum.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 1000, 1024})
  void holdsThePowerOfTwoAboveItsCapacity(int asked) {
    for (long start : STARTS) {
      var queue = new MpmcLongQueue(asked, start);
      int capacity = queue.capacity();
      assertEquals(1, Integer.bitCount(capacity));
      assertTrue(asked <= capacity && capacity < 2 * asked);
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
  @ValueSource(ints = {1, 2, 4, 64, 128})
  void takesOneForEachThatLeavesWhenFull(int capacity) {
    for (long start : STARTS) {
      var queue = new MpmcLongQueue(capacity, start);
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
    var thrown = assertThrows(IllegalArgumentException.class, () -> new MpmcLongQueue(capacity));
    assertEquals("capacity: " + capacity + ", not 1 to 536870912", thrown.getMessage());
  }

  @Test
  void takesAnyValueAndTellsItFromNone() {
    var queue = new MpmcLongQueue(8);
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
    var queue = new MpmcLongQueue(4);
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
    var queue = new MpmcLongQueue(4);
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
      var queue = new MpmcLongQueue(64, start);
      long[] in = LongStream.range(0, 80).toArray();
      long[] out = new long[80];
      assertEquals(50, queue.offerAll(in, 0, 50));
      assertEquals(14, queue.offerAll(in, 50, 30));
      assertEquals(0, queue.offerAll(in, 0, 1));
      assertEquals(0, queue.offerAll(in, 80, 0));
      assertEquals(64, queue.size());
      assertEquals(40, queue.pollInto(out, 10, 40));
      assertEquals(0, out[9]);
      assertArrayEquals(Arrays.copyOf(in, 40), Arrays.copyOfRange(out, 10, 50));
      assertEquals(0, queue.pollInto(out, 80, 0));
      assertEquals(24, queue.pollInto(out, 0, 80));
      assertEquals(40, out[0]);
      assertEquals(63, out[23]);
      assertEquals(14, out[24]);
      assertEquals(0, queue.pollInto(out, 0, 80));
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void offersBelowTheThreshold() {
    for (long start : STARTS) {
      var queue = new MpmcLongQueue(16, start);
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
      for (int i = 12; i < 18; i++) {
        assertTrue(queue.offerIfBelowThreshold(i, Integer.MAX_VALUE));
      }
      assertFalse(queue.offerIfBelowThreshold(-1, Integer.MAX_VALUE));
      assertFalse(queue.offerIfBelowThreshold(-1, 100));
      assertEquals(LongStream.range(2, 18).boxed().toList(), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void drainsUpToTheLimit() {
    var queue = new MpmcLongQueue(8);
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
    var queue = new MpmcLongQueue(8);
    queue.offer(1);
    assertEquals(8, queue.drain(queue::offer));
    assertEquals(1, queue.size());
  }

  @Test
  void losesOnlyTheElementWhoseConsumerThrew() {
    var queue = new MpmcLongQueue(4);
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
    var queue = new MpmcLongQueue(8);
    queue.fill(new Counter());
    List<Long> seen = new ArrayList<>();
    queue.drain(i -> {
      seen.add(i);
      queue.poll(seen::add);
    });
    assertEquals(LongStream.range(0, 8).boxed().toList(), seen);
    assertTrue(queue.isEmpty());
  }

  @Test
  void fillsUpToTheLimitAndAsksNoMoreThanFits() {
    var queue = new MpmcLongQueue(8);
    var counter = new Counter();
    assertEquals(0, queue.fill(counter, 0));
    assertEquals(2, queue.fill(counter, 2));
    assertEquals(6, queue.fill(counter, 100));
    assertEquals(0, queue.fill(counter));
    assertEquals(8, counter.next);
    assertEquals(LongStream.range(0, 8).boxed().toList(), List.copyOf(queue.asQueue()));
  }

  /// The slot that the supplier was to fill is claimed: nobody waits for it, and it gives nothing.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fillKeepsWhatItAddedBeforeItsSupplierThrew() {
    for (long start : STARTS) {
      var queue = new MpmcLongQueue(8, start);
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
      assertEquals(5, queue.size());
      assertEquals(List.of(0L, 1L, 2L), List.copyOf(queue.asQueue()));
      assertEquals(3, queue.fill(counter));
      assertFalse(queue.offer(-1));
      assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), List.copyOf(queue.asQueue()));
      long[] into = new long[8];
      assertEquals(3, queue.pollInto(into, 0, 8));
      assertEquals(3, queue.peek(NONE));
      assertEquals(3, queue.size());
      assertEquals(3, queue.pollInto(into, 3, 5));
      assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 0, 0}, into);
      assertThrows(IllegalStateException.class, () -> queue.fill(MpmcLongQueueTest::failing, 1));
      assertFalse(queue.isEmpty()); // until a consumer has passed
      assertEquals(NONE, queue.poll(NONE));
      assertTrue(queue.isEmpty());
      assertThrows(IllegalStateException.class, () -> queue.fill(MpmcLongQueueTest::failing, 1));
      assertEquals(0, queue.pollInto(into, 0, 8));
      assertThrows(IllegalStateException.class, () -> queue.fill(MpmcLongQueueTest::failing, 1));
      assertNull(queue.asQueue().peek());
      assertThrows(IllegalStateException.class, () -> queue.fill(MpmcLongQueueTest::failing, 1));
      assertEquals(NONE, queue.relaxedPoll(NONE));
      assertTrue(queue.isEmpty());
    }
  }

  private static long failing() {
    throw new IllegalStateException();
  }

  @Test
  void aSupplierMayOffer() {
    var queue = new MpmcLongQueue(2);
    LongSupplier reentrant =
        () -> {
          queue.fill(() -> 1);
          return 2;
        };
    assertEquals(1, queue.fill(reentrant));
    assertEquals(List.of(2L, 1L), List.copyOf(queue.asQueue()));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aProducerStoppedAmidItsCallHoldsUpStrictCallsOnly() throws Exception {
    var queue = new MpmcLongQueue(4);
    var claimed = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    LongSupplier slow =
        () -> {
          claimed.countDown();
          awaitUninterrupted(released);
          return 7;
        };
    var producer = new Thread(() -> queue.fill(slow, 1));
    producer.setDaemon(true);
    producer.start();
    claimed.await();
    assertTrue(queue.offer(8));
    assertEquals(2, queue.offerAll(new long[] {9, 10, 11}, 0, 3));
    assertFalse(queue.offer(11));
    assertEquals(4, queue.size());
    assertEquals(NONE, queue.relaxedPoll(NONE));
    assertEquals(NONE, queue.relaxedPeek(NONE));
    assertEquals(0, queue.drain(e -> {}));
    assertEquals(BEHIND_STOPPED, List.copyOf(queue.asQueue()));
    List<Long> seen = new ArrayList<>();
    var consumer =
        new Thread(() -> {
          seen.add(queue.peek(NONE));
          seen.add(queue.poll(NONE));
        });
    consumer.setDaemon(true);
    consumer.start();
    Thread.sleep(50);
    assertTrue(consumer.isAlive());
    released.countDown();
    consumer.join(10_000);
    assertEquals(List.of(7L, 7L), seen);
    assertEquals(8, queue.poll(NONE));
    assertEquals(List.of(9L, 10L), List.copyOf(queue.asQueue()));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void waitsWithTheCounterThatTheStrategyReturned() {
    var queue = new MpmcLongQueue(2);
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
      var queue = new MpmcLongQueue(capacity);
      queue.clear();
      queue.fill(() -> 1);
      queue.clear();
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.poll(NONE));
    }
  }

  @Test
  void theViewRemovesOnlyTheOldest() {
    var queue = new MpmcLongQueue(4);
    Queue<Long> view = queue.asQueue();
    queue.fill(new Counter());
    assertThrows(UnsupportedOperationException.class, () -> view.remove(2L));
    assertThrows(UnsupportedOperationException.class, () -> view.removeIf(i -> i == 2));
    assertFalse(view.remove(4L));
    assertTrue(view.contains(3L));
    assertEquals(0, view.remove());
    assertEquals("[1, 2, 3]", view.toString());
    view.clear();
    assertTrue(view.isEmpty());
    assertThrows(NoSuchElementException.class, view::remove);
  }

  @Test
  void iteratorsSurvivePolls() {
    for (long start : STARTS) {
      var queue = new MpmcLongQueue(64, start);
      queue.fill(new Counter());
      var iterator = queue.asQueue().iterator();
      assertEquals(0, iterator.next());
      queue.poll(NONE);
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
    for (int capacity : new int[] {1, 2, 64, 128}) {
      var queue = new MpmcLongQueue(capacity);
      queue.fill(new Counter());
      assertEquals(capacity, new ArrayList<>(queue.asQueue()).size());
    }
  }

  @Test
  void viewsAreOfTheSameQueue() {
    var queue = new MpmcLongQueue(2);
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

  /// 0 and 1 are what the view asks with.
  @Test
  void theViewTellsZeroAndOneFromNone() {
    for (long value : new long[] {0, 1, 2, -1}) {
      var queue = new MpmcLongQueue(1);
      var view = queue.asQueue();
      assertNull(view.peek());
      assertTrue(view.offer(value));
      assertEquals(value, view.peek());
      assertEquals(value, view.poll());
      assertNull(view.peek());
    }
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnOfferEnds() throws Exception {
    for (int capacity : new int[] {1, 2, 100}) {
      var queue = new MpmcLongQueue(capacity);
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
    var queue = new MpmcLongQueue(2);
    spin(20, () -> awaitPoll(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPeekEnds() throws Exception {
    var queue = new MpmcLongQueue(64);
    spin(20, () -> awaitPeek(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnDrainAndPollToAConsumerEnds() throws Exception {
    var queue = new MpmcLongQueue(2);
    LongConsumer ignore = i -> {};
    spin(10, () -> awaitDrain(queue, ignore), () -> queue.offer(1));
    spin(10, () -> awaitConsumer(queue, ignore), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollIntoEnds() throws Exception {
    var queue = new MpmcLongQueue(2);
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
    var queue = new MpmcLongQueue(1);
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
    var queue = new MpmcLongQueue(8);
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

  /// Each consumer sees what one producer sent in order, and nobody sees anything twice.
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores: some must make room
  void losesNothingBetweenFourProducersAndFourConsumers() throws Exception {
    int side = 4;
    int each = 20_000;
    for (int capacity : new int[] {1, 2, 64}) {
      var queue = new MpmcLongQueue(capacity, Long.MAX_VALUE - each);
      var seen = new AtomicIntegerArray(side * each);
      var left = new AtomicInteger(side * each);
      List<Runnable> parts = new ArrayList<>();
      for (int id = 0; id < side; id++) {
        int number = id;
        parts.add(() -> {
          long[] batch = new long[10];
          for (int i = 0; i < each; ) {
            int count = number == 3 ? Math.min(batch.length, each - i) : 1;
            for (int j = 0; j < count; j++) {
              batch[j] = (long) number * each + i + j;
            }
            int before = i;
            i +=
                switch (number) {
                  case 0 -> queue.relaxedOffer(batch[0]) ? 1 : 0;
                  case 1 -> queue.fill(() -> batch[0], 1);
                  case 2 -> queue.offer(batch[0]) ? 1 : 0;
                  default -> queue.offerAll(batch, 0, count);
                };
            if (i == before) {
              Thread.yield();
            }
          }
        });
        parts.add(() -> {
          int[] last = {-1, -1, -1, -1};
          long[] batch = new long[10];
          while (left.get() > 0) {
            int count = take(queue, number, batch);
            for (int i = 0; i < count; i++) {
              int element = (int) batch[i];
              assertEquals(1, seen.incrementAndGet(element));
              assertTrue(element > last[element / each]);
              last[element / each] = element;
              left.decrementAndGet();
            }
            if (count == 0) {
              Thread.yield();
            }
          }
        });
      }
      together(parts);
      assertTrue(queue.isEmpty());
      for (int i = 0; i < side * each; i++) {
        assertEquals(1, seen.get(i));
      }
    }
  }

  private static int take(MpmcLongQueue queue, int way, long[] into) {
    if (way == 0) {
      return queue.pollInto(into, 0, into.length);
    }
    LongConsumer first =
        value -> {
          into[0] = value;
        };
    if (way == 1) {
      return queue.poll(first) ? 1 : 0;
    }
    if (way == 2) {
      return queue.drain(first, 1);
    }
    into[0] = queue.poll(-1);
    return into[0] == -1 ? 0 : 1;
  }

  /// Sizes and peeks of a third party stay within bounds while the queue moves fast.
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores: some must make room
  void whatOthersSeeMeanwhileIsSound() throws Exception {
    int count = 30_000;
    for (int capacity : new int[] {1, 4}) {
      var queue = new MpmcLongQueue(capacity);
      var left = new AtomicInteger(2 * count);
      List<Runnable> parts = new ArrayList<>();
      for (int id = 0; id < 2; id++) {
        parts.add(() -> {
          for (long i = 1; i <= count; ) {
            if (queue.offer((i << 32) | i)) {
              i++;
            } else {
              Thread.yield();
            }
          }
        });
        parts.add(() -> {
          while (left.get() > 0) {
            if (queue.poll(0) == 0) {
              Thread.yield();
            } else {
              left.decrementAndGet();
            }
          }
        });
      }
      parts.add(() -> {
        while (left.get() > 0) {
          long peeked = left.get() % 2 == 0 ? queue.peek(0) : queue.relaxedPeek(0);
          assertEquals((int) peeked, (int) (peeked >>> 32));
          int size = queue.size();
          assertTrue(0 <= size && size <= capacity);
          for (long element : queue.asQueue()) {
            assertEquals((int) element, (int) (element >>> 32));
          }
          Thread.yield();
        }
      });
      together(parts);
    }
  }

  /// What each of several threads does until it is done, to the end or to the first failure.
  private static void together(List<Runnable> parts) throws Exception {
    var threads =
        Executors.newFixedThreadPool(parts.size(), Thread.ofPlatform().daemon().factory());
    try {
      List<Future<?>> running = new ArrayList<>();
      parts.forEach(part -> running.add(threads.submit(part)));
      for (Future<?> each : running) {
        each.get(100, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitPoll(MpmcLongQueue queue) {
    while (queue.poll(NONE) == NONE) {}
  }

  private static void awaitPeek(MpmcLongQueue queue) {
    while (queue.peek(NONE) == NONE) {}
    queue.poll(NONE);
  }

  private static void awaitDrain(MpmcLongQueue queue, LongConsumer consumer) {
    while (queue.drain(consumer) == 0) {}
  }

  private static void awaitConsumer(MpmcLongQueue queue, LongConsumer consumer) {
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
