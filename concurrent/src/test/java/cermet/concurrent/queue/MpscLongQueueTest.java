// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MpscLongQueueTest extends ManyProducersContract {
  @Override
  LongQueueVerbs queue(int capacity, long start) {
    return new LongQueueVerbs(new MpscLongQueue(capacity, start));
  }

  @Override
  long[] starts() {
    return new long[] {
      0, 3, Integer.MAX_VALUE - 3L, (1L << 32) - 3, (1L << 62) - 3, Long.MAX_VALUE - 3, -3
    };
  }

  @Override
  int rounded(int asked) {
    return asked;
  }

  @Override
  int slotsFor(int capacity) {
    return MpscLongQueue.slotsFor(capacity);
  }

  @Override
  boolean removes() {
    return true;
  }

  @Override
  Class<?> type() {
    return MpscLongQueue.class;
  }

  @Override
  String accesses() {
    return """
    <init>: []= tail= limit= head= releaseFence
    fill: TAIL.getAcquire TAIL.compareAndSet
    hasNext: SLOT.getAcquire
    offer: TAIL.getAcquire TAIL.compareAndSet
    offerAll: TAIL.getAcquire TAIL.compareAndSet
    pollInto: SLOT.getAcquire []= HEAD.setRelease
    publish: []= SLOT.setRelease
    ready: SLOT.getAcquire HEAD.setRelease TAIL.getVolatile
    remove: []= HEAD.setRelease
    room: LIMIT.getAcquire HEAD.getAcquire LIMIT.setRelease
    size: HEAD.getAcquire TAIL.getVolatile HEAD.getAcquire
    take: HEAD.setRelease
    """;
  }

  @Override
  List<Long> behindStopped() {
    return List.of(); // iterators end before it
  }

  @Test
  void handsNumbersFromManyThreadsToOne() throws InterruptedException {
    long[] sum = new long[1];
    // @start region="example"
    var ticks = new MpscLongQueue(1024);
    Runnable sensor =
        () -> {
          for (long tick = 1; tick <= 3; tick++) {
            while (!ticks.offer(tick)) { // full: the adder is behind
              Thread.onSpinWait();
            }
          }
        };
    var adder =
        new Thread(() -> {
          for (int left = 6; left > 0; ) {
            left -= ticks.drain(tick -> sum[0] += tick);
            Thread.onSpinWait();
          }
        });
    adder.start();
    new Thread(sensor).start();
    new Thread(sensor).start();
    // @end
    adder.join(10_000);
    assertFalse(adder.isAlive());
    assertEquals(12, sum[0]);
  }

  @Test
  void removesAmongSlotsThatNobodyWrote() {
    for (long start : starts()) {
      var queue = queue(8, start);
      failToFill(queue);
      assertEquals(2, queue.fill(new Counter(), 2));
      failToFill(queue);
      assertTrue(queue.offer(2));
      assertTrue(queue.asQueue().remove(2L));
      assertEquals(List.of(0L, 1L), List.copyOf(queue.asQueue()));
      assertTrue(queue.asQueue().remove(0L));
      assertEquals(1, queue.poll(NONE));
      assertEquals(NONE, queue.poll(NONE));
      assertTrue(queue.isEmpty());
      assertEquals(8, queue.fill(new Counter()));
    }
  }

  /// The consumer sees what each producer sent without a gap.
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores: some must make room
  void losesNothingBetweenFourProducersAndTheConsumer() throws Exception {
    int producers = 4;
    int each = 40_000;
    int batchSize = 5; // divides each
    for (int capacity : new int[] {1, 3, 5, 64, 1000}) {
      var queue = queue(capacity, Long.MAX_VALUE - each);
      var received = new AtomicInteger();
      List<Runnable> parts = new ArrayList<>();
      for (int id = 0; id < producers; id++) {
        int number = id;
        parts.add(() -> {
          long[] batch = new long[batchSize];
          for (int i = 0; i < each; ) {
            for (int j = 0; j < batchSize; j++) {
              batch[j] = (long) number * each + i + j;
            }
            int added =
                switch (number) {
                  case 0 -> queue.relaxedOffer(batch[0]) ? 1 : 0;
                  case 1 -> queue.fill(() -> batch[0], 1);
                  case 2 -> queue.offerIfBelowThreshold(batch[0], capacity) ? 1 : 0;
                  default -> queue.offerAll(batch, 0, Math.min(batchSize, each - i));
                };
            i += added;
            if (added == 0) {
              Thread.yield();
            }
          }
        });
      }
      parts.add(() -> {
        int[] next = new int[producers];
        long[] batch = new long[7];
        while (received.get() < producers * each) {
          int count = take(queue, received.get() % 4, batch);
          for (int i = 0; i < count; i++) {
            int element = (int) batch[i];
            assertEquals(next[element / each]++, element % each);
          }
          received.addAndGet(count);
          if (count == 0) {
            Thread.yield();
          }
        }
        assertTrue(queue.isEmpty());
      });
      parts.add(() -> {
        while (received.get() < producers * each) {
          int size = queue.size();
          assertTrue(0 <= size && size <= capacity, "size " + size);
          Thread.yield();
        }
      });
      together(parts);
    }
  }

  /// A batch that fits is claimed as one: no element of another producer comes between.
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores: some must make room
  void batchesStayTogether() throws Exception {
    int producers = 4;
    int batches = 4_000;
    int batchSize = 8;
    var queue = new MpscLongQueue(producers * batches * batchSize);
    List<Runnable> parts = new ArrayList<>();
    for (int id = 0; id < producers; id++) {
      int number = id;
      parts.add(() -> {
        long[] batch = new long[batchSize];
        Arrays.fill(batch, number);
        for (int i = 0; i < batches; i++) {
          assertEquals(batchSize, queue.offerAll(batch, 0, batchSize));
        }
      });
    }
    parts.add(() -> {
      for (int i = 0; i < producers * batches; i++) {
        long first = -1;
        for (int j = 0; j < batchSize; ) {
          long element = queue.poll(-1);
          if (element == -1) {
            Thread.yield();
            continue;
          }
          first = j++ == 0 ? element : first;
          assertEquals(first, element);
        }
      }
    });
    together(parts);
    assertTrue(queue.isEmpty());
  }
}
