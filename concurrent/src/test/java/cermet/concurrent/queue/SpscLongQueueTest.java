// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpscLongQueueTest extends LongQueueContract {
  @Override
  LongQueueVerbs queue(int capacity, long start) {
    return new LongQueueVerbs(new SpscLongQueue(capacity, start));
  }

  @Override
  long[] starts() {
    return new long[] {
      0, 4, 7, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 9, Long.MAX_VALUE - 3, -3
    };
  }

  @Override
  int rounded(int asked) {
    return asked;
  }

  @Override
  int slotsFor(int capacity) {
    return SpscLongQueue.slotsFor(capacity);
  }

  @Override
  boolean removes() {
    return true;
  }

  @Override
  Class<?> type() {
    return SpscLongQueue.class;
  }

  @Override
  String accesses() {
    return """
    <init>: []= tail= limit= head= releaseFence
    copy: []=
    end: SLOT.getAcquire
    look: HEAD.getAcquire limit=
    offerAll: SLOT.setRelease TAIL.setRelease
    pollInto: HEAD.setRelease
    put: []= SLOT.setRelease TAIL.setRelease
    remove: []=
    size: HEAD.getAcquire TAIL.getAcquire HEAD.getAcquire
    take: HEAD.setRelease
    """;
  }

  @Test
  void handsNumbersToAnotherThread() throws InterruptedException {
    long[] sum = new long[1];
    // @start region="example"
    var prices = new SpscLongQueue(1024);
    var adder =
        new Thread(() -> {
          long[] batch = new long[64];
          for (int left = 3; left > 0; ) {
            int taken = prices.pollInto(batch, 0, batch.length);
            for (int i = 0; i < taken; i++) {
              sum[0] += batch[i];
            }
            left -= taken;
            Thread.onSpinWait();
          }
        });
    adder.start();
    for (long price : new long[] {1999, -1, Long.MIN_VALUE}) { // any value is legal
      while (!prices.offer(price)) { // full: the other thread is behind
        Thread.onSpinWait();
      }
    }
    // @end
    adder.join(10_000);
    assertFalse(adder.isAlive());
    assertEquals(1998 + Long.MIN_VALUE, sum[0]);
  }

  @Test
  void fillKeepsWhatItAddedBeforeItsSupplierThrew() {
    var queue = new SpscLongQueue(8);
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
    assertEquals(List.of(0L, 1L, 2L), List.copyOf(queue.asQueue()));
    assertEquals(5, queue.fill(counter));
  }

  @Test
  void fillDetectsASupplierThatOffers() {
    var queue = new SpscLongQueue(2);
    LongSupplier reentrant =
        () -> {
          queue.fill(() -> 1);
          return 2;
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(reentrant));
    assertEquals(List.of(1L, 1L), List.copyOf(queue.asQueue()));
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // three threads spin: on two cores one must make room
  void keepsOrderAndLosesNothingBetweenTwoThreads() throws Exception {
    int count = 200_000;
    for (int capacity : new int[] {1, 3, 50, 1000}) { // at 50 the storage is hardly larger
      var queue = new SpscLongQueue(capacity, Long.MAX_VALUE - count / 2);
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
            long[] array = new long[20];
            for (int i = 0; i < count; ) {
              int before = i;
              if (i % 3 == 0) {
                for (int j = 0; j < array.length; j++) {
                  array[j] = (long) i + j;
                }
                i += queue.offerAll(array, 0, Math.min(array.length, count - i));
              } else if (queue.offer(i)) {
                i++;
              }
              if (i == before) {
                Thread.yield();
              }
            }
          });
      watcher.start();
      producer.start();
      long[] into = new long[30];
      for (int i = 0; i < count; ) {
        int taken = queue.pollInto(into, 0, i % into.length);
        for (int j = 0; j < taken; j++) {
          assertEquals(i++, into[j]);
        }
        long element = queue.poll(NONE);
        if (element == NONE) {
          Thread.yield();
        } else {
          assertEquals(i++, element);
        }
      }
      assertEquals(NONE, queue.poll(NONE));
      done.set(true);
      producer.join();
      watcher.join();
      assertEquals(0, wrong.get());
    }
  }
}
