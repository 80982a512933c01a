// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongChunks.java by tools/Derive.java; edit that file.

package cermet.concurrent.task;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/// A way to fold, map, filter and sort arrays of doubles in chunks on several threads.
///
/// - **Use** for arrays of some 100,000 elements and more.
/// - **Avoid** where one loop over `Chunks` does several of these at once: it reads the array once.
/// - **Cost** `fold`, `map` O(n); `filter` O(n) in two passes, the predicate asked once an element;
///   `sort` O(n log n), a merge in log2(threads) passes; fewer than 65,536 elements are the
///   caller's alone, with `sort` by `Arrays.sort`.
/// - **Allocation** `map` none but that of `Chunks`; `fold` a partial result for 8,192 elements;
///   `filter` its result and a bit an element; `sort` an array as long as the range.
/// - **Threads** those of the `Chunks`; any thread may call, several at once; nobody else may write
///   what a call reads, nor read what it writes.
/// - **Errors** a range outside its array: `IndexOutOfBoundsException`; a map onto an overlapping
///   range of the same array: `IllegalArgumentException`; the first failure of a function is
///   thrown, the others suppressed, and what was mapped before it stays.
/// - **Source** Blelloch 1990, filter by prefix sums; Odeh et al. 2012, merge path.
/// - **Copies with** `Chunks`.
public final class DoubleChunks {
  /*
   * Chunks are of one size, whatever the number of threads, so that a fold of inexact numbers groups
   * them alike on every machine; few elements are the same chunks, taken by the caller alone.
   *
   * filter, pass 1: the predicate, once an element, into bits, and the number kept of each chunk
   *                 sums of these numbers: where each chunk's elements go
   *         pass 2: the kept elements to their places
   *
   *   bits    1011 0001 | 0000 0000 | 1111 1111          a chunk is a multiple of 64: no word is
   *   counts      4     |     0     |     8              written by two threads
   *   places  0         4           4          12
   *
   * sort: a run for each thread, the number rounded up to a power of two; then passes that merge two
   * runs each, between the array and a scratch of its length. A pass is cut into pieces of equal
   * output: where a piece begins in the two runs is found by binary search on its diagonal of the
   * merge. Where the number of passes is odd, the runs are copied first, to end in the array.
   */

  /// Fewer elements are worked through by the calling thread alone.
  public static final int CUT_OFF = 1 << 16; // arbitrary: a wake-up must be small beside the work

  private static final int CHUNK = 1 << 13; // arbitrary; a multiple of 64, for the bits of filter
  private static final int PIECES = 4; // of a merge, for each thread: to even out; arbitrary
  private static final int WORD = /*wide*/ Long.SIZE;
  private static final Chunks ALONE = new Chunks(1);

  private final Chunks chunks;

  /// Makes a way to work on the threads of these chunks.
  ///
  /// @param chunks says how many threads, and which
  public DoubleChunks(Chunks chunks) {
    this.chunks = Objects.requireNonNull(chunks, "chunks");
  }

  /// Folds the elements of a range, from the left.
  ///
  /// @param array holds the elements
  /// @param from the first index
  /// @param to the index after the last
  /// @param start what stands before the first element, and is the result of an empty range
  /// @param operator joins two; associative, or the grouping by chunks shows
  /// @return the folded value
  public double fold(
      double[] array, int from, int to, double start, DoubleBinaryOperator operator) {
    Objects.checkFromToIndex(from, to, array.length);
    Objects.requireNonNull(operator, "operator");
    double[] partial = new double[chunksOf(to - from)];
    on(to - from)
        .forEach(
            from,
            to,
            CHUNK,
            (first, last) -> {
              double value = array[(int) first];
              for (int i = (int) first + 1; i < last; i++) {
                value = operator.applyAsDouble(value, array[i]);
              }
              partial[(int) (first - from) / CHUNK] = value;
            });
    double result = start;
    for (double value : partial) {
      result = operator.applyAsDouble(result, value);
    }
    return result;
  }

