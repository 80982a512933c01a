// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Part of [CsvReader]: where fields end, 64 bytes at a time.
final class CsvBlocks {
  /*
   * window:  | looked at        | block | words marked already | bytes not looked at | padding |
   *          stretch            base                           marked                limit
   *
   * First the words of a stretch are tested: `ends` and `quotes` have a number for each of them,
   * with a bit for each byte that is a mark. Nothing there depends on the word before, so that the
   * compiler makes vectors of these two loops. The bits of eight words are a bitmap, which has a bit
   * for each byte of a block, the first the lowest:
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
  private static final int STRETCH = 4096; // arbitrary: with its marks in a core's first cache
  private static final int FIRST_STRETCH = 256; // arbitrary: is in vain where much is astray
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOWS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long HIGHS = ~LOWS;
  private static final long LINE_FEEDS = '\n' * ONES;
  private static final long RETURNS = '\r' * ONES;

  /// Multiplied by it, the high bits of eight bytes come to lie side by side in the highest byte.
  private static final long GATHER = 0x0002_0408_1020_4081L;

  int base; // the place of the block
  long hits;
  int seen;
  int astrayTo; // the end of the block that is astray
  private long inside; // -1 if the next block begins within quotes, else 0
  private long opens; // 1 if a quote may open at the next block's first byte
  private long closes; // 1 if the byte before it is a closing quote
  private int marked; // where the stretch ends
  private int stretch; // where it begins
  private int step; // how long the next one is
  private boolean ascii; // all bytes of the stretch
  private final byte[] bytes;
  private final long[] ends;
  private final long[] quotes;
  private final long delimiter; // eight times
  private final long quote;
  private final boolean quoting;
  private final boolean always;

  CsvBlocks(byte[] bytes, CsvFormat format) {
    this.bytes = bytes;
    int most = Math.min(STRETCH, (bytes.length - 1) & -BLOCK); // the data and less than a block
    this.ends = new long[most / Long.BYTES];
    this.quotes = new long[most / Long.BYTES];
    this.delimiter = format.delimiter() * ONES;
    this.quoting = format.quote() != CsvFormat.NONE;
    this.quote = format.quote() * ONES;
    this.always = format.escape() != format.quote();
    forget();
  }

  /// Lets blocks begin where a record does.
  void begin(int position) {
    base = position - BLOCK;
    marked = position;
    step = FIRST_STRETCH;
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

  /// Says whether a record that begins at `from`, and whose end was found, is ASCII for sure.
  boolean isAscii(int from) {
    return ascii && from >= stretch;
  }

  /// Makes the bitmaps of the next block; a record begins at `position`.
  int next(int position, int limit) {
    int at = base + BLOCK;
    if (at >= limit) {
      return CUT;
    }
    if (at == marked) {
      mark(at, limit);
    }
    int word = (at - stretch) / Long.BYTES;
    long ends = bits(this.ends, word);
    base = at;
    long valid = limit - at < BLOCK ? (1L << (limit - at)) - 1 : -1;
    ends &= valid;
    if ((any(quotes, word) | inside | closes) != 0) {
      return quoted(ends, bits(quotes, word) & valid, valid, position);
    }
    opens = ends >>> (BLOCK - 1);
    seen = 0;
    hits = at < position ? ends & -2L : ends; // without the line feed of the record before
    return FOUND;
  }

  private int quoted(long unquoted, long marks, long valid, int position) {
    int at = base;
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

  /// Tests the words of the next stretch.
  private void mark(int from, int limit) {
    int most = Math.min(limit - from, Math.min(step, ends.length * Long.BYTES));
    int count = (most + BLOCK - 1) / BLOCK * Long.BYTES;
    stretch = from;
    marked = from + count * Long.BYTES;
    step = STRETCH;
    ascii = (markEnds(from, count) & HIGHS) == 0;
    if (quoting) {
      markQuotes(from, count);
    }
  }

  /// Marks delimiters and line ends, and returns all words joined by or.
  private long markEnds(int from, int count) {
    byte[] bytes = this.bytes;
    long[] ends = this.ends;
    long delimiter = this.delimiter;
    long all = 0;
    for (int i = 0; i < count; i++) {
      long word = (long) WORD.get(bytes, from + i * Long.BYTES);
      long lows = word & LOWS; // sums below do not leave their byte: exact for each of them
      long others =
          ((lows ^ delimiter) + LOWS) & ((lows ^ LINE_FEEDS) + LOWS) & ((lows ^ RETURNS) + LOWS);
      ends[i] = ((~(others | word) & HIGHS) * GATHER) >>> (BLOCK - Long.BYTES);
      all |= word;
    }
    return all;
  }

  private void markQuotes(int from, int count) {
    byte[] bytes = this.bytes;
    long[] quotes = this.quotes;
    long quote = this.quote;
    for (int i = 0; i < count; i++) {
      long word = (long) WORD.get(bytes, from + i * Long.BYTES);
      long others = (((word & LOWS) ^ quote) + LOWS) | word;
      quotes[i] = ((~others & HIGHS) * GATHER) >>> (BLOCK - Long.BYTES);
    }
  }

  /// The bits of eight words.
  private static long bits(long[] words, int word) {
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits |= words[word + i] << (i * Long.BYTES);
    }
    return bits;
  }

  private static long any(long[] words, int word) {
    long any = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      any |= words[word + i];
    }
    return any;
  }
}
