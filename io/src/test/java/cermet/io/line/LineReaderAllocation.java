// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import cermet.io.source.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class LineReaderAllocation {
  private static final byte[] TEXT =
      "a line of some length;12.3\r\n".repeat(4000).getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private long sum;

  @Test
  void readingLinesAllocatesNothingWhateverTheSource() throws IOException {
    Path file = Files.write(directory.resolve("lines"), TEXT);
    allocatesNothing(ByteSource.of(TEXT, 200));
    allocatesNothing(ByteSource.file(file, 200));
    allocatesNothing(ByteSource.of(new ByteArrayInputStream(TEXT), 200));
  }

  @Test
  void skippingLinesThatDoNotFitAllocatesNothing() throws IOException {
    try (var lines = new LineReader(ByteSource.of(TEXT, 20))) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 1000; i++) {
              assertTrue(lines.skipLine());
            }
          });
      assertEquals(0, bytes);
    }
  }

  @Test
  void aSliceIsAllThatIsAllocatedForALine() throws IOException {
    try (var lines = new LineReader(ByteSource.of(TEXT, 200))) {
      assertTrue(lines.next());
      long bytes = AllocationMeter.bytes(() -> assertEquals(26, lines.slice().length()));
      assertTrue(bytes <= 24, () -> "bytes: " + bytes);
    }
  }

  private static void allocatesNothing(ByteSource source) throws IOException {
    try (var lines = new LineReader(source)) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 1000; i++) { // many refills
              assertTrue(lines.next());
              assertEquals(lines.from() + 21, lines.indexOf((byte) ';'));
            }
          });
      assertEquals(0, bytes, source.name());
    }
  }

  @Tag("compiled")
  @Test
  void aSliceThatDoesNotEscapeIsNoObject() throws IOException {
    try (var lines = new LineReader(ByteSource.of(TEXT, 200))) {
      assertTrue(lines.next());
      double bytes = AllocationMeter.bytesCompiled(() -> sum += lines.slice().length());
      assertEquals(0, bytes);
    }
  }
}
