// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/// Measures the time of cases by pairs of forks, and the floor once for each primitive and kind.
final class Trial {
  /*
   * The number of pairs is fixed by the kind before anything is measured. At full depth it is
   * doubled once, and only if the interval then reaches further than WIDE to either side, and for
   * a guard if its gate cannot decide then: rules that do not look at which side wins.
   */

  /// What came out of a case.
  ///
  /// @param ratio of medians
  /// @param total of total times, or null
  /// @param floor what identical forks differed by
  /// @param gap between two groups of pairs, or null
  record Timing(
      Ratio ratio, Ratio total, double floor, Double gap, int pairs, Times ours, Times peer) {}

  /// One side's turns: nanoseconds and bytes an operation, NaN if they were not counted, and
  /// percentiles of single events, null if the case has none.
  record Times(double p50, double p95, double bytes, Evidence.Percentiles events) {
    static Times of(List<Contest.Turns> forks) {
      double[] nanos = sorted(forks, fork -> fork.nanos);
      double[] bytes = sorted(forks, fork -> fork.bytes);
      List<Histogram> events = forks.stream().flatMap(fork -> fork.events.stream()).toList();
      return new Times(
          Ratio.quantile(nanos, 0.5),
          Ratio.quantile(nanos, 0.95),
          Ratio.quantile(bytes, 0.5),
          events.isEmpty() ? null : Burst.percentiles(Burst.merge(events)));
    }

    private static double[] sorted(
        List<Contest.Turns> forks, Function<Contest.Turns, double[]> figures) {
      return forks.stream()
          .flatMapToDouble(f -> Arrays.stream(figures.apply(f)))
          .sorted()
          .toArray();
    }
  }

  static final double WIDE = 1.05;

  private static final double FORK_SECONDS = 2.5; // start of a JVM and of JMH, measured
  private static final int PROGRAM_MILLIS = 1500; // a guess: a turn is one run of any length

  private final Path directory;
  private final boolean full;
  private final Map<String, Double> floors = new HashMap<>();

  /// Trials that leave their files in `directory`, with few pairs or the full number.
  Trial(Path directory, boolean full) {
    this.directory = directory;
    this.full = full;
  }

  /// Measures a case.
  Timing of(Catalogue.Entry entry) throws IOException, InterruptedException {
    return of(entry, ratio -> !full || ratio.reach() <= WIDE);
  }

  /// Measures a case, with twice the pairs if the first ratio is not enough.
  Timing of(Catalogue.Entry entry, Predicate<Ratio> enough)
      throws IOException, InterruptedException {
    var contest = new Contest(entry, directory);
    return of(entry, contest, contest::run, enough);
  }

  /// Measures our side of a case against itself, as if it were the peer.
  Timing ofIdentical(Catalogue.Entry entry) throws IOException, InterruptedException {
    var contest = new Contest(entry, directory);
    return of(entry, contest, contest::runIdentical, ratio -> ratio.reach() <= WIDE);
  }

  private Timing of(
      Catalogue.Entry entry, Contest contest, Pairing pairing, Predicate<Ratio> enough)
      throws IOException, InterruptedException {
    double floor = floor(entry, contest);
    List<Contest.Pair> pairs = new ArrayList<>();
    int planned = entry.kind().pairs(full);
    run(pairing, planned, pairs);
    Ratio ratio = ratio(pairs, floor);
    if (!enough.test(ratio)) {
      run(pairing, planned, pairs);
      ratio = ratio(pairs, floor);
    }
    // A burst's turn is a schedule, whose length says nothing, and a sum of medians is no total.
    Ratio total =
        entry.kind() == Kind.BURST
            ? null
            : Ratio.ofTotals(
                pairs.stream().map(pair -> pair.ours().nanos).toList(),
                pairs.stream().map(pair -> pair.peer().nanos).toList(),
                floor);
    return new Timing(
        ratio,
        total,
        floor,
        Ratio.gap(pairs.stream().map(Contest.Pair::logRatios).toList()),
        pairs.size(),
        Times.of(pairs.stream().map(Contest.Pair::ours).toList()),
        Times.of(pairs.stream().map(Contest.Pair::peer).toList()));
  }

  /// The largest floor that the primitive's cases had.
  double floor(String primitive) {
    return floors.entrySet().stream()
        .filter(floor -> floor.getKey().startsWith(primitive + " "))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(1);
  }

  /// Seconds that a case will take, for a budget.
  double estimate(Catalogue.Entry entry) {
    Kind kind = entry.kind();
    int pairs = kind.pairs(full) + (floors.containsKey(key(entry)) ? 0 : floorPairs(kind));
    Kind.Pace pace = entry.pace();
    int turnMillis = kind == Kind.PROGRAM ? PROGRAM_MILLIS : pace.turnMillis();
    return pairs * (FORK_SECONDS + 2e-3 * turnMillis * pace.all());
  }

  private double floor(Catalogue.Entry entry, Contest contest)
      throws IOException, InterruptedException {
    Double known = floors.get(key(entry));
    if (known != null) {
      return known;
    }
    List<double[]> identical = new ArrayList<>();
    for (int i = 0; i < floorPairs(entry.kind()); i++) {
      identical.add(contest.runIdentical().logRatios());
    }
    double floor = Ratio.floor(identical);
    floors.put(key(entry), floor);
    return floor;
  }

  private static String key(Catalogue.Entry entry) {
    return entry.primitive() + " " + entry.kind();
  }

  private int floorPairs(Kind kind) {
    return Math.max(1, kind.pairs(full) / 2);
  }

  private static void run(Pairing pairing, int count, List<Contest.Pair> pairs)
      throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      pairs.add(pairing.next());
    }
  }

  private static Ratio ratio(List<Contest.Pair> pairs, double floor) {
    return Ratio.of(pairs.stream().map(Contest.Pair::logRatios).toList(), floor);
  }

  /// Runs one more pair of forks.
  private interface Pairing {
    Contest.Pair next() throws IOException, InterruptedException;
  }
}
