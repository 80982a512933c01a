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
import java.util.Spliterator;
import java.util.Spliterators;
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
/// - **Source** to the consumer: Giacomoni et al., FastForward, PPoPP 2008; to the producer:
///   Lamport 1983, with the consumer's index as last seen.
/// - **Copies with** nothing.
///
/// @param <E> the type of the elements
public final class SpscQueue<E> extends SpscQueueAfterHead {
  /*
   * A slot is empty when it is null, so the consumer needs no index of the producer. The producer
   * looks at the consumer's index, but only when it has used up what it last saw free: once in a
   * capacity where the consumer keeps up.
   *
   *            head                       tail              limit
   *   . . . . . e e e e e e e e e e e e e e . . . . . . . . . |
   *             ^ consumer takes            ^ producer puts   ^ head as last seen, plus the capacity
   *
   * The element of index i stands in slots[i & mask]. The storage may be larger than the capacity:
   * this keeps small queues from bouncing the line of the array's header, which every access reads.
   *
   * What carries the order: an element, written by release, read by acquire. And head, released
   * after the null, acquired before the next element of that slot: nobody but the consumer needs to
   * see the null before, so the null is written plainly.
   *
   * Who writes: slots by both (null to element: producer; element to null, or to another element
   * of the queue in remove: consumer); tail and limit by the producer; head by the consumer. Each
   * side reads its own index plainly. An index is published after its slot, by release: size() may
   * miss a call in flight and never counts one that has not begun.
   *
   * Invariants: head <= tail <= limit <= head + capacity, all by subtraction, so that indices may
   * wrap.
   */

