// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import cermet.io.source.ByteSink;
import cermet.io.source.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JsonWriterProperties {
  @Property(tries = 500)
  void whatIsWrittenIsReadAgain(
      @ForAll @IntRange(max = 60) int values,
      @ForAll @IntRange(min = 64, max = 300) int window,
      @ForAll JsonWriter.Form form,
      @ForAll long seed)
      throws IOException {
    byte[] text = new JsonModel.Writer(seed).document(values);
    var out = new ByteArrayOutputStream();
    try (var json = new JsonWriter(ByteSink.of(out, window), form)) {
      copy(text, json, new Random(seed));
    }
    byte[] again = out.toByteArray();
    assertEquals(JsonModel.events(text), JsonModel.events(again));
    String layout = new String(again, StandardCharsets.UTF_8);
    if (form == JsonWriter.Form.PRETTY) {
      assertEquals(pretty(JsonModel.events(text)), normal(again));
    } else {
      String compact = compact(JsonModel.events(text));
      assertEquals(form == JsonWriter.Form.LINES ? compact + "\n" : compact, normal(again));
      assertFalse(layout.substring(0, layout.length() - 1).contains("\n"));
    }
  }

  @Property(tries = 1000)
  void stringsAreReadAsTheyWereWritten(
      @ForAll @IntRange(max = 200) int length,
      @ForAll @IntRange(min = 64, max = 1500) int window,
      @ForAll boolean name,
      @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    var builder = new StringBuilder();
    boolean ascii = random.nextBoolean();
    while (builder.length() < length) {
      int range = ascii ? 0x80 : random.nextInt(3) == 0 ? 0x110000 : 0x1000;
      int point = random.nextInt(random.nextBoolean() ? 0x80 : range);
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        builder.appendCodePoint(point);
      }
    }
    String text = builder.toString();
    var out = new ByteArrayOutputStream();
    try (var json = new JsonWriter(ByteSink.of(out, window), JsonWriter.Form.PRETTY)) {
      json.beginObject();
      if (name) {
        json.name(text).value(0).name(Slice.of(text)).value(0);
      } else {
        json.name("a").value(text).name("b").value(Slice.of(text));
      }
      json.endObject();
    }
    assertEquals(
        name
            ? List.of("{", "name " + text, "number 0", "name " + text, "number 0", "}", "end")
            : List.of("{", "name a", "string " + text, "name b", "string " + text, "}", "end"),
        JsonModel.events(out.toByteArray()));
  }

  @Property(tries = 2000)
  void numbersAreReadAsTheyWereWritten(@ForAll long whole, @ForAll double real, @ForAll float few)
      throws IOException {
    boolean finite = Math.abs(real) <= Double.MAX_VALUE && Math.abs(few) <= Float.MAX_VALUE;
    double wanted = finite ? real : 1.5;
    float small = finite ? few : 2.5f;
    var out = new ByteArrayOutputStream();
    BigDecimal exact = new BigDecimal(wanted).movePointLeft((int) (whole & 63));
    try (var json = new JsonWriter(ByteSink.of(out, 64))) {
      json.beginArray().value(whole).value(wanted).value(small).value(exact);
      json.fixed(whole, 7).fixed(-1, 2).endArray();
    }
    byte[] text = out.toByteArray();
    try (var json =
        new JsonReader(ByteSource.of(text, text.length + 1), JsonRules.STRICT.withNumber(9999))) {
      json.next();
      json.next();
      assertEquals(whole, json.longValue());
      json.next();
      assertEquals(wanted, json.doubleValue());
      assertEquals(Double.toString(wanted), json.text());
      json.next();
      assertEquals(small, Float.parseFloat(json.text()));
      json.next();
      assertEquals(exact, json.decimalValue());
      json.next();
      assertEquals(BigDecimal.valueOf(whole, 7), json.decimalValue());
      json.next();
      assertEquals("-0.01", json.text());
    }
  }

  /// Calls at random: those that the grammar allows are taken, all others refused without harm.
  @Property(tries = 1000)
  void onlyWhatTheStructureAllowsIsWritten(
      @ForAll JsonWriter.Form form, @ForAll @IntRange(max = 80) int calls, @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    var out = new ByteArrayOutputStream();
    var json = new JsonWriter(ByteSink.of(out, 64 + random.nextInt(200)), form);
    Deque<Character> open = new ArrayDeque<>();
    List<String> expected = new ArrayList<>();
    boolean named = false;
    boolean lines = form == JsonWriter.Form.LINES;
    for (int i = 0; i < calls; i++) {
      char inside = open.isEmpty() ? ' ' : open.getFirst();
      boolean value = inside == '[' || named || (inside == ' ' && (lines || expected.isEmpty()));
      boolean end = !named;
      switch (random.nextInt(6)) {
        case 0 -> {
          taken(value, () -> json.value(7), expected, "number 7");
          named &= !value;
        }
        case 1 -> {
          taken(value, json::beginObject, expected, "{");
          named &= !value;
          push(value, open, '{');
        }
        case 2 -> {
          taken(value, json::beginArray, expected, "[");
          named &= !value;
          push(value, open, '[');
        }
        case 3 -> {
          boolean good = inside == '{' && !named;
          taken(good, () -> json.name("n"), expected, "name n");
          named |= good;
        }
        case 4 -> {
          boolean good = inside == '{' && end;
          taken(good, json::endObject, expected, "}");
          if (good) {
            open.pop();
          }
        }
        default -> {
          boolean good = inside == '[';
          taken(good, json::endArray, expected, "]");
          if (good) {
            open.pop();
          }
        }
      }
      assertEquals(open.size(), json.depth());
    }
    boolean whole = open.isEmpty() && (lines || !expected.isEmpty());
    if (whole) {
      json.close();
      expected.add("end");
      assertEquals(expected, JsonModel.events(out.toByteArray(), lines, false));
    } else {
      assertThrows(IllegalStateException.class, json::close);
    }
    assertThrows(IllegalStateException.class, () -> json.value(1));
  }

  /// A call that fails because its output does may be made again: the text is what it had been
  /// without failures.
  @Property(tries = 300)
  void failedWritesLoseAndRepeatNothing(
      @ForAll @IntRange(max = 40) int values, @ForAll JsonWriter.Form form, @ForAll long seed)
      throws IOException {
    byte[] text = new JsonModel.Writer(seed).document(values);
    var whole = new ByteArrayOutputStream();
    try (var json = new JsonWriter(ByteSink.of(whole, 1024), form)) {
      copy(text, json, new Random(seed));
    }
    var out = new Failing(seed);
    var json = new JsonWriter(ByteSink.of(out, 1024), form); // all tokens fit, escaped six times
    try (var reader = new JsonReader(ByteSource.of(text, text.length + 1))) {
      var random = new Random(seed);
      while (reader.next() != JsonToken.END) {
        long state = random.nextLong();
        while (true) {
          try {
            copy(reader, json, new Random(state));
            break;
          } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("full"));
          }
        }
      }
    }
    out.failing = false;
    json.close();
    assertArrayEquals(whole.toByteArray(), out.toByteArray());
  }

  static byte[] rewritten(byte[] text, JsonWriter.Form form) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var json = new JsonWriter(ByteSink.of(out, 64), form)) {
      copy(text, json, new Random(text.length));
    }
    return out.toByteArray();
  }

  private static void copy(byte[] text, JsonWriter json, Random random) throws IOException {
    try (var reader =
        new JsonReader(
            ByteSource.of(text, text.length + 1), JsonRules.STRICT.withNumber(1 << 20))) {
      while (reader.next() != JsonToken.END) {
        copy(reader, json, random);
      }
    }
  }

  private static void copy(JsonReader reader, JsonWriter json, Random random) throws IOException {
    switch (reader.token()) {
      case BEGIN_OBJECT -> json.beginObject();
      case END_OBJECT -> json.endObject();
      case BEGIN_ARRAY -> json.beginArray();
      case END_ARRAY -> json.endArray();
      case NAME -> {
        if (random.nextBoolean()) {
          json.name(reader.text());
        } else {
          json.name(reader.slice());
        }
      }
      case STRING -> {
        if (random.nextBoolean()) {
          json.value(reader.text());
        } else {
          json.value(reader.slice());
        }
      }
      case NUMBER -> number(reader.text(), json);
      case TRUE, FALSE -> json.value(reader.booleanValue());
      case NULL -> json.nullValue();
      case NONE, END -> throw new AssertionError(reader.toString());
    }
  }

  /// Writes a number as its text is: there is a call for each kind.
  private static void number(String text, JsonWriter json) throws IOException {
    try {
      var exact = new BigDecimal(text);
      if (exact.toString().equals(text)) {
        json.value(exact);
        return;
      }
    } catch (NumberFormatException e) {
      // an exponent that none has
    }
    json.number(Slice.of(text));
  }

  private static void push(boolean taken, Deque<Character> open, char mark) {
    if (taken) {
      open.push(mark);
    }
  }

  private interface Call {
    JsonWriter run() throws IOException;
  }

  private static void taken(boolean good, Call call, List<String> expected, String event)
      throws IOException {
    if (good) {
      call.run();
      expected.add(event);
    } else {
      assertThrows(IllegalStateException.class, call::run);
    }
  }

  private static String normal(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String compact(List<String> events) {
    return pretty(events, "", "");
  }

  private static String pretty(List<String> events) {
    return pretty(events, "\n", "  ");
  }

  /// The layout, of one event after the other.
  private static String pretty(List<String> events, String feed, String step) {
    var text = new StringBuilder();
    int depth = 0;
    String before = "";
    for (String event : events.subList(0, events.size() - 1)) {
      boolean end = event.equals("}") || event.equals("]");
      boolean first = before.equals("{") || before.equals("[");
      depth -= end ? 1 : 0;
      boolean named = before.startsWith("name ");
      if (!before.isEmpty() && !named && !(end && first)) {
        text.append(first || end ? "" : ",").append(feed).append(step.repeat(depth));
      }
      text.append(token(event));
      if (event.startsWith("name ")) {
        text.append(feed.isEmpty() ? ":" : ": ");
      }
      depth += event.equals("{") || event.equals("[") ? 1 : 0;
      before = event;
    }
    return text.toString();
  }

  private static String token(String event) {
    if (event.startsWith("number ")) {
      return event.substring(7);
    }
    boolean name = event.startsWith("name ");
    if (!name && !event.startsWith("string ")) {
      return event;
    }
    var text = new StringBuilder("\"");
    for (char c : event.substring(name ? 5 : 7).toCharArray()) {
      int index = "\"\\\b\f\n\r\t".indexOf(c);
      if (index >= 0) {
        text.append('\\').append("\"\\bfnrt".charAt(index));
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  /// Fails at every other write, having taken nothing.
  private static final class Failing extends OutputStream {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Random random;
    private boolean failing = true;

    Failing(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public void write(int value) {
      throw new AssertionError();
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
      if (failing && random.nextBoolean()) {
        throw new IOException("full");
      }
      out.write(from, at, length);
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }
}
