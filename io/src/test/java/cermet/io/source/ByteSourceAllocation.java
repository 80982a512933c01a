// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away.
class ByteSourceAllocation {
  private static final int WINDOW = 10_000; // larger than the stack buffer of FileInputStream
  private static final byte[] BYTES = new byte[100 * WINDOW];

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.write(directory.resolve("bytes"), BYTES);
  }

  @Test
  void refillOfAnArrayAllocatesNothing() throws IOException {
    allocatesNothing(ByteSource.of(BYTES, WINDOW));
    allocatesNothing(ByteSource.of(ByteBuffer.wrap(BYTES), WINDOW));
    allocatesNothing(ByteSource.of(ByteBuffer.allocateDirect(BYTES.length), WINDOW));
    allocatesNothing(ByteSource.of(MemorySegment.ofArray(BYTES), WINDOW));
  }

  @Test
  void refillOfAFileAllocatesNothing() throws IOException {
    allocatesNothing(ByteSource.file(file, WINDOW));
    allocatesNothing(ByteSource.file(file, 7, BYTES.length, WINDOW));
  }

  @Test
  void refillOfAPartAllocatesNothing() throws IOException {
    try (var windows = Windows.of(file, Long.MAX_VALUE)) {
      allocatesNothing(windows.open(0, WINDOW));
    }
  }

  @Test
  void refillOfTheJdksStreamsAndChannelsAllocatesNothing() throws IOException {
    allocatesNothing(ByteSource.of(new ByteArrayInputStream(BYTES), WINDOW));
    allocatesNothing(ByteSource.of(new FileInputStream(file.toFile()), WINDOW));
    allocatesNothing(ByteSource.of(FileChannel.open(file), WINDOW));
  }

  private static void allocatesNothing(ByteSource input) throws IOException {
    try (var source = input) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 20; i++) {
              assertTrue(source.refill(source.to() - i));
              source.advance(1);
            }
          });
      assertEquals(0, bytes, source.name());
    }
  }
}
