// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.testers.CollectionRemoveAllTester;
import com.google.common.collect.testing.testers.CollectionRemoveIfTester;
import com.google.common.collect.testing.testers.CollectionRemoveTester;
import com.google.common.collect.testing.testers.CollectionRetainAllTester;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// The queue suite of guava-testlib over the view, on one thread, without what removes from the
/// middle.
class MpmcQueueConformance {
  private static final Set<Class<?>> MIDDLE =
      Set.of(
          CollectionRemoveTester.class,
          CollectionRemoveAllTester.class,
          CollectionRemoveIfTester.class,
          CollectionRetainAllTester.class);

  @TestFactory
  List<DynamicNode> behavesLikeAQueueOfTheJdk() {
    return List.of(suite("large", 1000, 0), suite("tight, wrapping", 8, Long.MAX_VALUE - 1));
  }

  private static DynamicNode suite(String name, int capacity, long start) {
    TestSuite suite =
        QueueTestSuiteBuilder.using(
                new TestStringQueueGenerator() {
                  @Override
                  protected Queue<String> create(String[] elements) {
                    Queue<String> queue = new MpmcQueue<String>(capacity, start).asQueue();
                    Collections.addAll(queue, elements);
                    return queue;
                  }
                })
            .named(name)
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.SUPPORTS_ADD,
                CollectionFeature.SUPPORTS_REMOVE,
                CollectionFeature.KNOWN_ORDER)
            .createTestSuite();
    return node(suite);
  }

  @SuppressWarnings("JdkObsolete") // the suite is made of JUnit 3's classes
  private static DynamicNode node(Test test) {
    if (test instanceof TestSuite suite) {
      return dynamicContainer(
          suite.getName(),
          Collections.list(suite.tests()).stream()
              .filter(t -> !MIDDLE.contains(t.getClass()))
              .map(t -> node(t))
              .toList());
    }
    TestCase single = (TestCase) test;
    return dynamicTest(single.getName(), single::runBare);
  }
}
