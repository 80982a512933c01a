// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class ObjectCountsAllocation {
  private static final int SIZE = 500;

  private final String[] names = new String[SIZE];
  private final ObjectCounts<String> counts = new ObjectCounts<>(SIZE);
  private long sum;

  ObjectCountsAllocation() {
    Arrays.setAll(names, String::valueOf);
  }

  @Test
  void nothingWithinWhatWasReserved() {
    ObjLongConsumer<String> add = (value, count) -> sum += value.length() ^ count;
    var cursor = counts.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (String name : names) {
            sum += counts.add(name) + counts.add(name, 3) + counts.count(name);
            sum += counts.subtract(name, 1) + counts.total();
          }
          sum += counts.remove(names[7]);
          counts.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.value().length() + cursor.count();
          }
          cursor.reset();
          cursor.next();
          cursor.remove();
          counts.clear();
          counts.reserve(SIZE);
        }));
  }

  @Test
  void atMostSixteenBytesForEachOfTheMostCommon() {
    for (String name : names) {
      counts.add(name, name.length());
    }
    long ten = AllocationMeter.bytes(() -> sum += counts.mostCommon(10).size());
    long more = AllocationMeter.bytes(() -> sum += counts.mostCommon(110).size());
    long each = (more - ten) / 100;
    assertTrue(each == 12 || each == 16, "each: " + each);
  }
}
