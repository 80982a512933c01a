// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.MemoryEnd;
import cermet.collections.Probes;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ObjectLongMapTest {
  /** The inverse of the map's multiplier: times i it makes the hash code whose code is i. */
  private static final int PHI_INVERSE = 0x144CBC89;

  private static final int LARGEST = 805_306_368;
  private static final int[] EDGES = {
    0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 42, PHI_INVERSE
  };

  /** A key that has the hash code it is told to have; those that share one differ by id. */
  private record Key(int hash, int id) {
    Key(int hash) {
      this(hash, 0);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Its `equals` does something, and says that it equals nothing. */
  private record Thief(int hash, Runnable theft) {
    @Override
    public boolean equals(@Nullable Object other) {
      theft.run();
      return false;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Test
  void detectsKeysThatChangeTheMapWhileTheyAreCompared() {
    var map = new ObjectLongMap<Object>();
    List<Runnable> thefts =
        List.of(
            map::clear,
            () -> map.reserve(1000),
            () -> map.put(new Key(7), 1),
            () -> map.remove(new Key(5)),
            map::trim);
    for (Runnable theft : thefts) {
      var thief = new Thief(5, theft);
      List<Runnable> calls =
          List.of(
              () -> map.put(thief, 1),
              () -> map.get(thief, 1),
              () -> map.addTo(thief, 1),
              () -> map.remove(thief));
      for (Runnable call : calls) {
        map.clear();
        map.trim();
        map.reserve(100);
        map.put(new Key(5), 16);
        assertThrows(ConcurrentModificationException.class, call::run);
        map.forEach((key, value) -> assertEquals(value, map.get(key, ~value)));
        assertFalse(map.containsKey(new Key(6)));
      }
    }
  }

  @Test
  void countsAsInTheExample() {
    // @start region="example"
    var words = new ObjectLongMap<String>();
    for (String word : List.of("to", "be", "or", "not", "to", "be")) {
      words.addTo(word, 1);
    }
    long seen = words.get("be", 0); // 2
    long never = words.get("question", 0); // 0
    // @end
    assertEquals(2, seen);
    assertEquals(0, never);
  }

  @Test
  void takesAnyHashCodeAndValue() {
    for (int seed : EDGES) { // a hash code that is its map's seed has the code of an empty slot
      for (long value : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42}) {
        var map = ObjectLongMap.<Key>withSeed(0, seed);
        var model = new HashMap<Key, Long>();
        for (int hash : EDGES) {
          for (int id = 0; id < 3; id++) {
            var key = new Key(hash, id);
            assertFalse(map.containsKey(key));
            assertEquals(7, map.get(key, 7));
            assertTrue(map.put(key, ~value));
            assertFalse(map.put(new Key(hash, id), value));
            model.put(key, value);
            assertTrue(map.containsKey(new Key(hash, id)));
            assertEquals(value, map.get(key, ~value));
            assertSame(model, map);
          }
        }
        for (int hash : EDGES) {
          for (int id : new int[] {1, 0, 2}) {
            var key = new Key(hash, id);
            assertEquals(value, map.get(key, value), "the caller's absent may be a value");
            assertEquals(value, map.remove(key, ~value));
            assertEquals(~value, map.remove(key, ~value));
            model.remove(key);
            assertSame(model, map);
          }
        }
        assertTrue(map.isEmpty());
      }
    }
  }

  @Test
  void tellsNewKeysFromOld() {
    for (Key key : List.of(new Key(5), new Key(9))) { // the code of 9 is 0
      var map = ObjectLongMap.<Key>withSeed(0, 9);
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
  void addsMergesAndComputes() {
    for (Key key : List.of(new Key(5), new Key(9))) {
      var map = ObjectLongMap.<Key>withSeed(0, 9);
      assertEquals(-3, map.addTo(key, -3));
      assertEquals(4, map.addTo(key, 7));
      assertEquals(Long.MIN_VALUE, map.addTo(key, Long.MAX_VALUE - 3), "sums wrap");
      map.remove(key);
      assertEquals(3, map.addTo(key, 3), "nothing is left of the old value");
      map.remove(key);
      assertEquals(8, map.merge(key, 8, (old, value) -> old * value));
      assertEquals(24, map.merge(key, 3, (old, value) -> old * value));
      assertEquals(21, map.merge(key, 3, (old, value) -> old - value));
      assertEquals(20, map.computeIfPresent(key, (k, value) -> value - k.id() - 1, 0));
      assertEquals(23, map.compute(key, (k, value) -> value + 3, 0));
      assertEquals(23, map.computeIfAbsent(key, Key::hash));
      map.remove(key);
      assertEquals(-1, map.computeIfPresent(key, (k, value) -> 0, -1));
      assertFalse(map.containsKey(key));
      assertEquals(key.hash(), map.computeIfAbsent(key, Key::hash));
      map.remove(key);
      assertEquals(105 + key.hash(), map.compute(key, (k, value) -> value + k.hash(), 105));
      assertEquals(105 + key.hash(), map.get(key, 0));
      assertEquals(1, map.size());
    }
  }

  @Test
  void comparesKeysOnlyWhereTheirHashCodesAreEqual() {
    int[] compared = {0};
    class Watched {
      private final String name;

      Watched(String name) {
        this.name = name;
      }

      @Override
      public int hashCode() {
        return name.hashCode();
      }

      @Override
      public boolean equals(Object object) {
        compared[0]++;
        return object instanceof Watched other && name.equals(other.name);
      }
    }
    var map = new ObjectLongMap<Watched>();
    for (int i = 0; i < 10_000; i++) {
      map.put(new Watched("key " + i), i);
    }
    for (int i = 10_000; i < 20_000; i++) {
      assertFalse(map.containsKey(new Watched("key " + i)));
    }
    map.reserve(50_000);
    map.trim();
    assertEquals(0, compared[0]);
    assertEquals(77, map.get(new Watched("key 77"), 0));
    assertEquals(1, compared[0]);
    assertTrue(map.remove(new Watched("key 78")));
    assertEquals(2, compared[0]);
  }

  @Test
  void findsKeysThatShareAHashCode() {
    var map = ObjectLongMap.<Key>withSeed(0, 3);
    var model = new HashMap<Key, Long>();
    for (int id = 0; id < 1000; id++) {
      for (int hash : new int[] {0, 3, -PHI_INVERSE ^ 3}) { // amid, the last home, the first
        assertTrue(map.put(new Key(hash, id), id));
        model.put(new Key(hash, id), (long) id);
      }
    }
    assertSame(model, map);
    assertFalse(map.containsKey(new Key(3, -1)));
    assertTrue(map.removeIf((key, value) -> value % 2 == 0));
    model.values().removeIf(value -> value % 2 == 0);
    assertSame(model, map);
    map.trim();
    assertSame(model, map);
    assertTrue(map.capacity() <= 4096, "a tail instead of growth: " + map.capacity());
  }

  @Test
  void growsNoMoreOnceReserved() {
    for (int size : new int[] {0, 1, 5, 6, 7, 12, 13, 100, 767, 768, 769, 98_304, 98_305}) {
      var made = new ObjectLongMap<Integer>(size);
      var asked = new ObjectLongMap<Integer>();
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
    var map = new ObjectLongMap<String>();
    map.put("one", 1);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new ObjectLongMap<>(size));
      var seeded =
          assertThrows(IllegalArgumentException.class, () -> ObjectLongMap.withSeed(size, 3));
      var asked = assertThrows(IllegalArgumentException.class, () -> map.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    assertSame(Map.of("one", 1L), map);
  }

  @Test
  void keepsEverythingWhenMemoryRunsOut() {
    long bytes = 8L << 30; // of the largest table's values, after 4 for codes and 4 for keys
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var map = new ObjectLongMap<String>();
    var model = new HashMap<String, Long>();
    for (long i = 0; i < 1000; i++) {
      map.put("key " + i, i);
      model.put("key " + i, i);
    }
    int capacity = map.capacity();
    assertThrows(OutOfMemoryError.class, () -> map.reserve(LARGEST));
    assertEquals(capacity, map.capacity());
    assertSame(model, map);
    map.put("more", -1);
    model.put("more", -1L);
    assertSame(model, map);
  }

  @Test
  void keepsEverythingWhenMemoryRunsOutAmidGrowth() {
    long heap = Runtime.getRuntime().maxMemory();
    Assumptions.assumeTrue(heap <= 8L << 30, "this would take its time");
    long slots = 2 * Long.highestOneBit(heap / 16 - 1); // their codes and keys may fit, not all
    var map = ofNames(1000);
    var model = new HashMap<>(map.asMap());
    int capacity = map.capacity();
    assertThrows(OutOfMemoryError.class, () -> map.reserve((int) (slots / 4 * 3)));
    assertEquals(capacity, map.capacity());
    assertSame(model, map);
  }

  @Test
  void keepsEverythingWhereverMemoryEnds() throws Exception {
    MemoryEnd.fork(OutOfMemory.class);
  }

  /** Grows by a key where there is less memory than that takes. */
  static final class OutOfMemory {
    private static final int SIZE = 3 << 12; // all that 2^14 homes take

    public static void main(String[] args) {
      var keys = new Integer[SIZE + 1];
      Arrays.setAll(keys, i -> i);
      var map = ObjectLongMap.<Integer>withSeed(0, 1);
      for (int i = 0; i < SIZE; i++) {
        map.put(keys[i], ~i);
      }
      MemoryEnd.approach(
          () -> map.put(keys[SIZE], 0), () -> kept(map, keys), () -> map.capacity() == 1 << 15);
    }

    private static boolean kept(ObjectLongMap<Integer> map, Integer[] keys) {
      boolean kept =
          map.size() == SIZE && map.capacity() == 1 << 14 && !map.containsKey(keys[SIZE]);
      for (int i = 0; i < SIZE; i++) {
        kept &= map.get(keys[i], i) == ~i;
      }
      return kept;
    }
  }

  @Test
  void trims() {
    var map = new ObjectLongMap<Integer>();
    map.trim();
    assertEquals(0, map.capacity());
    map.reserve(100_000);
    map.trim();
    assertEquals(0, map.capacity());
    for (int size : new int[] {1, 6, 7, 96, 97, 3000, 3072}) {
      map.reserve(100_000);
      var model = new HashMap<Integer, Long>();
      for (int i = 0; i < size; i++) {
        map.put(i, -i);
        model.put(i, (long) -i);
      }
      map.trim();
      assertEquals(new ObjectLongMap<>(size).capacity(), map.capacity());
      assertSame(model, map);
      map.reserve(2 * size); // one doubling is shrunk too
      map.trim();
      map.trim(); // again: nothing left to do
      assertEquals(new ObjectLongMap<>(size).capacity(), map.capacity());
      for (int i = size; i < size + 50; i++) {
        map.put(i, -i);
        model.put(i, (long) -i);
      }
      assertSame(model, map);
      map.clear();
    }
    var zero = ObjectLongMap.<Key>withSeed(50, 3);
    zero.put(new Key(3), 4);
    zero.trim();
    assertSame(Map.of(new Key(3), 4L), zero);
    zero.remove(new Key(3));
    zero.trim();
    assertEquals(0, zero.capacity());
  }

  @Test
  void clearKeepsCapacity() {
    var map = ObjectLongMap.<Integer>withSeed(0, 50);
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
    assertTrue(new ObjectLongMap<String>().put("", 1), "the shared empty table stays empty");
    assertFalse(new ObjectLongMap<String>().containsKey(""));
  }

  @Test
  void letsRemovedKeysGo() {
    var map = ObjectLongMap.<Object>withSeed(0, 0);
    var gone = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 6; i++) {
      var key = new Key(-(i + 1) * PHI_INVERSE); // one run
      gone.add(new WeakReference<>(key));
      map.put(key, i);
    }
    map.remove(new Key(-PHI_INVERSE));
    map.remove(new Key(-6 * PHI_INVERSE));
    for (var cursor = map.cursor(); cursor.next(); ) {
      cursor.remove();
    }
    assertTrue(map.isEmpty());
    for (int i = 0; i < 50 && gone.stream().anyMatch(each -> each.get() != null); i++) {
      System.gc();
    }
    assertTrue(gone.stream().allMatch(each -> each.get() == null));
    map.put("kept alive until here", 1);
  }

  @Test
  void survivesCallbacksThatThrow() {
    var map = ofNames(100);
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
    assertThrows(ArithmeticException.class, () -> map.merge("4", 0, (old, value) -> old / value));
    assertThrows(ArithmeticException.class, () -> map.compute("4", (key, old) -> failing(), 0));
    assertThrows(ArithmeticException.class, () -> map.compute("-4", (key, old) -> failing(), 0));
    assertThrows(ArithmeticException.class, () -> map.computeIfAbsent("-4", key -> failing()));
    assertThrows(
        ArithmeticException.class, () -> map.computeIfPresent("4", (key, old) -> failing(), 0));
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
  void survivesKeysThatThrow() {
    class Throwing {
      private final int hash;

      Throwing(int hash) {
        this.hash = hash;
      }

      @Override
      public int hashCode() {
        if (hash == 0) {
          throw new IllegalStateException();
        }
        return hash;
      }

      @Override
      @SuppressWarnings("EqualsUnsafeCast") // throws in any case
      public boolean equals(Object object) {
        throw new IllegalStateException();
      }
    }
    var map = new ObjectLongMap<>();
    for (int i = 1; i <= 96; i++) { // full
      map.put(new Throwing(i), i);
    }
    for (int hash : new int[] {0, 5}) {
      assertThrows(IllegalStateException.class, () -> map.put(new Throwing(hash), 1));
      assertThrows(IllegalStateException.class, () -> map.addTo(new Throwing(hash), 1));
      assertThrows(IllegalStateException.class, () -> map.remove(new Throwing(hash)));
    }
    assertEquals(96, map.size());
    long[] sum = {0};
    map.forEach((key, value) -> sum[0] += value);
    assertEquals(96 * 97 / 2, sum[0]);
    map.put(new Throwing(97), 97); // growth asks no key
    assertEquals(256, map.capacity());
  }

  @Test
  void detectsCallbacksThatChangeTheKeys() {
    var key4 = new Key(4);
    var key5 = new Key(5);
    for (ObjectLongMap<Key> map : List.of(ofKeys(100), ObjectLongMap.<Key>withSeed(0, 4))) {
      map.put(key4, 16); // the code is 0 in the second
      List<Runnable> walks =
          List.of(
              () -> map.forEach((key, value) -> map.put(new Key(key.hash + 1_000_000), 0)),
              () -> map.forEach((key, value) -> map.remove(key)));
      for (Runnable walk : walks) {
        assertThrows(ConcurrentModificationException.class, walk::run);
        map.put(key4, 16);
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
        map.put(key4, 16);
      }
      List<Runnable> computations =
          List.of(
              () -> map.merge(key4, 1, (old, value) -> map.remove(key4, 0)),
              () -> map.compute(key4, (key, old) -> map.remove(key4, 0), 0),
              () -> map.computeIfPresent(key4, (key, old) -> map.remove(key4, 0), 0),
              () -> map.compute(key5, (key, old) -> map.remove(key4, 0), 0),
              () -> map.computeIfAbsent(key5, key -> map.remove(key4, 0)),
              () -> map.computeIfAbsent(key5, key -> map.put(key5, 3) ? 4 : 5));
      for (Runnable computation : computations) {
        map.put(key4, 16);
        map.remove(key5);
        assertThrows(ConcurrentModificationException.class, computation::run);
        assertEquals(
            computation.equals(computations.getLast()), map.containsKey(key5), "no result stays");
      }
      assertEquals(3, map.get(key5, 0), "what the callback has put stays");
      map.clear();
      map.put(key4, 16);
      map.forEach((key, value) -> map.put(key, value + 1)); // a value may change
      assertSame(Map.of(key4, 17L), map);
      assertEquals(18, map.computeIfPresent(key4, (key, old) -> map.replace(key4, 0) ? 18 : 19, 0));
      assertEquals(18, map.get(key4, 0));
    }
  }

  @Test
  void refusesNull() {
    var map = ofNames(3);
    List<Runnable> calls =
        List.of(
            () -> map.get(nothing(), 0),
            () -> map.put(nothing(), 1),
            () -> map.addTo(nothing(), 1),
            () -> map.containsKey(nothing()),
            () -> map.getAndPut(nothing(), 1, 0),
            () -> map.putIfAbsent(nothing(), 1),
            () -> map.replace(nothing(), 1),
            () -> map.merge(nothing(), 1, Long::sum),
            () -> map.merge("1", 1, nothing()),
            () -> map.merge("99", 1, nothing()),
            () -> map.computeIfAbsent("1", nothing()),
            () -> map.computeIfAbsent(nothing(), key -> 1),
            () -> map.computeIfPresent("99", nothing(), 0),
            () -> map.compute("1", nothing(), 0),
            () -> map.remove(nothing()),
            () -> map.remove(nothing(), 0),
            () -> map.forEach(nothing()),
            () -> map.removeIf(nothing()),
            () -> map.retain(nothing()),
            () -> map.putAll(nothing()));
    for (Runnable call : calls) {
      assertThrows(NullPointerException.class, call::run);
    }
    assertEquals(ofNames(3), map);
  }

  @Test
  void cursorsFailFast() {
    var map = ObjectLongMap.<Integer>withSeed(0, 4);
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
      var map = ObjectLongMap.<Integer>withSeed(0, 4);
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
    var map = ofNames(20);
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
    // Codes: one pile, a pile in the tail, two piles that touch, the code 0, equal ones.
    int[][] layouts = {
      {-1, -2, -3, -4, -5, -6},
      {1, 2, 3, 4, 5, 6},
      {0, 1, 2, 3, 4, 5},
      {0, 0, 0, 7, 7, 7},
      {-1, -2, -3, 0, -1 - pile(1), -2 - pile(1), -3 - pile(1), 5, 6, 7},
      {-1, -1, -1 - pile(2), -1 - pile(2), -1 - pile(3), -2 - pile(3), -2 - pile(3), -1 - pile(6)},
    };
    for (int[] codes : layouts) {
      for (int chosen = 0; chosen < 1 << codes.length; chosen++) {
        var map = ObjectLongMap.<Key>withSeed(0, 0);
        var model = new HashMap<Key, Long>();
        for (int i = 0; i < codes.length; i++) {
          map.put(new Key(codes[i] * PHI_INVERSE, i), i);
          model.put(new Key(codes[i] * PHI_INVERSE, i), (long) i);
        }
        var met = new ArrayList<Key>();
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
    int[] codes = {0, 0, 2, -1, -2, -2};
    for (int order = 0; order < 720; order++) {
      var map = ObjectLongMap.<Key>withSeed(0, 0);
      var left = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
      for (int rest = order, choices = 6; choices > 0; rest /= choices--) {
        int chosen = left.remove(/* index */ rest % choices);
        assertTrue(map.put(new Key(codes[chosen] * PHI_INVERSE, chosen), chosen));
      }
      for (int i = 0; i < codes.length; i++) {
        var key = new Key(codes[i] * PHI_INVERSE, i);
        assertEquals(i, map.get(key, -1));
        assertEquals(i, map.remove(key, -1));
        assertEquals(-1, map.get(key, -1));
      }
    }
  }

  @Test
  void removesByPredicate() {
    var map = ObjectLongMap.<Integer>withSeed(0, 64);
    for (int i = 0; i < 10_000; i++) {
      map.put(i, i * 3L);
    }
    assertFalse(map.removeIf((key, value) -> value != key * 3));
    assertTrue(map.removeIf((key, value) -> key % 2 == 0));
    assertEquals(5_000, map.size());
    map.forEach((key, value) -> assertTrue(key % 2 == 1 && value == key * 3));
    assertTrue(map.removeIf((key, value) -> true));
    assertSame(Map.of(), map);
  }

  @Test
  void spreadsKeysOfManyKinds() {
    List<IntFunction<Object>> kinds =
        List.of(
            i -> i,
            i -> -i,
            i -> i << 10,
            i -> (long) i << 32,
            i -> (double) i,
            i -> i * 0.25f,
            i -> "name " + i,
            i -> "name " + i + " of many",
            i -> List.of(i >>> 5, i & 31),
            i -> List.of(i, i + 1, i + 2),
            i -> new Key(i * PHI_INVERSE));
    var random = new Random(2);
    double all = 0;
    for (var kind : kinds) {
      double mean = 0;
      for (int seeds = 100; seeds > 0; seeds--) {
        var map = ObjectLongMap.withSeed(768, random.nextInt());
        int probes = 0;
        for (int i = 1; i <= 768; i++) { // full
          map.put(kind.apply(i), i);
        }
        for (int i = 1; i <= 768; i++) {
          probes += map.probes(kind.apply(i));
        }
        assertEquals(768, map.size());
        assertEquals(1024, map.capacity());
        mean += probes / 768.0 / 100;
      }
      assertTrue(mean < 6, "kind " + kinds.indexOf(kind) + ": " + mean);
      all += mean / kinds.size();
    }
    assertTrue(all < 3, "mean of all: " + all);
  }

  @Test
  void spreadsHashCodesThatWereCraftedForItsSeed() {
    for (int seed : new int[] {0, 42, -1, 0x1234_5678}) {
      // Codes that share a home: the first, the last (beside the tail), one amid; up and down.
      List<IntUnaryOperator> shapes =
          List.of(i -> -i, i -> i, i -> i - 20_001, i -> 20_001 - i, i -> Integer.MIN_VALUE + i);
      for (var shape : shapes) {
        var map = ObjectLongMap.<Integer>withSeed(0, seed);
        for (int i = 1; i <= 20_000; i++) {
          assertTrue(map.put(shape.applyAsInt(i) * PHI_INVERSE ^ seed, i));
        }
        assertNotEquals(seed, map.seed());
        assertEquals(32_768, map.capacity());
        assertEquals(20_000, map.size());
        for (int i = 1; i <= 20_000; i++) {
          assertEquals(i, map.get(shape.applyAsInt(i) * PHI_INVERSE ^ seed, 0));
        }
        assertSpread(map, 4);
      }
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheHashCodesFollowTheSeed() {
    var map = ObjectLongMap.<Integer>withSeed(0, 1);
    var model = new HashMap<Integer, Long>();
    int seeds = 1;
    int last = map.seed();
    for (int i = 1; i <= 4_000; i++) {
      int key = i * PHI_INVERSE ^ map.seed(); // all beside the tail
      map.put(key, i);
      model.put(key, (long) i);
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
  void findsHashCodesOfAnyShapeInFewProbes() {
    new Probes<Integer, ObjectLongMap<Integer>>(
            "ObjectLongMap",
            0.75,
            65,
            KeyShape::intKey,
            (size, seed) -> ObjectLongMap.withSeed(size, seed.intValue()),
            (map, key) -> map.put(key, 0),
            ObjectLongMap::probes,
            ObjectLongMap::copy,
            ObjectLongMap::putAll,
            map -> map.asMap().keySet())
        .dear(5, KeyShape.dearInt())
        .assertFew();
  }

  @Test
  void spreadsWhatIsCopiedInIterationOrder() {
    var random = new Random(1);
    var from = ObjectLongMap.<Integer>withSeed(0, 42);
    while (from.size() < 98_000) { // of 98,304
      from.put(random.nextInt(), from.size());
    }
    for (int seed : new int[] {42, 43, 0, -1, 0x1234_5678}) {
      var loop = ObjectLongMap.<Integer>withSeed(0, seed);
      from.forEach(loop::put);
      assertEquals(from, loop);
      assertSpread(loop, 3);
      var bulk = ObjectLongMap.<Integer>withSeed(0, seed);
      bulk.putAll(from);
      assertEquals(from, bulk);
      assertEquals(from.capacity(), bulk.capacity());
      assertEquals(seed, bulk.seed(), "the way of its own needs no new seed");
      assertSpread(bulk, 3);
      var half = ObjectLongMap.<Integer>withSeed(0, seed);
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
      var from = ObjectLongMap.<Integer>withSeed(0, 42);
      while (from.size() < 24_000) {
        from.put(random.nextInt(), from.size());
      }
      var map = ObjectLongMap.<Integer>withSeed(12_288, 42);
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
    var map = ofNames(90);
    int capacity = map.capacity();
    map.putAll(ofNames(96));
    assertEquals(capacity, map.capacity());
    assertEquals(ofNames(96), map);
    map.putAll(map);
    assertEquals(ofNames(96), map);
    map.putAll(new ObjectLongMap<>());
    assertEquals(ofNames(96), map);
    var other = new ObjectLongMap<String>();
    other.put("4", -1);
    map.putAll(other);
    assertEquals(-1, map.get("4", 0));
    assertEquals(96, map.size());
    var wider = new ObjectLongMap<CharSequence>();
    wider.putAll(map);
    assertEquals(map, wider);
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var map = ObjectLongMap.<Integer>withSeed(0, 9);
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
    var empty = new ObjectLongMap<String>();
    var copy = empty.copy();
    copy.put("one", 1);
    assertTrue(empty.isEmpty());
  }

  @Test
  void seedsDiffer() {
    int first = new ObjectLongMap<String>().seed();
    boolean same = true;
    for (int i = 0; i < 10; i++) {
      same &= new ObjectLongMap<String>().seed() == first;
    }
    assertFalse(same);
    assertEquals(77, ObjectLongMap.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var map = ObjectLongMap.<Object>withSeed(0, 3);
    assertEquals("{}", map.toString());
    assertEquals(0, map.hashCode());
    map.put("three", -4);
    assertEquals("{three=-4}", map.toString());
    var model = new HashMap<Object, Long>(Map.of("three", -4L));
    for (long i = 10; i < 200; i++) {
      map.put("key " + i, -i);
      model.put("key " + i, -i);
    }
    assertSame(model, map);
    var other = ObjectLongMap.<Object>withSeed(5000, 4);
    model.forEach(other::put);
    assertEquals(map, other);
    assertEquals(map.hashCode(), other.hashCode());
    other.put("three", -5);
    assertNotEquals(map, other);
    other.remove("three");
    assertNotEquals(map, other);
    other.put("four", -4);
    assertNotEquals(map, other, "as many entries, another key");
    assertNotEquals(map, (Object) model);
    assertFalse(map.equals(null));
    var itself = new ObjectLongMap<Object>();
    itself.put(itself, 1);
    assertEquals("{(this Map)=1}", itself.toString());
  }

  @Test
  void endlessChurnKeepsCapacity() {
    var map = new ObjectLongMap<Integer>();
    for (int i = 0; i < 300_000; i++) {
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
    var map = new ObjectLongMap<String>();
    var view = map.asMap();
    assertNull(view.put("one", 0L));
    assertEquals(0, map.get("one", -1));
    assertEquals(0, view.put("one", 3L));
    map.put("four", 5);
    assertEquals(Map.of("one", 3L, "four", 5L), view);
    for (var entry : view.entrySet()) {
      entry.setValue(entry.getValue() + 10);
    }
    assertEquals(13, map.get("one", 0));
    assertTrue(view.values().remove(15L));
    assertEquals(1, map.size());
    assertEquals(14, view.merge("one", 1L, Long::sum));
    assertThrows(NullPointerException.class, () -> view.put("one", nothing()));
    assertThrows(NullPointerException.class, () -> view.put(nothing(), 1L));
    assertNull(view.get(null));
    assertEquals(14, map.get("one", 0));
  }

  /** What one home covers, in codes, at the least capacity. */
  private static int pile(int homes) {
    return homes << (Integer.SIZE - 4);
  }

  private static ObjectLongMap<String> ofNames(int size) {
    var map = new ObjectLongMap<String>();
    for (int i = 0; i < size; i++) {
      map.put(String.valueOf(i), i + 1);
    }
    return map;
  }

  private static ObjectLongMap<Key> ofKeys(int size) {
    var map = new ObjectLongMap<Key>();
    for (int i = 100; i < 100 + size; i++) {
      map.put(new Key(i), i);
    }
    return map;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static long failing() {
    throw new ArithmeticException();
  }

  private static void assertOff(ObjectLongMap.Cursor<?> cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSpread(ObjectLongMap<?> map, int mean) {
    long sum = 0;
    int worst = 0;
    for (var cursor = map.cursor(); cursor.next(); ) {
      int probes = map.probes(cursor.key());
      sum += probes;
      worst = Math.max(worst, probes);
    }
    assertTrue(sum < (long) mean * map.size(), "probes: " + (double) sum / map.size());
    assertTrue(worst <= 65, "worst: " + worst);
  }

  private static <K> void assertSame(Map<K, Long> model, ObjectLongMap<K> map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), map.get(entry.getKey(), ~entry.getValue()));
    }
    var seen = new HashMap<K, Long>();
    map.forEach((key, value) -> assertNull(seen.put(key, value)));
    assertEquals(model, seen);
  }
}
