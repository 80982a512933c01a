// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.wait.SpinWait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MpscQueueTest extends ClaimingQueueContract {
  @Override
  Object make(int size, long start) {
    return new MpscQueue<Object>(size, start);
  }

  @Override
  int claimed() {
    return 2;
  }

  @Override
  BareLoops loops(int size) {
    var queue = new MpscQueue<Integer>(size);
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
    var lines = new MpscQueue<String>(1024);
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
      var queue = new MpscQueue<Integer>(4, start);
      var counter = new Counter();
      Supplier<Integer> reentrant =
          () -> {
            queue.offer(10 + counter.next);
            return counter.get();
          };
      assertEquals(2, queue.fill(reentrant, 2));
      assertEquals(List.of(0, 1, 10, 11), List.copyOf(queue.asQueue()));
    }
  }

  /// Not made here: it takes 4 GB.
  @Test
  void theLargestCapacityHasAnArray() {
    assertEquals(1 << 30, MpscQueue.slotsFor(1 << 30));
    assertEquals(1 << 30, MpscQueue.slotsFor((1 << 30) - 1));
  }

  @Test
  void viewRemovesFromTheMiddleAndProducersSeeTheRoom() {
    removesFromTheMiddle();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void viewRemovesFromTheMiddleBesideRunningProducers() throws InterruptedException {
    removesFromTheMiddleBeside(2);
  }

  @Test
  void viewRemovesAroundPlacesWithoutElements() {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = withHoles(start);
      assertTrue(queue.asQueue().remove(Integer.valueOf(8)));
      assertEquals(5, queue.size());
      assertTrue(queue.asQueue().remove(Integer.valueOf(5)));
      assertEquals(List.of(6, 7), List.copyOf(queue.asQueue()));
      assertEquals(2, queue.pollInto(new Integer[6], 0, 6));
      assertNull(queue.peek());
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void removeWaitsForAParkedProducer() throws InterruptedException {
    var queue = new MpscQueue<Integer>(8);
    waitsForAParkedProducer(
        ObjectQueue.of(queue), () -> queue.asQueue().remove(Integer.valueOf(2)));
    assertEquals(List.of(1), List.copyOf(queue.asQueue()));
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void removeLeavesItsCarrier() throws Exception {
    StrictWaits.leaveTheirCarriers(
        () -> queue(2, 0),
        queue -> {
          queue.offer(8);
          return queue.asQueue().remove(Integer.valueOf(8)) ? queue.poll() : null;
        });
  }

  @Test
  void keepsNoReferenceToWhatHasLeft() {
    var queue = new MpscQueue<Object>(3);
    queue.fill(Object::new);
    queue.poll();
    queue.drain(e -> {}, 1);
    queue.pollInto(new Object[1], 0, 1);
    for (Object slot : queue.slots) {
      assertNull(slot);
    }
  }
}
