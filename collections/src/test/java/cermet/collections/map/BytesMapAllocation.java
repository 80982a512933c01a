// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Slice;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class BytesMapAllocation {
  private static final byte[] KEYS = "short;a key longer than sixteen bytes;".getBytes(UTF_8);
  private static final int SHORT_END = 5;

  private final BytesMap<String> map = new BytesMap<>();
  private final Slice slice = new Slice(KEYS, SHORT_END + 1, KEYS.length - 1);
  private int sum;

  BytesMapAllocation() {
    map.put(KEYS, 0, SHORT_END, "one");
    map.put(slice, "two");
  }

  @Test
  void existingKeysAllocateNothing() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sum += map.get(KEYS, 0, SHORT_END) == null ? 1 : 2;
          sum += map.get(slice) == null ? 1 : 2;
          sum += map.get(KEYS, 1, 2) == null ? 1 : 2;
          map.put(KEYS, 0, SHORT_END, "three");
          map.replace(slice, "four");
          map.putIfAbsent(slice, "five");
          map.computeIfAbsent(slice, key -> "six");
          map.merge(slice, "seven", (one, two) -> two);
        }));
  }

  @Test
  void shortKeysThatComeAndGoAllocateNothing() {
    map.put(KEYS, 0, 1, "");
    map.remove(KEYS, 0, SHORT_END); // leaves a number to free room for
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            map.put(KEYS, 0, SHORT_END, "one");
            map.remove(KEYS, 0, SHORT_END);
          }
        }));
  }

  @Test
  void cursorAllocatesNothing() {
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.bytes()[cursor.from()] + cursor.to() + cursor.value().length();
            cursor.set("five");
          }
        }));
  }
}
