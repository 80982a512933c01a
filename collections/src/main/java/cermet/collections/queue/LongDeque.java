// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A growable queue of `long`s with two ends and an index, in one ring.
///
/// - **Use** as a queue, a stack, a sliding window or the frontier of a search, without a box for
///   each number.
/// - **Avoid** to take the smallest first, and between threads; a list that only grows at its end
///   is a `LongList`.
/// - **Cost** `addFirst`, `addLast` O(1) amortised; `removeFirst`, `removeLast`, `pollFirst`,
///   `pollLast`, `get`, `set` O(1); `removeAt` moves the shorter side. The array has room for up to
///   twice the elements after growth, and both arrays exist while it grows. An empty deque owns
///   none.
/// - **Allocation** none while the capacity lasts, but for views, iterators and streams, and one
///   bit an element in a `removeIf` that removes.
/// - **Threads** one thread at a time.
/// - **Errors** nothing there: `NoSuchElementException`; bad index: `IndexOutOfBoundsException`;
///   changed while iterated: `ConcurrentModificationException`; no room: `OutOfMemoryError`, and
///   the deque is as it was.
/// - **Source** `java.util.ArrayDeque`; Knuth, The Art of Computer Programming, 2.2.2.
/// - **Copies with** `BoxedDeque`.
public final class LongDeque extends BoxedDeque<Long> {
  /*
   * elements   | e3 | e4 | -- | -- | -- | e0 | e1 | e2 |      element i stands at (head + i) & mask
   *                       ^tail            ^head             mask = elements.length - 1
   *
   * Invariants: elements is NONE, or owned by this deque alone and its length a power of two;
   * 0 <= tail - head <= elements.length.
   *
   * Fail-fast needs to know whether anybody inserted or removed. Neither index ever goes back: a
   * step back at one end is taken by both as one turn of the ring forward. So each change makes
   * head + tail larger, which stands for all changes; it lasts for 2^32 turns of the largest ring.
   *
   * New room is allocated before anything is written: a deque that cannot grow has lost nothing.
   */

  private static final long[] NONE = {};

  // The largest power of two that can be the length of an array.
  private static final int LIMIT = 1 << 30;

  // A cache line of longs; arbitrary.
  private static final int FIRST = 8;

  private long[] elements;
  private /*wide*/ long head;
  private /*wide*/ long tail;

  /// Makes an empty deque without an array.
  public LongDeque() {
    elements = NONE;
  }

  /// Makes an empty deque with room for `capacity` elements.
  ///
  /// @param capacity the number of elements it can take before it grows
  public LongDeque(int capacity) {
    elements = capacity == 0 ? NONE : new long[room(checked(capacity))];
  }

  private LongDeque(long[] elements, int size) {
    this.elements = elements;
    this.tail = size;
  }

  /// Makes a deque of the given elements, the first one first.
  ///
  /// @param values the elements, which are copied
  /// @return a new deque
  public static LongDeque of(long... values) {
    var deque = new LongDeque(values.length);
    deque.addAllLast(values, 0, values.length);
    return deque;
  }

  /// Adds an element at the end.
  ///
  /// @param value the element
  public void addLast(long value) {
    /*wide*/ long tail = this.tail;
    if (tail - head == elements.length) {
      grow(1);
    }
    put(tail, value);
    this.tail = tail + 1;
  }

  /// Removes the first element.
  ///
  /// @return the removed element
  public long removeFirst() {
    if (head == tail) {
      throw empty();
    }
    return takeFirst();
  }

