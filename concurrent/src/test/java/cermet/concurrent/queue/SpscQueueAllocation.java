// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class SpscQueueAllocation {
  private final SpscQueue<String> queue = new SpscQueue<>(100);
  private final String[] array = new String[10];
  private int asked;

  @Test
  void noVerbAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            queue.offer("a");
            queue.relaxedOffer("b");
            queue.offerIfBelowThreshold("c", 50);
            queue.peek();
            queue.relaxedPeek();
            queue.size();
            queue.isEmpty();
            queue.poll();
            queue.relaxedPoll();
            queue.poll();
            queue.poll();
          }
        }));
  }

  @Test
  void noBatchAllocates() {
    Supplier<String> supplier = () -> "a";
    Consumer<String> consumer = element -> {};
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
