// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class GrowthPlotTest {
  private static final Growth GROWTH = Samples.growth("A", "cermet.core.text");

  private static Document svg(List<Growth> growths) throws Exception {
    String text = GrowthPlot.file(growths, "a < b");
    var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
  }

  private static List<Element> elements(Document svg, String name, String style) {
    List<Element> found = new ArrayList<>();
    NodeList all = svg.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getAttribute("class").equals(style)) {
        found.add(element);
      }
    }
    return found;
  }

  /// The coordinates of a line: x, y, x, y and so on.
  private static double[] points(Element line) {
    return Arrays.stream(line.getAttribute("points").split("[ ,]", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static List<String> texts(Document svg, String style) {
    return elements(svg, "text", style).stream().map(Element::getTextContent).toList();
  }

  @Test
  void equalFactorsAreEqualLengths() throws Exception {
    Document svg = svg(List.of(GROWTH));
    // Ours is drawn last in each panel; the first panel is the hits'.
    double[] ours = points(elements(svg, "polyline", "path").get(1));
    assertEquals(6, ours.length);
    assertEquals(ours[2] - ours[0], ours[4] - ours[2], 0.2); // 10, 100, 1,000 entries
    assertEquals(ours[1] - ours[3], ours[3] - ours[5], 0.2); // 2, 4, 8 ns
    assertTrue(ours[0] < ours[2] && ours[1] > ours[3], Arrays.toString(ours));
    assertEquals("a < b", svg.getDocumentElement().getAttribute("aria-label"));
  }

  @Test
  void theLineLeavesOutWhatIsOnlyATooth() throws Exception {
    Document svg = svg(List.of(GROWTH));
    double[] peer = points(elements(svg, "polyline", "path").getFirst());
    assertEquals(4, peer.length); // 10 and 100 entries, not 60
    List<Element> teeth = elements(svg, "polyline", "tooth");
    assertEquals(1, teeth.size());
    double[] tooth = points(teeth.getFirst()); // 60 and 100
    assertEquals(peer[2], tooth[2], 0.05);
    assertEquals(peer[3], tooth[3], 0.05);
    assertTrue(tooth[0] > peer[0] && tooth[0] < tooth[2], Arrays.toString(tooth));
  }

  @Test
  void eachPanelNamesItsOperationAndEachLineItsContender() throws Exception {
    Document svg = svg(List.of(GROWTH));
    assertEquals(
        List.of("A hit, ns an operation", "A put, ns an operation"), texts(svg, "heading"));
    // From top to bottom by where the lines end: 8 ns at 1,000 entries, 3 ns at 100.
    assertEquals(List.of("Cermet", "B", "Cermet"), texts(svg, "name"));
    List<String> ticks = texts(svg, "tick");
    // 1 to 16 ns in steps of 1, 2, 5; then sizes; then 10 to 160 ns.
    assertEquals(
        List.of("1", "2", "5", "10", "20", "10", "100", "1k", "10", "20", "50", "100", "200"),
        ticks.subList(0, 13));
  }

  @Test
  void everyPointSaysItsFigures() {
    String file = GrowthPlot.file(List.of(GROWTH), "");
    assertTrue(file.contains("<title>B 9 hit, 60 entries: 5.00 (2.50–10.0) ns</title>"), file);
    assertEquals(8, file.split("<title>", -1).length - 1);
  }

  @Test
  void everythingLiesWithinTheImage() throws Exception {
    Document svg = svg(List.of(GROWTH, Samples.growth("C", "cermet.core.text")));
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    for (Element dot : elements(svg, "circle", "dot")) {
      double x = Double.parseDouble(dot.getAttribute("cx"));
      double y = Double.parseDouble(dot.getAttribute("cy"));
      assertTrue(x > 0 && x < width && y > 0 && y < height, x + ", " + y);
    }
    assertEquals(16, elements(svg, "circle", "dot").size());
  }

  @Test
  void labelsDoNotCoverEachOther() {
    assertArrayEquals(
        new double[] {10, 30, 50}, GrowthPlot.spread(new double[] {10, 30, 50}, 14, 0, 100));
    assertArrayEquals(
        new double[] {37, 51, 65}, GrowthPlot.spread(new double[] {50, 51, 52}, 14, 0, 100));
    assertArrayEquals(
        new double[] {10, 40, 54, 90},
        GrowthPlot.spread(new double[] {10, 47, 47, 90}, 14, 0, 100));
    assertArrayEquals(
        new double[] {0, 14, 28}, GrowthPlot.spread(new double[] {10, 11, 12}, 14, 0, 100));
    assertArrayEquals(
        new double[] {72, 86, 100}, GrowthPlot.spread(new double[] {97, 98, 99}, 14, 0, 100));
    assertArrayEquals(new double[] {5, 19}, GrowthPlot.spread(new double[] {-20, -10}, 14, 5, 100));
  }

  @Test
  void theAxisOfTimesHasStepsOfOneTwoAndFive() {
    assertEquals(0.5, GrowthPlot.step(0.7), 1e-12);
    assertEquals(1, GrowthPlot.step(1), 1e-12);
    assertEquals(20, GrowthPlot.step(49.9), 1e-12);
    assertEquals(50, GrowthPlot.step(50), 1e-12);
    double step = 0.1;
    List<Long> tenfold = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tenfold.add(Math.round(step * 10));
      step = GrowthPlot.next(step);
    }
    assertEquals(List.of(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L), tenfold);
  }

  @Test
  void aSingleSizeIsDrawnToo() throws Exception {
    Growth one =
        GROWTH.with(List.of(new Growth.Line("put", "Cermet", "", List.of(Samples.point(100, 20)))));
    Document svg = svg(List.of(one));
    assertEquals(1, elements(svg, "circle", "dot").size());
    assertFalse(GrowthPlot.file(List.of(one), "").contains("NaN"));
  }

  @Test
  void theImageHasColoursForLightAndDark() {
    String file = GrowthPlot.file(List.of(GROWTH), "");
    for (String side : List.of("side0", "side1", "side5")) {
      assertEquals(2, file.split("\\." + side + " \\{ color", -1).length - 1, side);
    }
    assertTrue(file.contains("prefers-color-scheme: dark"), file);
  }
}
