// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// How cost grows, as SVG: a panel an operation, a line a contender, sizes and times on log axes.
final class GrowthPlot {
  /*
   *    LongLongMap hit, ns an operation
   *    50 |                      ,-- Hppc
   *    20 |             /|  __,-'--- Cermet
   *    10 |     /| ___/-'
   *       +------------------
   *        100    10k    1M
   *
   * The line joins the sizes that fill a table alike. A thin line leads to each of them from
   * smaller sizes in the same table: the teeth of a saw. Labels stand right of the panel, pushed
   * apart where lines end together, and a thinner line leads there from where the line ends.
   */

  /// Where things stand; lengths in pixels.
  private enum Shape {
    WIDE(960, 52, 96, 190),
    NARROW(340, 42, 68, 170);

    final int width;
    final int left;
    final int right;
    final int panel; // height of the axes

    Shape(int width, int left, int right, int panel) {
      this.width = width;
      this.left = left;
      this.right = right;
      this.panel = panel;
    }
  }

  /// Where a line ends, and what it is.
  private record End(String style, String name, double x, double y) {}

  private static final int TOP = 30; // with the heading
  private static final int BOTTOM = 26; // with the sizes
  private static final int LEGEND = 24;
  private static final int LABEL = 14; // from one label to the next
  private static final int STYLES = 6; // in the style sheet

  private final List<Growth> growths;
  private final Shape shape;
  private final Svg svg = new Svg();
  private double leastSize;
  private double mostSize;
  private double leastTime;
  private double mostTime;
  private int top; // of the present panel's axes

  private GrowthPlot(List<Growth> growths, Shape shape) {
    this.growths = growths;
    this.shape = shape;
  }

  /// The name of a module's image file.
  static String name(String module) {
    return module + "-growth.svg";
  }

  /// What the plot shows, in words.
  static String label(List<Growth> growths) {
    List<String> parts = new ArrayList<>();
    for (Growth growth : growths) {
      parts.add(
          "%s, %s of %s with %s to %s entries"
              .formatted(
                  growth.primitive(),
                  String.join(", ", growth.operations()),
                  String.join(", ", growth.contenders()),
                  Growth.entries(growth.sizes().first()),
                  Growth.entries(growth.sizes().last())));
    }
    return "How cost grows: " + String.join("; ", parts);
  }

  /// For a page, wide or narrow.
  static String inPage(boolean wide, List<Growth> growths, String label) {
    var plot = new GrowthPlot(growths, wide ? Shape.WIDE : Shape.NARROW);
    int height = plot.draw();
    return plot.svg.inPage(wide, plot.shape.width, height, label);
  }

  /// An image file with its own colours, for light and dark.
  static String file(List<Growth> growths, String label) {
    var plot = new GrowthPlot(growths, Shape.WIDE);
    int height = plot.draw();
    return plot.svg.file(
        plot.shape.width, height, label, Page.resource("plot.css") + Page.resource("growth.css"));
  }

  /// Draws everything and returns the height.
  private int draw() {
    int y = 0;
    for (Growth growth : growths) {
      leastSize = growth.sizes().first();
      mostSize = growth.sizes().last();
      if (leastSize == mostSize) {
        leastSize /= 2;
        mostSize *= 2;
      }
      for (String operation : growth.operations()) {
        top = y + TOP;
        panel(growth, operation);
        y = top + shape.panel + BOTTOM;
      }
    }
    legend(y);
    return y + LEGEND;
  }

  private void panel(Growth growth, String operation) {
    List<Growth.Line> lines =
        growth.lines().stream().filter(line -> line.operation().equals(operation)).toList();
    List<Growth.Point> points = lines.stream().flatMap(line -> line.points().stream()).toList();
    leastTime = step(points.stream().mapToDouble(Growth.Point::low).min().orElseThrow());
    double most = points.stream().mapToDouble(Growth.Point::high).max().orElseThrow();
    mostTime = next(leastTime);
    while (mostTime < most) {
      mostTime = next(mostTime);
    }
    svg.text(
        "heading",
        "start",
        shape == Shape.WIDE ? 12 : 4,
        top - 12.0,
        growth.primitive() + " " + operation + ", ns an operation");
    axes();
    List<End> ends = new ArrayList<>();
    // Ours is the first, and drawn last: it lies above the others.
    for (Growth.Line line : lines.reversed()) {
      String style = "side" + Math.min(growth.contenders().indexOf(line.contender()), STYLES - 1);
      svg.append("<g class='").append(style).append("'>");
      teeth(growth, line);
      path("path", line.points().stream().filter(p -> growth.level().contains(p.size())).toList());
      line.points().forEach(point -> mark(growth, line, point));
      svg.append("</g>\n");
      Growth.Point last = line.points().getLast();
      ends.add(new End(style, line.contender(), x(last.size()), y(last.nanos())));
    }
    names(ends);
  }

  private void axes() {
    double right = shape.width - shape.right;
    double bottom = top + shape.panel;
    for (double time = leastTime; time <= mostTime * 1.001; time = next(time)) {
      svg.line("grid", shape.left, y(time), right, y(time));
      svg.text("tick", "end", shape.left - 6.0, y(time) + 4, time(time));
    }
    double power = Math.pow(10, Math.ceil(Math.log10(leastSize) - 0.01));
    double last = 0;
    for (double size = power; size <= mostSize * 1.01; size *= 10) {
      size(size, bottom);
      last = size;
    }
    if (mostSize > 3 * last) { // room for another label
      size(mostSize, bottom);
    }
    svg.line("one", shape.left, bottom, right, bottom);
  }

