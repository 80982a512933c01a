// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.io.source.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/// A CSV file in parts that begin and end between records, for a reader each.
///
/// - **Use** to read one file by several threads, also if its fields have line ends within quotes.
/// - **Avoid** for one thread, or a stream: take `CsvReader`; for lines without quotes: `Windows`.
/// - **Cost** `of` a look at about a window a part, a byte a step; of lenient formats, where any
///   quote may be content, the whole file; `open` a new reader.
/// - **Allocation** in `of` two windows and the bounds; in `open` a reader and its window.
/// - **Threads** immutable: any thread may open parts; each reader is for one thread.
/// - **Errors** no such part: `IndexOutOfBoundsException`; part of no byte:
///   `IllegalArgumentException`; file shorter than a part that is opened: `EOFException`; in the
///   header or the first record: as `CsvReader` throws it; the `ParseException` of a part's reader
///   counts lines from the start of the part, and has the offset in the file.
/// - **Source** unspecified.
/// - **Copies with** `ByteSource`, `CsvBlocks`, `CsvFormat`, `CsvReader`, `CsvRow`, `Decimals`,
///   `Digits`, `Characters`, `ParseException`, `Slice`, `Tens`.
public final class CsvParts {
  /*
   * The readers together hand out the records behind the header, each once, in the order of the
   * parts; they know the columns. What differs from one reader of the whole file: `records()` and
   * lines count from the start of a part, while offsets are those of the file.
   *
   * bounds:  mark, header | part 0 | part 1 | ... size
   *
   * Behind a line end either a record begins, or the line end is content of a quoted field. Both
   * guesses are followed until one of them fails: it breaks a rule of quotes, or its record does
   * not end within the window.
   *
   *   bytes     LF   a      ,      "       b       "       LF
   *   outside  LINE  PLAIN  START  QUOTED  QUOTED  CLOSED  LINE
   *   within   QUOTED ............ CLOSED  BROKEN
   *
   * If the second fails before the record has ended that the line end were in, the part ends at the
   * line end; otherwise it goes on to the next record by the guess that is left. In either case a
   * guess that was right and failed has its flaw in this part, so that the records up to the first
   * flaw are those of a single reader. Where both come to the same state, the part ends with that
   * record; if both fail, with the file; and if another part's length is passed before one fails,
   * the next line end behind there is looked at: a part may be longer, and is never wrong.
   */

  // Where in a record a byte stands.
  private static final int LINE = 0; // at its start
  private static final int START = 1; // of another field
  private static final int PLAIN = 2;
  private static final int QUOTED = 3;
  private static final int ESCAPED = 4; // behind an escape that is no quote
  private static final int CLOSED = 5; // behind a quote that closes, or is the first of two
  private static final int TAIL = 6; // behind a closing quote, and no end
  private static final int COMMENT = 7;
  private static final int BROKEN = 8;

  private static final int SCAN_BYTES = 16 << 10; // arbitrary, a few pages of the disk cache

  private final Path file;
  private final int window;
  private final CsvReader first;
  private final long[] bounds;

  private CsvParts(Path file, int window, CsvReader first, long[] bounds) {
    this.file = file;
    this.window = window;
    this.first = first;
    this.bounds = bounds;
  }

