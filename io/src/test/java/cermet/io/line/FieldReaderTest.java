// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FieldReaderTest {
  private static final byte SEMICOLON = ';';

  @TempDir Path directory;

  @Test
  void theExampleSumsAColumn() throws IOException {
    Path file = Files.writeString(directory.resolve("orders"), "1\tbolts\t2.5\n2\tnuts\t0.25\n");
    // @start region="column"
    double sum = 0;
    try (var lines = new FieldReader(ByteSource.file(file, 1 << 16), (byte) '\t')) {
      while (lines.next()) {
        sum += lines.doubleAt(2);
      }
    }
    // @end
    assertEquals(2.75, sum);
  }

  @Test
  void aLineHasOneFieldMoreThanDelimiters() throws IOException {
    assertEquals(List.of(List.of("a", "b", "c")), read("a;b;c"));
    assertEquals(List.of(List.of("")), read("\n"));
    assertEquals(List.of(List.of("", "")), read(";"));
    assertEquals(List.of(List.of("", "", ""), List.of("")), read(";;\n\n"));
    assertEquals(List.of(), read(""));
  }

  @Test
  void linesEndAsThoseOfALineReader() throws IOException {
    assertEquals(List.of(List.of("a", "b"), List.of("c")), read("a;b\r\nc\n"));
    assertEquals(List.of(List.of("a", ""), List.of("")), read("a;\r\n\r\n"));
    assertEquals(List.of(List.of("a\rb", "\r")), read("a\rb;\r\r\n"));
    assertEquals(List.of(List.of("a", "b\r")), read("a;b\r"));
  }

  @Test
  void aDelimiterMayBeAnyByteButAnEnd() throws IOException {
    for (int delimiter = -128; delimiter < 128; delimiter++) {
      byte value = (byte) delimiter;
      if (value == '\n' || value == '\r') {
        fails(
            IllegalArgumentException.class,
            "delimiter: " + value,
            () -> new FieldReader(ByteSource.of(new byte[0], 1), value));
        continue;
      }
      byte[] text = {1, 2, value, (byte) (value ^ 1), (byte) (value ^ 0x80), value, value, '\n'};
      for (int i = 0; i < text.length - 1; i++) {
        if (text[i] == '\n') {
          text[i] = 'x';
        }
      }
      try (var lines = new FieldReader(ByteSource.of(text, 8), value)) {
        assertTrue(lines.next());
        int fields = 1;
        for (byte b : text) {
          fields += b == value ? 1 : 0;
        }
        assertEquals(fields, lines.count(), "delimiter: " + value);
      }
    }
  }

  @Test
  void everyHitOfAWordCountsAndNoneOfItsNeighbours() throws IOException {
    // The cheap zero-byte test marks ';' ^ 1 behind a ';' too.
    assertEquals(List.of(List.of("", ":::", "", ":")), read(";:::;;:"));
    assertEquals(
        List.of(List.of("a".repeat(7), "a".repeat(8), "a".repeat(9))),
        read("a".repeat(7) + ";" + "a".repeat(8) + ";" + "a".repeat(9) + "\n"));
  }

  @Test
  void hasRoomForManyFields() throws IOException {
    for (int most : new int[] {1000, 5 * Marks.MOST}) {
      byte[] text = ";".repeat(most).getBytes(ISO_8859_1);
      try (var lines = new FieldReader(ByteSource.of(text, most + 1), SEMICOLON)) {
        assertTrue(lines.next());
        assertEquals(most + 1, lines.count());
        assertEquals(most, lines.from(most));
        assertEquals(0, lines.length(most));
      }
    }
  }

  @Test
  void hasRoomForFewFieldsBeforeAStretchOfNothingElse() throws IOException {
    for (int few = 1; few < 50; few++) {
      String text = "x".repeat(Marks.MOST - few) + ";".repeat(few + Marks.MOST);
      try (var lines =
          new FieldReader(ByteSource.of(text.getBytes(ISO_8859_1), 1 << 13), SEMICOLON)) {
        assertTrue(lines.next());
        assertEquals(few + Marks.MOST + 1, lines.count());
        assertEquals(Marks.MOST - few, lines.length(0));
      }
    }
  }

  @Test
  void parsesInPlace() throws IOException {
    try (var lines = reader("-12;9223372036854775807;1.5e3;Zürich\n", 64)) {
      assertTrue(lines.next());
      assertEquals(-12, lines.intAt(0));
      assertEquals(Long.MAX_VALUE, lines.longAt(1));
      assertEquals(1500, lines.doubleAt(2));
      assertEquals("1.5e3", lines.text(2));
      assertEquals("UTF-8 in field 3 at 31", flaw(() -> lines.text(3)));
      assertEquals("-12", lines.slice(0).toString());
      assertEquals(';', lines.bytes()[lines.to(0)]);
    }
  }

  @Test
  void tellsWhereANumberIsNone() throws IOException {
    try (var lines = reader("1;2\n3;4x;99999999999;;1.5.\n", 64)) {
      assertTrue(lines.next());
      assertTrue(lines.next());
      var thrown = assertThrows(ParseException.class, () -> lines.intAt(1));
      assertEquals(2, thrown.line());
      assertEquals(4, thrown.column());
      assertEquals(7, thrown.offset());
      assertEquals("an int in field 1", thrown.expected());
      assertNull(thrown.getCause());
      assertEquals("a long in field 1 at 7", flaw(() -> lines.longAt(1)));
      assertEquals("a double in field 1 at 7", flaw(() -> lines.doubleAt(1)));
      assertEquals("an int in field 2 at 18", flaw(() -> lines.intAt(2)));
      assertEquals("an int in field 3 at 21", flaw(() -> lines.intAt(3)));
      assertEquals("a long in field 3 at 21", flaw(() -> lines.longAt(3)));
      assertEquals("a double in field 3 at 21", flaw(() -> lines.doubleAt(3)));
      assertEquals("a long in field 4 at 23", flaw(() -> lines.longAt(4)));
      assertEquals("a double in field 4 at 25", flaw(() -> lines.doubleAt(4)));
      assertEquals(99999999999L, lines.longAt(2));
      assertEquals(3, lines.intAt(0));
    }
    try (var lines = reader("1;", 64)) { // the flaw is the end of the input
      assertTrue(lines.next());
      assertEquals("an int in field 1 at 2", flaw(() -> lines.intAt(1)));
    }
  }

  @Test
  void whatStandsForNoNumberWithinIsANumber() throws IOException {
    try (var lines = reader("-2147483648;-9223372036854775808;NaN", 64)) {
      assertTrue(lines.next());
      assertEquals(Integer.MIN_VALUE, lines.intAt(0));
      assertEquals(Long.MIN_VALUE, lines.longAt(1));
      assertTrue(Double.isNaN(lines.doubleAt(2)));
    }
  }

  @Test
  void anErrorOfTheCallersHasThePlaceOfItsField() throws IOException {
    try (var lines = reader("a\nb;31.02.\n", 64)) {
      assertThrows(IndexOutOfBoundsException.class, () -> lines.malformed(0, "a date"));
      assertTrue(lines.next());
      assertTrue(lines.next());
      assertEquals(
          "byte[11]: line 2, column 3, byte 4: expected a date in field 1, found '31.02.\\n' after"
              + " 'a\\nb;'",
          lines.malformed(1, "a date").getMessage());
      assertEquals("31.02.", lines.text(1));
      assertThrows(IndexOutOfBoundsException.class, () -> lines.malformed(2, "a date"));
    }
  }

  @Test
  void saysWhetherALineEndedWithBoth() throws IOException {
    try (var lines = reader("a;b\r\nc\n\r\n;\r\nd\r", 5)) {
      assertFalse(lines.endsWithCrLf());
      for (boolean both : new boolean[] {true, false, true, true, false}) {
        assertTrue(lines.next());
        assertEquals(both, lines.endsWithCrLf());
      }
      assertFalse(lines.next());
      assertFalse(lines.endsWithCrLf());
    }
  }

  @Test
  void anEmptyFieldHasNoBytes() throws IOException {
    try (var lines = reader(";a;\r\n", 64)) {
      assertThrows(IndexOutOfBoundsException.class, () -> lines.isEmpty(0));
      assertTrue(lines.next());
      assertTrue(lines.isEmpty(0));
      assertFalse(lines.isEmpty(1));
      assertTrue(lines.isEmpty(2));
      assertThrows(IndexOutOfBoundsException.class, () -> lines.isEmpty(3));
    }
  }

  @Test
  void aFieldThatIsNotThereIsRefused() throws IOException {
    try (var lines = reader("a;b\n", 64)) {
      assertEquals(0, lines.count());
      assertThrows(IndexOutOfBoundsException.class, () -> lines.slice(0));
      assertTrue(lines.next());
      assertThrows(IndexOutOfBoundsException.class, () -> lines.slice(2));
      assertThrows(IndexOutOfBoundsException.class, () -> lines.from(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> lines.to(2));
      assertFalse(lines.next());
      assertEquals(0, lines.count());
      assertThrows(IndexOutOfBoundsException.class, () -> lines.intAt(0));
    }
  }

  @Test
  void aLineThatDoesNotFitIsNamedAndNotSkipped() throws IOException {
    try (var lines = reader("ab\n0;23;5678\nc\n", 8)) {
      assertTrue(lines.next());
      for (int i = 0; i < 2; i++) {
        var thrown = assertThrows(ParseException.class, lines::next);
        assertEquals(2, thrown.line());
        assertEquals(3, thrown.offset());
        assertEquals("at most 8 bytes for a line and its end", thrown.expected());
        assertEquals(0, lines.count());
      }
    }
    assertEquals(List.of(List.of("ab"), List.of("0", "23", "5678")), read("ab\n0;23;5678\n", 10));
  }

  @Test
  void goesOnBehindALineThatDoesNotFit() throws IOException {
    String first = "a;b\r\n;\nmore;than;a;small;window\r\nc\n";
    byte[] text = (first + "x;".repeat(2500) + "\nd;e\nlong;no;end").getBytes(ISO_8859_1);
    for (int window : new int[] {8, 4096}) {
      boolean small = window == 8;
      for (int piece : new int[] {1, 3, 1 << 20}) {
        List<String> seen = new ArrayList<>();
        try (var lines = new FieldReader(ByteSource.of(pieces(text, piece), window), SEMICOLON)) {
          for (boolean more = true; more; ) {
            try {
              more = lines.next();
              seen.add(more ? fields(lines).toString() : "end");
            } catch (ParseException e) {
              seen.add("line " + e.line() + " at " + e.offset());
              assertThrows(ParseException.class, lines::next);
              assertTrue(lines.skipLine());
              assertEquals(e.line(), lines.line());
              assertEquals(0, lines.count());
            }
          }
          assertFalse(lines.skipLine());
          assertEquals(7, lines.line());
        }
        String third = small ? "line 3 at 7" : "[more, than, a, small, window]";
        String last = small ? "line 7 at 5040" : "[long, no, end]";
        assertEquals(
            List.of("[a, b]", "[, ]", third, "[c]", "line 5 at 35", "[d, e]", last, "end"), seen);
      }
    }
  }

  @Test
  void skipsAnyLineOfEveryShortTextInEveryWindow() throws IOException {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; texts.get(i).length() < 5; i++) {
      for (String next : new String[] {"a", ";", "\n", "\r"}) {
        texts.add(texts.get(i) + next);
      }
    }
    for (String text : texts) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      for (int window = 1; window <= text.length() + 1; window++) {
        for (int skipped : new int[] {0, 0b010101, 0b101010, 0b111111}) {
          skips(text, skipped, ByteSource.of(bytes, window));
          skips(text, skipped, ByteSource.of(pieces(bytes, 1), window));
        }
      }
    }
  }

  /// Skips the lines of a mask, and those that do not fit, and reads the others.
  private static void skips(String text, int skipped, ByteSource source) throws IOException {
    String[] raw = text.split("\n", -1);
    int count = raw[raw.length - 1].isEmpty() ? raw.length - 1 : raw.length;
    long offset = 0;
    try (var lines = new FieldReader(source, SEMICOLON)) {
      for (int i = 0; i < count; i++) {
        String line = raw[i];
        boolean both = i < raw.length - 1 && line.endsWith("\r");
        boolean skip = (skipped & (1 << i)) != 0;
        boolean fits = line.length() < source.capacity();
        long behind = Math.min(text.length(), offset + line.length() + 1);
        if (!skip && !fits) {
          assertThrows(ParseException.class, lines::next);
        }
        if (skip || !fits) {
          assertTrue(lines.skipLine(), text);
          assertEquals(0, lines.count());
          assertFalse(lines.endsWithCrLf());
          assertEquals(behind, lines.offset());
        } else {
          assertTrue(lines.next());
          String content = both ? line.substring(0, line.length() - 1) : line;
          assertEquals(List.of(content.split(";", -1)), fields(lines));
          assertEquals(both, lines.endsWithCrLf());
          assertEquals(offset, lines.offset());
        }
        assertEquals(i + 1, lines.line());
        offset = behind;
      }
      assertFalse(lines.skipLine());
      assertFalse(lines.next());
      assertEquals(count, lines.line());
    }
  }

  @Test
  void aSkipGoesOnWhenAReadHasFailed() throws IOException {
    byte[] text = ("a;b\n" + "x;".repeat(10) + "\nc\nd").getBytes(ISO_8859_1);
    for (int most = 1; most < 8; most++) {
      try (var lines = new FieldReader(ByteSource.of(flaky(text, most), 7), SEMICOLON)) {
        for (long behind : new long[] {4, 25, 27, 28}) {
          assertTrue(skipped(lines));
          assertEquals(behind, lines.offset());
        }
        assertFalse(skipped(lines));
        assertEquals(4, lines.line());
      }
    }
  }

  /// Skips a line in spite of reads that fail.
  private static boolean skipped(FieldReader lines) {
    while (true) {
      try {
        return lines.skipLine();
      } catch (IOException e) {
        assertEquals("lost", e.getMessage());
        assertEquals(0, lines.count());
      }
    }
  }

  @Test
  void visitsMapsAndStreams() throws IOException {
    String text = "1;a\n2;b\n3;c\n";
    List<Long> seen = new ArrayList<>();
    try (var lines = reader(text, 64)) {
      lines.forEach(line -> seen.add(line.longAt(0)));
      assertFalse(lines.next());
    }
    assertEquals(List.of(1L, 2L, 3L), seen);
    try (var lines = reader(text, 64)) {
      assertEquals("a", lines.stream(line -> line.text(1)).findFirst().orElse(""));
      assertEquals(List.of("b", "c"), lines.toList(line -> line.text(1)));
    }
    try (var lines = reader("1\nx\n2\n", 64)) {
      var e =
          assertThrows(
              UncheckedIOException.class, () -> lines.stream(line -> line.longAt(0)).toList());
      assertTrue(e.getCause() instanceof ParseException);
      assertEquals(List.of(2L), lines.toList(line -> line.longAt(0)));
    }
  }

  @Test
  void countsLinesAndBytes() throws IOException {
    try (var lines = reader("a;b\r\n\nc", 8)) {
      assertEquals(0, lines.line());
      assertTrue(lines.next());
      assertEquals(1, lines.line());
      assertEquals(0, lines.offset());
      assertTrue(lines.next());
      assertTrue(lines.next());
      assertEquals(3, lines.line());
      assertEquals(6, lines.offset());
      assertEquals("byte[7], line 3 at byte 6", lines.toString());
      assertFalse(lines.next());
      assertFalse(lines.next());
      assertEquals(3, lines.line());
    }
  }

  @Test
  void aFailedReadLosesNothing() throws IOException {
    InputStream flaky = flaky("a;b;c\nd;e\n".getBytes(ISO_8859_1), 2);
    try (var lines = new FieldReader(ByteSource.of(flaky, 7), SEMICOLON)) {
      List<List<String>> expected = List.of(List.of("a", "b", "c"), List.of("d", "e"));
      assertEquals(expected, FieldReaderProperties.readInSpiteOfFailures(lines));
    }
  }

  @Test
  void aClosedReaderHasNoLine() throws IOException {
    var lines = reader("a;b\nc\n", 64);
    assertTrue(lines.next());
    lines.close();
    assertEquals(0, lines.count());
    fails(IllegalStateException.class, "closed", lines::next);
    fails(IllegalStateException.class, "closed", lines::skipLine);
    lines.close();
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> new FieldReader(null, SEMICOLON));
    var lines = reader("a\n", 64);
    assertThrows(NullPointerException.class, () -> lines.forEach(null));
    assertThrows(NullPointerException.class, () -> lines.toList(null));
    assertThrows(NullPointerException.class, () -> lines.stream(null));
  }

  /// Gives some bytes at a time.
  private static InputStream pieces(byte[] text, int most) {
    return new ByteArrayInputStream(text) {
      @Override
      public synchronized int read(byte[] into, int at, int length) {
        return super.read(into, at, Math.min(length, most));
      }
    };
  }

  /// Every second read fails; the others give some bytes.
  private static InputStream flaky(byte[] text, int most) {
    return new InputStream() {
      private final InputStream in = new ByteArrayInputStream(text);
      private int calls;

      @Override
      public int read() throws IOException {
        return in.read();
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        if (++calls % 2 == 0) {
          throw new IOException("lost");
        }
        return in.read(into, at, Math.min(most, length));
      }
    };
  }

  /// What an error expects, and where.
  private static String flaw(Executable call) {
    var thrown = assertThrows(ParseException.class, call);
    return thrown.expected() + " at " + thrown.offset();
  }

  private static FieldReader reader(String text, int window) {
    return new FieldReader(ByteSource.of(text.getBytes(ISO_8859_1), window), SEMICOLON);
  }

  private static List<List<String>> read(String text) throws IOException {
    List<List<String>> whole = read(text, 64);
    assertEquals(whole, read(text, text.length() + 1));
    return whole;
  }

  private static List<List<String>> read(String text, int window) throws IOException {
    List<List<String>> found = new ArrayList<>();
    try (var lines = reader(text, window)) {
      while (lines.next()) {
        found.add(fields(lines));
      }
    }
    return found;
  }

  private static List<String> fields(FieldReader line) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < line.count(); i++) {
      fields.add(new String(line.bytes(), line.from(i), line.length(i), ISO_8859_1));
    }
    return fields;
  }

  private static <T extends Throwable> void fails(Class<T> type, String part, Executable call) {
    String message = assertThrows(type, call).getMessage();
    assertTrue(message != null && message.contains(part), () -> "message: " + message);
  }
}
