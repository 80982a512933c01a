// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A set of small numbers, one bit for each number up to the largest.
///
/// - **Use** for visited marks, row selections and filters over numbers from 0 on, and to count
///   what two of them have in common without a third.
/// - **Avoid** for few or large numbers: one number costs an eighth of its value in bytes.
/// - **Cost** `contains`, `add`, `remove` O(1); `andCount`, `orCount`, `andNotCount`, `xorCount`,
///   `and`, `or`, `andNot`, `xor`, `size` O(largest / 64), and vectors where the processor counts
///   bits in them; `next`, `nextAbsent`, `previous` the distance / 64.
/// - **Allocation** none within the capacity, but for views, iterators and streams.
/// - **Threads** one thread at a time.
/// - **Errors** negative number: `IndexOutOfBoundsException`; changed while iterated:
///   `ConcurrentModificationException`; no room: `OutOfMemoryError`, and the set is as it was.
/// - **Source** `java.util.BitSet`.
/// - **Copies with** `DenseBitsView`.
public final class DenseBits {
  /*
   * words   | 63 ............ 0 | 127 .......... 64 | 0 | 0 |      number n is bit n & 63 of n >> 6
   *                                                 ^used
   *
   * Invariants: words[i] is 0 for i >= used, and words[used - 1] is not 0, or used is 0.
   *
   * A number that is not below the capacity is not in the set: asking for it never grows.
   *
   * Fail-fast: changes counts each call that may have added or removed a number.
   *
   * New room is allocated before anything is written: a set that cannot grow has lost nothing.
   */

  private static final long[] NONE = {};

  private long[] words;
  private int used;
  private int changes;

  /// Makes an empty set without an array.
  public DenseBits() {
    words = NONE;
  }

  /// Makes an empty set with room for the numbers below `capacity`.
  ///
  /// @param capacity the first number that makes it grow
  public DenseBits(int capacity) {
    words = checked(capacity) == 0 ? NONE : new long[room(capacity)];
  }

  private DenseBits(long[] words) {
    this.words = words;
    this.used = words.length;
  }

  /// Makes a set of the given numbers.
  ///
  /// @param numbers 0 or more each
  /// @return a new set
  public static DenseBits of(int... numbers) {
    var bits = new DenseBits();
    for (int number : numbers) {
      bits.add(number);
    }
    return bits;
  }

  /// Returns whether a number is in the set.
  ///
  /// @param number 0 or more
  /// @return whether it is there
  public boolean contains(int number) {
    int at = word(number);
    return at < words.length && (words[at] & (1L << number)) != 0;
  }

  /// Adds a number.
  ///
  /// @param number 0 or more
  /// @return whether it is new
  public boolean add(int number) {
    int at = word(number);
    if (at >= words.length) {
      grow(number);
    }
    long old = words[at];
    long now = old | (1L << number);
    words[at] = now;
    used = Math.max(used, at + 1);
    return changed(now != old);
  }

  /// Removes a number.
  ///
  /// @param number 0 or more
  /// @return whether it was there
  public boolean remove(int number) {
    int at = word(number);
    if (at >= words.length) {
      return false;
    }
    long old = words[at];
    long now = old & ~(1L << number);
    words[at] = now;
    if (now == 0) {
      shrink();
    }
    return changed(now != old);
  }

  /// Adds the numbers of a range.
  ///
  /// @param from the first number
  /// @param to the number after the last
  public void addRange(int from, int to) {
    checkRange(from, to);
    if (from < to) {
      int first = from >> 6;
      int last = (to - 1) >> 6;
      if (last >= words.length) {
        grow(to - 1);
      }
      for (int i = first; i <= last; i++) {
        words[i] |= mask(i, from, to);
      }
      used = Math.max(used, last + 1);
      changes++;
    }
  }

