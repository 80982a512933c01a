// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.SourceKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FieldReaderProperties {
  /// Delimiters and line ends, and what a careless search takes for them.
  private static final byte[] NASTY = {
    ';', ';', '\n', '\r', ';' ^ 1, '\n' ^ 1, '\n' - 1, (byte) (';' | 0x80), 0, 1, (byte) 0x80, -1
  };

  @Property(tries = 1500)
  void givesTheFieldsOfThePlainLoopWhateverTheWindowAndThePieces(
      @ForAll @IntRange(max = 400) int size,
      @ForAll @IntRange(min = 1, max = 40) int nastiness,
      @ForAll @IntRange(max = 80) int spare,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    List<List<String>> expected = model(text);
    int window = longest(text) + 1 + spare;
    same(expected, ByteSource.of(text, window));
    same(expected, ByteSource.of(new Pieces(text, 1), window));
  }

  /// The reader searches up to `Marks.MOST` bytes at once: here lines are cut by that anywhere,
  /// some of them with hundreds of fields.
  @Property(tries = 300)
  void longTextsGiveTheFieldsOfThePlainLoop(
      @ForAll @IntRange(max = 5 * Marks.MOST) int size,
      @ForAll @IntRange(min = 1, max = 400) int nastiness,
      @ForAll @IntRange(max = 2 * Marks.MOST) int spare,
      @ForAll @IntRange(min = 1, max = 5000) int piece,
      @ForAll boolean fewLines,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    for (int i = 0; fewLines && i < size; i++) {
      text[i] = text[i] == '\n' && i % 50 != 0 ? (byte) ';' : text[i];
    }
    List<List<String>> expected = model(text);
    int window = longest(text) + 1 + spare;
    same(expected, ByteSource.of(text, window));
    same(expected, ByteSource.of(new Pieces(text, piece), window));
  }

  /// A window that is too small for a line says so, and has all others.
  @Property(tries = 1000)
  void everyWindowGivesTheLinesThatFitAndNamesTheOthers(
      @ForAll @IntRange(max = 400) int size,
      @ForAll @IntRange(min = 1, max = 40) int nastiness,
      @ForAll @IntRange(min = 1, max = 50) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    LineModel model = LineModel.read(text);
    int smaller = 1 + new Random(seed).nextInt(longest(text) + 1);
    for (int window : new int[] {smaller, 64, 65, 127, 4096}) {
      model.checkFields(ByteSource.of(text, window), (byte) ';', () -> "whole in " + window);
      ByteSource pieces = SourceKind.pieces(text, piece, window);
      model.checkFields(pieces, (byte) ';', () -> "by " + piece + " in " + window);
    }
  }

  /// Every second read fails, whatever of a line is in the window then.
  @Property(tries = 500)
  void failedReadsLoseNothing(
      @ForAll @IntRange(max = 400) int size,
      @ForAll @IntRange(min = 1, max = 40) int nastiness,
      @ForAll @IntRange(max = 80) int spare,
      @ForAll @IntRange(min = 1, max = 60) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] text = text(size, nastiness, seed);
    var flaky =
        new Pieces(text, piece) {
          private boolean failed;

          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            failed = !failed;
            if (failed) {
              throw new IOException("lost");
            }
            return super.read(into, at, length);
          }
        };
    int window = longest(text) + 1 + spare;
    try (var lines = new FieldReader(ByteSource.of(flaky, window), (byte) ';')) {
      assertEquals(model(text), readInSpiteOfFailures(lines));
    }
  }

  /// Asks again after each refill that failed with "lost".
  static List<List<String>> readInSpiteOfFailures(FieldReader lines) {
    List<List<String>> found = new ArrayList<>();
    for (boolean more = true; more; ) {
      try {
        more = lines.next();
        if (more) {
          found.add(fields(lines));
        }
      } catch (IOException e) {
        assertEquals("lost", e.getMessage());
        assertEquals(0, lines.count());
      }
    }
    return found;
  }

  private static byte[] text(int size, int nastiness, long seed) {
    var random = new Random(seed);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] =
          random.nextInt(nastiness) < 3
              ? NASTY[random.nextInt(NASTY.length)]
              : (byte) random.nextInt('a', 'z');
    }
    return text;
  }

  /// Byte by byte.
  private static List<List<String>> model(byte[] text) {
    List<List<String>> lines = new ArrayList<>();
    String rest = new String(text, ISO_8859_1);
    while (!rest.isEmpty()) {
      int end = rest.indexOf('\n');
      String line = end < 0 ? rest : rest.substring(0, end);
      rest = end < 0 ? "" : rest.substring(end + 1);
      if (end >= 0 && line.endsWith("\r")) {
        line = line.substring(0, line.length() - 1);
      }
      lines.add(List.of(line.split(";", -1)));
    }
    return lines;
  }

  private static int longest(byte[] text) {
    int longest = 0;
    int length = 0;
    for (byte value : text) {
      length = value == '\n' ? 0 : length + 1;
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static void same(List<List<String>> expected, ByteSource source) throws IOException {
    try (var lines = new FieldReader(source, (byte) ';')) {
      for (int i = 0; i < expected.size(); i++) {
        assertTrue(lines.next());
        assertEquals(i + 1, lines.line());
        assertEquals(expected.get(i), fields(lines));
      }
      assertFalse(lines.next());
      assertEquals(expected.size(), lines.line());
    }
  }

  static List<String> fields(FieldReader line) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < line.count(); i++) {
      fields.add(new String(line.bytes(), line.from(i), line.length(i), ISO_8859_1));
    }
    return fields;
  }

  /// Gives some bytes at a time.
  private static class Pieces extends InputStream {
    private final InputStream in;
    private final int most;

    Pieces(byte[] bytes, int most) {
      this.in = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      return in.read(into, at, Math.min(length, most));
    }
  }
}
