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

class IndexMapConformance {
  @TestFactory
  Stream<DynamicNode> asMap() {
    return walk(
        MapTestSuiteBuilder.using(new Generator())
            .named("IndexMap.asMap")
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

  private static final class Generator implements TestMapGenerator<String, Integer> {
    @Override
    public SampleElements<Map.Entry<String, Integer>> samples() {
      return new SampleElements<>(
          Map.entry("one", 1),
          Map.entry("Aa", 2),
          Map.entry("BB", 3), // the hash of the one before
          Map.entry("", 0),
          Map.entry("five", 5));
    }

    @Override
    public Map<String, Integer> create(Object... entries) {
      var map = new IndexMap<String, Integer>();
      for (Object object : entries) {
        var entry = (Map.Entry<?, ?>) object;
        map.put((String) entry.getKey(), (Integer) entry.getValue());
      }
      return map.asMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the interface asks for arrays of a generic type
    public Map.Entry<String, Integer>[] createArray(int length) {
      return (Map.Entry<String, Integer>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public String[] createKeyArray(int length) {
      return new String[length];
    }

    @Override
    public Integer[] createValueArray(int length) {
      return new Integer[length];
    }

    @Override
    public Iterable<Map.Entry<String, Integer>> order(
        List<Map.Entry<String, Integer>> insertionOrder) {
      return insertionOrder;
    }
  }
}
