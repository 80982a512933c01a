// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/// The command `mvn -Pguard verify`: every [Gate] on every case, or on those of primitives that
/// changed since their proof, until a budget is used.
final class Guard {
  private final Map<String, Evidence> known;
  private final Set<String> only;
  private final boolean timed;
  private final Duration budget;
  private final Gate gate;
  private final Trial trial;
  private final Instant start = Instant.now();
  private final Consumer<String> out;

  /// @param only the primitives
  /// @param timed also compare the ratio of each headline
  Guard(
      Map<String, Evidence> known,
      Set<String> only,
      boolean timed,
      Duration budget,
      Path directory,
      Consumer<String> out) {
    this.known = known;
    this.only = only;
    this.timed = timed;
    this.budget = budget;
    this.out = out;
    gate = new Gate(directory);
    trial = new Trial(directory, false);
  }

  /// Returns the number of failures.
  int run(List<Catalogue.Entry> entries) throws IOException, InterruptedException {
    int failures = 0;
    int deferred = 0;
    for (Catalogue.Entry entry : chosen(entries)) {
      Evidence evidence = known.get(entry.primitive());
      Evidence.Row row = evidence.row(entry.name(), entry.peerName());
      String what = entry.primitive() + " " + entry.name();
      if (Duration.between(start, Instant.now()).compareTo(budget) > 0) {
        deferred++;
        out.accept("deferred  " + what);
        continue;
      }
      List<Gate.Finding> findings = new ArrayList<>();
      if (row.counts() != null) {
        findings.addAll(gate.hard(what, Tally.ours(entry), evidence, row));
      }
      if (timed && entry.headline() && row.ratio() != null) {
        findings.add(ratio(what + " against " + row.peer(), entry, evidence, row));
      }
      findings.forEach(finding -> out.accept(finding.toString()));
      failures += (int) findings.stream().filter(f -> f.outcome() == Gate.Outcome.FAIL).count();
    }
    out.accept(failures + " failures, " + deferred + " cases deferred for want of time");
    return failures;
  }

  /// Ratios of two processors differ without a fault: they are not compared.
  private Gate.Finding ratio(
      String what, Catalogue.Entry entry, Evidence evidence, Evidence.Row row)
      throws IOException, InterruptedException {
    String accepted = evidence.machine(row).cpu();
    String here = Origin.machine().cpu();
    if (!accepted.equals(here)) {
      return new Gate.Finding(
          Gate.Outcome.SKIPPED, "ratio", what, "accepted on " + accepted + ", here is " + here);
    }
    Function<Ratio, Gate.Finding> finding =
        now -> Gate.ratio(what, now, row.ratio(), row.low(), row.high());
    Trial.Timing timing =
        trial.of(entry, now -> finding.apply(now).outcome() != Gate.Outcome.UNDECIDED);
    return finding.apply(timing.ratio());
  }

  /// The primitives among these whose sources are not those that were proved.
  private static Set<String> changed(
      List<Catalogue.Entry> entries, Map<String, Evidence> known, Origin origin)
      throws IOException {
    var changed = new TreeSet<String>();
    var seen = new TreeSet<String>();
    for (Catalogue.Entry entry : entries) {
      if (seen.add(entry.primitive())) {
        Evidence evidence = known.get(entry.primitive());
        String now = origin.sources(entry.primitive());
        if (evidence == null
            || evidence.cases().stream().anyMatch(row -> !evidence.sources(row).equals(now))) {
          changed.add(entry.primitive());
        }
      }
    }
    return changed;
  }

  /// One entry for each of our cases that has counts, and each headline if times are compared.
  private Collection<Catalogue.Entry> chosen(List<Catalogue.Entry> entries) {
    Map<String, Catalogue.Entry> chosen = new LinkedHashMap<>();
    for (Catalogue.Entry entry : entries) {
      Evidence evidence = known.get(entry.primitive());
      if (evidence == null || !only.contains(entry.primitive())) {
        continue;
      }
      Evidence.Row row = evidence.row(entry.name(), entry.peerName());
      if (row == null || (row.counts() == null && !(timed && entry.headline()))) {
        continue;
      }
      String key = entry.primitive() + " " + entry.name();
      if (entry.headline()) {
        chosen.put(key, entry);
      } else {
        chosen.putIfAbsent(key, entry);
      }
    }
    return chosen.values();
  }

  /// Runs the guard: ROOT, then `only=all|changed|Name,…`, `ratio=true|false`, `minutes=N`; exits
  /// with 1 if a gate failed, with 2 if it was called wrongly.
  public static void main(String[] args) throws Exception {
    int exit;
    try {
      exit = guard(args) == 0 ? 0 : 1;
    } catch (IllegalArgumentException e) {
      System.err.println("guard: " + e.getMessage());
      exit = 2;
    }
    System.exit(exit);
  }

  private static int guard(String[] args) throws IOException, InterruptedException {
    Map<String, String> options = Proofs.options(args);
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Map<String, Evidence> known = Evidence.readAll(root.resolve("benchmarks/results"));
    String only = options.getOrDefault("only", "all");
    List<Catalogue.Entry> entries = new Catalogue().entries();
    Path directory = root.resolve("benchmarks/target/guard");
    Files.createDirectories(directory);
    var all = new TreeSet<>(entries.stream().map(Catalogue.Entry::primitive).toList());
    Set<String> names = all;
    if (only.equals("changed")) {
      names = changed(entries, known, new Origin(root));
      Files.write(directory.resolve("changed"), names);
      System.out.println("changed since their proof: " + names);
    } else if (!only.equals("all")) {
      names = Set.of(only.split(","));
    }
    for (String name : names) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException("no primitive " + name + "; there are " + all);
      }
      if (!known.containsKey(name)) {
        System.out.println("no results of " + name + ": nothing to hold it against");
      }
    }
    return new Guard(
            known,
            names,
            Boolean.parseBoolean(options.getOrDefault("ratio", "true")),
            Duration.ofMinutes(minutes(options.getOrDefault("minutes", "600"))),
            directory,
            System.out::println)
        .run(entries);
  }

  private static long minutes(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("minutes: " + text + ", not a number", e);
    }
  }
}
