// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestQueueGenerator;
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
class MpscLongQueueConformance {
  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(suite("large", 1000, 0), suite("tight, wrapping", 8, Long.MAX_VALUE - 1));
  }

  private static DynamicNode suite(String name, int capacity, long start) {
    TestSuite suite =
        QueueTestSuiteBuilder.using(new Queues(capacity, start))
            .named(name)
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER)
            .createTestSuite();
    return node(suite);
  }

  private record Queues(int capacity, long start) implements TestQueueGenerator<Long> {
    @Override
    public SampleElements<Long> samples() {
      return new SampleElements<>(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32);
    }

    @Override
    public Queue<Long> create(Object... elements) {
      Queue<Long> queue = new MpscLongQueue(capacity, start).asQueue();
      for (Object element : elements) {
        queue.add((Long) element);
      }
      return queue;
    }

    @Override
    public Long[] createArray(int length) {
      return new Long[length];
    }

    @Override
    public Iterable<Long> order(List<Long> insertionOrder) {
      return insertionOrder;
    }
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
