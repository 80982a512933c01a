// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

// @start region="mine"
package com.acme;

import cermet.core.hash.LongMixer;
import cermet.proof.Case;
import cermet.proof.Peer;
import org.openjdk.jmh.annotations.Benchmark;

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
