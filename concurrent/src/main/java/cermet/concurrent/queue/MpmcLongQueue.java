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

/// A bounded queue of `long`s between any number of producer and consumer threads.
///
/// - **Use** to hand numbers between threads without locks, boxes or a reserved value, one by one
///   or whole arrays at a time.
/// - **Avoid** when one thread alone takes, or one alone adds and one takes: `MpscLongQueue` and
///   `SpscLongQueue` do less.
/// - **Cost** `offer`, `poll`, `peek` O(1) where threads do not collide, `offerAll`, `pollInto`
///   O(count) with one claim for all; a thread stopped amid a call holds up strict calls that meet
///   its element, not relaxed ones; 16 bytes an element and 0.5 kB of padding a queue.
/// - **Allocation** none after construction, but for `asQueue()`, its boxes and its iterators.
/// - **Threads** any number; an `offer` happens-before the `poll` that returns its element.
/// - **Errors** full: false or 0; empty: the caller's value, false or 0; capacity outside 1 to
///   2^29: `IllegalArgumentException`; a callback that throws loses its own element, nothing else;
///   so does a box of `asQueue()` for which there is no memory.
/// - **Source** Vyukov, Bounded MPMC queue, 1024cores 2010, with room for more states; the relaxed
///   forms of JCTools.
/// - **Copies with** `ClaimWait`, `LongQueueFields`.
public final class MpmcLongQueue extends LongQueueFields {
  /*
   * A slot is two longs side by side: a state and the element.
   *
   *   | 4 * 8 + 0 | . | 4 * 9 + 0 | . | 4 * 6 + 1 | e | 4 * 7 + 1 | e |     capacity 4
   *                                     ^ head = 6                          tail = 8
   *
   *   4 * i + 0   FREE   whoever moves tail from i to i + 1 may write the element of index i
   *   4 * i + 1   FULL   whoever moves head from i to i + 1 may read it
   *   4 * i + 2   VOID   nobody wrote it, for a supplier threw: whoever moves head passes on
   *
   * A slot goes from FREE of i to FULL or VOID of i, then to FREE of i + capacity: states only
   * grow, and no two are equal, at a capacity of 1 either (with Vyukov's i and i + 1 they would be).
   * By the difference between a slot's state and the one that it looks for, a thread tells whether
   * its turn has come (0), its index is stale (more) or the slot is a lap or a writer behind (less).
   *
   * Strict calls take "less" for full or empty only if the other index says so too, and wait
   * otherwise: somebody has claimed the slot and not yet written or freed it.
   *
   * Who writes: tail and head by compare-and-set; a slot between claim and release only the thread
   * that has claimed it. Invariants: head <= tail <= head + capacity, by subtraction, so that
   * indices may wrap.
   */

