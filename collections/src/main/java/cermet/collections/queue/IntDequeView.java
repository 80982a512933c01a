// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongDequeView.java by tools/Derive.java; edit that file.

package cermet.collections.queue;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [IntDeque#asDeque] returns. Part of {@link IntDeque}.
final class IntDequeView extends AbstractCollection<Integer> implements Deque<Integer> {
  private final IntDeque deque;

  IntDequeView(IntDeque deque) {
    this.deque = deque;
  }

  @Override
  public void addFirst(Integer value) {
    deque.addFirst(value);
  }

  @Override
  public void addLast(Integer value) {
    deque.addLast(value);
  }

  @Override
  public boolean offerFirst(Integer value) {
    deque.addFirst(value);
    return true;
  }

  @Override
  public boolean offerLast(Integer value) {
    deque.addLast(value);
    return true;
  }

  @Override
  public Integer removeFirst() {
    return deque.removeFirst();
  }

  @Override
  public Integer removeLast() {
    return deque.removeLast();
  }

  @Override
  public @Nullable Integer pollFirst() {
    return deque.isEmpty() ? null : (Integer) deque.removeFirst();
  }

  @Override
  public @Nullable Integer pollLast() {
    return deque.isEmpty() ? null : (Integer) deque.removeLast();
  }

  @Override
  public Integer getFirst() {
    return deque.getFirst();
  }

  @Override
  public Integer getLast() {
    return deque.getLast();
  }

  @Override
  public @Nullable Integer peekFirst() {
    return deque.isEmpty() ? null : (Integer) deque.getFirst();
  }

  @Override
  public @Nullable Integer peekLast() {
    return deque.isEmpty() ? null : (Integer) deque.getLast();
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object value) {
    return value instanceof Integer number && removed(deque.indexOf(number));
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object value) {
    return value instanceof Integer number && removed(deque.lastIndexOf(number));
  }

  @Override
  public boolean add(Integer value) {
    deque.addLast(value);
    return true;
  }

  @Override
  public boolean addAll(Collection<? extends Integer> values) {
    // An array first: the collection may be this view, and a null must not stop halfway.
    int[] added = new int[values.size()];
    int i = 0;
    for (Integer value : values.toArray(new Integer[0])) {
      added[i++] = value;
    }
    deque.addAllLast(added, 0, added.length);
    return added.length > 0;
  }

  @Override
  public boolean offer(Integer value) {
    return offerLast(value);
  }

  @Override
  public Integer remove() {
    return removeFirst();
  }

  @Override
  public @Nullable Integer poll() {
    return pollFirst();
  }

  @Override
  public Integer element() {
    return getFirst();
  }

  @Override
  public @Nullable Integer peek() {
    return peekFirst();
  }

  @Override
  public void push(Integer value) {
    addFirst(value);
  }

  @Override
  public Integer pop() {
    return removeFirst();
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return removeFirstOccurrence(value);
  }

  @Override
  public boolean removeIf(Predicate<? super Integer> filter) {
    return deque.removeIf(Objects.requireNonNull(filter, "filter")::test);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Integer number && deque.contains(number);
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
  public Iterator<Integer> iterator() {
    return deque.iterator();
  }

  @Override
  public Iterator<Integer> descendingIterator() {
    return new Back(deque);
  }

  private boolean removed(int index) {
    if (index >= 0) {
      deque.removeAt(index);
    }
    return index >= 0;
  }

  private static final class Back implements Iterator<Integer> {
    private final IntDeque deque;
    private int next; // the index behind what comes next
    private int last = -1;
    private /*wide*/ long stamp;

    Back(IntDeque deque) {
      this.deque = deque;
      this.next = deque.size();
      this.stamp = deque.stamp();
    }

    @Override
    public boolean hasNext() {
      return next > 0;
    }

    @Override
    public Integer next() {
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
