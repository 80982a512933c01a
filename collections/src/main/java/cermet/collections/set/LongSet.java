// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A hash set of `long`s that keeps no object and reserves no value.
///
/// - **Use** to tell which ids, hashes or positions were seen, and for union, intersection and
///   difference in place.
/// - **Avoid** for small numbers close together: take `DenseBits`; where an adversary chooses the
///   values: the seed per set is safe against accidents only, and the iteration order gives it
///   away.
/// - **Cost** `contains`, `add`, `remove` O(1) expected, a miss no dearer than a hit; `retainAll`
///   one pass over the table; a slot is as wide as a value, 1.4 to 2.7 slots for each.
/// - **Allocation** none within what was reserved, but one cursor in `removeIf`, `toString` and
///   `cursor`; growth doubles.
/// - **Threads** one thread at a time; readers may share a set that no thread changes.
/// - **Errors** negative or too large size: `IllegalArgumentException`; more than 805,306,368
///   values: `IllegalStateException`; changed under a cursor or a callback:
///   `ConcurrentModificationException`; out of memory in growth: the set is as it was.
/// - **Source** Amble and Knuth, Ordered hash tables, 1974; Knuth's multiplicative hashing.
/// - **Copies with** `LongSetView`.
public final class LongSet {
  /*
   * Ordered linear probing. A value is stored as code = (value ^ seed) * PHI, a bijection, and
   * nothing else. The home of a code is the upper bits of ~code, so homes ascend where codes
   * descend, and along the table the codes descend, with gaps. An empty slot holds 0, which sorts
   * last: one unsigned comparison a slot ends hits, misses and runs alike.
   *
   *   home      0     1     2     3     tail        sentinel
   *         +-----+-----+-----+-----+-----+-----+-----+
   *   table |code |code |  0  |code |code |code |  0  |
   *         +-----+-----+-----+-----+-----+-----+-----+
   *          codes descend ->        never wraps, last slot empty
   *
   * Invariants: between the home of a code and its slot no slot is empty and none holds a smaller
   * code; the last slot is empty; size counts the value whose code is 0, the seed itself, of which
   * zero tells whether it is here. The table of an empty set is shared and never written: its limit
   * is 0.
   *
   * Growth, trim, intersection and difference go over the table in order, once. Removal shifts the
   * rest of the run back by a slot, and as no run wraps, a cursor that stays where it is sees every
   * value once.
   *
   * Crafted or unlucky values: an insertion that would leave a code further than FAR from home
   * takes a new seed first, derived from the old one, at most once for as many changes as the set
   * has values, so the cost stays constant a change. What still runs off the tail lengthens it.
   */

  // 2^64 / golden ratio, odd; its upper half where a value has 32 bits.
  static final long PHI = (0x9E3779B9L << (Long.SIZE - 32)) | (0x7F4A7C15L * (Long.SIZE / 64));
  static final long PHI_INVERSE = inverse(PHI);
  private static final int MAX_LOG = 30; // of a length with a tail
  private static final int MAX_SIZE = 3 << (MAX_LOG - 2);
  private static final int MIN_LOG = 3; // arbitrary
  private static final int NEAR_LOG = 18; // measured with maps: beyond, the loop overlaps misses
  private static final int TAIL = 60; // slots; a random run passes the end by more once in e^33
  private static final int FAR = 64; // slots: once in 10^7 of the largest random sets
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long[] EMPTY = new long[(1 << (MIN_LOG - 1)) + 4];

  private long[] table = EMPTY;
  private long seed;
  private int shift = Long.SIZE - MIN_LOG + 1;
  private int size;
  private int dense = NEVER; // a size above this makes three branch-free steps worth while
  private int limit;
  private boolean near; // small enough for the caches: one branch-free step
  private /*wide*/ long changes; // structural ones; cannot wrap
  private /*wide*/ long calm; // no new seed before changes reaches this
  private boolean zero;

  /// Makes an empty set.
  public LongSet() {
    this(0);
  }

  /// Makes an empty set that takes `expectedSize` values without growth.
  ///
  /// @param expectedSize values to make room for
  public LongSet(int expectedSize) {
    this(expectedSize, ThreadLocalRandom.current().nextLong());
  }

  private LongSet(int expectedSize, long seed) {
    this.seed = seed;
    reserve(expectedSize);
  }

  private LongSet(LongSet from) {
    table = from.limit == 0 ? EMPTY : from.table.clone();
    seed = from.seed;
    shift = from.shift;
    size = from.size;
    dense = from.dense;
    near = from.near;
    limit = from.limit;
    changes = from.changes;
    calm = from.calm;
    zero = from.zero;
  }

  /// Makes an empty set with a seed of the caller's, for an order that can be reproduced.
  ///
  /// @param expectedSize values to make room for
  /// @param seed the seed
  /// @return the set
  public static LongSet withSeed(int expectedSize, long seed) {
    return new LongSet(expectedSize, seed);
  }

