// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import java.util.HashMap;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FrozenLongMapProperties {
  @Property(tries = 500)
  void behavesLikeHashMap(
      @ForAll LongLongMapProperties.Shape shape,
      @ForAll long choices,
      @ForAll long seed,
      @ForAll @IntRange(max = 2000) int size) {
    var random = new Random(choices);
    var model = new HashMap<Long, Long>();
    for (int i = 0; i < size; i++) {
      long key = random.nextInt(50) == 0 ? seed : shape.key(random.nextInt(2 * size));
      model.put(key, random.nextInt(5) == 0 ? 0 : random.nextLong());
    }
    long[] keys = model.keySet().stream().mapToLong(key -> key).toArray();
    long[] values = model.values().stream().mapToLong(value -> value).toArray();
    var map = FrozenLongMap.withSeed(keys, values, random.nextInt(3) == 0 ? 0 : seed);
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    assertEquals(model.toString().length(), map.toString().length());
    var seen = new HashMap<Long, Long>();
    for (var cursor = map.cursor(); cursor.next(); ) {
      assertEquals(null, seen.put(cursor.key(), cursor.value()));
    }
    assertEquals(model, seen);
    for (int i = 0; i < 2000; i++) {
      long key = random.nextInt(10) == 0 ? random.nextLong() : shape.key(i);
      Long value = model.get(key);
      assertEquals(value != null, map.containsKey(key));
      assertEquals(value == null ? 9 : value, map.get(key, 9));
    }
    var source = new LongLongMap();
    model.forEach(source::put);
    assertEquals(map, FrozenLongMap.copyOf(source));
  }

  @Example
  void behavesLikeHashMapForAMillionOperations() {
    Operations.run(random -> {
      var shape = Operations.any(random, LongLongMapProperties.Shape.values());
      int size = random.nextInt(2_001);
      behavesLikeHashMap(shape, random.nextLong(), random.nextLong(), size);
      return 2_000; // lookups
    });
  }
}
