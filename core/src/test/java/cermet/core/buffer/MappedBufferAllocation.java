// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away.
class MappedBufferAllocation {
  @TempDir Path folder = Path.of("");

  long sink;

  @Test
  void readsAndWritesWithoutGarbage() throws IOException {
    byte[] bytes = new byte[32];
    try (MappedBuffer buffer = MappedBuffer.create(folder.resolve("file"), 128)) {
      assertEquals(
          0,
          AllocationMeter.bytes(() -> {
            sink += HeapBufferAllocation.access(buffer) + NativeBufferAllocation.ordered(buffer);
            buffer.putBytes(0, bytes, 0, 32);
            buffer.getBytes(7, bytes, 0, 32);
            buffer.putBytes(3, buffer, 9, 50);
            sink += buffer.indexOf(0, 128, (byte) 7);
          }));
    }
  }
}
