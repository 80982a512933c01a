// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the bounded queues of many producers do besides: whoever claims a place may stop before he
/// fills it, or have nothing to fill it with.
abstract class ClaimingQueueContract extends BoundedQueueContract {
  /// How many places `fill` claims before it asks its supplier, if two are asked for.
  abstract int claimed();

  /// A full queue of 5, 6 and places that their supplier left empty in front of 7, 8.
  final ObjectQueue<Integer> withHoles(long start) {
    ObjectQueue<Integer> queue = queue(4 + claimed(), start);
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
      ObjectQueue<Integer> queue = withHoles(start);
      assertEquals(queue.capacity(), queue.size()); // until a consumer has passed them
      assertFalse(queue.offer(9));
      assertEquals(List.of(5, 6, 7, 8), List.copyOf(queue.asQueue()));
      assertEquals(5, queue.poll());
      assertEquals(6, queue.poll());
      assertEquals(7, queue.peek());
      assertEquals(2, queue.size());
      assertEquals(7, queue.poll());
      assertEquals(8, queue.poll());
      assertNull(queue.poll());
      assertEquals(queue.capacity(), queue.fill(() -> 1));
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void strictCallsLeaveTheirCarriers() throws Exception {
    StrictWaits.leaveTheirCarriers(() -> queue(2, 0), ObjectQueue::poll);
    StrictWaits.leaveTheirCarriers(() -> queue(2, 0), ObjectQueue::peek);
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pollIntoLeavesItsCarrier() throws Exception {
    StrictWaits.leaveTheirCarriers(
        () -> queue(2, 0),
        queue -> {
          var into = new Integer[2];
          return queue.pollInto(into, 1, 1) == 1 ? into[1] : null;
        });
  }

  @Test
  void everyVerbPassesOverPlacesWithoutElements() {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = withHoles(start);
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
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitsForAParkedProducerOnlyWhereItIsStrict() throws InterruptedException {
    for (long start : STARTS) {
      ObjectQueue<Integer> queue = queue(3, start);
      var parked = new Parked();
      var threads = new Crew();
      threads.start(() -> queue.fill(() -> parked.get(1), 1));
      await(parked.claimed);
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
          threads.start(() -> {
            got.add(queue.peek());
            got.add(queue.poll());
          });
      strict.join(20);
      assertTrue(strict.isAlive());
      parked.resume.countDown();
      threads.join();
      assertEquals(List.of(1, 1), got);
      assertEquals(2, queue.poll());
      assertEquals(3, queue.poll());
      assertNull(queue.poll());
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pollIntoWaitsForAParkedProducer() throws InterruptedException {
    var into = new Integer[3];
    ObjectQueue<Integer> queue = queue(8, 0);
    waitsForAParkedProducer(queue, () -> queue.pollInto(into, 0, 3));
    assertEquals(1, into[0]);
  }

  /// Of 1, 2 the first is not yet written.
  static void waitsForAParkedProducer(ObjectQueue<Integer> queue, Runnable call)
      throws InterruptedException {
    var parked = new Parked();
    var threads = new Crew();
    threads.start(() -> queue.fill(() -> parked.get(1), 1));
    await(parked.claimed);
    queue.offer(2);
    var waiting = threads.start(call);
    waiting.join(20);
    assertTrue(waiting.isAlive());
    parked.resume.countDown();
    threads.join();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSupplierThatThrowsFreesTheWaitingConsumer() throws InterruptedException {
    ObjectQueue<Integer> queue = queue(32, 0);
    var parked = new Parked();
    var threads = new Crew();
    threads.start(
        () -> assertThrows(IllegalStateException.class, () -> queue.fill(() -> parked.get(-1))));
    await(parked.claimed);
    queue.offer(9);
    var got = new ArrayList<@Nullable Integer>();
    var strict =
        threads.start(() -> {
          got.add(queue.poll());
          got.add(queue.poll());
        });
    strict.join(20);
    assertTrue(strict.isAlive());
    parked.resume.countDown();
    threads.join();
    assertEquals(9, got.get(0));
    assertNull(got.get(1));
    assertTrue(queue.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 1000})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingOfManyProducers(int capacity) throws InterruptedException {
    losesNothingOfManyProducersAndKeepsTheOrderOfEach(capacity);
  }

  /// A supplier that stops after its place is claimed.
  private static final class Parked {
    final CountDownLatch claimed = new CountDownLatch(1);
    final CountDownLatch resume = new CountDownLatch(1);

    /// Negative: has no element in the end.
    Integer get(int element) {
      claimed.countDown();
      await(resume);
      if (element < 0) {
        throw new IllegalStateException("seeded");
      }
      return element;
    }
  }
}
