// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class CounterAllocation {
  @Test
  void neitherAddNorSumAllocates() {
    var counter = new Counter();
    var handle = counter.handle();
    var other = counter.handle();
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            handle.add(i);
            handle.increment();
            other.decrement();
            other.get();
            counter.sum();
          }
        }));
  }
}
