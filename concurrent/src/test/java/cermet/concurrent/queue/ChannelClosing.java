// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static cermet.concurrent.queue.Channels.STARTS;
import static cermet.concurrent.queue.Channels.assertNobodyWaits;
import static cermet.concurrent.queue.Channels.listed;
import static cermet.concurrent.queue.Channels.parking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.wait.ParkWait;
import cermet.concurrent.wait.WaitStrategy;
import cermet.concurrent.wait.YieldWait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `ChannelTest` asks of `close`.
interface ChannelClosing {
  @Test
  default void aClosedChannelIsEmptiedThenEnds() throws InterruptedException {
    for (long start : STARTS) {
      var channel = new Channel<Integer>(3, null, 0, start);
      channel.put(1);
      channel.put(2);
      assertFalse(channel.isClosed());
      channel.close();
      channel.close();
      assertTrue(channel.isClosed());
      assertFalse(channel.isDrained());
      assertThrows(Channel.ClosedException.class, () -> channel.put(3));
      assertThrows(Channel.ClosedException.class, () -> channel.offer(3));
      assertThrows(Channel.ClosedException.class, () -> channel.offer(3, 1, TimeUnit.DAYS));
      assertThrows(IllegalStateException.class, () -> channel.offer(3, 0, TimeUnit.DAYS));
      assertEquals(2, channel.size());
      assertEquals(1, channel.take());
      assertEquals(2, channel.poll(1, TimeUnit.DAYS));
      assertTrue(channel.isDrained());
      assertNull(channel.take());
      assertNull(channel.poll());
      assertNull(channel.poll(1, TimeUnit.DAYS));
      assertThrows(Channel.ClosedException.class, () -> channel.offer(3));
      assertTrue(channel.isEmpty());
    }
  }

  @Test
  default void aFullClosedChannelRefusesAsClosedNotAsFull() {
    for (int capacity : new int[] {1, 64}) {
      var channel = new Channel<Integer>(capacity);
      while (channel.offer(1)) {}
      channel.close();
      var thrown = assertThrows(Channel.ClosedException.class, () -> channel.offer(2));
      assertEquals("the channel is closed", thrown.getMessage());
      assertEquals(capacity, channel.size());
    }
  }

  /// So many looks would take much longer than this.
  @Test
  default void whoTakesFromADrainedChannelDoesNotSpin() throws InterruptedException {
    var channel = new Channel<Integer>(1, null, Integer.MAX_VALUE, 0);
    channel.close();
    long before = System.nanoTime();
    assertNull(channel.take());
    assertNull(channel.poll(1, TimeUnit.DAYS));
    assertTrue(System.nanoTime() - before < 5_000_000_000L);
  }

  /// A moment of close: the tail says it, what spares takers the line of the tail does not yet.
  @Test
  default void aTakerThatSeesTheTailClosedEnds() throws InterruptedException {
    Channel<Integer> channel = parking(1);
    channel.put(1);
    channel.tail |= 1; // the bit of close
    assertTrue(channel.isClosed());
    assertEquals(1, channel.take());
    assertNull(channel.take());
    assertNull(channel.poll(1, TimeUnit.DAYS));
    assertFalse(channel.closed);
    assertNobodyWaits(channel);
  }

  /// As if an error had ended the first close before it came to the lists.
  @Test
  default void whoClosesAgainTakesAllOffTheLists() {
    Channel<Integer> channel = parking(1);
    channel.close();
    channel.takers.add(new ChannelWaiters.Waiter());
    channel.putters.add(new ChannelWaiters.Waiter());
    channel.close();
    assertNobodyWaits(channel);
  }

  @Test
  default void whoClosesAgainCallsAStrategyThatFailed() {
    var calls = new AtomicInteger();
    var strategy =
        new WaitStrategy() {
          @Override
          public int idle(int idleCounter) {
            return idleCounter + 1;
          }

          @Override
          public void wake() {
            if (calls.incrementAndGet() == 1) {
              throw new StackOverflowError("seeded");
            }
          }
        };
    var channel = new Channel<Integer>(1, strategy);
    assertThrows(StackOverflowError.class, channel::close);
    assertTrue(channel.isClosed());
    channel.close();
    assertEquals(2, calls.get());
  }

