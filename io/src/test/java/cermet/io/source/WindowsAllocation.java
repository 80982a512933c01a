// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away.
class WindowsAllocation {
  @TempDir Path directory;

  @Test
  void askingForBoundsAllocatesNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("lines"), "line\n".repeat(1000));
    try (var windows = Windows.of(file, 50)) {
      long bytes =
          AllocationMeter.bytes(() -> {
            long sum = 0;
            for (int part = 0; part < windows.count(); part++) {
              sum += windows.to(part) - windows.from(part);
            }
            assertEquals(windows.size(), sum);
          });
      assertEquals(0, bytes);
    }
  }

  @Test
  void openAllocatesASourceAndItsWindow() throws IOException {
    int window = 1 << 16;
    Path file = Files.writeString(directory.resolve("lines"), "line\n");
    try (var windows = Windows.of(file, 50)) {
      long bytes = AllocationMeter.bytes(() -> assertTrue(windows.open(0, window).refill(0)));
      assertTrue(bytes >= window + ByteSource.PADDING, () -> "bytes: " + bytes);
      assertTrue(bytes <= window + ByteSource.PADDING + 512, () -> "bytes: " + bytes);
    }
  }
}
