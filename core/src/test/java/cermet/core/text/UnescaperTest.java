// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnescaperTest {
  private static final byte QUOTE = '"';

  @Test
  void returnsTheGivenRangeWhenNothingIsEscaped() {
    byte[] bytes = "..nothing to do, ü..".getBytes(StandardCharsets.UTF_8);
    Slice slice = new Slice(bytes, 2, bytes.length - 2);
    for (Unescaper unescaper :
        new Unescaper[] {
          Unescaper.json(), Unescaper.csv(QUOTE), Unescaper.percent(), Unescaper.form()
        }) {
      assertSame(slice, unescaper.unescape(slice));
      assertEquals(-1, unescaper.tryUnescape(bytes, 2, bytes.length - 2));
      assertSame(bytes, unescaper.bytes());
      assertEquals(2, unescaper.from());
      assertEquals(bytes.length - 2, unescaper.to());
      assertEquals(slice.length(), unescaper.length());
      assertEquals(slice, unescaper.slice());
    }
  }

  @Test
  void readsBackslashes() {
    var json = Unescaper.json();
    assertReads("a\"b\\c/d\b\f\n\r\t", "a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t", json);
    assertReads("\u0000A\u007f", "\\u0000\\u0041\\u007F", json);
    assertReads("\u0080ü\u07ff", "\\u0080\\u00FC\\u07ff", json);
    assertReads("\u0800東\ud7ff\ue000\uffff", "\\u0800\\u6771\\uD7fF\\uE000\\uFffF", json);
    assertReads("😀", "\\uD83D\\uDE00", json);
    assertReads("\ud800\udc00\udbff\udfff", "\\ud800\\udc00\\uDBFF\\uDFFF", json);
    assertReads("x+%41\"", "x+%41\\\"", json);
  }

  @Test
  void readsDoubledQuotes() {
    assertReads("say \"hi\"", "say \"\"hi\"\"", Unescaper.csv(QUOTE));
    assertReads("\"\"", "\"\"\"\"", Unescaper.csv(QUOTE));
    assertReads("it's \\n", "it''s \\n", Unescaper.csv((byte) '\''));
  }

  @Test
  void readsPercentSigns() {
    assertReads("a b+c/ü", "a%20b+c%2F%c3%BC", Unescaper.percent());
    assertReads("a b+c ", "a+b%2bc+", Unescaper.form());
    assertReads("% +", "%25%20%2B", Unescaper.form());
  }

  private static void assertReads(String expected, String escaped, Unescaper unescaper) {
    for (int around : new int[] {0, 1, 9}) {
      byte[] bytes =
          ("\\".repeat(around) + escaped + "u0041".repeat(around)).getBytes(StandardCharsets.UTF_8);
      int to = bytes.length - 5 * around;
      assertEquals(-1, unescaper.tryUnescape(bytes, around, to));
      assertEquals(expected, unescaper.toString());
      Slice given = new Slice(bytes, around, to);
      Slice result = unescaper.unescape(given);
      assertEquals(expected, result.toString());
      assertNotSame(bytes, result.bytes());
      assertEquals(escaped, given.toString(), "the given bytes are as they were");
    }
  }

  @Test
  void namesTheFirstBadEscape() {
    for (String text :
        new String[] {
          "\\",
          "\\x",
          "\\ ",
          "\\'",
          "\\0",
          "\\U0041",
          "\\u",
          "\\u1",
          "\\u12",
          "\\u123",
          "\\u123g",
          "\\u 123",
          "\\u+123",
          "\\u-123",
          "\\uD83D",
          "\\uDE00",
          "\\uD83D\\",
          "\\uD83D\\u",
          "\\uD83Dx",
          "\\uD83D\\n",
          "\\uD83D\\uD83D",
          "\\uD83D\\u0041",
          "\\uDE00\\uD83D",
          "\\uD83D\\uDE0",
          "\\uD83Dxu1234"
        }) {
      assertBad(text, Unescaper.json());
    }
    for (String text : new String[] {"%", "%1", "%g1", "%1g", "%-1", "%+1", "% 1", "%%41"}) {
      assertBad(text, Unescaper.percent());
      assertBad(text, Unescaper.form());
    }
    for (String text : new String[] {"\"", "\"x", "\"'"}) {
      assertBad(text, Unescaper.csv(QUOTE));
    }
    assertBad("'\"", Unescaper.csv((byte) '\''));
  }

  private static void assertBad(String text, Unescaper unescaper) {
    String good = unescaper.tryUnescape(new byte[] {'%', '4', '1'}, 0, 3) < 0 ? "%41" : "";
    byte[] bytes = ("12" + good + text).getBytes(StandardCharsets.UTF_8);
    int index = 2 + good.length();
    assertEquals(index, unescaper.tryUnescape(bytes, 1, bytes.length), text);
    assertEquals(0, unescaper.length());
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> unescaper.unescape(bytes, 1, bytes.length));
    assertEquals("bad escape at " + index + ": \"" + text + "\"", error.getMessage());
    assertEquals(0, unescaper.length());
    // What would complete it lies behind the range.
    byte[] longer = ("12" + good + text + "\"\"%41\\uDE00").getBytes(StandardCharsets.UTF_8);
    assertEquals(index, unescaper.tryUnescape(longer, 1, bytes.length), text);
    assertSame(bytes, unescaper.unescape(bytes, 0, 2).bytes());
    assertEquals(2, unescaper.length());
  }

  @Test
  void readsItsOwnResult() {
    var json = Unescaper.json();
    Slice once = json.unescape(Slice.of("\\\\\\\\n and \\\\u0041!"));
    assertEquals("\\\\n and \\u0041!", once.toString());
    Slice twice = json.unescape(once);
    assertEquals("\\n and A!", twice.toString());
    assertEquals("\n and A!", json.unescape(twice).toString());
  }

  @Test
  void keepsItsScratchArray() {
    var csv = Unescaper.csv(QUOTE);
    byte[] scratch = csv.unescape(Slice.of("a longer one \"\"")).bytes();
    assertSame(scratch, csv.unescape(Slice.of("short \"\"")).bytes());
    assertEquals("short \"", csv.toString());
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutside() {
    var json = Unescaper.json();
    assertEquals("\n", json.unescape(Slice.of("\\n")).toString());
    assertThrows(NullPointerException.class, () -> json.unescape(null));
    assertThrows(NullPointerException.class, () -> json.tryUnescape(null, 0, 0));
    byte[] bytes = new byte[5];
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 6}, {6, 6}, {3, -1}}) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> json.tryUnescape(bytes, range[0], range[1]));
    }
    assertEquals("\n", json.toString());
  }
}
