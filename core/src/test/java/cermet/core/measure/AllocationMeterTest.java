// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllocationMeterTest {
  private @Nullable Object sink;
  private int runs;

  @Test
  void countsNothingForNothing() {
    assertEquals(0, AllocationMeter.bytes(() -> {}));
    var meter = new AllocationMeter();
    for (int i = 0; i < 1000; i++) {
      meter.start();
      assertEquals(0, meter.stop());
    }
  }

  @Test
  void countsAnArrayToTheByte() {
    for (int length : new int[] {0, 1, 10, 1000, 1_000_000}) {
      assertEquals(16 + 8L * length, AllocationMeter.bytes(() -> sink = new long[length]));
    }
  }

  @Test
  void measuresTheThirdRunOnly() {
    assertEquals(
        16 + 8L * 3, AllocationMeter.bytes(() -> sink = new long[++runs]), "the array of length 3");
    assertEquals(3, runs);
  }

  @Test
  void averagesAWindowOfRunsOnceCompiled() {
    assertEquals(24, AllocationMeter.bytesCompiled(() -> sink = new long[1]));
    assertEquals(
        12, AllocationMeter.bytesCompiled(() -> sink = (++runs & 1) == 0 ? new long[1] : sink));
    runs = 0;
    assertEquals(0, AllocationMeter.bytesCompiled(() -> runs++));
    assertEquals(21_000, runs, "the first window that allocates nothing is enough");
  }

  @Test
  void aRunThatThrowsEndsTheMeasurement() {
    assertThrows(
        IOException.class,
        () ->
            AllocationMeter.bytesCompiled(() -> {
              if (++runs == 25_000) {
                throw new IOException();
              }
              sink = new Object();
            }));
    assertEquals(25_000, runs);
  }

  @Test
  void countsOneSectionAfterTheOther() {
    var meter = new AllocationMeter();
    meter.start();
    sink = new long[1];
    assertEquals(24, meter.stop());
    sink = new long[100];
    meter.start();
    sink = new long[2];
    assertEquals(32, meter.stop());
  }

  @Test
  void startForgetsAnUnfinishedSection() {
    var meter = new AllocationMeter();
    meter.start();
    sink = new long[100];
    meter.start();
    sink = new long[2];
    assertEquals(32, meter.stop());
  }

  @Test
  void leavesOtherThreadsOut() throws InterruptedException {
    var allocator = new Thread(() -> sink = new long[1_000_000]);
    var meter = new AllocationMeter();
    meter.start();
    allocator.start();
    allocator.join();
    long bytes = meter.stop();
    assertTrue(bytes < 1_000_000, "bytes: " + bytes);
    assertNotNull(sink);
  }

  @Test
  void refusesStopWithoutStart() {
    var meter = new AllocationMeter();
    assertThrows(IllegalStateException.class, meter::stop);
    meter.start();
    meter.stop();
    var error = assertThrows(IllegalStateException.class, meter::stop);
    assertEquals("stop without start", error.getMessage());
  }

  @Test
  void refusesStopOnAnotherThread() throws InterruptedException {
    var meter = new AllocationMeter();
    meter.start();
    var thrown = caught(new Thread(meter::stop, "stranger"));
    assertInstanceOf(WrongThreadException.class, thrown);
    assertTrue(thrown.toString().contains(Thread.currentThread().getName()), thrown.toString());
    assertTrue(thrown.toString().contains("stranger"), thrown.toString());
    sink = null;
    meter.stop(); // the section is still open
  }

  @Test
  void refusesVirtualThreads() throws InterruptedException {
    var meter = new AllocationMeter();
    assertInstanceOf(
        UnsupportedOperationException.class, caught(Thread.ofVirtual().unstarted(meter::start)));
    assertInstanceOf(
        UnsupportedOperationException.class,
        caught(Thread.ofVirtual().unstarted(AllocationMeter::new)));
    assertThrows(IllegalStateException.class, meter::stop, "the failed start changed nothing");
  }

  private static Throwable caught(Thread thread) throws InterruptedException {
    var thrown = new AtomicReference<@Nullable Throwable>();
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    thread.join();
    Throwable result = thrown.get();
    assertNotNull(result);
    return result;
  }

  @Test
  void passesOnWhatTheActionThrows() {
    var failure = new IOException("on purpose");
    assertSame(
        failure,
        assertThrows(
            IOException.class,
            () ->
                AllocationMeter.bytes(() -> {
                  throw failure;
                })));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    var error = assertThrows(NullPointerException.class, () -> AllocationMeter.bytes(null));
    assertEquals("action", error.getMessage());
    error = assertThrows(NullPointerException.class, () -> AllocationMeter.bytesCompiled(null));
    assertEquals("action", error.getMessage());
  }
}
