// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a flag: has a wake come since the waiter armed?
class ParkWaitLincheck {
  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  /// One waiter, any number of wakers.
  public static final class Subject {
    private final ParkWait wait = new ParkWait(Long.MAX_VALUE, -1);
    private int key = wait.idle(0);

    @Operation(nonParallelGroup = "waiter")
    public void arm() {
      key = wait.idle(0);
    }

    @Operation(nonParallelGroup = "waiter")
    public boolean isWoken() {
      return wait.isWoken(key);
    }

    @Operation(nonParallelGroup = "waiter")
    public boolean parks() {
      boolean parks = !wait.isWoken(key);
      return parks || wait.idle(key) != 0; // after a wake it returns, and never parks
    }

    @Operation
    public void wake() {
      wait.wake();
    }
  }

  /// What it is on one thread.
  public static final class Model {
    private boolean woken;

    public void arm() {
      woken = false;
    }

    public boolean isWoken() {
      return woken;
    }

    public boolean parks() {
      return !woken;
    }

    public void wake() {
      woken = true;
    }
  }
}
