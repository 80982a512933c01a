// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class DenseBitsAllocation {
  private final DenseBits bits = new DenseBits(1000);
  private int sum;

  @Test
  void allocatesNothingWithinItsCapacity() {
    DenseBits other = new DenseBits(1000);
    IntPredicate odd = number -> (number & 1) == 1;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          bits.clear();
          other.clear();
          for (int i = 0; i < 1000; i += 3) {
            bits.add(i);
            other.add(i / 2);
          }
          bits.addRange(100, 300);
          bits.removeRange(150, 170);
          sum += bits.flip(7) ? 1 : 0;
          sum += bits.andCount(other) + bits.orCount(other) + bits.andNotCount(other);
          sum += bits.xorCount(other) + bits.size() + bits.next(5) + bits.nextAbsent(5);
          sum += bits.previous(500) + bits.hashCode();
          bits.or(other);
          bits.xor(other);
          bits.andNot(other);
          bits.and(other);
          other.removeIf(odd);
          bits.reserve(900);
        }));
  }

  @Test
  void allocatesNothingToVisitEachNumber() {
    bits.addRange(0, 1000);
    IntConsumer count = number -> sum += number;
    assertEquals(0, AllocationMeter.bytes(() -> bits.forEach(count)));
    PrimitiveIterator.OfInt walk = bits.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.nextInt();
          }
        }));
  }
}
