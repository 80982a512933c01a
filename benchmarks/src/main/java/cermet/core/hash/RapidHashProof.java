// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import net.openhft.hashing.LongHashFunction;
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
    abstract void prepare();
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private RapidHash hash;
    private RapidHash.Stream stream;

    @Override
    void prepare() {
      hash = new RapidHash(seed);
      stream = hash.stream();
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

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hashLong() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hash(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long stream() {
      long sum = 0;
      for (int i = 0; i < RANGES; i++) {
        int place = places[i];
        sum += stream.reset().addLong(keys[i]).add(bytes, place, place + length).hash();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash64ToCrc32() {
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
    private HashStream64 stream;

    @Override
    void prepare() {
      hash = Hashing.rapidhashV3(seed);
      stream = hash.hashStream();
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

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hashLong() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hashLongToLong(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long stream() {
      long sum = 0;
      for (int i = 0; i < RANGES; i++) {
        sum += stream.reset().putLong(keys[i]).putBytes(bytes, places[i], length).getAsLong();
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("com.dynatrace.hash4j:hash4j")
  public static class Hash4jWyhash extends Input {
    private Hasher64 hash;

    @Override
    void prepare() {
      hash = Hashing.wyhashFinal4(seed);
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
    public long hash() {
      long sum = 0;
      for (int place : places) {
        sum += hash.hashBytes(bytes, place, length);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hashLong() {
      long sum = 0;
      for (long key : keys) {
        sum += hash.hashLong(key);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    private CRC32C crc;

    @Override
    void prepare() {
      crc = new CRC32C();
    }

    @Benchmark
    @OperationsPerInvocation(RANGES)
    public long hash64ToCrc32() {
      long sum = 0;
      for (int place : places) {
        crc.reset();
        crc.update(bytes, place, length);
        sum += crc.getValue();
      }
      return sum;
    }
  }
}
