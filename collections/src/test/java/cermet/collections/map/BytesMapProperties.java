// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import cermet.core.text.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BytesMapProperties {
  @Property(tries = 300)
  void behavesLikeHashMap(
      @ForAll long choices, @ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int keys) {
    var random = new Random(choices);
    var map = BytesMap.<String>withSeed(random.nextInt(50), seed);
    var model = new HashMap<Slice, String>();
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < 4 * keys + 100; step++) {
      Slice key = key(random.nextInt(keys));
      String value = Integer.toString(random.nextInt(9));
      if (random.nextInt(14) < adding) {
        add(random, map, model, key, value);
      } else {
        assertEquals(model.remove(key), map.remove(key));
      }
      assertEquals(model.size(), map.size());
      assertEquals(model.get(key), map.get(key));
      assertEquals(model.containsKey(key), map.containsKey(key));
      if (random.nextInt(keys) == 0) {
        map = sweep(random, map, model);
        assertEquals(model, map.asMap());
      }
    }
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    assertEquals(model.toString().length(), map.toString().length());
    for (int i = 0; i < keys; i++) {
      assertEquals(model.get(key(i)), map.get(key(i)));
    }
  }

  @Example
  void behavesLikeHashMapForAMillionOperations() {
    Operations.run(random -> {
      int keys = Operations.size(random, 2_000);
      behavesLikeHashMap(random.nextLong(), random.nextLong(), keys);
      return 4 * keys;
    });
  }

  private static void add(
      Random random, BytesMap<String> map, Map<Slice, String> model, Slice key, String value) {
    switch (random.nextInt(8)) {
      case 0 -> assertEquals(model.put(key, value) == null, map.put(key, value));
      case 1 -> assertEquals(model.put(key, value), map.getAndPut(key, value));
      case 2 -> assertEquals(model.putIfAbsent(key, value) == null, map.putIfAbsent(key, value));
      case 3 -> assertEquals(model.replace(key, value) != null, map.replace(key, value));
      case 4 ->
          assertEquals(
              model.merge(key, value, (a, b) -> a.length() > 3 ? null : a + b),
              map.merge(key, value, (a, b) -> a.length() > 3 ? null : a + b));
      case 5 ->
          assertEquals(
              model.computeIfAbsent(key, k -> some(k, value)),
              map.computeIfAbsent(key, k -> some(k, value)));
      case 6 ->
          assertEquals(
              model.computeIfPresent(key, (k, v) -> v.length() > 3 ? null : v + value),
              map.computeIfPresent(key, (k, v) -> v.length() > 3 ? null : v + value));
      default ->
          assertEquals(
              model.compute(key, (k, v) -> v == null ? value : null),
              map.compute(key, (k, v) -> v == null ? value : null));
    }
  }

  /** A value, or null for one in three: a function that does not say so may return it too. */
  @SuppressWarnings("NullAway")
  private static String some(Slice key, String value) {
    return value.hashCode() % 3 == 0 ? null : key + value;
  }

  private static BytesMap<String> sweep(
      Random random, BytesMap<String> map, Map<Slice, String> model) {
    switch (random.nextInt(6)) {
      case 0 -> map.trim();
      case 1 -> map.reserve(map.size() + random.nextInt(100));
      case 2 -> {
        map.clear();
        model.clear();
      }
      case 3 -> {
        int digit = random.nextInt(9);
        assertEquals(
            model.values().removeIf(value -> value.endsWith("" + digit)),
            random.nextBoolean()
                ? map.removeIf((key, value) -> value.endsWith("" + digit))
                : map.retain((key, value) -> !value.endsWith("" + digit)));
      }
      case 4 -> {
        for (var cursor = map.cursor(); cursor.next(); ) {
          assertEquals(model.get(cursor.key()), cursor.value());
          if (random.nextBoolean()) {
            cursor.set("set");
            model.put(cursor.key(), "set");
          } else if (random.nextBoolean()) {
            model.remove(cursor.key());
            cursor.remove();
          }
        }
      }
      default -> {
        var copy = map.copy();
        assertEquals(map, copy);
        map.clear();
        map.putAll(copy);
        return copy;
      }
    }
    return map;
  }

  private static Slice key(int i) {
    return Slice.of("x".repeat(i % 3 * 8) + i);
  }
}
