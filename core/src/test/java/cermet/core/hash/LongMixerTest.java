// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class LongMixerTest {
  private static final long[] EDGES = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 0xFF};

  @Test
  void givesEveryEdgeBack() {
    for (long seed : EDGES) {
      var mixer = new LongMixer(seed);
      assertEquals(seed, mixer.seed());
      for (long key : EDGES) {
        assertEquals(key, mixer.unmix(mixer.mix(key)));
        assertEquals(key, mixer.mix(mixer.unmix(key)));
      }
    }
  }

  @Test
  void equalSeedsMixEqually() {
    for (long key : EDGES) {
      assertEquals(new LongMixer(7).mix(key), new LongMixer(7).mix(key));
      assertNotEquals(new LongMixer(7).mix(key), new LongMixer(8).mix(key));
    }
  }

  @Test
  void randomMixersDiffer() {
    assertNotEquals(LongMixer.random().seed(), LongMixer.random().seed());
  }

  /// Each bit of a key must reach the places: on average a quarter to three quarters of the upper
  /// half flip with it.
  @Test
  void everyKeyBitMovesTheUpperHalf() {
    var random = new SplittableRandom();
    int rounds = 2_000;
    for (int bit = 0; bit < 64; bit++) {
      long flips = 0;
      for (int i = 0; i < rounds; i++) {
        var mixer = new LongMixer(random.nextLong());
        long key = random.nextLong();
        flips += Long.bitCount((mixer.mix(key) ^ mixer.mix(key ^ 1L << bit)) >>> 32);
      }
      double share = flips / (32.0 * rounds);
      assertTrue(share > 0.25 && share < 0.75, "bit " + bit + " flips " + share);
    }
  }

  /// Each of the upper bits must depend on the key as a whole: flips of random key bits flip it
  /// about half of the time.
  @Test
  void everyUpperBitFollowsTheKey() {
    var random = new SplittableRandom();
    int rounds = 20_000;
    int[] flips = new int[64];
    for (int i = 0; i < rounds; i++) {
      var mixer = new LongMixer(random.nextLong());
      long key = random.nextLong();
      long changed = mixer.mix(key) ^ mixer.mix(key ^ 1L << random.nextInt(64));
      for (int bit = 0; bit < 64; bit++) {
        flips[bit] += (int) (changed >>> bit & 1);
      }
    }
    for (int bit = 32; bit < 64; bit++) {
      double share = flips[bit] / (double) rounds;
      assertTrue(share > 0.4 && share < 0.6, "bit " + bit + " flips " + share);
    }
  }

  /// Linear probing at a load of 0.7: random places need (1 + 1 / 0.3) / 2 = 2.2 probes a key.
  @Test
  void structuredKeysNeedFewProbes() {
    LongUnaryOperator[] shapes = {
      i -> i,
      i -> -i,
      i -> i * 1000,
      i -> i << 8,
      i -> i << 20,
      i -> i << 32,
      i -> i << 47,
      i -> (i >> 8) << 32 | (i & 255),
      i -> Double.doubleToLongBits((double) i),
      i -> i << 22 | 1,
      Long::reverse,
      Long::reverseBytes,
      i -> i * 0x9E37_79B9_7F4A_7C15L,
    };
    var random = new SplittableRandom();
    for (int shape = 0; shape < shapes.length; shape++) {
      double sum = 0;
      for (int i = 0; i < 10; i++) {
        double probes = probes(new LongMixer(random.nextLong()), shapes[shape]);
        assertTrue(probes < 20, "shape " + shape + " needs " + probes);
        sum += probes;
      }
      assertTrue(sum / 10 < 4, "shape " + shape + " needs " + sum / 10);
    }
  }

  private static double probes(LongMixer mixer, LongUnaryOperator shape) {
    int bits = 14;
    int keys = (7 << bits) / 10;
    boolean[] taken = new boolean[1 << bits];
    long probes = 0;
    for (int i = 0; i < keys; i++) {
      int slot = (int) (mixer.mix(shape.applyAsLong(i)) >>> (64 - bits));
      probes++;
      while (taken[slot]) {
        slot = slot + 1 & taken.length - 1;
        probes++;
      }
      taken[slot] = true;
    }
    return probes / (double) keys;
  }
}
