// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class PaddedReferenceAllocation {
  private final PaddedReference<String> cell = new PaddedReference<>("a");

  @Test
  void noModeAllocates() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            cell.set(cell.get());
            cell.setPlain(cell.getPlain());
            cell.setOpaque(cell.getOpaque());
            cell.setRelease(cell.getAcquire());
          }
        }));
  }

  @Test
  void noVerbAllocates() {
    UnaryOperator<String> update = x -> x.equals("a") ? "b" : "a";
    BinaryOperator<String> function = (x, y) -> y;
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          for (int i = 0; i < 1000; i++) {
            cell.getAndSet("a");
            cell.compareAndSet("a", "b");
            cell.compareAndExchange("b", "a");
            cell.compareAndExchangeAcquire("a", "b");
            cell.compareAndExchangeRelease("b", "a");
            cell.weakCompareAndSetVolatile("a", "b");
            cell.weakCompareAndSetAcquire("a", "b");
            cell.weakCompareAndSetRelease("a", "b");
            cell.weakCompareAndSetPlain("a", "b");
            cell.getAndUpdate(update);
            cell.updateAndGet(update);
            cell.getAndAccumulate("b", function);
            cell.accumulateAndGet("a", function);
          }
        }));
  }
}
