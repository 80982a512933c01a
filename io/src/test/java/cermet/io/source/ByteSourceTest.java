// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ByteSourceTest implements ParseExceptionFacts {
  private static final byte[] TEN = text("0123456789");

  @TempDir Path directory;

  @Test
  void givesTheBytesOfAnArrayWindowByWindow() throws IOException {
    var source = ByteSource.of(TEN, 4);
    assertEquals("", unread(source));
    assertTrue(source.refill(0));
    assertEquals("0123", unread(source));
    assertEquals(0, source.offset());
    assertTrue(source.refill(3));
    assertEquals("3456", unread(source));
    assertEquals(3, source.offset());
    assertTrue(source.refill(4));
    assertEquals("789", unread(source));
    assertEquals(7, source.offset());
    assertFalse(source.refill(1));
    assertEquals("89", unread(source));
    assertEquals(8, source.offset());
    assertFalse(source.refill(2));
    assertEquals("", unread(source));
    assertEquals(10, source.offset());
    assertFalse(source.refill(0));
  }

  @Test
  void beginsAnewWithAnotherArrayInTheSameWindow() throws IOException {
    var source = ByteSource.of(TEN, 4);
    byte[] window = source.window();
    source.refill(0);
    source.refill(1);
    byte[] other = text("abcdef");
    source.reset(other, 1, 6);
    assertSame(window, source.window());
    assertEquals("byte[6]", source.name());
    assertEquals("", unread(source));
    assertEquals(1, source.offset());
    assertTrue(source.refill(0));
    assertEquals("bcde", unread(source));
    assertTrue(source.refill(4));
    assertEquals("f", unread(source));
    assertFalse(source.refill(1));
    source.reset(TEN, 10, 10);
    assertFalse(source.refill(0));
    source.reset(TEN, 8, 10);
    assertTrue(source.refill(0));
    assertEquals("89", unread(source));
    assertThrows(IndexOutOfBoundsException.class, () -> source.reset(other, 1, 7));
    assertEquals("89", unread(source));
    source.close();
    message("byte[10]: closed", IllegalStateException.class, () -> source.reset(other, 1, 6));
    var stream = ByteSource.of(new ByteArrayInputStream(TEN), 4);
    message(
        "java.io.ByteArrayInputStream: not of an array",
        IllegalStateException.class,
        () -> stream.reset(other, 1, 6));
  }

  @Test
  void keepsOneWindowWithPaddingBehindIt() throws IOException {
    for (int window : new int[] {1, 2, 63, 64, 65, 1000}) {
      var source = ByteSource.of(new byte[3000], window);
      byte[] bytes = source.window();
      assertEquals(window, source.capacity());
      assertEquals(window + ByteSource.PADDING, bytes.length);
      while (source.refill(source.to())) {
        assertSame(bytes, source.window());
        assertTrue(source.to() + ByteSource.PADDING <= bytes.length);
      }
    }
    assertEquals(64, ByteSource.PADDING);
  }

  @Test
  void givesABufferFromItsPositionToItsLimitAndMovesNeither() throws IOException {
    for (var buffer :
        new ByteBuffer[] {ByteBuffer.wrap(TEN), ByteBuffer.allocateDirect(10).put(TEN)}) {
      buffer.limit(8).position(3);
      try (var source = ByteSource.of(buffer, 3)) {
        assertEquals("buffer[5]", source.name());
        assertTrue(source.refill(0));
        assertEquals("345", unread(source));
        assertTrue(source.refill(2));
        assertEquals("567", unread(source));
        assertFalse(source.refill(1));
        assertEquals(3, buffer.position());
        assertEquals(8, buffer.limit());
      }
    }
  }

  @Test
  void givesASegmentWhileItsArenaIsOpen() throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(10).copyFrom(MemorySegment.ofArray(TEN));
      try (var source = ByteSource.of(segment, 4)) {
        assertEquals("segment[10]", source.name());
        assertTrue(source.refill(0));
        assertEquals("0123", unread(source));
      }
    }
    var arena = Arena.ofConfined();
    try (var source = ByteSource.of(arena.allocate(10), 4)) {
      assertTrue(source.refill(0));
      arena.close();
      assertThrows(IllegalStateException.class, () -> source.refill(4));
    }
  }

  @Test
  void givesWhatAGzipStreamHolds() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(TEN);
    }
    try (var source =
        ByteSource.of(new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray())), 100)) {
      assertTrue(source.refill(0));
      assertEquals("0123456789", unread(source));
      assertFalse(source.refill(0));
    }
  }

  @Test
  void givesARangeWithTheOffsetsOfTheWhole() throws IOException {
    Path file = write(TEN);
    for (var source :
        new ByteSource[] {ByteSource.of(TEN, 3, 8, 4), ByteSource.file(file, 3, 8, 4)}) {
      try (source) {
        assertEquals(3, source.offset());
        assertEquals("34567", rest(source));
        assertEquals(8, source.offset() + source.to());
      }
    }
  }

  @Test
  void hasEmptyInputsAndRanges() throws IOException {
    Path file = write(new byte[0]);
    Path ten = write(TEN);
    for (var source :
        new ByteSource[] {
          ByteSource.of(new byte[0], 1),
          ByteSource.of(TEN, 10, 10, 1),
          ByteSource.file(file, 1),
          ByteSource.file(file, 0, 0, 1),
          ByteSource.file(ten, 10, 10, 1),
          ByteSource.of(ByteBuffer.allocate(0), 1),
          ByteSource.of(MemorySegment.NULL, 1),
          ByteSource.of(InputStream.nullInputStream(), 1),
          ByteSource.of(Channels.newChannel(InputStream.nullInputStream()), 1)
        }) {
      try (source) {
        assertFalse(source.refill(0), source.name());
        assertFalse(source.refill(0), source.name());
      }
    }
  }

  @Test
  void advanceDropsWithoutReading() throws IOException {
    var source = ByteSource.of(TEN, 4);
    source.refill(0);
    source.advance(3);
    assertEquals("3", unread(source));
    assertEquals(0, source.offset());
    message("newFrom: 2, unread: 3 to 4", IndexOutOfBoundsException.class, () -> source.advance(2));
    message("newFrom: 5, unread: 3 to 4", IndexOutOfBoundsException.class, () -> source.advance(5));
    message("keepFrom: 2, unread: 3 to 4", IndexOutOfBoundsException.class, () -> source.refill(2));
    assertTrue(source.refill(3));
    assertEquals("3456", unread(source));
    assertEquals(3, source.offset());
  }

  @Test
  void refusesToKeepWhatIsNotUnread() throws IOException {
    var source = ByteSource.of(TEN, 4);
    source.refill(0);
    message(
        "byte[10]: keepFrom: -1, unread: 0 to 4",
        IndexOutOfBoundsException.class,
        () -> source.refill(-1));
    message("keepFrom: 5, unread: 0 to 4", IndexOutOfBoundsException.class, () -> source.refill(5));
    assertThrows(IndexOutOfBoundsException.class, () -> source.refill(Integer.MIN_VALUE));
    assertThrows(IndexOutOfBoundsException.class, () -> source.refill(Integer.MAX_VALUE));
    assertEquals("0123", unread(source));
    assertEquals(0, source.offset());
  }

  @Test
  void refusesToFillAFullWindow() throws IOException {
    var source = ByteSource.of(TEN, 4);
    source.refill(0);
    source.refill(2);
    message(
        "byte[10]: window of 4 bytes is full at byte 2",
        IllegalStateException.class,
        () -> source.refill(0));
    assertEquals("2345", unread(source));
    assertTrue(source.refill(1));
    assertEquals("3456", unread(source));
  }

  @Test
  void refusesBadArguments() throws IOException {
    Path file = write(TEN);
    for (int window : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      String message = "window: " + window;
      message(message, IllegalArgumentException.class, () -> ByteSource.of(TEN, window));
      message(message, IllegalArgumentException.class, () -> ByteSource.of(TEN, 1, 2, window));
      message(message, IllegalArgumentException.class, () -> ByteSource.file(file, window));
      message(message, IllegalArgumentException.class, () -> ByteSource.file(file, 1, 2, window));
      message(
          message,
          IllegalArgumentException.class,
          () -> ByteSource.of(InputStream.nullInputStream(), window));
      message(
          message,
          IllegalArgumentException.class,
          () -> ByteSource.of(Channels.newChannel(InputStream.nullInputStream()), window));
    }
    for (int[] range : new int[][] {{-1, 2}, {3, 2}, {0, 11}, {11, 11}, {Integer.MIN_VALUE, -1}}) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> ByteSource.of(TEN, range[0], range[1], 4));
      message(
          file + ": from: " + range[0] + ", to: " + range[1] + ", size: 10",
          IndexOutOfBoundsException.class,
          () -> ByteSource.file(file, range[0], range[1], 4));
    }
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> ByteSource.file(file, Long.MIN_VALUE, Long.MAX_VALUE, 4));
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() {
    message("path", NullPointerException.class, () -> ByteSource.file(null, 4));
    message("path", NullPointerException.class, () -> ByteSource.file(null, 0, 1, 4));
    message("in", NullPointerException.class, () -> ByteSource.of((InputStream) null, 4));
    message("in", NullPointerException.class, () -> ByteSource.of((ReadableByteChannel) null, 4));
    message("bytes", NullPointerException.class, () -> ByteSource.of((byte[]) null, 4));
    message("bytes", NullPointerException.class, () -> ByteSource.of((byte[]) null, 0, 0, 4));
  }

  @Test
  void refusesMissingFilesAndDirectories() {
    Path missing = directory.resolve("missing");
    message(missing.toString(), NoSuchFileException.class, () -> ByteSource.file(missing, 4));
    message(missing.toString(), NoSuchFileException.class, () -> ByteSource.file(missing, 0, 0, 4));
    message(
        directory + ": Is a directory",
        FileSystemException.class,
        () -> ByteSource.file(directory, 4));
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device));
    message(
        device + ": not a regular file",
        FileSystemException.class,
        () -> ByteSource.file(device, 4));
    message(
        device + ": not a regular file", FileSystemException.class, () -> Windows.of(device, 4));
  }

  @Test
  void closesTheFileWhenTheRangeIsRefused() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "no /proc");
    Path file = write(TEN).toRealPath();
    assertThrows(IndexOutOfBoundsException.class, () -> ByteSource.file(file, 0, 11, 4));
    assertEquals(0, open(descriptors, file));
    try (var source = ByteSource.file(file, 4)) {
      assertEquals(1, open(descriptors, file), source.name());
    }
    assertEquals(0, open(descriptors, file));
  }

  @Test
  void closesItsInputAndRefusesToReadOn() throws IOException {
    var closings = new AtomicInteger();
    var stream =
        new ByteArrayInputStream(TEN) {
          @Override
          public void close() {
            closings.incrementAndGet();
          }
        };
    var channel = Channels.newChannel(new ByteArrayInputStream(TEN));
    for (var source :
        new ByteSource[] {
          ByteSource.of(stream, 4),
          ByteSource.of(channel, 4),
          ByteSource.of(TEN, 4),
          ByteSource.file(write(TEN), 4)
        }) {
      source.refill(0);
      source.close();
      source.close();
      assertEquals("0123", unread(source));
      message(source.name() + ": closed", IllegalStateException.class, () -> source.refill(1));
      assertEquals("0123", unread(source));
      assertTrue(source.toString().endsWith("[0, 4) closed"), source.toString());
    }
    assertEquals(1, closings.get());
    assertFalse(channel.isOpen());
  }

  @Test
  void namesItsInput() throws IOException {
    Path file = write(TEN);
    try (var source = ByteSource.file(file, 4)) {
      assertEquals(file.toString(), source.name());
    }
    assertEquals("byte[10]", ByteSource.of(TEN, 4).name());
    assertEquals(
        "java.io.ByteArrayInputStream", ByteSource.of(new ByteArrayInputStream(TEN), 4).name());
  }

  @Test
  void losesNothingWhenAReadFails() throws IOException {
    var stream =
        new InputStream() {
          int calls;

          @Override
          public int read() {
            throw new AssertionError();
          }

          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            if (++calls == 2) {
              Arrays.fill(into, at, at + length, (byte) '?'); // a failed read may do that
              throw new IOException("torn");
            }
            if (calls == 3) {
              throw new IllegalArgumentException("odd");
            }
            Arrays.fill(into, at, at + length, (byte) ('0' + calls));
            return length;
          }
        };
    var source = ByteSource.of(stream, 4);
    source.refill(0);
    assertEquals("1111", unread(source));
    assertEquals("torn", assertThrows(IOException.class, () -> source.refill(3)).getMessage());
    assertEquals("1", unread(source));
    assertEquals(3, source.offset());
    assertThrows(IllegalArgumentException.class, () -> source.refill(0));
    assertEquals("1", unread(source));
    assertTrue(source.refill(0));
    assertEquals("1444", unread(source));
    assertEquals(3, source.offset());
  }

  @Test
  void bearsReadsThatGiveNothingButNotForEver() throws IOException {
    var calls = new AtomicInteger();
    var channel =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) {
            if (calls.incrementAndGet() % 5 != 0 || calls.get() > 20) {
              return 0;
            }
            into.put((byte) 'x');
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    var source = ByteSource.of(channel, 100);
    for (int i = 0; i < 4; i++) {
      assertTrue(source.refill(0));
    }
    message("no bytes in 64 reads at byte 4", IOException.class, () -> source.refill(0));
    assertEquals(20 + 64, calls.get());
    assertEquals("xxxx", unread(source));
    message("no bytes in 64 reads at byte 4", IOException.class, () -> source.refill(4));

    var stuck =
        ByteSource.of(
            new InputStream() {
              @Override
              public int read() {
                throw new AssertionError();
              }

              @Override
              public int read(byte[] into, int at, int length) {
                return 0;
              }
            },
            4);
    message("no bytes in 64 reads at byte 0", IOException.class, () -> stuck.refill(0));
  }

  @Test
  void refusesImpossibleCounts() {
    for (int count : new int[] {5, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var source =
          ByteSource.of(
              new InputStream() {
                @Override
                public int read() {
                  throw new AssertionError();
                }

                @Override
                public int read(byte[] into, int at, int length) {
                  return count;
                }
              },
              4);
      message("read returned " + count + " for 4 bytes", IOException.class, () -> source.refill(0));
      assertEquals("", unread(source));
    }
  }

  @Test
  void refusesANonBlockingChannelAndTakesABlockingOne() throws IOException {
    Pipe pipe = Pipe.open();
    var out = pipe.sink(); // closed below, so that the input ends
    try (var in = pipe.source()) {
      in.configureBlocking(false);
      message("non-blocking", IllegalArgumentException.class, () -> ByteSource.of(in, 4));
      in.configureBlocking(true);
      out.write(ByteBuffer.wrap(TEN, 0, 2));
      var source = ByteSource.of(in, 4);
      assertTrue(source.refill(0));
      assertEquals("01", unread(source));
      out.close();
      assertFalse(source.refill(1));
      assertEquals("1", unread(source));
    }
  }

  @Test
  void askedNoMoreAfterTheEnd() throws IOException {
    var calls = new AtomicInteger();
    var source =
        ByteSource.of(
            new InputStream() {
              @Override
              public int read() {
                throw new AssertionError();
              }

              @Override
              public int read(byte[] into, int at, int length) {
                calls.incrementAndGet();
                return -1;
              }
            },
            4);
    assertFalse(source.refill(0));
    assertFalse(source.refill(0));
    assertEquals(1, calls.get());
  }

  @Test
  void readsAFileWithoutMovingAnyPosition() throws IOException {
    Path file = write(TEN);
    try (var first = ByteSource.file(file, 4);
        var second = ByteSource.file(file, 3)) {
      first.refill(0);
      second.refill(0);
      first.refill(4);
      second.refill(3);
      assertEquals("4567", unread(first));
      assertEquals("345", unread(second));
    }
  }

  @Test
  void saysSoWhenAFileShrinks() throws IOException {
    Path file = write(new byte[1000]);
    try (var whole = ByteSource.file(file, 100);
        var range = ByteSource.file(file, 10, 900, 100)) {
      assertTrue(whole.refill(0));
      assertTrue(range.refill(0));
      try (var channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
        channel.truncate(150);
      }
      assertTrue(whole.refill(100));
      assertEquals(50, whole.to());
      message(
          file + ": ends at byte 150, had 1000 when it was opened",
          EOFException.class,
          () -> whole.refill(0));
      assertEquals(50, whole.to());
      assertTrue(range.refill(100));
      message(file + ": ends at byte 150", EOFException.class, () -> range.refill(0));
      assertThrows(EOFException.class, () -> range.refill(0));
    }
  }

  @Test
  void followsAFileThatHasGrownBeforeItsEndIsReached() throws IOException {
    Path file = write(TEN);
    try (var whole = ByteSource.file(file, 100);
        var range = ByteSource.file(file, 0, 10, 100)) {
      Files.write(file, text("ab"), java.nio.file.StandardOpenOption.APPEND);
      assertEquals("0123456789ab", rest(whole));
      assertEquals("0123456789", rest(range));
    }
  }

  @Test
  void readsBeyondTwoGibibytes() throws IOException {
    Path file = directory.resolve("sparse");
    long far = (5L << 30) + 3;
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(far);
      out.write(TEN);
    }
    try (var source = ByteSource.file(file, far - 2, far + 10, 4)) {
      assertEquals(far - 2, source.offset());
      assertEquals("\0\0" + "0123456789", rest(source));
      assertEquals(far + 10, source.offset() + source.to());
    }
  }

  @Test
  void readsInPiecesOfAtMost256KibibytesAndFillsALargerWindow() throws IOException {
    int size = 600 << 10;
    Path file = write(new byte[size]);
    try (var source = ByteSource.file(file, 1 << 20)) {
      assertTrue(source.refill(0));
      assertEquals(256 << 10, source.to());
      while (source.refill(0)) {}
      assertEquals(size, source.to());
    }
  }

  @Test
  void anInterruptClosesAFile() throws IOException {
    try (var source = ByteSource.file(write(TEN), 4)) {
      source.refill(0);
      Thread.currentThread().interrupt();
      try {
        assertThrows(ClosedByInterruptException.class, () -> source.refill(2));
      } finally {
        assertTrue(Thread.interrupted());
      }
      assertEquals("23", unread(source));
      message(source.name() + ": closed", IllegalStateException.class, () -> source.refill(0));
    }
  }

  @Test
  void neverWritesToTheArrayItReads() throws IOException {
    byte[] bytes = TEN.clone();
    var source = ByteSource.of(bytes, 3);
    while (source.refill(source.to())) {
      Arrays.fill(source.window(), (byte) 'x');
    }
    assertArrayEquals(TEN, bytes);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(directory, "bytes", ""), bytes);
  }

  private static long open(Path descriptors, Path file) throws IOException {
    try (var all = Files.list(descriptors)) {
      return all.filter(
              link -> {
                try {
                  return Files.readSymbolicLink(link).equals(file);
                } catch (IOException e) {
                  return false; // closed meanwhile
                }
              })
          .count();
    }
  }

  private static <X extends Throwable> void message(
      String part, Class<X> type, Executable executable) {
    String message = String.valueOf(assertThrows(type, executable).getMessage());
    assertTrue(message.contains(part), message);
  }

  private static String rest(ByteSource source) throws IOException {
    var text = new StringBuilder();
    do {
      text.append(unread(source));
    } while (source.refill(source.to()));
    return text.toString();
  }

  private static String unread(ByteSource source) {
    return new String(
        source.window(), source.from(), source.to() - source.from(), StandardCharsets.US_ASCII);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
