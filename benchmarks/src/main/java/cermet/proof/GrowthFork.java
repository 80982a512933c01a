// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// One JVM of a growth run: rounds in which all contenders of one size have their turns.
final class GrowthFork {
  /*
   * A round has fresh keys and an order drawn anew; maps with seeds have fresh ones. Each contender
   * in turn
   *
   *   put    builds maps from nothing, key after key, one or as many as fill its time
   *   hit    looks up keys of one such map in random order
   *   miss   looks up keys that are in no map
   *
   * and lets its map go, so that one map is alive at a time. Lookups go through rings of keys, as
   * many as the map has entries but neither few enough to be learnt by a branch predictor nor more
   * than a turn takes. Sums are compared with what they must be: nothing is folded away, and no
   * contender does less than the others.
   */

  /// What one contender's operation took in one round.
  record Sample(String operation, String contender, double nanos) {
    String line() {
      return operation + "\t" + contender + "\t" + nanos;
    }

    static Sample parse(String line) {
      String[] cells = line.split("\t", -1);
      if (cells.length != 3) {
        throw new IllegalArgumentException("a fork wrote " + line);
      }
      return new Sample(cells[0], cells[1], Double.parseDouble(cells[2]));
    }
  }

  static final int BATCH = 4096; // operations between two readings of the clock
  private static final int RING = 1 << 16; // the least: too long for a branch predictor to learn
  private static final int LONGEST = 1 << 22; // more than the longest turn takes
  private static final int BUILT = 1 << 17; // keys to build from, at least
  private static final int LARGE = 1_000_000; // entries from which on a map is beyond the caches
  private static final int COLLECTED = 500_000; // entries from which on garbage would be in the way
  private static final int WARM = 781_250; // entries; larger maps are searched by the same code
  private static final int WARM_ROUNDS = 2;
  private static final long WARM_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final long WARM_TURN = TimeUnit.MILLISECONDS.toNanos(20);

  private final int size;
  private final long putNanos;
  private final long lookNanos;
  private final List<GrowthMaps.Side> sides;
  private final SplittableRandom random = new SplittableRandom(Seed.fresh());

  /// Turns as long as those of the proofs.
  GrowthFork(int size) {
    this(size, turn(Kind.ALLOCATING), turn(size < LARGE ? Kind.SHORT : Kind.MEMORY));
  }

  GrowthFork(int size, long putNanos, long lookNanos) {
    this.size = size;
    this.putNanos = putNanos;
    this.lookNanos = lookNanos;
    sides = new ArrayList<>(GrowthMaps.of(size));
  }

  private static long turn(Kind kind) {
    return TimeUnit.MILLISECONDS.toNanos(kind.pace(0).turnMillis());
  }

  /// Runs rounds until another would not fit into the time, but one at least.
  List<Sample> run(long nanos) {
    long start = System.nanoTime();
    int warm = 0;
    while (warm < WARM_ROUNDS || System.nanoTime() - start < Math.min(WARM_NANOS, nanos / 3)) {
      round(Math.min(size, WARM), Math.min(putNanos, WARM_TURN), Math.min(lookNanos, WARM_TURN));
      warm++;
    }
    List<Sample> samples = new ArrayList<>();
    long longest = 0;
    do {
      long before = System.nanoTime();
      samples.addAll(round(size, putNanos, lookNanos));
      longest = Math.max(longest, System.nanoTime() - before);
    } while (System.nanoTime() - start + longest <= nanos);
    return samples;
  }

  private List<Sample> round(int size, long putNanos, long lookNanos) {
    collect(size); // before the keys, which stay where they are
    var fresh = new SplittableRandom(random.nextLong()); // repeats nothing: a counter, mixed
    long[] keys = keys(size * Math.max(1, BUILT / size), fresh);
    long[] hits = new long[ring(size)];
    long[] values = new long[hits.length / BATCH]; // the sum of each batch
    for (int i = 0; i < hits.length; i++) {
      int at = random.nextInt(size);
      hits[i] = keys[at];
      values[i / BATCH] += at + 1;
    }
    long[] misses = keys(hits.length, fresh);
    List<Sample> samples = new ArrayList<>();
    Collections.shuffle(sides, random);
    for (GrowthMaps.Side side : sides) {
      collect(size);
      add(samples, Growth.PUT, side, put(side, keys, size, putNanos));
      add(samples, Growth.HIT, side, look(side, hits, values, lookNanos));
      add(samples, Growth.MISS, side, look(side, misses, new long[values.length], lookNanos));
      side.begin();
    }
    return samples;
  }

  private static void collect(int size) {
    if (size >= COLLECTED) {
      System.gc();
    }
  }

  private static void add(
      List<Sample> samples, String operation, GrowthMaps.Side side, double nanos) {
    samples.add(new Sample(operation, side.name(), nanos));
  }

  private static long[] keys(int count, SplittableRandom fresh) {
    long[] keys = new long[count];
    Arrays.setAll(keys, i -> fresh.nextLong());
    return keys;
  }

  /// As many lookups as entries, rounded up to a power of two.
  static int ring(int size) {
    return Math.clamp(2L * Integer.highestOneBit(size - 1), RING, LONGEST);
  }

  /// Builds maps of consecutive keys until the time is up; leaves one of the first keys.
  private static double put(GrowthMaps.Side side, long[] keys, int size, long nanos) {
    long puts = 0;
    long start = System.nanoTime();
    long time;
    do {
      for (int from = 0; from < keys.length; from += size) {
        fill(side, keys, from, from + size);
      }
      puts += keys.length;
      time = System.nanoTime() - start;
    } while (time < nanos);
    if (keys.length > size) {
      fill(side, keys, 0, size);
    }
    return (double) time / puts;
  }

  private static void fill(GrowthMaps.Side side, long[] keys, int from, int to) {
    side.begin();
    for (int at = from; at < to; at += BATCH) {
      side.put(keys, at, Math.min(at + BATCH, to), at - from + 1L);
    }
  }

  /// Looks keys up, batch after batch around the ring, until the time is up.
  ///
  /// @param sums what each batch must give
  static double look(GrowthMaps.Side side, long[] ring, long[] sums, long nanos) {
    if (ring.length < LONGEST) { // a map that the building has left in no cache gains nothing
      for (int batch = 0; batch < sums.length; batch++) {
        check(side, sums[batch], side.look(ring, batch * BATCH, (batch + 1) * BATCH));
      }
    }
    long sum = 0;
    long expected = 0;
    long lookups = 0;
    int batch = 0;
    long start = System.nanoTime();
    long time;
    do {
      sum += side.look(ring, batch * BATCH, (batch + 1) * BATCH);
      expected += sums[batch];
      lookups += BATCH;
      batch = batch + 1 == sums.length ? 0 : batch + 1;
      time = System.nanoTime() - start;
    } while (time < nanos);
    check(side, expected, sum);
    return (double) time / lookups;
  }

  private static void check(GrowthMaps.Side side, long expected, long sum) {
    if (sum != expected) {
      throw new IllegalStateException(side.name() + " finds " + sum + " instead of " + expected);
    }
  }

  /// Runs a fork: entries, milliseconds; prints a line a sample.
  public static void main(String[] args) {
    run(Integer.parseInt(args[0]), Long.parseLong(args[1]), System.out);
  }

  private static void run(int size, long millis, PrintStream out) {
    new GrowthFork(size)
        .run(TimeUnit.MILLISECONDS.toNanos(millis))
        .forEach(sample -> out.println(sample.line()));
  }
}
