// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the deques of this package can do in boxes, and the live view that stands on it.
///
/// @param <E> the type of the elements, or their box
abstract class BoxedDeque<E> {
  abstract int size();

  abstract void clear();

  abstract E boxed(int index);

  abstract void addBoxed(E value, boolean first);

  /// Appends all of them, or none if one is null or there is no room.
  abstract void addAllBoxed(Object[] values);

  abstract E removeBoxed(int index);

  abstract boolean removeEach(Predicate<? super E> filter);

  /// The first index of a value, or its last, or -1.
  abstract int findBoxed(@Nullable Object value, boolean last);

  abstract Iterator<E> walk();

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

  /// What `asDeque` returns.
  final class View extends AbstractCollection<E> implements Deque<E> {
    @Override
    public void addFirst(E value) {
      addBoxed(value, true);
    }

    @Override
    public void addLast(E value) {
      addBoxed(value, false);
    }

    @Override
    public boolean offerFirst(E value) {
      addBoxed(value, true);
      return true;
    }

    @Override
    public boolean offerLast(E value) {
      addBoxed(value, false);
      return true;
    }

    @Override
    public E removeFirst() {
      return removeBoxed(present(0));
    }

    @Override
    public E removeLast() {
      return removeBoxed(present(size() - 1));
    }

    @Override
    public @Nullable E pollFirst() {
      return isEmpty() ? null : removeFirst();
    }

    @Override
    public @Nullable E pollLast() {
      return isEmpty() ? null : removeLast();
    }

    @Override
    public E getFirst() {
      return boxed(present(0));
    }

    @Override
    public E getLast() {
      return boxed(present(size() - 1));
    }

    @Override
    public @Nullable E peekFirst() {
      return isEmpty() ? null : getFirst();
    }

    @Override
    public @Nullable E peekLast() {
      return isEmpty() ? null : getLast();
    }

    @Override
    public boolean removeFirstOccurrence(@Nullable Object value) {
      return removed(findBoxed(value, false));
    }

    @Override
    public boolean removeLastOccurrence(@Nullable Object value) {
      return removed(findBoxed(value, true));
    }

    @Override
    public boolean add(E value) {
      return offerLast(value);
    }

    @Override
    public boolean addAll(Collection<? extends E> values) {
      Object[] added = values.toArray(); // first: the collection may be this view
      addAllBoxed(added);
      return added.length > 0;
    }

    @Override
    public boolean offer(E value) {
      return offerLast(value);
    }

    @Override
    public E remove() {
      return removeFirst();
    }

    @Override
    public @Nullable E poll() {
      return pollFirst();
    }

    @Override
    public E element() {
      return getFirst();
    }

    @Override
    public @Nullable E peek() {
      return peekFirst();
    }

    @Override
    public void push(E value) {
      addFirst(value);
    }

    @Override
    public E pop() {
      return removeFirst();
    }

    @Override
    public boolean remove(@Nullable Object value) {
      return removeFirstOccurrence(value);
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
    public boolean contains(@Nullable Object value) {
      return findBoxed(value, false) >= 0;
    }

    @Override
    public int size() {
      return BoxedDeque.this.size();
    }

    @Override
    public void clear() {
      BoxedDeque.this.clear();
    }

    @Override
    public Iterator<E> iterator() {
      return walk();
    }

    @Override
    public Iterator<E> descendingIterator() {
      return new Back();
    }

    private int present(int index) {
      if (isEmpty()) {
        throw new NoSuchElementException("size: 0");
      }
      return index;
    }

    private boolean removed(int index) {
      if (index >= 0) {
        removeBoxed(index);
      }
      return index >= 0;
    }
  }

  private final class Back implements Iterator<E> {
    private int next = size(); // the index behind what comes next
    private int last = -1;
    private long stamp = stamp();

    @Override
    public boolean hasNext() {
      return next > 0;
    }

    @Override
    public E next() {
      check(stamp);
      if (next == 0) {
        throw new NoSuchElementException("no element before the first");
      }
      last = --next;
      return boxed(last);
    }

    @Override
    public void remove() {
      if (last < 0) {
        throw new IllegalStateException("no element to remove");
      }
      check(stamp);
      removeBoxed(last);
      last = -1;
      stamp = stamp();
    }
  }
}
