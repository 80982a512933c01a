// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// JSON read by recursion, byte by byte, from an array that holds all of it: what the reader must
/// say about any input.
///
/// A text is a list of events; the last one is `end`, or `!` and the offset of the first byte that
/// is not allowed.
final class JsonModel {
  static final int DEPTH = 1_000;

  private final byte[] text;
  private final boolean unique;
  private int at;
  private int depth;
  private final List<String> events = new ArrayList<>();

  private JsonModel(byte[] text, boolean unique) {
    this.text = text;
    this.unique = unique;
  }

  static List<String> events(byte[] text) {
    return events(text, false, false);
  }

  static List<String> events(byte[] text, boolean several, boolean unique) {
    var model = new JsonModel(text, unique);
    try {
      model.document(several);
      model.events.add("end");
    } catch (Flaw flaw) {
      model.events.add("!" + flaw.offset);
    }
    return model.events;
  }

  /// The bytes of the longest token, with the byte behind it: the window in which all tokens fit.
  static int longest(byte[] text) {
    int longest = 1;
    for (int i = 0; i < text.length; i++) {
      int start = i;
      if (text[i] == '"') {
        for (i++; i < text.length && text[i] != '"'; i++) {
          i += text[i] == '\\' ? 1 : 0;
        }
      } else {
        while (i < text.length && "+-.0123456789Eaeflnrstu".indexOf(text[i]) >= 0) {
          i++;
        }
      }
      longest = Math.max(longest, i + 2 - start);
    }
    return longest;
  }

  private void document(boolean several) throws Flaw {
    white();
    if (!several) {
      value();
      white();
      if (at < text.length) {
        throw new Flaw(at);
      }
      return;
    }
    while (at < text.length) {
      value();
      int end = at;
      white();
      if (at == end && at < text.length) {
        throw new Flaw(at);
      }
    }
  }

