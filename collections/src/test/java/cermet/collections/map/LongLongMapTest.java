// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.MemoryEnd;
import cermet.collections.Probes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LongLongMapTest {
  /** The inverse of the map's multiplier: times i it makes the key whose code is i, at seed 0. */
  private static final long PHI_INVERSE =
      new BigInteger("9E3779B97F4A7C15".substring(0, Long.SIZE / 4), 16)
          .modInverse(BigInteger.TWO.pow(Long.SIZE))
          .longValue();

  private static final int LARGEST = 402_653_184;
  private static final long[] EDGES = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42, PHI_INVERSE};

  @Test
  void countsAsInTheExample() {
    // @start region="example"
    var visits = new LongLongMap(1000);
    visits.addTo(17, 1);
    visits.addTo(17, 1);
    long seen = visits.get(17, 0); // 2
    long never = visits.get(18, 0); // 0
    // @end
    assertEquals(2, seen);
    assertEquals(0, never);
  }

  @Test
  void takesAnyKeyAndValue() {
    for (long seed : EDGES) { // a key that is its map's seed is the one that is kept aside
      for (long value : EDGES) {
        var map = LongLongMap.withSeed(0, seed);
        var model = new HashMap<Long, Long>();
        for (long key : EDGES) {
          assertFalse(map.containsKey(key));
          assertEquals(7, map.get(key, 7));
          assertTrue(map.put(key, value));
          assertFalse(map.put(key, value));
          model.put(key, value);
          assertTrue(map.containsKey(key));
          assertEquals(value, map.get(key, ~value));
          assertSame(model, map);
        }
        for (long key : EDGES) {
          assertEquals(value, map.get(key, value), "the caller's absent may be a value");
          assertEquals(value, map.remove(key, ~value));
          assertEquals(~value, map.remove(key, ~value));
          model.remove(key);
          assertSame(model, map);
        }
        assertTrue(map.isEmpty());
      }
    }
  }

  @Test
  void findsAndCountsAtAnyLoad() {
    for (long seed : EDGES) {
      var random = new SplittableRandom(seed);
      var map = LongLongMap.withSeed(0, seed); // a search goes by the size and by the load
      long[] keys = new long[5000];
      for (int size = 0; size < keys.length; size++) {
        if (size < 20 || size % 250 == 0) {
          for (int i = 0; i < size; i++) {
            assertEquals(i, map.get(keys[i], -1));
            // No int: LongCounts alone counts so.
            assertEquals(i + 3L, map.count(keys[i], 3));
            assertEquals(i, map.addTo(keys[i], -3));
            // To here.
            assertEquals(i + 3L, map.addTo(keys[i], 3));
            assertEquals(i, map.addTo(keys[i], -3));
            assertEquals(-1, map.get(~keys[i], -1));
          }
          assertEquals(size, map.size());
        }
        keys[size] = size == 0 ? seed : random.nextLong();
        // No int: as above.
        assertEquals(size, map.count(keys[size], size));
        assertTrue(map.remove(keys[size]));
        // To here.
        assertEquals(size, map.addTo(keys[size], size));
      }
    }
  }

  @Test
  void tellsNewKeysFromOld() {
    for (long key : new long[] {5, 9}) { // 9 is kept aside
      var map = LongLongMap.withSeed(0, 9);
      assertFalse(map.replace(key, 1));
      assertEquals(-1, map.getAndPut(key, 2, -1));
      assertEquals(2, map.getAndPut(key, 3, -1));
      assertFalse(map.putIfAbsent(key, 4));
      assertEquals(3, map.get(key, -1));
      assertTrue(map.replace(key, 5));
      assertEquals(5, map.get(key, -1));
      assertTrue(map.remove(key));
      assertFalse(map.remove(key));
      assertTrue(map.putIfAbsent(key, 6));
      assertEquals(6, map.get(key, -1));
      assertEquals(1, map.size());
    }
  }

  @Test
  void addsAndMerges() {
    for (long key : new long[] {5, 9}) {
      var map = LongLongMap.withSeed(0, 9);
      assertEquals(-3, map.addTo(key, -3));
      assertEquals(4, map.addTo(key, 7));
      assertEquals(Long.MIN_VALUE, map.addTo(key, Long.MAX_VALUE - 3), "sums wrap");
      map.remove(key);
      assertEquals(3, map.addTo(key, 3), "nothing is left of the old value");
      map.remove(key);
      assertEquals(8, map.merge(key, 8, (old, value) -> old * value));
      assertEquals(24, map.merge(key, 3, (old, value) -> old * value));
      assertEquals(21, map.merge(key, 3, (old, value) -> old - value));
      assertEquals(21, map.get(key, 0));
      assertEquals(1, map.size());
      assertEquals(21, map.computeIfAbsent(key, k -> 5));
      assertEquals(key - 21, map.computeIfPresent(key, (k, old) -> k - old, 7));
      map.put(key, 7);
      assertEquals(key - 7, map.computeIfPresent(key, (k, old) -> k - old, 7), "7 is no absence");
      map.put(key, 0);
      assertEquals(0, map.computeIfAbsent(key, k -> 5), "0 is no absence");
      map.remove(key);
      assertEquals(7, map.computeIfPresent(key, (k, old) -> k - old, 7));
      assertFalse(map.containsKey(key));
      assertEquals(key ^ 3, map.compute(key, (k, old) -> k ^ old, 3));
      assertEquals(3, map.compute(key, (k, old) -> k ^ old, 4));
      map.remove(key);
      assertEquals(key ^ 6, map.computeIfAbsent(key, k -> k ^ 6));
      assertEquals(key ^ 6, map.get(key, 0));
      assertEquals(1, map.size());
    }
  }

  @Test
  void growsNoMoreOnceReserved() {
    for (int size : new int[] {0, 1, 5, 6, 7, 12, 13, 100, 767, 768, 769, 98_304, 98_305}) {
      var made = new LongLongMap(size);
      var asked = new LongLongMap();
      asked.reserve(size);
      int capacity = made.capacity();
      assertEquals(capacity, asked.capacity());
      assertTrue(size <= capacity * 3L / 4 && (capacity <= 8 || size > capacity * 3L / 8));
      for (int i = 0; i < size; i++) {
        made.put(i, i);
        asked.put(-i, i);
      }
      assertEquals(capacity, made.capacity());
      assertEquals(capacity, asked.capacity());
      asked.reserve(size / 2); // less is no demand
      assertEquals(capacity, asked.capacity());
    }
  }

  @Test
  void refusesSizesThatCannotBe() {
    var map = new LongLongMap();
    map.put(1, 2);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new LongLongMap(size));
      var seeded =
          assertThrows(IllegalArgumentException.class, () -> LongLongMap.withSeed(size, 3));
      var asked = assertThrows(IllegalArgumentException.class, () -> map.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    assertSame(Map.of(1L, 2L), map);
  }

  @Test
  void keepsEverythingWhenMemoryRunsOut() {
    long bytes = 8L << 30; // of the largest table
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var map = new LongLongMap();
    var model = new HashMap<Long, Long>();
    for (long i = 0; i < 1000; i++) {
      map.put(i * i, i);
      model.put(i * i, i);
    }
    int capacity = map.capacity();
    assertThrows(OutOfMemoryError.class, () -> map.reserve(LARGEST));
    assertEquals(capacity, map.capacity());
    assertSame(model, map);
    map.put(-1, -1);
    model.put(-1L, -1L);
    assertSame(model, map);
  }

  @Test
  void keepsEverythingWhereverMemoryEnds() throws Exception {
    MemoryEnd.fork(OutOfMemory.class);
  }

  /** Grows by a key where there is less memory than that takes. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var map = LongLongMap.withSeed(0, 1);
      int size = 3 << 12; // all that 2^14 homes take
      for (int i = 0; i < size; i++) {
        map.put(i, ~i);
      }
      MemoryEnd.approach(
          () -> map.put(size, 0), () -> kept(map, size), () -> map.capacity() == 1 << 15);
    }

    private static boolean kept(LongLongMap map, int size) {
      boolean kept = map.size() == size && map.capacity() == 1 << 14 && !map.containsKey(size);
      for (int i = 0; i < size; i++) {
        kept &= map.get(i, i) == ~i;
      }
      return kept;
    }
  }

  @Test
  void trims() {
    var map = new LongLongMap();
    map.trim();
    assertEquals(0, map.capacity());
    map.reserve(100_000);
    map.trim();
    assertEquals(0, map.capacity());
    for (int size : new int[] {1, 6, 7, 96, 97, 3000, 3072}) {
      map.reserve(100_000);
      var model = new HashMap<Long, Long>();
      for (long i = 0; i < size; i++) {
        map.put(i, -i);
        model.put(i, -i);
      }
      map.trim();
      assertEquals(new LongLongMap(size).capacity(), map.capacity());
      assertSame(model, map);
      map.reserve(2 * size); // one doubling is shrunk too
      map.trim();
      map.trim(); // again: nothing left to do
      assertEquals(new LongLongMap(size).capacity(), map.capacity());
      for (long i = size; i < size + 50; i++) {
        map.put(i, -i);
        model.put(i, -i);
      }
      assertSame(model, map);
      map.clear();
    }
    var aside = LongLongMap.withSeed(50, 3);
    aside.put(3, 4);
    aside.trim();
    assertSame(Map.of(3L, 4L), aside);
    aside.remove(3);
    aside.trim();
    assertEquals(0, aside.capacity());
  }

  @Test
  void clearKeepsCapacity() {
    var map = LongLongMap.withSeed(0, 50);
    map.clear();
    for (int round = 0; round < 3; round++) {
      for (long i = 0; i < 100; i++) {
        map.put(i, i);
      }
      int capacity = map.capacity();
      map.clear();
      assertEquals(capacity, map.capacity());
      assertSame(Map.of(), map);
      for (long i = 0; i < 100; i++) {
        assertFalse(map.containsKey(i));
      }
    }
    assertTrue(new LongLongMap().put(1, 1), "the shared empty table stays empty");
    assertFalse(new LongLongMap().containsKey(1));
  }

  @Test
  void survivesCallbacksThatThrow() {
    var map = ofSquares(100);
    var model = new HashMap<>(map.asMap());
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            map.forEach((key, value) -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
            }));
    assertThrows(ArithmeticException.class, () -> map.merge(4, 0, (old, value) -> old / value));
    assertThrows(ArithmeticException.class, () -> map.compute(4, (key, old) -> old / (key - 4), 1));
    assertThrows(
        ArithmeticException.class, () -> map.computeIfPresent(4, (key, old) -> old / (key - 4), 1));
    assertThrows(ArithmeticException.class, () -> map.computeIfAbsent(-4, key -> 1 / (key + 4)));
    assertSame(model, map);
    calls[0] = 0;
    assertThrows(
        IllegalStateException.class,
        () ->
            map.removeIf((key, value) -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
              model.remove(key);
              return true;
            }));
    assertEquals(50, map.size());
    assertSame(model, map);
  }

  @Test
  void detectsCallbacksThatChangeTheKeys() {
    for (LongLongMap map : List.of(ofSquares(100), LongLongMap.withSeed(0, 4))) {
      map.put(4, 16); // kept aside in the second
      assertThrows(
          ConcurrentModificationException.class,
          () -> map.forEach((key, value) -> map.put(key + 1_000_000, 0)));
      assertThrows(
          ConcurrentModificationException.class,
          () -> map.forEach((key, value) -> map.remove(key)));
      map.put(4, 16);
      for (boolean verdict : new boolean[] {true, false}) {
        assertThrows(
            ConcurrentModificationException.class,
            () ->
                map.removeIf((key, value) -> {
                  map.clear();
                  return verdict;
                }));
        assertTrue(map.isEmpty());
        map.put(4, 16);
      }
      assertThrows(
          ConcurrentModificationException.class,
          () -> map.merge(4, 1, (old, value) -> map.remove(4, 0)));
      assertSame(Map.of(), map);
      assertThrows(
          ConcurrentModificationException.class,
          () -> map.computeIfAbsent(4, key -> map.addTo(5, 1)));
      assertThrows(
          ConcurrentModificationException.class,
          () -> map.computeIfPresent(5, (key, old) -> map.remove(5, 0), 0));
      assertThrows(
          ConcurrentModificationException.class,
          () -> map.compute(6, (key, absent) -> map.addTo(6, 1), 0));
      assertSame(Map.of(6L, 1L), map);
      map.clear();
      map.put(4, 16);
      map.forEach((key, value) -> map.put(key, value + 1)); // a value may change
      assertSame(Map.of(4L, 17L), map);
    }
  }

  @Test
  void refusesNull() {
    var map = ofSquares(3);
    assertThrows(NullPointerException.class, () -> map.forEach(nothing()));
    assertThrows(NullPointerException.class, () -> map.removeIf(nothing()));
    assertThrows(NullPointerException.class, () -> map.merge(1, 1, nothing()));
    assertThrows(NullPointerException.class, () -> map.merge(99, 1, nothing()));
    assertThrows(NullPointerException.class, () -> map.compute(1, nothing(), 0));
    assertThrows(NullPointerException.class, () -> map.computeIfPresent(99, nothing(), 0));
    assertThrows(NullPointerException.class, () -> map.computeIfAbsent(1, nothing()));
    assertThrows(NullPointerException.class, () -> map.retain(nothing()));
    assertThrows(NullPointerException.class, () -> map.putAll(nothing()));
    var others = new LinkedHashMap<Long, Long>();
    others.put(77L, 7L);
    others.put(78L, nothing());
    assertThrows(NullPointerException.class, () -> map.asMap().putAll(others));
    assertEquals(3, map.size());
  }

  @Test
  void streamsItsKeysAndValues() {
    var map = LongLongMap.withSeed(0, 4);
    for (long i = 0; i < 10; i++) {
      map.put(i, i * i);
    }
    assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, map.keys().sorted().toArray());
    assertEquals(285, map.values().parallel().sum());
    var keys = map.keys(); // bound when it is walked
    map.put(10, 100);
    assertEquals(11, keys.count());
    var walk = map.values().spliterator();
    assertEquals(11, walk.getExactSizeIfKnown());
    assertTrue(walk.tryAdvance((long value) -> {}));
    map.remove(4);
    assertThrows(
        ConcurrentModificationException.class, () -> walk.forEachRemaining((long value) -> {}));
    assertEquals(0, new LongLongMap().keys().count());
  }

  @Test
  void cursorsFailFast() {
    var map = LongLongMap.withSeed(0, 4);
    for (long i = 0; i < 10; i++) {
      map.put(i, i);
    }
    List<Runnable> changes =
        List.of(
            () -> map.put(100, 0),
            () -> map.remove(100),
            () -> map.remove(4),
            () -> map.put(4, 0),
            () -> map.reserve(1000),
            map::trim,
            map::clear);
    for (Runnable change : changes) {
      var cursor = map.cursor();
      assertTrue(cursor.next());
      change.run();
      assertThrows(ConcurrentModificationException.class, cursor::next);
      assertThrows(ConcurrentModificationException.class, cursor::key);
      assertThrows(ConcurrentModificationException.class, cursor::value);
      assertThrows(ConcurrentModificationException.class, () -> cursor.set(1));
      assertThrows(ConcurrentModificationException.class, cursor::remove);
      cursor.reset();
      assertEquals(!map.isEmpty(), cursor.next());
    }
  }

  @Test
  void cursorsKnowWhetherTheyAreOnAnEntry() {
    for (long key : new long[] {4, 5}) { // 4 is kept aside
      var map = LongLongMap.withSeed(0, 4);
      map.put(key, 1);
      var cursor = map.cursor();
      assertOff(cursor);
      assertTrue(cursor.next());
      cursor.set(-8);
      assertEquals(key, cursor.key());
      assertEquals(-8, cursor.value());
      assertEquals(-8, map.get(key, 0));
      assertFalse(cursor.next());
      assertFalse(cursor.next());
      assertOff(cursor);
      cursor.reset();
      assertTrue(cursor.next());
      cursor.remove();
      assertOff(cursor);
      assertFalse(cursor.next());
      assertTrue(map.isEmpty());
    }
  }

  @Test
  void nestedCursorsAreIndependent() {
    var map = ofSquares(20);
    int pairs = 0;
    for (var outer = map.cursor(); outer.next(); ) {
      for (var inner = map.cursor(); inner.next(); ) {
        pairs++;
      }
    }
    assertEquals(400, pairs);
  }

  @Test
  void removesWhileIteratingAndMeetsEachEntryOnce() {
    // Codes: one pile, a pile in the tail, two piles that touch, the key aside, single entries.
    long[][] layouts = {
      {-1, -2, -3, -4, -5, -6},
      {1, 2, 3, 4, 5, 6},
      {0, 1, 2, 3, 4, 5},
      {-1, -2, -3, 0, -1 - pile(1), -2 - pile(1), -3 - pile(1), 5, 6, 7},
      {-1, -2, -1 - pile(2), -2 - pile(2), -1 - pile(3), -2 - pile(3), -3 - pile(3), -1 - pile(6)},
    };
    for (long[] codes : layouts) {
      for (int chosen = 0; chosen < 1 << codes.length; chosen++) {
        var map = LongLongMap.withSeed(0, 0);
        var model = new HashMap<Long, Long>();
        for (int i = 0; i < codes.length; i++) {
          map.put(codes[i] * PHI_INVERSE, i);
          model.put(codes[i] * PHI_INVERSE, Long.valueOf(i));
        }
        var met = new ArrayList<Long>();
        for (var cursor = map.cursor(); cursor.next(); ) {
          met.add(cursor.key());
          if ((chosen >> cursor.value() & 1) != 0) {
            model.remove(cursor.key());
            cursor.remove();
          }
        }
        assertEquals(codes.length, met.size());
        assertEquals(codes.length, met.stream().distinct().count());
        assertSame(model, map);
      }
    }
  }

  @Test
  void removesByPredicate() {
    var map = LongLongMap.withSeed(0, 64);
    for (long i = 0; i < 10_000; i++) {
      map.put(i, i * 3);
    }
    assertFalse(map.removeIf((key, value) -> value != key * 3));
    assertTrue(map.removeIf((key, value) -> key % 2 == 0));
    assertEquals(5_000, map.size());
    map.forEach((key, value) -> assertTrue(key % 2 == 1 && value == key * 3));
    assertTrue(map.removeIf((key, value) -> true));
    assertSame(Map.of(), map);
  }

  @Test
  void spreadsKeysThatWereCraftedForItsSeed() {
    for (long seed : new long[] {0, 42, -1, 0x1234_5678L}) {
      // Codes that share a home: the first, the last (beside the tail), one amid; up and down.
      List<LongUnaryOperator> shapes =
          List.of(i -> -i, i -> i, i -> i - 20_001, i -> 20_001 - i, i -> Long.MIN_VALUE + i);
      for (var shape : shapes) {
        var map = LongLongMap.withSeed(0, seed);
        for (long i = 1; i <= 20_000; i++) {
          assertTrue(map.put(shape.applyAsLong(i) * PHI_INVERSE ^ seed, i));
        }
        assertNotEquals(seed, map.seed());
        assertEquals(32_768, map.capacity());
        assertEquals(20_000, map.size());
        for (long i = 1; i <= 20_000; i++) {
          assertEquals(i, map.get(shape.applyAsLong(i) * PHI_INVERSE ^ seed, 0));
        }
        assertSpread(map, 2 + 64 / Long.SIZE); // of fewer bits one product mixes less
      }
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheKeysFollowTheSeed() {
    var map = LongLongMap.withSeed(0, 1);
    var model = new HashMap<Long, Long>();
    int seeds = 1;
    long last = map.seed();
    for (long i = 1; i <= 4_000; i++) {
      long key = i * PHI_INVERSE ^ map.seed(); // all beside the tail
      map.put(key, i);
      model.put(key, i);
      if (map.seed() != last) {
        seeds++;
        last = map.seed();
      }
    }
    assertTrue(seeds > 1 && seeds <= 8, "a seed for as many changes as entries: " + seeds);
    assertSame(model, map);
    map.removeIf((key, value) -> value % 3 != 0);
    model.values().removeIf(value -> value % 3 != 0);
    assertSame(model, map);
    map.trim();
    assertSame(model, map);
    assertEquals(map, map.copy());
  }

  /// A walk for each would be ten thousand million steps.
  @Test
  void theSetOfKeysRemovesWithoutAWalk() {
    Set<Long> keys = upTo(200_000).keySet();
    List<Long> half = LongStream.range(50_000, 150_000).boxed().toList();
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (long key = 0; key < 100_000; key++) {
            assertTrue(keys.remove(key));
            assertFalse(keys.remove(key));
          }
          assertTrue(keys.removeAll(Set.copyOf(half)));
        });
    assertFalse(keys.removeAll(half.subList(0, 10)));
    assertEquals(Set.copyOf(LongStream.range(150_000, 200_000).boxed().toList()), Set.copyOf(keys));
  }

  @Test
  void theSetOfKeysIsTheMaps() {
    Map<Long, Long> map = upTo(10);
    Set<Long> keys = map.keySet();
    assertTrue(keys.contains(9L));
    assertFalse(keys.contains(10L));
    assertFalse(keys.contains(null));
    assertFalse(keys.remove(null));
    Object text = "9";
    assertFalse(keys.contains(text));
    assertFalse(keys.remove(text));
    assertTrue(keys.removeIf(key -> key > 6));
    assertTrue(keys.retainAll(List.of(1L, 3L, 5L, 7L)));
    assertEquals(Map.of(1L, 2L, 3L, 4L, 5L, 6L), map);
    assertEquals(Set.of(1L, 3L, 5L), keys);
    keys.clear();
    assertTrue(map.isEmpty());
  }

  private static Map<Long, Long> upTo(long end) {
    var map = new LongLongMap();
    for (long key = 0; key < end; key++) {
      map.put(key, key + 1);
    }
    return map.asMap();
  }

  @Test
  void findsKeysOfAnyShapeInFewProbes() {
    new Probes<Long, LongLongMap>(
            "LongLongMap",
            0.75,
            65,
            KeyShape::longKey,
            (size, seed) -> LongLongMap.withSeed(size, seed.longValue()),
            (map, key) -> map.put(key, 0),
            LongLongMap::probes,
            LongLongMap::copy,
            LongLongMap::putAll,
            map -> map.asMap().keySet())
        .dear(5, KeyShape.dearLong())
        .assertFew();
  }

  @Test
  void spreadsWhatIsCopiedInIterationOrder() {
    var random = new Random(1);
    var from = LongLongMap.withSeed(0, 42);
    while (from.size() < 98_000) { // of 98,304
      from.put(random.nextLong(), from.size());
    }
    for (long seed : new long[] {42, 43, 0, -1, 0x1234_5678L}) {
      var loop = LongLongMap.withSeed(0, seed);
      from.forEach(loop::put);
      assertEquals(from, loop);
      assertSpread(loop, 3);
      var bulk = LongLongMap.withSeed(0, seed);
      bulk.putAll(from);
      assertEquals(from, bulk);
      assertEquals(from.capacity(), bulk.capacity());
      assertEquals(seed, bulk.seed(), "the way of its own needs no new seed");
      assertSpread(bulk, 3);
      var half = LongLongMap.withSeed(0, seed);
      for (long i = 0; i < 40_000; i++) {
        half.put(random.nextLong(), i);
      }
      var model = new HashMap<>(half.asMap());
      model.putAll(from.asMap());
      half.putAll(from);
      assertEquals(model, half.asMap());
      assertSpread(half, 3);
    }
  }

  @Test
  void spreadsWhatALoopAddsToOthers() {
    var random = new Random(2);
    for (boolean ascending : new boolean[] {true, false}) {
      var from = LongLongMap.withSeed(0, 42);
      while (from.size() < 24_000) {
        from.put(random.nextLong(), from.size());
      }
      var map = LongLongMap.withSeed(12_288, 42);
      while (map.size() < 6_000) {
        map.put(random.nextLong(), map.size());
      }
      // What is there already takes up the pile, so that the last of its run is near its home.
      var keys = new ArrayList<>(from.asMap().keySet());
      for (int i = 0; i < 6_000; i++) {
        map.put(keys.get(ascending ? i : keys.size() - 1 - i), i);
        if (i % 50 == 0) {
          assertSpread(map, 65);
        }
      }
      assertNotEquals(42, map.seed());
      assertSpread(map, 3);
    }
  }

  @Test
  void putAllMakesRoomForNewKeysOnly() {
    var map = ofSquares(90);
    int capacity = map.capacity();
    map.putAll(ofSquares(96));
    assertEquals(capacity, map.capacity());
    assertEquals(ofSquares(96), map);
    map.putAll(map);
    assertEquals(ofSquares(96), map);
    map.putAll(new LongLongMap());
    assertEquals(ofSquares(96), map);
    var other = new LongLongMap();
    other.put(4, -1);
    map.putAll(other);
    assertEquals(-1, map.get(4, 0));
    assertEquals(96, map.size());
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var map = LongLongMap.withSeed(0, 9);
      for (long i = 0; i < size; i++) {
        map.put(i, i);
      }
      map.put(9, -9);
      var copy = map.copy();
      assertEquals(map, copy);
      assertEquals(map.toString(), copy.toString());
      assertEquals(map.capacity(), copy.capacity());
      assertEquals(map.seed(), copy.seed());
      copy.put(-5, 5);
      copy.remove(9);
      assertFalse(map.containsKey(-5));
      assertTrue(map.containsKey(9));
    }
  }

  @Test
  void seedsDiffer() {
    assertNotEquals(new LongLongMap().seed(), new LongLongMap().seed());
    assertEquals(77, LongLongMap.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var map = LongLongMap.withSeed(0, 3);
    assertEquals("{}", map.toString());
    assertEquals(0, map.hashCode());
    map.put(3, -4);
    assertEquals("{3=-4}", map.toString());
    var model = new HashMap<Long, Long>(Map.of(3L, -4L));
    for (long i = 10; i < 200; i++) {
      map.put(i * i, -i);
      model.put(i * i, -i);
    }
    assertSame(model, map);
    var other = LongLongMap.withSeed(5000, 4);
    model.forEach(other::put);
    assertEquals(map, other);
    assertEquals(map.hashCode(), other.hashCode());
    other.put(3, -5);
    assertNotEquals(map, other);
    other.remove(3);
    assertNotEquals(map, other);
    other.put(-3, -4);
    assertNotEquals(map, other, "as many entries, another key");
    assertNotEquals(map, (Object) model);
    assertFalse(map.equals(null));
  }

  @Test
  void endlessChurnKeepsCapacity() {
    var map = new LongLongMap();
    for (long i = 0; i < 300_000; i++) {
      map.put(i, i);
      if (i >= 90) {
        assertTrue(map.remove(i - 90));
      }
    }
    assertEquals(90, map.size());
    assertEquals(128, map.capacity());
  }

  @Test
  void viewIsLive() {
    var map = new LongLongMap();
    var view = map.asMap();
    assertEquals(null, view.put(1L, 2L));
    assertEquals(2, map.get(1, 0));
    assertEquals(2, view.put(1L, 3L));
    map.put(4, 5);
    assertEquals(Map.of(1L, 3L, 4L, 5L), view);
    for (var entry : view.entrySet()) {
      entry.setValue(entry.getValue() + 10);
    }
    assertEquals(13, map.get(1, 0));
    assertTrue(view.values().remove(15L));
    assertEquals(1, map.size());
    assertEquals(14, view.merge(1L, 1L, Long::sum));
    assertThrows(NullPointerException.class, () -> view.put(1L, nothing()));
    assertEquals(14, map.get(1, 0));
  }

  /** What one home covers, in codes, at the least capacity. */
  private static long pile(long homes) {
    return homes << (Long.SIZE - 4);
  }

  private static LongLongMap ofSquares(int size) {
    var map = new LongLongMap();
    for (long i = 0; i < size; i++) {
      map.put(i * i, i);
    }
    return map;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static void assertOff(LongLongMap.Cursor cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSpread(LongLongMap map, int mean) {
    /*wide*/ long sum = 0;
    int worst = 0;
    for (var cursor = map.cursor(); cursor.next(); ) {
      int probes = map.probes(cursor.key());
      sum += probes;
      worst = Math.max(worst, probes);
    }
    assertTrue(sum < (/*wide*/ long) mean * map.size(), "probes: " + (double) sum / map.size());
    assertTrue(worst <= 65, "worst: " + worst);
  }

  private static void assertSame(Map<Long, Long> model, LongLongMap map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), map.get(entry.getKey(), ~entry.getValue()));
    }
    var seen = new HashMap<Long, Long>();
    map.forEach((key, value) -> assertEquals(null, seen.put(key, value)));
    assertEquals(model, seen);
  }
}
