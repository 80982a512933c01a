// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/// What two threads may see of one queue on the machine's own memory model: every outcome that is
/// not listed is forbidden.
public class SpscQueueStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private SpscQueueStress() {}

  /// An empty queue whose producer has looked ahead: the look is an acquire, which orders the
  /// producer's own writes too, so that a fault of the store after it would not show.
  private static <E> SpscQueue<E> inside(E element) {
    var queue = new SpscQueue<E>(64);
    queue.offer(element);
    queue.poll();
    return queue;
  }

  /// Plain fields: only the queue orders them. Boxes are made beforehand, because the compiler
  /// orders the first writes of a new object by itself.
  private static final class Box {
    int first;
    int second;
    Box next = this;

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

  /// What the producer wrote before `offer` is seen by whoever got the element from `poll`.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class OfferThenPoll {
    private final SpscQueue<Box> queue = inside(new Box());
    private final Box box = new Box();

    @Actor
    public void produce() {
      box.set(7);
      queue.offer(box);
    }

    @Actor
    public void consume(II_Result r) {
      Box box = null;
      for (int i = 0; i < TRIES && box == null; i++) {
        box = queue.poll();
      }
      r.r1 = first(box);
      r.r2 = second(box);
    }
  }

  /// The same for what a supplier writes within the loop of `fill`: all checks of that loop are
  /// done before its writes, so that the compiler may exchange them with a plain write of the slot.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all elements were whole")
  @State
  public static class FillThenPoll {
    private final SpscQueue<Box> queue = inside(new Box());
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private Box next = chain(count);

    private static Box chain(int length) {
      Box first = new Box();
      for (int i = 0; i < length; i++) {
        Box box = new Box();
        box.next = first;
        first = box;
      }
      return first;
    }

    private Box take() {
      Box box = next;
      next = box.next;
      box.set(7);
      return box;
    }

    @Actor
    public void produce() {
      queue.fill(this::take, count);
    }

    @Actor
    public void consume(II_Result r) {
      for (int i = 0; i < TRIES; i++) {
        Box box = queue.poll();
        if (box != null) {
          r.r2 += box.second == 7 ? 0 : 1;
          r.r1 += box.first == 7 ? 0 : 1;
        }
      }
    }
  }

  /// What `peek` has shown is whole, and the next `poll` returns it.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "-1, 7", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class PeekThenPoll {
    private final SpscQueue<Box> queue = inside(new Box());
    private final Box box = new Box();

    @Actor
    public void produce() {
      box.set(7);
      queue.offer(box);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = second(queue.peek());
      r.r2 = first(queue.poll());
    }
  }

  /// What the consumer read before `poll` is not overwritten by a producer who found the slot free.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "the producer wrote after the poll")
  @State
  public static class PollThenOffer {
    private final SpscQueue<Box> queue = new SpscQueue<>(1);
    private final Box box = new Box();
    private final Box other = new Box();

    public PollThenOffer() {
      box.set(7);
      queue.offer(box);
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = box.first;
      r.r2 = box.second;
      queue.poll();
    }

    @Actor
    public void produce(III_Result r) {
      for (int i = 0; i < TRIES && r.r3 == 0; i++) {
        if (queue.offer(other)) {
          box.set(9); // the slot is free, hence the box is no longer the consumer's
          r.r3 = 1;
        }
      }
    }
  }

  /// Two elements arrive in order, none is lost, none twice, also where the slots wrap.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the first came between")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "only the first")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both")
  @State
  public static class Order {
    private final SpscQueue<Integer> queue = new SpscQueue<>(64, Long.MAX_VALUE);

    @Actor
    public void produce() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = value(queue.poll());
      r.r2 = value(queue.poll());
    }
  }

  /// A queue never holds more than its capacity, and takes an element as soon as one has left.
  @JCStressTest
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "full before the poll")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "room after the poll")
  @State
  public static class Full {
    private final SpscQueue<Integer> queue = new SpscQueue<>(2, -1);

    public Full() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void produce(III_Result r) {
      r.r2 = queue.offer(3) ? 1 : 0;
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = value(queue.poll());
      r.r3 = value(queue.poll());
    }
  }

  /// An offer below a threshold is refused only while so many are queued, and what the consumer
  /// read before `poll` is not overwritten by a producer who was let through.
  @JCStressTest
  @Outcome(id = "7, 7, 0, -1", expect = ACCEPTABLE, desc = "before the poll")
  @Outcome(id = "7, 7, 1, 0", expect = ACCEPTABLE, desc = "after the poll")
  @State
  public static class PollThenOfferBelow {
    private final SpscQueue<Box> queue = new SpscQueue<>(2, Long.MAX_VALUE);
    private final Box box = new Box();
    private final Box other = new Box();

    public PollThenOfferBelow() {
      box.set(7);
      queue.offer(box);
    }

    @Actor
    public void consume(IIII_Result r) {
      r.r1 = box.first;
      r.r2 = box.second;
      queue.poll();
    }

    @Actor
    public void produce(IIII_Result r) {
      for (int i = 0; i < TRIES && r.r3 == 0; i++) {
        if (queue.offerIfBelowThreshold(other, 1)) {
          box.set(9); // none is queued, hence the box is no longer the consumer's
          r.r3 = 1;
        }
      }
    }

    @Arbiter
    public void rest(IIII_Result r) {
      r.r4 = first(queue.poll());
    }
  }

  /// What the consumer has seen is in the size: an element that `peek` shows is not denied.
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there, and counted")
  @State
  public static class PeekThenSize {
    private final SpscQueue<Integer> queue = new SpscQueue<>(1);

    @Actor
    public void produce() {
      queue.offer(1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = value(queue.peek());
      r.r2 = queue.size();
    }
  }

  private static int value(@Nullable Integer element) {
    return element == null ? NOTHING : element;
  }
}
