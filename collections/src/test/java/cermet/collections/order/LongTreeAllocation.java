// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongTreeAllocation {
  private static final int SIZE = 5000;
  private static final String VALUE = "value";

  private final LongTree<String> tree = new LongTree<>();
  private LongTree.Cursor<String> kept = tree.cursor();
  private int run;
  private long sum;

  @Test
  void nothingButWhatSplitsTake() {
    long[] keys = LongStream.range(0, SIZE).map(i -> 2 * i).toArray();
    String[] values = new String[SIZE];
    Arrays.fill(values, VALUE);
    List<LongTree<String>> trees = new ArrayList<>(); // each run empties one
    List<LongTree.Cursor<String>> cursors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      trees.add(LongTree.ofSorted(keys, values));
      cursors.add(trees.get(i).cursor());
    }
    LongTree.LongObjectConsumer<String> add = (key, value) -> sum += key ^ value.length();
    LongTree.LongObjectFunction<String, String> same = (key, value) -> value;
    LongFunction<String> made = key -> VALUE;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          var tree = trees.get(run);
          var cursor = cursors.get(run++);
          for (long i = 0; i < SIZE; i++) {
            tree.put(i * 2, VALUE);
            tree.getAndPut(i * 2, VALUE);
            sum += tree.get(i, "").length() + tree.floorKey(i, 0) + tree.ceilingKey(i, 0);
            sum += tree.lowerKey(i, 0) + tree.higherKey(i, 0) + tree.select((int) i);
            tree.replace(i * 2, VALUE);
            tree.computeIfAbsent(i * 2, made);
            tree.computeIfPresent(i * 2, same);
            tree.remove(i * 2);
            tree.putIfAbsent(i * 2, VALUE); // into the room that is left
          }
          tree.forEach(add);
          cursor.reset();
          cursor.range(100, 5000);
          while (cursor.next()) {
            sum += cursor.key() + cursor.value().length();
            cursor.set(VALUE);
            cursor.remove();
          }
          while (!tree.isEmpty()) {
            tree.pollFirst();
            tree.pollLast();
          }
        }));
  }

  @Test
  void aKeyAndAReferenceAnEntryInOrder() {
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1 << 16; i++) {
            tree.put(tree.size(), VALUE);
          }
        });
    double entry = (double) bytes / (1 << 16);
    assertTrue(entry < Long.BYTES + 8 + 1, "an entry: " + entry); // references may take 8
  }

  @Test
  void aCursorIsOneSmallObject() {
    assertTrue(
        AllocationMeter.bytes(() -> kept = tree.cursor()) <= 96); // with references of 8 bytes
    assertFalse(kept.next());
  }
}
