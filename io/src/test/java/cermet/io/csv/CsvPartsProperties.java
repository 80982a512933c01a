// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class CsvPartsProperties {
  /// Well formed or not, in every dialect: the records up to the first flaw, and a flaw if there is
  /// one.
  @Property(tries = 500)
  void theyHaveTheRecordsOfOneReader(
      @ForAll @IntRange(max = 14) int records,
      @ForAll @IntRange(max = 3) int mutations,
      @ForAll @IntRange(max = 10) int dialect,
      @ForAll boolean header,
      @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    CsvFormat format =
        header
            ? CsvReaderProperties.DIALECTS[dialect].withHeader()
            : CsvReaderProperties.DIALECTS[dialect];
    byte[] text = CsvTexts.table(format, records, random);
    for (int i = 0; i < mutations; i++) {
      text = CsvTexts.mutated(text, format, random);
    }
    int most = text.length + 1;
    for (int partBytes : new int[] {1, 1 + random.nextInt(20), 1 + random.nextInt(most)}) {
      check(text, partBytes, random.nextBoolean() ? 4096 : 1 + random.nextInt(40), format);
    }
  }

  @Property(tries = 20)
  void theExampleSumsInParts(
      @ForAll @IntRange(max = 300) int flights, @ForAll @IntRange(min = 1, max = 2000) int bytes)
      throws IOException {
    var text = new StringBuilder("from,to,passengers\n");
    for (int i = 0; i < flights; i++) {
      text.append(i % 3 == 0 ? "\"K\u00F6ln,\nBonn\"" : "Oslo").append(",\"Rome\",").append(i);
      text.append('\n');
    }
    Path file = Files.writeString(Files.createTempFile("flights", ""), text);
    assertEquals(flights * (flights - 1L) / 2, passengers(file, bytes));
    Files.delete(file);
  }

  // @start region="parts"
  static long passengers(Path file, long partBytes) throws IOException {
    CsvFormat format = CsvFormat.RFC_4180.withHeader();
    CsvParts parts = CsvParts.of(file, partBytes, 1 << 16, format);
    IntStream numbers = IntStream.range(0, parts.count()).parallel();
    return numbers.mapToLong(part -> passengers(parts, part)).sum();
  }

  private static long passengers(CsvParts parts, int part) {
    try (var csv = parts.open(part)) {
      int column = csv.column("passengers");
      long sum = 0;
      while (csv.next()) {
        sum += csv.row().longAt(column);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // @end

  static void check(byte[] text, int partBytes, int window, CsvFormat format) throws IOException {
    Supplier<String> what =
        () -> partBytes + " " + window + ": " + CsvReaderProperties.shown(text, format);
    Path file = Files.write(Files.createTempFile("parts", ""), text);
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    ParseException flaw = null;
    ParseException other = null;
    try (var whole = new CsvReader(ByteSource.file(file, window), format)) {
      flaw = read(whole, expected);
      CsvParts parts = CsvParts.of(file, partBytes, window, format);
      long end = parts.count() == 0 ? 0 : parts.from(0);
      for (int part = 0; part < parts.count() && other == null; part++) {
        boolean last = part == parts.count() - 1;
        assertEquals(end, parts.from(part), what);
        end = parts.to(part);
        assertTrue(last ? end == text.length : end - parts.from(part) >= partBytes, what);
        try (var csv = parts.open(part)) {
          other = read(csv, found);
        }
      }
    } catch (ParseException e) { // of the header or of the first record
      assertEquals(List.of(), expected, () -> what.get() + ": " + e);
      other = e;
    } finally {
      Files.delete(file);
    }
    assertEquals(expected, found, what);
    assertEquals(flaw == null, other == null, what);
    if (flaw != null && other != null && format.lenient()) {
      assertEquals(flaw.offset(), other.offset(), what);
    }
  }

  /// Adds the records up to a flaw, which it returns.
  private static @Nullable ParseException read(CsvReader csv, List<String> records)
      throws IOException {
    try {
      List<String> columns = csv.columns();
      CsvRow row = csv.row();
      while (csv.next()) {
        var record = new StringBuilder().append(row.offset()).append(columns);
        record.append(row.isComment());
        for (int i = 0; i < row.count(); i++) {
          record.append('|').append(CsvModel.latin(row.bytes(), row.from(i), row.to(i)));
        }
        records.add(record.toString());
      }
      return null;
    } catch (ParseException e) {
      return e;
    }
  }
}
