// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
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

/// Runs proofs: `Proofs ROOT [pick] [depth] [accept]`, each `key=value` as `-Dproofs…` gave it.
public final class Proofs {
  /*
   * Without a pick: the flagship, then headline cases in rounds of one a package, the oldest result
   * first, until the budget is used. A pick runs what it names. Depths: "headline" runs headline
   * cases with few pairs, "cases" all cases with few pairs, "full" all cases with all pairs; "counts"
   * takes no times, but counts instructions for the accepted rows anew. A case that fails, or that
   * ends without a result, fails the command; a loss does not.
   */

  private static final Duration BUDGET = Duration.ofMinutes(10);
  private static final String FLAGSHIP = "Stations"; // always runs first
  private static final String COUNTS = "counts";
  private static final List<String> DEPTHS = List.of("headline", "cases", "full", COUNTS);

  private final Path root;
  private final String pick;
  private final String depth;
  private final boolean accept;
  private final boolean counting;
  private final boolean drawing;
  private final String reason;
  private final Instant start = Instant.now();
  private final Origin origin;
  private final Path home; // benchmarks, or a project of one's own
  private final Path results;
  private final Path target;
  private final Trial trial;
  private final Tally tally;
  private final Flame flame;

  private Proofs(Path root, Map<String, String> options) {
    this.root = root.toAbsolutePath().normalize();
    pick = options.getOrDefault("proofs", "");
    String wanted = options.getOrDefault("depth", "");
    depth = wanted.isEmpty() ? "headline" : wanted;
    accept = isOn(options, "accept");
    String instructions = options.getOrDefault("instructions", "");
    counting =
        depth.equals(COUNTS)
            || (instructions.isEmpty() ? depth.equals("full") : isOn(options, "instructions"));
    drawing = isOn(options, "flame");
    reason = options.getOrDefault("reason", "");
    if (!DEPTHS.contains(depth)) {
      throw new IllegalArgumentException("depth: " + depth + ", not one of " + DEPTHS);
    }
    origin = new Origin(this.root);
    Path benchmarks = this.root.resolve("benchmarks");
    home = Files.isDirectory(benchmarks) ? benchmarks : this.root;
    results = home.resolve("results");
    target = home.resolve("target/proofs");
    trial = new Trial(target, depth.equals("full"));
    tally = new Tally(target);
    flame = new Flame(target);
  }

  private static boolean isOn(Map<String, String> options, String name) {
    return !options.getOrDefault(name, "false").equals("false");
  }

  /// Runs the proofs; exits with 1 if one fails to run, with 2 if it was called wrongly.
  public static void main(String[] args) throws Exception {
    int exit;
    try {
      exit = run(Path.of(args[0]), options(args));
    } catch (IllegalArgumentException e) {
      System.err.println("proofs: " + e.getMessage());
      exit = 2;
    }
    System.exit(exit);
  }

  /// `growth` leaves the proofs and draws how cost grows: `true`, or which sizes.
  private static int run(Path root, Map<String, String> options)
      throws IOException, InterruptedException {
    if (!isOn(options, "growth")) {
      return new Proofs(root, options).run();
    }
    String sizes = options.get("growth");
    options.put("sizes", sizes.equals("true") ? "" : sizes);
    new GrowthRun(root, options, System.out).run();
    return 0;
  }

