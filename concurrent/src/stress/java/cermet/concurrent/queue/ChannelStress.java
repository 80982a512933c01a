// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

/// What threads may see of one channel on the machine's own memory model: every outcome that is not
/// listed is forbidden.
public class ChannelStress {
  private static final int NOTHING = -1;
  private static final int CLOSED = -2;
  private static final int LOST = -3; // a wait that nobody ended in time
  private static final long LONGEST = 3_000; // milliseconds; a lost wake-up lasts for so long

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private ChannelStress() {}

  /// A channel whose threads park at once.
  private static <E> Channel<E> parking(int capacity) {
    return new Channel<>(capacity, null, 0, Long.MAX_VALUE);
  }

  private static int take(Channel<Integer> channel) {
    try {
      Integer element = channel.poll(LONGEST, TimeUnit.MILLISECONDS);
      if (element != null) {
        return element;
      }
      return channel.isDrained() ? CLOSED : LOST;
    } catch (InterruptedException e) {
      return NOTHING;
    }
  }

  private static int put(Channel<Integer> channel, int element) {
    try {
      return channel.offer(element, LONGEST, TimeUnit.MILLISECONDS) ? 1 : LOST;
    } catch (Channel.ClosedException e) {
      return CLOSED;
    } catch (InterruptedException e) {
      return NOTHING;
    }
  }

  private static int value(@Nullable Integer element) {
    return element == null ? NOTHING : element;
  }

  /// Plain fields: only the channel orders them. Boxes are made beforehand, because the compiler
  /// orders the first writes of a new object by itself.
  private static final class Box {
    int first;
    int second;

    void set(int value) {
      first = value;
      second = value;
    }
  }

  /// What the putter wrote before is seen by whoever got the element.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class OfferThenPoll {
    private final Channel<Box> channel = new Channel<>(64);
    private final Box box = new Box();

    @Actor
    public void produce() {
      box.set(7);
      channel.offer(box);
    }

