// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The table of proofs as Markdown, and as one self-contained HTML page with a forest plot.
final class Report {
  private record Item(Evidence evidence, Evidence.Row row, boolean fresh) {}

  private static final double PLOT_WIDTH = 480;
  private static final double PLOT_SPAN = Math.log(32); // ratios from 1/32 to 32; beyond: clipped
  private static final int ROW_HEIGHT = 18;
  private static final String INTRO =
      "Ratio = peer time ÷ ours: above 1 Cermet is faster. The interval is 95 %, never narrower"
          + " than the floor, the difference that identical forks showed in the same run. Bytes are"
          + " allocated per operation; 0 is below 0.05.";

  private final List<Item> items = new ArrayList<>();

  /// Fresh rows first, then the known rows that did not run now.
  Report(List<Evidence> fresh, List<Evidence> known) {
    for (Evidence evidence : fresh) {
      evidence.cases().forEach(row -> items.add(new Item(evidence, row, true)));
    }
    for (Evidence evidence : known) {
      for (var row : evidence.cases()) {
        if (items.stream().noneMatch(item -> same(item, evidence, row))) {
          items.add(new Item(evidence, row, false));
        }
      }
    }
    items.sort(
        Comparator.comparing((Item item) -> !item.fresh)
            .thenComparing(item -> item.evidence.primitive()));
  }

  private static boolean same(Item item, Evidence evidence, Evidence.Row row) {
    return item.fresh
        && item.evidence.primitive().equals(evidence.primitive())
        && item.row.same(row);
  }

  static String line(Evidence.Row row) {
    return "%s [%s, %s] %s, %s ns against %s ns, %s B against %s B"
        .formatted(
            number(row.ratio()),
            number(row.low()),
            number(row.high()),
            row.verdict(),
            number(row.nanos()),
            number(row.peerNanos()),
            number(row.bytes()),
            number(row.peerBytes()));
  }

  String markdown() {
    var text = new StringBuilder("# Proofs\n\n").append(INTRO).append("\n\n");
    text.append(
        "| primitive | case | peer | ratio | interval | verdict | ns | peer ns | B | peer B |");
    text.append(" floor | when |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Item item : items) {
      Evidence.Row row = item.row;
      text.append(
          "| %s | %s | %s %s | **%s** | %s–%s | %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  item.evidence.primitive(),
                  row.name(),
                  row.peer(),
                  row.peerVersion(),
                  number(row.ratio()),
                  number(row.low()),
                  number(row.high()),
                  row.verdict(),
                  number(row.nanos()),
                  number(row.peerNanos()),
                  number(row.bytes()),
                  number(row.peerBytes()),
                  number(item.evidence.floor()),
                  item.fresh ? "now" : row.date().substring(0, 10)));
    }
    machines().forEach(machine -> text.append("\n").append(machine).append("\n"));
    return text.toString();
  }

  private List<String> machines() {
    return items.stream()
        .map(item -> item.evidence.machine())
        .distinct()
        .map(m ->
            "%s, %d cores, %s, %s, %s, flags %s"
                .formatted(m.cpu(), m.cores(), m.os(), m.jdk(), m.gc(), m.flags()))
        .toList();
  }

  String html() {
    int height = (items.size() + 2) * ROW_HEIGHT;
    var plot = new StringBuilder();
    for (double tick : new double[] {0.1, 0.5, 1, 2, 5, 10}) {
      plot.append(
          "<line x1='%.1f' x2='%.1f' y1='0' y2='%d' class='%s'/>"
              .formatted(x(tick), x(tick), height - ROW_HEIGHT, tick == 1 ? "one" : "tick"));
      plot.append("<text x='%.1f' y='%d'>%s×</text>".formatted(x(tick), height - 4, number(tick)));
    }
    var rows = new StringBuilder();
    int y = ROW_HEIGHT;
    for (Item item : items) {
      Evidence.Row row = item.row;
      plot.append(
          ("<g class='%s'><title>%s</title><line x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>"
                  + "<circle cx='%.1f' cy='%d' r='4'/></g>")
              .formatted(
                  row.verdict(),
                  escape(
                      item.evidence.primitive()
                          + " "
                          + row.name()
                          + " against "
                          + row.peer()
                          + ": "
                          + line(row)),
                  x(row.low()),
                  x(row.high()),
                  y,
                  y,
                  x(row.ratio()),
                  y));
      y += ROW_HEIGHT;
      rows.append("<tr class='").append(row.verdict()).append("'>");
      for (String cell :
          List.of(
              item.evidence.primitive(),
              row.name(),
              row.peer() + " " + row.peerVersion(),
              number(row.ratio()),
              number(row.low()) + "–" + number(row.high()),
              row.verdict(),
              number(row.nanos()),
              number(row.peerNanos()),
              number(row.bytes()),
              number(row.peerBytes()),
              item.fresh ? "now" : row.date().substring(0, 10))) {
        rows.append("<td>").append(escape(cell)).append("</td>");
      }
      rows.append("</tr>\n");
    }
    return PAGE.replace("{intro}", INTRO)
        .replace("{height}", Integer.toString(height))
        .replace("{width}", Integer.toString((int) PLOT_WIDTH))
        .replace("{plot}", plot)
        .replace("{rows}", rows)
        .replace("{machines}", escape(String.join("; ", machines())));
  }

  private static double x(double ratio) {
    double log = Math.max(-PLOT_SPAN, Math.min(PLOT_SPAN, Math.log(ratio)));
    return PLOT_WIDTH * (0.5 + log / (2 * PLOT_SPAN));
  }

  private static String number(Double value) {
    if (value == null) {
      return "–";
    }
    double size = Math.abs(value);
    return size == 0
        ? "0"
        : (size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f").formatted(value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Cermet proofs</title><style>
      body { font: 14px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 70em; color: #222 }
      .columns { display: flex; gap: 1em } svg { flex: none }
      svg text { font-size: 10px; text-anchor: middle; fill: #666 }
      .tick { stroke: #ddd } .one { stroke: #555 }
      .win line { stroke: #157f3b } .win circle { fill: #157f3b }
      .loss line { stroke: #b3261e } .loss circle { fill: #b3261e }
      .tie line { stroke: #777 } .tie circle { fill: #777 }
      table { border-collapse: collapse; font-size: 12px } th { text-align: left }
      td, th { padding: 0 .5em; height: 18px; white-space: nowrap; border-bottom: 1px solid #eee }
      tr.loss td:nth-child(6) { color: #b3261e } tr.win td:nth-child(6) { color: #157f3b }
      </style></head><body>
      <h1>Cermet proofs</h1><p>{intro}</p>
      <svg width="{width}" height="{height}" role="img" aria-label="ratios on a log axis">{plot}</svg>
      <table><thead><tr><th>primitive</th><th>case</th><th>peer</th><th>ratio</th><th>interval</th>
      <th>verdict</th><th>ns</th><th>peer ns</th><th>B</th><th>peer B</th><th>when</th></tr></thead>
      <tbody>
      {rows}</tbody></table>
      <p>{machines}</p>
      </body></html>
      """;
}
