// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.core.text.Unescaper;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The tokens of a JSON text, one at a time, as ranges of a source's window.
///
/// - **Use** to read JSON in place: only what is asked for is unescaped, decoded or made a number;
///   many small texts in turn with one reader, by `reset`.
/// - **Avoid** to get a tree or objects without writing their reading down; where comments,
///   trailing commas or a byte order mark must pass.
/// - **Cost** `next` O(length), strings and digits eight bytes a step; `skipChildren` O(length);
///   `nameEquals`, `nameIndex`, `longValue`, `doubleValue` O(length of the token).
/// - **Allocation** none after construction while names and numbers are read in place, apart from
///   the source's; `slice`, `text` and `decimalValue` make their results; `nameIndex` of a name
///   with escapes makes a slice, `doubleValue` of more than 19 digits may make a string; escapes
///   and more than 1,024 levels grow an array; names that must be unique are copied.
/// - **Threads** one thread.
/// - **Errors** what RFC 8259 does not allow, an unpaired surrogate, what is beyond a limit or the
///   window: `ParseException` with line, column and offset, at each further call too; another token
///   than asked for: `ParseException`, if there is none `IllegalStateException`, and the token
///   stays; a failed read loses nothing and may be tried again; closed: `IllegalStateException`.
/// - **Source** RFC 8259; Mycroft 1987, the zero byte of a word; Langdale and Lemire, Parsing
///   Gigabytes of JSON per Second, VLDBJ 2019.
/// - **Copies with** `ByteSource`, `ParseException`, `Slice`, `Digits`, `Characters`, `Decimals`,
///   `Tens`, `Utf8`, `Utf8Encoding`, `Unescaper`, `JsonGrammar`, `JsonNames`, `JsonRules`,
///   `JsonToken`, `JsonWindow`, `SeenNames`.
@SuppressWarnings("EnumOrdinal") // as said below of the token
public final class JsonReader implements AutoCloseable {
  /*
   * JsonWindow has the bytes and what happens at their end; here a token is found that lies in them
   * whole and has nothing special within.
   *
   * `state` is a state of JsonGrammar, `after` the one behind a value: IN_OBJECT, IN_ARRAY, DONE, or
   * BETWEEN where several values may come. A bit a level in `objects` says whether it is an object.
   *
   * White space, commas and colons are taken for good when they are passed, a colon and a space with
   * the name before them; a token when it is whole: a call that fails leaves `position` at the start
   * of what it could not take.
   *
   * The token is kept as its ordinal: a store of a reference asks the collector, that of an int
   * nobody. JsonReaderProof.scanRaw.
   */

  private static final int FIRST_WORDS = 16; // of levels: 1,024, the default limit and a few more
  private static final int NO_LEVEL = Integer.MAX_VALUE;
  private static final JsonToken[] TOKENS = JsonToken.values();

  private final byte[] bytes;
  private int position;
  private int state = JsonGrammar.START;
  private int after;
  private int from;
  private int to;
  private int kind = JsonToken.NONE.ordinal();
  private boolean escaped;
  private int depth;
  private int skipped = NO_LEVEL; // what a skip leaves; one that failed has not yet
  private long stopped; // where in the input a skip failed
  private long[] objects = new long[FIRST_WORDS];
  private final Unescaper unescaper = Unescaper.json();
  private final @Nullable SeenNames seen;
  private final JsonRules rules;
  private final JsonWindow window;
  private final ByteSource source;

  /// Reads the unread bytes of a source by the strict rules.
  ///
  /// @param source the source, closed with the reader
  public JsonReader(ByteSource source) {
    this(source, JsonRules.STRICT);
  }

  /// Reads the unread bytes of a source.
  ///
  /// @param source the source, closed with the reader
  /// @param rules what is allowed
  public JsonReader(ByteSource source, JsonRules rules) {
    this.source = Objects.requireNonNull(source, "source");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.seen = rules.uniqueNames() ? new SeenNames() : null;
    this.after = rules.several() ? JsonGrammar.BETWEEN : JsonGrammar.DONE;
    this.window = new JsonWindow(source, rules);
    this.bytes = window.bytes;
    this.position = window.start;
    this.from = position;
    this.to = position;
  }

