// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetView.java by tools/Derive.java; edit that file.

package cermet.collections.set;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [IntSet#asSet] returns. Part of {@link IntSet}.
final class IntSetView extends AbstractSet<Integer> {
  private final IntSet set;

  IntSetView(IntSet set) {
    this.set = set;
  }

  @Override
  public boolean add(Integer value) {
    return set.add(value);
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return value instanceof Integer number && set.remove(number);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Integer number && set.contains(number);
  }

  @Override
  public boolean addAll(Collection<? extends Integer> values) {
    if (values instanceof IntSetView view) {
      return set.addAll(view.set);
    }
    // An array first: a null must not stop halfway, and other threads may change the collection.
    Integer[] boxes = values.toArray(new Integer[0]);
    int[] added = new int[boxes.length];
    for (int i = 0; i < boxes.length; i++) {
      added[i] = boxes[i];
    }
    int before = set.size();
    for (int value : added) {
      set.add(value);
    }
    return set.size() != before;
  }

  @Override
  public boolean retainAll(Collection<?> values) {
    return values instanceof IntSetView view ? set.retainAll(view.set) : super.retainAll(values);
  }

  @Override
  public boolean removeAll(Collection<?> values) {
    return values instanceof IntSetView view ? set.removeAll(view.set) : super.removeAll(values);
  }

  @Override
  public boolean containsAll(Collection<?> values) {
    return values instanceof IntSetView view
        ? set.containsAll(view.set)
        : super.containsAll(values);
  }

  @Override
  public boolean removeIf(Predicate<? super Integer> filter) {
    return set.removeIf(Objects.requireNonNull(filter, "filter")::test);
  }

  @Override
  public int size() {
    return set.size();
  }

  @Override
  public void clear() {
    set.clear();
  }

  @Override
  public Iterator<Integer> iterator() {
    return new Walk(set);
  }

  private static final class Walk implements Iterator<Integer> {
    private final IntSet.Cursor cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Walk(IntSet set) {
      this.cursor = set.cursor();
      this.left = set.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Integer next() {
      if (left == 0) { // asked first: a cursor at the end would have left its value
        throw new NoSuchElementException();
      }
      cursor.next();
      left--;
      return cursor.value();
    }

    @Override
    public void remove() {
      cursor.remove();
    }
  }
}
