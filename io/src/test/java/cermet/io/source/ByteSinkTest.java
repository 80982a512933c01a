// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ByteSinkTest {
  private static final int WINDOW = ByteSink.LEAST_WINDOW;

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void writesMeasurementsAsLines() throws IOException {
    Path file = directory.resolve("measurements.txt");
    // @start region="lines"
    try (var sink = ByteSink.file(file, 64 << 10)) {
      for (int i = 0; i < 3; i++) {
        sink.append("sensor ").append(i).append((byte) ';').appendFixed(125L * i, 1);
        sink.append((byte) '\n');
      }
    }
    // @end
    assertEquals("sensor 0;0.0\nsensor 1;12.5\nsensor 2;25.0\n", Files.readString(file));
  }

  @Test
  void numbersReadAsTheJdkPrintsThem() throws IOException {
    try (var sink = ByteSink.of(out, WINDOW)) {
      sink.append(Integer.MIN_VALUE).append((byte) ' ').append(Long.MIN_VALUE).append((byte) ' ');
      sink.append(-0.0).append((byte) ' ').append(Double.MIN_VALUE).append((byte) ' ');
      sink.append(Double.NaN).append((byte) ' ').append(-Double.MAX_VALUE).append((byte) ' ');
      sink.appendFixed(Long.MIN_VALUE, 18);
    }
    assertEquals(
        "-2147483648 -9223372036854775808 -0.0 4.9E-324 NaN -1.7976931348623157E308"
            + " -9.223372036854775808",
        written());
  }

  @Test
  void aFloatHasItsOwnDigits() throws IOException {
    try (var sink = ByteSink.of(out, WINDOW)) {
      sink.append(0.1f).append((byte) ' ').append(-Float.MAX_VALUE).append((byte) ' ');
      sink.append(Float.NaN).append((byte) ' ').append(Float.MIN_VALUE);
    }
    assertEquals("0.1 -3.4028235E38 NaN 1.4E-45", written());
  }

  @Test
  void aCharIsTextAndNoNumber() throws IOException {
    try (var sink = ByteSink.of(out, WINDOW)) {
      sink.append('x').append('\n').append('\u00e9').append('\u20ac');
      for (char surrogate : new char[] {'\uD83D', '\uDE00'}) {
        fails(IllegalArgumentException.class, "surrogate", () -> sink.append(surrogate));
      }
      sink.append("-".repeat(55).getBytes(UTF_8), 0, 55); // the window has room for two bytes
      assertEquals(WINDOW - 2, sink.to());
      sink.append('\u20ac');
    }
    assertEquals("x\n\u00e9\u20ac" + "-".repeat(55) + "\u20ac", written());
  }

  @Test
  void writesNothingBeforeTheWindowIsFull() throws IOException {
    var sink = ByteSink.of(out, WINDOW);
    for (int i = 0; i < WINDOW; i++) {
      sink.append((byte) 'a');
    }
    assertEquals(0, out.size());
    assertEquals(WINDOW, sink.to());
    sink.append((byte) 'b');
    assertEquals(WINDOW, out.size());
    assertEquals(WINDOW, sink.written());
    assertEquals(WINDOW + 1, sink.position());
    sink.flush();
    assertEquals("a".repeat(WINDOW) + "b", written());
    assertEquals(0, sink.to());
  }

  @Test
  void aTextLongerThanTheWindowGoesThroughInPieces() throws IOException {
    String text = "aé€😀".repeat(3000);
    for (int shift = 0; shift < 4; shift++) {
      out.reset();
      try (var sink = ByteSink.of(out, WINDOW)) {
        sink.append("x".repeat(shift)).append(text).append(text.substring(0, 1));
      }
      assertEquals("x".repeat(shift) + text + "a", written());
    }
  }

  @Test
  void bytesLongerThanTheWindowGoThroughInPieces() throws IOException {
    byte[] bytes = "0123456789".repeat(100).getBytes(UTF_8);
    try (var sink = ByteSink.of(out, WINDOW)) {
      sink.append(bytes, 5, 5).append(bytes, 1, bytes.length).append(new Slice(bytes, 0, 3));
    }
    assertEquals("0123456789".repeat(100).substring(1) + "012", written());
  }

  @Test
  void aCallerWritesInTheWindowItself() throws IOException {
    try (var sink = ByteSink.of(out, WINDOW)) {
      sink.append("1234567");
      int at = sink.reserve(WINDOW - 7);
      assertEquals(7, at);
      sink.window()[at] = '8';
      sink.advance(at + 1);
      assertEquals(0, sink.reserve(WINDOW));
      assertEquals("12345678", written());
      fails(IndexOutOfBoundsException.class, "newTo: 65, not 0 to 64", () -> sink.advance(65));
      fails(
          IllegalArgumentException.class,
          "room: 65, not 0 to 64, the window",
          () -> sink.reserve(65));
      fails(IllegalArgumentException.class, "room: -1, not 0 to 64", () -> sink.reserve(-1));
    }
  }

  @Test
  void malformedTextAppendsNothing() throws IOException {
    try (var sink = ByteSink.of(out, WINDOW)) {
      sink.append("ok");
      Class<IllegalArgumentException> refused = IllegalArgumentException.class;
      fails(refused, "unpaired surrogate at 1: U+D800", () -> sink.append("a\uD800b"));
      String text = "a".repeat(5000) + '\uDC00';
      fails(refused, "unpaired surrogate at 5000: U+DC00", () -> sink.append(text));
      assertEquals(2, sink.position());
    }
    assertEquals("ok", written());
  }

  @Test
  void aFileIsEmptiedOrExtendedAsTheOptionsSay() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "a longer text than what comes");
    try (var sink = ByteSink.file(file, WINDOW)) {
      sink.append("short");
    }
    assertEquals("short", Files.readString(file));
    try (var sink = ByteSink.file(file, WINDOW, StandardOpenOption.APPEND)) {
      sink.append(" and more");
      sink.force();
      assertEquals("short and more", Files.readString(file));
    }
    fails(
        IllegalArgumentException.class,
        "neither WRITE nor APPEND",
        () -> ByteSink.file(file, WINDOW, StandardOpenOption.READ));
    assertThrows(
        NoSuchFileException.class, () -> ByteSink.file(directory.resolve("no/file"), WINDOW));
  }

  @Test
  void anOptionMayBeGivenTwice() throws IOException {
    Path file = directory.resolve("twice");
    try (var sink =
        ByteSink.file(
            file,
            WINDOW,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      sink.append("abc");
    }
    assertEquals("abc", Files.readString(file));
  }

  @Test
  void anInterruptClosesAFile() throws IOException {
    Path file = directory.resolve("interrupted");
    var sink = ByteSink.file(file, WINDOW);
    sink.append("abc");
    Thread.currentThread().interrupt();
    try {
      var first = assertThrows(IOException.class, sink::flush);
      assertInstanceOf(ClosedByInterruptException.class, first.getCause());
    } finally {
      assertTrue(Thread.interrupted());
    }
    var second = assertThrows(IOException.class, sink::flush);
    assertInstanceOf(ClosedChannelException.class, second.getCause());
    assertThrows(IOException.class, sink::close);
    assertEquals("", Files.readString(file));
    assertEquals(3, sink.to());
  }

  @Test
  void aChannelThatTakesLittleAtATimeGetsItAll() throws IOException {
    var slow =
        new WritableByteChannel() {
          private final byte[] one = new byte[1];

          @Override
          public int write(ByteBuffer from) {
            one[0] = from.get();
            out.write(one, 0, 1);
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    try (var sink = ByteSink.of(slow, WINDOW)) {
      sink.append("0123456789".repeat(20));
    }
    assertEquals("0123456789".repeat(20), written());
  }

  @Test
  void aChannelThatOftenTakesNothingGetsItAll() throws IOException {
    try (var sink = ByteSink.of(new Hesitant(), 4 * WINDOW)) {
      sink.append("0123456789".repeat(20));
    }
    assertEquals("0123456789".repeat(20), written());
  }

  @Test
  void aChannelThatTakesNothingIsGivenUp() throws IOException {
    var sink = ByteSink.of(new Dead(0), WINDOW);
    sink.append("abc");
    fails(IOException.class, "0 bytes written, 3 not", sink::flush);
    assertEquals(3, sink.to());
    var liar = ByteSink.of(new Dead(5), WINDOW);
    liar.append("abc");
    fails(IOException.class, "write returned 5 for 3 bytes", liar::flush);
    assertEquals(3, liar.to());
  }

  @Test
  void aFullOutputKeepsWhatWasWrittenAndTheSinkTheRest() throws IOException {
    byte[] into = new byte[100];
    var sink = ByteSink.of(into, 10, 90, WINDOW);
    sink.append("0123456789".repeat(6)); // 60 of 64
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> {
              sink.append("abcdefghijklmnopqrstuvwxyz0123");
              sink.flush();
            });
    assertTrue(thrown.toString().contains("byte[100]: 80 bytes written, 10 not"));
    assertInstanceOf(EOFException.class, thrown.getCause());
    assertEquals(80, sink.written());
    assertEquals(10, sink.to());
    assertEquals("0123456789".repeat(6) + "abcdefghijklmnopqrst", new String(into, 10, 80, UTF_8));
    assertEquals("uvwxyz0123", new String(sink.window(), 0, 10, UTF_8));
    assertEquals(0, into[9]);
    assertEquals(0, into[90]);
    assertThrows(IOException.class, sink::close);
    sink.close();
    assertEquals(10, sink.to());
  }

  @Test
  void beginsAnewWithAnotherArrayInTheSameWindow() throws IOException {
    byte[] first = new byte[4];
    byte[] second = new byte[6];
    var sink = ByteSink.of(first, 0, 4, WINDOW);
    byte[] window = sink.window();
    sink.append("abcdef");
    assertThrows(IOException.class, sink::flush);
    assertEquals("byte[4][4 + 2)", sink.toString());
    sink.reset(second, 1, 6); // without the e and f
    assertSame(window, sink.window());
    assertEquals("byte[6][0 + 0)", sink.toString());
    assertEquals(0, sink.position());
    sink.append("xyz");
    sink.flush();
    assertThrows(IndexOutOfBoundsException.class, () -> sink.reset(first, 1, 5));
    sink.append("12");
    sink.close();
    assertEquals("abcd", new String(first, UTF_8));
    assertArrayEquals(new byte[] {0, 'x', 'y', 'z', '1', '2'}, second);
    fails(IllegalStateException.class, "byte[6]: closed", () -> sink.reset(first, 0, 4));
    var stream = ByteSink.of(out, WINDOW);
    fails(IllegalStateException.class, "not of an array", () -> stream.reset(first, 0, 4));
  }

  @Test
  void aFailedWriteMayBeTriedAgain() throws IOException {
    var flaky = new Flaky();
    var sink = ByteSink.of(flaky, WINDOW);
    sink.append("0123456789");
    fails(IOException.class, "0 bytes written, 10 not: java.io.IOException: full", sink::flush);
    sink.append("abc");
    flaky.failing = false;
    sink.close();
    assertEquals("0123456789abc", written());
    assertTrue(flaky.closed);
  }

  @Test
  void closeClosesTheOutputWhateverFlushThrows() throws IOException {
    var flaky = new Flaky();
    var sink = ByteSink.of(flaky, WINDOW);
    sink.append("abc");
    assertThrows(IOException.class, sink::close);
    assertTrue(flaky.closed);
    assertEquals(3, sink.to());
    assertTrue(sink.toString().endsWith("[0 + 3) closed"), sink::toString);
  }

  @Test
  void whatOutputsThrowBesideLosesNothing() throws IOException {
    var bad =
        new OutputStream() {
          @Override
          public void write(int value) {}

          @Override
          public void write(byte[] from, int at, int length) {
            throw new UncheckedIOException(new IOException("bad"));
          }
        };
    var sink = ByteSink.of(bad, WINDOW);
    sink.append("abc");
    assertThrows(UncheckedIOException.class, sink::flush);
    assertEquals(3, sink.to());
    assertThrows(UncheckedIOException.class, sink::close);
  }

  /// Some streams keep their failure, and throw it whatever they are asked.
  @Test
  void closeThrowsTheFailureThatFlushAndCloseShare() {
    var kept = new IOException("broken");
    var sink = ByteSink.of(new Broken(kept, kept), WINDOW);
    assertSame(kept, assertThrows(IOException.class, sink::close));
    assertEquals(0, kept.getSuppressed().length);
  }

  @Test
  void whatCloseThrowsHidesNothingOfFlush() {
    for (Exception second :
        new Exception[] {new IOException("close"), new IllegalStateException("close")}) {
      for (Exception first :
          new Exception[] {new IOException("flush"), new IllegalStateException("flush")}) {
        var sink = ByteSink.of(new Broken(first, second), WINDOW);
        assertSame(first, assertThrows(Exception.class, sink::close));
        assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
      }
      var sink = ByteSink.of(new Broken(null, second), WINDOW);
      assertSame(second, assertThrows(Exception.class, sink::close));
    }
  }

  @Test
  void aClosedSinkTakesNothing() throws IOException {
    var sink = ByteSink.of(out, WINDOW);
    sink.append("abc");
    sink.close();
    sink.close();
    assertEquals("abc", written());
    closed(() -> sink.append((byte) 1));
    closed(() -> sink.append('a'));
    closed(() -> sink.append(1));
    closed(() -> sink.append(1L));
    closed(() -> sink.append(1.0));
    closed(() -> sink.append(1.0f));
    closed(() -> sink.append("a"));
    closed(() -> sink.append("a".repeat(100)));
    closed(() -> sink.append(new byte[1], 0, 1));
    closed(() -> sink.appendFixed(1, 1));
    closed(() -> sink.reserve(0));
    closed(sink::flush);
    closed(sink::force);
    closed(() -> sink.advance(1));
    assertEquals("abc", written());
  }

  @Test
  void badArgumentsAreNamed() throws IOException {
    fails(IllegalArgumentException.class, "window: 63, not 64", () -> ByteSink.of(out, 63));
    fails(
        IllegalArgumentException.class,
        "window: 2147483647",
        () -> ByteSink.of(out, Integer.MAX_VALUE));
    assertThrows(IndexOutOfBoundsException.class, () -> ByteSink.of(new byte[3], 2, 4, WINDOW));
    Pipe pipe = Pipe.open();
    try (var from = pipe.source();
        var to = pipe.sink()) {
      to.configureBlocking(false);
      assertTrue(from.isOpen());
      fails(IllegalArgumentException.class, "non-blocking", () -> ByteSink.of(to, WINDOW));
    }
    try (var sink = ByteSink.of(out, WINDOW)) {
      assertThrows(IndexOutOfBoundsException.class, () -> sink.append(new byte[3], 2, 4));
      assertThrows(IllegalArgumentException.class, () -> sink.appendFixed(1, 19));
      assertEquals(0, sink.position());
    }
  }

  @Test
  void aSinkNamesItsOutput() throws IOException {
    Path file = directory.resolve("named");
    try (var sink = ByteSink.file(file, WINDOW)) {
      assertEquals(file.toString(), sink.name());
      sink.append("ab");
      sink.flush();
      sink.append("c");
      assertEquals(file + "[2 + 1)", sink.toString());
    }
    assertEquals("byte[3]", ByteSink.of(new byte[3], 0, 3, WINDOW).name());
    assertEquals(out.getClass().getName(), ByteSink.of(out, WINDOW).name());
    var channel = Channels.newChannel(out);
    assertEquals(channel.getClass().getName(), ByteSink.of(channel, WINDOW).name());
  }

  private String written() {
    return out.toString(UTF_8);
  }

  private static void closed(Executable call) {
    fails(IllegalStateException.class, "closed", call);
  }

  private static <T extends Throwable> void fails(Class<T> type, String part, Executable call) {
    String message = assertThrows(type, call).getMessage();
    assertTrue(message != null && message.contains(part), () -> "message: " + message);
  }

  /// Fails until it is told not to.
  private final class Flaky extends OutputStream {
    private boolean failing = true;
    private boolean closed;

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
      if (failing) {
        throw new IOException("full");
      }
      out.write(from, at, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /// Fails at its ends.
  private static final class Broken extends OutputStream {
    private final @Nullable Exception atFlush;
    private final Exception atClose;

    Broken(@Nullable Exception atFlush, Exception atClose) {
      this.atFlush = atFlush;
      this.atClose = atClose;
    }

    @Override
    public void write(int value) {}

    @Override
    public void flush() throws IOException {
      if (atFlush != null) {
        raise(atFlush);
      }
    }

    @Override
    public void close() throws IOException {
      raise(atClose);
    }

    private static void raise(Exception e) throws IOException {
      if (e instanceof IOException failure) {
        throw failure;
      }
      throw (RuntimeException) e;
    }
  }

  /// Takes a byte every other time.
  private final class Hesitant implements WritableByteChannel {
    private boolean ready;

    @Override
    public int write(ByteBuffer from) {
      ready = !ready;
      if (ready) {
        out.write(from.get());
      }
      return ready ? 1 : 0;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /// Takes nothing and says that it took so much.
  private record Dead(int taken) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer from) {
      return taken;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
