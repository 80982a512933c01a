// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.Objects;

/// Doubles and floats as decimal text in byte ranges, parsed to the nearest and printed shortest.
///
/// - **Use** to read and write numbers with fractions and exponents in buffers without strings.
/// - **Avoid** for money: a double has no cents; take `Digits.parseScaled` and longs.
/// - **Cost** `parseDouble`, `parseFloat` O(digits), eight at a time; `printDouble`, `printFloat`,
///   `printFixed` O(1); tables of 12 KiB are made with the class.
/// - **Allocation** none, errors aside; parsing more than 19 significant digits may, where the
///   first 19 do not decide, and so may `printFixed` from 2 to the power of 63 on.
/// - **Threads** stateless.
/// - **Errors** malformed: `NumberFormatException` with the offset and the text, or what the caller
///   names; a range outside the array or too little room: `IndexOutOfBoundsException`, nothing
///   written; other counts of decimals than 0 to 18: `IllegalArgumentException`.
/// - **Source** Clinger, How to Read Floating Point Numbers Accurately, 1990; Lemire, Number
///   Parsing at a Gigabyte per Second, 2021; Mushtak and Lemire, Fast Number Parsing Without
///   Fallback, 2023; Giulietti, The Schubfach way to render doubles, 2021; one product, as in Jeon,
///   Dragonbox, 2020.
/// - **Copies with** `Digits`, `Characters`, `Slice`, `Tens`.
public final class Decimals {
  /*
   * Read are, with nothing before or after:
   *
   *     number    [-+] ( NaN | Infinity | decimal )             the sign is optional
   *     decimal   ( digits [ . [digits] ] | . digits ) [ e [-+] digits ]          e or E
   *
   * all of which Double.parseDouble reads, and as the same number. It also reads blanks around,
   * letters of type behind and hexadecimal; these are errors here.
   *
   * Printing. A number c * 2^q is, in units of 10^k, a whole number of 15 or 16 digits, the tens, and
   * a rest. Half the way to the next number is half a unit at most and a twentieth at least:
   *
   *     tens              rest           tens + 1
   *      |-----half-----|  .  |-----half-----|      of the tens one at most lies within the half
   *
   * If the nearer of the tens is no further away than the half, it reads back as the number, and no
   * decimal with a digit more is shorter. If not, one digit of the rest is needed, and the nearest is
   * taken: a tenth is at most twice the half. The tens and the rest are read off the product of c
   * and the first 64 bits of a power of ten, which is too small by up to 2^-11 of a unit. Where that
   * may matter, for 1 double in 100, Tens finds the digits from three exact products.
   *
   * The digits are laid out as three little-endian words, the first digit the lowest byte of the
   * first, and stored so that they overlap:
   *
   *     0 1 2 3 4 5 6 7   8 9 ... 15   16
   *     0 1 . 2 3 4 5 6   7 8 ... 14   15 16             the point squeezed in
   *     0 . 1 2 3 4 5 6   7 8 ... 14   15 16 E - 3 0 8   the exponent behind the digits kept
   */

  /// How many bytes [#printDouble(double, byte\[\], int)] needs at most.
  public static final int MOST_DOUBLE = "-1.2345678901234567E-308".length();

  /// How many bytes [#printFloat(float, byte\[\], int)] needs at most.
  public static final int MOST_FLOAT = "-1.23456789E-38".length();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long ZERO_POINT = '0' | '.' << 8 | '0' << 16 | (long) '0' << 24;
  private static final int EIGHT = 100_000_000;
  private static final long POWER_15 = 1_000_000_000_000_000L;

  private static final int MOST_DECIMALS = 18;

  /// Below so many units of the least number the JDK prints two digits where one would do.
  private static final int DOUBLE_TINY = 3;

  private static final int FLOAT_TINY = 8;

  /// The characters of 0 to 324, three at most, and how many in the highest byte.
  private static final int[] EXPONENTS = exponents();

  private Decimals() {}

  /// Parses a double as `Double.parseDouble` does, without blanks, type letters and hexadecimal.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the nearest double; of two, the even one
  public static double parseDouble(byte[] bytes, int from, int to) {
    long bits = Tens.parse(bytes, from, to, true);
    if (bits == Tens.NONE) {
      throw malformed(bytes, from, to);
    }
    return Double.longBitsToDouble(bits);
  }

  /// Parses a double, or returns what the caller names if the text is malformed.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param absent what to return for no number; [#flaw(byte\[\], int, int)] says why
  /// @return the nearest double
  public static double parseDouble(byte[] bytes, int from, int to, double absent) {
    long bits = Tens.parse(bytes, from, to, true);
    return bits == Tens.NONE ? absent : Double.longBitsToDouble(bits);
  }

