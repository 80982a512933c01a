// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSequence.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the lists of `int`s of this package share: what they can do in boxes, and how much room
/// they make.
abstract class IntSequence extends BoxedList<Integer> {
  // The JDK's own soft limit: some VMs cannot allocate an array of Integer.MAX_VALUE.
  private static final int LIMIT = Integer.MAX_VALUE - 8;

  // Half a cache line of ints, and what most short lists need: IntListProof.buildAndSum.
  static final int FIRST = 4;

  // Where doubling gives way to half again; arbitrary.
  private static final int LARGE = 1024;

  abstract int get(int index);

  abstract int set(int index, int value);

  abstract void add(int index, int value);

  /// Inserts all of them, or none if there is no room.
  abstract void insert(int index, int[] values);

  abstract int removeAt(int index);

  int find(int value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (same(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  int findLast(int value, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (same(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  boolean removeIf(int from, int to, IntPredicate filter) {
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
  final Integer boxed(int index) {
    return get(index);
  }

  @Override
  final Integer setBoxed(int index, Integer value) {
    return set(index, value);
  }

  @Override
  final void addBoxed(int index, Integer value) {
    add(index, value.intValue());
  }

  @Override
  final void insertBoxed(int index, Object[] values) {
    int[] added = new int[values.length]; // first: a null must not stop halfway
    for (int i = 0; i < added.length; i++) {
      added[i] = (Integer) values[i];
    }
    insert(index, added);
  }

  @Override
  final Integer removeBoxed(int index) {
    return removeAt(index);
  }

  @Override
  final boolean removeEach(int from, int to, Predicate<? super Integer> filter) {
    return removeIf(from, to, filter::test);
  }

  @Override
  final int findBoxed(@Nullable Object value, int from, int to) {
    return value instanceof Integer number ? find(number, from, to) : -1;
  }

  @Override
  final int findLastBoxed(@Nullable Object value, int from, int to) {
    return value instanceof Integer number ? findLast(number, from, to) : -1;
  }

  /// Whether the boxes of both are equal.
  static boolean same(int one, int two) {
    return /*bits*/ one == /*bits*/ two;
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
