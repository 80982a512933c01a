// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

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
class SmallLongListConformance {
  @TestFactory
  Stream<DynamicTest> viewIsAList() {
    return tests(
        ListTestSuiteBuilder.using(new Views())
            .named("SmallLongList.asList")
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

  private static final class Views implements TestListGenerator<Long> {
    @Override
    public SampleElements<Long> samples() {
      return new SampleElements<>(3L, Long.MIN_VALUE, 0L, Long.MAX_VALUE, -1L);
    }

    @Override
    public List<Long> create(Object... elements) {
      var list = new SmallLongList();
      for (Object element : elements) {
        list.add((Long) element);
      }
      return list.asList();
    }

    @Override
    public Long[] createArray(int length) {
      return new Long[length];
    }

    @Override
    public Iterable<Long> order(List<Long> insertionOrder) {
      return new ArrayList<>(insertionOrder);
    }
  }
}
