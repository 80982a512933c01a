// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.procedures.LongLongProcedure;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongLongConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// LongLongSwissMap, filled up to 7/8, against the maps of the peers, filled up to 3/4, but
/// Eclipse's up to 1/2, so it takes up to twice the memory. Keys are random, fresh for each fork
/// and each build; lookups go through rings too long for a branch predictor to learn. A map is
/// filled by the first batch.
public class LongLongSwissMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int FULL = 190_000;
  private static final int LARGE = 5_000_000;
  private static final int BYTES = 32; // about, of an entry in a table filled by half

  private LongLongSwissMapProof() {}

  /// The keys of one map, and rings of lookups.
  public abstract static class Keys {
    long[] live = {};
    long[] hits = {};
    long[] misses = {};
    long[] skewed = {};
    int at;
    int oldest;
    private long counter;

    void make(int size) {
      var random = new SplittableRandom(Seed.fresh());
      counter = random.nextLong();
      live = new long[size];
      for (int i = 0; i < size; i++) {
        live[i] = fresh();
      }
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
      hits = new long[ring];
      misses = new long[ring];
      skewed = new long[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
        skewed[i] = live[(int) Math.pow(size, random.nextDouble()) - 1]; // Zipf, exponent 1
      }
    }

    /// Returns a key that was never returned before and is not in any ring.
    final long fresh() {
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

  /// At nearly the highest load of most tables of 2^18 slots.
  @State(Scope.Thread)
  public static class Full extends Keys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(FULL);
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
    private long sum;
    private int round;
    private final LongLongSwissMap.LongLongConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final LongLongSwissMap map =
        LongLongSwissMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextLong());

    private LongLongSwissMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, long[] ring) {
      LongLongSwissMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
      }
      return sum;
    }

    private long turn(Keys in) {
      LongLongSwissMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
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
    @Case(workingSet = BYTES, elements = "size")
    public long hit(Small in) {
      return look(in, in.hits);
    }

    /// Finds keys that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long hit5M(Large in) {
      return look(in, in.hits);
    }

    /// Looks for keys that are not there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long miss(Small in) {
      return look(in, in.misses);
    }

    /// Looks for keys that are not there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long miss5M(Large in) {
      return look(in, in.misses);
    }

    /// Removes the oldest key and puts a fresh one.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long churn(Small in) {
      return turn(in);
    }

    /// Finds keys that are there, at nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES * FULL)
    public long hit190k(Full in) {
      return look(in, in.hits);
    }

    /// Looks for keys that are not there, at nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES * FULL)
    public long miss190k(Full in) {
      return look(in, in.misses);
    }

    /// Removes the oldest key and puts a fresh one, at nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES * FULL, headline = "Hppc")
    public long churn190k(Full in) {
      return turn(in);
    }

    /// Removes the oldest key and puts a fresh one, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long churn5M(Large in) {
      return turn(in);
    }

    /// Counts keys of which few are frequent.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long addTo(Small in) {
      LongLongSwissMap map = filled(in);
      long sum = 0;
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
      LongLongSwissMap map = new LongLongSwissMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new LongLongSwissMap();
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
    public long iterate(Small in) {
      LongLongSwissMap map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    /// Sums keys and values through callbacks of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public long iterateMegamorphic(Small in) {
      LongLongSwissMap map = filled(in);
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
    private long sum;
    private int round;
    private final LongLongProcedure[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final LongLongHashMap map = new LongLongHashMap();

    private LongLongHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, long[] ring) {
      LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private long turn(Keys in) {
      LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      LongLongHashMap map = new LongLongHashMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new LongLongHashMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      LongLongHashMap map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((LongLongProcedure) (key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterateMegamorphic(Small in) {
      LongLongHashMap map = filled(in);
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
    private long sum;
    private int round;
    private final List<Consumer<Long2LongMap.Entry>> sums =
        List.of(
            entry -> sum += entry.getLongKey() ^ entry.getLongValue(),
            entry -> sum += entry.getLongKey() | entry.getLongValue(),
            entry -> sum += entry.getLongKey() & entry.getLongValue(),
            entry -> sum += entry.getLongKey() + entry.getLongValue());
    private final Long2LongOpenHashMap map = new Long2LongOpenHashMap();

    private Long2LongOpenHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, long[] ring) {
      Long2LongOpenHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private long turn(Keys in) {
      Long2LongOpenHashMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      Long2LongOpenHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Long2LongOpenHashMap map = new Long2LongOpenHashMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Long2LongOpenHashMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      Long2LongOpenHashMap map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.long2LongEntrySet().fastForEach(e -> sum[0] += e.getLongKey() ^ e.getLongValue());
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterateMegamorphic(Small in) {
      Long2LongOpenHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.long2LongEntrySet().fastForEach(sums.get(++round & 3));
      }
      return sum;
    }
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
    private long sum;
    private int round;
    private final org.eclipse.collections.api.block.procedure.primitive.LongLongProcedure[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map =
        new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap();

    private org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, long[] ring) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private long turn(Keys in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.removeKeyIfAbsent(old, 0);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addToValue(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map =
          new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap();
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachKeyValue((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterateMegamorphic(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map = filled(in);
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
    private long sum;
    private int round;
    private final LongLongConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final Long2LongHashMap map = new Long2LongHashMap(8, 0.75f, Long.MIN_VALUE);

    private Long2LongHashMap filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, long[] ring) {
      Long2LongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    private long turn(Keys in) {
      Long2LongHashMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      Long2LongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.merge(in.skewed[i], 1, Long::sum);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Long2LongHashMap map = new Long2LongHashMap(8, 0.75f, Long.MIN_VALUE);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Long2LongHashMap(8, 0.75f, Long.MIN_VALUE);
        for (int i = 0; i < in.size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      Long2LongHashMap map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachLong((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterateMegamorphic(Small in) {
      Long2LongHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachLong(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }
}
