// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.SourceKind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The files of the public suites of CSV by fields, without regard to quotes, as the plain loop has
/// them.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FieldReaderConformance {
  private static final byte[] DELIMITERS = {',', ' '};
  private static final byte COMMA = ',';

  @TempDir Path directory;

  @Test
  void everyKindOfSourceAndWindowGivesTheFieldsOfThePlainLoop() throws IOException {
    for (Path file : LineReaderConformance.files()) {
      byte[] text = Files.readAllBytes(file);
      LineModel model = LineModel.read(text);
      for (int window : LineReaderConformance.WINDOWS) {
        for (SourceKind kind : LineReaderConformance.kinds(text)) {
          for (byte delimiter : DELIMITERS) {
            ByteSource source = kind.open(text, file, window);
            model.checkFields(source, delimiter, () -> kind + " " + window + " " + file);
          }
        }
      }
    }
  }

  /// Of all small files; behind the beginning the window has what was cut off.
  @Test
  void everyBeginningHasTheFieldsOfThePlainLoop() throws IOException {
    for (Path file : LineReaderConformance.files()) {
      byte[] text = Files.readAllBytes(file);
      boolean small = text.length <= LineReaderConformance.SMALL;
      for (int length = 0; small && length <= text.length; length++) {
        byte[] cut = Arrays.copyOf(text, length);
        LineModel model = LineModel.read(cut);
        for (int window : LineReaderConformance.WINDOWS) {
          ByteSource source = SourceKind.beginning(text, length, window);
          model.checkFields(source, COMMA, () -> cut.length + " of " + file);
        }
        model.checkFields(SourceKind.pieces(cut, 3, 64), COMMA, () -> cut.length + " of " + file);
      }
    }
  }

  /// Each byte of the small tables changed to each of the 256 values.
  @Test
  void everyByteChangedToAnyGivesTheFieldsOfThePlainLoop() throws IOException {
    int texts = 0;
    for (Path file : LineReaderConformance.files()) {
      byte[] text = Files.readAllBytes(file);
      boolean small = file.toString().endsWith(".csv") && text.length <= 256;
      for (int at = 0; small && at < text.length; at++) {
        byte kept = text[at];
        for (int value = 0; value < 256; value++) {
          text[at] = (byte) value;
          LineModel model = LineModel.read(text);
          ByteSource source = ByteSource.of(text, 64);
          model.checkFields(source, COMMA, () -> file + ": " + Arrays.toString(text));
          texts++;
        }
        text[at] = kept;
      }
    }
    assertTrue(texts > 100_000);
  }

  @Test
  void aGzipStreamThatIsCutOffHasNoEnd() throws IOException {
    List<List<String>> expected = new ArrayList<>();
    for (LineModel.Line line : LineModel.read(LineReaderConformance.LINES).lines) {
      expected.add(LineModel.fields(line.text(), ','));
    }
    byte[] packed = SourceKind.packed(LineReaderConformance.LINES);
    List<List<String>> seen = new ArrayList<>();
    for (int length = LineReaderConformance.GZIP_HEADER; length < packed.length; length++) {
      seen.clear();
      ByteSource source = SourceKind.unpacked(Arrays.copyOf(packed, length), 64);
      try (var lines = new FieldReader(source, COMMA)) {
        for (int i = 0; i < 2; i++) { // and again
          assertThrows(EOFException.class, () -> read(lines, seen));
        }
      }
      assertEquals(expected.subList(0, seen.size()), seen);
    }
    assertEquals(expected.size() - 1, seen.size()); // the last line lacks its end
  }

  @Test
  void saysSoWhenItsFileShrinks() throws IOException {
    for (int length : new int[] {8, 10, 11}) { // between two lines, and within one
      Path file = Files.writeString(directory.resolve("shrinks"), "a,b\n".repeat(100));
      try (var lines = new FieldReader(ByteSource.file(file, 8), COMMA)) {
        assertTrue(lines.next());
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(length);
        }
        assertTrue(lines.next());
        for (int i = 0; i < 2; i++) { // and again
          assertEquals(
              file + ": ends at byte " + length + ", had 400 when it was opened",
              assertThrows(EOFException.class, lines::next).getMessage());
          assertEquals(2, lines.line());
          assertEquals(0, lines.count());
        }
      }
    }
  }

  private static void read(FieldReader lines, List<List<String>> into) throws IOException {
    while (lines.next()) {
      into.add(FieldReaderProperties.fields(lines));
    }
  }
}
