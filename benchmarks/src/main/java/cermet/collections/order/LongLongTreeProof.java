// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static cermet.collections.order.TreeKeys.BATCH;
import static cermet.collections.order.TreeKeys.ELEMENTS;
import static cermet.collections.order.TreeKeys.LARGE;
import static cermet.collections.order.TreeKeys.SCANNED;
import static cermet.collections.order.TreeKeys.SCANS;

import cermet.collections.order.TreeKeys.Large;
import cermet.collections.order.TreeKeys.Small;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// LongLongTree against ordered maps. Keys are random, fresh for each fork and each build; lookups
/// go through rings too long for a branch predictor to learn. A map is filled by the first batch.
/// fastutil's maps have no floor: the last key of a head map is the way they offer.
public class LongLongTreeProof {
  private static final int BYTES = 64; // about, of an entry in the tree of a peer

  private LongLongTreeProof() {}

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private final LongLongTree map = new LongLongTree();
    private final LongLongTree.Cursor cursor = map.cursor();
    private final long[] keys = new long[SCANNED];
    private final long[] values = new long[SCANNED];

    private LongLongTree filled(TreeKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      LongLongTree map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.get(in.hits[i], 0);
      }
      return sum;
    }

    private long near(TreeKeys in) {
      LongLongTree map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.floorKey(in.misses[i], 0);
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        cursor.range(in.hits[i], Long.MAX_VALUE);
        for (int left = SCANNED; left > 0 && cursor.next(); left--) {
          sum += cursor.value();
        }
      }
      return sum;
    }

    private long copy(TreeKeys in) {
      filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        cursor.range(in.hits[i], Long.MAX_VALUE);
        int copied = cursor.nextInto(keys, values, 0, SCANNED);
        for (int at = 0; at < copied; at++) {
          sum += values[at];
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      LongLongTree map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old, 0);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static LongLongTree built(TreeKeys in, int size) {
      var map = new LongLongTree();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), i);
      }
      return map;
    }

    /// Finds keys that are there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(
        workingSet = BYTES,
        elements = "size",
        headline = "FastutilRb",
        params = {"size=100000"})
    public long hit(Small in) {
      return look(in);
    }

    /// Finds keys that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long hit2M(Large in) {
      return look(in);
    }

    /// Finds the greatest key that is no greater than one that is not there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long floor(Small in) {
      return near(in);
    }

    /// Finds the greatest key that is no greater, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long floor2M(Large in) {
      return near(in);
    }

    /// Sums a hundred entries from a key on; the time is that of the hundred.
    @Benchmark
    @OperationsPerInvocation(SCANS)
    @Case(workingSet = BYTES, elements = "size")
    public long scan(Small in) {
      return walk(in);
    }

    /// Sums a hundred entries from a key on, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(SCANS)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long scan2M(Large in) {
      return walk(in);
    }

    /// Sums a hundred entries from a key on; ours copies them into arrays first, keys and values.
    @Benchmark
    @OperationsPerInvocation(SCANS)
    @Case(
        workingSet = BYTES,
        elements = "size",
        params = {"size=100000"})
    public long scanCopied(Small in) {
      return copy(in);
    }

    /// Sums a hundred entries from a key on, beyond the caches, copied first.
    @Benchmark
    @OperationsPerInvocation(SCANS)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long scanCopied2M(Large in) {
      return copy(in);
    }

    /// Removes the oldest key and adds a fresh one.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long churn(Small in) {
      return turn(in);
    }

    /// Removes the oldest key and adds a fresh one, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long churn2M(Large in) {
      return turn(in);
    }

    /// Builds from empty, keys in no order; the time is that of one.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object insert(Small in) {
      Object last = in;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        last = built(in, in.size);
      }
      return last;
    }

    /// Builds from empty, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(LARGE)
    @Case(kind = Kind.LONG)
    public Object insert2M(Large in) {
      return built(in, LARGE);
    }
  }

  /// fastutil's red-black tree.
  @Peer("it.unimi.dsi:fastutil")
  public static class FastutilRb extends LongLongTreePeers.FastutilRb {}

  /// fastutil's AVL tree.
  @Peer("it.unimi.dsi:fastutil")
  public static class FastutilAvl extends LongLongTreePeers.FastutilAvl {}

  /// The JDK's red-black tree, with boxes.
  @Peer("jdk")
  public static class Jdk extends LongLongTreePeers.Jdk {}

  /// The JDK's skip list, which threads may share, with boxes.
  @Peer("jdk")
  public static class JdkSkipList extends LongLongTreePeers.JdkSkipList {}
}
