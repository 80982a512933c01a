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

/// A bounded queue of `long`s between exactly one producer thread and one consumer thread.
///
/// - **Use** to hand numbers to another thread without locks, boxes or a reserved value, one by one
///   or whole arrays at a time.
/// - **Avoid** when a second producer or consumer may appear: it breaks silently; take
///   `MpscLongQueue` or `MpmcLongQueue`.
/// - **Cost** `offer`, `poll`, `peek` O(1), `offerAll`, `pollInto` O(count), wait-free; 9 to 19
///   bytes an element, at least 0.5 kB, and 0.6 kB of padding a queue.
/// - **Allocation** none after construction, but for `asQueue()`, its boxes and its iterators.
/// - **Threads** one producer (`offer`, `offerAll`, `offerIfBelowThreshold`, `fill`), one consumer
///   (`poll`, `peek`, `pollInto`, `drain`, `clear`); an `offer` happens-before the `poll` that
///   returns its element; `size`, `isEmpty` from any thread.
/// - **Errors** full: false or 0; empty: the caller's value, false or 0; capacity outside 1 to
///   2^29: `IllegalArgumentException`; a callback that throws loses its own element, nothing else.
/// - **Source** Lamport 1983; Giacomoni et al., FastForward, PPoPP 2008: what tells that an element
///   is there lies beside it.
/// - **Copies with** `LongQueueFields`.
public final class SpscLongQueue extends LongQueueFields {
  /*
   * The storage is cut into blocks of eight longs: an end, and seven elements. The end says up to
   * where its block has been published.
   *
   *   |  8 | e | e | e | e | e | e | e | 13 | e | e | e | e | . | . | . | . . .
   *     0    1   2   3   4   5   6   7   8    9  10  11  12  13  14  15
   *                  ^ head                                  ^ tail
   *
   * A place counts all longs of an endless storage, ends too; place p is slots[p & (length - 1)].
   * head, tail and limit are places of elements, never of ends. The producer writes an element,
   * then by release the end of its block: the place behind the element. The consumer reads by
   * acquire the end of its own block: what lies before it is there. So both sides meet in one or
   * two cache lines where a shared index would take three, and elements stay plain data.
   *
   * The producer learns from head how many elements may still come, and keeps in limit the place
   * that it must not write. The storage holds every block that as many elements as the capacity
   * can touch, so a block never holds elements of two laps, and what the consumer reads is the end
   * of its block or one of an earlier lap, which does not lie behind head.
   *
   * Who writes: elements and ends the producer (in remove, elements from head on the consumer);
   * tail and limit the producer; head the consumer. Each side reads its own places plainly.
   *
   * Invariants: head <= tail <= limit, at most capacity elements from head to limit, all by
   * subtraction, so that places may wrap.
   */

