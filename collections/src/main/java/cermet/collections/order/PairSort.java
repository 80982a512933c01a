// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sorts two arrays side by side: by the numbers in one, and each element of the other goes along.
///
/// - **Use** to order rows by a key without an object a row, and to rank: sort with the indices as
///   values.
/// - **Avoid** for numbers alone (`Arrays.sort`), and where the order is not that of numbers.
/// - **Cost** `sort` O(n), in the worst case too; stable. Pairs that are in order already are read
///   once; keys that spread evenly are moved twice below 131,072 pairs, three times below 2^25.
/// - **Allocation** none with a `Scratch` that was used for as many pairs before; else what it
///   holds: 16 bytes a pair, 24 where values are `int`, 28 where they are objects, 32 where both
///   are `int`.
/// - **Threads** stateless; a `Scratch` is for one thread at a time.
/// - **Errors** bad range: `IndexOutOfBoundsException`; arrays of different lengths:
///   `IllegalArgumentException`; out of memory: nothing has moved.
/// - **Source** Knuth, The Art of Computer Programming, 5.2.5; MacLaren, Internal sorting by radix
///   plus sifting, 1966.
/// - **Copies with** nothing.
public final class PairSort {
  /*
   * MacLaren's method. Distances from the smallest key are cut into digits of 8 bits, from the top:
   *
   *    key - min    | 0 .. 0 | digit | digit | what is left |
   *                   common   `few` digits      sifted
   *
   * The pairs are distributed by the last of the few digits first and by the first one last, which
   * is stable, and then stand in the order of those digits. The few digits have more than half as
   * many values as there are pairs. So keys that spread evenly leave few pairs the wrong way round,
   * and sifting each pair down past larger ones, which is stable too, puts them right in one pass.
   *
   * Keys that do not spread would make that pass quadratic. It counts its steps, and after MOST a
   * pair it stops, where the pairs are as stable as before, and all digits are distributed.
   *
   * Values other than longs travel as longs: ints as they are, objects as their index, so that each
   * reference is moved once, and not past the collector's barrier in each pass.
   */

  private static final int DIGIT = 8; // bits; 256 lines of two arrays fill half of a first cache
  private static final int SMALL = 40; // pairs that are only sifted; estimated
  private static final int MOST = 4; // steps of sifting for each pair; arbitrary

  private PairSort() {}

  /// Sorts by the keys and takes the values along.
  ///
  /// @param keys what decides
  /// @param values as many
  public static void sort(long[] keys, long[] values) {
    sort(keys, values, 0, same(keys.length, values.length), new Scratch());
  }

  /// Sorts a range of both arrays by the keys.
  ///
  /// @param keys what decides
  /// @param values what goes along
  /// @param from the index of the first pair
  /// @param to the index behind the last pair
  /// @param scratch reused from sort to sort
  public static void sort(long[] keys, long[] values, int from, int to, Scratch scratch) {
    int count = checked(keys.length, values.length, from, to);
    scratch.reserve(count);
    sort(keys, from, values, from, count, scratch);
  }

  /// Sorts by the keys and takes the values along.
  ///
  /// @param keys what decides
  /// @param values as many
  public static void sort(long[] keys, int[] values) {
    sort(keys, values, 0, same(keys.length, values.length), new Scratch());
  }

  /// Sorts a range of both arrays by the keys.
  ///
  /// @param keys what decides
  /// @param values what goes along
  /// @param from the index of the first pair
  /// @param to the index behind the last pair
  /// @param scratch reused from sort to sort
  public static void sort(long[] keys, int[] values, int from, int to, Scratch scratch) {
    int count = checked(keys.length, values.length, from, to);
    scratch.reserve(count);
    long[] wide = scratch.wideValues(count);
    for (int i = 0; i < count; i++) {
      wide[i] = values[from + i];
    }
    sort(keys, from, wide, 0, count, scratch);
    for (int i = 0; i < count; i++) {
      values[from + i] = (int) wide[i];
    }
  }

  /// Sorts by the keys and takes the objects along.
  ///
  /// @param keys what decides
  /// @param values as many
  /// @param <T> their type
  public static <T extends @Nullable Object> void sort(long[] keys, T[] values) {
    sort(keys, values, 0, same(keys.length, values.length), new Scratch());
  }

