// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTest {
  private static final long SECOND = 1_000_000_000;

  /// Around the places where an int, a long index, or its number in steps of four wraps.
  private static final long[] STARTS = {
    0,
    Integer.MAX_VALUE - 3L,
    (1L << 32) - 3,
    (1L << 61) - 3,
    (1L << 62) - 3,
    Long.MAX_VALUE - 3,
    -3
  };

  /// A channel whose threads park without spinning first.
  private static <E> Channel<E> parking(int capacity) {
    return new Channel<>(capacity, null, 0, Long.MAX_VALUE - 5);
  }

  private static List<Thread.Builder> builders() {
    return List.of(Thread.ofPlatform(), Thread.ofVirtual());
  }

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
    assertFalse(printer.isAlive());
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

  @Test
  void takeWaitsForAnElement() throws InterruptedException {
    for (Thread.Builder builder : builders()) {
      for (var channel : List.of(new Channel<Integer>(1), ChannelTest.<Integer>parking(1))) {
        var taken = new AtomicInteger();
        Thread taker = builder.start(() -> taken.set(number(channel::take)));
        awaitListed(channel.takers, 1);
        channel.put(7);
        join(taker);
        assertEquals(7, taken.get());
        assertNobodyWaits(channel);
      }
    }
  }

  @Test
  void putWaitsForRoom() throws InterruptedException {
    for (Thread.Builder builder : builders()) {
      for (int capacity : new int[] {1, 64}) {
        Channel<Integer> channel = parking(capacity);
        for (int i = 0; i < capacity; i++) {
          channel.put(i);
        }
        Thread putter = builder.start(() -> uninterrupted(() -> put(channel, capacity)));
        awaitListed(channel.putters, 1);
        assertEquals(0, channel.take());
        join(putter);
        assertEquals(capacity, channel.size());
        assertNobodyWaits(channel);
      }
    }
  }

  @Test
  void waitsForItsTimeAndNoShorter() throws InterruptedException {
    for (var channel :
        List.of(
            new Channel<Integer>(1),
            ChannelTest.<Integer>parking(1),
            new Channel<Integer>(1, new SpinWait()),
            new Channel<Integer>(1, new ParkWait(1_000_000)))) {
      long before = System.nanoTime();
      assertNull(channel.poll(20, TimeUnit.MILLISECONDS));
      assertTrue(System.nanoTime() - before >= 20_000_000);
      channel.put(1);
      before = System.nanoTime();
      assertFalse(channel.offer(2, 20_000, TimeUnit.MICROSECONDS));
      assertTrue(System.nanoTime() - before >= 20_000_000);
      assertEquals(1, channel.poll(20, TimeUnit.DAYS));
      assertNobodyWaits(channel);
    }
  }

  @Test
  void theLongestTimeIsNoShorter() throws InterruptedException {
    Channel<Integer> channel = parking(1);
    var taken = new AtomicInteger();
    Thread taker =
        new Thread(
            () -> taken.set(number(() -> channel.poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS))));
    taker.start();
    awaitParked(taker);
    assertTrue(channel.offer(7, Long.MAX_VALUE, TimeUnit.DAYS));
    join(taker);
    assertEquals(7, taken.get());
  }

  @Test
  void anInterruptEndsAWait() throws InterruptedException {
    for (Thread.Builder builder : builders()) {
      for (WaitStrategy strategy :
          new @Nullable WaitStrategy[] {null, new YieldWait(), new BackoffWait()}) {
        var channel = new Channel<Integer>(1, strategy, 0, 0);
        var interrupted = new AtomicInteger();
        Thread taker = builder.start(() -> countInterrupt(channel::take, interrupted));
        Thread timed =
            builder.start(() -> countInterrupt(() -> channel.poll(1, TimeUnit.DAYS), interrupted));
        Thread.sleep(20);
        taker.interrupt();
        timed.interrupt();
        join(taker);
        join(timed);
        assertEquals(2, interrupted.get());
        channel.put(1);
        Thread putter = builder.start(() -> countInterrupt(() -> put(channel, 2), interrupted));
        Thread offerer =
            builder.start(
                () -> countInterrupt(() -> channel.offer(3, 1, TimeUnit.DAYS), interrupted));
        Thread.sleep(20);
        putter.interrupt();
        offerer.interrupt();
        join(putter);
        join(offerer);
        assertEquals(4, interrupted.get());
        assertEquals(1, channel.take());
        assertTrue(channel.isEmpty());
        assertNobodyWaits(channel);
      }
    }
  }

  @Test
  void anInterruptIsKeptByACallThatNeedNotWait() throws InterruptedException {
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
  void aClosedChannelIsEmptiedThenEnds() throws InterruptedException {
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
  void aFullClosedChannelRefusesAsClosedNotAsFull() {
    for (int capacity : new int[] {1, 64}) {
      var channel = new Channel<Integer>(capacity);
      while (channel.offer(1)) {}
      channel.close();
      var thrown = assertThrows(Channel.ClosedException.class, () -> channel.offer(2));
      assertEquals("the channel is closed", thrown.getMessage());
      assertEquals(capacity, channel.size());
    }
  }

  @Test
  void closeWakesAllThatWait() throws InterruptedException {
    for (WaitStrategy strategy :
        new @Nullable WaitStrategy[] {null, new YieldWait(), new ParkWait(60 * SECOND)}) {
      for (Thread.Builder builder : builders()) {
        var full = new Channel<Integer>(1, strategy, 0, 0);
        full.put(0);
        var empty = new Channel<Integer>(1, strategy, 0, 0);
        var refused = new AtomicInteger();
        var ended = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          threads.add(
              builder.start(() -> {
                assertThrows(Channel.ClosedException.class, () -> full.put(1));
                refused.incrementAndGet();
              }));
          threads.add(
              builder.start(() -> {
                if (uninterrupted(empty::take) == null) {
                  ended.incrementAndGet();
                }
              }));
        }
        Thread.sleep(20);
        full.close();
        empty.close();
        for (Thread thread : threads) {
          join(thread);
        }
        assertEquals(4, refused.get());
        assertEquals(4, ended.get());
        assertEquals(0, full.take());
        assertNobodyWaits(full);
        assertNobodyWaits(empty);
      }
    }
  }

  @Test
  void theLongestWaitingIsWokenFirst() throws InterruptedException {
    Channel<Integer> channel = parking(1);
    var order = new CopyOnWriteArrayList<String>();
    List<Thread> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "taker " + i;
      Thread taker = new Thread(() -> order.add(name + number(channel::take)));
      taker.start();
      awaitParked(taker);
      takers.add(taker);
    }
    for (int i = 0; i < 4; i++) {
      channel.put(i);
      join(takers.get(i));
    }
    assertEquals(List.of("taker 00", "taker 11", "taker 22", "taker 33"), order);
  }

  @Test
  void aWakeUpThatIsNotUsedIsHandedOn() throws InterruptedException {
    for (Thread.Builder builder : builders()) {
      for (int round = 0; round < 300; round++) {
        Channel<Integer> channel = parking(1);
        var taken = new AtomicInteger();
        var interrupted = new AtomicInteger();
        Runnable take =
            () -> {
              try {
                if (channel.take() != null) {
                  taken.incrementAndGet();
                }
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
              }
            };
        Thread first = builder.start(take);
        awaitListed(channel.takers, 1);
        Thread second = builder.start(take);
        awaitListed(channel.takers, 2);
        Thread other = builder.start(first::interrupt);
        channel.put(1); // wakes the first, which is interrupted at the same time
        join(first);
        join(other);
        if (interrupted.get() == 1) {
          join(second); // the element is its own
        }
        channel.close();
        join(second);
        assertEquals(1, taken.get());
        assertTrue(channel.isDrained());
        assertNobodyWaits(channel);
      }
    }
  }

  @Test
  void roomThatIsNotUsedIsHandedOn() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      Channel<Integer> channel = parking(1);
      channel.put(0);
      var interrupted = new AtomicInteger();
      Thread first = new Thread(() -> countInterrupt(() -> put(channel, 1), interrupted));
      first.start();
      awaitListed(channel.putters, 1);
      Thread second = new Thread(() -> uninterrupted(() -> put(channel, 2)));
      second.start();
      awaitListed(channel.putters, 2);
      Thread other = new Thread(first::interrupt);
      other.start();
      assertEquals(0, channel.take());
      join(first);
      join(other);
      if (interrupted.get() == 0) {
        assertEquals(1, channel.take());
      }
      join(second);
      assertEquals(2, channel.take());
      assertNobodyWaits(channel);
    }
  }

  /// Takers time out, are interrupted and come back while elements arrive.
  @Test
  void losesNothingToTimeOutsAndInterrupts() throws InterruptedException {
    int count = 4_000;
    for (Thread.Builder builder : builders()) {
      Channel<Integer> channel = parking(3);
      var seen = new ArrayBlockingQueue<Integer>(count);
      var done = new AtomicBoolean();
      List<Thread> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int nanos = 1_000 << i;
        takers.add(
            builder.start(() -> {
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
          builder.start(() -> {
            for (int i = 0; !done.get(); i++) {
              takers.get(i & 3).interrupt();
              sleepAWhile();
            }
          });
      int accepted = 0;
      for (int i = 0; i < count; ) {
        if (channel.offer(i, 3_000, TimeUnit.NANOSECONDS)) {
          i++;
          accepted++;
        }
      }
      channel.close();
      for (Thread taker : takers) {
        join(taker);
      }
      done.set(true);
      join(interrupter);
      assertEquals(accepted, seen.size());
      var different = new BitSet();
      seen.forEach(different::set);
      assertEquals(count, different.cardinality());
      assertNobodyWaits(channel);
    }
  }

  @Test
  void closeLosesNothingAcceptedAndAcceptsNothingAfter() throws InterruptedException {
    for (int round = 0; round < 60; round++) {
      for (int capacity : new int[] {1, 64}) {
        var channel = new Channel<Integer>(capacity, null, round % 2 * 20, Long.MAX_VALUE - 100);
        var accepted = new AtomicInteger();
        var taken = new AtomicInteger();
        var closed = new AtomicBoolean();
        var late = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Thread.Builder builder = builders().get(i & 1);
          threads.add(
              builder.start(() -> {
                try {
                  while (true) {
                    boolean before = closed.get();
                    uninterrupted(() -> put(channel, 1));
                    accepted.incrementAndGet();
                    if (before) {
                      late.incrementAndGet();
                    }
                  }
                } catch (Channel.ClosedException e) {
                  // the end
                }
              }));
          threads.add(
              builder.start(() -> {
                while (uninterrupted(channel::take) != null) {
                  taken.incrementAndGet();
                }
              }));
        }
        Thread.sleep(1);
        channel.close();
        closed.set(true);
        for (Thread thread : threads) {
          join(thread);
        }
        assertEquals(accepted.get(), taken.get());
        assertEquals(0, late.get());
        assertTrue(channel.isDrained());
        assertNobodyWaits(channel);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "park", "spin", "yield", "backoff", "wake"})
  void keepsOrderOfEachPutterAndLosesNothing(String how) throws InterruptedException {
    WaitStrategy strategy =
        switch (how) {
          case "spin" -> new SpinWait();
          case "yield" -> new YieldWait();
          case "backoff" -> new BackoffWait();
          case "wake" -> new ParkWait(60 * SECOND);
          default -> null;
        };
    int putters = 4;
    int each = how.equals("spin") ? 200 : 2_000; // eight spinning threads on few cores are slow
    for (int capacity : new int[] {1, 3, 64}) {
      var channel =
          new Channel<Integer>(
              capacity, strategy, how.equals("default") ? 256 : 0, Long.MAX_VALUE - 1000);
      List<Thread> threads = new ArrayList<>();
      List<List<Integer>> taken = new ArrayList<>();
      for (int i = 0; i < putters; i++) {
        int number = i;
        List<Integer> mine = new ArrayList<>();
        taken.add(mine);
        Thread.Builder builder = builders().get(i & 1);
        threads.add(
            builder.start(() -> {
              for (int k = 0; k < each; k++) {
                int element = number * each + k;
                uninterrupted(() -> put(channel, element));
              }
            }));
        threads.add(
            builder.start(() -> {
              for (int k = 0; k < each; k++) {
                mine.add(number(channel::take));
              }
            }));
      }
      for (Thread thread : threads) {
        join(thread);
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
  void waitingVirtualThreadsLeaveCarriersToOthers() throws InterruptedException {
    int waiters = 2 * Runtime.getRuntime().availableProcessors() + 2;
    for (WaitStrategy strategy :
        new @Nullable WaitStrategy[] {
          null, new SpinWait(), new YieldWait(), new BackoffWait(), new ParkWait(60 * SECOND)
        }) {
      var full = new Channel<Integer>(1, strategy, 256, 0);
      full.put(0);
      var empty = new Channel<Integer>(1, strategy, 256, 0);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < waiters; i++) {
        threads.add(Thread.startVirtualThread(() -> uninterrupted(empty::take)));
        threads.add(
            Thread.startVirtualThread(
                () -> assertThrows(Channel.ClosedException.class, () -> full.put(1))));
      }
      Thread.sleep(20);
      Thread other = Thread.startVirtualThread(() -> {});
      other.join(15_000);
      boolean free = !other.isAlive();
      full.close();
      empty.close();
      for (Thread thread : threads) {
        join(thread);
      }
      assertTrue(free, "no carrier was left");
    }
  }

  @Test
  void tenThousandVirtualThreadsGetOneEach() throws InterruptedException {
    int count = 10_000;
    var channel = new Channel<Integer>(16);
    var sum = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.startVirtualThread(() -> sum.addAndGet(number(channel::take))));
    }
    for (int i = 0; i < count; i++) {
      channel.put(i % 10);
    }
    for (Thread thread : threads) {
      join(thread);
    }
    assertEquals(count / 10 * 45, sum.get());
    assertNobodyWaits(channel);
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
          () -> {
            while (channel.poll() == null) {}
          },
          () -> channel.offer(1));
      spin(
          () -> {
            while (channel.isEmpty()) {}
            while (channel.size() == 0) {}
          },
          () -> channel.offer(1));
      while (channel.offer(1)) {}
      spin(
          () -> {
            while (!channel.offer(2)) {}
          },
          channel::poll);
      spin(
          () -> {
            while (channel.size() == channel.capacity()) {}
          },
          channel::poll);
      spin(
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
  private static void spin(Runnable spinner, Runnable mover) throws Exception {
    var thread = new Thread(spinner);
    thread.setDaemon(true);
    thread.start();
    Thread.sleep(100);
    mover.run();
    thread.join(15_000);
    assertFalse(thread.isAlive(), "still spinning");
  }

  private interface Call {
    @Nullable Object call() throws InterruptedException;
  }

  private static @Nullable Object uninterrupted(Call call) {
    try {
      return call.call();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int number(Call call) {
    return (int) Objects.requireNonNull(uninterrupted(call));
  }

  private static boolean put(Channel<Integer> channel, int element) throws InterruptedException {
    channel.put(element);
    return true;
  }

  private static void countInterrupt(Call call, AtomicInteger interrupted) {
    try {
      call.call();
    } catch (InterruptedException e) {
      if (!Thread.currentThread().isInterrupted()) {
        interrupted.incrementAndGet();
      }
    }
  }

  private static void join(Thread thread) throws InterruptedException {
    thread.join(30_000);
    assertFalse(thread.isAlive(), "waits for ever");
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void awaitParked(Thread thread) {
    Thread.State state = thread.getState();
    while (state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
      Thread.yield();
      state = thread.getState();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void awaitListed(ChannelWaiters side, int count) {
    while (count(side) < count) {
      Thread.yield();
    }
  }

  private static int count(ChannelWaiters side) {
    side.lock.lock();
    try {
      return side.size();
    } finally {
      side.lock.unlock();
    }
  }

  private static void assertNobodyWaits(Channel<?> channel) {
    assertEquals(0, count(channel.takers));
    assertEquals(0, count(channel.putters));
  }

  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void sleepAWhile() {
    for (int i = 0; i < 50; i++) {
      Thread.yield();
    }
  }
}
