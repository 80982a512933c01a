// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.core.text.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// A seeded 64-bit hash of byte ranges, made of folded multiplications.
///
/// - **Use** to place byte-string keys in a hash table, to shard, to compare contents cheaply.
/// - **Avoid** where an adversary chooses the bytes and can watch the table: it is safe against
///   accidents only, take `SipHash`; and as a format on disk: values are the same in every run, not
///   in every version, and not those of the published rapidhash.
/// - **Cost** `hash` O(n); up to 128 bytes without a loop.
/// - **Allocation** none after construction; `stream` two objects, and none to feed it.
/// - **Threads** immutable; a stream belongs to one thread.
/// - **Errors** null: `NullPointerException`; a range outside the bytes:
///   `IndexOutOfBoundsException`.
/// - **Source** Wang Yi, wyhash; De Carli, rapidhash; the side-by-side lanes of Collet's XXH3.
/// - **Copies with** `Slice`, `Digits`, `Characters`.
public final class RapidHash {
  /*
   * fold(x, y) = the two halves of the 128-bit product x * y, xored. Words are little-endian.
   *
   *   0..16 bytes   two words a, b that cover all of them (they overlap)
   *   17..128       folds of 16 bytes after 16 bytes, of all that begin before the last 16, with the
   *                 secrets 01, 23, 45, 67, 04, 15, 26: xored by turns into a, from 0, and into b,
   *                 from s2. The last two words are xored into a and b as they are
   *   129..         four lanes over stripes of 64 bytes, the last stripe is the last 64 bytes:
   *
   *     | w0 w1 | w2 w3 | w4 w5 | w6 w7 |     lane0 = fold(w0 ^ s0, w1 ^ lane0), ...
   *        lane0   lane1   lane2   lane3
   *
   * Neither folds nor lanes wait for each other, as a chain of folds would. The end is two more
   * products with the length, so that zeros of different lengths differ.
   *
   * A fold forgets its other operand when one is zero, so whoever knows a secret word can cancel
   * input. With public secrets that holds for every seed; here every secret word comes from the
   * seed, each odd and with a balanced number of ones.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  /// 2^64 divided by the golden ratio: the step of SplittableRandom, Steele, Lea, Flood, 2014.
  static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  /// Odd, and no small multiple of STEP, so that two secrets never try the same states: the
  /// multiplier of Steele and Vigna's table for 64 bits, 2021.
  private static final long RETRY = 0xD134_2543_DE82_EF95L;

  /// How many ones a secret may have, out of 64: 97 of 100 random words do; arbitrary.
  private static final int FEWEST_ONES = 24;

  private static final int MOST_ONES = 40;

  private final long s0;
  private final long s1;
  private final long s2;
  private final long s3;
  private final long s4;
  private final long s5;
  private final long s6;
  private final long s7;
  private final long seed;

  /// Creates the hash of a seed: equal seeds hash equally, in every run.
  ///
  /// @param seed any long
  public RapidHash(long seed) {
    this.seed = seed;
    long state = seed;
    s0 = secret(state += STEP);
    s1 = secret(state += STEP);
    s2 = secret(state += STEP);
    s3 = secret(state += STEP);
    s4 = secret(state += STEP);
    s5 = secret(state += STEP);
    s6 = secret(state += STEP);
    s7 = secret(state + STEP);
  }

  /// Creates a hash with a seed of its own.
  ///
  /// @return the hash
  public static RapidHash random() {
    return new RapidHash(ThreadLocalRandom.current().nextLong());
  }

  /// Returns the hash of all bytes.
  ///
  /// @param bytes the bytes
  /// @return the hash
  public long hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /// Returns the hash of a range, equal to that of a copy of it.
  ///
  /// @param bytes the bytes
  /// @param from the first index
  /// @param to the index after the last
  /// @return the hash
  public long hash(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int length = to - from;
    if (length <= 16) {
      return small(bytes, from, to, length);
    }
    return length <= 128 ? medium(bytes, from, to, length) : large(bytes, from, to);
  }

  /// Returns the hash of a slice's bytes.
  ///
  /// @param slice the slice
  /// @return the hash
  public long hash(Slice slice) {
    return hash(slice.bytes(), slice.from(), slice.to());
  }

  /// Returns the hash of a long, equal to that of its eight bytes, the lowest first.
  ///
  /// @param value any long
  /// @return the hash
  public long hash(long value) {
    return finish(value ^ s0, value ^ s1, 8);
  }

  /// Begins to hash bytes that come in parts.
  ///
  /// @return an empty stream
  public Stream stream() {
    return new Stream(this);
  }

  /// Returns the seed.
  ///
  /// @return the seed
  public long seed() {
    return seed;
  }

  private long small(byte[] bytes, int from, int to, int length) {
    long a;
    long b;
    if (length >= 8) {
      a = word(bytes, from);
      b = word(bytes, to - 8);
    } else if (length >= 4) {
      a = half(bytes, from);
      b = half(bytes, to - 4);
    } else if (length > 0) {
      a = (bytes[from] & 0xFFL) << 45 | (bytes[to - 1] & 0xFFL); // first and last, far apart
      b = bytes[from + (length >>> 1)] & 0xFFL;
    } else {
      a = 0;
      b = 0;
    }
    return finish(a ^ s0, b ^ s1, length);
  }

  /// The folds begin at constant distances from the first byte, so that one check of the bounds
  /// serves for all.
  private long medium(byte[] bytes, int from, int to, int length) {
    long a = fold(word(bytes, from) ^ s0, word(bytes, from + 8) ^ s1);
    long b = s2;
    if (length > 32) {
      b ^= fold(word(bytes, from + 16) ^ s2, word(bytes, from + 24) ^ s3);
      if (length > 48) {
        a ^= fold(word(bytes, from + 32) ^ s4, word(bytes, from + 40) ^ s5);
        if (length > 64) {
          b ^= fold(word(bytes, from + 48) ^ s6, word(bytes, from + 56) ^ s7);
          if (length > 80) {
            a ^= fold(word(bytes, from + 64) ^ s0, word(bytes, from + 72) ^ s4);
            if (length > 96) {
              b ^= fold(word(bytes, from + 80) ^ s1, word(bytes, from + 88) ^ s5);
              if (length > 112) {
                a ^= fold(word(bytes, from + 96) ^ s2, word(bytes, from + 104) ^ s6);
              }
            }
          }
        }
      }
    }
    return finish(a ^ word(bytes, to - 16), b ^ word(bytes, to - 8), length);
  }

  private long large(byte[] bytes, int from, int to) {
    long lane0 = s4;
    long lane1 = s5;
    long lane2 = s6;
    long lane3 = s7;
    int last = to - 64;
    int at = from;
    while (true) {
      lane0 = fold(word(bytes, at) ^ s0, word(bytes, at + 8) ^ lane0);
      lane1 = fold(word(bytes, at + 16) ^ s1, word(bytes, at + 24) ^ lane1);
      lane2 = fold(word(bytes, at + 32) ^ s2, word(bytes, at + 40) ^ lane2);
      lane3 = fold(word(bytes, at + 48) ^ s3, word(bytes, at + 56) ^ lane3);
      if (at == last) {
        return finish(lane0 ^ lane2, lane1 ^ lane3, to - from);
      }
      at = Math.min(at + 64, last);
    }
  }

  private long finish(long a, long b, long length) {
    b ^= length;
    return fold(a * b ^ s6, Math.unsignedMultiplyHigh(a, b) ^ s7 ^ length);
  }

  private static long fold(long x, long y) {
    return x * y ^ Math.unsignedMultiplyHigh(x, y);
  }

  private static long word(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  private static long half(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at) & 0xFFFF_FFFFL;
  }

  /// Stafford's invertible mixer (variant 13), of one state after the other until the bits are
  /// balanced. The states run through all longs, so it ends for each; mixing the result again would
  /// not: 0 mixes to 0. The tests forge a collision with it.
  static long secret(long state) {
    while (true) {
      long x = state;
      x = (x ^ x >>> 30) * 0xBF58_476D_1CE4_E5B9L;
      x = (x ^ x >>> 27) * 0x94D0_49BB_1331_11EBL;
      x = (x ^ x >>> 31) | 1;
      if (balanced(x)) {
        return x;
      }
      state += RETRY;
    }
  }

  private static boolean balanced(long x) {
    int ones = Long.bitCount(x);
    return ones >= FEWEST_ONES && ones <= MOST_ONES;
  }

  /// A hash of bytes that come in parts, equal to the hash of all of them at once.
  public static final class Stream {
    /*
     *   window  | the stripe before | pending, 1 to 64 | room for one more long |
     *           0                   64                 128                      136
     *
     * A full stripe waits in pending for the next byte: it may be the last, and the last 64 bytes
     * are a stripe of their own. They stand in one piece, from pending's length on.
     */

