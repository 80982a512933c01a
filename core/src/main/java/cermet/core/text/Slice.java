// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A view of a range of bytes, compared by content.
///
/// - **Use** to hand out text or bytes from a buffer without copying: fields, names, keys.
/// - **Avoid** to keep it after the buffer's owner writes there again: `copy` first; and as a key
///   that an adversary chooses in a `java.util.HashMap`: the hash code has no seed.
/// - **Cost** `slice`, `byteAt`, `trim` O(1) to O(blanks); `indexOf`, `equalsIgnoreCase` eight
///   bytes a step, `indexOf` of a slice O(n m) at worst; `split`, `lastIndexOf`, `equals`,
///   `hashCode`, `compareTo` O(n); `parseInt`, `parseLong` O(digits).
/// - **Allocation** 24 bytes a slice where escape analysis does not remove it; none to read.
/// - **Threads** immutable; the bytes are shared, and seen as their owner publishes them.
/// - **Errors** null: `NullPointerException`; outside the range: `IndexOutOfBoundsException`; no
///   number: `NumberFormatException` with the text.
/// - **Source** Mycroft 1987, the zero byte of a word; Warren, Hacker's Delight, 6-1.
/// - **Copies with** `Digits`, `Characters`.
public final class Slice implements Comparable<Slice> {
  /*
   *   bytes   . . . . h e a d e r . . . .
   *                   ^from       ^to          0 <= from <= to <= bytes.length
   *
   * Indices in arguments and results count from the slice's first byte; from() and to() alone are
   * places in bytes(). A search may read a word that ends behind the range, never one that ends
   * behind the array, and takes a hit there for none; elsewhere words lie in the range.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long CASE = 0x2020_2020_2020_2020L;
  private static final long TO_A = (0x80 - 'a') * ONES; // carries into the high bit from a on
  private static final long BEYOND_Z = (0x7F - 'z') * ONES;

  /// How many bytes are looked at at once where what is looked for is rare.
  private static final int STEP = 4 * Long.BYTES;

  /// How far a search goes before it is handed to a loop that C2 unrolls; arbitrary.
  private static final int NEAR = 64;

  /// 2^64 divided by the golden ratio, odd: Knuth, TAOCP 3, 6.4.
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final byte[] bytes;
  private final int from;
  private final int to;

  /// Creates a view of a range; the bytes are not copied.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  public Slice(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /// A part of a range that was checked.
  private Slice(int from, int to, byte[] bytes) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /// Returns a slice of a text's UTF-8 bytes; an unpaired surrogate becomes a question mark.
  ///
  /// @param text the text
  /// @return the slice
  public static Slice of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns a view of all bytes; they are not copied.
  ///
  /// @param bytes the bytes
  /// @return the slice
  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  /// Returns a byte.
  ///
  /// @param index from 0 to the length, exclusive
  /// @return the byte
  public byte byteAt(int index) {
    return bytes[from + Objects.checkIndex(index, to - from)];
  }

  /// Returns a view of a part of this slice.
  ///
  /// @param from the first index, counted in this slice
  /// @param to the index after the last, counted in this slice
  /// @return the part
  public Slice slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length());
    return new Slice(this.from + from, this.from + to, bytes);
  }

  /// Returns the index of the first such byte, or -1.
  ///
  /// @param value the byte
  /// @return the index, counted in this slice
  public int indexOf(byte value) {
    return indexOf(value, 0);
  }

  /// Returns the index of the first such byte at or after an index, or -1.
  ///
  /// @param value the byte
  /// @param fromIndex from 0 to the length, inclusive
  /// @return the index, counted in this slice
  public int indexOf(byte value, int fromIndex) {
    Objects.checkFromToIndex(fromIndex, to - from, to - from);
    int at = indexOf(bytes, from + fromIndex, to, value);
    return at < 0 ? -1 : at - from;
  }

  /// Returns the index of the first place where another slice's bytes are, or -1.
  ///
  /// @param part the other
  /// @return the index, counted in this slice; 0 if the other is empty
  public int indexOf(Slice part) {
    return indexOf(part, 0);
  }

  /// Returns the index of the first place at or after an index where another slice's bytes are, or
  /// -1.
  ///
  /// @param part the other
  /// @param fromIndex from 0 to the length, inclusive
  /// @return the index, counted in this slice
  public int indexOf(Slice part, int fromIndex) {
    Objects.checkFromToIndex(fromIndex, to - from, to - from);
    int at = indexOf(bytes, from + fromIndex, to, part);
    return at < 0 ? -1 : at - from;
  }

  /// Returns the index of the last such byte, or -1.
  ///
  /// @param value the byte
  /// @return the index, counted in this slice
  public int lastIndexOf(byte value) {
    byte[] bytes = this.bytes;
    for (int at = to - 1; at >= from; at--) {
      if (bytes[at] == value) {
        return at - from;
      }
    }
    return -1;
  }

  /// Cuts this slice at a delimiter, and writes where each part ends; the next begins one further.
  ///
  /// As many parts as there is room for, the last of them with the rest, as `String.split` has it
  /// with a limit; n delimiters make n + 1 parts, empty ones too.
  ///
  /// @param delimiter the byte between parts
  /// @param ends where to: for each part the index after its last byte, counted in this slice; room
  ///   for one at least
  /// @return the number of parts
  public int split(byte delimiter, int[] ends) {
    Objects.checkIndex(0, ends.length);
    int parts = 0;
    int at = from;
    while (parts < ends.length - 1) {
      int end = indexOf(bytes, at, to, delimiter);
      if (end < 0) {
        break;
      }
      ends[parts++] = end - from;
      at = end + 1;
    }
    ends[parts] = to - from;
    return parts + 1;
  }

  /// Returns the int that these bytes are the text of; see [Digits#parseInt(byte[], int, int)].
  ///
  /// @return the number
  public int parseInt() {
    return Digits.parseInt(bytes, from, to);
  }

  /// Returns the long that these bytes are the text of; see [Digits#parseLong(byte[], int, int)].
  ///
  /// @return the number
  public long parseLong() {
    return Digits.parseLong(bytes, from, to);
  }

  /// Says whether this slice begins with another.
  ///
  /// @param prefix the other
  /// @return whether it does
  public boolean startsWith(Slice prefix) {
    int length = prefix.length();
    return length <= length()
        && Arrays.equals(bytes, from, from + length, prefix.bytes, prefix.from, prefix.to);
  }

  /// Says whether this slice ends with another.
  ///
  /// @param suffix the other
  /// @return whether it does
  public boolean endsWith(Slice suffix) {
    int length = suffix.length();
    return length <= length()
        && Arrays.equals(bytes, to - length, to, suffix.bytes, suffix.from, suffix.to);
  }

  /// Says whether another slice has the same bytes but for the case of ASCII letters, as names of
  /// headers are compared.
  ///
  /// @param other the other
  /// @return whether it has
  public boolean equalsIgnoreCase(Slice other) {
    return equalsIgnoreCase(bytes, from, to, other);
  }

  /// Returns the slice without leading and trailing bytes from 0 to the space, as `String.trim`
  /// does.
  ///
  /// @return the trimmed slice; this one if there is nothing to trim
  public Slice trim() {
    byte[] bytes = this.bytes;
    int first = from;
    int end = to;
    while (end - first > 0 && (bytes[first] & 0xFF) <= ' ') {
      first++;
    }
    while (end - first > 0 && (bytes[end - 1] & 0xFF) <= ' ') {
      end--;
    }
    return first == from && end == to ? this : new Slice(first, end, bytes);
  }

  /// Returns a slice of a copy of these bytes.
  ///
  /// @return the copy
  public Slice copy() {
    return of(Arrays.copyOfRange(bytes, from, to));
  }

  /// Returns the array that this slice lies in, not a copy.
  ///
  /// @return the array
  public byte[] bytes() {
    return bytes;
  }

  /// Returns the place of the first byte in [#bytes()].
  ///
  /// @return the place
  public int from() {
    return from;
  }

  /// Returns the place after the last byte in [#bytes()].
  ///
  /// @return the place
  public int to() {
    return to;
  }

  /// Returns the number of bytes.
  ///
  /// @return the number
  public int length() {
    return to - from;
  }

  /// Says whether there are no bytes.
  ///
  /// @return whether the length is 0
  public boolean isEmpty() {
    return to == from;
  }

  /// Compares by the bytes as unsigned numbers, which for UTF-8 is the order of the code points.
  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(bytes, from, to, other.bytes, other.from, other.to);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice that
        && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
  }

  @Override
  public int hashCode() {
    byte[] bytes = this.bytes;
    int to = this.to;
    int at = from;
    long hash = length();
    for (; to - at >= 8; at += 8) {
      hash = step(hash, (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << 8 | (bytes[at] & 0xFF);
    }
    hash = step(hash, rest);
    return (int) (hash >>> 32);
  }

  /// Returns the bytes read as UTF-8 text; malformed ones become U+FFFD.
  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /// The index in the array of the first such byte of a range, or -1.
  static int indexOf(byte[] bytes, int from, int to, byte value) {
    long pattern = (value & 0xFFL) * ONES;
    int near = bytes.length - from > NEAR ? from + NEAR : bytes.length;
    int at = from;
    // So written, C2 does not make three loops of it, which cost more than a search for what is
    // near.
    while (near - at >= 16 && to - at > 0) {
      int first = Long.numberOfTrailingZeros(zeros((long) LONGS.get(bytes, at) ^ pattern));
      int second = Long.numberOfTrailingZeros(zeros((long) LONGS.get(bytes, at + 8) ^ pattern));
      int bits = first + (second & -(first >>> 6)); // 64 if there is none, and no branch
      if (bits < 128) {
        at += bits >>> 3;
        return at < to ? at : -1;
      }
      at += 16;
    }
    return indexOfFar(bytes, at, to, value);
  }

  private static int indexOfFar(byte[] bytes, int at, int to, byte value) {
    long pattern = (value & 0xFFL) * ONES;
    for (; at <= to - 8; at += 8) {
      long zeros = zeros((long) LONGS.get(bytes, at) ^ pattern);
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == value) {
        return at;
      }
    }
    return -1;
  }

  /// The same where the byte is thought to lie within 32 bytes, which are looked at at once:
  /// nothing to predict.
  static int indexOfNear(byte[] bytes, int from, int to, byte value) {
    if (bytes.length - from < STEP) {
      return indexOf(bytes, from, to, value);
    }
    long pattern = (value & 0xFFL) * ONES;
    int bits =
        firstOf(
            zeros((long) LONGS.get(bytes, from) ^ pattern),
            zeros((long) LONGS.get(bytes, from + 8) ^ pattern),
            zeros((long) LONGS.get(bytes, from + 16) ^ pattern),
            zeros((long) LONGS.get(bytes, from + 24) ^ pattern));
    int at = from + (bits >>> 3);
    if (bits == STEP * 8 && at < to) {
      return indexOf(bytes, at, to, value);
    }
    return at < to ? at : -1;
  }

  /// The index in the array of the first such byte of a range behind which, at a distance and in
  /// the range too, another is, or -1.
  static int indexOfPair(byte[] bytes, int from, int to, byte value, byte behind, int distance) {
    long pattern = (value & 0xFFL) * ONES;
    long patternBehind = (behind & 0xFFL) * ONES;
    int end = to - distance;
    int limit = Math.min(end, bytes.length - distance - (STEP - 1));
    int at = from;
    while (limit - at > 0) { // not counted, as in indexOf
      long a = pair(bytes, at, pattern, patternBehind, distance);
      long b = pair(bytes, at + 8, pattern, patternBehind, distance);
      long c = pair(bytes, at + 16, pattern, patternBehind, distance);
      long d = pair(bytes, at + 24, pattern, patternBehind, distance);
      if (((a | b | c | d) & HIGHS) != 0) {
        at += firstOf(a & HIGHS, b & HIGHS, c & HIGHS, d & HIGHS) >>> 3;
        return at < end ? at : -1;
      }
      at += STEP;
    }
    for (; at < end; at++) {
      if (bytes[at] == value && bytes[at + distance] == behind) {
        return at;
      }
    }
    return -1;
  }

  /// In the high bit of each byte of a word, right up to the first: whether it is one value and the
  /// byte at a distance another.
  private static long pair(byte[] bytes, int at, long pattern, long patternBehind, int distance) {
    long word =
        ((long) LONGS.get(bytes, at) ^ pattern)
            | ((long) LONGS.get(bytes, at + distance) ^ patternBehind);
    return (word - ONES) & ~word;
  }

  /// The place of the first bit that is set in four words, 256 if none is, without a branch.
  private static int firstOf(long a, long b, long c, long d) {
    int first = Long.numberOfTrailingZeros(a);
    int third = Long.numberOfTrailingZeros(c);
    first += Long.numberOfTrailingZeros(b) & -(first >>> 6);
    third += Long.numberOfTrailingZeros(d) & -(third >>> 6);
    return first + (third & -(first >>> 7));
  }

  /// The high bit of each byte that is 0, right up to the first.
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  /// The index in the array of the first place in a range where a slice's bytes are, or -1.
  static int indexOf(byte[] bytes, int from, int to, Slice part) {
    int length = part.length();
    if (length == 0) {
      return from;
    }
    byte first = part.bytes[part.from];
    int end = to - length + 1; // no place begins here or further
    int at = from;
    while (at < end) {
      at = indexOf(bytes, at, end, first);
      if (at < 0 || Arrays.equals(bytes, at, at + length, part.bytes, part.from, part.to)) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /// Says whether a range has a slice's bytes but for the case of ASCII letters.
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, Slice other) {
    int length = to - from;
    if (length != other.to - other.from) {
      return false;
    }
    byte[] others = other.bytes;
    int at = from;
    int place = other.from;
    while (to - at > 16) {
      if (difference((long) LONGS.get(bytes, at), (long) LONGS.get(others, place)) != 0) {
        return false;
      }
      at += 8;
      place += 8;
    }
    if (length >= 8) { // the last sixteen at most, some of them perhaps twice
      long first = difference((long) LONGS.get(bytes, at), (long) LONGS.get(others, place));
      long last =
          difference((long) LONGS.get(bytes, to - 8), (long) LONGS.get(others, other.to - 8));
      return (first | last) == 0;
    }
    if (length >= 4) {
      long word = ends((int) INTS.get(bytes, from), (int) INTS.get(bytes, to - 4));
      long otherWord = ends((int) INTS.get(others, place), (int) INTS.get(others, other.to - 4));
      return difference(word, otherWord) == 0;
    }
    while (to - at > 0) {
      if (difference(bytes[at++], others[place++]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static long ends(int first, int last) {
    return (long) last << 32 | (first & 0xFFFF_FFFFL);
  }

  /// Where words differ otherwise than by the case of ASCII letters.
  private static long difference(long word, long other) {
    long low = (word | CASE) & ~HIGHS;
    long letters = ((low + TO_A) ^ (low + BEYOND_Z)) & ~word & HIGHS;
    return (word ^ other) & ~(letters >>> 2);
  }

  private static long step(long hash, long word) {
    hash = (hash ^ word) * MULTIPLIER;
    return hash ^ hash >>> 32;
  }
}