  /// Makes a set of the given values, of which several may be equal.
  ///
  /// @param values the values
  /// @return a new set
  public static LongSet of(long... values) {
    var set = new LongSet(values.length);
    for (long value : values) {
      set.add(value);
    }
    return set;
  }

  /// {@return whether the value is here}
  ///
  /// @param value the value
  public boolean contains(long value) {
    long code = (value ^ seed) * PHI;
    if (code == 0) {
      return zero;
    }
    long[] table = this.table;
    int slot = start(table, code);
    for (long found = table[slot]; found != code; found = table[slot]) {
      if (Long.compareUnsigned(found, code) < 0) {
        return false;
      }
      slot++;
    }
    return true;
  }

  /// Adds a value; true if it is new.
  ///
  /// @param value the value
  /// @return whether it is new
  public boolean add(long value) {
    long code = (value ^ seed) * PHI;
    if (code == 0) {
      return addZero();
    }
    int slot = find(table, code);
    if (slot >= 0) {
      return false;
    }
    insert(~slot, code);
    return true;
  }

  /// Removes a value; true if it was here.
  ///
  /// @param value the value
  /// @return whether it was here
  public boolean remove(long value) {
    long code = (value ^ seed) * PHI;
    if (code == 0) {
      return removeZero();
    }
    int slot = find(table, code);
    if (slot < 0) {
      return false;
    }
    close(slot);
    return true;
  }

  /// Adds every value of another set, which makes this the union; room for all is made first.
  ///
  /// @param from the other set
  /// @return whether any value was new
  public boolean addAll(LongSet from) {
    // Growth on the way would meet values in the order of their codes and pile them up: count.
    if ((/*wide*/ long) size + from.size > limit) {
      /*wide*/ long needed = (/*wide*/ long) size + from.size - common(from);
      if (needed > MAX_SIZE) {
        throw new IllegalStateException("size: " + needed + ", limit: " + MAX_SIZE);
      }
      reserve((int) needed);
    }
    int before = size;
    if (from.zero) {
      add(from.seed);
    }
    for (long code : from.table) {
      if (code != 0) {
        add(from.value(code));
      }
    }
    return size != before;
  }

  /// Keeps only the values that are in another set too, which makes this the intersection.
  ///
  /// @param other the other set
  /// @return whether any value was removed
  @SuppressWarnings("ReferenceEquality") // a pass must not read the table that it writes
  public boolean retainAll(LongSet other) {
    Objects.requireNonNull(other, "other");
    return other != this && sweep(other, true);
  }

  /// Removes every value of another set, which makes this the difference.
  ///
  /// @param other the other set
  /// @return whether any value was removed
  @SuppressWarnings("ReferenceEquality") // a pass must not read the table that it writes
  public boolean removeAll(LongSet other) {
    int before = size;
    if (other == this) {
      clear();
    } else if (other.size >= size) {
      return sweep(other, false);
    } else {
      if (other.zero) {
        remove(other.seed);
      }
      for (long code : other.table) {
        if (code != 0) {
          remove(other.value(code));
        }
      }
    }
    return size != before;
  }

  /// {@return whether every value of another set is here}
  ///
  /// @param other the other set
  public boolean containsAll(LongSet other) {
    if (other.size > size || (other.zero && !contains(other.seed))) {
      return false;
    }
    for (long code : other.table) {
      if (code != 0 && !contains(other.value(code))) {
        return false;
      }
    }
    return true;
  }

  /// {@return the number of values}
  public int size() {
    return size;
  }

  /// {@return whether there is no value}
  public boolean isEmpty() {
    return size == 0;
  }

  /// Removes every value and keeps the capacity.
  public void clear() {
    if (limit != 0) {
      Arrays.fill(table, 0);
    }
    size = 0;
    zero = false;
    changes++;
    calm = changes;
  }

  /// Makes room for `expectedSize` values in all, so that reaching it takes no growth.
  ///
  /// @param expectedSize values to make room for
  public void reserve(int expectedSize) {
    if (expectedSize < 0 || expectedSize > MAX_SIZE) {
      throw new IllegalArgumentException("expectedSize: " + expectedSize + ", limit: " + MAX_SIZE);
    }
    if (expectedSize > limit) {
      resize(log(expectedSize));
    }
  }

  /// Shrinks to the smallest capacity that holds the values.
  public void trim() {
    if (size == 0) {
      table = EMPTY;
      shift = Long.SIZE - MIN_LOG + 1;
      dense = NEVER;
      near = false;
      limit = 0;
      changes++;
    } else if (limit != 0 && log(size) < Long.SIZE - shift) {
      resize(log(size));
    }
  }

