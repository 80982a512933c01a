// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongListProperties.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

class IntListProperties {
  @Property
  void behavesLikeArrayList(@ForAll Random random, @ForAll @IntRange(max = 40) int capacity) {
    IntList list = new IntList(capacity);
    List<Integer> model = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      step(random, list, model);
      assertEquals(model.size(), list.size());
    }
    assertEquals(model, list.asList());
    assertEquals(model.hashCode(), list.hashCode());
    assertEquals(model.toString(), list.toString());
  }

  @Example
  void behavesLikeArrayListForAMillionOperations() {
    Operations.run(random -> {
      behavesLikeArrayList(random, random.nextInt(41));
      return 300;
    });
  }

  private static void step(Random random, IntList list, List<Integer> model) {
    // Few values, so that searches find something; now and then any value, or a special one.
    int value = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(10) - 5;
    if (random.nextInt(8) == 0) {
      value = IntListTest.EDGES[random.nextInt(IntListTest.EDGES.length)];
    }
    step(random, list, model, value);
  }

  private static void step(Random random, IntList list, List<Integer> model, int value) {
    int size = model.size();
    int index = size == 0 ? 0 : random.nextInt(size);
    int end = index + (size == 0 ? 0 : random.nextInt(size - index + 1));
    switch (random.nextInt(size == 0 ? 6 : 20)) {
      case 0, 1, 2 -> {
        list.add(value);
        model.add(value);
      }
      case 3 -> {
        list.add(index, value);
        model.add(index, value);
      }
      case 4 -> {
        int[] values = new int[random.nextInt(6)];
        for (int i = 0; i < values.length; i++) {
          values[i] = value + i;
          model.add(values[i]);
        }
        list.addAll(values);
      }
      case 5 -> {
        list.reserve(random.nextInt(100));
        list.trim();
      }
      case 6 -> assertEquals(model.get(index).intValue(), list.get(index));
      case 7 -> assertEquals(model.set(index, value).intValue(), list.set(index, value));
      case 8 -> assertEquals(model.remove(/* index */ index).intValue(), list.removeAt(index));
      case 9 -> {
        assertEquals(model.get(index).intValue(), list.swapRemove(index));
        model.set(index, model.get(size - 1));
        model.remove(/* index */ size - 1);
      }
      case 10 -> assertEquals(model.remove(/* index */ size - 1).intValue(), list.removeLast());
      case 11 -> {
        assertEquals(model.indexOf(value), list.indexOf(value));
        assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
        assertEquals(model.contains(value), list.contains(value));
      }
      case 12 -> {
        list.removeRange(index, end);
        model.subList(index, end).clear();
      }
      case 13 ->
          assertEquals(
              model.removeIf(each -> each < value - 3 || each % 5 == 0),
              list.removeIf(each -> each < value - 3 || each % 5 == 0));
      case 14 -> {
        list.reverse();
        Collections.reverse(model);
      }
      case 15 -> {
        list.fill(index, end, value);
        Collections.fill(model.subList(index, end), value);
      }
      case 16 -> {
        IntList sorted = list.copy();
        sorted.sort();
        List<Integer> expected = new ArrayList<>(model);
        Collections.sort(expected);
        assertEquals(expected, sorted.asList());
        int found = sorted.binarySearch(value);
        assertEquals(Collections.binarySearch(expected, value) < 0, found < 0);
        if (found < 0) {
          assertEquals(Collections.binarySearch(expected, value), found);
        } else {
          assertEquals(value, sorted.get(found));
        }
      }
      case 17 -> {
        List<Integer> view = list.asList().subList(index, end);
        assertEquals(model.subList(index, end), view);
        assertEquals(model.subList(index, end).indexOf(value), view.indexOf(value));
        assertEquals(model.subList(index, end).lastIndexOf(value), view.lastIndexOf(value));
        view.addAll(view.size() / 2, List.of(value, value));
        model.addAll(index + (end - index) / 2, List.of(value, value));
      }
      case 18 -> {
        if (size < 200) {
          list.addAll(list);
          model.addAll(new ArrayList<>(model));
        }
      }
      default -> {
        list.truncate(end);
        model.subList(end, size).clear();
        IntList seen = new IntList();
        list.forEach(seen::add);
        assertEquals(list, seen);
      }
    }
  }

  @Property
  void copiesAnyRange(@ForAll int[] values, @ForAll Random random) {
    IntList list = IntList.of(values);
    int from = random.nextInt(values.length + 1);
    int count = random.nextInt(values.length - from + 1);
    int[] out = new int[count];
    list.copyInto(from, out, 0, count);
    assertEquals(IntList.of(Arrays.copyOfRange(values, from, from + count)), IntList.of(out));
    IntList zeros = IntList.of(new int[values.length]);
    zeros.copyFrom(0, values, 0, from);
    zeros.copyFrom(from, values, from, values.length - from);
    assertEquals(list, zeros);
  }
}
