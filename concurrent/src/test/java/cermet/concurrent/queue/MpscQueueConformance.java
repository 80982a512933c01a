// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class MpscQueueConformance {
  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(
        ObjectQueueSuite.whole("large", () -> new MpscQueue<String>(1000).asQueue()),
        ObjectQueueSuite.whole(
            "tight, wrapping", () -> new MpscQueue<String>(8, Long.MAX_VALUE - 1).asQueue()));
  }

  @TestFactory
  List<DynamicNode> passesTheTestsOfJctools() throws Exception {
    int many = JctoolsSuite.MANY;
    int large = JctoolsSuite.LARGE;
    return List.of(
        JctoolsSuite.tests(many, 1, 1, MessagePassing.of(new MpscQueue<>(1))),
        JctoolsSuite.tests(many, 1, large, MessagePassing.of(new MpscQueue<>(large))));
  }
}
