// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongSetAllocation {
  private static final int SIZE = 500;

  private final LongSet set = new LongSet(SIZE);
  private long sum;

  @Test
  void allocatesNothingWithinWhatWasReserved() {
    LongSet other = new LongSet(SIZE);
    LongConsumer count = value -> sum += value;
    var cursor = set.cursor();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (long i = 0; i < SIZE; i++) {
            set.add(i * i);
            sum += set.contains(i) ? 1 : 0;
            sum += set.remove(i + 7) ? 1 : 0;
          }
          other.add(4);
          other.addAll(set);
          sum += other.containsAll(set) ? 1 : 0;
          set.forEach(count);
          cursor.reset();
          while (cursor.next()) {
            sum += cursor.value();
          }
          set.retainAll(other);
          set.removeAll(other);
          other.clear();
          set.addAll(other);
          sum += set.hashCode();
          set.clear();
        }));
    assertEquals(0, AllocationMeter.bytes(() -> set.reserve(SIZE)));
    assertTrue(set.isEmpty());
  }

  @Test
  void removesByPredicateWithOneCursor() {
    LongPredicate odd = value -> (value & 1) != 0;
    set.add(2);
    set.add(3);
    assertTrue(AllocationMeter.bytes(() -> set.removeIf(odd)) <= 48, "a cursor");
  }

  @Test
  void aSlotIsAsWideAsAValue() {
    /*wide*/ long bytes =
        AllocationMeter.bytes(() -> set.reserve(set.size() == 0 ? 3 << 18 : 0)); // of 2^20 slots
    assertTrue(
        bytes == 0 || bytes < Long.BYTES * ((/*wide*/ 1L << 20) + 64) + 64, "bytes: " + bytes);
  }
}
