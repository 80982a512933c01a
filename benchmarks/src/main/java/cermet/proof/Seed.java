// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.SplittableRandom;

/// Seeds for the inputs of benchmarks: fresh in every fork, so that no fork's luck is repeated; the
/// same in all where instructions are counted, so that two counts differ by the code only.
public final class Seed {
  /// The system property that fixes the seeds; only the proof runner sets it.
  static final String PROPERTY = "cermet.seed";

  private static final SplittableRandom SEEDS =
      Long.getLong(PROPERTY) == null
          ? new SplittableRandom()
          : new SplittableRandom(Long.getLong(PROPERTY));

  private Seed() {}

  /// Returns a seed that no earlier call in this fork returned.
  public static synchronized long fresh() {
    return SEEDS.nextLong();
  }
}
