// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Part of {@link JsonReader}: what a byte means after what came before, and where strings, escapes
/// and numbers end.
final class JsonGrammar {
  /*
   * A state is the first place of its row of 256 in ACTIONS. It says what may come:
   *
   *     START, VALUE   a value             FIRST_VALUE      a value or ]
   *     NAME           a name              FIRST_NAME       a name or }
   *     IN_ARRAY       a comma or ]        IN_OBJECT        a comma or }
   *     COLON          a colon             DONE, BETWEEN    nothing but white space
   *
   * They are in such an order that a string is a value up to FIRST_VALUE and a name from there up to
   * FIRST_NAME, and that a comma leads four rows back, from IN_ARRAY to VALUE and from IN_OBJECT to
   * NAME: what next() asks most often needs no table.
   *
   * The loops ask for no end: the caller keeps a byte of 0 behind the data, which is no digit, no
   * letter of an escape and, as a control character, no part of a string; and eight bytes behind
   * that may be read.
   *
   * Of a word's hits only the lowest is exact: a borrow or a carry can mark others above it. Taken
   * from x ^ 2, 0x21 borrows for the quote, which becomes 0x20, and for control characters, which
   * stay below it; the space becomes 0x22 and the exclamation mark 0x23.
   */

  static final int START = 0;
  static final int VALUE = 1 << 8;
  static final int FIRST_VALUE = 2 << 8;
  static final int NAME = 3 << 8;
  static final int FIRST_NAME = 4 << 8;
  static final int IN_ARRAY = 5 << 8;
  static final int COLON = 6 << 8;
  static final int IN_OBJECT = 7 << 8;
  static final int DONE = 8 << 8;
  static final int BETWEEN = 9 << 8;

  // Actions; below zero: a comma or a colon, and the complement of the number of the next row.
  static final int NOTHING = 0;
  static final int STRING = 1;
  static final int MEMBER = 2;
  static final int NUMBER = 3;
  static final int OPEN_OBJECT = 4;
  static final int OPEN_ARRAY = 5;
  static final int CLOSE_OBJECT = 6;
  static final int CLOSE_ARRAY = 7;
  static final int TRUE = 8;
  static final int FALSE = 9;
  static final int NULL = 10;

  static final byte[] ACTIONS = actions();

  static final int TRUE_WORD = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
  static final int ALSE_WORD = 'a' | 'l' << 8 | 's' << 16 | 'e' << 24;
  static final int NULL_WORD = 'n' | 'u' << 8 | 'l' << 16 | 'l' << 24;

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  static final long ONES = 0x0101_0101_0101_0101L;
  static final long HIGHS = 0x8080_8080_8080_8080L;
  static final long SPACES = ' ' * ONES;

  /// Marks a place before which there are bytes beyond ASCII.
  static final long BEYOND_ASCII = Long.MIN_VALUE;

  /// Marks a place before which there are escapes.
  static final long ESCAPED = 1L << 62;

  static final long MARKS = BEYOND_ASCII | ESCAPED;

  private static final int BEHIND_COMMA = 4 << 8;

  private static final long BACKSLASHES = '\\' * ONES;
  private static final long TWOS = 2 * ONES;
  private static final long ABOVE_QUOTE = 0x21 * ONES;
  private static final long ZEROS = '0' * ONES;
  private static final long ABOVE_NINE = 0x76 * ONES; // lifts bytes above 9 to 128 and more

  private static final String[] EXPECTED = {
    "a value",
    "a value",
    "a value or ']'",
    "a name",
    "a name or '}'",
    "',' or ']'",
    "':'",
    "',' or '}'",
    "the end",
    "white space"
  };

  private JsonGrammar() {}

  /// What may come in a state, in words.
  static String expected(int state) {
    return EXPECTED[state >>> 8];
  }

  /// Whether a comma may come.
  static boolean isBehindValue(int state) {
    return (state & ~(IN_ARRAY ^ IN_OBJECT)) == IN_ARRAY;
  }

  /// The state behind a comma that may come.
  static int behindComma(int state) {
    return state - BEHIND_COMMA;
  }

