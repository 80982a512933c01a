// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongListAllocation.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.PrimitiveIterator;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class DoubleListAllocation {
  private final DoubleList list = new DoubleList(1000);
  private double sum;

  @Test
  void allocatesNothingWithinItsCapacity() {
    double[] values = new double[100];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          list.clear();
          for (int i = 0; i < 500; i++) {
            list.add(i);
          }
          list.add(3, 7);
          list.addAll(values);
          list.addAll(values, 5, 50);
          list.reverse();
          list.fill(0, 10, 5);
          list.copyInto(5, values, 0, 100);
          list.copyFrom(5, values, 0, 100);
          sum += list.get(4) + list.set(5, 6) + list.removeAt(0) + list.swapRemove(1);
          sum += list.removeLast() + list.indexOf(77) + list.lastIndexOf(78);
          sum += list.binarySearch(79) + list.hashCode();
          list.removeRange(10, 20);
          list.reserve(900);
          list.truncate(50);
        }));
  }

  @Test
  void allocatesNothingToVisitEachElement() {
    list.addAll(new double[500]);
    DoubleConsumer count = value -> sum += value;
    assertEquals(0, AllocationMeter.bytes(() -> list.forEach(count)));
    PrimitiveIterator.OfDouble walk = list.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.nextDouble();
          }
        }));
  }

  @Test
  void allocatesNoArrayForAnEmptyList() {
    /*wide*/ long object = AllocationMeter.bytes(Plain::new);
    assertEquals(object, AllocationMeter.bytes(DoubleList::new));
    assertEquals(object, AllocationMeter.bytes(() -> new DoubleList(0)));
  }

  /** As many fields as a list has, and no array. */
  @SuppressWarnings("UnusedVariable") // only their space counts
  private static final class Plain {
    private static final double[] EMPTY = {};

    private final double[] elements = EMPTY;
    private int size;
    private int removals;
  }
}
