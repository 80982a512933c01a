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
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A hash map from `long` to `long` that keeps no object and reserves no key or value.
///
/// - **Use** to look up, count or index by a number: ids, positions, prices, hashes.
/// - **Avoid** when an adversary chooses the keys: the seed per map is safe against accidents, not
///   against an adversary, and the iteration order gives it away.
/// - **Cost** `get`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`, `addTo`, `merge`,
///   `remove` O(1) expected; a slot is a key and a value, 1.3 to 2.7 slots an entry; a miss is no
///   dearer than a hit.
/// - **Allocation** none within what was reserved, but one cursor in `removeIf`, `retain`,
///   `putAll`, `equals`, `hashCode`, `toString`, `cursor` and a stream; growth doubles.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** negative or too large size: `IllegalArgumentException`; more than 402,653,184
///   entries: `IllegalStateException`; changed under a cursor or a callback:
///   `ConcurrentModificationException`; out of memory in growth: the map is as it was.
/// - **Source** Amble and Knuth, Ordered hash tables, 1974; Knuth's multiplicative hashing.
/// - **Copies with** `BoxedMap`, `LongLongMapWalk`.
public final class LongLongMap extends BoxedMap<Long, Long> {
  /*
   * Ordered linear probing. A key is stored as code = (key ^ seed) * PHI, a bijection, beside its
   * value. The home of a code is the upper bits of ~code, so homes ascend where codes descend, and
   * along the table the codes descend, with gaps. An empty slot holds 0, which sorts last: one
   * unsigned comparison a slot ends hits, misses and runs alike.
   *
   *   home      0           1           2           3           tail         sentinel
   *         +-----------+-----------+-----------+-----------+-----------+-----------+
   *   table | code value| code value|  0        | code value| code value|  0        |
   *         +-----------+-----------+-----------+-----------+-----------+-----------+
   *          codes descend ->                                   never wraps, last slot empty
   *
   * Invariants: between the home of a code and its slot no slot is empty and none holds a smaller
   * code; the last slot is empty; size counts the key whose code is 0, which is kept aside in
   * zero and zeroValue. The table of an empty map is shared and never written: its limit is 0.
   *
   * Growth and trim copy in order, one pass over both tables. Removal shifts the rest of the run
   * back by a slot, and as no run wraps, a cursor that stays where it is sees every entry once.
   *
   * Crafted or unlucky keys: an insertion that would leave an entry further than FAR from home
   * takes a new seed first, derived from the old one, at most once for as many changes as the
   * map has entries, so the cost stays constant a change. What still runs off the tail lengthens it.
   */

  // Of 2^64 / golden ratio; the upper half is the constant of the narrower type; both are odd.
  private static final long PHI = Long.parseUnsignedLong("9E3779B97F4A7C15", 0, Long.SIZE / 4, 16);
  private static final long PHI_INVERSE = inverse(PHI);
  private static final int MAX_LOG = 29; // two numbers a slot: 2^30 and the tail in one array
  private static final int MAX_SIZE = 3 << (MAX_LOG - 2);
  private static final int MIN_LOG = 3; // arbitrary
  private static final int NEAR_LOG = 18; // measured: in larger tables the loop overlaps misses
  private static final int NEAREST_LOG = 12; // measured: in larger ones a second line costs more
  private static final int TAIL = 60; // slots; a random run passes the end by more once in e^33
  private static final int FAR = 2 * 64; // 64 slots: once in 10^7 of the largest random maps
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long[] EMPTY = new long[2 * (1 << (MIN_LOG - 1)) + 8];

  private long[] table = EMPTY;
  private long seed;
  private int shift = Long.SIZE - MIN_LOG + 1;
  private int size;
  private int dense = NEVER; // a size above this makes three branch-free steps worth while
  private int limit;
  private int nearest = -1; // up to this size hits choose between two values without a branch
  private boolean near; // small enough for the caches: one branch-free step
  private /*wide*/ long changes; // structural ones; cannot wrap
  private /*wide*/ long calm; // no new seed before changes reaches this
  private boolean zero;
  private long zeroValue;

