// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapProperties.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IntIntMapProperties {
  /** The inverse of the map's multiplier: times i it makes the key whose code is i, at seed 0. */
  private static final int PHI_INVERSE =
      new BigInteger("9E3779B97F4A7C15".substring(0, Integer.SIZE / 4), 16)
          .modInverse(BigInteger.TWO.pow(Integer.SIZE))
          .intValue();

  /** What keys look like: each takes a counter to a key. */
  enum Shape {
    DENSE {
      @Override
      int key(int i) {
        return i;
      }
    },
    NEGATIVE {
      @Override
      int key(int i) {
        return -i;
      }
    },
    STRIDE {
      @Override
      int key(int i) {
        return i << (i % 5 * (Integer.SIZE / 6));
      }
    },
    SHIFTED {
      @Override
      int key(int i) {
        return i << (Integer.SIZE / 3);
      }
    },
    PILED { // codes that share a home, at seed 0
      @Override
      int key(int i) {
        return i * PHI_INVERSE;
      }
    },
    GRID {
      @Override
      int key(int i) {
        return (i >>> 5) << (Integer.SIZE / 2) | (i & 31);
      }
    },
    SCATTERED {
      @Override
      int key(int i) {
        return new Random(i).nextInt();
      }
    };

    abstract int key(int i);
  }

  @Property(tries = 300)
  void behavesLikeHashMap(
      @ForAll Shape shape,
      @ForAll int choices,
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 3000) int keys) {
    var random = new Random(choices);
    var map = IntIntMap.withSeed(random.nextInt(50), random.nextInt(3) == 0 ? 0 : seed);
    var model = new HashMap<Integer, Integer>();
    int steps = 3 * keys + 100;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      int key =
          random.nextInt(20) == 0 ? map.seed() : shape.key(random.nextInt(keys)); // seed: aside
      int value = random.nextInt(5) == 0 ? 0 : random.nextInt();
      Integer old = model.get(key);
      int before = old == null ? 5 : old;
      if (random.nextInt(14) < adding) {
        switch (random.nextInt(9)) {
          case 0 -> assertEquals(model.put(key, value) == null, map.put(key, value));
          case 1 -> {
            assertEquals(before, map.getAndPut(key, value, 5));
            model.put(key, value);
          }
          case 2 ->
              assertEquals(model.putIfAbsent(key, value) == null, map.putIfAbsent(key, value));
          case 3 -> assertEquals(model.merge(key, value, Integer::sum), map.addTo(key, value));
          case 4 ->
              assertEquals(
                  model.merge(key, value, (a, b) -> a - b), map.merge(key, value, (a, b) -> a - b));
          case 5 -> assertEquals(model.replace(key, value) != null, map.replace(key, value));
          case 6 ->
              assertEquals(
                  model.computeIfAbsent(key, k -> k ^ value),
                  map.computeIfAbsent(key, k -> k ^ value));
          case 7 -> {
            Integer present = model.computeIfPresent(key, (k, v) -> k - v);
            assertEquals(
                present == null ? 5 : present, map.computeIfPresent(key, (k, v) -> k - v, 5));
          }
          default ->
              assertEquals(
                  model.compute(key, (k, v) -> k - (v == null ? value : v)),
                  map.compute(key, (k, v) -> k - v, value));
        }
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
      int key = shape.key(i);
      Integer value = model.get(key);
      assertEquals(value != null, map.containsKey(key));
      assertEquals(value == null ? 9 : value, map.get(key, 9));
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
    var map = IntIntMap.withSeed(0, seed);
    var other = IntIntMap.withSeed(0, same ? seed : ~seed);
    var model = new HashMap<Integer, Integer>();
    for (int i = random.nextInt(2000); i > 0; i--) {
      int key = shape.key(random.nextInt(3000));
      map.put(key, i);
      model.put(key, Integer.valueOf(i));
    }
    for (int i = random.nextInt(2000); i > 0; i--) {
      int key = shape.key(random.nextInt(3000));
      other.put(key, -i);
      model.put(key, Integer.valueOf(-i));
    }
    map.putAll(other);
    assertSame(model, map);
    assertTrue(map.size() <= map.capacity() * 3 / 4 + 1);
  }

  private static void sweep(Random random, IntIntMap map, Map<Integer, Integer> model) {
    switch (random.nextInt(8)) {
      case 0 -> map.trim();
      case 1 -> map.reserve(map.size() + random.nextInt(100));
      case 2 -> {
        map.clear();
        model.clear();
      }
      case 3 -> {
        int mask = 3 << random.nextInt(62);
        assertEquals(
            model.entrySet().removeIf(entry -> ((entry.getKey() ^ entry.getValue()) & mask) == 0),
            map.removeIf((key, value) -> ((key ^ value) & mask) == 0));
      }
      case 4 -> {
        for (var cursor = map.cursor(); cursor.next(); ) {
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
      case 5 -> {
        var copy = map.copy();
        assertEquals(map, copy);
        map.clear();
        copy.forEach(map::put); // in its own order
      }
      case 6 -> {
        assertEquals(
            model.entrySet().removeIf(entry -> entry.getKey() > entry.getValue()),
            map.retain((key, value) -> key <= value));
        assertEquals(model.keySet(), map.keys().boxed().collect(Collectors.toSet()));
      }
      default -> assertEquals(model.toString().length(), map.toString().length());
    }
  }

  private static void assertSame(Map<Integer, Integer> model, IntIntMap map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), map.get(entry.getKey(), ~entry.getValue()));
    }
  }
}
