// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static cermet.proof.Samples.evidence;
import static cermet.proof.Samples.row;
import static cermet.proof.Samples.unmeasured;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CitationsTest {
  @TempDir Path temp;

  private static Evidence.Row near(String name, double ratio, double low, String verdict) {
    return row(name, "B", ratio, verdict).with(Map.of("low", low, "peerVersion", "8.0.1.Final"));
  }

  private String written(String text) throws Exception {
    evidence(
            "A",
            row("hit size=1", "B", 4, "win"),
            near("hit size=2", 1.2, 1.09, "win"),
            near("wide", 9.97, 6, "win"),
            near("far", 107, 105, "win"),
            row("miss", "B", 0.394, "loss"),
            unmeasured("put", "B"))
        .write(temp.resolve("benchmarks/results/A.json"));
    Path readme = temp.resolve("README.md");
    Files.writeString(readme, text);
    boolean differs = Docs.differences(temp).contains("README.md");
    Docs.write(temp);
    assertEquals(List.of(), Docs.differences(temp));
    String written = Files.readString(readme);
    assertEquals(differs, !written.equals(text));
    return written;
  }

  @Test
  void aRatioIsWrittenAsItsRowHasIt() throws Exception {
    assertEquals(
        "4.0 (3.6–4.4)<!-- A.hit/size=1 --> and **0.39** (0.35–0.43)<!-- A.miss/B -->.\n",
        written("3.9 (3.6–4.4)<!-- A.hit/size=1 --> and 0.39 (1–2)<!-- A.miss/B -->.\n"));
    assertEquals("a 4.0<!-- A.hit/size=1 -->", written("a 4.1<!-- A.hit/size=1 -->"));
    assertEquals("a 4.0<!-- A.hit/size=1 -->", written("a <!-- A.hit/size=1 -->"));
  }

  @Test
  void aRatioNearOneHasTwoDecimals() throws Exception {
    assertEquals("1.20 (1.09–1.32)<!-- A.hit/size=2 -->", written("1 (1–2)<!-- A.hit/size=2 -->"));
    assertEquals("10 (6.0–11)<!-- A.wide -->", written("1 (1–2)<!-- A.wide -->"));
    assertEquals("107 (105–118)<!-- A.far -->", written("1 (1–2)<!-- A.far -->"));
  }

  @Test
  void whatWasNotMeasuredIsADash() throws Exception {
    assertEquals("a –<!-- A.put -->", written("a 2.0 (1.9–2.1)<!-- A.put -->"));
    assertEquals("a –<!-- A.gone -->", written("a 2.0<!-- A.gone -->"));
    assertEquals("4.0 (3.6–4.4)<!-- A.hit/size=1 -->", written("–<!-- A.hit/size=1 -->"));
  }

  @Test
  void aTableNamesTheVersionThatWasProved() throws Exception {
    assertEquals(
        "1.2.3\n| B 8.0.1 | 10<!-- A.wide --> |\n| B 1.2.3 | 10 |\n",
        written("1.2.3\n| B 1.2.3 | 10<!-- A.wide --> |\n| B 1.2.3 | 10 |\n"));
  }

  @Test
  void aTrueCitationStays() throws Exception {
    String text = "| B 8.0.1 | 10 (6.0–11)<!-- A.wide --> / **0.39**<!-- A.miss --> |\n";
    assertEquals(text, written(text));
  }

  /// One that names no row would be a dash for ever, one that names several the first.
  @Test
  void everyCitationNamesARowOfTheCatalogue() throws Exception {
    Path root = Path.of(Objects.requireNonNull(System.getProperty("cermet.root")));
    var entries = new Catalogue().entries();
    List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
    try (var leave = Files.list(root.resolve("docs/leave"))) {
      pages.addAll(leave.filter(page -> page.toString().endsWith(".md")).sorted().toList());
    }
    assertEquals(5, pages.size());
    for (Path page : pages) {
      assertEquals(
          List.of(),
          Citations.picks(Files.readString(page)).stream()
              .filter(pick -> entries.stream().filter(entry -> entry.isPickedBy(pick)).count() != 1)
              .toList(),
          page::toString);
    }
  }
}
