// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// Native memory handed out by moving an offset forward, named by checked handles, freed together.
///
/// - **Use** for the many small blocks of one phase (a request, a batch, a file) that end at once.
/// - **Avoid** when blocks end one by one, or when one block a request would do: take `new byte[]`.
/// - **Cost** `allocateHandle`, `getLong`, `setLong`, `mark`, `rewind`, `scope`, `reset` O(1); 16
///   heap bytes a handle or open mark, alignment, and at a chunk's end less than the block that did
///   not fit.
/// - **Allocation** none by handles, marks and scopes once the chunks and the handle table have
///   grown; a `MemorySegment` is one object.
/// - **Threads** one thread: the one that built it; another gets a `WrongThreadException`.
/// - **Errors** dead handle or mark, closed, over the limit: `IllegalStateException`; outside of a
///   block: `IndexOutOfBoundsException`; memory is not zeroed, and a segment that outlives a reset
///   reads what came after it; never closed: the native memory leaks.
/// - **Source** Hanson, Fast allocation and deallocation of memory based on object lifetimes,
///   Software: Practice and Experience 1990; handles as in generational slot maps.
/// - **Copies with** nothing.
public final class BumpArena implements SegmentAllocator, AutoCloseable {
  /*
   * Memory is a list of native chunks. One is current; a block is the next free stretch of it.
   *
   *   chunks   [ full ][ full ][ current      ][ free ][ free ]     chunkCount = 5
   *                             ^base   ^next  ^last
   *
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
   * them: what passes is live, in `memory`, and needs no birth. The JIT also sees through it: after
   * an allocation in sight, (origin + i) - origin is i, its span is known, and the check is gone.
   * Others are looked up by their birth. BumpArenaProof.batch; docs/design/memory.md.
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
   * Invariants: chunks [0, current) and [base, next) are in use, the rest is free. A current chunk
   * with next = base counts as free: only blocks of size 0 can be in it. Without a chunk, and when
   * closed, last = -1: no request fits, so that the path that grows is also the one that finds the
   * arena closed. The table has length 0 only when closed.
   */
  private static final int LOW_BITS = 28;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;
  private static final long GENERATION = 1L << LOW_BITS;
  private static final long MARK = Long.MIN_VALUE;

  private static final long MAX_BLOCK_BYTES = LOW_MASK;
  private static final int MAX_HANDLES = 1 << LOW_BITS;
  private static final int MIN_HANDLES = 32; // arbitrary
  private static final long MAX_CHUNK_BYTES =
      1L << (Long.SIZE - LOW_BITS - 1); // as a place it fits a span
  private static final int MAX_CHUNKS = 1 << LOW_BITS;
  private static final long CHUNK_ALIGN = 64; // a cache line; more is taken from the chunk

  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio: spreads evenly
  private static final AtomicLong ARENAS = new AtomicLong(GOLDEN);
  private static final long[] CLOSED = {};

  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
  private static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.varHandle().withInvokeExactBehavior();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.varHandle().withInvokeExactBehavior();

  private final Thread owner = Thread.currentThread();
  private long[] spans = new long[MIN_HANDLES];
  private long[] births = new long[MIN_HANDLES];
  private long origin; // generation and `first`
  private int first;
  private int recent;
  private int current;
  private long generation;
  private MemorySegment memory = MemorySegment.NULL; // chunks[current]
  private long base;
  private long next;
  private long last = -1;

  private MemorySegment[] chunks = {};
  private Arena[] arenas = {}; // one a chunk, so that a chunk can be given back alone
  private int chunkCount;
  private long reservedBytes;
  private final long chunkBytes;
  private final long maxBytes;
  private Scope[] scopes = {};
  private int openScopes; // may still count scopes that a rewind or reset has ended

  /// An arena that grows by chunks of `chunkBytes`, without a limit.
  ///
  /// @param chunkBytes the size of a chunk, at least 1; a larger block gets a chunk of its own
  public BumpArena(long chunkBytes) {
    this(chunkBytes, Long.MAX_VALUE);
  }

