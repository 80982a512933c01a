// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.core.hash.SipHash;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A hash map from `long` to `long` for much churn, growth and many misses, or for untrusted keys.
///
/// - **Use** when most lookups miss, when keys come and go, when maps are built and thrown away;
///   with `forUntrustedKeys`, when an adversary chooses the keys.
/// - **Avoid** when most lookups hit in a map beyond the caches: `LongLongMap` touches one line
///   where this one touches two.
/// - **Cost** `get`, `containsKey`, `put`, `getAndPut`, `putIfAbsent`, `replace`, `addTo`, `merge`,
///   `remove` O(1) expected; 17 bytes a slot, 20 to 39 an entry.
/// - **Allocation** none within what was reserved, but one cursor in `putAll`, `equals`, `hashCode`
///   and `cursor`; growth doubles.
/// - **Threads** one thread at a time; readers may share a map that no thread changes.
/// - **Errors** negative or too large size: `IllegalArgumentException`; more than 469,762,048
///   entries: `IllegalStateException`; changed under a cursor or a callback:
///   `ConcurrentModificationException`; out of memory in growth: the map is as it was.
/// - **Source** Kulukundis, Designing a fast, efficient, cache-friendly hash table, CppCon 2017;
///   counts of what overflows: Bronson and Shi, Open-sourcing F14, 2019; Knuth's multiplicative
///   hashing; Aumasson and Bernstein's SipHash for untrusted keys.
/// - **Copies with** `BoxedMap`, `SipHash`, `Slice`, `Digits`, `Characters`.
public final class LongLongSwissMap extends BoxedMap<Long, Long> {
  /*
   * Groups of eight slots. A control word has a byte for each slot of its group; one word answers
   * for eight slots at once, by arithmetic on its bytes, and all words fit a nearer cache.
   *
   *               slot 7    ...     slot 1    slot 0
   *             +---------+-------+---------+---------+      0x00     empty
   *   control g | 1 + tag |  ...  | 1 + tag |  0x00   |      0x80..FF an entry and its 7-bit tag
   *             +---------+-------+---------+---------+
   *   passed g  how many entries belong in g or before and stand behind it; 255: as many or more
   *   table g   value, key of slot 0, value, key of slot 1, ...: 16 longs
   *
   * The code of a key is (key ^ seed) * PHI, or its SipHash. Its upper bits are the home group, the
   * seven below them the tag. A search reads the groups home, home + 1, home + 3, home + 6 ... and
   * ends at the first one that no entry has passed; it compares the keys whose tags match.
   *
   * Invariants: each group between the home of an entry and where it stands counts it in passed;
   * entries fill at most 7/8 of the slots. An insertion takes the first empty slot on its way and
   * counts itself in the groups that it passes; a removal empties the slot and counts itself out.
   * So nothing of an entry is left behind, and churn costs neither room nor length of searches. A
   * count of 255 stays until the table is built anew.
   *
   * An insertion that passes more groups than chance makes it takes a new seed first, derived from
   * the old one (or a new random key of SipHash), at most once in half as many changes as the table
   * takes entries. The arrays of an empty map are shared and never written: its limit is 0.
   */

  private static final long PHI = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH = 0x8080_8080_8080_8080L;
  private static final int TAG_BITS = 7;
  private static final int MAX_LOG = 26; // groups; 2^30 longs in the table
  private static final int MAX_SIZE = 7 << MAX_LOG;
  private static final int FAR = 24; // and log(groups): about 0.58 to that power a full table
  private static final byte MANY = -1; // 255 or more, which is not counted down
  private static final long[] NO_CONTROL = new long[1];
  private static final byte[] NO_PASSED = new byte[1];
  private static final long[] NO_TABLE = new long[16];

  private long[] control = NO_CONTROL;
  private long[] table = NO_TABLE;
  private byte[] passed = NO_PASSED;
  private long seed;
  private @Nullable SipHash keyed; // in place of the seed
  private int shift = 64 - TAG_BITS; // the code's upper bits above it: home, then tag
  private int size;
  private int limit;
  private long changes; // structural ones; cannot wrap
  private long calm; // no new seed before changes reaches this

