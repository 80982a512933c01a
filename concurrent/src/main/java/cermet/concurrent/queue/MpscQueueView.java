// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/// A live view of an [MpscQueue] as the JDK's interface; its iterators are the consumer's.
final class MpscQueueView<E> extends AbstractQueue<E> {
  private final MpscQueue<E> queue;

  MpscQueueView(MpscQueue<E> queue) {
    this.queue = queue;
  }

  @Override
  public boolean offer(E element) {
    return queue.offer(element);
  }

  @Override
  public @Nullable E poll() {
    return queue.poll();
  }

  @Override
  public @Nullable E peek() {
    return queue.peek();
  }

  @Override
  public void clear() { // ends although producers go on
    queue.clear();
  }

  @Override
  public int size() {
    return queue.size();
  }

  @Override
  public Iterator<E> iterator() {
    return new Elements();
  }

  @Override
  public Spliterator<E> spliterator() { // without a size: others add and take meanwhile
    return Spliterators.spliterator(
        this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
  }

  /// Goes from the head at its start to the tail at its end.
  private final class Elements implements Iterator<E> {
    private long index = (long) MpscQueue.HEAD.getAcquire(queue);
    private @Nullable E next;
    private @Nullable E last;
    private long lastIndex;

    @Override
    public boolean hasNext() {
      Object[] slots = queue.slots();
      while (next == null) {
        long head = (long) MpscQueue.HEAD.getAcquire(queue); // pairs with the release in free
        if (head - index > 0) {
          index = head; // what was taken meanwhile is passed over
        }
        if ((long) MpscQueue.TAIL.getAcquire(queue) - index <= 0) {
          return false;
        }
        Object element = MpscQueue.at(slots, index);
        if (element == null || MpscQueue.isSkipped(element)) {
          index++;
        } else {
          next = queue.cast(element);
        }
      }
      return true;
    }

    @Override
    public E next() {
      E element = hasNext() ? next : null;
      if (element == null) {
        throw new NoSuchElementException();
      }
      last = element;
      lastIndex = index++;
      next = null;
      return element;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very element that next returned, not its equal
    public void remove() {
      if (last == null) {
        throw new IllegalStateException("no element to remove");
      }
      Object[] slots = queue.slots();
      long head = queue.head; // plain: only this thread writes it
      if (lastIndex - head >= 0 && MpscQueue.at(slots, lastIndex) == last) {
        for (long i = lastIndex; i != head; i--) { // the elements before go up by one
          Object before = MpscQueue.at(slots, i - 1);
          int idle = 0;
          while (before == null) { // claimed: its producer would write over what is moved there
            idle = ClaimWait.idle(idle);
            before = MpscQueue.at(slots, i - 1);
          }
          MpscQueue.put(slots, i, before);
        }
        queue.free(slots, head);
      }
      last = null;
    }
  }
}
