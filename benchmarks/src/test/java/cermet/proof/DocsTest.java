// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static cermet.proof.Samples.evidence;
import static cermet.proof.Samples.rich;
import static cermet.proof.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/proofs`, `docs/choose.md` and the ratios of README are what the results and the packages
/// give; `-Dcermet.docs=write` writes them.
class DocsTest {
  @TempDir Path temp;

  @Test
  void docsAreWhatTheResultsGive() throws Exception {
    Path root =
        Path.of(Objects.requireNonNull(System.getProperty("cermet.root")))
            .toAbsolutePath()
            .normalize();
    if ("write".equals(System.getProperty("cermet.docs"))) {
      Docs.write(root);
    }
    assertEquals(
        List.of(),
        Docs.differences(root),
        "not what benchmarks/results and the packages give; -Dcermet.docs=write writes it");
  }

  private Path results() {
    return temp.resolve("benchmarks/results");
  }

  private void seed() throws Exception {
    evidence("A", rich("hit", "B", 2, "win"), row("miss", "B", 0.5, "loss"))
        .write(results().resolve("A.json"));
    evidence("C", "cermet.io.line", Samples.machine("cpu"), row("x", "B", 1, "tie"))
        .write(results().resolve("C.json"));
    Docs.write(temp);
    assertEquals(List.of(), Docs.differences(temp));
  }

  @Test
  void docsFailOnAResultChangedByHand() throws Exception {
    seed();
    Path file = results().resolve("A.json");
    String json = Files.readString(file);
    Files.writeString(file, json.replace("\"ratio\" : 0.5,", "\"ratio\" : 0.52,"));
    assertEquals(
        List.of("docs/proofs/README.md", "docs/proofs/core.md", "docs/proofs/core.svg"),
        Docs.differences(temp));
  }

  @Test
  void docsFailOnAPageChangedByHandOrLeftOver() throws Exception {
    seed();
    Files.writeString(temp.resolve("docs/proofs/io.md"), "Better.\n");
    Files.writeString(temp.resolve("docs/proofs/old.html"), "Old.\n");
    Files.delete(temp.resolve("docs/proofs/core.svg"));
    assertEquals(
        List.of("docs/proofs/core.svg", "docs/proofs/io.md", "docs/proofs/old.html"),
        Docs.differences(temp));
    Docs.write(temp);
    assertEquals(List.of(), Docs.differences(temp));
    assertFalse(Files.exists(temp.resolve("docs/proofs/old.html")));
  }

  @Test
  void theRatiosOfAPageForThoseWhoMoveAreThoseOfTheirRows() throws Exception {
    seed();
    Path page = Files.createDirectories(temp.resolve("docs/leave")).resolve("from-b.md");
    Files.writeString(page, "Lines: 9.9<!-- C.x/B -->.\n");
    Docs.write(temp);
    assertEquals("Lines: 1.00<!-- C.x/B -->.\n", Files.readString(page));
    Files.writeString(page, "Lines: 1.10<!-- C.x/B -->.\n");
    assertEquals(List.of("docs/leave/from-b.md"), Docs.differences(temp));
  }

  @Test
  void growthIsDrawnWhereItWasMeasured() throws Exception {
    seed();
    Path figure = temp.resolve("docs/proofs/core-growth.svg");
    assertFalse(Files.exists(figure));
    assertFalse(Files.readString(temp.resolve("docs/proofs/core.md")).contains("cost grows"));
    Path file = results().resolve("A.growth.json");
    Files.writeString(file, Samples.growth("A", "cermet.core.text").json());
    assertEquals(
        List.of("docs/proofs/README.md", "docs/proofs/core-growth.svg", "docs/proofs/core.md"),
        Docs.differences(temp));
    Docs.write(temp);
    assertEquals(List.of(), Docs.differences(temp));
    String page = Files.readString(temp.resolve("docs/proofs/core.md"));
    for (String part :
        List.of(
            "## How cost grows",
            "](core-growth.svg)",
            "### A hit",
            "| entries | load | Cermet | B 9 |",
            "| 100 | 0.391 | 4.00 (2.00–8.00) | **3.00 (1.50–6.00)** |",
            "| 1,000 | 0.488 | **80.0 (40.0–160)** | – |")) {
      assertTrue(page.contains(part), page);
    }
    assertTrue(
        Files.readString(temp.resolve("docs/proofs/README.md"))
            .contains("How cost grows with size: [core](core.md#how-cost-grows)."));
    Files.writeString(file, Files.readString(file).replace("\"nanos\" : 2.0", "\"nanos\" : 2.5"));
    assertEquals(
        List.of("docs/proofs/core-growth.svg", "docs/proofs/core.md"), Docs.differences(temp));
    Files.delete(file);
    Docs.write(temp);
    assertFalse(Files.exists(figure));
  }

  @Test
  void aMalformedGrowthFileIsRefused() throws Exception {
    seed();
    Path file = results().resolve("A.growth.json");
    Files.writeString(file, "{\n  oops\n}\n");
    var e = assertThrows(IllegalArgumentException.class, () -> Docs.write(temp));
    assertTrue(e.getMessage().startsWith(file + ", line 2, column "), e.getMessage());
    assertTrue(Files.exists(temp.resolve("docs/proofs/core.md")));
  }

  @Test
  void lossesStandAsPlainlyAsWins() throws Exception {
    seed();
    String summary = Files.readString(temp.resolve("docs/proofs/README.md"));
    assertTrue(summary.contains("| [core](core.md) | 2 | 1 | 0 | 1 |"), summary);
    assertTrue(
        summary.indexOf("## Losses")
            < summary.indexOf("| [A](core.md#a) | miss | B 9 | **0.500** |"),
        summary);
    assertTrue(
        summary.indexOf("## Wins") < summary.indexOf("| [A](core.md#a) | hit | B 9 | **2.00** |"),
        summary);
  }
}