  /// Parses a slice's bytes as a double.
  ///
  /// @param text the text
  /// @return the nearest double
  public static double parseDouble(Slice text) {
    return parseDouble(text.bytes(), text.from(), text.to());
  }

  /// Parses a float as `Float.parseFloat` does, without blanks, type letters and hexadecimal.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the nearest float, which is not always the float nearest to the nearest double
  public static float parseFloat(byte[] bytes, int from, int to) {
    long bits = Tens.parse(bytes, from, to, false);
    if (bits == Tens.NONE) {
      throw malformed(bytes, from, to);
    }
    return Float.intBitsToFloat((int) bits);
  }

  /// Parses a float, or returns what the caller names if the text is malformed.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param absent what to return for no number; [#flaw(byte\[\], int, int)] says why
  /// @return the nearest float
  public static float parseFloat(byte[] bytes, int from, int to, float absent) {
    long bits = Tens.parse(bytes, from, to, false);
    return bits == Tens.NONE ? absent : Float.intBitsToFloat((int) bits);
  }

  /// Parses a slice's bytes as a float.
  ///
  /// @param text the text
  /// @return the nearest float
  public static float parseFloat(Slice text) {
    return parseFloat(text.bytes(), text.from(), text.to());
  }

  /// Returns where a text stops being a number: the first byte that no number has there, or the end
  /// if the text ends too early.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return an index into the bytes, or -1 if the text is a number
  public static int flaw(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    if (at < to && (bytes[at] == 'N' || bytes[at] == 'I')) {
      String name = bytes[at] == 'N' ? "NaN" : "Infinity";
      for (int i = 0; i < name.length(); i++, at++) {
        if (at == to || bytes[at] != name.charAt(i)) {
          return at;
        }
      }
      return at == to ? -1 : at;
    }
    int first = at;
    at = digitsEnd(bytes, at, to);
    int digits = at - first;
    if (at < to && bytes[at] == '.') {
      first = at + 1;
      at = digitsEnd(bytes, first, to);
      digits += at - first;
    }
    if (digits == 0) {
      return at;
    }
    if (at < to && (bytes[at] | 0x20) == 'e') {
      at++;
      first = at < to && (bytes[at] == '-' || bytes[at] == '+') ? at + 1 : at;
      at = digitsEnd(bytes, first, to);
      if (at == first) {
        return at;
      }
    }
    return at == to ? -1 : at;
  }

