// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Slice;
import cermet.core.text.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// Part of {@link JsonReader}: names known beforehand, found by their bytes.
///
/// {@snippet class="cermet.io.json.JsonReaderTest" region="names"}
public final class JsonNames {
  /*
   * A name's hash is made of its length, its first eight bytes and its last eight, missing ones
   * counted as zeros. The table is open, a quarter full at most, and probed linearly; nothing that
   * is read is ever put into it. Names of up to sixteen bytes are equal if length and both words
   * are; of longer ones all bytes are compared.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final int MOST = 1 << 16; // arbitrary
  private static final int TWO_WORDS = 2 * Long.BYTES;

  // Odd, with bits all over: those of splitmix64, Steele et al. 2014.
  private static final long HEAD = 0xBF58_476D_1CE4_E5B9L;
  private static final long TAIL = 0x94D0_49BB_1331_11EBL;

  private final byte[][] names;
  private final long[] heads;
  private final long[] tails;
  private final int[] slots; // 1 + index of a name, 0: free
  private final int shift;

  private JsonNames(byte[][] names) {
    this.names = names;
    this.heads = new long[names.length];
    this.tails = new long[names.length];
    int bits = 34 - Integer.numberOfLeadingZeros(names.length);
    this.slots = new int[1 << bits];
    this.shift = Long.SIZE - bits;
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[i];
      if (indexOf(name, 0, name.length) >= 0) {
        throw new IllegalArgumentException("given twice: \"" + Slice.of(name) + "\"");
      }
      heads[i] = head(name, 0, name.length);
      tails[i] = tail(name, 0, name.length);
      int slot = slot(heads[i], tails[i], name.length);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  /// Prepares names, as they are unescaped.
  ///
  /// @param names the names, at most 65,536, each one once, without unpaired surrogates
  /// @return the list
  public static JsonNames of(String... names) {
    if (names.length > MOST) {
      throw new IllegalArgumentException("names: " + names.length + ", at most " + MOST);
    }
    byte[][] all = new byte[names.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = new byte[Math.toIntExact(Utf8.encodedLength(names[i]))];
      Utf8.encode(names[i], all[i], 0);
    }
    return new JsonNames(all);
  }

  /// The place of a name.
  ///
  /// @param name the name in UTF-8
  /// @return the index in the order in which they were given, or -1
  public int indexOf(Slice name) {
    return indexOf(name.bytes(), name.from(), name.to());
  }

  /// The place of a name.
  ///
  /// @param bytes the array that holds it
  /// @param from the index of its first byte
  /// @param to the index behind its last byte
  /// @return the index in the order in which they were given, or -1
  public int indexOf(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int length = to - from;
    long head = head(bytes, from, length);
    long tail = tail(bytes, from, length);
    int[] slots = this.slots;
    for (int slot = slot(head, tail, length); ; slot = (slot + 1) & (slots.length - 1)) {
      int index = slots[slot] - 1;
      if (index < 0) {
        return -1;
      }
      byte[] name = names[index];
      if (heads[index] == head
          && tails[index] == tail
          && name.length == length
          && (length <= TWO_WORDS || Arrays.equals(name, 0, length, bytes, from, to))) {
        return index;
      }
    }
  }

  /// How many names there are.
  ///
  /// @return the number
  public int size() {
    return names.length;
  }

  /// A name in UTF-8.
  ///
  /// @param index its place
  /// @return a slice of a copy
  public Slice name(int index) {
    return Slice.of(names[index]).copy();
  }

  @Override
  public String toString() {
    return Arrays.stream(names).map(Slice::of).toList().toString();
  }

  private int slot(long head, long tail, int length) {
    return (int) ((((head * HEAD) ^ (Long.rotateLeft(tail, 32) + length)) * TAIL) >>> shift);
  }

  /// The first eight bytes, zeros behind the last.
  private static long head(byte[] bytes, int from, int length) {
    if (length >= Long.BYTES) {
      return (long) LONGS.get(bytes, from);
    }
    if (bytes.length - from >= Long.BYTES) {
      long word = (long) LONGS.get(bytes, from);
      return word & ((1L << (length << 3)) - 1);
    }
    long word = 0;
    for (int i = from + length - 1; i >= from; i--) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  /// The last eight bytes, 0 if there are fewer.
  private static long tail(byte[] bytes, int from, int length) {
    return length > Long.BYTES ? (long) LONGS.get(bytes, from + length - Long.BYTES) : 0;
  }
}
