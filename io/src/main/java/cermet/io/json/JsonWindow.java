// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Utf8;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.IOException;

/// Part of {@link JsonReader}: the unread bytes, the line that they stand in, and the tokens that
/// need more of them.
final class JsonWindow {
  /*
   * window:  | read | token being looked at, unread bytes | NUL | padding |
   *                 ^start                                ^limit
   *
   * A byte of 0 is kept at `limit`, where the source promises nothing: it is no white space and no
   * part of a string, a number or a word, so that no loop asks for the end. Who finds a byte that
   * does not fit looks whether it stands at `limit`; then more is read, and the token is looked at
   * again from its start, which stays in the window. Only within a string the search goes on where
   * it stood, or a long one that comes in small pieces would cost its square.
   *
   * Line feeds stand in white space only and are counted there; lineStart is an index in the window,
   * below 0 once the start of the line has left it. `start` is set by whoever may read more, and
   * moves with the window.
   */

  final byte[] bytes;
  int limit;
  int start;
  long line = 1;
  private long lineStart;
  private final ByteSource source;
  private final JsonRules rules;

  JsonWindow(ByteSource source, JsonRules rules) {
    this.source = source;
    this.rules = rules;
    this.bytes = source.window();
    reset();
  }

  /// Begins with the unread bytes of the source.
  void reset() {
    start = source.from();
    limit = source.to();
    line = 1;
    lineStart = start;
    bytes[limit] = 0;
  }

  /// The first byte that is no white space. Mostly it stands behind a line feed and spaces.
  int behindWhite(int at) {
    byte[] bytes = this.bytes;
    if (bytes[at] == '\n') {
      line++;
      at++;
      lineStart = at;
      at = behindSpaces(bytes, at);
      if (bytes[at] > ' ') {
        return at;
      }
    }
    return behindAnyWhite(at);
  }

  private int behindAnyWhite(int at) {
    byte[] bytes = this.bytes;
    for (; ; at++) {
      at = behindSpaces(bytes, at);
      byte value = bytes[at];
      if (value == '\n') {
        line++;
        lineStart = at + 1L;
      } else if (value != '\r' && value != '\t') {
        return at;
      }
    }
  }

  private static int behindSpaces(byte[] bytes, int at) {
    long others = (long) JsonGrammar.LONGS.get(bytes, at) ^ JsonGrammar.SPACES;
    while (others == 0) {
      at += Long.BYTES;
      others = (long) JsonGrammar.LONGS.get(bytes, at) ^ JsonGrammar.SPACES;
    }
    return at + (Long.numberOfTrailingZeros(others) >>> 3);
  }

  /// Where the string at `start` ends, in which something special was found before its end; marked
  /// ESCAPED if there are escapes.
  long stringEnd(long found, JsonToken kind, int most) throws IOException {
    for (; ; ) {
      int at = (int) found;
      int next = at;
      if (bytes[at] == '"') {
        return found;
      }
      if (bytes[at] == '\\') {
        found |= JsonGrammar.ESCAPED;
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
        int length = at - start;
        if (!refill()) {
          throw flaw(limit, "a closing quote");
        }
        next = start + length;
      }
      found = JsonGrammar.special(bytes, next) | (found & JsonGrammar.MARKS);
    }
  }

  /// Where the number at `start` ends, which reaches to the limit, is too long or has a flaw.
  int numberEnd(int end) throws IOException {
    boolean more = true;
    while (more && (end == limit || end == ~limit)) {
      if (limit - start > rules.number()) {
        throw tooLong(JsonToken.NUMBER, rules.number());
      }
      more = refill();
      end = JsonGrammar.numberEnd(bytes, start);
    }
    int last = end < 0 ? ~end : end;
    if (last - start > rules.number()) {
      throw tooLong(JsonToken.NUMBER, rules.number());
    }
    if (end < 0) {
      boolean digit = bytes[last] >= '0' && bytes[last] <= '9';
      throw error(last, digit ? "no digit behind a leading zero" : "a digit");
    }
    return end;
  }

  /// Goes over the word at `start` byte by byte; it may reach to the limit, or be none.
  void checkWord(String text) throws IOException {
    for (int i = 0; i < text.length(); ) {
      if (bytes[start + i] == text.charAt(i)) {
        i++;
      } else if (start + i < limit || !refill()) {
        throw error(start + i, text);
      }
    }
  }

  /// Reads more behind what comes from `start` on, which moves to where that then lies.
  boolean refill() throws IOException {
    int capacity = source.capacity();
    if (limit - start == capacity) {
      throw beyond(start, "at most the window's " + capacity + " bytes for a token");
    }
    long place = source.offset() + start;
    try {
      return source.refill(start);
    } finally { // a failed refill may have moved the window or not
      int moved = (int) (place - source.offset());
      lineStart += moved - start;
      start = moved;
      limit = source.to();
      bytes[limit] = 0;
    }
  }

  /// Checks the length of the string at `start` as far as it is known.
  void checkLength(int end, JsonToken kind, int most) throws ParseException {
    if (end - start - 1 > most) {
      throw tooLong(kind, most);
    }
  }

  void checkUtf8(int first, int end) throws ParseException {
    int index = Utf8.indexOfMalformed(bytes, first, end);
    if (index >= 0) {
      throw error(index, "UTF-8");
    }
  }

  /// What is wrong in the string at `start`: this, or malformed bytes before it.
  private ParseException flaw(int at, String expected) throws ParseException {
    checkUtf8(start + 1, at);
    return error(at, expected);
  }

  private ParseException tooLong(JsonToken kind, int most) {
    return beyond(start, "at most " + most + " bytes for " + kind.text());
  }

  /// What is wrong at a place.
  ParseException error(int at, String expected) {
    return ParseException.at(source, at, line, at - lineStart + 1, expected);
  }

  /// What a limit does not allow.
  ParseException beyond(int at, String expected) {
    return ParseException.beyond(source, at, line, at - lineStart + 1, expected);
  }
}
