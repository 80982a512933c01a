// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Decimals;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.core.text.Unescaper;
import cermet.core.text.Utf8;
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
/// - **Use** to read JSON in place: only what is asked for is unescaped, decoded or made a number.
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
///   than asked for: `ParseException`; a failed read loses nothing and may be tried again; closed:
///   `IllegalStateException`.
/// - **Source** RFC 8259; Mycroft 1987, the zero byte of a word; Langdale and Lemire, Parsing
///   Gigabytes of JSON per Second, VLDBJ 2019.
/// - **Copies with** `ByteSource`, `ParseException`, `Slice`, `Digits`, `Characters`, `Decimals`,
///   `Tens`, `Utf8`, `Utf8Encoding`, `Unescaper`, `JsonGrammar`, `JsonNames`, `JsonRules`,
///   `JsonToken`, `SeenNames`.
public final class JsonReader implements AutoCloseable {
  /*
   * window:  | read | token being looked at, unread bytes | NUL | padding |
   *                 ^position                             ^limit
   *
   * A byte of 0 is kept at `limit`, where the source promises nothing: it is no white space and no
   * part of a string, a number or a word, so that no loop asks for the end. Who finds a byte that
   * does not fit looks whether it stands at `limit`; then more is read, and the token is looked at
   * again from its start, which stays in the window. Only within a string the search goes on where
   * it stood, or a long one that comes in small pieces would cost its square.
   *
   * `state` is a state of JsonGrammar, `after` the one behind a value: IN_OBJECT, IN_ARRAY, DONE, or
   * BETWEEN where several values may come. A bit a level in `objects` says whether it is an object.
   *
   * White space, commas and colons are taken for good when they are passed, a token when it is
   * whole: a call that fails leaves `position` at the start of what it could not take. Line feeds
   * stand in white space only and are counted there; lineStart is an index in the window, below 0
   * once the start of the line has left it.
   */

  private static final int FIRST_WORDS = 16; // of levels: 1,024, the default limit and a few more
  private static final int NO_LEVEL = Integer.MAX_VALUE;

