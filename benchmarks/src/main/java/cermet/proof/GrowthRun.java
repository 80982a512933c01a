// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The command that measures how cost grows: `ROOT [sizes=N,N] [minutes=N] [accept=true]`.
final class GrowthRun {
  /*
   * Each size has a fork of its own in each pass over all sizes, so that neither what one JVM
   * compiled nor the weather of a minute decides about a size. A fork runs rounds for its share of
   * the time; all rounds of all forks of a size are one sample.
   *
   * The sizes are 50 million, divided by 8 again and again: each fills 0.745 of a table of 2^k
   * slots, just below the 0.75 at which most of the maps double. Smaller tables also show how they
   * got there: from the growth before, at 0.39, in three steps.
   */

  static final int LARGEST = 50_000_000;

  /// The sizes that fill a table alike.
  static final List<Integer> LEVEL =
      List.of(190, 1_525, 12_207, 97_656, 781_250, 6_250_000, LARGEST);

  /// What measures it all and keeps it.
  static final String COMMAND = "mvn -Pproofs verify -Dproofs.growth -Dproofs.accept";

  private static final double[] BEFORE = {0.53, 0.69, 0.85}; // of a size, in the same table
  private static final int LARGEST_BEFORE = 1_000_000; // larger tables take too long
  private static final int PASSES = 3;
  private static final int MINUTES = 12;
  private static final double START_SECONDS = 1; // of a JVM; more where the heap is large
  private static final int MOST_MINUTES = 24 * 60;

  private final Path root;
  private final Path results;
  private final Path target;
  private final List<Integer> level;
  private final List<Integer> sizes;
  private final int minutes;
  private final boolean accept;
  private final Origin origin;
  private final PrintStream out;
  private final Instant start = Instant.now();

  /// @param options `sizes` if not all, `minutes` if not 12, `accept`
  GrowthRun(Path root, Map<String, String> options, PrintStream out) {
    this.root = root.toAbsolutePath().normalize();
    this.out = out;
    String picked = options.getOrDefault("sizes", "");
    level = picked.isEmpty() ? LEVEL : List.copyOf(picked(picked));
    sizes = picked.isEmpty() ? sizes() : level;
    minutes =
        number("minutes", options.getOrDefault("minutes", Integer.toString(MINUTES)), MOST_MINUTES);
    accept = !options.getOrDefault("accept", "false").equals("false");
    if (accept && !picked.isEmpty()) {
      throw new IllegalArgumentException("sizes: " + picked + ", but results have all sizes");
    }
    origin = new Origin(this.root);
    results = this.root.resolve("benchmarks/results");
    target = this.root.resolve("benchmarks/target/proofs");
  }

  private static SortedSet<Integer> picked(String text) {
    var picked = new TreeSet<Integer>();
    for (String size : text.split(",", -1)) {
      picked.add(number("sizes", size, LARGEST));
    }
    return picked;
  }

