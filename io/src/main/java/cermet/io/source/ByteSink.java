// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An output behind one reused byte[] window, to which numbers and text are appended.
///
/// - **Use** under a writer of records, lines or messages.
/// - **Avoid** to build one text in memory: take `TextBuilder`; to copy a file: take `Files`.
/// - **Cost** `append`, `appendFixed`, `reserve` O(bytes); one write to the output a window; one
///   extra copy by the JDK for files and channels.
/// - **Allocation** none after construction, the first write of each thread and the first text
///   longer than a third of the window, apart from what the given stream or channel allocates
///   itself; a char beyond ASCII is made a text.
/// - **Threads** one thread.
/// - **Errors** closed: `IllegalStateException`; unpaired surrogate: `IllegalArgumentException`,
///   nothing of the text appended; a failed write: `IOException` that says how many bytes the
///   output has at least; the others stay in the window and may be written again, but an interrupt
///   closes a file for good.
/// - **Source** unspecified.
/// - **Copies with** `Decimals`, `Digits`, `Characters`, `Slice`, `Tens`, `Utf8`, `Utf8Encoding`.
public final class ByteSink implements AutoCloseable {
  /*
   * window:  | appended, not written | room       |
   *          0                       to           window.length
   *
   * Room is made before anything is appended, by writing the whole window; `to` moves last. A write
   * that fails half-way moves the rest to the front: `written` and the window together always hold
   * every byte that was appended, once, in order. What throws, a stream or a channel, does not say
   * how far it came: there the whole write counts as failed, though the output may have some of it.
   *
   * A text or an array longer than the window goes through it in pieces; whether a text is well
   * formed is known before its first piece.
   *
   * A closed sink has the limit -1, so that the look for room is the look whether it is closed.
   *
   * All of this counts from the last `reset` on, which drops what is in the window.
   */

  /// The least size of a window: every number has room in it.
  public static final int LEAST_WINDOW = 64;

  private static final int LONGEST_NUMBER = 32; // more than any long, decimal or double takes
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE - 8; // what a JVM gives an array
  private static final int LARGEST_WRITE = 256 << 10; // as ByteSource's reads
  private static final int EMPTY_WRITES = 64; // in a row; arbitrary: a blocking output takes a byte
  private static final int LONGEST_PIECE = 1024; // chars of a long text; arbitrary
  private static final char[] NO_CHARS = {};

  private final byte[] window;
  private int to;
  private int limit;
  private long written;
  private char[] piece = NO_CHARS; // made for the first long text
  private final Output output;
  private final @Nullable String name; // of an array none: it may be another soon

  private ByteSink(byte[] window, Output output, @Nullable String name) {
    this.window = window;
    this.limit = window.length;
    this.output = output;
    this.name = name;
  }

