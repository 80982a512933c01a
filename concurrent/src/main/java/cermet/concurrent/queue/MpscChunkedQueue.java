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

/// An unbounded queue of objects from many producer threads to exactly one consumer thread, in
/// linked chunks.
///
/// - **Use** to send work to one thread that must never be refused.
/// - **Avoid** when the producers may outrun the consumer for long: memory fills; take `MpscQueue`,
///   which refuses. When a second consumer may appear: it breaks silently.
/// - **Cost** `offer`, `relaxedPoll` O(1), lock-free; `poll`, `peek` O(1), but wait for a producer
///   that has claimed the oldest place and not yet filled it; one reference a place, 0.3 kB a
///   chunk.
/// - **Allocation** a chunk whenever one is full, and one more for each producer that finds it full
///   at the same time; chunks are not used again.
/// - **Threads** any producers (`offer`, `fill`), one consumer (`poll`, `peek`, `drain`, `clear`);
///   an `offer` happens-before the `poll` that returns its element; `size`, `isEmpty` from any
///   thread.
/// - **Errors** null element: `NullPointerException`; empty: null; chunk size outside 1 to 2^30:
///   `IllegalArgumentException`; a callback that throws loses its own element, nothing else; no
///   memory for a chunk: the element is not added, of several those before it are.
/// - **Source** Morrison and Afek, LCRQ, PPoPP 2013 and Correia and Ramalhete, FAAArrayQueue, 2016,
///   for the chunk that counts its claims; the forms of JCTools' `MpscUnboundedArrayQueue`.
/// - **Copies with** `ClaimWait`, `MpscChunkedQueueView`.
///
/// @param <E> the type of the elements
public final class MpscChunkedQueue<E> extends MpscChunkedQueueAfterTail {
  /*
   * A producer claims a place by adding one to the count of the last chunk. A count beyond the size
   * of the chunk claims nothing: the producer links a chunk behind, or finds one, and tries there.
   *
   *   headChunk                        tailChunk
   *   claimed 8, start 16              claimed 11, start 24             claimed 2, start 32
   *   [ . . . e e _ e e ]      -->     [ e e e e e e e e ]      -->     [ e _ . . . . . . ] --> null
   *           ^ head 19     ^ claimed, not yet filled        tailChunk may lag behind the last chunk
   *
   * The consumer looks at its slot alone: null says that nothing is there yet, or, for the strict
   * forms, that it must ask the count, which producers write, and wait if something is claimed.
   * Claims and that question are volatile: of one who offers and then looks for a sleeper, and one
   * who announces his sleep and then polls, at least one sees the other.
   *
   * The consumer leaves a chunk when it has taken its last element and another is linked behind. It
   * makes sure that tailChunk is further on, then links the chunk to itself: a dead old chunk must
   * not keep its successors alive, and a producer that still holds it goes back to tailChunk. No
   * chunk is used again, so none comes twice, and the collector decides when it is gone.
   *
   * A chunk is made before anything in it is claimed: running out of memory leaves the queue as it
   * was. Nor does fill claim before it has got its element.
   *
   * SKIPPED stands in a claimed slot for which offerAll found no element, because somebody changed
   * its array meanwhile.
   *
   * Who writes: a slot its producer, then the consumer; claimed, next and tailChunk producers (next
   * to itself and a lagging tailChunk: the consumer); head and headChunk the consumer. Indices of
   * elements are compared by subtraction, so that they may wrap.
   */

