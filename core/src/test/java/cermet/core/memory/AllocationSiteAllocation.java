// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class AllocationSiteAllocation {
  @Test
  void countingAllocatesNothing() {
    var site = new AllocationSite("site", 1 << 30);
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 100; i++) {
            site.close(site.open());
          }
        }));
  }
}
