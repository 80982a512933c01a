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

/// Two cache lines apart, for they are fetched in pairs: in the queue the fields of the two sides,
/// in a chunk the count that all producers write, and whatever object lies before or behind these.
class MpscChunkedQueueLayout {
  private static final int APART = 128;

  @Test
  void keepsTheSidesApart() {
    checkQueue(ClassLayout.parseClass(MpscChunkedQueue.class, new CurrentLayouter()));
    checkChunk(ClassLayout.parseClass(MpscChunkedQueue.Chunk.class, new CurrentLayouter()));
  }

  @Test
  void keepsTheSidesApartWithOtherHeaders() {
    ClassData queue = ClassData.parseClass(MpscChunkedQueue.class);
    ClassData chunk = ClassData.parseClass(MpscChunkedQueue.Chunk.class);
    for (var model :
        List.of(
            new Model64(true, true),
            new Model64(false, true),
            new Model64(false, false),
            new Model64_Lilliput(true, 8, false),
            new Model64_Lilliput(false, 8, false))) {
      var layouter = new HotSpotLayouter(model, 25);
      checkQueue(layouter.layout(queue));
      checkChunk(layouter.layout(chunk));
    }
  }

  private static void checkQueue(ClassLayout layout) {
    long end =
        check(layout, 0, List.of(List.of("head", "headChunk"), List.of("chunkSize", "tailChunk")));
    assertTrue(layout.instanceSize() - end >= APART, layout::toPrintable);
  }

  /// The fields before the count are read by both sides, and so is the header of the slots behind.
  private static void checkChunk(ClassLayout layout) {
    long end =
        check(layout, -APART, List.of(List.of("slots", "start", "next"), List.of("claimed")));
    assertTrue(layout.instanceSize() - end >= APART, layout::toPrintable);
  }

  private static long check(ClassLayout layout, long start, List<List<String>> groups) {
    long end = start; // of the group before
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
    return end;
  }
}
