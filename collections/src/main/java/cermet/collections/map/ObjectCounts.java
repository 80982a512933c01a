// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Counts how often each object occurs: a multiset, or bag, of elements that are equal or not.
///
/// - **Use** for words, names, states: how often, and which are the most common.
/// - **Avoid** for the constants of an enum, whose ordinals index a `long[]`; for fields of bytes
///   in a buffer: `BytesLongMap` needs no object of each; for sums that may fall below zero: take
///   `ObjectLongMap.addTo`.
/// - **Cost** `add`, `subtract`, `count`, `remove` O(1) expected; `mostCommon` looks at each of n
///   distinct values once, O(n log k) at worst and O(n) where few are common; memory of an
///   `ObjectLongMap`.
/// - **Allocation** none within what was reserved, but a cursor in `cursor`, `addAll`, `removeIf`,
///   `retain` and `equals`, and 16 bytes for each value that `mostCommon` returns; growth doubles.
/// - **Threads** one thread at a time; readers may share counts that no thread changes.
/// - **Errors** null: `NullPointerException`; a negative number of times or more than were counted:
///   `IllegalArgumentException`; more than `Long.MAX_VALUE` in all: `ArithmeticException`; out of
///   memory in growth: each of these leaves the counts as they were; changed under a cursor or a
///   callback: `ConcurrentModificationException`.
/// - **Source** a bounded heap for the k largest: Knuth, The Art of Computer Programming 3, 5.2.3.
/// - **Copies with** `ObjectLongMap`, `BoxedMap`.
///
/// @param <E> the type of what is counted
public final class ObjectCounts<E> {
  /*
   * A map from value to count, and the total. Invariants: every count in the map is at least 1;
   * total is the sum of all counts and does not overflow, so that no count does. What may throw
   * comes first: the check of the total, then the map, then the new total.
   */

  private final ObjectLongMap<E> counts;
  private long total;

  /// Makes counts of nothing.
  public ObjectCounts() {
    this(0);
  }

  /// Makes counts of nothing that take `expectedSize` distinct values without growth.
  ///
  /// @param expectedSize distinct values to make room for
  public ObjectCounts(int expectedSize) {
    this(new ObjectLongMap<>(expectedSize), 0);
  }

  private ObjectCounts(ObjectLongMap<E> counts, long total) {
    this.counts = counts;
    this.total = total;
  }

  /// Makes counts of nothing with a seed of the caller's, for an order that can be reproduced.
  ///
  /// @param <E> the type of the elements
  /// @param expectedSize distinct values to make room for
  /// @param seed the seed
  /// @return the counts
  public static <E> ObjectCounts<E> withSeed(int expectedSize, int seed) {
    return new ObjectCounts<>(ObjectLongMap.withSeed(expectedSize, seed), 0);
  }

  /// Counts a value once more.
  ///
  /// @param value the value
  /// @return how often it has been counted now
  public long add(E value) {
    long sum = sum(1);
    long count = counts.addTo(value, 1);
    total = sum;
    return count;
  }

  /// Counts a value a number of times.
  ///
  /// @param value the value
  /// @param times how often, 0 or more
  /// @return how often it has been counted now
  public long add(E value, long times) {
    long sum = sum(times);
    if (times == 0) {
      return count(value);
    }
    long count = counts.addTo(value, times);
    total = sum;
    return count;
  }

  /// Counts each element of a collection, an array's as `Arrays.asList`; one that cannot be counted
  /// ends it, and those before it are counted.
  ///
  /// @param values the elements
  public void addAll(Iterable<? extends E> values) {
    for (E value : values) {
      add(value);
    }
  }

  /// Adds the counts of others to these; room for all is made first.
  ///
  /// @param from the others
  public void addAll(ObjectCounts<? extends E> from) {
    sum(from.total);
    int fresh = 0;
    for (ObjectLongMap.Cursor<? extends E> at = from.counts.cursor(); at.next(); ) {
      fresh += counts.containsKey(at.key()) ? 0 : 1;
    }
    counts.reserve((int) Math.min((long) counts.size() + fresh, Integer.MAX_VALUE));
    for (ObjectLongMap.Cursor<? extends E> at = from.counts.cursor(); at.next(); ) {
      long times = at.value(); // before it is added, as from may be these counts
      counts.addTo(at.key(), times);
      total += times;
    }
  }

  /// {@return how often a value was counted}
  ///
  /// @param value the value
  public long count(Object value) {
    return counts.get(value, 0);
  }

  /// Takes back a number of times that a value was counted.
  ///
  /// @param value the value
  /// @param times how often, from 0 to its count
  /// @return how often it remains counted
  public long subtract(E value, long times) {
    long count = count(value);
    if (times < 0 || times > count) {
      throw new IllegalArgumentException(BoxedMap.text("times", times, "count", count));
    }
    if (times == count) {
      counts.remove(value);
    } else {
      counts.addTo(value, -times);
    }
    total -= times;
    return count - times;
  }

  /// Forgets a value.
  ///
  /// @param value the value
  /// @return how often it was counted
  public long remove(Object value) {
    long count = counts.remove(value, 0);
    total -= count;
    return count;
  }

  /// {@return the sum of all counts}
  public long total() {
    return total;
  }

  /// {@return the number of distinct values}
  public int size() {
    return counts.size();
  }

