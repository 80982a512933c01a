// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A forest plot as SVG: a row a comparison on a log axis of ratios.
final class Plot {
  /*
   *    label      peer  |  1/4   1/2    1     2     4     8  |  1.83 (1.65–1.97)
   *    hit        Hppc  |              [:]   --●--            |
   *
   * The axis runs over powers of two as far as the intervals go, to 1/16 and 32 at most; what lies
   * beyond ends in an arrow. The band around 1 is the row's floor. The narrow shape, for phones,
   * has the label above its track.
   */

  /// Where things stand; lengths in pixels.
  private enum Shape {
    WIDE(980, 345, 185, 212, 20, 10, 30),
    NARROW(340, 18, 18, 0, 36, 25, 40);

    final int width;
    final int left;
    final int right;
    final int peer;
    final int rowHeight;
    final int track; // from the top of a row
    final int letters; // of a label

    Shape(int width, int left, int right, int peer, int rowHeight, int track, int letters) {
      this.width = width;
      this.left = left;
      this.right = right;
      this.peer = peer;
      this.rowHeight = rowHeight;
      this.track = track;
      this.letters = letters;
    }
  }

  private static final int SMALLEST = -4; // powers of two: where the axis ends at the latest
  private static final int LARGEST = 5;
  private static final int TOP = 38;
  private static final int HEADING = 24;
  private static final int BOTTOM = 22;
  private static final int LEGEND = 24;

  private final List<Item> items;
  private final Shape shape;
  private final Function<Item, String> link;
  private final int least;
  private final int most;
  private final Svg svg = new Svg();

  private Plot(List<Item> items, Shape shape, Function<Item, String> link) {
    this.items = items.stream().filter(Item::measured).toList();
    this.shape = shape;
    this.link = link;
    double low = this.items.stream().mapToDouble(Item::low).min().orElse(1);
    double high = this.items.stream().mapToDouble(Item::high).max().orElse(1);
    least = Math.max(SMALLEST, Math.min(-1, (int) Math.floor(log2(low))));
    most = Math.min(LARGEST, Math.max(1, (int) Math.ceil(log2(high))));
  }

  /// For a page, wide or narrow: each row links to where its figures stand.
  static String inPage(boolean wide, List<Item> items, String label, Function<Item, String> link) {
    var plot = new Plot(items, wide ? Shape.WIDE : Shape.NARROW, link);
    int height = plot.draw();
    return plot.svg.inPage(wide, plot.shape.width, height, label);
  }

  /// An image file with its own colours, for light and dark.
  static String file(List<Item> items, String label) {
    var plot = new Plot(items, Shape.WIDE, item -> "");
    int height = plot.draw();
    plot.legend(height);
    return plot.svg.file(plot.shape.width, height + LEGEND, label, Page.resource("plot.css"));
  }

  /// Draws everything and returns the height.
  private int draw() {
    List<List<Item>> groups = new ArrayList<>(Report.grouped(items, Item::primitive).values());
    int rows = groups.size() * HEADING + items.size() * shape.rowHeight;
    int end = TOP + rows + 4;
    axis(end);
    int y = TOP;
    for (List<Item> group : groups) {
      svg.text(
          "heading",
          "start",
          shape == Shape.WIDE ? 12 : 4,
          y + HEADING - 7,
          group.get(0).primitive());
      y += HEADING;
      for (Item item : group) {
        row(item, y);
        y += shape.rowHeight;
      }
    }
    return end + BOTTOM;
  }

  private void axis(int end) {
    boolean wide = shape == Shape.WIDE;
    svg.text("hint", wide ? "end" : "start", wide ? x(1) - 8 : 4, 14, "← peer faster");
    svg.text(
        "hint", wide ? "start" : "end", wide ? x(1) + 8 : shape.width - 4, 14, "Cermet faster →");
    for (int power = least; power <= most; power++) {
      double x = x(Math.scalb(1.0, power));
      svg.line(power == 0 ? "one" : "grid", x, TOP - 4, x, end);
      String label = (power < 0 ? "1/" + (1 << -power) : Integer.toString(1 << power)) + "×";
      svg.text("tick", "middle", x, TOP - 10, label);
      svg.text("tick", "middle", x, end + 14, label);
    }
  }

