// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.concurrent.wait.WaitStrategy;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A bounded queue between any number of threads that wait for each other, and that can be closed.
///
/// - **Use** to hand objects from threads that produce to threads that consume, platform or
///   virtual, with back-pressure and an end.
/// - **Avoid** between exactly two threads that never sleep: `SpscQueue` does less work.
/// - **Cost** `offer`, `put`, `poll`, `take` O(1): one compare-and-set each while nobody sleeps; a
///   call that must wait spins some microseconds, amid a stream some tens (a virtual thread
///   yields), then parks; a reference and a long a slot, slots are the next power of two, at least
///   32, and 0.8 kB of padding and locks a channel.
/// - **Allocation** none after construction, but for a small node when a call parks.
/// - **Threads** any number; putting happens-before taking the element; what one thread puts is
///   taken in that order; who waits longest is woken first, but a thread that comes just then may
///   be faster; parked virtual threads leave their carriers. A thread that loses its core within a
///   call holds up those that need its slot, not those that sleep.
/// - **Errors** null element: `NullPointerException`; closed: `ClosedException` from what adds,
///   null from what takes once all is taken; full: false; interrupted while it would wait:
///   `InterruptedException`, and nothing was added or taken; capacity outside 1 to 2^30:
///   `IllegalArgumentException`.
/// - **Source** the ring: Vyukov's bounded MPMC queue; the closed bit in the tail: crossbeam's
///   array channel; the bit of who sleeps in the other side's index: JCTools'
///   `MpscBlockingConsumerArrayQueue`, for one sleeper; look again once announced: Dekker.
/// - **Copies with** `ChannelWaiters`, `WaitStrategy`.
///
/// @param <E> the type of the elements
public final class Channel<E> extends ChannelAfterHead implements AutoCloseable {
  /*
   * Element i stands in slot i & (slots - 1), and a stamp beside it says whose turn it is. All
   * numbers count in steps of four, which leaves two bits for flags:
   *
   *   stamp   4i      free for element i               tail  4i + closed + takers wait
   *           4i + 1  holds element i                  head  4i + putters wait
   *           4(i + slots)  free for the next lap
   *
   *            head                       tail
   *   . . . . . e e e e ? e e e ? ? . . . . . . .      ?: claimed, not yet written
   *
   * To put: find the tail's slot free, move the tail by compare-and-set, write the element, release
   * the stamp. To take: find the head's slot filled, move the head, read and clear, release the
   * stamp. The element itself is plain: the stamps order it.
   *
   * Closing sets a bit in the tail, so that no claim succeeds after it: what was claimed before
   * will be taken, what comes later is refused. The channel is drained when it is closed and the
   * head has reached the tail.
   *
   * Sleeping. A taker that finds nothing enters the list of takers (under their lock), then looks
   * again, then sets "takers wait" in the tail by a compare-and-set that succeeds only if the
   * channel is still empty at that moment, then parks. A putter claims by a compare-and-set on the
   * same word: it comes either before, and the taker's fails, or after, and the putter has seen the
   * flag: once the stamp is written, it takes the first one off the list and unparks it. So nobody
   * needs a fence, and while nobody sleeps nobody looks at the list. Putters sleep in the same way
   * by the flag in the head.
   *
   * The flag falls under the lock, when the list is empty, hence it is up for as long as someone
   * is in the list and parks. Who is taken off the list has been given a wake-up: it looks, and if
   * it has to sleep it enters the list again, at its old place. If it leaves instead, with an
   * element or by time-out, interrupt or close, the wake-up goes to the next one if there is
   * something left for it.
   *
   * With a strategy nobody parks here: both flags are up from the start, and the slow path calls
   * the strategy's wake.
   *
   * Who writes: a stamp and its element by whoever claimed the slot; tail by putters, close, and
   * takers that will sleep; head by takers and putters that will sleep; limit by putters: a head
   * that some putter saw, plus the capacity, needed only where the capacity is no power of two.
   *
   * Invariant: head <= tail <= head + 4 capacity, by subtraction: numbers may wrap.
   */

