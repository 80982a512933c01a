// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import it.unimi.dsi.fastutil.longs.LongAVLTreeSet;
import it.unimi.dsi.fastutil.longs.LongRBTreeSet;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// LongTreeSet against ordered sets. Elements are random, fresh for each fork and each build;
/// lookups go through rings too long for a branch predictor to learn. A set is filled by the first
/// batch. fastutil's sets have no floor: the last element of a head set is the way they offer.
public class LongTreeSetProof {
  private static final int BATCH = 1024;
  private static final int SCANS = 64;
  private static final int SCANNED = 100;
  private static final int ELEMENTS = 100_000; // a build, in sets of the size
  private static final int LARGE = 2_000_000;
  private static final int BYTES = 64; // about, of an element in the tree of a peer

  private LongTreeSetProof() {}

  /// The keys of one set, and rings of lookups.
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
    /// The number of elements.
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
    private final LongTreeSet set = new LongTreeSet();
    private final LongTreeSet.Cursor cursor = set.cursor();

    private LongTreeSet filled(Keys in) {
      if (set.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(Keys in) {
      LongTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(Keys in) {
      LongTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.floor(in.misses[i], 0);
      }
      return sum;
    }

    private long walk(Keys in) {
      filled(in);
      long sum = 0;
      for (int i = in.batch(SCANS), end = i + SCANS; i < end; i++) {
        cursor.range(in.hits[i], Long.MAX_VALUE);
        for (int left = SCANNED; left > 0 && cursor.next(); left--) {
          sum += cursor.key();
        }
      }
      return sum;
    }

    private long turn(Keys in) {
      LongTreeSet set = filled(in);
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

    private static LongTreeSet built(Keys in, int size) {
      var set = new LongTreeSet();
      for (int i = 0; i < size; i++) {
        set.add(in.fresh());
      }
      return set;
    }

    /// Finds elements that are there.
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

    /// Finds elements that are there, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long hit2M(Large in) {
      return look(in);
    }

    /// Finds the greatest element that is no greater than one that is not there.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long floor(Small in) {
      return near(in);
    }

    /// Finds the greatest element that is no greater, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long floor2M(Large in) {
      return near(in);
    }

    /// Sums a hundred elements from one on; the time is that of the hundred.
    @Benchmark
    @OperationsPerInvocation(SCANS)
    @Case(workingSet = BYTES, elements = "size")
    public long scan(Small in) {
      return walk(in);
    }

    /// Sums a hundred elements from one on, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(SCANS)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long scan2M(Large in) {
      return walk(in);
    }

    /// Removes the oldest element and adds a fresh one.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public long churn(Small in) {
      return turn(in);
    }

    /// Removes the oldest element and adds a fresh one, beyond the caches.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES * LARGE)
    public long churn2M(Large in) {
      return turn(in);
    }

    /// Builds from empty, elements in no order; the time is that of one.
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
    private final LongRBTreeSet set = new LongRBTreeSet();

    private LongRBTreeSet filled(Keys in) {
      if (set.isEmpty()) {
        set.add(Long.MIN_VALUE); // so that no head set is empty
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(Keys in) {
      LongRBTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(Keys in) {
      LongRBTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.headSet(in.misses[i]).lastLong();
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static LongRBTreeSet built(Keys in, int size) {
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
  @Peer("it.unimi.dsi:fastutil")
  @State(Scope.Thread)
  public static class FastutilAvl {
    private final LongAVLTreeSet set = new LongAVLTreeSet();

    private LongAVLTreeSet filled(Keys in) {
      if (set.isEmpty()) {
        set.add(Long.MIN_VALUE); // so that no head set is empty
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(Keys in) {
      LongAVLTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(Keys in) {
      LongAVLTreeSet set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.headSet(in.misses[i]).lastLong();
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static LongAVLTreeSet built(Keys in, int size) {
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
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk {
    private final TreeSet<Long> set = new TreeSet<Long>();

    private NavigableSet<Long> filled(Keys in) {
      if (set.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(Keys in) {
      NavigableSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(Keys in) {
      NavigableSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = set.floor(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static NavigableSet<Long> built(Keys in, int size) {
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
  @Peer("jdk")
  @State(Scope.Thread)
  public static class JdkSkipList {
    private final ConcurrentSkipListSet<Long> set = new ConcurrentSkipListSet<Long>();

    private ConcurrentSkipListSet<Long> filled(Keys in) {
      if (set.isEmpty()) {
        for (int i = 0; i < in.live.length; i++) {
          set.add(in.live[i]);
        }
      }
      return set;
    }

    private long look(Keys in) {
      ConcurrentSkipListSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        sum += set.contains(in.hits[i]) ? 1 : 0;
      }
      return sum;
    }

    private long near(Keys in) {
      ConcurrentSkipListSet<Long> set = filled(in);
      long sum = 0;
      for (int i = in.batch(BATCH), end = i + BATCH; i < end; i++) {
        Long floor = set.floor(in.misses[i]);
        sum += floor == null ? 0 : floor;
      }
      return sum;
    }

    private long walk(Keys in) {
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

    private long turn(Keys in) {
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

    private static ConcurrentSkipListSet<Long> built(Keys in, int size) {
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

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }
}
