// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
      assertEquals("UTF-8", assertThrows(ParseException.class, () -> lines.text(3)).expected());
      assertEquals("-12", lines.slice(0).toString());
      assertEquals(';', lines.bytes()[lines.to(0)]);
    }
  }

  @Test
  void tellsWhereANumberIsNone() throws IOException {
    try (var lines = reader("1;2\n3;x4;99999999999\n", 64)) {
      assertTrue(lines.next());
      assertTrue(lines.next());
      var thrown = assertThrows(ParseException.class, () -> lines.intAt(1));
      assertEquals(2, thrown.line());
      assertEquals(3, thrown.column());
      assertEquals(6, thrown.offset());
      assertEquals("an int", thrown.expected());
      assertInstanceOf(NumberFormatException.class, thrown.getCause());
      assertEquals("a long", assertThrows(ParseException.class, () -> lines.longAt(1)).expected());
      assertEquals(
          "a double", assertThrows(ParseException.class, () -> lines.doubleAt(1)).expected());
      assertThrows(ParseException.class, () -> lines.intAt(2));
      assertEquals(99999999999L, lines.longAt(2));
      assertEquals(3, lines.intAt(0));
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
    byte[] text = "a;b;c\nd;e\n".getBytes(ISO_8859_1);
    var flaky =
        new InputStream() {
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
            return in.read(into, at, Math.min(2, length));
          }
        };
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
    lines.close();
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
