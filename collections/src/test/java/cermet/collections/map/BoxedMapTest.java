// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BoxedMapTest {
  private static Map<Long, Long> squares(long count) {
    var map = new LongLongMap();
    LongStream.range(0, count).forEach(key -> map.put(key, key * key));
    return map.asMap();
  }

  /// A walk for each would be ten thousand million steps.
  @Test
  void theSetOfKeysRemovesWithoutAWalk() {
    Map<Long, Long> map = squares(200_000);
    Set<Long> keys = map.keySet();
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (long key = 0; key < 100_000; key++) {
            assertTrue(keys.remove(key));
            assertFalse(keys.remove(key));
          }
        });
    assertEquals(100_000, map.size());
    List<Long> half = LongStream.range(50_000, 150_000).boxed().toList();
    assertTimeout(Duration.ofSeconds(5), () -> assertTrue(keys.removeAll(Set.copyOf(half))));
    assertFalse(keys.removeAll(half.subList(0, 10)));
    assertEquals(
        LongStream.range(150_000, 200_000).boxed().collect(Collectors.toSet()), Set.copyOf(keys));
  }

  @Test
  void theSetOfKeysIsTheMaps() {
    Map<Long, Long> map = squares(10);
    Set<Long> keys = map.keySet();
    assertTrue(keys.contains(9L));
    assertFalse(keys.contains(10L));
    Object text = "9";
    assertFalse(keys.contains(text));
    assertFalse(keys.contains(null));
    assertFalse(keys.remove(null));
    assertFalse(keys.remove(text));
    assertTrue(keys.removeIf(key -> key > 6));
    assertTrue(keys.retainAll(List.of(1L, 3L, 5L, 7L)));
    assertEquals(Map.of(1L, 1L, 3L, 9L, 5L, 25L), map);
    assertEquals(Set.of(1L, 3L, 5L), keys);
    keys.clear();
    assertTrue(map.isEmpty());
  }
}
