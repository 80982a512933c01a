// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongHeapAllocation {
  private final LongHeap heap = new LongHeap(1000);
  private long sum;

  @Test
  void allocatesNothingWithinItsCapacity() {
    long[] values = new long[100];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          heap.clear();
          for (int i = 0; i < 300; i++) {
            heap.add(i * 31 % 100);
          }
          heap.addAll(values, 0, 100);
          sum += heap.removeFirst() + heap.pollFirst(0) + heap.replaceFirst(5);
          sum += heap.getFirst() + heap.peekFirst(0);
          sum += heap.contains(7) ? 1 : 0;
          sum += heap.remove(7) ? 1 : 0;
          heap.reserve(900);
        }));
  }

  @Test
  void allocatesNothingToVisitEachElement() {
    heap.addAll(new long[500], 0, 500);
    LongConsumer count = value -> sum += value;
    assertEquals(0, AllocationMeter.bytes(() -> heap.forEach(count)));
    PrimitiveIterator.OfLong walk = heap.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.nextLong();
          }
        }));
  }
}
