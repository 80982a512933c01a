// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.core.text.Slice;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A hash map from byte strings to objects, which looks keys up in the caller's array.
///
/// - **Use** to keep state by word, name or field value straight from a read buffer.
/// - **Avoid** when keys are `String`s already, whose hash codes `HashMap` finds cached; when a
///   number is all that a key needs: take `BytesLongMap`; or when an adversary chooses the keys.
/// - **Cost** `get`, `put`, `containsKey`, `computeIfAbsent`, `remove` expected O(1) and the key's
///   length; 47 to 91 bytes an entry, and the bytes of keys longer than 16.
/// - **Allocation** none in `get` and in `put` of existing keys, nor by a `Cursor`.
/// - **Threads** one thread at a time.
/// - **Errors** null: `NullPointerException`; range outside its array: `IndexOutOfBoundsException`;
///   negative or too large size: `IllegalArgumentException`; more than 201,326,592 entries:
///   `IllegalStateException`; changed under a cursor or a callback:
///   `ConcurrentModificationException`; out of memory in growth: the map is as it was.
/// - **Source** Knuth, The Art of Computer Programming 3, 6.4, algorithms L and R.
/// - **Copies with** `BoxedMap`, `BytesLongMap`, `Slice`, `RapidHash`, `Digits`, `Characters`.
///
/// @param <V> the type of the values
public final class BytesMap<V> extends BoxedMap<Slice, V> {
  /*
   *   numbers   key --> number           a BytesLongMap
   *   values    number --> value         null where the number is free
   *   free      numbers below top that no key has, the last one is taken next
   *
   * Invariants: the numbers of the keys and the free ones are those from 0 to top, each once. What
   * can fail for want of memory (longer values, longer free, the key's own slot) comes before the
   * first write of a change.
   */
  private static final int NONE = -1;
  private static final int[] NO_NUMBERS = {};

  private final BytesLongMap numbers;
  private @Nullable Object[] values;
  private int[] free = NO_NUMBERS;
  private int freed; // how many there are
  private int top;
  private long changes; // of keys and numbers; cannot wrap

  /// Makes an empty map with a seed of its own.
  public BytesMap() {
    this(0);
  }

  /// Makes an empty map that holds so many entries without growing.
  ///
  /// @param expectedSize the number of entries
  public BytesMap(int expectedSize) {
    this(new BytesLongMap(expectedSize), expectedSize);
  }

  private BytesMap(BytesLongMap numbers, int expectedSize) {
    this.numbers = numbers;
    values = new @Nullable Object[expectedSize];
  }

  private BytesMap(BytesMap<V> other) {
    numbers = other.numbers.copy();
    values = other.values.clone();
    free = other.free.clone();
    freed = other.freed;
    top = other.top;
  }

  /// Makes an empty map whose order depends on its history and this seed only.
  ///
  /// @param <V> the type of the values
  /// @param expectedSize the number of entries that it holds without growing
  /// @param seed any number
  /// @return the map
  public static <V> BytesMap<V> withSeed(int expectedSize, long seed) {
    return new BytesMap<>(BytesLongMap.withSeed(expectedSize, seed), expectedSize);
  }

  /// Returns the value of a key, or null.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @return the value
  public @Nullable V get(byte[] bytes, int from, int to) {
    int number = (int) numbers.get(bytes, from, to, NONE);
    return number < 0 ? null : value(number);
  }

  /// Returns the value of a key, or `absent`.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param absent what an absent key returns
  /// @return the value
  public V get(byte[] bytes, int from, int to, V absent) {
    V value = get(bytes, from, to);
    return value == null ? absent : value;
  }

  /// Sets the value of a key.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return whether the key is new
  public boolean put(byte[] bytes, int from, int to, V value) {
    return getAndPut(bytes, from, to, value) == null;
  }

