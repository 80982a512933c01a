// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LongLongMapConformance {
  @TestFactory
  Stream<DynamicNode> asMap() {
    return walk(
        MapTestSuiteBuilder.using(new Generator())
            .named("LongLongMap.asMap")
            .withFeatures(
                CollectionSize.ANY,
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

  private static final class Generator implements TestMapGenerator<Long, Long> {
    @Override
    public SampleElements<Map.Entry<Long, Long>> samples() {
      return new SampleElements<>(
          Map.entry(0L, -1L),
          Map.entry(-1L, 0L),
          Map.entry(Long.MIN_VALUE, Long.MAX_VALUE),
          Map.entry(Long.MAX_VALUE, 7L),
          Map.entry(12L, Long.MIN_VALUE));
    }

    @Override
    public Map<Long, Long> create(Object... entries) {
      var map = LongLongMap.withSeed(0, -1); // -1 is the key that is kept aside
      for (Object object : entries) {
        var entry = (Map.Entry<?, ?>) object;
        map.put((Long) entry.getKey(), (Long) entry.getValue());
      }
      return map.asMap();
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
      return insertionOrder;
    }
  }
}
