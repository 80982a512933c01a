// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Cursor.ByteSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final String HEAD =
      "GET /index.html HTTP/1.1\r\nHost: example.org\r\ncontent-length:  1234 \r\n\r\nbody";

  /// A cursor over a text that lies somewhere in an array, between bytes that are none of its.
  private static Cursor over(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[content.length + 14];
    Arrays.fill(bytes, (byte) ',');
    System.arraycopy(content, 0, bytes, 3, content.length);
    return new Cursor().wrap(bytes, 3, 3 + content.length);
  }

  @Test
  void findsAHeaderAndParsesIt() {
    var cursor = over(HEAD);
    Slice wanted = Slice.of("Content-Length");
    long length = -1;
    cursor.nextLine();
    while (cursor.nextField((byte) ':')) {
      boolean found = cursor.contentEqualsIgnoreCase(wanted);
      cursor.nextLine();
      if (found) {
        length = cursor.trim().asLong();
        break;
      }
    }
    assertEquals(1234, length);
    assertEquals("\r\nbody", remaining(cursor));
  }

  @Test
  void findsAValueByItsName() {
    var cursor = over(HEAD);
    Slice wanted = Slice.of("Content-Length");
    assertTrue(cursor.nextValue(wanted, (byte) ':'));
    assertEquals(1234, cursor.trim().asInt());
    assertEquals("\r\nbody", remaining(cursor));
  }

  @Test
  void aValueIsFoundAtTheStartOfALineOnly() {
    for (String[] test :
        new String[][] {
          {"", "a"},
          {"a", "a"},
          {"a:", "a", ""},
          {"A:\n", "a", ""},
          {"a:\r\n", "a", ""},
          {"a: 1\r", "a", " 1\r"},
          {"b:1\na:2\na:3", "a", "2", "3"},
          {"ba:1\n", "a"},
          {"ab:1\n", "a"},
          {"a :1\n", "a"},
          {"b: a:1\n\n\na:2\r\n\r\n", "A", "2"},
          {"x\n:1", "", "1"},
          {"a\nb:1", "a\nb"},
          {"b\n\u000ba:1", "a"}, // the byte above LF, behind one
          {"x\nHost", "host"},
          {"x\nhost:", "HOST", ""},
          {"@:1\n`:2", "`", "2"},
          {"[:1\n{:2", "{", "2"},
          {"\u00c4:1\n\u00e4:2", "\u00e4", "2"},
          {"content-lengtx:1\ncontentxlength:2\ncontent-Length:3", "Content-length", "3"},
        }) {
      for (int after : new int[] {0, 200}) { // byte by byte, and in words
        byte[] bytes = ("\n" + test[0] + "\n:".repeat(after)).getBytes(StandardCharsets.UTF_8);
        var cursor = new Cursor().wrap(bytes, 1, bytes.length - 2 * after);
        for (int i = 2; i < test.length; i++) {
          assertTrue(cursor.nextValue(Slice.of(test[1]), (byte) ':'), test[0]);
          assertEquals(test[i], cursor.toString());
        }
        assertStaysAfterFalse(cursor, Slice.of(test[1]));
      }
    }
  }

  @Test
  void aValueIsFoundAnyBlocksAhead() {
    Slice name = Slice.of("Name");
    for (int before = 0; before <= 140; before++) {
      for (int length = 0; length <= 140; length += 7) {
        String text = "n" + "\n".repeat(before % 5) + ".".repeat(before) + "\r\nnAmE=";
        var cursor = over(text + "v".repeat(length) + "\r\nname=2\nname:3");
        assertTrue(cursor.nextValue(name, (byte) '='));
        assertEquals(3 + text.length(), cursor.from());
        assertEquals(length, cursor.length());
        assertTrue(cursor.nextValue(name, (byte) '='));
        assertEquals(2, cursor.asInt());
        assertStaysAfterFalse(cursor, Slice.of("name="));
        assertTrue(cursor.nextValue(name, (byte) ':'));
        assertEquals(3, cursor.asInt());
        assertFalse(cursor.hasRemaining());
      }
    }
  }

  @Test
  void aValueIsFoundBehindLinesThatLookAlike() {
    Slice name = Slice.of("Name");
    for (int before = 0; before <= 70; before++) {
      for (int alike = 0; alike <= 4; alike++) {
        String text = ".".repeat(before) + "\nNane=1".repeat(alike) + "\nname=2\n";
        for (int behind : new int[] {0, 60}) {
          var cursor = over(text + "v".repeat(behind));
          assertTrue(cursor.nextValue(name, (byte) '='));
          assertEquals(3 + text.length() - 2, cursor.from());
          assertEquals(2, cursor.asInt());
          assertFalse(cursor.nextValue(name, (byte) '='));
        }
      }
    }
  }

  @Test
  void theDelimiterOfAValueLiesInTheRange() {
    Slice name = Slice.of("Name");
    for (int before = 0; before <= 70; before++) {
      for (int behind : new int[] {0, 60}) {
        String text = ".".repeat(before) + "\nname:1" + ".".repeat(behind);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertStaysAfterFalse(new Cursor().wrap(bytes, 0, before + 5), name);
        var cursor = new Cursor().wrap(bytes, 0, before + 6);
        assertTrue(cursor.nextValue(name, (byte) ':'));
        assertEquals(0, cursor.length());
        cursor.wrap(bytes, before + 1, before + 7);
        assertTrue(cursor.nextValue(name, (byte) ':'));
        assertEquals(1, cursor.asInt());
        assertStaysAfterFalse(cursor.wrap(bytes, before + 2, before + 7), name);
      }
    }
  }

  @Test
  void theEndOfALineDelimitsNoName() {
    for (int behind : new int[] {0, 60}) {
      var cursor = over("a\n\n\na\n" + "b".repeat(behind));
      assertFalse(cursor.nextValue(Slice.of("a"), (byte) '\n'));
      assertFalse(cursor.nextValue(Slice.of(""), (byte) '\n'));
      assertFalse(cursor.nextValue(Slice.of("\n"), (byte) 'a'));
    }
  }

  private static void assertStaysAfterFalse(Cursor cursor, Slice name) {
    int position = cursor.position();
    int from = cursor.from();
    int to = cursor.to();
    assertFalse(cursor.nextValue(name, (byte) ':'));
    assertEquals(position, cursor.position());
    assertEquals(from, cursor.from());
    assertEquals(to, cursor.to());
  }

  @Test
  void takesARequestLineApart() {
    var cursor = over(HEAD);
    assertEquals(3, cursor.takeWhile(ByteSet.TOKEN));
    assertTrue(cursor.contentEquals(Slice.of("GET")));
    cursor.expect((byte) ' ');
    assertTrue(cursor.nextField((byte) ' '));
    assertEquals("/index.html", cursor.toString());
    cursor.expect(Slice.of("HTTP/"));
    assertEquals(1, cursor.nextInt());
    assertTrue(cursor.skipIf((byte) '.'));
    assertEquals(1, cursor.nextLong());
    cursor.expect(Slice.of("\r\n"));
    assertTrue(cursor.skipPast(Slice.of("\r\n\r\n")));
    cursor.takeRest();
    assertEquals("body", cursor.slice().toString());
    assertEquals(4, cursor.length());
    assertFalse(cursor.hasRemaining());
  }

  @Test
  void takesFieldsAsSplitDoes() {
    for (String text : new String[] {"", ",", "a", "a,b", ",a,,b,", "abcdefghi,j,", ",,,,,"}) {
      var cursor = over(text);
      List<String> fields = new ArrayList<>();
      while (cursor.nextField((byte) ',')) {
        fields.add(cursor.toString());
      }
      assertEquals(List.of(text.split(",", -1)), fields);
      assertFalse(cursor.nextField((byte) ','));
      assertEquals(0, cursor.remaining());
    }
  }

  @Test
  void takesLinesAsStringDoes() {
    for (String text :
        new String[] {"", "\n", "a", "a\n", "a\r\n\r\nb", "\r\n", "a\rb\n\nc\r\n", "a\r"}) {
      var cursor = over(text);
      List<String> lines = new ArrayList<>();
      while (cursor.nextLine()) {
        lines.add(cursor.toString());
      }
      List<String> model = new ArrayList<>(List.of(text.split("\r?\n", -1)));
      if (model.getLast().isEmpty()) {
        model.removeLast();
      }
      assertEquals(model, lines);
    }
  }

  @Test
  void aCarriageReturnBeforeTheLineIsNotOfIt() {
    var cursor = new Cursor().wrap(new byte[] {'\r', '\n', 'a', '\r'}, 1, 4);
    assertTrue(cursor.nextLine());
    assertEquals(0, cursor.length());
    assertEquals(1, cursor.from());
    assertTrue(cursor.nextLine());
    assertEquals("a\r", cursor.toString());
    assertFalse(cursor.nextLine());
  }

  @Test
  void anEmptyCursorHasNothing() {
    var cursor = new Cursor();
    assertEquals(-1, cursor.peek());
    assertEquals(-1, cursor.next());
    assertFalse(cursor.nextLine());
    assertFalse(cursor.nextField((byte) ','));
    assertFalse(cursor.skipIf((byte) 0));
    assertFalse(cursor.skipPast((byte) 0));
    assertEquals(0, cursor.takeWhile(ByteSet.BLANKS.not()));
    assertEquals("", cursor.toString());
    assertTrue(cursor.contentEquals(Slice.of("")));
    assertTrue(cursor.skipIf(Slice.of("")));
  }

  @Test
  void isReusedForAnotherRange() {
    byte[] bytes = "one,two".getBytes(StandardCharsets.UTF_8);
    var cursor = new Cursor();
    assertSame(cursor, cursor.wrap(bytes, 0, 3));
    assertTrue(cursor.nextField((byte) ','));
    assertFalse(cursor.nextField((byte) ','));
    cursor.wrap(new Slice(bytes, 4, 7));
    assertEquals(4, cursor.position());
    assertEquals(0, cursor.length());
    assertTrue(cursor.nextField((byte) ','));
    assertEquals("two", cursor.toString());
    assertSame(bytes, cursor.bytes());
    assertEquals(4, cursor.from());
    assertEquals(7, cursor.to());
  }

  @Test
  void readsBytesOneByOne() {
    var cursor = new Cursor().wrap(new byte[] {1, -1, 3}, 0, 2);
    assertEquals(1, cursor.peek());
    assertEquals(1, cursor.next());
    assertEquals(255, cursor.peek());
    assertEquals(255, cursor.next());
    assertEquals(-1, cursor.next());
    cursor.position(1);
    assertEquals(1, cursor.remaining());
    cursor.take(1);
    assertEquals(1, cursor.length());
    cursor.position(0);
    cursor.skip(2);
    assertFalse(cursor.hasRemaining());
  }

  @Test
  void readsNumbersUpToTheFirstOtherByte() {
    var cursor = over("-12;+34567890123x007-8");
    assertEquals(-12, cursor.nextInt());
    assertEquals("-12", cursor.toString());
    cursor.expect((byte) ';');
    assertEquals(34567890123L, cursor.nextLong());
    assertEquals('x', cursor.next());
    assertEquals(7, cursor.nextInt());
    assertEquals(-8, cursor.nextInt());
    assertEquals(-1, cursor.next());
  }

  @Test
  void aFailedCallChangesNothing() {
    var cursor = over("a1 2147483648 9223372036854775808 - \u0001");
    cursor.take(1);
    assertStays(
        cursor,
        IllegalArgumentException.class,
        "expected ':' at 4, found '1'",
        c -> c.expect((byte) ':'));
    assertStays(
        cursor,
        IllegalArgumentException.class,
        "expected 0x0a at 4, found '1'",
        c -> c.expect((byte) 10));
    assertStays(
        cursor,
        IllegalArgumentException.class,
        "expected \"12\" at 4, found '1'",
        c -> c.expect(Slice.of("12")));
    assertStays(cursor, IndexOutOfBoundsException.class, "", c -> c.skip(37));
    assertStays(cursor, IndexOutOfBoundsException.class, "", c -> c.skip(-1));
    assertStays(cursor, IndexOutOfBoundsException.class, "", c -> c.take(Integer.MAX_VALUE));
    assertStays(
        cursor, IndexOutOfBoundsException.class, "position: 2, not 3 to 40", c -> c.position(2));
    assertStays(
        cursor, IndexOutOfBoundsException.class, "position: 41, not 3 to 40", c -> c.position(41));
    assertStays(cursor, IndexOutOfBoundsException.class, "", c -> c.wrap(new byte[3], 2, 4));
    assertStays(
        cursor,
        NumberFormatException.class,
        "not a whole number at offset 0: \"a\"",
        Cursor::asInt);
    assertFalse(cursor.skipPast((byte) ','));
    assertFalse(cursor.skipPast(Slice.of("80,")));
    assertFalse(cursor.skipIf((byte) ','));
    assertFalse(cursor.skipIf(Slice.of("11")));
    assertEquals(1, cursor.nextInt());
    cursor.skip(1);
    assertStays(
        cursor,
        NumberFormatException.class,
        "beyond the range of int at offset 9: \"2147483648\"",
        Cursor::nextInt);
    assertEquals(2147483648L, cursor.nextLong());
    cursor.skip(1);
    assertStays(
        cursor,
        NumberFormatException.class,
        "beyond the range of long at offset 18: \"9223372036854775808\"",
        Cursor::nextLong);
    cursor.skip(20);
    assertStays(
        cursor,
        NumberFormatException.class,
        "not a whole number at offset 1: \"-\"",
        Cursor::nextInt);
    cursor.skip(1);
    assertStays(
        cursor,
        NumberFormatException.class,
        "not a whole number at offset 0: \"\"",
        Cursor::nextLong);
    cursor.skip(1);
    assertStays(
        cursor,
        IllegalArgumentException.class,
        "expected 'a' at 39, found 0x01",
        c -> c.expect((byte) 'a'));
    cursor.skip(1);
    assertStays(
        cursor,
        IllegalArgumentException.class,
        "expected 'a' at 40, found the end",
        c -> c.expect((byte) 'a'));
  }

  private static void assertStays(
      Cursor cursor,
      Class<? extends RuntimeException> type,
      String message,
      Consumer<Cursor> action) {
    int[] before = {cursor.position(), cursor.from(), cursor.to(), cursor.remaining()};
    var error = assertThrows(type, () -> action.accept(cursor));
    assertTrue(message.isEmpty() || message.equals(error.getMessage()), error.getMessage());
    int[] after = {cursor.position(), cursor.from(), cursor.to(), cursor.remaining()};
    assertEquals(Arrays.toString(before), Arrays.toString(after));
  }

  @Test
  void setsHoldTheirBytes() {
    for (int value = 0; value < 256; value++) {
      char c = (char) value;
      assertEquals(c == ' ' || c == '\t', ByteSet.BLANKS.contains((byte) value));
      assertEquals(c >= '0' && c <= '9', ByteSet.DIGITS.contains((byte) value));
      assertEquals(
          c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0,
          ByteSet.TOKEN.contains((byte) value),
          "RFC 9110, 5.6.2");
      assertEquals(c != 'ÿ', ByteSet.of("ÿ").not().contains((byte) value));
      assertFalse(ByteSet.range(5, 4).contains((byte) value));
      assertTrue(ByteSet.range(0, 255).contains((byte) value));
    }
    assertThrows(IllegalArgumentException.class, () -> ByteSet.of("€"));
    assertThrows(IllegalArgumentException.class, () -> ByteSet.range(-1, 4));
    var error = assertThrows(IllegalArgumentException.class, () -> ByteSet.range(0, 256));
    assertEquals("byte value: 256, not 0 to 255", error.getMessage());
  }

  private static String remaining(Cursor cursor) {
    return new Slice(cursor.bytes(), cursor.position(), cursor.position() + cursor.remaining())
        .toString();
  }
}
