// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class MpscChunkedQueueAllocation {
  private final MpscChunkedQueue<String> queue = new MpscChunkedQueue<>(1 << 17);
  private final String[] array = new String[10];
  private int asked;

  @Test
  void noVerbAllocatesWithinAChunk() {
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
  void noBatchAllocatesWithinAChunk() {
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
            queue.drain(consumer, 20);
            queue.fill(supplier, wait, running);
            queue.drain(consumer, wait, running);
            queue.clear();
          }
        }));
  }

  @Test
  void allocatesAChunkWhenOneIsFull() {
    int size = 1000;
    int chunks = 10;
    var small = new MpscChunkedQueue<String>(size);
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < chunks * size; i++) {
            small.offer("a");
            small.poll();
          }
        });
    assertTrue(bytes >= chunks * 4L * size, () -> bytes + " bytes");
    assertTrue(bytes <= chunks * (8L * size + 400), () -> bytes + " bytes");
  }
}
