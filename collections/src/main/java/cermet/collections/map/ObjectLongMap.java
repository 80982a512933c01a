// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongBinaryOperator;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A hash map from objects to `long` that makes no object an entry and boxes no value.
///
/// - **Use** to count, sum or number by name, record or enum, at about half the memory of a
///   `java.util.HashMap` with boxed values.
/// - **Avoid** keys whose `hashCode` is poor or chosen by an adversary: those that share one are
///   compared one by one, where `java.util.HashMap` makes a tree.
/// - **Cost** `get`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`, `addTo`, `merge`,
///   `remove` O(1) expected: one call of `hashCode`, and of `equals` on keys with the same one
///   only; growth calls neither; 16 bytes a slot (20 without compressed references), 21 to 43 an
///   entry.
/// - **Allocation** none within what was reserved, but one cursor in `removeIf`, `retain`,
///   `putAll`, `equals`, `toString` and `cursor`; growth doubles.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** null key: `NullPointerException`; negative or too large size:
///   `IllegalArgumentException`; more than 805,306,368 entries: `IllegalStateException`; changed
///   under a cursor or a callback: `ConcurrentModificationException`; out of memory in growth: the
///   map is as it was.
/// - **Source** Amble and Knuth, Ordered hash tables, 1974; Knuth's multiplicative hashing.
/// - **Copies with** `BoxedMap`.
///
/// @param <K> the type of the keys
public final class ObjectLongMap<K> extends BoxedMap<K, Long> {
  /*
   * Ordered linear probing, as in LongLongMap, over the 32 bits that are left of a key:
   * code = (hashCode ^ seed) * PHI. Code, key and value lie at the same index of three arrays. The
   * home of a code is the upper bits of ~code, so homes ascend where codes descend, and along the
   * table the codes descend, with gaps. Keys that share a code are neighbours, in no order.
   *
   *   home       0       1       2       3      tail     last
   *          +-------+-------+-------+-------+-------+-------+
   *   codes  | code  | code  |   0   | code  | code  |   0   |     codes descend ->
   *          +-------+-------+-------+-------+-------+-------+
   *   keys   |  key  |  key  | null  |  key  |  key  | null  |     never wraps
   *          +-------+-------+-------+-------+-------+-------+
   *   values | value | value |   -   | value | value |   -   |
   *          +-------+-------+-------+-------+-------+-------+
   *
   * The code is all that misses, growth, trim and removal read; a key is asked for equality only
   * where its code is equal. An empty slot holds no key, and the code 0, which sorts last. A key
   * whose code is 0 needs no place of its own: it is the end of the last run.
   *
   * Invariants: between the home of a code and its slot no slot is empty and none holds a smaller
   * code; the last slot is empty; the arrays have one length. The arrays of an empty map are shared
   * and never written: its limit is 0.
   *
   * Growth and trim copy in order, one pass over all tables. Removal shifts the rest of the run
   * back by a slot, and as no run wraps, a cursor that stays where it is sees every entry once.
   *
   * Crafted or unlucky codes: an insertion that would leave an entry further than FAR from home
   * takes a new seed first, derived from the old one, at most once for as many changes as the
   * map has entries, so the cost stays constant a change. What still runs off the tail lengthens
   * it: keys that share a hash code stay together whatever the seed.
   */

  private static final int PHI = 0x9E3779B9; // 2^32 / golden ratio, odd
  private static final int PHI_INVERSE = 0x144CBC89; // PHI * PHI_INVERSE == 1
  private static final int MAX_LOG = 30; // the largest power of two in one array
  private static final int MAX_SIZE = 3 << (MAX_LOG - 2);
  private static final int MIN_LOG = 3; // arbitrary
  private static final int NEAR_LOG = 18; // as in LongLongMap, measured there
  private static final int TAIL = 60; // a random run passes the end by more once in e^33
  private static final int FAR = 64; // passed once in 10^7 of the largest random maps
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int[] NO_CODES = new int[(1 << (MIN_LOG - 1)) + 4];
  private static final @Nullable Object[] NO_KEYS = new @Nullable Object[NO_CODES.length];
  private static final long[] NO_VALUES = new long[NO_CODES.length];

