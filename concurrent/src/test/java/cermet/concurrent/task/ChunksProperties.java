// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ChunksProperties {
  @Property(tries = 300)
  void foldsWhatAStreamReduces(
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll long start,
      @ForAll @LongRange(min = 0, max = 5000) long length,
      @ForAll @LongRange(min = 1, max = 6000) long chunk) {
    long from = Math.min(start, Long.MAX_VALUE - length);
    long[] sum =
        new Chunks(threads)
            .fold(
                from,
                from + length,
                chunk,
                () -> new long[1],
                (state, a, b) -> {
                  for (long i = a; i < b; i++) {
                    state[0] += mix(i);
                  }
                },
                (one, other) -> new long[] {one[0] + other[0]});
    assertEquals(LongStream.range(from, from + length).map(ChunksProperties::mix).sum(), sum[0]);
  }

  @Property(tries = 300)
  void aFailureAnywhereIsThrownAndNothingRunsTwice(
      @ForAll @IntRange(min = 1, max = 5) int threads,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(min = 1, max = 40) int chunk,
      @ForAll @IntRange(min = 0, max = 299) int at) {
    var failure = new IllegalStateException();
    var seen = new BitSet();
    Chunks.Range<RuntimeException> body =
        (from, to) -> {
          synchronized (seen) {
            for (int i = (int) from; i < to; i++) {
              if (seen.get(i)) {
                throw new AssertionError("twice: " + i);
              }
              seen.set(i);
            }
          }
          if (from <= at && at < to) {
            throw failure;
          }
        };
    var chunks = new Chunks(threads);
    if (at < length) {
      assertSame(
          failure,
          assertThrows(IllegalStateException.class, () -> chunks.forEach(0, length, chunk, body)));
    } else {
      chunks.forEach(0, length, chunk, body);
      assertEquals(length, seen.cardinality());
    }
  }

  @Property(tries = 300)
  void foldsOnAPoolWhatAStreamReduces(
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll @IntRange(min = 1, max = 4) int parallelism,
      @ForAll @LongRange(min = 0, max = 5000) long length,
      @ForAll @LongRange(min = 1, max = 600) long chunk) {
    long[] sum;
    try (var pool = new ForkJoinPool(parallelism)) {
      sum =
          new Chunks(threads, pool)
              .fold(
                  0,
                  length,
                  chunk,
                  () -> new long[1],
                  (state, a, b) -> {
                    for (long i = a; i < b; i++) {
                      state[0] += mix(i);
                    }
                  },
                  (one, other) -> new long[] {one[0] + other[0]});
    }
    assertEquals(LongStream.range(0, length).map(ChunksProperties::mix).sum(), sum[0]);
  }

  @Property(tries = 500)
  void everyRecordIsInOneChunk(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 30) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 50) int chunk,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    var text = new StringBuilder();
    for (int length : lengths) {
      text.append("x".repeat(length)).append('|');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    int[] counted =
        new Chunks(threads)
            .foldRecords(
                0,
                bytes.length,
                chunk,
                Chunks.after(bytes, (byte) '|'),
                () -> new int[31],
                (state, from, to) -> {
                  int start = (int) from;
                  for (int i = start; i < to; i++) {
                    if (bytes[i] == '|') {
                      state[i - start]++;
                      start = i + 1;
                    }
                  }
                  assertEquals(to, start);
                },
                (one, other) -> {
                  for (int i = 0; i < one.length; i++) {
                    one[i] += other[i];
                  }
                  return one;
                });
    int[] expected = new int[31];
    lengths.forEach(length -> expected[length]++);
    assertArrayEquals(expected, counted);
  }

  private static long mix(long i) {
    return (i ^ i >>> 29) * 0x9E3779B97F4A7C15L; // the golden ratio, to tell indices apart
  }
}
