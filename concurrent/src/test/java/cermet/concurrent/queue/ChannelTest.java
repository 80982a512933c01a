// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static cermet.concurrent.queue.Channels.STARTS;
import static cermet.concurrent.queue.Channels.assertNobodyWaits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.wait.BackoffWait;
import cermet.concurrent.wait.ParkWait;
import cermet.concurrent.wait.SpinWait;
import cermet.concurrent.wait.WaitStrategy;
import cermet.concurrent.wait.YieldWait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a channel is, on one thread and on many; the rest by subject in the two interfaces.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTest implements ChannelWaiting, ChannelClosing {
  @Test
  void handsObjectsToAnotherThreadUntilClosed() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    var lines = new Channel<String>(1024);
    var printer =
        Thread.startVirtualThread(() -> {
          try {
            for (String line = lines.take(); line != null; line = lines.take()) {
              printed.add(line);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (lines) {
      for (String line : List.of("one", "two", "three")) {
        lines.put(line); // waits while the channel is full
      }
    }
    // @end
    printer.join(10_000);
    assertFalse(printer.isAlive(), "not within 10 s: close ends the printer");
    assertEquals(List.of("one", "two", "three"), printed);
    assertTrue(lines.isDrained());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 100, 128, 1000, 1024})
  void holdsExactlyItsCapacity(int capacity) throws InterruptedException {
    for (long start : STARTS) {
      var channel = new Channel<Integer>(capacity, null, 0, start);
      assertEquals(capacity, channel.capacity());
      for (int lap = 0; lap < 3; lap++) {
        for (int i = 0; i < capacity; i++) {
          assertEquals(i, channel.size());
          if (i % 2 == 0) {
            assertTrue(channel.offer(i));
          } else {
            channel.put(i);
          }
        }
        assertFalse(channel.offer(-1));
        assertFalse(channel.offer(-1, 0, TimeUnit.DAYS));
        assertFalse(channel.offer(-1, 1, TimeUnit.NANOSECONDS));
        assertEquals(capacity, channel.size());
        assertFalse(channel.isEmpty());
        for (int i = 0; i < capacity; i++) {
          assertEquals(i, i % 2 == 0 ? channel.poll() : channel.take());
        }
        assertNull(channel.poll());
        assertNull(channel.poll(-1, TimeUnit.DAYS));
        assertNull(channel.poll(1, TimeUnit.NANOSECONDS));
        assertTrue(channel.isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 100})
  void takesOneForEachThatLeavesWhenFull(int capacity) {
    for (long start : STARTS) {
      var channel = new Channel<Integer>(capacity, null, 0, start);
      for (int i = 0; i < capacity; i++) {
        assertTrue(channel.offer(i));
      }
      for (int i = 0; i < 3 * capacity; i++) {
        assertFalse(channel.offer(-1));
        assertEquals(i, channel.poll());
        assertTrue(channel.offer(i + capacity));
      }
      assertEquals(capacity, channel.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  void refusesCapacity(int capacity) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new Channel<Object>(capacity));
    assertTrue(String.valueOf(thrown.getMessage()).contains("capacity: " + capacity));
  }

  /// Not made here: it takes 12 GB.
  @Test
  void theLargestCapacityHasArrays() {
    assertEquals(1 << 30, Channel.slotsFor(1 << 30));
    assertEquals(1 << 30, Channel.slotsFor((1 << 30) - 1));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    var channel = new Channel<String>(4);
    channel.offer("a");
    assertThrows(NullPointerException.class, () -> channel.offer(null));
    assertThrows(NullPointerException.class, () -> channel.put(null));
    assertThrows(NullPointerException.class, () -> channel.offer(null, 1, TimeUnit.DAYS));
    assertThrows(NullPointerException.class, () -> channel.offer("b", 1, null));
    assertThrows(NullPointerException.class, () -> channel.poll(1, null));
    assertThrows(NullPointerException.class, () -> new Channel<String>(1, null));
    assertEquals(1, channel.size());
    channel.close();
    assertThrows(NullPointerException.class, () -> channel.offer(null));
    assertEquals("a", channel.poll());
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "park", "spin", "yield", "backoff", "wake"})
  void keepsOrderOfEachPutterAndLosesNothing(String how) throws InterruptedException {
    WaitStrategy strategy =
        switch (how) {
          case "spin" -> new SpinWait();
          case "yield" -> new YieldWait();
          case "backoff" -> new BackoffWait();
          case "wake" -> new ParkWait(Long.MAX_VALUE);
          default -> null;
        };
    int putters = 4;
    int each =
        switch (how) {
          case "spin" -> 200; // eight threads that keep their cores are slow on few
          case "yield" -> 500;
          default -> 2_000;
        };
    for (int capacity : new int[] {1, 3, 64}) {
      var channel =
          new Channel<Integer>(
              capacity, strategy, how.equals("default") ? 256 : 0, Long.MAX_VALUE - 1000);
      List<List<Integer>> taken = new ArrayList<>();
      try (var party = new Party()) {
        for (int i = 0; i < putters; i++) {
          int number = i;
          List<Integer> mine = new ArrayList<>();
          taken.add(mine);
          Thread.Builder builder = Party.builders().get(i & 1);
          party.start(
              builder,
              "put all, one by one",
              () -> {
                for (int k = 0; k < each; k++) {
                  channel.put(number * each + k);
                }
              });
          party.start(
              builder,
              "take as many as one puts",
              () -> {
                for (int k = 0; k < each; k++) {
                  mine.add(Objects.requireNonNull(channel.take()));
                }
              });
        }
        party.end();
      }
      var all = new BitSet();
      for (List<Integer> mine : taken) {
        int[] last = new int[putters];
        Arrays.fill(last, -1);
        for (int element : mine) {
          assertFalse(all.get(element), "twice");
          all.set(element);
          assertTrue(last[element / each] < element % each, "out of order");
          last[element / each] = element % each;
        }
      }
      assertEquals(putters * each, all.cardinality());
      assertTrue(channel.isEmpty());
      assertNobodyWaits(channel);
    }
  }

  @Test
  void aStrategyIsAskedWithWhatItReturnedAndWokenAfterEachChange() throws InterruptedException {
    List<Integer> idle = new ArrayList<>();
    var woken = new AtomicInteger();
    var self = new AtomicReference<Channel<Integer>>();
    var strategy =
        new WaitStrategy() {
          @Override
          public int idle(int idleCounter) {
            idle.add(idleCounter);
            if (idle.size() % 3 == 0) {
              Objects.requireNonNull(self.get()).offer(9);
            }
            return idleCounter + 10;
          }

          @Override
          public void wake() {
            woken.incrementAndGet();
          }
        };
    var channel = new Channel<Integer>(2, strategy);
    self.set(channel);
    assertEquals(9, channel.take());
    assertEquals(9, channel.take());
    assertEquals(List.of(0, 10, 20, 0, 10, 20), idle);
    assertEquals(4, woken.get());
    channel.put(1);
    assertTrue(channel.offer(2));
    assertFalse(channel.offer(3));
    assertEquals(1, channel.poll());
    channel.close();
    assertEquals(8, woken.get());
  }

  @Test
  void aStrategyThatThrowsAddsAndTakesNothing() {
    WaitStrategy strategy =
        idle -> {
          throw new UnsupportedOperationException("idle");
        };
    var channel = new Channel<Integer>(1, strategy);
    assertThrows(UnsupportedOperationException.class, channel::take);
    assertTrue(channel.offer(1));
    assertThrows(UnsupportedOperationException.class, () -> channel.put(2));
    assertEquals(1, channel.poll());
    assertNull(channel.poll());
  }

  @Test
  void tenThousandVirtualThreadsGetOneEach() throws InterruptedException {
    int count = 10_000;
    var channel = new Channel<Integer>(16);
    var sum = new AtomicInteger();
    try (var party = new Party()) {
      for (int i = 0; i < count; i++) {
        party.start(
            Thread.ofVirtual(),
            "take one",
            () -> sum.addAndGet(Objects.requireNonNull(channel.take())));
      }
      for (int i = 0; i < count; i++) {
        channel.put(i % 10);
      }
      party.end();
    }
    assertEquals(count / 10 * 45, sum.get());
    assertNobodyWaits(channel);
  }

  /// Which accesses to what the threads share there are, with their modes and in this order: a
  /// weaker one would not show on this machine.
  @Test
  void ordersTheSidesByTheseAccesses() throws IOException {
    assertEquals(
        """
        <init>: []= tail= limit= head= releaseFence
        announcePutter: TAIL.getAcquire HEAD.getAcquire HEAD.compareAndSet
        announceTaker: HEAD.getAcquire TAIL.getAcquire TAIL.compareAndSet
        close: TAIL.getAndBitwiseOr SEEN.setRelease
        isClosed: TAIL.getAcquire
        isDrained: TAIL.getAcquire HEAD.getAcquire
        isEnded: SEEN.getAcquire
        isFull: HEAD.getAcquire LIMIT.setRelease
        size: HEAD.getAcquire TAIL.getAcquire HEAD.getAcquire
        spin: HEAD.getAcquire TAIL.getAcquire
        tryPut: TAIL.getAcquire STAMP.getAcquire LIMIT.getAcquire TAIL.compareAndSet []= \
        STAMP.setRelease
        tryTake: HEAD.getAcquire STAMP.getAcquire HEAD.compareAndSet []= STAMP.setRelease \
        TAIL.getAcquire
        wake: HEAD.getAndBitwiseAnd
        """
            .strip(),
        Accesses.of(Channel.class, ""));
  }

  @Test
  void keepsNoReferenceToWhatHasLeft() throws InterruptedException {
    var channel = new Channel<Object>(3);
    channel.put(new Object());
    channel.put(new Object());
    channel.poll();
    channel.take();
    for (Object element : channel.elements) {
      assertNull(element);
    }
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  void bareSpinsEnd() throws Exception {
    for (int capacity : new int[] {1, 64}) {
      var channel = new Channel<Integer>(capacity);
      spin(
          "a poll sees an offer",
          () -> {
            while (channel.poll() == null) {}
          },
          () -> channel.offer(1));
      spin(
          "the size sees an offer",
          () -> {
            while (channel.isEmpty()) {}
            while (channel.size() == 0) {}
          },
          () -> channel.offer(1));
      while (channel.offer(1)) {}
      spin(
          "an offer sees a poll",
          () -> {
            while (!channel.offer(2)) {}
          },
          channel::poll);
      spin(
          "the size sees a poll",
          () -> {
            while (channel.size() == channel.capacity()) {}
          },
          channel::poll);
      spin(
          "a close is seen",
          () -> {
            while (!channel.isClosed()) {}
            while (!channel.isDrained()) {}
          },
          () -> {
            channel.close();
            while (channel.poll() != null) {}
          });
    }
  }

  /// Lets the first action spin long enough to be compiled before the second one comes.
  private static void spin(String what, Runnable spinner, Runnable mover) throws Exception {
    var thread = new Thread(spinner);
    thread.setDaemon(true);
    thread.start();
    Thread.sleep(100);
    mover.run();
    thread.join(10_000);
    assertFalse(thread.isAlive(), "not within 10 s: " + what);
  }
}
