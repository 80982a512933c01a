// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/// A ring of messages of bytes from any number of producer threads to exactly one consumer thread.
///
/// - **Use** to collect encoded messages from many threads without locks, objects or garbage.
/// - **Avoid** with one producer: `SpscByteRing` is faster and denser; a second consumer breaks it
///   silently.
/// - **Cost** `write`, `tryClaim` lock-free, O(1) and the copy; `commit`, `abort`, `read`,
///   `controlledRead` wait-free; a message takes whole granules of 64 bytes, or as given, at least
///   one, and leaves the end of the memory unused if it does not fit there; 16 bytes a granule
///   beside the capacity; 1 kB of padding.
/// - **Allocation** none after construction.
/// - **Threads** any producers (`write`, `tryClaim`, `commit`, `abort`), one consumer (`read`,
///   `controlledRead`); `write`, `commit` happen-before the handler's call with their message; a
///   message that is not yet complete holds back all later ones, so that `read` may find nothing
///   though a later `write` has returned; `unblock` gives up the claim that the consumer stands
///   before, from any thread, and either it or `commit` succeeds; `size` from any thread, claims
///   included.
/// - **Errors** no room: false or -2; length outside 0 to `maxMessageLength`, capacity or granule
///   no power of two as the factories say: `IllegalArgumentException`; range outside the source:
///   `IndexOutOfBoundsException`; offset of no open claim (closed before, or unblocked), a read
///   within a handler: `IllegalStateException`; memory that its arena denies: as it says. Nothing
///   has changed then, but a handler that throws, or returns null, has read its message, and a
///   `write` from denied memory has taken room, which the next read frees. Who uses an offset after
///   its claim has ended may hit a claim of another producer.
/// - **Source** Vyukov's sequence numbers beside the slots, 1024cores.net; Agrona's verbs.
/// - **Copies with** `ByteRing`.
///
/// @param <M> the memory: `byte[]` or [MemorySegment]
public final class MpscByteRing<M> extends MpscByteRingAfterHead implements ByteRing<M> {
  /*
   *              head                            tail       limit           granules
   *   memory    | m m   | m     | gap           | m claimed | free ...
   *   headers   | s i   | s i - | s i -         | . i       | . . . .
   *
   * A record is a number of whole granules of memory, and one header of two longs in a place beside
   * them, that of its first granule: a stamp and an info, the type id and the length. The headers
   * of a record's other granules keep whatever they were. The index of a record counts granules
   * since the start; it stands at START + ((index & mask) << shift).
   *
   * A producer takes granules by moving the tail, writes message and info, and then the stamp by
   * release: the index times four, and what the record is. The consumer waits at its head for a
   * stamp of just that index, so that stamps of earlier laps mean nothing, whatever was there; no
   * memory need be cleared, and no message can look like a header. An index comes again after 2^62
   * granules.
   *
   *    nothing or older -> COMMITTED           write
   *    nothing or older -> SKIPPED             a gap before a record; a write that failed
   *    nothing or older -> CLAIMED             tryClaim
   *    CLAIMED -> COMMITTED or SKIPPED         commit; abort, unblock: by compare-and-set
   *
   * Hence a write in flight cannot be given up, for it has no stamp yet: it ends by itself. Only
   * what lies between two calls, a claim, can be abandoned.
   *
   * A record takes at most half of the capacity: together with the gap before it, which is smaller
   * than the record, it fits into an empty ring wherever that stands.
   *
   * Who writes: tail and limit the producers, limit to any head + granules that one of them has
   * seen; head and reading the consumer. Invariants: head <= tail <= head + granules, by
   * subtraction, so that indices may wrap.
   */

