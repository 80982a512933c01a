// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A hash map from `long` to `long` that keeps its entries side by side, in the order they came.
///
/// - **Use** to walk a map often, to number keys as they appear, or to reach entries by position.
/// - **Avoid** when only lookups count (`LongLongMap`), when entries leave often and the order must
///   stay, and when an adversary chooses the keys.
/// - **Cost** `get`, `indexOf`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`,
///   `addTo`, `merge`, `swapRemove` O(1) expected; `keyAt`, `valueAt` O(1); `shiftRemove`, `remove`
///   move what comes later, O(n); 24 to 40 bytes an entry.
/// - **Allocation** none within what was reserved, but one cursor in `cursor`, one bit an entry in
///   a `removeIf` or `retain` that removes, and what `sortByKey` sorts in.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** bad index: `IndexOutOfBoundsException`; negative or too large size:
///   `IllegalArgumentException`; more than 536,870,912 entries: `IllegalStateException`; changed
///   under a cursor or a callback: `ConcurrentModificationException`; out of memory in growth: the
///   map is as it was.
/// - **Source** Hettinger, More compact dictionaries with faster iteration, 2012; Rust's indexmap.
/// - **Copies with** `BoxedMap`.
public final class LongIndexMap extends BoxedMap<Long, Long> {
  /*
   *   entries | k0 v0 | k1 v1 | k2 v2 | -- -- |     in the order they came, no gap; size = 3
   *
   *   table   |  0  | tag 1 2 |  0  |  0  | tag 1 0 | tag 1 1 |  0  |  0  |
   *
   * A word of the table is 0, or holds from its top: 32 - log bits of the key's hash (the tag), a 1,
   * and log - 1 bits of the entry's index, where 2^log words make the table. At most half of them
   * are taken, so an index fits, and a search soon ends. The log bits of the hash above the tag say
   * where it begins; from there it goes word by word, and round at the end. Only a word with the
   * key's own tag makes it look at an entry: a miss seldom leaves the table, a hit reads one word
   * and one entry.
   *
   * Invariants: each index below size stands in one word, and none above; between where a search
   * begins and its word no word is 0; limit is half the table's length, or 0 where the table is the
   * shared one of empty maps, which is never written.
   *
   * Removal closes the gap in the table: words that may stand earlier move there. Their homes come
   * from the keys. The order of the entries does not follow the hash, so a copy in that order is as
   * good as any other.
   *
   * Crafted or unlucky keys: an insertion further than FAR from home takes a new seed first,
   * derived from the old one, at most once for as many changes as the map has entries.
   */

  private static final long PHI = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd
  private static final long SPECTRAL = 0xD1342543DE82EF95L; // Steele and Vigna, 2021
  private static final int MAX_SIZE = 1 << 29; // two longs an entry: 2^30 in one array
  private static final int MIN_SLOTS = 8; // arbitrary
  private static final int FAR = 128; // slots; random keys at half load: once in e^24 insertions
  private static final int[] EMPTY = new int[2];
  private static final long[] NONE = {};

  private int[] table = EMPTY;
  private long[] entries = NONE;
  private long seed;
  private int shift = 31; // 32 - log
  private int size;
  private int limit;
  private long changes; // structural ones; cannot wrap
  private long calm; // no new seed before changes reaches this

