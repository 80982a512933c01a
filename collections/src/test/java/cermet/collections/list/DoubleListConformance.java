// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongListConformance.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestListGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@SuppressWarnings("JdkObsolete") // guava-testlib makes suites of JUnit 3
class DoubleListConformance {
  @TestFactory
  Stream<DynamicTest> viewIsAList() {
    return tests(
        ListTestSuiteBuilder.using(new Views())
            .named("DoubleList.asList")
            .withFeatures(
                ListFeature.GENERAL_PURPOSE,
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

  private static final class Views implements TestListGenerator<Double> {
    @Override
    public SampleElements<Double> samples() {
      return new SampleElements<>(3.0, Double.MIN_VALUE, 0.0, Double.MAX_VALUE, -1.0);
    }

    @Override
    public List<Double> create(Object... elements) {
      DoubleList list = new DoubleList();
      for (Object element : elements) {
        list.add((Double) element);
      }
      return list.asList();
    }

    @Override
    public Double[] createArray(int length) {
      return new Double[length];
    }

    @Override
    public Iterable<Double> order(List<Double> insertionOrder) {
      return new ArrayList<>(insertionOrder);
    }
  }
}
