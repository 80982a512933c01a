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
import it.unimi.dsi.fastutil.longs.AbstractLong2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectAVLTreeMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectRBTreeMap;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What peers do in the proof of ordered maps from `long` to objects. A map is filled by the first
/// batch.
public final class LongTreePeers {
  private static final String[] VALUES = {"", "1", "22", "333"};

  private LongTreePeers() {}

  /// fastutil's red-black tree.
  @State(Scope.Thread)
  public abstract static class FastutilRb {
    private final Long2ObjectRBTreeMap<String> map = new Long2ObjectRBTreeMap<String>();

    private Long2ObjectRBTreeMap<String> filled(TreeKeys in) {
      if (map.isEmpty()) {
        map.put(Long.MIN_VALUE, VALUES[0]); // so that no head map is empty
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      Long2ObjectRBTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(TreeKeys in) {
      Long2ObjectRBTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.headMap(in.misses[i]).lastLongKey();
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      Long2ObjectRBTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        // It goes on behind the key.
        var from = new AbstractLong2ObjectMap.BasicEntry<String>(in.hits[i] - 1, "");
        var entries = map.long2ObjectEntrySet().iterator(from);
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getValue().length();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      Long2ObjectRBTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old) == null ? 0 : 1;
        map.put(fresh, VALUES[i & 3]);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static Long2ObjectRBTreeMap<String> built(TreeKeys in, int size) {
      var map = new Long2ObjectRBTreeMap<String>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), VALUES[i & 3]);
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
    private final Long2ObjectAVLTreeMap<String> map = new Long2ObjectAVLTreeMap<String>();

    private Long2ObjectAVLTreeMap<String> filled(TreeKeys in) {
      if (map.isEmpty()) {
        map.put(Long.MIN_VALUE, VALUES[0]); // so that no head map is empty
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      Long2ObjectAVLTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(TreeKeys in) {
      Long2ObjectAVLTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.headMap(in.misses[i]).lastLongKey();
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      Long2ObjectAVLTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        // It goes on behind the key.
        var from = new AbstractLong2ObjectMap.BasicEntry<String>(in.hits[i] - 1, "");
        var entries = map.long2ObjectEntrySet().iterator(from);
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getValue().length();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      Long2ObjectAVLTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old) == null ? 0 : 1;
        map.put(fresh, VALUES[i & 3]);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static Long2ObjectAVLTreeMap<String> built(TreeKeys in, int size) {
      var map = new Long2ObjectAVLTreeMap<String>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), VALUES[i & 3]);
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

  /// The JDK's red-black tree, with boxed keys.
  @State(Scope.Thread)
  public abstract static class Jdk {
    private final TreeMap<Long, String> map = new TreeMap<Long, String>();

    private NavigableMap<Long, String> filled(TreeKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      NavigableMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(TreeKeys in) {
      NavigableMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = map.floorKey(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      NavigableMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var entries = map.tailMap(in.hits[i], true).entrySet().iterator();
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getValue().length();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      NavigableMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old) == null ? 0 : 1;
        map.put(fresh, VALUES[i & 3]);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static NavigableMap<Long, String> built(TreeKeys in, int size) {
      var map = new TreeMap<Long, String>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), VALUES[i & 3]);
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

  /// The JDK's skip list, which threads may share, with boxed keys.
  @State(Scope.Thread)
  public abstract static class JdkSkipList {
    private final ConcurrentSkipListMap<Long, String> map =
        new ConcurrentSkipListMap<Long, String>();

    private ConcurrentSkipListMap<Long, String> filled(TreeKeys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(TreeKeys in) {
      ConcurrentSkipListMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(TreeKeys in) {
      ConcurrentSkipListMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = map.floorKey(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(TreeKeys in) {
      ConcurrentSkipListMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        var entries = map.tailMap(in.hits[i], true).entrySet().iterator();
        for (int left = SCANNED; left > 0 && entries.hasNext(); left--) {
          sum += entries.next().getValue().length();
        }
      }
      return sum;
    }

    private long turn(TreeKeys in) {
      ConcurrentSkipListMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = 0; i < BATCH; i++) {
        long old = in.live[in.oldest];
        long fresh = in.fresh();
        sum += map.remove(old) == null ? 0 : 1;
        map.put(fresh, VALUES[i & 3]);
        in.live[in.oldest] = fresh;
        in.oldest = in.oldest + 1 == in.live.length ? 0 : in.oldest + 1;
      }
      return sum;
    }

    private static ConcurrentSkipListMap<Long, String> built(TreeKeys in, int size) {
      var map = new ConcurrentSkipListMap<Long, String>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), VALUES[i & 3]);
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
