// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {
  private static final Growth GROWTH = Samples.growth("A", "cermet.core.text");

  @TempDir Path temp;

  private String refusal(String json) throws Exception {
    Path file = temp.resolve("A.growth.json");
    Files.writeString(file, json);
    var e = assertThrows(IllegalArgumentException.class, () -> Growth.read(file));
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    return e.getMessage().substring(file.toString().length());
  }

  private static String replaced(String from, String to) throws Exception {
    String json = GROWTH.json();
    assertTrue(json.contains(from), json);
    return json.replaceFirst(from, to);
  }

  @Test
  void survivesItsFile() throws Exception {
    Files.writeString(temp.resolve("A.growth.json"), GROWTH.json());
    assertEquals(GROWTH, Growth.read(temp.resolve("A.growth.json")));
    assertTrue(GROWTH.json().contains("\"package\" : \"cermet.core.text\""), GROWTH.json());
  }

  @Test
  void liesBesideTheProofAndIsNotTakenForOne() throws Exception {
    Samples.evidence("A", Samples.row("hit", "B", 2, "win")).write(temp.resolve("A.json"));
    Files.writeString(temp.resolve("A.growth.json"), GROWTH.json());
    assertEquals(Set.of("A"), Evidence.readAll(temp).keySet());
    assertEquals(1, Evidence.readAll(temp).get("A").cases().size());
    assertEquals(Set.of("A"), Growth.readAll(temp).keySet());
    assertEquals(GROWTH, Growth.readAll(temp).get("A"));
    assertTrue(Growth.readAll(temp.resolve("nowhere")).isEmpty());
  }

  @Test
  void saysWhereAFileIsMalformed() throws Exception {
    String json = GROWTH.json();
    String word = refusal(replaced("\"nanos\" : 2.0", "\"nanos\" : \"two\""));
    assertTrue(word.matches(", line [0-9]+, column .*two.*"), word);
    assertTrue(refusal("").startsWith(", line 1, column "));
    assertTrue(refusal(json.substring(0, json.length() / 2)).startsWith(", line "));
    assertTrue(refusal(json + "}").startsWith(", line "));
    assertEquals(": holds no object", refusal("null"));
  }

  @Test
  void saysWhatAFileLacks() throws Exception {
    String lacks = ": lacks one of primitive, package, date, machine, level, lines";
    assertEquals(lacks, refusal("{}"));
    assertEquals(lacks, refusal(replaced("\"package\"", "\"x\"")));
    assertEquals(": no lines", refusal(GROWTH.with(List.of()).json()));
    assertEquals(": date: 2020", refusal(replaced(Samples.DATE, "2020")));
    assertEquals(
        ": a line lacks one of operation, contender, points",
        refusal(replaced("\"points\"", "\"x\"")));
  }

  @Test
  void refusesFiguresThatNoRunGives() throws Exception {
    assertEquals(
        ": hot of Cermet: operation: hot, not one of [hit, miss, put]",
        refusal(replaced("\"hit\"", "\"hot\"")));
    assertEquals(": hit of Cermet stands twice", refusal(replaced("\"B\"", "\"Cermet\"")));
    assertEquals(
        ": hit of Cermet: size: 10, not above 10",
        refusal(replaced("\"size\" : 100,", "\"size\" : 10,")));
    assertEquals(
        ": hit of Cermet: size: 0, not above 0",
        refusal(replaced("\"size\" : 10,", "\"size\" : 0,")));
    assertEquals(
        ": hit of Cermet: size 10: low 1.0, nanos 5.0, high 4.0: not ascending above 0",
        refusal(replaced("\"nanos\" : 2.0", "\"nanos\" : 5.0")));
    assertEquals(
        ": hit of Cermet: size 10: low 3.0, nanos 2.0, high 4.0: not ascending above 0",
        refusal(replaced("\"low\" : 1.0", "\"low\" : 3.0")));
    assertEquals(
        ": hit of Cermet: size 10: low 0.0, nanos 2.0, high 4.0: not ascending above 0",
        refusal(replaced("\"low\" : 1.0,", "")));
    assertEquals(
        ": hit of Cermet: size 10: rounds: 0, not 1 or more",
        refusal(replaced("\"rounds\" : 7", "\"rounds\" : 0")));
  }

  @Test
  void findsWhatWasMeasured() {
    assertEquals(List.of("hit", "put"), GROWTH.operations());
    assertEquals(List.of("Cermet", "B"), GROWTH.contenders());
    assertEquals(List.of("Cermet", "B 9"), GROWTH.titles());
    assertEquals(List.of(10, 60, 100, 1_000), List.copyOf(GROWTH.sizes()));
    assertEquals(5, GROWTH.point("hit", "B", 60).nanos());
    assertNull(GROWTH.point("put", "B", 10));
    assertEquals("Cermet", GROWTH.fastest("hit", 10));
    assertEquals("B", GROWTH.fastest("hit", 100));
    assertEquals("", GROWTH.fastest("put", 60));
  }

  @Test
  void theSentenceSaysWhatWasMeasuredWhere() {
    assertEquals(
        "Nanoseconds an operation of A and peers with 10 to 1,000 entries: the median of 7 rounds"
            + " with fresh keys, in 3 JVMs a size, and in brackets the quartiles. cpu (2 cores, os)"
            + " with jdk, G1, 2020-01-02, flags -Xmx2g.",
        GROWTH.sentence());
  }

  @Test
  void theLoadIsThatOfATableWhichGrowsAtThreeQuarters() {
    assertEquals("0.750", Growth.load(3)); // of 4 slots
    assertEquals("0.500", Growth.load(4)); // of 8
    assertEquals("0.742", Growth.load(190)); // of 256
    assertEquals("0.750", Growth.load(192));
    assertEquals("0.377", Growth.load(193)); // of 512
    assertEquals("0.745", Growth.load(50_000_000)); // of 2^26
  }
}
