// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// A ratio of times with its 95 % interval, from fork pairs whose turns alternate.
record Ratio(double value, double low, double high) {
  /*
   * Each pair gives a series of log(peer / ours), one per turn, and one estimate, their median; the
   * ratio is the mean over the pairs. The interval comes from a two-level bootstrap: pairs are drawn
   * with replacement, and within each pair blocks of neighbouring turns, since weather lasts longer
   * than a turn. The bootstrap of few pairs is too narrow: Student's t and sqrt(n / (n - 1)) widen it.
   * No interval is narrower than the floor, the difference that identical forks showed in the run.
   */

  private static final int RESAMPLES = 2_000; // quantiles of 2.5 % rest on 50 of them
  private static final int BLOCK = 5; // turns; arbitrary, longer than one collection
  private static final int LEAST_GROUP = 2; // pairs; a single one is an outlier
  private static final double LEAST_GAP = 1.05;
  // Simulated: 8 pairs of one wide group look like two once in 120 times, 6 once in 24.
  private static final int LEAST_PAIRS = 8;
  private static final double GAP_TO_WIDTH = 2;
  private static final double NORMAL = 1.960;
  private static final double[] STUDENT = { // 97.5 % quantiles for 1, 2, ... degrees of freedom
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060
  };

  /// The ratio of the pairs' medians, with an interval of at least `floor` to each side.
  ///
  /// @param pairs a row of log(peer / ours) each, one per turn
  static Ratio of(List<double[]> pairs, double floor) {
    return bootstrap(
        pairs.size(),
        i -> median(pairs.get(i)),
        (i, random) -> {
          double[] turns = pairs.get(i);
          int[] drawn = blocks(turns.length, random);
          return median(Arrays.stream(drawn).mapToDouble(at -> turns[at]).toArray());
        },
        floor);
  }

  /// The ratio of the pairs' total times, which keeps collections and rehashes that medians lose.
  ///
  /// @param ours nanoseconds an operation, a row a pair, one per turn
  /// @param peer the same
  static Ratio ofTotals(List<double[]> ours, List<double[]> peer, double floor) {
    return bootstrap(
        ours.size(),
        i -> Math.log(Arrays.stream(peer.get(i)).sum() / Arrays.stream(ours.get(i)).sum()),
        (i, random) -> {
          double one = 0;
          double other = 0;
          for (int at : blocks(ours.get(i).length, random)) {
            one += ours.get(i)[at];
            other += peer.get(i)[at];
          }
          return Math.log(other / one);
        },
        floor);
  }

  private static Ratio bootstrap(int pairs, IntToDoubleFunction whole, Draw draw, double floor) {
    if (pairs < 2) {
      throw new IllegalArgumentException("pairs: " + pairs + ", at least 2");
    }
    double center = IntStream.range(0, pairs).mapToDouble(whole).average().orElseThrow();
    var random = new SplittableRandom(pairs); // a report made twice says the same
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < pairs; j++) {
        sum += draw.of(random.nextInt(pairs), random);
      }
      means[i] = sum / pairs;
    }
    Arrays.sort(means);
    double widen =
        STUDENT[Math.min(pairs - 2, STUDENT.length - 1)]
            / NORMAL
            * Math.sqrt(pairs / (pairs - 1.0));
    double below = Math.max((center - quantile(means, 0.025)) * widen, Math.log(floor));
    double above = Math.max((quantile(means, 0.975) - center) * widen, Math.log(floor));
    return new Ratio(Math.exp(center), Math.exp(center - below), Math.exp(center + above));
  }

  /// The floor of a run: the root mean square of what identical forks differed by, as a ratio.
  static double floor(List<double[]> identical) {
    return Math.exp(
        Math.sqrt(
            identical.stream().mapToDouble(Ratio::median).map(x -> x * x).average().orElse(0)));
  }

  /// The factor between two groups of pairs, if they fall into two that lie further apart than
  /// either is wide: forks that were compiled or laid out differently. Otherwise null.
  static Double gap(List<double[]> pairs) {
    double[] sorted = pairs.stream().mapToDouble(Ratio::median).sorted().toArray();
    if (sorted.length < LEAST_PAIRS) {
      return null;
    }
    int last = sorted.length - 1;
    Double widest = null;
    for (int i = LEAST_GROUP; i + LEAST_GROUP <= sorted.length; i++) {
      double gap = sorted[i] - sorted[i - 1];
      double width = Math.max(sorted[i - 1] - sorted[0], sorted[last] - sorted[i]);
      if (gap > Math.log(LEAST_GAP) && gap > GAP_TO_WIDTH * width) {
        widest = Math.exp(gap);
      }
    }
    return widest;
  }

  String verdict() {
    return low > 1 ? Evidence.WIN : high < 1 ? Evidence.LOSS : Evidence.TIE;
  }

  /// How far the interval reaches to its wider side, as a factor.
  double reach() {
    return Math.max(high / value, value / low);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantile(sorted, 0.5);
  }

  /// The linearly interpolated quantile of ascending values.
  static double quantile(double[] sorted, double p) {
    double at = p * (sorted.length - 1);
    int i = (int) at;
    double next = sorted[Math.min(i + 1, sorted.length - 1)];
    return sorted[i] + (at - i) * (next - sorted[i]);
  }

  /// Indices of as many turns, in blocks of neighbours drawn with replacement.
  private static int[] blocks(int turns, SplittableRandom random) {
    int[] drawn = new int[turns];
    int block = Math.min(BLOCK, turns);
    for (int i = 0; i < turns; i++) {
      drawn[i] = i % block == 0 ? random.nextInt(turns - block + 1) : drawn[i - 1] + 1;
    }
    return drawn;
  }

  /// One pair's estimate from turns drawn anew.
  private interface Draw {
    double of(int pair, SplittableRandom random);
  }
}
