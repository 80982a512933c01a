// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Part of [CsvReader]: where fields end, 64 bytes at a time.
final class CsvBlocks {
  /*
   * A bitmap has a bit for each byte of a block, the first the lowest:
   *
   *   text     1 , " a , b " , c LF
   *   quotes   . . 1 . . . 1 . . .
   *   within   . . 1 1 1 1 . . . .      the parity of the quotes so far, over the blocks' borders
   *   ends     . 1 . . . . . 1 . 1      delimiters and line ends, not within
   *
   * The parity is right where each opening quote stands behind an end or behind a closing quote
   * (these two are a doubled quote) and each closing quote before an end or before an opening quote.
   * A block where this does not hold is astray: the records that begin before its end are for
   * others to find.
   *
   * `hits` holds the ends of the block that were not taken yet. Blocks begin anew at the start of
   * a record, where no quote is open.
   */

  // What became of a block.
  static final int FOUND = 0;
  static final int CUT = 1; // the window ended before it
  static final int ASTRAY = 2;

  // What was seen in a block.
  static final int DOUBLED = 1; // doubled quotes
  static final int INNER = 2; // delimiters or line ends within quotes

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final int BLOCK = Long.SIZE;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOWS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long HIGHS = ~LOWS;
  private static final long LINE_FEEDS = '\n' * ONES;
  private static final long RETURNS = '\r' * ONES;

  /// Multiplied by it, the high bits of eight bytes come to lie side by side in the highest byte.
  private static final long GATHER = 0x0002_0408_1020_4081L;

  private final byte[] bytes;
  int base; // the place of the block
  long hits;
  int seen;
  int astrayTo; // the end of the block that is astray
  private long inside; // -1 if the next block begins within quotes, else 0
  private long opens; // 1 if a quote may open at the next block's first byte
  private long closes; // 1 if the byte before it is a closing quote
  private final long delimiters;
  private final long quotes;
  private final long quoting; // -1, or 0 if no byte is a quote
  private final boolean always;

  CsvBlocks(byte[] bytes, CsvFormat format) {
    this.bytes = bytes;
    this.delimiters = format.delimiter() * ONES;
    this.quoting = format.quote() == CsvFormat.NONE ? 0 : -1;
    this.quotes = (format.quote() * ONES) & quoting;
    this.always = format.escape() != format.quote();
    forget();
  }

  /// Lets blocks begin where a record does.
  void begin(int position) {
    base = position - BLOCK;
    hits = 0;
    seen = 0;
    inside = 0;
    opens = 1;
    closes = 0;
  }

  /// Forgets what was astray, since the window moves; with another escape all of it is.
  void forget() {
    astrayTo = always ? Integer.MAX_VALUE : 0;
  }

  /// Makes the bitmaps of the next block; a record begins at `position`.
  int next(int position, int limit) {
    int at = base + BLOCK;
    if (at >= limit) {
      return CUT;
    }
    byte[] bytes = this.bytes;
    long delimiters = this.delimiters;
    long quotes = this.quotes;
    long none = HIGHS; // a high bit stays where none of eight bytes is a quote
    long ends = 0;
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      long word = (long) WORD.get(bytes, at + i);
      long lows = word & LOWS; // sums below do not leave their byte: exact for each of them
      none &= ((lows ^ quotes) + LOWS) | word;
      long others =
          ((lows ^ delimiters) + LOWS) & ((lows ^ LINE_FEEDS) + LOWS) & ((lows ^ RETURNS) + LOWS);
      ends |= (((~(others | word) & HIGHS) * GATHER) >>> 56) << i;
    }
    base = at;
    long valid = limit - at < BLOCK ? (1L << (limit - at)) - 1 : -1;
    ends &= valid;
    if ((((none ^ HIGHS) & quoting) | inside | closes) != 0) {
      return quoted(ends, valid, position);
    }
    opens = ends >>> (BLOCK - 1);
    seen = 0;
    hits = at < position ? ends & -2L : ends; // without the line feed of the record before
    return FOUND;
  }

  private int quoted(long unquoted, long valid, int position) {
    int at = base;
    long marks = quotes(at) & valid;
    long within = marks ^ (marks << 1);
    within ^= within << 2;
    within ^= within << 4;
    within ^= within << 8;
    within ^= within << 16;
    within ^= within << 32;
    within ^= inside;
    long ends = unquoted & ~within;
    long opening = marks & within;
    long closing = marks & ~within;
    long mayOpen = (ends | closing) << 1 | opens;
    long mustEnd = closing << 1 | closes;
    if (((opening & ~mayOpen) | (mustEnd & valid & ~(ends | opening))) != 0) {
      astrayTo = Math.max(astrayTo, at + BLOCK);
      return ASTRAY;
    }
    inside = within >> (BLOCK - 1);
    opens = (ends | closing) >>> (BLOCK - 1);
    closes = closing >>> (BLOCK - 1);
    seen = ((opening & mustEnd) == 0 ? 0 : DOUBLED) | ((unquoted & within) == 0 ? 0 : INNER);
    hits = at < position ? ends & -2L : ends;
    return FOUND;
  }

  private long quotes(int at) {
    byte[] bytes = this.bytes;
    long quotes = this.quotes;
    long marks = 0;
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      long word = (long) WORD.get(bytes, at + i);
      long others = (((word & LOWS) ^ quotes) + LOWS) | word;
      marks |= (((~others & HIGHS) * GATHER) >>> 56) << i;
    }
    return marks;
  }
}
