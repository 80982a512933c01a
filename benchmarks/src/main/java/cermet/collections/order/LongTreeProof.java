// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import it.unimi.dsi.fastutil.longs.AbstractLong2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectAVLTreeMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectRBTreeMap;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// LongTree against ordered maps, all with the same few objects as values. Keys are random, fresh
/// for each fork and each build; lookups go through rings too long for a branch predictor to learn.
/// A map is filled by the first batch. fastutil's maps have no floor: the last key of a head map is
/// the way they offer.
public class LongTreeProof {
  private static final int BATCH = 1024;
  private static final int SCANS = 64;
  private static final int SCANNED = 100;
  private static final int ELEMENTS = 100_000; // a build, in maps of the size
  private static final int LARGE = 2_000_000;
  private static final int BYTES = 64; // about, of an entry in the tree of a peer

  private static final String[] VALUES = {"", "1", "22", "333"};

  private LongTreeProof() {}

  /// The keys of one map, and rings of lookups.
  public abstract static class Keys {
    long[] live = {};
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
      int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH and of SCANS
      hits = new long[ring];
      misses = new long[ring];
      for (int i = 0; i < ring; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = fresh();
      }
    }

    /// Returns a key that was never returned before and is not in any ring.
    final long fresh() {
      return mix(counter++);
    }

    /// Returns where the next lookups start.
    final int batch(int count) {
      at = (at + count) & (hits.length - 1);
      return at;
    }
  }

  /// About the size of the caches, or less.
  @State(Scope.Thread)
  public static class Small extends Keys {
    /// The number of entries.
    @Param({"1000", "100000"})
    public int size;

    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(size);
    }
  }

  /// Beyond the caches.
  @State(Scope.Thread)
  public static class Large extends Keys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private final LongTree<String> map = new LongTree<String>();
    private final LongTree.Cursor<String> cursor = map.cursor();

    private LongTree<String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(Keys in) {
      LongTree<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.get(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(Keys in) {
      LongTree<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.floorKey(in.misses[i], 0);
      }
      return sum;
    }

    private long walk(Keys in) {
      filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        cursor.range(in.hits[i], Long.MAX_VALUE);
        for (int left = SCANNED; left > 0 && cursor.next(); left--) {
          sum += cursor.value().length();
        }
      }
      return sum;
    }

    private long turn(Keys in) {
      LongTree<String> map = filled(in);
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

    private static LongTree<String> built(Keys in, int size) {
      var map = new LongTree<String>();
      for (int i = 0; i < size; i++) {
        map.put(in.fresh(), VALUES[i & 3]);
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
  @State(Scope.Thread)
  public static class FastutilRb {
    private final Long2ObjectRBTreeMap<String> map = new Long2ObjectRBTreeMap<String>();

    private Long2ObjectRBTreeMap<String> filled(Keys in) {
      if (map.isEmpty()) {
        map.put(Long.MIN_VALUE, VALUES[0]); // so that no head map is empty
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(Keys in) {
      Long2ObjectRBTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(Keys in) {
      Long2ObjectRBTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.headMap(in.misses[i]).lastLongKey();
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static Long2ObjectRBTreeMap<String> built(Keys in, int size) {
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
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class FastutilAvl {
    private final Long2ObjectAVLTreeMap<String> map = new Long2ObjectAVLTreeMap<String>();

    private Long2ObjectAVLTreeMap<String> filled(Keys in) {
      if (map.isEmpty()) {
        map.put(Long.MIN_VALUE, VALUES[0]); // so that no head map is empty
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(Keys in) {
      Long2ObjectAVLTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(Keys in) {
      Long2ObjectAVLTreeMap<String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.headMap(in.misses[i]).lastLongKey();
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static Long2ObjectAVLTreeMap<String> built(Keys in, int size) {
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
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk {
    private final TreeMap<Long, String> map = new TreeMap<Long, String>();

    private NavigableMap<Long, String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(Keys in) {
      NavigableMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(Keys in) {
      NavigableMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = map.floorKey(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static NavigableMap<Long, String> built(Keys in, int size) {
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
  @Peer("jdk")
  @State(Scope.Thread)
  public static class JdkSkipList {
    private final ConcurrentSkipListMap<Long, String> map =
        new ConcurrentSkipListMap<Long, String>();

    private ConcurrentSkipListMap<Long, String> filled(Keys in) {
      if (map.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          map.put(in.live[i], VALUES[i & 3]);
        }
      }
      return map;
    }

    private long look(Keys in) {
      ConcurrentSkipListMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += map.getOrDefault(in.hits[i], "").length();
      }
      return sum;
    }

    private long near(Keys in) {
      ConcurrentSkipListMap<Long, String> map = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = map.floorKey(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static ConcurrentSkipListMap<Long, String> built(Keys in, int size) {
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

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }
}
