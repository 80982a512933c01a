// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.csv.CsvFormat.LineEnd;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class CsvReaderProperties {
  private static final int[] WINDOWS = {64, 65, 127, 4096};

  static final CsvFormat[] DIALECTS = {
    CsvFormat.RFC_4180,
    CsvFormat.RFC_4180.withRagged(true),
    CsvFormat.RFC_4180.withLenience(),
    CsvFormat.RFC_4180.withLenience().withEmptyLines().withComment('#'),
    CsvFormat.RFC_4180.withRagged(true).withEmptyLines().withCommentsRead('#'),
    CsvFormat.RFC_4180.withRagged(true).withDelimiter(';').withQuote('\''),
    CsvFormat.RFC_4180.withLenience().withEscape('\\').withComment('#'),
    CsvFormat.RFC_4180.withRagged(true).withEscape('\\'),
    CsvFormat.RFC_4180.withRagged(true).withDelimiter('\t').withoutQuote(),
    CsvFormat.RFC_4180.withLenience().withColumnLimit(3).withQuote('|'),
    CsvFormat.RFC_4180.withLenience().withDelimiter('\0').withEmptyLines(),
  };

  @Property(tries = 3000)
  void anyTextIsReadAsByThePlainReaderWhateverTheWindowAndSource(
      @ForAll @IntRange(max = 300) int size,
      @ForAll @IntRange(min = 1, max = 40) int rarity,
      @ForAll @IntRange(max = 10) int dialect,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = DIALECTS[dialect];
    byte[] text = text(size, rarity, format, new Random(seed));
    check(text, format, new Random(seed));
  }

  @Property(tries = 3000)
  void tablesAreReadAsByThePlainReaderWhateverTheWindowAndSource(
      @ForAll @IntRange(max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll @IntRange(min = 1, max = 40) int rarity,
      @ForAll @IntRange(max = 10) int dialect,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = DIALECTS[dialect];
    byte[] text = table(rows, columns, rarity, format, new Random(seed));
    check(text, format, new Random(seed));
  }

  /// More bytes than are marked at once, and more places than there is room for at first.
  @Property(tries = 300)
  void longTablesAreReadAsByThePlainReader(
      @ForAll @IntRange(min = 1, max = 3000) int columns,
      @ForAll @IntRange(min = 1, max = 400) int rarity,
      @ForAll @IntRange(max = 10) int dialect,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = DIALECTS[dialect];
    var random = new Random(seed);
    byte[] text = table(1 + 4000 / columns, columns, rarity, format, random);
    for (int window : new int[] {4097 + random.nextInt(5000), 1 << 16}) {
      CsvModel.read(text, format, window)
          .check(ByteSource.of(text, window), () -> window + ": " + shown(text, format));
    }
  }

  @Property(tries = 300)
  void tablesWithOneByteChangedOrTheirEndCutOffAreReadAsByThePlainReader(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 1, max = 40) int rarity,
      @ForAll @IntRange(max = 10) int dialect,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = DIALECTS[dialect];
    var random = new Random(seed);
    byte[] text = table(rows, columns, rarity, format, random);
    for (int i = 0; i < text.length; i++) {
      CsvModel cut = CsvModel.read(Arrays.copyOf(text, i), format, 4096);
      int end = i;
      cut.check(ByteSource.of(text, 0, i, 4096), () -> end + " of " + shown(text, format));
      byte[] changed = text.clone();
      changed[i] = special(format, random);
      CsvModel.read(changed, format, 4096)
          .check(ByteSource.of(changed, 4096), () -> shown(changed, format));
    }
  }

  @Property(tries = 1000)
  void whatTheWriterWritesIsWhatTheReaderReads(
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 1, max = 40) int rarity,
      @ForAll @IntRange(max = 10) int dialect,
      @ForAll LineEnd lineEnd,
      @ForAll boolean quoteAll,
      @ForAll long seed)
      throws IOException {
    CsvFormat format = DIALECTS[dialect].withLineEnd(lineEnd);
    if (format.quote() == CsvFormat.NONE || columns > format.columnLimit()) {
      return;
    }
    format = quoteAll ? format.withQuoteAll() : format;
    var random = new Random(seed);
    List<List<String>> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<String> fields = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        fields.add(characters(random.nextInt(30), rarity, format, random));
      }
      table.add(fields);
    }
    byte[] written = CsvWriterTest.written(format, 64, table);
    assertEquals(
        CsvModel.latin(written, 0, written.length),
        CsvModel.latin(CsvWriterTest.written(format, 4096, table), 0, written.length));
    for (int window : new int[] {4096, 1 << 16}) {
      try (var csv = new CsvReader(ByteSource.of(written, window), format)) {
        for (List<String> fields : table) {
          assertTrue(csv.next());
          assertEquals(fields, CsvReaderTest.texts(csv.row()));
        }
        assertFalse(csv.next());
      }
    }
  }

  @Property(tries = 3000)
  void gettersJudgeAsTheJdkDoes(@ForAll @IntRange(max = 30) int size, @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append("0123456789000-+.eEN\"x".charAt(random.nextInt(size > 20 ? 12 : 21)));
    }
    String field = text.toString();
    byte[] quoted = CsvModel.bytes("\"" + field.replace("\"", "\"\"") + "\"\n");
    try (var csv = new CsvReader(ByteSource.of(quoted, 100))) {
      assertTrue(csv.next());
      Long expected = number(field);
      try {
        long value = csv.row().longAt(0);
        assertEquals(expected, value);
        assertEquals(value, csv.row().longAt(0, 7));
      } catch (ParseException e) {
        assertEquals(null, expected, e.toString());
      }
      try {
        double value = csv.row().doubleAt(0);
        assertEquals(Double.parseDouble(field), value);
      } catch (ParseException e) {
        assertTrue(e.offset() <= quoted.length);
      }
    }
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static void check(byte[] text, CsvFormat format, Random random) throws IOException {
    for (int window : WINDOWS) {
      CsvModel model = CsvModel.read(text, format, window);
      model.check(ByteSource.of(text, window), () -> window + ": " + shown(text, format));
      for (int most : new int[] {1, 1 + random.nextInt(70)}) {
        model.check(
            CsvModel.pieces(text, most, window),
            () -> window + " by " + most + ": " + shown(text, format));
      }
    }
    int window = 4 + random.nextInt(60);
    CsvModel.read(text, format, window)
        .check(ByteSource.of(text, window), () -> window + ": " + shown(text, format));
  }

  static String shown(byte[] text, CsvFormat format) {
    return format + " " + CsvModel.latin(text, 0, text.length);
  }

  /// Special bytes of the format, and what a careless search takes for them.
  static byte special(CsvFormat format, Random random) {
    byte[] bytes = {
      format.delimiter(),
      format.delimiter(),
      format.quote(),
      format.quote(),
      '\n',
      '\r',
      format.escape(),
      '#',
      (byte) (format.delimiter() ^ 1),
      (byte) (format.quote() ^ 1),
      (byte) (format.delimiter() | 0x80),
      (byte) ('\n' | 0x80),
      '\n' + 1,
      '\r' + 1,
      0,
      (byte) 0x80,
      -1,
    };
    return bytes[random.nextInt(bytes.length)];
  }

  private static byte[] text(int size, int rarity, CsvFormat format, Random random) {
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = random.nextInt(rarity) == 0 ? special(format, random) : (byte) 'x';
    }
    return text;
  }

  /// Mostly well formed: quoted where it must be, and sometimes where it need not.
  private static byte[] table(int rows, int columns, int rarity, CsvFormat format, Random random) {
    String end = new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)];
    String quote = String.valueOf((char) format.quote());
    String escape = String.valueOf((char) format.escape());
    var text = new StringBuilder(random.nextInt(10) == 0 ? "\u00EF\u00BB\u00BF" : "");
    for (int i = 0; i < rows; i++) {
      if (random.nextInt(10) == 0) {
        text.append(random.nextBoolean() ? "" : "#a \"comment\", no more").append(end);
      }
      for (int j = 0; j < columns; j++) {
        text.append(j == 0 ? "" : (char) format.delimiter());
        String field = "x".repeat(random.nextInt(12));
        if (format.quote() == CsvFormat.NONE || random.nextInt(rarity) > 3) {
          text.append(field);
          continue;
        }
        byte[] bytes = text(random.nextInt(40), rarity, format, random);
        field = CsvModel.latin(bytes, 0, bytes.length);
        if (!escape.equals(quote)) {
          field = field.replace(escape, escape + escape);
        }
        text.append(quote).append(field.replace(quote, escape + quote)).append(quote);
      }
      text.append(i == rows - 1 && random.nextBoolean() ? "" : end);
    }
    return CsvModel.bytes(text.toString());
  }

  /// Characters of all lengths in UTF-8, special ones among them.
  static String characters(int size, int rarity, CsvFormat format, Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      if (random.nextInt(rarity) != 0) {
        text.append('x');
      } else {
        byte special = special(format, random);
        text.append(special >= 0 ? "" + (char) special : "\u00E9\u20AC\uFFFD\uFEFF\uD83D\uDE00");
      }
    }
    String made = text.toString();
    assertEquals(
        made, new String(made.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)); // pairs
    return made;
  }
}
