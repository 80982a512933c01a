// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.published.Outside.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The projects below `examples` are built and run by a Maven of their own, in a copy. Only the
/// execution `published` says which Maven: before it there are no jars.
@EnabledIfSystemProperty(named = "cermet.maven.home", matches = ".+")
class ExamplesIT {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>cermet-[a-z]+</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern REFUSED = Pattern.compile("\\[ERROR] .*/Wrong\\.kt:(\\d+):");
  private static final Path EXAMPLES = Outside.TARGET.resolve("published/examples");
  private static final Path COPIED = EXAMPLES.resolve("copied/src/main/java/example/sum");
  private static final String JDK = System.getProperty("java.home");

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static Path repository;

  @SuppressWarnings("NullAway.Init")
  private static Outcome built;

  @BeforeAll
  static void build() throws Exception {
    Outside.delete(EXAMPLES);
    Outside.copy(Outside.ROOT.resolve("examples"), EXAMPLES);
    Files.deleteIfExists(COPIED.resolve("SpscQueue.java")); // made by hand in the checkout
    repository = Outside.repository();
    copy("SpscQueue", COPIED);
    built = Outside.maven(EXAMPLES, JDK, repository, "--fail-at-end", "verify");
  }

  private static void copy(String primitive, Path into) throws Exception {
    Process tool =
        new ProcessBuilder(
                Path.of(JDK, "bin/java").toString(),
                "tools/Copy.java",
                primitive,
                "--package",
                "example.sum",
                "--into",
                into.toString())
            .directory(Outside.ROOT.toFile())
            .inheritIO()
            .start();
    assertEquals(0, tool.waitFor());
  }

  @Test
  void allAreBuilt() {
    assertEquals(0, built.code(), built.log());
  }

  @Test
  void dependencyCountsWordsOnTheModulePath() {
    assertTrue(built.says("a 6"), built.log());
    assertTrue(built.says("and 3"), built.log());
    assertTrue(built.says("key 2"), built.log());
  }

  @Test
  void copiedFileNeedsNoDependency() throws Exception {
    assertTrue(built.says("1 + 2 + ... + 1000 = 500500"), built.log());
    assertFalse(Files.readString(EXAMPLES.resolve("copied/pom.xml")).contains("cermet"));
    String copied = Files.readString(COPIED.resolve("SpscQueue.java"));
    assertTrue(copied.contains("// From Cermet " + Outside.version() + ","), copied);
  }

  @Test
  void ownClassIsProvedAgainstTheJdk() throws Exception {
    Path proofs = EXAMPLES.resolve("proof/target/proofs");
    String table = Files.readString(proofs.resolve("proofs.md"));
    assertTrue(
        table.lines().anyMatch(l -> l.matches("\\| Hex +\\| parse +\\| Jdk .*\\d.*")), table);
    assertTrue(Files.readString(proofs.resolve("Hex.json")).contains("\"sources\""));
    assertTrue(Files.exists(proofs.resolve("index.html")));
  }

  @Test
  void kotlinSeesWhatMayBeNull() {
    assertTrue(built.says("7 has 5 letters, 8 is nobody"), built.log());
  }

  /// Kotlin reads `@Nullable` wherever it stands, and `@NullMarked` of packages, but not of
  /// modules: of the three lines it refuses the one that uses what may be null.
  @Test
  void kotlinRefusesToUseWhatMayBeNull() throws Exception {
    Path kotlin = EXAMPLES.resolve("kotlin");
    Outcome wrong =
        Outside.maven(kotlin, JDK, repository, "-Dkotlin.sources=src/wrong/kotlin", "compile");
    assertNotEquals(0, wrong.code(), wrong.log());
    var refused = new TreeSet<String>();
    REFUSED.matcher(wrong.log()).results().forEach(found -> refused.add(found.group(1)));
    assertEquals(
        Set.of("names.put(7, null)", "names.get(7).length", "LongMap<String>().putAll(null)"),
        lines(kotlin, refused),
        wrong.log());
  }

  private static Set<String> lines(Path kotlin, Set<String> numbers) throws Exception {
    var all = Files.readAllLines(kotlin.resolve("src/wrong/kotlin/example/Wrong.kt"));
    var lines = new TreeSet<String>();
    numbers.forEach(number -> lines.add(all.get(Integer.parseInt(number) - 1).strip()));
    return lines;
  }

  @Test
  void theyNameThisVersion() throws Exception {
    for (String example : List.of("dependency", "proof", "kotlin")) {
      String descriptor = Files.readString(EXAMPLES.resolve(example).resolve("pom.xml"));
      var versions = VERSION.matcher(descriptor).results().map(found -> found.group(1)).toList();
      assertEquals(List.of(Outside.version()), versions, example);
    }
  }
}