  /// Returns the value of a key; a new key first gets the one that the function makes of it; null
  /// adds nothing.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param function takes the key, a view of these bytes, and must not change this map's keys
  /// @return the value that the key now has; null only where the function returned it
  @SuppressWarnings("NullAway") // as in java.util.Map: not null for functions that say so
  public V computeIfAbsent(
      byte[] bytes, int from, int to, Function<? super Slice, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    V old = get(bytes, from, to);
    if (old != null) {
      return old;
    }
    long expected = changes;
    V value = function.apply(new Slice(bytes, from, to));
    check(expected);
    if (value != null) {
      put(bytes, from, to, value); // where the key belongs if the function wrote to it
    }
    return value;
  }

  /// Tells whether a key has a value.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @return whether it has
  public boolean containsKey(byte[] bytes, int from, int to) {
    return numbers.containsKey(bytes, from, to);
  }

  /// Sets the value of a key and returns the one it had, or null.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return the old value
  public @Nullable V getAndPut(byte[] bytes, int from, int to, V value) {
    Objects.requireNonNull(value, "value");
    int fresh = freshNumber(bytes, from, to);
    int number = (int) numbers.getOrPut(bytes, from, to, fresh, NONE);
    if (number < 0) {
      take(fresh, value);
      return null;
    }
    V old = value(number);
    values[number] = value;
    return old;
  }

  /// Sets the value of a key that has none.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return whether the key is new
  public boolean putIfAbsent(byte[] bytes, int from, int to, V value) {
    Objects.requireNonNull(value, "value");
    int fresh = freshNumber(bytes, from, to);
    if (numbers.putIfAbsent(bytes, from, to, fresh)) {
      take(fresh, value);
      return true;
    }
    return false;
  }

  /// Sets the value of a key that has one.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value
  /// @return whether the key has one
  public boolean replace(byte[] bytes, int from, int to, V value) {
    Objects.requireNonNull(value, "value");
    int number = (int) numbers.get(bytes, from, to, NONE);
    if (number >= 0) {
      values[number] = value;
    }
    return number >= 0;
  }

  /// Sets a new key to `value`, any other to what the function makes of its value and `value`; a
  /// result of null removes the key.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @param value the value of a new key, and the function's right side
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V merge(
      byte[] bytes,
      int from,
      int to,
      V value,
      BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(function, "function");
    int number = (int) numbers.get(bytes, from, to, NONE);
    if (number < 0) {
      put(bytes, from, to, value);
      return value;
    }
    long expected = changes;
    V merged = function.apply(value(number), value);
    check(expected);
    return settle(number, bytes, from, to, merged);
  }

  /// Removes a key and returns the value it had, or null.
  ///
  /// @param bytes holds the key
  /// @param from its first byte
  /// @param to the end of its bytes
  /// @return the old value
  public @Nullable V remove(byte[] bytes, int from, int to) {
    makeRoomToFree();
    int number = (int) numbers.remove(bytes, from, to, NONE);
    return number < 0 ? null : release(number);
  }

  /// Returns the value of a key, or null.
  ///
  /// @param key the key
  /// @return the value
  public @Nullable V get(Slice key) {
    return get(key.bytes(), key.from(), key.to());
  }

  /// Returns the value of a key, or `absent`.
  ///
  /// @param key the key
  /// @param absent what an absent key returns
  /// @return the value
  public V get(Slice key, V absent) {
    return get(key.bytes(), key.from(), key.to(), absent);
  }

  /// Sets the value of a key.
  ///
  /// @param key the key
  /// @param value the value
  /// @return whether the key is new
  public boolean put(Slice key, V value) {
    return put(key.bytes(), key.from(), key.to(), value);
  }

  /// Tells whether a key has a value.
  ///
  /// @param key the key
  /// @return whether it has
  public boolean containsKey(Slice key) {
    return containsKey(key.bytes(), key.from(), key.to());
  }

