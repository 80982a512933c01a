// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapPeers.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import static cermet.collections.map.IntKeys.BATCH;
import static cermet.collections.map.IntKeys.ELEMENTS;
import static cermet.collections.map.IntKeys.VALUE_BITS;

import cermet.collections.map.IntKeys.Full;
import cermet.collections.map.IntKeys.Large;
import cermet.collections.map.IntKeys.Small;
import com.carrotsearch.hppc.IntIntHashMap;
import com.carrotsearch.hppc.procedures.IntIntProcedure;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntIntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proofs of maps from `int` to `int`: those that fill their tables up to 3/4,
/// or are told to. A map is filled by the first batch.
public final class IntIntMapPeers {
  private IntIntMapPeers() {}

  /// HPPC.
  @State(Scope.Thread)
  public abstract static class Hppc {
    private int sum;
    private int round;
    private final IntIntProcedure[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final IntIntHashMap map = new IntIntHashMap();

    private IntIntHashMap filled(IntKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(IntKeys in, int[] ring) {
      IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    final int follow(IntKeys in) {
      IntIntHashMap map = filled(in);
      int[] ring = in.hits;
      int sum = 0;
      int last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS));
        sum += last;
      }
      return sum;
    }

    private int turn(IntKeys in) {
      IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    final int count(IntKeys in) {
      IntIntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1);
      }
      return sum;
    }

    final Object build(IntKeys in, int size, int entries) {
      IntIntHashMap map = new IntIntHashMap();
      for (int left = entries; left > 0; left -= size) {
        map = new IntIntHashMap();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    final int walk(IntKeys in, int entries) {
      IntIntHashMap map = filled(in);
      int[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.forEach((IntIntProcedure) (key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      return walk(in, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      IntIntHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEach(sums[++round & 3]);
      }
      return sum;
    }
  }

  /// Fastutil.
  @State(Scope.Thread)
  public abstract static class Fastutil {
    private int sum;
    private int round;
    private final List<Consumer<Int2IntMap.Entry>> sums =
        List.of(
            entry -> sum += entry.getIntKey() ^ entry.getIntValue(),
            entry -> sum += entry.getIntKey() | entry.getIntValue(),
            entry -> sum += entry.getIntKey() & entry.getIntValue(),
            entry -> sum += entry.getIntKey() + entry.getIntValue());
    private final Int2IntOpenHashMap map = new Int2IntOpenHashMap();

    private Int2IntOpenHashMap filled(IntKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(IntKeys in, int[] ring) {
      Int2IntOpenHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    final int follow(IntKeys in) {
      Int2IntOpenHashMap map = filled(in);
      int[] ring = in.hits;
      int sum = 0;
      int last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS));
        sum += last;
      }
      return sum;
    }

    private int turn(IntKeys in) {
      Int2IntOpenHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    final int count(IntKeys in) {
      Int2IntOpenHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.addTo(in.skewed[i], 1); // the value before
      }
      return sum;
    }

    final Object build(IntKeys in, int size, int entries) {
      Int2IntOpenHashMap map = new Int2IntOpenHashMap();
      for (int left = entries; left > 0; left -= size) {
        map = new Int2IntOpenHashMap();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    final int walk(IntKeys in, int entries) {
      Int2IntOpenHashMap map = filled(in);
      int[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.int2IntEntrySet().fastForEach(e -> sum[0] += e.getIntKey() ^ e.getIntValue());
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      return walk(in, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      Int2IntOpenHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.int2IntEntrySet().fastForEach(sums.get(++round & 3));
      }
      return sum;
    }
  }

  /// Agrona; it reserves a missing value.
  @State(Scope.Thread)
  public abstract static class Agrona {
    private int sum;
    private int round;
    private final IntIntConsumer[] sums = {
      (key, value) -> sum += key ^ value,
      (key, value) -> sum += key | value,
      (key, value) -> sum += key & value,
      (key, value) -> sum += key + value
    };
    private final Int2IntHashMap map = made();

    private static Int2IntHashMap made() {
      return new Int2IntHashMap(8, 0.75f, Integer.MIN_VALUE);
    }

    private Int2IntHashMap filled(IntKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private int look(IntKeys in, int[] ring) {
      Int2IntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.get(ring[i]);
      }
      return sum;
    }

    final int follow(IntKeys in) {
      Int2IntHashMap map = filled(in);
      int[] ring = in.hits;
      int sum = 0;
      int last = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        last = map.get(ring[i] ^ (last >> VALUE_BITS));
        sum += last;
      }
      return sum;
    }

    private int turn(IntKeys in) {
      Int2IntHashMap map = filled(in);
      int sum = 0;
      for (int i = 0; i < BATCH; i++) {
        int old = in.live[in.oldest];
        int fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    final int count(IntKeys in) {
      Int2IntHashMap map = filled(in);
      int sum = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        sum += map.merge(in.skewed[i], 1, Integer::sum);
      }
      return sum;
    }

    final Object build(IntKeys in, int size, int entries) {
      Int2IntHashMap map = made();
      for (int left = entries; left > 0; left -= size) {
        map = made();
        for (int i = 0; i < size; i++) {
          map.put(in.fresh(), i);
        }
      }
      return map;
    }

    final int walk(IntKeys in, int entries) {
      Int2IntHashMap map = filled(in);
      int[] sum = {0};
      for (int left = entries; left > 0; left -= in.live.length) {
        map.forEachInt((key, value) -> sum[0] += key ^ value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit190k(Full in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss(Small in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss190k(Full in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn190k(Full in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn5M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int addTo(Small in) {
      return count(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put(Small in) {
      return build(in, in.size, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      return walk(in, ELEMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterateMegamorphic(Small in) {
      Int2IntHashMap map = filled(in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        map.forEachInt(sums[++round & 3]);
      }
      return sum;
    }
  }
}