  /// Maps the elements of a range into another range, or into themselves.
  ///
  /// @param source holds the elements
  /// @param from the first index
  /// @param to the index after the last
  /// @param target receives the results; may be the source, at the same index
  /// @param at the index of the first result
  /// @param function maps one element
  @SuppressWarnings("ReferenceEquality") // the same array
  public void map(
      double[] source, int from, int to, double[] target, int at, DoubleUnaryOperator function) {
    Objects.checkFromToIndex(from, to, source.length);
    Objects.checkFromIndexSize(at, to - from, target.length);
    Objects.requireNonNull(function, "function");
    int shift = at - from;
    if (source == target && shift != 0 && Math.abs(shift) < to - from) {
      throw new IllegalArgumentException(
          "at: " + at + ", which overlaps " + from + " to " + to + " of the same array");
    }
    on(to - from)
        .forEach(
            from,
            to,
            CHUNK,
            (first, last) -> {
              for (int i = (int) first; i < last; i++) {
                target[i + shift] = function.applyAsDouble(source[i]);
              }
            });
  }

  /// Copies the elements of a range that a predicate keeps, in their order.
  ///
  /// @param array holds the elements
  /// @param from the first index
  /// @param to the index after the last
  /// @param keep asked once for each element
  /// @return a new array of those kept
  public double[] filter(double[] array, int from, int to, DoublePredicate keep) {
    Objects.checkFromToIndex(from, to, array.length);
    Objects.requireNonNull(keep, "keep");
    int length = to - from;
    int[] places = new int[chunksOf(length) + 1];
    var bits = new /*wide*/ long[length / WORD + (length % WORD == 0 ? 0 : 1)];
    Chunks on = on(length);
    on.forEach(
        0,
        length,
        CHUNK,
        (first, last) ->
            places[(int) first / CHUNK + 1] =
                mark(array, from, (int) first, (int) last, keep, bits));
    for (int i = 1; i < places.length; i++) {
      places[i] += places[i - 1];
    }
    double[] kept = new double[places[places.length - 1]];
    on.forEach(
        0,
        length,
        CHUNK,
        (first, last) ->
            gather(array, from, (int) first, (int) last, bits, kept, places[(int) first / CHUNK]));
    return kept;
  }

  /// Sorts a range, as `Arrays.sort` does; if threads are refused, what it held is there in some
  /// order.
  ///
  /// @param array holds the elements
  /// @param from the first index
  /// @param to the index after the last
  public void sort(double[] array, int from, int to) {
    Objects.checkFromToIndex(from, to, array.length);
    int length = to - from;
    int runs = 1;
    while (runs < chunks.threads() && length / runs >= CUT_OFF) {
      runs *= 2;
    }
    if (runs == 1) {
      Arrays.sort(array, from, to);
      return;
    }
    double[] scratch = new double[length];
    boolean inScratch = Integer.numberOfTrailingZeros(runs) % 2 != 0;
    int parts = runs;
    chunks.forEach(
        0,
        runs,
        1,
        (run, next) -> {
          int first = cut(length, (int) run, parts);
          int last = cut(length, (int) next, parts);
          Arrays.sort(array, from + first, from + last);
          if (inScratch) {
            System.arraycopy(array, from + first, scratch, first, last - first);
          }
        });
    boolean here = inScratch; // where the sorted runs are
    for (int left = runs; left > 1; left /= 2) {
      try {
        if (here) {
          merge(scratch, 0, array, from, length, left);
        } else {
          merge(array, from, scratch, 0, length, left);
        }
      } catch (Throwable failure) { // no thread, or none any more
        if (here) { // the only place that has each element once
          System.arraycopy(scratch, 0, array, from, length);
        }
        throw failure;
      }
      here = !here;
    }
  }

