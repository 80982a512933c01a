// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetProof.java by tools/Derive.java; edit that file.

package cermet.collections.set;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// IntSet against the sets of the peers at the same maximum load of 0.75, but Eclipse's: that is
/// 0.5, so it takes up to twice the memory. Values are random, fresh for each fork and each build;
/// lookups go through rings too long for a branch predictor to learn. A set is filled by the first
/// batch.
public class IntSetProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 190_000; // a build or a pass, in sets of the size
  private static final int LARGE = 5_000_000;
  private static final int BYTES = 16; // about, of a value in a table filled by half

  private IntSetProof() {}

  /// The values of one set and of another, and rings of lookups.
  public abstract static class Values {
    int[] live = {};
    int[] others = {}; // half as many, none of them live
    int[] hits = {};
    int[] misses = {};
    int at;
    int oldest;
    private int counter;

    void make(int size) {
      var random = new SplittableRandom(Seed.fresh());
      counter = random.nextInt();
      live = new int[size];
      for (int i = 0; i < size; i++) {
        live[i] = fresh();
      }
      others = new int[size / 2];
      for (int i = 0; i < others.length; i++) {
        others[i] = fresh();
      }
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
      hits = new int[ring];
      misses = new int[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
      }
    }

    /// Returns a value that was never returned before and is not in any ring.
    final int fresh() {
      return mix(counter++);
    }

    /// Returns where the next batch of lookups starts.
    final int batch() {
      at = (at + BATCH) & (hits.length - 1);
      return at;
    }
  }

  /// In the caches.
  @State(Scope.Thread)
  public static class Small extends Values {
    /// The number of values.
    @Param({"1000", "190000"})
    public int size;

    /// Makes the values.
    @Setup(Level.Trial)
    public void make() {
      make(size);
    }
  }

  /// Beyond the caches.
  @State(Scope.Thread)
  public static class Large extends Values {
    /// Makes the values.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private final IntSet set = new IntSet();
    private final IntSet other = new IntSet();
    private final IntSet all = new IntSet();

    private static IntSet filled(IntSet set, int[] values) {
      if (set.isEmpty()) {
        for (int value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(Values in, int[] ring) {
      IntSet set = filled(this.set, in.live);
      int found = 0;
      for (int i = in.batch(), end = i + BATCH; i < end; i++) {
        found += set.contains(ring[i]) ? 1 : 0;
      }
      return found;
    }

    /// Looks for values that are there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(
        workingSet = BYTES,
        elements = "size",
        headline = "Hppc",
        params = {"size=190000"})
    public int hit(Small in) {
      return look(in, in.hits);
    }

    /// Looks for values that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public int hit5M(Large in) {
      return look(in, in.hits);
    }

    /// Looks for values that are not there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int miss(Small in) {
      return look(in, in.misses);
    }

    /// Looks for values that are not there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public int miss5M(Large in) {
      return look(in, in.misses);
    }

    /// Removes the oldest value and adds a fresh one.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int churn(Small in) {
      IntSet set = filled(this.set, in.live);
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

    /// Builds from empty, growing; the time is that of a value.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object add(Small in) {
      IntSet set = new IntSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new IntSet();
        for (int i = 0; i < in.size; i++) {
          set.add(in.fresh());
        }
      }
      return set;
    }

    /// Sums the values; the time is that of a value.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public int iterate(Small in) {
      IntSet set = filled(this.set, in.live);
      int[] sum = {0};
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.forEach(value -> sum[0] += value);
      }
      return sum[0];
    }

    /// Union with half as many others, and the difference again; the time is that of a value here.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public int unionAndDifference(Small in) {
      IntSet set = filled(this.set, in.live);
      IntSet other = filled(this.other, in.others);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.addAll(other);
        set.removeAll(other);
      }
      return set.size();
    }

    /// Intersection with a set that has all and half as many others; the time is that of a value.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(workingSet = BYTES, elements = "size")
    public int intersection(Small in) {
      IntSet set = filled(this.set, in.live);
      IntSet all = filled(this.all, in.live);
      if (all.size() == in.live.length) {
        all.addAll(filled(other, in.others));
      }
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set.retainAll(all);
      }
      return set.size();
    }
  }

  /// HPPC.
  @Peer("com.carrotsearch:hppc")
  @State(Scope.Thread)
  public static class Hppc {
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

    private int look(Values in, int[] ring) {
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
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
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

    private int look(Values in, int[] ring) {
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
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
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

    private int look(Values in, int[] ring) {
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
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
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

    private int look(Values in, int[] ring) {
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

  /// A bijection, so that values differ as the counter does: multiply, swap bytes, multiply.
  private static int mix(int z) {
    z = Integer.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Integer.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Integer.SIZE / 2));
  }
}
