// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.MemoryEnd;
import cermet.collections.Probes;
import cermet.core.hash.SipHash;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LongLongSwissMapTest {
  /** The inverse of the map's multiplier: times i it makes the key whose code is i, at seed 0. */
  private static final long PHI_INVERSE = 0xF1DE83E19937733DL;

  private static final int LARGEST = 469_762_048;
  private static final long[] EDGES = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42, PHI_INVERSE};

  @Test
  void countsAsInTheExample() {
    // @start region="example"
    var requests = LongLongSwissMap.forUntrustedKeys();
    requests.addTo(4711, 1); // ids from outside
    requests.addTo(4711, 1);
    long seen = requests.get(4711, 0); // 2
    long never = requests.get(4712, 0); // 0
    // @end
    assertEquals(2, seen);
    assertEquals(0, never);
  }

  @Test
  void takesAnyKeyAndValue() {
    for (long seed : EDGES) {
      for (long value : EDGES) {
        var map = LongLongSwissMap.withSeed(0, seed);
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
  void tellsNewKeysFromOld() {
    for (long key : new long[] {5, 9}) { // 9: its code is 0
      var map = LongLongSwissMap.withSeed(0, 9);
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
      var map = LongLongSwissMap.withSeed(0, 9);
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
    }
  }

  @Test
  void growsNoMoreOnceReserved() {
    for (int size : new int[] {0, 1, 7, 8, 14, 15, 100, 895, 896, 897, 114_688, 114_689}) {
      var made = new LongLongSwissMap(size);
      var asked = new LongLongSwissMap();
      asked.reserve(size);
      int capacity = made.capacity();
      assertEquals(capacity, asked.capacity());
      assertTrue(size <= capacity * 7L / 8 && (capacity <= 8 || size > capacity * 7L / 16));
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
    var map = new LongLongSwissMap();
    map.put(1, 2);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new LongLongSwissMap(size));
      var seeded =
          assertThrows(IllegalArgumentException.class, () -> LongLongSwissMap.withSeed(size, 3));
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
    var map = new LongLongSwissMap();
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
      var map = LongLongSwissMap.withSeed(0, 1);
      int size = 7 << 11; // all that 2^14 slots take
      for (int i = 0; i < size; i++) {
        map.put(i, ~i);
      }
      MemoryEnd.approach(
          () -> map.put(size, 0), () -> kept(map, size), () -> map.capacity() == 1 << 15);
    }

    private static boolean kept(LongLongSwissMap map, int size) {
      boolean kept = map.size() == size && map.capacity() == 1 << 14 && !map.containsKey(size);
      for (int i = 0; i < size; i++) {
        kept &= map.get(i, i) == ~i;
      }
      return kept;
    }
  }

  @Test
  void trims() {
    var map = new LongLongSwissMap();
    map.trim();
    assertEquals(0, map.capacity());
    map.reserve(100_000);
    map.trim();
    assertEquals(0, map.capacity());
    for (int size : new int[] {1, 7, 8, 112, 113, 3000, 3584}) {
      map.reserve(100_000);
      var model = new HashMap<Long, Long>();
      for (long i = 0; i < size; i++) {
        map.put(i, -i);
        model.put(i, -i);
      }
      map.trim();
      assertEquals(new LongLongSwissMap(size).capacity(), map.capacity());
      assertSame(model, map);
      map.reserve(2 * size); // one doubling is shrunk too
      map.trim();
      map.trim(); // again: nothing left to do
      assertEquals(new LongLongSwissMap(size).capacity(), map.capacity());
      for (long i = size; i < size + 50; i++) {
        map.put(i, -i);
        model.put(i, -i);
      }
      assertSame(model, map);
      map.clear();
    }
  }

  @Test
  void clearKeepsCapacity() {
    var map = LongLongSwissMap.withSeed(0, 50);
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
    assertTrue(new LongLongSwissMap().put(1, 1), "the shared empty arrays stay empty");
    assertFalse(new LongLongSwissMap().containsKey(1));
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
    for (LongLongSwissMap map : List.of(ofSquares(100), LongLongSwissMap.withSeed(0, 4))) {
      map.put(4, 16);
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
    assertThrows(NullPointerException.class, () -> map.retain(nothing()));
    assertThrows(NullPointerException.class, () -> map.merge(1, 1, nothing()));
    assertThrows(NullPointerException.class, () -> map.merge(99, 1, nothing()));
    assertThrows(NullPointerException.class, () -> map.putAll(nothing()));
    assertEquals(3, map.size());
  }

  @Test
  void cursorsFailFast() {
    var map = LongLongSwissMap.withSeed(0, 4);
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
    for (long key : new long[] {4, 5}) {
      var map = LongLongSwissMap.withSeed(0, 4);
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
    // Codes: one group, the last group, two groups, single entries.
    long[][] layouts = {
      {-1, -2, -3, -4, -5, -6},
      {1, 2, 3, 4, 5, 6},
      {0, 1, 2, 3, 4, 5},
      {-1, -2, -3, 0, -1 - pile(1), -2 - pile(1), -3 - pile(1), 5, 6, 7},
      {-1, -2, -1 - pile(2), -2 - pile(2), -1 - pile(3), -2 - pile(3), -3 - pile(3), -1 - pile(6)},
    };
    for (long[] codes : layouts) {
      for (int chosen = 0; chosen < 1 << codes.length; chosen++) {
        var map = LongLongSwissMap.withSeed(0, 0);
        var model = new HashMap<Long, Long>();
        for (int i = 0; i < codes.length; i++) {
          map.put(codes[i] * PHI_INVERSE, i);
          model.put(codes[i] * PHI_INVERSE, (long) i);
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
    var map = LongLongSwissMap.withSeed(0, 64);
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
    for (long seed : new long[] {0, 42, -1, 0x1234_5678_9ABC_DEF0L}) {
      // Codes that share a home and a tag: the first, the last, one amid; up and down.
      List<LongUnaryOperator> shapes =
          List.of(i -> -i, i -> i, i -> i - 20_001, i -> 20_001 - i, i -> Long.MIN_VALUE + i);
      for (var shape : shapes) {
        var map = LongLongSwissMap.withSeed(0, seed);
        for (long i = 1; i <= 20_000; i++) {
          assertTrue(map.put(shape.applyAsLong(i) * PHI_INVERSE ^ seed, i));
        }
        assertNotEquals(seed, map.seed());
        assertEquals(32_768, map.capacity());
        assertEquals(20_000, map.size());
        for (long i = 1; i <= 20_000; i++) {
          assertEquals(i, map.get(shape.applyAsLong(i) * PHI_INVERSE ^ seed, 0));
        }
        assertSpread(map, 3);
      }
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheKeysFollowTheSeed() {
    var map = LongLongSwissMap.withSeed(0, 1);
    var model = new HashMap<Long, Long>();
    int seeds = 1;
    long last = map.seed();
    for (long i = 1; i <= 4_000; i++) {
      long key = i * PHI_INVERSE ^ map.seed(); // one home, one tag
      map.put(key, i);
      model.put(key, i);
      if (map.seed() != last) {
        seeds++;
        last = map.seed();
      }
    }
    assertTrue(seeds > 1 && seeds <= 16, "a seed for half as many changes: " + seeds);
    assertSame(model, map);
    map.removeIf((key, value) -> value % 3 != 0);
    model.values().removeIf(value -> value % 3 != 0);
    assertSame(model, map);
    map.trim();
    assertSame(model, map);
    assertEquals(map, map.copy());
  }

  @Test
  void spreadsWhatIsCopiedInIterationOrder() {
    var random = new Random(1);
    var from = LongLongSwissMap.withSeed(0, 42);
    while (from.size() < 114_600) { // of 114,688
      from.put(random.nextLong(), from.size());
    }
    for (long seed : new long[] {42, 43, 0, -1, 0x1234_5678_9ABC_DEF0L}) {
      var loop = LongLongSwissMap.withSeed(0, seed);
      from.forEach(loop::put);
      assertEquals(from, loop);
      assertSpread(loop, 3);
      var bulk = LongLongSwissMap.withSeed(0, seed);
      bulk.putAll(from);
      assertEquals(from, bulk);
      assertEquals(from.capacity(), bulk.capacity());
      assertEquals(seed, bulk.seed(), "the way of its own needs no new seed");
      assertSpread(bulk, 3);
      var half = LongLongSwissMap.withSeed(0, seed);
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
  void putAllMakesRoomForNewKeysOnly() {
    var map = ofSquares(90);
    int capacity = map.capacity();
    map.putAll(ofSquares(96));
    assertEquals(capacity, map.capacity());
    assertEquals(ofSquares(96), map);
    map.putAll(map);
    assertEquals(ofSquares(96), map);
    map.putAll(new LongLongSwissMap());
    assertEquals(ofSquares(96), map);
    var other = new LongLongSwissMap();
    other.put(4, -1);
    map.putAll(other);
    assertEquals(-1, map.get(4, 0));
    assertEquals(96, map.size());
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var map = LongLongSwissMap.withSeed(0, 9);
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
    assertNotEquals(new LongLongSwissMap().seed(), new LongLongSwissMap().seed());
    assertEquals(77, LongLongSwissMap.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var map = LongLongSwissMap.withSeed(0, 3);
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
    var other = LongLongSwissMap.withSeed(5000, 4);
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
    // Entries, and slots: up to 7/8 of them.
    for (int[] sizes :
        new int[][] {{7, 8}, {12, 16}, {14, 16}, {90, 128}, {112, 128}, {700, 1024}}) {
      var map = new LongLongSwissMap();
      for (long i = 0; i < 100_000; i++) {
        if (i >= sizes[0]) {
          assertTrue(map.remove(i - sizes[0]));
        }
        map.put(i, -i);
      }
      assertEquals(sizes[0], map.size());
      assertEquals(sizes[1], map.capacity());
      for (long i = 100_000L - sizes[0]; i < 100_000; i++) {
        assertEquals(-i, map.get(i, 0));
        assertFalse(map.containsKey(i - sizes[0]));
      }
      assertCounted(map);
    }
  }

  @Test
  void searchesPassAGroupOnlyWhileAnEntryStandsBehindIt() {
    var map = LongLongSwissMap.withSeed(112, 0); // sixteen groups
    long home = 5L << (Long.SIZE - 4);
    for (long i = 0; i < 8; i++) {
      map.put((home + i) * PHI_INVERSE, i);
    }
    assertEquals(0, map.passes());
    assertEquals(1, map.probes((home + 8) * PHI_INVERSE), "full, but nothing went on from here");
    map.put((home + 8) * PHI_INVERSE, 8); // beyond it
    assertEquals(1, map.passes());
    assertEquals(2, map.probes((home + 8) * PHI_INVERSE));
    assertTrue(map.remove((home + 3) * PHI_INVERSE));
    assertEquals(8, map.get((home + 8) * PHI_INVERSE, -1));
    assertFalse(map.put((home + 8) * PHI_INVERSE, 8), "found beyond the empty slot");
    map.put((home + 9) * PHI_INVERSE, 9);
    assertEquals(1, map.probes((home + 9) * PHI_INVERSE), "an insertion takes the empty slot");
    assertEquals(1, map.passes());
    assertEquals(9, map.size());
    assertTrue(map.remove((home + 8) * PHI_INVERSE));
    assertEquals(0, map.passes());
    assertEquals(1, map.probes((home + 8) * PHI_INVERSE));
    assertEquals(8, map.size());
  }

  @Test
  void searchesEndWhereEveryGroupWasPassed() {
    var map = LongLongSwissMap.withSeed(14, 0); // two groups
    long other = Long.MIN_VALUE; // the second one is home to codes from here on
    for (long i = 0; i < 9; i++) {
      map.put(i * PHI_INVERSE, i); // the last one goes to the second group
    }
    for (long i = 0; i < 4; i++) {
      map.remove(i * PHI_INVERSE);
    }
    for (long i = 0; i < 8; i++) {
      map.put((other + i) * PHI_INVERSE, -i); // the last one goes to the first group
    }
    assertEquals(2, map.passes());
    for (long i = 0; i < 4; i++) {
      assertFalse(map.containsKey(i * PHI_INVERSE));
      assertFalse(map.containsKey((other + 8 + i) * PHI_INVERSE));
      assertEquals(2, map.probes(i * PHI_INVERSE));
    }
    for (long i = 0; i < 8; i++) {
      assertEquals(-i, map.get((other + i) * PHI_INVERSE, 1));
    }
    assertEquals(16, map.capacity());
    assertCounted(map);
  }

  @Test
  void countsWhatStandsBehindAGroupExactly() {
    for (long seed : new long[] {1, 2, 3, 4, 5, 6, 7, 8}) {
      var map = LongLongSwissMap.withSeed(1792, seed);
      var model = new HashMap<Long, Long>();
      var random = new Random(seed);
      var keys = new long[1792];
      for (int i = 0; i < keys.length; i++) { // to the last slot that may be filled
        keys[i] = random.nextLong();
        map.put(keys[i], i);
        model.put(keys[i], (long) i);
      }
      assertTrue(map.passes() > 100, "passes: " + map.passes());
      for (long i = 0; i < 20_000; i++) {
        int chosen = random.nextInt(keys.length);
        assertEquals(model.remove(keys[chosen]), map.remove(keys[chosen], -1));
        keys[chosen] = random.nextLong();
        map.put(keys[chosen], i);
        model.put(keys[chosen], i);
      }
      assertCounted(map);
      assertSpread(map, 3);
      assertSame(model, map);
      map.removeIf((key, value) -> value % 3 == 0);
      model.values().removeIf(value -> value % 3 == 0);
      assertCounted(map);
      for (var cursor = map.cursor(); cursor.next(); ) {
        if (cursor.value() % 3 == 1) {
          model.remove(cursor.key());
          cursor.remove();
        }
      }
      assertCounted(map);
      assertSame(model, map);
      var copy = map.copy();
      assertCounted(copy);
      copy.removeIf((key, value) -> true);
      assertCounted(map);
      for (long i = 0; map.size() < 1792; i++) {
        map.put(i, i);
        model.put(i, i);
      }
      assertEquals(2048, map.capacity(), "presized, whatever was there before");
      assertCounted(map);
      assertSame(model, map);
      map.removeIf((key, value) -> true);
      assertEquals(0, map.passes(), "nothing is left behind");
    }
  }

  @Test
  void keepsACountThatIsFull() {
    var map = LongLongSwissMap.withSeed(100_000, 0); // 2^14 groups
    long home = 5L << (Long.SIZE - 14);
    for (long i = 0; i < 300; i++) { // 38 groups, all of one home
      map.put((home + i) * PHI_INVERSE, i);
    }
    assertEquals(0, map.seed(), "as many as go without a new seed");
    for (long i = 0; i < 300; i++) {
      assertEquals(i, map.get((home + i) * PHI_INVERSE, -1));
      assertTrue(map.remove((home + i) * PHI_INVERSE));
      assertEquals(299, map.get((home + 299) * PHI_INVERSE, i == 299 ? 299 : -1));
    }
    assertTrue(map.isEmpty());
    assertTrue(map.passes() >= 255, "passes: " + map.passes());
    assertFalse(map.containsKey(home * PHI_INVERSE));
    assertTrue(map.put(home * PHI_INVERSE, 7));
    assertEquals(1, map.probes(home * PHI_INVERSE));
    map.trim();
    assertEquals(0, map.passes(), "a new table counts anew");
    map.reserve(100_000);
    for (long i = 0; i < 300; i++) {
      map.put((home + i) * PHI_INVERSE, i);
    }
    map.clear();
    assertEquals(0, map.passes());
  }

  @Test
  void findsKeysOfAnyShapeInFewProbes() {
    new Probes<Long, LongLongSwissMap>(
            "LongLongSwissMap",
            0.875,
            35,
            KeyShape::longKey,
            (size, seed) -> LongLongSwissMap.withSeed(size, seed.longValue()),
            (map, key) -> map.put(key, 0),
            LongLongSwissMap::probes,
            LongLongSwissMap::copy,
            LongLongSwissMap::putAll,
            map -> map.asMap().keySet())
        .assertFew();
  }

  @Test
  void findsUntrustedKeysOfAnyShapeInFewProbes() {
    new Probes<Long, LongLongSwissMap>(
            "LongLongSwissMap, untrusted keys",
            0.875,
            35,
            KeyShape::longKey,
            (size, seed) ->
                LongLongSwissMap.keyed(SipHash.oneThree(seed.longValue(), ~seed.longValue())),
            (map, key) -> map.put(key, 0),
            LongLongSwissMap::probes,
            LongLongSwissMap::copy,
            LongLongSwissMap::putAll,
            map -> map.asMap().keySet())
        .assertFew();
  }

  @Test
  void probesFewGroupsForStructuredKeys() {
    var random = new Random(5);
    for (var shape : LongLongSwissMapProperties.Shape.values()) {
      for (int i = 0; i < 100; i++) {
        probesFewGroups(shape, LongLongSwissMap.withSeed(0, random.nextLong()));
      }
    }
  }

  @Test
  void probesFewGroupsForUntrustedKeys() {
    var random = new Random(7);
    for (var shape : LongLongSwissMapProperties.Shape.values()) {
      for (int i = 0; i < 100; i++) {
        var hash = SipHash.oneThree(random.nextLong(), random.nextLong());
        probesFewGroups(shape, LongLongSwissMap.keyed(hash));
      }
    }
  }

  @Test
  void spreadsKeysBuiltAgainstPublicConstants() {
    long[] constants = {
      PHI_INVERSE, // the default's own
      inverse(0xD134_2543_DE82_EF95L), // LongMixer's
      inverse(0x736F_6D65_7073_6575L),
      inverse(0x646F_7261_6E64_6F6DL),
      inverse(0x6C79_6765_6E65_7261L),
      inverse(0x7465_6462_7974_6573L)
    };
    var random = new Random(11);
    for (long constant : constants) {
      for (int round = 0; round < 100; round++) {
        var keyed = LongLongSwissMap.keyed(SipHash.oneThree(random.nextLong(), random.nextLong()));
        var seeded = LongLongSwissMap.withSeed(0, random.nextLong());
        for (long i = 1; i <= 3_584; i++) {
          keyed.put(i * constant, i);
          seeded.put(i * constant, i);
        }
        assertSpread(keyed, 2);
        assertSpread(seeded, 3);
      }
    }
  }

  @Test
  void mapsForUntrustedKeysHaveKeysOfTheirOwn() {
    var one = LongLongSwissMap.forUntrustedKeys();
    var other = LongLongSwissMap.forUntrustedKeys(1000);
    assertEquals(new LongLongSwissMap(1000).capacity(), other.capacity());
    assertThrows(IllegalArgumentException.class, () -> LongLongSwissMap.forUntrustedKeys(-1));
    for (long i = 0; i < 1000; i++) {
      one.put(i, i);
      other.put(i, i);
    }
    assertEquals(one, other);
    assertNotEquals(one.toString(), other.toString(), "the order is each map's own");
    assertEquals(one.toString(), one.copy().toString());
    one.trim();
    one.reserve(5000);
    one.removeIf((key, value) -> key % 2 == 0);
    assertEquals(500, one.size());
    assertEquals(999, one.get(999, 0));
    other.clear();
    other.putAll(one);
    assertEquals(one, other);
  }

  @Test
  void computes() {
    var map = new LongLongSwissMap();
    assertEquals(-1, map.computeIfPresent(5, (key, value) -> 9, -1));
    assertTrue(map.isEmpty());
    assertEquals(10, map.computeIfAbsent(5, key -> key * 2));
    assertEquals(10, map.computeIfAbsent(5, key -> key * 3));
    assertEquals(50, map.computeIfPresent(5, (key, value) -> key * value, -1));
    assertEquals(45, map.compute(5, (key, value) -> value - key, 0));
    assertEquals(-6, map.compute(6, (key, value) -> value - key, 0));
    assertSame(Map.of(5L, 45L, 6L, -6L), map);
    assertThrows(IllegalStateException.class, () -> map.compute(5, (key, value) -> refuse(), 0));
    assertThrows(IllegalStateException.class, () -> map.computeIfAbsent(8, key -> refuse()));
    assertThrows(
        IllegalStateException.class, () -> map.computeIfPresent(5, (key, value) -> refuse(), 0));
    assertSame(Map.of(5L, 45L, 6L, -6L), map);
    assertThrows(
        ConcurrentModificationException.class,
        () ->
            map.computeIfAbsent(
                8,
                key -> {
                  map.put(8, 1);
                  return 2;
                }));
    assertThrows(
        ConcurrentModificationException.class,
        () -> map.computeIfPresent(5, (key, value) -> map.remove(5, 0), 0));
    assertThrows(
        ConcurrentModificationException.class,
        () -> map.compute(6, (key, value) -> map.remove(6, 0), 0));
    assertSame(Map.of(8L, 1L), map);
    assertThrows(NullPointerException.class, () -> map.computeIfAbsent(8, nothing()));
    assertThrows(NullPointerException.class, () -> map.computeIfPresent(9, nothing(), 0));
    assertThrows(NullPointerException.class, () -> map.compute(8, nothing(), 0));
  }

  @Test
  void viewIsLive() {
    var map = new LongLongSwissMap();
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

  /** At four fifths full, then at the worst load. */
  private static void probesFewGroups(
      LongLongSwissMapProperties.Shape shape, LongLongSwissMap map) {
    long i = 0;
    for (int size : new int[] {6_553, 7_168}) {
      while (map.size() < size) {
        map.put(shape.key(i++), i);
      }
      assertEquals(8_192, map.capacity());
      long sum = 0;
      long compared = 0;
      int most = 0;
      for (var cursor = map.cursor(); cursor.next(); ) {
        int probes = map.probes(cursor.key());
        sum += probes;
        compared += map.compared(cursor.key());
        most = Math.max(most, probes);
      }
      assertTrue(sum < 2L * size, shape + ": mean " + (double) sum / size);
      assertTrue(compared < 2L * size, shape + ": keys compared " + (double) compared / size);
      assertTrue(most < (size == 7_168 ? 34 : 20), shape + ": most " + most);
    }
  }

  private static long refuse() {
    throw new IllegalStateException();
  }

  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - odd * inverse;
    }
    assertEquals(1, odd * inverse);
    return inverse;
  }

  /** What one home covers, in codes, at the least capacity. */
  private static long pile(long homes) {
    return homes << (Long.SIZE - 4);
  }

  private static LongLongSwissMap ofSquares(int size) {
    var map = new LongLongSwissMap();
    for (long i = 0; i < size; i++) {
      map.put(i * i, i);
    }
    return map;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static void assertOff(LongLongSwissMap.Cursor cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSpread(LongLongSwissMap map, int mean) {
    long sum = 0;
    int worst = 0;
    for (var cursor = map.cursor(); cursor.next(); ) {
      int probes = map.probes(cursor.key());
      sum += probes;
      worst = Math.max(worst, probes);
    }
    assertTrue(sum < (long) mean * map.size(), "probes: " + (double) sum / map.size());
    // At 7/8 a group is full with a chance of 0.585: one of 10^8 searches passes 34 of them.
    assertTrue(worst < 34, "worst: " + worst);
  }

  /** Each entry is counted in the groups that a search for it passes, and nothing else is. */
  private static void assertCounted(LongLongSwissMap map) {
    int passes = 0;
    for (var cursor = map.cursor(); cursor.next(); ) {
      passes += map.probes(cursor.key()) - 1;
    }
    assertEquals(passes, map.passes());
  }

  private static void assertSame(Map<Long, Long> model, LongLongSwissMap map) {
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
