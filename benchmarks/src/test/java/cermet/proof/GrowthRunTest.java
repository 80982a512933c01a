// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthRunTest {
  private static double load(int size) {
    return Double.parseDouble(Growth.load(size));
  }

  @Test
  void theLineJoinsSizesThatFillATableAlike() {
    for (int size : GrowthRun.LEVEL) {
      assertEquals(0.745, load(size), 0.004, size + " entries");
    }
    assertEquals(50_000_000, GrowthRun.LEVEL.getLast());
  }

  @Test
  void upToAMillionThreeMoreSizesShowTheTooth() {
    List<Integer> sizes = GrowthRun.sizes();
    assertEquals(sizes.stream().sorted().distinct().toList(), sizes);
    assertEquals(7 + 3 * 5, sizes.size());
    assertEquals(List.of(101, 131, 162, 190, 808), sizes.subList(0, 5));
    int before = 0;
    for (int full : GrowthRun.LEVEL) {
      int least = before;
      List<Integer> tooth = sizes.stream().filter(s -> s > least && s <= full).toList();
      assertEquals(full < 1_000_000 ? 4 : 1, tooth.size());
      for (int size : tooth) { // in the same table, which holds no fewer than 0.375
        assertEquals(load(full) * size / full, load(size), 0.002);
        assertTrue(load(size) > 0.375, size + " entries");
      }
      before = full;
    }
  }

  @Test
  void allForksTakeTheMinutesThatAreGiven() {
    double seconds =
        3 * GrowthRun.sizes().stream().mapToDouble(size -> 1 + GrowthRun.seconds(size, 12)).sum();
    assertEquals(12 * 60, seconds, 1);
    assertEquals(0, GrowthRun.seconds(190, 1));
    assertTrue(GrowthRun.seconds(190, 12) > 4);
  }

  @Test
  void theHeapGrowsWithTheSize() {
    assertEquals("2g", GrowthRun.heap(781_250));
    assertEquals("4g", GrowthRun.heap(6_250_000));
    assertEquals("8g", GrowthRun.heap(50_000_000));
  }

  @Test
  void aPointIsTheMedianOfAllRoundsWithTheirQuartiles() {
    List<GrowthFork.Sample> samples = new ArrayList<>();
    for (double nanos : new double[] {9, 3, 5, 4, 100}) {
      samples.add(new GrowthFork.Sample("hit", "Hppc", nanos));
    }
    samples.add(new GrowthFork.Sample("put", "Cermet", 1.23456));
    List<Growth.Line> lines =
        GrowthRun.lines(
            Map.of(
                200,
                samples,
                100,
                List.of(
                    new GrowthFork.Sample("hit", "Hppc", 2),
                    new GrowthFork.Sample("hit", "Cermet", 1))));
    assertEquals(
        List.of("hit Cermet", "hit Hppc", "put Cermet"),
        lines.stream().map(line -> line.operation() + " " + line.contender()).toList());
    assertEquals(
        List.of(new Growth.Point(100, 2, 2, 2, 1), new Growth.Point(200, 4, 5, 9, 5)),
        lines.get(1).points());
    assertEquals(List.of(new Growth.Point(200, 1.235, 1.235, 1.235, 1)), lines.getLast().points());
    assertEquals("", lines.getFirst().version());
    assertTrue(lines.get(1).version().matches("\\d+\\..*"), lines.get(1).version());
  }
}
