// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.Collections;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A cursor over the keys of a tree. Part of {@link LongLongTree}.
class LongTreeWalk {
  /*
   * Between two keys, or on one, in a leaf of which those from start to end are in the range:
   *
   *     key  key  key [key] key  key  key
   *          ^ start        ^ ahead   ^ end              on: at ahead - 1
   *
   * What a step needs are two fields: the keys themselves are compared when a leaf is entered.
   * opens and closes tell whether the leaf has keys on the other side of start and of end, so that
   * there is nothing to look for in another leaf. All of this holds while the tree's changes are
   * those expected.
   */

  private static final int UNKNOWN = -1;

  private final LongTreeNodes tree;
  private int ahead;
  private int end;
  private boolean on;
  private long expected;
  private Object values = LongTreeBranch.NO_VALUES;
  private long[] keys = LongTreeBranch.VACANT;
  private int start;
  private boolean opens;
  private boolean closes;
  private long path;
  private long low;
  private long high;

  LongTreeWalk(LongTreeNodes tree, long low, long high) {
    this.tree = tree;
    range(low, high);
  }

  /// Goes to before the first key from `low` to `high`, both included, and stays between them.
  ///
  /// @param low no key that is visited is less
  /// @param high no key that is visited is greater
  public final void range(long low, long high) {
    this.low = low;
    this.high = high;
    reset();
  }

  /// Goes to before the first key of the range, whatever changed.
  public final void reset() {
    expected = tree.changes;
    place(low);
  }

  /// Goes to behind the last key of the range, whatever changed: the start of a way back.
  public final void end() {
    expected = tree.changes;
    place(high);
    ahead = end; // behind high itself
  }

  /// Goes to before the first key that is no less than `key`.
  ///
  /// @param key any key; one that is not in the range stands for the nearest end
  public final void seek(long key) {
    tree.check(expected);
    if (key > high) {
      end();
    } else {
      place(Math.max(low, key));
    }
  }

  /// Goes to the next key; false, and behind the last, if there is none.
  ///
  /// @return whether the cursor is on a key
  public final boolean next() {
    tree.check(expected);
    if (ahead < end) {
      ahead++;
      on = true;
      return true;
    }
    return nextLeaf();
  }

  /// Goes to the key before; false, and before the first, if there is none.
  ///
  /// @return whether the cursor is on a key
  public final boolean previous() {
    tree.check(expected);
    int at = on ? ahead - 1 : ahead;
    if (at > start) {
      ahead = at;
      on = true;
      return true;
    }
    ahead = at;
    return previousLeaf();
  }

  /// {@return the key the cursor is on}
  public final long key() {
    int at = at();
    return keys[at];
  }

  /// Removes the key the cursor is on; it is between its neighbours then.
  public final void remove() {
    int at = at();
    long key = keys[at];
    boolean mended = tree.removeAt(LongTreeNodes.spot(path, at));
    expected = tree.changes;
    on = false;
    ahead = at;
    end--;
    if (mended) {
      place(key);
    }
  }

  /// The index of the key the cursor is on.
  final int at() {
    tree.check(expected);
    if (!on) {
      throw new IllegalStateException("the cursor is on no key");
    }
    return ahead - 1;
  }

  /// The values of the leaf.
  final Object values() {
    return values;
  }

  /// Moves over the keys ahead, as many as `count`, and copies them and their values; the number is
  /// less only at the end of the range. The cursor is behind the last of them then, on no key.
  final int copyAhead(long[] toKeys, Object toValues, int from, int count) {
    tree.check(expected);
    if (count == 0) {
      return 0;
    }
    long wasPath = path;
    int wasAhead = ahead;
    boolean wasOn = on;
    on = false;
    int copied = 0;
    try {
      while (true) {
        int some = Math.max(0, Math.min(count - copied, end - ahead)); // no range: end < ahead
        LongTreeBranch.move(keys, values, ahead, toKeys, toValues, from + copied, some);
        ahead += some;
        copied += some;
        if (copied == count || !nextLeaf()) {
          return copied;
        }
        on = false;
        ahead = 0;
      }
    } catch (ArrayStoreException e) {
      enter(wasPath, UNKNOWN);
      ahead = wasAhead;
      on = wasOn;
      throw e;
    }
  }

  private boolean nextLeaf() {
    on = false;
    long next = closes ? LongTreeNodes.NONE : tree.nextLeaf(path);
    if (next == LongTreeNodes.NONE) {
      return false;
    }
    enter(next, UNKNOWN);
    on = end > 0; // or its first key is beyond the range
    ahead = on ? 1 : 0;
    return on;
  }

  private boolean previousLeaf() {
    on = false;
    long previous = opens ? LongTreeNodes.NONE : tree.previousLeaf(path);
    if (previous == LongTreeNodes.NONE) {
      return false;
    }
    enter(previous, UNKNOWN);
    on = end > start; // or its last key is before the range
    ahead = end;
    return on;
  }

  /// Goes to before the first key that is no less, if that is in the range.
  private void place(long key) {
    long found = tree.locate(key);
    long spot = found < 0 ? ~found : found;
    ahead = LongTreeNodes.index(spot);
    enter(LongTreeNodes.path(spot), key == low ? ahead : UNKNOWN);
    on = false;
  }

  /// Goes to a leaf; `least` is where keys from `low` on begin in it, or UNKNOWN.
  private void enter(long path, int least) {
    LongTreeBranch node = tree.lowest(path);
    int slot = LongTreeNodes.slot(path);
    this.path = path;
    keys = node.leaves[slot];
    values = node.values[slot];
    int count = node.counts[slot];
    opens = count > 0 && keys[0] < low;
    closes = count > 0 && keys[count - 1] > high;
    start = !opens ? 0 : least == UNKNOWN ? LongTreeBranch.find(keys, low) : least;
    end = closes ? LongTreeBranch.find(keys, high + 1) : count; // high is not the largest long
  }

