// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A growable queue of objects with two ends and an index, in one ring.
///
/// - **Use** as a queue, a stack, a sliding window or the frontier of a search, and to reach
///   elements by position.
/// - **Avoid** to take the smallest first, and between threads; numbers go into a `LongDeque`.
/// - **Cost** `addFirst`, `addLast` O(1) amortised; `removeFirst`, `removeLast`, `pollFirst`,
///   `pollLast`, `get`, `set` O(1); `removeAt` moves the shorter side. The array has room for up to
///   twice the elements after growth, and both arrays exist while it grows. An empty deque owns
///   none.
/// - **Allocation** none while the capacity lasts, but for views, iterators and streams, and one
///   bit an element in a `removeIf` that removes.
/// - **Threads** one thread at a time.
/// - **Errors** null element: `NullPointerException`; nothing there: `NoSuchElementException` or
///   null; bad index: `IndexOutOfBoundsException`; changed while iterated:
///   `ConcurrentModificationException`; no room: `OutOfMemoryError`, and the deque is as it was.
/// - **Source** `java.util.ArrayDeque`; Knuth, The Art of Computer Programming, 2.2.2.
/// - **Copies with** `BoxedDeque`.
///
/// @param <E> elements
public final class ObjectDeque<E> extends BoxedDeque<E> implements Iterable<E> {
  /*
   * elements   | e3 | e4 | -- | -- | -- | e0 | e1 | e2 |      element i stands at (head + i) & mask
   *                       ^tail            ^head             mask = elements.length - 1
   *
   * Invariants: elements is NONE, or owned by this deque alone and its length a power of two;
   * 0 <= tail - head <= elements.length; what holds no element is null.
   *
   * Fail-fast needs to know whether anybody inserted or removed. Neither index ever goes back: a
   * step back at one end is taken by both as one turn of the ring forward. So each change makes
   * head + tail larger, which stands for all changes; it lasts for 2^32 turns of the largest ring.
   *
   * New room is allocated before anything is written: a deque that cannot grow has lost nothing.
   */

  private static final @Nullable Object[] NONE = {};

  // The largest power of two that can be the length of an array.
  private static final int LIMIT = 1 << 30;

  // Half a cache line of references; arbitrary.
  private static final int FIRST = 8;

  private @Nullable Object[] elements;
  private long head;
  private long tail;

  /// Makes an empty deque without an array.
  public ObjectDeque() {
    elements = NONE;
  }

  /// Makes an empty deque with room for `capacity` elements.
  ///
  /// @param capacity the number of elements it can take before it grows
  public ObjectDeque(int capacity) {
    elements = capacity == 0 ? NONE : new Object[room(checked(capacity))];
  }

  private ObjectDeque(@Nullable Object[] elements, int size) {
    this.elements = elements;
    this.tail = size;
  }

  /// Makes a deque of the given elements, the first one first.
  ///
  /// @param values the elements, which are copied
  /// @param <E> elements
  /// @return a new deque
  @SafeVarargs
  public static <E> ObjectDeque<E> of(E... values) {
    var deque = new ObjectDeque<E>(values.length);
    for (E value : values) {
      deque.addLast(value);
    }
    return deque;
  }

  /// Adds an element at the end.
  ///
  /// @param value the element
  public void addLast(E value) {
    Objects.requireNonNull(value, "value");
    long tail = this.tail;
    if (tail - head == elements.length) {
      grow(1);
    }
    put(tail, value);
    this.tail = tail + 1;
  }

  /// Removes the first element.
  ///
  /// @return the removed element
  public E removeFirst() {
    if (head == tail) {
      throw empty();
    }
    return takeFirst();
  }

  /// Removes the first element, if there is one.
  ///
  /// @return the removed element, or null
  public @Nullable E pollFirst() {
    return head == tail ? null : takeFirst();
  }

  /// Adds an element at the front.
  ///
  /// @param value the element
  public void addFirst(E value) {
    Objects.requireNonNull(value, "value");
    if (tail - head == elements.length) {
      grow(1);
    }
    long turn = elements.length;
    long at = head - 1 + turn;
    put(at, value);
    head = at;
    tail += turn;
  }

  /// Removes the last element.
  ///
  /// @return the removed element
  public E removeLast() {
    if (head == tail) {
      throw empty();
    }
    return takeLast();
  }

  /// Removes the last element, if there is one.
  ///
  /// @return the removed element, or null
  public @Nullable E pollLast() {
    return head == tail ? null : takeLast();
  }

  /// Returns the first element.
  ///
  /// @return the element
  public E getFirst() {
    if (head == tail) {
      throw empty();
    }
    return at(0);
  }

  /// Returns the last element.
  ///
  /// @return the element
  public E getLast() {
    if (head == tail) {
      throw empty();
    }
    return at(size() - 1);
  }

