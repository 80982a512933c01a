// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against one number.
class MaxCounterLincheck {
  private static final int INITIAL = 2;

  @Test
  void largestIsLinearizable() {
    options().sequentialSpecification(LargestModel.class).check(Largest.class);
  }

  @Test
  void smallestIsLinearizable() {
    options().sequentialSpecification(SmallestModel.class).check(Smallest.class);
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1);
  }

  @Param(name = "number", gen = IntGen.class, conf = "0:6")
  public static final class Largest {
    private final MaxCounter counter = MaxCounter.largest(INITIAL);

    @Operation
    public boolean propose(@Param(name = "number") int number) {
      return counter.propose(number);
    }

    @Operation
    public long get() {
      return counter.get();
    }

    @Operation
    public long getThenReset() {
      return counter.getThenReset();
    }
  }

  @Param(name = "number", gen = IntGen.class, conf = "-3:3")
  public static final class Smallest {
    private final MaxCounter counter = MaxCounter.smallest(INITIAL);

    @Operation
    public boolean propose(@Param(name = "number") int number) {
      return counter.propose(number);
    }

    @Operation
    public long get() {
      return counter.get();
    }

    @Operation
    public long getThenReset() {
      return counter.getThenReset();
    }
  }

  /// What the counter is on one thread.
  public static final class LargestModel {
    private long value = INITIAL;

    public boolean propose(int number) {
      boolean rises = number > value;
      value = Math.max(value, number);
      return rises;
    }

    public long get() {
      return value;
    }

    public long getThenReset() {
      long before = value;
      value = INITIAL;
      return before;
    }
  }

  /// What the counter is on one thread.
  public static final class SmallestModel {
    private long value = INITIAL;

    public boolean propose(int number) {
      boolean falls = number < value;
      value = Math.min(value, number);
      return falls;
    }

    public long get() {
      return value;
    }

    public long getThenReset() {
      long before = value;
      value = INITIAL;
      return before;
    }
  }
}