  /// Sets the value of a key and returns the one it had, or null.
  ///
  /// @param key the key
  /// @param value the value
  /// @return the old value
  public @Nullable V getAndPut(Slice key, V value) {
    return getAndPut(key.bytes(), key.from(), key.to(), value);
  }

  /// Sets the value of a key that has none.
  ///
  /// @param key the key
  /// @param value the value
  /// @return whether the key is new
  public boolean putIfAbsent(Slice key, V value) {
    return putIfAbsent(key.bytes(), key.from(), key.to(), value);
  }

  /// Sets the value of a key that has one.
  ///
  /// @param key the key
  /// @param value the value
  /// @return whether the key has one
  public boolean replace(Slice key, V value) {
    return replace(key.bytes(), key.from(), key.to(), value);
  }

  /// Sets a new key to `value`, any other to what the function makes of its value and `value`; a
  /// result of null removes the key.
  ///
  /// @param key the key
  /// @param value the value of a new key, and the function's right side
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V merge(
      Slice key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    return merge(key.bytes(), key.from(), key.to(), value, function);
  }

  /// Returns the value of a key; a new key first gets the one that the function makes of it; null
  /// adds nothing.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the value that the key now has; null only where the function returned it
  public V computeIfAbsent(Slice key, Function<? super Slice, ? extends V> function) {
    return computeIfAbsent(key.bytes(), key.from(), key.to(), function);
  }

