// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.core.text.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// A 64-bit hash of trusted bytes: rotate, xor, multiply, once for each eight of them.
///
/// - **Use** to place short keys that the program itself makes: its names, numbers, codes; by the
///   high bits.
/// - **Avoid** for keys from outside: keys that collide under every seed are written down in
///   advance, the example at `hash` does it; where low bits count: they know nothing of the key's
///   higher bits; and where no seed may be unlucky: one in a hundred crowds the multiples of some
///   number.
/// - **Cost** `hash` O(n), a multiplication for each eight bytes, one after the other.
/// - **Allocation** none after construction; `stream` one object, and none to feed it.
/// - **Threads** immutable; a stream belongs to one thread.
/// - **Errors** null: `NullPointerException`; a range outside the bytes:
///   `IndexOutOfBoundsException`.
/// - **Source** the hash of Firefox and of rustc, called FxHash there; overlapping words and the
///   length as in wyhash.
/// - **Copies with** `Slice`, `Digits`, `Characters`.
public final class FxHash {
  /*
   *   | word | word | word |            each but the last: hash = rotate((hash ^ word) * FACTOR, 5)
   *                   | last |          result = ((hash ^ last) + length) * FACTOR
   *
   * Words are little-endian. The last one is the last eight bytes and overlaps its neighbour; fewer
   * than eight bytes are read as one number. A multiplication carries every bit upward only, and
   * the rotation brings five bits down to meet the next word: too few to hide anything.
   */

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  /// 2^64 divided by the golden ratio, odd, as in Firefox for 32 bits. rustc's, 2^64 divided by pi,
  /// crowds consecutive numbers into few places, for 355 / pi is almost whole.
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  /// Firefox's and rustc's.
  private static final int ROTATION = 5;

  private final long seed;

  /// Creates the hash of a seed: equal seeds hash equally, in every run.
  ///
  /// @param seed any long
  public FxHash(long seed) {
    this.seed = seed;
  }

  /// Creates a hash with a seed of its own, so that two tables differ in their order.
  ///
  /// @return the hash
  public static FxHash random() {
    return new FxHash(ThreadLocalRandom.current().nextLong());
  }

  /// Returns the hash of all bytes; take its high bits.
  ///
  /// Whoever chooses the bytes chooses the hash: these 65,536 keys have one hash, whatever the
  /// seed. The highest bit of a word goes through the multiplication alone, the rotation makes it
  /// bit 4, and there the next word takes it away.
  ///
  /// {@snippet class="cermet.core.hash.FxHashTest" region="collapse"}
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
    if (length < 8) {
      return finish(seed, few(bytes, from, to), length);
    }
    long hash = seed;
    int last = to - 8;
    for (int at = from; at < last; at += 8) {
      hash = step(hash, word(bytes, at));
    }
    return finish(hash, word(bytes, last), length);
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
  /// @return the hash, different for different longs
  public long hash(long value) {
    return finish(seed, value, 8);
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

  private static long step(long hash, long word) {
    return Long.rotateLeft((hash ^ word) * FACTOR, ROTATION);
  }

  private static long finish(long hash, long last, long length) {
    return ((hash ^ last) + length) * FACTOR;
  }

  /// Up to seven bytes as a number: two overlapping halves, or first, middle and last.
  private static long few(byte[] bytes, int from, int to) {
    int length = to - from;
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
    private final long seed;
    private long hash; // of all words before pending
    private long previous; // the word before pending
    private long pending; // the last one to eight bytes, as a number
    private int used; // how many they are; 0 only at the start
    private long length;

    private Stream(FxHash hash) {
      this.seed = hash.seed;
      this.hash = seed;
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
      int at = from;
      for (; to - at >= 8; at += 8) {
        put(word(bytes, at), 8);
      }
      return at < to ? put(few(bytes, at, to), to - at) : this;
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
      int missing = 64 - 8 * used;
      long last =
          length < 8 || missing == 0 ? pending : pending << missing | previous >>> (64 - missing);
      return finish(hash, last, length);
    }

    /// Forgets what was added.
    ///
    /// @return this stream, empty
    public Stream reset() {
      hash = seed;
      pending = 0;
      used = 0;
      length = 0;
      return this;
    }

    /// Adds one to eight low bytes of a value whose other bytes are 0. A full word waits for the
    /// next byte: it may be the last.
    private Stream put(long value, int bytes) {
      int used = this.used;
      length += bytes;
      if (used + bytes <= 8) {
        pending |= value << (8 * used);
        this.used = used + bytes;
        return this;
      }
      long word = used == 8 ? pending : pending | value << (8 * used);
      hash = step(hash, word);
      previous = word;
      pending = used == 8 ? value : value >>> (64 - 8 * used);
      this.used = used + bytes - 8;
      return this;
    }
  }
}