  private void size(double size, double bottom) {
    svg.line("grid", x(size), top, x(size), bottom);
    svg.text("tick", "middle", x(size), bottom + 14, entries(size));
  }

  private void teeth(Growth growth, Growth.Line line) {
    int before = 0;
    for (int full : growth.level()) {
      int least = before;
      List<Growth.Point> tooth =
          line.points().stream().filter(p -> p.size() > least && p.size() <= full).toList();
      if (tooth.size() > 1) {
        path("tooth", tooth);
      }
      before = full;
    }
  }

  private void path(String style, List<Growth.Point> points) {
    if (points.size() > 1) {
      var text = new StringBuilder();
      for (Growth.Point point : points) {
        text.append(text.isEmpty() ? "" : " ");
        text.append(Svg.one(x(point.size()))).append(',').append(Svg.one(y(point.nanos())));
      }
      svg.element("polyline", style, "points", text.toString());
    }
  }

  /// A dot that says its figures; for a size of the line with the quartiles.
  private void mark(Growth growth, Growth.Line line, Growth.Point point) {
    double x = x(point.size());
    boolean joined = growth.level().contains(point.size());
    String figures =
        "%s %s, %s entries: %s ns"
            .formatted(line.title(), line.operation(), Growth.entries(point.size()), point.text());
    svg.append("<g><title>").append(Page.escape(figures)).append("</title>");
    if (joined) {
      svg.line("quartiles", x, y(point.low()), x, y(point.high()));
    }
    String radius = joined ? "3" : "1.5";
    svg.element("circle", "dot", "cx", Svg.one(x), "cy", Svg.one(y(point.nanos())), "r", radius);
    svg.append("</g>");
  }

  private void names(List<End> ends) {
    List<End> sorted = ends.stream().sorted(Comparator.comparingDouble(End::y)).toList();
    double[] places =
        spread(sorted.stream().mapToDouble(End::y).toArray(), LABEL, top + 4, top + shape.panel);
    double x = shape.width - shape.right + 14.0;
    for (int i = 0; i < places.length; i++) {
      End end = sorted.get(i);
      svg.append("<g class='").append(end.style).append("'>");
      svg.line("lead", end.x + 4, end.y, x - 3, places[i]);
      svg.text("name", "start", x, places[i] + 4, end.name);
      svg.append("</g>");
    }
  }

  /// Moves ascending places as little as this takes: `room` from each other at least, and within.
  static double[] spread(double[] wanted, double room, double least, double most) {
    // Less room for each before it, places need only ascend: what does not is one group at its
    // mean.
    double[] sums = new double[wanted.length];
    int[] counts = new int[wanted.length];
    int groups = 0;
    for (int i = 0; i < wanted.length; i++) {
      sums[groups] = wanted[i] - i * room;
      counts[groups++] = 1;
      while (groups > 1
          && sums[groups - 2] / counts[groups - 2] > sums[groups - 1] / counts[groups - 1]) {
        groups--;
        sums[groups - 1] += sums[groups];
        counts[groups - 1] += counts[groups];
      }
    }
    double[] places = new double[wanted.length];
    double last = most - (wanted.length - 1) * room;
    int i = 0;
    for (int group = 0; group < groups; group++) {
      double mean = sums[group] / counts[group];
      for (int end = i + counts[group]; i < end; i++) {
        places[i] = Math.max(least, Math.min(last, mean)) + i * room;
      }
    }
    return places;
  }

  private void legend(int y) {
    double base = y + 4.0;
    double x = shape == Shape.WIDE ? shape.left : 4;
    String full = "line: sizes that fill a table alike";
    String thin = "thin: fewer entries in the same table, from its growth on";
    if (shape == Shape.WIDE) {
      svg.text("hint", "start", x, base, "entries across · " + full + " · " + thin);
    } else {
      svg.text("hint", "start", x, base, full + "; thin: the same table before");
    }
  }

  private double x(double size) {
    double part = Math.log(size / leastSize) / Math.log(mostSize / leastSize);
    return shape.left + 8 + part * (shape.width - shape.left - shape.right - 16);
  }

  private double y(double nanos) {
    double part = Math.log(nanos / leastTime) / Math.log(mostTime / leastTime);
    return top + shape.panel * (1 - part);
  }

  /// The greatest of 1, 2, 5, 10, 20 … that is not above the value.
  static double step(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    return value >= 5 * power ? 5 * power : value >= 2 * power ? 2 * power : power;
  }

  /// The step after this one.
  static double next(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step * 1.01))); // a tenth is not exact
    return step < 1.5 * power ? 2 * power : step < 3 * power ? 5 * power : 10 * power;
  }

  /// `0.5`, `20`, `1,000`.
  private static String time(double nanos) {
    return String.format(Locale.ROOT, nanos < 1 ? "%.1f" : "%,.0f", nanos);
  }

  /// `100`, `10k`, `50M`.
  private static String entries(double size) {
    return size >= 1e6
        ? Math.round(size / 1e6) + "M"
        : size >= 1e3 ? Math.round(size / 1e3) + "k" : Long.toString(Math.round(size));
  }
}
