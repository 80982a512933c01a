// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// What two threads that fold at once get: all that the bodies wrote, by plain stores, and nothing
/// of each other.
public class ChunksStress {
  private ChunksStress() {}

  private static final class Sum {
    long value;

    Sum plus(Sum other) {
      value += other.value;
      return this;
    }
  }

  /// What the caller wrote before is seen by the bodies, what they wrote is seen by the merge.
  @JCStressTest
  @Outcome(id = "12, 24", expect = ACCEPTABLE, desc = "each its own, and whole")
  @State
  public static class Folds {
    private final Chunks chunks = new Chunks(2);

    @Actor
    public void one(II_Result r) {
      r.r1 = fold(2);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = fold(4);
    }

    private int fold(int factor) {
      int[] factors = new int[4];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = i * factor;
      }
      Sum sum =
          chunks.fold(
              0,
              factors.length,
              1,
              Sum::new,
              (state, from, to) -> state.value += factors[(int) from],
              Sum::plus);
      return (int) sum.value;
    }
  }

  /// The same on a pool, whose tasks may come before, while or after the caller closes the gate.
  @JCStressTest
  @Outcome(id = "12, 24", expect = ACCEPTABLE, desc = "each its own, and whole")
  @State
  public static class PoolFolds {
    private final Chunks chunks = new Chunks(2, ForkJoinPool.commonPool());

    @Actor
    public void one(II_Result r) {
      r.r1 = fold(2);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = fold(4);
    }

    private int fold(int factor) {
      int[] factors = new int[4];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = i * factor;
      }
      Sum sum =
          chunks.fold(
              0,
              factors.length,
              1,
              Sum::new,
              (state, from, to) -> state.value += factors[(int) from],
              Sum::plus);
      return (int) sum.value;
    }
  }

  /// A task of a pool that comes while the caller closes the gate is waited for, or does nothing.
  @JCStressTest
  @Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "came too late, or found no chunk")
  @Outcome(id = "3, 1", expect = ACCEPTABLE, desc = "took one chunk")
  @Outcome(id = "3, 2", expect = ACCEPTABLE, desc = "took both")
  @State
  public static class Gate {
    private volatile @Nullable Runnable task;
    private volatile boolean folded;

    private static final class Taken {
      int sum;
      int byTask;
    }

    @Actor
    public void fold(II_Result r) {
      Thread caller = Thread.currentThread();
      Taken taken =
          new Chunks(2, made -> task = made)
              .fold(
                  1,
                  3,
                  1,
                  Taken::new,
                  (state, from, to) -> {
                    state.sum += (int) from;
                    state.byTask += Thread.currentThread().equals(caller) ? 0 : 1;
                  },
                  (one, other) -> {
                    one.sum += other.sum;
                    one.byTask += other.byTask;
                    return one;
                  });
      folded = true;
      r.r1 = taken.sum;
      r.r2 = taken.byTask;
    }

    @Actor
    public void run() {
      Runnable made = task;
      while (made == null && !folded) {
        Thread.onSpinWait();
        made = task;
      }
      if (made != null) {
        made.run();
      }
    }
  }
}
