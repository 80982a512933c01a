// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The report as Markdown: the short table of a run, and the pages below `docs/proofs`.
final class Markdown {
  private static final String METHOD = "../measure.md";
  private static final String SIDES =
      "Ratio = peer time ÷ ours, so above 1 Cermet is faster; below it the 95 % interval. Where a"
          + " cell has two figures, the upper is Cermet's and the lower the peer's; below the date"
          + " stands the floor, what identical forks differed by in the same run. [How to read a"
          + " row]("
          + METHOD
          + "#read-the-plot).";

  private final Report report;

  Markdown(Report report) {
    this.report = report;
  }

  /// The short table, fresh rows first: valid Markdown, and aligned for a console.
  String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "primitive",
            "case",
            "peer",
            "ratio",
            "interval",
            "verdict",
            "ns",
            "peer ns",
            "B",
            "peer B",
            "when"));
    report.items().stream()
        .sorted(Comparator.comparing((Item item) -> !item.fresh()))
        .forEach(item -> {
          Evidence.Row row = item.row();
          rows.add(
              List.of(
                  item.primitive(),
                  row.name(),
                  item.peer(),
                  Figure.number(row.ratio()),
                  Figure.span(row.low(), row.high()),
                  row.verdict(),
                  Figure.number(row.nanos()),
                  Figure.number(row.peerNanos()),
                  Figure.number(row.bytes()),
                  Figure.number(row.peerBytes()),
                  item.when()));
        });
    var text = new StringBuilder();
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], cell(row.get(i)).length());
      }
    }
    line(text, rows.getFirst(), widths);
    for (int width : widths) {
      text.append("|").append("-".repeat(width + 2));
    }
    text.append("|\n");
    rows.subList(1, rows.size()).forEach(row -> line(text, row, widths));
    text.append("\n").append(report.sentence()).append("\n");
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String cell = cell(cells.get(i));
      text.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length())).append(' ');
    }
    text.append("|\n");
  }

  /// The summary: modules, then losses, ties and wins alike.
  ///
  /// @param aims a sentence about the goals, or nothing
  String summary(String aims) {
    var text = new StringBuilder("# Proofs\n\n");
    text.append(report.sentence()).append("\n\n");
    text.append("Made from `benchmarks/results`. ");
    text.append("The method: [docs/measure.md](").append(METHOD).append("). ");
    text.append("`mvn -Pproofs verify` reruns headline cases in ten minutes and writes them as a");
    text.append(" page, `benchmarks/target/proofs/index.html`.\n\n");
    text.append("| module | comparisons | wins | ties | losses |\n|---|---|---|---|---|\n");
    report
        .modules()
        .forEach((module, items) ->
            text.append(
                "| [%s](%s.md) | %d | %d | %d | %d |\n"
                    .formatted(
                        module,
                        module,
                        items.size(),
                        Report.count(items, Evidence.WIN),
                        Report.count(items, Evidence.TIE),
                        Report.count(items, Evidence.LOSS))));
    List<String> grown =
        report.modules().keySet().stream()
            .filter(module -> !report.growths(module).isEmpty())
            .map("[%1$s](%1$s.md#how-cost-grows)"::formatted)
            .toList();
    if (!grown.isEmpty()) {
      text.append("\nHow cost grows with size: ").append(String.join(", ", grown)).append(".\n");
    }
    if (!aims.isEmpty()) {
      text.append("\n").append(aims).append("\n");
    }
    Comparator<Item> byRatio = Comparator.comparing(item -> item.row().ratio());
    verdict(text, "Losses", Evidence.LOSS, byRatio);
    verdict(text, "Ties", Evidence.TIE, byRatio);
    verdict(text, "Wins", Evidence.WIN, byRatio.reversed());
    unmeasured(text, report.items());
    text.append("\n## Where\n\n");
    report.setups().forEach(setup -> text.append("- ").append(setup).append("\n"));
    return text.toString();
  }

  private void verdict(StringBuilder text, String title, String style, Comparator<Item> order) {
    List<Item> items =
        report.items().stream().filter(i -> i.style().equals(style)).sorted(order).toList();
    text.append("\n## ").append(title).append("\n\n");
    if (items.isEmpty()) {
      text.append("None.\n");
      return;
    }
    text.append("| primitive | case | peer | ratio | interval |\n|---|---|---|---|---|\n");
    for (Item item : items) {
      text.append(
          "| [%s](%s.md#%s) | %s | %s | **%s** | %s |\n"
              .formatted(
                  item.primitive(),
                  item.module(),
                  item.primitive().toLowerCase(Locale.ROOT),
                  cell(item.row().name()),
                  cell(item.peer()),
                  Figure.number(item.row().ratio()),
                  Figure.span(item.row().low(), item.row().high())));
    }
  }

  private static void unmeasured(StringBuilder text, List<Item> items) {
    List<Item> without = items.stream().filter(item -> !item.measured()).toList();
    if (!without.isEmpty()) {
      text.append("\n## Not measured here\n\n");
      without.forEach(item -> text.append("- ").append(cell(item.title())).append("\n"));
    }
  }

  /// The page of a module: its plot, and a table a primitive.
  String module(String module, List<Item> items) {
    var text = new StringBuilder("# Proofs: " + module + "\n\n");
    text.append(Report.counts(items)).append(" ").append(SIDES).append("\n\n");
    text.append("![").append(label(module, items)).append("](").append(module).append(".svg)\n");
    List<Growth> growths = report.growths(module);
    if (!growths.isEmpty()) {
      text.append("\n## How cost grows\n\n");
      growths.forEach(growth -> text.append(cell(growth.sentence())).append("\n"));
      text.append("`").append(GrowthRun.COMMAND).append("` measures it anew. [How](");
      text.append(METHOD).append("#how-cost-grows).\n\n");
      text.append("![").append(GrowthPlot.label(growths)).append("](");
      text.append(GrowthPlot.name(module)).append(")\n");
      growths.forEach(growth -> text.append("\n").append(tables(growth)));
    }
    for (var entry : Report.grouped(items, Item::primitive).entrySet()) {
      primitive(text, entry);
    }
    return text.toString();
  }

  /// What the plot of a module shows, in words.
  static String label(String module, List<Item> items) {
    return "Forest plot of " + module + ", " + Report.counts(items);
  }

  /// A table an operation: a row a size, a column a contender, the fastest in bold.
  static String tables(Growth growth) {
    var text = new StringBuilder();
    for (String operation : growth.operations()) {
      text.append(text.isEmpty() ? "" : "\n").append("### ").append(growth.primitive());
      text.append(" ").append(operation).append("\n\n| entries | load |");
      growth.titles().forEach(title -> text.append(" ").append(cell(title)).append(" |"));
      text.append("\n|---|---|").append("---|".repeat(growth.titles().size())).append("\n");
      for (int size : growth.sizes()) {
        text.append("| ").append(Growth.entries(size)).append(" | ").append(Growth.load(size));
        String fastest = growth.fastest(operation, size);
        for (String contender : growth.contenders()) {
          Growth.Point point = growth.point(operation, contender, size);
          String figures = point == null ? Figure.NONE : point.text();
          String bold = contender.equals(fastest) ? "**" : "";
          text.append(" | ").append(bold).append(figures).append(bold);
        }
        text.append(" |\n");
      }
    }
    return text.toString();
  }

  private static void primitive(StringBuilder text, Map.Entry<String, List<Item>> entry) {
    List<Item> items = entry.getValue();
    List<Column> columns = Column.of(items);
    text.append("\n## ").append(entry.getKey()).append("\n\n");
    text.append("`").append(items.get(0).packageName()).append("`, `");
    text.append(Item.command(entry.getKey())).append("`\n\n");
    text.append("| case | peer |");
    columns.forEach(column -> text.append(" ").append(column.title()).append(" |"));
    text.append("\n|---|---|").append("---|".repeat(columns.size())).append("\n");
    for (Item item : items) {
      text.append("| ").append(cell(item.row().name())).append(" | ").append(cell(item.peer()));
      for (Column column : columns) {
        text.append(" | ")
            .append(
                column.lines().apply(item).stream()
                    .map(Markdown::cell)
                    .collect(Collectors.joining("<br>")));
      }
      text.append(" |\n");
    }
    List<String> notes =
        items.stream()
            .flatMap(item -> item.notes().stream().map(note -> item.title() + ": " + note))
            .toList();
    if (!notes.isEmpty()) {
      text.append("\n");
      notes.forEach(note -> text.append("- ").append(cell(note)).append("\n"));
    }
  }

  private static String cell(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("\n", " ");
  }
}
