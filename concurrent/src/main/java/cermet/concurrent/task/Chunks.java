// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A way to work through a range of indices or records in chunks on a fixed number of threads.
///
/// - **Use** to fold over rows, parts of a file or array ranges with a scratch state per thread;
///   `LongChunks` and `DoubleChunks` do the usual to arrays.
/// - **Avoid** for less than some 0.1 ms of work, which is what starting threads costs, unless a
///   pool is given; for bodies that block on each other.
/// - **Cost** one atomic increment a chunk, with `foldRecords` two searches for a boundary; the
///   calling thread works too, beside it `threads - 1` threads that are started and joined for each
///   call, or so many tasks of the pool: those that have not begun when all is done are not waited
///   for, and hold nothing. A range of one chunk is the caller's alone: the chunk is the cut-off.
/// - **Allocation** a few objects a call besides the threads, none a chunk.
/// - **Threads** any thread may call, several at once, a thread of the pool too; what the caller
///   wrote before is visible to the bodies, what the bodies wrote is visible to the merge and to
///   the caller after.
/// - **Errors** from > to, chunk < 1, threads outside 1 to 32767: `IllegalArgumentException`; the
///   first failure of a body, or of starting a thread or task, stops the others at their next chunk
///   and is thrown, with the other failures suppressed in it; a boundary that goes back:
///   `IllegalStateException`; an interrupt of the caller is kept and stops nothing.
/// - **Source** Kruskal and Weiss 1985, fixed-size chunking by one shared cursor.
/// - **Copies with** nothing.
public final class Chunks {
  /*
   * Chunks are numbered 0 to count - 1, and one cursor hands out the numbers:
   *
   *   from        from + chunk      from + 2 chunk           to
   *   |     0     |        1        |          2         ...  |
   *
   * so that a slow chunk or a slow core delays nobody. The cursor counts chunks, not indices, and
   * all comparisons are unsigned: a range may span all longs, and from + chunk never overflows.
   *
   * Worker 0 is the caller. Each worker makes its state on its own thread (its allocations lie
   * apart from the others') and shares it only by writing states[worker] once at its end; Thread.join
   * orders that before the merge, or the gate.
   *
   * A task of a pool may begin late or never: all threads of the pool may be busy, or wait in a call
   * like this one. So it enters through a gate, which counts who is inside, and which the caller
   * closes when no chunk is left: whoever comes later turns back, and the caller waits for those
   * inside only. They have a thread, hence they end.
   *
   *   gate   0, 1, 2 ...     open, so many are inside
   *          CLOSED + 0, 1 ...   closed; the one who leaves last wakes the caller
   *
   * Late tasks stay in the pool's queue. Lest they pile up there, late counts those of all calls
   * that have not begun, and no call submits more than bring it to BACKLOG times threads - 1;
   * workers that it did not get it asks for again at each of its chunks. Lest they hold anything,
   * the pool is given one object a call, which the caller cuts off from the work at the end.
   *
   * Chunks of records begin and end at the first boundary from where those of indices would. Who
   * takes a chunk finds both; its neighbours find the same. A record longer than a chunk leaves
   * empty chunks behind it, which are skipped.
   */

  private static final int MAX_THREADS = 32767; // as ForkJoinPool has it
  private static final int CLOSED = Integer.MIN_VALUE; // negative, whoever is inside

  private static final int BACKLOG = 4; // calls of which all tasks may be late; arbitrary

  private final int threads;
  private final @Nullable Executor pool;
  private final AtomicInteger late = new AtomicInteger(); // tasks that the pool has not begun

  /// Makes a way to work on threads that are started for each call.
  ///
  /// @param threads how many threads work at most, the calling thread included: 1 to 32767
  public Chunks(int threads) {
    this(null, threads);
  }

  /// Makes a way to work on threads of a pool, which is given `threads - 1` tasks a call, and none
  /// while it has not begun four times as many, of all calls together.
  ///
  /// @param threads how many threads work on a call at most, the calling thread included: 1 to
  ///   32767
  /// @param pool runs the others, as many of them as it has time for; if it drops so many tasks
  ///   without a word, it is asked for no more
  public Chunks(int threads, Executor pool) {
    this(Objects.requireNonNull(pool, "pool"), threads);
  }

