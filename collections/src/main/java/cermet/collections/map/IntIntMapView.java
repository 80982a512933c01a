// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapView.java by tools/Derive.java; edit that file.

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
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A live view of a `IntIntMap` as a `java.util.Map`, which boxes and takes no null.
final class IntIntMapView extends AbstractMap<Integer, Integer> {
  private final IntIntMap map;

  IntIntMapView(IntIntMap map) {
    this.map = map;
  }

  /// {@return the keys of a map, or its values, in the map's own order}
  static IntStream stream(IntIntMap map, boolean keys) {
    int traits = Spliterator.SIZED | Spliterator.SUBSIZED | (keys ? Spliterator.DISTINCT : 0);
    return StreamSupport.intStream(() -> new Walk(map, keys, traits), traits, false);
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Integer k && map.containsKey(k);
  }

  @Override
  public @Nullable Integer get(@Nullable Object key) {
    return key instanceof Integer k && map.containsKey(k) ? (Integer) map.get(k, 0) : null;
  }

  @Override
  public @Nullable Integer put(Integer key, Integer value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Integer old = get(key);
    map.put(key, value);
    return old;
  }

  @Override
  public @Nullable Integer remove(@Nullable Object key) {
    Integer old = get(key);
    if (key instanceof Integer k) {
      map.remove(k.intValue());
    }
    return old;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Set<Map.Entry<Integer, Integer>> entrySet() {
    return new Entries(map);
  }

  private static final class Entries extends AbstractSet<Map.Entry<Integer, Integer>> {
    private final IntIntMap map;

    Entries(IntIntMap map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getKey() instanceof Integer key
          && entry.getValue() instanceof Integer value
          && map.containsKey(key)
          && map.get(key, 0) == value;
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Map.Entry<?, ?> entry
          && entry.getKey() instanceof Integer key
          && map.remove(key.intValue());
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<Integer, Integer>> iterator() {
      return new Entering(map);
    }
  }

  private static final class Entering implements Iterator<Map.Entry<Integer, Integer>> {
    private final IntIntMap map;
    private final IntIntMap.Cursor cursor;
    private int left; // tells hasNext without moving the cursor, which must stay for remove

    Entering(IntIntMap map) {
      this.map = map;
      this.cursor = map.cursor();
      this.left = map.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<Integer, Integer> next() {
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

  private static final class Walk extends Spliterators.AbstractIntSpliterator {
    private final IntIntMap.Cursor cursor;
    private final boolean keys;

    Walk(IntIntMap map, boolean keys, int traits) {
      super(map.size(), traits);
      this.cursor = map.cursor();
      this.keys = keys;
    }

    @Override
    public boolean tryAdvance(IntConsumer action) {
      Objects.requireNonNull(action, "action");
      boolean next = cursor.next();
      if (next) {
        action.accept(keys ? cursor.key() : cursor.value());
      }
      return next;
    }
  }

  private static final class Entry extends SimpleEntry<Integer, Integer> {
    private static final /*wide*/ long serialVersionUID = /*wide*/ 1L;

    private final transient IntIntMap map;

    Entry(IntIntMap map, int key, int value) {
      super(key, value);
      this.map = map;
    }

    @Override
    public Integer setValue(Integer value) {
      map.replace(getKey(), value);
      return super.setValue(value);
    }
  }
}
