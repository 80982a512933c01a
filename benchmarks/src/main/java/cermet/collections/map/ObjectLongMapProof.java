// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.ObjectLongHashMap;
import com.carrotsearch.hppc.procedures.ObjectLongProcedure;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.agrona.collections.Object2LongHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// ObjectLongMap against the maps of the peers and the JDK's with boxed values. Keys are strings,
/// fresh for each fork, whose hash codes are cached; a lookup brings a string of its own, equal to
/// the key and never the same, as a parser would.
public class ObjectLongMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int LARGE = 1_000_000;
  private static final int BYTES = 120; // about, of an entry, its key and the string to look up

  private ObjectLongMapProof() {}

  /// The keys of one map, and rings of lookups.
  public abstract static class Keys {
    String[] live = {};
    String[] fresh = {};
    String[] hits = {};
    String[] misses = {};
    String[] skewed = {};
    int at;
    int oldest;

    void make(int size) {
      var random = new SplittableRandom(Seed.fresh());
      long first = random.nextLong();
      live = new String[size];
      fresh = new String[size];
      for (int i = 0; i < size; i++) {
        live[i] = name(first + i);
        fresh[i] = name(first - i - 1);
      }
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
      hits = new String[ring];
      misses = new String[ring];
      skewed = new String[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = name(first + random.nextInt(size));
        misses[i] = name(first + size + random.nextInt(ring));
        skewed[i] = name(first + (long) Math.pow(size, random.nextDouble()) - 1); // Zipf, 1
      }
    }

    /// Returns where the next batch of lookups starts.
    final int batch() {
      at = (at + BATCH) & (hits.length - 1);
      return at;
    }

    /// A name of 6 to 13 characters; the same for the same number, and its hash code is cached.
    @SuppressWarnings("ReturnValueIgnored") // String keeps it
    private static String name(long number) {
      String name = Long.toUnsignedString(mix(number), Character.MAX_RADIX);
      name.hashCode();
      return name;
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
    private final ObjectLongMap<String> map =
        ObjectLongMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextInt());

    private ObjectLongMap<String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, String[] ring) {
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
  @State(Scope.Thread)
  @SuppressWarnings("NonApiType") // the class is what is measured
  public static class Jdk {
    private final HashMap<String, Long> map = new HashMap<>();

    private HashMap<String, Long> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], (long) i);
        }
      }
      return map;
    }

    private long look(Keys in, String[] ring) {
      HashMap<String, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(ring[i], 0L);
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
    public long hit1M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss1M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      HashMap<String, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.merge(in.skewed[i], 1L, Long::sum);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      HashMap<String, Long> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        String old = in.live[oldest];
        sum += map.remove(old);
        in.live[oldest] = in.fresh[oldest];
        in.fresh[oldest] = old;
        map.put(in.live[oldest], (long) i);
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      HashMap<String, Long> map = new HashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new HashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], (long) i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      HashMap<String, Long> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((key, value) -> sum[0] += value);
      }
      return sum[0];
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  @State(Scope.Thread)
  public static class Hppc {
    private final ObjectLongHashMap<String> map = new ObjectLongHashMap<>();

    private ObjectLongHashMap<String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, String[] ring) {
      ObjectLongHashMap<String> map = filled(in);
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
    public long hit1M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss1M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      ObjectLongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      ObjectLongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        String old = in.live[oldest];
        sum += map.remove(old);
        in.live[oldest] = in.fresh[oldest];
        in.fresh[oldest] = old;
        map.put(in.live[oldest], i);
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      ObjectLongHashMap<String> map = new ObjectLongHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new ObjectLongHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      ObjectLongHashMap<String> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach((ObjectLongProcedure<String>) (key, value) -> sum[0] += value);
      }
      return sum[0];
    }
  }

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
    private final Object2LongOpenHashMap<String> map = new Object2LongOpenHashMap<>();

    private Object2LongOpenHashMap<String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, String[] ring) {
      Object2LongOpenHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.getLong(ring[i]);
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
    public long hit1M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss1M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      Object2LongOpenHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      Object2LongOpenHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        String old = in.live[oldest];
        sum += map.removeLong(old);
        in.live[oldest] = in.fresh[oldest];
        in.fresh[oldest] = old;
        map.put(in.live[oldest], i);
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Object2LongOpenHashMap<String> map = new Object2LongOpenHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Object2LongOpenHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      Object2LongOpenHashMap<String> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.object2LongEntrySet().fastForEach(entry -> sum[0] += entry.getLongValue());
      }
      return sum[0];
    }
  }

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
    private final org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map =
        new org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<>();

    private org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> filled(
        Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, String[] ring) {
      org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map = filled(in);
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
    public long hit1M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss1M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addToValue(in.skewed[i], 1);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        String old = in.live[oldest];
        sum += map.removeKeyIfAbsent(old, 0);
        in.live[oldest] = in.fresh[oldest];
        in.fresh[oldest] = old;
        map.put(in.live[oldest], i);
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map =
          new org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<>();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<>();
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachKeyValue((key, value) -> sum[0] += value);
      }
      return sum[0];
    }
  }

  /// Agrona; it reserves a missing value.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
    private final Object2LongHashMap<String> map = new Object2LongHashMap<>(Long.MIN_VALUE);

    private Object2LongHashMap<String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(Keys in, String[] ring) {
      Object2LongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.getValue(ring[i]);
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
    public long hit1M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss1M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long addTo(Small in) {
      Object2LongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.merge(in.skewed[i], 1, Long::sum);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      Object2LongHashMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int oldest = in.oldest;
        String old = in.live[oldest];
        sum += map.removeKey(old);
        in.live[oldest] = in.fresh[oldest];
        in.fresh[oldest] = old;
        map.put(in.live[oldest], i);
        in.oldest = oldest + 1 == in.live.length ? 0 : oldest + 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      Object2LongHashMap<String> map = new Object2LongHashMap<>(Long.MIN_VALUE);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map = new Object2LongHashMap<>(Long.MIN_VALUE);
        for (int i = 0; i < in.size; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      Object2LongHashMap<String> map = filled(in);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachLong((key, value) -> sum[0] += value);
      }
      return sum[0];
    }
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> 32);
  }
}
