// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// One file in parts that begin and end between records and cover it exactly once.
///
/// - **Use** to let several threads parse one file: each part opens as a source of its own.
/// - **Avoid** where a delimiter may stand inside a record (a quoted line break in CSV: take
///   `CsvParts`): the parts would begin in the middle of one.
/// - **Cost** `of` reads a few KiB at each boundary, and 8 bytes are kept for each; `open` O(1), no
///   file is opened; the parts share one channel by positioned reads.
/// - **Allocation** a source and its window for each `open`; the parts' reads: as `ByteSource`.
/// - **Threads** immutable: any thread may open parts, and different threads may read different
///   parts at once; an interrupt of a reading thread closes the file for all.
/// - **Errors** closed: `IllegalStateException`; file shorter than when it was opened:
///   `EOFException`; part out of range: `IndexOutOfBoundsException`.
/// - **Source** unspecified.
/// - **Copies with** `ByteSource`.
public final class Windows implements AutoCloseable {
  /*
   * bounds:  0 ......... b1 ......... b2 ... size
   *          |  part 0   |   part 1   |  ...  |
   *
   * A part ends behind the first delimiter that gives it at least partBytes bytes, or at the end
   * of the file: no part is empty, none is shorter than partBytes but the last, and a record that
   * is longer than partBytes makes its part longer. bounds[count] = size.
   *
   * The bounds are found once, by the constructor; nothing changes afterwards but the channel's
   * own state, which is safe in any thread.
   */

  // A line or two beyond a boundary are enough in most files; also one page of the disk cache.
  private static final int SCAN_BYTES = 4 << 10;

  private final FileChannel channel;
  private final String name;
  private final long[] bounds;

  private Windows(FileChannel channel, String name, long[] bounds) {
    this.channel = channel;
    this.name = name;
    this.bounds = bounds;
  }

  /// Splits a file of lines.
  ///
  /// @param file the file, open until the windows are closed
  /// @param partBytes the least size of a part but the last
  /// @return the parts
  /// @throws IOException if the file cannot be opened or read
  public static Windows of(Path file, long partBytes) throws IOException {
    return of(file, partBytes, (byte) '\n');
  }

  /// Splits a file of records that end with a given byte.
  ///
  /// @param file the file, open until the windows are closed
  /// @param partBytes the least size of a part but the last
  /// @param delimiter the byte that ends a record and stands nowhere else
  /// @return the parts
  /// @throws IOException if the file cannot be opened or read
  public static Windows of(Path file, long partBytes, byte delimiter) throws IOException {
    Objects.requireNonNull(file, "file");
    if (partBytes < 1) {
      throw new IllegalArgumentException("partBytes: " + partBytes);
    }
    FileChannel channel = ByteSource.open(file);
    try {
      String name = file.toString();
      return new Windows(channel, name, new Scan(channel, name).bounds(partBytes, delimiter));
    } catch (Throwable e) {
      ByteSource.close(channel, e);
      throw e;
    }
  }

  /// How many parts there are.
  ///
  /// @return the number, 0 for an empty file
  public int count() {
    return bounds.length - 1;
  }

  /// The offset in the file of the first byte of a part.
  ///
  /// @param part the number of the part, from 0
  /// @return the offset
  public long from(int part) {
    return bounds[check(part)];
  }

  /// The offset in the file behind the last byte of a part.
  ///
  /// @param part the number of the part, from 0
  /// @return the offset
  public long to(int part) {
    return bounds[check(part) + 1];
  }

  /// The size that the file had when it was split.
  ///
  /// @return the size in bytes
  public long size() {
    return bounds[bounds.length - 1];
  }

  /// Opens a part as a source with a window of its own.
  ///
  /// @param part the number of the part, from 0
  /// @param window the most unread bytes held at once
  /// @return a source whose offsets are those of the file; closing it leaves the file open
  /// @throws IOException never at present: reading does
  public ByteSource open(int part, int window) throws IOException {
    check(part);
    if (!channel.isOpen()) {
      throw new IllegalStateException(name + ": closed");
    }
    return ByteSource.part(channel, name, bounds[part], bounds[part + 1], window);
  }

  /// What errors call the file: its path.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// Closes the file; parts that are still open fail at their next read.
  ///
  /// @throws IOException as the file throws it
  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return name + " in " + count() + " parts" + (channel.isOpen() ? "" : " closed");
  }

  private int check(int part) {
    if (part < 0 || part >= count()) {
      throw new IndexOutOfBoundsException(name + ": part: " + part + ", count: " + count());
    }
    return part;
  }

  /// Finds the bounds; reads each piece of the file at most once, and only around them.
  private static final class Scan {
    private final FileChannel channel;
    private final String name;
    private final long size;
    private final byte[] bytes = new byte[SCAN_BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);
    private long start; // offset of bytes[0]
    private int length;

    Scan(FileChannel channel, String name) throws IOException {
      this.channel = channel;
      this.name = name;
      this.size = channel.size();
    }

    long[] bounds(long partBytes, byte delimiter) throws IOException {
      long[] bounds = new long[16];
      int count = 0;
      for (long bound = 0; bound < size; ) {
        // Written so that a huge partBytes cannot overflow.
        bound = partBytes >= size - bound ? size : behind(delimiter, bound + partBytes - 1);
        if (++count == bounds.length) {
          bounds = Arrays.copyOf(bounds, 2 * count);
        }
        bounds[count] = bound;
      }
      return Arrays.copyOf(bounds, count + 1);
    }

    private long behind(byte delimiter, long at) throws IOException {
      while (at < size) {
        if (at >= start + length) {
          fill(at);
        }
        int end = (int) Math.min(length, size - start);
        for (int i = (int) (at - start); i < end; i++) {
          if (bytes[i] == delimiter) {
            return start + i + 1;
          }
        }
        at = start + end;
      }
      return size;
    }

    private void fill(long at) throws IOException {
      int count = channel.read(view.clear(), at);
      if (count <= 0) {
        throw new EOFException(name + ": ends at byte " + at + ", had " + size + " when opened");
      }
      start = at;
      length = count;
    }
  }
}
