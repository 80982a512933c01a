// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [SmallList#asList] returns. Part of {@link SmallList}.
final class SmallListView<E> extends AbstractList<E> implements RandomAccess {
  /*
   * The whole list if there is no parent, otherwise its elements from .. from + count - 1. A view with
   * a parent is valid while nobody but itself, its iterators and its own sublists changed the list.
   */

  private final SmallList<E> list;
  private final @Nullable SmallListView<E> parent;
  private final int from;
  private int count;
  private long stamp;

  SmallListView(SmallList<E> list, @Nullable SmallListView<E> parent, int from, int count) {
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
    return list.get(from + Objects.checkIndex(index, size()));
  }

  @Override
  public E set(int index, E value) {
    return list.set(from + Objects.checkIndex(index, size()), value);
  }

  @Override
  public boolean add(E value) {
    add(size(), value);
    return true;
  }

  @Override
  public void add(int index, E value) {
    if (index < 0 || index > size()) {
      throw new IndexOutOfBoundsException("index: " + index + ", size: " + size());
    }
    list.add(from + index, value);
    changed(1);
  }

  @Override
  public E remove(int index) {
    E old = list.removeAt(from + Objects.checkIndex(index, size()));
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
    boolean any = list.removeIf(from, end, Objects.requireNonNull(filter, "filter"));
    changed(list.size() - before);
    return any;
  }

  @Override
  public boolean addAll(Collection<? extends E> values) {
    return addAll(size(), values);
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> values) {
    Objects.checkFromToIndex(index, size(), size());
    Object[] added = values.toArray(); // first: the collection may be this view
    list.insert(from + index, added);
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
    return relative(list.find(value, from, end));
  }

  @Override
  public int lastIndexOf(@Nullable Object value) {
    int end = from + size();
    return relative(list.findLast(value, from, end));
  }

  @Override
  public List<E> subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new SmallListView<>(list, this, this.from + from, to - from);
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return new Steps<>(this, index);
  }

  @Override
  public Iterator<E> iterator() {
    return new Steps<>(this, 0);
  }

  private int relative(int index) {
    return index < 0 ? index : index - from;
  }

  // Tells this view and those around it that it grew by that many itself.
  private void changed(int more) {
    for (SmallListView<E> view = this; view != null; view = view.parent) {
      view.count += more;
      view.stamp = list.stamp();
    }
  }

  private static final class Steps<E> implements ListIterator<E> {
    private final SmallListView<E> view;
    private int next;
    private int last = -1;
    private long stamp;

    Steps(SmallListView<E> view, int index) {
      if (index < 0 || index > view.size()) {
        throw new IndexOutOfBoundsException("index: " + index + ", size: " + view.size());
      }
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
        throw new NoSuchElementException("size: " + view.size());
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
