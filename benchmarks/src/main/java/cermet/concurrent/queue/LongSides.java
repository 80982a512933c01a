// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Burst;
import cermet.proof.Seed;
import java.io.IOException;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The numbers of the proofs of queues of `long`s, and the two sides between which they are sent.
/// None is 0, so that a side can tell a number from none; peers box.
@State(Scope.Thread)
public abstract class LongSides implements Burst.Pipe {
  static final int CAPACITY = 1024;
  static final int BATCH = 512;
  static final int BULK = Burst.SIZE;

  final long[] numbers = new long[BATCH];
  final long[] into = new long[BATCH];
  int next;
  long sum;

  private final Object[] items = new Object[BATCH];
  private Burst burst;

  /// What a burst is made of: where a number to be sent comes from.
  record Item(long number) {}

  /// Makes the numbers.
  @Setup(Level.Trial)
  public void make() {
    for (int i = 0; i < BATCH; i++) {
      numbers[i] = Seed.fresh() | 1;
      items[i] = new Item(numbers[i]);
    }
  }

  /// Ends the bursts, if there were any.
  @TearDown(Level.Trial)
  public void end() throws InterruptedException, IOException {
    if (burst != null) {
      burst.end();
    }
  }

  /// Adds one number.
  abstract boolean offer(long number);

  /// Takes a number; 0: there is none.
  abstract long poll();

  /// Takes a number by the relaxed form, if there is one.
  long relaxedPoll() {
    return poll();
  }

  /// Adds numbers by whatever adds many; returns how many.
  abstract int send(long[] numbers, int from, int count);

  /// Takes up to so many numbers into an array by whatever takes many; returns how many.
  abstract int receive(long[] into, int count);

  @Override
  public boolean put(Object element) {
    return offer(((Item) element).number);
  }

  @Override
  public Object take() {
    return poll() == 0 ? null : this;
  }

  int moveBursts() {
    return move(this);
  }

  int moveRelaxedBursts() {
    return burst == null ? move(new Relaxed(this)) : burst.run(items);
  }

  int moveBatches() {
    return burst == null ? move(new Batches(this)) : burst.run(items);
  }

  private int move(Burst.Pipe pipe) {
    if (burst == null) {
      burst = new Burst(pipe);
    }
    return burst.run(items);
  }

  long moveBulk() {
    int from = (next++ * BULK) & (BATCH - 1);
    send(numbers, from, BULK);
    receive(into, BULK);
    return into[0];
  }

  long one() {
    return numbers[next++ & (BATCH - 1)];
  }

  /// Keeps the fields of whatever extends it off the lines of what lies beside it.
  abstract static class Apart {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
  }

  /// What one side has gathered or not yet dealt out.
  private static final class Batch extends Apart {
    final long[] numbers = new long[BULK];
    int count;
    int done;
  }

  /// Takes by the relaxed form.
  private static final class Relaxed implements Burst.Pipe {
    private final LongSides sides;

    Relaxed(LongSides sides) {
      this.sides = sides;
    }

    @Override
    public boolean put(Object element) {
      return sides.offer(((Item) element).number);
    }

    @Override
    public Object take() {
      return sides.relaxedPoll() == 0 ? null : sides;
    }
  }

  /// Gathers a burst and sends it at once; what was received at once is dealt out one by one.
  private static final class Batches implements Burst.Pipe {
    private final LongSides sides;
    private final Batch out = new Batch();
    private final Batch in = new Batch();

    Batches(LongSides sides) {
      this.sides = sides;
    }

    @Override
    public boolean put(Object element) {
      if (out.count < BULK) {
        out.numbers[out.count++] = ((Item) element).number;
      }
      if (out.count < BULK) {
        return true;
      }
      out.done += sides.send(out.numbers, out.done, BULK - out.done);
      if (out.done < BULK) {
        return false; // and comes again with the same element
      }
      out.count = 0;
      out.done = 0;
      return true;
    }

    @Override
    public Object take() {
      if (in.done == in.count) {
        in.count = sides.receive(in.numbers, BULK);
        in.done = 0;
        if (in.count == 0) {
          return null;
        }
      }
      return in.numbers[in.done++] == 0 ? null : sides;
    }
  }

  /// A peer's supplier of boxes.
  static final class Source extends Apart implements MessagePassingQueue.Supplier<Long> {
    long[] numbers;
    int next;

    @Override
    public Long get() {
      return numbers[next++];
    }
  }

  /// A peer's consumer of boxes.
  static final class Sink extends Apart
      implements MessagePassingQueue.Consumer<Long>, Consumer<Long> {
    long[] into;
    int next;

    @Override
    public void accept(Long number) {
      into[next++] = number;
    }
  }
}
