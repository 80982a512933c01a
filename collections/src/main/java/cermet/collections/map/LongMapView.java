// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A live view of a `LongMap` as a `java.util.Map`, which boxes keys and takes no null.
final class LongMapView<V> extends AbstractMap<Long, V> {
  private final LongMap<V> map;

  LongMapView(LongMap<V> map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Long k && map.containsKey(k);
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return value != null && map.containsValue(value);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return key instanceof Long k ? map.get(k) : null;
  }

  @Override
  public @Nullable V put(Long key, V value) {
    return map.getAndPut(Objects.requireNonNull(key, "key"), value);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return key instanceof Long k ? map.remove(k) : null;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Map.Entry<Long, V>> entrySet() {
    return new Entries<>(map);
  }

  private static final class Entries<V> extends AbstractSet<Map.Entry<Long, V>> {
    private final LongMap<V> map;

    Entries(LongMap<V> map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getKey() instanceof Long key
          && entry.getValue() != null
          && entry.getValue().equals(map.get(key));
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Map.Entry<?, ?> entry
          && entry.getKey() instanceof Long key
          && map.remove(key) != null;
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<Long, V>> iterator() {
      return new Entering<>(map);
    }
  }

  private static final class Entering<V> implements Iterator<Map.Entry<Long, V>> {
    private final LongMap<V> map;
    private final LongMap.Cursor<V> cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Entering(LongMap<V> map) {
      this.map = map;
      this.cursor = map.cursor();
      this.left = map.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<Long, V> next() {
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

  private static final class Entry<V> extends SimpleEntry<Long, V> {
    private static final /*wide*/ long serialVersionUID = /*wide*/ 1L;

    private final transient LongMap<V> map;

    Entry(LongMap<V> map, long key, V value) {
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
