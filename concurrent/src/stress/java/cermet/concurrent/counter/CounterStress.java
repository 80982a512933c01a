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
/// listed is forbidden.
public class CounterStress {
  private CounterStress() {}

  /// Additions by two handles are all in the sum, whether the handles were closed or not.
  @JCStressTest
  @Outcome(id = "5", expect = ACCEPTABLE, desc = "all")
  @State
  public static class Additions {
    private final Counter counter = new Counter();

    @Actor
    public void closes() {
      try (var handle = counter.handle()) {
        handle.increment();
        handle.increment();
      }
    }

    @Actor
    public void leaves() {
      var handle = counter.handle();
      handle.add(2);
      handle.increment();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = (int) counter.sum();
    }
  }

  /// A sum while a handle closes counts its value once: neither twice nor not at all.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, open or closed")
  @State
  public static class CloseDuringSum {
    private final Counter counter = new Counter();

    @Actor
    public void count() {
      var handle = counter.handle();
      handle.add(7);
      handle.close();
    }

    @Actor
    public void read(II_Result r) {
      r.r1 = (int) counter.sum();
      r.r2 = (int) counter.sum();
    }
  }

  /// The same of a value that is what a closed handle holds in place of it.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there, open or closed")
  @State
  public static class CloseDuringGet {
    private final Counter counter = new Counter(-Counter.Handle.CLOSED);

    @Actor
    public void count() {
      var handle = counter.handle();
      handle.add(Counter.Handle.CLOSED);
      handle.close();
    }

    @Actor
    public void read(II_Result r) {
      r.r1 = counter.sum() == 0 ? 1 : 0;
      r.r2 = counter.sum() == 0 ? 1 : 0;
    }
  }

  /// Two that open and close at once: each finds what the other has made of the snapshot.
  @JCStressTest
  @Outcome(id = "11, 0", expect = ACCEPTABLE, desc = "both counted, none left over")
  @State
  public static class CloseDuringClose {
    private final Counter counter = new Counter();

    @Actor
    public void one() {
      try (var handle = counter.handle()) {
        handle.add(1);
      }
    }

    @Actor
    public void other() {
      try (var handle = counter.handle()) {
        handle.add(10);
      }
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = (int) counter.sum();
      r.r2 = counter.handles();
    }
  }

  /// What one reader sees never falls, though a handle opens, adds and closes meanwhile.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "rose or stayed")
  @State
  public static class Rising {
    private final Counter counter = new Counter();

    @Actor
    public void count() {
      for (int i = 0; i < 3; i++) {
        try (var handle = counter.handle()) {
          handle.increment();
          handle.increment();
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
      }
    }
  }

  /// What the writer did before it added is seen by whoever counts that: in a loop, where the
  /// compiler may exchange a plain store of the value with the writes before it.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "whatever was counted was written")
  @State
  public static class AddThenSum {
    private final Counter counter = new Counter();
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private int first;
    private int second;

    @Actor
    public void write() {
      var handle = counter.handle();
      for (int i = 1; i <= count; i++) {
        first = i;
        handle.increment();
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
