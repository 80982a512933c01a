// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.AbstractCollection;
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

/// What the maps of this package can do in boxes, and the live view that stands on it.
///
/// @param <K> the type of the keys, or their box
/// @param <V> the type of the values, or their box
abstract class BoxedMap<K, V> {
  /*
   * One view serves every map: all that a map adds is how it boxes a key and a value. What is not
   * overridden here, a map that never changes does not offer.
   */

  abstract int size();

  abstract Step<K, V> steps();

  /// The value of a key, or null; an object that cannot be a key has none.
  abstract @Nullable V boxed(Object key);

  @Nullable V putBoxed(K key, V value) {
    throw new UnsupportedOperationException("put");
  }

  @Nullable V removeBoxed(Object key) {
    throw new UnsupportedOperationException("remove");
  }

  void clear() {
    throw new UnsupportedOperationException("clear");
  }

  /// Whether a removal moves all entries behind it, so that many should take one pass.
  boolean shifts() {
    return false;
  }

  boolean removeEntries(Predicate<? super Map.Entry<K, V>> filter) {
    boolean any = false;
    for (Step<K, V> at = steps(); at.next(); ) {
      if (filter.test(at.entry())) {
        at.remove();
        any = true;
      }
    }
    return any;
  }

  /// An entry that sets its value here too, as long as its key is here.
  final Map.Entry<K, V> pair(K key, V value) {
    return new Pair(key, value);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // only the map itself would never end
  public String toString() {
    var text = new StringBuilder("{");
    for (Step<K, V> at = steps(); at.next(); ) {
      Map.Entry<K, V> entry = at.entry();
      Object key = entry.getKey();
      Object value = entry.getValue();
      text.append(text.length() == 1 ? "" : ", ").append(key == this ? "(this Map)" : key);
      text.append('=').append(value == this ? "(this Map)" : value);
    }
    return text.append('}').toString();
  }

  /// What a message says of a value.
  static String text(String name, long value) {
    return name + ": " + value;
  }

  /// What a message says of two values.
  static String text(String name, long value, String other, long limit) {
    return name + ": " + value + ", " + other + ": " + limit;
  }

  /// What the cursors are to the view.
  abstract static class Step<K, V> {
    abstract boolean next();

    abstract Map.Entry<K, V> entry();

    void remove() {
      throw new UnsupportedOperationException("remove");
    }
  }

  /// What `asMap` returns: it boxes, and takes no null.
  final class View extends AbstractMap<K, V> {
    @Override
    public int size() {
      return BoxedMap.this.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
      return key == null ? null : boxed(key);
    }

    @Override
    public @Nullable V put(K key, V value) {
      Objects.requireNonNull(key, "key");
      return putBoxed(key, Objects.requireNonNull(value, "value"));
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
      return key == null ? null : removeBoxed(key);
    }

    @Override
    public void clear() {
      BoxedMap.this.clear();
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
      return new Entries();
    }

    @Override
    public Set<K> keySet() {
      return new Keys(super.keySet());
    }

    @Override
    public Collection<V> values() {
      return new Values(super.values());
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> others) {
      others.forEach((key, value) -> { // a null must not stop halfway
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
      });
      super.putAll(others);
    }
  }

  /// What the sets of entries and of keys have in common.
  private abstract class Part<T> extends AbstractSet<T> {
    @Override
    public int size() {
      return BoxedMap.this.size();
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      return shifts() ? removeIf(others::contains) : super.removeAll(others);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(one -> !others.contains(one));
    }

    @Override
    public void clear() {
      BoxedMap.this.clear();
    }
  }

  /// `AbstractMap` would look for a key to remove by walking through all.
  private final class Keys extends Part<K> {
    private final Set<K> walked;

    Keys(Set<K> walked) {
      this.walked = walked;
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return key != null && boxed(key) != null;
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return key != null && removeBoxed(key) != null;
    }

    @Override
    public boolean removeIf(Predicate<? super K> filter) {
      Objects.requireNonNull(filter, "filter");
      return removeEntries(entry -> filter.test(entry.getKey()));
    }

    @Override
    public Iterator<K> iterator() {
      return walked.iterator();
    }
  }

  /// `AbstractMap` would remove one by one.
  private final class Values extends AbstractCollection<V> {
    private final Collection<V> walked;

    Values(Collection<V> walked) {
      this.walked = walked;
    }

    @Override
    public int size() {
      return BoxedMap.this.size();
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
      Objects.requireNonNull(filter, "filter");
      return removeEntries(entry -> filter.test(entry.getValue()));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others, "others");
      return removeIf(one -> !others.contains(one));
    }

    @Override
    public void clear() {
      BoxedMap.this.clear();
    }

    @Override
    public Iterator<V> iterator() {
      return walked.iterator();
    }
  }

  private final class Entries extends Part<Map.Entry<K, V>> {
    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && entry.getValue().equals(boxed(entry.getKey()));
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && removeBoxed(entry.getKey()) != null;
    }

    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
      return removeEntries(Objects.requireNonNull(filter, "filter"));
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return new Walk();
    }
  }

  private final class Walk implements Iterator<Map.Entry<K, V>> {
    private final Step<K, V> at = steps();
    private int left = size(); // tells hasNext without moving at, which must stay for remove

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Map.Entry<K, V> next() {
      if (left == 0) { // asked first: a cursor at the end would have left its entry
        throw new NoSuchElementException();
      }
      at.next();
      left--;
      return at.entry();
    }

    @Override
    public void remove() {
      at.remove();
    }
  }

  private final class Pair extends AbstractMap.SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    Pair(K key, V value) {
      super(key, value);
    }

    @Override
    public V setValue(V value) {
      Objects.requireNonNull(value, "value");
      if (boxed(getKey()) != null) {
        putBoxed(getKey(), value);
      }
      return super.setValue(value);
    }
  }
}