  /// The lists alone, so that nobody has to be waited for.
  @Test
  default void closeTakesAllOffTheLists() {
    Channel<Integer> channel = parking(1);
    for (int i = 0; i < 4; i++) {
      channel.takers.add(new ChannelWaiters.Waiter());
      channel.putters.add(new ChannelWaiters.Waiter());
    }
    channel.close();
    assertEquals(0, listed(channel.takers), "takers that close has not woken");
    assertEquals(0, listed(channel.putters), "putters that close has not woken");
  }

  @Test
  default void closeWakesAllThatWait() throws InterruptedException {
    for (WaitStrategy strategy :
        new @Nullable WaitStrategy[] {null, new YieldWait(), new ParkWait(Long.MAX_VALUE)}) {
      for (Thread.Builder builder : Party.builders()) {
        var full = new Channel<Integer>(1, strategy, 0, 0);
        full.put(0);
        var empty = new Channel<Integer>(1, strategy, 0, 0);
        try (var party = new Party()) {
          for (int i = 0; i < 4; i++) {
            party.start(
                builder,
                "close ends a put",
                () -> assertThrows(Channel.ClosedException.class, () -> full.put(1)));
            party.start(builder, "close ends a take", () -> assertNull(empty.take()));
          }
          Thread.sleep(20);
          full.close();
          empty.close();
          party.end();
        }
        assertEquals(0, full.take());
        assertNobodyWaits(full);
        assertNobodyWaits(empty);
      }
    }
  }

  @Test
  default void closeLosesNothingAcceptedAndAcceptsNothingAfter() throws InterruptedException {
    for (int round = 0; round < 60; round++) {
      for (int capacity : new int[] {1, 64}) {
        var channel = new Channel<Integer>(capacity, null, round % 2 * 20, Long.MAX_VALUE - 100);
        var accepted = new AtomicInteger();
        var taken = new AtomicInteger();
        var closed = new AtomicBoolean();
        var late = new AtomicInteger();
        try (var party = new Party()) {
          for (int i = 0; i < 4; i++) {
            Thread.Builder builder = Party.builders().get(i & 1);
            party.start(
                builder,
                "close ends a putter",
                () -> {
                  try {
                    while (true) {
                      boolean before = closed.get();
                      channel.put(1);
                      accepted.incrementAndGet();
                      if (before) {
                        late.incrementAndGet();
                      }
                    }
                  } catch (Channel.ClosedException e) {
                    // the end
                  }
                });
            party.start(
                builder,
                "close ends a taker",
                () -> {
                  while (channel.take() != null) {
                    taken.incrementAndGet();
                  }
                });
          }
          Thread.sleep(1);
          channel.close();
          closed.set(true);
          party.end();
        }
        assertEquals(accepted.get(), taken.get());
        assertEquals(0, late.get());
        assertTrue(channel.isDrained());
        assertNobodyWaits(channel);
      }
    }
  }

  /// One that closes and then asks, against one that offers: a claim must see the close.
  @Test
  default void whoFindsItDrainedFindsNothingMore() throws InterruptedException {
    int rounds = 5_000;
    List<Channel<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      channels.add(new Channel<>(2));
    }
    var begun = new AtomicInteger();
    var done = new AtomicInteger();
    try (var party = new Party()) {
      party.start(
          "offers all",
          () -> {
            for (int i = 0; i < rounds; i++) {
              int round = i;
              Party.until("round " + i, () -> begun.get() > round);
              try {
                channels.get(i).offer(1);
              } catch (Channel.ClosedException e) {
                // also right
              }
              done.set(i + 1);
            }
          });
      for (int i = 0; i < rounds; i++) {
        int round = i;
        Channel<Integer> channel = channels.get(i);
        begun.set(i + 1);
        for (int pause = i % 50; pause > 0; pause--) {
          Thread.onSpinWait();
        }
        channel.close();
        boolean drained = channel.isDrained();
        Party.until("offer " + i, () -> done.get() > round);
        Integer left = channel.poll();
        assertEquals(drained, left == null, "accepted after the channel was drained");
      }
      party.end();
    }
  }
}
