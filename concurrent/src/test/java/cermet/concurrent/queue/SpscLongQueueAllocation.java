// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class SpscLongQueueAllocation {
  private final SpscLongQueue queue = new SpscLongQueue(100);
  private final long[] array = new long[10];
  private int asked;

  @Test
  void noVerbAllocates() {
    LongConsumer consumer = element -> {};
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            queue.offer(Long.MAX_VALUE);
            queue.relaxedOffer(Long.MIN_VALUE);
            queue.offerIfBelowThreshold(1L << 40, 3);
            queue.peek(-1);
            queue.relaxedPeek(-1);
            queue.size();
            queue.isEmpty();
            queue.poll(-1);
            queue.relaxedPoll(-1);
            queue.poll(consumer);
            queue.poll(consumer);
          }
        }));
  }

  @Test
  void noBatchAllocates() {
    LongSupplier supplier = () -> Long.MAX_VALUE;
    LongConsumer consumer = element -> {};
    IntUnaryOperator wait = i -> i + 1;
    BooleanSupplier running = () -> ++asked % 50 != 0;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            queue.fill(supplier, 10);
            queue.pollInto(array, 0, 10);
            queue.offerAll(array, 0, 10);
            queue.fill(supplier);
            queue.drain(consumer, 20);
            queue.fill(supplier, wait, running);
            queue.drain(consumer, wait, running);
            queue.clear();
          }
        }));
  }
}
