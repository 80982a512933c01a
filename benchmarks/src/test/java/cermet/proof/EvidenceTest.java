// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static cermet.proof.Samples.evidence;
import static cermet.proof.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  @TempDir Path temp;

  private String refusal(String json) throws Exception {
    Path file = temp.resolve("A.json");
    Files.writeString(file, json);
    var e = assertThrows(IllegalArgumentException.class, () -> Evidence.read(file));
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    return e.getMessage().substring(file.toString().length());
  }

  @Test
  void survivesItsFile() throws Exception {
    for (var row : List.of(row("hit", "B", 2, "win"), Samples.rich("hit", "B", 2, "win"))) {
      var written = evidence("A", row);
      written.write(temp.resolve("A.json"));
      assertEquals(written, Evidence.read(temp.resolve("A.json")));
    }
    evidence("A", row("hit", "B", 2, "win")).write(temp.resolve("A.json"));
    String json = Files.readString(temp.resolve("A.json"));
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
  void anOlderRowKeepsTheFloorAndTheMachineOfItsRun() {
    var bare = row("miss", "B", 1, "tie").with(Collections.singletonMap("floor", null));
    var own = row("own", "B", 1, "tie").with(Map.of("floor", 1.04));
    var skipped = bare.with(Map.of("case", "skipped", "verdict", Evidence.NOT_MEASURED));
    var older = Samples.evidence("A", "p", Samples.machine("older cpu"), bare, own, skipped);
    var merged = evidence("A", row("hit", "B", 2, "win")).over(older);
    assertEquals(older.floor(), merged.row("miss", "B").floor());
    assertEquals(Samples.machine("older cpu"), merged.row("miss", "B").machine());
    assertEquals(1.04, merged.row("own", "B").floor());
    assertNull(merged.row("skipped", "B").floor());
    assertNull(merged.row("hit", "B").machine());
  }

  @Test
  void anOlderRowKeepsTheHashOfTheCodeThatItMeasured() {
    var first =
        Samples.of("first", evidence("A", row("hit", "B", 2, "win"), row("x", "B", 1, "tie")));
    var second = Samples.of("second", evidence("A", row("hit", "B", 3, "win"))).over(first);
    assertNull(second.row("hit", "B").sources());
    assertEquals("first", second.row("x", "B").sources());
    var third = Samples.of("third", evidence("A", row("y", "B", 3, "win"))).over(second);
    assertEquals("second", third.row("hit", "B").sources());
    assertEquals("first", third.row("x", "B").sources());
    var back = Samples.of("first", evidence("A", row("hit", "B", 2, "win"))).over(third);
    assertNull(back.row("x", "B").sources());
    assertEquals("third", back.row("y", "B").sources());
  }

  @Test
  void saysWhereAFileIsMalformed() throws Exception {
    String json = evidence("A", row("hit", "B", 2, "win")).json();
    String cut = refusal(json.replace("\"dirty\" : false", "\"dirty\" : fals"));
    assertTrue(cut.startsWith(", line 6, column "), cut);
    String word = refusal(json.replace("\"ratio\" : 2.0", "\"ratio\" : \"two\""));
    assertTrue(word.matches(", line 2[0-9], column .*two.*"), word);
    assertTrue(refusal("").startsWith(", line 1, column "));
    assertTrue(refusal(json.substring(0, json.length() / 2)).startsWith(", line "));
    assertTrue(refusal(json + "}").startsWith(", line "));
    assertEquals(": holds no object", refusal("null"));
  }

  @Test
  void saysWhatAFileLacks() throws Exception {
    String json = evidence("A", row("hit", "B", 2, "win")).json();
    assertEquals(": lacks one of primitive, date, machine, cases", refusal("{}"));
    assertEquals(
        ": floor: 0.0, not 1 or more", refusal(json.replaceFirst("\"floor\" : 1.02", "\"x\" : 1")));
    assertEquals(
        ": a row lacks one of case, peer, date",
        refusal(json.replace("\"peer\" : \"B\"", "\"x\" : 1")));
    assertEquals(
        ": hit against B: verdict: great, not one of [win, tie, loss, not measured here]",
        refusal(json.replace("\"win\"", "\"great\"")));
    assertEquals(
        ": hit against B: win without a ratio",
        refusal(json.replaceFirst("\"ratio\" : 2.0", "\"ratio\" : null")));
    assertEquals(
        ": hit against B: ratio: -2.0, not above 0",
        refusal(json.replaceFirst("\"ratio\" : 2.0", "\"ratio\" : -2.0")));
  }

  @Test
  void theCommandRefusesAMalformedFileAndLeavesTheRest() throws Exception {
    Path results = temp.resolve("benchmarks/results");
    evidence("A", row("hit", "B", 2, "win")).write(results.resolve("A.json"));
    String good = Files.readString(results.resolve("A.json"));
    Files.writeString(results.resolve("Bad.json"), "{\n  \"primitive\" : \"Bad\",\n  oops\n}\n");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                Path.of(Proofs.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    + File.pathSeparator
                    + System.getProperty("java.class.path"),
                "cermet.proof.Proofs",
                temp.toString(),
                "proofs=A",
                "accept=true")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue(), output);
    assertTrue(
        output.contains("proofs: " + results.resolve("Bad.json") + ", line 3, column "), output);
    assertEquals(good, Files.readString(results.resolve("A.json")));
  }
}
