// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Slice;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class SipHashAllocation {
  private long sink;

  @Test
  void hashesWithoutGarbage() {
    SipHash hash = SipHash.twoFour(5, 6);
    SipHash other = SipHash.oneThree(5, 6);
    SipHash.Stream stream = hash.stream();
    byte[] bytes = new byte[300];
    Slice slice = Slice.of(bytes);
    long allocated =
        AllocationMeter.bytes(() -> {
          for (int length = 0; length <= 300; length++) {
            sink += hash.hash(bytes, 0, length) + other.hash(bytes, 0, length);
            sink += hash.hash((long) length) + hash.hash(bytes) + hash.hash(slice);
            stream.add(bytes).add(bytes, 0, length).add(slice);
            sink += stream.addByte((byte) 1).addInt(length).addLong(length).hash();
          }
          stream.reset();
        });
    assertEquals(0, allocated);
  }
}
