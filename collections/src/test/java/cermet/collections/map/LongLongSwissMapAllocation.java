// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class LongLongSwissMapAllocation {
  private static final int SIZE = 500;

  private final LongLongSwissMap map = new LongLongSwissMap(SIZE);
  private long sum;

  @Test
  void nothingWithinWhatWasReserved() {
    LongLongSwissMap.LongLongConsumer add = (key, value) -> sum += key ^ value;
    LongLongSwissMap.LongLongPredicate odd = (key, value) -> (key & 1) != 0;
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < SIZE; i++) {
            map.put(i * i, i);
            map.addTo(i * i, 1);
            map.putIfAbsent(i, i);
            sum += map.get(i, 0) + map.getAndPut(i, 3, 0) + map.remove(i, 0);
            map.replace(i * i, 2);
            map.merge(i * i, 2, Long::sum);
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
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          map.put(2, 2);
          map.put(3, 3);
          map.computeIfAbsent(4, key -> key * 2);
          map.computeIfPresent(4, (key, value) -> key - value, 0);
          map.compute(5, (key, value) -> key - value, 0);
          map.removeIf(odd);
        }));
  }

  @Test
  void nothingWhenKeysComeAndGo() {
    var full = new LongLongSwissMap(1408); // of 2048 slots
    var keyed = LongLongSwissMap.forUntrustedKeys();
    keyed.reserve(1408);
    for (LongLongSwissMap churned : List.of(full, keyed)) {
      long[] next = {0};
      int capacity = churned.capacity();
      assertEquals(
          0,
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 5000; i++) {
              churned.put(next[0], i);
              churned.remove(next[0] - 1400);
              next[0]++;
            }
          }));
      assertEquals(1400, churned.size());
      assertEquals(capacity, churned.capacity());
    }
  }

  @Test
  void seventeenBytesASlot() {
    long bytes = AllocationMeter.bytes(() -> map.reserve(map.size() == 0 ? 1 << 20 : 0));
    // And a byte for eight slots.
    assertTrue(bytes == 0 || bytes < 17 * (1L << 21) + (1 << 18) + 96, "bytes: " + bytes);
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
