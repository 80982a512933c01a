// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Texts of every shape against the JDK: each way through the parser, and where it ends.
class DecimalsConformance {
  private static final String[] EXPONENTS = {
    "",
    "e0",
    "E5",
    "e-5",
    "E+22",
    "e-22",
    "e23",
    "E-308",
    "e308",
    "e0007",
    "E-0007",
    "e+0310",
    "e00005",
    "e-12345",
    "E99999999",
    "e-000000000000000000001"
  };

  /// Every count of digits before and behind the point, 0 to 21 each, with exponents of every
  /// length.
  @Test
  void everyShapeOfDigits() {
    var random = new SplittableRandom();
    for (int whole = 0; whole <= 21; whole++) {
      for (int fraction = 0; fraction <= 21; fraction++) {
        if (whole + fraction == 0) {
          continue;
        }
        String exponent = EXPONENTS[random.nextInt(EXPONENTS.length)];
        String digits = digits(random, whole + fraction);
        String pointed = digits.substring(0, whole) + "." + digits.substring(whole);
        for (String sign : new String[] {"", "-", "+"}) {
          DecimalsTest.checkText(sign + pointed);
          DecimalsTest.checkText(sign + pointed + exponent);
          DecimalsTest.checkText(sign + digits);
          DecimalsTest.checkText(sign + digits + exponent);
          DecimalsTest.checkText(sign + pointed.replaceAll("[1-9]", "0"));
          DecimalsTest.checkText(sign + pointed.replaceAll("[0-8]", "9") + exponent);
        }
      }
    }
    for (String exponent : EXPONENTS) {
      for (int whole = 1; whole <= 9; whole++) {
        for (int fraction = 0; fraction <= 19; fraction++) {
          DecimalsTest.checkText(digits(random, whole) + "." + digits(random, fraction) + exponent);
        }
      }
    }
  }

  /// Up to eight characters are divided, not looked up: the quotient is rounded once, for floats
  /// too, and nowhere harder than beside the middle of two floats.
  @Test
  void briefTextsBesideTheMiddleOfTwoFloats() {
    var random = new SplittableRandom();
    for (int i = 0; i < 50_000; i++) {
      int whole = random.nextInt(1, 8);
      float low = (float) random.nextDouble(Math.pow(10, whole - 1), Math.pow(10, whole));
      var middle = new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
      BigDecimal brief = middle.round(new MathContext(7));
      DecimalsTest.checkText(brief.toPlainString());
      DecimalsTest.checkText(brief.add(brief.ulp()).toPlainString());
    }
    for (int value = (1 << 24) - 50; value < (1 << 24) + 50; value++) {
      DecimalsTest.checkText(Integer.toString(value));
      DecimalsTest.checkText(value + ".");
      DecimalsTest.checkText(Integer.toString(value * 5)); // eight digits, multiples of five
    }
  }

  /// A hair above the middle of two floats, too little for a double to show it: rounded to a double
  /// first, it would lie in the middle and go to the even neighbour below.
  @Test
  void wholeNumbersAreRoundedOnce() {
    for (int bit = 54; bit < 63; bit++) {
      long middle = (1L << bit) + (1L << (bit - 24));
      for (long hair = -1; hair <= 1; hair++) {
        DecimalsTest.checkText(Long.toString(middle + hair));
        DecimalsTest.checkText(Long.toString(-(middle * 2 - (1L << bit)) - hair));
      }
    }
    for (int digits = 9; digits <= 21; digits++) {
      DecimalsTest.checkText("9".repeat(digits));
      DecimalsTest.checkText("1" + "0".repeat(digits - 1));
    }
    DecimalsTest.checkText("9223372036854775807");
    DecimalsTest.checkText("9223372036854775808");
    DecimalsTest.checkText("-18446744073709551615");
    DecimalsTest.checkText("18446744073709551616");
  }

  /// Every number of up to four digits with a point at every place.
  @Test
  void everyBriefText() {
    for (int value = 0; value < 10_000; value++) {
      String digits = Integer.toString(value);
      for (int point = 0; point <= digits.length(); point++) {
        DecimalsTest.checkText(digits.substring(0, point) + "." + digits.substring(point));
      }
      DecimalsTest.checkText(digits);
    }
  }