    private static final int STRIPE = 64;

    private final RapidHash hash;
    private final byte[] window = new byte[2 * STRIPE + 8];
    private long lane0;
    private long lane1;
    private long lane2;
    private long lane3;
    private int pending;
    private long length;

    private Stream(RapidHash hash) {
      this.hash = hash;
      reset();
    }

    /// Adds all bytes.
    ///
    /// @param bytes the bytes
    /// @return this stream
    public Stream add(byte[] bytes) {
      return add(bytes, 0, bytes.length);
    }

    /// Adds a range.
    ///
    /// @param bytes the bytes
    /// @param from the first index
    /// @param to the index after the last
    /// @return this stream
    public Stream add(byte[] bytes, int from, int to) {
      Objects.checkFromToIndex(from, to, bytes.length);
      length += to - from;
      int room = STRIPE - pending;
      if (to - from > room) {
        System.arraycopy(bytes, from, window, STRIPE + pending, room);
        from = absorb(bytes, from + room, to);
        pending = 0;
      }
      System.arraycopy(bytes, from, window, STRIPE + pending, to - from);
      pending += to - from;
      return this;
    }

    /// Adds a slice's bytes.
    ///
    /// @param slice the slice
    /// @return this stream
    public Stream add(Slice slice) {
      return add(slice.bytes(), slice.from(), slice.to());
    }

