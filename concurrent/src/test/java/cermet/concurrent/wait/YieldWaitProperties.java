// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class YieldWaitProperties {
  @Property
  void countsWaitsInARow(@ForAll int counter, @ForAll @IntRange(max = 600) int waits) {
    var wait = new YieldWait();
    int idle = counter;
    for (int i = 0; i < waits; i++) {
      idle = wait.idle(idle);
    }
    assertEquals(counter + waits, idle);
  }

  @Property
  void workResets(@ForAll int counter, @ForAll int workCount) {
    var wait = new YieldWait();
    assertEquals(workCount > 0 ? 0 : counter + 1, wait.idle(counter, workCount));
  }
}
