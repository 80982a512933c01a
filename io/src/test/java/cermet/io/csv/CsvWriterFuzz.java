// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cermet.core.text.Utf8;
import cermet.io.csv.CsvFormat.LineEnd;
import cermet.io.source.ByteSink;
import cermet.io.source.ByteSource;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Fields of any bytes in any dialect, read again by the plain reader and by ours; `JAZZER_FUZZ=1`
/// looks for new ones.
class CsvWriterFuzz {
  /// Two bytes choose: the dialect, the window and the number of columns.
  private static final int CHOICES = 2;

  private static final byte SEPARATOR = 0x1F; // between fields
  private static final int LONGEST = 1 << 20;
  private static final LineEnd[] LINE_ENDS = {LineEnd.LF, LineEnd.CR_LF, LineEnd.CR};

  @FuzzTest(maxDuration = "10m")
  void whatIsWrittenIsRead(byte[] input) throws IOException {
    if (input.length < CHOICES) {
      return;
    }
    int choice = input[0] & 0xFF;
    CsvFormat format = CsvReaderProperties.DIALECTS[choice % CsvReaderProperties.DIALECTS.length];
    format = format.withLineEnd(LINE_ENDS[(choice >> 4) % LINE_ENDS.length]);
    format = choice < 0x80 ? format : format.withQuoteAll();
    int columns = 1 + (input[1] & 3) % Math.min(4, format.columnLimit());
    int window = 64 + ((input[1] & 0xFF) >> 2);
    var out = new ByteArrayOutputStream();
    List<List<String>> table = new ArrayList<>();
    try (var csv = new CsvWriter(ByteSink.of(out, window), format)) {
      List<String> record = new ArrayList<>();
      int from = CHOICES;
      for (int at = CHOICES; at <= input.length; at++) {
        if (at == input.length || input[at] == SEPARATOR) {
          record.add(append(csv, input, from, at, format));
          from = at + 1;
          if (record.size() == columns) {
            csv.end();
            table.add(record);
            record = new ArrayList<>();
          }
        }
      }
      if (!record.isEmpty()) {
        for (; record.size() < columns; record.add("")) {
          csv.appendEmpty();
        }
        csv.end();
        table.add(record);
      }
    }
    byte[] written = out.toByteArray();
    CsvModel model = CsvModel.read(written, format, LONGEST);
    assertEquals(table, model.rows.stream().map(CsvModel.Row::fields).toList());
    assertEquals(-1, model.flaw);
    model.check(ByteSource.of(written, LONGEST), () -> "again");
  }

  /// Appends a field, as a text if it is one, and returns what it holds.
  private static String append(CsvWriter csv, byte[] input, int from, int to, CsvFormat format)
      throws IOException {
    boolean quotes = format.quote() != CsvFormat.NONE;
    if (from == to && !quotes) { // might be an empty line
      csv.append("x");
      return "x";
    }
    try {
      if ((to & 1) == 0 && Utf8.indexOfMalformed(input, from, to) < 0) {
        csv.append(new String(input, from, to - from, StandardCharsets.UTF_8));
      } else {
        csv.append(input, from, to);
      }
      return CsvModel.latin(input, from, to);
    } catch (IllegalArgumentException e) {
      assertFalse(quotes, e.toString());
      csv.append("x");
      return "x";
    }
  }
}
