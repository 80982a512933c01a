// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/// What two threads may see of one queue on the machine's own memory model: every outcome that is
/// not listed is forbidden.
public class SpscLongQueueStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private SpscLongQueueStress() {}

  /// An empty queue whose producer has looked at the head: that is an acquire, which orders the
  /// producer's own writes too, so that a fault of the store after it would not show.
  private static SpscLongQueue inside() {
    var queue = new SpscLongQueue(64);
    queue.offer(0);
    queue.poll(0);
    return queue;
  }

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

  /// What the producer wrote before `offer` is seen by whoever got the element from `poll`.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class OfferThenPoll {
    private final SpscLongQueue queue = inside();
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

  /// The same for what a supplier writes within the loop of `fill`: all checks of that loop are
  /// done before its writes, so that the compiler may exchange them with a plain write of the end.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all elements were whole")
  @State
  public static class FillThenPoll {
    private final SpscLongQueue queue = inside();
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
        long number = queue.poll(NOTHING);
        if (number != NOTHING) {
          Box box = boxes[(int) number];
          r.r2 += box.second == 7 ? 0 : 1;
          r.r1 += box.first == 7 ? 0 : 1;
        }
      }
    }
  }

  /// A batch arrives in order and whole, across the end of a block.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "each element as it was sent")
  @State
  public static class OfferAllThenPollInto {
    private final SpscLongQueue queue = inside();
    private final int count =
        ThreadLocalRandom.current().nextInt(10, 20); // unknown to the compiler
    private final long[] sent = new long[20];
    private final long[] taken = new long[20];

    @Actor
    public void produce() {
      for (int i = 0; i < count; i++) {
        sent[i] = 100L + i;
      }
      queue.offerAll(sent, 0, count);
    }

    @Actor
    public void consume(II_Result r) {
      int from = 0;
      for (int i = 0; i < TRIES && from < count; i++) {
        from += queue.pollInto(taken, from, count - from);
      }
      for (int i = 0; i < from; i++) {
        r.r1 += taken[i] == 100 + i ? 0 : 1;
        r.r2 += sent[i] == 100 + i ? 0 : 1; // written before the batch was sent
      }
    }
  }

  /// What the consumer read before `poll` is not overwritten by a producer who found room.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "the producer wrote after the poll")
  @State
  public static class PollThenOffer {
    private final SpscLongQueue queue = new SpscLongQueue(1);
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

  /// Two elements arrive in order, none is lost, none twice, also where the places wrap.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the first came between")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "only the first")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both")
  @State
  public static class Order {
    private final SpscLongQueue queue = new SpscLongQueue(64, Long.MAX_VALUE);

    @Actor
    public void produce() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = (int) queue.poll(NOTHING);
      r.r2 = (int) queue.poll(NOTHING);
    }
  }

  /// A queue never holds more than its capacity, and takes an element as soon as one has left.
  @JCStressTest
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "full before the poll")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "room after the poll")
  @State
  public static class Full {
    private final SpscLongQueue queue = new SpscLongQueue(2, -1);

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
      r.r1 = (int) queue.poll(NOTHING);
      r.r3 = (int) queue.poll(NOTHING);
    }
  }

  /// What the consumer has seen is in the size: an element that `peek` shows is not denied.
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there, and counted")
  @State
  public static class PeekThenSize {
    private final SpscLongQueue queue = new SpscLongQueue(1);

    @Actor
    public void produce() {
      queue.offer(1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = (int) queue.peek(NOTHING);
      r.r2 = queue.size();
    }
  }

  /// What a batch takes is not overwritten before it is copied: the storage has room for only six
  /// elements more than the queue, so that a producer that is too early comes round to it.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "0, 50", expect = ACCEPTABLE, desc = "the producer wrote after the batch was taken")
  @State
  public static class PollIntoThenOfferAll {
    private final SpscLongQueue queue = new SpscLongQueue(50);
    private final long[] taken = new long[50];
    private final long[] next = new long[50];

    public PollIntoThenOfferAll() {
      for (int i = 0; i < 50; i++) {
        queue.offer(100 + i);
      }
    }

    @Actor
    public void consume(II_Result r) {
      int count = queue.pollInto(taken, 0, 50);
      for (int i = 0; i < count; i++) {
        r.r1 += taken[i] == 100 + i ? 0 : 1;
      }
    }

    @Actor
    public void produce(II_Result r) {
      for (int i = 0; i < TRIES && r.r2 == 0; i++) {
        r.r2 = queue.offerAll(next, 0, 50);
      }
    }
  }

  /// `offer` publishes by release: with a full fence behind it, and one between a consumer's
  /// announcement that it will sleep and its last look, at least one of the two sees the other.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the consumer saw the element")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the producer saw the sleeper")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
  @State
  public static class OfferOrSleep {
    private final SpscLongQueue queue = inside();
    private int asleep;

    @Actor
    public void produce(II_Result r) {
      queue.offer(1);
      VarHandle.fullFence();
      r.r1 = asleep;
    }

    @Actor
    public void consume(II_Result r) {
      asleep = 1;
      VarHandle.fullFence();
      r.r2 = queue.poll(0) == 1 ? 1 : 0;
    }
  }
}
