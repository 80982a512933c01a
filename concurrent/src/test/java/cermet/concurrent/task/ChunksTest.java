// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChunksTest {
  @Test
  void sumsOnTwoThreads() {
    int[] numbers = new int[100_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    // @start region="example"
    class Sum {
      long value;

      Sum plus(Sum other) {
        value += other.value;
        return this;
      }
    }
    Sum sum =
        new Chunks(2)
            .fold(
                0,
                numbers.length,
                10_000,
                Sum::new,
                (state, from, to) -> {
                  for (int i = (int) from; i < to; i++) {
                    state.value += numbers[i];
                  }
                },
                Sum::plus);
    // @end
    assertEquals(99_999L * 100_000 / 2, sum.value);
  }

  private record Part(long from, long to) {}

  private static List<Part> parts(int threads, long from, long to, long chunk) {
    return new Chunks(threads)
        .fold(
            from,
            to,
            chunk,
            () -> new ArrayList<Part>(),
            (list, start, end) -> list.add(new Part(start, end)),
            (one, other) -> {
              one.addAll(other);
              return one;
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void coversTheRangeOnce(int threads) {
    for (long from : new long[] {0, -5, 7, Long.MIN_VALUE, Long.MAX_VALUE - 23}) {
      for (long length : new long[] {1, 9, 10, 11, 20, 23}) {
        for (long chunk : new long[] {1, 10, 23, 1000, Long.MAX_VALUE}) {
          List<Part> parts = parts(threads, from, from + length, chunk);
          parts.sort((a, b) -> Long.compare(a.from, b.from));
          long at = from;
          for (Part part : parts) {
            assertEquals(at, part.from);
            assertTrue(part.to > part.from && part.to - part.from <= chunk);
            at = part.to;
          }
          assertEquals(from + length, at);
        }
      }
    }
  }

  @Test
  void takesNoChunkTwiceWhereManyThreadsTakeSmallOnes() {
    int count = 1_000_000;
    long[] taken =
        new Chunks(4)
            .fold(
                0,
                count,
                1,
                () -> new long[2],
                (state, from, to) -> {
                  state[0]++;
                  state[1] += from;
                },
                (one, other) -> new long[] {one[0] + other[0], one[1] + other[1]});
    assertEquals(count, taken[0]);
    assertEquals((count - 1L) * count / 2, taken[1]);
  }

  @Test
  void coversAllLongs() {
    List<Part> parts = parts(2, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    parts.sort((a, b) -> Long.compare(a.from, b.from));
    assertEquals(
        List.of(
            new Part(Long.MIN_VALUE, -1),
            new Part(-1, Long.MAX_VALUE - 1),
            new Part(Long.MAX_VALUE - 1, Long.MAX_VALUE)),
        parts);
  }

  @Test
  void givesAFreshStateForAnEmptyRange() {
    var made = new AtomicInteger();
    for (long at : new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE}) {
      made.set(0);
      Integer state =
          new Chunks(4)
              .fold(
                  at,
                  at,
                  1,
                  made::incrementAndGet,
                  (s, from, to) -> {
                    throw new AssertionError();
                  },
                  Integer::sum);
      assertEquals(1, state);
      assertEquals(1, made.get());
    }
  }

  @Test
  void makesOneStateForEachWorkerAndNoMoreWorkersThanChunks() {
    assertEquals(List.of(0, 0, 0), states(3, 100));
    assertEquals(List.of(0, 0), states(3, 2));
    assertEquals(List.of(0), states(1, 100));
  }

  private static List<Integer> states(int threads, long chunks) {
    Supplier<List<Integer>> worker = () -> new ArrayList<>(List.of(0));
    BinaryOperator<List<Integer>> merge =
        (one, other) -> {
          one.addAll(other);
          return one;
        };
    return new Chunks(threads).fold(0, chunks, 1, worker, (s, from, to) -> {}, merge);
  }

  @Test
  void mergesInTheOrderOfTheWorkersOnTheCaller() {
    Thread caller = Thread.currentThread();
    String names =
        new Chunks(4)
            .fold(
                0,
                100,
                1,
                () ->
                    Thread.currentThread().equals(caller)
                        ? "caller"
                        : Thread.currentThread().getName(),
                (s, from, to) -> {},
                (one, other) -> {
                  assertSame(caller, Thread.currentThread());
                  return one + " " + other;
                });
    assertEquals("caller chunks-1 chunks-2 chunks-3", names);
  }

  @Test
  void oneThreadIsTheCaller() {
    Thread caller = Thread.currentThread();
    new Chunks(1).forEach(0, 10, 3, (from, to) -> assertSame(caller, Thread.currentThread()));
  }

  @Test
  void allThreadsWorkAtOnceAndAreGoneAfter() throws Exception {
    int threads = 4;
    var met = new CountDownLatch(threads);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    new Chunks(threads)
        .forEach(
            0,
            threads,
            1,
            (from, to) -> {
              seen.add(Thread.currentThread());
              met.countDown();
              assertTrue(met.await(30, TimeUnit.SECONDS));
            });
    assertEquals(threads, seen.size());
    seen.remove(Thread.currentThread());
    for (Thread helper : seen) {
      assertFalse(helper.isAlive());
      assertTrue(helper.isDaemon());
      assertFalse(helper.isVirtual());
    }
  }

  @Test
  void callersMayBeMany() {
    var outer = new AtomicLong();
    new Chunks(3)
        .forEach(0, 9, 1, (a, b) -> new Chunks(2).forEach(0, 10, 1, (c, d) -> outer.addAndGet(1)));
    assertEquals(90, outer.get());
  }

  @Test
  void throwsWhatTheBodyThrewItself() {
    for (int threads : new int[] {1, 2, 5}) {
      var chunks = new Chunks(threads);
      for (Throwable failure :
          List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
        Throwable thrown =
            assertThrows(
                Throwable.class, () -> chunks.forEach(0, 100, 1, (from, to) -> raise(failure)));
        assertSame(failure, thrown);
        assertEquals(0, thrown.getSuppressed().length); // though several workers threw it
      }
    }
  }

  private static void raise(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @Test
  void suppressesFurtherFailures() {
    int threads = 3;
    var met = new CountDownLatch(threads);
    var thrown =
        assertThrows(
            IOException.class,
            () ->
                new Chunks(threads)
                    .forEach(
                        0,
                        100,
                        1,
                        (from, to) -> {
                          met.countDown();
                          met.await();
                          throw new IOException("at " + from);
                        }));
    assertEquals(2, thrown.getSuppressed().length);
    Set<String> messages = ConcurrentHashMap.newKeySet();
    messages.add(String.valueOf(thrown.getMessage()));
    for (Throwable other : thrown.getSuppressed()) {
      messages.add(String.valueOf(other.getMessage()));
    }
    assertEquals(Set.of("at 0", "at 1", "at 2"), messages);
  }

  @Test
  void theFirstFailureStopsTheOthersAtTheirNextChunk() {
    var bodies = new AtomicInteger();
    var failed = new CountDownLatch(1);
    assertThrows(
        IOException.class,
        () ->
            new Chunks(2)
                .forEach(
                    0,
                    1_000_000,
                    1,
                    (from, to) -> {
                      if (from == 0) {
                        failed.countDown();
                        throw new IOException();
                      }
                      failed.await();
                      bodies.incrementAndGet();
                      Thread.sleep(1);
                    }));
    assertTrue(bodies.get() < 10_000, () -> bodies + " chunks after the failure");
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    var chunks = new Chunks(2);
    assertThrows(
        NullPointerException.class,
        () -> chunks.fold(0, 1, 1, null, (Integer s, long a, long b) -> {}, Integer::sum));
    assertThrows(
        NullPointerException.class, () -> chunks.fold(0, 1, 1, () -> 1, null, Integer::sum));
    assertThrows(
        NullPointerException.class, () -> chunks.fold(0, 1, 1, () -> 1, (s, a, b) -> {}, null));
    assertThrows(NullPointerException.class, () -> chunks.forEach(0, 1, 1, null));
    assertThrows(
        NullPointerException.class,
        () -> chunks.fold(0, 9, 1, () -> (Integer) null, (s, a, b) -> {}, Integer::sum));
    assertThrows(
        NullPointerException.class,
        () -> chunks.fold(0, 9, 1, () -> 1, (s, a, b) -> {}, (one, other) -> null));
  }

  @Test
  void refusesNumbers() {
    for (int threads : new int[] {0, -1, Integer.MIN_VALUE, 32768, Integer.MAX_VALUE}) {
      assertMessage("threads: " + threads, () -> new Chunks(threads));
    }
    assertEquals(32767, new Chunks(32767, Runnable::run).threads());
    var chunks = new Chunks(2);
    assertEquals(2, chunks.threads());
    assertMessage("from: 5 > to: 4", () -> chunks.forEach(5, 4, 1, (a, b) -> {}));
    assertMessage(
        "from: 9223372036854775807",
        () -> chunks.forEach(Long.MAX_VALUE, Long.MIN_VALUE, 1, (a, b) -> {}));
    assertMessage("chunk: 0", () -> chunks.forEach(0, 1, 0, (a, b) -> {}));
    assertMessage("chunk: -7", () -> chunks.forEach(0, 0, -7, (a, b) -> {}));
  }

  private static void assertMessage(String message, Runnable call) {
    var thrown = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(String.valueOf(thrown.getMessage()).startsWith(message), thrown::toString);
  }

  @Test
  void anInterruptStopsNothingAndIsKept() {
    Thread caller = Thread.currentThread();
    var done = Collections.synchronizedList(new ArrayList<Long>());
    new Chunks(2)
        .forEach(
            0,
            2,
            1,
            (from, to) -> {
              if (!Thread.currentThread().equals(caller)) {
                caller.interrupt(); // while it waits, or before
                sleepAnyway(200);
              }
              done.add(from);
            });
    boolean interrupted = Thread.interrupted();
    assertEquals(2, done.size());
    // The caller may have taken both chunks.
    if (!interrupted) {
      assertFalse(caller.isInterrupted());
    }
    caller.interrupt();
    new Chunks(3).forEach(0, 100, 1, (from, to) -> {});
    assertTrue(Thread.interrupted());
  }

  private static void sleepAnyway(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // On a pool.

  private static long sumOn(Chunks chunks, int count) {
    return chunks
        .fold(
            0,
            count,
            7,
            () -> new long[1],
            (state, from, to) -> {
              for (long i = from; i < to; i++) {
                state[0] += i;
              }
            },
            (one, other) -> new long[] {one[0] + other[0]})[0];
  }

  @Test
  void sumsOnPools() {
    long expected = 9_999L * 10_000 / 2;
    try (var fixed = Executors.newFixedThreadPool(3);
        var forkJoin = new ForkJoinPool(3);
        var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Executor pool : List.of(fixed, forkJoin, virtual, ForkJoinPool.commonPool())) {
        for (int threads : new int[] {1, 2, 4, 100}) {
          for (int lap = 0; lap < 50; lap++) {
            assertEquals(expected, sumOn(new Chunks(threads, pool), 10_000));
          }
        }
      }
    }
  }

  @Test
  void thePoolsThreadsWorkToo() {
    int threads = 4;
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    var met = new CountDownLatch(threads);
    try (var pool = Executors.newFixedThreadPool(threads - 1)) {
      Chunks.Range<InterruptedException> body =
          (from, to) -> {
            seen.add(Thread.currentThread());
            met.countDown();
            assertTrue(met.await(30, TimeUnit.SECONDS));
          };
      try {
        new Chunks(threads, pool).forEach(0, threads, 1, body);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertEquals(threads, seen.size());
    assertTrue(seen.contains(Thread.currentThread()));
  }

  @Test
  void aPoolThatIsBusyOrForgetsDelaysNobody() throws Exception {
    assertEquals(45, sumOn(new Chunks(4, task -> {}), 10));
    var release = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(1)) {
      var busy = pool.submit(() -> release.await(30, TimeUnit.SECONDS));
      assertEquals(45, sumOn(new Chunks(4, pool), 10));
      release.countDown();
      assertTrue(busy.get());
    }
  }

  @Test
  void aTaskThatComesLateDoesNothing() {
    List<Runnable> kept = new ArrayList<>();
    var states = new AtomicInteger();
    Integer merged =
        new Chunks(3, kept::add)
            .fold(0, 10, 1, states::incrementAndGet, (s, from, to) -> {}, Integer::sum);
    assertEquals(1, merged);
    assertEquals(2, kept.size());
    kept.forEach(Runnable::run);
    assertEquals(1, states.get());
  }

  @Test
  void aTaskThatIsLateHoldsNothingOfItsCall() throws InterruptedException {
    List<Runnable> kept = new ArrayList<>();
    WeakReference<int[]> captured = visited(new Chunks(3, kept::add));
    for (int i = 0; i < 100 && captured.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(captured.get(), "still held");
    assertEquals(2, kept.size());
  }

  private static WeakReference<int[]> visited(Chunks chunks) {
    int[] array = new int[10];
    chunks.forEach(0, array.length, 1, (from, to) -> array[(int) from]++);
    return new WeakReference<>(array);
  }

  /// Calls of the only thread of the pool, whose queue has room for the tasks of one.
  @Test
  void tasksThatAreLateDoNotPileUp() throws Exception {
    try (var pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(12))) {
      var chunks = new Chunks(4, pool);
      var calls =
          pool.submit(() -> {
            for (int i = 0; i < 20_000; i++) {
              assertEquals(378, sumOn(chunks, 28));
            }
          });
      calls.get(30, TimeUnit.SECONDS);
      while (!pool.getQueue().isEmpty()) {
        Thread.sleep(1);
      }
      var met = new CountDownLatch(2); // no task is late any more: the pool helps again
      chunks.forEach(
          0,
          2,
          1,
          (from, to) -> {
            met.countDown();
            assertTrue(met.await(30, TimeUnit.SECONDS));
          });
    }
  }

  /// The pool has not begun the task of an earlier call when this one starts, and then has.
  @Test
  void aCallAsksAgainAtEachOfItsChunks() throws InterruptedException {
    List<Runnable> kept = new ArrayList<>();
    var chunks = new Chunks(2, kept::add);
    for (int i = 0; i < 5; i++) {
      assertEquals(45, sumOn(chunks, 10));
    }
    Thread caller = Thread.currentThread();
    List<Long> helped = Collections.synchronizedList(new ArrayList<>());
    chunks.forEach(
        0,
        3,
        1,
        (from, to) -> {
          if (!Thread.currentThread().equals(caller)) {
            helped.add(from);
          } else if (from == 0) {
            assertEquals(4, kept.size());
            kept.getFirst().run();
          } else {
            assertEquals(5, kept.size());
            var helper = new Thread(kept.getLast());
            helper.start();
            helper.join();
          }
        });
    assertEquals(List.of(2L), helped);
  }

  @Test
  void aCallThatFollowsAShortOneHasItsHelpers() throws InterruptedException {
    List<Runnable> kept = new ArrayList<>();
    var chunks = new Chunks(2, kept::add);
    assertEquals(45, sumOn(chunks, 10));
    Thread caller = Thread.currentThread();
    List<Long> helped = Collections.synchronizedList(new ArrayList<>());
    chunks.forEach(
        0,
        2,
        1,
        (from, to) -> {
          if (Thread.currentThread().equals(caller)) {
            assertEquals(2, kept.size());
            var helper = new Thread(kept.getLast());
            helper.start();
            helper.join();
          } else {
            helped.add(from);
          }
        });
    assertEquals(List.of(1L), helped);
  }

  @Test
  void aPoolMayRunItsTasksOnTheCaller() {
    assertEquals(45, sumOn(new Chunks(4, Runnable::run), 10));
  }

  @Test
  void aPoolThatRunsATaskTwiceLosesNothing() {
    Executor twice =
        task -> {
          task.run();
          task.run();
        };
    for (int threads : new int[] {2, 4}) {
      assertEquals(378, sumOn(new Chunks(threads, twice), 28));
    }
  }

  @Test
  void aPoolsOwnThreadsMayCall() throws Exception {
    try (var pool = new ForkJoinPool(2)) {
      var chunks = new Chunks(3, pool);
      var outer = new AtomicLong();
      var all =
          pool.submit(() ->
              chunks.forEach(
                  0, 20, 1, (a, b) -> chunks.forEach(0, 10, 1, (c, d) -> outer.addAndGet(1))));
      all.get(30, TimeUnit.SECONDS);
      assertEquals(200, outer.get());
    }
  }

  @Test
  void aRangeOfOneChunkIsTheCallersAlone() {
    Executor none =
        task -> {
          throw new AssertionError("the pool was asked");
        };
    assertEquals(21, sumOn(new Chunks(4, none), 7));
    assertEquals(0, sumOn(new Chunks(4, none), 0));
  }

  @Test
  void aPoolThatRefusesIsAFailureAfterTheOthersHaveEnded() {
    var pool = Executors.newFixedThreadPool(1);
    pool.shutdown();
    assertThrows(RejectedExecutionException.class, () -> sumOn(new Chunks(4, pool), 100));
    var inside = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    Executor second =
        task -> {
          if (!threads.isEmpty()) {
            throw new RejectedExecutionException("only one");
          }
          var thread = new Thread(task);
          threads.add(thread);
          thread.start();
        };
    var thrown =
        assertThrows(
            RejectedExecutionException.class,
            () ->
                new Chunks(3, second)
                    .forEach(
                        0,
                        1000,
                        1,
                        (from, to) -> {
                          inside.incrementAndGet();
                          sleepAnyway(1);
                          inside.decrementAndGet();
                        }));
    assertEquals("only one", thrown.getMessage());
    assertEquals(0, inside.get());
  }

  @Test
  void failuresOnAPoolAreThrownAndSuppressed() {
    int threads = 3;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var chunks = new Chunks(threads, pool);
      for (int lap = 0; lap < 20; lap++) {
        var met = new CountDownLatch(threads);
        var thrown =
            assertThrows(
                IOException.class,
                () ->
                    chunks.forEach(
                        0,
                        100,
                        1,
                        (from, to) -> {
                          met.countDown();
                          met.await();
                          throw new IOException("at " + from);
                        }));
        assertEquals(2, thrown.getSuppressed().length);
      }
    }
  }

  @Test
  void anInterruptOnAPoolStopsNothingAndIsKept() {
    Thread caller = Thread.currentThread();
    var done = new AtomicInteger();
    var met = new CountDownLatch(2);
    try (var pool = Executors.newFixedThreadPool(1)) {
      new Chunks(2, pool)
          .forEach(
              0,
              2,
              1,
              (from, to) -> {
                met.countDown();
                while (met.getCount() > 0) {
                  sleepAnyway(1);
                }
                if (!Thread.currentThread().equals(caller)) {
                  sleepAnyway(20);
                  caller.interrupt(); // while it waits
                  sleepAnyway(50);
                }
                done.incrementAndGet();
              });
      assertTrue(Thread.interrupted());
      assertEquals(2, done.get());
    }
  }

  // Records.

  private static List<String> lines(String text, int threads, int chunk) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TreeMap<Long, String> found = new TreeMap<>();
    new Chunks(threads)
        .foldRecords(
            0,
            bytes.length,
            chunk,
            Chunks.after(bytes, (byte) '\n'),
            () -> 0,
            (state, from, to) -> {
              assertTrue(from == 0 || bytes[(int) from - 1] == '\n');
              assertTrue(to == bytes.length || bytes[(int) to - 1] == '\n');
              synchronized (found) {
                found.put(
                    from, new String(bytes, (int) from, (int) (to - from), StandardCharsets.UTF_8));
              }
            },
            Integer::sum);
    return String.join("", found.values()).lines().toList();
  }

  @Test
  void chunksOfRecordsBeginAndEndWhereRecordsDo() {
    for (String text :
        List.of(
            "",
            "\n",
            "\n\n\n\n",
            "a",
            "a\nb",
            "a\nbb\nccc\ndddd\n",
            "a\n" + "b".repeat(100) + "\nc\n",
            "b".repeat(100),
            "short\n\nlonger than many chunks\n\n\nend")) {
      for (int threads : new int[] {1, 3}) {
        for (int chunk : new int[] {1, 2, 3, 5, 10, 1000}) {
          assertEquals(text.lines().toList(), lines(text, threads, chunk));
        }
      }
    }
  }

  @Test
  void aBoundaryMayLieBeyondTheEndButNotGoBack() {
    var seen = new AtomicLong();
    new Chunks(2)
        .foldRecords(
            Long.MAX_VALUE - 50,
            Long.MAX_VALUE - 1,
            10,
            index -> Long.MAX_VALUE,
            () -> 0,
            (state, from, to) -> seen.addAndGet(to - from),
            Integer::sum);
    assertEquals(49, seen.get());
    var thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Chunks(1)
                    .foldRecords(
                        0, 100, 10, index -> index - 1, () -> 0, (s, a, b) -> {}, Integer::sum));
    assertEquals("boundary from 10 goes back to 9", thrown.getMessage());
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullForPoolsAndRecords() {
    assertThrows(NullPointerException.class, () -> new Chunks(2, null));
    var chunks = new Chunks(2);
    assertThrows(NullPointerException.class, () -> Chunks.after(null, (byte) 0));
    assertThrows(
        NullPointerException.class,
        () -> chunks.foldRecords(0, 9, 1, null, () -> 0, (s, a, b) -> {}, Integer::sum));
    assertThrows(
        NullPointerException.class,
        () ->
            chunks.<Integer, RuntimeException>foldRecords(
                0, 9, 1, i -> i, () -> 0, null, Integer::sum));
  }
}
