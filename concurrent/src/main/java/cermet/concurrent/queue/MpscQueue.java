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

/// A bounded queue of objects from many producer threads to exactly one consumer thread.
///
/// - **Use** to send work to one thread without locks or garbage.
/// - **Avoid** when a second consumer may appear: it breaks silently, take `MpmcQueue`; with one
///   producer take `SpscQueue`.
/// - **Cost** `offer`, `relaxedPoll` O(1), lock-free; `poll`, `peek` O(1), but wait for a producer
///   that has claimed the oldest place and not yet filled it; one reference a slot, slots are the
///   next power of two, at least 64, and 0.7 kB of padding a queue.
/// - **Allocation** none after construction, but for the iterators of `asQueue()`.
/// - **Threads** any producers (`offer`, `fill`), one consumer (`poll`, `peek`, `drain`, `clear`);
///   an `offer` happens-before the `poll` that returns its element; `size`, `isEmpty` from any
///   thread.
/// - **Errors** null element: `NullPointerException`; full: false; empty: null; capacity outside 1
///   to 2^30: `IllegalArgumentException`; a callback that throws loses its own element, nothing
///   else; a producer that dies inside `fill` stops the consumer.
/// - **Source** Giacomoni et al., FastForward, PPoPP 2008; the limit, the strict and the relaxed
///   forms of JCTools' `MpscArrayQueue`.
/// - **Copies with** `ClaimWait`, `MpscQueueView`.
///
/// @param <E> the type of the elements
public final class MpscQueue<E> extends MpscQueueAfterSlots {
  /*
   * A producer claims an index by CAS of tail, then writes the slot of that index. The consumer
   * looks at its slot alone: null says that nothing is there yet.
   *
   *            head                       tail              limit
   *   . . . . . e e e e _ e e e _ e e e e e . . . . . . . . . |
   *             ^ consumer takes            ^ next claim      ^ = head, seen earlier, + capacity
   *                     ^ claimed, not yet filled
   *
   * The element of index i stands in slots[i & (slots.length - 1)]; the storage may be larger than
   * the capacity, which makes any capacity exact and keeps small queues from bouncing the line of
   * the array's header. An index below limit may be claimed. The consumer publishes head after it
   * has emptied the slot; a producer takes limit from head, or from a producer that did, each by
   * release and acquire: so the consumer's null is older than the next element of that slot.
   *
   * A null slot at head means that the queue is empty, or that the producer of this index is not
   * done while later ones may be. The strict forms ask tail, the line that all producers write, and
   * wait if something is claimed; the relaxed forms answer "nothing". Claim and question are
   * volatile: of one who offers and then looks for a sleeper, and one who announces his sleep and
   * then polls, at least one sees the other.
   *
   * SKIPPED stands in a claimed slot that gets no element: the supplier of fill threw while others
   * stood behind it, or somebody changed the array of offerAll. The consumer passes over it, until
   * then size counts it. With nobody behind, tail steps back instead: a claim rests on the value of
   * tail and on limit alone, so that a value of tail may come twice.
   *
   * Who writes: slots from null by their producer, from an element by the consumer (to null, or to
   * another element of the queue in remove); tail and limit by producers; head by the consumer.
   * Invariants: head <= tail <= head + capacity; limit <= head + capacity, by subtraction, so that
   * indices may wrap. A slow producer may set limit back: it costs one look at head.
   */

