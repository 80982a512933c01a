// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetConformance.java by tools/Derive.java; edit that file.

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
class IntSetConformance {
  @TestFactory
  Stream<DynamicTest> viewIsASet() {
    return tests(
        SetTestSuiteBuilder.using(new Views())
            .named("IntSet.asSet")
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

  private static final class Views implements TestSetGenerator<Integer> {
    @Override
    public SampleElements<Integer> samples() {
      return new SampleElements<>(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 12);
    }

    @Override
    public Set<Integer> create(Object... elements) {
      IntSet set = IntSet.withSeed(0, 12); // which is kept aside
      for (Object element : elements) {
        set.add((Integer) element);
      }
      return set.asSet();
    }

    @Override
    public Integer[] createArray(int length) {
      return new Integer[length];
    }

    @Override
    public Iterable<Integer> order(List<Integer> insertionOrder) {
      return insertionOrder;
    }
  }
}