  /// Sets the value of a key that has one to what the function makes of the key and it; null
  /// removes the key.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V computeIfPresent(
      Slice key, BiFunction<? super Slice, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    int number = (int) numbers.get(key, NONE);
    if (number < 0) {
      return null;
    }
    long expected = changes;
    V value = function.apply(key, value(number));
    check(expected);
    return settle(number, key.bytes(), key.from(), key.to(), value);
  }

  /// Sets the value of a key to what the function makes of the key and its value, or null; a result
  /// of null removes the key.
  ///
  /// @param key the key
  /// @param function must not change this map's keys
  /// @return the new value, or null if there is none
  public @Nullable V compute(
      Slice key, BiFunction<? super Slice, @Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    int number = (int) numbers.get(key, NONE);
    long expected = changes;
    V value = function.apply(key, number < 0 ? null : value(number));
    check(expected);
    if (number >= 0) {
      return settle(number, key.bytes(), key.from(), key.to(), value);
    }
    if (value != null) {
      put(key, value);
    }
    return value;
  }

  /// Removes a key and returns the value it had, or null.
  ///
  /// @param key the key
  /// @return the old value
  public @Nullable V remove(Slice key) {
    return remove(key.bytes(), key.from(), key.to());
  }

  /// Returns the number of entries.
  ///
  /// @return the number
  @Override
  public int size() {
    return numbers.size();
  }

  /// Tells whether there are no entries.
  ///
  /// @return whether there are none
  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /// Removes all entries and keeps the room they had.
  @Override
  public void clear() {
    numbers.clear();
    Arrays.fill(values, 0, top, null);
    top = 0;
    freed = 0;
    changes++;
  }

  /// Makes room, so that the map holds so many entries without growing.
  ///
  /// @param expectedSize the number of entries, those in the map included
  public void reserve(int expectedSize) {
    numbers.reserve(expectedSize);
    if (expectedSize > values.length) {
      values = Arrays.copyOf(values, expectedSize);
    }
  }

  /// Gives back the room that the entries do not need.
  public void trim() {
    numbers.trim();
    BytesLongMap.Cursor cursor = numbers.cursor();
    @Nullable Object[] trimmed = new @Nullable Object[size()];
    for (int number = 0; cursor.next(); number++) {
      trimmed[number] = values[(int) cursor.value()];
      cursor.set(number);
    }
    values = trimmed;
    free = NO_NUMBERS;
    freed = 0;
    top = trimmed.length;
    changes++;
  }

  /// Adds all entries of another map to this one, for which slots are made first; if memory for
  /// values or for the bytes of long keys runs out, those before are in.
  ///
  /// @param other the map that wins where both have a key
  public void putAll(BytesMap<? extends V> other) {
    numbers.makeRoomFor(other.numbers);
    for (Cursor<? extends V> cursor = other.cursor(); cursor.next(); ) {
      put(cursor.bytes(), cursor.from(), cursor.to(), cursor.value());
    }
  }

  /// Copies the map, but not the values.
  ///
  /// @return an equal map with the same values, in the same order
  public BytesMap<V> copy() {
    return new BytesMap<>(this);
  }

  /// Calls the consumer with every entry, in no order, each key a copy that it may keep.
  ///
  /// @param consumer must not change this map's keys
  public void forEach(BytesConsumer<? super V> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    for (Cursor<V> cursor = cursor(); cursor.next(); ) {
      consumer.accept(cursor.key(), cursor.value());
    }
  }

  /// Removes the entries that the predicate accepts; if it throws, those accepted so far are gone.
  ///
  /// @param predicate is called once with every entry, each key a copy that it may keep; it must
  ///   not change this map's keys
  /// @return whether any entry was removed
  public boolean removeIf(BytesPredicate<? super V> predicate) {
    return sweep(predicate, true);
  }

  /// Removes the entries that the predicate refuses; if it throws, those refused so far are gone.
  ///
  /// @param predicate is called once with every entry, each key a copy that it may keep; it must
  ///   not change this map's keys
  /// @return whether any entry was removed
  public boolean retain(BytesPredicate<? super V> predicate) {
    return sweep(predicate, false);
  }

  /// Returns a cursor before the first entry, in no order.
  ///
  /// @return a cursor
  public Cursor<V> cursor() {
    return new Cursor<>(this);
  }

  /// Returns a live view, whose keys are copies that the caller may keep.
  ///
  /// @return the view
  public Map<Slice, V> asMap() {
    return new View();
  }

  /// Compares the entries with those of another map of this class.
  @Override
  public boolean equals(@Nullable Object object) {
    if (object == this) {
      return true;
    }
    if (!(object instanceof BytesMap<?> other) || other.size() != size()) {
      return false;
    }
    for (Cursor<V> cursor = cursor(); cursor.next(); ) {
      if (!cursor.value().equals(other.get(cursor.bytes(), cursor.from(), cursor.to()))) {
        return false;
      }
    }
    return true;
  }

  /// Returns the hash code that `java.util.Map` defines.
  @Override
  public int hashCode() {
    int code = 0;
    for (Cursor<V> cursor = cursor(); cursor.next(); ) {
      code +=
          new Slice(cursor.bytes(), cursor.from(), cursor.to()).hashCode()
              ^ cursor.value().hashCode();
    }
    return code;
  }

  @Override
  Step<Slice, V> steps() {
    return cursor();
  }

  @Override
  @Nullable V boxed(Object key) {
    return key instanceof Slice slice ? get(slice) : null;
  }

  @Override
  @Nullable V putBoxed(Slice key, V value) {
    return getAndPut(key, value);
  }

  @Override
  @Nullable V removeBoxed(Object key) {
    return key instanceof Slice slice ? remove(slice) : null;
  }

  /// Returns how many slots a search for the key reads, for tests.
  int probes(Slice key) {
    return numbers.probes(key);
  }

  /// Returns how many values fit without growth, for tests.
  int capacity() {
    return values.length;
  }

  /// Returns the numbers that no key has, for tests.
  int freed() {
    return freed;
  }

  private boolean sweep(BytesPredicate<? super V> predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = size();
    for (Cursor<V> cursor = cursor(); cursor.next(); ) {
      if (predicate.test(cursor.key(), cursor.value()) == verdict) {
        cursor.remove();
      }
    }
    return size() < before;
  }

  /// The value of a number that a key has.
  @SuppressWarnings({"unchecked", "NullAway"}) // only values of type V get in, and never null
  private V value(int number) {
    return (V) values[number];
  }

  /// The number that a key gets if it is new, with room for its value.
  private int freshNumber(byte[] bytes, int from, int to) {
    int number = freed > 0 ? free[freed - 1] : top;
    if (number == values.length && !numbers.containsKey(bytes, from, to)) {
      values = Arrays.copyOf(values, Math.max(8, number + (number >> 1)));
    }
    return number;
  }

  /// Gives a fresh number, which a key has now, its value.
  private void take(int number, V value) {
    if (freed > 0) {
      freed--;
    } else {
      top++;
    }
    values[number] = value;
    changes++;
  }

  /// Sets or, with null, removes the value of the key that had this number before a callback.
  private @Nullable V settle(int number, byte[] bytes, int from, int to, @Nullable V value) {
    if (value != null) {
      values[number] = value;
    } else if (numbers.get(bytes, from, to, NONE) == number) {
      remove(bytes, from, to);
    } else {
      throw new ConcurrentModificationException("a callback wrote to the key");
    }
    return value;
  }

  private void makeRoomToFree() {
    if (freed == free.length) {
      free = Arrays.copyOf(free, Math.max(8, freed + (freed >> 1)));
    }
  }

  /// Takes back the number of a key that is gone.
  private V release(int number) {
    V old = value(number);
    values[number] = null;
    if (number == top - 1) {
      top--;
    } else {
      free[freed++] = number;
    }
    changes++;
    return old;
  }

  private void check(long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException("changed by a callback");
    }
  }

  /// Called with every entry.
  ///
  /// @param <V> the type of the values
  @FunctionalInterface
  public interface BytesConsumer<V> {
    /// Takes one entry.
    ///
    /// @param key the key
    /// @param value its value
    void accept(Slice key, V value);
  }

  /// Chooses entries.
  ///
  /// @param <V> the type of the values
  @FunctionalInterface
  public interface BytesPredicate<V> {
    /// Tests one entry.
    ///
    /// @param key the key
    /// @param value its value
    /// @return whether it is chosen
    boolean test(Slice key, V value);
  }

  /// A walk over the entries that allocates nothing; it fails when the map changed otherwise.
  ///
  /// @param <V> the type of the values
  public static final class Cursor<V> extends Step<Slice, V> {
    private final BytesMap<V> map;
    private final BytesLongMap.Cursor number;

    private Cursor(BytesMap<V> map) {
      this.map = map;
      number = map.numbers.cursor();
    }

    /// Goes back before the first entry, and accepts the map as it is now.
    public void reset() {
      number.reset();
    }

    /// Goes to the next entry.
    ///
    /// @return whether there is one
    @Override
    public boolean next() {
      return number.next();
    }

    /// Returns the array that holds the key until the next move or change; do not write to it.
    ///
    /// @return the array
    public byte[] bytes() {
      return number.bytes();
    }

    /// Returns the index of the key's first byte.
    ///
    /// @return the index
    public int from() {
      return number.from();
    }

    /// Returns the index after the key's last byte.
    ///
    /// @return the index
    public int to() {
      return number.to();
    }

    /// Returns a copy of the key, to keep.
    ///
    /// @return the copy
    public Slice key() {
      return number.key();
    }

    /// Returns the value.
    ///
    /// @return the value
    public V value() {
      return map.value((int) number.value());
    }

    /// Sets the value.
    ///
    /// @param value the value
    public void set(V value) {
      Objects.requireNonNull(value, "value");
      map.values[(int) number.value()] = value;
    }

    /// Removes the entry; the cursor is then between two entries.
    @Override
    public void remove() {
      int removed = (int) number.value();
      map.makeRoomToFree();
      number.remove();
      map.release(removed);
    }

    @Override
    Map.Entry<Slice, V> entry() {
      return map.pair(key(), value());
    }
  }
}
