// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bounded queue of objects between many producer threads and many consumer threads.
///
/// - **Use** to share work among threads without locks or garbage.
/// - **Avoid** when one side has one thread: take `MpscQueue` or `SpscQueue`; when elements must be
///   removed from the middle.
/// - **Cost** `offer`, `poll`, `peek` O(1), but wait for a thread that has claimed their place and
///   not yet filled or emptied it; `relaxedOffer`, `relaxedPoll` O(1), lock-free; 28 bytes a place
///   and 0.6 kB of padding a queue.
/// - **Allocation** none after construction, but for the iterators of `asQueue()`.
/// - **Threads** any producers, any consumers; an `offer` happens-before the `poll` that returns
///   its element.
/// - **Errors** null element: `NullPointerException`; full: false; empty: null; capacity outside 1
///   to 2^30: `IllegalArgumentException`; a callback that throws loses its own element, nothing
///   else; a producer that dies inside `fill` stops the consumers.
/// - **Source** Vyukov's bounded MPMC queue; laps in the tickets as in crossbeam's `ArrayQueue`;
///   the strict and the relaxed forms of JCTools' `MpmcArrayQueue`.
/// - **Copies with** `ClaimWait`, `MpmcQueueView`.
///
/// @param <E> the type of the elements
public final class MpmcQueue<E> extends MpmcQueueAfterCells {
  /*
   * Producers take tickets from tail, consumers from head, each by CAS. A ticket is a place and a
   * lap, the place in the low bits; a lap counts in steps of a power of two above the capacity. The
   * turn of a cell says for whom it is:
   *
   *   turn == ticket           empty, for the producer that takes this ticket
   *   turn == ticket + 1       filled, for the consumer that takes this ticket
   *   turn == ticket + lap     empty again, for the producer of the next lap
   *
   *              0       1       2       3       4      places of a queue of five: four elements
   *   turn       lap+1   lap+1   3       4       5
   *   element    e       .       e       e       e      head is 2, tail lap + 1
   *
   * Since a lap is longer than the capacity, ticket + 1 is never a ticket of the next lap, and any
   * capacity is exact, even 1. Tickets go from the last place to the next lap.
   *
   * A thread whose cell has its turn may take the ticket: the turn stays until somebody takes it, so
   * a CAS that succeeds finds it unchanged. Then the cell is this thread's alone, until it sets the
   * turn by release; who finds his turn by acquire sees all that was done with the cell before.
   *
   * A cell that is behind its ticket means full (for producers) or empty (for consumers), or that
   * another thread has taken the ticket before and is not done. The strict forms ask the other index
   * and wait in the second case; the relaxed forms refuse in both. Claims and these questions are
   * volatile: of one who offers and then looks for a sleeper, and one who announces his sleep and
   * then polls, at least one sees the other.
   *
   * peek and iterators read an element that is not theirs: it counts if the turn is the same after.
   * So elements are written by release too: who reads a later one sees a later turn.
   *
   * SKIPPED stands in a claimed cell that gets no element: the supplier of fill threw while others
   * stood behind it, or somebody changed the array of offerAll. Consumers pass over it, until then
   * size counts it. With nobody behind, tail steps back instead: a claim rests on tail and on turns
   * alone, so that a value of tail may come twice.
   *
   * Who writes: tail producers, head consumers, a cell the thread that holds its ticket.
   */

