// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bounded queue of objects between exactly one producer thread and one consumer thread.
///
/// - **Use** to hand objects to another thread without locks or garbage.
/// - **Avoid** when a second producer or consumer may appear: it breaks silently.
/// - **Cost** `offer`, `poll`, `peek` O(1), wait-free; one reference a slot, slots are the next
///   power of two, at least 64, and 0.6 kB of padding a queue.
/// - **Allocation** none after construction, but for the iterators of `asQueue()`.
/// - **Threads** one producer (`offer`, `fill`), one consumer (`poll`, `peek`, `drain`, `clear`);
///   an `offer` happens-before the `poll` that returns its element; `size`, `isEmpty` from any
///   thread.
/// - **Errors** null element: `NullPointerException`; full: false; empty: null; capacity outside 1
///   to 2^30: `IllegalArgumentException`; a callback that throws loses its own element, nothing
///   else.
/// - **Source** Lamport 1983; Giacomoni et al., FastForward, PPoPP 2008; the look-ahead of JCTools.
/// - **Copies with** nothing.
///
/// @param <E> the type of the elements
public final class SpscQueue<E> extends SpscQueueAfterHead {
  /*
   * A slot is empty when it is null, so neither side needs the other's index: the producer looks
   * whether a slot has become null, the consumer whether one has become an element.
   *
   *            head                       tail              limit
   *   . . . . . e e e e e e e e e e e e e e . . . . . . . . . |
   *             ^ consumer takes            ^ producer puts   ^ free up to here, seen earlier
   *
   * The element of index i stands in slots[i & (slots.length - 1)]. Elements leave in order, hence
   * if element k is gone, all before it are gone; index i may be written once element i - capacity
   * is gone. The producer tests that on element i - capacity + step - 1 to get `step` free slots by
   * one look (step <= capacity, so that this element was written before), and keeps the result in
   * `limit`. The storage may be larger than the capacity: this makes any capacity exact, and keeps
   * small queues from bouncing the line of the array's header, which every access reads.
   *
   * Who writes: slots by both (null to element: producer; element to null, or to another element
   * of the queue in remove: consumer); tail and limit by the producer; head by the consumer. Each
   * side reads its own index plainly. An index is published after its slot, by release: size() may
   * miss a call in flight and never counts one that has not begun.
   *
   * Invariants: head <= tail <= head + capacity; tail <= limit <= tail + step, all by subtraction,
   * so that indices may wrap.
   */