  /// Prints a double as `Double.toString` does: as few digits as read back as the same double.
  ///
  /// @param value the number
  /// @param into where to; at most [#MOST_DOUBLE] bytes are written
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int printDouble(double value, byte[] into, int at) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> Tens.DOUBLE_BITS) & 0x7FF;
    long fraction = bits & ((1L << Tens.DOUBLE_BITS) - 1);
    if (exponent != 0 && exponent != 0x7FF && fraction != 0) {
      int q = exponent - Tens.DOUBLE_BIAS - Tens.DOUBLE_BITS;
      int k = Tens.log10Pow2(q, false) + 1;
      int n = -(q + Tens.log2Pow10(-k)); // 1 to 4
      long ten = Tens.high(-k);
      long factor = (fraction | (1L << Tens.DOUBLE_BITS)) << (12 - n);
      long high = Math.unsignedMultiplyHigh(ten, factor);
      long tens = high >>> 11;
      long rest = high << 53 | (ten * factor) >>> 11;
      long beyond = Math.abs(rest) - (ten >>> n);
      long digit = digit(rest);
      if (!isDoubtful(beyond, digit, 1L << 53)) {
        long inside = beyond >> 63; // -1: the nearest of the tens reads back as the number
        tens -= (rest >> 63) & inside;
        int last = (int) (digit >>> 60 & ~inside);
        return print(tens, last, k, (int) (bits >>> 63), into, at);
      }
    }
    return printDoubleRare(value, into, at);
  }

  /// Prints a float as `Float.toString` does: as few digits as read back as the same float.
  ///
  /// @param value the number
  /// @param into where to; at most [#MOST_FLOAT] bytes are written
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int printFloat(float value, byte[] into, int at) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> Tens.FLOAT_BITS) & 0xFF;
    int fraction = bits & ((1 << Tens.FLOAT_BITS) - 1);
    if (exponent != 0 && exponent != 0xFF && fraction != 0) {
      int q = exponent - Tens.FLOAT_BIAS - Tens.FLOAT_BITS;
      int k = Tens.log10Pow2(q, false) + 1;
      int n = -(q + Tens.log2Pow10(-k));
      long ten = Tens.high(-k);
      long factor = (long) (fraction | (1 << Tens.FLOAT_BITS)) << (41 - n);
      long high = Math.unsignedMultiplyHigh(ten, factor);
      long tens = high >>> 40;
      long rest = high << 24;
      long beyond = Math.abs(rest) - (ten >>> n);
      long digit = digit(rest);
      if (!isDoubtful(beyond, digit, 1L << 25)) {
        long inside = beyond >> 63;
        tens -= (rest >> 63) & inside;
        return printBrief(tens, digit >>> 60 & ~inside, k, bits >>> 31, into, at);
      }
    }
    return printFloatRare(value, into, at);
  }

  /// Prints a double with so many decimals, rounded from its exact value, halves to even; what
  /// rounds to zero has no sign.
  ///
  /// @param value the number; NaN and the infinities are printed as their names
  /// @param decimals how many digits follow the point, 0 to 18; 0: no point is printed
  /// @param into where to
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int printFixed(double value, int decimals, byte[] into, int at) {
    if (decimals < 0 || decimals > MOST_DECIMALS) {
      throw new IllegalArgumentException("decimals: " + decimals + ", not 0 to " + MOST_DECIMALS);
    }
    if (!(Math.abs(value) < 0x1p63)) {
      return printFixedRare(value, decimals, into, at);
    }
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> Tens.DOUBLE_BITS) & 0x7FF;
    long c = (bits & ((1L << Tens.DOUBLE_BITS) - 1)) | (exponent == 0 ? 0 : 1L << Tens.DOUBLE_BITS);
    int places = Tens.DOUBLE_BIAS + Tens.DOUBLE_BITS - Math.max(exponent, 1); // c / 2^places
    long whole = c;
    long fraction = 0;
    if (places <= 0) {
      whole <<= -places;
    } else {
      whole = places < 64 ? c >>> places : 0;
      long rest = places < 64 ? c & ((1L << places) - 1) : c;
      fraction = scaled(rest, places, Characters.POWERS[decimals], decimals == 0 ? whole : 0);
      if (fraction == Characters.POWERS[decimals]) {
        whole++;
        fraction = 0;
      }
    }
    int sign = value < 0 && (whole | fraction) != 0 ? 1 : 0;
    return Characters.printParts(sign, whole, fraction, decimals, into, at);
  }

  /// The first digit of a rest of so many 2^-64, rounded, in the highest four bits.
  private static long digit(long rest) {
    return (rest >>> 4) * 10 + (1L << 59);
  }

  /// Whether anything would be different if the rest were greater by up to `error`: on which side
  /// of the limit it lies, or the digit.
  private static boolean isDoubtful(long beyond, long digit, long error) {
    return Math.abs(beyond) < 2 * error || ((digit + error) & ((1L << 60) - 1)) <= error;
  }

  /// Prints what one product does not decide, or cannot: powers of two, whose neighbours lie at two
  /// distances, subnormals, zeros, infinities and NaN.
  private static int printDoubleRare(double value, byte[] into, int at) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> Tens.DOUBLE_BITS) & 0x7FF;
    long fraction = bits & ((1L << Tens.DOUBLE_BITS) - 1);
    if (exponent == 0x7FF || (exponent | fraction) == 0) {
      return printName(value, into, at);
    }
    int q = Math.max(exponent, 1) - Tens.DOUBLE_BIAS - Tens.DOUBLE_BITS;
    long c = exponent == 0 ? fraction : fraction | (1L << Tens.DOUBLE_BITS);
    boolean narrow = fraction == 0 && exponent > 1;
    int tiny = c < DOUBLE_TINY ? 1 : 0;
    int k = Tens.log10Pow2(q, narrow);
    long digits = Tens.shortest(tiny != 0 ? c * 10 : c, q, k, narrow);
    return print(digits, k - tiny, (int) (bits >>> 63), into, at);
  }

  private static int printFloatRare(float value, byte[] into, int at) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> Tens.FLOAT_BITS) & 0xFF;
    int fraction = bits & ((1 << Tens.FLOAT_BITS) - 1);
    if (exponent == 0xFF || (exponent | fraction) == 0) {
      return printName(value, into, at);
    }
    int q = Math.max(exponent, 1) - Tens.FLOAT_BIAS - Tens.FLOAT_BITS;
    int c = exponent == 0 ? fraction : fraction | (1 << Tens.FLOAT_BITS);
    boolean narrow = fraction == 0 && exponent > 1;
    int tiny = c < FLOAT_TINY ? 1 : 0;
    int k = Tens.log10Pow2(q, narrow);
    long digits = Tens.shortest(tiny != 0 ? c * 10 : c, q, k, narrow);
    return print(digits, k - tiny, bits >>> 31, into, at);
  }

  /// Prints digits * 10^k, at most 17 digits.
  private static int print(long digits, int k, int sign, byte[] into, int at) {
    int count = Characters.count(digits);
    digits *= Characters.POWERS[17 - count];
    long tens = digits / 10;
    return print(tens, (int) (digits - tens * 10), k + count - 16, sign, into, at);
  }

  /// Prints (tens + last / 10) * 10^k; tens has 15 or 16 digits.
  private static int print(long tens, int last, int k, int sign, byte[] into, int at) {
    int brief = (int) ((tens - POWER_15) >> 63); // -1: the last digit is the sixteenth
    tens += brief & (tens * 9 + last);
    last &= ~brief;
    long high = Characters.eighth(tens);
    long d0 = Characters.digits(high);
    long d1 = Characters.digits(tens - high * EIGHT);
    int zeros = Long.numberOfLeadingZeros(d1) >>> 3;
    if (d1 == 0) {
      zeros += Long.numberOfLeadingZeros(d0) >>> 3;
    }
    int more = -last >> 31; // -1: there is a seventeenth digit, which is not zero
    int kept = 16 - (zeros & ~more) - more;
    d0 += ZEROS;
    d1 += ZEROS;
    long d2 = '0' + (long) last;
    int exponent = k + 15 + brief;
    if (kept < 15 || (exponent < 7 && exponent >= -3)) {
      return print(d0, d1, d2, kept, exponent, sign, into, at);
    }
    long tail = tail(exponent);
    int end = at + sign + kept + 1 + (int) (tail >>> 56);
    Characters.checkRoom(at, end, into);
    into[at] = '-'; // the first digit overwrites it, if there is no sign: signs are hard to predict
    at += sign;
    int shift = (kept + 1) << 3; // only its lowest six bits count
    long t1 = d0 >>> 56 | d1 << 8;
    long t2 = ((d1 >>> 56 | d2 << 8) & ~(-1L << shift)) | tail << shift;
    LONGS.set(into, at, scientific(d0));
    LONGS.set(into, at + 8, t1);
    shift = (end - at) << 3;
    LONGS.set(into, end - 8, t1 >>> shift | t2 << -shift);
    return end;
  }

  /// Prints (tens + last / 10) * 10^k; tens has 6 to 8 digits.
  private static int printBrief(long tens, long last, int k, int sign, byte[] into, int at) {
    long digits = Characters.digits(tens);
    int gap = Long.numberOfTrailingZeros(digits) & -8; // zeros in front
    int more = (int) -last >> 31;
    int zeros = Long.numberOfLeadingZeros(digits) & ~more;
    int kept = 8 - ((gap + zeros) >>> 3) - more;
    long d0 = digits >>> gap | last << 1 << (63 - gap);
    long d1 = gap == 0 ? last : 0;
    return print(d0 + ZEROS, d1 + ZEROS, '0', kept, k + 7 - (gap >>> 3), sign, into, at);
  }

  /// Prints characters, so many of them kept, the first worth 10^exponent; behind those kept there
  /// are zeros.
  private static int print(
      long d0, long d1, long d2, int kept, int exponent, int sign, byte[] into, int at) {
    if (exponent >= 7 || exponent < -3) {
      return printScientific(d0, d1, d2, kept, exponent, sign, into, at);
    }
    int gap = 1 - exponent; // "0." to "0.00"
    int whole = Math.max(exponent + 1, 0);
    int length = whole > 0 ? Math.max(kept, whole + 1) + 1 : gap + kept;
    Characters.checkRoom(at, at + sign + length, into);
    into[at] = '-';
    at += sign;
    if (whole > 0) {
      long before = (1L << (whole << 3)) - 1;
      long t0 = (d0 & before) | '.' * (before + 1) | (d0 & ~before) << 8;
      store(t0, d0 >>> 56 | d1 << 8, d1 >>> 56 | d2 << 8, length, into, at);
    } else {
      int shift = gap << 3;
      long t0 = (ZERO_POINT & ((1L << shift) - 1)) | d0 << shift;
      store(t0, d0 >>> -shift | d1 << shift, d1 >>> -shift | d2 << shift, length, into, at);
    }
    return at + length;
  }

  /// Prints a digit, a point, one digit at least, and an exponent, which is put into the words
  /// behind the digits kept.
  private static int printScientific(
      long d0, long d1, long d2, int kept, int exponent, int sign, byte[] into, int at) {
    long tail = tail(exponent);
    int point = Math.max(kept, 2) + 1;
    int end = at + sign + point + (int) (tail >>> 56);
    Characters.checkRoom(at, end, into);
    into[at] = '-';
    at += sign;
    long t0 = scientific(d0);
    long t1 = d0 >>> 56 | d1 << 8;
    long t2 = d1 >>> 56 | d2 << 8;
    int shift = point << 3; // only its lowest six bits count
    long before = ~(-1L << shift);
    if (point >= 16) {
      t2 = (t2 & before) | tail << shift;
    } else if (point >= 8) {
      t1 = (t1 & before) | tail << shift;
      t2 = tail >>> 1 >>> ~shift;
    } else {
      t0 = (t0 & before) | tail << shift;
      t1 = tail >>> -shift;
    }
    store(t0, t1, t2, end - at, into, at);
    return end;
  }

  /// A digit, a point, six digits.
  private static long scientific(long d0) {
    return (d0 << 8 & ~0xFFFFL) | (d0 & 0xFF) | '.' << 8;
  }

  /// The characters of an exponent, and how many in the highest byte.
  private static long tail(int exponent) {
    int minus = exponent >>> 31;
    long characters = EXPONENTS[Math.abs(exponent)];
    long count = (characters >>> 24) + 1 + minus;
    long signed = ((characters & 0xFF_FFFF) << 8 | '-') >>> (8 - (minus << 3));
    return signed << 8 | 'E' | count << 56;
  }

  /// Stores the first 3 to 23 bytes of three words, and no other.
  private static void store(long t0, long t1, long t2, int length, byte[] into, int at) {
    if (length >= 16) {
      LONGS.set(into, at, t0);
      LONGS.set(into, at + 8, t1);
      if (length > 16) {
        int shift = (length - 16) << 3;
        LONGS.set(into, at + length - 8, t1 >>> shift | t2 << -shift);
      }
    } else if (length >= 8) {
      int shift = (length - 8) << 3;
      LONGS.set(into, at, t0);
      LONGS.set(into, at + length - 8, t0 >>> shift | t1 << 1 << (63 - shift));
    } else if (length >= 4) {
      INTS.set(into, at, (int) t0);
      INTS.set(into, at + length - 4, (int) (t0 >>> ((length - 4) << 3)));
    } else {
      into[at] = (byte) t0;
      into[at + 1] = (byte) (t0 >>> 8);
      into[at + 2] = (byte) (t0 >>> 16);
    }
  }

  /// Prints zeros, infinities and NaN.
  private static int printName(double value, byte[] into, int at) {
    boolean minus = Double.doubleToRawLongBits(value) < 0;
    String name = minus ? "-Infinity" : "Infinity";
    if (Double.isNaN(value)) {
      name = "NaN";
    } else if (value == 0) {
      name = minus ? "-0.0" : "0.0";
    }
    return copy(name, into, at);
  }

  private static int printFixedRare(double value, int decimals, byte[] into, int at) {
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      return printName(value, into, at);
    }
    return copy(new BigDecimal(value).setScale(decimals).toPlainString(), into, at);
  }

  private static int copy(String text, byte[] into, int at) {
    Objects.checkFromIndexSize(at, text.length(), into.length);
    for (int i = 0; i < text.length(); i++) {
      into[at++] = (byte) text.charAt(i);
    }
    return at;
  }

  /// rest * power / 2^places, rounded; a half to the neighbour that is even with `parity` added.
  private static long scaled(long rest, int places, long power, long parity) {
    if (places > 127) {
      return 0; // rest * power has at most 113 bits
    }
    long high = Math.multiplyHigh(rest, power);
    long low = rest * power;
    if (places > 64) {
      long lost = low << -places;
      low = low >>> places | high << -places | (lost != 0 ? 1 : 0);
      high >>>= places;
    } else if (places < 64) {
      high = high << -places | low >>> places;
      low <<= -places;
    }
    boolean up = low < 0 && (low != Long.MIN_VALUE || ((high + parity) & 1) != 0);
    return up ? high + 1 : high;
  }

  /// Where digits end.
  private static int digitsEnd(byte[] bytes, int at, int to) {
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static NumberFormatException malformed(byte[] bytes, int from, int to) {
    return Digits.error("not a number", flaw(bytes, from, to), bytes, from, to);
  }

  private static int[] exponents() {
    int[] exponents = new int[Tens.MOST + 1];
    for (int i = 0; i < exponents.length; i++) {
      int count = Characters.count(i);
      exponents[i] = (int) (Characters.characters(i) >>> (-count << 3)) | count << 24;
    }
    return exponents;
  }
}
