// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from SmallLongListConformance.java by tools/Derive.java; edit that file.

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
class SmallIntListConformance {
  @TestFactory
  Stream<DynamicTest> viewIsAList() {
    return tests(
        ListTestSuiteBuilder.using(new Views())
            .named("SmallIntList.asList")
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

  private static final class Views implements TestListGenerator<Integer> {
    @Override
    public SampleElements<Integer> samples() {
      return new SampleElements<>(3, Integer.MIN_VALUE, 0, Integer.MAX_VALUE, -1);
    }

    @Override
    public List<Integer> create(Object... elements) {
      var list = new SmallIntList();
      for (Object element : elements) {
        list.add((Integer) element);
      }
      return list.asList();
    }

    @Override
    public Integer[] createArray(int length) {
      return new Integer[length];
    }

    @Override
    public Iterable<Integer> order(List<Integer> insertionOrder) {
      return new ArrayList<>(insertionOrder);
    }
  }
}
