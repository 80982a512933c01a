// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpscChunkedQueueTest {
  /// Around the places where an int or a long index wraps.
  private static final long[] STARTS = {
    0, Integer.MAX_VALUE - 3L, (1L << 32) - 3, Long.MAX_VALUE - 3, -3
  };

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  @Test
  void handsObjectsToAnotherThread() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    var lines = new MpscChunkedQueue<String>(1024);
    IntUnaryOperator spin =
        idle -> {
          Thread.onSpinWait();
          return idle + 1;
        };
    var printer = new Thread(() -> lines.drain(printed::add, spin, () -> printed.size() < 3));
    printer.start();
    for (String line : List.of("one", "two", "three")) {
      lines.offer(line); // never refused
    }
    // @end
    printer.join(10_000);
    assertFalse(printer.isAlive());
    assertEquals(List.of("one", "two", "three"), printed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 64, 100, 1000})
  void goesFromChunkToChunk(int chunkSize) {
    for (long start : STARTS) {
      var queue = new MpscChunkedQueue<Integer>(chunkSize, start);
      assertEquals(Integer.MAX_VALUE, queue.capacity());
      for (int count : new int[] {0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize}) {
        for (int i = 0; i < count; i++) {
          assertEquals(i, queue.size());
          assertTrue(i % 2 == 0 ? queue.offer(i) : queue.relaxedOffer(i));
        }
        assertEquals(count, queue.size());
        for (int i = 0; i < count; i++) {
          assertFalse(queue.isEmpty());
          assertEquals(i, queue.peek());
          assertEquals(i, queue.relaxedPeek());
          assertEquals(i, i % 2 == 0 ? queue.poll() : queue.relaxedPoll());
        }
        assertNull(queue.peek());
        assertNull(queue.relaxedPeek());
        assertNull(queue.poll());
        assertNull(queue.relaxedPoll());
        assertTrue(queue.isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  void refusesChunkSize(int size) {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> new MpscChunkedQueue<Object>(size));
    assertTrue(String.valueOf(thrown.getMessage()).contains("chunk size: " + size));
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    var queue = new MpscChunkedQueue<String>(4);
    queue.offer("a");
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(NullPointerException.class, () -> queue.relaxedOffer(null));
    assertThrows(NullPointerException.class, () -> queue.offerIfBelowThreshold(null, 4));
    assertThrows(NullPointerException.class, () -> queue.asQueue().add(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null));
    assertThrows(NullPointerException.class, () -> queue.drain(null, 1));
    assertThrows(NullPointerException.class, () -> queue.drain(null, i -> i, () -> true));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, null, () -> true));
    assertThrows(NullPointerException.class, () -> queue.drain(e -> {}, i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.fill(null));
    assertThrows(NullPointerException.class, () -> queue.fill(null, 1));
    assertThrows(NullPointerException.class, () -> queue.fill(null, i -> i, () -> true));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> "b", null, () -> true));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> "b", i -> i, null));
    assertThrows(NullPointerException.class, () -> queue.fill(() -> null));
    assertThrows(NullPointerException.class, () -> queue.offerAll(null, 0, 0));
    assertThrows(NullPointerException.class, () -> queue.pollInto(null, 0, 0));
    var hole = new String[] {"b", null, "c"};
    var thrown = assertThrows(NullPointerException.class, () -> queue.offerAll(hole, 0, 3));
    assertEquals("elements[1]", thrown.getMessage());
    assertEquals(List.of("a"), List.copyOf(queue.asQueue()));
  }

  @Test
  void refusesRangesAndLimitsAndStaysAsItWas() {
    var queue = new MpscChunkedQueue<String>(4);
    queue.offer("a");
    var array = new String[] {"x", "y"};
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, 1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.offerAll(array, 0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.pollInto(array, 2, 1));
    assertThrows(
        IndexOutOfBoundsException.class, () -> queue.pollInto(array, 1, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> queue.drain(e -> {}, -1));
    assertThrows(IllegalArgumentException.class, () -> queue.fill(() -> "b", -1));
    assertThrows(IllegalArgumentException.class, () -> queue.offerIfBelowThreshold("b", -1));
    assertArrayEquals(new String[] {"x", "y"}, array);
    assertEquals(List.of("a"), List.copyOf(queue.asQueue()));
  }

  @Test
  void movesArraysInAndOut() {
    for (long start : STARTS) {
      for (int chunkSize : new int[] {1, 7, 80, 81, 1000}) {
        var queue = new MpscChunkedQueue<Integer>(chunkSize, start);
        Integer[] in = IntStream.range(0, 80).boxed().toArray(Integer[]::new);
        Integer[] out = new Integer[80];
        assertEquals(80, queue.offerAll(in, 0, 80));
        assertEquals(20, queue.offerAll(in, 30, 20));
        assertEquals(0, queue.offerAll(in, 80, 0));
        assertEquals(70, queue.pollInto(out, 10, 70));
        assertNull(out[9]);
        assertArrayEquals(Arrays.copyOf(in, 70), Arrays.copyOfRange(out, 10, 80));
        assertEquals(30, queue.pollInto(out, 0, 80));
        assertEquals(70, out[0]);
        assertEquals(30, out[10]);
        assertEquals(49, out[29]);
        assertEquals(0, queue.pollInto(out, 0, 80));
        assertTrue(queue.isEmpty());
      }
    }
  }

  @Test
  void keepsTheElementThatAnArrayRefuses() {
    var queue = new MpscChunkedQueue<Object>(4);
    queue.offer("a");
    queue.offer(1);
    queue.offer("b");
    Object[] strings = new String[3];
    assertThrows(ArrayStoreException.class, () -> queue.pollInto(strings, 0, 3));
    assertEquals("a", strings[0]);
    assertEquals(List.of(1, "b"), List.copyOf(queue.asQueue()));
  }

  @Test
  void drainsUpToTheLimit() {
    var queue = new MpscChunkedQueue<Integer>(3);
    queue.fill(new Counter(), 8);
    List<Integer> drained = new ArrayList<>();
    assertEquals(0, queue.drain(drained::add, 0));
    assertEquals(3, queue.drain(drained::add, 3));
    assertEquals(List.of(0, 1, 2), drained);
    assertEquals(5, queue.drain(drained::add));
    assertEquals(0, queue.drain(drained::add));
    assertEquals(0, queue.drain(drained::add, 100));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), drained);
  }

  @Test
  void drainEndsAlthoughItsConsumerOffersAgain() {
    var queue = new MpscChunkedQueue<Integer>(2);
    queue.fill(new Counter(), 5);
    assertEquals(5, queue.drain(queue::offer));
    assertEquals(5, queue.size());
  }

  @Test
  void drainLosesOnlyTheElementWhoseConsumerThrew() {
    var queue = new MpscChunkedQueue<Integer>(2);
    queue.fill(new Counter(), 4);
    List<Integer> seen = new ArrayList<>();
    Consumer<Integer> failing =
        i -> {
          seen.add(i);
          if (i == 1) {
            throw new IllegalStateException("1");
          }
        };
    assertThrows(IllegalStateException.class, () -> queue.drain(failing));
    assertEquals(List.of(0, 1), seen);
    assertEquals(2, queue.size());
    assertThrows(
        IllegalStateException.class,
        () -> queue.drain(i -> failing.accept(i - 1), i -> i, () -> true));
    assertEquals(3, queue.poll());
    assertTrue(queue.isEmpty());
  }

  @Test
  void aConsumerMayPollWhileItDrains() {
    var queue = new MpscChunkedQueue<Integer>(3);
    queue.fill(new Counter(), 6);
    List<Integer> seen = new ArrayList<>();
    queue.drain(i -> {
      seen.add(i);
      Integer next = queue.poll();
      if (next != null) {
        seen.add(next);
      }
    });
    assertEquals(List.of(0, 1, 2, 3, 4, 5), seen);
    assertTrue(queue.isEmpty());
  }

  @Test
  void fillsAChunkOrUpToTheLimit() {
    var queue = new MpscChunkedQueue<Integer>(5);
    var counter = new Counter();
    assertEquals(0, queue.fill(counter, 0));
    assertEquals(2, queue.fill(counter, 2));
    assertEquals(5, queue.fill(counter));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), List.copyOf(queue.asQueue()));
  }

  @Test
  void fillKeepsWhatItAddedBeforeItsSupplierFailed() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var counter = new Counter();
    Supplier<Integer> ends =
        () -> {
          if (counter.next == 3) {
            throw new IllegalStateException("seeded");
          }
          return counter.get();
        };
    assertThrows(IllegalStateException.class, () -> queue.fill(ends, 10));
    assertThrows(IllegalStateException.class, () -> queue.fill(ends, i -> i, () -> true));
    assertEquals(List.of(0, 1, 2), List.copyOf(queue.asQueue()));
    assertEquals(3, queue.size());
  }

  @Test
  void aSupplierMayOfferAndPoll() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var counter = new Counter();
    queue.fill(
        () -> {
          queue.offer(10 + counter.next);
          return counter.get();
        },
        2);
    assertEquals(List.of(10, 0, 11, 1), List.copyOf(queue.asQueue()));
    queue.fill(() -> Objects.requireNonNull(queue.poll()), 4);
    assertEquals(List.of(10, 0, 11, 1), List.copyOf(queue.asQueue()));
  }

  @Test
  void offersOnlyBelowTheThreshold() {
    for (long start : STARTS) {
      var queue = new MpscChunkedQueue<Integer>(2, start);
      assertFalse(queue.offerIfBelowThreshold(0, 0));
      assertTrue(queue.offerIfBelowThreshold(0, 1));
      assertFalse(queue.offerIfBelowThreshold(1, 1));
      for (int i = 1; i < 4; i++) {
        assertTrue(queue.offerIfBelowThreshold(i, 4));
      }
      assertFalse(queue.offerIfBelowThreshold(4, 4));
      assertTrue(queue.offerIfBelowThreshold(4, Integer.MAX_VALUE));
      queue.poll();
      queue.poll();
      assertFalse(queue.offerIfBelowThreshold(5, 3));
      assertTrue(queue.offerIfBelowThreshold(5, 4));
      assertEquals(List.of(2, 3, 4, 5), List.copyOf(queue.asQueue()));
    }
  }

  @Test
  void waitsWithTheCounterThatTheStrategyReturned() {
    var queue = new MpscChunkedQueue<Integer>(2);
    List<Integer> idle = new ArrayList<>();
    IntUnaryOperator wait =
        i -> {
          idle.add(i);
          return i + 10;
        };
    var counter = new Counter();
    queue.fill(counter, wait, () -> counter.next < 3);
    assertEquals(List.of(), idle);
    List<Integer> seen = new ArrayList<>();
    queue.drain(seen::add, wait, () -> idle.size() < 3);
    assertEquals(List.of(0, 10, 20), idle);
    assertEquals(List.of(0, 1, 2), seen);
    queue.drain(seen::add, wait, () -> false);
    assertEquals(3, idle.size());
  }

  @Test
  void clearsAndGoesOn() {
    for (int chunkSize : new int[] {1, 3, 64}) {
      var queue = new MpscChunkedQueue<Integer>(chunkSize);
      queue.clear();
      queue.fill(() -> 1, 3 * chunkSize);
      queue.clear();
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(2));
      assertEquals(2, queue.poll());
    }
  }

  @Test
  void keepsNoReferenceToWhatHasLeft() {
    var queue = new MpscChunkedQueue<Object>(3);
    var first = queue.headChunk;
    queue.fill(Object::new, 5);
    queue.poll();
    queue.drain(e -> {}, 1);
    queue.pollInto(new Object[1], 0, 1);
    for (Object slot : first.slots) {
      assertNull(slot);
    }
  }

  @Test
  void linksAChunkThatIsLeftToItself() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var first = queue.headChunk;
    queue.fill(new Counter(), 2);
    queue.drain(i -> {});
    assertNull(queue.poll());
    assertSame(first, queue.headChunk); // nothing behind
    queue.offer(2);
    assertNotSame(first, queue.tailChunk);
    assertEquals(2, queue.poll());
    assertNotSame(first, queue.headChunk);
    assertSame(first, first.next);
  }

  /// A producer that has linked a chunk and has not yet moved tailChunk.
  @Test
  void movesATailThatLags() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var first = queue.headChunk;
    queue.fill(new Counter(), 3);
    queue.tailChunk = first;
    assertEquals(3, queue.size());
    assertEquals(List.of(0, 1, 2), List.copyOf(queue.asQueue()));
    queue.offer(3);
    assertNotSame(first, queue.tailChunk);
    queue.tailChunk = first;
    assertEquals(4, queue.drain(i -> {}));
    assertNotSame(first, queue.tailChunk); // the consumer moves it before it leaves the chunk
    assertSame(first, first.next);
    queue.offer(4);
    assertEquals(4, queue.poll());
    assertTrue(queue.isEmpty());
  }

  /// A producer stops after it has claimed a place and before it fills it.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitsForAParkedProducerOnlyWhereItIsStrict() throws Exception {
    for (boolean remove : new boolean[] {false, true}) {
      for (int chunkSize : new int[] {1, 2, 8}) {
        var queue = new MpscChunkedQueue<Integer>(chunkSize);
        var chunk = queue.tailChunk;
        chunk.claimed = 1;
        assertEquals(1, queue.size());
        assertFalse(queue.isEmpty());
        assertNull(queue.relaxedPoll());
        assertTrue(queue.offer(2));
        assertEquals(2, queue.size());
        assertNull(queue.relaxedPoll());
        assertNull(queue.relaxedPeek());
        assertEquals(0, queue.drain(i -> {}));
        var iterator = queue.asQueue().iterator();
        assertEquals(2, iterator.next()); // passes over what is not there
        assertFalse(iterator.hasNext());
        List<@Nullable Integer> got = new ArrayList<>();
        var into = new Integer[1];
        var strict =
            new Thread(() -> {
              if (remove) {
                queue.asQueue().remove(Integer.valueOf(2));
              }
              got.add(queue.peek());
              queue.pollInto(into, 0, 1);
            });
        strict.start();
        strict.join(20);
        assertTrue(strict.isAlive());
        SLOT.setRelease(chunk.slots, 0, (Object) 1);
        strict.join(10_000);
        assertEquals(List.of(1), got);
        assertEquals(1, into[0]);
        assertEquals(remove ? null : 2, queue.poll());
        assertNull(queue.poll());
      }
    }
  }

  @Test
  void viewRemovesFromTheMiddle() {
    for (long start : STARTS) {
      for (int chunkSize : new int[] {1, 2, 3, 8}) {
        var queue = new MpscChunkedQueue<Integer>(chunkSize, start);
        Queue<Integer> view = queue.asQueue();
        queue.fill(new Counter(), 5);
        assertTrue(view.remove(Integer.valueOf(2)));
        assertFalse(view.remove(Integer.valueOf(2)));
        assertTrue(view.remove(Integer.valueOf(0)));
        assertEquals(3, queue.size());
        queue.offer(5);
        queue.offer(6);
        assertTrue(view.removeIf(i -> i % 2 == 0));
        assertEquals(List.of(1, 3, 5), List.copyOf(view));
        assertEquals(1, queue.poll());
        assertEquals(3, view.poll());
        assertEquals("[5]", view.toString());
        view.clear();
        assertTrue(view.isEmpty());
      }
    }
  }

  @Test
  void iteratorsSurvivePolls() {
    for (long start : STARTS) {
      for (int chunkSize : new int[] {1, 3, 4, 100}) {
        var queue = new MpscChunkedQueue<Integer>(chunkSize, start);
        queue.fill(new Counter(), 64);
        var iterator = queue.asQueue().iterator();
        assertThrows(IllegalStateException.class, iterator::remove);
        assertEquals(0, iterator.next());
        queue.poll();
        iterator.remove(); // has left already
        assertThrows(IllegalStateException.class, iterator::remove);
        assertEquals(63, queue.size());
        queue.poll();
        queue.poll();
        assertEquals(3, iterator.next());
        queue.clear();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        queue.offer(64);
        assertEquals(64, iterator.next());
        iterator.remove();
        assertTrue(queue.isEmpty());
        assertFalse(iterator.hasNext());
        queue.offer(65);
        assertEquals(65, queue.asQueue().iterator().next());
        assertEquals(65, queue.poll());
        queue.offer(66);
        assertEquals(66, iterator.next()); // through chunks that the consumer has left
      }
    }
  }

  @Test
  void viewsAreOfTheSameQueue() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var view = queue.asQueue();
    assertTrue(view.offer(1));
    assertTrue(view.add(2));
    assertTrue(view.offer(3));
    assertEquals(1, view.element());
    assertEquals(1, view.peek());
    assertSame(queue.poll(), 1);
    assertEquals(2, view.size());
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPollEnds() throws Exception {
    var queue = new MpscChunkedQueue<Integer>(1);
    spin(20, () -> awaitPoll(queue), () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnRelaxedPollAndRelaxedPeekEnds() throws Exception {
    var queue = new MpscChunkedQueue<Integer>(2);
    spin(
        20,
        () -> {
          while (queue.relaxedPeek() == null) {}
          while (queue.relaxedPoll() == null) {}
          while (queue.relaxedPoll() == null) {}
        },
        () -> {
          queue.offer(1);
          queue.offer(1);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnPeekEnds() throws Exception {
    var queue = new MpscChunkedQueue<Integer>(64);
    spin(
        20,
        () -> {
          while (queue.peek() == null) {}
          queue.poll();
        },
        () -> queue.offer(1));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnDrainAndPollIntoEnds() throws Exception {
    var queue = new MpscChunkedQueue<Integer>(2);
    Consumer<Integer> ignore = i -> {};
    var into = new Integer[1];
    spin(
        20,
        () -> {
          while (queue.drain(ignore, 1) == 0) {}
          while (queue.drain(ignore) == 0) {}
          while (queue.pollInto(into, 0, 1) == 0) {}
        },
        () -> {
          for (int i = 0; i < 3; i++) {
            queue.offer(1);
            while (!queue.isEmpty()) {}
          }
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnOfferIfBelowThresholdEnds() throws Exception {
    var queue = new MpscChunkedQueue<Integer>(8);
    queue.offer(1);
    spin(
        20,
        () -> {
          while (!queue.offerIfBelowThreshold(1, 1)) {}
        },
        () -> awaitPoll(queue));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnSizeAndIsEmptyEnds() throws Exception {
    var queue = new MpscChunkedQueue<Integer>(1);
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
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  void losesNothingOfManyProducersAndKeepsTheOrderOfEach() throws Exception {
    int producers = 4;
    int count = 20_000;
    for (int chunkSize : new int[] {1, 2, 7, 1024}) {
      var queue = new MpscChunkedQueue<Integer>(chunkSize, Long.MAX_VALUE - count);
      var failed = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int first = p * count;
        var thread = new Thread(() -> produce(queue, first, count));
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> failed.incrementAndGet());
        threads.add(thread);
      }
      var done = new AtomicBoolean();
      var watcher =
          new Thread(() -> {
            while (!done.get()) {
              int size = queue.size();
              if (size < 0 || size > producers * count) {

                failed.incrementAndGet();
              }
              Thread.yield();
            }
          });
      watcher.setDaemon(true);
      threads.add(watcher);
      threads.forEach(Thread::start);
      int[] next = new int[producers];
      for (int p = 0; p < producers; p++) {
        next[p] = p * count;
      }
      var into = new Integer[8];
      Consumer<Integer> check = element -> assertEquals(next[element / count]++, element);
      for (int taken = 0, turn = 0; taken < producers * count; turn++) {
        int before = taken;
        switch (turn & 3) {
          case 0 -> taken += queue.drain(check, 10);
          case 1 -> {
            int got = queue.pollInto(into, 0, 8);
            for (int i = 0; i < got; i++) {
              check.accept(into[i]);
            }
            taken += got;
          }
          default -> {
            Integer peeked = (turn & 4) == 0 ? queue.peek() : queue.relaxedPeek();
            Integer element = (turn & 1) == 0 ? queue.poll() : queue.relaxedPoll();
            if (peeked != null) {
              assertSame(peeked, element);
            }
            if (element != null) {
              check.accept(element);
              taken++;
            }
          }
        }
        if (taken == before) {
          Thread.yield();
        }
      }
      assertNull(queue.poll());
      assertTrue(queue.isEmpty());
      done.set(true);
      for (Thread thread : threads) {
        thread.join(10_000);
      }
      assertEquals(0, failed.get());
    }
  }

  /// By all verbs in turn.
  @SuppressWarnings("ThreadPriorityCheck") // more threads than cores
  private static void produce(MpscChunkedQueue<Integer> queue, int first, int count) {
    var array = new Integer[5];
    int next = first;
    int end = first + count;
    for (int turn = 0; next < end; turn++) {
      switch (turn & 3) {
        case 0 -> {
          int size = Math.min(5, end - next);
          for (int i = 0; i < size; i++) {
            array[i] = next + i;
          }
          next += queue.offerAll(array, 0, size);
        }
        case 1 -> {
          var counter = new Counter();
          counter.next = next;
          next += queue.fill(counter, Math.min(3, end - next));
        }
        case 2 -> {
          if (queue.offerIfBelowThreshold(next, 100)) {
            next++;
          } else {
            Thread.yield();
          }
        }
        default -> next += queue.offer(next) ? 1 : 0;
      }
    }
  }

  private static void awaitPoll(MpscChunkedQueue<Integer> queue) {
    while (queue.poll() == null) {}
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

  private static final class Counter implements Supplier<Integer> {
    int next;

    @Override
    public Integer get() {
      return next++;
    }
  }
}
