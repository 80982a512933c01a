// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static Calibration.Interval interval(double value, double low, double high) {
    return new Calibration.Interval("A b n=1", new Ratio(value, low, high), 1.01, 8, 32.5, 1.25);
  }

  @Test
  void anIntervalHoldsOneOrNot() {
    assertTrue(interval(1.02, 1.0, 1.04).holds());
    assertTrue(interval(0.98, 0.96, 1.0).holds());
    assertFalse(interval(1.02, 1.0001, 1.04).holds());
    assertFalse(interval(0.98, 0.96, 0.9999).holds());
  }

  @Test
  void aLineReadsBackAsItWasWritten() {
    var interval = interval(0.98, 0.9604, 1.0001);
    assertEquals("A b n=1\t0.9800\t0.9604\t1.0001\t1.0100\t8\t32.5\t1.25", interval.line());
    assertEquals(interval, Calibration.Interval.parse(interval.line()));
  }

  @Test
  void theSummaryCountsWhatHolds() {
    var intervals =
        List.of(interval(1, 0.9, 1.05), interval(1.02, 1.01, 1.03), interval(1, 0.95, 1.1));
    assertEquals(
        "SHORT: 2 of 3 intervals hold 1; they reach ±10.0 % (median; 9 of 10 below 10.9 %); 33 s"
            + " each",
        Calibration.summary(Kind.SHORT, intervals));
  }
}
