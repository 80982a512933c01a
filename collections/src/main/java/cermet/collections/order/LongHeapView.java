// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// What [LongHeap#asQueue] returns. Part of {@link LongHeap}.
final class LongHeapView extends AbstractQueue<Long> {
  private final LongHeap heap;

  LongHeapView(LongHeap heap) {
    this.heap = heap;
  }

  @Override
  public boolean offer(Long value) {
    heap.add(value);
    return true;
  }

  @Override
  public @Nullable Long poll() {
    return heap.isEmpty() ? null : (Long) heap.removeFirst();
  }

  @Override
  public @Nullable Long peek() {
    return heap.isEmpty() ? null : (Long) heap.getFirst();
  }

  @Override
  public boolean addAll(Collection<? extends Long> values) {
    // An array first: the collection may be this view, and a null must not stop halfway.
    long[] added = new long[values.size()];
    int i = 0;
    for (Long value : values.toArray(new Long[0])) {
      added[i++] = value;
    }
    heap.addAll(added, 0, added.length);
    return added.length > 0;
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Long number && heap.contains(number);
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return value instanceof Long number && heap.remove(number);
  }

  @Override
  public int size() {
    return heap.size();
  }

  @Override
  public void clear() {
    heap.clear();
  }

  @Override
  public Iterator<Long> iterator() {
    return new Steps(heap);
  }

  private static final class Steps implements Iterator<Long> {
    // A removal moves other elements, some to places that were passed: hence a copy.
    private final long[] values;
    private final LongHeap heap;
    private int next;
    private boolean removable;
    private /*wide*/ long stamp;

    Steps(LongHeap heap) {
      this.heap = heap;
      this.values = heap.toArray();
      this.stamp = heap.stamp();
    }

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Long next() {
      heap.check(stamp);
      if (next == values.length) {
        throw new NoSuchElementException("size: " + values.length);
      }
      removable = true;
      return values[next++];
    }

    @Override
    public void remove() {
      if (!removable) {
        throw new IllegalStateException("no element to remove");
      }
      heap.check(stamp);
      heap.remove(values[next - 1]);
      removable = false;
      stamp = heap.stamp();
    }
  }
}
