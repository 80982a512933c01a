// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/// A live view of an [MpscChunkedQueue] as the JDK's interface; its iterators are the consumer's.
final class MpscChunkedQueueView<E> extends AbstractQueue<E> {
  private final MpscChunkedQueue<E> queue;

  MpscChunkedQueueView(MpscChunkedQueue<E> queue) {
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
    private MpscChunkedQueue.Chunk chunk = queue.headChunk;
    private long index = queue.head; // plain, as everywhere here: iterators are the consumer's
    private @Nullable E next;
    private @Nullable E last;
    private MpscChunkedQueue.Chunk lastChunk = queue.headChunk;
    private long lastIndex;

    @Override
    public boolean hasNext() {
      while (next == null) {
        if (queue.head - index > 0) {
          index = queue.head; // what was taken meanwhile is passed over
          chunk = queue.headChunk;
        }
        if (!queue.isClaimed(chunk, index)) {
          return false;
        }
        long place = index - chunk.start;
        if (place == queue.chunkSize) {
          var behind = MpscChunkedQueue.behind(chunk);
          chunk = behind == chunk ? queue.headChunk : behind; // to itself: the consumer has left it
        } else {
          Object element = MpscChunkedQueue.at(chunk, place);
          if (element == null || MpscChunkedQueue.isSkipped(element)) {
            index++;
          } else {
            next = queue.cast(element);
          }
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
      lastChunk = chunk;
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
      queue.present(); // leaves a chunk whose elements are gone
      long place = lastIndex - lastChunk.start;
      if (lastIndex - queue.head >= 0 && MpscChunkedQueue.at(lastChunk, place) == last) {
        var from = queue.headChunk;
        Object moved = null; // the element before, which goes up by one
        for (long i = queue.head; i != lastIndex; i++) {
          if (i - from.start == queue.chunkSize) {
            from = MpscChunkedQueue.behind(from);
          }
          Object here = MpscChunkedQueue.at(from, i - from.start);
          while (here == null) { // claimed: its producer would write over what is moved here
            Thread.onSpinWait();
            here = MpscChunkedQueue.at(from, i - from.start);
          }
          if (moved != null) {
            MpscChunkedQueue.put(from, i - from.start, moved);
          }
          moved = here;
        }
        if (moved != null) {
          MpscChunkedQueue.put(lastChunk, place, moved);
        }
        queue.free();
      }
      last = null;
    }
  }
}
