// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class LongTreeTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final long[] EDGES = {0, -1, 1, MIN, MAX, MIN + 1, MAX - 1, 42, 43};

  /** One leaf, its last key, two leaves, one branch full, two levels, three. */
  private static final int[] SIZES = {0, 1, 2, 16, 63, 64, 65, 129, 2000, 4096, 4097, 9000};

  @Test
  void schedulesAsInTheExample() {
    // @start region="example"
    var timers = new LongTree<List<String>>(); // by the time they are due
    timers.computeIfAbsent(900, time -> new ArrayList<>()).add("ping");
    timers.computeIfAbsent(400, time -> new ArrayList<>()).add("flush");
    timers.computeIfAbsent(900, time -> new ArrayList<>()).add("poll");
    var due = new ArrayList<String>();
    for (var at = timers.cursor(0, 500); at.next(); ) {
      due.addAll(at.value()); // [flush]
      at.remove();
    }
    long next = timers.firstKey(); // 900
    // @end
    assertEquals(List.of("flush"), due);
    assertEquals(900, next);
    assertEquals(List.of("ping", "poll"), timers.pollFirst());
  }

  @Test
  void takesAnyKey() {
    var tree = new LongTree<String>();
    var model = new TreeMap<Long, String>();
    for (long key : EDGES) {
      assertFalse(tree.containsKey(key));
      assertNull(tree.get(key));
      assertEquals("none", tree.get(key, "none"));
      assertTrue(tree.put(key, "first"));
      assertFalse(tree.put(key, "of " + key));
      model.put(key, "of " + key);
      assertEquals("of " + key, tree.get(key));
      assertEquals("of " + key, tree.get(key, "none"));
      assertSame(model, tree);
    }
    for (long key : EDGES) {
      assertEquals("of " + key, tree.remove(key));
      assertNull(tree.remove(key));
      model.remove(key);
      assertSame(model, tree);
    }
  }

  @Test
  void tellsTheLargestKeyFromTheFill() {
    for (int size : SIZES) {
      var tree = counting(size, i -> i);
      assertFalse(tree.containsKey(MAX));
      assertNull(tree.get(MAX));
      assertNull(tree.remove(MAX));
      assertFalse(tree.replace(MAX, 1));
      assertEquals(5, tree.ceilingKey(MAX, 5));
      assertTrue(tree.put(MAX, 9));
      assertEquals(9, tree.get(MAX));
      assertEquals(MAX, tree.lastKey());
      assertEquals(MAX, tree.floorKey(MAX, 5));
      assertEquals(size, tree.rank(MAX));
      assertEquals(9, tree.pollLast());
      assertFalse(tree.containsKey(MAX));
      assertSound(tree);
    }
  }

  @Test
  void tellsNewKeysFromOld() {
    var tree = new LongTree<Integer>();
    assertFalse(tree.replace(5, 1));
    assertNull(tree.getAndPut(5, 2));
    assertEquals(2, tree.getAndPut(5, 3));
    assertFalse(tree.putIfAbsent(5, 4));
    assertEquals(3, tree.get(5));
    assertTrue(tree.replace(5, 5));
    assertEquals(5, tree.get(5));
    assertEquals(5, tree.remove(5));
    assertFalse(tree.replace(5, 1));
    assertTrue(tree.putIfAbsent(5, 6));
    assertEquals(6, tree.get(5));
    assertEquals(1, tree.size());
  }

  @Test
  void computes() {
    var tree = new LongTree<String>();
    assertNull(tree.computeIfPresent(5, (k, old) -> old + "!"));
    assertNull(tree.compute(5, (k, old) -> null));
    assertNull(tree.computeIfAbsent(5, k -> nothing()), "as in java.util.Map");
    assertFalse(tree.containsKey(5));
    assertTrue(tree.isEmpty());
    assertEquals("made 5", tree.computeIfAbsent(5, k -> "made " + k));
    assertEquals("made 5", tree.computeIfAbsent(5, k -> "again"));
    assertEquals("made 5", tree.computeIfAbsent(5, k -> nothing()));
    assertEquals("made 5!", tree.computeIfPresent(5, (k, old) -> old + "!"));
    assertEquals("made 5!?", tree.compute(5, (k, old) -> old + "?"));
    assertEquals("made 5!?+", tree.merge(5, "+", String::concat));
    assertNull(tree.merge(5, "-", (old, value) -> null));
    assertFalse(tree.containsKey(5));
    assertEquals("new", tree.merge(5, "new", (old, value) -> null));
    assertNull(tree.computeIfPresent(5, (k, old) -> null));
    assertFalse(tree.containsKey(5));
    assertEquals("null?", tree.compute(5, (k, old) -> old + "?"));
    assertNull(tree.compute(5, (k, old) -> null));
    assertTrue(tree.isEmpty());
  }

  @Test
  void keepsItsShapeWhateverTheOrder() {
    Random random = new Random(1);
    long[] scattered = random.longs(20_000).toArray();
    List<LongUnaryOperator> orders =
        List.of(i -> i, i -> -i, i -> i % 7 * 100_000 + i, i -> scattered[(int) i], Long::reverse);
    for (var order : orders) {
      var tree = new LongTree<Integer>();
      var model = new TreeMap<Long, Integer>();
      for (int i = 0; i < 20_000; i++) {
        tree.put(order.applyAsLong(i), i);
        model.put(order.applyAsLong(i), i);
      }
      assertSame(model, tree);
      for (int i = 0; i < 20_000; i++) {
        assertEquals(i, tree.remove(order.applyAsLong(i)));
        if (i % 997 == 0) {
          assertSound(tree);
        }
      }
      assertTrue(tree.isEmpty());
    }
  }

  @Test
  void findsNeighboursAndRanks() {
    for (int size : SIZES) {
      var tree = counting(size, i -> 3 * i);
      var model = new TreeMap<>(tree.asNavigableMap());
      for (long key = -2; key <= 3L * size + 2; key++) {
        assertEquals(or(model.floorKey(key)), tree.floorKey(key, -9));
        assertEquals(or(model.ceilingKey(key)), tree.ceilingKey(key, -9));
        assertEquals(or(model.lowerKey(key)), tree.lowerKey(key, -9));
        assertEquals(or(model.higherKey(key)), tree.higherKey(key, -9));
      }
      for (int i = 0; i < size; i++) {
        assertEquals(i, tree.rank(3L * i));
        assertEquals(3L * i, tree.select(i));
      }
      var thrown = assertThrows(IndexOutOfBoundsException.class, () -> tree.select(-1));
      assertEquals("rank: -1, size: " + size, thrown.getMessage());
    }
  }

  @Test
  void endsOfAnEmptyMap() {
    var tree = new LongTree<String>();
    assertEquals(
        "size: 0", assertThrows(NoSuchElementException.class, tree::firstKey).getMessage());
    assertEquals("size: 0", assertThrows(NoSuchElementException.class, tree::lastKey).getMessage());
    assertNull(tree.pollFirst());
    assertNull(tree.pollLast());
    assertFalse(tree.cursor().next());
    tree.forEach((key, value) -> assertEquals(0, 1));
    tree.trim();
    tree.putAll(new LongTree<>());
    assertEquals(new LongTree<String>(), tree);
    assertTrue(tree.put(1, "what empty maps share stays empty"));
    assertFalse(new LongTree<String>().containsKey(1));
  }

  @Test
  void pollsFromBothEnds() {
    for (int size : SIZES) {
      var tree = counting(size, i -> -i);
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        assertEquals(low++, tree.pollLast());
        if (low <= high) {
          assertEquals(high--, tree.pollFirst());
        }
      }
      assertTrue(tree.isEmpty());
      assertSound(tree);
    }
  }

  @Test
  void loadsWhatIsSorted() {
    for (int size : SIZES) {
      long[] keys = new long[size];
      Integer[] values = new Integer[size];
      var model = new TreeMap<Long, Integer>();
      for (int i = 0; i < size; i++) {
        keys[i] = i * 5L - 1000;
        values[i] = -i;
        model.put(keys[i], values[i]);
      }
      var tree = LongTree.ofSorted(keys, values);
      assertSame(model, tree);
      assertTrue(tree.put(3, 4));
      assertEquals(4, tree.get(3));
      LongTree<Number> numbers = LongTree.<Number>ofSorted(keys, values);
      numbers.put(keys.length * 5L - 1000, 1.5); // no array store fails
      assertEquals(1.5, numbers.get(keys.length * 5L - 1000));
    }
    var first =
        assertThrows(
            IllegalArgumentException.class,
            () -> LongTree.ofSorted(new long[] {1, 2, 2}, new String[] {"", "", ""}));
    assertEquals("keys[2]: 2, after: 2", first.getMessage());
    var second =
        assertThrows(
            IllegalArgumentException.class,
            () -> LongTree.ofSorted(new long[] {1, 2}, new String[] {""}));
    assertEquals("keys: 2, values: 1", second.getMessage());
    assertThrows(
        NullPointerException.class,
        () -> LongTree.ofSorted(new long[] {1, 2}, new String[] {"", nothing()}));
  }

  @Test
  void putAllMeetsBoth() {
    for (int ours : SIZES) {
      for (int theirs : SIZES) {
        var tree = counting(ours, i -> 2 * i);
        var other = counting(theirs, i -> 3 * i);
        var model = new TreeMap<>(tree.asNavigableMap());
        model.putAll(other.asNavigableMap());
        tree.putAll(other);
        assertSame(model, tree);
        tree.putAll(tree);
        assertSame(model, tree);
      }
    }
  }

  @Test
  void copiesAreIndependent() {
    for (int size : SIZES) {
      var tree = counting(size, i -> i);
      var copy = tree.copy();
      assertSound(copy);
      assertEquals(tree, copy);
      for (int i = 0; i < size; i++) {
        copy.put(i, -5);
        copy.remove(i);
      }
      copy.put(-7, 7);
      assertEquals(counting(size, i -> i), tree);
      tree.clear();
      assertEquals(1, copy.size());
    }
  }

  @Test
  void letsRemovedValuesGo() {
    var tree = new LongTree<Object>();
    var gone = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 1000; i++) { // leaves split, join and share
      var value = new Object();
      gone.add(new WeakReference<>(value));
      tree.put(i * 37 % 1000, value);
    }
    for (int i = 0; i < 1000; i++) {
      if (i * 53 % 1000 != 500) {
        tree.remove(i * 53 % 1000);
      }
    }
    assertEquals(1, tree.size());
    tree.put(500, "kept alive until here");
    for (int i = 0; i < 50 && alive(gone) > 0; i++) {
      System.gc();
    }
    assertEquals(0, alive(gone));
    assertEquals("kept alive until here", tree.get(500));
  }

  private static long alive(List<WeakReference<Object>> references) {
    return references.stream().filter(each -> each.get() != null).count();
  }

  @Test
  void cursorsWalkBothWaysAndSet() {
    for (int size : SIZES) {
      var tree = counting(size, i -> 2 * i);
      var cursor = tree.cursor();
      for (int i = 0; i < size; i++) {
        assertTrue(cursor.next());
        assertEquals(2L * i, cursor.key());
        assertEquals(i, cursor.value());
        cursor.set(i + 1);
      }
      assertFalse(cursor.next());
      for (int i = size - 1; i >= 0; i--) {
        assertTrue(cursor.previous());
        assertEquals(i + 1, cursor.value());
        assertEquals(i + 1, tree.get(2L * i));
      }
      assertFalse(cursor.previous());
      var seen = new ArrayList<Integer>();
      tree.forEach(3, 9, (key, value) -> seen.add(value));
      assertEquals(
          tree.asNavigableMap().subMap(3L, true, 9L, true).values().stream().toList(), seen);
    }
  }

  @Test
  void cursorsCopyWhatLiesAhead() {
    for (int size : SIZES) {
      var tree = counting(size, i -> 2 * i);
      for (int count : new int[] {0, 1, 64, 65, size, size + 1}) {
        var cursor = tree.cursor(2, MAX);
        long[] keys = new long[count + 1];
        Integer[] values = new Integer[count + 1];
        int copied = cursor.nextInto(keys, values, 1, count);
        assertEquals(Math.min(count, Math.max(size - 1, 0)), copied);
        for (int i = 0; i < count; i++) {
          assertEquals(i < copied ? 2L * i + 2 : 0, keys[i + 1]);
          assertEquals(i < copied ? i + 1 : null, values[i + 1]);
        }
        assertEquals(copied > 0, cursor.previous());
        assertThrows(
            IndexOutOfBoundsException.class, () -> cursor.nextInto(keys, values, 2, count));
      }
    }
  }

  @Test
  void cursorsStayWhereTheyAreIfValuesCannotBeCopied() {
    var tree = new LongTree<Object>();
    for (int i = 0; i < 200; i++) {
      tree.put(i, i == 150 ? "text" : i);
    }
    for (int start = 0; start < 100; start++) {
      var cursor = tree.cursor();
      for (int i = 0; i < start; i++) {
        assertTrue(cursor.next());
      }
      Object[] numbers = new Integer[200];
      long[] keys = new long[200];
      assertThrows(ArrayStoreException.class, () -> cursor.nextInto(keys, numbers, 0, 200));
      if (start > 0) {
        assertEquals(start - 1, cursor.value());
      } else {
        assertThrows(IllegalStateException.class, cursor::value);
      }
      assertEquals(120 - start, cursor.nextInto(keys, numbers, 0, 120 - start));
      assertEquals(start, keys[0]);
    }
  }

  @Test
  void cursorsRemoveAndMeetEachEntryOnce() {
    for (int size : SIZES) {
      for (int kept : new int[] {1, 3, 100_000}) {
        var tree = counting(size, i -> i);
        var model = new TreeMap<>(tree.asNavigableMap());
        int met = 0;
        for (var cursor = tree.cursor(); cursor.next(); ) {
          assertEquals(met++, cursor.value());
          if (met % kept != 0) {
            model.remove(cursor.key());
            cursor.remove();
            assertThrows(IllegalStateException.class, cursor::value);
            assertThrows(IllegalStateException.class, () -> cursor.set(3));
          }
        }
        assertEquals(size, met);
        assertSame(model, tree);
      }
    }
  }

  @Test
  void survivesCallbacksThatThrow() {
    var tree = counting(100, i -> i);
    var model = new TreeMap<>(tree.asNavigableMap());
    assertThrows(ArithmeticException.class, () -> tree.merge(4, 0, (old, value) -> old / value));
    assertThrows(ArithmeticException.class, () -> tree.compute(4, (key, old) -> failing()));
    assertThrows(ArithmeticException.class, () -> tree.compute(-4, (key, old) -> failing()));
    assertThrows(
        ArithmeticException.class, () -> tree.computeIfPresent(4, (key, old) -> failing()));
    assertThrows(ArithmeticException.class, () -> tree.computeIfAbsent(-4, key -> failing()));
    assertSame(model, tree);
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            tree.removeIf((key, value) -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
              model.remove(key);
              return true;
            }));
    assertSame(model, tree);
  }

  @Test
  void detectsCallbacksThatChangeTheKeys() {
    var tree = counting(100, i -> i);
    var changed = ConcurrentModificationException.class;
    assertThrows(changed, () -> tree.forEach((key, value) -> tree.put(key + 1000, 0)));
    assertThrows(changed, () -> tree.forEach((key, value) -> tree.remove(key)));
    assertThrows(changed, () -> tree.removeIf((key, value) -> tree.remove(key) != null));
    assertThrows(changed, () -> tree.merge(9, 1, (old, value) -> tree.remove(9)));
    assertThrows(changed, () -> tree.compute(10, (key, old) -> tree.remove(10)));
    assertThrows(changed, () -> tree.computeIfPresent(11, (key, old) -> tree.remove(11)));
    assertThrows(changed, () -> tree.computeIfAbsent(-5, key -> tree.put(-5, 1) ? 2 : 3));
    assertEquals(1, tree.get(-5), "the callback's own change stands");
    assertSound(tree);
    var cursor = tree.cursor();
    assertTrue(cursor.next());
    tree.put(-6, 0);
    assertThrows(changed, cursor::next);
    assertThrows(changed, cursor::value);
    assertThrows(changed, () -> cursor.set(1));
  }

  @Test
  @SuppressWarnings("NullAway") // to see null refused
  void refusesNull() {
    var tree = counting(3, i -> i);
    assertThrows(NullPointerException.class, () -> tree.put(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.put(9, nothing()));
    assertThrows(NullPointerException.class, () -> tree.putIfAbsent(9, nothing()));
    assertThrows(NullPointerException.class, () -> tree.getAndPut(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.replace(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.merge(1, nothing(), Integer::sum));
    assertThrows(NullPointerException.class, () -> tree.merge(1, 1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.compute(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.computeIfAbsent(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.computeIfPresent(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.forEach(nothing()));
    assertThrows(NullPointerException.class, () -> tree.removeIf(nothing()));
    assertThrows(NullPointerException.class, () -> tree.putAll(nothing()));
    var cursor = tree.cursor();
    assertTrue(cursor.next());
    assertThrows(NullPointerException.class, () -> cursor.set(nothing()));
    assertThrows(NullPointerException.class, () -> tree.asNavigableMap().put(1L, nothing()));
    var entry = tree.asNavigableMap().entrySet().iterator().next();
    assertThrows(NullPointerException.class, () -> entry.setValue(nothing()));
    assertEquals(counting(3, i -> i), tree);
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    var tree = counting(100, i -> i);
    tree.size = Integer.MAX_VALUE; // as if it were so large
    var thrown = assertThrows(IllegalStateException.class, () -> tree.put(1000, 1));
    assertEquals("size: 2147483647, limit: 2147483647", thrown.getMessage());
    assertFalse(tree.put(5, 5));
    tree.size = 100;
    assertEquals(counting(100, i -> i), tree);
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

  /** Grows until there is no memory, then looks whether every entry is still there. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var tree = new LongTree<String>();
      String[] values = {"a", "b", "c"};
      int added = 0;
      try {
        while (true) {
          tree.put(added * 0x9E3779B97F4A7C15L, values[added % 3]);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        // A leaf or a branch more does not fit.
      }
      boolean all = tree.size() == added && added > 1000;
      for (int i = 0; i < added; i++) {
        all &= values[i % 3].equals(tree.get(i * 0x9E3779B97F4A7C15L));
      }
      if (!all || tree.containsKey(added * 0x9E3779B97F4A7C15L)) {
        throw new AssertionError("size: " + tree.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        all &= values[i % 3].equals(tree.remove(i * 0x9E3779B97F4A7C15L));
      }
      System.out.println(all && tree.isEmpty() ? "kept" : "lost");
    }
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var tree = new LongTree<Object>();
    assertEquals("{}", tree.toString());
    tree.put(3, "three");
    tree.put(-3, 4);
    assertEquals("{-3=4, 3=three}", tree.toString());
    assertEquals(new TreeMap<>(tree.asNavigableMap()).hashCode(), tree.hashCode());
    var other = tree.copy();
    assertEquals(tree, other);
    other.put(3, "four");
    assertNotEquals(tree, other);
    other.remove(3);
    assertNotEquals(tree, other);
    other.put(2, "three");
    assertNotEquals(tree, other, "as many entries, another key");
    assertFalse(tree.equals(null));
    tree.put(0, tree);
    assertEquals("{-3=4, 0=(this Map), 3=three}", tree.toString());
  }

  @Test
  void viewIsLive() {
    var tree = new LongTree<String>();
    var view = tree.asNavigableMap();
    assertNull(view.put(1L, "one"));
    assertEquals("one", view.put(1L, "uno"));
    tree.put(4, "four");
    for (var entry : view.descendingMap().entrySet()) {
      entry.setValue(entry.getValue() + "!");
    }
    assertEquals("{1=uno!, 4=four!}", tree.toString());
    assertTrue(view.values().remove("four!"));
    assertEquals(1, tree.size());
    assertEquals("uno!", view.firstEntry().getValue());
    assertEquals("uno!", view.pollLastEntry().getValue());
    assertTrue(tree.isEmpty());
  }

  /** The shape is sound, and there is a value where there is a key and nowhere else. */
  static void assertSound(LongTree<?> tree) {
    LongLongTreeTest.assertSound(tree);
    for (long path = 0; path != LongTreeNodes.NONE; path = tree.nextLeaf(path)) {
      var node = tree.lowest(path);
      int slot = LongTreeNodes.slot(path);
      Object[] values = (Object[]) node.values[slot];
      for (int i = 0; i < values.length; i++) {
        assertEquals(i < node.counts[slot], values[i] != null);
      }
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see what null does
  private static <T> T nothing() {
    return null;
  }

  private static int failing() {
    throw new ArithmeticException();
  }

  private static LongTree<Integer> counting(int size, LongUnaryOperator key) {
    var tree = new LongTree<Integer>();
    for (int i = 0; i < size; i++) {
      tree.put(key.applyAsLong(i), i);
    }
    return tree;
  }

  private static long or(Long key) {
    return key == null ? -9 : key;
  }

  private static <V> void assertSame(NavigableMap<Long, V> model, LongTree<V> tree) {
    assertSound(tree);
    assertEquals(model.size(), tree.size());
    assertEquals(model, tree.asNavigableMap());
    assertEquals(model.hashCode(), tree.hashCode());
    assertEquals(model.toString(), tree.toString());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), tree.get(entry.getKey()));
    }
    var seen = new TreeMap<Long, V>();
    tree.forEach((key, value) -> assertNull(seen.put(key, value)));
    assertEquals(model, seen);
  }
}
