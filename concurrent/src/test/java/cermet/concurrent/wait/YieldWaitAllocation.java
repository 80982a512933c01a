// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class YieldWaitAllocation {
  private final YieldWait wait = new YieldWait();
  private int idle;

  @Test
  void noWaitAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            idle = wait.idle(idle);
            idle = wait.idle(idle, i & 1);
            wait.wake();
          }
        }));
  }
}
