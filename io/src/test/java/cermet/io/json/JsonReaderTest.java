// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReaderTest {
  @TempDir Path directory;

  record Book(String title, int year, double price) {}

  // @start region="books"
  static List<Book> books(Path file) throws IOException {
    List<Book> books = new ArrayList<>();
    try (var json = new JsonReader(ByteSource.file(file, 1 << 16))) {
      json.expect(JsonToken.BEGIN_ARRAY);
      while (json.next() == JsonToken.BEGIN_OBJECT) {
        books.add(book(json));
      }
    }
    return books;
  }

  // @end

  // @start region="names"
  static final JsonNames NAMES = JsonNames.of("title", "year", "price");

  static Book book(JsonReader json) throws IOException {
    String title = "";
    int year = 0;
    double price = 0;
    while (json.nextName()) {
      int name = json.nameIndex(NAMES);
      json.next();
      switch (name) {
        case 0 -> title = json.text();
        case 1 -> year = json.intValue();
        case 2 -> price = json.doubleValue();
        default -> json.skipChildren();
      }
    }
    return new Book(title, year, price);
  }

  // @end

  @Test
  void theExampleReadsBooks() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("books"),
            """
            [
              {"title": "Amras", "year": 1964, "tags": [{"a": [1]}, "b"], "price": 7.5},
              {"price": 9e0, "\\u0074itle": "Der Atem: \\"Eine Entscheidung\\"", "year": 1978}
            ]
            """);
    assertEquals(
        List.of(new Book("Amras", 1964, 7.5), new Book("Der Atem: \"Eine Entscheidung\"", 1978, 9)),
        books(file));
  }

  @Test
  void goesFromTokenToToken() throws IOException {
    assertEquals(
        List.of(
            "{",
            "name a",
            "[",
            "number 1",
            "true",
            "]",
            "name ",
            "{",
            "}",
            "name c",
            "null",
            "}",
            "end"),
        events("{\"a\":[1,true],\"\":{},\"c\":null}"));
    assertEquals(List.of("[", "]", "end"), events("[]"));
    assertEquals(List.of("[", "[", "]", "[", "]", "]", "end"), events(" [ [ ] , [ ] ] "));
    assertEquals(List.of("string a\"b", "end"), events("\"a\\\"b\""));
    assertEquals(List.of("number -0", "end"), events("-0"));
    assertEquals(List.of("false", "end"), events("\r\n\tfalse\r\n"));
  }

  @Test
  void refusesWhatIsNotOneValue() throws IOException {
    for (String text : new String[] {"", " ", "\n"}) {
      assertEquals(List.of("!" + text.length()), events(text));
    }
    assertEquals(List.of("number 1", "!2"), events("1 2"));
    assertEquals(List.of("[", "]", "!2"), events("[]]"));
    assertEquals(List.of("!0"), events("\ufeff[]"));
    assertEquals(List.of("!0"), events(","));
    assertEquals(List.of("!0"), events("]"));
    assertEquals(List.of("!0"), events("'a'"));
    assertEquals(List.of("!0"), events("/* */1"));
    assertEquals(List.of("!0"), events("NaN"));
    assertEquals(List.of("!1"), events("-Infinity"));
    assertEquals(List.of("!0"), events("+1"));
  }

  @Test
  void refusesWhatAnObjectOrArrayMayNotHold() throws IOException {
    assertEquals(List.of("[", "number 1", "!3"), events("[1,]"));
    assertEquals(List.of("[", "!1"), events("[,1]"));
    assertEquals(List.of("[", "!1"), events("[:"));
    assertEquals(List.of("[", "number 1", "!3"), events("[1 2]"));
    assertEquals(List.of("[", "number 1", "!2"), events("[1}"));
    assertEquals(List.of("[", "!1"), events("[}"));
    assertEquals(List.of("{", "!1"), events("{]"));
    assertEquals(List.of("{", "!1"), events("{1:2}"));
    assertEquals(List.of("{", "!1"), events("{,}"));
    assertEquals(List.of("{", "name a", "!4"), events("{\"a\"}"));
    assertEquals(List.of("{", "name a", "!5"), events("{\"a\":}"));
    assertEquals(List.of("{", "name a", "!5"), events("{\"a\"::1}"));
    assertEquals(List.of("{", "name a", "number 1", "!7"), events("{\"a\":1,}"));
    assertEquals(List.of("{", "name a", "number 1", "!7"), events("{\"a\":1 ]"));
  }

  @Test
  void whiteSpaceIsFourBytesOnly() throws IOException {
    for (int value = 0; value < 256; value++) {
      byte[] text = {'[', (byte) value, ']'};
      boolean white = " \t\n\r".indexOf(value) >= 0;
      List<String> expected = JsonModel.events(text);
      assertEquals(white, expected.equals(List.of("[", "]", "end")));
      assertEquals(expected, JsonReaderProperties.events(ByteSource.of(text, 8), JsonRules.STRICT));
    }
    assertEquals(List.of("[", "!4"), events("[ \n \u000c]"));
    assertEquals(List.of("[", "!9"), events("[        \0]"));
    assertEquals(List.of("[", "!10"), events("[         \u000b]"));
  }

  @Test
  void everyByteOfAStringIsJudged() throws IOException {
    // A hit of a word must not hide or invent another beside it.
    for (int first = 0; first < 256; first++) {
      for (int second :
          new int[] {'"', '\\', '!', ' ', '#', '[', ']', 0, 0x1F, 0x7F, 0x80, first}) {
        byte[] text = {'"', 'a', (byte) first, (byte) second, 'n', 'b', '"', ' ', ' '};
        assertEquals(
            JsonModel.events(text),
            JsonReaderProperties.events(ByteSource.of(text, 16), JsonRules.STRICT),
            () -> Arrays.toString(text));
      }
    }
  }

  @Test
  void everyStringLengthAndPlaceOfTheSpecialByte() throws IOException {
    for (int length = 1; length < 40; length++) {
      for (int place = 0; place < length; place++) {
        for (String special :
            new String[] {"\\n", "\\u00e9", "\\ud83d\\ude00", "é", "€", "\u0001"}) {
          String text = "x".repeat(place) + special + "x".repeat(length - 1 - place);
          byte[] bytes = ("[\"" + text + "\"]").getBytes(StandardCharsets.UTF_8);
          assertEquals(
              JsonModel.events(bytes),
              JsonReaderProperties.events(ByteSource.of(bytes, 64), JsonRules.STRICT));
        }
      }
    }
  }

  @Test
  void unescapesOnlyWhatIsEscaped() throws IOException {
    try (var json = reader("[\"plain\",\"a\\u0041\\ud83d\\ude00\\/\"]")) {
      json.next();
      json.expect(JsonToken.STRING);
      assertFalse(json.isEscaped());
      assertSame(json.bytes(), json.slice().bytes());
      assertEquals("plain", json.slice().toString());
      json.expect(JsonToken.STRING);
      assertTrue(json.isEscaped());
      assertEquals("aA\uD83D\uDE00/", json.slice().toString());
      assertEquals("aA\uD83D\uDE00/", json.text());
      assertTrue(json.textEquals(Slice.of("aA\uD83D\uDE00/")));
      assertFalse(json.textEquals(Slice.of("aA")));
      assertEquals("a\\u0041\\ud83d\\ude00\\/", raw(json));
    }
  }

  @Test
  void onlyNamesAndStringsHaveEscapes() throws IOException {
    try (var json = reader("[\"\\n\",true,\"\\n\",[\"\\n\"],1,\"\\n\"]")) {
      int escaped = 0;
      while (json.next() != JsonToken.END) {
        assertEquals(json.token() == JsonToken.STRING, json.isEscaped(), json::toString);
        escaped += json.isEscaped() ? 1 : 0;
      }
      assertEquals(4, escaped);
      assertFalse(json.isEscaped());
    }
  }

  @Test
  void refusesBadEscapesAndHalfPairs() throws IOException {
    for (String bad :
        new String[] {
          "\\x",
          "\\U0041",
          "\\u",
          "\\u00",
          "\\u00g0",
          "\\u+041",
          "\\ud800",
          "\\udc00",
          "\\ud800x",
          "\\ud800\\n",
          "\\ud800\\u0041",
          "\\ud800\\ud800",
          "\\udc00\\ud800",
          "\\",
          "\\ud83d\\u"
        }) {
      for (String text : new String[] {"\"ab" + bad + "\"", "\"ab" + bad, "\"é" + bad + "  \""}) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> expected = JsonModel.events(bytes);
        assertTrue(expected.getLast().startsWith("!"), text);
        assertEquals(expected, events(text), text);
      }
    }
    assertEquals(
        "both halves of a surrogate pair", failure("\"a\\udc00\"", JsonRules.STRICT).expected());
    assertEquals("an escape", failure("\"a\\q\"", JsonRules.STRICT).expected());
  }

  @Test
  void refusesMalformedUtf8WhereItBegins() throws IOException {
    int[][] bad = {
      {0x80},
      {0xC0, 0x80},
      {0xC1, 0xBF},
      {0xE0, 0x80, 0x80},
      {0xE0, 0x9F, 0xBF},
      {0xED, 0xA0, 0x80},
      {0xED, 0xBF, 0xBF},
      {0xF0, 0x80, 0x80, 0x80},
      {0xF0, 0x8F, 0xBF, 0xBF},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80},
      {0xFF},
      {0xFE},
      {0xC3},
      {0xE2, 0x82},
      {0xF0, 0x9F, 0x98},
      {0xC3, 'x'}
    };
    for (int[] sequence : bad) {
      for (String[] around :
          new String[][] {{"\"", "\""}, {"\"é", "\\n\""}, {"{\"\\n", "\":1}"}, {"\"", ""}}) {
        byte[] before = around[0].getBytes(StandardCharsets.UTF_8);
        byte[] behind = around[1].getBytes(StandardCharsets.UTF_8);
        byte[] text = Arrays.copyOf(before, before.length + sequence.length + behind.length);
        for (int i = 0; i < sequence.length; i++) {
          text[before.length + i] = (byte) sequence[i];
        }
        System.arraycopy(behind, 0, text, before.length + sequence.length, behind.length);
        for (int window = 20; window < 24; window++) {
          List<String> seen =
              JsonReaderProperties.events(
                  JsonReaderProperties.pieces(text, window - 19, 0, window), JsonRules.STRICT);
          assertEquals("!" + before.length, seen.getLast(), () -> Arrays.toString(text));
        }
      }
    }
    assertEquals(
        List.of("[", "!1"),
        JsonReaderProperties.events(ByteSource.of(new byte[] {'[', -1}, 8), JsonRules.STRICT));
  }

  @Test
  void refusesNumbersThatAreNone() throws IOException {
    for (String number :
        new String[] {
          "-",
          "00",
          "01",
          "-01",
          "-00",
          "1.",
          ".5",
          "1.e1",
          "1e",
          "1e+",
          "1E-",
          "1.5.2",
          "0x1",
          "1_0",
          "--1",
          "-a",
          "0e",
          "1ee1",
          "0.",
          "-.1",
          "012345678",
          "123456789x",
          "1e1.5",
          "1234567890123456x"
        }) {
      for (String text :
          new String[] {number, "[" + number + "]", number + " ", "{\"a\":" + number}) {
        List<String> expected = JsonModel.events(text.getBytes(StandardCharsets.UTF_8));
        assertTrue(expected.getLast().startsWith("!"), text);
        assertEquals(expected, events(text), text);
      }
    }
    assertEquals("no digit behind a leading zero", failure("[-012]", JsonRules.STRICT).expected());
  }

  @Test
  void givesNumbersAsTheyAreWanted() throws IOException {
    try (var json =
        reader(
            "[-9223372036854775808,9223372036854775808,1.0,1e2,-0,1e400,1e99999999999,2147483648]")) {
      json.next();
      json.next();
      assertEquals(Long.MIN_VALUE, json.longValue());
      json.next();
      var e = assertThrows(ParseException.class, json::longValue);
      assertEquals(22, e.offset());
      assertEquals("a whole number that fits in a long", e.expected());
      assertEquals(9.223372036854776E18, json.doubleValue());
      assertEquals(new BigDecimal("9223372036854775808"), json.decimalValue());
      for (int i = 0; i < 2; i++) {
        json.next();
        assertThrows(ParseException.class, json::longValue);
        assertEquals(i == 0 ? 1 : 100, json.doubleValue());
      }
      json.next();
      assertEquals(0, json.longValue());
      assertEquals(0, json.intValue());
      assertEquals(-0.0, json.doubleValue());
      json.next();
      assertEquals(Double.POSITIVE_INFINITY, json.doubleValue());
      assertEquals(new BigDecimal("1e400"), json.decimalValue());
      json.next();
      assertEquals(Double.POSITIVE_INFINITY, json.doubleValue());
      assertThrows(ParseException.class, json::decimalValue);
      json.next();
      assertEquals(2147483648L, json.longValue());
      assertThrows(ParseException.class, json::intValue);
      assertEquals(JsonToken.NUMBER, json.token()); // what was asked in vain does no harm
      assertEquals(JsonToken.END_ARRAY, json.next());
    }
  }

  @Test
  void saysWhatIsThereInsteadOfWhatWasWanted() throws IOException {
    try (var json = reader("{\"a\":\n \"b\"}")) {
      assertThrows(IllegalStateException.class, json::longValue);
      json.next();
      assertThrows(ParseException.class, json::text);
      assertTrue(json.nextName());
      assertThrows(ParseException.class, json::longValue);
      assertThrows(ParseException.class, () -> json.textEquals(Slice.of("a")));
      json.next();
      var e = assertThrows(ParseException.class, json::doubleValue);
      assertEquals("a number", e.expected());
      assertEquals(7, e.offset());
      assertEquals(2, e.line());
      assertEquals(2, e.column());
      assertThrows(ParseException.class, () -> json.nameEquals(Slice.of("b")));
      assertThrows(ParseException.class, () -> json.nameIndex(NAMES));
      assertThrows(ParseException.class, json::booleanValue);
      assertThrows(ParseException.class, json::decimalValue);
      assertEquals("b", json.text());
      assertFalse(json.nextName());
      assertThrows(ParseException.class, () -> json.expect(JsonToken.NUMBER));
      assertThrows(ParseException.class, json::text); // at the end
    }
    try (var json = reader("[true,false,null,1]")) {
      json.next();
      json.next();
      assertTrue(json.booleanValue());
      json.next();
      assertFalse(json.booleanValue());
      json.next();
      assertThrows(ParseException.class, json::booleanValue);
      assertThrows(ParseException.class, json::nextName);
      json.next();
      assertThrows(ParseException.class, json::skipValue);
    }
  }

  @Test
  void skipsWhatIsNotWanted() throws IOException {
    try (var json = reader("{\"a\":{\"b\":[1,{}]},\"c\":[[],2],\"d\":3,\"e\":4}")) {
      json.next();
      json.skipChildren();
      assertEquals(JsonToken.END_OBJECT, json.token());
      assertEquals(JsonToken.END, json.next());
      json.skipChildren();
    }
    try (var json = reader("{\"a\":{\"b\":[1,{}]},\"c\":[[],2],\"d\":3,\"e\":4}")) {
      json.next();
      for (String name : List.of("a", "c", "d", "e")) {
        assertTrue(json.nextName());
        assertTrue(json.nameEquals(Slice.of(name)));
        json.skipChildren(); // a name has none
        json.skipValue();
        assertEquals(1, json.depth());
      }
      assertFalse(json.nextName());
    }
    assertEquals(8, failureOfSkip("[[1,\"a\" 2]]"));
  }

  @Test
  void readsLinesOfJson() throws IOException {
    assertEquals(
        List.of("{", "}", "number 1", "number 2", "string a", "end"), lines("{}\n1 2\n\n\"a\"\n"));
    assertEquals(List.of("end"), lines(""));
    assertEquals(List.of("end"), lines(" \n\n"));
    assertEquals(List.of("true", "end"), lines("true"));
    assertEquals(List.of("[", "]", "!2"), lines("[][]"));
    assertEquals(List.of("number 1", "!1"), lines("1\"a\""));
    assertEquals(List.of("number 1", "!2"), lines("1 ,2"));
    assertEquals(List.of("[", "]", "!3"), lines("[]\n]"));
  }

  @Test
  void keepsToTheLimits() throws IOException {
    JsonRules few = new JsonRules(2, 3, 4, 5, false, false);
    for (int i = 0; i < 2; i++) {
      String fits = "[{\"12345\":\"1234\"},123,-12]";
      assertEquals("end", eventsBy(few, fits).getLast());
      assertEquals("!6", eventsBy(few, "[[1],[[").getLast());
      assertEquals("!1", eventsBy(few, "[1234]").getLast());
      assertEquals("!1", eventsBy(few, "[\"12345\"]").getLast());
      assertEquals("!1", eventsBy(few, "{\"123456\":1}").getLast());
      assertEquals("!1", eventsBy(few, "[\"\\n345\"]").getLast());
    }
    assertEquals("at most 2 levels", failure("[[[", few).expected());
    assertEquals("at most 3 bytes for a number", failure("12345", few).expected());
    assertEquals("at most 5 bytes for a name", failure("{\"123456", few).expected());
    assertEquals("at most 4 bytes for a string", failure("\"12345", few).expected());
    assertEquals(
        "at most 1000 bytes for a number",
        failure("1" + "0".repeat(1000), JsonRules.STRICT).expected());
    assertEquals("end", eventsBy(JsonRules.STRICT, "1" + "0".repeat(999)).getLast());
    assertEquals(
        "at most 50000 bytes for a name",
        failure("{\"" + "n".repeat(50_001) + "\":1}", JsonRules.STRICT).expected());
    assertEquals("end", eventsBy(JsonRules.STRICT, "{\"" + "n".repeat(50_000) + "\":1}").getLast());
    JsonRules none = new JsonRules(0, 0, 0, 0, false, false);
    assertEquals("!0", eventsBy(none, "1").getLast());
    assertEquals("!0", eventsBy(none, "[]").getLast());
    assertEquals("end", eventsBy(none, "\"\"").getLast());
  }

  @Test
  void bombsHitTheirLimits() throws IOException {
    for (String bomb : new String[] {"[", "{\"a\":", "[{\"a\":"}) {
      var e = failure(bomb.repeat(1 << 18), JsonRules.STRICT);
      assertEquals("at most 1000 levels", e.expected());
    }
    int levels = 100_000; // more than a stack of calls would hold
    String deep = "[".repeat(levels) + "]".repeat(levels);
    JsonRules rules = JsonRules.STRICT.withDepth(levels);
    assertEquals(2 * levels + 1, eventsBy(rules, deep).size());
    String mixed = "[{\"a\":".repeat(levels / 2) + "1" + "}]".repeat(levels / 2);
    assertEquals("end", eventsBy(rules, mixed).getLast());
    assertEquals(
        "!" + (mixed.length() - 1),
        eventsBy(rules, mixed.substring(0, mixed.length() - 1) + "}").getLast());
    byte[] string = new byte[20_000_003];
    Arrays.fill(string, (byte) 'x');
    string[0] = '"';
    string[string.length - 1] = '"';
    try (var json = new JsonReader(ByteSource.of(string, 21_000_000))) {
      assertEquals(
          "at most 20000000 bytes for a string",
          assertThrows(ParseException.class, json::next).expected());
    }
  }

  @Test
  void aTokenFitsInTheWindowOrNotAtAll() throws IOException {
    for (int piece = 1; piece < 12; piece++) {
      for (String token : new String[] {"\"abcdef\"", "1234567", "false", "\"\\ud83dx\""}) {
        byte[] text = ("[ " + token + " ]").getBytes(StandardCharsets.UTF_8);
        List<String> expected = JsonModel.events(text);
        assertEquals(
            expected,
            JsonReaderProperties.events(
                JsonReaderProperties.pieces(text, piece, 0, 8), JsonRules.STRICT));
      }
      for (String token : new String[] {"\"abcdefg\"", "12345678", "\"abcdefgh", "123456789"}) {
        byte[] text = ("[ " + token).getBytes(StandardCharsets.UTF_8);
        try (var json = new JsonReader(JsonReaderProperties.pieces(text, piece, 0, 8))) {
          json.next();
          for (int i = 0; i < 2; i++) {
            var e = assertThrows(ParseException.class, json::next);
            assertEquals("at most the window's 8 bytes for a token", e.expected());
            assertEquals(2, e.offset());
          }
        }
      }
    }
    assertEquals( // white space and structure need no room
        List.of("[", "]", "end"),
        JsonReaderProperties.events(
            JsonReaderProperties.pieces(
                ("[" + " \n".repeat(999) + "]").getBytes(StandardCharsets.UTF_8), 3, 0, 1),
            JsonRules.STRICT));
  }

  @Test
  void namesMayHaveToBeUnique() throws IOException {
    JsonRules unique = JsonRules.STRICT.withUniqueNames(true);
    assertEquals("end", eventsBy(JsonRules.STRICT, "{\"a\":1,\"a\":2}").getLast());
    assertEquals("!7", eventsBy(unique, "{\"a\":1,\"a\":2}").getLast());
    assertEquals("!7", eventsBy(unique, "{\"a\":1,\"\\u0061\":2}").getLast());
    assertEquals(
        "end",
        eventsBy(unique, "{\"a\":{\"a\":{\"a\":1},\"b\":1},\"b\":[{\"a\":1},{\"a\":1}]}")
            .getLast());
    assertEquals("!15", eventsBy(unique, "{\"a\":{\"b\":1},  \"a\":1}").getLast());
    var e = failure("{\"a\":1,\"a\":2}", unique);
    assertEquals("another name than before in this object", e.expected());
  }

  @Test
  void smallObjectsBehindALargeOneCostNoMoreForIt() {
    var text = new StringBuilder("[{");
    for (int i = 0; i < 100_000; i++) {
      text.append(i == 0 ? "\"" : ",\"").append(i).append("\":0");
    }
    text.append('}').append(",{\"a\":0}".repeat(100_000)).append(']');
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> eventsBy(JsonRules.STRICT.withUniqueNames(true), text.toString()));
  }

  @Test
  void aLongStringThatArrivesByteByByteCostsItsLength() throws IOException {
    int size = 2 << 20; // the square of it would take minutes
    byte[] text = new byte[size];
    Arrays.fill(text, (byte) 'x');
    for (int i = 1; i < size - 10; i += 7) {
      text[i] = '\\';
      text[i + 1] = 'n';
    }
    text[0] = '"';
    text[size - 1] = '"';
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (var json = new JsonReader(JsonReaderProperties.pieces(text, 1, 0, size + 1))) {
            json.expect(JsonToken.STRING);
            assertEquals(size - 2, json.to() - json.from());
          }
        });
  }

  @Test
  void truncatedAtEveryByteItSaysWhere() throws IOException {
    String text =
        " {\"a\": [1, -2.5e+3, true, false, null, \"x\\n\\u00e9\\ud83d\\ude00y\"], \"né€😀\" :{},"
            + " \"\":[]}\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= bytes.length; length++) {
      JsonReaderProperties.same(Arrays.copyOf(bytes, length), false, false, 3, length);
      JsonReaderProperties.same(Arrays.copyOf(bytes, length), true, true, 2, length);
    }
  }

  @Test
  void everySingleByteMutationIsJudgedAsByTheModel() throws IOException {
    String text = "{\"a\":[1,-2.5e+3,true,\"x\\n\\ud83d\\ude00é\"],\"b\" :{},\"\":null}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at++) {
      byte[] mutant = bytes.clone();
      for (int value = 0; value < 256; value++) {
        mutant[at] = (byte) value;
        List<String> expected = JsonModel.events(mutant);
        assertEquals(
            expected,
            JsonReaderProperties.events(
                ByteSource.of(mutant, mutant.length + 1), JsonRules.STRICT));
        if ((value & 7) == 0) {
          JsonReaderProperties.same(mutant, (value & 8) != 0, true, 1 + (value & 3), value);
        }
      }
    }
  }

  @Test
  void everyKindOfSourceGivesTheSame() throws IOException {
    byte[] text = new JsonModel.Writer(42).document(200);
    List<String> expected = JsonModel.events(text);
    Path file = Files.write(directory.resolve("json"), text);
    JsonRules rules = JsonRules.STRICT;
    assertEquals(expected, JsonReaderProperties.events(ByteSource.file(file, 64), rules));
    assertEquals(
        expected, JsonReaderProperties.events(ByteSource.of(ByteBuffer.wrap(text), 64), rules));
    assertEquals(
        expected,
        JsonReaderProperties.events(ByteSource.of(MemorySegment.ofArray(text), 64), rules));
    assertEquals(
        expected,
        JsonReaderProperties.events(
            ByteSource.of(Channels.newChannel(Files.newInputStream(file)), 64), rules));
  }

  @Test
  void whatLiesBehindTheDataIsNotRead() throws IOException {
    // The first window leaves digits, quotes and letters behind the end of the second.
    String first = "[\"" + "9".repeat(58) + "\" ";
    for (String rest :
        new String[] {",1", ",-", ",12.", ",tru", ",\"a", ",\"\\u12", ",", ",1e", " "}) {
      byte[] text = (first + rest).getBytes(StandardCharsets.UTF_8);
      for (int window = 61; window < 70; window++) {
        List<String> seen =
            JsonReaderProperties.events(ByteSource.of(text, window), JsonRules.STRICT);
        assertEquals(JsonModel.events(text), seen, rest);
      }
    }
  }

  @Test
  void losesNothingWhenAReadFails() throws IOException {
    byte[] text = "[7]".getBytes(StandardCharsets.UTF_8);
    for (long seed = 0; text.length < 1000; seed++) {
      text = new JsonModel.Writer(seed).document(300);
    }
    List<String> expected = JsonModel.events(text);
    var stream = new Torn(text, 3, 5);
    List<String> seen = new ArrayList<>();
    int failures = 0;
    try (var json = new JsonReader(ByteSource.of(stream, 64))) {
      for (JsonToken token = JsonToken.NONE; token != JsonToken.END; ) {
        try {
          token = json.next();
          seen.add(
              switch (token) {
                case NAME -> "name " + json.text();
                case STRING -> "string " + json.text();
                case NUMBER -> "number " + json.text();
                case END -> "end";
                default -> raw(json);
              });
        } catch (IOException e) {
          assertEquals("torn", e.getMessage());
          assertEquals(JsonToken.NONE, json.token());
          failures++;
        }
      }
    }
    assertEquals(expected, seen);
    assertTrue(failures > 50);
  }

  @Test
  void aSkipThatFailsGoesOnWhenItIsTriedAgain() throws IOException {
    byte[] text = "[[1, [2, {\"a\": [3]}], \"x\"], {\"b\": 4}, 5]".getBytes(StandardCharsets.UTF_8);
    for (boolean value : new boolean[] {false, true}) {
      try (var json = new JsonReader(ByteSource.of(new Torn(text, 2, 0), 64))) {
        again(json::next);
        for (int i = 0; i < 2; i++) {
          if (!value) {
            again(json::next);
          }
          again(() -> {
            if (value) {
              json.skipValue();
            } else {
              json.skipChildren();
            }
            return null;
          });
          assertEquals(1, json.depth());
        }
        assertEquals(JsonToken.NUMBER, again(json::next));
        assertEquals(5, json.intValue());
        json.skipChildren(); // of the array nothing is left to be skipped
        assertEquals(JsonToken.NUMBER, json.token());
        assertEquals(JsonToken.END_ARRAY, again(json::next));
      }
    }
    for (boolean value : new boolean[] {false, true}) {
      var json = reader("[[1, [2 3]], 4]");
      json.next();
      if (!value) {
        json.next();
      }
      for (int i = 0; i < 3; i++) {
        var e = assertThrows(ParseException.class, value ? json::skipValue : json::skipChildren);
        assertEquals(8, e.offset());
      }
      json.close();
      assertThrows(IllegalStateException.class, value ? json::skipValue : json::skipChildren);
    }
  }

  @Test
  void aSkipThatFailedIsForgottenOnceTheReaderWentOn() throws IOException {
    byte[] text = "[[1, 2], [3], 4]".getBytes(StandardCharsets.UTF_8);
    try (var json = new JsonReader(ByteSource.of(new Torn(text, 5, 0), 64))) {
      again(json::next);
      again(json::next);
      assertThrows(IOException.class, json::skipChildren);
      assertEquals(JsonToken.NUMBER, again(json::next));
      json.skipChildren();
      assertEquals(JsonToken.NUMBER, json.token());
      assertEquals(JsonToken.END_ARRAY, again(json::next));
      json.skipChildren();
      assertEquals(JsonToken.END_ARRAY, json.token());
      again(() -> {
        json.skipValue();
        return null;
      });
      assertEquals(JsonToken.NUMBER, again(json::next));
      assertEquals(4, json.intValue());
    }
  }

  @Test
  void aSkipThatFailedIsForgottenThoughNothingIsCurrent() throws IOException {
    byte[] text = "[[1,2],{\"a\":3,\"b\":4}]".getBytes(StandardCharsets.UTF_8);
    var stops = new Stops(text, 3, 12);
    try (var json = new JsonReader(ByteSource.of(stops, 64))) {
      json.next();
      json.next();
      assertThrows(IOException.class, json::skipChildren); // before the 1
      JsonToken token = json.next();
      while (token != JsonToken.NAME) {
        token = json.next();
      }
      assertThrows(IOException.class, json::next); // before the 3
      json.skipValue();
      assertTrue(json.nextName());
      assertTrue(json.nameEquals(Slice.of("b")));
    }
  }

  /// Gives its bytes up to each of some places, and fails once there.
  private static final class Stops extends InputStream {
    private final byte[] text;
    private final int[] places;
    private int stop;
    private int at;

    Stops(byte[] text, int... places) {
      this.text = text;
      this.places = places;
    }

    @Override
    public int read() {
      throw new AssertionError("a byte at a time");
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (stop < places.length && at == places[stop]) {
        stop++;
        throw new IOException("torn at " + at);
      }
      int end = stop < places.length ? places[stop] : text.length;
      int count = Math.min(length, end - at);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(text, at, into, from, count);
      at += count;
      return count;
    }
  }

  @Test
  void beginsAnewWithManyTexts() throws IOException {
    byte[] texts =
        "{\"a\":[1]} [2,\n3] \"x\\ty\" [[[ 4 {\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8);
    for (int window : new int[] {12, 64}) {
      var json =
          new JsonReader(
              ByteSource.of(texts, 0, 0, window), JsonRules.STRICT.withUniqueNames(true));
      assertThrows(ParseException.class, json::next); // of nothing
      json.reset(texts, 0, 9);
      assertEquals(7, tokens(json).size());
      json.reset(texts, 10, 16);
      json.expect(JsonToken.BEGIN_ARRAY);
      assertEquals(10, json.offset());
      json.next();
      json.next();
      assertEquals(2, json.line());
      json.reset(texts, 17, 23); // in the middle of what was before
      assertEquals(JsonToken.STRING, json.next());
      assertEquals("x\ty", json.text());
      assertEquals(1, json.line());
      assertEquals(0, json.depth());
      json.reset(texts, 24, 27);
      assertThrows(ParseException.class, () -> tokens(json));
      json.reset(texts, 28, 29);
      assertEquals(List.of(JsonToken.NUMBER, JsonToken.END), tokens(json));
      json.reset(texts, 30, texts.length);
      assertThrows(ParseException.class, () -> tokens(json));
      json.reset(texts, 0, 9);
      assertThrows(IndexOutOfBoundsException.class, () -> json.reset(texts, 3, 1000));
      assertEquals(7, tokens(json).size());
      json.close();
      assertThrows(IllegalStateException.class, () -> json.reset(texts, 0, 9));
    }
    var other = new JsonReader(ByteSource.of(ByteBuffer.wrap(texts), 64));
    assertThrows(IllegalStateException.class, () -> other.reset(texts, 0, 9));
  }

  @Test
  void saysSoWhenItsFileShrinks() throws IOException {
    Path file = Files.writeString(directory.resolve("shrinks"), "[" + "1,".repeat(100) + "1]");
    try (var json = new JsonReader(ByteSource.file(file, 8))) {
      json.next();
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(20);
      }
      assertThrows(
          EOFException.class,
          () -> {
            while (json.next() != JsonToken.END) {}
          });
    }
  }

  @Test
  void goesOnWhereASourceStands() throws IOException {
    var source = ByteSource.of("head;[1]".getBytes(StandardCharsets.UTF_8), 8);
    source.refill(0);
    source.advance(5);
    var json = new JsonReader(source);
    json.next();
    assertEquals(5, json.offset());
    json.next();
    assertEquals(1, json.longValue());
    assertEquals(6, json.offset());
  }

  @Test
  void aByteOrderMarkIsSkippedOnTheSourceWhereItIsExpected() throws IOException {
    byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    for (String text : new String[] {"", "7", "[1]"}) {
      JsonToken first = text.equals("7") ? JsonToken.NUMBER : JsonToken.BEGIN_ARRAY;
      for (int begin : new int[] {0, 3}) {
        byte[] bytes = ((begin == 0 ? "" : "\uFEFF") + text).getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece < 5; piece++) {
          ByteSource source = JsonReaderProperties.pieces(bytes, piece, 0, 64);
          while (source.to() < 3 && source.refill(0)) {}
          if (Arrays.equals(source.window(), 0, Math.min(3, source.to()), mark, 0, 3)) {
            source.advance(3);
          }
          try (var json = new JsonReader(source)) {
            if (text.isEmpty()) {
              assertEquals(begin, assertThrows(ParseException.class, json::next).offset());
            } else {
              assertEquals(first, json.next());
              assertEquals(begin, json.offset());
            }
          }
        }
      }
    }
    var fresh = ByteSource.of(mark, 64);
    assertThrows(IndexOutOfBoundsException.class, () -> fresh.advance(3));
  }

  @Test
  void anErrorOfTheCallersHasThePlaceOfItsToken() throws IOException {
    try (var json = reader("{\"day\":\n \"31.02.\", \"n\": [7]}")) {
      assertThrows(IllegalStateException.class, () -> json.malformed("an object"));
      json.expect(JsonToken.BEGIN_OBJECT);
      assertEquals(0, json.malformed("an array").offset());
      assertTrue(json.nextName());
      assertEquals(1, json.malformed("a month").offset());
      json.expect(JsonToken.STRING);
      ParseException e = json.malformed("a date");
      assertEquals("a date", e.expected());
      assertEquals(2, e.line());
      assertEquals(2, e.column());
      assertEquals(9, e.offset());
      assertEquals("31.02.", json.text()); // the reader stays at it
      assertTrue(json.nextName());
      json.expect(JsonToken.BEGIN_ARRAY);
      assertEquals(24, json.malformed("a number").offset());
      json.expect(JsonToken.NUMBER);
      assertEquals(25, json.malformed("a text").offset());
      json.expect(JsonToken.END_ARRAY);
      json.expect(JsonToken.END_OBJECT);
      json.expect(JsonToken.END);
      assertEquals(28, json.malformed("more").offset());
    }
  }

  @Test
  void knowsItsPlace() throws IOException {
    try (var json =
        new JsonReader(ByteSource.of("[\n\"a\",\n\n 7]".getBytes(StandardCharsets.UTF_8), 4))) {
      assertEquals(1, json.line());
      json.next();
      json.next();
      assertEquals(2, json.line());
      assertEquals(3, json.offset());
      json.next();
      assertEquals(4, json.line());
      assertEquals(9, json.offset());
      assertEquals("byte[11]: line 4, byte 9: a number", json.toString());
    }
  }

  @Test
  void refusesToReadWhenClosed() throws IOException {
    for (String text : new String[] {"[1,2]", "1 ", "[1"}) {
      var json = reader(text);
      json.next();
      json.close();
      json.close();
      assertThrows(IllegalStateException.class, json::next);
      assertThrows(IllegalStateException.class, json::text);
      assertEquals(JsonToken.NONE, json.token());
    }
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNullAndNegativeLimits() {
    assertThrows(NullPointerException.class, () -> new JsonReader(null));
    var source = ByteSource.of(new byte[1], 8);
    assertThrows(NullPointerException.class, () -> new JsonReader(source, null));
    assertThrows(NullPointerException.class, () -> reader("1").expect(null));
    assertThrows(NullPointerException.class, () -> JsonNames.of("a", null));
    for (int i = 0; i < 4; i++) {
      int[] limits = {1, 1, 1, 1};
      limits[i] = -1;
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new JsonRules(limits[0], limits[1], limits[2], limits[3], true, true));
      assertTrue(String.valueOf(e.getMessage()).endsWith(": -1"));
    }
  }

  @Test
  void rulesAreMadeFromOthers() {
    var rules =
        JsonRules.STRICT.withDepth(1).withNumber(2).withString(3).withName(4).withSeveral(true);
    assertEquals(new JsonRules(1, 2, 3, 4, true, true), rules.withUniqueNames(true));
    assertEquals(new JsonRules(1_000, 1_000, 20_000_000, 50_000, false, false), JsonRules.STRICT);
    assertEquals(JsonRules.STRICT.withSeveral(true), JsonRules.LINES);
  }

  @Test
  void namesAreAList() {
    assertEquals(0, JsonNames.of().size());
    assertEquals(-1, JsonNames.of().indexOf(Slice.of("")));
    JsonNames names =
        JsonNames.of("", "a", "aaaaaaaa", "aaaaaaaaa", "a".repeat(17), "a".repeat(16) + "b");
    for (int i = 0; i < names.size(); i++) {
      assertEquals(i, names.indexOf(names.name(i)));
    }
    assertEquals(-1, names.indexOf(Slice.of("a".repeat(18))));
    assertEquals(-1, names.indexOf(Slice.of("aaaaaaaabaaaaaaaa")));
    assertEquals("[, a, b]", JsonNames.of("", "a", "b").toString());
    assertEquals(
        0, JsonNames.of("\uD83D\uDE00\u20AC\u00E9").indexOf(Slice.of("\uD83D\uDE00\u20AC\u00E9")));
    assertThrows(IllegalArgumentException.class, () -> JsonNames.of("a", "\uD83D"));
    var e = assertThrows(IllegalArgumentException.class, () -> JsonNames.of("x", "y", "x"));
    assertEquals("given twice: \"x\"", e.getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> names.name(6));
    assertThrows(IndexOutOfBoundsException.class, () -> names.indexOf(new byte[3], 2, 4));
    assertThrows(IllegalArgumentException.class, () -> JsonNames.of(new String[(1 << 16) + 1]));
  }

  private interface Step {
    @Nullable JsonToken take() throws IOException;
  }

  /// Does what fails once more, until it does not.
  private static @Nullable JsonToken again(Step step) throws IOException {
    while (true) {
      try {
        return step.take();
      } catch (IOException e) {
        assertEquals("torn", e.getMessage());
      }
    }
  }

  /// Fails at every other read.
  static final class Torn extends InputStream {
    private final InputStream in;
    private int calls;

    Torn(byte[] text, int piece, long seed) {
      this.in = new JsonModel.Pieces(text, piece, seed);
    }

    @Override
    public int read() {
      throw new AssertionError();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (++calls % 2 == 1) {
        throw new IOException("torn");
      }
      return in.read(into, at, length);
    }
  }

  private static List<JsonToken> tokens(JsonReader json) throws IOException {
    List<JsonToken> tokens = new ArrayList<>();
    do {
      tokens.add(json.next());
    } while (tokens.getLast() != JsonToken.END);
    return tokens;
  }

  private static String raw(JsonReader json) {
    return new String(
        json.bytes(), json.from(), json.to() - json.from(), StandardCharsets.ISO_8859_1);
  }

  private static JsonReader reader(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonReader(ByteSource.of(bytes, bytes.length + 1));
  }

  /// Reads a text in many ways and returns the events, the same in each and those of the model.
  private static List<String> events(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece < 5; piece++) {
      JsonReaderProperties.same(bytes, false, false, piece, piece % 2);
    }
    return JsonReaderProperties.events(ByteSource.of(bytes, bytes.length + 1), JsonRules.STRICT);
  }

  private static List<String> lines(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece < 5; piece++) {
      JsonReaderProperties.same(bytes, true, false, piece, piece % 2);
    }
    return JsonReaderProperties.events(ByteSource.of(bytes, bytes.length + 1), JsonRules.LINES);
  }

  private static List<String> eventsBy(JsonRules rules, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> events =
        JsonReaderProperties.events(ByteSource.of(bytes, bytes.length + 1), rules);
    assertEquals(
        events,
        JsonReaderProperties.events(
            JsonReaderProperties.pieces(bytes, 1, 0, bytes.length + 1), rules));
    return events;
  }

  private static ParseException failure(String text, JsonRules rules) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var json = new JsonReader(ByteSource.of(bytes, bytes.length + 1), rules);
    return assertThrows(
        ParseException.class,
        () -> {
          while (json.next() != JsonToken.END) {}
        });
  }

  private static long failureOfSkip(String text) {
    return assertThrows(ParseException.class, () -> reader(text).skipValue()).offset();
  }
}
