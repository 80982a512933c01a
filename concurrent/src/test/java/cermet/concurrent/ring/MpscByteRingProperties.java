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

class MpscByteRingProperties {
  @Provide
  Arbitrary<List<RingModel.Step>> steps() {
    return RingModel.steps();
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(Long.MAX_VALUE - 100, Long.MAX_VALUE),
        Arbitraries.longs().between((1L << 62) - 100, (1L << 62) + 100),
        Arbitraries.longs().between(Integer.MAX_VALUE - 100L, Integer.MAX_VALUE + 100L));
  }

  @Property(tries = 1500)
  void behavesLikeADequeOfRecords(
      @ForAll @IntRange(min = 3, max = 8) int granuleLog,
      @ForAll @IntRange(min = 1, max = 6) int granulesLog,
      @ForAll boolean onHeap,
      @ForAll("starts") long start,
      @ForAll("steps") List<RingModel.Step> steps) {
    int granule = 1 << granuleLog;
    int capacity = granule << granulesLog;
    ByteRing<?> ring =
        onHeap
            ? MpscByteRing.allocate(capacity, granule, start)
            : MpscByteRing.allocate(capacity, granule, Arena.ofAuto(), start);
    int place = ((int) start & ((1 << granulesLog) - 1)) << granuleLog;
    new RingModel(ring, place, 0, granule, false).check(steps);
  }
}
