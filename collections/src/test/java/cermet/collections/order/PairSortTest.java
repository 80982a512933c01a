// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static cermet.collections.Reachable.assertHeld;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairSortTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 39, 40, 41, 42, 100, 255, 256, 257, 511, 512, 513, 5000, 131_071, 131_072
  };

  @Test
  void sortsRowsAsInTheExample() {
    // @start region="example"
    long[] times = {30, 10, 20, 10};
    String[] events = {"stop", "start", "run", "log"};
    PairSort.sort(times, events);
    assertEquals("[10, 10, 20, 30]", Arrays.toString(times));
    assertEquals("[start, log, run, stop]", Arrays.toString(events));
    // @end
  }

  @Test
  void sortsEverySizeOfEveryShape() {
    var scratch = new PairSort.Scratch();
    for (var shape : PairSortProperties.Shape.values()) {
      for (int size : SIZES) {
        long[] keys = shape.keys(new Random(size), size);
        assertSorted(keys, scratch);
      }
    }
  }

  @Test
  void ordersAllOfTheRange() {
    long[] keys = {
      Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1
    };
    assertSorted(keys, new PairSort.Scratch());
    long[] many = new long[1000];
    for (int i = 0; i < 1000; i++) {
      many[i] = keys[i * 7 % 8];
    }
    assertSorted(many, new PairSort.Scratch());
  }

  @Test
  void isRightWhereSiftingGivesUp() {
    // The few digits are the same in all pairs but one: sifting would take a quarter of n squared.
    for (int size : new int[] {41, 200, 5000, 150_000}) {
      long[] keys = new Random(size).longs(size, 0, 1 << 20).toArray();
      keys[size / 2] = Long.MAX_VALUE;
      keys[size / 3] = Long.MIN_VALUE;
      assertSorted(keys, new PairSort.Scratch());
      long[] down = new long[size];
      for (int i = 0; i < size; i++) {
        down[i] = (size - (long) i) / 3;
      }
      down[0] = Long.MIN_VALUE;
      assertSorted(down, new PairSort.Scratch());
    }
  }

  @Test
  void sortsOnlyTheRange() {
    var random = new Random(5);
    var scratch = new PairSort.Scratch();
    for (int size : new int[] {0, 1, 2, 39, 100, 1000}) {
      long[] keys = random.longs(size + 20).toArray();
      long[] values = random.longs(size + 13).toArray();
      int[] small = random.ints(size + 13).toArray();
      int[] smallKeys = random.ints(size + 13).toArray();
      String[] names =
          IntStream.range(0, size + 13).mapToObj(Integer::toString).toArray(String[]::new);
      for (int from : new int[] {0, 7, 13}) {
        int to = from + size;
        long[] sorted = keys.clone();
        long[] moved = values.clone();
        PairSort.sort(sorted, moved, from, to, scratch);
        assertOutside(keys, sorted, from, to);
        assertOutside(values, moved, from, to);
        int[] order = order(keys, from, to);
        assertArrayEquals(at(order, keys), Arrays.copyOfRange(sorted, from, to));
        assertArrayEquals(at(order, values), Arrays.copyOfRange(moved, from, to));

        long[] sortedForInts = keys.clone();
        int[] movedInts = small.clone();
        PairSort.sort(sortedForInts, movedInts, from, to, scratch);
        assertArrayEquals(sorted, sortedForInts);
        assertArrayEquals(Arrays.copyOf(small, from), Arrays.copyOf(movedInts, from));
        assertArrayEquals(
            IntStream.of(order).map(i -> small[i]).toArray(),
            Arrays.copyOfRange(movedInts, from, to));
        assertArrayEquals(tail(small, to), tail(movedInts, to));

        long[] sortedForNames = keys.clone();
        String[] movedNames = names.clone();
        PairSort.sort(sortedForNames, movedNames, from, to, scratch);
        assertArrayEquals(sorted, sortedForNames);
        for (int i = 0; i < names.length; i++) {
          boolean inside = i >= from && i < to;
          assertEquals(names[inside ? order[i - from] : i], movedNames[i]);
        }

        int[] sortedInts = smallKeys.clone();
        int[] movedWithInts = small.clone();
        PairSort.sort(sortedInts, movedWithInts, from, to, scratch);
        int[] byInts = order(IntStream.of(smallKeys).mapToLong(key -> key).toArray(), from, to);
        for (int i = 0; i < small.length; i++) {
          int source = i >= from && i < to ? byInts[i - from] : i;
          assertEquals(smallKeys[source], sortedInts[i]);
          assertEquals(small[source], movedWithInts[i]);
        }
      }
    }
  }

  @Test
  void takesNullsAndKeepsTheArraysType() {
    @Nullable Number[] values = {1, 2.0, null, 4L};
    PairSort.sort(new long[] {4, 3, 2, 1}, values);
    assertArrayEquals(new Number[] {4L, null, 2.0, 1}, values);
  }

  @Test
  void oneArrayMayBeBoth() {
    for (int size : new int[] {10, 1000}) {
      long[] both = new Random(1).longs(size).toArray();
      long[] expected = both.clone();
      Arrays.sort(expected);
      PairSort.sort(both, both);
      assertArrayEquals(expected, both);
    }
  }

  @Test
  void refusesRangesAndLengthsThatCannotBe() {
    long[] keys = {3, 2, 1};
    long[] values = {1, 2, 3, 4};
    var thrown = assertThrows(IllegalArgumentException.class, () -> PairSort.sort(keys, values));
    assertEquals("keys: 3, values: 4", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> PairSort.sort(keys, new int[2]));
    assertThrows(IllegalArgumentException.class, () -> PairSort.sort(keys, new String[2]));
    assertThrows(IllegalArgumentException.class, () -> PairSort.sort(new int[3], new int[2]));
    var scratch = new PairSort.Scratch();
    for (int[] range : new int[][] {{0, 4}, {-1, 2}, {2, 1}, {4, 4}, {0, Integer.MAX_VALUE}}) {
      int from = range[0];
      int to = range[1];
      assertThrows(
          IndexOutOfBoundsException.class, () -> PairSort.sort(keys, values, from, to, scratch));
      assertThrows(
          IndexOutOfBoundsException.class, () -> PairSort.sort(values, keys, from, to, scratch));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> PairSort.sort(keys, new int[4], from, to, scratch));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> PairSort.sort(keys, new String[4], from, to, scratch));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> PairSort.sort(new int[3], new int[4], from, to, scratch));
    }
    assertArrayEquals(new long[] {3, 2, 1}, keys);
    assertArrayEquals(new long[] {1, 2, 3, 4}, values);
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void refusesNull() {
    long[] keys = {2, 1};
    assertThrows(NullPointerException.class, () -> PairSort.sort(keys, (long[]) null));
    assertThrows(NullPointerException.class, () -> PairSort.sort(keys, keys, 0, 2, null));
    assertArrayEquals(new long[] {2, 1}, keys);
  }

  @Test
  void movesNothingWhenThereIsNoMemory() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("kept", printed.strip());
  }

  /** Sorts more than there is room for beside it: the arrays fit, the scratch does not. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      long[] keys = new long[700_000];
      int[] values = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = -(long) i;
        values[i] = i;
      }
      try {
        PairSort.sort(keys, values);
        throw new AssertionError("there was room");
      } catch (OutOfMemoryError expected) {
        for (int i = 0; i < keys.length; i++) {
          if (keys[i] != -i || values[i] != i) {
            throw new AssertionError("index: " + i + ", key: " + keys[i]);
          }
        }
      }
      System.out.println("kept");
    }
  }

  @Test
  void aScratchKeepsNoObject() throws InterruptedException {
    var scratch = new PairSort.Scratch();
    var gone = new WeakReference<>(new Object());
    Object[] values = new Object[100];
    values[70] = Objects.requireNonNull(gone.get());
    long[] keys = new long[100];
    for (int i = 0; i < 100; i++) {
      keys[i] = -(long) i;
    }
    PairSort.sort(keys, values, 0, 100, scratch);
    Arrays.fill(values, "");
    assertHeld(0, List.of(gone));
    PairSort.sort(keys, values, 0, 100, scratch);
  }

  private static void assertSorted(long[] keys, PairSort.Scratch scratch) {
    int size = keys.length;
    int[] order = order(keys, 0, size);
    long[] sorted = keys.clone();
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = ~((long) i << 40); // all 64 bits
    }
    long[] moved = values.clone();
    PairSort.sort(sorted, moved, 0, size, scratch);
    assertArrayEquals(at(order, keys), sorted);
    assertArrayEquals(at(order, values), moved, "equal keys stay in order");
  }

  /** What the JDK's stable sort says: the index of what belongs first, second and so on. */
  private static int[] order(long[] keys, int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .sorted(Comparator.comparingLong(i -> keys[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private static long[] at(int[] order, long[] array) {
    return IntStream.of(order).mapToLong(i -> array[i]).toArray();
  }

  private static int[] tail(int[] array, int from) {
    return Arrays.copyOfRange(array, from, array.length);
  }

  private static void assertOutside(long[] before, long[] after, int from, int to) {
    assertArrayEquals(Arrays.copyOf(before, from), Arrays.copyOf(after, from));
    assertArrayEquals(
        Arrays.copyOfRange(before, to, before.length), Arrays.copyOfRange(after, to, after.length));
  }
}
