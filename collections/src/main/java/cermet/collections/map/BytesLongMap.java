// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.core.hash.RapidHash;
import cermet.core.text.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A hash map from byte strings to `long`, which looks keys up in the caller's array.
///
/// - **Use** to count or number words, names and field values straight from a read buffer.
/// - **Avoid** when keys are `String`s already, whose hash codes `HashMap` finds cached; or when an
///   adversary chooses the keys: the seed per map is safe against accidents.
/// - **Cost** `get`, `put`, `addTo`, `containsKey`, `remove` expected O(1) and the key's length; 43
///   to 85 bytes an entry, and the bytes of keys longer than 16.
/// - **Allocation** none in `get`, `addTo`, `merge` and `put` of existing keys, nor by a `Cursor`.
/// - **Threads** one thread at a time.
/// - **Errors** range outside its array: `IndexOutOfBoundsException`; negative or too large size:
///   `IllegalArgumentException`; more than 201,326,592 entries: `IllegalStateException`; changed
///   under a cursor or a callback: `ConcurrentModificationException`; out of memory in growth: the
///   map is as it was.
/// - **Source** Knuth, The Art of Computer Programming 3, 6.4, algorithms L and R; Wang Yi, wyhash,
///   whose product hashes short keys.
/// - **Copies with** `BoxedMap`, `Slice`, `RapidHash`, `Digits`, `Characters`.
public final class BytesLongMap extends BoxedMap<Slice, Long> {
  /*
   * Linear probing over slots of four longs, half a cache line; the home of a key is the top bits
   * of its hash:
   *
   *     tag                          first          second          value
   *     [ 59 bits of hash | 1..17 ]  bytes 0..7     bytes 8..15     v       length 0..16
   *     [ 59 bits of hash |   31  ]  length         chunk, offset   v       longer
   *     [            0            ]  -              -               -       empty
   *
   * A short key lies in its slot, its words filled up with zeros (the tag tells lengths apart), so
   * a lookup compares three words and touches one line. Its hash is made of the two words, in the
   * same way for every length: lengths cannot be predicted. A longer key is copied into the chunks
   * of Keys. The tag keeps enough of the hash to find the home again: growth never reads a key.
   *
   * Invariants: at least a quarter of the slots is empty; no empty slot lies between an entry and
   * its home (removal shifts the rest of the run back); nothing that can fail for want of memory
   * comes after the first write of a change.
   *
   * Keys of removed entries stay in the chunks until they outweigh the live ones and the table
   * together; then the live ones are copied into new chunks, at O(1) a removed byte. A run longer
   * than any that chance makes brings a new seed, at most once in size / 2 insertions.
   *
   * An iteration walks downward from an empty slot. Removal moves entries down within one run, and
   * no run spans that slot, so it moves only entries that were seen.
   */
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final int SHORT = 16;
  private static final int STRIDE = 4; // longs a slot
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int VALUE = 3;
  private static final long LENGTH = 31; // the bits of a tag that hold the length, plus one
  private static final int MIN_SLOTS = 8; // arbitrary
  private static final int MAX_SLOTS = 1 << 28; // the table has fewer than 2^31 longs

  /// The bits of the first (second) word that belong to a key of this length.
  private static final long[] FIRST_MASK = new long[SHORT + 1];

  private static final long[] SECOND_MASK = new long[SHORT + 1];

  static {
    for (int length = 1; length <= SHORT; length++) {
      FIRST_MASK[length] = -1L >>> (64 - 8 * Math.min(length, 8));
      SECOND_MASK[length] = length > 8 ? -1L >>> (64 - 8 * (length - 8)) : 0;
    }
  }

  private long[] table;
  private KeyHash hash;
  private int shift; // the home of a key is the slot hash >>> shift
  private int size;
  private int changes; // of structure, for fail-fast cursors
  private long fresh; // insertions since the seed was chosen
  private final boolean seeded;
  private Keys keys = new Keys();

  /// Makes an empty map with a seed of its own.
  public BytesLongMap() {
    this(0);
  }

  /// Makes an empty map that holds so many entries without growing.
  ///
  /// @param expectedSize the number of entries
  public BytesLongMap(int expectedSize) {
    this(expectedSize, new KeyHash(RapidHash.random()), false);
  }