    /// Adds a byte.
    ///
    /// @param value the byte
    /// @return this stream
    public Stream addByte(byte value) {
      window[STRIPE + pending] = value;
      return added(1);
    }

    /// Adds the four bytes of an int, the lowest first.
    ///
    /// @param value the int
    /// @return this stream
    public Stream addInt(int value) {
      INTS.set(window, STRIPE + pending, value);
      return added(4);
    }

    /// Adds the eight bytes of a long, the lowest first.
    ///
    /// @param value the long
    /// @return this stream
    public Stream addLong(long value) {
      LONGS.set(window, STRIPE + pending, value);
      return added(8);
    }

    /// Returns the hash of what was added so far; more may follow.
    ///
    /// @return the hash
    public long hash() {
      byte[] window = this.window;
      if (length <= 2 * STRIPE) { // all bytes are there
        int to = STRIPE + pending;
        return hash.hash(window, to - (int) length, to);
      }
      int at = pending;
      long a = fold(word(window, at) ^ hash.s0, word(window, at + 8) ^ lane0);
      long b = fold(word(window, at + 16) ^ hash.s1, word(window, at + 24) ^ lane1);
      a ^= fold(word(window, at + 32) ^ hash.s2, word(window, at + 40) ^ lane2);
      b ^= fold(word(window, at + 48) ^ hash.s3, word(window, at + 56) ^ lane3);
      return hash.finish(a, b, length);
    }

    /// Forgets what was added.
    ///
    /// @return this stream, empty
    public Stream reset() {
      lane0 = hash.s4;
      lane1 = hash.s5;
      lane2 = hash.s6;
      lane3 = hash.s7;
      pending = 0;
      length = 0;
      return this;
    }

    /// Counts what was written behind pending, and moves on when it is more than a stripe.
    private Stream added(int count) {
      length += count;
      pending += count;
      if (pending > STRIPE) {
        pending -= STRIPE;
        absorb(window, 2 * STRIPE, 2 * STRIPE);
        LONGS.set(window, STRIPE, word(window, 2 * STRIPE));
      }
      return this;
    }

    /// Takes in the pending stripe, then the stripes of a range that more bytes follow; keeps the
    /// last of them as the one before.
    ///
    /// @return where the bytes begin that are left
    private int absorb(byte[] bytes, int from, int to) {
      long lane0 = this.lane0;
      long lane1 = this.lane1;
      long lane2 = this.lane2;
      long lane3 = this.lane3;
      byte[] source = window;
      int at = STRIPE;
      int next = from;
      while (true) {
        lane0 = fold(word(source, at) ^ hash.s0, word(source, at + 8) ^ lane0);
        lane1 = fold(word(source, at + 16) ^ hash.s1, word(source, at + 24) ^ lane1);
        lane2 = fold(word(source, at + 32) ^ hash.s2, word(source, at + 40) ^ lane2);
        lane3 = fold(word(source, at + 48) ^ hash.s3, word(source, at + 56) ^ lane3);
        if (to - next <= STRIPE) {
          this.lane0 = lane0;
          this.lane1 = lane1;
          this.lane2 = lane2;
          this.lane3 = lane3;
          System.arraycopy(source, at, window, 0, STRIPE);
          return next;
        }
        source = bytes;
        at = next;
        next += STRIPE;
      }
    }
  }
}
