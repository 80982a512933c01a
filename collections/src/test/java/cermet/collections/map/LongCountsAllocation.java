// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongCountsAllocation {
  private static final int SIZE = 500;

  private final LongCounts counts = new LongCounts(SIZE);
  private long sum;

  @Test
  void nothingWithinWhatWasReserved() {
    LongLongMap.LongLongConsumer add = (value, count) -> sum += value ^ count;
    var cursor = counts.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < SIZE; i++) {
            sum += counts.add(i * i) + counts.add(i * i, 3) + counts.count(i);
            sum += counts.subtract(i * i, 1) + counts.remove(i) + counts.total();
          }
          counts.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.value() + cursor.count();
          }
          cursor.reset();
          cursor.next();
          cursor.remove();
          counts.clear();
          counts.reserve(SIZE);
        }));
  }

  @Test
  void sixteenBytesForEachOfTheMostCommon() {
    for (long i = 0; i < SIZE; i++) {
      counts.add(i, i % 7 + 1);
    }
    long ten = AllocationMeter.bytes(() -> sum += counts.mostCommon(10)[0]);
    long more = AllocationMeter.bytes(() -> sum += counts.mostCommon(110)[0]);
    assertEquals(1600, more - ten);
    assertTrue(ten <= 160 + 2 * 16 + 24 + 40, "two arrays, a heap and a cursor: " + ten);
  }
}
