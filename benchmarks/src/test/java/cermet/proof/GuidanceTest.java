// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static cermet.proof.Samples.evidence;
import static cermet.proof.Samples.rich;
import static cermet.proof.Samples.row;
import static cermet.proof.Samples.unmeasured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/guidance.md` has a section for each rule, and its figures are what the results say; so are
/// the figures that other pages quote. `-Dcermet.docs=write` writes them where what is said around
/// them may stay.
class GuidanceTest {
  /// Words of each rule, by which its section is known.
  private static final List<String> RULES =
      List.of(
          "measure first",
          "deterministic benchmarks",
          "allocation regressions",
          "flame graphs",
          "amdahl's law",
          "release profile",
          "pre-allocate",
          "arena",
          "custom allocator",
          "smallvec",
          "vec by default",
          "fxhash",
          "borrow instead of cloning",
          "strings",
          "iterator chains",
          "static dispatch",
          "small errors",
          "structured logging",
          "struct of arrays",
          "bounds checks",
          "scoped threads",
          "data parallelism",
          "channels",
          "lock-free maps",
          "async",
          "kind of lock",
          "simd",
          "zero-copy parsing",
          "buffered",
          "zero-copy archives",
          "escape hatch",
          "type-state",
          "review checklist",
          "binary size",
          "know when not to");

  private static final List<String> PARTS =
      List.of("**The rule.** ", "**Take** ", "**Proof.** ", "**When not to.** ");

  @TempDir Path temp;
  private Path page;

  @Test
  void everyRuleHasASectionWithAllParts() throws IOException {
    Path guidance = docs().resolve("guidance.md");
    assertEquals(List.of(), faults(Files.readString(guidance)));
    assertEquals(List.of(), Quotes.bare(guidance), "a figure needs a row");
  }

  @Test
  void everyQuotedFigureIsWhatTheResultsSay() throws IOException {
    Path root = Objects.requireNonNull(docs().getParent());
    var quotes = new Quotes(root);
    List<String> wrong = new ArrayList<>(quotes.wrong(root.resolve("README.md")));
    try (var files = Files.walk(docs())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        if ("write".equals(System.getProperty("cermet.docs"))) {
          Files.writeString(file, quotes.right(file));
        }
        wrong.addAll(quotes.wrong(file));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Path docs() {
    return Path.of(Objects.requireNonNull(System.getProperty("cermet.root")))
        .toAbsolutePath()
        .normalize()
        .resolve("docs");
  }

  /// What the sections of a page lack.
  private static List<String> faults(String page) {
    List<String> faults = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (String section : page.split("(?m)^## ", -1)) {
      String title = section.lines().findFirst().orElse("");
      if (title.startsWith("# ")) {
        continue;
      }
      int at = 0;
      for (String part : PARTS) {
        int found = section.indexOf("\n\n" + part, at);
        if (found < 0) {
          faults.add(title + ": no " + part.strip());
        } else {
          at = found;
        }
      }
      Arrays.stream(section.split("\n\n", -1))
          .filter(paragraph -> paragraph.startsWith(PARTS.getFirst()))
          .forEach(rule -> rules.add(rule.toLowerCase(Locale.ROOT)));
    }
    RULES.stream()
        .filter(words -> rules.stream().noneMatch(rule -> rule.contains(words)))
        .forEach(words -> faults.add("no section about " + words));
    return faults;
  }

  @Test
  void aRuleWithoutASectionIsSeen() throws IOException {
    String good = Files.readString(docs().resolve("guidance.md"));
    int from = good.indexOf("## Logging");
    int to = good.indexOf("\n## ", from) + 1;
    assertEquals(
        List.of("no section about structured logging"),
        faults(good.substring(0, from) + good.substring(to)));
    assertEquals(
        List.of("Logging: no **When not to.**"),
        faults(
            good.substring(0, from)
                + good.substring(from, to).replace("**When not to.**", "Seldom:")
                + good.substring(to)));
  }

  @BeforeEach
  void results() throws IOException {
    page = temp.resolve("docs/page.md");
    Files.createDirectories(temp.resolve("docs/design"));
    evidence(
            "A",
            row("hit size=1", "B", 2, "win"),
            row("hit size=2", "B", 0.5, "loss"),
            rich("burst", "B", 2, "win"),
            unmeasured("scale", "B"))
        .write(temp.resolve("benchmarks/results/A.json"));
    Files.writeString(
        temp.resolve("docs/design/a.md"),
        "# A\n\n## What `new` took\n\nIt took 5.7 and 12.25.\n\n## Then\n\nIt took 8.1.\n");
  }

  private void assertRight(String text) throws IOException {
    Files.writeString(page, text);
    assertEquals(List.of(), new Quotes(temp).wrong(page));
  }

  private void assertWrong(String fault, String text) throws IOException {
    Files.writeString(page, "First.\n\n" + text + "\n");
    List<String> wrong = new Quotes(temp).wrong(page);
    assertEquals(1, wrong.size(), wrong::toString);
    assertTrue(wrong.getFirst().startsWith("page.md, line 3: ["), wrong::toString);
    assertTrue(wrong.getFirst().endsWith(": " + fault), wrong::toString);
  }

  @Test
  void figuresOfTheResultsAreRight() throws IOException {
    assertRight("[2.00](proofs/core.md#a \"A.hit/B/size=1\")");
    assertRight("[0.500 (0.450–0.550)](../docs/proofs/core.md#a \"A.hit/size=2\")");
    assertRight("[48.0 B](proofs/core.md#a \"A.burst/B peer bytes\") of a [row](proofs/core.md)");
    assertRight("[10.0 ns](proofs/core.md#a\n\"A.burst peer time\")");
    assertRight("[17.0](proofs/core.md#a \"A.burst instructions\")");
    assertRight("[not measured yet](proofs/flagship.md \"Stations.wall/Plain\")");
    assertRight("```\n[9](proofs/core.md#a \"A.hit/B/size=1\")\n```\n");
  }

  @Test
  void otherFiguresAreWrong() throws IOException {
    assertWrong("the results say 2.00", "[2.01](proofs/core.md#a \"A.hit/B/size=1\")");
    assertWrong(
        "the results say 0.500 (0.450–0.550)",
        "[0.500 (0.450–0.560)](proofs/core.md#a \"A.hit/size=2\")");
    assertWrong("the results say 24.0 B", "[48.0 B](proofs/core.md#a \"A.burst/B bytes\")");
    assertWrong("the results say nothing called speed", "[2](proofs/core.md#a \"A.burst speed\")");
    assertWrong("0 rows are so named", "[2.00](proofs/core.md#a \"A.hit/B/size=3\")");
    assertWrong("0 rows are so named", "[2.00](proofs/core.md#a \"A.scale/B\")");
    assertWrong("2 rows are so named", "[2.00](proofs/core.md#a \"A.hit/B\")");
    assertWrong("it stands in core.md#a", "[2.00](proofs/io.md#a \"A.hit/size=1\")");
    assertWrong("it stands in core.md#a", "[2.00](proofs/core.md#b \"A.hit/size=1\")");
    assertWrong("no row is named", "[2.00](proofs/core.md#a)");
  }

  @Test
  void whatIsMeasuredIsNotOpen() throws IOException {
    assertWrong(
        "the results say 2.00 (1.80–2.20)", "[not measured yet](proofs/core.md \"A.hit/size=1\")");
    assertWrong("no such case", "[not measured yet](proofs/core.md \"A.miss/B\")");
    assertWrong("no row is named", "[not measured yet](proofs/core.md)");
  }

  private void assertWritten(String wanted, String text) throws IOException {
    Files.writeString(page, text);
    assertEquals(wanted, new Quotes(temp).right(page));
  }

  @Test
  void figuresAreWrittenUnlessARatioHasPassed1() throws IOException {
    assertWritten(
        "Is [2.00](proofs/core.md#a \"A.hit/size=1\"), [`a` link](b.md).\n",
        "Is [1.90](proofs/core.md#a \"A.hit/size=1\"), [`a` link](b.md).\n");
    assertWritten(
        "`[1](b)` [2.00 (1.80–2.20)](proofs/core.md#a \"A.hit/B/size=1\")",
        "`[1](b)` [not measured yet](proofs/core.md \"A.hit/B/size=1\")");
    assertWritten(
        "[24.0 B](proofs/core.md#a \"A.burst bytes\")",
        "[1,024 B](proofs/core.md#a \"A.burst bytes\")");
    for (String left :
        List.of(
            "[0.990](proofs/core.md#a \"A.hit/B/size=1\")",
            "[1.00 (0.900–1.10)](proofs/core.md#a \"A.hit/B/size=2\")",
            "[1.90](proofs/core.md#a \"A.hit/B\")",
            "`[1.90](proofs/core.md#a \"A.hit/size=1\")`",
            "[1.90](proofs/core.md)",
            "[not measured yet](proofs/core.md \"A.scale/B\")")) {
      assertWritten(left, left);
    }
  }

  @Test
  void figuresOfOtherPagesStandInTheirSections() throws IOException {
    assertRight("[5.7](design/a.md#what-new-took), [12.25](design/a.md#what-new-took)");
    assertRight(
        "[8.1](design/a.md#then), [8.1](design/a.md#a), [a table](design/a.md#what-new-took)");
    assertWrong("does not stand there", "[8.1](design/a.md#what-new-took)");
    assertWrong("does not stand there", "[5.7](design/a.md#then)");
    assertWrong("does not stand there", "[2.25](design/a.md#what-new-took)");
    assertWrong("does not stand there", "[5](design/a.md#what-new-took)");
    assertWrong("does not stand there", "[5.7](design/b.md#what-new-took)");
  }

  @Test
  void figuresWithoutARowAreSeen() throws IOException {
    Files.write(
        page,
        List.of(
            "It is 2.5 times",
            "as fast, 3× and 4 ns, `1.5` of [1.2](proofs/core.md#a \"A.hit\") at 16 B."));
    assertEquals(
        List.of(
            "page.md, line 1: 2.5: no row behind it",
            "page.md, line 2: 3×: no row behind it",
            "page.md, line 2: 4 ns: no row behind it"),
        Quotes.bare(page));
  }
}
