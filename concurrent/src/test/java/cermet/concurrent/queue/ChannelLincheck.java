// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios of the calls that do not wait, against a bounded
/// sequential queue that can be closed.
class ChannelLincheck {
  private static final int SMALL = 2;
  private static final int LARGE = 64; // as many slots as elements
  private static final int FILLED = LARGE - 1;

  @Test
  void isLinearizable() {
    options().sequentialSpecification(SmallModel.class).check(Small.class);
  }

  @Test
  void isLinearizableWithAPowerOfTwo() {
    options().sequentialSpecification(LargeModel.class).check(Large.class);
  }

  // With threads that park. A park may end by itself here: what is checked is what is taken.

  @Test
  void everyTakerIsWoken() {
    Lincheck.runConcurrentTest(
        2_000,
        () -> {
          Channel<Integer> channel = parking(4);
          var sum = new AtomicInteger();
          Thread one = start(() -> sum.addAndGet(take(channel)));
          Thread other = start(() -> sum.addAndGet(take(channel)));
          put(channel, 1);
          put(channel, 2);
          join(one);
          join(other);
          check(sum.get() == 3 && channel.isEmpty());
        });
  }

  @Test
  void everyPutterIsWoken() {
    Lincheck.runConcurrentTest(
        2_000,
        () -> {
          Channel<Integer> channel = parking(1);
          put(channel, 1);
          Thread one = start(() -> put(channel, 2));
          Thread other = start(() -> put(channel, 4));
          int sum = take(channel) + take(channel) + take(channel);
          join(one);
          join(other);
          check(sum == 7 && channel.isEmpty());
        });
  }

  @Test
  void closeWakesWhoWaitsAndLosesNothing() {
    Lincheck.runConcurrentTest(
        2_000,
        () -> {
          Channel<Integer> channel = parking(1);
          var accepted = new AtomicInteger();
          Thread taker = start(() -> accepted.addAndGet(-takeOrNone(channel)));
          Thread putter =
              start(() -> {
                try {
                  put(channel, 7);
                  accepted.addAndGet(7);
                } catch (Channel.ClosedException e) {
                  // not accepted
                }
              });
          channel.close();
          join(taker);
          join(putter);
          check(accepted.get() == takeOrNone(channel));
        });
  }

  @Test
  void anInterruptedTakerLeavesItsWakeUpToAnother() {
    Lincheck.runConcurrentTest(
        2_000,
        () -> {
          Channel<Integer> channel = parking(2);
          var byOne = new AtomicInteger();
          var byOther = new AtomicInteger();
          Thread one =
              start(() -> {
                try {
                  byOne.addAndGet(Objects.requireNonNull(channel.take()));
                } catch (InterruptedException e) {
                  // leaves the element to the other
                }
              });
          Thread other = start(() -> byOther.addAndGet(take(channel)));
          one.interrupt();
          put(channel, 7);
          join(one);
          if (byOne.get() != 0) {
            put(channel, 7);
          }
          join(other);
          check(byOther.get() == 7 && channel.isEmpty());
        });
  }

  private static <E> Channel<E> parking(int capacity) {
    return new Channel<>(capacity, null, 0, Long.MAX_VALUE - 1);
  }

  private static Thread start(Runnable action) {
    var thread = new Thread(action);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void put(Channel<Integer> channel, int element) {
    try {
      channel.put(element);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int takeOrNone(Channel<Integer> channel) {
    try {
      Integer element = channel.take();
      return element == null ? 0 : element;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int take(Channel<Integer> channel) {
    int element = takeOrNone(channel);
    check(element != 0);
    return element;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError();
    }
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(3);
  }

  /// Fewer elements than slots.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Small {
    private final Channel<Integer> channel = new Channel<>(SMALL, null, 0, Long.MAX_VALUE - 1);

    @Operation
    public int offer(int element) {
      return add(channel, element);
    }

    @Operation
    public @Nullable Integer poll() {
      return channel.poll();
    }

    @Operation
    public int size() {
      return channel.size();
    }

    @Operation
    public boolean isDrained() {
      return channel.isDrained();
    }

    @Operation
    public void close() {
      channel.close();
    }
  }

  /// As many slots as elements, and nearly full.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Large {
    private final Channel<Integer> channel = new Channel<>(LARGE, null, 0, -LARGE);

    public Large() {
      for (int i = 0; i < FILLED; i++) {
        channel.offer(-i);
      }
    }

    @Operation
    public int offer(int element) {
      return add(channel, element);
    }

    @Operation
    public @Nullable Integer poll() {
      return channel.poll();
    }

    @Operation
    public int size() {
      return channel.size();
    }

    @Operation
    public void close() {
      channel.close();
    }
  }

  private static int add(Channel<Integer> channel, int element) {
    try {
      return channel.offer(element) ? 1 : 0;
    } catch (Channel.ClosedException e) {
      return -1;
    }
  }

  /// What a channel is on one thread.
  public static class Model {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;

    Model(int capacity, int filled) {
      this.capacity = capacity;
      for (int i = 0; i < filled; i++) {
        queue.add(-i);
      }
    }

    public int offer(int element) {
      if (closed) {
        return -1;
      }
      return queue.size() < capacity && queue.add(element) ? 1 : 0;
    }

    public @Nullable Integer poll() {
      return queue.poll();
    }

    public int size() {
      return queue.size();
    }

    public boolean isDrained() {
      return closed && queue.isEmpty();
    }

    public void close() {
      closed = true;
    }
  }

  /// Of [Small].
  public static final class SmallModel extends Model {
    public SmallModel() {
      super(SMALL, 0);
    }
  }

  /// Of [Large].
  public static final class LargeModel extends Model {
    public LargeModel() {
      super(LARGE, FILLED);
    }
  }
}
