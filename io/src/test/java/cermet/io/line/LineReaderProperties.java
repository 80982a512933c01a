// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import cermet.io.source.Windows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LineReaderProperties {
  /// Line ends, and what a careless search takes for them: one bit off, the high bit set, zero.
  private static final byte[] NASTY = {
    '\n', '\n', '\r', '\n' ^ 1, '\n' - 1, (byte) ('\n' | 0x80), 0, 1, (byte) 0x80, -1, 'a'
  };

  record Line(long offset, String bytes) {} // a char for each byte

  @Property(tries = 1500)
  void everyKindOfSourceGivesTheLinesOfThePlainLoop(
      @ForAll @IntRange(max = 400) int size,
      @ForAll @IntRange(min = 1, max = 60) int nastiness,
      @ForAll @IntRange(max = 80) int spare,
      @ForAll @IntRange(min = 1, max = 50) int piece,
      @ForAll @IntRange(min = 1, max = 100) int partBytes,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    List<Line> expected = model(text);
    int window = fitting(text) + spare;
    same(expected, ByteSource.of(text, window));
    same(expected, ByteSource.of(new Pieces(text, piece, seed), window));
    same(expected, ByteSource.of(Channels.newChannel(new Pieces(text, piece, seed)), window));
    Path file = Files.write(Files.createTempFile("lines", ""), text);
    try (var windows = Windows.of(file, partBytes)) {
      same(expected, ByteSource.file(file, window));
      int seen = 0;
      for (int part = 0; part < windows.count(); part++) {
        long to = windows.to(part);
        int first = seen;
        while (seen < expected.size() && expected.get(seen).offset < to) {
          seen++;
        }
        same(expected.subList(first, seen), windows.open(part, window));
      }
      assertEquals(expected.size(), seen);
    } finally {
      Files.delete(file);
    }
  }

  /// The reader searches up to `Marks.MOST` bytes at once: here lines are cut by that anywhere.
  @Property(tries = 300)
  void longTextsGiveTheLinesOfThePlainLoop(
      @ForAll @IntRange(max = 5 * Marks.MOST) int size,
      @ForAll @IntRange(min = 1, max = 4000) int nastiness,
      @ForAll @IntRange(max = 2 * Marks.MOST) int spare,
      @ForAll @IntRange(min = 1, max = 5000) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    List<Line> expected = model(text);
    int window = fitting(text) + spare;
    same(expected, ByteSource.of(text, window));
    same(expected, ByteSource.of(new Pieces(text, piece, seed), window));
  }

  @Property(tries = 500)
  void everyPieceAndEveryWindowGiveTheSameLines(
      @ForAll @IntRange(max = 60) int size,
      @ForAll @IntRange(min = 1, max = 12) int nastiness,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    List<Line> expected = model(text);
    int fitting = fitting(text);
    for (int window = fitting; window <= size + 9; window++) {
      for (int piece = 1; piece <= size + 1; piece += 1 + piece / 8) {
        same(expected, ByteSource.of(new Pieces(text, piece, 0), window));
      }
    }
  }

  @Property(tries = 1500)
  void aSmallerWindowGivesEveryLineBeforeTheFirstThatDoesNotFit(
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 60) int nastiness,
      @ForAll @IntRange(min = 1, max = 50) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    List<Line> expected = model(text);
    int fitting = fitting(text);
    int window = 1 + new Random(seed).nextInt(fitting);
    try (var lines = new LineReader(ByteSource.of(new Pieces(text, piece, seed), window))) {
      for (var line : expected) {
        int end = (int) line.offset;
        while (end < size && text[end] != '\n') {
          end++;
        }
        long length = end + 1 - line.offset;
        if (length > window) {
          for (int i = 0; i < 2; i++) {
            var e = assertThrows(ParseException.class, lines::next);
            assertEquals(lines.line() + 1, e.line());
            assertEquals(line.offset, e.offset());
          }
          return;
        }
        assertTrue(lines.next());
        same(line, lines);
      }
      assertEquals(fitting, window); // else one was too long
      assertFalse(lines.next());
    }
  }

  @Property(tries = 5000)
  void indexOfIsThatOfThePlainLoop(
      @ForAll @IntRange(max = 40) int size, @ForAll byte value, @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    byte[] text = new byte[size + 1];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) (random.nextInt(4) > 0 ? value ^ 1 << random.nextInt(8) : random.nextInt());
      if (random.nextInt(20) == 0) {
        text[i] = value;
      }
    }
    text[size] = '\n';
    try (var lines = new LineReader(ByteSource.of(text, size + 1))) {
      while (lines.next()) {
        for (byte wanted : new byte[] {value, (byte) (value ^ 1), (byte) (value ^ 0x80)}) {
          int expected = -1;
          for (int i = lines.to() - 1; i >= lines.from(); i--) {
            expected = lines.bytes()[i] == wanted ? i : expected;
          }
          assertEquals(expected, lines.indexOf(wanted));
        }
      }
    }
  }

  private static void same(List<Line> expected, ByteSource source) throws IOException {
    try (var lines = new LineReader(source)) {
      int count = 0;
      while (lines.next()) {
        assertTrue(count < expected.size(), lines::toString);
        same(expected.get(count++), lines);
        assertEquals(count, lines.line());
      }
      assertEquals(expected.size(), count);
      assertFalse(lines.next());
    }
  }

  private static void same(Line expected, LineReader lines) {
    assertEquals(expected.offset, lines.offset());
    assertEquals(expected.bytes.length(), lines.length());
    assertEquals(expected.bytes, latin(lines.bytes(), lines.from(), lines.to()));
    if (lines.line() % 7 == 1) {
      assertEquals(
          new String(expected.bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
          lines.slice().toString());
    }
  }

  private static List<Line> model(byte[] text) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        int end = i > start && text[i - 1] == '\r' ? i - 1 : i;
        lines.add(new Line(start, latin(text, start, end)));
        start = i + 1;
      }
    }
    if (start < text.length) {
      lines.add(new Line(start, latin(text, start, text.length)));
    }
    return lines;
  }

  private static String latin(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// The smallest window in which every line fits with its end, which the last may lack.
  private static int fitting(byte[] text) {
    int fitting = 1;
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        fitting = Math.max(fitting, i + 1 - start);
        start = i + 1;
      }
    }
    return fitting;
  }

  private static byte[] text(int size, int nastiness, long seed) {
    var random = new Random(seed);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = random.nextInt(nastiness) == 0 ? NASTY[random.nextInt(NASTY.length)] : (byte) 'x';
    }
    return text;
  }

  /// Gives 1 to `most` bytes at a time, at random; a seed of 0 gives `most` each time.
  private static final class Pieces extends InputStream {
    private final InputStream in;
    private final int most;
    private final boolean fixed;
    private final Random random;

    Pieces(byte[] data, int most, long seed) {
      this.in = new ByteArrayInputStream(data);
      this.most = most;
      this.fixed = seed == 0;
      this.random = new Random(seed);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      return in.read(into, at, Math.min(length, fixed ? most : 1 + random.nextInt(most)));
    }
  }
}
