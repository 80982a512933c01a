// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away.
class ByteSinkAllocation {
  private static final int WINDOW = 200;
  private static final byte[] BYTES = "some bytes".repeat(30).getBytes(US_ASCII);
  private static final String LONG_TEXT = "some text €".repeat(30);

  @TempDir Path directory;

  @Test
  void appendingAllocatesNothingWhateverTheOutput() throws IOException {
    Path file = directory.resolve("bytes");
    allocatesNothing(ByteSink.file(file, WINDOW));
    allocatesNothing(ByteSink.of(new FileOutputStream(file.toFile()), WINDOW));
    allocatesNothing(ByteSink.of(FileChannel.open(file, StandardOpenOption.WRITE), WINDOW));
    allocatesNothing(ByteSink.of(new ByteArrayOutputStream(1 << 20), WINDOW));
    allocatesNothing(ByteSink.of(new byte[1 << 20], 0, 1 << 20, WINDOW));
  }

  @Test
  void anotherArrayAllocatesNothing() throws IOException {
    byte[] into = new byte[100];
    try (var sink = ByteSink.of(into, 0, into.length, WINDOW)) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 100; i++) {
              sink.reset(into, i % 7, into.length);
              sink.append(i).append("text").flush();
            }
          });
      assertEquals(0, bytes);
    }
  }

  private static void allocatesNothing(ByteSink output) throws IOException {
    try (var sink = output) {
      sink.append(LONG_TEXT); // makes the array of the pieces
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 100; i++) { // many writes
              sink.append(i).append((byte) ';').append(i * 1234567890123L).append(i / 7.0);
              sink.appendFixed(i, 2).append(i / 7f).append("text").append(LONG_TEXT);
              sink.append(BYTES, i, BYTES.length).append((byte) '\n');
            }
          });
      assertEquals(0, bytes, sink.name());
    }
  }
}
