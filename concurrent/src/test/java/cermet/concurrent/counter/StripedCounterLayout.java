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
import org.openjdk.jol.info.ClassLayout;

/// Stripes are two cache lines from each other and from the array's header, since lines are fetched
/// in pairs, and the last one begins so far from the next object.
class StripedCounterLayout {
  private static final int APART = 128;

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
        counter.sumThenReset();
        Crowd.alone(counter::increment);
        for (int j = 0; j < stripes.length; j++) {
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
