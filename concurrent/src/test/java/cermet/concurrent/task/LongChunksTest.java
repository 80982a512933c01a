// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongChunksTest {
  /// Around a chunk, around the cut-off, and enough for several runs of a sort.
  private static final int[] LENGTHS = {
    0, 1, 2, 63, 64, 65, 8191, 8192, 8193, 65_535, 65_536, 65_537, 131_072, 300_001
  };

  private static final List<Chunks> ALL =
      List.of(
          new Chunks(1),
          new Chunks(2),
          new Chunks(3, ForkJoinPool.commonPool()),
          new Chunks(4),
          new Chunks(9, ForkJoinPool.commonPool()));

  private static long[] numbers(int length) {
    var random = new Random(length);
    long[] array = new long[length];
    for (int i = 0; i < length; i++) {
      array[i] = random.nextInt(1000);
    }
    return array;
  }

  @Test
  void filtersThenSortsAndSums() {
    long[] numbers = numbers(200_000);
    // @start region="example"
    var chunks = new LongChunks(new Chunks(2, ForkJoinPool.commonPool()));
    long[] large = chunks.filter(numbers, 0, numbers.length, number -> number >= 900);
    chunks.sort(large, 0, large.length);
    long sum = chunks.fold(large, 0, large.length, 0, (one, other) -> one + other);
    // @end
    long[] expected = Arrays.stream(numbers).filter(number -> number >= 900).sorted().toArray();
    assertArrayEquals(expected, large);
    assertEquals(Arrays.stream(expected).sum(), sum);
  }

  @Test
  void foldsFromTheLeft() {
    for (Chunks threads : ALL) {
      var chunks = new LongChunks(threads);
      for (int length : LENGTHS) {
        long[] array = numbers(length);
        assertEquals(
            3 + Arrays.stream(array).sum(), chunks.fold(array, 0, length, 3, (a, b) -> a + b));
        // Associative, and the order shows.
        long last = length == 0 ? 3 : array[length - 1];
        assertEquals(last, chunks.fold(array, 0, length, 3, (a, b) -> b));
        long first = length == 0 ? -1 : array[0];
        assertEquals(first, chunks.fold(array, 0, length, -1, (a, b) -> a < 0 ? first : a));
      }
    }
  }

  @Test
  void groupsAFoldAlikeOnAnyNumberOfThreads() {
    long[] array = numbers(300_000);
    long one = new LongChunks(new Chunks(1)).fold(array, 5, 299_999, 1, (a, b) -> a / 3 - b);
    for (Chunks threads : ALL) {
      assertEquals(one, new LongChunks(threads).fold(array, 5, 299_999, 1, (a, b) -> a / 3 - b));
    }
  }

  @Test
  void mapsIntoItselfOrElsewhere() {
    for (Chunks threads : ALL) {
      var chunks = new LongChunks(threads);
      for (int length : LENGTHS) {
        long[] source = numbers(length + 3);
        long[] target = new long[length + 7];
        chunks.map(source, 2, 2 + length, target, 5, number -> number * 2 + 1);
        long[] expected = new long[length + 7];
        for (int i = 0; i < length; i++) {
          expected[5 + i] = source[2 + i] * 2 + 1;
        }
        assertArrayEquals(expected, target);
        chunks.map(target, 5, 5 + length, target, 5, number -> number - 1);
        for (int i = 0; i < length; i++) {
          expected[5 + i] -= 1;
        }
        assertArrayEquals(expected, target);
      }
    }
    long[] array = numbers(10);
    long[] expected = array.clone();
    System.arraycopy(array, 0, expected, 5, 5);
    new LongChunks(new Chunks(2)).map(array, 0, 5, array, 5, number -> number); // side by side
    assertArrayEquals(expected, array);
  }

  @Test
  void filtersInOrderAndAsksOnce() {
    for (Chunks threads : ALL) {
      var chunks = new LongChunks(threads);
      for (int length : LENGTHS) {
        long[] array = numbers(length);
        for (int bound : new int[] {0, 1, 500, 999, 1000}) {
          var asked = new AtomicInteger();
          long[] kept =
              chunks.filter(
                  array,
                  0,
                  length,
                  number -> {
                    asked.incrementAndGet();
                    return number < bound;
                  });
          assertArrayEquals(Arrays.stream(array).filter(number -> number < bound).toArray(), kept);
          assertEquals(length, asked.get());
        }
      }
    }
  }

  @Test
  void filtersARange() {
    long[] array = numbers(200_000);
    for (Chunks threads : ALL) {
      assertArrayEquals(
          Arrays.stream(array, 70, 199_001).filter(number -> number % 3 == 0).toArray(),
          new LongChunks(threads).filter(array, 70, 199_001, number -> number % 3 == 0));
    }
  }

  @Test
  void sortsWhatArraysSort() {
    for (Chunks threads : ALL) {
      var chunks = new LongChunks(threads);
      for (int length : LENGTHS) {
        long[] random = numbers(length);
        long[] ascending = new long[length];
        long[] descending = new long[length];
        for (int i = 0; i < length; i++) {
          ascending[i] = i;
          descending[i] = -i;
        }
        for (long[] array : List.of(random, ascending, descending, new long[length])) {
          long[] expected = array.clone();
          Arrays.sort(expected);
          chunks.sort(array, 0, length);
          assertArrayEquals(expected, array);
        }
      }
    }
  }

  @Test
  void aSortThatIsRefusedItsThreadsKeepsEveryElement() {
    for (int runs = 1; runs < 30; runs++) { // so many tasks, then none
      var left = new AtomicInteger(runs);
      var chunks =
          new LongChunks(
              new Chunks(
                  5,
                  task -> {
                    if (left.getAndDecrement() <= 0) {
                      throw new RejectedExecutionException("no thread");
                    }
                    Thread.ofVirtual().start(task);
                  }));
      long[] array = numbers(400_000);
      long[] expected = array.clone();
      try {
        chunks.sort(array, 7, 399_999);
      } catch (RejectedExecutionException e) {
        assertEquals("no thread", e.getMessage());
      }
      assertEquals(expected[6], array[6]);
      Arrays.sort(array);
      Arrays.sort(expected);
      assertArrayEquals(expected, array);
    }
  }

  @Test
  void sortsARangeAndLeavesTheRest() {
    for (Chunks threads : ALL) {
      long[] array = numbers(400_000);
      long[] expected = array.clone();
      Arrays.sort(expected, 33, 399_900);
      new LongChunks(threads).sort(array, 33, 399_900);
      assertArrayEquals(expected, array);
    }
  }

  @Test
  void fewElementsAreTheCallersAlone() {
    var chunks =
        new LongChunks(
            new Chunks(
                4,
                task -> {
                  throw new AssertionError("the pool was asked");
                }));
    int few = LongChunks.CUT_OFF - 1;
    long[] array = numbers(few + 1);
    chunks.fold(array, 0, few, 0, (a, b) -> a + b);
    chunks.map(array, 0, few, array, 0, number -> number);
    chunks.filter(array, 0, few, number -> true);
    chunks.sort(array, 0, few);
    assertThrows(AssertionError.class, () -> chunks.sort(array, 0, few + 1));
    assertThrows(AssertionError.class, () -> chunks.filter(array, 0, few + 1, number -> true));
  }

  @Test
  void severalThreadsWork() throws Exception {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    long[] array = numbers(1_000_000);
    for (int lap = 0; lap < 100 && seen.size() < 2; lap++) { // one may be done before the other
      new LongChunks(new Chunks(4))
          .map(
              array,
              0,
              array.length,
              array,
              0,
              number -> {
                seen.add(Thread.currentThread());
                return number;
              });
    }
    assertTrue(seen.size() >= 2);
  }

  @Test
  void throwsWhatAFunctionThrew() {
    long[] array = numbers(300_000);
    var failure = new IllegalStateException("function");
    for (Chunks threads : ALL) {
      var chunks = new LongChunks(threads);
      int end = array.length;
      assertSame(
          failure,
          assertThrows(
              IllegalStateException.class,
              () ->
                  chunks.fold(
                      array,
                      0,
                      end,
                      0,
                      (a, b) -> {
                        throw failure;
                      })));
      assertSame(
          failure,
          assertThrows(
              IllegalStateException.class,
              () ->
                  chunks.filter(
                      array,
                      0,
                      end,
                      number -> {
                        throw failure;
                      })));
      assertSame(
          failure,
          assertThrows(
              IllegalStateException.class,
              () ->
                  chunks.map(
                      array,
                      0,
                      end,
                      array,
                      0,
                      number -> {
                        throw failure;
                      })));
    }
    assertArrayEquals(numbers(300_000), array);
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> new LongChunks(null));
    var chunks = new LongChunks(new Chunks(2));
    long[] array = {1};
    assertThrows(NullPointerException.class, () -> chunks.fold(null, 0, 0, 0, (a, b) -> a));
    assertThrows(NullPointerException.class, () -> chunks.fold(array, 0, 1, 0, null));
    assertThrows(NullPointerException.class, () -> chunks.map(null, 0, 0, array, 0, a -> a));
    assertThrows(NullPointerException.class, () -> chunks.map(array, 0, 1, null, 0, a -> a));
    assertThrows(NullPointerException.class, () -> chunks.map(array, 0, 1, array, 0, null));
    assertThrows(NullPointerException.class, () -> chunks.filter(null, 0, 0, a -> true));
    assertThrows(NullPointerException.class, () -> chunks.filter(array, 0, 1, null));
    assertThrows(NullPointerException.class, () -> chunks.sort(null, 0, 0));
  }

  @Test
  void refusesRangesAndStaysAsItWas() {
    var chunks = new LongChunks(new Chunks(2));
    long[] array = {3, 2, 1};
    for (int[] range : new int[][] {{-1, 2}, {0, 4}, {2, 1}, {4, 4}, {0, Integer.MIN_VALUE}}) {
      int from = range[0];
      int to = range[1];
      assertThrows(
          IndexOutOfBoundsException.class, () -> chunks.fold(array, from, to, 0, (a, b) -> b));
      assertThrows(
          IndexOutOfBoundsException.class, () -> chunks.map(array, from, to, array, 0, a -> 0));
      assertThrows(
          IndexOutOfBoundsException.class, () -> chunks.filter(array, from, to, a -> true));
      assertThrows(IndexOutOfBoundsException.class, () -> chunks.sort(array, from, to));
    }
    for (int at : new int[] {-1, 1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> chunks.map(array, 0, 3, new long[3], at, a -> 0));
    }
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> chunks.map(array, 0, 2, array, 1, a -> 0));
    assertEquals("at: 1, which overlaps 0 to 2 of the same array", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> chunks.map(array, 1, 3, array, 0, a -> 0));
    assertArrayEquals(new long[] {3, 2, 1}, array);
  }
}