  private BytesLongMap(int expectedSize, KeyHash hash, boolean seeded) {
    int slots = slotsFor(expectedSize);
    this.hash = hash;
    this.seeded = seeded;
    table = new long[slots * STRIDE];
    shift = Long.numberOfLeadingZeros(slots) + 1;
  }

  private BytesLongMap(BytesLongMap other) {
    keys = other.keys.copy();
    table = other.table.clone();
    hash = other.hash;
    shift = other.shift;
    size = other.size;
    fresh = other.fresh;
    seeded = other.seeded;
  }

  /// Makes an empty map whose order depends on its history and this seed only.
  ///
  /// @param expectedSize the number of entries that it holds without growing
  /// @param seed any number
  /// @return the map
  public static BytesLongMap withSeed(int expectedSize, long seed) {
    return new BytesLongMap(expectedSize, new KeyHash(new RapidHash(seed)), true);
  }

  /// Returns the value of a key.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param absent what an absent key returns
  /// @return the value, or `absent`
  public long get(byte[] bytes, int from, int to, long absent) {
    int at = find(bytes, from, to);
    return at < 0 ? absent : table[at + VALUE];
  }

  /// Adds to the value of a key, which is 0 before the first time.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param delta what to add
  /// @return the new value
  public long addTo(byte[] bytes, int from, int to, long delta) {
    int at = find(bytes, from, to);
    if (at < 0) {
      insert(bytes, from, to, ~at, delta);
      return delta;
    }
    return table[at + VALUE] += delta;
  }

  /// Sets the value of a key.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return whether the key is new
  public boolean put(byte[] bytes, int from, int to, long value) {
    int at = find(bytes, from, to);
    if (at < 0) {
      insert(bytes, from, to, ~at, value);
      return true;
    }
    table[at + VALUE] = value;
    return false;
  }

  /// Sets the value of a key and returns the one it had.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @param absent what a new key returns
  /// @return the old value, or `absent`
  public long getAndPut(byte[] bytes, int from, int to, long value, long absent) {
    int at = find(bytes, from, to);
    if (at < 0) {
      insert(bytes, from, to, ~at, value);
      return absent;
    }
    long old = table[at + VALUE];
    table[at + VALUE] = value;
    return old;
  }

  /// Sets the value of a key that has none.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return whether the key is new
  public boolean putIfAbsent(byte[] bytes, int from, int to, long value) {
    int at = find(bytes, from, to);
    if (at < 0) {
      insert(bytes, from, to, ~at, value);
    }
    return at < 0;
  }

  /// Sets the value of a key that has one.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return whether the key has one
  public boolean replace(byte[] bytes, int from, int to, long value) {
    int at = find(bytes, from, to);
    if (at >= 0) {
      table[at + VALUE] = value;
    }
    return at >= 0;
  }

