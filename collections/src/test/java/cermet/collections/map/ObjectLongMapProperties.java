// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ObjectLongMapProperties {
  /** What keys look like: each makes a key of a counter. */
  enum Shape {
    NAMES {
      @Override
      Object key(int i) {
        return "name " + i;
      }
    },
    NUMBERS {
      @Override
      Object key(int i) {
        return i;
      }
    },
    SHIFTED {
      @Override
      Object key(int i) {
        return i << 12;
      }
    },
    FLOATS {
      @Override
      Object key(int i) {
        return i * 0.25f;
      }
    },
    DOUBLES {
      @Override
      Object key(int i) {
        return (double) i;
      }
    },
    PAIRS {
      @Override
      Object key(int i) {
        return Map.entry(i >>> 5, i & 31);
      }
    },
    POOR { // a few hash codes for all
      @Override
      Object key(int i) {
        return new Poor(i % 37 * 0x144CBC89, i % 500); // neighbours, at seed 0
      }
    },
    SCATTERED {
      @Override
      Object key(int i) {
        return new Random(i).nextLong();
      }
    };

    abstract Object key(int i);
  }

  private record Poor(int hash, int id) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Property(tries = 300)
  void behavesLikeHashMap(
      @ForAll Shape shape,
      @ForAll int choices,
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 3000) int keys) {
    var random = new Random(choices);
    var map = ObjectLongMap.withSeed(random.nextInt(50), random.nextInt(3) == 0 ? 0 : seed);
    var model = new HashMap<Object, Long>();
    int steps = 3 * keys + 100;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      Object key = // whose code is 0, or any
          random.nextInt(20) == 0
              ? new Poor(map.seed(), random.nextInt(3))
              : shape.key(random.nextInt(keys));
      long value = random.nextInt(5) == 0 ? 0 : random.nextLong();
      Long old = model.get(key);
      long before = old == null ? 5 : old;
      if (random.nextInt(14) < adding) {
        add(random, map, model, key, value);
      } else if (random.nextBoolean()) {
        assertEquals(before, map.remove(key, 5));
        model.remove(key);
      } else {
        assertEquals(model.remove(key) != null, map.remove(key));
      }
      assertEquals(model.size(), map.size());
      assertEquals(model.containsKey(key), map.containsKey(key));
      if (random.nextInt(keys) == 0) {
        sweep(random, map, model);
        assertSame(model, map);
      }
    }
    assertSame(model, map);
    for (int i = 0; i < keys; i++) {
      Object key = shape.key(i);
      assertEquals(model.containsKey(key), map.containsKey(key));
      assertEquals(model.getOrDefault(key, 9L), map.get(key, 9));
    }
  }

  @Example
  void behavesLikeHashMapForAMillionOperations() {
    Operations.run(random -> {
      int keys = Operations.size(random, 3_000);
      Shape shape = Operations.any(random, Shape.values());
      behavesLikeHashMap(shape, random.nextInt(), random.nextInt(), keys);
      return 3 * keys;
    });
  }

  @Property(tries = 300)
  void putAllMeetsBoth(
      @ForAll Shape shape, @ForAll int seed, @ForAll boolean same, @ForAll int choices) {
    var random = new Random(choices);
    var map = ObjectLongMap.withSeed(0, seed);
    var other = ObjectLongMap.withSeed(0, same ? seed : ~seed);
    var model = new HashMap<Object, Long>();
    for (int i = random.nextInt(2000); i > 0; i--) {
      Object key = shape.key(random.nextInt(3000));
      map.put(key, i);
      model.put(key, (long) i);
    }
    for (int i = random.nextInt(2000); i > 0; i--) {
      Object key = shape.key(random.nextInt(3000));
      other.put(key, -i);
      model.put(key, (long) -i);
    }
    map.putAll(other);
    assertSame(model, map);
    assertTrue(map.size() <= map.capacity() * 3L / 4);
  }

  private static void add(
      Random random, ObjectLongMap<Object> map, Map<Object, Long> model, Object key, long value) {
    Long old = model.get(key);
    long before = old == null ? 5 : old;
    switch (random.nextInt(9)) {
      case 0 -> assertEquals(model.put(key, value) == null, map.put(key, value));
      case 1 -> {
        assertEquals(before, map.getAndPut(key, value, 5));
        model.put(key, value);
      }
      case 2 -> assertEquals(model.putIfAbsent(key, value) == null, map.putIfAbsent(key, value));
      case 3 -> assertEquals(model.merge(key, value, Long::sum), map.addTo(key, value));
      case 4 ->
          assertEquals(
              model.merge(key, value, (a, b) -> a - b), map.merge(key, value, (a, b) -> a - b));
      case 5 ->
          assertEquals(
              model.computeIfAbsent(key, k -> value), map.computeIfAbsent(key, k -> value));
      case 6 -> {
        model.computeIfPresent(key, (k, v) -> v ^ k.hashCode());
        assertEquals(
            old == null ? 9 : old ^ key.hashCode(),
            map.computeIfPresent(key, (k, v) -> v ^ k.hashCode(), 9));
      }
      case 7 ->
          assertEquals(
              model.compute(key, (k, v) -> (v == null ? 5 : v) + 1),
              map.compute(key, (k, v) -> v + 1, 5));
      default -> assertEquals(model.replace(key, value) != null, map.replace(key, value));
    }
  }

  private static void sweep(Random random, ObjectLongMap<Object> map, Map<Object, Long> model) {
    switch (random.nextInt(7)) {
      case 0 -> map.trim();
      case 1 -> map.reserve(map.size() + random.nextInt(100));
      case 2 -> {
        map.clear();
        model.clear();
      }
      case 3 -> {
        long mask = 3L << random.nextInt(30);
        assertEquals(
            model
                .entrySet()
                .removeIf(entry -> ((entry.getKey().hashCode() ^ entry.getValue()) & mask) == 0),
            random.nextBoolean()
                ? map.removeIf((key, value) -> ((key.hashCode() ^ value) & mask) == 0)
                : map.retain((key, value) -> ((key.hashCode() ^ value) & mask) != 0));
      }
      case 4 -> {
        for (var cursor = map.cursor(); cursor.next(); ) {
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
      }
      case 5 -> {
        var copy = map.copy();
        assertEquals(map, copy);
        map.clear();
        copy.forEach(map::put); // in its own order
      }
      default -> assertEquals(model.toString().length(), map.toString().length());
    }
  }

  private static void assertSame(Map<Object, Long> model, ObjectLongMap<Object> map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), map.get(entry.getKey(), ~entry.getValue()));
    }
  }
}