  // Elements are plain: the end of a block, released by the producer and acquired by the consumer,
  // orders their writes before the reads; head orders the reads before the next lap's writes.
  private static final VarHandle SLOT =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, SpscLongQueue.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, SpscLongQueue.class, long.class)
          .withInvokeExactBehavior();

  private static final int BLOCK = 8; // longs in a cache line of 64 bytes
  private static final int WHOLE = BLOCK - 1; // elements in a block
  private static final int MAX_CAPACITY = 1 << 29; // 2^30 longs, the largest power of two
  private static final int MIN_SLOTS = 64; // most lines then lie apart from the array's header

  /// Makes an empty queue.
  ///
  /// @param capacity how many elements it holds at most, exactly: 1 to 2^29
  public SpscLongQueue(int capacity) {
    this(capacity, 0);
  }

  SpscLongQueue(int capacity, long start) {
    super(new long[slotsFor(capacity)], capacity);
    long first = (start & WHOLE) == 0 ? start + 1 : start;
    for (int i = 0; i < slots.length; i += BLOCK) {
      slots[i] = first; // nothing is there
    }
    tail = first;
    limit = first;
    head = first;
    VarHandle.releaseFence(); // these are not final: a racy publication must not undo them
  }

  static int slotsFor(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity: " + capacity + ", not 1 to " + MAX_CAPACITY);
    }
    int blocks = (capacity + WHOLE - 2) / WHOLE + 1; // the first of them may hold one element
    return Math.max(MIN_SLOTS, BLOCK << -Integer.numberOfLeadingZeros(blocks - 1));
  }

  /// Adds an element unless the queue is full; producer only.
  ///
  /// @param value the element
  /// @return false if the queue is full
  public boolean offer(long value) {
    long tail = this.tail; // plain: only this thread writes it
    if (tail == limit && !look(tail)) {
      return false;
    }
    put(slots, tail, value);
    return true;
  }

  /// Takes the oldest element; consumer only.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long poll(long absent) {
    long[] slots = this.slots;
    long head = this.head; // plain: only this thread writes it
    return end(slots, head) - head > 0 ? take(slots, head) : absent;
  }

  /// Takes the oldest element, if there is one, and gives it to a consumer; consumer only.
  ///
  /// @param consumer receives the element after it has left the queue
  /// @return false if the queue is empty
  public boolean poll(LongConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    long[] slots = this.slots;
    long head = this.head;
    if (end(slots, head) - head <= 0) {
      return false;
    }
    consumer.accept(take(slots, head));
    return true;
  }

  /// Returns the oldest element and leaves it in the queue; consumer only.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long peek(long absent) {
    long[] slots = this.slots;
    long head = this.head;
    return end(slots, head) - head > 0 ? slots[(int) head & (slots.length - 1)] : absent;
  }

  /// Does what [#offer] does: with one producer, the cheap form is strict.
  ///
  /// @param value the element
  /// @return false if the queue is full
  public boolean relaxedOffer(long value) {
    return offer(value);
  }

  /// Does what [#poll(long)] does: with one consumer, the cheap form is strict.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long relaxedPoll(long absent) {
    return poll(absent);
  }

  /// Does what [#peek(long)] does: with one consumer, the cheap form is strict.
  ///
  /// @param absent what to return if the queue is empty; it may be an element's value
  /// @return the element, or `absent`
  public long relaxedPeek(long absent) {
    return peek(absent);
  }

  /// Adds an element if fewer than so many are queued; producer only.
  ///
  /// @param value the element
  /// @param threshold how many elements are too many; beyond the capacity it has no effect
  /// @return false if the queue is full, or holds as many as the threshold
  public boolean offerIfBelowThreshold(long value, int threshold) {
    if (threshold < 0) {
      throw new IllegalArgumentException("threshold: " + threshold);
    }
    long tail = this.tail;
    if (capacity - between(tail, limit) >= threshold) { // that many, when last looked
      look(tail);
      if (capacity - between(tail, limit) >= threshold) {
        return false;
      }
    }
    return offer(value);
  }

  /// Adds as many of the given elements as there is room for, in order; producer only.
  ///
  /// @param elements the array that holds them
  /// @param from the index of the first
  /// @param count how many
  /// @return how many were added, from the first on
  public int offerAll(long[] elements, int from, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    long[] slots = this.slots;
    long tail = this.tail;
    if (between(tail, limit) < count) {
      look(tail);
    }
    int all = (int) Math.min(count, between(tail, limit));
    for (int done = 0; done < all; ) {
      int slot = (int) tail & (slots.length - 1);
      int step = Math.min(all - done, BLOCK - (slot & WHOLE));
      copy(elements, from + done, slots, slot, step);
      SLOT.setRelease(slots, slot & -BLOCK, tail + step); // pairs with the acquire in end
      tail = element(tail + step);
      done += step;
    }
    TAIL.setRelease(this, tail); // pairs with the acquire in size
    return all;
  }

  /// Takes up to the given number of elements into an array; consumer only.
  ///
  /// @param into the array that receives them
  /// @param from the index of the first
  /// @param count how many at most
  /// @return how many were taken; fewer only if no more were there
  public int pollInto(long[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    long[] slots = this.slots;
    long head = this.head;
    int done = 0;
    while (done < count) {
      long there = end(slots, head) - head;
      if (there <= 0) {
        break;
      }
      int step = (int) Math.min(count - done, there);
      copy(slots, (int) head & (slots.length - 1), into, from + done, step);
      head = element(head + step);
      done += step;
    }
    HEAD.setRelease(this, head); // all at once; pairs with the acquire in look
    return done;
  }

  /// Takes elements until the queue is empty, but at most [#capacity]; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(LongConsumer consumer) {
    return drain(consumer, capacity);
  }

  /// Takes elements until the queue is empty or the limit is reached; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param limit how many elements at most
  /// @return how many elements it received
  public int drain(LongConsumer consumer, int limit) {
    Objects.requireNonNull(consumer, "consumer");
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
    long[] slots = this.slots;
    for (int i = 0; i < limit; i++) {
      long head = this.head; // anew: the consumer may have used the queue
      if (end(slots, head) - head <= 0) {
        return i;
      }
      consumer.accept(take(slots, head));
    }
    return limit;
  }

  /// Takes elements for as long as the condition holds; consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @param wait called when the queue is empty, with what it last returned, or 0
  /// @param running asked before each element and each wait
  public void drain(LongConsumer consumer, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(consumer, "consumer");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    int idle = 0;
    while (running.getAsBoolean()) {
      idle = poll(consumer) ? 0 : wait.applyAsInt(idle);
    }
  }

  /// Adds elements until the queue is full, but at most [#capacity]; producer only.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not add to this queue
  /// @return how many elements were added
  public int fill(LongSupplier supplier) {
    return fill(supplier, capacity);
  }

  /// Adds elements until the queue is full or the limit is reached; producer only.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not add to this queue
  /// @param limit how many elements at most
  /// @return how many elements were added
  public int fill(LongSupplier supplier, int limit) {
    Objects.requireNonNull(supplier, "supplier");
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
    long[] slots = this.slots;
    for (int i = 0; i < limit; i++) {
      long tail = this.tail;
      if (tail == this.limit && !look(tail)) {
        return i;
      }
      long value = supplier.getAsLong();
      if (tail != this.tail) {
        throw new IllegalStateException("the supplier added to the queue that it fills");
      }
      put(slots, tail, value);
    }
    return limit;
  }

  /// Adds elements for as long as the condition holds; producer only.
  ///
  /// @param supplier makes an element, asked only when there is room; it must not add to this queue
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
        long size = between(after, tail);
        if (size > 0) {
          return (int) size;
        }
        // An element may be there before its place is: what peek returns is never denied here.
        return end(slots, after) - after > 0 ? 1 : 0;
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
    for (int i = 0; i < capacity && end(slots, head) - head > 0; i++) {
      take(slots, head);
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

  /// Moves the limit as far as the consumer has come by now; false: the queue is full.
  private boolean look(long tail) {
    long head = (long) HEAD.getAcquire(this); // pairs with the release in take and pollInto
    int free = (int) (capacity - between(head, tail));
    int offset = ((int) tail & WHOLE) - 1 + free;
    limit = (tail & -BLOCK) + 1 + offset + offset / WHOLE;
    return free > 0;
  }

  private void put(long[] slots, long tail, long value) {
    int mask = slots.length - 1; // with it the compiler needs no check of bounds
    slots[(int) tail & mask] = value;
    SLOT.setRelease(slots, (int) tail & -BLOCK & mask, tail + 1L); // pairs with the acquire in end
    TAIL.setRelease(this, element(tail + 1)); // pairs with the acquire in size
  }

  /// The place up to which the block of a place has been published, by release in put and offerAll;
  /// not behind the place: nothing is there.
  private static long end(long[] slots, long place) {
    return (long) SLOT.getAcquire(slots, (int) place & -BLOCK & (slots.length - 1));
  }

  private long take(long[] slots, long head) {
    long value = slots[(int) head & (slots.length - 1)];
    HEAD.setRelease(this, element(head + 1)); // pairs with the acquire in look
    return value;
  }

  /// The place itself, or the next one if it is an end's.
  private static long element(long place) {
    return place + (((place & WHOLE) - 1) >>> 63);
  }

  /// How many elements lie from one place to another, fewer than none if that lies before.
  private static long between(long from, long to) {
    return to - from - (((to & -BLOCK) - (from & -BLOCK)) >> 3); // less the ends between
  }

  private static void copy(long[] from, int i, long[] to, int j, int count) {
    if (count == WHOLE) { // no loop: the compiler checks both ranges once
      to[j] = from[i];
      to[j + 1] = from[i + 1];
      to[j + 2] = from[i + 2];
      to[j + 3] = from[i + 3];
      to[j + 4] = from[i + 4];
      to[j + 5] = from[i + 5];
      to[j + 6] = from[i + 6];
    } else {
      for (int k = 0; k < count; k++) {
        to[j + k] = from[i + k];
      }
    }
  }

  private final class View extends AbstractQueue<Long> {
    @Override
    public boolean offer(Long value) {
      return SpscLongQueue.this.offer(value);
    }

    @Override
    public @Nullable Long poll() {
      @Nullable Long value = peek(); // boxed first: without memory for it nothing is taken
      if (value != null) {
        take(slots, head);
      }
      return value;
    }

    @Override
    public @Nullable Long peek() {
      return end(slots, head) - head > 0 ? (Long) SpscLongQueue.this.peek(0) : null;
    }

    @Override
    public int size() {
      return SpscLongQueue.this.size();
    }

    @Override
    public void clear() {
      SpscLongQueue.this.clear();
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

  /// Goes from the head at its start to the tail at its end, on the consumer's thread.
  private final class Elements implements Iterator<Long> {
    private long place = head;
    private long next;
    private boolean fetched;
    private long last;
    private long lastPlace;
    private boolean removable;

    @Override
    public boolean hasNext() {
      if (!fetched) {
        if (head - place > 0) {
          place = head; // what was taken meanwhile is passed over
        }
        if (end(slots, place) - place > 0) {
          next = slots[(int) place & (slots.length - 1)];
          fetched = true;
        }
      }
      return fetched;
    }

    @Override
    public Long next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      last = next;
      lastPlace = place;
      place = element(place + 1);
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
      long[] slots = SpscLongQueue.this.slots;
      int mask = slots.length - 1;
      long to = lastPlace;
      // Elements from head on are the consumer's: move those before up by one. The producer sees
      // only that head moves at the end.
      if (to - head >= 0 && slots[(int) to & mask] == last) {
        while (to != head) {
          long before = (to & WHOLE) == 1 ? to - 2 : to - 1; // past the end of the block
          slots[(int) to & mask] = slots[(int) before & mask];
          to = before;
        }
        take(slots, head);
      }
    }
  }
}
