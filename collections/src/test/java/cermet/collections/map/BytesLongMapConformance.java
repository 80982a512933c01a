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

class BytesLongMapConformance {
  @TestFactory
  Stream<DynamicTest> asMapBehavesAsAMap() {
    return tests(
        MapTestSuiteBuilder.using(new Generator())
            .named("BytesLongMap.asMap")
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
      return Collections.list(suite.tests()).stream().flatMap(BytesLongMapConformance::tests);
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

  private static final class Generator implements TestMapGenerator<Slice, Long> {
    @Override
    public SampleElements<Map.Entry<Slice, Long>> samples() {
      return new SampleElements<>(
          Map.entry(Slice.of(""), 0L),
          Map.entry(Slice.of("one"), 1L),
          Map.entry(Slice.of("a key longer than sixteen bytes"), 2L),
          Map.entry(Slice.of("three"), Long.MIN_VALUE),
          Map.entry(Slice.of("four"), -1L));
    }

    @Override
    public Map<Slice, Long> create(Object... elements) {
      var map = new BytesLongMap();
      for (Object element : elements) {
        var entry = (Map.Entry<?, ?>) element;
        map.put((Slice) entry.getKey(), (Long) entry.getValue());
      }
      return map.asMap();
    }

    @Override
    @SuppressWarnings("unchecked") // the arrays that the interface asks for
    public Map.Entry<Slice, Long>[] createArray(int length) {
      return (Map.Entry<Slice, Long>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Slice[] createKeyArray(int length) {
      return new Slice[length];
    }

    @Override
    public Long[] createValueArray(int length) {
      return new Long[length];
    }

    @Override
    public Iterable<Map.Entry<Slice, Long>> order(List<Map.Entry<Slice, Long>> insertionOrder) {
      return insertionOrder;
    }
  }
}
