// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class PaddedLongAllocation {
  private final PaddedLong cell = new PaddedLong();

  @Test
  void noModeAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            cell.set(cell.get() + 1);
            cell.setPlain(cell.getPlain() + 1);
            cell.setOpaque(cell.getOpaque() + 1);
            cell.setRelease(cell.getAcquire() + 1);
          }
        }));
  }

  @Test
  void noVerbAllocates() {
    LongUnaryOperator update = x -> x + 1;
    LongBinaryOperator function = Long::sum;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            cell.getAndSet(i);
            cell.getAndAdd(i);
            cell.getAndAddRelease(i);
            cell.addAndGet(i);
            cell.getAndIncrement();
            cell.incrementAndGet();
            cell.getAndDecrement();
            cell.decrementAndGet();
            cell.compareAndSet(i, i + 1);
            cell.compareAndExchange(i, i + 1);
            cell.compareAndExchangeAcquire(i, i + 1);
            cell.compareAndExchangeRelease(i, i + 1);
            cell.weakCompareAndSetVolatile(i, i + 1);
            cell.weakCompareAndSetAcquire(i, i + 1);
            cell.weakCompareAndSetRelease(i, i + 1);
            cell.weakCompareAndSetPlain(i, i + 1);
            cell.getAndUpdate(update);
            cell.updateAndGet(update);
            cell.getAndAccumulate(i, function);
            cell.accumulateAndGet(i, function);
          }
        }));
  }
}
