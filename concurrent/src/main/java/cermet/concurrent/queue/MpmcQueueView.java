// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/// A live view of an [MpmcQueue] as the JDK's interface, from whose middle nothing is removed.
final class MpmcQueueView<E> extends AbstractQueue<E> {
  private final MpmcQueue<E> queue;

  MpmcQueueView(MpmcQueue<E> queue) {
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
  public int size() {
    return queue.size();
  }

  @Override
  public void clear() {
    queue.clear();
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
    private long ticket = (long) MpmcQueue.HEAD.getAcquire(queue);
    private @Nullable E next;

    @Override
    public boolean hasNext() {
      while (next == null) {
        long head = (long) MpmcQueue.HEAD.getAcquire(queue);
        if (head - ticket > 0) {
          ticket = head; // what was taken meanwhile is passed over
        }
        if ((long) MpmcQueue.TAIL.getAcquire(queue) - ticket <= 0) {
          return false;
        }
        Object element = queue.at(ticket);
        next = MpmcQueue.isSkipped(element) ? null : queue.cast(element);
        ticket = queue.after(ticket);
      }
      return true;
    }

    @Override
    public E next() {
      E element = hasNext() ? next : null;
      if (element == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return element;
    }
  }
}