  /// Begins anew with another text, by the same rules and in the same memory: for many small texts
  /// in turn, such as messages.
  ///
  /// @param text the array that holds it, never written
  /// @param from the index of its first byte
  /// @param to the index behind its last byte
  /// @throws IllegalStateException if the source is not one of an array, or closed
  public void reset(byte[] text, int from, int to) {
    source.reset(text, from, to);
    window.reset();
    state = JsonGrammar.START;
    after = rules.several() ? JsonGrammar.BETWEEN : JsonGrammar.DONE;
    depth = 0;
    skipped = NO_LEVEL;
    follow();
  }

  /// Goes to the next token.
  ///
  /// @return the token; `END` behind the last, and again
  /// @throws IOException as the source throws it; a `ParseException` where the text is not allowed
  public JsonToken next() throws IOException {
    byte[] bytes = this.bytes;
    for (; ; ) {
      int at = position;
      int value = bytes[at];
      if (value == ',' && JsonGrammar.isBehindValue(state)) {
        state = JsonGrammar.behindComma(state);
        position = ++at;
        value = bytes[at];
      }
      if (value <= ' ') {
        at = window.behindWhite(at);
        position = at;
        value = bytes[at];
      }
      if (value == '"' && state <= JsonGrammar.FIRST_VALUE) {
        return string(at, JsonToken.STRING, rules.string());
      }
      if (value == '"' && state <= JsonGrammar.FIRST_NAME) {
        return name(at);
      }
      int action = JsonGrammar.ACTIONS[state + (value & 0xFF)];
      if (action > JsonGrammar.NOTHING) {
        return switch (action) {
          case JsonGrammar.NUMBER -> number(at);
          case JsonGrammar.OPEN_OBJECT -> beginObject(at);
          case JsonGrammar.OPEN_ARRAY -> beginArray(at);
          case JsonGrammar.CLOSE_OBJECT -> end(at, JsonToken.END_OBJECT);
          case JsonGrammar.CLOSE_ARRAY -> end(at, JsonToken.END_ARRAY);
          case JsonGrammar.TRUE -> word(JsonToken.TRUE, at, at, JsonGrammar.TRUE_WORD);
          case JsonGrammar.FALSE -> word(JsonToken.FALSE, at, at + 1, JsonGrammar.ALSE_WORD);
          default -> word(JsonToken.NULL, at, at, JsonGrammar.NULL_WORD);
        };
      }
      if (action < JsonGrammar.NOTHING) { // a colon, or a comma behind white space
        state = ~action << 8;
        position = at + 1;
      } else if (!more(at)) {
        return JsonToken.END;
      }
    }
  }

  /// Goes to the next name of the object that the reader is in, or to its end.
  ///
  /// @return false if the object has ended
  /// @throws IOException as `next` throws it; a `ParseException` if something else comes
  public boolean nextName() throws IOException {
    JsonToken next = next();
    if (next == JsonToken.NAME) {
      return true;
    }
    if (next != JsonToken.END_OBJECT) {
      throw malformed("a name or '}'");
    }
    return false;
  }

  /// Goes to the next token, which must be this one.
  ///
  /// @param expected the token
  /// @throws IOException as `next` throws it; a `ParseException` if another comes
  public void expect(JsonToken expected) throws IOException {
    Objects.requireNonNull(expected, "expected");
    if (next() != expected) {
      throw malformed(expected.text());
    }
  }

  /// Goes to the end of the object or array that has just begun; elsewhere does nothing. A skip
  /// that failed is gone on with.
  ///
  /// @throws IOException as `next` throws it: what is skipped must be well formed too
  public void skipChildren() throws IOException {
    JsonToken token = token();
    if (token == JsonToken.BEGIN_OBJECT || token == JsonToken.BEGIN_ARRAY) {
      skipped = depth;
    } else if (!isCut()) {
      skipped = NO_LEVEL;
    }
    int level = skipped;
    try {
      while (depth >= level) {
        next();
      }
      skipped = NO_LEVEL;
    } finally {
      stopped = source.offset() + position;
    }
  }

  /// Goes to the next value and to the end of it. A skip that failed is gone on with.
  ///
  /// @throws IOException as `next` throws it; a `ParseException` if no value comes
  public void skipValue() throws IOException {
    if (!isCut()) {
      skipped = NO_LEVEL;
      switch (next()) {
        case NAME, END_OBJECT, END_ARRAY, END -> throw malformed("a value");
        default -> {}
      }
    }
    skipChildren();
  }

