// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The values of one set and of another in the proofs of sets, and rings of lookups too long for a
/// branch predictor to learn. Values are random, fresh for each fork and each build.
public abstract class LongSetValues {
  static final int BATCH = 1024;
  static final int ELEMENTS = 190_000; // a build or a pass, in sets of the size
  static final int LARGE = 5_000_000;

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

  /// A bijection, so that values differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Long.SIZE / 2));
  }

  /// In the caches.
  @State(Scope.Thread)
  public static class Small extends LongSetValues {
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
  public static class Large extends LongSetValues {
    /// Makes the values.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }
}
