// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import cermet.io.source.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonWriterTest {
  @TempDir Path directory;

  // @start region="books"
  static void write(List<JsonReaderTest.Book> books, Path file) throws IOException {
    try (var json = new JsonWriter(ByteSink.file(file, 1 << 16))) {
      json.beginArray();
      for (var book : books) {
        json.beginObject();
        json.name("title").value(book.title());
        json.name("year").value(book.year());
        json.name("price").value(book.price());
        json.endObject();
      }
      json.endArray();
    }
  }

  // @end

  @Test
  void theExampleWritesBooks() throws IOException {
    Path file = directory.resolve("books");
    var books =
        List.of(
            new JsonReaderTest.Book("Amras", 1964, 7.5),
            new JsonReaderTest.Book("\"Der Atem\"\n", 1978, 9));
    write(books, file);
    assertEquals(
        "[{\"title\":\"Amras\",\"year\":1964,\"price\":7.5},"
            + "{\"title\":\"\\\"Der Atem\\\"\\n\",\"year\":1978,\"price\":9.0}]",
        Files.readString(file));
    assertEquals(books, JsonReaderTest.books(file));
  }

  @Test
  void putsCommasAndColons() throws IOException {
    assertEquals("[]", written(JsonWriter.Form.COMPACT, json -> json.beginArray().endArray()));
    assertEquals("{}", written(JsonWriter.Form.COMPACT, json -> json.beginObject().endObject()));
    assertEquals("null", written(JsonWriter.Form.COMPACT, JsonWriter::nullValue));
    assertEquals("{\"a\":[1,{},[],true],\"b\":{\"c\":null}}", sample(JsonWriter.Form.COMPACT));
    assertEquals(
        """
        {
          "a": [
            1,
            {},
            [],
            true
          ],
          "b": {
            "c": null
          }
        }\
        """,
        sample(JsonWriter.Form.PRETTY));
    assertEquals(sample(JsonWriter.Form.COMPACT) + "\n", sample(JsonWriter.Form.LINES));
    assertEquals(
        "1\n[2,3]\n\"a\"\n",
        written(
            JsonWriter.Form.LINES,
            json -> json.value(1).beginArray().value(2).value(3).endArray().value("a")));
    assertEquals("", written(JsonWriter.Form.LINES, json -> json));
  }

  @Test
  void escapesWhatMustBeEscapedAndNothingElse() throws IOException {
    for (int value = 0; value < 0x180; value++) {
      String expected =
          switch (value) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> value < ' ' ? String.format("\\u%04x", value) : "" + (char) value;
          };
      for (int before = 0; before < 18; before++) { // at each place of a word
        String text =
            "x".repeat(before) + (char) value + "\u0001\"!".repeat(before % 3) + "yyyyyyyyy";
        String wanted =
            "x".repeat(before) + expected + "\\u0001\\\"!".repeat(before % 3) + "yyyyyyyyy";
        assertEquals("\"" + wanted + "\"", compact(json -> json.value(text)));
        assertEquals("\"" + wanted + "\"", compact(json -> json.value(Slice.of(text))));
      }
    }
    assertEquals(
        "\"\u2028\u2029/\u007f\uD83D\uDE00\"",
        compact(json -> json.value("\u2028\u2029/\u007f\uD83D\uDE00")));
  }

  @Test
  void aCharIsTextAndNoNumber() throws IOException {
    assertEquals(
        "[\"x\",\"\\n\",\"\u20ac\",1]",
        compact(json -> {
          json.beginArray().value('x').value('\n');
          assertThrows(IllegalArgumentException.class, () -> json.value('\uD83D'));
          return json.value('\u20ac').value(1).endArray();
        }));
  }

  @Test
  void escapesNothingThatOnlyResemblesWhatMustBe() throws IOException {
    String others = "\u0100\u0122\u015C\u0180\u1F22\u2200\u2222\u5C5C\uFF02";
    for (int i = 0; i < others.length(); i++) {
      char other = others.charAt(i);
      for (int length = 1; length < 20; length++) {
        for (int place = 0; place < length; place++) {
          String text = "x".repeat(place) + other + "y".repeat(length - place - 1);
          assertEquals(
              "{\"" + text + "\":\"" + text + "\"}",
              compact(json -> json.beginObject().name(text).value(text).endObject()));
        }
      }
    }
  }

  @Test
  void textsEndWhereverTheWindowDoes() throws IOException {
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (int window = 64; window < 100; window++) {
      var expected = new StringBuilder();
      var out = new ByteArrayOutputStream();
      try (var json = new JsonWriter(ByteSink.of(out, window), JsonWriter.Form.LINES)) {
        for (int length = 0; length < letters.length(); length++) {
          String first = letters.substring(0, length);
          String second = '"' + letters.substring(length) + '\n';
          json.beginObject().name(first).value(second).name(second).value(true).endObject();
          String escaped = "\"\\\"" + letters.substring(length) + "\\n\"";
          expected.append("{\"" + first + "\":" + escaped + "," + escaped + ":true}\n");
        }
      }
      assertEquals(expected.toString(), out.toString(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void lastPiecesFitInWhatIsLeftOfTheWindow() throws IOException {
    for (int before = 1; before < 20; before++) {
      Slice number = Slice.of("1".repeat(before));
      for (int length = 1; length < 30; length++) {
        String text = "\u0001".repeat(length);
        assertEquals(
            "[" + number + ",\"" + "\\u0001".repeat(length) + "x\"]",
            compact(json -> json.beginArray().number(number).value(text + "x").endArray()));
      }
    }
  }

  @Test
  void namesThatComeAgainAreWrittenAsBefore() throws IOException {
    String[] names = new String[300];
    for (int i = 0; i < names.length; i++) {
      String letters = "abcdefghijklmnopqrstuvwxyz".substring(0, i % 20);
      names[i] = (i % 3 == 0 ? "Aa" : i % 3 == 1 ? "BB" : "\"\u00e9\n") + letters + i / 100;
    }
    for (JsonWriter.Form form : JsonWriter.Form.values()) {
      var expected = new StringBuilder("[");
      String written =
          written(
              form,
              json -> {
                json.beginArray();
                for (int round = 0; round < 3; round++) {
                  json.beginObject();
                  for (String name : names) {
                    json.name(round == 2 ? new String(name.toCharArray()) : name).value(true);
                    assertThrows(IllegalStateException.class, () -> json.name("Aa0").name("Aa0"));
                    json.value(round);
                  }
                  json.endObject();
                }
                return json.endArray();
              });
      for (int round = 0; round < 3; round++) {
        expected.append(round == 0 ? "{" : ",{");
        for (int i = 0; i < names.length; i++) {
          String name = names[i].replace("\"", "\\\"").replace("\n", "\\n");
          expected.append((i == 0 ? "\"" : ",\"") + name + "\":true,\"Aa0\":" + round);
        }
        expected.append('}');
      }
      assertEquals(
          expected + "]", written.replaceAll("(?<=[\\[{,:])[ \n]+|[ \n]+(?=[\\]}])|\n$", ""));
    }
  }

  @Test
  void writesNumbersShortest() throws IOException {
    assertEquals(
        "[-9223372036854775808,0.1,1.0E10,-0.0,0.1,4.9E-324,1.23,0.05,1E+400]",
        compact(json ->
            json.beginArray()
                .value(Long.MIN_VALUE)
                .value(0.1)
                .value(1e10)
                .value(-0.0)
                .value(0.1f)
                .value(Double.MIN_VALUE)
                .fixed(123, 2)
                .fixed(5, 2)
                .value(new BigDecimal("1e400"))
                .endArray()));
    String digits = "1234567890".repeat(100);
    assertEquals(digits, compact(json -> json.value(new BigDecimal(digits))));
    assertEquals(digits, compact(json -> json.number(Slice.of(digits))));
    for (String number : new String[] {"0", "-0", "1.50", "1e5", "1E+05", "-0.0e-0", "120"}) {
      assertEquals(number, compact(json -> json.number(Slice.of(number))));
    }
  }

  @Test
  void refusesWhatIsNoNumber() throws IOException {
    var json = new JsonWriter(ByteSink.of(new ByteArrayOutputStream(), 64));
    json.beginArray();
    assertThrows(IllegalArgumentException.class, () -> json.value(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> json.value(Double.NEGATIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> json.value(Float.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> json.value(Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> json.fixed(1, 19));
    assertThrows(IllegalArgumentException.class, () -> json.fixed(1, -1));
    for (String bad :
        new String[] {
          "",
          "-",
          "+1",
          "01",
          "-01",
          "1.",
          ".5",
          "-.5",
          "1.e5",
          "NaN",
          "Infinity",
          "1e",
          " 1",
          "0x1",
          "1 ",
          "1,2",
          "\"1\""
        }) {
      assertThrows(IllegalArgumentException.class, () -> json.number(Slice.of(bad)), bad);
    }
    Slice digits = Slice.of("-" + "0".repeat(5000));
    assertEquals(
        "not a number of JSON: \"-" + "0".repeat(63) + "\"... of 5001 bytes",
        assertThrows(IllegalArgumentException.class, () -> json.number(digits)).getMessage());
    json.value(1).endArray().close();
  }

  @Test
  void refusesTextThatIsNoUnicodeAndStaysAsItWas() throws IOException {
    for (JsonWriter.Form form : JsonWriter.Form.values()) {
      for (int length : new int[] {0, 3, 500}) { // within a window, and beyond
        String good = "x".repeat(length);
        String wanted = written(form, json -> json.beginArray().value(good).value(1).endArray());
        for (String bad : new String[] {"\uD83D", "\uDE00", "\uD83Dx", "\uDE00\uD83D"}) {
          assertEquals(
              wanted,
              written(
                  form,
                  json -> {
                    json.beginArray().value(good);
                    assertThrows(IllegalArgumentException.class, () -> json.value(good + bad));
                    return json.value(1).endArray();
                  }));
        }
        byte[] malformed = (good + "\u00e9").getBytes(StandardCharsets.UTF_8);
        Slice half = new Slice(malformed, 0, malformed.length - 1);
        assertEquals(
            wanted,
            written(
                form,
                json -> {
                  json.beginArray().value(good);
                  assertThrows(IllegalArgumentException.class, () -> json.value(half));
                  return json.value(1).endArray();
                }));
      }
    }
    var json = new JsonWriter(ByteSink.of(new ByteArrayOutputStream(), 64));
    json.beginObject();
    assertThrows(IllegalArgumentException.class, () -> json.name("\uD83D"));
    json.name("a").nullValue().endObject().close();
  }

  @Test
  void refusesCallsOutOfPlaceAndSaysWhatMayCome() throws IOException {
    var out = new ByteArrayOutputStream();
    var json = new JsonWriter(ByteSink.of(out, 64));
    refused("a value", () -> json.name("a"), json::endArray, json::endObject);
    json.beginObject();
    refused(
        "a name or the end of the object",
        () -> json.value(1),
        () -> json.value("a"),
        json::nullValue,
        json::beginArray,
        json::beginObject,
        json::endArray);
    json.name("a");
    refused("a value", () -> json.name("b"), json::endObject, json::endArray);
    json.beginArray();
    refused("a value or the end of the array", () -> json.name("a"), json::endObject);
    json.endArray().endObject();
    refused("nothing: one value is whole", () -> json.value(1), json::beginObject, json::endObject);
    json.close();
    refused("nothing: closed", () -> json.value(1), () -> json.name("a"), json::endArray);
    json.close();
    assertEquals("{\"a\":[]}", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void writesManyTextsOneBehindTheOther() throws IOException {
    Text[] texts = {
      json -> json.value(1),
      json -> json.beginObject().name("a").value("b").endObject(),
      json -> json.beginArray().beginArray().endArray().endArray(),
      json -> json.beginObject().name("a").nullValue().name("c").value(2.5).endObject()
    };
    for (JsonWriter.Form form : JsonWriter.Form.values()) {
      var expected = new StringBuilder();
      for (Text text : texts) {
        expected.append(written(form, text));
      }
      String written =
          written(
              form,
              json -> {
                for (Text text : texts) {
                  json.reset(); // the first time before any
                  text.on(json);
                }
                json.reset(); // no other need follow
                return json;
              });
      assertEquals(expected.toString(), written);
    }
  }

  @Test
  void anotherTextBeginsBetweenTextsOnly() throws IOException {
    var out = new ByteArrayOutputStream();
    var json = new JsonWriter(ByteSink.of(out, 64));
    json.beginObject();
    refused("a name or the end of the object", reset(json));
    json.name("a");
    refused("a value", reset(json));
    json.beginArray();
    refused("a value or the end of the array", reset(json));
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, json::reset).getMessage());
    assertTrue(message.endsWith(" at byte 6, not another text"), message);
    json.endArray().endObject().reset();
    refused("a value", () -> json.name("a"), json::endObject);
    json.value(2);
    refused("nothing: one value is whole", () -> json.value(3));
    json.close();
    refused("nothing: closed", reset(json));
    assertEquals("{\"a\":[]}2", out.toString(StandardCharsets.UTF_8));
    var none = new JsonWriter(ByteSink.of(out, 64));
    none.reset();
    assertThrows(IllegalStateException.class, none::close);
  }

  private static Call reset(JsonWriter json) {
    return () -> {
      json.reset();
      return json;
    };
  }

  @Test
  void writesATextIntoEachOfManyArrays() throws IOException {
    byte[] first = new byte[8];
    byte[] second = new byte[8];
    var sink = ByteSink.of(first, 0, 3, 64);
    try (var json = new JsonWriter(sink)) {
      json.value("too long");
      assertThrows(IOException.class, json::flush);
      sink.reset(first, 0, 8);
      json.reset();
      json.beginArray().value(1).endArray();
      json.flush();
      sink.reset(second, 2, 8);
      json.reset();
      json.value(true);
    }
    assertEquals("[1]ooooo".replace('o', '\0'), new String(first, StandardCharsets.US_ASCII));
    assertEquals("ootrueoo".replace('o', '\0'), new String(second, StandardCharsets.US_ASCII));
  }

  @Test
  void closesWhatIsNotWholeAndSaysSo() throws IOException {
    for (int calls = 0; calls < 4; calls++) {
      var closed = new boolean[1];
      var out =
          new ByteArrayOutputStream() {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      var json = new JsonWriter(ByteSink.of(out, 64));
      if (calls > 0) {
        json.beginObject();
      }
      if (calls > 1) {
        json.name("a");
      }
      if (calls > 2) {
        json.beginArray();
      }
      var e = assertThrows(IllegalStateException.class, json::close);
      int depth = calls == 0 ? 0 : calls < 3 ? 1 : 2;
      assertTrue(String.valueOf(e.getMessage()).endsWith("whole, " + depth + " levels deep"));
      assertTrue(closed[0]);
      json.close();
    }
  }

  @Test
  void goesDeeperThanAnyStack() throws IOException {
    int levels = 100_000;
    for (JsonWriter.Form form :
        new JsonWriter.Form[] {JsonWriter.Form.COMPACT, JsonWriter.Form.LINES}) {
      var out = new ByteArrayOutputStream();
      try (var json = new JsonWriter(ByteSink.of(out, 64), form)) {
        for (int i = 0; i < levels; i++) {
          json.beginArray();
          json.beginObject().name("");
        }
        json.value(1);
        assertEquals(2 * levels, json.depth());
        for (int i = 0; i < levels; i++) {
          json.endObject();
          json.endArray();
        }
      }
      String expected = "[{\"\":".repeat(levels) + "1" + "}]".repeat(levels);
      assertEquals(
          form == JsonWriter.Form.LINES ? expected + "\n" : expected,
          out.toString(StandardCharsets.US_ASCII));
    }
    String pretty =
        written(
            JsonWriter.Form.PRETTY,
            json -> {
              for (int i = 0; i < 300; i++) {
                json.beginArray();
              }
              for (int i = 0; i < 300; i++) {
                json.endArray();
              }
              return json;
            });
    assertTrue(pretty.contains("\n" + " ".repeat(2 * 299) + "[]\n" + " ".repeat(2 * 298) + "]\n"));
  }

  @Test
  void aFullOutputLosesNothing() throws IOException {
    byte[] room = new byte[70];
    var sink = ByteSink.of(room, 0, room.length, 64);
    var json = new JsonWriter(sink);
    json.beginArray();
    int values = 0;
    int failures = 0;
    for (int i = 0; i < 50; i++) {
      try {
        json.value(123456789);
        values++;
      } catch (IOException e) {
        failures++;
      }
      assertEquals(10 * values + (values == 0 ? 1 : 0), sink.position());
    }
    assertTrue(failures > 30, () -> "values: " + sink.position());
    json.endArray();
    assertThrows(IOException.class, json::close);
    assertEquals(
        "[" + "123456789,".repeat(6) + "123456789", new String(room, StandardCharsets.US_ASCII));
  }

  @Test
  void refusedBehindAnIndentLongerThanTheWindowItStaysAsItWas() throws IOException {
    for (int levels : new int[] {1, 3, 14, 26, 27, 28, 40}) {
      String wanted = deep(levels, json -> json);
      assertEquals(
          wanted,
          deep(
              levels,
              json -> {
                assertThrows(IllegalArgumentException.class, () -> json.name("12345678\uD83D"));
                assertThrows(IllegalArgumentException.class, () -> json.name("\uD83D"));
                return json;
              }));
      assertEquals(
          wanted,
          deep(
                  levels,
                  json -> {
                    json.name("a").beginArray();
                    assertThrows(
                        IllegalArgumentException.class, () -> json.value("12345678\uD83D"));
                    assertThrows(IllegalArgumentException.class, () -> json.value("\uD83D"));
                    assertThrows(IllegalArgumentException.class, () -> json.fixed(1, 19));
                    assertThrows(IllegalArgumentException.class, () -> json.fixed(1, -1));
                    return json.endArray();
                  })
              .replace(",\n" + "  ".repeat(levels + 1) + "\"a\": []", ""));
    }
  }

  /// An object in arrays, its second member as it is written.
  private static String deep(int levels, Text members) throws IOException {
    return written(
        JsonWriter.Form.PRETTY,
        json -> {
          for (int i = 0; i < levels; i++) {
            json.beginArray();
          }
          members.on(json.beginObject().name("first").value(1)).endObject();
          for (int i = 0; i < levels; i++) {
            json.endArray();
          }
          return json;
        });
  }

  @Test
  void aTextThatFailsInTheMiddleEndsTheWriter() throws IOException {
    var out =
        new OutputStream() {
          private int left = 2;

          @Override
          public void write(int value) throws IOException {
            if (left-- <= 0) {
              throw new IOException("full");
            }
          }

          @Override
          public void write(byte[] from, int at, int length) throws IOException {
            write(0);
          }
        };
    var json = new JsonWriter(ByteSink.of(out, 64));
    json.beginArray();
    assertThrows(IOException.class, () -> json.value("x".repeat(1000)));
    refused(
        "nothing: a write failed within a text", () -> json.value(1), json::endArray, reset(json));
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() throws IOException {
    assertThrows(NullPointerException.class, () -> new JsonWriter(null));
    var sink = ByteSink.of(new ByteArrayOutputStream(), 64);
    assertThrows(NullPointerException.class, () -> new JsonWriter(sink, null));
    var json = new JsonWriter(sink);
    json.beginObject();
    assertThrows(NullPointerException.class, () -> json.name((String) null));
    assertThrows(NullPointerException.class, () -> json.name((Slice) null));
    json.name("a");
    assertThrows(NullPointerException.class, () -> json.value((String) null));
    assertThrows(NullPointerException.class, () -> json.value((Slice) null));
    assertThrows(NullPointerException.class, () -> json.value((BigDecimal) null));
    json.nullValue().endObject().close();
  }

  @Test
  void flushesAndDescribesItself() throws IOException {
    var out = new ByteArrayOutputStream();
    var json = new JsonWriter(ByteSink.of(out, 64));
    json.beginArray().value(false);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    json.flush();
    assertEquals("[false", out.toString(StandardCharsets.UTF_8));
    assertTrue(json.toString().endsWith(", 1 levels deep"));
    json.endArray().close();
  }

  private interface Text {
    JsonWriter on(JsonWriter json) throws IOException;
  }

  private interface Call {
    JsonWriter run() throws IOException;
  }

  private static void refused(String expected, Call... calls) {
    for (Call call : calls) {
      String message =
          String.valueOf(assertThrows(IllegalStateException.class, call::run).getMessage());
      assertTrue(message.contains("expected " + expected + " at byte "), message);
    }
  }

  private static String sample(JsonWriter.Form form) throws IOException {
    return written(
        form,
        json -> {
          json.beginObject().name("a").beginArray().value(1);
          json.beginObject().endObject().beginArray().endArray().value(true).endArray();
          return json.name("b").beginObject().name("c").nullValue().endObject().endObject();
        });
  }

  private static String compact(Text text) throws IOException {
    return written(JsonWriter.Form.COMPACT, text);
  }

  /// What is written, the same through every window.
  private static String written(JsonWriter.Form form, Text text) throws IOException {
    String first = written(form, text, 64);
    for (int window : new int[] {65, 100, 1024, 1 << 16}) {
      assertEquals(first, written(form, text, window));
    }
    return first;
  }

  private static String written(JsonWriter.Form form, Text text, int window) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var json = new JsonWriter(ByteSink.of(out, window), form)) {
      text.on(json);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
