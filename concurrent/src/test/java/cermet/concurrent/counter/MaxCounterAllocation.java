// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class MaxCounterAllocation {
  @Test
  void noVerbAllocates() {
    var largest = MaxCounter.largest(0);
    var smallest = MaxCounter.smallest(0);
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = -500; i < 500; i++) {
            largest.propose(i);
            smallest.propose(-i);
            largest.get();
            smallest.get();
            if (i % 100 == 0) {
              largest.getThenReset();
            }
          }
        }));
  }
}
