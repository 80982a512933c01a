// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections;

import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Runs a comparison with a model until a million random operations were done, or as many as {@code
 * -Dcermet.operations} says: 100000000 for the long run, which takes minutes a class.
 */
public final class Operations {
  private static final long WANTED = Math.max(1, Long.getLong("cermet.operations", 1_000_000));

  private Operations() {}

  /**
   * Runs with random numbers of its own each time, the same in every call.
   *
   * @param comparison takes random numbers and returns how many operations it did
   */
  public static void run(ToIntFunction<Random> comparison) {
    var seeds = new Random(1);
    long done = 0;
    while (done < WANTED) {
      long seed = seeds.nextLong();
      try {
        done += comparison.applyAsInt(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("new Random(" + seed + "L), after " + done + " operations", e);
      }
    }
  }

  /** One of these. */
  public static <T> T any(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A number from 1 on, mostly up to a limit, seldom up to a hundred times the limit. */
  public static int size(Random random, int limit) {
    return 1 + random.nextInt(random.nextInt(64) == 0 ? 100 * limit : limit);
  }
}
