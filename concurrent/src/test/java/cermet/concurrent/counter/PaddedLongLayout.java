// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.CurrentLayouter;
import org.openjdk.jol.layouters.HotSpotLayouter;

/// The value is two cache lines from whatever object lies before or behind, since they are fetched
/// in pairs.
class PaddedLongLayout {
  private static final int APART = 128;

  @Test
  void keepsTheValueAlone() {
    check(ClassLayout.parseClass(PaddedLong.class, new CurrentLayouter()));
  }

  @Test
  void keepsTheValueAloneWithOtherHeaders() {
    ClassData data = ClassData.parseClass(PaddedLong.class);
    for (var model :
        List.of(
            new Model64(true, true),
            new Model64(false, true),
            new Model64(false, false),
            new Model64_Lilliput(true, 8, false),
            new Model64_Lilliput(false, 8, false))) {
      check(new HotSpotLayouter(model, 25).layout(data));
    }
  }

  private static void check(ClassLayout layout) {
    List<FieldLayout> fields =
        layout.fields().stream().filter(field -> field.name().equals("value")).toList();
    assertTrue(fields.size() == 1, layout::toPrintable);
    FieldLayout value = fields.getFirst();
    assertTrue(value.offset() >= APART, layout::toPrintable);
    assertTrue(layout.instanceSize() - value.offset() - value.size() >= APART, layout::toPrintable);
  }
}
