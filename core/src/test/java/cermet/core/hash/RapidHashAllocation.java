// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class RapidHashAllocation {
  private long sink;

  @Test
  void hashesWithoutGarbage() {
    var hash = new RapidHash(5);
    byte[] bytes = new byte[300];
    long allocated =
        AllocationMeter.bytes(() -> {
          for (int length = 0; length <= 300; length++) {
            sink += hash.hash(bytes, 0, length) + hash.hash((long) length) + hash.seed();
          }
          sink += hash.hash(bytes);
        });
    assertEquals(0, allocated);
  }
}