  /// Sorts a range of both arrays by the keys.
  ///
  /// @param keys what decides
  /// @param values what goes along
  /// @param from the index of the first pair
  /// @param to the index behind the last pair
  /// @param scratch reused from sort to sort; it keeps none of the objects
  /// @param <T> their type
  @SuppressWarnings({"unchecked", "NullAway"}) // what is put in was in this array
  public static <T extends @Nullable Object> void sort(
      long[] keys, T[] values, int from, int to, Scratch scratch) {
    int count = checked(keys.length, values.length, from, to);
    scratch.reserve(count);
    long[] index = scratch.wideValues(count);
    @Nullable Object[] moved = scratch.objects(count);
    for (int i = 0; i < count; i++) {
      index[i] = i;
    }
    sort(keys, from, index, 0, count, scratch);
    System.arraycopy(values, from, moved, 0, count);
    for (int i = 0; i < count; i++) {
      values[from + i] = (T) moved[(int) index[i]];
    }
    Arrays.fill(moved, 0, count, null);
  }

  /// Sorts by the keys and takes the values along.
  ///
  /// @param keys what decides
  /// @param values as many
  public static void sort(int[] keys, int[] values) {
    sort(keys, values, 0, same(keys.length, values.length), new Scratch());
  }

  /// Sorts a range of both arrays by the keys.
  ///
  /// @param keys what decides
  /// @param values what goes along
  /// @param from the index of the first pair
  /// @param to the index behind the last pair
  /// @param scratch reused from sort to sort
  public static void sort(int[] keys, int[] values, int from, int to, Scratch scratch) {
    int count = checked(keys.length, values.length, from, to);
    scratch.reserve(count);
    long[] wideKeys = scratch.wideKeys(count);
    long[] wideValues = scratch.wideValues(count);
    for (int i = 0; i < count; i++) {
      wideKeys[i] = keys[from + i];
      wideValues[i] = values[from + i];
    }
    sort(wideKeys, 0, wideValues, 0, count, scratch);
    for (int i = 0; i < count; i++) {
      keys[from + i] = (int) wideKeys[i];
      values[from + i] = (int) wideValues[i];
    }
  }

  private static int same(int keys, int values) {
    if (keys != values) {
      throw new IllegalArgumentException("keys: " + keys + ", values: " + values);
    }
    return keys;
  }

  private static int checked(int keys, int values, int from, int to) {
    Objects.checkFromToIndex(from, to, keys);
    Objects.checkFromToIndex(from, to, values);
    return to - from;
  }

