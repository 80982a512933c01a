// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// A ring of messages of bytes between exactly one producer thread and one consumer thread.
///
/// - **Use** to hand encoded messages to another thread without locks, objects or garbage.
/// - **Avoid** when a second producer or consumer may appear: it breaks silently; for objects take
///   `SpscQueue`.
/// - **Cost** `write`, `tryClaim`, `read`, `controlledRead` wait-free, O(1) and the copy; `commit`,
///   `abort` O(records since the oldest open claim); a message takes its length and 8 bytes,
///   rounded up to 8, and leaves the end of the memory unused if it does not fit there; 0.7 kB of
///   padding.
/// - **Allocation** none after construction.
/// - **Threads** one producer (`write`, `tryClaim`, `commit`, `abort`), one consumer (`read`,
///   `controlledRead`); `write`, `commit` happen-before the handler's call with their message; a
///   claim holds back all later messages; `unblock` gives up all open claims, by a thread that has
///   seen the producer end (`Thread.join`), which may then be the producer; `size` from any thread.
/// - **Errors** no room: false or -2; length outside 0 to `maxMessageLength`, capacity no power of
///   two of 64 to 2^30: `IllegalArgumentException`; range outside the source:
///   `IndexOutOfBoundsException`; offset of no open claim (closed before, or unblocked), a read
///   within a handler: `IllegalStateException`; memory that its arena denies: as it says. Nothing
///   has changed then, but a handler that throws, or returns null, has read its message.
/// - **Source** Lamport 1983, with indices cached as in MCRingBuffer, Lee et al., IPDPS 2010;
///   Agrona's verbs.
/// - **Copies with** `ByteRing`.
///
/// @param <M> the memory: `byte[]` or [MemorySegment]
public final class SpscByteRing<M> extends SpscByteRingAfterHead implements ByteRing<M> {
  /*
   *          head                      tail             claimed              capacity
   *   . . . | h m m m | h m | x | h m | h? m m | h m | . . . . . . . . . . . |
   *         ^ consumer reads          ^ published    ^ producer goes on      ^ a record that does
   *                                                                           not fit here starts
   *                                                                           anew, after a record
   *                                                                           x up to the end
   *
   * A record is a header of 8 bytes and a message (h m), padded to a multiple of 8. The header is
   * the type id, the length and two flags: OPEN while it is claimed (h?), SKIP if nobody is to read
   * it (x). The index of a record is a number of bytes since the start; it stands in memory at
   * START + (index & mask).
   *
   * Memory is plain: whatever lies between head and tail is the consumer's, all else the
   * producer's; tail and head hand it over by release and acquire. tail moves over closed records
   * only, so that the consumer never meets an open one. Both sides keep what they last saw of the
   * other's index, `limit` and `seen`, and look again when that is used up.
   *
   * A record takes at most half of the capacity: together with the gap before it, which is smaller
   * than the record, it fits into an empty ring wherever that stands.
   *
   * Who writes: tail, claimed and limit the producer; head, seen and reading the consumer.
   * Invariants: head <= seen <= tail <= claimed <= limit <= head + capacity, all by subtraction, so
   * that indices may wrap; all but limit - claimed are multiples of 8.
   */

  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, SpscByteRing.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, SpscByteRing.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  private static final int HEADER = Long.BYTES;
  private static final int ALIGN = Long.BYTES;
  private static final long SKIP = 1L << 31;
  private static final long OPEN = 1L << 30;
  private static final int LENGTH = (1 << 30) - 1;

  private static final int MIN_CAPACITY = 64; // arbitrary: messages of up to 24 bytes
  private static final int MAX_CAPACITY = 1 << 30; // the largest power of two that sizes an array

  // Two cache lines, fetched in pairs: the array's header, which every access reads, keeps away
  // from the first records. And no message is at 0.
  private static final int START = 128;

  private SpscByteRing(byte[] bytes, MemorySegment segment, int capacity, long index) {
    super(bytes, segment, capacity);
    tail = index;
    claimed = index;
    limit = index + capacity;
    head = index;
    seen = index;
    VarHandle.releaseFence(); // the indices are not final: a racy publication must not undo them
  }

  /// Makes an empty ring on the heap.
  ///
  /// @param capacity how many bytes it has for records: a power of two, 64 to 2^30
  /// @return the ring
  public static SpscByteRing<byte[]> allocate(int capacity) {
    return allocate(capacity, 0);
  }

  /// Makes an empty ring outside the heap.
  ///
  /// @param capacity how many bytes it has for records: a power of two, 64 to 2^30
  /// @param allocator makes the memory, of 128 bytes more, which both threads can access: an arena
  ///   that is shared
  /// @return the ring
  public static SpscByteRing<MemorySegment> allocate(int capacity, SegmentAllocator allocator) {
    return allocate(capacity, allocator, 0);
  }

  static SpscByteRing<byte[]> allocate(int capacity, long index) {
    byte[] bytes = new byte[START + checkCapacity(capacity)];
    return new SpscByteRing<>(bytes, MemorySegment.NULL, capacity, index);
  }

