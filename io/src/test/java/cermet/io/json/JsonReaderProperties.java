// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JsonReaderProperties {
  private static final int[] WINDOWS = {64, 65, 127, 4096};

  private static final Map<JsonToken, String> KINDS =
      Map.ofEntries(
          Map.entry(JsonToken.BEGIN_OBJECT, "{"),
          Map.entry(JsonToken.END_OBJECT, "}"),
          Map.entry(JsonToken.BEGIN_ARRAY, "["),
          Map.entry(JsonToken.END_ARRAY, "]"),
          Map.entry(JsonToken.NAME, "name"),
          Map.entry(JsonToken.STRING, "string"),
          Map.entry(JsonToken.NUMBER, "number"),
          Map.entry(JsonToken.TRUE, "true"),
          Map.entry(JsonToken.FALSE, "false"),
          Map.entry(JsonToken.NULL, "null"),
          Map.entry(JsonToken.END, "end"));

  @Property(tries = 600)
  void everyWindowAndPieceGiveTheEventsOfTheModel(
      @ForAll @IntRange(max = 60) int values,
      @ForAll @IntRange(min = 1, max = 50) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] text = new JsonModel.Writer(seed).document(values);
    List<String> expected = JsonModel.events(text);
    assertEquals("end", expected.getLast(), () -> new String(text, StandardCharsets.UTF_8));
    for (int window : WINDOWS) {
      assertEquals(expected, events(ByteSource.of(text, window), JsonRules.STRICT));
      assertEquals(expected, events(pieces(text, 1, 0, window), JsonRules.STRICT));
      assertEquals(expected, events(pieces(text, piece, seed, window), JsonRules.STRICT));
    }
    int least = JsonModel.longest(text);
    assertEquals(expected, events(pieces(text, piece, seed, least), JsonRules.STRICT));
  }

  @Property(tries = 300)
  void severalValuesGiveTheEventsOfTheModel(
      @ForAll @IntRange(max = 8) int count,
      @ForAll @IntRange(max = 12) int values,
      @ForAll @IntRange(min = 1, max = 50) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] text = new JsonModel.Writer(seed).lines(count, values);
    List<String> expected = JsonModel.events(text, true, false);
    for (int window : WINDOWS) {
      assertEquals(expected, events(ByteSource.of(text, window), JsonRules.LINES));
      assertEquals(expected, events(pieces(text, 1, 0, window), JsonRules.LINES));
      assertEquals(expected, events(pieces(text, piece, seed, window), JsonRules.LINES));
    }
  }

  @Property(tries = 200)
  void readsThatFailAndAreTriedAgainLoseNothing(
      @ForAll @IntRange(max = 8) int count,
      @ForAll @IntRange(min = 1, max = 9) int piece,
      @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    byte[] text = new JsonModel.Writer(seed).lines(count, 6);
    if (random.nextBoolean()) {
      text = mutated(text, random);
    }
    List<String> expected = JsonModel.events(text, true, true);
    JsonRules rules = JsonRules.LINES.withUniqueNames(true).withNumber(1 << 20);
    int window = text.length + 1;
    try (var json =
        new JsonReader(ByteSource.of(new JsonReaderTest.Torn(text, piece, seed), window), rules)) {
      for (String event : expected) {
        while (true) {
          try {
            JsonToken token = json.next();
            assertEquals(event.split(" ", 2)[0], KINDS.get(token));
            if (token == JsonToken.NAME || token == JsonToken.STRING || token == JsonToken.NUMBER) {
              assertEquals(event.split(" ", 2)[1], json.text());
            }
            break;
          } catch (ParseException e) {
            assertEquals(event, "!" + e.offset());
            break;
          } catch (IOException e) {
            assertEquals("torn", e.getMessage());
          }
        }
      }
    }
  }

  @Property(tries = 4000)
  void brokenTextsBreakWhereTheModelDoes(
      @ForAll @IntRange(max = 12) int values,
      @ForAll @IntRange(min = 1, max = 3) int mutations,
      @ForAll @IntRange(min = 1, max = 50) int piece,
      @ForAll boolean several,
      @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    var writer = new JsonModel.Writer(seed);
    byte[] text = several ? writer.lines(3, values) : writer.document(values);
    for (int i = 0; i < mutations; i++) {
      text = mutated(text, random);
    }
    same(text, several, false, piece, seed);
  }

  @Property(tries = 500)
  void namesAreUniqueWhereTheModelSaysSo(
      @ForAll @IntRange(max = 200) int members, @ForAll @IntRange(min = 1) int range)
      throws IOException {
    var random = new Random(members * 31L + range);
    var text = new StringBuilder("[");
    for (int object = 0; object < 3; object++) {
      text.append(object == 0 ? "{" : ",{");
      for (int i = 0; i < members; i++) {
        String name = Integer.toString(random.nextInt(range), 36);
        if (random.nextBoolean()) {
          name = String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1);
        }
        text.append(i == 0 ? "\"" : ",\"").append(name).append("\":");
        text.append(random.nextInt(9) == 0 ? "{\"a\":{\"a\":1}}" : "0");
      }
      text.append('}');
    }
    same(text.append(']').toString().getBytes(StandardCharsets.UTF_8), false, true, 7, 0);
  }

  /// Bytes that are nearly all of JSON's own.
  @Property(tries = 4000)
  void soupBreaksWhereTheModelDoes(
      @ForAll @IntRange(max = 30) int size, @ForAll boolean several, @ForAll long seed)
      throws IOException {
    byte[] alphabet =
        "{}[]:,\"\\u0d8Dc19.eE+-truefalsn \n\t\u0001é😀".getBytes(StandardCharsets.UTF_8);
    var random = new Random(seed);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = random.nextInt(40) == 0 ? 0 : alphabet[random.nextInt(alphabet.length)];
    }
    same(text, several, false, 1 + random.nextInt(5), seed);
  }

  /// Which of two flaws is named, one of them a limit, must not be a matter of how bytes arrive.
  @Property(tries = 4000)
  void limitsAreTheSameHoweverTheBytesArrive(
      @ForAll @IntRange(max = 30) int size,
      @ForAll @IntRange(max = 12) int limit,
      @ForAll long seed)
      throws IOException {
    byte[] alphabet =
        "\"\"\\ud8D\\udcAx1239.eE+-n\u0001\u00e9\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
    var random = new Random(seed);
    byte[] text = new byte[size + 2];
    text[0] = '[';
    text[1] = (byte) "\"\"1-0".charAt(random.nextInt(5));
    for (int i = 2; i < text.length; i++) {
      text[i] = alphabet[random.nextInt(alphabet.length)];
    }
    JsonRules rules = JsonRules.STRICT.withNumber(limit).withString(limit);
    List<String> whole = events(ByteSource.of(text, text.length + 1), rules);
    for (int piece = 1; piece < 6; piece++) {
      assertEquals(whole, events(pieces(text, piece, 0, text.length + 1), rules));
      assertEquals(whole, events(pieces(text, piece, seed, text.length + 1), rules));
    }
  }

  @Property(tries = 2000)
  void numbersAreThoseOfTheJdk(@ForAll long seed) throws IOException {
    var text = new StringBuilder("[0");
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      text.append(',');
      switch (random.nextInt(5)) {
        case 0 -> text.append(random.nextLong() >> random.nextInt(64));
        case 1 -> text.append(Double.toString(random.nextGaussian()));
        case 2 -> text.append(Double.toString(finite(random.nextLong())));
        case 3 -> text.append(new BigDecimal(random.nextDouble()));
        default -> text.append(Long.MAX_VALUE).append(random.nextInt(10));
      }
    }
    byte[] bytes = text.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    try (var json = new JsonReader(pieces(bytes, 9, seed, 200))) {
      json.expect(JsonToken.BEGIN_ARRAY);
      for (String number : text.substring(1, text.length() - 1).split(",", -1)) {
        json.expect(JsonToken.NUMBER);
        assertEquals(number, json.text());
        assertEquals(Double.parseDouble(number), json.doubleValue());
        assertEquals(new BigDecimal(number), json.decimalValue());
        try {
          assertEquals(Long.parseLong(number), json.longValue());
        } catch (NumberFormatException e) {
          assertThrows(ParseException.class, json::longValue);
        }
        try {
          assertEquals(Integer.parseInt(number), json.intValue());
        } catch (NumberFormatException e) {
          assertThrows(ParseException.class, json::intValue);
        }
      }
      json.expect(JsonToken.END_ARRAY);
      json.expect(JsonToken.END);
    }
  }

  @Property(tries = 300)
  void skippingASeparatelyReadValueEndsWhereItEnds(
      @ForAll @IntRange(max = 60) int values, @ForAll long seed) throws IOException {
    byte[] text = new JsonModel.Writer(seed).document(values);
    byte[] twice = Arrays.copyOf(text, text.length + 20);
    byte[] mark = " \"here\"              ".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, twice, text.length, 20);
    try (var json = new JsonReader(pieces(twice, 11, seed, 64), JsonRules.LINES)) {
      json.skipValue();
      assertEquals(0, json.depth());
      json.expect(JsonToken.STRING);
      assertEquals("here", json.text());
      json.expect(JsonToken.END);
    }
  }

  @Property(tries = 1000)
  void namesAreFoundAsInAList(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 40) int length,
      @ForAll long seed) {
    var random = new Random(seed);
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      String name = similar(random, length);
      if (!names.contains(name)) {
        names.add(name);
      } else {
        count--;
      }
    }
    JsonNames known = JsonNames.of(names.toArray(String[]::new));
    assertEquals(names.size(), known.size());
    for (int i = 0; i < 200; i++) {
      String name = i < names.size() ? names.get(i) : similar(random, length);
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      int before = random.nextInt(9);
      byte[] around = new byte[before + bytes.length + random.nextInt(9)];
      random.nextBytes(around);
      System.arraycopy(bytes, 0, around, before, bytes.length);
      assertEquals(names.indexOf(name), known.indexOf(around, before, before + bytes.length));
      assertEquals(names.indexOf(name), known.indexOf(Slice.of(name)));
    }
  }

  /// Names that differ in few places, all lengths up to a most.
  private static String similar(Random random, int most) {
    char[] name = new char[random.nextInt(most + 1)];
    Arrays.fill(name, 'a');
    for (int i = random.nextInt(3); i > 0 && name.length > 0; i--) {
      name[random.nextInt(name.length)] = "ab\0é".charAt(random.nextInt(4));
    }
    return new String(name);
  }

  private static double finite(long bits) {
    double value = Double.longBitsToDouble(bits);
    return Math.abs(value) <= Double.MAX_VALUE ? value : 1.5;
  }

  static byte[] mutated(byte[] text, Random random) {
    if (text.length == 0) {
      return text;
    }
    int at = random.nextInt(text.length);
    byte[] changed = text.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> changed[at] = (byte) "{}[]:,\"\\ \n0-".charAt(random.nextInt(12));
      case 3 -> {
        return Arrays.copyOf(text, at);
      }
      case 4 -> {
        changed = Arrays.copyOf(text, text.length + 1);
        System.arraycopy(text, at, changed, at + 1, text.length - at);
        changed[at] = text[random.nextInt(text.length)];
      }
      default -> {
        changed = Arrays.copyOf(text, text.length - 1);
        System.arraycopy(text, at + 1, changed, at, text.length - at - 1);
      }
    }
    return changed;
  }

  /// Reads a text in large and small windows, whole and in pieces: the model's events, or where a
  /// token does not fit in the window, the first of them.
  static void same(byte[] text, boolean several, boolean unique, int piece, long seed)
      throws IOException {
    List<String> expected = JsonModel.events(text, several, unique);
    JsonRules rules =
        JsonRules.STRICT.withNumber(1 << 20).withSeveral(several).withUniqueNames(unique);
    assertEquals(expected, events(ByteSource.of(text, text.length + 1), rules));
    assertEquals(expected, events(pieces(text, 1, 0, text.length + 1), rules));
    assertEquals(expected, events(pieces(text, piece, seed, text.length + 9), rules));
    for (int window : new int[] {8, 64}) {
      List<String> seen = events(pieces(text, piece, seed, window), rules);
      if (seen.getLast().equals("window")) {
        int whole = seen.size() - 1;
        assertEquals(expected.subList(0, whole), seen.subList(0, whole));
      } else {
        assertEquals(expected, seen);
      }
    }
  }

  static ByteSource pieces(byte[] text, int most, long seed, int window) {
    return ByteSource.of(new JsonModel.Pieces(text, most, seed), window);
  }

  /// The reader's events in the words of the model, but `window` where a token does not fit.
  static List<String> events(ByteSource source, JsonRules rules) throws IOException {
    List<String> events = new ArrayList<>();
    try (var json = new JsonReader(source, rules)) {
      while (true) {
        JsonToken token = json.next();
        assertEquals(token, json.token());
        switch (token) {
          case BEGIN_OBJECT -> events.add("{");
          case END_OBJECT -> events.add("}");
          case BEGIN_ARRAY -> events.add("[");
          case END_ARRAY -> events.add("]");
          case NAME -> events.add("name " + json.text());
          case STRING -> events.add("string " + json.text());
          case NUMBER -> events.add("number " + json.text());
          case TRUE -> events.add("true");
          case FALSE -> events.add("false");
          case NULL -> events.add("null");
          case END -> {
            assertEquals(JsonToken.END, json.next());
            assertEquals(0, json.depth());
            events.add("end");
            return events;
          }
          case NONE -> throw new AssertionError(json.toString());
        }
        if (token == JsonToken.NAME || token == JsonToken.STRING) {
          assertEquals(json.text(), json.slice().toString());
          assertEquals('"', json.bytes()[json.from() - 1]);
          assertEquals('"', json.bytes()[json.to()]);
        }
      }
    } catch (ParseException e) {
      boolean window = e.expected().contains("the window's");
      events.add(window ? "window" : "!" + e.offset());
      return events;
    }
  }

  @Property(tries = 500)
  void anyIndentIsWhiteSpace(@ForAll @IntRange(min = 1, max = 50) int piece, @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    int[] indents = new int[70]; // more levels than the reader has indents of
    for (int i = 1; i < indents.length; i++) {
      indents[i] = random.nextInt(4) == 0 ? random.nextInt(80) : i * (1 + (int) (seed & 3));
    }
    var text = new StringBuilder();
    List<Integer> places = new ArrayList<>();
    indented(text, places, random, random.nextInt(8) == 0 ? 64 : 3, 1, indents);
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    assertEquals("end", JsonModel.events(bytes).getLast());
    for (int window : new int[] {5, 64, 4096}) {
      try (var json = new JsonReader(pieces(bytes, piece, seed, window))) {
        int at = 0;
        int line = 1;
        for (int place : places) {
          for (; at < place; at++) {
            line += bytes[at] == '\n' ? 1 : 0;
          }
          json.next();
          assertEquals(place, json.offset());
          assertEquals(line, json.line());
        }
        json.expect(JsonToken.END);
      }
    }
  }

  /// Adds an object or array that has a line for each member, mostly with the indent of its level.
  private static void indented(
      StringBuilder text, List<Integer> places, Random random, int most, int level, int[] indents) {
    boolean object = random.nextBoolean();
    places.add(text.length());
    text.append(object ? '{' : '[');
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",");
      indent(text, random, indents[level]);
      if (object) {
        places.add(text.length() + 1);
        text.append("\"n\"").append(" ".repeat(random.nextInt(20) / 19)).append(':');
        text.append(" ".repeat(random.nextInt(12) / 5));
      }
      if (level < most && (i == 0 || random.nextInt(8) == 0)) {
        indented(text, places, random, most, level + 1, indents);
      } else {
        places.add(text.length());
        text.append("7");
      }
    }
    indent(text, random, indents[level - 1]);
    places.add(text.length());
    text.append(object ? '}' : ']');
  }

  private static void indent(StringBuilder text, Random random, int spaces) {
    int start = text.length();
    text.append(random.nextInt(20) == 0 ? "\r\n" : "\n").append(" ".repeat(spaces));
    switch (random.nextInt(30)) {
      case 0 -> text.setLength(start + random.nextInt(text.length() - start));
      case 1 -> text.append(' ');
      case 2 -> text.setCharAt(start + random.nextInt(text.length() - start), '\t');
      case 3 -> text.setCharAt(start + random.nextInt(text.length() - start), '\n');
      case 4 -> text.setCharAt(start + random.nextInt(text.length() - start), '\r');
      default -> {}
    }
  }

  /// Each kind of byte at each place of strings and numbers of up to five words.
  @Property(tries = 500)
  void whatIsSpecialIsFoundWhereverItStands(
      @ForAll @IntRange(max = 40) int length, @ForAll long seed) throws IOException {
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] text = new byte[length + 4];
      Arrays.fill(text, (byte) (random.nextBoolean() ? '7' : '0'));
      text[0] = '[';
      text[1] = (byte) (random.nextBoolean() ? '"' : '-');
      text[length + 2] = (byte) (text[1] == '"' ? '"' : '7');
      text[length + 3] = ']';
      for (int j = random.nextInt(3); j > 0; j--) {
        int at = 2 + random.nextInt(length + 1);
        text[at] = (byte) "\"\\\n\u001F !#.eE+-,0\u007F\u0080\u00FF".charAt(random.nextInt(17));
      }
      same(text, false, false, 1 + random.nextInt(20), seed);
    }
  }

  @Property(tries = 500)
  void errorsHaveTheirLineAndColumn(@ForAll @IntRange(max = 12) int values, @ForAll long seed)
      throws IOException {
    var random = new Random(seed);
    byte[] text = mutated(new JsonModel.Writer(seed).document(values), random);
    String last = JsonModel.events(text).getLast();
    if (last.equals("end")) {
      return;
    }
    int offset = Integer.parseInt(last.substring(1));
    int line = 1;
    int column = 1;
    for (int i = 0; i < offset; i++) {
      column = text[i] == '\n' ? 1 : column + 1;
      line += text[i] == '\n' ? 1 : 0;
    }
    try (var json = new JsonReader(pieces(text, 5, seed, text.length + 1))) {
      for (int i = 0; i < 3; i++) { // again and again
        var e =
            assertThrows(
                ParseException.class,
                () -> {
                  while (json.next() != JsonToken.END) {}
                });
        assertEquals(offset, e.offset());
        assertEquals(line, e.line());
        assertEquals(column, e.column());
        assertTrue(String.valueOf(e.getMessage()).contains("expected " + e.expected()));
        assertEquals(JsonToken.NONE, json.token());
      }
    }
  }
}
