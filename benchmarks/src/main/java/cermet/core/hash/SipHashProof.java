// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Ranges at odd places of one array under a key of the run. The peer knows SipHash-2-4 alone, so
/// that 1-3, which a table would take, says in its name what it is compared with. A stream is fed a
/// long and a range; the peer needs a new one each time.
public class SipHashProof {
  private static final int OPERATIONS = 256;

  /// Fresh bytes, and ranges at places that no prefetcher guesses.
  @State(Scope.Thread)
  public static class Ranges {
    /// The length of each range.
    @Param({"4", "8", "16", "24", "32", "64", "100", "256", "1024"})
    public int length;

    byte[] bytes = {};
    int[] places = {};

    /// Draws the bytes and the places.
    @Setup(Level.Trial)
    public void draw() {
      var random = new SplittableRandom(Seed.fresh());
      bytes = new byte[8192];
      random.nextBytes(bytes);
      places = random.ints(OPERATIONS, 0, bytes.length - length + 1).toArray();
    }
  }

  /// Fresh longs.
  @State(Scope.Thread)
  public static class Longs {
    final long[] values = new SplittableRandom(Seed.fresh()).longs(OPERATIONS).toArray();
  }

  /// A long, then a range: a record.
  private static long at(Ranges in, int place) {
    return in.bytes[place] * 0x9E37_79B9_7F4A_7C15L;
  }

  @State(Scope.Thread)
  public static class Cermet {
    private final SipHash hash = SipHash.twoFour(Seed.fresh(), Seed.fresh());
    private final SipHash oneThree = SipHash.oneThree(Seed.fresh(), Seed.fresh());
    private final SipHash.Stream stream = hash.stream();

    @Benchmark
    @Case(
        headline = "Guava",
        params = {"length=16"})
    @OperationsPerInvocation(OPERATIONS)
    public long hash24(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += hash.hash(bytes, place, place + length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash13To24(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += oneThree.hash(bytes, place, place + length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashLong24(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hash(value);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashLong13To24(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += oneThree.hash(value);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stream24(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += stream.reset().addLong(at(in, place)).add(bytes, place, place + length).hash();
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("com.google.guava:guava")
  public static class Guava {
    private final HashFunction hash = Hashing.sipHash24(Seed.fresh(), Seed.fresh());

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash24(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += hash.hashBytes(bytes, place, length).asLong();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash13To24(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += hash.hashBytes(bytes, place, length).asLong();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashLong24(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hashLong(value).asLong();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashLong13To24(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hashLong(value).asLong();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stream24(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        var stream = hash.newHasher().putLong(at(in, place)).putBytes(bytes, place, length);
        sum += stream.hash().asLong();
      }
      return sum;
    }
  }
}
