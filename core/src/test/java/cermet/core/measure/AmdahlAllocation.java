// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class AmdahlAllocation {
  private double sink;

  @Test
  void answersWithoutGarbage() {
    double[] parts = {0.1, 0.2, 0.7};
    double[] factors = {2, 3, 4};
    long bytes =
        AllocationMeter.bytes(() -> {
          for (int i = 1; i < 100; i++) {
            double part = i / 100.0;
            sink += Amdahl.speedup(part, i) + Amdahl.speedup(parts, factors) + Amdahl.limit(part);
            sink += Amdahl.factorFor(part, i) + Amdahl.partFor(i, part);
            sink += Amdahl.threads(part, i) + Amdahl.serialFor(i, i) + Amdahl.scaled(part, i);
          }
        });
    assertEquals(0, bytes);
  }
}
