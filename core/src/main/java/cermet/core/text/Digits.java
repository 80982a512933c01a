// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Decimal digits of ints, longs and fixed decimals, parsed from and printed to byte ranges.
///
/// - **Use** to read and write numbers in buffers without making strings.
/// - **Avoid** for exponents, grouping or other digits than ASCII ones.
/// - **Cost** `parseInt`, `parseLong`, `parseFixed`, `print`, `printFixed`, `length` O(digits),
///   eight at a time.
/// - **Allocation** none, errors aside.
/// - **Threads** stateless.
/// - **Errors** malformed or too large: `NumberFormatException` with the text; a range outside the
///   array or too little room: `IndexOutOfBoundsException`, nothing written; a scale outside 0 to
///   18: `IllegalArgumentException`.
/// - **Source** Lemire, Quickly parsing eight digits, 2018; Khuong, How to print integers really
///   fast, 2017.
/// - **Copies with** nothing.
public final class Digits {
  /*
   * Eight characters at a time, as one little-endian word: the first character is the lowest byte.
   *
   *   "-12.3"    . . . - 1 2 . 3 |to      the eight bytes before `to`
   *              0 0 0 0 0 1 2 3          what is not ours replaced by zeros, the point squeezed out
   *
   * So every text of up to eight digits costs one load, one check, one conversion, whatever its
   * length: lengths vary at random in real data, and a loop over them mispredicts. Bytes outside the
   * range may be loaded with the word but never reach the result.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final int MOST_SCALE = 18;
  private static final int EIGHT = 100_000_000;

  /// How many bytes of a bad text its error shows; arbitrary.
  private static final int EXCERPT = 64;

  private static final byte[] MINIMUM =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  private static final long[] POWERS = powers();
  private static final short[] PAIRS = pairs();

  private Digits() {}

  /// Parses an int as `Integer.parseInt` does, ASCII digits only.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the number
  public static int parseInt(byte[] bytes, int from, int to) {
    long value = parse("int", bytes, from, to);
    if (value != (int) value) {
      throw notWhole("int", bytes, from, to);
    }
    return (int) value;
  }

  /// Parses a long as `Long.parseLong` does, ASCII digits only.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the number
  public static long parseLong(byte[] bytes, int from, int to) {
    return parse("long", bytes, from, to);
  }

  /// Parses a decimal with exactly so many digits after its point, as a whole number of units of
  /// the last: `-12.3` with scale 1 is -123.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param scale how many digits follow the point, 0 to 18; 0: there is no point
  /// @return the number times ten to the power of the scale
  public static long parseFixed(byte[] bytes, int from, int to, int scale) {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (scale <= 0 || scale > 6 || to - from < scale + 2) {
      return parseFixedRare(bytes, from, to, scale);
    }
    int first = bytes[from] & 0xFF;
    int minus = ((first ^ '-') - 1) >> 31;
    int at = from - minus + (first == '+' ? 1 : 0);
    int count = to - at;
    if (count > 8 || count < scale + 2) {
      return parseFixedRare(bytes, from, to, scale);
    }
    long word = tail(bytes, at, to);
    long fraction = -1L << ((8 - scale) << 3); // the bytes after the point
    long whole = ~(-1L << ((7 - scale) << 3)); // the bytes before it
    long squeezed = (word & fraction) | (word & whole) << 8 | '0';
    if (bytes[to - scale - 1] != '.' || !allDigits(squeezed)) {
      throw notFixed(bytes, from, to, scale);
    }
    long value = eight(squeezed);
    return (value ^ minus) - minus;
  }

  /// Prints a number as `Long.toString` does.
  ///
  /// @param value the number
  /// @param into where to
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int print(long value, byte[] into, int at) {
    int length = length(value);
    Objects.checkFromIndexSize(at, length, into.length);
    if (value == Long.MIN_VALUE) {
      System.arraycopy(MINIMUM, 0, into, at, MINIMUM.length);
      return at + length;
    }
    if (value < 0) {
      into[at] = '-';
    }
    printBackward(Math.abs(value), into, at + length);
    return at + length;
  }

  /// Prints a whole number of units as a decimal: -5 with scale 1 is `-0.5`.
  ///
  /// @param value the number times ten to the power of the scale
  /// @param scale how many digits follow the point, 0 to 18; 0: no point is printed
  /// @param into where to
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int printFixed(long value, int scale, byte[] into, int at) {
    if (scale == 0) {
      return print(value, into, at);
    }
    checkScale(scale);
    long power = POWERS[scale];
    long whole = value / power;
    long fraction = Math.abs(value - whole * power);
    whole = Math.abs(whole); // the power is at least ten: no overflow
    int sign = value < 0 ? 1 : 0;
    int point = length(whole) + sign;
    int length = point + 1 + scale;
    Objects.checkFromIndexSize(at, length, into.length);
    if (value < 0) {
      into[at] = '-';
    }
    printBackward(whole, into, at + point);
    into[at + point] = '.';
    int written = printBackward(fraction, into, at + length);
    while (written > at + point + 1) {
      into[--written] = '0';
    }
    return at + length;
  }

  /// Returns how many characters [#print(long, byte[], int)] writes.
  ///
  /// @param value the number
  /// @return 1 to 20
  public static int length(long value) {
    if (value < 0) {
      return value == Long.MIN_VALUE ? MINIMUM.length : 1 + count(-value);
    }
    return count(value);
  }

  private static long parse(String type, byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (from == to) {
      throw notWhole(type, bytes, from, to);
    }
    int first = bytes[from] & 0xFF;
    int minus = ((first ^ '-') - 1) >> 31; // -1 for a minus sign, else 0: signs are hard to predict
    int at = from - minus + (first == '+' ? 1 : 0);
    int count = to - at;
    if (count <= 0 || count > 16) {
      return parseRare(type, bytes, from, at, to, minus);
    }
    long word = tail(bytes, Math.max(at, to - 8), to);
    long value = eight(word);
    boolean digits = allDigits(word);
    if (count > 8) {
      long high = tail(bytes, at, to - 8);
      value += eight(high) * EIGHT;
      digits &= allDigits(high);
    }
    if (!digits) {
      throw notWhole(type, bytes, from, to);
    }
    return (value ^ minus) - minus;
  }

  /// The characters of at most eight from `at` to `to`, in the high bytes, zeros below.
  private static long tail(byte[] bytes, int at, int to) {
    int shift = (8 - (to - at)) << 3;
    long keep = -1L << shift;
    long word;
    if (to >= 8) {
      word = (long) LONGS.get(bytes, to - 8) & keep;
    } else if (at + 8 <= bytes.length) {
      word = (long) LONGS.get(bytes, at) << shift;
    } else {
      word = 0;
      for (int i = to - 1; i >= at; i--) {
        word |= (bytes[i] & 0xFFL) << ((8 - (to - i)) << 3);
      }
    }
    return word | (ZEROS & ~keep);
  }

  private static boolean allDigits(long word) {
    long high = word & 0xF0F0_F0F0_F0F0_F0F0L;
    long next = (word + 0x0606_0606_0606_0606L) & 0xF0F0_F0F0_F0F0_F0F0L; // carries above '9'
    return (high | next >>> 4) == 0x3333_3333_3333_3333L;
  }

  private static long eight(long word) {
    word -= ZEROS;
    word = word * 10 + (word >>> 8);
    long even = (word & 0x0000_00FF_0000_00FFL) * 0x000F_4240_0000_0064L;
    long odd = ((word >>> 16) & 0x0000_00FF_0000_00FFL) * 0x0000_2710_0000_0001L;
    return (even + odd) >>> 32;
  }

  private static long parseRare(String type, byte[] bytes, int from, int at, int to, int minus) {
    long value = magnitude(bytes, at, to);
    // MIN_VALUE stands for 2 to the power of 63, which only a minus sign makes a long.
    if (value < 0 && !(value == Long.MIN_VALUE && minus != 0)) {
      throw notWhole(type, bytes, from, to);
    }
    return (value ^ minus) - minus;
  }

  /// The number of any count of digits, MIN_VALUE for 2 to the power of 63, -1 if there is none.
  private static long magnitude(byte[] bytes, int at, int to) {
    if (at >= to) {
      return -1;
    }
    long value = 0;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || value < 0 || value > Long.MAX_VALUE / 10) {
        return -1;
      }
      value = value * 10 + digit;
      if (value < 0 && value != Long.MIN_VALUE) {
        return -1;
      }
    }
    return value;
  }

  private static long parseFixedRare(byte[] bytes, int from, int to, int scale) {
    if (scale == 0) {
      return parseLong(bytes, from, to);
    }
    checkScale(scale);
    int minus = from < to && bytes[from] == '-' ? -1 : 0;
    int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    int point = to - scale - 1;
    if (point <= at || bytes[point] != '.') {
      throw notFixed(bytes, from, to, scale);
    }
    long power = POWERS[scale];
    long whole = magnitude(bytes, at, point);
    long fraction = magnitude(bytes, point + 1, to);
    if (whole < 0 || fraction < 0 || whole > Long.MAX_VALUE / power) {
      throw notFixed(bytes, from, to, scale);
    }
    long value = whole * power + fraction; // below 2^63 + 10^18: an overflow shows as negative
    if (value < 0 && !(value == Long.MIN_VALUE && minus != 0)) {
      throw notFixed(bytes, from, to, scale);
    }
    return (value ^ minus) - minus;
  }

  /// Prints a number that is not negative so that it ends before `end`, and returns its start.
  private static int printBackward(long value, byte[] into, int end) {
    while (value > Integer.MAX_VALUE) {
      long rest = value / EIGHT;
      end -= 8;
      LONGS.set(into, end, characters((int) (value - rest * EIGHT)));
      value = rest;
    }
    int small = (int) value;
    while (small >= 100) {
      int rest = small / 100;
      end -= 2;
      SHORTS.set(into, end, PAIRS[small - rest * 100]);
      small = rest;
    }
    if (small >= 10) {
      end -= 2;
      SHORTS.set(into, end, PAIRS[small]);
    } else {
      into[--end] = (byte) ('0' + small);
    }
    return end;
  }

  /// The eight characters of a number below 100,000,000: halves, then quarters, then digits, side
  /// by side; 10486 / 2^20 and 103 / 2^10 divide exactly by 100 below 10,000 and by 10 below 100.
  private static long characters(int value) {
    long high = value / 10_000;
    long x = high | (value - high * 10_000) << 32;
    long quotients = (x * 10_486) >>> 20 & 0x0000_007F_0000_007FL;
    x = quotients | (x - quotients * 100) << 16;
    quotients = (x * 103) >>> 10 & 0x000F_000F_000F_000FL;
    x = quotients | (x - quotients * 10) << 8;
    return x + ZEROS;
  }

  /// The digits of a number that is not negative.
  private static int count(long value) {
    int guess =
        ((64 - Long.numberOfLeadingZeros(value | 1)) * 1233) >>> 12; // 1233 / 4096 ~ log10(2)
    return guess + (value < POWERS[guess] ? 0 : 1) + (value == 0 ? 1 : 0);
  }

  private static void checkScale(int scale) {
    if (scale < 0 || scale > MOST_SCALE) {
      throw new IllegalArgumentException("scale: " + scale + ", not 0 to " + MOST_SCALE);
    }
  }

  /// The error of a text that is no whole number, or one that the type cannot hold.
  private static NumberFormatException notWhole(String type, byte[] bytes, int from, int to) {
    int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    boolean whole = at < to && digitsEnd(bytes, at, to) == to;
    return error(whole ? "beyond the range of " + type : "not a whole number", bytes, from, to);
  }

  /// The error of a text that is no decimal of this scale, or one that a long cannot hold.
  private static NumberFormatException notFixed(byte[] bytes, int from, int to, int scale) {
    int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    int point = to - scale - 1;
    boolean fixed =
        at < point
            && bytes[point] == '.'
            && digitsEnd(bytes, at, point) == point
            && digitsEnd(bytes, point + 1, to) == to;
    return error(
        fixed ? "beyond the range of long at scale " + scale : "not a decimal of scale " + scale,
        bytes,
        from,
        to);
  }

  private static int digitsEnd(byte[] bytes, int at, int to) {
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static NumberFormatException error(String what, byte[] bytes, int from, int to) {
    var message = new StringBuilder(what).append(": \"");
    int end = from + Math.min(to - from, EXCERPT);
    for (int i = from; i < end; i++) {
      int c = bytes[i] & 0xFF;
      if (c >= ' ' && c <= '~') {
        message.append((char) c);
      } else {
        message.append("\\x").append(Character.forDigit(c >> 4, 16));
        message.append(Character.forDigit(c & 15, 16));
      }
    }
    message.append('"');
    if (end < to) {
      message.append("... of ").append(to - from).append(" bytes");
    }
    return new NumberFormatException(message.toString());
  }

  private static long[] powers() {
    long[] powers = new long[MOST_SCALE + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  private static short[] pairs() {
    short[] pairs = new short[100];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (short) (('0' + i / 10) | ('0' + i % 10) << 8);
    }
    return pairs;
  }
}
