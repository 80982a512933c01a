// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cermet.io.source.ByteSource;
import cermet.io.source.SourceKind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The files of the public suites of CSV by lines, as the plain loop has them.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineReaderConformance {
  static final int[] WINDOWS = {64, 65, 127, 4096};

  static final int SMALL = 512; // bytes of a file that is cut off anywhere; arbitrary
  static final int GZIP_HEADER = 10; // bytes

  /// Gives, cut off from a stream, no last line.
  static final byte[] LINES =
      "a,bc\n,\n\"d\r\ne,f,g".repeat(20).getBytes(StandardCharsets.US_ASCII);

  private static final int LARGE = 1 << 16; // bytes, too many for every kind of source; arbitrary
  private static final SourceKind[] FEW_KINDS = {SourceKind.ARRAY, SourceKind.BYTES};

  @Test
  void everyKindOfSourceAndWindowGivesTheLinesOfThePlainLoop() throws IOException {
    for (Path file : files()) {
      byte[] text = Files.readAllBytes(file);
      LineModel model = LineModel.read(text);
      for (int window : WINDOWS) {
        for (SourceKind kind : kinds(text)) {
          model.checkLines(kind.open(text, file, window), () -> kind + " " + window + " " + file);
        }
      }
    }
  }

  /// Of all small files; behind the beginning the window has what was cut off.
  @Test
  void everyBeginningHasTheLinesOfThePlainLoop() throws IOException {
    for (Path file : files()) {
      byte[] text = Files.readAllBytes(file);
      for (int length = 0; text.length <= SMALL && length <= text.length; length++) {
        byte[] cut = Arrays.copyOf(text, length);
        LineModel model = LineModel.read(cut);
        for (int window : WINDOWS) {
          ByteSource source = SourceKind.beginning(text, length, window);
          model.checkLines(source, () -> cut.length + " of " + file);
        }
        model.checkLines(SourceKind.pieces(cut, 3, 64), () -> cut.length + " of " + file);
      }
    }
  }

  @Test
  void aGzipStreamThatIsCutOffHasNoEnd() throws IOException {
    List<String> expected = new ArrayList<>();
    LineModel.read(LINES).lines.forEach(line -> expected.add(line.text()));
    byte[] packed = SourceKind.packed(LINES);
    List<String> seen = new ArrayList<>();
    for (int length = GZIP_HEADER; length < packed.length; length++) {
      seen.clear();
      ByteSource source = SourceKind.unpacked(Arrays.copyOf(packed, length), 64);
      try (var lines = new LineReader(source)) {
        for (int i = 0; i < 2; i++) { // and again
          assertThrows(EOFException.class, () -> read(lines, seen));
        }
      }
      assertEquals(expected.subList(0, seen.size()), seen);
    }
    assertEquals(expected.size() - 1, seen.size()); // the last line lacks its end
  }

  private static void read(LineReader lines, List<String> into) throws IOException {
    while (lines.next()) {
      into.add(LineModel.latin(lines.bytes(), lines.from(), lines.to()));
    }
  }

  static SourceKind[] kinds(byte[] text) {
    return text.length < LARGE ? SourceKind.values() : FEW_KINDS;
  }

  /// The files of the suites, licences among them.
  static List<Path> files() throws IOException {
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
    return files;
  }
}
