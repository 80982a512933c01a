// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import cermet.proof.Case;
import cermet.proof.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Placeholder. */
public class LongMixerProof {
  @State(Scope.Thread)
  public static class Cermet {
    long x = 3;

    @Benchmark
    @Case(headline = "Jdk")
    public long mix() {
      return x++ * 77;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk {
    long x = 3;

    @Benchmark
    public long mix() {
      return x++ / 77;
    }
  }
}
