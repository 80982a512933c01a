// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Runs proofs: `Proofs ROOT [pick] [depth] [accept]`, each `key=value` as `-Dproofs…` gave it.
public final class Proofs {
  /*
   * Without a pick: the flagship, then headline cases in rounds of one a package, the oldest result
   * first, until the budget is used. A pick runs what it names. Depths: "headline" runs headline
   * cases with few pairs, "cases" all cases with few pairs, "full" all cases with all pairs. A case
   * that fails, or that ends without a result, fails the command; a loss does not.
   */

  private static final Duration BUDGET = Duration.ofMinutes(10);
  private static final String FLAGSHIP = "Stations"; // always runs first
  private static final double FORK_SECONDS = 2.5; // start of a JVM and of JMH, measured

  private final Path root;
  private final String pick;
  private final String depth;
  private final boolean accept;
  private final Instant start = Instant.now();
  private final Origin origin;
  private final Path results;
  private final Path target;

  private Proofs(Path root, String pick, String depth, boolean accept) {
    this.root = root.toAbsolutePath().normalize();
    this.pick = pick;
    this.depth = depth.isEmpty() ? "headline" : depth;
    this.accept = accept;
    if (!Set.of("headline", "cases", "full").contains(this.depth)) {
      throw new IllegalArgumentException("depth: " + depth + ", not headline, cases or full");
    }
    origin = new Origin(this.root);
    results = this.root.resolve("benchmarks/results");
    target = this.root.resolve("benchmarks/target/proofs");
  }

