// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongMapProof.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.IntObjectHashMap;
import com.carrotsearch.hppc.procedures.IntObjectProcedure;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.agrona.collections.Int2ObjectHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// IntMap against the maps of the peers at the same maximum load of 0.75, but Eclipse's and
/// Agrona's: those are 0.5 and 0.65, so they take up to twice the memory. Keys are random, fresh
/// for each fork and each build; lookups go through rings too long for a branch predictor to learn
/// and do not read what they find. A map is filled by the first batch.
public class IntMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int LARGE = 5_000_000;
  private static final int BYTES = 24; // about, of an entry in a table filled by half

  private IntMapProof() {}

  /// A value.
  static final class Item {
    final int number;

    Item(int number) {
      this.number = number;
    }
  }

  /// The keys of one map, and rings of lookups.
  public abstract static class Keys {
    int[] live = {};
    Item[] values = {};
    int[] hits = {};
    int[] misses = {};
    int at;
    int oldest;
    private int counter;

    void make(int size) {
      var random = new SplittableRandom(Seed.fresh());
      counter = random.nextInt();
      live = new int[size];
      values = new Item[size];
      for (int i = 0; i < size; i++) {
        live[i] = fresh();
        values[i] = new Item(i);
      }
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
      hits = new int[ring];
      misses = new int[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
      }
    }

    /// Returns a key that was never returned before and is not in any ring.
    final int fresh() {
      return mix(counter++);
    }

    /// Returns where the next batch of lookups starts.
    final int batch() {
      at = (at + BATCH) & (hits.length - 1);
      return at;
    }
  }

  /// In the caches.
  @State(Scope.Thread)
  public static class Small extends Keys {
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
  public static class Large extends Keys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private final IntMap<Item> map =
        IntMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextInt());

    private IntMap<Item> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      IntMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Keys in) {
      IntMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        int fresh = in.fresh();
        found += map.remove(in.live[oldest]) == null ? 0 : 1;
        map.put(fresh, in.values[oldest]);
        in.live[oldest] = fresh;
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return found;
    }

    /// Finds keys that are there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(
        workingSet = BYTES,
        elements = "size",
        headline = "Hppc",
        params = {"size=100000"})
    public int hit(Small in) {
      return look(in, in.hits);
    }

    /// Finds keys that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    /// Looks for keys that are not there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int miss(Small in) {
      return look(in, in.misses);
    }

    /// Looks for keys that are not there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    /// Removes the oldest key and puts a fresh one.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int churn(Small in) {
      return turn(in);
    }

    /// Removes the oldest key and puts a fresh one, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public int churn5M(Large in) {
      return turn(in);
    }

    /// Builds from empty, growing; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object put(Small in) {
      IntMap<Item> map = new IntMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new IntMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    /// Sums keys and what the values hold; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public int iterate(Small in) {
      IntMap<Item> map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  @State(Scope.Thread)
  public static class Hppc {
    private final IntObjectHashMap<Item> map = new IntObjectHashMap<>();

    private IntObjectHashMap<Item> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      IntObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Keys in) {
      IntObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        int fresh = in.fresh();
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
      IntObjectHashMap<Item> map = new IntObjectHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new IntObjectHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      IntObjectHashMap<Item> map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((IntObjectProcedure<Item>) (key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
    private final Int2ObjectOpenHashMap<Item> map = new Int2ObjectOpenHashMap<>();

    private Int2ObjectOpenHashMap<Item> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      Int2ObjectOpenHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Keys in) {
      Int2ObjectOpenHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        int fresh = in.fresh();
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
      Int2ObjectOpenHashMap<Item> map = new Int2ObjectOpenHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Int2ObjectOpenHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      Int2ObjectOpenHashMap<Item> map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.int2ObjectEntrySet()
            .fastForEach(entry -> sum[0] += entry.getIntKey() ^ entry.getValue().number);
      }
      return sum[0];
    }
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
    private final org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<Item> map =
        new org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<>();

    private org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<Item> filled(
        Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Keys in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        int fresh = in.fresh();
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
      org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<Item> map =
          new org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap<Item> map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachKeyValue((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// Agrona.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
    private final Int2ObjectHashMap<Item> map = new Int2ObjectHashMap<>();

    private Int2ObjectHashMap<Item> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      Int2ObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Keys in) {
      Int2ObjectHashMap<Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        int fresh = in.fresh();
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
      Int2ObjectHashMap<Item> map = new Int2ObjectHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Int2ObjectHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), in.values[i]);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      Int2ObjectHashMap<Item> map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachInt((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// The JDK, which boxes keys.
  @Peer("jdk")
  @State(Scope.Thread)
  @SuppressWarnings("NonApiType") // the class is what is measured
  public static class Jdk {
    private final HashMap<Integer, Item> map = new HashMap<>();

    private HashMap<Integer, Item> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], in.values[i]);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      HashMap<Integer, Item> map = filled(in);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += map.get(ring[i]) == null ? 0 : 1;
      }
      return found;
    }

    private int turn(Keys in) {
      HashMap<Integer, Item> map = filled(in);
      int found = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        int fresh = in.fresh();
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
      HashMap<Integer, Item> map = new HashMap<>();
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
    public int iterate(Small in) {
      HashMap<Integer, Item> map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += key ^ value.number);
      }
      return sum[0];
    }
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static int mix(int z) {
    z = Integer.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Integer.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Integer.SIZE / 2));
  }
}
