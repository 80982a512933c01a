// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class SmallListAllocation {
  private final SmallList<String> list = new SmallList<>();
  private int sum;

  @Test
  void allocatesNothingForFourElements() {
    Consumer<String> count = value -> sum += value.length();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          list.clear();
          for (int i = 0; i < 4; i++) {
            list.add("four");
          }
          sum += list.get(3).length() + list.set(2, "three").length();
          sum += list.removeAt(0).length() + list.swapRemove(1).length();
          list.add(0, "first");
          sum += list.removeLast().length() + list.indexOf("none") + list.lastIndexOf("none");
          sum += list.contains("first") ? 1 : 0;
          sum += list.hashCode();
          list.forEach(count);
          list.trim();
        }));
  }

  @Test
  void allocatesNothingWhileTheArrayLasts() {
    for (int i = 0; i < 100; i++) {
      list.add("one");
    }
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          list.clear();
          for (int i = 0; i < 100; i++) {
            list.add("two");
          }
        }));
  }

  @Test
  void takesOneObjectForFourElements() {
    long bytes =
        AllocationMeter.bytes(() -> {
          var fresh = new SmallList<String>();
          for (int i = 0; i < 4; i++) {
            fresh.add("four");
          }
          sum += fresh.size();
        });
    assertTrue(bytes <= 24 + 4 * 4, "bytes: " + bytes); // references of four bytes
  }
}
