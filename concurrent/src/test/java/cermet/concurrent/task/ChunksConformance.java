// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/// What only doubles have: zeros with a sign, infinities and NaN, treated as the JDK treats them.
class ChunksConformance {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE
  };

  private final DoubleChunks chunks = new DoubleChunks(new Chunks(4, ForkJoinPool.commonPool()));

  private static double[] numbers(int length, int others) {
    var random = new Random(length);
    double[] array = new double[length];
    for (int i = 0; i < length; i++) {
      int next = random.nextInt(SPECIAL.length + others);
      array[i] = next < SPECIAL.length ? SPECIAL[next] : random.nextDouble() - 0.5;
    }
    return array;
  }

  @Test
  void sortsSignsOfZeroAndNaNAsArraysDo() {
    for (int length : new int[] {9, 65_535, 131_072, 300_001}) {
      for (int others : new int[] {0, 1, 100}) {
        double[] array = numbers(length, others);
        double[] expected = array.clone();
        Arrays.sort(expected);
        chunks.sort(array, 0, length);
        assertArrayEquals(expected, array); // by their bits, but for those of a NaN
      }
    }
  }

  @Test
  void filtersAndMapsThemUnchanged() {
    double[] array = numbers(200_000, 3);
    double[] expected = Arrays.stream(array).filter(number -> !(number > 0)).toArray();
    assertArrayEquals(expected, chunks.filter(array, 0, array.length, number -> !(number > 0)));
    double[] target = new double[array.length];
    chunks.map(array, 0, array.length, target, 0, number -> -number);
    for (int i = 0; i < array.length; i++) {
      assertEquals(-array[i], target[i]);
    }
  }

  @Test
  void foldsThemAsTheOperatorSays() {
    double[] array = numbers(200_000, 3);
    assertEquals(Double.NaN, chunks.fold(array, 0, array.length, 0, Double::sum));
    assertEquals(Double.NaN, chunks.fold(array, 0, array.length, 0, Math::min));
    double[] zeros = new double[200_000];
    zeros[150_000] = -0.0;
    assertEquals(-0.0, chunks.fold(zeros, 0, zeros.length, 0, Math::min));
    assertEquals(0.0, chunks.fold(zeros, 0, zeros.length, -0.0, Math::max));
  }
}