  /// Makes an empty map.
  public LongLongSwissMap() {
    this(0);
  }

  /// Makes an empty map that takes `expectedSize` entries without growth.
  ///
  /// @param expectedSize entries to make room for
  public LongLongSwissMap(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextLong(), null);
  }

  private LongLongSwissMap(int expectedSize, long seed, @Nullable SipHash keyed) {
    this.seed = seed;
    this.keyed = keyed;
    reserve(expectedSize);
  }

  private LongLongSwissMap(LongLongSwissMap from) {
    control = from.limit == 0 ? NO_CONTROL : from.control.clone();
    table = from.limit == 0 ? NO_TABLE : from.table.clone();
    passed = from.limit == 0 ? NO_PASSED : from.passed.clone();
    seed = from.seed;
    keyed = from.keyed;
    shift = from.shift;
    size = from.size;
    limit = from.limit;
    changes = from.changes;
    calm = from.calm;
  }

  /// Makes an empty map with a seed of the caller's, for an order that can be reproduced.
  ///
  /// @param expectedSize entries to make room for
  /// @param seed the seed
  /// @return the map
  public static LongLongSwissMap withSeed(int expectedSize, long seed) {
    return new LongLongSwissMap(expectedSize, seed, null);
  }

  /// Makes an empty map that an adversary who chooses the keys cannot slow down.
  ///
  /// @return the map, which places keys by SipHash-1-3 with a random key of its own
  public static LongLongSwissMap forUntrustedKeys() {
    return forUntrustedKeys(0);
  }

  /// Makes an empty map that an adversary who chooses the keys cannot slow down.
  ///
  /// @param expectedSize entries to make room for
  /// @return the map, which places keys by SipHash-1-3 with a random key of its own
  public static LongLongSwissMap forUntrustedKeys(int expectedSize) {
    return new LongLongSwissMap(expectedSize, 0, SipHash.random());
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public long get(long key, long absent) {
    int at = find(key, home(key));
    return at < 0 ? absent : table[at - 1];
  }

  /// Sets the value of a key; true if the key is new.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether the key is new
  public boolean put(long key, long value) {
    long home = home(key);
    int at = find(key, home);
    if (at < 0) {
      insert(home, key, value);
      return true;
    }
    table[at - 1] = value;
    return false;
  }

  /// Adds to the value of a key, 0 if it is new, and returns the sum, which wraps on overflow.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public long addTo(long key, long delta) {
    long home = home(key);
    int at = find(key, home);
    if (at < 0) {
      insert(home, key, delta);
      return delta;
    }
    return table[at - 1] += delta;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(long key) {
    return find(key, home(key)) >= 0;
  }

  /// Sets the value of a key and returns the one it had, or `absent`.
  ///
  /// @param key the key
  /// @param value its new value
  /// @param absent what to return for a new key
  /// @return the old value
  public long getAndPut(long key, long value, long absent) {
    long home = home(key);
    int at = find(key, home);
    if (at < 0) {
      insert(home, key, value);
      return absent;
    }
    long old = table[at - 1];
    table[at - 1] = value;
    return old;
  }

  /// Adds a key unless it is here; true if it was added.
  ///
  /// @param key the key
  /// @param value its value
  /// @return whether it was added
  public boolean putIfAbsent(long key, long value) {
    long home = home(key);
    int at = find(key, home);
    if (at < 0) {
      insert(home, key, value);
    }
    return at < 0;
  }

  /// Sets the value of a key that is here; true if it is.
  ///
  /// @param key the key
  /// @param value its new value
  /// @return whether the key is here
  public boolean replace(long key, long value) {
    int at = find(key, home(key));
    if (at >= 0) {
      table[at - 1] = value;
    }
    return at >= 0;
  }

  /// Removes a key, whatever its value is, and returns the value it had, or `absent`.
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  /// @return the old value
  public long remove(long key, long absent) {
    long home = home(key);
    int at = find(key, home);
    if (at < 0) {
      return absent;
    }
    erase(at, home);
    return table[at - 1]; // still there: only the control word changed
  }

  /// Removes a key; true if it was here.
  ///
  /// @param key the key
  /// @return whether it was here
  public boolean remove(long key) {
    long home = home(key);
    int at = find(key, home);
    if (at >= 0) {
      erase(at, home);
    }
    return at >= 0;
  }

  /// Sets a new key to `value`, any other to what `operator` makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public long merge(long key, long value, LongBinaryOperator operator) {
    Objects.requireNonNull(operator, "operator");
    int at = find(key, home(key));
    if (at < 0) {
      put(key, value);
      return value;
    }
    long expected = changes;
    long merged = operator.applyAsLong(table[at - 1], value);
    check(expected);
    table[at - 1] = merged;
    return merged;
  }

  /// Returns the value of a key; a new key first gets the one that `function` makes of it.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value
  public long computeIfAbsent(long key, LongUnaryOperator function) {
    Objects.requireNonNull(function, "function");
    int at = find(key, home(key));
    if (at >= 0) {
      return table[at - 1];
    }
    long expected = changes;
    long value = function.applyAsLong(key);
    check(expected);
    put(key, value);
    return value;
  }

  /// Sets the value of a key that is here to what `function` makes of the key and its value.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent what to return for a key that is not here
  /// @return the new value, or `absent`
  public long computeIfPresent(long key, LongBinaryOperator function, long absent) {
    Objects.requireNonNull(function, "function");
    int at = find(key, home(key));
    if (at < 0) {
      return absent;
    }
    long expected = changes;
    long value = function.applyAsLong(key, table[at - 1]);
    check(expected);
    table[at - 1] = value;
    return value;
  }

  /// Sets the value of a key to what `function` makes of the key and its value, or `absent`.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent stands for the value of a new key
  /// @return the new value
  public long compute(long key, LongBinaryOperator function, long absent) {
    Objects.requireNonNull(function, "function");
    long expected = changes;
    long value = function.applyAsLong(key, get(key, absent));
    check(expected);
    put(key, value);
    return value;
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
      Arrays.fill(control, 0);
      Arrays.fill(passed, (byte) 0);
    }
    size = 0;
    changes++;
  }

  /// Makes room for `expectedSize` entries in all, so that reaching it takes no growth.
  ///
  /// @param expectedSize entries to make room for
  public void reserve(int expectedSize) {
    if (expectedSize < 0 || expectedSize > MAX_SIZE) {
      throw new IllegalArgumentException(text("expectedSize", expectedSize, "limit", MAX_SIZE));
    }
    if (expectedSize > limit) {
      rebuild(log(expectedSize), seed, keyed);
    }
  }

  /// Shrinks to the smallest capacity that holds the entries.
  public void trim() {
    if (size == 0) {
      control = NO_CONTROL;
      table = NO_TABLE;
      passed = NO_PASSED;
      shift = 64 - TAG_BITS;
      limit = 0;
      changes++;
    } else if (log(size) < 64 - TAG_BITS - shift) {
      rebuild(log(size), seed, keyed);
    }
  }

  /// Puts every entry of another map; room for all is made first.
  ///
  /// @param from the other map
  public void putAll(LongLongSwissMap from) {
    // Growth on the way would meet keys in the order of their codes and pile them up: count first.
    if (from.size > limit - size) {
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
  public LongLongSwissMap copy() {
    return new LongLongSwissMap(this);
  }

  /// Calls `action` with every entry, in the map's own order.
  ///
  /// @param action must not change this map's keys
  public void forEach(LongLongConsumer action) {
    Objects.requireNonNull(action, "action");
    long expected = changes;
    long[] control = this.control;
    long[] table = this.table;
    for (int group = 0; group < control.length; group++) {
      for (long left = control[group] & HIGH; left != 0; left &= left - 1) {
        int at = slot(group, left);
        action.accept(table[at], table[at - 1]);
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

  /// {@return a live view of this map, which boxes}
  public Map<Long, Long> asMap() {
    return new View();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof LongLongSwissMap other) || other.size != size) {
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

  /// A map that places keys by this hash, for tests.
  static LongLongSwissMap keyed(SipHash hash) {
    return new LongLongSwissMap(0, 0, hash);
  }

  /// The number of slots, for tests.
  int capacity() {
    return limit == 0 ? 0 : 8 * control.length;
  }

  /// The number of groups that a search for the key reads, for tests.
  int probes(long key) {
    long home = home(key);
    int group = (int) (home >>> TAG_BITS);
    int last = find(key, home) >> 4; // -1 if it is absent: the search ends where none has passed
    int step = 0;
    while (last < 0 ? passed[group] != 0 && step < control.length - 1 : group != last) {
      group = (group + ++step) & (control.length - 1);
    }
    return step + 1;
  }

  /// The number of keys that a search for the key compares, for tests.
  int compared(long key) {
    int compared = 0;
    long home = home(key);
    int group = (int) (home >>> TAG_BITS);
    for (int step = 0, end = probes(key); step < end; ) {
      for (long left = matches(control[group], tags(home)); left != 0; left &= left - 1) {
        compared++;
        if (table[slot(group, left)] == key) {
          return compared;
        }
      }
      group = (group + ++step) & (control.length - 1);
    }
    return compared;
  }

  /// The sum of what the groups count, for tests.
  int passes() {
    int passes = 0;
    for (byte count : passed) {
      passes += Byte.toUnsignedInt(count);
    }
    return passes;
  }

  /// The present seed, for tests.
  long seed() {
    return seed;
  }

  private boolean sweep(LongLongPredicate predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    long expected = changes;
    long[] control = this.control;
    long[] table = this.table;
    for (int group = 0; group < control.length; group++) {
      for (long left = control[group] & HIGH; left != 0; left &= left - 1) {
        int at = slot(group, left);
        boolean chosen = predicate.test(table[at], table[at - 1]);
        check(expected);
        if (chosen == verdict) {
          erase(at, home(table[at]));
          expected = changes;
        }
      }
    }
    return size != before;
  }

  /// Home group and tag of a key.
  private long home(long key) {
    SipHash keyed = this.keyed;
    return (keyed == null ? (key ^ seed) * PHI : keyed.hash(key)) >>> shift;
  }

  /// The index of a key in the table, or -1.
  private int find(long key, long home) {
    long[] control = this.control;
    long[] table = this.table;
    byte[] passed = this.passed;
    long tags = tags(home);
    int group = (int) (home >>> TAG_BITS);
    for (int step = 0; ; ) {
      group &= control.length - 1;
      for (long left = matches(control[group], tags); left != 0; left &= left - 1) {
        int at = slot(group, left);
        if (table[at] == key) {
          return at;
        }
      }
      if (passed[group] == 0 || step == control.length - 1) {
        return -1;
      }
      group += ++step;
    }
  }

  /// Puts a key that is not here.
  private void insert(long home, long key, long value) {
    long[] control = this.control;
    int group = (int) (home >>> TAG_BITS);
    int steps = 0;
    long vacant = ~control[group] & HIGH;
    while (vacant == 0) {
      group = (group + ++steps) & (control.length - 1);
      vacant = ~control[group] & HIGH;
    }
    if (size == limit || (steps > FAR + log() && changes >= calm)) {
      makeRoom();
      insert(home(key), key, value);
      return;
    }
    if (steps > 0) {
      count(home, group, 1);
    }
    control[group] |= mark(vacant, home);
    int at = slot(group, vacant);
    table[at] = key;
    table[at - 1] = value;
    size++;
    changes++;
  }

  private void erase(int at, long home) {
    int group = at >>> 4;
    control[group] &= ~(0xFFL << ((at & 14) << 2));
    if (group != (int) (home >>> TAG_BITS)) {
      count(home, group, -1);
    }
    size--;
    changes++;
  }

  /// Counts an entry in or out where a search for it passes, from its home to its group.
  private void count(long home, int last, int change) {
    byte[] passed = this.passed;
    int group = (int) (home >>> TAG_BITS);
    for (int step = 0; group != last; ) {
      if (passed[group] != MANY) {
        passed[group] = (byte) (passed[group] + change);
      }
      group = (group + ++step) & (passed.length - 1);
    }
  }

  private void makeRoom() {
    if (size < limit) {
      reseed();
    } else if (limit == 0) {
      rebuild(0, seed, keyed);
    } else if (log() < MAX_LOG) {
      rebuild(log() + 1, seed, keyed);
    } else {
      throw new IllegalStateException(text("size", size, "limit", MAX_SIZE));
    }
  }

  /// Every array is allocated before any field changes.
  private void rebuild(int log, long seed, @Nullable SipHash keyed) {
    long[] control = new long[1 << log];
    long[] table = new long[16 << log];
    byte[] passed = new byte[1 << log];
    int shift = 64 - TAG_BITS - log;
    long[] fromControl = this.control;
    long[] from = this.table;
    for (int source = 0; source < fromControl.length; source++) {
      for (long left = fromControl[source] & HIGH; left != 0; left &= left - 1) {
        int at = slot(source, left);
        long key = from[at];
        long home = (keyed == null ? (key ^ seed) * PHI : keyed.hash(key)) >>> shift;
        int group = (int) (home >>> TAG_BITS);
        long vacant = ~control[group] & HIGH;
        for (int step = 0; vacant == 0; vacant = ~control[group] & HIGH) {
          if (passed[group] != MANY) {
            passed[group] = (byte) (passed[group] + 1);
          }
          group = (group + ++step) & (control.length - 1);
        }
        control[group] |= mark(vacant, home);
        int to = slot(group, vacant);
        table[to] = key;
        table[to - 1] = from[at - 1];
      }
    }
    this.control = control;
    this.table = table;
    this.passed = passed;
    this.seed = seed;
    this.keyed = keyed;
    this.shift = shift;
    limit = 7 << log;
    changes++;
  }

  private void reseed() {
    SipHash next = keyed == null ? null : SipHash.random();
    rebuild(log(), new SplittableRandom(seed).nextLong(), next);
    calm = changes + (limit >> 1);
  }

  /// What the control word of the lowest empty slot gains.
  private static long mark(long vacant, long home) {
    return (long) tag(home) << (Long.numberOfTrailingZeros(vacant) & 56);
  }

  /// A one in the top bit of each byte that is the tag, and seldom of one above such a byte.
  private static long matches(long word, long tags) {
    long differences = word ^ tags;
    return (differences - ONES) & ~differences & HIGH;
  }

  /// The index of the key in the slot of the lowest bit, one of those in HIGH.
  private static int slot(int group, long bits) {
    return (group << 4) + (Long.numberOfTrailingZeros(bits) >>> 2);
  }

  private static int tag(long home) {
    return ((int) home & 0x7F) | 0x80;
  }

  private static long tags(long home) {
    return tag(home) * ONES;
  }

  private int log() {
    return 64 - TAG_BITS - shift;
  }

  private static int log(int expectedSize) {
    return 32 - Integer.numberOfLeadingZeros((int) ((expectedSize + 6L) / 7 - 1));
  }

  private void check(long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException();
    }
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
    private final LongLongSwissMap map;
    private int group;
    private long left; // bits of the group's entries ahead
    private int at;
    private long expected;
    private boolean on; // an entry that is still there

    private Cursor(LongLongSwissMap map) {
      this.map = map;
      reset();
    }

    /// Goes back to before the first entry, whatever changed.
    public void reset() {
      group = -1;
      left = 0;
      expected = map.changes;
      on = false;
    }

    /// Goes to the next entry; false if there is none.
    ///
    /// @return whether the cursor is on an entry
    @Override
    public boolean next() {
      map.check(expected);
      long[] control = map.control;
      long left = this.left;
      int group = this.group;
      while (left == 0 && group + 1 < control.length) {
        group++;
        left = control[group] & HIGH;
      }
      on = left != 0;
      at = slot(group, left);
      this.group = group;
      this.left = left & (left - 1);
      return on;
    }

    /// {@return the key of the entry}
    public long key() {
      return map.table[at()];
    }

    /// {@return the value of the entry}
    public long value() {
      return map.table[at() - 1];
    }

    /// Sets the value of the entry.
    ///
    /// @param value its new value
    public void set(long value) {
      map.table[at() - 1] = value;
    }

    /// Removes the entry; the next one is still ahead.
    @Override
    public void remove() {
      int at = at();
      map.erase(at, map.home(map.table[at]));
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
      return at;
    }
  }
}