  /// Removes the first element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public long pollFirst(long absent) {
    return head == tail ? absent : takeFirst();
  }

  /// Adds an element at the front.
  ///
  /// @param value the element
  public void addFirst(long value) {
    if (tail - head == elements.length) {
      grow(1);
    }
    /*wide*/ long turn = elements.length;
    /*wide*/ long at = head - 1 + turn;
    put(at, value);
    head = at;
    tail += turn;
  }

  /// Removes the last element.
  ///
  /// @return the removed element
  public long removeLast() {
    if (head == tail) {
      throw empty();
    }
    return takeLast();
  }

  /// Removes the last element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public long pollLast(long absent) {
    return head == tail ? absent : takeLast();
  }

  /// Returns the first element.
  ///
  /// @return the element
  public long getFirst() {
    if (head == tail) {
      throw empty();
    }
    return at(0);
  }

  /// Returns the last element.
  ///
  /// @return the element
  public long getLast() {
    if (head == tail) {
      throw empty();
    }
    return at(size() - 1);
  }

  /// Returns the first element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the element, or `absent`
  public long peekFirst(long absent) {
    return head == tail ? absent : at(0);
  }

  /// Returns the last element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the element, or `absent`
  public long peekLast(long absent) {
    return head == tail ? absent : at(size() - 1);
  }

  /// Returns the element at an index.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the element
  public long get(int index) {
    return at(Objects.checkIndex(index, size()));
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @param value the new element
  /// @return the old element
  public long set(int index, long value) {
    int at = place(Objects.checkIndex(index, size()));
    long old = elements[at];
    elements[at] = value;
    return old;
  }

  /// Adds a range of an array at the end, in its order.
  ///
  /// @param values the array
  /// @param from the index in it of the first element to add
  /// @param count how many
  public void addAllLast(long[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    if (count == 0) {
      return;
    }
    if (count > elements.length - size()) {
      grow(count);
    }
    copyIn(place(size()), values, from, count);
    tail += count;
  }

  /// Removes elements from the front into an array, the first one first.
  ///
  /// @param into the array
  /// @param at where in the array the first element goes
  /// @param count how many to remove at most
  /// @return how many were removed: `count`, or all there were
  public int pollFirst(long[] into, int at, int count) {
    Objects.checkFromIndexSize(at, count, into.length);
    int moved = Math.min(count, size());
    if (moved > 0) {
      copyOut(0, into, at, moved);
      head += moved;
    }
    return moved;
  }

  /// Removes the element at an index; the shorter side moves up.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the removed element
  public long removeAt(int index) {
    long old = get(index);
    int last = size() - 1;
    if (index < (last + 1) >> 1) {
      for (int i = index; i > 0; i--) {
        elements[place(i)] = elements[place(i - 1)];
      }
      takeFirst();
    } else {
      for (int i = index; i < last; i++) {
        elements[place(i)] = elements[place(i + 1)];
      }
      takeLast();
    }
    return old;
  }

  /// Removes the elements that a predicate accepts; if it throws, none is removed.
  ///
  /// @param filter called once for each element, in order
  /// @return whether any was removed
  public boolean removeIf(LongPredicate filter) {
    Objects.requireNonNull(filter, "filter");
    /*wide*/ long stamp = stamp();
    int count = size();
    int first = 0;
    while (first < count && !filter.test(at(first))) {
      check(stamp);
      first++;
    }
    check(stamp);
    if (first == count) {
      return false;
    }
    // Two passes: the predicate sees a whole deque, and the deque is safe when it throws.
    /*wide*/ long[] doomed = new /*wide*/ long[((count - first - 1) >> 6) + 1];
    doomed[0] = /*wide*/ 1L;
    for (int i = first + 1; i < count; i++) {
      if (filter.test(at(i))) {
        doomed[(i - first) >> 6] |= /*wide*/ 1L << (i - first);
      }
      check(stamp);
    }
    int kept = first;
    for (int i = first; i < count; i++) {
      if ((doomed[(i - first) >> 6] & /*wide*/ 1L << (i - first)) == 0) {
        elements[place(kept++)] = at(i);
      }
    }
    back(count - kept);
    return true;
  }

  /// Removes every element and keeps the capacity.
  @Override
  public void clear() {
    head = tail;
  }

  /// Returns the number of elements.
  ///
  /// @return the size
  @Override
  public int size() {
    return (int) (tail - head);
  }

  /// Returns whether the deque has no element.
  ///
  /// @return whether the size is 0
  public boolean isEmpty() {
    return head == tail;
  }

  /// Returns the first index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int indexOf(long value) {
    for (int i = 0, end = size(); i < end; i++) {
      if (at(i) == value) {
        return i;
      }
    }
    return -1;
  }

  /// Returns the last index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int lastIndexOf(long value) {
    for (int i = size() - 1; i >= 0; i--) {
      if (at(i) == value) {
        return i;
      }
    }
    return -1;
  }

  /// Returns whether a value is in the deque.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(long value) {
    return indexOf(value) >= 0;
  }

  /// Calls an action with each element, the first one first.
  ///
  /// @param action may replace elements, but must not add or remove any
  public void forEach(LongConsumer action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long stamp = stamp();
    for (int i = 0, end = size(); i < end && stamp == stamp(); i++) {
      action.accept(get(i)); // by the fields: the action may reserve or trim, and then replace
    }
    check(stamp);
  }

  /// Returns an iterator over the elements, the first one first, which can remove.
  ///
  /// @return a fail-fast iterator without boxes
  public PrimitiveIterator.OfLong iterator() {
    return new Walk(this);
  }

  /// Returns a stream of the elements that are in the deque now.
  ///
  /// @return a sequential, ordered stream
  public LongStream stream() {
    return LongStream.of(toArray());
  }

  /// Returns the number of elements that fit without growth.
  ///
  /// @return the length of the array
  public int capacity() {
    return elements.length;
  }

  /// Makes room for `capacity` elements in all, if there is less.
  ///
  /// @param capacity the number of elements the deque shall hold without growth
  public void reserve(int capacity) {
    if (checked(capacity) > elements.length) {
      resize(room(capacity));
    }
  }

  /// Gives unused room back.
  public void trim() {
    int size = size();
    if (size == 0) {
      elements = NONE;
    } else if (room(size) < elements.length) {
      resize(room(size));
    }
  }

  /// Returns the elements in a new array, the first one first.
  ///
  /// @return an array of length `size()`
  public long[] toArray() {
    if (head == tail) {
      return NONE;
    }
    long[] values = new long[size()];
    copyOut(0, values, 0, values.length);
    return values;
  }

  /// Copies a range of the deque out to an array.
  ///
  /// @param from the index in this deque of the first element
  /// @param into the array
  /// @param at where in the array the first element goes
  /// @param count how many
  public void copyInto(int from, long[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, size());
    Objects.checkFromIndexSize(at, count, into.length);
    copyOut(from, into, at, count);
  }

  /// Returns a deque of the same elements.
  ///
  /// @return a new deque
  public LongDeque copy() {
    int size = size();
    if (size == 0) {
      return new LongDeque();
    }
    long[] copied = new long[room(size)];
    copyOut(0, copied, 0, size);
    return new LongDeque(copied, size);
  }

  /// Returns a live view of boxes: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast deque that refuses null
  public Deque<Long> asDeque() {
    return new View();
  }

  /// Returns whether the other object is a deque of this class with the same elements in order.
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof LongDeque that) || size() != that.size()) {
      return false;
    }
    for (int i = 0, end = size(); i < end; i++) {
      if (at(i) != that.at(i)) {
        return false;
      }
    }
    return true;
  }

  /// Returns the hash that `java.util.List` defines for these elements.
  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0, end = size(); i < end; i++) {
      hash = 31 * hash + Long.hashCode(at(i));
    }
    return hash;
  }

  /// Returns the elements as `java.util.ArrayDeque` prints them.
  @Override
  public String toString() {
    return asDeque().toString();
  }

  @Override
  Long boxed(int index) {
    return get(index);
  }

  @Override
  void addBoxed(Long value, boolean first) {
    if (first) {
      addFirst(value);
    } else {
      addLast(value);
    }
  }

  @Override
  void addAllBoxed(Object[] values) {
    long[] added = new long[values.length]; // first: a null must not stop halfway
    for (int i = 0; i < added.length; i++) {
      added[i] = (Long) values[i];
    }
    addAllLast(added, 0, added.length);
  }

  @Override
  Long removeBoxed(int index) {
    return removeAt(index);
  }

  @Override
  boolean removeEach(Predicate<? super Long> filter) {
    return removeIf(filter::test);
  }

  @Override
  int findBoxed(@Nullable Object value, boolean last) {
    if (!(value instanceof Long number)) {
      return -1;
    }
    return last ? lastIndexOf(number) : indexOf(number);
  }

  @Override
  Iterator<Long> walk() {
    return iterator();
  }

  /// The element at an index that is in range.
  private long at(int index) {
    return elements[place(index)];
  }

  private int place(int index) {
    return (int) (head + index) & (elements.length - 1);
  }

  private long takeFirst() {
    long[] elements = this.elements;
    /*wide*/ long head = this.head;
    long value = elements[(int) head & (elements.length - 1)];
    this.head = head + 1;
    return value;
  }

  private long takeLast() {
    long value = at(size() - 1);
    back(1);
    return value;
  }

  private void put(/*wide*/ long index, long value) {
    long[] elements = this.elements;
    elements[(int) index & (elements.length - 1)] = value;
  }

  /// Takes the end back, as both indices go on by a turn.
  private void back(int steps) {
    /*wide*/ long turn = elements.length;
    head += turn;
    tail += turn - steps;
  }

  private void grow(int more) {
    resize(room((/*wide*/ long) size() + more));
  }

  /// Moves to another array; the indices stay, as nothing was inserted or removed.
  private void resize(int length) {
    long[] other = new long[length];
    int at = (int) head & (length - 1);
    int count = size();
    int front = Math.min(count, length - at);
    copyOut(0, other, at, front);
    copyOut(front, other, 0, count - front);
    elements = other;
  }

  private static int checked(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException(text("capacity", capacity));
    }
    return capacity;
  }

  /// The length of an array for so many elements, more than 0.
  private static int room(/*wide*/ long needed) {
    if (needed > LIMIT) {
      throw new OutOfMemoryError(text("size", needed, "limit", LIMIT));
    }
    return Math.max(FIRST, Integer.highestOneBit((int) needed - 1) << 1);
  }

  private void copyIn(int place, long[] values, int from, int count) {
    int front = Math.min(count, elements.length - place);
    System.arraycopy(values, from, elements, place, front);
    System.arraycopy(values, from + front, elements, 0, count - front);
  }

  private void copyOut(int index, long[] into, int at, int count) {
    if (count == 0) {
      return; // from no array, perhaps
    }
    int place = place(index);
    int front = Math.min(count, elements.length - place);
    System.arraycopy(elements, place, into, at, front);
    System.arraycopy(elements, 0, into, at + front, count - front);
  }

  private static NoSuchElementException empty() {
    return new NoSuchElementException("size: 0");
  }

  @Override
  /*wide*/ long stamp() {
    return head + tail;
  }

  private static final class Walk implements PrimitiveIterator.OfLong {
    private final LongDeque deque;
    private int next;
    private int last = -1;
    private /*wide*/ long stamp;

    Walk(LongDeque deque) {
      this.deque = deque;
      this.stamp = deque.stamp();
    }

    @Override
    public boolean hasNext() {
      return next != deque.size();
    }

    @Override
    public long nextLong() {
      deque.check(stamp);
      if (next >= deque.size()) {
        throw new NoSuchElementException(text("size", deque.size()));
      }
      last = next;
      return deque.at(next++);
    }

    @Override
    public void remove() {
      if (last < 0) {
        throw new IllegalStateException("no element to remove");
      }
      deque.check(stamp);
      deque.removeAt(last);
      next = last;
      last = -1;
      stamp = deque.stamp();
    }
  }
}
