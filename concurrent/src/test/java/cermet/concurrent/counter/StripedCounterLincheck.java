// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against one sum, in which threads take cells and grow the
/// stripes at any time. Lincheck knows no stores that wait, so that sums are linearizable for it.
class StripedCounterLincheck {
  private static final long START = Long.MAX_VALUE - 1;

  @Test
  void unitStepsAreLinearizable() {
    options().sequentialSpecification(Model.class).check(Summed.class);
  }

  @Test
  void takingUnitStepsIsLinearizable() {
    options().sequentialSpecification(Model.class).check(Taken.class);
  }

  @Test
  void allButCellsIsLinearizableInOneStripe() {
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

  public static final class Summed {
    private final StripedCounter counter = new StripedCounter(2, START);

    @Operation
    public void increment() {
      counter.increment();
    }

    @Operation
    public long sum() {
      return counter.sum();
    }

    @Operation
    public void claim() {
      counter.claim(Thread.currentThread());
    }

    @Operation
    public void grow() {
      counter.grow(counter.stripes());
    }
  }

  public static final class Taken {
    private final StripedCounter counter = new StripedCounter(2, START);

    @Operation
    public void increment() {
      counter.increment();
    }

    @Operation
    public long sumThenReset() {
      return counter.sumThenReset();
    }

    @Operation
    public void claim() {
      counter.claim(Thread.currentThread());
    }

    @Operation
    public void grow() {
      counter.grow(counter.stripes());
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

    public void claim() {}

    public void grow() {}
  }
}
