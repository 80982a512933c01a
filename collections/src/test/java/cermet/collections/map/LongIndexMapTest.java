// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.Probes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LongIndexMapTest {
  private static final int LARGEST = 536_870_912;
  private static final long[] EDGES = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42, 1L << 32};

  @Test
  void numbersKeysAsInTheExample() {
    // @start region="example"
    var codes = new LongIndexMap();
    for (long symbol : new long[] {70, 50, 70, 60, 50, 70}) {
      codes.addTo(symbol, 1); // counts, and numbers the symbols as they appear
    }
    assertEquals("{70=3, 50=2, 60=1}", codes.toString());
    assertEquals(1, codes.indexOf(50));
    assertEquals(60, codes.keyAt(2));
    assertEquals(1, codes.valueAt(2));
    // @end
  }

  @Test
  void takesAnyKeyAndValue() {
    for (long seed : EDGES) { // the product of a key that is its map's seed is 0
      for (long value : EDGES) {
        var map = LongIndexMap.withSeed(0, seed);
        var model = new LinkedHashMap<Long, Long>();
        for (long key : EDGES) {
          assertFalse(map.containsKey(key));
          assertEquals(-1, map.indexOf(key));
          assertEquals(7, map.get(key, 7));
          assertTrue(map.put(key, value));
          assertFalse(map.put(key, value));
          model.put(key, value);
          assertEquals(model.size() - 1, map.indexOf(key));
          assertEquals(value, map.get(key, ~value));
          assertSame(model, map);
        }
        for (long key : EDGES) {
          assertEquals(value, map.get(key, value), "the caller's absent may be a value");
          assertEquals(value, map.remove(key, ~value));
          assertEquals(~value, map.remove(key, ~value));
          assertEquals(~value, map.swapRemove(key, ~value));
          model.remove(key);
          assertSame(model, map);
        }
        assertTrue(map.isEmpty());
      }
    }
  }

  @Test
  void tellsNewKeysFromOld() {
    var map = new LongIndexMap();
    assertFalse(map.replace(5, 1));
    assertEquals(-1, map.getAndPut(5, 2, -1));
    assertEquals(2, map.getAndPut(5, 3, -1));
    assertFalse(map.putIfAbsent(5, 4));
    assertEquals(3, map.get(5, -1));
    assertTrue(map.replace(5, 5));
    assertEquals(5, map.get(5, -1));
    assertTrue(map.remove(5));
    assertFalse(map.remove(5));
    assertFalse(map.swapRemove(5));
    assertFalse(map.shiftRemove(5));
    assertTrue(map.putIfAbsent(5, 6));
    assertTrue(map.swapRemove(5));
    assertTrue(map.putIfAbsent(5, 7));
    assertEquals(7, map.get(5, -1));
    assertEquals(1, map.size());
  }

  @Test
  void addsMergesAndComputes() {
    var map = new LongIndexMap();
    assertEquals(-3, map.addTo(5, -3));
    assertEquals(4, map.addTo(5, 7));
    assertEquals(Long.MIN_VALUE, map.addTo(5, Long.MAX_VALUE - 3), "sums wrap");
    map.remove(5);
    assertEquals(3, map.addTo(5, 3), "nothing is left of the old value");
    map.remove(5);
    assertEquals(8, map.merge(5, 8, (old, value) -> old * value));
    assertEquals(21, map.merge(5, 3, (old, value) -> old * value - value));
    assertEquals(21, map.computeIfAbsent(5, key -> -key));
    assertEquals(-6, map.computeIfAbsent(6, key -> -key));
    assertEquals(9, map.computeIfPresent(7, (key, value) -> 0, 9));
    assertEquals(26, map.computeIfPresent(5, (key, value) -> key + value, 9));
    assertEquals(104, map.compute(7, (key, old) -> old + 4, 100));
    assertEquals(111, map.compute(7, (key, old) -> old + key, 100));
    assertEquals("{5=26, 6=-6, 7=111}", map.toString());
  }

  @Test
  void keepsTheOrderOfArrival() {
    var map = new LongIndexMap();
    for (long i = 0; i < 1000; i++) {
      map.put(i * i, i);
      map.replace(4, -i); // an old key stays where it is
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals((long) i * i, map.keyAt(i));
      assertEquals(i, map.indexOf((long) i * i));
    }
    assertEquals(0, map.firstKey());
    assertEquals(999 * 999, map.lastKey());
    assertEquals(-999, map.valueAt(2));
    assertEquals(-999, map.setValueAt(2, 3));
    assertEquals(3, map.get(4, 0));
  }

  @Test
  void removalsMoveTheLastOrTheRest() {
    var map = counted(6);
    assertEquals(1, map.swapRemove(10, -1));
    assertEquals("{0=0, 50=5, 20=2, 30=3, 40=4}", map.toString());
    assertEquals(2, map.shiftRemove(20, -1));
    assertEquals("{0=0, 50=5, 30=3, 40=4}", map.toString());
    assertEquals(4, map.swapRemoveAt(3));
    assertEquals("{0=0, 50=5, 30=3}", map.toString());
    assertEquals(0, map.shiftRemoveAt(0));
    assertEquals("{50=5, 30=3}", map.toString());
    assertEquals(5, map.swapRemoveAt(0));
    assertEquals(3, map.swapRemoveAt(0));
    assertEquals("{}", map.toString());
  }

  @Test
  void removesAtEveryIndexInEveryWayOfAnySize() {
    for (int size : new int[] {1, 2, 3, 4, 5, 31, 32, 33, 200}) { // few and many that come later
      for (int index = 0; index < size; index++) {
        var shifted = counted(size);
        var swapped = shifted.copy();
        var model = new ArrayList<Map.Entry<Long, Long>>(shifted.asMap().entrySet());
        var last = model.getLast();
        assertEquals(index, shifted.shiftRemoveAt(index));
        model.remove(index);
        assertEquals(model, new ArrayList<>(shifted.asMap().entrySet()));
        assertIndexed(shifted);
        assertEquals(index, swapped.swapRemoveAt(index));
        if (index < size - 1) {
          model.removeLast();
          model.add(index, last);
        }
        assertEquals(model, new ArrayList<>(swapped.asMap().entrySet()));
        assertIndexed(swapped);
      }
    }
  }

  @Test
  void truncates() {
    for (int size : new int[] {0, 1, 9, 100, 1000}) {
      for (int kept : new int[] {0, 1, 8, 9, 99, 995, 1000, Integer.MAX_VALUE}) {
        var map = counted(size);
        int capacity = map.capacity();
        map.truncate(kept);
        assertEquals(counted(Math.min(size, kept)).toString(), map.toString());
        assertEquals(capacity, map.capacity());
        assertIndexed(map);
        assertEquals(-1, map.indexOf(10L * kept));
        map.put(-1, 3);
        assertEquals(map.size() - 1, map.indexOf(-1));
      }
    }
  }

  @Test
  void sortsByKey() {
    var random = new Random(3);
    for (int size : new int[] {0, 1, 2, 1000}) {
      var map = new LongIndexMap();
      var model = new HashMap<Long, Long>();
      for (int i = 0; i < size; i++) {
        long key = random.nextLong();
        map.put(key, i);
        model.put(key, (long) i);
      }
      map.sortByKey();
      assertEquals(model, map.asMap());
      assertEquals(model.keySet().stream().sorted().toList(), List.copyOf(keys(map)));
      assertIndexed(map);
      map.put(Long.MIN_VALUE, 1);
      assertEquals(Long.MIN_VALUE, map.lastKey());
    }
  }

  @Test
  void hasArraysOfItsKeysAndValues() {
    var map = counted(3);
    assertArrayEquals(new long[] {0, 10, 20}, map.keys());
    assertArrayEquals(new long[] {0, 1, 2}, map.values());
    map.keys()[0] = 7;
    assertEquals(0, map.keyAt(0));
    assertEquals(0, new LongIndexMap().keys().length);
  }

  @Test
  void neverReadsBeyondItsSize() {
    var map = counted(4);
    map.truncate(3);
    for (int index : new int[] {3, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30}) {
      unchanged(map, IndexOutOfBoundsException.class, () -> map.keyAt(index));
      unchanged(map, IndexOutOfBoundsException.class, () -> map.valueAt(index));
      unchanged(map, IndexOutOfBoundsException.class, () -> map.setValueAt(index, 8));
      unchanged(map, IndexOutOfBoundsException.class, () -> map.swapRemoveAt(index));
      unchanged(map, IndexOutOfBoundsException.class, () -> map.shiftRemoveAt(index));
    }
    map.clear();
    var thrown = unchanged(map, NoSuchElementException.class, map::firstKey);
    assertEquals("size: 0", thrown.getMessage());
    unchanged(map, NoSuchElementException.class, map::lastKey);
  }

  @Test
  void growsNoMoreOnceReserved() {
    for (int size : new int[] {0, 1, 4, 5, 8, 9, 100, 1024, 1025, 65_536, 65_537}) {
      var made = new LongIndexMap(size);
      var asked = new LongIndexMap();
      asked.reserve(size);
      int capacity = made.capacity();
      assertEquals(size, capacity);
      assertEquals(capacity, asked.capacity());
      for (int i = 0; i < size; i++) {
        made.put(i, i);
        asked.put(-i, i);
      }
      assertEquals(capacity, made.capacity());
      assertEquals(capacity, asked.capacity());
      asked.reserve(size / 2); // less is no demand
      assertEquals(capacity, asked.capacity());
      assertEquals(size, asked.size());
    }
  }

  @Test
  void refusesSizesThatCannotBe() {
    var map = counted(2);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new LongIndexMap(size));
      var seeded =
          assertThrows(IllegalArgumentException.class, () -> LongIndexMap.withSeed(size, 3));
      var asked = unchanged(map, IllegalArgumentException.class, () -> map.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    var cut = unchanged(map, IllegalArgumentException.class, () -> map.truncate(-1));
    assertEquals("newSize: -1", cut.getMessage());
  }

  @Test
  void keepsEverythingWhenTheLargestDoesNotFit() {
    long bytes = 12L << 30; // of the largest map
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var map = counted(1000);
    int capacity = map.capacity();
    unchanged(map, OutOfMemoryError.class, () -> map.reserve(LARGEST));
    assertEquals(capacity, map.capacity());
    map.put(-1, -1);
    assertEquals(1001, map.size());
    assertIndexed(map);
  }

  @Test
  void losesNothingWhenMemoryEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("kept", printed.strip());
  }

  /** Grows until there is no memory, then looks whether every entry is still in its place. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var map = new LongIndexMap();
      long added = 0;
      for (int failures = 0; failures < 3; ) {
        try {
          map.put(added * added, added);
          added++;
        } catch (OutOfMemoryError expected) {
          failures++;
        }
      }
      if (map.size() != added || added < 1000) {
        throw new AssertionError("size: " + map.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        if (map.keyAt(i) != (long) i * i || map.indexOf((long) i * i) != i || map.valueAt(i) != i) {
          throw new AssertionError("index: " + i + ", key: " + map.keyAt(i));
        }
      }
      System.out.println("kept");
    }
  }

  @Test
  void trims() {
    var map = new LongIndexMap();
    map.trim();
    assertEquals(0, map.capacity());
    map.reserve(100_000);
    map.trim();
    assertEquals(0, map.capacity());
    for (int size : new int[] {1, 4, 5, 96, 97, 3000, 4096}) {
      map.reserve(100_000);
      for (int i = 0; i < size; i++) {
        map.put(10L * i, i);
      }
      map.trim();
      map.trim(); // again: nothing left to do
      assertEquals(size, map.capacity());
      assertEquals(counted(size).toString(), map.toString());
      assertIndexed(map);
      map.put(-1, 0);
      assertEquals(size + 1, map.size());
      assertIndexed(map);
      map.clear();
    }
  }

  @Test
  void clearKeepsCapacity() {
    var map = new LongIndexMap();
    map.clear();
    for (int round = 0; round < 3; round++) {
      for (long i = 0; i < 100; i++) {
        map.put(i, i);
      }
      int capacity = map.capacity();
      map.clear();
      assertEquals(capacity, map.capacity());
      assertSame(new LinkedHashMap<>(), map);
      for (long i = 0; i < 100; i++) {
        assertFalse(map.containsKey(i));
      }
    }
    assertTrue(new LongIndexMap().put(1, 1), "the shared empty table stays empty");
    assertFalse(new LongIndexMap().containsKey(1));
    assertEquals(0, new LongIndexMap().swapRemove(1, 0));
  }

  @Test
  void survivesCallbacksThatThrow() {
    var map = counted(100);
    int[] calls = {0};
    unchanged(
        map,
        IllegalStateException.class,
        () ->
            map.forEach((key, value) -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
            }));
    for (int bomb : new int[] {0, 1, 50, 99}) {
      calls[0] = 0;
      unchanged(
          map,
          IllegalStateException.class,
          () ->
              map.removeIf((key, value) -> {
                if (calls[0]++ == bomb) {
                  throw new IllegalStateException();
                }
                return true;
              }));
    }
    unchanged(map, ArithmeticException.class, () -> map.merge(10, 0, (old, value) -> old / value));
    unchanged(map, ArithmeticException.class, () -> map.computeIfAbsent(-1, key -> 1 / (key + 1)));
    unchanged(
        map,
        ArithmeticException.class,
        () -> map.computeIfPresent(10, (key, old) -> 1 / (old - 1), 0));
    unchanged(map, ArithmeticException.class, () -> map.compute(-1, (key, old) -> key / old, 0));
  }

  @Test
  void detectsCallbacksThatChangeTheKeys() {
    List<Executable> calls = new ArrayList<>();
    var map = new LongIndexMap();
    calls.add(() -> map.forEach((key, value) -> map.put(key + 1, 0)));
    calls.add(() -> map.forEach((key, value) -> map.remove(key)));
    calls.add(() -> map.removeIf((key, value) -> map.swapRemove(key)));
    calls.add(() -> map.removeIf((key, value) -> !map.shiftRemove(key)));
    calls.add(() -> map.merge(40, 1, (old, value) -> map.remove(40, 0)));
    calls.add(() -> map.computeIfAbsent(41, key -> map.addTo(key, 1)));
    calls.add(() -> map.computeIfPresent(40, (key, old) -> map.remove(key, 0), 0));
    calls.add(() -> map.compute(41, (key, old) -> map.addTo(key, 1), 0));
    for (Executable call : calls) {
      map.clear();
      map.put(40, 16);
      assertThrows(ConcurrentModificationException.class, call);
      assertIndexed(map);
    }
    map.clear();
    map.put(40, 16);
    map.forEach((key, value) -> map.put(key, value + 1)); // a value may change
    map.forEach((key, value) -> map.reserve(1000)); // and room be made
    assertSame(new LinkedHashMap<>(Map.of(40L, 17L)), map);
    var seen = new ArrayList<Long>();
    map.put(41, 1);
    map.forEach((key, value) -> {
      seen.add(value);
      map.reserve(map.capacity() + 1);
      map.put(41, 99);
    });
    assertEquals(List.of(17L, 99L), seen, "what it made of a later entry is seen");
  }

  @Test
  void refusesNull() {
    var map = counted(3);
    assertThrows(NullPointerException.class, () -> map.forEach(nothing()));
    assertThrows(NullPointerException.class, () -> map.removeIf(nothing()));
    assertThrows(NullPointerException.class, () -> map.retain(nothing()));
    assertThrows(NullPointerException.class, () -> map.merge(0, 1, nothing()));
    assertThrows(NullPointerException.class, () -> map.merge(99, 1, nothing()));
    assertThrows(NullPointerException.class, () -> map.computeIfAbsent(0, nothing()));
    assertThrows(NullPointerException.class, () -> map.computeIfPresent(99, nothing(), 0));
    assertThrows(NullPointerException.class, () -> map.compute(99, nothing(), 0));
    assertThrows(NullPointerException.class, () -> map.putAll(nothing()));
    assertEquals(3, map.size());
  }

  @Test
  void cursorsFailFast() {
    var map = counted(10);
    List<Runnable> changes =
        List.of(
            () -> map.put(-1, 0),
            () -> map.swapRemove(-1),
            () -> map.shiftRemove(0),
            () -> map.put(0, 0),
            () -> map.truncate(8),
            () -> map.truncate(2),
            () -> map.removeIf((key, value) -> value == 1),
            map::sortByKey,
            map::clear);
    for (Runnable change : changes) {
      var cursor = map.cursor();
      assertTrue(cursor.next());
      change.run();
      assertThrows(ConcurrentModificationException.class, cursor::next);
      assertThrows(ConcurrentModificationException.class, cursor::key);
      assertThrows(ConcurrentModificationException.class, cursor::index);
      assertThrows(ConcurrentModificationException.class, cursor::value);
      assertThrows(ConcurrentModificationException.class, () -> cursor.set(1));
      assertThrows(ConcurrentModificationException.class, cursor::remove);
      assertThrows(ConcurrentModificationException.class, cursor::swapRemove);
      cursor.reset();
      assertEquals(!map.isEmpty(), cursor.next());
    }
    map.put(1, 1);
    var cursor = map.cursor();
    map.reserve(1000); // room is no change
    map.trim();
    assertTrue(cursor.next());
    assertEquals(1, cursor.key());
  }

  @Test
  void cursorsKnowWhetherTheyAreOnAnEntry() {
    var map = new LongIndexMap();
    map.put(4, 1);
    var cursor = map.cursor();
    assertOff(cursor);
    assertTrue(cursor.next());
    cursor.set(-8);
    assertEquals(0, cursor.index());
    assertEquals(4, cursor.key());
    assertEquals(-8, cursor.value());
    assertEquals(-8, map.get(4, 0));
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

  @Test
  void nestedCursorsAreIndependent() {
    var map = counted(20);
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
    for (int chosen = 0; chosen < 1 << 9; chosen++) {
      for (boolean swap : new boolean[] {false, true}) {
        var map = counted(9);
        var model = new LinkedHashMap<>(map.asMap());
        var met = new ArrayList<Long>();
        for (var cursor = map.cursor(); cursor.next(); ) {
          met.add(cursor.key());
          if ((chosen >> cursor.value() & 1) != 0) {
            model.remove(cursor.key());
            if (swap) {
              cursor.swapRemove();
            } else {
              cursor.remove();
            }
          }
        }
        assertEquals(9, met.size());
        assertEquals(9, met.stream().distinct().count());
        assertEquals(model, map.asMap());
        assertTrue(swap || met.equals(keys(counted(9))));
        assertIndexed(map);
      }
    }
  }

  @Test
  void removesByPredicateInOrder() {
    var map = counted(10_000);
    var model = new LinkedHashMap<>(map.asMap());
    assertFalse(map.removeIf((key, value) -> key != value * 10));
    assertTrue(map.removeIf((key, value) -> value % 3 == 1));
    model.values().removeIf(value -> value % 3 == 1);
    assertSame(model, map);
    assertTrue(map.asMap().entrySet().removeIf(entry -> entry.getValue() % 5 == 0));
    model.values().removeIf(value -> value % 5 == 0);
    assertSame(model, map);
    assertTrue(map.asMap().entrySet().retainAll(counted(50).asMap().entrySet()));
    model.entrySet().retainAll(counted(50).asMap().entrySet());
    assertSame(model, map);
    assertTrue(map.asMap().entrySet().removeAll(counted(30).asMap().entrySet()));
    model.entrySet().removeAll(counted(30).asMap().entrySet());
    assertSame(model, map);
    assertTrue(map.removeIf((key, value) -> true));
    assertSame(new LinkedHashMap<>(), map);
  }

  @Test
  void spreadsKeysOfAnyShape() {
    for (var shape : LongIndexMapProperties.Shape.values()) {
      double worst = 0;
      for (long seed = 0; seed < 100; seed++) {
        var map = LongIndexMap.withSeed(4096, new Random(seed).nextLong());
        for (long i = 0; map.size() < 4096; i++) {
          map.put(shape.key(i), i);
        }
        assertEquals(4096, map.capacity());
        worst = Math.max(worst, probes(map));
      }
      assertTrue(worst < 3, shape + ": " + worst);
    }
  }

  @Test
  void spreadsKeysThatWereCraftedForItsSeed() {
    for (long seed : new long[] {0, 42, -1}) {
      var map = LongIndexMap.withSeed(0, seed);
      for (long i = 0; map.size() < 600; i++) {
        if (hash(i, seed) >>> 20 == 0xFFF) { // beside the wrap
          assertTrue(map.put(i, map.size()));
        }
      }
      assertNotEquals(seed, map.seed());
      assertTrue(probes(map) < 3, "probes: " + probes(map));
      for (int i = 0; i < 600; i++) {
        assertEquals(i, map.valueAt(i));
      }
      assertIndexed(map);
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheKeysFollowTheSeed() {
    var map = LongIndexMap.withSeed(0, 1);
    var model = new LinkedHashMap<Long, Long>();
    int seeds = 1;
    long last = map.seed();
    long next = 0;
    for (long i = 1; i <= 1000; next++) {
      if (hash(next, map.seed()) >>> 21 == 5) {
        map.put(next, i);
        model.put(next, i);
        i++;
        if (map.seed() != last) {
          seeds++;
          last = map.seed();
        }
      }
    }
    assertTrue(seeds > 1 && seeds <= 8, "a seed for as many changes as entries: " + seeds);
    assertSame(model, map);
    map.removeIf((key, value) -> value % 3 != 0);
    model.values().removeIf(value -> value % 3 != 0);
    assertSame(model, map);
    while (!map.isEmpty()) {
      map.swapRemoveAt(map.size() / 2);
      assertIndexed(map);
    }
  }

  @Test
  void findsKeysOfAnyShapeInFewProbes() {
    new Probes<Long, LongIndexMap>(
            "LongIndexMap",
            0.5,
            129,
            KeyShape::longKey,
            (size, seed) -> LongIndexMap.withSeed(size, seed.longValue()),
            (map, key) -> map.put(key, 0),
            LongIndexMap::probes,
            LongIndexMap::copy,
            LongIndexMap::putAll,
            map -> map.asMap().keySet())
        .assertFew();
  }

  @Test
  void spreadsWhatIsCopiedInItsOrder() {
    var random = new Random(1);
    var from = LongIndexMap.withSeed(0, 42);
    while (from.size() < 65_000) { // of 65,536
      from.put(random.nextLong(), from.size());
    }
    for (long seed : new long[] {42, 43, 0, -1}) {
      var loop = LongIndexMap.withSeed(0, seed);
      from.forEach(loop::put);
      assertEquals(from, loop);
      assertEquals(seed, loop.seed());
      assertTrue(probes(loop) < 3, "probes: " + probes(loop));
      var bulk = LongIndexMap.withSeed(0, seed);
      bulk.putAll(from);
      assertEquals(from.toString(), bulk.toString());
      assertTrue(probes(bulk) < 3, "probes: " + probes(bulk));
    }
  }

  @Test
  void putAllKeepsBothOrders() {
    var map = counted(3);
    var other = new LongIndexMap();
    other.put(100, 1);
    other.put(10, 2);
    other.put(-5, 3);
    map.putAll(other);
    assertEquals("{0=0, 10=2, 20=2, 100=1, -5=3}", map.toString());
    String before = map.toString();
    map.putAll(map);
    map.putAll(new LongIndexMap());
    assertEquals(before, map.toString());
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var map = counted(size);
      var copy = map.copy();
      assertEquals(map, copy);
      assertEquals(map.toString(), copy.toString());
      assertEquals(map.capacity(), copy.capacity());
      assertEquals(map.seed(), copy.seed());
      copy.put(-5, 5);
      copy.swapRemove(0);
      assertFalse(map.containsKey(-5));
      assertEquals(size > 0, map.containsKey(0));
      assertIndexed(copy);
      assertIndexed(map);
    }
  }

  @Test
  void seedsDiffer() {
    assertNotEquals(new LongIndexMap().seed(), new LongIndexMap().seed());
    assertEquals(77, LongIndexMap.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var map = counted(200);
    var model = new LinkedHashMap<>(map.asMap());
    assertSame(model, map);
    var other = LongIndexMap.withSeed(5000, 4);
    for (int i = 199; i >= 0; i--) {
      other.put(map.keyAt(i), map.valueAt(i));
    }
    assertEquals(map, other, "the order does not matter");
    assertEquals(map.hashCode(), other.hashCode());
    other.put(0, -5);
    assertNotEquals(map, other);
    other.remove(0);
    assertNotEquals(map, other);
    other.put(-3, 0);
    assertNotEquals(map, other, "as many entries, another key");
    assertNotEquals(map, (Object) model);
    assertFalse(map.equals(null));
    assertEquals("{}", new LongIndexMap().toString());
    assertEquals(0, new LongIndexMap().hashCode());
  }

  @Test
  void endlessChurnKeepsCapacity() {
    var map = new LongIndexMap();
    for (long i = 0; i < 300_000; i++) {
      map.put(i, i);
      if (i >= 90) {
        assertTrue(i % 2 == 0 ? map.swapRemove(i - 90) : map.shiftRemove(i - 90));
      }
    }
    assertEquals(90, map.size());
    assertTrue(map.capacity() <= 128, "capacity: " + map.capacity());
    assertIndexed(map);
  }

  @Test
  void viewIsLiveAndInOrder() {
    var map = new LongIndexMap();
    var view = map.asMap();
    assertEquals(null, view.put(4L, 2L));
    assertEquals(2, map.get(4, 0));
    assertEquals(2, view.put(4L, 3L));
    map.put(1, 5);
    assertEquals("{4=3, 1=5}", view.toString());
    for (var entry : view.entrySet()) {
      entry.setValue(entry.getValue() + 10);
    }
    assertEquals(13, map.get(4, 0));
    assertTrue(view.values().remove(15L));
    assertEquals(1, map.size());
    assertEquals(14, view.merge(4L, 1L, Long::sum));
    assertThrows(NullPointerException.class, () -> view.put(1L, nothing()));
    assertEquals(14, map.get(4, 0));
  }

  /** Keys 0, 10, 20 and so on, with their indices as values. */
  private static LongIndexMap counted(int size) {
    var map = new LongIndexMap();
    for (int i = 0; i < size; i++) {
      map.put(10L * i, i);
    }
    return map;
  }

  /** What the map's hash is meant to be: multiply, swap bytes, multiply, the upper half. */
  private static int hash(long key, long seed) {
    return (int)
        ((Long.reverseBytes((key ^ seed) * 0x9E3779B97F4A7C15L) * 0xD1342543DE82EF95L) >>> 32);
  }

  private static double probes(LongIndexMap map) {
    long sum = 0;
    for (int i = 0; i < map.size(); i++) {
      sum += map.probes(map.keyAt(i));
    }
    return (double) sum / map.size();
  }

  private static List<Long> keys(LongIndexMap map) {
    return new ArrayList<>(map.asMap().keySet());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static <T extends Throwable> T unchanged(
      LongIndexMap map, Class<T> expected, Executable call) {
    String before = map.toString();
    T thrown = assertThrows(expected, call);
    assertEquals(before, map.toString());
    assertIndexed(map);
    return thrown;
  }

  private static void assertOff(LongIndexMap.Cursor cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::index);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
    assertThrows(IllegalStateException.class, cursor::swapRemove);
  }

  private static void assertIndexed(LongIndexMap map) {
    for (int i = 0; i < map.size(); i++) {
      assertEquals(i, map.indexOf(map.keyAt(i)));
    }
  }

  private static void assertSame(Map<Long, Long> model, LongIndexMap map) {
    assertEquals(model.size(), map.size());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    assertEquals(model.toString(), map.toString());
    assertIndexed(map);
    var seen = new ArrayList<Long>();
    map.forEach((key, value) -> seen.add(value));
    assertEquals(new ArrayList<>(model.values()), seen);
  }
}
