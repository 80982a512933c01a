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
///   `printFixed` O(1); a table of 10 KiB is made with the class.
/// - **Allocation** none, errors aside; parsing more than 19 significant digits may, where the
///   first 19 do not decide, and so may `printFixed` from 2 to the power of 63 on.
/// - **Threads** stateless.
/// - **Errors** malformed: `NumberFormatException` with the offset and the text, or what the caller
///   names; a range outside the array or too little room: `IndexOutOfBoundsException`, nothing
///   written; other counts of decimals than 0 to 18: `IllegalArgumentException`.
/// - **Source** Clinger, How to Read Floating Point Numbers Accurately, 1990; Lemire, Number
///   Parsing at a Gigabyte per Second, 2021; Mushtak and Lemire, Fast Number Parsing Without
///   Fallback, 2023; Giulietti, The Schubfach way to render doubles, 2021.
/// - **Copies with** `Digits`, `Slice`, `Tens`.
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
   * Printing. Tens finds the shortest digits. They are laid out as three little-endian words, d0
   * the lowest byte of the first:
   *
   *     d0 d1 d2 d3 d4 d5 d6 d7   d8 d9 ... d15   d16
   *     d0 d1  . d2 d3 d4 d5 d6   d7 d8 ... d14   d15 d16    the point squeezed in
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
  private static final long POWER_16 = 10_000_000_000_000_000L;

  private static final int MOST_DECIMALS = 18;

  /// Below so many units of the least number the JDK prints two digits where one would do.
  private static final int DOUBLE_TINY = 3;

  private static final int FLOAT_TINY = 8;

  /// The powers of ten that a long can hold.
  private static final long[] POWERS = powers();

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
    at = Digits.digitsEnd(bytes, at, to);
    int digits = at - first;
    if (at < to && bytes[at] == '.') {
      first = at + 1;
      at = Digits.digitsEnd(bytes, first, to);
      digits += at - first;
    }
    if (digits == 0) {
      return at;
    }
    if (at < to && (bytes[at] | 0x20) == 'e') {
      at++;
      first = at < to && (bytes[at] == '-' || bytes[at] == '+') ? at + 1 : at;
      at = Digits.digitsEnd(bytes, first, to);
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
      fraction = scaled(rest, places, POWERS[decimals], decimals == 0 ? whole : 0);
      if (fraction == POWERS[decimals]) {
        whole++;
        fraction = 0;
      }
    }
    int sign = value < 0 && (whole | fraction) != 0 ? 1 : 0;
    return Digits.printParts(sign, whole, fraction, decimals, into, at);
  }

  /// Prints digits * 10^k, at most 17 digits.
  private static int print(long digits, int k, int sign, byte[] into, int at) {
    int count = Digits.count(digits);
    int exponent = count - 1 + k;
    digits *= POWERS[17 - count];
    long lead = digits / POWER_16;
    digits -= lead * POWER_16;
    long high = digits / EIGHT;
    long b = Digits.characters(digits - high * EIGHT);
    long a = Digits.characters(high);
    int kept = kept(a, b);
    long d0 = (lead + '0') | a << 8;
    long d1 = a >>> 56 | b << 8;
    long d2 = b >>> 56;
    if (exponent >= 7 || exponent < -3) {
      int end = pointed(d0, d1, d2, kept, 1, sign, exponentLength(exponent), into, at);
      return printExponent(exponent, into, end);
    }
    if (exponent >= 0) {
      return pointed(d0, d1, d2, kept, exponent + 1, sign, 0, into, at);
    }
    int gap = 1 - exponent; // "0." to "0.00"
    Objects.checkFromIndexSize(at, sign + gap + kept, into.length);
    into[at] = '-';
    at += sign;
    int shift = gap << 3;
    d2 = d1 >>> -shift | d2 << shift;
    d1 = d0 >>> -shift | d1 << shift;
    d0 = (ZERO_POINT & ((1L << shift) - 1)) | d0 << shift;
    store(d0, d1, d2, gap + kept, into, at);
    return at + gap + kept;
  }

  /// How many of 17 digits there are without the zeros at their end, by the last 16.
  private static int kept(long a, long b) {
    int zeros = Long.numberOfLeadingZeros(b ^ ZEROS);
    zeros += b == ZEROS ? Long.numberOfLeadingZeros(a ^ ZEROS) : 0;
    return 17 - (zeros >>> 3);
  }

  /// Prints digits with a point behind the first 1 to 7, and one digit at least behind the point,
  /// if there is room for so many characters more.
  private static int pointed(
      long d0, long d1, long d2, int kept, int whole, int sign, int more, byte[] into, int at) {
    int length = Math.max(kept, whole + 1) + 1;
    Objects.checkFromIndexSize(at, sign + length + more, into.length);
    into[at] = '-'; // the first digit overwrites it, if there is no sign: signs are hard to predict
    at += sign;
    long before = (1L << (whole << 3)) - 1;
    long t0 = (d0 & before) | '.' * (before + 1) | (d0 & ~before) << 8;
    store(t0, d0 >>> 56 | d1 << 8, d1 >>> 56 | d2 << 8, length, into, at);
    return at + length;
  }

  /// Stores the first 3 to 21 bytes of three words, and no other.
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

  private static int exponentLength(int exponent) {
    int size = Math.abs(exponent);
    return (exponent < 0 ? 3 : 2) + (size >= 10 ? 1 : 0) + (size >= 100 ? 1 : 0);
  }

  private static int printExponent(int exponent, byte[] into, int at) {
    into[at++] = 'E';
    if (exponent < 0) {
      into[at++] = '-';
      exponent = -exponent;
    }
    if (exponent >= 100) {
      into[at++] = (byte) ('0' + exponent / 100);
    }
    if (exponent >= 10) {
      into[at++] = (byte) ('0' + exponent / 10 % 10);
    }
    into[at++] = (byte) ('0' + exponent % 10);
    return at;
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

  private static NumberFormatException malformed(byte[] bytes, int from, int to) {
    return Digits.error("not a number", flaw(bytes, from, to), bytes, from, to);
  }

  private static long[] powers() {
    long[] powers = new long[MOST_DECIMALS + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
