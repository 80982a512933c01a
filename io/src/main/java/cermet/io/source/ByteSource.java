// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An input seen through one reused byte[] window with readable padding behind the data.
///
/// - **Use** under a parser that works in place: words may be read past the last byte of data.
/// - **Avoid** to copy an input whole or to seek in it; take `Files`, `FileChannel`; and by its
///   path what is no regular file: take a pipe or a device as a stream.
/// - **Cost** `refill` O(bytes kept + bytes read), one read of at most 256 KiB; one extra copy by
///   the JDK for files and channels.
/// - **Allocation** none after construction and the first read of each thread, apart from what the
///   given stream or channel allocates itself.
/// - **Threads** one thread.
/// - **Errors** closed: `IllegalStateException`; window full: `IllegalStateException`; file shorter
///   than when it was opened: `EOFException`; an input that keeps giving no bytes: `IOException`; a
///   failed read loses nothing and may be tried again; an interrupt closes a file.
/// - **Source** unspecified; the padding is that of simdjson, Langdale and Lemire, VLDBJ 2019.
/// - **Copies with** nothing.
public final class ByteSource implements AutoCloseable {
  /*
   * window:  | dropped | unread data | room       | padding (64) |
   *          0        from          to         capacity     length
   *
   * refill(keepFrom) moves [keepFrom, to) to the front, so that from = 0, and reads once into the
   * room behind it. A caller that keeps everything (keepFrom = 0) moves nothing: a record that
   * arrives a byte at a time costs its length, not the square of it.
   *
   * Invariants: 0 <= from <= to <= capacity = window.length - PADDING; `offset` is the place of
   * window[0] in the input. They hold before the read starts, so a read that throws leaves the
   * kept bytes in place. What the padding holds is unspecified: old data, or zeros.
   *
   * The end is remembered: an input that has ended once is not asked again.
   */

  /// How many bytes behind `to()` are always readable; what they hold is unspecified.
  public static final int PADDING = 64;

  // The JDK reads files and channels through a native buffer as large as the request, which it
  // keeps for each thread; a window may be larger than we want that to be. The value is arbitrary,
  // about what a core's second cache holds.
  private static final int LARGEST_READ = 256 << 10;

  // The VM's longest array is a little shorter than 2^31 - 1.
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE - 8 - PADDING;

  // Arbitrary: a blocking input gives no bytes at most now and then.
  private static final int EMPTY_READS = 64;

  private final byte[] window;
  private int from;
  private int to;
  private long offset;
  private boolean ended;
  private boolean closed;
  private final Input input;
  private final @Nullable String name; // of an array none: it may be another soon

  private ByteSource(byte[] window, Input input, long offset, @Nullable String name) {
    this.window = window;
    this.input = input;
    this.offset = offset;
    this.name = name;
  }

  /// A whole file, up to the end that it has when it is reached.
  ///
  /// @param path the file
  /// @param window the most unread bytes held at once
  /// @return a source that closes the file when it is closed
  /// @throws IOException if the file cannot be opened
  public static ByteSource file(Path path, int window) throws IOException {
    Objects.requireNonNull(path, "path");
    byte[] bytes = allocate(window);
    FileChannel channel = open(path);
    try {
      String name = path.toString();
      return new ByteSource(
          bytes, new File(channel, true, name, 0, channel.size(), Long.MAX_VALUE, bytes), 0, name);
    } catch (Throwable e) {
      close(channel, e);
      throw e;
    }
  }

  /// The bytes of a file from one offset to another.
  ///
  /// @param path the file
  /// @param from the offset of the first byte
  /// @param to the offset behind the last byte, at most the size of the file
  /// @param window the most unread bytes held at once
  /// @return a source that closes the file when it is closed
  /// @throws IOException if the file cannot be opened
  public static ByteSource file(Path path, long from, long to, int window) throws IOException {
    Objects.requireNonNull(path, "path");
    byte[] bytes = allocate(window);
    FileChannel channel = open(path);
    try {
      long size = channel.size();
      if (from < 0 || from > to || to > size) {
        throw new IndexOutOfBoundsException(
            path + ": from: " + from + ", to: " + to + ", size: " + size);
      }
      String name = path.toString();
      return new ByteSource(bytes, new File(channel, true, name, from, to, to, bytes), from, name);
    } catch (Throwable e) {
      close(channel, e);
      throw e;
    }
  }

