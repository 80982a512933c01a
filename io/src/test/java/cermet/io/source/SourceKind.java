// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The kinds of source, for tests that read an input by each of them.
public enum SourceKind {
  /// An array.
  ARRAY,
  /// A buffer.
  BUFFER,
  /// A buffer outside the heap.
  DIRECT_BUFFER,
  /// A segment.
  SEGMENT,
  /// A file.
  FILE,
  /// A stream of a file.
  FILE_STREAM,
  /// A channel of a file.
  FILE_CHANNEL,
  /// A stream.
  STREAM,
  /// A stream that gives a byte at a time.
  BYTES,
  /// A channel.
  CHANNEL,
  /// A gzip stream.
  GZIP;

  /// Opens an input.
  ///
  /// @param text its bytes
  /// @param file a file that holds them
  /// @param window the most unread bytes held at once
  /// @return a new source
  /// @throws IOException if the file cannot be opened
  public ByteSource open(byte[] text, Path file, int window) throws IOException {
    return switch (this) {
      case ARRAY -> ByteSource.of(text, window);
      case BUFFER -> ByteSource.of(ByteBuffer.wrap(text).asReadOnlyBuffer(), window);
      case DIRECT_BUFFER -> {
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length).put(text);
        yield ByteSource.of(direct.flip(), window);
      }
      case SEGMENT -> ByteSource.of(MemorySegment.ofArray(text).asReadOnly(), window);
      case FILE -> ByteSource.file(file, window);
      case FILE_STREAM -> ByteSource.of(Files.newInputStream(file), window);
      case FILE_CHANNEL -> ByteSource.of(FileChannel.open(file), window);
      case STREAM -> ByteSource.of(new ByteArrayInputStream(text), window);
      case BYTES -> pieces(text, 1, window);
      case CHANNEL -> ByteSource.of(Channels.newChannel(new ByteArrayInputStream(text)), window);
      case GZIP -> unpacked(packed(text), window);
    };
  }

  /// Gives so many bytes at a time.
  ///
  /// @param text the bytes
  /// @param most how many
  /// @param window the most unread bytes held at once
  /// @return a new source
  public static ByteSource pieces(byte[] text, int most, int window) {
    InputStream in =
        new ByteArrayInputStream(text) {
          @Override
          public synchronized int read(byte[] into, int index, int length) {
            return super.read(into, index, Math.min(length, most));
          }
        };
    return ByteSource.of(in, window);
  }

  /// The beginning of a text; what is cut off lies behind it in the window, where nobody may look.
  ///
  /// @param text the bytes
  /// @param length how many of them there are
  /// @param window the most unread bytes held at once
  /// @return a new source
  public static ByteSource beginning(byte[] text, int length, int window) {
    var source = ByteSource.of(text, 0, length, window);
    byte[] bytes = source.window();
    System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
    return source;
  }

  /// Compresses a text.
  ///
  /// @param text the bytes
  /// @return a gzip stream, of which the first ten bytes are the header
  /// @throws IOException never
  public static byte[] packed(byte[] text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  /// Gives what a gzip stream holds.
  ///
  /// @param packed the stream, which may be cut off behind its header
  /// @param window the most unread bytes held at once
  /// @return a new source
  /// @throws IOException if the header is not whole
  public static ByteSource unpacked(byte[] packed, int window) throws IOException {
    return ByteSource.of(new GZIPInputStream(new ByteArrayInputStream(packed)), window);
  }
}
