// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// An immutable map from `long` to `long`, built once: a lookup reads one byte and one entry.
///
/// - **Use** for tables that are loaded once and read for long: codes, routes, reference data.
/// - **Avoid** when entries come and go, or when each is read a few times only: building costs more
///   than that; take `LongLongMap`.
/// - **Cost** `get`, `containsKey` O(1), also at worst, without a loop; 17 bytes an entry, and up
///   to 33 more while it is built.
/// - **Allocation** none after construction, but one cursor in `equals`, `hashCode` and `cursor`.
/// - **Threads** immutable: any number of readers, however the map was published.
/// - **Errors** a key twice, arrays of different lengths or of more than 536,870,912 keys:
///   `IllegalArgumentException`; keys crafted against a known seed and all those that follow from
///   it: `IllegalStateException`.
/// - **Source** Fox, Chen and Heath, A faster algorithm for constructing minimal perfect hash
///   functions, SIGIR 1992; Groot Koerkamp, PtrHash, 2025; the multipliers of Knuth, Steele and
///   Vigna, and SplitMix.
/// - **Copies with** `BoxedMap`, `LongLongMap`, `LongLongMapWalk`.
public final class FrozenLongMap extends BoxedMap<Long, Long> {
  /*
   *   key --> code --> bucket --> pilot --+
   *             |                         +--> slot = spread * THIRD + pilot * code, scaled
   *             +-------------------------+
   *
   *   pilots   one byte a bucket, of three keys in the mean
   *   table    key value | key value | key value ...      one entry a slot, 2 % of the slots spare
   *
   * Invariants: each entry is in the slot that its key leads to, so a lookup compares one key. A
   * spare slot holds a copy of the entry in the slot `twin`, to which its key does not lead: no
   * lookup finds it there. The map without entries has two slots, and in each a key that leads to
   * the other.
   *
   * Building: the buckets are placed from the largest to the smallest, each with the first pilot
   * that leads all its keys to free slots. If none of the 256 does, the one that costs least turns
   * out other buckets, the sum of the squares of their sizes being the cost, and those are placed
   * anew. After too many turns all begins again with another seed and some more slots.
   */

  private static final long FIRST = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd
  private static final long SECOND = 0xD1342543DE82EF95L; // Steele and Vigna 2021
  private static final long THIRD = 0x94D049BB133111EBL; // SplitMix64
  private static final int MAX_SIZE = 1 << 29;
  private static final int BUCKET = 3; // keys a bucket in the mean: 4 would need many turns
  private static final int SPARE = 49; // one spare slot for so many keys
  private static final int MAX_ATTEMPTS = 64; // arbitrary; one is the rule

  private final byte[] pilots;
  private final long[] table;
  private final long seed;
  private final int size;
  private final int twin; // the index in the table of the entry that spare slots repeat

