// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioTest {
  private static final int RUNS = 200;

  @Test
  void equalTurnsGiveTheirRatioAndNoWidth() {
    double[] turns = new double[30];
    Arrays.fill(turns, Math.log(2));
    var ratio = Ratio.of(List.of(turns, turns, turns), 1);
    assertEquals(2, ratio.value(), 1e-12);
    assertEquals(2, ratio.low(), 1e-12);
    assertEquals(2, ratio.high(), 1e-12);
    assertEquals("win", ratio.verdict());
  }

  @Test
  void twoGroupsOfPairsAreSeen() {
    assertEquals(1.2, Ratio.gap(pairs(1.00, 1.21, 1.01, 1.21, 1.00, 1.212, 1.0, 1.01)), 0.005);
    assertNull(Ratio.gap(pairs(1.00, 1.01, 1.01, 1.00, 1.00, 1.21, 1.0, 1.0)), "an outlier");
    assertNull(Ratio.gap(pairs(1.00, 1.00, 1.04, 1.04, 1.0, 1.0, 1.04, 1.04)), "a small gap");
    assertNull(Ratio.gap(pairs(1.00, 1.05, 1.10, 1.15, 1.20, 1.26, 1.30, 1.35)), "wide");
    assertNull(Ratio.gap(pairs(1.00, 1.00, 1.50, 1.50)), "too few");
  }

  @Test
  void oneGroupOfPairsIsSeldomTakenForTwo() {
    var random = new Random(1);
    int seen = 0;
    for (int run = 0; run < 3_000; run++) {
      double[] ratios = new double[8];
      Arrays.setAll(ratios, i -> Math.exp(0.1 * random.nextGaussian()));
      seen += Ratio.gap(pairs(ratios)) == null ? 0 : 1;
    }
    assertTrue(seen < 30, "seen " + seen);
  }

  private static List<double[]> pairs(double... ratios) {
    return Arrays.stream(ratios).mapToObj(ratio -> new double[] {Math.log(ratio)}).toList();
  }

  @Test
  void isNeverNarrowerThanTheFloor() {
    double[] turns = new double[30];
    Arrays.fill(turns, Math.log(1.04));
    var ratio = Ratio.of(List.of(turns, turns), 1.05);
    assertEquals(1.04 / 1.05, ratio.low(), 1e-12);
    assertEquals(1.04 * 1.05, ratio.high(), 1e-12);
    assertEquals("tie", ratio.verdict());
  }

  @Test
  void coversTheTruthAboutAsOftenAsItSays() {
    var random = new SplittableRandom(1);
    int covered = 0;
    for (int run = 0; run < RUNS; run++) {
      var ratio = Ratio.of(noisy(random, 1.0, 4), 1);
      covered += ratio.low() <= 1 && 1 <= ratio.high() ? 1 : 0;
    }
    assertTrue(covered >= RUNS * 0.90, "covered " + covered + " of " + RUNS);
  }

  @Test
  void seesALargeDifferenceThroughTheNoise() {
    var random = new SplittableRandom(2);
    int wins = 0;
    for (int run = 0; run < RUNS; run++) {
      wins += Ratio.of(noisy(random, 1.4, 8), 1.05).verdict().equals("win") ? 1 : 0;
    }
    assertTrue(wins >= RUNS * 0.95, "wins " + wins + " of " + RUNS);
  }

  @Test
  void swappedSidesGiveTheInverse() {
    var pairs = noisy(new SplittableRandom(3), 1.3, 5);
    var swapped = pairs.stream().map(turns -> Arrays.stream(turns).map(x -> -x).toArray()).toList();
    assertEquals(1 / Ratio.of(pairs, 1).value(), Ratio.of(swapped, 1).value(), 1e-12);
  }

  @Test
  void onePairIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> Ratio.of(List.of(new double[9]), 1));
    assertEquals("pairs: 1, at least 2", e.getMessage());
  }

  @Test
  void floorIsTheRootMeanSquare() {
    double[] up = {0.03, 0.03, 0.03};
    double[] down = {-0.04, -0.04, -0.04};
    assertEquals(Math.exp(Math.sqrt((0.0009 + 0.0016) / 2)), Ratio.floor(List.of(up, down)), 1e-12);
    assertEquals(1, Ratio.floor(List.of()));
  }

  @Test
  void quantilesInterpolate() {
    double[] sorted = {1, 2, 3, 4};
    assertEquals(1, Ratio.quantile(sorted, 0));
    assertEquals(2.5, Ratio.quantile(sorted, 0.5));
    assertEquals(4, Ratio.quantile(sorted, 1));
  }

  /// Pairs whose forks are off by 5 %, with turns that scatter by 10 % and outliers to one side.
  private static List<double[]> noisy(SplittableRandom random, double truth, int pairs) {
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double off = Math.log(truth) + 0.05 * random.nextGaussian();
      double[] turns = new double[45];
      Arrays.setAll(
          turns,
          j ->
              off
                  + 0.1 * random.nextGaussian()
                  + (random.nextInt(20) == 0 ? random.nextDouble() : 0));
      all.add(turns);
    }
    return all;
  }
}
