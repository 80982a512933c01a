// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A block of code whose tasks, each on a thread of its own, have all ended when it ends.
///
/// - **Use** to do several things that block at once and go on with all results or one failure.
/// - **Avoid** for thousands of elements: take `Bounded`; for work of processors: take `Chunks`;
///   where the first success shall win: a success cancels nobody.
/// - **Cost** `fork` starts a thread; `join` waits for each thread, the youngest first; a failure
///   interrupts each thread that still works.
/// - **Allocation** one object a task besides its thread; one more where the task is a `Runnable`.
/// - **Threads** the thread that opens a scope owns it, and alone may fork, join and close; a task
///   happens-after its fork and before the join, `get` by any thread after that; bindings of a
///   `ScopedValue` are not inherited, bind them anew in the task.
/// - **Errors** the first failure interrupts the other tasks; `join` then throws it as the cause of
///   an `ExecutionException`, the later failures suppressed, but for `InterruptedException`;
///   time-out: `TimeoutException`; fork after join, `get` before join or of a task that failed,
///   close before join: `IllegalStateException`; another thread: `WrongThreadException`.
/// - **Source** Sústrik 2016 and Smith 2018 on structured concurrency; the words are those of JEP
///   505.
/// - **Copies with** nothing.
public final class Scope implements AutoCloseable {
  /*
   * The tasks are a list, the youngest first, linked through the handles themselves:
   *
   *   head -> task 3 -> task 2 -> task 1        reason: null, or why all shall end
   *
   *   fork:    start the thread, put the task in front, look whether there is a reason by now
   *   cancel:  set the reason, go through the list and interrupt
   *
   * Both sides write before they look, by volatile accesses: either the canceller finds the task in
   * the list or the forker finds the reason, and interrupts that one thread itself. Threads are in
   * the list only once they are started, so that each can be waited for.
   *
   * Nobody counts what has ended. The owner waits for the threads themselves, and so also meets a
   * thread that ended without its task; the youngest first, because when that has ended most of the
   * others have.
   *
   * Who writes: head by compare-and-set and the links who forks; reason whoever comes first; the
   * result, failure and state of a task its thread, or the owner once that thread has ended; joined
   * and closed the owner. After join the list is the owner's alone, because who cancels is in it; it
   * is taken apart, so that a handle that is kept does not keep the others.
   */

  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, Scope.class, Fork.class)
          .withInvokeExactBehavior();
  private static final VarHandle REASON =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "reason", VarHandle.class, Scope.class, Object.class)
          .withInvokeExactBehavior();
  private static final VarHandle JOINED =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "joined", VarHandle.class, Scope.class, boolean.class)
          .withInvokeExactBehavior();

  private final ThreadFactory factory;
  private final Thread owner = Thread.currentThread();
  @Nullable Fork<?> head; // this and the next by their handles only
  @Nullable Object reason;
  private boolean joined;
  private boolean forked; // plain, like closed: only the owner reads and writes it
  private boolean closed;

  private Scope(ThreadFactory factory) {
    this.factory = factory;
  }

  /// Opens a scope whose tasks run on virtual threads.
  ///
  /// @return the scope, owned by this thread
  public static Scope open() {
    return new Scope(Thread.ofVirtual().factory());
  }

  /// Opens a scope whose tasks run on threads of this factory.
  ///
  /// @param factory makes a new thread for each task, not started
  /// @return the scope, owned by this thread
  public static Scope open(ThreadFactory factory) {
    return new Scope(Objects.requireNonNull(factory, "factory"));
  }

  /// Starts a task on a thread of its own; after a failure it is cancelled instead of started.
  ///
  /// @param <T> the type of its result
  /// @param work what it does
  /// @return its handle
  public <T extends @Nullable Object> Task<T> fork(Callable<? extends T> work) {
    Objects.requireNonNull(work, "work");
    checkOwner();
    checkOpen("fork");
    Task<T> task = start(work);
    forked = true;
    return task;
  }

  /// Starts a task without a result, as the other `fork` does.
  ///
  /// @param work what it does
  /// @return its handle, whose result is null
  public Task<@Nullable Void> fork(Runnable work) {
    Objects.requireNonNull(work, "work");
    Callable<@Nullable Void> call =
        () -> {
          work.run();
          return null;
        };
    return fork(call);
  }

  /// Waits until all tasks have ended; whatever it throws, they have.
  ///
  /// @throws ExecutionException if a task failed: its cause is the first failure
  /// @throws InterruptedException if this thread was interrupted: the tasks were cancelled
  public void join() throws ExecutionException, InterruptedException {
    try {
      await(null);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /// Waits until all tasks have ended, and cancels them after this time.
  ///
  /// @param timeout how long to wait; cancels at once if it is not positive
  /// @throws ExecutionException if a task failed: its cause is the first failure
  /// @throws InterruptedException if this thread was interrupted: the tasks were cancelled
  /// @throws TimeoutException if the time was over: the tasks were cancelled
  public void join(Duration timeout)
      throws ExecutionException, InterruptedException, TimeoutException {
    await(Objects.requireNonNull(timeout, "timeout"));
  }

  /// Waits until all tasks have ended, and cancels them at this time.
  ///
  /// @param deadline when to cancel; at once if it is past
  /// @throws ExecutionException if a task failed: its cause is the first failure
  /// @throws InterruptedException if this thread was interrupted: the tasks were cancelled
  /// @throws TimeoutException if the time was over: the tasks were cancelled
  public void joinUntil(Instant deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    await(Duration.between(Instant.now(), Objects.requireNonNull(deadline, "deadline")));
  }

  /// Ends the scope; tasks that nobody joined are cancelled and waited for.
  ///
  /// @throws IllegalStateException if there was a fork and no join, after all tasks have ended
  @Override
  public void close() {
    checkOwner();
    if (closed) {
      return;
    }
    closed = true;
    if (!joined) {
      List<Throwable> failures = stop();
      if (forked) {
        var thrown = new IllegalStateException("close before join");
        failures.forEach(thrown::addSuppressed);
        throw thrown;
      }
    }
  }

  /// A handle on one task.
  ///
  /// @param <T> the type of its result
  public sealed interface Task<T extends @Nullable Object> {
    /// Returns the result, after the join.
    ///
    /// @return what the task returned
    /// @throws IllegalStateException before the join, or if the task failed or was cancelled
    T get();

    /// Returns how the task stands, at any time.
    ///
    /// @return cancelled if it was not started or answered the interrupt with an
    ///   `InterruptedException`
    Future.State state();

    /// Returns what the task threw, after the join.
    ///
    /// @return the failure, or null if it did not fail
    /// @throws IllegalStateException before the join
    @Nullable Throwable failure();
  }

  // The rest serves Bounded too, whose tasks start further ones.

  /// Starts a task, for the owner or a task of this scope.
  <T extends @Nullable Object> Fork<T> start(Callable<? extends T> work) {
    var fork = new Fork<T>(this, work);
    if (reason() != null) {
      fork.skip();
      return fork;
    }
    Thread thread = factory.newThread(fork);
    if (thread == null) {
      throw new RejectedExecutionException("the factory made no thread");
    }
    fork.thread = thread;
    thread.start();
    Fork<?> head;
    do { // a task of Bounded may start the next one before its own starter has come to this
      head = first();
      fork.next = head;
    } while (!HEAD.compareAndSet(this, head, (Fork<?>) fork)); // before the look: pairs with cancel
    if (reason() != null) {
      thread.interrupt();
    }
    return fork;
  }

  /// Interrupts all tasks but the caller's own, unless somebody has done so already.
  boolean cancel(Object why) {
    // A volatile write before the look at head: pairs with start.
    if (!REASON.compareAndSet(this, (Object) null, why)) {
      return false;
    }
    Thread own = Thread.currentThread();
    for (Fork<?> fork = first(); fork != null; fork = fork.next) {
      Thread thread = fork.thread;
      if (thread != null && !thread.equals(own) && fork.state() == Future.State.RUNNING) {
        thread.interrupt();
      }
    }
    return true;
  }

  /// Cancels and waits, whatever interrupts; returns what failed, in the order of the forks.
  List<Throwable> stop() {
    cancel(Reason.CLOSED);
    awaitAnyway();
    return dismantle();
  }

  /// Whether something has cancelled the tasks.
  boolean isCancelled() {
    return reason() != null;
  }

  void checkOwner() {
    Thread caller = Thread.currentThread();
    if (!caller.equals(owner)) {
      throw new WrongThreadException("owner: " + owner + ", not " + caller);
    }
  }

  private void checkOpen(String verb) {
    if (closed || joined) {
      throw new IllegalStateException(verb + " after " + (closed ? "close" : "join"));
    }
  }

  private @Nullable Object reason() {
    return (Object) REASON.getVolatile(this); // after the write of head: see start
  }

  private @Nullable Fork<?> first() {
    return (Fork<?>) HEAD.getVolatile(this); // after the write of reason: see cancel
  }

  private boolean isJoined() {
    return (boolean) JOINED.getAcquire(this); // pairs with the release in await
  }

  @SuppressWarnings("ReferenceEquality") // the very failure that is the cause
  private void await(@Nullable Duration timeout)
      throws ExecutionException, InterruptedException, TimeoutException {
    checkOwner();
    checkOpen("join");
    boolean interrupted = Thread.interrupted();
    try {
      if (interrupted) {
        cancel(Reason.INTERRUPTED);
      } else if (!awaitThreads(timeout)) {
        cancel(Reason.TIMED_OUT);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      cancel(Reason.INTERRUPTED);
    }
    awaitAnyway();
    List<Throwable> failures = dismantle();
    JOINED.setRelease(this, true); // after the results: pairs with get
    Object why = reason();
    if (interrupted && why != Reason.INTERRUPTED) {
      Thread.currentThread().interrupt(); // a failure came first: that is told, this is kept
    }
    if (why == null) {
      return;
    }
    if (why == Reason.INTERRUPTED) {
      throw with(failures, new InterruptedException("interrupted in join"));
    }
    if (why == Reason.TIMED_OUT) {
      throw with(failures, new TimeoutException("not all tasks ended within " + timeout));
    }
    Throwable cause = (Throwable) why;
    failures.removeIf(failure -> failure == cause);
    throw with(failures, new ExecutionException(cause));
  }

  private static <X extends Exception> X with(List<Throwable> failures, X thrown) {
    failures.forEach(thrown::addSuppressed);
    return thrown;
  }

  /// Waits for all threads, also for those that the threads start; false if the time is over.
  @SuppressWarnings("ReferenceEquality") // the same node of the list
  private boolean awaitThreads(@Nullable Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    Duration whole = timeout == null || !timeout.isNegative() ? timeout : Duration.ZERO;
    Fork<?> seen = null;
    for (Fork<?> first = first(); first != seen; first = first()) {
      for (Fork<?> fork = first; fork != null && fork != seen; fork = fork.next) {
        Thread thread = fork.thread;
        if (thread == null) {
          continue;
        }
        if (whole == null) {
          thread.join();
        } else if (!thread.join(whole.minusNanos(System.nanoTime() - start))) {
          return false;
        }
      }
      seen = first; // who starts a thread ends when that is in the list, not before: none is left
    }
    return true;
  }

  private void awaitAnyway() {
    boolean interrupted = false;
    while (true) {
      try {
        awaitThreads(null);
        break;
      } catch (InterruptedException e) {
        interrupted = true; // nothing may be left running
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes the list apart, once all threads have ended, and returns the failures in fork order.
  private List<Throwable> dismantle() {
    var failures = new ArrayList<Throwable>();
    Fork<?> fork = first();
    HEAD.setVolatile(this, (Fork<?>) null);
    while (fork != null) {
      if (fork.state() == Future.State.RUNNING) {
        fork.fail(new IllegalStateException("the thread ended without its task: " + fork.thread));
      }
      if (fork.failure != null) {
        failures.addFirst(fork.failure);
      }
      Fork<?> next = fork.next;
      fork.next = null;
      fork.thread = null;
      fork = next;
    }
    return failures;
  }

  /// A task: its handle, what its thread runs, and a node of the list.
  static final class Fork<T extends @Nullable Object> implements Task<T>, Runnable {
    private static final VarHandle STATE =
        ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "state", VarHandle.class, Fork.class, Future.State.class)
            .withInvokeExactBehavior();

    private final Scope scope;
    private @Nullable Callable<? extends T> work; // its thread's from the start on
    private @Nullable Object result;
    private @Nullable Throwable failure;
    @Nullable Thread thread; // written before the task is in the list
    @Nullable Fork<?> next;
    Future.State state = Future.State.RUNNING; // by its handle only

    Fork(Scope scope, Callable<? extends T> work) {
      this.scope = scope;
      this.work = work;
    }

    /// For the task's thread.
    @Override
    public void run() {
      Callable<? extends T> call = work;
      work = null;
      if (call == null) {
        return; // run once more, by a factory's whim
      }
      if (scope.isCancelled()) {
        skip();
        return;
      }
      try {
        result = call.call();
        end(Future.State.SUCCESS);
      } catch (Throwable e) {
        fail(e);
      }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // written by run from a T, which may allow null
    public T get() {
      checkJoined("get");
      if (failure != null) {
        throw new IllegalStateException("the task failed", failure);
      }
      if (state() != Future.State.SUCCESS) {
        throw new IllegalStateException("the task was cancelled");
      }
      return (T) result;
    }

    @Override
    public @Nullable Throwable failure() {
      checkJoined("failure");
      return failure;
    }

    @Override
    public Future.State state() {
      return (Future.State) STATE.getAcquire(this); // pairs with the release in end
    }

    @Override
    public String toString() {
      return "Task[" + state() + "]";
    }

    private void checkJoined(String verb) {
      if (!scope.isJoined()) {
        throw new IllegalStateException(verb + " before join");
      }
    }

    private void skip() {
      work = null;
      end(Future.State.CANCELLED);
    }

    private void fail(Throwable thrown) {
      if (!scope.cancel(thrown) && thrown instanceof InterruptedException) {
        end(Future.State.CANCELLED); // the answer to the interrupt, no failure of its own
      } else {
        failure = thrown;
        end(Future.State.FAILED);
      }
    }

    private void end(Future.State last) {
      STATE.setRelease(this, last); // after the result: pairs with state
    }
  }

  /// Reasons beside a failure.
  private enum Reason {
    TIMED_OUT,
    INTERRUPTED,
    CLOSED
  }
}
