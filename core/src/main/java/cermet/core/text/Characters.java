// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// Part of [Digits]: numbers that are not negative as characters, and the stores that write them
/// and no byte beside them.
final class Characters {
  /*
   * Eight digits at a time, as one little-endian word: the first character is the lowest byte. Words
   * are stored so that they overlap, the last one full:
   *
   *   1 2 3 4 5 6 7 8 9 0      the number
   *   1 2 3 4 5 6 7 8          of the first word as many bytes as there are before the last eight
   *       3 4 5 6 7 8 9 0      the last
   *
   * Five to eight digits are two stores of four bytes, three and four two of two bytes; these, and
   * what an int has before its last eight, are pairs from a table. Which of the ways is taken is
   * asked of the number, not of the count, which is known later.
   *
   * Each way in checks the room, then writes a minus, which the first digit overwrites where there
   * is no sign: signs are hard to predict.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final int EIGHT = 100_000_000;

  /// The powers of ten that a long can hold.
  static final long[] POWERS = powers();

  /// The factor that divides by EIGHT, with 2^89 below it, rounded up.
  private static final long EIGHTH = 0x55E6_3B88_C230_E77FL;

  /// By the leading zeros of an int without a sign: what to add to it for its count of digits in
  /// the higher 32 bits, after Willets. As long as any six bits can ask, so that nothing is
  /// checked.
  private static final long[] COUNTS = counts();

  /// The two characters of each number below a hundred, the first in the lower byte; as long as any
  /// seven bits can ask.
  private static final short[] PAIRS = pairs();

  private Characters() {}

  /// Prints two numbers that are not negative with a point between, the second with zeros in front;
  /// at scale 0 the first alone.
  static int printParts(int sign, long whole, long fraction, int scale, byte[] into, int at) {
    int count = count(whole);
    int end = at + sign + count + (scale == 0 ? 0 : scale + 1);
    checkRoom(at, end, into);
    into[at] = '-';
    store(whole, count, into, at + sign);
    if (scale != 0) {
      into[at + sign + count] = '.';
      store(fraction, scale, into, end - scale);
    }
    return end;
  }

  /// Whether a text ends within the array is one comparison; where the text begins before the
  /// array, its first store throws.
  static void checkRoom(int at, int end, byte[] into) {
    if (Integer.compareUnsigned(end, into.length) > 0) {
      Objects.checkFromIndexSize(at, end - at, into.length);
    }
  }

  /// Prints a number of nine or ten digits.
  static int printLead(long size, int sign, byte[] into, int at) {
    int count = size < 10L * EIGHT ? 9 : 10;
    int end = at + sign + count;
    checkRoom(at, end, into);
    into[at] = '-';
    long high = (size * 1_441_151_881) >>> 57; // by EIGHT, as far as 32 bits
    SHORTS.set(into, at + sign, lead((int) high, count));
    LONGS.set(into, end - 8, characters(size - high * EIGHT));
    return end;
  }

  /// Prints a number of up to 19 digits.
  static int print(long size, int sign, byte[] into, int at) {
    int count = count(size);
    int end = at + sign + count;
    checkRoom(at, end, into);
    into[at] = '-';
    store(size, count, into, at + sign);
    return end;
  }

  /// Prints a number of at most eight digits.
  static int printBrief(long size, int sign, byte[] into, int at) {
    long sum = size + COUNTS[Integer.numberOfLeadingZeros((int) size) & 63];
    int count = (int) (sum >>> 32);
    int end = at + sign + count;
    checkRoom(at, end, into);
    into[at] = '-';
    storeBrief(size, size, count, into, at + sign);
    return end;
  }

  /// Stores so many of a number's last digits, 1 to 19, zeros in front if it has fewer.
  private static void store(long value, int count, byte[] into, int at) {
    if (count <= 8) {
      storeBrief(value, POWERS[count] - 1, count, into, at);
      return;
    }
    int shift = -count << 3; // only its lowest six bits count
    long high = eighth(value);
    long last = characters(value - high * EIGHT);
    if (count > 16) {
      long top = eighth(high);
      long middle = characters(high - top * EIGHT);
      LONGS.set(into, at, characters(top) >>> shift | middle << -shift);
      LONGS.set(into, at + count - 16, middle);
    } else {
      // Of sixteen digits nothing is moved, and the second term is 0: hence the two shifts.
      LONGS.set(into, at, characters(high) >>> shift | last << 1 << ~shift);
    }
    LONGS.set(into, at + count - 8, last);
  }

  /// Stores 1 to 8 digits; the bound has as many. It is asked rather than the count, since it is
  /// known before.
  private static void storeBrief(long value, long bound, int count, byte[] into, int at) {
    if (bound >= 10_000) {
      long word = characters(value);
      INTS.set(into, at, (int) (word >>> (-count << 3)));
      INTS.set(into, at + count - 4, (int) (word >>> 32));
    } else if (bound >= 100) {
      int high = ((int) value * 5243) >>> 19; // 5243 / 2^19 by 100 below 10,000
      SHORTS.set(into, at, lead(high, count));
      SHORTS.set(into, at + count - 2, PAIRS[((int) value - high * 100) & 127]);
    } else {
      int pair = PAIRS[(int) value & 127];
      into[at] = (byte) pair; // of one digit a zero, and the next overwrites it
      into[at + count - 1] = (byte) (pair >>> 8);
    }
  }

  /// Two characters, of an odd count of digits only the second.
  private static short lead(int value, int count) {
    return (short) (PAIRS[value & 127] >>> (-count << 3 & 8));
  }

  /// Divides what is not negative by EIGHT.
  static long eighth(long value) {
    return Math.multiplyHigh(value, EIGHTH) >>> 25;
  }

  /// The eight characters of a number below 100,000,000.
  static long characters(long value) {
    return digits(value) + ZEROS;
  }

  /// The eight digits of a number below 100,000,000: halves, then quarters, then digits, side by
  /// side. The factors divide exactly: 109951163 / 2^40 by 10,000, 10486 / 2^20 by 100 below
  /// 10,000, 103 / 2^10 by 10 below 100. From x to q | (x - q * d) << n is (x << n) - q * (d << n),
  /// and q.
  static long digits(long value) {
    long q = (value * 109_951_163) >>> 40;
    long x = q | (value - q * 10_000) << 32;
    q = (x * 10_486) >>> 20 & 0x0000_007F_0000_007FL;
    x = (x << 16) - q * ((100 << 16) - 1);
    q = (x * 103) >>> 10 & 0x000F_000F_000F_000FL;
    return (x << 8) - q * ((10 << 8) - 1);
  }

  /// The digits of a number that is not negative.
  static int count(long value) {
    value |= 1; // zero has a digit, and nothing else changes
    int guess = ((64 - Long.numberOfLeadingZeros(value)) * 1233) >>> 12; // / 4096 ~ log10(2)
    return guess + (value < POWERS[guess] ? 0 : 1);
  }

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  private static long[] counts() {
    long[] counts = new long[64];
    counts[Integer.SIZE] = 1L << 32; // zero has a digit
    for (int zeros = 0; zeros < Integer.SIZE; zeros++) {
      long least = 1L << (31 - zeros);
      int count = count(least);
      boolean grows = least * 2 > POWERS[count];
      counts[zeros] = (((long) count + (grows ? 1 : 0)) << 32) - (grows ? POWERS[count] : 0);
    }
    return counts;
  }

  private static short[] pairs() {
    short[] pairs = new short[128];
    for (int i = 0; i < 100; i++) {
      pairs[i] = (short) ('0' + i / 10 | ('0' + i % 10) << 8);
    }
    return pairs;
  }
}
