// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static cermet.proof.Samples.evidence;
import static cermet.proof.Samples.rich;
import static cermet.proof.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {
  @TempDir Path temp;

  private Report report(List<Evidence> fresh, List<Evidence> known) throws Exception {
    return new Report(temp, fresh, known);
  }

  private String page(Evidence... known) throws Exception {
    return new Page(report(List.of(), List.of(known)), temp).html();
  }

  /// The cells of the table's row that begins so.
  private static List<String> cells(String table, String... start) {
    for (String line : table.lines().toList()) {
      var cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
      if (cells.size() > start.length
          && cells.subList(1, start.length + 1).equals(List.of(start))) {
        return cells.subList(1, cells.size());
      }
    }
    throw new AssertionError("no row " + List.of(start) + " in\n" + table);
  }

  private static Document svg(String text) throws Exception {
    var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
  }

  /// The x of each end of the span in the only row with this style.
  private static double[] span(Document svg, String style) {
    NodeList groups = svg.getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      if (group.getAttribute("class").equals(style)) {
        NodeList lines = group.getElementsByTagName("line");
        Element line = (Element) lines.item(0);
        return new double[] {
          Double.parseDouble(line.getAttribute("x1")), Double.parseDouble(line.getAttribute("x2"))
        };
      }
    }
    throw new AssertionError("no " + style);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void freshRowsStandFirstAndHideTheirOlderSelves() throws Exception {
    var known = evidence("A", row("hit", "B", 2, "win"), row("miss", "B", 1, "tie"));
    String table =
        new Markdown(report(List.of(evidence("A", row("hit", "B", 3, "win"))), List.of(known)))
            .table();
    assertEquals(
        List.of("A", "hit", "B 9", "3.00", "2.70–3.30", "win", "5.00", "15.0", "0", "–", "now"),
        cells(table, "A", "hit"));
    assertEquals("2020-01-02", cells(table, "A", "miss").getLast());
    assertTrue(table.indexOf("| hit ") < table.indexOf("| miss "), table);
    assertFalse(table.contains("2.00"), table);
  }

  @Test
  void aRowOfAnotherMachineStaysBesideTheFreshOne() throws Exception {
    var there =
        evidence("A", "cermet.core.text", Samples.machine("big"), row("hit", "B", 2, "win"));
    var report = report(List.of(evidence("A", row("hit", "B", 3, "win"))), List.of(there));
    assertEquals(List.of("A", "B"), report.items().stream().map(Item::setup).toList());
    assertTrue(report.setups().getLast().startsWith("B: big, 2 cores"), report.setups().toString());
  }

  @Test
  void aRowThatIsOlderThanItsFileNamesItsOwnMachineAndSaysThatTheCodeChanged() throws Exception {
    var older =
        evidence("A", "cermet.core.text", Samples.machine("big"), row("hit", "B", 2, "win"));
    var newer = Samples.of("newer", evidence("A", row("miss", "B", 3, "win"))).over(older);
    var report = report(List.of(), List.of(newer));
    assertEquals(List.of("B", "A"), report.items().stream().map(Item::setup).toList());
    assertTrue(report.setups().getLast().startsWith("B: big, 2 cores"), report.setups().toString());
    String page = new Markdown(report).module("core", report.items());
    assertTrue(page.contains("2020-01-02 on B, earlier code"), page);
    assertTrue(page.contains("2020-01-02 on A<br>"), page);
  }

  @Test
  void theSentenceCountsWhatItSays() throws Exception {
    String sentence =
        report(
                List.of(),
                List.of(
                    evidence("A", row("hit", "P", 2, "win"), row("hit", "Q", 1, "tie")),
                    evidence("C", row("hit", "P", 0.5, "loss"), Samples.unmeasured("put", "P"))))
            .sentence();
    assertEquals(
        "3 cases of 2 primitives against 2 peers: 4 comparisons on cpu (2 cores, os) with jdk,"
            + " 2020-01-02: 1 win, 1 tie, 1 loss, 1 not measured here.",
        sentence);
  }

  @Test
  void findsTheModuleByTheSourceWhereTheFileDoesNotSayIt() throws Exception {
    for (String file :
        List.of(
            "io/src/main/java/cermet/io/line/Liner.java",
            "benchmarks/src/main/java/cermet/flagship/Whole.java")) {
      Files.createDirectories(temp.resolve(file).getParent());
      Files.createFile(temp.resolve(file));
    }
    var machine = Samples.machine("cpu");
    var report =
        report(
            List.of(),
            List.of(
                evidence("Gone", null, machine, row("a", "B", 2, "win")),
                evidence("Whole", null, machine, row("a", "B", 2, "win")),
                evidence("Liner", null, machine, row("a", "B", 2, "win")),
                evidence("Said", "cermet.core.text", machine, row("a", "B", 2, "win"))));
    assertEquals(
        List.of("core", "io", "flagship", "other"), List.copyOf(report.modules().keySet()));
    assertEquals("cermet.io.line", report.modules().get("io").getFirst().packageName());
  }

  @Test
  void numbersInNamesSortByTheirSize() throws Exception {
    var report =
        report(
            List.of(),
            List.of(
                evidence(
                    "A",
                    row("put n=1000", "B", 2, "win"),
                    row("put n=413", "B", 2, "win"),
                    row("hit n=5", "B", 2, "win"))));
    assertEquals(
        List.of("hit n=5", "put n=413", "put n=1000"),
        report.items().stream().map(item -> item.row().name()).toList());
  }

  @Test
  void figuresHaveThreeDigits() {
    assertEquals(
        List.of("0", "0.0123", "0.852", "1.00", "10.0", "57.1", "999", "1,000", "12,300", "–"),
        Stream.of(0.0, 0.01234, 0.8516, 0.9996, 9.999, 57.08, 999.4, 999.6, 12_345.0, Double.NaN)
            .map(Figure::number)
            .toList());
    assertEquals("1.00 µs", Figure.time(999.6));
    assertEquals("2.17 s", Figure.time(2.171e9));
    assertEquals("263 kB", Figure.bytes(263_100.0));
    assertEquals("0 B", Figure.bytes(0.0));
    assertEquals("–", Figure.span(1.0, null));
    assertEquals("±3.1 %", Figure.percent(1.031));
  }

  @Test
  void thePlotPutsIntervalsOnALogAxis() throws Exception {
    var items =
        report(
                List.of(),
                List.of(
                    evidence(
                        "A",
                        row("a", "B", 2, "win"),
                        row("b", "B", 1, "tie"),
                        row("c", "B", 0.5, "loss"))))
            .items();
    var svg = svg(Plot.file(items, "a < b"));
    double[] win = span(svg, "win");
    double[] tie = span(svg, "tie");
    double[] loss = span(svg, "loss");
    // Each interval is from 0.9 to 1.1 times its ratio, so that equal factors are equal lengths.
    assertEquals(win[1] - win[0], loss[1] - loss[0], 0.2);
    assertEquals(win[0] - tie[0], tie[0] - loss[0], 0.2);
    assertTrue(win[0] > tie[1] && tie[0] > loss[1]);
    assertEquals("a < b", svg.getDocumentElement().getAttribute("aria-label"));
  }

  @Test
  void whatLeavesTheAxisEndsInAnArrow() throws Exception {
    String inside =
        Plot.inPage(
            true,
            report(List.of(), List.of(evidence("A", row("a", "B", 20, "win")))).items(),
            "",
            i -> "");
    assertEquals(0, count(inside, "class='arrow'"));
    assertEquals(1, count(inside, "class='mark'"));
    var rows = evidence("A", row("a", "B", 57, "win"), row("b", "B", 0.01, "loss"));
    String beyond = Plot.inPage(true, report(List.of(), List.of(rows)).items(), "", i -> "");
    assertEquals(2, count(beyond, "class='arrow'"));
    assertEquals(0, count(beyond, "class='mark'"));
    assertTrue(beyond.contains(">57.0<") && beyond.contains(">0.0100<"), beyond);
  }

  @Test
  void theFloorIsDrawnAroundOne() throws Exception {
    var items = report(List.of(), List.of(evidence("A", rich("a", "B", 2, "win")))).items();
    NodeList rects = svg(Plot.file(items, "")).getElementsByTagName("rect");
    Element floor = null;
    for (int i = 0; i < rects.getLength() && floor == null; i++) {
      Element rect = (Element) rects.item(i);
      floor = rect.getAttribute("class").equals("floor") ? rect : null;
    }
    double[] span = span(svg(Plot.file(items, "")), "win");
    double octave = (span[1] - span[0]) / (Math.log(1.1 / 0.9) / Math.log(2));
    // The row's own floor, 1.05 to both sides, not the file's.
    assertEquals(
        2 * octave * Math.log(1.05) / Math.log(2),
        Double.parseDouble(floor.getAttribute("width")),
        0.3);
  }

  @Test
  void thePageShowsEveryFigureOfARow() throws Exception {
    String page = page(evidence("A", rich("hit size=10", "B", 2, "win")));
    for (String figure :
        List.of(
            "2.00",
            "1.80–2.20",
            "3.00",
            "2.00–4.00",
            "5.00 ns",
            "10.0 ns",
            "5.50 ns",
            "11.0 ns",
            "6.50 ns",
            "13.0 ns",
            "24.0 B",
            "48.0 B",
            "17.0",
            "41.0",
            "19.0",
            "52.0",
            "0.510",
            "1.25",
            "0.125",
            "0.250",
            "8",
            "full",
            "2020-01-02",
            "floor ±5.0 %")) {
      assertTrue(page.contains(">" + figure + "</span>"), figure);
    }
    assertTrue(
        page.contains(
            "single events, p25 / p50 / p99 / p99.9: Cermet 120 ns / 180 ns / 950 ns / 4.20 µs;"
                + " B 220 ns / 310 ns / 81.0 µs / 1.25 ms"));
    assertTrue(page.contains("inlined LongLongMap.get, Mixer.mix"));
    assertTrue(
        page.contains("data-copy='mvn -Pproofs verify -Dproofs=A.hit -Dproofs.depth=full'"), page);
    assertTrue(page.contains("valgrind 3.19, JDK 25, features avx2"));
    assertFalse(page.contains("apt-get install valgrind"));
  }

  @Test
  void aColumnThatSaysNothingIsLeftOut() throws Exception {
    // A bare row: no instructions, no misses, and a p50 that is the time.
    String page = page(evidence("A", row("hit", "B", 2, "win")));
    assertTrue(page.contains("data-label='time'"), page);
    for (String column : List.of("p50", "instructions", "instr. G1", "L1 misses", "LL misses")) {
      assertFalse(page.contains("data-label='" + column + "'"), column);
    }
  }

  @Test
  void thePageNeedsNothingBesideIt() throws Exception {
    String page = page(evidence("A", row("hit", "B", 2, "win")));
    assertFalse(Pattern.compile("src=|@import|url\\(|https?:|<link").matcher(page).find(), page);
    assertFalse(Pattern.compile("\\{[a-z]+}").matcher(page).find(), page);
    assertTrue(page.contains("apt-get install valgrind"));
  }

  @Test
  void everyLinkOfThePageLeadsSomewhereOnce() throws Exception {
    String page =
        page(
            evidence("A", row("hit n=1", "B", 2, "win"), row("hit n=10", "B", 0.5, "loss")),
            evidence("C", "cermet.io.line", Samples.machine("cpu"), row("x", "B", 1, "tie")));
    var links = Pattern.compile("href='#([^']*)'").matcher(page).results().toList();
    assertTrue(links.size() >= 8, page);
    for (var link : links) {
      assertEquals(1, count(page, " id='" + link.group(1) + "'"), link.group(1));
    }
  }

  @Test
  void thePageShowsHowCostGrows() throws Exception {
    var known = List.of(evidence("A", row("hit", "B", 2, "win")));
    String without = page(known.getFirst());
    assertFalse(without.contains("How cost grows") || without.contains("how cost grows"), without);
    var growth = Samples.growth("A", "cermet.core.text");
    String page = new Page(new Report(temp, List.of(), known, List.of(growth)), temp).html();
    assertEquals(1, count(page, "<h3 id='growth-core'>How cost grows</h3>"));
    assertEquals(1, count(page, "<a href='#growth-core'>how cost grows</a>"));
    assertTrue(
        page.contains("Nanoseconds an operation of A and peers with 10 to 1,000 entries"), page);
    assertEquals(2 * 2, count(page, ", ns an operation</text>")); // wide and narrow
    assertTrue(page.contains("<td class='fastest'>3.00 (1.50–6.00)</td>"), page);
    assertTrue(page.contains(".plot .side0 { color"), page);
    assertFalse(Pattern.compile("\\{[a-z]+}").matcher(page).find(), page);
  }

  @Test
  void growthOfAModuleWithoutProofsWaitsForThem() throws Exception {
    var known = List.of(evidence("A", row("hit", "B", 2, "win")));
    var growth = Samples.growth("Far", "cermet.io.line");
    String page = new Page(new Report(temp, List.of(), known, List.of(growth)), temp).html();
    assertFalse(page.contains("cost grows"), page);
  }

  @Test
  void theTextOfEvidenceIsEscaped() throws Exception {
    String page = page(evidence("A", row("a<b>&'\"c {rows} $1", "B<i>", 0.5, "loss")));
    assertTrue(page.contains("a&lt;b&gt;&amp;&#39;&quot;c {rows} $1"), page);
    assertFalse(page.contains("a<b") || page.contains("B<i>"), page);
    String markdown =
        new Markdown(report(List.of(), List.of(evidence("A", row("a|b<c", "B", 2, "win")))))
            .summary("");
    assertTrue(markdown.contains("| a\\|b&lt;c |"), markdown);
  }

  @Test
  void aRowWithoutARatioIsSaidInWordsAndNotPlotted() throws Exception {
    String page = page(evidence("A", Samples.unmeasured("put", "B")));
    assertFalse(page.contains("<figure>") || page.contains("<option"), page);
    assertTrue(page.contains("Not measured here: A put against B 9."), page);
    assertTrue(page.contains("<span>not measured here</span>"), page);
    assertTrue(page.contains("wants four cores"), page);
  }

  @Test
  void aFlameGraphIsLinkedWhereItLies() throws Exception {
    var evidence = evidence("A", row("hit n=1", "B", 2, "win"));
    assertFalse(page(evidence).contains("flame graph"));
    Files.createDirectories(temp.resolve("flame"));
    Files.createFile(temp.resolve("flame/A-hit n=1.html"));
    assertTrue(page(evidence).contains("<a href='flame/A-hit%20n=1.html'>flame graph</a>"));
  }
}
