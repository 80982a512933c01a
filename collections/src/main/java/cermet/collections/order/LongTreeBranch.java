// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A node above leaves, or above other branches. Part of {@link LongLongTree}.
final class LongTreeBranch {
  /*
   *   slot       0     1     2
   *   keys     | 90  | 200 |  FILL ...         size - 1 separators, then FILL
   *   counts   |  3  |  2  |  2  |             keys below each child
   *   leaves   |  *  |  *  |  *  |             in a lowest branch the arrays of its leaves,
   *   values   |  *  |  *  |  *  |
   *   below                                    else the branches below; the others are empty
   *
   * What moves children or keys between neighbours allocates nothing.
   */

  static final int SLOTS = 64; // two steps of eight; a leaf's keys are eight or nine cache lines
  static final long FILL = Long.MAX_VALUE;
  static final Object[] NO_VALUES = {};

  private static final LongTreeBranch[] NO_BRANCHES = {};
  private static final long[][] NO_LEAVES = {};
  static final long[] VACANT = filled();
  static final LongTreeBranch EMPTY = new LongTreeBranch(true);

  static {
    EMPTY.leaves[0] = VACANT;
    EMPTY.values[0] = NO_VALUES;
    EMPTY.size = 1;
  }

  final long[] keys = filled();
  final LongTreeBranch[] below;
  final long[][] leaves;
  final Object[] values;
  final int[] counts = new int[SLOTS];
  int size; // children

  LongTreeBranch(boolean lowest) {
    below = lowest ? NO_BRANCHES : new LongTreeBranch[SLOTS];
    leaves = lowest ? new long[SLOTS][] : NO_LEAVES;
    values = lowest ? new Object[SLOTS] : NO_VALUES;
  }

  /// How many of the keys of a leaf, or of the separators of a branch, are less than a key.
  static int find(long[] keys, long key) {
    // Halves lose a bit so that the sign of a difference is the order; the last line makes up for
    // it, and for the last key, which no step reads.
    long half = key >> 1;
    int group =
        (int)
                ((((keys[55] >> 1) - half) >>> 63)
                    + (((keys[47] >> 1) - half) >>> 63)
                    + (((keys[39] >> 1) - half) >>> 63)
                    + (((keys[31] >> 1) - half) >>> 63)
                    + (((keys[23] >> 1) - half) >>> 63)
                    + (((keys[15] >> 1) - half) >>> 63)
                    + (((keys[7] >> 1) - half) >>> 63))
            << 3;
    int at =
        group
            + (int)
                ((((keys[group + 6] >> 1) - half) >>> 63)
                    + (((keys[group + 5] >> 1) - half) >>> 63)
                    + (((keys[group + 4] >> 1) - half) >>> 63)
                    + (((keys[group + 3] >> 1) - half) >>> 63)
                    + (((keys[group + 2] >> 1) - half) >>> 63)
                    + (((keys[group + 1] >> 1) - half) >>> 63)
                    + (((keys[group] >> 1) - half) >>> 63));
    return keys[at] < key ? at + 1 : at;
  }

  /// Counts a child and the last key below it.
  void add(int count, long last) {
    counts[size] = count;
    keys[size++] = last;
  }

  /// Takes the last key below, which is no separator, away.
  long end() {
    long last = keys[size - 1];
    keys[size - 1] = FILL;
    return last;
  }

  /// Makes room for a child behind another, and for a separator between them.
  void widen(int slot) {
    System.arraycopy(keys, slot, keys, slot + 1, size - 1 - slot);
    move(slot + 1, this, slot + 2, size - 1 - slot);
    counts[slot + 1] = 0;
    size++;
  }

  /// Forgets the child behind another, and the separator between them.
  void close(int slot) {
    System.arraycopy(keys, slot + 1, keys, slot, size - 2 - slot);
    move(slot + 2, this, slot + 1, size - 2 - slot);
    shrink(size - 1);
  }

  private void move(int from, LongTreeBranch to, int at, int count) {
    System.arraycopy(counts, from, to.counts, at, count);
    if (isLowest()) {
      System.arraycopy(leaves, from, to.leaves, at, count);
      System.arraycopy(values, from, to.values, at, count);
    } else {
      System.arraycopy(below, from, to.below, at, count);
    }
  }

  boolean isLowest() {
    return below.length == 0;
  }

