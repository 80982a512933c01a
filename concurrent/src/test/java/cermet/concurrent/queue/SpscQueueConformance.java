// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class SpscQueueConformance {
  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(
        ObjectQueueSuite.whole("large", () -> new SpscQueue<String>(1000).asQueue()),
        ObjectQueueSuite.whole(
            "tight, wrapping", () -> new SpscQueue<String>(8, Long.MAX_VALUE - 1).asQueue()));
  }

  @TestFactory
  List<DynamicNode> passesTheTestsOfJctools() throws Exception {
    return List.of(
        JctoolsSuite.tests(1, 1, 1, MessagePassing.of(new SpscQueue<>(1))),
        JctoolsSuite.tests(
            1, 1, JctoolsSuite.LARGE, MessagePassing.of(new SpscQueue<>(JctoolsSuite.LARGE))));
  }
}
