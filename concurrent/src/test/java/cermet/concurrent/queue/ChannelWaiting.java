// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static cermet.concurrent.queue.Channels.assertNobodyWaits;
import static cermet.concurrent.queue.Channels.awaitListed;
import static cermet.concurrent.queue.Channels.listed;
import static cermet.concurrent.queue.Channels.parking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.Pinned;
import cermet.concurrent.wait.BackoffWait;
import cermet.concurrent.wait.ParkWait;
import cermet.concurrent.wait.SpinWait;
import cermet.concurrent.wait.WaitStrategy;
import cermet.concurrent.wait.YieldWait;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `ChannelTest` asks of calls that wait: wake-ups, time-outs, interrupts.
interface ChannelWaiting {
  @Test
  default void takeWaitsForAnElement() throws InterruptedException {
    for (Thread.Builder builder : Party.builders()) {
      for (Channel<Integer> channel :
          List.of(new Channel<Integer>(1), Channels.<Integer>parking(1))) {
        try (var party = new Party()) {
          party.start(builder, "take what is put", () -> assertEquals(7, channel.take()));
          awaitListed(channel.takers, 1);
          channel.put(7);
          party.end();
        }
        assertNobodyWaits(channel);
      }
    }
  }

  @Test
  default void putWaitsForRoom() throws InterruptedException {
    for (Thread.Builder builder : Party.builders()) {
      for (int capacity : new int[] {1, 64}) {
        Channel<Integer> channel = parking(capacity);
        for (int i = 0; i < capacity; i++) {
          channel.put(i);
        }
        try (var party = new Party()) {
          party.start(builder, "put into the room that is made", () -> channel.put(capacity));
          awaitListed(channel.putters, 1);
          assertEquals(0, channel.take());
          party.end();
        }
        assertEquals(capacity, channel.size());
        assertNobodyWaits(channel);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void waitsForItsTimeAndNoShorter(Channels.Way way) throws InterruptedException {
    for (Thread.Builder builder : Party.builders()) {
      Channel<Integer> channel = way.channel(1);
      try (var party = new Party()) {
        party.start(
            builder,
            "poll and offer until their time is over",
            () -> {
              long before = System.nanoTime();
              assertNull(channel.poll(20, TimeUnit.MILLISECONDS));
              assertTrue(System.nanoTime() - before >= 20_000_000);
              channel.put(1);
              before = System.nanoTime();
              assertFalse(channel.offer(2, 20_000, TimeUnit.MICROSECONDS));
              assertTrue(System.nanoTime() - before >= 20_000_000);
              assertEquals(1, channel.poll(20, TimeUnit.DAYS));
            });
        party.end();
      }
      assertNobodyWaits(channel);
    }
  }

  @Test
  default void theLongestTimeIsNoShorter() throws InterruptedException {
    Channel<Integer> channel = parking(1);
    try (var party = new Party()) {
      Thread taker =
          party.start(
              "poll what is offered",
              () -> assertEquals(7, channel.poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS)));
      Party.untilParked("the taker", taker);
      assertTrue(channel.offer(7, Long.MAX_VALUE, TimeUnit.DAYS));
      party.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptEndsAWait(Channels.Way way) throws InterruptedException {
    for (Thread.Builder builder : Party.builders()) {
      Channel<Integer> channel = way.channel(1);
      interruptBoth(builder, channel::take, () -> channel.poll(1, TimeUnit.DAYS));
      channel.put(1);
      interruptBoth(builder, () -> channel.put(2), () -> channel.offer(3, 1, TimeUnit.DAYS));
      assertEquals(1, channel.take());
      assertTrue(channel.isEmpty());
      assertNobodyWaits(channel);
    }
  }

  private static void interruptBoth(Thread.Builder builder, Party.Deed one, Party.Deed other)
      throws InterruptedException {
    try (var party = new Party()) {
      List<Thread> threads = new ArrayList<>();
      for (Party.Deed deed : List.of(one, other)) {
        threads.add(
            party.start(
                builder,
                "an interrupt ends a wait",
                () -> {
                  assertThrows(InterruptedException.class, deed::run);
                  assertFalse(Thread.currentThread().isInterrupted());
                }));
      }
      Thread.sleep(20);
      threads.forEach(Thread::interrupt);
      party.end();
    }
  }

  @Test
  default void anInterruptIsKeptByACallThatNeedNotWait() throws InterruptedException {
    var channel = new Channel<Integer>(2);
    Thread.currentThread().interrupt();
    channel.put(1);
    assertTrue(channel.offer(2, 1, TimeUnit.DAYS));
    assertEquals(1, channel.take());
    assertEquals(2, channel.poll(1, TimeUnit.DAYS));
    assertNull(channel.poll(0, TimeUnit.DAYS));
    assertTrue(Thread.currentThread().isInterrupted());
    assertThrows(InterruptedException.class, channel::take);
    assertFalse(Thread.currentThread().isInterrupted());
    assertNobodyWaits(channel);
  }

  @Test
  default void theLongestWaitingIsWokenFirst() throws InterruptedException {
    Channel<Integer> channel = parking(1);
    var order = new CopyOnWriteArrayList<String>();
    try (var party = new Party()) {
      List<Thread> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "taker " + i;
        Thread taker = party.start(name, () -> order.add(name + channel.take()));
        Party.untilParked(name, taker);
        takers.add(taker);
      }
      for (int i = 0; i < 4; i++) {
        channel.put(i);
        party.end(takers.get(i));
      }
    }
    assertEquals(List.of("taker 00", "taker 11", "taker 22", "taker 33"), order);
  }

  /// The list alone: two that were woken in vain come back, in whatever order.
  @Test
  default void whoIsWokenInVainKeepsItsPlace() {
    for (int mask = 0; mask < 6; mask++) {
      var list = new ChannelWaiters();
      List<ChannelWaiters.Waiter> waiters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        waiters.add(new ChannelWaiters.Waiter());
        list.add(waiters.get(i));
      }
      list.lock.lock();
      try {
        List<ChannelWaiters.Waiter> woken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          woken.add(Objects.requireNonNull(list.remove()));
        }
        while (!woken.isEmpty()) { // each of the six orders once
          list.add(woken.remove(mask % woken.size()));
        }
        for (int i = 0; i < 4; i++) {
          assertEquals(i, waiters.indexOf(list.remove()), "order " + mask);
        }
        assertTrue(list.isEmpty());
      } finally {
        list.lock.unlock();
      }
    }
  }

  /// Not where a side waits every few elements: it would only be late.
  @Test
  default void gathersOnlyAmidAStream() {
    var channel = new Channel<Integer>(64);
    var side = new ChannelWaiters();
    assertEquals(1, side.gather(channel, true, 15, 256));
    assertEquals(1, side.gather(channel, true, 30, 256)); // 15 elements later
    assertEquals(4, side.gather(channel, true, 46, 256)); // 16
    assertEquals(1, side.gather(channel, true, 46, 256));
  }

  /// One that sleeps has raised the flag; more in the list stand for others that do.
  @Test
  default void eachPutWakesOneForAsLongAsSomebodySleeps() throws InterruptedException {
    Channel<Integer> channel = parking(4);
    try (var party = new Party()) {
      Thread first = party.start("the first put wakes the first", channel::take);
      Party.untilParked("the first", first);
      channel.takers.add(new ChannelWaiters.Waiter());
      channel.takers.add(new ChannelWaiters.Waiter());
      channel.put(1);
      party.end(first);
    }
    assertEquals(2, listed(channel.takers));
    channel.put(2);
    assertEquals(1, listed(channel.takers), "takers in the list after the second put");
    assertTrue(channel.offer(3));
    assertEquals(0, listed(channel.takers), "takers in the list after the third put");
  }

  @Test
  default void eachTakeWakesOneForAsLongAsSomebodySleeps() throws InterruptedException {
    Channel<Integer> channel = parking(3);
    for (int i = 0; i < 3; i++) {
      channel.put(i);
    }
    try (var party = new Party()) {
      Thread first = party.start("the first take wakes the first", () -> channel.put(3));
      Party.untilParked("the first", first);
      channel.putters.add(new ChannelWaiters.Waiter());
      channel.putters.add(new ChannelWaiters.Waiter());
      assertEquals(0, channel.take());
      party.end(first);
    }
    assertEquals(2, listed(channel.putters));
    assertEquals(1, channel.take());
    assertEquals(1, listed(channel.putters), "putters in the list after the second take");
    assertEquals(2, channel.poll());
    assertEquals(0, listed(channel.putters), "putters in the list after the third take");
  }

  @Test
  default void aWakeUpThatIsNotUsedIsHandedOn() throws InterruptedException {
    for (Thread.Builder builder : Party.builders()) {
      for (int round = 0; round < 300; round++) {
        Channel<Integer> channel = parking(1);
        var taken = new AtomicInteger();
        var interrupted = new AtomicInteger();
        Party.Deed take =
            () -> {
              try {
                if (channel.take() != null) {
                  taken.incrementAndGet();
                }
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
              }
            };
        try (var party = new Party()) {
          Thread first = party.start(builder, "take or be interrupted", take);
          awaitListed(channel.takers, 1);
          Thread second = party.start(builder, "take what the first left", take);
          awaitListed(channel.takers, 2);
          Thread other = party.start(builder, "interrupt", first::interrupt);
          channel.put(1); // wakes the first, which is interrupted at the same time
          party.end(first);
          party.end(other);
          if (interrupted.get() == 1) {
            party.end(second); // the element is its own
          }
          channel.close();
          party.end(second);
        }
        assertEquals(1, taken.get());
        assertTrue(channel.isDrained());
        assertNobodyWaits(channel);
      }
    }
  }

  @Test
  default void roomThatIsNotUsedIsHandedOn() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      Channel<Integer> channel = parking(1);
      channel.put(0);
      var interrupted = new AtomicBoolean();
      try (var party = new Party()) {
        Thread first =
            party.start(
                "put or be interrupted",
                () -> {
                  try {
                    channel.put(1);
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                  }
                });
        awaitListed(channel.putters, 1);
        Thread second = party.start("put what the first left room for", () -> channel.put(2));
        awaitListed(channel.putters, 2);
        Thread other = party.start("interrupt", first::interrupt);
        assertEquals(0, channel.take());
        party.end(first);
        party.end(other);
        if (!interrupted.get()) {
          assertEquals(1, channel.take());
        }
        party.end(second);
      }
      assertEquals(2, channel.take());
      assertNobodyWaits(channel);
    }
  }

  /// Takers time out, are interrupted and come back while elements arrive.
  @Test
  default void losesNothingToTimeOutsAndInterrupts() throws InterruptedException {
    int count = 4_000;
    for (Thread.Builder builder : Party.builders()) {
      Channel<Integer> channel = parking(3);
      var seen = new ArrayBlockingQueue<Integer>(count);
      var done = new AtomicBoolean();
      try (var party = new Party()) {
        List<Thread> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          int nanos = 1_000 << i;
          takers.add(
              party.start(
                  builder,
                  "poll until the channel is drained",
                  () -> {
                    while (!channel.isDrained()) {
                      try {
                        Integer element = channel.poll(nanos, TimeUnit.NANOSECONDS);
                        if (element != null) {
                          seen.add(element);
                        }
                      } catch (InterruptedException e) {
                        // comes back
                      }
                    }
                  }));
        }
        Thread interrupter =
            party.start(
                builder,
                "interrupt until told",
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    takers.get(i & 3).interrupt();
                    yieldAWhile();
                  }
                });
        for (int i = 0; i < count; ) {
          if (channel.offer(i, 3_000, TimeUnit.NANOSECONDS)) {
            i++;
          }
        }
        channel.close();
        for (Thread taker : takers) {
          party.end(taker);
        }
        done.set(true);
        party.end(interrupter);
      }
      assertEquals(count, seen.size());
      var different = new BitSet();
      seen.forEach(different::set);
      assertEquals(count, different.cardinality());
      assertNobodyWaits(channel);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void yieldAWhile() {
    for (int i = 0; i < 50; i++) {
      Thread.yield();
    }
  }

  /// In a class initialiser, where a virtual thread keeps its carrier while it waits.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BY_LONG_BACKOFF_WAIT")
  default void pinnedThreadsPutAndTake(Channels.Way way) throws InterruptedException {
    int count = 20;
    Channel<Integer> channel = way.channel(1);
    Party.Deed puts =
        () -> {
          for (int i = 0; i < count; i++) {
            channel.put(i);
          }
        };
    Party.Deed takes =
        () -> {
          for (int i = 0; i < count; i++) {
            assertEquals(i, channel.take());
          }
        };
    try (var party = new Party()) {
      party.start(Thread.ofVirtual(), "put while pinned", () -> Pinned.run(puts::run));
      party.start("take what is put", takes);
      party.end();
      party.start(Thread.ofVirtual(), "take while pinned", () -> Pinned.run(takes::run));
      party.start("put what is taken", puts);
      party.end();
    }
    assertTrue(channel.isEmpty());
    assertNobodyWaits(channel);
  }

  @Test
  default void waitingVirtualThreadsLeaveCarriersToOthers() throws InterruptedException {
    int waiters = 2 * Runtime.getRuntime().availableProcessors() + 2;
    for (WaitStrategy strategy :
        new @Nullable WaitStrategy[] {
          null, new SpinWait(), new YieldWait(), new BackoffWait(), new ParkWait(Long.MAX_VALUE)
        }) {
      var full = new Channel<Integer>(1, strategy, 256, 0);
      full.put(0);
      var empty = new Channel<Integer>(1, strategy, 256, 0);
      try (var party = new Party()) {
        for (int i = 0; i < waiters; i++) {
          party.start(Thread.ofVirtual(), "close ends a take", () -> assertNull(empty.take()));
          party.start(
              Thread.ofVirtual(),
              "close ends a put",
              () -> assertThrows(Channel.ClosedException.class, () -> full.put(1)));
        }
        Thread.sleep(20);
        party.end(party.start(Thread.ofVirtual(), "get a carrier", () -> {}));
        full.close();
        empty.close();
        party.end();
      }
    }
  }
}
