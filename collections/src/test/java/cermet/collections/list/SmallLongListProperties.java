// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SmallLongListProperties {
  @Property
  void behavesLikeArrayList(@ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int most) {
    var list = new SmallLongList();
    List<Long> model = new ArrayList<>();
    for (int step = 0; step < 1000; step++) {
      step(random, list, model, model.size() >= most);
      assertEquals(model.size(), list.size());
    }
    assertEquals(model, list.asList());
    assertEquals(model.hashCode(), list.hashCode());
    assertEquals(model.toString(), list.toString());
    assertEquals(list, list.copy());
  }

  @Example
  void behavesLikeArrayListForAMillionOperations() {
    Operations.run(random -> {
      behavesLikeArrayList(random, 1 + random.nextInt(12));
      return 1_000;
    });
  }

  private static void step(Random random, SmallLongList list, List<Long> model, boolean full) {
    long value = random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(10) - 5;
    int size = model.size();
    int index = size == 0 ? 0 : random.nextInt(size);
    int end = index + (size == 0 ? 0 : random.nextInt(size - index + 1));
    int first = full ? 4 : 0; // no more elements
    int last = size == 0 ? 4 : 15; // none to take
    switch (first + random.nextInt(last - first)) {
      case 0, 1 -> {
        list.add(value);
        model.add(value);
      }
      case 2 -> {
        list.add(index, value);
        model.add(index, value);
      }
      case 3 -> {
        long[] values = new long[random.nextInt(4)];
        for (int i = 0; i < values.length; i++) {
          values[i] = value + i;
          model.add(values[i]);
        }
        list.addAll(values);
      }
      case 4 -> assertEquals(model.get(index).longValue(), list.get(index));
      case 5 -> assertEquals(model.set(index, value).longValue(), list.set(index, value));
      case 6 -> assertEquals(model.remove(/* index */ index).longValue(), list.removeAt(index));
      case 7 -> {
        assertEquals(model.get(index).longValue(), list.swapRemove(index));
        model.set(index, model.get(size - 1));
        model.remove(/* index */ size - 1);
      }
      case 8 -> assertEquals(model.remove(/* index */ size - 1).longValue(), list.removeLast());
      case 9 -> {
        assertEquals(model.indexOf(value), list.indexOf(value));
        assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
        assertEquals(model.contains(value), list.contains(value));
      }
      case 10 -> {
        list.removeRange(index, end);
        model.subList(index, end).clear();
      }
      case 11 ->
          assertEquals(
              model.removeIf(each -> each < value - 3 || each % 5 == 0),
              list.removeIf(each -> each < value - 3 || each % 5 == 0));
      case 12 -> {
        List<Long> view = list.asList().subList(index, end);
        assertEquals(model.subList(index, end), view);
        assertEquals(model.subList(index, end).indexOf(value), view.indexOf(value));
        assertEquals(model.subList(index, end).lastIndexOf(value), view.lastIndexOf(value));
        view.addAll(view.size() / 2, List.of(value, value));
        model.addAll(index + (end - index) / 2, List.of(value, value));
      }
      case 13 -> list.trim();
      default -> {
        List<Long> seen = new ArrayList<>();
        list.forEach(seen::add);
        assertEquals(model, seen);
        assertEquals(list, SmallLongList.of(list.toArray()));
        if (random.nextInt(8) == 0) {
          list.clear();
          model.clear();
        }
      }
    }
  }
}