  static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, MpmcQueue.class, long.class)
          .withInvokeExactBehavior();
  static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, MpmcQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle TURN =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "turn", VarHandle.class, Cell.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle ELEMENT =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "element", VarHandle.class, Cell.class, Object.class)
          .withInvokeExactBehavior();

  private static final Object SKIPPED = new Object();

  /// Makes an empty queue.
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^30
  public MpmcQueue(int capacity) {
    this(capacity, 0);
  }

  MpmcQueue(int capacity, long start) {
    super(capacity, start);
    tail = cells[0].turn;
    head = cells[0].turn;
    VarHandle.releaseFence(); // the indices are not final: a racy publication must not undo them
  }

  /// Adds an element unless the queue is full. Where a consumer has claimed the element of a lap
  /// before and not yet removed it, this waits.
  ///
  /// @param element the element
  /// @return false if the queue is full
  public boolean offer(E element) {
    Objects.requireNonNull(element, "element");
    Cell cell = claimEmpty(true);
    if (cell == null) {
      return false;
    }
    put(cell, element);
    return true;
  }

  /// Takes the oldest element. Where its producer has claimed the place and not yet filled it, this
  /// waits.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E poll() {
    return take(true);
  }

  /// {@return the oldest element, which stays, or null if there is none} It waits as [#poll].
  public @Nullable E peek() {
    return cast(first(true));
  }

  /// Adds an element if the next place is free already.
  ///
  /// @param element the element
  /// @return false if the queue is full or the oldest element not yet removed
  public boolean relaxedOffer(E element) {
    Objects.requireNonNull(element, "element");
    Cell cell = claimEmpty(false);
    if (cell == null) {
      return false;
    }
    put(cell, element);
    return true;
  }

  /// Takes the oldest element if it is there already.
  ///
  /// @return the element, or null if the queue is empty or the oldest element not yet written
  public @Nullable E relaxedPoll() {
    return take(false);
  }

  /// {@return the oldest element, which stays, or null if there is none or it is not yet written}
  public @Nullable E relaxedPeek() {
    return cast(first(false));
  }

  /// Adds an element if fewer than the given number are queued. It waits as [#offer] does.
  ///
  /// @param element the element
  /// @param threshold 0 or more; from the capacity on, this is [#offer]
  /// @return false if so many are queued
  public boolean offerIfBelowThreshold(E element, int threshold) {
    Objects.requireNonNull(element, "element");
    notNegative("threshold", threshold);
    int most = Math.min(threshold, capacity);
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      if (between((long) HEAD.getVolatile(this), tail) >= most) {
        return false;
      }
      Cell cell = cell(tail);
      if ((long) TURN.getAcquire(cell) == tail
          && TAIL.weakCompareAndSet(this, tail, after(tail))) { // and head can only be nearer
        put(cell, element);
        return true;
      }
      Thread.onSpinWait();
    }
  }

  /// Takes elements until the next one is not there, but at most [#capacity].
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(Consumer<? super E> consumer) {
    return drain(consumer, capacity);
  }

  /// Takes elements, so many at most, until the next one is not there, as [#relaxedPoll] says.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param limit how many elements at most
  /// @return how many elements it received
  public int drain(Consumer<? super E> consumer, int limit) {
    Objects.requireNonNull(consumer, "consumer");
    notNegative("limit", limit);
    for (int i = 0; i < limit; i++) {
      E element = take(false);
      if (element == null) {
        return i;
      }
      consumer.accept(element);
    }
    return limit;
  }

  /// Takes elements for as long as the condition holds.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param wait called when the next element is not there, with what it last returned, or 0
  /// @param running asked before each element and each wait
  public void drain(Consumer<? super E> consumer, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(consumer, "consumer");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    int idle = 0;
    while (running.getAsBoolean()) {
      idle = drain(consumer, 1) == 0 ? wait.applyAsInt(idle) : 0;
    }
  }

  /// Adds elements until the next place is not free, but at most [#capacity].
  ///
  /// @param supplier makes an element, as in [#fill(Supplier, int)]
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier) {
    return fill(supplier, capacity);
  }

  /// Adds elements until the next place is not free, as [#relaxedOffer] says, or the limit is
  /// reached. The place is claimed before the supplier is asked, so that consumers wait for it.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not take from this
  ///   queue
  /// @param limit how many elements at most
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier, int limit) {
    Objects.requireNonNull(supplier, "supplier");
    notNegative("limit", limit);
    for (int i = 0; i < limit; i++) {
      Cell cell = claimEmpty(false);
      if (cell == null) {
        return i;
      }
      Object element = SKIPPED;
      try {
        element = Objects.requireNonNull(supplier.get(), "element");
      } finally {
        // If the supplier threw, the ticket is given back, unless others stand behind it.
        if (!isSkipped(element) || !TAIL.compareAndSet(this, after(cell.turn), cell.turn)) {
          put(cell, element);
        }
      }
    }
    return limit;
  }

  /// Adds elements for as long as the condition holds.
  ///
  /// @param supplier makes an element, as in [#fill(Supplier, int)]
  /// @param wait called when the next place is not free, with what it last returned, or 0
  /// @param running asked before each element and each wait
  public void fill(Supplier<? extends E> supplier, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(supplier, "supplier");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    int idle = 0;
    while (running.getAsBoolean()) {
      idle = fill(supplier, 1) == 0 ? wait.applyAsInt(idle) : 0;
    }
  }

  /// Adds the given elements in order until the next place is not free, in parts that stand side by
  /// side. It waits for the first place as [#offer] does: 0 says that the queue is full.
  ///
  /// @param elements the array that holds them
  /// @param from the index of the first
  /// @param count how many
  /// @return how many were added, from the first on
  public int offerAll(E[] elements, int from, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    for (int i = from; i < from + count; i++) {
      if (elements[i] == null) {
        throw new NullPointerException("elements[" + i + "]"); // before the first is added
      }
    }
    int added = 0;
    while (added < count) {
      long tail = (long) TAIL.getAcquire(this);
      long turn = (long) TURN.getAcquire(cell(tail));
      if (turn - tail < 0 && (added > 0 || isFull(tail))) {
        break;
      }
      long end = run(tail, 0, count - added);
      if (end == tail) {
        Thread.onSpinWait();
      } else if (TAIL.weakCompareAndSet(this, tail, end)) {
        for (long i = tail; i != end; i = after(i)) {
          // What another thread has made null meanwhile is left out.
          put(cell(i), Objects.requireNonNullElse(elements[from + added++], SKIPPED));
        }
      }
    }
    return added;
  }

  /// Takes up to the given number of elements into an array, until the next one is not there. It
  /// waits for the first as [#poll] does: 0 says that the queue is empty.
  ///
  /// @param into the array that receives them
  /// @param from the index of the first
  /// @param count how many at most
  /// @return how many were taken
  public int pollInto(E[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    int taken = 0;
    for (int idle = 0; taken < count; ) {
      long head = (long) HEAD.getAcquire(this);
      long turn = (long) TURN.getAcquire(cell(head));
      if (turn - head <= 0 && (taken > 0 || (long) TAIL.getVolatile(this) == head)) {
        break;
      }
      long end = storable(into, head, run(head, 1, count - taken));
      if (end == head) {
        idle = ClaimWait.idle(idle);
      } else if (HEAD.weakCompareAndSet(this, head, end)) {
        for (long i = head; i != end; i = after(i)) {
          E element = cast(free(cell(i)));
          if (element != null) {
            into[from + taken++] = element;
          }
        }
      }
    }
    return taken;
  }

  /// {@return how many elements are queued, those included whose place is claimed and not filled}
  public int size() {
    long after = (long) HEAD.getVolatile(this);
    while (true) {
      long before = after;
      long tail = (long) TAIL.getVolatile(this);
      after = (long) HEAD.getVolatile(this); // the same again: tail belongs to this head
      if (before == after) {
        return between(after, tail);
      }
    }
  }

  /// {@return whether no element is queued, as [#size] counts}
  public boolean isEmpty() {
    return size() == 0;
  }

  /// {@return how many elements the queue holds at most, as given to the constructor}
  public int capacity() {
    return capacity;
  }

  /// Takes and drops as many elements as are queued when it is called.
  public void clear() {
    for (int i = size(); i > 0 && poll() != null; i--) {}
  }

  /// {@return a live view; its iterators are weakly consistent, pass over what is not yet written,
  /// and remove nothing}
  public Queue<E> asQueue() {
    return new MpmcQueueView<>(this);
  }

  private Cell cell(long ticket) {
    return cells[(int) (ticket & mask)];
  }

  long after(long ticket) {
    long next = ticket + 1;
    return (next & mask) < capacity ? next : (ticket | mask) + 1;
  }

  /// How many tickets there are from one to the other.
  private int between(long head, long tail) {
    long laps = ((tail & ~mask) - (head & ~mask)) >> Long.bitCount(mask);
    return (int) (laps * capacity + (tail & mask) - (head & mask));
  }

  private boolean isFull(long tail) {
    return tail - (long) HEAD.getVolatile(this) > mask; // by a lap: its place is still queued
  }

  /// Takes the next ticket of a producer; null: full, or the cell not yet emptied.
  private @Nullable Cell claimEmpty(boolean strict) {
    for (int idle = 0; ; ) {
      long tail = (long) TAIL.getAcquire(this);
      Cell cell = cell(tail);
      long ahead = (long) TURN.getAcquire(cell) - tail; // pairs with the release in free
      if (ahead == 0) {
        if (TAIL.weakCompareAndSet(this, tail, after(tail))) {
          return cell;
        }
      } else if (ahead < 0) { // above: this tail is old
        if (!strict || isFull(tail)) {
          return null;
        }
        if ((long) TURN.getAcquire(cell) - tail < 0) { // mostly emptied meanwhile
          idle = ClaimWait.idle(idle);
        }
      }
    }
  }

  /// Takes the next ticket of a consumer; null: empty, or the cell not yet filled.
  @Nullable Cell claimFilled(boolean strict) {
    for (int idle = 0; ; ) {
      long head = (long) HEAD.getAcquire(this);
      Cell cell = cell(head);
      long ahead = (long) TURN.getAcquire(cell) - (head + 1); // pairs with the release in put
      if (ahead == 0) {
        if (HEAD.weakCompareAndSet(this, head, after(head))) {
          return cell;
        }
      } else if (ahead < 0) { // above: this head is old
        if (!strict || (long) TAIL.getVolatile(this) == head) {
          return null;
        }
        if ((long) TURN.getAcquire(cell) - head <= 0) { // mostly filled meanwhile
          idle = ClaimWait.idle(idle);
        }
      }
    }
  }

  private static void put(Cell cell, Object element) {
    ELEMENT.setRelease(cell, element);
    TURN.setRelease(cell, cell.turn + 1L); // plain read: the cell is this thread's
  }

  /// Empties a claimed cell; null if it held no element.
  @Nullable Object free(Cell cell) {
    Object element = cell.element; // plain: the cell is this thread's
    ELEMENT.setRelease(cell, (Object) null);
    TURN.setRelease(cell, cell.turn + mask); // from ticket + 1 to ticket + lap
    return isSkipped(element) ? null : element;
  }

  private @Nullable E take(boolean strict) {
    while (true) {
      Cell cell = claimFilled(strict);
      if (cell == null) {
        return null;
      }
      E element = cast(free(cell));
      if (element != null) {
        return element;
      }
    }
  }

  /// What the cell holds for a consumer of this ticket, SKIPPED included; null: nothing.
  @Nullable Object at(long ticket) {
    Cell cell = cell(ticket);
    if ((long) TURN.getAcquire(cell) != ticket + 1) {
      return null;
    }
    Object element = (Object) ELEMENT.getAcquire(cell); // pairs with the releases in put and free
    return (long) TURN.getAcquire(cell) == ticket + 1 ? element : null;
  }

  private @Nullable Object first(boolean strict) {
    for (int idle = 0; ; ) {
      long head = (long) HEAD.getAcquire(this);
      Object element = at(head);
      if (isSkipped(element)) {
        if (HEAD.weakCompareAndSet(this, head, after(head))) {
          free(cell(head));
        }
      } else if (element != null) {
        return element;
      } else if ((long) TURN.getAcquire(cell(head)) - head <= 0) { // above: this head is old
        if (!strict || (long) TAIL.getVolatile(this) == head) {
          return null;
        }
        idle = ClaimWait.idle(idle);
      }
    }
  }

  /// The end of the run of cells that have their turn, from a ticket on.
  private long run(long ticket, int filled, int count) {
    long end = ticket;
    for (int i = 0; i < count && (long) TURN.getAcquire(cell(end)) == end + filled; i++) {
      end = after(end);
    }
    return end;
  }

  /// The end of the run that the array takes; an exception if it does not take the first.
  private long storable(E[] into, long head, long end) {
    Class<?> type = into.getClass().getComponentType();
    if (type == Object.class) {
      return end;
    }
    for (long i = head; i != end; i = after(i)) {
      Object element = at(i);
      if (element != null && !isSkipped(element) && !type.isInstance(element)) {
        if (i == head) {
          throw new ArrayStoreException(element.getClass().getName()); // it is still queued
        }
        return i;
      }
    }
    return end;
  }

  private static void notNegative(String name, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(name + ": " + number);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the one mark itself
  static boolean isSkipped(@Nullable Object element) {
    return element == SKIPPED;
  }

  @SuppressWarnings("unchecked") // besides SKIPPED, which nobody returns, cells hold only E
  @Nullable E cast(@Nullable Object element) {
    return (E) element;
  }

  /// The turn and the element side by side: one line to pass on, where two arrays would be two.
  static final class Cell {
    long turn;
    @Nullable Object element;
  }
}

/// The padding of [MpmcQueue] before its fields: two cache lines, since processors fetch them in
/// pairs. The ints fill gaps into which the JVM would put fields that come later.
class MpmcQueueBeforeTail {
  int gap0;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// What the producers of [MpmcQueue] write.
class MpmcQueueTail extends MpmcQueueBeforeTail {
  long tail;
}

/// The padding of [MpmcQueue] before what the consumers write.
class MpmcQueueBeforeHead extends MpmcQueueTail {
  int gap1;
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;
}

/// What the consumers of [MpmcQueue] write.
class MpmcQueueHead extends MpmcQueueBeforeHead {
  long head;
}

/// The padding of [MpmcQueue] before what all read.
class MpmcQueueBeforeCells extends MpmcQueueHead {
  int gap2;
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;
}

/// The fields of [MpmcQueue] that all read and nobody writes after construction.
class MpmcQueueCells extends MpmcQueueBeforeCells {
  private static final int MAX_CAPACITY = 1 << 30; // as all bounded queues here

  final MpmcQueue.Cell[] cells;
  final long mask;
  final int capacity;

  MpmcQueueCells(int capacity, long start) {
    mask = maskFor(capacity);
    this.capacity = capacity;
    cells = new MpmcQueue.Cell[capacity];
    for (int i = 0; i < capacity; i++) {
      cells[i] = new MpmcQueue.Cell();
      cells[i].turn = (start & ~mask) + i;
    }
  }

  static long maskFor(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
    }
    return (Integer.highestOneBit(capacity) * 2L) - 1; // a lap is longer than the capacity
  }
}

/// The padding of [MpmcQueue] behind its fields.
class MpmcQueueAfterCells extends MpmcQueueCells {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  MpmcQueueAfterCells(int capacity, long start) {
    super(capacity, start);
  }
}