  /// A file, created if it is not there and emptied if it is.
  ///
  /// @param path the file
  /// @param window the bytes that are gathered before they are written
  /// @return a sink that closes the file when it is closed
  /// @throws IOException if the file cannot be opened
  public static ByteSink file(Path path, int window) throws IOException {
    return file(
        path,
        window,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  /// A file, opened as the options say.
  ///
  /// @param path the file
  /// @param window the bytes that are gathered before they are written
  /// @param options as `FileChannel.open` takes them, `WRITE` or `APPEND` among them
  /// @return a sink that closes the file when it is closed
  /// @throws IOException if the file cannot be opened
  public static ByteSink file(Path path, int window, OpenOption... options) throws IOException {
    Objects.requireNonNull(path, "path");
    Set<OpenOption> wanted = Set.copyOf(Arrays.asList(options)); // one may be there twice
    if (!wanted.contains(StandardOpenOption.WRITE) && !wanted.contains(StandardOpenOption.APPEND)) {
      throw new IllegalArgumentException("options: " + wanted + ", neither WRITE nor APPEND");
    }
    byte[] bytes = allocate(window);
    return new ByteSink(bytes, new Channel(FileChannel.open(path, wanted), bytes), path.toString());
  }

  /// A stream.
  ///
  /// @param out the stream, flushed and closed with the sink
  /// @param window the bytes that are gathered before they are written
  /// @return a sink
  public static ByteSink of(OutputStream out, int window) {
    Objects.requireNonNull(out, "out");
    return new ByteSink(allocate(window), new Stream(out), out.getClass().getName());
  }

  /// A channel in blocking mode.
  ///
  /// @param out the channel, closed with the sink
  /// @param window the bytes that are gathered before they are written
  /// @return a sink
  public static ByteSink of(WritableByteChannel out, int window) {
    Objects.requireNonNull(out, "out");
    if (out instanceof SelectableChannel channel && !channel.isBlocking()) {
      throw new IllegalArgumentException("out: a channel in non-blocking mode");
    }
    byte[] bytes = allocate(window);
    return new ByteSink(bytes, new Channel(out, bytes), out.getClass().getName());
  }

  /// A range of an array; what does not fit there fails as a full disk does.
  ///
  /// @param into the array
  /// @param from the index of the first byte that is written
  /// @param to the index after the last
  /// @param window the bytes that are gathered before they are written
  /// @return a sink
  public static ByteSink of(byte[] into, int from, int to, int window) {
    Objects.requireNonNull(into, "into");
    Objects.checkFromToIndex(from, to, into.length);
    return new ByteSink(allocate(window), new Array(into, from, to), null);
  }

  /// Appends a byte.
  ///
  /// @param value the byte
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink append(byte value) throws IOException {
    int at = reserve(1);
    window[at] = value;
    to = at + 1;
    return this;
  }

  /// Appends a char as UTF-8.
  ///
  /// @param value the char, no surrogate
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink append(char value) throws IOException {
    return value < 0x80 ? append((byte) value) : append(String.valueOf(value));
  }

  /// Appends a number as `Integer.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink append(int value) throws IOException {
    to = Digits.print(value, window, reserve(LONGEST_NUMBER));
    return this;
  }

  /// Appends a number as `Long.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink append(long value) throws IOException {
    to = Digits.print(value, window, reserve(LONGEST_NUMBER));
    return this;
  }

