// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import cermet.io.source.SmallHeap;
import cermet.io.source.Windows;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
  @TempDir Path directory;

  @Test
  void anInputFarLongerThanTheHeapIsReadWithoutAllocating() throws Exception {
    SmallHeap.reads(SmallHeap.Kind.LINES);
  }

  @Test
  void theExampleOfThePackageCountsWords() throws IOException {
    Path file = Files.writeString(directory.resolve("words"), "a b\nc d e\n\nf");
    assertEquals(6, words(file));
  }

  // @start region="words"
  static long words(Path file) throws IOException {
    long words = 0;
    try (var lines = new LineReader(ByteSource.file(file, 1 << 16))) {
      while (lines.next()) {
        boolean inside = false;
        for (int i = lines.from(); i < lines.to(); i++) {
          boolean letter = lines.bytes()[i] != ' ';
          words += letter && !inside ? 1 : 0;
          inside = letter;
        }
      }
    }
    return words;
  }

  // @end

  @Test
  void endsLinesAtLineFeedsWithOrWithoutCarriageReturn() throws IOException {
    assertEquals(List.of("a", "b", "c"), lines("a\nb\r\nc\n"));
    assertEquals(List.of("a", "b"), lines("a\r\nb\r\n"));
  }

  @Test
  void aLoneCarriageReturnIsContent() throws IOException {
    assertEquals(List.of("a\rb"), lines("a\rb\n"));
    assertEquals(List.of("\r", "\r\r"), lines("\r\r\n\r\r\r\n"));
    assertEquals(List.of("a", "\r"), lines("a\n\r"));
    assertEquals(List.of("a\r"), lines("a\r"));
    assertEquals(List.of("", "\ra"), lines("\r\n\ra"));
  }

  @Test
  void theLastLineMayLackItsEnd() throws IOException {
    assertEquals(List.of("a", "b"), lines("a\nb"));
    assertEquals(List.of("a"), lines("a"));
  }

  @Test
  void hasEmptyLinesButNoneBehindTheLastEnd() throws IOException {
    assertEquals(List.of(), lines(""));
    assertEquals(List.of(""), lines("\n"));
    assertEquals(List.of(""), lines("\r\n"));
    assertEquals(List.of("", "", "a", ""), lines("\n\r\na\n\n"));
  }

  @Test
  void decodesAndJudgesNothing() throws IOException {
    byte[] strange = {
      (byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 0, 0, (byte) 0xC0, (byte) 0x80, (byte) 0xFF, 0x0B, 0x0C
    };
    byte[] text = Arrays.copyOf(strange, strange.length + 1);
    text[strange.length] = '\n';
    try (var lines = new LineReader(ByteSource.of(text, 16))) {
      assertTrue(lines.next());
      assertArrayEquals(strange, Arrays.copyOfRange(lines.bytes(), lines.from(), lines.to()));
      assertFalse(lines.next());
    }
  }

  @Test
  void seesThroughBytesThatDifferFromALineFeedInOneBit() throws IOException {
    // The cheap zero-byte test marks 0x0B = '\n' ^ 1 behind a '\n' too.
    assertEquals(List.of("", "\u000b\u000b\u000b"), lines("\n\u000b\u000b\u000b\n"));
    assertEquals(List.of("\u000b", "\u000b\u000b"), lines("\u000b\n\u000b\u000b"));
  }

  @Test
  void joinsACarriageReturnAtTheWindowsEndWithItsLineFeed() throws IOException {
    // Pieces of 4 bytes: the carriage return is the last byte seen before the refill.
    try (var lines = new LineReader(ByteSource.of(new Pieces(text("abc\r\nd\r\n"), 4), 100))) {
      assertTrue(lines.next());
      assertEquals("abc", lines.slice().toString());
      assertTrue(lines.next());
      assertEquals("d", lines.slice().toString());
      assertEquals(5, lines.offset());
      assertFalse(lines.next());
    }
  }

  @Test
  void aLineFitsWithItsEndOrNotAtAll() throws IOException {
    // Of 4 bytes: "abc\n", "ab\r\n", and "abc" at the end of input.
    assertEquals(List.of("abc", "ab", "abc"), read(ByteSource.of(text("abc\nab\r\nabc"), 4)));
    for (String last : new String[] {"abcd", "abcd\n", "abc\r\n", "abc\r", "abcdefgh\nx"}) {
      try (var lines = new LineReader(ByteSource.of(text("a\nb\n" + last), 4))) {
        assertTrue(lines.next());
        assertTrue(lines.next());
        for (int i = 0; i < 2; i++) {
          var thrown = assertThrows(ParseException.class, lines::next);
          assertEquals(3, thrown.line());
          assertEquals(4, thrown.offset());
          assertEquals("at most 4 bytes for a line and its end", thrown.expected());
          assertEquals(0, lines.length());
          assertEquals(2, lines.line());
          assertEquals(4, lines.offset());
        }
      }
    }
  }

  @Test
  void aWindowOfOneByteHoldsEmptyLinesOnly() throws IOException {
    assertEquals(List.of("", ""), read(ByteSource.of(text("\n\n"), 1)));
    assertThrows(IOException.class, () -> read(ByteSource.of(text("a"), 1)));
    assertThrows(IOException.class, () -> read(ByteSource.of(text("\r\n"), 1)));
  }

  @Test
  void goesOnBehindALineThatDoesNotFit() throws IOException {
    String longest = "x".repeat(5000);
    byte[] text =
        text("a\r\n\nmore than a small window holds\r\nb\n" + longest + "\nc\nlong, no end");
    for (int window : new int[] {8, 4096}) {
      boolean small = window == 8;
      for (int piece : new int[] {1, 3, 1 << 20}) {
        List<String> seen = new ArrayList<>();
        try (var lines = new LineReader(ByteSource.of(new Pieces(text, piece), window))) {
          for (boolean more = true; more; ) {
            try {
              more = lines.next();
              seen.add(more ? lines.text() : "end");
            } catch (ParseException e) {
              seen.add("line " + e.line() + " at " + e.offset());
              assertThrows(ParseException.class, lines::next);
              assertTrue(lines.skipLine());
              assertEquals(e.line(), lines.line());
              assertEquals(0, lines.length());
            }
          }
          assertFalse(lines.skipLine());
          assertEquals(7, lines.line());
        }
        String third = small ? "line 3 at 4" : "more than a small window holds";
        String last = small ? "line 7 at 5041" : "long, no end";
        assertEquals(List.of("a", "", third, "b", "line 5 at 38", "c", last, "end"), seen);
      }
    }
  }

  @Test
  void skipsAnyLineOfEveryShortTextInEveryWindow() throws IOException {
    for (String text : shortTexts(5)) {
      for (int window = 1; window <= text.length() + 1; window++) {
        for (int skipped : new int[] {0, 0b010101, 0b101010, 0b111111}) {
          skips(text, skipped, ByteSource.of(text(text), window));
          skips(text, skipped, ByteSource.of(new Pieces(text(text), 1), window));
        }
      }
    }
  }

  /// Skips the lines of a mask, and those that do not fit, and reads the others.
  private static void skips(String text, int skipped, ByteSource source) throws IOException {
    String[] raw = text.split("\n", -1);
    List<String> expected = model(text);
    long offset = 0;
    try (var lines = new LineReader(source)) {
      for (int i = 0; i < expected.size(); i++) {
        boolean skip = (skipped & (1 << i)) != 0;
        boolean fits = raw[i].length() < source.capacity();
        long behind = Math.min(text.length(), offset + raw[i].length() + 1);
        if (!skip && !fits) {
          assertThrows(ParseException.class, lines::next);
        }
        if (skip || !fits) {
          assertTrue(lines.skipLine(), text);
          assertEquals(0, lines.length());
          assertEquals(behind, lines.offset());
        } else {
          assertTrue(lines.next());
          assertEquals(expected.get(i), lines.text());
          assertEquals(offset, lines.offset());
        }
        assertEquals(i + 1, lines.line());
        offset = behind;
      }
      assertFalse(lines.skipLine());
      assertFalse(lines.next());
      assertEquals(expected.size(), lines.line());
    }
  }

  /// All texts of a letter and what line ends are made of, up to a length.
  private static List<String> shortTexts(int most) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; texts.get(i).length() < most; i++) {
      for (String next : new String[] {"a", "\n", "\r"}) {
        texts.add(texts.get(i) + next);
      }
    }
    return texts;
  }

  @Test
  void aSkipGoesOnWhenAReadHasFailed() throws IOException {
    byte[] text = text("a\n" + "x".repeat(20) + "\nb\nc");
    for (int piece = 1; piece < 9; piece++) {
      try (var lines = new LineReader(ByteSource.of(torn(text, piece), 8))) {
        for (long behind : new long[] {2, 23, 25, 26}) {
          assertTrue(skipped(lines));
          assertEquals(behind, lines.offset());
        }
        assertFalse(skipped(lines));
        assertEquals(4, lines.line());
      }
    }
  }

  /// Skips a line in spite of reads that fail.
  private static boolean skipped(LineReader lines) {
    while (true) {
      try {
        return lines.skipLine();
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("torn"));
      }
    }
  }

  @Test
  void aLineIsTextIfItIsUtf8() throws IOException {
    byte[] text = text("Z\u00C3\u00BCrich\r\n\nab\u00FFc\nd");
    try (var lines = new LineReader(ByteSource.of(text, 16))) {
      assertEquals("", lines.text());
      assertTrue(lines.next());
      assertEquals("Z\u00FCrich", lines.text());
      assertTrue(lines.next());
      assertEquals("", lines.text());
      assertTrue(lines.next());
      for (int i = 0; i < 2; i++) {
        var thrown = assertThrows(ParseException.class, lines::text);
        assertEquals("UTF-8", thrown.expected());
        assertEquals(3, thrown.line());
        assertEquals(3, thrown.column());
        assertEquals(12, thrown.offset());
      }
      assertEquals(4, lines.length());
      assertTrue(lines.next());
      assertEquals("d", lines.text());
    }
  }

  @Test
  void visitsMapsAndStreams() throws IOException {
    byte[] text = text("a\nb\nc");
    List<String> seen = new ArrayList<>();
    try (var lines = new LineReader(ByteSource.of(text, 8))) {
      lines.forEach(line -> seen.add(line.text()));
      assertFalse(lines.next());
    }
    assertEquals(List.of("a", "b", "c"), seen);
    try (var lines = new LineReader(ByteSource.of(text, 8))) {
      assertEquals("a", lines.stream(LineReader::text).findFirst().orElse(""));
      assertEquals(List.of(2L, 3L), lines.toList(line -> line.line()));
    }
    try (var lines = new LineReader(ByteSource.of(text("a\n\u00FF\nb"), 8))) {
      var e =
          assertThrows(UncheckedIOException.class, () -> lines.stream(LineReader::text).toList());
      assertTrue(e.getCause() instanceof ParseException);
      assertEquals(List.of("b"), lines.toList(LineReader::text));
    }
  }

  @Test
  void countsLinesFromOneAndBytesFromTheStart() throws IOException {
    try (var lines = new LineReader(ByteSource.of(text("ab\r\n\ncde"), 5))) {
      assertEquals(0, lines.line());
      assertEquals(0, lines.offset());
      assertEquals(0, lines.length());
      long[][] expected = {{1, 0, 2}, {2, 4, 0}, {3, 5, 3}};
      for (long[] line : expected) {
        assertTrue(lines.next());
        assertEquals(line[0], lines.line());
        assertEquals(line[1], lines.offset());
        assertEquals(line[2], lines.length());
      }
      assertFalse(lines.next());
      assertFalse(lines.next());
      assertEquals(3, lines.line());
      assertEquals(8, lines.offset());
      assertEquals(0, lines.length());
      assertEquals(-1, lines.indexOf((byte) 'c'));
    }
  }

  @Test
  void findsAByteInTheLineOnly() throws IOException {
    try (var lines = new LineReader(ByteSource.of(text("a;b;c\nd;e\n"), 64))) {
      assertTrue(lines.next());
      assertEquals(lines.from() + 1, lines.indexOf((byte) ';'));
      assertEquals(lines.from(), lines.indexOf((byte) 'a'));
      assertEquals(-1, lines.indexOf((byte) 'd'));
      assertEquals(-1, lines.indexOf((byte) '\n'));
      assertTrue(lines.next());
      assertEquals(lines.from() + 1, lines.indexOf((byte) ';'));
      assertEquals(-1, lines.indexOf((byte) 'a'));
    }
  }

  @Test
  void handsOutTheWindowItself() throws IOException {
    var source = ByteSource.of(text("ab\n"), 8);
    var lines = new LineReader(source);
    assertSame(source.window(), lines.bytes());
    lines.next();
    assertEquals("ab", lines.slice().toString());
  }

  @Test
  void goesOnWhereASourceStands() throws IOException {
    var source = ByteSource.of(text("head;ab\ncd\n"), 8);
    source.refill(0);
    source.advance(5);
    var lines = new LineReader(source);
    assertEquals(5, lines.offset());
    assertTrue(lines.next());
    assertEquals("ab", lines.slice().toString());
    assertEquals(5, lines.offset());
    assertTrue(lines.next());
    assertEquals("cd", lines.slice().toString());
    assertEquals(8, lines.offset());
  }

  @Test
  void losesNoLineWhenAReadFails() throws IOException {
    InputStream stream = torn(text("one\ntwo\r\nthree\n\nfive"), 3);
    List<String> seen = new ArrayList<>();
    int failures = 0;
    try (var lines = new LineReader(ByteSource.of(stream, 8))) {
      for (boolean more = true; more; ) {
        try {
          more = lines.next();
          if (more) {
            seen.add(lines.slice().toString());
            assertEquals(seen.size(), lines.line());
          }
        } catch (IOException e) {
          failures++;
          assertTrue(String.valueOf(e.getMessage()).startsWith("torn"));
          assertEquals(0, lines.length());
          assertEquals(seen.size(), lines.line());
        }
      }
    }
    assertEquals(List.of("one", "two", "three", "", "five"), seen);
    assertTrue(failures > 5);
  }

  /// Every second read fails; the others give a fixed number of bytes.
  private static InputStream torn(byte[] text, int piece) {
    return new Pieces(text, piece) {
      private int calls;

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        if (++calls % 2 == 1) {
          throw new IOException("torn " + calls);
        }
        return super.read(into, at, length);
      }
    };
  }

  @Test
  void saysSoWhenItsFileShrinks() throws IOException {
    Path file = Files.writeString(directory.resolve("shrinks"), "abc\n".repeat(100));
    try (var lines = new LineReader(ByteSource.file(file, 8))) {
      assertTrue(lines.next());
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(10);
      }
      assertTrue(lines.next());
      assertEquals(
          file + ": ends at byte 10, had 400 when it was opened",
          assertThrows(EOFException.class, lines::next).getMessage());
    }
  }

  @Test
  void refusesToReadWhenClosed() throws IOException {
    var source = ByteSource.of(text("a\nb\nc\n"), 8);
    var lines = new LineReader(source);
    lines.next();
    lines.close();
    lines.close();
    assertEquals(0, lines.length());
    for (int i = 0; i < 2; i++) {
      assertEquals(
          "byte[6]: closed", assertThrows(IllegalStateException.class, lines::next).getMessage());
    }
    var other = new LineReader(ByteSource.of(text("a\n"), 8));
    other.close();
    assertThrows(IllegalStateException.class, other::next);
    assertThrows(IllegalStateException.class, other::skipLine);
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() {
    assertEquals(
        "source",
        assertThrows(NullPointerException.class, () -> new LineReader(null)).getMessage());
    var lines = new LineReader(ByteSource.of(text("a\n"), 8));
    assertThrows(NullPointerException.class, () -> lines.forEach(null));
    assertThrows(NullPointerException.class, () -> lines.toList(null));
    assertThrows(NullPointerException.class, () -> lines.stream(null));
  }

  @Test
  void describesItsPlace() throws IOException {
    var lines = new LineReader(ByteSource.of(text("a\nb\n"), 8));
    lines.next();
    lines.next();
    assertEquals("byte[4], line 2 at byte 2", lines.toString());
  }

  @Test
  void countsOffsetsBeyondTwoGibibytes() throws IOException {
    Path file = directory.resolve("sparse");
    long far = 3L << 30;
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(far);
      out.write(text("\none\ntwo\n"));
    }
    try (var lines = new LineReader(ByteSource.file(file, far + 1, far + 9, 4))) {
      assertTrue(lines.next());
      assertEquals(far + 1, lines.offset());
      assertTrue(lines.next());
      assertEquals(far + 5, lines.offset());
      assertEquals("two", lines.slice().toString());
      assertFalse(lines.next());
    }
  }

  @Test
  void aLineThatArrivesByteByByteCostsItsLength() throws IOException {
    int size = 4 << 20; // the square of it would take minutes
    byte[] text = new byte[size];
    Arrays.fill(text, (byte) 'x');
    try (var lines = new LineReader(ByteSource.of(new Pieces(text, 1), size + 1))) {
      assertTrue(lines.next());
      assertEquals(size, lines.length());
    }
  }

  @Test
  void everyShortTextInEveryWindowAndPiece() throws IOException {
    char[] alphabet = {'a', '\n', '\r'};
    for (int length = 0; length <= 6; length++) {
      int texts = (int) Math.pow(alphabet.length, length);
      for (int code = 0; code < texts; code++) {
        var text = new StringBuilder();
        for (int i = 0, rest = code; i < length; i++, rest /= alphabet.length) {
          text.append(alphabet[rest % alphabet.length]);
        }
        List<String> expected = model(text.toString());
        for (int piece = 1; piece <= 3; piece++) {
          for (int window = longest(text.toString()); window <= length + 1; window++) {
            assertEquals(
                expected, read(ByteSource.of(new Pieces(text(text.toString()), piece), window)));
          }
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> readsRealFilesAsBufferedReaderDoes() throws IOException {
    String given = System.getProperty("cermet.data", "");
    Path data =
        given.isEmpty()
            ? Path.of(System.getProperty("cermet.root", ".."), "..", "shared", "data")
            : Path.of(given);
    Assumptions.assumeTrue(
        !given.isEmpty() || Files.isDirectory(data), () -> "no real data in " + data);
    List<Path> files;
    try (var all = Files.walk(data.resolve("csv"))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertFalse(files.isEmpty(), "no files below " + data.resolve("csv"));
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
  }

  private static void compare(Path file) throws IOException {
    List<String> expected;
    try (var all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      expected = all.toList();
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n')) {
        expected = model(new String(bytes, StandardCharsets.ISO_8859_1)); // a lone carriage return
        break;
      }
    }
    int longest = longest(new String(bytes, StandardCharsets.ISO_8859_1));
    for (int window : new int[] {longest, longest + 1, longest + 100, 1 << 16, 1 << 20}) {
      if (window >= longest) {
        assertEquals(expected, read(ByteSource.file(file, window)));
      }
    }
    for (long partBytes : new long[] {1000, 100_000, bytes.length}) {
      List<String> seen = new ArrayList<>();
      try (var windows = Windows.of(file, Math.max(1, partBytes))) {
        for (int part = 0; part < windows.count(); part++) {
          seen.addAll(read(windows.open(part, longest)));
        }
      }
      assertEquals(expected, seen);
    }
  }

  /// Reads a text in many ways and returns the lines, the same in each.
  private List<String> lines(String text) throws IOException {
    byte[] bytes = text(text);
    List<String> lines = read(ByteSource.of(bytes, bytes.length + 8));
    var random = new Random();
    Path file = Files.write(Files.createTempFile(directory, "lines", ""), bytes);
    for (int window = longest(text); window < bytes.length + 9; window++) {
      assertEquals(lines, read(ByteSource.of(bytes, window)));
      assertEquals(lines, read(ByteSource.file(file, window)));
      int piece = 1 + random.nextInt(bytes.length + 1);
      assertEquals(lines, read(ByteSource.of(new Pieces(bytes, piece), window)));
    }
    return lines;
  }

  private static List<String> read(ByteSource source) throws IOException {
    List<String> seen = new ArrayList<>();
    try (var lines = new LineReader(source)) {
      while (lines.next()) {
        seen.add(
            new String(lines.bytes(), lines.from(), lines.length(), StandardCharsets.ISO_8859_1));
        assertEquals(seen.size(), lines.line());
      }
    }
    return seen;
  }

  private static List<String> model(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    String last = lines.removeLast();
    lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    if (!last.isEmpty()) {
      lines.add(last);
    }
    return lines;
  }

  /// The smallest window in which every line fits with its end, which the last may lack.
  private static int longest(String text) {
    int longest = 1;
    for (String line : text.split("\n", -1)) {
      longest = Math.max(longest, line.length() + 1);
    }
    return longest;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Gives a fixed number of bytes at a time.
  private static class Pieces extends InputStream {
    private final InputStream in;
    private final int most;

    Pieces(byte[] data, int most) {
      this.in = new ByteArrayInputStream(data);
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