  private void value() throws Flaw {
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> events.add("string " + string());
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw new Flaw(at);
    }
  }

  private void object() throws Flaw {
    begin("{");
    Set<String> names = new HashSet<>();
    if (peek() != '}') {
      while (true) {
        int start = at;
        String name = string();
        if (unique && !names.add(name)) {
          throw new Flaw(start);
        }
        events.add("name " + name);
        white();
        take(':');
        white();
        value();
        white();
        if (peek() != ',') {
          break;
        }
        at++;
        white();
      }
    }
    take('}');
    depth--;
    events.add("}");
  }

  private void array() throws Flaw {
    begin("[");
    if (peek() != ']') {
      while (true) {
        value();
        white();
        if (peek() != ',') {
          break;
        }
        at++;
        white();
      }
    }
    take(']');
    depth--;
    events.add("]");
  }

  private void begin(String event) throws Flaw {
    if (depth == DEPTH) {
      throw new Flaw(at);
    }
    depth++;
    at++;
    events.add(event);
    white();
  }

  private void word(String word) throws Flaw {
    for (int i = 0; i < word.length(); i++) {
      take(word.charAt(i));
    }
    events.add(word);
  }

  private void number() throws Flaw {
    int start = at;
    at += peek() == '-' ? 1 : 0;
    int first = peek();
    digits();
    if (first == '0' && at - start > (text[start] == '-' ? 2 : 1)) {
      throw new Flaw(start + (text[start] == '-' ? 2 : 1));
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      at += peek() == '+' || peek() == '-' ? 1 : 0;
      digits();
    }
    events.add("number " + new String(text, start, at - start, StandardCharsets.US_ASCII));
  }

  private void digits() throws Flaw {
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == first) {
      throw new Flaw(at);
    }
  }

  private String string() throws Flaw {
    take('"');
    var string = new StringBuilder();
    while (peek() != '"') {
      int lead = peek();
      if (lead < ' ') { // the end, too
        throw new Flaw(at);
      }
      if (lead == '\\') {
        escape(string);
      } else if (lead < 0x80) {
        string.append((char) lead);
        at++;
      } else {
        string.append(character());
      }
    }
    at++;
    return string.toString();
  }

  /// One character beyond ASCII, as the JDK's strict decoder has it.
  private String character() throws Flaw {
    for (int length = 2; length <= 4 && length <= text.length - at; length++) {
      CharBuffer chars = CharBuffer.allocate(2);
      var result =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(text, at, length), chars, true);
      if (!result.isError() && chars.position() > 0) {
        at += length;
        return chars.flip().toString();
      }
    }
    throw new Flaw(at);
  }

  private void escape(StringBuilder string) throws Flaw {
    int start = at++;
    int letter = peek();
    int index = "\"\\/bfnrt".indexOf(letter);
    if (letter >= 0 && index >= 0) {
      string.append("\"\\/\b\f\n\r\t".charAt(index));
      at++;
      return;
    }
    take('u');
    char unit = unit();
    string.append(unit);
    if (Character.isLowSurrogate(unit)) {
      throw new Flaw(start);
    }
    if (Character.isHighSurrogate(unit)) {
      int second = at;
      for (int i = 0; i < 6; i++, at++) { // whatever is wrong with the second half, unless the end
        int value = peek();
        if (value < 0) {
          throw new Flaw(at);
        }
        boolean good =
            switch (i) {
              case 0 -> value == '\\';
              case 1 -> value == 'u';
              case 2 -> "dD".indexOf(value) >= 0;
              case 3 -> "cdefCDEF".indexOf(value) >= 0;
              default -> "0123456789abcdefABCDEF".indexOf(value) >= 0;
            };
        if (!good) {
          throw new Flaw(start);
        }
      }
      at = second + 2;
      string.append(unit());
    }
  }

  private char unit() throws Flaw {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = "0123456789abcdef".indexOf(Character.toLowerCase((char) peek()));
      if (peek() < 0 || digit < 0) {
        throw new Flaw(at);
      }
      unit = 16 * unit + digit;
      at++;
    }
    return (char) unit;
  }

  private void white() {
    while (at < text.length && " \t\n\r".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private void take(int value) throws Flaw {
    if (peek() != value) {
      throw new Flaw(at);
    }
    at++;
  }

  private int peek() {
    return at < text.length ? text[at] & 0xFF : -1;
  }

  private static final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    Flaw(int offset) {
      super("at " + offset, null, false, false); // thrown too often for a trace
      this.offset = offset;
    }
  }

  /// Gives 1 to `most` bytes at a time, at random; a seed of 0 gives `most` each time.
  static final class Pieces extends InputStream {
    private final InputStream in;
    private final int most;
    private final boolean fixed;
    private final Random random;

    Pieces(byte[] data, int most, long seed) {
      this.in = new ByteArrayInputStream(data);
      this.most = most;
      this.fixed = seed == 0;
      this.random = new Random(seed);
    }

    @Override
    public int read() throws java.io.IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws java.io.IOException {
      return in.read(into, at, Math.min(length, fixed ? most : 1 + random.nextInt(most)));
    }
  }

  /// Random texts: every token at most 60 bytes long, white space of any length.
  static final class Writer {
    private final Random random;
    private final StringBuilder text = new StringBuilder();

    Writer(long seed) {
      this.random = new Random(seed);
    }

    byte[] document(int values) {
      white();
      value(values, 0);
      white();
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] lines(int count, int values) {
      for (int i = 0; i < count; i++) {
        white();
        value(values, 0);
        text.append(" \t\n\r".charAt(random.nextInt(4)));
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(int values, int depth) {
      int kind = random.nextInt(values > 0 && depth < 40 ? 12 : 8);
      switch (kind) {
        case 0 -> text.append("true");
        case 1 -> text.append("false");
        case 2 -> text.append("null");
        case 3, 4 -> number();
        case 5, 6, 7 -> string();
        case 8, 9 -> object(values, depth);
        default -> array(values, depth);
      }
    }

    private void object(int values, int depth) {
      text.append('{');
      white();
      for (int i = random.nextInt(5); i > 0; i--) {
        string();
        white();
        text.append(':');
        white();
        value(values / 2, depth + 1);
        white();
        if (i > 1) {
          text.append(',');
          white();
        }
      }
      text.append('}');
    }

    private void array(int values, int depth) {
      text.append('[');
      white();
      for (int i = random.nextInt(6); i > 0; i--) {
        value(values / 2, depth + 1);
        white();
        if (i > 1) {
          text.append(',');
          white();
        }
      }
      text.append(']');
    }

    private void number() {
      text.append(random.nextBoolean() ? "-" : "");
      text.append(random.nextInt(4) == 0 ? "0" : "" + (1 + random.nextInt(9)) + digits(0));
      if (random.nextInt(3) == 0) {
        text.append('.').append(digits(1));
      }
      if (random.nextInt(5) == 0) {
        text.append(random.nextBoolean() ? 'e' : 'E');
        text.append(new String[] {"", "+", "-"}[random.nextInt(3)]).append(1 + random.nextInt(400));
      }
    }

    private String digits(int least) {
      int count = least + random.nextInt(random.nextInt(10) == 0 ? 25 : 4);
      var digits = new StringBuilder();
      for (int i = 0; i < count; i++) {
        digits.append(random.nextInt(10));
      }
      return digits.toString();
    }

    private void string() {
      text.append('"');
      int bytes = random.nextInt(4) == 0 ? random.nextInt(58) : random.nextInt(10);
      while (bytes > 0) {
        String part = part();
        bytes -= part.getBytes(StandardCharsets.UTF_8).length;
        if (bytes >= 0) {
          text.append(part);
        }
      }
      text.append('"');
    }

    private String part() {
      return switch (random.nextInt(16)) {
        case 0 -> "\\" + "\"\\/bfnrt".charAt(random.nextInt(8));
        case 1 -> String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", bmp());
        case 2 -> {
          int point = 0x10000 + random.nextInt(0x100000);
          yield String.format(
              "\\u%04x\\u%04X",
              (int) Character.highSurrogate(point), (int) Character.lowSurrogate(point));
        }
        case 3 -> Character.toString(0x80 + random.nextInt(0x780));
        case 4 -> Character.toString(Math.max(0x800, bmp()));
        case 5 -> Character.toString(0x10000 + random.nextInt(0x100000));
        case 6 -> "" + "/{}[]:,\u007f!#".charAt(random.nextInt(10));
        default -> "" + (char) ('a' + random.nextInt(26));
      };
    }

    private int bmp() {
      int unit = random.nextInt(0x10000);
      return Character.isSurrogate((char) unit) ? 'x' : unit;
    }

    private void white() {
      int count = random.nextInt(4) > 0 ? 0 : random.nextInt(random.nextInt(8) == 0 ? 200 : 4);
      for (int i = 0; i < count; i++) {
        text.append(random.nextInt(6) == 0 ? "\t\n\r".charAt(random.nextInt(3)) : ' ');
      }
    }
  }
}
