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

/// Part of {@link BytesMap}: its live view as a `java.util.Map`, which takes no null.
final class BytesMapView<V> extends AbstractMap<Slice, V> {
  private final BytesMap<V> map;

  BytesMapView(BytesMap<V> map) {
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
  public @Nullable V get(@Nullable Object key) {
    return key instanceof Slice slice ? map.get(slice) : null;
  }

  @Override
  public @Nullable V put(Slice key, V value) {
    return map.getAndPut(Objects.requireNonNull(key, "key"), value);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return key instanceof Slice slice ? map.remove(slice) : null;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Entry<Slice, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<Slice, V>> {
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
          && map.remove(key) != null;
    }

    @Override
    public Iterator<Entry<Slice, V>> iterator() {
      return new Walk();
    }
  }

  private final class Walk implements Iterator<Map.Entry<Slice, V>> {
    private final BytesMap.Cursor<V> cursor = map.cursor();
    private int left = map.size();

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<Slice, V> next() {
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

  private final class Pair extends AbstractMap.SimpleEntry<Slice, V> {
    private static final long serialVersionUID = 1L;

    Pair(Slice key, V value) {
      super(key, value);
    }

    @Override
    public V setValue(V value) {
      map.replace(getKey(), value);
      return super.setValue(value);
    }
  }
}
