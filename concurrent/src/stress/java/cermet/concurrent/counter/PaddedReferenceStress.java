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
public class PaddedReferenceStress {
  private PaddedReferenceStress() {}

  /// Plain fields: only the cell orders them. Boxes are made beforehand, because the compiler
  /// orders the first writes of a new object by itself.
  private static final class Box {
    int first;
    int second;

    Box() {}

    Box(int value) {
      first = value;
      second = value;
    }
  }

  /// What was written before a release is seen by whoever acquires it.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class ReleaseThenAcquire {
    private final PaddedReference<Box> cell = new PaddedReference<>(new Box(-1));
    private final Box box = new Box();

    @Actor
    public void write() {
      box.first = 7;
      box.second = 7;
      cell.setRelease(box);
    }

    @Actor
    public void read(II_Result r) {
      Box box = cell.getAcquire();
      r.r1 = box.first;
      r.r2 = box.second;
    }
  }

  /// The same in a loop, where the compiler may exchange a plain store with the writes around it.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "whatever was released was written")
  @State
  public static class ReleasesThenAcquire {
    private final Box[] boxes = new Box[9];
    private final PaddedReference<Box> cell;
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private int first;
    private int second;

    public ReleasesThenAcquire() {
      for (int i = 0; i < boxes.length; i++) {
        boxes[i] = new Box(i);
      }
      cell = new PaddedReference<>(boxes[0]);
    }

    @Actor
    public void write() {
      for (int i = 1; i <= count; i++) {
        first = i;
        cell.setRelease(boxes[i]);
        second = i;
      }
    }

    @Actor
    public void read(I_Result r) {
      for (int i = 0; i < 50; i++) {
        int seen = cell.getAcquire().first;
        r.r1 += first < seen || second < seen - 1 ? 1 : 0;
      }
    }
  }

  /// The same by a weak comparison that releases.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class CompareThenAcquire {
    private final Box nothing = new Box(-1);
    private final PaddedReference<Box> cell = new PaddedReference<>(nothing);
    private final Box box = new Box();

    @Actor
    public void write() {
      box.first = 7;
      box.second = 7;
      while (!cell.weakCompareAndSetRelease(nothing, box)) {}
    }

    @Actor
    public void read(II_Result r) {
      Box box = cell.getAcquire();
      r.r1 = box.first;
      r.r2 = box.second;
    }
  }

  /// Two cells, each set by one thread and then read by the other: set and get have one order.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second thread was first")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both had set before they read")
  @State
  public static class SetThenGet {
    private final PaddedReference<Integer> first = new PaddedReference<>(0);
    private final PaddedReference<Integer> second = new PaddedReference<>(0);

    @Actor
    public void one(II_Result r) {
      first.set(1);
      r.r1 = second.get();
    }

    @Actor
    public void other(II_Result r) {
      second.set(1);
      r.r2 = first.get();
    }
  }

  /// What two threads put in is taken out once.
  @JCStressTest
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "2, 0, 1", expect = ACCEPTABLE, desc = "the second thread was first")
  @State
  public static class Swaps {
    private final PaddedReference<Integer> cell = new PaddedReference<>(0);

    @Actor
    public void one(III_Result r) {
      r.r1 = cell.getAndSet(1);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = cell.getAndSet(2);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = cell.get();
    }
  }

  /// Functions of two threads are both applied, one to the result of the other.
  @JCStressTest
  @Outcome(id = "11, 111, 111", expect = ACCEPTABLE, desc = "the first thread was first")
  @Outcome(id = "111, 101, 111", expect = ACCEPTABLE, desc = "the second thread was first")
  @State
  public static class Functions {
    private final PaddedReference<Integer> cell = new PaddedReference<>(1);

    @Actor
    public void one(III_Result r) {
      r.r1 = cell.updateAndGet(x -> x + 10);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = cell.accumulateAndGet(100, Integer::sum);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = cell.get();
    }
  }
}
