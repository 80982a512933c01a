// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongLongTreeAllocation {
  private static final int SIZE = 5000;

  private final LongLongTree tree = new LongLongTree();
  private LongLongTree.Cursor kept = tree.cursor();
  private int run;
  private long sum;

  @Test
  void nothingButWhatSplitsTake() {
    long[] keys = LongStream.range(0, SIZE).map(i -> 2 * i).toArray();
    LongLongTree[] trees = new LongLongTree[3]; // each run empties one
    for (int i = 0; i < trees.length; i++) {
      trees[i] = LongLongTree.ofSorted(keys, keys);
    }
    LongLongTree.LongLongConsumer add = (key, value) -> sum += key ^ value;
    LongLongTree.Cursor[] cursors = {trees[0].cursor(), trees[1].cursor(), trees[2].cursor()};
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          var tree = trees[run];
          var cursor = cursors[run++];
          for (long i = 0; i < SIZE; i++) {
            tree.put(i * 2, 7);
            sum += tree.get(i, 0) + tree.getAndPut(i * 2, 3, 0) + tree.addTo(i * 2, 1);
            sum += tree.floorKey(i, 0) + tree.ceilingKey(i, 0) + tree.rank(i);
            sum += tree.lowerKey(i, 0) + tree.higherKey(i, 0) + tree.select((int) i);
            tree.replace(i * 2, 2);
            tree.merge(i * 2, 2, Long::sum);
            tree.remove(i * 2);
            tree.putIfAbsent(i * 2, 1); // into the room that is left
          }
          tree.forEach(add);
          cursor.reset();
          sum += cursor.nextInto(keys, keys, 0, SIZE);
          cursor.range(100, 5000);
          while (cursor.next()) {
            sum += cursor.key() + cursor.value();
            cursor.set(1);
            cursor.remove();
          }
          while (!tree.isEmpty()) {
            sum += tree.remove(tree.firstKey(), 0) + tree.pollLastKey(0);
          }
        }));
  }

  @Test
  void seventeenBytesAnEntryInOrder() {
    long bytes =
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < 1 << 16; i++) {
            tree.put(tree.size(), i);
          }
        });
    assertTrue(bytes < 17.2 * (1 << 16), "bytes: " + bytes);
  }

  @Test
  void aboutTwentyFiveBytesAnEntryAtRandom() {
    long bytes =
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < 1 << 16; i++) {
            long key = tree.size() * 0x9E3779B97F4A7C15L;
            tree.put((key ^ key >>> 32) * 0xD6E8FEB86659FD93L, i);
          }
        });
    assertTrue(bytes < 27 * (1 << 16), "bytes: " + bytes); // of a growth by half
  }

  @Test
  void aCursorIsOneSmallObject() {
    assertTrue(
        AllocationMeter.bytes(() -> kept = tree.cursor()) <= 96); // with references of 8 bytes
    assertFalse(kept.next());
  }
}