  private final byte[] bytes;
  private int position;
  private int state = JsonGrammar.START;
  private int after;
  private int from;
  private int to;
  private JsonToken token = JsonToken.NONE;
  private boolean escaped;
  private int limit;
  private int depth;
  private int skipped = NO_LEVEL; // what a skip leaves; one that failed has not yet
  private long[] objects = new long[FIRST_WORDS];
  private long line = 1;
  private long lineStart;
  private final Unescaper unescaper = Unescaper.json();
  private final @Nullable SeenNames seen;
  private final JsonRules rules;
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
    this.bytes = source.window();
    this.position = source.from();
    this.lineStart = position;
    this.limit = source.to();
    this.bytes[limit] = 0;
    this.from = position;
    this.to = position;
  }

  /// Goes to the next token.
  ///
  /// @return the token; `END` behind the last, and again
  /// @throws IOException as the source throws it; a `ParseException` where the text is not allowed
  public JsonToken next() throws IOException {
    byte[] bytes = this.bytes;
    for (; ; ) {
      int at = position;
      if (bytes[at] <= ' ') {
        at = behindWhite(at);
      }
      int action = JsonGrammar.ACTIONS[state + (bytes[at] & 0xFF)];
      if (action < 0) { // a comma or a colon
        state = ~action << 8;
        position = ++at;
        if (bytes[at] <= ' ') {
          at = behindWhite(at);
        }
        action = JsonGrammar.ACTIONS[state + (bytes[at] & 0xFF)];
      }
      if (action != JsonGrammar.NOTHING) {
        return switch (action) {
          case JsonGrammar.STRING -> string(at, JsonToken.STRING, rules.string());
          case JsonGrammar.MEMBER -> string(at, JsonToken.NAME, rules.name());
          case JsonGrammar.NUMBER -> number(at);
          case JsonGrammar.OPEN_OBJECT -> beginObject(at);
          case JsonGrammar.OPEN_ARRAY -> beginArray(at);
          case JsonGrammar.CLOSE_OBJECT -> end(at, JsonToken.END_OBJECT);
          case JsonGrammar.CLOSE_ARRAY -> end(at, JsonToken.END_ARRAY);
          default -> word(at, action);
        };
      }
      if (!more(at)) {
        return token;
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
      throw mismatch("a name or '}'");
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
      throw mismatch(expected.text());
    }
  }

  /// Goes to the end of the object or array that has just begun; elsewhere does nothing. A skip
  /// that failed is gone on with.
  ///
  /// @throws IOException as `next` throws it: what is skipped must be well formed too
  public void skipChildren() throws IOException {
    if (token == JsonToken.BEGIN_OBJECT || token == JsonToken.BEGIN_ARRAY) {
      skipped = depth;
    } else if (token != JsonToken.NONE) {
      skipped = NO_LEVEL;
    }
    int level = skipped;
    while (depth >= level) {
      next();
    }
    skipped = NO_LEVEL;
  }

  /// Goes to the next value and to the end of it. A skip that failed is gone on with.
  ///
  /// @throws IOException as `next` throws it; a `ParseException` if no value comes
  public void skipValue() throws IOException {
    if (token != JsonToken.NONE || skipped == NO_LEVEL) {
      skipped = NO_LEVEL;
      switch (next()) {
        case NAME, END_OBJECT, END_ARRAY, END -> throw mismatch("a value");
        default -> {}
      }
    }
    skipChildren();
  }

  /// The token that the last call went to.
  ///
  /// @return the token; `NONE` before the first, and after a call that failed
  public JsonToken token() {
    return token;
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
      throw mismatch("a whole number that fits in a long");
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
      throw mismatch("a whole number that fits in an int");
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
      ParseException mismatch = mismatch("a number with an exponent that fits in an int");
      mismatch.addSuppressed(e);
      throw mismatch;
    }
  }

  /// The current truth value.
  ///
  /// @return the value
  /// @throws ParseException if the token is neither `TRUE` nor `FALSE`
  public boolean booleanValue() throws ParseException {
    if (token != JsonToken.TRUE && token != JsonToken.FALSE) {
      throw mismatch("true or false");
    }
    return token == JsonToken.TRUE;
  }

  /// The current name or string, unescaped, or the characters of the current number.
  ///
  /// @return a view, valid until the reader goes on
  /// @throws ParseException if the token is another
  public Slice slice() throws ParseException {
    if (!isText() && token != JsonToken.NUMBER) {
      throw mismatch("a string");
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
    return line;
  }

  /// The offset in the input of the byte at `from()`.
  ///
  /// @return the offset as the source counts it
  public long offset() {
    return source.offset() + from;
  }

  /// Closes the source.
  ///
  /// @throws IOException as the source throws it
  @Override
  public void close() throws IOException {
    position = limit;
    clear();
    source.close();
  }

  @Override
  public String toString() {
    return source.name() + ": line " + line + ", byte " + offset() + ": " + token.text();
  }

  /// Takes the string at `position`, a name or a value.
  private JsonToken string(int start, JsonToken kind, int most) throws IOException {
    long found = JsonGrammar.special(bytes, start + 1);
    escaped = false;
    if (bytes[(int) found] != '"') {
      found = quote(found, kind, most);
      start = position;
    }
    int end = (int) found;
    if (end - start > most) {
      checkLength(end, kind, most);
    }
    if (found < 0) {
      checkUtf8(start + 1, end);
    }
    if (kind == JsonToken.NAME && seen != null) {
      checkUnique(seen, end);
    }
    accept(kind, start + 1, end);
    position = end + 1;
    if (kind == JsonToken.NAME) {
      state = JsonGrammar.COLON;
    }
    return kind;
  }

  /// Where the string at `position` ends, in which something special was found before its end.
  private long quote(long found, JsonToken kind, int most) throws IOException {
    boolean escapes = false;
    for (; ; ) {
      int at = (int) found;
      int next = at;
      if (bytes[at] == '"') {
        escaped = escapes;
        return found;
      }
      if (bytes[at] == '\\') {
        escapes = true;
        next = JsonGrammar.escapeEnd(bytes, at, limit);
        if (next < 0 && ~next != limit) {
          checkLength(at, kind, most);
          throw flaw(~next, next == ~at ? "both halves of a surrogate pair" : "an escape");
        }
      } else if (at != limit) {
        checkLength(at, kind, most);
        throw flaw(at, "no control character in a string");
      }
      if (next <= at) { // what decides lies behind the limit
        checkLength(at, kind, most);
        int length = at - position;
        if (!refill()) {
          throw flaw(limit, "a closing quote");
        }
        next = position + length;
      }
      found = JsonGrammar.special(bytes, next) | (found & JsonGrammar.BEYOND_ASCII);
    }
  }

  private JsonToken number(int start) throws IOException {
    int end = JsonGrammar.numberEnd(bytes, start);
    if (end == limit || end == ~limit) {
      end = numberAtLimit();
      start = position;
    }
    if (end < 0) {
      throw numberFlaw(~end);
    }
    if (end - start > rules.number()) {
      throw tooLong(JsonToken.NUMBER, rules.number());
    }
    escaped = false;
    return accept(JsonToken.NUMBER, start, end);
  }

  /// Where the number at `position` ends, which reaches to the limit.
  private int numberAtLimit() throws IOException {
    int end;
    do {
      if (limit - position > rules.number()) {
        throw tooLong(JsonToken.NUMBER, rules.number());
      }
      boolean more = refill();
      end = JsonGrammar.numberEnd(bytes, position);
      if (!more) {
        return end;
      }
    } while (end == limit || end == ~limit);
    return end;
  }

  /// What is wrong with the number at `position`: the byte that breaks it, or its length up to
  /// there.
  private ParseException numberFlaw(int at) {
    if (at - position > rules.number()) {
      return tooLong(JsonToken.NUMBER, rules.number());
    }
    boolean digit = bytes[at] >= '0' && bytes[at] <= '9';
    return error(at, digit ? "no digit behind a leading zero" : "a digit");
  }

  private JsonToken word(int at, int action) throws IOException {
    int word = (int) JsonGrammar.INTS.get(bytes, at + (action == JsonGrammar.FALSE ? 1 : 0));
    if (action == JsonGrammar.TRUE) {
      return word == JsonGrammar.TRUE_WORD
          ? accept(JsonToken.TRUE, at, at + 4)
          : spelled(JsonToken.TRUE);
    }
    if (action == JsonGrammar.FALSE) {
      return word == JsonGrammar.ALSE_WORD
          ? accept(JsonToken.FALSE, at, at + 5)
          : spelled(JsonToken.FALSE);
    }
    return word == JsonGrammar.NULL_WORD
        ? accept(JsonToken.NULL, at, at + 4)
        : spelled(JsonToken.NULL);
  }

  /// Takes the word at `position` byte by byte; it may reach to the limit, or be none.
  private JsonToken spelled(JsonToken kind) throws IOException {
    String text = kind.text();
    for (int i = 0; i < text.length(); ) {
      if (bytes[position + i] == text.charAt(i)) {
        i++;
      } else if (position + i < limit || !refill()) {
        throw error(position + i, text);
      }
    }
    return accept(kind, position, position + text.length());
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
      throw beyond(at, "at most " + level + " levels");
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
    token = kind;
    return kind;
  }

  /// The first byte that is no white space, which becomes `position`.
  private int behindWhite(int at) {
    byte[] bytes = this.bytes;
    for (; ; at++) {
      long others = (long) JsonGrammar.LONGS.get(bytes, at) ^ JsonGrammar.SPACES;
      while (others == 0) {
        at += Long.BYTES;
        others = (long) JsonGrammar.LONGS.get(bytes, at) ^ JsonGrammar.SPACES;
      }
      at += Long.numberOfTrailingZeros(others) >>> 3;
      byte value = bytes[at];
      if (value == '\n') {
        line++;
        lineStart = at + 1L;
      } else if (value != '\r' && value != '\t') {
        position = at;
        return at;
      }
    }
  }

  /// Reads more behind a byte that nothing begins with; if there is no more, the token is `END`.
  private boolean more(int at) throws IOException {
    boolean several = rules.several();
    if (state == JsonGrammar.BETWEEN && at > 0 && JsonGrammar.isWhite(bytes[at - 1])) {
      state = JsonGrammar.START; // no token ends with white space: this was behind one
      return true;
    }
    if (at != limit) {
      throw error(at, JsonGrammar.expected(state));
    }
    if (refill()) {
      return true;
    }
    if (state < JsonGrammar.DONE && (state != JsonGrammar.START || !several)) {
      throw error(limit, JsonGrammar.expected(state));
    }
    token = JsonToken.END;
    return false;
  }

  /// Reads more behind what comes from `position` on, which moves to where that then lies.
  private boolean refill() throws IOException {
    int capacity = source.capacity();
    if (limit - position == capacity) {
      throw beyond(position, "at most the window's " + capacity + " bytes for a token");
    }
    long place = source.offset() + position;
    try {
      return source.refill(position);
    } finally { // a failed refill may have moved the window or not
      int moved = (int) (place - source.offset());
      lineStart += moved - position;
      position = moved;
      limit = source.to();
      bytes[limit] = 0;
      clear();
    }
  }

  private void clear() {
    token = JsonToken.NONE;
    escaped = false;
    from = position;
    to = position;
  }

  private boolean isText() {
    return token == JsonToken.STRING || token == JsonToken.NAME;
  }

  private void require(JsonToken wanted) throws ParseException {
    if (token != wanted) {
      throw mismatch(wanted.text());
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

  private void checkUnique(SeenNames seen, int end) throws ParseException {
    Slice name = new Slice(bytes, position + 1, end);
    if (!seen.add(depth - 1, escaped ? unescaper.unescape(name) : name)) {
      throw error(position, "another name than before in this object");
    }
  }

  /// Checks the length of the string at `position` as far as it is known.
  private void checkLength(int end, JsonToken kind, int most) throws ParseException {
    if (end - position - 1 > most) {
      throw tooLong(kind, most);
    }
  }

  private void checkUtf8(int first, int end) throws ParseException {
    int index = Utf8.indexOfMalformed(bytes, first, end);
    if (index >= 0) {
      throw error(index, "UTF-8");
    }
  }

  /// What is wrong in the string at `position`: this, or malformed bytes before it.
  private ParseException flaw(int at, String expected) throws ParseException {
    checkUtf8(position + 1, at);
    return error(at, expected);
  }

  private ParseException tooLong(JsonToken kind, int most) {
    return beyond(position, "at most " + most + " bytes for " + kind.text());
  }

  /// What is wrong at a place; there is no token then.
  private ParseException error(int at, String expected) {
    clear();
    return parseException(at, expected);
  }

  /// What a limit does not allow; there is no token then.
  private ParseException beyond(int at, String expected) {
    clear();
    return ParseException.beyond(source, at, line, at - lineStart + 1, expected);
  }

  /// What is wrong with the token for who wants another; it stays.
  private ParseException mismatch(String expected) {
    if (token == JsonToken.NONE) {
      throw new IllegalStateException(source.name() + ": no token at byte " + offset());
    }
    return parseException(isText() ? from - 1 : from, expected);
  }

  private ParseException parseException(int at, String expected) {
    return ParseException.at(source, at, line, at - lineStart + 1, expected);
  }
}