  /// Makes an empty map.
  public LongLongMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public LongLongMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextLong());
  }

  private LongLongMap(int expectedSize, long seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private LongLongMap(LongLongMap from) {
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
  public static LongLongMap withSeed(int expectedSize, long seed) {
    return new LongLongMap(expectedSize, seed);
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public long get(long key, long absent) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      return zero ? zeroValue : absent;
    }
    long[] table = this.table;
    int slot;
    if (size <= nearest) {
      // Both values are read beside the code that chooses between them: a hit does not wait for one
      // load after the other. LongLongMapProof.dependentHit
      slot = home(code);
      long further = table[slot] == code ? 0 : -1; // a conditional move
      long value = table[slot + 1];
      value ^= (value ^ table[slot + 3]) & further;
      slot += narrow(further) & 2;
      if (table[slot] == code) {
        return value;
      }
    } else {
      slot = start(table, code);
    }
    for (long found = table[slot]; found != code; found = table[slot]) {
      if (Long.compareUnsigned(found, code) < 0) {
        return absent;
      }
      slot += 2;
    }
    return table[slot + 1];
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(long key, long value) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      return putZero(value);
    }
    long[] table = this.table;
    int slot = find(table, code);
    if (slot >= 0) {
      table[slot + 1] = value;
      return false;
    }
    insert(~slot, code, value);
    return true;
  }

  /// Adds to the value of a key, 0 if it is new, and returns the sum, which wraps on overflow.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public long addTo(long key, long delta) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      long sum = (zero ? zeroValue : 0) + delta;
      putZero(sum);
      return sum;
    }
    long[] table = this.table;
    int slot = find(table, code);
    if (slot >= 0) {
      return table[slot + 1] += delta;
    }
    insert(~slot, code, delta);
    return delta;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(long key) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      return zero;
    }
    long[] table = this.table;
    int slot = start(table, code);
    for (long found = table[slot]; found != code; found = table[slot]) {
      if (Long.compareUnsigned(found, code) < 0) {
        return false;
      }
      slot += 2;
    }
    return true;
  }

  /// Sets the value of a key and returns the one it had, or `absent`.
  ///
  /// @param key the key
  /// @param value its new value
  /// @param absent what to return for a new key
  /// @return the old value
  public long getAndPut(long key, long value, long absent) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      long old = zero ? zeroValue : absent;
      putZero(value);
      return old;
    }
    long[] table = this.table;
    int slot = find(table, code);
    if (slot >= 0) {
      long old = table[slot + 1];
      table[slot + 1] = value;
      return old;
    }
    insert(~slot, code, value);
    return absent;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(long key, long value) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      return !zero && putZero(value);
    }
    long[] table = this.table;
    int slot = find(table, code);
    if (slot >= 0) {
      return false;
    }
    insert(~slot, code, value);
    return true;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(long key, long value) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      return zero && !putZero(value);
    }
    long[] table = this.table;
    int slot = find(table, code);
    if (slot < 0) {
      return false;
    }
    table[slot + 1] = value;
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
    long code = (key ^ seed) * PHI;
    int slot = find(table, code);
    boolean here = code == 0 ? zero : slot >= 0;
    if (!here) {
      put(key, value);
      return value;
    }
    /*wide*/ long expected = changes;
    long merged = operator.applyAsLong(code == 0 ? zeroValue : table[slot + 1], value);
    check(expected);
    if (code == 0) {
      zeroValue = merged;
    } else {
      table[slot + 1] = merged;
    }
    return merged;
  }

  /// Returns the value of a key; a new key is put first, with what `make` makes of it.
  ///
  /// @param key the key
  /// @param make must not change this map's keys
  /// @return the value
  public long computeIfAbsent(long key, LongUnaryOperator make) {
    Objects.requireNonNull(make, "make");
    long old = get(key, 0);
    if (old != 0 || containsKey(key)) {
      return old;
    }
    /*wide*/ long expected = changes;
    long value = make.applyAsLong(key);
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
  public long computeIfPresent(long key, LongBinaryOperator change, long absent) {
    Objects.requireNonNull(change, "change");
    long old = get(key, absent);
    return old != absent || containsKey(key) ? changed(key, change, old) : absent;
  }

  /// Sets the value of a key to what `change` makes of the key and its value, or of `absent`.
  ///
  /// @param key the key
  /// @param change must not change this map's keys
  /// @param absent what a key that is not here counts as
  /// @return the new value
  public long compute(long key, LongBinaryOperator change, long absent) {
    Objects.requireNonNull(change, "change");
    return changed(key, change, get(key, absent));
  }

  /// Removes a key, whatever its value is, and returns the value it had, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long remove(long key, long absent) {
    long code = (key ^ seed) * PHI;
    if (code == 0) {
      long old = zero ? zeroValue : absent;
      removeZero();
      return old;
    }
    long[] table = this.table;
    int slot = find(table, code);
    if (slot < 0) {
      return absent;
    }
    long old = table[slot + 1];
    close(slot);
    return old;
  }

  /// Removes a key; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean remove(long key) {
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
      shift = Long.SIZE - MIN_LOG + 1;
      dense = NEVER;
      nearest = -1;
      near = false;
      limit = 0;
      changes++;
    } else if (limit != 0 && log(size) < Long.SIZE - shift) {
      resize(log(size));
    }
  }

  /// Puts every entry of another map; room for all is made first.
  ///
  /// @param from the other map
  public void putAll(LongLongMap from) {
    // Growth on the way would meet keys in the order of their codes and pile them up: count first.
    if ((/*wide*/ long) size + from.size > limit) {
      int fresh = 0;
      for (Cursor at = from.cursor(); at.next(); ) {
        fresh += containsKey(at.key()) ? 0 : 1;
      }
      if ((/*wide*/ long) size + fresh > MAX_SIZE) {
        throw new IllegalStateException(
            text("size", (/*wide*/ long) size + fresh, "limit", MAX_SIZE));
      }
      reserve(size + fresh);
    }
    for (Cursor at = from.cursor(); at.next(); ) {
      put(at.key(), at.value());
    }
  }

  /// {@return a copy with the same capacity, seed and order}
  public LongLongMap copy() {
    return new LongLongMap(this);
  }

  /// Calls `action` with every entry, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEach(LongLongConsumer action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long expected = changes;
    if (zero) {
      action.accept(seed, zeroValue);
      check(expected);
    }
    long[] table = this.table;
    for (int slot = 0; slot < table.length; slot += 2) {
      long code = table[slot];
      if (code != 0) {
        action.accept(key(code), table[slot + 1]);
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

  /// {@return a cursor before the first entry}
  public Cursor cursor() {
    return new Cursor(this);
  }

  /// {@return the keys, in the map's own order; the stream starts when it is consumed, and fails
  /// fast}
  public LongStream keys() {
    return LongLongMapWalk.stream(this, true);
  }

  /// {@return the values, in the order of {@link #keys()}}
  public LongStream values() {
    return LongLongMapWalk.stream(this, false);
  }

  /// {@return a live view of this map, which boxes}
  public Map<Long, Long> asMap() {
    return new View();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof LongLongMap other) || other.size != size) {
      return false;
    }
    for (Cursor at = cursor(); at.next(); ) {
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
    for (Cursor at = cursor(); at.next(); ) {
      hash += Long.hashCode(at.key()) ^ Long.hashCode(at.value());
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

  // No int: LongCounts alone counts so.
  /// What `addTo` does, for keys that are here more often than not. In tables larger than the
  /// nearest cache, where few keys are further from home than a slot, it asks by branches, which
  /// are mostly predicted: LongCountsProof.add.
  long count(long key, long delta) {
    if (nearest < 0 && size <= dense) {
      long code = (key ^ seed) * PHI;
      long[] table = this.table;
      int slot = home(code);
      if (table[slot] == code && code != 0) {
        return table[slot + 1] += delta;
      }
      if (table[slot + 2] == code && code != 0) {
        return table[slot + 3] += delta;
      }
    }
    return addTo(key, delta);
  }

  // To here.

  /// The number of homes, for tests.
  int capacity() {
    return limit == 0 ? 0 : 1 << (Long.SIZE - shift);
  }

  /// The number of slots that a search for the key reads, for tests.
  int probes(long key) {
    long code = (key ^ seed) * PHI;
    int probes = 1;
    for (int slot = home(code); Long.compareUnsigned(table[slot], code) > 0; slot += 2) {
      probes++;
    }
    return probes;
  }

  /// The present seed, for tests.
  long seed() {
    return seed;
  }

  /// Removes the entries that `predicate` gives that verdict.
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

  private long changed(long key, LongBinaryOperator change, long old) {
    /*wide*/ long expected = changes;
    long value = change.applyAsLong(key, old);
    check(expected);
    put(key, value);
    return value;
  }

  private int home(long code) {
    return narrow(~code >>> shift) << 1;
  }

  private long key(long code) {
    return (code * PHI_INVERSE) ^ seed;
  }

  /// Where a search for a key that may be here begins. In a table that the caches hold it passes
  /// slots without a branch, maybe the place of a key that is not here: what follows is smaller.
  private int start(long[] table, long code) {
    int slot = home(code);
    if (size > dense) {
      slot += larger(table, slot, code);
    } else if (near) {
      slot += table[slot] == code ? 0 : 2; // a conditional move
    }
    return slot;
  }

  /// The slot of a code, or the complement of the one where it belongs.
  private int find(long[] table, long code) {
    int slot = home(code);
    if (size > dense) {
      slot += larger(table, slot, code);
    } else if (near) {
      slot += Long.compareUnsigned(table[slot], code) > 0 ? 2 : 0; // a conditional move
    }
    for (long found = table[slot]; found != code; found = table[slot]) {
      if (Long.compareUnsigned(found, code) < 0) {
        return ~slot;
      }
      slot += 2;
    }
    return slot;
  }

  /// How far the first three slots hold larger codes, without a branch. Halves lose a bit so that
  /// the sign cannot overflow; the loop that follows makes up for it.
  private static int larger(long[] table, int slot, long code) {
    long half = code >>> 1;
    long larger =
        ((half - (table[slot] >>> 1)) >>> (Long.SIZE - 1))
            + ((half - (table[slot + 2] >>> 1)) >>> (Long.SIZE - 1))
            + ((half - (table[slot + 4] >>> 1)) >>> (Long.SIZE - 1));
    return narrow(larger) << 1;
  }

  private void insert(int slot, long code, long value) {
    long[] table = this.table;
    int end = slot;
    int most = slot - home(code); // of what any would be from home
    for (long moved = table[end]; moved != 0; moved = table[end]) {
      end += 2;
      most = Math.max(most, end - home(moved));
    }
    boolean far = most > FAR && changes >= calm;
    if (size >= limit || far || end + 2 == table.length) {
      long key = key(code); // before the seed changes
      makeRoom(far);
      put(key, value);
      return;
    }
    for (int i = end; i > slot; i -= 2) {
      table[i] = table[i - 2];
      table[i + 1] = table[i - 1];
    }
    table[slot] = code;
    table[slot + 1] = value;
    size++;
    changes++;
  }

  private void close(int slot) {
    long[] table = this.table;
    int next = slot + 2;
    for (long code = table[next]; code != 0 && home(code) < next; code = table[next]) {
      table[next - 2] = code;
      table[next - 1] = table[next + 1];
      next += 2;
    }
    table[next - 2] = 0; // the value behind it may stay: it is never read
    size--;
    changes++;
  }

  private boolean putZero(long value) {
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
      if (shift == Long.SIZE - MAX_LOG) {
        throw new IllegalStateException(text("size", size, "limit", MAX_SIZE));
      }
      resize(Long.SIZE - shift + 1);
    } else if (far) {
      reseed();
    } else {
      table = Arrays.copyOf(table, longer(table.length));
    }
  }

  private void resize(int log) {
    int slots = 1 << log;
    int toShift = Long.SIZE - log;
    long[] from = table;
    long[] to = new long[2 * (slots + Math.min(slots, TAIL) + 4)];
    int free = 0;
    for (int i = 0; i < from.length; i += 2) {
      long code = from[i];
      if (code != 0) {
        int slot = Math.max(free, narrow(~code >>> toShift) << 1);
        if (slot + 2 == to.length) {
          to = Arrays.copyOf(to, longer(to.length));
        }
        to[slot] = code;
        to[slot + 1] = from[i + 1];
        free = slot + 2;
      }
    }
    table = to;
    shift = toShift;
    limit = slots - (slots >> 2);
    near = log <= NEAR_LOG;
    dense = near ? slots >> 1 : NEVER; // measured: beyond, a branch behind one step is a gamble
    nearest = log <= NEAREST_LOG ? (int) (slots * 0.55) : -1; // 0.55 was measured
    changes++;
  }

  private void reseed() {
    var fresh = new LongLongMap(limit, new SplittableRandom(seed).nextLong());
    fresh.calm = /*wide*/ Long.MAX_VALUE;
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

  private void check(/*wide*/ long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException();
    }
  }

  private static int longer(int length) {
    return (int) Math.min(length + /*wide*/ 2L * (TAIL + (length >> 3)), Integer.MAX_VALUE - 9)
        & ~1;
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
  private static long inverse(long odd) {
    long inverse = odd; // right in three bits
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
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

  /// Walks the entries in the map's own order and fails fast; no step of it allocates.
  public static final class Cursor extends Step<Long, Long> {
    private static final int BEFORE = -4;
    private static final int ZERO = -2; // on the key that is kept aside

    private final LongLongMap map;
    private int slot;
    private /*wide*/ long expected;
    private boolean on; // an entry that is still there

    private Cursor(LongLongMap map) {
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
      int at = slot + 2;
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
        at += 2;
      }
      on = at < table.length;
      slot = on ? at : table.length - 2;
      return on;
    }

    /// {@return the key of the entry}
    public long key() {
      int at = at();
      return at == ZERO ? map.seed : map.key(map.table[at]);
    }

    /// {@return the value of the entry}
    public long value() {
      int at = at();
      return at == ZERO ? map.zeroValue : map.table[at + 1];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(long value) {
      int at = at();
      if (at == ZERO) {
        map.zeroValue = value;
      } else {
        map.table[at + 1] = value;
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
        slot = at - 2; // the entry behind it may have moved here
      }
      expected = map.changes;
      on = false;
    }

    @Override
    Map.Entry<Long, Long> entry() {
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
