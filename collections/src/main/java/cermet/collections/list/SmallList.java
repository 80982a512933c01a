// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A growable list of objects whose first four elements are fields of the list itself.
///
/// - **Use** for very many lists of mostly one to four elements: listeners, children, matches.
/// - **Avoid** when lists of more than four are common, or one is long: take `java.util.ArrayList`.
/// - **Cost** `get`, `set`, `add`, `swapRemove` O(1), each with a choice among the fields;
///   `removeAt` moves what follows one by one; 24 bytes and four references, and an array for more.
/// - **Allocation** none for four elements, nor for more while the array of the others lasts, but
///   for views, and one bit an element in a `removeIf` that removes.
/// - **Threads** one thread at a time.
/// - **Errors** null element: `NullPointerException`; bad index: `IndexOutOfBoundsException`;
///   changed while iterated: `ConcurrentModificationException`; no room: `OutOfMemoryError`, and
///   the list is as it was.
/// - **Source** the inline vectors of LLVM and of Rust's smallvec.
/// - **Copies with** `BoxedList`.
///
/// @param <E> what the elements are
public final class SmallList<E> extends BoxedList<E> {
  /*
   *   | e0 | e1 | e2 | e3 | more | size | removals |     one object, no array while size <= 4
   *                         |
   *                         +-> | e4 | e5 | -- | -- |    the dashes are room, null
   *
   * Invariants: element i is field i where i < 4, else more[i - 4]; what is behind size is null, so
   * that no object is kept alive; size <= 4 + more.length; more is NONE or owned by this list alone,
   * and is kept when the list becomes short again. Insertions make size larger and removals count
   * in removals, so that the pair never repeats.
   */

  private static final int INLINE = 4; // SmallLongListProof: what most short lists need
  private static final int LIMIT = Integer.MAX_VALUE - 8; // the JDK's own, of an array
  private static final int LARGE = 1024; // where doubling gives way to half again; arbitrary
  private static final @Nullable Object[] NONE = {};

  private @Nullable Object e0;
  private @Nullable Object e1;
  private @Nullable Object e2;
  private @Nullable Object e3;
  private @Nullable Object[] more = NONE;
  private int size;
  private int removals;

  /// Makes an empty list.
  public SmallList() {}

  /// Makes a list of the given elements, which are copied.
  ///
  /// @param <E> what the elements are
  /// @param values the elements
  /// @return a new list
  @SafeVarargs
  public static <E> SmallList<E> of(E... values) {
    var list = new SmallList<E>();
    for (E value : values) {
      list.add(value);
    }
    return list;
  }

  /// Appends an element.
  ///
  /// @param value the element
  public void add(E value) {
    Objects.requireNonNull(value, "value");
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
  public E get(int index) {
    return at(Objects.checkIndex(index, size));
  }

  /// Replaces the element at an index.
  ///
  /// @param index from 0 to `size() - 1`
  /// @param value the new element
  /// @return the old element
  public E set(int index, E value) {
    Objects.requireNonNull(value, "value");
    E old = get(index);
    put(index, value);
    return old;
  }

  /// Inserts an element and moves those behind it up.
  ///
  /// @param index from 0 to `size()`
  /// @param value the element
  public void add(int index, E value) {
    Objects.requireNonNull(value, "value");
    open(index, 1);
    put(index, value);
  }

  /// Removes the element at an index and moves those behind it down.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the removed element
  public E removeAt(int index) {
    E old = get(index);
    removeRange(index, index + 1);
    return old;
  }

  /// Removes the element at an index and puts the last one in its place.
  ///
  /// @param index from 0 to `size() - 1`
  /// @return the removed element
  public E swapRemove(int index) {
    E old = get(index);
    put(index, at(size - 1));
    cut(size - 1);
    return old;
  }

  /// Removes the last element.
  ///
  /// @return the removed element
  public E removeLast() {
    if (size == 0) {
      throw new NoSuchElementException("size: 0");
    }
    E old = at(size - 1);
    cut(size - 1);
    return old;
  }

  /// Removes the elements that a predicate accepts; if it throws, none is removed.
  ///
  /// @param filter called once for each element, in order
  /// @return whether any was removed
  public boolean removeIf(Predicate<? super E> filter) {
    return removeEach(0, size, Objects.requireNonNull(filter, "filter"));
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

  /// Returns the first index of an element that equals a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int indexOf(@Nullable Object value) {
    return findBoxed(value, 0, size);
  }

  /// Returns the last index of an element that equals a value.
  ///
  /// @param value what to look for
  /// @return its index, or -1
  public int lastIndexOf(@Nullable Object value) {
    return findLastBoxed(value, 0, size);
  }

  /// Returns whether an element equals a value.
  ///
  /// @param value what to look for
  /// @return whether it is there
  public boolean contains(@Nullable Object value) {
    return indexOf(value) >= 0;
  }

  /// Calls an action with each element, in order.
  ///
  /// @param action may replace elements, but must not insert or remove any
  public void forEach(Consumer<? super E> action) {
    Objects.requireNonNull(action, "action");
    long stamp = stamp();
    for (int i = 0, end = size; i < end && stamp == stamp(); i++) {
      action.accept(at(i));
    }
    check(stamp);
  }

  /// Returns the elements in a new array.
  ///
  /// @return an array of length `size()`
  public Object[] toArray() {
    Object[] values = new Object[size];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(i);
    }
    return values;
  }

