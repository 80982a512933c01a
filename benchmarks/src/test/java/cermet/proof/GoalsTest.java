// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static cermet.proof.Samples.evidence;
import static cermet.proof.Samples.rich;
import static cermet.proof.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalsTest {
  @TempDir Path temp;

  private String page(String... lines) throws Exception {
    Path file = temp.resolve("benchmarks/goals.txt");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
    var counted = row("put", "B", 3, "win").with(Map.of("instructions", 42.0));
    var rich = rich("burst", "B", 2, "win");
    evidence("A", row("hit size=1", "B", 2, "win"), row("hit size=2", "B", 8, "win"), counted, rich)
        .write(temp.resolve("benchmarks/results/A.json"));
    Docs.write(temp);
    return Files.readString(temp.resolve("docs/proofs/goals.md"));
  }

  private static void assertHas(String part, String page) {
    assertTrue(page.contains(part), page);
  }

  @Test
  void eachRowIsHeldAgainstItsBound() throws Exception {
    String page = page("# comment", "", "core | a hit | ratio >= 4 | A.hit/B");
    assertHas("| a hit | A hit size=1, B 9 | ≥ 4.00 | 2.00 | 1.80–2.20 | **missed** |", page);
    assertHas("| a hit | A hit size=2, B 9 | ≥ 4.00 | 8.00 | 7.20–8.80 | met |", page);
    assertHas("1 met, 1 missed, 0 not measured.", page);
    assertHas(
        "Of [what is aimed at](goals.md): 1 met, 1 missed, 0 not measured.",
        Files.readString(temp.resolve("docs/proofs/README.md")));
  }

  @Test
  void aBoundThatIsReachedIsMet() throws Exception {
    assertHas("1 met, 0 missed", page("core | x | ratio >= 2 | A.hit/size=1"));
    assertHas("1 met, 0 missed", page("core | x | ns <= 5 | A.hit/size=1"));
    assertHas("0 met, 1 missed", page("core | x | ns <= 4.9 | A.hit/size=1"));
  }

  @Test
  void aMeanIsOfAllRowsAndOpenWhereOneLacks() throws Exception {
    assertHas(
        "| 2 rows | mean ratio ≥ 4.00 | 4.00 | – | met |",
        page("core | x | mean ratio >= 4 | A.hit/size=1, A.hit/size=2"));
    assertHas(
        "| 2 rows | mean ratio ≥ 4.00 | – | – | not measured |",
        page("core | x | mean ratio >= 4 | A.hit/size=1, A.hit/size=3"));
  }

  /// Of events that took the peer 220 and us 120 ns at the 25th percentile, 1,250,000 and 4,200 at
  /// the last; of 24 bytes beside 48.
  @Test
  void percentilesOfEventsAndSharesOfBytesAreMeasures() throws Exception {
    assertHas("| p25 ratio ≥ 1.80 | 1.83 |", page("core | x | p25 ratio >= 1.8 | A.burst"));
    assertHas("0 met, 1 missed", page("core | x | p25 ratio >= 1.9 | A.burst"));
    assertHas("1 met, 0 missed", page("core | x | p99.9 ratio >= 297 | A.burst"));
    assertHas("0 met, 1 missed", page("core | x | p99.9 ratio >= 298 | A.burst"));
    assertHas("1 met, 0 missed", page("core | x | share of bytes <= 0.5 | A.burst"));
    assertHas("0 met, 1 missed", page("core | x | share of bytes <= 0.49 | A.burst"));
    assertHas("1 not measured", page("core | x | p25 ratio >= 1 | A.hit/size=1"));
    assertHas("1 not measured", page("core | x | share of bytes <= 1 | A.hit/size=1"));
  }

  @Test
  void whatWasNotMeasuredIsSaid() throws Exception {
    assertHas(
        "| x | C.hit/B | ≥ 4.00 | – | – | not measured |", page("io | x | ratio >= 4 | C.hit/B"));
    assertHas("not measured", page("core | x | instructions <= 4 | A.hit/size=1"));
    assertHas(
        "| x | A put, B 9 | instructions ≤ 42.0 | 42.0 |",
        page("core | x | instructions <= 42 | A.put"));
  }

  @Test
  void aLineThatIsNoneIsRefusedWithItsNumber() throws Exception {
    for (String line :
        List.of(
            "core | x | ratio >= 4",
            "core | x | speed >= 4 | A",
            "core | x | ratio > 4 | A",
            "core | x | ratio >= | A",
            "core | x | ratio >= four | A")) {
      var e = assertThrows(IllegalArgumentException.class, () -> page("", line), line);
      assertTrue(e.getMessage().contains("goals.txt, line 2: "), e.getMessage());
    }
  }

  /// A goal that names no row of any proof would stay open for ever.
  @Test
  void everyPickOfTheProjectNamesARowOfTheCatalogue() throws Exception {
    Path root = Path.of(Objects.requireNonNull(System.getProperty("cermet.root")));
    var entries = new Catalogue().entries();
    assertEquals(
        List.of(),
        Goals.read(root).picks().stream()
            .filter(pick -> entries.stream().noneMatch(entry -> entry.isPickedBy(pick)))
            .toList());
  }
}
