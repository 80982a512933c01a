// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Part of [Decimals]: text to the nearest binary number, and numbers to their shortest digits.
final class Tens {
  /*
   * Text. The digits become a whole number w and an exponent q. There are three ways, and which one
   * is taken depends on lengths, which are alike in a column, rather than on single characters:
   *
   *     up to 8 characters       one word; the point is squeezed out, the number divided: w and
   *                              10^-q are exact doubles, so that the quotient is rounded once
   *     1 to 7 digits, a point   the words lie where they lie, whatever the lengths: of the first,
   *                              the bytes behind the point come from a load one byte further on
   *     all others               word after word
   *
   *     place      0 1 2 3 4 5 6 7 8 9 ...
   *                1 2 . 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 E - 1 0
   *     words      |-0-|---- 1 ----|------- 9 -----|- 17-|      two loads, at 0 and 1, one word
   *
   * Digits that are missing in the last word count as zeros, and q is as much lower: nothing waits
   * for the count. Of more than 19 digits, w is what the first 19 say. If w and w + 1 give the same
   * number, that is the answer; else the digits beyond decide, and the JDK is asked, which looks at
   * them all.
   *
   * To binary. A decimal is w * 10^q, w a whole number of 64 bits. TENS holds the first 128 bits of
   * 10^q. w times that, cut off, is as good as exact (Mushtak and Lemire), so that the bits of the
   * result can be read off the product:
   *
   *     product    1 m m m m m m ... m r . . . .        m: 53 or 24 bits kept, r: rounds them
   *
   * The first 64 bits of 10^q alone make a product that is too small by less than one in its upper
   * half: unless the bits behind r there are all ones or all zeros, nothing more is asked.
   *
   * To decimal. All decimals between the two halfway points around a number read back as it.
   * Schubfach scales them by one power of ten so that at most two are as short as can be, and the
   * nearer one is taken. Its products, too, are exact once the bits cut off are kept as one bit.
   */

  static final int DOUBLE_BITS = 52;
  static final int DOUBLE_BIAS = 1023;
  static final int FLOAT_BITS = 23;
  static final int FLOAT_BIAS = 127;

  /// The bits of no number: a NaN that is never made here.
  static final long NONE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final int EIGHT = 100_000_000;

  /// A point among digits from which '0' is taken away bit by bit.
  private static final long POINT = '.' ^ '0';

  /// How many bytes from the first digit on are loaded at most, whatever the text's length.
  private static final int ROOM = 25;

  /// Nineteen digits always fit into 64 bits.
  private static final int KEPT = 19;

  /// An exponent that no count of digits makes up for.
  private static final long ENDLESS = 1L << 40;

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

  /// The powers of ten that the digits of a word are divided by or multiplied with.
  private static final double[] DOUBLES = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

