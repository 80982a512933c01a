// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongIndexMapProperties {
  /** What keys look like: each takes a counter to a key. */
  enum Shape {
    DENSE {
      @Override
      long key(long i) {
        return i;
      }
    },
    NEGATIVE {
      @Override
      long key(long i) {
        return -i;
      }
    },
    STRIDE {
      @Override
      long key(long i) {
        return i << (i % 5 * 11);
      }
    },
    SHIFTED {
      @Override
      long key(long i) {
        return i << 20;
      }
    },
    PILED { // codes that share a home, at seed 0
      @Override
      long key(long i) {
        return i * 0xF1DE83E19937733DL;
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
    SNOWFLAKES {
      @Override
      long key(long i) {
        return (i / 7) << 22 | (i % 7);
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

  /** A list says the order, a map the values: neither knows of indices. */
  private record Model(List<Long> order, Map<Long, Long> values) {
    boolean put(long key, long value) {
      boolean fresh = values.put(key, value) == null;
      if (fresh) {
        order.add(key);
      }
      return fresh;
    }

    boolean swapRemove(long key) {
      int index = order.indexOf(key);
      if (index >= 0) {
        long last = order.removeLast();
        if (index < order.size()) {
          order.set(index, last);
        }
        values.remove(key);
      }
      return index >= 0;
    }

    boolean shiftRemove(long key) {
      order.remove(key);
      return values.remove(key) != null;
    }
  }

  @Property(tries = 500)
  void behavesLikeAListOfKeysAndAMap(
      @ForAll Shape shape,
      @ForAll long choices,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 1500) int keys) {
    var random = new Random(choices);
    var map = LongIndexMap.withSeed(random.nextInt(50), random.nextInt(3) == 0 ? 0 : seed);
    var model = new Model(new ArrayList<>(), new HashMap<>());
    int steps = 3 * keys + 100;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      long key = random.nextInt(20) == 0 ? map.seed() : shape.key(random.nextInt(keys));
      if (random.nextInt(14) < adding) {
        add(random, map, model, key);
      } else {
        remove(random, map, model, key);
      }
      assertEquals(model.values.size(), map.size());
      assertEquals(model.values.containsKey(key), map.containsKey(key));
      if (random.nextInt(keys) == 0) {
        sweep(random, map, model);
        assertSame(model, map);
      }
    }
    assertSame(model, map);
    for (int i = 0; i < keys; i++) {
      long key = shape.key(i);
      Long value = model.values.get(key);
      assertEquals(value != null, map.containsKey(key));
      assertEquals(value == null ? 9 : value, map.get(key, 9));
    }
  }

  @Example
  void behavesLikeAListOfKeysAndAMapForAMillionOperations() {
    Operations.run(random -> {
      int keys = 1 + random.nextInt(1_500); // the model takes O(keys) an operation
      Shape shape = Operations.any(random, Shape.values());
      behavesLikeAListOfKeysAndAMap(shape, random.nextLong(), random.nextLong(), keys);
      return 3 * keys;
    });
  }

  private static void add(Random random, LongIndexMap map, Model model, long key) {
    long value = random.nextInt(5) == 0 ? 0 : random.nextLong();
    Long old = model.values.get(key);
    long before = old == null ? 5 : old;
    switch (random.nextInt(9)) {
      case 0 -> assertEquals(model.put(key, value), map.put(key, value));
      case 1 -> {
        assertEquals(before, map.getAndPut(key, value, 5));
        model.put(key, value);
      }
      case 2 -> assertEquals(old == null && model.put(key, value), map.putIfAbsent(key, value));
      case 3 -> {
        model.put(key, old == null ? value : old + value);
        assertEquals(model.values.get(key), map.addTo(key, value));
      }
      case 4 -> {
        model.put(key, old == null ? value : old - value);
        assertEquals(model.values.get(key), map.merge(key, value, (a, b) -> a - b));
      }
      case 5 -> {
        model.put(key, old == null ? key ^ 3 : old);
        assertEquals(model.values.get(key), map.computeIfAbsent(key, k -> k ^ 3));
      }
      case 6 -> {
        if (old != null) {
          model.put(key, key - old);
        }
        assertEquals(old == null ? 5 : key - old, map.computeIfPresent(key, (k, v) -> k - v, 5));
      }
      case 7 -> {
        model.put(key, key + before);
        assertEquals(key + before, map.compute(key, (k, v) -> k + v, 5));
      }
      default -> {
        assertEquals(old != null, map.replace(key, value));
        if (old != null) {
          model.put(key, value);
        }
      }
    }
  }

  private static void remove(Random random, LongIndexMap map, Model model, long key) {
    Long old = model.values.get(key);
    long before = old == null ? 5 : old;
    int index = map.indexOf(key);
    switch (random.nextInt(7)) {
      case 0 -> assertEquals(before, map.swapRemove(key, 5));
      case 1 -> assertEquals(old != null, map.swapRemove(key));
      case 2 -> {
        if (index >= 0) {
          assertEquals(before, map.swapRemoveAt(index));
        }
      }
      case 3 -> {
        assertEquals(before, map.shiftRemove(key, 5));
        model.shiftRemove(key);
      }
      case 4 -> {
        assertEquals(old != null, map.shiftRemove(key));
        model.shiftRemove(key);
      }
      case 5 -> {
        if (index >= 0) {
          assertEquals(before, map.shiftRemoveAt(index));
        }
        model.shiftRemove(key);
      }
      default -> {
        assertEquals(before, map.remove(key, 5));
        model.shiftRemove(key);
      }
    }
    model.swapRemove(key); // does nothing where it was shifted
  }

  private static void sweep(Random random, LongIndexMap map, Model model) {
    switch (random.nextInt(9)) {
      case 0 -> map.trim();
      case 1 -> map.reserve(map.size() + random.nextInt(100));
      case 2 -> {
        map.clear();
        model.order.clear();
        model.values.clear();
      }
      case 3 -> {
        long mask = 3L << random.nextInt(62);
        assertEquals(
            model.values.entrySet().removeIf(e -> ((e.getKey() ^ e.getValue()) & mask) == 0),
            random.nextBoolean()
                ? map.removeIf((key, value) -> ((key ^ value) & mask) == 0)
                : map.retain((key, value) -> ((key ^ value) & mask) != 0));
        model.order.retainAll(model.values.keySet());
      }
      case 4 -> walk(random, map, model);
      case 5 -> {
        var copy = map.copy();
        assertEquals(map, copy);
        map.clear();
        copy.forEach(map::put);
        copy.putAll(map);
        assertEquals(map.toString(), copy.toString());
      }
      case 6 -> {
        map.sortByKey();
        model.order.sort(null);
      }
      case 7 -> {
        int kept = random.nextInt(map.size() + 2);
        map.truncate(kept);
        while (model.order.size() > kept) {
          model.values.remove(model.order.removeLast());
        }
      }
      default -> {
        for (int i = 0; i < map.size(); i += 3) {
          assertEquals(model.values.put(map.keyAt(i), (long) i), map.setValueAt(i, i));
        }
      }
    }
  }

  private static void walk(Random random, LongIndexMap map, Model model) {
    int met = 0;
    int before = map.size();
    for (var cursor = map.cursor(); cursor.next(); met++) {
      long key = cursor.key();
      assertEquals(model.values.get(key), cursor.value());
      assertEquals(key, map.keyAt(cursor.index()));
      switch (random.nextInt(5)) {
        case 0 -> {
          long value = random.nextLong();
          cursor.set(value);
          model.values.put(key, value);
        }
        case 1 -> {
          model.shiftRemove(key);
          cursor.remove();
        }
        case 2 -> {
          model.swapRemove(key);
          cursor.swapRemove();
        }
        default -> {}
      }
    }
    assertEquals(before, met);
  }

  private static void assertSame(Model model, LongIndexMap map) {
    assertEquals(model.values, map.asMap());
    assertEquals(model.order, new ArrayList<>(map.asMap().keySet()));
    assertEquals(model.values.hashCode(), map.hashCode());
    for (int i = 0; i < map.size(); i++) {
      long key = model.order.get(i);
      assertEquals(key, map.keyAt(i));
      assertEquals(i, map.indexOf(key));
      assertEquals(model.values.get(key), map.valueAt(i));
    }
    assertTrue(map.size() <= map.capacity());
  }
}
