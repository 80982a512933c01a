// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A hash map from `int` to `int` that packs each entry in one `long` and reserves no key or value.
///
/// - **Use** to look up, count or index by a number of 32 bits, at half the memory of a
///   `LongLongMap`.
/// - **Avoid** when an adversary chooses the keys: the seed per map is safe against accidents, not
///   against an adversary, and the iteration order gives it away.
/// - **Cost** `get`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`, `addTo`, `merge`,
///   `remove` O(1) expected; 8 bytes a slot, 11 to 22 an entry; a miss is no dearer than a hit.
/// - **Allocation** none within what was reserved, but one cursor in `removeIf`, `retain`,
///   `putAll`, `equals`, `hashCode`, `toString`, `cursor` and a stream; growth doubles.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** negative or too large size: `IllegalArgumentException`; more than 805,306,368
///   entries: `IllegalStateException`; changed under a cursor or a callback:
///   `ConcurrentModificationException`; out of memory in growth: the map is as it was.
/// - **Source** Amble and Knuth, Ordered hash tables, 1974; Knuth's multiplicative hashing.
/// - **Copies with** `BoxedMap`, `IntIntMapWalk`.
public final class IntIntMap extends BoxedMap<Integer, Integer> {
  /*
   * Ordered linear probing, as in LongLongMap, on entries of one long: the code of a key,
   * (key ^ seed) * PHI, a bijection, in the upper half and its value in the lower. The home of an
   * entry is the upper bits of its complement, so homes ascend where entries descend, and along
   * the table the entries descend, with gaps. An empty slot holds 0, which sorts last: one
   * unsigned comparison a slot ends hits, misses and runs alike.
   *
   *   home      0             1             2             3           tail          sentinel
   *         +-------------+-------------+-------------+-------------+-------------+-------------+
   *   table | code, value | code, value |  0          | code, value | code, value |  0          |
   *         +-------------+-------------+-------------+-------------+-------------+-------------+
   *          codes descend ->                                     never wraps, last slot empty
   *
   * A search is for the probe, the greatest entry that a key may have: its code and LOW.
   *
   * Invariants: between the home of an entry and its slot no slot is empty and none holds a
   * smaller entry; the last slot is empty; size counts the key whose code is 0, which is kept
   * aside in zero and zeroValue. The table of an empty map is shared and never written: its limit
   * is 0.
   *
   * Growth and trim copy in order, one pass over both tables. Removal shifts the rest of the run
   * back by a slot, and as no run wraps, a cursor that stays where it is sees every entry once.
   *
   * Crafted or unlucky keys: an insertion that would leave an entry further than FAR from home
   * takes a new seed first, derived from the old one, at most once for as many changes as the
   * map has entries, so the cost stays constant a change. What still runs off the tail lengthens it.
   */

  private static final long PHI =
      0x9E3779B900000000L; // 2^32 / golden ratio, odd, for the upper half
  private static final int PHI_INVERSE = 0x144CBC89; // (PHI >>> 32) * PHI_INVERSE == 1
  private static final long LOW = 0xFFFFFFFFL; // the half of the value
  private static final int MAX_LOG = 30; // the largest power of two in one array
  private static final int MAX_SIZE = 3 << (MAX_LOG - 2);
  private static final int MIN_LOG = 3; // arbitrary
  private static final int NEAR_LOG = 18; // as in LongLongMap, measured there
  private static final int NEAREST_LOG = 12; // as is this
  private static final int TAIL = 60; // a random run passes the end by more once in e^33
  private static final int FAR = 64; // passed once in 10^7 of the largest random maps
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long[] EMPTY = new long[(1 << (MIN_LOG - 1)) + 4];

  private long[] table = EMPTY;
  private int seed;
  private int shift = 64 - MIN_LOG + 1;
  private int size;
  private int dense = NEVER; // a size above this makes three branch-free steps worth while
  private int limit;
  private int nearest = -1; // up to this size hits choose between two entries without a branch
  private boolean near; // small enough for the caches: one branch-free step
  private long changes; // structural ones; cannot wrap
  private long calm; // no new seed before changes reaches this
  private boolean zero;
  private int zeroValue;

