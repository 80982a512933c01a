// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.queue.BareLoops.Until;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What all queues of objects do, bounded or in chunks, wherever their indices start.
abstract class ObjectQueueContract {
  /// Around the places where an int or a long index wraps.
  static final long[] STARTS = {0, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 3, -3};

  /// A queue of so many places, or in chunks of so many.
  abstract Object make(int size, long start);

  /// Bare loops over a queue of so many places, or in chunks of so many.
  abstract BareLoops loops(int size);

  /// What its maker calls the size.
  String noun() {
    return "capacity";
  }

  /// Sizes of queues that take so many elements.
  int[] sizes(int count) {
    return new int[] {count, count + 1, 10 * count};
  }

  /// 0, 1, 2 and so on.
  static final class Counter implements Supplier<Integer> {
    int next;

    @Override
    public Integer get() {
      return next++;
    }
  }

  final <E> ObjectQueue<E> queue(int size, long start) {
    return ObjectQueue.of(make(size, start));
  }

  /// Empty queues that take so many elements.
  final List<ObjectQueue<Integer>> queues(int count) {
    List<ObjectQueue<Integer>> queues = new ArrayList<>();
    for (long start : STARTS) {
      for (int size : sizes(count)) {
        queues.add(queue(size, start));
      }
    }
    return queues;
  }

