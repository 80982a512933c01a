// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RapidHashTest {
  /// The secret words that the published rapidhash keeps for every seed.
  private static final long[] PUBLISHED = {
    0x2d358dccaa6c78a5L,
    0x8bb84b93962eacc9L,
    0x4b33a62ed433d4a3L,
    0x4d5a2da51de1aa47L,
    0xa0761d6478bd642fL,
    0xe7037ed1a0b428dbL,
    0x90ed1765281c388cL,
    0xaaaaaaaaaaaaaaaaL
  };

  private final SplittableRandom random = new SplittableRandom();

  @Test
  void hashesEveryLengthAndOffsetLikeACopy() {
    var hash = new RapidHash(random.nextLong());
    byte[] bytes = new byte[400];
    random.nextBytes(bytes);
    for (int length = 0; length <= 300; length++) {
      long expected = hash.hash(Arrays.copyOf(bytes, length));
      for (int at = 0; at <= 70; at++) {
        byte[] around = new byte[at + length + 9];
        random.nextBytes(around);
        System.arraycopy(bytes, 0, around, at, length);
        assertEquals(expected, hash.hash(around, at, at + length), "length " + length);
        assertEquals(expected, hash.hash(new Slice(around, at, at + length)));
      }
      byte[] tight = new byte[7 + length];
      System.arraycopy(bytes, 0, tight, 7, length);
      assertEquals(expected, hash.hash(tight, 7, tight.length), "length " + length);
    }
  }

  @Test
  void everyByteCounts() {
    var hash = new RapidHash(random.nextLong());
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    for (int length = 1; length <= 300; length++) {
      long before = hash.hash(bytes, 0, length);
      for (int i = 0; i < length; i++) {
        bytes[i] ^= 1;
        assertNotEquals(before, hash.hash(bytes, 0, length), "byte " + i + " of " + length);
        bytes[i] ^= 1;
      }
    }
  }

  @Test
  void zerosOfEveryLengthDiffer() {
    for (byte fill : new byte[] {0, 1, -1, ' '}) {
      var hash = new RapidHash(random.nextLong());
      byte[] bytes = new byte[2000];
      Arrays.fill(bytes, fill);
      Set<Long> seen = new HashSet<>();
      for (int length = 0; length <= bytes.length; length++) {
        assertTrue(seen.add(hash.hash(bytes, 0, length)), "length " + length);
      }
    }
  }

  @Test
  void aLongHashesLikeItsBytes() {
    for (int i = 0; i < 1000; i++) {
      var hash = new RapidHash(random.nextLong());
      long value = i == 0 ? 0 : random.nextLong();
      byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      assertEquals(hash.hash(bytes), hash.hash(value));
    }
  }

  @Test
  void avalanches() {
    int[] lengths = {1, 2, 3, 4, 7, 8, 15, 17, 33, 64, 65, 130};
    Avalanche.check(() -> new RapidHash(random.nextLong())::hash, 1_000, lengths);
  }

  @Test
  void seedsAvalancheToo() {
    int trials = 2_000;
    byte[] bytes = "Cermet".getBytes(StandardCharsets.US_ASCII);
    for (int bit = 0; bit < 64; bit++) {
      long flips = 0;
      for (int trial = 0; trial < trials; trial++) {
        long seed = random.nextLong();
        flips +=
            Long.bitCount(
                new RapidHash(seed).hash(bytes) ^ new RapidHash(seed ^ 1L << bit).hash(bytes));
      }
      double share = flips / (64.0 * trials);
      assertTrue(share > 0.48 && share < 0.52, "seed bit " + bit + " flips " + share);
    }
  }

  @Test
  void structuredKeysDoNotCollide() {
    var hash = new RapidHash(random.nextLong());
    var decimals = new Distinct();
    for (int i = 0; i < 200_000; i++) {
      decimals.add(hash.hash(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
    }
    decimals.check("decimals");
    var urls = new Distinct();
    for (int i = 0; i < 100_000; i++) {
      String url = "https://example.org/a/rather/long/path/item?id=" + i + "&page=" + i % 7;
      urls.add(hash.hash(url.getBytes(StandardCharsets.US_ASCII)));
    }
    urls.check("long texts with a counter");
    var pairs = new Distinct();
    for (int i = 0; i < 1 << 16; i++) {
      pairs.add(hash.hash(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    pairs.check("two bytes");
    for (int length : new int[] {8, 16, 24, 32, 64, 100}) {
      var sparse = new Distinct();
      byte[] bytes = new byte[length];
      sparse.add(hash.hash(bytes));
      for (int i = 0; i < length * 8; i++) {
        bytes[i >> 3] ^= (byte) (1 << (i & 7));
        sparse.add(hash.hash(bytes));
        for (int j = 0; j < i; j++) {
          bytes[j >> 3] ^= (byte) (1 << (j & 7));
          sparse.add(hash.hash(bytes));
          bytes[j >> 3] ^= (byte) (1 << (j & 7));
        }
        bytes[i >> 3] ^= (byte) (1 << (i & 7));
      }
      sparse.check("at most two bits of " + length + " bytes");
    }
    var permutations = new Distinct();
    permute(new byte[64], 0, 0, hash, permutations);
    permutations.check("eight words in every order");
  }

  /// All orders of the eight words 0 to 7.
  private static void permute(byte[] bytes, int at, int used, RapidHash hash, Distinct seen) {
    if (at == 8) {
      seen.add(hash.hash(bytes));
      return;
    }
    for (int word = 0; word < 8; word++) {
      if ((used & 1 << word) == 0) {
        bytes[8 * at] = (byte) word;
        permute(bytes, at + 1, used | 1 << word, hash, seen);
      }
    }
  }

  @Test
  void aForgedCollisionHoldsForItsOwnSeedOnly() {
    long seed = random.nextLong();
    byte[] one = new byte[32];
    random.nextBytes(one);
    // The first word cancels the secret that meets it, so the second is multiplied by zero.
    ByteBuffer.wrap(one)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(RapidHash.secret(seed + RapidHash.STEP));
    byte[] other = one.clone();
    other[8] ^= 0x55;
    var forged = new RapidHash(seed);
    assertEquals(forged.hash(one), forged.hash(other), "the forgery");
    for (int i = 0; i < 64; i++) {
      checkNoCollision(seed ^ 1L << i, one, other);
    }
    for (int i = 1; i < 50_000; i++) {
      checkNoCollision(seed + i, one, other);
      checkNoCollision(random.nextLong(), one, other);
    }
  }

  @Test
  void collisionsOfPublishedSecretsDoNotHold() {
    for (int length : new int[] {16, 24, 32, 48, 64, 80, 112, 128, 256}) {
      for (long secret : PUBLISHED) {
        byte[] one = new byte[length];
        for (int at = 0; at + 16 <= length; at += 16) {
          ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN).putLong(at, secret);
        }
        for (int at = 8; at < length; at += 16) {
          byte[] other = one.clone();
          other[at] ^= 0x55;
          for (int i = 0; i < 100; i++) {
            checkNoCollision(i, one, other);
            checkNoCollision(random.nextLong(), one, other);
          }
        }
      }
    }
  }

  private static void checkNoCollision(long seed, byte[] one, byte[] other) {
    var hash = new RapidHash(seed);
    assertNotEquals(hash.hash(one), hash.hash(other), "seed " + seed);
  }

  /// The keys that all collide in FxHash, whatever its seed, do not here.
  @Test
  void collisionsOfFxHashDoNotHold() {
    var hash = new RapidHash(random.nextLong());
    Set<Long> seen = new HashSet<>();
    for (byte[] key : FxHashTest.oneHash(16)) {
      assertTrue(seen.add(hash.hash(key)));
    }
  }

  @Test
  void streamsCutAnywhereHashLikeOneRange() {
    byte[] bytes = new byte[280];
    random.nextBytes(bytes);
    Feed.of(new RapidHash(random.nextLong())).checkCuts(bytes);
  }

  /// A mixer that feeds on its own result would stay at 0 for ever.
  @Test
  void everySeedHasSecrets() {
    for (int i = 0; i <= 8; i++) {
      assertEquals(i * -RapidHash.STEP, new RapidHash(i * -RapidHash.STEP).seed());
    }
  }

  @Test
  void secretsAreOddAndBalanced() {
    for (int i = -50_000; i < 50_000; i++) {
      long secret = RapidHash.secret(i * RapidHash.STEP);
      assertEquals(1, secret & 1);
      int ones = Long.bitCount(secret);
      assertTrue(ones >= 24 && ones <= 40, "ones: " + ones);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutside() {
    var hash = new RapidHash(1);
    byte[] bytes = new byte[10];
    assertThrows(NullPointerException.class, () -> hash.hash((byte[]) null));
    assertThrows(NullPointerException.class, () -> hash.hash((Slice) null));
    assertThrows(NullPointerException.class, () -> hash.hash(null, 0, 0));
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 11}, {11, 11}, {3, -1}, {-9, -1}}) {
      var error =
          assertThrows(IndexOutOfBoundsException.class, () -> hash.hash(bytes, range[0], range[1]));
      assertTrue(error.toString().contains("[" + range[0] + ", " + range[1]), error.toString());
    }
    assertEquals(hash.hash(new byte[0]), hash.hash(bytes, 10, 10));
    Feed.of(hash).checkRefusals();
  }

  @Test
  void equalSeedsHashEqually() {
    assertEquals(new RapidHash(42).hash(7), new RapidHash(42).hash(7));
    assertEquals(42, new RapidHash(42).seed());
    assertNotEquals(RapidHash.random().seed(), RapidHash.random().seed());
  }

  /// Counts equal hashes, and checks the upper and lower halves against the birthday estimate.
  private static final class Distinct {
    private long[] hashes = new long[1024];
    private int size;

    void add(long hash) {
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, size * 2);
      }
      hashes[size++] = hash;
    }

    void check(String keys) {
      assertEquals(0, collisions(0, 64), keys);
      double expected = size * (double) size / 2 / 0x1p32;
      double most = expected + 6 * Math.sqrt(expected) + 6;
      assertTrue(collisions(32, 32) <= most, keys + ", upper half");
      assertTrue(collisions(0, 32) <= most, keys + ", lower half");
    }

    private int collisions(int shift, int bits) {
      long mask = bits == 64 ? -1 : (1L << bits) - 1;
      long[] sorted =
          Arrays.stream(hashes, 0, size).map(h -> h >>> shift & mask).sorted().toArray();
      int equal = 0;
      for (int i = 1; i < size; i++) {
        equal += sorted[i] == sorted[i - 1] ? 1 : 0;
      }
      return equal;
    }
  }
}
