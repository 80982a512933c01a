// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.CurrentLayouter;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/// Two cache lines apart, for they are fetched in pairs: the fields of the two sides, those that
/// both read, and whatever object lies before or behind.
class SpscQueueLayout {
  private static final int APART = 128;

  @Test
  void keepsTheSidesApart() {
    check(ClassLayout.parseClass(SpscQueue.class, new CurrentLayouter()));
  }

  @Test
  void keepsTheSidesApartWithOtherHeaders() {
    ClassData data = ClassData.parseClass(SpscQueue.class);
    for (var model :
        List.of(
            new Model64(true, true),
            new Model64(false, true),
            new Model64(false, false),
            new Model64_Lilliput(true, 8, false),
            new Model64_Lilliput(false, 8, false))) {
      Layouter layouter = new HotSpotLayouter(model, 25);
      check(layouter.layout(data));
    }
  }

  private static void check(ClassLayout layout) {
    List<List<String>> groups =
        List.of(List.of("slots", "capacity", "mask"), List.of("tail", "limit"), List.of("head"));
    long end = 0; // of the group before
    for (List<String> group : groups) {
      List<FieldLayout> fields = new ArrayList<>();
      for (FieldLayout field : layout.fields()) {
        if (group.contains(field.name())) {
          fields.add(field);
        }
      }
      assertTrue(fields.size() == group.size(), () -> group + " in\n" + layout.toPrintable());
      long first = fields.stream().mapToLong(FieldLayout::offset).min().orElseThrow();
      long before = end;
      assertTrue(first - before >= APART, () -> group + " in\n" + layout.toPrintable());
      end = fields.stream().mapToLong(f -> f.offset() + f.size()).max().orElseThrow();
    }
    long last = end;
    assertTrue(layout.instanceSize() - last >= APART, layout::toPrintable);
  }
}
