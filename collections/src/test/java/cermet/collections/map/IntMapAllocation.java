// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongMapAllocation.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a cursor that does not escape is gone once
/// compiled, in a fork of its own.
class IntMapAllocation {
  private static final int SIZE = 500;
  private static final String VALUE = "value";

  private final IntMap<String> map = new IntMap<>(SIZE);
  private int sum;

  @Test
  void nothingWithinWhatWasReserved() {
    IntMap.IntObjectConsumer<String> add = (key, value) -> sum += key ^ value.length();
    IntMap.IntObjectPredicate<String> odd = (key, value) -> (key & 1) != 0;
    IntMap.IntObjectFunction<String, String> same = (key, value) -> value;
    IntFunction<String> made = key -> VALUE;
    IntConsumer addKey = key -> sum += key;
    Consumer<String> addValue = value -> sum += value.length();
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < SIZE; i++) {
            map.put(i * i, VALUE);
            map.putIfAbsent(i, VALUE);
            sum += map.get(i, "").length();
            map.getAndPut(i, VALUE);
            map.remove(i);
            map.computeIfAbsent(i * i, made);
            map.computeIfPresent(i * i, same);
            map.merge(i * i, VALUE, (old, value) -> value);
            map.replace(i * i, VALUE);
          }
          map.forEach(add);
          map.forEachKey(addKey);
          map.forEachValue(addValue);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.key() + cursor.value().length();
            cursor.set(VALUE);
          }
          map.remove(4);
          map.clear();
        }));
    assertEquals(0, AllocationMeter.bytes(() -> map.reserve(SIZE)));
    assertTrue(map.isEmpty());
    map.put(2, VALUE);
    map.put(3, VALUE);
    assertTrue(AllocationMeter.bytes(() -> map.removeIf(odd)) <= 48, "a cursor");
  }

  @Test
  void aKeyAndAReferenceASlot() {
    /*wide*/ long bytes = AllocationMeter.bytes(() -> map.reserve(map.size() == 0 ? 1 << 20 : 0));
    /*wide*/ long slots = bytes / (1 << 21);
    assertTrue(
        bytes == 0 || slots == Integer.BYTES + 4 || slots == Integer.BYTES + 8, "a slot: " + slots);
  }

  @Tag("compiled")
  @Test
  void aCursorThatDoesNotEscapeIsNoObject() {
    map.put(1, VALUE);
    map.put(3, VALUE);
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          for (var cursor = map.cursor(); cursor.next(); ) {
            sum += cursor.key() + cursor.value().length();
          }
        });
    assertEquals(0, bytes);
  }
}
