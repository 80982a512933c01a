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
import cermet.collections.MemoryEnd;
import cermet.collections.Probes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LongCountsTest {
  private static final long[] EDGES = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42};

  @Test
  void countsAsInTheExample() {
    // @start region="example"
    var sizes = new LongCounts();
    sizes.addAll(512, 64, 512, 4096, 64, 512);
    long often = sizes.count(512); // 3
    long[] most = sizes.mostCommon(2); // 512, 64
    // @end
    assertEquals(3, often);
    assertArrayEquals(new long[] {512, 64}, most);
  }

  @Test
  void countsAnyValue() {
    for (long seed : EDGES) {
      var counts = LongCounts.withSeed(0, seed);
      for (long value : EDGES) {
        assertEquals(0, counts.count(value));
        assertEquals(1, counts.add(value));
        assertEquals(5, counts.add(value, 4));
        assertEquals(5, counts.count(value));
      }
      assertEquals(EDGES.length, counts.size());
      assertEquals(5L * EDGES.length, counts.total());
      for (long value : EDGES) {
        assertEquals(3, counts.subtract(value, 2));
        assertEquals(3, counts.remove(value));
        assertEquals(0, counts.remove(value));
        assertEquals(0, counts.count(value));
      }
      assertTrue(counts.isEmpty());
      assertEquals(0, counts.total());
    }
  }

  @Test
  void keepsNoValueThatIsNotCounted() {
    var counts = new LongCounts();
    assertEquals(0, counts.add(7, 0));
    assertEquals(0, counts.subtract(7, 0));
    assertTrue(counts.isEmpty());
    counts.add(7, 3);
    assertEquals(3, counts.add(7, 0));
    assertEquals(0, counts.subtract(7, 3));
    assertTrue(counts.isEmpty());
    assertEquals(Map.of(), counts.asMap());
    assertArrayEquals(new long[0], counts.mostCommon(3));
  }

  @Test
  void refusesTimesThatCannotBe() {
    var counts = new LongCounts();
    counts.add(7, 3);
    for (long times : new long[] {-1, Long.MIN_VALUE}) {
      var added = assertThrows(IllegalArgumentException.class, () -> counts.add(7, times));
      assertEquals("times: " + times, added.getMessage());
      assertThrows(IllegalArgumentException.class, () -> counts.subtract(7, times));
    }
    var thrown = assertThrows(IllegalArgumentException.class, () -> counts.subtract(7, 4));
    assertEquals("times: 4, count: 3", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> counts.subtract(8, 1));
    var limit = assertThrows(IllegalArgumentException.class, () -> counts.mostCommon(-1));
    assertEquals("limit: -1", limit.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new LongCounts(-1));
    assertThrows(IllegalArgumentException.class, () -> counts.reserve(-1));
    assertSame(Map.of(7L, 3L), counts);
  }

  @Test
  void refusesTotalsThatCannotBe() {
    var counts = new LongCounts();
    counts.add(1, Long.MAX_VALUE - 2);
    counts.add(2, 1);
    var full = counts.copy();
    full.add(2, 1);
    var thrown = assertThrows(ArithmeticException.class, () -> full.add(3));
    assertEquals("total: " + Long.MAX_VALUE + ", times: 1", thrown.getMessage());
    assertThrows(ArithmeticException.class, () -> full.add(1));
    assertThrows(ArithmeticException.class, () -> counts.add(3, 2));
    assertThrows(ArithmeticException.class, () -> counts.add(3, Long.MAX_VALUE));
    assertThrows(ArithmeticException.class, () -> counts.addAll(3, 4));
    assertThrows(ArithmeticException.class, () -> counts.addAll(counts));
    assertSame(Map.of(1L, Long.MAX_VALUE - 2, 2L, 1L), counts);
    assertSame(Map.of(1L, Long.MAX_VALUE - 2, 2L, 2L), full);
    full.remove(1);
    assertEquals(1, full.add(3));
  }

  @Test
  void givesTheMostCommonFirstAndTheSmallerOfEquals() {
    var counts = LongCounts.withSeed(0, 1);
    for (long value = -50; value < 50; value++) {
      counts.add(value * value * 1_000_003 - value, 1 + Math.abs(value % 10));
    }
    counts.add(Long.MIN_VALUE, 10);
    counts.add(Long.MAX_VALUE, 10);
    long[] all =
        counts.asMap().entrySet().stream()
            .sorted(
                Map.Entry.<Long, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .mapToLong(Map.Entry::getKey)
            .toArray();
    for (int limit = 0; limit <= all.length; limit++) {
      assertArrayEquals(Arrays.copyOf(all, limit), counts.mostCommon(limit));
    }
    assertArrayEquals(all, counts.mostCommon(all.length + 1));
    assertArrayEquals(all, counts.mostCommon(Integer.MAX_VALUE));
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
        var counts = LongCounts.withSeed(0, 5);
        long[] byCount = new long[size];
        for (int rest = order, value = 0; value < size; value++) {
          int choices = left.size();
          int count = left.remove(/* index */ rest % choices);
          rest /= choices;
          counts.add(value, count);
          byCount[size - count] = value;
        }
        for (int limit = 0; limit <= size; limit++) {
          assertArrayEquals(Arrays.copyOf(byCount, limit), counts.mostCommon(limit));
        }
      }
    }
  }

  @Test
  void addsOthersAndItself() {
    var counts = new LongCounts();
    var other = new LongCounts();
    for (long i = 0; i < 100; i++) {
      counts.add(i, i + 1L);
      other.add(i + 50, 2);
    }
    counts.addAll(other);
    var model = new HashMap<Long, Long>();
    for (long i = 0; i < 150; i++) {
      model.put(i, (i < 100 ? i + 1 : 0) + (i >= 50 ? 2 : 0));
    }
    assertSame(model, counts);
    counts.addAll(counts);
    model.replaceAll((value, count) -> 2 * count);
    assertSame(model, counts);
    counts.addAll(new LongCounts());
    counts.addAll();
    assertSame(model, counts);
    assertEquals(100, other.size());
  }

  @Test
  void spreadsWhatIsAddedInIterationOrder() {
    var from = LongCounts.withSeed(0, 42);
    var random = new Random(1);
    while (from.size() < 98_000) { // of 98,304
      from.add(random.nextLong());
    }
    var to = LongCounts.withSeed(0, 42);
    to.addAll(from);
    assertEquals(from, to);
    assertEquals(from.toString(), to.toString(), "one seed, one capacity: one order");
  }

  @Test
  void findsValuesOfAnyShapeInFewProbes() {
    new Probes<Long, LongCounts>(
            "LongCounts",
            0.75,
            65,
            KeyShape::longKey,
            (size, seed) -> LongCounts.withSeed(size, seed.longValue()),
            (counts, value) -> counts.add(value),
            LongCounts::probes,
            LongCounts::copy,
            (to, from) -> to.addAll(from),
            counts -> counts.asMap().keySet())
        .dear(5, KeyShape.dearLong())
        .assertFew();
  }

  @Test
  void keepsEverythingWhenMemoryRunsOut() {
    long bytes = 8L << 30; // of the largest table
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var counts = new LongCounts();
    counts.addAll(1, 2, 2);
    assertThrows(OutOfMemoryError.class, () -> counts.reserve(402_653_184));
    assertSame(Map.of(1L, 1L, 2L, 2L), counts);
  }

  @Test
  void keepsEverythingWhereverMemoryEnds() throws Exception {
    MemoryEnd.fork(OutOfMemory.class);
  }

  /** Grows by a key where there is less memory than that takes. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var counts = LongCounts.withSeed(0, 1);
      int size = 3 << 12; // all that 2^14 homes take
      for (int i = 0; i < size; i++) {
        counts.add(i, i + 1L);
      }
      MemoryEnd.approach(
          () -> counts.add(size), () -> kept(counts, size), () -> counts.count(size) == 1);
    }

    private static boolean kept(LongCounts counts, int size) {
      boolean kept =
          counts.size() == size
              && counts.total() == size * (size + 1L) / 2
              && counts.count(size) == 0;
      for (int i = 0; i < size; i++) {
        kept &= counts.count(i) == i + 1;
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
            () -> counts.add(100_000),
            () -> counts.subtract(100_000, 1),
            () -> counts.remove(4),
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
    assertThrows(NullPointerException.class, () -> counts.addAll((long[]) null));
    assertThrows(NullPointerException.class, () -> counts.addAll((LongCounts) null));
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
    copy.add(4);
    copy.remove(9);
    assertSame(new HashMap<>(ofSquares(50).asMap()), counts);
    assertEquals(ofSquares(50).total() + 1 - 4, copy.total());
  }

  @Test
  void equalsHashesAndPrintsAsItsMapDoes() {
    var counts = LongCounts.withSeed(0, 3);
    assertEquals("{}", counts.toString());
    counts.add(-4, 2);
    assertEquals("{-4=2}", counts.toString());
    assertEquals(Map.of(-4L, 2L).hashCode(), counts.hashCode());
    var other = new LongCounts(1000);
    other.add(-4);
    assertNotEquals(counts, other);
    other.add(-4);
    assertEquals(counts, other);
    other.subtract(-4, 1);
    other.add(5);
    assertNotEquals(counts, other, "the same total");
    assertNotEquals(counts, (Object) counts.asMap());
    assertFalse(counts.equals(null));
  }

  @Test
  void viewIsLiveAndCannotBeChanged() {
    var counts = new LongCounts();
    Map<Long, Long> view = counts.asMap();
    counts.addAll(5, 5, 6);
    assertEquals(Map.of(5L, 2L, 6L, 1L), view);
    assertThrows(UnsupportedOperationException.class, () -> view.put(5L, 7L));
    assertThrows(UnsupportedOperationException.class, () -> view.remove(5L));
    assertThrows(UnsupportedOperationException.class, view::clear);
    assertThrows(
        UnsupportedOperationException.class,
        () -> view.entrySet().forEach(entry -> entry.setValue(0L)));
    assertSame(Map.of(5L, 2L, 6L, 1L), counts);
  }

  private static LongCounts ofSquares(int size) {
    var counts = new LongCounts();
    for (long i = 0; i < size; i++) {
      counts.add(i * i, i + 1);
    }
    return counts;
  }

  private static void assertSame(Map<Long, Long> model, LongCounts counts) {
    assertEquals(model, counts.asMap());
    assertEquals(model.size(), counts.size());
    assertEquals(model.isEmpty(), counts.isEmpty());
    assertEquals(model.values().stream().mapToLong(count -> count).sum(), counts.total());
    var seen = new HashMap<Long, Long>();
    counts.forEach((value, count) -> assertEquals(null, seen.put(value, count)));
    assertEquals(model, seen);
  }
}
