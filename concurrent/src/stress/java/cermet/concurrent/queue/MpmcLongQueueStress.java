// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/// What threads may see of one queue on the machine's own memory model: every outcome that is not
/// listed is forbidden.
public class MpmcLongQueueStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private MpmcLongQueueStress() {}

  /// Plain fields: only the queue orders them.
  private static final class Box {
    int first;
    int second;

    void set(int value) {
      first = value;
      second = value;
    }
  }

  private static Box[] boxes(int count) {
    var boxes = new Box[count];
    for (int i = 0; i < count; i++) {
      boxes[i] = new Box();
    }
    return boxes;
  }

  /// What a producer wrote before `offer` is seen by whoever got the element from `poll`.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class OfferThenPoll {
    private final MpmcLongQueue queue = new MpmcLongQueue(4);
    private final Box box = new Box();

    @Actor
    public void produce() {
      box.set(7);
      queue.offer(7);
    }

    @Actor
    public void consume(II_Result r) {
      long element = NOTHING;
      for (int i = 0; i < TRIES && element == NOTHING; i++) {
        element = queue.poll(NOTHING);
      }
      r.r1 = (int) element;
      r.r2 = element == NOTHING ? NOTHING : box.second;
    }
  }

  /// The same for what a supplier writes with the slot claimed: nothing stands between its writes
  /// and the write of the state, so that the compiler may exchange them if the latter is plain.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all elements were whole")
  @State
  public static class FillThenPoll {
    private final MpmcLongQueue queue = new MpmcLongQueue(16);
    private final int count = ThreadLocalRandom.current().nextInt(4, 12); // unknown to the compiler
    private final Box[] boxes = boxes(12);
    private int next;

    private long make() {
      int number = next++;
      boxes[number].set(7);
      return number;
    }

    @Actor
    public void produce() {
      queue.fill(this::make, count);
    }

    @Actor
    public void consume(II_Result r) {
      for (int i = 0; i < TRIES; i++) {
        long number = queue.relaxedPoll(NOTHING);
        if (number != NOTHING) {
          Box box = boxes[(int) number];
          r.r2 += box.second == 7 ? 0 : 1;
          r.r1 += box.first == 7 ? 0 : 1;
        }
      }
    }
  }

  /// What a consumer read before `poll` is not overwritten by a producer who found room.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "the producer wrote after the poll")
  @State
  public static class PollThenOffer {
    private final MpmcLongQueue queue = new MpmcLongQueue(1);
    private final Box box = new Box();

    public PollThenOffer() {
      box.set(7);
      queue.offer(7);
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = box.first;
      r.r2 = (int) queue.poll(NOTHING);
    }

    @Actor
    public void produce(III_Result r) {
      for (int i = 0; i < TRIES && r.r3 == 0; i++) {
        if (queue.offer(9)) {
          box.set(9); // there is room, hence the box is no longer the consumer's
          r.r3 = 1;
        }
      }
    }
  }

  /// Two producers in one slot: one of them is refused, and nothing is lost or overwritten.
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoProducers {
    private final MpmcLongQueue queue = new MpmcLongQueue(1, -1);

    @Actor
    public void first(III_Result r) {
      r.r1 = queue.offer(1) ? 1 : 0;
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = queue.offer(2) ? 1 : 0;
    }

    @Arbiter
    public void rest(III_Result r) {
      r.r3 = (int) queue.poll(NOTHING);
      if (queue.poll(NOTHING) != NOTHING) {
        r.r3 = -2;
      }
    }
  }

  /// Two consumers of two elements: each element goes to one of them.
  @JCStressTest
  @Outcome(id = "1, 2, -1", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "2, 1, -1", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoConsumers {
    private final MpmcLongQueue queue = new MpmcLongQueue(2, Long.MAX_VALUE);

    public TwoConsumers() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void first(III_Result r) {
      r.r1 = (int) queue.poll(NOTHING);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = (int) queue.poll(NOTHING);
    }

    @Arbiter
    public void rest(III_Result r) {
      r.r3 = (int) queue.poll(NOTHING);
    }
  }

  /// Two batches are not mixed, and a batch that does not fit is cut at its end.
  @JCStressTest
  @Outcome(id = "2, 2, 1122", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "2, 2, 2211", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoBatches {
    private final MpmcLongQueue queue = new MpmcLongQueue(4, (1L << 61) - 2);

    @Actor
    public void first(III_Result r) {
      r.r1 = queue.offerAll(new long[] {1, 1}, 0, 2);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = queue.offerAll(new long[] {2, 2}, 0, 2);
    }

    @Arbiter
    public void rest(III_Result r) {
      long[] all = new long[4];
      queue.pollInto(all, 0, 4);
      for (long each : all) {
        r.r3 = r.r3 * 10 + (int) each;
      }
    }
  }

  /// `peek` shows what is or was the oldest element, never half of it and half of the next one.
  @JCStressTest
  @Outcome(id = "-1, 2", expect = ACCEPTABLE, desc = "between the two")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the first one")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "the next one")
  @State
  public static class PeekWhileReplaced {
    private final MpmcLongQueue queue = new MpmcLongQueue(1);

    public PeekWhileReplaced() {
      queue.offer(0x1_0000_0001L);
    }

    @Actor
    public void replace() {
      queue.poll(NOTHING);
      queue.offer(0x2_0000_0002L);
    }

    @Actor
    public void look(II_Result r) {
      r.r1 = whole(queue.peek(NOTHING));
    }

    @Arbiter
    public void rest(II_Result r) {
      r.r2 = whole(queue.poll(NOTHING));
    }

    private static int whole(long element) {
      return (int) element == (int) (element >>> 32) ? (int) element : -2;
    }
  }

  /// Whoever sees an offer done does not find the queue empty, whatever index it asks.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second was later")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first was later")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both were in time")
  @State
  public static class EachOffersThenAsksTheOther {
    private final MpmcLongQueue left = new MpmcLongQueue(1);
    private final MpmcLongQueue right = new MpmcLongQueue(1);

    @Actor
    public void first(II_Result r) {
      left.offer(1);
      r.r1 = right.poll(NOTHING) == NOTHING ? 0 : 1;
    }

    @Actor
    public void second(II_Result r) {
      right.offer(1);
      r.r2 = left.isEmpty() ? 0 : 1;
    }
  }

  /// Two batches are taken: each element goes to one of them, and in order.
  @JCStressTest
  @Outcome(id = "123, 4", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "4, 123", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoBatchesTaken {
    private final MpmcLongQueue queue = new MpmcLongQueue(4, (1L << 62) - 2);

    public TwoBatchesTaken() {
      queue.offerAll(new long[] {1, 2, 3, 4}, 0, 4);
    }

    private int take() {
      long[] into = new long[3];
      int count = queue.pollInto(into, 0, 3);
      int digits = 0;
      for (int i = 0; i < count; i++) {
        digits = digits * 10 + (int) into[i];
      }
      return digits;
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = take();
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = take();
    }
  }

  /// A slot whose supplier threw is passed over, and nothing else is.
  @JCStressTest
  @Outcome(id = "2, -1", expect = ACCEPTABLE, desc = "taken meanwhile")
  @Outcome(id = "-1, 2", expect = ACCEPTABLE, desc = "left")
  @State
  public static class FillThatThrows {
    private final MpmcLongQueue queue = new MpmcLongQueue(2, -1);

    @Actor
    public void fail() {
      try {
        queue.fill(FillThatThrows::none, 1);
      } catch (IllegalStateException e) {
        // as it should
      }
    }

    private static long none() {
      throw new IllegalStateException();
    }

    @Actor
    public void produce() {
      queue.offer(2);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = (int) queue.poll(NOTHING);
    }

    @Arbiter
    public void rest(II_Result r) {
      r.r2 = (int) queue.poll(NOTHING);
      if (queue.poll(NOTHING) != NOTHING) {
        r.r2 = -2;
      }
    }
  }
}
