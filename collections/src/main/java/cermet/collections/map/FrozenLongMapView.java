// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A view of a `FrozenLongMap` as a `java.util.Map`, which boxes and cannot be changed.
final class FrozenLongMapView extends AbstractMap<Long, Long> {
  private final FrozenLongMap map;

  FrozenLongMapView(FrozenLongMap map) {
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
  public @Nullable Long get(@Nullable Object key) {
    return key instanceof Long k && map.containsKey(k) ? (Long) map.get(k, 0) : null;
  }

  @Override
  public Set<Map.Entry<Long, Long>> entrySet() {
    return new Entries(map);
  }

  private static final class Entries extends AbstractSet<Map.Entry<Long, Long>> {
    private final FrozenLongMap map;

    Entries(FrozenLongMap map) {
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
          && entry.getValue() instanceof Long value
          && map.get(key, ~value) == value;
    }

    @Override
    public Iterator<Map.Entry<Long, Long>> iterator() {
      return new Entering(map);
    }
  }

  private static final class Entering implements Iterator<Map.Entry<Long, Long>> {
    private final FrozenLongMap.Cursor cursor;
    private int left;

    Entering(FrozenLongMap map) {
      this.cursor = map.cursor();
      this.left = map.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<Long, Long> next() {
      if (!cursor.next()) {
        throw new NoSuchElementException();
      }
      left--;
      return Map.entry(cursor.key(), cursor.value());
    }
  }
}
