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
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;

/// The queue suite of guava-testlib over the views of queues of objects, on one thread.
final class ObjectQueueSuite {
  private static final Set<Class<?>> MIDDLE =
      Set.of(
          CollectionRemoveTester.class,
          CollectionRemoveAllTester.class,
          CollectionRemoveIfTester.class,
          CollectionRetainAllTester.class);

  private ObjectQueueSuite() {}

  static DynamicNode whole(String name, Supplier<Queue<String>> view) {
    return node(
        builder(name, view)
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER)
            .createTestSuite(),
        Set.of());
  }

  /// Without what removes from the middle.
  static DynamicNode ofEnds(String name, Supplier<Queue<String>> view) {
    return node(
        builder(name, view)
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.SUPPORTS_ADD,
                CollectionFeature.SUPPORTS_REMOVE,
                CollectionFeature.KNOWN_ORDER)
            .createTestSuite(),
        MIDDLE);
  }

  private static QueueTestSuiteBuilder<String> builder(String name, Supplier<Queue<String>> view) {
    return QueueTestSuiteBuilder.using(
            new TestStringQueueGenerator() {
              @Override
              protected Queue<String> create(String[] elements) {
                Queue<String> queue = view.get();
                Collections.addAll(queue, elements);
                return queue;
              }
            })
        .named(name);
  }

  @SuppressWarnings("JdkObsolete") // the suite is made of JUnit 3's classes
  private static DynamicNode node(Test test, Set<Class<?>> without) {
    if (test instanceof TestSuite suite) {
      return dynamicContainer(
          suite.getName(),
          Collections.list(suite.tests()).stream()
              .filter(t -> !without.contains(t.getClass()))
              .map(t -> node(t, without))
              .toList());
    }
    TestCase single = (TestCase) test;
    return dynamicTest(single.getName(), single::runBare);
  }
}
