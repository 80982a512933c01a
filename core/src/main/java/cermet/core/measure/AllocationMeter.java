// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A meter of the bytes that the calling thread allocates on the Java heap.
///
/// - **Use** to prove that an operation allocates nothing, or how much.
/// - **Avoid** `start` and `stop` around few calls of compiled code: escape analysis shows only
///   once it is compiled. `bytesCompiled` runs it until it is; with `-Xint` there is none, and
///   `bytes` gives what the source asks for.
/// - **Cost** `start`, `stop` O(1), one call into the JVM each; `bytesCompiled` 21,000 to 60,000
///   runs.
/// - **Allocation** none after construction.
/// - **Threads** one thread: the one that starts it; a platform thread.
/// - **Errors** a JVM that does not count, or a virtual thread: `UnsupportedOperationException`;
///   `stop` without `start`: `IllegalStateException`; `stop` on another thread:
///   `WrongThreadException`.
/// - **Source** unspecified; the counter is `com.sun.management.ThreadMXBean`.
/// - **Copies with** nothing.
public final class AllocationMeter {
  /*
   * HotSpot counts the bytes of each thread's retired allocation buffers and adds the used part of
   * the current one when asked, so a difference of two readings is exact to the byte. Reading costs
   * no bytes itself once it is linked; the constructor links it and measures what an empty section
   * costs, and stop takes that away. That is 0 on every JVM seen so far.
   *
   * owner: null while stopped, else the thread that started; written by that thread only.
   */

  /// How often an empty section is measured for its own cost; arbitrary, the first is enough today.
  private static final int ROUNDS = 8;

  /// Runs before the first window: C2 takes 10,000 calls, or fewer with loops.
  private static final int WARM_UP = 20_000;

  private static final int WINDOWS = 40; // on a busy machine the compiler comes late
  private static final int WINDOW = 1_000; // runs

  private final ThreadMXBean threads;
  private final long own;
  private @Nullable Thread owner;
  private long before;

  /// Creates a meter, and measures what measuring itself allocates.
  public AllocationMeter() {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean)
        || !bean.isThreadAllocatedMemorySupported()) {
      throw new UnsupportedOperationException("this JVM does not count a thread's allocated bytes");
    }
    if (!bean.isThreadAllocatedMemoryEnabled()) {
      throw new UnsupportedOperationException("counting of allocated bytes is switched off");
    }
    threads = bean;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long reading = read();
      least = Math.min(least, read() - reading);
    }
    own = least;
  }

  /// Returns the bytes that the third run of an action allocates; the first two link and
  /// initialise.
  ///
  /// @param <X> what the action may throw
  /// @param action the action
  /// @return the bytes
  /// @throws X if the action throws it
  public static <X extends Exception> long bytes(Action<X> action) throws X {
    Objects.requireNonNull(action, "action");
    var meter = new AllocationMeter();
    action.run();
    action.run();
    meter.start();
    action.run();
    return meter.stop();
  }

  /// Returns the bytes that a run of an action allocates once it is compiled: what escape analysis
  /// can remove is gone.
  ///
  /// The action is run 20,000 times, then in windows of 1,000 runs until one allocates nothing, 40
  /// windows at most. The window that allocates least counts.
  ///
  /// @param <X> what the action may throw
  /// @param action the action, microseconds long
  /// @return the average over the window
  /// @throws X if the action throws it
  public static <X extends Exception> double bytesCompiled(Action<X> action) throws X {
    Objects.requireNonNull(action, "action");
    var meter = new AllocationMeter();
    repeat(action, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < WINDOWS && least > 0; i++) {
      meter.start();
      repeat(action, WINDOW);
      least = Math.min(least, meter.stop());
    }
    return (double) least / WINDOW;
  }

  private static <X extends Exception> void repeat(Action<X> action, int times) throws X {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  /// Begins a section on this thread; an unfinished section is forgotten.
  public void start() {
    before = read();
    owner = Thread.currentThread();
  }

  /// Ends the section and returns the bytes that this thread allocated in it.
  ///
  /// @return the bytes
  @SuppressWarnings("ReferenceEquality") // the very thread: a subclass may override equals
  public long stop() {
    long after = read();
    Thread starter = owner;
    if (starter != Thread.currentThread()) {
      throw misuse(starter);
    }
    owner = null;
    return after - before - own;
  }

  private long read() {
    long reading = threads.getCurrentThreadAllocatedBytes();
    if (reading < 0) {
      throw new UnsupportedOperationException(
          "this JVM does not count the bytes of " + Thread.currentThread());
    }
    return reading;
  }

  private static RuntimeException misuse(@Nullable Thread starter) {
    if (starter == null) {
      return new IllegalStateException("stop without start");
    }
    return new WrongThreadException("started by " + starter + ", not " + Thread.currentThread());
  }

  /// A piece of code that may throw.
  ///
  /// @param <X> what it may throw
  @FunctionalInterface
  public interface Action<X extends Exception> {
    /// Runs the code.
    ///
    /// @throws X if the code does
    void run() throws X;
  }
}
