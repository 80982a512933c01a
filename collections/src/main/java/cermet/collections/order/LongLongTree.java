// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A map from `long` to `long` in the order of its keys: a B+tree of arrays, without an object per
/// entry.
///
/// - **Use** for ranges, neighbours and ranks of keys that come and go: time series, order books,
///   intervals, pages.
/// - **Avoid** when nobody asks for an order: take `LongLongMap`; for a few keys, which cost 2.5
///   kilobytes; for keys that never change: a sorted array.
/// - **Cost** `get`, `containsKey`, `put`, `replace`, `addTo`, `remove`, `floorKey`, `ceilingKey`,
///   `rank`, `select` O(log n), `next` of a cursor O(1); 17 bytes an entry if keys come in order,
///   25 if at random, and never more than 72 beyond the first thousand.
/// - **Allocation** none but 1,064 bytes for each leaf that an insertion splits, a branch for each
///   32 to 64 of them, cursors and views.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** keys to load that do not ascend: `IllegalArgumentException`; no first or last key:
///   `NoSuchElementException`; more than 2^31 - 1 entries: `IllegalStateException`; changed under a
///   cursor or a callback: `ConcurrentModificationException`; out of memory in a split: no entry is
///   lost or added.
/// - **Source** Bayer and McCreight, 1972; Comer, The ubiquitous B-tree, 1979; counts: Knuth 6.2.4.
/// - **Copies with** `LongTreeBranch`, `LongTreeNodes`, `LongTreeView`, `LongTreeWalk`.
public final class LongLongTree extends LongTreeNodes {
  /*
   * What is here knows that values are longs; nodes, search, splits and neighbours are those of
   * LongTreeNodes. get and put go down by themselves; the others ask for a spot, and for its leaf.
   */

  /// Makes an empty map.
  public LongLongTree() {}

  /// Makes a map of keys that ascend, which is faster than to put them and fills every leaf.
  ///
  /// @param keys the keys, each greater than the one before
  /// @param values their values
  /// @return the map
  public static LongLongTree ofSorted(long[] keys, long[] values) {
    if (keys.length != values.length) {
      throw new IllegalArgumentException(text("keys", keys.length, "values", values.length));
    }
    return ofSorted(keys, values, 0, keys.length);
  }

  /// Makes a map of a part of two arrays.
  ///
  /// @param keys the keys, each greater than the one before
  /// @param values their values, at the same places
  /// @param from the first place
  /// @param count how many
  /// @return the map
  public static LongLongTree ofSorted(long[] keys, long[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, keys.length);
    Objects.checkFromIndexSize(from, count, values.length);
    requireAscending(keys, from, count);
    var tree = new LongLongTree();
    tree.load(keys, values, from, count);
    return tree;
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public long get(long key, long absent) {
    LongTreeBranch node = root;
    int slot = LongTreeBranch.find(node.keys, key);
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = LongTreeBranch.find(node.keys, key);
    }
    long[] keys = node.leaves[slot];
    int at = LongTreeBranch.find(keys, key);
    if (keys[at] != key || (key == FILL && at >= node.counts[slot])) {
      return absent;
    }
    return ((long[]) node.values[slot])[at];
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(long key, long value) {
    LongTreeBranch node = root;
    int slot = LongTreeBranch.find(node.keys, key);
    long path = slot;
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = LongTreeBranch.find(node.keys, key);
      path = step(path, slot);
    }
    long[] keys = node.leaves[slot];
    int at = LongTreeBranch.find(keys, key);
    if (keys[at] == key && (key != FILL || at < node.counts[slot])) {
      ((long[]) node.values[slot])[at] = value;
      return false;
    }
    insert(node, path, at, key, value);
    return true;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(long key) {
    return holds(key);
  }

  /// Adds to the value of a key, 0 if it is new, and returns the sum, which wraps on overflow.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public long addTo(long key, long delta) {
    long spot = locate(key);
    if (spot >= 0) {
      return values(spot)[index(spot)] += delta;
    }
    insert(~spot, key, delta);
    return delta;
  }

