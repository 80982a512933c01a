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
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What the modes order between two threads: every outcome that is not listed is forbidden.
public class PaddedLongStress {
  private PaddedLongStress() {}

  /// What was written before a release is seen by whoever acquires it.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "written, not yet released")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "released")
  @State
  public static class ReleaseThenAcquire {
    private final PaddedLong cell = new PaddedLong();
    private int data;

    @Actor
    public void write() {
      data = 7;
      cell.setRelease(1);
    }

    @Actor
    public void read(II_Result r) {
      r.r1 = (int) cell.getAcquire();
      r.r2 = data;
    }
  }

  /// The same in a loop, where the compiler may exchange a plain store with the writes around it.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "whatever was released was written")
  @State
  public static class ReleasesThenAcquire {
    private final PaddedLong cell = new PaddedLong();
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private int first;
    private int second;

    @Actor
    public void write() {
      for (int i = 1; i <= count; i++) {
        first = i;
        cell.setRelease(i);
        second = i;
      }
    }

    @Actor
    public void read(I_Result r) {
      for (int i = 0; i < 50; i++) {
        long seen = cell.getAcquire();
        r.r1 += first < seen || second < seen - 1 ? 1 : 0;
      }
    }
  }

  /// The same by an addition that releases.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "written, not yet released")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "released")
  @State
  public static class AddThenAcquire {
    private final PaddedLong cell = new PaddedLong();
    private int data;

    @Actor
    public void write() {
      data = 7;
      cell.getAndAddRelease(1);
    }

    @Actor
    public void read(II_Result r) {
      r.r1 = (int) cell.getAcquire();
      r.r2 = data;
    }
  }

  /// Two cells, each set by one thread and then read by the other: set and get have one order.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second thread was first")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both had set before they read")
  @State
  public static class SetThenGet {
    private final PaddedLong first = new PaddedLong();
    private final PaddedLong second = new PaddedLong();

    @Actor
    public void one(II_Result r) {
      first.set(1);
      r.r1 = (int) second.get();
    }

    @Actor
    public void other(II_Result r) {
      second.set(1);
      r.r2 = (int) first.get();
    }
  }

  /// A thread that has read a value by any mode but plain never reads an earlier one.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there")
  @State
  public static class OpaqueIsCoherent {
    private final PaddedLong cell = new PaddedLong();

    @Actor
    public void write() {
      cell.setOpaque(1);
    }

    @Actor
    public void read(II_Result r) {
      r.r1 = (int) cell.getOpaque();
      r.r2 = (int) cell.getOpaque();
    }
  }

  /// Additions of two threads are all in the value, and each sees a value of its own.
  @JCStressTest
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "the second thread was first")
  @State
  public static class Additions {
    private final PaddedLong cell = new PaddedLong();

    @Actor
    public void one(III_Result r) {
      r.r1 = (int) cell.getAndAdd(1);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = (int) cell.getAndAddRelease(1);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = (int) cell.get();
    }
  }

  /// Functions of two threads are both applied, one to the result of the other.
  @JCStressTest
  @Outcome(id = "11, 112, 112", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "111, 101, 111", expect = ACCEPTABLE, desc = "the second thread was first")
  @State
  public static class Functions {
    private final PaddedLong cell = new PaddedLong(1);

    @Actor
    public void one(III_Result r) {
      r.r1 = (int) cell.updateAndGet(x -> x + 10);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = (int) cell.accumulateAndGet(100, (x, y) -> x + y + x / 11);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = (int) cell.get();
    }
  }

  /// Of two threads that compare with the same value, one sets.
  @JCStressTest
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the first thread set")
  @Outcome(id = "2, 0, 2", expect = ACCEPTABLE, desc = "the second thread set")
  @State
  public static class Exchanges {
    private final PaddedLong cell = new PaddedLong();

    @Actor
    public void one(III_Result r) {
      r.r1 = (int) cell.compareAndExchange(0, 1);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = (int) cell.compareAndExchange(0, 2);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = (int) cell.get();
    }
  }
}