  /// Makes an empty map.
  public IntIntMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public IntIntMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextInt());
  }

  private IntIntMap(int expectedSize, int seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private IntIntMap(IntIntMap from) {
    table = from.limit == 0 ? EMPTY : from.table.clone();
    seed = from.seed;
    shift = from.shift;
    size = from.size;
    dense = from.dense;
    nearest = from.nearest;
    near = from.near;
    limit = from.limit;
    changes = from.changes;
    calm = from.calm;
    zero = from.zero;
    zeroValue = from.zeroValue;
  }

  /// Makes an empty map with a seed of the caller's, for an order that can be reproduced.
  ///
  /// @param expectedSize entries to make room for
  /// @param seed the seed
  /// @return the map
  public static IntIntMap withSeed(int expectedSize, int seed) {
    return new IntIntMap(expectedSize, seed);
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public int get(int key, int absent) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      return zero ? zeroValue : absent;
    }
    long[] table = this.table;
    int slot;
    if (size <= nearest) {
      // Both entries are read at once, and a mask chooses. IntIntMapProof.dependentHit
      slot = home(probe);
      long entry = table[slot];
      long further = -((entry ^ probe) >>> 32) >> 63; // 0 where the codes agree, else -1
      entry ^= (entry ^ table[slot + 1]) & further;
      if ((entry ^ probe) >>> 32 == 0) {
        return (int) entry;
      }
      slot++;
    } else {
      slot = start(table, probe);
    }
    long entry = table[slot];
    for (; (entry ^ probe) >>> 32 != 0; entry = table[slot]) {
      if (Long.compareUnsigned(entry, probe) < 0) {
        return absent;
      }
      slot++;
    }
    return (int) entry;
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(int key, int value) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      return putZero(value);
    }
    long[] table = this.table;
    int slot = find(table, probe);
    if (slot >= 0) {
      table[slot] = (probe ^ LOW) | (value & LOW);
      return false;
    }
    insert(~slot, (probe ^ LOW) | (value & LOW));
    return true;
  }

  /// Adds to the value of a key, 0 if it is new, and returns the sum, which wraps on overflow.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public int addTo(int key, int delta) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      int sum = (zero ? zeroValue : 0) + delta;
      putZero(sum);
      return sum;
    }
    long[] table = this.table;
    int slot = find(table, probe);
    if (slot >= 0) {
      int sum = (int) table[slot] + delta;
      table[slot] = (probe ^ LOW) | (sum & LOW);
      return sum;
    }
    insert(~slot, (probe ^ LOW) | (delta & LOW));
    return delta;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(int key) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      return zero;
    }
    long[] table = this.table;
    int slot = start(table, probe);
    for (long entry = table[slot]; (entry ^ probe) >>> 32 != 0; entry = table[slot]) {
      if (Long.compareUnsigned(entry, probe) < 0) {
        return false;
      }
      slot++;
    }
    return true;
  }

  /// Sets the value of a key and returns the one it had, or `absent`.
  ///
  /// @param key the key
  /// @param value its new value
  /// @param absent what to return for a new key
  /// @return the old value
  public int getAndPut(int key, int value, int absent) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      int old = zero ? zeroValue : absent;
      putZero(value);
      return old;
    }
    long[] table = this.table;
    int slot = find(table, probe);
    if (slot >= 0) {
      int old = (int) table[slot];
      table[slot] = (probe ^ LOW) | (value & LOW);
      return old;
    }
    insert(~slot, (probe ^ LOW) | (value & LOW));
    return absent;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(int key, int value) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      return !zero && putZero(value);
    }
    long[] table = this.table;
    int slot = find(table, probe);
    if (slot >= 0) {
      return false;
    }
    insert(~slot, (probe ^ LOW) | (value & LOW));
    return true;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(int key, int value) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      return zero && !putZero(value);
    }
    long[] table = this.table;
    int slot = find(table, probe);
    if (slot < 0) {
      return false;
    }
    table[slot] = (probe ^ LOW) | (value & LOW);
    return true;
  }

  /// Sets a new key to `value`, any other to what `operator` makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public int merge(int key, int value, IntBinaryOperator operator) {
    Objects.requireNonNull(operator, "operator");
    long probe = ((key ^ seed) * PHI) | LOW;
    int slot = find(table, probe);
    boolean here = probe == LOW ? zero : slot >= 0;
    if (!here) {
      put(key, value);
      return value;
    }
    long expected = changes;
    int merged = operator.applyAsInt(probe == LOW ? zeroValue : (int) table[slot], value);
    check(expected);
    if (probe == LOW) {
      zeroValue = merged;
    } else {
      table[slot] = (probe ^ LOW) | (merged & LOW);
    }
    return merged;
  }

  /// Returns the value of a key; a new key is put first, with what `make` makes of it.
  ///
  /// @param key the key
  /// @param make must not change this map's keys
  /// @return the value
  public int computeIfAbsent(int key, IntUnaryOperator make) {
    Objects.requireNonNull(make, "make");
    int old = get(key, 0);
    if (old != 0 || containsKey(key)) {
      return old;
    }
    long expected = changes;
    int value = make.applyAsInt(key);
    check(expected);
    put(key, value);
    return value;
  }

  /// Sets the value of a key that is here to what `change` makes of the key and its value.
  ///
  /// @param key the key
  /// @param change must not change this map's keys
  /// @param absent what to return for a key that is not here
  /// @return the new value
  public int computeIfPresent(int key, IntBinaryOperator change, int absent) {
    Objects.requireNonNull(change, "change");
    int old = get(key, absent);
    return old != absent || containsKey(key) ? changed(key, change, old) : absent;
  }

  /// Sets the value of a key to what `change` makes of the key and its value, or of `absent`.
  ///
  /// @param key the key
  /// @param change must not change this map's keys
  /// @param absent what a key that is not here counts as
  /// @return the new value
  public int compute(int key, IntBinaryOperator change, int absent) {
    Objects.requireNonNull(change, "change");
    return changed(key, change, get(key, absent));
  }

  /// Removes a key, whatever its value is, and returns the value it had, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public int remove(int key, int absent) {
    long probe = ((key ^ seed) * PHI) | LOW;
    if (probe == LOW) {
      int old = zero ? zeroValue : absent;
      removeZero();
      return old;
    }
    long[] table = this.table;
    int slot = find(table, probe);
    if (slot < 0) {
      return absent;
    }
    int old = (int) table[slot];
    close(slot);
    return old;
  }

  /// Removes a key; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean remove(int key) {
    int before = size;
    remove(key, 0);
    return size != before;
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
      Arrays.fill(table, 0);
    }
    size = 0;
    zero = false;
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
      table = EMPTY;
      shift = 64 - MIN_LOG + 1;
      dense = NEVER;
      nearest = -1;
      near = false;
      limit = 0;
      changes++;
    } else if (limit != 0 && log(size) < 64 - shift) {
      resize(log(size));
    }
  }

  /// Puts every entry of another map; room for all is made first.
  ///
  /// @param from the other map
  public void putAll(IntIntMap from) {
    // Growth on the way would meet keys in the order of their codes and pile them up: count first.
    if ((long) size + from.size > limit) {
      int fresh = 0;
      for (Cursor at = from.cursor(); at.next(); ) {
        fresh += containsKey(at.key()) ? 0 : 1;
      }
      if ((long) size + fresh > MAX_SIZE) {
        throw new IllegalStateException(text("size", (long) size + fresh, "limit", MAX_SIZE));
      }
      reserve(size + fresh);
    }
    for (Cursor at = from.cursor(); at.next(); ) {
      put(at.key(), at.value());
    }
  }

  /// {@return a copy with the same capacity, seed and order}
  public IntIntMap copy() {
    return new IntIntMap(this);
  }

  /// Calls `action` with every entry, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEach(IntIntConsumer action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    if (zero) {
      action.accept(seed, zeroValue);
      check(expected);
    }
    long[] table = this.table;
    for (long entry : table) {
      if (entry != 0) {
        action.accept(key(entry), (int) entry);
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
  public boolean removeIf(IntIntPredicate predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that `predicate` does not hold for; true if any was removed.
  ///
  /// If it throws, the entries it has refused so far are removed and the others are kept.
  ///
  /// @param predicate must not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(IntIntPredicate predicate) {
    return sweep(predicate, false);
  }

  /// {@return a cursor before the first entry}
  public Cursor cursor() {
    return new Cursor(this);
  }

  /// {@return the keys, in the map's own order; the stream starts when it is consumed, and fails
  /// fast}
  public IntStream keys() {
    return IntIntMapWalk.stream(this, true);
  }

  /// {@return the values, in the order of {@link #keys()}}
  public IntStream values() {
    return IntIntMapWalk.stream(this, false);
  }

  /// {@return a live view of this map, which boxes}
  public Map<Integer, Integer> asMap() {
    return new View();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof IntIntMap other) || other.size != size) {
      return false;
    }
    for (Cursor at = cursor(); at.next(); ) {
      int value = at.value();
      if (other.get(at.key(), ~value) != value) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Cursor at = cursor(); at.next(); ) {
      hash += at.key() ^ at.value();
    }
    return hash;
  }

  @Override
  Step<Integer, Integer> steps() {
    return cursor();
  }

  @Override
  @Nullable Integer boxed(Object key) {
    if (!(key instanceof Integer number)) {
      return null;
    }
    int value = get(number, 0);
    return value != 0 || containsKey(number) ? (Integer) value : null;
  }

  @Override
  @Nullable Integer putBoxed(Integer key, Integer value) {
    Integer old = boxed(key);
    put(key, value);
    return old;
  }

  @Override
  @Nullable Integer removeBoxed(Object key) {
    Integer old = boxed(key);
    if (old != null && key instanceof Integer number) {
      remove(number.intValue());
    }
    return old;
  }

  /// The number of homes, for tests.
  int capacity() {
    return limit == 0 ? 0 : 1 << (64 - shift);
  }

  /// The number of slots that a search for the key reads, for tests.
  int probes(int key) {
    long probe = ((key ^ seed) * PHI) | LOW;
    int probes = 1;
    for (int slot = home(probe); Long.compareUnsigned(table[slot], probe) > 0; slot++) {
      probes++;
    }
    return probes;
  }

  /// The present seed, for tests.
  int seed() {
    return seed;
  }

  /// Removes the entries that `predicate` gives that verdict.
  private boolean sweep(IntIntPredicate predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor at = cursor(); at.next(); ) {
      if (predicate.test(at.key(), at.value()) == verdict) {
        at.remove();
      }
    }
    return size != before;
  }

  private int changed(int key, IntBinaryOperator change, int old) {
    long expected = changes;
    int value = change.applyAsInt(key, old);
    check(expected);
    put(key, value);
    return value;
  }

  private int home(long entry) {
    return (int) (~entry >>> shift);
  }

  private int key(long entry) {
    return ((int) (entry >>> 32) * PHI_INVERSE) ^ seed;
  }

  /// Where a search for a key that may be here begins. In a table that the caches hold it passes
  /// slots without a branch, maybe the place of a key that is not here: what follows is smaller.
  private int start(long[] table, long probe) {
    int slot = home(probe);
    if (size > dense) {
      slot += larger(table, slot, probe);
    } else if (near) {
      slot += (table[slot] ^ probe) >>> 32 == 0 ? 0 : 1; // a conditional move
    }
    return slot;
  }

  /// The slot of the code of `probe`, or the complement of the one where it belongs.
  private int find(long[] table, long probe) {
    int slot = home(probe);
    if (size > dense) {
      slot += larger(table, slot, probe);
    } else if (near) {
      slot += Long.compareUnsigned(table[slot], probe) > 0 ? 1 : 0; // a conditional move
    }
    for (long entry = table[slot]; (entry ^ probe) >>> 32 != 0; entry = table[slot]) {
      if (Long.compareUnsigned(entry, probe) < 0) {
        return ~slot;
      }
      slot++;
    }
    return slot;
  }

  /// How many of the first three slots hold larger codes, without a branch. Halved, so that the
  /// sign cannot overflow; codes that differ still do.
  private static int larger(long[] table, int slot, long probe) {
    long half = probe >>> 1;
    return (int) ((half - (table[slot] >>> 1)) >>> 63)
        + (int) ((half - (table[slot + 1] >>> 1)) >>> 63)
        + (int) ((half - (table[slot + 2] >>> 1)) >>> 63);
  }

  private void insert(int slot, long entry) {
    long[] table = this.table;
    int end = slot;
    int most = slot - home(entry); // of what any would be from home
    for (long moved = table[end]; moved != 0; moved = table[end]) {
      end++;
      most = Math.max(most, end - home(moved));
    }
    boolean far = most > FAR && changes >= calm;
    if (size >= limit || far || end + 1 == table.length) {
      int key = key(entry); // before the seed changes
      makeRoom(far);
      put(key, (int) entry);
      return;
    }
    for (int i = end; i > slot; i--) {
      table[i] = table[i - 1];
    }
    table[slot] = entry;
    size++;
    changes++;
  }

  private void close(int slot) {
    long[] table = this.table;
    int next = slot + 1;
    for (long entry = table[next]; entry != 0 && home(entry) < next; entry = table[next]) {
      table[next - 1] = entry;
      next++;
    }
    table[next - 1] = 0;
    size--;
    changes++;
  }

  private boolean putZero(int value) {
    zeroValue = value;
    if (zero) {
      return false;
    }
    zero = true;
    size++;
    changes++;
    return true;
  }

  private boolean removeZero() {
    if (!zero) {
      return false;
    }
    zero = false;
    size--;
    changes++;
    return true;
  }

  /// Every array is allocated before any field changes.
  private void makeRoom(boolean far) {
    if (size >= limit) {
      if (shift == 64 - MAX_LOG) {
        throw new IllegalStateException(text("size", size, "limit", MAX_SIZE));
      }
      resize(64 - shift + 1);
    } else if (far) {
      reseed();
    } else {
      table = Arrays.copyOf(table, longer(table.length));
    }
  }

  private void resize(int log) {
    int slots = 1 << log;
    int toShift = 64 - log;
    long[] from = table;
    long[] to = new long[slots + Math.min(slots, TAIL) + 4];
    int free = 0;
    for (long entry : from) {
      if (entry != 0) {
        int slot = Math.max(free, (int) (~entry >>> toShift));
        if (slot + 1 == to.length) {
          to = Arrays.copyOf(to, longer(to.length));
        }
        to[slot] = entry;
        free = slot + 1;
      }
    }
    table = to;
    shift = toShift;
    limit = slots - (slots >> 2);
    near = log <= NEAR_LOG;
    dense = near ? slots >> 1 : NEVER; // as in LongLongMap, measured there too
    nearest = log <= NEAREST_LOG ? (int) (slots * 0.55) : -1; // and this
    changes++;
  }

  private void reseed() {
    var fresh = new IntIntMap(limit, new SplittableRandom(seed).nextInt());
    fresh.calm = Long.MAX_VALUE;
    for (Cursor at = cursor(); at.next(); ) {
      fresh.put(at.key(), at.value());
    }
    table = fresh.table;
    seed = fresh.seed;
    zero = fresh.zero;
    zeroValue = fresh.zeroValue;
    changes++;
    calm = changes + size;
  }

  private void check(long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException();
    }
  }

  private static int longer(int length) {
    return (int) Math.min((long) length + TAIL + (length >> 3), Integer.MAX_VALUE - 8);
  }

  private static int log(int expectedSize) {
    return Math.max(MIN_LOG, 64 - Long.numberOfLeadingZeros((expectedSize * 4L + 2) / 3 - 1));
  }

  /// Takes a key and its value.
  @FunctionalInterface
  public interface IntIntConsumer {
    /// Takes a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    void accept(int key, int value);
  }

  /// Judges a key and its value.
  @FunctionalInterface
  public interface IntIntPredicate {
    /// Judges a key and its value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the verdict
    boolean test(int key, int value);
  }

  /// Walks the entries in the map's own order and fails fast; no step of it allocates.
  public static final class Cursor extends Step<Integer, Integer> {
    private static final int BEFORE = -2;
    private static final int ZERO = -1; // on the key that is kept aside

    private final IntIntMap map;
    private int slot;
    private long expected;
    private boolean on; // an entry that is still there

    private Cursor(IntIntMap map) {
      this.map = map;
      reset();
    }

    /// Goes back to before the first entry, whatever changed.
    public void reset() {
      slot = BEFORE;
      expected = map.changes;
      on = false;
    }

    /// Goes to the next entry; false if there is none.
    ///
    /// @return whether the cursor is on an entry
    @Override
    public boolean next() {
      map.check(expected);
      int at = slot + 1;
      if (at == ZERO) {
        if (map.zero) {
          slot = ZERO;
          on = true;
          return true;
        }
        at = 0;
      }
      long[] table = map.table;
      while (at < table.length && table[at] == 0) {
        at++;
      }
      on = at < table.length;
      slot = on ? at : table.length - 1;
      return on;
    }

    /// {@return the key of the entry}
    public int key() {
      int at = at();
      return at == ZERO ? map.seed : map.key(map.table[at]);
    }

    /// {@return the value of the entry}
    public int value() {
      int at = at();
      return at == ZERO ? map.zeroValue : (int) map.table[at];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(int value) {
      int at = at();
      if (at == ZERO) {
        map.zeroValue = value;
      } else {
        map.table[at] = (map.table[at] & ~LOW) | (value & LOW);
      }
    }

    /// Removes the entry; the next one is still ahead.
    @Override
    public void remove() {
      int at = at();
      if (at == ZERO) {
        map.removeZero();
      } else {
        map.close(at);
        slot = at - 1; // the entry behind it may have moved here
      }
      expected = map.changes;
      on = false;
    }

    @Override
    Map.Entry<Integer, Integer> entry() {
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
