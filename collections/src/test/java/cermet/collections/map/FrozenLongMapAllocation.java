// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class FrozenLongMapAllocation {
  private static final int SIZE = 500;

  private final FrozenLongMap map;
  private long sum;

  FrozenLongMapAllocation() {
    long[] keys = new long[SIZE];
    Arrays.setAll(keys, i -> (long) i * i);
    map = FrozenLongMap.of(keys, keys);
  }

  @Test
  void readsAllocateNothing() {
    LongLongMap.LongLongConsumer add = (key, value) -> sum += key ^ value;
    var cursor = map.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < SIZE; i++) {
            sum += map.get(i, 0) + map.get(i * i, 0) + map.size();
            sum += map.containsKey(i) ? 1 : 0;
          }
          map.forEach(add);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.key() + cursor.value();
          }
        }));
  }
}
