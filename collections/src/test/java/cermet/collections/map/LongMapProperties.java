// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongMapProperties {
  /** The inverse of the map's multiplier: times i it makes the key whose code is i, at seed 0. */
  private static final long PHI_INVERSE =
      new BigInteger("9E3779B97F4A7C15".substring(0, Long.SIZE / 4), 16)
          .modInverse(BigInteger.TWO.pow(Long.SIZE))
          .longValue();

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
        return i << (i % 5 * 4);
      }
    },
    SHIFTED {
      @Override
      long key(long i) {
        return i << (Long.SIZE / 3);
      }
    },
    PILED { // codes that share a home, at seed 0
      @Override
      long key(long i) {
        return i * PHI_INVERSE;
      }
    },
    GRID {
      @Override
      long key(long i) {
        return (i >>> 5) << (Long.SIZE / 2) | (i & 31);
      }
    },
    REVERSED {
      @Override
      long key(long i) {
        return Long.reverse(i);
      }
    },
    SNOWFLAKES {
      @Override
      long key(long i) {
        return (i / 7) << (Long.SIZE / 3) | (i % 7);
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
  void behavesLikeHashMap(
      @ForAll Shape shape,
      @ForAll int choices,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3000) int keys) {
    var random = new Random(choices);
    var map = LongMap.<Integer>withSeed(random.nextInt(50), random.nextInt(3) == 0 ? 0 : seed);
    var model = new HashMap<Long, Integer>();
    int steps = 3 * keys + 100;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      long key =
          random.nextInt(20) == 0 ? map.seed() : shape.key(random.nextInt(keys)); // seed: code 0
      Integer value = random.nextInt(2000);
      Integer old = model.get(key);
      if (random.nextInt(14) < adding) {
        add(random, map, model, key, value);
      } else if (random.nextInt(3) > 0) {
        assertEquals(model.remove(key), map.remove(key));
      } else if (random.nextBoolean()) {
        assertEquals(
            model.computeIfPresent(key, (k, v) -> null), map.computeIfPresent(key, (k, v) -> null));
      } else {
        assertEquals(model.compute(key, (k, v) -> null), map.compute(key, (k, v) -> null));
      }
      assertEquals(old != null && model.containsKey(key), old != null && map.containsKey(key));
      assertEquals(model.size(), map.size());
      assertEquals(model.get(key), map.get(key));
      if (random.nextInt(keys) == 0) {
        sweep(random, map, model);
        assertSame(model, map);
      }
    }
    assertSame(model, map);
    for (int i = 0; i < keys; i++) {
      long key = shape.key(i);
      Integer value = model.get(key);
      assertEquals(value != null, map.containsKey(key));
      assertEquals(value, map.get(key));
      assertEquals(model.getOrDefault(key, -1), map.get(key, -1));
    }
  }

  @Example
  void behavesLikeHashMapForAMillionOperations() {
    Operations.run(random -> {
      int keys = Operations.size(random, 3_000);
      Shape shape = Operations.any(random, Shape.values());
      behavesLikeHashMap(shape, random.nextInt(), random.nextLong(), keys);
      return 3 * keys;
    });
  }

  @Property(tries = 300)
  void putAllMeetsBoth(
      @ForAll Shape shape, @ForAll long seed, @ForAll boolean same, @ForAll int choices) {
    var random = new Random(choices);
    var map = LongMap.<Integer>withSeed(0, seed);
    var other = LongMap.<Integer>withSeed(0, same ? seed : ~seed);
    var model = new HashMap<Long, Integer>();
    for (int i = random.nextInt(2000); i > 0; i--) {
      long key = shape.key(random.nextInt(3000));
      map.put(key, i);
      model.put(key, i);
    }
    for (int i = random.nextInt(2000); i > 0; i--) {
      long key = shape.key(random.nextInt(3000));
      other.put(key, -i);
      model.put(key, -i);
    }
    map.putAll(other);
    assertSame(model, map);
    assertTrue(4.0 * map.size() <= 3.0 * map.capacity());
  }

  private static void add(
      Random random, LongMap<Integer> map, Map<Long, Integer> model, long key, Integer value) {
    switch (random.nextInt(8)) {
      case 0 -> assertEquals(model.put(key, value) == null, map.put(key, value));
      case 1 -> assertEquals(model.put(key, value), map.getAndPut(key, value));
      case 2 -> assertEquals(model.putIfAbsent(key, value) == null, map.putIfAbsent(key, value));
      case 3 -> assertEquals(model.replace(key, value) != null, map.replace(key, value));
      case 4 ->
          assertEquals(
              model.computeIfAbsent(key, k -> some(value)),
              map.computeIfAbsent(key, k -> some(value)));
      case 5 ->
          assertEquals(
              model.computeIfPresent(key, (k, v) -> v + value),
              map.computeIfPresent(key, (k, v) -> v + value));
      case 6 ->
          assertEquals(
              model.compute(key, (k, v) -> v == null ? value : v - value),
              map.compute(key, (k, v) -> v == null ? value : v - value));
      default ->
          assertEquals(
              model.merge(key, value, (a, b) -> a % 5 == 0 ? null : a - b),
              map.merge(key, value, (a, b) -> a % 5 == 0 ? null : a - b));
    }
  }

  /** The number, or null for one in five: a function that does not say so may return it too. */
  @SuppressWarnings("NullAway")
  private static Integer some(Integer number) {
    return number % 5 == 0 ? null : number;
  }

  private static void sweep(Random random, LongMap<Integer> map, Map<Long, Integer> model) {
    switch (random.nextInt(8)) {
      case 0 -> map.trim();
      case 1 -> map.reserve(map.size() + random.nextInt(100));
      case 2 -> {
        map.clear();
        model.clear();
      }
      case 3 -> {
        int mask = 3 << random.nextInt(20);
        assertEquals(
            model.entrySet().removeIf(entry -> ((entry.getKey() ^ entry.getValue()) & mask) == 0),
            random.nextBoolean()
                ? map.removeIf((key, value) -> ((key ^ value) & mask) == 0)
                : map.retain((key, value) -> ((key ^ value) & mask) != 0));
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
        var keys = new HashSet<Long>();
        map.forEachKey(keys::add);
        assertEquals(model.keySet(), keys);
        int[] sum = {0};
        map.forEachValue(value -> sum[0] += value);
        assertEquals(model.values().stream().mapToInt(value -> value).sum(), sum[0]);
      }
      default -> assertEquals(model.toString().length(), map.toString().length());
    }
  }

  private static void assertSame(Map<Long, Integer> model, LongMap<Integer> map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), map.get(entry.getKey()));
    }
  }
}
