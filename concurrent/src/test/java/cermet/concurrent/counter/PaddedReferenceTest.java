// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PaddedReferenceTest {
  /// A list by links, whose head is pushed to by many.
  private record Node(int number, @Nullable Node next) {}

  @Test
  void replacesASnapshot() {
    // @start region="example"
    var names = new PaddedReference<List<String>>(List.of("one"));
    List<String> before = names.getAndSet(List.of("one", "two"));
    // @end
    assertEquals(List.of("one"), before);
    assertEquals(List.of("one", "two"), names.get());
  }

  @Test
  void beginsWithTheGivenValue() {
    String value = "value";
    assertSame(value, new PaddedReference<>(value).get());
    assertEquals("value", new PaddedReference<>(value).toString());
    PaddedReference<@Nullable String> empty = new PaddedReference<@Nullable String>(null);
    assertNull(empty.get());
    assertEquals("null", empty.toString());
  }

  @Test
  void allModesReadAndWriteTheSameValue() {
    var cell = new PaddedReference<Object>("");
    Object[] values = {new Object(), new Object(), new Object(), new Object()};
    cell.set(values[0]);
    assertReads(values[0], cell);
    cell.setPlain(values[1]);
    assertReads(values[1], cell);
    cell.setOpaque(values[2]);
    assertReads(values[2], cell);
    cell.setRelease(values[3]);
    assertReads(values[3], cell);
  }

  @Test
  void holdsNullInAllModes() {
    PaddedReference<@Nullable Object> cell = new PaddedReference<@Nullable Object>("a");
    cell.set(null);
    assertNull(cell.getPlain());
    cell.setRelease("b");
    assertEquals("b", cell.getAndSet(null));
    assertNull(cell.getAcquire());
    assertTrue(cell.compareAndSet(null, "c"));
    assertEquals("c", cell.compareAndExchange("c", null));
    cell.setOpaque(null);
    assertNull(cell.getOpaque());
    cell.setPlain(null);
    assertNull(cell.get());
  }

  private static void assertReads(Object expected, PaddedReference<Object> cell) {
    assertSame(expected, cell.get());
    assertSame(expected, cell.getPlain());
    assertSame(expected, cell.getOpaque());
    assertSame(expected, cell.getAcquire());
  }

  @Test
  void comparesByIdentityBeforeItSets() {
    var there = new StringBuilder("a");
    var equal = new StringBuilder("a");
    var other = new StringBuilder("b");
    var cell = new PaddedReference<>(there);
    assertFalse(cell.compareAndSet(equal, other));
    assertFalse(cell.weakCompareAndSetVolatile(equal, other));
    assertFalse(cell.weakCompareAndSetAcquire(equal, other));
    assertFalse(cell.weakCompareAndSetRelease(equal, other));
    assertFalse(cell.weakCompareAndSetPlain(equal, other));
    assertSame(there, cell.compareAndExchange(equal, other));
    assertSame(there, cell.compareAndExchangeAcquire(equal, other));
    assertSame(there, cell.compareAndExchangeRelease(equal, other));
    assertSame(there, cell.get());
    assertTrue(cell.compareAndSet(there, equal));
    assertSame(equal, cell.compareAndExchange(equal, other));
    assertSame(other, cell.compareAndExchangeAcquire(other, there));
    assertSame(there, cell.compareAndExchangeRelease(there, equal));
    assertSame(equal, cell.getAndSet(other));
    assertSame(other, cell.get());
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void weakFormsSucceedInTheEnd() {
    var cell = new PaddedReference<>("a");
    while (!cell.weakCompareAndSetVolatile("a", "b")) {}
    while (!cell.weakCompareAndSetAcquire("b", "c")) {}
    while (!cell.weakCompareAndSetRelease("c", "d")) {}
    while (!cell.weakCompareAndSetPlain("d", "e")) {}
    assertEquals("e", cell.get());
  }

  @Test
  void appliesFunctions() {
    var cell = new PaddedReference<>("a");
    assertEquals("a", cell.getAndUpdate(x -> x + "b"));
    assertEquals("abc", cell.updateAndGet(x -> x + "c"));
    assertEquals("abc", cell.getAndAccumulate("d", String::concat));
    assertEquals("abcde", cell.accumulateAndGet("e", String::concat));
    assertSame(cell.get(), cell.updateAndGet(UnaryOperator.identity()));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullFunctionsAndStaysAsItWas() {
    var cell = new PaddedReference<>("a");
    assertThrows(NullPointerException.class, () -> cell.getAndUpdate(null));
    assertThrows(NullPointerException.class, () -> cell.updateAndGet(null));
    assertThrows(NullPointerException.class, () -> cell.getAndAccumulate("b", null));
    assertThrows(NullPointerException.class, () -> cell.accumulateAndGet("b", null));
    assertEquals("a", cell.get());
  }

  @Test
  void aFunctionThatThrowsChangesNothing() {
    var cell = new PaddedReference<>("a");
    UnaryOperator<String> failing =
        x -> {
          throw new IllegalStateException(x);
        };
    assertThrows(IllegalStateException.class, () -> cell.getAndUpdate(failing));
    assertThrows(IllegalStateException.class, () -> cell.updateAndGet(failing));
    assertThrows(
        IllegalStateException.class, () -> cell.getAndAccumulate("b", (x, y) -> failing.apply(x)));
    assertThrows(
        IllegalStateException.class, () -> cell.accumulateAndGet("b", (x, y) -> failing.apply(x)));
    assertEquals("a", cell.get());
  }

  @Test
  void aFunctionThatChangesTheCellOnceIsAppliedAgain() {
    var cell = new PaddedReference<>("a");
    var calls = new AtomicInteger();
    UnaryOperator<String> meddling =
        x -> {
          if (calls.getAndIncrement() % 2 == 0) {
            cell.updateAndGet(y -> y + "+");
          }
          return x + "b";
        };
    assertEquals("a+b", cell.updateAndGet(meddling));
    assertEquals("a+b+", cell.getAndUpdate(meddling));
    assertEquals("a+b+b+b", cell.accumulateAndGet("", (x, y) -> meddling.apply(x)));
    assertEquals("a+b+b+b+", cell.getAndAccumulate("", (x, y) -> meddling.apply(x)));
    assertEquals("a+b+b+b+b", cell.get());
    assertEquals(8, calls.get());
  }

  @Test
  void losesNothingThatManyThreadsPush() throws InterruptedException {
    int threads = 6;
    int each = 4_000;
    PaddedReference<@Nullable Node> head = new PaddedReference<@Nullable Node>(null);
    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < each; i++) {
            int value = i;
            switch (i % 3) {
              case 0 -> head.updateAndGet(next -> new Node(number * each + value, next));
              case 1 -> head.getAndUpdate(next -> new Node(number * each + value, next));
              default -> push(head, number * each + value);
            }
          }
        });
    boolean[] seen = new boolean[threads * each];
    int count = 0;
    for (Node node = head.get(); node != null; node = node.next) {
      assertFalse(seen[node.number], "twice");
      seen[node.number] = true;
      count++;
    }
    assertEquals(threads * each, count);
  }

  private static void push(PaddedReference<@Nullable Node> head, int number) {
    while (true) {
      Node next = head.getAcquire();
      if (head.weakCompareAndSetRelease(next, new Node(number, next))) {
        return;
      }
    }
  }

  @Test
  void passesEachTokenToExactlyOneThread() throws InterruptedException {
    int threads = 4;
    int each = 10_000;
    var cell = new PaddedReference<int[]>(new int[1]);
    var kept = new int[threads];
    Crowd.run(
        threads,
        number -> {
          int[] token = new int[1];
          for (int i = 0; i < each; i++) {
            token[0]++; // plain: whoever got the array has it alone
            token = cell.getAndSet(token);
          }
          kept[number] = token[0];
        });
    int sum = cell.get()[0];
    for (int part : kept) {
      sum += part;
    }
    assertEquals(threads * each, sum);
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinsEnd() throws InterruptedException {
    var cell = new PaddedReference<>("");
    Crowd.spin(4, () -> awaitGet(cell), () -> cell.set("a"));
    Crowd.spin(4, () -> awaitOpaque(cell), () -> cell.setOpaque("a"));
    Crowd.spin(4, () -> awaitAcquire(cell), () -> cell.setRelease("a"));
    Crowd.spin(4, () -> awaitCompareAndSet(cell), () -> cell.setPlain("a"));
    Crowd.spin(4, () -> awaitWeak(cell), () -> cell.set("a"));
  }

  private static void awaitGet(PaddedReference<String> cell) {
    while (cell.get().isEmpty()) {}
    cell.set("");
  }

  private static void awaitOpaque(PaddedReference<String> cell) {
    while (cell.getOpaque().isEmpty()) {}
    cell.setOpaque("");
  }

  private static void awaitAcquire(PaddedReference<String> cell) {
    while (cell.getAcquire().isEmpty()) {}
    cell.setRelease("");
  }

  private static void awaitCompareAndSet(PaddedReference<String> cell) {
    while (!cell.compareAndSet("a", "")) {}
  }

  private static void awaitWeak(PaddedReference<String> cell) {
    while (!cell.weakCompareAndSetPlain("a", "")) {}
  }
}
