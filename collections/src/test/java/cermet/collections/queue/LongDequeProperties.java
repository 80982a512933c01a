// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongDequeProperties {
  @Property
  void behavesLikeAListWithTwoEnds(
      @ForAll Random random, @ForAll @IntRange(max = 40) int capacity) {
    LongDeque deque = new LongDeque(capacity);
    List<Long> model = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      step(random, deque, model);
      assertEquals(model.size(), deque.size());
    }
    assertEquals(model, new ArrayList<>(deque.asDeque()));
    assertEquals(model.hashCode(), deque.hashCode());
    assertEquals(model.toString(), deque.toString());
    assertEquals(deque, deque.copy());
    assertEquals(model.reversed(), new ArrayList<>(deque.asDeque().reversed()));
  }

  @Example
  void behavesLikeAListWithTwoEndsForAMillionOperations() {
    Operations.run(random -> {
      behavesLikeAListWithTwoEnds(random, random.nextInt(41));
      return 400;
    });
  }

  private static void step(Random random, LongDeque deque, List<Long> model) {
    // Few values, so that searches find something; now and then any value.
    long value = random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(10) - 5;
    int size = model.size();
    int index = size == 0 ? 0 : random.nextInt(size);
    int count = random.nextInt(size - index + 1);
    switch (random.nextInt(size == 0 ? 9 : 20)) {
      case 0, 1, 2 -> {
        deque.addLast(value);
        model.addLast(value);
      }
      case 3, 4, 5 -> {
        deque.addFirst(value);
        model.addFirst(value);
      }
      case 6 -> {
        long[] values = new long[random.nextInt(12)];
        for (int i = 0; i < values.length; i++) {
          values[i] = value + i;
        }
        int from = random.nextInt(values.length + 1);
        deque.addAllLast(values, from, values.length - from);
        for (int i = from; i < values.length; i++) {
          model.add(values[i]);
        }
      }
      case 7 -> {
        deque.reserve(random.nextInt(100));
        deque.trim();
      }
      case 8 -> {
        assertEquals(size == 0 ? value : model.getFirst(), deque.peekFirst(value));
        assertEquals(size == 0 ? value : model.getLast(), deque.peekLast(value));
        assertEquals(size == 0 ? value : model.removeFirst(), deque.pollFirst(value));
        assertEquals(model.isEmpty() ? value : model.removeLast(), deque.pollLast(value));
      }
      case 9 -> assertEquals(model.removeFirst().longValue(), deque.removeFirst());
      case 10 -> assertEquals(model.removeLast().longValue(), deque.removeLast());
      case 11 -> {
        assertEquals(model.getFirst().longValue(), deque.getFirst());
        assertEquals(model.getLast().longValue(), deque.getLast());
        assertEquals(model.get(index).longValue(), deque.get(index));
      }
      case 12 -> assertEquals(model.set(index, value).longValue(), deque.set(index, value));
      case 13, 14 ->
          assertEquals(model.remove(/* index */ index).longValue(), deque.removeAt(index));
      case 15 -> {
        assertEquals(model.indexOf(value), deque.indexOf(value));
        assertEquals(model.lastIndexOf(value), deque.lastIndexOf(value));
        assertEquals(model.contains(value), deque.contains(value));
      }
      case 16 ->
          assertEquals(
              model.removeIf(each -> each < value - 3 || each % 5 == 0),
              deque.removeIf(each -> each < value - 3 || each % 5 == 0));
      case 17 -> {
        long[] out = new long[count + 2];
        deque.copyInto(index, out, 1, count);
        long[] expected = new long[count + 2];
        for (int i = 0; i < count; i++) {
          expected[i + 1] = model.get(index + i);
        }
        assertArrayEquals(expected, out);
      }
      case 18 -> {
        long[] out = new long[count + 3];
        int most = count + random.nextInt(3);
        assertEquals(Math.min(most, size), deque.pollFirst(out, 1, most));
        for (int i = 0; i < Math.min(most, size); i++) {
          assertEquals(model.removeFirst().longValue(), out[i + 1]);
        }
      }
      default -> {
        var seen = new LongDeque();
        deque.forEach(seen::addLast);
        assertEquals(deque, seen);
        assertEquals(deque, LongDeque.of(deque.toArray()));
        assertArrayEquals(deque.toArray(), deque.stream().toArray());
        if (random.nextInt(4) == 0) {
          deque.clear();
          model.clear();
        }
      }
    }
  }
}
