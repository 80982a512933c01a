// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.Pinned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedTest {
  private static final long LONG = 30_000; // milliseconds; who sleeps so long is cancelled

  /// Around the places where an int or a long index wraps.
  private static final long[] STARTS = {
    0, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 3, -3
  };

  private static String fetch(int page) {
    return "page " + page;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void mapsPagesAsTheyCome() {
    Set<String> seen = new HashSet<>();
    // @start region="example"
    try (var pages = Bounded.mapUnordered(List.of(1, 2, 3), 32, page -> fetch(page))) {
      while (pages.hasNext()) {
        seen.add(pages.next());
      }
    }
    // @end
    assertEquals(Set.of("page 1", "page 2", "page 3"), seen);
  }

  private static <T> List<T> all(Bounded.Results<T> results) {
    List<T> list = new ArrayList<>();
    try (results) {
      results.forEachRemaining(list::add);
      assertFalse(results.hasNext());
      assertThrows(NoSuchElementException.class, results::next);
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void mapsAnyNumberOfElements(int width) throws Exception {
    for (int count : new int[] {0, 1, 2, 3, 63, 64, 65, 1000}) {
      List<Integer> source = numbers(count);
      assertEquals(source, all(Bounded.mapOrdered(source, width, i -> i)));
      assertEquals(source, all(Bounded.mapOrdered(source, width, width, i -> i)));
      List<Integer> unordered = all(Bounded.mapUnordered(source, width, i -> i));
      Collections.sort(unordered);
      assertEquals(source, unordered);
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      Bounded.forEach(source, width, seen::add);
      assertEquals(count, seen.size());
    }
  }

  @Test
  void handsThousandsOnThroughTheSmallestBuffers() throws Exception {
    List<Integer> source = numbers(20_000);
    for (int width : new int[] {1, 2, 4}) {
      assertEquals(source, all(Bounded.mapOrdered(source, width, width, i -> i)));
      List<Integer> unordered = all(Bounded.mapUnordered(source, width, width, i -> i));
      Collections.sort(unordered);
      assertEquals(source, unordered);
      var sum = new AtomicInteger();
      Bounded.forEach(source, width, sum::addAndGet);
      assertEquals(source.stream().mapToInt(i -> i).sum(), sum.get());
    }
  }

  @Test
  @SuppressWarnings("StreamToIterable") // a source is read once
  void readsStreams() {
    var pages = IntStream.range(0, 100).boxed();
    assertEquals(numbers(100), all(Bounded.mapOrdered(pages::iterator, 8, i -> i)));
  }

  @Test
  void givesResultsAsTheyCome() throws Exception {
    var first = new CountDownLatch(1);
    try (var results =
        Bounded.mapUnordered(
            List.of(1, 2),
            2,
            i -> {
              if (i == 1) {
                first.await();
              }
              return i;
            })) {
      assertEquals(2, results.next());
      first.countDown();
      assertEquals(1, results.next());
      assertFalse(results.hasNext());
    }
    var last = new CountDownLatch(1);
    try (var results =
        Bounded.mapOrdered(
            List.of(1, 2),
            2,
            i -> {
              if (i == 1) {
                last.await();
              } else {
                last.countDown();
              }
              return i;
            })) {
      assertEquals(1, results.next());
      assertEquals(2, results.next());
    }
  }

  @Test
  void givesAResultWhileTheSourceBlocks() throws Exception {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    Iterator<Integer> feed =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            try {
              return queue.take();
            } catch (InterruptedException e) {
              throw new CancellationException("feed");
            }
          }
        };
    try (var results = Bounded.mapOrdered(() -> feed, 4, i -> i + 1)) {
      for (int i = 0; i < 10; i++) {
        queue.add(i);
        assertEquals(i + 1, results.next());
      }
    } // while the source waits for more
  }

  @Test
  void atMostTheWidthRunsAndAllOfIt() throws Exception {
    int width = 5;
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var all = new CountDownLatch(width);
    Bounded.Mapping<Integer, Integer> function =
        i -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          all.countDown();
          assertTrue(all.await(30, TimeUnit.SECONDS)); // the width is reached
          Thread.sleep(1);
          running.decrementAndGet();
          return i;
        };
    assertEquals(200, all(Bounded.mapUnordered(numbers(200), width, function)).size());
    assertEquals(width, most.get());
    most.set(0);
    assertEquals(200, all(Bounded.mapOrdered(numbers(200), width, function)).size());
    assertEquals(width, most.get());
    most.set(0);
    Bounded.forEach(numbers(200), width, function::apply);
    assertEquals(width, most.get());
  }

  @Test
  void noMoreIsReadThanTheBufferHolds() throws Exception {
    for (int buffer : new int[] {3, 10}) {
      var read = new AtomicInteger();
      Iterator<Integer> source =
          IntStream.iterate(0, i -> i + 1).peek(i -> read.incrementAndGet()).boxed().iterator();
      try (var results = Bounded.mapOrdered(() -> source, 3, buffer, i -> i)) {
        for (int taken = 0; taken < 50; taken++) {
          assertEquals(taken, results.next());
          assertTrue(read.get() <= taken + 1 + buffer, read + " read, " + taken + " taken");
        }
        Thread.sleep(50);
        assertEquals(50 + buffer, read.get()); // and no less
      }
    }
  }

  @Test
  void aShortSourceStartsFewThreads() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Iterator<Integer> source =
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            threads.add(Thread.currentThread());
            return next < 3;
          }

          @Override
          public Integer next() {
            return next++;
          }
        };
    Bounded.forEach(
        () -> source,
        1000,
        i -> {
          assertTrue(Thread.currentThread().isVirtual());
          threads.add(Thread.currentThread());
        });
    assertTrue(threads.size() <= 4, threads::toString);
    for (Thread thread : threads) {
      assertFalse(thread.isAlive());
    }
  }

  @Test
  void theFirstFailureSurfacesAtOnceAndTheOthersAreCancelled() throws Exception {
    for (boolean ordered : new boolean[] {true, false}) {
      var failure = new IOException("first");
      var interrupted = new AtomicInteger();
      var ready = new CountDownLatch(7);
      Bounded.Mapping<Integer, Integer> function =
          i -> {
            if (i == 7) {
              ready.await();
              throw failure;
            }
            ready.countDown();
            try {
              Thread.sleep(LONG);
              return i;
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
              throw e;
            }
          };
      long start = System.nanoTime();
      try (var results =
          ordered
              ? Bounded.mapOrdered(numbers(100), 8, function)
              : Bounded.mapUnordered(numbers(100), 8, function)) {
        var thrown = assertThrows(CompletionException.class, results::hasNext);
        assertSame(failure, thrown.getCause());
        assertEquals(0, thrown.getSuppressed().length);
        assertEquals(7, interrupted.get());
        assertSame(thrown, assertThrows(CompletionException.class, results::hasNext));
        assertSame(thrown, assertThrows(CompletionException.class, results::next));
      }
      var thrown =
          assertThrows(
              ExecutionException.class, () -> Bounded.forEach(numbers(100), 8, function::apply));
      assertSame(failure, thrown.getCause());
      assertTrue(System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(LONG));
    }
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // spins whether interrupted or not
  void laterFailuresAreSuppressed() {
    var met = new CountDownLatch(4);
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    Bounded.Mapping<Integer, Integer> function =
        i -> {
          var failure = new IOException("of " + i);
          failures.add(failure);
          met.countDown();
          while (met.getCount() > 0) {
            Thread.yield(); // an interrupt does not end this
          }
          throw failure;
        };
    try (var results = Bounded.mapOrdered(numbers(4), 4, function)) {
      var thrown = assertThrows(CompletionException.class, results::next);
      Set<Throwable> told = new HashSet<>(Arrays.asList(thrown.getSuppressed()));
      told.add(thrown.getCause());
      assertEquals(new HashSet<>(failures), told);
      assertEquals(4, told.size());
    }
  }

  @Test
  void aSourceThatThrowsFails() {
    var failure = new IllegalStateException("source");
    for (boolean inHasNext : new boolean[] {true, false}) {
      var asked = new AtomicInteger();
      Iterator<Integer> source =
          new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
              if (next == 5 && inHasNext) {
                asked.incrementAndGet();
                throw failure;
              }
              return true;
            }

            @Override
            public Integer next() {
              if (next == 5) {
                asked.incrementAndGet();
                throw failure;
              }
              return next++;
            }
          };
      try (var results = Bounded.mapUnordered(() -> source, 3, i -> i)) {
        assertSame(
            failure,
            assertThrows(CompletionException.class, () -> results.forEachRemaining(i -> {}))
                .getCause());
      }
      assertEquals(1, asked.get()); // a broken source is not asked again
    }
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                Bounded.mapOrdered(
                    () -> {
                      throw failure;
                    },
                    3,
                    i -> i)));
  }

  @Test
  void errorsAreFailuresToo() {
    var failure = new AssertionError("error");
    try (var results =
        Bounded.mapUnordered(
            List.of(1),
            1,
            i -> {
              throw failure;
            })) {
      assertSame(failure, assertThrows(CompletionException.class, results::next).getCause());
    }
  }

  @Test
  void aTakerThatStopsEarlyCancelsTheRest() throws Exception {
    for (boolean ordered : new boolean[] {true, false}) {
      var running = new AtomicInteger();
      var interrupted = new AtomicInteger();
      var waiting = new CountDownLatch(5);
      Bounded.Mapping<Integer, Integer> function =
          i -> {
            if (i == 0) {
              return i;
            }
            running.incrementAndGet();
            waiting.countDown();
            try {
              Thread.sleep(LONG);
              return i;
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
              throw e;
            } finally {
              running.decrementAndGet();
            }
          };
      Bounded.Results<Integer> results =
          ordered
              ? Bounded.mapOrdered(numbers(1000), 5, function)
              : Bounded.mapUnordered(numbers(1000), 5, function);
      assertEquals(0, results.next());
      waiting.await();
      results.close();
      assertEquals(0, running.get());
      assertEquals(5, interrupted.get());
      results.close(); // again: nothing
      assertMessage("closed", results::hasNext);
      assertMessage("closed", results::next);
    }
  }

  @Test
  void closeDropsAResultThatHasNextHasShown() {
    var results = Bounded.mapOrdered(List.of(1), 1, i -> i);
    assertTrue(results.hasNext());
    results.close();
    assertMessage("closed", results::next);
  }

  @Test
  void closeEndsThreadsThatWaitForRoomForTheSourceOrToRead() throws Exception {
    try (var full = Bounded.mapUnordered(numbers(100), 4, i -> i)) {
      Thread.sleep(50); // all places are taken
      assertTrue(full.hasNext());
    }
    var reading = new CountDownLatch(1);
    Iterable<Integer> never =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                reading.countDown();
                try {
                  Thread.sleep(LONG);
                } catch (InterruptedException e) {
                  throw new CancellationException();
                }
                return true;
              }

              @Override
              public Integer next() {
                return 1;
              }
            };
    try (var results = Bounded.mapUnordered(never, 4, i -> i)) {
      reading.await();
      assertFalse(results.getClass().isInterface()); // in use
    }
  }

  @Test
  void anInterruptOfTheTakerCancelsAndIsKept() throws Exception {
    for (boolean before : new boolean[] {true, false}) {
      Thread taker = Thread.currentThread();
      var started = new CountDownLatch(3);
      var ended = new CountDownLatch(3);
      Bounded.Mapping<Integer, Integer> function =
          i -> {
            started.countDown();
            try {
              if (!before && i == 2) {
                Thread.sleep(50); // the taker waits by now, or finds the interrupt
                taker.interrupt();
              }
              Thread.sleep(LONG);
              return i;
            } finally {
              ended.countDown();
            }
          };
      try (var results = Bounded.mapOrdered(numbers(3), 3, function)) {
        if (before) {
          started.await();
          taker.interrupt();
        }
        var thrown = assertThrows(CancellationException.class, results::next);
        assertTrue(Thread.interrupted());
        assertEquals(started.getCount(), ended.getCount());
        assertSame(thrown, assertThrows(CancellationException.class, results::next));
      }
    }
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> Bounded.forEach(numbers(3), 3, i -> Thread.sleep(LONG)));
    assertFalse(Thread.interrupted());
  }

  @Test
  void anInterruptThatAFunctionLeavesBehindHarmsNobody() throws Exception {
    assertEquals(
        numbers(100),
        all(
            Bounded.mapOrdered(
                numbers(100),
                3,
                i -> {
                  assertFalse(Thread.currentThread().isInterrupted());
                  Thread.currentThread().interrupt();
                  return i;
                })));
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // spins whether interrupted or not
  void aFunctionThatIgnoresTheInterruptTakesNoFurtherElement() {
    var calls = new AtomicInteger();
    var failing = new AtomicBoolean();
    Bounded.Mapping<Integer, Integer> function =
        i -> {
          calls.incrementAndGet();
          if (i == 1) {
            failing.set(true);
            throw new IOException();
          }
          while (!failing.get()) {
            Thread.yield();
          }
          long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
          while (System.nanoTime() - end < 0) {
            if (Thread.interrupted()) {
              Thread.yield(); // swallowed
            }
          }
          return i;
        };
    try (var results = Bounded.mapUnordered(numbers(1000), 2, function)) {
      assertThrows(CompletionException.class, results::next);
      assertTrue(calls.get() <= 3, calls::toString);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() throws Exception {
    List<Integer> some = List.of(1, 2);
    assertThrows(NullPointerException.class, () -> Bounded.mapOrdered(null, 1, i -> i));
    assertThrows(NullPointerException.class, () -> Bounded.mapOrdered(() -> null, 1, i -> i));
    assertThrows(NullPointerException.class, () -> Bounded.mapOrdered(some, 1, null));
    assertThrows(NullPointerException.class, () -> Bounded.mapUnordered(null, 1, i -> i));
    assertThrows(NullPointerException.class, () -> Bounded.mapUnordered(some, 1, null));
    assertThrows(NullPointerException.class, () -> Bounded.forEach(null, 1, i -> {}));
    assertThrows(NullPointerException.class, () -> Bounded.forEach(some, 1, null));
    try (var results = Bounded.mapOrdered(Arrays.asList(1, null), 1, i -> i)) {
      var thrown = assertThrows(CompletionException.class, () -> results.forEachRemaining(i -> {}));
      assertEquals("element", String.valueOf(thrown.getCause().getMessage()));
    }
    try (var results = Bounded.mapUnordered(List.of(3), 1, i -> null)) {
      var thrown = assertThrows(CompletionException.class, results::next);
      assertInstanceOf(NullPointerException.class, thrown.getCause());
      assertEquals("result of 3", thrown.getCause().getMessage());
    }
  }

  @Test
  void refusesNumbers() {
    List<Integer> some = List.of(1, 2);
    for (int width : new int[] {0, -1, Integer.MIN_VALUE, (1 << 20) + 1, Integer.MAX_VALUE}) {
      String message = "width: " + width + ", not 1 to 1048576";
      assertRefused(message, () -> Bounded.mapOrdered(some, width, i -> i));
      assertRefused(message, () -> Bounded.mapOrdered(some, width, 1, i -> i));
      assertRefused(message, () -> Bounded.mapUnordered(some, width, i -> i));
      assertRefused(message, () -> Bounded.mapUnordered(some, width, 1, i -> i));
      assertRefused(message, () -> Bounded.forEach(some, width, i -> {}));
    }
    for (int buffer : new int[] {4, 0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE}) {
      String message = "buffer: " + buffer + ", not 5 (the width) to 1073741824";
      assertRefused(message, () -> Bounded.mapOrdered(some, 5, buffer, i -> i));
      assertRefused(message, () -> Bounded.mapUnordered(some, 5, buffer, i -> i));
    }
  }

  /// A source that cannot be read, so that no buffer is made: it would take 4 GB.
  @Test
  void takesTheLargestNumbers() {
    Iterable<Integer> unreadable =
        () -> {
          throw new UnsupportedOperationException("iterator");
        };
    assertThrows(
        UnsupportedOperationException.class,
        () -> Bounded.mapOrdered(unreadable, 1, 1 << 30, i -> i));
    assertThrows(
        UnsupportedOperationException.class,
        () -> Bounded.mapUnordered(unreadable, 1 << 20, 1 << 30, i -> i));
    assertThrows(
        UnsupportedOperationException.class, () -> Bounded.forEach(unreadable, 1 << 20, i -> {}));
  }

  /// In a class initialiser, where a virtual thread keeps its carrier while it sleeps.
  @Test
  void functionsMayPinTheirThreads() throws Exception {
    List<Integer> source = numbers(12);
    Bounded.Mapping<Integer, Integer> pinned =
        i -> {
          Pinned.run(() -> Thread.sleep(1));
          return i;
        };
    assertEquals(source, all(Bounded.mapOrdered(source, 3, pinned)));
    List<Integer> unordered = all(Bounded.mapUnordered(source, 3, pinned));
    Collections.sort(unordered);
    assertEquals(source, unordered);
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Bounded.forEach(source, 3, i -> Pinned.run(() -> seen.add(i)));
    assertEquals(12, seen.size());
  }

  @Test
  void aPinnedCallerWaitsForItsResults() throws Exception {
    Assumptions.assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1, "the others need a carrier too");
    List<Integer> source = numbers(50);
    List<Integer> got = Collections.synchronizedList(new ArrayList<>());
    Thread caller =
        Thread.startVirtualThread(
            () -> Pinned.run(() -> got.addAll(all(Bounded.mapOrdered(source, 2, i -> i)))));
    caller.join(15_000);
    assertFalse(caller.isAlive(), "not within 15 s: a pinned caller gets its results");
    assertEquals(source, got);
  }

  @Test
  void resultsBelongToTheirThread() throws Exception {
    try (var results = Bounded.mapOrdered(List.of(1), 1, i -> i)) {
      for (Executable verb : List.<Executable>of(results::hasNext, results::next, results::close)) {
        var thrown = new AtomicReference<@Nullable Throwable>();
        var other =
            new Thread(() -> {
              try {
                verb.execute();
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
        other.start();
        other.join();
        assertInstanceOf(WrongThreadException.class, thrown.get());
      }
      assertEquals(1, results.next());
    }
  }

  @Test
  void aFunctionMayUseBoundedItself() {
    List<Integer> sums =
        all(
            Bounded.mapOrdered(
                numbers(20),
                4,
                i -> {
                  int sum = 0;
                  try (var inner = Bounded.mapUnordered(numbers(i), 3, j -> j)) {
                    while (inner.hasNext()) {
                      sum += inner.next();
                    }
                  }
                  return sum;
                }));
    for (int i = 0; i < 20; i++) {
      assertEquals(i * (i - 1) / 2, sums.get(i));
    }
  }

  @Test
  void theBufferHoldsExactlyItsCapacityWhereIndicesWrap() {
    for (long start : STARTS) {
      for (int capacity : new int[] {1, 2, 3, 4, 5, 64, 100}) {
        var buffer = new Bounded.Buffer<Long>(capacity, start, Thread.currentThread());
        for (int lap = 0; lap < 3; lap++) {
          for (long i = 0; i < capacity; i++) {
            assertTrue(buffer.hasRoom());
            long position = buffer.claim();
            assertNull(lap == 0 && i == 0 ? buffer.poll() : null);
            buffer.put(position, position);
          }
          assertFalse(buffer.hasRoom());
          for (long i = 0; i < capacity; i++) {
            assertFalse(buffer.isDone());
            assertEquals(start + (long) lap * capacity + i, buffer.poll());
            assertTrue(buffer.hasRoom());
          }
          assertNull(buffer.poll());
        }
        buffer.claim();
        buffer.end();
        assertFalse(buffer.isDone());
        buffer.put(buffer.append() + 3L * capacity, 1L);
        assertEquals(1L, buffer.poll());
        assertTrue(buffer.isDone());
      }
    }
  }

  // Bare spin loops: each read must reach memory, or the compiler makes the loop endless.

  @Test
  void bareSpinsOnTheBufferEnd() {
    for (int i = 0; i < 3; i++) {
      var full = new Bounded.Buffer<Integer>(1, 0, Thread.currentThread());
      long position = full.claim();
      later(() -> full.put(position, 5));
      assertEquals(5, awaitResult(full));
      full.put(full.claim(), 6);
      later(full::poll);
      awaitRoom(full);
      later(full::end);
      awaitDone(full);
    }
  }

  private static int awaitResult(Bounded.Buffer<Integer> buffer) {
    while (true) {
      Integer result = buffer.poll();
      if (result != null) {
        return result;
      }
    }
  }

  private static void awaitRoom(Bounded.Buffer<Integer> buffer) {
    while (!buffer.hasRoom()) {}
  }

  private static void awaitDone(Bounded.Buffer<Integer> buffer) {
    while (!buffer.isDone()) {}
  }

  private static void later(Runnable action) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(100); // until the loop is compiled
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          action.run();
        });
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
