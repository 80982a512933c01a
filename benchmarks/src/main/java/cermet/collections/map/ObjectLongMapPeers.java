// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.NameKeys.BATCH;
import static cermet.collections.map.NameKeys.ELEMENTS;

import cermet.collections.map.NameKeys.Large;
import cermet.collections.map.NameKeys.Small;
import com.carrotsearch.hppc.ObjectLongHashMap;
import com.carrotsearch.hppc.procedures.ObjectLongProcedure;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.HashMap;
import org.agrona.collections.Object2LongHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proof of maps from objects to `long`. A map is filled by the first batch.
public final class ObjectLongMapPeers {
  private ObjectLongMapPeers() {}

  /// The JDK, which boxes values.
  @State(Scope.Thread)
  @SuppressWarnings("NonApiType") // the class is what is measured
  public abstract static class Jdk {
    private final HashMap<String, Long> map = new HashMap<>();

    private HashMap<String, Long> filled(NameKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], (long) i);
        }
      }
      return map;
    }

    private long look(NameKeys in, String[] ring) {
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
  @State(Scope.Thread)
  public abstract static class Hppc {
    private final ObjectLongHashMap<String> map = new ObjectLongHashMap<>();

    private ObjectLongHashMap<String> filled(NameKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(NameKeys in, String[] ring) {
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
  @State(Scope.Thread)
  public abstract static class Fastutil {
    private final Object2LongOpenHashMap<String> map = new Object2LongOpenHashMap<>();

    private Object2LongOpenHashMap<String> filled(NameKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(NameKeys in, String[] ring) {
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
  @State(Scope.Thread)
  public abstract static class Eclipse {
    private final org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> map =
        new org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<>();

    private org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<String> filled(
        NameKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(NameKeys in, String[] ring) {
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
  @State(Scope.Thread)
  public abstract static class Agrona {
    private final Object2LongHashMap<String> map = new Object2LongHashMap<>(Long.MIN_VALUE);

    private Object2LongHashMap<String> filled(NameKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(NameKeys in, String[] ring) {
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
}
