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

class FxHashProperties {
  @Property
  void followsTheDescription(@ForAll long seed, @ForAll @Size(max = 100) byte[] bytes) {
    assertEquals(model(seed, bytes), new FxHash(seed).hash(bytes));
  }

  @Property
  void aLongHashesLikeItsBytes(@ForAll long seed, @ForAll long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    assertEquals(model(seed, bytes), new FxHash(seed).hash(value));
  }

  @Property
  void differentLongsDiffer(@ForAll long seed, @ForAll long one, @ForAll long other) {
    Assume.that(one != other);
    var hash = new FxHash(seed);
    assertNotEquals(hash.hash(one), hash.hash(other));
  }

  @Property
  void aRangeHashesLikeItsCopy(
      @ForAll long seed,
      @ForAll @Size(max = 100) byte[] bytes,
      @ForAll @IntRange(max = 100) int one,
      @ForAll @IntRange(max = 100) int other) {
    int from = Math.min(Math.min(one, other), bytes.length);
    int to = Math.min(Math.max(one, other), bytes.length);
    var hash = new FxHash(seed);
    assertEquals(hash.hash(Arrays.copyOfRange(bytes, from, to)), hash.hash(bytes, from, to));
  }

  @Property
  void aStreamHashesLikeAllBytesAtOnce(
      @ForAll long seed,
      @ForAll @Size(max = 12) List<@Size(max = 40) byte[]> parts,
      @ForAll long ways) {
    Feed.of(new FxHash(seed)).checkParts(parts, ways);
  }

  /// The picture in the source, with big numbers.
  private static long model(long seed, byte[] bytes) {
    var factor = new BigInteger("9E3779B97F4A7C15", 16);
    long hash = seed;
    int at = 0;
    for (; bytes.length - at > 8; at += 8) {
      hash = factor.multiply(BigInteger.valueOf(hash ^ little(bytes, at, 8))).longValue();
      hash = Long.rotateLeft(hash, 5);
    }
    long last =
        bytes.length < 8 ? little(bytes, 0, bytes.length) : little(bytes, bytes.length - 8, 8);
    return factor.multiply(BigInteger.valueOf((hash ^ last) + bytes.length)).longValue();
  }

  private static long little(byte[] bytes, int at, int count) {
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | (bytes[at + i] & 0xFF);
    }
    return word;
  }
}
