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

/// A live view of an `ObjectLongMap` as a `java.util.Map`, which boxes values and takes no null.
final class ObjectLongMapView<K> extends AbstractMap<K, Long> {
  private final ObjectLongMap<K> map;

  ObjectLongMapView(ObjectLongMap<K> map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && map.containsKey(key);
  }

  @Override
  public @Nullable Long get(@Nullable Object key) {
    return key == null ? null : value(map, key);
  }

  @Override
  public @Nullable Long put(K key, Long value) {
    Objects.requireNonNull(value, "value");
    Long old = value(map, Objects.requireNonNull(key, "key"));
    map.put(key, value);
    return old;
  }

  @Override
  public @Nullable Long remove(@Nullable Object key) {
    Long old = get(key);
    if (key != null && old != null) {
      map.remove(key);
    }
    return old;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Map.Entry<K, Long>> entrySet() {
    return new Entries<>(map);
  }

  /// One search, or two where the value is 0.
  private static @Nullable Long value(ObjectLongMap<?> map, Object key) {
    long value = map.get(key, 0);
    return value != 0 || map.containsKey(key) ? (Long) value : null;
  }

  private static final class Entries<K> extends AbstractSet<Map.Entry<K, Long>> {
    private final ObjectLongMap<K> map;

    Entries(ObjectLongMap<K> map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() instanceof Long value
          && map.get(entry.getKey(), ~value) == value;
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && map.remove(entry.getKey());
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<K, Long>> iterator() {
      return new Entering<>(map);
    }
  }

  private static final class Entering<K> implements Iterator<Map.Entry<K, Long>> {
    private final ObjectLongMap<K> map;
    private final ObjectLongMap.Cursor<K> cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Entering(ObjectLongMap<K> map) {
      this.map = map;
      this.cursor = map.cursor();
      this.left = map.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<K, Long> next() {
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

  private static final class Entry<K> extends SimpleEntry<K, Long> {
    private static final long serialVersionUID = 1L;

    private final transient ObjectLongMap<K> map;

    Entry(ObjectLongMap<K> map, K key, long value) {
      super(key, value);
      this.map = map;
    }

    @Override
    public Long setValue(Long value) {
      map.replace(getKey(), value);
      return super.setValue(value);
    }
  }
}
