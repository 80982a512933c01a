// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class NativeBufferAllocation {
  long sink;

  @Test
  void readsAndWritesWithoutGarbage() {
    NativeBuffer buffer = NativeBuffer.allocate(128, Arena.ofAuto());
    HeapBuffer heap = HeapBuffer.allocate(128);
    byte[] bytes = new byte[32];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sink += HeapBufferAllocation.access(buffer) + ordered(buffer);
          buffer.putBytes(0, bytes, 0, 32);
          buffer.getBytes(7, bytes, 0, 32);
          buffer.putBytes(3, buffer, 9, 50);
          buffer.putBytes(3, heap, 9, 50);
          sink += buffer.indexOf(0, 128, (byte) 7);
        }));
  }

  static long ordered(Buffer buffer) {
    buffer.putIntRelease(4, 1);
    buffer.putLongVolatile(8, 2);
    long sum = buffer.getLongAcquire(8) + buffer.getIntOpaque(4) + buffer.getAndAddLong(8, 1);
    return buffer.compareAndSetLong(8, 3, 4) ? sum : -sum;
  }
}
