// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Part of {@link BumpArena} and {@link HeapArena}: handles, marks and scopes.
abstract class HandleArena extends ChunkList implements AutoCloseable {
  /*
   * A handle is an index into a table of what was handed out, so that a stale, foreign or invented
   * handle is refused, and an access ends where its block ends:
   *
   *             bit 63    62 .. 28         27 .. 0
   *   handle    mark      generation       index      what the user holds
   *   spans     mark      place in chunk   size       one entry a handle
   *   births    0         generation       chunk      the same, for those before the window
   *
   * Freeing lowers the count and starts the next generation. What is older keeps the generation it
   * was born in, so that it stays valid and what is younger does not, without a list of open scopes.
   *
   * The window, from `origin` to `latest`, are the handles of the current generation and chunk:
   * consecutive numbers, the last entries of the table. Two comparisons tell them, and what passes
   * is live and in the current chunk. `newest`, the last block among them, is asked first: when the
   * JIT has the allocation in sight it knows the answer, and the span too, so that neither check is
   * left. Births are written when the window closes, for the entries that outlive it, each once at
   * most. Older handles are looked up by them. BumpArenaProof.batch; docs/design/memory.md.
   *
   * A mark is an entry too: of size 0, at the place to return to, with the mark bit set. Rewinding
   * takes it off the table, so that it serves once, and one younger is dead with it.
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
  static final long MAX_PLACE = (1L << (Long.SIZE - LOW_BITS - 1)) - 1; // it fits a span

  private static final long GENERATION = 1L << LOW_BITS;
  private static final long MARK = Long.MIN_VALUE;
  private static final long NONE = MARK | LOW_MASK; // no handle, and its index is in no table
  private static final int MAX_HANDLES = (1 << LOW_BITS) - 1; // the one after the last has an index
  private static final int MIN_HANDLES = 32; // arbitrary
  private static final int MIN_SCOPES = 4; // arbitrary
  private static final long[] CLOSED = {};
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio: spreads evenly
  private static final AtomicLong ARENAS = new AtomicLong(GOLDEN);

  private final Thread owner = Thread.currentThread();
  private long[] spans = new long[MIN_HANDLES];
  private long latest; // origin - 1: the window is empty
  private long origin;
  private long newest; // the last block of the window, or NONE
  private long[] births = new long[MIN_HANDLES];

  private int openScopes; // may still count scopes that a rewind or reset has ended
  private OpenScope[] scopes = {};

  HandleArena(long chunkBytes, long maxChunkBytes, long maxBytes, long generation) {
    super(chunkBytes, maxChunkBytes, maxBytes);
    origin = Math.max(generation * GENERATION, GENERATION);
    latest = origin - 1;
    newest = NONE;
  }

  /* Where the next arena begins; only tests of the wrap choose another. */
  static long freshGeneration() {
    return ARENAS.getAndAdd(GOLDEN) >>> (LOW_BITS + 1);
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
  /// @param align the alignment of its address, or on the heap of its place in a chunk, a power of
  ///   two
  /// @return its handle, never 0 and never negative
  public long allocateHandle(long size, long align) {
    checkRequest(size, align, MAX_BLOCK_BYTES);
    long padding = align <= CHUNK_ALIGN ? align - 1 : pad(size, align);
    while (true) { // a second time once there is room: no path leaves the loop but the usual one
      long handle = latest + 1;
      int index = indexOf(handle);
      long[] spans = this.spans;
      long start = next + padding & ~padding;
      if (isOwner()
          && Integer.compareUnsigned(index, spans.length) < 0 // as the JIT checks an index
          && start + size <= limit) {
        next = start + size;
        latest = handle;
        newest = handle;
        spans[index] = (start << LOW_BITS) + size; // last, and a sum: the JIT sees the size
        return handle;
      }
      makeEntry();
      makePlace(size, align);
    }
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
    long entry = handle & ~MARK;
    int index = indexOf(handle);
    return (inWindow(entry)
            || (index < indexOf(origin) && (births[index] ^ entry) >>> LOW_BITS == 0))
        && (spans[index] ^ handle) >= 0; // both marks or both not
  }

  /// Remembers how far the arena is filled, for one `rewind`.
  ///
  /// @return the mark, always negative
  public long mark() {
    while (true) {
      long handle = latest + 1;
      int index = indexOf(handle);
      long[] spans = this.spans;
      if (isOwner() && Integer.compareUnsigned(index, spans.length) < 0) {
        latest = handle;
        spans[index] = MARK | next << LOW_BITS;
        return MARK | handle;
      }
      makeEntry();
    }
  }

  /// Frees what was handed out since a mark, and ends that mark and all younger ones.
  ///
  /// @param mark a live mark of this arena
  public void rewind(long mark) {
    int index = indexOf(mark);
    int first = indexOf(origin);
    long[] spans = this.spans;
    if (isOwner() && inWindow(mark ^ MARK) && spans[index] < 0) {
      next = markedPlace(index);
      if (first < index) {
        keepBirths(first, index);
      }
    } else {
      returnTo(mark, index);
    }
    openWindow(nextGeneration() | index);
  }

  /// Frees every block, mark and scope, and keeps the chunks for what comes next.
  public void reset() {
    checkOpen();
    moveTo(0);
    openWindow(nextGeneration());
  }

  /// Gives up the chunks that hold no block: native ones to the system, and stale segments in them
  /// then throw; arrays to the garbage collector.
  public void trim() {
    trim(0);
  }

  /// Gives up chunks that hold no block, until what is left is not more than a limit or holds
  /// blocks: `reset` and `trim` with a limit make up a policy of what to retain.
  ///
  /// @param keepBytes the reserved bytes to keep, at least 0
  public void trim(long keepBytes) {
    checkOpen();
    if (keepBytes < 0) {
      throw new IllegalArgumentException("keepBytes: " + keepBytes + ", less than 0");
    }
    resize(Math.max(count(), MIN_HANDLES));
    releaseFree(keepBytes);
  }

  /// The bytes that are handed out, alignment and unused ends of chunks included.
  ///
  /// @return the sum over the blocks
  public long allocatedBytes() {
    checkOpen();
    return used();
  }

  /// The bytes of all chunks, used or free.
  ///
  /// @return the memory that the arena holds
  public long reservedBytes() {
    checkOpen();
    return reserved();
  }

  /// The blocks with a handle, and the open marks.
  ///
  /// @return how many there are
  public int liveHandles() {
    checkOpen();
    return count();
  }

  /// Gives all memory up; handles, and segments of native memory, then throw; closing again does
  /// nothing.
  @Override
  public void close() {
    checkOwner();
    if (!isClosed()) {
      reset();
      releaseFree(0);
      spans = CLOSED;
      births = CLOSED;
    }
  }

  abstract long getLong(long handle, long offset);

  abstract void setLong(long handle, long offset, long value);

  abstract int getInt(long handle, long offset);

  abstract void setInt(long handle, long offset, int value);

  abstract byte getByte(long handle, long offset);

  abstract void setByte(long handle, long offset, byte value);

  abstract void getBytes(long handle, long offset, byte[] into, int at, int length);

  abstract void setBytes(long handle, long offset, byte[] bytes, int from, int length);

  abstract OpenScope scope();

  abstract OpenScope newScope(int depth);

  /* Whether a handle is of the window, on the owner's thread: then `recentPlace` finds its bytes. */
  final boolean isRecent(long handle) {
    return isOwner() && (handle == newest || inWindow(handle));
  }

  private boolean inWindow(long handle) {
    return handle <= latest && handle >= origin;
  }

  /* Where the bytes [offset, offset + bytes) of a recent block lie in the current chunk. */
  final long recentPlace(long handle, long offset, long bytes) {
    long span;
    try {
      span = spans[indexOf(handle)];
    } catch (ArrayIndexOutOfBoundsException e) { // an invented NONE passes isRecent
      throw refused(handle);
    }
    return place(span, handle, offset, bytes);
  }

  /* Where the bytes [offset, offset + bytes) of a block lie in its chunk. */
  final long place(long handle, long offset, long bytes) {
    return place(spans[index(handle)], handle, offset, bytes);
  }

  private long place(long span, long handle, long offset, long bytes) {
    // Not by the sign of size - bytes - offset: near the last long it wraps, into a neighbour.
    if (offset < 0 || offset > (span & LOW_MASK) - bytes) {
      throw outside(span, handle, offset, bytes);
    }
    return (span >>> LOW_BITS) + offset;
  }

  final int chunk(long handle) {
    int index = index(handle);
    return inWindow(handle) ? current : (int) (births[index] & LOW_MASK);
  }

  private static int indexOf(long handle) {
    return (int) handle & (int) LOW_MASK; // of ints: the JIT needs no second form of it
  }

  private int index(long handle) {
    if (!isLive(handle) || handle < 0) {
      throw refused(handle);
    }
    return indexOf(handle);
  }

  /* The place of a block without a handle, in the current chunk or in one that has room for it. */
  final long room(long size, long align) {
    checkOwner();
    checkRequest(size, align, maxChunkBytes());
    if (align <= CHUNK_ALIGN) {
      long start = next + align - 1 & -align;
      if (start <= limit - size) {
        return start;
      }
    }
    return makePlace(size, align);
  }

  /* Skips to an alignment that the start of a chunk need not have, and leaves none to be done. */
  private long pad(long size, long align) {
    checkOpen();
    makeEntry();
    next = makePlace(size, align);
    return 0;
  }

  /* Makes room in the table for one more entry. */
  private void makeEntry() {
    checkOpen();
    int count = count();
    if (count == spans.length) {
      if (count == MAX_HANDLES) {
        throw new IllegalStateException("handles: " + count + ", limit: " + MAX_HANDLES);
      }
      resize((int) Math.min(2L * count, MAX_HANDLES));
    }
  }

  private long makePlace(long size, long align) {
    long start = aligned(align);
    if (start > limit - size) {
      grow(size, align);
      start = aligned(align);
    }
    return start;
  }

  /* Makes a free or new chunk current, large enough for the request at any address. */
  private void grow(long size, long align) {
    checkOpen();
    int chunk = freeChunk(size, align);
    keepBirths(indexOf(origin), count());
    openWindow(latest + 1);
    use(chunk);
  }

  /* Rewinds to a mark before the window, or refuses. */
  private void returnTo(long mark, int index) {
    if (mark >= 0) {
      checkOwner();
      throw new IllegalArgumentException("not a mark: " + name(mark));
    }
    if (!isLive(mark)) {
      throw dead(mark);
    }
    int chunk = (int) (births[index] & LOW_MASK);
    if (chunk != current) {
      moveTo(chunk);
    }
    next = markedPlace(index);
  }

  private long markedPlace(int index) {
    return (spans[index] << 1) >>> (LOW_BITS + 1); // without the mark bit
  }

  private long nextGeneration() {
    return Math.max((origin | LOW_MASK) + 1, GENERATION); // past the last: the first
  }

  private void openWindow(long handle) {
    origin = handle;
    latest = handle - 1;
    newest = NONE;
  }

  /* Writes down of entries that leave the window what all in it had in common. */
  private void keepBirths(int from, int to) {
    Arrays.fill(births, from, to, (origin & ~LOW_MASK) | current);
  }

  private int count() {
    return indexOf(latest + 1);
  }

  private void resize(int length) {
    if (length != spans.length) {
      long[] newSpans = Arrays.copyOf(spans, length);
      births = Arrays.copyOf(births, length);
      spans = newSpans;
    }
  }

  final OpenScope openScope() {
    checkOwner();
    int depth = liveScopes();
    if (depth == scopes.length) {
      growScopes();
    }
    OpenScope scope = scopes[depth];
    scope.mark = mark();
    openScopes = depth + 1;
    return scope;
  }

  private int liveScopes() {
    int depth = openScopes;
    while (depth > 0 && !isLive(scopes[depth - 1].mark)) {
      depth--;
    }
    return depth;
  }

  private void growScopes() {
    int depth = scopes.length;
    OpenScope[] more = Arrays.copyOf(scopes, Math.max(MIN_SCOPES, 2 * depth));
    for (int i = depth; i < more.length; i++) {
      more[i] = newScope(i);
    }
    scopes = more;
  }

  private void endScope(OpenScope scope) {
    checkOpen();
    int depth = scope.depth;
    if (openScopes != depth + 1 || !isLive(scope.mark)) {
      checkInnermost(depth);
    }
    openScopes = depth;
    rewind(scope.mark);
  }

  private void checkInnermost(int depth) {
    int open = liveScopes();
    if (open <= depth) {
      throw new IllegalStateException("scope: closed, or ended by a reset or rewind");
    }
    if (open > depth + 1) {
      throw new IllegalStateException("scope: " + (open - 1) + " deep is still open");
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

  private RuntimeException refused(long handle) {
    return handle < 0
        ? new IllegalArgumentException("not a handle: " + name(handle))
        : dead(handle);
  }

  private RuntimeException outside(long span, long handle, long offset, long bytes) {
    long size = span & LOW_MASK;
    return span < 0
        ? dead(handle) // the entry of a mark
        : new IndexOutOfBoundsException(
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

  /* What is handed out between its opening and its close. */
  abstract static class OpenScope implements AutoCloseable {
    private final HandleArena arena;
    private final int depth;
    private long mark;

    OpenScope(HandleArena arena, int depth) {
      this.arena = arena;
      this.depth = depth;
    }

    /// Frees what was handed out since; the innermost open scope is closed first, and only once.
    @Override
    public void close() {
      arena.endScope(this);
    }
  }
}
