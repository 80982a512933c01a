// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ParseException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CsvPartsTest {
  @TempDir Path folder;

  /// Lines of which one cannot tell, however far one looks, which quotes open and which close.
  @Test
  void theyAreLongerWhereBoundsCannotBeTold() throws IOException {
    CsvFormat format = CsvFormat.RFC_4180.withRagged(true);
    for (int lines = 1; lines < 40; lines += 3) {
      byte[] text = CsvModel.bytes("x\n" + ",\",\n".repeat(lines));
      for (int partBytes : new int[] {1, 8, 50}) {
        for (int window : new int[] {8, 64}) {
          CsvPartsProperties.check(text, partBytes, window, format);
        }
      }
    }
    CsvPartsProperties.check(
        CsvModel.bytes("x\n" + ",\",\n".repeat(4) + "a\"\n"), 1, 64, format); // with a flaw
    String text = "x\n" + ",\",\n".repeat(100);
    assertEquals(List.of(text), parts(text, 2, format));
  }

  @Test
  void theyEndWhereRecordsDo() throws IOException {
    CsvFormat format = CsvFormat.RFC_4180.withRagged(true);
    String one = "1,\"x\ny\"\n";
    String two = "2,\"\nz\"\"\n\"\r\n";
    String text = one + two + "3,w\r\n4";
    for (CsvFormat each : new CsvFormat[] {format, format.withLenience()}) {
      assertEquals(List.of(one, two, "3,w\r\n", "4"), parts(text, 1, each));
      assertEquals(List.of(one + two, "3,w\r\n4"), parts(text, 9, each));
    }
    assertEquals(List.of("#\"\n", "1\n", "\"2\"\n"), parts("#\"\n1\n\"2\"\n", 2, commented()));
    assertEquals(List.of("1\n#\"\n", "\"2\"\n"), parts("1\n#\"\n\"2\"\n", 2, commented()));
    assertEquals(List.of("b\n", "c"), parts("\uFEFFa\nb\nc", 1, commented().withHeader()));
    assertEquals(List.of(), parts("a\n", 1, commented().withHeader()));
    assertEquals(List.of(), parts("", 1, format));
    assertThrows(IllegalArgumentException.class, () -> parts("a", 0, format));
    CsvPartsProperties.check(
        "a\n\uFEFFb\n".getBytes(StandardCharsets.UTF_8), 1, 64, format); // no mark there
  }

  @Test
  void linesCountFromThePartsStartAndOffsetsFromTheFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "1,2\n3,4\n5,x\n6,y\n");
    CsvParts parts = CsvParts.of(file, 8, 64, CsvFormat.RFC_4180);
    assertEquals(2, parts.count());
    try (CsvReader part = parts.open(1)) {
      CsvRow row = part.row();
      for (int line = 1; line <= 2; line++) {
        assertTrue(part.next());
        assertEquals(line, row.line());
        assertEquals(4 + 4 * line, row.offset());
        var flaw = assertThrows(ParseException.class, () -> row.intAt(1));
        assertEquals(line, flaw.line());
        assertEquals(6 + 4 * line, flaw.offset());
      }
    }
  }

  @Test
  void aFileThatShrinksIsShorterThanItsParts() throws IOException {
    Path file = Files.writeString(folder.resolve("shrinks.csv"), "a\nb\nc\n");
    CsvParts parts = CsvParts.of(file, 1, 64, CsvFormat.RFC_4180);
    assertEquals(3, parts.count());
    Files.writeString(file, "a\nb\n");
    try (CsvReader part = parts.open(1)) {
      part.next();
    }
    assertEquals(
        file + ": ends at byte 4, had part 2 to 6",
        assertThrows(EOFException.class, () -> parts.open(2)).getMessage());
  }

  @Test
  void linesWithoutQuotesAreSplitWhereTheyEnd() throws IOException {
    List<String> parts = parts("abc\n".repeat(1000), 98, CsvFormat.RFC_4180);
    assertEquals(40, parts.size());
    assertEquals(List.of("abc\n".repeat(25)), parts.stream().distinct().toList());
  }

  @Test
  @SuppressWarnings("NullAway")
  void badArgumentsAreRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a\nb\n");
    CsvFormat format = CsvFormat.RFC_4180;
    assertEquals("file", refusal(() -> CsvParts.of(null, 1, 64, format)));
    assertEquals("format", refusal(() -> CsvParts.of(file, 1, 64, null)));
    assertEquals("partBytes: 0", refusal(() -> CsvParts.of(file, 0, 64, format)));
    assertEquals("partBytes: -1", refusal(() -> CsvParts.of(file, -1, 64, format)));
    Path missing = folder.resolve("missing.csv");
    assertThrows(NoSuchFileException.class, () -> CsvParts.of(missing, 1, 64, format));
  }

  @Test
  void partsOutsideAreRefused() throws IOException {
    CsvParts parts =
        CsvParts.of(
            Files.writeString(folder.resolve("a.csv"), "a\nb\n"), 2, 64, CsvFormat.RFC_4180);
    assertEquals(2, parts.count());
    assertEquals(folder.resolve("a.csv") + " in 2 parts", parts.toString());
    for (int part : new int[] {-1, 2, Integer.MAX_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> parts.from(part));
      assertThrows(IndexOutOfBoundsException.class, () -> parts.to(part));
      assertThrows(IndexOutOfBoundsException.class, () -> parts.open(part));
    }
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(RuntimeException.class, call).getMessage());
  }

  private static CsvFormat commented() {
    return CsvFormat.RFC_4180.withComment('#');
  }

  private static List<String> parts(String text, long partBytes, CsvFormat format)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(Files.createTempFile("parts", ""), bytes);
    try {
      CsvParts parts = CsvParts.of(file, partBytes, 64, format);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < parts.count(); i++) {
        int from = (int) parts.from(i);
        texts.add(new String(bytes, from, (int) parts.to(i) - from, StandardCharsets.UTF_8));
      }
      return texts;
    } finally {
      Files.delete(file);
    }
  }
}
