// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A map from `long` to objects in the order of its keys: a B+tree of arrays, without a node or a
/// box per entry.
///
/// - **Use** for ranges, neighbours and ranks of objects by number: timers, orders by price, events
///   by time.
/// - **Avoid** when nobody asks for an order: take `LongMap`; for a few keys, which cost 2
///   kilobytes; for `long` values: take `LongLongTree`.
/// - **Cost** `get`, `containsKey`, `put`, `replace`, `remove`, `floorKey`, `ceilingKey`, `rank`,
///   `select` O(log n), `next` of a cursor O(1); with references of 4 bytes 13 bytes an entry if
///   keys come in order, 19 if at random, and never more than 56 beyond the first thousand.
/// - **Allocation** none but 808 bytes for each leaf that an insertion splits, a branch for each 32
///   to 64 of them, cursors and views.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** null value: `NullPointerException`; keys to load that do not ascend:
///   `IllegalArgumentException`; no first or last key: `NoSuchElementException`; more than 2^31 - 1
///   entries: `IllegalStateException`; changed under a cursor or a callback:
///   `ConcurrentModificationException`; out of memory in a split: no entry is lost or added.
/// - **Source** Bayer and McCreight, 1972; Comer, The ubiquitous B-tree, 1979; counts: Knuth 6.2.4.
/// - **Copies with** `LongTreeBranch`, `LongTreeNodes`, `LongTreeView`, `LongTreeWalk`.
///
/// @param <V> the type of the values
public final class LongTree<V> extends LongTreeNodes {
  /*
   * What is here knows that values are objects, never null where there is a key, always null where
   * there is none; nodes, search, splits and neighbours are those of LongTreeNodes.
   */

  /// Makes an empty map.
  public LongTree() {}

