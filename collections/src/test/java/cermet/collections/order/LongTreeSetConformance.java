// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import com.google.common.collect.testing.NavigableSetTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestSortedSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.SetFeature;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LongTreeSetConformance {
  @TestFactory
  Stream<DynamicNode> asNavigableSet() {
    return walk(
        NavigableSetTestSuiteBuilder.using(new Generator())
            .named("LongTreeSet.asNavigableSet")
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.KNOWN_ORDER,
                CollectionFeature.ALLOWS_NULL_QUERIES,
                CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION,
                SetFeature.GENERAL_PURPOSE)
            .createTestSuite());
  }

  @SuppressWarnings("JdkObsolete") // guava-testlib speaks JUnit 3
  private static Stream<DynamicNode> walk(TestSuite suite) {
    return Collections.list(suite.tests()).stream()
        .map(test ->
            test instanceof TestSuite inner
                ? DynamicContainer.dynamicContainer(inner.getName(), walk(inner))
                : DynamicTest.dynamicTest(test.toString(), ((TestCase) test)::runBare));
  }

  private static final class Generator implements TestSortedSetGenerator<Long> {
    @Override
    public SampleElements<Long> samples() {
      return new SampleElements<>(-12L, 0L, 1L, 2L, 1L << 40);
    }

    @Override
    public Long belowSamplesLesser() {
      return Long.MIN_VALUE;
    }

    @Override
    public Long belowSamplesGreater() {
      return -13L;
    }

    @Override
    public Long aboveSamplesLesser() {
      return 1L << 41;
    }

    @Override
    public Long aboveSamplesGreater() {
      return Long.MAX_VALUE;
    }

    @Override
    public SortedSet<Long> create(Object... elements) {
      var set = new LongTreeSet();
      for (Object element : elements) {
        set.add((Long) element);
      }
      return set.asNavigableSet();
    }

    @Override
    public Long[] createArray(int length) {
      return new Long[length];
    }

    @Override
    public List<Long> order(List<Long> insertionOrder) {
      Collections.sort(insertionOrder);
      return insertionOrder;
    }
  }
}
