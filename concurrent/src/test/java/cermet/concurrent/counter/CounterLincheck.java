// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios of unit steps against one sum.
class CounterLincheck {
  @Test
  void unitStepsAreLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(2)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  public static final class Subject {
    private final Counter counter = new Counter(Long.MAX_VALUE - 1);

    @SuppressWarnings("ThreadLocalUsage") // one for each subject
    private final ThreadLocal<Counter.Handle> handle = ThreadLocal.withInitial(counter::handle);

    /// By a handle that the thread keeps.
    @Operation
    public void increment() {
      handle.get().increment();
    }

    /// By a handle for this once.
    @Operation
    public void visit() {
      try (var visitor = counter.handle()) {
        visitor.increment();
      }
    }

    @Operation
    public long sum() {
      return counter.sum();
    }

    /// By a handle that the thread will make anew.
    @Operation
    public void leave() {
      handle.get().close();
      handle.remove();
    }
  }

  /// What the counter is on one thread.
  public static final class Model {
    private long sum = Long.MAX_VALUE - 1;

    public void increment() {
      sum++;
    }

    public void visit() {
      sum++;
    }

    public long sum() {
      return sum;
    }

    public void leave() {}
  }
}
