// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from SmallLongListAllocation.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class SmallIntListAllocation {
  private final SmallIntList list = new SmallIntList();
  private int sum;

  @Test
  void allocatesNothingForFourElements() {
    IntConsumer count = value -> sum += value;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          list.clear();
          for (int i = 0; i < 4; i++) {
            list.add(i);
          }
          sum += list.get(3) + list.set(2, 6) + list.removeAt(0) + list.swapRemove(1);
          list.add(0, 7);
          sum += list.removeLast() + list.indexOf(77) + list.lastIndexOf(78);
          sum += list.contains(7) ? 1 : 0;
          sum += list.hashCode();
          list.forEach(count);
          list.trim();
        }));
  }

  @Test
  void allocatesNothingWhileTheArrayLasts() {
    list.addAll(new int[100]);
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          list.clear();
          for (int i = 0; i < 100; i++) {
            list.add(i);
          }
        }));
  }

  @Test
  void takesOneObjectForFourElements() {
    /*wide*/ long bytes =
        AllocationMeter.bytes(() -> {
          var fresh = new SmallIntList();
          for (int i = 0; i < 4; i++) {
            fresh.add(i);
          }
          sum += fresh.size();
        });
    assertTrue(bytes <= 24 + 4 * Integer.BYTES, "bytes: " + bytes);
  }
}
