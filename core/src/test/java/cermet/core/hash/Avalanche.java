// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Flipping one bit of the input flips each bit of the hash half of the time.
final class Avalanche {
  /// A fair coin strays by more than 7 sigma in 3 of 10^12 cases, and there are some 10^5.
  private static final double SIGMAS = 7;

  private Avalanche() {}

  static void check(Supplier<ToLongFunction<byte[]>> hashes, int trials, int... lengths) {
    var random = new SplittableRandom();
    double limit = SIGMAS * 0.5 / Math.sqrt(trials);
    for (int length : lengths) {
      byte[] bytes = new byte[length];
      int[][] flips = new int[length * 8][64];
      for (int trial = 0; trial < trials; trial++) {
        random.nextBytes(bytes);
        ToLongFunction<byte[]> hash = hashes.get();
        long before = hash.applyAsLong(bytes);
        for (int bit = 0; bit < length * 8; bit++) {
          bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
          long changed = before ^ hash.applyAsLong(bytes);
          bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
          for (; changed != 0; changed &= changed - 1) {
            flips[bit][Long.numberOfTrailingZeros(changed)]++;
          }
        }
      }
      for (int bit = 0; bit < length * 8; bit++) {
        for (int out = 0; out < 64; out++) {
          double bias = Math.abs(flips[bit][out] / (double) trials - 0.5);
          assertTrue(bias < limit, "length " + length + ", " + bit + " to " + out + ": " + bias);
        }
      }
    }
  }
}
