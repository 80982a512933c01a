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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpscQueueTest extends BoundedQueueContract {
  @Override
  Object make(int size, long start) {
    return new SpscQueue<Object>(size, start);
  }

  @Override
  BareLoops loops(int size) {
    var queue = new SpscQueue<Integer>(size);
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
    var lines = new SpscQueue<String>(1024);
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

  /// Not made here: it takes 4 GB.
  @Test
  void theLargestCapacityHasAnArray() {
    assertEquals(1 << 30, SpscQueue.slotsFor(1 << 30));
    assertEquals(1 << 30, SpscQueue.slotsFor((1 << 30) - 1));
  }

  /// Which accesses to what the threads share there are, with their modes and in this order: a
  /// weaker one would not show on this machine.
  @Test
  void ordersTheSidesByTheseAccesses() throws IOException {
    assertEquals(
        """
        <init>: tail= limit= head= releaseFence HEAD.getAcquire
        at: SLOT.getAcquire
        hasNext: HEAD.getAcquire
        look: HEAD.getAcquire limit=
        offerIfBelowThreshold: HEAD.getAcquire
        pollInto: SLOT.getAcquire []= HEAD.setRelease
        put: SLOT.setRelease TAIL.setRelease
        remove: []=
        size: HEAD.getAcquire TAIL.getAcquire HEAD.getAcquire
        take: SLOT.getAcquire []= HEAD.setRelease
        """
            .strip(),
        Accesses.of(SpscQueue.class));
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

  /// The producer then stands at its limit, which it must not pass.
  @Test
  void looksAheadAgainAfterAnOfferBelowAThreshold() {
    for (long start : STARTS) {
      var queue = new SpscQueue<Integer>(8, start);
      for (int lap = 0; lap < 40; lap++) {
        assertTrue(queue.offerIfBelowThreshold(lap, 1));
        assertEquals(lap, queue.poll());
      }
      assertEquals(8, queue.fill(() -> 1));
      assertFalse(queue.offer(1));
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
    removesFromTheMiddle();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void viewRemovesFromTheMiddleBesideARunningProducer() throws InterruptedException {
    removesFromTheMiddleBeside(1);
  }
}
