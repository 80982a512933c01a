// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongTreeSetAllocation {
  private static final int SIZE = 5000;

  private final LongTreeSet set = new LongTreeSet();
  private LongTreeSet.Cursor kept = set.cursor();
  private int run;
  private long sum;

  @Test
  void nothingButWhatSplitsTake() {
    long[] elements = LongStream.range(0, SIZE).map(i -> 2 * i).toArray();
    LongTreeSet[] sets = new LongTreeSet[3]; // each run empties one
    for (int i = 0; i < sets.length; i++) {
      sets[i] = LongTreeSet.ofSorted(elements);
    }
    LongConsumer add = element -> sum += element;
    LongTreeSet.Cursor[] cursors = {sets[0].cursor(), sets[1].cursor(), sets[2].cursor()};
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          var set = sets[run];
          var cursor = cursors[run++];
          for (long i = 0; i < SIZE; i++) {
            sum += set.contains(i) ? 1 : 0;
            sum += set.floor(i, 0) + set.ceiling(i, 0) + set.rank(i);
            sum += set.lower(i, 0) + set.higher(i, 0) + set.select((int) i);
            set.remove(i * 2);
            set.add(i * 2); // into the room that is left
          }
          set.forEach(add);
          cursor.reset();
          cursor.range(100, 5000);
          while (cursor.next()) {
            sum += cursor.key();
            cursor.remove();
          }
          while (!set.isEmpty()) {
            sum += set.pollFirst(0) + set.pollLast(0);
          }
        }));
  }

  @Test
  void nineBytesAnElementInOrder() {
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1 << 16; i++) {
            set.add(set.size());
          }
        });
    assertTrue(bytes < 9 << 16, "bytes: " + bytes);
  }

  @Test
  void aCursorIsOneSmallObject() {
    assertTrue(
        AllocationMeter.bytes(() -> kept = set.cursor()) <= 96); // with references of 8 bytes
    assertFalse(kept.next());
  }
}
