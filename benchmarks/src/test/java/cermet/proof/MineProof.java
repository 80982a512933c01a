// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import cermet.core.hash.LongMixer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

// @start region="mine"
public class MineProof {
  @State(Scope.Thread)
  public static class Cermet {
    final LongMixer mixer = LongMixer.random();
    long key;

    @Benchmark
    @Case(headline = "Own")
    public long mix() {
      return mixer.mix(key++);
    }
  }

  @State(Scope.Thread)
  @Peer("none")
  public static class Own {
    long key;

    @Benchmark
    public long mix() {
      return Mine.mix(key++);
    }
  }
}
// @end