  static SpscByteRing<MemorySegment> allocate(
      int capacity, SegmentAllocator allocator, long index) {
    long size = (long) START + checkCapacity(capacity);
    MemorySegment segment = allocator.allocate(size, START);
    if (segment.byteSize() < size || segment.isReadOnly()) {
      throw new IllegalArgumentException("not " + size + " bytes to write: " + segment);
    }
    return new SpscByteRing<>(NO_BYTES, segment, capacity, index);
  }

  private static int checkCapacity(int capacity) {
    if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: "
              + capacity
              + ", not a power of two of "
              + MIN_CAPACITY
              + " to "
              + MAX_CAPACITY);
    }
    return capacity;
  }

  @Override
  public boolean write(int typeId, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    int at = room(length);
    if (at < 0) {
      return false;
    }
    if (onHeap) {
      System.arraycopy(source, offset, bytes, at, length);
    } else {
      MemorySegment.copy(source, offset, segment, ValueLayout.JAVA_BYTE, at, length);
    }
    add(at, header(typeId, length));
    return true;
  }

  @Override
  public boolean write(int typeId, MemorySegment source, long offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.byteSize());
    int at = room(length);
    if (at < 0) {
      return false;
    }
    if (onHeap) {
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, at, length);
    } else {
      MemorySegment.copy(source, offset, segment, at, length);
    }
    add(at, header(typeId, length));
    return true;
  }

  @Override
  public int tryClaim(int typeId, int length) {
    int at = room(length);
    if (at >= 0) {
      add(at, header(typeId, length) | OPEN);
    }
    return at;
  }

  @Override
  public void commit(int offset) {
    close(offset, 0L);
  }

  @Override
  public void abort(int offset) {
    close(offset, SKIP);
  }

  @Override
  public int read(Handler<? super M> handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    begin(limit);
    M memory = memory();
    long start = head; // plain: only this thread writes it
    long index = start;
    int read = 0;
    try {
      while (read < limit && hasMore(index)) {
        int at = place(index);
        long header = getHeader(at);
        index += recordSize(length(header)); // before the handler: what it throws at has been read
        if ((header & SKIP) == 0) {
          read++;
          handler.onMessage(typeId(header), memory, at, length(header));
        }
      }
    } finally {
      end(start, index);
    }
    return read;
  }

  @Override
  public int controlledRead(ControlledHandler<? super M> handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    begin(limit);
    M memory = memory();
    long start = head; // plain: only this thread writes it
    long index = start;
    int read = 0;
    try {
      while (read < limit && hasMore(index)) {
        int at = place(index);
        long header = getHeader(at);
        index += recordSize(length(header)); // before the handler: what it throws at has been read
        if ((header & SKIP) == 0) {
          Action action = handler.onMessage(typeId(header), memory, at, length(header));
          if (Objects.requireNonNull(action, "action") == Action.ABORT) {
            index -= recordSize(length(header));
            break;
          }
          read++;
          if (action == Action.BREAK) {
            break;
          }
          if (action == Action.COMMIT) {
            HEAD.setRelease(this, index); // pairs with the acquire in look
          }
        }
      }
    } finally {
      end(start, index);
    }
    return read;
  }

  @Override
  public boolean unblock() {
    boolean any = false;
    for (long index = tail; index != claimed; ) { // plain: the producer has ended, or is the caller
      int at = place(index);
      long header = getHeader(at);
      if ((header & OPEN) != 0) {
        putHeader(at, (header & ~OPEN) | SKIP);
        any = true;
      }
      index += recordSize(length(header));
    }
    publish();
    return any;
  }

  @Override
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in end
    while (true) {
      long before = after;
      long tail = (long) TAIL.getAcquire(this); // pairs with the release in publish
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (before == after) {
        return (int) (tail - after);
      }
    }
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int maxMessageLength() {
    return capacity / 2 - HEADER;
  }

  @Override
  @SuppressWarnings("unchecked") // the factories make M what they put here
  public M memory() {
    return (M) (onHeap ? bytes : segment);
  }

  @Override
  public String toString() {
    return "SpscByteRing[capacity=" + capacity + ", size=" + size() + "]";
  }

  /// Where the next message goes, behind all claims: nothing has changed yet, and a header written
  /// over the gap before it lies where only the producer looks.
  private int room(int length) {
    if (length < 0 || length > maxMessageLength()) {
      throw new IllegalArgumentException(
          "length: " + length + ", not 0 to maxMessageLength " + maxMessageLength());
    }
    int from = (int) claimed & (capacity - 1); // plain: only this thread writes it
    int gap = capacity - from;
    int size = recordSize(length);
    if (size <= gap) {
      gap = 0;
    }
    if (claimed + gap + size - limit > 0 && !look(claimed + gap + size)) {
      return INSUFFICIENT_CAPACITY;
    }
    if (gap > 0) {
      putHeader(START + from + HEADER, SKIP | (gap - HEADER));
      return START + HEADER;
    }
    return START + from + HEADER;
  }

  private boolean look(long end) {
    limit = (long) HEAD.getAcquire(this) + capacity; // pairs with the release in end
    return end - limit <= 0;
  }

  /// Ends what `room` began: writes the header, and hands the record over unless it is a claim or
  /// stands behind one.
  private void add(int at, long header) {
    putHeader(at, header);
    long start = claimed;
    // The same gap that room found: from the end of the last record to this one's header.
    int gap = (at - HEADER - START - (int) start) & (capacity - 1);
    long end = start + gap + recordSize(length(header));
    claimed = end;
    if ((header & OPEN) == 0 && tail == start) {
      TAIL.setRelease(this, end); // pairs with the acquire in hasMore
    }
  }

  private void close(int offset, long skip) {
    for (long index = tail; index != claimed; ) { // plain: only this thread writes them
      int at = place(index);
      long header = getHeader(at);
      if (at == offset && (header & OPEN) != 0) {
        putHeader(at, (header & ~OPEN) | skip);
        publish();
        return;
      }
      index += recordSize(length(header));
    }
    throw new IllegalStateException("offset: " + offset + ", not of an open claim");
  }

  /// Hands over all records before the first that is open.
  private void publish() {
    long index = tail;
    while (index != claimed) {
      long header = getHeader(place(index));
      if ((header & OPEN) != 0) {
        break;
      }
      index += recordSize(length(header));
    }
    TAIL.setRelease(this, index); // pairs with the acquire in hasMore
  }

  private void begin(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit);
    }
    if (reading != 0) {
      throw new IllegalStateException("a handler reads from the ring that called it");
    }
    reading = 1;
  }

  private void end(long start, long index) {
    reading = 0;
    if (index != start) {
      HEAD.setRelease(this, index); // pairs with the acquire in look
    }
  }

  private boolean hasMore(long index) {
    if (index == seen) {
      seen = (long) TAIL.getAcquire(this); // pairs with the release in add and publish
    }
    return index != seen;
  }

  private int place(long index) {
    return START + HEADER + ((int) index & (capacity - 1));
  }

  private long getHeader(int at) {
    return onHeap
        ? (long) LONG.get(bytes, at - HEADER)
        : segment.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) at - HEADER);
  }

  private void putHeader(int at, long header) {
    if (onHeap) {
      LONG.set(bytes, at - HEADER, header);
    } else {
      segment.set(ValueLayout.JAVA_LONG_UNALIGNED, (long) at - HEADER, header);
    }
  }

  private static long header(int typeId, int length) {
    return ((long) typeId << Integer.SIZE) | length;
  }

  private static int typeId(long header) {
    return (int) (header >>> Integer.SIZE);
  }

  private static int length(long header) {
    return (int) header & LENGTH;
  }

  private static int recordSize(int length) {
    return (length + HEADER + ALIGN - 1) & -ALIGN;
  }
}

