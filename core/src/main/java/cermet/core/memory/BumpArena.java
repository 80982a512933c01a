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

/// Native memory handed out by moving an offset forward, named by checked handles, freed together.
///
/// - **Use** for the many small blocks of one phase (a request, a batch, a file) that end at once.
/// - **Avoid** when blocks end one by one, or when one block a request would do: take `new byte[]`.
/// - **Cost** `allocateHandle`, `getLong`, `setLong`, `mark`, `rewind`, `scope`, `reset` O(1); 16
///   heap bytes a handle or open mark, alignment, and at a chunk's end less than the block that did
///   not fit.
/// - **Allocation** none by handles, marks and scopes once the chunks and the handle table have
///   grown; a `MemorySegment` is one object.
/// - **Threads** one thread: the one that built it, for ever; another gets a
///   `WrongThreadException`. Segments of a `shared` arena may be passed on, those of another one
///   may not.
/// - **Errors** dead handle or mark, closed, over the limit: `IllegalStateException`; outside of a
///   block: `IndexOutOfBoundsException`; memory is not zeroed, and a segment that outlives a reset
///   reads what came after it; never closed: the native memory leaks.
/// - **Source** Hanson, Fast allocation and deallocation of memory based on object lifetimes,
///   Software: Practice and Experience 1990; handles as in generational slot maps.
/// - **Copies with** `HandleTable`.
public final class BumpArena implements SegmentAllocator, AutoCloseable {
  /*
   * Memory is a list of native chunks. One is current; a block is the next free stretch of it. What
   * names a block and says whether it lives is the HandleTable.
   *
   *   chunks   [ full ][ full ][ current      ][ free ][ free ]     chunkCount = 5
   *                             ^base   ^next  ^last
   *
   * Invariants: chunks [0, current) and [base, next) are in use, the rest is free. A current chunk
   * with next = base counts as free: only blocks of size 0 can be in it. Without a chunk, and when
   * closed, last = -1: no request fits, so that the path that grows is also the one that finds the
   * arena closed.
   */
  private static final long MAX_CHUNK_BYTES = HandleTable.MAX_PLACE; // a mark may stand at its end
  private static final long CHUNK_ALIGN = 64; // a cache line; more is taken from the chunk

  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
  private static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.varHandle().withInvokeExactBehavior();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.varHandle().withInvokeExactBehavior();

