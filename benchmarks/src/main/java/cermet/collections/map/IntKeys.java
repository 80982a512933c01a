// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongKeys.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The keys of one map in the proofs of maps, and rings of lookups too long for a branch predictor
/// to learn. Keys are random, fresh for each fork and each build.
public abstract class IntKeys {
  static final int BATCH = 1024; // operations an invocation
  static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  static final int FULL = 190_000;
  static final int LARGE = 5_000_000;
  static final int VALUE_BITS = 30; // a map's first values are numbers below LARGE

  int[] live = {};
  int[] hits = {};
  int[] misses = {};
  int[] skewed = {};
  int at;
  int oldest;
  private int counter;

  void make(int size) {
    var random = new SplittableRandom(Seed.fresh());
    counter = random.nextInt();
    live = new int[size];
    for (int i = 0; i < size; i++) {
      live[i] = fresh();
    }
    int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
    hits = new int[ring];
    misses = new int[ring];
    skewed = new int[ring];
    for (int i = 0; i < ring; i++) {
      hits[i] = live[random.nextInt(size)];
      misses[i] = fresh();
      skewed[i] = live[(int) Math.pow(size, random.nextDouble()) - 1]; // Zipf, exponent 1
    }
  }

  /// Returns a key that was never returned before and is not in any ring.
  final int fresh() {
    return mix(counter++);
  }

  /// Returns where the next batch of lookups starts.
  final int batch() {
    at = (at + BATCH) & (hits.length - 1);
    return at;
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static int mix(int z) {
    z = Integer.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Integer.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> (Integer.SIZE / 2));
  }

  /// In the caches.
  @State(Scope.Thread)
  public static class Small extends IntKeys {
    /// The number of entries.
    @Param({"1000", "100000"})
    public int size;

    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(size);
    }
  }

  /// At nearly the highest load of most tables of 2^18 slots.
  @State(Scope.Thread)
  public static class Full extends IntKeys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(FULL);
    }
  }

  /// Beyond the caches.
  @State(Scope.Thread)
  public static class Large extends IntKeys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }
}
