// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import cermet.collections.map.LongLongMap;
import com.carrotsearch.hppc.LongLongHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;

/// The maps whose growth is drawn: ours and those of the peers, as their users make them.
final class GrowthMaps {
  /*
   * Each map has loops of its own, so that no call in a loop meets two classes; what calls the
   * loops meets them all, once in thousands of operations. All maps grow when three quarters of
   * their slots are taken, but Eclipse's, which grow at half.
   */

  /// One contender, and the map it holds at the moment.
  interface Side {
    /// Lets the map go and takes a new one.
    void begin();

    /// Puts the keys from `from` to `to`, with `value`, `value + 1` and so on.
    void put(long[] keys, int from, int to, long value);

    /// The sum of the values of these keys; a key that is not there counts as 0.
    long look(long[] keys, int from, int to);

    /// What the contender is called.
    default String name() {
      return getClass().getSimpleName();
    }
  }

  static final String PRIMITIVE = "LongLongMap";

  /// Entries of the largest map that boxes: 80 bytes each, which a larger heap would only move.
  static final int LARGEST_BOXED = 6_250_000;

  private GrowthMaps() {}

  /// The contenders, ours first.
  static List<Side> all() {
    return List.of(
        new Cermet(), new Hppc(), new Fastutil(), new Eclipse(), new Agrona(), new Jdk());
  }

  /// The contenders that are measured with so many entries.
  static List<Side> of(int entries) {
    return all().stream()
        .filter(side -> entries <= LARGEST_BOXED || !(side instanceof Jdk))
        .toList();
  }

  /// Ours.
  static final class Cermet implements Side {
    private LongLongMap map = new LongLongMap();

    @Override
    public void begin() {
      map = new LongLongMap();
    }

    @Override
    public void put(long[] keys, int from, int to, long value) {
      LongLongMap map = this.map;
      for (int i = from; i < to; i++) {
        map.put(keys[i], value++);
      }
    }

    @Override
    public long look(long[] keys, int from, int to) {
      LongLongMap map = this.map;
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += map.get(keys[i], 0);
      }
      return sum;
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  static final class Hppc implements Side {
    private LongLongHashMap map = new LongLongHashMap();

    @Override
    public void begin() {
      map = new LongLongHashMap();
    }

    @Override
    public void put(long[] keys, int from, int to, long value) {
      LongLongHashMap map = this.map;
      for (int i = from; i < to; i++) {
        map.put(keys[i], value++);
      }
    }

    @Override
    public long look(long[] keys, int from, int to) {
      LongLongHashMap map = this.map;
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += map.get(keys[i]);
      }
      return sum;
    }
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  static final class Fastutil implements Side {
    private Long2LongOpenHashMap map = new Long2LongOpenHashMap();

    @Override
    public void begin() {
      map = new Long2LongOpenHashMap();
    }

    @Override
    public void put(long[] keys, int from, int to, long value) {
      Long2LongOpenHashMap map = this.map;
      for (int i = from; i < to; i++) {
        map.put(keys[i], value++);
      }
    }

    @Override
    public long look(long[] keys, int from, int to) {
      Long2LongOpenHashMap map = this.map;
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += map.get(keys[i]);
      }
      return sum;
    }
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  static final class Eclipse implements Side {
    private org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map =
        new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap();

    @Override
    public void begin() {
      map = new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap();
    }

    @Override
    public void put(long[] keys, int from, int to, long value) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = this.map;
      for (int i = from; i < to; i++) {
        map.put(keys[i], value++);
      }
    }

    @Override
    public long look(long[] keys, int from, int to) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = this.map;
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += map.get(keys[i]);
      }
      return sum;
    }
  }

  /// Agrona; the value that it reserves is 0, which no key has.
  @Peer("org.agrona:agrona")
  static final class Agrona implements Side {
    private Long2LongHashMap map = make();

    private static Long2LongHashMap make() {
      return new Long2LongHashMap(8, 0.75f, 0); // the load of the others
    }

    @Override
    public void begin() {
      map = make();
    }

    @Override
    public void put(long[] keys, int from, int to, long value) {
      Long2LongHashMap map = this.map;
      for (int i = from; i < to; i++) {
        map.put(keys[i], value++);
      }
    }

    @Override
    public long look(long[] keys, int from, int to) {
      Long2LongHashMap map = this.map;
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += map.get(keys[i]);
      }
      return sum;
    }
  }

  /// The JDK's, which boxes keys and values.
  @Peer("jdk")
  static final class Jdk implements Side {
    private Map<Long, Long> map = new HashMap<>();

    @Override
    public void begin() {
      map = new HashMap<>();
    }

    @Override
    public void put(long[] keys, int from, int to, long value) {
      Map<Long, Long> map = this.map;
      for (int i = from; i < to; i++) {
        map.put(keys[i], value++);
      }
    }

    @Override
    public long look(long[] keys, int from, int to) {
      Map<Long, Long> map = this.map;
      long sum = 0;
      for (int i = from; i < to; i++) {
        Long value = map.get(keys[i]);
        sum += value == null ? 0 : value;
      }
      return sum;
    }
  }
}
