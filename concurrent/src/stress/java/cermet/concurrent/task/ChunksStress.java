// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

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
}