  private Chunks(@Nullable Executor pool, int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads: " + threads + ", not 1 to " + MAX_THREADS);
    }
    this.threads = threads;
    this.pool = pool;
  }

  /// Returns how many threads work at most.
  ///
  /// @return the number given to the constructor
  public int threads() {
    return threads;
  }

  /// Folds the indices from `from` to before `to` into one state per worker, then merges the states
  /// in the order of the workers; an empty range gives a fresh state.
  ///
  /// @param <A> the type of the state
  /// @param <X> the type of exception that the body may throw
  /// @param from the first index
  /// @param to the index after the last
  /// @param chunk how many indices a worker takes at once
  /// @param worker makes the empty state of one worker, on that worker's thread
  /// @param body works through one chunk; chunks are given out in ascending order
  /// @param merge joins two states, on the calling thread
  /// @return the merged state
  /// @throws X if a body throws it, after all workers have ended
  public <A, X extends Exception> A fold(
      long from,
      long to,
      long chunk,
      Supplier<A> worker,
      RangeBody<A, X> body,
      BinaryOperator<A> merge)
      throws X {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(merge, "merge");
    if (from > to) {
      throw new IllegalArgumentException("from: " + from + " > to: " + to);
    }
    if (chunk < 1) {
      throw new IllegalArgumentException("chunk: " + chunk);
    }
    long count = from == to ? 0 : Long.divideUnsigned(to - from - 1, chunk) + 1;
    int workers = Long.compareUnsigned(count, threads) >= 0 ? threads : Math.max(1, (int) count);
    var work = new Work<>(from, to, chunk, count, worker, body, workers);
    if (pool == null) {
      work.runOnThreads();
    } else {
      work.runOn(new Task(pool, late, BACKLOG * (threads - 1), work));
    }
    work.rethrow();
    A merged = Objects.requireNonNull(work.state(0), "state of the caller");
    for (int i = 1; i < workers; i++) {
      A state = work.state(i);
      if (state != null) { // else the pool had no time for it
        merged = Objects.requireNonNull(merge.apply(merged, state), "merged state");
      }
    }
    return merged;
  }

  /// Folds like [#fold], by chunks that begin and end where records do.
  ///
  /// @param <A> the type of the state
  /// @param <X> the type of exception that the body may throw
  /// @param from the first index, where a record starts
  /// @param to the index after the last
  /// @param chunk how many indices a worker takes at once, give or take a record
  /// @param boundary finds where records start; called by several threads
  /// @param worker makes the empty state of one worker, on that worker's thread
  /// @param body works through one chunk of at least one record
  /// @param merge joins two states, on the calling thread
  /// @return the merged state
  /// @throws X if a body throws it, after all workers have ended
  public <A, X extends Exception> A foldRecords(
      long from,
      long to,
      long chunk,
      Boundary boundary,
      Supplier<A> worker,
      RangeBody<A, X> body,
      BinaryOperator<A> merge)
      throws X {
    Objects.requireNonNull(boundary, "boundary");
    Objects.requireNonNull(body, "body");
    RangeBody<A, X> aligned =
        (state, start, end) -> {
          long first = start == from ? from : align(boundary, start, to);
          long last = end == to ? to : align(boundary, end, to);
          if (first < last) {
            body.accept(state, first, last);
          }
        };
    return fold(from, to, chunk, worker, aligned, merge);
  }

  private static long align(Boundary boundary, long index, long to) {
    long start = boundary.from(index);
    if (start < index) {
      throw new IllegalStateException("boundary from " + index + " goes back to " + start);
    }
    return Math.min(start, to);
  }

  /// Makes the boundary of records that a separator ends, such as lines.
  ///
  /// @param bytes what holds the records
  /// @param separator the last byte of each record
  /// @return finds the index after a separator
  public static Boundary after(byte[] bytes, byte separator) {
    Objects.requireNonNull(bytes, "bytes");
    return index -> {
      for (int i = Math.toIntExact(index); i < bytes.length; i++) {
        if (i == 0 || bytes[i - 1] == separator) {
          return i;
        }
      }
      return bytes.length;
    };
  }

  /// Works through the indices from `from` to before `to`.
  ///
  /// @param <X> the type of exception that the body may throw
  /// @param from the first index
  /// @param to the index after the last
  /// @param chunk how many indices a worker takes at once
  /// @param body works through one chunk; chunks are given out in ascending order
  /// @throws X if a body throws it, after all workers have ended
  public <X extends Exception> void forEach(long from, long to, long chunk, Range<X> body)
      throws X {
    Objects.requireNonNull(body, "body");
    RangeBody<Chunks, X> stateless = (state, start, end) -> body.accept(start, end);
    fold(from, to, chunk, () -> this, stateless, (one, other) -> one);
  }

  /// What a worker does with one chunk and its state.
  ///
  /// @param <A> the type of the state
  /// @param <X> the type of exception that it may throw
  @FunctionalInterface
  public interface RangeBody<A, X extends Exception> {
    /// Works through one chunk.
    ///
    /// @param state the worker's own state, never used by two threads at once
    /// @param from the chunk's first index
    /// @param to the index after the chunk's last
    /// @throws X to stop all workers
    void accept(A state, long from, long to) throws X;
  }

  /// What a worker does with one chunk.
  ///
  /// @param <X> the type of exception that it may throw
  @FunctionalInterface
  public interface Range<X extends Exception> {
    /// Works through one chunk.
    ///
    /// @param from the chunk's first index
    /// @param to the index after the chunk's last
    /// @throws X to stop all workers
    void accept(long from, long to) throws X;
  }

  /// Where records start.
  @FunctionalInterface
  public interface Boundary {
    /// Returns the first index that is not before the given one and at which a record starts.
    ///
    /// @param index where to look first
    /// @return the same or a later index; the end of all records, or beyond, if none starts
    long from(long index);
  }

  /// What a pool is given for one call, once for each worker but the caller.
  private static final class Task implements Runnable {
    private final Executor pool;
    private final AtomicInteger late;
    private final int most;
    private volatile @Nullable Work<?, ?> work; // null: over, and those that are late hold nothing

    Task(Executor pool, AtomicInteger late, int most, Work<?, ?> work) {
      this.pool = pool;
      this.late = late;
      this.most = most;
      this.work = work;
    }

    /// Gives it to the pool, unless too many are late.
    ///
    /// @return whether it did
    boolean submit() {
      int before;
      do {
        before = late.get();
        if (before >= most) {
          return false;
        }
      } while (!late.compareAndSet(before, before + 1));
      try {
        pool.execute(this);
      } catch (Throwable e) { // the pool refuses
        begun();
        throw e;
      }
      return true;
    }

    /// Not below 0: a pool may run a task twice, or refuse one that it runs.
    private void begun() {
      late.updateAndGet(tasks -> Math.max(0, tasks - 1));
    }

    @Override
    public void run() {
      begun();
      Work<?, ?> open = work;
      if (open != null) {
        open.enter();
      }
    }
  }

  /// One call in progress.
  private static final class Work<A, X extends Exception> {
    private final AtomicLong cursor = new AtomicLong(); // the number of the next chunk
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private final AtomicInteger gate = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger(); // the last worker of a pool
    private final Thread caller = Thread.currentThread();
    private final long from;
    private final long to;
    private final long chunk;
    private final long count;
    private final Supplier<A> worker;
    private final RangeBody<A, X> body;
    private final @Nullable Object[] states;
    private final @Nullable Throwable[] failures;
    private int asked = 1; // workers, the caller among them, who alone writes it

    Work(
        long from,
        long to,
        long chunk,
        long count,
        Supplier<A> worker,
        RangeBody<A, X> body,
        int workers) {
      this.from = from;
      this.to = to;
      this.chunk = chunk;
      this.count = count;
      this.worker = worker;
      this.body = body;
      this.states = new @Nullable Object[workers];
      this.failures = new @Nullable Throwable[workers + 1]; // the last: of starting threads
    }

    void runOn(Task task) {
      ask(task);
      work(0, task);
      task.work = null;
      boolean interrupted = false;
      for (int inside = gate.addAndGet(CLOSED); inside != CLOSED; inside = gate.get()) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted(); // or park would not wait
      }
      if (interrupted) {
        caller.interrupt();
      }
    }

    /// Asks the pool for the workers that are missing, as far as it has begun what it was given.
    private void ask(Task task) {
      try {
        while (asked < states.length && task.submit()) {
          asked++;
        }
      } catch (Throwable e) { // the pool refuses
        asked = states.length;
        fail(states.length, e);
      }
    }

    void enter() {
      int inside;
      do {
        inside = gate.get();
        if (inside < 0) {
          return; // too late: nothing is left to do
        }
      } while (!gate.compareAndSet(inside, inside + 1));
      int index = entered.incrementAndGet();
      if (index < states.length) { // else the pool has run a task twice
        work(index, null);
      }
      if (gate.decrementAndGet()
          == CLOSED) { // after the state is written: orders it for the caller
        LockSupport.unpark(caller);
      }
    }

    void runOnThreads() {
      var helpers = new @Nullable Thread[states.length];
      try {
        for (int i = 1; i < helpers.length; i++) {
          int index = i;
          Thread.Builder builder = Thread.ofPlatform().daemon().name("chunks-" + i);
          helpers[i] = builder.start(() -> work(index, null));
        }
      } catch (Throwable e) { // no more threads to be had
        fail(states.length, e);
      }
      work(0, null);
      join(helpers);
    }

    /// Takes chunks until there are none.
    ///
    /// @param task of the caller on a pool, who alone asks for workers; else null
    private void work(int index, @Nullable Task task) {
      try {
        A state = Objects.requireNonNull(worker.get(), "state");
        while (first.get() == null) {
          long number = cursor.getAndIncrement();
          if (Long.compareUnsigned(number, count) >= 0) {
            break;
          }
          if (task != null) {
            ask(task);
          }
          long start = from + number * chunk;
          long end = Long.compareUnsigned(to - start, chunk) <= 0 ? to : start + chunk;
          body.accept(state, start, end);
        }
        states[index] = state;
      } catch (Throwable e) {
        fail(index, e);
      }
    }

    private void fail(int index, Throwable failure) {
      failures[index] = failure;
      first.compareAndSet(null, failure);
    }

    private static void join(@Nullable Thread[] helpers) {
      boolean interrupted = false;
      for (Thread helper : helpers) {
        while (helper != null) {
          try {
            helper.join();
            break;
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    // The body throws X, and else only what needs no declaration; a failure shared by two workers
    // is the same object, which must not be suppressed in itself.
    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    void rethrow() throws X {
      Throwable thrown = first.get();
      if (thrown == null) {
        return;
      }
      for (Throwable failure : failures) {
        if (failure != null && failure != thrown) {
          thrown.addSuppressed(failure);
        }
      }
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (X) thrown;
    }

    @SuppressWarnings("unchecked") // written by work from an A, and run has returned
    private @Nullable A state(int index) {
      return (A) states[index];
    }
  }
}
