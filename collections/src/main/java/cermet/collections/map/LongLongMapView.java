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
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A live view of a `LongLongMap` as a `java.util.Map`, which boxes and takes no null.
final class LongLongMapView extends AbstractMap<Long, Long> {
  private final LongLongMap map;

  LongLongMapView(LongLongMap map) {
    this.map = map;
  }

  /// {@return the keys of a map, or its values, in the map's own order}
  static LongStream stream(LongLongMap map, boolean keys) {
    int traits = Spliterator.SIZED | Spliterator.SUBSIZED | (keys ? Spliterator.DISTINCT : 0);
    return StreamSupport.longStream(() -> new Walk(map, keys, traits), traits, false);
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
  public @Nullable Long put(Long key, Long value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Long old = get(key);
    map.put(key, value);
    return old;
  }

  @Override
  public @Nullable Long remove(@Nullable Object key) {
    Long old = get(key);
    if (key instanceof Long k) {
      map.remove(k.longValue());
    }
    return old;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Map.Entry<Long, Long>> entrySet() {
    return new Entries(map);
  }

  private static final class Entries extends AbstractSet<Map.Entry<Long, Long>> {
    private final LongLongMap map;

    Entries(LongLongMap map) {
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
          && map.containsKey(key)
          && map.get(key, 0) == value;
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Map.Entry<?, ?> entry
          && entry.getKey() instanceof Long key
          && map.remove(key.longValue());
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<Long, Long>> iterator() {
      return new Entering(map);
    }
  }

  private static final class Entering implements Iterator<Map.Entry<Long, Long>> {
    private final LongLongMap map;
    private final LongLongMap.Cursor cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Entering(LongLongMap map) {
      this.map = map;
      this.cursor = map.cursor();
      this.left = map.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<Long, Long> next() {
      if (left == 0) { // asked first: a cursor at the end would have left its entry
        throw new NoSuchElementException();
      }
      cursor.next();
      left--;
      return new Entry(map, cursor.key(), cursor.value());
    }

    @Override
    public void remove() {
      cursor.remove();
    }
  }

  private static final class Walk extends Spliterators.AbstractLongSpliterator {
    private final LongLongMap.Cursor cursor;
    private final boolean keys;

    Walk(LongLongMap map, boolean keys, int traits) {
      super(map.size(), traits);
      this.cursor = map.cursor();
      this.keys = keys;
    }

    @Override
    public boolean tryAdvance(LongConsumer action) {
      Objects.requireNonNull(action, "action");
      boolean next = cursor.next();
      if (next) {
        action.accept(keys ? cursor.key() : cursor.value());
      }
      return next;
    }
  }

  private static final class Entry extends SimpleEntry<Long, Long> {
    private static final /*wide*/ long serialVersionUID = /*wide*/ 1L;

    private final transient LongLongMap map;

    Entry(LongLongMap map, long key, long value) {
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