  /// The bytes of a stream; of a file in gzip, those of a `GZIPInputStream` over it.
  ///
  /// @param in the stream, closed with the source
  /// @param window the most unread bytes held at once
  /// @return a source
  public static ByteSource of(InputStream in, int window) {
    Objects.requireNonNull(in, "in");
    return new ByteSource(allocate(window), new Stream(in), 0, in.getClass().getName());
  }

  /// The bytes of a channel in blocking mode.
  ///
  /// @param in the channel, closed with the source
  /// @param window the most unread bytes held at once
  /// @return a source
  public static ByteSource of(ReadableByteChannel in, int window) {
    Objects.requireNonNull(in, "in");
    if (in instanceof SelectableChannel channel && !channel.isBlocking()) {
      throw new IllegalArgumentException("in: a channel in non-blocking mode");
    }
    byte[] bytes = allocate(window);
    return new ByteSource(bytes, new Channel(in, bytes), 0, in.getClass().getName());
  }

  /// The bytes of an array.
  ///
  /// @param bytes the array, read as the window moves on, never written
  /// @param window the most unread bytes held at once
  /// @return a source
  public static ByteSource of(byte[] bytes, int window) {
    Objects.requireNonNull(bytes, "bytes");
    return of(bytes, 0, bytes.length, window);
  }

  /// The bytes of a range of an array.
  ///
  /// @param bytes the array, read as the window moves on, never written
  /// @param from the index of the first byte, which is its offset too
  /// @param to the index behind the last byte
  /// @param window the most unread bytes held at once
  /// @return a source
  public static ByteSource of(byte[] bytes, int from, int to, int window) {
    Objects.requireNonNull(bytes, "bytes");
    Objects.checkFromToIndex(from, to, bytes.length);
    return new ByteSource(allocate(window), new Array(bytes, from, to), from, null);
  }

  /// The bytes of a buffer from its position to its limit, neither of which moves.
  ///
  /// @param bytes the buffer, read as the window moves on, never written
  /// @param window the most unread bytes held at once
  /// @return a source
  public static ByteSource of(ByteBuffer bytes, int window) {
    Objects.requireNonNull(bytes, "bytes");
    return new ByteSource(
        allocate(window), new Buffer(bytes), 0, "buffer[" + bytes.remaining() + "]");
  }

  /// The bytes of a segment.
  ///
  /// @param bytes the segment, read as the window moves on, never written, not closed
  /// @param window the most unread bytes held at once
  /// @return a source
  public static ByteSource of(MemorySegment bytes, int window) {
    Objects.requireNonNull(bytes, "bytes");
    return new ByteSource(
        allocate(window), new Segment(bytes), 0, "segment[" + bytes.byteSize() + "]");
  }

  /// A range of a channel that stays open when the source is closed.
  static ByteSource part(FileChannel channel, String name, long from, long to, int window) {
    byte[] bytes = allocate(window);
    return new ByteSource(bytes, new File(channel, false, name, from, to, to, bytes), from, name);
  }

  /// The array that holds the unread bytes, the same one for the life of the source.
  ///
  /// @return the array, `capacity() + PADDING` bytes long
  public byte[] window() {
    return window;
  }

  /// The index in the window of the first unread byte.
  ///
  /// @return the index
  public int from() {
    return from;
  }

  /// The index in the window behind the last unread byte.
  ///
  /// @return the index
  public int to() {
    return to;
  }