  /// Sorts `count` pairs, whose keys begin at `from` and whose values at `at`.
  private static void sort(
      long[] keys, int from, long[] values, int at, int count, Scratch scratch) {
    if (count < 2) {
      return;
    }
    long min = keys[from];
    long max = min;
    long last = min;
    int descents = 0;
    for (int i = 1; i < count; i++) {
      long key = keys[from + i];
      min = Math.min(min, key);
      max = Math.max(max, key);
      descents += key < last ? 1 : 0;
      last = key;
    }
    if (descents == 0) {
      return;
    }
    if (count <= SMALL) {
      sift(keys, from, values, at, keys, from, values, at, count, Integer.MAX_VALUE);
      return;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min); // may have wrapped: unsigned
    int digits = (bits + DIGIT - 1) / DIGIT;
    int few = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count) + DIGIT - 1) / DIGIT;
    long[] otherKeys = scratch.keys;
    long[] otherValues = scratch.values;
    if (digits > few) {
      boolean moved = spread(keys, from, values, at, count, min, bits - few * DIGIT, few, scratch);
      int most = (int) Math.min((long) MOST * count, Integer.MAX_VALUE);
      if (moved
          ? sift(otherKeys, 0, otherValues, 0, keys, from, values, at, count, most)
          : sift(keys, from, values, at, keys, from, values, at, count, most)) {
        return;
      }
    }
    if (spread(keys, from, values, at, count, min, 0, digits, scratch)) {
      System.arraycopy(otherKeys, 0, keys, from, count);
      System.arraycopy(otherValues, 0, values, at, count);
    }
  }

  /// Distributes by some digits, the lowest first; true if the pairs are in the scratch now.
  private static boolean spread(
      long[] keys,
      int from,
      long[] values,
      int at,
      int count,
      long min,
      int shift,
      int digits,
      Scratch scratch) {
    boolean moved = false;
    for (int i = 0; i < digits; i++) {
      int low = shift + i * DIGIT;
      int[] counts = scratch.counts;
      if (moved) {
        if (places(scratch.keys, 0, count, min, low, counts, from)) {
          deal(
              scratch.keys, 0, scratch.values, 0, count, min, low, counts, keys, values, at - from);
          moved = false;
        }
      } else if (places(keys, from, count, min, low, counts, 0)) {
        deal(keys, from, values, at, count, min, low, counts, scratch.keys, scratch.values, 0);
        moved = true;
      }
    }
    return moved;
  }

  /// Finds where the pairs of each digit begin, from `first` on; false if all have the same digit.
  private static boolean places(
      long[] keys, int from, int count, long min, int shift, int[] counts, int first) {
    Arrays.fill(counts, 0);
    int mask = counts.length - 1; // lets the compiler see that no digit lies outside
    for (int i = from; i < from + count; i++) {
      counts[(int) ((keys[i] - min) >>> shift) & mask]++;
    }
    if (counts[(int) ((keys[from] - min) >>> shift) & mask] == count) {
      return false;
    }
    int place = first;
    for (int digit = 0; digit < counts.length; digit++) {
      int next = place + counts[digit];
      counts[digit] = place;
      place = next;
    }
    return true;
  }

  /// Moves each pair to the next place of its digit; values stand `ahead` of their keys there.
  private static void deal(
      long[] keys,
      int from,
      long[] values,
      int at,
      int count,
      long min,
      int shift,
      int[] places,
      long[] toKeys,
      long[] toValues,
      int ahead) {
    int mask = places.length - 1;
    for (int i = 0; i < count; i++) {
      long key = keys[from + i];
      int place = places[(int) ((key - min) >>> shift) & mask]++;
      toKeys[place] = key;
      toValues[place + ahead] = values[at + i];
    }
  }

  /// Moves each pair down past those with larger keys; false if that took more than `most` steps,
  /// and then all pairs are there, as stable as before. The arrays may be the same.
  private static boolean sift(
      long[] keys,
      int from,
      long[] values,
      int at,
      long[] toKeys,
      int to,
      long[] toValues,
      int toAt,
      int count,
      int most) {
    int left = most;
    for (int i = 0; i < count; i++) {
      long key = keys[from + i];
      long value = values[at + i];
      int free = i;
      while (free > 0 && toKeys[to + free - 1] > key) {
        toKeys[to + free] = toKeys[to + free - 1];
        toValues[toAt + free] = toValues[toAt + free - 1];
        free--;
      }
      toKeys[to + free] = key;
      toValues[toAt + free] = value;
      left -= i - free;
      if (left < 0) {
        System.arraycopy(keys, from + i + 1, toKeys, to + i + 1, count - i - 1);
        System.arraycopy(values, at + i + 1, toValues, toAt + i + 1, count - i - 1);
        return false;
      }
    }
    return true;
  }

  /// Room to sort in, which grows as needed and can be used again and again.
  public static final class Scratch {
    private static final long[] NONE = {};

    private final int[] counts = new int[1 << DIGIT];
    private long[] keys = NONE;
    private long[] values = NONE;
    private long[] wideKeys = NONE;
    private long[] wideValues = NONE;
    private @Nullable Object[] objects = {};

    /// Makes one that owns little.
    public Scratch() {}

    private void reserve(int count) {
      if (count > SMALL) {
        keys = grown(keys, count);
        values = grown(values, count);
      }
    }

    private long[] wideKeys(int count) {
      wideKeys = grown(wideKeys, count);
      return wideKeys;
    }

    private long[] wideValues(int count) {
      wideValues = grown(wideValues, count);
      return wideValues;
    }

    private @Nullable Object[] objects(int count) {
      if (objects.length < count) {
        objects = new Object[count];
      }
      return objects;
    }

    private static long[] grown(long[] array, int count) {
      return array.length < count ? new long[count] : array;
    }
  }
}
