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
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A bounded queue of `long`s between any number of producer threads and exactly one consumer.
///
/// - **Use** to hand numbers from many threads to one without locks, boxes or a reserved value, one
///   by one or whole arrays at a time.
/// - **Avoid** when a second consumer may appear: it breaks silently; take `MpmcLongQueue`. From
///   one producer `SpscLongQueue` does less.
/// - **Cost** `offer`, `offerAll` O(1) claims where producers do not collide; `poll`, `peek` O(1),
///   and reads the producers' index when it meets no element, which `relaxedPoll` does not;
///   `pollInto` O(count); 16 to 32 bytes an element, at least 0.5 kB, and 0.6 kB of padding a
///   queue.
/// - **Allocation** none after construction, but for `asQueue()`, its boxes and its iterators.
/// - **Threads** any producers (`offer`, `offerAll`, `fill` and their kin), one consumer (`poll`,
///   `peek`, `pollInto`, `drain`, `clear`), which waits in strict calls for a producer stopped amid
///   its own; an `offer` happens-before the `poll` that returns its element; `size`, `isEmpty` from
///   any thread.
/// - **Errors** full: false or 0; empty: the caller's value, false or 0; capacity outside 1 to
///   2^29: `IllegalArgumentException`; a callback that throws loses its own element, nothing else.
/// - **Source** Vyukov, Bounded MPMC queue, 1024cores 2010, for stamps beside the elements; the
///   producers' limit and the relaxed forms of JCTools.
/// - **Copies with** `ClaimWait`, `LongQueueFields`.
public final class MpscLongQueue extends LongQueueFields {
  /*
   * Each slot is two longs: a stamp, and the element beside it, in the same cache line.
   *
   *   | 2 * 5 + 0 | e | 2 * 6 + 0 | e | 2 * 3 + 0 | . | 2 * 4 + 0 | . |     4 slots
   *     ^ head = 5                      ^ tail = 7
   *
   *   2 * i + 0   FULL   the element of index i is there
   *   2 * i + 1   VOID   there is none of this index, for a supplier threw: pass on
   *   less               of an earlier lap: nobody has written index i yet
   *
   * A producer claims an index by moving tail, unless it has come to the limit: no more than
   * capacity beyond head, as some producer last saw it. So the slot is free when it is claimed, and
   * the consumer, who takes indices in order and alone, never writes a slot: it moves head. There
   * may be more slots than the capacity, which makes any capacity exact.
   *
   * Strict calls take "less" for empty only if tail says so too, and wait otherwise: a producer has
   * claimed the index and not yet written.
   *
   * Who writes: tail and limit the producers, tail by compare-and-set; a slot whoever has claimed
   * its index (in remove, those from head on the consumer); head the consumer, who reads it plainly.
   * Invariants: head <= tail <= head + capacity, limit <= head + capacity, all by subtraction, so
   * that indices may wrap.
   */