  /// Drops the bytes before an index, moves the rest to the front and reads more behind it, in one
  /// read; afterwards `from()` is 0, also when the end was reached or the read failed.
  ///
  /// @param keepFrom the index of the first byte to keep, from `from()` to `to()`
  /// @return true if bytes were added, false if the input has ended
  /// @throws IOException as the input throws it; the kept bytes are still there
  public boolean refill(int keepFrom) throws IOException {
    int kept = to - keepFrom;
    if (keepFrom < from || kept < 0) {
      throw new IndexOutOfBoundsException(
          name() + ": keepFrom: " + keepFrom + ", unread: " + from + " to " + to);
    }
    if (closed) {
      throw new IllegalStateException(name() + ": closed");
    }
    int room = capacity() - kept;
    if (room == 0) {
      throw new IllegalStateException(
          name() + ": window of " + capacity() + " bytes is full at byte " + (offset + keepFrom));
    }
    if (keepFrom != 0) {
      System.arraycopy(window, keepFrom, window, 0, kept);
      offset += keepFrom;
      from = 0;
      to = kept;
    }
    if (ended) {
      return false;
    }
    int count = read(kept, Math.min(room, LARGEST_READ));
    if (count < 0) {
      ended = true;
      return false;
    }
    to = kept + count;
    return true;
  }

  /// Drops the bytes before an index without moving or reading any; a new source has none to drop
  /// before a `refill`.
  ///
  /// @param newFrom the index of the first byte to keep, from `from()` to `to()`
  public void advance(int newFrom) {
    if (newFrom < from || newFrom > to) {
      throw new IndexOutOfBoundsException(
          name() + ": newFrom: " + newFrom + ", unread: " + from + " to " + to);
    }
    from = newFrom;
  }

  /// The offset in the input of the window's first byte, `window()[0]`.
  ///
  /// @return the offset, for a range counted from the start of the whole file or array
  public long offset() {
    return offset;
  }

  /// The most unread bytes that the window holds at once.
  ///
  /// @return the window size given at construction
  public int capacity() {
    return window.length - PADDING;
  }

  /// What errors call this source: the path of a file, else the kind of input.
  ///
  /// @return the name
  public String name() {
    return name == null ? input.toString() : name;
  }

  /// Begins anew with a range of an array and the same window: for many small inputs in turn. Who
  /// reads from the source must begin anew too: a reader that can has a `reset` of its own.
  ///
  /// @param bytes the array, read as the window moves on, never written
  /// @param from the index of the first byte, which is its offset too
  /// @param to the index behind the last byte
  /// @throws IllegalStateException if the source is not one of an array, or closed
  public void reset(byte[] bytes, int from, int to) {
    Objects.requireNonNull(bytes, "bytes");
    Objects.checkFromToIndex(from, to, bytes.length);
    if (!(input instanceof Array array) || closed) {
      throw new IllegalStateException(name() + (closed ? ": closed" : ": not of an array"));
    }
    array.begin(bytes, from, to);
    this.from = 0;
    this.to = 0;
    offset = from;
    ended = false;
  }

