// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away: the way of a result from its place to the taker.
class BoundedAllocation {
  private final Bounded.Buffer<String> buffer =
      new Bounded.Buffer<>(100, 0, Thread.currentThread());

  @Test
  void noResultAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            buffer.hasRoom();
            buffer.claim();
            buffer.put(buffer.append(), "a");
            buffer.announce();
            buffer.poll();
            buffer.poll();
            buffer.isDone();
          }
        }));
  }
}
