// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AmdahlTest {
  private static final double NEAR = 1e-15;

  @Test
  void showsItsUse() {
    // @start region="example"
    // A map takes 30 % of a program's time, and a proof says that another is 2.4 times faster.
    double gain = Amdahl.speedup(0.3, 2.4); // 1.21 times faster as a whole
    double most = Amdahl.limit(0.3); // 1.43, however fast the map
    double needed = Amdahl.factorFor(0.3, 1.25); // 3.0 for a quarter more
    double never = Amdahl.factorFor(0.3, 1.5); // NaN: beyond the limit
    // @end
    assertEquals(1 / (0.7 + 0.125), gain, NEAR);
    assertEquals(1 / 0.7, most, NEAR);
    assertEquals(3, needed, 1e-14);
    assertTrue(Double.isNaN(never));
  }

  @Test
  void agreesWithTheArithmetic() {
    assertEquals(2, Amdahl.speedup(0.75, 3));
    assertEquals(0.8, Amdahl.speedup(0.25, 0.5), NEAR);
    assertEquals(20, Amdahl.limit(0.95), 1e-13);
    assertEquals(3, Amdahl.factorFor(0.75, 2));
    assertEquals(0.75, Amdahl.partFor(3, 2), NEAR);
    assertEquals(0.25, Amdahl.partFor(0.5, 0.8), NEAR);
    assertEquals(4 / 2.5, Amdahl.threads(0.5, 4), NEAR);
    assertEquals(0.5, Amdahl.serialFor(4, 1.6), NEAR);
    assertEquals(2.5, Amdahl.scaled(0.5, 4));
    double[] parts = {0.5, 0.25};
    assertEquals(8 / 5.0, Amdahl.speedup(parts, new double[] {2, 2}));
  }

  /// Hill and Marty, Amdahl's law in the multicore era, 2008: 256 base cores, as printed there.
  @Test
  void agreesWithHillAndMarty() {
    assertEquals(204, Amdahl.threads(1 - 0.999, 256), 0.05);
    assertEquals(72.1, Amdahl.threads(1 - 0.99, 256), 0.06);
  }

  @Test
  void nothingAndEverything() {
    for (double factor : new double[] {Double.MIN_VALUE, 0.5, 1, 3, Double.MAX_VALUE}) {
      assertEquals(1, Amdahl.speedup(0, factor));
      assertEquals(factor, Amdahl.speedup(1, factor));
      assertEquals(factor, Amdahl.factorFor(1, factor));
      assertEquals(factor == 1 ? 0 : 1, Amdahl.partFor(factor, factor));
      assertEquals(0, Amdahl.partFor(factor, 1));
      assertEquals(1, Amdahl.factorFor(0, 1));
    }
    assertEquals(1, Amdahl.limit(0));
    assertEquals(Double.POSITIVE_INFINITY, Amdahl.limit(1));
    assertEquals(1, Amdahl.speedup(new double[0], new double[0]));
    for (int threads : new int[] {1, 2, 1000, Integer.MAX_VALUE}) {
      assertEquals(threads, Amdahl.threads(0, threads));
      assertEquals(1, Amdahl.threads(1, threads));
      assertEquals(1, Amdahl.serialFor(threads, 1));
      assertEquals(threads, Amdahl.scaled(0, threads));
      assertEquals(1, Amdahl.scaled(1, threads));
    }
    assertEquals(0, Amdahl.serialFor(7, 7));
    assertEquals(1, Amdahl.partFor(0x1p53 + 2, 0x1p53), "not more than all");
  }

  @Test
  void saysThatThereIsNoAnswer() {
    assertTrue(Double.isNaN(Amdahl.factorFor(0.5, 2)), "the limit itself");
    assertTrue(Double.isNaN(Amdahl.factorFor(0.5, 100)));
    assertTrue(Double.isNaN(Amdahl.factorFor(0, 1.01)));
    assertTrue(Double.isNaN(Amdahl.factorFor(0, 0.99)));
    assertTrue(Double.isNaN(Amdahl.partFor(2, 2.01)));
    assertTrue(Double.isNaN(Amdahl.partFor(2, 0.9)));
    assertTrue(Double.isNaN(Amdahl.partFor(0.5, 1.1)));
    assertTrue(Double.isNaN(Amdahl.partFor(0.5, 0.4)));
    assertTrue(Double.isNaN(Amdahl.partFor(1, 2)));
    assertTrue(Double.isNaN(Amdahl.serialFor(4, 0.99)));
    assertTrue(Double.isNaN(Amdahl.serialFor(4, 4.01)));
    assertTrue(Double.isNaN(Amdahl.serialFor(1, 1.01)));
  }

  /// Added or taken away one by one in doubles, the first three overshoot 1, and ten times 0.1
  /// falls short of it; the exact sums of all four round to 1, and none is below it.
  @Test
  void decimalsThatAddUpToOneLeaveNoRest() {
    double[][] wholes = {
      {0.05, 0.05, 0.8, 0.1},
      {0.05, 0.3, 0.55, 0.1},
      {0.05, 0.55, 0.3, 0.1},
      {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1},
    };
    for (double[] parts : wholes) {
      double[] factors = new double[parts.length];
      Arrays.fill(factors, 1e18);
      assertEquals(1e18, Amdahl.speedup(parts, factors), 1e15);
    }
    assertRefused(
        "parts: sum 1.0000000000000002, not from 0 to 1",
        () -> Amdahl.speedup(new double[] {1, 0x1p-52}, new double[] {1, 1}));
  }

  @Test
  void refusesWhatIsNoShare() {
    for (double bad : new double[] {Double.NaN, -0x1p-1074, -1, Math.nextUp(1.0), 50, -1 / 0.0}) {
      String message = "part: " + bad + ", not from 0 to 1";
      assertRefused(message, () -> Amdahl.speedup(bad, 2));
      assertRefused(message, () -> Amdahl.limit(bad));
      assertRefused(message, () -> Amdahl.factorFor(bad, 2));
      assertRefused(
          "parts[1]: " + bad + ", not from 0 to 1",
          () -> Amdahl.speedup(new double[] {0, bad}, new double[] {1, 1}));
      message = "serial: " + bad + ", not from 0 to 1";
      assertRefused(message, () -> Amdahl.threads(bad, 2));
      assertRefused(message, () -> Amdahl.scaled(bad, 2));
    }
  }

  @Test
  void refusesWhatIsNoFactor() {
    for (double bad : new double[] {Double.NaN, 0, -0.0, -2, 1 / 0.0, -1 / 0.0}) {
      String ending = bad + ", not positive and finite";
      assertRefused("factor: " + ending, () -> Amdahl.speedup(0.5, bad));
      assertRefused("factor: " + ending, () -> Amdahl.partFor(bad, 2));
      assertRefused("speedup: " + ending, () -> Amdahl.partFor(2, bad));
      assertRefused("speedup: " + ending, () -> Amdahl.factorFor(0.5, bad));
      assertRefused("speedup: " + ending, () -> Amdahl.serialFor(2, bad));
      assertRefused(
          "factors[0]: " + ending,
          () -> Amdahl.speedup(new double[] {0.5, 0.5}, new double[] {bad, 1}));
    }
  }

  @Test
  void refusesWhatIsNoNumberOfThreads() {
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      String message = "threads: " + bad + ", not positive";
      assertRefused(message, () -> Amdahl.threads(0.5, bad));
      assertRefused(message, () -> Amdahl.serialFor(bad, 2));
      assertRefused(message, () -> Amdahl.scaled(0.5, bad));
    }
  }

  @Test
  void refusesPartsThatAreNoWhole() {
    double[] two = {0.6, 0.6};
    assertRefused("parts: sum 1.2, not from 0 to 1", () -> Amdahl.speedup(two, two));
    assertRefused(
        "factors: 1, not one for each of 2 parts", () -> Amdahl.speedup(two, new double[] {1}));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> Amdahl.speedup(null, new double[0]));
    assertThrows(NullPointerException.class, () -> Amdahl.speedup(new double[0], null));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
