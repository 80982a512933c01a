// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongMap.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A hash map from `int` to objects that reserves no key and boxes none.
///
/// - **Use** to find an object by its number: orders, sessions, users, buffers.
/// - **Avoid** when an adversary chooses the keys: the seed per map is safe against accidents, not
///   against an adversary, and the iteration order gives it away.
/// - **Cost** `get`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`,
///   `computeIfAbsent`, `merge`, `remove` O(1) expected; a slot is a key and a reference, 1.3 to
///   2.7 slots an entry; a miss is no dearer than a hit and reads no reference.
/// - **Allocation** none within what was reserved, but one cursor in `removeIf`, `retain`,
///   `putAll`, `equals`, `toString` and `cursor`; growth doubles.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** null value: `NullPointerException`; negative or too large size:
///   `IllegalArgumentException`; more than 805,306,368 entries: `IllegalStateException`; changed
///   under a cursor or a callback: `ConcurrentModificationException`; out of memory in growth: the
///   map is as it was.
/// - **Source** Amble and Knuth, Ordered hash tables, 1974; Knuth's multiplicative hashing.
/// - **Copies with** `BoxedMap`.
///
/// @param <V> the type of the values
public final class IntMap<V> extends BoxedMap<Integer, V> {
  /*
   * Ordered linear probing. A key is stored as code = (key ^ seed) * PHI, a bijection, and its
   * value at the same index of a second array. The home of a code is the upper bits of ~code, so
   * homes ascend where codes descend, and along the table the codes descend, with gaps.
   *
   *   home       0       1       2       3      tail     last
   *          +-------+-------+-------+-------+-------+-------+
   *   codes  | code  | code  |   0   | code  | code  |   0   |     codes descend ->
   *          +-------+-------+-------+-------+-------+-------+
   *   values | value | value | null  | value | value | null  |     never wraps
   *          +-------+-------+-------+-------+-------+-------+
   *
   * An empty slot holds no value, and the code 0, which sorts last: one unsigned comparison a slot
   * ends hits, misses and runs alike. The one key whose code is 0 needs no place of its own: it is
   * the end of the last run, and where a search for it meets an empty slot, the value is null.
   *
   * Invariants: between the home of a code and its slot no slot is empty and none holds a smaller
   * code; the last slot is empty; both arrays have one length. The arrays of an empty map are
   * shared and never written: its limit is 0.
   *
   * Growth and trim copy in order, one pass over all tables. Removal shifts the rest of the run
   * back by a slot, and as no run wraps, a cursor that stays where it is sees every entry once.
   *
   * Crafted or unlucky keys: an insertion that would leave an entry further than FAR from home
   * takes a new seed first, derived from the old one, at most once for as many changes as the
   * map has entries, so the cost stays constant a change. What still runs off the tail lengthens it.
   */

  // The upper half of the digits is the constant of the narrower type; both are odd.
  private static final int PHI =
      Integer.parseUnsignedInt("9E3779B97F4A7C15", 0, Integer.SIZE / 4, 16);
  private static final int PHI_INVERSE = inverse(PHI);
  private static final int MAX_LOG = 30; // the largest power of two in one array
  private static final int MAX_SIZE = 3 << (MAX_LOG - 2);
  private static final int MIN_LOG = 3; // arbitrary
  private static final int NEAR_LOG = 18; // as in IntIntMap, measured there
  private static final int TAIL = 60; // a random run passes the end by more once in e^33
  private static final int FAR = 64; // passed once in 10^7 of the largest random maps
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int[] NO_CODES = new int[(1 << (MIN_LOG - 1)) + 4];
  private static final @Nullable Object[] NO_VALUES = new @Nullable Object[NO_CODES.length];

  private int[] codes = NO_CODES;
  private @Nullable Object[] values = NO_VALUES;
  private int seed;
  private int shift = Integer.SIZE - MIN_LOG + 1;
  private int size;
  private int dense = NEVER; // a size above this makes three branch-free steps worth while
  private boolean near; // small enough for the caches: one branch-free step
  private int limit;
  private /*wide*/ long changes; // structural ones; cannot wrap
  private /*wide*/ long calm; // no new seed before changes reaches this

