// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// That whoever waits by asking a queue of `long`s again and again is answered.
abstract class LongQueueLiveness {
  static final long NONE = Long.MIN_VALUE;

  abstract LongQueueVerbs queue(int capacity, long start);

  final LongQueueVerbs queue(int capacity) {
    return queue(capacity, 0);
  }

  /// Neither side blocks or pins: both run on as few carriers as there are.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // the other side may need the carrier
  void handsOverBetweenVirtualThreads() throws Exception {
    for (int capacity : new int[] {1, 64}) {
      int count = capacity == 1 ? 300 : 10_000; // on a busy machine a time slice for each capacity
      var queue = queue(capacity, Long.MAX_VALUE - count / 2);
      var wrong = new int[1];
      var producer =
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < count; ) {
              if (queue.offer(i)) {
                i++;
              } else {
                Thread.yield();
              }
            }
          });
      var consumer =
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < count; ) {
              long element = queue.poll(NONE);
              if (element == NONE) {
                Thread.yield();
              } else {
                wrong[0] += element == i++ ? 0 : 1;
              }
            }
          });
      producer.join();
      consumer.join();
      assertEquals(0, wrong[0]);
      assertTrue(queue.isEmpty());
    }
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnOfferEnds() throws Exception {
    for (int asked : new int[] {1, 2, 100}) {
      var queue = queue(asked);
      int capacity = queue.capacity();
      spin(
          20,
          () -> {
            for (int i = 0; i < 2 * capacity; i++) {
              while (!queue.offer(i)) {}
            }
          },
          () -> {
            for (int i = 0; i < 2 * capacity; ) {
              if (queue.poll(NONE) != NONE) {
                i++;
              }
            }
          });
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollEnds() throws Exception {
    var queue = queue(2);
    spin(20, () -> awaitPoll(queue), () -> queue.offer(1));
    spin(
        10,
        () -> {
          while (queue.relaxedPoll(NONE) == NONE) {}
        },
        () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPeekEnds() throws Exception {
    var queue = queue(64);
    spin(
        20,
        () -> {
          while (queue.peek(NONE) == NONE) {}
          queue.poll(NONE);
        },
        () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnDrainAndPollToAConsumerEnds() throws Exception {
    var queue = queue(2);
    LongConsumer ignore = i -> {};
    spin(
        10,
        () -> {
          while (queue.drain(ignore) == 0) {}
        },
        () -> queue.offer(1));
    spin(
        10,
        () -> {
          while (!queue.poll(ignore)) {}
        },
        () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollIntoEnds() throws Exception {
    var queue = queue(2);
    long[] into = new long[1];
    spin(
        20,
        () -> {
          while (queue.pollInto(into, 0, 1) == 0) {}
        },
        () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnFillAndOfferAllEnds() throws Exception {
    var queue = queue(1);
    LongSupplier one = () -> 1;
    long[] array = {1};
    queue.offer(0);
    spin(
        20,
        () -> {
          while (queue.fill(one) == 0) {}
          while (queue.offerAll(array, 0, 1) == 0) {}
          while (!queue.offerIfBelowThreshold(1, 1)) {}
        },
        () -> {
          awaitPoll(queue);
          awaitPoll(queue);
          awaitPoll(queue);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnSizeAndIsEmptyEnds() throws Exception {
    var queue = queue(8);
    spin(
        20,
        () -> {
          while (queue.isEmpty()) {}
          while (queue.size() < 2) {}
          queue.clear();
        },
        () -> {
          queue.offer(1);
          queue.offer(2);
        });
    queue.offer(1);
    queue.offer(1);
    spin(
        1,
        () -> {
          while (queue.size() > 1) {}
          while (!queue.isEmpty()) {}
        },
        () -> {
          queue.poll(NONE);
          queue.poll(NONE);
        });
  }

  private static void awaitPoll(LongQueueVerbs queue) {
    while (queue.poll(NONE) == NONE) {}
  }

  /// Lets the first action spin long enough to be compiled before the second one comes.
  private static void spin(int rounds, Runnable spinner, Runnable mover) throws Exception {
    for (int i = 0; i < rounds; i++) {
      var failure = new @Nullable Throwable[1];
      var thread = new Thread(spinner);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
      thread.start();
      Thread.sleep(i < 3 ? 100 : 5);
      mover.run();
      thread.join(15_000);
      assertFalse(thread.isAlive(), "still spinning");
      assertNull(failure[0]);
    }
  }
}
