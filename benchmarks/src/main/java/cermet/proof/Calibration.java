// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// How often the method sees a difference where there is none: full proofs of cases against
/// themselves (A/A), of one kind, in turn.
final class Calibration {
  /*
   * Each interval is a line of benchmarks/calibration/KIND.tsv from the moment it is measured, so
   * that a run that was stopped goes on where it was.
   */

  /// One interval of a case against itself.
  record Interval(String what, Ratio ratio, double floor, int pairs, double seconds, double load) {
    boolean holds() {
      return ratio.low() <= 1 && ratio.high() >= 1;
    }

    String line() {
      return "%s\t%.4f\t%.4f\t%.4f\t%.4f\t%d\t%.1f\t%.2f"
          .formatted(what, ratio.value(), ratio.low(), ratio.high(), floor, pairs, seconds, load);
    }

    static Interval parse(String line) {
      String[] cells = line.split("\t", -1);
      double[] figures =
          Arrays.stream(cells, 1, cells.length).mapToDouble(Double::parseDouble).toArray();
      return new Interval(
          cells[0],
          new Ratio(figures[0], figures[1], figures[2]),
          figures[3],
          (int) figures[4],
          figures[5],
          figures[6]);
    }
  }

  private static final String HEAD = "case\tratio\tlow\thigh\tfloor\tpairs\tseconds\tload";
  private static final String INTERVALS = "20";

  private final Path file;
  private final Path directory;
  private final Kind kind;
  private final int wanted;
  private final PrintStream out;

  /// @param options `kind`, and `intervals` if not 20
  Calibration(Path root, Map<String, String> options, PrintStream out) {
    String name = options.getOrDefault("kind", "nothing given");
    try {
      kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "kind: " + name + ", not one of " + List.of(Kind.values()), e);
    }
    String count = options.getOrDefault("intervals", INTERVALS);
    try {
      wanted = Integer.parseInt(count);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("intervals: " + count + ", not a number", e);
    }
    if (wanted < 1) {
      throw new IllegalArgumentException("intervals: " + count + ", at least 1");
    }
    Path home = root.toAbsolutePath().normalize().resolve("benchmarks");
    file = home.resolve("calibration").resolve(kind + ".tsv");
    directory = home.resolve("target/proofs");
    this.out = out;
  }

  /// Measures what is missing, and prints a summary.
  void run() throws IOException, InterruptedException {
    List<Interval> done = read();
    List<Catalogue.Entry> cases = cases();
    var trial = new Trial(directory, true);
    while (done.size() < wanted) {
      Catalogue.Entry entry = cases.get(done.size() % cases.size());
      Instant start = Instant.now();
      Trial.Timing timing = trial.ofIdentical(entry);
      var interval =
          new Interval(
              entry.primitive() + " " + entry.name(),
              timing.ratio(),
              timing.floor(),
              timing.pairs(),
              Duration.between(start, Instant.now()).toMillis() / 1e3,
              load());
      done.add(interval);
      out.println(interval.line() + (interval.holds() ? "" : "\tOUTSIDE"));
      write(done);
    }
    out.println(summary(kind, done));
  }

  /// Our side of each case of the kind, once.
  private List<Catalogue.Entry> cases() {
    Map<String, Catalogue.Entry> cases = new TreeMap<>();
    for (Catalogue.Entry entry : new Catalogue().entries()) {
      if (entry.kind() == kind && entry.fits(Runtime.getRuntime().availableProcessors())) {
        cases.putIfAbsent(entry.primitive() + " " + entry.name(), entry);
      }
    }
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("kind: " + kind + ", of which no case runs here");
    }
    return List.copyOf(cases.values());
  }

  private List<Interval> read() throws IOException {
    if (!Files.exists(file)) {
      return new ArrayList<>();
    }
    try (var lines = Files.lines(file)) {
      return new ArrayList<>(lines.skip(1).map(Interval::parse).toList());
    }
  }

  private void write(List<Interval> intervals) throws IOException {
    var text = new StringBuilder(HEAD).append('\n');
    intervals.forEach(interval -> text.append(interval.line()).append('\n'));
    WholeFile.write(Map.of(file, text.toString()));
  }

  static String summary(Kind kind, List<Interval> intervals) {
    return "%s: %d of %d intervals hold 1; they reach ±%.1f %% (median; 9 of 10 below %.1f %%); %.0f s each"
        .formatted(
            kind,
            intervals.stream().filter(Interval::holds).count(),
            intervals.size(),
            100 * (quantile(intervals, i -> i.ratio().reach(), 0.5) - 1),
            100 * (quantile(intervals, i -> i.ratio().reach(), 0.9) - 1),
            quantile(intervals, Interval::seconds, 0.5));
  }

  private static double quantile(
      List<Interval> intervals, ToDoubleFunction<Interval> figure, double p) {
    return Ratio.quantile(intervals.stream().mapToDouble(figure).sorted().toArray(), p);
  }

  /// How many threads wanted a core in the last minute, ours included.
  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
