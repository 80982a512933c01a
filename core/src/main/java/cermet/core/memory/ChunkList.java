// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

/// Part of {@link BumpArena} and {@link HeapArena}: the chunks that their blocks are cut from.
abstract class ChunkList {
  /*
   * One chunk is current; a block is the next free stretch of it.
   *
   *   chunks   [ full ][ full ][ current      ][ free ][ free ]     chunkCount = 5
   *                             0      ^next   ^limit
   *
   * Chunks [0, current) and [0, next) of the current one are in use, the rest is free. A current
   * chunk with next = 0 counts as free: only blocks of size 0 can be in it. Without a chunk, and
   * when closed, limit = -1: no request fits, so that the path that makes room is also the one that
   * finds the arena closed.
   *
   * A HandleArena, and not the owner of one: its accesses find the fields without another step.
   */
  static final long CHUNK_ALIGN = 64; // of a chunk's address: a cache line
  private static final int MAX_CHUNKS = 1 << 28; // HandleArena has so many bits for an index

  long next; // where the next block may begin
  long limit = -1;
  int current;

  private int chunkCount;
  private long reservedBytes;
  private final long chunkBytes;
  private final long maxChunkBytes;
  private final long maxBytes;

  ChunkList(long chunkBytes, long maxChunkBytes, long maxBytes) {
    if (chunkBytes < 1 || chunkBytes > maxChunkBytes) {
      throw new IllegalArgumentException("chunkBytes: " + chunkBytes + ", limit: " + maxChunkBytes);
    }
    if (maxBytes < chunkBytes) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + ", chunkBytes: " + chunkBytes);
    }
    this.chunkBytes = chunkBytes;
    this.maxChunkBytes = maxChunkBytes;
    this.maxBytes = maxBytes;
  }

  /* The bytes of a chunk. */
  abstract long bytesOf(int chunk);

  /* Makes a chunk; what may fail comes before what changes anything. */
  abstract void addChunk(int chunk, long bytes);

  abstract void swapChunks(int i, int j);

  /* Gives a chunk up, and puts an empty one there, for blocks of size 0 may still be in it. */
  abstract void dropChunk(int chunk);

  /* Makes a chunk the one that accesses find in a field; the first may be an empty one. */
  abstract void useChunk(int chunk);

  /* What alignments beyond CHUNK_ALIGN count from; they may cost a new chunk `slack` bytes. */
  abstract long base();

  abstract long slack(long align);

  /* The bytes of all chunks. */
  final long reserved() {
    return reservedBytes;
  }

  /* The bytes in use, alignment and unused ends of chunks included. */
  final long used() {
    return bytesBefore(current) + next;
  }

  final long maxChunkBytes() {
    return maxChunkBytes;
  }

  /* The next place of an alignment in the current chunk, which may be too small for it. */
  final long aligned(long align) {
    long base = base();
    return (base + next + align - 1 & -align) - base;
  }

  /* Finds or makes a free chunk, large enough for the request at any address. */
  final int freeChunk(long size, long align) {
    long need = Math.max(1, size + slack(align));
    if (need > maxChunkBytes) {
      throw new IllegalArgumentException(
          "size: " + size + ", align: " + align + ", limit: " + maxChunkBytes);
    }
    int free = firstFree();
    for (int i = free; i < chunkCount; i++) {
      if (bytesOf(i) >= need) {
        return i;
      }
    }
    return append(need, free);
  }

  /* Makes a free chunk the current one; births name chunks by index: only free ones may move. */
  final void use(int chunk) {
    int free = firstFree();
    swapChunks(free, chunk);
    moveTo(free);
  }

  final void moveTo(int chunk) {
    current = chunk;
    next = 0;
    limit = chunk < chunkCount ? bytesOf(chunk) : -1;
    useChunk(chunk);
  }

  /* Gives free chunks up until no more than keepBytes are left, the last first. */
  final void releaseFree(long keepBytes) {
    release(firstFree(), keepBytes);
  }

  /* Gives up the chunks from an index on, the last first, so that a failure loses none. */
  private void release(int first, long keepBytes) {
    for (int i = chunkCount - 1; i >= first && reservedBytes > keepBytes; i--) {
      long bytes = bytesOf(i);
      dropChunk(i);
      chunkCount = i;
      reservedBytes -= bytes;
    }
    if (first <= current) {
      moveTo(current); // which was empty
    }
  }

  /* Makes a chunk behind the others and returns its index. */
  private int append(long need, int free) {
    if (need > maxBytes - reservedBytes) {
      makeWay(need, free);
    }
    if (chunkCount == MAX_CHUNKS) {
      throw new IllegalStateException("chunks: " + chunkCount + ", limit: " + MAX_CHUNKS);
    }
    long bytes = Math.max(need, Math.min(chunkBytes, maxBytes - reservedBytes));
    addChunk(chunkCount, bytes);
    reservedBytes += bytes;
    return chunkCount++;
  }

  /* Releases the free chunks, all of them too small, if that brings the request under the limit. */
  private void makeWay(long need, int free) {
    long used = bytesBefore(free);
    if (need > maxBytes - used) {
      throw new IllegalStateException(
          "limit: " + maxBytes + ", in use: " + used + ", requested: " + need);
    }
    release(free, 0);
  }

  private long bytesBefore(int end) {
    long sum = 0;
    for (int i = 0; i < end; i++) {
      sum += bytesOf(i);
    }
    return sum;
  }

  private int firstFree() {
    return next == 0 ? current : current + 1;
  }
}
