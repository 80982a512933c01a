// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.Reachable.assertHeld;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.Probes;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IndexMapTest {
  private static final int LARGEST = 536_870_912;

  /** A key that says what its hash is, and may do something when it is asked. */
  private record Key(int id, int hash, Runnable asked) {
    static final Runnable QUIET = () -> {};

    Key(int id, int hash) {
      this(id, hash, QUIET);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      asked.run();
      return other instanceof Key key && key.id == id;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Test
  void numbersWordsAsInTheExample() {
    // @start region="example"
    var words = new IndexMap<String, Integer>();
    for (String word : List.of("to", "be", "or", "not", "to", "be")) {
      words.merge(word, 1, Integer::sum); // counts, and numbers the words as they appear
    }
    assertEquals("{to=2, be=2, or=1, not=1}", words.toString());
    assertEquals(1, words.indexOf("be"));
    assertEquals("not", words.keyAt(3));
    words.swapRemove("to"); // the last takes its place
    assertEquals("{not=1, be=2, or=1}", words.toString());
    // @end
  }

  @Test
  void tellsNewKeysFromOld() {
    var map = new IndexMap<String, Integer>();
    assertFalse(map.containsKey("a"));
    assertNull(map.get("a"));
    assertEquals(-1, map.indexOf("a"));
    assertFalse(map.replace("a", 1));
    assertNull(map.getAndPut("a", 2));
    assertEquals(2, map.getAndPut("a", 3));
    assertFalse(map.putIfAbsent("a", 4));
    assertFalse(map.put("ba".substring(1), 5));
    assertEquals(5, map.get("ba".substring(1)));
    assertTrue(map.replace("a", 6));
    assertEquals(6, map.remove("a"));
    assertNull(map.remove("a"));
    assertNull(map.swapRemove("a"));
    assertNull(map.shiftRemove("a"));
    assertTrue(map.putIfAbsent("a", 7));
    assertEquals(7, map.swapRemove("a"));
    assertTrue(map.put("a", 8));
    assertEquals(8, map.get("a"));
    assertEquals(1, map.size());
  }

  @Test
  void mergesAndComputes() {
    var map = new IndexMap<String, Integer>();
    assertEquals(8, map.merge("a", 8, Integer::sum));
    assertEquals(11, map.merge("a", 3, Integer::sum));
    assertEquals(11, map.computeIfAbsent("a", String::length));
    assertEquals(2, map.computeIfAbsent("bb", String::length));
    assertNull(map.computeIfAbsent("c", key -> nothing()), "as in java.util.Map");
    assertFalse(map.containsKey("c"));
    assertNull(map.computeIfPresent("c", (key, value) -> 1));
    assertEquals(4, map.computeIfPresent("bb", (key, value) -> value + key.length()));
    assertEquals(1, map.compute("c", (key, value) -> value == null ? 1 : -1));
    assertEquals(-1, map.compute("c", (key, value) -> value == null ? 1 : -1));
    assertNull(map.compute("d", (key, value) -> null));
    assertEquals("{a=11, bb=4, c=-1}", map.toString());
    map.put("d", 9);
    assertNull(map.merge("a", 1, (old, value) -> null));
    assertEquals("{bb=4, c=-1, d=9}", map.toString(), "null removes, and the order stays");
    assertNull(map.compute("c", (key, value) -> null));
    assertNull(map.computeIfPresent("bb", (key, value) -> null));
    assertEquals("{d=9}", map.toString());
  }

  @Test
  void keepsTheOrderOfArrival() {
    var map = counted(1000);
    map.put("4", -1); // an old key stays where it is
    for (int i = 0; i < 1000; i++) {
      assertEquals("" + i, map.keyAt(i));
      assertEquals(i, map.indexOf("" + i));
    }
    assertEquals("0", map.firstKey());
    assertEquals("999", map.lastKey());
    assertEquals(-1, map.setValueAt(4, 5));
    assertEquals(5, map.get("4"));
  }

  @Test
  void removesAtEveryIndexInEveryWayOfAnySize() {
    for (int size : new int[] {1, 2, 3, 4, 5, 31, 32, 33, 200}) { // few and many that come later
      for (int index = 0; index < size; index++) {
        var shifted = counted(size);
        var swapped = shifted.copy();
        var model = new ArrayList<Map.Entry<String, Integer>>(shifted.asMap().entrySet());
        var last = model.getLast();
        assertEquals(index, shifted.shiftRemoveAt(index));
        model.remove(index);
        assertEquals(model, new ArrayList<>(shifted.asMap().entrySet()));
        assertIndexed(shifted);
        assertEquals(index, swapped.swapRemove("" + index));
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
  void keysWithOneHashAreToldApart() {
    for (int hash : new int[] {0, -1, 1, Integer.MIN_VALUE, 42}) {
      var map = IndexMap.<Key, Integer>withSeed(0, hash);
      for (int i = 0; i < 500; i++) {
        assertTrue(map.put(new Key(i, hash), i));
        assertFalse(map.put(new Key(i, hash), i));
      }
      assertNull(map.get(new Key(500, hash)));
      for (int i = 0; i < 500; i += 3) {
        assertEquals(i, map.swapRemove(new Key(i, hash)));
      }
      for (int i = 0; i < 500; i++) {
        assertEquals(i % 3 == 0 ? null : (Integer) i, map.get(new Key(i, hash)));
      }
      assertIndexed(map);
    }
  }

  @Test
  void forgetsWhatItNoLongerHolds() throws InterruptedException {
    var map = new IndexMap<Object, Object>();
    var gone = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 60; i++) {
      var object = new Object();
      map.put(object, object);
      gone.add(new WeakReference<>(object));
    }
    map.swapRemoveAt(59);
    map.swapRemoveAt(3);
    map.shiftRemoveAt(57);
    map.shiftRemoveAt(3);
    map.truncate(50);
    map.truncate(20);
    int[] calls = {0};
    map.removeIf((key, value) -> calls[0]++ % 2 == 0);
    map.compute(map.lastKey(), (key, value) -> null);
    assertEquals(9, map.size());
    assertHeld(9, gone);
    assertEquals(9, map.size());
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
        assertEquals(-1, map.indexOf("" + kept));
        map.put("x", 3);
        assertEquals(map.size() - 1, map.indexOf("x"));
      }
    }
  }

  @Test
  void sortsByKeyAndStablyByValue() {
    var random = new Random(3);
    for (int size : new int[] {0, 1, 2, 1000}) {
      var map = new IndexMap<String, Integer>();
      var model = new ArrayList<Map.Entry<String, Integer>>();
      for (int i = 0; i < size; i++) {
        String key = Long.toString(random.nextLong(), 36);
        int value = random.nextInt(20);
        map.put(key, value);
        model.add(Map.entry(key, value));
      }
      map.sortByValue(Comparator.reverseOrder());
      model.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
      assertEquals(model, new ArrayList<>(map.asMap().entrySet()));
      assertIndexed(map);
      map.sortByKey(Comparator.naturalOrder());
      model.sort(Map.Entry.comparingByKey());
      assertEquals(model, new ArrayList<>(map.asMap().entrySet()));
      assertIndexed(map);
      map.swapRemove("nobody");
      map.put("", 1);
      assertEquals("", map.lastKey());
    }
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
    for (int size : new int[] {0, 1, 4, 5, 8, 9, 100, 1024, 1025, 65_537}) {
      var made = new IndexMap<Integer, Integer>(size);
      var asked = new IndexMap<Integer, Integer>();
      asked.reserve(size);
      assertEquals(size, made.capacity());
      assertEquals(size, asked.capacity());
      for (int i = 0; i < size; i++) {
        made.put(i, i);
      }
      assertEquals(size, made.capacity());
      made.reserve(size / 2); // less is no demand
      assertEquals(size, made.capacity());
      assertEquals(size, made.size());
    }
  }

  @Test
  void refusesSizesThatCannotBe() {
    var map = counted(2);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new IndexMap<>(size));
      var seeded = assertThrows(IllegalArgumentException.class, () -> IndexMap.withSeed(size, 3));
      var asked = unchanged(map, IllegalArgumentException.class, () -> map.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    var cut = unchanged(map, IllegalArgumentException.class, () -> map.truncate(-1));
    assertEquals("newSize: -1", cut.getMessage());
  }

  @Test
  void losesNothingWhenMemoryEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
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
      var keys = new Integer[400_000];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = i * 7;
      }
      var map = new IndexMap<Integer, Integer>();
      int added = 0;
      for (int failures = 0; failures < 3; ) {
        try {
          map.put(keys[added], keys[added]);
          added++;
        } catch (OutOfMemoryError expected) {
          failures++;
        }
      }
      if (map.size() != added || added < 1000) {
        throw new AssertionError("size: " + map.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        if (map.keyAt(i) != i * 7 || map.indexOf(i * 7) != i || map.valueAt(i) != i * 7) {
          throw new AssertionError("index: " + i + ", key: " + map.keyAt(i));
        }
      }
      System.out.println("kept");
    }
  }

  @Test
  void trimsAndClearsAndIsUsedAgain() {
    var map = new IndexMap<String, Integer>();
    map.clear();
    map.trim();
    assertEquals(0, map.capacity());
    for (int size : new int[] {1, 4, 5, 96, 97, 3000, 4096}) {
      map.reserve(100_000);
      for (int i = 0; i < size; i++) {
        map.put("" + i, i);
      }
      map.trim();
      map.trim(); // again: nothing left to do
      assertEquals(size, map.capacity());
      assertEquals(counted(size).toString(), map.toString());
      assertIndexed(map);
      map.put("x", 0);
      assertEquals(size + 1, map.size());
      assertIndexed(map);
      int capacity = map.capacity();
      map.clear();
      assertEquals(capacity, map.capacity());
      assertFalse(map.containsKey("0"));
      assertEquals("{}", map.toString());
    }
    assertTrue(new IndexMap<String, String>().put("a", "b"), "the shared table stays empty");
    assertFalse(new IndexMap<String, String>().containsKey("a"));
    assertNull(new IndexMap<String, String>().swapRemove("a"));
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
    unchanged(map, IllegalStateException.class, () -> map.merge("1", 1, (a, b) -> boom()));
    unchanged(map, IllegalStateException.class, () -> map.computeIfAbsent("x", key -> boom()));
    unchanged(map, IllegalStateException.class, () -> map.computeIfPresent("1", (a, b) -> boom()));
    unchanged(map, IllegalStateException.class, () -> map.compute("x", (a, b) -> boom()));
    unchanged(map, IllegalStateException.class, () -> map.sortByKey((_, _) -> boom()));
    unchanged(map, IllegalStateException.class, () -> map.sortByValue((_, _) -> boom()));
  }

  @Test
  void walksOnWhereAnActionMakesRoom() {
    var map = new IndexMap<String, Integer>();
    map.put("a", 1);
    map.put("b", 2);
    map.put("c", 3);
    var seen = new ArrayList<Integer>();
    map.forEach((key, value) -> {
      seen.add(value);
      map.reserve(1000 * seen.size());
      map.put("c", 5); // a value may change
    });
    assertEquals(List.of(1, 2, 5), seen);
  }

  @Test
  void survivesKeysThatThrow() {
    var map = new IndexMap<Key, Integer>();
    map.put(new Key(1, 5), 1);
    var bomb = new Key(2, 5, IndexMapTest::boom);
    List<Executable> calls =
        List.of(
            () -> map.put(bomb, 2),
            () -> map.get(bomb),
            () -> map.getAndPut(bomb, 2),
            () -> map.swapRemove(bomb),
            () -> map.shiftRemove(bomb));
    for (Executable call : calls) {
      assertThrows(IllegalStateException.class, call);
      assertEquals(1, map.size());
      assertEquals(1, map.get(new Key(1, 5)));
      assertIndexed(map);
    }
  }

  @Test
  void detectsCallsThatChangeTheKeys() {
    List<Executable> calls = new ArrayList<>();
    var map = new IndexMap<Key, Integer>();
    var key = new Key(1, 5);
    var other = new Key(2, 6);
    var thief = new Key(3, 5, map::clear);
    var builder = new Key(4, 5, () -> map.reserve(1000));
    calls.add(() -> map.forEach((k, v) -> map.put(other, 0)));
    calls.add(() -> map.forEach((k, v) -> map.remove(k)));
    calls.add(() -> map.removeIf((k, v) -> map.swapRemove(k) != null));
    calls.add(() -> map.removeIf((k, v) -> map.shiftRemove(k) == null));
    calls.add(() -> map.merge(key, 1, (a, b) -> map.remove(key)));
    calls.add(() -> map.computeIfAbsent(other, k -> map.put(other, 1) ? 1 : 2));
    calls.add(() -> map.computeIfPresent(key, (k, v) -> map.remove(key)));
    calls.add(() -> map.compute(other, (k, v) -> map.getAndPut(k, 1)));
    calls.add(() -> map.put(thief, 1));
    calls.add(() -> map.get(thief));
    calls.add(() -> map.put(builder, 1));
    calls.add(() -> map.remove(builder));
    calls.add(() -> {
      map.put(other, 1);
      map.sortByKey((_, _) -> {
        map.clear();
        return 0;
      });
    });
    for (Executable call : calls) {
      map.clear();
      map.trim();
      map.put(key, 16);
      assertThrows(ConcurrentModificationException.class, call);
      assertIndexed(map);
    }
    map.clear();
    map.put(key, 16);
    map.forEach((k, v) -> map.put(k, v + 1)); // a value may change
    map.forEach((k, v) -> map.reserve(1000)); // and room be made
    assertEquals(Map.of(key, 17), map.asMap());
  }

  @Test
  void refusesNull() {
    var map = counted(3);
    List<Executable> calls =
        List.of(
            () -> map.put(nothing(), 1),
            () -> map.put("a", nothing()),
            () -> map.put("1", nothing()),
            () -> map.get(nothing()),
            () -> map.getAndPut("a", nothing()),
            () -> map.putIfAbsent("a", nothing()),
            () -> map.replace("1", nothing()),
            () -> map.setValueAt(1, nothing()),
            () -> map.merge("1", nothing(), Integer::sum),
            () -> map.merge("a", 1, nothing()),
            () -> map.computeIfAbsent("1", nothing()),
            () -> map.computeIfPresent("a", nothing()),
            () -> map.compute("a", nothing()),
            () -> map.forEach(nothing()),
            () -> map.removeIf(nothing()),
            () -> map.retain(nothing()),
            () -> map.sortByKey(nothing()),
            () -> map.sortByValue(nothing()),
            () -> map.asMap().put("a", nothing()),
            () -> map.putAll(nothing()));
    for (Executable call : calls) {
      unchanged(map, NullPointerException.class, call);
    }
    var cursor = map.cursor();
    assertTrue(cursor.next());
    unchanged(map, NullPointerException.class, () -> cursor.set(nothing()));
  }

  @Test
  void cursorsFailFast() {
    var map = counted(10);
    List<Runnable> changes =
        List.of(
            () -> map.put("x", 0),
            () -> map.swapRemove("x"),
            () -> map.shiftRemove("0"),
            () -> map.put("0", 0),
            () -> map.truncate(8),
            () -> map.truncate(2),
            () -> map.removeIf((key, value) -> value == 1),
            () -> map.sortByKey(Comparator.naturalOrder()),
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
  }

  @Test
  void cursorsKnowWhetherTheyAreOnAnEntry() {
    var map = counted(1);
    var cursor = map.cursor();
    assertOff(cursor);
    assertTrue(cursor.next());
    cursor.set(-8);
    assertEquals(0, cursor.index());
    assertEquals("0", cursor.key());
    assertEquals(-8, cursor.value());
    assertEquals(-8, map.get("0"));
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
  void removesWhileIteratingAndMeetsEachEntryOnce() {
    for (int chosen = 0; chosen < 1 << 9; chosen++) {
      for (boolean swap : new boolean[] {false, true}) {
        var map = counted(9);
        var model = new LinkedHashMap<>(map.asMap());
        var met = new ArrayList<String>();
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
        assertTrue(swap || met.equals(new ArrayList<>(counted(9).asMap().keySet())));
        assertIndexed(map);
      }
    }
  }

  @Test
  void removesByPredicateInOrder() {
    var map = counted(10_000);
    var model = new LinkedHashMap<>(map.asMap());
    assertFalse(map.removeIf((key, value) -> !key.equals("" + value)));
    assertTrue(map.removeIf((key, value) -> value % 3 == 1));
    model.values().removeIf(value -> value % 3 == 1);
    assertEquals(model.toString(), map.toString());
    assertTrue(map.asMap().entrySet().removeIf(entry -> entry.getValue() % 5 == 0));
    model.values().removeIf(value -> value % 5 == 0);
    assertEquals(model.toString(), map.toString());
    assertTrue(map.asMap().entrySet().retainAll(counted(50).asMap().entrySet()));
    model.entrySet().retainAll(counted(50).asMap().entrySet());
    assertEquals(model.toString(), map.toString());
    assertTrue(map.asMap().entrySet().removeAll(counted(30).asMap().entrySet()));
    model.entrySet().removeAll(counted(30).asMap().entrySet());
    assertEquals(model.toString(), map.toString());
    assertTrue(map.asMap().values().removeIf(value -> value % 2 == 0));
    model.values().removeIf(value -> value % 2 == 0);
    assertEquals(model.toString(), map.toString());
    assertTrue(map.asMap().values().removeAll(Set.of(33, 39, -1)));
    assertFalse(map.asMap().values().removeAll(Set.of(33, 39, -1)));
    model.values().removeAll(Set.of(33, 39));
    assertEquals(model.toString(), map.toString());
    assertIndexed(map);
    assertFalse(map.asMap().values().retainAll(Set.of(41, 47)));
    assertTrue(map.asMap().values().retainAll(Set.of(47)));
    assertEquals("{47=47}", map.toString());
    assertEquals(47, map.get("47", 1));
    assertEquals(1, map.get("48", 1));
    assertIndexed(map);
    assertTrue(map.removeIf((key, value) -> true));
    assertEquals("{}", map.toString());
  }

  @Test
  void spreadsHashesOfAnyShape() {
    for (int shift : new int[] {0, 3, 8, 16, 20}) {
      for (long seed = 0; seed < 100; seed++) {
        var map = IndexMap.<Key, Integer>withSeed(4096, new Random(seed).nextLong());
        for (int i = 0; i < 4096; i++) {
          map.put(new Key(i, i << shift | i >>> (32 - shift)), i);
        }
        assertTrue(probes(map) < 3, "shift: " + shift + ", probes: " + probes(map));
      }
    }
  }

  @Test
  void spreadsHashesThatWereCraftedForItsSeed() {
    var map = IndexMap.<Key, Integer>withSeed(0, 42);
    for (int i = 0; map.size() < 600; i++) {
      long product = Long.reverseBytes((i ^ 42L) * 0x9E3779B97F4A7C15L) * 0xD1342543DE82EF95L;
      if (product >>> 52 == 0xFFF) { // beside the wrap
        assertTrue(map.put(new Key(i, i), map.size()));
      }
    }
    assertNotEquals(42, map.seed());
    assertTrue(probes(map) < 3, "probes: " + probes(map));
    assertIndexed(map);
  }

  @Test
  void findsHashesOfAnyShapeInFewProbes() {
    new Probes<Integer, IndexMap<Integer, String>>(
            "IndexMap",
            0.5,
            129,
            KeyShape::intKey,
            (size, seed) -> IndexMap.withSeed(size, seed.longValue()),
            (map, key) -> map.put(key, ""),
            IndexMap::probes,
            IndexMap::copy,
            IndexMap::putAll,
            map -> map.asMap().keySet())
        .assertFew();
  }

  @Test
  void putAllKeepsBothOrders() {
    var map = counted(3);
    var other = IndexMap.<String, Integer>withSeed(0, map.seed());
    other.put("x", 1);
    other.put("1", 2);
    other.put("y", 3);
    map.putAll(other);
    assertEquals("{0=0, 1=2, 2=2, x=1, y=3}", map.toString());
    String before = map.toString();
    map.putAll(map);
    map.putAll(new IndexMap<>());
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
      copy.put("x", 5);
      copy.swapRemove("0");
      assertFalse(map.containsKey("x"));
      assertEquals(size > 0, map.containsKey("0"));
      assertIndexed(copy);
      assertIndexed(map);
    }
    assertNotEquals(new IndexMap<>().seed(), new IndexMap<>().seed());
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var map = counted(200);
    var model = new LinkedHashMap<>(map.asMap());
    assertEquals(model, map.asMap());
    assertEquals(model.hashCode(), map.hashCode());
    assertEquals(model.toString(), map.toString());
    var other = IndexMap.<String, Integer>withSeed(5000, 4);
    for (int i = 199; i >= 0; i--) {
      other.put(map.keyAt(i), map.valueAt(i));
    }
    assertEquals(map, other, "the order does not matter");
    assertEquals(map.hashCode(), other.hashCode());
    other.put("0", -5);
    assertNotEquals(map, other);
    other.remove("0");
    assertNotEquals(map, other);
    other.put("x", 0);
    assertNotEquals(map, other, "as many entries, another key");
    assertNotEquals(map, (Object) model);
    assertFalse(map.equals(null));
    assertEquals("{}", new IndexMap<>().toString());
  }

  @Test
  void endlessChurnKeepsCapacity() {
    var map = new IndexMap<Integer, Integer>();
    for (int i = 0; i < 200_000; i++) {
      map.put(i, i);
      if (i >= 90) {
        assertEquals(i - 90, i % 2 == 0 ? map.swapRemove(i - 90) : map.shiftRemove(i - 90));
      }
    }
    assertEquals(90, map.size());
    assertTrue(map.capacity() <= 128, "capacity: " + map.capacity());
    assertIndexed(map);
  }

  @Test
  void viewIsLiveAndInOrder() {
    var map = new IndexMap<String, Integer>();
    var view = map.asMap();
    assertNull(view.put("b", 2));
    assertEquals(2, map.get("b"));
    assertEquals(2, view.put("b", 3));
    map.put("a", 5);
    assertEquals("{b=3, a=5}", view.toString());
    for (var entry : view.entrySet()) {
      entry.setValue(entry.getValue() + 10);
    }
    assertEquals(13, map.get("b"));
    assertTrue(view.values().remove(15));
    assertEquals(1, map.size());
    assertEquals(14, view.merge("b", 1, Integer::sum));
    Map<?, ?> any = view;
    assertFalse(any.containsKey(4), "a key of another class");
    assertNull(any.get(4));
  }

  /** Keys "0", "1", "2" and so on, with their indices as values. */
  private static IndexMap<String, Integer> counted(int size) {
    var map = new IndexMap<String, Integer>();
    for (int i = 0; i < size; i++) {
      map.put("" + i, i);
    }
    return map;
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // stands where any value is asked for
  private static <T> T boom() {
    throw new IllegalStateException("boom");
  }

  private static double probes(IndexMap<?, ?> map) {
    long sum = 0;
    for (int i = 0; i < map.size(); i++) {
      sum += map.probes(Objects.requireNonNull(map.keyAt(i)));
    }
    return (double) sum / map.size();
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see what null does
  private static <T> T nothing() {
    return null;
  }

  private static <T extends Throwable> T unchanged(
      IndexMap<?, ?> map, Class<T> expected, Executable call) {
    String before = map.toString();
    T thrown = assertThrows(expected, call);
    assertEquals(before, map.toString());
    assertIndexed(map);
    return thrown;
  }

  private static void assertOff(IndexMap.Cursor<String, Integer> cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::index);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
    assertThrows(IllegalStateException.class, cursor::swapRemove);
  }

  private static <K> void assertIndexed(IndexMap<K, ?> map) {
    for (int i = 0; i < map.size(); i++) {
      assertEquals(i, map.indexOf(map.keyAt(i)));
    }
  }
}