  /// Makes an empty map.
  public IntMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public IntMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextInt());
  }

  private IntMap(int expectedSize, int seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private IntMap(IntMap<V> from) {
    codes = from.limit == 0 ? NO_CODES : from.codes.clone();
    values = from.limit == 0 ? NO_VALUES : from.values.clone();
    seed = from.seed;
    shift = from.shift;
    size = from.size;
    dense = from.dense;
    near = from.near;
    limit = from.limit;
    changes = from.changes;
    calm = from.calm;
  }

  /// Makes an empty map with a seed of the caller's, for an order that can be reproduced.
  ///
  /// @param <V> the type of the values
  /// @param expectedSize entries to make room for
  /// @param seed the seed
  /// @return the map
  public static <V> IntMap<V> withSeed(int expectedSize, int seed) {
    return new IntMap<>(expectedSize, seed);
  }

  /// {@return the value of a key, or null}
  ///
  /// @param key the key
  public @Nullable V get(int key) {
    int code = (key ^ seed) * PHI;
    int[] codes = this.codes;
    int slot = start(codes, code);
    for (int found = codes[slot]; found != code; found = codes[slot]) {
      if (Integer.compareUnsigned(found, code) < 0) {
        return null;
      }
      slot++;
    }
    return value(values, slot);
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(int key, V value) {
    return getAndPut(key, value) == null;
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public V get(int key, V absent) {
    V value = get(key);
    return value == null ? absent : value;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(int key) {
    int code = (key ^ seed) * PHI;
    int[] codes = this.codes;
    int slot = start(codes, code);
    for (int found = codes[slot]; found != code; found = codes[slot]) {
      if (Integer.compareUnsigned(found, code) < 0) {
        return false;
      }
      slot++;
    }
    return code != 0 || values[slot] != null;
  }

  /// {@return whether some key has a value that equals this one; looks at all of them}
  ///
  /// @param value the value
  public boolean containsValue(Object value) {
    Objects.requireNonNull(value, "value");
    for (Cursor<V> at = cursor(); at.next(); ) {
      if (value.equals(at.value())) {
        return true;
      }
    }
    return false;
  }

  /// Sets the value of a key and returns the one it had, or null.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return the old value
  public @Nullable V getAndPut(int key, V value) {
    Objects.requireNonNull(value, "value");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    V old = codes[slot] == code ? value(values, slot) : null;
    if (old == null) {
      insert(slot, code, value);
    } else {
      values[slot] = value;
    }
    return old;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(int key, V value) {
    Objects.requireNonNull(value, "value");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    if (codes[slot] == code && values[slot] != null) {
      return false;
    }
    insert(slot, code, value);
    return true;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(int key, V value) {
    Objects.requireNonNull(value, "value");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    if (codes[slot] != code || values[slot] == null) {
      return false;
    }
    values[slot] = value;
    return true;
  }

  /// Returns the value of a key, made by `function` if the key is new; null adds nothing.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value that the key now has; null only where `function` returned it
  @SuppressWarnings("NullAway") // as in java.util.Map: not null for functions that say so
  public V computeIfAbsent(int key, IntFunction<? extends V> function) {
    Objects.requireNonNull(function, "function");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    V old = codes[slot] == code ? value(values, slot) : null;
    if (old != null) {
      return old;
    }
    /*wide*/ long expected = changes;
    V value = function.apply(key);
    check(expected);
    return settle(slot, code, null, value);
  }

  /// Sets the value of a key that is here to what `function` makes of it; null removes the key.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V computeIfPresent(
      int key, IntObjectFunction<? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    V old = codes[slot] == code ? value(values, slot) : null;
    if (old == null) {
      return null;
    }
    /*wide*/ long expected = changes;
    V value = function.apply(key, old);
    check(expected);
    return settle(slot, code, old, value);
  }

  /// Sets the value of a key to what `function` makes of the old one, null if the key is new; a
  /// result of null removes the key.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V compute(
      int key, IntObjectFunction<@Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    V old = codes[slot] == code ? value(values, slot) : null;
    /*wide*/ long expected = changes;
    V value = function.apply(key, old);
    check(expected);
    return settle(slot, code, old, value);
  }

  /// Sets a new key to `value`, any other to what `function` makes of its value and `value`; a
  /// result of null removes the key.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the function's right side
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V merge(
      int key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(function, "function");
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    V old = codes[slot] == code ? value(values, slot) : null;
    if (old == null) {
      insert(slot, code, value);
      return value;
    }
    /*wide*/ long expected = changes;
    V merged = function.apply(old, value);
    check(expected);
    return settle(slot, code, old, merged);
  }

  /// Removes a key and returns the value it had, or null.
  ///
  /// @param key the key
  /// @return the old value
  public @Nullable V remove(int key) {
    int code = (key ^ seed) * PHI;
    int slot = find(codes, code);
    V old = codes[slot] == code ? value(values, slot) : null;
    if (old != null) {
      close(slot);
    }
    return old;
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
    if (limit != 0) {
      Arrays.fill(codes, 0);
      Arrays.fill(values, null);
    }
    size = 0;
    changes++;
    calm = changes;
  }

  /// Makes room for `expectedSize` entries in all, so that reaching it takes no growth.
  ///
  /// @param expectedSize entries to make room for
  public void reserve(int expectedSize) {
    if (expectedSize < 0 || expectedSize > MAX_SIZE) {
      throw new IllegalArgumentException(text("expectedSize", expectedSize, "limit", MAX_SIZE));
    }
    if (expectedSize > limit) {
      resize(log(expectedSize));
    }
  }

  /// Shrinks to the smallest capacity that holds the entries.
  public void trim() {
    if (size == 0) {
      codes = NO_CODES;
      values = NO_VALUES;
      shift = Integer.SIZE - MIN_LOG + 1;
      dense = NEVER;
      near = false;
      limit = 0;
      changes++;
    } else if (log(size) < Integer.SIZE - shift) {
      resize(log(size));
    }
  }

  /// Puts every entry of another map; room for all is made first.
  ///
  /// @param from the other map
  public void putAll(IntMap<? extends V> from) {
    // Growth on the way would meet keys in the order of their codes and pile them up: count first.
    if ((/*wide*/ long) size + from.size > limit) {
      int fresh = 0;
      for (Cursor<? extends V> at = from.cursor(); at.next(); ) {
        fresh += containsKey(at.key()) ? 0 : 1;
      }
      /*wide*/ long all = (/*wide*/ long) size + fresh;
      if (all > MAX_SIZE) {
        throw new IllegalStateException(text("size", all, "limit", MAX_SIZE));
      }
      reserve(size + fresh);
    }
    for (Cursor<? extends V> at = from.cursor(); at.next(); ) {
      put(at.key(), at.value());
    }
  }

  /// {@return a copy with the same capacity, seed and order, and the same objects as values}
  public IntMap<V> copy() {
    return new IntMap<>(this);
  }

  /// Calls `action` with every entry, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEach(IntObjectConsumer<? super V> action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long expected = changes;
    @Nullable Object[] values = this.values;
    for (int slot = 0; slot < values.length; slot++) {
      V value = value(values, slot);
      if (value != null) {
        action.accept(key(codes[slot]), value);
        check(expected);
      }
    }
  }

  /// Calls `action` with every key, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEachKey(IntConsumer action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long expected = changes;
    int[] codes = this.codes;
    for (int slot = 0; slot < codes.length; slot++) {
      // Most empty slots show in their code; only 0 leaves a doubt.
      int code = codes[slot];
      if (code != 0 || values[slot] != null) {
        action.accept(key(code));
        check(expected);
      }
    }
  }

  /// Calls `action` with every value, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEachValue(Consumer<? super V> action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long expected = changes;
    @Nullable Object[] values = this.values;
    for (int slot = 0; slot < values.length; slot++) {
      V value = value(values, slot);
      if (value != null) {
        action.accept(value);
        check(expected);
      }
    }
  }

  /// Removes the entries that `predicate` holds for; true if any was removed.
  ///
  /// If it throws, the entries it has accepted so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean removeIf(IntObjectPredicate<? super V> predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for; true if any was removed.
  ///
  /// If it throws, the entries it has refused so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(IntObjectPredicate<? super V> predicate) {
    return sweep(predicate, false);
  }

  /// {@return a cursor before the first entry}
  public Cursor<V> cursor() {
    return new Cursor<>(this);
  }

  /// {@return a live view of this map, which boxes keys}
  public Map<Integer, V> asMap() {
    return new View();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof IntMap<?> other) || other.size != size) {
      return false;
    }
    for (Cursor<V> at = cursor(); at.next(); ) {
      if (!at.value().equals(other.get(at.key()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Cursor<V> at = cursor(); at.next(); ) {
      hash += Integer.hashCode(at.key()) ^ at.value().hashCode();
    }
    return hash;
  }

  @Override
  Step<Integer, V> steps() {
    return cursor();
  }

  @Override
  @Nullable V boxed(Object key) {
    return key instanceof Integer number ? get(number) : null;
  }

  @Override
  @Nullable V putBoxed(Integer key, V value) {
    return getAndPut(key, value);
  }

  @Override
  @Nullable V removeBoxed(Object key) {
    return key instanceof Integer number ? remove(number) : null;
  }

  /// The number of homes, for tests.
  int capacity() {
    return limit == 0 ? 0 : 1 << (Integer.SIZE - shift);
  }

  /// The number of slots that a search for the key reads, for tests.
  int probes(int key) {
    int code = (key ^ seed) * PHI;
    int probes = 1;
    for (int slot = home(code); Integer.compareUnsigned(codes[slot], code) > 0; slot++) {
      probes++;
    }
    return probes;
  }

  /// The present seed, for tests.
  int seed() {
    return seed;
  }

  private boolean sweep(IntObjectPredicate<? super V> predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor<V> at = cursor(); at.next(); ) {
      if (predicate.test(at.key(), at.value()) == verdict) {
        at.remove();
      }
    }
    return size != before;
  }

  private int key(int code) {
    return (code * PHI_INVERSE) ^ seed;
  }

  @SuppressWarnings("unchecked") // only a V is ever stored
  private @Nullable V value(@Nullable Object[] values, int slot) {
    return (V) values[slot];
  }

  private int home(int code) {
    return narrow(~code >>> shift);
  }

  /// Where a search for a key that may be here begins. In a table that the caches hold it passes
  /// slots without a branch, maybe the place of a key that is not here: what follows is smaller.
  private int start(int[] codes, int code) {
    int slot = home(code);
    if (size > dense) {
      slot += larger(codes, slot, code);
    } else if (near) {
      slot += codes[slot] == code ? 0 : 1; // a conditional move
    }
    return slot;
  }

  /// The first slot from the home of `code` on that holds it, a smaller one, or nothing.
  private int find(int[] codes, int code) {
    int slot = home(code);
    if (size > dense) {
      slot += larger(codes, slot, code);
    } else if (near) {
      slot += Integer.compareUnsigned(codes[slot], code) > 0 ? 1 : 0; // a conditional move
    }
    while (Integer.compareUnsigned(codes[slot], code) > 0) {
      slot++;
    }
    return slot;
  }

  /// How many of the first three slots hold larger codes, without a branch. Halves lose a bit so
  /// that the sign cannot overflow; the loop that follows makes up for it.
  private static int larger(int[] codes, int slot, int code) {
    int half = code >>> 1;
    return narrow(
        ((half - (codes[slot] >>> 1)) >>> (Integer.SIZE - 1))
            + ((half - (codes[slot + 1] >>> 1)) >>> (Integer.SIZE - 1))
            + ((half - (codes[slot + 2] >>> 1)) >>> (Integer.SIZE - 1)));
  }

  private void insert(int slot, int code, V value) {
    int[] codes = this.codes;
    @Nullable Object[] values = this.values;
    int end = slot;
    int most = slot - home(code); // of what any would be from home
    for (; values[end] != null; end++) {
      most = Math.max(most, end + 1 - home(codes[end]));
    }
    boolean far = most > FAR && changes >= calm;
    if (size >= limit || far || end + 1 == values.length) {
      int key = key(code); // before the seed changes
      makeRoom(far);
      put(key, value);
      return;
    }
    for (int i = end; i > slot; i--) {
      codes[i] = codes[i - 1];
      values[i] = values[i - 1];
    }
    codes[slot] = code;
    values[slot] = value;
    size++;
    changes++;
  }

  private void close(int slot) {
    int[] codes = this.codes;
    @Nullable Object[] values = this.values;
    int next = slot + 1;
    while (values[next] != null && home(codes[next]) < next) {
      codes[next - 1] = codes[next];
      values[next - 1] = values[next];
      next++;
    }
    codes[next - 1] = 0;
    values[next - 1] = null;
    size--;
    changes++;
  }

  /// What a computation has made of the entry of a code, or of the place for it.
  private @Nullable V settle(int slot, int code, @Nullable V old, @Nullable V value) {
    if (value == null) {
      if (old != null) {
        close(slot);
      }
    } else if (old == null) {
      insert(slot, code, value);
    } else {
      values[slot] = value;
    }
    return value;
  }

  /// Every array is allocated before any field changes.
  private void makeRoom(boolean far) {
    if (size >= limit) {
      if (shift == Integer.SIZE - MAX_LOG) {
        throw new IllegalStateException(text("size", size, "limit", MAX_SIZE));
      }
      resize(Integer.SIZE - shift + 1);
    } else if (far) {
      reseed();
    } else {
      int length = longer(codes.length);
      int[] toCodes = Arrays.copyOf(codes, length);
      values = Arrays.copyOf(values, length);
      codes = toCodes;
    }
  }

  private void resize(int log) {
    int slots = 1 << log;
    int toShift = Integer.SIZE - log;
    int[] toCodes = new int[slots + Math.min(slots, TAIL) + 4];
    @Nullable Object[] toValues = new @Nullable Object[toCodes.length];
    int free = 0;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null) {
        int slot = Math.max(free, narrow(~codes[i] >>> toShift));
        if (slot + 1 == toCodes.length) {
          toCodes = Arrays.copyOf(toCodes, longer(toCodes.length));
          toValues = Arrays.copyOf(toValues, toCodes.length);
        }
        toCodes[slot] = codes[i];
        toValues[slot] = value;
        free = slot + 1;
      }
    }
    codes = toCodes;
    values = toValues;
    shift = toShift;
    limit = slots - (slots >> 2);
    near = log <= NEAR_LOG;
    dense = near ? slots >> 1 : NEVER; // as in IntIntMap, measured there
    changes++;
  }

  private void reseed() {
    var fresh = new IntMap<V>(limit, new SplittableRandom(seed).nextInt());
    fresh.calm = /*wide*/ Long.MAX_VALUE;
    for (Cursor<V> at = cursor(); at.next(); ) {
      fresh.put(at.key(), at.value());
    }
    codes = fresh.codes;
    values = fresh.values;
    seed = fresh.seed;
    changes++;
    calm = changes + size;
  }

  private void check(/*wide*/ long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException();
    }
  }

  private static int longer(int length) {
    return (int) Math.min(length + (/*wide*/ long) TAIL + (length >> 3), Integer.MAX_VALUE - 8);
  }

  private static int log(int expectedSize) {
    /*wide*/ long slots = (expectedSize * /*wide*/ 4L + 2) / 3;
    return Math.max(MIN_LOG, 64 - /*wide*/ Long.numberOfLeadingZeros(slots - 1));
  }

  /// A cast that is none too many where codes are ints.
  private static int narrow(/*wide*/ long small) {
    return (int) small;
  }

  /// The number that makes 1 with an odd one; each step of Newton's doubles the bits that are
  /// right.
  private static int inverse(int odd) {
    int inverse = odd; // right in three bits
    for (int bits = 3; bits < Integer.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  /// Takes a key and its value.
  ///
  /// @param <V> the type of the value
  @FunctionalInterface
  public interface IntObjectConsumer<V> {
    /// Takes a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    void accept(int key, V value);
  }

  /// Judges a key and its value.
  ///
  /// @param <V> the type of the value
  @FunctionalInterface
  public interface IntObjectPredicate<V> {
    /// Judges a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the verdict
    boolean test(int key, V value);
  }

  /// Makes a value of a key and its value.
  ///
  /// @param <V> the type of the value
  /// @param <R> the type of the result
  @FunctionalInterface
  public interface IntObjectFunction<V extends @Nullable Object, R extends @Nullable Object> {
    /// Makes a value of a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the new value
    R apply(int key, V value);
  }

  /// Walks the entries in the map's own order and fails fast; no step of it allocates.
  ///
  /// @param <V> the type of the values
  public static final class Cursor<V> extends Step<Integer, V> {
    private final IntMap<V> map;
    private int slot;
    private /*wide*/ long expected;
    private boolean on; // an entry that is still there

    private Cursor(IntMap<V> map) {
      this.map = map;
      reset();
    }

    /// Goes back to before the first entry, whatever changed.
    public void reset() {
      slot = -1;
      expected = map.changes;
      on = false;
    }

    /// Goes to the next entry; false if there is none.
    ///
    /// @return whether the cursor is on an entry
    @Override
    public boolean next() {
      map.check(expected);
      @Nullable Object[] values = map.values;
      int at = slot + 1;
      while (at < values.length && values[at] == null) {
        at++;
      }
      on = at < values.length;
      slot = on ? at : values.length - 1;
      return on;
    }

    /// {@return the key of the entry}
    public int key() {
      int at = at();
      return map.key(map.codes[at]);
    }

    /// {@return the value of the entry}
    @SuppressWarnings({"unchecked", "NullAway"}) // where the cursor is, there is a V
    public V value() {
      return (V) map.values[at()];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(V value) {
      Objects.requireNonNull(value, "value");
      map.values[at()] = value;
    }

    /// Removes the entry; the next one is still ahead.
    @Override
    public void remove() {
      int at = at();
      map.close(at);
      slot = at - 1; // the entry behind it may have moved here
      expected = map.changes;
      on = false;
    }

    @Override
    Map.Entry<Integer, V> entry() {
      return map.pair(key(), value());
    }

    private int at() {
      map.check(expected);
      if (!on) {
        throw new IllegalStateException("the cursor is on no entry");
      }
      return slot;
    }
  }
}