  private Chunks on(int length) {
    return length < CUT_OFF ? ALONE : chunks;
  }

  private static int chunksOf(int length) {
    return length / CHUNK + (length % CHUNK == 0 ? 0 : 1);
  }

  /// Asks the predicate, and returns how many are kept of a chunk.
  private static int mark(
      double[] array, int from, int first, int last, DoublePredicate keep, /*wide*/ long[] bits) {
    int count = 0;
    for (int i = first; last - i > 0; i += WORD) { // the difference: at the end i may overflow
      int length = Math.min(WORD, last - i);
      /*wide*/ long word = 0;
      for (int j = 0; j < length; j++) {
        // The bit is shifted whether it is set or not: no branch on the data.
        word |= (keep.test(array[from + i + j]) ? /*wide*/ 1L : 0) << j;
      }
      bits[i / WORD] = word;
      count += /*wide*/ Long.bitCount(word);
    }
    return count;
  }

  /// Copies what is kept of a chunk.
  private static void gather(
      double[] array,
      int from,
      int first,
      int last, /*wide*/
      long[] bits,
      double[] kept,
      int place) {
    int at = place;
    for (int i = first; last - i > 0; i += WORD) {
      /*wide*/ long word = bits[i / WORD];
      if (word == -1) {
        System.arraycopy(array, from + i, kept, at, WORD);
        at += WORD;
        continue;
      }
      while (word != 0) {
        kept[at++] = array[from + i + /*wide*/ Long.numberOfTrailingZeros(word)];
        word &= word - 1;
      }
    }
  }

  /// Where the part of this number begins, of so many equal parts.
  private static int cut(int length, int part, int parts) {
    return (int) ((/*wide*/ long) length * part / parts);
  }

  /// Merges each two neighbours of so many sorted runs.
  private void merge(double[] source, int from, double[] target, int at, int length, int runs) {
    int pairs = runs / 2;
    int pieces = Math.max(1, PIECES * chunks.threads() / pairs);
    chunks.forEach(
        0,
        (/*wide*/ long) pairs * pieces,
        1,
        (item, next) -> {
          int pair = (int) (item / pieces);
          int piece = (int) (item % pieces);
          int start = cut(length, 2 * pair, runs);
          int middle = cut(length, 2 * pair + 1, runs);
          int end = cut(length, 2 * pair + 2, runs);
          int first = cut(end - start, piece, pieces);
          int last = cut(end - start, piece + 1, pieces);
          int left = split(source, from + start, from + middle, from + end, first);
          int stop = split(source, from + start, from + middle, from + end, last);
          mergePiece(
              source,
              left,
              stop,
              from + middle + first - (left - from - start),
              from + middle + last - (stop - from - start),
              target,
              at + start + first);
        });
  }

  /// Where the left run is cut if the first so many of the merged are wanted.
  private static int split(double[] source, int start, int middle, int end, int wanted) {
    int low = Math.max(start, start + wanted - (end - middle));
    int high = Math.min(middle, start + wanted);
    while (low < high) {
      int mid = (low + high) >>> 1;
      // The left one goes first where both are equal.
      if (Double.compare(source[mid], source[middle + wanted - (mid - start) - 1]) <= 0) {
        low = mid + 1;
      } else {
        high = mid;
      }
    }
    return low;
  }

  private static void mergePiece(
      double[] source, int left, int stop, int right, int end, double[] target, int at) {
    int i = left;
    int j = right;
    int k = at;
    while (i < stop && j < end) {
      double one = source[i];
      double other = source[j];
      // Both indices move by a comparison, not by a branch on the data.
      boolean first = Double.compare(one, other) <= 0;
      target[k++] = first ? one : other;
      i += first ? 1 : 0;
      j += first ? 0 : 1;
    }
    System.arraycopy(source, i, target, k, stop - i);
    System.arraycopy(source, j, target, k + stop - i, end - j);
  }
}