  private final HandleTable handles;
  private int current;
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
  private final boolean shared;
  private Scope[] scopes = {};

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
    this(chunkBytes, maxBytes, false, new HandleTable());
  }

  BumpArena(long chunkBytes, long maxBytes, boolean shared, HandleTable handles) {
    HandleTable.checkLimits(chunkBytes, MAX_CHUNK_BYTES, maxBytes);
    this.chunkBytes = chunkBytes;
    this.maxBytes = maxBytes;
    this.shared = shared;
    this.handles = handles;
  }

  /// An arena of this thread whose segments any thread may touch until `trim` or `close`, which
  /// stop every thread of the JVM for each chunk given back: keep it, and reset it.
  ///
  /// @param chunkBytes the size of a chunk, at least 1; a larger block gets a chunk of its own
  /// @param maxBytes the limit of all chunks together, at least `chunkBytes`
  /// @return the arena
  public static BumpArena shared(long chunkBytes, long maxBytes) {
    return new BumpArena(chunkBytes, maxBytes, true, new HandleTable());
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
    HandleTable handles = this.handles;
    handles.reserve();
    HandleTable.checkRequest(size, align, HandleTable.MAX_BLOCK_BYTES);
    long start = room(size, align);
    next = start + size;
    return handles.add(current, start - base, size);
  }

  /// Reads a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  public long getLong(long handle, long offset) {
    return handles.isRecent(handle)
        ? (long) LONG.get(memory, handles.recentPlace(handle, offset, Long.BYTES))
        : (long) LONG.get(memory(handle), handles.place(handle, offset, Long.BYTES));
  }

  /// Writes a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  public void setLong(long handle, long offset, long value) {
    if (handles.isRecent(handle)) {
      LONG.set(memory, handles.recentPlace(handle, offset, Long.BYTES), value);
    } else {
      LONG.set(memory(handle), handles.place(handle, offset, Long.BYTES), value);
    }
  }

  /// Reads an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  public int getInt(long handle, long offset) {
    return handles.isRecent(handle)
        ? (int) INT.get(memory, handles.recentPlace(handle, offset, Integer.BYTES))
        : (int) INT.get(memory(handle), handles.place(handle, offset, Integer.BYTES));
  }

  /// Writes an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  public void setInt(long handle, long offset, int value) {
    if (handles.isRecent(handle)) {
      INT.set(memory, handles.recentPlace(handle, offset, Integer.BYTES), value);
    } else {
      INT.set(memory(handle), handles.place(handle, offset, Integer.BYTES), value);
    }
  }

  /// Reads a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @return the value
  public byte getByte(long handle, long offset) {
    return handles.isRecent(handle)
        ? (byte) BYTE.get(memory, handles.recentPlace(handle, offset, Byte.BYTES))
        : (byte) BYTE.get(memory(handle), handles.place(handle, offset, Byte.BYTES));
  }

  /// Writes a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @param value the value
  public void setByte(long handle, long offset, byte value) {
    if (handles.isRecent(handle)) {
      BYTE.set(memory, handles.recentPlace(handle, offset, Byte.BYTES), value);
    } else {
      BYTE.set(memory(handle), handles.place(handle, offset, Byte.BYTES), value);
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
    long place = handles.place(handle, offset, length);
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
    long place = handles.place(handle, offset, length);
    MemorySegment.copy(bytes, from, memory(handle), ValueLayout.JAVA_BYTE, place, length);
  }

  /// Hands out a block as a segment, not zeroed; safe to touch for ever, its own until the reset.
  ///
  /// @param size the bytes of the segment
  /// @param align the alignment of its address, a power of two
  /// @return the segment
  @Override
  public MemorySegment allocate(long size, long align) {
    handles.checkOwner();
    HandleTable.checkRequest(size, align, MAX_CHUNK_BYTES);
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
    return memory(handle).asSlice(handles.place(handle, 0, 0), handles.size(handle));
  }

  /// The bytes of a block.
  ///
  /// @param handle a live handle
  /// @return the size it was asked for with
  public long size(long handle) {
    return handles.size(handle);
  }

  /// Whether a handle or mark may still be used.
  ///
  /// @param handle any long
  /// @return true if it came from this arena and has not been freed
  public boolean isLive(long handle) {
    return handles.isLive(handle);
  }

  /// Remembers how far the arena is filled, for one `rewind`.
  ///
  /// @return the mark, always negative
  public long mark() {
    handles.reserve();
    return handles.addMark(current, next - base);
  }

  /// Frees what was handed out since a mark, and ends that mark and all younger ones.
  ///
  /// @param mark a live mark of this arena
  public void rewind(long mark) {
    handles.checkMark(mark);
    int chunk = handles.markedChunk(mark);
    if (chunk != current) {
      moveTo(chunk);
    }
    next = base + handles.markedPlace(mark);
    handles.freeFrom(mark);
  }

  /// Opens a scope, whose close frees what was handed out in it.
  ///
  /// @return the scope, lent until its close: the arena uses the object again
  public Scope scope() {
    int depth = handles.scopeDepth();
    if (depth >= scopes.length) {
      growScopes();
    }
    handles.openScope(depth, mark());
    return scopes[depth];
  }

  /// Frees every block, mark and scope, and keeps the chunks for what comes next.
  public void reset() {
    handles.checkOpen();
    moveTo(0);
    handles.freeFrom(0);
  }

  /// Gives the chunks that hold no block back to the system; stale segments in them then throw.
  public void trim() {
    trim(0);
  }

  /// Gives chunks that hold no block back to the system, until what is left is not more than a
  /// limit or holds blocks: `reset` and `trim` with a limit make up a policy of what to retain.
  ///
  /// @param keepBytes the reserved bytes to keep, at least 0
  public void trim(long keepBytes) {
    handles.checkOpen();
    if (keepBytes < 0) {
      throw new IllegalArgumentException("keepBytes: " + keepBytes + ", less than 0");
    }
    handles.trim();
    release(firstFree(), keepBytes);
  }

  /// The bytes that are handed out, alignment and unused ends of chunks included.
  ///
  /// @return the sum over the blocks
  public long allocatedBytes() {
    handles.checkOpen();
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
    handles.checkOpen();
    return reservedBytes;
  }

  /// The blocks with a handle, and the open marks.
  ///
  /// @return how many there are
  public int liveHandles() {
    handles.checkOpen();
    return handles.count();
  }

  /// Gives all memory back; segments and handles then throw; closing again does nothing.
  @Override
  public void close() {
    handles.checkOwner();
    if (!handles.isClosed()) {
      reset();
      release(0, 0);
      handles.close();
    }
  }

  private MemorySegment memory(long handle) {
    return chunks[handles.chunk(handle)];
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

  /* Makes a free or new chunk current, large enough for the request at any address. */
  private void grow(long size, long align) {
    handles.checkOpen();
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
    handles.changeChunk();
  }

  private int addChunk(long need, int free) {
    if (need > maxBytes - reservedBytes) {
      makeWay(need, free);
    }
    if (chunkCount == HandleTable.MAX_CHUNKS) {
      throw new IllegalStateException(
          "chunks: " + chunkCount + ", limit: " + HandleTable.MAX_CHUNKS);
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
    Arena arena = shared ? Arena.ofShared() : Arena.ofConfined();
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
    release(free, 0);
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
  private void release(int first, long keepBytes) {
    for (int i = chunkCount - 1; i >= first && reservedBytes > keepBytes; i--) {
      long bytes = chunks[i].byteSize();
      arenas[i].close();
      chunks[i] = MemorySegment.NULL; // a block of size 0 may still be here
      chunkCount = i;
      reservedBytes -= bytes;
    }
    if (first <= current) {
      moveTo(current); // which was empty
    }
  }

  private void growScopes() {
    int depth = scopes.length;
    Scope[] more = Arrays.copyOf(scopes, Math.max(4, 2 * depth));
    for (int i = depth; i < more.length; i++) {
      more[i] = new Scope(this, i);
    }
    scopes = more;
  }

  /// Part of {@link BumpArena}: what is handed out between its opening and its close.
  public static final class Scope implements AutoCloseable {
    private final BumpArena arena;
    private final int depth;

    private Scope(BumpArena arena, int depth) {
      this.arena = arena;
      this.depth = depth;
    }

    /// Frees what was handed out since; the innermost open scope is closed first, and only once.
    @Override
    public void close() {
      arena.rewind(arena.handles.endScope(depth));
    }
  }
}
