// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.LongKeys.BATCH;
import static cermet.collections.map.LongKeys.ELEMENTS;
import static cermet.collections.map.LongKeys.FULL;
import static cermet.collections.map.LongKeys.LARGE;

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

/// LongLongSwissMap, filled up to 7/8, against the maps of the peers, filled up to 3/4, but
/// Eclipse's up to 1/2, so it takes up to twice the memory. A map is filled by the first batch.
public class LongLongSwissMapProof {
  private static final int BYTES = 32; // about, of an entry in a table filled by half

  private LongLongSwissMapProof() {}

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

    private LongLongSwissMap filled(LongKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(LongKeys in, long[] ring) {
      LongLongSwissMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i], 0);
      }
      return sum;
    }

    private long turn(LongKeys in) {
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
  public static class Hppc extends LongLongMapPeers.Hppc {}

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends LongLongMapPeers.Fastutil {}

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends LongLongMapEclipse {}

  /// Agrona; it reserves a missing value.
  @Peer("org.agrona:agrona")
  public static class Agrona extends LongLongMapPeers.Agrona {}
}
