// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Figures that pages quote, held against the results.
final class Quotes {
  /*
   * [1.69 (1.61–1.78)](proofs/collections.md#longlongmap "LongLongMap.hit/Hppc/size=1000")
   * [56.0 B](proofs/collections.md#smalllist "SmallList.escaping/Fastutil/lengths=1-4 bytes")
   * [not measured yet](proofs/concurrent.md "Scope.two/Jdk")
   * [5.7](design/pooling.md#when-new-wins)
   *
   * The title names one row, as -Dproofs does, and what is quoted if not its ratio. The text is
   * what docs/proofs shows. A figure of another page stands in the section that the link leads to.
   */

  private static final String OPEN = "not measured yet";
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\]]*)\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?(?:\\s+\"([^\"]*)\")?\\)");
  private static final Pattern PROOF = Pattern.compile("(?:.*/)?proofs/(\\w+)\\.md");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`]*`|<!--.*?-->");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*)");
  private static final Pattern NUMBER =
      Pattern.compile("\\d[\\d,]*\\.\\d+|\\d\\s?(?:ns|µs|ms)\\b|\\d\\s?[%×]");

  /// What the proofs on the class path could measure.
  private static final List<Catalogue.Entry> CASES = new Catalogue().entries();

  private final List<Item> items;

  /// What the results below this root say.
  Quotes(Path root) throws IOException {
    var results = Evidence.readAll(root.resolve("benchmarks/results")).values();
    items = new Report(root, List.of(), results).items();
  }

  /// The figures of a page that are not what the results say, with what they say.
  List<String> wrong(Path page) throws IOException {
    String text = withoutCode(Files.readString(page));
    List<String> wrong = new ArrayList<>();
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      String fault = fault(page, link);
      if (!fault.isEmpty()) {
        wrong.add(place(page, text, link.start()) + link.group() + ": " + fault);
      }
    }
    return wrong;
  }

  /// A page with the figures that the results give, where one was measured anew or for the first
  /// time. A ratio that has passed 1 is left: what is said around it may no longer hold.
  String right(Path page) throws IOException {
    String text = Files.readString(page);
    var right = new StringBuilder();
    int done = 0;
    Matcher link = LINK.matcher(withoutCode(text)); // whose characters stand where the text's do
    while (link.find()) {
      String found = text.substring(link.start(), link.end());
      right.append(text, done, link.start()).append(right(link, found));
      done = link.end();
    }
    return right.append(text.substring(done)).toString();
  }

  private String right(Matcher link, String found) {
    String text = link.group(1);
    String title = Objects.requireNonNullElse(link.group(4), "");
    String pick = pick(title);
    List<Item> rows = rows(pick);
    if (title.isEmpty() || rows.size() != 1) {
      return found;
    }
    Item row = rows.getFirst();
    boolean open = text.equals(OPEN);
    String wanted = figure(row, measure(title), open || text.contains("("));
    if (!open && measure(title).isEmpty() && isAbove1(text) != isAbove1(wanted)) {
      return found;
    }
    return "[%s](%s#%s \"%s\")".formatted(wanted, link.group(2), slug(row.primitive()), title);
  }

  private static boolean isAbove1(String ratio) {
    return Double.parseDouble(ratio.split(" ", 2)[0].replace(",", "")) >= 1;
  }

  /// Figures of a page that no link stands behind.
  static List<String> bare(Path page) throws IOException {
    String text = Files.readString(page);
    String prose = blank(LINK, withoutCode(text));
    List<String> bare = new ArrayList<>();
    Matcher number = NUMBER.matcher(prose);
    while (number.find()) {
      bare.add(place(page, prose, number.start()) + number.group() + ": no row behind it");
    }
    return bare;
  }

  private String fault(Path page, Matcher link) throws IOException {
    String text = link.group(1);
    String title = Objects.requireNonNullElse(link.group(4), "");
    String anchor = Objects.requireNonNullElse(link.group(3), "");
    Matcher proof = PROOF.matcher(link.group(2));
    boolean figure = text.equals(OPEN) || text.matches("\\d.*");
    if (proof.matches()) {
      if (figure && title.isEmpty()) {
        return "no row is named";
      }
      return title.isEmpty() ? "" : fault(text, proof.group(1), anchor, title);
    }
    return !figure || anchor.isEmpty() || stands(text, page.resolveSibling(link.group(2)), anchor)
        ? ""
        : "does not stand there";
  }

  private String fault(String text, String module, String anchor, String title) {
    String pick = pick(title);
    String measure = measure(title);
    List<Item> rows = rows(pick);
    if (text.equals(OPEN)) {
      if (!rows.isEmpty()) {
        return "the results say " + figure(rows.getFirst(), measure, true);
      }
      return CASES.stream().anyMatch(entry -> entry.isPickedBy(pick)) ? "" : "no such case";
    }
    if (rows.size() != 1) {
      return rows.size() + " rows are so named";
    }
    Item row = rows.getFirst();
    if (!row.module().equals(module) || !slug(row.primitive()).equals(anchor)) {
      return "it stands in " + row.module() + ".md#" + slug(row.primitive());
    }
    String wanted = figure(row, measure, text.contains("("));
    return text.equals(wanted) ? "" : "the results say " + wanted;
  }

  private static String pick(String title) {
    return title.split(" ", 2)[0];
  }

  private static String measure(String title) {
    return title.substring(pick(title).length()).strip();
  }

  private List<Item> rows(String pick) {
    return items.stream().filter(item -> item.isPickedBy(pick) && item.measured()).toList();
  }

  private static String figure(Item item, String measure, boolean span) {
    Evidence.Row row = item.row();
    return switch (measure) {
      case "" ->
          Figure.number(row.ratio())
              + (span ? " (" + Figure.span(row.low(), row.high()) + ")" : "");
      case "time" -> Figure.time(row.nanos());
      case "peer time" -> Figure.time(row.peerNanos());
      case "bytes" -> Figure.bytes(row.bytes());
      case "peer bytes" -> Figure.bytes(row.peerBytes());
      case "instructions" -> Figure.number(row.instructions());
      case "peer instructions" -> Figure.number(row.peerInstructions());
      default -> "nothing called " + measure;
    };
  }

  /// Whether a section of a page has this text, not as a part of a longer number.
  private static boolean stands(String text, Path page, String anchor) throws IOException {
    if (!Files.isRegularFile(page)) {
      return false;
    }
    var section = new StringBuilder();
    int level = 0;
    for (String line : Files.readAllLines(page)) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        int depth = heading.group(1).length();
        if (slug(heading.group(2)).equals(anchor)) {
          level = depth;
        } else if (depth <= level) {
          level = 0;
        }
      }
      section.append(level > 0 ? line + "\n" : "");
    }
    return Pattern.compile("(?<![\\d.,])" + Pattern.quote(text) + "(?!\\d|[.,]\\d)")
        .matcher(section)
        .find();
  }

  private static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  private static String withoutCode(String text) {
    return blank(CODE, text);
  }

  /// The text with spaces for what matches, so that lines stay where they are.
  private static String blank(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
  }

  private static String place(Path page, String text, int at) {
    long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    return page.getFileName() + ", line " + line + ": ";
  }
}
