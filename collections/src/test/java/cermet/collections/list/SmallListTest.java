// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import static cermet.collections.Reachable.assertHeld;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SmallListTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    SmallList<Runnable> listeners = new SmallList<>(); // one object, whatever comes until the fifth
    var heard = new StringBuilder();
    listeners.add(() -> heard.append("first "));
    listeners.add(() -> heard.append("second"));
    listeners.forEach(Runnable::run);
    assertEquals("first second", heard.toString());
    // @end
  }

  @Test
  void spillsAtTheFifthElementAndComesBack() {
    var list = new SmallList<String>();
    for (int size = 1; size <= 40; size++) {
      list.add("v" + size);
      assertEquals(size, list.size());
      assertEquals(size <= 4, list.capacity() == 4);
      assertTrue(list.capacity() >= size && list.capacity() <= 2 * Math.max(size, 4));
      for (int i = 0; i < size; i++) {
        assertEquals("v" + (i + 1), list.get(i));
      }
    }
    for (int size = 39; size >= 0; size--) {
      assertEquals("v" + (size + 1), list.removeLast());
      assertEquals(size, list.size());
      for (int i = 0; i < size; i++) {
        assertEquals("v" + (i + 1), list.get(i));
      }
    }
    list.trim();
    assertEquals(4, list.capacity());
    list.add("again");
    assertEquals(SmallList.of("again"), list);
  }

  @Test
  void everyOperationAtEveryPlaceOfEverySize() {
    for (int size = 0; size <= 10; size++) {
      for (int at = 0; at <= size; at++) {
        int index = at;
        check(size, list -> list.add(index, "x"), model -> model.add(index, "x"));
        check(
            size,
            list -> list.asList().addAll(index, List.of("x", "y", "z")),
            model -> model.addAll(index, List.of("x", "y", "z")));
        for (int end = at; end <= size; end++) {
          int to = end;
          check(
              size, list -> list.removeRange(index, to), model -> model.subList(index, to).clear());
          check(
              size,
              list -> list.asList().subList(index, to).removeIf(value -> !value.equals("3")),
              model -> model.subList(index, to).removeIf(value -> !value.equals("3")));
        }
        if (at < size) {
          check(size, list -> list.removeAt(index), model -> model.remove(index));
          check(size, list -> list.set(index, "x"), model -> model.set(index, "x"));
          check(
              size,
              list -> list.swapRemove(index),
              model -> {
                model.set(index, model.getLast());
                model.removeLast();
              });
        }
      }
      check(size, SmallList::clear, List::clear);
      check(size, SmallList::trim, model -> {});
    }
  }

  private static void check(
      int size, Consumer<SmallList<String>> call, Consumer<List<String>> expected) {
    var list = new SmallList<String>();
    List<String> model = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(String.valueOf(i));
      model.add(String.valueOf(i));
    }
    call.accept(list);
    expected.accept(model);
    assertEquals(model, list.asList());
    assertEquals(model.size(), list.size());
    assertEquals(model.hashCode(), list.hashCode());
    assertEquals(model.toString(), list.toString());
    assertArrayEquals(model.toArray(), list.toArray());
    for (String value : List.of("0", "1", "3", "4", "5", "9", "x")) {
      assertEquals(model.indexOf(value), list.indexOf(value));
      assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
      assertEquals(model.contains(value), list.contains(value));
    }
    assertEquals(list, list.copy());
  }

  @Test
  void neverReadsBehindItsSize() {
    for (int size = 1; size <= 9; size++) {
      var list = new SmallList<String>();
      for (int i = 1; i <= size; i++) {
        list.add("v" + i);
      }
      String last = list.removeLast();
      assertEquals(-1, list.indexOf(last));
      assertEquals(-1, list.lastIndexOf(last));
      assertFalse(list.contains(last));
      for (int index : new int[] {size - 1, size, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        unchanged(list, IndexOutOfBoundsException.class, () -> list.get(index));
        unchanged(list, IndexOutOfBoundsException.class, () -> list.set(index, "x"));
        unchanged(list, IndexOutOfBoundsException.class, () -> list.removeAt(index));
        unchanged(list, IndexOutOfBoundsException.class, () -> list.swapRemove(index));
      }
      int end = size;
      unchanged(list, IndexOutOfBoundsException.class, () -> list.add(end, "x"));
      unchanged(list, IndexOutOfBoundsException.class, () -> list.add(-1, "x"));
    }
    var empty = new SmallList<String>();
    assertEquals(
        "size: 0", unchanged(empty, NoSuchElementException.class, empty::removeLast).getMessage());
  }

  @Test
  void keepsNoRemovedObjectAlive() throws InterruptedException {
    List<Consumer<SmallList<Object>>> removals =
        List.of(
            SmallList::clear,
            list -> list.removeRange(0, list.size()),
            list -> list.removeIf(value -> true),
            list -> list.asList().clear(),
            list -> {
              while (!list.isEmpty()) {
                list.removeLast();
              }
            },
            list -> {
              while (!list.isEmpty()) {
                list.removeAt(0);
              }
            },
            list -> {
              while (!list.isEmpty()) {
                list.swapRemove(0);
              }
            });
    for (Consumer<SmallList<Object>> removal : removals) {
      var list = new SmallList<Object>();
      List<WeakReference<Object>> seen = fill(list);
      removal.accept(list);
      assertTrue(list.isEmpty());
      assertHeld(0, seen);
      assertTrue(list.isEmpty(), "the list is alive");
    }
  }

  private static List<WeakReference<Object>> fill(SmallList<Object> list) {
    List<WeakReference<Object>> seen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      var object = new Object();
      list.add(object);
      seen.add(new WeakReference<>(object));
    }
    return seen;
  }

  @Test
  void doesNotKeepTheArrayItWasMadeOf() {
    String[] values = {"1", "2", "3", "4", "5"};
    var list = SmallList.of(values);
    values[0] = "9";
    values[4] = "9";
    list.toArray()[4] = "9";
    var copy = list.copy();
    copy.set(4, "9");
    assertEquals(List.of("1", "2", "3", "4", "5"), list.asList());
  }

  @Test
  void comparesByEqualsAndKeepsTheObjectItGot() {
    String one = "on".concat("e"); // another object than the literal
    var list = SmallList.of(one, "two");
    assertEquals(0, list.indexOf("one"));
    assertEquals(list, SmallList.of("one", "two"));
    assertSame(one, list.get(0));
    assertEquals(-1, list.indexOf(1), "another class");
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
      var list = new SmallList<String>();
      int added = 0;
      try {
        while (true) {
          list.add(added % 2 == 0 ? "even" : "odd");
          added++;
        }
      } catch (OutOfMemoryError expected) {
        // The array for the next step does not fit beside this one.
      }
      check(list, added);
      try {
        list.add(0, "more");
      } catch (OutOfMemoryError expected) {
        added += 0;
      }
      check(list, added);
      System.out.println("kept");
    }

    private static void check(SmallList<String> list, int added) {
      if (list.size() != added || added < 1000) {
        throw new AssertionError("size: " + list.size() + ", added: " + added);
      }
      for (int i = 0; i < added; i++) {
        if (!list.get(i).equals(i % 2 == 0 ? "even" : "odd")) {
          throw new AssertionError("index: " + i + ", value: " + list.get(i));
        }
      }
    }
  }

  @Test
  void removeIfKeepsTheRestInOrder() {
    for (int size = 0; size < 10; size++) {
      for (int chosen = 0; chosen < 1 << size; chosen++) {
        int mask = chosen;
        Predicate<String> filter = value -> (mask >> Integer.parseInt(value) & 1) != 0;
        check(
            size,
            list -> assertEquals(mask != 0, list.removeIf(filter)),
            model -> model.removeIf(filter));
      }
    }
  }

  @Test
  void removesNothingWhenThePredicateThrows() {
    for (int bomb = 0; bomb < 6; bomb++) {
      var list = SmallList.of("0", "1", "2", "3", "4", "5");
      String last = String.valueOf(bomb);
      Predicate<String> filter =
          value -> {
            if (value.equals(last)) {
              throw new ArithmeticException("boom");
            }
            return true;
          };
      unchanged(list, ArithmeticException.class, () -> list.removeIf(filter));
      unchanged(list, ArithmeticException.class, () -> list.asList().removeIf(filter));
    }
  }

  @Test
  void tellsWhenACallbackChangesTheList() {
    var list = SmallList.of("1", "2", "3");
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(list::add));
    assertEquals(SmallList.of("1", "2", "3", "1"), list);
    assertThrows(
        ConcurrentModificationException.class,
        () -> list.removeIf(value -> list.removeLast().equals("1")));
    assertEquals(SmallList.of("1", "2", "3"), list);
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(value -> list.clear()));
  }

  @Test
  void everyChangeIsSeenByViews() {
    List<Consumer<SmallList<String>>> removals =
        List.of(
            SmallList::removeLast,
            list -> list.swapRemove(0),
            list -> list.removeAt(0),
            list -> list.removeIf(value -> value.equals("2")),
            list -> list.asList().remove(0));
    for (Consumer<SmallList<String>> removal : removals) {
      var list = SmallList.of("1", "2", "3");
      Iterator<String> walk = list.asList().iterator();
      List<String> part = list.asList().subList(0, 1);
      removal.accept(list);
      list.add("4"); // as many as before
      assertEquals(3, list.size());
      assertThrows(ConcurrentModificationException.class, walk::next);
      assertThrows(ConcurrentModificationException.class, part::size);
    }
  }

  @Test
  void viewsAndSublistsFailFast() {
    var list = SmallList.of("1", "2", "3", "4", "5");
    List<String> view = list.asList();
    List<String> middle = view.subList(1, 4);
    List<String> inner = middle.subList(1, 2);
    inner.add("7");
    assertEquals(List.of("2", "3", "7", "4"), middle);
    view.subList(0, 1).addAll(view.subList(4, 6));
    assertThrows(ConcurrentModificationException.class, inner::size);
    assertEquals(SmallList.of("1", "4", "5", "2", "3", "7", "4", "5"), list);
  }

  @Test
  void refusesNull() {
    var list = SmallList.of("1");
    var view = list.asList();
    List<Executable> calls =
        List.of(
            () -> list.add(nothing()),
            () -> list.add(0, nothing()),
            () -> list.set(0, nothing()),
            () -> SmallList.of("1", nothing()),
            () -> SmallList.of((String[]) nothing()),
            () -> list.forEach(nothing()),
            () -> list.removeIf(nothing()),
            () -> view.add(nothing()),
            () -> view.add(0, nothing()),
            () -> view.set(0, nothing()),
            () -> view.addAll(Arrays.asList("2", nothing())),
            () -> view.addAll(0, Arrays.asList("2", nothing())));
    for (Executable call : calls) {
      unchanged(list, NullPointerException.class, call);
    }
    assertEquals(-1, list.indexOf(null));
    assertEquals(-1, list.lastIndexOf(null));
    assertFalse(list.contains(null));
    assertFalse(view.contains(null));
  }

  @Test
  void printsAsListsDo() {
    assertEquals("[]", new SmallList<>().toString());
    assertEquals("[a, b, c, d, e]", SmallList.of("a", "b", "c", "d", "e").toString());
    var own = new SmallList<Object>();
    own.add(1);
    own.add(own);
    assertEquals("[1, (this Collection)]", own.toString());
  }

  @Test
  void equalsOnlyItsLike() {
    var list = SmallList.of("1", "2", "3", "4", "5");
    assertEquals(list, SmallList.of("1", "2", "3", "4", "5"));
    for (int i = 0; i < 5; i++) {
      var other = list.copy();
      other.set(i, "9");
      assertNotEquals(list, other);
      other.removeAt(i);
      assertNotEquals(list, other);
    }
    assertNotEquals(list, (Object) list.asList());
    assertEquals(1, new SmallList<String>().hashCode());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // null is what is tested
  private static <T> T nothing() {
    return null;
  }

  private static <T extends Throwable> T unchanged(
      SmallList<String> list, Class<T> expected, Executable action) {
    Object[] before = list.toArray();
    T thrown = assertThrows(expected, action);
    assertArrayEquals(before, list.toArray());
    return thrown;
  }
}
