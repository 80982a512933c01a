// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.procedures.LongLongProcedure;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.collections.Long2LongHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// FrozenLongMap, 17 bytes an entry, against the maps of the peers, 21 to 43 bytes an entry, or
/// Eclipse's, 32 to 64. Keys are random, fresh for each fork; lookups go through rings too long for
/// a branch predictor to learn. A map is filled by the first batch.
public class FrozenLongMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int LARGE = 5_000_000;
  private static final int BYTES = 32; // about, of a peer's entry in a table filled by half

  private FrozenLongMapProof() {}

  /// The keys of one map, and rings of lookups.
  public abstract static class Keys {
    long[] live = {};
    long[] hits = {};
    long[] misses = {};
    int at;
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
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
      }
    }

    /// Returns a key that was never returned before and is not in any ring.
    final long fresh() {
      return mix(counter++);
    }

    /// Returns the value of each key.
    final long[] values() {
      long[] values = new long[live.length];
      Arrays.setAll(values, i -> i);
      return values;
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
    private FrozenLongMap map = FrozenLongMap.of(new long[0], new long[0]);

    private FrozenLongMap filled(Keys in) {
      if (map.isEmpty()) {
        map = FrozenLongMap.withSeed(in.live, in.values(), Seed.fresh());
      }
      return map;
    }

    private long look(Keys in, long[] ring) {
      FrozenLongMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
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

    /// Builds from arrays; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object build(Small in) {
      Object built = map;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        built = FrozenLongMap.withSeed(in.live, in.values(), left);
      }
      return built;
    }

    /// Sums keys and values; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public long iterate(Small in) {
      FrozenLongMap map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  @State(Scope.Thread)
  public static class Hppc {
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
    @OperationsPerInvocation(ELEMENTS)
    public Object build(Small in) {
      Object built = map;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        var map = new LongLongHashMap(in.size);
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
        built = map;
      }
      return built;
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
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
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
    @OperationsPerInvocation(ELEMENTS)
    public Object build(Small in) {
      Object built = map;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        var map = new Long2LongOpenHashMap(in.size);
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
        built = map;
      }
      return built;
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
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
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
    @OperationsPerInvocation(ELEMENTS)
    public Object build(Small in) {
      Object built = map;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        var map = new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap(in.size);
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
        built = map;
      }
      return built;
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
  }

  /// Agrona; it reserves a missing value.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
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
    @OperationsPerInvocation(ELEMENTS)
    public Object build(Small in) {
      Object built = map;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        var map = new Long2LongHashMap(2 * in.size, 0.75f, Long.MIN_VALUE);
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
        built = map;
      }
      return built;
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
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }
}
