// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSequence.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the lists of `double`s of this package share: what they can do in boxes, and how much room
/// they make.
abstract class DoubleSequence extends BoxedList<Double> {
  // The JDK's own soft limit: some VMs cannot allocate an array of Integer.MAX_VALUE.
  private static final int LIMIT = Integer.MAX_VALUE - 8;

  // Half a cache line of doubles, and what most short lists need: DoubleListProof.buildAndSum.
  static final int FIRST = 4;

  // Where doubling gives way to half again; arbitrary.
  private static final int LARGE = 1024;

  abstract double get(int index);

  abstract double set(int index, double value);

  abstract void add(int index, double value);

  /// Inserts all of them, or none if there is no room.
  abstract void insert(int index, double[] values);

  abstract double removeAt(int index);

  int find(double value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (same(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  int findLast(double value, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (same(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  boolean removeIf(int from, int to, DoublePredicate filter) {
    /*wide*/ long stamp = stamp();
    int first = from;
    while (first < to && !filter.test(get(first))) {
      check(stamp);
      first++;
    }
    check(stamp);
    if (first == to) {
      return false;
    }
    // Two passes: the predicate sees a whole list, and the list is safe when it throws.
    /*wide*/ long[] doomed = new /*wide*/ long[((to - first - 1) >> 6) + 1];
    doomed[0] = /*wide*/ 1L;
    for (int i = first + 1; i < to; i++) {
      if (filter.test(get(i))) {
        doomed[(i - first) >> 6] |= /*wide*/ 1L << (i - first);
      }
      check(stamp);
    }
    int kept = first;
    for (int i = first; i < to; i++) {
      if ((doomed[(i - first) >> 6] & /*wide*/ 1L << (i - first)) == 0) {
        set(kept++, get(i));
      }
    }
    removeRange(kept, to);
    return true;
  }

  @Override
  final Double boxed(int index) {
    return get(index);
  }

  @Override
  final Double setBoxed(int index, Double value) {
    return set(index, value);
  }

  @Override
  final void addBoxed(int index, Double value) {
    add(index, value.doubleValue());
  }

  @Override
  final void insertBoxed(int index, Object[] values) {
    double[] added = new double[values.length]; // first: a null must not stop halfway
    for (int i = 0; i < added.length; i++) {
      added[i] = (Double) values[i];
    }
    insert(index, added);
  }

  @Override
  final Double removeBoxed(int index) {
    return removeAt(index);
  }

  @Override
  final boolean removeEach(int from, int to, Predicate<? super Double> filter) {
    return removeIf(from, to, filter::test);
  }

  @Override
  final int findBoxed(@Nullable Object value, int from, int to) {
    return value instanceof Double number ? find(number, from, to) : -1;
  }

  @Override
  final int findLastBoxed(@Nullable Object value, int from, int to) {
    return value instanceof Double number ? findLast(number, from, to) : -1;
  }

  /// Whether the boxes of both are equal.
  static boolean same(double one, double two) {
    return /*bits*/ Double.doubleToLongBits(one) == /*bits*/ Double.doubleToLongBits(two);
  }

  /// The length of the array that follows one of length `capacity` when `needed` elements must fit.
  static int room(int capacity, /*wide*/ long needed, boolean more) {
    if (needed > LIMIT) {
      throw new OutOfMemoryError(text("size", needed, "limit", LIMIT));
    }
    if (!more) {
      return (int) needed;
    }
    /*wide*/ long larger = capacity + (/*wide*/ long) (capacity < LARGE ? capacity : capacity >> 1);
    return (int) Math.min(Math.max(Math.max(larger, needed), FIRST), LIMIT);
  }
}
