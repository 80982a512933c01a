// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from SmallLongList.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A growable list of `int`s whose first four elements are fields of the list itself.
///
/// - **Use** for very many lists of mostly one to four elements: edges of a node, ids of a key.
/// - **Avoid** when lists of more than four are common, or one is long: take `IntList`.
/// - **Cost** `get`, `set`, `add`, `swapRemove` O(1), each with a choice among the fields;
///   `removeAt` moves what follows one by one; 24 bytes and four elements, and an array for more.
/// - **Allocation** none for four elements, nor for more while the array of the others lasts, but
///   for views, and one bit an element in a `removeIf` that removes.
/// - **Threads** one thread at a time.
/// - **Errors** bad index: `IndexOutOfBoundsException`; changed while iterated:
///   `ConcurrentModificationException`; no room: `OutOfMemoryError`, and the list is as it was.
/// - **Source** the inline vectors of LLVM and of Rust's smallvec.
/// - **Copies with** `IntSequence`, `BoxedList`.
public final class SmallIntList extends IntSequence {
  /*
   *   | e0 | e1 | e2 | e3 | more | size | removals |     one object, no array while size <= 4
   *                         |
   *                         +-> | e4 | e5 | -- | -- |    the dashes are room, unspecified
   *
   * Invariants: element i is field i where i < 4, else more[i - 4]; size <= 4 + more.length; more is
   * NONE or owned by this list alone, and is kept when the list becomes short again. Insertions
   * make size larger and removals count in removals, so that the pair never repeats.
   */

  private static final int INLINE = 4; // SmallIntListProof: what most short lists need
  private static final int[] NONE = {};

  private int e0;
  private int e1;
  private int e2;
  private int e3;
  private int[] more = NONE;
  private int size;
  private int removals;

  /// Makes an empty list.
  public SmallIntList() {}

  /// Makes a list of the given elements, which are copied.
  ///
  /// @param values the elements
  /// @return a new list
  public static SmallIntList of(int... values) {
    var list = new SmallIntList();
    list.insert(0, values);
    return list;
  }

  /// Appends an element.
  ///
  /// @param value the element
  public void add(int value) {
    int at = size;
    switch (at) {
      case 0 -> e0 = value;
      case 1 -> e1 = value;
      case 2 -> e2 = value;
      case 3 -> e3 = value;
      default -> spill(at - INLINE, value);
    }
    size = at + 1;
  }

  /// Returns the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the element
  @Override
  public int get(int index) {
    return at(Objects.checkIndex(index, size));
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @param value the new element
  /// @return the old element
  @Override
  public int set(int index, int value) {
    int old = get(index);
    put(index, value);
    return old;
  }

  /// Inserts an element and moves those behind it up.
  ///
  /// @param index from 0 to `size()`
  /// @param value the element
  @Override
  public void add(int index, int value) {
    open(index, 1);
    put(index, value);
  }

  /// Appends every element of an array.
  ///
  /// @param values the elements
  public void addAll(int[] values) {
    insert(size, values);
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
    put(index, at(size - 1));
    size--;
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
    return at(--size);
  }

  /// Removes the elements that a predicate accepts; if it throws, none is removed.
  ///
  /// @param filter called once for each element, in order
  /// @return whether any was removed
  public boolean removeIf(IntPredicate filter) {
    return removeIf(0, size, Objects.requireNonNull(filter, "filter"));
  }

  /// Removes every element and keeps the capacity.
  public void clear() {
    removeRange(0, size);
  }

  /// Gives the array back if the fields suffice, else its unused room.
  public void trim() {
    int count = Math.max(size - INLINE, 0);
    if (count < more.length) {
      more = count == 0 ? NONE : Arrays.copyOf(more, count);
    }
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

  /// Returns the number of elements that fit without growth.
  ///
  /// @return four and the length of the array
  public int capacity() {
    return INLINE + more.length;
  }

  /// Returns the first index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int indexOf(int value) {
    int size = this.size; // asked last: a field beyond it seldom has the value
    if (e0 == value && size > 0) {
      return 0;
    }
    if (e1 == value && size > 1) {
      return 1;
    }
    if (e2 == value && size > 2) {
      return 2;
    }
    if (e3 == value && size > 3) {
      return 3;
    }
    return find(value, INLINE, size);
  }

  /// Returns the last index of a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int lastIndexOf(int value) {
    return findLast(value, 0, size);
  }

  /// Returns whether a value is in the list.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(int value) {
    return indexOf(value) >= 0;
  }

  /// Calls an action with each element, in order.
  ///
  /// @param action may replace elements, but must not insert or remove any
  public void forEach(IntConsumer action) {
    Objects.requireNonNull(action, "action");
    /*wide*/ long stamp = stamp();
    for (int i = 0, end = size; i < end && stamp == stamp(); i++) {
      action.accept(at(i));
    }
    check(stamp);
  }

  /// Returns the elements in a new array.
  ///
  /// @return an array of length `size()`
  public int[] toArray() {
    if (size == 0) {
      return NONE;
    }
    int[] values = new int[size];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(i);
    }
    return values;
  }

  /// Returns a list of the same elements, without spare room.
  ///
  /// @return a new list
  public SmallIntList copy() {
    return of(toArray());
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
    if (!(other instanceof SmallIntList that) || that.size != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (at(i) != that.at(i)) {
        return false;
      }
    }
    return true;
  }

  /// Returns the hash that `java.util.List` defines.
  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Integer.hashCode(at(i));
    }
    return hash;
  }

  /// Returns the elements as `java.util.List` prints them.
  @Override
  public String toString() {
    return asList().toString();
  }

  @Override
  void insert(int index, int[] values) {
    open(index, values.length);
    for (int i = 0; i < values.length; i++) {
      put(index + i, values[i]);
    }
  }

  @Override
  void removeRange(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    if (from < to) {
      int kept = from;
      for (int i = to; i < size; i++) {
        put(kept++, at(i));
      }
      size = kept;
      removals++;
    }
  }

  @Override
  int find(int value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (at(i) == value) {
        return i;
      }
    }
    return -1;
  }

  @Override
  /*wide*/ long stamp() {
    return (/*wide*/ long) removals << 32 | size;
  }

  private int at(int index) {
    return switch (index) {
      case 0 -> e0;
      case 1 -> e1;
      case 2 -> e2;
      case 3 -> e3;
      default -> more[index - INLINE];
    };
  }

  private void put(int index, int value) {
    switch (index) {
      case 0 -> e0 = value;
      case 1 -> e1 = value;
      case 2 -> e2 = value;
      case 3 -> e3 = value;
      default -> more[index - INLINE] = value;
    }
  }

  private void spill(int at, int value) {
    if (at == more.length) {
      grow(1);
    }
    more[at] = value;
  }

  /// Makes `count` places at an index; room is made before anything moves.
  private void open(int index, int count) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException(text("index", index, "size", size));
    }
    if (count > capacity() - size) {
      grow(count);
    }
    for (int i = size - 1; i >= index; i--) {
      put(i + count, at(i));
    }
    size += count;
  }

  private void grow(int count) {
    /*wide*/ long needed = (/*wide*/ long) size + count - INLINE;
    more = Arrays.copyOf(more, room(more.length, needed, true));
  }
}
