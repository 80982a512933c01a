// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.NavigableSet;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A set of `long`s in order: a B+tree of arrays, without an object per element.
///
/// - **Use** for neighbours, ranges and ranks among numbers that come and go: free slots, times,
///   identifiers.
/// - **Avoid** when nobody asks for an order; for a few elements, which cost 2 kilobytes; for
///   numbers from 0 to some millions: take `DenseBits`.
/// - **Cost** `contains`, `add`, `remove`, `floor`, `ceiling`, `rank`, `select` O(log n), `next` of
///   a cursor O(1); 9 bytes an element if they come in order, 13 if at random, and never more than
///   40 beyond the first thousand.
/// - **Allocation** none but 536 bytes for each leaf that an insertion splits, a branch for each 32
///   to 64 of them, cursors and views.
/// - **Threads** one thread at a time; readers may share a set that no thread changes.
/// - **Errors** elements to load that do not ascend: `IllegalArgumentException`; no first or last:
///   `NoSuchElementException`; more than 2^31 - 1 elements: `IllegalStateException`; changed under
///   a cursor or a callback: `ConcurrentModificationException`; out of memory in a split: no
///   element is lost or added.
/// - **Source** Bayer and McCreight, 1972; Comer, The ubiquitous B-tree, 1979; counts: Knuth 6.2.4.
/// - **Copies with** `LongTreeBranch`, `LongTreeNodes`, `LongTreeView`, `LongTreeWalk`.
public final class LongTreeSet extends LongTreeNodes {
  /*
   * The nodes, search, splits and neighbours of LongTreeNodes, where every leaf has the same array
   * of no values.
   */

  /// Makes an empty set.
  public LongTreeSet() {}

  /// Makes a set of elements that ascend, which is faster than to add them and fills every leaf.
  ///
  /// @param elements the elements, each greater than the one before
  /// @return the set
  public static LongTreeSet ofSorted(long... elements) {
    return ofSorted(elements, 0, elements.length);
  }

  /// Makes a set of a part of an array.
  ///
  /// @param elements the elements, each greater than the one before
  /// @param from the place of the first
  /// @param count how many
  /// @return the set
  public static LongTreeSet ofSorted(long[] elements, int from, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    requireAscending(elements, from, count);
    var set = new LongTreeSet();
    set.load(elements, LongTreeBranch.NO_VALUES, from, count);
    return set;
  }

