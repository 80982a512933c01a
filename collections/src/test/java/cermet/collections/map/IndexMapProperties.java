// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class IndexMapProperties {
  /** What hash codes look like. */
  enum Shape {
    DENSE,
    SHIFTED,
    FEW,
    SCATTERED;

    Key key(int id) {
      return new Key(
          id,
          switch (this) {
            case DENSE -> id;
            case SHIFTED -> id << 20;
            case FEW -> id & 63;
            case SCATTERED -> new Random(id).nextInt();
          });
    }
  }

  /** A key whose hash code is given. */
  record Key(int id, int hash) implements Comparable<Key> {
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.id == id;
    }

    @Override
    public int compareTo(Key other) {
      return Integer.compare(id, other.id);
    }
  }

  /** A list says the order, a map the values: neither knows of indices. */
  private record Model(List<Key> order, Map<Key, Long> values) {
    boolean put(Key key, long value) {
      boolean fresh = values.put(key, value) == null;
      if (fresh) {
        order.add(key);
      }
      return fresh;
    }

    void set(Key key, @Nullable Long value) {
      if (value == null) {
        shiftRemove(key);
      } else {
        put(key, value);
      }
    }

    boolean swapRemove(Key key) {
      int index = order.indexOf(key);
      if (index >= 0) {
        Key last = order.removeLast();
        if (index < order.size()) {
          order.set(index, last);
        }
        values.remove(key);
      }
      return index >= 0;
    }

    boolean shiftRemove(Key key) {
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
    var map = IndexMap.<Key, Long>withSeed(random.nextInt(50), random.nextInt(3) == 0 ? 0 : seed);
    var model = new Model(new ArrayList<>(), new HashMap<>());
    int steps = 3 * keys + 100;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      Key key = shape.key(random.nextInt(keys));
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
      Key key = shape.key(i);
      Long value = model.values.get(key);
      assertEquals(value != null, map.containsKey(key));
      assertEquals(value, map.get(key));
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

  private static void add(Random random, IndexMap<Key, Long> map, Model model, Key key) {
    long value = random.nextInt(5) == 0 ? 0 : random.nextLong();
    Long old = model.values.get(key);
    switch (random.nextInt(9)) {
      case 0 -> assertEquals(model.put(key, value), map.put(key, value));
      case 1 -> {
        assertEquals(old, map.getAndPut(key, value));
        model.put(key, value);
      }
      case 2 -> assertEquals(old == null && model.put(key, value), map.putIfAbsent(key, value));
      case 3, 4 -> {
        Long merged = old == null ? (Long) value : odd(old - value);
        assertEquals(merged, map.merge(key, value, (a, b) -> odd(a - b)));
        model.set(key, merged);
      }
      case 5 -> {
        Long computed = old == null ? odd(value) : old;
        assertEquals(computed, map.computeIfAbsent(key, k -> oddOrNone(value)));
        model.set(key, computed);
      }
      case 6 -> {
        Long computed = old == null ? null : odd(old + key.id);
        assertEquals(computed, map.computeIfPresent(key, (k, v) -> odd(v + k.id)));
        model.set(key, computed);
      }
      case 7 -> {
        Long computed = odd(value + (old == null ? 0 : old));
        assertEquals(computed, map.compute(key, (k, v) -> odd(value + (v == null ? 0 : v))));
        model.set(key, computed);
      }
      default -> {
        assertEquals(old != null, map.replace(key, value));
        if (old != null) {
          model.put(key, value);
        }
      }
    }
  }

  /** The number, or null for one in four. */
  private static @Nullable Long odd(long number) {
    return (number & 3) == 0 ? null : (Long) number;
  }

  @SuppressWarnings("NullAway") // a function that does not say so may return null too
  private static Long oddOrNone(long number) {
    return odd(number);
  }

  private static void remove(Random random, IndexMap<Key, Long> map, Model model, Key key) {
    Long old = model.values.get(key);
    int index = map.indexOf(key);
    switch (random.nextInt(5)) {
      case 0 -> assertEquals(old, map.swapRemove(key));
      case 1 -> {
        if (index >= 0) {
          assertEquals(old, map.swapRemoveAt(index));
        }
      }
      case 2 -> {
        assertEquals(old, map.shiftRemove(key));
        model.shiftRemove(key);
      }
      case 3 -> {
        if (index >= 0) {
          assertEquals(old, map.shiftRemoveAt(index));
        }
        model.shiftRemove(key);
      }
      default -> {
        assertEquals(old, map.remove(key));
        model.shiftRemove(key);
      }
    }
    model.swapRemove(key); // does nothing where it was shifted
  }

  private static void sweep(Random random, IndexMap<Key, Long> map, Model model) {
    switch (random.nextInt(9)) {
      case 0 -> map.trim();
      case 1 -> map.reserve(map.size() + random.nextInt(100));
      case 2 -> {
        map.clear();
        model.order.clear();
        model.values.clear();
      }
      case 3 -> {
        long mask = 3L << random.nextInt(8);
        assertEquals(
            model.values.entrySet().removeIf(e -> ((e.getKey().id ^ e.getValue()) & mask) == 0),
            random.nextBoolean()
                ? map.removeIf((key, value) -> ((key.id ^ value) & mask) == 0)
                : map.retain((key, value) -> ((key.id ^ value) & mask) != 0));
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
        if (random.nextBoolean()) {
          map.sortByKey(Comparator.naturalOrder());
          model.order.sort(null);
        } else {
          map.sortByValue(Comparator.reverseOrder());
          model.order.sort(Comparator.comparing(model.values::get, Comparator.reverseOrder()));
        }
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
          assertEquals(model.values.put(map.keyAt(i), (long) i), map.setValueAt(i, (long) i));
        }
      }
    }
  }

  private static void walk(Random random, IndexMap<Key, Long> map, Model model) {
    int met = 0;
    int before = map.size();
    for (var cursor = map.cursor(); cursor.next(); met++) {
      Key key = cursor.key();
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

  private static void assertSame(Model model, IndexMap<Key, Long> map) {
    assertEquals(model.values, map.asMap());
    assertEquals(model.order, new ArrayList<>(map.asMap().keySet()));
    assertEquals(model.values.hashCode(), map.hashCode());
    for (int i = 0; i < map.size(); i++) {
      Key key = model.order.get(i);
      assertEquals(key, map.keyAt(i));
      assertEquals(i, map.indexOf(key));
      assertEquals(model.values.get(key), map.valueAt(i));
    }
    assertTrue(map.size() <= map.capacity());
  }
}
