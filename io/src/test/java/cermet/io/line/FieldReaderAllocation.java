// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import cermet.io.source.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class FieldReaderAllocation {
  private static final byte[] TEXT =
      "a name;12;-345678901234;1.25;and more\r\n".repeat(30_000).getBytes(US_ASCII);

  @Test
  void readingFieldsAndNumbersAllocatesNothing() throws IOException {
    allocatesNothing(ByteSource.of(TEXT, 200));
    allocatesNothing(ByteSource.of(new ByteArrayInputStream(TEXT), 200));
  }

  @Test
  void skippingLinesThatDoNotFitAllocatesNothing() throws IOException {
    try (var lines = new FieldReader(ByteSource.of(TEXT, 20), (byte) ';')) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 1000; i++) {
              assertTrue(lines.skipLine());
            }
          });
      assertEquals(0, bytes);
    }
  }

  private static void allocatesNothing(ByteSource source) throws IOException {
    try (var lines = new FieldReader(source, (byte) ';')) {
      assertTrue(lines.next());
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 1000; i++) { // many refills
              assertTrue(lines.next());
              assertEquals(5, lines.count());
              assertEquals(12, lines.intAt(1));
              assertEquals(-345678901234L, lines.longAt(2));
              assertTrue(lines.doubleAt(3) == 1.25);
            }
          });
      assertEquals(0, bytes, source.name());
    }
  }
}
