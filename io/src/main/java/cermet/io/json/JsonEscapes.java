// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/// Part of {@link JsonWriter}: text as what stands between the quotes of a JSON string.
///
/// The caller has room for LONGEST bytes for each char or byte.
final class JsonEscapes {
  /*
   * Escaped are the quote, the backslash and control characters, nothing else. Bytes are taken eight
   * at a time: stored first, then looked at, and stored over from the first that needs an escape.
   * Of a word's hits only that first one is exact, and no other is used; JsonGrammar says why.
   */

  /// The most bytes that a char or a byte becomes.
  static final int LONGEST = 6;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long TWOS = 2 * ONES;
  private static final long ABOVE_QUOTE = 0x21 * ONES;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /// For each ASCII character the letter of its escape, `u` for those without one, 0 for the
  /// others.
  private static final byte[] ESCAPES = escapes();

  private JsonEscapes() {}

  /// Escapes and encodes chars; returns where their bytes end.
  static int write(String text, int from, int to, byte[] into, int at) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return beyondAscii(text, i, to, into, at);
      }
      byte letter = ESCAPES[c];
      if (letter == 0) {
        into[at++] = (byte) c;
      } else {
        at = escape((byte) c, letter, into, at);
      }
    }
    return at;
  }

  private static int beyondAscii(String text, int from, int to, byte[] into, int at) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        byte letter = ESCAPES[c];
        if (letter == 0) {
          into[at++] = (byte) c;
        } else {
          at = escape((byte) c, letter, into, at);
        }
      } else if (c < 0x800) {
        into[at] = (byte) (0xC0 | c >> 6);
        into[at + 1] = (byte) (0x80 | (c & 0x3F));
        at += 2;
      } else if (!Character.isSurrogate(c)) {
        into[at] = (byte) (0xE0 | c >> 12);
        into[at + 1] = (byte) (0x80 | (c >> 6 & 0x3F));
        into[at + 2] = (byte) (0x80 | (c & 0x3F));
        at += 3;
      } else if (i + 1 < to && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        into[at] = (byte) (0xF0 | point >> 18);
        into[at + 1] = (byte) (0x80 | (point >> 12 & 0x3F));
        into[at + 2] = (byte) (0x80 | (point >> 6 & 0x3F));
        into[at + 3] = (byte) (0x80 | (point & 0x3F));
        at += 4;
      } else {
        throw unpaired(c, i);
      }
    }
    return at;
  }

  /// Escapes bytes; returns where they end.
  static int write(byte[] from, int start, int end, byte[] into, int at) {
    int i = start;
    while (end - i >= Long.BYTES) {
      long word = (long) LONGS.get(from, i);
      long hits = ((word ^ TWOS) - ABOVE_QUOTE) | ((word ^ BACKSLASHES) - ONES);
      hits &= ~word & HIGHS;
      LONGS.set(into, at, word); // there is room for six times as many
      int count = Long.numberOfTrailingZeros(hits) >>> 3;
      i += count;
      at += count;
      if (hits != 0) {
        byte value = from[i++];
        at = escape(value, ESCAPES[value], into, at);
      }
    }
    for (; i < end; i++) {
      byte value = from[i];
      byte letter = value < 0 ? 0 : ESCAPES[value];
      if (letter == 0) {
        into[at++] = value;
      } else {
        at = escape(value, letter, into, at);
      }
    }
    return at;
  }

  private static int escape(byte value, byte letter, byte[] into, int at) {
    into[at] = '\\';
    into[at + 1] = letter;
    if (letter != 'u') {
      return at + 2;
    }
    into[at + 2] = '0';
    into[at + 3] = '0';
    into[at + 4] = HEX[value >> 4];
    into[at + 5] = HEX[value & 15];
    return at + 6;
  }

  static void checkUtf8(Slice text) {
    int index = Utf8.indexOfMalformed(text.bytes(), text.from(), text.to());
    if (index >= 0) {
      throw new IllegalArgumentException("malformed UTF-8 at " + (index - text.from()));
    }
  }

  static void checkPaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          throw unpaired(c, i);
        }
        i++;
      }
    }
  }

  private static IllegalArgumentException unpaired(char surrogate, int index) {
    String hex = HexFormat.of().withUpperCase().toHexDigits(surrogate);
    return new IllegalArgumentException("unpaired surrogate at " + index + ": U+" + hex);
  }

  private static byte[] escapes() {
    var escapes = new byte[0x80];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
