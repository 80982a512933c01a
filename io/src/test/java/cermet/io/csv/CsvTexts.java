// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// Texts made at random: tables as a writer may leave them, and broken in places.
final class CsvTexts {
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};
  private static final String PLAIN = "ab01-. \u00E9\u20AC";

  /// What opens a text in UTF-16 and UTF-32, either way round.
  private static final byte[][] WIDE_MARKS = {
    {(byte) 0xFE, (byte) 0xFF}, {(byte) 0xFF, (byte) 0xFE}, {0, 0, (byte) 0xFE, (byte) 0xFF},
  };

  private CsvTexts() {}

  /// A table that any reader of its dialect should take: records of one length, if they must be,
  /// quotes where they are needed and sometimes where they are not, comments and empty lines.
  static byte[] table(CsvFormat format, int most, Random random) {
    String end = LINE_ENDS[random.nextInt(3)];
    int widest = Math.min(4, format.columnLimit());
    int columns = 1 + random.nextInt(widest);
    int records = random.nextInt(most + 1);
    var text = new StringBuilder(random.nextInt(16) == 0 ? "\uFEFF" : "");
    for (int i = 0; i < records; i++) {
      if (random.nextInt(8) == 0) {
        passedOver(text, format, random);
        text.append(end);
      }
      int count = format.ragged() ? 1 + random.nextInt(widest) : columns;
      for (int j = 0; j < count; j++) {
        text.append(j == 0 ? "" : (char) format.delimiter());
        field(text, format, random);
      }
      boolean open = i == records - 1 && random.nextBoolean();
      text.append(open ? "" : random.nextInt(16) == 0 ? LINE_ENDS[random.nextInt(3)] : end);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The text with one place of it changed: cut off, left out, doubled, replaced or put in.
  static byte[] mutated(byte[] text, CsvFormat format, Random random) {
    int from = random.nextInt(text.length + 1);
    int to = Math.min(text.length, from + 1 + random.nextInt(4));
    return switch (random.nextInt(16)) {
      case 0 -> Arrays.copyOf(text, from);
      case 1, 2 -> splice(text, from, to, new byte[0]);
      case 3, 4 -> splice(text, from, from, Arrays.copyOfRange(text, from, to));
      case 5, 6, 7, 8, 9 ->
          splice(text, from, Math.min(text.length, from + 1), special(format, random));
      case 10 ->
          random.nextInt(8) == 0
              ? splice(text, 0, 0, WIDE_MARKS[random.nextInt(WIDE_MARKS.length)])
              : text;
      default -> splice(text, from, from, special(format, random));
    };
  }

  private static byte[] splice(byte[] text, int from, int to, byte[] with) {
    byte[] made = Arrays.copyOf(text, text.length - (to - from) + with.length);
    System.arraycopy(with, 0, made, from, with.length);
    System.arraycopy(text, to, made, from + with.length, text.length - to);
    return made;
  }

  /// Nearly always ASCII: bytes that are not UTF-8 end what strict readers have to say.
  private static byte[] special(CsvFormat format, Random random) {
    byte special = CsvReaderProperties.special(format, random);
    return new byte[] {special >= 0 || random.nextInt(8) == 0 ? special : (byte) '\n'};
  }

  /// A line that is no record.
  private static void passedOver(StringBuilder text, CsvFormat format, Random random) {
    if (format.comment() != CsvFormat.NONE && random.nextBoolean()) {
      text.append((char) format.comment());
      text.append(random.nextBoolean() ? "a \"b" + (char) format.delimiter() + "\"c" : "");
    }
  }

  private static void field(StringBuilder text, CsvFormat format, Random random) {
    boolean quoted = format.quote() != CsvFormat.NONE && random.nextInt(3) == 0;
    int size = random.nextInt(8);
    if (!quoted) {
      for (int i = 0; i < size; i++) {
        text.append(PLAIN.charAt(random.nextInt(PLAIN.length())));
      }
      return;
    }
    char quote = (char) format.quote();
    char escape = (char) format.escape();
    text.append(quote);
    for (int i = 0; i < size; i++) {
      switch (random.nextInt(10)) {
        case 0, 1 -> text.append(escape).append(quote);
        case 2, 3 -> text.append((char) format.delimiter());
        case 4 -> text.append(LINE_ENDS[random.nextInt(3)]);
        case 5 -> text.append('#');
        case 6 -> text.append("\uD83D\uDE00");
        default -> text.append(PLAIN.charAt(random.nextInt(PLAIN.length())));
      }
    }
    text.append(quote);
  }
}
