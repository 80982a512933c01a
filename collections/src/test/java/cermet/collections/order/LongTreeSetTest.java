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
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class LongTreeSetTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final long[] EDGES = {0, -1, 1, MIN, MAX, MIN + 1, MAX - 1, 42, 43};

  /** One leaf, its last key, two leaves, one branch full, two levels, three. */
  private static final int[] SIZES = {0, 1, 2, 16, 63, 64, 65, 129, 2000, 4096, 4097, 9000};

  @Test
  void answersAsInTheExample() {
    // @start region="example"
    var free = new LongTreeSet(); // seats
    for (long seat = 1; seat <= 40; seat++) {
      free.add(seat);
    }
    long front = free.pollFirst(-1); // 1
    free.remove(20);
    long nearest = free.ceiling(20, -1); // 21
    int before = free.rank(20); // 18 free seats are further to the front
    // @end
    assertEquals(1, front);
    assertEquals(21, nearest);
    assertEquals(18, before);
  }

  @Test
  void takesAnyElement() {
    var set = new LongTreeSet();
    var model = new TreeSet<Long>();
    for (long element : EDGES) {
      assertFalse(set.contains(element));
      assertTrue(set.add(element));
      assertFalse(set.add(element));
      model.add(element);
      assertTrue(set.contains(element));
      assertSame(model, set);
    }
    for (long element : EDGES) {
      assertTrue(set.remove(element));
      assertFalse(set.remove(element));
      model.remove(element);
      assertSame(model, set);
    }
  }

  @Test
  void tellsTheLargestElementFromTheFill() {
    for (int size : SIZES) {
      var set = counting(size, i -> i);
      assertFalse(set.contains(MAX));
      assertFalse(set.remove(MAX));
      assertEquals(5, set.ceiling(MAX, 5));
      assertEquals(5, set.higher(MAX, 5));
      assertTrue(set.add(MAX));
      assertFalse(set.add(MAX));
      assertEquals(MAX, set.last());
      assertEquals(MAX, set.floor(MAX, 5));
      assertEquals(size, set.rank(MAX));
      assertTrue(set.remove(MAX));
      assertFalse(set.contains(MAX));
      LongLongTreeTest.assertSound(set);
    }
  }

  @Test
  void keepsItsShapeWhateverTheOrder() {
    Random random = new Random(1);
    long[] scattered = random.longs(20_000).toArray();
    List<LongUnaryOperator> orders =
        List.of(i -> i, i -> -i, i -> i % 7 * 100_000 + i, i -> scattered[(int) i], Long::reverse);
    for (var order : orders) {
      var set = new LongTreeSet();
      var model = new TreeSet<Long>();
      for (int i = 0; i < 20_000; i++) {
        assertTrue(set.add(order.applyAsLong(i)));
        model.add(order.applyAsLong(i));
      }
      assertSame(model, set);
      for (int i = 0; i < 20_000; i++) {
        assertTrue(set.remove(order.applyAsLong(i)));
        if (i % 997 == 0) {
          LongLongTreeTest.assertSound(set);
        }
      }
      assertTrue(set.isEmpty());
    }
  }

  @Test
  void findsNeighboursAndRanks() {
    for (int size : SIZES) {
      var set = counting(size, i -> 3 * i);
      var model = new TreeSet<>(set.asNavigableSet());
      for (long element = -2; element <= 3L * size + 2; element++) {
        assertEquals(or(model.floor(element)), set.floor(element, -9));
        assertEquals(or(model.ceiling(element)), set.ceiling(element, -9));
        assertEquals(or(model.lower(element)), set.lower(element, -9));
        assertEquals(or(model.higher(element)), set.higher(element, -9));
      }
      for (int i = 0; i < size; i++) {
        assertEquals(i, set.rank(3L * i));
        assertEquals(i + 1, set.rank(3L * i + 1));
        assertEquals(3L * i, set.select(i));
      }
      var thrown = assertThrows(IndexOutOfBoundsException.class, () -> set.select(size));
      assertEquals("rank: " + size + ", size: " + size, thrown.getMessage());
    }
  }

  @Test
  void endsOfAnEmptySet() {
    var set = new LongTreeSet();
    assertEquals("size: 0", assertThrows(NoSuchElementException.class, set::first).getMessage());
    assertEquals("size: 0", assertThrows(NoSuchElementException.class, set::last).getMessage());
    assertEquals(4, set.pollFirst(4));
    assertEquals(4, set.pollLast(4));
    assertFalse(set.cursor().next());
    assertFalse(set.cursor().previous());
    set.forEach(element -> assertEquals(0, 1));
    set.trim();
    assertEquals(0, set.toArray().length);
    assertTrue(set.add(1), "what empty sets share stays empty");
    assertFalse(new LongTreeSet().contains(1));
  }

  @Test
  void pollsFromBothEnds() {
    for (int size : SIZES) {
      var set = counting(size, i -> i);
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        assertEquals(low++, set.pollFirst(-1));
        if (low <= high) {
          assertEquals(high--, set.pollLast(-1));
        }
      }
      assertTrue(set.isEmpty());
      LongLongTreeTest.assertSound(set);
    }
  }

  @Test
  void loadsWhatIsSorted() {
    for (int size : SIZES) {
      long[] elements = new long[size + 3];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = i * 5L - 1000;
      }
      var set = LongTreeSet.ofSorted(elements, 2, size);
      LongLongTreeTest.assertSound(set);
      assertEquals(size, set.size());
      for (int i = 2; i < size + 2; i++) {
        assertTrue(set.contains(elements[i]));
      }
      assertArrayEquals(elements, LongTreeSet.ofSorted(elements).toArray());
    }
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> LongTreeSet.ofSorted(5, 9, 9, 10));
    assertEquals("keys[2]: 9, after: 9", thrown.getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> LongTreeSet.ofSorted(new long[4], 3, 2));
  }

  @Test
  void unitesMeetsAndDiffers() {
    for (int ours : SIZES) {
      for (int theirs : SIZES) {
        var other = counting(theirs, i -> 3 * i);
        var model = new TreeSet<>(counting(ours, i -> 2 * i).asNavigableSet());
        var set = counting(ours, i -> 2 * i);
        assertEquals(model.addAll(other.asNavigableSet()), set.addAll(other));
        assertSame(model, set);
        model = new TreeSet<>(counting(ours, i -> 2 * i).asNavigableSet());
        set = counting(ours, i -> 2 * i);
        assertEquals(model.removeAll(other.asNavigableSet()), set.removeAll(other));
        assertSame(model, set);
        model = new TreeSet<>(counting(ours, i -> 2 * i).asNavigableSet());
        set = counting(ours, i -> 2 * i);
        assertEquals(model.retainAll(other.asNavigableSet()), set.retainAll(other));
        assertSame(model, set);
        assertFalse(set.addAll(set));
        assertFalse(set.retainAll(set));
        assertSame(model, set);
        assertEquals(!model.isEmpty(), set.removeAll(set));
        assertTrue(set.isEmpty());
      }
    }
  }

  @Test
  void cursorsWalkBothWaysInTheirRange() {
    var set = counting(300, i -> 10 * i);
    long[] bounds = {MIN, -1, 0, 635, 640, 2985, 2990, 2991, MAX};
    for (long low : bounds) {
      for (long high : bounds) {
        var expected = new ArrayList<Long>();
        set.forEach(element -> {
          if (low <= element && element <= high) {
            expected.add(element);
          }
        });
        var seen = new ArrayList<Long>();
        var cursor = set.cursor(low, high);
        while (cursor.next()) {
          seen.add(cursor.key());
        }
        assertEquals(expected, seen);
        seen.clear();
        while (cursor.previous()) {
          seen.add(cursor.key());
        }
        assertEquals(expected.reversed(), seen);
        seen.clear();
        set.forEach(low, high, seen::add);
        assertEquals(expected, seen);
        seen.clear();
        long[] some = new long[70];
        for (int copied = 70; copied == 70; ) {
          copied = cursor.nextInto(some, 0, 70);
          for (int i = 0; i < copied; i++) {
            seen.add(some[i]);
          }
        }
        assertEquals(expected, seen);
        assertThrows(IndexOutOfBoundsException.class, () -> cursor.nextInto(some, 1, 70));
      }
    }
  }

  @Test
  void cursorsRemoveAndMeetEachElementOnce() {
    for (int size : SIZES) {
      var set = counting(size, i -> i);
      int met = 0;
      for (var cursor = set.cursor(); cursor.next(); ) {
        assertEquals(met++, cursor.key());
        if (met % 5 != 0) {
          cursor.remove();
          assertThrows(IllegalStateException.class, cursor::key);
          assertThrows(IllegalStateException.class, cursor::remove);
        }
      }
      assertEquals(size, met);
      assertEquals(size / 5, set.size());
      LongLongTreeTest.assertSound(set);
    }
  }

  @Test
  void cursorsFailFast() {
    var set = counting(200, i -> i);
    List<Runnable> changes =
        List.of(
            () -> set.add(1000),
            () -> set.remove(1000),
            () -> set.pollFirst(0),
            set::trim,
            () -> set.addAll(counting(200, i -> -i)),
            set::clear);
    for (Runnable change : changes) {
      var cursor = set.cursor();
      assertTrue(cursor.next());
      change.run();
      assertThrows(ConcurrentModificationException.class, cursor::next);
      assertThrows(ConcurrentModificationException.class, cursor::previous);
      assertThrows(ConcurrentModificationException.class, cursor::key);
      assertThrows(ConcurrentModificationException.class, cursor::remove);
      cursor.reset();
      assertEquals(!set.isEmpty(), cursor.next());
    }
  }

  @Test
  void survivesCallbacksThatThrowOrChangeIt() {
    var set = counting(100, i -> i);
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            set.removeIf(element -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
              return true;
            }));
    assertEquals(50, set.size());
    assertEquals(50, set.first());
    LongLongTreeTest.assertSound(set);
    var changed = ConcurrentModificationException.class;
    assertThrows(changed, () -> set.forEach(element -> set.add(element - 1000)));
    assertThrows(changed, () -> set.forEach(set::remove));
    assertThrows(changed, () -> set.removeIf(set::remove));
    assertTrue(set.removeIf(element -> element % 2 == 0));
    assertFalse(set.removeIf(element -> element % 2 == 0));
    LongLongTreeTest.assertSound(set);
  }

  @Test
  void refusesNull() {
    var set = counting(3, i -> i);
    assertThrows(NullPointerException.class, () -> set.forEach(nothing()));
    assertThrows(NullPointerException.class, () -> set.removeIf(nothing()));
    assertThrows(NullPointerException.class, () -> set.addAll(nothing()));
    assertThrows(NullPointerException.class, () -> set.removeAll(nothing()));
    assertThrows(NullPointerException.class, () -> set.retainAll(nothing()));
    assertThrows(NullPointerException.class, () -> set.retain(nothing()));
    var others = new ArrayList<Long>();
    others.add(77L);
    others.add(nothing());
    assertThrows(NullPointerException.class, () -> set.asNavigableSet().addAll(others));
    assertEquals(counting(3, i -> i), set);
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    var set = counting(100, i -> i);
    set.size = Integer.MAX_VALUE; // as if it were so large
    var thrown = assertThrows(IllegalStateException.class, () -> set.add(1000));
    assertEquals("size: 2147483647, limit: 2147483647", thrown.getMessage());
    assertFalse(set.add(5));
    set.size = 100;
    assertEquals(counting(100, i -> i), set);
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

  /** Grows until there is no memory, then looks whether every element is still there. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var set = new LongTreeSet();
      int added = 0;
      try {
        while (true) {
          set.add(added * 0x9E3779B97F4A7C15L);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        // A leaf or a branch more does not fit.
      }
      boolean all = set.size() == added && added > 1000;
      for (long i = 0; i < added; i++) {
        all &= set.contains(i * 0x9E3779B97F4A7C15L);
      }
      if (!all || set.contains(added * 0x9E3779B97F4A7C15L)) {
        throw new AssertionError("size: " + set.size() + ", added: " + added);
      }
      for (long i = 0; i < added; i++) {
        all &= set.remove(i * 0x9E3779B97F4A7C15L);
      }
      System.out.println(all && set.isEmpty() ? "kept" : "lost");
    }
  }

  @Test
  void copiesEqualsHashesAndPrintsAsSetsDo() {
    for (int size : SIZES) {
      var set = counting(size, i -> i * i);
      var copy = set.copy();
      assertEquals(set, copy);
      assertEquals(set.hashCode(), copy.hashCode());
      copy.add(-7);
      assertNotEquals(set, copy);
      copy.remove(-7);
      assertEquals(set, copy);
      if (size > 0) {
        copy.remove(0);
        copy.add(-1);
        assertNotEquals(set, copy, "as many elements, another one");
      }
      assertFalse(set.contains(-1));
      LongLongTreeTest.assertSound(copy);
    }
    assertEquals("[]", new LongTreeSet().toString());
    assertEquals("[-3, 3]", LongTreeSet.ofSorted(-3, 3).toString());
    assertNotEquals(LongTreeSet.ofSorted(3), (Object) new TreeSet<>(List.of(3L)));
    assertFalse(new LongTreeSet().equals(null));
  }

  @Test
  void viewIsLive() {
    var set = new LongTreeSet();
    NavigableSet<Long> view = set.asNavigableSet();
    assertTrue(view.add(5L));
    assertFalse(view.add(5L));
    set.add(7);
    assertEquals(new TreeSet<>(List.of(5L, 7L)), view);
    assertThrows(NullPointerException.class, () -> view.add(nothing()));
    var tail = view.tailSet(6L, true);
    assertTrue(tail.add(9L));
    assertThrows(IllegalArgumentException.class, () -> tail.add(5L));
    assertEquals(9, view.descendingSet().first());
    assertTrue(tail.descendingSet().add(8L));
    tail.clear();
    assertEquals(1, set.size());
    assertEquals(5, view.pollLast());
    assertEquals(null, view.pollFirst());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static LongTreeSet counting(int size, LongUnaryOperator element) {
    var set = new LongTreeSet();
    for (int i = 0; i < size; i++) {
      set.add(element.applyAsLong(i));
    }
    return set;
  }

  private static long or(Long element) {
    return element == null ? -9 : element;
  }

  private static void assertSame(NavigableSet<Long> model, LongTreeSet set) {
    LongLongTreeTest.assertSound(set);
    assertEquals(model, set.asNavigableSet());
    assertEquals(model.hashCode(), set.hashCode());
    assertEquals(model.toString(), set.toString());
    assertArrayEquals(model.stream().mapToLong(element -> element).toArray(), set.toArray());
    var seen = new ArrayList<Long>();
    set.forEach(seen::add);
    assertEquals(List.copyOf(model), seen);
  }
}