  private void shrink(int rest) {
    Arrays.fill(keys, Math.max(rest - 1, 0), SLOTS, FILL);
    if (isLowest()) {
      Arrays.fill(leaves, rest, size, VACANT);
      Arrays.fill(values, rest, size, NO_VALUES);
    } else {
      Arrays.fill(below, rest, size, EMPTY);
    }
    size = rest;
  }

  /// Deals the children of two neighbours out anew: `cut` to the left one.
  static void share(LongTreeBranch parent, int slot, int cut) {
    LongTreeBranch left = parent.below[slot];
    LongTreeBranch right = parent.below[slot + 1];
    int moved = cut - left.size;
    if (moved > 0) {
      left.keys[left.size - 1] = parent.keys[slot];
      System.arraycopy(right.keys, 0, left.keys, left.size, moved - 1);
      parent.keys[slot] = right.keys[moved - 1];
      right.move(0, left, left.size, moved);
      int rest = right.size - moved;
      System.arraycopy(right.keys, moved, right.keys, 0, Math.max(rest - 1, 0));
      right.move(moved, right, 0, rest);
      right.shrink(rest);
      left.size = cut;
    } else {
      moved = -moved;
      if (right.size > 0) {
        System.arraycopy(right.keys, 0, right.keys, moved, right.size - 1);
        right.move(0, right, moved, right.size);
        right.keys[moved - 1] = parent.keys[slot];
      }
      System.arraycopy(left.keys, cut, right.keys, 0, moved - 1);
      parent.keys[slot] = left.keys[cut - 1];
      left.move(cut, right, 0, moved);
      right.size += moved;
      left.shrink(cut);
    }
    int both = parent.counts[slot] + parent.counts[slot + 1];
    parent.counts[slot] = sum(left.counts, left.size);
    parent.counts[slot + 1] = both - parent.counts[slot];
  }

  /// The same for the keys of two leaves.
  static void shareLeaves(LongTreeBranch parent, int slot, int cut) {
    long[] left = parent.leaves[slot];
    long[] right = parent.leaves[slot + 1];
    Object leftValues = parent.values[slot];
    Object rightValues = parent.values[slot + 1];
    int before = parent.counts[slot];
    int both = before + parent.counts[slot + 1];
    int after = both - cut;
    if (cut > before) {
      int moved = cut - before;
      move(right, rightValues, 0, left, leftValues, before, moved);
      move(right, rightValues, moved, right, rightValues, 0, after);
      end(right, rightValues, after, both - before);
    } else {
      int moved = before - cut;
      move(right, rightValues, 0, right, rightValues, moved, both - before);
      move(left, leftValues, cut, right, rightValues, 0, moved);
      end(left, leftValues, cut, before);
    }
    parent.counts[slot] = cut;
    parent.counts[slot + 1] = after;
    if (cut > 0) {
      parent.keys[slot] = left[cut - 1];
    }
  }

  static void move(
      long[] keys, Object values, int from, long[] toKeys, Object toValues, int to, int count) {
    System.arraycopy(keys, from, toKeys, to, count);
    if (holds(values)) {
      System.arraycopy(values, from, toValues, to, count);
    }
  }

  private static boolean holds(Object values) {
    return !(values instanceof Object[] objects) || objects.length > 0;
  }

  private static void end(long[] keys, Object values, int from, int to) {
    Arrays.fill(keys, from, to, FILL);
    forget(values, from, to);
  }

  /// Lets go of objects.
  static void forget(Object values, int from, int to) {
    if (values instanceof @Nullable Object[] objects && objects.length > 0) {
      Arrays.fill(objects, from, to, null);
    }
  }

  /// A copy of this node and of all below it.
  LongTreeBranch copy() {
    var copy = new LongTreeBranch(isLowest());
    System.arraycopy(keys, 0, copy.keys, 0, SLOTS);
    System.arraycopy(counts, 0, copy.counts, 0, size);
    copy.size = size;
    for (int i = 0; i < size; i++) {
      if (isLowest()) {
        copy.leaves[i] = leaves[i].clone();
        copy.values[i] = copyOf(values[i]);
      } else {
        copy.below[i] = below[i].copy();
      }
    }
    return copy;
  }

  private static Object copyOf(Object values) {
    if (values instanceof long[] numbers) {
      return numbers.clone();
    }
    return ((Object[]) values).clone();
  }

  static int sum(int[] counts, int end) {
    int sum = 0;
    for (int i = 0; i < end; i++) {
      sum += counts[i];
    }
    return sum;
  }

  static long[] filled() {
    long[] keys = new long[SLOTS + 1];
    Arrays.fill(keys, FILL);
    return keys;
  }
}
