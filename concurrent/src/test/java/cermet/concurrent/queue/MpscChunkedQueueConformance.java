// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// The queue suite of guava-testlib over the view, on one thread.
class MpscChunkedQueueConformance {
  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(
        suite("one chunk", 1000, 0), suite("many chunks, wrapping", 2, Long.MAX_VALUE - 1));
  }

  private static DynamicNode suite(String name, int chunkSize, long start) {
    TestSuite suite =
        QueueTestSuiteBuilder.using(
                new TestStringQueueGenerator() {
                  @Override
                  protected Queue<String> create(String[] elements) {
                    Queue<String> queue = new MpscChunkedQueue<String>(chunkSize, start).asQueue();
                    Collections.addAll(queue, elements);
                    return queue;
                  }
                })
            .named(name)
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER)
            .createTestSuite();
    return node(suite);
  }

  @SuppressWarnings("JdkObsolete") // the suite is made of JUnit 3's classes
  private static DynamicNode node(Test test) {
    if (test instanceof TestSuite suite) {
      return dynamicContainer(
          suite.getName(), Collections.list(suite.tests()).stream().map(t -> node(t)).toList());
    }
    TestCase single = (TestCase) test;
    return dynamicTest(single.getName(), single::runBare);
  }
}
