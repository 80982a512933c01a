// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Ranges at odd places of one array; both sides have a seed of the run.
public class RapidHashProof {
  private static final int RANGES = 256;

  /// Fresh bytes, and places that no prefetcher guesses.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"8", "16", "64", "256", "4096"})
    public int length;

    byte[] bytes;
    int[] places;
    long seed;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      seed = random.nextLong();
      bytes = new byte[8192];
      random.nextBytes(bytes);
      places = random.ints(RANGES, 0, bytes.length - length + 1).toArray();
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    abstract void prepare();
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private RapidHash hash;

    @Override
    void prepare() {
      hash = new RapidHash(seed);
    }

    @Benchmark
    @Case(
        headline = "Hash4j",
        params = {"length=16"})
    @OperationsPerInvocation(RANGES)
    public long hash() {
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
    public long hash() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hashBytesToLong(bytes, place, length);
      }
      return sum;
    }
  }
}
