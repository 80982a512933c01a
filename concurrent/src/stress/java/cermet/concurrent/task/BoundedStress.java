// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/// What the threads that put and the one that takes may see of one buffer: every outcome that is
/// not listed is forbidden.
public class BoundedStress {
  private static final int NOTHING = -1;

  private BoundedStress() {}

  /// Plain fields: only the buffer orders them. Boxes are made beforehand, because the compiler
  /// orders the first writes of a new object by itself.
  private static final class Box {
    int first;
    int second;

    void set(int value) {
      first = value;
      second = value;
    }
  }

  private static int first(@Nullable Box box) {
    return box == null ? NOTHING : box.first;
  }

  private static int second(@Nullable Box box) {
    return box == null ? NOTHING : box.second;
  }

  private static int value(@Nullable Integer result) {
    return result == null ? NOTHING : result;
  }

  private static <R> Bounded.Buffer<R> buffer(int capacity) {
    return new Bounded.Buffer<>(capacity, Long.MAX_VALUE, Thread.currentThread());
  }

  /// What was written before `put` is seen by the taker.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class PutThenPoll {
    private final Bounded.Buffer<Box> buffer = buffer(2);
    private final long position = buffer.claim();
    private final Box box = new Box();

    @Actor
    public void put() {
      box.set(7);
      buffer.put(position, box);
    }

    @Actor
    public void take(II_Result r) {
      Box box = null;
      for (int i = 0; i < 200 && box == null; i++) {
        box = buffer.poll();
      }
      r.r1 = first(box);
      r.r2 = second(box);
    }
  }

  /// Two threads that append get two places: nothing is lost, nothing overwritten.
  @JCStressTest
  @Outcome(id = "1, 2, -1", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "2, 1, -1", expect = ACCEPTABLE, desc = "the other way round")
  @State
  public static class AppendTwice {
    private final Bounded.Buffer<Integer> buffer = buffer(2);

    public AppendTwice() {
      buffer.claim();
      buffer.claim();
    }

    @Actor
    public void one() {
      buffer.put(buffer.append(), 1);
    }

    @Actor
    public void other() {
      buffer.put(buffer.append(), 2);
    }

    @Arbiter
    public void take(III_Result r) {
      r.r1 = value(buffer.poll());
      r.r2 = value(buffer.poll());
      r.r3 = value(buffer.poll());
    }
  }

  /// A place is free again once its result is taken, and what the taker read before is not
  /// overwritten.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: no room was found")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "room after the poll")
  @State
  public static class PollThenClaim {
    private final Bounded.Buffer<Box> buffer = buffer(1);
    private final Box box = new Box();

    public PollThenClaim() {
      box.set(7);
      buffer.put(buffer.claim(), box);
    }

    @Actor
    public void take(III_Result r) {
      r.r1 = box.first;
      r.r2 = box.second;
      buffer.poll();
    }

    @Actor
    public void claim(III_Result r) {
      for (int i = 0; i < 200 && r.r3 == 0; i++) {
        if (buffer.hasRoom()) {
          buffer.claim();
          box.set(9); // the place is free, hence the box is no longer the taker's
          r.r3 = 1;
        }
      }
    }
  }

  /// The end is not seen before the last claim.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not the end yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the end")
  @State
  public static class EndThenDone {
    private final Bounded.Buffer<Integer> buffer = buffer(1);

    @Actor
    public void end() {
      long position = buffer.claim();
      buffer.put(position, 5);
      buffer.end();
    }

    @Actor
    public void take(II_Result r) {
      int taken = value(buffer.poll());
      r.r1 = buffer.isDone() ? 1 : 0;
      if (r.r1 == 1 && taken != 5) {
        r.r1 = 2; // done, and the only result was not taken
      }
      for (int i = 0; i < 200 && taken != 5; i++) {
        taken = value(buffer.poll());
      }
      r.r2 = buffer.isDone() ? 1 : 0;
    }
  }

  /// The taker that parks is woken by the result that it awaits, and the claimer by the place that
  /// becomes free: a wake-up that gets lost hangs the test.
  @JCStressTest
  @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "all results were handed on")
  @State
  public static class Wakes {
    private final Handover one = new Handover();

    @Actor
    public void take(II_Result r) {
      r.r1 = one.take(3);
    }

    @Actor
    public void put(II_Result r) {
      r.r2 = one.put(3);
    }
  }

  /// One thread for the buffer's taker, which must be known beforehand.
  private static final class Handover {
    private volatile Bounded.@Nullable Buffer<Integer> buffer;

    int take(int count) {
      var made = new Bounded.Buffer<Integer>(1, 0, Thread.currentThread());
      buffer = made;
      int taken = 0;
      while (taken < count) {
        made.announce();
        if (made.poll() != null) {
          taken++;
        } else {
          LockSupport.park(this);
          taken += made.poll() == null ? 0 : 1;
        }
      }
      return taken;
    }

    int put(int count) {
      var made = buffer;
      while (made == null) {
        Thread.onSpinWait();
        made = buffer;
      }
      for (int i = 0; i < count; i++) {
        made.announceClaimer(Thread.currentThread());
        while (!made.hasRoom()) {
          LockSupport.park(this);
        }
        made.announceClaimer(null);
        made.put(made.claim(), i);
      }
      return count;
    }
  }

  /// The whole: two callers at once, plain writes of the functions seen by each.
  @JCStressTest
  @Outcome(id = "12, 24", expect = ACCEPTABLE, desc = "each its own, and whole")
  @State
  public static class Maps {
    @Actor
    public void one(II_Result r) {
      r.r1 = sum(2);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = sum(4);
    }

    private static int sum(int factor) {
      int sum = 0;
      try (var boxes =
          Bounded.mapUnordered(
              List.of(0, 1, 2, 3),
              2,
              2,
              i -> {
                var box = new Box();
                box.set(i * factor);
                return box;
              })) {
        while (boxes.hasNext()) {
          sum += boxes.next().second;
        }
      }
      return sum;
    }
  }
}
