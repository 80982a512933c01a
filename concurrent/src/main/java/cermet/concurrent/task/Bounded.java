// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A way to map elements by a function that blocks, on so many virtual threads and no more.
///
/// - **Use** to ask a service for each element of a source, with a bound on what is asked at once;
///   `mapUnordered` unless the order matters: one slow element holds up what is in order.
/// - **Avoid** for functions that compute and do not block: take `Chunks`.
/// - **Cost** `mapUnordered`, `mapOrdered`, `forEach` start a thread an element until there are as
///   many as the width, which live to the end; a lock round the source, an atomic addition a
///   result.
/// - **Allocation** a slot for each element that may be under way, which are twice the width, in
///   order 8 times the width, or the buffer given; an element none but where threads meet at the
///   lock.
/// - **Threads** the source is read and the function called by the virtual threads, the source by
///   one at a time; what the function wrote happens-before its result is returned; results belong
///   to the thread that asked for them; bindings of a `ScopedValue` are not inherited.
/// - **Errors** the first failure of source or function interrupts the others, drops what is not
///   yet taken, and is thrown by `hasNext` or `next` once they have ended, as the cause of a
///   `CompletionException`, later ones suppressed; an interrupt of the caller does the same by a
///   `CancellationException`; null elements and results fail; width outside 1 to 2^20:
///   `IllegalArgumentException`.
/// - **Source** the combinators `buffered` and `buffer_unordered` of Rust's futures; Lamport 1983.
/// - **Copies with** `Scope`.
public final class Bounded {
  private static final int MAX_WIDTH = 1 << 20; // arbitrary: threads
  private static final int MAX_BUFFER = 1 << 30; // the largest power of two that sizes an array

  /// Elements under way for each thread: so many results may wait while all threads work.
  private static final int ROOM = 2; // arbitrary: the least at which a slow taker stops nobody

  /// As `ROOM`, in order, where results also wait for a slow one.
  private static final int ORDERED_ROOM = 8; // arbitrary

  private Bounded() {}

  /// Maps the elements of a source and gives the results as they come.
  ///
  /// @param <T> the type of the elements
  /// @param <R> the type of the results
  /// @param source the elements, read as there is room; `stream::iterator` for a stream
  /// @param width how many calls of the function run at most: 1 to 2^20
  /// @param function what is done with each
  /// @return the results; to be closed, which cancels what is under way
  public static <T, R> Results<R> mapUnordered(
      Iterable<? extends T> source, int width, Mapping<? super T, ? extends R> function) {
    return mapUnordered(source, width, ROOM * checkWidth(width), function);
  }

  /// Maps the elements of a source and gives the results as they come.
  ///
  /// @param <T> the type of the elements
  /// @param <R> the type of the results
  /// @param source the elements, read as there is room; `stream::iterator` for a stream
  /// @param width how many calls of the function run at most: 1 to 2^20
  /// @param buffer how many elements are under way, from source to taker: the width to 2^30
  /// @param function what is done with each
  /// @return the results; to be closed, which cancels what is under way
  public static <T, R> Results<R> mapUnordered(
      Iterable<? extends T> source,
      int width,
      int buffer,
      Mapping<? super T, ? extends R> function) {
    return map(source, width, buffer, function, false);
  }

  /// Maps the elements of a source and gives the results in the order of the elements.
  ///
  /// @param <T> the type of the elements
  /// @param <R> the type of the results
  /// @param source the elements, read as there is room; `stream::iterator` for a stream
  /// @param width how many calls of the function run at most: 1 to 2^20
  /// @param function what is done with each
  /// @return the results; to be closed, which cancels what is under way
  public static <T, R> Results<R> mapOrdered(
      Iterable<? extends T> source, int width, Mapping<? super T, ? extends R> function) {
    return mapOrdered(source, width, ORDERED_ROOM * checkWidth(width), function);
  }

  /// Maps the elements of a source and gives the results in the order of the elements.
  ///
  /// @param <T> the type of the elements
  /// @param <R> the type of the results
  /// @param source the elements, read as there is room; `stream::iterator` for a stream
  /// @param width how many calls of the function run at most: 1 to 2^20
  /// @param buffer how many elements are under way, from source to taker: the width to 2^30
  /// @param function what is done with each
  /// @return the results; to be closed, which cancels what is under way
  public static <T, R> Results<R> mapOrdered(
      Iterable<? extends T> source,
      int width,
      int buffer,
      Mapping<? super T, ? extends R> function) {
    return map(source, width, buffer, function, true);
  }

