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
import org.openjdk.jcstress.infra.results.I_Result;

/// What producers and consumers may see of one queue on the machine's own memory model: every
/// outcome that is not listed is forbidden.
public class MpmcQueueStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private MpmcQueueStress() {}

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

  private static int value(@Nullable Integer element) {
    return element == null ? NOTHING : element;
  }

  /// What a producer wrote before `offer` is seen by whoever got the element from `relaxedPoll`.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class OfferThenPoll {
    private final MpmcQueue<Box> queue = new MpmcQueue<>(64);
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
        box = queue.relaxedPoll();
      }
      r.r1 = first(box);
      r.r2 = second(box);
    }
  }

  /// The same for what a supplier writes after `fill` has claimed its place: no claim stands
  /// between its writes and that of the turn, so that the compiler may exchange them if the turn is
  /// written plainly.
  @JCStressTest
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "all elements were whole, none lost")
  @State
  public static class FillThenPoll {
    private final MpmcQueue<Box> queue = new MpmcQueue<>(64);
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private Box next = chain(count);
    private int seen;

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
    public void consume(III_Result r) {
      for (int i = 0; i < TRIES; i++) {
        Box box = queue.relaxedPoll();
        if (box != null) {
          r.r2 += box.second == 7 ? 0 : 1;
          r.r1 += box.first == 7 ? 0 : 1;
          seen++;
        }
      }
    }

    @Arbiter
    public void rest(III_Result r) {
      for (; queue.poll() != null; seen++) {}
      r.r3 = count - seen;
    }
  }

  /// What is offered into a place that a consumer empties stays there.
  @JCStressTest
  @Outcome(id = "1, 0, -1", expect = ACCEPTABLE, desc = "not yet empty")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "emptied, then filled")
  @State
  public static class Refill {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);

    public Refill() {
      queue.offer(1);
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = value(queue.poll());
    }

    @Actor
    public void produce(III_Result r) {
      for (int i = 0; i < TRIES && r.r2 == 0; i++) {
        r.r2 = queue.relaxedOffer(2) ? 1 : 0;
      }
    }

    @Arbiter
    public void rest(III_Result r) {
      r.r3 = value(queue.poll());
    }
  }

  /// What a consumer read before `poll` is not overwritten by a producer who found the place free.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "the producer wrote after the poll")
  @State
  public static class PollThenOffer {
    private final MpmcQueue<Box> queue = new MpmcQueue<>(1);
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

  /// Two producers: nothing is lost, nothing comes twice, and each keeps its order.
  @JCStressTest
  @Outcome(id = "1234|1324|1342|3124|3142|3412", expect = ACCEPTABLE, desc = "one after another")
  @State
  public static class Producers {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(64, Long.MAX_VALUE - 1);

    @Actor
    public void produce() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void produceMore() {
      queue.offer(3);
      queue.offerAll(new Integer[] {4}, 0, 1);
    }

    @Arbiter
    public void rest(I_Result r) {
      for (Integer element = queue.poll(); element != null; element = queue.poll()) {
        r.r1 = 10 * r.r1 + element;
      }
    }
  }

  /// Two producers and a strict consumer: nothing is lost, nothing comes twice, and of the elements
  /// of one producer the first comes first.
  @JCStressTest
  @Outcome(
      id = "(-1, -1|[13], -1|1, 2|1, 3|3, 1|3, 4), 4, 10",
      expect = ACCEPTABLE,
      desc = "what was there")
  @Outcome(id = "-1, [13], 4, 10", expect = ACCEPTABLE, desc = "came between")
  @State
  public static class TwoProducers {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(64, Long.MAX_VALUE - 1);

    @Actor
    public void produce() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void produceMore() {
      queue.offer(3);
      queue.offer(4);
    }

    @Actor
    public void consume(IIII_Result r) {
      r.r1 = value(queue.poll());
      r.r2 = value(queue.poll());
    }

    @Arbiter
    public void rest(IIII_Result r) {
      r.r3 = (r.r1 < 0 ? 0 : 1) + (r.r2 < 0 ? 0 : 1);
      r.r4 = Math.max(r.r1, 0) + Math.max(r.r2, 0);
      for (Integer element = queue.poll(); element != null; element = queue.poll()) {
        r.r3++;
        r.r4 += element;
      }
    }
  }

  /// One place, two producers: exactly one of them gets it.
  @JCStressTest
  @Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "0, 1, 2, 1", expect = ACCEPTABLE, desc = "the second")
  @State
  public static class LastPlace {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(3, Integer.MAX_VALUE - 1L);

    public LastPlace() {
      queue.offer(0);
      queue.offer(0);
    }

    @Actor
    public void produce(IIII_Result r) {
      r.r1 = queue.offer(1) ? 1 : 0;
    }

    @Actor
    public void produceMore(IIII_Result r) {
      r.r2 = queue.offerAll(new Integer[] {2, 2}, 0, 2);
    }

    @Arbiter
    public void rest(IIII_Result r) {
      queue.poll();
      queue.poll();
      r.r3 = value(queue.poll());
      r.r4 = queue.poll() == null ? 1 : 0;
    }
  }

  /// Two consumers: each element goes to one of them.
  @JCStressTest
  @Outcome(id = "1, 2, -1", expect = ACCEPTABLE, desc = "in this order")
  @Outcome(id = "2, 1, -1", expect = ACCEPTABLE, desc = "in the other")
  @State
  public static class Consumers {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(3, Long.MAX_VALUE);

    public Consumers() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = value(queue.poll());
    }

    @Actor
    public void consumeMore(III_Result r) {
      r.r2 = value(queue.poll());
    }

    @Arbiter
    public void rest(III_Result r) {
      r.r3 = value(queue.poll());
    }
  }

  /// An element that is taken while `peek` looks is shown as it was, or the one behind it.
  @JCStressTest
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "before it was taken")
  @Outcome(id = "8, 8", expect = ACCEPTABLE, desc = "the one that took its place")
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing between")
  @State
  public static class PeekWhileItMoves {
    private final MpmcQueue<Box> queue = new MpmcQueue<>(1);
    private final Box box = new Box();

    public PeekWhileItMoves() {
      var first = new Box();
      first.set(7);
      queue.offer(first);
    }

    @Actor
    public void move() {
      queue.poll();
      box.set(8);
      queue.offer(box);
    }

    @Actor
    public void look(II_Result r) {
      Box seen = queue.peek();
      r.r1 = first(seen);
      r.r2 = second(seen);
    }
  }

  /// Two consumers and a producer: each element goes to one of them, the first one first.
  @JCStressTest
  @Outcome(
      id = "(-1, -1|-1, [12]|[12], -1|1, 2|2, 1), 2, 3",
      expect = ACCEPTABLE,
      desc = "both are taken once, now or later")
  @State
  public static class TwoConsumers {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(2, Long.MAX_VALUE);

    @Actor
    public void produce() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void consume(IIII_Result r) {
      r.r1 = value(queue.poll());
    }

    @Actor
    public void consumeMore(IIII_Result r) {
      r.r2 = value(queue.poll());
    }

    @Arbiter
    public void rest(IIII_Result r) {
      r.r3 = (r.r1 < 0 ? 0 : 1) + (r.r2 < 0 ? 0 : 1);
      r.r4 = Math.max(r.r1, 0) + Math.max(r.r2, 0);
      for (Integer element = queue.poll(); element != null; element = queue.poll()) {
        r.r3++;
        r.r4 += element;
      }
    }
  }

  /// One place, taken and filled by turns: what came out is whole, and so is what stands there
  /// then.
  @JCStressTest
  @Outcome(id = "7, 7, (0, 0|9, 9)", expect = ACCEPTABLE, desc = "one by one")
  @State
  public static class OnePlace {
    private final MpmcQueue<Box> queue = new MpmcQueue<>(1);
    private final Box next = new Box();

    public OnePlace() {
      var box = new Box();
      box.set(7);
      queue.offer(box);
    }

    @Actor
    public void produce() {
      next.set(9);
      for (int i = 0; i < TRIES && !queue.relaxedOffer(next); i++) {}
    }

    @Actor
    public void consume(IIII_Result r) {
      Box box = queue.poll();
      r.r1 = first(box);
      r.r2 = second(box);
      for (int i = 0; i < TRIES; i++) {
        box = queue.relaxedPoll();
        if (box != null) {
          r.r3 = first(box);
          r.r4 = second(box);
          return;
        }
      }
    }
  }

  /// What `peek` shows while another consumer takes it is an element that stood first.
  @JCStressTest
  @Outcome(id = "1, [12]", expect = ACCEPTABLE, desc = "one that was there")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "taken, the next one not there")
  @State
  public static class PollThenPeek {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);

    public PollThenPeek() {
      queue.offer(1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = value(queue.poll());
    }

    @Actor
    public void produce() {
      for (int i = 0; i < TRIES && !queue.offer(2); i++) {}
    }

    @Actor
    public void look(II_Result r) {
      r.r2 = value(queue.peek());
    }
  }

  /// An element that `peek` shows is whole, though others take and offer.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "whole")
  @State
  public static class PeekWhole {
    private final MpmcQueue<Box> queue = new MpmcQueue<>(1);
    private final Box box = new Box();

    @Actor
    public void produce() {
      box.set(7);
      queue.offer(box);
    }

    @Actor
    public void consume() {
      queue.relaxedPoll();
    }

    @Actor
    public void look(II_Result r) {
      Box box = null;
      for (int i = 0; i < TRIES && box == null; i++) {
        box = queue.relaxedPeek();
      }
      r.r1 = first(box);
      r.r2 = second(box);
    }
  }

  /// A claim and the question for it are volatile: of one who offers and then looks, and one who
  /// says that he looks and then polls, at least one sees the other.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the consumer has seen the element")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "the producer has seen the sleeper")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
  @State
  public static class OfferOrSleep {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(64);
    private volatile int asleep;

    @Actor
    public void produce(II_Result r) {
      queue.offer(1);
      r.r1 = asleep;
    }

    @Actor
    public void consume(II_Result r) {
      asleep = 1;
      r.r2 = value(queue.poll());
    }
  }

  /// What `size` has counted, `poll` returns.
  @JCStressTest
  @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "counted, and there")
  @State
  public static class SizeThenPoll {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(1);

    @Actor
    public void produce() {
      queue.offer(1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = queue.size();
      r.r2 = value(queue.poll());
    }
  }

  /// A supplier that throws takes nothing away from others.
  @JCStressTest
  @Outcome(id = "(2, -1|-1, 2|-1, -1), 1", expect = ACCEPTABLE, desc = "the other's, whole")
  @State
  public static class FailingFill {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(4);

    @Actor
    public void produce() {
      try {
        queue.fill(() -> {
          throw new IllegalStateException("seeded");
        });
      } catch (IllegalStateException e) {
        return;
      }
    }

    @Actor
    public void produceMore() {
      for (int i = 0; i < TRIES && !queue.offer(2); i++) {} // full while the other has claimed all
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = value(queue.poll());
      r.r2 = value(queue.relaxedPoll());
    }

    @Arbiter
    public void rest(III_Result r) {
      int last = value(queue.poll());
      boolean taken = r.r1 == 2 || r.r2 == 2;
      r.r3 = taken ? (last == NOTHING ? 1 : 0) : 1;
    }
  }
}
