// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.io.source.ByteSink;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// A JSON text written name by name and value by value into a sink, its structure checked.
///
/// - **Use** to write JSON without strings or trees in between; many small texts in turn with one
///   writer, by `reset`.
/// - **Avoid** to write objects without naming their members; take a binding library.
/// - **Cost** `name`, `value`, `fixed`, `number`, `nullValue` O(bytes); `beginObject`, `endObject`,
///   `beginArray`, `endArray` O(1), pretty ones O(level).
/// - **Allocation** none after construction, apart from the sink's; a `BigDecimal` or char makes
///   its text; more than 1,024 levels grow an array.
/// - **Threads** one thread.
/// - **Errors** a value where a name must be, and other calls out of place:
///   `IllegalStateException`; NaN, infinities, unpaired surrogates, malformed UTF-8:
///   `IllegalArgumentException`; a failed write: `IOException`; the text stays as it was and the
///   call may be made again, unless it needed more than the sink's window, six bytes a character of
///   a text counted: then all further calls are refused.
/// - **Source** RFC 8259; Mycroft 1987, the zero byte of a word.
/// - **Copies with** `ByteSink`, `Slice`, `Digits`, `Characters`, `Decimals`, `Tens`, `Utf8`,
///   `Utf8Encoding`, `JsonEscapes`, `KnownNames`.
public final class JsonWriter implements AutoCloseable {
  /*
   * window of the sink:  | appended | separator, token ... | room |
   *                                 ^to, moved when the token is whole
   *
   * `state` says what may come; `after` is the state behind a value, OBJECT or ARRAY within one. A
   * call first looks whether it is in place, then makes room for all that it may write, and only
   * then writes; `to` and the state move last, so that what throws has changed nothing.
   *
   * A text that may become longer than the window goes through it in pieces, and so does what a
   * pretty text has in front of a token, if that is too much for a small window. The state is
   * BROKEN until the last piece is there; what is refused is refused before the first.
   */

  // States. Up to VALUE a value may come, then a name; the odd ones need a comma first.
  private static final int START = 0;
  private static final int ARRAY = 1;
  private static final int FIRST_VALUE = 2;
  private static final int VALUE = 4;
  private static final int FIRST_NAME = 6;
  private static final int OBJECT = 7;
  private static final int DONE = 8;
  private static final int BROKEN = 10;
  private static final int CLOSED = 12;

  private static final int LONGEST_NUMBER = 32; // more than any long, decimal or double takes
  private static final int MOST_SCALE = 18; // that of Digits.printFixed
  private static final int AROUND = 5; // a comma, two quotes, a colon and a space, or a line feed
  private static final int FIRST_WORDS = 16; // of levels
  private static final int EXCERPT = 64; // bytes that an error shows; arbitrary
  private static final int STEP = 2; // spaces a level
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final long TRUE = 0x6575_7274L; // the first letter lowest
  private static final long FALSE = 0x65_736C_6166L;
  private static final long NULL = 0x6C6C_756EL;

  private final ByteSink sink;
  private final byte[] window;
  private int state = START;
  private int after;
  private int depth;
  private boolean enough; // no text need come: lines, or one was whole before a reset
  private final boolean pretty;
  private final int longest; // chars of a text that goes into the window at once, whatever it holds
  private final int most; // the same, if no indent comes before it
  private long[] objects = new long[FIRST_WORDS];
  private final KnownNames known = new KnownNames(); // none if pretty
  private final byte[] chunk = new byte[JsonEscapes.CHUNK];
  private final Form form;

  /// Writes one value, without white space.
  ///
  /// @param sink the sink, closed with the writer
  public JsonWriter(ByteSink sink) {
    this(sink, Form.COMPACT);
  }

  /// Writes in a form.
  ///
  /// @param sink the sink, closed with the writer
  /// @param form the form
  public JsonWriter(ByteSink sink, Form form) {
    this.sink = Objects.requireNonNull(sink, "sink");
    this.form = Objects.requireNonNull(form, "form");
    this.pretty = form == Form.PRETTY;
    this.window = sink.window();
    this.after = form == Form.LINES ? START : DONE;
    this.enough = form == Form.LINES;
    this.longest = (window.length - AROUND) / JsonEscapes.LONGEST;
    this.most = pretty ? -1 : longest;
  }

  /// Begins an object.
  ///
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter beginObject() throws IOException {
    begin((byte) '{');
    objects[depth >>> 6] |= 1L << depth;
    depth++;
    after = OBJECT;
    state = FIRST_NAME;
    return this;
  }

  /// Ends the object.
  ///
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter endObject() throws IOException {
    if (state != FIRST_NAME && state != OBJECT) {
      throw misplaced("the end of an object");
    }
    return end((byte) '}', state == OBJECT);
  }

