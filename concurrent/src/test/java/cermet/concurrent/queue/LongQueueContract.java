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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all queues of `long`s do, wherever their indices start.
abstract class LongQueueContract extends LongQueueLiveness {
  /// Around the places where an int or a long index wraps.
  abstract long[] starts();

  /// What a queue holds that is asked to hold so much.
  abstract int rounded(int asked);

  abstract int slotsFor(int capacity);

  /// Whether the view removes from the middle.
  abstract boolean removes();

  abstract Class<?> type();

  /// Each method that touches what threads share, and in which modes, in the order of the code.
  abstract String accesses();

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 49, 50, 51, 56, 57, 63, 64, 65, 100, 1000, 5000})
  void holdsItsCapacity(int asked) {
    for (long start : starts()) {
      var queue = queue(asked, start);
      int capacity = queue.capacity();
      assertEquals(rounded(asked), capacity);
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
  @ValueSource(ints = {1, 2, 3, 4, 7, 64, 100, 100_000})
  void takesOneForEachThatLeavesWhenFull(int asked) {
    for (long start : starts()) {
      var queue = queue(asked, start);
      int capacity = queue.capacity();
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
    var thrown = assertThrows(IllegalArgumentException.class, () -> queue(capacity));
    assertEquals("capacity: " + capacity + ", not 1 to 536870912", thrown.getMessage());
  }

  /// Not made here: it takes 8 GB.
  @Test
  void theLargestCapacityHasAnArray() {
    assertEquals(1 << 30, slotsFor(1 << 29));
    assertEquals(1 << 30, slotsFor((1 << 29) - 1));
  }

  @Test
  void takesAnyValueAndTellsItFromNone() {
    var queue = queue(8);
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
    var queue = queue(4);
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
    var queue = queue(4);
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
    for (long start : starts()) {
      var queue = queue(64, start);
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

  /// All lengths from each slot on, around the end of the storage too.
  @Test
  void movesArraysOfEachLength() {
    for (int count = 0; count <= 70; count++) {
      for (int start = 0; start < 64; start++) {
        var queue = queue(33, start);
        long[] in = LongStream.rangeClosed(1, count).toArray();
        long[] out = new long[count + 2];
        int moved = Math.min(count, queue.capacity());
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
    for (long start : starts()) {
      var queue = queue(16, start);
      assertFalse(queue.offerIfBelowThreshold(-1, 0));
      assertThrows(
          IllegalArgumentException.class, () -> queue.offerIfBelowThreshold(-1, Integer.MIN_VALUE));
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
  void keepsThresholdsNextToTheCapacity() {
    for (long start : starts()) {
      for (int capacity : new int[] {1, 2, 16}) {
        for (int threshold = Math.max(0, capacity - 2); threshold <= capacity + 2; threshold++) {
          var queue = queue(capacity, start);
          for (int lap = 0; lap < 5; lap++) {
            while (queue.offerIfBelowThreshold(lap, threshold)) {}
            assertEquals(Math.min(threshold, capacity), queue.size());
            queue.poll(NONE);
          }
        }
      }
    }
  }

  @Test
  void drainsUpToTheLimit() {
    var queue = queue(8);
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
    var queue = queue(8);
    queue.offer(1);
    assertEquals(8, queue.drain(queue::offer));
    assertEquals(1, queue.size());
  }

  @Test
  void losesOnlyTheElementWhoseConsumerThrew() {
    var queue = queue(4);
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
  void staysWholeWhenACallbackOverflowsTheStack() {
    var queue = queue(4);
    queue.offer(1);
    queue.offer(2);
    assertThrows(StackOverflowError.class, () -> queue.drain(LongQueueContract::endless));
    assertThrows(StackOverflowError.class, () -> queue.fill(() -> endless(0)));
    assertEquals(2, queue.poll(NONE));
    assertEquals(NONE, queue.poll(NONE));
    assertEquals(4, queue.fill(new Counter()));
    assertEquals(4, queue.size());
  }

  @SuppressWarnings("InfiniteRecursion") // to overflow the stack
  private static long endless(long value) {
    return endless(value + 1) + 1;
  }

  @Test
  void aConsumerMayPollDrainAndClearWhileItDrains() {
    var queue = queue(8);
    queue.fill(new Counter());
    List<Long> seen = new ArrayList<>();
    int drained =
        queue.drain(i -> {
          seen.add(i);
          switch ((int) i) {
            case 0 -> queue.poll(seen::add);
            case 2 -> queue.drain(seen::add, 2);
            default -> queue.clear();
          }
        });
    assertEquals(3, drained);
    assertEquals(LongStream.range(0, 6).boxed().toList(), seen);
    assertTrue(queue.isEmpty());
  }

  @Test
  void fillsUpToTheLimitAndAsksNoMoreThanFits() {
    var queue = queue(8);
    var counter = new Counter();
    assertEquals(0, queue.fill(counter, 0));
    assertEquals(2, queue.fill(counter, 2));
    assertEquals(6, queue.fill(counter, 100));
    assertEquals(0, queue.fill(counter));
    assertEquals(8, counter.next);
    assertEquals(LongStream.range(0, 8).boxed().toList(), List.copyOf(queue.asQueue()));
  }

  @Test
  void waitsWithTheCounterThatTheStrategyReturned() {
    var queue = queue(2);
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
  void aWaitOrConditionThatThrowsLosesNothing() {
    var queue = queue(2);
    var counter = new Counter();
    queue.fill(counter);
    List<Long> seen = new ArrayList<>();
    IntUnaryOperator wait =
        i -> {
          throw new IllegalStateException("wait");
        };
    BooleanSupplier running =
        () -> {
          throw new IllegalStateException("running");
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(counter, wait, () -> true));
    assertThrows(IllegalStateException.class, () -> queue.fill(counter, i -> i, running));
    assertThrows(IllegalStateException.class, () -> queue.drain(seen::add, i -> i, running));
    assertEquals(List.of(0L, 1L), List.copyOf(queue.asQueue()));
    assertThrows(IllegalStateException.class, () -> queue.drain(seen::add, wait, () -> true));
    assertEquals(List.of(0L, 1L), seen);
    assertTrue(queue.isEmpty());
    assertEquals(2, counter.next);
  }

  @Test
  void clearsAndGoesOn() {
    for (int capacity : new int[] {1, 3, 64}) {
      var queue = queue(capacity);
      queue.clear();
      queue.fill(() -> 1);
      queue.clear();
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.poll(NONE));
    }
  }

  @Test
  void theViewRemovesFromTheMiddleOrRefuses() {
    for (long start : starts()) {
      var queue = queue(16, start);
      Queue<Long> view = queue.asQueue();
      queue.fill(new Counter());
      assertTrue(view.contains(9L));
      if (removes()) {
        assertTrue(view.remove(9L));
        assertFalse(view.remove(9L));
        assertTrue(view.remove(0L));
        assertTrue(queue.offer(16));
        assertTrue(queue.offer(17));
        assertFalse(queue.offer(18));
        assertTrue(view.removeIf(i -> i % 2 == 0));
        assertEquals(List.of(1L, 3L, 5L, 7L, 11L, 13L, 15L, 17L), List.copyOf(view));
        assertEquals(1, queue.poll(NONE));
      } else {
        assertThrows(UnsupportedOperationException.class, () -> view.remove(9L));
        assertThrows(UnsupportedOperationException.class, () -> view.removeIf(i -> i == 9));
        assertFalse(view.remove(16L));
        assertEquals(16, queue.size());
        assertEquals(3, queue.drain(i -> {}, 3));
      }
      assertEquals(3L, view.poll());
      assertEquals(removes() ? 5L : 4L, view.remove());
      List<Long> rest =
          removes() ? List.of(7L, 11L, 13L, 15L, 17L) : LongStream.range(5, 16).boxed().toList();
      assertEquals(rest.toString(), view.toString());
      view.clear();
      assertTrue(view.isEmpty());
      assertThrows(NoSuchElementException.class, view::remove);
    }
  }

  @Test
  void iteratorsSurvivePolls() {
    for (long start : starts()) {
      var queue = queue(64, start);
      queue.fill(new Counter());
      var iterator = queue.asQueue().iterator();
      if (removes()) {
        assertThrows(IllegalStateException.class, iterator::remove);
      }
      assertEquals(0, iterator.next());
      queue.poll(NONE);
      if (removes()) {
        iterator.remove(); // has left already
        assertThrows(IllegalStateException.class, iterator::remove);
      }
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

  /// `remove` moves what lies before: an iterator in use may show that again, and misses nothing.
  @Test
  void iteratorsMissNothingThatRemoveMoves() {
    for (long start : starts()) {
      var queue = queue(16, start);
      queue.fill(new Counter());
      var iterator = queue.asQueue().iterator();
      assertEquals(0, iterator.next());
      assertEquals(1, iterator.next());
      assertEquals(removes(), removes() && queue.asQueue().remove(7L));
      Set<Long> rest = new TreeSet<>();
      iterator.forEachRemaining(rest::add);
      List<Long> expected = LongStream.range(2, 16).boxed().toList();
      assertTrue(rest.containsAll(expected.stream().filter(i -> i != 7).toList()));
      assertEquals(removes() ? 15 : 16, queue.size());
    }
  }

  @Test
  void iteratorsEndWhenFull() {
    for (int capacity : new int[] {1, 2, 50, 51, 64, 100, 128}) {
      var queue = queue(capacity);
      queue.fill(new Counter());
      assertEquals(queue.capacity(), new ArrayList<>(queue.asQueue()).size());
    }
  }

  @Test
  void streamsOfTheViewPromiseNoSize() {
    var queue = queue(8);
    LongSupplier none =
        () -> {
          throw new ArithmeticException("boom");
        };
    assertThrows(ArithmeticException.class, () -> queue.fill(none, 1)); // its place stays empty
    queue.offer(7);
    queue.offer(8);
    assertEquals(List.of(7L, 8L), queue.asQueue().stream().toList());
    assertEquals(15, queue.asQueue().stream().mapToLong(value -> value).sum());
    assertEquals(-1, queue.asQueue().spliterator().getExactSizeIfKnown());
  }

  @Test
  void viewsAreOfTheSameQueue() {
    var queue = queue(2);
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

  /// 0 and 1 are what a view asks with.
  @Test
  void theViewTellsZeroAndOneFromNone() {
    for (long value : new long[] {0, 1, 2, -1}) {
      var view = queue(1).asQueue();
      assertNull(view.peek());
      assertTrue(view.offer(value));
      assertEquals(value, view.peek());
      assertEquals(value, view.poll());
      assertNull(view.peek());
    }
  }

  /// The sides are ordered by these accesses and by no others. A processor that keeps the order of
  /// stores, as this one may, hides most faults of them from every test that runs the code.
  @Test
  void ordersTheSidesByTheseAccesses() throws IOException {
    assertEquals(accesses().strip(), Accesses.of(type()));
  }

  static final class Counter implements LongSupplier {
    long next;

    @Override
    public long getAsLong() {
      return next++;
    }
  }
}
