// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cermet.core.text.Cursor.ByteSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The models are `String.split` and a Latin-1 `String` with an index.
class CursorProperties {
  private static final ByteSet LETTERS = ByteSet.range('a', 'z');

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab19,;\r\n +-ÿ").ofMaxLength(40);
  }

  private static Cursor over(String text, int before, int after) {
    String around = ",".repeat(before) + text + ",".repeat(after);
    byte[] bytes = around.getBytes(StandardCharsets.ISO_8859_1);
    return new Cursor().wrap(bytes, before, before + text.length());
  }

  @Property
  void fieldsAndLinesAreThoseOfSplit(
      @ForAll("texts") String text,
      @ForAll @IntRange(max = 9) int before,
      @ForAll @IntRange(max = 9) int after) {
    var cursor = over(text, before, after);
    List<String> fields = new ArrayList<>();
    while (cursor.nextField((byte) ',')) {
      fields.add(taken(cursor));
    }
    assertEquals(List.of(text.split(",", -1)), fields);
    cursor.position(before);
    List<String> lines = new ArrayList<>();
    while (cursor.nextLine()) {
      lines.add(taken(cursor));
    }
    List<String> model = new ArrayList<>(List.of(text.split("\r?\n", -1)));
    if (model.getLast().isEmpty()) {
      model.removeLast();
    }
    assertEquals(model, lines);
  }

  @Property
  void valuesAreThoseOfTheLinesOfSplit(
      @ForAll("texts") String text,
      @ForAll @IntRange(max = 3) int length,
      @ForAll int place,
      @ForAll @IntRange(max = 9) int before,
      @ForAll @IntRange(max = 130) int after) {
    int at = Math.floorMod(place, text.length() + 1);
    String name = text.substring(at, Math.min(text.length(), at + length)).replace("\n", "");
    List<String> model = new ArrayList<>();
    for (String line : text.split("(?<=\n)", -1)) {
      if (line.startsWith(name + ",")) {
        model.add(line.substring(name.length() + 1).replaceFirst("\r?\n\\z", ""));
      }
    }
    var cursor = over(text, before, after);
    String other = name.replace('a', 'A').replace('b', 'B');
    Slice slice = Slice.of(other.getBytes(StandardCharsets.ISO_8859_1));
    List<String> values = new ArrayList<>();
    while (cursor.nextValue(slice, (byte) ',')) {
      values.add(taken(cursor));
    }
    assertEquals(model, values);
  }

  @Property
  void walksAsAStringWithAnIndex(
      @ForAll("texts") String text,
      @ForAll List<@IntRange(max = 11) Integer> steps,
      @ForAll @IntRange(max = 9) int before,
      @ForAll @IntRange(max = 9) int after) {
    var cursor = over(text, before, after);
    int at = 0;
    for (int step : steps) {
      String rest = text.substring(at);
      switch (step) {
        case 0 -> {
          assertEquals(rest.isEmpty() ? -1 : rest.charAt(0), cursor.peek());
          assertEquals(rest.isEmpty() ? -1 : rest.charAt(0), cursor.next());
          at += rest.isEmpty() ? 0 : 1;
        }
        case 1 -> {
          int length = rest.length() - rest.replaceFirst("^[a-z]*", "").length();
          assertEquals(length, cursor.takeWhile(LETTERS));
          assertEquals(rest.substring(0, length), taken(cursor));
          at += length;
        }
        case 2 -> {
          int length = rest.length() - rest.replaceFirst("^[^a-z]*", "").length();
          assertEquals(length, cursor.skipWhile(LETTERS.not()));
          at += length;
        }
        case 3 -> {
          assertEquals(rest.startsWith(";"), cursor.skipIf((byte) ';'));
          at += rest.startsWith(";") ? 1 : 0;
        }
        case 4 -> {
          assertEquals(rest.startsWith("ab"), cursor.skipIf(Slice.of("ab")));
          at += rest.startsWith("ab") ? 2 : 0;
        }
        case 5 -> {
          int found = rest.indexOf('ÿ');
          assertEquals(found >= 0, cursor.skipPast((byte) 0xFF));
          at += found + 1;
        }
        case 6 -> {
          int found = rest.indexOf("1,");
          assertEquals(found >= 0, cursor.skipPast(Slice.of("1,")));
          at += found < 0 ? 0 : found + 2;
        }
        case 7 -> {
          int length = rest.length() - rest.replaceFirst("^[-+]?[0-9]*", "").length();
          String number = rest.substring(0, length);
          if (number.matches("[-+]?[0-9]{1,18}")) {
            assertEquals(Long.parseLong(number), cursor.nextLong());
            assertEquals(Long.parseLong(number), cursor.asLong());
            at += length;
          } else if (!number.matches("[-+]?[0-9]+")) {
            assertThrows(NumberFormatException.class, cursor::nextLong);
          }
        }
        case 8 -> {
          cursor.nextLine();
          int found = rest.indexOf('\n');
          at = found < 0 ? text.length() : at + found + 1;
        }
        case 9 -> {
          if (cursor.nextField((byte) ',')) {
            int found = rest.indexOf(',');
            assertEquals(found < 0 ? rest : rest.substring(0, found), taken(cursor));
            assertEquals(taken(cursor).trim(), taken(cursor.trim()));
            at = found < 0 ? text.length() : at + found + 1;
          }
        }
        case 10 -> {
          int count = Math.min(3, rest.length());
          cursor.take(count);
          assertEquals(rest.substring(0, count), taken(cursor));
          at += count;
        }
        default -> {
          cursor.position(before);
          at = 0;
        }
      }
      assertEquals(before + at, cursor.position());
      assertEquals(text.length() - at, cursor.remaining());
      assertEquals(at < text.length(), cursor.hasRemaining());
    }
  }

  private static String taken(Cursor cursor) {
    return new String(cursor.bytes(), cursor.from(), cursor.length(), StandardCharsets.ISO_8859_1);
  }
}
