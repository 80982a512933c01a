// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class MpscChunkedQueueConformance {
  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(
        ObjectQueueSuite.whole("one chunk", () -> new MpscChunkedQueue<String>(1000).asQueue()),
        ObjectQueueSuite.whole(
            "many chunks, wrapping",
            () -> new MpscChunkedQueue<String>(2, Long.MAX_VALUE - 1).asQueue()));
  }

  @TestFactory
  List<DynamicNode> passesTheTestsOfJctools() throws Exception {
    return List.of(
        JctoolsSuite.tests(
            JctoolsSuite.MANY,
            1,
            JctoolsSuite.UNBOUNDED,
            MessagePassing.of(new MpscChunkedQueue<>(64))));
  }
}
