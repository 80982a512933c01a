// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TextBuilderTest {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    9,
    10,
    -10,
    99,
    100,
    12345,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  @Test
  void writesALine() {
    var text = new TextBuilder();
    text.append("Zürich").append(';').appendFixed(-123, 1).append((byte) ';').append(7);
    assertEquals("Zürich;-12.3;7", text.toString());
    assertEquals(15, text.length());
    assertEquals(Slice.of("Zürich;-12.3;7"), text.slice());
  }

  @Test
  void growsFromNothingByEveryAppend() {
    for (long number : NUMBERS) {
      assertText("" + number, text -> text.append(number));
      assertText("" + (int) number, text -> text.append((int) number));
      assertText(Long.toHexString(number), text -> text.appendHex(number));
      for (int scale = 0; scale <= 18; scale++) {
        int places = scale;
        String decimal = BigDecimal.valueOf(number, scale).toPlainString();
        assertText(decimal, text -> text.appendFixed(number, places));
      }
    }
    assertText("", text -> text.append(""));
    assertText("a", text -> text.append('a'));
    assertText("ü", text -> text.append('ü'));
    assertText("東", text -> text.append('東'));
    assertText("\u007f\u0080\u07ff\u0800", text -> text.append("\u007f\u0080\u07ff\u0800"));
    assertText("a東😀", text -> text.append("a東😀"));
    assertText("b", text -> text.append((byte) 'b'));
    assertText("slice", text -> text.append(Slice.of("slice")));
    assertText("ell", text -> text.append("hello".getBytes(StandardCharsets.US_ASCII), 1, 4));
    assertText("", text -> text.appendHex(-1, 0));
    assertText("00ff", text -> text.appendHex(0xFF, 4));
    assertText("cdef", text -> text.appendHex(0x89ABCDEFL, 4));
    assertText("fedcba9876543210", text -> text.appendHex(0xFEDCBA9876543210L, 16));
  }

  /// Appends to every state of fullness, and looks at what was there before too.
  private static void assertText(String expected, Consumer<TextBuilder> append) {
    int length = expected.getBytes(StandardCharsets.UTF_8).length;
    for (int capacity = 0; capacity <= length + 24; capacity += capacity < 4 ? 1 : 5) {
      var text = new TextBuilder(capacity);
      append.accept(text);
      assertEquals(expected, text.toString());
      append.accept(text);
      assertEquals(expected + expected, text.toString());
      assertTrue(text.length() <= text.capacity());
    }
    var exact = new TextBuilder(0, length);
    append.accept(exact);
    assertEquals(expected, exact.toString(), "the limit is exact");
    if (length > 0) {
      var tight = new TextBuilder(0, length);
      tight.append((byte) '.');
      var error = assertThrows(IllegalStateException.class, () -> append.accept(tight));
      assertTrue(error.toString().contains("limit: " + length), error.toString());
      assertEquals(".", tight.toString());
    }
  }

  @Test
  void escapesAsJsonWantsIt() {
    assertText(
        "a\\\"b\\\\c/\\n\\t\\r\\b\\f", text -> text.appendJson(Slice.of("a\"b\\c/\n\t\r\b\f")));
    assertText(
        "\\u0000\\u001f \u007fü東😀", text -> text.appendJson(Slice.of("\0\u001f \u007fü東😀")));
    assertText("plain", text -> text.appendJson(Slice.of("plain")));
  }

  @Test
  void doublesQuotes() {
    assertText("\"\"", text -> text.appendQuoted(Slice.of(""), (byte) '"'));
    assertText("\"a\"\"b,\"\"\"", text -> text.appendQuoted(Slice.of("a\"b,\""), (byte) '"'));
    assertText("'it''s'", text -> text.appendQuoted(Slice.of("it's"), (byte) '\''));
  }

  @Test
  void appendsItsOwnText() {
    var text = new TextBuilder(4);
    text.append("a\"c");
    for (int i = 0; i < 5; i++) {
      String before = text.toString();
      text.append(text.slice());
      assertEquals(before + before, text.toString());
    }
    text.truncate(3);
    text.appendJson(text.slice()).appendQuoted(text.slice(), (byte) '"');
    assertEquals("a\"ca\\\"c\"a\"\"ca\\\"\"c\"", text.toString());
  }

  @Test
  void clearKeepsTheRoom() {
    var text = new TextBuilder(0);
    text.append("something long enough to grow");
    byte[] bytes = text.bytes();
    text.clear();
    assertTrue(text.isEmpty());
    assertEquals(0, text.length());
    assertEquals("", text.toString());
    text.append("new");
    assertFalse(text.isEmpty());
    assertEquals("new", text.toString());
    assertSame(bytes, text.bytes());
  }

  @Test
  void truncatesAndTakesWhatOthersWrote() {
    var text = new TextBuilder(16);
    text.append("abcdef").truncate(3);
    assertEquals("abc", text.toString());
    text.reserve(8);
    text.length(Digits.print(-42, text.bytes(), text.length()));
    assertEquals("abc-42", text.toString());
    assertThrows(IndexOutOfBoundsException.class, () -> text.truncate(7));
    assertThrows(IndexOutOfBoundsException.class, () -> text.truncate(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> text.length(17));
    assertThrows(IndexOutOfBoundsException.class, () -> text.length(-1));
    assertEquals("abc-42", text.toString());
  }

  @Test
  void reservedRoomIsNotGrownAgain() {
    var text = new TextBuilder(2);
    text.append("ab").reserve(100);
    byte[] bytes = text.bytes();
    assertTrue(text.capacity() >= 102);
    text.append("x".repeat(30)).append("y".repeat(70));
    assertSame(bytes, text.bytes());
    assertEquals("ab" + "x".repeat(30) + "y".repeat(70), text.toString());
    assertThrows(IllegalArgumentException.class, () -> text.reserve(-1));
  }

  @Test
  void viewsAndCopies() throws IOException {
    var text = new TextBuilder().append("view");
    assertSame(text.bytes(), text.slice().bytes());
    byte[] copy = text.toByteArray();
    assertNotSame(text.bytes(), copy);
    assertArrayEquals("view".getBytes(StandardCharsets.US_ASCII), copy);
    var out = new ByteArrayOutputStream();
    text.writeTo(out);
    text.writeTo(out);
    assertEquals("viewview", out.toString(StandardCharsets.UTF_8));
    var full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("full");
          }
        };
    assertEquals("full", assertThrows(IOException.class, () -> text.writeTo(full)).getMessage());
    assertEquals("view", text.toString());
  }

  @Test
  void aBadTextChangesNothing() {
    var text = new TextBuilder(3);
    text.append("ab");
    byte[] array = "abc".getBytes(StandardCharsets.US_ASCII);
    String lost = "fine until here\uD83D";
    assertStays(text, "unpaired surrogate at 15: U+D83D", t -> t.append(lost));
    assertStays(text, "unpaired surrogate: U+DE00", t -> t.append('\uDE00'));
    assertStays(text, "digits: 17, not 0 to 16", t -> t.appendHex(1, 17));
    assertStays(text, "digits: -1, not 0 to 16", t -> t.appendHex(1, -1));
    assertStays(text, "scale: 19, not 0 to 18", t -> t.appendFixed(1, 19));
    assertStays(text, "scale: -1, not 0 to 18", t -> t.appendFixed(1, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> text.append(array, 1, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> text.append(array, 2, 1));
    assertEquals("ab", text.toString());
  }

  private static void assertStays(TextBuilder text, String message, Consumer<TextBuilder> append) {
    var error = assertThrows(IllegalArgumentException.class, () -> append.accept(text));
    assertEquals(message, error.getMessage());
    assertEquals("ab", text.toString());
  }

  @Test
  void theLimitIsNamedAndNothingIsLost() {
    var text = new TextBuilder(2, 5);
    text.append("abcd");
    var error = assertThrows(IllegalStateException.class, () -> text.append("ef"));
    assertEquals("length: 4, more: 2, limit: 5", error.getMessage());
    assertThrows(IllegalStateException.class, () -> text.append(-1));
    assertThrows(IllegalStateException.class, () -> text.reserve(2));
    assertThrows(IllegalStateException.class, () -> text.reserve(Long.MAX_VALUE));
    assertThrows(IllegalStateException.class, () -> text.appendJson(Slice.of("\n")));
    assertThrows(IllegalStateException.class, () -> text.appendQuoted(Slice.of(""), (byte) '"'));
    assertEquals("abcd", text.toString());
    assertEquals("abcde", text.append('e').toString());
    assertEquals(5, text.capacity());
    for (int[] wrong : new int[][] {{-1, 5}, {6, 5}, {0, -1}}) {
      var refused =
          assertThrows(IllegalArgumentException.class, () -> new TextBuilder(wrong[0], wrong[1]));
      assertEquals("capacity: " + wrong[0] + ", limit: " + wrong[1], refused.getMessage());
    }
  }

  @Test
  void noLimitGoesBeyondAnArray() {
    var text = new TextBuilder(1, Integer.MAX_VALUE).append('a');
    assertThrows(IllegalStateException.class, () -> text.reserve(Integer.MAX_VALUE));
    assertEquals("a", text.toString());
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    var text = new TextBuilder();
    assertThrows(NullPointerException.class, () -> text.append((String) null));
    assertThrows(NullPointerException.class, () -> text.append((Slice) null));
    assertThrows(NullPointerException.class, () -> text.append(null, 0, 0));
    assertThrows(NullPointerException.class, () -> text.appendJson(null));
    assertThrows(NullPointerException.class, () -> text.appendQuoted(null, (byte) '"'));
    assertThrows(NullPointerException.class, () -> text.writeTo(null));
    assertTrue(text.isEmpty());
  }

  @Test
  void outOfMemoryLosesNothing() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.endsWith("kept"), output);
  }

  /// Fills a text until there is no memory for its growth, and looks whether all is there.
  static final class OutOfMemory {
    private OutOfMemory() {}

    public static void main(String[] arguments) {
      var text = new TextBuilder(1);
      long appended = 0;
      try {
        while (true) {
          text.append(appended & 7);
          appended++;
        }
      } catch (OutOfMemoryError expected) {
        if (text.length() != appended || appended < 1_000_000) {
          throw new AssertionError(text.length() + " of " + appended, expected);
        }
      }
      for (int i = 0; i < appended; i++) {
        if (text.bytes()[i] != '0' + (i & 7)) {
          throw new AssertionError("at " + i);
        }
      }
      text.truncate(10);
      if (!text.append("still works").toString().equals("0123456701still works")) {
        throw new AssertionError(text);
      }
      System.out.print("kept");
    }
  }
}