  // Whether a slot is null is all that the consumer learns of a producer, so a slot carries the
  // order: release when written, acquire when read, never plain.
  private static final VarHandle SLOT =
      MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
  static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, MpscQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle LIMIT =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "limit", VarHandle.class, MpscQueue.class, long.class)
          .withInvokeExactBehavior();
  static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, MpscQueue.class, long.class)
          .withInvokeExactBehavior();

  private static final Object SKIPPED = new Object();
  private static final int MAX_CAPACITY = 1 << 30; // the largest power of two that sizes an array
  private static final int MIN_SLOTS = 64; // four cache lines of compressed references; arbitrary
  private static final int BATCH = 16; // claimed at once by fill, others stand behind; arbitrary

  /// Makes an empty queue.
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^30
  public MpscQueue(int capacity) {
    this(capacity, 0);
  }

  MpscQueue(int capacity, long start) {
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

  /// Adds an element unless the queue is full.
  ///
  /// @param element the element
  /// @return false if the queue is full
  public boolean offer(E element) {
    return offerBelow(element, capacity);
  }

  /// Takes the oldest element; consumer only. Where its producer has claimed the place and not yet
  /// filled it, this waits.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E poll() {
    Object[] slots = slots();
    Object element = await(slots);
    if (element != null) {
      free(slots, head); // plain: only this thread writes it
    }
    return cast(element);
  }

  /// Takes the oldest element if it is there already; consumer only.
  ///
  /// @return the element, or null if the queue is empty or the oldest element not yet written
  public @Nullable E relaxedPoll() {
    return take(slots());
  }

  /// Returns the oldest element and leaves it in the queue; consumer only. It waits as [#poll]
  /// does.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E peek() {
    return cast(await(slots()));
  }

  /// Returns the oldest element if it is there already, and leaves it; consumer only.
  ///
  /// @return the element, or null if the queue is empty or the oldest element not yet written
  public @Nullable E relaxedPeek() {
    return cast(present(slots()));
  }

  /// Does what [#offer] does: the cheap form is strict.
  ///
  /// @param element the element
  /// @return false if the queue is full
  public boolean relaxedOffer(E element) {
    return offer(element);
  }

  /// Adds an element if fewer than the given number are queued.
  ///
  /// @param element the element
  /// @param threshold 0 or more; from the capacity on, this is [#offer]
  /// @return false if so many are queued
  public boolean offerIfBelowThreshold(E element, int threshold) {
    if (threshold < 0) {
      throw new IllegalArgumentException("threshold: " + threshold);
    }
    return offerBelow(element, Math.min(threshold, capacity));
  }

  /// Takes elements until the next one is not there, but at most [#capacity]; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(Consumer<? super E> consumer) {
    return drain(consumer, capacity);
  }

  /// Takes elements until the next one is not there, as [#relaxedPoll] says, or the limit is
  /// reached; consumer only.
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

  /// Adds elements until the queue is full, but at most [#capacity].
  ///
  /// @param supplier makes an element, as in [#fill(Supplier, int)]
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier) {
    return fill(supplier, capacity);
  }

  /// Adds elements until the queue is full or the limit is reached. Up to 16 places are claimed
  /// before the supplier is asked, so that the consumer waits for it.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not take from this
  ///   queue
  /// @param limit how many elements at most
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier, int limit) {
    Objects.requireNonNull(supplier, "supplier");
    checkLimit(limit);
    int added = 0;
    while (added < limit) {
      long tail = (long) TAIL.getAcquire(this);
      int room = room(tail, Math.min(limit - added, BATCH));
      if (room == 0) {
        break;
      }
      if (TAIL.weakCompareAndSet(this, tail, tail + room)) {
        supply(supplier, tail, room);
        added += room;
      }
    }
    return added;
  }

  /// Adds elements for as long as the condition holds.
  ///
  /// @param supplier makes an element, as in [#fill(Supplier, int)]
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

  /// Adds as many of the given elements as there is room for, in order and side by side.
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
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      int room = room(tail, count);
      if (room == 0) {
        return 0;
      }
      if (TAIL.weakCompareAndSet(this, tail, tail + room)) {
        Object[] slots = slots();
        for (int i = 0; i < room; i++) { // what another thread has made null meanwhile is left out
          put(slots, tail + i, Objects.requireNonNullElse(elements[from + i], SKIPPED));
        }
        return room;
      }
    }
  }

  /// Takes up to the given number of elements into an array, until the next one is not there;
  /// consumer only. It waits for the first as [#poll] does: 0 says that the queue is empty.
  ///
  /// @param into the array that receives them
  /// @param from the index of the first
  /// @param count how many at most
  /// @return how many were taken
  public int pollInto(E[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    Object[] slots = slots();
    for (int i = 0; i < count; i++) {
      E element = cast(i == 0 ? await(slots) : present(slots));
      if (element == null) {
        return i;
      }
      into[from + i] = element; // may throw ArrayStoreException: the element is still queued
      free(slots, head);
    }
    return count;
  }

  /// Returns how many elements are queued, those included whose place is claimed and not filled.
  ///
  /// @return 0 to [#capacity]
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in free
    while (true) {
      long before = after;
      long tail = (long) TAIL.getVolatile(this);
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (before == after) {
        return (int) (tail - after);
      }
    }
  }

  /// Returns whether no element is queued, as [#size] counts.
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

  /// Returns a live view: iterators, `remove` and `contains` are the consumer's, weakly consistent,
  /// and pass over what is not yet written. `remove` moves the elements before: another iterator in
  /// use may show one again, or not remove it.
  ///
  /// @return the queue as the JDK's interface
  public Queue<E> asQueue() {
    return new MpscQueueView<>(this);
  }

  /// The array with its exact class, which spares each access the check of the element type.
  Object[] slots() {
    Object[] slots = this.slots;
    if (slots.getClass() != Object[].class) {
      throw new AssertionError(slots.getClass());
    }
    return slots;
  }

  static @Nullable Object at(Object[] slots, long index) {
    return (Object) SLOT.getAcquire(slots, (int) index & (slots.length - 1)); // release in put
  }

  static void put(Object[] slots, long index, Object element) {
    SLOT.setRelease(slots, (int) index & (slots.length - 1), element); // pairs with at
  }

  void free(Object[] slots, long head) {
    SLOT.setRelease(slots, (int) head & (slots.length - 1), (Object) null);
    HEAD.setRelease(this, head + 1L); // pairs with advance and size
  }

  private boolean offerBelow(E element, int threshold) {
    Objects.requireNonNull(element, "element");
    int spare = capacity - threshold; // 0 in offer, and gone where that is inlined
    long limit = (long) LIMIT.getAcquire(this) - spare; // pairs with the release in advance
    long tail;
    do {
      tail = (long) TAIL.getAcquire(this);
      if (tail - limit >= 0) {
        limit = advance(tail) - spare;
        if (tail - limit >= 0) {
          return false;
        }
      }
    } while (!TAIL.weakCompareAndSet(this, tail, tail + 1L));
    put(slots(), tail, element);
    return true;
  }

  /// How many of so many places behind the tail may be claimed.
  private int room(long tail, int count) {
    long free = (long) LIMIT.getAcquire(this) - tail; // pairs with the release in advance
    if (free < count) {
      free = advance(tail) - tail;
    }
    return Math.clamp(free, 0, count);
  }

  /// Reads how far the consumer is, and leaves it to the other producers if there is room.
  private long advance(long tail) {
    long limit = (long) HEAD.getAcquire(this) + capacity; // pairs with the release in free
    if (tail - limit < 0) {
      LIMIT.setRelease(this, limit); // hands on what head has published
    }
    return limit;
  }

  private void supply(Supplier<? extends E> supplier, long index, int count) {
    Object[] slots = slots();
    int i = 0;
    try {
      for (; i < count; i++) {
        put(slots, index + i, Objects.requireNonNull(supplier.get(), "element"));
      }
    } finally {
      // If the supplier threw, what is claimed is given back, unless others stand behind it.
      if (i < count && !TAIL.compareAndSet(this, index + count, index + i)) {
        for (; i < count; i++) {
          put(slots, index + i, SKIPPED);
        }
      }
    }
  }

  private @Nullable E take(Object[] slots) {
    Object element = present(slots);
    if (element != null) {
      free(slots, head);
    }
    return cast(element);
  }

  /// What the oldest slot holds.
  private @Nullable Object present(Object[] slots) {
    Object element = at(slots, head); // plain: only this thread writes it
    while (isSkipped(element)) {
      free(slots, head);
      element = at(slots, head);
    }
    return element;
  }

  /// The oldest element, as soon as it is written; null if none has been claimed.
  private @Nullable Object await(Object[] slots) {
    Object element = present(slots);
    int idle = 0;
    while (element == null && (long) TAIL.getVolatile(this) != head) {
      element = present(slots); // mostly written meanwhile
      if (element == null) {
        idle = ClaimWait.idle(idle);
      }
    }
    return element;
  }

  private static void checkLimit(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the one mark itself
  static boolean isSkipped(@Nullable Object element) {
    return element == SKIPPED;
  }

  @SuppressWarnings("unchecked") // besides SKIPPED, which nobody returns, slots hold only E
  @Nullable E cast(@Nullable Object element) {
    return (E) element;
  }
}

