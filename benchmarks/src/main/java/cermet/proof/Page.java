// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The report as one HTML page that needs nothing beside it.
final class Page {
  /*
   * page.html holds the skeleton, the style and the script; {name} in it is replaced once, so that
   * no text from the evidence is taken for a name. plot.css is shared with the image files.
   */

  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");
  private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9]+");

  private final Report report;
  private final Path folder;

  /// A page that will lie in this folder, where flame graphs may lie too.
  Page(Report report, Path folder) {
    this.report = report;
    this.folder = folder;
  }

  String html() {
    List<Item> items = report.items();
    var parts = new HashMap<String, String>();
    parts.put("plotcss", resource("plot.css"));
    parts.put("growthcss", resource("growth.css"));
    parts.put("sentence", escape(report.sentence()));
    parts.put("tally", bar(items));
    parts.put("contents", contents());
    parts.put("losses", losses(items));
    parts.put("options", options(items));
    parts.put("instructions", instructions());
    parts.put("modules", modules());
    var setups = new StringBuilder();
    report.setups().forEach(s -> setups.append("<li>").append(escape(s)).append("</li>\n"));
    parts.put("setups", setups.toString());
    return NAME.matcher(resource("page.html"))
        .replaceAll(
            name -> Matcher.quoteReplacement(parts.getOrDefault(name.group(1), name.group())));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String resource(String name) {
    try (var stream = Page.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Wins, ties and losses as parts of one bar.
  private static String bar(List<Item> items) {
    var bar = new StringBuilder();
    for (var part :
        List.of(
            Map.entry(Evidence.WIN, "wins"),
            Map.entry(Evidence.TIE, "ties"),
            Map.entry(Evidence.LOSS, "losses"))) {
      long count = Report.count(items, part.getKey());
      if (count > 0) {
        String name = count == 1 ? part.getKey() : part.getValue();
        bar.append(
            "<li class='%s' style='flex-grow:%d'><b>%d</b> %s</li>\n"
                .formatted(part.getKey(), count, count, name));
      }
    }
    return bar.toString();
  }

  private String contents() {
    var rows = new StringBuilder();
    report
        .modules()
        .forEach((module, items) ->
            rows.append(
                    "<tr><th scope='row'><a href='#%s'>%s</a></th><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td class='names'>"
                        .formatted(
                            slug(module),
                            escape(module),
                            items.size(),
                            Report.count(items, Evidence.WIN),
                            Report.count(items, Evidence.TIE),
                            Report.count(items, Evidence.LOSS)))
                .append(names(items))
                .append(linkToGrowth(module))
                .append("</td></tr>\n"));
    return rows.toString();
  }

  private static String names(List<Item> items) {
    var names = new StringBuilder();
    for (String name : Report.grouped(items, Item::primitive).keySet()) {
      names.append("<a href='#%s'>%s</a> ".formatted(slug(name), escape(name)));
    }
    return names.toString();
  }

  private String linkToGrowth(String module) {
    return report.growths(module).isEmpty()
        ? ""
        : "<a href='#%s'>how cost grows</a>".formatted(slug(grows(module)));
  }

  private static String losses(List<Item> items) {
    var list = new StringBuilder();
    items.stream()
        .filter(item -> item.style().equals(Evidence.LOSS))
        .sorted(Comparator.comparing(item -> item.row().ratio()))
        .forEach(item ->
            list.append(
                "<li><a href='#%s'>%s</a> <b>%s</b> <small>%s</small></li>\n"
                    .formatted(
                        slug(item),
                        escape(item.title()),
                        Figure.number(item.row().ratio()),
                        Figure.span(item.row().low(), item.row().high()))));
    return list.isEmpty() ? "<li>None.</li>" : list.toString();
  }

  private static String options(List<Item> items) {
    var options = new StringBuilder();
    List<Item> byRatio =
        items.stream()
            .filter(Item::measured)
            .sorted(Comparator.comparing(item -> item.row().ratio()))
            .toList();
    // The row in the middle is as good a first choice as any, and no boast.
    Item first = byRatio.isEmpty() ? null : byRatio.get(byRatio.size() / 2);
    for (Item item : items) {
      if (item.measured()) {
        options.append(
            "<option value='%s' data-primitive='%s' data-peer='%s' data-ratio='%s' data-low='%s' data-high='%s'%s>%s</option>\n"
                .formatted(
                    slug(item),
                    escape(item.primitive()),
                    escape(item.peer()),
                    item.row().ratio(),
                    item.low(),
                    item.high(),
                    item.equals(first) ? " selected" : "",
                    escape(item.title() + ": " + Figure.number(item.row().ratio()))));
      }
    }
    return options.toString();
  }

  private String instructions() {
    return report.counted()
        ? ""
        : "<p>Instructions were not counted: <code>apt-get install valgrind</code> and run the"
            + " proofs again.</p>";
  }

  private String modules() {
    var html = new StringBuilder();
    report
        .modules()
        .forEach((module, items) -> {
          html.append("<section>\n<h2 id='%s'>%s</h2>\n".formatted(slug(module), escape(module)));
          String label = Markdown.label(module, items);
          html.append("<p>").append(escape(Report.counts(items))).append("</p>\n");
          if (items.stream().anyMatch(Item::measured)) {
            html.append("<figure>\n").append(Plot.inPage(true, items, label, Page::slug));
            html.append(Plot.inPage(false, items, label, Page::slug)).append("</figure>\n");
          }
          List<Item> without = items.stream().filter(item -> !item.measured()).toList();
          if (!without.isEmpty()) {
            html.append("<p>Not measured here: ");
            html.append(escape(String.join("; ", without.stream().map(Item::title).toList())));
            html.append(".</p>\n");
          }
          html.append(growth(module));
          Report.grouped(items, Item::primitive)
              .forEach((primitive, rows) -> html.append(primitive(primitive, rows)));
          html.append("</section>\n");
        });
    return html.toString();
  }

  private String growth(String module) {
    List<Growth> growths = report.growths(module);
    if (growths.isEmpty()) {
      return "";
    }
    var html = new StringBuilder();
    html.append("<h3 id='%s'>How cost grows</h3>\n".formatted(slug(grows(module))));
    growths.forEach(
        growth -> html.append("<p>").append(escape(growth.sentence())).append("</p>\n"));
    String label = GrowthPlot.label(growths);
    html.append("<figure>\n").append(GrowthPlot.inPage(true, growths, label));
    html.append(GrowthPlot.inPage(false, growths, label)).append("</figure>\n");
    html.append(
        "<p><code>%s</code> <button type='button' data-copy='%s' aria-label='copy the command'>copy</button></p>\n"
            .formatted(GrowthRun.COMMAND, GrowthRun.COMMAND));
    for (Growth growth : growths) {
      growth.operations().forEach(operation -> html.append(table(growth, operation)));
    }
    return html.toString();
  }

  private static String grows(String module) {
    return "growth " + module;
  }

  private static String table(Growth growth, String operation) {
    var html = new StringBuilder();
    String title = escape(growth.primitive() + " " + operation + ", ns");
    html.append("<details><summary>").append(title).append("</summary>\n");
    html.append("<div class='box' role='region' tabindex='0' aria-label='").append(title);
    html.append("'>\n<table class='grown'>\n<thead><tr><th scope='col'>entries</th>");
    html.append("<th scope='col'>load</th>");
    growth
        .titles()
        .forEach(each -> html.append("<th scope='col'>").append(escape(each)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (int size : growth.sizes()) {
      html.append("<tr><th scope='row'>").append(Growth.entries(size)).append("</th><td>");
      html.append(Growth.load(size)).append("</td>");
      String fastest = growth.fastest(operation, size);
      for (String contender : growth.contenders()) {
        Growth.Point point = growth.point(operation, contender, size);
        String figures = point == null ? Figure.NONE : point.text();
        html.append(contender.equals(fastest) ? "<td class='fastest'>" : "<td>");
        html.append(figures).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n</div>\n</details>\n").toString();
  }

  private String primitive(String primitive, List<Item> items) {
    List<Column> columns = Column.of(items);
    var html = new StringBuilder();
    String id = slug(primitive);
    html.append("<h3 id='%s'>%s</h3>\n".formatted(id, escape(primitive)));
    Evidence evidence = items.get(0).evidence();
    html.append(
        "<p class='origin'>%s%s, commit <code>%s</code>%s</p>\n"
            .formatted(
                items.get(0).packageName().isEmpty()
                    ? ""
                    : "<code>" + escape(items.get(0).packageName()) + "</code>, ",
                escape("version " + evidence.version()),
                escape(abbreviated(evidence.commit())),
                evidence.dirty() ? " with changes" : ""));
    html.append("<div class='box' role='region' tabindex='0' aria-labelledby='");
    html.append(id).append("'>\n<table class='rows'>\n<thead><tr><th scope='col'>case</th>");
    for (Column column : columns) {
      html.append("<th scope='col' title='").append(escape(column.meaning())).append("'>");
      html.append(escape(column.title())).append("</th>");
    }
    html.append("<th scope='col'><span class='hidden'>more</span></th></tr></thead>\n");
    for (var method : Report.grouped(items, Item::method).values()) {
      html.append("<tbody>\n").append(command(method.get(0), columns.size() + 2));
      for (Item item : method) {
        row(html, item, columns);
      }
      html.append("</tbody>\n");
    }
    return html.append("</table>\n</div>\n").toString();
  }

  private static String command(Item item, int span) {
    String command = escape(item.command());
    return "<tr class='command'><th colspan='%d' scope='rowgroup'><span>%s</span> <code>%s</code> <button type='button' data-copy='%s' aria-label='copy the command'>copy</button></th></tr>\n"
        .formatted(span, escape(item.method()), command, command);
  }

  private void row(StringBuilder html, Item item, List<Column> columns) {
    html.append("<tr id='%s' class='%s'><th scope='row'>".formatted(slug(item), item.style()));
    html.append(escape(item.row().name())).append("<small>against ");
    html.append(escape(item.peer())).append("</small></th>\n");
    for (Column column : columns) {
      html.append(
          "<td data-label='%s' class='%s%s'>"
              .formatted(
                  escape(column.title()),
                  NO_WORD.matcher(column.title()).replaceAll("-"),
                  column.sided() ? " sided" : ""));
      List<String> lines = column.lines().apply(item);
      for (int i = 0; i < lines.size(); i++) {
        String side = !column.sided() ? "" : i == 0 ? "Cermet " : item.row().peer() + " ";
        html.append("<span>");
        if (!side.isEmpty()) {
          html.append("<i class='hidden'>").append(escape(side)).append("</i>");
        }
        html.append(escape(lines.get(i))).append("</span>");
      }
      html.append("</td>");
    }
    html.append("<td class='more'>").append(more(item)).append("</td></tr>\n");
    List<String> notes = item.notes();
    List<String> counting = item.counting();
    if (!notes.isEmpty() || !counting.isEmpty()) {
      html.append("<tr class='notes'><td colspan='").append(columns.size() + 2).append("'>");
      html.append(list(notes));
      if (!counting.isEmpty()) {
        html.append("<details><summary>how the instructions were counted</summary>");
        html.append(list(counting)).append("</details>");
      }
      html.append("</td></tr>\n");
    }
  }

  private static String list(List<String> lines) {
    return lines.stream()
        .map(line -> "<li>" + escape(line) + "</li>")
        .collect(Collectors.joining("", "<ul>", "</ul>"));
  }

  private String more(Item item) {
    var html = new StringBuilder();
    if (item.measured()) {
      html.append(
          "<button type='button' data-gain='%s' aria-label='%s'>my gain</button>"
              .formatted(slug(item), escape("what would I gain: " + item.title())));
    }
    if (Files.isRegularFile(folder.resolve(item.flame()))) {
      html.append(" <a href='%s'>flame graph</a>".formatted(escape(url(item.flame()))));
    }
    return html.toString();
  }

  private static String url(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  private static String abbreviated(String commit) {
    return commit == null ? "unknown" : commit.substring(0, Math.min(8, commit.length()));
  }

  private static String slug(Item item) {
    return slug(item.primitive() + " " + item.row().name() + " " + item.row().peer())
        + (item.setup().isEmpty() ? "" : "-" + item.setup())
        + (item.fresh() ? "-now" : "");
  }

  private static String slug(String text) {
    return NO_WORD.matcher(text).replaceAll("-");
  }
}
