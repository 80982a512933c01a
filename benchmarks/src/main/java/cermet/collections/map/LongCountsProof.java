// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.LongLongHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.collections.Long2LongCounterMap;
import org.eclipse.collections.impl.bag.mutable.primitive.LongHashBag;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// LongCounts against the bag of Eclipse Collections, and the maps and counters of those who have
/// none. A bag knows how many it counted: beside a map that number is kept by hand.
public class LongCountsProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // values looked at, in counts of the size
  private static final int MOST = 10;
  private static final int BYTES = 32; // about, of a value in a table filled by half

  private LongCountsProof() {}

  /// Values of which few are frequent, in the order in which they come.
  @State(Scope.Thread)
  public static class Values {
    /// The number of distinct values.
    @Param({"1000", "100000"})
    public int size;

    long[] distinct = {};
    long[] ring = {};
    private int at;

    /// Makes the values.
    @Setup(Level.Trial)
    public void make() {
      var random = new SplittableRandom(Seed.fresh());
      distinct = new long[size];
      for (int i = 0; i < size; i++) {
        distinct[i] = random.nextLong();
      }
      ring = new long[1 << 16]; // a multiple of BATCH
      for (int i = 0; i < ring.length; i++) {
        int rank = (int) Math.pow(size, random.nextDouble()) - 1; // Zipf, exponent 1
        ring[i] = distinct[rank];
      }
    }

    /// Returns where the next batch starts.
    final int batch() {
      at = (at + BATCH) & (ring.length - 1);
      return at;
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private final LongCounts counts =
        LongCounts.withSeed(0, new SplittableRandom(Seed.fresh()).nextLong());

    private LongCounts filled(Values in) {
      if (counts.isEmpty()) {
        for (long value : in.distinct) {
          counts.add(value);
        }
      }
      return counts;
    }

    /// Counts values.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(
        workingSet = BYTES,
        elements = "size",
        headline = "Eclipse",
        params = {"size=100000"})
    public Object add(Values in) {
      LongCounts counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.add(in.ring[i]);
      }
      return counts;
    }

    /// Finds the most common; the time is that of a distinct value.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING, workingSet = BYTES, elements = "size")
    public Object mostCommon(Values in) {
      LongCounts counts = filled(in);
      Object most = counts;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        counts.add(in.ring[left & (in.ring.length - 1)]); // no two searches are the same
        most = counts.mostCommon(MOST);
      }
      return most;
    }
  }

  /// Eclipse Collections, whose counts are ints.
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
    private final LongHashBag counts = new LongHashBag();

    private LongHashBag filled(Values in) {
      if (counts.isEmpty()) {
        for (long value : in.distinct) {
          counts.add(value);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      LongHashBag counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.add(in.ring[i]);
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object mostCommon(Values in) {
      LongHashBag counts = filled(in);
      Object most = counts;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        counts.add(in.ring[left & (in.ring.length - 1)]); // no two searches are the same
        most = counts.topOccurrences(MOST);
      }
      return most;
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  @State(Scope.Thread)
  public static class Hppc {
    private final LongLongHashMap counts = new LongLongHashMap();
    long total;

    private LongLongHashMap filled(Values in) {
      if (counts.isEmpty()) {
        for (long value : in.distinct) {
          counts.addTo(value, 1);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      LongLongHashMap counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.addTo(in.ring[i], 1);
        total++;
      }
      return counts;
    }
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
    private final Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
    long total;

    private Long2LongOpenHashMap filled(Values in) {
      if (counts.isEmpty()) {
        for (long value : in.distinct) {
          counts.addTo(value, 1);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      Long2LongOpenHashMap counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.addTo(in.ring[i], 1);
        total++;
      }
      return counts;
    }
  }

  /// Agrona.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
    private final Long2LongCounterMap counts = new Long2LongCounterMap(0);
    long total;

    private Long2LongCounterMap filled(Values in) {
      if (counts.isEmpty()) {
        for (long value : in.distinct) {
          counts.incrementAndGet(value);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      Long2LongCounterMap counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.incrementAndGet(in.ring[i]);
        total++;
      }
      return counts;
    }
  }

  /// The JDK, which boxes both.
  @Peer("jdk")
  @State(Scope.Thread)
  @SuppressWarnings("NonApiType") // the class is what is measured
  public static class Jdk {
    private final HashMap<Long, Long> counts = new HashMap<>();
    long total;

    private HashMap<Long, Long> filled(Values in) {
      if (counts.isEmpty()) {
        for (long value : in.distinct) {
          counts.merge(value, 1L, Long::sum);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      HashMap<Long, Long> counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.merge(in.ring[i], 1L, Long::sum);
        total++;
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object mostCommon(Values in) {
      HashMap<Long, Long> counts = filled(in);
      Object most = counts;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        counts.merge(
            in.ring[left & (in.ring.length - 1)], 1L, Long::sum); // no two searches are the same
        most =
            counts.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .toList();
      }
      return most;
    }
  }
}