  // Elements are plain: a stamp, released by the producer and acquired by the consumer, orders
  // write before read; head, released by the consumer and acquired by a producer, which releases
  // what it saw to the others as limit, orders the read before the next lap's write.
  private static final VarHandle SLOT =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, MpscLongQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle LIMIT =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "limit", VarHandle.class, MpscLongQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, MpscLongQueue.class, long.class)
          .withInvokeExactBehavior();

  private static final int MAX_CAPACITY = 1 << 29; // 2^30 longs, the largest power of two
  private static final int MIN_SLOTS = 32; // most lines then lie apart from the array's header
  private static final int LAP = 1; // an index is shifted by so much to make room for its state
  private static final long FULL = 0;
  private static final long VOID = 1;

  /// Makes an empty queue.
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^29
  public MpscLongQueue(int capacity) {
    this(capacity, 0);
  }

  MpscLongQueue(int capacity, long start) {
    super(new long[slotsFor(capacity)], capacity);
    for (int i = 0; i < slots.length; i += 2) {
      slots[i] = (start - 1) << LAP; // less than any to come
    }
    tail = start;
    limit = start + capacity;
    head = start;
    VarHandle.releaseFence(); // these are not final: a racy publication must not undo them
  }

  static int slotsFor(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
    }
    return 2 * Math.max(MIN_SLOTS, 1 << -Integer.numberOfLeadingZeros(capacity - 1));
  }

  /// Adds an element unless the queue is full.
  ///
  /// @param value the element
  /// @return false if the queue is full
  public boolean offer(long value) {
    return offer(value, capacity);
  }

  /// Takes the oldest element, and waits for one that a producer is about to write; consumer only.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long poll(long absent) {
    long[] slots = this.slots;
    return ready(slots, true) ? take(slots) : absent;
  }

  /// Takes the oldest element, if there is one, and gives it to a consumer; else as [#poll(long)].
  ///
  /// @param consumer receives the element after it has left the queue
  /// @return false if the queue is empty
  public boolean poll(LongConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return poll(consumer, true);
  }

  /// Returns the oldest element and leaves it in the queue; else as [#poll(long)].
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long peek(long absent) {
    long[] slots = this.slots;
    return ready(slots, true) ? slots[slot(slots, head) + 1] : absent;
  }

  /// Does what [#offer(long)] does: the cheap form is strict.
  ///
  /// @param value the element
  /// @return false if the queue is full
  public boolean relaxedOffer(long value) {
    return offer(value, capacity);
  }

  /// Takes the oldest element, unless a producer is still writing it; consumer only.
  ///
  /// @param absent what to return if there is none; it may be an element's value
  /// @return the element, or `absent`
  public long relaxedPoll(long absent) {
    long[] slots = this.slots;
    return ready(slots, false) ? take(slots) : absent;
  }

  /// Returns the oldest element, unless a producer is still writing it; consumer only.
  ///
  /// @param absent what to return if there is none; it may be an element's value
  /// @return the element, or `absent`
  public long relaxedPeek(long absent) {
    long[] slots = this.slots;
    return ready(slots, false) ? slots[slot(slots, head) + 1] : absent;
  }

  /// Adds an element if fewer than so many are queued.
  ///
  /// @param value the element
  /// @param threshold how many elements are too many; beyond the capacity it has no effect
  /// @return false if the queue is full, or holds as many as the threshold
  public boolean offerIfBelowThreshold(long value, int threshold) {
    if (threshold < 0) {
      throw new IllegalArgumentException("threshold: " + threshold);
    }
    return threshold > 0 && offer(value, Math.min(threshold, capacity));
  }

  /// Adds as many of the given elements as there is room for, one behind the other: none of another
  /// producer's comes between.
  ///
  /// @param elements the array that holds them
  /// @param from the index of the first
  /// @param count how many
  /// @return how many were added, from the first on
  public int offerAll(long[] elements, int from, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    long[] slots = this.slots;
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      int all = (int) Math.min(count, room(tail, count, capacity));
      if (all <= 0) {
        return 0;
      }
      if (TAIL.compareAndSet(this, tail, tail + all)) {
        for (int i = 0; i < all; i++) {
          publish(slots, tail + i, elements[from + i], FULL);
        }
        return all;
      }
    }
  }

  /// Takes up to the given number of elements into an array; consumer only.
  ///
  /// @param into the array that receives them
  /// @param from the index of the first
  /// @param count how many at most
  /// @return how many were taken; 0 only if the queue is empty, or of none
  public int pollInto(long[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    long[] slots = this.slots;
    if (count == 0 || !ready(slots, true)) {
      return 0;
    }
    long head = this.head;
    int done = 0;
    while (done < count) {
      int slot = slot(slots, head);
      if ((long) SLOT.getAcquire(slots, slot) != (head << LAP)) { // release in publish
        break;
      }
      into[from + done++] = slots[slot + 1];
      head++;
    }
    HEAD.setRelease(this, head); // all at once; pairs with the acquire in room
    return done;
  }

  /// Takes elements by [#relaxedPoll] until there is none, but at most [#capacity]; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(LongConsumer consumer) {
    return drain(consumer, capacity);
  }

  /// Takes elements by [#relaxedPoll] until there is none or the limit is reached; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param limit how many elements at most
  /// @return how many elements it received
  public int drain(LongConsumer consumer, int limit) {
    Objects.requireNonNull(consumer, "consumer");
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
    int count = 0;
    while (count < limit && poll(consumer, false)) {
      count++;
    }
    return count;
  }

  /// Takes elements by [#relaxedPoll] for as long as the condition holds; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param wait called when there is none, with what it last returned, or 0
  /// @param running asked before each element and each wait
  public void drain(LongConsumer consumer, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(consumer, "consumer");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    int idle = 0;
    while (running.getAsBoolean()) {
      idle = poll(consumer, false) ? 0 : wait.applyAsInt(idle);
    }
  }

  /// Adds elements as [#fill(LongSupplier, int)] does, but at most [#capacity].
  ///
  /// @param supplier makes an element; it must not poll or peek this queue strictly
  /// @return how many elements were added
  public int fill(LongSupplier supplier) {
    return fill(supplier, capacity);
  }

  /// Adds elements until the queue is full or the limit is reached. The supplier is asked with the
  /// slot claimed: the consumer waits for what it makes, or passes over it if it throws.
  ///
  /// @param supplier makes an element; it must not poll or peek this queue strictly
  /// @param limit how many elements at most
  /// @return how many elements were added
  public int fill(LongSupplier supplier, int limit) {
    Objects.requireNonNull(supplier, "supplier");
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
    long[] slots = this.slots;
    int count = 0;
    while (count < limit) {
      long tail = (long) TAIL.getAcquire(this);
      if (room(tail, 1, capacity) <= 0) {
        break;
      }
      if (TAIL.compareAndSet(this, tail, tail + 1L)) {
        long value = 0;
        long state = VOID;
        try {
          value = supplier.getAsLong();
          state = FULL;
        } finally {
          publish(slots, tail, value, state);
        }
        count++;
      }
    }
    return count;
  }

  /// Adds elements as [#fill(LongSupplier, int)] does for as long as the condition holds.
  ///
  /// @param supplier makes an element; it must not poll or peek this queue strictly
  /// @param wait called when the queue is full, with what it last returned, or 0
  /// @param running asked before each element and each wait
  public void fill(LongSupplier supplier, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(supplier, "supplier");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    int idle = 0;
    while (running.getAsBoolean()) {
      idle = fill(supplier, 1) == 0 ? wait.applyAsInt(idle) : 0;
    }
  }

  /// Returns how many elements are queued, with those that a producer has begun to add; where a
  /// supplier of `fill` threw, its slot counts until the consumer passes it.
  ///
  /// @return 0 to [#capacity]
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in take
    while (true) {
      long before = after;
      long tail = (long) TAIL.getVolatile(this);
      after = (long) HEAD.getAcquire(this);
      if (before == after) { // tail belongs to this head
        return (int) (tail - after);
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

  /// Takes and drops elements until the queue is empty, but at most [#capacity]; consumer only.
  public void clear() {
    for (int i = 0; i < capacity && ready(slots, true); i++) {
      take(slots);
    }
  }

  /// Returns a live view with boxes: each method belongs to the thread whose part it does;
  /// iterators, `remove` and `contains` are the consumer's and weakly consistent. `remove` moves
  /// the elements before: another iterator in use may show one again, or not remove it.
  ///
  /// @return the queue as the JDK's interface
  public Queue<Long> asQueue() {
    return new View();
  }

  private boolean offer(long value, int bound) {
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      if (room(tail, 1, bound) <= 0) {
        return false;
      }
      if (TAIL.compareAndSet(this, tail, tail + 1L)) {
        publish(slots, tail, value, FULL);
        return true;
      }
    }
  }

  /// How many indices may be claimed from tail on if the queue is to hold so many at most; as far
  /// as the limit tells, and anew if that is too few.
  private long room(long tail, int wanted, int bound) {
    long room = (long) LIMIT.getAcquire(this) - capacity + bound - tail; // release below
    if (room < wanted) {
      long head = (long) HEAD.getAcquire(this); // pairs with the release in take and pollInto
      room = head + bound - tail;
      if (room > 0) {
        LIMIT.setRelease(this, head + capacity); // an older one may follow: it is only too small
      }
    }
    return room;
  }

  private static void publish(long[] slots, long index, long value, long state) {
    int slot = slot(slots, index);
    slots[slot + 1] = value;
    SLOT.setRelease(slots, slot, (index << LAP) + state); // pairs with the acquire in ready
  }

  /// Whether the element at head is there.
  private boolean ready(long[] slots, boolean strict) {
    int idle = 0;
    while (true) {
      long head = this.head; // plain: only this thread writes it
      long lead = (long) SLOT.getAcquire(slots, slot(slots, head)) - (head << LAP);
      if (lead == FULL) {
        return true;
      }
      if (lead == VOID) {
        HEAD.setRelease(this, head + 1L); // pairs with the acquire in room
      } else if (!strict || (long) TAIL.getVolatile(this) == head) {
        return false;
      } else {
        idle = ClaimWait.idle(idle);
      }
    }
  }

  private long take(long[] slots) {
    long head = this.head;
    long value = slots[slot(slots, head) + 1];
    HEAD.setRelease(this, head + 1L); // pairs with the acquire in room
    return value;
  }

  private boolean poll(LongConsumer consumer, boolean strict) {
    long[] slots = this.slots;
    if (!ready(slots, strict)) {
      return false;
    }
    consumer.accept(take(slots));
    return true;
  }

  private static int slot(long[] slots, long index) {
    return ((int) index << 1) & (slots.length - 1);
  }

  private final class View extends AbstractQueue<Long> {
    @Override
    public boolean offer(Long value) {
      return MpscLongQueue.this.offer(value);
    }

    @Override
    public @Nullable Long poll() {
      @Nullable Long value = peek(); // boxed first: without memory for it nothing is taken
      if (value != null) {
        take(slots);
      }
      return value;
    }

    @Override
    public @Nullable Long peek() {
      return ready(slots, true) ? (Long) MpscLongQueue.this.peek(0) : null;
    }

    @Override
    public int size() {
      return MpscLongQueue.this.size();
    }

    @Override
    public void clear() {
      MpscLongQueue.this.clear();
    }

    @Override
    public Iterator<Long> iterator() {
      return new Elements();
    }

    @Override
    public Spliterator<Long> spliterator() { // without a size: others add and take meanwhile
      return Spliterators.spliterator(
          this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }
  }

  /// Goes from the head at its start to the first index not written at its end, on the consumer's
  /// thread.
  private final class Elements implements Iterator<Long> {
    private long index = head;
    private long next;
    private boolean fetched;
    private long last;
    private long lastIndex;
    private boolean removable;

    @Override
    public boolean hasNext() {
      long[] slots = MpscLongQueue.this.slots;
      while (!fetched) {
        index = head - index > 0 ? head : index; // what was taken meanwhile is passed over
        int slot = slot(slots, index);
        long lead = (long) SLOT.getAcquire(slots, slot) - (index << LAP);
        if (lead < FULL) {
          return false;
        }
        next = slots[slot + 1];
        fetched = lead == FULL;
        index++;
      }
      return true;
    }

    @Override
    public Long next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      last = next;
      lastIndex = index - 1;
      fetched = false;
      removable = true;
      return last;
    }

    @Override
    public void remove() {
      if (!removable) {
        throw new IllegalStateException("no element to remove");
      }
      removable = false;
      long[] slots = MpscLongQueue.this.slots;
      int to = slot(slots, lastIndex);
      // Slots from head to here are written, hence the consumer's: move those before up by one.
      // The producers see only that head moves at the end.
      if (lastIndex - head >= 0 && slots[to] == (lastIndex << LAP) && slots[to + 1] == last) {
        for (long i = lastIndex; i != head; i--) {
          int before = slot(slots, i - 1);
          slots[to] = slots[before] + (1L << LAP); // full or void, as it was
          slots[to + 1] = slots[before + 1];
          to = before;
        }
        HEAD.setRelease(MpscLongQueue.this, head + 1L); // pairs with the acquire in room
      }
    }
  }
}
