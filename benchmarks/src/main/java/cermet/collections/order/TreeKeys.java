// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The keys of one map or set in the proofs of trees, and rings of lookups too long for a branch
/// predictor to learn. Keys are random, fresh for each fork and each build.
public abstract class TreeKeys {
  static final int BATCH = 1024;
  static final int SCANS = 64;
  static final int SCANNED = 100;
  static final int ELEMENTS = 100_000; // a build, in maps of the size
  static final int LARGE = 2_000_000;

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

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }

  /// About the size of the caches, or less.
  @State(Scope.Thread)
  public static class Small extends TreeKeys {
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
  public static class Large extends TreeKeys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }
}
