// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.math.BigDecimal;
import java.math.MathContext;
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

  private static String digits(SplittableRandom random, int count) {
    var digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }
}