  /// Sets the value of a key and returns the one it had, or `absent`.
  ///
  /// @param key the key
  /// @param value its new value
  /// @param absent what to return for a new key
  /// @return the old value
  public long getAndPut(long key, long value, long absent) {
    long spot = locate(key);
    if (spot < 0) {
      insert(~spot, key, value);
      return absent;
    }
    long[] values = values(spot);
    long old = values[index(spot)];
    values[index(spot)] = value;
    return old;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(long key, long value) {
    long spot = locate(key);
    if (spot < 0) {
      insert(~spot, key, value);
    }
    return spot < 0;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(long key, long value) {
    long spot = locate(key);
    if (spot >= 0) {
      values(spot)[index(spot)] = value;
    }
    return spot >= 0;
  }

  /// Sets a new key to `value`, any other to what `operator` makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public long merge(long key, long value, LongBinaryOperator operator) {
    Objects.requireNonNull(operator, "operator");
    long spot = locate(key);
    if (spot < 0) {
      insert(~spot, key, value);
      return value;
    }
    long[] values = values(spot);
    long expected = changes;
    long merged = operator.applyAsLong(values[index(spot)], value);
    check(expected);
    values[index(spot)] = merged;
    return merged;
  }

  /// Returns the value of a key, which is first set to what `function` makes of the key if it is
  /// new.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value
  public long computeIfAbsent(long key, LongUnaryOperator function) {
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    if (spot >= 0) {
      return values(spot)[index(spot)];
    }
    long expected = changes;
    long value = function.applyAsLong(key);
    check(expected);
    insert(~spot, key, value);
    return value;
  }

  /// Sets a key that is here to what `function` makes of the key and its value.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent what to return for a key that is not here
  /// @return the new value
  public long computeIfPresent(long key, LongBinaryOperator function, long absent) {
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    if (spot < 0) {
      return absent;
    }
    long[] values = values(spot);
    long expected = changes;
    long value = function.applyAsLong(key, values[index(spot)]);
    check(expected);
    values[index(spot)] = value;
    return value;
  }

  /// Sets a key to what `function` makes of the key and its value, `absent` if it is new.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent what stands for the value of a new key
  /// @return the new value
  public long compute(long key, LongBinaryOperator function, long absent) {
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    long expected = changes;
    long old = spot >= 0 ? values(spot)[index(spot)] : absent;
    long value = function.applyAsLong(key, old);
    check(expected);
    if (spot >= 0) {
      values(spot)[index(spot)] = value;
    } else {
      insert(~spot, key, value);
    }
    return value;
  }

  /// Removes a key, whatever its value is, and returns the value it had, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long remove(long key, long absent) {
    long spot = locate(key);
    if (spot < 0) {
      return absent;
    }
    long old = values(spot)[index(spot)];
    removeAt(spot);
    return old;
  }

