// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class DecimalsAllocation {
  private double sink;

  @Test
  void parsesAndPrintsWithoutGarbage() {
    byte[] bytes = new byte[60];
    double[] values = {0, -0.0, 1, -12.5, 1e-3, 1e7, Math.PI, Double.MIN_VALUE, -Double.MAX_VALUE};
    Slice slice = Slice.of("-1.2345678901234567e-300");
    long allocated =
        AllocationMeter.bytes(() -> {
          for (double value : values) {
            int end = Decimals.printDouble(value, bytes, 3);
            sink += Decimals.parseDouble(bytes, 3, end) + Decimals.flaw(bytes, 3, end);
            sink += Decimals.parseDouble(bytes, 0, end, 1);
            end = Decimals.printFloat((float) value, bytes, 3);
            sink += Decimals.parseFloat(bytes, 3, end) + Decimals.parseFloat(bytes, 0, end, 1);
            end = Decimals.printFixed(value % 1e18, 18, bytes, 3);
            sink += Decimals.parseDouble(bytes, 3, Math.min(end, 22));
          }
          sink += Decimals.printDouble(Double.NaN, bytes, 3);
          sink += Decimals.printFloat(Float.NEGATIVE_INFINITY, bytes, 3);
          sink += Decimals.printFixed(Double.POSITIVE_INFINITY, 2, bytes, 3);
          sink += Decimals.parseDouble(slice) + Decimals.parseFloat(slice);
        });
    assertEquals(0, allocated);
  }

  /// Nineteen digits never need more than the table; further ones only where they decide.
  @Test
  void readsManyDigitsWithoutGarbageWhereTheFirstDecide() {
    byte[] exact = "9007199254740993.000".getBytes(StandardCharsets.US_ASCII); // halfway
    byte[] many = "3.14159265358979323846264338327950288".getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sink += Decimals.parseDouble(exact, 0, exact.length);
          sink += Decimals.parseFloat(exact, 0, exact.length);
          sink += Decimals.parseDouble(many, 0, many.length);
        }));
  }
}
