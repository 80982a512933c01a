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

class LongLongTreeConformance {
  @TestFactory
  Stream<DynamicNode> asNavigableMap() {
    return walk(
        NavigableMapTestSuiteBuilder.using(new Generator())
            .named("LongLongTree.asNavigableMap")
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

  private static final class Generator implements TestSortedMapGenerator<Long, Long> {
    @Override
    public SampleElements<Map.Entry<Long, Long>> samples() {
      return new SampleElements<>(
          Map.entry(-12L, -1L),
          Map.entry(0L, 0L),
          Map.entry(1L, Long.MAX_VALUE),
          Map.entry(2L, 7L),
          Map.entry(1L << 40, Long.MIN_VALUE));
    }

    @Override
    public Map.Entry<Long, Long> belowSamplesLesser() {
      return Map.entry(Long.MIN_VALUE, 1L);
    }

    @Override
    public Map.Entry<Long, Long> belowSamplesGreater() {
      return Map.entry(-13L, 2L);
    }

    @Override
    public Map.Entry<Long, Long> aboveSamplesLesser() {
      return Map.entry(1L << 41, 3L);
    }

    @Override
    public Map.Entry<Long, Long> aboveSamplesGreater() {
      return Map.entry(Long.MAX_VALUE, 4L);
    }

    @Override
    public SortedMap<Long, Long> create(Object... entries) {
      var tree = new LongLongTree();
      for (Object object : entries) {
        var entry = (Map.Entry<?, ?>) object;
        tree.put((Long) entry.getKey(), (Long) entry.getValue());
      }
      return tree.asNavigableMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the interface asks for arrays of a generic type
    public Map.Entry<Long, Long>[] createArray(int length) {
      return (Map.Entry<Long, Long>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Long[] createKeyArray(int length) {
      return new Long[length];
    }

    @Override
    public Long[] createValueArray(int length) {
      return new Long[length];
    }

    @Override
    public Iterable<Map.Entry<Long, Long>> order(List<Map.Entry<Long, Long>> insertionOrder) {
      insertionOrder.sort(Map.Entry.comparingByKey());
      return insertionOrder;
    }
  }
}
