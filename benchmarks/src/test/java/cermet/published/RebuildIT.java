// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cermet.published.Outside.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The same sources, built once more in another folder, give the same bytes. It takes a minute or
/// two, and so it runs in the profile `release` only.
@EnabledIfSystemProperty(named = "cermet.rebuild", matches = "true")
class RebuildIT {
  @Test
  void anotherBuildGivesTheSameBytes() throws Exception {
    Path again = Outside.TARGET.resolve("published/again");
    Outside.delete(again);
    Files.createDirectories(again);
    Files.copy(Outside.ROOT.resolve("pom.xml"), again.resolve("pom.xml"));
    for (String module : List.of("core", "collections", "concurrent", "io", "benchmarks")) {
      Outside.copy(Outside.ROOT.resolve(module), again.resolve(module));
    }
    Outcome built =
        Outside.maven(
            again,
            Outside.property("cermet.maven.java"), // the same zip
            Path.of(Outside.property("cermet.maven.repository")),
            "-Prelease",
            "-pl",
            String.join(",", Outside.LIBRARIES),
            "-Dmaven.test.skip",
            "package");
    assertEquals(0, built.code(), built.log());
    var different = new ArrayList<String>();
    for (String module : Outside.LIBRARIES) {
      Path first = Outside.ROOT.resolve(module).resolve("target");
      List<Path> made = made(first);
      assertFalse(made.isEmpty(), module);
      for (Path file : made) {
        Path second = again.resolve(module).resolve("target").resolve(file.getFileName());
        if (!Files.exists(second) || Files.mismatch(file, second) >= 0) {
          different.add(module + "/" + file.getFileName());
        }
      }
    }
    assertEquals(List.of(), different);
  }

  /// What would be published.
  private static List<Path> made(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().matches(".*(\\.jar|flattened-pom\\.xml|bom\\.json)"))
          .sorted()
          .toList();
    }
  }
}