  /// An arena that grows by chunks of `chunkBytes` and never reserves more than `maxBytes`.
  ///
  /// @param chunkBytes the size of a chunk, at least 1; a larger block gets a chunk of its own
  /// @param maxBytes the limit of all chunks together, at least `chunkBytes`
  public BumpArena(long chunkBytes, long maxBytes) {
    this(chunkBytes, maxBytes, ARENAS.getAndAdd(GOLDEN) >>> (LOW_BITS + 1));
  }

  /* The generation to begin with is chosen by tests of the wrap only. */
  BumpArena(long chunkBytes, long maxBytes, long generation) {
    if (chunkBytes < 1 || chunkBytes > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "chunkBytes: " + chunkBytes + ", limit: " + MAX_CHUNK_BYTES);
    }
    if (maxBytes < chunkBytes) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + ", chunkBytes: " + chunkBytes);
    }
    this.chunkBytes = chunkBytes;
    this.maxBytes = maxBytes;
    this.generation = Math.max(generation * GENERATION, GENERATION);
    this.origin = this.generation;
  }

  /// Hands out a block, not zeroed, aligned to 8 bytes.
  ///
  /// @param size the bytes of the block, at most 2^28 - 1
  /// @return its handle, never 0 and never negative
  public long allocateHandle(long size) {
    return allocateHandle(size, Long.BYTES);
  }

  /// Hands out a block, not zeroed, valid until the arena is reset, rewound past it, or closed.
  ///
  /// @param size the bytes of the block, at most 2^28 - 1
  /// @param align the alignment of its address, a power of two
  /// @return its handle, never 0 and never negative
  public long allocateHandle(long size, long align) {
    checkOwner();
    checkRequest(size, align, MAX_BLOCK_BYTES);
    int index = first + recent;
    if (index >= spans.length) {
      growTable();
    }
    long start = room(size, align);
    births[index] = generation | current;
    spans[index] = ((start - base) << LOW_BITS) + size; // last, and a sum: the JIT sees the size
    next = start + size;
    return origin + recent++;
  }

  /// Reads a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  public long getLong(long handle, long offset) {
    return isRecent(handle)
        ? (long) LONG.get(memory, recentPlace(handle, offset, Long.BYTES))
        : (long) LONG.get(memory(handle), place(handle, offset, Long.BYTES));
  }

  /// Writes a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  public void setLong(long handle, long offset, long value) {
    if (isRecent(handle)) {
      LONG.set(memory, recentPlace(handle, offset, Long.BYTES), value);
    } else {
      LONG.set(memory(handle), place(handle, offset, Long.BYTES), value);
    }
  }

  /// Reads an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  public int getInt(long handle, long offset) {
    return isRecent(handle)
        ? (int) INT.get(memory, recentPlace(handle, offset, Integer.BYTES))
        : (int) INT.get(memory(handle), place(handle, offset, Integer.BYTES));
  }

  /// Writes an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  public void setInt(long handle, long offset, int value) {
    if (isRecent(handle)) {
      INT.set(memory, recentPlace(handle, offset, Integer.BYTES), value);
    } else {
      INT.set(memory(handle), place(handle, offset, Integer.BYTES), value);
    }
  }

  /// Reads a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @return the value
  public byte getByte(long handle, long offset) {
    return isRecent(handle)
        ? (byte) BYTE.get(memory, recentPlace(handle, offset, Byte.BYTES))
        : (byte) BYTE.get(memory(handle), place(handle, offset, Byte.BYTES));
  }

  /// Writes a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @param value the value
  public void setByte(long handle, long offset, byte value) {
    if (isRecent(handle)) {
      BYTE.set(memory, recentPlace(handle, offset, Byte.BYTES), value);
    } else {
      BYTE.set(memory(handle), place(handle, offset, Byte.BYTES), value);
    }
  }

  /// Copies bytes out of a block.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param into the array to fill
  /// @param at the first index to fill
  /// @param length the number of bytes
  public void getBytes(long handle, long offset, byte[] into, int at, int length) {
    Objects.checkFromIndexSize(at, length, into.length);
    long place = place(handle, offset, length);
    MemorySegment.copy(memory(handle), ValueLayout.JAVA_BYTE, place, into, at, length);
  }

  /// Copies bytes into a block.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param bytes the array to read
  /// @param from the first index to read
  /// @param length the number of bytes
  public void setBytes(long handle, long offset, byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    long place = place(handle, offset, length);
    MemorySegment.copy(bytes, from, memory(handle), ValueLayout.JAVA_BYTE, place, length);
  }

  /// Hands out a block as a segment, not zeroed; safe to touch for ever, its own until the reset.
  ///
  /// @param size the bytes of the segment
  /// @param align the alignment of its address, a power of two
  /// @return the segment
  @Override
  public MemorySegment allocate(long size, long align) {
    checkOwner();
    checkRequest(size, align, MAX_CHUNK_BYTES);
    long start = room(size, align);
    MemorySegment segment = memory.asSlice(start - base, size);
    next = start + size;
    return segment;
  }

  /// The block of a handle as a segment; it does not notice when the handle dies.
  ///
  /// @param handle a live handle
  /// @return the segment
  public MemorySegment segment(long handle) {
    return memory(handle).asSlice(place(handle, 0, 0), size(handle));
  }

  /// The bytes of a block.
  ///
  /// @param handle a live handle
  /// @return the size it was asked for with
  public long size(long handle) {
    return spans[index(handle)] & LOW_MASK;
  }

  /// Whether a handle or mark may still be used.
  ///
  /// @param handle any long
  /// @return true if it came from this arena and has not been freed
  public boolean isLive(long handle) {
    checkOwner();
    int index = (int) (handle & LOW_MASK);
    return index < first + recent && (births[index] ^ handle) >>> LOW_BITS == 0;
  }

  /// Remembers how far the arena is filled, for one `rewind`.
  ///
  /// @return the mark, always negative
  public long mark() {
    checkOwner();
    int index = first + recent;
    if (index >= spans.length) {
      growTable();
    }
    births[index] = MARK | generation | current;
    spans[index] = (next - base) << LOW_BITS;
    return MARK | origin + recent++;
  }

  /// Frees what was handed out since a mark, and ends that mark and all younger ones.
  ///
  /// @param mark a live mark of this arena
  public void rewind(long mark) {
    if (mark >= 0) {
      throw new IllegalArgumentException("not a mark: " + name(mark));
    }
    if (!isLive(mark)) {
      throw dead(mark);
    }
    int index = (int) (mark & LOW_MASK);
    int chunk = (int) (births[index] & LOW_MASK);
    if (chunk != current) {
      moveTo(chunk);
    }
    next = base + (spans[index] >>> LOW_BITS);
    freeFrom(index);
  }

  /// Opens a scope, whose close frees what was handed out in it.
  ///
  /// @return the scope, lent until its close: the arena uses the object again
  public Scope scope() {
    checkOwner();
    int depth = openScopes();
    if (depth == scopes.length) {
      growScopes();
    }
    Scope scope = scopes[depth];
    scope.mark = mark();
    openScopes = depth + 1;
    return scope;
  }

  /// Frees every block, mark and scope, and keeps the chunks for what comes next.
  public void reset() {
    checkOpen();
    moveTo(0);
    freeFrom(0);
  }

  /// Gives the chunks that hold no block back to the system; stale segments in them then throw.
  public void trim() {
    checkOpen();
    resizeTable(Math.max(first + recent, MIN_HANDLES));
    release(firstFree());
  }

  /// The bytes that are handed out, alignment and unused ends of chunks included.
  ///
  /// @return the sum over the blocks
  public long allocatedBytes() {
    checkOpen();
    long sum = next - base;
    for (int i = 0; i < current; i++) {
      sum += chunks[i].byteSize();
    }
    return sum;
  }

  /// The bytes of all chunks, used or free.
  ///
  /// @return the native memory that the arena holds
  public long reservedBytes() {
    checkOpen();
    return reservedBytes;
  }

  /// Gives all memory back; segments and handles then throw; closing again does nothing.
  @Override
  public void close() {
    checkOwner();
    if (!isClosed()) {
      reset();
      release(0);
      spans = CLOSED;
      births = CLOSED;
    }
  }

  @SuppressWarnings("ReferenceEquality") // a subclass of Thread may define equals
  private boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  private boolean isClosed() {
    return spans.length == 0;
  }

  private void checkOwner() {
    if (!isOwner()) {
      throw wrongThread();
    }
  }

  private void checkOpen() {
    checkOwner();
    if (isClosed()) {
      throw new IllegalStateException("closed");
    }
  }

  private static void checkRequest(long size, long align, long maxSize) {
    if (size < 0 || size > maxSize) {
      throw new IllegalArgumentException("size: " + size + ", limit: " + maxSize);
    }
    if (align <= 0 || (align & align - 1) != 0) {
      throw new IllegalArgumentException("align: " + align + ", not a power of two");
    }
  }

  private boolean isRecent(long handle) {
    return isOwner() && Long.compareUnsigned(handle - origin, recent) < 0;
  }

  private long recentPlace(long handle, long offset, long bytes) {
    return place(spans[first + (int) (handle - origin)], handle, offset, bytes);
  }

  /* Where the bytes [offset, offset + bytes) of a block lie in the `memory` of the handle. */
  private long place(long handle, long offset, long bytes) {
    return place(spans[index(handle)], handle, offset, bytes);
  }

  private static long place(long span, long handle, long offset, long bytes) {
    long size = span & LOW_MASK;
    if ((offset | size - bytes - offset) < 0) {
      throw outside(handle, offset, bytes, size);
    }
    return (span >>> LOW_BITS) + offset;
  }

  private MemorySegment memory(long handle) {
    return chunks[(int) (births[index(handle)] & LOW_MASK)];
  }

  private int index(long handle) {
    if (!isLive(handle) || handle < 0) {
      throw refused(handle);
    }
    return (int) (handle & LOW_MASK);
  }

  /* The address of the next block, in the current chunk or in one that has room for it. */
  private long room(long size, long align) {
    long start = next + align - 1 & -align;
    if (start <= last - size) {
      return start;
    }
    grow(size, align);
    return next + align - 1 & -align;
  }

  private void growTable() {
    checkOpen();
    int count = first + recent;
    if (count == MAX_HANDLES) {
      throw new IllegalStateException("handles: " + count + ", limit: " + MAX_HANDLES);
    }
    resizeTable(Math.min(2 * count, MAX_HANDLES));
  }

  private void resizeTable(int length) {
    if (length != spans.length) {
      long[] newSpans = Arrays.copyOf(spans, length);
      births = Arrays.copyOf(births, length);
      spans = newSpans;
    }
  }

  private void freeFrom(int index) {
    generation = Math.max(generation + GENERATION, GENERATION); // past the last: the first
    openRecent(index);
  }

  private void openRecent(int index) {
    first = index;
    recent = 0;
    origin = generation | index;
  }

  /* Makes a free or new chunk current, large enough for the request at any address. */
  private void grow(long size, long align) {
    checkOpen();
    long need = Math.max(1, size + Math.max(0, align - CHUNK_ALIGN));
    if (need > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "size: " + size + ", align: " + align + ", limit: " + MAX_CHUNK_BYTES);
    }
    int free = firstFree();
    int fit = free;
    while (fit < chunkCount && chunks[fit].byteSize() < need) {
      fit++;
    }
    if (fit == chunkCount) {
      fit = addChunk(need, free);
    }
    swap(free, fit); // handles name chunks by index: only free ones may change places
    moveTo(free);
    openRecent(first + recent);
  }

  private int addChunk(long need, int free) {
    if (need > maxBytes - reservedBytes) {
      makeWay(need, free);
    }
    if (chunkCount == MAX_CHUNKS) {
      throw new IllegalStateException("chunks: " + chunkCount + ", limit: " + MAX_CHUNKS);
    }
    if (chunkCount == chunks.length) {
      int length = Math.max(4, 2 * chunkCount);
      MemorySegment[] moreChunks = Arrays.copyOf(chunks, length);
      Arrays.fill(moreChunks, chunkCount, length, MemorySegment.NULL);
      Arena[] moreArenas = Arrays.copyOf(arenas, length);
      chunks = moreChunks;
      arenas = moreArenas;
    }
    long bytes = Math.max(need, Math.min(chunkBytes, maxBytes - reservedBytes));
    Arena arena = Arena.ofConfined();
    chunks[chunkCount] = arena.allocate(bytes, CHUNK_ALIGN);
    arenas[chunkCount] = arena;
    reservedBytes += bytes;
    return chunkCount++;
  }

  /* Releases the free chunks, all of them too small, if that brings the request under the limit. */
  private void makeWay(long need, int free) {
    long used = 0;
    for (int i = 0; i < free; i++) {
      used += chunks[i].byteSize();
    }
    if (need > maxBytes - used) {
      throw new IllegalStateException(
          "limit: " + maxBytes + ", in use: " + used + ", requested: " + need);
    }
    release(free);
  }

  private int firstFree() {
    return next == base ? current : current + 1;
  }

  private void swap(int i, int j) {
    MemorySegment chunk = chunks[i];
    chunks[i] = chunks[j];
    chunks[j] = chunk;
    Arena arena = arenas[i];
    arenas[i] = arenas[j];
    arenas[j] = arena;
  }

  private void moveTo(int chunk) {
    current = chunk;
    if (chunk < chunkCount) {
      memory = chunks[chunk];
      base = memory.address();
      last = base + memory.byteSize();
    } else {
      memory = MemorySegment.NULL;
      base = 0;
      last = -1;
    }
    next = base;
  }

  /* Closes the chunks from an index on, the last first, so that a close that throws loses none. */
  private void release(int first) {
    for (int i = chunkCount - 1; i >= first; i--) {
      long bytes = chunks[i].byteSize();
      arenas[i].close();
      chunks[i] = MemorySegment.NULL; // a block of size 0 may still be here
      chunkCount = i;
      reservedBytes -= bytes;
    }
    if (first <= current) {
      moveTo(current);
    }
  }

  private int openScopes() {
    while (openScopes > 0 && !isLive(scopes[openScopes - 1].mark)) {
      openScopes--;
    }
    return openScopes;
  }

  private void growScopes() {
    int depth = scopes.length;
    Scope[] more = Arrays.copyOf(scopes, Math.max(4, 2 * depth));
    for (int i = depth; i < more.length; i++) {
      more[i] = new Scope(this);
    }
    scopes = more;
  }

  private void end(Scope scope) {
    if (!isLive(scope.mark)) {
      throw isClosed()
          ? new IllegalStateException("closed")
          : new IllegalStateException("scope: closed, or ended by a reset or rewind");
    }
    int depth = openScopes();
    if (scopes[depth - 1] != scope) {
      throw new IllegalStateException("scope: " + (depth - 1) + " deep is still open");
    }
    rewind(scope.mark);
    openScopes = depth - 1;
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

  /// Part of {@link BumpArena}: what is handed out between its opening and its close.
  public static final class Scope implements AutoCloseable {
    private final BumpArena arena;
    private long mark;

    private Scope(BumpArena arena) {
      this.arena = arena;
    }

    /// Frees what was handed out since; the innermost open scope is closed first, and only once.
    @Override
    public void close() {
      arena.end(this);
    }
  }
}
