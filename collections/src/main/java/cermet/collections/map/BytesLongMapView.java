// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.core.text.Slice;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Part of {@link BytesLongMap}: its live view as a `java.util.Map`.
final class BytesLongMapView extends AbstractMap<Slice, Long> {
  private final BytesLongMap map;

  BytesLongMapView(BytesLongMap map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Slice slice && map.containsKey(slice);
  }

  @Override
  public @Nullable Long get(@Nullable Object key) {
    if (!(key instanceof Slice slice)) {
      return null;
    }
    long value = map.get(slice, 0);
    return value != 0 || map.containsKey(slice) ? (Long) value : null;
  }

  @Override
  public @Nullable Long put(Slice key, Long value) {
    Long old = get(Objects.requireNonNull(key, "key"));
    map.put(key, Objects.requireNonNull(value, "value"));
    return old;
  }

  @Override
  public @Nullable Long remove(@Nullable Object key) {
    Long old = get(key);
    if (old != null && key instanceof Slice slice) {
      map.remove(slice);
    }
    return old;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Entry<Slice, Long>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<Slice, Long>> {
    @Override
    public int size() {
      return map.size();
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Entry<?, ?> entry
          && entry.getValue() != null
          && entry.getValue().equals(get(entry.getKey()));
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Entry<?, ?> entry
          && entry.getKey() instanceof Slice key
          && map.remove(key);
    }

    @Override
    public Iterator<Entry<Slice, Long>> iterator() {
      return new Walk();
    }
  }

  private final class Walk implements Iterator<Map.Entry<Slice, Long>> {
    private final BytesLongMap.Cursor cursor = map.cursor();
    private int left = map.size();

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<Slice, Long> next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      cursor.next();
      left--;
      return new Pair(cursor.key(), cursor.value());
    }

    @Override
    public void remove() {
      cursor.remove();
    }
  }

  private final class Pair extends AbstractMap.SimpleEntry<Slice, Long> {
    private static final long serialVersionUID = 1L;

    Pair(Slice key, Long value) {
      super(key, value);
    }

    @Override
    public Long setValue(Long value) {
      if (map.containsKey(getKey())) {
        map.put(getKey(), Objects.requireNonNull(value, "value"));
      }
      return super.setValue(value);
    }
  }
}
