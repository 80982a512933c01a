// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class StripedCounterAllocation {
  @Test
  void noVerbAllocates() {
    for (int doublings = 0; doublings < 4; doublings++) {
      var counter = new StripedCounter(8, 0);
      for (int i = 0; i < doublings; i++) {
        counter.grow(counter.stripes());
      }
      assertEquals(
          0,
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 1000; i++) {
              counter.add(i);
              counter.increment();
              counter.decrement();
              counter.sum();
              counter.sumThenReset();
            }
          }));
    }
  }
}
