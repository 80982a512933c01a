// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Part of {@link BumpArena} and {@link HeapArena}: the handles, marks and scopes that are live.
final class HandleTable {
  /*
   * A handle is an index into a table of what was handed out, so that a stale, foreign or invented
   * handle is refused, and an access ends where its block ends:
   *
   *             bit 63    62 .. 28         27 .. 0
   *   handle    mark      generation       index      what the user holds
   *   births    mark      generation       chunk      one entry a handle
   *   spans     63 .. 28  offset in chunk  size       one entry a handle
   *
   * A handle is live when its index is below the count and its upper 36 bits are those of its birth.
   * Freeing lowers the count and starts the next generation. Entries below the count keep the
   * generation they were born in: what is older than a mark stays valid and what is younger does
   * not, without a list of open scopes and without touching an entry.
   *
   * The recent handles, those of the current generation and chunk, are the last `recent` entries,
   * from `first` on, and are consecutive numbers from `origin` on. One unsigned comparison tells
   * them: what passes is live, in the current chunk, and needs no birth. The JIT also sees through
   * it: after an allocation in sight, (origin + i) - origin is i, its span is known, and the check
   * is gone. Others are looked up by their birth. BumpArenaProof.batch; docs/design/memory.md.
   *
   * A mark is an entry too: of size 0, at the place to return to, with the mark bit set. So the
   * check of a handle is also the check of a mark; rewinding takes the entry off the table, which is
   * why a mark serves once and why one younger than the mark rewound to is dead with it.
   *
   * 35 bits of generation last 9.5 hours at a million rewinds a second. Then they wrap, and a handle
   * that was kept through exactly 2^35 - 1 rewinds is taken for the one that now has its index: the
   * wrong block, still inside the arena. Generation 0 is left out: the handle 0 never exists.
   * Arenas begin far apart in the generations, so that one refuses the handles of another.
   *
   * The table has length 0 only when the arena is closed. All fields are the owner's.
   */
  private static final int LOW_BITS = 28;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;
  static final long MAX_BLOCK_BYTES = LOW_MASK;
  static final long MAX_PLACE = 1L << (Long.SIZE - LOW_BITS - 1); // in a chunk: it fits a span
  static final int MAX_CHUNKS = 1 << LOW_BITS;

  private static final long GENERATION = 1L << LOW_BITS;
  private static final long MARK = Long.MIN_VALUE;
  private static final int MAX_HANDLES = 1 << LOW_BITS;
  private static final int MIN_HANDLES = 32; // arbitrary
  private static final int MIN_SCOPES = 4; // arbitrary
  private static final long[] CLOSED = {};
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio: spreads evenly
  private static final AtomicLong ARENAS = new AtomicLong(GOLDEN);

  private final Thread owner = Thread.currentThread();
  private long[] spans = new long[MIN_HANDLES];
  private long[] births = new long[MIN_HANDLES];
  private long origin; // generation and `first`
  private int first;
  private int recent;
  private long generation;
  private long[] scopes = {}; // the mark of each
  private int openScopes; // may still count scopes that a rewind or reset has ended

  HandleTable() {
    this(ARENAS.getAndAdd(GOLDEN) >>> (LOW_BITS + 1));
  }

  /* The generation to begin with is chosen by tests of the wrap only. */
  HandleTable(long generation) {
    this.generation = Math.max(generation * GENERATION, GENERATION);
    this.origin = this.generation;
  }

  /* Makes room for one more entry: what may fail comes before what must not. */
  void reserve() {
    checkOwner();
    if (first + recent >= spans.length) {
      grow();
    }
  }

  long add(int chunk, long offset, long size) {
    int index = first + recent;
    births[index] = generation | chunk;
    spans[index] = (offset << LOW_BITS) + size; // last, and a sum: the JIT sees the size
    return origin + recent++;
  }

  long addMark(int chunk, long offset) {
    int index = first + recent;
    births[index] = MARK | generation | chunk;
    spans[index] = offset << LOW_BITS;
    return MARK | origin + recent++;
  }

  boolean isRecent(long handle) {
    return isOwner() && Long.compareUnsigned(handle - origin, recent) < 0;
  }

  /* Where the bytes [offset, offset + bytes) of a recent block lie in the current chunk. */
  long recentPlace(long handle, long offset, long bytes) {
    return place(spans[first + (int) (handle - origin)], handle, offset, bytes);
  }

  /* Where the bytes [offset, offset + bytes) of a block lie in its chunk. */
  long place(long handle, long offset, long bytes) {
    return place(spans[index(handle)], handle, offset, bytes);
  }

  private static long place(long span, long handle, long offset, long bytes) {
    long size = span & LOW_MASK;
    if ((offset | size - bytes - offset) < 0) {
      throw outside(handle, offset, bytes, size);
    }
    return (span >>> LOW_BITS) + offset;
  }

  int chunk(long handle) {
    return (int) (births[index(handle)] & LOW_MASK);
  }

