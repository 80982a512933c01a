// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;

/// The lines of a text, found byte by byte, a char for each byte: what both readers must give of
/// any input in any window, those that fit in it and, named and passed over, those that do not.
final class LineModel {
  /// A line without its end; the size is that with it, or with one more byte if it lacks it.
  record Line(int number, int offset, int size, String text) {}

  /// How many lines that do not fit are asked for, before others are passed over at once.
  private static final int ASKED = 20;

  final List<Line> lines = new ArrayList<>();

  private LineModel() {}

  static LineModel read(byte[] text) {
    var model = new LineModel();
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      boolean ends = i < text.length && text[i] == '\n';
      if (ends || (i == text.length && start < i)) {
        int end = ends && i > start && text[i - 1] == '\r' ? i - 1 : i;
        String line = latin(text, start, end);
        model.lines.add(new Line(model.lines.size() + 1, start, i + 1 - start, line));
        start = i + 1;
      }
    }
    return model;
  }

  /// Reads a source by lines and says where they differ.
  void checkLines(ByteSource source, Supplier<String> what) throws IOException {
    int refused = 0;
    try (var reader = new LineReader(source)) {
      for (Line line : lines) {
        if (line.size > source.capacity()) {
          if (refused++ < ASKED) {
            checkRefused(line, reader::next, source.capacity(), what);
          }
          assertTrue(reader.skipLine(), what);
          assertEquals(0, reader.length(), what);
        } else {
          assertTrue(reader.next(), what);
          assertEquals(line.text, latin(reader.bytes(), reader.from(), reader.to()), what);
          assertEquals(line.offset, reader.offset(), what);
          int comma = line.text.indexOf(',');
          int place = comma < 0 ? comma : reader.from() + comma;
          assertEquals(place, reader.indexOf((byte) ','), what);
        }
        assertEquals(line.number, reader.line(), what);
      }
      for (int i = 0; i < 2; i++) { // and again
        assertFalse(reader.next(), what);
        assertEquals(0, reader.length(), what);
        assertEquals(lines.size(), reader.line(), what);
      }
    } catch (RuntimeException e) {
      throw new AssertionError(what.get(), e);
    }
  }

  /// Reads a source by fields and says where they differ.
  void checkFields(ByteSource source, byte delimiter, Supplier<String> what) throws IOException {
    int refused = 0;
    try (var reader = new FieldReader(source, delimiter)) {
      for (Line line : lines) {
        if (line.size > source.capacity()) {
          if (refused++ < ASKED) {
            checkRefused(line, reader::next, source.capacity(), what);
          }
          assertTrue(reader.skipLine(), what);
          assertEquals(0, reader.count(), what);
        } else {
          assertTrue(reader.next(), what);
          List<String> expected = fields(line.text, (char) (delimiter & 0xFF));
          assertEquals(expected, FieldReaderProperties.fields(reader), what);
          assertEquals(line.offset, reader.offset(), what);
        }
        assertEquals(line.number, reader.line(), what);
      }
      for (int i = 0; i < 2; i++) { // and again
        assertFalse(reader.next(), what);
        assertEquals(0, reader.count(), what);
        assertEquals(lines.size(), reader.line(), what);
      }
    } catch (RuntimeException e) {
      throw new AssertionError(what.get(), e);
    }
  }

  private static void checkRefused(Line line, Executable next, int window, Supplier<String> what) {
    for (int i = 0; i < 2; i++) { // and again
      var thrown = assertThrows(ParseException.class, next, what);
      assertEquals(line.offset, thrown.offset(), what);
      assertEquals(line.number, thrown.line(), what);
      assertEquals(1, thrown.column(), what);
      String expected = "at most " + window + " bytes for a line and its end";
      assertEquals(expected, thrown.expected(), what);
    }
  }

  static List<String> fields(String line, char delimiter) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int to = line.indexOf(delimiter); to >= 0; to = line.indexOf(delimiter, from)) {
      fields.add(line.substring(from, to));
      from = to + 1;
    }
    fields.add(line.substring(from));
    return fields;
  }

  static String latin(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
