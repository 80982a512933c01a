// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.concurrent.queue.ObjectQueueModel.Step;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SpscQueueProperties {
  @Provide
  Arbitrary<List<Step>> steps() {
    return ObjectQueueModel.steps(true);
  }

  @Provide
  Arbitrary<Long> starts() {
    return ObjectQueueModel.starts();
  }

  @Property(tries = 2000)
  void behavesLikeABoundedArrayDeque(
      @ForAll @IntRange(min = 1, max = 150) int capacity,
      @ForAll("starts") long start,
      @ForAll("steps") List<Step> steps) {
    ObjectQueueModel.check(new SpscQueue<Integer>(capacity, start), steps);
  }
}
