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
/// - **Cost** `allocateHandle`, `getLong`, `setLong`, `mark`, `rewind`, `scope`, `reset` O(1), but
///   a new chunk is looked for among the free ones, and a rewind or new chunk fills in 8 bytes of
///   each handle that outlives it, once in its life; 16 bytes a handle or open mark, alignment, and
///   at a chunk's end less than the block that did not fit.
/// - **Allocation** none by handles, marks and scopes once the chunks and the handle table have
///   grown; a `Slice` is one object.
/// - **Threads** one thread: the one that built it, for ever; another gets a
///   `WrongThreadException`. Slices may be passed on.
/// - **Errors** dead handle or mark, closed, over the limit: `IllegalStateException`; outside of a
///   block: `IndexOutOfBoundsException`; memory used again is not zeroed, and a slice that outlives
///   a reset reads what came after it.
/// - **Source** Hanson, Fast allocation and deallocation of memory based on object lifetimes,
///   Software: Practice and Experience 1990; handles as in generational slot maps.
/// - **Copies with** `HandleArena`, `ChunkList`, `Slice`, `Digits`, `Characters`.
public final class HeapArena extends HandleArena {
  /*
   * The memory of a ChunkList: a list of byte arrays, the current one in a field of its own.
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

  private byte[] memory = NONE; // chunks[current]
  private byte[][] chunks = {NONE};

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
    this(chunkBytes, maxBytes, freshGeneration());
  }

  HeapArena(long chunkBytes, long maxBytes, long generation) {
    super(chunkBytes, MAX_CHUNK_BYTES, maxBytes, generation);
  }

  /// Reads a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @return the value
  @Override
  public long getLong(long handle, long offset) {
    return isRecent(handle)
        ? (long) LONG.get(memory, (int) recentPlace(handle, offset, Long.BYTES))
        : (long) LONG.get(memory(handle), (int) place(handle, offset, Long.BYTES));
  }

  /// Writes a long in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  @Override
  public void setLong(long handle, long offset, long value) {
    if (isRecent(handle)) {
      LONG.set(memory, (int) recentPlace(handle, offset, Long.BYTES), value);
    } else {
      LONG.set(memory(handle), (int) place(handle, offset, Long.BYTES), value);
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
        ? (int) INT.get(memory, (int) recentPlace(handle, offset, Integer.BYTES))
        : (int) INT.get(memory(handle), (int) place(handle, offset, Integer.BYTES));
  }

  /// Writes an int in native byte order, at any alignment.
  ///
  /// @param handle a live handle
  /// @param offset the first byte's place in the block
  /// @param value the value
  @Override
  public void setInt(long handle, long offset, int value) {
    if (isRecent(handle)) {
      INT.set(memory, (int) recentPlace(handle, offset, Integer.BYTES), value);
    } else {
      INT.set(memory(handle), (int) place(handle, offset, Integer.BYTES), value);
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
        ? memory[(int) recentPlace(handle, offset, Byte.BYTES)]
        : memory(handle)[(int) place(handle, offset, Byte.BYTES)];
  }

  /// Writes a byte.
  ///
  /// @param handle a live handle
  /// @param offset its place in the block
  /// @param value the value
  @Override
  public void setByte(long handle, long offset, byte value) {
    if (isRecent(handle)) {
      memory[(int) recentPlace(handle, offset, Byte.BYTES)] = value;
    } else {
      memory(handle)[(int) place(handle, offset, Byte.BYTES)] = value;
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
    int place = (int) place(handle, offset, length);
    System.arraycopy(memory(handle), place, into, at, length);
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
    int place = (int) place(handle, offset, length);
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
    int start = (int) room(size, align);
    var slice = new Slice(memory, start, start + (int) size);
    next = slice.to();
    return slice;
  }

  /// The block of a handle as a slice; it does not notice when the handle dies.
  ///
  /// @param handle a live handle
  /// @return the slice
  public Slice slice(long handle) {
    int place = (int) place(handle, 0, 0);
    return new Slice(memory(handle), place, place + (int) size(handle));
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
    return chunks[chunk].length;
  }

  @Override
  void addChunk(int chunk, long bytes) {
    if (chunk == chunks.length) {
      byte[][] more = Arrays.copyOf(chunks, Math.max(4, 2 * chunk));
      Arrays.fill(more, chunk, more.length, NONE);
      chunks = more;
    }
    chunks[chunk] = new byte[(int) bytes];
  }

  @Override
  void swapChunks(int i, int j) {
    byte[] chunk = chunks[i];
    chunks[i] = chunks[j];
    chunks[j] = chunk;
  }

  @Override
  void dropChunk(int chunk) {
    chunks[chunk] = NONE;
  }

  @Override
  void useChunk(int chunk) {
    memory = chunks[chunk];
  }

  @Override
  long base() {
    return 0;
  }

  @Override
  long slack(long align) {
    return 0; // every chunk begins at place 0
  }

  private byte[] memory(long handle) {
    return chunks[chunk(handle)];
  }

  /// Part of {@link HeapArena}: what is handed out between its opening and its close.
  public static final class Scope extends OpenScope {
    private Scope(HeapArena arena, int depth) {
      super(arena, depth);
    }
  }
}
