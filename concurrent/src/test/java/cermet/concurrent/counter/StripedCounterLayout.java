// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.CurrentLayouter;
import org.openjdk.jol.layouters.HotSpotLayouter;

/// Cells are two cache lines from whatever object lies before or behind, since lines are fetched in
/// pairs; stripes are as far from each other and from the array's header, and the last one begins
/// so far from the next object.
class StripedCounterLayout {
  private static final int APART = 128;

  @Test
  void keepsTheCellsAlone() {
    checkCell(ClassLayout.parseClass(StripedCounter.Cell.class, new CurrentLayouter()));
    ClassData data = ClassData.parseClass(StripedCounter.Cell.class);
    for (var model :
        List.of(
            new Model64(true, true),
            new Model64(false, true),
            new Model64(false, false),
            new Model64_Lilliput(true, 8, false),
            new Model64_Lilliput(false, 8, false))) {
      checkCell(new HotSpotLayouter(model, 25).layout(data));
    }
  }

  private static void checkCell(ClassLayout layout) {
    List<String> names = List.of("value", "owner");
    List<FieldLayout> fields =
        layout.fields().stream().filter(field -> names.contains(field.name())).toList();
    assertEquals(names.size(), fields.size(), layout::toPrintable);
    for (FieldLayout field : fields) {
      assertTrue(field.offset() >= APART, layout::toPrintable);
      long behind = layout.instanceSize() - field.offset() - field.size();
      assertTrue(behind >= APART, layout::toPrintable);
    }
  }

  @Test
  void keepsTheStripesApart() throws InterruptedException {
    for (int doublings = 0; doublings < 4; doublings++) {
      int count = 1 << doublings;
      var counter = new StripedCounter(8, 0);
      for (int i = 0; i < doublings; i++) {
        counter.grow(counter.stripes());
      }
      long[] stripes = counter.stripes();
      Set<Integer> used = new HashSet<>();
      for (int i = 0; i < 400 && used.size() < count; i++) {
        Crowd.alone(counter::increment);
        for (int j = 0; j < stripes.length; j += StripedCounter.STRIDE) { // values
          if (stripes[j] != 0) {
            used.add(j);
          }
        }
      }
      assertEquals(count, used.size());
      check(stripes, used);
    }
  }

  private static void check(long[] stripes, Set<Integer> used) {
    ClassLayout layout = ClassLayout.parseInstance(stripes);
    long header = layout.instanceSize() - (long) stripes.length * Long.BYTES;
    List<Long> offsets = new ArrayList<>();
    used.stream().sorted().forEach(index -> offsets.add(header + (long) index * Long.BYTES));
    long before = header;
    for (long offset : offsets) {
      assertTrue(offset - before >= APART, offsets::toString);
      before = offset;
    }
    assertTrue(layout.instanceSize() - before >= APART, offsets::toString);
  }
}