  /// The first quote, backslash or control character, with BEYOND_ASCII if there are bytes beyond
  /// ASCII before it.
  static long special(byte[] bytes, int at) {
    long passed = 0;
    for (; ; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at);
      long hits = ((word ^ TWOS) - ABOVE_QUOTE) | ((word ^ BACKSLASHES) - ONES);
      hits &= ~word & HIGHS;
      if (hits != 0) {
        passed |= word & (hits ^ (hits - 1)); // up to the lowest hit, which is ASCII itself
        at += Long.numberOfTrailingZeros(hits) >>> 3;
        return (passed & HIGHS) == 0 ? at : at | BEYOND_ASCII;
      }
      passed |= word;
    }
  }

  /// The index behind an escape, or -1 - index of the byte that breaks it: of the backslash if a
  /// surrogate lacks its other half, of `limit` if that decides.
  static int escapeEnd(byte[] bytes, int at, int limit) {
    byte letter = bytes[at + 1];
    if (letter != 'u') {
      return isShort(letter) ? at + 2 : ~(at + 1);
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(bytes[i] & 0xFF, 16);
      if (digit < 0) {
        return ~i;
      }
      unit = unit << 4 | digit;
    }
    if (!Character.isSurrogate((char) unit)) {
      return at + 6;
    }
    return Character.isHighSurrogate((char) unit) ? pairEnd(bytes, at, limit) : ~at;
  }

  private static boolean isShort(byte letter) {
    return switch (letter) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /// The index behind two escapes of which the first is a high surrogate.
  private static int pairEnd(byte[] bytes, int at, int limit) {
    for (int i = at + 6; i < at + 12; i++) {
      int value = bytes[i];
      boolean good =
          switch (i - at) {
            case 6 -> value == '\\';
            case 7 -> value == 'u';
            case 8 -> value == 'd' || value == 'D';
            case 9 -> (value | 0x20) >= 'c' && (value | 0x20) <= 'f';
            default -> Character.digit(value & 0xFF, 16) >= 0;
          };
      if (!good) {
        return i == limit ? ~i : ~at;
      }
    }
    return at + 12;
  }

  /// The index behind a number, or -1 - index of the byte that breaks it.
  static int numberEnd(byte[] bytes, int at) {
    int first = bytes[at] == '-' ? at + 1 : at;
    at = digitsEnd(bytes, first);
    if (at - first != 1 && (at == first || bytes[first] == '0')) {
      return at == first ? ~at : ~(first + 1);
    }
    if (bytes[at] == '.') {
      first = at + 1;
      at = digitsEnd(bytes, first);
      if (at == first) {
        return ~at;
      }
    }
    if ((bytes[at] | 0x20) == 'e') {
      first = at + 1;
      if (bytes[first] == '+' || bytes[first] == '-') {
        first++;
      }
      at = digitsEnd(bytes, first);
      if (at == first) {
        return ~at;
      }
    }
    return at;
  }

  private static int digitsEnd(byte[] bytes, int at) {
    for (; ; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at) ^ ZEROS;
      long others = ((word + ABOVE_NINE) | word) & HIGHS;
      if (others != 0) {
        return at + (Long.numberOfTrailingZeros(others) >>> 3);
      }
    }
  }

  static boolean isWhite(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  private static byte[] actions() {
    byte[] actions = new byte[10 << 8];
    for (int row : new int[] {START, VALUE, FIRST_VALUE}) {
      actions[row + '"'] = STRING;
      Arrays.fill(actions, row + '0', row + '9' + 1, (byte) NUMBER);
      actions[row + '-'] = NUMBER;
      actions[row + '{'] = OPEN_OBJECT;
      actions[row + '['] = OPEN_ARRAY;
      actions[row + 't'] = TRUE;
      actions[row + 'f'] = FALSE;
      actions[row + 'n'] = NULL;
    }
    actions[FIRST_VALUE + ']'] = CLOSE_ARRAY;
    actions[NAME + '"'] = MEMBER;
    actions[FIRST_NAME + '"'] = MEMBER;
    actions[FIRST_NAME + '}'] = CLOSE_OBJECT;
    actions[IN_ARRAY + ','] = ~(VALUE >> 8);
    actions[IN_ARRAY + ']'] = CLOSE_ARRAY;
    actions[COLON + ':'] = ~(VALUE >> 8);
    actions[IN_OBJECT + ','] = ~(NAME >> 8);
    actions[IN_OBJECT + '}'] = CLOSE_OBJECT;
    return actions;
  }
}
