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
/// - **Avoid** for exponents or unlimited fractions: take `Decimals`; for grouping or other digits
///   than ASCII ones.
/// - **Cost** `parseInt`, `parseLong`, `parseFixed`, `parseScaled`, `print`, `printFixed`, `length`
///   O(digits), eight at a time.
/// - **Allocation** none, errors aside.
/// - **Threads** stateless.
/// - **Errors** malformed or too large: `NumberFormatException` with the offset and the text, or
///   what the caller names; a range outside the array or too little room:
///   `IndexOutOfBoundsException`, nothing written; a scale outside 0 to 18:
///   `IllegalArgumentException`.
/// - **Source** Lemire, Quickly parsing eight digits, 2018; Khuong, How to print integers really
///   fast, 2017; Willets, in Lemire, Computing the number of digits of an integer even faster,
///   2021.
/// - **Copies with** `Characters`.
public final class Digits {
  /*
   * Eight characters at a time, as one little-endian word: the first character is the lowest byte.
   *
   *   at| 1 2 3 4 5 6 7 8 9 0 |to     the last eight are one word, full
   *       1 2 - - - - - -             the word at the first character: as many stay as are left
   *       0 0 0 0 0 0 1 2             moved up to the high bytes, where zeros in front count nothing
   *
   * So every text of up to eight digits costs one load, one check, one conversion, whatever its
   * length, and three do for all longs: lengths vary at random in real data, and a loop over them
   * mispredicts. Bytes outside the range may be loaded with the word but never reach the result, and
   * are never written.
   *
   * Printing is the mirror image, in Characters.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  /// Lifts bytes above 9 to 128 and more.
  private static final long ABOVE_NINE = 0x7676_7676_7676_7676L;

  private static final int MOST_SCALE = 18;
  private static final int MOST_DIGITS = 19;
  private static final int MOST_INT_DIGITS = 10;
  private static final int EIGHT = 100_000_000;

  /// What stands for no number until a second look; arbitrary.
  private static final long UNSURE = Long.MIN_VALUE + 1;

  /// How many bytes of a bad text its error shows; arbitrary.
  private static final int EXCERPT = 64;

  private static final byte[] MINIMUM =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  private Digits() {}

  /// Parses an int as `Integer.parseInt` does, ASCII digits only.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the number
  public static int parseInt(byte[] bytes, int from, int to) {
    long value = parseBrief(bytes, from, to);
    if (value != (int) value) {
      throw malformed("int", bytes, from, to, 0, 0, Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /// Parses an int, or returns what the caller names if there is none.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param absent what to return for no int; [#intFlaw(byte\[\], int, int)] says why
  /// @return the number
  public static int parseInt(byte[] bytes, int from, int to, int absent) {
    long value = parseBrief(bytes, from, to);
    return value == (int) value ? (int) value : absent;
  }

  /// Parses a long as `Long.parseLong` does, ASCII digits only.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the number
  public static long parseLong(byte[] bytes, int from, int to) {
    long value = parse(bytes, from, to, UNSURE);
    if (value == UNSURE && longFlaw(bytes, from, to) >= 0) {
      throw malformed("long", bytes, from, to, 0, 0, Long.MAX_VALUE);
    }
    return value;
  }

  /// Parses a long, or returns what the caller names if there is none.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param absent what to return for no long; [#longFlaw(byte\[\], int, int)] says why
  /// @return the number
  public static long parseLong(byte[] bytes, int from, int to, long absent) {
    return parse(bytes, from, to, absent);
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
    long value = parseFixed(bytes, from, to, scale, UNSURE);
    if (value == UNSURE && fixedFlaw(bytes, from, to, scale) >= 0) {
      throw malformed("long", bytes, from, to, scale, scale, Long.MAX_VALUE);
    }
    return value;
  }

  /// Parses a decimal with exactly so many digits after its point, or returns what the caller names
  /// if there is none.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param scale how many digits follow the point, 0 to 18; 0: there is no point
  /// @param absent what to return for no such decimal; [#fixedFlaw(byte\[\], int, int, int)] says
  ///   why
  /// @return the number times ten to the power of the scale
  public static long parseFixed(byte[] bytes, int from, int to, int scale, long absent) {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (scale <= 0 || scale > MOST_SCALE || to - from < scale + 2) {
      return scale == 0 ? parse(bytes, from, to, absent) : tooShort(scale, absent);
    }
    int lead = bytes[from] & 0xFF;
    int minus = ((lead ^ '-') - 1) >> 31;
    int at = from - minus + (lead == '+' ? 1 : 0);
    int point = to - scale - 1;
    if (point <= at || bytes[point] != '.') {
      return absent;
    }
    long value;
    if (to - at <= 8) {
      long word = first(bytes, at, to);
      long behind = -1L << ((8 - scale) << 3); // the bytes after the point
      long before = ~(-1L << ((7 - scale) << 3));
      long squeezed = (word & behind) | (word & before) << 8;
      value = (((squeezed + ABOVE_NINE) | squeezed) & HIGHS) == 0 ? eight(squeezed) : -1;
    } else {
      value = magnitude(bytes, at, point, scale, to);
    }
    if (value >= 0) {
      return (value ^ minus) - minus;
    }
    return parseRare(bytes, from, to, scale, scale, absent);
  }

  /// Parses a decimal with at most so many digits after its point, as a whole number of units of
  /// the last: with scale 2, `12.34`, `12.3` and `12` are 1234, 1230 and 1200; nothing is rounded.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param scale how many digits may follow the point, 0 to 18
  /// @return the number times ten to the power of the scale
  public static long parseScaled(byte[] bytes, int from, int to, int scale) {
    long value = parseScaled(bytes, from, to, scale, UNSURE);
    if (value == UNSURE && scaledFlaw(bytes, from, to, scale) >= 0) {
      throw malformed("long", bytes, from, to, 0, scale, Long.MAX_VALUE);
    }
    return value;
  }

  /// Parses a decimal with at most so many digits after its point, or returns what the caller names
  /// if there is none.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param scale how many digits may follow the point, 0 to 18
  /// @param absent what to return for no such decimal; [#scaledFlaw(byte\[\], int, int, int)] says
  ///   why
  /// @return the number times ten to the power of the scale
  public static long parseScaled(byte[] bytes, int from, int to, int scale, long absent) {
    checkScale(scale);
    Objects.checkFromToIndex(from, to, bytes.length);
    int least = Math.max(to - 1 - scale, from);
    int point = to - 1;
    while (point >= least && bytes[point] != '.') {
      point--;
    }
    int digits = point < least ? 0 : to - 1 - point;
    if (point == to - 1 && digits == 0 && from < to) {
      return absent; // nothing behind the point
    }
    long value = parseFixed(bytes, from, to, digits, UNSURE);
    long power = Characters.POWERS[scale - digits];
    if (value != UNSURE && Math.multiplyHigh(value, power) == (value * power) >> 63) {
      return value * power;
    }
    return parseRare(bytes, from, to, 0, scale, absent);
  }

  /// Returns where a text stops being an int: the first byte with which no int begins so, or the
  /// end if the text ends too early.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return an index into the bytes, or -1 if the text is an int
  public static int intFlaw(byte[] bytes, int from, int to) {
    return flaw(bytes, from, to, 0, 0, Integer.MAX_VALUE);
  }

  /// Returns where a text stops being a long: the first byte with which no long begins so, or the
  /// end if the text ends too early.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return an index into the bytes, or -1 if the text is a long
  public static int longFlaw(byte[] bytes, int from, int to) {
    return flaw(bytes, from, to, 0, 0, Long.MAX_VALUE);
  }

  /// Returns where a text stops being a decimal of this scale that a long holds: the first byte
  /// with which none begins so, or the end if the text ends too early.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param scale how many digits follow the point, 0 to 18
  /// @return an index into the bytes, or -1 if the text is such a decimal
  public static int fixedFlaw(byte[] bytes, int from, int to, int scale) {
    checkScale(scale);
    return flaw(bytes, from, to, scale, scale, Long.MAX_VALUE);
  }

  /// Returns where a text stops being a decimal of at most this scale that a long holds: the first
  /// byte with which none begins so, or the end if the text ends too early.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param scale how many digits may follow the point, 0 to 18
  /// @return an index into the bytes, or -1 if the text is such a decimal
  public static int scaledFlaw(byte[] bytes, int from, int to, int scale) {
    checkScale(scale);
    return flaw(bytes, from, to, 0, scale, Long.MAX_VALUE);
  }

  /// Prints a number as `Long.toString` does.
  ///
  /// @param value the number
  /// @param into where to
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int print(long value, byte[] into, int at) {
    int sign = (int) (value >>> 63);
    long size = Math.abs(value);
    if (Long.compareUnsigned(size, EIGHT) < 0) {
      return Characters.printBrief(size, sign, into, at);
    }
    if (size < 0) {
      Characters.checkRoom(at, at + MINIMUM.length, into);
      System.arraycopy(MINIMUM, 0, into, at, MINIMUM.length);
      return at + MINIMUM.length;
    }
    return Characters.print(size, sign, into, at);
  }

  /// Prints a number as `Integer.toString` does.
  ///
  /// @param value the number
  /// @param into where to
  /// @param at the index of the first character
  /// @return the index after the last character
  public static int print(int value, byte[] into, int at) {
    int sign = value >>> 31;
    long size = Math.abs((long) value);
    if (size < EIGHT) {
      return Characters.printBrief(size, sign, into, at);
    }
    return Characters.printLead(size, sign, into, at);
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
    long power = Characters.POWERS[scale];
    long whole = value / power;
    long fraction = Math.abs(value - whole * power);
    whole = Math.abs(whole); // the power is at least ten: no overflow
    return Characters.printParts(value < 0 ? 1 : 0, whole, fraction, scale, into, at);
  }

  /// Returns how many characters [#print(long, byte\[\], int)] writes.
  ///
  /// @param value the number
  /// @return 1 to 20
  public static int length(long value) {
    if (value < 0) {
      return value == Long.MIN_VALUE ? MINIMUM.length : 1 + Characters.count(-value);
    }
    return Characters.count(value);
  }

  private static long parse(byte[] bytes, int from, int to, long absent) {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (from == to) {
      return absent;
    }
    int lead = bytes[from] & 0xFF;
    int minus = ((lead ^ '-') - 1) >> 31; // -1 for a minus sign, else 0: signs are hard to predict
    int at = from - minus + (lead == '+' ? 1 : 0);
    if (to - at > MOST_DIGITS) {
      return parseRare(bytes, from, to, 0, 0, absent);
    }
    long value = magnitude(bytes, at, to);
    if (value < 0 && (value != Long.MIN_VALUE || minus == 0)) {
      return absent;
    }
    return (value ^ minus) - minus;
  }

  /// An int, or a long of up to ten digits: a word and two digits do; MIN_VALUE if there is none.
  /// The range is not checked where the loads do it: eight bytes from the first digit on, and the
  /// last eight.
  private static long parseBrief(byte[] bytes, int from, int to) {
    if (from < to) {
      int minus = (((bytes[from] & 0xFF) ^ '-') - 1) >> 31;
      int at = from - minus;
      int count = to - at;
      if (Integer.compareUnsigned(count - 1, MOST_INT_DIGITS) < 0 && at <= bytes.length - 8) {
        if (count <= 8) {
          long word = ((long) LONGS.get(bytes, at) ^ ZEROS) << (-count << 3);
          if ((((word + ABOVE_NINE) | word) & HIGHS) == 0) {
            return (eight(word) ^ minus) - minus;
          }
        } else {
          int first = bytes[at] - '0';
          int second = bytes[to - 9] - '0'; // of nine digits the first
          long word = (long) LONGS.get(bytes, to - 8) ^ ZEROS;
          boolean others = (((word + ABOVE_NINE) | word) & HIGHS) != 0;
          if (!others && (first | (9 - first) | second | (9 - second)) >= 0) {
            long lead = count == 9 ? second : first * 10 + second;
            return ((lead * EIGHT + eight(word)) ^ minus) - minus;
          }
        }
      }
    }
    return parse(bytes, from, to, Long.MIN_VALUE); // a plus, zeros in front, the end, or no number
  }

  /// The number that 1 to 19 digits make, MIN_VALUE for 2 to the power of 63; something else below
  /// zero if it is larger, or if there are other bytes or counts of bytes.
  static long magnitude(byte[] bytes, int at, int to) {
    int count = to - at;
    if (count <= 0 || count > MOST_DIGITS) {
      return -1;
    }
    long word = first(bytes, at, to);
    long others = (word + ABOVE_NINE) | word;
    long value = eight(word);
    if (count > 8) {
      if (count > 16) {
        word = (long) LONGS.get(bytes, to - 16) ^ ZEROS;
        others |= (word + ABOVE_NINE) | word;
        value = value * EIGHT + eight(word);
      }
      word = (long) LONGS.get(bytes, to - 8) ^ ZEROS;
      others |= (word + ABOVE_NINE) | word;
      value = value * EIGHT + eight(word); // 19 digits fit into 64 bits without a sign
    }
    return (others & HIGHS) == 0 ? value : -1;
  }

  /// The number that two runs of digits make, below zero if it may be too large or is none.
  private static long magnitude(byte[] bytes, int at, int point, int scale, int to) {
    long whole = magnitude(bytes, at, point);
    long fraction = magnitude(bytes, point + 1, to);
    boolean fits = (whole | fraction) >= 0 && whole <= Long.MAX_VALUE / Characters.POWERS[scale];
    return fits ? whole * Characters.POWERS[scale] + fraction : -1;
  }

  private static long tooShort(int scale, long absent) {
    checkScale(scale);
    return absent;
  }

  /// The first one to eight of the characters, as many as leave a multiple of eight, as digits in
  /// the high bytes, zeros below.
  static long first(byte[] bytes, int at, int to) {
    int shift = (at - to) << 3; // only its lowest six bits count
    if (at <= bytes.length - 8) {
      return ((long) LONGS.get(bytes, at) ^ ZEROS) << shift;
    }
    if (to >= 8) { // and at most seven characters
      return ((long) LONGS.get(bytes, to - 8) ^ ZEROS) >>> shift << shift;
    }
    long word = 0;
    for (int i = to - 1; i >= at; i--) {
      word = word << 8 | ((bytes[i] ^ '0') & 0xFF);
    }
    return word << shift;
  }

  /// The number that eight digits make, the first in the lowest byte.
  static long eight(long digits) {
    long pairs = (digits * 2561) >>> 8; // times ten, and the next digit
    long even = (pairs & 0x0000_00FF_0000_00FFL) * 0x000F_4240_0000_0064L;
    long odd = ((pairs >>> 16) & 0x0000_00FF_0000_00FFL) * 0x0000_2710_0000_0001L;
    return (even + odd) >>> 32;
  }

  /// Parses anything, digit by digit.
  private static long parseRare(byte[] bytes, int from, int to, int least, int most, long absent) {
    checkScale(most);
    if (flaw(bytes, from, to, least, most, Long.MAX_VALUE) >= 0) {
      return absent;
    }
    long value = 0;
    int missing = most;
    boolean whole = true;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.') {
        whole = false;
      } else if (bytes[i] >= '0') {
        value = value * 10 + bytes[i] - '0';
        missing -= whole ? 0 : 1;
      }
    }
    value *= Characters.POWERS[missing];
    return bytes[from] == '-' ? -value : value;
  }

  /// Where a text stops being a decimal with so many digits after its point and not beyond a limit,
  /// or one more below zero.
  private static int flaw(byte[] bytes, int from, int to, int least, int most, long limit) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int at = from;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      limit += bytes[at] == '-' ? 1 : 0; // unsigned from here on
      at++;
    }
    long value = 0;
    int point = -1;
    for (int missing = most; at < to; at++) {
      int digit = bytes[at] - '0';
      boolean any = at > from && bytes[at - 1] >= '0'; // a digit before it: signs are lower
      if (digit == '.' - '0' && any && point < 0 && most > 0) {
        point = at;
        continue;
      }
      if (digit < 0 || digit > 9 || (point >= 0 && missing-- == 0)) {
        return at;
      }
      // value * 10 + digit, with zeros for what is missing, within the limit?
      long room = Long.divideUnsigned(limit, Characters.POWERS[missing]);
      if (Long.compareUnsigned(value, Long.divideUnsigned(room - digit, 10)) > 0
          || Long.compareUnsigned(digit, room) > 0) {
        return at;
      }
      value = value * 10 + digit;
    }
    boolean complete = at > from && bytes[at - 1] >= '0';
    int fraction = point < 0 ? 0 : at - point - 1;
    return complete && fraction >= least ? -1 : at;
  }

  /// The error of a text that has a flaw.
  private static NumberFormatException malformed(
      String type, byte[] bytes, int from, int to, int least, int most, long limit) {
    int flaw = flaw(bytes, from, to, least, most, limit);
    boolean digit = flaw < to && bytes[flaw] >= '0' && bytes[flaw] <= '9';
    int point = flaw - 1 - most;
    boolean beyond = digit && !(most > 0 && point >= from && bytes[point] == '.');
    String kind = least == most ? "of scale " + most : "of at most scale " + most;
    if (beyond) {
      return error(
          "beyond the range of " + type + (most == 0 ? "" : " at scale " + most),
          flaw,
          bytes,
          from,
          to);
    }
    return error(most == 0 ? "not a whole number" : "not a decimal " + kind, flaw, bytes, from, to);
  }

  /// An error that says what the text is not or has, where, and shows its beginning.
  static NumberFormatException error(String what, int flaw, byte[] bytes, int from, int to) {
    var message = new StringBuilder(what).append(" at offset ").append(flaw - from).append(": \"");
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

  private static void checkScale(int scale) {
    if (scale < 0 || scale > MOST_SCALE) {
      throw new IllegalArgumentException("scale: " + scale + ", not 0 to " + MOST_SCALE);
    }
  }
}
