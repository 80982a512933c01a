// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapProof.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.IntIntHashMap;
import com.carrotsearch.hppc.procedures.IntIntProcedure;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntIntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// IntIntMap against the maps of the peers at the same maximum load of 0.75, but Eclipse's: that is
/// 0.5, so it takes up to twice the memory. Keys are random, fresh for each fork and each build;
/// lookups go through rings too long for a branch predictor to learn. A map is filled by the first
/// batch.
public class IntIntMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int LARGE = 5_000_000;
  private static final int BYTES = 32; // about, of an entry in a table filled by half

  private IntIntMapProof() {}

  /// The keys of one map, and rings of lookups.
  public abstract static class Keys {
    int[] live = {};
    int[] hits = {};
    int[] misses = {};
    int[] skewed = {};
    int at;
    int oldest;
    private int counter;

    void make(int size) {
      var random = new SplittableRandom(Seed.fresh());
      counter = random.nextInt();
      live = new int[size];
      for (int i = 0; i < size; i++) {
        live[i] = fresh();
      }
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
      hits = new int[ring];
      misses = new int[ring];
      skewed = new int[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
        skewed[i] = live[(int) Math.pow(size, random.nextDouble()) - 1]; // Zipf, exponent 1
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
    private int sum;
    private int round;
    private final IntIntMap.IntIntConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final IntIntMap map =
        IntIntMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextInt());

    private IntIntMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      IntIntMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
      }
      return sum;
    }

    private int turn(Keys in) {
      IntIntMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old, 0);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
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

    /// Counts keys of which few are frequent.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int addTo(Small in) {
      IntIntMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    /// Builds from empty, growing; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object put(Small in) {
      IntIntMap map = new IntIntMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new IntIntMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    /// Sums keys and values; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public int iterate(Small in) {
      IntIntMap map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    /// Sums keys and values through callbacks of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public int iterateMegamorphic(Small in) {
      IntIntMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  @State(Scope.Thread)
  public static class Hppc {
    private int sum;
    private int round;
    private final IntIntProcedure[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final IntIntHashMap map = new IntIntHashMap();

    private IntIntHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private int turn(Keys in) {
      IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
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
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      IntIntHashMap map = new IntIntHashMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new IntIntHashMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      IntIntHashMap map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((IntIntProcedure) (key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      IntIntHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
    private int sum;
    private int round;
    private final List<Consumer<Int2IntMap.Entry>> sums =
        List.of(
            entry -> sum += entry.getIntKey() ^ entry.getIntValue(),
            entry -> sum += entry.getIntKey() | entry.getIntValue(),
            entry -> sum += entry.getIntKey() & entry.getIntValue(),
            entry -> sum += entry.getIntKey() + entry.getIntValue());
    private final Int2IntOpenHashMap map = new Int2IntOpenHashMap();

    private Int2IntOpenHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      Int2IntOpenHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private int turn(Keys in) {
      Int2IntOpenHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
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
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      Int2IntOpenHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Int2IntOpenHashMap map = new Int2IntOpenHashMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Int2IntOpenHashMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      Int2IntOpenHashMap map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.int2IntEntrySet().fastForEach(e -> sum[0] += e.getIntKey() ^ e.getIntValue());
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      Int2IntOpenHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.int2IntEntrySet().fastForEach(sums.get(++round & 3));
      }
      return sum;
    }
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
    private int sum;
    private int round;
    private final org.eclipse.collections.api.block.procedure.primitive.IntIntProcedure[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map =
        new org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap();

    private org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private int turn(Keys in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.removeKeyIfAbsent(old, 0);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
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
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addToValue(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map =
          new org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachKeyValue((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachKeyValue(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// Agrona; it reserves a missing value.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
    private int sum;
    private int round;
    private final IntIntConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final Int2IntHashMap map = new Int2IntHashMap(8, 0.75f, Integer.MIN_VALUE);

    private Int2IntHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(Keys in, int[] ring) {
      Int2IntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private int turn(Keys in) {
      Int2IntHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
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
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      Int2IntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.merge(in.skewed[i], 1, Integer::sum);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Int2IntHashMap map = new Int2IntHashMap(8, 0.75f, Integer.MIN_VALUE);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Int2IntHashMap(8, 0.75f, Integer.MIN_VALUE);
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      Int2IntHashMap map = filled(in);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachInt((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      Int2IntHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachInt(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static int mix(int z) {
    z = Integer.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Integer.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Integer.SIZE / 2));
  }
}