  /// Sets a new key to `value`, any other to what the operator makes of its value and `value`.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public long merge(byte[] bytes, int from, int to, long value, LongBinaryOperator operator) {
    Objects.requireNonNull(operator, "operator");
    int at = find(bytes, from, to);
    if (at < 0) {
      insert(bytes, from, to, ~at, value);
      return value;
    }
    int expected = changes;
    long merged = operator.applyAsLong(table[at + VALUE], value);
    check(expected);
    table[at + VALUE] = merged;
    return merged;
  }

  /// Returns the value of a key; a new key first gets the one that the function makes of it.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param function takes the key, a view of these bytes, and must not change this map's keys
  /// @return the value that the key now has
  public long computeIfAbsent(
      byte[] bytes, int from, int to, ToLongFunction<? super Slice> function) {
    Objects.requireNonNull(function, "function");
    int at = find(bytes, from, to);
    if (at >= 0) {
      return table[at + VALUE];
    }
    int expected = changes;
    long value = function.applyAsLong(new Slice(bytes, from, to));
    check(expected);
    put(bytes, from, to, value); // it may have written to the bytes
    return value;
  }

  /// Tells whether a key has a value.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @return whether it has
  public boolean containsKey(byte[] bytes, int from, int to) {
    return find(bytes, from, to) >= 0;
  }

  /// Removes a key.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param absent what an absent key returns
  /// @return the value it had, or `absent`
  public long remove(byte[] bytes, int from, int to, long absent) {
    int at = find(bytes, from, to);
    if (at < 0) {
      return absent;
    }
    long old = table[at + VALUE];
    removeAt(at);
    return old;
  }

  /// Removes a key.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @return whether it was there
  public boolean remove(byte[] bytes, int from, int to) {
    int at = find(bytes, from, to);
    if (at >= 0) {
      removeAt(at);
    }
    return at >= 0;
  }

  /// Returns the value of a key.
  ///
  /// @param key the key
  /// @param absent what an absent key returns
  /// @return the value, or `absent`
  public long get(Slice key, long absent) {
    return get(key.bytes(), key.from(), key.to(), absent);
  }

  /// Adds to the value of a key, which is 0 before the first time.
  ///
  /// @param key the key
  /// @param delta what to add
  /// @return the new value
  public long addTo(Slice key, long delta) {
    return addTo(key.bytes(), key.from(), key.to(), delta);
  }

  /// Sets the value of a key.
  ///
  /// @param key the key
  /// @param value the value
  /// @return whether the key is new
  public boolean put(Slice key, long value) {
    return put(key.bytes(), key.from(), key.to(), value);
  }

  /// Sets the value of a key and returns the one it had.
  ///
  /// @param key the key
  /// @param value the value
  /// @param absent what a new key returns
  /// @return the old value, or `absent`
  public long getAndPut(Slice key, long value, long absent) {
    return getAndPut(key.bytes(), key.from(), key.to(), value, absent);
  }

  /// Sets the value of a key that has none.
  ///
  /// @param key the key
  /// @param value the value
  /// @return whether the key is new
  public boolean putIfAbsent(Slice key, long value) {
    return putIfAbsent(key.bytes(), key.from(), key.to(), value);
  }

  /// Sets the value of a key that has one.
  ///
  /// @param key the key
  /// @param value the value
  /// @return whether the key has one
  public boolean replace(Slice key, long value) {
    return replace(key.bytes(), key.from(), key.to(), value);
  }

  /// Sets a new key to `value`, any other to what the operator makes of its value and `value`.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the operator's right side
  /// @param operator must not change this map's keys
  /// @return the new value
  public long merge(Slice key, long value, LongBinaryOperator operator) {
    return merge(key.bytes(), key.from(), key.to(), value, operator);
  }

  /// Returns the value of a key; a new key first gets the one that the function makes of it.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value that the key now has
  public long computeIfAbsent(Slice key, ToLongFunction<? super Slice> function) {
    return computeIfAbsent(key.bytes(), key.from(), key.to(), function);
  }

  /// Sets the value of a key that has one to what the function makes of the key and it.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent what an absent key returns
  /// @return the new value, or `absent`
  public long computeIfPresent(Slice key, BytesLongFunction function, long absent) {
    Objects.requireNonNull(function, "function");
    int at = find(key.bytes(), key.from(), key.to());
    if (at < 0) {
      return absent;
    }
    int expected = changes;
    long value = function.apply(key, table[at + VALUE]);
    check(expected);
    table[at + VALUE] = value;
    return value;
  }

  /// Sets the value of a key to what the function makes of the key and its value, or `absent`.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @param absent what stands for the value of a new key
  /// @return the new value
  public long compute(Slice key, BytesLongFunction function, long absent) {
    Objects.requireNonNull(function, "function");
    int at = find(key.bytes(), key.from(), key.to());
    int expected = changes;
    long value = function.apply(key, at < 0 ? absent : table[at + VALUE]);
    check(expected);
    if (at >= 0) {
      table[at + VALUE] = value;
    } else {
      put(key, value); // it may have written to the bytes
    }
    return value;
  }

  /// Tells whether a key has a value.
  ///
  /// @param key the key
  /// @return whether it has
  public boolean containsKey(Slice key) {
    return containsKey(key.bytes(), key.from(), key.to());
  }

  /// Removes a key.
  ///
  /// @param key the key
  /// @param absent what an absent key returns
  /// @return the value it had, or `absent`
  public long remove(Slice key, long absent) {
    return remove(key.bytes(), key.from(), key.to(), absent);
  }

  /// Removes a key.
  ///
  /// @param key the key
  /// @return whether it was there
  public boolean remove(Slice key) {
    return remove(key.bytes(), key.from(), key.to());
  }

  /// Returns the number of entries.
  ///
  /// @return the number
  @Override
  public int size() {
    return size;
  }

  /// Tells whether there are no entries.
  ///
  /// @return whether there are none
  public boolean isEmpty() {
    return size == 0;
  }

  /// Removes all entries and keeps the room they had.
  @Override
  public void clear() {
    Arrays.fill(table, 0);
    keys.clear();
    size = 0;
    changes++;
  }

  /// Makes room, so that the map holds so many entries without growing.
  ///
  /// @param expectedSize the number of entries, those in the map included
  public void reserve(int expectedSize) {
    int slots = slotsFor(expectedSize);
    if (slots > table.length / STRIDE) {
      resize(slots);
    }
  }

  /// Gives back the room that the entries do not need.
  public void trim() {
    compact(keys.live == 0 ? Keys.MIN_CHUNK : (int) Math.min(keys.live, Keys.MAX_CHUNK));
    int slots = slotsFor(size);
    if (slots < table.length / STRIDE) {
      resize(slots);
    }
  }

  /// Adds all entries of another map to this one, for which slots are made first; if memory for the
  /// bytes of long keys runs out, those before are in.
  ///
  /// @param other the map that wins where both have a key
  public void putAll(BytesLongMap other) {
    makeRoomFor(other);
    for (Cursor cursor = other.cursor(); cursor.next(); ) {
      put(cursor.bytes(), cursor.from(), cursor.to(), cursor.value());
    }
  }

  /// Copies the map.
  ///
  /// @return an equal map that shares nothing with this one
  public BytesLongMap copy() {
    return new BytesLongMap(this);
  }

  /// Calls the consumer with every entry, in no order, each key a copy that it may keep.
  ///
  /// @param consumer is called
  public void forEach(BytesLongConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    for (Cursor cursor = cursor(); cursor.next(); ) {
      consumer.accept(cursor.key(), cursor.value());
    }
  }

  /// Removes the entries that the predicate accepts; if it throws, those accepted so far are gone.
  ///
  /// @param predicate is called once with every entry, each key a copy that it may keep; it must
  ///   not change this map's keys
  /// @return whether any entry was removed
  public boolean removeIf(BytesLongPredicate predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that the predicate refuses; if it throws, those refused so far are gone.
  ///
  /// @param predicate is called once with every entry, each key a copy that it may keep; it must
  ///   not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(BytesLongPredicate predicate) {
    return sweep(predicate, false);
  }

  /// Returns a cursor before the first entry, in no order.
  ///
  /// @return a cursor
  public Cursor cursor() {
    return new Cursor();
  }

  /// Returns a live view, whose keys are copies that the caller may keep.
  ///
  /// @return the view
  public Map<Slice, Long> asMap() {
    return new View();
  }

  /// Compares the entries with those of another map of this class.
  @Override
  public boolean equals(@Nullable Object object) {
    if (object == this) {
      return true;
    }
    if (!(object instanceof BytesLongMap other) || other.size != size) {
      return false;
    }
    for (Cursor cursor = cursor(); cursor.next(); ) {
      int at = other.find(cursor.bytes(), cursor.from(), cursor.to());
      if (at < 0 || other.table[at + VALUE] != cursor.value()) {
        return false;
      }
    }
    return true;
  }

  /// Returns the hash code that `java.util.Map` defines.
  @Override
  public int hashCode() {
    int code = 0;
    for (Cursor cursor = cursor(); cursor.next(); ) {
      code +=
          new Slice(cursor.bytes(), cursor.from(), cursor.to()).hashCode()
              ^ Long.hashCode(cursor.value());
    }
    return code;
  }

  @Override
  Step<Slice, Long> steps() {
    return cursor();
  }

  @Override
  @Nullable Long boxed(Object key) {
    if (!(key instanceof Slice slice)) {
      return null;
    }
    long value = get(slice, 0);
    return value != 0 || containsKey(slice) ? (Long) value : null;
  }

  @Override
  @Nullable Long putBoxed(Slice key, Long value) {
    Long old = boxed(key);
    put(key, value);
    return old;
  }

  @Override
  @Nullable Long removeBoxed(Object key) {
    Long old = boxed(key);
    if (old != null && key instanceof Slice slice) {
      remove(slice);
    }
    return old;
  }

  /// Returns the value of a key, or sets this one for a new key and returns `absent`; for BytesMap.
  long getOrPut(byte[] bytes, int from, int to, long value, long absent) {
    int at = find(bytes, from, to);
    if (at < 0) {
      insert(bytes, from, to, ~at, value);
      return absent;
    }
    return table[at + VALUE];
  }

  /// Makes slots for all keys of another map: growth on the way would meet them in the order of
  /// their hashes and pile them up.
  void makeRoomFor(BytesLongMap other) {
    if ((long) size + other.size > limit(table.length / STRIDE)) {
      int fresh = 0;
      for (Cursor cursor = other.cursor(); cursor.next(); ) {
        fresh += containsKey(cursor.bytes(), cursor.from(), cursor.to()) ? 0 : 1;
      }
      if ((long) size + fresh > limit(MAX_SLOTS)) {
        throw new IllegalStateException(
            text("size", (long) size + fresh, "limit", limit(MAX_SLOTS)));
      }
      reserve(size + fresh);
    }
  }

  /// Returns the bytes that the chunks of longer keys take, for tests.
  long chunkBytes() {
    long sum = 0;
    for (byte[] chunk : keys.chunks) {
      sum += chunk.length;
    }
    return sum;
  }

  /// Returns the hash of a key, which another seed makes another, for tests.
  long hashOf(Slice key) {
    return hash.of(key.bytes(), key.from(), key.to());
  }

  /// Returns how many slots a search for the key reads, for tests.
  int probes(Slice key) {
    int at = find(key.bytes(), key.from(), key.to());
    int home = home(hash.of(key.bytes(), key.from(), key.to()));
    return (((at < 0 ? ~at : at) - home) & (table.length - 1)) / STRIDE + 1;
  }

  /// Returns how many slots the entry furthest from its home is away from it, for tests.
  int furthest() {
    int furthest = 0;
    for (int at = 0; at < table.length; at += STRIDE) {
      if (table[at] != 0) {
        int distance = ((at - home(table[at])) & (table.length - 1)) / STRIDE;
        furthest = Math.max(furthest, distance);
      }
    }
    return furthest;
  }

  private boolean sweep(BytesLongPredicate predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size;
    for (Cursor cursor = cursor(); cursor.next(); ) {
      if (predicate.test(cursor.key(), cursor.value()) == verdict) {
        cursor.remove();
      }
    }
    return size < before;
  }

  /// Returns the index of a key's slot, or the complement of the one where it belongs.
  private int find(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int length = to - from;
    if (length > SHORT) {
      return findLong(bytes, from, to, hash.of(bytes, from, to) | LENGTH);
    }
    long first = first(bytes, from, length);
    long second = second(bytes, from, length);
    long code = hash.of(first, second, length);
    long tag = (code & ~LENGTH) | (length + 1);
    long[] table = this.table;
    int at = home(code);
    while (true) {
      long found = table[at];
      if (found == tag && table[at + FIRST] == first && table[at + SECOND] == second) {
        return at;
      }
      if (found == 0) {
        return ~at;
      }
      at = (at + STRIDE) & (table.length - 1);
    }
  }

  private int findLong(byte[] bytes, int from, int to, long tag) {
    long[] table = this.table;
    int at = home(tag);
    while (true) {
      long found = table[at];
      if (found == tag
          && table[at + FIRST] == to - from
          && keys.matches(table[at + SECOND], bytes, from, to)) {
        return at;
      }
      if (found == 0) {
        return ~at;
      }
      at = (at + STRIDE) & (table.length - 1);
    }
  }

  private int home(long tag) {
    return (int) (tag >>> shift) * STRIDE;
  }

  /// Returns up to eight first bytes of a short key as a little-endian number.
  private static long first(byte[] bytes, int from, int length) {
    return from <= bytes.length - 8
        ? (long) LONG.get(bytes, from) & FIRST_MASK[length]
        : word(bytes, from, Math.min(length, 8));
  }

  /// Returns what is left of a short key behind its first eight bytes.
  private static long second(byte[] bytes, int from, int length) {
    return from <= bytes.length - SHORT
        ? (long) LONG.get(bytes, from + 8) & SECOND_MASK[length]
        : word(bytes, from + 8, length - 8);
  }

  /// Reads bytes one by one, where eight cannot be read at once.
  private static long word(byte[] bytes, int from, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[from + i] & 0xffL) << (8 * i);
    }
    return word;
  }

  private void insert(byte[] bytes, int from, int to, int at, long value) {
    long code = hash.of(bytes, from, to);
    if (size >= limit(table.length / STRIDE)) {
      grow();
      at = ~find(bytes, from, to);
    } else if (isFar(at, home(code)) && fresh >= size / 2) {
      reseed();
      code = hash.of(bytes, from, to);
      at = ~find(bytes, from, to);
    }
    int length = to - from;
    if (length > SHORT) {
      if (keys.garbage > keys.live + table.length / STRIDE + Keys.MIN_CHUNK) {
        compact(Keys.MIN_CHUNK);
      }
      table[at + SECOND] = keys.append(bytes, from, to);
      table[at + FIRST] = length;
      table[at] = code | LENGTH;
    } else {
      table[at + SECOND] = second(bytes, from, length);
      table[at + FIRST] = first(bytes, from, length);
      table[at] = (code & ~LENGTH) | (length + 1);
    }
    table[at + VALUE] = value;
    size++;
    fresh++;
    changes++;
  }

  /// Tells whether a slot is further from a key's home than chance makes it.
  private boolean isFar(int at, int home) {
    // The longest run at 3/4 full is about 27 ln(slots) = 19 log2(slots) (Pittel 1987).
    return ((at - home) & (table.length - 1)) / STRIDE > 64 + 32 * (64 - shift);
  }

  private void grow() {
    int slots = table.length / STRIDE;
    if (slots == MAX_SLOTS) {
      throw new IllegalStateException(text("size", size, "limit", limit(slots)));
    }
    resize(slots * 2);
  }

  private void resize(int slots) {
    long[] old = table;
    long[] table = new long[slots * STRIDE];
    shift = Long.numberOfLeadingZeros(slots) + 1;
    for (int from = 0; from < old.length; from += STRIDE) {
      if (old[from] != 0) {
        move(old, from, table, old[from]);
      }
    }
    this.table = table;
    changes++;
  }

  /// Rehashes all keys with another seed.
  private void reseed() {
    var next = new KeyHash(seeded ? hash.next() : RapidHash.random());
    long[] old = table;
    long[] table = new long[old.length];
    for (int from = 0; from < old.length; from += STRIDE) {
      if (old[from] == 0) {
        continue;
      }
      int length = lengthAt(from);
      long code;
      if (length > SHORT) {
        int offset = (int) old[from + SECOND];
        code = next.of(keys.chunk(old[from + SECOND]), offset, offset + length);
      } else {
        code = next.of(old[from + FIRST], old[from + SECOND], length);
      }
      move(old, from, table, (code & ~LENGTH) | (old[from] & LENGTH));
    }
    this.table = table;
    hash = next;
    fresh = 0;
    changes++;
  }

  private void move(long[] old, int from, long[] table, long tag) {
    int at = home(tag);
    while (table[at] != 0) {
      at = (at + STRIDE) & (table.length - 1);
    }
    table[at] = tag;
    table[at + FIRST] = old[from + FIRST];
    table[at + SECOND] = old[from + SECOND];
    table[at + VALUE] = old[from + VALUE];
  }

  private void removeAt(int at) {
    long[] table = this.table;
    int mask = table.length - 1;
    if ((table[at] & LENGTH) == LENGTH) {
      keys.release((int) table[at + FIRST]);
    }
    int hole = at;
    for (int next = (at + STRIDE) & mask; table[next] != 0; next = (next + STRIDE) & mask) {
      if (((next - home(table[next])) & mask) >= ((next - hole) & mask)) {
        System.arraycopy(table, next, table, hole, STRIDE);
        hole = next;
      }
    }
    table[hole] = 0;
    size--;
    changes++;
  }

  /// Copies the live keys into new chunks, the first of this size.
  private void compact(int firstChunk) {
    var moved = new Keys();
    moved.nextSize = firstChunk;
    long[] handles = new long[keys.count];
    int i = 0;
    for (int at = 0; at < table.length; at += STRIDE) {
      if ((table[at] & LENGTH) == LENGTH) {
        int offset = (int) table[at + SECOND];
        byte[] chunk = keys.chunk(table[at + SECOND]);
        handles[i++] = moved.append(chunk, offset, offset + (int) table[at + FIRST]);
      }
    }
    i = 0;
    for (int at = 0; at < table.length; at += STRIDE) {
      if ((table[at] & LENGTH) == LENGTH) {
        table[at + SECOND] = handles[i++];
      }
    }
    keys = moved;
  }

  private void check(int expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException(text("size", size));
    }
  }

  private int lengthAt(int at) {
    int length = (int) (table[at] & LENGTH);
    return length == LENGTH ? (int) table[at + FIRST] : length - 1;
  }

  private void copyShort(int at, byte[] into) {
    LONG.set(into, 0, table[at + FIRST]);
    LONG.set(into, 8, table[at + SECOND]);
  }

  private static int limit(int slots) {
    return slots - slots / 4;
  }

  private static int slotsFor(int expectedSize) {
    if (expectedSize < 0 || expectedSize > limit(MAX_SLOTS)) {
      throw new IllegalArgumentException(text("expectedSize", expectedSize));
    }
    int slots = MIN_SLOTS;
    while (limit(slots) < expectedSize) {
      slots *= 2;
    }
    return slots;
  }

  /// Called with every entry.
  @FunctionalInterface
  public interface BytesLongConsumer {
    /// Takes one entry.
    ///
    /// @param key the key
    /// @param value its value
    void accept(Slice key, long value);
  }

  /// Makes a value of an entry.
  @FunctionalInterface
  public interface BytesLongFunction {
    /// Makes a value.
    ///
    /// @param key the key
    /// @param value its value
    /// @return the new value
    long apply(Slice key, long value);
  }

  /// Chooses entries.
  @FunctionalInterface
  public interface BytesLongPredicate {
    /// Tests one entry.
    ///
    /// @param key the key
    /// @param value its value
    /// @return whether it is chosen
    boolean test(Slice key, long value);
  }

  /// A walk over the entries that allocates nothing; it fails when the map changed otherwise.
  public final class Cursor extends Step<Slice, Long> {
    private final byte[] scratch = new byte[SHORT];
    private int expected;
    private int at;
    private int left; // slots
    private boolean valid;

    private Cursor() {
      reset();
    }

    /// Goes back before the first entry, and accepts the map as it is now.
    public void reset() {
      at = 0;
      while (table[at] != 0) {
        at += STRIDE;
      }
      left = table.length / STRIDE - 1;
      expected = changes;
      valid = false;
    }

    /// Goes to the next entry.
    ///
    /// @return whether there is one
    @Override
    public boolean next() {
      checkUnchanged();
      valid = false;
      while (left > 0) {
        left--;
        at = (at - STRIDE) & (table.length - 1);
        if (table[at] != 0) {
          if ((table[at] & LENGTH) != LENGTH) {
            copyShort(at, scratch);
          }
          valid = true;
          return true;
        }
      }
      return false;
    }

    /// Returns the array that holds the key until the next move or change; do not write to it.
    ///
    /// @return the array
    public byte[] bytes() {
      checkEntry();
      return isLong() ? keys.chunk(table[at + SECOND]) : scratch;
    }

    /// Returns the index of the key's first byte.
    ///
    /// @return the index
    public int from() {
      checkEntry();
      return isLong() ? (int) table[at + SECOND] : 0;
    }

    /// Returns the index after the key's last byte.
    ///
    /// @return the index
    public int to() {
      return from() + lengthAt(at);
    }

    /// Returns a copy of the key, to keep.
    ///
    /// @return the copy
    public Slice key() {
      return Slice.of(Arrays.copyOfRange(bytes(), from(), to()));
    }

    /// Returns the value.
    ///
    /// @return the value
    public long value() {
      checkEntry();
      return table[at + VALUE];
    }

    /// Sets the value.
    ///
    /// @param value the value
    public void set(long value) {
      checkEntry();
      table[at + VALUE] = value;
    }

    /// Removes the entry; the cursor is then between two entries.
    @Override
    public void remove() {
      checkEntry();
      removeAt(at);
      expected = changes;
      valid = false;
    }

    @Override
    Map.Entry<Slice, Long> entry() {
      return pair(key(), value());
    }

    private boolean isLong() {
      return (table[at] & LENGTH) == LENGTH;
    }

    private void checkEntry() {
      checkUnchanged();
      if (!valid) {
        throw new IllegalStateException("no entry: next() returned false or was not called");
      }
    }

    private void checkUnchanged() {
      if (changes != expected) {
        throw new ConcurrentModificationException("changed outside of the cursor");
      }
    }
  }

  /// The hash of keys: a longer one's bytes as they are, a short one by its two words.
  private static final class KeyHash {
    private final RapidHash hash;
    private final long s0;
    private final long s1;
    private final long s2;
    private final long s3;

    KeyHash(RapidHash hash) {
      this.hash = hash;
      s0 = hash.hash(0);
      s1 = hash.hash(1);
      s2 = hash.hash(2);
      s3 = hash.hash(3);
    }

    long of(byte[] bytes, int from, int to) {
      int length = to - from;
      return length > SHORT
          ? hash.hash(bytes, from, to)
          : of(first(bytes, from, length), second(bytes, from, length), length);
    }

    /// Two products, the halves of the second xored: after one, multiples of a number still lie at
    /// few distances. The length is in it, so that zeros at the end count.
    long of(long first, long second, int length) {
      long x = first ^ s0;
      long y = second ^ s1 ^ (long) length << 56;
      long low = x * y ^ s2;
      long high = Math.unsignedMultiplyHigh(x, y) ^ s3;
      return low * high ^ Math.unsignedMultiplyHigh(low, high);
    }

    RapidHash next() {
      return new RapidHash(hash.seed() * 5 + 1);
    }
  }

  /// The bytes of the longer keys: chunks of doubling size, and one chunk each for huge keys.
  private static final class Keys {
    static final int MIN_CHUNK = 1 << 10; // arbitrary
    static final int MAX_CHUNK = 1 << 20; // arbitrary
    static final int HUGE = MAX_CHUNK / 8; // at most an eighth of a chunk is left unused
    private static final byte[] NONE = {};

    private byte[][] chunks = {};
    private int used; // chunks; what lies beyond is spare
    private int current = -1;
    private int position; // in the current chunk
    private int nextSize = MIN_CHUNK;
    private int count; // live keys
    private long live; // bytes of them
    private long garbage; // bytes of removed keys

    byte[] chunk(long handle) {
      return chunks[(int) (handle >>> 32)];
    }

    boolean matches(long handle, byte[] bytes, int from, int to) {
      int offset = (int) handle;
      return Arrays.equals(chunk(handle), offset, offset + (to - from), bytes, from, to);
    }

    long append(byte[] bytes, int from, int to) {
      int length = to - from;
      int chunk = current;
      int offset = 0;
      if (length > HUGE) {
        chunk = add(length, length);
      } else {
        if (current < 0 || length > chunks[current].length - position) {
          int size = Math.max(nextSize, length);
          current = add(length, size);
          position = 0;
          nextSize = Math.min(2 * size, MAX_CHUNK);
          chunk = current;
        }
        offset = position;
        position += length;
      }
      System.arraycopy(bytes, from, chunks[chunk], offset, length);
      count++;
      live += length;
      return ((long) chunk << 32) | offset;
    }

    /// Takes the next chunk, a spare one that holds the minimum if there is one.
    private int add(int minimum, int size) {
      if (used == chunks.length) {
        byte[][] more = Arrays.copyOf(chunks, Math.max(4, 2 * used));
        Arrays.fill(more, used, more.length, NONE);
        chunks = more;
      }
      if (chunks[used].length < minimum) {
        chunks[used] = new byte[size];
      }
      return used++;
    }

    void release(int length) {
      count--;
      live -= length;
      garbage += length;
    }

    void clear() {
      for (int i = 0; i < chunks.length; i++) {
        if (chunks[i].length > MAX_CHUNK) {
          chunks[i] = NONE;
        }
      }
      used = 0;
      current = -1;
      count = 0;
      live = 0;
      garbage = 0;
    }

    Keys copy() {
      var copy = new Keys();
      copy.chunks = chunks.clone();
      for (int i = 0; i < copy.chunks.length; i++) {
        copy.chunks[i] = i < used ? chunks[i].clone() : NONE;
      }
      copy.used = used;
      copy.current = current;
      copy.position = position;
      copy.nextSize = nextSize;
      copy.count = count;
      copy.live = live;
      copy.garbage = garbage;
      return copy;
    }
  }
}
