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
import it.unimi.dsi.fastutil.longs.LongAVLTreeSet;
import it.unimi.dsi.fastutil.longs.LongRBTreeSet;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proof of ordered sets of `long`. A set is filled by the first batch.
public final class LongTreeSetPeers {
  private LongTreeSetPeers() {}

  /// fastutil's red-black tree.
  @State(Scope.Thread)
  public abstract static class FastutilRb {
    private final LongRBTreeSet set = new LongRBTreeSet();

    private LongRBTreeSet filled(TreeKeys in) {
      if (set.isEmpty()) {
        set.add(Long.MIN_VALUE); // so that no head set is empty
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(TreeKeys in) {
      LongRBTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(TreeKeys in) {
      LongRBTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.headSet(in.misses[i]).lastLong();
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      LongRBTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var elements = set.iterator(in.hits[i] - 1); // it goes on behind it
        for (int left = SCANNED; left > 0 && elements.hasNext(); left--) {
          sum += elements.nextLong();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      LongRBTreeSet set = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += set.remove(old) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static LongRBTreeSet built(TreeKeys in, int size) {
      var set = new LongRBTreeSet();
      for (int i = 0; i < size; i++) {
        set.add(in.fresh());
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit2M(Large in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor(Small in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor2M(Large in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan2M(Large in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn2M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object insert(Small in) {
      Object last = in;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        last = built(in, in.size);
      }
      return last;
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object insert2M(Large in) {
      return built(in, LARGE);
    }
  }

  /// fastutil's AVL tree.
  @State(Scope.Thread)
  public abstract static class FastutilAvl {
    private final LongAVLTreeSet set = new LongAVLTreeSet();

    private LongAVLTreeSet filled(TreeKeys in) {
      if (set.isEmpty()) {
        set.add(Long.MIN_VALUE); // so that no head set is empty
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(TreeKeys in) {
      LongAVLTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(TreeKeys in) {
      LongAVLTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.headSet(in.misses[i]).lastLong();
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      LongAVLTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var elements = set.iterator(in.hits[i] - 1); // it goes on behind it
        for (int left = SCANNED; left > 0 && elements.hasNext(); left--) {
          sum += elements.nextLong();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      LongAVLTreeSet set = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += set.remove(old) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static LongAVLTreeSet built(TreeKeys in, int size) {
      var set = new LongAVLTreeSet();
      for (int i = 0; i < size; i++) {
        set.add(in.fresh());
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit2M(Large in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor(Small in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor2M(Large in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan2M(Large in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn2M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object insert(Small in) {
      Object last = in;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        last = built(in, in.size);
      }
      return last;
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object insert2M(Large in) {
      return built(in, LARGE);
    }
  }

  /// The JDK's red-black tree, with boxes.
  @State(Scope.Thread)
  public abstract static class Jdk {
    private final TreeSet<Long> set = new TreeSet<Long>();

    private NavigableSet<Long> filled(TreeKeys in) {
      if (set.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(TreeKeys in) {
      NavigableSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(TreeKeys in) {
      NavigableSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = set.floor(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      NavigableSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var elements = set.tailSet(in.hits[i], true).iterator();
        for (int left = SCANNED; left > 0 && elements.hasNext(); left--) {
          sum += elements.next();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      NavigableSet<Long> set = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += set.remove(old) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static NavigableSet<Long> built(TreeKeys in, int size) {
      var set = new TreeSet<Long>();
      for (int i = 0; i < size; i++) {
        set.add(in.fresh());
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit2M(Large in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor(Small in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor2M(Large in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan2M(Large in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn2M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object insert(Small in) {
      Object last = in;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        last = built(in, in.size);
      }
      return last;
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object insert2M(Large in) {
      return built(in, LARGE);
    }
  }

  /// The JDK's skip list, which threads may share, with boxes.
  @State(Scope.Thread)
  public abstract static class JdkSkipList {
    private final ConcurrentSkipListSet<Long> set = new ConcurrentSkipListSet<Long>();

    private ConcurrentSkipListSet<Long> filled(TreeKeys in) {
      if (set.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(TreeKeys in) {
      ConcurrentSkipListSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(TreeKeys in) {
      ConcurrentSkipListSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = set.floor(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      ConcurrentSkipListSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var elements = set.tailSet(in.hits[i], true).iterator();
        for (int left = SCANNED; left > 0 && elements.hasNext(); left--) {
          sum += elements.next();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      ConcurrentSkipListSet<Long> set = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += set.remove(old) ? 1 : 0;
        set.add(fresh);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static ConcurrentSkipListSet<Long> built(TreeKeys in, int size) {
      var set = new ConcurrentSkipListSet<Long>();
      for (int i = 0; i < size; i++) {
        set.add(in.fresh());
      }
      return set;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Small in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit2M(Large in) {
      return look(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor(Small in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floor2M(Large in) {
      return near(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scan2M(Large in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn(Small in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long churn2M(Large in) {
      return turn(in);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object insert(Small in) {
      Object last = in;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        last = built(in, in.size);
      }
      return last;
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Object insert2M(Large in) {
      return built(in, LARGE);
    }
  }
}
