// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against one sum. The first increment is a sample, so that
/// threads grow the counter where they meet.
class StripedCounterLincheck {
  private static final long START = Long.MAX_VALUE - 1;

  @Test
  void unitStepsAreLinearizableWhileItGrows() {
    options().sequentialSpecification(Model.class).check(Growing.class);
  }

  @Test
  void allIsLinearizableInOneStripe() {
    options().sequentialSpecification(Model.class).check(Single.class);
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(2);
  }

  public static final class Growing {
    private final StripedCounter counter = new StripedCounter(4, START);

    @Operation
    public void increment() {
      counter.increment();
    }

    @Operation
    public long sum() {
      return counter.sum();
    }
  }

  public static final class Single {
    private final StripedCounter counter = new StripedCounter(1, START);

    @Operation
    public void increment() {
      counter.increment();
    }

    @Operation
    public void decrement() {
      counter.decrement();
    }

    @Operation
    public long sum() {
      return counter.sum();
    }

    @Operation
    public long sumThenReset() {
      return counter.sumThenReset();
    }
  }

  /// What the counter is on one thread.
  public static final class Model {
    private long sum = START;

    public void increment() {
      sum++;
    }

    public void decrement() {
      sum--;
    }

    public long sum() {
      return sum;
    }

    public long sumThenReset() {
      long before = sum;
      sum = 0;
      return before;
    }
  }
}
