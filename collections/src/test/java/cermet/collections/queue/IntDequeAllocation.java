// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongDequeAllocation.java by tools/Derive.java; edit that file.

package cermet.collections.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class IntDequeAllocation {
  private final IntDeque deque = new IntDeque(1000);
  private int sum;

  @Test
  void allocatesNothingWithinItsCapacity() {
    int[] values = new int[100];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          deque.clear();
          for (int i = 0; i < 300; i++) {
            deque.addLast(i);
            deque.addFirst(i);
          }
          deque.addAllLast(values, 0, 100);
          sum += deque.removeFirst() + deque.removeLast() + deque.pollFirst(0) + deque.pollLast(0);
          sum += deque.getFirst() + deque.getLast() + deque.peekFirst(0) + deque.peekLast(0);
          sum += deque.get(4) + deque.set(5, 6) + deque.removeAt(7) + deque.removeAt(500);
          sum += deque.indexOf(77) + deque.lastIndexOf(78) + deque.hashCode();
          sum += deque.pollFirst(values, 0, 100);
          deque.copyInto(5, values, 0, 100);
          deque.reserve(900);
        }));
  }

  @Test
  void allocatesNothingToVisitEachElement() {
    deque.addAllLast(new int[500], 0, 500);
    IntConsumer count = value -> sum += value;
    assertEquals(0, AllocationMeter.bytes(() -> deque.forEach(count)));
    PrimitiveIterator.OfInt walk = deque.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.nextInt();
          }
        }));
  }
}
