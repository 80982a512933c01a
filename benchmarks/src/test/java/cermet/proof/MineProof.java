// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import cermet.core.hash.LongMixer;
import org.openjdk.jmh.annotations.Benchmark;

// @start region="mine"
public class MineProof {
  static final LongMixer MIXER = LongMixer.random();
  static long key;

  public static class Cermet {
    @Benchmark
    @Case(headline = "Own")
    public long mix() {
      return MIXER.mix(key++);
    }
  }

  @Peer("none")
  public static class Own {
    @Benchmark
    public long mix() {
      return Mine.mix(key++);
    }
  }
}
// @end
