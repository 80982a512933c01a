// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.queue;

import static cermet.collections.Reachable.assertHeld;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ObjectDequeTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    var lastLines = new ObjectDeque<String>();
    for (String line : List.of("one", "two", "three", "four", "five")) {
      lastLines.addLast(line);
      if (lastLines.size() > 3) {
        lastLines.removeFirst();
      }
    }
    assertEquals("[three, four, five]", lastLines.toString());
    assertEquals("four", lastLines.get(1));
    // @end
  }

  @Test
  void ownsNoArrayWhileEmpty() {
    assertEquals(0, new ObjectDeque<>().capacity());
    assertEquals(0, new ObjectDeque<>(0).capacity());
    assertEquals(0, ObjectDeque.of().capacity());
    assertEquals(8, new ObjectDeque<>(7).capacity());
    assertEquals(8, new ObjectDeque<>(8).capacity());
    assertEquals(16, new ObjectDeque<>(9).capacity());
  }

  @Test
  void keepsOrderThroughGrowthAtEveryPlaceOfTheHead() {
    for (int start = 0; start < 20; start++) {
      ObjectDeque<Integer> deque = new ObjectDeque<>();
      Deque<Integer> model = new ArrayDeque<>();
      for (int i = 0; i < start; i++) {
        deque.addLast(-1);
        deque.removeFirst();
      }
      for (int i = 0; i < 50; i++) {
        deque.addLast(i);
        model.addLast(i);
        deque.addFirst(-i);
        model.addFirst(-i);
      }
      assertEquals(new ArrayList<>(model), new ArrayList<>(deque.asDeque()));
      while (!model.isEmpty()) {
        assertEquals(model.removeLast(), deque.removeLast());
        assertEquals(model.removeFirst(), deque.removeFirst());
      }
      assertTrue(deque.isEmpty());
    }
  }

  @Test
  void anEmptyDequeSaysSo() {
    for (ObjectDeque<String> deque : List.of(letters(""), new ObjectDeque<String>(9))) {
      for (Executable call :
          List.<Executable>of(
              deque::removeFirst, deque::removeLast, deque::getFirst, deque::getLast)) {
        var e = unchanged(deque, NoSuchElementException.class, call);
        assertEquals("size: 0", e.getMessage());
      }
      assertNull(deque.pollFirst());
      assertNull(deque.pollLast());
      assertNull(deque.peekFirst());
      assertNull(deque.peekLast());
      assertEquals(0, deque.pollFirst(new String[3], 1, 2));
      assertFalse(deque.iterator().hasNext());
      assertFalse(deque.removeIf(value -> true));
      assertEquals(0, deque.toArray().length);
      assertEquals(0, deque.stream().count());
      assertEquals(deque, deque.copy());
      deque.forEach(value -> {
        throw new AssertionError(value);
      });
    }
  }

  @Test
  void neverReadsBeyondItsSize() {
    ObjectDeque<String> deque = letters("abc");
    deque.removeFirst();
    for (int index : new int[] {2, 3, 8, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.get(index));
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.set(index, "x"));
      unchanged(deque, IndexOutOfBoundsException.class, () -> deque.removeAt(index));
    }
    assertEquals(-1, deque.indexOf("a"));
    assertEquals(-1, deque.lastIndexOf("a"));
    assertFalse(deque.contains("a"));
    Object[] one = new Object[1];
    String[] three = {"x", "y", "z"};
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.copyInto(1, three, 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.copyInto(0, one, 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.pollFirst(one, 0, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.pollFirst(one, -1, 1));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.addAllLast(three, 2, 2));
    unchanged(deque, IndexOutOfBoundsException.class, () -> deque.addAllLast(three, 0, -1));
    unchanged(deque, ArrayStoreException.class, () -> deque.pollFirst(new Integer[3], 0, 2));
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void refusesNullAndTakesAllOrNothing() {
    ObjectDeque<String> deque = letters("ab");
    Deque<String> view = deque.asDeque();
    String[] holed = {"c", "d", null};
    List<String> list = new ArrayList<>(List.of("c", "d"));
    list.add(null);
    List<Executable> calls =
        List.of(
            () -> deque.addFirst(null),
            () -> deque.addLast(null),
            () -> deque.set(0, null),
            () -> deque.addAllLast(holed, 0, 3),
            () -> deque.removeIf(null),
            () -> deque.forEach(null),
            () -> view.addFirst(null),
            () -> view.offerLast(null),
            () -> view.addAll(list),
            () -> view.addAll(null));
    for (Executable call : calls) {
      unchanged(deque, NullPointerException.class, call);
    }
    assertThrows(NullPointerException.class, () -> ObjectDeque.of("a", null));
    assertFalse(deque.contains(null));
    assertEquals(-1, deque.indexOf(null));
    assertFalse(view.remove(null));
    deque.addAllLast(holed, 0, 2);
    assertEquals(letters("abcd"), deque);
    Deque<String> same = deque.asDeque();
    assertTrue(view.addAll(same));
    assertEquals(letters("abcdabcd"), deque);
    assertFalse(view.addAll(List.of()));
  }

  @Test
  void removesFromEitherHalfAcrossTheWrap() {
    for (int start = 0; start < 8; start++) {
      for (int index = 0; index < 7; index++) {
        ObjectDeque<String> deque = new ObjectDeque<>(8);
        for (int i = 0; i < start; i++) {
          deque.addLast("");
          deque.removeFirst();
        }
        String[] elements = {"a", "b", "c", "d", "e", "f", "g"};
        deque.addAllLast(elements, 0, 7);
        List<String> model = new ArrayList<>(List.of(elements));
        assertEquals(model.remove(index), deque.removeAt(index));
        assertEquals(model, new ArrayList<>(deque.asDeque()));
      }
    }
  }

  @Test
  void forgetsWhatItNoLongerHolds() throws InterruptedException {
    ObjectDeque<Object> deque = new ObjectDeque<>(64);
    List<WeakReference<Object>> gone = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Object element = new Object();
      gone.add(new WeakReference<>(element));
      if (i % 2 == 0) {
        deque.addFirst(element);
      } else {
        deque.addLast(element);
      }
    }
    deque.removeFirst();
    deque.removeLast();
    deque.pollFirst();
    deque.pollLast();
    deque.removeAt(3);
    deque.removeAt(50);
    deque.pollFirst(new Object[30], 0, 30);
    deque.asDeque().remove();
    deque.set(0, new Object());
    int[] calls = {0};
    deque.removeIf(element -> calls[0]++ % 2 == 1);
    Iterator<Object> back = deque.asDeque().descendingIterator();
    back.next();
    back.remove();
    assertEquals(11, deque.size());
    assertHeld(10, gone);
    assertEquals(11, deque.size());
    deque.clear();
    assertHeld(0, gone);
    assertEquals(64, deque.capacity());
  }

  @Test
  void keepsCapacityOnClearAndGivesItBackOnTrim() {
    ObjectDeque<String> deque = new ObjectDeque<>(100);
    assertEquals(128, deque.capacity());
    deque.addFirst("a");
    deque.clear();
    assertEquals(128, deque.capacity());
    deque.addFirst("a");
    deque.trim();
    assertEquals(8, deque.capacity());
    assertEquals(letters("a"), deque);
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
    ObjectDeque<Integer> deque = ObjectDeque.of(0);
    deque.reserve(1000);
    for (int i = 1; i < 1024; i++) {
      deque.addFirst(i);
    }
    assertEquals(1024, deque.capacity());
  }

  @Test
  void aCopyIsItsOwn() {
    ObjectDeque<String> deque = letters("ab");
    ObjectDeque<String> copy = deque.copy();
    deque.set(0, "x");
    deque.addLast("c");
    assertEquals(letters("ab"), copy);
    Object[] array = copy.toArray();
    array[0] = "y";
    assertEquals("a", copy.getFirst());
    assertNotEquals(deque, copy);
    assertNotEquals(letters("ac"), copy);
    assertNotEquals(copy, new Object());
    assertArrayEquals(new Object[] {"a", "b"}, copy.toArray());
    assertEquals(List.of("a", "b"), copy.stream().toList());
  }

  @Test
  void refusesBadSizes() {
    ObjectDeque<String> deque = letters("ab");
    var bad = assertThrows(IllegalArgumentException.class, () -> new ObjectDeque<>(-1));
    assertEquals("capacity: -1", bad.getMessage());
    unchanged(deque, IllegalArgumentException.class, () -> deque.reserve(-5));
    var error = unchanged(deque, OutOfMemoryError.class, () -> deque.reserve((1 << 30) + 1));
    assertEquals("size: 1073741825, limit: 1073741824", error.getMessage());
    assertThrows(OutOfMemoryError.class, () -> new ObjectDeque<>(Integer.MAX_VALUE));
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
      Object[] two = {"even", "odd"};
      ObjectDeque<Object> deque = new ObjectDeque<>();
      int added = 0;
      for (int failures = 0; failures < 3; ) {
        try {
          deque.addFirst(two[added & 1]);
          added++;
        } catch (OutOfMemoryError expected) {
          failures++;
        }
      }
      if (deque.size() != added || added < 1000) {
        throw new AssertionError("size: " + deque.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        if (!deque.get(i).equals(two[(added - 1 - i) & 1])) {
          throw new AssertionError("index: " + i + ", value: " + deque.get(i));
        }
      }
      System.out.println("kept");
    }
  }

  @Test
  void removesNothingWhenThePredicateThrows() {
    for (String bomb : List.of("a", "b", "c", "d", "e")) {
      ObjectDeque<String> deque = letters("abcde");
      unchanged(
          deque,
          ArithmeticException.class,
          () ->
              deque.removeIf(value -> {
                if (value.equals(bomb)) {
                  throw new ArithmeticException("boom");
                }
                return true;
              }));
    }
  }

  @Test
  void tellsWhenACallbackChangesTheDeque() {
    ObjectDeque<String> deque = letters("abc");
    assertThrows(ConcurrentModificationException.class, () -> deque.forEach(deque::addFirst));
    assertEquals(letters("aabc"), deque);
    assertThrows(
        ConcurrentModificationException.class,
        () -> deque.removeIf(value -> deque.removeLast().equals("c")));
    assertEquals(letters("aab"), deque);
    deque.forEach(value -> deque.set(2, "z")); // replacing is no change
    assertEquals(letters("aaz"), deque);
    var seen = new StringBuilder();
    deque.forEach(value -> { // nor is making room
      deque.reserve(deque.capacity() + 1);
      deque.set(2, "y");
      seen.append(value);
    });
    assertEquals("aay", seen.toString());
  }

  @Test
  void iteratesAndFailsFast() {
    ObjectDeque<String> deque = letters("abcd");
    Iterator<String> walk = deque.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    while (walk.hasNext()) {
      String element = walk.next();
      if (element.equals("b") || element.equals("d")) {
        walk.remove();
        assertThrows(IllegalStateException.class, walk::remove);
      }
    }
    assertThrows(NoSuchElementException.class, walk::next);
    assertEquals(letters("ac"), deque);
    Iterator<String> replaced = deque.iterator();
    deque.set(0, "x");
    assertEquals("x", replaced.next());
    var seen = new StringBuilder();
    for (String element : deque) {
      seen.append(element);
    }
    assertEquals("xc", seen.toString());
  }

  @Test
  void aRemovalThatIsMadeGoodBySizeIsStillSeen() {
    List<Consumer<ObjectDeque<String>>> removals =
        List.of(
            ObjectDeque::removeFirst,
            ObjectDeque::removeLast,
            ObjectDeque::pollFirst,
            ObjectDeque::pollLast,
            deque -> deque.removeAt(1),
            deque -> deque.pollFirst(new String[1], 0, 1),
            deque -> deque.removeIf(value -> value.equals("b")),
            deque -> deque.asDeque().remove());
    for (Consumer<ObjectDeque<String>> removal : removals) {
      ObjectDeque<String> deque = letters("abc");
      Iterator<String> walk = deque.iterator();
      Iterator<String> back = deque.asDeque().descendingIterator();
      removal.accept(deque);
      deque.addLast("d");
      assertEquals(3, deque.size());
      assertThrows(ConcurrentModificationException.class, walk::next);
      assertThrows(ConcurrentModificationException.class, back::next);
    }
  }

  @Test
  void theViewWalksBackAndRemovesThere() {
    ObjectDeque<String> deque = letters("abcb");
    Deque<String> view = deque.asDeque();
    Iterator<String> back = view.descendingIterator();
    assertThrows(IllegalStateException.class, back::remove);
    while (back.hasNext()) {
      if (back.next().equals("c")) {
        back.remove();
        assertThrows(IllegalStateException.class, back::remove);
      }
    }
    assertThrows(NoSuchElementException.class, back::next);
    assertEquals(letters("abb"), deque);
    assertTrue(view.removeLastOccurrence("ab".substring(1)));
    assertFalse(view.removeLastOccurrence("x"));
    Deque<?> any = view;
    assertFalse(any.removeFirstOccurrence(2));
    assertEquals(letters("ab"), deque);
    Queue<String> queue = view;
    assertEquals("a", queue.poll());
    assertEquals("b", queue.peek());
  }

  @Test
  void readsLikeAnArrayDeque() {
    ObjectDeque<String> deque = letters("bc");
    deque.addFirst("a");
    assertEquals("[a, b, c]", deque.toString());
    assertEquals(List.of("a", "b", "c").hashCode(), deque.hashCode());
    assertEquals("[]", new ObjectDeque<>().toString());
    var own = new ObjectDeque<Object>();
    own.addLast(1);
    own.addLast(own);
    assertEquals("[1, (this Collection)]", own.toString());
  }

  /** A deque of one-letter strings. */
  private static ObjectDeque<String> letters(String letters) {
    var deque = new ObjectDeque<String>();
    for (int i = 0; i < letters.length(); i++) {
      deque.addLast(letters.substring(i, i + 1));
    }
    return deque;
  }

  private static <T extends Throwable> T unchanged(
      ObjectDeque<?> deque, Class<T> expected, Executable call) {
    ObjectDeque<?> before = deque.copy();
    T thrown = assertThrows(expected, call);
    assertEquals(before, deque);
    return thrown;
  }
}
