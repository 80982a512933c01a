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
/// The caller has room for LONGEST bytes for each char or byte, and for MORE.
final class JsonEscapes {
  /*
   * Escaped are the quote, the backslash and control characters, nothing else. Bytes are taken eight
   * at a time: stored first, then looked at, and stored over from the first that needs an escape.
   * Of a word's hits only that first one is exact, and no other is used; JsonGrammar says why. Chars
   * come as bytes from the JDK, which holds them so, a chunk at a time; as long as they are ASCII each
   * hit is exact.
   */

  /// The most bytes that a char or a byte becomes.
  static final int LONGEST = 6;

  /// What a word may take beyond the last char.
  static final int MORE = Long.BYTES - LONGEST;

  /// How many chars of a text are copied at a time; arbitrary.
  static final int CHUNK = 256;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long TWOS = 2 * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long LOWS = 0x7F * ONES;
  private static final long ABOVE_CONTROLS = 0x60 * ONES; // lifts bytes from 0x20 on to 0x80
  private static final long ABOVE_QUOTE = 0x21 * ONES;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /// For each ASCII character the letter of its escape, `u` for those without one, 0 for the
  /// others.
  private static final byte[] ESCAPES = escapes();

  private JsonEscapes() {}

  /// Escapes and encodes chars, by way of a chunk; returns where their bytes end.
  @SuppressWarnings("deprecation") // drops the high bytes of chars: there are none
  static int write(String text, int from, int to, byte[] chunk, byte[] into, int at) {
    int i = from;
    while (to - i >= Long.BYTES) {
      int length = Math.min(to - i, CHUNK);
      if (!isLatin(text, i, i + length)) {
        return beyondAscii(text, i, to, into, at);
      }
      text.getBytes(i, i + length, chunk, 0);
      int j = 0;
      while (length - j >= Long.BYTES) {
        long word = (long) LONGS.get(chunk, j);
        LONGS.set(into, at, word); // there is room for six times as many
        long hits = hits(word);
        if (hits == 0) {
          j += Long.BYTES;
          at += Long.BYTES;
        } else if ((word & HIGHS) != 0) {
          return beyondAscii(text, i + j, to, into, at);
        } else {
          int count = Long.numberOfTrailingZeros(hits) >>> 3;
          at = escape((byte) (word >>> (count << 3)), into, at + count);
          j += count + 1;
        }
      }
      i += j; // the chars that are left of the chunk begin the next
    }
    return i == to ? at : writeBrief(text, i, to, into, at);
  }

  /// The same for 1 to 7 chars.
  private static int writeBrief(String text, int from, int to, byte[] into, int at) {
    int left = to - from;
    long word = brief(text, from, left);
    if ((word & HIGHS) != 0) {
      return beyondAscii(text, from, to, into, at);
    }
    while (left > 0) {
      LONGS.set(into, at, word); // there is room for MORE
      long hits = hits(word) & ((1L << (left << 3)) - 1);
      if (hits == 0) {
        return at + left;
      }
      int count = Long.numberOfTrailingZeros(hits) >>> 3;
      at = escape((byte) (word >>> (count << 3)), into, at + count);
      left -= count + 1;
      word >>>= (count + 1) << 3;
    }
    return at;
  }

  /// A high bit for each byte of a word that is beyond ASCII or needs an escape; if one is beyond
  /// ASCII, those above it may be wrong.
  private static long hits(long word) {
    long others =
        ((word ^ QUOTES) + LOWS) & ((word ^ BACKSLASHES) + LOWS) & (word + ABOVE_CONTROLS) & ~word;
    return ~others & HIGHS;
  }

  /// Says whether there is no char above U+00FF. Of a text that the JDK holds in bytes the compiler
  /// knows that, and nothing is left of the loop.
  private static boolean isLatin(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  /// One to seven chars as a word, the first one lowest; -1 if one is above U+00FF.
  private static long brief(String text, int from, int length) {
    if (length >= Integer.BYTES) { // chars in the middle may be taken twice
      long first = four(text, from);
      long last = four(text, from + length - Integer.BYTES);
      return (first | last) < 0 ? -1 : first | last << ((length - Integer.BYTES) << 3);
    }
    int half = length >> 1; // one char may be taken thrice
    int first = text.charAt(from);
    int middle = text.charAt(from + half);
    int last = text.charAt(from + length - 1);
    if (first > 0xFF || middle > 0xFF || last > 0xFF) {
      return -1;
    }
    return first | middle << (half << 3) | last << ((length - 1) << 3);
  }

  private static long four(String text, int i) {
    int first = text.charAt(i);
    int second = text.charAt(i + 1);
    int third = text.charAt(i + 2);
    int fourth = text.charAt(i + 3);
    if (first > 0xFF || second > 0xFF || third > 0xFF || fourth > 0xFF) {
      return -1;
    }
    return first | second << 8 | third << 16 | (long) fourth << 24;
  }

  private static int beyondAscii(String text, int from, int to, byte[] into, int at) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        byte letter = ESCAPES[c];
        if (letter == 0) {
          into[at++] = (byte) c;
        } else {
          at = escape((byte) c, into, at);
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
        at = escape(from[i++], into, at);
      }
    }
    for (; i < end; i++) {
      byte value = from[i];
      byte letter = value < 0 ? 0 : ESCAPES[value];
      if (letter == 0) {
        into[at++] = value;
      } else {
        at = escape(value, into, at);
      }
    }
    return at;
  }

  private static int escape(byte value, byte[] into, int at) {
    byte letter = ESCAPES[value];
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
