// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import java.util.BitSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DenseBitsProperties {
  @Property
  void behavesLikeBitSet(@ForAll Random random, @ForAll @IntRange(max = 200) int capacity) {
    DenseBits bits = new DenseBits(capacity);
    BitSet model = new BitSet();
    for (int step = 0; step < 300; step++) {
      step(random, bits, model);
    }
    assertSame(model, bits);
    var numbers = new TreeSet<>(model.stream().boxed().toList());
    assertEquals(numbers, bits.asSet());
    assertEquals(numbers.hashCode(), bits.hashCode());
    assertEquals(numbers.toString(), bits.toString());
    assertEquals(bits, DenseBits.of(bits.toArray()));
    assertEquals(bits, bits.copy());
  }

  @Example
  void behavesLikeBitSetForAMillionOperations() {
    Operations.run(random -> {
      behavesLikeBitSet(random, random.nextInt(201));
      return 300;
    });
  }

  private static void step(Random random, DenseBits bits, BitSet model) {
    int number = random.nextInt(random.nextInt(50) == 0 ? 2000 : 300);
    int to = number + random.nextInt(130);
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> {
        assertEquals(!model.get(number), bits.add(number));
        model.set(number);
      }
      case 4, 5 -> {
        assertEquals(model.get(number), bits.remove(number));
        model.clear(number);
      }
      case 6 -> {
        model.flip(number);
        assertEquals(model.get(number), bits.flip(number));
      }
      case 7 -> {
        bits.addRange(number, to);
        model.set(number, to);
      }
      case 8 -> {
        bits.removeRange(number, to);
        model.clear(number, to);
      }
      case 9 -> assertEquals(model.get(number), bits.contains(number));
      case 10 -> {
        assertEquals(model.nextSetBit(number), bits.next(number));
        assertEquals(model.nextClearBit(number), bits.nextAbsent(number));
        assertEquals(model.previousSetBit(number), bits.previous(number));
      }
      case 11 -> assertSame(model, bits);
      case 12 -> {
        bits.reserve(number);
        bits.trim();
      }
      case 13 -> {
        boolean any = model.stream().anyMatch(each -> each % 7 == number % 7);
        assertEquals(any, bits.removeIf(each -> each % 7 == number % 7));
        model.stream().filter(each -> each % 7 == number % 7).forEach(model::clear);
      }
      default -> combine(random, bits, model);
    }
  }

  private static void combine(Random random, DenseBits bits, BitSet model) {
    DenseBits other = new DenseBits();
    BitSet its = new BitSet();
    for (int i = random.nextInt(200); i > 0; i--) {
      int number = random.nextInt(random.nextBoolean() ? 100 : 400);
      other.add(number);
      its.set(number);
    }
    BitSet both = copy(model);
    both.and(its);
    BitSet any = copy(model);
    any.or(its);
    BitSet mine = copy(model);
    mine.andNot(its);
    BitSet one = copy(model);
    one.xor(its);
    assertEquals(both.cardinality(), bits.andCount(other));
    assertEquals(any.cardinality(), bits.orCount(other));
    assertEquals(mine.cardinality(), bits.andNotCount(other));
    assertEquals(one.cardinality(), bits.xorCount(other));
    assertEquals(model.intersects(its), bits.intersects(other));
    assertEquals(any.equals(model), bits.containsAll(other));
    model.clear();
    switch (random.nextInt(4)) {
      case 0 -> {
        bits.and(other);
        model.or(both);
      }
      case 1 -> {
        bits.or(other);
        model.or(any);
      }
      case 2 -> {
        bits.andNot(other);
        model.or(mine);
      }
      default -> {
        bits.xor(other);
        model.or(one);
      }
    }
    assertSame(its, other);
  }

  private static BitSet copy(BitSet bits) {
    return (BitSet) bits.clone();
  }

  private static void assertSame(BitSet model, DenseBits bits) {
    int[] expected = model.stream().toArray();
    assertArrayEquals(expected, bits.toArray());
    assertArrayEquals(expected, bits.stream().toArray());
    assertEquals(expected.length, bits.size());
    assertEquals(expected.length == 0, bits.isEmpty());
    DenseBits seen = new DenseBits();
    bits.forEach(seen::add);
    assertEquals(bits, seen);
    int at = 0;
    for (var walk = bits.iterator(); walk.hasNext(); at++) {
      assertEquals(expected[at], walk.nextInt());
    }
    assertEquals(expected.length, at);
  }
}
