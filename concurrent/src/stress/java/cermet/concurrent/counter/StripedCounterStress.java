// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What threads may see of one counter on the machine's own memory model: every outcome that is not
/// listed is forbidden. Most additions pass a multiple of the sample, and so look for contention.
public class StripedCounterStress {
  private static final int STEP = StripedCounter.SAMPLE;

  private StripedCounterStress() {}

  /// Additions of two threads are all in the sum, whatever grows meanwhile.
  @JCStressTest
  @Outcome(id = "8", expect = ACCEPTABLE, desc = "all")
  @State
  public static class Additions {
    private final StripedCounter counter = new StripedCounter(8, 0);

    private void add() {
      for (int i = 0; i < 4; i++) {
        counter.add(STEP);
      }
    }

    @Actor
    public void one() {
      add();
    }

    @Actor
    public void other() {
      add();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) (counter.sum() / STEP);
    }
  }

  /// Growing loses nothing that is added meanwhile.
  @JCStressTest
  @Outcome(id = "5, 8", expect = ACCEPTABLE, desc = "all, and grown to the limit")
  @State
  public static class GrowDuringAdd {
    private final StripedCounter counter = new StripedCounter(8, 0);

    @Actor
    public void add() {
      for (int i = 0; i < 5; i++) {
        counter.increment();
      }
    }

    @Actor
    public void grow() {
      for (int i = 0; i < 5; i++) {
        counter.grow(counter.stripes());
      }
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = (int) counter.sum();
      r.r2 = counter.stripes().length / StripedCounter.STRIDE - 1;
    }
  }

  /// Each addition is in exactly one of the sums that are taken out.
  @JCStressTest
  @Outcome(id = "6", expect = ACCEPTABLE, desc = "none lost, none twice")
  @State
  public static class ResetDuringAdd {
    private final StripedCounter counter = new StripedCounter(8, 0);
    private long taken;
    private long alsoTaken;

    private void add() {
      for (int i = 0; i < 3; i++) {
        counter.add(STEP);
      }
    }

    @Actor
    public void addThenTake() {
      add();
      taken = counter.sumThenReset();
    }

    @Actor
    public void takeThenAdd() {
      alsoTaken = counter.sumThenReset();
      add();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) ((taken + alsoTaken + counter.sum()) / STEP);
    }
  }

  /// What one reader sees never falls, though the counter grows meanwhile.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "rose or stayed")
  @State
  public static class Rising {
    private final StripedCounter counter = new StripedCounter(8, 0);

    @Actor
    public void add() {
      for (int i = 0; i < 6; i++) {
        counter.add(STEP);
        counter.increment();
      }
    }

    @Actor
    public void read(I_Result r) {
      long before = 0;
      for (int i = 0; i < 20; i++) {
        long sum = counter.sum();
        r.r1 += sum < before ? 1 : 0;
        before = sum;
        if (i % 4 == 3) {
          counter.grow(counter.stripes());
        }
      }
    }
  }

  /// What a thread did before it added is seen by whoever counts that, in a new array too.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "written, not yet counted")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "counted")
  @State
  public static class AddThenSum {
    private final StripedCounter counter = new StripedCounter(8, 0);
    private int data;

    @Actor
    public void write() {
      data = 7;
      counter.increment();
    }

    @Actor
    public void read(II_Result r) {
      counter.grow(counter.stripes());
      r.r1 = (int) counter.sum();
      r.r2 = data;
    }
  }

  /// Two threads that count in stripes of their own and then look: one at least counts the other.
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the second thread was first")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "both had counted before they looked")
  @State
  public static class BothAddThenSum {
    private final StripedCounter counter = new StripedCounter(8, 0);

    public BothAddThenSum() {
      for (int i = 0; i < 3; i++) {
        counter.grow(counter.stripes());
      }
    }

    @Actor
    public void one(II_Result r) {
      counter.increment();
      r.r1 = (int) counter.sum();
    }

    @Actor
    public void other(II_Result r) {
      counter.increment();
      r.r2 = (int) counter.sum();
    }
  }
}