  /// Returns a list of the same elements, without spare room.
  ///
  /// @return a new list
  public SmallList<E> copy() {
    var copy = new SmallList<E>();
    copy.insertBoxed(0, toArray());
    return copy;
  }

  /// Returns a live view: what changes here changes there, and the other way round.
  ///
  /// @return a fail-fast, random-access list that refuses null
  public List<E> asList() {
    return view();
  }

  /// Returns whether the other object is a list of this class with equal elements in order.
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof SmallList<?> that) || that.size != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!at(i).equals(that.at(i))) {
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
      hash = 31 * hash + at(i).hashCode();
    }
    return hash;
  }

  /// Returns the elements as `java.util.List` prints them.
  @Override
  @SuppressWarnings("ReferenceEquality") // only the collection itself would never end
  public String toString() {
    return asList().stream()
        .map(each -> each == this ? "(this Collection)" : String.valueOf(each))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  E boxed(int index) {
    return get(index);
  }

  @Override
  E setBoxed(int index, E value) {
    return set(index, value);
  }

  @Override
  void addBoxed(int index, E value) {
    add(index, value);
  }

  @Override
  void insertBoxed(int index, Object[] values) {
    for (Object value : values) {
      Objects.requireNonNull(value, "value");
    }
    open(index, values.length);
    for (int i = 0; i < values.length; i++) {
      put(index + i, values[i]);
    }
  }

  @Override
  E removeBoxed(int index) {
    return removeAt(index);
  }

  @Override
  void removeRange(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    if (from < to) {
      int kept = from;
      for (int i = to; i < size; i++) {
        put(kept++, at(i));
      }
      cut(kept);
    }
  }

  @Override
  boolean removeEach(int from, int to, Predicate<? super E> filter) {
    long stamp = stamp();
    int first = from;
    while (first < to && !filter.test(at(first))) {
      check(stamp);
      first++;
    }
    check(stamp);
    if (first == to) {
      return false;
    }
    // Two passes: the predicate sees a whole list, and the list is safe when it throws.
    long[] doomed = new long[((to - first - 1) >> 6) + 1];
    doomed[0] = 1;
    for (int i = first + 1; i < to; i++) {
      if (filter.test(at(i))) {
        doomed[(i - first) >> 6] |= 1L << (i - first);
      }
      check(stamp);
    }
    int kept = first;
    for (int i = first; i < to; i++) {
      if ((doomed[(i - first) >> 6] & 1L << (i - first)) == 0) {
        put(kept++, at(i));
      }
    }
    removeRange(kept, to);
    return true;
  }

  @Override
  int findBoxed(@Nullable Object value, int from, int to) {
    if (value != null) {
      for (int i = from; i < to; i++) {
        if (value.equals(at(i))) {
          return i;
        }
      }
    }
    return -1;
  }

  @Override
  int findLastBoxed(@Nullable Object value, int from, int to) {
    if (value != null) {
      for (int i = to - 1; i >= from; i--) {
        if (value.equals(at(i))) {
          return i;
        }
      }
    }
    return -1;
  }

  @Override
  long stamp() {
    return (long) removals << 32 | size;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // within size there are elements and no null
  private E at(int index) {
    return (E)
        switch (index) {
          case 0 -> e0;
          case 1 -> e1;
          case 2 -> e2;
          case 3 -> e3;
          default -> more[index - INLINE];
        };
  }

  private void put(int index, @Nullable Object value) {
    switch (index) {
      case 0 -> e0 = value;
      case 1 -> e1 = value;
      case 2 -> e2 = value;
      case 3 -> e3 = value;
      default -> more[index - INLINE] = value;
    }
  }

  /// Forgets the elements from `kept` on.
  private void cut(int kept) {
    for (int i = kept; i < size; i++) {
      put(i, null);
    }
    size = kept;
    removals++;
  }

  private void spill(int at, Object value) {
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
    int length = more.length;
    long needed = (long) size + count - INLINE;
    if (needed > LIMIT) {
      throw new OutOfMemoryError(text("size", needed + INLINE, "limit", LIMIT + INLINE));
    }
    long larger = length + (long) (length < LARGE ? Math.max(length, INLINE) : length >> 1);
    more = Arrays.copyOf(more, (int) Math.min(Math.max(larger, needed), LIMIT));
  }
}