  /// Removes a key; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean remove(long key) {
    long spot = locate(key);
    if (spot >= 0) {
      removeAt(spot);
    }
    return spot >= 0;
  }

  /// {@return the least key}
  public long firstKey() {
    return keyAt(present(firstSpot()));
  }

  /// {@return the greatest key}
  public long lastKey() {
    return keyAt(present(lastSpot()));
  }

  /// {@return the greatest key that is no greater than `key`, or `absent`}
  ///
  /// @param key any key
  /// @param absent what to return if there is none
  public long floorKey(long key, long absent) {
    return key(below(key, false), absent);
  }

  /// {@return the least key that is no less than `key`, or `absent`}
  ///
  /// @param key any key
  /// @param absent what to return if there is none
  public long ceilingKey(long key, long absent) {
    return key(above(key, false), absent);
  }

  /// {@return the greatest key that is less than `key`, or `absent`}
  ///
  /// @param key any key
  /// @param absent what to return if there is none
  public long lowerKey(long key, long absent) {
    return key(below(key, true), absent);
  }

  /// {@return the least key that is greater than `key`, or `absent`}
  ///
  /// @param key any key
  /// @param absent what to return if there is none
  public long higherKey(long key, long absent) {
    return key(above(key, true), absent);
  }

  /// Removes the least key.
  ///
  /// @param absent what to return if there is none
  /// @return the removed key, or `absent`
  public long pollFirstKey(long absent) {
    return poll(firstSpot(), absent);
  }

  /// Removes the greatest key.
  ///
  /// @param absent what to return if there is none
  /// @return the removed key, or `absent`
  public long pollLastKey(long absent) {
    return poll(lastSpot(), absent);
  }

  /// {@return the key that has `rank` keys before it}
  ///
  /// @param rank from 0, that of the first, to that of the last, less than the size
  public long select(int rank) {
    return keyAt(spotAt(rank));
  }

  /// {@return a cursor before the first entry}
  public Cursor cursor() {
    return new Cursor(this, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// {@return a cursor before the first entry with a key from `low` to `high`, both included}
  ///
  /// @param low no key that it visits is less
  /// @param high no key that it visits is greater
  public Cursor cursor(long low, long high) {
    return new Cursor(this, low, high);
  }

  /// Calls `action` with every entry, in the order of the keys.
  ///
  /// @param action must not change this map's keys
  public void forEach(LongLongConsumer action) {
    forEach(Long.MIN_VALUE, Long.MAX_VALUE, action);
  }

  /// Calls `action` with every entry whose key is from `low` to `high`, both included, in order.
  ///
  /// @param low no key is less
  /// @param high no key is greater
  /// @param action must not change this map's keys
  public void forEach(long low, long high, LongLongConsumer action) {
    Objects.requireNonNull(action, "action");
    if (size == 0) {
      return;
    }
    long expected = changes;
    long spot = locate(low);
    spot = spot < 0 ? ~spot : spot;
    int at = index(spot);
    for (long path = path(spot); path != NONE; path = nextLeaf(path)) {
      LongTreeBranch node = lowest(path);
      long[] keys = node.leaves[slot(path)];
      long[] values = (long[]) node.values[slot(path)];
      int count = node.counts[slot(path)];
      for (; at < count; at++) {
        if (keys[at] > high) {
          return;
        }
        action.accept(keys[at], values[at]);
        check(expected);
      }
      at = 0;
    }
  }

  /// Removes the entries that `predicate` holds for; true if any was removed.
  ///
  /// If it throws, the entries it has accepted so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean removeIf(LongLongPredicate predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for; true if any was removed.
  ///
  /// If it throws, the entries it has refused so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(LongLongPredicate predicate) {
    return sweep(predicate, false);
  }

  /// Puts every entry of another map; if that has many, both are merged into new leaves; if it has
  /// few and memory runs out, those before are in.
  ///
  /// @param from the other map
  public void putAll(LongLongTree from) {
    if (from.size == 0) {
      return;
    }
    if (from.size < size >> 3 || (long) size + from.size > Integer.MAX_VALUE) { // arbitrary
      for (Cursor at = from.cursor(); at.next(); ) {
        put(at.key(), at.value());
      }
      return;
    }
    long[] keys = new long[size + from.size];
    long[] values = new long[size + from.size];
    int count = 0;
    Cursor ours = cursor();
    boolean more = ours.next();
    for (Cursor theirs = from.cursor(); theirs.next(); ) {
      while (more && ours.key() <= theirs.key()) {
        if (ours.key() < theirs.key()) {
          keys[count] = ours.key();
          values[count++] = ours.value();
        }
        more = ours.next();
      }
      keys[count] = theirs.key();
      values[count++] = theirs.value();
    }
    for (; more; more = ours.next()) {
      keys[count] = ours.key();
      values[count++] = ours.value();
    }
    load(keys, values, 0, count);
  }

  /// {@return a copy with leaves of its own, as full as these}
  public LongLongTree copy() {
    var copy = new LongLongTree();
    copy.copyFrom(this);
    return copy;
  }

  /// {@return a live view of this map, which boxes}
  public NavigableMap<Long, Long> asNavigableMap() {
    return new LongTreeView<>(this);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof LongLongTree other) || other.size != size) {
      return false;
    }
    Cursor theirs = other.cursor();
    for (Cursor at = cursor(); at.next() && theirs.next(); ) {
      if (at.key() != theirs.key() || at.value() != theirs.value()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Cursor at = cursor(); at.next(); ) {
      hash += Long.hashCode(at.key()) ^ Long.hashCode(at.value());
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (Cursor at = cursor(); at.next(); ) {
      text.append(text.length() == 1 ? "" : ", ").append(at.key()).append('=').append(at.value());
    }
    return text.append('}').toString();
  }

  private boolean sweep(LongLongPredicate predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor at = cursor(); at.next(); ) {
      if (predicate.test(at.key(), at.value()) == verdict) {
        at.remove();
      }
    }
    return size != before;
  }

  private void insert(long spot, long key, long value) {
    insert(lowest(path(spot)), path(spot), index(spot), key, value);
  }

  private void insert(LongTreeBranch node, long path, int at, long key, long value) {
    int slot = slot(path);
    int count = node.counts[slot];
    if (!hasRoom(node, count)) {
      makeRoom(key);
      put(key, value);
      return;
    }
    long[] values = (long[]) node.values[slot];
    System.arraycopy(values, at, values, at + 1, count - at);
    values[at] = value;
    open(node.leaves[slot], at, count, key, path);
  }

  private long[] values(long spot) {
    return (long[]) valuesAt(spot);
  }

  @Override
  Object valuesOf(int count) {
    return new long[count];
  }

  @Override
  Object box(Object values, int at) {
    return ((long[]) values)[at];
  }

  @Override
  void putBoxed(long key, Object value) {
    put(key, (Long) value);
  }

  /// Takes a key and its value.
  @FunctionalInterface
  public interface LongLongConsumer {
    /// Takes a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    void accept(long key, long value);
  }

  /// Judges a key and its value.
  @FunctionalInterface
  public interface LongLongPredicate {
    /// Judges a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the verdict
    boolean test(long key, long value);
  }

  /// Walks the entries both ways and fails fast; no step of it allocates.
  public static final class Cursor extends LongTreeWalk {
    private Cursor(LongLongTree tree, long low, long high) {
      super(tree, low, high);
    }

    /// {@return the value of the entry}
    public long value() {
      int at = at(); // first: on no entry there may be no values
      return ((long[]) values())[at];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(long value) {
      int at = at();
      ((long[]) values())[at] = value;
    }

    /// Copies the next entries, a leaf at a time, and goes behind the last of them: to read many
    /// without a step for each.
    ///
    /// @param keys where the keys go
    /// @param values where the values go, at the same places
    /// @param from the first place
    /// @param count at most how many entries
    /// @return how many; fewer than `count` at the end only
    public int nextInto(long[] keys, long[] values, int from, int count) {
      Objects.checkFromIndexSize(from, count, keys.length);
      Objects.checkFromIndexSize(from, count, values.length);
      return copyAhead(keys, values, from, count);
    }
  }
}
