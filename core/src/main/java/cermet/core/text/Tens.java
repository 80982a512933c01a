// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

/// Part of [Decimals]: the nearest binary numbers, and the shortest decimal ones, without text.
final class Tens {
  /*
   * To binary. A decimal is w * 10^q, w a whole number of 64 bits. TENS holds the first 128 bits of
   * 10^q. w times that, cut off, is as good as exact (Mushtak and Lemire), so that the bits of the
   * result can be read off the product:
   *
   *     product    1 m m m m m m ... m r . . . .        m: 53 or 24 bits kept, r: rounds them
   *
   * To decimal. All decimals between the two halfway points around a number read back as it.
   * Schubfach scales them by one power of ten so that at most two are as short as can be, and the
   * nearer one is taken. Its products, too, are exact once the bits cut off are kept as one bit.
   */

  static final int DOUBLE_BITS = 52;
  static final int DOUBLE_BIAS = 1023;
  static final int FLOAT_BITS = 23;
  static final int FLOAT_BIAS = 127;

  private static final long LIMB = 0xFFFF_FFFFL;

  /// 10^LEAST times any w is less than half of the least double, and 10^(MOST + 1) is no double.
  static final int LEAST = -342;

  /// Printing needs 10^324, to scale up the least doubles.
  static final int MOST = 324;

  private static final int MOST_PARSED = 308;

  /// Down to this power a w of 64 bits may be a multiple of the power of five.
  private static final int EXACT = -27;

  /// The first 128 bits of 10^LEAST to 10^MOST, cut off; the higher 64 first.
  private static final long[] TENS = tens();

  private Tens() {}

  /// The bits of the double or float nearest to w * 10^power, w without a sign.
  static long nearest(long w, long power, boolean wide) {
    if (w == 0 || power < LEAST) {
      return 0;
    }
    if (power > MOST_PARSED) {
      return infinity(wide);
    }
    int q = (int) power;
    int zeros = Long.numberOfLeadingZeros(w);
    w <<= zeros;
    long ten = high(q);
    long carry = Math.unsignedMultiplyHigh(w, low(q) + (EXACT <= q && q < 0 ? 1 : 0));
    long low = w * ten + carry;
    long high = Math.unsignedMultiplyHigh(w, ten);
    high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
    int bits = wide ? DOUBLE_BITS : FLOAT_BITS;
    int top = (int) (high >>> 63);
    int shift = top + 61 - bits;
    long m = high >>> shift; // with one bit more, for rounding
    int exponent = log2Pow10(q) + 63 + top - zeros + (wide ? DOUBLE_BIAS : FLOAT_BIAS);
    if (exponent <= 0) {
      return subnormal(m, exponent);
    }
    if (exponent >= (wide ? 0x7FF : 0xFF)) {
      return infinity(wide);
    }
    if ((low & -2) == 0 && m << shift == high && mayBeHalfway(q, wide)) {
      m -= (m & 3) == 1 ? 1 : 0; // the even neighbour lies below
    }
    m = (m + (m & 1)) >>> 1;
    return (((long) exponent - 1) << bits) + m; // the highest bit of m, or its carry, counts there
  }

  /// Rounds what has fewer bits than usual; never halfway: that would take hundreds of digits.
  private static long subnormal(long m, int exponent) {
    m = exponent > -63 ? m >>> (1 - exponent) : 0;
    return (m + (m & 1)) >>> 1;
  }

  /// Whether w * 10^q can lie halfway between two numbers: outside, w would have more than 64 bits.
  private static boolean mayBeHalfway(int q, boolean wide) {
    return wide ? q >= -4 && q <= 23 : q >= -17 && q <= 10;
  }