  /// {@return a copy with the same capacity, seed and order}
  public LongSet copy() {
    return new LongSet(this);
  }

  /// {@return the values in a new array, in the set's own order}
  public long[] toArray() {
    long[] values = new long[size];
    int at = 0;
    if (zero) {
      values[at++] = seed;
    }
    for (long code : table) {
      if (code != 0) {
        values[at++] = value(code);
      }
    }
    return values;
  }

  /// Calls `action` with every value, in the set's own order.
  ///
  /// @param action must not change this set
  public void forEach(LongConsumer action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long expected = changes;
    if (zero) {
      action.accept(seed);
      check(expected);
    }
    for (long code : table) {
      if (code != 0) {
        action.accept(value(code));
        check(expected);
      }
    }
  }

  /// Removes the values that `predicate` holds for; true if any was removed.
  ///
  /// If it throws, the values it has accepted so far are removed and the others are kept.
  ///
  /// @param predicate must not change this set
  /// @return whether any value was removed
  public boolean removeIf(LongPredicate predicate) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor at = cursor(); at.next(); ) {
      if (predicate.test(at.value())) {
        at.remove();
      }
    }
    return size != before;
  }

  /// {@return a cursor before the first value}
  public Cursor cursor() {
    return new Cursor(this);
  }

  /// {@return a live view of this set, which boxes}
  public Set<Long> asSet() {
    return new LongSetView(this);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof LongSet other && other.size == size && containsAll(other);
  }

  @Override
  public int hashCode() {
    int hash = zero ? Long.hashCode(seed) : 0;
    for (long code : table) {
      if (code != 0) {
        hash += Long.hashCode(value(code));
      }
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("[");
    for (Cursor at = cursor(); at.next(); ) {
      text.append(text.length() == 1 ? "" : ", ").append(at.value());
    }
    return text.append(']').toString();
  }

  /// The number of homes, for tests.
  int capacity() {
    return limit == 0 ? 0 : 1 << (Long.SIZE - shift);
  }

  /// The number of slots that a search for the value reads, for tests.
  int probes(long value) {
    long code = (value ^ seed) * PHI;
    int probes = 1;
    for (int slot = home(code); Long.compareUnsigned(table[slot], code) > 0; slot++) {
      probes++;
    }
    return probes;
  }

  /// The present seed, for tests.
  long seed() {
    return seed;
  }

  private int home(long code) {
    return home(code, shift);
  }

  @SuppressWarnings("cast") // where a value is an int it does nothing
  private static int home(long code, int shift) {
    return (int) (~code >>> shift);
  }

  private long value(long code) {
    return (code * PHI_INVERSE) ^ seed;
  }

  /// Where a search for a key that may be here begins. In a table that the caches hold it passes
  /// slots without a branch, maybe the place of a key that is not here: what follows is smaller.
  private int start(long[] table, long code) {
    int slot = home(code, shift);
    if (size > dense) {
      slot += larger(table, slot, code);
    } else if (near) {
      slot += table[slot] == code ? 0 : 1; // a conditional move
    }
    return slot;
  }

  /// The slot of a code, or the complement of the one where it belongs.
  private int find(long[] table, long code) {
    int slot = home(code, shift);
    if (size > dense) {
      slot += larger(table, slot, code);
    } else if (near) {
      slot += Long.compareUnsigned(table[slot], code) > 0 ? 1 : 0; // a conditional move
    }
    for (long found = table[slot]; found != code; found = table[slot]) {
      if (Long.compareUnsigned(found, code) < 0) {
        return ~slot;
      }
      slot++;
    }
    return slot;
  }

  /// How many of the first three slots hold larger codes, without a branch.
  private static int larger(long[] table, int slot, long code) {
    long half = code >>> 1;
    return larger(table[slot], half)
        + larger(table[slot + 1], half)
        + larger(table[slot + 2], half);
  }

  /// 1 if half of `code` is larger, else 0: a whole could overflow the sign. The loop makes up for
  /// the lost bit.
  @SuppressWarnings("cast") // where a value is an int it does nothing
  private static int larger(long code, long half) {
    return (int) ((half - (code >>> 1)) >>> (Long.SIZE - 1));
  }

  private void insert(int slot, long code) {
    long[] table = this.table;
    int end = slot;
    int most = slot - home(code); // of what any would be from home
    for (long moved = table[end]; moved != 0; moved = table[end]) {
      end++;
      most = Math.max(most, end - home(moved));
    }
    boolean far = most > FAR && changes >= calm;
    if (size >= limit || far || end + 1 == table.length) {
      long value = value(code); // before the seed changes
      makeRoom(far);
      add(value);
      return;
    }
    for (int i = end; i > slot; i--) {
      table[i] = table[i - 1];
    }
    table[slot] = code;
    size++;
    changes++;
  }

  private void close(int slot) {
    long[] table = this.table;
    int next = slot + 1;
    for (long code = table[next]; code != 0 && home(code) < next; code = table[next]) {
      table[next - 1] = code;
      next++;
    }
    table[next - 1] = 0;
    size--;
    changes++;
  }

  private boolean addZero() {
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

  /// How many values of another set are here.
  private int common(LongSet other) {
    int common = other.zero && contains(other.seed) ? 1 : 0;
    for (long code : other.table) {
      common += code != 0 && contains(other.value(code)) ? 1 : 0;
    }
    return common;
  }

  /// Keeps the values of which `other`, not this set, has as many as wanted. As codes descend, each
  /// that is kept goes to where it is or before, and what is behind it was not yet written.
  private boolean sweep(LongSet other, boolean wanted) {
    long[] table = this.table;
    int before = size;
    int kept = 0;
    int free = 0;
    for (int i = 0; i < table.length; i++) {
      long code = table[i];
      if (code != 0) {
        table[i] = 0;
        if (other.contains(value(code)) == wanted) {
          int slot = Math.max(free, home(code));
          table[slot] = code;
          free = slot + 1;
          kept++;
        }
      }
    }
    zero = zero && other.contains(seed) == wanted;
    size = kept + (zero ? 1 : 0);
    if (size == before) {
      return false;
    }
    changes++;
    return true;
  }

  /// Every array is allocated before any field changes.
  private void makeRoom(boolean far) {
    if (size >= limit) {
      if (shift == Long.SIZE - MAX_LOG) {
        throw new IllegalStateException("size: " + size + ", limit: " + MAX_SIZE);
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
    long[] to = new long[slots + Math.min(slots, TAIL) + 4];
    int free = 0;
    for (long code : table) {
      if (code != 0) {
        int slot = Math.max(free, home(code, toShift));
        if (slot + 1 == to.length) {
          to = Arrays.copyOf(to, longer(to.length));
        }
        to[slot] = code;
        free = slot + 1;
      }
    }
    table = to;
    shift = toShift;
    limit = slots - (slots >> 2);
    near = log <= NEAR_LOG;
    dense = near ? slots >> 1 : NEVER; // measured with maps
    changes++;
  }

  private void reseed() {
    var fresh = new LongSet(limit, new SplittableRandom(seed).nextLong());
    fresh.calm = /*wide*/ Long.MAX_VALUE;
    for (Cursor at = cursor(); at.next(); ) {
      fresh.add(at.value());
    }
    table = fresh.table;
    seed = fresh.seed;
    zero = fresh.zero;
    changes++;
    calm = changes + size;
  }

  private void check(/*wide*/ long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException();
    }
  }

  /// Newton's iteration: each step doubles the bits that are right, at first three.
  private static long inverse(long odd) {
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  private static int longer(int length) {
    return (int) Math.min((/*wide*/ long) length + TAIL + (length >> 3), Integer.MAX_VALUE - 8);
  }

  private static int log(int expectedSize) {
    /*wide*/ long homes = (expectedSize * /*wide*/ 4L + 2) / 3;
    return Math.max(MIN_LOG, 64 - /*wide*/ Long.numberOfLeadingZeros(homes - 1));
  }

  /// Walks the values in the set's own order and fails fast; no step of it allocates.
  public static final class Cursor {
    private static final int BEFORE = -2;
    private static final int ZERO = -1; // on the value that is kept aside

    private final LongSet set;
    private int slot;
    private /*wide*/ long expected;
    private boolean on; // a value that is still there

    private Cursor(LongSet set) {
      this.set = set;
      reset();
    }

    /// Goes back to before the first value, whatever changed.
    public void reset() {
      slot = BEFORE;
      expected = set.changes;
      on = false;
    }

    /// Goes to the next value; false if there is none.
    ///
    /// @return whether the cursor is on a value
    public boolean next() {
      set.check(expected);
      int at = slot + 1;
      if (at == ZERO) {
        if (set.zero) {
          slot = ZERO;
          on = true;
          return true;
        }
        at = 0;
      }
      long[] table = set.table;
      while (at < table.length && table[at] == 0) {
        at++;
      }
      on = at < table.length;
      slot = on ? at : table.length - 1;
      return on;
    }

    /// {@return the value}
    public long value() {
      int at = at();
      return at == ZERO ? set.seed : set.value(set.table[at]);
    }

    /// Removes the value; the next one is still ahead.
    public void remove() {
      int at = at();
      if (at == ZERO) {
        set.removeZero();
      } else {
        set.close(at);
        slot = at - 1; // the code behind it may have moved here
      }
      expected = set.changes;
      on = false;
    }

    private int at() {
      set.check(expected);
      if (!on) {
        throw new IllegalStateException("the cursor is on no value");
      }
      return slot;
    }
  }
}
