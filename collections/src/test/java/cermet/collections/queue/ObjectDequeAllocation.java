// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class ObjectDequeAllocation {
  private final ObjectDeque<String> deque = new ObjectDeque<>(1000);
  private int sum;

  @Test
  void allocatesNothingWithinItsCapacity() {
    String[] values = new String[100];
    for (int i = 0; i < 100; i++) {
      values[i] = "value " + i;
    }
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          deque.clear();
          for (int i = 0; i < 300; i++) {
            deque.addLast(values[i % 100]);
            deque.addFirst(values[i % 100]);
          }
          deque.addAllLast(values, 0, 100);
          sum += deque.removeFirst().length() + deque.removeLast().length();
          sum += Objects.equals(deque.pollFirst(), deque.pollLast()) ? 1 : 0;
          sum += deque.getFirst().length() + deque.getLast().length();
          sum += Objects.equals(deque.peekFirst(), deque.peekLast()) ? 1 : 0;
          sum += deque.get(4).length() + deque.set(5, values[6]).length();
          sum += deque.removeAt(7).length() + deque.removeAt(500).length();
          sum += deque.indexOf(values[77]) + deque.lastIndexOf(values[78]) + deque.hashCode();
          sum += deque.pollFirst(values, 0, 100);
          deque.copyInto(5, values, 0, 100);
          deque.reserve(900);
        }));
  }

  @Test
  void allocatesNothingToVisitEachElement() {
    for (int i = 0; i < 500; i++) {
      deque.addLast("value");
    }
    Consumer<String> count = value -> sum += value.length();
    assertEquals(0, AllocationMeter.bytes(() -> deque.forEach(count)));
    Iterator<String> walk = deque.iterator();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            sum += walk.next().length();
          }
        }));
  }
}
