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

/// The fields of a handle are two cache lines from whatever object lies before or behind, since
/// they are fetched in pairs.
class CounterLayout {
  private static final int APART = 128;

  @Test
  void keepsTheFieldsAlone() {
    check(ClassLayout.parseClass(Counter.Handle.class, new CurrentLayouter()));
  }

  @Test
  void keepsTheFieldsAloneWithOtherHeaders() {
    ClassData data = ClassData.parseClass(Counter.Handle.class);
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
    List<String> names = List.of("value", "last", "closed", "owner", "counter");
    List<FieldLayout> fields =
        layout.fields().stream().filter(field -> names.contains(field.name())).toList();
    assertTrue(fields.size() == names.size(), layout::toPrintable);
    for (FieldLayout field : fields) {
      assertTrue(field.offset() >= APART, layout::toPrintable);
      long behind = layout.instanceSize() - field.offset() - field.size();
      assertTrue(behind >= APART, layout::toPrintable);
    }
  }
}