  /// Begins an array.
  ///
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter beginArray() throws IOException {
    begin((byte) '[');
    objects[depth >>> 6] &= ~(1L << depth);
    depth++;
    after = ARRAY;
    state = FIRST_VALUE;
    return this;
  }

  /// Ends the array.
  ///
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter endArray() throws IOException {
    if (state != FIRST_VALUE && state != ARRAY) {
      throw misplaced("the end of an array");
    }
    return end((byte) ']', state == ARRAY);
  }

  /// Writes the name of the value that comes next.
  ///
  /// @param name the name, without unpaired surrogates
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter name(String name) throws IOException {
    int slot = known.find(name);
    if (slot < 0 || state >>> 1 != OBJECT >>> 1) {
      return newName(name);
    }
    int at = sink.reserve(KnownNames.LONGEST + 1);
    window[at] = ','; // if there is none, the name is written over it
    sink.advance(known.write(slot, window, at + (state & 1)));
    state = VALUE;
    return this;
  }

  /// Writes the name of the value that comes next.
  ///
  /// @param name the name in UTF-8, not escaped, not in the sink's window
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter name(Slice name) throws IOException {
    JsonEscapes.checkUtf8(name);
    int length = name.length();
    if (length > longest) {
      nameEnd(pieces(name, nameStart(0)));
    } else {
      int at = nameStart(JsonEscapes.LONGEST * length);
      nameEnd(JsonEscapes.write(name.bytes(), name.from(), name.to(), window, at));
    }
    return this;
  }

  /// Writes a string.
  ///
  /// @param text the text, without unpaired surrogates
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(String text) throws IOException {
    int length = text.length();
    if (length > most) {
      checkBeforePieces(text);
    }
    if (length > longest) {
      stringEnd(pieces(text, stringStart(0)));
    } else {
      int at = stringStart(JsonEscapes.LONGEST * length);
      stringEnd(JsonEscapes.write(text, 0, length, chunk, window, at));
    }
    return this;
  }

  /// Writes a string.
  ///
  /// @param text the text in UTF-8, not escaped, not in the sink's window
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(Slice text) throws IOException {
    JsonEscapes.checkUtf8(text);
    int length = text.length();
    if (length > longest) {
      stringEnd(pieces(text, stringStart(0)));
    } else {
      int at = stringStart(JsonEscapes.LONGEST * length);
      stringEnd(JsonEscapes.write(text.bytes(), text.from(), text.to(), window, at));
    }
    return this;
  }

  /// Writes a char as a text of that char.
  ///
  /// @param value the char, no surrogate
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(char value) throws IOException {
    return value(String.valueOf(value));
  }

