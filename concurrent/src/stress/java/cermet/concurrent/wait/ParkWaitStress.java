// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Whether a wake can be lost on the machine's own memory model: every outcome that is not listed
/// is forbidden.
public class ParkWaitStress {
  private ParkWaitStress() {}

  /// What is waited for: published as a queue publishes a slot, by release and no more, so that
  /// only the fences of the strategy order it against the look for waiters.
  public static class Flag {
    private static final VarHandle VALUE =
        ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "value", VarHandle.class, Flag.class, int.class)
            .withInvokeExactBehavior();

    int value;

    void raise() {
      VALUE.setRelease(this, 1);
    }

    int get() {
      return (int) VALUE.getAcquire(this);
    }
  }

  /// A waiter that has looked in vain after it was armed is woken.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second look has seen it")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the waker has seen the waiter")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
  @State
  public static class ArmThenLook extends Flag {
    private final ParkWait wait = new ParkWait(1);
    private int key;

    @Actor
    public void waiter(II_Result r) {
      key = wait.idle(0);
      r.r1 = get();
    }

    @Actor
    public void waker() {
      raise();
      wait.wake();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = wait.isWoken(key) ? 1 : 0;
    }
  }

  /// The same with a second waiter that arms at the same time, whose flag the waker may lower.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "nobody would sleep for good")
  @State
  public static class TwoWaiters extends Flag {
    private final ParkWait wait = new ParkWait(1);
    private int one;
    private int other;
    private int seenByOne;
    private int seenByOther;

    @Actor
    public void waiter() {
      one = wait.idle(0);
      seenByOne = get();
    }

    @Actor
    public void secondWaiter() {
      other = wait.idle(0);
      seenByOther = get();
    }

    @Actor
    public void waker() {
      wait.wake();
      raise();
      wait.wake();
    }

    @Arbiter
    public void after(I_Result r) {
      boolean oneLost = seenByOne == 0 && !wait.isWoken(one);
      boolean otherLost = seenByOther == 0 && !wait.isWoken(other);
      r.r1 = (oneLost ? 1 : 0) + (otherLost ? 2 : 0);
    }
  }

  /// A waiter that parks returns, and then sees what the waker wrote plainly before the wake.
  @JCStressTest
  @Outcome(id = "7", expect = ACCEPTABLE, desc = "woken in time, and all is seen")
  @State
  public static class ParkThenRead extends Flag {
    private static final long LONGEST = 3_000_000_000L; // a lost wake shows as a wait of this

    private final ParkWait wait = new ParkWait(LONGEST);
    private int payload;

    @Actor
    public void waiter(I_Result r) {
      boolean lost = false;
      int idle = 0;
      while (get() == 0) {
        int key = idle;
        idle = wait.idle(idle);
        lost |= key != 0 && !wait.isWoken(key); // the time was over
      }
      r.r1 = lost ? -1 : payload;
    }

    @Actor
    public void waker() {
      payload = 7;
      raise();
      wait.wake();
    }
  }
}
