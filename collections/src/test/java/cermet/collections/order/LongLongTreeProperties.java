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

class LongLongTreeProperties {
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
    BOTTOM {
      @Override
      long key(long i) {
        return Long.MIN_VALUE + i;
      }
    },
    STRIDE {
      @Override
      long key(long i) {
        return i << (i % 5 * 11);
      }
    },
    GRID {
      @Override
      long key(long i) {
        return (i >>> 5) << 32 | (i & 31);
      }
    },
    DOUBLES {
      @Override
      long key(long i) {
        return Double.doubleToLongBits(i * 0.1);
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
    var tree = new LongLongTree();
    var model = new TreeMap<Long, Long>();
    int steps = 2 * keys + 2000;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      long key = shape.key(random.nextInt(keys));
      long value = random.nextInt(5) == 0 ? 0 : random.nextLong();
      if (random.nextInt(14) < adding) {
        add(random, tree, model, key, value);
      } else {
        remove(random, tree, model, key);
      }
      assertEquals(model.size(), tree.size());
      assertEquals(model.containsKey(key), tree.containsKey(key));
      look(tree, model, key);
      if (random.nextInt(keys) == 0) {
        sweep(random, tree, model);
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
      return 2 * keys + 2_000;
    });
  }

  @Property(tries = 6)
  void staysSoundAcrossLevels(@ForAll Shape shape, @ForAll long choices) {
    var random = new Random(choices);
    var tree = new LongLongTree();
    var model = new TreeMap<Long, Long>();
    int keys = 200_000; // branches above branches
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 30_000; i++) {
        long key = shape.key(random.nextInt(keys));
        assertEquals(model.put(key, (long) i) == null, tree.put(key, i));
      }
      LongLongTreeTest.assertSound(tree);
      long from = shape.key(random.nextInt(keys));
      long to = shape.key(random.nextInt(keys));
      model.subMap(Math.min(from, to), true, Math.max(from, to), true).clear();
      for (var at = tree.cursor(Math.min(from, to), Math.max(from, to)); at.next(); ) {
        at.remove();
      }
      assertSame(model, tree);
    }
    while (!model.isEmpty()) {
      long key = shape.key(random.nextInt(keys));
      Map.Entry<Long, Long> entry =
          random.nextBoolean() ? model.floorEntry(key) : model.ceilingEntry(key);
      if (entry != null) {
        model.remove(entry.getKey());
        assertEquals(entry.getValue(), tree.remove(entry.getKey(), ~entry.getValue()));
      }
      if (random.nextInt(10_000) == 0) {
        LongLongTreeTest.assertSound(tree);
      }
      if (model.size() < 1000) { // far neighbours would take long to hit
        model.keySet().forEach(tree::remove);
        model.clear();
      }
    }
    assertTrue(tree.isEmpty());
    LongLongTreeTest.assertSound(tree);
  }

  @Property(tries = 300)
  void viewBehavesLikeTreeMap(@ForAll Shape shape, @ForAll long choices, @ForAll boolean back) {
    var random = new Random(choices);
    var tree = new LongLongTree();
    var model = new TreeMap<Long, Long>();
    for (int i = random.nextInt(500); i > 0; i--) {
      long key = shape.key(random.nextInt(600));
      tree.put(key, i);
      model.put(key, (long) i);
    }
    long one = shape.key(random.nextInt(600));
    long two = shape.key(random.nextInt(600));
    long low = Math.min(one, two);
    long high = Math.max(one, two);
    boolean lowToo = random.nextBoolean();
    boolean highToo = random.nextBoolean();
    var seen = tree.asNavigableMap().subMap(low, lowToo, high, highToo);
    var expected = model.subMap(low, lowToo, high, highToo);
    seen = back ? seen.descendingMap() : seen;
    expected = back ? expected.descendingMap() : expected;
    assertEquals(expected.size(), seen.size());
    assertEquals(expected.toString(), seen.toString());
    for (var at = seen.entrySet().iterator(); at.hasNext(); ) {
      var entry = at.next();
      if ((entry.getValue() & 3) == 0) {
        at.remove();
      } else if ((entry.getValue() & 3) == 1) {
        entry.setValue(-7L);
      }
    }
    expected.values().removeIf(value -> (value & 3) == 0);
    expected.replaceAll((key, value) -> (value & 3) == 1 ? -7L : value);
    assertEquals(expected.toString(), seen.toString());
    for (int i = 0; i < 50; i++) {
      Long key = shape.key(random.nextInt(600));
      assertEquals(expected.floorEntry(key), seen.floorEntry(key));
      assertEquals(expected.higherEntry(key), seen.higherEntry(key));
      assertEquals(expected.lowerKey(key), seen.lowerKey(key));
      assertEquals(expected.ceilingKey(key), seen.ceilingKey(key));
      assertEquals(expected.remove(key), seen.remove(key));
    }
    assertEquals(expected.pollFirstEntry(), seen.pollFirstEntry());
    assertEquals(expected.pollLastEntry(), seen.pollLastEntry());
    assertSame(model, tree);
  }

  private static void add(
      Random random, LongLongTree tree, NavigableMap<Long, Long> model, long key, long value) {
    Long old = model.get(key);
    long before = old == null ? 5 : old;
    switch (random.nextInt(9)) {
      case 0 -> assertEquals(model.put(key, value) == null, tree.put(key, value));
      case 1 -> {
        assertEquals(before, tree.getAndPut(key, value, 5));
        model.put(key, value);
      }
      case 2 -> assertEquals(model.putIfAbsent(key, value) == null, tree.putIfAbsent(key, value));
      case 3 -> assertEquals(model.merge(key, value, Long::sum), tree.addTo(key, value));
      case 4 ->
          assertEquals(
              model.merge(key, value, (a, b) -> a - b), tree.merge(key, value, (a, b) -> a - b));
      case 5 ->
          assertEquals(model.computeIfAbsent(key, k -> ~k), tree.computeIfAbsent(key, k -> ~k));
      case 6 -> {
        assertEquals(old == null ? 5 : key - old, tree.computeIfPresent(key, (k, v) -> k - v, 5));
        model.computeIfPresent(key, (k, v) -> k - v);
      }
      case 7 -> {
        assertEquals(key - before, tree.compute(key, (k, v) -> k - v, 5));
        model.put(key, key - before);
      }
      default -> assertEquals(model.replace(key, value) != null, tree.replace(key, value));
    }
  }

  private static void remove(
      Random random, LongLongTree tree, NavigableMap<Long, Long> model, long key) {
    Long old = model.get(key);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        assertEquals(old == null ? 5 : old, tree.remove(key, 5));
        model.remove(key);
      }
      case 2, 3 -> assertEquals(model.remove(key) != null, tree.remove(key));
      case 4 -> {
        Map.Entry<Long, Long> first = model.pollFirstEntry();
        assertEquals(first == null ? 5 : first.getKey(), tree.pollFirstKey(5));
      }
      default -> {
        Map.Entry<Long, Long> last = model.pollLastEntry();
        assertEquals(last == null ? 5 : last.getKey(), tree.pollLastKey(5));
      }
    }
  }

  private static void look(LongLongTree tree, NavigableMap<Long, Long> model, long key) {
    assertEquals(model.getOrDefault(key, 9L), tree.get(key, 9));
    assertNear(model.floorKey(key), tree.floorKey(key, 3), tree.floorKey(key, 4));
    assertNear(model.ceilingKey(key), tree.ceilingKey(key, 3), tree.ceilingKey(key, 4));
    assertNear(model.lowerKey(key), tree.lowerKey(key, 3), tree.lowerKey(key, 4));
    assertNear(model.higherKey(key), tree.higherKey(key, 3), tree.higherKey(key, 4));
    if (tree.containsKey(key)) {
      assertEquals(key, tree.select(tree.rank(key)));
    }
  }

  private static void assertNear(Long expected, long orThree, long orFour) {
    assertEquals(expected == null ? 3 : expected, orThree);
    assertEquals(expected == null ? 4 : expected, orFour);
  }

  private static void sweep(Random random, LongLongTree tree, NavigableMap<Long, Long> model) {
    switch (random.nextInt(6)) {
      case 0 -> tree.trim();
      case 1 -> {
        tree.clear();
        model.clear();
      }
      case 2 -> {
        long mask = 3L << random.nextInt(62);
        assertEquals(
            model.entrySet().removeIf(entry -> ((entry.getKey() ^ entry.getValue()) & mask) == 0),
            random.nextBoolean()
                ? tree.removeIf((key, value) -> ((key ^ value) & mask) == 0)
                : tree.retain((key, value) -> ((key ^ value) & mask) != 0));
      }
      case 3 -> {
        var cursor = tree.cursor();
        for (int i = random.nextInt(2 * model.size() + 1); i > 0; i--) {
          step(random, cursor, model);
        }
      }
      case 4 -> {
        var copy = tree.copy();
        assertEquals(tree, copy);
        tree.clear();
        tree.putAll(copy);
      }
      default -> {
        var other = new LongLongTree();
        for (int i = random.nextInt(300); i > 0; i--) {
          long key = random.nextInt(3000);
          other.put(key, i);
          model.put(key, (long) i);
        }
        tree.putAll(other);
      }
    }
  }

  /** One step of a cursor, which may set or remove what it meets. */
  private static void step(
      Random random, LongLongTree.Cursor cursor, NavigableMap<Long, Long> model) {
    if (!(random.nextInt(3) == 0 ? cursor.previous() : cursor.next())) {
      return;
    }
    assertEquals(model.get(cursor.key()), cursor.value());
    if (random.nextBoolean()) {
      long value = random.nextLong();
      cursor.set(value);
      model.put(cursor.key(), value);
    } else if (random.nextBoolean()) {
      model.remove(cursor.key());
      cursor.remove();
    }
  }

  private static void assertSame(NavigableMap<Long, Long> model, LongLongTree tree) {
    LongLongTreeTest.assertSound(tree);
    assertEquals(model.size(), tree.size());
    var cursor = tree.cursor();
    int rank = 0;
    for (var entry : model.entrySet()) {
      assertTrue(cursor.next());
      assertEquals(entry.getKey(), cursor.key());
      assertEquals(entry.getValue(), cursor.value());
      if (rank % 17 == 0) {
        assertEquals(rank, tree.rank(entry.getKey()));
        assertEquals(entry.getKey(), tree.select(rank));
      }
      rank++;
    }
    assertFalse(cursor.next());
    cursor.reset();
    long[] keys = new long[1 + model.size() % 97];
    long[] values = new long[keys.length];
    int copied = 0;
    int at = 0;
    for (var entry : model.entrySet()) {
      if (at == copied) {
        copied = cursor.nextInto(keys, values, 0, keys.length);
        at = 0;
      }
      assertTrue(at < copied);
      assertEquals(entry.getKey(), keys[at]);
      assertEquals(entry.getValue(), values[at++]);
    }
    assertEquals(at, copied);
    assertEquals(0, cursor.nextInto(keys, values, 0, keys.length));
  }
}
