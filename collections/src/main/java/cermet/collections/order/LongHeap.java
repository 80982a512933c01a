// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Queue;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A priority queue of `long`s, the smallest first.
///
/// - **Use** for timers, merges, searches and the largest k of many, without a box for each number;
///   for the largest first, put `~value` in and take `~` of what comes out.
/// - **Avoid** to sort once: take `LongList.sort`; and where an element must be found to be
///   changed.
/// - **Cost** `add` O(log n), O(1) on average for values in random order; `removeFirst`,
///   `pollFirst`, `replaceFirst` O(log n); `getFirst`, `peekFirst` O(1), O(log n) behind a removal;
///   `addAll` O(n) for many; `contains`, `removeIf` O(n). The array has room for up to half as many
///   again after growth.
/// - **Allocation** none while the capacity lasts, but for views, iterators and `removeIf`.
/// - **Threads** one thread at a time.
/// - **Errors** nothing there: `NoSuchElementException`; changed while iterated:
///   `ConcurrentModificationException`; no room: `OutOfMemoryError`, and the heap is as it was.
/// - **Source** Williams, Algorithm 232, 1964; four children: Johnson 1975, LaMarca and Ladner
///   1996; the hole that sinks first: Wegener 1993.
/// - **Copies with** `BoxedHeap`.
public final class LongHeap extends BoxedHeap<Long> {
  /*
   *              e0
   *       /    /    \    \
   *     e1   e2     e3    e4        the children of i are 4i + 1 .. 4i + 4
   *   //\\  //\\   //\\  //\\
   *  e5...
   *
   * Invariants: no element is less than its parent; elements[i] is the largest value of all for
   * i >= size, or i > size where the first place is vacant; elements is NONE, or owned by this heap
   * alone and its length 4k + 1, so that whoever has a first child has room for four. Of equal
   * children the first is taken, so that what lies beyond size never is.
   *
   * The first element leaves its place vacant; the others are at 1 .. size then. What is added next
   * goes in there, so that one out and one in, as timers and merges do, cost one way down. Whatever
   * else needs the first place fills it with the last element before.
   *
   * A hole sinks to the bottom along the smallest children, which no branch depends on; then the
   * value, which is almost always large, rises from there by a step or none.
   *
   * Fail-fast needs to know whether anybody inserted or removed. Every insertion makes size larger
   * and every removal counts in removals, so that the pair (removals, size) never repeats.
   *
   * New room is allocated before anything is written: a heap that cannot grow has lost nothing.
   */

  private static final long[] NONE = {};
  private static final long FILL = Long.MAX_VALUE;

  // The largest 4k + 1 within the JDK's own soft limit for the length of an array.
  private static final int LIMIT = (Integer.MAX_VALUE - 9) / 4 * 4 + 1;

  // A root and its children.
  private static final int FIRST = 5;

  private long[] elements;
  private int size;
  private int removals;
  private boolean vacant; // elements[0] is no element, and one more place is taken than size says

  /// Makes an empty heap without an array.
  public LongHeap() {
    elements = NONE;
  }

  /// Makes an empty heap with room for `capacity` elements.
  ///
  /// @param capacity the number of elements it can take before it grows
  public LongHeap(int capacity) {
    elements = checked(capacity) == 0 ? NONE : filled(room(capacity));
  }

  /// Makes a heap of the given elements.
  ///
  /// @param values the elements, in any order, which are copied
  /// @return a new heap
  public static LongHeap of(long... values) {
    var heap = new LongHeap(values.length);
    heap.addAll(values, 0, values.length);
    return heap;
  }

  /// Adds an element.
  ///
  /// @param value the element
  public void add(long value) {
    int last = size;
    if (vacant) {
      vacant = false;
      size = last + 1;
      sink(elements, 0, 0, last + 1, value);
      return;
    }
    if (last == elements.length) {
      grow(1);
    }
    size = last + 1;
    rise(elements, last, 0, value);
  }

  /// Removes the smallest element.
  ///
  /// @return the removed element
  public long removeFirst() {
    if (size == 0) {
      throw new NoSuchElementException("size: 0");
    }
    return takeFirst();
  }

  /// Removes the smallest element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the removed element, or `absent`
  public long pollFirst(long absent) {
    return size == 0 ? absent : takeFirst();
  }

  /// Removes the smallest element and adds another, which is less work than one after the other.
  ///
  /// @param value the element to add
  /// @return the removed element, which may be greater than `value`
  public long replaceFirst(long value) {
    long first = getFirst();
    removals++;
    sink(elements, 0, 0, size, value);
    return first;
  }

