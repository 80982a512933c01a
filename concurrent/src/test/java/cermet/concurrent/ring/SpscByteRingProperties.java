// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import java.lang.foreign.Arena;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SpscByteRingProperties {
  @Provide
  Arbitrary<List<RingModel.Step>> steps() {
    return RingModel.steps();
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.longs().between(Long.MAX_VALUE - 100, Long.MAX_VALUE),
            Arbitraries.longs().between(Integer.MAX_VALUE - 100L, Integer.MAX_VALUE + 100L))
        .map(start -> start & -8);
  }

  @Property(tries = 1500)
  void behavesLikeADequeOfRecords(
      @ForAll @IntRange(min = 6, max = 11) int log,
      @ForAll boolean onHeap,
      @ForAll("starts") long start,
      @ForAll("steps") List<RingModel.Step> steps) {
    int capacity = 1 << log;
    ByteRing<?> ring =
        onHeap
            ? SpscByteRing.allocate(capacity, start)
            : SpscByteRing.allocate(capacity, Arena.ofAuto(), start);
    new RingModel(ring, (int) start & (capacity - 1), 8, 8, true).check(steps);
  }
}