  long size(long handle) {
    return spans[index(handle)] & LOW_MASK;
  }

  boolean isLive(long handle) {
    checkOwner();
    int index = (int) (handle & LOW_MASK);
    return index < first + recent && (births[index] ^ handle) >>> LOW_BITS == 0;
  }

  private int index(long handle) {
    if (!isLive(handle) || handle < 0) {
      throw refused(handle);
    }
    return (int) (handle & LOW_MASK);
  }

  void checkMark(long mark) {
    if (mark >= 0) {
      throw new IllegalArgumentException("not a mark: " + name(mark));
    }
    if (!isLive(mark)) {
      throw dead(mark);
    }
  }

  int markedChunk(long mark) {
    return (int) (births[(int) (mark & LOW_MASK)] & LOW_MASK);
  }

  long markedPlace(long mark) {
    return spans[(int) (mark & LOW_MASK)] >>> LOW_BITS;
  }

  /* Ends a mark and all handles and marks after it. */
  void freeFrom(long mark) {
    generation = Math.max(generation + GENERATION, GENERATION); // past the last: the first
    openRecent((int) (mark & LOW_MASK));
  }

  /* From here on another chunk is the current one. */
  void changeChunk() {
    openRecent(first + recent);
  }

  private void openRecent(int index) {
    first = index;
    recent = 0;
    origin = generation | index;
  }

  /* Handles and open marks. */
  int count() {
    return first + recent;
  }

  /* How many scopes are open; there is room for one more then. */
  int scopeDepth() {
    checkOwner();
    while (openScopes > 0 && !isLive(scopes[openScopes - 1])) {
      openScopes--;
    }
    if (openScopes == scopes.length) {
      scopes = Arrays.copyOf(scopes, Math.max(MIN_SCOPES, 2 * openScopes));
    }
    return openScopes;
  }

  void openScope(int depth, long mark) {
    scopes[depth] = mark;
    openScopes = depth + 1;
  }

  /* Ends the scope of a depth, and returns the mark to rewind to. */
  long endScope(int depth) {
    checkOpen();
    int open = scopeDepth();
    if (open <= depth) {
      throw new IllegalStateException("scope: closed, or ended by a reset or rewind");
    }
    if (open > depth + 1) {
      throw new IllegalStateException("scope: " + (open - 1) + " deep is still open");
    }
    openScopes = depth;
    return scopes[depth];
  }

  @SuppressWarnings("ReferenceEquality") // a subclass of Thread may define equals
  private boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  boolean isClosed() {
    return spans.length == 0;
  }

  void checkOwner() {
    if (!isOwner()) {
      throw wrongThread();
    }
  }

  void checkOpen() {
    checkOwner();
    if (isClosed()) {
      throw new IllegalStateException("closed");
    }
  }

  static void checkRequest(long size, long align, long maxSize) {
    if (size < 0 || size > maxSize) {
      throw new IllegalArgumentException("size: " + size + ", limit: " + maxSize);
    }
    if (align <= 0 || (align & align - 1) != 0) {
      throw new IllegalArgumentException("align: " + align + ", not a power of two");
    }
  }

  static void checkLimits(long chunkBytes, long maxChunkBytes, long maxBytes) {
    if (chunkBytes < 1 || chunkBytes > maxChunkBytes) {
      throw new IllegalArgumentException("chunkBytes: " + chunkBytes + ", limit: " + maxChunkBytes);
    }
    if (maxBytes < chunkBytes) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + ", chunkBytes: " + chunkBytes);
    }
  }

  private void grow() {
    checkOpen();
    int count = first + recent;
    if (count == MAX_HANDLES) {
      throw new IllegalStateException("handles: " + count + ", limit: " + MAX_HANDLES);
    }
    resize(Math.min(2 * count, MAX_HANDLES));
  }

  void trim() {
    resize(Math.max(first + recent, MIN_HANDLES));
  }

  private void resize(int length) {
    if (length != spans.length) {
      long[] newSpans = Arrays.copyOf(spans, length);
      births = Arrays.copyOf(births, length);
      spans = newSpans;
    }
  }

  void close() {
    spans = CLOSED;
    births = CLOSED;
  }

  private RuntimeException refused(long handle) {
    return handle < 0
        ? new IllegalArgumentException("not a handle: " + name(handle))
        : dead(handle);
  }

  private static IndexOutOfBoundsException outside(
      long handle, long offset, long bytes, long size) {
    return new IndexOutOfBoundsException(
        name(handle) + ": offset: " + offset + ", bytes: " + bytes + ", size: " + size);
  }

  private IllegalStateException dead(long handle) {
    return new IllegalStateException(
        isClosed() ? "closed" : name(handle) + ": freed, or of another arena");
  }

  private static String name(long handle) {
    return (handle < 0 ? "mark 0x" : "handle 0x") + Long.toHexString(handle);
  }

  private WrongThreadException wrongThread() {
    return new WrongThreadException(
        "owner: " + owner.getName() + ", caller: " + Thread.currentThread().getName());
  }
}
