// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [ObjectDeque#asDeque] returns. Part of {@link ObjectDeque}.
final class ObjectDequeView<E> extends AbstractCollection<E> implements Deque<E> {
  private final ObjectDeque<E> deque;

  ObjectDequeView(ObjectDeque<E> deque) {
    this.deque = deque;
  }

  @Override
  public void addFirst(E value) {
    deque.addFirst(value);
  }

  @Override
  public void addLast(E value) {
    deque.addLast(value);
  }

  @Override
  public boolean offerFirst(E value) {
    deque.addFirst(value);
    return true;
  }

  @Override
  public boolean offerLast(E value) {
    deque.addLast(value);
    return true;
  }

  @Override
  public E removeFirst() {
    return deque.removeFirst();
  }

  @Override
  public E removeLast() {
    return deque.removeLast();
  }

  @Override
  public @Nullable E pollFirst() {
    return deque.pollFirst();
  }

  @Override
  public @Nullable E pollLast() {
    return deque.pollLast();
  }

  @Override
  public E getFirst() {
    return deque.getFirst();
  }

  @Override
  public E getLast() {
    return deque.getLast();
  }

  @Override
  public @Nullable E peekFirst() {
    return deque.peekFirst();
  }

  @Override
  public @Nullable E peekLast() {
    return deque.peekLast();
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object value) {
    return removed(deque.indexOf(value));
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object value) {
    return removed(deque.lastIndexOf(value));
  }

  @Override
  public boolean add(E value) {
    deque.addLast(value);
    return true;
  }

  @Override
  public boolean addAll(Collection<? extends E> values) {
    // An array first: the collection may be this view, and a null must not stop halfway.
    @SuppressWarnings("unchecked") // holds what the collection holds
    E[] added = (E[]) values.toArray();
    deque.addAllLast(added, 0, added.length);
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
    return deque.removeIf(filter);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return deque.contains(value);
  }

  @Override
  public int size() {
    return deque.size();
  }

  @Override
  public void clear() {
    deque.clear();
  }

  @Override
  public Iterator<E> iterator() {
    return deque.iterator();
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new Back<>(deque);
  }

  private boolean removed(int index) {
    if (index >= 0) {
      deque.removeAt(index);
    }
    return index >= 0;
  }

  private static final class Back<E> implements Iterator<E> {
    private final ObjectDeque<E> deque;
    private int next; // the index behind what comes next
    private int last = -1;
    private long stamp;

    Back(ObjectDeque<E> deque) {
      this.deque = deque;
      this.next = deque.size();
      this.stamp = deque.stamp();
    }

    @Override
    public boolean hasNext() {
      return next > 0;
    }

    @Override
    public E next() {
      deque.check(stamp);
      if (next == 0) {
        throw new NoSuchElementException("no element before the first");
      }
      last = --next;
      return deque.get(last);
    }

    @Override
    public void remove() {
      if (last < 0) {
        throw new IllegalStateException("no element to remove");
      }
      deque.check(stamp);
      deque.removeAt(last);
      last = -1;
      stamp = deque.stamp();
    }
  }
}
