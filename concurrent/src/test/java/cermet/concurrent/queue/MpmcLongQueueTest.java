// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MpmcLongQueueTest extends ManyProducersContract {
  @Override
  LongQueueVerbs queue(int capacity, long start) {
    return new LongQueueVerbs(new MpmcLongQueue(capacity, start));
  }

  @Override
  long[] starts() {
    return new long[] {
      0, 3, Integer.MAX_VALUE - 3L, (1L << 32) - 3, (1L << 61) - 3, Long.MAX_VALUE - 3, -3
    };
  }

  @Override
  int rounded(int asked) {
    return asked == 1 ? 1 : 2 * Integer.highestOneBit(asked - 1);
  }

  @Override
  int slotsFor(int capacity) {
    return MpmcLongQueue.slotsFor(capacity);
  }

  @Override
  boolean removes() {
    return false;
  }

  @Override
  Class<?> type() {
    return MpmcLongQueue.class;
  }

  @Override
  String accesses() {
    return """
    <init>: []= tail= head= releaseFence HEAD.getAcquire
    claimFree: TAIL.getAcquire HEAD.getVolatile SLOT.getAcquire TAIL.compareAndSet HEAD.getVolatile
    claimFull: HEAD.getAcquire SLOT.getAcquire HEAD.compareAndSet TAIL.getVolatile HEAD.compareAndSet
    free: SLOT.setRelease
    hasNext: HEAD.getAcquire TAIL.getAcquire SLOT.getAcquire SLOT.getAcquire SLOT.getAcquire
    offerAll: TAIL.getAcquire TAIL.getAcquire TAIL.compareAndSet
    peek: HEAD.getAcquire SLOT.getAcquire SLOT.getAcquire SLOT.getAcquire TAIL.getVolatile HEAD.compareAndSet
    pollInto: HEAD.getAcquire HEAD.getAcquire []= HEAD.compareAndSet []=
    publish: SLOT.setRelease SLOT.setRelease
    run: SLOT.getAcquire
    size: HEAD.getVolatile TAIL.getVolatile HEAD.getVolatile
    """;
  }

  @Override
  List<Long> behindStopped() {
    return List.of(8L, 9L, 10L); // iterators pass over it
  }

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

  /// Each consumer sees what one producer sent in order, and nobody sees anything twice.
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores: some must make room
  void losesNothingBetweenFourProducersAndFourConsumers() throws Exception {
    int side = 4;
    int each = 20_000;
    for (int capacity : new int[] {1, 2, 64}) {
      var queue = queue(capacity, Long.MAX_VALUE - each);
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
}
