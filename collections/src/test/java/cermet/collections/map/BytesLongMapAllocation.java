// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Slice;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class BytesLongMapAllocation {
  private static final byte[] KEYS = "short;a key longer than sixteen bytes;".getBytes(UTF_8);
  private static final int SHORT_END = 5;
  private static final int LONG_END = KEYS.length - 1;

  private final BytesLongMap map = new BytesLongMap();
  private final Slice slice = new Slice(KEYS, SHORT_END + 1, LONG_END);
  private long sum;

  BytesLongMapAllocation() {
    map.put(KEYS, 0, SHORT_END, 1);
    map.put(slice, 2);
  }

  @Test
  void lookupsAllocateNothing() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sum += map.get(KEYS, 0, SHORT_END, 0) + map.get(slice, 0) + map.get(KEYS, 1, 2, 0);
          sum += map.containsKey(KEYS, 0, SHORT_END) ? 1 : 0;
        }));
  }

  @Test
  void changesOfExistingKeysAllocateNothing() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sum += map.addTo(KEYS, 0, SHORT_END, 1) + map.addTo(slice, 1);
          map.put(KEYS, 0, SHORT_END, 3);
          map.put(slice, 3);
          map.putIfAbsent(slice, 4);
          sum += map.getAndPut(slice, 4, 0) + map.merge(slice, 1, Long::sum);
          map.replace(slice, 5);
        }));
  }

  @Test
  void fillingReservedRoomAllocatesNothing() {
    byte[] key = new byte[40];
    var filled = new BytesLongMap(1000);
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          filled.clear();
          for (int i = 0; i < 1000; i++) {
            key[0] = (byte) i;
            key[1] = (byte) (i >>> 8);
            filled.put(key, 0, 2 + i % 30, i);
          }
        }));
    assertEquals(1000, filled.size());
  }

  @Test
  void churnOfShortKeysAllocatesNothing() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            map.put(KEYS, 0, 1, i);
            map.remove(KEYS, 0, 1);
          }
        }));
  }

  @Test
  void cursorAllocatesNothing() {
    BytesLongMap.Cursor cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.bytes()[cursor.from()] + cursor.to() + cursor.value();
            cursor.set(5);
          }
        }));
  }
}
