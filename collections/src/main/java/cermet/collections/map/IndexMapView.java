// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A live view of an `IndexMap` as a `java.util.Map` in its order, which takes no null.
final class IndexMapView<K, V> extends AbstractMap<K, V> {
  private final IndexMap<K, V> map;

  IndexMapView(IndexMap<K, V> map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && map.search(key) >= 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int index = key == null ? -1 : map.search(key);
    return index < 0 ? null : map.valueAt(index);
  }

  @Override
  public @Nullable V put(K key, V value) {
    return map.getAndPut(key, value);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    int index = key == null ? -1 : map.search(key);
    return index < 0 ? null : map.shiftRemoveAt(index);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new Entries<>(map);
  }

  private static final class Entries<K, V> extends AbstractSet<Map.Entry<K, V>> {
    private final IndexMap<K, V> map;

    Entries(IndexMap<K, V> map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return find(object) >= 0;
    }

    @Override
    public boolean remove(@Nullable Object object) {
      int index = find(object);
      if (index >= 0) {
        map.shiftRemoveAt(index);
      }
      return index >= 0;
    }

    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
      Objects.requireNonNull(filter, "filter");
      return map.removeIf((key, value) -> filter.test(Map.entry(key, value)));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(others::contains); // one pass; an iterator would move the rest each time
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(entry -> !others.contains(entry));
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return new Entering<>(map);
    }

    private int find(@Nullable Object object) {
      if (!(object instanceof Map.Entry<?, ?> entry) || entry.getKey() == null) {
        return -1;
      }
      int index = map.search(entry.getKey());
      return index >= 0 && map.valueAt(index).equals(entry.getValue()) ? index : -1;
    }
  }

  private static final class Entering<K, V> implements Iterator<Map.Entry<K, V>> {
    private final IndexMap<K, V> map;
    private final IndexMap.Cursor<K, V> cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Entering(IndexMap<K, V> map) {
      this.map = map;
      this.cursor = map.cursor();
      this.left = map.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<K, V> next() {
      if (left == 0) { // asked first: a cursor at the end would have left its entry
        throw new NoSuchElementException();
      }
      cursor.next();
      left--;
      return new Entry<>(map, cursor.key(), cursor.value());
    }

    @Override
    public void remove() {
      cursor.remove();
    }
  }

  private static final class Entry<K, V> extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient IndexMap<K, V> map;

    Entry(IndexMap<K, V> map, K key, V value) {
      super(key, value);
      this.map = map;
    }

    @Override
    public V setValue(V value) {
      map.replace(getKey(), value);
      return super.setValue(value);
    }
  }
}