  /// Where one product does not decide: whole numbers, halves and others with few bits, written
  /// with so many zeros that they are not brief.
  @Test
  void exactNumbersAndTiesWithZerosBehind() {
    var random = new SplittableRandom();
    for (int i = 0; i < 20_000; i++) {
      int places = random.nextInt(8);
      double few = Math.scalb((double) (random.nextLong() >>> random.nextInt(1, 64)), -places);
      String text = new BigDecimal(few).toPlainString();
      text += text.contains(".") ? "" : ".";
      DecimalsTest.checkText(text + "0".repeat(random.nextInt(12)));
      var tie = new BigDecimal(((1L << 53) + random.nextLong(1L << 53)) | 1);
      tie = tie.divide(BigDecimal.valueOf(1L << places));
      DecimalsTest.checkText(tie.toPlainString());
      DecimalsTest.checkText(tie.toString() + "e" + random.nextInt(-4, 23));
    }
  }

  /// Numbers below one with zeros in front: of those more than nineteen digits may be written.
  @Test
  void zerosInFrontAreNoDigits() {
    var random = new SplittableRandom();
    for (int zeros = 0; zeros < 30; zeros++) {
      for (int digits = 1; digits <= 21; digits++) {
        DecimalsTest.checkText("0." + "0".repeat(zeros) + digits(random, digits));
        DecimalsTest.checkText("0".repeat(zeros) + digits(random, digits));
        DecimalsTest.checkText("0".repeat(zeros) + "." + digits(random, digits) + "e-5");
      }
    }
  }

  /// Every byte value at every place of numbers of many shapes: the JDK is asked, but for what it
  /// reads and we do not.
  @Test
  void judgesEveryByteAtEveryPlaceAsTheJdkDoes() {
    for (String shape :
        new String[] {
          "1",
          "12.5",
          "-1234567.12345678",
          "123456789012e-17",
          "1.5e+300",
          "-1.2345678901234567E-308",
          "0.123456789012345678",
          "12345.678e5",
          "Infinity"
        }) {
      for (int at = 0; at < shape.length(); at++) {
        for (int value = 0; value < 256; value++) {
          byte[] bytes = shape.getBytes(StandardCharsets.ISO_8859_1);
          bytes[at] = (byte) value;
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          boolean number = true;
          double expected = 0;
          try {
            expected = Double.parseDouble(text);
          } catch (NumberFormatException e) {
            number = false;
          }
          boolean blank = value <= ' ' && (at == 0 || at == shape.length() - 1);
          boolean type = "fFdD".indexOf((char) value) >= 0 && at == shape.length() - 1;
          if (number && !blank && !type) {
            DecimalsTest.checkText(text);
            assertEquals(expected, Decimals.parseDouble(bytes, 0, bytes.length));
          } else {
            int flaw = Decimals.flaw(bytes, 0, bytes.length);
            assertTrue(flaw >= at && flaw <= bytes.length, text);
            assertEquals(0.25, Decimals.parseDouble(bytes, 0, bytes.length, 0.25), text);
            byte[] roomy = Arrays.copyOf(bytes, bytes.length + 30);
            Arrays.fill(roomy, bytes.length, roomy.length, (byte) '5');
            assertEquals(0.25, Decimals.parseDouble(roomy, 0, bytes.length, 0.25), text);
            assertThrows(
                NumberFormatException.class, () -> Decimals.parseFloat(bytes, 0, bytes.length));
          }
        }
      }
    }
  }

  /// For every power of ten the numbers of at most 19 digits that come closest to halfway between
  /// two doubles: continued fractions find them, after Clinger and Paxson.
  @Test
  void theHardestNumbersOfEveryPowerOfTen() {
    for (int q = -342; q <= 308; q++) {
      for (int bits = 53; bits <= 64; bits += 11) {
        // w * 10^q ~ (m + 1/2) * 2^e: convergents of 10^q / 2^(e - 1) give w and 2 m + 1.
        int e = (int) Math.floor(q * (Math.log(10) / Math.log(2))) + bits - 54;
        BigInteger above = q < 0 ? BigInteger.ONE : BigInteger.TEN.pow(q);
        BigInteger below = q < 0 ? BigInteger.TEN.pow(-q) : BigInteger.ONE;
        above = e < 1 ? above.shiftLeft(1 - e) : above;
        below = e > 1 ? below.shiftLeft(e - 1) : below;
        BigInteger last = BigInteger.ZERO;
        BigInteger w = BigInteger.ONE;
        while (below.signum() != 0 && w.bitLength() <= 64) {
          for (int k = 1; k <= 3; k++) {
            DecimalsTest.checkText(w.multiply(BigInteger.valueOf(k)) + "e" + q);
          }
          DecimalsTest.checkText(w + "." + "0".repeat(25) + "1e" + q);
          BigInteger[] parts = above.divideAndRemainder(below);
          above = below;
          below = parts[1];
          if (below.signum() == 0) {
            break;
          }
          BigInteger next = above.divide(below).multiply(w).add(last);
          last = w;
          w = next;
        }
      }
    }
  }

