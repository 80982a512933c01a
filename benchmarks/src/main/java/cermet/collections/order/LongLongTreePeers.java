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
import it.unimi.dsi.fastutil.longs.AbstractLong2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongAVLTreeMap;
import it.unimi.dsi.fastutil.longs.Long2LongRBTreeMap;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proof of ordered maps from `long` to `long`. A map is filled by the first
/// batch.
public final class LongLongTreePeers {
  private LongLongTreePeers() {}

  /// fastutil's red-black tree.
  @State(Scope.Thread)
  public abstract static class FastutilRb {
    private final Long2LongRBTreeMap map = new Long2LongRBTreeMap();

    private Long2LongRBTreeMap filled(TreeKeys in) {
      if (map.isEmpty()) {
        map.put(Long.MIN_VALUE, 0); // so that no head map is empty
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      Long2LongRBTreeMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.get(in.hits[i]);
      }
      return sum;
    }

    private long near(TreeKeys in) {
      Long2LongRBTreeMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.headMap(in.misses[i]).lastLongKey();
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      Long2LongRBTreeMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var from = new AbstractLong2LongMap.BasicEntry(in.hits[i] - 1, 0); // it goes on behind it
        var entries = map.long2LongEntrySet().iterator(from);
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getLongValue();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      Long2LongRBTreeMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static Long2LongRBTreeMap built(TreeKeys in, int size) {
      var map = new Long2LongRBTreeMap();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), i);
      }
      return map;
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
    @OperationsPerInvocation(SCANS)
    public long scanCopied(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scanCopied2M(Large in) {
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
    private final Long2LongAVLTreeMap map = new Long2LongAVLTreeMap();

    private Long2LongAVLTreeMap filled(TreeKeys in) {
      if (map.isEmpty()) {
        map.put(Long.MIN_VALUE, 0); // so that no head map is empty
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], i);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      Long2LongAVLTreeMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.get(in.hits[i]);
      }
      return sum;
    }

    private long near(TreeKeys in) {
      Long2LongAVLTreeMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.headMap(in.misses[i]).lastLongKey();
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      Long2LongAVLTreeMap map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var from = new AbstractLong2LongMap.BasicEntry(in.hits[i] - 1, 0); // it goes on behind it
        var entries = map.long2LongEntrySet().iterator(from);
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getLongValue();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      Long2LongAVLTreeMap map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static Long2LongAVLTreeMap built(TreeKeys in, int size) {
      var map = new Long2LongAVLTreeMap();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), i);
      }
      return map;
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
    @OperationsPerInvocation(SCANS)
    public long scanCopied(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scanCopied2M(Large in) {
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
    private final TreeMap<Long, Long> map = new TreeMap<Long, Long>();

    private NavigableMap<Long, Long> filled(TreeKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], (long) i);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      NavigableMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], 0L);
      }
      return sum;
    }

    private long near(TreeKeys in) {
      NavigableMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = map.floorKey(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      NavigableMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var entries = map.tailMap(in.hits[i], true).entrySet().iterator();
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getValue();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      NavigableMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static NavigableMap<Long, Long> built(TreeKeys in, int size) {
      var map = new TreeMap<Long, Long>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), (long) i);
      }
      return map;
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
    @OperationsPerInvocation(SCANS)
    public long scanCopied(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scanCopied2M(Large in) {
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
    private final ConcurrentSkipListMap<Long, Long> map = new ConcurrentSkipListMap<Long, Long>();

    private ConcurrentSkipListMap<Long, Long> filled(TreeKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], (long) i);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      ConcurrentSkipListMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], 0L);
      }
      return sum;
    }

    private long near(TreeKeys in) {
      ConcurrentSkipListMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = map.floorKey(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      ConcurrentSkipListMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var entries = map.tailMap(in.hits[i], true).entrySet().iterator();
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getValue();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      ConcurrentSkipListMap<Long, Long> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old);
        map.put(fresh, old);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static ConcurrentSkipListMap<Long, Long> built(TreeKeys in, int size) {
      var map = new ConcurrentSkipListMap<Long, Long>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), (long) i);
      }
      return map;
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
    @OperationsPerInvocation(SCANS)
    public long scanCopied(Small in) {
      return walk(in);
    }

    @Benchmark
    @OperationsPerInvocation(SCANS)
    public long scanCopied2M(Large in) {
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
