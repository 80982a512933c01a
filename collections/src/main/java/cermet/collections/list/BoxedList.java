// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import java.util.AbstractList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the lists of this package can do in boxes, and the live view that stands on it.
///
/// @param <E> the type of the elements, or their box
abstract class BoxedList<E> {
  abstract int size();

  abstract E boxed(int index);

  abstract E setBoxed(int index, E value);

  abstract void addBoxed(int index, E value);

  /// Inserts all of them, or none if one is null or there is no room.
  abstract void insertBoxed(int index, Object[] values);

  abstract E removeBoxed(int index);

  abstract void removeRange(int from, int to);

  abstract boolean removeEach(int from, int to, Predicate<? super E> filter);

  abstract int findBoxed(@Nullable Object value, int from, int to);

  abstract int findLastBoxed(@Nullable Object value, int from, int to);

  /// Differs from each earlier one when elements were inserted or removed.
  abstract long stamp();

  final void check(long stamp) {
    if (stamp != stamp()) {
      throw new ConcurrentModificationException(text("size", size()));
    }
  }

  /// What a message says of a value.
  static String text(String name, long value) {
    return name + ": " + value;
  }

  /// What a message says of two values.
  static String text(String name, long value, String other, long limit) {
    return name + ": " + value + ", " + other + ": " + limit;
  }

  final List<E> view() {
    return new View<>(this, null, 0, 0);
  }

  private static final class View<E> extends AbstractList<E> implements RandomAccess {
    /*
     * The whole list if there is no parent, otherwise its elements from .. from + count - 1. A view
     * with a parent is valid while nobody but itself, its iterators and its own sublists changed
     * the list.
     */

    private final BoxedList<E> list;
    private final @Nullable View<E> parent;
    private final int from;
    private int count;
    private long stamp;

    View(BoxedList<E> list, @Nullable View<E> parent, int from, int count) {
      this.list = list;
      this.parent = parent;
      this.from = from;
      this.count = count;
      this.stamp = list.stamp();
    }

    @Override
    public int size() {
      if (parent == null) {
        return list.size();
      }
      list.check(stamp);
      return count;
    }

    @Override
    public E get(int index) {
      return list.boxed(from + Objects.checkIndex(index, size()));
    }

    @Override
    public E set(int index, E value) {
      return list.setBoxed(from + Objects.checkIndex(index, size()), value);
    }

    @Override
    public boolean add(E value) {
      add(size(), value);
      return true;
    }

    @Override
    public void add(int index, E value) {
      list.addBoxed(from + checked(index), value);
      changed(1);
    }

    @Override
    public E remove(int index) {
      E old = list.removeBoxed(from + Objects.checkIndex(index, size()));
      changed(-1);
      return old;
    }

    @Override
    protected void removeRange(int from, int to) {
      Objects.checkFromToIndex(from, to, size());
      list.removeRange(this.from + from, this.from + to);
      changed(from - to);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
      int end = from + size();
      int before = list.size();
      boolean any = list.removeEach(from, end, Objects.requireNonNull(filter, "filter"));
      changed(list.size() - before);
      return any;
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(each -> !others.contains(each));
    }

    @Override
    public boolean addAll(Collection<? extends E> values) {
      return addAll(size(), values);
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> values) {
      checked(index);
      Object[] added = values.toArray(); // first: the collection may be this view
      list.insertBoxed(from + index, added);
      changed(added.length);
      return added.length > 0;
    }

    @Override
    public boolean contains(@Nullable Object value) {
      return indexOf(value) >= 0;
    }

    @Override
    public int indexOf(@Nullable Object value) {
      int end = from + size();
      return relative(list.findBoxed(value, from, end));
    }

    @Override
    public int lastIndexOf(@Nullable Object value) {
      int end = from + size();
      return relative(list.findLastBoxed(value, from, end));
    }

    @Override
    public List<E> subList(int from, int to) {
      Objects.checkFromToIndex(from, to, size());
      return new View<>(list, this, this.from + from, to - from);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
      return new Steps<>(this, checked(index));
    }

    @Override
    public Iterator<E> iterator() {
      return new Steps<>(this, 0);
    }

    private int checked(int index) {
      if (index < 0 || index > size()) {
        throw new IndexOutOfBoundsException(text("index", index, "size", size()));
      }
      return index;
    }

    private int relative(int index) {
      return index < 0 ? index : index - from;
    }

    // Tells this view and those around it that it grew by that many itself.
    private void changed(int more) {
      for (View<E> view = this; view != null; view = view.parent) {
        view.count += more;
        view.stamp = list.stamp();
      }
    }
  }

  private static final class Steps<E> implements ListIterator<E> {
    private final View<E> view;
    private int next;
    private int last = -1;
    private long stamp;

    Steps(View<E> view, int index) {
      this.view = view;
      this.next = index;
      this.stamp = view.list.stamp();
    }

    @Override
    public boolean hasNext() {
      return next != size();
    }

    @Override
    public E next() {
      view.list.check(stamp);
      if (next >= view.size()) {
        throw new NoSuchElementException(text("size", view.size()));
      }
      last = next;
      return view.get(next++);
    }

    @Override
    public boolean hasPrevious() {
      return next != 0;
    }

    @Override
    public E previous() {
      view.list.check(stamp);
      if (next == 0) {
        throw new NoSuchElementException("index: 0");
      }
      last = --next;
      return view.get(last);
    }

    @Override
    public int nextIndex() {
      return next;
    }

    @Override
    public int previousIndex() {
      return next - 1;
    }

    @Override
    public void set(E value) {
      view.set(current(), value);
    }

    @Override
    public void remove() {
      int at = current();
      view.remove(/* index */ at);
      moved(at);
    }

    @Override
    public void add(E value) {
      view.list.check(stamp);
      view.add(next, value);
      moved(next + 1);
    }

    private int size() {
      return view.parent == null ? view.list.size() : view.count;
    }

    private int current() {
      if (last < 0) {
        throw new IllegalStateException("no element to replace");
      }
      view.list.check(stamp);
      return last;
    }

    private void moved(int next) {
      this.next = next;
      this.last = -1;
      this.stamp = view.list.stamp();
    }
  }
}
