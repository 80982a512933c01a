// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongList.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A growable list of `int`s in one array.
///
/// - **Use** to collect, index, sort or stack numbers without a box for each.
/// - **Avoid** `indexOf` and `contains` in a long list that can be sorted: take `binarySearch`.
/// - **Cost** `get`, `set`, `removeLast`, `swapRemove` O(1); `add` O(1) amortised; `removeAt` and
///   an `add` in the middle move what follows. An empty list owns no array.
/// - **Allocation** none while the capacity lasts, but for views, iterators and streams, what
///   `java.util.Arrays` takes to `sort`, and one bit an element in a `removeIf` that removes.
/// - **Threads** one thread at a time.
/// - **Errors** bad index: `IndexOutOfBoundsException`; changed while iterated:
///   `ConcurrentModificationException`; no room: `OutOfMemoryError`, and the list is as it was.
/// - **Source** `java.util.ArrayList`.
/// - **Copies with** `IntSequence`, `BoxedList`.
public final class IntList extends IntSequence {
  /*
   * elements   | e0 | e1 | e2 | -- | -- |      the dashes are room, their content is unspecified
   *                         size^        ^elements.length
   *
   * Invariants: 0 <= size <= elements.length; elements is NONE or owned by this list alone.
   *
   * Fail-fast needs to know whether anybody inserted or removed. Every insertion makes size larger
   * and every removal counts in removals, so that the pair (removals, size) never repeats and add,
   * the hottest method, writes nothing but the element and size.
   *
   * New room is allocated before anything is written: a list that cannot grow has lost nothing.
   */

  private static final int[] NONE = {};

  private int[] elements;
  private int size;
  private int removals;

  /// Makes an empty list without an array.
  public IntList() {
    elements = NONE;
  }

