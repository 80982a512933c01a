// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.util.HexFormat;
import java.util.Objects;

/// Part of [Utf8]: chars to bytes.
final class Utf8Encoding {
  /*
   * Room for three bytes a char is always enough; only where there is less the length is counted
   * first, so that nothing is written that does not fit. A pair of surrogates makes four bytes of
   * two chars; one without its partner stops the encoding, or becomes a question mark.
   */

  private Utf8Encoding() {}

  /// How many bytes a text is encoded to, one for each unpaired surrogate.
  static long length(String text) {
    long length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += (c >= 0x80 ? 1 : 0) + (c >= 0x800 ? 1 : 0);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        i += pair ? 1 : 0;
        length -= pair ? 0 : 2;
      }
    }
    return length;
  }

  /// How many bytes chars are encoded to, one for each unpaired surrogate.
  static long length(char[] chars, int from, int to) {
    Objects.checkFromToIndex(from, to, chars.length);
    long length = (long) to - from;
    for (int i = from; i < to; i++) {
      char c = chars[i];
      length += (c >= 0x80 ? 1 : 0) + (c >= 0x800 ? 1 : 0);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < to && Character.isSurrogatePair(c, chars[i + 1]);
        i += pair ? 1 : 0;
        length -= pair ? 0 : 2;
      }
    }
    return length;
  }

  /// Where the bytes end, or -1 - index of the first unpaired surrogate.
  static int tryEncode(String text, byte[] into, int at) {
    checkRoom(text, into, at);
    long ends = encodeGood(text, 0, into, at);
    int index = (int) (ends >>> 32);
    return index == text.length() ? (int) ends : ~index;
  }

  /// Where the bytes end, or -1 - index of the first unpaired surrogate.
  static int tryEncode(char[] chars, int from, int to, byte[] into, int at) {
    checkRoom(chars, from, to, into, at);
    long ends = encodeGood(chars, from, to, into, at);
    int index = (int) (ends >>> 32);
    return index == to ? (int) ends : ~index;
  }

  /// Where the bytes end; an unpaired surrogate is thrown.
  static int encode(String text, byte[] into, int at) {
    int end = tryEncode(text, into, at);
    if (end < 0) {
      throw unpaired(text.charAt(~end), ~end);
    }
    return end;
  }

  /// Where the bytes end; an unpaired surrogate becomes a question mark.
  static int encodeReplacing(String text, byte[] into, int at) {
    checkRoom(text, into, at);
    long ends = encodeGood(text, 0, into, at);
    while ((int) (ends >>> 32) < text.length()) {
      into[(int) ends] = '?';
      ends = encodeGood(text, (int) (ends >>> 32) + 1, into, (int) ends + 1);
    }
    return (int) ends;
  }

  /// Encodes a char that is no surrogate, where there is room.
  static int encode(char c, byte[] into, int at) {
    if (c < 0x80) {
      into[at] = (byte) c;
      return at + 1;
    }
    return c < 0x800 ? two(c, into, at) : three(c, into, at);
  }

  /// Encodes up to the first unpaired surrogate, and returns where, above where the bytes end.
  private static long encodeGood(String text, int i, byte[] into, int at) {
    int to = text.length();
    for (; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        into[at++] = (byte) c;
      } else if (c < 0x800) {
        at = two(c, into, at);
      } else if (!Character.isSurrogate(c)) {
        at = three(c, into, at);
      } else if (i + 1 < to && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        at = four(Character.toCodePoint(c, text.charAt(++i)), into, at);
      } else {
        break;
      }
    }
    return (long) i << 32 | at;
  }

  private static long encodeGood(char[] chars, int i, int to, byte[] into, int at) {
    for (; i < to; i++) {
      char c = chars[i];
      if (c < 0x80) {
        into[at++] = (byte) c;
      } else if (c < 0x800) {
        at = two(c, into, at);
      } else if (!Character.isSurrogate(c)) {
        at = three(c, into, at);
      } else if (i + 1 < to && Character.isSurrogatePair(c, chars[i + 1])) {
        at = four(Character.toCodePoint(c, chars[++i]), into, at);
      } else {
        break;
      }
    }
    return (long) i << 32 | at;
  }

  private static int two(char c, byte[] into, int at) {
    into[at] = (byte) (0xC0 | c >> 6);
    into[at + 1] = (byte) (0x80 | (c & 0x3F));
    return at + 2;
  }

  private static int three(char c, byte[] into, int at) {
    into[at] = (byte) (0xE0 | c >> 12);
    into[at + 1] = (byte) (0x80 | (c >> 6 & 0x3F));
    into[at + 2] = (byte) (0x80 | (c & 0x3F));
    return at + 3;
  }

  private static int four(int point, byte[] into, int at) {
    into[at] = (byte) (0xF0 | point >> 18);
    into[at + 1] = (byte) (0x80 | (point >> 12 & 0x3F));
    into[at + 2] = (byte) (0x80 | (point >> 6 & 0x3F));
    into[at + 3] = (byte) (0x80 | (point & 0x3F));
    return at + 4;
  }

  private static void checkRoom(String text, byte[] into, int at) {
    Objects.checkFromToIndex(at, into.length, into.length);
    if (3L * text.length() > into.length - at) {
      checkRoom(length(text), into, at);
    }
  }

  private static void checkRoom(char[] chars, int from, int to, byte[] into, int at) {
    Objects.checkFromToIndex(from, to, chars.length);
    Objects.checkFromToIndex(at, into.length, into.length);
    if (3L * (to - from) > into.length - at) {
      checkRoom(length(chars, from, to), into, at);
    }
  }

  private static void checkRoom(long length, byte[] into, int at) {
    Objects.checkFromIndexSize((long) at, length, (long) into.length);
  }

  private static IllegalArgumentException unpaired(char surrogate, int index) {
    String hex = HexFormat.of().withUpperCase().toHexDigits(surrogate);
    return new IllegalArgumentException("unpaired surrogate at " + index + ": U+" + hex);
  }
}
