// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.SetFeature;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@SuppressWarnings("JdkObsolete") // guava-testlib makes suites of JUnit 3
class LongSetConformance {
  @TestFactory
  Stream<DynamicTest> viewIsASet() {
    return tests(
        SetTestSuiteBuilder.using(new Views())
            .named("LongSet.asSet")
            .withFeatures(
                SetFeature.GENERAL_PURPOSE,
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

  private static final class Views implements TestSetGenerator<Long> {
    @Override
    public SampleElements<Long> samples() {
      return new SampleElements<>(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 12L);
    }

    @Override
    public Set<Long> create(Object... elements) {
      LongSet set = LongSet.withSeed(0, 12); // which is kept aside
      for (Object element : elements) {
        set.add((Long) element);
      }
      return set.asSet();
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
}
