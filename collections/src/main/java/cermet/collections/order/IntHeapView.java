// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongHeapView.java by tools/Derive.java; edit that file.

package cermet.collections.order;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// What [IntHeap#asQueue] returns. Part of {@link IntHeap}.
final class IntHeapView extends AbstractQueue<Integer> {
  private final IntHeap heap;

  IntHeapView(IntHeap heap) {
    this.heap = heap;
  }

  @Override
  public boolean offer(Integer value) {
    heap.add(value);
    return true;
  }

  @Override
  public @Nullable Integer poll() {
    return heap.isEmpty() ? null : (Integer) heap.removeFirst();
  }

  @Override
  public @Nullable Integer peek() {
    return heap.isEmpty() ? null : (Integer) heap.getFirst();
  }

  @Override
  public boolean addAll(Collection<? extends Integer> values) {
    // An array first: the collection may be this view, and a null must not stop halfway.
    int[] added = new int[values.size()];
    int i = 0;
    for (Integer value : values.toArray(new Integer[0])) {
      added[i++] = value;
    }
    heap.addAll(added, 0, added.length);
    return added.length > 0;
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Integer number && heap.contains(number);
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return value instanceof Integer number && heap.remove(number);
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
  public Iterator<Integer> iterator() {
    return new Steps(heap);
  }

  private static final class Steps implements Iterator<Integer> {
    // A removal moves other elements, some to places that were passed: hence a copy.
    private final int[] values;
    private final IntHeap heap;
    private int next;
    private boolean removable;
    private /*wide*/ long stamp;

    Steps(IntHeap heap) {
      this.heap = heap;
      this.values = heap.toArray();
      this.stamp = heap.stamp();
    }

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Integer next() {
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
