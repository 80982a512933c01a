// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class FixedLongListAllocation {
  private final FixedLongList list = new FixedLongList(1000);
  private long sum;

  @Test
  void allocatesNothingAfterConstruction() {
    long[] values = new long[100];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          list.clear();
          while (list.offer(5)) {
            sum += list.remaining();
          }
          sum += list.offer(6) ? 1 : 0;
          list.truncate(500);
          list.add(3, 7);
          list.addAll(values);
          list.copyInto(5, values, 0, 100);
          sum += list.get(4) + list.set(5, 6) + list.removeAt(0) + list.swapRemove(1);
          sum += list.removeLast() + list.indexOf(77) + list.lastIndexOf(78);
          sum += list.binarySearch(79) + list.hashCode();
          list.removeRange(10, 20);
        }));
  }

  @Test
  void allocatesNothingToVisitEachElement() {
    list.addAll(new long[500]);
    LongConsumer count = value -> sum += value;
    assertEquals(0, AllocationMeter.bytes(() -> list.forEach(count)));
    PrimitiveIterator.OfLong walk = list.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.nextLong();
          }
        }));
  }
}