  /// Adds an element; true if it is new.
  ///
  /// @param element the element
  /// @return whether it is new
  public boolean add(long element) {
    LongTreeBranch node = root;
    int slot = LongTreeBranch.find(node.keys, element);
    long path = slot;
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = LongTreeBranch.find(node.keys, element);
      path = step(path, slot);
    }
    long[] keys = node.leaves[slot];
    int count = node.counts[slot];
    int at = LongTreeBranch.find(keys, element);
    if (keys[at] == element && (element != FILL || at < count)) {
      return false;
    }
    if (!hasRoom(node, count)) {
      makeRoom(element);
      return add(element);
    }
    open(keys, at, count, element, path);
    return true;
  }

  /// {@return whether an element is here}
  ///
  /// @param element the element
  public boolean contains(long element) {
    return holds(element);
  }

  /// Removes an element; true if it was here.
  ///
  /// @param element the element
  /// @return whether it was here
  public boolean remove(long element) {
    long spot = locate(element);
    if (spot >= 0) {
      removeAt(spot);
    }
    return spot >= 0;
  }

  /// {@return the least element}
  public long first() {
    return keyAt(present(firstSpot()));
  }

  /// {@return the greatest element}
  public long last() {
    return keyAt(present(lastSpot()));
  }

  /// {@return the greatest element that is no greater than `element`, or `absent`}
  ///
  /// @param element any number
  /// @param absent what to return if there is none
  public long floor(long element, long absent) {
    return key(below(element, false), absent);
  }

  /// {@return the least element that is no less than `element`, or `absent`}
  ///
  /// @param element any number
  /// @param absent what to return if there is none
  public long ceiling(long element, long absent) {
    return key(above(element, false), absent);
  }

  /// {@return the greatest element that is less than `element`, or `absent`}
  ///
  /// @param element any number
  /// @param absent what to return if there is none
  public long lower(long element, long absent) {
    return key(below(element, true), absent);
  }

  /// {@return the least element that is greater than `element`, or `absent`}
  ///
  /// @param element any number
  /// @param absent what to return if there is none
  public long higher(long element, long absent) {
    return key(above(element, true), absent);
  }

  /// Removes the least element.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public long pollFirst(long absent) {
    return poll(firstSpot(), absent);
  }

  /// Removes the greatest element.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public long pollLast(long absent) {
    return poll(lastSpot(), absent);
  }

  /// {@return the element that has `rank` elements before it}
  ///
  /// @param rank from 0, that of the first, to that of the last, less than the size
  public long select(int rank) {
    return keyAt(spotAt(rank));
  }

  /// {@return a cursor before the first element}
  public Cursor cursor() {
    return new Cursor(this, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// {@return a cursor before the first element from `low` to `high`, both included}
  ///
  /// @param low no element that it visits is less
  /// @param high no element that it visits is greater
  public Cursor cursor(long low, long high) {
    return new Cursor(this, low, high);
  }

  /// Calls `action` with every element, in order.
  ///
  /// @param action must not change this set
  public void forEach(LongConsumer action) {
    forEach(Long.MIN_VALUE, Long.MAX_VALUE, action);
  }

  /// Calls `action` with every element from `low` to `high`, both included, in order.
  ///
  /// @param low no element is less
  /// @param high no element is greater
  /// @param action must not change this set
  public void forEach(long low, long high, LongConsumer action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    long spot = locate(low);
    spot = spot < 0 ? ~spot : spot;
    int at = index(spot);
    for (long path = path(spot); path != NONE; path = nextLeaf(path)) {
      LongTreeBranch node = lowest(path);
      long[] keys = node.leaves[slot(path)];
      int count = node.counts[slot(path)];
      for (; at < count; at++) {
        if (keys[at] > high) {
          return;
        }
        action.accept(keys[at]);
        check(expected);
      }
      at = 0;
    }
  }

  /// Removes the elements that `predicate` holds for; true if any was removed.
  ///
  /// If it throws, the elements it has accepted so far are removed and the others are kept.
  ///
  /// @param predicate must not change this set
  /// @return whether any element was removed
  public boolean removeIf(LongPredicate predicate) {
    return sweep(predicate, true);
  }

  /// Removes the elements that `predicate` does not hold for; true if any was removed.
  ///
  /// If it throws, the elements it has refused so far are removed and the others are kept.
  ///
  /// @param predicate must not change this set
  /// @return whether any element was removed
  public boolean retain(LongPredicate predicate) {
    return sweep(predicate, false);
  }

  /// Adds the elements of another set; true if any is new. If that has many, both are merged into
  /// new leaves; if it has few and memory runs out, those before are in.
  ///
  /// @param from the other set
  /// @return whether any is new
  public boolean addAll(LongTreeSet from) {
    int before = size;
    if (from.size < size >> 3 || (long) size + from.size > Integer.MAX_VALUE) { // arbitrary
      for (Cursor at = from.cursor(); at.next(); ) {
        add(at.key());
      }
    } else if (from.size > 0) {
      merge(from);
    }
    return size != before;
  }

  /// Removes the elements of another set; true if any was here.
  ///
  /// @param others the other set
  /// @return whether any was here
  public boolean removeAll(LongTreeSet others) {
    return meet(others, false);
  }

  /// Removes the elements that another set has not; true if there was any.
  ///
  /// @param others the other set
  /// @return whether any was removed
  public boolean retainAll(LongTreeSet others) {
    return meet(others, true);
  }

  /// {@return the elements in order, in a new array}
  public long[] toArray() {
    long[] elements = new long[size];
    collect(elements, LongTreeBranch.NO_VALUES);
    return elements;
  }

  /// {@return a copy with leaves of its own, as full as these}
  public LongTreeSet copy() {
    var copy = new LongTreeSet();
    copy.copyFrom(this);
    return copy;
  }

  /// {@return a live view of this set, which boxes}
  public NavigableSet<Long> asNavigableSet() {
    return LongTreeView.ofSet(this);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof LongTreeSet other) || other.size != size) {
      return false;
    }
    Cursor theirs = other.cursor();
    for (Cursor at = cursor(); at.next() && theirs.next(); ) {
      if (at.key() != theirs.key()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Cursor at = cursor(); at.next(); ) {
      hash += Long.hashCode(at.key());
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("[");
    for (Cursor at = cursor(); at.next(); ) {
      text.append(text.length() == 1 ? "" : ", ").append(at.key());
    }
    return text.append(']').toString();
  }

  private boolean sweep(LongPredicate predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor at = cursor(); at.next(); ) {
      if (predicate.test(at.key()) == verdict) {
        at.remove();
      }
    }
    return size != before;
  }

  private void merge(LongTreeSet from) {
    long[] all = new long[size + from.size];
    int count = 0;
    Cursor ours = cursor();
    boolean more = ours.next();
    for (Cursor theirs = from.cursor(); theirs.next(); ) {
      for (; more && ours.key() <= theirs.key(); more = ours.next()) {
        if (ours.key() < theirs.key()) {
          all[count++] = ours.key();
        }
      }
      all[count++] = theirs.key();
    }
    for (; more; more = ours.next()) {
      all[count++] = ours.key();
    }
    load(all, LongTreeBranch.NO_VALUES, 0, count);
  }

  /// Removes what the other set does not have, or what it has.
  @SuppressWarnings("ReferenceEquality") // the very set: two cursors would disturb each other
  private boolean meet(LongTreeSet others, boolean wanted) {
    Objects.requireNonNull(others, "others");
    int before = size;
    if (others == this) {
      if (!wanted) {
        clear();
      }
      return size != before;
    }
    Cursor theirs = others.cursor();
    boolean more = theirs.next();
    for (Cursor at = cursor(); at.next(); ) {
      while (more && theirs.key() < at.key()) {
        more = theirs.next();
      }
      if ((more && theirs.key() == at.key()) != wanted) {
        at.remove();
      }
    }
    return size != before;
  }

  @Override
  Object valuesOf(int count) {
    return LongTreeBranch.NO_VALUES;
  }

  @Override
  Object box(Object values, int at) {
    throw new IllegalStateException("a set has no values");
  }

  @Override
  void putBoxed(long key, Object value) {
    add(key);
  }

  /// Walks the elements both ways and fails fast; no step of it allocates.
  public static final class Cursor extends LongTreeWalk {
    private Cursor(LongTreeSet set, long low, long high) {
      super(set, low, high);
    }

    /// Copies the next elements, a leaf at a time, and goes behind the last of them: to read many
    /// without a step for each.
    ///
    /// @param elements where they go
    /// @param from the first place
    /// @param count at most how many
    /// @return how many; fewer than `count` at the end only
    public int nextInto(long[] elements, int from, int count) {
      Objects.checkFromIndexSize(from, count, elements.length);
      return copyAhead(elements, LongTreeBranch.NO_VALUES, from, count);
    }
  }
}
