// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What threads may see of one counter on the machine's own memory model: every outcome that is not
/// listed is forbidden. A thread that claims adds by plain reads and stores from then on.
public class StripedCounterStress {
  private StripedCounterStress() {}

  private static void claim(StripedCounter counter) {
    counter.claim(Thread.currentThread());
  }

  /// Additions of two threads are all in the sum, by stripe or by cell, whatever grows meanwhile.
  @JCStressTest
  @Outcome(id = "12", expect = ACCEPTABLE, desc = "all")
  @State
  public static class Additions {
    private final StripedCounter counter = new StripedCounter(8, 0);

    @Actor
    public void claimsInBetween() {
      counter.increment();
      counter.increment();
      claim(counter);
      counter.increment();
      counter.add(3);
    }

    @Actor
    public void growsInBetween() {
      counter.increment();
      counter.add(2);
      counter.grow(counter.stripes());
      counter.increment();
      counter.add(2);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) counter.sum();
    }
  }

  /// Two threads add to one stripe: neither addition is lost.
  @JCStressTest
  @Outcome(id = "6", expect = ACCEPTABLE, desc = "all")
  @State
  public static class SharedStripe {
    private final StripedCounter counter = new StripedCounter(1, 0);

    @Actor
    public void one() {
      counter.increment();
      counter.add(2);
    }

    @Actor
    public void other() {
      counter.add(2);
      counter.increment();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) counter.sum();
    }
  }

  /// Two threads that claim at once: neither takes the other's cell, nor undoes its claim.
  @JCStressTest
  @Outcome(id = "22, 2", expect = ACCEPTABLE, desc = "all, each in its own")
  @State
  public static class ClaimDuringClaim {
    private final StripedCounter counter = new StripedCounter(1 << 10, 0);

    private void add() {
      claim(counter);
      counter.increment();
      counter.add(10);
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
    public void after(II_Result r) {
      for (StripedCounter.Cell cell : counter.cells()) {
        r.r2 += cell.get() == 11 ? 1 : 0;
      }
      r.r1 = (int) counter.sum(); // the last, for it lets ended threads go
    }
  }

  /// Of two threads with one place for a cell, one takes it, and the other shares a stripe.
  @JCStressTest
  @Outcome(id = "22, 11", expect = ACCEPTABLE, desc = "all, half of it in the cell")
  @State
  public static class OnePlace {
    private final StripedCounter counter = new StripedCounter(1, 0);

    private void add() {
      claim(counter);
      counter.increment();
      counter.add(10);
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
    public void after(II_Result r) {
      r.r2 = (int) counter.cells()[0].get();
      r.r1 = (int) counter.sum(); // the last, for it lets ended threads go
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

  /// Two that grow at once: no array is lost, with what was added to it.
  @JCStressTest
  @Outcome(id = "6", expect = ACCEPTABLE, desc = "all")
  @State
  public static class GrowDuringGrow {
    private final StripedCounter counter = new StripedCounter(8, 0);

    private void add() {
      for (int i = 0; i < 3; i++) {
        counter.grow(counter.stripes());
        counter.increment();
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
      r.r1 = (int) counter.sum();
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

    @Actor
    public void addThenTake() {
      claim(counter);
      for (int i = 0; i < 3; i++) {
        counter.increment();
      }
      taken = counter.sumThenReset();
    }

    @Actor
    public void takeThenAdd() {
      alsoTaken = counter.sumThenReset();
      for (int i = 0; i < 3; i++) {
        counter.increment();
      }
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) (taken + alsoTaken + counter.sum());
    }
  }

  /// Two that take at once: what one has taken the other has not, and nothing is below zero.
  @JCStressTest
  @Outcome(id = "4, 0", expect = ACCEPTABLE, desc = "none lost, none twice")
  @State
  public static class ResetDuringReset {
    private final StripedCounter counter = new StripedCounter(8, 0);
    private final long[] taken = new long[4];

    @Actor
    public void one() {
      claim(counter);
      counter.increment();
      taken[0] = counter.sumThenReset();
      counter.increment();
      taken[1] = counter.sumThenReset();
    }

    @Actor
    public void other() {
      counter.increment();
      taken[2] = counter.sumThenReset();
      counter.increment();
      taken[3] = counter.sumThenReset();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = (int) counter.sum();
      for (long part : taken) {
        r.r1 += (int) part;
        r.r2 += part < 0 ? 1 : 0;
      }
    }
  }

  /// A sum beside a reset is what was there before, or what came since: never below zero.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "none below zero")
  @State
  public static class SumDuringReset {
    private final StripedCounter counter = new StripedCounter(8, 0);

    @Actor
    public void take() {
      claim(counter);
      for (int i = 0; i < 5; i++) {
        counter.increment();
        counter.sumThenReset();
      }
    }

    @Actor
    public void read(I_Result r) {
      for (int i = 0; i < 20; i++) {
        r.r1 += counter.sum() < 0 ? 1 : 0;
      }
    }
  }

  /// What one reader sees never falls, though the counter grows and cells are claimed meanwhile.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "rose or stayed")
  @State
  public static class Rising {
    private final StripedCounter counter = new StripedCounter(8, 0);

    @Actor
    public void add() {
      for (int i = 0; i < 6; i++) {
        counter.add(2);
        counter.increment();
        if (i == 2) {
          claim(counter);
        }
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
  public static class ShareThenSum {
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

  /// The same of a thread with a cell: in a loop, where the compiler may exchange a plain store of
  /// the value with the writes before it.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "whatever was counted was written")
  @State
  public static class AddThenSum {
    private final StripedCounter counter = new StripedCounter(8, 0);
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private int first;
    private int second;

    @Actor
    public void write() {
      claim(counter);
      for (int i = 1; i <= count; i++) {
        first = i;
        counter.increment();
        second = i;
      }
    }

    @Actor
    public void read(I_Result r) {
      for (int i = 0; i < 50; i++) {
        long sum = counter.sum();
        r.r1 += first < sum || second < sum - 1 ? 1 : 0;
      }
    }
  }
}
