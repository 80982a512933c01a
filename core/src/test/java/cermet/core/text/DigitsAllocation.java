// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class DigitsAllocation {
  private long sink;

  @Test
  void parsesAndPrintsWithoutGarbage() {
    byte[] bytes = new byte[40];
    long allocated =
        AllocationMeter.bytes(() -> {
          for (int shift = 0; shift < 64; shift++) {
            long value = Long.MIN_VALUE >> shift;
            int end = Digits.print(value, bytes, 3);
            sink += Digits.parseLong(bytes, 3, end) + Digits.length(value);
            sink += Digits.print((int) value, bytes, 28);
            sink += Digits.parseInt(bytes, end - 1, end) + Digits.parseInt(bytes, 3, end, 1);
            sink += Digits.parseLong(bytes, 0, end, 1) + Digits.longFlaw(bytes, 0, end);
            for (int scale = 0; scale <= 18; scale++) {
              end = Digits.printFixed(value, scale, bytes, 3);
              sink += Digits.parseFixed(bytes, 3, end, scale);
              sink += Digits.parseFixed(bytes, 2, end, scale, 1);
              sink += Digits.parseScaled(bytes, 3, end, scale);
              sink += Digits.fixedFlaw(bytes, 2, end, scale);
            }
          }
        });
    assertEquals(0, allocated);
  }
}
