// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import cermet.core.text.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// Byte arrays handed out in pieces by moving an offset forward, the pieces freed together.
///
/// - **Use** for the many small byte strings and records of one phase that end at once, where code
///   wants arrays or slices.
/// - **Avoid** when pieces end one by one, or when a few a request would do: take `new byte[]`; for
///   blocks that native code reads: take `BumpArena`.
/// - **Cost** `allocateHandle`, `getLong`, `setLong`, `mark`, `rewind`, `scope`, `reset` O(1); 16
///   bytes a handle or open mark, alignment, and at a chunk's end less than the block that did not
///   fit.
/// - **Allocation** none by handles, marks and scopes once the chunks and the handle table have
///   grown; a `Slice` is one object.
/// - **Threads** one thread: the one that built it, for ever; another gets a
///   `WrongThreadException`. Slices may be passed on.
/// - **Errors** dead handle or mark, closed, over the limit: `IllegalStateException`; outside of a
///   block: `IndexOutOfBoundsException`; memory used again is not zeroed, and a slice that outlives
///   a reset reads what came after it.
/// - **Source** Hanson, Fast allocation and deallocation of memory based on object lifetimes,
///   Software: Practice and Experience 1990; handles as in generational slot maps.
/// - **Copies with** `HandleTable`, `Slice`, `Digits`.
public final class HeapArena implements AutoCloseable {
  /*
   * Memory is a list of byte arrays. One is current; a block is the next free stretch of it. What
   * names a block and says whether it lives is the HandleTable.
   *
   *   chunks   [ full ][ full ][ current      ][ free ][ free ]     chunkCount = 5
   *                             0      ^next   ^last
   *
   * Invariants: chunks [0, current) and [0, next) are in use, the rest is free. A current chunk with
   * next = 0 counts as free: only blocks of size 0 can be in it. Without a chunk, and when closed,
   * last = -1: no request fits, so that the path that grows is also the one that finds the arena
   * closed.
   *
   * An alignment is that of the place in the chunk: where the JVM puts an array is its own business.
   */
  private static final int MAX_CHUNK_BYTES = Integer.MAX_VALUE - 8; // what any JVM can allocate
  private static final byte[] NONE = {};

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  private final HandleTable handles;
  private int current;
  private byte[] memory = NONE; // chunks[current]
  private int next;
  private int last = -1; // memory.length

  private byte[][] chunks = {};
  private int chunkCount;
  private long reservedBytes;
  private final long chunkBytes;
  private final long maxBytes;
  private Scope[] scopes = {};

  /// An arena that grows by chunks of `chunkBytes`, without a limit.
  ///
  /// @param chunkBytes the size of a chunk, at least 1; a larger block gets a chunk of its own
  public HeapArena(long chunkBytes) {
    this(chunkBytes, Long.MAX_VALUE);
  }

  /// An arena that grows by chunks of `chunkBytes` and never reserves more than `maxBytes`.
  ///
  /// @param chunkBytes the size of a chunk, at least 1; a larger block gets a chunk of its own
  /// @param maxBytes the limit of all chunks together, at least `chunkBytes`
  public HeapArena(long chunkBytes, long maxBytes) {
    this(chunkBytes, maxBytes, new HandleTable());
  }

  HeapArena(long chunkBytes, long maxBytes, HandleTable handles) {
    HandleTable.checkLimits(chunkBytes, MAX_CHUNK_BYTES, maxBytes);
    this.chunkBytes = chunkBytes;
    this.maxBytes = maxBytes;
    this.handles = handles;
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
  /// @param align the alignment of its place in the chunk, a power of two
  /// @return its handle, never 0 and never negative
  public long allocateHandle(long size, long align) {
    HandleTable handles = this.handles;
    handles.reserve();
    HandleTable.checkRequest(size, align, HandleTable.MAX_BLOCK_BYTES);
    int start = room(size, align);
    next = start + (int) size;
    return handles.add(current, start, size);
  }

  /// Reads a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  public long getLong(long handle, long offset) {
    return handles.isRecent(handle)
        ? (long) LONG.get(memory, (int) handles.recentPlace(handle, offset, Long.BYTES))
        : (long) LONG.get(memory(handle), (int) handles.place(handle, offset, Long.BYTES));
  }

