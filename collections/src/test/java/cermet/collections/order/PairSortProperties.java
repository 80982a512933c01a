// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import cermet.collections.Operations;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PairSortProperties {
  /** What keys look like. */
  enum Shape {
    SCATTERED,
    FEW,
    EQUAL,
    UP,
    DOWN,
    NEARLY_UP,
    AROUND_ZERO,
    LOW_BITS_AND_ONE_FAR,
    HIGH_BITS,
    EXPONENTIAL,
    PILED,
    EXTREME;

    long[] keys(Random random, int size) {
      long[] keys = new long[size];
      LongUnaryOperator key =
          switch (this) {
            case SCATTERED -> i -> random.nextLong();
            case FEW -> i -> random.nextInt(5) - 2L;
            case EQUAL -> i -> 42;
            case UP -> i -> i / 3;
            case DOWN -> i -> -i / 3;
            case NEARLY_UP -> i -> i + random.nextInt(10);
            case AROUND_ZERO -> i -> random.nextInt(2000) - 1000L;
            case LOW_BITS_AND_ONE_FAR -> i -> i == 3 ? 1L << 60 : random.nextInt(1 << 20);
            case HIGH_BITS -> i -> random.nextLong() << 40;
            case EXPONENTIAL -> i -> random.nextLong() >> random.nextInt(64);
            case PILED -> i -> random.nextInt(3) * 0x1234_5678_9ABC_0000L + random.nextInt(9999);
            case EXTREME -> i -> random.nextBoolean() ? Long.MIN_VALUE + i : Long.MAX_VALUE - i;
          };
      for (int i = 0; i < size; i++) {
        keys[i] = key.applyAsLong(i);
      }
      return keys;
    }
  }

  @Property(tries = 600)
  void sortsAsTheStableSortOfTheJdk(
      @ForAll Shape shape,
      @ForAll long choices,
      @ForAll @IntRange(max = 5000) int room,
      @ForAll boolean fresh) {
    var random = new Random(choices);
    long[] keys = shape.keys(random, room);
    int from = random.nextInt(room + 1);
    int to = random.nextInt(4) == 0 ? room : from + random.nextInt(room - from + 1);
    if (random.nextBoolean()) {
      from = 0;
    }
    var scratch = new PairSort.Scratch();
    if (!fresh) { // one that holds what others left
      PairSort.sort(random.longs(3000).toArray(), random.ints(3000).toArray(), 9, 2000, scratch);
    }
    int[] order = order(keys, from, to);

    long[] sorted = keys.clone();
    long[] longs = random.longs(room).toArray();
    long[] movedLongs = longs.clone();
    PairSort.sort(sorted, movedLongs, from, to, scratch);
    assertArrayEquals(IntStream.of(order).mapToLong(i -> keys[i]).toArray(), sorted);
    assertArrayEquals(IntStream.of(order).mapToLong(i -> longs[i]).toArray(), movedLongs);

    long[] sortedForInts = keys.clone();
    int[] ints = random.ints(room).toArray();
    int[] movedInts = ints.clone();
    PairSort.sort(sortedForInts, movedInts, from, to, scratch);
    assertArrayEquals(sorted, sortedForInts);
    assertArrayEquals(IntStream.of(order).map(i -> ints[i]).toArray(), movedInts);

    long[] sortedForObjects = keys.clone();
    Long[] objects = Arrays.stream(longs).boxed().toArray(Long[]::new);
    Long[] movedObjects = objects.clone();
    PairSort.sort(sortedForObjects, movedObjects, from, to, scratch);
    assertArrayEquals(sorted, sortedForObjects);
    assertArrayEquals(
        IntStream.of(order).mapToObj(i -> objects[i]).toArray(Long[]::new), movedObjects);

    int[] small = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    int[] smallSorted = small.clone();
    int[] movedWithSmall = ints.clone();
    int[] smallOrder = order(Arrays.stream(small).mapToLong(key -> key).toArray(), from, to);
    PairSort.sort(smallSorted, movedWithSmall, from, to, scratch);
    assertArrayEquals(IntStream.of(smallOrder).map(i -> small[i]).toArray(), smallSorted);
    assertArrayEquals(IntStream.of(smallOrder).map(i -> ints[i]).toArray(), movedWithSmall);
  }

  @Example
  void sortsAsTheStableSortOfTheJdkForAMillionOperations() {
    Operations.run(random -> {
      int room = random.nextInt(5_001);
      Shape shape = Operations.any(random, Shape.values());
      sortsAsTheStableSortOfTheJdk(shape, random.nextLong(), room, random.nextBoolean());
      return room; // pairs
    });
  }

  /** Which index belongs where: that of the range sorted, all others in place. */
  private static int[] order(long[] keys, int from, int to) {
    Integer[] order = IntStream.range(0, keys.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, from, to, Comparator.comparingLong(i -> keys[i]));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }
}
