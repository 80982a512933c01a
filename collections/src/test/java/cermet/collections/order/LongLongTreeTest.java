// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class LongLongTreeTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final long[] EDGES = {0, -1, 1, MIN, MAX, MIN + 1, MAX - 1, 42, 43};

  /** One leaf, its last key, two leaves, one branch full, two levels, three. */
  private static final int[] SIZES = {0, 1, 2, 16, 63, 64, 65, 129, 2000, 4096, 4097, 9000};

  @Test
  void answersAsInTheExample() {
    // @start region="example"
    var depth = new LongLongTree(); // price in ticks, to what is offered there
    depth.addTo(10_050, 300);
    depth.addTo(10_075, 200);
    depth.addTo(10_050, 100);
    depth.addTo(10_200, 900);
    long best = depth.firstKey(); // 10_050
    long next = depth.higherKey(best, -1); // 10_075
    long offered = 0;
    for (var at = depth.cursor(10_000, 10_100); at.next(); ) {
      offered += at.value(); // 600 in all
    }
    // @end
    assertEquals(10_050, best);
    assertEquals(10_075, next);
    assertEquals(600, offered);
  }

  @Test
  void takesAnyKeyAndValue() {
    for (long value : EDGES) {
      var tree = new LongLongTree();
      var model = new TreeMap<Long, Long>();
      for (long key : EDGES) {
        assertFalse(tree.containsKey(key));
        assertEquals(7, tree.get(key, 7));
        assertTrue(tree.put(key, value));
        assertFalse(tree.put(key, value));
        model.put(key, value);
        assertSame(model, tree);
      }
      for (long key : EDGES) {
        assertEquals(value, tree.get(key, value), "the caller's absent may be a value");
        assertEquals(value, tree.remove(key, ~value));
        assertEquals(~value, tree.remove(key, ~value));
        model.remove(key);
        assertSame(model, tree);
      }
    }
  }

  @Test
  void tellsTheLargestKeyFromTheFill() {
    for (int size : SIZES) {
      var tree = counting(size, i -> i);
      assertFalse(tree.containsKey(MAX));
      assertEquals(5, tree.get(MAX, 5));
      assertEquals(5, tree.remove(MAX, 5));
      assertEquals(5, tree.ceilingKey(MAX, 5));
      assertEquals(5, tree.higherKey(MAX, 5));
      assertEquals(size, tree.rank(MAX));
      assertFalse(tree.replace(MAX, 1));
      assertTrue(tree.put(MAX, 9));
      assertEquals(9, tree.get(MAX, 5));
      assertEquals(MAX, tree.lastKey());
      assertEquals(MAX, tree.ceilingKey(MAX, 5));
      assertEquals(MAX, tree.floorKey(MAX, 5));
      assertEquals(size, tree.rank(MAX));
      assertEquals(size == 0 ? 5 : size - 1, tree.lowerKey(MAX, 5));
      assertEquals(9, tree.remove(MAX, 5));
      assertFalse(tree.containsKey(MAX));
      assertSound(tree);
    }
  }

  @Test
  void findsKeysThatDifferInTheLastBitOrOverflow() {
    // Halves of neighbours are equal; differences of these do not fit in a long.
    long[] bases = {0, -64, MIN, MAX - 127, MIN / 2 - 64, MAX / 2 - 64, 1L << 40};
    for (long base : bases) {
      var tree = new LongLongTree();
      for (int i = 0; i < 128; i += 2) {
        tree.put(base + i + (i >> 1 & 1), i); // even and odd ones
      }
      tree.put(MIN, -1);
      tree.put(MAX, -2);
      for (int i = 0; i < 128; i++) {
        long key = base + i;
        boolean here = key == MIN || key == MAX || i % 2 == (i >> 1 & 1);
        assertEquals(here, tree.containsKey(key), base + " + " + i);
      }
      assertSound(tree);
    }
  }

  @Test
  void tellsNewKeysFromOld() {
    var tree = new LongLongTree();
    assertFalse(tree.replace(5, 1));
    assertEquals(-1, tree.getAndPut(5, 2, -1));
    assertEquals(2, tree.getAndPut(5, 3, -1));
    assertFalse(tree.putIfAbsent(5, 4));
    assertEquals(3, tree.get(5, -1));
    assertTrue(tree.replace(5, 5));
    assertEquals(5, tree.get(5, -1));
    assertTrue(tree.remove(5));
    assertFalse(tree.remove(5));
    assertTrue(tree.putIfAbsent(5, 6));
    assertEquals(6, tree.get(5, -1));
    assertEquals(1, tree.size());
  }

  @Test
  void addsMergesAndComputes() {
    var tree = new LongLongTree();
    assertEquals(-3, tree.addTo(5, -3));
    assertEquals(4, tree.addTo(5, 7));
    assertEquals(MIN, tree.addTo(5, MAX - 3), "sums wrap");
    tree.remove(5);
    assertEquals(3, tree.addTo(5, 3), "nothing is left of the old value");
    tree.remove(5);
    assertEquals(8, tree.merge(5, 8, (old, value) -> old * value));
    assertEquals(5, tree.merge(5, 3, (old, value) -> old - value));
    assertEquals(5, tree.computeIfAbsent(5, key -> key * 100));
    assertEquals(600, tree.computeIfAbsent(6, key -> key * 100));
    assertEquals(-1, tree.computeIfPresent(7, Long::sum, -1));
    assertEquals(606, tree.computeIfPresent(6, Long::sum, -1));
    assertEquals(107, tree.compute(7, Long::sum, 100));
    assertEquals(114, tree.compute(7, Long::sum, 100));
    assertEquals(new TreeMap<>(Map.of(5L, 5L, 6L, 606L, 7L, 114L)), tree.asNavigableMap());
  }

  @Test
  void keepsItsShapeWhateverTheOrder() {
    Random random = new Random(1);
    long[] scattered = random.longs(20_000).toArray();
    List<LongUnaryOperator> orders =
        List.of(
            i -> i,
            i -> -i,
            i -> (i & 1) == 0 ? i : -i,
            i -> i % 7 * 100_000 + i,
            i -> scattered[(int) i],
            i -> Long.reverse(i));
    for (var order : orders) {
      var tree = new LongLongTree();
      var model = new TreeMap<Long, Long>();
      for (int i = 0; i < 20_000; i++) {
        tree.put(order.applyAsLong(i), i);
        model.put(order.applyAsLong(i), (long) i);
        if (i % 997 == 0) {
          assertSound(tree);
        }
      }
      assertSame(model, tree);
      for (int i = 0; i < 20_000; i++) {
        assertEquals(i, tree.remove(order.applyAsLong(i), -1));
        if (i % 997 == 0) {
          assertSound(tree);
        }
      }
      assertTrue(tree.isEmpty());
      assertSound(tree);
    }
  }

  @Test
  void keysInOrderFillTheirLeaves() {
    for (int direction : new int[] {1, -1}) {
      var tree = counting(64 * 5000, i -> direction * i);
      assertSound(tree);
      assertEquals(5000, leaves(tree));
    }
  }

  @Test
  void endlessChurnKeepsMemoryBounded() {
    var tree = new LongLongTree();
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      tree.put(random.nextLong(), i);
    }
    int before = leaves(tree);
    for (int round = 0; round < 100_000; round++) { // a window that moves
      tree.pollFirstKey(0);
      tree.put(tree.lastKey() - 1 - random.nextInt(1_000_000), round);
    }
    assertSound(tree);
    assertTrue(leaves(tree) <= 2 * before, "leaves: " + leaves(tree));
    while (tree.size() > 100) {
      tree.remove(tree.select(random.nextInt(tree.size())));
    }
    assertSound(tree);
    assertTrue(leaves(tree) <= 7, "leaves: " + leaves(tree));
    tree.trim();
    assertEquals(2, leaves(tree));
    assertSound(tree);
  }

  @Test
  void findsNeighbours() {
    for (int size : SIZES) {
      var tree = counting(size, i -> 3 * i);
      var model = new TreeMap<>(tree.asNavigableMap());
      for (long key = -2; key <= 3L * size + 2; key++) {
        assertEquals(or(model.floorKey(key)), tree.floorKey(key, -9));
        assertEquals(or(model.ceilingKey(key)), tree.ceilingKey(key, -9));
        assertEquals(or(model.lowerKey(key)), tree.lowerKey(key, -9));
        assertEquals(or(model.higherKey(key)), tree.higherKey(key, -9));
      }
      assertEquals(or(model.floorKey(MAX)), tree.floorKey(MAX, -9));
      assertEquals(-9, tree.floorKey(MIN, -9));
      assertEquals(or(model.ceilingKey(MIN)), tree.ceilingKey(MIN, -9));
    }
  }

  @Test
  void ranksAndSelects() {
    for (int size : SIZES) {
      var tree = counting(size, i -> 2 * i);
      assertEquals(0, tree.rank(MIN));
      assertEquals(size, tree.rank(MAX));
      for (int i = 0; i < size; i++) {
        assertEquals(i, tree.rank(2L * i));
        assertEquals(i + 1, tree.rank(2L * i + 1));
        assertEquals(2L * i, tree.select(i));
      }
      for (int rank : new int[] {-1, size, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        var thrown = assertThrows(IndexOutOfBoundsException.class, () -> tree.select(rank));
        assertEquals("rank: " + rank + ", size: " + size, thrown.getMessage());
      }
    }
  }

  @Test
  void endsOfAnEmptyMap() {
    var used = new LongLongTree();
    used.put(1, 1);
    used.remove(1);
    for (var tree : List.of(new LongLongTree(), used)) {
      assertEquals(
          "size: 0", assertThrows(NoSuchElementException.class, tree::firstKey).getMessage());
      assertEquals(
          "size: 0", assertThrows(NoSuchElementException.class, tree::lastKey).getMessage());
      assertEquals(4, tree.pollFirstKey(4));
      assertEquals(4, tree.pollLastKey(4));
      assertEquals(4, tree.floorKey(0, 4));
      assertEquals(4, tree.ceilingKey(0, 4));
      assertEquals(4, tree.lowerKey(0, 4));
      assertEquals(4, tree.higherKey(0, 4));
      assertEquals(0, tree.rank(MAX));
      assertFalse(tree.cursor().next());
      assertFalse(tree.cursor().previous());
      tree.forEach((key, value) -> assertEquals(0, 1));
      tree.trim();
      tree.clear();
      assertEquals(tree, tree.copy());
      assertTrue(tree.asNavigableMap().isEmpty());
    }
    assertTrue(new LongLongTree().put(1, 1), "what empty maps share stays empty");
    assertFalse(new LongLongTree().containsKey(1));
  }

  @Test
  void pollsFromBothEnds() {
    for (int size : SIZES) {
      var tree = counting(size, i -> i);
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        assertEquals(low++, tree.pollFirstKey(-1));
        if (low <= high) {
          assertEquals(high--, tree.pollLastKey(-1));
        }
      }
      assertTrue(tree.isEmpty());
      assertSound(tree);
    }
  }

  @Test
  void loadsWhatIsSorted() {
    for (int size : SIZES) {
      long[] keys = new long[size + 3];
      long[] values = new long[size + 3];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = i * 5L - 1000;
        values[i] = -i;
      }
      var tree = LongLongTree.ofSorted(keys, values, 2, size);
      assertSound(tree);
      assertEquals((size + 63) / 64, size == 0 ? 0 : leaves(tree));
      var model = new TreeMap<Long, Long>();
      for (int i = 2; i < size + 2; i++) {
        model.put(keys[i], values[i]);
      }
      assertSame(model, tree);
      assertTrue(tree.put(3, 4));
      assertTrue(tree.containsKey(3));
      assertEquals(keys.length, LongLongTree.ofSorted(keys, values).size());
    }
  }

  @Test
  void refusesToLoadWhatDoesNotAscend() {
    long[] equal = {1, 2, 2, 3};
    long[] falling = {5, 9, 3, 10};
    var first =
        assertThrows(
            IllegalArgumentException.class, () -> LongLongTree.ofSorted(equal, new long[4]));
    assertEquals("keys[2]: 2, after: 2", first.getMessage());
    var second =
        assertThrows(
            IllegalArgumentException.class, () -> LongLongTree.ofSorted(falling, new long[4]));
    assertEquals("keys[2]: 3, after: 9", second.getMessage());
    assertEquals(2, LongLongTree.ofSorted(falling, new long[4], 2, 2).size());
    var third =
        assertThrows(
            IllegalArgumentException.class, () -> LongLongTree.ofSorted(equal, new long[3]));
    assertEquals("keys: 4, values: 3", third.getMessage());
    assertThrows(
        IndexOutOfBoundsException.class, () -> LongLongTree.ofSorted(equal, new long[4], 3, 2));
    assertThrows(
        IndexOutOfBoundsException.class, () -> LongLongTree.ofSorted(equal, new long[2], 0, 3));
    assertThrows(
        IndexOutOfBoundsException.class, () -> LongLongTree.ofSorted(equal, new long[4], -1, 1));
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
    assertThrows(NullPointerException.class, () -> new LongLongTree().putAll(nothing()));
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : SIZES) {
      var tree = counting(size, i -> i);
      var copy = tree.copy();
      assertSound(copy);
      assertEquals(tree, copy);
      assertEquals(leaves(tree), leaves(copy));
      for (int i = 0; i < size; i++) {
        copy.put(i, -5);
        copy.remove(i);
      }
      copy.put(-7, 7);
      assertEquals(counting(size, i -> i), tree);
      assertSound(tree);
      tree.clear();
      assertEquals(1, copy.size());
    }
  }

  @Test
  void cursorsWalkBothWays() {
    for (int size : SIZES) {
      var tree = counting(size, i -> 2 * i);
      var cursor = tree.cursor();
      for (int i = 0; i < size; i++) {
        assertTrue(cursor.next());
        assertEquals(2L * i, cursor.key());
        assertEquals(i, cursor.value());
      }
      assertFalse(cursor.next());
      assertFalse(cursor.next());
      for (int i = size - 1; i >= 0; i--) {
        assertTrue(cursor.previous());
        assertEquals(2L * i, cursor.key());
        if (i > 0) { // there, back and there again
          assertTrue(cursor.previous());
          assertEquals(2L * i - 2, cursor.key());
          assertTrue(cursor.next());
          assertEquals(2L * i, cursor.key());
        }
      }
      assertFalse(cursor.previous());
      assertFalse(cursor.previous());
      cursor.end();
      assertEquals(size > 0, cursor.previous());
    }
  }

  @Test
  void cursorsKeepToTheirRange() {
    var tree = counting(300, i -> 10 * i);
    long[] bounds = {MIN, -1, 0, 1, 630, 635, 640, 645, 1000, 2985, 2990, 2991, MAX};
    var cursor = tree.cursor();
    for (long low : bounds) {
      for (long high : bounds) {
        var expected = new ArrayList<Long>();
        tree.forEach((key, value) -> {
          if (low <= key && key <= high) {
            expected.add(key);
          }
        });
        cursor.range(low, high);
        assertEquals(expected, keys(cursor));
        assertEquals(expected.reversed(), keysBack(cursor));
        assertEquals(expected, keys(cursor));
        cursor.end();
        assertFalse(cursor.next());
        assertEquals(expected.reversed(), keysBack(cursor));
        assertEquals(expected, keys(tree.cursor(low, high)));
        var visited = new ArrayList<Long>();
        tree.forEach(low, high, (key, value) -> visited.add(key));
        assertEquals(expected, visited);
        for (long key : bounds) {
          cursor.seek(key);
          assertEquals(expected.stream().filter(k -> k >= key).toList(), keys(cursor));
          cursor.seek(key);
          assertEquals(
              expected.reversed().stream().filter(k -> k < key).toList(), keysBack(cursor));
        }
      }
    }
  }

  @Test
  void cursorsCopyWhatLiesAhead() {
    var tree = counting(300, i -> 10 * i);
    long[] bounds = {MIN, -1, 0, 630, 635, 1000, 2985, 2991, MAX};
    for (long low : bounds) {
      for (long high : bounds) {
        var expected = new ArrayList<Long>();
        tree.forEach(low, high, (key, value) -> expected.add(key));
        for (int start : new int[] {0, 1, 63, 64, 65, 300}) {
          for (int count : new int[] {0, 1, 2, 64, 65, 200, 1000}) {
            var cursor = tree.cursor(low, high);
            int first = 0;
            while (first < start && cursor.next()) {
              first++;
            }
            long[] keys = new long[count + 3];
            long[] values = new long[count + 3];
            int copied = cursor.nextInto(keys, values, 2, count);
            assertEquals(Math.min(count, expected.size() - first), copied);
            for (int i = 0; i < keys.length; i++) {
              boolean filled = i >= 2 && i < 2 + copied;
              assertEquals(filled ? expected.get(first + i - 2) : 0, keys[i]);
              assertEquals(filled ? expected.get(first + i - 2) / 10 : 0, values[i]);
            }
            if (count == 0 && start > 0 && first == start) {
              assertEquals(expected.get(first - 1), cursor.key(), "where it was");
            } else {
              assertOff(cursor);
            }
            int at = first + copied;
            assertEquals(expected.subList(at, expected.size()), keys(cursor));
            cursor.seek(at < expected.size() ? expected.get(at) : MAX);
            assertEquals(0, cursor.nextInto(keys, values, 0, 0));
            assertEquals(expected.subList(0, at).reversed(), keysBack(cursor));
          }
        }
      }
    }
  }

  @Test
  void cursorsCopyNothingThatDoesNotFit() {
    var tree = counting(100, i -> i);
    var cursor = tree.cursor();
    assertTrue(cursor.next());
    long[] five = new long[5];
    long[] four = new long[4];
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.nextInto(five, four, 0, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.nextInto(four, five, 0, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.nextInto(five, five, -1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.nextInto(five, five, 0, -1));
    assertThrows(NullPointerException.class, () -> cursor.nextInto(five, nothing(), 0, 1));
    assertEquals(0, cursor.key(), "where it was");
    tree.put(1000, 0);
    assertThrows(ConcurrentModificationException.class, () -> cursor.nextInto(five, five, 0, 5));
    assertArrayEquals(new long[5], five);
  }

  @Test
  void cursorsRemoveAndMeetEachEntryOnce() {
    for (int size : SIZES) {
      for (int kept : new int[] {1, 2, 3, 7, 100, 100_000}) {
        for (boolean back : new boolean[] {false, true}) {
          var tree = counting(size, i -> i);
          var model = new TreeMap<>(tree.asNavigableMap());
          var cursor = tree.cursor();
          if (back) {
            cursor.end();
          }
          int met = 0;
          while (back ? cursor.previous() : cursor.next()) {
            assertEquals(back ? size - 1 - met : met, cursor.key());
            met++;
            if (met % kept != 0) {
              model.remove(cursor.key());
              cursor.remove();
            }
          }
          assertEquals(size, met);
          assertSame(model, tree);
        }
      }
    }
  }

  @Test
  void cursorsFailFast() {
    var tree = counting(200, i -> i);
    List<Runnable> changes =
        List.of(
            () -> tree.put(1000, 0),
            () -> tree.remove(1000),
            () -> tree.pollFirstKey(0),
            () -> tree.pollLastKey(0),
            tree::trim,
            () -> tree.putAll(counting(200, i -> -i)),
            tree::clear);
    for (Runnable change : changes) {
      var cursor = tree.cursor();
      assertTrue(cursor.next());
      change.run();
      assertThrows(ConcurrentModificationException.class, cursor::next);
      assertThrows(ConcurrentModificationException.class, cursor::previous);
      assertThrows(ConcurrentModificationException.class, cursor::key);
      assertThrows(ConcurrentModificationException.class, cursor::value);
      assertThrows(ConcurrentModificationException.class, () -> cursor.set(1));
      assertThrows(ConcurrentModificationException.class, () -> cursor.seek(1));
      assertThrows(ConcurrentModificationException.class, cursor::remove);
      cursor.reset();
      assertEquals(!tree.isEmpty(), cursor.next());
    }
  }

  @Test
  void cursorsKnowWhetherTheyAreOnAnEntry() {
    var tree = counting(1, i -> 4);
    var cursor = tree.cursor();
    assertOff(cursor);
    assertTrue(cursor.next());
    cursor.set(-8);
    assertEquals(4, cursor.key());
    assertEquals(-8, cursor.value());
    assertEquals(-8, tree.get(4, 0));
    assertFalse(cursor.next());
    assertOff(cursor);
    assertTrue(cursor.previous());
    assertEquals(4, cursor.key());
    assertFalse(cursor.previous());
    assertOff(cursor);
    assertTrue(cursor.next());
    cursor.remove();
    assertOff(cursor);
    assertFalse(cursor.next());
    assertFalse(cursor.previous());
    assertTrue(tree.isEmpty());
  }

  @Test
  void aCursorOfAnEmptyTreeIsOnNothing() {
    assertOff(new LongLongTree().cursor());
    var tree = counting(150, i -> i);
    tree.clear();
    var cursor = tree.cursor();
    cursor.reset();
    assertOff(cursor);
  }

  @Test
  void nestedCursorsAreIndependent() {
    var tree = counting(150, i -> i);
    int pairs = 0;
    for (var outer = tree.cursor(); outer.next(); ) {
      for (var inner = tree.cursor(outer.key(), MAX); inner.next(); ) {
        pairs++;
      }
    }
    assertEquals(150 * 151 / 2, pairs);
  }

  @Test
  void survivesCallbacksThatThrow() {
    var tree = counting(100, i -> i);
    var model = new TreeMap<>(tree.asNavigableMap());
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            tree.forEach((key, value) -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
            }));
    assertThrows(ArithmeticException.class, () -> tree.merge(4, 0, (old, value) -> old / value));
    assertThrows(ArithmeticException.class, () -> tree.compute(-4, (key, old) -> key / old, 0));
    assertThrows(ArithmeticException.class, () -> tree.computeIfAbsent(-4, key -> 1 / (key + 4)));
    assertThrows(
        ArithmeticException.class, () -> tree.computeIfPresent(0, (key, old) -> old / key, 1));
    assertSame(model, tree);
    calls[0] = 0;
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
    assertEquals(50, tree.size());
    assertSame(model, tree);
  }

  @Test
  void detectsCallbacksThatChangeTheKeys() {
    var tree = counting(100, i -> i);
    var changed = ConcurrentModificationException.class;
    assertThrows(changed, () -> tree.forEach((key, value) -> tree.put(key + 1000, 0)));
    assertThrows(changed, () -> tree.forEach((key, value) -> tree.remove(key)));
    assertThrows(changed, () -> tree.removeIf((key, value) -> tree.remove(key)));
    assertThrows(changed, () -> tree.removeIf((key, value) -> tree.put(key - 10_000, 0)));
    assertThrows(changed, () -> tree.merge(9, 1, (old, value) -> tree.remove(9, 0)));
    assertThrows(changed, () -> tree.compute(10, (key, old) -> tree.remove(10, 0), 0));
    assertThrows(changed, () -> tree.computeIfPresent(11, (key, old) -> tree.remove(11, 0), 0));
    assertThrows(changed, () -> tree.computeIfAbsent(-5, key -> tree.addTo(-5, 1)));
    assertEquals(1, tree.get(-5, 0), "the callback's own change stands");
    assertSound(tree);
    tree.forEach((key, value) -> tree.put(key, value + 1)); // a value may change
    assertEquals(2, tree.get(-5, 0));
  }

  @Test
  void removesByPredicate() {
    var tree = counting(10_000, i -> i);
    assertFalse(tree.removeIf((key, value) -> value != key));
    assertTrue(tree.removeIf((key, value) -> key % 2 == 0));
    assertEquals(5_000, tree.size());
    tree.forEach((key, value) -> assertTrue(key % 2 == 1 && value == key));
    assertSound(tree);
    assertTrue(tree.removeIf((key, value) -> true));
    assertSame(new TreeMap<>(), tree);
  }

  @Test
  void refusesNull() {
    var tree = counting(3, i -> i);
    assertThrows(NullPointerException.class, () -> tree.forEach(nothing()));
    assertThrows(NullPointerException.class, () -> tree.removeIf(nothing()));
    assertThrows(NullPointerException.class, () -> tree.merge(1, 1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.merge(99, 1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.compute(1, nothing(), 1));
    assertThrows(NullPointerException.class, () -> tree.computeIfAbsent(1, nothing()));
    assertThrows(NullPointerException.class, () -> tree.computeIfPresent(99, nothing(), 1));
    assertEquals(counting(3, i -> i), tree);
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    var tree = counting(100, i -> i);
    tree.size = Integer.MAX_VALUE; // as if it were so large
    var limit = "size: 2147483647, limit: 2147483647";
    List<Runnable> additions =
        List.of(
            () -> tree.put(1000, 1),
            () -> tree.addTo(1000, 1),
            () -> tree.putIfAbsent(1000, 1),
            () -> tree.computeIfAbsent(1000, key -> 1));
    for (Runnable addition : additions) {
      var thrown = assertThrows(IllegalStateException.class, addition::run);
      assertEquals(limit, thrown.getMessage());
    }
    assertFalse(tree.put(5, 5));
    tree.size = 100;
    assertEquals(counting(100, i -> i), tree);
    assertSound(tree);
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

  /** Runs out of memory again and again, and looks each time whether every entry is there. */
  static final class OutOfMemory {
    private static final int CHUNK = 1 << 15;

    public static void main(String[] args) {
      var tree = new LongLongTree();
      if (fill(tree, 0, 5000) != 5000) {
        throw new AssertionError("too little memory to begin with");
      }
      requireAll(tree, 5000);
      assertSound(tree); // loads its classes
      tree.clear();
      byte[][] ballast = new byte[2048][];
      int chunks = refill(ballast, 0, ballast.length);
      for (int round = 0; round < 100; round++) { // to fail at leaves, branches and roots
        int spare = 4 + round % 23;
        release(ballast, chunks, spare);
        int added = fill(tree, 0, Integer.MAX_VALUE);
        requireAll(tree, added);
        release(ballast, chunks, spare + 40);
        if (fill(tree, added, added + 3000) != added + 3000) {
          throw new AssertionError("no room: " + added);
        }
        requireAll(tree, added + 3000);
        assertSound(tree);
        tree.clear();
        chunks = refill(ballast, chunks - spare - 40, chunks);
      }
      release(ballast, chunks, chunks - 1); // to print takes memory too
      System.out.println("kept");
    }

    private static int refill(byte[][] ballast, int from, int to) {
      for (int i = from; i < to; i++) {
        try {
          ballast[i] = new byte[CHUNK];
        } catch (OutOfMemoryError expected) {
          return i;
        }
      }
      return to;
    }

    private static void release(byte[][] ballast, int chunks, int spare) {
      for (int i = chunks - spare; i < chunks; i++) {
        ballast[i] = ballast[0];
      }
    }

    private static int fill(LongLongTree tree, int from, int to) {
      for (int i = from; i < to; i++) {
        try {
          tree.put(i * 0x9E3779B97F4A7C15L, i);
        } catch (OutOfMemoryError expected) {
          return i;
        }
      }
      return to;
    }

    private static void requireAll(LongLongTree tree, int added) {
      boolean none = !tree.containsKey(added * 0x9E3779B97F4A7C15L);
      for (long i = 0; i < added; i++) {
        none &= tree.get(i * 0x9E3779B97F4A7C15L, ~i) == i;
      }
      if (!none || tree.size() != added || added < 100) {
        throw new AssertionError("size: " + tree.size() + ", added: " + added);
      }
    }
  }

  @Test
  void equalsHashesAndPrintsAsMapsDo() {
    var tree = new LongLongTree();
    assertEquals("{}", tree.toString());
    assertEquals(0, tree.hashCode());
    tree.put(3, -4);
    tree.put(-3, 4);
    assertEquals("{-3=4, 3=-4}", tree.toString());
    var model = new TreeMap<Long, Long>(tree.asNavigableMap());
    for (long i = 10; i < 200; i++) {
      tree.put(i * i, -i);
      model.put(i * i, -i);
    }
    assertSame(model, tree);
    var other = new LongLongTree();
    model.descendingMap().forEach(other::put);
    assertEquals(tree, other);
    assertEquals(tree.hashCode(), other.hashCode());
    other.put(3, -5);
    assertNotEquals(tree, other);
    other.remove(3);
    assertNotEquals(tree, other);
    other.put(2, -4);
    assertNotEquals(tree, other, "as many entries, another key");
    assertNotEquals(tree, (Object) model);
    assertFalse(tree.equals(null));
  }

  @Test
  void viewIsLive() {
    var tree = new LongLongTree();
    var view = tree.asNavigableMap();
    assertEquals(null, view.put(1L, 2L));
    assertEquals(2, view.put(1L, 3L));
    tree.put(4, 5);
    assertEquals(Map.of(1L, 3L, 4L, 5L), view);
    for (var entry : view.entrySet()) {
      entry.setValue(entry.getValue() + 10);
    }
    assertEquals(13, tree.get(1, 0));
    assertTrue(view.values().remove(15L));
    assertEquals(1, tree.size());
    assertEquals(14, view.merge(1L, 1L, Long::sum));
    assertThrows(NullPointerException.class, () -> view.put(1L, nothing()));
    assertThrows(NullPointerException.class, () -> view.put(nothing(), 1L));
    assertEquals(14, tree.get(1, 0));
    var stale = view.firstEntry();
    assertThrows(UnsupportedOperationException.class, () -> stale.setValue(1L));
    var entry = view.entrySet().iterator().next();
    view.clear();
    entry.setValue(3L);
    assertTrue(tree.isEmpty(), "an entry that is gone is not put back");
  }

  @Test
  void viewsOfRangesMeanWhatTreeMapMeans() {
    var tree = counting(200, i -> i - 100);
    tree.put(MIN, 1);
    tree.put(MAX, 2);
    var model = new TreeMap<>(tree.asNavigableMap());
    long[] bounds = {MIN, MIN + 1, -101, -100, -36, -35, 0, 5, 98, 99, 100, MAX - 1, MAX};
    for (long from : bounds) {
      for (long to : bounds) {
        for (int how = 0; how < 8; how++) {
          boolean fromToo = (how & 1) != 0;
          boolean toToo = (how & 2) != 0;
          Function<NavigableMap<Long, Long>, NavigableMap<Long, Long>> cut =
              (how & 4) == 0
                  ? map -> map.subMap(from, fromToo, to, toToo)
                  : map -> map.descendingMap().subMap(from, fromToo, to, toToo);
          assertSameView(cut, model, tree.asNavigableMap());
          assertSameView(
              map -> map.headMap(to, toToo).tailMap(from, fromToo), model, tree.asNavigableMap());
          assertSameView(
              map -> cut.apply(map).descendingMap().headMap(3L, toToo),
              model,
              tree.asNavigableMap());
        }
      }
    }
  }

  @Test
  void viewsOfRangesAreCleared() {
    var tree = counting(1000, i -> i);
    tree.asNavigableMap().subMap(100L, true, 899L, false).clear();
    assertEquals(201, tree.size());
    tree.asNavigableMap().descendingMap().headMap(950L).clear();
    assertEquals(152, tree.size());
    assertSound(tree);
    var view = tree.asNavigableMap().headMap(50L, false);
    assertThrows(IllegalArgumentException.class, () -> view.put(50L, 1L));
    assertEquals(0, view.pollFirstEntry().getKey());
    assertEquals(49, view.pollLastEntry().getKey());
    assertEquals(48, view.size());
    assertThrows(UnsupportedOperationException.class, () -> view.navigableKeySet().add(3L));
  }

  /** Both cuts are refused, or the views say the same. */
  private static void assertSameView(
      Function<NavigableMap<Long, Long>, NavigableMap<Long, Long>> cut,
      NavigableMap<Long, Long> model,
      NavigableMap<Long, Long> view) {
    NavigableMap<Long, Long> expected;
    try {
      expected = cut.apply(model);
    } catch (IllegalArgumentException e) {
      assertThrows(IllegalArgumentException.class, () -> cut.apply(view));
      return;
    }
    var seen = cut.apply(view);
    assertEquals(expected.size(), seen.size());
    assertEquals(expected.isEmpty(), seen.isEmpty());
    assertEquals(expected.firstEntry(), seen.firstEntry());
    assertEquals(expected.lastEntry(), seen.lastEntry());
    for (long key : new long[] {MIN, -101, -35, 4, 99, MAX}) {
      assertEquals(expected.floorKey(key), seen.floorKey(key));
      assertEquals(expected.ceilingEntry(key), seen.ceilingEntry(key));
      assertEquals(expected.lowerKey(key), seen.lowerKey(key));
      assertEquals(expected.higherKey(key), seen.higherKey(key));
      assertEquals(expected.get(key), seen.get(key));
    }
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(seen.keySet()));
  }

  /** The invariants that LongTreeNodes states. */
  static void assertSound(LongTreeNodes tree) {
    long[] last = {MIN, 0};
    int count = sound(tree.root, tree.height, true, true, last, MAX);
    assertEquals(tree.size, count);
    assertEquals(count, last[1]);
    assertTrue(tree.height == 0 || tree.root.size > 1, "the root has one child");
  }

  private static int sound(
      LongTreeBranch node, int height, boolean first, boolean last, long[] seen, long most) {
    int count = 0;
    boolean edge = first || last;
    assertTrue(node.size > 0 && (edge || node.size >= LongTreeNodes.LEAST), "" + node.size);
    for (int slot = 0; slot < node.size; slot++) {
      boolean left = first && slot == 0;
      boolean right = last && slot == node.size - 1;
      long bound = slot < node.size - 1 ? node.keys[slot] : most;
      assertTrue(bound <= most);
      if (height > 0) {
        int below = sound(node.below[slot], height - 1, left, right, seen, bound);
        assertEquals(below, node.counts[slot]);
      } else {
        long[] keys = node.leaves[slot];
        int size = node.counts[slot];
        assertTrue(size >= LongTreeNodes.LEAST || left || right, "leaf of " + size);
        assertTrue(size > 0 || (left && right), "an empty leaf");
        for (int i = 0; i < keys.length; i++) {
          if (i >= size) {
            assertEquals(MAX, keys[i]);
            continue;
          }
          assertTrue(seen[1] == 0 || keys[i] > seen[0]);
          assertTrue(keys[i] <= bound);
          seen[0] = keys[i];
          seen[1]++;
        }
      }
      count += node.counts[slot];
      assertTrue(slot == node.size - 1 || seen[0] <= bound);
    }
    for (int i = node.size - 1; i < node.keys.length; i++) {
      assertEquals(MAX, node.keys[i]);
    }
    return count;
  }

  static int leaves(LongTreeNodes tree) {
    int leaves = 0;
    for (long path = 0; path != LongTreeNodes.NONE; path = tree.nextLeaf(path)) {
      leaves++;
    }
    return leaves;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static LongLongTree counting(int size, LongUnaryOperator key) {
    var tree = new LongLongTree();
    for (int i = 0; i < size; i++) {
      tree.put(key.applyAsLong(i), i);
    }
    return tree;
  }

  private static long or(Long key) {
    return key == null ? -9 : key;
  }

  private static List<Long> keys(LongLongTree.Cursor cursor) {
    var keys = new ArrayList<Long>();
    while (cursor.next()) {
      keys.add(cursor.key());
    }
    return keys;
  }

  private static List<Long> keysBack(LongLongTree.Cursor cursor) {
    var keys = new ArrayList<Long>();
    while (cursor.previous()) {
      keys.add(cursor.key());
    }
    return keys;
  }

  private static void assertOff(LongLongTree.Cursor cursor) {
    assertThrows(IllegalStateException.class, cursor::key);
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSame(NavigableMap<Long, Long> model, LongLongTree tree) {
    assertSound(tree);
    assertEquals(model.size(), tree.size());
    assertEquals(model, tree.asNavigableMap());
    assertEquals(model.hashCode(), tree.hashCode());
    assertEquals(model.toString(), tree.toString());
    for (var entry : model.entrySet()) {
      assertEquals(entry.getValue(), tree.get(entry.getKey(), ~entry.getValue()));
    }
    var seen = new TreeMap<Long, Long>();
    tree.forEach((key, value) -> assertEquals(null, seen.put(key, value)));
    assertEquals(model, seen);
    assertEquals(List.copyOf(model.keySet()), keys(tree.cursor()));
  }
}