  // States carry the order: acquired before an element is read or overwritten, released after. An
  // index is read by acquire where a claim or a state checks it, and as volatile where it decides
  // alone that the queue is full or empty.
  private static final VarHandle SLOT =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, MpmcLongQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, MpmcLongQueue.class, long.class)
          .withInvokeExactBehavior();

  private static final int MAX_CAPACITY = 1 << 29; // 2^30 longs, the largest power of two
  private static final int LAP = 2; // an index is shifted by so much to make room for its state
  private static final long FREE = 0;
  private static final long FULL = 1;
  private static final long VOID = 2;
  private static final int ANY = Integer.MAX_VALUE; // no threshold

  /// Makes an empty queue.
  ///
  /// @param capacity how many elements it holds at most: 1 to 2^29, rounded up to a power of two
  public MpmcLongQueue(int capacity) {
    this(capacity, 0);
  }

  MpmcLongQueue(int capacity, long start) {
    super(new long[slotsFor(capacity)], slotsFor(capacity) / 2);
    for (int i = 0; i < this.capacity; i++) {
      slots[slot(slots, start + i)] = (start + i) << LAP;
    }
    tail = start;
    head = start;
    VarHandle.releaseFence(); // these are not final: a racy publication must not undo them
  }

  static int slotsFor(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
    }
    return 2 << -Integer.numberOfLeadingZeros(capacity - 1);
  }

  /// Adds an element unless the queue is full.
  ///
  /// @param value the element
  /// @return false if the queue is full
  public boolean offer(long value) {
    return offer(value, true, ANY);
  }

  /// Takes the oldest element; waits for one that another thread is about to write.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long poll(long absent) {
    long[] slots = this.slots;
    int slot = claimFull(slots, true);
    return slot < 0 ? absent : take(slots, slot);
  }

  /// Takes the oldest element, if there is one, and gives it to a consumer; else as [#poll(long)].
  ///
  /// @param consumer receives the element after it has left the queue
  /// @return false if the queue is empty
  public boolean poll(LongConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return poll(consumer, true);
  }

  /// Returns the oldest element and leaves it in the queue; waits as [#poll(long)] does.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long peek(long absent) {
    return peek(absent, true);
  }

  /// Adds an element, unless the queue is full or another thread is still taking from the slot.
  ///
  /// @param value the element
  /// @return false if there was no free slot
  public boolean relaxedOffer(long value) {
    return offer(value, false, ANY);
  }

  /// Takes the oldest element, unless the queue is empty or another thread is still writing it.
  ///
  /// @param absent what to return if there was none; it may be an element's value
  /// @return the element, or `absent`
  public long relaxedPoll(long absent) {
    long[] slots = this.slots;
    int slot = claimFull(slots, false);
    return slot < 0 ? absent : take(slots, slot);
  }

  /// Returns the oldest element, unless the queue is empty or another thread is still writing it.
  ///
  /// @param absent what to return if there was none; it may be an element's value
  /// @return the element, or `absent`
  public long relaxedPeek(long absent) {
    return peek(absent, false);
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
    return offer(value, true, threshold);
  }

  /// Adds as many of the given elements as fit one behind the other: none of another thread's comes
  /// between.
  ///
  /// @param elements the array that holds them
  /// @param from the index of the first
  /// @param count how many
  /// @return how many were added, from the first on; 0 only if the queue is full, or of none
  public int offerAll(long[] elements, int from, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    long[] slots = this.slots;
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      int free = run(slots, tail, FREE, count);
      if (free == 0) {
        if (tail == (long) TAIL.getAcquire(this)) { // or it was stale
          return count > 0 && offer(elements[from]) ? 1 : 0;
        }
      } else if (TAIL.compareAndSet(this, tail, tail + free)) { // states stay until their claim
        for (int i = 0; i < free; i++) {
          publish(slots, slot(slots, tail + i), elements[from + i], FULL);
        }
        return free;
      }
    }
  }

  /// Takes up to the given number of elements into an array.
  ///
  /// @param into the array that receives them
  /// @param from the index of the first
  /// @param count how many at most
  /// @return how many were taken; 0 only if the queue is empty, or of none
  public int pollInto(long[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    long[] slots = this.slots;
    while (true) {
      long head = (long) HEAD.getAcquire(this);
      int full = run(slots, head, FULL, count);
      if (full == 0) {
        if (head == (long) HEAD.getAcquire(this)) { // or it was stale
          int slot = count > 0 ? claimFull(slots, true) : -1;
          if (slot < 0) {
            return 0;
          }
          into[from] = take(slots, slot);
          return 1;
        }
      } else if (HEAD.compareAndSet(this, head, head + full)) { // states stay until their claim
        for (int i = 0; i < full; i++) {
          into[from + i] = take(slots, slot(slots, head + i));
        }
        return full;
      }
    }
  }

  /// Takes elements by [#relaxedPoll] until there is none, but at most [#capacity].
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(LongConsumer consumer) {
    return drain(consumer, capacity);
  }

  /// Takes elements by [#relaxedPoll] until there is none or the limit is reached.
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

  /// Takes elements by [#relaxedPoll] for as long as the condition holds.
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

  /// Adds elements until there is no free slot or the limit is reached. The supplier is asked with
  /// the slot claimed: other threads wait for what it makes, or pass over it if it throws.
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
    for (int i = 0; i < limit; i++) {
      int slot = claimFree(slots, false, ANY);
      if (slot < 0) {
        return i;
      }
      long value = 0;
      long state = VOID;
      try {
        value = supplier.getAsLong();
        state = FULL;
      } finally {
        publish(slots, slot, value, state);
      }
    }
    return limit;
  }

  /// Adds elements as [#fill(LongSupplier, int)] does for as long as the condition holds.
  ///
  /// @param supplier makes an element; it must not poll or peek this queue strictly
  /// @param wait called when there is no free slot, with what it last returned, or 0
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

  /// Returns how many elements are queued, with those that a thread has begun to add and without
  /// those that one has begun to take; where a supplier of `fill` threw, its slot counts until a
  /// consumer passes it.
  ///
  /// @return 0 to [#capacity]
  public int size() {
    long after = (long) HEAD.getVolatile(this);
    while (true) {
      long before = after;
      long tail = (long) TAIL.getVolatile(this);
      after = (long) HEAD.getVolatile(this);
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

  /// Returns how many elements the queue holds at most.
  ///
  /// @return the capacity: a power of two
  public int capacity() {
    return capacity;
  }

  /// Takes and drops elements until the queue is empty, but at most [#capacity].
  public void clear() {
    for (int i = 0; i < capacity; i++) {
      int slot = claimFull(slots, true);
      if (slot < 0) {
        return;
      }
      free(slots, slot);
    }
  }

  /// Returns a live view with boxes; its iterators are weakly consistent and cannot remove.
  ///
  /// @return the queue as the JDK's interface
  public Queue<Long> asQueue() {
    return new View();
  }

  private boolean poll(LongConsumer consumer, boolean strict) {
    int slot = claimFull(slots, strict);
    if (slot < 0) {
      return false;
    }
    consumer.accept(take(slots, slot));
    return true;
  }

  private boolean offer(long value, boolean strict, int threshold) {
    long[] slots = this.slots;
    int slot = claimFree(slots, strict, threshold);
    if (slot < 0) {
      return false;
    }
    publish(slots, slot, value, FULL);
    return true;
  }

  /// Claims the next slot to write; less than 0: there is none.
  private int claimFree(long[] slots, boolean strict, int threshold) {
    int idle = 0;
    while (true) {
      long tail = (long) TAIL.getAcquire(this);
      if (threshold != ANY && tail - (long) HEAD.getVolatile(this) >= threshold) {
        return -1;
      }
      int slot = slot(slots, tail);
      long lead = (long) SLOT.getAcquire(slots, slot) - (tail << LAP); // release in free
      if (lead == FREE) {
        if (TAIL.compareAndSet(this, tail, tail + 1L)) {
          return slot;
        }
      } else if (lead < FREE) { // not free yet
        if (!strict || tail - (long) HEAD.getVolatile(this) >= capacity) {
          return -1;
        }
        idle = ClaimWait.idle(idle);
      }
    }
  }

  /// Claims the next slot to read; less than 0: there is none.
  private int claimFull(long[] slots, boolean strict) {
    int idle = 0;
    while (true) {
      long head = (long) HEAD.getAcquire(this);
      int slot = slot(slots, head);
      long lead = (long) SLOT.getAcquire(slots, slot) - (head << LAP); // release in publish
      if (lead == FULL) {
        if (HEAD.compareAndSet(this, head, head + 1L)) {
          return slot;
        }
      } else if (lead < FULL) { // not full yet
        if (!strict || (long) TAIL.getVolatile(this) - head <= 0) {
          return -1;
        }
        idle = ClaimWait.idle(idle);
      } else if (lead == VOID && HEAD.compareAndSet(this, head, head + 1L)) {
        free(slots, slot);
      }
    }
  }

  private long peek(long absent, boolean strict) {
    long[] slots = this.slots;
    int idle = 0;
    while (true) {
      long head = (long) HEAD.getAcquire(this);
      int slot = slot(slots, head);
      long full = (head << LAP) + FULL;
      long lead = (long) SLOT.getAcquire(slots, slot) - full; // release in publish
      if (lead == 0) {
        // Not claimed: the element is read by acquire, and the state again, for whoever overwrites
        // the element has acquired a later state.
        long value = (long) SLOT.getAcquire(slots, slot + 1);
        if ((long) SLOT.getAcquire(slots, slot) == full) {
          return value;
        }
      } else if (lead < 0) {
        if (!strict || (long) TAIL.getVolatile(this) - head <= 0) {
          return absent;
        }
        idle = ClaimWait.idle(idle);
      } else if (lead == VOID - FULL && HEAD.compareAndSet(this, head, head + 1L)) {
        free(slots, slot);
      }
    }
  }

  private static void publish(long[] slots, int slot, long value, long state) {
    SLOT.setRelease(slots, slot + 1, value); // release for peek and iterators, which do not claim
    SLOT.setRelease(slots, slot, slots[slot] + state); // plain read: claimed by this thread
  }

  private long take(long[] slots, int slot) {
    long value = slots[slot + 1]; // plain: claimed by this thread
    free(slots, slot);
    return value;
  }

  private void free(long[] slots, int slot) {
    long lap = (long) capacity << LAP;
    SLOT.setRelease(slots, slot, (slots[slot] & -(1L << LAP)) + lap); // plain read: claimed
  }

  /// How many slots from an index on, up to a count, have a state.
  private static int run(long[] slots, long index, long state, int count) {
    for (int i = 0; i < count; i++) {
      long wanted = ((index + i) << LAP) + state;
      if ((long) SLOT.getAcquire(slots, slot(slots, index + i)) != wanted) {
        return i;
      }
    }
    return count;
  }

  private static int slot(long[] slots, long index) {
    return ((int) index << 1) & (slots.length - 1);
  }

  private final class View extends AbstractQueue<Long> {
    @Override
    public boolean offer(Long value) {
      return MpmcLongQueue.this.offer(value);
    }

    @Override
    public @Nullable Long poll() {
      int slot = claimFull(slots, true);
      return slot < 0 ? null : (Long) take(slots, slot);
    }

    @Override
    public @Nullable Long peek() {
      while (true) {
        long value = MpmcLongQueue.this.peek(0);
        if (value != 0 || MpmcLongQueue.this.peek(1) == 0) { // twice 0: not absent but 0
          return value;
        }
        if (MpmcLongQueue.this.isEmpty()) {
          return null;
        }
      }
    }

    @Override
    public int size() {
      return MpmcLongQueue.this.size();
    }

    @Override
    public void clear() {
      MpmcLongQueue.this.clear();
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

  /// Goes from the head at its start to the tail at its end, past what is taken meanwhile.
  private final class Elements implements Iterator<Long> {
    private long index = (long) HEAD.getAcquire(MpmcLongQueue.this);
    private long next;
    private boolean fetched;

    @Override
    public boolean hasNext() {
      long[] slots = MpmcLongQueue.this.slots;
      while (!fetched) {
        long head = (long) HEAD.getAcquire(MpmcLongQueue.this);
        index = head - index > 0 ? head : index;
        if ((long) TAIL.getAcquire(MpmcLongQueue.this) - index <= 0) {
          return false;
        }
        int slot = slot(slots, index);
        long full = (index << LAP) + FULL;
        if ((long) SLOT.getAcquire(slots, slot) == full) {
          next = (long) SLOT.getAcquire(slots, slot + 1); // as in peek
          fetched = (long) SLOT.getAcquire(slots, slot) == full;
        }
        index++;
      }
      return true;
    }

    @Override
    public Long next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      fetched = false;
      return next;
    }
  }
}