/// The padding of [SpscByteRing] before its fields: two cache lines, since processors fetch them in
/// pairs, and an int for the gap after the header, which the JVM would fill with one of the fields.
class SpscByteRingBeforeMemory {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [SpscByteRing] that both sides read and nobody writes after construction.
class SpscByteRingMemory extends SpscByteRingBeforeMemory {
  static final byte[] NO_BYTES = {};

  final byte[] bytes; // NO_BYTES outside the heap
  final MemorySegment segment; // NULL on the heap
  final int capacity;
  final boolean onHeap;

  SpscByteRingMemory(byte[] bytes, MemorySegment segment, int capacity) {
    this.bytes = bytes;
    this.segment = segment;
    this.capacity = capacity;
    onHeap = bytes.length > 0;
  }
}

/// The padding of [SpscByteRing] before the producer's fields.
class SpscByteRingBeforeTail extends SpscByteRingMemory {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  SpscByteRingBeforeTail(byte[] bytes, MemorySegment segment, int capacity) {
    super(bytes, segment, capacity);
  }
}

/// The producer's fields of [SpscByteRing].
class SpscByteRingTail extends SpscByteRingBeforeTail {
  long tail;
  long claimed;
  long limit;

  SpscByteRingTail(byte[] bytes, MemorySegment segment, int capacity) {
    super(bytes, segment, capacity);
  }
}

/// The padding of [SpscByteRing] before the consumer's fields.
class SpscByteRingBeforeHead extends SpscByteRingTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  SpscByteRingBeforeHead(byte[] bytes, MemorySegment segment, int capacity) {
    super(bytes, segment, capacity);
  }
}

/// The consumer's fields of [SpscByteRing].
class SpscByteRingHead extends SpscByteRingBeforeHead {
  long head;
  long seen;
  long reading; // 0 or 1; a long, or the JVM would put it into a gap of the class above

  SpscByteRingHead(byte[] bytes, MemorySegment segment, int capacity) {
    super(bytes, segment, capacity);
  }
}

/// The padding of [SpscByteRing] after the consumer's fields.
class SpscByteRingAfterHead extends SpscByteRingHead {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  SpscByteRingAfterHead(byte[] bytes, MemorySegment segment, int capacity) {
    super(bytes, segment, capacity);
  }
}