  /// The token that the last call went to.
  ///
  /// @return the token; `NONE` before the first, and after a call that could not go on
  public JsonToken token() {
    return TOKENS[kind];
  }

  /// Says whether the current name is this one.
  ///
  /// @param name the name, unescaped, in UTF-8
  /// @return whether it is
  /// @throws ParseException if the token is no name
  public boolean nameEquals(Slice name) throws ParseException {
    require(JsonToken.NAME);
    return contentEquals(name);
  }

  /// The place of the current name among others.
  ///
  /// @param names the others
  /// @return the index in the order in which they were given, or -1
  /// @throws ParseException if the token is no name
  public int nameIndex(JsonNames names) throws ParseException {
    require(JsonToken.NAME);
    return escaped ? names.indexOf(slice()) : names.indexOf(bytes, from, to);
  }

  /// Says whether the current string is this one.
  ///
  /// @param text the text, unescaped, in UTF-8
  /// @return whether it is
  /// @throws ParseException if the token is no string
  public boolean textEquals(Slice text) throws ParseException {
    require(JsonToken.STRING);
    return contentEquals(text);
  }

  /// The current number as a long.
  ///
  /// @return the number
  /// @throws ParseException if the token is no number, has a point or an exponent, or is too large
  public long longValue() throws ParseException {
    require(JsonToken.NUMBER);
    long value = Digits.parseLong(bytes, from, to, Long.MIN_VALUE);
    if (value == Long.MIN_VALUE && Digits.longFlaw(bytes, from, to) >= 0) {
      throw malformed("a whole number that fits in a long");
    }
    return value;
  }

  /// The current number as an int.
  ///
  /// @return the number
  /// @throws ParseException if the token is no number, has a point or an exponent, or is too large
  public int intValue() throws ParseException {
    long value = longValue();
    if (value != (int) value) {
      throw malformed("a whole number that fits in an int");
    }
    return (int) value;
  }

  /// The double nearest to the current number; beyond the range of doubles an infinity, as with
  /// `Double.parseDouble`.
  ///
  /// @return the number
  /// @throws ParseException if the token is no number
  public double doubleValue() throws ParseException {
    require(JsonToken.NUMBER);
    return Decimals.parseDouble(bytes, from, to);
  }

  /// The current number, exactly.
  ///
  /// @return the number; its exponent may be as large as its text has it
  /// @throws ParseException if the token is no number, or its exponent is beyond a `BigDecimal`'s
  public BigDecimal decimalValue() throws ParseException {
    require(JsonToken.NUMBER);
    try {
      return new BigDecimal(slice().toString());
    } catch (NumberFormatException e) {
      ParseException malformed = malformed("a number with an exponent that fits in an int");
      malformed.addSuppressed(e);
      throw malformed;
    }
  }

  /// The current truth value.
  ///
  /// @return the value
  /// @throws ParseException if the token is neither `TRUE` nor `FALSE`
  public boolean booleanValue() throws ParseException {
    JsonToken token = token();
    if (token != JsonToken.TRUE && token != JsonToken.FALSE) {
      throw malformed("true or false");
    }
    return token == JsonToken.TRUE;
  }

  /// The current name or string, unescaped, or the characters of the current number.
  ///
  /// @return a view, valid until the reader goes on
  /// @throws ParseException if the token is another
  public Slice slice() throws ParseException {
    if (!isText() && kind != JsonToken.NUMBER.ordinal()) {
      throw malformed("a string");
    }
    return escaped ? unescaper.unescape(bytes, from, to).slice() : new Slice(bytes, from, to);
  }

