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
  private static final int RANGES = 256;

  /// Fresh bytes, and places that no prefetcher guesses.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"4", "8", "16", "24", "32", "64", "100", "256", "1024"})
    public int length;

    byte[] bytes;
    int[] places;
    long[] keys;
    long seed;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      seed = random.nextLong();
      bytes = new byte[8192];
      random.nextBytes(bytes);
      places = random.ints(RANGES, 0, bytes.length - length + 1).toArray();
      keys = random.longs(RANGES).toArray();
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    void prepare() {}
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private FxHash hash;

    @Override
    void prepare() {
      hash = new FxHash(seed);
    }

    @Benchmark
    @Case(
        headline = "Hash4j",
        params = {"length=8"})
    @OperationsPerInvocation(RANGES)
    public long hashTrustedToMixed() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hash(bytes, place, place + length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long longTrustedToMixed() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hash(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash64ToMurmur32() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hash(bytes, place, place + length);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("com.dynatrace.hash4j:hash4j")
  public static class Hash4j extends Input {
    private Hasher64 hash;

    @Override
    void prepare() {
      hash = Hashing.rapidhashV3(seed);
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hashTrustedToMixed() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hashBytesToLong(bytes, place, length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long longTrustedToMixed() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hashLongToLong(key);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("net.openhft:zero-allocation-hashing")
  public static class OpenHft extends Input {
    private LongHashFunction hash;

    @Override
    void prepare() {
      hash = LongHashFunction.xx3(seed);
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hashTrustedToMixed() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hashBytes(bytes, place, length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long longTrustedToMixed() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hashLong(key);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("org.apache.lucene:lucene-core")
  public static class Lucene extends Input {
    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash64ToMurmur32() {
      long sum = 0;
      for (int place : places) {
        sum += StringHelper.murmurhash3_x86_32(bytes, place, length, (int) seed);
      }
      return sum;
    }
  }
}
