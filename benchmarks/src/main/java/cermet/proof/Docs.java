// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is made from the results, without a clock: `docs/proofs`, `docs/choose.md` and the ratios
/// that README and `docs/leave` cite.
final class Docs {
  private static final String RESULTS = "benchmarks/results";
  private static final String FOLDER = "docs/proofs";

  private Docs() {}

  /// The text of each file, as the results below this root give it.
  static SortedMap<Path, String> of(Path root) throws IOException {
    Path results = root.resolve(RESULTS);
    return of(root, Evidence.readAll(results).values(), Growth.readAll(results).values());
  }

  /// The text of each file, as these results give it.
  static SortedMap<Path, String> of(
      Path root, Collection<Evidence> results, Collection<Growth> growths) throws IOException {
    var report = new Report(root, List.of(), results, growths);
    var markdown = new Markdown(report);
    var texts = new TreeMap<Path, String>();
    for (Path page : citing(root)) {
      texts.put(page, Citations.of(Files.readString(page), report.items()));
    }
    String choice = Choice.page(root, report.items().stream().map(Item::primitive).toList());
    if (!choice.isEmpty()) {
      texts.put(root.resolve("docs/choose.md"), choice);
    }
    Path folder = root.resolve(FOLDER);
    Goals goals = Goals.read(root);
    String aims = "";
    if (!goals.isEmpty()) {
      aims = "Of [what is aimed at](goals.md): " + goals.sentence(report.items()) + ".";
      texts.put(folder.resolve("goals.md"), goals.page(report.items()));
    }
    texts.put(folder.resolve("README.md"), markdown.summary(aims));
    report
        .modules()
        .forEach((module, items) -> {
          texts.put(folder.resolve(module + ".md"), markdown.module(module, items));
          texts.put(
              folder.resolve(module + ".svg"), Plot.file(items, Markdown.label(module, items)));
          List<Growth> grown = report.growths(module);
          if (!grown.isEmpty()) {
            texts.put(
                folder.resolve(GrowthPlot.name(module)),
                GrowthPlot.file(grown, GrowthPlot.label(grown)));
          }
        });
    return texts;
  }

  /// The pages that are written by hand but for their ratios.
  private static SortedSet<Path> citing(Path root) throws IOException {
    var pages = new TreeSet<Path>();
    Path readme = root.resolve("README.md");
    if (Files.exists(readme)) {
      pages.add(readme);
    }
    Path leave = root.resolve("docs/leave");
    if (Files.isDirectory(leave)) {
      try (var files = Files.newDirectoryStream(leave, "*.md")) {
        files.forEach(pages::add);
      }
    }
    return pages;
  }

  /// Writes them, and removes what stands beside them.
  static void write(Path root) throws IOException {
    SortedMap<Path, String> texts = of(root);
    WholeFile.write(texts);
    removeStale(root, texts);
  }

  /// Removes each file of the folder that is none of these.
  static void removeStale(Path root, SortedMap<Path, String> texts) throws IOException {
    for (Path file : files(root)) {
      if (!texts.containsKey(file)) {
        Files.delete(file);
      }
    }
  }

  /// The files that are not what the results give, by their path below the root.
  static List<String> differences(Path root) throws IOException {
    SortedMap<Path, String> texts = of(root);
    SortedSet<Path> all = files(root);
    all.addAll(texts.keySet());
    var different = new TreeSet<String>();
    for (Path file : all) {
      if (!Files.exists(file) || !Files.readString(file).equals(texts.get(file))) {
        different.add(root.relativize(file).toString().replace('\\', '/'));
      }
    }
    return List.copyOf(different);
  }

  private static SortedSet<Path> files(Path root) throws IOException {
    Path folder = root.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return new TreeSet<>();
    }
    try (var files = Files.list(folder)) {
      return new TreeSet<>(files.filter(Files::isRegularFile).toList());
    }
  }
}
