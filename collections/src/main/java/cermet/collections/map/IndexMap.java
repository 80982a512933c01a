// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Arrays;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A hash map of objects that keeps its entries side by side, in the order they came.
///
/// - **Use** to walk a map often, to number objects as they appear, to reach entries by position,
///   or in place of `java.util.LinkedHashMap` at half its memory.
/// - **Avoid** when entries leave often and the order must stay, and when an adversary chooses
///   keys: equal hash codes make it search one by one.
/// - **Cost** `get`, `indexOf`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`,
///   `merge`, `swapRemove` O(1) expected; `keyAt`, `valueAt` O(1); `shiftRemove`, `remove` move
///   what comes later, O(n); 20 to 34 bytes an entry, beside the objects, where references take 4.
/// - **Allocation** none within what was reserved, but one cursor in `cursor`, one bit an entry in
///   a `removeIf` or `retain` that removes, and what the sorts sort in.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** null key or value: `NullPointerException`; bad index: `IndexOutOfBoundsException`;
///   negative or too large size: `IllegalArgumentException`; more than 536,870,912 entries:
///   `IllegalStateException`; changed under a cursor, a callback or `equals`:
///   `ConcurrentModificationException`; out of memory in growth: the map is as it was.
/// - **Source** Hettinger, More compact dictionaries with faster iteration, 2012; Rust's indexmap.
/// - **Copies with** `BoxedMap`.
///
/// @param <K> keys, whose `equals` and `hashCode` must not change while they are here
/// @param <V> values
public final class IndexMap<K, V> extends BoxedMap<K, V> {
  /*
   *   entries | k0 v0 | k1 v1 | k2 v2 | -- -- |     in the order they came, no gap; size = 3
   *   codes   |  h0   |  h1   |  h2   |  --   |     what hashCode said
   *
   *   table   |  0  | tag 1 2 |  0  |  0  | tag 1 0 | tag 1 1 |  0  |  0  |
   *
   * A word of the table is 0, or holds from its top: 32 - log bits of the mixed hash (the tag), a 1,
   * and log - 1 bits of the entry's index, where 2^log words make the table. At most half of them
   * are taken, so an index fits, and a search soon ends. The log bits of the hash above the tag say
   * where it begins; from there it goes word by word, and round at the end. Only a word with the
   * key's own tag makes it look at an entry.
   *
   * Invariants: each index below size stands in one word, and none above; between where a search
   * begins and its word no word is 0; what lies behind the last entry is null; limit is half the
   * table's length, or 0 where the table is the shared one of empty maps, which is never written.
   *
   * The codes let growth and removal work without the keys: their methods are called once for each
   * call of ours, before anything changes.
   *
   * Unlucky keys: an insertion further than FAR from home takes a new seed first, derived from the
   * old one, at most once for as many changes as the map has entries.
   */

  private static final long PHI = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd
  private static final long SPECTRAL = 0xD1342543DE82EF95L; // Steele and Vigna, 2021
  private static final int MAX_SIZE = 1 << 29; // two references an entry: 2^30 in one array
  private static final int MIN_SLOTS = 8; // arbitrary
  private static final int FAR = 128; // slots; random keys at half load: once in e^24 insertions
  private static final int[] EMPTY = new int[2];
  private static final @Nullable Object[] NOTHING = {};
  private static final int[] NONE = {};

  private int[] table = EMPTY;
  private @Nullable Object[] entries = NOTHING;
  private int[] codes = NONE;
  private long seed;
  private int shift = 31; // 32 - log
  private int size;
  private int limit;
  private long changes; // structural ones; cannot wrap
  private long calm; // no new seed before changes reaches this

