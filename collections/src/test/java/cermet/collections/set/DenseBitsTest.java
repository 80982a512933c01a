// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DenseBitsTest {
  private static final int LAST = Integer.MAX_VALUE;

  @Test
  void showsWhatItIsFor() {
    // @start region="example"
    DenseBits red = DenseBits.of(1, 4, 7, 200);
    DenseBits cheap = DenseBits.of(4, 5, 6, 7);
    assertEquals(2, red.andCount(cheap));
    red.and(cheap);
    assertEquals(Set.of(4, 7), red.asSet());
    assertEquals(7, red.next(5));
    // @end
  }

  @Test
  void ownsNoArrayWhileEmpty() {
    assertEquals(0, new DenseBits().capacity());
    assertEquals(0, new DenseBits(0).capacity());
    assertEquals(0, DenseBits.of().capacity());
    assertEquals(64, new DenseBits(1).capacity());
    assertEquals(64, new DenseBits(64).capacity());
    assertEquals(128, new DenseBits(65).capacity());
  }

  @Test
  void holdsTheEdgesOfEveryWord() {
    for (int number : new int[] {0, 1, 62, 63, 64, 65, 127, 128, 4095, 4096}) {
      DenseBits bits = DenseBits.of(number);
      assertTrue(bits.contains(number));
      assertFalse(bits.contains(number + 1));
      assertEquals(number, bits.next(0));
      assertEquals(number, bits.next(number));
      assertEquals(-1, bits.next(number + 1));
      assertEquals(number, bits.previous(LAST));
      assertEquals(number, bits.previous(number));
      assertEquals(number + 1, bits.nextAbsent(number));
      assertEquals(number == 0 ? 1 : 0, bits.nextAbsent(0));
      if (number > 0) {
        assertEquals(-1, bits.previous(number - 1));
      }
      assertEquals(1, bits.size());
      assertTrue(bits.remove(number));
      assertTrue(bits.isEmpty());
      assertEquals(new DenseBits(), bits);
    }
  }

  @Test
  void rangesBeginAndEndAnywhere() {
    for (int from : new int[] {0, 1, 63, 64, 65, 127, 128, 130}) {
      for (int to : new int[] {0, 1, 63, 64, 65, 127, 128, 129, 192, 300}) {
        if (from > to) {
          continue;
        }
        DenseBits bits = new DenseBits();
        bits.addRange(from, to);
        assertEquals(to - from, bits.size());
        assertEquals(from == to ? -1 : from, bits.next(0));
        assertEquals(to - 1 < from ? -1 : to - 1, bits.previous(LAST));
        DenseBits all = new DenseBits();
        all.addRange(0, 300);
        all.removeRange(from, to);
        assertEquals(300 - (to - from), all.size());
        assertFalse(all.intersects(bits));
        all.or(bits);
        assertEquals(300, all.size());
        all.removeRange(from, LAST);
        assertEquals(from, all.nextAbsent(0));
      }
    }
  }

  @Test
  void asksBeyondItsWordsWithoutGrowing() {
    DenseBits bits = DenseBits.of(3);
    assertFalse(bits.contains(LAST));
    assertFalse(bits.remove(LAST));
    assertEquals(-1, bits.next(LAST));
    assertEquals(LAST, bits.nextAbsent(LAST));
    bits.removeRange(100, LAST);
    assertEquals(64, bits.capacity());
    assertEquals(-1, new DenseBits().previous(LAST));
  }

  @Test
  void anEmptySetIsNeverLargerForWhatItHeld() {
    DenseBits once = DenseBits.of(1, 5000);
    once.remove(5000);
    assertEquals(DenseBits.of(1), once);
    assertEquals(DenseBits.of(1).hashCode(), once.hashCode());
    once.trim();
    assertEquals(64, once.capacity());
    once.clear();
    once.trim();
    assertEquals(0, once.capacity());
    assertNotEquals(DenseBits.of(1), once);
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void refusesNegativeNumbersAndNamesThem() {
    DenseBits bits = DenseBits.of(1, 2);
    for (Executable call :
        List.<Executable>of(
            () -> bits.add(-5),
            () -> bits.remove(-5),
            () -> bits.contains(-5),
            () -> bits.flip(-5),
            () -> bits.next(-5),
            () -> bits.nextAbsent(-5),
            () -> bits.previous(-5),
            () -> bits.asSet().add(-5))) {
      assertEquals(
          "number: -5", unchanged(bits, IndexOutOfBoundsException.class, call).getMessage());
    }
    var range = unchanged(bits, IndexOutOfBoundsException.class, () -> bits.addRange(4, 3));
    assertEquals("from: 4, to: 3", range.getMessage());
    unchanged(bits, IndexOutOfBoundsException.class, () -> bits.removeRange(-1, 3));
    var bad = assertThrows(IllegalArgumentException.class, () -> new DenseBits(-1));
    assertEquals("capacity: -1", bad.getMessage());
    unchanged(bits, IllegalArgumentException.class, () -> bits.reserve(-1));
    assertFalse(bits.asSet().contains(-5));
    assertFalse(bits.asSet().remove(-5));
    Set<?> any = bits.asSet();
    assertFalse(any.contains("1"));
    unchanged(bits, NullPointerException.class, () -> bits.asSet().add(null));
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

  /** Asks for more than there is, then looks whether every number is still there. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      DenseBits bits = DenseBits.of(1, 70, 900);
      DenseBits before = bits.copy();
      Runnable[] calls = {
        () -> bits.add(LAST), () -> bits.addRange(5, LAST), () -> bits.reserve(LAST)
      };
      for (Runnable call : calls) {
        try {
          call.run();
          throw new AssertionError("no end of memory");
        } catch (OutOfMemoryError expected) {
          if (!bits.equals(before) || bits.capacity() != before.capacity()) {
            throw new AssertionError(bits.toString(), expected);
          }
        }
      }
      System.out.println("kept");
    }
  }

  @Test
  void aPredicateThatThrowsLeavesAValidSet() {
    DenseBits bits = DenseBits.of(0, 63, 64, 200);
    assertThrows(
        ArithmeticException.class,
        () ->
            bits.removeIf(number -> {
              if (number == 64) {
                throw new ArithmeticException("boom");
              }
              return true;
            }));
    assertEquals(DenseBits.of(64, 200), bits);
  }

  @Test
  void tellsWhenACallbackChangesTheSet() {
    DenseBits bits = DenseBits.of(1, 2, 3);
    assertThrows(
        ConcurrentModificationException.class, () -> bits.forEach(number -> bits.add(number + 9)));
    assertEquals(DenseBits.of(1, 2, 3, 10), bits);
    bits.forEach(bits::add);
    assertThrows(
        ConcurrentModificationException.class, () -> bits.removeIf(number -> bits.add(500)));
    assertEquals(DenseBits.of(1, 2, 3, 10, 500), bits);
  }

  @Test
  void iteratesWithoutBoxesAndFailsFast() {
    DenseBits bits = DenseBits.of(1, 64, 65, 300);
    PrimitiveIterator.OfInt walk = bits.iterator();
    assertThrows(IllegalStateException.class, walk::remove);
    while (walk.hasNext()) {
      if (walk.nextInt() > 64) {
        walk.remove();
        assertThrows(IllegalStateException.class, walk::remove);
      }
    }
    assertThrows(NoSuchElementException.class, walk::nextInt);
    assertEquals(DenseBits.of(1, 64), bits);
    PrimitiveIterator.OfInt stale = bits.iterator();
    bits.flip(5);
    assertThrows(ConcurrentModificationException.class, stale::nextInt);
  }

  @Test
  void readsLikeASet() {
    DenseBits bits = DenseBits.of(70, 1, 3);
    assertEquals("[1, 3, 70]", bits.toString());
    assertEquals(Set.of(1, 3, 70).hashCode(), bits.hashCode());
    assertEquals(List.of(1, 3, 70), new ArrayList<>(bits.asSet()));
    assertEquals("[]", new DenseBits().toString());
    assertNotEquals(bits, new Object());
  }

  private static <T extends Throwable> T unchanged(
      DenseBits bits, Class<T> expected, Executable call) {
    DenseBits before = bits.copy();
    T thrown = assertThrows(expected, call);
    assertEquals(before, bits);
    return thrown;
  }
}
