// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown, as far as the rules look at it.
 *
 * @param prose its text with nothing on the lines that belong to fences
 */
record Page(String path, String prose, List<Fence> fences) {
  /**
   * A piece of code.
   *
   * @param line the number of its first line in the page
   * @param given what a comment on the line above the fence declares for it, or nothing
   */
  record Fence(String language, int line, List<String> lines, String given) {}

  /** What stands between backticks, or what a link leads to, and the number of its line. */
  record Found(String text, int line) {}

  private static final List<String> TOP =
      List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "examples/README.md");
  private static final String TICKS = "```";
  private static final Pattern GIVEN = Pattern.compile("\\s*<!-- given: (.*) -->\\s*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+(?:\n[^`\n]+)*)`");
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\[\\]]*)]\\(([^()\\s]+)(?:\\s+\"[^\"]*\")?\\)");

  /** README and its neighbours, that of the examples, and every page below docs. */
  static List<Page> all(House house) throws IOException {
    List<Path> files = new ArrayList<>();
    TOP.stream().map(house.root()::resolve).filter(Files::exists).forEach(files::add);
    files.addAll(House.files(house.root().resolve("docs"), ".md"));
    List<Page> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(of(house.relative(file), Files.readAllLines(file)));
    }
    return pages;
  }

  static Page of(String path, List<String> lines) {
    List<Fence> fences = new ArrayList<>();
    StringBuilder prose = new StringBuilder();
    String language = "";
    String given = "";
    int start = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      boolean mark = line.startsWith(TICKS);
      if (!mark && start < 0) {
        prose.append(lines.get(i));
      } else if (mark && start < 0) {
        start = i + 1;
        language = line.substring(TICKS.length()).strip();
        Matcher above = GIVEN.matcher(i > 0 ? lines.get(i - 1) : "");
        given = above.matches() ? above.group(1) : "";
      } else if (mark) {
        fences.add(new Fence(language, start + 1, lines.subList(start, i), given));
        start = -1;
      }
      prose.append('\n');
    }
    return new Page(path, prose.toString(), fences);
  }

  /** What stands between backticks. */
  List<Found> codes() {
    return found(prose, CODE.matcher(prose), 1).toList();
  }

  /** What the links lead to. */
  List<Found> links() {
    String plain = CODE.matcher(prose).replaceAll(Page::blank);
    return found(plain, LINK.matcher(plain), 2).toList();
  }

  private static String blank(MatchResult code) {
    return code.group().replaceAll("[^\n]", "_");
  }

  private static Stream<Found> found(String text, Matcher matcher, int group) {
    return matcher.results().map(match -> new Found(match.group(group), line(text, match.start())));
  }

  private static int line(String text, int position) {
    return 1 + (int) text.chars().limit(position).filter(c -> c == '\n').count();
  }

  /** The names under which the headings can be linked to, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    HEADING
        .matcher(prose)
        .results()
        .forEach(heading -> {
          String text = LINK.matcher(heading.group(1)).replaceAll("$1");
          String anchor =
              text.toLowerCase(Locale.ROOT)
                  .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                  .replace(' ', '-');
          int times = seen.merge(anchor, 1, Integer::sum);
          anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
        });
    return anchors;
  }
}
