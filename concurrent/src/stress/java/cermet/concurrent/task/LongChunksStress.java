// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ForkJoinPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// What two threads that use the same chunks at once get: plain writes to arrays are seen by the
/// next pass, and by the caller.
public class LongChunksStress {
  private static final int LENGTH = LongChunks.CUT_OFF + 100;

  private LongChunksStress() {}

  /// Filters and sorts an array that counts down; each caller has its own.
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each its own, and whole")
  @State
  public static class FilterThenSort {
    private final LongChunks chunks = new LongChunks(new Chunks(2, ForkJoinPool.commonPool()));

    @Actor
    public void one(II_Result r) {
      r.r1 = works(3);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = works(4);
    }

    private int works(long factor) {
      long[] array = new long[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        array[i] = (LENGTH - i) * factor;
      }
      chunks.sort(array, 0, LENGTH);
      long[] kept = chunks.filter(array, 0, LENGTH, number -> number % (2 * factor) == 0);
      if (kept.length != LENGTH / 2) {
        return -1;
      }
      for (int i = 0; i < kept.length; i++) {
        if (kept[i] != 2 * factor * (i + 1)) {
          return -2;
        }
      }
      return 1;
    }
  }
}