  private FrozenLongMap(long[] keys, long[] values, long seed) {
    size = keys.length;
    if (values.length != size) {
      throw new IllegalArgumentException(text("keys", size, "values", values.length));
    }
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException(text("keys", size, "limit", MAX_SIZE));
    }
    pilots = new byte[size / BUCKET + 1];
    int slots = Math.max(2, size + size / SPARE + 1);
    for (int attempt = 1; !new Layout(keys, seed, pilots, slots).place(); attempt++) {
      if (attempt == MAX_ATTEMPTS) {
        throw new IllegalStateException(text("keys crafted against the seed", seed));
      }
      seed = new SplittableRandom(seed).nextLong();
      slots += slots / SPARE + 1;
    }
    this.seed = seed;
    table = new long[2 * slots];
    twin = size == 0 ? 0 : at(pilots, table, code(keys[0], seed));
    for (int at = 0; at < table.length && size > 0; at += 2) {
      table[at] = keys[0];
      table[at + 1] = values[0];
    }
    for (int i = 0; i < size; i++) {
      int at = at(pilots, table, code(keys[i], seed));
      table[at] = keys[i];
      table[at + 1] = values[i];
    }
    for (long key = 1; size == 0 && (table[0] == 0 || table[2] == 0); key++) {
      table[2 - at(pilots, table, code(key, seed))] = key;
    }
  }

  /// Makes a map of these keys and their values, with a seed of its own.
  ///
  /// @param keys the keys, all different
  /// @param values the value of each key, in the same order
  /// @return the map
  public static FrozenLongMap of(long[] keys, long[] values) {
    return new FrozenLongMap(keys, values, ThreadLocalRandom.current().nextLong());
  }

  /// Makes a map whose order depends on the keys' order and a seed of the caller's only.
  ///
  /// @param keys the keys, all different
  /// @param values the value of each key, in the same order
  /// @param seed the seed
  /// @return the map
  public static FrozenLongMap withSeed(long[] keys, long[] values, long seed) {
    return new FrozenLongMap(keys, values, seed);
  }

  /// Makes a map of the entries that another has now, with a seed of its own.
  ///
  /// @param from the other map
  /// @return the map
  public static FrozenLongMap copyOf(LongLongMap from) {
    long[] keys = new long[from.size()];
    long[] values = new long[keys.length];
    int i = 0;
    for (LongLongMap.Cursor at = from.cursor(); at.next(); i++) {
      keys[i] = at.key();
      values[i] = at.value();
    }
    return of(keys, values);
  }

  /// {@return the value of a key, or `absent`}
  ///
  /// @param key the key
  /// @param absent what to return for a key that is not here
  public long get(long key, long absent) {
    long[] table = this.table;
    int at = at(pilots, table, code(key, seed));
    return table[at] == key ? table[at + 1] : absent;
  }

  /// {@return whether the key is here}
  ///
  /// @param key the key
  public boolean containsKey(long key) {
    return table[at(pilots, table, code(key, seed))] == key;
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

  /// Calls `action` with every entry, in the map's own order.
  ///
  /// @param action is called
  public void forEach(LongLongMap.LongLongConsumer action) {
    Objects.requireNonNull(action, "action");
    long[] table = this.table;
    int end = end();
    for (int at = 0; at < end; at += 2) {
      if (table[at] != table[twin] || at == twin) {
        action.accept(table[at], table[at + 1]);
      }
    }
  }

  /// {@return a cursor before the first entry}
  public Cursor cursor() {
    return new Cursor(this);
  }

  /// {@return a view of this map, which boxes and cannot be changed either}
  public Map<Long, Long> asMap() {
    return new View();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof FrozenLongMap other) || other.size != size) {
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

  /// The bytes of the arrays, for tests.
  long bytes() {
    return pilots.length + 8L * table.length;
  }

  /// The seed that the layout was found with, for tests.
  long seed() {
    return seed;
  }

  /// Where the entries end in the table.
  private int end() {
    return size == 0 ? 0 : table.length;
  }

  private static long code(long key, long seed) {
    return (key ^ seed) * FIRST;
  }

  /// The index in the table that a code leads to.
  private static int at(byte[] pilots, long[] table, long code) {
    return at(code, pilots[bucket(code, pilots)], table.length);
  }

  private static int bucket(long code, byte[] pilots) {
    return scale(spread(code), pilots.length);
  }

  /// A pilot takes each code by a step of its own: with one step for all, a key would compete with
  /// its neighbours only, and some neighbourhoods are full before others.
  private static int at(long code, byte pilot, int length) {
    return scale(spread(code) * THIRD + pilot * code, length) & ~1;
  }

  private static long spread(long code) {
    return Long.reverseBytes(code) * SECOND;
  }

  /// Takes the upper half of a hash to a number below the limit.
  private static int scale(long hash, int limit) {
    return (int) (((hash >>> 32) * limit) >>> 32);
  }

  /// Walks the entries in the map's own order; no step of it allocates.
  public static final class Cursor extends Step<Long, Long> {
    private final FrozenLongMap map;
    private int at;
    private boolean on; // an entry

    private Cursor(FrozenLongMap map) {
      this.map = map;
      reset();
    }

    /// Goes back to before the first entry.
    public void reset() {
      at = -2;
      on = false;
    }

    /// Goes to the next entry; false if there is none.
    ///
    /// @return whether the cursor is on an entry
    @Override
    public boolean next() {
      long[] table = map.table;
      int twin = map.twin;
      int end = map.end();
      int next = at + 2;
      while (next < end && table[next] == table[twin] && next != twin) {
        next += 2;
      }
      on = next < end;
      at = on ? next : end - 2;
      return on;
    }

    /// {@return the key of the entry}
    public long key() {
      return map.table[at()];
    }

    /// {@return the value of the entry}
    public long value() {
      return map.table[at() + 1];
    }

    @Override
    Map.Entry<Long, Long> entry() {
      return Map.entry(key(), value());
    }

    private int at() {
      if (!on) {
        throw new IllegalStateException("the cursor is on no entry");
      }
      return at;
    }
  }

  /// Finds a pilot for each bucket.
  private static final class Layout {
    private static final int PILOTS = 256;
    private static final int LATE = 16; // turns, as in PtrHash
    private static final int DEAR = 1 << 16; // more than any size squared
    private static final int LARGEST = 32; // bucket: random ones of 2^29 keys stay below 20

    private final byte[] pilots;
    private final int length; // of the table
    private final int[] starts; // of the buckets in codes
    private final long[] codes;
    private final int[] owners; // of the slots: bucket + 1, or 0
    private final int[] indexes = new int[LARGEST]; // of one bucket in the table
    private int[] waiting = new int[64]; // buckets that were turned out
    private final int[] placedAt; // of each bucket, the turn
    private int turns;

    Layout(long[] keys, long seed, byte[] pilots, int slots) {
      this.pilots = pilots;
      length = 2 * slots;
      starts = new int[pilots.length + 1];
      for (long key : keys) {
        starts[bucket(code(key, seed), pilots) + 1]++;
      }
      for (int bucket = 0; bucket < pilots.length; bucket++) {
        starts[bucket + 1] += starts[bucket];
      }
      codes = new long[keys.length];
      int[] ends = Arrays.copyOf(starts, pilots.length);
      for (long key : keys) {
        long code = code(key, seed);
        codes[ends[bucket(code, pilots)]++] = code;
      }
      refuseTwins(keys, seed);
      owners = new int[slots];
      placedAt = new int[pilots.length];
    }

    /// Finds all pilots; false if there are too many keys in a bucket, or turns.
    boolean place() {
      int[] counts = new int[LARGEST + 2];
      for (int bucket = 0; bucket < pilots.length; bucket++) {
        if (size(bucket) > LARGEST) {
          return false;
        }
        counts[LARGEST + 1 - size(bucket)]++;
      }
      for (int i = 0; i <= LARGEST; i++) {
        counts[i + 1] += counts[i];
      }
      int[] order = new int[pilots.length]; // the largest first
      for (int bucket = 0; bucket < pilots.length; bucket++) {
        order[counts[LARGEST - size(bucket)]++] = bucket;
      }
      for (int bucket : order) {
        if (!place(bucket)) {
          return false;
        }
      }
      return true;
    }

    private boolean place(int first) {
      waiting[0] = first;
      for (int left = 1; left > 0; ) {
        int bucket = waiting[--left];
        if (!choosePilot(bucket) || turns > pilots.length + PILOTS) {
          return false;
        }
        for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
          int slot = at(codes[i], pilots[bucket], length) >>> 1;
          if (owners[slot] != 0) {
            if (left == waiting.length) {
              waiting = Arrays.copyOf(waiting, 2 * left);
            }
            waiting[left++] = owners[slot] - 1;
            own(owners[slot] - 1, 0);
            turns++;
          }
        }
        own(bucket, bucket + 1);
      }
      return true;
    }

    private void own(int bucket, int owner) {
      for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
        owners[at(codes[i], pilots[bucket], length) >>> 1] = owner;
      }
      placedAt[bucket] = turns;
    }

    /// Sets a pilot that turns nothing out, or the one that costs least; false if with each of them
    /// two keys meet.
    private boolean choosePilot(int bucket) {
      for (int pilot = 0; pilot < PILOTS; pilot++) {
        if (cost(bucket, (byte) pilot, 1) == 0) {
          pilots[bucket] = (byte) pilot;
          return true;
        }
      }
      long least = Long.MAX_VALUE;
      for (int pilot = 0; pilot < PILOTS; pilot++) {
        long cost = cost(bucket, (byte) pilot, least);
        if (cost < least) {
          least = cost;
          pilots[bucket] = (byte) pilot;
        }
      }
      return least < Long.MAX_VALUE;
    }

    /// The sum of the squared sizes of the buckets in the way, or `least` where it is no less.
    private long cost(int bucket, byte pilot, long least) {
      long cost = 0;
      int start = starts[bucket];
      int keys = size(bucket);
      for (int i = 0; i < keys; i++) {
        int index = at(codes[start + i], pilot, length);
        int owner = owners[index >>> 1];
        if (owner != 0) {
          if (least == 1) {
            return least; // only a pilot that costs nothing will do
          }
          int size = size(owner - 1);
          // What was placed of late is left alone, or two buckets might turn each other out
          // forever.
          cost += size * size + (turns - placedAt[owner - 1] < LATE ? DEAR : 0);
        }
        for (int j = 0; j < i; j++) {
          if (indexes[j] == index) {
            return least;
          }
        }
        if (cost >= least) {
          return least;
        }
        indexes[i] = index;
      }
      return cost;
    }

    private int size(int bucket) {
      return starts[bucket + 1] - starts[bucket];
    }

    private void refuseTwins(long[] keys, long seed) {
      for (int bucket = 0; bucket < pilots.length; bucket++) {
        Arrays.sort(codes, starts[bucket], starts[bucket + 1]);
        for (int i = starts[bucket] + 1; i < starts[bucket + 1]; i++) {
          if (codes[i] == codes[i - 1]) {
            refuse(keys, seed, codes[i]);
          }
        }
      }
    }

    private static void refuse(long[] keys, long seed, long twice) {
      for (long key : keys) {
        if (code(key, seed) == twice) {
          throw new IllegalArgumentException(text("key twice", key));
        }
      }
    }
  }
}
