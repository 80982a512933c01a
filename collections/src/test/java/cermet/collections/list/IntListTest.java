// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongListTest.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IntListTest {
  /** What an element type compares in a way of its own; where it does not, some are equal. */
  static final int[] EDGES =
      edges(0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  @SuppressWarnings("cast") // where an element is a double it does nothing
  private static int[] edges(double... values) {
    int[] edges = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      edges[i] = (int) values[i];
    }
    return edges;
  }

  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    IntList list = IntList.of(5, 3, 9);
    list.add(1);
    list.sort();
    assertEquals(3, list.get(1));
    assertEquals(2, list.binarySearch(5));
    list.removeIf(value -> value > 4);
    assertEquals(List.of(1, 3), list.asList());
    // @end
  }

  @Test
  void ownsNoArrayWhileEmpty() {
    assertEquals(0, new IntList().capacity());
    assertEquals(0, new IntList(0).capacity());
    assertEquals(0, IntList.of().capacity());
    assertEquals(7, new IntList(7).capacity());
  }

  @Test
  void growsFromAnyCapacity() {
    for (int capacity = 0; capacity < 70; capacity++) {
      IntList list = new IntList(capacity);
      for (int i = 0; i < 200; i++) {
        list.add(i);
      }
      assertEquals(200, list.size());
      for (int i = 0; i < 200; i++) {
        assertEquals(i, list.get(i));
      }
    }
  }

  @Test
  void doesNotKeepTheArrayItWasMadeOf() {
    int[] values = {1, 2, 3};
    IntList list = IntList.of(values);
    values[0] = 9;
    assertEquals(1, list.get(0));
    list.toArray()[1] = 9;
    assertEquals(2, list.get(1));
  }

  @Test
  void addsItselfToItself() {
    IntList list = IntList.of(1, 2, 3);
    list.addAll(list);
    list.addAll(list);
    assertEquals(IntList.of(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3), list);
    IntList roomy = new IntList(100);
    roomy.add(4);
    roomy.addAll(roomy);
    assertEquals(IntList.of(4, 4), roomy);
    List<Integer> view = list.asList();
    view.addAll(1, view.subList(0, 2));
    assertEquals(List.of(1, 1, 2, 2, 3), view.subList(0, 5));
  }

  @Test
  void addsRanges() {
    IntList list = new IntList();
    list.addAll(new int[] {1, 2, 3, 4}, 1, 2);
    list.addAll(new int[0]);
    list.addAll(new int[] {7}, 1, 0);
    list.addAll(new int[] {5});
    assertEquals(IntList.of(2, 3, 5), list);
    list.addAll(1, new int[] {8, 9});
    assertEquals(IntList.of(2, 8, 9, 3, 5), list);
    list.addAll(5, new int[] {6});
    list.addAll(0, new int[] {1});
    list.addAll(3, new int[0]);
    assertEquals(IntList.of(1, 2, 8, 9, 3, 5, 6), list);
    var outside = IndexOutOfBoundsException.class;
    unchanged(list, outside, () -> list.addAll(-1, new int[1]));
    var thrown = unchanged(list, outside, () -> list.addAll(8, new int[0]));
    assertEquals("index: 8, size: 7", thrown.getMessage());
    unchanged(list, NullPointerException.class, () -> list.addAll(1, nothing()));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.addAll(new int[3], 2, 2));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.addAll(new int[3], -1, 2));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.addAll(new int[3], 0, -1));
  }

  @Test
  void insertsAtBothEndsAndInTheMiddle() {
    IntList list = new IntList();
    list.add(0, 3);
    list.add(0, 1);
    list.add(1, 2);
    list.add(3, 4);
    list.add(4, 5);
    assertEquals(IntList.of(1, 2, 3, 4, 5), list);
    unchanged(list, IndexOutOfBoundsException.class, () -> list.add(6, 1));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.add(-1, 1));
  }

  @Test
  void removesInThreeWays() {
    IntList list = IntList.of(1, 2, 3, 4, 5);
    assertEquals(1, list.removeAt(0));
    assertEquals(IntList.of(2, 3, 4, 5), list);
    assertEquals(2, list.swapRemove(0));
    assertEquals(IntList.of(5, 3, 4), list);
    assertEquals(4, list.swapRemove(2));
    assertEquals(3, list.removeLast());
    assertEquals(5, list.removeLast());
    unchanged(list, NoSuchElementException.class, list::removeLast);
    unchanged(list, IndexOutOfBoundsException.class, () -> list.removeAt(0));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.swapRemove(0));
    list.addAll(new int[] {1, 2, 3, 4, 5});
    list.removeRange(1, 3);
    assertEquals(IntList.of(1, 4, 5), list);
    unchanged(list, IndexOutOfBoundsException.class, () -> list.removeRange(1, 4));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.removeRange(2, 1));
  }

  @Test
  void neverReadsBehindItsSize() {
    IntList list = IntList.of(1, 2, 3);
    list.truncate(2);
    for (int index : new int[] {2, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      unchanged(list, IndexOutOfBoundsException.class, () -> list.get(index));
      unchanged(list, IndexOutOfBoundsException.class, () -> list.set(index, 5));
      unchanged(list, IndexOutOfBoundsException.class, () -> list.removeAt(index));
      unchanged(list, IndexOutOfBoundsException.class, () -> list.swapRemove(index));
    }
    assertEquals(-1, list.indexOf(3));
    assertEquals(-1, list.lastIndexOf(3));
    assertFalse(list.contains(3));
    unchanged(list, IllegalArgumentException.class, () -> list.truncate(3));
    unchanged(list, IllegalArgumentException.class, () -> list.truncate(-1));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.fill(0, 3, 1));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.copyInto(1, new int[9], 0, 2));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.copyInto(0, new int[1], 0, 2));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.copyFrom(1, new int[9], 0, 2));
    unchanged(list, IndexOutOfBoundsException.class, () -> list.copyFrom(0, new int[1], 0, 2));
  }

  @Test
  void takesEveryValue() {
    int[] values = {0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    IntList list = IntList.of(values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i, list.indexOf(values[i]));
      assertEquals(i, list.asList().indexOf(values[i]));
    }
    list.sort();
    for (int value : values) {
      assertEquals(value, list.get(list.binarySearch(value)));
    }
    assertEquals(-1 - 3, list.binarySearch(1) < 0 ? 0 : -1 - list.indexOf(1));
    assertEquals(-1 - 4, list.binarySearch(2));
  }

  @Test
  void comparesAsItsBoxesDo() {
    IntList all = IntList.of(EDGES);
    List<Integer> boxes = new ArrayList<>();
    for (int one : EDGES) {
      boxes.add(one);
    }
    assertEquals(boxes, all.asList());
    assertEquals(boxes.hashCode(), all.hashCode());
    assertEquals(boxes.toString(), all.toString());
    for (int one : EDGES) {
      assertEquals(boxes.indexOf(one), all.indexOf(one));
      assertEquals(boxes.lastIndexOf(one), all.lastIndexOf(one));
      assertEquals(boxes.indexOf(one), all.asList().indexOf(one));
      assertTrue(all.contains(one));
      for (int other : EDGES) {
        boolean equal = List.of(one).equals(List.of(other));
        assertEquals(equal, IntList.of(one).equals(IntList.of(other)));
        assertEquals(equal, IntList.of(one).contains(other));
        assertEquals(equal, IntList.of(one).asList().equals(List.of(other)));
      }
    }
    all.sort();
    Collections.sort(boxes);
    assertEquals(boxes, all.asList());
    for (int one : EDGES) {
      assertEquals(one, all.get(all.binarySearch(one)));
    }
    assertEquals(Collections.binarySearch(boxes, 5), all.binarySearch(5));
  }

  @Test
  void copiesInAndOut() {
    IntList list = IntList.of(1, 2, 3, 4);
    int[] into = new int[6];
    list.copyInto(1, into, 2, 3);
    assertArrayEquals(new int[] {0, 0, 2, 3, 4, 0}, into);
    list.copyFrom(0, new int[] {7, 8, 9}, 1, 2);
    assertEquals(IntList.of(8, 9, 3, 4), list);
    list.fill(1, 3, 6);
    assertEquals(IntList.of(8, 6, 6, 4), list);
    list.reverse();
    assertEquals(IntList.of(4, 6, 6, 8), list);
    assertEquals(1, list.indexOf(6));
    assertEquals(2, list.lastIndexOf(6));
  }

  @Test
  void keepsCapacityOnClearAndGivesItBackOnTrim() {
    IntList list = new IntList(10);
    list.add(1);
    list.clear();
    assertEquals(10, list.capacity());
    list.add(1);
    list.trim();
    assertEquals(1, list.capacity());
    list.clear();
    list.trim();
    assertEquals(0, list.capacity());
    list.reserve(9);
    assertEquals(9, list.capacity());
    list.reserve(3);
    assertEquals(9, list.capacity());
  }

  @Test
  void neverGrowsWithinWhatWasReserved() {
    IntList list = new IntList(50);
    list.reserve(1000);
    for (int i = 0; i < 1000; i++) {
      list.add(i);
    }
    assertEquals(1000, list.capacity());
  }

  @Test
  void aCopyIsItsOwn() {
    IntList list = IntList.of(1, 2);
    IntList copy = list.copy();
    list.set(0, 9);
    list.add(3);
    assertEquals(IntList.of(1, 2), copy);
    IntList empty = new IntList().copy();
    empty.add(1);
    assertTrue(new IntList().copy().isEmpty());
  }

  @Test
  void refusesBadSizes() {
    IntList list = IntList.of(1, 2);
    assertThrows(IllegalArgumentException.class, () -> new IntList(-1));
    unchanged(list, IllegalArgumentException.class, () -> list.reserve(-1));
    OutOfMemoryError error =
        unchanged(list, OutOfMemoryError.class, () -> list.reserve(Integer.MAX_VALUE));
    assertEquals("size: 2147483647, limit: 2147483639", error.getMessage());
    assertThrows(OutOfMemoryError.class, () -> new IntList(Integer.MAX_VALUE));
  }

  @Test
  void roomNeverPassesTheLimit() {
    int limit = Integer.MAX_VALUE - 8;
    assertEquals(4, IntList.room(0, 1, true));
    assertEquals(8, IntList.room(4, 5, true));
    assertEquals(limit, IntList.room(limit - 1, limit, true));
    assertEquals(limit, IntList.room(limit / 2 * 2, limit, true));
    assertEquals(limit, IntList.room(1_500_000_000, 1_500_000_001, true));
    assertThrows(
        OutOfMemoryError.class, () -> IntList.room(limit, (/*wide*/ long) limit + 1, true));
    assertThrows(OutOfMemoryError.class, () -> IntList.room(5, 2 * (/*wide*/ long) limit, true));
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

  /** Grows until there is no memory, then looks whether every element is still in its place. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      IntList list = new IntList();
      int added = 0;
      try {
        while (true) {
          list.add(added);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        // The array for the next step does not fit beside this one.
      }
      check(list, added);
      try {
        list.addAll(list);
      } catch (OutOfMemoryError expected) {
        added += 0;
      }
      check(list, added);
      try {
        list.add(0, 5);
      } catch (OutOfMemoryError expected) {
        added += 0;
      }
      check(list, added);
      System.out.println("kept");
    }

    private static void check(IntList list, int added) {
      if (list.size() != added || added < 1000) {
        throw new AssertionError("size: " + list.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        if (list.get(i) != i) {
          throw new AssertionError("index: " + i + ", value: " + list.get(i));
        }
      }
    }
  }

  @Test
  void removeIfKeepsTheRestInOrder() {
    IntList list = new IntList();
    for (int i = 0; i < 1000; i++) {
      list.add(i);
    }
    assertTrue(list.removeIf(value -> value % 3 == 0 || value > 900));
    assertFalse(list.removeIf(value -> value < 0));
    IntList kept = new IntList();
    for (int i = 0; i <= 900; i++) {
      if (i % 3 != 0) {
        kept.add(i);
      }
    }
    assertEquals(kept, list);
    assertTrue(list.removeIf(value -> true));
    assertTrue(list.isEmpty());
  }

  @Test
  void removesNothingWhenThePredicateThrows() {
    for (int bomb = 0; bomb < 5; bomb++) {
      IntList list = IntList.of(0, 1, 2, 3, 4);
      int last = bomb;
      unchanged(
          list,
          ArithmeticException.class,
          () ->
              list.removeIf(value -> {
                if (value == last) {
                  throw new ArithmeticException("boom");
                }
                return true;
              }));
    }
  }

  @Test
  void tellsWhenACallbackChangesTheList() {
    IntList list = IntList.of(1, 2, 3);
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(list::add));
    assertEquals(IntList.of(1, 2, 3, 1), list);
    IntList other = IntList.of(1, 2, 3);
    assertThrows(
        ConcurrentModificationException.class,
        () -> other.removeIf(value -> other.removeLast() == 3));
    assertEquals(IntList.of(1, 2), other);
    assertThrows(
        ConcurrentModificationException.class,
        () ->
            other.removeIf(value -> {
              other.add(7);
              return false;
            }));
    assertEquals(IntList.of(1, 2, 7), other);
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(value -> list.clear()));
  }

  @Test
  void aCallbackMayMakeRoomAndGiveItBack() {
    IntList list = IntList.of(1, 2, 3, 4, 5);
    assertTrue(
        list.removeIf(value -> {
          list.reserve(list.capacity() + 1);
          return value == 1;
        }));
    assertEquals(IntList.of(2, 3, 4, 5), list);
    IntList seen = new IntList();
    list.forEach(value -> {
      list.trim();
      list.reserve(list.size() + 1);
      list.set(3, 9);
      seen.add(value);
    });
    assertEquals(IntList.of(2, 3, 4, 9), seen);
    assertEquals(seen, list);
  }

  @Test
  void theViewRemovesAllOfMany() {
    IntList list = new IntList();
    for (int i = 0; i < 100_000; i++) {
      list.add(i & 3);
    }
    assertTrue(list.asList().subList(1, 100_000).removeAll(IntList.of(0, 1).asList()));
    assertEquals(50_001, list.size());
    assertTrue(list.asList().retainAll(IntList.of(3).asList()));
    assertEquals(25_000, list.size());
    assertFalse(list.asList().removeAll(IntList.of(0, 1).asList()));
    assertTrue(list.asList().removeAll(list.asList()));
    assertTrue(list.isEmpty());
  }

  @Test
  void iteratesWithoutBoxesAndFailsFast() {
    IntList list = IntList.of(1, 2, 3, 4);
    PrimitiveIterator.OfInt walk = list.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    while (walk.hasNext()) {
      if (walk.nextInt() % 2 == 0) {
        walk.remove();
        assertThrows(IllegalStateException.class, walk::remove);
      }
    }
    assertThrows(NoSuchElementException.class, walk::nextInt);
    assertEquals(IntList.of(1, 3), list);
    PrimitiveIterator.OfInt stale = list.iterator();
    list.removeLast();
    list.add(5);
    assertThrows(ConcurrentModificationException.class, stale::nextInt);
    PrimitiveIterator.OfInt replaced = list.iterator();
    list.set(0, 8);
    assertEquals(8, replaced.nextInt());
  }

  @Test
  void aRemovalThatIsMadeGoodBySizeIsStillSeen() {
    List<Consumer<IntList>> removals =
        List.of(
            IntList::removeLast,
            list -> list.swapRemove(0),
            list -> list.removeAt(0),
            list -> list.truncate(2),
            list -> list.removeRange(1, 2),
            list -> list.removeIf(value -> value == 2),
            list -> list.asList().remove(/* index */ 0));
    for (Consumer<IntList> removal : removals) {
      IntList list = IntList.of(1, 2, 3);
      PrimitiveIterator.OfInt walk = list.iterator();
      List<Integer> part = list.asList().subList(0, 1);
      removal.accept(list);
      list.add(4);
      assertEquals(3, list.size());
      assertThrows(ConcurrentModificationException.class, walk::nextInt);
      assertThrows(ConcurrentModificationException.class, part::size);
    }
  }

  @Test
  void viewsAndSublistsFailFast() {
    IntList list = IntList.of(1, 2, 3, 4, 5);
    List<Integer> view = list.asList();
    List<Integer> middle = view.subList(1, 4);
    List<Integer> inner = middle.subList(1, 2);
    inner.add(7);
    assertEquals(List.of(2, 3, 7, 4), middle);
    assertEquals(6, view.size());
    middle.clear();
    assertEquals(IntList.of(1, 5), list);
    assertThrows(ConcurrentModificationException.class, inner::size);
    Iterator<Integer> walk = view.iterator();
    list.add(6);
    assertThrows(ConcurrentModificationException.class, walk::next);
    assertThrows(ConcurrentModificationException.class, middle::size);
    assertThrows(ConcurrentModificationException.class, () -> middle.add(5));
    assertEquals(IntList.of(1, 5, 6), list);
    assertEquals(3, view.size());
  }

  @Test
  void viewsRemoveWhatAPredicateAccepts() {
    IntList list = IntList.of(1, 2, 3, 4, 5, 6);
    List<Integer> view = list.asList();
    List<Integer> middle = view.subList(1, 5);
    assertTrue(middle.removeIf(value -> value % 2 == 0));
    assertEquals(List.of(3, 5), middle);
    assertEquals(IntList.of(1, 3, 5, 6), list);
    assertTrue(view.removeIf(value -> value == 1));
    assertEquals(IntList.of(3, 5, 6), list);
  }

  @Test
  void refusesNull() {
    IntList list = IntList.of(1);
    List<Integer> view = list.asList();
    unchanged(list, NullPointerException.class, () -> list.addAll((int[]) nothing()));
    unchanged(list, NullPointerException.class, () -> list.addAll((IntList) nothing()));
    unchanged(list, NullPointerException.class, () -> list.addAll(nothing(), 0, 0));
    unchanged(list, NullPointerException.class, () -> list.forEach(nothing()));
    unchanged(list, NullPointerException.class, () -> list.removeIf(nothing()));
    unchanged(list, NullPointerException.class, () -> list.copyInto(0, nothing(), 0, 1));
    unchanged(list, NullPointerException.class, () -> list.copyFrom(0, nothing(), 0, 1));
    unchanged(list, NullPointerException.class, () -> IntList.of((int[]) nothing()));
    unchanged(list, NullPointerException.class, () -> view.add(nothing()));
    unchanged(list, NullPointerException.class, () -> view.add(0, nothing()));
    unchanged(list, NullPointerException.class, () -> view.set(0, nothing()));
  }

  @Test
  void equalsAndHashesAsListsDo() {
    IntList list = IntList.of(1, -2, Integer.MAX_VALUE);
    IntList roomy = new IntList(100);
    roomy.addAll(list);
    assertEquals(list, roomy);
    assertEquals(List.of(1, -2, Integer.MAX_VALUE).hashCode(), list.hashCode());
    assertEquals(list.hashCode(), roomy.hashCode());
    assertEquals(List.of(1, -2, Integer.MAX_VALUE).toString(), list.toString());
    assertNotEquals(list, IntList.of(1, -2));
    assertNotEquals(list, IntList.of(1, -2, 3));
    assertNotEquals(list, (Object) list.asList());
    assertEquals(list.asList(), List.of(1, -2, Integer.MAX_VALUE));
    assertEquals("[]", new IntList().toString());
    assertEquals(1, new IntList().hashCode());
  }

  @Test
  void streamsTheElements() {
    IntList list = new IntList(50);
    list.addAll(new int[] {1, 2, 3});
    assertEquals(6, list.stream().sum());
    assertArrayEquals(list.toArray(), list.stream().toArray());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // null is what is tested
  private static <T> T nothing() {
    return null;
  }

  private static <T extends Throwable> T unchanged(
      IntList list, Class<T> expected, Executable action) {
    int[] before = list.toArray();
    T thrown = assertThrows(expected, action);
    assertArrayEquals(before, list.toArray());
    return thrown;
  }
}