  /// Makes an empty map.
  public IndexMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public IndexMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextLong());
  }

  private IndexMap(int expectedSize, long seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private IndexMap(IndexMap<K, V> from) {
    table = from.limit == 0 ? EMPTY : from.table.clone();
    entries = from.entries.clone();
    codes = from.codes.clone();
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
  /// @param <K> keys
  /// @param <V> values
  /// @return the map
  public static <K, V> IndexMap<K, V> withSeed(int expectedSize, long seed) {
    return new IndexMap<>(expectedSize, seed);
  }

  /// {@return the value of a key, or null}
  ///
  /// @param key the key
  public @Nullable V get(K key) {
    int word = table[find(key, key.hashCode())];
    return word == 0 ? null : value(word & ((table.length >> 1) - 1));
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public V get(K key, V absent) {
    V value = get(key);
    return value == null ? absent : value;
  }

  /// {@return the index of a key, or -1}
  ///
  /// @param key the key
  public int indexOf(K key) {
    return search(key);
  }

  /// Sets the value of a key, which is the last one if it is new; true if it is.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(K key, V value) {
    Objects.requireNonNull(value, "value");
    int code = key.hashCode();
    int slot = find(key, code);
    if (table[slot] == 0) {
      insert(slot, code, key, value);
      return true;
    }
    entries[2 * indexAt(slot) + 1] = value;
    return false;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(K key) {
    return search(key) >= 0;
  }

  /// {@return the key at an index}
  ///
  /// @param index from 0, the first, to `size() - 1`
  public K keyAt(int index) {
    return key(Objects.checkIndex(index, size));
  }

  /// {@return the value at an index}
  ///
  /// @param index from 0, the first, to `size() - 1`
  public V valueAt(int index) {
    return value(Objects.checkIndex(index, size));
  }

  /// Sets the value at an index and returns the one that was there.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @param value the new value
  /// @return the old value
  public V setValueAt(int index, V value) {
    V old = value(Objects.checkIndex(index, size));
    entries[2 * index + 1] = Objects.requireNonNull(value, "value");
    return old;
  }

  /// {@return the first key}
  public K firstKey() {
    if (size == 0) {
      throw empty();
    }
    return key(0);
  }

  /// {@return the last key}
  public K lastKey() {
    if (size == 0) {
      throw empty();
    }
    return key(size - 1);
  }

  /// Sets the value of a key and returns the one it had, or null.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return the old value
  public @Nullable V getAndPut(K key, V value) {
    Objects.requireNonNull(value, "value");
    int code = key.hashCode();
    int slot = find(key, code);
    if (table[slot] == 0) {
      insert(slot, code, key, value);
      return null;
    }
    return setValueAt(indexAt(slot), value);
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(K key, V value) {
    Objects.requireNonNull(value, "value");
    int code = key.hashCode();
    int slot = find(key, code);
    if (table[slot] != 0) {
      return false;
    }
    insert(slot, code, key, value);
    return true;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(K key, V value) {
    Objects.requireNonNull(value, "value");
    int index = search(key);
    if (index < 0) {
      return false;
    }
    entries[2 * index + 1] = value;
    return true;
  }

  /// Sets a new key to `value`, any other to what `function` makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the function's right side
  /// @param function must not change this map's keys; null removes the key, and the rest moves up
  /// @return the new value, or null
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(function, "function");
    int index = search(key);
    if (index < 0) {
      put(key, value);
      return value;
    }
    long expected = changes;
    V merged = function.apply(value(index), value);
    check(expected);
    return store(index, merged);
  }

  /// Returns the value of a key, which a new key gets from `function`; null adds nothing.
  ///
  /// @param key the key
  /// @param function from the key to its value; must not change this map's keys
  /// @return the value that the key now has; null only where `function` returned it
  @SuppressWarnings("NullAway") // as in java.util.Map: not null for functions that say so
  public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    int index = search(key);
    if (index >= 0) {
      return value(index);
    }
    long expected = changes;
    V value = function.apply(key);
    check(expected);
    if (value != null) {
      put(key, value);
    }
    return value;
  }

  /// Sets a key that is here to what `function` makes of key and value.
  ///
  /// @param key the key
  /// @param function must not change this map's keys; null removes the key, and the rest moves up
  /// @return the new value, or null
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    int index = search(key);
    if (index < 0) {
      return null;
    }
    long expected = changes;
    V value = function.apply(key, value(index));
    check(expected);
    return store(index, value);
  }

  /// Sets a key to what `function` makes of it and of its value, null if it is new.
  ///
  /// @param key the key
  /// @param function must not change this map's keys; null removes the key, and the rest moves up
  /// @return the new value, or null
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    int index = search(key);
    long expected = changes;
    V value = function.apply(key, index < 0 ? null : value(index));
    check(expected);
    if (index >= 0) {
      return store(index, value);
    }
    if (value != null) {
      put(key, value);
    }
    return value;
  }

  /// Removes a key, puts the last entry in its place and returns its value, or null.
  ///
  /// @param key the key
  /// @return the old value
  public @Nullable V swapRemove(K key) {
    int slot = find(key, key.hashCode());
    return table[slot] == 0 ? null : takeBySwap(slot);
  }

  /// Removes the entry at an index, puts the last one in its place and returns the value.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the old value
  public V swapRemoveAt(int index) {
    return takeBySwap(slotOf(Objects.checkIndex(index, size)));
  }

  /// Removes a key, moves up all that came later and returns its value, or null.
  ///
  /// @param key the key
  /// @return the old value
  public @Nullable V shiftRemove(K key) {
    int slot = find(key, key.hashCode());
    return table[slot] == 0 ? null : takeByShift(slot);
  }

  /// Removes the entry at an index, moves up all that came later and returns the value.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the old value
  public V shiftRemoveAt(int index) {
    return takeByShift(slotOf(Objects.checkIndex(index, size)));
  }

  /// Removes a key as `shiftRemove` does, for the order is this map's promise.
  ///
  /// @param key the key
  /// @return the old value
  public @Nullable V remove(K key) {
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
        Math.max(codes.length, expectedSize));
  }

  /// Shrinks to the smallest capacity that holds the entries.
  public void trim() {
    if (size == 0) {
      table = EMPTY;
      entries = NOTHING;
      codes = NONE;
      shift = 31;
      limit = 0;
    } else {
      resize(slots(size), size);
    }
  }

  /// Puts every entry of another map, in its order; if memory or room runs out, those before are
  /// in.
  ///
  /// @param from the other map
  public void putAll(IndexMap<? extends K, ? extends V> from) {
    int count = from.size;
    reserve(Math.max(size, count)); // what both have is not known; growth on the way does no harm
    for (int i = 0; i < count; i++) {
      put(from.keyAt(i), from.valueAt(i));
    }
  }

  /// Sorts the entries by key; keys that come later stand behind.
  ///
  /// @param order must not change this map; if it throws, the order is as it was
  public void sortByKey(Comparator<? super K> order) {
    Objects.requireNonNull(order, "order");
    sort((a, b) -> order.compare(a.key, b.key));
  }

  /// Sorts the entries by value, and those of equal values as they stood.
  ///
  /// @param order must not change this map; if it throws, the order is as it was
  public void sortByValue(Comparator<? super V> order) {
    Objects.requireNonNull(order, "order");
    sort((a, b) -> order.compare(a.value, b.value));
  }

  /// {@return a copy with the same capacity, seed and order}
  public IndexMap<K, V> copy() {
    return new IndexMap<>(this);
  }

  /// Calls `action` with every entry in order.
  ///
  /// @param action must not change this map's keys
  @SuppressWarnings({"unchecked", "NullAway"}) // below twice the size keys and values alternate
  public void forEach(BiConsumer<? super K, ? super V> action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    @Nullable Object[] entries = this.entries;
    for (int at = 0, end = 2 * size; at < end; at += 2) {
      action.accept((K) entries[at], (V) entries[at + 1]);
      check(expected);
      entries = this.entries; // the action may have made room
    }
  }

  /// Removes the entries that `predicate` holds for and keeps the order; none if it throws.
  ///
  /// @param predicate called once for each entry, in order; must not change this map's keys
  /// @return whether any entry was removed
  public boolean removeIf(BiPredicate<? super K, ? super V> predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for and keeps the order; none if it throws.
  ///
  /// @param predicate called once for each entry, in order; must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(BiPredicate<? super K, ? super V> predicate) {
    return sweep(predicate, false);
  }

  /// {@return a cursor before the first entry}
  public Cursor<K, V> cursor() {
    return new Cursor<>(this);
  }

  /// {@return a live view of this map in its order, which takes no null}
  public Map<K, V> asMap() {
    return new View();
  }

  /// Returns whether the other object is a map of this class with the same entries in any order.
  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof IndexMap<?, ?> other) || other.size != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      int index = other.search(key(i));
      if (index < 0 || !value(i).equals(other.value(index))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < size; i++) {
      hash += codes[i] ^ value(i).hashCode();
    }
    return hash;
  }

  @Override
  Step<K, V> steps() {
    return cursor();
  }

  @Override
  @Nullable V boxed(Object key) {
    int index = search(key);
    return index < 0 ? null : valueAt(index);
  }

  @Override
  @Nullable V putBoxed(K key, V value) {
    return getAndPut(key, value);
  }

  @Override
  @Nullable V removeBoxed(Object key) {
    int index = search(key);
    return index < 0 ? null : shiftRemoveAt(index);
  }

  @Override
  boolean shifts() {
    return true;
  }

  @Override
  boolean removeEntries(Predicate<? super Map.Entry<K, V>> filter) {
    return removeIf((key, value) -> filter.test(Map.entry(key, value)));
  }

  /// The index of a key of any class, or -1.
  int search(Object key) {
    int slot = find(key, key.hashCode());
    return table[slot] == 0 ? -1 : indexAt(slot);
  }

  /// The number of entries that fit without growth, for tests.
  int capacity() {
    return Math.min(limit, codes.length);
  }

  /// The number of words that a search for the key reads, for tests.
  int probes(Object key) {
    int code = key.hashCode();
    return ((find(key, code) - (hash(code) >>> shift)) & (table.length - 1)) + 1;
  }

  /// The present seed, for tests.
  long seed() {
    return seed;
  }

  private boolean sweep(BiPredicate<? super K, ? super V> predicate, boolean verdict) {
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
        move(i, kept++);
      }
    }
    cut(kept);
    return true;
  }

  /// One product alone would put codes that share a home under one seed together under any other.
  private int hash(int code) {
    return (int) ((Long.reverseBytes((code ^ seed) * PHI) * SPECTRAL) >>> 32);
  }

  private int indexAt(int slot) {
    return table[slot] & ((table.length >> 1) - 1);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // below size keys stand at even places
  private K key(int index) {
    return (K) entries[2 * index];
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // below size values stand at odd places
  private V value(int index) {
    return (V) entries[2 * index + 1];
  }

  /// The slot of a key, or the empty one where its search ends.
  private int find(Object key, int code) {
    int hash = hash(code);
    int[] table = this.table;
    int mask = table.length - 1;
    int half = table.length >> 1;
    int tag = hash << -shift | half;
    int slot = hash >>> shift;
    while (true) {
      slot &= mask;
      int word = table[slot];
      int index = word ^ tag;
      if (word == 0 || (Integer.compareUnsigned(index, half) < 0 && same(key, index))) {
        return slot;
      }
      slot++;
    }
  }

  @SuppressWarnings("ReferenceEquality") // saves most calls
  private boolean same(Object key, int index) {
    Object other = entries[2 * index];
    if (key == other) {
      return true;
    }
    long expected = changes;
    int[] before = table;
    boolean equal = key.equals(other);
    check(table == before ? expected : ~changes); // find goes on in that table
    return equal;
  }

  /// The slot of the word that holds an index below size.
  private int slotOf(int index) {
    int hash = hash(codes[index]);
    int word = hash << -shift | table.length >> 1 | index;
    int slot = hash >>> shift;
    while (table[slot] != word) {
      assert table[slot] != 0 : text("index", index);
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void insert(int slot, int code, K key, V value) {
    int hash = hash(code);
    boolean far = ((slot - (hash >>> shift)) & (table.length - 1)) > FAR && changes >= calm;
    if (size == limit || size == codes.length || far) {
      makeRoom(far);
      hash = hash(code);
      slot = free(table, hash >>> shift);
    }
    entries[2 * size] = key;
    entries[2 * size + 1] = value;
    codes[size] = code;
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
    resize(slots, size == codes.length ? room : codes.length);
    if (far) {
      seed = new SplittableRandom(seed).nextLong();
      Arrays.fill(table, 0);
      fill(table, shift);
      calm = changes + size;
    }
  }

  /// Every array is allocated before any field changes.
  private void resize(int slots, int room) {
    boolean same = slots == table.length;
    int[] to = same ? table : new int[slots];
    if (room != codes.length) {
      int[] toCodes = Arrays.copyOf(codes, room);
      entries = Arrays.copyOf(entries, 2 * room);
      codes = toCodes;
    }
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
    Arrays.fill(entries, 2 * newSize, 2 * size, null);
    size = newSize;
    changes++;
    if (limit > 0) {
      Arrays.fill(table, 0);
      fill(table, shift);
    }
  }

  private void fill(int[] to, int toShift) {
    int half = to.length >> 1;
    for (int i = 0; i < size; i++) {
      int hash = hash(codes[i]);
      to[free(to, hash >>> toShift)] = hash << -toShift | half | i;
    }
  }

  private static int free(int[] table, int slot) {
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private @Nullable V store(int index, @Nullable V value) {
    if (value == null) {
      takeByShift(slotOf(index));
    } else {
      entries[2 * index + 1] = value;
    }
    return value;
  }

  private V takeBySwap(int slot) {
    int index = indexAt(slot);
    V old = value(index);
    close(slot);
    int last = size - 1;
    if (index != last) {
      table[slotOf(last)] -= last - index;
      move(last, index);
    }
    forgetLast();
    return old;
  }

  private V takeByShift(int slot) {
    int index = indexAt(slot);
    V old = value(index);
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
    System.arraycopy(codes, index + 1, codes, index, later);
    forgetLast();
    return old;
  }

  private void move(int from, int to) {
    entries[2 * to] = entries[2 * from];
    entries[2 * to + 1] = entries[2 * from + 1];
    codes[to] = codes[from];
  }

  private void forgetLast() {
    size--;
    entries[2 * size] = null;
    entries[2 * size + 1] = null;
    changes++;
  }

  /// Empties a slot and moves up the words behind it that were not at home.
  private void close(int slot) {
    int[] table = this.table;
    int mask = table.length - 1;
    int gap = slot;
    for (int next = (gap + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
      int home = hash(codes[indexAt(next)]) >>> shift;
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        table[gap] = table[next];
        gap = next;
      }
    }
    table[gap] = 0;
  }

  private void sort(Comparator<Row<K, V>> order) {
    long expected = changes;
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    Row<K, V>[] rows = new Row[size];
    for (int i = 0; i < size; i++) {
      rows[i] = new Row<>(key(i), value(i), codes[i]);
    }
    Arrays.sort(rows, order);
    check(expected);
    for (int i = 0; i < rows.length; i++) {
      entries[2 * i] = rows[i].key;
      entries[2 * i + 1] = rows[i].value;
      codes[i] = rows[i].code;
    }
    cut(size);
  }

  private boolean judge(BiPredicate<? super K, ? super V> predicate, int index, long expected) {
    boolean verdict = predicate.test(key(index), value(index));
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

  private static final class Row<K, V> {
    final K key;
    final V value;
    final int code;

    Row(K key, V value, int code) {
      this.key = key;
      this.value = value;
      this.code = code;
    }
  }

  /// Walks the entries in order and fails fast; no step of it allocates.
  ///
  /// @param <K> keys
  /// @param <V> values
  public static final class Cursor<K, V> extends Step<K, V> {
    private final IndexMap<K, V> map;
    private int index;
    private long expected;
    private boolean on; // an entry that is still there

    private Cursor(IndexMap<K, V> map) {
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
    public K key() {
      return map.key(at());
    }

    /// {@return the value of the entry}
    public V value() {
      return map.value(at());
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(V value) {
      map.setValueAt(at(), value);
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
    Map.Entry<K, V> entry() {
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
