// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

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

class LongDequeTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    LongDeque window = new LongDeque();
    for (long price = 1; price <= 5; price++) {
      window.addLast(price);
      if (window.size() > 3) {
        window.removeFirst();
      }
    }
    assertEquals(List.of(3L, 4L, 5L), new ArrayList<>(window.asDeque()));
    assertEquals(4, window.get(1));
    // @end
  }

  @Test
  void ownsNoArrayWhileEmpty() {
    assertEquals(0, new LongDeque().capacity());
    assertEquals(0, new LongDeque(0).capacity());
    assertEquals(0, LongDeque.of().capacity());
    assertEquals(8, new LongDeque(7).capacity());
    assertEquals(8, new LongDeque(8).capacity());
    assertEquals(16, new LongDeque(9).capacity());
  }

  @Test
  void keepsOrderThroughGrowthAtEveryPlaceOfTheHead() {
    for (int start = 0; start < 20; start++) {
      LongDeque deque = new LongDeque();
      Deque<Long> model = new ArrayDeque<>();
      for (int i = 0; i < start; i++) {
        deque.addLast(-1);
        deque.removeFirst();
      }
      for (int i = 0; i < 50; i++) {
        deque.addLast(i);
        model.addLast(Long.valueOf(i));
        deque.addFirst(-i);
        model.addFirst(Long.valueOf(-i));
      }
      assertEquals(new ArrayList<>(model), new ArrayList<>(deque.asDeque()));
      while (!model.isEmpty()) {
        assertEquals(model.removeLast().longValue(), deque.removeLast());
        assertEquals(model.removeFirst().longValue(), deque.removeFirst());
      }
      assertTrue(deque.isEmpty());
    }
  }

  @Test
  void anEmptyDequeSaysSo() {
    for (LongDeque deque : List.of(new LongDeque(), new LongDeque(9))) {
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
      assertEquals(0, deque.pollFirst(new long[3], 1, 2));
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
    LongDeque deque = LongDeque.of(1, 2, 3);
    deque.removeFirst();
    for (int index : new int[] {2, 3, 8, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.get(index));
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.set(index, 5));
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.removeAt(index));
    }
    assertEquals(-1, deque.indexOf(1));
    assertEquals(-1, deque.lastIndexOf(1));
    assertFalse(deque.contains(1));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.copyInto(1, new long[9], 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.copyInto(0, new long[1], 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.pollFirst(new long[1], 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.pollFirst(new long[1], -1, 1));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.addAllLast(new long[3], 2, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.addAllLast(new long[3], 0, -1));
  }

  @Test
  void takesEveryValue() {
    long[] values = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE};
    LongDeque deque = LongDeque.of(values);
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
        LongDeque deque = new LongDeque(8);
        List<Long> model = new ArrayList<>();
        for (int i = 0; i < start; i++) {
          deque.addLast(-1);
          deque.removeFirst();
        }
        for (int i = 0; i < 7; i++) {
          deque.addLast(i);
          model.add(Long.valueOf(i));
        }
        assertEquals(model.remove(/* index */ index).longValue(), deque.removeAt(index));
        assertEquals(model, new ArrayList<>(deque.asDeque()));
      }
    }
  }

  @Test
  void keepsCapacityOnClearAndGivesItBackOnTrim() {
    LongDeque deque = new LongDeque(100);
    assertEquals(128, deque.capacity());
    deque.addFirst(1);
    deque.clear();
    assertEquals(128, deque.capacity());
    deque.addFirst(1);
    deque.trim();
    assertEquals(8, deque.capacity());
    assertEquals(LongDeque.of(1), deque);
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
    LongDeque deque = LongDeque.of(0);
    deque.reserve(1000);
    for (int i = 1; i < 1024; i++) {
      deque.addFirst(i);
    }
    assertEquals(1024, deque.capacity());
  }

  @Test
  void aCopyIsItsOwn() {
    LongDeque deque = LongDeque.of(1, 2);
    LongDeque copy = deque.copy();
    deque.set(0, 9);
    deque.addLast(3);
    assertEquals(LongDeque.of(1, 2), copy);
    long[] array = copy.toArray();
    array[0] = 7;
    assertEquals(1, copy.getFirst());
    assertNotEquals(deque, copy);
    assertNotEquals(LongDeque.of(1, 3), copy);
    assertNotEquals(copy, new Object());
  }

  @Test
  void refusesBadSizes() {
    LongDeque deque = LongDeque.of(1, 2);
    var bad = assertThrows(IllegalArgumentException.class, () -> new LongDeque(-1));
    assertEquals("capacity: -1", bad.getMessage());
    unchanged(deque, IllegalArgumentException.class, () -> deque.reserve(-5));
    var error = unchanged(deque, OutOfMemoryError.class, () -> deque.reserve((1 << 30) + 1));
    assertEquals("size: 1073741825, limit: 1073741824", error.getMessage());
    assertThrows(OutOfMemoryError.class, () -> new LongDeque(Integer.MAX_VALUE));
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
      LongDeque deque = new LongDeque();
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

    private static void check(LongDeque deque, int added) {
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
      LongDeque deque = LongDeque.of(0, 1, 2, 3, 4);
      long last = bomb;
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
    LongDeque deque = LongDeque.of(1, 2, 3);
    assertThrows(ConcurrentModificationException.class, () -> deque.forEach(deque::addFirst));
    assertEquals(LongDeque.of(1, 1, 2, 3), deque);
    assertThrows(
        ConcurrentModificationException.class,
        () -> deque.removeIf(value -> deque.removeLast() == 3));
    assertEquals(LongDeque.of(1, 1, 2), deque);
  }

  @Test
  void aCallbackMayMakeRoomAndGiveItBack() {
    LongDeque deque = LongDeque.of(2, 3, 4, 5);
    deque.addFirst(1);
    LongDeque seen = new LongDeque();
    deque.forEach(value -> {
      deque.reserve(deque.capacity() + 1);
      deque.set(3, 9);
      seen.addLast(value);
    });
    assertEquals(LongDeque.of(1, 2, 3, 9, 5), seen);
    assertTrue(deque.asDeque().removeAll(LongDeque.of(9, 1).asDeque()));
    assertTrue(deque.asDeque().retainAll(LongDeque.of(2, 5, 7).asDeque()));
    assertEquals(LongDeque.of(2, 5), deque);
  }

  @Test
  void iteratesWithoutBoxesAndFailsFast() {
    LongDeque deque = LongDeque.of(1, 2, 3, 4);
    PrimitiveIterator.OfLong walk = deque.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    while (walk.hasNext()) {
      if (walk.nextLong() % 2 == 0) {
        walk.remove();
        assertThrows(IllegalStateException.class, walk::remove);
      }
    }
    assertThrows(NoSuchElementException.class, walk::nextLong);
    assertEquals(LongDeque.of(1, 3), deque);
    PrimitiveIterator.OfLong replaced = deque.iterator();
    deque.set(0, 8);
    assertEquals(8, replaced.nextLong());
  }

  @Test
  void aRemovalThatIsMadeGoodBySizeIsStillSeen() {
    List<Consumer<LongDeque>> removals =
        List.of(
            LongDeque::removeFirst,
            LongDeque::removeLast,
            deque -> deque.pollFirst(0),
            deque -> deque.pollLast(0),
            deque -> deque.removeAt(1),
            deque -> deque.pollFirst(new long[1], 0, 1),
            deque -> deque.removeIf(value -> value == 2),
            deque -> deque.asDeque().remove());
    for (Consumer<LongDeque> removal : removals) {
      LongDeque deque = LongDeque.of(1, 2, 3);
      PrimitiveIterator.OfLong walk = deque.iterator();
      Iterator<Long> back = deque.asDeque().descendingIterator();
      removal.accept(deque);
      deque.addLast(4);
      assertEquals(3, deque.size());
      assertThrows(ConcurrentModificationException.class, walk::nextLong);
      assertThrows(ConcurrentModificationException.class, back::next);
    }
  }

  @Test
  void theViewWalksBackAndRemovesThere() {
    LongDeque deque = LongDeque.of(1, 2, 3, 2);
    Deque<Long> view = deque.asDeque();
    Iterator<Long> back = view.descendingIterator();
    assertThrows(IllegalStateException.class, back::remove);
    while (back.hasNext()) {
      if (back.next() == 3) {
        back.remove();
        assertThrows(IllegalStateException.class, back::remove);
      }
    }
    assertThrows(NoSuchElementException.class, back::next);
    assertEquals(LongDeque.of(1, 2, 2), deque);
    assertTrue(view.removeLastOccurrence(2L));
    assertFalse(view.removeLastOccurrence(9L));
    Deque<?> any = view;
    assertFalse(any.removeFirstOccurrence("2"));
    assertEquals(LongDeque.of(1, 2), deque);
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void theViewTakesAllOrNothing() {
    LongDeque deque = LongDeque.of(1, 2);
    Deque<Long> view = deque.asDeque();
    List<Long> holed = new ArrayList<>(List.of(3L, 4L));
    holed.add(null);
    unchanged(deque, NullPointerException.class, () -> view.addAll(holed));
    Deque<Long> same = deque.asDeque();
    assertTrue(view.addAll(same));
    assertEquals(LongDeque.of(1, 2, 1, 2), deque);
    unchanged(deque, NullPointerException.class, () -> view.addFirst(null));
    unchanged(deque, NullPointerException.class, () -> view.offerLast(null));
  }

  @Test
  void readsLikeAnArrayDeque() {
    LongDeque deque = LongDeque.of(2, 3);
    deque.addFirst(1);
    assertEquals("[1, 2, 3]", deque.toString());
    assertEquals(List.of(1L, 2L, 3L).hashCode(), deque.hashCode());
    assertEquals("[]", new LongDeque().toString());
  }

  private static <T extends Throwable> T unchanged(
      LongDeque deque, Class<T> expected, Executable call) {
    LongDeque before = deque.copy();
    T thrown = assertThrows(expected, call);
    assertEquals(before, deque);
    return thrown;
  }
}