  // Whether a slot is null is all that one side learns of the other, so a slot carries the order:
  // release when written, acquire when read, never plain.
  private static final VarHandle SLOT =
      MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, SpscQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, SpscQueue.class, long.class)
          .withInvokeExactBehavior();

  private static final int MAX_CAPACITY = 1 << 30; // the largest power of two that sizes an array
  private static final int MIN_SLOTS = 64; // four cache lines of compressed references; arbitrary

  /// Makes an empty queue.
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^30
  public SpscQueue(int capacity) {
    this(capacity, 0);
  }

  SpscQueue(int capacity, long start) {
    super(new Object[slotsFor(capacity)], capacity);
    tail = start;
    limit = start;
    head = start;
    VarHandle.releaseFence(); // the indices are not final: a racy publication must not undo them
  }

  private static int slotsFor(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
    }
    return Math.max(MIN_SLOTS, 1 << -Integer.numberOfLeadingZeros(capacity - 1));
  }

  /// Adds an element unless the queue is full; producer only.
  ///
  /// @param element the element
  /// @return false if the queue is full
  public boolean offer(E element) {
    Objects.requireNonNull(element, "element");
    Object[] slots = slots();
    long tail = this.tail; // plain: only this thread writes it
    if (tail == limit && !advance(slots, tail)) {
      return false;
    }
    put(slots, tail, element);
    return true;
  }

  /// Takes the oldest element; consumer only.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E poll() {
    return take(slots());
  }

  /// Returns the oldest element and leaves it in the queue; consumer only.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E peek() {
    return cast(at(slots(), head)); // plain: only this thread writes it
  }

  /// Does what [#offer] does: with one producer, the cheap form is strict.
  ///
  /// @param element the element
  /// @return false if the queue is full
  public boolean relaxedOffer(E element) {
    return offer(element);
  }

  /// Does what [#poll] does: with one consumer, the cheap form is strict.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E relaxedPoll() {
    return poll();
  }

  /// Does what [#peek] does: with one consumer, the cheap form is strict.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E relaxedPeek() {
    return peek();
  }

  /// Adds an element if fewer than the given number are queued, as [#size] counts; producer only.
  ///
  /// @param element the element
  /// @param threshold 0 or more; from the capacity on, this is [#offer]
  /// @return false if so many are queued
  public boolean offerIfBelowThreshold(E element, int threshold) {
    Objects.requireNonNull(element, "element");
    if (threshold < 0) {
      throw new IllegalArgumentException("threshold: " + threshold);
    }
    long head = (long) HEAD.getAcquire(this); // pairs with the release in free
    return (threshold >= capacity || tail - head < threshold) && offer(element);
  }

  /// Takes elements until the queue is empty, but at most [#capacity]; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(Consumer<? super E> consumer) {
    return drain(consumer, capacity);
  }

  /// Takes elements until the queue is empty or the limit is reached; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param limit how many elements at most
  /// @return how many elements it received
  public int drain(Consumer<? super E> consumer, int limit) {
    Objects.requireNonNull(consumer, "consumer");
    checkLimit(limit);
    Object[] slots = slots();
    for (int i = 0; i < limit; i++) {
      E element = take(slots); // reads head anew: the consumer may have used the queue
      if (element == null) {
        return i;
      }
      consumer.accept(element);
    }
    return limit;
  }

  /// Takes elements for as long as the condition holds; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param wait called when the queue is empty, with what it last returned, or 0
  /// @param running asked before each element and each wait
  public void drain(Consumer<? super E> consumer, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(consumer, "consumer");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    Object[] slots = slots();
    int idle = 0;
    while (running.getAsBoolean()) {
      E element = take(slots);
      if (element == null) {
        idle = wait.applyAsInt(idle);
      } else {
        idle = 0;
        consumer.accept(element);
      }
    }
  }

  /// Adds elements until the queue is full, but at most [#capacity]; producer only.
  ///
  /// @param supplier makes an element, asked only when there is room
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier) {
    return fill(supplier, capacity);
  }

  /// Adds elements until the queue is full or the limit is reached; producer only.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not add to this queue
  /// @param limit how many elements at most
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier, int limit) {
    Objects.requireNonNull(supplier, "supplier");
    checkLimit(limit);
    Object[] slots = slots();
    for (int i = 0; i < limit; i++) {
      long tail = this.tail;
      if (tail == this.limit && !advance(slots, tail)) {
        return i;
      }
      E element = Objects.requireNonNull(supplier.get(), "element");
      if (tail != this.tail) {
        throw new IllegalStateException("the supplier added to the queue that it fills");
      }
      put(slots, tail, element);
    }
    return limit;
  }

  /// Adds elements for as long as the condition holds; producer only.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not add to this queue
  /// @param wait called when the queue is full, with what it last returned, or 0
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

  /// Adds as many of the given elements as there is room for, in order; producer only.
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
    for (int i = 0; i < count; i++) {
      if (!offer(elements[from + i])) {
        return i;
      }
    }
    return count;
  }

  /// Takes up to the given number of elements into an array; consumer only.
  ///
  /// @param into the array that receives them
  /// @param from the index of the first
  /// @param count how many at most
  /// @return how many were taken
  public int pollInto(E[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    Object[] slots = slots();
    for (int i = 0; i < count; i++) {
      long head = this.head;
      E element = cast(at(slots, head));
      if (element == null) {
        return i;
      }
      into[from + i] = element; // may throw ArrayStoreException: the element is still queued
      free(slots, head);
    }
    return count;
  }

  /// Returns how many elements are queued: never counts what has not been offered, and may miss or
  /// still count what calls in flight on other threads add or take.
  ///
  /// @return 0 to [#capacity]
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in poll
    while (true) {
      long before = after;
      long tail = (long) TAIL.getAcquire(this); // pairs with the release in put
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (before == after) {
        long size = tail - after;
        if (size > 0) {
          return (int)
              Math.min(size, capacity); // above: a poll has freed a slot, not yet its index
        }
        // An element may be there before its index: what peek returns is never denied here.
        return at(slots(), after) == null ? 0 : 1;
      }
    }
  }

  /// Returns whether no element is queued, with the reservations of [#size].
  ///
  /// @return true if the size is 0
  public boolean isEmpty() {
    return size() == 0;
  }

  /// Returns how many elements the queue holds at most, as given to the constructor.
  ///
  /// @return the capacity
  public int capacity() {
    return capacity;
  }

  /// Takes and drops all elements that are queued when it is called; consumer only.
  public void clear() {
    for (int i = 0; i < capacity && poll() != null; i++) {}
  }

  /// Returns a live view: each method belongs to the thread whose part it does; iterators, `remove`
  /// and `contains` are the consumer's, weakly consistent, and `remove` moves the elements before.
  ///
  /// @return the queue as the JDK's interface
  public Queue<E> asQueue() {
    return new View();
  }

  /// The array with its exact class, which spares each access the check of the element type.
  private Object[] slots() {
    Object[] slots = this.slots;
    if (slots.getClass() != Object[].class) {
      throw new AssertionError(slots.getClass());
    }
    return slots;
  }

  private static @Nullable Object at(Object[] slots, long index) {
    return (Object) SLOT.getAcquire(slots, (int) index & (slots.length - 1)); // release in put
  }

  private void put(Object[] slots, long tail, Object element) {
    SLOT.setRelease(slots, (int) tail & (slots.length - 1), element); // pairs with poll, peek
    TAIL.setRelease(this, tail + 1L); // pairs with the acquire in size
  }

  private @Nullable E take(Object[] slots) {
    long head = this.head; // plain: only this thread writes it
    E element = cast(at(slots, head));
    if (element != null) {
      free(slots, head);
    }
    return element;
  }

  private void free(Object[] slots, long head) {
    SLOT.setRelease(slots, (int) head & (slots.length - 1), (Object) null); // pairs with advance
    HEAD.setRelease(this, head + 1L); // pairs with the acquire in size
  }

  /// Moves the limit if the queue has room: by a whole step if so much is free, else by one.
  private boolean advance(Object[] slots, long tail) {
    long oldest = tail - capacity;
    if (at(slots, oldest + step - 1) == null) { // pairs with the release in poll
      limit = tail + step;
      return true;
    }
    if (at(slots, oldest) == null) {
      limit = tail + 1;
      return true;
    }
    return false;
  }

  private static void checkLimit(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
  }

  @SuppressWarnings("unchecked") // only put writes elements, and offer and fill take only E
  private @Nullable E cast(@Nullable Object element) {
    return (E) element;
  }

  private final class View extends AbstractQueue<E> {
    @Override
    public boolean offer(E element) {
      return SpscQueue.this.offer(element);
    }

    @Override
    public @Nullable E poll() {
      return SpscQueue.this.poll();
    }

    @Override
    public @Nullable E peek() {
      return SpscQueue.this.peek();
    }

    @Override
    public int size() {
      return SpscQueue.this.size();
    }

    @Override
    public boolean isEmpty() {
      return SpscQueue.this.isEmpty();
    }

    @Override
    public void clear() {
      SpscQueue.this.clear();
    }

    @Override
    public Iterator<E> iterator() {
      return new Elements();
    }
  }

  /// Goes from the head at its start to the tail at its end.
  private final class Elements implements Iterator<E> {
    private long index = (long) HEAD.getAcquire(SpscQueue.this);
    private @Nullable E next;
    private @Nullable E last;
    private long lastIndex;

    @Override
    public boolean hasNext() {
      if (next == null) {
        long head = (long) HEAD.getAcquire(SpscQueue.this); // pairs with the release in poll
        if (head - index > 0) {
          index = head; // what was taken meanwhile is passed over
        }
        if ((long) TAIL.getAcquire(SpscQueue.this) - index > 0) { // pairs with the release in put
          next = cast(at(slots(), index));
        }
      }
      return next != null;
    }

    @Override
    public E next() {
      E element = hasNext() ? next : null;
      if (element == null) {
        throw new NoSuchElementException();
      }
      last = element;
      lastIndex = index++;
      next = null;
      return element;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very element that next returned, not its equal
    public void remove() {
      if (last == null) {
        throw new IllegalStateException("no element to remove");
      }
      Object[] slots = slots();
      // Elements between head and tail are the consumer's: move those before up by one slot. The
      // producer sees only that the head's slot becomes null at the end.
      if (lastIndex - head >= 0 && at(slots, lastIndex) == last) {
        for (long i = lastIndex; i != head; i--) {
          SLOT.setRelease(slots, (int) i & (slots.length - 1), at(slots, i - 1));
        }
        free(slots, head);
      }
      last = null;
    }
  }
}

