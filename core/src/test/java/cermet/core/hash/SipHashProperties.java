// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.hash.Hashing;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SipHashProperties {
  /// Guava's SipHash, which knows 2-4, checks ours and the model below, which checks 1-3.
  @Property
  void twoFourIsGuavas(
      @ForAll long key0, @ForAll long key1, @ForAll @Size(max = 300) byte[] bytes) {
    long expected = Hashing.sipHash24(key0, key1).hashBytes(bytes).asLong();
    assertEquals(expected, SipHash.twoFour(key0, key1).hash(bytes));
    assertEquals(expected, model(key0, key1, bytes, 2, 4));
  }

  @Property
  void oneThreeIsThePapers(
      @ForAll long key0, @ForAll long key1, @ForAll @Size(max = 300) byte[] bytes) {
    assertEquals(model(key0, key1, bytes, 1, 3), SipHash.oneThree(key0, key1).hash(bytes));
  }

  @Property
  void aRangeHashesLikeItsCopy(
      @ForAll long key,
      @ForAll @Size(max = 100) byte[] bytes,
      @ForAll @IntRange(max = 100) int one,
      @ForAll @IntRange(max = 100) int other) {
    int from = Math.min(Math.min(one, other), bytes.length);
    int to = Math.min(Math.max(one, other), bytes.length);
    SipHash hash = SipHash.oneThree(key, ~key);
    assertEquals(hash.hash(Arrays.copyOfRange(bytes, from, to)), hash.hash(bytes, from, to));
  }

  @Property
  void aStreamHashesLikeAllBytesAtOnce(
      @ForAll long key,
      @ForAll boolean strong,
      @ForAll @Size(max = 12) List<@Size(max = 40) byte[]> parts,
      @ForAll long ways) {
    Feed.of(strong ? SipHash.twoFour(key, ~key) : SipHash.oneThree(key, ~key))
        .checkParts(parts, ways);
  }

  /// The paper, section 2, byte by byte.
  private static long model(long key0, long key1, byte[] bytes, int rounds, int lastRounds) {
    long[] v = {
      key0 ^ 0x736f6d6570736575L,
      key1 ^ 0x646f72616e646f6dL,
      key0 ^ 0x6c7967656e657261L,
      key1 ^ 0x7465646279746573L
    };
    byte[] padded = Arrays.copyOf(bytes, (bytes.length / 8 + 1) * 8);
    padded[padded.length - 1] = (byte) bytes.length;
    for (int at = 0; at < padded.length; at += 8) {
      long m = 0;
      for (int i = 7; i >= 0; i--) {
        m = m * 256 + (padded[at + i] & 0xFF);
      }
      v[3] ^= m;
      rounds(v, rounds);
      v[0] ^= m;
    }
    v[2] ^= 0xFF;
    rounds(v, lastRounds);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void rounds(long[] v, int count) {
    for (int i = 0; i < count; i++) {
      half(v, 0, 1, 13);
      half(v, 2, 3, 16);
      v[0] = Long.rotateLeft(v[0], 32);
      half(v, 2, 1, 17);
      half(v, 0, 3, 21);
      v[2] = Long.rotateLeft(v[2], 32);
    }
  }

  private static void half(long[] v, int sum, int turned, int by) {
    v[sum] += v[turned];
    v[turned] = Long.rotateLeft(v[turned], by) ^ v[sum];
  }
}
