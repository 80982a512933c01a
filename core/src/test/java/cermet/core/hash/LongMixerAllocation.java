// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class LongMixerAllocation {
  private long sink;

  @Test
  void mixesWithoutGarbage() {
    var mixer = new LongMixer(5);
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            sink += mixer.unmix(mixer.mix(i) + 1) + mixer.seed();
          }
        });
    assertEquals(0, bytes);
  }
}
