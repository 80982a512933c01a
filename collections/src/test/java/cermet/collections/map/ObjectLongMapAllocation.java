// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a cursor that does not escape is gone once
/// compiled, in a fork of its own.
class ObjectLongMapAllocation {
  private static final int SIZE = 500;

  private final String[] names = new String[2 * SIZE];
  private final ObjectLongMap<String> map = new ObjectLongMap<>(SIZE);
  private long sum;

  ObjectLongMapAllocation() {
    Arrays.setAll(names, String::valueOf);
  }

  @Test
  void nothingWithinWhatWasReserved() {
    ObjLongConsumer<String> add = (key, value) -> sum += key.length() ^ value;
    ObjectLongMap.ObjectLongPredicate<String> two = (key, value) -> key.length() == 2;
    ObjectLongMap.ObjectLongFunction<String> next = (key, value) -> value + 1;
    ToLongFunction<String> length = String::length;
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < SIZE; i++) {
            String name = names[i];
            map.put(name, i);
            map.addTo(name, 1);
            map.putIfAbsent(name, i);
            sum += map.get(name, 0) + map.getAndPut(name, 3, 0) + map.remove(name, 0);
            sum += map.get(names[SIZE + i], 0);
            map.computeIfAbsent(name, length);
            map.computeIfPresent(name, next, 0);
            map.compute(name, next, 0);
            map.replace(name, 2);
            map.merge(name, 2, Long::sum);
          }
          map.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.key().length() + cursor.value();
            cursor.set(1);
          }
          map.remove(names[4]);
          map.clear();
        }));
    assertEquals(0, AllocationMeter.bytes(() -> map.reserve(SIZE)));
    assertTrue(map.isEmpty());
    map.put("2", 2);
    map.put("22", 3);
    assertTrue(AllocationMeter.bytes(() -> map.removeIf(two)) <= 48, "a cursor");
  }

  @Test
  void sixteenBytesASlot() {
    long bytes = AllocationMeter.bytes(() -> map.reserve(map.size() == 0 ? 1 << 20 : 0));
    long slot = bytes / (1 << 21);
    assertTrue(bytes == 0 || slot == 16 || slot == 20, "a slot: " + slot);
  }

  @Tag("compiled")
  @Test
  void aCursorThatDoesNotEscapeIsNoObject() {
    map.put("1", 2);
    map.put("3", 4);
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          for (var cursor = map.cursor(); cursor.next(); ) {
            sum += cursor.key().length() + cursor.value();
          }
        });
    assertEquals(0, bytes);
  }
}
