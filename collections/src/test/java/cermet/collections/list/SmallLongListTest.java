// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

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
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SmallLongListTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    var parents = new SmallLongList(); // one object, whatever comes until the fifth
    parents.add(17);
    parents.add(4);
    assertTrue(parents.contains(4));
    assertEquals(List.of(17L, 4L), parents.asList());
    // @end
  }

  @Test
  void spillsAtTheFifthElementAndComesBack() {
    var list = new SmallLongList();
    for (int size = 1; size <= 40; size++) {
      list.add(size * 7L);
      assertEquals(size, list.size());
      assertEquals(size <= 4, list.capacity() == 4);
      assertTrue(list.capacity() >= size && list.capacity() <= 2 * Math.max(size, 4));
      for (int i = 0; i < size; i++) {
        assertEquals((i + 1) * 7L, list.get(i));
      }
    }
    for (int size = 39; size >= 0; size--) {
      assertEquals((size + 1) * 7L, list.removeLast());
      assertEquals(size, list.size());
      for (int i = 0; i < size; i++) {
        assertEquals((i + 1) * 7L, list.get(i));
      }
    }
    list.trim();
    assertEquals(4, list.capacity());
    list.add(3);
    assertEquals(SmallLongList.of(3), list);
  }

  @Test
  void everyOperationAtEveryPlaceOfEverySize() {
    for (int size = 0; size <= 10; size++) {
      for (int at = 0; at <= size; at++) {
        int index = at;
        check(size, list -> list.add(index, 99), model -> model.add(index, 99L));
        check(
            size,
            list -> list.asList().addAll(index, List.of(77L, 88L, 99L)),
            model -> model.addAll(index, List.of(77L, 88L, 99L)));
        for (int end = at; end <= size; end++) {
          int to = end;
          check(
              size, list -> list.removeRange(index, to), model -> model.subList(index, to).clear());
        }
        if (at < size) {
          check(size, list -> list.removeAt(index), model -> model.remove(/* index */ index));
          check(size, list -> list.set(index, 99), model -> model.set(index, 99L));
          check(
              size,
              list -> list.swapRemove(index),
              model -> {
                model.set(index, model.getLast());
                model.removeLast();
              });
        }
      }
      check(size, SmallLongList::clear, List::clear);
      check(size, list -> list.addAll(new long[] {5, 6, 7}), l -> l.addAll(List.of(5L, 6L, 7L)));
      check(size, SmallLongList::trim, model -> {});
    }
  }

  private static void check(int size, Consumer<SmallLongList> call, Consumer<List<Long>> expected) {
    var list = new SmallLongList();
    List<Long> model = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      list.add(i);
      model.add(i);
    }
    call.accept(list);
    expected.accept(model);
    assertEquals(model, list.asList());
    assertEquals(model.size(), list.size());
    assertEquals(model.hashCode(), list.hashCode());
    assertEquals(model.toString(), list.toString());
    for (long value : new long[] {0, 1, 2, 3, 4, 5, 9, 99}) {
      assertEquals(model.indexOf(value), list.indexOf(value));
      assertEquals(model.lastIndexOf(value), list.lastIndexOf(value));
      assertEquals(model.contains(value), list.contains(value));
    }
    assertEquals(list, list.copy());
    assertEquals(list, SmallLongList.of(list.toArray()));
  }

  @Test
  void neverFindsWhatIsBehindItsSize() {
    for (int size = 1; size <= 9; size++) {
      var list = new SmallLongList();
      assertEquals(-1, list.indexOf(0), "a field that was never set");
      for (int i = 1; i <= size; i++) {
        list.add(i);
      }
      long last = list.removeLast();
      assertEquals(-1, list.indexOf(last));
      assertEquals(-1, list.lastIndexOf(last));
      assertFalse(list.contains(last));
      assertFalse(list.asList().contains(last));
      for (int index : new int[] {size - 1, size, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        unchanged(list, IndexOutOfBoundsException.class, () -> list.get(index));
        unchanged(list, IndexOutOfBoundsException.class, () -> list.set(index, 5));
        unchanged(list, IndexOutOfBoundsException.class, () -> list.removeAt(index));
        unchanged(list, IndexOutOfBoundsException.class, () -> list.swapRemove(index));
      }
      int end = size;
      unchanged(list, IndexOutOfBoundsException.class, () -> list.add(end, 5));
      unchanged(list, IndexOutOfBoundsException.class, () -> list.add(-1, 5));
    }
    var empty = new SmallLongList();
    assertEquals(
        "size: 0", unchanged(empty, NoSuchElementException.class, empty::removeLast).getMessage());
  }

  @Test
  void takesEveryValue() {
    long[] values = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 42};
    var list = SmallLongList.of(values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i, list.indexOf(values[i]));
      assertEquals(i, list.asList().indexOf(values[i]));
      assertEquals(values[i], list.get(i));
    }
    assertArrayEquals(values, list.toArray());
  }

  @Test
  void doesNotKeepTheArrayItWasMadeOf() {
    long[] values = {1, 2, 3, 4, 5};
    var list = SmallLongList.of(values);
    values[0] = 9;
    values[4] = 9;
    list.toArray()[4] = 9;
    var copy = list.copy();
    copy.set(4, 9);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), list.asList());
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
      var list = new SmallLongList();
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
        list.add(0, 5);
      } catch (OutOfMemoryError expected) {
        added += 0;
      }
      check(list, added);
      System.out.println("kept");
    }

    private static void check(SmallLongList list, int added) {
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
    for (int size = 0; size < 10; size++) {
      for (int chosen = 0; chosen < 1 << size; chosen++) {
        int mask = chosen;
        check(
            size,
            list -> assertEquals(mask != 0, list.removeIf(value -> (mask >> value & 1) != 0)),
            model -> model.removeIf(value -> (mask >> value & 1) != 0));
      }
    }
  }

  @Test
  void removesNothingWhenThePredicateThrows() {
    for (int bomb = 0; bomb < 6; bomb++) {
      var list = SmallLongList.of(0, 1, 2, 3, 4, 5);
      long last = bomb;
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
    var list = SmallLongList.of(1, 2, 3);
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(list::add));
    assertEquals(SmallLongList.of(1, 2, 3, 1), list);
    assertThrows(
        ConcurrentModificationException.class,
        () -> list.removeIf(value -> list.removeLast() == 1));
    assertEquals(SmallLongList.of(1, 2, 3), list);
    assertThrows(ConcurrentModificationException.class, () -> list.forEach(value -> list.clear()));
  }

  @Test
  void everyChangeIsSeenByViews() {
    List<Consumer<SmallLongList>> removals =
        List.of(
            SmallLongList::removeLast,
            list -> list.swapRemove(0),
            list -> list.removeAt(0),
            list -> list.removeIf(value -> value == 2),
            list -> list.asList().remove(/* index */ 0));
    for (Consumer<SmallLongList> removal : removals) {
      var list = SmallLongList.of(1, 2, 3);
      Iterator<Long> boxes = list.asList().iterator();
      List<Long> part = list.asList().subList(0, 1);
      removal.accept(list);
      list.add(4); // as many as before
      assertEquals(3, list.size());
      assertThrows(ConcurrentModificationException.class, boxes::next);
      assertThrows(ConcurrentModificationException.class, part::size);
    }
  }

  @Test
  void refusesNull() {
    var list = SmallLongList.of(1);
    var view = list.asList();
    List<Executable> calls =
        List.of(
            () -> list.addAll(nothing()),
            () -> SmallLongList.of((long[]) nothing()),
            () -> list.forEach(nothing()),
            () -> list.removeIf(nothing()),
            () -> view.add(nothing()),
            () -> view.set(0, nothing()));
    for (Executable call : calls) {
      unchanged(list, NullPointerException.class, call);
    }
  }

  @Test
  void equalsOnlyItsLike() {
    var list = SmallLongList.of(1, 2, 3, 4, 5);
    assertEquals(list, SmallLongList.of(1, 2, 3, 4, 5));
    for (int i = 0; i < 5; i++) {
      var other = list.copy();
      other.set(i, 9);
      assertNotEquals(list, other);
      other.removeAt(i);
      assertNotEquals(list, other);
    }
    assertNotEquals(list, (Object) list.asList());
    assertEquals(list.asList(), List.of(1L, 2L, 3L, 4L, 5L));
    assertEquals(1, new SmallLongList().hashCode());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // null is what is tested
  private static <T> T nothing() {
    return null;
  }

  private static <T extends Throwable> T unchanged(
      SmallLongList list, Class<T> expected, Executable action) {
    long[] before = list.toArray();
    T thrown = assertThrows(expected, action);
    assertArrayEquals(before, list.toArray());
    return thrown;
  }
}
