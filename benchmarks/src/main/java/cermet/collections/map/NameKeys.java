// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The keys of one map in the proof of maps from objects, and rings of lookups too long for a
/// branch predictor to learn. Keys are strings whose hash codes are cached, fresh for each fork.
public abstract class NameKeys {
  static final int BATCH = 1024;
  static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  static final int LARGE = 1_000_000;

  String[] live = {};
  String[] fresh = {};
  String[] hits = {};
  String[] misses = {};
  String[] skewed = {};
  int at;
  int oldest;

  void make(int size) {
    var random = new SplittableRandom(Seed.fresh());
    long first = random.nextLong();
    live = new String[size];
    fresh = new String[size];
    for (int i = 0; i < size; i++) {
      live[i] = name(first + i);
      fresh[i] = name(first - i - 1);
    }
    int ring = size == LARGE ? 1 << 20 : 1 << 16; // a multiple of BATCH
    hits = new String[ring];
    misses = new String[ring];
    skewed = new String[ring];
    for (int i = 0; i < ring; i++) {
      hits[i] = name(first + random.nextInt(size));
      misses[i] = name(first + size + random.nextInt(ring));
      skewed[i] = name(first + (long) Math.pow(size, random.nextDouble()) - 1); // Zipf, 1
    }
  }

  /// Returns where the next batch of lookups starts.
  final int batch() {
    at = (at + BATCH) & (hits.length - 1);
    return at;
  }

  /// A name of 6 to 13 characters; the same for the same number, and its hash code is cached.
  @SuppressWarnings("ReturnValueIgnored") // String keeps it
  private static String name(long number) {
    String name = Long.toUnsignedString(mix(number), Character.MAX_RADIX);
    name.hashCode();
    return name;
  }

  /// A bijection, so that keys differ as the counter does: multiply, swap bytes, multiply.
  private static long mix(long z) {
    z = Long.reverseBytes(z * 0x9E3779B1); // the odd multipliers of xxHash and Murmur 3
    z = Long.reverseBytes(z * 0x85EBCA6B);
    return z ^ (z >>> 32);
  }

  /// In the caches.
  @State(Scope.Thread)
  public static class Small extends NameKeys {
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
  public static class Large extends NameKeys {
    /// Makes the keys.
    @Setup(Level.Trial)
    public void make() {
      make(LARGE);
    }
  }
}
