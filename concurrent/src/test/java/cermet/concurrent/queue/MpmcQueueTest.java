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
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpmcQueueTest {
  /// Around the places where an int or a long index wraps.
  private static final long[] STARTS = {
    0, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 3, -3
  };

  @Test
  void handsObjectsToAnotherThread() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    var lines = new MpmcQueue<String>(1024);
    IntUnaryOperator spin =
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
      var queue = new MpmcQueue<Integer>(capacity, start);
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
      var queue = new MpmcQueue<Integer>(capacity, start);
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
        assertThrows(IllegalArgumentException.class, () -> new MpmcQueue<Object>(capacity));
    assertTrue(String.valueOf(thrown.getMessage()).contains("capacity: " + capacity));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    var queue = new MpmcQueue<String>(4);
    queue.offer("a");
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(NullPointerException.class, () -> queue.relaxedOffer(null));
    assertThrows(NullPointerException.class, () -> queue.offerIfBelowThreshold(null, 4));
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
    var queue = new MpmcQueue<String>(4);
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
      var queue = new MpmcQueue<Integer>(100, start);
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
    var queue = new MpmcQueue<Object>(4);
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
    var queue = new MpmcQueue<Integer>(8);
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
    var queue = new MpmcQueue<Integer>(8);
    queue.offer(1);
    assertEquals(8, queue.drain(queue::offer));
    assertEquals(1, queue.size());
  }

  @Test
  void drainLosesOnlyTheElementWhoseConsumerThrew() {
    var queue = new MpmcQueue<Integer>(4);
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
    var queue = new MpmcQueue<Integer>(6);
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
    var queue = new MpmcQueue<Integer>(5);
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
    var queue = new MpmcQueue<Integer>(8);
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
  void aSupplierMayOfferAndItsElementsStandBehind() {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(4, start);
      var counter = new Counter();
      Supplier<Integer> reentrant =
          () -> {
            queue.offer(10 + counter.next);
            return counter.get();
          };
      assertEquals(2, queue.fill(reentrant, 2));
      assertEquals(List.of(0, 10, 1, 11), List.copyOf(queue.asQueue()));
    }
  }

  /// A full queue of 5, 6 and a place that its supplier left empty in front of 7, 8.
  private static MpmcQueue<Integer> withHoles(long start) {
    var queue = new MpmcQueue<Integer>(5, start);
    queue.offer(5);
    queue.offer(6);
    Supplier<Integer> failing =
        () -> {
          queue.offer(7);
          queue.offer(8);
          throw new IllegalStateException("no element");
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(failing, 2));
    return queue;
  }

  @Test
  void passesOverThePlacesOfASupplierThatThrewBeforeOthers() {
    for (long start : STARTS) {
      var queue = withHoles(start);
      assertEquals(5, queue.size()); // until a consumer has passed it
      assertFalse(queue.offer(9));
      assertEquals(List.of(5, 6, 7, 8), List.copyOf(queue.asQueue()));
      assertEquals(5, queue.poll());
      assertEquals(6, queue.poll());
      assertEquals(7, queue.peek());
      assertEquals(2, queue.size());
      assertEquals(7, queue.poll());
      assertEquals(8, queue.poll());
      assertNull(queue.poll());
      assertEquals(5, queue.fill(() -> 1));

      queue = withHoles(start);
      queue.clear();
      assertTrue(queue.isEmpty());

      queue = withHoles(start);
      queue.poll();
      queue.relaxedPoll();
      assertEquals(7, queue.relaxedPeek());
      assertEquals(7, queue.relaxedPoll());

      List<Integer> drained = new ArrayList<>();
      queue = withHoles(start);
      assertEquals(4, queue.drain(drained::add, 4));
      assertEquals(List.of(5, 6, 7, 8), drained);
      assertTrue(queue.isEmpty());

      var into = new Integer[6];
      queue = withHoles(start);
      assertEquals(4, queue.pollInto(into, 1, 5));
      assertArrayEquals(new Integer[] {null, 5, 6, 7, 8, null}, into);

      queue = withHoles(start);
      assertEquals(3, queue.drain(i -> {}, 3));
      assertEquals(1, queue.pollInto(into, 0, 6));
      assertEquals(8, into[0]);
      assertNull(queue.peek());
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void offersOnlyBelowTheThreshold() {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(5, start);
      assertFalse(queue.offerIfBelowThreshold(0, 0));
      assertTrue(queue.offerIfBelowThreshold(0, 1));
      assertFalse(queue.offerIfBelowThreshold(1, 1));
      for (int i = 1; i < 4; i++) {
        assertTrue(queue.offerIfBelowThreshold(i, 4));
      }
      assertFalse(queue.offerIfBelowThreshold(4, 4));
      assertTrue(queue.offerIfBelowThreshold(4, Integer.MAX_VALUE));
      assertFalse(queue.offerIfBelowThreshold(5, Integer.MAX_VALUE));
      queue.poll();
      queue.poll();
      assertFalse(queue.offerIfBelowThreshold(5, 3));
      assertTrue(queue.offerIfBelowThreshold(5, 4));
      assertEquals(List.of(2, 3, 4, 5), List.copyOf(queue.asQueue()));
      assertThrows(IllegalArgumentException.class, () -> queue.offerIfBelowThreshold(6, -1));
    }
  }

  @Test
  void isStrictThoughTheLimitWasSeenLongAgo() {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(4, start);
      for (int lap = 0; lap < 20; lap++) {
        assertEquals(3, queue.offerAll(new Integer[] {1, 2, 3}, 0, 3));
        assertEquals(1, queue.offerAll(new Integer[] {4, 5, 6}, 0, 3));
        queue.poll();
        assertTrue(queue.offer(5));
        assertFalse(queue.offer(6));
        assertEquals(4, queue.drain(i -> {}));
      }
    }
  }

  /// A producer stops after it has claimed a place and before it fills it.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitsForAParkedProducerOnlyWhereItIsStrict() throws Exception {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(3, start);
      var claimed = new CountDownLatch(1);
      var resume = new CountDownLatch(1);
      var parked =
          new Thread(() ->
              queue.fill(
                  () -> {
                    claimed.countDown();
                    await(resume);
                    return 1;
                  },
                  1));
      parked.start();
      await(claimed);
      assertEquals(1, queue.size());
      assertFalse(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.size());
      assertNull(queue.relaxedPoll());
      assertNull(queue.relaxedPeek());
      assertEquals(0, queue.drain(i -> {}));
      var iterator = queue.asQueue().iterator();
      assertEquals(2, iterator.next()); // passes over what is not there
      assertFalse(iterator.hasNext());
      assertTrue(queue.offer(3));
      assertFalse(queue.offer(4));
      var got = new ArrayList<@Nullable Integer>();

      var strict =
          new Thread(() -> {
            got.add(queue.peek());
            got.add(queue.poll());
          });
      strict.start();
      strict.join(20);
      assertTrue(strict.isAlive());
      resume.countDown();
      strict.join(10_000);
      assertEquals(List.of(1, 1), got);
      assertEquals(2, queue.poll());
      assertEquals(3, queue.poll());
      assertNull(queue.poll());
      parked.join(10_000);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pollIntoWaitsForAParkedProducer() throws Exception {
    var queue = new MpmcQueue<Integer>(8);
    var claimed = new CountDownLatch(1);
    var resume = new CountDownLatch(1);
    Supplier<Integer> late =
        () -> {
          claimed.countDown();
          await(resume);
          return 1;
        };
    var parked = new Thread(() -> queue.fill(late, 1));
    parked.start();
    await(claimed);
    queue.offer(2);
    var into = new Integer[3];
    var waiting = new Thread(() -> queue.pollInto(into, 0, 3));
    waiting.start();
    waiting.join(20);
    assertTrue(waiting.isAlive());
    resume.countDown();
    waiting.join(10_000);
    parked.join(10_000);
    assertFalse(waiting.isAlive());
    assertEquals(1, into[0]);
  }

  /// A consumer stops after it has claimed an element and before it empties the place.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitsForAParkedConsumerOnlyWhereItIsStrict() throws Exception {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(3, start);
      queue.fill(new Counter());
      var claimed = Objects.requireNonNull(queue.claimFilled(true));
      assertEquals(2, queue.size());
      assertFalse(queue.relaxedOffer(3));
      assertEquals(1, queue.peek());
      assertEquals(1, queue.poll());
      assertEquals(2, queue.poll());
      assertNull(queue.poll());
      assertFalse(queue.relaxedOffer(3)); // its place comes next, though two others are free
      var array = new Integer[] {3, 4, 5};
      var strict =
          new Thread(() -> {
            assertTrue(queue.offer(2));
            assertEquals(2, queue.offerAll(array, 0, 3));
          });
      strict.start();
      strict.join(20);
      assertTrue(strict.isAlive());
      assertEquals(0, queue.free(claimed));
      strict.join(10_000);
      assertFalse(strict.isAlive());
      assertEquals(List.of(2, 3, 4), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void iteratorsAndPeekShowNothingThatIsTaken() throws Exception {
    var queue = new MpmcQueue<Integer>(3);
    queue.fill(new Counter());
    var iterator = queue.asQueue().iterator();
    var claimed = Objects.requireNonNull(queue.claimFilled(true));
    assertEquals(1, iterator.next());
    assertEquals(1, queue.relaxedPeek());
    queue.free(claimed);
    queue.offer(3);
    assertEquals(2, iterator.next());
    assertEquals(3, iterator.next());
    assertFalse(iterator.hasNext());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSupplierThatThrowsFreesTheWaitingConsumer() throws Exception {
    var queue = new MpmcQueue<Integer>(32);
    var claimed = new CountDownLatch(1);
    var resume = new CountDownLatch(1);
    var parked =
        new Thread(() ->
            queue.fill(() -> {
              claimed.countDown();
              await(resume);
              throw new IllegalStateException("seeded");
            }));
    parked.setUncaughtExceptionHandler((thread, thrown) -> {});
    parked.start();
    await(claimed);
    queue.offer(9);
    var got = new ArrayList<@Nullable Integer>();
    var strict =
        new Thread(() -> {
          got.add(queue.poll());
          got.add(queue.poll());
        });
    strict.start();
    strict.join(20);
    resume.countDown();
    strict.join(10_000);
    parked.join(10_000);
    assertEquals(9, got.get(0));
    assertNull(got.get(1));
    assertTrue(queue.isEmpty());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  void losesNothingOfManyProducersAndKeepsTheOrderOfEach() throws Exception {
    int producers = 4;
    int count = 20_000;
    for (int capacity : new int[] {1, 3, 64, 1000}) {
      var queue = new MpmcQueue<Integer>(capacity, Long.MAX_VALUE - count);
      var failed = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int first = p * count;
        var thread = new Thread(() -> produce(queue, first, count));
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> failed.incrementAndGet());
        threads.add(thread);
        thread.start();
      }
      int[] next = new int[producers];
      for (int p = 0; p < producers; p++) {
        next[p] = p * count;
      }
      var into = new Integer[8];
      Consumer<Integer> check = element -> assertEquals(next[element / count]++, element);
      for (int taken = 0, turn = 0; taken < producers * count; turn++) {
        int before = taken;
        int size = queue.size();
        assertTrue(size >= 0 && size <= capacity);
        switch (turn & 3) {
          case 0 -> taken += queue.drain(check, 10);
          case 1 -> {
            int got = queue.pollInto(into, 0, 8);
            for (int i = 0; i < got; i++) {
              check.accept(into[i]);
            }
            taken += got;
          }
          default -> {
            Integer peeked = (turn & 4) == 0 ? queue.peek() : queue.relaxedPeek();
            Integer element = (turn & 1) == 0 ? queue.poll() : queue.relaxedPoll();
            if (peeked != null) {
              assertSame(peeked, element);
            }
            if (element != null) {
              check.accept(element);
              taken++;
            }
          }
        }
        if (taken == before) {
          Thread.yield();
        }
      }
      assertNull(queue.poll());
      for (Thread thread : threads) {
        thread.join(10_000);
      }
      assertEquals(0, failed.get());
    }
  }

  /// Each element goes through one of several consumers; what comes out of one producer and into
  /// one consumer keeps its order.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingBetweenManyProducersAndManyConsumers() throws Exception {
    int sides = 4;
    int count = 10_000;
    for (int capacity : new int[] {1, 2, 5, 64, 1000}) {
      var queue = new MpmcQueue<Integer>(capacity, Long.MAX_VALUE - 1);
      var failures = new ConcurrentLinkedQueue<Throwable>();
      var seen = new AtomicIntegerArray(sides * count);
      var left = new AtomicInteger(sides * count);
      List<Thread> threads = new ArrayList<>();
      for (int side = 0; side < sides; side++) {
        int first = side * count;
        threads.add(new Thread(() -> produce(queue, first, count)));
        threads.add(new Thread(() -> consume(queue, seen, left, count)));
      }
      for (Thread thread : threads) {
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join(30_000);
        assertEquals(List.of(), List.copyOf(failures));
        assertFalse(thread.isAlive());
      }
      for (int i = 0; i < sides * count; i++) {
        assertEquals(1, seen.get(i));
      }
      assertNull(queue.poll());
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void consume(
      MpmcQueue<Integer> queue, AtomicIntegerArray seen, AtomicInteger left, int count) {
    int[] last = new int[seen.length() / count];
    Arrays.fill(last, -1);
    Consumer<Integer> check =
        element -> {
          assertTrue(last[element / count] < element);
          last[element / count] = element;
          seen.incrementAndGet(element);
          left.decrementAndGet();
        };
    var into = new Integer[8];
    for (int turn = 0; left.get() > 0; turn++) {
      int size = queue.size();
      assertTrue(size >= 0 && size <= queue.capacity());
      int taken = 0;
      switch (turn & 3) {
        case 0 -> taken = queue.drain(check, 10);
        case 1 -> {
          taken = queue.pollInto(into, 0, 8);
          for (int i = 0; i < taken; i++) {
            check.accept(into[i]);
          }
        }
        default -> {
          queue.peek();
          Integer element = (turn & 1) == 0 ? queue.poll() : queue.relaxedPoll();
          if (element != null) {
            check.accept(element);
            taken = 1;
          }
        }
      }
      if (taken == 0) {
        Thread.yield();
      }
    }
  }

  /// By all verbs in turn; some suppliers throw, now and then in front of others.
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void produce(MpmcQueue<Integer> queue, int first, int count) {
    var array = new Integer[5];
    int next = first;
    int end = first + count;
    for (int turn = 0; next < end; turn++) {
      int before = next;
      switch (turn % 5) {
        case 0 -> {
          int size = Math.min(5, end - next);
          for (int i = 0; i < size; i++) {
            array[i] = next + i;
          }
          next += queue.offerAll(array, 0, size);
        }
        case 1 -> {
          var counter = new Counter();
          counter.next = next;
          next += queue.fill(counter, Math.min(7, end - next));
        }
        case 2 -> {
          var counter = new Counter();
          counter.next = next;
          int last = Math.min(next + 2, end - 1);
          try {
            queue.fill(
                () -> {
                  if (counter.next == last) {
                    throw new IllegalStateException("seeded");
                  }
                  return counter.get();
                },
                3);
          } catch (IllegalStateException e) {
            assertEquals("seeded", e.getMessage());
          }
          next = counter.next;
        }
        case 3 -> next += queue.offerIfBelowThreshold(next, queue.capacity() - 1) ? 1 : 0;
        default -> {
          boolean added = (turn & 1) == 0 ? queue.offer(next) : queue.relaxedOffer(next);
          next += added ? 1 : 0;
        }
      }
      if (next == before) {
        Thread.yield();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waitsWithTheCounterThatTheStrategyReturned() {
    var queue = new MpmcQueue<Integer>(2);
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
      var queue = new MpmcQueue<Integer>(capacity);
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
    var queue = new MpmcQueue<Object>(3);
    queue.fill(Object::new);
    queue.poll();
    queue.drain(e -> {}, 1);
    queue.pollInto(new Object[1], 0, 1);
    for (var cell : queue.cells) {
      assertNull(cell.element);
    }
  }

  @Test
  void viewRemovesNothingFromTheMiddle() {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(5, start);
      Queue<Integer> view = queue.asQueue();
      queue.fill(new Counter());
      assertThrows(UnsupportedOperationException.class, () -> view.remove(Integer.valueOf(2)));
      assertThrows(UnsupportedOperationException.class, () -> view.removeIf(i -> i % 2 == 0));
      assertFalse(view.remove(Integer.valueOf(7)));
      assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(view));
      assertTrue(view.contains(4));
      assertEquals(0, view.remove());
      assertEquals("[1, 2, 3, 4]", view.toString());
      view.clear();
      assertTrue(view.isEmpty());
    }
  }

  @Test
  void iteratorsSurvivePolls() {
    for (long start : STARTS) {
      var queue = new MpmcQueue<Integer>(64, start);
      queue.fill(new Counter());
      var iterator = queue.asQueue().iterator();
      assertEquals(0, iterator.next());
      queue.poll();
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
      var queue = new MpmcQueue<Integer>(capacity);
      queue.fill(new Counter());
      assertEquals(capacity, new ArrayList<>(queue.asQueue()).size());
    }
  }

  @Test
  void viewsAreOfTheSameQueue() {
    var queue = new MpmcQueue<Integer>(2);
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
      var queue = new MpmcQueue<Integer>(capacity);
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
    var queue = new MpmcQueue<Integer>(2);
    spin(20, () -> awaitPoll(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnRelaxedPollAndRelaxedPeekEnds() throws Exception {
    var queue = new MpmcQueue<Integer>(64);
    spin(
        20,
        () -> {
          while (queue.relaxedPeek() == null) {}
          while (queue.relaxedPoll() == null) {}
          while (queue.relaxedPoll() == null) {}
        },
        () -> {
          queue.offer(1);
          queue.offer(1);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnOfferIfBelowThresholdAndRelaxedOfferEnds() throws Exception {
    var queue = new MpmcQueue<Integer>(2);
    queue.fill(() -> 1);
    spin(
        20,
        () -> {
          while (!queue.relaxedOffer(1)) {}
          while (!queue.offerIfBelowThreshold(1, 1)) {}
        },
        () -> {
          for (int i = 0; i < 3; i++) {
            awaitPoll(queue);
          }
          while (queue.peek() == null) {}
          queue.offer(1);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPeekEnds() throws Exception {

    var queue = new MpmcQueue<Integer>(64);
    spin(20, () -> awaitPeek(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnDrainEnds() throws Exception {
    var queue = new MpmcQueue<Integer>(2);
    Consumer<Integer> ignore = i -> {};
    spin(20, () -> awaitDrain(queue, ignore), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollIntoEnds() throws Exception {
    var queue = new MpmcQueue<Integer>(2);
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
    var queue = new MpmcQueue<Integer>(1);
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
    var queue = new MpmcQueue<Integer>(8);
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
      var queue = new MpmcQueue<Integer>(capacity, Long.MAX_VALUE - count / 2);
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

  private static void awaitPoll(MpmcQueue<Integer> queue) {
    while (queue.poll() == null) {}
  }

  private static void awaitPeek(MpmcQueue<Integer> queue) {
    while (queue.peek() == null) {}
    queue.poll();
  }

  private static void awaitDrain(MpmcQueue<Integer> queue, Consumer<Integer> consumer) {
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