  // Of an element: release when written, acquire when read, never plain.
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
    limit = start + capacity;
    head = start;
    VarHandle.releaseFence(); // the indices are not final: a racy publication must not undo them
  }

  static int slotsFor(int capacity) {
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
    @Nullable Object[] slots = this.slots;
    long tail = this.tail; // plain: only this thread writes it
    if (tail == limit && !look(tail)) {
      return false;
    }
    put(slots, tail, element);
    return true;
  }

  /// Takes the oldest element; consumer only.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E poll() {
    return take(slots, mask, head); // plain: only this thread writes it
  }

  /// Returns the oldest element and leaves it in the queue; consumer only.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E peek() {
    return cast(at(head)); // plain: only this thread writes it
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
    long head = (long) HEAD.getAcquire(this); // pairs with the release in take
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
    @Nullable Object[] slots = this.slots;
    int mask = this.mask;
    long head = this.head; // kept here: a read of what was written just now takes its time
    for (int i = 0; i < limit; i++) {
      E element = take(slots, mask, head);
      if (element == null) {
        return i;
      }
      head++;
      consumer.accept(element);
      if (head != this.head) { // the consumer has used the queue
        head = this.head;
      }
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
    int idle = 0;
    while (running.getAsBoolean()) {
      E element = poll();
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
    @Nullable Object[] slots = this.slots;
    long tail = this.tail;
    for (int i = 0; i < limit; i++) {
      if (tail == this.limit && !look(tail)) {
        return i;
      }
      E element = Objects.requireNonNull(supplier.get(), "element");
      if (tail != this.tail) {
        throw new IllegalStateException("the supplier added to the queue that it fills");
      }
      put(slots, tail++, element);
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
    @Nullable Object[] slots = this.slots;
    int mask = this.mask;
    long head = this.head;
    for (int i = 0; i < count; i++) {
      E element = cast((Object) SLOT.getAcquire(slots, (int) head & mask)); // release in put
      if (element == null) {
        return i;
      }
      into[from + i] = element; // may throw ArrayStoreException: the element is still queued
      slots[(int) head & mask] = null; // plain: see take
      HEAD.setRelease(this, ++head);
    }
    return count;
  }

  /// Returns how many elements are queued: never counts what has not been offered, and may miss or
  /// still count what calls in flight on other threads add or take.
  ///
  /// @return 0 to [#capacity]
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in take
    while (true) {
      long before = after;
      long tail = (long) TAIL.getAcquire(this); // pairs with the release in put
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (before == after) {
        long size = tail - after;
        if (size > 0) {
          // At most the capacity: tail rests on a head that the second look at head sees as well.
          return (int) size;
        }
        // An element may be there before its index: what peek returns is never denied here.
        return at(after) == null ? 0 : 1;
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
  /// and `contains` are the consumer's and weakly consistent. `remove` moves the elements before:
  /// another iterator in use may show one again, or not remove it.
  ///
  /// @return the queue as the JDK's interface
  public Queue<E> asQueue() {
    return new View();
  }

  private @Nullable Object at(long index) {
    return (Object) SLOT.getAcquire(slots, (int) index & mask); // pairs with the release in put
  }

  private void put(@Nullable Object[] slots, long tail, Object element) {
    if (slots.getClass() != Object[].class) { // asked here, it is asked once, and out of the way
      throw new AssertionError(slots.getClass());
    }
    SLOT.setRelease(slots, (int) tail & mask, element); // pairs with the acquire in take
    TAIL.setRelease(this, tail + 1L); // pairs with the acquire in size
  }

  /// The place is computed twice, for the compiler sees only so that one check of bounds will do.
  private @Nullable E take(@Nullable Object[] slots, int mask, long head) {
    E element = cast((Object) SLOT.getAcquire(slots, (int) head & mask)); // the release in put
    if (element != null) {
      slots[(int) head & mask] = null; // plain: the producer comes back once head is beyond it
      HEAD.setRelease(this, head + 1L); // pairs with the acquire in look and size
    }
    return element;
  }

  /// Moves the limit to what is free now, and returns whether that is anything.
  private boolean look(long tail) {
    limit = (long) HEAD.getAcquire(this) + capacity; // pairs with the release in take
    return tail != limit;
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

    @Override
    public Spliterator<E> spliterator() { // without a size: others add and take meanwhile
      return Spliterators.spliterator(
          this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
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
        long head = (long) HEAD.getAcquire(SpscQueue.this); // pairs with the release in take
        if (head - index > 0) {
          index = head; // what was taken meanwhile is passed over
        }
        if (index - head < capacity) { // not the tail: what peek shows may be ahead of it
          next = cast(at(index)); // of a slot emptied, or not yet filled, null
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
      // Elements between head and tail are the consumer's: move those before up by one slot. The
      // producer sees only that head moves on at the end.
      if (lastIndex - head >= 0 && at(lastIndex) == last) {
        for (long i = lastIndex; i != head; i--) {
          slots[(int) i & mask] = at(i - 1); // plain: nobody else reads which element it is
        }
        take(slots, mask, head);
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
  final @Nullable Object[] slots;
  final int capacity;
  final int mask; // of an index, for its slot: a field takes fewer instructions than the length

  SpscQueueSlots(@Nullable Object[] slots, int capacity) {
    this.slots = slots;
    this.capacity = capacity;
    this.mask = slots.length - 1;
  }
}

/// The padding of [SpscQueue] before the producer's fields.
class SpscQueueBeforeTail extends SpscQueueSlots {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  SpscQueueBeforeTail(@Nullable Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The producer's fields of [SpscQueue].
class SpscQueueTail extends SpscQueueBeforeTail {
  long tail;
  long limit;

  SpscQueueTail(@Nullable Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The padding of [SpscQueue] before the consumer's field.
class SpscQueueBeforeHead extends SpscQueueTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  SpscQueueBeforeHead(@Nullable Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The consumer's field of [SpscQueue].
class SpscQueueHead extends SpscQueueBeforeHead {
  long head;

  SpscQueueHead(@Nullable Object[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The padding of [SpscQueue] after the consumer's field.
class SpscQueueAfterHead extends SpscQueueHead {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  SpscQueueAfterHead(@Nullable Object[] slots, int capacity) {
    super(slots, capacity);
  }
}
