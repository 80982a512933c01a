// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class BackoffWaitAllocation {
  private final BackoffWait wait = new BackoffWait(300, 10, 1, 1000);
  private int idle;

  @Test
  void noWaitAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            idle = wait.idle(idle);
            wait.wake();
          }
          idle = wait.idle(idle, 1);
        }));
  }
}
