// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.Locale;

/// A drawing as SVG text, put together piece by piece; coordinates have one decimal.
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /// An image file with its own colours, for light and dark.
  String file(int width, int height, String label, String css) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" class="plot" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">
    <style>
    %s</style>
    <rect class="paper" width="100%%" height="100%%" rx="6"/>
    %s</svg>
    """
        .formatted(width, height, width, height, Page.escape(label), css, text);
  }

  /// A part of a page, which has the colours; the page shows the wide shape or the narrow one.
  String inPage(boolean wide, int width, int height, String label) {
    return "<svg class='plot %s' viewBox='0 0 %d %d' role='group' aria-label='%s'>%s</svg>\n"
        .formatted(wide ? "wide" : "narrow", width, height, Page.escape(label), text);
  }

  Svg append(String more) {
    text.append(more);
    return this;
  }

  void text(String style, String anchor, double x, double y, String content) {
    text.append("<text class='").append(style).append("' text-anchor='").append(anchor);
    text.append("' x='").append(one(x)).append("' y='").append(one(y)).append("'>");
    text.append(Page.escape(content)).append("</text>\n");
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    element("line", style, "x1", one(x1), "y1", one(y1), "x2", one(x2), "y2", one(y2));
  }

  void rect(String style, double x, double y, double width, double height) {
    element("rect", style, "x", one(x), "y", one(y), "width", one(width), "height", one(height));
  }

  void element(String name, String style, String... attributes) {
    text.append('<').append(name).append(" class='").append(style).append('\'');
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("='").append(attributes[i + 1]).append('\'');
    }
    text.append("/>\n");
  }

  /// With one decimal.
  static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
