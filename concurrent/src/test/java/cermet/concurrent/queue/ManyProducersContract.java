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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the queues of `long`s do whose producers claim slots before they write them.
abstract class ManyProducersContract extends LongQueueContract {
  /// What an iterator shows of 8, 9, 10 behind a slot that is claimed and not yet written.
  abstract List<Long> behindStopped();

  /// The slot that the supplier was to fill is claimed: nobody waits for it, and it gives nothing.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fillKeepsWhatItAddedBeforeItsSupplierThrew() {
    for (long start : starts()) {
      var queue = queue(8, start);
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
      failToFill(queue);
      assertFalse(queue.isEmpty()); // until a consumer has passed
      assertEquals(NONE, queue.poll(NONE));
      assertTrue(queue.isEmpty());
      failToFill(queue);
      assertEquals(0, queue.pollInto(into, 0, 8));
      failToFill(queue);
      assertNull(queue.asQueue().peek());
      failToFill(queue);
      assertEquals(NONE, queue.relaxedPoll(NONE));
      failToFill(queue);
      assertEquals(0, queue.drain(i -> {}));
      assertTrue(queue.isEmpty());
    }
  }

  /// Claims a slot that nobody will write.
  static void failToFill(LongQueueVerbs queue) {
    LongSupplier failing =
        () -> {
          throw new IllegalStateException();
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(failing, 1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void suppliersThatThrowFillTheQueueUntilAConsumerPasses() {
    for (long start : starts()) {
      var queue = queue(4, start);
      for (int i = 0; i < 4; i++) {
        failToFill(queue);
      }
      assertFalse(queue.offer(1));
      assertEquals(0, queue.offerAll(new long[2], 0, 2));
      assertEquals(0, queue.fill(new Counter()));
      assertEquals(4, queue.size());
      assertEquals(List.of(), List.copyOf(queue.asQueue()));
      assertEquals(NONE, queue.relaxedPeek(NONE)); // passes all
      assertEquals(0, queue.size());
      assertEquals(4, queue.fill(new Counter()));
      assertEquals(List.of(0L, 1L, 2L, 3L), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void aSupplierMayOffer() {
    var queue = queue(2);
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
  void aSupplierMayAskByTheRelaxedForms() {
    var queue = queue(4);
    LongSupplier asks = () -> queue.relaxedPeek(5) + 1; // sees nothing behind its own claim
    assertEquals(2, queue.fill(asks, 2));
    assertEquals(List.of(6L, 7L), List.copyOf(queue.asQueue()));
    assertEquals(1, queue.fill(() -> queue.relaxedPoll(5), 1));
    assertEquals(List.of(7L, 6L), List.copyOf(queue.asQueue()));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aProducerStoppedAmidItsCallHoldsUpStrictCallsOnly() throws Exception {
    var queue = queue(4);
    var claimed = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var producer = new Thread(() -> queue.fill(stopped(claimed, released), 1));
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
    assertEquals(behindStopped(), List.copyOf(queue.asQueue()));
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

  /// Stops with a slot claimed, and makes 7 when it is released.
  private static LongSupplier stopped(CountDownLatch claimed, CountDownLatch released) {
    return () -> {
      claimed.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return 7;
    };
  }

  /// More virtual threads than there are carriers wait for producers that need a carrier to go on.
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void strictCallsLeaveTheirCarriers() throws Exception {
    int many = Runtime.getRuntime().availableProcessors() + 1;
    for (boolean interrupted : new boolean[] {false, true}) {
      var claimed = new CountDownLatch(many);
      var released = new CountDownLatch(1);
      List<LongQueueVerbs> queues = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        var queue = queue(2);
        queues.add(queue);
        Thread.startVirtualThread(() -> queue.fill(stopped(claimed, released), 1));
      }
      claimed.await();
      List<Long> seen = Collections.synchronizedList(new ArrayList<>());
      List<Thread> consumers = new ArrayList<>();
      for (LongQueueVerbs queue : queues) {
        boolean peeks = consumers.size() % 2 == 1;
        consumers.add(
            Thread.startVirtualThread(() -> {
              if (interrupted) {
                Thread.currentThread().interrupt();
              }
              long element = peeks ? queue.peek(NONE) : queue.poll(NONE);
              seen.add(Thread.interrupted() == interrupted ? element : -1); // an interrupt is kept
            }));
      }
      Thread.sleep(100);
      assertEquals(List.of(), List.copyOf(seen));
      released.countDown();
      for (Thread consumer : consumers) {
        consumer.join(20_000);
        assertFalse(consumer.isAlive(), "the producer has no carrier");
      }
      assertEquals(Collections.nCopies(many, 7L), seen);
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores: some must make room
  void neverHoldsMoreThanTheThresholdOfItsProducers() throws Exception {
    int producers = 4;
    int each = 10_000;
    for (int threshold : new int[] {1, 3, 8}) {
      var queue = queue(8, Long.MAX_VALUE - each);
      var left = new AtomicInteger(producers * each);
      List<Runnable> parts = new ArrayList<>();
      for (int id = 0; id < producers; id++) {
        parts.add(() -> {
          for (int i = 0; i < each; ) {
            if (queue.offerIfBelowThreshold(i, threshold)) {
              i++;
            } else {
              Thread.yield();
            }
          }
        });
      }
      parts.add(() -> {
        while (left.get() > 0) {
          if (queue.poll(NONE) == NONE) {
            Thread.yield();
          } else {
            left.decrementAndGet();
          }
        }
      });
      parts.add(() -> {
        while (left.get() > 0) {
          int size = queue.size();
          assertTrue(0 <= size && size <= threshold, () -> "size " + size);
          Thread.yield();
        }
      });
      together(parts);
    }
  }

  /// Takes some, or one, or nothing, by one of four ways.
  static int take(LongQueueVerbs queue, int way, long[] into) {
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

  /// What each of several threads does until it is done, to the end or to the first failure.
  static void together(List<Runnable> parts) throws Exception {
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
}
