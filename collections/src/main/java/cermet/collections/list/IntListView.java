// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongListView.java by tools/Derive.java; edit that file.

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

/// What `asList` of the lists returns.
final class IntListView extends AbstractList<Integer> implements RandomAccess {
  /*
   * The whole list if there is no parent, otherwise its elements from .. from + count - 1. A view with
   * a parent is valid while nobody but itself, its iterators and its own sublists changed the list.
   */

  private final IntSequence list;
  private final @Nullable IntListView parent;
  private final int from;
  private int count;
  private /*wide*/ long stamp;

  IntListView(IntSequence list, @Nullable IntListView parent, int from, int count) {
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
  public Integer get(int index) {
    return list.get(from + Objects.checkIndex(index, size()));
  }

  @Override
  public Integer set(int index, Integer value) {
    return list.set(from + Objects.checkIndex(index, size()), value);
  }

  @Override
  public boolean add(Integer value) {
    add(size(), value);
    return true;
  }

  @Override
  public void add(int index, Integer value) {
    if (index < 0 || index > size()) {
      throw new IndexOutOfBoundsException("index: " + index + ", size: " + size());
    }
    list.add(from + index, value.intValue());
    changed(1);
  }

  @Override
  public Integer remove(int index) {
    int old = list.removeAt(from + Objects.checkIndex(index, size()));
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
  public boolean removeIf(Predicate<? super Integer> filter) {
    int end = from + size();
    int before = list.size();
    boolean any = list.removeIf(from, end, Objects.requireNonNull(filter, "filter")::test);
    changed(list.size() - before);
    return any;
  }

  @Override
  public boolean addAll(Collection<? extends Integer> values) {
    return addAll(size(), values);
  }

  @Override
  public boolean addAll(int index, Collection<? extends Integer> values) {
    Objects.checkFromToIndex(index, size(), size());
    // An array first: the collection may be this view, and a null must not stop halfway.
    int[] added = new int[values.size()];
    int i = 0;
    for (Integer value : values.toArray(new Integer[0])) {
      added[i++] = value;
    }
    list.insert(from + index, added);
    changed(i);
    return i > 0;
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return indexOf(value) >= 0;
  }

  @Override
  public int indexOf(@Nullable Object value) {
    int end = from + size();
    return value instanceof Integer number ? relative(list.find(number, from, end)) : -1;
  }

  @Override
  public int lastIndexOf(@Nullable Object value) {
    int end = from + size();
    return value instanceof Integer number ? relative(list.findLast(number, from, end)) : -1;
  }

  @Override
  public List<Integer> subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new IntListView(list, this, this.from + from, to - from);
  }

  @Override
  public ListIterator<Integer> listIterator(int index) {
    return new Steps(this, index);
  }

  @Override
  public Iterator<Integer> iterator() {
    return new Steps(this, 0);
  }

  private int relative(int index) {
    return index < 0 ? index : index - from;
  }

  // Tells this view and those around it that it grew by that many itself.
  private void changed(int more) {
    for (IntListView view = this; view != null; view = view.parent) {
      view.count += more;
      view.stamp = list.stamp();
    }
  }

  private static final class Steps implements ListIterator<Integer> {
    private final IntListView view;
    private int next;
    private int last = -1;
    private /*wide*/ long stamp;

    Steps(IntListView view, int index) {
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
    public Integer next() {
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
    public Integer previous() {
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
    public void set(Integer value) {
      view.set(current(), value);
    }

    @Override
    public void remove() {
      int at = current();
      view.remove(/* index */ at);
      moved(at);
    }

    @Override
    public void add(Integer value) {
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
