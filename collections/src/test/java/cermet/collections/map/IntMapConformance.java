// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongMapConformance.java by tools/Derive.java; edit that file.

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

class IntMapConformance {
  @TestFactory
  Stream<DynamicNode> asMap() {
    return walk(
        MapTestSuiteBuilder.using(new Generator())
            .named("IntMap.asMap")
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

  private static final class Generator implements TestMapGenerator<Integer, String> {
    @Override
    public SampleElements<Map.Entry<Integer, String>> samples() {
      return new SampleElements<>(
          Map.entry(0, "zero"),
          Map.entry(-1, "the key whose code is 0"),
          Map.entry(Integer.MIN_VALUE, ""),
          Map.entry(1 << (Integer.SIZE / 2), "high"),
          Map.entry(Integer.MAX_VALUE, "greatest"));
    }

    @Override
    public Map<Integer, String> create(Object... entries) {
      var map = IntMap.<String>withSeed(0, -1);
      for (Object object : entries) {
        var entry = (Map.Entry<?, ?>) object;
        map.put((Integer) entry.getKey(), (String) entry.getValue());
      }
      return map.asMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the interface asks for arrays of a generic type
    public Map.Entry<Integer, String>[] createArray(int length) {
      return (Map.Entry<Integer, String>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Integer[] createKeyArray(int length) {
      return new Integer[length];
    }

    @Override
    public String[] createValueArray(int length) {
      return new String[length];
    }

    @Override
    public Iterable<Map.Entry<Integer, String>> order(
        List<Map.Entry<Integer, String>> insertionOrder) {
      return insertionOrder;
    }
  }
}