  /// Some of the keys of a tree, in one direction; `low` and `high` mean nothing without `lowest`
  /// and `highest`, which tell whether there is a bound.
  static final class Range {
    private final LongTreeNodes tree;
    private final boolean lowest;
    private final long low;
    private final boolean lowToo;
    private final boolean highest;
    private final long high;
    private final boolean highToo;
    private final boolean falling;

    private Range(
        LongTreeNodes tree,
        boolean lowest,
        long low,
        boolean lowToo,
        boolean highest,
        long high,
        boolean highToo,
        boolean falling) {
      this.tree = tree;
      this.lowest = lowest;
      this.low = low;
      this.lowToo = lowToo;
      this.highest = highest;
      this.high = high;
      this.highToo = highToo;
      this.falling = falling;
    }

    static Range all(LongTreeNodes tree) {
      return new Range(tree, false, 0, true, false, 0, true, false);
    }

    LongTreeNodes tree() {
      return tree;
    }

    boolean falling() {
      return falling;
    }

    Range reversed() {
      return new Range(tree, lowest, low, lowToo, highest, high, highToo, !falling);
    }

    Range between(long from, boolean fromToo, long to, boolean toToo) {
      if (falling ? from < to : from > to) {
        throw new IllegalArgumentException(LongTreeNodes.text("from", from, "to", to));
      }
      requireBound(from, fromToo);
      requireBound(to, toToo);
      return falling
          ? new Range(tree, true, to, toToo, true, from, fromToo, true)
          : new Range(tree, true, from, fromToo, true, to, toToo, false);
    }

    Range head(long to, boolean toToo) {
      return falling ? above(to, toToo) : below(to, toToo);
    }

    Range tail(long from, boolean fromToo) {
      return falling ? below(from, fromToo) : above(from, fromToo);
    }

    private Range above(long from, boolean too) {
      requireBound(from, too);
      return new Range(tree, true, from, too, highest, high, highToo, falling);
    }

    private Range below(long to, boolean too) {
      requireBound(to, too);
      return new Range(tree, lowest, low, lowToo, true, to, too, falling);
    }

    /// A bound that is not itself in the new range may be one that is not in this.
    private void requireBound(long key, boolean too) {
      boolean within = (!lowest || key >= low) && (!highest || key <= high);
      if (too ? !holds(key) : !within) {
        throw new IllegalArgumentException(LongTreeNodes.text("bound out of range", key));
      }
    }

    void require(long key) {
      if (!holds(key)) {
        throw new IllegalArgumentException(LongTreeNodes.text("key out of range", key));
      }
    }

    private boolean holds(long key) {
      return (!lowest || key > low || (lowToo && key == low))
          && (!highest || key < high || (highToo && key == high));
    }

    /// The least key that may be here; the largest long if none may.
    private long least() {
      return nothing() ? Long.MAX_VALUE : from();
    }

    /// The greatest key that may be here; the smallest long if none may.
    private long greatest() {
      return nothing() ? Long.MIN_VALUE : to();
    }

    private long from() {
      return !lowest ? Long.MIN_VALUE : lowToo ? low : low + 1;
    }

    private long to() {
      return !highest ? Long.MAX_VALUE : highToo ? high : high - 1;
    }

    private boolean nothing() {
      return (lowest && !lowToo && low == Long.MAX_VALUE)
          || (highest && !highToo && high == Long.MIN_VALUE)
          || from() > to();
    }

    int size() {
      if (!lowest && !highest) {
        return tree.size;
      }
      long greatest = greatest();
      return nothing()
          ? 0
          : tree.rank(greatest) - tree.rank(least()) + (tree.holds(greatest) ? 1 : 0);
    }

    long spot(long key) {
      return holds(key) ? tree.locate(key) : LongTreeNodes.NONE;
    }

    long first() {
      return falling ? last(greatest()) : first(least());
    }

    long last() {
      return falling ? first(least()) : last(greatest());
    }

    /// The nearest key in a direction, which may be the key itself unless `beyond`.
    long near(long key, boolean onward, boolean beyond) {
      if (onward != falling) {
        return key < least() ? first(least()) : within(tree.above(key, beyond));
      }
      return key > greatest() ? last(greatest()) : within(tree.below(key, beyond));
    }

    private long first(long least) {
      return within(tree.above(least, false));
    }

    private long last(long greatest) {
      return within(tree.below(greatest, false));
    }

    private long within(long spot) {
      return spot >= 0 && holds(tree.keyAt(spot)) ? spot : LongTreeNodes.NONE;
    }

    long key(long spot) {
      return tree.keyAt(tree.present(spot));
    }

    @Nullable Long keyOrNull(long spot) {
      return spot < 0 ? null : (Long) tree.keyAt(spot);
    }

    boolean remove(long key) {
      long spot = spot(key);
      if (spot >= 0) {
        tree.removeAt(spot);
      }
      return spot >= 0;
    }

    void clear() {
      if (!lowest && !highest) {
        tree.clear();
        return;
      }
      for (LongTreeWalk walk = walk(); falling ? walk.previous() : walk.next(); ) {
        walk.remove();
      }
    }

    LongTreeWalk walk() {
      var walk = new LongTreeWalk(tree, least(), greatest());
      if (falling) {
        walk.end();
      }
      return walk;
    }

    @Nullable Comparator<Long> comparator() {
      return falling ? Collections.reverseOrder() : null;
    }
  }
}
