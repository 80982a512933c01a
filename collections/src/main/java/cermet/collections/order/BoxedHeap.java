// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the heaps of this package can do in boxes, and the live view that stands on it.
///
/// @param <E> the box of the elements
abstract class BoxedHeap<E> {
  abstract int size();

  abstract void clear();

  abstract void addBoxed(E value);

  /// Adds all of them, or none if one is null or there is no room.
  abstract void addAllBoxed(Object[] values);

  abstract boolean removeEach(Predicate<? super E> filter);

  abstract E firstBoxed(boolean remove);

  /// Whether a value is here, or was until now.
  abstract boolean findBoxed(@Nullable Object value, boolean remove);

  abstract Iterator<E> walk();

  /// Differs from each earlier one when elements were added or removed.
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

  /// What `asQueue` returns.
  final class View extends AbstractQueue<E> {
    @Override
    public boolean offer(E value) {
      addBoxed(value);
      return true;
    }

    @Override
    public @Nullable E poll() {
      return isEmpty() ? null : firstBoxed(true);
    }

    @Override
    public @Nullable E peek() {
      return isEmpty() ? null : firstBoxed(false);
    }

    @Override
    public boolean addAll(Collection<? extends E> values) {
      Object[] added = values.toArray(); // first: the collection may be this view
      addAllBoxed(added);
      return added.length > 0;
    }

    @Override
    public boolean contains(@Nullable Object value) {
      return findBoxed(value, false);
    }

    @Override
    public boolean remove(@Nullable Object value) {
      return findBoxed(value, true);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
      return removeEach(Objects.requireNonNull(filter, "filter"));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeEach(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeEach(each -> !others.contains(each));
    }

    @Override
    public int size() {
      return BoxedHeap.this.size();
    }

    @Override
    public void clear() {
      BoxedHeap.this.clear();
    }

    @Override
    public Iterator<E> iterator() {
      return new Steps();
    }
  }

  private final class Steps implements Iterator<E> {
    // A removal moves other elements, some to places that were passed: hence a copy.
    private final List<E> values = new ArrayList<>(size());
    private int next;
    private boolean removable;
    private long stamp;

    Steps() {
      walk().forEachRemaining(values::add);
      stamp = stamp();
    }

    @Override
    public boolean hasNext() {
      return next < values.size();
    }

    @Override
    public E next() {
      check(stamp);
      if (next == values.size()) {
        throw new NoSuchElementException(text("size", next));
      }
      removable = true;
      return values.get(next++);
    }

    @Override
    public void remove() {
      if (!removable) {
        throw new IllegalStateException("no element to remove");
      }
      check(stamp);
      findBoxed(values.get(next - 1), true);
      removable = false;
      stamp = stamp();
    }
  }
}
