// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.carrotsearch.hppc.BitMixer;
import it.unimi.dsi.fastutil.HashCommon;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A seeded mixer that places keys evenly, against the unseeded full mixers of the peers.
public class LongMixerProof {
  private static final int KEYS = 1024;

  /// Fresh keys.
  @State(Scope.Thread)
  public abstract static class Input {
    long[] keys;
    long seed;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      seed = random.nextLong();
      keys = random.longs(KEYS).toArray();
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    void prepare() {}
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private LongMixer mixer;

    @Override
    void prepare() {
      mixer = new LongMixer(seed);
    }

    @Benchmark
    @Case(headline = "Hppc")
    @OperationsPerInvocation(KEYS)
    public long mixSeededToUnseeded() {
      long sum = 0;
      for (long key : keys) {
        sum += mixer.mix(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long mixChainSeededToUnseeded() {
      long place = 0;
      for (long key : keys) {
        place = mixer.mix(key ^ place);
      }
      return place;
    }
  }

  @State(Scope.Thread)
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long mixSeededToUnseeded() {
      long sum = 0;
      for (long key : keys) {
        sum += BitMixer.mix64(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long mixChainSeededToUnseeded() {
      long place = 0;
      for (long key : keys) {
        place = BitMixer.mix64(key ^ place);
      }
      return place;
    }
  }

  @State(Scope.Thread)
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long mixSeededToUnseeded() {
      long sum = 0;
      for (long key : keys) {
        sum += HashCommon.murmurHash3(key);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long mixChainSeededToUnseeded() {
      long place = 0;
      for (long key : keys) {
        place = HashCommon.murmurHash3(key ^ place);
      }
      return place;
    }
  }
}
