// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import java.util.concurrent.ThreadLocalRandom;

/// A seeded bijection on the longs that spreads structured keys over the high bits.
///
/// - **Use** to place long keys in a hash table: take the high bits of `mix`.
/// - **Avoid** for keys that an adversary chooses: it is no keyed hash; and where the low bits or
///   the flip of each single bit count: it places keys evenly, it does not avalanche as `RapidHash`
///   does.
/// - **Cost** `mix`, `unmix` O(1), two multiplications.
/// - **Allocation** none after construction.
/// - **Threads** immutable.
/// - **Errors** none: every long is a legal seed, key and result.
/// - **Source** unspecified; Knuth, TAOCP 3, 6.4 for one multiplication.
/// - **Copies with** nothing.
public final class LongMixer {
  /*
   *   key ^ seed --> * FIRST --> reverse the bytes --> * SECOND
   *
   * A multiplication carries each bit upward only; reversing the bytes brings the well-mixed top to
   * the bottom, and the second multiplication spreads it again. Every step is invertible, so
   * different keys stay different, and unmix runs the steps backward.
   */

  /// 2^64 divided by the golden ratio, odd: Knuth's choice.
  private static final long FIRST = 0x9E37_79B9_7F4A_7C15L;

  /// The multiplier of Steele and Vigna's table for 64 bits, "Computationally easy, spectrally good
  /// multipliers", 2021.
  private static final long SECOND = 0xD134_2543_DE82_EF95L;

  private static final long FIRST_INVERSE = inverse(FIRST);
  private static final long SECOND_INVERSE = inverse(SECOND);

  private final long seed;

  /// Creates the mixer of a seed: equal seeds mix equally, in every run.
  ///
  /// @param seed any long
  public LongMixer(long seed) {
    this.seed = seed;
  }

  /// Creates a mixer with a seed of its own.
  ///
  /// @return the mixer
  public static LongMixer random() {
    return new LongMixer(ThreadLocalRandom.current().nextLong());
  }

  /// Returns the mixed key.
  ///
  /// @param key any long
  /// @return the place of the key, different for different keys
  public long mix(long key) {
    return Long.reverseBytes((key ^ seed) * FIRST) * SECOND;
  }

  /// Returns the key that [#mix(long)] has turned into a value.
  ///
  /// @param mixed any long
  /// @return its key
  public long unmix(long mixed) {
    return (Long.reverseBytes(mixed * SECOND_INVERSE) * FIRST_INVERSE) ^ seed;
  }

  /// Returns the seed.
  ///
  /// @return the seed
  public long seed() {
    return seed;
  }

  /// Newton's iteration: each round doubles the number of right low bits, from 3 to 96.
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 5; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