  private int[] codes = NO_CODES;
  private @Nullable Object[] keys = NO_KEYS;
  private long[] values = NO_VALUES;
  private int seed;
  private int shift = Integer.SIZE - MIN_LOG + 1;
  private int size;
  private int dense = NEVER; // a size above this makes three branch-free steps worth while
  private int limit;
  private boolean near; // small enough for the caches: one branch-free step
  private long changes; // structural ones; cannot wrap
  private long calm; // no new seed before changes reaches this

  /// Makes an empty map.
  public ObjectLongMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public ObjectLongMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextInt());
  }

  private ObjectLongMap(int expectedSize, int seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private ObjectLongMap(ObjectLongMap<K> from) {
    codes = from.limit == 0 ? NO_CODES : from.codes.clone();
    keys = from.limit == 0 ? NO_KEYS : from.keys.clone();
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
  /// @param <K> the type of the keys
  /// @param expectedSize entries to make room for
  /// @param seed the seed
  /// @return the map
  public static <K> ObjectLongMap<K> withSeed(int expectedSize, int seed) {
    return new ObjectLongMap<>(expectedSize, seed);
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public long get(Object key, long absent) {
    int slot = find(key, code(key));
    return slot < 0 ? absent : values[slot];
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(K key, long value) {
    int code = code(key);
    int slot = find(key, code);
    if (slot < 0) {
      insert(~slot, code, key, value);
      return true;
    }
    values[slot] = value;
    return false;
  }

  /// Adds to the value of a key, 0 if it is new, and returns the sum, which wraps on overflow.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public long addTo(K key, long delta) {
    int code = code(key);
    int slot = find(key, code);
    if (slot < 0) {
      insert(~slot, code, key, delta);
      return delta;
    }
    return values[slot] += delta;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(Object key) {
    return find(key, code(key)) >= 0;
  }

  /// Sets the value of a key and returns the one it had, or `absent`.
  ///
  /// @param key the key
  /// @param value its new value
  /// @param absent what to return for a new key
  /// @return the old value
  public long getAndPut(K key, long value, long absent) {
    int code = code(key);
    int slot = find(key, code);
    if (slot < 0) {
      insert(~slot, code, key, value);
      return absent;
    }
    long old = values[slot];
    values[slot] = value;
    return old;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(K key, long value) {
    int code = code(key);
    int slot = find(key, code);
    if (slot < 0) {
      insert(~slot, code, key, value);
    }
    return slot < 0;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(K key, long value) {
    int slot = find(key, code(key));
    if (slot >= 0) {
      values[slot] = value;
    }
    return slot >= 0;
  }

  /// Sets a new key to `value`, any other to what `operator` makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public long merge(K key, long value, LongBinaryOperator operator) {
    Objects.requireNonNull(operator, "operator");
    int code = code(key);
    int slot = find(key, code);
    if (slot < 0) {
      insert(~slot, code, key, value);
      return value;
    }
    long expected = changes;
    long merged = operator.applyAsLong(values[slot], value);
    check(expected);
    values[slot] = merged;
    return merged;
  }

  /// Returns the value of a key; a new key first gets the one that `function` makes of it.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value
  public long computeIfAbsent(K key, ToLongFunction<? super K> function) {
    Objects.requireNonNull(function, "function");
    int code = code(key);
    int slot = find(key, code);
    if (slot >= 0) {
      return values[slot];
    }
    long expected = changes;
    long value = function.applyAsLong(key);
    check(expected);
    insert(~slot, code, key, value);
    return value;
  }

  /// Sets the value of a key that is here to what `function` makes of the key and its value.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent what to return for a key that is not here
  /// @return the new value, or `absent`
  public long computeIfPresent(K key, ObjectLongFunction<? super K> function, long absent) {
    Objects.requireNonNull(function, "function");
    int slot = find(key, code(key));
    if (slot < 0) {
      return absent;
    }
    long expected = changes;
    long value = function.apply(key, values[slot]);
    check(expected);
    values[slot] = value;
    return value;
  }

  /// Sets the value of a key to what `function` makes of the key and its value, or `absent`.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent stands for the value of a new key
  /// @return the new value
  public long compute(K key, ObjectLongFunction<? super K> function, long absent) {
    Objects.requireNonNull(function, "function");
    int code = code(key);
    int slot = find(key, code);
    long expected = changes;
    long value = function.apply(key, slot < 0 ? absent : values[slot]);
    check(expected);
    if (slot < 0) {
      insert(~slot, code, key, value);
    } else {
      values[slot] = value;
    }
    return value;
  }

  /// Removes a key, whatever its value is, and returns the value it had, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long remove(Object key, long absent) {
    int slot = find(key, code(key));
    if (slot < 0) {
      return absent;
    }
    long old = values[slot];
    close(slot);
    return old;
  }

  /// Removes a key; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean remove(Object key) {
    int slot = find(key, code(key));
    if (slot >= 0) {
      close(slot);
    }
    return slot >= 0;
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
      Arrays.fill(keys, null);
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
      keys = NO_KEYS;
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
  public void putAll(ObjectLongMap<? extends K> from) {
    // Growth on the way would meet keys in the order of their codes and pile them up: count first.
    if ((long) size + from.size > limit) {
      int fresh = 0;
      for (Cursor<? extends K> at = from.cursor(); at.next(); ) {
        fresh += containsKey(at.key()) ? 0 : 1;
      }
      if ((long) size + fresh > MAX_SIZE) {
        throw new IllegalStateException(text("size", (long) size + fresh, "limit", MAX_SIZE));
      }
      reserve(size + fresh);
    }
    for (Cursor<? extends K> at = from.cursor(); at.next(); ) {
      put(at.key(), at.value());
    }
  }

  /// {@return a copy with the same capacity, seed and order, and the same objects as keys}
  public ObjectLongMap<K> copy() {
    return new ObjectLongMap<>(this);
  }

  /// Calls `action` with every entry, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEach(ObjLongConsumer<? super K> action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    @Nullable Object[] keys = this.keys;
    for (int slot = 0; slot < keys.length; slot++) {
      K key = key(keys, slot);
      if (key != null) {
        action.accept(key, values[slot]);
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
  public boolean removeIf(ObjectLongPredicate<? super K> predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for; true if any was removed.
  ///
  /// If it throws, the entries it has refused so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(ObjectLongPredicate<? super K> predicate) {
    return sweep(predicate, false);
  }

  /// {@return a cursor before the first entry}
  public Cursor<K> cursor() {
    return new Cursor<>(this);
  }

  /// {@return a live view of this map, which boxes values}
  public Map<K, Long> asMap() {
    return new View();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof ObjectLongMap<?> other) || other.size != size) {
      return false;
    }
    for (Cursor<K> at = cursor(); at.next(); ) {
      long value = at.value();
      if (other.get(at.key(), ~value) != value) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != null) {
        hash += hash(codes[slot]) ^ Long.hashCode(values[slot]);
      }
    }
    return hash;
  }

  @Override
  Step<K, Long> steps() {
    return cursor();
  }

  @Override
  @Nullable Long boxed(Object key) {
    long value = get(key, 0);
    return value != 0 || containsKey(key) ? (Long) value : null;
  }

  @Override
  @Nullable Long putBoxed(K key, Long value) {
    Long old = boxed(key);
    put(key, value);
    return old;
  }

  @Override
  @Nullable Long removeBoxed(Object key) {
    Long old = boxed(key);
    if (old != null) {
      remove(key);
    }
    return old;
  }

  /// The number of homes, for tests.
  int capacity() {
    return limit == 0 ? 0 : 1 << (Integer.SIZE - shift);
  }

  /// The number of slots that a search for the key reads, for tests.
  int probes(Object key) {
    int code = code(key);
    int slot = find(key, code);
    return (slot < 0 ? ~slot : slot) - home(code) + 1;
  }

  /// The present seed, for tests.
  int seed() {
    return seed;
  }

  private boolean sweep(ObjectLongPredicate<? super K> predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor<K> at = cursor(); at.next(); ) {
      if (predicate.test(at.key(), at.value()) == verdict) {
        at.remove();
      }
    }
    return size != before;
  }

  private int code(Object key) {
    return (Objects.requireNonNull(key, "key").hashCode() ^ seed) * PHI;
  }

  private int hash(int code) {
    return (code * PHI_INVERSE) ^ seed;
  }

  private int home(int code) {
    return ~code >>> shift;
  }

  @SuppressWarnings("unchecked") // only a K is ever stored
  private @Nullable K key(@Nullable Object[] keys, int slot) {
    return (K) keys[slot];
  }

  /// The slot of a key, or the complement of the one where it belongs.
  @SuppressWarnings("ReferenceEquality") // saves the call of equals, which says the same
  private int find(Object key, int code) {
    int[] codes = this.codes;
    int slot = home(code);
    if (size > dense) {
      // One for each of three slots with a larger code, without a branch.
      // Halves lose a bit so that the sign cannot overflow; the loop makes up for it.
      int half = code >>> 1;
      slot +=
          ((half - (codes[slot] >>> 1)) >>> (Integer.SIZE - 1))
              + ((half - (codes[slot + 1] >>> 1)) >>> (Integer.SIZE - 1))
              + ((half - (codes[slot + 2] >>> 1)) >>> (Integer.SIZE - 1));
    } else if (near) {
      slot += Integer.compareUnsigned(codes[slot], code) > 0 ? 1 : 0; // a conditional move
    }
    for (int found = codes[slot]; found != code; found = codes[slot]) {
      if (Integer.compareUnsigned(found, code) < 0) {
        return ~slot;
      }
      slot++;
    }
    do {
      Object here = keys[slot];
      if (here == null) {
        break; // the code of an empty slot
      }
      if (here == key || same(key, here)) {
        return slot;
      }
      slot++;
    } while (codes[slot] == code);
    return ~slot;
  }

  private boolean same(Object key, Object here) {
    long expected = changes;
    boolean equal = key.equals(here);
    check(expected);
    return equal;
  }

  /// Where a key that is known to be new belongs: past all that share its code.
  private int place(int code) {
    int slot = home(code);
    while (keys[slot] != null && Integer.compareUnsigned(codes[slot], code) >= 0) {
      slot++;
    }
    return slot;
  }

  private void insert(int slot, int code, K key, long value) {
    int[] codes = this.codes;
    @Nullable Object[] keys = this.keys;
    int end = slot;
    int most = slot - home(code); // of what any would be from home
    for (; keys[end] != null; end++) {
      most = Math.max(most, end + 1 - home(codes[end]));
    }
    boolean far = most > FAR && changes >= calm;
    if (size >= limit || far || end + 1 == keys.length) {
      int hash = hash(code); // before the seed changes
      makeRoom(far);
      int again = (hash ^ seed) * PHI;
      insert(place(again), again, key, value);
      return;
    }
    long[] values = this.values;
    for (int i = end; i > slot; i--) {
      codes[i] = codes[i - 1];
      keys[i] = keys[i - 1];
      values[i] = values[i - 1];
    }
    codes[slot] = code;
    keys[slot] = key;
    values[slot] = value;
    size++;
    changes++;
  }

  private void close(int slot) {
    int[] codes = this.codes;
    @Nullable Object[] keys = this.keys;
    int next = slot + 1;
    while (keys[next] != null && home(codes[next]) < next) {
      codes[next - 1] = codes[next];
      keys[next - 1] = keys[next];
      values[next - 1] = values[next];
      next++;
    }
    codes[next - 1] = 0;
    keys[next - 1] = null;
    size--;
    changes++;
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
      @Nullable Object[] toKeys = Arrays.copyOf(keys, length);
      values = Arrays.copyOf(values, length);
      keys = toKeys;
      codes = toCodes;
    }
  }

  private void resize(int log) {
    int slots = 1 << log;
    int toShift = Integer.SIZE - log;
    int[] toCodes = new int[slots + Math.min(slots, TAIL) + 4];
    @Nullable Object[] toKeys = new @Nullable Object[toCodes.length];
    long[] toValues = new long[toCodes.length];
    int free = 0;
    for (int i = 0; i < keys.length; i++) {
      Object key = keys[i];
      if (key != null) {
        int slot = Math.max(free, ~codes[i] >>> toShift);
        if (slot + 1 == toCodes.length) {
          toCodes = Arrays.copyOf(toCodes, longer(toCodes.length));
          toKeys = Arrays.copyOf(toKeys, toCodes.length);
          toValues = Arrays.copyOf(toValues, toCodes.length);
        }
        toCodes[slot] = codes[i];
        toKeys[slot] = key;
        toValues[slot] = values[i];
        free = slot + 1;
      }
    }
    codes = toCodes;
    keys = toKeys;
    values = toValues;
    shift = toShift;
    limit = slots - (slots >> 2);
    near = log <= NEAR_LOG;
    dense = near ? slots >> 1 : NEVER; // as in LongLongMap, measured there
    changes++;
  }

  /// Calls no method of a key: the codes give back what their `hashCode` was.
  private void reseed() {
    var fresh = new ObjectLongMap<K>(limit, new SplittableRandom(seed).nextInt());
    fresh.calm = Long.MAX_VALUE;
    for (int i = 0; i < keys.length; i++) {
      K key = key(keys, i);
      if (key != null) {
        int code = (hash(codes[i]) ^ fresh.seed) * PHI;
        fresh.insert(fresh.place(code), code, key, values[i]);
      }
    }
    codes = fresh.codes;
    keys = fresh.keys;
    values = fresh.values;
    seed = fresh.seed;
    changes++;
    calm = changes + size;
  }

  private void check(long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException();
    }
  }

  private static int longer(int length) {
    return (int) Math.min(length + (long) TAIL + (length >> 3), Integer.MAX_VALUE - 8);
  }

  private static int log(int expectedSize) {
    long slots = (expectedSize * 4L + 2) / 3;
    return Math.max(MIN_LOG, 64 - Long.numberOfLeadingZeros(slots - 1));
  }

  /// Makes a value of a key and its value.
  ///
  /// @param <K> the type of the key
  @FunctionalInterface
  public interface ObjectLongFunction<K> {
    /// Makes a value of a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the new value
    long apply(K key, long value);
  }

  /// Judges a key and its value.
  ///
  /// @param <K> the type of the key
  @FunctionalInterface
  public interface ObjectLongPredicate<K> {
    /// Judges a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the verdict
    boolean test(K key, long value);
  }

  /// Walks the entries in the map's own order and fails fast; no step of it allocates.
  ///
  /// @param <K> the type of the keys
  public static final class Cursor<K> extends Step<K, Long> {
    private final ObjectLongMap<K> map;
    private int slot;
    private long expected;
    private boolean on; // an entry that is still there

    private Cursor(ObjectLongMap<K> map) {
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
      @Nullable Object[] keys = map.keys;
      int at = slot + 1;
      while (at < keys.length && keys[at] == null) {
        at++;
      }
      on = at < keys.length;
      slot = on ? at : keys.length - 1;
      return on;
    }

    /// {@return the key of the entry}
    @SuppressWarnings({"unchecked", "NullAway"}) // where the cursor is, there is a K
    public K key() {
      return (K) map.keys[at()];
    }

    /// {@return the value of the entry}
    public long value() {
      return map.values[at()];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(long value) {
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
    Map.Entry<K, Long> entry() {
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
