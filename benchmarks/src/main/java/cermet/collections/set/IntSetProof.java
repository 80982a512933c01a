// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetProof.java by tools/Derive.java; edit that file.

package cermet.collections.set;

import static cermet.collections.set.IntSetValues.BATCH;
import static cermet.collections.set.IntSetValues.ELEMENTS;
import static cermet.collections.set.IntSetValues.LARGE;

import cermet.collections.set.IntSetValues.Large;
import cermet.collections.set.IntSetValues.Small;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// IntSet against the sets of the peers at the same maximum load of 0.75, but Eclipse's: that is
/// 0.5, so it takes up to twice the memory. Values are random, fresh for each fork and each build;
/// lookups go through rings too long for a branch predictor to learn. A set is filled by the first
/// batch.
public class IntSetProof {
  private static final int BYTES = 16; // about, of a value in a table filled by half

  private IntSetProof() {}

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

    private int look(IntSetValues in, int[] ring) {
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
  public static class Hppc extends IntSetPeers.Hppc {}

  /// Fastutil.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends IntSetPeers.Fastutil {}

  /// Eclipse Collections.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends IntSetPeers.Eclipse {}

  /// Agrona.
  @Peer("org.agrona:agrona")
  public static class Agrona extends IntSetPeers.Agrona {}
}
