// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.LongKeys.BATCH;
import static cermet.collections.map.LongKeys.ELEMENTS;
import static cermet.collections.map.LongKeys.FULL;
import static cermet.collections.map.LongKeys.LARGE;
import static cermet.collections.map.LongKeys.VALUE_BITS;

import cermet.collections.map.LongKeys.Full;
import cermet.collections.map.LongKeys.Large;
import cermet.collections.map.LongKeys.Small;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// LongLongMap against the maps of the peers at the same maximum load of 0.75, but Eclipse's: that
/// is 0.5, so it takes up to twice the memory. Where a case says `AtEclipsesMemory`, ours was told
/// to reserve as many slots as Eclipse's map of as many entries has. A map is filled by the first
/// batch.
public class LongLongMapProof {
  private static final int BYTES = 32; // about, of an entry in a table filled by half
  private static final int SPARSE = 48; // about, of an entry in a table filled by a third

  private LongLongMapProof() {}

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private long sum;
    private int round;
    private final LongLongMap.LongLongConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final LongLongMap map =
        LongLongMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextLong());

    private LongLongMap filled(LongKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(LongKeys in, long[] ring) {
      LongLongMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
      }
      return sum;
    }

    /// Looks in a table as large as Eclipse's.
    private long lookAtEclipses(LongKeys in, long[] ring) {
      if (map.isEmpty()) {
        map.reserve(roomOfEclipses(in.live.length));
      }
      return look(in, ring);
    }

    /// How many entries fit into as many slots as Eclipse's map of this many entries has: the least
    /// power of two that they fill by half at most, of which ours fills 3/4.
    private static int roomOfEclipses(int entries) {
      return Integer.highestOneBit(2 * entries - 1) / 2 * 3;
    }

    /// The bits above all values are 0, but only the last value tells.
    private long follow(LongKeys in) {
      LongLongMap map = filled(in);
      long[] ring = in.hits;
      long sum = 0;
      long last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS), 0);
        sum += last;
      }
      return sum;
    }

    private long turn(LongKeys in) {
      LongLongMap map = filled(in);
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

    private long count(LongKeys in) {
      LongLongMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    private static Object build(LongKeys in, int size, int entries) {
      LongLongMap map = new LongLongMap();
      for (int left = entries; left > 0; left -= size) {
        map = new LongLongMap();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    private static Object buildReserved(LongKeys in, int entries) {
      LongLongMap map = new LongLongMap(roomOfEclipses(entries));
      for (int i = 0; i < entries; i++) {
        map.put(in.fresh(), i);
      }
      return map;
    }

    private long walk(LongKeys in, int entries) {
      LongLongMap map = filled(in);
      long[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.forEach((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
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

    /// Finds keys that are there, at nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES * FULL)
    public long hit190k(Full in) {
      return look(in, in.hits);
    }

    /// Finds keys that are there; the table is as large as Eclipse's.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = SPARSE * FULL)
    public long hit190kAtEclipsesMemory(Full in) {
      return lookAtEclipses(in, in.hits);
    }

    /// Finds keys that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long hit5M(Large in) {
      return look(in, in.hits);
    }

    /// Finds keys that are there, beyond the caches; the table is as large as Eclipse's.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = SPARSE * LARGE)
    public long hit5MAtEclipsesMemory(Large in) {
      return lookAtEclipses(in, in.hits);
    }

    /// Finds keys that are there, each of which depends on the value before: latency.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long dependentHit(Small in) {
      return follow(in);
    }

    /// Finds keys that are there, each of which depends on the value before, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long dependentHit5M(Large in) {
      return follow(in);
    }

    /// Looks for keys that are not there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long miss(Small in) {
      return look(in, in.misses);
    }

    /// Looks for keys that are not there, at nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES * FULL)
    public long miss190k(Full in) {
      return look(in, in.misses);
    }

    /// Looks for keys that are not there; the table is as large as Eclipse's.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = SPARSE * FULL)
    public long miss190kAtEclipsesMemory(Full in) {
      return lookAtEclipses(in, in.misses);
    }

    /// Looks for keys that are not there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long miss5M(Large in) {
      return look(in, in.misses);
    }

    /// Looks for keys that are not there, beyond the caches; the table is as large as Eclipse's.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = SPARSE * LARGE)
    public long miss5MAtEclipsesMemory(Large in) {
      return lookAtEclipses(in, in.misses);
    }

    /// Removes the oldest key and puts a fresh one.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long churn(Small in) {
      return turn(in);
    }

    /// Removes the oldest key and puts a fresh one, at nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES * FULL)
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
      return count(in);
    }

    /// Counts keys of which few are frequent, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long addTo5M(Large in) {
      return count(in);
    }

    /// Builds from empty, growing; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    /// Builds from empty, growing, to nearly the highest load.
    @Benchmark
    @OperationsPerInvocation(FULL)
    @Case(kind = Kind.ALLOCATING)
    public Object put190k(Full in) {
      return build(in, FULL, FULL);
    }

    /// Builds from empty, growing, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(LARGE)
    @Case(kind = Kind./*wide*/ LONG)
    public Object put5M(Large in) {
      return build(in, LARGE, LARGE);
    }

    /// Builds with room for all from the start; the table is as large as Eclipse's.
    @Benchmark
    @OperationsPerInvocation(FULL)
    @Case(kind = Kind.ALLOCATING)
    public Object put190kReservedAtEclipsesMemory(Full in) {
      return buildReserved(in, FULL);
    }

    /// Builds with room for all from the start, beyond the caches; a table as large as Eclipse's.
    @Benchmark
    @OperationsPerInvocation(LARGE)
    @Case(kind = Kind./*wide*/ LONG)
    public Object put5MReservedAtEclipsesMemory(Large in) {
      return buildReserved(in, LARGE);
    }

    /// Sums keys and values; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public long iterate(Small in) {
      return walk(in, ELEMENTS);
    }

    /// Sums keys and values, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(LARGE)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long iterate5M(Large in) {
      return walk(in, LARGE);
    }

    /// Sums keys and values through callbacks of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public long iterateMegamorphic(Small in) {
      LongLongMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends LongLongMapPeers.Hppc {
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit(Small in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit5M(Large in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo5M(Large in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(FULL)
    public Object put190k(Full in) {
      return build(in, FULL, FULL);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object put5M(Large in) {
      return build(in, LARGE, LARGE);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public long iterate5M(Large in) {
      return walk(in, LARGE);
    }
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends LongLongMapPeers.Fastutil {
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit(Small in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit5M(Large in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo5M(Large in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(FULL)
    public Object put190k(Full in) {
      return build(in, FULL, FULL);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object put5M(Large in) {
      return build(in, LARGE, LARGE);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public long iterate5M(Large in) {
      return walk(in, LARGE);
    }
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends LongLongMapEclipse {
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit(Small in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit5M(Large in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo5M(Large in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(FULL)
    public Object put190k(Full in) {
      return build(in, FULL, FULL);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object put5M(Large in) {
      return build(in, LARGE, LARGE);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public long iterate5M(Large in) {
      return walk(in, LARGE);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190kAtEclipsesMemory(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit5MAtEclipsesMemory(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss190kAtEclipsesMemory(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss5MAtEclipsesMemory(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(FULL)
    public Object put190kReservedAtEclipsesMemory(Full in) {
      return buildReserved(in, FULL);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object put5MReservedAtEclipsesMemory(Large in) {
      return buildReserved(in, LARGE);
    }
  }

  /// Agrona; it reserves a missing value.
  @Peer("org.agrona:agrona")
  public static class Agrona extends LongLongMapPeers.Agrona {
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit(Small in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long dependentHit5M(Large in) {
      return follow(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo5M(Large in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(FULL)
    public Object put190k(Full in) {
      return build(in, FULL, FULL);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object put5M(Large in) {
      return build(in, LARGE, LARGE);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public long iterate5M(Large in) {
      return walk(in, LARGE);
    }
  }

  // No int: one proof of ways to walk is enough.
  /// Ours, by its cursor.
  @Peer("none")
  public static class OwnCursor extends LongLongMapWalks.OwnCursor {}

  /// Ours, by a stream of its view.
  @Peer("jdk")
  public static class JdkBoxedStream extends LongLongMapWalks.JdkBoxedStream {}
  // To here.
}
