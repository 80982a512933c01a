// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a cursor that does not escape is gone once
/// compiled, in a fork of its own.
class IndexMapAllocation {
  private static final int SIZE = 500;

  private final IndexMap<String, String> map = new IndexMap<>(SIZE);
  private final String[] words = new String[SIZE];
  private int sum;

  @Test
  void nothingWithinWhatWasReserved() {
    for (int i = 0; i < SIZE; i++) {
      words[i] = "word " + i;
    }
    BiConsumer<String, String> add = (key, value) -> sum += key.length() + value.length();
    BiPredicate<String, String> same = (key, value) -> key.equals(value);
    BiFunction<String, String, String> right = (a, b) -> b;
    Function<String, String> itself = key -> key;
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 1; i < SIZE; i++) {
            map.put(words[i], words[i - 1]);
            map.putIfAbsent(words[i], words[i]);
            map.getAndPut(words[i], words[i]);
            map.replace(words[i], words[i - 1]);
            map.merge(words[i], words[i], right);
            map.computeIfAbsent(words[i], itself);
            map.computeIfPresent(words[i], right);
            map.compute(words[i], right);
            sum += map.get(words[i]) == null ? 1 : 0;
          }
          for (int i = 0; i < map.size(); i++) {
            sum += map.keyAt(i).length() + map.valueAt(i).length() + map.indexOf(words[i]);
            map.setValueAt(i, words[i]);
          }
          map.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.key().length() + cursor.value().length();
            cursor.set(words[1]);
          }
          sum += map.firstKey().length() + map.lastKey().length() + map.hashCode();
          map.swapRemove(words[4]);
          map.shiftRemove(words[5]);
          map.swapRemoveAt(0);
          map.shiftRemoveAt(0);
          map.truncate(9);
          map.clear();
          map.reserve(SIZE);
        }));
    map.put(words[3], words[4]);
    long bits =
        AllocationMeter.bytes(() -> {
          map.put(words[2], words[2]);
          map.removeIf(same);
        });
    assertEquals(24, bits, "one word of bits");
  }

  @Test
  void atMost34BytesAnEntry() {
    var made = new Object[1];
    long bytes = AllocationMeter.bytes(() -> made[0] = new IndexMap<>((1 << 16) + 1));
    assertTrue(bytes < 29 * (1L << 16), "bytes: " + bytes);
    bytes = AllocationMeter.bytes(() -> made[0] = new IndexMap<>(1 << 16));
    assertTrue(bytes < 20 * (1L << 16) + 256, "bytes: " + bytes);
  }

  @Tag("compiled")
  @Test
  void aCursorThatDoesNotEscapeIsNoObject() {
    map.put("a", "b");
    map.put("c", "d");
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          for (var cursor = map.cursor(); cursor.next(); ) {
            sum += cursor.key().length() + cursor.value().length();
          }
        });
    assertEquals(0, bytes);
  }
}
