// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapEclipse.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import static cermet.collections.map.IntKeys.BATCH;
import static cermet.collections.map.IntKeys.ELEMENTS;
import static cermet.collections.map.IntKeys.VALUE_BITS;

import cermet.collections.map.IntKeys.Full;
import cermet.collections.map.IntKeys.Large;
import cermet.collections.map.IntKeys.Small;
import org.eclipse.collections.api.block.procedure.primitive.IntIntProcedure;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What Eclipse Collections does in the proofs of maps from `int` to `int`; it fills its table up
/// to a half, so it takes up to twice the memory. The map is filled by the first batch.
@State(Scope.Thread)
public abstract class IntIntMapEclipse {
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

  final int look(IntKeys in, int[] ring) {
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
      sum += map.removeKeyIfAbsent(old, 0);
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
      sum += map.addToValue(in.skewed[i], 1);
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

  final Object buildReserved(IntKeys in, int entries) {
    IntIntHashMap map = new IntIntHashMap(entries);
    for (int i = 0; i < entries; i++) {
      map.put(in.fresh(), i);
    }
    return map;
  }

  final int walk(IntKeys in, int entries) {
    IntIntHashMap map = filled(in);
    int[] sum = {0};
    for (int left = entries; left > 0; left -= in.live.length) {
      map.forEachKeyValue((key, value) -> sum[0] += key ^ value);
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
      map.forEachKeyValue(sums[++round & 3]);
    }
    return sum;
  }
}
