// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LongHeapTest {
  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    long[] latencies = {70, 12, 95, 33, 41, 88};
    LongHeap slowest = new LongHeap(3); // the least of the three largest lies first
    for (long latency : latencies) {
      if (slowest.size() < 3) {
        slowest.add(latency);
      } else if (latency > slowest.getFirst()) {
        slowest.replaceFirst(latency);
      }
    }
    assertEquals(70, slowest.removeFirst());
    assertEquals(88, slowest.removeFirst());
    assertEquals(95, slowest.removeFirst());
    // @end
  }

  @Test
  void ownsNoArrayWhileEmpty() {
    assertEquals(0, new LongHeap().capacity());
    assertEquals(0, new LongHeap(0).capacity());
    assertEquals(0, LongHeap.of().capacity());
    assertEquals(5, new LongHeap(1).capacity());
    assertEquals(5, new LongHeap(5).capacity());
    assertEquals(9, new LongHeap(6).capacity());
    assertEquals(1001, new LongHeap(1000).capacity());
  }

  @Test
  void ordersEverySizeWhateverCameFirst() {
    for (int size = 0; size < 70; size++) {
      LongHeap rising = new LongHeap();
      LongHeap falling = new LongHeap();
      long[] values = new long[size];
      for (int i = 0; i < size; i++) {
        rising.add(i);
        falling.add(size - 1 - i);
        values[i] = 37L * i % size;
      }
      LongHeap mixed = LongHeap.of(values);
      Arrays.sort(values);
      for (int i = 0; i < size; i++) {
        assertEquals(i, rising.removeFirst());
        assertEquals(i, falling.removeFirst());
        assertEquals(values[i], mixed.removeFirst());
      }
    }
  }

  @Test
  void takesEveryValueAndKeepsTheLargestApartFromNothing() {
    long last = Long.MAX_VALUE;
    LongHeap heap = LongHeap.of(last, 0, Long.MIN_VALUE, last, -1, last);
    assertEquals(Long.MIN_VALUE, heap.removeFirst());
    assertEquals(-1, heap.removeFirst());
    assertEquals(0, heap.removeFirst());
    assertEquals(3, heap.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(last, heap.removeFirst());
    }
    assertTrue(heap.isEmpty());
    heap.add(last);
    assertEquals(last, heap.pollFirst(1));
    assertEquals(1, heap.pollFirst(1));
  }

  @Test
  void anEmptyHeapSaysSo() {
    for (LongHeap heap : List.of(new LongHeap(), new LongHeap(9))) {
      for (Executable call :
          List.<Executable>of(heap::removeFirst, heap::getFirst, () -> heap.replaceFirst(5))) {
        assertEquals("size: 0", unchanged(heap, NoSuchElementException.class, call).getMessage());
      }
      assertEquals(7, heap.pollFirst(7));
      assertEquals(9, heap.peekFirst(9));
      assertFalse(heap.contains(Long.MAX_VALUE));
      assertFalse(heap.remove(Long.MAX_VALUE));
      assertFalse(heap.iterator().hasNext());
      assertEquals(0, heap.toArray().length);
      assertEquals(0, heap.copy().size());
    }
  }

  @Test
  void removesFromAnyPlace() {
    long[] values = {0, 50, 1, 2, 3, 51, 52, 53, 54, 4, 5, 6, 7}; // the last must rise past 50
    for (long removed : values) {
      LongHeap heap = LongHeap.of(values);
      assertTrue(heap.remove(removed));
      assertFalse(heap.remove(removed));
      long[] left = heap.toArray();
      for (int i = 1; i < left.length; i++) {
        assertTrue(left[(i - 1) >> 2] <= left[i], heap.toString());
      }
      long[] rest = Arrays.stream(values).filter(value -> value != removed).sorted().toArray();
      for (long value : rest) {
        assertEquals(value, heap.removeFirst());
      }
    }
  }

  @Test
  void replacesByWhatIsSmaller() {
    LongHeap heap = LongHeap.of(5, 6, 7);
    assertEquals(5, heap.replaceFirst(1));
    assertEquals(1, heap.replaceFirst(9));
    assertEquals(6, heap.getFirst());
    assertEquals(3, heap.size());
  }

  @Test
  void addsRanges() {
    LongHeap heap = new LongHeap();
    heap.addAll(new long[] {9, 4, 2, 8}, 1, 2);
    heap.addAll(new long[0], 0, 0);
    assertArrayEquals(new long[] {2, 4}, heap.toArray());
    unchanged(heap, IndexOutOfBoundsException.class, () -> heap.addAll(new long[3], 2, 2));
    unchanged(heap, IndexOutOfBoundsException.class, () -> heap.addAll(new long[3], -1, 2));
    unchanged(heap, IndexOutOfBoundsException.class, () -> heap.addAll(new long[3], 0, -1));
  }

  @Test
  void keepsCapacityOnClearAndGivesItBackOnTrim() {
    LongHeap heap = new LongHeap(100);
    heap.add(1);
    heap.clear();
    assertEquals(101, heap.capacity());
    heap.add(3);
    heap.trim();
    assertEquals(5, heap.capacity());
    assertEquals(3, heap.getFirst());
    heap.clear();
    heap.trim();
    assertEquals(0, heap.capacity());
    heap.reserve(6);
    assertEquals(9, heap.capacity());
    heap.reserve(3);
    assertEquals(9, heap.capacity());
  }

  @Test
  void aCopyIsItsOwn() {
    LongHeap heap = LongHeap.of(1, 2);
    LongHeap copy = heap.copy();
    heap.replaceFirst(9);
    assertEquals(1, copy.removeFirst());
    assertEquals(2, copy.removeFirst());
    assertEquals(2, heap.size());
    new LongHeap().copy().add(5);
  }

  @Test
  void refusesBadSizes() {
    LongHeap heap = LongHeap.of(1, 2);
    var bad = assertThrows(IllegalArgumentException.class, () -> new LongHeap(-1));
    assertEquals("capacity: -1", bad.getMessage());
    unchanged(heap, IllegalArgumentException.class, () -> heap.reserve(-5));
    var error = unchanged(heap, OutOfMemoryError.class, () -> heap.reserve(Integer.MAX_VALUE));
    assertEquals("size: 2147483647, limit: 2147483637", error.getMessage());
    assertThrows(OutOfMemoryError.class, () -> new LongHeap(Integer.MAX_VALUE));
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

  /** Grows until there is no memory, then looks whether every element is still there. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      LongHeap heap = new LongHeap();
      int added = 0;
      try {
        while (true) {
          heap.add(-added);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        // The array for the next step does not fit beside this one.
      }
      if (heap.size() != added || added < 1000) {
        throw new AssertionError("size: " + heap.size() + ", added: " + added);
      }
      for (int i = added - 1; i >= 0; i--) {
        if (heap.removeFirst() != -i) {
          throw new AssertionError("value: " + -i);
        }
      }
      System.out.println("kept");
    }
  }

  @Test
  void survivesACallbackThatThrows() {
    LongHeap heap = LongHeap.of(4, 1, 3, 2);
    LongHeap before = heap.copy();
    List<Long> seen = new ArrayList<>();
    assertThrows(
        ArithmeticException.class,
        () ->
            heap.forEach(value -> {
              if (seen.size() == 2) {
                throw new ArithmeticException("boom");
              }
              seen.add(value);
            }));
    assertEquals(2, seen.size());
    assertArrayEquals(before.toArray(), heap.toArray());
    heap.add(0);
    for (long expected = 0; expected <= 4; expected++) {
      assertEquals(expected, heap.removeFirst());
    }
  }

  @Test
  void removesWhatAPredicateAccepts() {
    for (int size = 0; size < 40; size++) {
      for (int modulus = 1; modulus < 5; modulus++) {
        LongHeap heap = new LongHeap();
        List<Long> model = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          heap.add(i * 7 % 11);
          model.add(Long.valueOf(i * 7 % 11));
        }
        int by = modulus;
        if (size > 5) {
          model.remove((Object) heap.removeFirst()); // its place is vacant then
        }
        boolean any = model.removeIf(value -> value % by == 0);
        assertEquals(any, heap.removeIf(value -> value % by == 0));
        model.sort(null);
        for (long value : model) {
          assertEquals(value, heap.removeFirst());
        }
        assertTrue(heap.isEmpty());
      }
    }
  }

  @Test
  void removesNothingWhenThePredicateThrowsOrChangesTheHeap() {
    LongHeap heap = LongHeap.of(4, 1, 3, 2);
    LongHeap before = heap.copy();
    assertThrows(
        ArithmeticException.class,
        () ->
            heap.removeIf(value -> {
              if (value == 2) {
                throw new ArithmeticException("boom");
              }
              return true;
            }));
    assertArrayEquals(before.toArray(), heap.toArray());
    assertThrows(
        ConcurrentModificationException.class,
        () ->
            heap.removeIf(value -> {
              heap.add(value);
              return true;
            }));
    assertEquals(5, heap.size());
    assertTrue(
        heap.removeIf(value -> {
          heap.reserve(heap.capacity() + 1);
          return value > 1;
        }));
    assertEquals(1, heap.removeFirst());
  }

  @Test
  void theViewRemovesAllOfMany() {
    LongHeap heap = new LongHeap();
    for (int i = 0; i < 1000; i++) {
      heap.add(i & 3);
    }
    assertTrue(heap.asQueue().removeAll(LongHeap.of(0, 1).asQueue()));
    assertEquals(500, heap.size());
    assertTrue(heap.asQueue().retainAll(LongHeap.of(3).asQueue()));
    assertEquals(250, heap.size());
    assertFalse(heap.asQueue().removeIf(value -> value == 2));
    assertTrue(heap.asQueue().removeAll(heap.asQueue()));
    assertTrue(heap.isEmpty());
  }

  @Test
  void tellsWhenACallbackChangesTheHeap() {
    LongHeap heap = LongHeap.of(1, 2, 3);
    assertThrows(ConcurrentModificationException.class, () -> heap.forEach(heap::add));
    assertEquals(4, heap.size());
    assertThrows(
        ConcurrentModificationException.class, () -> heap.forEach(value -> heap.removeFirst()));
    assertEquals(3, heap.size());
  }

  @Test
  void iteratesWithoutBoxesAndFailsFast() {
    LongHeap heap = LongHeap.of(4, 1, 3);
    PrimitiveIterator.OfLong walk = heap.iterator();
    long sum = 0;
    while (walk.hasNext()) {
      sum += walk.nextLong();
    }
    assertEquals(8, sum);
    assertThrows(NoSuchElementException.class, walk::nextLong);
    assertThrows(UnsupportedOperationException.class, walk::remove);
  }

  @Test
  void aRemovalThatIsMadeGoodBySizeIsStillSeen() {
    List<Consumer<LongHeap>> removals =
        List.of(
            LongHeap::removeFirst,
            heap -> heap.pollFirst(0),
            heap -> heap.remove(2),
            heap -> heap.asQueue().remove());
    for (Consumer<LongHeap> removal : removals) {
      LongHeap heap = LongHeap.of(1, 2, 3);
      PrimitiveIterator.OfLong walk = heap.iterator();
      Iterator<Long> steps = heap.asQueue().iterator();
      removal.accept(heap);
      heap.add(4);
      assertEquals(3, heap.size());
      assertThrows(ConcurrentModificationException.class, walk::nextLong);
      assertThrows(ConcurrentModificationException.class, steps::next);
    }
    LongHeap heap = LongHeap.of(1, 2, 3);
    PrimitiveIterator.OfLong walk = heap.iterator();
    heap.replaceFirst(7);
    assertThrows(ConcurrentModificationException.class, walk::nextLong);
  }

  @Test
  void theViewRemovesWhileItWalksAndPassesNothingTwice() {
    LongHeap heap = new LongHeap();
    for (int i = 0; i < 100; i++) {
      heap.add(i * 37 % 100);
    }
    Iterator<Long> steps = heap.asQueue().iterator();
    assertThrows(IllegalStateException.class, steps::remove);
    List<Long> seen = new ArrayList<>();
    while (steps.hasNext()) {
      long value = steps.next();
      seen.add(value);
      if (value % 3 == 0) {
        steps.remove();
        assertThrows(IllegalStateException.class, steps::remove);
      }
    }
    assertThrows(NoSuchElementException.class, steps::next);
    assertEquals(100, seen.stream().distinct().count());
    assertEquals(66, heap.size());
    for (int i = 0; i < 100; i++) {
      if (i % 3 != 0) {
        assertEquals(i, heap.removeFirst());
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void theViewTakesAllOrNothing() {
    LongHeap heap = LongHeap.of(1, 2);
    Queue<Long> view = heap.asQueue();
    List<Long> holed = new ArrayList<>(List.of(3L, 4L));
    holed.add(null);
    unchanged(heap, NullPointerException.class, () -> view.addAll(holed));
    unchanged(heap, NullPointerException.class, () -> view.offer(null));
    Queue<?> any = view;
    assertFalse(any.remove("2"));
    assertTrue(view.addAll(List.of(0L, 5L)));
    assertEquals(0, view.remove());
    assertEquals(1, view.element());
    assertEquals("[1, 2, 5]", heap.toString());
  }

  private static <T extends Throwable> T unchanged(
      LongHeap heap, Class<T> expected, Executable call) {
    long[] before = heap.toArray();
    T thrown = assertThrows(expected, call);
    assertArrayEquals(before, heap.toArray());
    return thrown;
  }
}