  /// Splits a file; reads its header and, if all records must have as many fields, the first one.
  ///
  /// @param file the file, which must not change until all parts are read
  /// @param partBytes the least size of a part but the last; for each of them a window is looked at
  /// @param window the most bytes that a record may have, and the window of each reader
  /// @param format the dialect
  /// @return the parts
  /// @throws IOException if the file cannot be opened or read, or as the reader throws it
  public static CsvParts of(Path file, long partBytes, int window, CsvFormat format)
      throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(format, "format");
    if (partBytes < 1) {
      throw new IllegalArgumentException("partBytes: " + partBytes);
    }
    try (var first = new CsvReader(ByteSource.file(file, window), format);
        var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = first.begin();
      boolean more = !format.ragged();
      while (more) { // to the first record, which says how many fields all of them have
        more = first.next() && first.row().isComment();
      }
      var scan = new Scan(channel, file.toString(), window, partBytes, format);
      return new CsvParts(file, window, first, scan.bounds(from));
    }
  }

  /// How many parts there are.
  ///
  /// @return the number, 0 if nothing stands behind the header
  public int count() {
    return bounds.length - 1;
  }

  /// The offset in the file of the first byte of a part.
  ///
  /// @param part the number of the part, from 0
  /// @return the offset
  public long from(int part) {
    return bounds[Objects.checkIndex(part, count())];
  }

  /// The offset in the file behind the last byte of a part.
  ///
  /// @param part the number of the part, from 0
  /// @return the offset
  public long to(int part) {
    return bounds[Objects.checkIndex(part, count()) + 1];
  }

  /// Opens a part. Its reader counts lines from the start of the part, also in what it throws;
  /// offsets are those of the file.
  ///
  /// @param part the number of the part, from 0
  /// @return a new reader of its records
  /// @throws IOException if the file cannot be opened
  public CsvReader open(int part) throws IOException {
    long to = to(part);
    long size = Files.size(file);
    if (size < to) {
      throw new EOFException(file + ": ends at byte " + size + ", had part " + part + " to " + to);
    }
    return new CsvReader(ByteSource.file(file, from(part), to, window), first);
  }

  @Override
  public String toString() {
    return file + " in " + count() + " parts";
  }

  /// Finds the bounds.
  private static final class Scan {
    private final FileChannel channel;
    private final String name;
    private final long size;
    private final int window;
    private final long partBytes;
    private final CsvFormat format;
    private final byte[] bytes = new byte[SCAN_BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);
    private long start; // offset of bytes[0]
    private int length;

    Scan(FileChannel channel, String name, int window, long partBytes, CsvFormat format)
        throws IOException {
      this.channel = channel;
      this.name = name;
      this.size = channel.size();
      this.window = window;
      this.partBytes = partBytes;
      this.format = format;
    }

    long[] bounds(long from) throws IOException {
      long[] bounds = new long[16];
      bounds[0] = from;
      int count = 0;
      for (long bound = from; bound < size; ) {
        if (partBytes >= size - bound) {
          bound = size;
        } else if (format.lenient()) {
          bound = follow(LINE, bound, bound + partBytes);
        } else {
          bound = guess(bound + partBytes - 1);
        }
        if (++count == bounds.length) {
          bounds = Arrays.copyOf(bounds, 2 * count);
        }
        bounds[count] = bound;
      }
      return Arrays.copyOf(bounds, count + 1);
    }

    /// The first start of a record behind the line end that is the next from an offset on.
    private long guess(long at) throws IOException {
      while (at < size) {
        byte value = byteAt(at++);
        if (value != '\n' && value != '\r') {
          continue;
        }
        at += value == '\r' && at < size && byteAt(at) == '\n' ? 1 : 0;
        long bound = decide(at);
        if (bound >= 0) {
          return bound;
        }
        at = Math.min(size, at + partBytes);
      }
      return size;
    }

    /// The first start of a record from the start of a line on, or -1 if that cannot be told.
    private long decide(long line) throws IOException {
      if (format.quote() == CsvFormat.NONE) {
        return line;
      }
      int outside = LINE;
      int within = QUOTED;
      boolean unended = true; // the record that the line may be within
      for (long at = line; at < size; at++) {
        byte value = byteAt(at);
        outside = step(outside, value);
        within = step(within, value);
        unended &= within != LINE;
        if (outside == BROKEN || outside == within) {
          return follow(within, at + 1, at + 1);
        }
        if (unended && (within == BROKEN || at - line > window)) {
          return line;
        }
        if (within == BROKEN) {
          return follow(outside, at + 1, at + 1);
        }
        if (at - line > window && at - line > partBytes) {
          return -1;
        }
      }
      boolean flawed = open(within) && !open(outside); // by the end of the file
      return unended && flawed ? line : size;
    }

    /// The first start of a record that is not before `least`.
    private long follow(int state, long at, long least) throws IOException {
      for (; at < size && state != BROKEN; at++) {
        byte value = byteAt(at);
        if (state == LINE && at >= least && !(value == '\n' && at > 0 && byteAt(at - 1) == '\r')) {
          return at;
        }
        state = step(state, value);
      }
      return size;
    }

    /// The state behind a byte.
    private int step(int state, byte value) {
      if (state == QUOTED) {
        if (value == format.escape() && format.escape() != format.quote()) {
          return ESCAPED;
        }
        return value == format.quote() ? CLOSED : QUOTED;
      }
      if (state == ESCAPED || state == BROKEN) {
        return state == ESCAPED ? QUOTED : BROKEN;
      }
      if (value == '\n' || value == '\r') {
        return LINE;
      }
      if (state == COMMENT) {
        return COMMENT;
      }
      if (value == format.delimiter()) {
        return START;
      }
      if (state == LINE && is(value, format.comment())) {
        return COMMENT;
      }
      boolean quote = is(value, format.quote());
      if (quote && (state <= START || (state == CLOSED && format.escape() == value))) {
        return QUOTED;
      }
      if (!format.lenient() && (quote || state == CLOSED)) {
        return BROKEN;
      }
      return state == CLOSED || state == TAIL ? TAIL : PLAIN;
    }

    private static boolean is(byte value, byte mark) {
      return value == mark && mark != CsvFormat.NONE;
    }

    private static boolean open(int state) {
      return state == QUOTED || state == ESCAPED;
    }

    private byte byteAt(long offset) throws IOException {
      if (offset < start || offset >= start + length) {
        start = offset;
        length = Math.max(0, channel.read(view.clear(), offset));
        if (length == 0) {
          throw new EOFException(
              name + ": ends at byte " + offset + ", had " + size + " when it was split");
        }
      }
      return bytes[(int) (offset - start)];
    }
  }
}
