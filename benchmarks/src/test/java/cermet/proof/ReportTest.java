// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static Evidence evidence(String primitive, Evidence.Row... rows) {
    var machine = new Evidence.Machine("cpu", 2, "os", "jdk", "G1", "-Xmx2g");
    return new Evidence(
        primitive,
        "cermet.core.text",
        "1",
        "abc",
        false,
        "2020-01-02T03:04Z",
        "hash",
        machine,
        new Evidence.Instrument("3.19", "25", "avx2"),
        1.02,
        List.of(rows));
  }

  private static Evidence.Row row(String name, String peer, double ratio, String verdict) {
    return new Evidence.Row(
        name,
        "full",
        peer,
        "9",
        ratio,
        ratio * 0.9,
        ratio * 1.1,
        8,
        5.0,
        5.0,
        6.0,
        5 * ratio,
        0.0,
        null,
        null,
        null,
        verdict,
        "2020-01-02T03:04Z",
        "abc",
        5 * ratio,
        6 * ratio,
        1.02,
        new Evidence.Span(ratio, ratio * 0.8, ratio * 1.2),
        new Evidence.Counts(0.0, 17.0, 0.5, 0.1, 0.0, 2.0, List.of("A.hit")),
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void evidenceSurvivesItsFile(@TempDir Path directory) throws Exception {
    var written = evidence("A", row("hit", "B", 2, "win"));
    written.write(directory.resolve("A.json"));
    assertEquals(written, Evidence.read(directory.resolve("A.json")));
    String json = Files.readString(directory.resolve("A.json"));
    assertTrue(json.contains("\"case\" : \"hit\""), json);
    assertTrue(json.contains("\"instructions\" : null"), json);
  }

  @Test
  void newRowsReplaceOldOnesAndKeepTheRest() {
    var older = evidence("A", row("hit", "B", 2, "win"), row("miss", "B", 1, "tie"));
    var merged = evidence("A", row("hit", "B", 0.5, "loss")).over(older);
    assertEquals(List.of(row("hit", "B", 0.5, "loss"), row("miss", "B", 1, "tie")), merged.cases());
  }

  @Test
  void freshRowsStandFirstAndHideTheirOlderSelves() {
    var known = evidence("A", row("hit", "B", 2, "win"), row("miss", "B", 1, "tie"));
    String text =
        new Report(List.of(evidence("A", row("hit", "B", 3, "win"))), List.of(known)).markdown();
    int fresh = text.indexOf("| A | hit | B 9 | **3.00** | 2.70–3.30 | win |");
    int old = text.indexOf("| A | miss | B 9 | **1.00** |");
    assertTrue(fresh > 0 && old > fresh, text);
    assertFalse(text.contains("**2.00**"), text);
    assertTrue(text.contains("| now |") && text.contains("| 2020-01-02 |"), text);
  }

  @Test
  void pageIsWholeAndEscaped() {
    String page =
        new Report(List.of(evidence("A", row("a<b&c", "B", 0.5, "loss"))), List.of()).html();
    assertTrue(page.contains("a&lt;b&amp;c"), page);
    assertFalse(page.contains("a<b") || page.contains("{rows}") || page.contains("{plot}"), page);
    assertTrue(page.contains("class='loss'"), page);
  }
}