  /// Runs the proofs; exits with 1 if one fails to run, with 2 if it was called wrongly.
  public static void main(String[] args) throws Exception {
    var options = new HashMap<String, String>();
    for (String arg : Arrays.asList(args).subList(1, args.length)) {
      int equals = arg.indexOf('=');
      options.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    Locale.setDefault(Locale.ROOT); // figures look the same everywhere
    // JMH refuses two runs at once on a machine; two forks at once is what turns are about.
    System.setProperty("jmh.ignoreLock", "true");
    System.setProperty("jmh.separateClasspathJAR", "true");
    int exit;
    try {
      exit =
          new Proofs(
                  Path.of(args[0]),
                  options.getOrDefault("proofs", ""),
                  options.getOrDefault("depth", ""),
                  !options.getOrDefault("accept", "false").equals("false"))
              .run();
    } catch (IllegalArgumentException e) {
      System.err.println("proofs: " + e.getMessage());
      exit = 2;
    }
    System.exit(exit);
  }

  private int run() throws IOException, InterruptedException {
    Map<String, Evidence> known = Evidence.readAll(results);
    List<Catalogue.Entry> chosen = choose(new Catalogue().entries(), known);
    boolean full = depth.equals("full");
    Map<String, List<Evidence.Row>> fresh = new LinkedHashMap<>();
    Map<String, Map<Kind, Double>> floors = new HashMap<>();
    List<String> failures = new ArrayList<>();
    int done = 0;
    int passed = 0;
    String commit = origin.commit();
    for (Catalogue.Entry entry : chosen) {
      done++;
      boolean floorKnown =
          floors.getOrDefault(entry.primitive(), Map.of()).containsKey(entry.kind());
      if (pick.isEmpty() && seconds() + estimate(entry, full, floorKnown) > BUDGET.toSeconds()) {
        passed++;
        continue;
      }
      System.out.printf("[%d/%d %s] %s%n", done, chosen.size(), clock(), entry);
      try {
        Evidence.Row row = measure(entry, full, floors, commit);
        fresh.computeIfAbsent(entry.primitive(), key -> new ArrayList<>()).add(row);
        System.out.println("    " + Item.line(row));
        save(entry, fresh.get(entry.primitive()), floors.get(entry.primitive()));
      } catch (IllegalStateException | IOException e) {
        failures.add(entry + ": " + rootCause(e));
        System.out.println("    FAILED: " + rootCause(e));
      }
    }
    if (accept) {
      accept(fresh.keySet());
    }
    System.out.printf("[%s] ", clock());
    System.out.println(
        passed == 0 ? "all chosen cases ran" : passed + " cases did not fit into the budget");
    List<Evidence> evidence = new ArrayList<>();
    for (String primitive : fresh.keySet()) {
      evidence.add(Evidence.read(target.resolve(primitive + ".json")));
    }
    var report = new Report(root, evidence, known.values());
    String table = new Markdown(report).table();
    WholeFile.write(
        Map.of(
            target.resolve("proofs.md"),
            table,
            target.resolve("index.html"),
            new Page(report, target).html()));
    System.out.println(table);
    System.out.println(
        "Written to benchmarks/target/proofs: proofs.md, index.html, one JSON each.");
    failures.forEach(failure -> System.out.println("FAILED " + failure));
    if (fresh.isEmpty()) {
      System.out.println("FAILED no case gave a result");
    }
    return failures.isEmpty() && !fresh.isEmpty() ? 0 : 1;
  }

  private List<Catalogue.Entry> choose(List<Catalogue.Entry> all, Map<String, Evidence> known) {
    Comparator<Catalogue.Entry> oldest =
        Comparator.comparing((Catalogue.Entry e) -> !e.primitive().equals(FLAGSHIP))
            .thenComparing(e -> date(e, known))
            .thenComparing(Catalogue.Entry::primitive);
    if (pick.isEmpty()) {
      // Rounds: the oldest of each package, then the second oldest of each, and so on.
      var rounds = new HashMap<Catalogue.Entry, Integer>();
      var seen = new HashMap<String, Integer>();
      List<Catalogue.Entry> byAge =
          all.stream()
              .filter(e -> !depth.equals("headline") || e.headline())
              .sorted(oldest)
              .toList();
      byAge.forEach(e -> rounds.put(e, seen.merge(e.packageName(), 1, Integer::sum)));
      return byAge.stream().sorted(Comparator.comparing(rounds::get)).toList();
    }
    Set<String> names = Set.of(pick.split(","));
    for (String name : names) {
      if (all.stream().noneMatch(e -> picks(name, e))) {
        throw new IllegalArgumentException(
            "no proof of "
                + name
                + "; there are "
                + all.stream().map(Catalogue.Entry::primitive).distinct().sorted().toList());
      }
    }
    return all.stream()
        .filter(e -> names.stream().anyMatch(name -> picks(name, e)))
        .filter(e -> !depth.equals("headline") || e.headline())
        .sorted(oldest)
        .toList();
  }

  /// A pick is `all`, a primitive, or one method of its proof: `LongLongMap.hit`.
  private static boolean picks(String name, Catalogue.Entry entry) {
    return name.equals("all")
        || name.equals(entry.primitive())
        || name.equals(entry.primitive() + "." + entry.method());
  }

  private static String date(Catalogue.Entry entry, Map<String, Evidence> known) {
    Evidence evidence = known.get(entry.primitive());
    return evidence == null ? "" : evidence.date();
  }

  private Evidence.Row measure(
      Catalogue.Entry entry, boolean full, Map<String, Map<Kind, Double>> floors, String commit)
      throws IOException, InterruptedException {
    Kind kind = entry.kind();
    var contest = new Contest(entry, target);
    Map<Kind, Double> mine = floors.computeIfAbsent(entry.primitive(), key -> new HashMap<>());
    if (!mine.containsKey(kind)) {
      List<double[]> identical = new ArrayList<>();
      for (int i = 0; i < floorPairs(kind, full); i++) {
        identical.add(contest.runIdentical().logRatios());
      }
      mine.put(kind, Ratio.floor(identical));
    }
    List<Contest.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < kind.pairs(full); i++) {
      pairs.add(contest.run());
    }
    double floor = mine.get(kind);
    Ratio ratio = Ratio.of(pairs.stream().map(Contest.Pair::logRatios).toList(), floor);
    Ratio total =
        Ratio.ofTotals(
            pairs.stream().map(pair -> pair.ours().nanos).toList(),
            pairs.stream().map(pair -> pair.peer().nanos).toList(),
            floor);
    double[] ours = sorted(pairs, pair -> pair.ours().nanos);
    double[] theirs = sorted(pairs, pair -> pair.peer().nanos);
    return new Evidence.Row(
        entry.name(),
        depth,
        entry.peerName(),
        Origin.peerVersion(entry.peer()),
        round(ratio.value()),
        round(ratio.low()),
        round(ratio.high()),
        pairs.size(),
        round(Ratio.quantile(ours, 0.5)),
        round(Ratio.quantile(ours, 0.5)),
        round(Ratio.quantile(ours, 0.95)),
        round(Ratio.quantile(theirs, 0.5)),
        bytes(kind, sorted(pairs, pair -> pair.ours().bytes)),
        bytes(kind, sorted(pairs, pair -> pair.peer().bytes)),
        null,
        null,
        ratio.verdict(),
        today(),
        commit,
        round(Ratio.quantile(theirs, 0.5)),
        round(Ratio.quantile(theirs, 0.95)),
        round(floor),
        new Evidence.Span(round(total.value()), round(total.low()), round(total.high())),
        null,
        null,
        null,
        null,
        null);
  }