  /// Closes the input; the unread bytes stay readable, `refill` fails; closing again does nothing.
  ///
  /// @throws IOException as the input throws it
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      input.close();
    }
  }

  @Override
  public String toString() {
    return name() + "[" + (offset + from) + ", " + (offset + to) + ")" + (closed ? " closed" : "");
  }

  private int read(int at, int length) throws IOException {
    for (int i = 0; i < EMPTY_READS; i++) {
      int count = input.read(window, at, length);
      if (count > length || count < -1) {
        throw new IOException(name() + ": read returned " + count + " for " + length + " bytes");
      }
      if (count != 0) {
        return count;
      }
      Thread.onSpinWait();
    }
    throw new IOException(
        name() + ": no bytes in " + EMPTY_READS + " reads at byte " + (offset + at));
  }

  private static byte[] allocate(int window) {
    if (window < 1 || window > LARGEST_WINDOW) {
      throw new IllegalArgumentException("window: " + window + ", at most " + LARGEST_WINDOW);
    }
    return new byte[window + PADDING];
  }

  /// Opens a file for positioned reads: a directory, a pipe or a device could be opened, but not
  /// read so.
  static FileChannel open(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      String what = Files.isDirectory(path) ? "Is a directory" : "not a regular file";
      throw new FileSystemException(path.toString(), null, what);
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  /// Closes a channel whose user could not be made for the given reason.
  static void close(FileChannel channel, Throwable failure) {
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private abstract static class Input {
    /// Reads 1 to `length` bytes, or returns -1 at the end; 0 asks to be called again.
    abstract int read(byte[] into, int at, int length) throws IOException;

    abstract void close() throws IOException;
  }

  private static final class Array extends Input {
    private byte[] bytes;
    private int next;
    private int end;

    Array(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.next = from;
      this.end = to;
    }

    void begin(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.next = from;
      this.end = to;
    }

    @Override
    public String toString() {
      return "byte[" + bytes.length + "]";
    }

    @Override
    int read(byte[] into, int at, int length) {
      int count = Math.min(length, end - next);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(bytes, next, into, at, count);
      next += count;
      return count;
    }

    @Override
    void close() {}
  }

  private static final class Buffer extends Input {
    private final ByteBuffer bytes;

    Buffer(ByteBuffer bytes) {
      this.bytes = bytes.duplicate();
    }

    @Override
    int read(byte[] into, int at, int length) {
      int count = Math.min(length, bytes.remaining());
      if (count == 0) {
        return -1;
      }
      bytes.get(into, at, count);
      return count;
    }

    @Override
    void close() {}
  }

  private static final class Segment extends Input {
    private final MemorySegment bytes;
    private long next;

    Segment(MemorySegment bytes) {
      this.bytes = bytes;
    }

    @Override
    int read(byte[] into, int at, int length) {
      int count = (int) Math.min(length, bytes.byteSize() - next);
      if (count == 0) {
        return -1;
      }
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, next, into, at, count);
      next += count;
      return count;
    }

    @Override
    void close() {}
  }

  private static final class Stream extends Input {
    private final InputStream in;

    Stream(InputStream in) {
      this.in = in;
    }

    @Override
    int read(byte[] into, int at, int length) throws IOException {
      return in.read(into, at, length);
    }

    @Override
    void close() throws IOException {
      in.close();
    }
  }

  private static final class Channel extends Input {
    private final ReadableByteChannel in;
    private final ByteBuffer view;

    Channel(ReadableByteChannel in, byte[] window) {
      this.in = in;
      this.view = ByteBuffer.wrap(window);
    }

    @Override
    int read(byte[] into, int at, int length) throws IOException {
      return in.read(view.clear().position(at).limit(at + length));
    }

    @Override
    void close() throws IOException {
      in.close();
    }
  }

  private static final class File extends Input {
    private final FileChannel channel;
    private final boolean owned;
    private final String name;
    private final ByteBuffer view;
    private long next;
    private final long expected; // the file ended here or later when it was opened
    private final long limit;

    File(
        FileChannel channel,
        boolean owned,
        String name,
        long from,
        long expected,
        long limit,
        byte[] window) {
      this.channel = channel;
      this.owned = owned;
      this.name = name;
      this.next = from;
      this.expected = expected;
      this.limit = limit;
      this.view = ByteBuffer.wrap(window);
    }

    @Override
    int read(byte[] into, int at, int length) throws IOException {
      int wanted = (int) Math.min(length, limit - next);
      if (wanted == 0) {
        return -1;
      }
      if (!channel.isOpen()) {
        throw new IllegalStateException(name + ": closed");
      }
      int count = channel.read(view.clear().position(at).limit(at + wanted), next);
      if (count > 0) {
        next += count;
      } else if (count < 0 && next < expected) {
        throw new EOFException(
            name + ": ends at byte " + next + ", had " + expected + " when it was opened");
      }
      return count;
    }

    @Override
    void close() throws IOException {
      if (owned) {
        channel.close();
      }
    }
  }
}