  /// Returns the smallest element.
  ///
  /// @return the element
  public long getFirst() {
    if (size == 0) {
      throw new NoSuchElementException("size: 0");
    }
    fill();
    return elements[0];
  }

  /// Returns the smallest element, if there is one.
  ///
  /// @param absent what to return if there is none
  /// @return the element, or `absent`
  public long peekFirst(long absent) {
    if (size == 0) {
      return absent;
    }
    fill();
    return elements[0];
  }

  /// Adds a range of an array.
  ///
  /// @param values the array
  /// @param from the index in it of the first element to add
  /// @param count how many
  public void addAll(long[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    fill();
    if (count > elements.length - size) {
      grow(count);
    }
    int before = size;
    System.arraycopy(values, from, elements, before, count);
    size = before + count;
    if (count < before) {
      for (int i = before; i < size; i++) {
        rise(elements, i, 0, elements[i]);
      }
    } else {
      for (int i = (size - 2) >> 2; i >= 0; i--) {
        sink(elements, i, i, size, elements[i]);
      }
    }
  }

  /// Removes the elements that a predicate accepts.
  ///
  /// @param filter is asked of each element once, in no particular order, and must not change which
  ///   are here; if it throws, none is removed
  /// @return whether any was removed
  public boolean removeIf(LongPredicate filter) {
    Objects.requireNonNull(filter, "filter");
    fill();
    /*wide*/ long stamp = stamp();
    long[] kept = new long[size];
    int count = 0;
    for (int i = 0; i < kept.length; i++) {
      long value = elements[i];
      if (!filter.test(value)) {
        kept[count++] = value;
      }
      check(stamp);
    }
    if (count == kept.length) {
      return false;
    }
    clear();
    addAll(kept, 0, count);
    return true;
  }

  /// Removes every element and keeps the capacity.
  @Override
  public void clear() {
    fill();
    if (size > 0) {
      Arrays.fill(elements, 0, size, FILL);
      size = 0;
      removals++;
    }
  }

  /// Returns the number of elements.
  ///
  /// @return the size
  @Override
  public int size() {
    return size;
  }

  /// Returns whether the heap has no element.
  ///
  /// @return whether the size is 0
  public boolean isEmpty() {
    return size == 0;
  }

  /// Returns whether a value is in the heap.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(long value) {
    return indexOf(value) >= 0;
  }

  /// Removes one element of a value, if there is one.
  ///
  /// @param value what to remove
  /// @return whether it was there
  public boolean remove(long value) {
    int hole = indexOf(value);
    if (hole < 0) {
      return false;
    }
    removeAt(hole);
    return true;
  }

  /// Calls an action with each element, in no particular order.
  ///
  /// @param action must not add or remove any
  public void forEach(LongConsumer action) {
    Objects.requireNonNull(action, "action");
    fill();
    /*wide*/ long stamp = stamp();
    long[] elements = this.elements;
    for (int i = 0, end = size; i < end && stamp == stamp(); i++) {
      action.accept(elements[i]);
    }
    check(stamp);
  }

  /// Returns an iterator over the elements, in no particular order, which cannot remove.
  ///
  /// @return a fail-fast iterator without boxes
  public PrimitiveIterator.OfLong iterator() {
    return new Walk(this);
  }

  /// Returns the number of elements that fit without growth.
  ///
  /// @return the length of the array
  public int capacity() {
    return elements.length;
  }

  /// Makes room for `capacity` elements in all, if there is less.
  ///
  /// @param capacity the number of elements the heap shall hold without growth
  public void reserve(int capacity) {
    if (checked(capacity) > elements.length) {
      fill();
      resize(room(capacity));
    }
  }

  /// Gives unused room back.
  public void trim() {
    fill();
    if (size == 0) {
      elements = NONE;
    } else if (room(size) < elements.length) {
      resize(room(size));
    }
  }

  /// Returns the elements in a new array, in no particular order.
  ///
  /// @return an array of length `size()`
  public long[] toArray() {
    fill();
    return size == 0 ? NONE : Arrays.copyOf(elements, size);
  }

  /// Returns a heap of the same elements.
  ///
  /// @return a new heap
  public LongHeap copy() {
    fill();
    var copy = new LongHeap(size);
    System.arraycopy(elements, 0, copy.elements, 0, size);
    copy.size = size;
    return copy;
  }

  /// Returns a live view of boxes: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast queue that refuses null; `poll` takes the smallest element
  public Queue<Long> asQueue() {
    return new View();
  }

  /// Returns the elements as `java.util.PriorityQueue` prints them, in no particular order.
  @Override
  public String toString() {
    return Arrays.toString(toArray());
  }