  /// Appends a number as `Double.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink append(double value) throws IOException {
    to = Decimals.printDouble(value, window, reserve(LONGEST_NUMBER));
    return this;
  }

  /// Appends a number as `Float.toString` prints it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink append(float value) throws IOException {
    to = Decimals.printFloat(value, window, reserve(LONGEST_NUMBER));
    return this;
  }

  /// Appends a decimal, as [Digits#printFixed(long, int, byte[], int)] prints it.
  ///
  /// @param value the number times ten to the power of the scale
  /// @param scale how many digits follow the point, 0 to 18; 0: no point is printed
  /// @return this
  /// @throws IOException if the window was full and the write failed: nothing is appended
  public ByteSink appendFixed(long value, int scale) throws IOException {
    to = Digits.printFixed(value, scale, window, reserve(LONGEST_NUMBER));
    return this;
  }

  /// Appends a text as UTF-8.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  /// @throws IOException if a write failed: the text is appended up to some code point of it
  public ByteSink append(String text) throws IOException {
    if (text.length() <= window.length / 3) {
      to = Utf8.encode(text, window, reserve(3 * text.length()));
    } else {
      appendLong(text);
    }
    return this;
  }

  /// Appends the bytes of a slice.
  ///
  /// @param slice the slice, not of the window
  /// @return this
  /// @throws IOException if a write failed: the first of the bytes may be appended
  public ByteSink append(Slice slice) throws IOException {
    return append(slice.bytes(), slice.from(), slice.to());
  }

  /// Appends bytes.
  ///
  /// @param bytes the array, not the window
  /// @param start the first index
  /// @param end the index after the last
  /// @return this
  /// @throws IOException if a write failed: the first of the bytes may be appended
  public ByteSink append(byte[] bytes, int start, int end) throws IOException {
    Objects.checkFromToIndex(start, end, bytes.length);
    reserve(0); // fails if closed
    for (int at = start; ; ) {
      int count = Math.min(end - at, window.length - to);
      System.arraycopy(bytes, at, window, to, count);
      to += count;
      at += count;
      if (at == end) {
        return this;
      }
      write();
    }
  }

  /// Makes room in the window, for a caller that writes there himself and then calls `advance`.
  ///
  /// @param room how many bytes, at most the window's length
  /// @return the index in the window where they go
  /// @throws IOException if the window was written and that failed: nothing is lost
  public int reserve(int room) throws IOException {
    int at = to;
    return room <= limit - at && room >= 0 ? at : makeRoom(room);
  }

  /// Says up to where the caller has written in the window.
  ///
  /// @param newTo the index after the last byte, from `to()` to the window's length
  public void advance(int newTo) {
    if (newTo < to || newTo > limit) {
      checkOpen();
      throw new IndexOutOfBoundsException(
          name() + ": newTo: " + newTo + ", not " + to + " to " + window.length);
    }
    to = newTo;
  }

  /// The array that holds what is not yet written, the same one for the life of the sink.
  ///
  /// @return the array
  public byte[] window() {
    return window;
  }

  /// The index in the window where the next byte goes.
  ///
  /// @return how many bytes are not yet written
  public int to() {
    return to;
  }

  /// How many bytes were appended.
  ///
  /// @return those that the output has and those in the window
  public long position() {
    return written + to;
  }

  /// How many bytes the output has.
  ///
  /// @return the number
  public long written() {
    return written;
  }

  /// What errors call this sink: the path of a file, else the kind of output.
  ///
  /// @return the name
  public String name() {
    return name == null ? output.toString() : name;
  }

  /// Begins anew with a range of an array and the same window: for many small outputs in turn; what
  /// was not flushed is dropped. Who writes to the sink must begin anew too: a writer that can has
  /// a `reset` of its own.
  ///
  /// @param into the array
  /// @param from the index of the first byte that is written
  /// @param to the index after the last
  /// @throws IllegalStateException if the sink is not one of an array, or closed
  public void reset(byte[] into, int from, int to) {
    Objects.requireNonNull(into, "into");
    Objects.checkFromToIndex(from, to, into.length);
    if (!(output instanceof Array array) || limit < 0) {
      throw new IllegalStateException(name() + (limit < 0 ? ": closed" : ": not of an array"));
    }
    array.begin(into, from, to);
    this.to = 0;
    written = 0;
  }

  /// Gives all bytes to the output, and flushes a stream.
  ///
  /// @throws IOException if that failed; what the output does not have may be flushed again
  public void flush() throws IOException {
    write();
    output.flush();
  }

  /// Flushes, and waits until the bytes of a file, or of a channel to one, are on its device; those
  /// given to a stream are not waited for.
  ///
  /// @throws IOException if that failed
  public void force() throws IOException {
    flush();
    output.force();
  }

  /// Flushes and closes the output, the latter whatever the former throws; closing again does
  /// nothing.
  ///
  /// @throws IOException if that failed: bytes that the output does not have are still in the
  ///   window
  @Override
  public void close() throws IOException {
    if (limit < 0) {
      return;
    }
    Throwable failure = null;
    try {
      flush();
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      limit = -1;
      close(failure);
    }
  }

  @Override
  public String toString() {
    return name() + "[" + written + " + " + to + ")" + (limit < 0 ? " closed" : "");
  }

  @SuppressWarnings("ReferenceEquality") // a stream may keep its failure: not suppressed in itself
  private void close(@Nullable Throwable failure) throws IOException {
    try {
      output.close();
    } catch (Throwable e) {
      if (failure == null) {
        throw e;
      }
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  private int makeRoom(int room) throws IOException {
    if (room < 0 || room > window.length) {
      throw new IllegalArgumentException(
          name() + ": room: " + room + ", not 0 to " + window.length + ", the window");
    }
    write();
    return to;
  }

  private void appendLong(String text) throws IOException {
    checkWellFormed(text);
    int longest = Math.min(window.length / 3, LONGEST_PIECE);
    if (piece.length == 0) {
      piece = new char[longest];
    }
    for (int from = 0; from < text.length(); ) {
      int end = Math.min(text.length(), from + longest);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      text.getChars(from, end, piece, 0);
      to = Utf8.tryEncode(piece, 0, end - from, window, reserve(3 * (end - from)));
      from = end;
    }
  }

  /// Fails before the first piece of a text that would fail in a later one.
  private static void checkWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
          String hex = HexFormat.of().withUpperCase().toHexDigits(c);
          throw new IllegalArgumentException("unpaired surrogate at " + (i - 1) + ": U+" + hex);
        }
      }
    }
  }

  private void checkOpen() {
    if (limit < 0) {
      throw new IllegalStateException(name() + ": closed");
    }
  }

  private void write() throws IOException {
    checkOpen();
    int from = 0;
    try {
      for (int empty = 0; from < to; ) {
        int count = output.write(window, from, to - from);
        empty = count == 0 ? empty + 1 : 0;
        if (count < 0 || count > to - from || empty == EMPTY_WRITES) {
          throw new IOException("write returned " + count + " for " + (to - from) + " bytes");
        }
        from += count;
      }
    } catch (IOException e) {
      throw new IOException(
          name() + ": " + (written + from) + " bytes written, " + (to - from) + " not: " + e, e);
    } finally {
      System.arraycopy(window, from, window, 0, to - from);
      to -= from;
      written += from;
    }
  }

  private static byte[] allocate(int window) {
    if (window < LEAST_WINDOW || window > LARGEST_WINDOW) {
      throw new IllegalArgumentException(
          "window: " + window + ", not " + LEAST_WINDOW + " to " + LARGEST_WINDOW);
    }
    return new byte[window];
  }

  private abstract static class Output {
    /// Writes at least one byte and returns how many.
    abstract int write(byte[] from, int at, int length) throws IOException;

    void flush() throws IOException {}

    void force() throws IOException {}

    void close() throws IOException {}
  }

  private static final class Array extends Output {
    private byte[] into;
    private int next;
    private int end;

    Array(byte[] into, int from, int to) {
      this.into = into;
      this.next = from;
      this.end = to;
    }

    void begin(byte[] into, int from, int to) {
      this.into = into;
      this.next = from;
      this.end = to;
    }

    @Override
    public String toString() {
      return "byte[" + into.length + "]";
    }

    @Override
    int write(byte[] from, int at, int length) throws IOException {
      int count = Math.min(length, end - next);
      if (count == 0) {
        throw new EOFException("the range ends at " + end);
      }
      System.arraycopy(from, at, into, next, count);
      next += count;
      return count;
    }
  }

  private static final class Stream extends Output {
    private final OutputStream out;

    Stream(OutputStream out) {
      this.out = out;
    }

    @Override
    int write(byte[] from, int at, int length) throws IOException {
      out.write(from, at, length);
      return length;
    }

    @Override
    void flush() throws IOException {
      out.flush();
    }

    @Override
    void close() throws IOException {
      out.close();
    }
  }

  private static final class Channel extends Output {
    private final WritableByteChannel out;
    private final ByteBuffer view;

    Channel(WritableByteChannel out, byte[] window) {
      this.out = out;
      this.view = ByteBuffer.wrap(window);
    }

    @Override
    int write(byte[] from, int at, int length) throws IOException {
      int step = Math.min(length, LARGEST_WRITE);
      return out.write(view.clear().position(at).limit(at + step));
    }

    @Override
    void force() throws IOException {
      if (out instanceof FileChannel file) {
        file.force(true);
      }
    }

    @Override
    void close() throws IOException {
      out.close();
    }
  }
}
