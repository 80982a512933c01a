// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrozenLongMapTest {
  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xD1342543DE82EF95L;
  private static final long[] EDGES = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42};

  @Test
  void looksUpAsInTheExample() {
    // @start region="example"
    var prices = new LongLongMap();
    prices.put(4006381333931L, 199);
    prices.put(9780201896831L, 5999);
    var frozen = FrozenLongMap.copyOf(prices);
    long price = frozen.get(9780201896831L, -1); // 5999
    long unknown = frozen.get(17, -1); // -1
    // @end
    assertEquals(5999, price);
    assertEquals(-1, unknown);
  }

  @Test
  void holdsAnyKeyAndValue() {
    for (long seed : EDGES) {
      for (long value : EDGES) {
        for (int size = 0; size <= EDGES.length; size++) {
          long[] keys = Arrays.copyOf(EDGES, size);
          long[] values = new long[size];
          Arrays.fill(values, value);
          var map = FrozenLongMap.withSeed(keys, values, seed);
          var model = new HashMap<Long, Long>();
          for (long key : keys) {
            model.put(key, value);
          }
          assertSame(model, map);
          for (int i = size; i < EDGES.length; i++) {
            assertFalse(map.containsKey(EDGES[i]));
            assertEquals(~value, map.get(EDGES[i], ~value));
          }
          assertFalse(map.containsKey(seed ^ 0x55));
          assertFalse(map.containsKey(7));
        }
      }
    }
  }

  @Test
  void isEmptyWithoutEntries() {
    for (long seed = -1000; seed < 1000; seed++) {
      var map = FrozenLongMap.withSeed(new long[0], new long[0], seed);
      assertTrue(map.isEmpty());
      for (long key = -100; key < 100; key++) { // those of the two slots are among these
        assertFalse(map.containsKey(key));
        assertEquals(5, map.get(key, 5));
      }
      assertFalse(map.cursor().next());
      map.forEach((key, value) -> assertTrue(false));
    }
    assertSame(Map.of(), FrozenLongMap.copyOf(new LongLongMap()));
  }

  @Test
  void findsAPlaceForEveryKeyAtEverySize() {
    var random = new Random(3);
    for (int size = 1; size < 1200; size++) {
      long[] keys = random.longs(size).toArray();
      var map = FrozenLongMap.withSeed(keys, keys, size);
      int at = 0;
      for (var cursor = map.cursor(); cursor.next(); at++) {
        assertEquals(cursor.key(), cursor.value());
      }
      assertEquals(size, at);
      for (long key : keys) {
        assertEquals(key, map.get(key, ~key));
        assertFalse(map.containsKey(key + 1));
      }
    }
  }

  @Test
  void takesSeventeenBytesAnEntry() {
    for (int size : new int[] {100, 1_000, 10_000, 100_000}) {
      for (long seed = 0; seed < 10; seed++) {
        long[] keys = new Random(seed).longs(size).toArray();
        var map = FrozenLongMap.withSeed(keys, keys, seed);
        assertEquals(seed, map.seed(), "buckets are turned out: one attempt will do");
        assertTrue(map.bytes() < 17L * size, "bytes: " + map.bytes());
      }
    }
  }

  @Test
  void findsKeysOfAnyShapeInOneProbe() {
    for (KeyShape shape : KeyShape.values()) {
      var random = new Random(shape.name().hashCode());
      int attempts = 0;
      for (int i = 0; i < 100; i++) {
        int size = 512 << (i % 4);
        long seed = random.nextLong();
        long[] keys = IntStream.rangeClosed(1, size).mapToLong(shape::longKey).toArray();
        var map = FrozenLongMap.withSeed(keys, keys, seed);
        for (long key : keys) { // get reads one slot, whatever is there
          assertEquals(key, map.get(key, ~key));
        }
        for (int j = size + 1; j <= 2 * size; j++) {
          assertFalse(map.containsKey(shape.longKey(j)));
        }
        assertTrue(map.bytes() < 17 * 1.1 * size, shape + ": " + map.bytes());
        attempts += attempts(map, seed);
        long[] inOrder = new long[size];
        for (var cursor = map.cursor(); cursor.next(); ) {
          inOrder[--size] = cursor.key();
        }
        var copy = FrozenLongMap.withSeed(inOrder, inOrder, seed);
        assertEquals(map, copy);
        attempts += attempts(copy, seed);
      }
      String found = "FrozenLongMap | " + shape + " | seeds tried " + attempts / 200.0;
      if (System.getProperty("cermet.print") != null) {
        System.out.println(found);
      }
      assertTrue(attempts <= 400, found);
    }
  }

  @Test
  void takesAnotherSeedForKeysThatWereCraftedForItsOwn() {
    long[] keys = new long[5_000]; // they lead to one bucket
    for (int i = 0; i < keys.length; i++) {
      keys[i] = keyOf(i, 77);
    }
    var map = FrozenLongMap.withSeed(keys, keys, 77);
    assertNotEquals(77, map.seed());
    for (long key : keys) {
      assertEquals(key, map.get(key, ~key));
    }
    assertTrue(map.bytes() < 18L * keys.length, "bytes: " + map.bytes());
  }

  @Test
  void refusesWhatIsNoMap() {
    long[] three = {1, 2, 3};
    var lengths =
        assertThrows(
            IllegalArgumentException.class, () -> FrozenLongMap.of(three, new long[] {1, 2}));
    assertEquals("keys: 3, values: 2", lengths.getMessage());
    for (int size : new int[] {2, 100, 10_000}) {
      long[] keys = new Random(size).longs(size).toArray();
      keys[size - 1] = keys[size / 2 - 1];
      var twice = assertThrows(IllegalArgumentException.class, () -> FrozenLongMap.of(keys, keys));
      assertEquals("key twice: " + keys[size - 1], twice.getMessage());
    }
    var same = new long[1000];
    var twice = assertThrows(IllegalArgumentException.class, () -> FrozenLongMap.of(same, same));
    assertEquals("key twice: 0", twice.getMessage());
    assertThrows(NullPointerException.class, () -> FrozenLongMap.of(nothing(), three));
    assertThrows(NullPointerException.class, () -> FrozenLongMap.of(three, nothing()));
    assertThrows(NullPointerException.class, () -> FrozenLongMap.copyOf(nothing()));
    var map = FrozenLongMap.of(three, three);
    assertThrows(NullPointerException.class, () -> map.forEach(nothing()));
  }

  @Test
  void sharesNothingWithWhatItWasMadeOf() {
    long[] keys = {1, 2, 3};
    long[] values = {4, 5, 6};
    var map = FrozenLongMap.of(keys, values);
    Arrays.fill(keys, 9);
    Arrays.fill(values, 9);
    assertSame(Map.of(1L, 4L, 2L, 5L, 3L, 6L), map);
    var source = new LongLongMap();
    source.put(1, 4);
    var copy = FrozenLongMap.copyOf(source);
    source.put(1, 5);
    source.put(2, 5);
    assertSame(Map.of(1L, 4L), copy);
  }

  @Test
  void keepsItsOrderForASeed() {
    long[] keys = new Random(1).longs(1000).toArray();
    var map = FrozenLongMap.withSeed(keys, keys, 8);
    assertEquals(map.toString(), FrozenLongMap.withSeed(keys, keys, 8).toString());
    assertNotEquals(map.toString(), FrozenLongMap.of(keys, keys).toString());
    assertEquals(map, FrozenLongMap.of(keys, keys));
  }

  @Test
  void cursorsKnowWhetherTheyAreOnAnEntry() {
    var map = FrozenLongMap.of(new long[] {5}, new long[] {6});
    var cursor = map.cursor();
    for (int round = 0; round < 2; round++) {
      assertThrows(IllegalStateException.class, cursor::key);
      assertTrue(cursor.next());
      assertEquals(5, cursor.key());
      assertEquals(6, cursor.value());
      assertFalse(cursor.next());
      assertFalse(cursor.next());
      assertThrows(IllegalStateException.class, cursor::value);
      cursor.reset();
    }
  }

  @Test
  void passesOnWhatACallbackThrows() {
    var map = FrozenLongMap.of(new long[] {5, 6}, new long[] {6, 7});
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            map.forEach((key, value) -> {
              calls[0]++;
              throw new IllegalStateException();
            }));
    assertEquals(1, calls[0]);
    assertSame(Map.of(5L, 6L, 6L, 7L), map);
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var none = FrozenLongMap.of(new long[0], new long[0]);
    assertEquals("{}", none.toString());
    assertEquals(0, none.hashCode());
    var one = FrozenLongMap.of(new long[] {3}, new long[] {-4});
    assertEquals("{3=-4}", one.toString());
    assertNotEquals(none, one);
    assertNotEquals(one, FrozenLongMap.of(new long[] {3}, new long[] {4}));
    assertNotEquals(one, FrozenLongMap.of(new long[] {4}, new long[] {-4}));
    assertNotEquals(one, (Object) one.asMap());
    assertFalse(one.equals(null));
    assertEquals(one, FrozenLongMap.of(new long[] {3}, new long[] {-4}));
  }

  @Test
  void viewCannotBeChanged() {
    var view = FrozenLongMap.of(new long[] {1, 2}, new long[] {3, 4}).asMap();
    assertEquals(Map.of(1L, 3L, 2L, 4L), view);
    assertThrows(UnsupportedOperationException.class, () -> view.put(1L, 3L));
    assertThrows(UnsupportedOperationException.class, () -> view.remove(1L));
    assertThrows(UnsupportedOperationException.class, view::clear);
    var entry = view.entrySet().iterator().next();
    assertThrows(UnsupportedOperationException.class, () -> entry.setValue(5L));
    assertEquals(Map.of(1L, 3L, 2L, 4L), view);
  }

  @Test
  void showsItselfWholeToAnotherThread() throws InterruptedException {
    var shared = new FrozenLongMap[1]; // without any synchronisation
    int[] seen = {0};
    var reader =
        new Thread(() -> {
          for (int i = 0; i < 2_000_000; i++) {
            FrozenLongMap map = shared[0];
            if (map != null) {
              assertEquals(map.size(), map.get(0, -1));
              seen[0] |= 1;
            }
          }
        });
    Throwable[] thrown = {null};
    reader.setUncaughtExceptionHandler((thread, failure) -> thrown[0] = failure);
    reader.start();
    long[] keys = new long[20];
    Arrays.setAll(keys, i -> i);
    long[] values = keys.clone();
    values[0] = keys.length;
    while (reader.isAlive()) {
      shared[0] = FrozenLongMap.of(keys, values);
    }
    reader.join();
    assertEquals(null, thrown[0]);
  }

  /** How many seeds were tried, from the given one on. */
  private static int attempts(FrozenLongMap map, long first) {
    int attempts = 1;
    for (long seed = first; seed != map.seed(); attempts++) {
      seed = new SplittableRandom(seed).nextLong();
    }
    return attempts;
  }

  /** The key whose place among the buckets this is. */
  private static long keyOf(long spread, long seed) {
    return Long.reverseBytes(spread * inverse(SECOND)) * inverse(FIRST) ^ seed;
  }

  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static void assertSame(Map<Long, Long> model, FrozenLongMap map) {
    assertEquals(model.size(), map.size());
    assertEquals(model.isEmpty(), map.isEmpty());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertTrue(map.containsKey(entry.getKey()));
      assertEquals(entry.getValue(), map.get(entry.getKey(), ~entry.getValue()));
    }
    var seen = new HashMap<Long, Long>();
    map.forEach((key, value) -> assertEquals(null, seen.put(key, value)));
    assertEquals(model, seen);
  }
}
