// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.core.text.Slice;
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
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BytesMapConformance {
  @TestFactory
  Stream<DynamicTest> asMapBehavesAsAMap() {
    return tests(
        MapTestSuiteBuilder.using(new Generator())
            .named("BytesMap.asMap")
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                MapFeature.ALLOWS_NULL_KEY_QUERIES,
                MapFeature.ALLOWS_NULL_VALUE_QUERIES,
                MapFeature.ALLOWS_NULL_ENTRY_QUERIES,
                MapFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionSize.ANY)
            .createTestSuite());
  }

  private static Stream<DynamicTest> tests(Test test) {
    if (test instanceof TestSuite suite) {
      return Collections.list(suite.tests()).stream().flatMap(BytesMapConformance::tests);
    }
    return Stream.of(DynamicTest.dynamicTest(test.toString(), () -> run((TestCase) test)));
  }

  private static void run(TestCase test) throws Throwable {
    var result = new TestResult();
    test.run(result);
    for (var failures : List.of(result.errors(), result.failures())) {
      if (failures.hasMoreElements()) {
        throw failures.nextElement().thrownException();
      }
    }
  }

  private static final class Generator implements TestMapGenerator<Slice, String> {
    @Override
    public SampleElements<Map.Entry<Slice, String>> samples() {
      return new SampleElements<>(
          Map.entry(Slice.of(""), ""),
          Map.entry(Slice.of("one"), "1"),
          Map.entry(Slice.of("a key longer than sixteen bytes"), "2"),
          Map.entry(Slice.of("three"), "3"),
          Map.entry(Slice.of("four"), "4"));
    }

    @Override
    public Map<Slice, String> create(Object... elements) {
      var map = new BytesMap<String>();
      for (Object element : elements) {
        var entry = (Map.Entry<?, ?>) element;
        map.put((Slice) entry.getKey(), (String) entry.getValue());
      }
      return map.asMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the arrays that the interface asks for
    public Map.Entry<Slice, String>[] createArray(int length) {
      return (Map.Entry<Slice, String>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Slice[] createKeyArray(int length) {
      return new Slice[length];
    }

    @Override
    public String[] createValueArray(int length) {
      return new String[length];
    }

    @Override
    public Iterable<Map.Entry<Slice, String>> order(List<Map.Entry<Slice, String>> insertionOrder) {
      return insertionOrder;
    }
  }
}
