// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.wait.SpinWait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpmcQueueTest extends ClaimingQueueContract {
  @Override
  Object make(int size, long start) {
    return new MpmcQueue<Object>(size, start);
  }

  @Override
  int claimed() {
    return 1;
  }

  @Override
  BareLoops loops(int size) {
    var queue = new MpmcQueue<Integer>(size);
    Supplier<Integer> one = () -> 1;
    Consumer<Integer> ignore = element -> {};
    var in = new Integer[] {1};
    var out = new Integer[1];
    return end -> {
      switch (end) {
        case OFFERED -> {
          while (!queue.offer(1)) {}
        }
        case OFFERED_RELAXED -> {
          while (!queue.relaxedOffer(1)) {}
        }
        case OFFERED_BELOW_ONE -> {
          while (!queue.offerIfBelowThreshold(1, 1)) {}
        }
        case OFFERED_OF_ARRAY -> {
          while (queue.offerAll(in, 0, 1) == 0) {}
        }
        case FILLED -> {
          while (queue.fill(one, 1) == 0) {}
        }
        case POLLED -> {
          while (queue.poll() == null) {}
        }
        case POLLED_RELAXED -> {
          while (queue.relaxedPoll() == null) {}
        }
        case POLLED_INTO_ARRAY -> {
          while (queue.pollInto(out, 0, 1) == 0) {}
        }
        case DRAINED -> {
          while (queue.drain(ignore) == 0) {}
        }
        case PEEKED -> {
          while (queue.peek() == null) {}
        }
        case PEEKED_RELAXED -> {
          while (queue.relaxedPeek() == null) {}
        }
        case SIZE_NOT_ZERO -> {
          while (queue.size() == 0) {}
        }
        case NOT_EMPTY -> {
          while (queue.isEmpty()) {}
        }
        case SIZE_ZERO -> {
          while (queue.size() != 0) {}
        }
        case EMPTY -> {
          while (!queue.isEmpty()) {}
        }
      }
    };
  }

  @Test
  void handsObjectsToAnotherThread() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    var lines = new MpmcQueue<String>(1024);
    var wait = new SpinWait();
    var printer = new Thread(() -> lines.drain(printed::add, wait::idle, () -> printed.size() < 3));
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

  /// Not made here: it takes 28 GB.
  @Test
  void theLapsOfTheLargestCapacityAreLonger() {
    assertEquals((1L << 31) - 1, MpmcQueue.maskFor(1 << 30));
    assertEquals((1L << 30) - 1, MpmcQueue.maskFor((1 << 30) - 1));
  }

  /// A consumer stops after it has claimed an element and before it empties the place.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitsForAParkedConsumerOnlyWhereItIsStrict() throws InterruptedException {
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
      assertEquals(0, queue.fill(() -> 3));
      List<Integer> idle = new ArrayList<>();
      queue.fill(
          () -> 3,
          i -> {
            idle.add(i);
            return i + 1;
          },
          () -> idle.size() < 2);
      assertEquals(List.of(0, 1), idle);
      var array = new Integer[] {3, 4, 5};
      var threads = new Crew();
      var strict =
          threads.start(() -> {
            assertTrue(queue.offer(2));
            assertEquals(2, queue.offerAll(array, 0, 3));
          });
      strict.join(20);
      assertTrue(strict.isAlive());
      assertEquals(0, queue.free(claimed));
      threads.join();
      assertEquals(List.of(2, 3, 4), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void iteratorsAndPeekShowNothingThatIsTaken() {
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
    }
  }

  /// Which accesses to what the threads share there are, with their modes and in this order: a
  /// weaker one would not show on this machine.
  @Test
  void ordersTheSidesByTheseAccesses() throws IOException {
    assertEquals(
        """
        <init>: tail= head= releaseFence HEAD.getAcquire
        at: TURN.getAcquire ELEMENT.getAcquire TURN.getAcquire
        claimEmpty: TAIL.getAcquire TURN.getAcquire TAIL.weakCompareAndSet TURN.getAcquire
        claimFilled: HEAD.getAcquire TURN.getAcquire HEAD.weakCompareAndSet TAIL.getVolatile \
        TURN.getAcquire
        fill: TAIL.compareAndSet TAIL.compareAndSet
        first: HEAD.getAcquire HEAD.weakCompareAndSet TURN.getAcquire TAIL.getVolatile
        free: ELEMENT.setRelease TURN.setRelease
        hasNext: HEAD.getAcquire TAIL.getAcquire
        isFull: HEAD.getVolatile
        offerAll: TAIL.getAcquire TURN.getAcquire TAIL.weakCompareAndSet
        offerIfBelowThreshold: TAIL.getAcquire HEAD.getVolatile TURN.getAcquire \
        TAIL.weakCompareAndSet
        pollInto: HEAD.getAcquire TURN.getAcquire TAIL.getVolatile HEAD.weakCompareAndSet []=
        put: ELEMENT.setRelease TURN.setRelease
        run: TURN.getAcquire
        size: HEAD.getVolatile TAIL.getVolatile HEAD.getVolatile
        """
            .strip(),
        Accesses.of(MpmcQueue.class, "", "View$Elements"));
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

  /// Each element goes through one of several consumers; what comes out of one producer and into
  /// one consumer keeps its order.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 64, 1000})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingBetweenManyProducersAndManyConsumers(int capacity) throws InterruptedException {
    int sides = 4;
    int count = 10_000;
    ObjectQueue<Integer> queue = queue(capacity, Long.MAX_VALUE - 1);
    var seen = new AtomicIntegerArray(sides * count);
    var left = new AtomicInteger(sides * count);
    var threads = new Crew();
    for (int side = 0; side < sides; side++) {
      int first = side * count;
      threads.start(() -> produce(queue, first, count));
      threads.start(() -> consume(queue, seen, left, count));
    }
    threads.join();
    for (int i = 0; i < sides * count; i++) {
      assertEquals(1, seen.get(i));
    }
    assertNull(queue.poll());
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void consume(
      ObjectQueue<Integer> queue, AtomicIntegerArray seen, AtomicInteger left, int count) {
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
          Arrays.asList(into).subList(0, taken).forEach(check);
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
}
