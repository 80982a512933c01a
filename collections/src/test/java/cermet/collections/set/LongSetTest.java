// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.KeyShape;
import cermet.collections.MemoryEnd;
import cermet.collections.Probes;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LongSetTest {
  /** Times i it makes the value whose code is i, at seed 0. */
  private static final long INVERSE = LongSet.PHI_INVERSE;

  private static final int LARGEST = 805_306_368;
  private static final long[] EDGES = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42, INVERSE};

  @Test
  void combinesAsInTheExample() {
    // @start region="example"
    LongSet paid = LongSet.of(11, 12, 13);
    LongSet sent = LongSet.of(12, 13, 14);
    LongSet open = paid.copy();
    open.removeAll(sent); // 11
    boolean fresh = sent.add(11); // true: all that was paid is sent now
    // @end
    assertEquals(Set.of(11L), open.asSet());
    assertTrue(fresh);
    assertTrue(sent.containsAll(paid));
  }

  @Test
  void multiplierHasItsInverse() {
    assertEquals(1, LongSet.PHI * LongSet.PHI_INVERSE);
    // 2^SIZE / golden ratio, to the nearest odd number below it
    double share = Math.scalb((double) (LongSet.PHI >>> 1), 1 - Long.SIZE);
    assertEquals((Math.sqrt(5) - 1) / 2, share, 1e-8);
  }

  @Test
  void takesAnyValue() {
    for (long seed : EDGES) { // a value that is its set's seed is the one that is kept aside
      var set = LongSet.withSeed(0, seed);
      var model = new HashSet<Long>();
      for (long value : EDGES) {
        assertFalse(set.contains(value));
        assertFalse(set.remove(value));
        assertTrue(set.add(value));
        assertFalse(set.add(value));
        model.add(value);
        assertSame(model, set);
      }
      assertEquals(set, LongSet.of(EDGES));
      for (long value : EDGES) {
        assertTrue(set.remove(value));
        assertFalse(set.remove(value));
        model.remove(value);
        assertSame(model, set);
      }
      assertTrue(set.isEmpty());
    }
  }

  @Test
  void growsNoMoreOnceReserved() {
    for (int size : new int[] {0, 1, 5, 6, 7, 12, 13, 100, 767, 768, 769, 98_304, 98_305}) {
      var made = new LongSet(size);
      var asked = new LongSet();
      asked.reserve(size);
      int capacity = made.capacity();
      assertEquals(capacity, asked.capacity());
      assertTrue(size <= capacity * /*wide*/ 3L / 4);
      assertTrue(capacity <= 8 || size > capacity * /*wide*/ 3L / 8);
      for (int i = 0; i < size; i++) {
        made.add(i);
        asked.add(-i);
      }
      assertEquals(capacity, made.capacity());
      assertEquals(capacity, asked.capacity());
      asked.reserve(size / 2); // less is no demand
      assertEquals(capacity, asked.capacity());
    }
  }

  @Test
  void refusesSizesThatCannotBe() {
    var set = LongSet.of(1);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new LongSet(size));
      var seeded = assertThrows(IllegalArgumentException.class, () -> LongSet.withSeed(size, 3));
      var asked = assertThrows(IllegalArgumentException.class, () -> set.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    assertSame(Set.of(1L), set);
  }

  @Test
  void keepsEverythingWhenMemoryRunsOut() {
    /*wide*/ long bytes = (/*wide*/ long) Long.BYTES << 30; // of the largest table
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var set = ofSquares(1000);
    var model = new HashSet<>(set.asSet());
    int capacity = set.capacity();
    assertThrows(OutOfMemoryError.class, () -> set.reserve(LARGEST));
    assertEquals(capacity, set.capacity());
    assertSame(model, set);
    set.add(-1);
    model.add(-1L);
    assertSame(model, set);
  }

  @Test
  void keepsEverythingWhereverMemoryEnds() throws Exception {
    MemoryEnd.fork(OutOfMemory.class);
  }

  /** Grows by a key where there is less memory than that takes. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var set = LongSet.withSeed(0, 1);
      int size = 3 << 12; // all that 2^14 homes take
      for (int i = 0; i < size; i++) {
        set.add(i);
      }
      MemoryEnd.approach(
          () -> set.add(size), () -> kept(set, size), () -> set.capacity() == 1 << 15);
    }

    private static boolean kept(LongSet set, int size) {
      boolean kept = set.size() == size && set.capacity() == 1 << 14 && !set.contains(size);
      for (int i = 0; i < size; i++) {
        kept &= set.contains(i);
      }
      return kept;
    }
  }

  @Test
  void trims() {
    var set = new LongSet();
    set.trim();
    assertEquals(0, set.capacity());
    set.reserve(100_000);
    set.trim();
    assertEquals(0, set.capacity());
    for (int size : new int[] {1, 6, 7, 96, 97, 3000, 3072}) {
      set.reserve(100_000);
      var model = new HashSet<Long>();
      for (long i = 0; i < size; i++) {
        set.add(i);
        model.add(i);
      }
      set.trim();
      assertEquals(new LongSet(size).capacity(), set.capacity());
      assertSame(model, set);
      set.reserve(2 * size); // one doubling is shrunk too
      set.trim();
      set.trim(); // again: nothing left to do
      assertEquals(new LongSet(size).capacity(), set.capacity());
      for (long i = size; i < size + 50; i++) {
        set.add(i);
        model.add(i);
      }
      assertSame(model, set);
      set.clear();
    }
    var aside = LongSet.withSeed(50, 3);
    aside.add(3);
    aside.trim();
    assertSame(Set.of(3L), aside);
    aside.remove(3);
    aside.trim();
    assertEquals(0, aside.capacity());
  }

  @Test
  void clearKeepsCapacity() {
    var set = LongSet.withSeed(0, 50);
    set.clear();
    for (int round = 0; round < 3; round++) {
      for (long i = 0; i < 100; i++) {
        set.add(i);
      }
      int capacity = set.capacity();
      set.clear();
      assertEquals(capacity, set.capacity());
      assertSame(Set.of(), set);
      for (long i = 0; i < 100; i++) {
        assertFalse(set.contains(i));
      }
    }
    assertTrue(new LongSet().add(1), "the shared empty table stays empty");
    assertFalse(new LongSet().contains(1));
  }

  @Test
  void combinesInPlaceWhateverTheSizesAndSeeds() {
    for (int left : new int[] {0, 1, 7, 100, 3000}) {
      for (int right : new int[] {0, 1, 7, 100, 3000}) {
        for (long seed : new long[] {6, 7}) { // 6 is kept aside in both, or in the left one
          var mine = LongSet.withSeed(0, 6);
          var other = LongSet.withSeed(0, seed);
          for (int i = 0; i < left; i++) {
            mine.add(2L * i);
          }
          for (int i = 0; i < right; i++) {
            other.add(3L * i);
          }
          var model = new HashSet<>(mine.asSet());
          var its = new HashSet<>(other.asSet());
          assertEquals(model.containsAll(its), mine.containsAll(other));
          var union = mine.copy();
          var all = new HashSet<>(model);
          assertEquals(all.addAll(its), union.addAll(other));
          assertSame(all, union);
          assertTrue(union.containsAll(mine) && union.containsAll(other));
          var section = mine.copy();
          var both = new HashSet<>(model);
          assertEquals(both.retainAll(its), section.retainAll(other));
          assertSame(both, section);
          var difference = mine.copy();
          var rest = new HashSet<>(model);
          assertEquals(rest.removeAll(its), difference.removeAll(other));
          assertSame(rest, difference);
          assertSame(its, other);
          for (LongSet result : List.of(union, section, difference)) {
            for (int i = 0; i < 50; i++) { // what is left is a table like any other
              result.add(i);
              result.remove(2L * i);
            }
            var again = new HashSet<>(result.asSet());
            assertSame(again, result);
          }
        }
      }
    }
  }

  @Test
  void combinesWithItself() {
    for (LongSet set : List.of(ofSquares(90), new LongSet(), LongSet.withSeed(0, 4))) {
      set.add(4);
      set.add(5);
      var model = new HashSet<>(set.asSet());
      int capacity = set.capacity();
      assertFalse(set.addAll(set));
      assertFalse(set.retainAll(set));
      assertTrue(set.containsAll(set));
      assertEquals(capacity, set.capacity());
      assertSame(model, set);
      assertTrue(set.removeAll(set));
      assertFalse(set.removeAll(set));
      assertSame(Set.of(), set);
    }
  }

  @Test
  void unionMakesRoomForNewValuesOnly() {
    var set = ofSquares(90);
    int capacity = set.capacity();
    assertTrue(set.addAll(ofSquares(96)));
    assertEquals(capacity, set.capacity());
    assertEquals(ofSquares(96), set);
    assertFalse(set.addAll(new LongSet()));
    assertEquals(ofSquares(96), set);
  }

  @Test
  void survivesCallbacksThatThrow() {
    var set = ofSquares(100);
    var model = new HashSet<>(set.asSet());
    int[] calls = {0};
    assertThrows(
        IllegalStateException.class,
        () ->
            set.forEach(value -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
            }));
    assertSame(model, set);
    calls[0] = 0;
    assertThrows(
        IllegalStateException.class,
        () ->
            set.removeIf(value -> {
              if (calls[0]++ == 50) {
                throw new IllegalStateException();
              }
              model.remove(value);
              return true;
            }));
    assertEquals(50, set.size());
    assertSame(model, set);
  }

  @Test
  void detectsCallbacksThatChangeTheSet() {
    for (LongSet set : List.of(ofSquares(100), LongSet.withSeed(0, 4))) {
      set.add(4); // kept aside in the second
      assertThrows(
          ConcurrentModificationException.class,
          () -> set.forEach(value -> set.add(value + 1_000_000)));
      assertThrows(ConcurrentModificationException.class, () -> set.forEach(set::remove));
      set.add(4);
      assertThrows(
          ConcurrentModificationException.class,
          () -> set.forEach(value -> set.retainAll(new LongSet())));
      assertTrue(set.isEmpty());
      set.add(4);
      for (boolean verdict : new boolean[] {true, false}) {
        assertThrows(
            ConcurrentModificationException.class,
            () ->
                set.removeIf(value -> {
                  set.clear();
                  return verdict;
                }));
        assertTrue(set.isEmpty());
        set.add(4);
      }
      set.forEach(set::add); // what changes nothing is no change
      assertSame(Set.of(4L), set);
    }
  }

  @Test
  void refusesNull() {
    var set = ofSquares(3);
    var view = set.asSet();
    assertThrows(NullPointerException.class, () -> set.forEach(nothing()));
    assertThrows(NullPointerException.class, () -> set.removeIf(nothing()));
    assertThrows(NullPointerException.class, () -> set.addAll(nothing()));
    assertThrows(NullPointerException.class, () -> set.retainAll(nothing()));
    assertThrows(NullPointerException.class, () -> set.removeAll(nothing()));
    assertThrows(NullPointerException.class, () -> set.containsAll(nothing()));
    assertThrows(NullPointerException.class, () -> LongSet.of((long[]) nothing()));
    assertThrows(NullPointerException.class, () -> view.add(nothing()));
    assertThrows(
        NullPointerException.class,
        () -> view.addAll(Arrays.asList(7L, LongSetTest.<Long>nothing())));
    assertEquals(ofSquares(3), set);
  }

  @Test
  void cursorsFailFast() {
    var set = LongSet.withSeed(0, 4);
    for (long i = 0; i < 10; i++) {
      set.add(i);
    }
    List<Runnable> changes =
        List.of(
            () -> set.add(100),
            () -> set.remove(100),
            () -> set.remove(4),
            () -> set.add(4),
            () -> set.addAll(LongSet.of(4, 200)),
            () -> set.removeAll(LongSet.of(4, 200)),
            () -> set.reserve(1000),
            () -> set.retainAll(LongSet.of(3, 5)),
            set::trim,
            set::clear);
    for (Runnable change : changes) {
      var cursor = set.cursor();
      assertTrue(cursor.next());
      change.run();
      assertThrows(ConcurrentModificationException.class, cursor::next);
      assertThrows(ConcurrentModificationException.class, cursor::value);
      assertThrows(ConcurrentModificationException.class, cursor::remove);
      cursor.reset();
      assertEquals(!set.isEmpty(), cursor.next());
    }
  }

  @Test
  void cursorsKnowWhetherTheyAreOnAValue() {
    for (long value : new long[] {4, 5}) { // 4 is kept aside
      var set = LongSet.withSeed(0, 4);
      set.add(value);
      var cursor = set.cursor();
      assertOff(cursor);
      assertTrue(cursor.next());
      assertEquals(value, cursor.value());
      assertFalse(cursor.next());
      assertFalse(cursor.next());
      assertOff(cursor);
      cursor.reset();
      assertTrue(cursor.next());
      cursor.remove();
      assertOff(cursor);
      assertFalse(cursor.next());
      assertTrue(set.isEmpty());
    }
  }

  @Test
  void nestedCursorsAreIndependent() {
    var set = ofSquares(20);
    int pairs = 0;
    for (var outer = set.cursor(); outer.next(); ) {
      for (var inner = set.cursor(); inner.next(); ) {
        pairs++;
      }
    }
    assertEquals(400, pairs);
  }

  @Test
  void removesWhileIteratingAndMeetsEachValueOnce() {
    // Codes: one pile, a pile in the tail, the value aside, piles that touch, single values.
    long[][] layouts = {
      {-1, -2, -3, -4, -5, -6},
      {1, 2, 3, 4, 5, 6},
      {0, 1, 2, 3, 4, 5},
      {-1, -2, -3, 0, -1 - pile(1), -2 - pile(1), -3 - pile(1), 5, 6, 7},
      {-1, -2, -1 - pile(2), -2 - pile(2), -1 - pile(3), -2 - pile(3), -3 - pile(3), -1 - pile(6)},
    };
    for (long[] codes : layouts) {
      for (int chosen = 0; chosen < 1 << codes.length; chosen++) {
        var set = LongSet.withSeed(0, 0);
        var model = new HashSet<Long>();
        var kept = new LongSet();
        for (int i = 0; i < codes.length; i++) {
          set.add(codes[i] * INVERSE);
          if ((chosen >> i & 1) == 0) {
            model.add(codes[i] * INVERSE);
            kept.add(codes[i] * INVERSE);
          }
        }
        var swept = set.copy();
        swept.retainAll(kept); // removes the same in another way
        var met = new ArrayList<Long>();
        for (var cursor = set.cursor(); cursor.next(); ) {
          met.add(cursor.value());
          if (!kept.contains(cursor.value())) {
            cursor.remove();
          }
        }
        assertEquals(codes.length, met.size());
        assertEquals(codes.length, met.stream().distinct().count());
        assertSame(model, set);
        assertSame(model, swept);
        assertArrayEquals(set.toArray(), swept.toArray());
      }
    }
  }

  @Test
  void removesByPredicate() {
    var set = LongSet.withSeed(0, 64);
    for (long i = 0; i < 10_000; i++) {
      set.add(i);
    }
    assertFalse(set.removeIf(value -> value < 0));
    assertTrue(set.removeIf(value -> value % 2 == 0));
    assertEquals(5_000, set.size());
    set.forEach(value -> assertEquals(1, value % 2));
    assertTrue(set.removeIf(value -> true));
    assertSame(Set.of(), set);
  }

  @Test
  void spreadsValuesThatWereCraftedForItsSeed() {
    for (long seed : new long[] {0, 42, -1, 0x1234_5678L}) {
      // Codes that share a home: the first, the last (beside the tail), one amid; up and down.
      List<LongUnaryOperator> shapes =
          List.of(i -> -i, i -> i, i -> i - 20_001, i -> 20_001 - i, i -> Long.MIN_VALUE + i);
      for (var shape : shapes) {
        var set = LongSet.withSeed(0, seed);
        for (int i = 1; i <= 20_000; i++) {
          assertTrue(set.add(shape.applyAsLong(i) * INVERSE ^ seed));
        }
        assertNotEquals(seed, set.seed());
        assertEquals(32_768, set.capacity());
        assertEquals(20_000, set.size());
        for (int i = 1; i <= 20_000; i++) {
          assertTrue(set.contains(shape.applyAsLong(i) * INVERSE ^ seed));
        }
        assertSpread(set, Long.SIZE == 64 ? 3 : 5); // few bits spread less
      }
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheValuesFollowTheSeed() {
    var set = LongSet.withSeed(0, 1);
    var model = new HashSet<Long>();
    int seeds = 1;
    long last = set.seed();
    for (long i = 1; i <= 4_000; i++) {
      long value = i * INVERSE ^ set.seed(); // all beside the tail
      set.add(value);
      model.add(value);
      if (set.seed() != last) {
        seeds++;
        last = set.seed();
      }
    }
    assertTrue(seeds > 1 && seeds <= 8, "a seed for as many changes as values: " + seeds);
    assertSame(model, set);
    set.removeIf(value -> value % 3 != 0);
    model.removeIf(value -> value % 3 != 0);
    assertSame(model, set);
    set.trim();
    assertSame(model, set);
    assertEquals(set, set.copy());
  }

  @Test
  void findsValuesOfAnyShapeInFewProbes() {
    new Probes<Long, LongSet>(
            "LongSet",
            0.75,
            65,
            KeyShape::longKey,
            (size, seed) -> LongSet.withSeed(size, seed.longValue()),
            LongSet::add,
            LongSet::probes,
            LongSet::copy,
            LongSet::addAll,
            LongSet::asSet)
        .dear(5, KeyShape.dearLong())
        .assertFew();
  }

  @Test
  void spreadsWhatIsCopiedInIterationOrder() {
    var random = new Random(1);
    var from = LongSet.withSeed(0, 42);
    while (from.size() < 98_000) { // of 98,304
      from.add(random.nextLong());
    }
    for (long seed : new long[] {42, 43, 0, -1, 0x1234_5678L}) {
      var loop = LongSet.withSeed(0, seed);
      from.forEach(loop::add);
      assertEquals(from, loop);
      assertSpread(loop, 3);
      var bulk = LongSet.withSeed(0, seed);
      bulk.addAll(from);
      assertEquals(from, bulk);
      assertEquals(from.capacity(), bulk.capacity());
      assertEquals(seed, bulk.seed(), "the way of its own needs no new seed");
      assertSpread(bulk, 3);
      var half = LongSet.withSeed(0, seed);
      for (int i = 0; i < 40_000; i++) {
        half.add(random.nextLong());
      }
      var model = new HashSet<>(half.asSet());
      model.addAll(from.asSet());
      half.addAll(from);
      assertEquals(model, half.asSet());
      assertSpread(half, 3);
    }
  }

  @Test
  void spreadsWhatALoopAddsToOthers() {
    var random = new Random(2);
    for (boolean ascending : new boolean[] {true, false}) {
      var from = LongSet.withSeed(0, 42);
      while (from.size() < 24_000) {
        from.add(random.nextLong());
      }
      var set = LongSet.withSeed(12_288, 42);
      while (set.size() < 6_000) {
        set.add(random.nextLong());
      }
      // What is there already takes up the pile, so that the last of its run is near its home.
      var keys = new ArrayList<>(from.asSet());
      for (int i = 0; i < 6_000; i++) {
        set.add(keys.get(ascending ? i : keys.size() - 1 - i));
        if (i % 50 == 0) {
          assertSpread(set, 65);
        }
      }
      assertNotEquals(42, set.seed());
      assertSpread(set, 3);
    }
  }

  @Test
  void viewAddsWhatAShrinkingCollectionHasLeft() {
    for (int said = 0; said < 4; said++) {
      int size = said;
      var shrinking = new AbstractCollection<Long>() { // as one that other threads change
            @Override
            public Iterator<Long> iterator() {
              return List.of(7L, 8L).iterator();
            }

            @Override
            public int size() {
              return size;
            }
          };
      var set = LongSet.withSeed(0, 3);
      assertTrue(set.asSet().addAll(shrinking));
      assertEquals(LongSet.of(7, 8), set);
    }
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var set = LongSet.withSeed(0, 9);
      for (long i = 0; i < size; i++) {
        set.add(i);
      }
      set.add(9);
      var copy = set.copy();
      assertEquals(set, copy);
      assertEquals(set.toString(), copy.toString());
      assertEquals(set.capacity(), copy.capacity());
      assertEquals(set.seed(), copy.seed());
      copy.add(-5);
      copy.remove(9);
      assertFalse(set.contains(-5));
      assertTrue(set.contains(9));
    }
  }

  @Test
  void seedsDiffer() {
    var seeds = new HashSet<Long>();
    for (int i = 0; i < 4; i++) {
      seeds.add(new LongSet().seed());
    }
    assertNotEquals(1, seeds.size());
    assertEquals(77, LongSet.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsSetsDo() {
    var set = LongSet.withSeed(0, 3);
    assertEquals("[]", set.toString());
    assertEquals(0, set.hashCode());
    set.add(3);
    assertEquals("[3]", set.toString());
    var model = new HashSet<>(Set.of(3L));
    for (long i = 10; i < 200; i++) {
      set.add(i * i);
      model.add(i * i);
    }
    assertSame(model, set);
    var other = LongSet.withSeed(5000, 4);
    model.forEach(other::add);
    assertEquals(set, other);
    assertEquals(set.hashCode(), other.hashCode());
    other.remove(3);
    assertNotEquals(set, other);
    other.add(-3);
    assertNotEquals(set, other, "as many values, another one");
    assertNotEquals(set, (Object) model);
    assertFalse(set.equals(null));
  }

  @Test
  void endlessChurnKeepsCapacity() {
    var set = new LongSet();
    for (int i = 0; i < 300_000; i++) {
      set.add(i);
      if (i >= 90) {
        assertTrue(set.remove(i - 90));
      }
    }
    assertEquals(90, set.size());
    assertEquals(128, set.capacity());
  }

  @Test
  void viewIsLive() {
    var set = new LongSet();
    var view = set.asSet();
    assertTrue(view.add(1L));
    assertFalse(view.add(1L));
    assertTrue(set.contains(1));
    set.add(4);
    assertEquals(Set.of(1L, 4L), view);
    assertTrue(view.addAll(List.of(4L, 5L)));
    assertFalse(view.addAll(LongSet.of(4, 5).asSet()));
    assertTrue(view.containsAll(LongSet.of(4, 5).asSet()));
    assertTrue(view.retainAll(LongSet.of(4, 5, 6).asSet()));
    assertTrue(view.removeAll(LongSet.of(5, 6).asSet()));
    assertTrue(view.removeIf(value -> value == 4));
    assertTrue(set.isEmpty());
    set.add(8);
    Iterator<Long> walk = view.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    assertEquals(8, walk.next());
    assertThrows(NoSuchElementException.class, walk::next);
    walk.remove();
    assertTrue(set.isEmpty());
  }

  /** What one home covers, in codes, at the least capacity. */
  private static long pile(long homes) {
    return homes << (Long.SIZE - 4);
  }

  private static LongSet ofSquares(int size) {
    var set = new LongSet();
    for (long i = 0; i < size; i++) {
      set.add(i * i);
    }
    return set;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static void assertOff(LongSet.Cursor cursor) {
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSpread(LongSet set, int mean) {
    /*wide*/ long sum = 0;
    int worst = 0;
    for (var cursor = set.cursor(); cursor.next(); ) {
      int probes = set.probes(cursor.value());
      sum += probes;
      worst = Math.max(worst, probes);
    }
    assertTrue(sum < (/*wide*/ long) mean * set.size(), "probes: " + (double) sum / set.size());
    assertTrue(worst <= 65, "worst: " + worst);
  }

  private static void assertSame(Set<Long> model, LongSet set) {
    assertEquals(model.size(), set.size());
    assertEquals(model, set.asSet());
    assertEquals(model.hashCode(), set.hashCode());
    for (long value : model) {
      assertTrue(set.contains(value));
    }
    var seen = new HashSet<Long>();
    set.forEach(value -> assertTrue(seen.add(value)));
    assertEquals(model, seen);
    seen.clear();
    for (long value : set.toArray()) {
      assertTrue(seen.add(value));
    }
    assertEquals(model, seen);
  }
}
