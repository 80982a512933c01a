// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InstructionsTest {
  @Test
  void aSecondLookAtTheTimeSeldomChangesHowManyCallsAreCounted() {
    for (double nanos : new double[] {15e3, 17e3, 20e3, 25e3, 29e3}) {
      assertEquals(1024, Instructions.calls(nanos), "nanos: " + nanos);
    }
  }

  @Test
  void neitherShortNorLongCallsRunOutOfBounds() {
    assertEquals(1 << 24, Instructions.calls(0.001));
    assertEquals(1 << 24, Instructions.calls(0));
    assertEquals(256, Instructions.calls(1e12));
  }
}
