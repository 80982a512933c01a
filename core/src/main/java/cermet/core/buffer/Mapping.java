// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Part of {@link MappedBuffer}: its file, open, and the memory that it is mapped to.
final class Mapping {
  /*
   * One mapping of the whole file from its start, in a shared arena of its own. To map again: first
   * the new mapping, then the old one goes, so that what fails has changed nothing, the length of
   * the file aside. The channel is handed on from one to the next. An interrupt may close it: then
   * the mapping stays as it is to its end, but the file cannot be mapped again.
   */

  final Path file;
  final MemorySegment memory;
  final ByteBuffer near; // made here, so that nothing is left to fail when a mapping is taken over
  private final FileChannel channel;
  private final MapMode mode;
  private final Arena arena = Arena.ofShared();

  private Mapping(Path file, FileChannel channel, MapMode mode, long capacity) throws IOException {
    this.file = file;
    this.channel = channel;
    this.mode = mode;
    try {
      memory = channel.map(mode, 0, capacity, arena);
      near = NativeBuffer.near(memory);
    } catch (Throwable failure) {
      arena.close();
      throw failure;
    }
  }

  /* A file of zeros, which is not there yet. */
  static Mapping create(Path file, long capacity) throws IOException {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      return new Mapping(file, channel, MapMode.READ_WRITE, capacity);
    } catch (Throwable failure) {
      channel.close();
      Files.deleteIfExists(file);
      throw failure;
    }
  }

  /* All of a file that has a least size. */
  static Mapping open(Path file, long least, MapMode mode) throws IOException {
    if (least < 0) {
      throw new IllegalArgumentException("least: " + least);
    }
    FileChannel channel =
        mode.equals(MapMode.READ_WRITE)
            ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new Mapping(file, channel, mode, size(file, channel, least));
    } catch (Throwable failure) {
      channel.close();
      throw failure;
    }
  }

  /* The size of the file now, refused if it is below the least. */
  private static long size(Path file, FileChannel channel, long least) throws IOException {
    long size = channel.size();
    if (size < least) {
      throw new IOException(file + ": shorter than expected: " + size + " bytes of " + least);
    }
    return size;
  }

  /* Extends the file by zeros, maps it anew, and gives this mapping up. */
  Mapping grown(long capacity) throws IOException {
    if (!mode.equals(MapMode.READ_WRITE)) {
      throw new UnsupportedOperationException("read-only: " + file);
    }
    long now = memory.byteSize();
    if (capacity < now) {
      throw new IllegalArgumentException("capacity: " + capacity + ", now: " + now);
    }
    return again(Math.max(capacity, size(file, channel, now)));
  }

  /* Maps the file anew, as long as it is now, and gives this mapping up. */
  Mapping remapped() throws IOException {
    return again(size(file, channel, memory.byteSize()));
  }

  private Mapping again(long capacity) throws IOException {
    var anew = new Mapping(file, channel, mode, capacity);
    try {
      arena.close(); // throws while another thread does I/O on it
    } catch (Throwable failure) {
      anew.arena.close();
      throw failure;
    }
    return anew;
  }

  boolean isOpen() {
    return arena.scope().isAlive();
  }

  void close() throws IOException {
    arena.close();
    channel.close();
  }
}
