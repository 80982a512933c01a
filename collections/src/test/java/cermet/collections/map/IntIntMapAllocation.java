// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapAllocation.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class IntIntMapAllocation {
  private static final int SIZE = 500;

  private final IntIntMap map = new IntIntMap(SIZE);
  private int sum;

  @Test
  void nothingWithinWhatWasReserved() {
    IntIntMap.IntIntConsumer add = (key, value) -> sum += key ^ value;
    IntIntMap.IntIntPredicate odd = (key, value) -> (key & 1) != 0;
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < SIZE; i++) {
            map.put(i * i, i);
            map.addTo(i * i, 1);
            map.putIfAbsent(i, i);
            sum += map.get(i, 0) + map.getAndPut(i, 3, 0) + map.remove(i, 0);
            map.replace(i * i, 2);
            map.merge(i * i, 2, Integer::sum);
          }
          map.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.key() + cursor.value();
            cursor.set(1);
          }
          map.remove(4);
          map.clear();
        }));
    assertEquals(0, AllocationMeter.bytes(() -> map.reserve(SIZE)));
    assertTrue(map.isEmpty());
    map.put(2, 2);
    map.put(3, 3);
    assertTrue(AllocationMeter.bytes(() -> map.removeIf(odd)) <= 48, "a cursor");
  }

  @Test
  void aSlotIsAKeyAndAValue() {
    /*wide*/ long bytes = AllocationMeter.bytes(() -> map.reserve(map.size() == 0 ? 1 << 20 : 0));
    assertTrue(bytes == 0 || bytes < 2 * Integer.BYTES * (1 << 21) + 2048, "bytes: " + bytes);
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
