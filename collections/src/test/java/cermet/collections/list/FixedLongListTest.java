// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FixedLongListTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    long sent = 0;
    var batch = new FixedLongList(3);
    for (long order = 1; order <= 7; order++) {
      if (!batch.offer(order)) {
        sent += batch.stream().sum(); // stands for the network
        batch.clear();
        batch.add(order);
      }
    }
    assertEquals(1 + 2 + 3 + 4 + 5 + 6, sent);
    assertEquals(List.of(7L), batch.asList());
    // @end
  }

  @Test
  void tellsWhenItIsFull() {
    for (int capacity : new int[] {0, 1, 2, 100}) {
      var list = new FixedLongList(capacity);
      for (int i = 0; i < capacity; i++) {
        assertFalse(list.isFull());
        assertEquals(capacity - i, list.remaining());
        assertTrue(list.offer(i));
      }
      assertTrue(list.isFull());
      assertEquals(0, list.remaining());
      assertEquals(capacity, list.capacity());
      String more = "size: " + (capacity + 1) + ", limit: " + capacity;
      String most = "size: " + (capacity + 3) + ", limit: " + capacity;
      for (int round = 0; round < 2; round++) { // a refusal is no change
        unchanged(list, () -> assertFalse(list.offer(-1)));
        assertEquals(more, refused(list, () -> list.add(-1)));
        assertEquals(more, refused(list, () -> list.add(0, -1)));
        assertEquals(most, refused(list, () -> list.addAll(new long[3])));
        assertEquals(most, refused(list, () -> list.addAll(new long[5], 1, 3)));
        assertEquals(more, refused(list, () -> list.asList().add(-1L)));
        assertEquals(most, refused(list, () -> list.asList().addAll(0, List.of(1L, 2L, 3L))));
        list.addAll(new long[0]);
      }
    }
  }

  @Test
  void addsAllOrNothing() {
    var list = new FixedLongList(5);
    list.addAll(new long[] {1, 2, 3, 4}, 1, 3);
    assertEquals("size: 6, limit: 5", refused(list, () -> list.addAll(new long[] {7, 8, 9})));
    list.addAll(new long[] {7, 8});
    assertArrayEquals(new long[] {2, 3, 4, 7, 8}, list.toArray());
    list.truncate(1);
    bad(list, () -> list.addAll(new long[3], 2, 2));
    bad(list, () -> list.addAll(new long[3], -1, 2));
    bad(list, () -> list.addAll(new long[3], 0, -1));
  }

  @Test
  void roomThatWasFreedIsUsedAgain() {
    var list = new FixedLongList(3);
    for (int i = 0; i < 1000; i++) {
      if (list.isFull()) {
        assertEquals(i - 3, list.removeAt(0));
      }
      list.add(i);
    }
    assertArrayEquals(new long[] {997, 998, 999}, list.toArray());
  }

  @Test
  void insertsAtBothEndsAndInTheMiddle() {
    var list = new FixedLongList(5);
    list.add(0, 3);
    list.add(0, 1);
    list.add(1, 2);
    list.add(3, 4);
    list.add(4, 5);
    assertArrayEquals(new long[] {1, 2, 3, 4, 5}, list.toArray());
    list.removeLast();
    bad(list, () -> list.add(5, 1));
    bad(list, () -> list.add(-1, 1));
  }

  @Test
  void removesInEveryWay() {
    var list = of(1, 2, 3, 4, 5);
    assertEquals(1, list.removeAt(0));
    assertEquals(2, list.swapRemove(0));
    assertArrayEquals(new long[] {5, 3, 4}, list.toArray());
    assertEquals(4, list.swapRemove(2));
    assertEquals(3, list.removeLast());
    assertEquals(5, list.removeLast());
    assertThrows(NoSuchElementException.class, list::removeLast);
    list.addAll(new long[] {1, 2, 3, 4, 5});
    list.removeRange(1, 3);
    assertArrayEquals(new long[] {1, 4, 5}, list.toArray());
    assertTrue(list.removeIf(value -> value > 3));
    assertFalse(list.removeIf(value -> value > 3));
    assertArrayEquals(new long[] {1}, list.toArray());
  }

  @Test
  void neverReadsBehindItsSize() {
    var list = of(1, 2, 3);
    list.truncate(2);
    for (int index : new int[] {2, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      bad(list, () -> list.get(index));
      bad(list, () -> list.set(index, 5));
      bad(list, () -> list.removeAt(index));
      bad(list, () -> list.swapRemove(index));
    }
    assertEquals(-1, list.indexOf(3));
    assertEquals(-1, list.lastIndexOf(3));
    assertFalse(list.contains(3));
    bad(list, () -> list.removeRange(1, 3));
    bad(list, () -> list.removeRange(2, 1));
    bad(list, () -> list.copyInto(1, new long[9], 0, 2));
    bad(list, () -> list.copyInto(0, new long[1], 0, 2));
    unchanged(list, () -> assertThrows(IllegalArgumentException.class, () -> list.truncate(3)));
    unchanged(list, () -> assertThrows(IllegalArgumentException.class, () -> list.truncate(-1)));
  }

  @Test
  void takesEveryValueAndSearches() {
    long[] values = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE};
    var list = of(values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i, list.indexOf(values[i]));
      assertEquals(i, list.asList().lastIndexOf(values[i]));
      assertEquals(values[i], list.set(i, values[i]));
    }
    list.sort();
    for (long value : values) {
      assertEquals(value, list.get(list.binarySearch(value)));
    }
    assertEquals(-5, list.binarySearch(2));
    long[] into = new long[4];
    list.copyInto(1, into, 2, 2);
    assertArrayEquals(new long[] {0, 0, -1, 0}, into);
  }

  @Test
  void refusesBadCapacities() {
    var bad = assertThrows(IllegalArgumentException.class, () -> new FixedLongList(-1));
    assertEquals("capacity: -1", bad.getMessage());
    assertThrows(OutOfMemoryError.class, () -> new FixedLongList(Integer.MAX_VALUE));
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < 16L << 30, "this heap would do");
    assertThrows(OutOfMemoryError.class, () -> new FixedLongList(Integer.MAX_VALUE - 8));
  }

  @Test
  void removesNothingWhenThePredicateThrows() {
    for (int bomb = 0; bomb < 5; bomb++) {
      var list = of(0, 1, 2, 3, 4);
      long last = bomb;
      unchanged(
          list,
          () ->
              assertThrows(
                  ArithmeticException.class,
                  () ->
                      list.removeIf(value -> {
                        if (value == last) {
                          throw new ArithmeticException("boom");
                        }
                        return true;
                      })));
    }
  }

  @Test
  void tellsWhenACallbackChangesTheList() {
    var list = new FixedLongList(9);
    list.addAll(new long[] {1, 2, 3});
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(list::add));
    assertArrayEquals(new long[] {1, 2, 3, 1}, list.toArray());
    assertThrows(ConcurrentModificationException.class, () -> list.removeIf(list::offer));
    assertArrayEquals(new long[] {1, 2, 3, 1, 1}, list.toArray());
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(value -> list.clear()));
    var full = of(5, 6);
    full.forEach(full::offer); // what is refused is no change
    long[] sum = {0};
    full.forEach(value -> sum[0] += value);
    assertEquals(11, sum[0]);
  }

  @Test
  void everyChangeIsSeenByIteratorsAndViews() {
    List<Consumer<FixedLongList>> removals =
        List.of(
            FixedLongList::removeLast,
            list -> list.swapRemove(0),
            list -> list.removeAt(0),
            list -> list.truncate(2),
            list -> list.removeRange(1, 2),
            list -> list.removeIf(value -> value == 2),
            list -> list.asList().remove(/* index */ 0));
    for (Consumer<FixedLongList> removal : removals) {
      var list = of(1, 2, 3);
      PrimitiveIterator.OfLong walk = list.iterator();
      Iterator<Long> boxes = list.asList().iterator();
      List<Long> part = list.asList().subList(0, 1);
      removal.accept(list);
      list.add(4); // as many as before
      assertThrows(ConcurrentModificationException.class, walk::nextLong);
      assertThrows(ConcurrentModificationException.class, boxes::next);
      assertThrows(ConcurrentModificationException.class, part::size);
    }
  }

  @Test
  void iteratesWithoutBoxes() {
    var list = of(1, 2, 3, 4);
    PrimitiveIterator.OfLong walk = list.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    while (walk.hasNext()) {
      if (walk.nextLong() % 2 == 0) {
        walk.remove();
        assertThrows(IllegalStateException.class, walk::remove);
      }
    }
    assertThrows(NoSuchElementException.class, walk::nextLong);
    assertArrayEquals(new long[] {1, 3}, list.toArray());
  }

  @Test
  void refusesNull() {
    var list = of(1);
    var view = list.asList();
    List<Executable> calls =
        List.of(
            () -> list.addAll(nothing()),
            () -> list.addAll(nothing(), 0, 0),
            () -> list.forEach(nothing()),
            () -> list.removeIf(nothing()),
            () -> list.copyInto(0, nothing(), 0, 1),
            () -> view.add(nothing()),
            () -> view.set(0, nothing()));
    for (Executable call : calls) {
      unchanged(list, () -> assertThrows(NullPointerException.class, call));
    }
  }

  @Test
  void aCopyIsItsOwn() {
    var list = new FixedLongList(3);
    list.add(1);
    var copy = list.copy();
    list.set(0, 9);
    assertEquals(3, copy.capacity());
    assertEquals(List.of(1L), copy.asList());
  }

  @Test
  void equalsAndHashesAsListsDo() {
    var list = of(1, -2, Long.MAX_VALUE);
    var roomy = new FixedLongList(100);
    roomy.addAll(list.toArray());
    assertEquals(list, roomy);
    assertEquals(List.of(1L, -2L, Long.MAX_VALUE), list.asList());
    assertEquals(List.of(1L, -2L, Long.MAX_VALUE).hashCode(), roomy.hashCode());
    assertEquals("[1, -2, " + Long.MAX_VALUE + "]", roomy.toString());
    assertNotEquals(list, of(1, -2));
    assertNotEquals(list, of(1, -2, 3));
    assertNotEquals(list, (Object) list.asList());
  }

  private static FixedLongList of(long... values) {
    var list = new FixedLongList(values.length);
    list.addAll(values);
    return list;
  }

  private static String refused(FixedLongList list, Executable call) {
    long[] before = list.toArray();
    var thrown = assertThrows(IllegalStateException.class, call);
    assertArrayEquals(before, list.toArray());
    return String.valueOf(thrown.getMessage());
  }

  private static void bad(FixedLongList list, Executable call) {
    unchanged(list, () -> assertThrows(IndexOutOfBoundsException.class, call));
  }

  private static void unchanged(FixedLongList list, Runnable call) {
    long[] before = list.toArray();
    call.run();
    assertArrayEquals(before, list.toArray());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // null is what is tested
  private static <T> T nothing() {
    return null;
  }
}