  /// Writes a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  public void setLong(long handle, long offset, long value) {
    if (handles.isRecent(handle)) {
      LONG.set(memory, (int) handles.recentPlace(handle, offset, Long.BYTES), value);
    } else {
      LONG.set(memory(handle), (int) handles.place(handle, offset, Long.BYTES), value);
    }
  }

  /// Reads an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  public int getInt(long handle, long offset) {
    return handles.isRecent(handle)
        ? (int) INT.get(memory, (int) handles.recentPlace(handle, offset, Integer.BYTES))
        : (int) INT.get(memory(handle), (int) handles.place(handle, offset, Integer.BYTES));
  }

  /// Writes an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  public void setInt(long handle, long offset, int value) {
    if (handles.isRecent(handle)) {
      INT.set(memory, (int) handles.recentPlace(handle, offset, Integer.BYTES), value);
    } else {
      INT.set(memory(handle), (int) handles.place(handle, offset, Integer.BYTES), value);
    }
  }

  /// Reads a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @return the value
  public byte getByte(long handle, long offset) {
    return handles.isRecent(handle)
        ? memory[(int) handles.recentPlace(handle, offset, Byte.BYTES)]
        : memory(handle)[(int) handles.place(handle, offset, Byte.BYTES)];
  }

  /// Writes a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @param value the value
  public void setByte(long handle, long offset, byte value) {
    if (handles.isRecent(handle)) {
      memory[(int) handles.recentPlace(handle, offset, Byte.BYTES)] = value;
    } else {
      memory(handle)[(int) handles.place(handle, offset, Byte.BYTES)] = value;
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
    int place = (int) handles.place(handle, offset, length);
    System.arraycopy(memory(handle), place, into, at, length);
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
    int place = (int) handles.place(handle, offset, length);
    System.arraycopy(bytes, from, memory(handle), place, length);
  }

  /// Hands out a block as a slice, not zeroed.
  ///
  /// @param size the bytes of the slice
  /// @return the slice
  public Slice allocate(long size) {
    return allocate(size, 1);
  }

  /// Hands out a block as a slice, not zeroed; safe to touch for ever, its own until the reset.
  ///
  /// @param size the bytes of the slice
  /// @param align the alignment of its place in the chunk, a power of two
  /// @return the slice
  public Slice allocate(long size, long align) {
    handles.checkOwner();
    HandleTable.checkRequest(size, align, MAX_CHUNK_BYTES);
    int start = room(size, align);
    var slice = new Slice(memory, start, start + (int) size);
    next = slice.to();
    return slice;
  }

  /// The block of a handle as a slice; it does not notice when the handle dies.
  ///
  /// @param handle a live handle
  /// @return the slice
  public Slice slice(long handle) {
    int place = (int) handles.place(handle, 0, 0);
    return new Slice(memory(handle), place, place + (int) handles.size(handle));
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
    return handles.addMark(current, next);
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
    next = (int) handles.markedPlace(mark);
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

  /// Leaves the chunks that hold no block to the garbage collector.
  public void trim() {
    trim(0);
  }

  /// Leaves chunks that hold no block to the garbage collector, until what is left is not more than
  /// a limit or holds blocks: `reset` and `trim` with a limit make up a policy of what to retain.
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
    long sum = next;
    for (int i = 0; i < current; i++) {
      sum += chunks[i].length;
    }
    return sum;
  }

  /// The bytes of all chunks, used or free.
  ///
  /// @return the heap memory that the arena holds
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

  /// Lets go of all memory; handles then throw; closing again does nothing.
  @Override
  public void close() {
    handles.checkOwner();
    if (!handles.isClosed()) {
      reset();
      release(0, 0);
      handles.close();
    }
  }

  private byte[] memory(long handle) {
    return chunks[handles.chunk(handle)];
  }

  /* The place of the next block, in the current chunk or in one that has room for it. */
  private int room(long size, long align) {
    long start = next + align - 1 & -align;
    if (start <= last - size) {
      return (int) start;
    }
    grow(size);
    return 0;
  }

  /* Makes a free or new chunk current, large enough for the request. */
  private void grow(long size) {
    handles.checkOpen();
    int need = (int) Math.max(1, size);
    int free = firstFree();
    int fit = free;
    while (fit < chunkCount && chunks[fit].length < need) {
      fit++;
    }
    if (fit == chunkCount) {
      fit = addChunk(need, free);
    }
    byte[] chunk = chunks[fit]; // handles name chunks by index: only free ones may change places
    chunks[fit] = chunks[free];
    chunks[free] = chunk;
    moveTo(free);
    handles.changeChunk();
  }

  private int addChunk(int need, int free) {
    if (need > maxBytes - reservedBytes) {
      makeWay(need, free);
    }
    if (chunkCount == HandleTable.MAX_CHUNKS) {
      throw new IllegalStateException(
          "chunks: " + chunkCount + ", limit: " + HandleTable.MAX_CHUNKS);
    }
    if (chunkCount == chunks.length) {
      byte[][] more = Arrays.copyOf(chunks, Math.max(4, 2 * chunkCount));
      Arrays.fill(more, chunkCount, more.length, NONE);
      chunks = more;
    }
    long bytes = Math.max(need, Math.min(chunkBytes, maxBytes - reservedBytes));
    chunks[chunkCount] = new byte[(int) bytes];
    reservedBytes += bytes;
    return chunkCount++;
  }

  /* Releases the free chunks, all of them too small, if that brings the request under the limit. */
  private void makeWay(long need, int free) {
    long used = 0;
    for (int i = 0; i < free; i++) {
      used += chunks[i].length;
    }
    if (need > maxBytes - used) {
      throw new IllegalStateException(
          "limit: " + maxBytes + ", in use: " + used + ", requested: " + need);
    }
    release(free, 0);
  }

  private int firstFree() {
    return next == 0 ? current : current + 1;
  }

  private void moveTo(int chunk) {
    current = chunk;
    next = 0;
    if (chunk < chunkCount) {
      memory = chunks[chunk];
      last = memory.length;
    } else {
      memory = NONE;
      last = -1;
    }
  }

  private void release(int first, long keepBytes) {
    while (chunkCount > first && reservedBytes > keepBytes) {
      chunkCount--;
      reservedBytes -= chunks[chunkCount].length;
      chunks[chunkCount] = NONE; // a block of size 0 may still be here
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

  /// Part of {@link HeapArena}: what is handed out between its opening and its close.
  public static final class Scope implements AutoCloseable {
    private final HeapArena arena;
    private final int depth;

    private Scope(HeapArena arena, int depth) {
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
