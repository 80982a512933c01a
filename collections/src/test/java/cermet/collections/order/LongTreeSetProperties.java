// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongTreeSetProperties {
  /** What elements look like: each takes a counter to one. */
  enum Shape {
    DENSE {
      @Override
      long element(long i) {
        return i;
      }
    },
    TOP { // up to the largest
      @Override
      long element(long i) {
        return Long.MAX_VALUE - i;
      }
    },
    BOTTOM {
      @Override
      long element(long i) {
        return Long.MIN_VALUE + i;
      }
    },
    STRIDE {
      @Override
      long element(long i) {
        return i << (i % 5 * 11);
      }
    },
    SCATTERED {
      @Override
      long element(long i) {
        return new Random(i).nextLong();
      }
    };

    abstract long element(long i);
  }

  @Property(tries = 300)
  void behavesLikeTreeSet(
      @ForAll Shape shape,
      @ForAll long choices,
      @ForAll @IntRange(min = 1, max = 3000) int elements) {
    var random = new Random(choices);
    var set = new LongTreeSet();
    var model = new TreeSet<Long>();
    int steps = 3 * elements + 2000;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      long element = shape.element(random.nextInt(elements));
      if (random.nextInt(14) < adding) {
        assertEquals(model.add(element), set.add(element));
      } else {
        remove(random, set, model, element);
      }
      assertEquals(model.size(), set.size());
      look(set, model, element);
      if (random.nextInt(elements) == 0) {
        sweep(random, set, model, shape);
        assertSame(model, set);
      }
    }
    assertSame(model, set);
  }

  @Example
  void behavesLikeTreeSetForAMillionOperations() {
    Operations.run(random -> {
      int elements = Operations.size(random, 3_000);
      behavesLikeTreeSet(Operations.any(random, Shape.values()), random.nextLong(), elements);
      return 3 * elements + 2_000;
    });
  }

  @Property(tries = 300)
  void viewBehavesLikeTreeSet(@ForAll Shape shape, @ForAll long choices, @ForAll boolean back) {
    var random = new Random(choices);
    var set = new LongTreeSet();
    var model = new TreeSet<Long>();
    for (int i = random.nextInt(500); i > 0; i--) {
      long element = shape.element(random.nextInt(600));
      set.add(element);
      model.add(element);
    }
    long one = shape.element(random.nextInt(600));
    long two = shape.element(random.nextInt(600));
    boolean lowToo = random.nextBoolean();
    boolean highToo = random.nextBoolean();
    var seen = set.asNavigableSet().subSet(Math.min(one, two), lowToo, Math.max(one, two), highToo);
    var expected = model.subSet(Math.min(one, two), lowToo, Math.max(one, two), highToo);
    seen = back ? seen.descendingSet() : seen;
    expected = back ? expected.descendingSet() : expected;
    assertEquals(expected.toString(), seen.toString());
    seen.removeIf(element -> (element & 6) == 0);
    expected.removeIf(element -> (element & 6) == 0);
    assertEquals(expected.size(), seen.size());
    for (int i = 0; i < 50; i++) {
      Long element = shape.element(random.nextInt(600));
      assertEquals(expected.floor(element), seen.floor(element));
      assertEquals(expected.higher(element), seen.higher(element));
      assertEquals(expected.lower(element), seen.lower(element));
      assertEquals(expected.ceiling(element), seen.ceiling(element));
      assertEquals(expected.contains(element), seen.contains(element));
      assertEquals(expected.remove(element), seen.remove(element));
    }
    assertEquals(expected.pollFirst(), seen.pollFirst());
    assertEquals(expected.pollLast(), seen.pollLast());
    assertSame(model, set);
  }

  private static void remove(
      Random random, LongTreeSet set, NavigableSet<Long> model, long element) {
    switch (random.nextInt(4)) {
      case 0 -> {
        Long first = model.pollFirst();
        assertEquals(first == null ? 5 : first, set.pollFirst(5));
      }
      case 1 -> {
        Long last = model.pollLast();
        assertEquals(last == null ? 5 : last, set.pollLast(5));
      }
      default -> assertEquals(model.remove(element), set.remove(element));
    }
  }

  private static void look(LongTreeSet set, NavigableSet<Long> model, long element) {
    assertEquals(model.contains(element), set.contains(element));
    assertNear(model.floor(element), set.floor(element, 3), set.floor(element, 4));
    assertNear(model.ceiling(element), set.ceiling(element, 3), set.ceiling(element, 4));
    assertNear(model.lower(element), set.lower(element, 3), set.lower(element, 4));
    assertNear(model.higher(element), set.higher(element, 3), set.higher(element, 4));
    if (set.contains(element)) {
      assertEquals(element, set.select(set.rank(element)));
    }
  }

  private static void assertNear(Long expected, long orThree, long orFour) {
    assertEquals(expected == null ? 3 : expected, orThree);
    assertEquals(expected == null ? 4 : expected, orFour);
  }

  private static void sweep(Random random, LongTreeSet set, NavigableSet<Long> model, Shape shape) {
    var other = new LongTreeSet();
    var others = new TreeSet<Long>();
    for (int i = random.nextInt(2000); i > 0; i--) {
      long element = shape.element(random.nextInt(3000));
      other.add(element);
      others.add(element);
    }
    switch (random.nextInt(7)) {
      case 0 -> set.trim();
      case 1 -> {
        set.clear();
        model.clear();
      }
      case 2 -> {
        long mask = 3L << random.nextInt(62);
        assertEquals(
            model.removeIf(element -> (element & mask) == 0),
            random.nextBoolean()
                ? set.removeIf(element -> (element & mask) == 0)
                : set.retain(element -> (element & mask) != 0));
      }
      case 3 -> assertEquals(model.addAll(others), set.addAll(other));
      case 4 -> assertEquals(model.removeAll(others), set.removeAll(other));
      case 5 -> assertEquals(model.retainAll(others), set.retainAll(other));
      default -> {
        var copy = set.copy();
        assertEquals(set, copy);
        set.clear();
        copy.forEach(set::add);
      }
    }
  }

  private static void assertSame(NavigableSet<Long> model, LongTreeSet set) {
    LongLongTreeTest.assertSound(set);
    assertEquals(model.size(), set.size());
    var cursor = set.cursor();
    for (long element : model) {
      assertTrue(cursor.next());
      assertEquals(element, cursor.key());
    }
    assertFalse(cursor.next());
    for (long element : model.descendingSet()) {
      assertTrue(cursor.previous());
      assertEquals(element, cursor.key());
    }
    assertFalse(cursor.previous());
  }
}