  /// Does something with each element of a source, and returns when all is done.
  ///
  /// @param <T> the type of the elements
  /// @param source the elements, read as a thread is free; `stream::iterator` for a stream
  /// @param width how many calls of the action run at most: 1 to 2^20
  /// @param action what is done with each
  /// @throws ExecutionException if source or action failed: its cause is the first failure
  /// @throws InterruptedException if this thread was interrupted: the rest was cancelled
  public static <T> void forEach(Iterable<? extends T> source, int width, Action<? super T> action)
      throws ExecutionException, InterruptedException {
    Objects.requireNonNull(action, "action");
    checkWidth(width);
    Iterator<? extends T> elements = iterator(source);
    Mapping<T, Object> function =
        element -> {
          action.accept(element);
          return element; // goes nowhere
        };
    try (var scope = Scope.open()) {
      scope.fork(new Work<T, Object>(scope, elements, width, function, null, false));
      scope.join();
    }
  }

  private static <T, R> Results<R> map(
      Iterable<? extends T> source,
      int width,
      int capacity,
      Mapping<? super T, ? extends R> function,
      boolean ordered) {
    Objects.requireNonNull(function, "function");
    checkWidth(width);
    if (capacity < width || capacity > MAX_BUFFER) {
      throw new IllegalArgumentException(
          "buffer: " + capacity + ", not " + width + " (the width) to " + MAX_BUFFER);
    }
    Iterator<? extends T> elements = iterator(source);
    var scope = Scope.open();
    var buffer = new Buffer<R>(capacity, 0, Thread.currentThread());
    scope.start(new Work<T, R>(scope, elements, width, function, buffer, ordered));
    return new Results<>(scope, buffer);
  }

  private static <T> Iterator<T> iterator(Iterable<T> source) {
    Objects.requireNonNull(source, "source");
    return Objects.requireNonNull(source.iterator(), "iterator");
  }

  private static int checkWidth(int width) {
    if (width < 1 || width > MAX_WIDTH) {
      throw new IllegalArgumentException("width: " + width + ", not 1 to " + MAX_WIDTH);
    }
    return width;
  }

  /// What is done with one element.
  ///
  /// @param <T> the type of the elements
  /// @param <R> the type of the results
  @FunctionalInterface
  public interface Mapping<T, R> {
    /// Maps one element, on a virtual thread, while others do so too.
    ///
    /// @param element the element
    /// @return the result, not null
    /// @throws Exception to cancel the rest
    R apply(T element) throws Exception;
  }

  /// What is done with one element, without a result.
  ///
  /// @param <T> the type of the elements
  @FunctionalInterface
  public interface Action<T> {
    /// Works on one element, on a virtual thread, while others do so too.
    ///
    /// @param element the element
    /// @throws Exception to cancel the rest
    void accept(T element) throws Exception;
  }

  /// The results, as they are taken by the one thread that asked for them.
  ///
  /// @param <R> the type of the results
  public static final class Results<R> implements Iterator<R>, AutoCloseable {
    private final Scope scope;
    private final Buffer<R> buffer;
    private @Nullable R next;
    private @Nullable RuntimeException failure; // thrown again by each further call
    private boolean ended;
    private boolean closed;

    private Results(Scope scope, Buffer<R> buffer) {
      this.scope = scope;
      this.buffer = buffer;
    }

    /// Waits for the next result, or for the end.
    ///
    /// @return false after the last
    /// @throws CompletionException if source or function failed
    /// @throws CancellationException if this thread was interrupted, which it still is after
    /// @throws IllegalStateException if closed
    @Override
    public boolean hasNext() {
      scope.checkOwner();
      if (next != null) {
        return true;
      }
      if (closed) {
        throw new IllegalStateException("closed");
      }
      if (failure != null) {
        throw failure;
      }
      if (!ended) {
        next = take();
      }
      return next != null;
    }

    /// Waits for the next result and takes it.
    ///
    /// @return the result
    /// @throws NoSuchElementException after the last
    /// @throws CompletionException if source or function failed
    /// @throws CancellationException if this thread was interrupted, which it still is after
    /// @throws IllegalStateException if closed
    @Override
    public R next() {
      R result = hasNext() ? next : null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return result;
    }

