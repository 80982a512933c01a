// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Slice;
import cermet.io.source.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class CsvWriterAllocation {
  private static final Slice SLICE = Slice.of("a slice, with a delimiter");

  @Test
  void recordsAllocateNothing() throws IOException {
    try (var csv = new CsvWriter(ByteSink.of(OutputStream.nullOutputStream(), 256))) {
      record(csv, 0);
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 1; i < 1000; i++) {
              record(csv, i);
            }
          });
      assertEquals(0, bytes);
    }
  }

  private static void record(CsvWriter csv, int i) throws IOException {
    csv.append("plain").append("with \"quotes\"").append(SLICE).append(i).append(-7L);
    csv.append(i / 8.0).append(i / 7f).appendFixed(i, 2).append(i > 9).appendEmpty().end();
  }
}
