// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.concurrent.ring.ByteRing.Action;
import cermet.concurrent.ring.ByteRing.ControlledHandler;
import cermet.concurrent.ring.ByteRing.Handler;
import cermet.core.measure.AllocationMeter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class MpscByteRingAllocation {
  private long sum;

  @Test
  void noVerbAllocatesOnTheHeap() {
    checkAll(MpscByteRing.allocate(2048));
  }

  @Test
  void noVerbAllocatesOutsideTheHeap() {
    checkAll(MpscByteRing.allocate(2048, Arena.ofAuto()));
  }

  private void checkAll(ByteRing<?> ring) {
    byte[] bytes = new byte[100];
    MemorySegment segment = Arena.ofAuto().allocate(100);
    MemorySegment onHeap = MemorySegment.ofArray(bytes);
    Handler<Object> handler = (typeId, memory, offset, length) -> sum += length;
    ControlledHandler<Object> controlled =
        (typeId, memory, offset, length) -> length > 60 ? Action.COMMIT : Action.CONTINUE;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 500; i++) {
            ring.write(i, bytes, 0, i % 90);
            ring.write(i, segment, 10, i % 90);
            ring.write(i, onHeap, 0, 11);
            int first = ring.tryClaim(i, 5);
            int second = ring.tryClaim(i, 17);
            int third = ring.tryClaim(i, 17);
            ring.abort(third);
            ring.commit(second);
            ring.commit(first);
            ring.size();
            ring.capacity();
            ring.maxMessageLength();
            ring.memory();
            ring.read(handler, 2);
            ring.controlledRead(controlled);
            ring.tryClaim(i, 3);
            ring.unblock();
            ring.read(handler);
          }
        }));
  }
}
