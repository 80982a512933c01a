// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What threads may see of one extreme on the machine's own memory model: every outcome that is not
/// listed is forbidden.
public class MaxCounterStress {
  private MaxCounterStress() {}

  /// Of two proposals the larger stays, and is told so.
  @JCStressTest
  @Outcome(id = "0, 1, 9", expect = ACCEPTABLE, desc = "the larger was first")
  @Outcome(id = "1, 1, 9", expect = ACCEPTABLE, desc = "the smaller was first")
  @State
  public static class LargestStays {
    private final MaxCounter counter = MaxCounter.largest(0);

    @Actor
    public void smaller(III_Result r) {
      r.r1 = counter.propose(5) ? 1 : 0;
    }

    @Actor
    public void larger(III_Result r) {
      r.r2 = counter.propose(9) ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = (int) counter.get();
    }
  }

  /// The same for the smallest, in rows that meet.
  @JCStressTest
  @Outcome(id = "-9", expect = ACCEPTABLE, desc = "the smallest")
  @State
  public static class SmallestStays {
    private final MaxCounter counter = MaxCounter.smallest(0);

    @Actor
    public void odd() {
      for (int i = -1; i >= -9; i -= 2) {
        counter.propose(i);
      }
    }

    @Actor
    public void even() {
      for (int i = -2; i >= -8; i -= 2) {
        counter.propose(i);
      }
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) counter.get();
    }
  }

  /// A proposal counts before a reset or after it.
  @JCStressTest
  @Outcome(id = "0, 5", expect = ACCEPTABLE, desc = "after")
  @Outcome(id = "5, 0", expect = ACCEPTABLE, desc = "before")
  @State
  public static class ResetDuringPropose {
    private final MaxCounter counter = MaxCounter.largest(0);

    @Actor
    public void propose() {
      counter.propose(5);
    }

    @Actor
    public void reset(II_Result r) {
      r.r1 = (int) counter.getThenReset();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = (int) counter.get();
    }
  }

  /// What a thread did before it proposed the extreme is seen by whoever gets that.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "written, not yet proposed")
  @Outcome(id = "5, 7", expect = ACCEPTABLE, desc = "proposed")
  @State
  public static class ProposeThenGet {
    private final MaxCounter counter = MaxCounter.largest(0);
    private int data;

    @Actor
    public void write() {
      data = 7;
      counter.propose(5);
    }

    @Actor
    public void read(II_Result r) {
      r.r1 = (int) counter.get();
      r.r2 = data;
    }
  }

  /// Two counters, each proposed to by one thread and then read by the other.
  @JCStressTest
  @Outcome(id = "0, 5", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "5, 0", expect = ACCEPTABLE, desc = "the second thread was first")
  @Outcome(id = "5, 5", expect = ACCEPTABLE, desc = "both had proposed before they read")
  @State
  public static class BothProposeThenGet {
    private final MaxCounter first = MaxCounter.largest(0);
    private final MaxCounter second = MaxCounter.largest(0);

    @Actor
    public void one(II_Result r) {
      first.propose(5);
      r.r1 = (int) second.get();
    }

    @Actor
    public void other(II_Result r) {
      second.propose(5);
      r.r2 = (int) first.get();
    }
  }
}
