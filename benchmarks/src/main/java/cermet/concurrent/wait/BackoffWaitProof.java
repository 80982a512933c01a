// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import cermet.proof.Case;
import cermet.proof.Peer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What the spins of a wait that backs off cost: ten in a row, then a reset.
public class BackoffWaitProof {
  private BackoffWaitProof() {}

  /// Ours, which keeps its count in the caller's hand.
  @State(Scope.Thread)
  public static class Cermet {
    private final BackoffWait wait = new BackoffWait(10, 10, 1_000, 1_000_000);
    private int idle;

    /// A wait after nothing was done.
    @Benchmark
    @Case(headline = "Agrona")
    @OperationsPerInvocation(10)
    public int idle() {
      idle = 0;
      for (int i = 0; i < 10; i++) {
        idle = wait.idle(idle, 0);
      }
      return idle;
    }

    /// No wait, after work.
    @Benchmark
    public int busy() {
      idle = wait.idle(idle, 1);
      return idle;
    }
  }

  /// Agrona, whose object keeps the count, for one thread only.
  @Peer("org.agrona:agrona")
  @State(Scope.Thread)
  public static class Agrona {
    private final BackoffIdleStrategy wait = new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);

    /// A wait after nothing was done.
    @Benchmark
    @OperationsPerInvocation(10)
    public int idle() {
      wait.reset();
      for (int i = 0; i < 10; i++) {
        wait.idle(0);
      }
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
