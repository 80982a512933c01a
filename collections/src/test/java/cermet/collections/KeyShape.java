// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections;

import cermet.core.text.Slice;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/** What structured keys look like: each shape takes the numbers from 1 on to different keys. */
@SuppressWarnings("ImmutableEnumChecker") // functions that hold nothing
public enum KeyShape {
  DENSE(i -> i, i -> i),
  NEGATIVE(i -> -i, i -> -i),
  ALTERNATING(i -> (i & 1) == 0 ? i : -i, i -> (i & 1) == 0 ? i : -i),
  EIGHTS(i -> i << 3, i -> i << 3),
  PAGES(i -> i << 12, i -> i << 8),
  MEGABYTES(i -> i << 20, i -> i << 12),
  UPPER_HALVES(i -> i << 32, i -> i << 16),
  TOP_BITS(i -> i << 50, i -> i << 18),
  THOUSANDS(i -> i * 1000, i -> i * 1000),
  SQUARES(i -> i * i, i -> i * i),
  REVERSED(Long::reverse, Integer::reverse),
  SWAPPED(Long::reverseBytes, Integer::reverseBytes),
  DOUBLES(i -> Double.doubleToLongBits(i * 0.1), i -> Float.floatToIntBits(i * 0.1f)),
  WHOLE_DOUBLES(i -> Double.doubleToLongBits((double) i), i -> Float.floatToIntBits((float) i)),
  POINTERS(i -> 0x7F3A_1C00_0000L + i * 24 + i / 5 * 16, i -> 0xC400_0000 + i * 24 + i / 5 * 16),
  GRID(i -> (i >>> 6) << 32 | (i & 63), i -> (i >>> 6) << 16 | (i & 63)),
  GRID_AROUND_ZERO(
      i -> (i / 64 - 40) << 32 | ((i % 64 - 32) & 0xFFFF_FFFFL),
      i -> (i / 64 - 40) << 16 | ((i % 64 - 32) & 0xFFFF)),
  SNOWFLAKES(i -> (i / 7) << 22 | (i % 7), i -> (i / 7) << 10 | (i % 7)),
  CLUSTERS(i -> scattered(i >>> 4) << 4 | (i & 15), i -> (int) scattered(i >>> 4) << 4 | (i & 15)),
  DIGITS(i -> text(i, 8), i -> (int) text(i, 4)),
  MULTIPLES_OF_PHI(i -> i * KeyShape.PHI, i -> i * (int) (KeyShape.PHI >>> 32)),
  AGAINST_PHI(KeyShape.PHI),
  AGAINST_LONG_MIXER(0xD134_2543_DE82_EF95L), // Steele and Vigna; the index maps' second factor
  AGAINST_SPLIT_MIX(0x94D0_49BB_1331_11EBL), // FrozenLongMap's third factor
  RANDOM(KeyShape::scattered, i -> (int) (scattered(i) >>> 32)); // no shape, to compare with

  private static final long PHI = 0x9E37_79B9_7F4A_7C15L;

  private final LongUnaryOperator longs;
  private final IntUnaryOperator ints;

  KeyShape(LongUnaryOperator longs, IntUnaryOperator ints) {
    this.longs = longs;
    this.ints = ints;
  }

  /** Keys that an odd factor takes to 1, 2, 3 ... */
  KeyShape(long factor) {
    long inverse = inverse(factor);
    int half = (int) inverse((factor >>> 32) | 1);
    longs = i -> i * inverse;
    ints = i -> i * half;
  }

  public long longKey(int i) {
    return longs.applyAsLong(i);
  }

  /** Keys of 64 bits that differ in their top bits alone, where a factor spreads worst. */
  public static KeyShape dearLong() {
    return TOP_BITS;
  }

  /** Keys of 32 bits that few seeds turn into codes side by side. */
  public static KeyShape dearInt() {
    return AGAINST_PHI;
  }

  public int intKey(int i) {
    return ints.applyAsInt(i);
  }

  /** The key of 64 bits as so many bytes, zeros in front. */
  public Slice bytesKey(int i, int length) {
    byte[] bytes = new byte[length];
    ByteBuffer.wrap(bytes).putLong(length - Long.BYTES, longKey(i));
    return Slice.of(bytes);
  }

  /** What an odd factor takes to 1. */
  public static long inverse(long odd) {
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  private static long text(long i, int digits) {
    long text = 0;
    for (int shift = 0; shift < Byte.SIZE * digits; shift += Byte.SIZE) {
      text |= (long) Character.forDigit((int) (i & 15), 16) << shift;
      i >>>= 4;
    }
    return text;
  }

  /** A bijection that leaves no pattern: the end of SplitMix64. */
  private static long scattered(long i) {
    long x = i * PHI;
    x = (x ^ (x >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return x ^ (x >>> 31);
  }
}
