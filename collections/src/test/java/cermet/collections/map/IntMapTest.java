// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongMapTest.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.MemoryEnd;
import cermet.collections.Probes;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class IntMapTest {
  /** The inverse of the map's multiplier: times i it makes the key whose code is i, at seed 0. */
  private static final int PHI_INVERSE =
      new BigInteger("9E3779B97F4A7C15".substring(0, Integer.SIZE / 4), 16)
          .modInverse(BigInteger.TWO.pow(Integer.SIZE))
          .intValue();

  private static final int LARGEST = 805_306_368;
  private static final int[] EDGES = {
    0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 42, PHI_INVERSE
  };

  @Test
  void groupsAsInTheExample() {
    // @start region="example"
    var orders = new IntMap<List<String>>();
    orders.computeIfAbsent(17, customer -> new ArrayList<>()).add("tea");
    orders.computeIfAbsent(17, customer -> new ArrayList<>()).add("milk");
    List<String> ordered = orders.get(17, List.of()); // [tea, milk]
    List<String> nothing = orders.get(18, List.of()); // []
    // @end
    assertEquals(List.of("tea", "milk"), ordered);
    assertEquals(List.of(), nothing);
  }

  @Test
  void takesAnyKey() {
    for (int seed : EDGES) { // a key that is its map's seed has the code of an empty slot
      var map = IntMap.<String>withSeed(0, seed);
      var model = new HashMap<Integer, String>();
      for (int key : EDGES) {
        assertFalse(map.containsKey(key));
        assertNull(map.get(key));
        assertEquals("none", map.get(key, "none"));
        assertTrue(map.put(key, "first"));
        assertFalse(map.put(key, "of " + key));
        model.put(key, "of " + key);
        assertTrue(map.containsKey(key));
        assertEquals("of " + key, map.get(key));
        assertEquals("of " + key, map.get(key, "none"));
        assertSame(model, map);
      }
      for (int key : EDGES) {
        assertEquals("of " + key, map.remove(key));
        assertNull(map.remove(key));
        model.remove(key);
        assertSame(model, map);
      }
      assertTrue(map.isEmpty());
    }
  }

  @Test
  void tellsNewKeysFromOld() {
    for (int key : new int[] {5, 9}) { // the code of 9 is 0
      var map = IntMap.<Integer>withSeed(0, 9);
      assertFalse(map.replace(key, 1));
      assertNull(map.getAndPut(key, 2));
      assertEquals(2, map.getAndPut(key, 3));
      assertFalse(map.putIfAbsent(key, 4));
      assertEquals(3, map.get(key));
      assertTrue(map.replace(key, 5));
      assertEquals(5, map.get(key));
      assertEquals(5, map.remove(key));
      assertNull(map.remove(key));
      assertFalse(map.replace(key, 1));
      assertTrue(map.putIfAbsent(key, 6));
      assertEquals(6, map.get(key));
      assertEquals(1, map.size());
      assertTrue(map.containsValue(6));
      assertFalse(map.containsValue(5));
      assertFalse(map.containsValue("6"));
    }
  }

  @Test
  void computes() {
    for (int key : new int[] {5, 9}) {
      var map = IntMap.<String>withSeed(0, 9);
      assertNull(map.computeIfPresent(key, (k, old) -> old + "!"));
      assertNull(map.compute(key, (k, old) -> null));
      assertNull(map.computeIfAbsent(key, k -> nothing()), "as in java.util.Map");
      assertFalse(map.containsKey(key));
      assertTrue(map.isEmpty());
      assertEquals("made", map.computeIfAbsent(key, k -> k == key ? "made" : "of another"));
      assertEquals("made", map.computeIfAbsent(key, k -> "again"));
      assertEquals("made", map.computeIfAbsent(key, k -> nothing()));
      assertEquals("made!", map.computeIfPresent(key, (k, old) -> old + "!"));
      assertEquals("made!?", map.compute(key, (k, old) -> old + "?"));
      assertEquals("made!?+", map.merge(key, "+", String::concat));
      assertEquals("made!?+", map.get(key));
      assertNull(map.merge(key, "-", (old, value) -> null));
      assertFalse(map.containsKey(key));
      assertEquals("new", map.merge(key, "new", (old, value) -> null));
      assertNull(map.computeIfPresent(key, (k, old) -> null));
      assertFalse(map.containsKey(key));
      assertEquals("null?", map.compute(key, (k, old) -> old + "?"));
      assertNull(map.compute(key, (k, old) -> null));
      assertTrue(map.isEmpty());
    }
  }

  @Test
  void growsNoMoreOnceReserved() {
    for (int size : new int[] {0, 1, 5, 6, 7, 12, 13, 100, 767, 768, 769, 98_304, 98_305}) {
      var made = new IntMap<Integer>(size);
      var asked = new IntMap<Integer>();
      asked.reserve(size);
      int capacity = made.capacity();
      assertEquals(capacity, asked.capacity());
      assertTrue(4.0 * size <= 3.0 * capacity && (capacity <= 8 || 8.0 * size > 3.0 * capacity));
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
    var map = new IntMap<String>();
    map.put(1, "one");
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new IntMap<String>(size));
      var seeded = assertThrows(IllegalArgumentException.class, () -> IntMap.withSeed(size, 3));
      var asked = assertThrows(IllegalArgumentException.class, () -> map.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    assertEquals("{1=one}", map.toString());
  }

  @Test
  void keepsEverythingWhenMemoryRunsOut() {
    /*wide*/ long bytes = (/*wide*/ long) Integer.BYTES << 30; // of the largest table's codes
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var map = new IntMap<Integer>();
    var model = new HashMap<Integer, Integer>();
    for (int i = 0; i < 1000; i++) {
      map.put(square(i), i);
      model.put(square(i), i);
    }
    int capacity = map.capacity();
    assertThrows(OutOfMemoryError.class, () -> map.reserve(LARGEST));
    assertEquals(capacity, map.capacity());
    assertSame(model, map);
    map.put(-1, -1);
    map.remove(4);
    assertEquals(1000, map.size());
    assertEquals(-1, map.get(-1));
  }

  @Test
  void keepsEverythingWhereverMemoryEnds() throws Exception {
    MemoryEnd.fork(OutOfMemory.class);
  }

  /** Grows by a key where there is less memory than that takes. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var map = IntMap.<Boolean>withSeed(0, 1);
      int size = 3 << 12; // all that 2^14 homes take
      for (int i = 0; i < size; i++) {
        map.put(i, i % 3 == 0);
      }
      MemoryEnd.approach(
          () -> map.put(size, true), () -> kept(map, size), () -> map.capacity() == 1 << 15);
    }

    private static boolean kept(IntMap<Boolean> map, int size) {
      boolean kept = map.size() == size && map.capacity() == 1 << 14 && !map.containsKey(size);
      for (int i = 0; i < size; i++) {
        kept &= Boolean.valueOf(i % 3 == 0).equals(map.get(i));
      }
      return kept;
    }
  }

  @Test
  void trims() {
    var map = new IntMap<Integer>();
    map.trim();
    assertEquals(0, map.capacity());
    map.reserve(100_000);
    map.trim();
    assertEquals(0, map.capacity());
    for (int size : new int[] {1, 6, 7, 96, 97, 3000, 3072}) {
      map.reserve(100_000);
      var model = new HashMap<Integer, Integer>();
      for (int i = 0; i < size; i++) {
        map.put(i, map.size());
        model.put(i, model.size());
      }
      map.trim();
      assertEquals(new IntMap<Integer>(size).capacity(), map.capacity());
      assertSame(model, map);
      map.reserve(2 * size); // one doubling is shrunk too
      map.trim();
      map.trim(); // again: nothing left to do
      assertEquals(new IntMap<Integer>(size).capacity(), map.capacity());
      for (int i = size; i < size + 50; i++) {
        map.put(i, map.size());
        model.put(i, model.size());
      }
      assertSame(model, map);
      map.clear();
    }
    var zero = IntMap.<String>withSeed(50, 3);
    zero.put(3, "the code of an empty slot");
    zero.trim();
    assertEquals("the code of an empty slot", zero.get(3));
    zero.remove(3);
    zero.trim();
    assertEquals(0, zero.capacity());
  }

  @Test
  void clearKeepsCapacity() {
    var map = IntMap.<Integer>withSeed(0, 50);
    map.clear();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        map.put(i, i);
      }
      int capacity = map.capacity();
      map.clear();
      assertEquals(capacity, map.capacity());
      assertSame(Map.of(), map);
      for (int i = 0; i < 100; i++) {
        assertFalse(map.containsKey(i));
      }
    }
    assertTrue(new IntMap<Integer>().put(1, 1), "the shared empty table stays empty");
    assertFalse(new IntMap<Integer>().containsKey(1));
  }

  @Test
  void letsRemovedValuesGo() {
    var map = IntMap.<Object>withSeed(0, 0);
    var gone = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 6; i++) {
      var value = new Object();
      gone.add(new WeakReference<>(value));
      map.put(-(i + 1) * PHI_INVERSE, value); // one run
    }
    map.remove(-PHI_INVERSE);
    map.remove(-6 * PHI_INVERSE);
    for (var cursor = map.cursor(); cursor.next(); ) {
      cursor.remove();
    }
    assertTrue(map.isEmpty());
    for (int i = 0; i < 50 && gone.stream().anyMatch(each -> each.get() != null); i++) {
      System.gc();
    }
    assertTrue(gone.stream().allMatch(each -> each.get() == null));
    map.put(1, "kept alive until here");
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
    assertThrows(ArithmeticException.class, () -> map.compute(4, (key, old) -> failing()));
    assertThrows(ArithmeticException.class, () -> map.compute(-4, (key, old) -> failing()));
    assertThrows(ArithmeticException.class, () -> map.computeIfPresent(4, (key, old) -> failing()));
    assertThrows(ArithmeticException.class, () -> map.computeIfAbsent(-4, key -> failing()));
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
    for (IntMap<Integer> map : List.of(ofSquares(100), IntMap.<Integer>withSeed(0, 4))) {
      map.put(4, 16); // the code is 0 in the second
      List<Runnable> walks =
          List.of(
              () -> map.forEach((key, value) -> map.put(key + 1_000_000, 0)),
              () -> map.forEach((key, value) -> map.remove(key)),
              () -> map.forEachKey(map::remove),
              () -> map.forEachValue(value -> map.clear()));
      for (Runnable walk : walks) {
        assertThrows(ConcurrentModificationException.class, walk::run);
        map.put(4, 16);
      }
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
      List<Runnable> computations =
          List.of(
              () -> map.merge(4, 1, (old, value) -> map.remove(4)),
              () -> map.compute(4, (key, old) -> map.remove(4)),
              () -> map.computeIfPresent(4, (key, old) -> map.remove(4)),
              () -> map.compute(5, (key, old) -> map.remove(4)),
              () -> map.computeIfAbsent(5, key -> map.remove(4)),
              () -> map.computeIfAbsent(5, key -> map.put(5, 3) ? 4 : 5));
      for (Runnable computation : computations) {
        map.put(4, 16);
        map.remove(5);
        assertThrows(ConcurrentModificationException.class, computation::run);
        assertEquals(
            computation.equals(computations.getLast()), map.containsKey(5), "no result stays");
      }
      assertEquals(3, map.get(5), "what the callback has put stays");
      map.clear();
      map.put(4, 16);
      map.forEach((key, value) -> map.put(key, value + 1)); // a value may change
      assertEquals("{4=17}", map.toString());
      assertEquals(18, map.computeIfPresent(4, (key, old) -> map.replace(4, 0) ? 18 : 19));
      assertEquals(18, map.get(4));
    }
  }

  @Test
  void refusesNull() {
    var map = ofSquares(3);
    List<Runnable> calls =
        List.of(
            () -> map.put(1, nothing()),
            () -> map.put(99, nothing()),
            () -> map.getAndPut(99, nothing()),
            () -> map.putIfAbsent(99, nothing()),
            () -> map.putIfAbsent(1, nothing()),
            () -> map.replace(1, nothing()),
            () -> map.replace(99, nothing()),
            () -> map.containsValue(nothing()),
            () -> map.merge(1, nothing(), Integer::sum),
            () -> map.merge(99, nothing(), Integer::sum),
            () -> map.merge(1, 1, nothing()),
            () -> map.merge(99, 1, nothing()),
            () -> map.computeIfAbsent(1, nothing()),
            () -> map.computeIfPresent(99, nothing()),
            () ->
                map.compute(
                    1,
                    IntMapTest
                        .<IntMap.IntObjectFunction<@Nullable Integer, @Nullable Integer>>nothing()),
            () -> map.forEach(nothing()),
            () -> map.forEachKey(nothing()),
            () -> map.forEachValue(nothing()),
            () -> map.removeIf(nothing()),
            () -> map.retain(nothing()),
            () -> map.putAll(nothing()));
    for (Runnable call : calls) {
      assertThrows(NullPointerException.class, call::run);
    }
    var cursor = map.cursor();
    cursor.next();
    assertThrows(NullPointerException.class, () -> cursor.set(nothing()));
    assertEquals(ofSquares(3), map);
  }

  @Test
  void cursorsFailFast() {
    var map = IntMap.<Integer>withSeed(0, 4);
    for (int i = 0; i < 10; i++) {
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
    for (int key : new int[] {4, 5}) { // the code of 4 is 0
      var map = IntMap.<Integer>withSeed(0, 4);
      map.put(key, 1);
      var cursor = map.cursor();
      assertOff(cursor);
      assertTrue(cursor.next());
      cursor.set(-8);
      assertEquals(key, cursor.key());
      assertEquals(-8, cursor.value());
      assertEquals(-8, map.get(key));
      map.replace(key, -9);
      assertEquals(-9, cursor.value());
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
  void walksKeysAndValues() {
    var map = ofSquares(50);
    map.put(map.seed(), -1);
    var keys = new ArrayList<Integer>();
    var values = new ArrayList<Integer>();
    map.forEachKey(keys::add);
    map.forEachValue(values::add);
    var order = map.cursor();
    for (int i = 0; i < map.size(); i++) {
      assertTrue(order.next());
      assertEquals(keys.get(i), order.key());
      assertEquals(values.get(i), order.value());
    }
    assertEquals(map.size(), keys.size());
    assertEquals(map.size(), values.size());
  }

  @Test
  void removesWhileIteratingAndMeetsEachEntryOnce() {
    // Codes: one pile, a pile in the tail, two piles that touch, the code 0, single entries.
    int[][] layouts = {
      {-1, -2, -3, -4, -5, -6},
      {1, 2, 3, 4, 5, 6},
      {0, 1, 2, 3, 4, 5},
      {-1, -2, -3, 0, -1 - pile(1), -2 - pile(1), -3 - pile(1), 5, 6, 7},
      {-1, -2, -1 - pile(2), -2 - pile(2), -1 - pile(3), -2 - pile(3), -3 - pile(3), -1 - pile(6)},
    };
    for (int[] codes : layouts) {
      for (int chosen = 0; chosen < 1 << codes.length; chosen++) {
        var map = IntMap.<Integer>withSeed(0, 0);
        var model = new HashMap<Integer, Integer>();
        for (int i = 0; i < codes.length; i++) {
          map.put(codes[i] * PHI_INVERSE, i);
          model.put(codes[i] * PHI_INVERSE, i);
        }
        var met = new ArrayList<Integer>();
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
  void findsEveryOrderOfInsertion() {
    int[] codes = {0, 1, 2, -1, -2, pile(1)};
    for (int order = 0; order < 720; order++) {
      var map = IntMap.<Integer>withSeed(0, 0);
      var left = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
      for (int rest = order, choices = 6; choices > 0; rest /= choices--) {
        int chosen = left.remove(/* index */ rest % choices);
        assertTrue(map.put(codes[chosen] * PHI_INVERSE, chosen));
      }
      for (int i = 0; i < codes.length; i++) {
        assertEquals(i, map.get(codes[i] * PHI_INVERSE));
        assertEquals(i, map.remove(codes[i] * PHI_INVERSE));
        assertNull(map.get(codes[i] * PHI_INVERSE));
      }
    }
  }

  @Test
  void removesByPredicate() {
    var map = IntMap.<Integer>withSeed(0, 64);
    for (int i = 0; i < 10_000; i++) {
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
    for (int seed : new int[] {0, 42, -1, 0x1234_5678}) {
      // Codes that share a home: the first, the last (beside the tail), one amid; up and down.
      List<IntUnaryOperator> shapes =
          List.of(i -> -i, i -> i, i -> i - 20_001, i -> 20_001 - i, i -> Integer.MIN_VALUE + i);
      for (var shape : shapes) {
        var map = IntMap.<Integer>withSeed(0, seed);
        for (int i = 1; i <= 20_000; i++) {
          assertTrue(map.put(shape.applyAsInt(i) * PHI_INVERSE ^ seed, i));
        }
        assertNotEquals(seed, map.seed());
        assertEquals(32_768, map.capacity());
        assertEquals(20_000, map.size());
        for (int i = 1; i <= 20_000; i++) {
          assertEquals(i, map.get(shape.applyAsInt(i) * PHI_INVERSE ^ seed));
        }
        assertSpread(map, 4);
      }
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheKeysFollowTheSeed() {
    var map = IntMap.<Integer>withSeed(0, 1);
    var model = new HashMap<Integer, Integer>();
    int seeds = 1;
    int last = map.seed();
    for (int i = 1; i <= 4_000; i++) {
      int key = i * PHI_INVERSE ^ map.seed(); // all beside the tail
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

  @Test
  void findsKeysOfAnyShapeInFewProbes() {
    new Probes<Integer, IntMap<String>>(
            "IntMap",
            0.75,
            65,
            KeyShape::intKey,
            (size, seed) -> IntMap.withSeed(size, seed.intValue()),
            (map, key) -> map.put(key, ""),
            IntMap::probes,
            IntMap::copy,
            IntMap::putAll,
            map -> map.asMap().keySet())
        .dear(5, KeyShape.dearInt())
        .assertFew();
  }

  @Test
  void spreadsWhatIsCopiedInIterationOrder() {
    var random = new Random(1);
    var from = IntMap.<Integer>withSeed(0, 42);
    while (from.size() < 98_000) { // of 98,304
      from.put(random.nextInt(), from.size());
    }
    for (int seed : new int[] {42, 43, 0, -1, 0x1234_5678}) {
      var loop = IntMap.<Integer>withSeed(0, seed);
      from.forEach(loop::put);
      assertEquals(from, loop);
      assertSpread(loop, 3);
      var bulk = IntMap.<Integer>withSeed(0, seed);
      bulk.putAll(from);
      assertEquals(from, bulk);
      assertEquals(from.capacity(), bulk.capacity());
      assertEquals(seed, bulk.seed(), "the way of its own needs no new seed");
      assertSpread(bulk, 3);
      var half = IntMap.<Integer>withSeed(0, seed);
      for (int i = 0; i < 40_000; i++) {
        half.put(random.nextInt(), i);
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
      var from = IntMap.<Integer>withSeed(0, 42);
      while (from.size() < 24_000) {
        from.put(random.nextInt(), from.size());
      }
      var map = IntMap.<Integer>withSeed(12_288, 42);
      while (map.size() < 6_000) {
        map.put(random.nextInt(), map.size());
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
    map.putAll(new IntMap<>());
    assertEquals(ofSquares(96), map);
    var other = new IntMap<Integer>();
    other.put(4, -1);
    map.putAll(other);
    assertEquals(-1, map.get(4));
    assertEquals(96, map.size());
    var wider = new IntMap<Number>();
    wider.putAll(map);
    assertEquals(map, wider);
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var map = IntMap.<Integer>withSeed(0, 9);
      for (int i = 0; i < size; i++) {
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
    var empty = new IntMap<String>();
    var copy = empty.copy();
    assertNotSame(empty, copy);
    copy.put(1, "one");
    assertTrue(empty.isEmpty());
  }

  @Test
  void seedsDiffer() {
    int first = new IntMap<String>().seed();
    boolean same = true;
    for (int i = 0; i < 10; i++) {
      same &= new IntMap<String>().seed() == first;
    }
    assertFalse(same);
    assertEquals(77, IntMap.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var map = IntMap.<Object>withSeed(0, 3);
    assertEquals("{}", map.toString());
    assertEquals(0, map.hashCode());
    map.put(3, map);
    assertEquals("{3=(this Map)}", map.toString());
    map.put(3, "-4");
    assertEquals("{3=-4}", map.toString());
    var model = new HashMap<Integer, Object>();
    model.put(map.seed(), "-4");
    for (int i = 10; i < 200; i++) {
      map.put(square(i), "of " + i);
    }
    model.putAll(map.asMap());
    assertSame(model, map);
    var other = IntMap.<Object>withSeed(5000, 4);
    model.forEach(other::put);
    assertEquals(map, other);
    assertEquals(map.hashCode(), other.hashCode());
    other.put(3, "-5");
    assertNotEquals(map, other);
    other.remove(3);
    assertNotEquals(map, other);
    other.put(-3, "-4");
    assertNotEquals(map, other, "as many entries, another key");
    assertNotEquals(map, (Object) model);
    assertFalse(map.equals(null));
  }

  @Test
  void endlessChurnKeepsCapacity() {
    var map = new IntMap<Integer>();
    for (int i = 0; i < 300_000; i++) {
      map.put(i, i);
      if (i >= 90) {
        assertEquals(i - 90, map.remove(i - 90));
      }
    }
    assertEquals(90, map.size());
    assertEquals(128, map.capacity());
  }

  @Test
  void viewIsLive() {
    var map = new IntMap<String>();
    Map<Integer, String> view = map.asMap();
    int one = 1;
    int four = 4;
    assertNull(view.put(one, "two"));
    assertEquals("two", map.get(1));
    assertEquals("two", view.put(one, "three"));
    map.put(4, "five");
    assertEquals(Map.of(one, "three", four, "five"), view);
    assertTrue(view.containsValue("five"));
    assertFalse(view.containsValue(null));
    for (var entry : view.entrySet()) {
      entry.setValue(entry.getValue() + "!");
    }
    assertEquals("three!", map.get(1));
    assertTrue(view.values().remove("five!"));
    assertEquals(1, map.size());
    assertEquals("three!?", view.merge(one, "?", String::concat));
    assertThrows(NullPointerException.class, () -> view.put(one, nothing()));
    assertEquals("three!?", map.get(1));
  }

  /** What one home covers, in codes, at the least capacity. */
  private static int pile(int homes) {
    return homes << (Integer.SIZE - 4);
  }

  private static int square(int i) {
    return i * i;
  }

  private static IntMap<Integer> ofSquares(int size) {
    var map = new IntMap<Integer>();
    for (int i = 0; i < size; i++) {
      map.put(square(i), i);
    }
    return map;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see what null does
  private static <T> T nothing() {
    return null;
  }

  private static Integer failing() {
    throw new ArithmeticException();
  }

  private static void assertOff(IntMap.Cursor<Integer> cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSpread(IntMap<?> map, int mean) {
    int sum = 0;
    int worst = 0;
    for (var cursor = map.cursor(); cursor.next(); ) {
      int probes = map.probes(cursor.key());
      sum += probes;
      worst = Math.max(worst, probes);
    }
    assertTrue(sum < mean * map.size(), "probes: " + (double) sum / map.size());
    assertTrue(worst <= 65, "worst: " + worst);
  }

  private static <V> void assertSame(Map<Integer, V> model, IntMap<V> map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), map.get(entry.getKey()));
    }
    var seen = new HashMap<Integer, V>();
    map.forEach((key, value) -> assertNull(seen.put(key, value)));
    assertEquals(model, seen);
  }
}
