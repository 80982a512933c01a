// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a strict call does while it waits for a producer that has claimed a place and not filled
/// it.
final class StrictWaits {
  private StrictWaits() {}

  /// Producers on virtual threads stop between claim and element; then more consumers than there
  /// are carriers wait for them, also interrupted ones; then the producers go on, if they can. Each
  /// call takes or shows the 7 that its producer makes.
  static void leaveTheirCarriers(
      Supplier<ObjectQueue<Integer>> queues,
      Function<ObjectQueue<Integer>, @Nullable Integer> strictCall)
      throws Exception {
    int many = Runtime.getRuntime().availableProcessors() + 1;
    for (boolean interrupted : new boolean[] {false, true}) {
      var claimed = new CountDownLatch(many);
      var released = new CountDownLatch(1);
      List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
      List<ObjectQueue<Integer>> stopped = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        ObjectQueue<Integer> queue = queues.get();
        stopped.add(queue);
        Thread.startVirtualThread(() -> queue.fill(stop(claimed, released), 1));
      }
      claimed.await();
      List<Thread> consumers = new ArrayList<>();
      for (ObjectQueue<Integer> queue : stopped) {
        consumers.add(
            Thread.startVirtualThread(() -> {
              if (interrupted) {
                Thread.currentThread().interrupt();
              }
              Integer element = strictCall.apply(queue);
              // An interrupt is kept.
              seen.add(element != null && Thread.interrupted() == interrupted ? element : -1);
            }));
      }
      Thread.sleep(100);
      assertEquals(List.of(), List.copyOf(seen));
      released.countDown();
      for (Thread consumer : consumers) {
        consumer.join(20_000);
        assertFalse(consumer.isAlive(), "the producer has no carrier");
      }
      assertEquals(Collections.nCopies(many, 7), seen);
    }
  }

  private static Supplier<Integer> stop(CountDownLatch claimed, CountDownLatch released) {
    return () -> {
      claimed.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return 7;
    };
  }
}
