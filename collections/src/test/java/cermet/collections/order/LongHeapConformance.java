// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@SuppressWarnings("JdkObsolete") // guava-testlib makes suites of JUnit 3
class LongHeapConformance {
  @TestFactory
  Stream<DynamicTest> viewIsAQueue() {
    return tests(
        QueueTestSuiteBuilder.using(new Views())
            .named("LongHeap.asQueue")
            .withFeatures(
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION,
                CollectionFeature.ALLOWS_NULL_QUERIES,
                CollectionSize.ANY)
            .createTestSuite());
  }

  private static Stream<DynamicTest> tests(TestSuite suite) {
    return Collections.list(suite.tests()).stream()
        .flatMap(test ->
            test instanceof TestSuite inner
                ? tests(inner)
                : Stream.of(
                    DynamicTest.dynamicTest(
                        suite.getName() + ": " + test, ((TestCase) test)::runBare)));
  }

  private static final class Views implements TestQueueGenerator<Long> {
    @Override
    public SampleElements<Long> samples() {
      return new SampleElements<>(Long.MIN_VALUE, -1L, 0L, 3L, Long.MAX_VALUE);
    }

    @Override
    public Queue<Long> create(Object... elements) {
      LongHeap heap = new LongHeap();
      for (Object element : elements) {
        heap.add((Long) element);
      }
      return heap.asQueue();
    }

    @Override
    public Long[] createArray(int length) {
      return new Long[length];
    }

    @Override
    public Iterable<Long> order(List<Long> insertionOrder) {
      List<Long> sorted = new ArrayList<>(insertionOrder);
      Collections.sort(sorted);
      return sorted;
    }
  }
}
