// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// What two threads may see of one queue, on the processor's own memory model; every outcome that
/// is not listed is forbidden.
public class SpscQueueStress {
  private static final int NOTHING = -1;

  private SpscQueueStress() {}

  /// A plain field: only the queue orders it.
  private static final class Box {
    int value;
    int other;

    Box(int value) {
      this.value = value;
      this.other = value;
    }
  }

  private static int value(@Nullable Box box) {
    return box == null ? NOTHING : box.value;
  }

  /// What the producer wrote before `offer` is seen by who got the element.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class Publication {
    private final SpscQueue<Box> queue = new SpscQueue<>(2);

    @Actor
    public void produce() {
      queue.offer(new Box(7));
    }

    @Actor
    public void consume(II_Result r) {
      Box box = queue.poll();
      r.r1 = value(box);
      r.r2 = box == null ? NOTHING : box.other;
    }
  }

  /// The same through `peek`.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "-1, 7", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class PeekThenPoll {
    private final SpscQueue<Box> queue = new SpscQueue<>(1);

    @Actor
    public void produce() {
      queue.offer(new Box(7));
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = value(queue.peek());
      r.r2 = value(queue.poll());
    }
  }
}
