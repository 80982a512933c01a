// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

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
  private static final double NORMAL = 1.960;
  private static final double[] STUDENT = { // 97.5 % quantiles for 1, 2, ... degrees of freedom
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060
  };

  /// The ratio of the pairs' log-ratios, with an interval of at least `floor` to each side.
  static Ratio of(List<double[]> pairs, double floor) {
    if (pairs.size() < 2) {
      throw new IllegalArgumentException("pairs: " + pairs.size() + ", at least 2");
    }
    double center = pairs.stream().mapToDouble(Ratio::median).average().orElseThrow();
    var random = new SplittableRandom(pairs.size()); // a report made twice says the same
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < pairs.size(); j++) {
        sum += median(blocks(pairs.get(random.nextInt(pairs.size())), random));
      }
      means[i] = sum / pairs.size();
    }
    Arrays.sort(means);
    int n = pairs.size();
    double widen = STUDENT[Math.min(n - 2, STUDENT.length - 1)] / NORMAL * Math.sqrt(n / (n - 1.0));
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

  String verdict() {
    return low > 1 ? "win" : high < 1 ? "loss" : "tie";
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

  private static double[] blocks(double[] turns, SplittableRandom random) {
    double[] drawn = new double[turns.length];
    int block = Math.min(BLOCK, turns.length);
    for (int i = 0; i < drawn.length; i += block) {
      int from = random.nextInt(turns.length - block + 1);
      System.arraycopy(turns, from, drawn, i, Math.min(block, drawn.length - i));
    }
    return drawn;
  }
}