  private static final VarHandle TAIL =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "tail", VarHandle.class, MpscByteRing.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle LIMIT =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "limit", VarHandle.class, MpscByteRing.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle HEAD =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "head", VarHandle.class, MpscByteRing.class, long.class)
          .withInvokeExactBehavior();
  private static final VarHandle STAMP =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

  private static final long CLAIMED = 1;
  private static final long COMMITTED = 2;
  private static final long SKIPPED = 3;
  private static final long STATE = 3;
  private static final int STATE_BITS = 2;

  // A cache line: no two messages share one outside the heap, so that a producer who writes one
  // does not take the line from him who writes or reads its neighbour.
  private static final int GRANULE = 64;
  private static final int MIN_GRANULE = 8; // below, the headers outgrow what they describe
  private static final int MAX_CAPACITY = 1 << 30; // the largest power of two that sizes an array

  // Two cache lines, fetched in pairs: the array's header, which every access reads, keeps away
  // from the first records. And no message is at 0.
  private static final int START = 128;
  private static final int HEADERS_START = START / Long.BYTES;

  private MpscByteRing(byte[] bytes, MemorySegment segment, int capacity, int granule, long index) {
    super(bytes, segment, capacity, granule, new long[HEADERS_START + 2 * (capacity / granule)]);
    tail = index;
    limit = index + granules;
    head = index;
    VarHandle.releaseFence(); // the indices are not final: a racy publication must not undo them
  }

  /// Makes an empty ring on the heap, of granules of 64 bytes.
  ///
  /// @param capacity how many bytes it has for records: a power of two, 128 to 2^30
  /// @return the ring
  public static MpscByteRing<byte[]> allocate(int capacity) {
    return allocate(capacity, GRANULE);
  }

  /// Makes an empty ring on the heap. Small granules hold more small messages; large ones keep the
  /// headers of large messages together. Best, most messages fit into one.
  ///
  /// @param capacity how many bytes it has for records: a power of two, two granules to 2^30
  /// @param granule what the room of a message is a multiple of: a power of two, 8 at least
  /// @return the ring
  public static MpscByteRing<byte[]> allocate(int capacity, int granule) {
    return allocate(capacity, granule, 0);
  }

  /// Makes an empty ring outside the heap, of granules of 64 bytes; its headers are on the heap.
  ///
  /// @param capacity how many bytes it has for records: a power of two, 128 to 2^30
  /// @param allocator makes the memory, of 128 bytes more, which all threads can access: an arena
  ///   that is shared
  /// @return the ring
  public static MpscByteRing<MemorySegment> allocate(int capacity, SegmentAllocator allocator) {
    return allocate(capacity, GRANULE, allocator);
  }

  /// Makes an empty ring outside the heap; its headers are on the heap.
  ///
  /// @param capacity how many bytes it has for records: a power of two, two granules to 2^30
  /// @param granule what the room of a message is a multiple of: a power of two, 8 at least
  /// @param allocator makes the memory, of 128 bytes more, which all threads can access: an arena
  ///   that is shared
  /// @return the ring
  public static MpscByteRing<MemorySegment> allocate(
      int capacity, int granule, SegmentAllocator allocator) {
    return allocate(capacity, granule, allocator, 0);
  }

  static MpscByteRing<byte[]> allocate(int capacity, int granule, long index) {
    checkSizes(capacity, granule);
    byte[] bytes = new byte[START + capacity];
    return new MpscByteRing<>(bytes, MemorySegment.NULL, capacity, granule, index);
  }

  static MpscByteRing<MemorySegment> allocate(
      int capacity, int granule, SegmentAllocator allocator, long index) {
    checkSizes(capacity, granule);
    long size = (long) START + capacity;
    MemorySegment segment = allocator.allocate(size, START);
    if (segment.byteSize() < size || segment.isReadOnly()) {
      throw new IllegalArgumentException("not " + size + " bytes to write: " + segment);
    }
    return new MpscByteRing<>(NO_BYTES, segment, capacity, granule, index);
  }

  private static void checkSizes(int capacity, int granule) {
    if (granule < MIN_GRANULE || granule > MAX_CAPACITY / 2 || Integer.bitCount(granule) != 1) {
      throw new IllegalArgumentException(
          "granule: "
              + granule
              + ", not a power of two of "
              + MIN_GRANULE
              + " to "
              + MAX_CAPACITY / 2);
    }
    if (capacity < 2 * granule || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: "
              + capacity
              + ", not a power of two of "
              + 2 * granule
              + " to "
              + MAX_CAPACITY);
    }
  }

  @Override
  public boolean write(int typeId, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    long index = take(length);
    if (index < 0) {
      return false;
    }
    long state = SKIPPED; // if it throws, for memory that its arena denies
    try {
      if (onHeap) {
        System.arraycopy(source, offset, bytes, place(index), length);
      } else {
        MemorySegment.copy(source, offset, segment, ValueLayout.JAVA_BYTE, place(index), length);
      }
      state = COMMITTED;
    } finally {
      stamp(index, state, info(typeId, length));
    }
    return true;
  }

  @Override
  public boolean write(int typeId, MemorySegment source, long offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.byteSize());
    long index = take(length);
    if (index < 0) {
      return false;
    }
    long state = SKIPPED; // if it throws, for memory that its arena denies
    try {
      if (onHeap) {
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, place(index), length);
      } else {
        MemorySegment.copy(source, offset, segment, place(index), length);
      }
      state = COMMITTED;
    } finally {
      stamp(index, state, info(typeId, length));
    }
    return true;
  }

  @Override
  public int tryClaim(int typeId, int length) {
    long index = take(length);
    if (index < 0) {
      return INSUFFICIENT_CAPACITY;
    }
    stamp(index, CLAIMED, info(typeId, length));
    return place(index);
  }

  @Override
  public void commit(int offset) {
    close(offset, COMMITTED);
  }

  @Override
  public void abort(int offset) {
    close(offset, SKIPPED);
  }

  @Override
  public int read(Handler<? super M> handler, int limit) {
    Objects.requireNonNull(handler, "handler");
    begin(limit);
    M memory = memory();
    long[] headers = this.headers;
    long start = head; // plain: only this thread writes it
    long index = start;
    int read = 0;
    try {
      while (read < limit) {
        int header = header(index);
        long state = (long) STAMP.getAcquire(headers, header) - (index << STATE_BITS);
        if (state != COMMITTED && state != SKIPPED) {
          break; // not there yet
        }
        long info = headers[header + 1]; // plain: written before the stamp, not after
        int at = place(index);
        index += granulesOf(length(info)); // before the handler: what it throws at has been read
        if (state == COMMITTED) {
          read++;
          handler.onMessage(typeId(info), memory, at, length(info));
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
    long[] headers = this.headers;
    long start = head; // plain: only this thread writes it
    long index = start;
    int read = 0;
    try {
      while (read < limit) {
        int header = header(index);
        long state = (long) STAMP.getAcquire(headers, header) - (index << STATE_BITS);
        if (state != COMMITTED && state != SKIPPED) {
          break; // not there yet
        }
        long info = headers[header + 1]; // plain: written before the stamp, not after
        int at = place(index);
        index += granulesOf(length(info)); // before the handler: what it throws at has been read
        if (state == COMMITTED) {
          Action action = handler.onMessage(typeId(info), memory, at, length(info));
          if (Objects.requireNonNull(action, "action") == Action.ABORT) {
            index -= granulesOf(length(info));
            break;
          }
          read++;
          if (action == Action.BREAK) {
            break;
          }
          if (action == Action.COMMIT) {
            HEAD.setRelease(this, index); // pairs with the acquire in take
          }
        }
      }
    } finally {
      end(start, index);
    }
    return read;
  }

  /// Gives up the claim at the head; before a write in flight, which ends by itself, and before
  /// records that a read would pass, there is none.
  @Override
  public boolean unblock() {
    long head = (long) HEAD.getAcquire(this); // pairs with the release in end
    long stamp = head << STATE_BITS;
    // A head that has moved on has left no claim behind: then this fails.
    return STAMP.compareAndSet(headers, header(head), stamp | CLAIMED, stamp | SKIPPED);
  }

  @Override
  public int size() {
    long after = (long) HEAD.getAcquire(this); // pairs with the release in end
    while (true) {
      long before = after;
      long tail = (long) TAIL.getAcquire(this); // pairs with the compare-and-set in take
      after = (long) HEAD.getAcquire(this); // the same again: tail belongs to this head
      if (before == after) {
        return (int) (tail - after) << shift;
      }
    }
  }

  @Override
  public int capacity() {
    return granules << shift;
  }

  @Override
  public int maxMessageLength() {
    return capacity() / 2;
  }

  @Override
  @SuppressWarnings("unchecked") // the factories make M what they put here
  public M memory() {
    return (M) (onHeap ? bytes : segment);
  }

  @Override
  public String toString() {
    return "MpscByteRing[capacity="
        + capacity()
        + ", granule="
        + (1 << shift)
        + ", size="
        + size()
        + "]";
  }

  /// Takes the granules of a message, and stamps the gap before it, if there is one.
  ///
  /// @return the index without its sign bit, which no stamp shows; or -1
  private long take(int length) {
    if (length < 0 || length > maxMessageLength()) {
      throw new IllegalArgumentException(
          "length: " + length + ", not 0 to maxMessageLength " + maxMessageLength());
    }
    int needed = granulesOf(length);
    long limit = (long) LIMIT.getAcquire(this); // pairs with the release below
    while (true) {
      long tail = (long) TAIL.getOpaque(this); // the compare-and-set finds out if it is old
      int gap = granules - ((int) tail & (granules - 1));
      if (needed <= gap) {
        gap = 0;
      }
      long end = tail + gap + needed;
      if (end - limit > 0) {
        limit = (long) HEAD.getAcquire(this) + granules; // pairs with the release in end
        if (end - limit > 0) {
          return -1;
        }
        LIMIT.setRelease(this, limit); // hands on what the acquire of the head has brought
      }
      if (TAIL.compareAndSet(this, tail, end)) {
        if (gap > 0) {
          stamp(tail, SKIPPED, info(0, gap << shift));
        }
        return (tail + gap) & Long.MAX_VALUE;
      }
    }
  }

  private void stamp(long index, long state, long info) {
    int header = header(index);
    headers[header + 1] = info; // plain: the stamp orders it
    // Pairs with the acquire in read.
    STAMP.setRelease(headers, header, (index << STATE_BITS) | state);
  }

  private void close(int offset, long state) {
    int at = offset - START;
    if (at >= 0 && at < capacity() && (at & ((1 << shift) - 1)) == 0) {
      int header = header(at >> shift);
      long stamp = (long) STAMP.getOpaque(headers, header); // the compare-and-set decides
      // Pairs with the acquire in read.
      if ((stamp & STATE) == CLAIMED
          && STAMP.compareAndSet(headers, header, stamp, (stamp & ~STATE) | state)) {
        return;
      }
    }
    throw new IllegalStateException("offset: " + offset + ", not of an open claim");
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
      HEAD.setRelease(this, index); // pairs with the acquire in take
    }
  }

  private int place(long index) {
    return START + (((int) index & (granules - 1)) << shift);
  }

  private int header(long index) {
    return HEADERS_START + (((int) index & (granules - 1)) << 1);
  }

  private int granulesOf(int length) {
    return Math.max(1, (length + (1 << shift) - 1) >> shift);
  }

  private static long info(int typeId, int length) {
    return ((long) typeId << Integer.SIZE) | length;
  }

  private static int typeId(long info) {
    return (int) (info >>> Integer.SIZE);
  }

  private static int length(long info) {
    return (int) info;
  }
}

/// The padding of [MpscByteRing] before its fields: two cache lines, since processors fetch them in
/// pairs, and an int for the gap after the header, which the JVM would fill with one of the fields.
class MpscByteRingBeforeMemory {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [MpscByteRing] that all threads read and nobody writes after construction.
class MpscByteRingMemory extends MpscByteRingBeforeMemory {
  static final byte[] NO_BYTES = {};

  final byte[] bytes; // NO_BYTES outside the heap
  final MemorySegment segment; // NULL on the heap
  final long[] headers;
  final int granules;
  final int shift;
  final boolean onHeap;

  MpscByteRingMemory(
      byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    this.bytes = bytes;
    this.segment = segment;
    this.headers = headers;
    granules = capacity / granule;
    shift = Integer.numberOfTrailingZeros(granule);
    onHeap = bytes.length > 0;
  }
}

/// The padding of [MpscByteRing] before the index that producers contend for.
class MpscByteRingBeforeTail extends MpscByteRingMemory {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  MpscByteRingBeforeTail(
      byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}

/// The index of [MpscByteRing] that producers contend for.
class MpscByteRingTail extends MpscByteRingBeforeTail {
  long tail;

  MpscByteRingTail(byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}

/// The padding of [MpscByteRing] before what producers read at each message and seldom write.
class MpscByteRingBeforeLimit extends MpscByteRingTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  MpscByteRingBeforeLimit(
      byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}

/// What producers of [MpscByteRing] read at each message and seldom write.
class MpscByteRingLimit extends MpscByteRingBeforeLimit {
  long limit;

  MpscByteRingLimit(
      byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}

/// The padding of [MpscByteRing] before the consumer's fields.
class MpscByteRingBeforeHead extends MpscByteRingLimit {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  MpscByteRingBeforeHead(
      byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}

/// The consumer's fields of [MpscByteRing].
class MpscByteRingHead extends MpscByteRingBeforeHead {
  long head;
  long reading; // 0 or 1; a long, or the JVM would put it into a gap of the classes above

  MpscByteRingHead(byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}

/// The padding of [MpscByteRing] after the consumer's fields.
class MpscByteRingAfterHead extends MpscByteRingHead {
  long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, ea, eb, ec, ed, ee, ef;

  MpscByteRingAfterHead(
      byte[] bytes, MemorySegment segment, int capacity, int granule, long[] headers) {
    super(bytes, segment, capacity, granule, headers);
  }
}
