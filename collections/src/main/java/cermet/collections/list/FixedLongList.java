// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A list of `long`s that never grows: it takes as many as it was made for and tells when it is
/// full.
///
/// - **Use** for batches and scratch space of a known bound, where an allocation in the wrong place
///   is a fault.
/// - **Avoid** when there is no bound: take `LongList`.
/// - **Cost** `get`, `set`, `offer`, `removeLast`, `swapRemove` O(1); `removeAt` and an `add` in
///   the middle move what follows; 8 bytes an element of the capacity.
/// - **Allocation** none after construction, but for views, iterators, streams and copies, what
///   `java.util.Arrays` takes to `sort`, and one bit an element in a `removeIf` that removes.
/// - **Threads** one thread at a time.
/// - **Errors** full: `offer` is false, `add` and `addAll` throw `IllegalStateException` and add
///   nothing; bad index: `IndexOutOfBoundsException`; changed while iterated:
///   `ConcurrentModificationException`.
/// - **Source** `java.util.concurrent.ArrayBlockingQueue`, whose verbs these are.
/// - **Copies with** `LongSequence`, `BoxedList`.
public final class FixedLongList extends LongSequence {
  /*
   * elements   | e0 | e1 | e2 | -- | -- |      the dashes are room, their content is unspecified
   *                         size^        ^elements.length
   *
   * Invariants: 0 <= size <= elements.length; the array is the same from first to last. Insertions
   * make size larger and removals count in removals, so that the pair never repeats.
   */

  private final long[] elements;
  private int size;
  private int removals;

