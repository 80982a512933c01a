// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.ObjectLongHashMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.collections.Object2LongCounterMap;
import org.eclipse.collections.impl.bag.mutable.HashBag;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// ObjectCounts against the bag of Eclipse Collections, and the maps and counters of those who have
/// none: beside a map the number of all is kept by hand. What is counted is a string of its own,
/// equal to the key and never the same.
public class ObjectCountsProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // values looked at, in counts of the size
  private static final int MOST = 10;
  private static final int BYTES = 32; // about, of a value in a table filled by half

  private ObjectCountsProof() {}

  /// Values of which few are frequent, in the order in which they come.
  @State(Scope.Thread)
  public static class Values {
    /// The number of distinct values.
    @Param({"1000", "100000"})
    public int size;

    String[] distinct = {};
    String[] ring = {};
    private int at;

    /// Makes the values.
    @Setup(Level.Trial)
    public void make() {
      var random = new SplittableRandom(Seed.fresh());
      distinct = new String[size];
      for (int i = 0; i < size; i++) {
        distinct[i] = name(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
      }
      ring = new String[1 << 16]; // a multiple of BATCH
      for (int i = 0; i < ring.length; i++) {
        int rank = (int) Math.pow(size, random.nextDouble()) - 1; // Zipf, exponent 1
        ring[i] = name(distinct[rank]);
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
    private final ObjectCounts<String> counts =
        ObjectCounts.withSeed(0, new SplittableRandom(Seed.fresh()).nextInt());

    private ObjectCounts<String> filled(Values in) {
      if (counts.isEmpty()) {
        for (String value : in.distinct) {
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
      ObjectCounts<String> counts = filled(in);
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
      ObjectCounts<String> counts = filled(in);
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
    private final HashBag<String> counts = new HashBag<>();

    private HashBag<String> filled(Values in) {
      if (counts.isEmpty()) {
        for (String value : in.distinct) {
          counts.add(value);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      HashBag<String> counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.add(in.ring[i]);
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object mostCommon(Values in) {
      HashBag<String> counts = filled(in);
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
    private final ObjectLongHashMap<String> counts = new ObjectLongHashMap<>();
    long total;

    private ObjectLongHashMap<String> filled(Values in) {
      if (counts.isEmpty()) {
        for (String value : in.distinct) {
          counts.addTo(value, 1);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      ObjectLongHashMap<String> counts = filled(in);
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
    private final Object2LongOpenHashMap<String> counts = new Object2LongOpenHashMap<>();
    long total;

    private Object2LongOpenHashMap<String> filled(Values in) {
      if (counts.isEmpty()) {
        for (String value : in.distinct) {
          counts.addTo(value, 1);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      Object2LongOpenHashMap<String> counts = filled(in);
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
    private final Object2LongCounterMap<String> counts = new Object2LongCounterMap<>(0);
    long total;

    private Object2LongCounterMap<String> filled(Values in) {
      if (counts.isEmpty()) {
        for (String value : in.distinct) {
          counts.incrementAndGet(value);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      Object2LongCounterMap<String> counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.incrementAndGet(in.ring[i]);
        total++;
      }
      return counts;
    }
  }

  /// The JDK, which boxes counts.
  @Peer("jdk")
  @State(Scope.Thread)
  @SuppressWarnings("NonApiType") // the class is what is measured
  public static class Jdk {
    private final HashMap<String, Long> counts = new HashMap<>();
    long total;

    private HashMap<String, Long> filled(Values in) {
      if (counts.isEmpty()) {
        for (String value : in.distinct) {
          counts.merge(value, 1L, Long::sum);
        }
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object add(Values in) {
      HashMap<String, Long> counts = filled(in);
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        counts.merge(in.ring[i], 1L, Long::sum);
        total++;
      }
      return counts;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object mostCommon(Values in) {
      HashMap<String, Long> counts = filled(in);
      Object most = counts;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        counts.merge(
            in.ring[left & (in.ring.length - 1)], 1L, Long::sum); // no two searches are the same
        most =
            counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .toList();
      }
      return most;
    }
  }

  /// A copy, whose hash code is cached.
  @SuppressWarnings({"ReturnValueIgnored", "StringCopy"}) // String keeps it
  private static String name(String text) {
    String name = new String(text.toCharArray());
    name.hashCode();
    return name;
  }
}