  private static int number(String option, String text, int most) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": " + text + ", not a number", e);
    }
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(option + ": " + text + ", not from 1 to " + most);
    }
    return number;
  }

  /// All sizes, ascending.
  static List<Integer> sizes() {
    var sizes = new TreeSet<>(LEVEL);
    for (int size : LEVEL) {
      if (size <= LARGEST_BEFORE) {
        Arrays.stream(BEFORE).forEach(part -> sizes.add((int) Math.round(part * size)));
      }
    }
    return List.copyOf(sizes);
  }

  /// Measures, and writes the file and the page; with `accept` the results and the documents too.
  void run() throws IOException, InterruptedException {
    Map<String, Evidence> known = Evidence.readAll(results);
    Map<String, Growth> growths = Growth.readAll(results);
    Growth unmeasured = unmeasured(); // the commit and the sources are those of now
    Growth growth = unmeasured.with(lines(measure()));
    growths.put(growth.primitive(), growth);
    String name = growth.primitive() + Growth.ENDING;
    var report = new Report(root, List.of(), known.values(), growths.values());
    WholeFile.write(
        Map.of(
            target.resolve(name),
            growth.json(),
            target.resolve("index.html"),
            new Page(report, target).html()));
    if (accept) {
      SortedMap<Path, String> docs = Docs.of(root, known.values(), growths.values());
      var texts = new HashMap<Path, String>(docs);
      texts.put(results.resolve(name), growth.json());
      WholeFile.write(texts);
      Docs.removeStale(root, docs);
    }
    out.println(Markdown.tables(growth));
    out.println("Written to benchmarks/target/proofs: " + name + ", index.html.");
  }

  private Map<Integer, List<GrowthFork.Sample>> measure() throws IOException, InterruptedException {
    Map<Integer, List<GrowthFork.Sample>> samples = new TreeMap<>();
    for (int pass = 1; pass <= PASSES; pass++) {
      for (int size : sizes.reversed()) { // what does not fit into the machine fails at once
        out.printf("[%d/%d %s] %s entries%n", pass, PASSES, clock(), Growth.entries(size));
        samples.computeIfAbsent(size, key -> new ArrayList<>()).addAll(fork(size));
      }
    }
    out.printf("[%s]%n", clock());
    return samples;
  }

  private String clock() {
    Duration elapsed = Duration.between(start, Instant.now());
    return "%d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
  }

  private List<GrowthFork.Sample> fork(int size) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Contest.FLAGS);
    command.addAll(List.of("-Xms" + heap(size), "-Xmx" + heap(size)));
    command.addAll(
        List.of(
            "--sun-misc-unsafe-memory-access=allow", // some peers need it
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            GrowthFork.class.getName(),
            Integer.toString(size),
            Long.toString((long) (1e3 * seconds(size, minutes)))));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "the fork of " + Growth.entries(size) + " entries failed: " + process);
      }
      return output.lines().map(GrowthFork.Sample::parse).toList();
    } finally {
      process.destroyForcibly();
    }
  }

  /// Of a fork: a map at Eclipse's load, the one it grows out of, and the keys, are half of it.
  static String heap(int size) {
    return size <= 1_000_000 ? "2g" : size <= 10_000_000 ? "4g" : "8g";
  }

  private static String heaps() {
    return "-Xms = -Xmx = 2g to 1 M entries, 4g to 10 M, 8g above";
  }

  /// How long a fork takes at most, if one round does not take longer: so that all passes over all
  /// sizes take so many minutes.
  static double seconds(int size, int minutes) {
    double all = sizes().stream().mapToDouble(GrowthRun::weight).sum();
    double forks = 60.0 * minutes / PASSES - START_SECONDS * sizes().size();
    return Math.max(0, forks) * weight(size) / all;
  }

  /// Shares of the time: some rounds of each, but of the largest one.
  private static double weight(int size) {
    return size <= 100_000 ? 4 : size <= 1_000_000 ? 8 : size <= 10_000_000 ? 20 : 80;
  }

  private Growth unmeasured() throws IOException {
    return new Growth(
        GrowthMaps.PRIMITIVE,
        "cermet.collections.map",
        origin.version(),
        origin.commit(),
        origin.dirty(),
        Proofs.today(),
        origin.sources(GrowthMaps.PRIMITIVE),
        Origin.machine(heaps()),
        PASSES,
        level,
        List.of());
  }

  /// The lines of these samples by size.
  static List<Growth.Line> lines(Map<Integer, List<GrowthFork.Sample>> samples) {
    List<Growth.Line> lines = new ArrayList<>();
    for (String operation : Growth.OPERATIONS) {
      for (GrowthMaps.Side side : GrowthMaps.all()) {
        List<Growth.Point> points = new ArrayList<>();
        new TreeMap<>(samples)
            .forEach((size, all) -> {
              double[] nanos =
                  all.stream()
                      .filter(sample -> sample.operation().equals(operation))
                      .filter(sample -> sample.contender().equals(side.name()))
                      .mapToDouble(GrowthFork.Sample::nanos)
                      .sorted()
                      .toArray();
              if (nanos.length > 0) {
                points.add(point(size, nanos));
              }
            });
        if (!points.isEmpty()) {
          lines.add(new Growth.Line(operation, side.name(), version(side), points));
        }
      }
    }
    return lines;
  }

  private static Growth.Point point(int size, double[] sorted) {
    return new Growth.Point(
        size,
        Proofs.round(Ratio.quantile(sorted, 0.25)),
        Proofs.round(Ratio.quantile(sorted, 0.5)),
        Proofs.round(Ratio.quantile(sorted, 0.75)),
        sorted.length);
  }

  private static String version(GrowthMaps.Side side) {
    return side.getClass().getAnnotation(Peer.class) == null
        ? ""
        : Origin.peerVersion(side.getClass());
  }
}
