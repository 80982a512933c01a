// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongTreeProperties {
  /** What keys look like: each takes a counter to a key. */
  enum Shape {
    DENSE {
      @Override
      long key(long i) {
        return i;
      }
    },
    TOP { // up to the largest
      @Override
      long key(long i) {
        return Long.MAX_VALUE - i;
      }
    },
    STRIDE {
      @Override
      long key(long i) {
        return i << (i % 5 * 11);
      }
    },
    SCATTERED {
      @Override
      long key(long i) {
        return new Random(i).nextLong();
      }
    };

    abstract long key(long i);
  }

  @Property(tries = 300)
  void behavesLikeTreeMap(
      @ForAll Shape shape, @ForAll long choices, @ForAll @IntRange(min = 1, max = 3000) int keys) {
    var random = new Random(choices);
    var tree = new LongTree<Integer>();
    var model = new TreeMap<Long, Integer>();
    int steps = 3 * keys + 2000;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      long key = shape.key(random.nextInt(keys));
      Integer value = random.nextInt(2000);
      if (random.nextInt(14) < adding) {
        add(random, tree, model, key, value);
      } else {
        remove(random, tree, model, key);
      }
      assertEquals(model.size(), tree.size());
      assertEquals(model.get(key), tree.get(key));
      assertEquals(model.containsKey(key), tree.containsKey(key));
      assertNear(model.floorKey(key), tree.floorKey(key, 3), tree.floorKey(key, 4));
      assertNear(model.ceilingKey(key), tree.ceilingKey(key, 3), tree.ceilingKey(key, 4));
      assertNear(model.lowerKey(key), tree.lowerKey(key, 3), tree.lowerKey(key, 4));
      assertNear(model.higherKey(key), tree.higherKey(key, 3), tree.higherKey(key, 4));
      if (random.nextInt(keys) == 0) {
        sweep(random, tree, model, shape);
        assertSame(model, tree);
      }
    }
    assertSame(model, tree);
  }

  @Example
  void behavesLikeTreeMapForAMillionOperations() {
    Operations.run(random -> {
      int keys = Operations.size(random, 3_000);
      behavesLikeTreeMap(Operations.any(random, Shape.values()), random.nextLong(), keys);
      return 3 * keys + 2_000;
    });
  }

  private static void add(
      Random random, LongTree<Integer> tree, Map<Long, Integer> model, long key, Integer value) {
    switch (random.nextInt(8)) {
      case 0 -> assertEquals(model.put(key, value) == null, tree.put(key, value));
      case 1 -> assertEquals(model.put(key, value), tree.getAndPut(key, value));
      case 2 -> assertEquals(model.putIfAbsent(key, value) == null, tree.putIfAbsent(key, value));
      case 3 -> assertEquals(model.replace(key, value) != null, tree.replace(key, value));
      case 4 ->
          assertEquals(
              model.computeIfAbsent(key, k -> some(value)),
              tree.computeIfAbsent(key, k -> some(value)));
      case 5 ->
          assertEquals(
              model.computeIfPresent(key, (k, v) -> v % 5 == 0 ? null : v + value),
              tree.computeIfPresent(key, (k, v) -> v % 5 == 0 ? null : v + value));
      case 6 ->
          assertEquals(
              model.compute(key, (k, v) -> v == null ? value : v % 5 == 0 ? null : v - value),
              tree.compute(key, (k, v) -> v == null ? value : v % 5 == 0 ? null : v - value));
      default ->
          assertEquals(
              model.merge(key, value, (a, b) -> a % 5 == 0 ? null : a - b),
              tree.merge(key, value, (a, b) -> a % 5 == 0 ? null : a - b));
    }
  }

  private static void remove(
      Random random, LongTree<Integer> tree, NavigableMap<Long, Integer> model, long key) {
    switch (random.nextInt(4)) {
      case 0 -> {
        Map.Entry<Long, Integer> first = model.pollFirstEntry();
        assertEquals(first == null ? null : first.getValue(), tree.pollFirst());
      }
      case 1 -> {
        Map.Entry<Long, Integer> last = model.pollLastEntry();
        assertEquals(last == null ? null : last.getValue(), tree.pollLast());
      }
      default -> assertEquals(model.remove(key), tree.remove(key));
    }
  }

  /** The number, or null for one in five: a function that does not say so may return it too. */
  @SuppressWarnings("NullAway")
  private static Integer some(Integer number) {
    return number % 5 == 0 ? null : number;
  }

  private static void assertNear(Long expected, long orThree, long orFour) {
    assertEquals(expected == null ? 3 : expected, orThree);
    assertEquals(expected == null ? 4 : expected, orFour);
  }

  private static void sweep(
      Random random, LongTree<Integer> tree, NavigableMap<Long, Integer> model, Shape shape) {
    switch (random.nextInt(6)) {
      case 0 -> tree.trim();
      case 1 -> {
        tree.clear();
        model.clear();
      }
      case 2 -> {
        int mask = 3 << random.nextInt(20);
        assertEquals(
            model.entrySet().removeIf(entry -> ((entry.getKey() ^ entry.getValue()) & mask) == 0),
            random.nextBoolean()
                ? tree.removeIf((key, value) -> ((key ^ value) & mask) == 0)
                : tree.retain((key, value) -> ((key ^ value) & mask) != 0));
      }
      case 3 -> {
        for (var cursor = tree.cursor(); cursor.next(); ) {
          assertEquals(model.get(cursor.key()), cursor.value());
          if (random.nextBoolean()) {
            int value = random.nextInt();
            cursor.set(value);
            model.put(cursor.key(), value);
          } else if (random.nextBoolean()) {
            model.remove(cursor.key());
            cursor.remove();
          }
        }
      }
      case 4 -> {
        var copy = tree.copy();
        assertEquals(tree, copy);
        tree.clear();
        tree.putAll(copy);
      }
      default -> {
        var other = new LongTree<Integer>();
        for (int i = random.nextInt(500); i > 0; i--) {
          long key = shape.key(random.nextInt(3000));
          other.put(key, i);
          model.put(key, i);
        }
        tree.putAll(other);
      }
    }
  }

  private static void assertSame(NavigableMap<Long, Integer> model, LongTree<Integer> tree) {
    LongTreeTest.assertSound(tree);
    assertEquals(model.size(), tree.size());
    var cursor = tree.cursor();
    for (var entry : model.entrySet()) {
      assertTrue(cursor.next());
      assertEquals(entry.getKey(), cursor.key());
      assertEquals(entry.getValue(), cursor.value());
    }
    assertFalse(cursor.next());
  }
}
