// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ratios that README cites, each with the row that it comes from in a comment behind it.
final class Citations {
  /*
   * 1.7 (1.6–1.8)<!-- LongLongMap.hit/Hppc/size=1000 -->
   *
   * What stands before the comment is written anew: the ratio, bold where the row is a loss, with
   * its interval unless README has the ratio alone, or a dash where the row was not measured. Two
   * digits, and two decimals at least where the interval comes near 1. A version in a line of a
   * table that cites is that of the peer.
   */

  private static final Pattern CITATION =
      Pattern.compile("([0-9.*–]*)( \\([^()|]*\\))?<!-- ([A-Z]\\w*\\.\\w+(?:/[^\\s/]+)*) -->");
  private static final Pattern VERSION = Pattern.compile("\\b\\d+\\.\\d+\\.\\d+\\b");
  private static final MathContext DIGITS = new MathContext(2, RoundingMode.HALF_UP);
  private static final double NEAR = 1.1; // arbitrary

  private Citations() {}

  /// What names the rows that a text cites.
  static List<String> picks(String text) {
    return CITATION.matcher(text).results().map(found -> found.group(3)).toList();
  }

  /// A text with the ratios that these rows give.
  static String of(String text, List<Item> items) {
    var lines = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      lines.append(line(line, items));
    }
    return lines.toString();
  }

  private static String line(String line, List<Item> items) {
    List<String> versions = new ArrayList<>();
    var cited = new StringBuilder();
    Matcher citation = CITATION.matcher(line);
    while (citation.find()) {
      Evidence.Row row = row(citation.group(3), items);
      boolean alone = !citation.group(1).equals(Figure.NONE) && citation.group(2) == null;
      String figure = row == null ? Figure.NONE : figure(row, alone);
      citation.appendReplacement(cited, "");
      cited.append(figure).append("<!-- ").append(citation.group(3)).append(" -->");
      if (row != null && row.peerVersion() != null) {
        VERSION.matcher(row.peerVersion()).results().forEach(found -> versions.add(found.group()));
      }
    }
    citation.appendTail(cited);
    if (!line.startsWith("|") || versions.isEmpty()) {
      return cited.toString();
    }
    return VERSION
        .matcher(cited)
        .replaceAll(v -> versions.contains(v.group()) ? v.group() : versions.getFirst());
  }

  /// The first row that is picked and was measured, or null.
  private static Evidence.Row row(String pick, List<Item> items) {
    return items.stream()
        .filter(item -> item.isPickedBy(pick) && item.measured())
        .map(Item::row)
        .findFirst()
        .orElse(null);
  }

  private static String figure(Evidence.Row row, boolean alone) {
    boolean known = row.low() != null && row.high() != null;
    boolean near = known && row.low() < NEAR;
    String ratio = number(row.ratio(), near);
    if (row.verdict().equals(Evidence.LOSS)) {
      ratio = "**" + ratio + "**";
    }
    return alone || !known
        ? ratio
        : ratio + " (" + number(row.low(), near) + "–" + number(row.high(), near) + ")";
  }

  private static String number(double value, boolean near) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded = exact.round(DIGITS);
    int exponent = rounded.precision() - rounded.scale() - 1;
    int decimals = Math.max(near ? 2 : 0, DIGITS.getPrecision() - 1 - exponent);
    return exact.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }
}