  private static final VarHandle STAMP =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, Channel.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle SEEN =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "closed", VarHandle.class, Channel.class, boolean.class)
          .withInvokeExactBehavior();
  private static final VarHandle LIMIT =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "limit", VarHandle.class, Channel.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, Channel.class, long.class)
          .withInvokeExactBehavior();

  private static final long STEP = 4;
  private static final long FILLED = 1; // in a stamp
  private static final long CLOSED = 1; // in the tail
  private static final long WAITING = 2; // in the tail: takers; in the head: putters

  private static final int MAX_CAPACITY = 1 << 30; // the largest power of two that sizes an array
  private static final int MIN_SLOTS = 32; // most stamps apart from their header; arbitrary

  // Some microseconds, as a park and an unpark take; arbitrary. On one core nobody comes meanwhile.
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 256 : 0;
  private static final int YIELDS = 16; // of a virtual thread, whose park is cheap; arbitrary

  /// Makes an open channel whose threads spin a few microseconds when they must wait, then park.
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^30
  public Channel(int capacity) {
    this(capacity, null, SPINS, 0);
  }

  /// Makes an open channel whose threads wait by a strategy; they never park but in that, and an
  /// interrupt or a close is seen between two waits, a time-out also by [WaitStrategy#idleNanos].
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^30
  /// @param strategy what a thread does while it must wait
  public Channel(int capacity, WaitStrategy strategy) {
    this(capacity, Objects.requireNonNull(strategy, "strategy"), 0, 0);
  }

  Channel(int capacity, @Nullable WaitStrategy strategy, int spins, long start) {
    super(new long[slotsFor(capacity)], capacity, strategy, spins);
    for (int i = 0; i < stamps.length; i++) {
      long position = (start + i) * STEP;
      stamps[slot(stamps, position)] = position;
    }
    long flags = strategy == null ? 0 : WAITING;
    tail = start * STEP + flags;
    limit = (start + capacity) * STEP;
    head = start * STEP + flags;
    VarHandle.releaseFence(); // not final: a racy publication must not undo them
  }

  static int slotsFor(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
    }
    return Math.max(MIN_SLOTS, 1 << -Integer.numberOfLeadingZeros(capacity - 1));
  }

  /// Adds an element, and waits for room if there is none.
  ///
  /// @param element the element
  /// @throws ClosedException if the channel is closed, also while this waits; nothing was added
  /// @throws InterruptedException if interrupted when it would wait; nothing was added
  public void put(E element) throws InterruptedException {
    Objects.requireNonNull(element, "element");
    if (!tryPut(element, false)) {
      await(element, false, 0);
    }
  }

  /// Takes the oldest element, and waits for one if there is none and one may come.
  ///
  /// @return the element, or null if the channel is closed and all has been taken
  /// @throws InterruptedException if interrupted when it would wait; nothing was taken
  public @Nullable E take() throws InterruptedException {
    E element = tryTake(false);
    return element != null ? element : await(null, false, 0);
  }

  /// Adds an element unless the channel is full.
  ///
  /// @param element the element
  /// @return false if the channel is full
  /// @throws ClosedException if the channel is closed; nothing was added
  public boolean offer(E element) {
    Objects.requireNonNull(element, "element");
    return tryPut(element, true);
  }

  /// Takes the oldest element unless the channel is empty.
  ///
  /// @return the element, or null if the channel is empty, open or closed
  public @Nullable E poll() {
    return tryTake(true);
  }

  /// Adds an element, and waits for room up to a time.
  ///
  /// @param element the element
  /// @param timeout how long to wait at most; 0 or less: not at all
  /// @param unit the unit of the time
  /// @return false if the time is over
  /// @throws ClosedException if the channel is closed, also while this waits; nothing was added
  /// @throws InterruptedException if interrupted when it would wait; nothing was added
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    Objects.requireNonNull(element, "element");
    long nanos = unit.toNanos(timeout);
    return tryPut(element, true) || (nanos > 0 && await(element, true, nanos) != null);
  }

  /// Takes the oldest element, and waits up to a time if there is none and one may come.
  ///
  /// @param timeout how long to wait at most; 0 or less: not at all
  /// @param unit the unit of the time
  /// @return the element, or null if the time is over, or if the channel is closed and all has been
  ///   taken, which [#isDrained] tells
  /// @throws InterruptedException if interrupted when it would wait; nothing was taken
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    E element = tryTake(true);
    return element != null || nanos <= 0 ? element : await(null, true, nanos);
  }

  /// Closes the channel: nothing is added once this has returned, what was added before will be
  /// taken, and all that wait are woken. To close again only completes what an error has cut short.
  @Override
  public void close() {
    long ignored = (long) TAIL.getAndBitwiseOr(this, CLOSED);
    SEEN.setRelease(this, true); // after the bit: who sees it finds the tail closed
    takers.wakeAll();
    putters.wakeAll();
    if (strategy != null) {
      strategy.wake();
    }
  }

  /// Returns whether the channel is closed.
  ///
  /// @return true once nothing can be added
  public boolean isClosed() {
    return ((long) TAIL.getAcquire(this) & CLOSED) != 0; // pairs with close
  }

  /// Returns whether the channel is closed and all has been taken.
  ///
  /// @return true once nothing can be added or taken
  public boolean isDrained() {
    long tail = (long) TAIL.getAcquire(this); // once closed it stays at its position
    return (tail & CLOSED) != 0 && position((long) HEAD.getAcquire(this)) == position(tail);
  }

  /// Returns how many elements are in the channel; calls in flight on other threads count as done
  /// or not.
  ///
  /// @return 0 to [#capacity]
  public int size() {
    long after = (long) HEAD.getAcquire(this);
    while (true) {
      long before = after;
      long tail = (long) TAIL.getAcquire(this);
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (position(before) == position(after)) {
        return (int) ((position(tail) - position(after)) / STEP);
      }
    }
  }

  /// Returns whether no element is in the channel, with the reservations of [#size].
  ///
  /// @return true if the size is 0
  public boolean isEmpty() {
    return size() == 0;
  }

  /// Returns how many elements the channel holds at most, as given to the constructor.
  ///
  /// @return the capacity
  public int capacity() {
    return capacity;
  }

  private static long position(long indexAndFlags) {
    return indexAndFlags & -STEP;
  }

  private static int slot(long[] stamps, long position) {
    return (int) (position >> 2) & (stamps.length - 1);
  }

  /// Adds an element unless there is no room; not strict: nor if a slot is not free yet.
  private boolean tryPut(E element, boolean strict) {
    long[] stamps = this.stamps;
    for (int pauses = 0; ; ) {
      long tail = (long) TAIL.getAcquire(this);
      if ((tail & CLOSED) != 0) {
        throw new ClosedException();
      }
      long position = position(tail);
      int slot = slot(stamps, position);
      long ahead = (long) STAMP.getAcquire(stamps, slot) - position; // pairs with tryTake
      if (ahead == 0) {
        // Any head that was there is a lower bound of today's; acquired, for size: see isFull.
        if (stamps.length != capacity
            && position - (long) LIMIT.getAcquire(this) >= 0
            && isFull(position)) {
          return false;
        }
        if (TAIL.compareAndSet(this, tail, tail + STEP)) {
          elements[slot] = element; // plain: the slot is ours until its stamp says otherwise
          STAMP.setRelease(stamps, slot, position + FILLED); // pairs with tryTake
          if ((tail & WAITING) != 0) {
            wake(takers);
          }
          return true;
        }
      } else if (ahead < 0) { // the element of a lap ago is there, or being taken
        if (!strict || isFull(position)) {
          return false;
        }
        pauses = pause(pauses);
      } // else another putter was faster
    }
  }

  private boolean isFull(long position) {
    long limit = position((long) HEAD.getAcquire(this)) + capacity * STEP;
    LIMIT.setRelease(this, limit); // who sees a tail that rests on it sees such a head as well
    return position - limit >= 0;
  }

  /// Takes an element unless there is none; not strict: nor if the oldest is still being written.
  private @Nullable E tryTake(boolean strict) {
    long[] stamps = this.stamps;
    for (int pauses = 0; ; ) {
      long head = (long) HEAD.getAcquire(this);
      long position = position(head);
      int slot = slot(stamps, position);
      long ahead = (long) STAMP.getAcquire(stamps, slot) - position; // pairs with tryPut
      if (ahead == FILLED) {
        if (HEAD.compareAndSet(this, head, head + STEP)) {
          E element = cast(elements[slot]); // plain: the slot is ours until its stamp is free
          elements[slot] = null;
          STAMP.setRelease(stamps, slot, position + stamps.length * STEP); // pairs with tryPut
          if ((head & WAITING) != 0) {
            wake(putters);
          }
          return element;
        }
      } else if (ahead < FILLED) { // nobody has written it, or not even taken that of a lap ago
        if (!strict || position((long) TAIL.getAcquire(this)) == position) {
          return null;
        }
        pauses = pause(pauses);
      } // else another taker was faster
    }
  }

  @SuppressWarnings("unchecked") // only tryPut writes elements, and put and offer take only E
  private @Nullable E cast(@Nullable Object element) {
    return (E) element;
  }

  /// A moment for a thread that has claimed a slot and must have lost its core.
  @SuppressWarnings("ThreadPriorityCheck") // it is to get a core back
  private static int pause(int pauses) {
    if ((pauses & 63) == 63) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
    return pauses + 1;
  }

  /// Waits until the element is put, or one is taken if it is null.
  ///
  /// @return the element; null: the time is over, or there will never be one to take
  private @Nullable E await(@Nullable E element, boolean timed, long nanos)
      throws InterruptedException {
    if (element == null && isEnded()) {
      return null; // before the spin, which nobody would end
    }
    long deadline = timed ? System.nanoTime() + nanos : 0;
    if (strategy != null) {
      return awaitBy(strategy, element, timed, deadline);
    }
    E done = spin(element, timed);
    return done != null ? done : awaitParked(element, timed, deadline);
  }

  private @Nullable E attempt(@Nullable E element, boolean strict) {
    if (element == null) {
      return tryTake(strict);
    }
    return tryPut(element, strict) ? element : null;
  }

  @SuppressWarnings("ThreadPriorityCheck") // the yield is for virtual threads, and documented
  private @Nullable E spin(@Nullable E element, boolean timed) {
    boolean virtual = Thread.currentThread().isVirtual();
    boolean takes = element == null;
    int looks = virtual ? Math.min(spins, YIELDS) : spins;
    if (!virtual && !timed && looks > 0) {
      long index = takes ? (long) HEAD.getAcquire(this) : (long) TAIL.getAcquire(this);
      looks *= (takes ? takers : putters).gather(this, takes, index / STEP, spins);
    }
    for (int i = looks; i > 0; i--) {
      if (virtual) {
        Thread.yield(); // whoever is waited for may need this carrier
      } else {
        Thread.onSpinWait();
      }
      E done = attempt(element, false);
      if (done != null) {
        return done;
      }
    }
    return null;
  }

  private @Nullable E awaitBy(
      WaitStrategy strategy, @Nullable E element, boolean timed, long deadline)
      throws InterruptedException {
    int idle = 0;
    while (true) {
      E done = attempt(element, false); // the cheap look: strict once, at the end
      if (done != null) {
        return done;
      }
      if (isOver(element, timed, deadline)) {
        return attempt(element, true);
      }
      idle = timed ? strategy.idleNanos(idle, deadline - System.nanoTime()) : strategy.idle(idle);
    }
  }

  private @Nullable E awaitParked(@Nullable E element, boolean timed, long deadline)
      throws InterruptedException {
    ChannelWaiters side = element == null ? takers : putters;
    var waiter = new ChannelWaiters.Waiter();
    try {
      while (true) {
        side.add(waiter);
        E done = attempt(element, true);
        if (done != null || isOver(element, timed, deadline)) {
          return done;
        }
        if (element == null ? announceTaker() : announcePutter()) {
          if (timed) {
            LockSupport.parkNanos(this, deadline - System.nanoTime());
          } else {
            LockSupport.park(this);
          }
        } else if (element == null && isDrained()) {
          return null; // though close has not said so yet
        }
      }
    } finally {
      if (side.leave(waiter) && (element == null ? !isEmpty() : size() < capacity)) {
        wake(side); // it had a wake-up, which may have been meant for what is left
      }
    }
  }

  /// Whether takers need not wait, as close says once it has set the bit.
  private boolean isEnded() {
    return (boolean) SEEN.getAcquire(this) && isDrained(); // pairs with close
  }

  /// Whether a call that found nothing must end.
  private boolean isOver(@Nullable E element, boolean timed, long deadline)
      throws InterruptedException {
    if (element == null && isEnded()) {
      return true;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return timed && deadline - System.nanoTime() <= 0;
  }

  /// Raises the flag that makes putters look for takers; false: look again, something has changed.
  private boolean announceTaker() {
    while (true) {
      long head = (long) HEAD.getAcquire(this);
      long tail = (long) TAIL.getAcquire(this); // after the head: if equal, empty at this moment
      if (position(tail) != position(head) || (tail & CLOSED) != 0) {
        return false;
      }
      if ((tail & WAITING) != 0 || TAIL.compareAndSet(this, tail, tail | WAITING)) {
        return true;
      }
    }
  }

  /// Raises the flag that makes takers look for putters; false: look again, something has changed.
  private boolean announcePutter() {
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      long head = (long) HEAD.getAcquire(this);
      if (position(tail) - position(head) < capacity * STEP || (tail & CLOSED) != 0) {
        return false;
      }
      if ((head & WAITING) != 0 || HEAD.compareAndSet(this, head, head | WAITING)) {
        return true;
      }
    }
  }

  /// Wakes the first that sleeps on this side; lowers the flag if it was the last.
  private void wake(ChannelWaiters side) {
    if (strategy != null) {
      strategy.wake();
      return;
    }
    ChannelWaiters.Waiter waiter;
    side.lock.lock();
    try {
      waiter = side.remove();
      if (side.isEmpty()) {
        VarHandle index = side == takers ? TAIL : HEAD;
        long ignored = (long) index.getAndBitwiseAnd(this, ~WAITING);
      }
    } finally {
      side.lock.unlock();
    }
    if (waiter != null) {
      LockSupport.unpark(waiter.thread);
    }
  }

  /// Thrown by what adds to a channel that is closed.
  public static final class ClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ClosedException() {
      super("the channel is closed");
    }
  }
}

