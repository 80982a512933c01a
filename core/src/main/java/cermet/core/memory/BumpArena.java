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
/// - **Cost** `allocateHandle`, `getLong`, `setLong`, `mark`, `rewind`, `scope`, `reset` O(1), but
///   a new chunk is looked for among the free ones, and a rewind or new chunk fills in 8 bytes of
///   each handle that outlives it, once in its life; 16 heap bytes a handle or open mark,
///   alignment, and at a chunk's end less than the block that did not fit.
/// - **Allocation** none by handles, marks and scopes once the chunks and the handle table have
///   grown; a `MemorySegment` is one object.
/// - **Threads** one thread: the one that built it, for ever; another gets a
///   `WrongThreadException`. Segments of a `shared` arena may be passed on, those of another one
///   may not.
/// - **Errors** dead handle or mark, closed, over the limit: `IllegalStateException`; outside of a
///   block: `IndexOutOfBoundsException`; memory is not zeroed, and a segment that outlives a reset
///   reads what came after it; closed amid another thread's I/O on a shared arena's segment:
///   `IllegalStateException`, and it can be closed later; never closed: the native memory leaks.
/// - **Source** Hanson, Fast allocation and deallocation of memory based on object lifetimes,
///   Software: Practice and Experience 1990; handles as in generational slot maps.
/// - **Copies with** `HandleArena`, `ChunkList`.
public final class BumpArena extends HandleArena implements SegmentAllocator {
  /*
   * The memory of a ChunkList: a list of native segments. The current one stands in a field of
   * its own, so that accesses in a loop check it once.
   */
  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
  private static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.varHandle().withInvokeExactBehavior();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.varHandle().withInvokeExactBehavior();

  private MemorySegment memory = MemorySegment.NULL; // chunks[current]
  private MemorySegment[] chunks = {MemorySegment.NULL};
  private Arena[] arenas = new Arena[1]; // one a chunk, so that a chunk can be given back alone
  private final boolean shared;

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
    this(chunkBytes, maxBytes, false, freshGeneration());
  }

  BumpArena(long chunkBytes, long maxBytes, boolean shared, long generation) {
    super(chunkBytes, MAX_PLACE, maxBytes, generation);
    this.shared = shared;
  }

  /// An arena of this thread whose segments any thread may touch until `trim` or `close`, which
  /// stop every thread of the JVM for each chunk given back: keep it, and reset it.
  ///
  /// @param chunkBytes the size of a chunk, at least 1; a larger block gets a chunk of its own
  /// @param maxBytes the limit of all chunks together, at least `chunkBytes`
  /// @return the arena
  public static BumpArena shared(long chunkBytes, long maxBytes) {
    return new BumpArena(chunkBytes, maxBytes, true, freshGeneration());
  }

  /// Reads a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  @Override
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
  @Override
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
  @Override
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
  @Override
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
  @Override
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
  @Override
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
  @Override
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
  @Override
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
    long start = room(size, align);
    MemorySegment segment = memory.asSlice(start, size);
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

  /// Opens a scope, whose close frees what was handed out in it.
  ///
  /// @return the scope, lent until its close: the arena uses the object again
  @Override
  public Scope scope() {
    return (Scope) openScope();
  }

  @Override
  Scope newScope(int depth) {
    return new Scope(this, depth);
  }

  @Override
  long bytesOf(int chunk) {
    return chunks[chunk].byteSize();
  }

  @Override
  void addChunk(int chunk, long bytes) {
    if (chunk == chunks.length) {
      int length = Math.max(4, 2 * chunk);
      MemorySegment[] moreChunks = Arrays.copyOf(chunks, length);
      Arrays.fill(moreChunks, chunk, length, MemorySegment.NULL);
      Arena[] moreArenas = Arrays.copyOf(arenas, length);
      chunks = moreChunks;
      arenas = moreArenas;
    }
    Arena arena = shared ? Arena.ofShared() : Arena.ofConfined();
    chunks[chunk] = arena.allocate(bytes, CHUNK_ALIGN);
    arenas[chunk] = arena;
  }

  @Override
  void swapChunks(int i, int j) {
    MemorySegment chunk = chunks[i];
    chunks[i] = chunks[j];
    chunks[j] = chunk;
    Arena arena = arenas[i];
    arenas[i] = arenas[j];
    arenas[j] = arena;
  }

  @Override
  void dropChunk(int chunk) {
    arenas[chunk].close();
    chunks[chunk] = MemorySegment.NULL;
  }

  @Override
  void useChunk(int chunk) {
    memory = chunks[chunk];
  }

  @Override
  long base() {
    return memory.address();
  }

  @Override
  long slack(long align) {
    return Math.max(0, align - CHUNK_ALIGN);
  }

  private MemorySegment memory(long handle) {
    return chunks[chunk(handle)];
  }

  /// Part of {@link BumpArena}: what is handed out between its opening and its close.
  public static final class Scope extends OpenScope {
    private Scope(BumpArena arena, int depth) {
      super(arena, depth);
    }
  }
}
