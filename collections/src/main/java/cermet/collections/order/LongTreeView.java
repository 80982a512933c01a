// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import cermet.collections.order.LongTreeWalk.Range;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A live view of boxes on a tree or a range of it, either way. Part of {@link LongLongTree}.
final class LongTreeView<V> extends AbstractMap<Long, V> implements NavigableMap<Long, V> {
  private final Range range;

  LongTreeView(LongTreeNodes tree) {
    this(Range.all(tree));
  }

  private LongTreeView(Range range) {
    this.range = range;
  }

  /// A view of the keys alone, to which keys can be added.
  static NavigableSet<Long> ofSet(LongTreeNodes tree) {
    return new Keys(Range.all(tree), true);
  }

  @Override
  public int size() {
    return range.size();
  }

  @Override
  public boolean isEmpty() {
    return range.first() == LongTreeNodes.NONE;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Long number && range.spot(number) >= 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return key instanceof Long number ? value(range.spot(number)) : null;
  }

  @Override
  public @Nullable V put(Long key, V value) {
    Objects.requireNonNull(value, "value");
    range.require(key);
    V old = get(key);
    range.tree().putBoxed(key, value);
    return old;
  }

  @Override
  public void putAll(Map<? extends Long, ? extends V> others) {
    others.forEach((key, value) -> { // a null must not stop halfway
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    });
    super.putAll(others);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    V old = get(key);
    if (key instanceof Long number) {
      range.remove(number);
    }
    return old;
  }

  @Override
  public void clear() {
    range.clear();
  }

  @Override
  public @Nullable Comparator<? super Long> comparator() {
    return range.comparator();
  }

  @Override
  public Long firstKey() {
    return range.key(range.first());
  }

  @Override
  public Long lastKey() {
    return range.key(range.last());
  }

  @Override
  public @Nullable Long lowerKey(Long key) {
    return range.keyOrNull(range.near(key, false, true));
  }

  @Override
  public @Nullable Long floorKey(Long key) {
    return range.keyOrNull(range.near(key, false, false));
  }

  @Override
  public @Nullable Long ceilingKey(Long key) {
    return range.keyOrNull(range.near(key, true, false));
  }

  @Override
  public @Nullable Long higherKey(Long key) {
    return range.keyOrNull(range.near(key, true, true));
  }

  @Override
  public Map.@Nullable Entry<Long, V> lowerEntry(Long key) {
    return entry(range.near(key, false, true));
  }

  @Override
  public Map.@Nullable Entry<Long, V> floorEntry(Long key) {
    return entry(range.near(key, false, false));
  }

  @Override
  public Map.@Nullable Entry<Long, V> ceilingEntry(Long key) {
    return entry(range.near(key, true, false));
  }

  @Override
  public Map.@Nullable Entry<Long, V> higherEntry(Long key) {
    return entry(range.near(key, true, true));
  }

  @Override
  public Map.@Nullable Entry<Long, V> firstEntry() {
    return entry(range.first());
  }

  @Override
  public Map.@Nullable Entry<Long, V> lastEntry() {
    return entry(range.last());
  }

  @Override
  public Map.@Nullable Entry<Long, V> pollFirstEntry() {
    return poll(range.first());
  }

  @Override
  public Map.@Nullable Entry<Long, V> pollLastEntry() {
    return poll(range.last());
  }

  @Override
  public NavigableMap<Long, V> descendingMap() {
    return new LongTreeView<>(range.reversed());
  }

  @Override
  public NavigableMap<Long, V> subMap(Long from, boolean fromToo, Long to, boolean toToo) {
    return new LongTreeView<>(range.between(from, fromToo, to, toToo));
  }

  @Override
  public NavigableMap<Long, V> headMap(Long to, boolean toToo) {
    return new LongTreeView<>(range.head(to, toToo));
  }

  @Override
  public NavigableMap<Long, V> tailMap(Long from, boolean fromToo) {
    return new LongTreeView<>(range.tail(from, fromToo));
  }

  @Override
  public NavigableMap<Long, V> subMap(Long from, Long to) {
    return subMap(from, true, to, false);
  }

  @Override
  public NavigableMap<Long, V> headMap(Long to) {
    return headMap(to, false);
  }

  @Override
  public NavigableMap<Long, V> tailMap(Long from) {
    return tailMap(from, true);
  }

  @Override
  public Set<Long> keySet() {
    return navigableKeySet();
  }

  @Override
  public NavigableSet<Long> navigableKeySet() {
    return new Keys(range, false);
  }

  @Override
  public NavigableSet<Long> descendingKeySet() {
    return new Keys(range.reversed(), false);
  }

  @Override
  public Set<Map.Entry<Long, V>> entrySet() {
    return new Entries<>(this);
  }

  private @Nullable V value(long spot) {
    return spot < 0 ? null : present(spot);
  }

  private Map.@Nullable Entry<Long, V> entry(long spot) {
    return spot < 0 ? null : new SimpleImmutableEntry<>(range.key(spot), present(spot));
  }

  private Map.@Nullable Entry<Long, V> poll(long spot) {
    Map.Entry<Long, V> entry = entry(spot);
    if (entry != null) {
      range.tree().removeAt(spot);
    }
    return entry;
  }

  @SuppressWarnings("unchecked") // the tree boxes what it holds
  private V present(long spot) {
    return (V) range.tree().box(range.tree().valuesAt(spot), LongTreeNodes.index(spot));
  }