/// The padding of [Channel] before its fields: two cache lines, since processors fetch them in
/// pairs, and an int for the gap after the header, which the JVM would fill with one of the fields.
class ChannelBeforeSlots {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [Channel] that all threads read and nobody writes but close, once.
class ChannelSlots extends ChannelBeforeSlots {
  final long[] stamps;
  final @Nullable Object[] elements;
  final int capacity;
  final int spins;
  boolean closed; // follows the bit in the tail: spares those that wait the line of the tail
  final @Nullable WaitStrategy strategy;
  final ChannelWaiters takers = new ChannelWaiters();
  final ChannelWaiters putters = new ChannelWaiters();

  ChannelSlots(long[] stamps, int capacity, @Nullable WaitStrategy strategy, int spins) {
    this.stamps = stamps;
    this.elements = new @Nullable Object[stamps.length];
    this.capacity = capacity;
    this.spins = spins;
    this.strategy = strategy;
  }
}

/// The padding of [Channel] before the putters' fields.
class ChannelBeforeTail extends ChannelSlots {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  ChannelBeforeTail(long[] stamps, int capacity, @Nullable WaitStrategy strategy, int spins) {
    super(stamps, capacity, strategy, spins);
  }
}

/// The putters' fields of [Channel].
class ChannelTail extends ChannelBeforeTail {
  long tail;
  long limit;

  ChannelTail(long[] stamps, int capacity, @Nullable WaitStrategy strategy, int spins) {
    super(stamps, capacity, strategy, spins);
  }
}

/// The padding of [Channel] before the takers' field.
class ChannelBeforeHead extends ChannelTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  ChannelBeforeHead(long[] stamps, int capacity, @Nullable WaitStrategy strategy, int spins) {
    super(stamps, capacity, strategy, spins);
  }
}

/// The takers' field of [Channel].
class ChannelHead extends ChannelBeforeHead {
  long head;

  ChannelHead(long[] stamps, int capacity, @Nullable WaitStrategy strategy, int spins) {
    super(stamps, capacity, strategy, spins);
  }
}

/// The padding of [Channel] after the takers' field.
class ChannelAfterHead extends ChannelHead {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  ChannelAfterHead(long[] stamps, int capacity, @Nullable WaitStrategy strategy, int spins) {
    super(stamps, capacity, strategy, spins);
  }
}
