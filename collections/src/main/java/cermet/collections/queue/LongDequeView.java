// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [LongDeque#asDeque] returns. Part of {@link LongDeque}.
final class LongDequeView extends AbstractCollection<Long> implements Deque<Long> {
  private final LongDeque deque;

  LongDequeView(LongDeque deque) {
    this.deque = deque;
  }

  @Override
  public void addFirst(Long value) {
    deque.addFirst(value);
  }

  @Override
  public void addLast(Long value) {
    deque.addLast(value);
  }

  @Override
  public boolean offerFirst(Long value) {
    deque.addFirst(value);
    return true;
  }

  @Override
  public boolean offerLast(Long value) {
    deque.addLast(value);
    return true;
  }

  @Override
  public Long removeFirst() {
    return deque.removeFirst();
  }

  @Override
  public Long removeLast() {
    return deque.removeLast();
  }

  @Override
  public @Nullable Long pollFirst() {
    return deque.isEmpty() ? null : (Long) deque.removeFirst();
  }

  @Override
  public @Nullable Long pollLast() {
    return deque.isEmpty() ? null : (Long) deque.removeLast();
  }

  @Override
  public Long getFirst() {
    return deque.getFirst();
  }

  @Override
  public Long getLast() {
    return deque.getLast();
  }

  @Override
  public @Nullable Long peekFirst() {
    return deque.isEmpty() ? null : (Long) deque.getFirst();
  }

  @Override
  public @Nullable Long peekLast() {
    return deque.isEmpty() ? null : (Long) deque.getLast();
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object value) {
    return value instanceof Long number && removed(deque.indexOf(number));
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object value) {
    return value instanceof Long number && removed(deque.lastIndexOf(number));
  }

  @Override
  public boolean add(Long value) {
    deque.addLast(value);
    return true;
  }

  @Override
  public boolean addAll(Collection<? extends Long> values) {
    // An array first: the collection may be this view, and a null must not stop halfway.
    long[] added = new long[values.size()];
    int i = 0;
    for (Long value : values.toArray(new Long[0])) {
      added[i++] = value;
    }
    deque.addAllLast(added, 0, added.length);
    return added.length > 0;
  }

  @Override
  public boolean offer(Long value) {
    return offerLast(value);
  }

  @Override
  public Long remove() {
    return removeFirst();
  }

  @Override
  public @Nullable Long poll() {
    return pollFirst();
  }

  @Override
  public Long element() {
    return getFirst();
  }

  @Override
  public @Nullable Long peek() {
    return peekFirst();
  }

  @Override
  public void push(Long value) {
    addFirst(value);
  }

  @Override
  public Long pop() {
    return removeFirst();
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return removeFirstOccurrence(value);
  }

  @Override
  public boolean removeIf(Predicate<? super Long> filter) {
    return deque.removeIf(Objects.requireNonNull(filter, "filter")::test);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Long number && deque.contains(number);
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
  public Iterator<Long> iterator() {
    return deque.iterator();
  }

  @Override
  public Iterator<Long> descendingIterator() {
    return new Back(deque);
  }

  private boolean removed(int index) {
    if (index >= 0) {
      deque.removeAt(index);
    }
    return index >= 0;
  }

  private static final class Back implements Iterator<Long> {
    private final LongDeque deque;
    private int next; // the index behind what comes next
    private int last = -1;
    private /*wide*/ long stamp;

    Back(LongDeque deque) {
      this.deque = deque;
      this.next = deque.size();
      this.stamp = deque.stamp();
    }

    @Override
    public boolean hasNext() {
      return next > 0;
    }

    @Override
    public Long next() {
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
