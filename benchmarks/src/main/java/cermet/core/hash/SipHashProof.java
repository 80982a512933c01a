// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
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
/// that 1-3, which a table would take, says in its name what it is compared with.
public class SipHashProof {
  private static final int RANGES = 256;

  /// Fresh bytes, and places that no prefetcher guesses.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"4", "8", "16", "24", "32", "64", "100", "256", "1024"})
    public int length;

    byte[] bytes;
    int[] places;
    long[] keys;
    long key0;
    long key1;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      key0 = random.nextLong();
      key1 = random.nextLong();
      bytes = new byte[8192];
      random.nextBytes(bytes);
      places = random.ints(RANGES, 0, bytes.length - length + 1).toArray();
      keys = random.longs(RANGES).toArray();
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    abstract void prepare();
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private SipHash hash;
    private SipHash oneThree;
    private SipHash.Stream stream;

    @Override
    void prepare() {
      hash = SipHash.twoFour(key0, key1);
      oneThree = SipHash.oneThree(key0, key1);
      stream = hash.stream();
    }

    @Benchmark
    @Case(
        headline = "Guava",
        params = {"length=16"})
    @OperationsPerInvocation(RANGES)
    public long hash24() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hash(bytes, place, place + length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash13To24() {
      long sum = 0;
      for (int place : places) {
        sum += oneThree.hash(bytes, place, place + length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long long24() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hash(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long stream24() {
      long sum = 0;
      for (int i = 0; i < RANGES; i++) {
        int place = places[i];
        sum += stream.reset().addLong(keys[i]).add(bytes, place, place + length).hash();
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("com.google.guava:guava")
  public static class Guava extends Input {
    private HashFunction hash;

    @Override
    void prepare() {
      hash = Hashing.sipHash24(key0, key1);
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash24() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hashBytes(bytes, place, length).asLong();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash13To24() {
      return hash24();
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long long24() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hashLong(key).asLong();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long stream24() {
      long sum = 0;
      for (int i = 0; i < RANGES; i++) {
        Hasher stream = hash.newHasher();
        sum += stream.putLong(keys[i]).putBytes(bytes, places[i], length).hash().asLong();
      }
      return sum;
    }
  }
}
