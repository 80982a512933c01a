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
import org.openjdk.jcstress.infra.results.I_Result;

/// What threads may see of one queue on the machine's own memory model: every outcome that is not
/// listed is forbidden.
public class MpscLongQueueStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private MpscLongQueueStress() {}

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

  /// What a producer wrote before `offer` is seen by the consumer who got the element from `poll`.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class OfferThenPoll {
    private final MpscLongQueue queue = new MpscLongQueue(4);
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
  /// and the write of the stamp, so that the compiler may exchange them if the latter is plain.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all elements were whole")
  @State
  public static class FillThenPoll {
    private final MpscLongQueue queue = new MpscLongQueue(16);
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

  /// What the consumer read before `poll` is not overwritten by a producer who found room.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "the producer wrote after the poll")
  @State
  public static class PollThenOffer {
    private final MpscLongQueue queue = new MpscLongQueue(1);
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

  /// Two producers and room for one: one of them is refused, and nothing is lost or overwritten.
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoProducers {
    private final MpscLongQueue queue = new MpscLongQueue(1, -1);

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

  /// Two batches are not mixed while the consumer takes what it finds of them.
  @JCStressTest
  @Outcome(id = "2, 2, 1122", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "2, 2, 2211", expect = ACCEPTABLE, desc = "the second came first")
  @State
  public static class TwoBatches {
    private final MpscLongQueue queue = new MpscLongQueue(4, (1L << 62) - 2);
    private final long[] taken = new long[4];
    private int count;

    @Actor
    public void first(III_Result r) {
      r.r1 = queue.offerAll(new long[] {1, 1}, 0, 2);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = queue.offerAll(new long[] {2, 2}, 0, 2);
    }

    @Actor
    public void consume() {
      count += queue.pollInto(taken, count, 4 - count);
    }

    @Arbiter
    public void rest(III_Result r) {
      while (count < 4) {
        count += queue.pollInto(taken, count, 4 - count);
      }
      for (long each : taken) {
        r.r3 = r.r3 * 10 + (int) each;
      }
    }
  }

  /// One producer's elements arrive in order beside another's, also where the indices wrap.
  @JCStressTest
  @Outcome(id = "123", expect = ACCEPTABLE)
  @Outcome(id = "132", expect = ACCEPTABLE)
  @Outcome(id = "312", expect = ACCEPTABLE)
  @State
  public static class Order {
    private final MpscLongQueue queue = new MpscLongQueue(3, Long.MAX_VALUE);

    @Actor
    public void two() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void one() {
      queue.offer(3);
    }

    @Arbiter
    public void rest(I_Result r) {
      for (int i = 0; i < 3; i++) {
        r.r1 = r.r1 * 10 + (int) queue.poll(NOTHING);
      }
    }
  }

  /// What the consumer has seen is in the size: an element that `peek` shows is not denied.
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there, and counted")
  @State
  public static class PeekThenSize {
    private final MpscLongQueue queue = new MpscLongQueue(1);

    @Actor
    public void produce() {
      queue.offer(1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = (int) queue.relaxedPeek(NOTHING);
      r.r2 = queue.size();
    }
  }

  /// What `poll` takes is not overwritten before it is read: as many slots as the capacity.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the producer wrote after the poll")
  @State
  public static class PollWhileOverwritten {
    private final MpscLongQueue queue = new MpscLongQueue(32);

    public PollWhileOverwritten() {
      queue.fill(() -> 1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = (int) queue.poll(NOTHING);
    }

    @Actor
    public void produce(II_Result r) {
      for (int i = 0; i < TRIES && r.r2 == 0; i++) {
        r.r2 = queue.offer(9) ? 1 : 0;
      }
    }
  }

  /// A slot whose supplier threw is passed over, and nothing else is.
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the one element that was offered")
  @State
  public static class FillThatThrows {
    private final MpscLongQueue queue = new MpscLongQueue(2, -1);
    private int count;
    private int sum;

    private void take() {
      long element = queue.poll(NOTHING);
      if (element != NOTHING) {
        count++;
        sum += (int) element;
      }
    }

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
    public void consume() {
      take();
    }

    @Arbiter
    public void rest(II_Result r) {
      take();
      take();
      r.r1 = count;
      r.r2 = sum;
    }
  }
}
