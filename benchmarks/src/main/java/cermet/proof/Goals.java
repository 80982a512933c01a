// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the library aims at, `benchmarks/goals.txt`, beside what the results say.
final class Goals {
  /*
   * A line a goal: module | what | measure, >= or <=, bound | picks of rows, with commas between.
   * Every row that a pick names must reach the bound; of a mean, all of them together.
   * A ratio is peer / ours, a share ours / peer.
   */

  /// What is held against a bound.
  private enum Measure {
    RATIO("ratio"),
    MEAN("mean ratio"),
    P25("p25 ratio"),
    P999("p99.9 ratio"),
    NANOS("ns"),
    BYTES("bytes"),
    SHARE("share of bytes"),
    INSTRUCTIONS("instructions"),
    INSTRUCTIONS_G1("instructions with G1");

    final String title;

    Measure(String title) {
      this.title = title;
    }

    /// What the row says of it; null: nothing.
    Double of(Evidence.Row row) {
      return switch (this) {
        case RATIO, MEAN -> row.ratio();
        case P25 -> percentiles(row, Evidence.Percentiles::p25);
        case P999 -> percentiles(row, Evidence.Percentiles::p999);
        case NANOS -> row.nanos();
        case BYTES -> row.bytes();
        case SHARE -> quotient(row.bytes(), row.peerBytes());
        case INSTRUCTIONS -> row.instructions();
        case INSTRUCTIONS_G1 -> row.counts() == null ? null : row.counts().instructionsG1();
      };
    }

    /// Of single events, where a case has any.
    private static Double percentiles(
        Evidence.Row row, ToDoubleFunction<Evidence.Percentiles> which) {
      return row.ours() == null || row.theirs() == null
          ? null
          : quotient(which.applyAsDouble(row.theirs()), which.applyAsDouble(row.ours()));
    }

    private static Double quotient(Double of, Double by) {
      return of == null || by == null || by == 0 ? null : of / by;
    }
  }

  /// One goal.
  private record Goal(
      String module,
      String what,
      Measure measure,
      boolean atLeast,
      double bound,
      List<String> picks) {

    String text() {
      return (measure == Measure.RATIO ? "" : measure.title + " ")
          + (atLeast ? "≥ " : "≤ ")
          + Figure.number(bound);
    }

    boolean isMet(double value) {
      return atLeast ? value >= bound : value <= bound;
    }

    String outcome(Double value) {
      return value == null ? OPEN : isMet(value) ? MET : MISSED;
    }
  }

  private record Line(Goal goal, List<String> cells, String outcome) {}

  private static final String MET = "met";
  private static final String MISSED = "missed";
  private static final String OPEN = "not measured";
  private static final String COLUMNS =
      """
      | goal | row | | measured | interval | outcome | bytes | instructions | pairs |
      |---|---|---|---|---|---|---|---|---|
      """;

  private static final Pattern BOUND = Pattern.compile("(.+?) *([<>]=) *(\\S+)");

  private final List<Goal> goals = new ArrayList<>();

  private Goals() {}

