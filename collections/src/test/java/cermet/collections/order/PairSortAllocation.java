// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class PairSortAllocation {
  private static final int SIZE = 2000;

  private final long[] keys = new Random(1).longs(SIZE).toArray();
  private final long[] longs = new long[SIZE];
  private final int[] ints = new Random(2).ints(SIZE).toArray();
  private final int[] smallKeys = ints.clone();
  private final String[] names = new String[SIZE];

  @Test
  void nothingWithAScratchThatWasUsed() {
    Arrays.fill(names, "name");
    var scratch = new PairSort.Scratch();
    sortAll(scratch);
    assertEquals(0, AllocationMeter.bytes(() -> sortAll(scratch)));
  }

  private void sortAll(PairSort.Scratch scratch) {
    PairSort.sort(keys, longs, 0, SIZE, scratch);
    turn();
    PairSort.sort(keys, ints, 0, SIZE, scratch);
    turn();
    PairSort.sort(keys, names, 0, SIZE, scratch);
    turn();
    PairSort.sort(keys, names, 0, 30, scratch);
    PairSort.sort(smallKeys, ints, 0, SIZE, scratch);
    smallKeys[0] = 5;
  }

  private void turn() {
    for (int i = 0; i < SIZE; i++) {
      keys[i] = Long.reverse(keys[i]);
    }
  }

  @Test
  void aScratchHoldsSixteenBytesAPairOrTwiceThat() {
    long fixed = 2000; // digits, headers, and what the meter's own call takes
    long bytes = AllocationMeter.bytes(() -> PairSort.sort(keys, longs));
    assertTrue(bytes <= 16 * SIZE + fixed, "bytes: " + bytes);
    turn();
    bytes = AllocationMeter.bytes(() -> PairSort.sort(keys, ints));
    assertTrue(bytes <= 24 * SIZE + fixed, "bytes: " + bytes);
    turn();
    bytes = AllocationMeter.bytes(() -> PairSort.sort(keys, names));
    assertTrue(bytes <= 28 * SIZE + fixed, "bytes: " + bytes);
    bytes = AllocationMeter.bytes(() -> PairSort.sort(smallKeys, ints));
    assertTrue(bytes <= 32 * SIZE + fixed, "bytes: " + bytes);
  }
}
