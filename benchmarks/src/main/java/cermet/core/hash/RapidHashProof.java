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

/// Ranges at odd places of one array; both sides have a seed of the run. A stream is fed a long and
/// a range.
public class RapidHashProof {
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
    private final RapidHash hash = new RapidHash(Seed.fresh());
    private final RapidHash.Stream stream = hash.stream();

    @Benchmark
    @Case(
        headline = "Hash4j",
        params = {"length=16"})
    @OperationsPerInvocation(OPERATIONS)
    public long hash(Ranges in) {
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
    public long hashLong(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hash(value);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stream(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += stream.reset().addLong(at(in, place)).add(bytes, place, place + length).hash();
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash64ToCrc32(Ranges in) {
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
    private final HashStream64 stream = hash.hashStream();

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash(Ranges in) {
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
    public long hashLong(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hashLongToLong(value);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long stream(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        sum += stream.reset().putLong(at(in, place)).putBytes(bytes, place, length).getAsLong();
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("com.dynatrace.hash4j:hash4j")
  public static class Hash4jWyhash {
    private final Hasher64 hash = Hashing.wyhashFinal4(Seed.fresh());

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash(Ranges in) {
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
    public long hashLong(Longs in) {
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
    public long hash(Ranges in) {
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
    public long hashLong(Longs in) {
      long sum = 0;
      for (long value : in.values) {
        sum += hash.hashLong(value);
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk {
    private final CRC32C crc = new CRC32C();

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long hash64ToCrc32(Ranges in) {
      byte[] bytes = in.bytes;
      int length = in.length;
      long sum = 0;
      for (int place : in.places) {
        crc.reset();
        crc.update(bytes, place, length);
        sum += crc.getValue();
      }
      return sum;
    }
  }
}