  /// Makes an empty list with room for `capacity` elements.
  ///
  /// @param capacity the number of elements it can take before it grows
  public IntList(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException(text("capacity", capacity));
    }
    elements = capacity == 0 ? NONE : new int[room(0, capacity, false)];
  }

  private IntList(int[] elements) {
    this.elements = elements;
    this.size = elements.length;
  }

  /// Makes a list of the given elements, which are copied.
  ///
  /// @param values the elements
  /// @return a new list
  public static IntList of(int... values) {
    return new IntList(values.length == 0 ? NONE : values.clone());
  }

  /// Returns the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the element
  @Override
  public int get(int index) {
    return elements[Objects.checkIndex(index, size)];
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @param value the new element
  /// @return the old element
  @Override
  public int set(int index, int value) {
    Objects.checkIndex(index, size);
    int old = elements[index];
    elements[index] = value;
    return old;
  }

  /// Appends an element.
  ///
  /// @param value the element
  public void add(int value) {
    int at = size;
    int[] elements = this.elements;
    if (at < elements.length) {
      elements[at] = value;
      size = at + 1;
    } else if (at == 0) {
      elements = new int[FIRST]; // here, so that a list that does not escape is no object
      elements[0] = value;
      this.elements = elements;
      size = 1;
    } else {
      addFurther(value);
    }
  }

  /// Inserts an element and moves those behind it up.
  ///
  /// @param index from 0 to `size()`
  /// @param value the element
  @Override
  public void add(int index, int value) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException(text("index", index, "size", size));
    }
    if (size == elements.length) {
      grow(1);
    }
    System.arraycopy(elements, index, elements, index + 1, size - index);
    elements[index] = value;
    size++;
  }

  /// Appends every element of an array.
  ///
  /// @param values the elements
  public void addAll(int[] values) {
    append(values, 0, values.length);
  }

  /// Appends a range of an array.
  ///
  /// @param values the array
  /// @param from the index in it of the first element to append
  /// @param count how many
  public void addAll(int[] values, int from, int count) {
    append(values, Objects.checkFromIndexSize(from, count, values.length), count);
  }

  /// Inserts every element of an array at an index and moves those from there on up.
  ///
  /// @param index from 0 to `size()`, which appends
  /// @param values the elements
  public void addAll(int index, int[] values) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException(text("index", index, "size", size));
    }
    insert(index, values);
  }

  /// Appends every element of a list, which may be this one.
  ///
  /// @param values the list
  public void addAll(IntList values) {
    append(values.elements, 0, values.size);
  }

  /// Removes the element at an index and moves those behind it down.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the removed element
  @Override
  public int removeAt(int index) {
    int old = get(index);
    removeRange(index, index + 1);
    return old;
  }

  /// Removes the element at an index and puts the last one in its place.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the removed element
  public int swapRemove(int index) {
    int old = get(index);
    elements[index] = elements[--size];
    removals++;
    return old;
  }

  /// Removes the last element.
  ///
  /// @return the removed element
  public int removeLast() {
    if (size == 0) {
      throw new NoSuchElementException("size: 0");
    }
    removals++;
    return elements[--size];
  }

  /// Removes a range and moves the elements behind it down.
  ///
  /// @param from the first index to remove
  /// @param to the first index behind the range
  @Override
  public void removeRange(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    if (from < to) {
      System.arraycopy(elements, to, elements, from, size - to);
      size -= to - from;
      removals++;
    }
  }

  /// Removes the elements that a predicate accepts; if it throws, none is removed.
  ///
  /// @param filter called once for each element, in order
  /// @return whether any was removed
  public boolean removeIf(IntPredicate filter) {
    return removeIf(0, size, Objects.requireNonNull(filter, "filter"));
  }

  /// Removes the elements from index `size` on.
  ///
  /// @param size how many to keep, at most `size()`
  public void truncate(int size) {
    if (size < 0 || size > this.size) {
      throw new IllegalArgumentException(text("size", size, "limit", this.size));
    }
    removeRange(size, this.size);
  }

  /// Removes every element and keeps the capacity.
  public void clear() {
    truncate(0);
  }

  /// Returns the number of elements.
  ///
  /// @return the size
  @Override
  public int size() {
    return size;
  }

  /// Returns whether the list has no element.
  ///
  /// @return whether the size is 0
  public boolean isEmpty() {
    return size == 0;
  }

  /// Returns the first index of a value, which `Integer.equals` compares.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int indexOf(int value) {
    return find(value, 0, size);
  }

  /// Returns the last index of a value, which `Integer.equals` compares.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int lastIndexOf(int value) {
    return findLast(value, 0, size);
  }

  /// Returns whether a value is in the list, as `Integer.equals` compares.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(int value) {
    return indexOf(value) >= 0;
  }

  /// Sorts the list, smallest first, as `Integer.compare` orders.
  public void sort() {
    Arrays.sort(elements, 0, size);
  }

  /// Searches a sorted list for a value, as `Integer.compare` orders.
  ///
  /// @param value what to look for
  /// @return an index of it, or `-1 - p` where `p` is the index to insert it at
  public int binarySearch(int value) {
    return Arrays.binarySearch(elements, 0, size, value);
  }

  /// Turns the order of the elements round.
  public void reverse() {
    int[] elements = this.elements;
    for (int i = 0, j = size - 1; i < j; i++, j--) {
      int held = elements[i];
      elements[i] = elements[j];
      elements[j] = held;
    }
  }

  /// Sets every element of a range to one value.
  ///
  /// @param from the first index
  /// @param to the first index behind the range
  /// @param value the new element
  public void fill(int from, int to, int value) {
    Objects.checkFromToIndex(from, to, size);
    Arrays.fill(elements, from, to, value);
  }

  /// Copies a range of the list out to an array.
  ///
  /// @param from the index in this list of the first element
  /// @param into the array
  /// @param at where in the array the first element goes
  /// @param count how many
  public void copyInto(int from, int[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, size);
    Objects.checkFromIndexSize(at, count, into.length);
    System.arraycopy(elements, from, into, at, count);
  }

  /// Replaces a range of the list by elements of an array.
  ///
  /// @param at where in this list the first element goes
  /// @param values the array
  /// @param from the index in the array of the first element
  /// @param count how many
  public void copyFrom(int at, int[] values, int from, int count) {
    Objects.checkFromIndexSize(at, count, size);
    Objects.checkFromIndexSize(from, count, values.length);
    System.arraycopy(values, from, elements, at, count);
  }

  /// Calls an action with each element, in order.
  ///
  /// @param action may replace elements, but must not insert or remove any
  public void forEach(IntConsumer action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long stamp = stamp();
    for (int i = 0, end = size; i < end && stamp == stamp(); i++) {
      action.accept(elements[i]); // the field: the action may reserve or trim, and then replace
    }
    check(stamp);
  }

  /// Returns an iterator over the elements, which can remove.
  ///
  /// @return a fail-fast iterator without boxes
  public PrimitiveIterator.OfInt iterator() {
    return new Walk(this);
  }

  /// Returns a stream of the elements; the list must not change before it ends.
  ///
  /// @return a sequential, ordered stream
  public IntStream stream() {
    return Arrays.stream(elements, 0, size);
  }

  /// Returns the number of elements that fit without growth.
  ///
  /// @return the length of the array
  public int capacity() {
    return elements.length;
  }

  /// Makes room for `capacity` elements in all, exactly, if there is less.
  ///
  /// @param capacity the number of elements the list shall hold without growth
  public void reserve(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException(text("capacity", capacity));
    }
    if (capacity > elements.length) {
      elements = Arrays.copyOf(elements, room(0, capacity, false));
    }
  }

  /// Gives unused room back.
  public void trim() {
    if (size < elements.length) {
      elements = toArray();
    }
  }

  /// Returns the elements in a new array.
  ///
  /// @return an array of length `size()`
  public int[] toArray() {
    return size == 0 ? NONE : Arrays.copyOf(elements, size);
  }

  /// Returns a list of the same elements, without spare room.
  ///
  /// @return a new list
  public IntList copy() {
    return new IntList(toArray());
  }

  /// Returns a live view of boxes: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast, random-access list that refuses null
  public List<Integer> asList() {
    return view();
  }

  /// Returns whether the other object is a list of this class with the same elements in order.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IntList that
        && Arrays.equals(elements, 0, size, that.elements, 0, that.size);
  }

  /// Returns the hash that `java.util.List` defines.
  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Integer.hashCode(elements[i]);
    }
    return hash;
  }

  /// Returns the elements as `java.util.List` prints them.
  @Override
  public String toString() {
    return asList().toString();
  }

  /// Appends to a full array. It stands apart from `add`, or a caller's loop keeps its variables on
  /// the stack: IntListProof.mixedLengths.
  private void addFurther(int value) {
    int at = size;
    if (at == FIRST) {
      int[] longer = new int[2 * FIRST]; // a known length is zeroed and filled without a loop
      for (int i = 0; i < FIRST; i++) {
        longer[i] = elements[i];
      }
      elements = longer;
    } else {
      grow(1);
    }
    elements[at] = value;
    size = at + 1;
  }

  private void grow(int more) {
    elements =
        elements.length == 0 && more <= FIRST
            ? new int[FIRST] // of a length that the compiler knows, and nothing to copy
            : Arrays.copyOf(elements, room(elements.length, (/*wide*/ long) size + more, true));
  }

  private void append(int[] values, int from, int count) {
    int at = size;
    if (count > elements.length - at) {
      grow(count);
    }
    System.arraycopy(values, from, elements, at, count);
    size = at + count;
  }

  @Override
  void insert(int index, int[] values) {
    int count = values.length;
    append(values, 0, count);
    System.arraycopy(elements, index, elements, index + count, size - count - index);
    System.arraycopy(values, 0, elements, index, count);
  }

  @Override
  boolean removeIf(int from, int to, IntPredicate filter) {
    /*wide*/ long stamp = stamp();
    int first = from;
    while (first < to && !filter.test(elements[first])) {
      check(stamp);
      first++;
    }
    check(stamp);
    if (first == to) {
      return false;
    }
    // Two passes: the predicate sees a whole list, and the list is safe when it throws.
    /*wide*/ long[] doomed = new /*wide*/ long[((to - first - 1) >> 6) + 1];
    doomed[0] = /*wide*/ 1L;
    for (int i = first + 1; i < to; i++) {
      if (filter.test(elements[i])) {
        doomed[(i - first) >> 6] |= /*wide*/ 1L << (i - first);
      }
      check(stamp);
    }
    int[] elements = this.elements; // now: the predicate may have reserved or trimmed
    int kept = first;
    for (int i = first; i < to; i++) {
      if ((doomed[(i - first) >> 6] & /*wide*/ 1L << (i - first)) == 0) {
        elements[kept++] = elements[i];
      }
    }
    removeRange(kept, to);
    return true;
  }

  @Override
  int find(int value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (same(elements[i], value)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  int findLast(int value, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (same(elements[i], value)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  /*wide*/ long stamp() {
    return (/*wide*/ long) removals << 32 | size;
  }

  private static final class Walk implements PrimitiveIterator.OfInt {
    private final IntList list;
    private int next;
    private int last = -1;
    private /*wide*/ long stamp;

    Walk(IntList list) {
      this.list = list;
      this.stamp = list.stamp();
    }

    @Override
    public boolean hasNext() {
      return next != list.size;
    }

    @Override
    public int nextInt() {
      list.check(stamp);
      if (next >= list.size) {
        throw new NoSuchElementException(text("size", list.size));
      }
      last = next;
      return list.elements[next++];
    }

    @Override
    public void remove() {
      if (last < 0) {
        throw new IllegalStateException("no element to remove");
      }
      list.check(stamp);
      list.removeAt(last);
      next = last;
      last = -1;
      stamp = list.stamp();
    }
  }
}