    /// Cancels what is under way, waits until it has ended, and drops what is not taken; failures
    /// that nobody has seen by then are dropped too.
    @Override
    public void close() {
      scope.checkOwner();
      closed = true;
      next = null;
      scope.stop();
    }

    private @Nullable R take() {
      for (boolean announced = false; ; ) {
        if (scope.isCancelled()) {
          failure = failed();
          throw failure;
        }
        if (Thread.interrupted()) {
          failure = interrupted();
          throw failure;
        }
        R result = buffer.poll();
        if (result != null) {
          return result;
        }
        if (buffer.isDone()) {
          scope.stop(); // the threads end by themselves
          ended = true;
          return null;
        }
        if (announced) {
          LockSupport.park(this);
        } else {
          buffer.announce();
          announced = true; // and look again: see Buffer
        }
      }
    }

    private RuntimeException failed() {
      try {
        scope.join();
      } catch (ExecutionException e) {
        var thrown = new CompletionException(e.getCause());
        for (Throwable other : e.getSuppressed()) {
          thrown.addSuppressed(other);
        }
        return thrown;
      } catch (InterruptedException e) {
        throw new AssertionError(e); // only a failure cancels before
      }
      throw new AssertionError("cancelled without a failure");
    }

    private RuntimeException interrupted() {
      List<Throwable> failures = scope.stop();
      Thread.currentThread().interrupt();
      var thrown = new CancellationException("interrupted");
      failures.forEach(thrown::addSuppressed);
      return thrown;
    }
  }

  /// What each of the threads does: take an element, see to it that there is a further thread, map.
  private static final class Work<T, R> implements Callable<@Nullable Void> {
    /*
     * A thread that has taken an element starts the next one, until there are enough: a source of
     * three elements never starts a thousand threads. Whoever starts one lives until that is in the
     * scope's list, and the owner waits for all in the list, again and again: so none is left.
     */
    private final ReentrantLock turn = new ReentrantLock(); // to read the source
    private final Scope scope;
    private final Iterator<? extends T> source; // this and the next two: who has the turn
    private boolean exhausted;
    private int threads = 1;
    private final int width;
    private final Mapping<? super T, ? extends R> function;
    private final @Nullable Buffer<R> buffer;
    private final boolean ordered;

    Work(
        Scope scope,
        Iterator<? extends T> source,
        int width,
        Mapping<? super T, ? extends R> function,
        @Nullable Buffer<R> buffer,
        boolean ordered) {
      this.scope = scope;
      this.source = source;
      this.width = width;
      this.function = function;
      this.buffer = buffer;
      this.ordered = ordered;
    }

    @Override
    public @Nullable Void call() throws Exception {
      try {
        while (step()) {}
        return null;
      } catch (Throwable e) {
        // Before the taker is woken, which looks for the reason.
        scope.cancel(e);
        throw e;
      } finally {
        if (buffer != null) {
          buffer.wake();
        }
      }
    }

    private boolean step() throws Exception {
      T element;
      long position = 0;
      Thread.interrupted(); // what the function left behind; a canceller's comes with a reason
      if (scope.isCancelled()) {
        return false;
      }
      turn.lockInterruptibly();
      try {
        if (exhausted || (buffer != null && !awaitRoom(buffer)) || scope.isCancelled()) {
          return false;
        }
        if (!source.hasNext()) {
          exhausted = true;
          if (buffer != null) {
            buffer.end();
          }
          return false;
        }
        element = Objects.requireNonNull(source.next(), "element");
        if (buffer != null) {
          position = buffer.claim();
        }
        if (threads < width) {
          threads++;
          scope.start(this);
        }
      } catch (Throwable e) {
        exhausted = true; // nobody shall ask a broken source again
        throw e;
      } finally {
        turn.unlock();
      }
      R result = function.apply(element);
      if (result == null) {
        throw new NullPointerException("result of " + element);
      }
      if (buffer != null) {
        buffer.put(ordered ? position : buffer.append(), result);
      }
      return true;
    }

    private boolean awaitRoom(Buffer<R> buffer) throws InterruptedException {
      if (buffer.hasRoom()) {
        return true;
      }
      buffer.announceClaimer(Thread.currentThread());
      try {
        while (!buffer.hasRoom()) { // after the announcement: see Buffer
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          if (scope.isCancelled()) {
            return false;
          }
          LockSupport.park(buffer);
        }
        return true;
      } finally {
        buffer.announceClaimer(null);
      }
    }
  }

