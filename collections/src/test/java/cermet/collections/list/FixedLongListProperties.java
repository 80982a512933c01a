// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cermet.collections.Operations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FixedLongListProperties {
  @Property
  void behavesLikeAnArrayListWithABound(
      @ForAll Random random, @ForAll @IntRange(max = 40) int capacity) {
    var list = new FixedLongList(capacity);
    List<Long> model = new ArrayList<>();
    for (int step = 0; step < 1000; step++) {
      step(random, list, model);
      assertEquals(model.size(), list.size());
      assertEquals(capacity - model.size(), list.remaining());
    }
    assertEquals(model, list.asList());
    assertEquals(model.hashCode(), list.hashCode());
    assertEquals(model.toString(), list.toString());
    assertEquals(list, list.copy());
  }

  @Example
  void behavesLikeAnArrayListWithABoundForAMillionOperations() {
    Operations.run(random -> {
      behavesLikeAnArrayListWithABound(random, random.nextInt(41));
      return 1_000;
    });
  }

  private static void step(Random random, FixedLongList list, List<Long> model) {
    long value = random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(10) - 5;
    int size = model.size();
    boolean room = size < list.capacity();
    int index = size == 0 ? 0 : random.nextInt(size);
    int end = index + (size == 0 ? 0 : random.nextInt(size - index + 1));
    switch (random.nextInt(size == 0 ? 5 : 16)) {
      case 0, 1, 2 -> assertEquals(room && model.add(value), list.offer(value));
      case 3 -> {
        if (room) {
          list.add(index, value);
          model.add(index, value);
        } else {
          assertThrows(IllegalStateException.class, () -> list.add(index, value));
        }
      }
      case 4 -> {
        long[] values = random.longs(random.nextInt(6)).toArray();
        if (values.length <= list.remaining()) {
          list.addAll(values);
          Arrays.stream(values).forEach(model::add);
        } else {
          assertThrows(IllegalStateException.class, () -> list.addAll(values));
        }
      }
      case 5 -> assertEquals(model.get(index).longValue(), list.get(index));
      case 6 -> assertEquals(model.set(index, value).longValue(), list.set(index, value));
      case 7 -> assertEquals(model.remove(/* index */ index).longValue(), list.removeAt(index));
      case 8 -> {
        assertEquals(model.get(index).longValue(), list.swapRemove(index));
        model.set(index, model.get(size - 1));
        model.remove(/* index */ size - 1);
      }
      case 9 -> assertEquals(model.remove(/* index */ size - 1).longValue(), list.removeLast());
      case 10 -> {
        assertEquals(model.indexOf(value), list.indexOf(value));
        assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
        assertEquals(model.contains(value), list.contains(value));
      }
      case 11 -> {
        list.removeRange(index, end);
        model.subList(index, end).clear();
      }
      case 12 ->
          assertEquals(
              model.removeIf(each -> each < value - 3 || each % 5 == 0),
              list.removeIf(each -> each < value - 3 || each % 5 == 0));
      case 13 -> {
        list.sort();
        Collections.sort(model);
        int found = Collections.binarySearch(model, value);
        assertEquals(found < 0, list.binarySearch(value) < 0);
        if (found < 0) {
          assertEquals(found, list.binarySearch(value));
        }
      }
      case 14 -> {
        List<Long> view = list.asList().subList(index, end);
        assertEquals(model.subList(index, end), view);
        List<Long> added = List.of(value, value);
        if (list.remaining() < 2) {
          assertThrows(IllegalStateException.class, () -> view.addAll(view.size() / 2, added));
        } else {
          view.addAll(view.size() / 2, added);
          model.addAll(index + (end - index) / 2, added);
        }
      }
      default -> {
        long[] expected = model.stream().mapToLong(Long::longValue).toArray();
        assertArrayEquals(expected, list.toArray());
        assertArrayEquals(expected, list.stream().toArray());
        List<Long> seen = new ArrayList<>();
        list.forEach(seen::add);
        assertEquals(model, seen);
        list.truncate(end);
        model.subList(end, size).clear();
      }
    }
  }
}
