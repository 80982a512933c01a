// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.SplittableRandom;
import net.openhft.hashing.LongHashFunction;
import org.apache.lucene.util.StringHelper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Ranges at odd places of one array under a seed of the run. No peer has a hash that is good for
/// trusted keys only, so that the names say against what it stands.
public class FxHashProof {
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

  @State(Scope.Thread)
  public static class Cermet {
    private final FxHash hash = new FxHash(Seed.fresh());

    @Benchmark
    @Case(
        headline = "Hash4j",
        params = {"length=8"})
    @OperationsPerInvocation(OPERATIONS)
    public long hashTrustedToMixed(Ranges in) {
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
    public long hashLongTrustedToMixed(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hash(value);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash64ToMurmur32(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += hash.hash(bytes, place, place + length);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("com.dynatrace.hash4j:hash4j")
  public static class Hash4j {
    private final Hasher64 hash = Hashing.rapidhashV3(Seed.fresh());

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashTrustedToMixed(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += hash.hashBytesToLong(bytes, place, length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashLongTrustedToMixed(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hashLongToLong(value);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("net.openhft:zero-allocation-hashing")
  public static class OpenHft {
    private final LongHashFunction hash = LongHashFunction.xx3(Seed.fresh());

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashTrustedToMixed(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += hash.hashBytes(bytes, place, length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hashLongTrustedToMixed(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hashLong(value);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("org.apache.lucene:lucene-core")
  public static class Lucene {
    private final int seed = (int) Seed.fresh();

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash64ToMurmur32(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += StringHelper.murmurhash3_x86_32(bytes, place, length, seed);
      }
      return sum;
    }
  }
}
