// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.queue.BareLoops.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the bounded queues of objects do besides: they are full at their capacity, exactly.
abstract class BoundedQueueContract extends ObjectQueueContract {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 100, 1000, 1024, 5000})
  void holdsExactlyItsCapacity(int capacity) {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(capacity, start);
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
        assertNull(queue.relaxedPeek());
        assertNull(queue.poll());
        assertNull(queue.relaxedPoll());
        assertTrue(queue.isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 100})
  void takesOneForEachThatLeavesWhenFull(int capacity) {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(capacity, start);
      assertEquals(capacity, queue.fill(() -> 0));
      for (int i = 0; i < 3 * capacity; i++) {
        assertFalse(queue.offer(1));
        assertNotNull(queue.poll());
        assertTrue(queue.offer(1));
      }
      assertEquals(capacity, queue.size());
    }
  }

  @Test
  void takesOfAnArrayWhatFits() {
    var in = new Integer[] {0, 1, 2, 3, 4, 5, 6, 7};
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(6, start);
      assertEquals(5, queue.offerAll(in, 0, 5));
      assertEquals(1, queue.offerAll(in, 5, 3));
      assertEquals(0, queue.offerAll(in, 0, 1));
      assertEquals(0, queue.offerAll(in, 0, 0));
      assertEquals(List.of(0, 1, 2, 3, 4, 5), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void isStrictThoughTheRoomWasSeenLongAgo() {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(4, start);
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

  @Test
  void offersBelowAThresholdBesideAllElse() {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(5, start);
      for (int lap = 0; lap < 20; lap++) {
        for (int i = 0; i < 5; i++) {
          assertFalse(queue.offerIfBelowThreshold(-1, i));
          assertTrue(i % 2 == 0 ? queue.offerIfBelowThreshold(i, i + 1) : queue.offer(i));
        }
        assertFalse(queue.offerIfBelowThreshold(-1, 5));
        assertFalse(queue.offerIfBelowThreshold(-1, Integer.MAX_VALUE));
        assertFalse(queue.offer(-1));
        for (int i = 0; i < 5; i++) {
          assertEquals(i, queue.poll());
        }
      }
    }
  }

  @Test
  void drainEndsAlthoughItsConsumerOffersAgain() {
    ObjectQueue<Integer> queue = queue(8, 0);
    queue.offer(1);
    assertEquals(8, queue.drain(queue::offer));
    assertEquals(1, queue.size());
  }

  @Test
  void fillsUpToTheLimitAndAsksNoMoreThanFits() {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(5, start);
      var counter = new Counter();
      assertEquals(0, queue.fill(counter, 0));
      assertEquals(2, queue.fill(counter, 2));
      assertEquals(3, queue.fill(counter, 100));
      assertEquals(0, queue.fill(counter));
      assertEquals(5, counter.next);
      assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void fillWaitsWithTheCounterThatTheStrategyReturned() {
    ObjectQueue<Integer> queue = queue(2, 0);
    List<Integer> idle = new ArrayList<>();
    IntUnaryOperator wait =
        i -> {
          idle.add(i);
          if (idle.size() == 2) {
            queue.poll();
          }
          return i + 10;
        };
    var counter = new Counter();
    queue.fill(counter, wait, () -> idle.size() < 4);
    assertEquals(List.of(0, 10, 0, 10), idle); // from 0 again after an element
    assertEquals(List.of(1, 2), List.copyOf(queue.asQueue()));
    queue.fill(counter, wait, () -> false);
    assertEquals(4, idle.size());
    assertEquals(3, counter.next);
  }

  @Test
  void aWaitForRoomThatThrowsLosesNothing() {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(2, start);
      var counter = new Counter();
      queue.fill(counter);
      IntUnaryOperator wait =
          i -> {
            throw new IllegalStateException("wait");
          };
      assertThrows(IllegalStateException.class, () -> queue.fill(counter, wait, () -> true));
      assertEquals(2, counter.next);
      assertEquals(List.of(0, 1), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void viewsAreFullAtTheCapacity() {
    ObjectQueue<Integer> queue = queue(2, 0);
    Queue<Integer> view = queue.asQueue();
    queue.fill(new Counter());
    assertFalse(view.offer(3));
    assertThrows(IllegalStateException.class, () -> view.add(3));
    assertEquals(List.of(0, 1), List.copyOf(view));
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFERED", "OFFERED_RELAXED", "OFFERED_OF_ARRAY", "FILLED"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinForRoomEnds(Until end) throws InterruptedException {
    BareLoops queue = loops(1);
    queue.spin(Until.OFFERED);
    spin(() -> queue.spin(end), () -> queue.spin(Until.POLLED));
  }
}