  private static final class Entries<V> extends AbstractSet<Map.Entry<Long, V>> {
    private final LongTreeView<V> view;

    Entries(LongTreeView<V> view) {
      this.view = view;
    }

    @Override
    public int size() {
      return view.size();
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && entry.getValue() != null
          && entry.getValue().equals(view.get(entry.getKey()));
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return contains(object)
          && object instanceof Map.Entry<?, ?> entry
          && view.remove(entry.getKey()) != null;
    }

    @Override
    public void clear() {
      view.clear();
    }

    @Override
    public Iterator<Map.Entry<Long, V>> iterator() {
      return new Steps<>(view.range, true);
    }
  }

  private static final class Entry<V> extends SimpleEntry<Long, V> {
    private static final long serialVersionUID = 1L;

    private final transient LongTreeNodes tree;

    Entry(LongTreeNodes tree, Long key, V value) {
      super(key, value);
      this.tree = tree;
    }

    @Override
    public V setValue(V value) {
      Objects.requireNonNull(value, "value");
      if (tree.holds(getKey())) {
        tree.putBoxed(getKey(), value);
      }
      return super.setValue(value);
    }
  }

  private static final class Keys extends AbstractSet<Long> implements NavigableSet<Long> {
    private final Range range;
    private final boolean takes;

    Keys(Range range, boolean takes) {
      this.range = range;
      this.takes = takes;
    }

    @Override
    public int size() {
      return range.size();
    }

    @Override
    public boolean isEmpty() {
      return range.first() == LongTreeNodes.NONE;
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return key instanceof Long number && range.spot(number) >= 0;
    }

    @Override
    public boolean add(Long key) {
      if (!takes) {
        throw new UnsupportedOperationException(LongTreeNodes.text("no value for", key));
      }
      range.require(key);
      boolean fresh = !range.tree().holds(key);
      range.tree().putBoxed(key, key);
      return fresh;
    }

    @Override
    public boolean addAll(Collection<? extends Long> others) {
      others.forEach(key -> Objects.requireNonNull(key, "key")); // a null must not stop halfway
      return super.addAll(others);
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return key instanceof Long number && range.remove(number);
    }

    @Override
    public void clear() {
      range.clear();
    }

    @Override
    public @Nullable Comparator<? super Long> comparator() {
      return range.comparator();
    }

    @Override
    public Long first() {
      return range.key(range.first());
    }

    @Override
    public Long last() {
      return range.key(range.last());
    }

    @Override
    public @Nullable Long lower(Long key) {
      return range.keyOrNull(range.near(key, false, true));
    }

    @Override
    public @Nullable Long floor(Long key) {
      return range.keyOrNull(range.near(key, false, false));
    }

    @Override
    public @Nullable Long ceiling(Long key) {
      return range.keyOrNull(range.near(key, true, false));
    }

    @Override
    public @Nullable Long higher(Long key) {
      return range.keyOrNull(range.near(key, true, true));
    }

    @Override
    public @Nullable Long pollFirst() {
      return poll(range.first());
    }

    @Override
    public @Nullable Long pollLast() {
      return poll(range.last());
    }

    @Override
    public Iterator<Long> iterator() {
      return new Steps<>(range, false);
    }

    @Override
    public NavigableSet<Long> descendingSet() {
      return new Keys(range.reversed(), takes);
    }

    @Override
    public Iterator<Long> descendingIterator() {
      return descendingSet().iterator();
    }

    @Override
    public NavigableSet<Long> subSet(Long from, boolean fromToo, Long to, boolean toToo) {
      return new Keys(range.between(from, fromToo, to, toToo), takes);
    }

    @Override
    public NavigableSet<Long> headSet(Long to, boolean toToo) {
      return new Keys(range.head(to, toToo), takes);
    }

    @Override
    public NavigableSet<Long> tailSet(Long from, boolean fromToo) {
      return new Keys(range.tail(from, fromToo), takes);
    }

    @Override
    public NavigableSet<Long> subSet(Long from, Long to) {
      return subSet(from, true, to, false);
    }

    @Override
    public NavigableSet<Long> headSet(Long to) {
      return headSet(to, false);
    }

    @Override
    public NavigableSet<Long> tailSet(Long from) {
      return tailSet(from, true);
    }

    private @Nullable Long poll(long spot) {
      Long key = range.keyOrNull(spot);
      if (key != null) {
        range.tree().removeAt(spot);
      }
      return key;
    }
  }

  private static final class Steps<E> implements Iterator<E> {
    private final Range range;
    private final boolean entries; // or keys alone
    private final LongTreeWalk walk;
    private int left; // tells hasNext without moving the walk, which must stay for remove

    Steps(Range range, boolean entries) {
      this.range = range;
      this.entries = entries;
      walk = range.walk();
      left = range.size();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    @SuppressWarnings("unchecked") // each of the two callers asks for what it gets
    public E next() {
      if (left == 0) { // asked first: a walk at the end would have left its key
        throw new NoSuchElementException();
      }
      if (range.falling()) {
        walk.previous();
      } else {
        walk.next();
      }
      left--;
      Long key = walk.key();
      if (!entries) {
        return (E) key;
      }
      Object value = range.tree().box(walk.values(), walk.at());
      return (E) new Entry<>(range.tree(), key, value);
    }

    @Override
    public void remove() {
      walk.remove();
    }
  }
}
