// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetPeers.java by tools/Derive.java; edit that file.

package cermet.collections.set;

import static cermet.collections.set.IntSetValues.BATCH;
import static cermet.collections.set.IntSetValues.ELEMENTS;

import cermet.collections.set.IntSetValues.Large;
import cermet.collections.set.IntSetValues.Small;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proof of sets of `int`. A set is filled by the first batch.
public final class IntSetPeers {
  private IntSetPeers() {}

  /// HPPC.
  @State(Scope.Thread)
  public abstract static class Hppc {
    private final com.carrotsearch.hppc.IntHashSet set = new com.carrotsearch.hppc.IntHashSet();
    private final com.carrotsearch.hppc.IntHashSet other = new com.carrotsearch.hppc.IntHashSet();
    private final com.carrotsearch.hppc.IntHashSet all = new com.carrotsearch.hppc.IntHashSet();

    private static com.carrotsearch.hppc.IntHashSet filled(
        com.carrotsearch.hppc.IntHashSet set, int[] values) {
      if (set.isEmpty()) {
        for (int value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(IntSetValues in, int[] ring) {
      com.carrotsearch.hppc.IntHashSet set = filled(this.set, in.live);
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
      com.carrotsearch.hppc.IntHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        int fresh = in.fresh();
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
      com.carrotsearch.hppc.IntHashSet set = new com.carrotsearch.hppc.IntHashSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new com.carrotsearch.hppc.IntHashSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      com.carrotsearch.hppc.IntHashSet set = filled(this.set, in.live);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEach((com.carrotsearch.hppc.procedures.IntProcedure) value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      com.carrotsearch.hppc.IntHashSet set = filled(this.set, in.live);
      com.carrotsearch.hppc.IntHashSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      com.carrotsearch.hppc.IntHashSet set = filled(this.set, in.live);
      com.carrotsearch.hppc.IntHashSet all = filled(this.all, in.live);
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
    private final it.unimi.dsi.fastutil.ints.IntOpenHashSet set =
        new it.unimi.dsi.fastutil.ints.IntOpenHashSet();
    private final it.unimi.dsi.fastutil.ints.IntOpenHashSet other =
        new it.unimi.dsi.fastutil.ints.IntOpenHashSet();
    private final it.unimi.dsi.fastutil.ints.IntOpenHashSet all =
        new it.unimi.dsi.fastutil.ints.IntOpenHashSet();

    private static it.unimi.dsi.fastutil.ints.IntOpenHashSet filled(
        it.unimi.dsi.fastutil.ints.IntOpenHashSet set, int[] values) {
      if (set.isEmpty()) {
        for (int value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(IntSetValues in, int[] ring) {
      it.unimi.dsi.fastutil.ints.IntOpenHashSet set = filled(this.set, in.live);
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
      it.unimi.dsi.fastutil.ints.IntOpenHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        int fresh = in.fresh();
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
      it.unimi.dsi.fastutil.ints.IntOpenHashSet set =
          new it.unimi.dsi.fastutil.ints.IntOpenHashSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new it.unimi.dsi.fastutil.ints.IntOpenHashSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      it.unimi.dsi.fastutil.ints.IntOpenHashSet set = filled(this.set, in.live);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEach((java.util.function.IntConsumer) value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      it.unimi.dsi.fastutil.ints.IntOpenHashSet set = filled(this.set, in.live);
      it.unimi.dsi.fastutil.ints.IntOpenHashSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      it.unimi.dsi.fastutil.ints.IntOpenHashSet set = filled(this.set, in.live);
      it.unimi.dsi.fastutil.ints.IntOpenHashSet all = filled(this.all, in.live);
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
    private final org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set =
        new org.eclipse.collections.impl.set.mutable.primitive.IntHashSet();
    private final org.eclipse.collections.impl.set.mutable.primitive.IntHashSet other =
        new org.eclipse.collections.impl.set.mutable.primitive.IntHashSet();
    private final org.eclipse.collections.impl.set.mutable.primitive.IntHashSet all =
        new org.eclipse.collections.impl.set.mutable.primitive.IntHashSet();

    private static org.eclipse.collections.impl.set.mutable.primitive.IntHashSet filled(
        org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set, int[] values) {
      if (set.isEmpty()) {
        for (int value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(IntSetValues in, int[] ring) {
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set = filled(this.set, in.live);
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
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        int fresh = in.fresh();
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
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set =
          new org.eclipse.collections.impl.set.mutable.primitive.IntHashSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new org.eclipse.collections.impl.set.mutable.primitive.IntHashSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set = filled(this.set, in.live);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.each(value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set = filled(this.set, in.live);
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet other =
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
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet set = filled(this.set, in.live);
      org.eclipse.collections.impl.set.mutable.primitive.IntHashSet all = filled(this.all, in.live);
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
    private final org.agrona.collections.IntHashSet set =
        new org.agrona.collections.IntHashSet(8, 0.75f, true);
    private final org.agrona.collections.IntHashSet other =
        new org.agrona.collections.IntHashSet(8, 0.75f, true);
    private final org.agrona.collections.IntHashSet all =
        new org.agrona.collections.IntHashSet(8, 0.75f, true);

    private static org.agrona.collections.IntHashSet filled(
        org.agrona.collections.IntHashSet set, int[] values) {
      if (set.isEmpty()) {
        for (int value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(IntSetValues in, int[] ring) {
      org.agrona.collections.IntHashSet set = filled(this.set, in.live);
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
      org.agrona.collections.IntHashSet set = filled(this.set, in.live);
      int removed = 0;
      for (int i = 0; i < BATCH; i++) {
        int fresh = in.fresh();
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
      org.agrona.collections.IntHashSet set = new org.agrona.collections.IntHashSet(8, 0.75f, true);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new org.agrona.collections.IntHashSet(8, 0.75f, true);
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate(Small in) {
      org.agrona.collections.IntHashSet set = filled(this.set, in.live);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEachInt(value -> sum[0] += value);
      }
      return sum[0];
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int unionAndDifference(Small in) {
      org.agrona.collections.IntHashSet set = filled(this.set, in.live);
      org.agrona.collections.IntHashSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int intersection(Small in) {
      org.agrona.collections.IntHashSet set = filled(this.set, in.live);
      org.agrona.collections.IntHashSet all = filled(this.all, in.live);
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