  /// Writes a number.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(long value) throws IOException {
    int at = valueStart(LONGEST_NUMBER);
    valueEnd(Digits.print(value, window, at));
    return this;
  }

  /// Writes a number with as few digits as read back as the same double.
  ///
  /// @param value the number, finite
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(double value) throws IOException {
    checkFinite(value);
    int at = valueStart(LONGEST_NUMBER);
    valueEnd(Decimals.printDouble(value, window, at));
    return this;
  }

  /// Writes a number with as few digits as read back as the same float.
  ///
  /// @param value the number, finite
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(float value) throws IOException {
    checkFinite(value);
    int at = valueStart(LONGEST_NUMBER);
    valueEnd(Decimals.printFloat(value, window, at));
    return this;
  }

  /// Writes a number as `BigDecimal.toString` has it.
  ///
  /// @param value the number
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(BigDecimal value) throws IOException {
    String text = value.toString();
    if (text.length() > longest) {
      valueEnd(pieces(text, valueStart(0)));
    } else {
      int at = valueStart(JsonEscapes.LONGEST * text.length());
      valueEnd(
          JsonEscapes.write(text, 0, text.length(), chunk, window, at)); // nothing in it is escaped
    }
    return this;
  }

  /// Writes a number that is text already, as it is.
  ///
  /// @param text a number as JSON has it, not in the sink's window
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter number(Slice text) throws IOException {
    checkNumber(text);
    int length = text.length();
    if (length > longest) {
      valueEnd(pieces(text, valueStart(0)));
    } else {
      int at = valueStart(length);
      System.arraycopy(text.bytes(), text.from(), window, at, length);
      valueEnd(at + length);
    }
    return this;
  }

  /// Writes `true` or `false`.
  ///
  /// @param value the truth value
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter value(boolean value) throws IOException {
    int at = valueStart(Long.BYTES);
    LONGS.set(window, at, value ? TRUE : FALSE);
    valueEnd(at + (value ? 4 : 5));
    return this;
  }

  /// Writes a decimal, as [Digits#printFixed(long, int, byte[], int)] prints it.
  ///
  /// @param value the number times ten to the power of the scale
  /// @param scale how many digits follow the point, 0 to 18; 0: no point is printed
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter fixed(long value, int scale) throws IOException {
    if (scale < 0 || scale > MOST_SCALE) {
      throw new IllegalArgumentException("scale: " + scale + ", not 0 to " + MOST_SCALE);
    }
    int at = valueStart(LONGEST_NUMBER);
    valueEnd(Digits.printFixed(value, scale, window, at));
    return this;
  }

  /// Writes `null`.
  ///
  /// @return this
  /// @throws IOException if the sink's window was full and the write failed
  public JsonWriter nullValue() throws IOException {
    int at = valueStart(Long.BYTES);
    LONGS.set(window, at, NULL);
    valueEnd(at + 4);
    return this;
  }

  /// How many objects and arrays have begun and not ended.
  ///
  /// @return the number
  public int depth() {
    return depth;
  }

  /// Begins another text in the same memory: for many small texts in turn, such as messages;
  /// nothing is written between them, and behind the last none need follow.
  ///
  /// @throws IllegalStateException if a text has begun and is not whole, or the writer is closed
  public void reset() {
    if (state != START && state != DONE) {
      throw misplaced("another text");
    }
    enough |= state == DONE;
    state = START;
  }

  /// Gives what is written so far to the sink's output.
  ///
  /// @throws IOException if that failed; what the output does not have may be flushed again
  public void flush() throws IOException {
    sink.flush();
  }

  /// Closes the sink; closing again does nothing.
  ///
  /// @throws IOException as the sink throws it
  /// @throws IllegalStateException if the text is not whole; the sink is closed all the same
  @Override
  public void close() throws IOException {
    int state = this.state;
    this.state = CLOSED;
    sink.close();
    if (state != CLOSED && state != DONE && (state != START || !enough)) {
      throw new IllegalStateException(
          sink.name() + ": closed before the text was whole, " + depth + " levels deep");
    }
  }

  @Override
  public String toString() {
    return sink + ", " + depth + " levels deep";
  }

  private void begin(byte mark) throws IOException {
    int at = valueStart(1);
    if (depth >>> 6 == objects.length) {
      objects = Arrays.copyOf(objects, 2 * objects.length);
    }
    window[at] = mark;
    sink.advance(at + 1);
  }

  private JsonWriter end(byte mark, boolean any) throws IOException {
    int at = pretty && any ? indent(1, depth - 1, false) : sink.reserve(AROUND);
    window[at] = mark;
    int level = --depth;
    if (level == 0) {
      after = form == Form.LINES ? START : DONE;
    } else {
      level--;
      after = (objects[level >>> 6] & (1L << level)) != 0 ? OBJECT : ARRAY;
    }
    valueEnd(at + 1);
    return this;
  }

  /// Makes room for a value of so many bytes, quotes aside, and puts its comma before it.
  private int valueStart(int room) throws IOException {
    int state = this.state;
    if (state > VALUE) {
      throw misplaced("a value");
    }
    if (pretty && (state == FIRST_VALUE || state == ARRAY)) {
      return indent(room, depth, state == ARRAY);
    }
    int at = sink.reserve(room + AROUND);
    window[at] = ','; // if there is none, the value is written over it
    return at + (state & 1);
  }

  private void valueEnd(int at) {
    if (after == START) { // a line
      window[at++] = '\n';
    }
    sink.advance(at);
    state = after;
  }

  private int stringStart(int room) throws IOException {
    int at = valueStart(room);
    window[at] = '"';
    return at + 1;
  }

  private void stringEnd(int at) {
    window[at] = '"';
    valueEnd(at + 1);
  }

  private int nameStart(int room) throws IOException {
    int state = this.state;
    if (state >>> 1 != OBJECT >>> 1) {
      throw misplaced("a name");
    }
    int at;
    if (pretty) {
      at = indent(room, depth, state == OBJECT);
    } else {
      at = sink.reserve(room + AROUND);
      window[at] = ',';
      at += state & 1;
    }
    window[at] = '"';
    return at + 1;
  }

  private JsonWriter newName(String name) throws IOException {
    int length = name.length();
    if (length > most) {
      checkBeforePieces(name);
    }
    if (length > longest) {
      nameEnd(pieces(name, nameStart(0)));
      return this;
    }
    int at = nameStart(JsonEscapes.LONGEST * length);
    nameEnd(JsonEscapes.write(name, 0, length, chunk, window, at));
    if (!pretty) {
      known.keep(name, window, at - 1, sink.to());
    }
    return this;
  }

  private void nameEnd(int at) {
    window[at] = '"';
    window[at + 1] = ':';
    at += 2;
    if (pretty) {
      window[at++] = ' ';
    }
    sink.advance(at);
    state = VALUE;
  }

  /// Fails for a text that cannot be written, if a piece of it or of its indent would go before
  /// that is seen.
  private void checkBeforePieces(String text) {
    int room = JsonEscapes.LONGEST * Math.min(text.length(), longest);
    if (text.length() > longest || (pretty && isLong(STEP * depth, room))) {
      JsonEscapes.checkPaired(text);
    }
  }

  /// Whether an indent goes through the window in pieces before a token.
  private boolean isLong(int spaces, int room) {
    return spaces > window.length - AROUND - 1 - room;
  }

  /// Makes room for a token behind a line feed and spaces, and writes these.
  private int indent(int room, int levels, boolean comma) throws IOException {
    int spaces = STEP * levels;
    if (isLong(spaces, room)) {
      return indentInPieces(room, spaces, comma);
    }
    int at = sink.reserve(room + spaces + AROUND + 1);
    if (comma) {
      window[at++] = ',';
    }
    window[at++] = '\n';
    Arrays.fill(window, at, at + spaces, (byte) ' ');
    return at + spaces;
  }

  private int indentInPieces(int room, int spaces, boolean comma) throws IOException {
    int at = sink.reserve(AROUND);
    state = BROKEN;
    if (comma) {
      window[at++] = ',';
    }
    window[at++] = '\n';
    while (spaces > 0) {
      sink.advance(at);
      int count = Math.min(spaces, window.length);
      at = sink.reserve(count);
      Arrays.fill(window, at, at + count, (byte) ' ');
      at += count;
      spaces -= count;
    }
    sink.advance(at);
    return sink.reserve(room + AROUND);
  }

  /// Appends a text of any length; returns where what follows it goes, for which there is room.
  private int pieces(String text, int at) throws IOException {
    state = BROKEN;
    for (int from = 0; from < text.length(); ) {
      int end = from + Math.min(text.length() - from, longest);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      sink.advance(at);
      at = sink.reserve(JsonEscapes.LONGEST * (end - from) + JsonEscapes.MORE);
      at = JsonEscapes.write(text, from, end, chunk, window, at);
      from = end;
    }
    sink.advance(at);
    return sink.reserve(AROUND);
  }

  private int pieces(Slice text, int at) throws IOException {
    state = BROKEN;
    for (int from = text.from(); from < text.to(); ) {
      int end = from + Math.min(text.to() - from, longest);
      sink.advance(at);
      at = sink.reserve(JsonEscapes.LONGEST * (end - from) + JsonEscapes.MORE);
      at = JsonEscapes.write(text.bytes(), from, end, window, at);
      from = end;
    }
    sink.advance(at);
    return sink.reserve(AROUND);
  }

  /// What `Decimals` reads may also lack digits on one side of its point, and more.
  private static void checkNumber(Slice text) {
    int from = text.from();
    int to = text.to();
    byte[] bytes = text.bytes();
    int first = from < to && bytes[from] == '-' ? from + 1 : from;
    int point = text.indexOf((byte) '.');
    boolean good =
        Decimals.flaw(bytes, from, to) < 0
            && isDigit(bytes[first])
            && (bytes[first] != '0' || first + 1 == to || !isDigit(bytes[first + 1]))
            && (point < 0 || (from + point + 1 < to && isDigit(bytes[from + point + 1])));
    if (!good) {
      int shown = Math.min(to - from, EXCERPT);
      String more = shown < to - from ? "\"... of " + (to - from) + " bytes" : "\"";
      throw new IllegalArgumentException(
          "not a number of JSON: \"" + new Slice(bytes, from, from + shown) + more);
    }
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private static void checkFinite(double value) {
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("value: " + value + ", which JSON has no number for");
    }
  }

  private IllegalStateException misplaced(String what) {
    String expected =
        switch (state) {
          case START, VALUE -> "a value";
          case FIRST_VALUE, ARRAY -> "a value or the end of the array";
          case FIRST_NAME, OBJECT -> "a name or the end of the object";
          case DONE -> "nothing: one value is whole";
          case BROKEN -> "nothing: a write failed within a text";
          default -> "nothing: closed";
        };
    return new IllegalStateException(
        sink.name() + ": expected " + expected + " at byte " + sink.position() + ", not " + what);
  }

  /// How a text is laid out.
  public enum Form {
    /// One value without white space.
    COMPACT,
    /// One value, each member and element on a line of its own, two spaces a level.
    PRETTY,
    /// Any number of values without white space, each on a line of its own.
    LINES
  }
}
