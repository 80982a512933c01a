// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

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

class SmallListProperties {
  @Property
  void behavesLikeArrayList(@ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int most) {
    var list = new SmallList<String>();
    List<String> model = new ArrayList<>();
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

  private static void step(
      Random random, SmallList<String> list, List<String> model, boolean full) {
    String value = String.valueOf(random.nextInt(10));
    int size = model.size();
    int index = size == 0 ? 0 : random.nextInt(size);
    int end = index + (size == 0 ? 0 : random.nextInt(size - index + 1));
    int first = full ? 3 : 0; // no more elements
    int last = size == 0 ? 3 : 14; // none to take
    switch (first + random.nextInt(last - first)) {
      case 0, 1 -> {
        list.add(value);
        model.add(value);
      }
      case 2 -> {
        list.add(index, value);
        model.add(index, value);
      }
      case 3 -> assertEquals(model.get(index), list.get(index));
      case 4 -> assertEquals(model.set(index, value), list.set(index, value));
      case 5 -> assertEquals(model.remove(index), list.removeAt(index));
      case 6 -> {
        assertEquals(model.get(index), list.swapRemove(index));
        model.set(index, model.get(size - 1));
        model.remove(size - 1);
      }
      case 7 -> assertEquals(model.remove(size - 1), list.removeLast());
      case 8 -> {
        assertEquals(model.indexOf(value), list.indexOf(value));
        assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
        assertEquals(model.contains(value), list.contains(value));
      }
      case 9 -> {
        list.removeRange(index, end);
        model.subList(index, end).clear();
      }
      case 10 ->
          assertEquals(
              model.removeIf(each -> each.compareTo(value) < 0 || each.equals("7")),
              list.removeIf(each -> each.compareTo(value) < 0 || each.equals("7")));
      case 11 -> {
        List<String> view = list.asList().subList(index, end);
        assertEquals(model.subList(index, end), view);
        assertEquals(model.subList(index, end).indexOf(value), view.indexOf(value));
        assertEquals(model.subList(index, end).lastIndexOf(value), view.lastIndexOf(value));
        view.addAll(view.size() / 2, List.of(value, value));
        model.addAll(index + (end - index) / 2, List.of(value, value));
      }
      case 12 -> list.trim();
      default -> {
        List<String> seen = new ArrayList<>();
        list.forEach(seen::add);
        assertEquals(model, seen);
        assertArrayEquals(model.toArray(), list.toArray());
        if (random.nextInt(8) == 0) {
          list.clear();
          model.clear();
        }
      }
    }
  }
}
