// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongSetTest.java by tools/Derive.java; edit that file.

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
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class IntSetTest {
  /** Times i it makes the value whose code is i, at seed 0. */
  private static final int INVERSE = IntSet.PHI_INVERSE;

  private static final int LARGEST = 805_306_368;
  private static final int[] EDGES = {0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 42, INVERSE};

  @Test
  void combinesAsInTheExample() {
    // @start region="example"
    IntSet paid = IntSet.of(11, 12, 13);
    IntSet sent = IntSet.of(12, 13, 14);
    IntSet open = paid.copy();
    open.removeAll(sent); // 11
    boolean fresh = sent.add(11); // true: all that was paid is sent now
    // @end
    assertEquals(Set.of(11), open.asSet());
    assertTrue(fresh);
    assertTrue(sent.containsAll(paid));
  }

  @Test
  void multiplierHasItsInverse() {
    assertEquals(1, IntSet.PHI * IntSet.PHI_INVERSE);
    // 2^SIZE / golden ratio, to the nearest odd number below it
    double share = Math.scalb((double) (IntSet.PHI >>> 1), 1 - Integer.SIZE);
    assertEquals((Math.sqrt(5) - 1) / 2, share, 1e-8);
  }

  @Test
  void takesAnyValue() {
    for (int seed : EDGES) { // a value that is its set's seed is the one that is kept aside
      var set = IntSet.withSeed(0, seed);
      var model = new HashSet<Integer>();
      for (int value : EDGES) {
        assertFalse(set.contains(value));
        assertFalse(set.remove(value));
        assertTrue(set.add(value));
        assertFalse(set.add(value));
        model.add(value);
        assertSame(model, set);
      }
      assertEquals(set, IntSet.of(EDGES));
      for (int value : EDGES) {
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
      var made = new IntSet(size);
      var asked = new IntSet();
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
    var set = IntSet.of(1);
    for (int size : new int[] {-1, Integer.MIN_VALUE, LARGEST + 1, 1 << 30, Integer.MAX_VALUE}) {
      var made = assertThrows(IllegalArgumentException.class, () -> new IntSet(size));
      var seeded = assertThrows(IllegalArgumentException.class, () -> IntSet.withSeed(size, 3));
      var asked = assertThrows(IllegalArgumentException.class, () -> set.reserve(size));
      for (var thrown : List.of(made, seeded, asked)) {
        assertEquals("expectedSize: " + size + ", limit: " + LARGEST, thrown.getMessage());
      }
    }
    assertSame(Set.of(1), set);
  }

  @Test
  void keepsEverythingWhenMemoryRunsOut() {
    /*wide*/ long bytes = (/*wide*/ long) Integer.BYTES << 30; // of the largest table
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "this heap would hold it");
    var set = ofSquares(1000);
    var model = new HashSet<>(set.asSet());
    int capacity = set.capacity();
    assertThrows(OutOfMemoryError.class, () -> set.reserve(LARGEST));
    assertEquals(capacity, set.capacity());
    assertSame(model, set);
    set.add(-1);
    model.add(-1);
    assertSame(model, set);
  }

  @Test
  void keepsEverythingWhereverMemoryEnds() throws Exception {
    MemoryEnd.fork(OutOfMemory.class);
  }

  /** Grows by a key where there is less memory than that takes. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var set = IntSet.withSeed(0, 1);
      int size = 3 << 12; // all that 2^14 homes take
      for (int i = 0; i < size; i++) {
        set.add(i);
      }
      MemoryEnd.approach(
          () -> set.add(size), () -> kept(set, size), () -> set.capacity() == 1 << 15);
    }

    private static boolean kept(IntSet set, int size) {
      boolean kept = set.size() == size && set.capacity() == 1 << 14 && !set.contains(size);
      for (int i = 0; i < size; i++) {
        kept &= set.contains(i);
      }
      return kept;
    }
  }

  @Test
  void trims() {
    var set = new IntSet();
    set.trim();
    assertEquals(0, set.capacity());
    set.reserve(100_000);
    set.trim();
    assertEquals(0, set.capacity());
    for (int size : new int[] {1, 6, 7, 96, 97, 3000, 3072}) {
      set.reserve(100_000);
      var model = new HashSet<Integer>();
      for (int i = 0; i < size; i++) {
        set.add(i);
        model.add(i);
      }
      set.trim();
      assertEquals(new IntSet(size).capacity(), set.capacity());
      assertSame(model, set);
      set.reserve(2 * size); // one doubling is shrunk too
      set.trim();
      set.trim(); // again: nothing left to do
      assertEquals(new IntSet(size).capacity(), set.capacity());
      for (int i = size; i < size + 50; i++) {
        set.add(i);
        model.add(i);
      }
      assertSame(model, set);
      set.clear();
    }
    var aside = IntSet.withSeed(50, 3);
    aside.add(3);
    aside.trim();
    assertSame(Set.of(3), aside);
    aside.remove(3);
    aside.trim();
    assertEquals(0, aside.capacity());
  }

  @Test
  void clearKeepsCapacity() {
    var set = IntSet.withSeed(0, 50);
    set.clear();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        set.add(i);
      }
      int capacity = set.capacity();
      set.clear();
      assertEquals(capacity, set.capacity());
      assertSame(Set.of(), set);
      for (int i = 0; i < 100; i++) {
        assertFalse(set.contains(i));
      }
    }
    assertTrue(new IntSet().add(1), "the shared empty table stays empty");
    assertFalse(new IntSet().contains(1));
  }

  @Test
  void combinesInPlaceWhateverTheSizesAndSeeds() {
    for (int left : new int[] {0, 1, 7, 100, 3000}) {
      for (int right : new int[] {0, 1, 7, 100, 3000}) {
        for (int seed : new int[] {6, 7}) { // 6 is kept aside in both, or in the left one
          var mine = IntSet.withSeed(0, 6);
          var other = IntSet.withSeed(0, seed);
          for (int i = 0; i < left; i++) {
            mine.add(2 * i);
          }
          for (int i = 0; i < right; i++) {
            other.add(3 * i);
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
          for (IntSet result : List.of(union, section, difference)) {
            for (int i = 0; i < 50; i++) { // what is left is a table like any other
              result.add(i);
              result.remove(2 * i);
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
    for (IntSet set : List.of(ofSquares(90), new IntSet(), IntSet.withSeed(0, 4))) {
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
    assertFalse(set.addAll(new IntSet()));
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
    for (IntSet set : List.of(ofSquares(100), IntSet.withSeed(0, 4))) {
      set.add(4); // kept aside in the second
      assertThrows(
          ConcurrentModificationException.class,
          () -> set.forEach(value -> set.add(value + 1_000_000)));
      assertThrows(ConcurrentModificationException.class, () -> set.forEach(set::remove));
      set.add(4);
      assertThrows(
          ConcurrentModificationException.class,
          () -> set.forEach(value -> set.retainAll(new IntSet())));
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
      assertSame(Set.of(4), set);
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
    assertThrows(NullPointerException.class, () -> IntSet.of((int[]) nothing()));
    assertThrows(NullPointerException.class, () -> view.add(nothing()));
    assertThrows(
        NullPointerException.class,
        () -> view.addAll(Arrays.asList(7, IntSetTest.<Integer>nothing())));
    assertEquals(ofSquares(3), set);
  }

  @Test
  void cursorsFailFast() {
    var set = IntSet.withSeed(0, 4);
    for (int i = 0; i < 10; i++) {
      set.add(i);
    }
    List<Runnable> changes =
        List.of(
            () -> set.add(100),
            () -> set.remove(100),
            () -> set.remove(4),
            () -> set.add(4),
            () -> set.addAll(IntSet.of(4, 200)),
            () -> set.removeAll(IntSet.of(4, 200)),
            () -> set.reserve(1000),
            () -> set.retainAll(IntSet.of(3, 5)),
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
    for (int value : new int[] {4, 5}) { // 4 is kept aside
      var set = IntSet.withSeed(0, 4);
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
    int[][] layouts = {
      {-1, -2, -3, -4, -5, -6},
      {1, 2, 3, 4, 5, 6},
      {0, 1, 2, 3, 4, 5},
      {-1, -2, -3, 0, -1 - pile(1), -2 - pile(1), -3 - pile(1), 5, 6, 7},
      {-1, -2, -1 - pile(2), -2 - pile(2), -1 - pile(3), -2 - pile(3), -3 - pile(3), -1 - pile(6)},
    };
    for (int[] codes : layouts) {
      for (int chosen = 0; chosen < 1 << codes.length; chosen++) {
        var set = IntSet.withSeed(0, 0);
        var model = new HashSet<Integer>();
        var kept = new IntSet();
        for (int i = 0; i < codes.length; i++) {
          set.add(codes[i] * INVERSE);
          if ((chosen >> i & 1) == 0) {
            model.add(codes[i] * INVERSE);
            kept.add(codes[i] * INVERSE);
          }
        }
        var swept = set.copy();
        swept.retainAll(kept); // removes the same in another way
        var met = new ArrayList<Integer>();
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
    var set = IntSet.withSeed(0, 64);
    for (int i = 0; i < 10_000; i++) {
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
    for (int seed : new int[] {0, 42, -1, 0x1234_5678}) {
      // Codes that share a home: the first, the last (beside the tail), one amid; up and down.
      List<IntUnaryOperator> shapes =
          List.of(i -> -i, i -> i, i -> i - 20_001, i -> 20_001 - i, i -> Integer.MIN_VALUE + i);
      for (var shape : shapes) {
        var set = IntSet.withSeed(0, seed);
        for (int i = 1; i <= 20_000; i++) {
          assertTrue(set.add(shape.applyAsInt(i) * INVERSE ^ seed));
        }
        assertNotEquals(seed, set.seed());
        assertEquals(32_768, set.capacity());
        assertEquals(20_000, set.size());
        for (int i = 1; i <= 20_000; i++) {
          assertTrue(set.contains(shape.applyAsInt(i) * INVERSE ^ seed));
        }
        assertSpread(set, Integer.SIZE == 64 ? 3 : 5); // few bits spread less
      }
    }
  }

  @Test
  void staysRightAndBoundsItsCostWhenTheValuesFollowTheSeed() {
    var set = IntSet.withSeed(0, 1);
    var model = new HashSet<Integer>();
    int seeds = 1;
    int last = set.seed();
    for (int i = 1; i <= 4_000; i++) {
      int value = i * INVERSE ^ set.seed(); // all beside the tail
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
    new Probes<Integer, IntSet>(
            "IntSet",
            0.75,
            65,
            KeyShape::intKey,
            (size, seed) -> IntSet.withSeed(size, seed.intValue()),
            IntSet::add,
            IntSet::probes,
            IntSet::copy,
            IntSet::addAll,
            IntSet::asSet)
        .dear(5, KeyShape.dearInt())
        .assertFew();
  }

  @Test
  void spreadsWhatIsCopiedInIterationOrder() {
    var random = new Random(1);
    var from = IntSet.withSeed(0, 42);
    while (from.size() < 98_000) { // of 98,304
      from.add(random.nextInt());
    }
    for (int seed : new int[] {42, 43, 0, -1, 0x1234_5678}) {
      var loop = IntSet.withSeed(0, seed);
      from.forEach(loop::add);
      assertEquals(from, loop);
      assertSpread(loop, 3);
      var bulk = IntSet.withSeed(0, seed);
      bulk.addAll(from);
      assertEquals(from, bulk);
      assertEquals(from.capacity(), bulk.capacity());
      assertEquals(seed, bulk.seed(), "the way of its own needs no new seed");
      assertSpread(bulk, 3);
      var half = IntSet.withSeed(0, seed);
      for (int i = 0; i < 40_000; i++) {
        half.add(random.nextInt());
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
      var from = IntSet.withSeed(0, 42);
      while (from.size() < 24_000) {
        from.add(random.nextInt());
      }
      var set = IntSet.withSeed(12_288, 42);
      while (set.size() < 6_000) {
        set.add(random.nextInt());
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
      var shrinking = new AbstractCollection<Integer>() { // as one that other threads change
            @Override
            public Iterator<Integer> iterator() {
              return List.of(7, 8).iterator();
            }

            @Override
            public int size() {
              return size;
            }
          };
      var set = IntSet.withSeed(0, 3);
      assertTrue(set.asSet().addAll(shrinking));
      assertEquals(IntSet.of(7, 8), set);
    }
  }

  @Test
  void copiesKeepLayoutAndAreIndependent() {
    for (int size : new int[] {0, 1, 1000}) {
      var set = IntSet.withSeed(0, 9);
      for (int i = 0; i < size; i++) {
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
    var seeds = new HashSet<Integer>();
    for (int i = 0; i < 4; i++) {
      seeds.add(new IntSet().seed());
    }
    assertNotEquals(1, seeds.size());
    assertEquals(77, IntSet.withSeed(5, 77).seed());
  }

  @Test
  void equalsHashesAndPrintsAsSetsDo() {
    var set = IntSet.withSeed(0, 3);
    assertEquals("[]", set.toString());
    assertEquals(0, set.hashCode());
    set.add(3);
    assertEquals("[3]", set.toString());
    var model = new HashSet<>(Set.of(3));
    for (int i = 10; i < 200; i++) {
      set.add(i * i);
      model.add(i * i);
    }
    assertSame(model, set);
    var other = IntSet.withSeed(5000, 4);
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
    var set = new IntSet();
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
    var set = new IntSet();
    var view = set.asSet();
    assertTrue(view.add(1));
    assertFalse(view.add(1));
    assertTrue(set.contains(1));
    set.add(4);
    assertEquals(Set.of(1, 4), view);
    assertTrue(view.addAll(List.of(4, 5)));
    assertFalse(view.addAll(IntSet.of(4, 5).asSet()));
    assertTrue(view.containsAll(IntSet.of(4, 5).asSet()));
    assertTrue(view.retainAll(IntSet.of(4, 5, 6).asSet()));
    assertTrue(view.removeAll(IntSet.of(5, 6).asSet()));
    assertTrue(view.removeIf(value -> value == 4));
    assertTrue(set.isEmpty());
    set.add(8);
    Iterator<Integer> walk = view.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    assertEquals(8, walk.next());
    assertThrows(NoSuchElementException.class, walk::next);
    walk.remove();
    assertTrue(set.isEmpty());
  }

  /** What one home covers, in codes, at the least capacity. */
  private static int pile(int homes) {
    return homes << (Integer.SIZE - 4);
  }

  private static IntSet ofSquares(int size) {
    var set = new IntSet();
    for (int i = 0; i < size; i++) {
      set.add(i * i);
    }
    return set;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to see null refused
  private static <T> T nothing() {
    return null;
  }

  private static void assertOff(IntSet.Cursor cursor) {
    assertThrows(IllegalStateException.class, cursor::value);
    assertThrows(IllegalStateException.class, cursor::remove);
  }

  private static void assertSpread(IntSet set, int mean) {
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

  private static void assertSame(Set<Integer> model, IntSet set) {
    assertEquals(model.size(), set.size());
    assertEquals(model, set.asSet());
    assertEquals(model.hashCode(), set.hashCode());
    for (int value : model) {
      assertTrue(set.contains(value));
    }
    var seen = new HashSet<Integer>();
    set.forEach(value -> assertTrue(seen.add(value)));
    assertEquals(model, seen);
    seen.clear();
    for (int value : set.toArray()) {
      assertTrue(seen.add(value));
    }
    assertEquals(model, seen);
  }
}
