// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is shown of the evidence: the rows by module and primitive, and the sentences about them.
final class Report {
  /*
   * A fresh row hides the known row of the same primitive, case and peer if both are of the same
   * machine; a known row of another machine stays beside it. Where the rows have more than one
   * setup (machine, JDK, flags), each setup has a letter.
   */

  static final List<String> MODULES =
      List.of("core", "collections", "concurrent", "io", "flagship");

  private static final String BENCHMARKS = "benchmarks"; // whose primitives are the flagship
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int WIDEST = 20; // digits of a number in a case's name

  private final List<Item> items = new ArrayList<>();
  private final SequencedSet<Evidence.Machine> machines = new LinkedHashSet<>();
  private final Map<String, List<Growth>> growths = new HashMap<>();

  /// Rows alone: those of now, and the known ones that did not run now.
  Report(Path root, Collection<Evidence> fresh, Collection<Evidence> known) throws IOException {
    this(root, fresh, known, List.of());
  }

  /// Fresh rows, the known rows that did not run now, and how cost grows.
  Report(
      Path root, Collection<Evidence> fresh, Collection<Evidence> known, Collection<Growth> growths)
      throws IOException {
    fresh.forEach(this::meet);
    known.forEach(this::meet);
    Map<String, String> packages = packages(root);
    for (var evidence : fresh) {
      evidence.cases().forEach(row -> add(evidence, row, true, packages));
    }
    for (var evidence : known) {
      for (var row : evidence.cases()) {
        if (items.stream().noneMatch(item -> hides(item, evidence, row))) {
          add(evidence, row, false, packages);
        }
      }
    }
    items.sort(
        Comparator.comparingInt((Item item) -> place(item.module()))
            .thenComparing(Item::module)
            .thenComparing(Item::primitive)
            .thenComparing(item -> padded(item.row().name()))
            .thenComparing(item -> item.row().peer())
            .thenComparing(item -> !item.fresh())
            .thenComparing(Item::setup));
    growths.stream()
        .sorted(Comparator.comparing(Growth::primitive))
        .forEach(growth ->
            this.growths
                .computeIfAbsent(module(growth.packageName()), key -> new ArrayList<>())
                .add(growth));
  }

  List<Item> items() {
    return List.copyOf(items);
  }

  /// The rows by module, in the order of the house.
  Map<String, List<Item>> modules() {
    return grouped(items, Item::module);
  }

  /// How cost grows in this module, by primitive.
  List<Growth> growths(String module) {
    return List.copyOf(growths.getOrDefault(module, List.of()));
  }

