// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.concurrent.wait.SpinWait;
import cermet.core.measure.AllocationMeter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class ChannelAllocation {
  @Test
  void noCallThatNeedNotParkAllocates() {
    for (int capacity : new int[] {64, 100}) {
      var channel = new Channel<String>(capacity);
      assertEquals(0, AllocationMeter.bytes(() -> useAll(channel)));
    }
  }

  @Test
  void noWaitByAStrategyAllocates() {
    var channel = new Channel<String>(1, new SpinWait());
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          useAll(channel);
          try {
            for (int i = 0; i < 100; i++) {
              channel.poll(1, TimeUnit.NANOSECONDS);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }));
  }

  private static void useAll(Channel<String> channel) {
    try {
      for (int i = 0; i < 1000; i++) {
        channel.put("a");
        channel.take();
        channel.offer("b");
        channel.poll();
        channel.offer("c", 1, TimeUnit.SECONDS);
        channel.size();
        channel.isEmpty();
        channel.isClosed();
        channel.isDrained();
        channel.poll(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
