// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

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

/// LongSet against the sets of the peers at the same maximum load of 0.75, but Eclipse's: that is
/// 0.5, so it takes up to twice the memory. Values are random, fresh for each fork and each build;
/// lookups go through rings too long for a branch predictor to learn. A set is filled by the first
/// batch.
public class LongSetProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 190_000; // a build or a pass, in sets of the size
  private static final int LARGE = 5_000_000;
  private static final int BYTES = 16; // about, of a value in a table filled by half

  private LongSetProof() {}

  /// The values of one set and of another, and rings of lookups.
  public abstract static class Values {
    long[] live = {};
    long[] others = {}; // half as many, none of them live
    long[] hits = {};
    long[] misses = {};
    int at;
    int oldest;
    private long counter;

    void make(int size) {
      var random = new SplittableRandom(Seed.fresh());
      counter = random.nextLong();
      live = new long[size];
      for (int i = 0; i < size; i++) {
        live[i] = fresh();
      }
      others = new long[size / 2];
      for (int i = 0; i < others.length; i++) {
        others[i] = fresh();
      }
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
      hits = new long[ring];
      misses = new long[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
      }
    }

    /// Returns a value that was never returned before and is not in any ring.
    final long fresh() {
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
    private final LongSet set = new LongSet();
    private final LongSet other = new LongSet();
    private final LongSet all = new LongSet();

    private static LongSet filled(LongSet set, long[] values) {
      if (set.isEmpty()) {
        for (long value : values) {
          set.add(value);
        }
      }
      return set;
    }

    private int look(Values in, long[] ring) {
      LongSet set = filled(this.set, in.live);
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
      LongSet set = filled(this.set, in.live);
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

    /// Builds from empty, growing; the time is that of a value.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object add(Small in) {
      LongSet set = new LongSet();
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        set = new LongSet();
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
    public long iterate(Small in) {
      LongSet set = filled(this.set, in.live);
      long[] sum = {0};
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
      LongSet set = filled(this.set, in.live);
      LongSet other = filled(this.other, in.others);
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
      LongSet set = filled(this.set, in.live);
      LongSet all = filled(this.all, in.live);
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

    private int look(Values in, long[] ring) {
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
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class Fastutil {
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

    private int look(Values in, long[] ring) {
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
  @Peer("org.eclipse.collections:eclipse-collections")
  @State(Scope.Thread)
  public static class Eclipse {
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

    private int look(Values in, long[] ring) {
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
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
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

    private int look(Values in, long[] ring) {
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

  /// A bijection, so that values differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }
}