  /// Makes an empty list that takes `capacity` elements.
  ///
  /// @param capacity how many it takes
  public FixedLongList(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException(text("capacity", capacity));
    }
    elements = new long[room(0, capacity, false)];
  }

  private FixedLongList(FixedLongList from) {
    elements = from.elements.clone();
    size = from.size;
  }

  /// Returns the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the element
  @Override
  public long get(int index) {
    return elements[Objects.checkIndex(index, size)];
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @param value the new element
  /// @return the old element
  @Override
  public long set(int index, long value) {
    Objects.checkIndex(index, size);
    long old = elements[index];
    elements[index] = value;
    return old;
  }

  /// Appends an element unless the list is full.
  ///
  /// @param value the element
  /// @return whether there was room
  public boolean offer(long value) {
    int at = size;
    if (at == elements.length) {
      return false;
    }
    elements[at] = value;
    size = at + 1;
    return true;
  }

  /// Appends an element, for which there must be room.
  ///
  /// @param value the element
  public void add(long value) {
    if (!offer(value)) {
      throw full(1);
    }
  }

  /// Inserts an element, for which there must be room, and moves those behind it up.
  ///
  /// @param index from 0 to `size()`
  /// @param value the element
  @Override
  public void add(int index, long value) {
    open(index, 1);
    elements[index] = value;
  }

  /// Appends every element of an array, or none if there is no room for all.
  ///
  /// @param values the elements
  public void addAll(long[] values) {
    addAll(values, 0, values.length);
  }

  /// Appends a range of an array, or nothing if there is no room for all of it.
  ///
  /// @param values the array
  /// @param from the index in it of the first element to append
  /// @param count how many
  public void addAll(long[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    int at = size;
    open(at, count);
    System.arraycopy(values, from, elements, at, count);
  }

  /// Removes the element at an index and moves those behind it down.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the removed element
  @Override
  public long removeAt(int index) {
    long old = get(index);
    removeRange(index, index + 1);
    return old;
  }

  /// Removes the element at an index and puts the last one in its place.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the removed element
  public long swapRemove(int index) {
    long old = get(index);
    elements[index] = elements[--size];
    removals++;
    return old;
  }

  /// Removes the last element.
  ///
  /// @return the removed element
  public long removeLast() {
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
  public boolean removeIf(LongPredicate filter) {
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

  /// Removes every element.
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

  /// Returns whether there is no room left.
  ///
  /// @return whether the next `offer` is refused
  public boolean isFull() {
    return size == elements.length;
  }

  /// Returns how many elements the list was made for.
  ///
  /// @return the capacity
  public int capacity() {
    return elements.length;
  }

  /// Returns how many elements there is room for.
  ///
  /// @return the capacity less the size
  public int remaining() {
    return elements.length - size;
  }

  /// Returns the first index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int indexOf(long value) {
    return find(value, 0, size);
  }

  /// Returns the last index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int lastIndexOf(long value) {
    return findLast(value, 0, size);
  }

  /// Returns whether a value is in the list.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(long value) {
    return indexOf(value) >= 0;
  }

  /// Sorts the list, smallest first.
  public void sort() {
    Arrays.sort(elements, 0, size);
  }

  /// Searches a sorted list for a value.
  ///
  /// @param value what to look for
  /// @return an index of it, or `-1 - p` where `p` is the index to insert it at
  public int binarySearch(long value) {
    return Arrays.binarySearch(elements, 0, size, value);
  }

  /// Copies a range of the list out to an array.
  ///
  /// @param from the index in this list of the first element
  /// @param into the array
  /// @param at where in the array the first element goes
  /// @param count how many
  public void copyInto(int from, long[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, size);
    Objects.checkFromIndexSize(at, count, into.length);
    System.arraycopy(elements, from, into, at, count);
  }

  /// Calls an action with each element, in order.
  ///
  /// @param action may replace elements, but must not insert or remove any
  public void forEach(LongConsumer action) {
    Objects.requireNonNull(action, "action");
    long stamp = stamp();
    for (int i = 0, end = size; i < end && stamp == stamp(); i++) {
      action.accept(elements[i]);
    }
    check(stamp);
  }

  /// Returns an iterator over the elements, which can remove.
  ///
  /// @return a fail-fast iterator without boxes
  public PrimitiveIterator.OfLong iterator() {
    return new Walk(this);
  }

  /// Returns a stream of the elements; the list must not change before it ends.
  ///
  /// @return a sequential, ordered stream
  public LongStream stream() {
    return Arrays.stream(elements, 0, size);
  }

  /// Returns the elements in a new array.
  ///
  /// @return an array of length `size()`
  public long[] toArray() {
    return Arrays.copyOf(elements, size);
  }

  /// Returns a list of the same elements and the same capacity.
  ///
  /// @return a new list
  public FixedLongList copy() {
    return new FixedLongList(this);
  }

  /// Returns a live view of boxes: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast, random-access list that refuses null, and more than there is room for
  public List<Long> asList() {
    return view();
  }

  /// Returns whether the other object is a list of this class with the same elements in order.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FixedLongList that
        && Arrays.equals(elements, 0, size, that.elements, 0, that.size);
  }

  /// Returns the hash that `java.util.List` defines.
  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(elements[i]);
    }
    return hash;
  }

  /// Returns the elements as `java.util.List` prints them.
  @Override
  public String toString() {
    return asList().toString();
  }

  @Override
  void insert(int index, long[] values) {
    open(index, values.length);
    System.arraycopy(values, 0, elements, index, values.length);
  }

  @Override
  long stamp() {
    return (long) removals << 32 | size;
  }

  /// Makes `count` places at an index, or throws and changes nothing.
  private void open(int index, int count) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException(text("index", index, "size", size));
    }
    if (count > elements.length - size) {
      throw full(count);
    }
    System.arraycopy(elements, index, elements, index + count, size - index);
    size += count;
  }

  private IllegalStateException full(int more) {
    return new IllegalStateException(text("size", (long) size + more, "limit", elements.length));
  }

  private static final class Walk implements PrimitiveIterator.OfLong {
    private final FixedLongList list;
    private int next;
    private int last = -1;
    private long stamp;

    Walk(FixedLongList list) {
      this.list = list;
      this.stamp = list.stamp();
    }

    @Override
    public boolean hasNext() {
      return next != list.size;
    }

    @Override
    public long nextLong() {
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
