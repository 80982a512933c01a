// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.LongKeys.BATCH;
import static cermet.collections.map.LongKeys.ELEMENTS;
import static cermet.collections.map.LongKeys.VALUE_BITS;

import cermet.collections.map.LongKeys.Full;
import cermet.collections.map.LongKeys.Large;
import cermet.collections.map.LongKeys.Small;
import org.eclipse.collections.api.block.procedure.primitive.LongLongProcedure;
import org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What Eclipse Collections does in the proofs of maps from `long` to `long`; it fills its table up
/// to a half, so it takes up to twice the memory. The map is filled by the first batch.
@State(Scope.Thread)
public abstract class LongLongMapEclipse {
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

  final long look(LongKeys in, long[] ring) {
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
      sum += map.removeKeyIfAbsent(old, 0);
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
      sum += map.addToValue(in.skewed[i], 1);
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

  final Object buildReserved(LongKeys in, int entries) {
    LongLongHashMap map = new LongLongHashMap(entries);
    for (int i = 0; i < entries; i++) {
      map.put(in.fresh(), i);
    }
    return map;
  }

  final long walk(LongKeys in, int entries) {
    LongLongHashMap map = filled(in);
    long[] sum = {0};
    for (int left = entries; left > 0; left -= in.live.length) {
      map.forEachKeyValue((key, value) -> sum[0] += key ^ value);
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
      map.forEachKeyValue(sums[++round & 3]);
    }
    return sum;
  }
}
