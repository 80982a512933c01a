// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.LongKeys.BATCH;
import static cermet.collections.map.LongKeys.ELEMENTS;

import com.carrotsearch.hppc.LongObjectHashMap;
import com.carrotsearch.hppc.procedures.LongObjectProcedure;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.HashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The entries of the proof of LongMap, and what peers do with them. A map is filled by the first
/// batch.
public final class LongMapPeers {
  private LongMapPeers() {}

  /// A value.
  static final class Item {
    final int number;

    Item(int number) {
      this.number = number;
    }
  }

  /// The keys of one map and a value for each, and rings of lookups.
  public abstract static class Items extends LongKeys {
    Item[] values = {};

    @Override
    void make(int size) {
      super.make(size);
      values = new Item[size];
      for (int i = 0; i < size; i++) {
        values[i] = new Item(i);
      }
    }
  }

  /// In the caches.
  @State(Scope.Thread)
  public static class Small extends Items {
    /// The number of entries.
    @Param({"1000", "100000"})
    public int size;

    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(size);
    }
  }

  /// Beyond the caches.
  @State(Scope.Thread)
  public static class Large extends Items {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }

  /// HPPC.
  @State(Scope.Thread)
  public abstract static class Hppc {
    private final LongObjectHashMap<Item> map = new LongObjectHashMap<>();

    private LongObjectHashMap<Item> filled(Items in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Items in, long[] ring) {
      LongObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Items in) {
      LongObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        long fresh = in.fresh();
        found += map.remove(in.live[oldest]) == null ? 0 : 1;
        map.put(fresh, in.values[oldest]);
        in.live[oldest] = fresh;
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      LongObjectHashMap<Item> map = new LongObjectHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new LongObjectHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      LongObjectHashMap<Item> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((LongObjectProcedure<Item>) (key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// Fastutil.
  @State(Scope.Thread)
  public abstract static class Fastutil {
    private final Long2ObjectOpenHashMap<Item> map = new Long2ObjectOpenHashMap<>();

    private Long2ObjectOpenHashMap<Item> filled(Items in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Items in, long[] ring) {
      Long2ObjectOpenHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Items in) {
      Long2ObjectOpenHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        long fresh = in.fresh();
        found += map.remove(in.live[oldest]) == null ? 0 : 1;
        map.put(fresh, in.values[oldest]);
        in.live[oldest] = fresh;
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Long2ObjectOpenHashMap<Item> map = new Long2ObjectOpenHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Long2ObjectOpenHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      Long2ObjectOpenHashMap<Item> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.long2ObjectEntrySet()
            .fastForEach(entry -> sum[0] += entry.getLongKey() ^ entry.getValue().number);
      }
      return sum[0];
    }
  }

  /// Eclipse Collections.
  @State(Scope.Thread)
  public abstract static class Eclipse {
    private final org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Item> map =
        new org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<>();

    private org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Item> filled(
        Items in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Items in, long[] ring) {
      org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Items in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        long fresh = in.fresh();
        found += map.remove(in.live[oldest]) == null ? 0 : 1;
        map.put(fresh, in.values[oldest]);
        in.live[oldest] = fresh;
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Item> map =
          new org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Item> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachKeyValue((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// Agrona.
  @State(Scope.Thread)
  public abstract static class Agrona {
    private final Long2ObjectHashMap<Item> map = new Long2ObjectHashMap<>();

    private Long2ObjectHashMap<Item> filled(Items in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Items in, long[] ring) {
      Long2ObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Items in) {
      Long2ObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        long fresh = in.fresh();
        found += map.remove(in.live[oldest]) == null ? 0 : 1;
        map.put(fresh, in.values[oldest]);
        in.live[oldest] = fresh;
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Long2ObjectHashMap<Item> map = new Long2ObjectHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Long2ObjectHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      Long2ObjectHashMap<Item> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachLong((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// The JDK, which boxes keys.
  @State(Scope.Thread)
  @SuppressWarnings("NonApiType") // the class is what is measured
  public abstract static class Jdk {
    private final HashMap<Long, Item> map = new HashMap<>();

    private HashMap<Long, Item> filled(Items in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Items in, long[] ring) {
      HashMap<Long, Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Items in) {
      HashMap<Long, Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        long fresh = in.fresh();
        found += map.remove(in.live[oldest]) == null ? 0 : 1;
        map.put(fresh, in.values[oldest]);
        in.live[oldest] = fresh;
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      HashMap<Long, Item> map = new HashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new HashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      HashMap<Long, Item> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }
}