  /// Returns the first element, if there is one.
  ///
  /// @return the element, or null
  public @Nullable E peekFirst() {
    return head == tail ? null : at(0);
  }

  /// Returns the last element, if there is one.
  ///
  /// @return the element, or null
  public @Nullable E peekLast() {
    return head == tail ? null : at(size() - 1);
  }

  /// Returns the element at an index.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the element
  public E get(int index) {
    return at(Objects.checkIndex(index, size()));
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @param value the new element
  /// @return the old element
  public E set(int index, E value) {
    Objects.requireNonNull(value, "value");
    int at = place(Objects.checkIndex(index, size()));
    E old = at(index);
    elements[at] = value;
    return old;
  }

  /// Adds a range of an array at the end, in its order; nothing if a null is in it.
  ///
  /// @param values the array
  /// @param from the index in it of the first element to add
  /// @param count how many
  public void addAllLast(E[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    for (int i = from; i < from + count; i++) {
      Objects.requireNonNull(values[i], "value");
    }
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
  public int pollFirst(Object[] into, int at, int count) {
    Objects.checkFromIndexSize(at, count, into.length);
    int moved = Math.min(count, size());
    if (moved > 0) {
      copyOut(0, into, at, moved);
      erase(0, moved);
      head += moved;
    }
    return moved;
  }

  /// Removes the element at an index; the shorter side moves up.
  ///
  /// @param index from 0, the first, to `size() - 1`
  /// @return the removed element
  public E removeAt(int index) {
    E old = get(index);
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
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter, "filter");
    long stamp = stamp();
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
    long[] doomed = new long[((count - first - 1) >> 6) + 1];
    doomed[0] = 1L;
    for (int i = first + 1; i < count; i++) {
      if (filter.test(at(i))) {
        doomed[(i - first) >> 6] |= 1L << (i - first);
      }
      check(stamp);
    }
    int kept = first;
    for (int i = first; i < count; i++) {
      if ((doomed[(i - first) >> 6] & 1L << (i - first)) == 0) {
        elements[place(kept++)] = at(i);
      }
    }
    erase(kept, count - kept);
    back(count - kept);
    return true;
  }

  /// Removes every element and keeps the capacity.
  @Override
  public void clear() {
    erase(0, size());
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
  public int indexOf(@Nullable Object value) {
    for (int i = 0, end = size(); i < end; i++) {
      if (at(i).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  /// Returns the last index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int lastIndexOf(@Nullable Object value) {
    for (int i = size() - 1; i >= 0; i--) {
      if (at(i).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  /// Returns whether a value is in the deque.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(@Nullable Object value) {
    return indexOf(value) >= 0;
  }

  /// Calls an action with each element, the first one first.
  ///
  /// @param action may replace elements, but must not add or remove any
  @Override
  public void forEach(Consumer<? super E> action) {
    Objects.requireNonNull(action, "action");
    long stamp = stamp();
    for (int i = 0, end = size(); i < end && stamp == stamp(); i++) {
      action.accept(get(i)); // by the fields: the action may reserve or trim, and then replace
    }
    check(stamp);
  }

  /// Returns an iterator over the elements, the first one first, which can remove.
  ///
  /// @return a fail-fast iterator
  @Override
  public Iterator<E> iterator() {
    return new Walk<>(this);
  }

  /// Returns a stream of the elements; the deque must not change before it ends.
  ///
  /// @return a sequential, ordered stream
  public Stream<E> stream() {
    return IntStream.range(0, size()).mapToObj(this::get);
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
  public Object[] toArray() {
    Object[] values = new Object[size()];
    copyOut(0, values, 0, values.length);
    return values;
  }

  /// Copies a range of the deque out to an array.
  ///
  /// @param from the index in this deque of the first element
  /// @param into the array
  /// @param at where in the array the first element goes
  /// @param count how many
  public void copyInto(int from, Object[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, size());
    Objects.checkFromIndexSize(at, count, into.length);
    copyOut(from, into, at, count);
  }

  /// Returns a deque of the same elements.
  ///
  /// @return a new deque
  public ObjectDeque<E> copy() {
    int size = size();
    if (size == 0) {
      return new ObjectDeque<>();
    }
    @Nullable Object[] copied = new Object[room(size)];
    copyOut(0, copied, 0, size);
    return new ObjectDeque<>(copied, size);
  }

  /// Returns a live view: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast deque that refuses null
  public Deque<E> asDeque() {
    return new View();
  }

  /// Returns whether the other object is a deque of this class with the same elements in order.
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ObjectDeque<?> that) || size() != that.size()) {
      return false;
    }
    for (int i = 0, end = size(); i < end; i++) {
      if (!at(i).equals(that.at(i))) {
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
      hash = 31 * hash + at(i).hashCode();
    }
    return hash;
  }

  /// Returns the elements as `java.util.ArrayDeque` prints them.
  @Override
  @SuppressWarnings("ReferenceEquality") // only the collection itself would never end
  public String toString() {
    return asDeque().stream()
        .map(each -> each == this ? "(this Collection)" : String.valueOf(each))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  E boxed(int index) {
    return get(index);
  }

  @Override
  void addBoxed(E value, boolean first) {
    if (first) {
      addFirst(value);
    } else {
      addLast(value);
    }
  }

  @Override
  void addAllBoxed(Object[] values) {
    @SuppressWarnings("unchecked") // what a collection of elements holds
    E[] added = (E[]) values;
    addAllLast(added, 0, added.length);
  }

  @Override
  E removeBoxed(int index) {
    return removeAt(index);
  }

  @Override
  boolean removeEach(Predicate<? super E> filter) {
    return removeIf(filter);
  }

  @Override
  int findBoxed(@Nullable Object value, boolean last) {
    return last ? lastIndexOf(value) : indexOf(value);
  }

  @Override
  Iterator<E> walk() {
    return iterator();
  }

  /// The element at an index that is in range.
  private E at(int index) {
    return cast(elements[place(index)]);
  }

  @SuppressWarnings("unchecked") // only elements are ever written
  private E cast(@Nullable Object element) {
    return (E) Objects.requireNonNull(element);
  }

  private int place(int index) {
    return (int) (head + index) & (elements.length - 1);
  }

  private E takeFirst() {
    @Nullable Object[] elements = this.elements;
    long head = this.head;
    int at = (int) head & (elements.length - 1);
    E value = cast(elements[at]);
    elements[at] = null;
    this.head = head + 1;
    return value;
  }

  private E takeLast() {
    int at = place(size() - 1);
    E value = cast(elements[at]);
    elements[at] = null;
    back(1);
    return value;
  }

  /// Writes into the array, whose exact class spares the check of the element's type.
  private void put(long index, E value) {
    @Nullable Object[] elements = this.elements;
    if (elements.getClass() != Object[].class) {
      throw new AssertionError(elements.getClass());
    }
    elements[(int) index & (elements.length - 1)] = value;
  }

  /// Takes the end back, as both indices go on by a turn.
  private void back(int steps) {
    long turn = elements.length;
    head += turn;
    tail += turn - steps;
  }

  private void grow(int more) {
    resize(room((long) size() + more));
  }

  /// Moves to another array; the indices stay, as nothing was inserted or removed.
  private void resize(int length) {
    @Nullable Object[] other = new Object[length];
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
  private static int room(long needed) {
    if (needed > LIMIT) {
      throw new OutOfMemoryError(text("size", needed, "limit", LIMIT));
    }
    return Math.max(FIRST, Integer.highestOneBit((int) needed - 1) << 1);
  }

  private void copyIn(int place, Object[] values, int from, int count) {
    int front = Math.min(count, elements.length - place);
    System.arraycopy(values, from, elements, place, front);
    System.arraycopy(values, from + front, elements, 0, count - front);
  }

  private void copyOut(int index, @Nullable Object[] into, int at, int count) {
    if (count == 0) {
      return; // from no array, perhaps
    }
    int place = place(index);
    int front = Math.min(count, elements.length - place);
    System.arraycopy(elements, place, into, at, front);
    System.arraycopy(elements, 0, into, at + front, count - front);
  }

  /// Leaves null where elements were.
  private void erase(int index, int count) {
    if (count == 0) {
      return; // from no array, perhaps
    }
    int place = place(index);
    int front = Math.min(count, elements.length - place);
    Arrays.fill(elements, place, place + front, null);
    Arrays.fill(elements, 0, count - front, null);
  }

  private static NoSuchElementException empty() {
    return new NoSuchElementException("size: 0");
  }

  @Override
  long stamp() {
    return head + tail;
  }

  private static final class Walk<E> implements Iterator<E> {
    private final ObjectDeque<E> deque;
    private int ahead;
    private int last = -1;
    private long stamp;

    Walk(ObjectDeque<E> deque) {
      this.deque = deque;
      this.stamp = deque.stamp();
    }

    @Override
    public boolean hasNext() {
      return ahead != deque.size();
    }

    @Override
    public E next() {
      deque.check(stamp);
      if (ahead >= deque.size()) {
        throw new NoSuchElementException(text("size", deque.size()));
      }
      last = ahead;
      return deque.at(ahead++);
    }

    @Override
    public void remove() {
      if (last < 0) {
        throw new IllegalStateException("no element to remove");
      }
      deque.check(stamp);
      deque.removeAt(last);
      ahead = last;
      last = -1;
      stamp = deque.stamp();
    }
  }
}
