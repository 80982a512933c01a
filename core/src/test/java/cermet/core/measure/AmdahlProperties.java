// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Against the laws as they are written, in 400 digits; sums and products of doubles are exact.
class AmdahlProperties {
  private static final MathContext DIGITS = new MathContext(400);
  private static final BigDecimal ONE = BigDecimal.ONE;

  /// Shares anywhere, and close to 0, to 1 and to short fractions.
  @Provide
  Arbitrary<Double> share() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0, 1).ofScale(17),
        Arbitraries.integers().between(1, 300).map(n -> Math.scalb(1.0, -n)),
        Arbitraries.integers().between(1, 53).map(n -> 1 - Math.scalb(1.0, -n)),
        Arbitraries.integers().between(0, 100).map(n -> n / 100.0));
  }

  /// Factors of any size, most of them close to 1.
  @Provide
  Arbitrary<Double> factor() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0.01, 100).ofScale(17),
        Arbitraries.integers().between(-300, 300).map(n -> 1.1 * Math.scalb(1.0, n)),
        Arbitraries.integers().between(1, 52).map(n -> 1 + Math.scalb(1.0, -n)),
        Arbitraries.integers().between(1, 53).map(n -> 1 - Math.scalb(1.0, -n)),
        Arbitraries.integers().between(1, 100).map(n -> n / 10.0));
  }

  @Property
  void speedupIsOneOverRestAndPart(@ForAll("share") double part, @ForAll("factor") double factor) {
    near(divide(ONE, time(part, factor)), Amdahl.speedup(part, factor));
  }

  @Property
  void limitIsOneOverRest(@ForAll("share") double part) {
    if (part < 1) {
      near(divide(ONE, rest(part)), Amdahl.limit(part));
    }
  }

  @Property(tries = 5000)
  void factorForSolvesTheLaw(@ForAll("share") double part, @ForAll("factor") double speedup) {
    // 1 / speedup = rest + part / factor
    BigDecimal left = divide(ONE, exact(speedup)).subtract(rest(part));
    double factor = Amdahl.factorFor(part, speedup);
    if (speedup == 1) {
      assertEquals(1, factor);
    } else if (part == 0 || exact(speedup).multiply(rest(part)).compareTo(ONE) >= 0) {
      assertTrue(Double.isNaN(factor), "factor " + factor);
    } else {
      near(divide(exact(part), left), factor);
    }
  }

  /// A speed-up next to the limit, where a small slip in the difference would be a large one.
  @Property
  void factorForHoldsNextToTheLimit(
      @ForAll("share") double part, @ForAll @IntRange(max = 9) int i) {
    double speedup = part < 1 ? Amdahl.limit(part) : 2;
    for (int step = 0; step < i; step++) {
      speedup = Math.nextDown(speedup);
    }
    factorForSolvesTheLaw(part, speedup);
    factorForSolvesTheLaw(part, Math.nextUp(Math.nextUp(speedup)));
  }

  @Property(tries = 5000)
  void partForSolvesTheLaw(@ForAll("factor") double factor, @ForAll("factor") double speedup) {
    double part = Amdahl.partFor(factor, speedup);
    if (speedup == 1) {
      assertEquals(0, part);
    } else if (speedup > 1 ? speedup > factor : speedup < factor) {
      assertTrue(Double.isNaN(part), "part " + part);
    } else {
      // 1 / speedup = 1 - part * (1 - 1 / factor)
      near(
          divide(
              ONE.subtract(divide(ONE, exact(speedup))), ONE.subtract(divide(ONE, exact(factor)))),
          part);
      assertTrue(part <= 1, "part " + part);
    }
  }

  @Property
  void manyPartsAddUp(
      @ForAll @Size(max = 20) List<@IntRange(max = 50) Integer> hundredths,
      @ForAll @Size(20) List<@IntRange(min = 1, max = 5000) Integer> tenths) {
    double[] parts = hundredths.stream().mapToDouble(n -> n / 100.0).toArray();
    double[] factors = tenths.stream().limit(parts.length).mapToDouble(n -> n / 10.0).toArray();
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal time = BigDecimal.ZERO;
    for (int i = 0; i < parts.length; i++) {
      sum = sum.add(exact(parts[i]));
      time = time.add(divide(exact(parts[i]), exact(factors[i])));
    }
    if (sum.doubleValue() > 1) {
      assertThrows(IllegalArgumentException.class, () -> Amdahl.speedup(parts, factors));
    } else {
      time = time.add(ONE.subtract(sum).max(BigDecimal.ZERO));
      near(divide(ONE, time), Amdahl.speedup(parts, factors), 0x1p-48);
    }
  }

  @Property
  void onePartIsNoSpecialCase(@ForAll("share") double part, @ForAll("factor") double factor) {
    double many = Amdahl.speedup(new double[] {part}, new double[] {factor});
    near(exact(Amdahl.speedup(part, factor)), many, 0x1p-49);
  }

  @Property
  void threadsAreAFactorOfTheParallelPart(
      @ForAll("share") double serial, @ForAll @IntRange(min = 1) int threads) {
    BigDecimal parallel = divide(rest(serial), exact(threads));
    near(divide(ONE, exact(serial).add(parallel)), Amdahl.threads(serial, threads));
  }

  @Property
  void serialForSolvesTheLaw(
      @ForAll @IntRange(min = 1, max = 1000) int threads, @ForAll("factor") double speedup) {
    double serial = Amdahl.serialFor(threads, speedup);
    if (speedup < 1 || speedup > threads) {
      assertTrue(Double.isNaN(serial), "serial " + serial);
    } else if (threads == 1) {
      assertEquals(1, serial);
    } else {
      BigDecimal share = divide(ONE, exact(threads)); // as Karp and Flatt write it
      near(divide(divide(ONE, exact(speedup)).subtract(share), ONE.subtract(share)), serial);
    }
  }

  @Property
  void scaledGrowsWithTheParallelPart(
      @ForAll("share") double serial, @ForAll @IntRange(min = 1) int threads) {
    near(exact(serial).add(rest(serial).multiply(exact(threads))), Amdahl.scaled(serial, threads));
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  private static BigDecimal rest(double part) {
    return ONE.subtract(exact(part));
  }

  private static BigDecimal time(double part, double factor) {
    return rest(part).add(divide(exact(part), exact(factor)));
  }

  private static BigDecimal divide(BigDecimal one, BigDecimal other) {
    return one.divide(other, DIGITS);
  }

  private static void near(BigDecimal expected, double actual) {
    near(expected, actual, 0x1p-50);
  }

  private static void near(BigDecimal expected, double actual, double relative) {
    BigDecimal off = exact(actual).subtract(expected).abs();
    BigDecimal allowed = expected.abs().multiply(exact(relative));
    assertTrue(
        off.compareTo(allowed) <= 0,
        () -> "expected " + expected.doubleValue() + ", got " + actual);
  }
}
