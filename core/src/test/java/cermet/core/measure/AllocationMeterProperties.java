// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class AllocationMeterProperties {
  private byte @Nullable [] sink;

  /// An array takes its 16-byte header and its bytes, rounded up to 8.
  @Property
  void addsUpWhatIsAllocated(@ForAll @Size(max = 50) List<@IntRange(max = 5000) Integer> sizes) {
    int[] lengths = sizes.stream().mapToInt(Integer::intValue).toArray();
    long expected = 0;
    for (int length : lengths) {
      expected += 16 + (length + 7L) / 8 * 8;
    }
    sink = null;
    var meter = new AllocationMeter();
    meter.start();
    for (int length : lengths) {
      sink = new byte[length];
    }
    assertEquals(expected, meter.stop());
    assertEquals(lengths.length == 0, sink == null);
  }
}