  /// The current name or string, unescaped, or the characters of the current number.
  ///
  /// @return a new string
  /// @throws ParseException if the token is another
  public String text() throws ParseException {
    if (escaped || !isText()) {
      return slice().toString();
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /// The array that holds the current token, the same one for the life of the reader.
  ///
  /// @return the window of the source
  public byte[] bytes() {
    return bytes;
  }

  /// The index in `bytes()` of the token's first byte; of a name or string, the one in the quotes.
  ///
  /// @return the index
  public int from() {
    return from;
  }

  /// The index in `bytes()` behind the token's last byte; of a name or string, that of the quote.
  ///
  /// @return the index
  public int to() {
    return to;
  }

  /// Says whether there are escapes among the bytes of the current name or string.
  ///
  /// @return whether there are
  public boolean isEscaped() {
    return escaped && isText();
  }

  /// How many objects and arrays have begun and not ended.
  ///
  /// @return the number
  public int depth() {
    return depth;
  }

  /// The line of the current token: one more than the line feeds before it.
  ///
  /// @return the line
  public long line() {
    return window.line;
  }

  /// The offset in the input of the byte at `from()`.
  ///
  /// @return the offset as the source counts it
  public long offset() {
    return source.offset() + from;
  }

  /// Makes the exception for a token that is not what the caller expects; the reader stays at it.
  ///
  /// @param expected what it should be, as the end of a sentence: "a date"
  /// @return the exception, to be thrown
  /// @throws IllegalStateException if there is no token
  public ParseException malformed(String expected) {
    if (kind == JsonToken.NONE.ordinal()) {
      throw new IllegalStateException(source.name() + ": no token at byte " + offset());
    }
    return window.error(isText() ? from - 1 : from, expected);
  }

  /// Closes the source.
  ///
  /// @throws IOException as the source throws it
  @Override
  public void close() throws IOException {
    position = window.limit;
    stopped = source.offset() + position; // so that a skip that failed fails again
    clear();
    source.close();
  }

  @Override
  public String toString() {
    return source.name() + ": line " + line() + ", byte " + offset() + ": " + token().text();
  }

  /// Takes the name at `position`, and what mostly follows it.
  private JsonToken name(int start) throws IOException {
    string(start, JsonToken.NAME, rules.name());
    int at = position;
    state = JsonGrammar.COLON;
    if (bytes[at] == ':') {
      state = JsonGrammar.VALUE;
      position = bytes[at + 1] == ' ' ? at + 2 : at + 1;
    }
    return JsonToken.NAME;
  }

  /// Takes the string at `position`, a name or a value.
  private JsonToken string(int start, JsonToken kind, int most) throws IOException {
    long found = JsonGrammar.special(bytes, start + 1);
    if (bytes[(int) found] != '"') {
      found = stringEnd(found, kind, most);
      start = position;
    }
    int end = (int) found;
    if (end - start > most || found < 0 || seen != null) {
      checkString(found, kind, most);
    }
    accept(kind, start + 1, end);
    escaped = (found & JsonGrammar.ESCAPED) != 0;
    position = end + 1;
    return kind;
  }

  private JsonToken number(int start) throws IOException {
    int end = JsonGrammar.numberEnd(bytes, start);
    if (end < 0 || end == window.limit || end - start > rules.number()) {
      end = numberEnd(end);
      start = position;
    }
    escaped = false;
    return accept(JsonToken.NUMBER, start, end);
  }

  /// Takes the word at `position`, of which the last four letters are compared.
  private JsonToken word(JsonToken kind, int start, int last, int word) throws IOException {
    boolean same = (int) JsonGrammar.INTS.get(bytes, last) == word;
    return same ? accept(kind, start, last + Integer.BYTES) : spelled(kind);
  }

  private JsonToken beginObject(int at) throws ParseException {
    int level = descend(at);
    objects[level >>> 6] |= 1L << level;
    if (seen != null) {
      seen.begin(level);
    }
    after = JsonGrammar.IN_OBJECT;
    accept(JsonToken.BEGIN_OBJECT, at, at + 1);
    state = JsonGrammar.FIRST_NAME;
    return JsonToken.BEGIN_OBJECT;
  }

  private JsonToken beginArray(int at) throws ParseException {
    int level = descend(at);
    objects[level >>> 6] &= ~(1L << level);
    after = JsonGrammar.IN_ARRAY;
    accept(JsonToken.BEGIN_ARRAY, at, at + 1);
    state = JsonGrammar.FIRST_VALUE;
    return JsonToken.BEGIN_ARRAY;
  }

  private int descend(int at) throws ParseException {
    int level = depth;
    if (level >= rules.depth()) {
      clear();
      throw window.beyond(at, "at most " + level + " levels");
    }
    if (level >>> 6 == objects.length) {
      objects = Arrays.copyOf(objects, 2 * objects.length);
    }
    depth = level + 1;
    return level;
  }

  private JsonToken end(int at, JsonToken kind) {
    int level = --depth;
    if (level == 0) {
      after = rules.several() ? JsonGrammar.BETWEEN : JsonGrammar.DONE;
    } else {
      level--;
      boolean object = (objects[level >>> 6] & (1L << level)) != 0;
      after = object ? JsonGrammar.IN_OBJECT : JsonGrammar.IN_ARRAY;
    }
    return accept(kind, at, at + 1);
  }

  private JsonToken accept(JsonToken kind, int first, int end) {
    from = first;
    to = end;
    position = end;
    state = after;
    this.kind = kind.ordinal();
    return kind;
  }

  /// Where the string at `position` ends, in which something special was found.
  private long stringEnd(long found, JsonToken kind, int most) throws IOException {
    window.start = position;
    try {
      return window.stringEnd(found, kind, most);
    } finally {
      follow();
    }
  }

  /// Where the number at `position` ends, which reaches to the limit, is too long or has a flaw.
  private int numberEnd(int end) throws IOException {
    window.start = position;
    try {
      return window.numberEnd(end);
    } finally {
      follow();
    }
  }

  /// Takes the word at `position`, which may reach to the limit, or be none.
  private JsonToken spelled(JsonToken kind) throws IOException {
    window.start = position;
    try {
      window.checkWord(kind.text());
    } finally {
      follow();
    }
    return accept(kind, position, position + kind.text().length());
  }

  /// Reads more behind a byte that nothing begins with; if there is no more, the token is `END`.
  private boolean more(int at) throws IOException {
    if (state == JsonGrammar.BETWEEN && at > 0 && JsonGrammar.isWhite(bytes[at - 1])) {
      state = JsonGrammar.START; // no token ends with white space: this was behind one
      return true;
    }
    window.start = position;
    try {
      if (at != window.limit) {
        throw window.error(at, JsonGrammar.expected(state));
      }
      if (window.refill()) {
        return true;
      }
      if (state < JsonGrammar.DONE && (state != JsonGrammar.START || !rules.several())) {
        throw window.error(window.limit, JsonGrammar.expected(state));
      }
    } finally {
      follow();
    }
    kind = JsonToken.END.ordinal();
    return false;
  }

  /// Goes where the window has moved to; there is no token then.
  private void follow() {
    position = window.start;
    clear();
  }

  private void clear() {
    kind = JsonToken.NONE.ordinal();
    escaped = false;
    from = position;
    to = position;
  }

  /// Whether a skip failed here, and nothing else was read since.
  private boolean isCut() {
    return kind == JsonToken.NONE.ordinal()
        && skipped != NO_LEVEL
        && stopped == source.offset() + position;
  }

  private boolean isText() {
    return kind == JsonToken.STRING.ordinal() || kind == JsonToken.NAME.ordinal();
  }

  private void require(JsonToken wanted) throws ParseException {
    if (kind != wanted.ordinal()) {
      throw malformed(wanted.text());
    }
  }

  private boolean contentEquals(Slice expected) {
    byte[] bytes = this.bytes;
    int first = from;
    int end = to;
    if (escaped) {
      unescaper.unescape(bytes, first, end);
      bytes = unescaper.bytes();
      first = unescaper.from();
      end = unescaper.to();
    }
    return Arrays.equals(bytes, first, end, expected.bytes(), expected.from(), expected.to());
  }

  /// Checks the string at `position` for what it seldom has.
  private void checkString(long found, JsonToken kind, int most) throws ParseException {
    int end = (int) found;
    clear();
    window.start = position;
    window.checkLength(end, kind, most);
    if (found < 0) {
      window.checkUtf8(position + 1, end);
    }
    if (seen != null && kind == JsonToken.NAME) {
      Slice name = new Slice(bytes, position + 1, end);
      boolean escapes = (found & JsonGrammar.ESCAPED) != 0;
      if (!seen.add(depth - 1, escapes ? unescaper.unescape(name) : name)) {
        throw window.error(position, "another name than before in this object");
      }
    }
  }
}
