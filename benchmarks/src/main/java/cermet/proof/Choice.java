// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands in `docs/choose.md`: the decision tables of all packages on one page.
final class Choice {
  /*
   * The words of a package's documentation, without its examples and the lines that lead to them.
   * A table with a column `take` is a decision table: the question moves before the answer, and the
   * proofs of what is taken stand beside it. Every type of ours leads to its source.
   */

  private record Group(String title, List<String> packages) {
    Group(String title, String... packages) {
      this(title, List.of(packages));
    }

    String anchor() {
      return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").replace(' ', '-');
    }
  }

  private static final List<Group> GROUPS =
      List.of(
          new Group("Queues and rings", "concurrent.queue", "concurrent.ring", "collections.queue"),
          new Group("Maps", "collections.map"),
          new Group("Lists", "collections.list"),
          new Group("Sets and orders", "collections.set", "collections.order"),
          new Group("Arenas and buffers", "core.memory", "core.buffer"),
          new Group("Bytes, text, numbers and hashes", "core.text", "core.hash"),
          new Group("Counters and waiting", "concurrent.counter", "concurrent.wait"),
          new Group("Tasks", "concurrent.task"),
          new Group("Readers and writers", "io.source", "io.line", "io.csv", "io.json"),
          new Group("Measuring", "core.measure"));

  static final String OTHERS = "Others"; // a group of what has none

  private static final String INFO = "package-info.java";
  private static final String TAKE = "take";
  private static final String HEAD =
      """
      # Which primitive

      The decision tables of all packages, made from their documentation. Each type leads to its source, whose first lines say
      what it costs, when to avoid it and what threads may do. Where a type has a proof, it stands beside it, losses included;
      where it has none, there are no figures yet.

      """;
  private static final Pattern TYPE =
      Pattern.compile("\\[cermet(?:\\.[a-z]+)+\\.(\\w+)]|`(([A-Z]\\w*)[^`]*)`");

  private final Path root;
  private final Set<String> proved;
  private final Map<String, Path> infos = new TreeMap<>();
  private final Map<String, String> sources = new HashMap<>();

  private Choice(Path root, Collection<String> proved) throws IOException {
    this.root = root;
    this.proved = Set.copyOf(proved);
    for (String module : Report.MODULES) {
      Path folder = root.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(folder)) {
        try (var files = Files.walk(folder)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(this::meet);
        }
      }
    }
  }

  private void meet(Path file) {
    String path = root.relativize(file).toString().replace('\\', '/');
    String name = file.getFileName().toString();
    if (name.equals(INFO)) {
      String folder = path.substring(0, path.length() - INFO.length() - 1);
      infos.put(folder.replaceFirst(".*/cermet/", "").replace('/', '.'), file);
    } else {
      sources.put(name.replace(".java", ""), path);
    }
  }

  /// The page, or nothing where no package is documented.
  ///
  /// @param proved the primitives that have results
  static String page(Path root, Collection<String> proved) throws IOException {
    return new Choice(root, proved).page();
  }

  private String page() throws IOException {
    List<String> links = new ArrayList<>();
    var sections = new StringBuilder();
    List<Group> groups = new ArrayList<>(GROUPS);
    List<String> rest = new ArrayList<>(infos.keySet());
    GROUPS.forEach(group -> rest.removeAll(group.packages));
    groups.add(new Group(OTHERS, rest));
    for (Group group : groups) {
      var section = new StringBuilder();
      for (String name : group.packages) {
        Path info = infos.get(name);
        if (info != null) {
          section.append(section(name, info));
        }
      }
      if (!section.isEmpty()) {
        links.add("[%s](#%s)".formatted(group.title, group.anchor()));
        sections.append("\n## ").append(group.title).append("\n").append(section);
      }
    }
    return links.isEmpty() ? "" : HEAD + String.join(" · ", links) + "\n" + sections;
  }

  private String section(String name, Path info) throws IOException {
    String path = root.relativize(info).toString().replace('\\', '/');
    String title = "[`cermet.%s`](../%s): ".formatted(name, path);
    var text = new StringBuilder();
    for (String part : parts(info)) {
      if (part.startsWith("|")) {
        text.append("\n").append(table(part));
      } else if (!part.endsWith(":") && !part.startsWith("{@")) {
        text.append(text.isEmpty() ? "\n" + title : "\n").append(linked(part)).append("\n");
      }
    }
    return text.toString();
  }

  /// The paragraphs and tables of a package's documentation.
  private static List<String> parts(Path info) throws IOException {
    String text =
        Files.readAllLines(info).stream()
            .filter(line -> line.startsWith("///"))
            .map(line -> line.substring("///".length()).strip())
            .collect(Collectors.joining("\n"));
    return Arrays.stream(text.split("\n\n", -1)).filter(part -> !part.isBlank()).toList();
  }

  private String table(String table) {
    List<List<String>> rows = table.lines().map(Choice::cells).toList();
    int take = rows.getFirst().indexOf(TAKE);
    var text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = new ArrayList<>(rows.get(i));
      if (take >= 0) {
        String taken = row.remove(take);
        row.addAll(Math.max(take, 1), List.of(taken, i == 0 ? "proof" : proofs(taken)));
      }
      text.append(
          i == 1
              ? "|---".repeat(row.size()) + "|\n"
              : "| " + linked(String.join(" | ", row)) + " |\n");
    }
    return text.toString();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("(?<!\\\\)\\|", -1))
        .map(String::strip)
        .toList();
  }

  private String proofs(String taken) {
    var links = new LinkedHashSet<String>();
    Matcher type = TYPE.matcher(taken);
    while (type.find()) {
      String found = type.group(1) == null ? type.group(3) : type.group(1);
      String source = sources.get(found);
      if (source != null && proved.contains(found)) {
        String module = source.substring(0, source.indexOf('/'));
        links.add("[proof](proofs/%s.md#%s)".formatted(module, found.toLowerCase(Locale.ROOT)));
      }
    }
    return String.join(", ", links);
  }

  /// A text in which each type of ours leads to its source.
  private String linked(String text) {
    return TYPE.matcher(text)
        .replaceAll(type -> {
          String name = type.group(1) == null ? type.group(3) : type.group(1);
          String path = sources.get(name);
          String shown = type.group(2) == null ? name : type.group(2);
          return Matcher.quoteReplacement(
              path == null ? type.group() : "[`%s`](../%s)".formatted(shown, path));
        });
  }
}