  /// The results on their way: many put, one takes.
  ///
  /// @param <R> the type of the results
  static final class Buffer<R> {
    /*
     *   head                    tail            claimed        head + capacity
     *    |  r  r  .  r  r  r  .  |  .  .  .  .  .  |   free     |
     *    ^ taken next            ^ unordered: the next that is done is put here
     *
     * A place is claimed before its element leaves the source, so that nobody who has a result ever
     * waits. In order, a result goes to the place that was claimed for it; unordered, to the next
     * one: there are never more appended than claimed.
     *
     * A slot is empty when it is null. Who puts may not know that the taker has emptied the slot,
     * but comes after somebody who does: claims are made one at a time and look at head, and appends
     * follow each other by their atomic addition.
     *
     * Waiting. The taker announces the position that it waits for, then looks again; who puts writes
     * the slot, then looks whether it is the one awaited. Likewise the claimer announces itself and
     * looks at head, and the taker moves head and looks for a claimer. All four are volatile, so
     * that one of the two sees the other, and unparks it. Whatever else ends the taker's waiting
     * (the end of the source, a failure) unparks it always.
     *
     * Who writes: slots who puts (null to result) and the taker (result to null); claimed, done and
     * claimer who has the turn at the source; tail who puts; head and awaited the taker.
     */
    private static final VarHandle SLOT =
        MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final VarHandle TAIL = handle("tail", long.class);
    private static final VarHandle HEAD = handle("head", long.class);
    private static final VarHandle AWAITED = handle("awaited", long.class);
    private static final VarHandle CLAIMER = handle("claimer", Thread.class);
    private static final VarHandle DONE = handle("done", boolean.class);

    private final @Nullable Object[] slots;
    private final int capacity;
    private final Thread taker;
    private long claimed; // plain: under the lock of the source, and published by done
    long tail; // this and the following but head by their handles only
    private long head;
    long awaited;
    @Nullable Thread claimer;
    boolean done;

    Buffer(int capacity, long start, Thread taker) {
      slots = new @Nullable Object[1 << -Integer.numberOfLeadingZeros(capacity - 1)];
      this.capacity = capacity;
      this.taker = taker;
      claimed = start;
      tail = start;
      head = start;
      awaited = start - 1; // a position that nobody puts
    }

    private static VarHandle handle(String name, Class<?> type) {
      return ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), name, VarHandle.class, Buffer.class, type)
          .withInvokeExactBehavior();
    }

    // For who has the turn at the source.

    boolean hasRoom() {
      return claimed - (long) HEAD.getVolatile(this) < capacity; // pairs with poll
    }

    long claim() {
      return claimed++;
    }

    void announceClaimer(@Nullable Thread thread) {
      CLAIMER.setVolatile(this, thread); // before another look at head: pairs with poll
    }

    void end() {
      DONE.setVolatile(this, true); // after the last claim: pairs with isDone
      wake();
    }

    // For who has a result.

    long append() {
      return (long) TAIL.getAndAdd(this, 1L); // orders the appends, see above
    }

    void put(long position, R result) {
      SLOT.setVolatile(slots, slot(position), (Object) result); // pairs with poll
      if ((long) AWAITED.getVolatile(this) == position) { // pairs with announce
        LockSupport.unpark(taker);
      }
    }

    void wake() {
      LockSupport.unpark(taker);
    }

    // For the taker.

    @Nullable R poll() {
      long position = head; // plain: only this thread writes it
      R result = cast((Object) SLOT.getVolatile(slots, slot(position))); // pairs with put
      if (result == null) {
        return null;
      }
      SLOT.setRelease(slots, slot(position), (Object) null); // before head: pairs with hasRoom
      HEAD.setVolatile(this, position + 1L); // before the look for a claimer
      Thread waiting = (Thread) CLAIMER.getVolatile(this); // pairs with announceClaimer
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
      return result;
    }

    /// Whether the source has ended and all is taken; asked after a poll that found nothing.
    boolean isDone() {
      return (boolean) DONE.getVolatile(this) && claimed == head; // the acquire orders claimed
    }

    void announce() {
      AWAITED.setVolatile(this, head); // before another poll: pairs with put
    }

    private int slot(long position) {
      return (int) position & (slots.length - 1);
    }

    @SuppressWarnings("unchecked") // only put writes, and takes only R
    private @Nullable R cast(@Nullable Object result) {
      return (R) result;
    }
  }
}