  private static int floorPairs(Kind kind, boolean full) {
    return Math.max(1, kind.pairs(full) / 2);
  }

  /// Seconds that a case will take, for the budget; a guess for programs.
  private static double estimate(Catalogue.Entry entry, boolean full, boolean floorKnown) {
    Kind kind = entry.kind();
    int pairs = kind.pairs(full) + (floorKnown ? 0 : floorPairs(kind, full));
    int turnMillis = kind == Kind.PROGRAM ? 1500 : kind.turnMillis;
    return pairs * (FORK_SECONDS + 2e-3 * turnMillis * (kind.warmTurns + kind.turns));
  }

  private static double[] sorted(List<Contest.Pair> pairs, Function<Contest.Pair, double[]> side) {
    return pairs.stream().flatMapToDouble(p -> Arrays.stream(side.apply(p))).sorted().toArray();
  }

  private static Double bytes(Kind kind, double[] sorted) {
    double median = Ratio.quantile(sorted, 0.5);
    if (kind == Kind.PROGRAM || Double.isNaN(median)) {
      return null;
    }
    // JMH itself allocates a few kilobytes a turn: what is below that by far is nothing.
    return median < 0.05 ? 0.0 : round(median);
  }

  /// Four significant digits.
  private static double round(double value) {
    return Double.parseDouble("%.3e".formatted(value));
  }

  private void save(Catalogue.Entry entry, List<Evidence.Row> rows, Map<Kind, Double> floors)
      throws IOException {
    new Evidence(
            entry.primitive(),
            entry.packageName(),
            origin.version(),
            origin.commit(),
            origin.dirty(),
            today(),
            origin.sources(entry),
            Origin.machine(),
            null,
            round(floors.values().stream().mapToDouble(f -> f).max().orElse(1)),
            List.copyOf(rows))
        .write(target.resolve(entry.primitive() + ".json"));
  }

  private void accept(Set<String> primitives) throws IOException {
    var accepted = Evidence.readAll(results);
    var texts = new HashMap<Path, String>();
    for (String primitive : primitives) {
      Evidence evidence = Evidence.read(target.resolve(primitive + ".json"));
      Evidence older = accepted.get(primitive);
      evidence = older == null ? evidence : evidence.over(older);
      accepted.put(primitive, evidence);
      texts.put(results.resolve(primitive + ".json"), evidence.json());
    }
    var docs = Docs.of(root, accepted.values());
    texts.putAll(docs);
    WholeFile.write(texts);
    Docs.removeStale(root, docs);
  }

  private static String today() {
    return Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private double seconds() {
    return Duration.between(start, Instant.now()).toMillis() / 1e3;
  }

  private String clock() {
    Duration elapsed = Duration.between(start, Instant.now());
    return String.format("%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
  }
}
