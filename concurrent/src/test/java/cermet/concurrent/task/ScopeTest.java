// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScopeTest {
  private static final long LONG = 30_000; // milliseconds; a task that sleeps so long is cancelled
  private static final ScopedValue<String> BOUND = ScopedValue.newInstance();

  private static String fetch(String name) {
    return name + "!";
  }

  @Test
  void joinsTwoTasks() throws Exception {
    // @start region="example"
    String page;
    try (var scope = Scope.open()) {
      var head = scope.fork(() -> fetch("head"));
      var body = scope.fork(() -> fetch("body"));
      scope.join(Duration.ofSeconds(20)); // throws what failed, after the other has ended
      page = head.get() + body.get();
    }
    // @end
    assertEquals("head!body!", page);
  }

  @Test
  void givesResultsOfAllTasksAlsoNull() throws Exception {
    try (var scope = Scope.open()) {
      List<Scope.Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        int number = i;
        tasks.add(scope.fork(() -> number));
      }
      Scope.Task<@Nullable String> none = scope.fork(() -> null);
      var ran = new AtomicInteger();
      Runnable work = ran::incrementAndGet;
      Scope.Task<@Nullable Void> plain = scope.fork(work);
      scope.join();
      for (int i = 0; i < tasks.size(); i++) {
        assertEquals(i, tasks.get(i).get());
        assertEquals(Future.State.SUCCESS, tasks.get(i).state());
        assertNull(tasks.get(i).failure());
      }
      assertNull(none.get());
      assertNull(plain.get());
      assertEquals(1, ran.get());
    }
  }

  @Test
  void anEmptyScopeNeedsNoJoin() throws Exception {
    Scope.open().close();
    try (var scope = Scope.open()) {
      scope.join();
    }
    try (var scope = Scope.open()) {
      scope.join(Duration.ZERO);
    }
  }

  @Test
  void passesPlainWritesInAndOut() throws Exception {
    int[] in = {1};
    int[] out = new int[1];
    try (var scope = Scope.open()) {
      in[0] = 7;
      var task = scope.fork(() -> out[0] = in[0] + 1);
      scope.join();
      assertEquals(8, out[0]);
      assertEquals(8, task.get());
    }
  }

  @Test
  void runsOnVirtualThreadsOrOnThoseOfTheFactory() throws Exception {
    try (var scope = Scope.open()) {
      var virtual = scope.fork(() -> Thread.currentThread().isVirtual());
      scope.join();
      assertTrue(virtual.get());
    }
    try (var scope = Scope.open(Thread.ofPlatform().name("mine-", 0).factory())) {
      var name = scope.fork(() -> Thread.currentThread().getName());
      scope.join();
      assertEquals("mine-0", name.get());
    }
  }

  @Test
  void theThreadsAreGoneAfterTheJoin() throws Exception {
    List<Thread> threads = new ArrayList<>();
    ThreadFactory factory =
        work -> {
          Runnable slowly =
              () -> {
                work.run();
                sleepAnyway(50); // the task has ended, its thread has not
              };
          Thread thread = new Thread(slowly);
          threads.add(thread);
          return thread;
        };
    try (var scope = Scope.open(factory)) {
      for (int i = 0; i < 4; i++) {
        scope.fork(() -> 1);
      }
      scope.join();
      assertEquals(4, threads.size());
      for (Thread thread : threads) {
        assertFalse(thread.isAlive());
      }
    }
  }

  @Test
  void bindingsOfScopedValuesAreNotInherited() {
    ScopedValue.where(BOUND, "outer")
        .run(() -> {
          try (var scope = Scope.open()) {
            var bound = scope.fork(() -> BOUND.isBound());
            var anew = scope.fork(() -> ScopedValue.where(BOUND, "anew").call(() -> BOUND.get()));
            scope.join();
            assertFalse(bound.get());
            assertEquals("anew", anew.get());
          } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void theFirstFailureInterruptsTheOthersAndIsThrown() {
    long start = System.nanoTime();
    var failure = new IOException("first");
    var interrupted = new AtomicInteger();
    var ready = new CountDownLatch(8);
    try (var scope = Scope.open()) {
      List<Scope.Task<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        others.add(
            scope.fork(() -> {
              ready.countDown();
              try {
                Thread.sleep(LONG);
                return 1;
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
              }
            }));
      }
      Callable<Integer> fails =
          () -> {
            ready.await();
            throw failure;
          };
      var failed = scope.fork(fails);
      var thrown = assertThrows(ExecutionException.class, scope::join);
      assertSame(failure, thrown.getCause());
      assertEquals(
          0, thrown.getSuppressed().length); // the answers to the interrupt are no failures
      assertEquals(8, interrupted.get());
      assertEquals(Future.State.FAILED, failed.state());
      assertSame(failure, failed.failure());
      assertSame(failure, assertThrows(IllegalStateException.class, failed::get).getCause());
      for (var other : others) {
        assertEquals(Future.State.CANCELLED, other.state());
        assertNull(other.failure());
        assertMessage("the task was cancelled", other::get);
      }
    }
    assertTrue(System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(LONG));
  }

  @Test
  void laterFailuresAreSuppressedInTheOrderOfTheForks() {
    int count = 5;
    var met = new CyclicBarrier(count);
    List<Exception> failures = new ArrayList<>();
    try (var scope = Scope.open()) {
      for (int i = 0; i < count; i++) {
        var failure = new IOException("of " + i);
        failures.add(failure);
        Callable<Integer> fails =
            () -> {
              try {
                met.await();
              } catch (InterruptedException | BrokenBarrierException e) {
                failure.addSuppressed(e); // interrupted by the first that left
              }
              throw failure;
            };
        scope.fork(fails);
      }
      var thrown = assertThrows(ExecutionException.class, scope::join);
      List<Throwable> expected = new ArrayList<>(failures);
      assertTrue(expected.remove(thrown.getCause()));
      assertEquals(expected, Arrays.asList(thrown.getSuppressed()));
    }
  }

  @Test
  void oneFailureOfSeveralTasksIsNotSuppressedInItself() {
    var failure = new AssertionError("shared");
    try (var scope = Scope.open()) {
      for (int i = 0; i < 4; i++) {
        Callable<Integer> fails =
            () -> {
              throw failure;
            };
        scope.fork(fails);
      }
      var thrown = assertThrows(ExecutionException.class, scope::join);
      assertSame(failure, thrown.getCause());
      assertEquals(0, thrown.getSuppressed().length);
    }
  }

  @Test
  void joinThrowsOnlyWhenATaskThatIgnoresTheInterruptHasEnded() {
    var ended = new AtomicBoolean();
    var started = new CountDownLatch(1);
    try (var scope = Scope.open()) {
      Runnable stubborn =
          () -> {
            started.countDown();
            sleepAnyway(200);
            ended.set(true);
          };
      var task = scope.fork(stubborn);
      Callable<Integer> fails =
          () -> {
            started.await();
            throw new IOException();
          };
      scope.fork(fails);
      assertThrows(ExecutionException.class, scope::join);
      assertTrue(ended.get());
      assertEquals(Future.State.SUCCESS, task.state());
      assertNull(task.get());
    }
  }

  @Test
  void anInterruptedExceptionWithoutAnInterruptIsAFailure() {
    try (var scope = Scope.open()) {
      Callable<Integer> fails =
          () -> {
            throw new InterruptedException("own");
          };
      var task = scope.fork(fails);
      var thrown = assertThrows(ExecutionException.class, scope::join);
      assertInstanceOf(InterruptedException.class, thrown.getCause());
      assertEquals(Future.State.FAILED, task.state());
    }
  }

  @Test
  void nothingIsStartedAfterAFailure() throws Exception {
    var threads = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          threads.incrementAndGet();
          return Thread.ofVirtual().unstarted(work);
        };
    try (var scope = Scope.open(factory)) {
      Callable<Integer> fails =
          () -> {
            throw new IOException();
          };
      var failed = scope.fork(fails);
      while (failed.state() == Future.State.RUNNING) {
        Thread.sleep(1);
      }
      var late = scope.fork(() -> 1);
      assertEquals(Future.State.CANCELLED, late.state());
      assertEquals(1, threads.get());
      assertThrows(ExecutionException.class, scope::join);
      assertMessage("the task was cancelled", late::get);
    }
  }

  @Test
  void aTimeoutCancelsAndTheTasksHaveEnded() throws Exception {
    for (Duration timeout :
        List.of(Duration.ofMillis(30), Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
      var ended = new AtomicBoolean();
      var started = new CountDownLatch(1);
      try (var scope = Scope.open()) {
        Callable<Integer> sleeps =
            () -> {
              started.countDown();
              try {
                Thread.sleep(LONG);
                return 1;
              } finally {
                ended.set(true);
              }
            };
        var task = scope.fork(sleeps);
        assertTrue(started.await(30, TimeUnit.SECONDS));
        var thrown = assertThrows(TimeoutException.class, () -> scope.join(timeout));
        assertTrue(String.valueOf(thrown.getMessage()).contains(timeout.toString()));
        assertTrue(ended.get());
        assertEquals(Future.State.CANCELLED, task.state());
      }
    }
  }

  @Test
  void aDeadlineCancelsLikeATimeout() {
    for (Instant deadline : List.of(Instant.now().plusMillis(30), Instant.EPOCH, Instant.MIN)) {
      try (var scope = Scope.open()) {
        var task = scope.fork(ScopeTest::sleepLong);
        assertThrows(TimeoutException.class, () -> scope.joinUntil(deadline));
        assertEquals(Future.State.CANCELLED, task.state());
      }
    }
  }

  @Test
  void whatHasEndedInTimeIsNotCancelled() throws Exception {
    for (Duration timeout : List.of(Duration.ofSeconds(30), Duration.ofSeconds(Long.MAX_VALUE))) {
      try (var scope = Scope.open()) {
        var task = scope.fork(() -> 5);
        scope.join(timeout);
        assertEquals(5, task.get());
      }
    }
    try (var scope = Scope.open()) {
      var task = scope.fork(() -> 5);
      scope.joinUntil(Instant.MAX);
      assertEquals(5, task.get());
    }
  }

  @Test
  void failuresAfterTheTimeoutAreSuppressed() {
    var failure = new IOException("on the way out");
    try (var scope = Scope.open()) {
      Callable<Integer> fails =
          () -> {
            try {
              return sleepLong();
            } catch (InterruptedException e) {
              throw failure;
            }
          };
      scope.fork(fails);
      var thrown = assertThrows(TimeoutException.class, () -> scope.join(Duration.ofMillis(20)));
      assertEquals(List.of(failure), Arrays.asList(thrown.getSuppressed()));
    }
  }

  @Test
  void anInterruptOfTheOwnerCancels() {
    Thread owner = Thread.currentThread();
    for (boolean before : new boolean[] {true, false}) {
      try (var scope = Scope.open()) {
        var sleeping = scope.fork(ScopeTest::sleepLong);
        if (before) {
          owner.interrupt();
        } else {
          Callable<Integer> interrupts =
              () -> {
                Thread.sleep(50); // the owner waits by now, or will find the interrupt
                owner.interrupt();
                return sleepLong();
              };
          scope.fork(interrupts);
        }
        assertThrows(InterruptedException.class, scope::join);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(Future.State.CANCELLED, sleeping.state());
      }
    }
  }

  @Test
  void anInterruptWhileAFailureIsThrownIsKept() {
    Thread owner = Thread.currentThread();
    var failing = new CountDownLatch(1);
    try (var scope = Scope.open()) {
      Runnable stubborn =
          () -> {
            awaitAnyway(failing);
            sleepAnyway(50);
            owner.interrupt();
            sleepAnyway(50);
          };
      scope.fork(stubborn);
      Callable<Integer> fails =
          () -> {
            failing.countDown();
            throw new IOException();
          };
      scope.fork(fails);
      assertThrows(ExecutionException.class, scope::join);
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void closeBeforeJoinCancelsWaitsAndThrows() {
    var ended = new AtomicBoolean();
    var started = new CountDownLatch(1);
    var scope = Scope.open();
    Callable<Integer> sleeps =
        () -> {
          started.countDown();
          try {
            return sleepLong();
          } finally {
            ended.set(true);
          }
        };
    var task = scope.fork(sleeps);
    awaitAnyway(started);
    Thread.currentThread().interrupt(); // does not end the waiting
    assertMessage("close before join", scope::close);
    assertTrue(Thread.interrupted());
    assertTrue(ended.get());
    assertEquals(Future.State.CANCELLED, task.state());
    scope.close(); // again: nothing
    assertMessage("get before join", task::get);
  }

  @Test
  void closeBeforeJoinTellsTheFailuresThatNobodyAskedFor() throws Exception {
    var failure = new IOException("unseen");
    var scope = Scope.open();
    Callable<Integer> fails =
        () -> {
          throw failure;
        };
    var task = scope.fork(fails);
    while (task.state() == Future.State.RUNNING) {
      Thread.sleep(1);
    }
    var thrown = assertThrows(IllegalStateException.class, scope::close);
    assertEquals(List.of(failure), Arrays.asList(thrown.getSuppressed()));
  }

  @Test
  void aBodyThatThrowsCancelsAndKeepsItsException() {
    var body = new IOException("body");
    var thrown =
        assertThrows(
            IOException.class,
            () -> {
              try (var scope = Scope.open()) {
                scope.fork(ScopeTest::sleepLong);
                throw body;
              }
            });
    assertSame(body, thrown);
    assertEquals("close before join", thrown.getSuppressed()[0].getMessage());
  }

  @Test
  void refusesVerbsInTheWrongOrder() throws Exception {
    var scope = Scope.open();
    var task = scope.fork(() -> 1);
    assertMessage("get before join", task::get);
    assertMessage("failure before join", task::failure);
    scope.join();
    assertMessage("fork after join", () -> scope.fork(() -> 2));
    assertMessage("join after join", scope::join);
    assertMessage("join after join", () -> scope.join(Duration.ZERO));
    assertMessage("join after join", () -> scope.joinUntil(Instant.now()));
    assertEquals(1, task.get());
    scope.close();
    scope.close();
    assertMessage("fork after close", () -> scope.fork(() -> 2));
    assertMessage("join after close", scope::join);
    assertEquals(1, task.get());
  }

  @Test
  void refusesOtherThreadsAndStaysAsItWas() throws Exception {
    var scope = Scope.open();
    var task = scope.fork(() -> 3);
    for (Executable verb :
        List.<Executable>of(
            () -> scope.fork(() -> 1),
            scope::join,
            () -> scope.join(Duration.ZERO),
            () -> scope.joinUntil(Instant.MAX),
            scope::close)) {
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
      var refused = assertInstanceOf(WrongThreadException.class, thrown.get());
      assertTrue(String.valueOf(refused.getMessage()).contains(other.getName()));
    }
    scope.join();
    assertEquals(3, task.get());
    scope.close();
  }

  @Test
  void resultsMayBeReadByOtherThreads() throws Exception {
    try (var scope = Scope.open()) {
      var task = scope.fork(() -> 3);
      scope.join();
      var seen = new AtomicInteger();
      var other = new Thread(() -> seen.set(task.get()));
      other.start();
      other.join();
      assertEquals(3, seen.get());
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> Scope.open(null));
    try (var scope = Scope.open()) {
      assertThrows(NullPointerException.class, () -> scope.fork((Callable<Integer>) null));
      assertThrows(NullPointerException.class, () -> scope.fork((Runnable) null));
      assertThrows(NullPointerException.class, () -> scope.join(null));
      assertThrows(NullPointerException.class, () -> scope.joinUntil(null));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void aFactoryThatFailsLeavesTheScopeAsItWas() throws Exception {
    var next = new AtomicInteger();
    ThreadFactory factory =
        work ->
            switch (next.getAndIncrement()) {
              case 0 -> null;
              case 1 -> throw new IllegalArgumentException("no thread today");
              case 2 -> ended(); // cannot be started again
              default -> Thread.ofVirtual().unstarted(work);
            };
    try (var scope = Scope.open(factory)) {
      assertThrows(RejectedExecutionException.class, () -> scope.fork(() -> 1));
      assertThrows(IllegalArgumentException.class, () -> scope.fork(() -> 1));
      assertThrows(IllegalThreadStateException.class, () -> scope.fork(() -> 1));
      var task = scope.fork(() -> 4);
      scope.join();
      assertEquals(4, task.get());
    }
  }

  @Test
  void aScopeWhoseOnlyForkFailedNeedsNoJoin() {
    ThreadFactory factory =
        work -> {
          throw new IllegalArgumentException("no thread today");
        };
    try (var scope = Scope.open(factory)) {
      assertThrows(IllegalArgumentException.class, () -> scope.fork(() -> 1));
    }
  }

  private static Thread ended() {
    var thread = new Thread(() -> {});
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      interrupted |= Thread.interrupted();
      Thread.onSpinWait();
    }
    assertFalse(interrupted);
    return thread;
  }

  @Test
  void aThreadThatDiesWithoutItsTaskIsAFailure() {
    var next = new AtomicInteger();
    ThreadFactory factory =
        work ->
            next.getAndIncrement() == 0
                ? Thread.ofPlatform().unstarted(() -> {})
                : Thread.ofPlatform().unstarted(work);
    try (var scope = Scope.open(factory)) {
      var lost = scope.fork(() -> 1);
      var kept = scope.fork(() -> 2);
      var thrown = assertThrows(ExecutionException.class, scope::join);
      assertInstanceOf(IllegalStateException.class, thrown.getCause());
      assertTrue(String.valueOf(thrown.getMessage()).contains("the thread ended without its task"));
      assertEquals(Future.State.FAILED, lost.state());
      assertEquals(2, kept.get());
    }
  }

  @Test
  void scopesNest() {
    var inner = new AtomicReference<@Nullable Throwable>();
    var nested = new CountDownLatch(1);
    try (var outer = Scope.open()) {
      Callable<Integer> nests =
          () -> {
            try (var scope = Scope.open()) {
              var sleeping = scope.fork(ScopeTest::sleepLong);
              nested.countDown();
              try {
                scope.join();
              } catch (InterruptedException e) {
                inner.set(e);
                assertEquals(Future.State.CANCELLED, sleeping.state());
                throw e;
              }
              return 1;
            }
          };
      var task = outer.fork(nests);
      Callable<Integer> fails =
          () -> {
            nested.await();
            throw new IOException();
          };
      outer.fork(fails);
      assertThrows(ExecutionException.class, outer::join);
      assertNotNull(inner.get());
      assertEquals(Future.State.CANCELLED, task.state());
    }
  }

  @Test
  void joinWaitsForTasksThatTasksHaveStarted() throws Exception {
    var ended = new AtomicInteger();
    try (var scope = Scope.open()) {
      Runnable second =
          () -> {
            sleepAnyway(50);
            ended.incrementAndGet();
          };
      Callable<Integer> first =
          () -> {
            sleepAnyway(50); // the owner waits by now
            scope.start(() -> {
              second.run();
              return 1;
            });
            return 2;
          };
      scope.fork(first);
      scope.join();
      assertEquals(1, ended.get());
    }
  }

  @Test
  void aHandleKeepsNoOther() throws Exception {
    try (var scope = Scope.open()) {
      List<Scope.Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        tasks.add(scope.fork(() -> 1));
      }
      scope.join();
      for (var task : tasks) {
        var fork = (Scope.Fork<?>) task;
        assertNull(fork.next);
        assertNull(fork.thread);
      }
    }
  }

  @Test
  void aTaskRunsOnce() throws Exception {
    var runs = new AtomicInteger();
    ThreadFactory twice =
        work ->
            Thread.ofVirtual()
                .unstarted(() -> {
                  work.run();
                  work.run();
                });
    try (var scope = Scope.open(twice)) {
      var task = scope.fork(runs::incrementAndGet);
      scope.join();
      assertEquals(1, task.get());
      assertEquals(1, runs.get());
      assertEquals("Task[SUCCESS]", task.toString());
    }
  }

  // A bare spin loop: each read must reach memory, or the compiler makes the loop endless.

  @Test
  void aBareSpinOnTheStateEnds() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (var scope = Scope.open()) {
        var task =
            scope.fork(() -> {
              Thread.sleep(100); // until the loop is compiled
              return 1;
            });
        awaitEnd(task);
        scope.join();
        assertEquals(1, task.get());
      }
    }
  }

  private static void awaitEnd(Scope.Task<?> task) {
    while (task.state() == Future.State.RUNNING) {}
  }

  private static int sleepLong() throws InterruptedException {
    Thread.sleep(LONG);
    throw new AssertionError("nobody interrupted");
  }

  private static void awaitAnyway(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      sleepAnyway(1);
    }
  }

  private static void sleepAnyway(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertMessage(String message, Executable call) {
    var thrown = assertThrows(IllegalStateException.class, call);
    assertEquals(message, thrown.getMessage());
  }
}
