// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class LongIndexMapAllocation {
  private static final int SIZE = 500;

  private final LongIndexMap map = new LongIndexMap(SIZE);
  private long sum;

  @Test
  void nothingWithinWhatWasReserved() {
    LongIndexMap.LongLongConsumer add = (key, value) -> sum += key ^ value;
    LongIndexMap.LongLongPredicate odd = (key, value) -> (key & 1) != 0;
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < SIZE / 2; i++) {
            map.put(i * i, i);
            map.addTo(i * i, 1);
            map.putIfAbsent(-i, i);
            sum += map.get(i, 0) + map.getAndPut(i, 3, 0) + map.swapRemove(i, 0);
            map.replace(i * i, 2);
            map.merge(i * i, 2, Long::sum);
            sum += map.computeIfAbsent(i * i, key -> key) + map.compute(i, Long::sum, 1);
            sum += map.computeIfPresent(i, Long::sum, 1) + map.shiftRemove(i, 0);
          }
          for (int i = 0; i < map.size(); i++) {
            sum += map.keyAt(i) + map.valueAt(i) + map.indexOf(i) + map.setValueAt(i, i);
          }
          map.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.key() + cursor.value();
            cursor.set(1);
          }
          sum += map.firstKey() + map.lastKey() + map.hashCode();
          map.swapRemove(4);
          map.swapRemoveAt(0);
          map.shiftRemoveAt(0);
          map.truncate(9);
          map.clear();
        }));
    assertEquals(0, AllocationMeter.bytes(() -> map.reserve(SIZE)));
    assertTrue(map.isEmpty());
    map.put(2, 2);
    long bits =
        AllocationMeter.bytes(() -> {
          map.put(3, 3);
          map.removeIf(odd);
        });
    assertEquals(24, bits, "one word of bits");
  }

  @Test
  void atMost40BytesAnEntry() {
    var made = new LongIndexMap[1];
    long bytes = AllocationMeter.bytes(() -> made[0] = new LongIndexMap((1 << 16) + 1));
    assertTrue(bytes < 40 * (1L << 16), "bytes: " + bytes);
    bytes = AllocationMeter.bytes(() -> made[0] = new LongIndexMap(1 << 16));
    assertTrue(bytes < 24 * (1L << 16) + 256, "bytes: " + bytes);
  }

  @Tag("compiled")
  @Test
  void aCursorThatDoesNotEscapeIsNoObject() {
    map.put(1, 2);
    map.put(3, 4);
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          for (var cursor = map.cursor(); cursor.next(); ) {
            sum += cursor.key() + cursor.value();
          }
        });
    assertEquals(0, bytes);
  }
}
