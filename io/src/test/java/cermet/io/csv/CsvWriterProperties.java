// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cermet.core.text.Slice;
import cermet.io.csv.CsvFormat.LineEnd;
import cermet.io.source.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CsvWriterProperties {
  /// Against fields put together as strings.
  @Property(tries = 2000)
  void writesWhatStringsWouldSay(
      @ForAll @IntRange(min = 1, max = 20) int records,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 64, max = 200) int window,
      @ForAll boolean quoteAll,
      @ForAll LineEnd lineEnd,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = CsvFormat.RFC_4180.withComment('#').withLineEnd(lineEnd);
    format = quoteAll ? format.withQuoteAll() : format;
    var random = new Random(seed);
    var expected = new StringBuilder();
    var out = new ByteArrayOutputStream();
    try (var csv = new CsvWriter(ByteSink.of(out, window), format)) {
      for (int i = 0; i < records; i++) {
        for (int j = 0; j < columns; j++) {
          expected.append(j == 0 ? "" : ",").append(field(csv, i, j, columns, quoteAll, random));
        }
        csv.end();
        expected.append(lineEnd.text());
      }
    }
    assertEquals(expected.toString(), out.toString(StandardCharsets.UTF_8));
  }

  /// Any texts in each dialect that FastCSV has, read by it as strictly as it can.
  @Property(tries = 1000)
  void whatIsWrittenIsReadByFastCsv(
      @ForAll @IntRange(min = 1, max = 8) int records,
      @ForAll @IntRange(min = 1, max = 3) int columns,
      @ForAll @IntRange(min = 1, max = 20) int rarity,
      @ForAll @IntRange(max = 7) int dialect,
      @ForAll boolean quoteAll,
      @ForAll LineEnd lineEnd,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = FastCsv.DIALECTS[dialect].withLineEnd(lineEnd);
    if (format.quote() == CsvFormat.NONE) {
      return; // some texts cannot be written
    }
    var random = new Random(seed);
    List<List<String>> table = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      List<String> fields = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        fields.add(CsvReaderProperties.characters(random.nextInt(20), rarity, format, random));
      }
      table.add(fields);
    }
    byte[] written = CsvWriterTest.written(quoteAll ? format.withQuoteAll() : format, 64, table);
    var reading = FastCsv.theirs(written, format);
    assertEquals(table, reading.rows().stream().map(FastCsv.Row::fields).toList());
    assertNull(reading.flaw());
  }

  private static String field(
      CsvWriter csv, int record, int column, int columns, boolean quoteAll, Random random)
      throws IOException {
    long number = random.nextLong() >> random.nextInt(64);
    switch (random.nextInt(8)) {
      case 0 -> {
        csv.append(number);
        return Long.toString(number);
      }
      case 1 -> {
        csv.append((int) number);
        return Integer.toString((int) number);
      }
      case 2 -> {
        double value = Double.longBitsToDouble(random.nextLong());
        csv.append(value);
        return Double.toString(value);
      }
      case 3 -> {
        csv.appendFixed(number, 0);
        return Long.toString(number);
      }
      case 4 -> {
        csv.appendEmpty();
        return columns == 1 ? "\"\"" : "";
      }
      default -> {}
    }
    var text = new StringBuilder();
    int length = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(12);
    String special = random.nextBoolean() ? ",\"\n\r#\uFEFF" : "-\u00E9\u20ACx0#";
    for (int i = 0; i < length; i++) {
      boolean plain = random.nextInt(8) > 0;
      text.append(plain ? 'x' : special.charAt(random.nextInt(special.length())));
    }
    String field = text.toString();
    if (random.nextBoolean()) {
      csv.append(field);
    } else {
      csv.append(Slice.of(field));
    }
    boolean passedOver =
        column == 0 && (field.startsWith("#") || (record == 0 && field.startsWith("\uFEFF")));
    boolean quotes =
        quoteAll
            || passedOver
            || (field.isEmpty() && columns == 1)
            || field.chars().anyMatch(c -> ",\"\n\r".indexOf(c) >= 0);
    return quotes ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
