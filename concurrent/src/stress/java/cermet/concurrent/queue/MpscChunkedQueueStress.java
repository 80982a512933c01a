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
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What producers and a consumer may see of one queue on the machine's own memory model: every
/// outcome that is not listed is forbidden.
public class MpscChunkedQueueStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private MpscChunkedQueueStress() {}

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
    private final MpscChunkedQueue<Box> queue = new MpscChunkedQueue<>(64);
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

  /// The same for what a supplier writes within the loop of `fill`.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all elements were whole")
  @State
  public static class FillThenPoll {
    private final MpscChunkedQueue<Box> queue = new MpscChunkedQueue<>(64);
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
        Box box = queue.relaxedPoll();
        if (box != null) {
          r.r2 += box.second == 7 ? 0 : 1;
          r.r1 += box.first == 7 ? 0 : 1;
        }
      }
    }
  }

  /// Two producers: nothing is lost, nothing comes twice, and each keeps its order.
  @JCStressTest
  @Outcome(id = "1234|1324|1342|3124|3142|3412", expect = ACCEPTABLE, desc = "one after another")
  @State
  public static class Producers {
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(1, -3);

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
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(64, Long.MAX_VALUE - 1);

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

  /// A claim and the question for it are volatile: of one who offers and then looks, and one who
  /// says that he looks and then polls, at least one sees the other.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the consumer has seen the element")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "the producer has seen the sleeper")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
  @State
  public static class OfferOrSleep {
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(64);
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
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(1);

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

  /// The consumer leaves chunks while a producer links new ones.
  @JCStressTest
  @Outcome(id = "12345, 0", expect = ACCEPTABLE, desc = "all, in order")
  @State
  public static class Leaving {
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(1, -1);
    private int taken;

    public Leaving() {
      queue.offer(1);
    }

    private void take(@Nullable Integer element) {
      taken = element == null ? taken : 10 * taken + element;
    }

    @Actor
    public void produce() {
      queue.offer(2);
      queue.offerAll(new Integer[] {3, 4}, 0, 2);
      queue.offer(5);
    }

    @Actor
    public void consume() {
      for (int i = 0; i < 5; i++) {
        take(queue.poll());
      }
    }

    @Arbiter
    public void rest(II_Result r) {
      for (int i = 0; i < 5; i++) {
        take(queue.poll());
      }
      r.r1 = taken;
      r.r2 = queue.size();
    }
  }

  /// Two producers go into the next chunk at once, while the consumer leaves the one before.
  @JCStressTest
  @Outcome(id = "5, 1", expect = ACCEPTABLE, desc = "all, in the order of each")
  @State
  public static class Growth {
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(1, -1);
    private int last1;
    private int last2;
    private int count;
    private boolean inOrder = true;

    public Growth() {
      queue.offer(1);
    }

    private void take(int element) {
      count++;
      if (element < 10) {
        inOrder &= element == last1 + 1;
        last1 = element;
      } else {
        inOrder &= element == 10 + last2;
        last2++;
      }
    }

    @Actor
    public void produce() {
      queue.offer(2);
      queue.offer(3);
    }

    @Actor
    public void produceMore() {
      queue.offerAll(new Integer[] {10, 11}, 0, 2);
    }

    @Actor
    public void consume() {
      for (int i = 0; i < 3; i++) {
        Integer element = queue.poll();
        if (element != null) {
          take(element);
        }
      }
    }

    @Arbiter
    public void rest(II_Result r) {
      for (Integer element = queue.poll(); element != null; element = queue.poll()) {
        take(element);
      }
      r.r1 = count;
      r.r2 = inOrder ? 1 : 0;
    }
  }

  /// What `size` counts is never less than what is there for certain, whatever chunk is the last.
  @JCStressTest
  @Outcome(id = "[1234], 3", expect = ACCEPTABLE, desc = "what was offered, less what was taken")
  @State
  public static class SizeWhileGrowing {
    private final MpscChunkedQueue<Integer> queue = new MpscChunkedQueue<>(1);

    public SizeWhileGrowing() {
      queue.offer(1);
      queue.offer(2);
    }

    @Actor
    public void produce() {
      queue.offer(3);
      queue.offer(4);
    }

    @Actor
    public void consume() {
      queue.poll();
    }

    @Actor
    public void count(II_Result r) {
      r.r1 = queue.size();
    }

    @Arbiter
    public void rest(II_Result r) {
      r.r2 = queue.size();
    }
  }
}