  /// The shortest of the decimals that read back as c * 2^q, or the nearest of them, as a multiple
  /// of 10^k; narrow: below, the neighbour is only half as far.
  static long shortest(long c, int q, int k, boolean narrow) {
    long high = high(-k);
    long low = low(-k) + 1;
    int h = q + log2Pow10(-k) + 1;
    long odd = c & 1; // halfway points read as the even neighbour
    long four = c << 2;
    long value = product(high, low, four << h); // four times the number
    long left = product(high, low, (four - (narrow ? 1 : 2)) << h) + odd;
    long right = product(high, low, (four + 2) << h) - odd;
    long s = value >>> 2;
    if (s >= 100) { // two digits are always printed, and the nearest such
      long ten = s / 10 * 10;
      boolean below = left <= ten << 2;
      boolean above = (ten + 10) << 2 <= right;
      if (below != above) {
        return below ? ten : ten + 10;
      }
    }
    boolean below = left <= s << 2;
    boolean above = (s + 1) << 2 <= right;
    if (below != above) {
      return below ? s : s + 1;
    }
    long part = (value & 3) - 2;
    return s + (part > 0 || (part == 0 && (s & 1) != 0) ? 1 : 0);
  }

  /// The highest 64 of 192 bits; the lowest is set if any bit below them is.
  private static long product(long high, long low, long factor) {
    long carry = Math.unsignedMultiplyHigh(low, factor);
    long middle = high * factor;
    long sum = middle + carry;
    long top = Math.unsignedMultiplyHigh(high, factor);
    top += ((middle & carry) | ((middle | carry) & ~sum)) >>> 63;
    return top | ((sum >>> 1) + Long.MAX_VALUE) >>> 63; // 1 comes of the table's last bit
  }

  /// The first 64 bits of a power of ten.
  static long high(int q) {
    return TENS[(q - LEAST) * 2];
  }

  /// The 64 bits after the first.
  static long low(int q) {
    return TENS[(q - LEAST) * 2 + 1];
  }

  static long infinity(boolean wide) {
    return wide ? 0x7FFL << DOUBLE_BITS : 0xFFL << FLOAT_BITS;
  }

  /// The whole part of log2(10^q).
  static int log2Pow10(int q) {
    return (q * 1_741_647) >> 19;
  }

  /// The whole part of log10(2^q), or of log10(3/4 * 2^q).
  static int log10Pow2(int q, boolean threeQuarters) {
    return (q * 1_262_611 - (threeQuarters ? 524_031 : 0)) >> 22;
  }

  /// Numbers of 192 bits, six limbs, the highest bit set: from one power of ten to the next it is a
  /// factor of five. What is cut off each time stays far below the 128 bits kept.
  private static long[] tens() {
    long[] tens = new long[(MOST - LEAST + 1) * 2];
    long[] limbs = {1L << 31, 0, 0, 0, 0, 0};
    for (int q = 0; q <= MOST; q++) {
      keep(limbs, tens, q);
      long carry = 0;
      for (int i = limbs.length - 1; i >= 0; i--) {
        carry += limbs[i] * 5;
        limbs[i] = carry & LIMB;
        carry >>>= 32;
      }
      int shift = 64 - Long.numberOfLeadingZeros(carry);
      for (int i = 0; i < limbs.length; i++) {
        long both = carry << 32 | limbs[i];
        carry = limbs[i];
        limbs[i] = (both >>> shift) & LIMB;
      }
    }
    limbs = new long[] {1L << 31, 0, 0, 0, 0, 0};
    for (int q = 0; q >= LEAST; q--) {
      keep(limbs, tens, q);
      long rest = 0;
      for (int i = 0; i < limbs.length; i++) {
        rest = rest << 32 | limbs[i];
        limbs[i] = rest / 5;
        rest %= 5;
      }
      int shift = Long.numberOfLeadingZeros(limbs[0]) - 32;
      long carry = 0;
      for (int i = limbs.length - 1; i >= 0; i--) {
        long both = limbs[i] << shift | carry;
        limbs[i] = both & LIMB;
        carry = both >>> 32;
      }
    }
    return tens;
  }

  private static void keep(long[] limbs, long[] tens, int q) {
    tens[(q - LEAST) * 2] = limbs[0] << 32 | limbs[1];
    tens[(q - LEAST) * 2 + 1] = limbs[2] << 32 | limbs[3];
  }
}
