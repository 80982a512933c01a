// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [LongSet#asSet] returns. Part of {@link LongSet}.
final class LongSetView extends AbstractSet<Long> {
  private final LongSet set;

  LongSetView(LongSet set) {
    this.set = set;
  }

  @Override
  public boolean add(Long value) {
    return set.add(value);
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return value instanceof Long number && set.remove(number);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Long number && set.contains(number);
  }

  @Override
  public boolean addAll(Collection<? extends Long> values) {
    if (values instanceof LongSetView view) {
      return set.addAll(view.set);
    }
    // An array first: a null must not stop halfway, and other threads may change the collection.
    Long[] boxes = values.toArray(new Long[0]);
    long[] added = new long[boxes.length];
    for (int i = 0; i < boxes.length; i++) {
      added[i] = boxes[i];
    }
    int before = set.size();
    for (long value : added) {
      set.add(value);
    }
    return set.size() != before;
  }

  @Override
  public boolean retainAll(Collection<?> values) {
    return values instanceof LongSetView view ? set.retainAll(view.set) : super.retainAll(values);
  }

  @Override
  public boolean removeAll(Collection<?> values) {
    return values instanceof LongSetView view ? set.removeAll(view.set) : super.removeAll(values);
  }

  @Override
  public boolean containsAll(Collection<?> values) {
    return values instanceof LongSetView view
        ? set.containsAll(view.set)
        : super.containsAll(values);
  }

  @Override
  public boolean removeIf(Predicate<? super Long> filter) {
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
  public Iterator<Long> iterator() {
    return new Walk(set);
  }

  private static final class Walk implements Iterator<Long> {
    private final LongSet.Cursor cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Walk(LongSet set) {
      this.cursor = set.cursor();
      this.left = set.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Long next() {
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
