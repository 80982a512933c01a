// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.NameKeys.BATCH;
import static cermet.collections.map.NameKeys.ELEMENTS;
import static cermet.collections.map.NameKeys.LARGE;

import cermet.collections.map.NameKeys.Large;
import cermet.collections.map.NameKeys.Small;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// ObjectLongMap against the maps of the peers and the JDK's with boxed values. Keys are strings,
/// fresh for each fork, whose hash codes are cached; a lookup brings a string of its own, equal to
/// the key and never the same, as a parser would.
public class ObjectLongMapProof {
  private static final int BYTES = 120; // about, of an entry, its key and the string to look up

  private ObjectLongMapProof() {}

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private final ObjectLongMap<String> map =
        ObjectLongMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextInt());

    private ObjectLongMap<String> filled(NameKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(NameKeys in, String[] ring) {
      ObjectLongMap<String> map = filled(in);
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
        headline = "Jdk",
        params = {"size=100000"})
    public long hit(Small in) {
      return look(in, in.hits);
    }

    /// Finds keys that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long hit1M(Large in) {
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
    public long miss1M(Large in) {
      return look(in, in.misses);
    }

    /// Counts keys of which few are frequent.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long addTo(Small in) {
      ObjectLongMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    /// Removes the oldest key and puts another.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long churn(Small in) {
      ObjectLongMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        String old = in.live[oldest];
        sum += map.remove(old, 0);
        in.live[oldest] = in.fresh[oldest];
        in.fresh[oldest] = old;
        map.put(in.live[oldest], i);
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return sum;
    }

    /// Builds from empty, growing; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object put(Small in) {
      ObjectLongMap<String> map = new ObjectLongMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new ObjectLongMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    /// Sums values; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public long iterate(Small in) {
      ObjectLongMap<String> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += value);
      }
      return sum[0];
    }
  }

  /// The JDK, which boxes values.
  @Peer("jdk")
  public static class Jdk extends ObjectLongMapPeers.Jdk {}

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends ObjectLongMapPeers.Hppc {}

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends ObjectLongMapPeers.Fastutil {}

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends ObjectLongMapPeers.Eclipse {}

  /// Agrona; it reserves a missing value.
  @Peer("org.agrona:agrona")
  public static class Agrona extends ObjectLongMapPeers.Agrona {}
}
