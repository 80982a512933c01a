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
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class FxHashTest {
  private final SplittableRandom random = new SplittableRandom();

  /// Different keys, 2 to the power of `bits`, that every FxHash gives one hash.
  // @start region="collapse"
  static byte[][] oneHash(int bits) {
    byte[][] keys = new byte[1 << bits][8 * (bits + 1)];
    for (int i = 0; i < keys.length; i++) {
      ByteBuffer words = ByteBuffer.wrap(keys[i]).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < bits; at++) {
        if ((i >>> at & 1) != 0) {
          words.putLong(8 * at, words.getLong(8 * at) ^ 1L << 63);
          words.putLong(8 * at + 8, words.getLong(8 * at + 8) ^ 1L << 4);
        }
      }
    }
    return keys;
  }

  // @end

  @Test
  void keysWrittenInAdvanceCollapseUnderEverySeed() {
    byte[][] keys = oneHash(16);
    Set<ByteBuffer> different = new HashSet<>();
    Set<Long> seeds = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      var hash = new FxHash(random.nextLong());
      Set<Long> hashes = new HashSet<>();
      for (byte[] key : keys) {
        different.add(ByteBuffer.wrap(key));
        hashes.add(hash.hash(key));
      }
      assertEquals(1, hashes.size());
      seeds.addAll(hashes);
    }
    assertEquals(1 << 16, different.size());
    assertEquals(10, seeds.size());
  }

  /// The low bits of the hash see nothing of the key's higher ones: round doubles have one place.
  @Test
  void lowBitsCollapse() {
    var hash = new FxHash(random.nextLong());
    Set<Long> low = new HashSet<>();
    Set<Long> high = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      long value = hash.hash(Double.doubleToLongBits(i));
      low.add(value & 0xFFFF);
      high.add(value >>> 48);
    }
    assertEquals(1, low.size());
    assertTrue(high.size() > 500, "high: " + high.size());
  }

  /// Linear probing at a load of 0.7: random places need (1 + 1 / 0.3) / 2 = 2.2 probes a key.
  @Test
  void numbersNeedFewProbes() {
    LongUnaryOperator[] shapes = {
      i -> i,
      i -> -i,
      i -> i * 10,
      i -> i * 1000,
      i -> i << 8,
      i -> i << 20,
      i -> i << 32,
      i -> i << 47,
      i -> (i >> 8) << 32 | (i & 255),
      i -> Double.doubleToLongBits((double) i),
      i -> i << 22 | 1,
      Long::reverseBytes,
    };
    for (int shape = 0; shape < shapes.length; shape++) {
      LongUnaryOperator keys = shapes[shape];
      checkProbes("shape " + shape, hash -> i -> hash.hash(keys.applyAsLong(i)));
    }
  }

  @Test
  void textsNeedFewProbes() {
    String[] shapes = {
      "%d", "%06d", "k%d", "user:%d:name", "%d@example.org", "/a/longer/path/%d/x"
    };
    for (String shape : shapes) {
      checkProbes(
          shape,
          hash ->
              i ->
                  hash.hash(
                      shape
                          .replace("%06d", Long.toString(i + 100_000))
                          .replace("%d", Long.toString(i))
                          .getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Test
  void pairsOfNumbersNeedFewProbes() {
    List<IntFunction<long[]>> shapes =
        List.of(
            i -> new long[] {i, 0},
            i -> new long[] {0, i},
            i -> new long[] {i, i},
            i -> new long[] {i >> 7, i & 127},
            i -> new long[] {i & 127, i >> 7});
    for (int shape = 0; shape < shapes.size(); shape++) {
      IntFunction<long[]> pairs = shapes.get(shape);
      checkProbes(
          "pairs " + shape,
          hash ->
              i -> {
                long[] pair = pairs.apply((int) i);
                return hash.hash(
                    ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(pair[0])
                        .putLong(pair[1])
                        .array());
              });
    }
  }

  private interface Keyed {
    LongUnaryOperator with(FxHash hash);
  }

  /// One seed in a hundred crowds the multiples of some number: the median of eleven does not.
  private void checkProbes(String shape, Keyed keys) {
    double[] probes = new double[11];
    for (int i = 0; i < probes.length; i++) {
      probes[i] = probes(keys.with(new FxHash(random.nextLong())));
    }
    Arrays.sort(probes);
    assertTrue(probes[5] < 4, shape + " needs " + probes[5]);
  }

  private static double probes(LongUnaryOperator hashes) {
    int bits = 14;
    int keys = (7 << bits) / 10;
    boolean[] taken = new boolean[1 << bits];
    long probes = 0;
    for (int i = 0; i < keys; i++) {
      int slot = (int) (hashes.applyAsLong(i) >>> (64 - bits));
      probes++;
      while (taken[slot]) {
        slot = slot + 1 & taken.length - 1;
        probes++;
      }
      taken[slot] = true;
    }
    return probes / (double) keys;
  }

  @Test
  void hashesEveryLengthAndOffsetLikeACopy() {
    var hash = new FxHash(random.nextLong());
    byte[] bytes = new byte[100];
    random.nextBytes(bytes);
    for (int length = 0; length <= bytes.length; length++) {
      long expected = hash.hash(Arrays.copyOf(bytes, length));
      for (int at = 0; at <= 20; at++) {
        byte[] around = new byte[at + length + (at & 8)];
        random.nextBytes(around);
        System.arraycopy(bytes, 0, around, at, length);
        assertEquals(expected, hash.hash(around, at, at + length), "length " + length);
        assertEquals(expected, hash.hash(new Slice(around, at, at + length)));
      }
    }
  }

  @Test
  void everyByteCounts() {
    var hash = new FxHash(random.nextLong());
    byte[] bytes = new byte[60];
    random.nextBytes(bytes);
    for (int length = 1; length <= bytes.length; length++) {
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
    var hash = new FxHash(random.nextLong());
    byte[] bytes = new byte[1000];
    Set<Long> seen = new HashSet<>();
    for (int length = 0; length <= bytes.length; length++) {
      assertTrue(seen.add(hash.hash(bytes, 0, length)), "length " + length);
    }
  }

  @Test
  void streamsCutAnywhereHashLikeOneRange() {
    byte[] bytes = new byte[100];
    random.nextBytes(bytes);
    Feed.of(new FxHash(random.nextLong())).checkCuts(bytes);
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutside() {
    var hash = new FxHash(1);
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
    assertEquals(new FxHash(42).hash(7), new FxHash(42).hash(7));
    assertNotEquals(new FxHash(42).hash(7), new FxHash(43).hash(7));
    assertEquals(42, new FxHash(42).seed());
    assertNotEquals(FxHash.random().seed(), FxHash.random().seed());
  }
}
