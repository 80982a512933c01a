// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongHeapAllocation.java by tools/Derive.java; edit that file.

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class IntHeapAllocation {
  private final IntHeap heap = new IntHeap(1000);
  private int sum;

  @Test
  void allocatesNothingWithinItsCapacity() {
    int[] values = new int[100];
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
    heap.addAll(new int[500], 0, 500);
    IntConsumer count = value -> sum += value;
    assertEquals(0, AllocationMeter.bytes(() -> heap.forEach(count)));
    PrimitiveIterator.OfInt walk = heap.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.nextInt();
          }
        }));
  }
}
