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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectCountsTest {
  @Test
  void countsAsInTheExample() {
    // @start region="example"
    var words = new ObjectCounts<String>();
    words.addAll(List.of("to", "be", "or", "not", "to", "be", "to"));
    long often = words.count("to"); // 3
    List<String> most = words.mostCommon(2); // to, be
    // @end
    assertEquals(3, often);
    assertEquals(List.of("to", "be"), most);
  }

  @Test
  void countsAnyObject() {
    var counts = ObjectCounts.withSeed(0, 0);
    var objects = List.of("", 0, -1L, "Aa", "BB", List.of(), Double.NaN, 1, "one"); // "" codes 0
    for (Object object : objects) {
      assertEquals(0, counts.count(object));
      assertEquals(1, counts.add(object));
      assertEquals(5, counts.add(object, 4));
      assertEquals(5, counts.count(object));
    }
    assertEquals(objects.size(), counts.size());
    assertEquals(5L * objects.size(), counts.total());
    for (Object object : objects) {
      assertEquals(3, counts.subtract(object, 2));
      assertEquals(3, counts.remove(object));
      assertEquals(0, counts.remove(object));
      assertEquals(0, counts.count(object));
    }
    assertTrue(counts.isEmpty());
    assertEquals(0, counts.total());
  }

  @Test
  void keepsNothingThatIsNotCounted() {
    var counts = new ObjectCounts<String>();
    assertEquals(0, counts.add("seven", 0));
    assertEquals(0, counts.subtract("seven", 0));
    assertTrue(counts.isEmpty());
    counts.add("seven", 3);
    assertEquals(3, counts.add("seven", 0));
    assertEquals(0, counts.subtract("seven", 3));
    assertTrue(counts.isEmpty());
    assertEquals(Map.of(), counts.asMap());
    assertEquals(List.of(), counts.mostCommon(3));
  }

  @Test
  void refusesTimesThatCannotBe() {
    var counts = new ObjectCounts<String>();
    counts.add("seven", 3);
    for (long times : new long[] {-1, Long.MIN_VALUE}) {
      var added = assertThrows(IllegalArgumentException.class, () -> counts.add("seven", times));
      assertEquals("times: " + times, added.getMessage());
      assertThrows(IllegalArgumentException.class, () -> counts.subtract("seven", times));
    }
    var thrown = assertThrows(IllegalArgumentException.class, () -> counts.subtract("seven", 4));
    assertEquals("times: 4, count: 3", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> counts.subtract("eight", 1));
    var limit = assertThrows(IllegalArgumentException.class, () -> counts.mostCommon(-1));
    assertEquals("limit: -1", limit.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ObjectCounts<String>(-1));
    assertThrows(IllegalArgumentException.class, () -> counts.reserve(-1));
    assertSame(Map.of("seven", 3L), counts);
  }

  @Test
  void refusesTotalsThatCannotBe() {
    var counts = new ObjectCounts<Integer>();
    counts.add(1, Long.MAX_VALUE - 2);
    counts.add(2, 1);
    var full = counts.copy();
    full.add(2, 1);
    var thrown = assertThrows(ArithmeticException.class, () -> full.add(3));
    assertEquals("total: " + Long.MAX_VALUE + ", times: 1", thrown.getMessage());
    assertThrows(ArithmeticException.class, () -> full.add(1));
    assertThrows(ArithmeticException.class, () -> counts.add(3, 2));
    assertThrows(ArithmeticException.class, () -> counts.add(3, Long.MAX_VALUE));
    assertThrows(ArithmeticException.class, () -> counts.addAll(counts));
    assertSame(Map.of(1, Long.MAX_VALUE - 2, 2, 1L), counts);
    assertSame(Map.of(1, Long.MAX_VALUE - 2, 2, 2L), full);
    full.remove(1);
    assertEquals(1, full.add(3));
  }

  @Test
  void givesTheMostCommonFirst() {
    var counts = ObjectCounts.<String>withSeed(0, 1);
    for (int i = 0; i < 100; i++) {
      counts.add("number " + i, 1 + i / 3); // three of each count
    }
    List<Long> sorted = counts.asMap().values().stream().sorted(Comparator.reverseOrder()).toList();
    for (int limit = 0; limit <= 100; limit++) {
      List<String> most = counts.mostCommon(limit);
      assertEquals(sorted.subList(0, limit), most.stream().map(counts::count).toList());
      assertEquals(limit, most.stream().distinct().count());
    }
    assertEquals(100, counts.mostCommon(101).size());
    assertEquals(100, counts.mostCommon(Integer.MAX_VALUE).size());
    assertThrows(UnsupportedOperationException.class, () -> counts.mostCommon(3).set(0, "none"));
  }

  @Test
  void givesTheMostCommonWhateverTheOrderOfTheirCounts() {
    for (int size = 1; size <= 6; size++) {
      int orders = 1;
      for (int i = 2; i <= size; i++) {
        orders *= i;
      }
      for (int order = 0; order < orders; order++) {
        var left = new ArrayList<Integer>();
        for (int i = 1; i <= size; i++) {
          left.add(i);
        }
        var counts = ObjectCounts.<Integer>withSeed(0, 5);
        var byCount = new Integer[size];
        for (int rest = order, value = 0; value < size; value++) {
          int choices = left.size();
          int count = left.remove(/* index */ rest % choices);
          rest /= choices;
          counts.add(value, count);
          byCount[size - count] = value;
        }
        for (int limit = 0; limit <= size; limit++) {
          assertEquals(Arrays.asList(byCount).subList(0, limit), counts.mostCommon(limit));
        }
      }
    }
  }

  @Test
  void addsOthersAndItself() {
    var counts = new ObjectCounts<Integer>();
    var other = new ObjectCounts<Integer>();
    for (int i = 0; i < 100; i++) {
      counts.add(i, i + 1);
      other.add(i + 50, 2);
    }
    counts.addAll(other);
    var model = new HashMap<Integer, Long>();
    for (int i = 0; i < 150; i++) {
      model.put(i, (i < 100 ? i + 1L : 0) + (i >= 50 ? 2 : 0));
    }
    assertSame(model, counts);
    counts.addAll(counts);
    model.replaceAll((value, count) -> 2 * count);
    assertSame(model, counts);
    counts.addAll(new ObjectCounts<>());
    counts.addAll(List.of());
    assertSame(model, counts);
    assertEquals(100, other.size());
    var wider = new ObjectCounts<Number>();
    wider.addAll(counts);
    assertEquals(counts, wider);
  }

  @Test
  void spreadsWhatIsAddedInIterationOrder() {
    var from = ObjectCounts.<String>withSeed(0, 42);
    for (int i = 0; i < 98_000; i++) { // of 98,304
      from.add("number " + i);
    }
    var to = ObjectCounts.<String>withSeed(0, 42);
    to.addAll(from);
    assertEquals(from, to);
    assertEquals(from.asMap(), to.asMap());
  }

  @Test
  void findsHashCodesOfAnyShapeInFewProbes() {
    new Probes<Integer, ObjectCounts<Integer>>(
            "ObjectCounts",
            0.75,
            65,
            KeyShape::intKey,
            (size, seed) -> ObjectCounts.withSeed(size, seed.intValue()),
            (counts, value) -> counts.add(value),
            ObjectCounts::probes,
            ObjectCounts::copy,
            (to, from) -> to.addAll(from),
            counts -> counts.asMap().keySet())
        .dear(5, KeyShape.dearInt())
        .assertFew();
  }

  @Test
  void countsWhatCameBeforeNull() {
    var counts = new ObjectCounts<String>();
    assertThrows(
        NullPointerException.class, () -> counts.addAll(Arrays.asList("one", "one", null, "two")));
    assertSame(Map.of("one", 2L), counts);
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
      var counts = ObjectCounts.<Integer>withSeed(0, 1);
      for (int i = 0; i < SIZE; i++) {
        counts.add(keys[i], i + 1L);
      }
      MemoryEnd.approach(
          () -> counts.add(keys[SIZE]),
          () -> kept(counts, keys),
          () -> counts.count(keys[SIZE]) == 1);
    }

    private static boolean kept(ObjectCounts<Integer> counts, Integer[] keys) {
      boolean kept =
          counts.size() == SIZE
              && counts.total() == SIZE * (SIZE + 1L) / 2
              && counts.count(keys[SIZE]) == 0;
      for (int i = 0; i < SIZE; i++) {
        kept &= counts.count(keys[i]) == i + 1;
      }
      return kept;
    }
  }

  @Test
  void survivesCallbacksThatThrow() {
    var counts = ofSquares(100);
    var model = new HashMap<>(counts.asMap());
    assertThrows(
        IllegalStateException.class,
        () ->
            counts.forEach((value, count) -> {
              throw new IllegalStateException();
            }));
    assertSame(model, counts);
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            counts.removeIf((value, count) -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
              model.remove(value);
              return true;
            }));
    assertEquals(50, counts.size());
    assertSame(model, counts);
  }

  @Test
  void failsFast() {
    var counts = ofSquares(10);
    List<Runnable> changes =
        List.of(
            () -> counts.add(-100_000L),
            () -> counts.subtract(-100_000L, 1),
            () -> counts.remove(4L),
            () -> counts.reserve(1000),
            counts::trim,
            counts::clear);
    for (Runnable change : changes) {
      var cursor = counts.cursor();
      assertTrue(cursor.next());
      change.run();
      long total = counts.total();
      assertThrows(ConcurrentModificationException.class, cursor::next);
      assertThrows(ConcurrentModificationException.class, cursor::value);
      assertThrows(ConcurrentModificationException.class, cursor::count);
      assertThrows(ConcurrentModificationException.class, cursor::remove);
      assertEquals(total, counts.total());
      cursor.reset();
      assertEquals(!counts.isEmpty(), cursor.next());
    }
    var again = ofSquares(10);
    assertThrows(
        ConcurrentModificationException.class,
        () -> again.forEach((value, count) -> again.remove(value)));
    assertThrows(
        ConcurrentModificationException.class,
        () -> again.removeIf((value, count) -> again.add(-value - 2) > 0));
    var bumped = ofSquares(10);
    bumped.forEach((value, count) -> bumped.add(value)); // a count may change
    assertTrue(bumped.removeIf((value, count) -> bumped.add(value) > 0));
    assertSame(Map.of(), bumped);
  }

  @Test
  void cursorsRemove() {
    var counts = ofSquares(30);
    var model = new HashMap<>(counts.asMap());
    var cursor = counts.cursor();
    assertThrows(IllegalStateException.class, cursor::remove);
    while (cursor.next()) {
      assertEquals(model.get(cursor.value()), cursor.count());
      if (cursor.value() % 2 == 0) {
        model.remove(cursor.value());
        cursor.remove();
        assertThrows(IllegalStateException.class, cursor::remove);
        assertThrows(IllegalStateException.class, cursor::value);
      }
    }
    assertThrows(IllegalStateException.class, cursor::remove);
    assertSame(model, counts);
  }

  @Test
  @SuppressWarnings("NullAway") // to see null refused
  void refusesNull() {
    var counts = ofSquares(3);
    assertThrows(NullPointerException.class, () -> counts.addAll((List<Long>) null));
    assertThrows(NullPointerException.class, () -> counts.addAll((ObjectCounts<Long>) null));
    assertThrows(NullPointerException.class, () -> counts.add(null));
    assertThrows(NullPointerException.class, () -> counts.add(null, 0));
    assertThrows(NullPointerException.class, () -> counts.count(null));
    assertThrows(NullPointerException.class, () -> counts.subtract(null, 0));
    assertThrows(NullPointerException.class, () -> counts.remove(null));
    assertThrows(NullPointerException.class, () -> counts.forEach(null));
    assertThrows(NullPointerException.class, () -> counts.removeIf(null));
    assertEquals(ofSquares(3), counts);
  }

  @Test
  void copiesAreIndependent() {
    var counts = ofSquares(50);
    var copy = counts.copy();
    assertEquals(counts, copy);
    assertEquals(counts.toString(), copy.toString());
    copy.add(4L);
    copy.remove(9L);
    assertSame(new HashMap<>(ofSquares(50).asMap()), counts);
    assertEquals(ofSquares(50).total() + 1 - 4, copy.total());
  }

  @Test
  void equalsHashesAndPrintsAsItsMapDoes() {
    var counts = ObjectCounts.<String>withSeed(0, 3);
    assertEquals("{}", counts.toString());
    counts.add("four", 2);
    assertEquals("{four=2}", counts.toString());
    assertEquals(Map.of("four", 2L).hashCode(), counts.hashCode());
    var other = new ObjectCounts<String>(1000);
    other.add("four");
    assertNotEquals(counts, other);
    other.add("four");
    assertEquals(counts, other);
    other.subtract("four", 1);
    other.add("five");
    assertNotEquals(counts, other, "the same total");
    assertNotEquals(counts, (Object) counts.asMap());
    assertFalse(counts.equals(null));
  }

  @Test
  void viewIsLiveAndCannotBeChanged() {
    var counts = new ObjectCounts<String>();
    Map<String, Long> view = counts.asMap();
    counts.addAll(List.of("five", "five", "six"));
    assertEquals(Map.of("five", 2L, "six", 1L), view);
    assertThrows(UnsupportedOperationException.class, () -> view.put("five", 7L));
    assertThrows(UnsupportedOperationException.class, () -> view.remove("five"));
    assertThrows(UnsupportedOperationException.class, view::clear);
    assertThrows(
        UnsupportedOperationException.class,
        () -> view.entrySet().forEach(entry -> entry.setValue(0L)));
    assertSame(Map.of("five", 2L, "six", 1L), counts);
  }

  private static ObjectCounts<Long> ofSquares(int size) {
    var counts = new ObjectCounts<Long>();
    for (long i = 0; i < size; i++) {
      counts.add(i * i, i + 1);
    }
    return counts;
  }

  private static <E> void assertSame(Map<E, Long> model, ObjectCounts<E> counts) {
    assertEquals(model, counts.asMap());
    assertEquals(model.size(), counts.size());
    assertEquals(model.isEmpty(), counts.isEmpty());
    assertEquals(model.values().stream().mapToLong(count -> count).sum(), counts.total());
    var seen = new HashMap<E, Long>();
    counts.forEach((value, count) -> assertEquals(null, seen.put(value, count)));
    assertEquals(model, seen);
  }
}
