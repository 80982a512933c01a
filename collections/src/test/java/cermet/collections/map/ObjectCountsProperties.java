// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ObjectCountsProperties {
  @Property(tries = 300)
  void behavesLikeAMapOfCounts(
      @ForAll int choices,
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 2000) int values,
      @ForAll boolean skewed) {
    var random = new Random(choices);
    var counts = ObjectCounts.<Long>withSeed(random.nextInt(50), seed);
    var model = new HashMap<Long, Long>();
    int steps = 4 * values + 200;
    int adding = 4 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      long value = skewed ? (long) Math.pow(values, random.nextDouble()) : random.nextInt(values);
      value = random.nextInt(20) == 0 ? seed & Integer.MAX_VALUE : value; // its hash code: itself
      long before = model.getOrDefault(value, 0L);
      if (random.nextInt(14) < adding) {
        if (random.nextBoolean()) {
          assertEquals(model.merge(value, 1L, Long::sum), counts.add(value));
        } else {
          long times = random.nextInt(4);
          assertEquals(before + times, counts.add(value, times));
          put(model, value, before + times);
        }
      } else if (random.nextBoolean()) {
        long times = before == 0 ? 0 : random.nextInt((int) Math.min(before, 1000)) + 1;
        assertEquals(before - times, counts.subtract(value, times));
        put(model, value, before - times);
      } else {
        assertEquals(before, counts.remove(value));
        model.remove(value);
      }
      assertEquals(model.getOrDefault(value, 0L), counts.count(value));
      assertEquals(model.size(), counts.size());
      if (random.nextInt(values) == 0) {
        sweep(random, counts, model);
        assertSame(random, model, counts);
      }
    }
    assertSame(random, model, counts);
  }

  @Example
  void behavesLikeAMapOfCountsForAMillionOperations() {
    Operations.run(random -> {
      int values = Operations.size(random, 2_000);
      behavesLikeAMapOfCounts(random.nextInt(), random.nextInt(), values, random.nextBoolean());
      return 4 * values;
    });
  }

  private static void put(Map<Long, Long> model, long value, long count) {
    if (count == 0) {
      model.remove(value);
    } else {
      model.put(value, count);
    }
  }

  private static void sweep(Random random, ObjectCounts<Long> counts, Map<Long, Long> model) {
    switch (random.nextInt(6)) {
      case 0 -> counts.trim();
      case 1 -> {
        counts.clear();
        model.clear();
      }
      case 2 -> {
        long mask = 1L << random.nextInt(8);
        assertEquals(
            model.entrySet().removeIf(entry -> ((entry.getKey() ^ entry.getValue()) & mask) == 0),
            random.nextBoolean()
                ? counts.removeIf((value, count) -> ((value ^ count) & mask) == 0)
                : counts.retain((value, count) -> ((value ^ count) & mask) != 0));
      }
      case 3 -> {
        for (var cursor = counts.cursor(); cursor.next(); ) {
          assertEquals(model.get(cursor.value()), cursor.count());
          if (random.nextInt(4) == 0) {
            model.remove(cursor.value());
            cursor.remove();
          }
        }
      }
      case 4 -> {
        var other = new ObjectCounts<Long>();
        for (int i = random.nextInt(200); i > 0; i--) {
          long value = random.nextInt(3000);
          other.add(value, i);
          model.merge(value, (long) i, Long::sum);
        }
        counts.addAll(other);
      }
      default -> {
        var copy = counts.copy();
        assertEquals(counts, copy);
        counts.clear();
        copy.forEach(counts::add); // in its own order
      }
    }
  }

  private static void assertSame(Random random, Map<Long, Long> model, ObjectCounts<Long> counts) {
    assertEquals(model, counts.asMap());
    assertEquals(model.values().stream().mapToLong(count -> count).sum(), counts.total());
    int limit = random.nextInt(20);
    List<Long> most =
        model.values().stream().sorted(Comparator.reverseOrder()).limit(limit).toList();
    assertEquals(most, counts.mostCommon(limit).stream().map(counts::count).toList());
    assertEquals(most.size(), counts.mostCommon(limit).stream().distinct().count());
  }
}
