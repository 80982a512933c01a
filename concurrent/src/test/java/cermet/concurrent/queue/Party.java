// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/// The threads of one test: what one of them throws fails the test, and who does not end in time is
/// named by what it was to do.
final class Party implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20); // far beyond any wait; arbitrary

  private final Map<Thread, String> deeds = new LinkedHashMap<>();
  private final Queue<AssertionError> failures = new ConcurrentLinkedQueue<>();

  @FunctionalInterface
  interface Deed {
    void run() throws Exception;
  }

  static List<Thread.Builder> builders() {
    return List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual());
  }

  Thread start(Thread.Builder builder, String what, Deed deed) {
    Thread thread =
        builder.unstarted(() -> {
          try {
            deed.run();
          } catch (Throwable e) {
            failures.add(new AssertionError(what, e));
          }
        });
    deeds.put(thread, what);
    thread.start();
    return thread;
  }

  Thread start(String what, Deed deed) {
    return start(Thread.ofPlatform().daemon(), what, deed);
  }

  /// Waits until this one has ended.
  void end(Thread thread) throws InterruptedException {
    if (!thread.join(LIMIT)) {
      var where = new AssertionError("where it is");
      where.setStackTrace(thread.getStackTrace());
      fail("not within " + LIMIT.toSeconds() + " s: " + deeds.get(thread), where);
    }
    AssertionError failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  /// Waits until all have ended.
  void end() throws InterruptedException {
    for (Thread thread : deeds.keySet()) {
      end(thread);
    }
  }

  /// Waits until something holds.
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  static void until(String what, BooleanSupplier holds) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - limit > 0) {
        fail("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      Thread.yield();
    }
  }

  /// Waits until a thread sleeps.
  static void untilParked(String what, Thread thread) {
    until(
        what + " sleeps",
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING -> true;
              default -> false;
            });
  }

  /// Nobody stays behind: who has not ended is interrupted.
  @Override
  public void close() {
    deeds.keySet().forEach(Thread::interrupt);
  }
}
