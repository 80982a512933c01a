// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class ParkWaitAllocation {
  private final ParkWait wait = new ParkWait(1_000);
  private int idle;

  @Test
  void nothingButAParkAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            idle = wait.idle(0);
            wait.wake();
            idle = wait.idle(idle); // does not park: a wake came between
            wait.wake();
          }
        }));
  }
}