  private void row(Item item, int y) {
    double center = y + shape.track;
    String href = link.apply(item);
    if (!href.isEmpty()) {
      svg.append("<a href='#").append(href).append("' aria-label='");
      svg.append(Page.escape(item.line())).append("'>");
    }
    svg.append("<g class='").append(item.style()).append("'><title>");
    svg.append(Page.escape(item.line())).append("</title>\n");
    // Something to hit with a pointer between the marks.
    svg.rect("row", 0, y, shape.width, shape.rowHeight);
    double low = x(1 / item.floor());
    double top = shape == Shape.WIDE ? y : center - 8;
    svg.rect("floor", low, top, x(item.floor()) - low, shape == Shape.WIDE ? shape.rowHeight : 16);
    svg.line("span", x(item.low()), center, x(item.high()), center);
    ends(item, center);
    if (inside(item.row().ratio())) {
      mark(item.style(), x(item.row().ratio()), center);
    }
    labels(item, y);
    svg.append("</g>").append(href.isEmpty() ? "" : "</a>").append("\n");
  }

  private void labels(Item item, int y) {
    boolean alone = items.stream().filter(i -> i.title().equals(item.title())).count() == 1;
    String name = item.row().name() + (alone ? "" : " (" + item.setup() + ")");
    String value = Figure.number(item.row().ratio());
    String span = "(" + Figure.span(item.row().low(), item.row().high()) + ")";
    int base = y + 14;
    if (shape == Shape.WIDE) {
      svg.text("label", "start", 24, base, cut(name, shape.letters));
      svg.text("peer", "start", shape.peer, base, cut(item.row().peer(), 18));
      double x = shape.width - shape.right + 22.0;
      svg.text("value", "end", x + 30, base, value);
      svg.text("peer", "start", x + 38, base, span + (item.fresh() ? " now" : ""));
    } else {
      String whole = cut(name + " · " + item.row().peer(), shape.letters);
      svg.text("label", "start", 12, base, whole + (item.fresh() ? " now" : ""));
      svg.text("value", "end", shape.width - 4.0, base, value);
    }
  }

  /// A cap where the interval ends, an arrow where the axis ends before it.
  private void ends(Item item, double y) {
    if (item.low() < Math.scalb(1.0, least)) {
      arrow(x(item.low()) - 1, y, -1);
    }
    if (item.high() > Math.scalb(1.0, most)) {
      arrow(x(item.high()) + 1, y, 1);
    }
    for (double end : new double[] {item.low(), item.high()}) {
      if (inside(end)) {
        svg.line("span", x(end), y - 4, x(end), y + 4);
      }
    }
  }

  private void mark(String style, double x, double y) {
    if (style.equals(Evidence.LOSS)) {
      svg.element("path", "mark", "d", "M" + Svg.one(x) + " " + Svg.one(y - 4) + "l4 4l-4 4l-4-4z");
    } else {
      svg.element("circle", "mark", "cx", Svg.one(x), "cy", Svg.one(y), "r", "3");
    }
  }

  private void arrow(double x, double y, int direction) {
    String tip = direction > 0 ? "l9 5l-9 5z" : "l-9 5l9 5z";
    svg.element("path", "arrow", "d", "M" + Svg.one(x) + " " + Svg.one(y - 5) + tip);
  }

  private void legend(int y) {
    double base = y + 8.0;
    double x = 24;
    for (String style : List.of(Evidence.WIN, Evidence.TIE, Evidence.LOSS)) {
      svg.append("<g class='").append(style).append("'>");
      svg.line("span", x, base, x + 22, base);
      svg.line("span", x, base - 4, x, base + 4);
      svg.line("span", x + 22, base - 4, x + 22, base + 4);
      mark(style, x + 11, base);
      svg.append("</g>");
      svg.text("hint", "start", x + 28, base + 4, style);
      x += 70;
    }
    svg.text("hint", "start", x, base + 4, "line: 95 % interval");
    svg.rect("floor", x + 128, base - 8, 16, 16);
    svg.text("hint", "start", x + 150, base + 4, "floor: what identical forks differed by");
    svg.append("<g class='win'>");
    arrow(x + 396, base, 1);
    svg.append("</g>");
    svg.text("hint", "start", x + 411, base + 4, "goes on beyond the axis");
    svg.append("\n");
  }

  private boolean inside(double ratio) {
    return ratio >= Math.scalb(1.0, least) && ratio <= Math.scalb(1.0, most);
  }

  private double x(double ratio) {
    double log = Math.max(least, Math.min(most, log2(ratio)));
    double track = shape.width - shape.left - shape.right;
    return shape.left + track * (log - least) / (most - least);
  }

  private static double log2(double ratio) {
    return Math.log(ratio) / Math.log(2);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
