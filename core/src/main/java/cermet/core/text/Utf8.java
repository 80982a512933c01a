// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// UTF-8 judged, counted and turned into chars and back, in arrays that the caller has.
///
/// - **Use** to check bytes before they are trusted, and to decode or encode without garbage.
/// - **Avoid** for a `String` of bytes known to be good: `new String` is compiled specially; and
///   for other charsets.
/// - **Cost** `indexOfMalformed` 32 bytes a step in ASCII, else a table step a byte without
///   branches; `codePointCount`, `utf16Length`, `indexOfNonAscii` eight bytes a step; `tryDecode`,
///   `decodeReplacing`, `tryEncode`, `encodeReplacing`, `encodedLength` O(n).
/// - **Allocation** none, `toString` and errors aside.
/// - **Threads** stateless.
/// - **Errors** malformed: -1 - index from the `try` methods, else `IllegalArgumentException` with
///   index and bytes, after what comes before it is written; a range outside the array or too
///   little room: `IndexOutOfBoundsException`, nothing written.
/// - **Source** Unicode 17, table 3-7; Höhrmann, Flexible and economical UTF-8 decoder, 2010;
///   Slagle, shift-based DFAs, 2021.
/// - **Copies with** `Utf8Encoding`.
public final class Utf8 {
  /*
   * Validation is a machine of ten states. A state is a shift: each byte value has a word that holds
   * the next state of every state, six bits each, at the place that the state names. A step is a
   * load that depends on the byte only, and one shift:
   *
   *   state = STEPS[byte] >>> state      (the shift takes the lowest six bits of the state)
   *
   *            54      48     42   36   30   24   18     12   6    0
   *   STEPS   | any   | error | f4 | f0 | ed | e0 | three | two | one | accept |
   *
   * one, two, three: so many bytes of 80..BF are missing. e0, ed, f0, f4: the byte after that lead,
   * whose range is narrower, which is what excludes overlong forms, surrogates and what is beyond
   * U+10FFFF. The error state is never left.
   *
   * Steps of one byte after the other would wait for each other, a cycle each, all the way. So each
   * block of 32 finds its own first state from the three bytes before it, and the processor works on
   * several blocks at once. These steps begin in `any`: continuation bytes leave it as it is, for
   * their lead lies further back; other bytes are taken as in `accept`. If all three are
   * continuation bytes of a text that was good so far, a character of four bytes ends there. What
   * comes before a block has been judged: so by induction each block starts in the right state, and
   * the first error is found in the block that it lies in. Utf8Proof.validate.
   *
   * Where an error is, and how long, is asked of lengthAt, which looks at one sequence.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long SECOND = 0x8000;

  private static final int ACCEPT = 0;
  private static final int ONE = 6;
  private static final int TWO = 12;
  private static final int THREE = 18;
  private static final int AFTER_E0 = 24;
  private static final int AFTER_ED = 30;
  private static final int AFTER_F0 = 36;
  private static final int AFTER_F4 = 42;
  private static final int ERROR = 48;
  private static final int ANY = 54;
  private static final int STATE = 63;

  private static final int BLOCK = 32;

  /// How long a range is whose ASCII is judged by chunks; in shorter ones C2's vectors gain
  /// nothing.
  private static final int LONG_RANGE = 576;

  /// The most bytes that are judged at once; if not all are ASCII they are looked at again.
  private static final int CHUNK = 4096;

  private static final int LONGEST = 4;
  private static final char REPLACEMENT = '\uFFFD';

  private static final long[] STEPS = steps();

  private Utf8() {}

  /// Returns the index of the first byte that does not belong to a well-formed character, or -1.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the index in the array at which the first malformed or incomplete sequence begins, or
  ///   -1 if the range is UTF-8
  public static int indexOfMalformed(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    long state = ACCEPT;
    int at = asciiStart(bytes, from, to);
    for (; at <= to - BLOCK; at += BLOCK) {
      if (highs(bytes, at) == 0) {
        if ((state & STATE) != ACCEPT) {
          return locate(bytes, from, at, to);
        }
        continue;
      }
      if (at > from) { // at least a block
        state = ANY;
        state = STEPS[bytes[at - 3] & 0xFF] >>> state;
        state = STEPS[bytes[at - 2] & 0xFF] >>> state;
        state = (STEPS[bytes[at - 1] & 0xFF] >>> state) & STATE;
        state = state == ANY ? ACCEPT : state;
      }
      state = block(bytes, at, state);
      if ((state & STATE) == ERROR) {
        return locate(bytes, from, at, to);
      }
    }
    for (int i = at; i < to; i++) {
      state = STEPS[bytes[i] & 0xFF] >>> state;
    }
    return (state & STATE) == ACCEPT ? -1 : locate(bytes, from, at, to);
  }

  /// Returns the index of the first byte that is not ASCII, or -1.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the index in the array, or -1
  public static int indexOfNonAscii(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int end = asciiEnd(bytes, asciiStart(bytes, from, to), to);
    return end == to ? -1 : end;
  }

  /// Throws if a range is not UTF-8.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  public static void check(byte[] bytes, int from, int to) {
    int index = indexOfMalformed(bytes, from, to);
    if (index >= 0) {
      throw malformed(bytes, index, to);
    }
  }

  /// Returns how many code points a range of good UTF-8 has: its bytes but those of 80..BF.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the number
  public static int codePointCount(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int following = 0;
    int at = from;
    for (; at <= to - 8; at += 8) {
      long word = (long) LONGS.get(bytes, at);
      following += Long.bitCount(word & ~(word << 1) & HIGHS);
    }
    for (; at < to; at++) {
      following += bytes[at] < (byte) 0xC0 ? 1 : 0;
    }
    return to - from - following;
  }

  /// Returns how many chars a range of good UTF-8 decodes to: its code points, and one more for
  /// each byte from F0 on.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the number
  public static int utf16Length(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int less = 0;
    int at = from;
    for (; at <= to - 8; at += 8) {
      long word = (long) LONGS.get(bytes, at);
      long following = word & ~(word << 1) & HIGHS;
      long four = word & word << 1 & word << 2 & word << 3 & HIGHS;
      less += Long.bitCount(following) - Long.bitCount(four);
    }
    for (; at < to; at++) {
      less += bytes[at] < (byte) 0xC0 ? 1 : 0;
      less -= (bytes[at] & 0xFF) >= 0xF0 ? 1 : 0;
    }
    return to - from - less;
  }

  /// Decodes a range, and returns where its chars end or -1 - index of the first malformed byte.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param into where to; room for the UTF-16 length
  /// @param at the index of the first char
  /// @return the index after the last char; if negative, its complement is the index in `bytes` at
  ///   which the first malformed sequence begins, and the chars before that are written
  public static int tryDecode(byte[] bytes, int from, int to, char[] into, int at) {
    Objects.checkFromToIndex(from, to, bytes.length);
    Objects.checkFromToIndex(at, into.length, into.length);
    if (to - from > into.length - at) {
      int index = indexOfMalformed(bytes, from, to);
      int end = index < 0 ? to : index;
      Objects.checkFromIndexSize(at, utf16Length(bytes, from, end), into.length);
    }
    long ends = decodeGood(bytes, from, to, into, at);
    int index = (int) (ends >>> 32);
    return index == to ? (int) ends : ~index;
  }

  /// Decodes a range that must be UTF-8.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param into where to; room for the UTF-16 length
  /// @param at the index of the first char
  /// @return the index after the last char
  public static int decode(byte[] bytes, int from, int to, char[] into, int at) {
    int end = tryDecode(bytes, from, to, into, at);
    if (end < 0) {
      throw malformed(bytes, ~end, to);
    }
    return end;
  }

  /// Decodes a range, with a U+FFFD for what is malformed, as the JDK's decoder does: one for the
  /// longest beginning of a character, and one for all three bytes of a surrogate.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @param into where to; a char a byte is always room enough
  /// @param at the index of the first char
  /// @return the index after the last char
  public static int decodeReplacing(byte[] bytes, int from, int to, char[] into, int at) {
    Objects.checkFromToIndex(from, to, bytes.length);
    Objects.checkFromToIndex(at, into.length, into.length);
    if (to - from > into.length - at) {
      Objects.checkFromIndexSize(at, replacedLength(bytes, from, to), into.length);
    }
    long ends = decodeGood(bytes, from, to, into, at);
    while ((int) (ends >>> 32) < to) {
      int index = (int) (ends >>> 32);
      int end = (int) ends;
      into[end] = REPLACEMENT;
      ends = decodeGood(bytes, index - lengthAt(bytes, index, to), to, into, end + 1);
    }
    return (int) ends;
  }

  /// Returns the text of a range that must be UTF-8.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the text
  public static String toString(byte[] bytes, int from, int to) {
    check(bytes, from, to);
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /// Returns how many bytes a text is encoded to, one for each unpaired surrogate.
  ///
  /// @param text the text
  /// @return the number
  public static long encodedLength(String text) {
    return Utf8Encoding.length(text);
  }

  /// Encodes a text, and returns where its bytes end or -1 - index of the first unpaired surrogate.
  ///
  /// @param text the text
  /// @param into where to; room for the encoded length
  /// @param at the index of the first byte
  /// @return the index after the last byte; if negative, its complement is the index of the
  ///   surrogate, and the bytes before that are written
  public static int tryEncode(String text, byte[] into, int at) {
    return Utf8Encoding.tryEncode(text, into, at);
  }

  /// Encodes chars, and returns where their bytes end or -1 - index of the first unpaired
  /// surrogate.
  ///
  /// @param chars the chars
  /// @param from the first index
  /// @param to the index after the last
  /// @param into where to; room for the encoded length
  /// @param at the index of the first byte
  /// @return the index after the last byte; if negative, its complement is the index of the
  ///   surrogate, and the bytes before that are written
  public static int tryEncode(char[] chars, int from, int to, byte[] into, int at) {
    return Utf8Encoding.tryEncode(chars, from, to, into, at);
  }

  /// Encodes a text without unpaired surrogates.
  ///
  /// @param text the text
  /// @param into where to; room for the encoded length
  /// @param at the index of the first byte
  /// @return the index after the last byte
  public static int encode(String text, byte[] into, int at) {
    return Utf8Encoding.encode(text, into, at);
  }

  /// Encodes a text, with a question mark for each unpaired surrogate, as `String.getBytes` does.
  ///
  /// @param text the text
  /// @param into where to; room for the encoded length
  /// @param at the index of the first byte
  /// @return the index after the last byte
  public static int encodeReplacing(String text, byte[] into, int at) {
    return Utf8Encoding.encodeReplacing(text, into, at);
  }

  /// Goes over the ASCII that a range begins with.
  private static int asciiStart(byte[] bytes, int at, int to) {
    if (to - at < LONG_RANGE) {
      return asciiBlocks(bytes, at, to);
    }
    while (at <= to - 2 * BLOCK && (highs(bytes, at) | highs(bytes, at + BLOCK)) == 0) {
      at = asciiChunk(bytes, at + 2 * BLOCK, to);
    }
    return at;
  }

  /// Goes over a chunk of ASCII, or over the ASCII that it begins with.
  private static int asciiChunk(byte[] bytes, int at, int to) {
    int end = at + (Math.min(to - at, CHUNK) & -(2 * BLOCK));
    return allHighs(bytes, at, end) == 0 ? end : asciiBlocks(bytes, at, to);
  }

  /// What the bytes of a chunk that are not ASCII leave, 0 if there is none. C2 makes vectors of a
  /// loop that has one exit, and only if it does more than load and or: hence the mask in each
  /// turn.
  private static long allHighs(byte[] bytes, int at, int to) {
    long all = 0;
    for (int i = at; i <= to - 8; i += 8) {
      all |= (long) LONGS.get(bytes, i) & HIGHS; // Utf8Proof.validate
    }
    return all;
  }

  /// Goes over blocks of ASCII, two at a time.
  private static int asciiBlocks(byte[] bytes, int at, int to) {
    while (at <= to - 2 * BLOCK && (highs(bytes, at) | highs(bytes, at + BLOCK)) == 0) {
      at += 2 * BLOCK;
    }
    return at;
  }

  /// What the bytes of a block that are not ASCII leave, 0 if there is none.
  private static long highs(byte[] bytes, int at) {
    long first = (long) LONGS.get(bytes, at) | (long) LONGS.get(bytes, at + 8);
    long last = (long) LONGS.get(bytes, at + 16) | (long) LONGS.get(bytes, at + 24);
    return (first | last) & HIGHS;
  }

  /// The state after a block, or after the part of it that has an error.
  private static long block(byte[] bytes, int at, long state) {
    state = eight(bytes, at, state);
    if ((state & STATE) == ERROR) {
      return state; // without a branch, C2 loads the whole block first, and spills it
    }
    state = eight(bytes, at + 8, state);
    if ((state & STATE) == ERROR) {
      return state;
    }
    state = eight(bytes, at + 16, state);
    if ((state & STATE) == ERROR) {
      return state;
    }
    return eight(bytes, at + 24, state);
  }

  private static long eight(byte[] bytes, int at, long state) {
    state = STEPS[bytes[at] & 0xFF] >>> state;
    state = STEPS[bytes[at + 1] & 0xFF] >>> state;
    state = STEPS[bytes[at + 2] & 0xFF] >>> state;
    state = STEPS[bytes[at + 3] & 0xFF] >>> state;
    state = STEPS[bytes[at + 4] & 0xFF] >>> state;
    state = STEPS[bytes[at + 5] & 0xFF] >>> state;
    state = STEPS[bytes[at + 6] & 0xFF] >>> state;
    return STEPS[bytes[at + 7] & 0xFF] >>> state;
  }

  /// The index of the first error; all before `at` is good, but for a character that it breaks off.
  private static int locate(byte[] bytes, int from, int at, int to) {
    int start = Math.max(from, at - (LONGEST - 1));
    while (start < at && bytes[start] < (byte) 0xC0) {
      start++;
    }
    while (start < to) {
      int length = lengthAt(bytes, start, to);
      if (length < 0) {
        return start;
      }
      start += length;
    }
    throw new AssertionError("good from " + from + " to " + to);
  }

  private static int asciiEnd(byte[] bytes, int at, int to) {
    at = asciiBlocks(bytes, at, to);
    for (; at <= to - 8; at += 8) {
      long high = (long) LONGS.get(bytes, at) & HIGHS;
      if (high != 0) {
        return at + (Long.numberOfTrailingZeros(high) >>> 3);
      }
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /// The number of bytes of the character at an index; negative if it is malformed: the number of
  /// bytes that the JDK's decoder takes for one error.
  private static int lengthAt(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || to - at < 2) {
      return -1;
    }
    int second = bytes[at + 1];
    if (second >= (byte) 0xC0) {
      return -1;
    }
    if (lead < 0xE0) {
      return 2;
    }
    second &= 0xFF;
    if (lead < 0xF0) {
      if (lead == 0xE0 && second < 0xA0) {
        return -1;
      }
      if (to - at < 3 || bytes[at + 2] >= (byte) 0xC0) {
        return -2;
      }
      return lead == 0xED && second >= 0xA0 ? -3 : 3;
    }
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90)) {
      return -1;
    }
    if (to - at < 3 || bytes[at + 2] >= (byte) 0xC0) {
      return -2;
    }
    return to - at < 4 || bytes[at + 3] >= (byte) 0xC0 ? -3 : 4;
  }

  /// Decodes up to the first error, and returns where, above where the chars end. Characters of two
  /// and three bytes that are good are taken here; lengthAt judges all others.
  private static long decodeGood(byte[] bytes, int from, int to, char[] into, int at) {
    int i = from;
    while (i < to) {
      int lead = bytes[i];
      if (lead >= 0) {
        long high = i <= to - 8 ? (long) LONGS.get(bytes, i) & HIGHS : SECOND;
        int end = i + (Long.numberOfTrailingZeros(high) >>> 3);
        if (high == 0) {
          end = widen(bytes, i, to, into, at);
          at += end - i;
          i = end;
        }
        for (; i < end; i++) {
          into[at++] = (char) bytes[i];
        }
        continue;
      }
      if (lead < (byte) 0xF0 && to - i > 2) {
        int second = bytes[i + 1];
        if (lead < (byte) 0xE0) {
          if (lead >= (byte) 0xC2 && second < (byte) 0xC0) {
            into[at++] = (char) ((lead & 0x1F) << 6 | (second & 0x3F));
            i += 2;
            continue;
          }
        } else {
          int third = bytes[i + 2];
          int point = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
          boolean follow = second < (byte) 0xC0 && third < (byte) 0xC0;
          if (follow && point >= 0x800 && (point & 0xF800) != 0xD800) {
            into[at++] = (char) point;
            i += 3;
            continue;
          }
        }
      }
      int length = lengthAt(bytes, i, to);
      if (length < 0) {
        break;
      }
      if (length == 2) {
        into[at++] = (char) ((lead & 0x1F) << 6 | (bytes[i + 1] & 0x3F));
      } else {
        int low = (bytes[i + 2] & 0x3F) << 6 | (bytes[i + 3] & 0x3F);
        int point = (lead & 0x07) << 18 | (bytes[i + 1] & 0x3F) << 12 | low;
        into[at++] = Character.highSurrogate(point);
        into[at++] = Character.lowSurrogate(point);
      }
      i += length;
    }
    return (long) i << 32 | at;
  }

  /// Decodes ASCII by eights, and returns the index of the first eight that is not all ASCII.
  private static int widen(byte[] bytes, int from, int to, char[] into, int at) {
    int i = from;
    int near = Math.min(to, from + 2 * BLOCK);
    for (; i <= near - 8; i += 8, at += 8) {
      long word = (long) LONGS.get(bytes, i);
      if ((word & HIGHS) != 0) {
        return i;
      }
      four((int) word, into, at);
      four((int) (word >>> 32), into, at + 4);
    }
    return i > to - 16 ? i : widenLong(bytes, i, to, into, at);
  }

  private static int widenLong(byte[] bytes, int from, int to, char[] into, int at) {
    int i = from;
    for (; i <= to - 16; i += 16, at += 16) {
      long first = (long) LONGS.get(bytes, i);
      long second = (long) LONGS.get(bytes, i + 8);
      if (((first | second) & HIGHS) != 0) {
        return i;
      }
      four((int) first, into, at);
      four((int) (first >>> 32), into, at + 4);
      four((int) second, into, at + 8);
      four((int) (second >>> 32), into, at + 12);
    }
    return i;
  }

  /// Four chars by one store: C2 joins stores of the parts of a long, if that is no `and`.
  private static void four(int bytes, char[] into, int at) {
    long pairs = (bytes & 0xFFFF_FFFFL) << 16 | (bytes & 0xFFFF_FFFFL);
    long chars = (pairs & 0x0000_00FF_0000_00FFL) | (pairs << 8 & 0x00FF_0000_00FF_0000L);
    into[at] = (char) chars;
    into[at + 1] = (char) (chars >>> 16);
    into[at + 2] = (char) (chars >>> 32);
    into[at + 3] = (char) (chars >>> 48);
  }

  private static int replacedLength(byte[] bytes, int from, int to) {
    int length = 0;
    int index = indexOfMalformed(bytes, from, to);
    while (index >= 0) {
      length += utf16Length(bytes, from, index) + 1;
      from = index - lengthAt(bytes, index, to);
      index = indexOfMalformed(bytes, from, to);
    }
    return length + utf16Length(bytes, from, to);
  }

  private static IllegalArgumentException malformed(byte[] bytes, int index, int to) {
    byte[] shown = Arrays.copyOfRange(bytes, index, Math.min(to, index + LONGEST));
    String hex = HexFormat.ofDelimiter(" ").formatHex(shown);
    return new IllegalArgumentException("malformed UTF-8 at " + index + ": " + hex);
  }

  private static long[] steps() {
    long[] steps = new long[256];
    for (int b = 0; b < steps.length; b++) {
      boolean following = b >= 0x80 && b < 0xC0;
      int first = first(b);
      steps[b] =
          (long) first << ACCEPT
              | (long) (following ? ACCEPT : ERROR) << ONE
              | (long) (following ? ONE : ERROR) << TWO
              | (long) (following ? TWO : ERROR) << THREE
              | (long) (following && b >= 0xA0 ? ONE : ERROR) << AFTER_E0
              | (long) (following && b < 0xA0 ? ONE : ERROR) << AFTER_ED
              | (long) (following && b >= 0x90 ? TWO : ERROR) << AFTER_F0
              | (long) (following && b < 0x90 ? TWO : ERROR) << AFTER_F4
              | (long) ERROR << ERROR
              | (long) (following ? ANY : first) << ANY;
    }
    return steps;
  }

  /// The state after the first byte of a character.
  private static int first(int b) {
    if (b < 0x80) {
      return ACCEPT;
    }
    if (b < 0xC2 || b > 0xF4) {
      return ERROR;
    }
    return switch (b) {
      case 0xE0 -> AFTER_E0;
      case 0xED -> AFTER_ED;
      case 0xF0 -> AFTER_F0;
      case 0xF4 -> AFTER_F4;
      default -> b < 0xE0 ? ONE : b < 0xF0 ? TWO : THREE;
    };
  }
}