  static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Lets the first action spin long enough to be compiled before the second one comes.
  static void spin(Runnable spinner, Runnable mover) throws InterruptedException {
    for (int i = 0; i < 6; i++) {
      var failures = new ConcurrentLinkedQueue<Throwable>();
      var thread = new Thread(spinner);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      thread.start();
      Thread.sleep(i < 3 ? 100 : 5);
      mover.run();
      thread.join(15_000);
      assertFalse(thread.isAlive(), "still spinning");
      assertEquals(List.of(), List.copyOf(failures));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  void refusesSizes(int size) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> make(size, 0));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(noun() + ": " + size + ","), message);
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    ObjectQueue<String> queue = queue(4, 0);
    queue.offer("a");
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(NullPointerException.class, () -> queue.relaxedOffer(null));
    assertThrows(NullPointerException.class, () -> queue.offerIfBelowThreshold(null, 4));
    assertThrows(NullPointerException.class, () -> queue.offerIfBelowThreshold(null, 2));
    assertThrows(NullPointerException.class, () -> queue.asQueue().add(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null, 1));
    assertThrows(NullPointerException.class, () -> queue.drain(null, i -> i, () -> false));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, null, () -> false));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.fill(null));
    assertThrows(NullPointerException.class, () -> queue.fill(null, 1));
    assertThrows(NullPointerException.class, () -> queue.fill(null, i -> i, () -> false));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> "b", null, () -> false));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> "b", i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> null));
    assertThrows(NullPointerException.class, () -> queue.offerAll(null, 0, 0));
    assertThrows(NullPointerException.class, () -> queue.pollInto(null, 0, 0));
    var hole = new String[] {"b", null, "c"};
    var thrown = assertThrows(NullPointerException.class, () -> queue.offerAll(hole, 0, 3));
    assertEquals("elements[1]", thrown.getMessage());
    assertEquals(List.of("a"), List.copyOf(queue.asQueue()));
  }

  @Test
  void refusesRangesAndLimitsAndStaysAsItWas() {
    ObjectQueue<String> queue = queue(4, 0);
    queue.offer("a");
    var array = new String[] {"x", "y"};
    for (int[] range : new int[][] {{-1, 1}, {1, 2}, {0, -1}, {2, 1}, {1, Integer.MAX_VALUE}}) {
      int from = range[0];
      int count = range[1];
      assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, from, count));
      assertThrows(IndexOutOfBoundsException.class, () -> queue.pollInto(array, from, count));
    }
    for (int number : new int[] {-1, Integer.MIN_VALUE}) {
      assertRefuses("limit: " + number, () -> queue.drain(e -> {}, number));
      assertRefuses("limit: " + number, () -> queue.fill(() -> "b", number));
      assertRefuses("threshold: " + number, () -> queue.offerIfBelowThreshold("b", number));
    }
    assertArrayEquals(new String[] {"x", "y"}, array);
    assertEquals(List.of("a"), List.copyOf(queue.asQueue()));
  }

  private static void assertRefuses(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void movesArraysInAndOut() {
    for (ObjectQueue<Integer> queue : queues(100)) {
      Integer[] in = IntStream.range(0, 80).boxed().toArray(Integer[]::new);
      Integer[] out = new Integer[80];
      assertEquals(80, queue.offerAll(in, 0, 80));
      assertEquals(20, queue.offerAll(in, 30, 20));
      assertEquals(0, queue.offerAll(in, 80, 0));
      assertEquals(0, queue.pollInto(out, 80, 0));
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
    ObjectQueue<Object> queue = queue(4, 0);
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
    for (ObjectQueue<Integer> queue : queues(8)) {
      assertEquals(8, queue.fill(new Counter(), 8));
      List<Integer> drained = new ArrayList<>();
      assertEquals(0, queue.drain(drained::add, 0));
      assertEquals(3, queue.drain(drained::add, 3));
      assertEquals(List.of(0, 1, 2), drained);
      assertEquals(5, queue.drain(drained::add));
      assertEquals(0, queue.drain(drained::add));
      assertEquals(0, queue.drain(drained::add, 100));
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), drained);
    }
  }

  @Test
  void drainLosesOnlyTheElementWhoseConsumerThrew() {
    for (ObjectQueue<Integer> queue : queues(4)) {
      queue.fill(new Counter(), 4);
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
  }

  @Test
  void staysWholeWhenACallbackOverflowsTheStack() {
    for (int size : sizes(4)) {
      ObjectQueue<Integer> queue = queue(size, 0);
      queue.offer(1);
      queue.offer(2);
      assertThrows(StackOverflowError.class, () -> queue.drain(ObjectQueueContract::endless));
      assertThrows(StackOverflowError.class, () -> queue.fill(() -> endless(0)));
      assertEquals(2, queue.poll());
      assertNull(queue.poll());
      assertEquals(4, queue.fill(new Counter(), 4));
      assertEquals(List.of(0, 1, 2, 3), List.copyOf(queue.asQueue()));
    }
  }

  @SuppressWarnings("InfiniteRecursion") // to overflow the stack
  private static int endless(int value) {
    return endless(value + 1) + 1;
  }

  @Test
  void aWaitOrConditionThatThrowsLosesNothing() {
    for (ObjectQueue<Integer> queue : queues(2)) {
      var counter = new Counter();
      queue.fill(counter, 2);
      List<Integer> seen = new ArrayList<>();
      IntUnaryOperator wait =
          i -> {
            throw new IllegalStateException("wait");
          };
      BooleanSupplier running =
          () -> {
            throw new IllegalStateException("running");
          };
      assertThrows(IllegalStateException.class, () -> queue.fill(counter, i -> i, running));
      assertThrows(IllegalStateException.class, () -> queue.drain(seen::add, i -> i, running));
      assertEquals(List.of(0, 1), List.copyOf(queue.asQueue()));
      assertThrows(IllegalStateException.class, () -> queue.drain(seen::add, wait, () -> true));
      assertEquals(List.of(0, 1), seen);
      assertTrue(queue.isEmpty());
      assertEquals(2, counter.next);
    }
  }

  @Test
  void aConsumerMayPollWhileItDrains() {
    for (ObjectQueue<Integer> queue : queues(6)) {
      queue.fill(new Counter(), 6);
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
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void fillKeepsWhatItAddedBeforeItsSupplierFailed() {
    for (ObjectQueue<Integer> queue : queues(8)) {
      var counter = new Counter();
      Supplier<Integer> ends = () -> counter.next < 3 ? counter.get() : null;
      assertThrows(NullPointerException.class, () -> queue.fill(ends, 8));
      assertThrows(NullPointerException.class, () -> queue.fill(ends, i -> i, () -> true));
      Supplier<Integer> throwing =
          () -> {
            throw new IllegalStateException();
          };
      assertThrows(IllegalStateException.class, () -> queue.fill(throwing));
      assertEquals(3, queue.size());
      assertEquals(List.of(0, 1, 2), List.copyOf(queue.asQueue()));
      assertEquals(5, queue.fill(counter, 5));
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void offersOnlyBelowTheThreshold() {
    for (ObjectQueue<Integer> queue : queues(5)) {
      assertFalse(queue.offerIfBelowThreshold(0, 0));
      assertTrue(queue.offerIfBelowThreshold(0, 1));
      assertFalse(queue.offerIfBelowThreshold(1, 1));
      for (int i = 1; i < 4; i++) {
        assertTrue(queue.offerIfBelowThreshold(i, 4));
      }
      assertFalse(queue.offerIfBelowThreshold(4, 4));
      assertTrue(queue.offerIfBelowThreshold(4, Integer.MAX_VALUE));
      queue.poll();
      queue.poll();
      assertFalse(queue.offerIfBelowThreshold(5, 3));
      assertTrue(queue.offerIfBelowThreshold(5, 4));
      assertEquals(List.of(2, 3, 4, 5), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void drainWaitsWithTheCounterThatTheStrategyReturned() {
    for (ObjectQueue<Integer> queue : queues(2)) {
      queue.fill(new Counter(), 2);
      List<Integer> idle = new ArrayList<>();
      IntUnaryOperator wait =
          i -> {
            idle.add(i);
            if (idle.size() == 2) {
              queue.offer(9);
            }
            return i + 10;
          };
      List<Integer> seen = new ArrayList<>();
      queue.drain(seen::add, wait, () -> idle.size() < 4);
      assertEquals(List.of(0, 10, 0, 10), idle); // from 0 again after an element
      assertEquals(List.of(0, 1, 9), seen);
      queue.drain(seen::add, wait, () -> false);
      assertEquals(4, idle.size());
    }
  }

  @Test
  void clearsAndGoesOn() {
    for (int size : new int[] {1, 3, 64}) {
      ObjectQueue<Integer> queue = queue(size, 0);
      queue.clear();
      assertEquals(size, queue.fill(() -> 1, size));
      queue.clear();
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.poll());
    }
  }

  @Test
  void iteratorsSurvivePolls() {
    for (ObjectQueue<Integer> queue : queues(64)) {
      queue.fill(new Counter(), 64);
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
    for (ObjectQueue<Integer> queue : queues(100)) {
      queue.fill(new Counter(), 100);
      assertEquals(100, new ArrayList<>(queue.asQueue()).size());
    }
  }

  @Test
  void streamsOfTheViewPromiseNoSize() {
    for (ObjectQueue<Integer> queue : queues(8)) {
      Supplier<Integer> none =
          () -> {
            throw new ArithmeticException("boom");
          };
      assertThrows(ArithmeticException.class, () -> queue.fill(none, 1)); // its place stays empty
      queue.offer(7);
      queue.offer(8);
      assertEquals(List.of(7, 8), queue.asQueue().stream().toList());
      assertEquals(-1, queue.asQueue().spliterator().getExactSizeIfKnown());
    }
  }

  @Test
  void viewsAreOfTheSameQueue() {
    for (ObjectQueue<Integer> queue : queues(2)) {
      Queue<Integer> view = queue.asQueue();
      assertTrue(view.offer(1));
      assertTrue(view.add(2));
      assertEquals(1, view.element());
      assertEquals(1, view.peek());
      assertSame(queue.poll(), 1);
      assertEquals(1, view.size());
      assertEquals("[2]", view.toString());
      assertFalse(view.isEmpty());
      view.clear();
      assertTrue(queue.isEmpty());
      assertNull(view.poll());
    }
  }

  /// For views whose iterators remove.
  final void removesFromTheMiddle() {
    for (ObjectQueue<Integer> queue : queues(5)) {
      Queue<Integer> view = queue.asQueue();
      queue.fill(new Counter(), 5);
      var iterator = view.iterator();
      assertThrows(IllegalStateException.class, iterator::remove);
      assertTrue(view.remove(Integer.valueOf(2)));
      assertFalse(view.remove(Integer.valueOf(2)));
      assertTrue(view.remove(Integer.valueOf(0)));
      assertEquals(3, queue.size());
      assertTrue(queue.offer(5)); // the producer sees the room
      assertTrue(queue.offer(6));
      assertEquals(queue.capacity() > 5, queue.offer(8));
      assertTrue(view.removeIf(i -> i % 2 == 0));
      assertEquals(List.of(1, 3, 5), List.copyOf(view));
      iterator = view.iterator();
      assertEquals(1, iterator.next());
      assertEquals(1, queue.poll());
      iterator.remove(); // has left already
      assertThrows(IllegalStateException.class, iterator::remove);
      assertEquals(3, iterator.next());
      iterator.remove();
      assertEquals("[5]", view.toString());
    }
  }

  /// For views whose iterators remove: what leaves by `removeIf` or `poll` is all that the
  /// producers add meanwhile, and each once.
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  final void removesFromTheMiddleBeside(int producers) throws InterruptedException {
    int count = 4_000;
    for (int size : new int[] {3, 64}) {
      ObjectQueue<Integer> queue = queue(size, Long.MAX_VALUE - count);
      Queue<Integer> view = queue.asQueue();
      var threads = new Crew();
      for (int p = 0; p < producers; p++) {
        int first = p * count;
        threads.start(() -> produce(queue, first, count));
      }
      var seen = new BitSet();
      int[] least = new int[producers]; // what each may still send
      Predicate<Integer> third =
          element -> {
            if (element % 3 != 0) {
              return false;
            }
            assertFalse(seen.get(element), () -> element + " twice");
            seen.set(element);
            return true;
          };
      while (seen.cardinality() < producers * count) {
        boolean idle = !view.removeIf(third);
        for (int i = 0; i < 8; i++) {
          Integer element = queue.poll();
          if (element != null) {
            assertFalse(seen.get(element), () -> element + " twice");
            seen.set(element);
            assertTrue(least[element / count] <= element, () -> element + " out of order");
            least[element / count] = element + 1;
            idle = false;
          }
        }
        if (idle) {
          Thread.yield();
        }
      }
      threads.join();
      assertNull(queue.poll());
      assertTrue(queue.isEmpty());
    }
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @ParameterizedTest
  @EnumSource(
      names = {
        "POLLED", "POLLED_RELAXED", "POLLED_INTO_ARRAY", "DRAINED",
        "PEEKED", "PEEKED_RELAXED", "SIZE_NOT_ZERO", "NOT_EMPTY"
      })
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinForAnElementEnds(Until end) throws InterruptedException {
    BareLoops queue = loops(2);
    spin(
        () -> {
          queue.spin(end);
          if (end.compareTo(Until.PEEKED) >= 0) { // it is still there
            queue.spin(Until.POLLED);
          }
        },
        () -> queue.spin(Until.OFFERED));
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFERED_BELOW_ONE", "SIZE_ZERO", "EMPTY"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinUntilAnElementIsGoneEnds(Until end) throws InterruptedException {
    BareLoops queue = loops(2);
    queue.spin(Until.OFFERED);
    spin(
        () -> {
          queue.spin(end);
          if (end != Until.OFFERED_BELOW_ONE) {
            queue.spin(Until.OFFERED);
          }
        },
        () -> queue.spin(Until.POLLED));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 1000})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // three threads spin: on two cores one must make room
  void keepsOrderAndLosesNothingBetweenTwoThreads(int size) throws InterruptedException {
    int count = 100_000;
    ObjectQueue<Integer> queue = queue(size, Long.MAX_VALUE - count / 2);
    var threads = new Crew();
    var done = new AtomicBoolean();
    threads.start(() -> watch(queue, count, done));
    threads.start(() -> {
      for (int i = 0; i < count; ) {
        if (queue.offer(i)) {
          i++;
        } else {
          Thread.yield();
        }
      }
    });
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
    threads.join();
  }

  /// For queues that take from many: four producers, one consumer and one who counts.
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  final void losesNothingOfManyProducersAndKeepsTheOrderOfEach(int size)
      throws InterruptedException {
    int producers = 4;
    int count = 20_000;
    ObjectQueue<Integer> queue = queue(size, Long.MAX_VALUE - count);
    var threads = new Crew();
    var done = new AtomicBoolean();
    int[] next = new int[producers];
    for (int p = 0; p < producers; p++) {
      int first = p * count;
      next[p] = first;
      threads.start(() -> produce(queue, first, count));
    }
    threads.start(() -> watch(queue, producers * count, done));
    Consumer<Integer> check = element -> assertEquals(next[element / count]++, element);
    var into = new Integer[8];
    for (int taken = 0, turn = 0; taken < producers * count; turn++) {
      int got = 0;
      switch (turn & 3) {
        case 0 -> got = queue.drain(check, 10);
        case 1 -> {
          got = queue.pollInto(into, 0, 8);
          Arrays.asList(into).subList(0, got).forEach(check);
        }
        default -> {
          Integer peeked = (turn & 4) == 0 ? queue.peek() : queue.relaxedPeek();
          Integer element = (turn & 1) == 0 ? queue.poll() : queue.relaxedPoll();
          if (peeked != null) {
            assertSame(peeked, element);
          }
          if (element != null) {
            check.accept(element);
            got = 1;
          }
        }
      }
      taken += got;
      if (got == 0) {
        Thread.yield();
      }
    }
    assertNull(queue.poll());
    assertTrue(queue.isEmpty());
    done.set(true);
    threads.join();
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void watch(ObjectQueue<Integer> queue, int count, AtomicBoolean done) {
    while (!done.get()) {
      int size = queue.size();
      assertTrue(size >= 0 && size <= Math.min(count, queue.capacity()), () -> "size " + size);
      Thread.yield();
    }
  }

  /// By all verbs in turn; some suppliers throw, now and then in front of others.
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  static void produce(ObjectQueue<Integer> queue, int first, int count) {
    int threshold = Math.min(queue.capacity() - 1, 100);
    var array = new Integer[5];
    int next = first;
    int end = first + count;
    for (int turn = 0; next < end; turn++) {
      int before = next;
      var counter = new Counter();
      counter.next = next;
      switch (turn % 6) {
        case 0 -> {
          int size = Math.min(5, end - next);
          Arrays.setAll(array, i -> counter.get());
          next += queue.offerAll(array, 0, size);
        }
        case 1 -> next += queue.fill(counter, Math.min(7, end - next));
        case 2 -> {
          int last = Math.min(next + 2, end - 1);
          Supplier<Integer> failing =
              () -> {
                if (counter.next == last) {
                  throw new IllegalStateException("seeded");
                }
                return counter.get();
              };
          try {
            queue.fill(failing, 3);
          } catch (IllegalStateException e) {
            assertEquals("seeded", e.getMessage());
          }
          next = counter.next;
        }
        case 3 -> next += queue.offerIfBelowThreshold(next, threshold) ? 1 : 0;
        case 4 -> next += queue.relaxedOffer(next) ? 1 : 0;
        default -> next += queue.offer(next) ? 1 : 0;
      }
      if (next == before) {
        Thread.yield();
      }
    }
  }

  /// Threads whose failures are those of the test.
  static final class Crew {
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    Thread start(Runnable task) {
      var thread = new Thread(task);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      threads.add(thread);
      thread.start();
      return thread;
    }

    void join() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join(30_000);
        assertEquals(List.of(), List.copyOf(failures));
        assertFalse(thread.isAlive());
      }
    }
  }
}
