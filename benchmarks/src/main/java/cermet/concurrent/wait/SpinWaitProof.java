// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import cermet.proof.Case;
import cermet.proof.Peer;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What a wait that spins costs beside the pause of the processor.
public class SpinWaitProof {
  private SpinWaitProof() {}

  /// Ours, which keeps its count in the caller's hand.
  @State(Scope.Thread)
  public static class Cermet {
    private final SpinWait wait = new SpinWait();
    private int idle;

    /// A wait after nothing was done.
    @Benchmark
    @Case(headline = "Agrona")
    public int idle() {
      idle = wait.idle(idle);
      return idle;
    }

    /// No wait, after work.
    @Benchmark
    public int busy() {
      idle = wait.idle(idle, 1);
      return idle;
    }
  }

  /// Agrona, which keeps no count.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
    private final BusySpinIdleStrategy wait = new BusySpinIdleStrategy();

    /// A wait after nothing was done.
    @Benchmark
    public int idle() {
      wait.idle(0);
      return 0;
    }

    /// No wait, after work.
    @Benchmark
    public int busy() {
      wait.idle(1);
      return 0;
    }
  }
}
