// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class MpmcQueueConformance {
  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(
        ObjectQueueSuite.ofEnds("large", () -> new MpmcQueue<String>(1000).asQueue()),
        ObjectQueueSuite.ofEnds(
            "tight, wrapping", () -> new MpmcQueue<String>(8, Long.MAX_VALUE - 1).asQueue()));
  }

  @TestFactory
  List<DynamicNode> passesTheTestsOfJctools() throws Exception {
    int many = JctoolsSuite.MANY;
    int large = JctoolsSuite.LARGE;
    return List.of(
        JctoolsSuite.tests(many, many, 1, MessagePassing.of(new MpmcQueue<>(1))),
        JctoolsSuite.tests(many, many, large, MessagePassing.of(new MpmcQueue<>(large))));
  }
}
