// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapConformance.java by tools/Derive.java; edit that file.

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

class IntIntMapConformance {
  @TestFactory
  Stream<DynamicNode> asMap() {
    return walk(
        MapTestSuiteBuilder.using(new Generator())
            .named("IntIntMap.asMap")
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

  private static final class Generator implements TestMapGenerator<Integer, Integer> {
    @Override
    public SampleElements<Map.Entry<Integer, Integer>> samples() {
      return new SampleElements<>(
          Map.entry(0, -1),
          Map.entry(-1, 0),
          Map.entry(Integer.MIN_VALUE, Integer.MAX_VALUE),
          Map.entry(Integer.MAX_VALUE, 7),
          Map.entry(12, Integer.MIN_VALUE));
    }

    @Override
    public Map<Integer, Integer> create(Object... entries) {
      var map = IntIntMap.withSeed(0, -1); // -1 is the key that is kept aside
      for (Object object : entries) {
        var entry = (Map.Entry<?, ?>) object;
        map.put((Integer) entry.getKey(), (Integer) entry.getValue());
      }
      return map.asMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the interface asks for arrays of a generic type
    public Map.Entry<Integer, Integer>[] createArray(int length) {
      return (Map.Entry<Integer, Integer>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Integer[] createKeyArray(int length) {
      return new Integer[length];
    }

    @Override
    public Integer[] createValueArray(int length) {
      return new Integer[length];
    }

    @Override
    public Iterable<Map.Entry<Integer, Integer>> order(
        List<Map.Entry<Integer, Integer>> insertionOrder) {
      return insertionOrder;
    }
  }
}
