// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; what does not escape is gone once compiled, in a
/// fork of its own.
class AllocationMeterAllocation {
  private long sink;
  private Object kept = "";

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

  @Tag("compiled")
  @Test
  void anObjectThatDoesNotEscapeIsGoneOnceCompiled() {
    assertEquals(0, AllocationMeter.bytesCompiled(() -> sink += new int[] {1, 2, 3}.length));
    assertEquals(16, AllocationMeter.bytesCompiled(() -> kept = new Object()));
  }
}