    @Actor
    public void consume(II_Result r) {
      Box taken = null;
      for (int i = 0; i < TRIES && taken == null; i++) {
        taken = channel.poll();
      }
      r.r1 = taken == null ? NOTHING : taken.first;
      r.r2 = taken == null ? NOTHING : taken.second;
    }
  }

  /// A loop of them: the element itself is written plainly, and the stamp must not overtake it.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "each element came whole, and in order")
  @State
  public static class ManyThenPoll {
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private final Channel<Box> channel = new Channel<>(64);
    private final Box[] boxes = new Box[8];

    public ManyThenPoll() {
      for (int i = 0; i < boxes.length; i++) {
        boxes[i] = new Box();
      }
    }

    @Actor
    public void produce() {
      for (int i = 0; i < count; i++) {
        boxes[i].set(i + 1);
        channel.offer(boxes[i]);
      }
    }

    @Actor
    public void consume(II_Result r) {
      int last = 0;
      for (int i = 0; i < TRIES; i++) {
        Box box = channel.poll();
        if (box != null) {
          r.r2 += box.second == last + 1 ? 0 : 1;
          r.r1 += box.first == last + 1 ? 0 : 1;
          last++;
        }
      }
    }
  }

  /// The same, while the taker writes beside the elements: then the line of an element comes late,
  /// and the stamp must still not be seen first.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "each element came whole, and in order")
  @State
  public static class ManyThenPollBesideWrites {
    private static final int UNUSED = 12; // the slot of no element here, in the line of the first
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private final Channel<Box> channel = new Channel<>(64);
    private final Box[] boxes = new Box[8];

    public ManyThenPollBesideWrites() {
      for (int i = 0; i < boxes.length; i++) {
        boxes[i] = new Box();
      }
    }

    @Actor
    public void produce() {
      for (int i = 0; i < count; i++) {
        boxes[i].set(i + 1);
        channel.offer(boxes[i]);
      }
    }

    @Actor
    public void consume(II_Result r) {
      int last = 0;
      for (int i = 0; i < TRIES; i++) {
        channel.elements[UNUSED] = null;
        Box box = channel.poll();
        if (box != null) {
          r.r2 += box.second == last + 1 ? 0 : 1;
          r.r1 += box.first == last + 1 ? 0 : 1;
          last++;
        }
      }
    }
  }

  /// What the taker read before it took is not overwritten by a putter who found the room.
  @JCStressTest
  @Outcome(id = "7, 7, 0", expect = ACCEPTABLE, desc = "full: the putter did not write")
  @Outcome(id = "7, 7, 1", expect = ACCEPTABLE, desc = "the putter wrote after the poll")
  @State
  public static class PollThenOffer {
    private final Channel<Box> channel = new Channel<>(1);
    private final Box box = new Box();
    private final Box other = new Box();

    public PollThenOffer() {
      box.set(7);
      channel.offer(box);
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = box.first;
      r.r2 = box.second;
      channel.poll();
    }

    @Actor
    public void produce(III_Result r) {
      for (int i = 0; i < TRIES && r.r3 == 0; i++) {
        if (channel.offer(other)) {
          box.set(9);
          r.r3 = 1;
        }
      }
    }
  }

  /// Two putters, two takers: nothing is lost, nothing comes twice.
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "one and two, once each")
  @State
  public static class TwoAndTwo {
    private final Channel<Integer> channel = new Channel<>(1, null, 0, -1);
    private int first;
    private int second;

    @Actor
    public void putOne() {
      put(channel, 1);
    }

    @Actor
    public void putTwo() {
      put(channel, 2);
    }

    @Actor
    public void takeOne() {
      first = take(channel);
    }

    @Actor
    public void takeTwo() {
      second = take(channel);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = first == second ? LOST : first + second;
    }
  }

  /// A taker that parks is woken by the put.
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "taken in time")
  @State
  public static class ParkedTaker {
    private final Channel<Integer> channel = parking(64);

    @Actor
    public void taker(II_Result r) {
      r.r2 = take(channel);
    }

    @Actor
    public void putter(II_Result r) {
      r.r1 = put(channel, 7);
    }
  }

  /// A putter that parks is woken by the take, where slots and elements are as many.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "put in time")
  @State
  public static class ParkedPutter {
    private final Channel<Integer> channel = parking(64);

    public ParkedPutter() {
      for (int i = 0; i < 64; i++) {
        channel.offer(i);
      }
    }

    @Actor
    public void putter(II_Result r) {
      r.r1 = put(channel, 64);
    }

    @Actor
    public void taker(II_Result r) {
      r.r2 = take(channel);
    }
  }

  /// Two takers that park are both woken by two puts.
  @JCStressTest
  @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "both in time")
  @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "both in time")
  @State
  public static class TwoParkedTakers {
    private final Channel<Integer> channel = parking(3);

    @Actor
    public void one(III_Result r) {
      r.r1 = take(channel);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = take(channel);
    }

    @Actor
    public void putter(III_Result r) {
      r.r3 = put(channel, 1) + put(channel, 2) - 2;
    }
  }

  /// What was accepted before the close is there after it, and what was refused is not.
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "accepted, and there")
  @Outcome(id = "-2, -1", expect = ACCEPTABLE, desc = "refused")
  @State
  public static class PutAndClose {
    private final Channel<Integer> channel = new Channel<>(64);

    @Actor
    public void putter(II_Result r) {
      r.r1 = put(channel, 7);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = value(channel.poll());
    }
  }

  /// Nothing is accepted by a put that begins after close has returned, as a third thread sees it.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "before the close")
  @Outcome(id = "0, -2", expect = ACCEPTABLE, desc = "closed meanwhile")
  @Outcome(id = "1, -2", expect = ACCEPTABLE, desc = "after the close")
  @State
  public static class CloseThenPut {
    private final Channel<Integer> channel = new Channel<>(2);

    @Actor
    public void closer() {
      channel.close();
    }

    @Actor
    public void putter(II_Result r) {
      r.r1 = channel.isClosed() ? 1 : 0;
      r.r2 = put(channel, 7);
    }
  }

  /// A taker that waits is ended by the close, not by the time.
  @JCStressTest
  @Outcome(id = "-2", expect = ACCEPTABLE, desc = "ended")
  @State
  public static class CloseParkedTaker {
    private final Channel<Integer> channel = parking(1);

    @Actor
    public void taker(I_Result r) {
      r.r1 = take(channel);
    }

    @Actor
    public void closer() {
      channel.close();
    }
  }

  /// So is a putter, and what was there is there.
  @JCStressTest
  @Outcome(id = "-2, 7", expect = ACCEPTABLE, desc = "ended")
  @State
  public static class CloseParkedPutter {
    private final Channel<Integer> channel = parking(1);

    public CloseParkedPutter() {
      channel.offer(7);
    }

    @Actor
    public void putter(II_Result r) {
      r.r1 = put(channel, 8);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = value(channel.poll());
    }
  }

  /// An element whose put wakes a taker that is interrupted at the same time goes to one of them.
  @JCStressTest
  @Outcome(id = "7, -2, 1, -1", expect = ACCEPTABLE, desc = "to the first, despite the interrupt")
  @Outcome(id = "-1, 7, 1, -1", expect = ACCEPTABLE, desc = "to the other")
  @Outcome(id = "-2, 7, 1, -1", expect = ACCEPTABLE, desc = "to the other, no interrupt")
  @State
  public static class InterruptedTaker {
    private final Channel<Integer> channel = parking(1);
    private volatile @Nullable Thread first;

    @Actor
    public void taker(IIII_Result r) {
      first = Thread.currentThread();
      r.r1 = take(channel);
      synchronized (channel) { // no interrupt comes after this
        first = null;
        boolean unusedInterrupt = Thread.interrupted();
      }
    }

    @Actor
    public void other(IIII_Result r) {
      r.r2 = take(channel);
    }

    @Actor
    public void putter(IIII_Result r) {
      synchronized (channel) {
        Thread thread = first;
        if (thread != null) {
          thread.interrupt();
        }
      }
      r.r3 = put(channel, 7);
      channel.close();
    }

    @Arbiter
    public void after(IIII_Result r) {
      r.r4 = value(channel.poll());
    }
  }

  /// A channel never holds more than its capacity, and takes an element as soon as one has left.
  @JCStressTest
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "full before the poll")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "room after the poll")
  @State
  public static class Full {
    private final Channel<Integer> channel = new Channel<>(2, null, 0, -1);

    public Full() {
      channel.offer(1);
      channel.offer(2);
    }

    @Actor
    public void produce(III_Result r) {
      r.r2 = channel.offer(3) ? 1 : 0;
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = value(channel.poll());
      r.r3 = value(channel.poll());
    }
  }
}