  /// {@return whether nothing is counted}
  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /// Returns the most common values, the commonest first; which of equal counts is unspecified.
  ///
  /// @param limit how many at most
  /// @return as many, or all if there are fewer, in a list that cannot be changed
  public List<E> mostCommon(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(BoxedMap.text("limit", limit));
    }
    var best = new Best<E>(Math.min(limit, counts.size()));
    if (best.room() > 0) {
      for (ObjectLongMap.Cursor<E> at = counts.cursor(); at.next(); ) {
        best.offer(at.key(), at.value());
      }
    }
    return best.sorted();
  }

  /// Forgets everything and keeps the capacity.
  public void clear() {
    counts.clear();
    total = 0;
  }

  /// Makes room for `expectedSize` distinct values in all, so that reaching it takes no growth.
  ///
  /// @param expectedSize distinct values to make room for
  public void reserve(int expectedSize) {
    counts.reserve(expectedSize);
  }

  /// Shrinks to the smallest capacity that holds the values.
  public void trim() {
    counts.trim();
  }

  /// {@return a copy with the same capacity, seed and order}
  public ObjectCounts<E> copy() {
    return new ObjectCounts<>(counts.copy(), total);
  }

  /// Calls `action` with every value and its count, in an order of its own.
  ///
  /// @param action must not count new values, nor forget any
  public void forEach(ObjLongConsumer<? super E> action) {
    counts.forEach(action);
  }

  /// Forgets the values that `predicate` holds for, given each with its count.
  ///
  /// If it throws, the values it has accepted so far are forgotten and the others are kept.
  ///
  /// @param predicate must not count new values, nor forget any
  /// @return whether any value was forgotten
  public boolean removeIf(ObjectLongMap.ObjectLongPredicate<? super E> predicate) {
    return sweep(predicate, true);
  }

  /// Forgets the values that `predicate` does not hold for, given each with its count.
  ///
  /// If it throws, the values it has refused so far are forgotten and the others are kept.
  ///
  /// @param predicate must not count new values, nor forget any
  /// @return whether any value was forgotten
  public boolean retain(ObjectLongMap.ObjectLongPredicate<? super E> predicate) {
    return sweep(predicate, false);
  }

  /// {@return a cursor before the first value}
  public Cursor<E> cursor() {
    return new Cursor<>(this);
  }

  /// {@return a live view that maps values to counts, cannot be changed, and boxes}
  public Map<E, Long> asMap() {
    return Collections.unmodifiableMap(counts.asMap());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof ObjectCounts<?> other
        && other.total == total
        && other.counts.equals(counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return counts.toString();
  }

  /// The number of slots that a search for the value reads, for tests.
  int probes(Object value) {
    return counts.probes(value);
  }

  private boolean sweep(ObjectLongMap.ObjectLongPredicate<? super E> predicate, boolean verdict) {
    Objects.requireNonNull(predicate, "predicate");
    int before = counts.size();
    for (Cursor<E> at = cursor(); at.next(); ) {
      if (predicate.test(at.value(), at.count()) == verdict) {
        at.remove();
      }
    }
    return counts.size() != before;
  }

  /// The total after so many times more.
  private long sum(long times) {
    if (times < 0) {
      throw new IllegalArgumentException(BoxedMap.text("times", times));
    }
    if (times > Long.MAX_VALUE - total) {
      throw new ArithmeticException(BoxedMap.text("total", total, "times", times));
    }
    return total + times;
  }

  /// Walks the values in an order of their own and fails fast; no step of it allocates.
  ///
  /// @param <E> the type of the elements
  public static final class Cursor<E> {
    private final ObjectCounts<E> counts;
    private final ObjectLongMap.Cursor<E> at;

    private Cursor(ObjectCounts<E> counts) {
      this.counts = counts;
      this.at = counts.counts.cursor();
    }

    /// Goes back to before the first value, whatever changed.
    public void reset() {
      at.reset();
    }

    /// Goes to the next value; false if there is none.
    ///
    /// @return whether the cursor is on a value
    public boolean next() {
      return at.next();
    }

    /// {@return the value}
    public E value() {
      return at.key();
    }

    /// {@return how often it was counted}
    public long count() {
      return at.value();
    }

    /// Forgets the value; the next one is still ahead.
    public void remove() {
      long count = at.value();
      at.remove();
      counts.total -= count;
    }
  }

  /// The best of what is offered, in a heap with the worst of them on top.
  private static final class Best<E> {
    private final @Nullable Object[] values;
    private final long[] counts;
    private int size;

    Best(int room) {
      values = new @Nullable Object[room];
      counts = new long[room];
    }

    int room() {
      return values.length;
    }

    void offer(E value, long count) {
      if (size < values.length) {
        int at = size++;
        for (; at > 0 && worse(count, (at - 1) >> 1); at = (at - 1) >> 1) {
          move((at - 1) >> 1, at);
        }
        set(at, value, count);
      } else if (count > counts[0]) {
        sink(value, count);
      }
    }

    /// Empties the heap, the worst to the end of the array: the place that it makes free.
    @SuppressWarnings({"unchecked", "NullAway"}) // full of what was offered, as nothing else was
    List<E> sorted() {
      while (size > 0) {
        Object worst = values[0];
        size--;
        sink(values[size], counts[size]);
        values[size] = worst;
      }
      return (List<E>) Collections.unmodifiableList(Arrays.asList(values));
    }

    /// Puts an entry in the place of the top one.
    private void sink(@Nullable Object value, long count) {
      int at = 0;
      for (int child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && worse(counts[child + 1], child)) {
          child++;
        }
        if (worse(count, child)) {
          break;
        }
        move(child, at);
        at = child;
      }
      set(at, value, count);
    }

    private boolean worse(long count, int at) {
      return count < counts[at];
    }

    private void move(int from, int to) {
      set(to, values[from], counts[from]);
    }

    private void set(int at, @Nullable Object value, long count) {
      values[at] = value;
      counts[at] = count;
    }
  }
}