/// The padding of [MpscQueue] before its fields: two cache lines, since processors fetch them in
/// pairs. The ints fill gaps into which the JVM would put fields that come later.
class MpscQueueBeforeTail {
  int gap0;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// What all producers of [MpscQueue] write all the time.
class MpscQueueTail extends MpscQueueBeforeTail {
  long tail;
}

/// The padding of [MpscQueue] before what all producers read and seldom write.
class MpscQueueBeforeLimit extends MpscQueueTail {
  int gap1;
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;
}

/// What all producers of [MpscQueue] read and seldom write.
class MpscQueueLimit extends MpscQueueBeforeLimit {
  long limit;
}

/// The padding of [MpscQueue] before the consumer's field.
class MpscQueueBeforeHead extends MpscQueueLimit {
  int gap2;
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;
}

/// The consumer's field of [MpscQueue].
class MpscQueueHead extends MpscQueueBeforeHead {
  long head;
}

/// The padding of [MpscQueue] before what all read.
class MpscQueueBeforeSlots extends MpscQueueHead {
  int gap3;
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;
}

/// The fields of [MpscQueue] that all read and nobody writes after construction.
class MpscQueueSlots extends MpscQueueBeforeSlots {
  final Object[] slots;
  final int capacity;

  MpscQueueSlots(Object[] slots, int capacity) {
    this.slots = slots;
    this.capacity = capacity;
  }
}

/// The padding of [MpscQueue] behind its fields.
class MpscQueueAfterSlots extends MpscQueueSlots {
  long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, ea, eb, ec, ed, ee, ef;

  MpscQueueAfterSlots(Object[] slots, int capacity) {
    super(slots, capacity);
  }
}
