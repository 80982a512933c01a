// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

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
class ObjectDequeConformance {
  @TestFactory
  Stream<DynamicTest> viewIsAQueue() {
    return suite(false);
  }

  @TestFactory
  Stream<DynamicTest> reversedViewIsAQueue() {
    return suite(true);
  }

  private static Stream<DynamicTest> suite(boolean reversed) {
    return tests(
        QueueTestSuiteBuilder.using(new Views(reversed))
            .named("ObjectDeque.asDeque" + (reversed ? ".reversed" : ""))
            .withFeatures(
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER,
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

  private record Views(boolean reversed) implements TestQueueGenerator<String> {
    @Override
    public SampleElements<String> samples() {
      return new SampleElements<>("one", "Aa", "BB", "", "five");
    }

    @Override
    public Queue<String> create(Object... elements) {
      // The ring wraps: its first element does not stand first.
      ObjectDeque<String> deque = new ObjectDeque<>(8);
      for (int i = 0; i < 7; i++) {
        deque.addLast("gone");
      }
      deque.pollFirst(new String[7], 0, 7);
      for (Object element : elements) {
        if (reversed) {
          deque.addFirst((String) element);
        } else {
          deque.addLast((String) element);
        }
      }
      return reversed ? deque.asDeque().reversed() : deque.asDeque();
    }

    @Override
    public String[] createArray(int length) {
      return new String[length];
    }

    @Override
    public Iterable<String> order(List<String> insertionOrder) {
      return new ArrayList<>(insertionOrder);
    }
  }
}
