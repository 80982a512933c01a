// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import cermet.io.source.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away.
class CsvReaderAllocation {
  private static final int RECORDS = 1000;
  private static final byte[] TIDY =
      "12,a text of some length,\"quoted, too\",1.5\r\n"
          .repeat(5 * RECORDS)
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNTIDY =
      "34,a \"stray\" quote,\"doubled \"\"\n\"\" ones\",2.5\n# comment\n\n"
          .repeat(5 * RECORDS)
          .getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  void tidyRecordsAllocateNothingWhateverTheSource() throws IOException {
    Path file = Files.write(directory.resolve("csv"), TIDY);
    allocatesNothing(ByteSource.of(TIDY, 200), CsvFormat.RFC_4180, 12);
    allocatesNothing(ByteSource.file(file, 200), CsvFormat.RFC_4180, 12);
    allocatesNothing(
        ByteSource.of(new ByteArrayInputStream(TIDY), 200), CsvFormat.RFC_4180.withHeader(), 12);
    allocatesNothing(CsvModel.pieces(TIDY, 1, 200), CsvFormat.RFC_4180, 12);
  }

  @Test
  void untidyRecordsAllocateNothing() throws IOException {
    CsvFormat format = CsvFormat.RFC_4180.withLenience().withComment('#');
    allocatesNothing(ByteSource.of(UNTIDY, 200), format, 34);
    allocatesNothing(CsvModel.pieces(UNTIDY, 3, 200), format, 34);
    byte[] escaped =
        new String(UNTIDY, StandardCharsets.US_ASCII)
            .replace("\"\"", "\\\"")
            .getBytes(StandardCharsets.US_ASCII);
    allocatesNothing(ByteSource.of(escaped, 200), format.withEscape('\\'), 34);
  }

  @Test
  void aSliceIsAllThatIsAllocatedForAField() throws IOException {
    try (var csv = new CsvReader(ByteSource.of(TIDY, 200))) {
      assertTrue(csv.next());
      long bytes = AllocationMeter.bytes(() -> assertEquals(21, csv.row().slice(1).length()));
      assertTrue(bytes <= 24, () -> "bytes: " + bytes);
    }
  }

  private static void allocatesNothing(ByteSource source, CsvFormat format, int first)
      throws IOException {
    try (var csv = new CsvReader(source, format)) {
      assertTrue(csv.next());
      CsvRow row = csv.row();
      assertEquals(4, row.count());
      assertTrue(row.length(2) > 0); // where fields are made plain
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 1; i < RECORDS; i++) { // many refills
              assertTrue(csv.next());
              assertEquals(first, row.longAt(0));
              assertTrue(row.length(2) > 10);
              assertEquals(first == 12 ? 1.5 : 2.5, row.doubleAt(3));
              assertTrue(row.to(1) > row.from(1));
            }
          });
      assertEquals(0, bytes, () -> source.name() + " " + format);
    }
  }
}