  /// What printing decides: whether a decimal of one digit fewer still reads back as the number,
  /// and which of two is nearer. Of every exponent the doubles that come closest to where it turns.
  @Test
  void theHardestDoublesToPrintOfEveryExponent() {
    var random = new SplittableRandom();
    BigInteger one = BigInteger.ONE.shiftLeft(192);
    for (int q = -1074; q <= 971; q++) {
      int k = Tens.log10Pow2(q, false) + 1;
      BigInteger ten = BigInteger.TEN.pow(Math.abs(k));
      // From one double to the next, in units of 10^k: a fraction.
      BigInteger step =
          k < 0 ? ten.shiftLeft(q + 192) : BigInteger.ONE.shiftLeft(q + 192).divide(ten);
      BigInteger first = step.shiftLeft(52).mod(one);
      BigInteger half = step.shiftRight(1);
      BigInteger tie =
          one.multiply(BigInteger.valueOf(2 * random.nextInt(10) + 1))
              .divide(BigInteger.valueOf(20));
      for (BigInteger turn : new BigInteger[] {half, one.subtract(half), tie}) {
        for (int bits = 46; bits <= 55; bits += 3) {
          BigInteger near = one.shiftRight(bits);
          BigInteger low = turn.subtract(near).subtract(first).mod(one);
          BigInteger fraction = multiple(step, one, low, low.add(near.shiftLeft(1)));
          if (fraction.bitLength() <= 52 && fraction.signum() >= 0) {
            long exponent = q == -1074 ? 0 : q + 1075;
            DecimalsTest.checkDouble(
                Double.longBitsToDouble(exponent << 52 | fraction.longValueExact()));
          }
        }
      }
    }
  }

  /// The least x whose multiple of a step, less whole rounds, lies from low to high; -1: none.
  private static BigInteger multiple(
      BigInteger step, BigInteger round, BigInteger low, BigInteger high) {
    if (low.signum() == 0 || high.compareTo(round) >= 0) {
      return BigInteger.ZERO;
    }
    if (step.signum() == 0) {
      return BigInteger.ONE.negate();
    }
    if (step.shiftLeft(1).compareTo(round) > 0) {
      return multiple(round.subtract(step), round, round.subtract(high), round.subtract(low));
    }
    BigInteger x = low.add(step).subtract(BigInteger.ONE).divide(step);
    if (x.multiply(step).compareTo(high) <= 0) {
      return x;
    }
    BigInteger rounds = multiple(round.negate().mod(step), step, low.mod(step), high.mod(step));
    return rounds.signum() < 0
        ? rounds
        : rounds.multiply(round).add(low).add(step).subtract(BigInteger.ONE).divide(step);
  }

  /// A decimal of fewer digits exactly halfway to the neighbour, which belongs to the even one of
  /// the two; and two decimals equally near, of which the even one is printed.
  @Test
  void decimalsExactlyWhereItTurns() {
    var random = new SplittableRandom();
    for (int q = 2; q < 77; q++) {
      long five = 1;
      for (int k = Tens.log10Pow2(q, false); k >= 0; k--) {
        five *= 5;
      }
      for (int i = 0; i < 20; i++) {
        long odd = random.nextLong((1L << 53) / five, (1L << 54) / five) | 1;
        checkPrinted(odd * five / 2, q);
        checkPrinted(odd * five / 2 + 1, q);
      }
    }
    for (int q = -72; q < 0; q++) {
      int zeros = Tens.log10Pow2(q, false) - q - 1;
      for (int i = 0; zeros >= 0 && i < 20; i++) {
        long c = random.nextLong(1L << 52, 1L << 53) >>> zeros << zeros;
        checkPrinted(c | 1L << zeros, q);
      }
    }
  }

  private static void checkPrinted(long c, int q) {
    DecimalsTest.checkDouble(Math.scalb((double) c, q));
    DecimalsTest.checkDouble(-Math.scalb((double) (c + 2), q));
    float narrow = Math.scalb((float) (c >>> 29), Math.floorMod(q, 60) - 50);
    DecimalsTest.checkFloat(narrow);
    DecimalsTest.checkFloat(Math.nextUp(narrow));
  }

  private static String digits(SplittableRandom random, int count) {
    var digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }
}
