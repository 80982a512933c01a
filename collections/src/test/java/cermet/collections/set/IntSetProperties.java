// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetProperties.java by tools/Derive.java; edit that file.

package cermet.collections.set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Operations;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IntSetProperties {
  /** What values look like: each takes a counter to a value. */
  enum Shape {
    DENSE {
      @Override
      int value(int i) {
        return i;
      }
    },
    NEGATIVE {
      @Override
      int value(int i) {
        return -i;
      }
    },
    STRIDE {
      @Override
      int value(int i) {
        return i << (i % 5 * (Integer.SIZE / 6));
      }
    },
    SHIFTED {
      @Override
      int value(int i) {
        return i << 20;
      }
    },
    PILED { // codes that share a home, at seed 0
      @Override
      int value(int i) {
        return i * IntSet.PHI_INVERSE;
      }
    },
    GRID {
      @Override
      int value(int i) {
        return (i >>> 5) << (Integer.SIZE / 2) | (i & 31);
      }
    },
    SCATTERED {
      @Override
      int value(int i) {
        return new Random(i).nextInt();
      }
    };

    abstract int value(int i);
  }

  @Property(tries = 300)
  void behavesLikeHashSet(
      @ForAll Shape shape,
      @ForAll /*wide*/ long choices,
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 3000) int values) {
    var random = new Random(choices);
    var set = IntSet.withSeed(random.nextInt(50), random.nextInt(3) == 0 ? 0 : seed);
    var model = new HashSet<Integer>();
    int steps = 3 * values + 100;
    int adding = 3 + random.nextInt(8); // of 14: from churn near empty to steady growth
    for (int step = 0; step < steps; step++) {
      int value = // seed: aside
          random.nextInt(20) == 0 ? set.seed() : shape.value(random.nextInt(values));
      if (random.nextInt(14) < adding) {
        assertEquals(model.add(value), set.add(value));
      } else {
        assertEquals(model.remove(value), set.remove(value));
      }
      assertEquals(model.size(), set.size());
      assertEquals(model.contains(value), set.contains(value));
      if (random.nextInt(values) == 0) {
        sweep(random, shape, set, model);
        assertSame(model, set);
      }
    }
    assertSame(model, set);
    for (int i = 0; i < values; i++) {
      assertEquals(model.contains(shape.value(i)), set.contains(shape.value(i)));
    }
  }

  @Example
  void behavesLikeHashSetForAMillionOperations() {
    Operations.run(random -> {
      int values = Operations.size(random, 3_000);
      Shape shape = Operations.any(random, Shape.values());
      behavesLikeHashSet(shape, random.nextInt(), random.nextInt(), values);
      return 3 * values;
    });
  }

  @Property(tries = 300)
  void combinesLikeHashSet(
      @ForAll Shape shape, @ForAll int seed, @ForAll boolean same, @ForAll /*wide*/ long choices) {
    var random = new Random(choices);
    var set = IntSet.withSeed(0, seed);
    var other = IntSet.withSeed(0, same ? seed : ~seed);
    var model = new HashSet<Integer>();
    var its = new HashSet<Integer>();
    fill(random, shape, set, model);
    fill(random, shape, other, its);
    assertEquals(model.containsAll(its), set.containsAll(other));
    var union = set.copy();
    var all = new HashSet<>(model);
    assertEquals(all.addAll(its), union.addAll(other));
    assertSame(all, union);
    assertTrue(union.size() <= union.capacity() * /*wide*/ 3L / 4 + 1);
    var rest = new HashSet<>(model);
    var difference = set.copy();
    assertEquals(rest.removeAll(its), difference.removeAll(other));
    assertSame(rest, difference);
    assertEquals(model.retainAll(its), set.retainAll(other));
    assertSame(model, set);
    assertSame(its, other);
    assertEquals(all.removeAll(rest), union.removeAll(difference));
    assertSame(all, union);
    assertEquals(its, union.asSet());
  }

  private static void fill(Random random, Shape shape, IntSet set, Set<Integer> model) {
    for (int i = random.nextInt(random.nextBoolean() ? 2000 : 20); i > 0; i--) {
      int value = random.nextInt(30) == 0 ? set.seed() : shape.value(random.nextInt(3000));
      set.add(value);
      model.add(value);
    }
  }

  private static void sweep(Random random, Shape shape, IntSet set, Set<Integer> model) {
    switch (random.nextInt(9)) {
      case 0 -> set.trim();
      case 1 -> set.reserve(set.size() + random.nextInt(100));
      case 2 -> {
        set.clear();
        model.clear();
      }
      case 3 -> {
        int mask = 3 << random.nextInt(30);
        assertEquals(
            model.removeIf(value -> (value & mask) == 0),
            set.removeIf(value -> (value & mask) == 0));
      }
      case 4 -> {
        for (var cursor = set.cursor(); cursor.next(); ) {
          assertTrue(model.contains(cursor.value()));
          if (random.nextBoolean()) {
            model.remove(cursor.value());
            cursor.remove();
          }
        }
      }
      case 5 -> {
        var copy = set.copy();
        assertEquals(set, copy);
        assertArrayEquals(set.toArray(), copy.toArray());
        set.clear();
        copy.forEach(set::add); // in its own order
      }
      case 6 -> {
        var other = new IntSet();
        var its = new HashSet<Integer>();
        fill(random, shape, other, its);
        assertEquals(model.addAll(its), set.addAll(other));
      }
      case 7 -> {
        var other = new IntSet();
        var its = new HashSet<Integer>();
        fill(random, shape, other, its);
        assertEquals(model.removeAll(its), set.removeAll(other));
      }
      default -> assertEquals(model.toString().length(), set.toString().length());
    }
  }

  private static void assertSame(Set<Integer> model, IntSet set) {
    assertEquals(model.size(), set.size());
    assertEquals(model, set.asSet());
    assertEquals(model.hashCode(), set.hashCode());
    for (int value : model) {
      assertTrue(set.contains(value));
    }
  }
}
