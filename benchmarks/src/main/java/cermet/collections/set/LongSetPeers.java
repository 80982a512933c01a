// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import static cermet.collections.set.LongSetValues.BATCH;
import static cermet.collections.set.LongSetValues.ELEMENTS;

import cermet.collections.set.LongSetValues.Large;
import cermet.collections.set.LongSetValues.Small;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proof of sets of `long`. A set is filled by the first batch.
public final class LongSetPeers {
  private LongSetPeers() {}

  /// HPPC.
  @State(Scope.Thread)
  public abstract static class Hppc {
    private final com.carrotsearch.hppc.LongHashSet set = new com.carrotsearch.hppc.LongHashSet();
    private final com.carrotsearch.hppc.LongHashSet other = new com.carrotsearch.hppc.LongHashSet();
    private final com.carrotsearch.hppc.LongHashSet all = new com.carrotsearch.hppc.LongHashSet();

    private static com.carrotsearch.hppc.LongHashSet filled(
        com.carrotsearch.hppc.LongHashSet set, long[] values) {
      if (set.isEmpty()) {
        for (long value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(LongSetValues in, long[] ring) {
      com.carrotsearch.hppc.LongHashSet set = filled(this.set, in.live);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += set.contains(ring[i]) ? 1 : 0;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
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
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      com.carrotsearch.hppc.LongHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        long fresh = in.fresh();
        removed += set.remove(in.live[in.oldest]) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return removed;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object add(Small in) {
      com.carrotsearch.hppc.LongHashSet set = new com.carrotsearch.hppc.LongHashSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new com.carrotsearch.hppc.LongHashSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      com.carrotsearch.hppc.LongHashSet set = filled(this.set, in.live);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEach((com.carrotsearch.hppc.procedures.LongProcedure) value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      com.carrotsearch.hppc.LongHashSet set = filled(this.set, in.live);
      com.carrotsearch.hppc.LongHashSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      com.carrotsearch.hppc.LongHashSet set = filled(this.set, in.live);
      com.carrotsearch.hppc.LongHashSet all = filled(this.all, in.live);
      if (all.size() == in.live.length) {
        all.addAll(filled(other, in.others));
      }
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.retainAll(all);
      }
      return set.size();
    }
  }

  /// Fastutil.
  @State(Scope.Thread)
  public abstract static class Fastutil {
    private final it.unimi.dsi.fastutil.longs.LongOpenHashSet set =
        new it.unimi.dsi.fastutil.longs.LongOpenHashSet();
    private final it.unimi.dsi.fastutil.longs.LongOpenHashSet other =
        new it.unimi.dsi.fastutil.longs.LongOpenHashSet();
    private final it.unimi.dsi.fastutil.longs.LongOpenHashSet all =
        new it.unimi.dsi.fastutil.longs.LongOpenHashSet();

    private static it.unimi.dsi.fastutil.longs.LongOpenHashSet filled(
        it.unimi.dsi.fastutil.longs.LongOpenHashSet set, long[] values) {
      if (set.isEmpty()) {
        for (long value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(LongSetValues in, long[] ring) {
      it.unimi.dsi.fastutil.longs.LongOpenHashSet set = filled(this.set, in.live);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += set.contains(ring[i]) ? 1 : 0;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
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
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      it.unimi.dsi.fastutil.longs.LongOpenHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        long fresh = in.fresh();
        removed += set.remove(in.live[in.oldest]) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return removed;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object add(Small in) {
      it.unimi.dsi.fastutil.longs.LongOpenHashSet set =
          new it.unimi.dsi.fastutil.longs.LongOpenHashSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new it.unimi.dsi.fastutil.longs.LongOpenHashSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      it.unimi.dsi.fastutil.longs.LongOpenHashSet set = filled(this.set, in.live);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEach((java.util.function.LongConsumer) value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      it.unimi.dsi.fastutil.longs.LongOpenHashSet set = filled(this.set, in.live);
      it.unimi.dsi.fastutil.longs.LongOpenHashSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      it.unimi.dsi.fastutil.longs.LongOpenHashSet set = filled(this.set, in.live);
      it.unimi.dsi.fastutil.longs.LongOpenHashSet all = filled(this.all, in.live);
      if (all.size() == in.live.length) {
        all.addAll(filled(other, in.others));
      }
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.retainAll(all);
      }
      return set.size();
    }
  }

  /// Eclipse Collections.
  @State(Scope.Thread)
  public abstract static class Eclipse {
    private final org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
        new org.eclipse.collections.impl.set.mutable.primitive.LongHashSet();
    private final org.eclipse.collections.impl.set.mutable.primitive.LongHashSet other =
        new org.eclipse.collections.impl.set.mutable.primitive.LongHashSet();
    private final org.eclipse.collections.impl.set.mutable.primitive.LongHashSet all =
        new org.eclipse.collections.impl.set.mutable.primitive.LongHashSet();

    private static org.eclipse.collections.impl.set.mutable.primitive.LongHashSet filled(
        org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set, long[] values) {
      if (set.isEmpty()) {
        for (long value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(LongSetValues in, long[] ring) {
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
          filled(this.set, in.live);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += set.contains(ring[i]) ? 1 : 0;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
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
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
          filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        long fresh = in.fresh();
        removed += set.remove(in.live[in.oldest]) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return removed;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object add(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
          new org.eclipse.collections.impl.set.mutable.primitive.LongHashSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new org.eclipse.collections.impl.set.mutable.primitive.LongHashSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
          filled(this.set, in.live);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.each(value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
          filled(this.set, in.live);
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet other =
          filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet set =
          filled(this.set, in.live);
      org.eclipse.collections.impl.set.mutable.primitive.LongHashSet all =
          filled(this.all, in.live);
      if (all.size() == in.live.length) {
        all.addAll(filled(other, in.others));
      }
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.retainAll(all);
      }
      return set.size();
    }
  }

  /// Agrona.
  @State(Scope.Thread)
  public abstract static class Agrona {
    private final org.agrona.collections.LongHashSet set =
        new org.agrona.collections.LongHashSet(8, 0.75f, true);
    private final org.agrona.collections.LongHashSet other =
        new org.agrona.collections.LongHashSet(8, 0.75f, true);
    private final org.agrona.collections.LongHashSet all =
        new org.agrona.collections.LongHashSet(8, 0.75f, true);

    private static org.agrona.collections.LongHashSet filled(
        org.agrona.collections.LongHashSet set, long[] values) {
      if (set.isEmpty()) {
        for (long value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(LongSetValues in, long[] ring) {
      org.agrona.collections.LongHashSet set = filled(this.set, in.live);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += set.contains(ring[i]) ? 1 : 0;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit(Small in) {
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
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int churn(Small in) {
      org.agrona.collections.LongHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        long fresh = in.fresh();
        removed += set.remove(in.live[in.oldest]) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return removed;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object add(Small in) {
      org.agrona.collections.LongHashSet set =
          new org.agrona.collections.LongHashSet(8, 0.75f, true);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new org.agrona.collections.LongHashSet(8, 0.75f, true);
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      org.agrona.collections.LongHashSet set = filled(this.set, in.live);
      long[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEachLong(value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      org.agrona.collections.LongHashSet set = filled(this.set, in.live);
      org.agrona.collections.LongHashSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      org.agrona.collections.LongHashSet set = filled(this.set, in.live);
      org.agrona.collections.LongHashSet all = filled(this.all, in.live);
      if (all.size() == in.live.length) {
        all.addAll(filled(other, in.others));
      }
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.retainAll(all);
      }
      return set.size();
    }
  }
}