/// The padding of [SpscQueue] before its fields: two cache lines, since processors fetch them in
/// pairs, and an int for the gap after the header, which the JVM would fill with one of the fields.
class SpscQueueBeforeSlots {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [SpscQueue] that both sides read and nobody writes after construction.
class SpscQueueSlots extends SpscQueueBeforeSlots {
  final Object[] slots;
  final int capacity;
  final int step;

  SpscQueueSlots(Object[] slots, int capacity) {
    this.slots = slots;
    this.capacity = capacity;
    // A quarter, and no more than 4096, as in JCTools: the look ahead rarely fails, and never waits
    // for more than a part of the queue to become free.
    this.step = Math.max(1, Math.min(capacity / 4, 4096));
  }
}

/// The padding of [SpscQueue] before the producer's fields.
class SpscQueueBeforeTail extends SpscQueueSlots {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  SpscQueueBeforeTail(Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The producer's fields of [SpscQueue].
class SpscQueueTail extends SpscQueueBeforeTail {
  long tail;
  long limit;

  SpscQueueTail(Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The padding of [SpscQueue] before the consumer's field.
class SpscQueueBeforeHead extends SpscQueueTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  SpscQueueBeforeHead(Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The consumer's field of [SpscQueue].
class SpscQueueHead extends SpscQueueBeforeHead {
  long head;

  SpscQueueHead(Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The padding of [SpscQueue] after the consumer's field.
class SpscQueueAfterHead extends SpscQueueHead {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  SpscQueueAfterHead(Object[] slots, int capacity) {
    super(slots, capacity);
  }
}
