// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongChunksProperties.java by tools/Derive.java; edit that file.

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DoubleChunksProperties {
  /// Numbers of few values or many, in runs of up to a length, so that sorts meet sorted stretches.
  private static double[] numbers(/*wide*/ long seed, int length, int values, int run) {
    var random = new Random(seed);
    double[] array = new double[length];
    int left = 0;
    double number = 0;
    for (int i = 0; i < length; i++) {
      if (left == 0) {
        left = 1 + random.nextInt(run);
        number = random.nextInt(values);
      }
      array[i] = number;
      number += left % 3;
      left--;
    }
    return array;
  }

  private static DoubleChunks chunks(int threads, boolean pooled) {
    return new DoubleChunks(
        pooled ? new Chunks(threads, ForkJoinPool.commonPool()) : new Chunks(threads));
  }

  @Property(tries = 100)
  void sortsWhatArraysSort(
      @ForAll /*wide*/ long seed,
      @ForAll @IntRange(min = 0, max = 300_000) int length,
      @ForAll @IntRange(min = 1, max = 1_000_000) int values,
      @ForAll @IntRange(min = 1, max = 2000) int run,
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll boolean pooled) {
    double[] array = numbers(seed, length, values, run);
    double[] expected = array.clone();
    int from = length / 7;
    int to = length - length / 9;
    Arrays.sort(expected, from, to);
    chunks(threads, pooled).sort(array, from, to);
    assertArrayEquals(expected, array);
  }

  @Property(tries = 100)
  void filtersWhatAStreamFilters(
      @ForAll /*wide*/ long seed,
      @ForAll @IntRange(min = 0, max = 200_000) int length,
      @ForAll @IntRange(min = 1, max = 100) int run,
      @ForAll @IntRange(min = 0, max = 1100) int bound,
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll boolean pooled) {
    double[] array = numbers(seed, length, 1000, run);
    int from = length / 7;
    int to = length - length / 9;
    assertArrayEquals(
        Arrays.stream(array, from, to).filter(number -> number < bound).toArray(),
        chunks(threads, pooled).filter(array, from, to, number -> number < bound));
  }

  @Property(tries = 100)
  void foldsAndMapsWhatAStreamDoes(
      @ForAll /*wide*/ long seed,
      @ForAll @IntRange(min = 0, max = 200_000) int length,
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll boolean pooled) {
    double[] array = numbers(seed, length, 1000, 1);
    DoubleChunks chunks = chunks(threads, pooled);
    int from = length / 7;
    int to = length - length / 9;
    assertEquals(
        Arrays.stream(array, from, to).sum(),
        chunks.fold(array, from, to, 0, (one, other) -> one + other));
    double[] mapped = new double[to - from];
    chunks.map(array, from, to, mapped, 0, number -> number * 3 - 1);
    assertArrayEquals(
        Arrays.stream(array, from, to).map(number -> number * 3 - 1).toArray(), mapped);
  }
}