  private static final long[] POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, EIGHT
  };

  private Tens() {}

  /// The bits of the nearest double or float, NONE if there is none.
  static long parse(byte[] bytes, int from, int to, boolean wide) {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (from == to) {
      return NONE;
    }
    int minus = (((bytes[from] & 0xFF) ^ '-') - 1) >> 31; // -1 or 0: signs are hard to predict
    int at = from - minus;
    long sign = wide ? (long) minus << 63 : minus & 0x8000_0000L;
    long bits = NONE;
    if (to - at <= 8) {
      bits = brief(bytes, at, to, wide);
    } else if (at <= bytes.length - ROOM) {
      bits = pointed(bytes, at, to, wide);
    }
    return bits == NONE ? any(bytes, from, at, to, sign, wide) : bits | sign;
  }

  /// The bits of what has at most eight characters, digits and perhaps a point; else NONE.
  private static long brief(byte[] bytes, int at, int to, boolean wide) {
    if (at == to) {
      return NONE;
    }
    long word = Digits.first(bytes, at, to);
    long others = others(word);
    if (others == 0) {
      return exact((double) Digits.eight(word), wide);
    }
    long point = others >>> 7; // the lowest bit of its byte
    long behind = -(point << 8); // the bytes behind it: higher ones
    long before = point - 1;
    boolean alone = (others & (others - 1)) == 0;
    if (!alone || (word & ~behind & ~before) != point * POINT || to - at == 1) {
      return NONE;
    }
    double w = (double) Digits.eight((word & behind) | (word & before) << 8);
    return exact(w / DOUBLES[Long.numberOfLeadingZeros(others) >>> 3], wide);
  }

  /// The bits of a quotient of few digits: none is so close to the middle of two floats that
  /// rounding it to a double first would matter.
  private static long exact(double value, boolean wide) {
    return wide ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value);
  }

  /// The bits of what has more than eight characters, and a point behind 1 to 7 digits or none at
  /// all; else NONE.
  private static long pointed(byte[] bytes, int at, int to, boolean wide) {
    int length = to - at;
    long d0 = (long) LONGS.get(bytes, at) ^ ZEROS;
    long stop = others(d0);
    int whole = count(stop);
    if (((d0 >>> (whole << 3)) & 0xFF) != POINT || whole == 0) {
      return stop == 0 ? integer(bytes, at, to, wide) : NONE;
    }
    long before = before(stop);
    d0 = (d0 & before) | (((long) LONGS.get(bytes, at + 1) ^ ZEROS) & ~before);
    long w = 0;
    long last = d0;
    long others = others(last);
    int base = 8; // as many digits as w has, once zeros are put behind
    if (others == 0) {
      w = Digits.eight(last) * EIGHT;
      last = (long) LONGS.get(bytes, at + 9) ^ ZEROS;
      others = others(last) | (length < 17 ? 0x80L << ((length - 9) << 3) : 0);
      base = 16;
      if (others == 0 && length > 17) {
        return lengthy(bytes, at, to, w + Digits.eight(last), whole, wide);
      }
    }
    w += Digits.eight(last & before(others));
    return powered(w, whole - base, bytes, at + base - 7 + count(others), to, wide);
  }

  /// The rest of [#pointed]: one to three digits behind the first sixteen.
  private static long lengthy(byte[] bytes, int at, int to, long w, int whole, boolean wide) {
    int length = to - at;
    long last = (long) LONGS.get(bytes, at + 17) ^ ZEROS;
    long others = others(last) | (length < 21 ? 0x80L << ((length - 17) << 3) : 0);
    others &= 0x8080_8080L; // three digits do: the fourth byte is looked at to see that it is none
    if (others == 0) {
      return NONE;
    }
    last &= before(others);
    long pairs = last * 10 + (last >>> 8);
    w = w * 1000 + ((pairs & 0xFF) * 10 + (last >>> 16));
    return powered(w, whole - KEPT, bytes, at + 17 + count(others), to, wide);
  }

  /// The bits of w * 10^q and what exponent there is.
  private static long powered(long w, int q, byte[] bytes, int end, int to, boolean wide) {
    long power = end == to ? 0 : exponent(bytes, end, to);
    return power == Long.MIN_VALUE ? NONE : nearest(w, q + power, wide);
  }

  /// The bits of what is only digits, at most 19; else NONE.
  private static long integer(byte[] bytes, int at, int to, boolean wide) {
    long w = Digits.magnitude(bytes, at, to);
    if (w < 0) {
      return NONE;
    }
    // To float at once: from long by way of double it would be rounded twice.
    return wide ? Double.doubleToRawLongBits((double) w) : Float.floatToRawIntBits((float) w);
  }

  /// All bytes before the first that is marked.
  private static long before(long marks) {
    return ((marks & -marks) >>> 7) - 1;
  }

  /// How many bytes there are before the first that is marked.
  private static int count(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /// Bytes other than digits, marked by their highest bits.
  private static long others(long x) {
    return (((x & 0x7F7F_7F7F_7F7F_7F7FL) + 0x7676_7676_7676_7676L) | x) & HIGHS; // above 9
  }

  /// The bits of the nearest double or float to any text, a word of it at a time.
  private static long any(byte[] bytes, int from, int first, int to, long sign, boolean wide) {
    first += bytes[from] == '+' ? 1 : 0;
    long w = 0;
    int at = first;
    int next;
    do { // a word is full of digits, or what follows the last of them is none
      long word = word(bytes, at, to);
      int run = run(word);
      w = append(w, word, run);
      at += run;
      next = peek(bytes, at, to);
    } while (isDigit(next));
    int digits = at - first;
    int q = 0;
    if (next == '.') {
      int start = ++at;
      do {
        long word = word(bytes, at, to);
        int run = run(word);
        w = append(w, word, run);
        at += run;
        next = peek(bytes, at, to);
      } while (isDigit(next));
      q = start - at;
      digits -= q;
    }
    if (digits == 0) {
      return name(bytes, first, to, sign, wide);
    }
    long power = at == to ? 0 : exponent(bytes, at, to);
    if (power == Long.MIN_VALUE) {
      return NONE;
    }
    if (digits > KEPT && digits - zeros(bytes, first, at) > KEPT) {
      return parseMany(bytes, from, first, at, to, power, wide) | sign;
    }
    return nearest(w, q + power, wide) | sign;
  }

  /// The eight bytes at a place; those from `to` on are zeros, which are no digits.
  private static long word(byte[] bytes, int at, int to) {
    int left = to - at;
    if (left >= 8) {
      return (long) LONGS.get(bytes, at);
    }
    if (to >= 8) {
      return (long) LONGS.get(bytes, to - 8) >>> 1 >>> (63 - (left << 3));
    }
    long word = 0;
    for (int i = to - 1; i >= at; i--) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  /// How many digits a word begins with.
  private static int run(long word) {
    return count(others(word ^ ZEROS));
  }

  /// How many zeros digits begin with, a point among them aside.
  private static int zeros(byte[] bytes, int at, int end) {
    int zeros = 0;
    for (; at < end && (bytes[at] == '0' || bytes[at] == '.'); at++) {
      zeros += bytes[at] == '0' ? 1 : 0;
    }
    return zeros;
  }

  private static int peek(byte[] bytes, int at, int to) {
    return at < to ? bytes[at] : 0;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /// A number with the first digits of a word behind it, as far as 64 bits hold it.
  private static long append(long w, long word, int run) {
    return run == 0 ? w : w * POWERS[run] + Digits.eight((word ^ ZEROS) << (64 - (run << 3)));
  }

  /// The number behind an e that ends the text, MIN_VALUE if there is none.
  private static long exponent(byte[] bytes, int at, int to) {
    long word = word(bytes, at, to);
    int lead = (int) (word >>> 8) & 0xFF;
    int minus = ((lead ^ '-') - 1) >> 31;
    int before = 1 - minus + (lead == '+' ? 1 : 0);
    if (((int) word & 0xDF) != 'E') {
      return Long.MIN_VALUE;
    }
    int count = to - at - before;
    if (count < 1 || count > 4) {
      return exponentRare(bytes, at + before, to, minus);
    }
    int digits = ((int) (word >>> (before << 3)) ^ (int) ZEROS) << (32 - (count << 3));
    if ((((digits + 0x7676_7676) | digits) & (int) HIGHS) != 0) {
      return Long.MIN_VALUE;
    }
    int pairs = digits * 10 + (digits >>> 8);
    long power = (pairs & 0xFF) * 100L + ((pairs >>> 16) & 0xFF);
    return (power ^ minus) - minus;
  }

  private static long exponentRare(byte[] bytes, int at, int to, int minus) {
    if (at >= to) {
      return Long.MIN_VALUE;
    }
    long power = 0;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return Long.MIN_VALUE;
      }
      power = Math.min(power * 10 + digit, ENDLESS);
    }
    return (power ^ minus) - minus;
  }

  private static long name(byte[] bytes, int at, int to, long sign, boolean wide) {
    if (matches("NaN", bytes, at, to)) {
      return wide ? Double.doubleToRawLongBits(Double.NaN) : Float.floatToRawIntBits(Float.NaN);
    }
    return matches("Infinity", bytes, at, to) ? infinity(wide) | sign : NONE;
  }

  private static boolean matches(String name, byte[] bytes, int at, int to) {
    boolean same = to - at == name.length();
    for (int i = 0; same && i < name.length(); i++) {
      same = bytes[at + i] == name.charAt(i);
    }
    return same;
  }

  /// Parses what has more digits than w holds; zeros in front are no digits here.
  private static long parseMany(
      byte[] bytes, int from, int first, int end, int to, long power, boolean wide) {
    long w = 0;
    int kept = 0;
    boolean more = false;
    boolean whole = true;
    for (int i = first; i < end; i++) {
      int digit = bytes[i] - '0';
      if (bytes[i] == '.') {
        whole = false;
      } else if (kept < KEPT) {
        w = w * 10 + digit;
        kept += w != 0 ? 1 : 0;
        power -= whole ? 0 : 1;
      } else {
        more |= digit != 0;
        power += whole ? 1 : 0;
      }
    }
    long bits = nearest(w, power, wide);
    if (!more || bits == nearest(w + 1, power, wide)) {
      return bits;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return wide
        ? Double.doubleToRawLongBits(Double.parseDouble(text))
        : Float.floatToRawIntBits(Float.parseFloat(text)) & 0xFFFF_FFFFL;
  }

  /// The bits of the double or float nearest to w * 10^power, w without a sign.
  static long nearest(long w, long power, boolean wide) {
    if (power >= LEAST && power <= MOST_PARSED) {
      int q = (int) power;
      int zeros = Long.numberOfLeadingZeros(w);
      long high = Math.unsignedMultiplyHigh(w << zeros, high(q));
      int bits = wide ? DOUBLE_BITS : FLOAT_BITS;
      int top = (int) (high >>> 63);
      int exponent = log2Pow10(q) + 62 + top - zeros + (wide ? DOUBLE_BIAS : FLOAT_BIAS);
      long below = (1L << (61 - bits)) - 1; // what is missing adds one at most
      if (((high + 1) & below) > 1 && exponent >= 0 && exponent < (wide ? 0x7FE : 0xFE)) {
        return ((long) exponent << bits) + (((high >>> (top + 61 - bits)) + 1) >>> 1);
      }
    }
    return nearestOfAll(w, power, wide);
  }

  private static long nearestOfAll(long w, long power, boolean wide) {
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
