// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongDequeTest.java by tools/Derive.java; edit that file.

package cermet.collections.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IntDequeTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    IntDeque window = new IntDeque();
    for (int price = 1; price <= 5; price++) {
      window.addLast(price);
      if (window.size() > 3) {
        window.removeFirst();
      }
    }
    assertEquals(List.of(3, 4, 5), new ArrayList<>(window.asDeque()));
    assertEquals(4, window.get(1));
    // @end
  }

  @Test
  void ownsNoArrayWhileEmpty() {
    assertEquals(0, new IntDeque().capacity());
    assertEquals(0, new IntDeque(0).capacity());
    assertEquals(0, IntDeque.of().capacity());
    assertEquals(8, new IntDeque(7).capacity());
    assertEquals(8, new IntDeque(8).capacity());
    assertEquals(16, new IntDeque(9).capacity());
  }

  @Test
  void keepsOrderThroughGrowthAtEveryPlaceOfTheHead() {
    for (int start = 0; start < 20; start++) {
      IntDeque deque = new IntDeque();
      Deque<Integer> model = new ArrayDeque<>();
      for (int i = 0; i < start; i++) {
        deque.addLast(-1);
        deque.removeFirst();
      }
      for (int i = 0; i < 50; i++) {
        deque.addLast(i);
        model.addLast(Integer.valueOf(i));
        deque.addFirst(-i);
        model.addFirst(Integer.valueOf(-i));
      }
      assertEquals(new ArrayList<>(model), new ArrayList<>(deque.asDeque()));
      while (!model.isEmpty()) {
        assertEquals(model.removeLast().intValue(), deque.removeLast());
        assertEquals(model.removeFirst().intValue(), deque.removeFirst());
      }
      assertTrue(deque.isEmpty());
    }
  }

  @Test
  void anEmptyDequeSaysSo() {
    for (IntDeque deque : List.of(new IntDeque(), new IntDeque(9))) {
      for (Executable call :
          List.<Executable>of(
              deque::removeFirst, deque::removeLast, deque::getFirst, deque::getLast)) {
        var e = unchanged(deque, NoSuchElementException.class, call);
        assertEquals("size: 0", e.getMessage());
      }
      assertEquals(7, deque.pollFirst(7));
      assertEquals(8, deque.pollLast(8));
      assertEquals(9, deque.peekFirst(9));
      assertEquals(6, deque.peekLast(6));
      assertEquals(0, deque.pollFirst(new int[3], 1, 2));
      assertFalse(deque.iterator().hasNext());
      assertFalse(deque.removeIf(value -> true));
      assertEquals(0, deque.toArray().length);
      assertEquals(deque, deque.copy());
      deque.forEach(value -> {
        throw new AssertionError(value);
      });
    }
  }

  @Test
  void neverReadsBeyondItsSize() {
    IntDeque deque = IntDeque.of(1, 2, 3);
    deque.removeFirst();
    for (int index : new int[] {2, 3, 8, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.get(index));
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.set(index, 5));
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.removeAt(index));
    }
    assertEquals(-1, deque.indexOf(1));
    assertEquals(-1, deque.lastIndexOf(1));
    assertFalse(deque.contains(1));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.copyInto(1, new int[9], 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.copyInto(0, new int[1], 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.pollFirst(new int[1], 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.pollFirst(new int[1], -1, 1));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.addAllLast(new int[3], 2, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.addAllLast(new int[3], 0, -1));
  }

  @Test
  void takesEveryValue() {
    int[] values = {0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    IntDeque deque = IntDeque.of(values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i, deque.indexOf(values[i]));
      assertEquals(values[i], deque.get(i));
    }
    assertArrayEquals(values, deque.toArray());
    assertArrayEquals(values, deque.stream().toArray());
  }

  @Test
  void removesFromEitherHalfAcrossTheWrap() {
    for (int start = 0; start < 8; start++) {
      for (int index = 0; index < 7; index++) {
        IntDeque deque = new IntDeque(8);
        List<Integer> model = new ArrayList<>();
        for (int i = 0; i < start; i++) {
          deque.addLast(-1);
          deque.removeFirst();
        }
        for (int i = 0; i < 7; i++) {
          deque.addLast(i);
          model.add(Integer.valueOf(i));
        }
        assertEquals(model.remove(/* index */ index).intValue(), deque.removeAt(index));
        assertEquals(model, new ArrayList<>(deque.asDeque()));
      }
    }
  }

  @Test
  void keepsCapacityOnClearAndGivesItBackOnTrim() {
    IntDeque deque = new IntDeque(100);
    assertEquals(128, deque.capacity());
    deque.addFirst(1);
    deque.clear();
    assertEquals(128, deque.capacity());
    deque.addFirst(1);
    deque.trim();
    assertEquals(8, deque.capacity());
    assertEquals(IntDeque.of(1), deque);
    deque.clear();
    deque.trim();
    assertEquals(0, deque.capacity());
    deque.reserve(9);
    assertEquals(16, deque.capacity());
    deque.reserve(3);
    assertEquals(16, deque.capacity());
  }

  @Test
  void neverGrowsWithinWhatWasReserved() {
    IntDeque deque = IntDeque.of(0);
    deque.reserve(1000);
    for (int i = 1; i < 1024; i++) {
      deque.addFirst(i);
    }
    assertEquals(1024, deque.capacity());
  }

  @Test
  void aCopyIsItsOwn() {
    IntDeque deque = IntDeque.of(1, 2);
    IntDeque copy = deque.copy();
    deque.set(0, 9);
    deque.addLast(3);
    assertEquals(IntDeque.of(1, 2), copy);
    int[] array = copy.toArray();
    array[0] = 7;
    assertEquals(1, copy.getFirst());
    assertNotEquals(deque, copy);
    assertNotEquals(IntDeque.of(1, 3), copy);
    assertNotEquals(copy, new Object());
  }

  @Test
  void refusesBadSizes() {
    IntDeque deque = IntDeque.of(1, 2);
    var bad = assertThrows(IllegalArgumentException.class, () -> new IntDeque(-1));
    assertEquals("capacity: -1", bad.getMessage());
    unchanged(deque, IllegalArgumentException.class, () -> deque.reserve(-5));
    var error = unchanged(deque, OutOfMemoryError.class, () -> deque.reserve((1 << 30) + 1));
    assertEquals("size: 1073741825, limit: 1073741824", error.getMessage());
    assertThrows(OutOfMemoryError.class, () -> new IntDeque(Integer.MAX_VALUE));
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
      IntDeque deque = new IntDeque();
      int added = 0;
      try {
        while (true) {
          deque.addFirst(added);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        // The array for the next step does not fit beside this one.
      }
      check(deque, added);
      try {
        deque.addLast(5);
      } catch (OutOfMemoryError expected) {
        added += 0;
      }
      check(deque, added);
      System.out.println("kept");
    }

    private static void check(IntDeque deque, int added) {
      if (deque.size() != added || added < 1000) {
        throw new AssertionError("size: " + deque.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        if (deque.get(i) != added - 1 - i) {
          throw new AssertionError("index: " + i + ", value: " + deque.get(i));
        }
      }
    }
  }

  @Test
  void removesNothingWhenThePredicateThrows() {
    for (int bomb = 0; bomb < 5; bomb++) {
      IntDeque deque = IntDeque.of(0, 1, 2, 3, 4);
      int last = bomb;
      unchanged(
          deque,
          ArithmeticException.class,
          () ->
              deque.removeIf(value -> {
                if (value == last) {
                  throw new ArithmeticException("boom");
                }
                return true;
              }));
    }
  }

  @Test
  void tellsWhenACallbackChangesTheDeque() {
    IntDeque deque = IntDeque.of(1, 2, 3);
    assertThrows(ConcurrentModificationException.class, () -> deque.forEach(deque::addFirst));
    assertEquals(IntDeque.of(1, 1, 2, 3), deque);
    assertThrows(
        ConcurrentModificationException.class,
        () -> deque.removeIf(value -> deque.removeLast() == 3));
    assertEquals(IntDeque.of(1, 1, 2), deque);
  }

  @Test
  void aCallbackMayMakeRoomAndGiveItBack() {
    IntDeque deque = IntDeque.of(2, 3, 4, 5);
    deque.addFirst(1);
    IntDeque seen = new IntDeque();
    deque.forEach(value -> {
      deque.reserve(deque.capacity() + 1);
      deque.set(3, 9);
      seen.addLast(value);
    });
    assertEquals(IntDeque.of(1, 2, 3, 9, 5), seen);
    assertTrue(deque.asDeque().removeAll(IntDeque.of(9, 1).asDeque()));
    assertTrue(deque.asDeque().retainAll(IntDeque.of(2, 5, 7).asDeque()));
    assertEquals(IntDeque.of(2, 5), deque);
  }

  @Test
  void iteratesWithoutBoxesAndFailsFast() {
    IntDeque deque = IntDeque.of(1, 2, 3, 4);
    PrimitiveIterator.OfInt walk = deque.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    while (walk.hasNext()) {
      if (walk.nextInt() % 2 == 0) {
        walk.remove();
        assertThrows(IllegalStateException.class, walk::remove);
      }
    }
    assertThrows(NoSuchElementException.class, walk::nextInt);
    assertEquals(IntDeque.of(1, 3), deque);
    PrimitiveIterator.OfInt replaced = deque.iterator();
    deque.set(0, 8);
    assertEquals(8, replaced.nextInt());
  }

  @Test
  void aRemovalThatIsMadeGoodBySizeIsStillSeen() {
    List<Consumer<IntDeque>> removals =
        List.of(
            IntDeque::removeFirst,
            IntDeque::removeLast,
            deque -> deque.pollFirst(0),
            deque -> deque.pollLast(0),
            deque -> deque.removeAt(1),
            deque -> deque.pollFirst(new int[1], 0, 1),
            deque -> deque.removeIf(value -> value == 2),
            deque -> deque.asDeque().remove());
    for (Consumer<IntDeque> removal : removals) {
      IntDeque deque = IntDeque.of(1, 2, 3);
      PrimitiveIterator.OfInt walk = deque.iterator();
      Iterator<Integer> back = deque.asDeque().descendingIterator();
      removal.accept(deque);
      deque.addLast(4);
      assertEquals(3, deque.size());
      assertThrows(ConcurrentModificationException.class, walk::nextInt);
      assertThrows(ConcurrentModificationException.class, back::next);
    }
  }

  @Test
  void theViewWalksBackAndRemovesThere() {
    IntDeque deque = IntDeque.of(1, 2, 3, 2);
    Deque<Integer> view = deque.asDeque();
    Iterator<Integer> back = view.descendingIterator();
    assertThrows(IllegalStateException.class, back::remove);
    while (back.hasNext()) {
      if (back.next() == 3) {
        back.remove();
        assertThrows(IllegalStateException.class, back::remove);
      }
    }
    assertThrows(NoSuchElementException.class, back::next);
    assertEquals(IntDeque.of(1, 2, 2), deque);
    assertTrue(view.removeLastOccurrence(2));
    assertFalse(view.removeLastOccurrence(9));
    Deque<?> any = view;
    assertFalse(any.removeFirstOccurrence("2"));
    assertEquals(IntDeque.of(1, 2), deque);
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void theViewTakesAllOrNothing() {
    IntDeque deque = IntDeque.of(1, 2);
    Deque<Integer> view = deque.asDeque();
    List<Integer> holed = new ArrayList<>(List.of(3, 4));
    holed.add(null);
    unchanged(deque, NullPointerException.class, () -> view.addAll(holed));
    Deque<Integer> same = deque.asDeque();
    assertTrue(view.addAll(same));
    assertEquals(IntDeque.of(1, 2, 1, 2), deque);
    unchanged(deque, NullPointerException.class, () -> view.addFirst(null));
    unchanged(deque, NullPointerException.class, () -> view.offerLast(null));
  }

  @Test
  void readsLikeAnArrayDeque() {
    IntDeque deque = IntDeque.of(2, 3);
    deque.addFirst(1);
    assertEquals("[1, 2, 3]", deque.toString());
    assertEquals(List.of(1, 2, 3).hashCode(), deque.hashCode());
    assertEquals("[]", new IntDeque().toString());
  }

  private static <T extends Throwable> T unchanged(
      IntDeque deque, Class<T> expected, Executable call) {
    IntDeque before = deque.copy();
    T thrown = assertThrows(expected, call);
    assertEquals(before, deque);
    return thrown;
  }
}
