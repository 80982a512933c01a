// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import com.google.common.collect.testing.NavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LongTreeConformance {
  @TestFactory
  Stream<DynamicNode> asNavigableMap() {
    return walk(
        NavigableMapTestSuiteBuilder.using(new Generator())
            .named("LongTree.asNavigableMap")
            .withFeatures(
                CollectionSize.ANY,
                CollectionFeature.KNOWN_ORDER,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                MapFeature.GENERAL_PURPOSE,
                MapFeature.ALLOWS_NULL_KEY_QUERIES,
                MapFeature.ALLOWS_NULL_VALUE_QUERIES,
                MapFeature.ALLOWS_NULL_ENTRY_QUERIES,
                MapFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION)
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

  private static final class Generator implements TestSortedMapGenerator<Long, String> {
    @Override
    public SampleElements<Map.Entry<Long, String>> samples() {
      return new SampleElements<>(
          Map.entry(-12L, "low"),
          Map.entry(0L, "zero"),
          Map.entry(1L, ""),
          Map.entry(2L, "two"),
          Map.entry(1L << 40, "high"));
    }

    @Override
    public Map.Entry<Long, String> belowSamplesLesser() {
      return Map.entry(Long.MIN_VALUE, "1");
    }

    @Override
    public Map.Entry<Long, String> belowSamplesGreater() {
      return Map.entry(-13L, "2");
    }

    @Override
    public Map.Entry<Long, String> aboveSamplesLesser() {
      return Map.entry(1L << 41, "3");
    }

    @Override
    public Map.Entry<Long, String> aboveSamplesGreater() {
      return Map.entry(Long.MAX_VALUE, "4");
    }

    @Override
    public SortedMap<Long, String> create(Object... entries) {
      var tree = new LongTree<String>();
      for (Object object : entries) {
        var entry = (Map.Entry<?, ?>) object;
        tree.put((Long) entry.getKey(), (String) entry.getValue());
      }
      return tree.asNavigableMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the interface asks for arrays of a generic type
    public Map.Entry<Long, String>[] createArray(int length) {
      return (Map.Entry<Long, String>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Long[] createKeyArray(int length) {
      return new Long[length];
    }

    @Override
    public String[] createValueArray(int length) {
      return new String[length];
    }

    @Override
    public Iterable<Map.Entry<Long, String>> order(List<Map.Entry<Long, String>> insertionOrder) {
      insertionOrder.sort(Map.Entry.comparingByKey());
      return insertionOrder;
    }
  }
}