  /// Makes an empty map.
  public LongIndexMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public LongIndexMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextLong());
  }

  private LongIndexMap(int expectedSize, long seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private LongIndexMap(LongIndexMap from) {
    table = from.limit == 0 ? EMPTY : from.table.clone();
    entries = from.entries.clone();
    seed = from.seed;
    shift = from.shift;
    size = from.size;
    limit = from.limit;
    changes = from.changes;
    calm = from.calm;
  }

  /// Makes an empty map with a seed of the caller's, for the same steps in each run.
  ///
  /// @param expectedSize entries to make room for
  /// @param seed the seed
  /// @return the map
  public static LongIndexMap withSeed(int expectedSize, long seed) {
    return new LongIndexMap(expectedSize, seed);
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public long get(long key, long absent) {
    int index = indexOf(key);
    return index < 0 ? absent : entries[2 * index + 1];
  }

  /// {@return the index of a key, or -1}
  ///
  /// @param key the key
  public int indexOf(long key) {
    int hash = hash(key);
    int[] table = this.table;
    int half = table.length >> 1;
    int tag = hash << -shift | half;
    for (int slot = hash >>> shift; ; slot++) {
      int word = table[slot & (table.length - 1)];
      int index = word ^ tag;
      if (Integer.compareUnsigned(index, half) < 0) {
        if (entries[2 * index] == key) {
          return index;
        }
      } else if (word == 0) {
        return -1;
      }
    }
  }

  /// Sets the value of a key, which is the last one if it is new; true if it is.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(long key, long value) {
    int hash = hash(key);
    int slot = find(key, hash);
    if (table[slot] == 0) {
      insert(slot, hash, key, value);
      return true;
    }
    entries[2 * indexAt(slot) + 1] = value;
    return false;
  }

  /// Adds to the value of a key, 0 if it is new, and returns the sum, which wraps on overflow.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public long addTo(long key, long delta) {
    int hash = hash(key);
    int slot = find(key, hash);
    if (table[slot] == 0) {
      insert(slot, hash, key, delta);
      return delta;
    }
    return entries[2 * indexAt(slot) + 1] += delta;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(long key) {
    return indexOf(key) >= 0;
  }

  /// {@return the key at an index}
  ///
  /// @param index from 0, the first, to `size() - 1`
  public long keyAt(int index) {
    return entries[2 * Objects.checkIndex(index, size)];
  }

  /// {@return the value at an index}
  ///
  /// @param index from 0, the first, to `size() - 1`
  public long valueAt(int index) {
    return entries[2 * Objects.checkIndex(index, size) + 1];
  }

  /// Sets the value at an index and returns the one that was there.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @param value the new value
  /// @return the old value
  public long setValueAt(int index, long value) {
    int at = 2 * Objects.checkIndex(index, size) + 1;
    long old = entries[at];
    entries[at] = value;
    return old;
  }

  /// {@return the first key}
  public long firstKey() {
    if (size == 0) {
      throw empty();
    }
    return entries[0];
  }

  /// {@return the last key}
  public long lastKey() {
    if (size == 0) {
      throw empty();
    }
    return entries[2 * (size - 1)];
  }

  /// Sets the value of a key and returns the one it had, or `absent`.
  ///
  /// @param key the key
  /// @param value its new value
  /// @param absent what to return for a new key
  /// @return the old value
  public long getAndPut(long key, long value, long absent) {
    int hash = hash(key);
    int slot = find(key, hash);
    if (table[slot] == 0) {
      insert(slot, hash, key, value);
      return absent;
    }
    return setValueAt(indexAt(slot), value);
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(long key, long value) {
    int hash = hash(key);
    int slot = find(key, hash);
    if (table[slot] != 0) {
      return false;
    }
    insert(slot, hash, key, value);
    return true;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(long key, long value) {
    int index = indexOf(key);
    if (index < 0) {
      return false;
    }
    entries[2 * index + 1] = value;
    return true;
  }

  /// Sets a new key to `value`, any other to what `operator` makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public long merge(long key, long value, LongBinaryOperator operator) {
    Objects.requireNonNull(operator, "operator");
    int index = indexOf(key);
    if (index < 0) {
      put(key, value);
      return value;
    }
    long expected = changes;
    long merged = operator.applyAsLong(entries[2 * index + 1], value);
    check(expected);
    entries[2 * index + 1] = merged;
    return merged;
  }

  /// Returns the value of a key, which a new key gets from `function`.
  ///
  /// @param key the key
  /// @param function from the key to its value; must not change this map's keys
  /// @return the value
  public long computeIfAbsent(long key, LongUnaryOperator function) {
    Objects.requireNonNull(function, "function");
    int index = indexOf(key);
    if (index >= 0) {
      return entries[2 * index + 1];
    }
    long expected = changes;
    long value = function.applyAsLong(key);
    check(expected);
    put(key, value);
    return value;
  }

  /// Sets a key that is here to what `function` makes of key and value; returns that, or `absent`.
  ///
  /// @param key the key
  /// @param function from key and value to the new value; must not change this map's keys
  /// @param absent what to return for a key that is not here
  /// @return the new value
  public long computeIfPresent(long key, LongBinaryOperator function, long absent) {
    Objects.requireNonNull(function, "function");
    int index = indexOf(key);
    if (index < 0) {
      return absent;
    }
    long expected = changes;
    long value = function.applyAsLong(key, entries[2 * index + 1]);
    check(expected);
    entries[2 * index + 1] = value;
    return value;
  }

  /// Sets a key to what `function` makes of it and of its value, `absent` if it is new.
  ///
  /// @param key the key
  /// @param function from key and value to the new value; must not change this map's keys
  /// @param absent what `function` gets as the value of a new key
  /// @return the new value
  public long compute(long key, LongBinaryOperator function, long absent) {
    Objects.requireNonNull(function, "function");
    long expected = changes;
    long value = function.applyAsLong(key, get(key, absent));
    check(expected);
    put(key, value);
    return value;
  }

  /// Removes a key, puts the last entry in its place and returns its value, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long swapRemove(long key, long absent) {
    int slot = find(key, hash(key));
    return table[slot] == 0 ? absent : takeBySwap(slot);
  }

  /// Removes a key and puts the last entry in its place; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean swapRemove(long key) {
    int before = size;
    swapRemove(key, 0);
    return size != before;
  }

  /// Removes the entry at an index, puts the last one in its place and returns the value.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the old value
  public long swapRemoveAt(int index) {
    return takeBySwap(slotOf(Objects.checkIndex(index, size)));
  }

  /// Removes a key, moves up all that came later and returns its value, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long shiftRemove(long key, long absent) {
    int slot = find(key, hash(key));
    return table[slot] == 0 ? absent : takeByShift(slot);
  }

  /// Removes a key and moves up all that came later; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean shiftRemove(long key) {
    int before = size;
    shiftRemove(key, 0);
    return size != before;
  }

  /// Removes the entry at an index, moves up all that came later and returns the value.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the old value
  public long shiftRemoveAt(int index) {
    return takeByShift(slotOf(Objects.checkIndex(index, size)));
  }

  /// Removes a key as `shiftRemove` does, for the order is this map's promise.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long remove(long key, long absent) {
    return shiftRemove(key, absent);
  }

  /// Removes a key as `shiftRemove` does; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean remove(long key) {
    return shiftRemove(key);
  }

  /// {@return the number of entries}
  @Override
  public int size() {
    return size;
  }

  /// {@return whether there is no entry}
  public boolean isEmpty() {
    return size == 0;
  }

  /// Removes every entry and keeps the capacity.
  @Override
  public void clear() {
    truncate(0);
    calm = changes;
  }

  /// Removes the last entries until no more than `newSize` are left.
  ///
  /// @param newSize how many to keep at most
  public void truncate(int newSize) {
    if (newSize < 0) {
      throw new IllegalArgumentException(text("newSize", newSize));
    }
    if (newSize >= size) {
      return;
    }
    if (size - newSize > newSize >> 3) { // arbitrary: a new index costs less than many gaps
      cut(newSize);
    } else {
      while (size > newSize) {
        takeBySwap(slotOf(size - 1));
      }
    }
  }

  /// Makes room for `expectedSize` entries in all, so that reaching it takes no growth.
  ///
  /// @param expectedSize entries to make room for
  public void reserve(int expectedSize) {
    if (expectedSize < 0 || expectedSize > MAX_SIZE) {
      throw new IllegalArgumentException(text("expectedSize", expectedSize, "limit", MAX_SIZE));
    }
    resize(
        Math.max(table.length, expectedSize == 0 ? 0 : slots(expectedSize)),
        Math.max(entries.length, 2 * expectedSize));
  }

  /// Shrinks to the smallest capacity that holds the entries.
  public void trim() {
    if (size == 0) {
      table = EMPTY;
      entries = NONE;
      shift = 31;
      limit = 0;
    } else {
      resize(slots(size), 2 * size);
    }
  }

  /// Puts every entry of another map, in its order; if memory or room runs out, those before are
  /// in.
  ///
  /// @param from the other map
  public void putAll(LongIndexMap from) {
    int count = from.size;
    reserve(Math.max(size, count)); // what both have is not known; growth on the way does no harm
    for (int i = 0; i < count; i++) {
      put(from.entries[2 * i], from.entries[2 * i + 1]);
    }
  }

  /// Sorts the entries by key, the smallest first; keys that come later stand behind.
  public void sortByKey() {
    long[] keys = keys();
    Arrays.sort(keys);
    long[] sorted = new long[entries.length];
    for (int i = 0; i < keys.length; i++) {
      sorted[2 * i] = keys[i];
      sorted[2 * i + 1] = get(keys[i], 0);
    }
    entries = sorted;
    cut(size);
  }

  /// {@return the keys in order, in a new array}
  public long[] keys() {
    long[] keys = new long[size];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = entries[2 * i];
    }
    return keys;
  }

  /// {@return the values in order, in a new array}
  public long[] values() {
    long[] values = new long[size];
    for (int i = 0; i < values.length; i++) {
      values[i] = entries[2 * i + 1];
    }
    return values;
  }

  /// {@return a copy with the same capacity, seed and order}
  public LongIndexMap copy() {
    return new LongIndexMap(this);
  }

  /// Calls `action` with every entry in order.
  ///
  /// @param action must not change this map's keys
  public void forEach(LongLongConsumer action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    long[] entries = this.entries;
    for (int at = 0, end = 2 * size; at < end; at += 2) {
      action.accept(entries[at], entries[at + 1]);
      check(expected);
      entries = this.entries; // the action may have made room
    }
  }

  /// Removes the entries that `predicate` holds for and keeps the order; none if it throws.
  ///
  /// @param predicate called once for each entry, in order; must not change this map's keys
  /// @return whether any entry was removed
  public boolean removeIf(LongLongPredicate predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for and keeps the order; none if it throws.
  ///
  /// @param predicate called once for each entry, in order; must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(LongLongPredicate predicate) {
    return sweep(predicate, false);
  }

  /// {@return a cursor before the first entry}
  public Cursor cursor() {
    return new Cursor(this);
  }

  /// {@return a live view of this map in its order, which boxes}
  public Map<Long, Long> asMap() {
    return new View();
  }

  /// Returns whether the other object is a map of this class with the same entries in any order.
  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof LongIndexMap other) || other.size != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      int index = other.indexOf(keyAt(i));
      if (index < 0 || other.valueAt(index) != valueAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < size; i++) {
      hash += Long.hashCode(keyAt(i)) ^ Long.hashCode(valueAt(i));
    }
    return hash;
  }

  @Override
  Step<Long, Long> steps() {
    return cursor();
  }

  @Override
  @Nullable Long boxed(Object key) {
    if (!(key instanceof Long number)) {
      return null;
    }
    long value = get(number, 0);
    return value != 0 || containsKey(number) ? (Long) value : null;
  }

  @Override
  @Nullable Long putBoxed(Long key, Long value) {
    Long old = boxed(key);
    put(key, value);
    return old;
  }

  @Override
  @Nullable Long removeBoxed(Object key) {
    Long old = boxed(key);
    if (old != null && key instanceof Long number) {
      remove(number.longValue());
    }
    return old;
  }

  @Override
  boolean shifts() {
    return true;
  }

  @Override
  boolean removeEntries(Predicate<? super Map.Entry<Long, Long>> filter) {
    return removeIf((key, value) -> filter.test(Map.entry(key, value)));
  }

  /// The number of entries that fit without growth, for tests.
  int capacity() {
    return Math.min(limit, entries.length >> 1);
  }

  /// The number of words that a search for the key reads, for tests.
  int probes(long key) {
    int hash = hash(key);
    return ((find(key, hash) - (hash >>> shift)) & (table.length - 1)) + 1;
  }

  /// The present seed, for tests.
  long seed() {
    return seed;
  }

  private boolean sweep(LongLongPredicate predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    long expected = changes;
    int count = size;
    int first = 0;
    while (first < count && judge(predicate, first, expected) != verdict) {
      first++;
    }
    if (first == count) {
      return false;
    }
    // Two passes: the predicate sees a whole map, and the map is whole when it throws.
    long[] doomed = new long[((count - first - 1) >> 6) + 1];
    doomed[0] = 1;
    for (int i = first + 1; i < count; i++) {
      if (judge(predicate, i, expected) == verdict) {
        doomed[(i - first) >> 6] |= 1L << (i - first);
      }
    }
    int kept = first;
    for (int i = first; i < count; i++) {
      if ((doomed[(i - first) >> 6] & 1L << (i - first)) == 0) {
        entries[2 * kept] = entries[2 * i];
        entries[2 * kept + 1] = entries[2 * i + 1];
        kept++;
      }
    }
    cut(kept);
    return true;
  }

  /// One product alone would put keys that share a home under one seed together under any other.
  private int hash(long key) {
    return (int) ((Long.reverseBytes((key ^ seed) * PHI) * SPECTRAL) >>> 32);
  }

  private int indexAt(int slot) {
    return table[slot] & ((table.length >> 1) - 1);
  }

  /// The slot of a key, or the empty one where its search ends.
  private int find(long key, int hash) {
    int[] table = this.table;
    int mask = table.length - 1;
    int half = table.length >> 1;
    int tag = hash << -shift | half;
    int slot = hash >>> shift;
    while (true) {
      slot &= mask;
      int word = table[slot];
      int index = word ^ tag;
      if (word == 0 || (Integer.compareUnsigned(index, half) < 0 && entries[2 * index] == key)) {
        return slot;
      }
      slot++;
    }
  }

  /// The slot of the word that holds an index below size.
  private int slotOf(int index) {
    int hash = hash(entries[2 * index]);
    int word = hash << -shift | table.length >> 1 | index;
    int slot = hash >>> shift;
    while (table[slot] != word) {
      assert table[slot] != 0 : text("index", index);
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void insert(int slot, int hash, long key, long value) {
    boolean far = ((slot - (hash >>> shift)) & (table.length - 1)) > FAR && changes >= calm;
    if (size == limit || 2 * size == entries.length || far) {
      makeRoom(far);
      hash = hash(key);
      slot = find(key, hash);
    }
    entries[2 * size] = key;
    entries[2 * size + 1] = value;
    table[slot] = hash << -shift | table.length >> 1 | size;
    size++;
    changes++;
  }

  private void makeRoom(boolean far) {
    if (size == MAX_SIZE) {
      throw new IllegalStateException(text("size", size, "limit", MAX_SIZE));
    }
    int slots = size == limit ? Math.max(MIN_SLOTS, 2 * table.length) : table.length;
    int room = Math.min(slots >> 1, size + (size >> 1) + MIN_SLOTS);
    resize(slots, 2 * size == entries.length ? 2 * room : entries.length);
    if (far) {
      seed = new SplittableRandom(seed).nextLong();
      Arrays.fill(table, 0);
      fill(table, shift);
      calm = changes + size;
    }
  }

  /// Both arrays are allocated before any field changes.
  private void resize(int slots, int length) {
    boolean same = slots == table.length;
    long[] toEntries = length == entries.length ? entries : Arrays.copyOf(entries, length);
    int[] to = same ? table : new int[slots];
    entries = toEntries;
    if (!same) {
      int toShift = Integer.numberOfLeadingZeros(slots) + 1;
      fill(to, toShift);
      table = to;
      shift = toShift;
      limit = slots >> 1;
    }
  }

  /// Keeps the first entries and makes the table anew.
  private void cut(int newSize) {
    size = newSize;
    changes++;
    if (limit > 0) {
      Arrays.fill(table, 0);
      fill(table, shift);
    }
  }

  private void fill(int[] to, int toShift) {
    int mask = to.length - 1;
    int half = to.length >> 1;
    for (int i = 0; i < size; i++) {
      int hash = hash(entries[2 * i]);
      int slot = hash >>> toShift;
      while (to[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      to[slot] = hash << -toShift | half | i;
    }
  }

  private long takeBySwap(int slot) {
    int index = indexAt(slot);
    long old = entries[2 * index + 1];
    close(slot);
    int last = size - 1;
    if (index != last) {
      table[slotOf(last)] -= last - index;
      entries[2 * index] = entries[2 * last];
      entries[2 * index + 1] = entries[2 * last + 1];
    }
    size = last;
    changes++;
    return old;
  }

  private long takeByShift(int slot) {
    int index = indexAt(slot);
    long old = entries[2 * index + 1];
    close(slot);
    int later = size - 1 - index;
    if (later < table.length >> 4) { // estimated: a search costs as much as 16 words in a row
      for (int i = index + 1; i < size; i++) {
        table[slotOf(i)]--;
      }
    } else {
      int[] table = this.table;
      int mask = (table.length >> 1) - 1;
      for (int i = 0; i < table.length; i++) { // an empty word has index 0: never above another
        table[i] -= (index - (table[i] & mask)) >>> 31;
      }
    }
    System.arraycopy(entries, 2 * (index + 1), entries, 2 * index, 2 * later);
    size--;
    changes++;
    return old;
  }

  /// Empties a slot and moves up the words behind it that were not at home.
  private void close(int slot) {
    int[] table = this.table;
    int mask = table.length - 1;
    int gap = slot;
    for (int next = (gap + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
      int home = hash(entries[2 * indexAt(next)]) >>> shift;
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        table[gap] = table[next];
        gap = next;
      }
    }
    table[gap] = 0;
  }

  private boolean judge(LongLongPredicate predicate, int index, long expected) {
    boolean verdict = predicate.test(entries[2 * index], entries[2 * index + 1]);
    check(expected);
    return verdict;
  }

  private void check(long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException(text("size", size));
    }
  }

  private static NoSuchElementException empty() {
    return new NoSuchElementException("size: 0");
  }

  private static int slots(int expectedSize) {
    return Math.max(MIN_SLOTS, Integer.highestOneBit(2 * expectedSize - 1) << 1);
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

  /// Walks the entries in order and fails fast; no step of it allocates.
  public static final class Cursor extends Step<Long, Long> {
    private final LongIndexMap map;
    private int index;
    private long expected;
    private boolean on; // an entry that is still there

    private Cursor(LongIndexMap map) {
      this.map = map;
      reset();
    }

    /// Goes back to before the first entry, whatever changed.
    public void reset() {
      index = -1;
      expected = map.changes;
      on = false;
    }

    /// Goes to the next entry; false if there is none.
    ///
    /// @return whether the cursor is on an entry
    @Override
    public boolean next() {
      map.check(expected);
      on = index + 1 < map.size;
      if (on) {
        index++;
      }
      return on;
    }

    /// {@return the index of the entry}
    public int index() {
      return at();
    }

    /// {@return the key of the entry}
    public long key() {
      return map.entries[2 * at()];
    }

    /// {@return the value of the entry}
    public long value() {
      return map.entries[2 * at() + 1];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(long value) {
      map.entries[2 * at() + 1] = value;
    }

    /// Removes the entry as `shiftRemove` does; the next one is still ahead.
    @Override
    public void remove() {
      map.shiftRemoveAt(at());
      left();
    }

    /// Removes the entry as `swapRemove` does: the last entry comes next.
    public void swapRemove() {
      map.swapRemoveAt(at());
      left();
    }

    @Override
    Map.Entry<Long, Long> entry() {
      return map.pair(key(), value());
    }

    private void left() {
      index--; // another entry has moved to where it was
      expected = map.changes;
      on = false;
    }

    private int at() {
      map.check(expected);
      if (!on) {
        throw new IllegalStateException("the cursor is on no entry");
      }
      return index;
    }
  }
}
