// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.core.text.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Objects;

/// A keyed 64-bit hash of bytes, SipHash-1-3 or SipHash-2-4, for keys that an adversary chooses.
///
/// - **Use** to place keys from outside, names in requests, fields of JSON, in a hash table.
/// - **Avoid** where keys are trusted: `RapidHash` takes a fraction of the time; and where the
///   values or the order of a table are shown to the adversary: no 64 bits are safe from one who
///   watches enough of them.
/// - **Cost** `hash` O(n), one round (1-3) or two (2-4) per eight bytes, and three or four at the
///   end.
/// - **Allocation** none after construction; `stream` one object, and none to feed it.
/// - **Threads** immutable; a stream belongs to one thread.
/// - **Errors** null: `NullPointerException`; a range outside the bytes:
///   `IndexOutOfBoundsException`.
/// - **Source** Aumasson, Bernstein, SipHash: a fast short-input PRF, INDOCRYPT 2012; their
///   reference implementation for 1-3.
/// - **Copies with** `Slice`, `Digits`, `Characters`.
public final class SipHash {
  /*
   *   start from the key --> for each word m: v3 ^= m, rounds, v0 ^= m --> v2 ^= 0xFF, rounds
   *
   * Words are little-endian; the last holds what is left over, 0 to 7 bytes, and the length's low
   * byte on top. A round adds, rotates and xors four longs, which live in locals: that is why its
   * text stands here five times. The numbers of rounds are constants, so that C2 unrolls them: with
   * variables a round takes 24 instructions instead of 15.
   *
   * A range of at least eight bytes finds its last word by shifting the last eight bytes; a shorter
   * one by laying two overlapping halves over each other.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  // The paper's four words: "somepseudorandomlygeneratedbytes".
  private static final long SOMEPSEU = 0x736F_6D65_7073_6575L;
  private static final long DORANDOM = 0x646F_7261_6E64_6F6DL;
  private static final long LYGENERA = 0x6C79_6765_6E65_7261L;
  private static final long TEDBYTES = 0x7465_6462_7974_6573L;

  private static final byte[] NO_BYTES = {};

  private final long start0;
  private final long start1;
  private final long start2;
  private final long start3;
  private final boolean strong;

  private SipHash(long key0, long key1, boolean strong) {
    start0 = key0 ^ SOMEPSEU;
    start1 = key1 ^ DORANDOM;
    start2 = key0 ^ LYGENERA;
    start3 = key1 ^ TEDBYTES;
    this.strong = strong;
  }

  /// Creates SipHash-1-3, the variant for hash tables.
  ///
  /// @param key0 the first eight bytes of the key, little-endian
  /// @param key1 the last eight
  /// @return the hash
  public static SipHash oneThree(long key0, long key1) {
    return new SipHash(key0, key1, false);
  }

  /// Creates SipHash-2-4, the variant of the paper, where its margin is wanted.
  ///
  /// @param key0 the first eight bytes of the key, little-endian
  /// @param key1 the last eight
  /// @return the hash
  public static SipHash twoFour(long key0, long key1) {
    return new SipHash(key0, key1, true);
  }

  /// Creates SipHash-1-3 with a key that nobody can guess.
  ///
  /// @return the hash
  public static SipHash random() {
    var random = new SecureRandom();
    return oneThree(random.nextLong(), random.nextLong());
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
    int words = (to - from) >>> 3;
    long last = rest(bytes, from, to) | (long) (to - from) << 56;
    long m = words > 0 ? word(bytes, from) : last;
    return strong
        ? twoFour(start0, start1, start2, start3, m, bytes, from + 8, words - 1, last)
        : oneThree(start0, start1, start2, start3, m, bytes, from + 8, words - 1, last);
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
    return strong
        ? twoFour(start0, start1, start2, start3, value, NO_BYTES, 0, 0, 8L << 56)
        : oneThree(start0, start1, start2, start3, value, NO_BYTES, 0, 0, 8L << 56);
  }

  /// Begins to hash bytes that come in parts.
  ///
  /// @return an empty stream
  public Stream stream() {
    return new Stream(this);
  }

  /// Takes in the word m, then so many of the bytes from a place on, then the last word; none where
  /// the number is -1, for m was the last.
  private static long oneThree(
      long v0, long v1, long v2, long v3, long m, byte[] bytes, int at, int words, long last) {
    while (true) {
      v3 ^= m;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32) + v3;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= m;
      if (words > 0) {
        m = word(bytes, at);
        at += 8;
      } else if (words == 0) {
        m = last;
      } else {
        break;
      }
      words--;
    }
    v2 ^= 0xFF;
    for (int i = 0; i < 3; i++) {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32) + v3;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private static long twoFour(
      long v0, long v1, long v2, long v3, long m, byte[] bytes, int at, int words, long last) {
    while (true) {
      v3 ^= m;
      for (int i = 0; i < 2; i++) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32) + v3;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= m;
      if (words > 0) {
        m = word(bytes, at);
        at += 8;
      } else if (words == 0) {
        m = last;
      } else {
        break;
      }
      words--;
    }
    v2 ^= 0xFF;
    for (int i = 0; i < 4; i++) {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32) + v3;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /// The bytes after the last whole word, as a number.
  private static long rest(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= 8) {
      return word(bytes, to - 8) >>> 1 >>> (63 - 8 * (length & 7)); // two steps: by 64 for none
    }
    if (length >= 4) {
      return half(bytes, from) | half(bytes, to - 4) << (8 * (length - 4));
    }
    if (length == 0) {
      return 0;
    }
    int middle = length >>> 1;
    return (bytes[from] & 0xFFL)
        | (bytes[from + middle] & 0xFFL) << (8 * middle)
        | (bytes[to - 1] & 0xFFL) << (8 * (length - 1));
  }

  private static long word(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  private static long half(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at) & 0xFFFF_FFFFL;
  }

  /// A hash of bytes that come in parts, equal to the hash of all of them at once.
  public static final class Stream {
    private final SipHash hash;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long pending; // the bytes after the last whole word, as a number
    private long length;

    private Stream(SipHash hash) {
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
      int end = to - (to - from & 7);
      if (from < end) {
        int shift = (int) length << 3 & 56;
        long word = word(bytes, from);
        absorb(pending | word << shift, word, shift, bytes, from + 8, end);
        length += end - from;
      }
      return put(rest(bytes, from, to), to - end);
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
      return put(value & 0xFFL, 1);
    }

    /// Adds the four bytes of an int, the lowest first.
    ///
    /// @param value the int
    /// @return this stream
    public Stream addInt(int value) {
      return put(value & 0xFFFF_FFFFL, 4);
    }

    /// Adds the eight bytes of a long, the lowest first.
    ///
    /// @param value the long
    /// @return this stream
    public Stream addLong(long value) {
      return put(value, 8);
    }

    /// Returns the hash of what was added so far; more may follow.
    ///
    /// @return the hash
    public long hash() {
      long last = pending | length << 56;
      return hash.strong
          ? twoFour(v0, v1, v2, v3, last, NO_BYTES, 0, -1, 0)
          : oneThree(v0, v1, v2, v3, last, NO_BYTES, 0, -1, 0);
    }

    /// Forgets what was added.
    ///
    /// @return this stream, empty
    public Stream reset() {
      v0 = hash.start0;
      v1 = hash.start1;
      v2 = hash.start2;
      v3 = hash.start3;
      pending = 0;
      length = 0;
      return this;
    }

    /// Adds the low bytes of a value whose other bytes are 0.
    private Stream put(long value, int bytes) {
      int shift = (int) length << 3 & 56;
      length += bytes;
      long word = pending | value << shift;
      if (shift + 8 * bytes >= 64) {
        absorb(word, value, shift, NO_BYTES, 0, 0);
      } else {
        pending = word;
      }
      return this;
    }

    /// Takes in a whole word, then those of a range, moved up by what was pending; what the last of
    /// them leaves over is pending then.
    private void absorb(long m, long word, int shift, byte[] bytes, int at, int end) {
      long v0 = this.v0;
      long v1 = this.v1;
      long v2 = this.v2;
      long v3 = this.v3;
      int rounds = hash.strong ? 2 : 1;
      while (true) {
        v3 ^= m;
        for (int i = 0; i < rounds; i++) {
          v0 += v1;
          v2 += v3;
          v1 = Long.rotateLeft(v1, 13) ^ v0;
          v3 = Long.rotateLeft(v3, 16) ^ v2;
          v0 = Long.rotateLeft(v0, 32) + v3;
          v2 += v1;
          v1 = Long.rotateLeft(v1, 17) ^ v2;
          v3 = Long.rotateLeft(v3, 21) ^ v0;
          v2 = Long.rotateLeft(v2, 32);
        }
        v0 ^= m;
        long over = word >>> 1 >>> (63 - shift); // two steps: by 64 for none
        if (at >= end) {
          this.v0 = v0;
          this.v1 = v1;
          this.v2 = v2;
          this.v3 = v3;
          pending = over;
          return;
        }
        word = word(bytes, at);
        m = over | word << shift;
        at += 8;
      }
    }
  }
}