  /// Removes the numbers of a range.
  ///
  /// @param from the first number
  /// @param to the number after the last
  public void removeRange(int from, int to) {
    checkRange(from, to);
    if (from < to) {
      int last = Math.min((to - 1) >> 6, used - 1);
      for (int i = from >> 6; i <= last; i++) {
        words[i] &= ~mask(i, from, to);
      }
      shrink();
      changes++;
    }
  }

  /// Removes a number that is there, adds it otherwise.
  ///
  /// @param number 0 or more
  /// @return whether it is there now
  public boolean flip(int number) {
    return !remove(number) && add(number);
  }

  /// Returns the least number of the set that is not below a number.
  ///
  /// @param from where to begin, 0 or more
  /// @return the number, or -1
  public int next(int from) {
    int at = word(from);
    if (at >= used) {
      return -1;
    }
    long word = words[at] & (-1L << from);
    while (word == 0) {
      if (++at == used) {
        return -1;
      }
      word = words[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }

  /// Returns the least number that is not in the set and not below a number.
  ///
  /// @param from where to begin, 0 or more
  /// @return the number; if all up to `Integer.MAX_VALUE` are in the set, -1
  public int nextAbsent(int from) {
    int at = word(from);
    if (at >= used) {
      return from;
    }
    long word = ~words[at] & (-1L << from);
    while (word == 0) {
      if (++at == used) {
        return at == 1 << 25 ? -1 : at << 6;
      }
      word = ~words[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }

  /// Returns the greatest number of the set that is not above a number.
  ///
  /// @param from where to begin, 0 or more
  /// @return the number, or -1
  public int previous(int from) {
    int at = word(from);
    long word;
    if (at >= used) {
      at = used - 1;
      word = at < 0 ? 0 : words[at];
    } else {
      word = words[at] & (-1L >>> ~from);
    }
    while (word == 0) {
      if (--at < 0) {
        return -1;
      }
      word = words[at];
    }
    return (at << 6) + 63 - Long.numberOfLeadingZeros(word);
  }

  /// Counts the numbers that are in both sets.
  ///
  /// @param other the other set
  /// @return the size of the intersection
  public int andCount(DenseBits other) {
    long[] mine = words;
    long[] its = other.words;
    int count = 0;
    for (int i = 0, end = Math.min(used, other.used); i < end; i++) {
      count += Long.bitCount(mine[i] & its[i]);
    }
    return capped(count);
  }

  /// Counts the numbers that are in at least one of two sets.
  ///
  /// @param other the other set
  /// @return the size of the union
  public int orCount(DenseBits other) {
    long[] mine = words;
    long[] its = other.words;
    int end = Math.min(used, other.used);
    int count = count(end) + other.count(end);
    for (int i = 0; i < end; i++) {
      count += Long.bitCount(mine[i] | its[i]);
    }
    return capped(count);
  }

  /// Counts the numbers that are in this set and not in the other.
  ///
  /// @param other the other set
  /// @return the size of the difference
  public int andNotCount(DenseBits other) {
    long[] mine = words;
    long[] its = other.words;
    int end = Math.min(used, other.used);
    int count = count(end);
    for (int i = 0; i < end; i++) {
      count += Long.bitCount(mine[i] & ~its[i]);
    }
    return capped(count);
  }

  /// Counts the numbers that are in exactly one of two sets.
  ///
  /// @param other the other set
  /// @return the size of the symmetric difference
  public int xorCount(DenseBits other) {
    long[] mine = words;
    long[] its = other.words;
    int end = Math.min(used, other.used);
    int count = count(end) + other.count(end);
    for (int i = 0; i < end; i++) {
      count += Long.bitCount(mine[i] ^ its[i]);
    }
    return capped(count);
  }

  /// Returns whether two sets have a number in common.
  ///
  /// @param other the other set
  /// @return whether the intersection is not empty
  public boolean intersects(DenseBits other) {
    for (int i = Math.min(used, other.used) - 1; i >= 0; i--) {
      if ((words[i] & other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether every number of another set is in this one.
  ///
  /// @param other the other set
  /// @return whether none is missing
  public boolean containsAll(DenseBits other) {
    if (other.used > used) {
      return false;
    }
    for (int i = 0; i < other.used; i++) {
      if ((other.words[i] & ~words[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Keeps the numbers that are in the other set too.
  ///
  /// @param other the other set
  public void and(DenseBits other) {
    int common = Math.min(used, other.used);
    for (int i = 0; i < common; i++) {
      words[i] &= other.words[i];
    }
    if (common < used) {
      Arrays.fill(words, common, used, 0);
    }
    shrink();
    changes++;
  }

  /// Adds the numbers of the other set.
  ///
  /// @param other the other set
  public void or(DenseBits other) {
    makeRoom(other);
    for (int i = 0; i < other.used; i++) {
      words[i] |= other.words[i];
    }
    used = Math.max(used, other.used);
    changes++;
  }

  /// Removes the numbers of the other set.
  ///
  /// @param other the other set
  public void andNot(DenseBits other) {
    for (int i = Math.min(used, other.used) - 1; i >= 0; i--) {
      words[i] &= ~other.words[i];
    }
    shrink();
    changes++;
  }

  /// Keeps what is in one of two sets and not in both.
  ///
  /// @param other the other set
  public void xor(DenseBits other) {
    makeRoom(other);
    for (int i = 0; i < other.used; i++) {
      words[i] ^= other.words[i];
    }
    used = Math.max(used, other.used);
    shrink();
    changes++;
  }

  /// Removes the numbers that a predicate accepts; if it throws, those before are removed.
  ///
  /// @param filter called once for each number, in order; it must not change the set
  /// @return whether any was removed
  public boolean removeIf(IntPredicate filter) {
    Objects.requireNonNull(filter, "filter");
    boolean any = false;
    int stamp = changes;
    for (int number = next(0); number >= 0; number = after(number)) {
      if (filter.test(number)) {
        check(stamp);
        any |= remove(number);
        stamp = changes;
      }
      check(stamp);
    }
    return any;
  }

  /// Removes every number and keeps the capacity.
  public void clear() {
    Arrays.fill(words, 0, used, 0);
    used = 0;
    changes++;
  }

  /// Counts the numbers.
  ///
  /// @return the size, and `Integer.MAX_VALUE` if there is one more, as each count here
  public int size() {
    return capped(count(0));
  }

  /// Returns whether the set has no number.
  ///
  /// @return whether the size is 0
  public boolean isEmpty() {
    return used == 0;
  }

  /// Calls an action with each number, the least first.
  ///
  /// @param action must not change the set
  public void forEach(IntConsumer action) {
    Objects.requireNonNull(action, "action");
    int stamp = changes;
    for (int i = 0, end = used; i < end; i++) {
      for (long word = words[i]; word != 0; word &= word - 1) {
        action.accept((i << 6) + Long.numberOfTrailingZeros(word));
        check(stamp);
      }
    }
  }

  /// Returns an iterator over the numbers, the least first, which can remove.
  ///
  /// @return a fail-fast iterator without boxes
  public PrimitiveIterator.OfInt iterator() {
    return new Walk(this);
  }

  /// Returns a stream of the numbers that are in the set now, the least first.
  ///
  /// @return a sequential, ordered stream
  public IntStream stream() {
    return Arrays.stream(toArray());
  }

  /// Returns how many numbers, from 0 on, fit without growth.
  ///
  /// @return the number of bits
  public long capacity() {
    return (long) words.length << 6;
  }

  /// Makes room for the numbers below `capacity`, if there is less.
  ///
  /// @param capacity the first number that may make it grow
  public void reserve(int capacity) {
    if (room(checked(capacity)) > words.length) {
      words = Arrays.copyOf(words, room(capacity));
    }
  }

  /// Gives unused room back.
  public void trim() {
    if (used < words.length) {
      words = used == 0 ? NONE : Arrays.copyOf(words, used);
    }
  }

  /// Returns the numbers in a new array, the least first.
  ///
  /// @return an array of length `size()`
  public int[] toArray() {
    int[] numbers = new int[size()];
    int at = 0;
    for (int number = next(0); number >= 0; number = after(number)) {
      numbers[at++] = number;
    }
    return numbers;
  }

  /// Returns a set of the same numbers.
  ///
  /// @return a new set, without spare room
  public DenseBits copy() {
    return new DenseBits(used == 0 ? NONE : Arrays.copyOf(words, used));
  }

  /// Returns a live view of boxes: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast set that walks from the least number up and refuses null and negatives
  public Set<Integer> asSet() {
    return new DenseBitsView(this);
  }

  /// Returns whether the other object is a set of this class with the same numbers.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DenseBits that
        && Arrays.equals(words, 0, used, that.words, 0, that.used);
  }

  /// Returns the hash that `java.util.Set` defines.
  @Override
  public int hashCode() {
    int hash = 0;
    for (int number = next(0); number >= 0; number = after(number)) {
      hash += number;
    }
    return hash;
  }

  /// Returns the numbers as `java.util.Set` prints them.
  @Override
  public String toString() {
    return asSet().toString();
  }

  /// Counts the numbers in the words from one on; all 2^31 of them are -2^31.
  private int count(int from) {
    long[] words = this.words;
    int count = 0;
    for (int i = from, end = used; i < end; i++) {
      count += Long.bitCount(words[i]);
    }
    return count;
  }

  private static int capped(int count) {
    return count < 0 ? Integer.MAX_VALUE : count;
  }

  private boolean changed(boolean changed) {
    changes += changed ? 1 : 0;
    return changed;
  }

  private static int word(int number) {
    if (number < 0) {
      throw new IndexOutOfBoundsException("number: " + number);
    }
    return number >> 6;
  }

  private static int checked(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    return capacity;
  }

  private static void checkRange(int from, int to) {
    if (from < 0 || from > to) {
      throw new IndexOutOfBoundsException("from: " + from + ", to: " + to);
    }
  }

  private static int room(int capacity) {
    return (capacity + 63) >>> 6;
  }

  /// The bits of word `i` that lie in a range.
  private static long mask(int i, int from, int to) {
    long low = i == from >> 6 ? -1L << from : -1L;
    return i == (to - 1) >> 6 ? low & (-1L >>> -to) : low;
  }

  private int after(int number) {
    return number == Integer.MAX_VALUE ? -1 : next(number + 1);
  }

  private void grow(int number) {
    int needed = (number >> 6) + 1;
    words = Arrays.copyOf(words, Math.max(needed, Math.min(2 * words.length, 1 << 25)));
  }

  private void makeRoom(DenseBits other) {
    if (other.used > words.length) {
      words = Arrays.copyOf(words, other.used);
    }
  }

  private void shrink() {
    while (used > 0 && words[used - 1] == 0) {
      used--;
    }
  }

  private void check(int stamp) {
    if (stamp != changes) {
      throw new ConcurrentModificationException("size: " + size());
    }
  }

  private static final class Walk implements PrimitiveIterator.OfInt {
    private final DenseBits bits;
    private int next;
    private int last = -1;
    private int stamp;

    Walk(DenseBits bits) {
      this.bits = bits;
      this.next = bits.next(0);
      this.stamp = bits.changes;
    }

    @Override
    public boolean hasNext() {
      return next >= 0;
    }

    @Override
    public int nextInt() {
      bits.check(stamp);
      if (next < 0) {
        throw new NoSuchElementException("last: " + last);
      }
      last = next;
      next = bits.after(last);
      return last;
    }

    @Override
    public void remove() {
      if (last < 0) {
        throw new IllegalStateException("no number to remove");
      }
      bits.check(stamp);
      bits.remove(last);
      last = -1;
      stamp = bits.changes;
    }
  }
}