  /// The goals below this root; none where there is no such file.
  ///
  /// @throws IllegalArgumentException if a line is none, with its number
  static Goals read(Path root) throws IOException {
    Path file = root.resolve("benchmarks/goals.txt");
    var goals = new Goals();
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          goals.goals.add(goal(line));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
        }
      }
    }
    return goals;
  }

  private static Goal goal(String line) {
    String[] parts = line.split("\\s*\\|\\s*", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          parts.length + " parts instead of module | what | bound | rows");
    }
    Matcher bound = BOUND.matcher(parts[2]);
    if (!bound.matches()) {
      throw new IllegalArgumentException("not a bound: " + parts[2]);
    }
    Measure measure =
        Arrays.stream(Measure.values())
            .filter(m -> m.title.equals(bound.group(1)))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no measure: " + bound.group(1)));
    return new Goal(
        parts[0],
        parts[1],
        measure,
        bound.group(2).equals(">="),
        Double.parseDouble(bound.group(3)),
        List.of(parts[3].split("\\s*,\\s*")));
  }

  boolean isEmpty() {
    return goals.isEmpty();
  }

  /// What names rows.
  List<String> picks() {
    return goals.stream().flatMap(goal -> goal.picks.stream()).toList();
  }

  /// How many are met, in words.
  String sentence(List<Item> items) {
    return tally(allLines(items));
  }

  private List<Line> allLines(List<Item> items) {
    return goals.stream().flatMap(goal -> lines(goal, items).stream()).toList();
  }

  /// The page.
  String page(List<Item> items) {
    List<Line> lines = allLines(items);
    var text = new StringBuilder("# Goals\n\n");
    text.append(
        "What each family aims at, `benchmarks/goals.txt`, beside what `benchmarks/results`");
    text.append(" says: ").append(tally(lines)).append(". A ratio is peer time ÷ ours; ");
    text.append("a goal is met when the ratio itself reaches it, and the 95 % interval stands ");
    text.append("beside it. Where a cell has two figures, the first is Cermet's. Why a goal is");
    text.append(" missed, and what was tried: [docs/design](../design).\n");
    Map<String, List<Line>> modules = new LinkedHashMap<>();
    for (Line line : lines) {
      modules.computeIfAbsent(line.goal.module, key -> new ArrayList<>()).add(line);
    }
    modules.forEach((module, those) -> {
      text.append("\n## ").append(module).append("\n\n");
      text.append("%s.\n\n".formatted(tally(those))).append(COLUMNS);
      for (Line line : those) {
        text.append("| ").append(String.join(" | ", line.cells)).append(" |\n");
      }
    });
    return text.toString();
  }

  private static String tally(List<Line> lines) {
    Function<Predicate<String>, Long> count =
        outcome -> lines.stream().filter(line -> outcome.test(line.outcome)).count();
    return "%d met, %d missed, %d not measured"
        .formatted(
            count.apply(MET::equals), count.apply(MISSED::equals), count.apply(OPEN::equals));
  }

  private static List<Line> lines(Goal goal, List<Item> items) {
    List<Line> lines = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    for (String pick : goal.picks) {
      List<Item> named =
          items.stream()
              .filter(item -> item.isPickedBy(pick))
              .filter(item -> goal.measure.of(item.row()) != null)
              .toList();
      if (named.isEmpty()) {
        lines.add(line(goal, pick, null));
      }
      named.forEach(item -> lines.add(line(goal, item)));
      named.forEach(item -> logs.add(Math.log(goal.measure.of(item.row()))));
    }
    if (goal.measure != Measure.MEAN) {
      return lines;
    }
    boolean all = lines.stream().noneMatch(line -> line.outcome.equals(OPEN));
    double mean = Math.exp(logs.stream().mapToDouble(log -> log).average().orElse(0));
    return List.of(line(goal, lines.size() + " rows", all ? mean : null));
  }

  private static Line line(Goal goal, String rows, Double value) {
    return line(goal, rows, value, Figure.NONE, "", "", "");
  }

  private static Line line(Goal goal, Item item) {
    Evidence.Row row = item.row();
    return line(
        goal,
        "%s %s, %s".formatted(item.primitive(), row.name(), item.peer())
            + (item.isOfEarlierCode() ? " (earlier code)" : ""),
        goal.measure.of(row),
        goal.measure == Measure.RATIO ? Figure.span(row.low(), row.high()) : Figure.NONE,
        both(Figure.bytes(row.bytes()), Figure.bytes(row.peerBytes())),
        both(Figure.number(row.instructions()), Figure.number(row.peerInstructions())),
        Objects.toString(row.pairs(), ""));
  }

  private static Line line(
      Goal goal,
      String rows,
      Double value,
      String interval,
      String bytes,
      String instructions,
      String pairs) {
    String outcome = goal.outcome(value);
    return new Line(
        goal,
        List.of(
            goal.what,
            rows,
            goal.text(),
            Figure.number(value),
            interval,
            outcome.equals(MISSED) ? "**missed**" : outcome,
            bytes,
            instructions,
            pairs),
        outcome);
  }

  private static String both(String ours, String peers) {
    return ours.equals(peers) && ours.equals(Figure.NONE) ? "" : ours + ", " + peers;
  }
}