  /// Makes a map of keys that ascend, which is faster than to put them and fills every leaf.
  ///
  /// @param <V> the type of the values
  /// @param keys the keys, each greater than the one before
  /// @param values their values
  /// @return the map
  public static <V> LongTree<V> ofSorted(long[] keys, V[] values) {
    if (keys.length != values.length) {
      throw new IllegalArgumentException(text("keys", keys.length, "values", values.length));
    }
    requireAscending(keys, 0, keys.length);
    Object[] copy = new Object[values.length]; // theirs may be of another class
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Objects.requireNonNull(values[i], "value");
    }
    var tree = new LongTree<V>();
    tree.load(keys, copy, 0, keys.length);
    return tree;
  }

  /// {@return the value of a key, or null}
  ///
  /// @param key the key
  public @Nullable V get(long key) {
    LongTreeBranch node = root;
    int slot = LongTreeBranch.find(node.keys, key);
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = LongTreeBranch.find(node.keys, key);
    }
    long[] keys = node.leaves[slot];
    int at = LongTreeBranch.find(keys, key);
    if (keys[at] != key || (key == FILL && at >= node.counts[slot])) {
      return null;
    }
    return value(node.values[slot], at);
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public V get(long key, V absent) {
    V value = get(key);
    return value == null ? absent : value;
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(long key, V value) {
    Objects.requireNonNull(value, "value");
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
      ((Object[]) node.values[slot])[at] = value;
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

  /// Sets the value of a key and returns the one it had, or null.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return the old value
  public @Nullable V getAndPut(long key, V value) {
    Objects.requireNonNull(value, "value");
    long spot = locate(key);
    V old = valueAt(spot);
    settle(spot, key, value);
    return old;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(long key, V value) {
    Objects.requireNonNull(value, "value");
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
  public boolean replace(long key, V value) {
    Objects.requireNonNull(value, "value");
    long spot = locate(key);
    if (spot >= 0) {
      values(spot)[index(spot)] = value;
    }
    return spot >= 0;
  }

  /// Returns the value of a key, made by `function` if the key is new; null adds nothing.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value that the key now has; null only where `function` returned it
  @SuppressWarnings("NullAway") // as in java.util.Map: not null for functions that say so
  public V computeIfAbsent(long key, LongFunction<? extends V> function) {
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    V old = valueAt(spot);
    if (old != null) {
      return old;
    }
    long expected = changes;
    V value = function.apply(key);
    check(expected);
    return settle(spot, key, value);
  }

  /// Sets the value of a key that is here to what `function` makes of it; null removes the key.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V computeIfPresent(
      long key, LongObjectFunction<? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    V old = valueAt(spot);
    if (old == null) {
      return null;
    }
    long expected = changes;
    V value = function.apply(key, old);
    check(expected);
    return settle(spot, key, value);
  }

  /// Sets the value of a key to what `function` makes of the old one, null if the key is new; a
  /// result of null removes the key.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V compute(
      long key, LongObjectFunction<@Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    V old = valueAt(spot);
    long expected = changes;
    V value = function.apply(key, old);
    check(expected);
    return settle(spot, key, value);
  }

  /// Sets a new key to `value`, any other to what `function` makes of its value and `value`; a
  /// result of null removes the key.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the function's right side
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V merge(
      long key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(function, "function");
    long spot = locate(key);
    V old = valueAt(spot);
    if (old == null) {
      insert(~spot, key, value);
      return value;
    }
    long expected = changes;
    V merged = function.apply(old, value);
    check(expected);
    return settle(spot, key, merged);
  }

  /// Removes a key and returns the value it had, or null.
  ///
  /// @param key the key
  /// @return the old value
  public @Nullable V remove(long key) {
    long spot = locate(key);
    V old = valueAt(spot);
    if (old != null) {
      removeAt(spot);
    }
    return old;
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

  /// Removes the entry of the least key.
  ///
  /// @return its value, or null if there is none
  public @Nullable V pollFirst() {
    return take(firstSpot());
  }

  /// Removes the entry of the greatest key.
  ///
  /// @return its value, or null if there is none
  public @Nullable V pollLast() {
    return take(lastSpot());
  }

  /// {@return the key that has `rank` keys before it}
  ///
  /// @param rank from 0, that of the first, to that of the last, less than the size
  public long select(int rank) {
    return keyAt(spotAt(rank));
  }

  /// {@return a cursor before the first entry}
  public Cursor<V> cursor() {
    return new Cursor<>(this, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// {@return a cursor before the first entry with a key from `low` to `high`, both included}
  ///
  /// @param low no key that it visits is less
  /// @param high no key that it visits is greater
  public Cursor<V> cursor(long low, long high) {
    return new Cursor<>(this, low, high);
  }

  /// Calls `action` with every entry, in the order of the keys.
  ///
  /// @param action must not change this map's keys
  public void forEach(LongObjectConsumer<? super V> action) {
    forEach(Long.MIN_VALUE, Long.MAX_VALUE, action);
  }

  /// Calls `action` with every entry whose key is from `low` to `high`, both included, in order.
  ///
  /// @param low no key is less
  /// @param high no key is greater
  /// @param action must not change this map's keys
  public void forEach(long low, long high, LongObjectConsumer<? super V> action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    long spot = locate(low);
    spot = spot < 0 ? ~spot : spot;
    int at = index(spot);
    for (long path = path(spot); path != NONE; path = nextLeaf(path)) {
      LongTreeBranch node = lowest(path);
      long[] keys = node.leaves[slot(path)];
      Object values = node.values[slot(path)];
      int count = node.counts[slot(path)];
      for (; at < count; at++) {
        if (keys[at] > high) {
          return;
        }
        action.accept(keys[at], value(values, at));
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
  public boolean removeIf(LongObjectPredicate<? super V> predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for; true if any was removed.
  ///
  /// If it throws, the entries it has refused so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(LongObjectPredicate<? super V> predicate) {
    return sweep(predicate, false);
  }

  /// Puts every entry of another map; if that has many, both are merged into new leaves; if it has
  /// few and memory runs out, those before are in.
  ///
  /// @param from the other map
  public void putAll(LongTree<? extends V> from) {
    if (from.size < size >> 3 || (long) size + from.size > Integer.MAX_VALUE) { // arbitrary
      for (Cursor<? extends V> at = from.cursor(); at.next(); ) {
        put(at.key(), at.value());
      }
    } else if (from.size > 0) {
      mergeAll(from);
    }
  }

  /// {@return a copy with leaves of its own, as full as these, and the same objects as values}
  public LongTree<V> copy() {
    var copy = new LongTree<V>();
    copy.copyFrom(this);
    return copy;
  }

  /// {@return a live view of this map, which boxes keys}
  public NavigableMap<Long, V> asNavigableMap() {
    return new LongTreeView<>(this);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof LongTree<?> other) || other.size != size) {
      return false;
    }
    Cursor<?> theirs = other.cursor();
    for (Cursor<V> at = cursor(); at.next() && theirs.next(); ) {
      if (at.key() != theirs.key() || !at.value().equals(theirs.value())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Cursor<V> at = cursor(); at.next(); ) {
      hash += Long.hashCode(at.key()) ^ at.value().hashCode();
    }
    return hash;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // only the map itself would never end
  public String toString() {
    var text = new StringBuilder("{");
    for (Cursor<V> at = cursor(); at.next(); ) {
      text.append(text.length() == 1 ? "" : ", ").append(at.key()).append('=');
      text.append(at.value() == this ? "(this Map)" : at.value());
    }
    return text.append('}').toString();
  }

  private boolean sweep(LongObjectPredicate<? super V> predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor<V> at = cursor(); at.next(); ) {
      if (predicate.test(at.key(), at.value()) == verdict) {
        at.remove();
      }
    }
    return size != before;
  }

  private void mergeAll(LongTree<? extends V> from) {
    long[] keys = new long[size + from.size];
    Object[] values = new Object[keys.length];
    int count = 0;
    Cursor<V> ours = cursor();
    boolean more = ours.next();
    for (Cursor<? extends V> theirs = from.cursor(); theirs.next(); ) {
      for (; more && ours.key() <= theirs.key(); more = ours.next()) {
        if (ours.key() < theirs.key()) {
          keys[count] = ours.key();
          values[count++] = ours.value();
        }
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

  private void insert(long spot, long key, V value) {
    insert(lowest(path(spot)), path(spot), index(spot), key, value);
  }

  private void insert(LongTreeBranch node, long path, int at, long key, V value) {
    int slot = slot(path);
    int count = node.counts[slot];
    if (!hasRoom(node, count)) {
      makeRoom(key);
      put(key, value);
      return;
    }
    Object[] values = (Object[]) node.values[slot];
    System.arraycopy(values, at, values, at + 1, count - at);
    values[at] = value;
    open(node.leaves[slot], at, count, key, path);
  }

  /// Gives a key a value, or none, where [#locate] has found it or its place.
  private @Nullable V settle(long spot, long key, @Nullable V value) {
    if (spot >= 0 && value != null) {
      values(spot)[index(spot)] = value;
    } else if (spot >= 0) {
      removeAt(spot);
    } else if (value != null) {
      insert(~spot, key, value);
    }
    return value;
  }

  private @Nullable V take(long spot) {
    V value = valueAt(spot);
    if (value != null) {
      removeAt(spot);
    }
    return value;
  }

  private @Nullable V valueAt(long spot) {
    return spot < 0 ? null : value(values(spot), index(spot));
  }

  private Object[] values(long spot) {
    return (Object[]) valuesAt(spot);
  }

  @SuppressWarnings("unchecked") // only values are put there
  private V value(Object values, int at) {
    return (V) ((Object[]) values)[at];
  }

  @Override
  Object valuesOf(int count) {
    return new Object[count];
  }

  @Override
  Object box(Object values, int at) {
    return ((Object[]) values)[at];
  }

  @Override
  @SuppressWarnings("unchecked") // the view takes values of this type only
  void putBoxed(long key, Object value) {
    put(key, (V) value);
  }

  /// Takes a key and its value.
  ///
  /// @param <V> the type of the value
  @FunctionalInterface
  public interface LongObjectConsumer<V> {
    /// Takes a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    void accept(long key, V value);
  }

  /// Judges a key and its value.
  ///
  /// @param <V> the type of the value
  @FunctionalInterface
  public interface LongObjectPredicate<V> {
    /// Judges a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the verdict
    boolean test(long key, V value);
  }

  /// Makes a value of a key and its value.
  ///
  /// @param <V> the type of the value
  /// @param <R> the type of the result
  @FunctionalInterface
  public interface LongObjectFunction<V extends @Nullable Object, R extends @Nullable Object> {
    /// Makes a value of a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the new value
    R apply(long key, V value);
  }

  /// Walks the entries both ways and fails fast; no step of it allocates.
  ///
  /// @param <V> the type of the values
  public static final class Cursor<V> extends LongTreeWalk {
    private Cursor(LongTree<V> tree, long low, long high) {
      super(tree, low, high);
    }

    /// {@return the value of the entry}
    @SuppressWarnings("unchecked") // only values are put there
    public V value() {
      return (V) ((Object[]) values())[at()];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(V value) {
      Objects.requireNonNull(value, "value");
      ((Object[]) values())[at()] = value;
    }

    /// Copies the next entries, a leaf at a time, and goes behind the last of them: to read many
    /// without a step for each.
    ///
    /// @param keys where the keys go
    /// @param values where the values go, at the same places; if one of them may not stand there,
    ///   `ArrayStoreException`, and the cursor is where it was
    /// @param from the first place
    /// @param count at most how many entries
    /// @return how many; fewer than `count` at the end only
    public int nextInto(long[] keys, V[] values, int from, int count) {
      Objects.checkFromIndexSize(from, count, keys.length);
      Objects.checkFromIndexSize(from, count, values.length);
      return copyAhead(keys, values, from, count);
    }
  }
}
