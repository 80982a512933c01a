// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PaddedLongTest {
  private static final long[] EDGES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @Test
  void publishesProgress() throws InterruptedException {
    long[] squares = new long[100];
    long[] seen = new long[2];
    // @start region="example"
    var done = new PaddedLong(); // written often; what lies beside it is not disturbed
    var worker =
        new Thread(() -> {
          for (int i = 0; i < squares.length; i++) {
            squares[i] = (long) i * i;
            done.setRelease(i + 1L); // what was written before is published with it
          }
        });
    worker.start();
    while (done.getAcquire() < squares.length) {
      Thread.onSpinWait();
    }
    long last = squares[squares.length - 1];
    // @end
    seen[0] = last;
    worker.join();
    assertEquals(99 * 99, seen[0]);
  }

  @Test
  void beginsWithTheGivenValue() {
    assertEquals(0, new PaddedLong().get());
    for (long edge : EDGES) {
      assertEquals(edge, new PaddedLong(edge).get());
      assertEquals(Long.toString(edge), new PaddedLong(edge).toString());
    }
  }

  @Test
  void allModesReadAndWriteTheSameValue() {
    var cell = new PaddedLong();
    for (long edge : EDGES) {
      cell.set(edge);
      assertReads(edge, cell);
      cell.setPlain(~edge);
      assertReads(~edge, cell);
      cell.setOpaque(edge);
      assertReads(edge, cell);
      cell.setRelease(~edge);
      assertReads(~edge, cell);
    }
  }

  private static void assertReads(long expected, PaddedLong cell) {
    assertEquals(expected, cell.get());
    assertEquals(expected, cell.getPlain());
    assertEquals(expected, cell.getOpaque());
    assertEquals(expected, cell.getAcquire());
  }

  @Test
  void comparesBeforeItSets() {
    for (long edge : EDGES) {
      var cell = new PaddedLong(edge);
      assertFalse(cell.compareAndSet(edge + 1, 5));
      assertFalse(cell.weakCompareAndSetVolatile(edge + 1, 5));
      assertFalse(cell.weakCompareAndSetAcquire(edge + 1, 5));
      assertFalse(cell.weakCompareAndSetRelease(edge + 1, 5));
      assertFalse(cell.weakCompareAndSetPlain(edge + 1, 5));
      assertEquals(edge, cell.compareAndExchange(edge + 1, 5));
      assertEquals(edge, cell.compareAndExchangeAcquire(edge + 1, 5));
      assertEquals(edge, cell.compareAndExchangeRelease(edge + 1, 5));
      assertEquals(edge, cell.get());
      assertTrue(cell.compareAndSet(edge, edge + 1));
      assertEquals(edge + 1, cell.compareAndExchange(edge + 1, edge + 2));
      assertEquals(edge + 2, cell.compareAndExchangeAcquire(edge + 2, edge + 3));
      assertEquals(edge + 3, cell.compareAndExchangeRelease(edge + 3, edge + 4));
      assertEquals(edge + 4, cell.get());
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void weakFormsSucceedInTheEnd() {
    for (long edge : EDGES) {
      var cell = new PaddedLong(edge);
      while (!cell.weakCompareAndSetVolatile(edge, edge + 1)) {}
      while (!cell.weakCompareAndSetAcquire(edge + 1, edge + 2)) {}
      while (!cell.weakCompareAndSetRelease(edge + 2, edge + 3)) {}
      while (!cell.weakCompareAndSetPlain(edge + 3, edge + 4)) {}
      assertEquals(edge + 4, cell.get());
    }
  }

  @Test
  void addsAndWraps() {
    for (long edge : EDGES) {
      for (long delta : EDGES) {
        var cell = new PaddedLong(edge);
        assertEquals(edge, cell.getAndAdd(delta));
        assertEquals(edge + delta, cell.getAndAddRelease(delta));
        assertEquals(edge + 3 * delta, cell.addAndGet(delta));
        assertEquals(edge + 3 * delta, cell.getAndSet(edge));
      }
      var cell = new PaddedLong(edge);
      assertEquals(edge, cell.getAndIncrement());
      assertEquals(edge + 2, cell.incrementAndGet());
      assertEquals(edge + 2, cell.getAndDecrement());
      assertEquals(edge, cell.decrementAndGet());
      assertEquals(edge, cell.get());
    }
  }

  @Test
  void appliesFunctions() {
    var cell = new PaddedLong(10);
    assertEquals(10, cell.getAndUpdate(x -> x * 2));
    assertEquals(21, cell.updateAndGet(x -> x + 1));
    assertEquals(21, cell.getAndAccumulate(4, (value, operand) -> value - operand));
    assertEquals(13, cell.accumulateAndGet(4, (value, operand) -> value - operand));
    assertEquals(13, cell.updateAndGet(LongUnaryOperator.identity()));
    assertEquals(13, cell.get());
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    var cell = new PaddedLong(7);
    assertThrows(NullPointerException.class, () -> cell.getAndUpdate(null));
    assertThrows(NullPointerException.class, () -> cell.updateAndGet(null));
    assertThrows(NullPointerException.class, () -> cell.getAndAccumulate(1, null));
    assertThrows(NullPointerException.class, () -> cell.accumulateAndGet(1, null));
    assertEquals(7, cell.get());
  }

  @Test
  void aFunctionThatThrowsChangesNothing() {
    var cell = new PaddedLong(7);
    LongUnaryOperator failing =
        x -> {
          throw new IllegalStateException(Long.toString(x));
        };
    assertThrows(IllegalStateException.class, () -> cell.getAndUpdate(failing));
    assertThrows(IllegalStateException.class, () -> cell.updateAndGet(failing));
    assertThrows(
        IllegalStateException.class,
        () -> cell.getAndAccumulate(0, (x, y) -> failing.applyAsLong(x)));
    assertThrows(
        IllegalStateException.class,
        () -> cell.accumulateAndGet(0, (x, y) -> failing.applyAsLong(x)));
    assertEquals(7, cell.get());
  }

  @Test
  void aFunctionThatChangesTheCellOnceIsAppliedAgain() {
    var cell = new PaddedLong(1);
    var calls = new AtomicInteger();
    LongUnaryOperator meddling =
        x -> {
          if (calls.getAndIncrement() % 2 == 0) {
            cell.getAndAdd(100);
          }
          return x + 1;
        };
    assertEquals(102, cell.updateAndGet(meddling));
    assertEquals(202, cell.getAndUpdate(meddling));
    assertEquals(304, cell.accumulateAndGet(1, (x, y) -> meddling.applyAsLong(x)));
    assertEquals(404, cell.getAndAccumulate(1, (x, y) -> meddling.applyAsLong(x)));
    assertEquals(405, cell.get());
    assertEquals(8, calls.get());
  }

  @Test
  void losesNothingBetweenManyThreads() throws InterruptedException {
    int threads = 6;
    long rounds = 5_000;
    var cell = new PaddedLong(Long.MAX_VALUE - 1000);
    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < rounds; i++) {
            cell.getAndAdd(number);
            cell.getAndAddRelease(1);
            cell.updateAndGet(x -> x + number);
            cell.getAndUpdate(x -> x + 1);
            cell.accumulateAndGet(number, Long::sum);
            cell.getAndAccumulate(1, Long::sum);
            for (long seen = cell.getPlain(); ; ) {
              long witness = cell.compareAndExchange(seen, seen + 1);
              if (witness == seen) {
                break;
              }
              seen = witness;
            }
          }
        });
    long numbers = LongStream.range(0, threads).sum();
    assertEquals(Long.MAX_VALUE - 1000 + rounds * (3 * numbers + 4L * threads), cell.get());
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinsEnd() throws InterruptedException {
    var cell = new PaddedLong();
    Crowd.spin(4, () -> awaitGet(cell), () -> cell.set(1));
    Crowd.spin(4, () -> awaitOpaque(cell), () -> cell.setOpaque(1));
    Crowd.spin(4, () -> awaitAcquire(cell), () -> cell.setRelease(1));
    Crowd.spin(4, () -> awaitCompareAndSet(cell), () -> cell.setPlain(1));
    Crowd.spin(4, () -> awaitWeak(cell), () -> cell.set(1));
  }

  private static void awaitGet(PaddedLong cell) {
    while (cell.get() == 0) {}
    cell.set(0);
  }

  private static void awaitOpaque(PaddedLong cell) {
    while (cell.getOpaque() == 0) {}
    cell.setOpaque(0);
  }

  private static void awaitAcquire(PaddedLong cell) {
    while (cell.getAcquire() == 0) {}
    cell.setRelease(0);
  }

  private static void awaitCompareAndSet(PaddedLong cell) {
    while (!cell.compareAndSet(1, 0)) {}
  }

  private static void awaitWeak(PaddedLong cell) {
    while (!cell.weakCompareAndSetPlain(1, 0)) {}
  }
}
