// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.LongKeys.BATCH;
import static cermet.collections.map.LongKeys.ELEMENTS;
import static cermet.collections.map.LongKeys.VALUE_BITS;

import cermet.collections.map.LongKeys.Full;
import cermet.collections.map.LongKeys.Large;
import cermet.collections.map.LongKeys.Small;
import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.procedures.LongLongProcedure;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongLongConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proofs of maps from `long` to `long`: those that fill their tables up to
/// 3/4, or are told to. A map is filled by the first batch.
public final class LongLongMapPeers {
  private LongLongMapPeers() {}

  /// HPPC.
  @State(Scope.Thread)
  public abstract static class Hppc {
    private long sum;
    private int round;
    private final LongLongProcedure[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final LongLongHashMap map = new LongLongHashMap();

    private LongLongHashMap filled(LongKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(LongKeys in, long[] ring) {
      LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    final long follow(LongKeys in) {
      LongLongHashMap map = filled(in);
      long[] ring = in.hits;
      long sum = 0;
      long last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS));
        sum += last;
      }
      return sum;
    }

    private long turn(LongKeys in) {
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

    final long count(LongKeys in) {
      LongLongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    final Object build(LongKeys in, int size, int entries) {
      LongLongHashMap map = new LongLongHashMap();
      for (int left = entries; left > 0; left -= size) {
        map = new LongLongHashMap();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    final long walk(LongKeys in, int entries) {
      LongLongHashMap map = filled(in);
      long[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.forEach((LongLongProcedure) (key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
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
    public long miss190k(Full in) {
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
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      return walk(in, ELEMENTS);
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
  @State(Scope.Thread)
  public abstract static class Fastutil {
    private long sum;
    private int round;
    private final List<Consumer<Long2LongMap.Entry>> sums =
        List.of(
            entry -> sum += entry.getLongKey() ^ entry.getLongValue(),
            entry -> sum += entry.getLongKey() | entry.getLongValue(),
            entry -> sum += entry.getLongKey() & entry.getLongValue(),
            entry -> sum += entry.getLongKey() + entry.getLongValue());
    private final Long2LongOpenHashMap map = new Long2LongOpenHashMap();

    private Long2LongOpenHashMap filled(LongKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(LongKeys in, long[] ring) {
      Long2LongOpenHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    final long follow(LongKeys in) {
      Long2LongOpenHashMap map = filled(in);
      long[] ring = in.hits;
      long sum = 0;
      long last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS));
        sum += last;
      }
      return sum;
    }

    private long turn(LongKeys in) {
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

    final long count(LongKeys in) {
      Long2LongOpenHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1); // the value before
      }
      return sum;
    }

    final Object build(LongKeys in, int size, int entries) {
      Long2LongOpenHashMap map = new Long2LongOpenHashMap();
      for (int left = entries; left > 0; left -= size) {
        map = new Long2LongOpenHashMap();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    final long walk(LongKeys in, int entries) {
      Long2LongOpenHashMap map = filled(in);
      long[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.long2LongEntrySet().fastForEach(e -> sum[0] += e.getLongKey() ^ e.getLongValue());
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
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
    public long miss190k(Full in) {
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
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      return walk(in, ELEMENTS);
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

  /// Agrona; it reserves a missing value.
  @State(Scope.Thread)
  public abstract static class Agrona {
    private long sum;
    private int round;
    private final LongLongConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final Long2LongHashMap map = made();

    private static Long2LongHashMap made() {
      return new Long2LongHashMap(8, 0.75f, Long.MIN_VALUE);
    }

    private Long2LongHashMap filled(LongKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(LongKeys in, long[] ring) {
      Long2LongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    final long follow(LongKeys in) {
      Long2LongHashMap map = filled(in);
      long[] ring = in.hits;
      long sum = 0;
      long last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS));
        sum += last;
      }
      return sum;
    }

    private long turn(LongKeys in) {
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

    final long count(LongKeys in) {
      Long2LongHashMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.merge(in.skewed[i], 1, Long::sum);
      }
      return sum;
    }

    final Object build(LongKeys in, int size, int entries) {
      Long2LongHashMap map = made();
      for (int left = entries; left > 0; left -= size) {
        map = made();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    final long walk(LongKeys in, int entries) {
      Long2LongHashMap map = filled(in);
      long[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.forEachLong((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit190k(Full in) {
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
    public long miss190k(Full in) {
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
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      return walk(in, ELEMENTS);
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
}
