// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongDeque.java by tools/Derive.java; edit that file.

package cermet.collections.queue;

import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A growable queue of `int`s with two ends and an index, in one ring.
///
/// - **Use** as a queue, a stack, a sliding window or the frontier of a search, without a box for
///   each number.
/// - **Avoid** to take the smallest first, and between threads; a list that only grows at its end
///   is a `IntList`.
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
public final class IntDeque extends BoxedDeque<Integer> {
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

  private static final int[] NONE = {};

  // The largest power of two that can be the length of an array.
  private static final int LIMIT = 1 << 30;

  // A cache line of ints; arbitrary.
  private static final int FIRST = 8;

  private int[] elements;
  private /*wide*/ long head;
  private /*wide*/ long tail;

  /// Makes an empty deque without an array.
  public IntDeque() {
    elements = NONE;
  }

  /// Makes an empty deque with room for `capacity` elements.
  ///
  /// @param capacity the number of elements it can take before it grows
  public IntDeque(int capacity) {
    elements = capacity == 0 ? NONE : new int[room(checked(capacity))];
  }

  private IntDeque(int[] elements, int size) {
    this.elements = elements;
    this.tail = size;
  }

  /// Makes a deque of the given elements, the first one first.
  ///
  /// @param values the elements, which are copied
  /// @return a new deque
  public static IntDeque of(int... values) {
    var deque = new IntDeque(values.length);
    deque.addAllLast(values, 0, values.length);
    return deque;
  }

  /// Adds an element at the end.
  ///
  /// @param value the element
  public void addLast(int value) {
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
  public int removeFirst() {
    if (head == tail) {
      throw empty();
    }
    return takeFirst();
  }

  /// Removes the first element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public int pollFirst(int absent) {
    return head == tail ? absent : takeFirst();
  }

  /// Adds an element at the front.
  ///
  /// @param value the element
  public void addFirst(int value) {
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
  public int removeLast() {
    if (head == tail) {
      throw empty();
    }
    return takeLast();
  }

  /// Removes the last element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public int pollLast(int absent) {
    return head == tail ? absent : takeLast();
  }

  /// Returns the first element.
  ///
  /// @return the element
  public int getFirst() {
    if (head == tail) {
      throw empty();
    }
    return at(0);
  }

  /// Returns the last element.
  ///
  /// @return the element
  public int getLast() {
    if (head == tail) {
      throw empty();
    }
    return at(size() - 1);
  }

  /// Returns the first element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the element, or `absent`
  public int peekFirst(int absent) {
    return head == tail ? absent : at(0);
  }

  /// Returns the last element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the element, or `absent`
  public int peekLast(int absent) {
    return head == tail ? absent : at(size() - 1);
  }

  /// Returns the element at an index.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the element
  public int get(int index) {
    return at(Objects.checkIndex(index, size()));
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @param value the new element
  /// @return the old element
  public int set(int index, int value) {
    int at = place(Objects.checkIndex(index, size()));
    int old = elements[at];
    elements[at] = value;
    return old;
  }

  /// Adds a range of an array at the end, in its order.
  ///
  /// @param values the array
  /// @param from the index in it of the first element to add
  /// @param count how many
  public void addAllLast(int[] values, int from, int count) {
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
  public int pollFirst(int[] into, int at, int count) {
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
  public int removeAt(int index) {
    int old = get(index);
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
  public boolean removeIf(IntPredicate filter) {
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
  public int indexOf(int value) {
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
  public int lastIndexOf(int value) {
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
  public boolean contains(int value) {
    return indexOf(value) >= 0;
  }

  /// Calls an action with each element, the first one first.
  ///
  /// @param action may replace elements, but must not add or remove any
  public void forEach(IntConsumer action) {
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
  public PrimitiveIterator.OfInt iterator() {
    return new Walk(this);
  }

  /// Returns a stream of the elements that are in the deque now.
  ///
  /// @return a sequential, ordered stream
  public IntStream stream() {
    return IntStream.of(toArray());
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
  public int[] toArray() {
    if (head == tail) {
      return NONE;
    }
    int[] values = new int[size()];
    copyOut(0, values, 0, values.length);
    return values;
  }

  /// Copies a range of the deque out to an array.
  ///
  /// @param from the index in this deque of the first element
  /// @param into the array
  /// @param at where in the array the first element goes
  /// @param count how many
  public void copyInto(int from, int[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, size());
    Objects.checkFromIndexSize(at, count, into.length);
    copyOut(from, into, at, count);
  }

  /// Returns a deque of the same elements.
  ///
  /// @return a new deque
  public IntDeque copy() {
    int size = size();
    if (size == 0) {
      return new IntDeque();
    }
    int[] copied = new int[room(size)];
    copyOut(0, copied, 0, size);
    return new IntDeque(copied, size);
  }

  /// Returns a live view of boxes: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast deque that refuses null
  public Deque<Integer> asDeque() {
    return new View();
  }

  /// Returns whether the other object is a deque of this class with the same elements in order.
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof IntDeque that) || size() != that.size()) {
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
      hash = 31 * hash + Integer.hashCode(at(i));
    }
    return hash;
  }

  /// Returns the elements as `java.util.ArrayDeque` prints them.
  @Override
  public String toString() {
    return asDeque().toString();
  }

  @Override
  Integer boxed(int index) {
    return get(index);
  }

  @Override
  void addBoxed(Integer value, boolean first) {
    if (first) {
      addFirst(value);
    } else {
      addLast(value);
    }
  }

  @Override
  void addAllBoxed(Object[] values) {
    int[] added = new int[values.length]; // first: a null must not stop halfway
    for (int i = 0; i < added.length; i++) {
      added[i] = (Integer) values[i];
    }
    addAllLast(added, 0, added.length);
  }

  @Override
  Integer removeBoxed(int index) {
    return removeAt(index);
  }

  @Override
  boolean removeEach(Predicate<? super Integer> filter) {
    return removeIf(filter::test);
  }

  @Override
  int findBoxed(@Nullable Object value, boolean last) {
    if (!(value instanceof Integer number)) {
      return -1;
    }
    return last ? lastIndexOf(number) : indexOf(number);
  }

  @Override
  Iterator<Integer> walk() {
    return iterator();
  }

  /// The element at an index that is in range.
  private int at(int index) {
    return elements[place(index)];
  }

  private int place(int index) {
    return (int) (head + index) & (elements.length - 1);
  }

  private int takeFirst() {
    int[] elements = this.elements;
    /*wide*/ long head = this.head;
    int value = elements[(int) head & (elements.length - 1)];
    this.head = head + 1;
    return value;
  }

  private int takeLast() {
    int value = at(size() - 1);
    back(1);
    return value;
  }

  private void put(/*wide*/ long index, int value) {
    int[] elements = this.elements;
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
    int[] other = new int[length];
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

  private void copyIn(int place, int[] values, int from, int count) {
    int front = Math.min(count, elements.length - place);
    System.arraycopy(values, from, elements, place, front);
    System.arraycopy(values, from + front, elements, 0, count - front);
  }

  private void copyOut(int index, int[] into, int at, int count) {
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

  private static final class Walk implements PrimitiveIterator.OfInt {
    private final IntDeque deque;
    private int next;
    private int last = -1;
    private /*wide*/ long stamp;

    Walk(IntDeque deque) {
      this.deque = deque;
      this.stamp = deque.stamp();
    }

    @Override
    public boolean hasNext() {
      return next != deque.size();
    }

    @Override
    public int nextInt() {
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