  /// The options of a command line, and what every run of JMH here needs.
  static Map<String, String> options(String[] args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("no root of the project given");
    }
    var options = new HashMap<String, String>();
    for (String arg : Arrays.asList(args).subList(1, args.length)) {
      int equals = arg.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("option " + arg + ", not name=value");
      }
      options.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    Locale.setDefault(Locale.ROOT); // figures look the same everywhere
    // JMH refuses two runs at once on a machine; two forks at once is what turns are about.
    System.setProperty("jmh.ignoreLock", "true");
    System.setProperty("jmh.separateClasspathJAR", "true");
    return options;
  }

  private int run() throws IOException, InterruptedException {
    Map<String, Evidence> known = Evidence.readAll(results);
    Map<String, Growth> growths = Growth.readAll(results);
    List<Catalogue.Entry> chosen = choose(new Catalogue().entries(), known);
    Map<String, List<Evidence.Row>> fresh = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    int done = 0;
    int passed = 0;
    String commit = origin.commit();
    for (Catalogue.Entry entry : chosen) {
      done++;
      if (pick.isEmpty()
          && !depth.equals(COUNTS)
          && seconds() + trial.estimate(entry) > BUDGET.toSeconds()) {
        passed++;
        continue;
      }
      System.out.printf("[%d/%d %s] %s%n", done, chosen.size(), clock(), entry);
      try {
        Evidence.Row row = measure(entry, known.get(entry.primitive()), commit);
        fresh.computeIfAbsent(entry.primitive(), key -> new ArrayList<>()).add(row);
        System.out.println("    " + Item.line(row));
        if (row.ours() != null) {
          System.out.println("    ours   " + row.ours());
          System.out.println("    theirs " + row.theirs());
        }
        if (drawing) {
          draw(entry);
        }
        save(entry, known.get(entry.primitive()), fresh.get(entry.primitive()));
      } catch (IllegalStateException | IOException e) {
        failures.add(entry + ": " + rootCause(e));
        System.out.println("    FAILED: " + rootCause(e));
      }
    }
    if (accept) {
      accept(fresh.keySet(), growths, failures);
    }
    System.out.printf("[%s] ", clock());
    System.out.println(
        passed == 0 ? "all chosen cases ran" : passed + " cases did not fit into the budget");
    List<Evidence> evidence = new ArrayList<>();
    for (String primitive : fresh.keySet()) {
      evidence.add(Evidence.read(target.resolve(primitive + ".json")));
    }
    var report = new Report(root, evidence, known.values(), growths.values());
    String table = new Markdown(report).table();
    WholeFile.write(
        Map.of(
            target.resolve("proofs.md"),
            table,
            target.resolve("index.html"),
            new Page(report, target).html()));
    System.out.println(table);
    System.out.println(
        "Written to %s: proofs.md, index.html, one JSON each.".formatted(root.relativize(target)));
    failures.forEach(failure -> System.out.println("FAILED " + failure));
    if (fresh.isEmpty()) {
      System.out.println("FAILED no case gave a result");
    }
    return failures.isEmpty() && !fresh.isEmpty() ? 0 : 1;
  }

  private void draw(Catalogue.Entry entry) {
    try {
      flame.draw(entry);
    } catch (IOException e) {
      System.out.println("    no flame graph: " + rootCause(e));
    }
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
          all.stream().filter(e -> isDeepEnough(e, known)).sorted(oldest).toList();
      byAge.forEach(e -> rounds.put(e, seen.merge(e.packageName(), 1, Integer::sum)));
      return byAge.stream().sorted(Comparator.comparing(rounds::get)).toList();
    }
    Set<String> names = Set.of(pick.split(","));
    for (String name : names) {
      if (all.stream().noneMatch(e -> e.isPickedBy(name))) {
        throw new IllegalArgumentException(
            "no proof of "
                + name
                + "; there are "
                + all.stream().map(Catalogue.Entry::primitive).distinct().sorted().toList());
      }
    }
    return all.stream()
        .filter(e -> names.stream().anyMatch(e::isPickedBy))
        .filter(e -> isDeepEnough(e, known))
        .sorted(oldest)
        .toList();
  }

  private boolean isDeepEnough(Catalogue.Entry entry, Map<String, Evidence> known) {
    return switch (depth) {
      case "headline" -> entry.headline();
      case COUNTS ->
          Tally.counts(entry.kind())
              && (entry.headline() || !pick.isEmpty())
              && known.containsKey(entry.primitive())
              && known.get(entry.primitive()).row(entry.name(), entry.peerName()) != null;
      default -> true;
    };
  }

  private static String date(Catalogue.Entry entry, Map<String, Evidence> known) {
    Evidence evidence = known.get(entry.primitive());
    return evidence == null ? "" : evidence.date();
  }

  private Evidence.Row measure(Catalogue.Entry entry, Evidence before, String commit)
      throws IOException, InterruptedException {
    if (depth.equals(COUNTS)) {
      return recount(entry, before);
    }
    if (!entry.fits(Runtime.getRuntime().availableProcessors())) {
      return Evidence.Row.notMeasured(entry, depth, today(), commit);
    }
    Trial.Timing timing = trial.of(entry);
    Tally.Both counted = counts(entry, before);
    return new Evidence.Row(
        entry.name(),
        depth,
        entry.peerName(),
        Origin.peerVersion(entry.peer()),
        round(timing.ratio().value()),
        round(timing.ratio().low()),
        round(timing.ratio().high()),
        timing.pairs(),
        round(timing.ours().p50()),
        round(timing.ours().p50()),
        round(timing.ours().p95()),
        round(timing.peer().p50()),
        bytes(entry.kind(), timing.ours().bytes()),
        bytes(entry.kind(), timing.peer().bytes()),
        counted.instructions(),
        counted.peerInstructions(),
        timing.ratio().verdict(),
        today(),
        commit,
        round(timing.peer().p50()),
        round(timing.peer().p95()),
        round(timing.floor()),
        span(timing.total()),
        counted.counts(),
        counted.peerCounts(),
        timing.ours().events(),
        timing.peer().events(),
        counted.reason(),
        null,
        null,
        timing.gap() == null ? null : round(timing.gap()));
  }

  private static Evidence.Span span(Ratio ratio) {
    return ratio == null
        ? null
        : new Evidence.Span(round(ratio.value()), round(ratio.low()), round(ratio.high()));
  }

  private Evidence.Row recount(Catalogue.Entry entry, Evidence before)
      throws IOException, InterruptedException {
    if (!before.sources().equals(origin.sources(entry.primitive()))) {
      throw new IllegalStateException("the sources are not those that were proved");
    }
    Evidence.Row old = before.row(entry.name(), entry.peerName());
    Tally.Both counted = tally.both(entry, old, reason);
    var changes = new HashMap<String, Object>();
    changes.put("instructions", counted.instructions());
    changes.put("peerInstructions", counted.peerInstructions());
    changes.put("counts", counted.counts());
    changes.put("peerCounts", counted.peerCounts());
    changes.put("reason", counted.reason());
    return old.with(changes);
  }

  /// Counts now, or keeps what was counted of the same sources before.
  private Tally.Both counts(Catalogue.Entry entry, Evidence before)
      throws IOException, InterruptedException {
    Evidence.Row old = before == null ? null : before.row(entry.name(), entry.peerName());
    if (counting && Tally.counts(entry.kind())) {
      try {
        return tally.both(entry, old, reason);
      } catch (IOException e) {
        System.out.println("    not counted: " + e.getMessage());
        return Tally.Both.NOTHING;
      }
    }
    boolean same =
        old != null
            && before.sources().equals(origin.sources(entry.primitive()))
            && old.peerVersion().equals(Origin.peerVersion(entry.peer()));
    return same ? Tally.Both.of(old) : Tally.Both.NOTHING;
  }

  private static Double bytes(Kind kind, double median) {
    if (kind == Kind.PROGRAM || Double.isNaN(median)) {
      return null;
    }
    // JMH itself allocates a few kilobytes a turn: what is below that by far is nothing.
    return median < 0.05 ? 0.0 : round(median);
  }

  /// Four significant digits.
  static double round(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
  }

  private void save(Catalogue.Entry entry, Evidence before, List<Evidence.Row> rows)
      throws IOException {
    Evidence evidence =
        depth.equals(COUNTS)
            ? before.with(entry.packageName(), Instructions.instrument(), rows)
            : new Evidence(
                entry.primitive(),
                entry.packageName(),
                origin.version(),
                origin.commit(),
                origin.dirty(),
                today(),
                origin.sources(entry.primitive()),
                Origin.machine(),
                counting ? Instructions.instrument() : null,
                round(trial.floor(entry.primitive())),
                List.copyOf(rows));
    evidence.write(target.resolve(entry.primitive() + ".json"));
  }

  private void accept(Set<String> primitives, Map<String, Growth> growths, List<String> failures)
      throws IOException {
    var accepted = Evidence.readAll(results);
    var texts = new HashMap<Path, String>();
    for (String primitive : primitives) {
      Evidence evidence = Evidence.read(target.resolve(primitive + ".json"));
      Evidence older = accepted.get(primitive);
      if (older != null && reason.isEmpty()) {
        List<String> changed = evidence.changedCounts(older, Gate.INSTRUCTIONS);
        if (!changed.isEmpty()) {
          changed.forEach(
              c -> failures.add(primitive + " " + c + "; -Dproofs.reason=… accepts it"));
          continue;
        }
      }
      evidence = older == null ? evidence : evidence.over(older);
      accepted.put(primitive, evidence);
      texts.put(results.resolve(primitive + ".json"), evidence.json());
    }
    if (home.equals(root)) {
      WholeFile.write(texts); // the pages are the library's
      return;
    }
    var docs = Docs.of(root, accepted.values(), growths.values());
    texts.putAll(docs);
    WholeFile.write(texts);
    Docs.removeStale(root, docs);
  }

  static String today() {
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