  @Override
  void addBoxed(Long value) {
    add(value);
  }

  @Override
  void addAllBoxed(Object[] values) {
    long[] added = new long[values.length]; // first: a null must not stop halfway
    for (int i = 0; i < added.length; i++) {
      added[i] = (Long) values[i];
    }
    addAll(added, 0, added.length);
  }

  @Override
  boolean removeEach(Predicate<? super Long> filter) {
    return removeIf(filter::test);
  }

  @Override
  Long firstBoxed(boolean remove) {
    return remove ? removeFirst() : getFirst();
  }

  @Override
  boolean findBoxed(@Nullable Object value, boolean remove) {
    return value instanceof Long number && (remove ? remove(number.longValue()) : contains(number));
  }

  @Override
  Iterator<Long> walk() {
    return iterator();
  }

  private long takeFirst() {
    fill();
    vacant = true;
    size--;
    removals++;
    return elements[0];
  }

  /// Fills the hole, if there is one, with the last element.
  private void fill() {
    if (vacant) {
      vacant = false;
      long moved = elements[size];
      elements[size] = FILL;
      if (size > 0) {
        sink(elements, 0, 0, size, moved);
      }
    }
  }

  /// Fills the place of an element by the last one.
  private void removeAt(int hole) {
    long[] elements = this.elements;
    int last = --size;
    long moved = elements[last];
    elements[last] = FILL;
    removals++;
    if (hole < last) {
      sink(elements, hole, 0, last, moved);
    }
  }

  /// Moves a hole down to a leaf along the smallest children, then a value into it and up, `top` at
  /// most.
  private static void sink(long[] elements, int hole, int top, int size, long value) {
    int parents = (size + 2) >> 2; // asked of the hole: of a leaf's children the index overflows
    while (hole < parents) {
      int child = (hole << 2) + 1;
      long a = elements[child];
      long b = elements[child + 1];
      long c = elements[child + 2];
      long d = elements[child + 3];
      // Of constants that a condition chooses C2 makes no branch that it could not predict.
      int front = b < a ? 1 : 0;
      int back = d < c ? 3 : 2;
      long less = Math.min(a, b);
      long other = Math.min(c, d);
      int first = other < less ? back : front;
      elements[hole] = Math.min(less, other);
      hole = child + first;
    }
    rise(elements, hole, top, value);
  }

  /// Moves a value from a hole up to where it belongs, `top` at most.
  private static void rise(long[] elements, int hole, int top, long value) {
    while (hole > top) {
      int parent = (hole - 1) >> 2;
      if (elements[parent] <= value) {
        break;
      }
      elements[hole] = elements[parent];
      hole = parent;
    }
    elements[hole] = value;
  }

  private int indexOf(long value) {
    fill();
    for (int i = 0; i < size; i++) {
      if (elements[i] == value) {
        return i;
      }
    }
    return -1;
  }

  private void grow(int more) {
    /*wide*/ long needed = (/*wide*/ long) size + more;
    /*wide*/ long larger = Math.min((size >> 1) + (/*wide*/ long) size, LIMIT);
    resize(Math.max(room(needed), room(larger)));
  }

  private void resize(int length) {
    long[] larger = filled(length);
    System.arraycopy(elements, 0, larger, 0, size);
    elements = larger;
  }

  private static int checked(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException(text("capacity", capacity));
    }
    return capacity;
  }

  /// The least length 4k + 1 of an array for so many elements.
  private static int room(/*wide*/ long needed) {
    if (needed > LIMIT) {
      throw new OutOfMemoryError(text("size", needed, "limit", LIMIT));
    }
    return Math.max(FIRST, (int) ((needed + 2) >> 2) * 4 + 1);
  }

  private static long[] filled(int length) {
    long[] elements = new long[length];
    Arrays.fill(elements, FILL);
    return elements;
  }

  @Override
  /*wide*/ long stamp() {
    return (/*wide*/ long) removals << 32 | size;
  }

  private static final class Walk implements PrimitiveIterator.OfLong {
    private final LongHeap heap;
    private final /*wide*/ long stamp;
    private int next;

    Walk(LongHeap heap) {
      heap.fill();
      this.heap = heap;
      this.stamp = heap.stamp();
    }

    @Override
    public boolean hasNext() {
      return next != heap.size;
    }

    @Override
    public long nextLong() {
      heap.check(stamp);
      if (next >= heap.size) {
        throw new NoSuchElementException(text("size", heap.size));
      }
      return heap.elements[next++];
    }
  }
}
