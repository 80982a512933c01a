// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// LongIndexMap against the maps of the peers that keep an order, and fastutil's without one. Maps
/// are filled in one go, which suits the nodes of `LinkedHashMap` best: they lie in order. Keys are
/// random; lookups go through rings too long to be learnt.
public class LongIndexMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int RING = 1 << 16; // a multiple of BATCH
  private static final int BYTES = 32; // about, of an entry

  private LongIndexMapProof() {}

  /// The keys of one map, rings of lookups, and what every map is asked.
  @State(Scope.Thread)
  public abstract static class Input {
    /// The number of entries.
    @Param({"1000", "100000"})
    public int size;

    private final SplittableRandom random = new SplittableRandom(Seed.fresh());
    private long[] live = {};
    private final long[] hits = new long[RING];
    private final long[] misses = new long[RING];
    private int at;
    private int oldest;

    /// Fills the map and the rings.
    @Setup(Level.Trial)
    public void fill() {
      live = random.longs(size).toArray();
      for (int i = 0; i < size; i++) {
        add(live[i], i);
      }
      for (int i = 0; i < RING; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = random.nextLong();
      }
    }

    abstract void add(long key, long value);

    final long[] hits() {
      at = (at + BATCH) & (RING - 1);
      return hits;
    }

    final long[] misses() {
      at = (at + BATCH) & (RING - 1);
      return misses;
    }

    final int from() {
      return at;
    }

    final long fresh() {
      return random.nextLong();
    }

    /// Returns the key to leave; `key` comes for it.
    final long turn(long key) {
      long old = live[oldest];
      live[oldest] = key;
      oldest = oldest + 1 == live.length ? 0 : oldest + 1;
      return old;
    }
  }

  /// Ours.
  public static class Cermet extends Input {
    private final LongIndexMap map = new LongIndexMap();

    @Override
    void add(long key, long value) {
      map.put(key, value);
    }

    /// Sums keys and values in order; the time is that of an entry.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(
        workingSet = BYTES,
        elements = "size",
        headline = "Fastutil",
        params = {"size=100000"})
    public long iterate() {
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.forEach((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    /// Finds keys that are there.
    ///
    /// @return the sum of their values
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long hit() {
      long[] ring = hits();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
      }
      return sum;
    }

    /// Looks for keys that are not there.
    ///
    /// @return the sum of nothing
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long miss() {
      long[] ring = misses();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
      }
      return sum;
    }

    /// Removes the oldest key, wherever it stands, and puts a fresh one.
    ///
    /// @return the sum of the values that left
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long churn() {
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long key = fresh();
        sum += map.swapRemove(turn(key), 0);
        map.put(key, i);
      }
      return sum;
    }

    /// Builds from empty, growing; the time is that of an entry.
    ///
    /// @return the last map
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object put() {
      var built = new LongIndexMap();
      for (int left = ELEMENTS; left > 0; left -= size) {
        built = new LongIndexMap();
        for (int i = 0; i < size; i++) {
          built.put(fresh(), i);
        }
      }
      return built;
    }
  }

  /// Fastutil's linked map.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final Long2LongLinkedOpenHashMap map = new Long2LongLinkedOpenHashMap();

    @Override
    void add(long key, long value) {
      map.put(key, value);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate() {
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.long2LongEntrySet().fastForEach(e -> sum[0] += e.getLongKey() ^ e.getLongValue());
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit() {
      long[] ring = hits();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss() {
      long[] ring = misses();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn() {
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long key = fresh();
        sum += map.remove(turn(key));
        map.put(key, i);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put() {
      var built = new Long2LongLinkedOpenHashMap();
      for (int left = ELEMENTS; left > 0; left -= size) {
        built = new Long2LongLinkedOpenHashMap();
        for (int i = 0; i < size; i++) {
          built.put(fresh(), i);
        }
      }
      return built;
    }
  }

  /// Fastutil's map without an order.
  @Peer("it.unimi.dsi:fastutil")
  public static class FastutilUnordered extends Input {
    private final Long2LongOpenHashMap map = new Long2LongOpenHashMap();

    @Override
    void add(long key, long value) {
      map.put(key, value);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate() {
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.long2LongEntrySet().fastForEach(e -> sum[0] += e.getLongKey() ^ e.getLongValue());
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit() {
      long[] ring = hits();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss() {
      long[] ring = misses();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }
  }

  /// The JDK's, with a box for each number.
  @Peer("jdk")
  public static class Jdk extends Input {
    private final Map<Long, Long> map = new LinkedHashMap<>();

    @Override
    void add(long key, long value) {
      map.put(key, value);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate() {
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.forEach((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit() {
      long[] ring = hits();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        Long value = map.get(ring[i]);
        sum += value == null ? 0 : value;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss() {
      long[] ring = misses();
      long sum = 0;
      for (int i = from(), end = i + BATCH; i < end; i++) {
        Long value = map.get(ring[i]);
        sum += value == null ? 0 : value;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn() {
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long key = fresh();
        Long value = map.remove(turn(key));
        sum += value == null ? 0 : value;
        map.put(key, (long) i);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put() {
      Map<Long, Long> built = new LinkedHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= size) {
        built = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          built.put(fresh(), (long) i);
        }
      }
      return built;
    }
  }
}