  static Map<String, List<Item>> grouped(List<Item> items, Function<Item, String> key) {
    return items.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  /// What was measured where, and what came of it.
  String sentence() {
    if (items.isEmpty()) {
      return "Nothing was measured.";
    }
    long fresh = items.stream().filter(Item::fresh).count();
    String now =
        fresh == 0
            ? ""
            : fresh == items.size()
                ? " All of them ran now."
                : " %s ran now, the others are accepted results."
                    .formatted(plural(fresh, "comparison", "comparisons"));
    return "%s of %s against %s: %s on %s, %s: %s.%s"
        .formatted(
            plural(distinct(i -> i.primitive() + " " + i.row().name()), "case", "cases"),
            plural(distinct(Item::primitive), "primitive", "primitives"),
            plural(distinct(item -> item.row().peer()), "peer", "peers"),
            plural(items.size(), "comparison", "comparisons"),
            places(),
            dates(),
            tally(items),
            now);
  }

  /// `6 comparisons: 3 wins, 1 tie, 2 losses.`
  static String counts(List<Item> items) {
    return plural(items.size(), "comparison", "comparisons") + ": " + tally(items) + ".";
  }

  /// `3 wins, 1 tie, 2 losses`.
  static String tally(List<Item> items) {
    String tally =
        plural(count(items, Evidence.WIN), "win", "wins")
            + ", "
            + plural(count(items, Evidence.TIE), "tie", "ties")
            + ", "
            + plural(count(items, Evidence.LOSS), "loss", "losses");
    long rest = count(items, "none");
    return rest == 0 ? tally : tally + ", " + rest + " " + Evidence.NOT_MEASURED;
  }

  /// How many rows have this verdict; `none`: have no ratio.
  static long count(List<Item> items, String style) {
    return items.stream().filter(item -> item.style().equals(style)).count();
  }

  static String plural(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /// Whether instructions were counted for any row.
  boolean counted() {
    return items.stream().anyMatch(item -> item.row().instructions() != null);
  }

  /// The machines with their JDK and flags, and what counted instructions on them.
  List<String> setups() {
    return machines.stream()
        .filter(machine -> items.stream().anyMatch(item -> item.machine().equals(machine)))
        .map(machine ->
            (letter(machine).isEmpty() ? "" : letter(machine) + ": ")
                + "%s, %d cores, %s, %s, %s, flags %s"
                    .formatted(
                        machine.cpu(),
                        machine.cores(),
                        machine.os(),
                        machine.jdk(),
                        machine.gc(),
                        machine.flags())
                + instruments(machine))
        .toList();
  }

  private String instruments(Evidence.Machine machine) {
    return items.stream()
        .filter(item -> item.machine().equals(machine) && item.row().instructions() != null)
        .map(item -> item.evidence().instrument())
        .filter(Objects::nonNull)
        .distinct()
        .map(i ->
            "; instructions counted by valgrind %s, JDK %s, features %s"
                .formatted(i.valgrind(), i.jdk(), i.features()))
        .collect(Collectors.joining());
  }

  private String places() {
    List<String> places =
        items.stream()
            .map(Item::machine)
            .map(m -> "%s (%d cores, %s) with %s".formatted(m.cpu(), m.cores(), m.os(), m.jdk()))
            .distinct()
            .toList();
    return places.size() > 2
        ? places.size() + " machines or JDKs"
        : String.join(" and on ", places);
  }

  private String dates() {
    var dates =
        items.stream()
            .map(item -> item.row().date().substring(0, "2000-01-01".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    return dates.size() == 1 ? dates.first() : dates.first() + " to " + dates.last();
  }

  private long distinct(Function<Item, String> key) {
    return items.stream().map(key).distinct().count();
  }

  private void meet(Evidence evidence) {
    machines.add(evidence.machine());
    evidence.cases().forEach(row -> machines.add(evidence.machine(row)));
  }

  private String letter(Evidence.Machine machine) {
    return machines.size() < 2
        ? ""
        : Character.toString('A' + List.copyOf(machines).indexOf(machine));
  }

  private void add(
      Evidence evidence, Evidence.Row row, boolean fresh, Map<String, String> packages) {
    String name = evidence.packageName();
    if (name == null) {
      name = packages.getOrDefault(evidence.primitive(), "");
    }
    items.add(new Item(evidence, row, name, module(name), fresh, letter(evidence.machine(row))));
  }

  private static String module(String packageName) {
    String[] nouns = packageName.split("\\.", -1);
    return nouns.length > 1 ? nouns[1] : "other";
  }

  private static boolean hides(Item item, Evidence evidence, Evidence.Row row) {
    Evidence.Machine here = item.machine();
    Evidence.Machine there = evidence.machine(row);
    return item.fresh()
        && item.primitive().equals(evidence.primitive())
        && item.row().same(row)
        && here.cpu().equals(there.cpu())
        && here.cores() == there.cores();
  }

  /// The package of each source file of the project, by the file's name.
  private static Map<String, String> packages(Path root) throws IOException {
    var packages = new HashMap<String, String>();
    List<String> modules = new ArrayList<>(MODULES);
    modules.add(BENCHMARKS);
    for (String module : modules) {
      Path folder = root.resolve(module).resolve("src/main/java");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (var files = Files.walk(folder)) {
        Predicate<Path> java = file -> file.toString().endsWith(".java");
        for (Path file : files.filter(java).sorted().toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          String path = folder.relativize(file.getParent()).toString();
          String found = path.replace('/', '.').replace('\\', '.');
          packages.putIfAbsent(name, module.equals(BENCHMARKS) ? "cermet.flagship" : found);
        }
      }
    }
    return packages;
  }

  private static int place(String module) {
    int place = MODULES.indexOf(module);
    return place < 0 ? MODULES.size() : place;
  }

  /// A name whose numbers sort by their size.
  private static String padded(String name) {
    return DIGITS
        .matcher(name)
        .replaceAll(n -> "0".repeat(Math.max(0, WIDEST - n.group().length())) + n.group());
  }
}
