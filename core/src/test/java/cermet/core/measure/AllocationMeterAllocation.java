// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AllocationMeterAllocation {
  private long sink;

  @Test
  void measuresWithoutGarbage() {
    var inner = new AllocationMeter();
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            inner.start();
            sink += inner.stop();
          }
        });
    assertEquals(0, bytes);
    assertEquals(0, sink);
  }
}