  // Whether a slot is null is all that the consumer learns of a producer, so a slot carries the
  // order: release when written, acquire when read. Emptying it is plain: nobody else reads it.
  private static final VarHandle SLOT =
      MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
  private static final VarHandle CLAIMED =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "claimed", VarHandle.class, Chunk.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle NEXT =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "next", VarHandle.class, Chunk.class, Chunk.class)
          .withInvokeExactBehavior();
  private static final VarHandle TAIL_CHUNK =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(),
              "tailChunk",
              VarHandle.class,
              MpscChunkedQueue.class,
              Chunk.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, MpscChunkedQueue.class, long.class)
          .withInvokeExactBehavior();

  private static final Object SKIPPED = new Object();
  private static final int MAX_CHUNK = 1 << 30; // as the capacity of bounded queues here

  /// Makes an empty queue.
  ///
  /// @param chunkSize how many elements a chunk holds: 1 to 2^30
  public MpscChunkedQueue(int chunkSize) {
    this(chunkSize, 0);
  }

  MpscChunkedQueue(int chunkSize, long start) {
    super(new Chunk(checked(chunkSize), start));
    VarHandle.releaseFence(); // not all fields are final: a racy publication must not undo them
  }

  static int checked(int chunkSize) {
    if (chunkSize < 1 || chunkSize > MAX_CHUNK) {
      throw new IllegalArgumentException("chunk size: " + chunkSize + ", not 1 to " + MAX_CHUNK);
    }
    return chunkSize;
  }

  /// Adds an element.
  ///
  /// @param element the element
  /// @return true
  public boolean offer(E element) {
    Objects.requireNonNull(element, "element");
    while (true) {
      Chunk chunk = (Chunk) TAIL_CHUNK.getAcquire(this); // pairs with grow
      long claim = (long) CLAIMED.getAndAdd(chunk, 1L);
      if (claim < chunkSize) {
        put(chunk, claim, element);
        return true;
      }
      grow(chunk);
    }
  }

  /// Takes the oldest element; consumer only. Where its producer has claimed the place and not yet
  /// filled it, this waits.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E poll() {
    return taken(await());
  }

  /// Takes the oldest element if it is there already; consumer only.
  ///
  /// @return the element, or null if the queue is empty or the oldest element not yet written
  public @Nullable E relaxedPoll() {
    return taken(present());
  }

  /// Returns the oldest element and leaves it in the queue; consumer only. It waits as [#poll]
  /// does.
  ///
  /// @return the element, or null if the queue is empty
  public @Nullable E peek() {
    return cast(await());
  }

  /// Returns the oldest element if it is there already, and leaves it; consumer only.
  ///
  /// @return the element, or null if the queue is empty or the oldest element not yet written
  public @Nullable E relaxedPeek() {
    return cast(present());
  }

  /// Does what [#offer] does: it never refuses.
  ///
  /// @param element the element
  /// @return true
  public boolean relaxedOffer(E element) {
    return offer(element);
  }

  /// Adds an element if fewer than the given number are queued.
  ///
  /// @param element the element
  /// @param threshold 0 or more
  /// @return false if so many are queued
  public boolean offerIfBelowThreshold(E element, int threshold) {
    Objects.requireNonNull(element, "element");
    if (threshold < 0) {
      throw new IllegalArgumentException("threshold: " + threshold);
    }
    while (true) {
      Chunk chunk = (Chunk) TAIL_CHUNK.getAcquire(this); // pairs with grow
      long claim = (long) CLAIMED.getAcquire(chunk);
      if (chunk.start + Math.min(claim, chunkSize) - (long) HEAD.getAcquire(this) >= threshold) {
        return false;
      }
      if (claim >= chunkSize) {
        grow(chunk);
      } else if (CLAIMED.weakCompareAndSet(
          chunk, claim, claim + 1L)) { // and head can only be nearer
        put(chunk, claim, element);
        return true;
      }
    }
  }

  /// Takes as many elements as are queued when it is called, or until the next one is not there;
  /// consumer only.
  ///
  /// @param consumer receives each element after it has left the queue
  /// @return how many elements it received
  public int drain(Consumer<? super E> consumer) {
    return drain(consumer, size());
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
    for (int i = 0; i < limit; i++) {
      E element = relaxedPoll();
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

  /// Adds as many elements as a chunk holds.
  ///
  /// @param supplier makes an element
  /// @return how many elements were added
  public int fill(Supplier<? extends E> supplier) {
    return fill(supplier, chunkSize);
  }

  /// Adds so many elements.
  ///
  /// @param supplier makes an element
  /// @param limit how many elements
  /// @return the limit
  public int fill(Supplier<? extends E> supplier, int limit) {
    Objects.requireNonNull(supplier, "supplier");
    checkLimit(limit);
    for (int i = 0; i < limit; i++) {
      offer(supplier.get());
    }
    return limit;
  }

  /// Adds elements for as long as the condition holds.
  ///
  /// @param supplier makes an element
  /// @param wait never called: there is always room
  /// @param running asked before each element
  public void fill(Supplier<? extends E> supplier, IntUnaryOperator wait, BooleanSupplier running) {
    Objects.requireNonNull(supplier, "supplier");
    Objects.requireNonNull(wait, "wait");
    Objects.requireNonNull(running, "running");
    while (running.getAsBoolean()) {
      offer(supplier.get());
    }
  }

  /// Adds the given elements in order, side by side but for the ends of chunks.
  ///
  /// @param elements the array that holds them
  /// @param from the index of the first
  /// @param count how many
  /// @return the count
  public int offerAll(E[] elements, int from, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    for (int i = from; i < from + count; i++) {
      if (elements[i] == null) {
        throw new NullPointerException("elements[" + i + "]"); // before the first is added
      }
    }
    int added = 0;
    while (added < count) {
      Chunk chunk = (Chunk) TAIL_CHUNK.getAcquire(this); // pairs with grow
      long claim = (long) CLAIMED.getAndAdd(chunk, (long) (count - added));
      for (; claim < chunkSize && added < count; claim++, added++) {
        // What another thread has made null meanwhile is left out.
        put(chunk, claim, Objects.requireNonNullElse(elements[from + added], SKIPPED));
      }
      if (added < count) {
        grow(chunk);
      }
    }
    return added;
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
    for (int i = 0; i < count; i++) {
      E element = cast(i == 0 ? await() : present());
      if (element == null) {
        return i;
      }
      into[from + i] = element; // may throw ArrayStoreException: the element is still queued
      free();
    }
    return count;
  }

  /// Returns how many elements are queued, those included whose place is claimed and not filled.
  ///
  /// @return 0 or more; at most [Integer#MAX_VALUE], though there may be more
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in free
    while (true) {
      long before = after;
      long tail = tail();
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (before == after) {
        return (int) Math.min(tail - after, Integer.MAX_VALUE);
      }
    }
  }

  /// Returns whether no element is queued, as [#size] counts.
  ///
  /// @return true if the size is 0
  public boolean isEmpty() {
    return size() == 0;
  }

  /// Returns [Integer#MAX_VALUE]: the queue is not bounded.
  ///
  /// @return more than there will be
  public int capacity() {
    return Integer.MAX_VALUE;
  }

  /// Takes and drops as many elements as are queued when it is called; consumer only.
  public void clear() {
    for (int i = size(); i > 0 && poll() != null; i--) {}
  }

  /// Returns a live view: iterators, `remove` and `contains` are the consumer's, weakly consistent,
  /// and pass over what is not yet written. `remove` moves the elements before: another iterator in
  /// use may show one again, or not remove it.
  ///
  /// @return the queue as the JDK's interface
  public Queue<E> asQueue() {
    return new MpscChunkedQueueView<>(this);
  }

  static @Nullable Object at(Chunk chunk, long place) {
    return (Object) SLOT.getAcquire(chunk.slots(), (int) place); // pairs with the release in put
  }

  static void put(Chunk chunk, long place, Object element) {
    SLOT.setRelease(chunk.slots(), (int) place, element); // pairs with the acquire in at
  }

  /// Moves tailChunk behind a full chunk, where a new one is linked if there is none.
  private void grow(Chunk full) {
    Chunk next = (Chunk) NEXT.getAcquire(full); // pairs with the exchange below, and with leave
    if (next == null) {
      Chunk made = new Chunk(chunkSize, full.start + chunkSize);
      next = (Chunk) NEXT.compareAndExchange(full, (Chunk) null, made);
      if (next == null) {
        next = made;
      }
    }
    if (next != full) { // else the consumer has left it, and moved tailChunk before
      TAIL_CHUNK.compareAndSet(this, full, next);
    }
  }

  /// Goes to the chunk behind, if there is one.
  private boolean leave(Chunk chunk) {
    Chunk next = (Chunk) NEXT.getAcquire(chunk); // pairs with the exchange in grow
    if (next == null) {
      return false;
    }
    if ((Chunk) TAIL_CHUNK.getAcquire(this) == chunk) {
      TAIL_CHUNK.compareAndSet(this, chunk, next); // may fail: then a producer has moved it
    }
    headChunk = next;
    NEXT.setRelease(chunk, chunk); // after tailChunk has moved: pairs with the acquire in grow
    return true;
  }

  /// The chunk behind one that is full or left.
  static Chunk behind(Chunk chunk) {
    return (Chunk) NEXT.getAcquire(chunk); // pairs with the exchange in grow
  }

  /// What the oldest slot holds.
  @Nullable Object present() {
    while (true) {
      Chunk chunk = headChunk; // plain, as head: only this thread writes them
      long place = head - chunk.start;
      if (place == chunkSize) {
        if (!leave(chunk)) {
          return null;
        }
      } else {
        Object element = at(chunk, place);
        if (!isSkipped(element)) {
          return element;
        }
        free();
      }
    }
  }

  /// The oldest element, as soon as it is written; null if none has been claimed.
  private @Nullable Object await() {
    Object element = present();
    int idle = 0;
    while (element == null && isClaimed(headChunk, head)) {
      element = present(); // mostly written meanwhile
      if (element == null) {
        idle = ClaimWait.idle(idle);
      }
    }
    return element;
  }

  boolean isClaimed(Chunk chunk, long index) {
    long place = index - chunk.start;
    return place == chunkSize
        ? (Chunk) NEXT.getVolatile(chunk) != null
        : (long) CLAIMED.getVolatile(chunk) > place;
  }

  private @Nullable E taken(@Nullable Object element) {
    if (element != null) {
      free();
    }
    return cast(element);
  }

  void free() {
    long head = this.head;
    headChunk.slots[(int) (head - headChunk.start)] = null;
    HEAD.setRelease(this, head + 1L); // pairs with the acquire in size
  }

  /// The index that is claimed next.
  private long tail() {
    Chunk chunk = (Chunk) TAIL_CHUNK.getAcquire(this); // pairs with grow
    while (true) {
      long claimed = (long) CLAIMED.getVolatile(chunk);
      if (claimed < chunkSize) {
        return chunk.start + claimed;
      }
      Chunk next = (Chunk) NEXT.getVolatile(chunk);
      if (next == null) {
        return chunk.start + chunkSize;
      }
      // Nobody may have moved tailChunk yet; or the consumer has left this chunk, and has moved it.
      chunk = next == chunk ? (Chunk) TAIL_CHUNK.getAcquire(this) : next;
    }
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

  /// What both sides read of a chunk; next is written twice.
  static class Linked {
    final @Nullable Object[] slots;
    final long start; // the index of the first element
    @Nullable Chunk next;

    Linked(int size, long start) {
      slots = new Object[size];
      this.start = start;
    }
  }

  /// The padding before what all producers write: two cache lines, fetched in pairs.
  static class BeforeClaimed extends Linked {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;

    BeforeClaimed(int size, long start) {
      super(size, start);
    }
  }

  /// What all producers write all the time.
  static class Claimed extends BeforeClaimed {
    long claimed;

    Claimed(int size, long start) {
      super(size, start);
    }
  }

  /// A part of the queue, and the padding behind what all producers write.
  static final class Chunk extends Claimed {
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

    Chunk(int size, long start) {
      super(size, start);
    }

    /// The array with its exact class, which spares each access the check of the element type.
    @Nullable Object[] slots() {
      @Nullable Object[] slots = this.slots;
      if (slots.getClass() != Object[].class) {
        throw new AssertionError(slots.getClass());
      }
      return slots;
    }
  }
}

/// The padding of [MpscChunkedQueue] before its fields: two cache lines, since processors fetch
/// them in pairs. The ints fill gaps into which the JVM would put fields that come later.
class MpscChunkedQueueBeforeHead {
  int gap0;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The consumer's fields of [MpscChunkedQueue].
class MpscChunkedQueueHead extends MpscChunkedQueueBeforeHead {
  long head;
  MpscChunkedQueue.Chunk headChunk;

  MpscChunkedQueueHead(MpscChunkedQueue.Chunk first) {
    head = first.start;
    headChunk = first;
  }
}

/// The padding of [MpscChunkedQueue] before what producers read.
class MpscChunkedQueueBeforeTail extends MpscChunkedQueueHead {
  int gap1;
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  MpscChunkedQueueBeforeTail(MpscChunkedQueue.Chunk first) {
    super(first);
  }
}

/// The fields of [MpscChunkedQueue] that producers read, and write once a chunk.
class MpscChunkedQueueTail extends MpscChunkedQueueBeforeTail {
  final int chunkSize;
  MpscChunkedQueue.Chunk tailChunk;

  MpscChunkedQueueTail(MpscChunkedQueue.Chunk first) {
    super(first);
    chunkSize = first.slots.length;
    tailChunk = first;
  }
}

/// The padding of [MpscChunkedQueue] behind its fields.
class MpscChunkedQueueAfterTail extends MpscChunkedQueueTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  MpscChunkedQueueAfterTail(MpscChunkedQueue.Chunk first) {
    super(first);
  }
}
