// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RapidHashProperties {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

  @Property
  void followsTheDescription(@ForAll long seed, @ForAll @Size(max = 300) byte[] bytes) {
    assertEquals(model(seed, bytes), new RapidHash(seed).hash(bytes));
  }

  @Property
  void aRangeHashesLikeItsCopy(
      @ForAll long seed,
      @ForAll @Size(max = 200) byte[] bytes,
      @ForAll @IntRange(max = 200) int one,
      @ForAll @IntRange(max = 200) int other) {
    int from = Math.min(Math.min(one, other), bytes.length);
    int to = Math.min(Math.max(one, other), bytes.length);
    var hash = new RapidHash(seed);
    assertEquals(hash.hash(Arrays.copyOfRange(bytes, from, to)), hash.hash(bytes, from, to));
  }

  @Property
  void aStreamHashesLikeAllBytesAtOnce(
      @ForAll long seed,
      @ForAll @Size(max = 12) List<@Size(max = 150) byte[]> parts,
      @ForAll long ways) {
    Feed.of(new RapidHash(seed)).checkParts(parts, ways);
  }

  @Property
  void differentBytesDiffer(
      @ForAll long seed,
      @ForAll @Size(max = 100) byte[] one,
      @ForAll @Size(max = 100) byte[] other) {
    Assume.that(!Arrays.equals(one, other));
    var hash = new RapidHash(seed);
    assertNotEquals(hash.hash(one), hash.hash(other));
  }

  @Property
  void differentSeedsDiffer(
      @ForAll long one, @ForAll long other, @ForAll @Size(max = 100) byte[] bytes) {
    Assume.that(one != other);
    assertNotEquals(new RapidHash(one).hash(bytes), new RapidHash(other).hash(bytes));
  }

  /// The picture in the source, word by word, with big numbers.
  private static long model(long seed, byte[] bytes) {
    long[] s = new long[8];
    for (int i = 0; i < 8; i++) {
      s[i] = RapidHash.secret(seed + (i + 1) * RapidHash.STEP);
    }
    int n = bytes.length;
    if (n == 0) {
      return finish(s, s[0], s[1], n);
    }
    if (n < 4) {
      long a = little(bytes, 0, 1) << 45 | little(bytes, n - 1, 1);
      return finish(s, a ^ s[0], little(bytes, n / 2, 1) ^ s[1], n);
    }
    if (n <= 16) {
      int width = n < 8 ? 4 : 8;
      return finish(s, little(bytes, 0, width) ^ s[0], little(bytes, n - width, width) ^ s[1], n);
    }
    if (n <= 128) {
      int[][] secrets = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 4}, {1, 5}, {2, 6}};
      long[] sums = {0, s[2]};
      for (int i = 0; 16 * i < n - 16; i++) {
        long x = little(bytes, 16 * i, 8) ^ s[secrets[i][0]];
        long y = little(bytes, 16 * i + 8, 8) ^ s[secrets[i][1]];
        sums[i % 2] ^= fold(x, y);
      }
      return finish(s, sums[0] ^ little(bytes, n - 16, 8), sums[1] ^ little(bytes, n - 8, 8), n);
    }
    long[] lanes = Arrays.copyOfRange(s, 4, 8);
    for (int at = 0; ; at = Math.min(at + 64, n - 64)) {
      for (int i = 0; i < 4; i++) {
        int word = at + 16 * i;
        lanes[i] = fold(little(bytes, word, 8) ^ s[i], little(bytes, word + 8, 8) ^ lanes[i]);
      }
      if (at == n - 64) {
        return finish(s, lanes[0] ^ lanes[2], lanes[1] ^ lanes[3], n);
      }
    }
  }

  private static long finish(long[] s, long a, long b, int length) {
    BigInteger product = unsigned(a).multiply(unsigned(b ^ length));
    return fold(product.longValue() ^ s[6], product.shiftRight(64).longValue() ^ s[7] ^ length);
  }

  private static long fold(long x, long y) {
    BigInteger product = unsigned(x).multiply(unsigned(y));
    return product.longValue() ^ product.shiftRight(64).longValue();
  }

  private static BigInteger unsigned(long value) {
    return BigInteger.valueOf(value).mod(WORD);
  }

  private static long little(byte[] bytes, int at, int count) {
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | (bytes[at + i] & 0xFF);
    }
    return word;
  }
}
