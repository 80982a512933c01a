// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Part of [LineReader] and [FieldReader]: where some bytes stand in a stretch of a window, a bit
/// for each byte.
final class Marks {
  /*
   * A block is 64 bytes, eight words, one long of bits. A word's bits are found by the exact test
   * for a zero byte, which no borrow crosses, and gathered by a multiplication:
   *
   *   word     a ; b ; c d e f     zeros   00 80 00 80 00 00 00 00     gathered   0 1 0 1 0 0 0 0
   *
   * C2 makes vectors of a loop that has one exit and does all its work on longs that lie side by
   * side; storing a byte for each word would end that. So each word has a long, in which its eight
   * bits are already where they belong in their block; the block is the or of its eight.
   * LineReaderProof.linesRaw, FieldReaderProof.fieldsRaw.
   */

  /// How many bytes a long of bits is for.
  static final int BLOCK = Long.SIZE;

  /// The most bytes of a stretch. The loop's start is spread over this many; more gain little.
  static final int MOST = 2048;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final int WORDS = BLOCK / Long.BYTES;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOWS = 0x7F7F_7F7F_7F7F_7F7FL;

  /// Multiplied by it, the high bits of eight bytes come to lie side by side in the highest byte.
  private static final long GATHER = 0x0002_0408_1020_4081L;

  /// Multiplied by it, a word's eight bits come to lie where they belong in their block.
  private static final long[] PLACES = places();

  private final long[] bits;

  /// @param most the most bytes of a stretch, at most MOST
  Marks(int most) {
    bits = new long[blocks(most) * WORDS];
  }

  /// Eight times the same byte.
  static long pattern(byte value) {
    return (value & 0xFF) * ONES;
  }

  /// How many blocks it takes for some bytes.
  static int blocks(int bytes) {
    return (bytes + BLOCK - 1) / BLOCK;
  }

  /// Marks the bytes of a pattern; reads whole blocks.
  void find(byte[] bytes, int from, int blocks, long pattern) {
    long[] bits = this.bits;
    long[] places = PLACES;
    for (int i = 0; i < blocks * WORDS; i++) {
      long others = (long) WORD.get(bytes, from + i * Long.BYTES) ^ pattern;
      others |= (others & LOWS) + LOWS;
      bits[i] = ((~(others | LOWS) * GATHER) >>> (Long.SIZE - Byte.SIZE)) * places[i];
    }
  }

  /// Marks the bytes of two patterns; reads whole blocks.
  void find(byte[] bytes, int from, int blocks, long pattern, long second) {
    long[] bits = this.bits;
    long[] places = PLACES;
    for (int i = 0; i < blocks * WORDS; i++) {
      long word = (long) WORD.get(bytes, from + i * Long.BYTES);
      long first = word ^ pattern;
      long other = word ^ second;
      long neither = (((first & LOWS) + LOWS) | first) & (((other & LOWS) + LOWS) | other);
      bits[i] = ((~(neither | LOWS) * GATHER) >>> (Long.SIZE - Byte.SIZE)) * places[i];
    }
  }

  /// The bits of a block, that of its first byte the lowest.
  long block(int block) {
    long[] bits = this.bits;
    int i = block * WORDS;
    long low = (bits[i] | bits[i + 1]) | (bits[i + 2] | bits[i + 3]);
    return low | (bits[i + 4] | bits[i + 5]) | (bits[i + 6] | bits[i + 7]);
  }

  private static long[] places() {
    long[] places = new long[MOST / Long.BYTES];
    for (int i = 0; i < places.length; i++) {
      places[i] = 1L << (i % WORDS * Byte.SIZE);
    }
    return places;
  }
}
